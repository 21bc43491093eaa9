// The page on which Python programs run in virtual time.
import { axe, expect, lab, test } from "../support/fixtures.mjs";

const program = (page) => page.locator(".editor textarea");
const fragment = (page) => page.evaluate(() => location.hash);
const rows = (page) => page.locator(".console li");
const ending = (page) => page.locator(".console .ending");
const tool = (page, name) => page.locator(".python .tools").getByRole("button", { name, exact: true });
const example = (page, key) => page.locator(".examples select").selectOption(key);
const tab = (page, name) => page.getByRole("tab", { name });
const lanes = async (page) => (await lab(page).exportTrace()).otherData.concurrencyLab.tracks.map(({ name }) => name);

/** Writes a program and runs it; waits for how it ends. */
async function run(page, source, end) {
  await program(page).fill(source);
  await program(page).press("Control+Enter");
  // How the program before ended does not count.
  await expect(page.locator(".stage .tally")).toHaveText("", { timeout: 20_000 });
  await expect(ending(page)).toContainText(end, { timeout: 20_000 });
}

test("the first program runs by itself: its lanes, its output and the time of each line", async ({ openPage }) => {
  const page = await openPage("v1/python", { lang: "en" });
  await expect(ending(page)).toContainText("It ended");
  await expect(rows(page).last()).toContainText("threads");
  const names = await lanes(page);
  expect(names).toContain("MainThread");
  expect(names.length).toBeGreaterThan(3);
  // A bare address stays bare until something is chosen.
  expect(await fragment(page)).toBe("#v1/python");
  await axe(page);
});

test("a program that is pasted runs, and elapsed time is what sleeping says", async ({ openPage }) => {
  const page = await openPage("v1/python", { lang: "en" });
  await run(page, "import time, threading\nt = time.time()\nws = [threading.Thread(target=time.sleep, args=(2,), name=f'w{i}') for i in range(3)]\n[w.start() for w in ws]\n[w.join() for w in ws]\nprint(f'{time.time() - t:.1f} s')\n", "It ended");
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page).first()).toContainText("2.0 s");
  expect(await lanes(page)).toEqual(expect.arrayContaining(["w0", "w1", "w2"]));
});

test("standard output and error are one console in the order of time; a line moves the playhead", async ({ openPage }) => {
  const page = await openPage("v1/python", { lang: "en" });
  await run(page, "import sys, time\nprint('out 1')\ntime.sleep(1)\nprint('err', file=sys.stderr)\ntime.sleep(1)\nprint('out 2')\n", "It ended");
  await expect(rows(page)).toHaveText([/out 1$/, /err$/, /out 2$/]);
  await expect(rows(page).nth(1).locator("pre .error")).toHaveText("err");
  await rows(page).nth(1).locator("button").click();
  await expect.poll(async () => (await lab(page).state()).at).toBeGreaterThanOrEqual(1);
  await expect(rows(page).nth(0)).not.toHaveClass(/later/);
  await expect(rows(page).nth(2)).toHaveClass(/later/);
  // The line at which it is then.
  await tab(page, "Lines now").click();
  await expect(page.locator(".where tbody tr")).toHaveCount(1);
  await expect(page.locator(".editor .numbers .here")).toHaveCount(1);
});

test("several threads are each at their line, in a colour of their own", async ({ openPage }) => {
  const page = await openPage("v1/python?t=500", { lang: "en" });
  const source = "import time, threading\ndef a():\n    time.sleep(1)\ndef b():\n    time.sleep(2)\nws = [threading.Thread(target=f, name=f.__name__) for f in (a, b)]\n[w.start() for w in ws]\ntime.sleep(0.5)\nprint('now')\n[w.join() for w in ws]\n";
  await run(page, source, "It ended");
  await rows(page).first().locator("button").click();
  const marks = page.locator(".editor .numbers .here");
  await expect.poll(() => marks.count()).toBe(3);
  const colours = await marks.evaluateAll((all) => all.map((mark) => getComputedStyle(mark).backgroundColor));
  expect(new Set(colours).size).toBe(colours.length);
});

