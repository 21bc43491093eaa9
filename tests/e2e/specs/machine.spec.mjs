// The page of a machine: what is typed, taken back, compared, shared and kept.
import { axe, expect, lab, test } from "../support/fixtures.mjs";

const cell = (page, row, col) => page.locator(`.jobs [data-row="${row}"][data-col="${col}"]`);
const fragment = (page) => page.evaluate(() => location.hash);
const tally = (page) => page.locator(".machine .tally");
const measures = (page) => page.locator("#machine-tab-1").click();
/** A figure of the table by policy. */
const figure = (page, row, policy) =>
  page.locator(".measures table").first().locator("tbody tr").filter({ hasText: row }).locator("td").nth(policy);
/** Chooses a preset. */
async function preset(page, key) {
  await page.locator(".menu summary").first().click();
  await page.locator(`[data-preset=${key}]`).click();
}

test("presets give the figures of the textbooks", async ({ openPage }) => {
  const page = await openPage("v1/machine", { lang: "en" });
  await preset(page, "shortest-first");
  await measures(page);
  // Stallings, Operating Systems, table of section 9.2: the mean turnaround of the five processes.
  for (const [policy, mean] of [[0, "8.6 ms"], [1, "7.6 ms"], [2, "7.2 ms"], [3, "8 ms"]]) {
    await expect(figure(page, "Turnaround", policy)).toContainText(mean);
  }
  await expect(figure(page, "Turnaround", 2)).toContainText("best");
  await expect(figure(page, "Turnaround", 0)).not.toContainText("best");
  await expect(page.locator(".compared")).toContainText("Shortest remaining time first against First come, first served: waiting 1.4 ms less on average");
  expect(await fragment(page)).toBe("#v1/machine?preset=shortest-first");
});

test("cells are edited by keyboard, and everything is taken back", async ({ openPage }) => {
  const page = await openPage("v1/machine?preset=convoy", { lang: "en" });
  await cell(page, 0, 0).focus();
  await page.keyboard.press("ArrowDown");
  await expect(cell(page, 1, 0)).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(cell(page, 1, 1)).toBeFocused();
  await page.keyboard.type("7");
  await page.keyboard.press("Enter");
  await expect(cell(page, 2, 1)).toBeFocused();
  await page.keyboard.press("Enter");
  // Enter in the last row adds a job.
  await expect(cell(page, 3, 1)).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(cell(page, 3, 2)).toBeFocused();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("cpu 2; io disk 3");
  await expect(page.locator(".jobs tbody")).toHaveCount(4);
  await page.getByRole("button", { name: "Duplicate B" }).click();
  await expect(cell(page, 2, 0)).toHaveValue("E");
  await expect(cell(page, 2, 1)).toHaveValue("7");
  await page.getByRole("button", { name: "Move E up" }).click();
  await expect(cell(page, 1, 0)).toHaveValue("E");
  await page.getByRole("button", { name: "Delete A" }).click();
  await expect(cell(page, 0, 0)).toHaveValue("E");
  await expect(page.locator(".jobs tbody")).toHaveCount(4);

  for (let i = 0; i < 6; i++) await page.keyboard.press("Control+z");
  await expect(page.locator(".jobs tbody")).toHaveCount(3);
  await expect(cell(page, 1, 1)).toHaveValue("");
  await expect.poll(() => fragment(page)).toBe("#v1/machine?preset=convoy");
  await expect(page.getByRole("button", { name: "Undo" })).toBeDisabled();
  for (let i = 0; i < 6; i++) await page.keyboard.press("Control+Shift+z");
  await expect(cell(page, 0, 0)).toHaveValue("E");
  await expect(page.getByRole("button", { name: "Redo" })).toBeDisabled();
});

test("what is wrong is said at its cell, and kept as it was typed", async ({ openPage }) => {
  const page = await openPage("v1/machine?preset=convoy", { lang: "en" });
  await cell(page, 1, 2).fill("cpu 3; spin 4");
  await expect(cell(page, 1, 2)).toHaveAttribute("aria-invalid", "true");
  await expect(page.locator(".jobs .wrong")).toContainText("spin");
  await expect(tally(page)).toHaveText("1 to mend");
  const described = await cell(page, 1, 2).getAttribute("aria-describedby");
  await expect(page.locator(`#${described}`)).toContainText("Program");
  await cell(page, 0, 1).fill("soon");
  await expect(tally(page)).toHaveText("2 to mend");
  await page.waitForTimeout(400);
  await page.reload();
  await expect(cell(page, 0, 1)).toHaveValue("soon");
  await expect(cell(page, 1, 2)).toHaveValue("cpu 3; spin 4");
  await cell(page, 0, 1).fill("0");
  await cell(page, 1, 2).fill("cpu 3");
  await expect(tally(page)).toHaveText("Run under 3 policies");
});

