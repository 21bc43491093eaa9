// The page that explores all schedules of a program.
import { axe, expect, lab, test } from "../support/fixtures.mjs";

const LOADER = /\/worker\.js/;
const FAILED_TO_LOAD = [/^uncaught: failed to fetch Wasm: 404/, /^request: .*worker/, /^response: .*worker/, /^console: Failed to load resource: /];

const fragment = (page) => page.evaluate(() => location.hash);
const program = (page) => page.locator(".editor textarea");
const summary = (page) => page.locator(".results .summary");
const rows = (page) => page.locator(".outcomes tbody tr");
const run = (page) => page.locator(".run button");
const schedule = (page) => page.locator(".schedule input");
const step = (page) => page.locator(".replay .step");
const example = (page, key) => page.locator(".chooser select").selectOption(key);
const answering = (answer) => async (route) => route.fulfill({ response: await route.fetch(), ...answer });

/** Every worker gets a script of its own before the page's. */
async function scriptInWorkers(page, script) {
  await page.route(LOADER, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${script}\n${await response.text()}` });
  });
}

test("the lost update of three threads, counted and replayed", async ({ openPage }) => {
  const page = await openPage("v1/explore", { lang: "en" });
  // 9! / (3!)^3 orders of nine steps.
  await expect(summary(page)).toContainText("All 1,680 schedules: 3 distinct outcomes.");
  await expect(summary(page)).toContainText("It goes wrong in 1,674 of them (99.6%).");
  await expect(rows(page)).toHaveCount(3);
  await expect(rows(page).nth(0)).toContainText("counter = 1");
  await expect(rows(page).nth(0)).toContainText("1,404");
  await expect(rows(page).nth(0)).toContainText("Goes wrong");
  await expect(rows(page).nth(2)).toContainText("As intended");
  await expect(rows(page).nth(2).locator(".number").first()).toHaveText("6");
  // A bare address stays bare until something is chosen.
  expect(await fragment(page)).toBe("#v1/explore");
  await expect(schedule(page)).toHaveValue("v1 B2 A3 C3 B");
  await page.getByRole("button", { name: "Replay: counter = 2" }).click();
  await expect(schedule(page)).toHaveValue("v1 A3 C2 B3 C");
  await expect(page.locator(".replay-head")).toContainText("Preemptions: 1, the fewest of all schedules with this outcome");
  await expect.poll(() => fragment(page)).toBe("#v1/explore?example=lost-update-3&s=v1+A3+C2+B3+C");
  const lanes = (await lab(page).exportTrace()).otherData.concurrencyLab.tracks.map(({ name }) => name);
  expect(lanes).toEqual(["A", "B", "C"]);
});

test("the replay steps both ways, with the lines and values of each moment", async ({ openPage }) => {
  const page = await openPage("v1/explore?example=lost-update-2&s=v1+B2+A3+B", { lang: "en" });
  await expect(step(page)).toContainText("After step 0 of 6");
  await expect(page.locator(".listing .next")).toContainText("load ax counter");
  await expect(page.locator(".listing .here")).toHaveCount(1);
  for (let i = 0; i < 2; i++) await page.keyboard.press("ArrowRight");
  await expect(step(page)).toContainText("After step 2 of 6");
  await expect(page.locator(".listing .next .who")).toHaveText("A");
  await expect(page.locator(".listing li").nth(2).locator(".who")).toHaveText("B");
  await expect(page.locator(".value.changed")).toContainText("ax = 1");
  await expect(page.locator(".value.changed")).toContainText("just changed");
  for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowRight");
  await expect(step(page)).toContainText("After step 5 of 6");
  await expect(page.locator(".value.changed")).toContainText("counter = 1");
  await page.keyboard.press("ArrowLeft");
  await expect(step(page)).toContainText("After step 4 of 6");
  await expect(page.locator(".facts-block .value")).toContainText("counter = 0");
  // The place is in the link.
  await expect.poll(() => fragment(page)).toContain("t=4");
  await page.reload();
  await expect(step(page)).toContainText("After step 4 of 6");
});

test("a deadlock, with who waits for what, and its cure", async ({ openPage }) => {
  const page = await openPage("v1/explore", { lang: "en" });
  await example(page, "lock-order");
  await expect(summary(page)).toContainText("All 6 schedules");
  await expect(rows(page).first()).toContainText("Deadlock");
  await expect(rows(page).first()).toContainText("A: waits for right, which B has");
  await expect(rows(page).first()).toContainText("B: waits for left, which A has");
  await expect(page.locator(".replay-head")).toContainText("Deadlock");
  await example(page, "lock-order-cured");
  await expect(summary(page)).toContainText("one outcome only");
  await expect(summary(page)).toContainText("It goes wrong in none of them.");
});

test("classes, few preemptions and samples are called what they are", async ({ openPage }) => {
  const page = await openPage("v1/explore?example=lost-update-3", { lang: "en" });
  const how = page.locator(".how select");
  await expect(summary(page)).toContainText("1,680");
  await how.selectOption("classes");
  await expect(page.locator(".stale")).toBeVisible();
  await run(page).click();
  await expect(summary(page)).toContainText("All 36 classes of equivalent schedules (reduction on)");
  await how.selectOption("bounded");
  await page.getByLabel("Preemptions at most").fill("1");
  await run(page).click();
  await expect(summary(page)).toContainText("All 42 schedules with a limit of 1 on preemptions");
  await how.selectOption("samples");
  await page.getByLabel("Samples", { exact: true }).fill("1,000");
  await page.getByLabel("Seed").fill("7");
  await run(page).click();
  await expect(summary(page)).toContainText("1,000 random samples");
  await expect.poll(() => fragment(page)).toMatch(/method=samples&.*seed=7&schedules=1000/);
  // What cannot be is kept as it was typed, and said.
  await page.getByLabel("Seconds at most").fill("soon");
  await expect(page.locator(".number .wrong", { hasText: "a whole number from 1 to 600" })).toBeVisible();
  await expect(page.getByLabel("Seconds at most")).toHaveValue("soon");
});

test("a budget that ends leaves what was found, called incomplete", async ({ openPage }) => {
  const page = await openPage("v1/explore?example=lost-update-3&schedules=100", { lang: "en" });
  await expect(page.locator(".incomplete")).toContainText("The limit of their number was reached.");
  await expect(summary(page)).toContainText("100 schedules: 3 distinct outcomes.");
  await expect(summary(page)).not.toContainText("All");
  await page.goto(page.url().replace(/#.*/, "#v1/explore?example=philosophers-5&method=all&seconds=1&schedules=100000000"));
  await expect(page.locator(".results .progress")).toBeVisible();
  await expect(page.locator(".incomplete")).toContainText("The limit of time was reached.", { timeout: 15_000 });
  await expect(page.locator(".results")).toContainText("per second (measured in this browser)");
});

test("cancelling keeps what was counted until then", async ({ openPage }) => {
  const page = await openPage("v1/explore?example=philosophers-5&method=all&seconds=60&schedules=100000000", { lang: "en" });
  await expect(page.locator(".progress .figures")).toContainText("per second", { timeout: 15_000 });
  await expect(rows(page).first()).toBeVisible();
  expect(page.workers()).toHaveLength(1);
  await run(page).click();
  await expect(page.locator(".incomplete")).toContainText("It was cancelled.");
  await expect.poll(() => page.workers().length).toBe(0);
  await expect(rows(page).first()).toBeVisible();
  await expect(page.locator(".results")).toContainText("of those counted");
  await expect(run(page)).toBeFocused();
  await expect(page.locator("p.sr[role=status]")).toContainText("Incomplete");
  // Leaving the page ends the worker, too.
  await run(page).click();
  await expect.poll(() => page.workers().length).toBe(1);
  await page.locator(".topbar .name").click();
  await expect.poll(() => page.workers().length).toBe(0);
});

test("what is wrong with a program is said at its line, and nothing typed is lost", async ({ openPage }) => {
  const page = await openPage("v1/explore?example=lost-update-2", { lang: "en" });
  await expect(summary(page)).toContainText("20");
  const text = await program(page).inputValue();
  const broken = text.replace("add ax 1", "ad ax 1");
  await program(page).fill(broken);
  await expect(page.locator("#explore-troubles")).toContainText("line 4, column 3");
  await expect(page.locator(".editor .numbers .bad")).toHaveText("4");
  await expect(program(page)).toHaveAttribute("aria-invalid", "true");
  await expect(run(page)).toBeDisabled();
  await expect(page.locator(".stale")).toBeVisible();
  await expect(page.locator(".chooser select")).toHaveValue("");
  await expect.poll(() => fragment(page)).toContain("p=");
  await page.reload();
  await expect(program(page)).toHaveValue(broken);
  await program(page).press("Control+z");
  await program(page).fill(text.replace("add ax 1", "add ax 2"));
  await program(page).press("Control+Enter");
  await expect(rows(page).first()).toContainText("counter = ");
  await expect(summary(page)).not.toContainText("wrong");
  await expect(page.locator(".outcomes .badge.bad")).toHaveCount(0);
  await program(page).press("Control+z");
  await expect(program(page)).toHaveValue(broken);
  await program(page).press("Control+Shift+z");
  await expect(program(page)).toHaveValue(text.replace("add ax 1", "add ax 2"));
});

test("a schedule is pasted and replayed; an impossible one is refused with its place", async ({ openPage }) => {
  const page = await openPage("v1/explore?example=lock-order", { lang: "en" });
  await expect(summary(page)).toContainText("6");
  await schedule(page).fill("v1 A B2");
  await schedule(page).press("Enter");
  await expect(page.locator(".schedule .wrong")).toContainText("step 3: B waits for left");
  await expect(schedule(page)).toHaveValue("v1 A B2");
  await schedule(page).fill("A2 nonsense");
  await page.getByRole("button", { name: "Replay this" }).click();
  await expect(page.locator(".schedule .wrong")).toContainText("word 2");
  await schedule(page).fill("A2 B0");
  await schedule(page).fill("A4 B4");
  await page.getByRole("button", { name: "Replay this" }).click();
  await expect(step(page)).toContainText("of 8");
  await expect(page.locator(".replay-head")).toContainText("All end");
  await expect.poll(() => fragment(page)).toContain("s=v1+A4+B4");
});

test("a link carries program, method and schedule; a damaged one says so", async ({ openPage }) => {
  const page = await openPage("v1/explore?example=peterson-wrong&method=bounded&preemptions=1", { lang: "en" });
  await program(page).fill((await program(page).inputValue()) + "\n# 경쟁\n");
  await run(page).click();
  await expect(summary(page)).toContainText("with a limit of 1 on preemptions");
  await rows(page).last().click();
  await expect.poll(() => fragment(page)).toMatch(/p=.*method=bounded&preemptions=1&s=/);
  const link = await fragment(page);
  const other = await openPage(link, { lang: "ko" });
  await expect(program(other)).toHaveValue(/# 경쟁/);
  await expect(schedule(other)).toHaveValue(await schedule(page).inputValue());
  await expect(summary(other)).toContainText("선점이 1번까지인 순서");
  expect(await fragment(other)).toBe(link);
  const damaged = await openPage("v1/explore?example=none&seconds=3&s=v1+Q9", { lang: "en" });
  await expect(damaged.locator(".notice")).toContainText("none");
  await expect(damaged.getByLabel("Seconds at most")).toHaveValue("3");
  await expect(damaged.locator(".schedule .wrong")).toContainText("There is no thread Q");
});

for (const missing of ["explore_worker.js", "explore_worker_bg.wasm", "worker.js"]) {
  test(`a worker whose file is missing (${missing}) is said, and can be tried again`, async ({ openPage }) => {
    const page = await openPage("", { lang: "en", allow: FAILED_TO_LOAD });
    const file = new RegExp(`/${missing.replace(".", "\\.")}`);
    await page.route(file, answering({ status: 404 }));
    await page.goto(page.url().replace(/#.*|$/, "#v1/explore"));
    await expect(page.locator(".failed")).toContainText("The program that computes did not load");
    await expect(page.locator(".failed")).toContainText("Check that all files");
    await page.unroute(file);
    await page.locator(".failed button").click();
    await expect(summary(page)).toContainText("1,680");
    await expect(page.locator(".failed")).toHaveCount(0);
  });
}

test("a worker that crashes or lies is said; what was counted is kept", async ({ openPage }) => {
  const page = await openPage("", { lang: "en" });
  const onAsk = (does) => `addEventListener("message", (event) => { event.stopImmediatePropagation(); ${does} });`;
  const report = (row) =>
    JSON.stringify({ Report: { phase: "Counting", ended: null, schedules: 5, repeats: 0, redundant: 0, steps: 9, states: 0, nanos: 5e6, rows: [row], more: 0 } });
  const good = report({ count: 5, schedule: "v1 A3 B3 C3", shortest: false });
  for (const [does, said] of [
    [`throw new Error("out of luck")`, "out of luck"],
    [`postMessage(${JSON.stringify(good)}); setTimeout(() => { throw new Error("later"); }, 300)`, "What was counted until then is below."],
    [`postMessage("nonsense")`, "makes no sense"],
    [`postMessage({ an: "object" })`, "makes no sense"],
    [`postMessage("x".repeat(300000))`, "makes no sense"],
    [`postMessage(${JSON.stringify(report({ count: 6, schedule: "v1 A3 B3 C3", shortest: true }))})`, "makes no sense"],
    [`postMessage(${JSON.stringify(report({ count: 1, schedule: "v1 A4", shortest: true }))})`, "makes no sense"],
  ]) {
    await scriptInWorkers(page, onAsk(does));
    await page.goto(page.url().replace(/#.*|$/, "#v1/home"));
    await page.goto(page.url().replace(/#.*|$/, "#v1/explore"));
    await expect(page.locator(".failed"), does).toContainText(said);
    await page.unroute(LOADER);
  }
  await page.locator(".failed button").click();
  await expect(summary(page)).toContainText("1,680");
});

test("Korean is composed in a program without being disturbed", async ({ openPage }) => {
  const page = await openPage("v1/explore?example=lost-update-2", { lang: "ko" });
  const client = await page.context().newCDPSession(page);
  await program(page).focus();
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("# ");
  for (const text of ["ㄱ", "가", "각", "가"]) {
    await client.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
    await page.waitForTimeout(150);
  }
  await client.send("Input.insertText", { text: "가나" });
  await expect(program(page)).toHaveValue(/^# 가나cell/);
});

test("on a phone the replay comes into sight, and outcomes are chosen by touch", async ({ openPage }) => {
  const page = await openPage("v1/explore", { lang: "en", viewport: { width: 390, height: 844 }, context: { hasTouch: true } });
  await expect(rows(page)).toHaveCount(3);
  await rows(page).nth(1).locator("button").tap();
  await expect(schedule(page)).toHaveValue("v1 A3 C2 B3 C");
  await expect(page.locator(".replay .tl-lanes")).toBeInViewport();
  await page.locator(".replay .tl-buttons button").nth(3).tap();
  await expect(step(page)).toContainText("After step 1 of 9");
});

test("every example is explored completely and says what it should", async ({ openPage }) => {
  const page = await openPage("v1/explore", { lang: "en" });
  const keys = await page.locator(".chooser option").evaluateAll((options) => options.map(({ value }) => value));
  expect(keys.length).toBeGreaterThan(20);
  for (const key of keys) {
    await example(page, key);
    await expect(page.locator(".outcomes tr.chosen"), key).toHaveCount(1, { timeout: 20_000 });
    await expect(summary(page), key).toContainText(/^All /);
    const wrong = !/(locked|atomic|cured|ordered|peterson$|spin|buffer$)/.test(key);
    await expect(page.locator(".outcomes .badge.bad").first(), key).toBeVisible({ visible: wrong });
  }
});

test("embedded, only the replay is shown", async ({ openPage }) => {
  const page = await openPage("v1/explore?example=lock-order&s=v1+A+B", { lang: "en", query: "embed=1" });
  await expect(page.locator(".explore .tl-lanes")).toBeVisible();
  await expect(page.locator(".editor")).toHaveCount(0);
});

for (const lang of ["ko", "en"]) {
  for (const theme of ["light", "dark"]) {
    test(`accessible, in one language, without scrolling sideways (${lang}, ${theme})`, async ({ openPage }) => {
      for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
        for (const key of ["lost-update-3", "lock-order", "buffer-if"]) {
          const page = await openPage(`v1/explore?example=${key}`, { lang, theme, viewport });
          await expect(rows(page).first()).toBeVisible();
          await expect(page.locator(".listing").first()).toBeVisible({ timeout: 30_000 });
          await axe(page);
          const { content, room, text } = await page.evaluate(() => ({
            content: document.documentElement.scrollWidth,
            room: document.documentElement.clientWidth,
            text: document.querySelector("main").innerText,
          }));
          expect(content).toBeLessThanOrEqual(room);
          expect(/[가-힣]/.test(text)).toBe(lang === "ko");
          await page.context().close();
        }
      }
    });
  }
}