test("an endless loop is stopped with a word, and by hand; the page goes on", async ({ openPage }) => {
  const page = await openPage("v1/python?budget=10000000", { lang: "en" });
  await run(page, "while True: pass\n", "Stopped after");
  await page.goto(page.url().replace(/#.*/, "#v1/python?budget=20000000000&p=twhile%20True%3A%20pass"));
  await expect(page.locator(".progress")).toContainText("instructions", { timeout: 10_000 });
  await tool(page, "Stop").click();
  await expect(page.locator(".notice[role=alert]")).toContainText("stopped");
  await run(page, "print('still here')\n", "It ended");
  await expect(rows(page).first()).toContainText("still here");
});

test("runaway recursion, memory and output end with a word", async ({ openPage }) => {
  const page = await openPage("v1/python", { lang: "en" });
  await run(page, "def f(n): return f(n + 1)\nf(0)\n", "exit code 1");
  await expect(page.locator(".console")).toContainText("RecursionError");
  await run(page, "x = 'x' * 10**12\n", "exit code 1");
  await expect(page.locator(".console")).toContainText("MemoryError");
  await run(page, "for i in range(400): print('y' * 9999)\n", "It ended");
  await expect(page.locator(".console")).toContainText("only its beginning is shown");
});

test("an uncaught error gives a traceback, an exit code and a mark at its line", async ({ openPage }) => {
  const page = await openPage("v1/python", { lang: "en" });
  await run(page, "def f():\n    return 1 / 0\n\nf()\n", "exit code 1");
  await expect(page.locator(".console")).toContainText("ZeroDivisionError: division by zero");
  await expect(page.locator(".editor .numbers .bad")).toHaveText("2");
});

test("what is no program is marked where it is wrong, while one types", async ({ openPage }) => {
  const page = await openPage("v1/python", { lang: "en" });
  await expect(ending(page)).toContainText("It ended");
  await program(page).fill("x = 1\nprint('하나' x)\n");
  await expect(page.locator("#python-wrong")).toContainText("Line 2, column");
  await expect(page.locator("#python-wrong")).toContainText("SyntaxError");
  await expect(page.locator(".editor .numbers .bad")).toHaveText("2");
  await expect(page.locator(".editor .squiggle").first()).toBeVisible();
  await expect(program(page)).toHaveAttribute("aria-invalid", "true");
  await program(page).fill("x = 1\nprint('하나', x)\n");
  await expect(page.locator("#python-wrong")).toBeEmpty();
});

test("input is asked for in the console, line by line, and can be ended", async ({ openPage }) => {
  const page = await openPage("v1/python", { lang: "en" });
  await run(page, "name = input('Name? ')\nage = int(input('Age? '))\nprint(name, age + 1)\n", "wants a line");
  const field = page.locator(".console form input");
  await field.fill("민수");
  await field.press("Enter");
  await expect(rows(page)).toHaveText([/Name\? 민수$/, /Age\? $/]);
  await field.fill("20");
  await field.press("Enter");
  await expect(ending(page)).toContainText("It ended");
  await expect(rows(page).last()).toContainText("민수 21");
  await expect.poll(() => fragment(page)).toContain("input=");
  await run(page, "while True: input()\n", "wants a line");
  await page.locator(".console form").getByRole("button", { name: "No more (EOF)" }).click();
  await expect(page.locator(".console")).toContainText("EOFError");
});

test("one program on three machines, side by side, with the figures of each", async ({ openPage }) => {
  const page = await openPage("v1/python?example=three-cpu-threads", { lang: "en" });
  await tab(page, "Compare").click();
  const cell = (row, column) => page.locator(".compare tbody tr").nth(row).locator("td").nth(column);
  await page.getByRole("button", { name: "GIL and cores" }).click();
  await expect(page.locator(".compare tbody tr")).toHaveCount(3, { timeout: 30_000 });
  await expect(cell(1, 1)).toHaveText("× 1.00");
  expect(Number((await cell(2, 1).textContent()).replace("× ", ""))).toBeLessThan(0.4);
  // All three are on the timeline, and the link carries the comparison.
  await expect.poll(() => fragment(page)).toContain("compare=machines");
  await page.reload();
  await tab(page, "Compare").click();
  await expect(page.locator(".compare tbody tr")).toHaveCount(3, { timeout: 30_000 });
  await axe(page);
  await page.getByRole("button", { name: "This run alone" }).click();
  await expect(page.locator(".compare tbody tr")).toHaveCount(0);
});

test("one job in three ways: waiting overlaps in each, computing in processes only", async ({ openPage }) => {
  const page = await openPage("v1/python?example=three-cpu-asyncio&compare=ways", { lang: "ko" });
  await tab(page, "비교").click();
  const rows = page.locator(".compare tbody tr");
  await expect(rows).toHaveCount(3, { timeout: 30_000 });
  const ratio = async (row) => Number((await rows.nth(row).locator("td").nth(1).textContent()).replace("× ", ""));
  expect(await ratio(1)).toBeLessThan(0.6);
  expect(await ratio(2)).toBeGreaterThan(0.8);
  await example(page, "three-io-threads");
  await expect(rows.first()).toContainText("입출력", { timeout: 30_000 });
  // A program that has no other ways is not held against any.
  await example(page, "lock");
  await expect(rows).toHaveCount(0);
});

test("the network is slower where it is set so", async ({ openPage }) => {
  const source = "import time, requests\nt = time.time()\nwith requests.Session() as s:\n    for _ in range(3): s.get('http://example.com/')\nprint(round(time.time() - t, 2))\n";
  const open = (fields) => openPage(`v1/python?p=t${encodeURIComponent(source)}${fields}`, { lang: "en" });
  // A round trip of 50 ms: one to connect, three to ask, with 50 ms of thinking each.
  await expect(rows(await open("")).first()).toContainText("0.35");
  await expect(rows(await open("&latency=100000")).first()).toContainText("0.55");
  await expect(rows(await open("&latency=100000&keepalive=off")).first()).toContainText("0.75");
});

test("a deadlock is named", async ({ openPage }) => {
  const page = await openPage("v1/python?example=deadlock", { lang: "en" });
  await expect(ending(page)).toContainText("Deadlock", { timeout: 20_000 });
});

test("the program stays across a reload, travels in the link, and is taken back and done again", async ({ openPage }) => {
  const page = await openPage("v1/python", { lang: "en" });
  const source = "print('안녕하세요, 동시성')\n";
  await run(page, source, "It ended");
  await expect.poll(() => fragment(page)).toContain("p=");
  const link = await fragment(page);
  await page.reload();
  await expect(program(page)).toHaveValue(source);
  const other = await openPage(link, { lang: "ko" });
  await expect(program(other)).toHaveValue(source);
  await expect(rows(other).first()).toContainText("안녕하세요, 동시성");
  // Without a link, what this browser kept.
  await page.goto(page.url().replace(/#.*/, ""));
  await page.goto(`${page.url().replace(/#.*/, "")}#v1/python`);
  await expect(program(page)).toHaveValue(source);
  await example(page, "lock");
  await expect(program(page)).toHaveValue(/Lock/);
  await tool(page, "Undo (Ctrl+Z)").click();
  await expect(program(page)).toHaveValue(source);
  await tool(page, "Redo (Ctrl+Shift+Z)").click();
  await expect(program(page)).toHaveValue(/Lock/);
});

test("a program that is too long for a link says so", async ({ openPage }) => {
  const page = await openPage("v1/python", { lang: "en" });
  const long = Array.from({ length: 3000 }, (_, i) => `x${(i * 7919) % 10007}_${(i * 104729) % 65537} = ${(i * 1299709) % 999983}`).join("\n");
  await run(page, `${long}\nprint('long')\n`, "It ended");
  await expect(page.locator(".python > div > .note")).toContainText("too long for a link");
});

test("the number of cores and the GIL change how long computing takes", async ({ openPage }) => {
  const page = await openPage("v1/python?example=gil", { lang: "en" });
  await expect(rows(page).last()).toContainText("1.0 times", { timeout: 20_000 });
  await page.goto(page.url().replace(/#.*/, "#v1/python?example=gil&gil=off"));
  await expect(rows(page).last()).toContainText("0.5 times", { timeout: 20_000 });
});

for (const [lang, theme, viewport] of [
  ["ko", "dark", { width: 390, height: 844 }],
  ["en", "light", { width: 390, height: 844 }],
  ["ko", "light", { width: 1440, height: 900 }],
]) {
  test(`everything is within reach: ${lang}, ${theme}, ${viewport.width} px`, async ({ openPage }) => {
    const page = await openPage("v1/python?example=async-gather", { lang, theme, viewport });
    await expect(rows(page).first()).toBeVisible();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
    await axe(page);
  });
}

test("every example runs to its end, in both languages of the menu", async ({ openPage }) => {
  test.slow();
  const page = await openPage("v1/python", { lang: "en" });
  const keys = await page.locator(".examples option").evaluateAll((all) => all.map((option) => option.value).filter(Boolean));
  expect(keys.length).toBeGreaterThanOrEqual(32);
  // What is chosen already cannot be chosen.
  await example(page, "lock");
  for (const key of keys.filter((key) => key !== "lock")) {
    await example(page, key);
    await expect.poll(() => fragment(page)).toContain(`example=${key}`);
    await expect(page.locator(".stage .tally")).toHaveText("", { timeout: 30_000 });
    await expect(ending(page), key).toContainText(key === "deadlock" ? "Deadlock" : "It ended", { timeout: 30_000 });
  }
});

test("the first run is asked for once, before the page is rendered", async ({ browser, site }) => {
  const context = await browser.newContext({ locale: "en-US" });
  const page = await context.newPage();
  await page.addInitScript(() => {
    window.asked = [];
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (text, ...rest) {
      if ("Run" in JSON.parse(text)) window.asked.push({ rendered: document.querySelector(".python") !== null });
      return post.call(this, text, ...rest);
    };
  });
  await page.goto(`${site.plain.url}#v1/python?example=threads-overlap`);
  await expect(page.locator(".console li")).toHaveCount(14);
  expect(await page.evaluate(() => window.asked)).toEqual([{ rendered: false }]);
  expect(page.workers().length).toBe(1);
  // The same worker runs what comes next.
  await page.locator(".tools button.primary").click();
  await expect.poll(() => page.evaluate(() => window.asked.length)).toBe(2);
  await expect(page.locator(".console li")).toHaveCount(14);
  expect(await page.evaluate(() => window.asked.at(-1))).toEqual({ rendered: true });
  expect(page.workers().length).toBe(1);
  await context.close();
});