test("Korean is composed in a cell without being disturbed", async ({ openPage }) => {
  const page = await openPage("v1/machine?preset=convoy", { lang: "ko" });
  const client = await page.context().newCDPSession(page);
  await cell(page, 0, 0).focus();
  await page.keyboard.press("Control+a");
  for (const text of ["ㄱ", "가", "각", "가"]) {
    await client.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
    await page.waitForTimeout(250);
  }
  await client.send("Input.insertText", { text: "가나" });
  await expect(cell(page, 0, 0)).toHaveValue("가나");
  await expect.poll(async () => JSON.stringify(await lab(page).exportTrace())).toContain("가나");
});

test("policies are added, set and taken away, with the columns they read", async ({ openPage }) => {
  const page = await openPage("v1/machine?preset=convoy", { lang: "en" });
  await expect(page.locator(".jobs thead th")).toHaveCount(4);
  await page.getByLabel("Policy 1", { exact: true }).selectOption("lottery");
  await expect(page.locator(".jobs thead th", { hasText: "Tickets" })).toHaveCount(1);
  await page.getByRole("button", { name: "Add a policy" }).click();
  await expect(page.getByRole("button", { name: "Add a policy" })).toBeDisabled();
  await expect(tally(page)).toHaveText("Run under 4 policies");
  await page.getByRole("button", { name: "Remove policy 4" }).click();
  await expect(tally(page)).toHaveText("Run under 3 policies");
  await expect.poll(() => fragment(page)).toContain("m=");
  const before = await fragment(page);
  await page.getByLabel("Quantum").last().fill("8");
  await expect.poll(() => fragment(page)).not.toBe(before);
  const link = await fragment(page);
  await page.reload();
  await expect(page.getByLabel("Quantum").last()).toHaveValue("8");
  expect(await fragment(page)).toBe(link);
});

test("a link carries everything; a damaged one says so and keeps the rest", async ({ openPage }) => {
  const page = await openPage("v1/machine?preset=convoy", { lang: "en" });
  await cell(page, 0, 2).fill("cpu 5; sleep 2; cpu 1");
  await page.getByRole("button", { name: "Table", exact: true }).click();
  await expect.poll(() => fragment(page)).toMatch(/m=.*view=table/);
  const link = await fragment(page);
  const other = await openPage(link, { lang: "ko" });
  await expect(cell(other, 0, 2)).toHaveValue("cpu 5; sleep 2; cpu 1");
  await expect(other.locator(".tl-table")).toBeVisible();
  const cut = link.replace(/m=([^&]*)/, (_, m) => `m=${m.slice(0, -9)}`);
  const damaged = await openPage(cut, { lang: "en" });
  await expect(damaged.locator(".notice")).toContainText("cut or changed");
  await expect(damaged.locator(".tl-table")).toBeVisible();
  const unknown = await openPage("v1/machine?preset=nonsense", { lang: "en" });
  await expect(unknown.locator(".notice")).toContainText("nonsense");
});

test("a scenario is saved, opened, dropped and pasted", async ({ openPage }) => {
  const page = await openPage("v1/machine?preset=two-cores", { lang: "en" });
  await page.locator(".menu summary").nth(1).click();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save" }).click();
  const stream = await (await download).createReadStream();
  let text = "";
  for await (const chunk of stream) text += chunk;
  expect(JSON.parse(text).jobs).toHaveLength(4);

  await preset(page, "convoy");
  await expect(page.locator(".jobs tbody")).toHaveCount(3);
  await page.locator("input[type=file]").setInputFiles({ name: "four.json", mimeType: "application/json", buffer: Buffer.from(text) });
  await expect(page.locator(".jobs tbody")).toHaveCount(4);
  await expect(page.locator(".machine")).toContainText("Opened: four.json");
  await page.locator("input[type=file]").setInputFiles({ name: "bad.json", mimeType: "application/json", buffer: Buffer.from("{oops") });
  await expect(page.locator(".notice")).toContainText("bad.json");
  await expect(page.locator(".jobs tbody")).toHaveCount(4);

  const one = JSON.stringify({ version: 1, policies: [{ policy: "fifo" }], jobs: [{ name: "only", program: "cpu 1" }] });
  for (const [event, kind] of [["drop", "DragEvent"], ["paste", "ClipboardEvent"]]) {
    await preset(page, "convoy");
    await expect(page.locator(".jobs tbody")).toHaveCount(3);
    await page.evaluate(
      ([event, kind, one]) => {
        const data = new DataTransfer();
        data.setData("text/plain", one);
        const init = { bubbles: true, cancelable: true, dataTransfer: data, clipboardData: data };
        document.querySelector(".machine h1").dispatchEvent(new window[kind](event, init));
      },
      [event, kind, one],
    );
    await expect(page.locator(".jobs tbody"), event).toHaveCount(1);
  }
});

test("random jobs come from a seed, and another draw is another link", async ({ openPage }) => {
  const page = await openPage("v1/machine?preset=convoy", { lang: "en" });
  const links = [];
  for (let i = 0; i < 2; i++) {
    await page.getByRole("button", { name: "Random jobs" }).click();
    await expect.poll(() => fragment(page)).not.toBe(links.at(-1) ?? "#v1/machine?preset=convoy");
    links.push(await fragment(page));
  }
  expect(links[0]).not.toBe(links[1]);
  await page.keyboard.press("Control+z");
  await expect.poll(() => fragment(page)).toBe(links[0]);
});

test("why a job was picked, in both languages", async ({ openPage }) => {
  for (const [lang, words] of [["en", /picked B: shortest remaining 1 ms < 3 ms|picked [A-C]: shortest remaining/], ["ko", /선택: 남은 시간이 가장 짧음/]]) {
    const page = await openPage("v1/machine?preset=shortest-first", { lang });
    // The third policy; its first lane.
    await page.getByLabel(lang === "ko" ? "방식 1" : "Policy 1", { exact: true }).selectOption("srtf");
    await page.waitForTimeout(400);
    await page.locator(".tl-lanes").click({ position: { x: 150, y: 62 } });
    await expect(page.locator(".why")).toContainText(words);
  }
});

test("deadlines that are missed, and jobs sorted with their average", async ({ openPage }) => {
  const page = await openPage("v1/machine?preset=real-time", { lang: "en" });
  await measures(page);
  await expect(figure(page, "Missed", 0)).toHaveText(/^[1-9]/);
  await expect(figure(page, "Missed", 1)).toContainText("0");
  await expect(page.locator(".said")).toContainText("Stopped at 400 ms, the horizon");
  await page.goto(page.url().replace("real-time", "shortest-first"));
  await expect(figure(page, "Turnaround", 0)).toContainText("8.6");
  const names = () => page.locator(".per-job tbody th").allTextContents();
  expect(await names()).toEqual(["A", "B", "C", "D", "E"]);
  await page.locator(".per-job th button", { hasText: "Ready wait" }).click();
  await page.locator(".per-job th button", { hasText: "Ready wait" }).click();
  expect(await names()).toEqual(["E", "D", "C", "B", "A"]);
  await expect(page.locator(".per-job th[aria-sort=descending]")).toContainText("Ready wait");
  await expect(page.locator(".per-job tfoot")).toContainText("8.6 ms");
});

test("a run without an end is stopped and said", async ({ openPage }) => {
  const page = await openPage("v1/machine?preset=convoy", { lang: "en" });
  await page.getByLabel("Quantum").fill("1ns");
  await cell(page, 0, 2).fill("cpu 86s");
  await expect(page.locator(".said")).toContainText("Run for 2000000 events only", { timeout: 30_000 });
  await expect(cell(page, 0, 2)).toHaveValue("cpu 86s");
});

test("what was typed is there at the next visit, but not in a frame", async ({ openPage, site }) => {
  const page = await openPage("v1/machine", { lang: "en" });
  await cell(page, 0, 0).fill("mine");
  await expect.poll(() => fragment(page)).toContain("m=");
  await page.goto("about:blank");
  await page.goto(`${site.isolated.url}#v1/machine`);
  await expect(cell(page, 0, 0)).toHaveValue("mine");
  const framed = await openPage("v1/machine", { lang: "en", query: "embed=1" });
  await expect(framed.locator(".machine .tl-lanes")).toBeVisible();
  await expect(framed.locator(".jobs")).toHaveCount(0);
});

const fold = (page, key) => page.locator(`#fold-${key}`);

test("a deadlock is named, and gone once the locks are taken in one order", async ({ openPage }) => {
  const page = await openPage("v1/machine?preset=deadlock", { lang: "en" });
  await expect(page.locator(".about")).toContainText("Deadlock by lock order");
  await expect(page.locator(".said .problem")).toContainText("A → b (held by B), B → a (held by A)");
  await cell(page, 1, 2).fill("lock a; cpu 2; lock b; cpu 1; unlock b; unlock a");
  await expect(page.locator(".said .problem")).toHaveCount(0);
  await expect(page.locator(".about")).toContainText("Changed from ‘Deadlock by lock order’");
  await page.getByLabel("Locks, queues, cells").fill("mutex a\nmutexx b");
  await expect(page.locator("#wrong-objects")).not.toBeEmpty();
  await expect(tally(page)).toHaveText("1 to mend");
});

test("a process has a GIL or has none", async ({ openPage }) => {
  const page = await openPage("v1/machine?preset=gil", { lang: "en" });
  await measures(page);
  await expect(figure(page, "Makespan", 0)).toHaveText("80 ms");
  await fold(page, "processes").getByRole("checkbox").first().uncheck();
  await expect(figure(page, "Makespan", 0)).toHaveText("20 ms");
  await fold(page, "processes").getByRole("checkbox").first().check();
  await expect(figure(page, "Makespan", 0)).toHaveText("80 ms");
  await expect(fold(page, "processes").getByLabel("GIL switch interval")).toHaveValue("5ms");
});

test("programs are written over several lines, and memory is told at the end", async ({ openPage }) => {
  const page = await openPage("v1/machine?preset=lost-update", { lang: "en" });
  await measures(page);
  await expect(figure(page, "counter at the end", 0)).toHaveText("1");
  await expect(figure(page, "counter at the end", 1)).toHaveText("3");
  await page.getByRole("button", { name: "A: a line for each instruction" }).click();
  const area = page.getByLabel("A: Program");
  await expect(area).toHaveValue("load ax counter\nadd ax 1\nstore ax counter");
  await area.fill("load ax counter\nadd ax 10\nstore ax counter");
  await expect(figure(page, "counter at the end", 1)).toHaveText("12");
  await page.getByRole("button", { name: "A: on one line" }).click();
  await expect(cell(page, 0, 2)).toHaveValue("load ax counter; add ax 10; store ax counter");
});

test("parts are added to a scenario, and it is typed as JSON", async ({ openPage }) => {
  const page = await openPage("v1/machine?preset=convoy", { lang: "en" });
  for (const key of ["devices", "networks", "processes", "pools", "programs", "random"]) {
    await fold(page, key).locator("summary").click();
    await fold(page, key).getByRole("button", { name: "Add", exact: true }).click();
    await expect(fold(page, key).locator(".item")).toHaveCount(1);
  }
  await expect(tally(page)).toHaveText("Run under 3 policies");
  await fold(page, "random").getByLabel("Jobs", { exact: true }).fill("2");
  await measures(page);
  await expect(page.locator(".per-job tbody tr")).toHaveCount(5);
  await fold(page, "programs").getByLabel("Name of the program").fill("child");
  await page.keyboard.press("Enter");
  await expect(fold(page, "programs").getByLabel("Program child")).toHaveValue("cpu 3");

  await fold(page, "json").locator("summary").click();
  const json = fold(page, "json").locator("textarea");
  const whole = JSON.parse(await json.inputValue());
  expect(whole.programs).toEqual({ child: "cpu 3" });
  expect(whole.networks).toHaveLength(1);
  await json.fill(`${JSON.stringify({ ...whole, machine: { cores: 2 } })} and`);
  await expect(json).toHaveAttribute("aria-invalid", "true");
  await expect(fold(page, "json")).toContainText("The text stays");
  await page.waitForTimeout(400);
  await page.reload();
  await fold(page, "json").locator("summary").click();
  await expect(json).toHaveValue(/ and$/);
  await json.fill((await json.inputValue()).replace(/ and$/, ""));
  await expect(json).not.toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Cores", { exact: true })).toHaveValue("2");
  await json.fill(JSON.stringify({ ...whole, cors: 2 }));
  await expect(fold(page, "json")).toContainText("/cors: This field is not known.");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(fold(page, "json")).not.toContainText("/cors");
});

test("what is in the folds is accessible and in one language", async ({ openPage }) => {
  for (const lang of ["ko", "en"]) {
    for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
      const page = await openPage("v1/machine?preset=gil-pools", { lang, viewport, theme: lang === "ko" ? "dark" : "light" });
      for (const summary of await page.locator("details:not(.menu) > summary").all()) {
        const closed = await summary.evaluate((summary) => !summary.parentElement.open);
        if (closed && (await summary.isVisible())) await summary.click();
      }
      await axe(page);
      const [content, room] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      expect(content).toBeLessThanOrEqual(room);
      const text = await page.locator(".folds").innerText();
      expect(/[가-힣]/.test(text)).toBe(lang === "ko");
      await page.context().close();
    }
  }
});

for (const lang of ["ko", "en"]) {
  for (const theme of ["light", "dark"]) {
    test(`accessible, in one language, without scrolling sideways (${lang}, ${theme})`, async ({ openPage }) => {
      for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
        const page = await openPage("v1/machine?preset=starvation", { lang, theme, viewport });
        for (const tab of [0, 1, 2]) {
          await page.locator(`#machine-tab-${tab}`).click();
          await axe(page);
        }
        const { content, room, text } = await page.evaluate(() => ({
          content: document.documentElement.scrollWidth,
          room: document.documentElement.clientWidth,
          text: document.querySelector("main").innerText,
        }));
        expect(content).toBeLessThanOrEqual(room);
        expect(/[가-힣]/.test(text)).toBe(lang === "ko");
        await page.context().close();
      }
    });
  }
}
