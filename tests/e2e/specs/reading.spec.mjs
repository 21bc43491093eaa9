// What helps in reading a timeline: finding, what is chosen, totals of a span,
// the critical path, notes in the link, steps, and traces beside one another.
import { axe, expect, test } from "../support/fixtures.mjs";

const event = (fields) => ({ pid: 1, tid: 1, ...fields });
/** Two threads: `main` calls, waits and is answered by `worker`. */
const EVENTS = [
  event({ ph: "M", name: "thread_name", args: { name: "main" } }),
  event({ ph: "M", name: "thread_name", tid: 2, args: { name: "worker" } }),
  event({ ph: "X", name: "request", ts: 0, dur: 400 }),
  event({ ph: "X", name: "parse", ts: 100, dur: 100, args: { bytes: 4711 } }),
  event({ ph: "X", name: "parse", ts: 250, dur: 50 }),
  event({ ph: "X", name: "work", ts: 500, dur: 300, tid: 2 }),
  event({ ph: "X", name: "answer", ts: 900, dur: 100 }),
  event({ ph: "s", name: "go", id: 1, ts: 400 }),
  event({ ph: "f", name: "go", id: 1, ts: 500, tid: 2, bp: "e" }),
  event({ ph: "s", name: "back", id: 2, ts: 800, tid: 2 }),
  event({ ph: "f", name: "back", id: 2, ts: 900, bp: "e" }),
];
const file = (name, events) => ({ name, mimeType: "application/json", buffer: Buffer.from(JSON.stringify(events)) });
const lanes = (page) => page.locator(".tl-lanes");
const spoken = (page) => page.locator(".tl > [aria-live=polite]");
/** What is painted, marks and what moves. */
const painted = (page) =>
  page.locator(".tl-lanes canvas").evaluateAll((all) => all.map((canvas) => canvas.toDataURL()).join());
const tool = (page, name) => page.locator(`.rd-tab[data-tool=${name}]`);
const panel = (page) => page.locator(".rd-panel");
const row = (page, name) => page.locator(".rd-totals tbody tr", { hasText: name });

async function open(openPage, options = {}) {
  const page = await openPage("v1/trace", { lang: "en", ...options });
  await page.locator("input[type=file]").setInputFiles(file("first.json", EVENTS));
  await expect(page.locator(".told")).toContainText("first.json");
  await lanes(page).focus();
  return page;
}

test("finding goes from match to match and round again", async ({ openPage }) => {
  const page = await open(openPage);
  const before = await painted(page);
  await page.keyboard.press("Slash");
  await expect(page.locator(".rd-find input[type=search]")).toBeFocused();
  await page.keyboard.type("PARSE");
  await expect(page.locator(".rd-count")).toHaveText("2 found");
  await expect.poll(() => painted(page)).not.toBe(before);
  await page.keyboard.press("Enter");
  await expect(page.locator(".rd-count")).toHaveText("1 of 2");
  await expect(spoken(page)).toContainText("1 of 2: main");
  await page.keyboard.press("Escape");
  await expect(lanes(page)).toBeFocused();
  await page.keyboard.press("KeyN");
  await expect(page.locator(".rd-count")).toHaveText("2 of 2");
  await page.locator("[data-command=FindNext]").click();
  await expect(page.locator(".rd-count")).toHaveText("1 of 2");
  await page.locator("[data-command=FindPrevious]").click();
  await expect(page.locator(".rd-count")).toHaveText("2 of 2");
  // Values of arguments, if they are asked for; names of lanes; expressions.
  const field = page.locator(".rd-find input[type=search]");
  await field.fill("471");
  await expect(page.locator(".rd-count")).toHaveText("Nothing was found.");
  await page.getByLabel("Details too").check();
  await expect(page.locator(".rd-count")).toHaveText("1 found");
  await field.fill("^wor");
  await panel(page).getByLabel("Regular expression").check();
  await expect(page.locator(".rd-count")).toHaveText("2 found");
  await field.fill("(");
  await expect(page.locator(".rd-count")).toContainText("cannot be read");
  // Without a question nothing is marked any more.
  await panel(page).getByLabel("Regular expression").uncheck();
  await field.fill("work");
  await expect(page.locator(".rd-count")).toHaveText("2 found");
  const marked = await painted(page);
  await field.fill("");
  await expect.poll(() => painted(page)).not.toBe(marked);
});

test("all that was found is a list, by keys and by hand", async ({ openPage }) => {
  const page = await open(openPage);
  await page.keyboard.press("Slash");
  await page.keyboard.type("a");
  const list = page.getByRole("listbox", { name: "List of matches" });
  const options = list.getByRole("option");
  await expect(page.locator(".rd-count")).toContainText("found");
  const count = Number((await page.locator(".rd-count").innerText()).split(" ")[0]);
  expect(count).toBeGreaterThan(2);
  await expect(options).toHaveCount(count);
  await list.focus();
  await page.keyboard.press("ArrowDown");
  await expect(options.first()).toHaveAttribute("aria-selected", "true");
  await expect(page.locator(".rd-count")).toHaveText(`1 of ${count}`);
  await page.keyboard.press("End");
  await expect(page.locator(".rd-count")).toHaveText(`${count} of ${count}`);
  await expect(list).toHaveAttribute("aria-activedescendant", await options.last().getAttribute("id"));
  await page.keyboard.press("ArrowUp");
  await options.nth(1).click();
  await expect(page.locator(".rd-count")).toHaveText(`2 of ${count}`);
  await expect(options.nth(1)).toHaveAttribute("aria-selected", "true");
  // Next and previous take the list along; Enter goes to the lanes.
  await page.locator("[data-command=FindNext]").click();
  await expect(options.nth(2)).toHaveAttribute("aria-selected", "true");
  await list.focus();
  await page.keyboard.press("Enter");
  await expect(lanes(page)).toBeFocused();
  await axe(page);
});

test("of very many matches those in sight are there, and each can be gone to", async ({ openPage }) => {
  const many = Array.from({ length: 30_000 }, (_, n) => event({ ph: "X", name: "tick", ts: n * 10, dur: 5, tid: 1 + (n % 3) }));
  const page = await openPage("v1/trace", { lang: "en" });
  await page.locator("input[type=file]").setInputFiles(file("many.json", many));
  await expect(page.locator(".told")).toContainText("many.json");
  await tool(page, "Find").click();
  await page.locator(".rd-field").fill("tick");
  const list = page.getByRole("listbox");
  await expect(list.getByRole("option").first()).toHaveAttribute("aria-setsize", "30000");
  await list.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("End");
  await expect(page.locator(".rd-count")).toHaveText("30,000 of 30,000");
  await expect(list.locator("[aria-posinset='30000']")).toBeVisible();
  expect(await list.getByRole("option").count()).toBeLessThan(60);
  await list.evaluate((list) => (list.scrollTop = list.scrollHeight / 2));
  const middle = list.locator("[aria-posinset='15005']");
  await middle.click();
  await expect(page.locator(".rd-count")).toHaveText("15,005 of 30,000");
  await expect(spoken(page)).toContainText("15,005 of 30,000");
});

test("what was found below a lane that is folded is marked there", async ({ openPage }) => {
  const page = await open(openPage);
  await page.locator(".tl-lanes").focus();
  await page.keyboard.press("BracketLeft");
  const folded = await painted(page);
  await page.keyboard.press("Slash");
  await page.keyboard.type("nothing of that name");
  await expect(page.locator(".rd-count")).toHaveText("Nothing was found.");
  const nothing = await painted(page);
  await page.locator(".rd-field").fill("parse");
  await expect(page.locator(".rd-count")).toHaveText("2 found");
  await expect.poll(() => painted(page)).not.toBe(nothing);
  expect(await painted(page)).not.toBe(folded);
  // Going to it opens the lane.
  await page.keyboard.press("Enter");
  await expect(page.locator(".tl-tree [role=treeitem][aria-expanded=false]")).toHaveCount(0);
});

test("a question has the tools once they are asked for, and its link keeps them", async ({ openPage }) => {
  const page = await openPage("v1/concurrency-parallelism", { lang: "en" });
  await expect(page.locator(".rd")).toHaveCount(0);
  await page.getByRole("button", { name: "Reading tools" }).click();
  await expect(page.locator(".rd-bar")).toBeVisible();
  await expect(page.locator(".question h1")).toBeVisible();
  await expect(page.getByRole("button", { name: "Reading tools" })).toHaveCount(0);
  await lanes(page).focus();
  await page.keyboard.press("BracketLeft");
  await page.keyboard.press("KeyB");
  await expect.poll(() => page.url()).toContain("notes=");
  await page.keyboard.press("Escape");
  await axe(page);
  // The link opens with what was done with the tools.
  await page.reload();
  await expect(page.locator(".rd-bar")).toBeVisible();
  await expect(page.locator(".rd-badge")).toHaveText("1");
});

test("small traces that are compared are there after a reload", async ({ openPage }) => {
  const page = await open(openPage);
  await page.getByRole("button", { name: "Keep to compare" }).click();
  await page.locator("input[type=file]").setInputFiles(file("second.json", EVENTS.slice(2)));
  await expect(page.locator(".compare ol li")).toHaveCount(2);
  await page.reload();
  await expect(page.locator(".compare ol li")).toHaveText([/first\.json/, /second\.json/]);
  await page.getByRole("button", { name: "Take first.json away" }).click();
  await expect(page.locator(".compare ol li")).toHaveCount(1);
  await page.reload();
  await expect(page.locator(".compare ol li")).toHaveText([/second\.json/]);
});

test("from a chosen slice one goes along arrows, names and nesting", async ({ openPage }) => {
  const page = await open(openPage);
  await page.keyboard.press("Slash");
  await page.keyboard.type("request");
  await expect(page.locator(".rd-count")).toHaveText("1 found");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.keyboard.press("KeyV");
  await expect(panel(page)).toContainText("400 µs");
  await expect(panel(page)).toContainText("Own time250 µs");
  for (const [key, command, expected] of [
    ["Shift+ArrowDown", "Inner", "100 µs"],
    ["KeyK", "SameOn", "50 µs"],
    ["KeyJ", "SameBack", "100 µs"],
    ["Shift+ArrowUp", "Outer", "400 µs"],
    ["Shift+Period", "FlowOn", "300 µs"],
    ["Shift+Comma", "FlowBack", "400 µs"],
  ]) {
    await lanes(page).focus();
    await page.keyboard.press(key);
    await expect(panel(page).locator("dl"), key).toContainText(`Length${expected}`);
    await expect(page.locator(`.rd-ways [data-command=${command}]`)).toBeVisible();
  }
  // The same by button.
  await page.locator(".rd-ways [data-command=FlowOn]").click();
  await expect(panel(page).locator("h3")).toContainText("worker");
  await page.locator(".rd-ways [data-command=FlowOn]").click();
  await expect(panel(page).locator("dl")).toContainText("answer");
});

test("a span is measured by keys, added up, sorted and copied", async ({ openPage }) => {
  const page = await open(openPage, { context: { permissions: ["clipboard-read", "clipboard-write"] } });
  await page.keyboard.press("KeyT");
  await tool(page, "Totals").waitFor();
  await page.getByRole("button", { name: "Name", exact: true }).click();
  await expect(row(page, "parse").locator("td")).toHaveText(["2", "150 µs", "150 µs", "75 µs", "50 µs", "100 µs"]);
  await expect(row(page, "request").locator("td").nth(2)).toHaveText("250 µs");
  // From 100 µs (the first parse) to 250 µs.
  await lanes(page).focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("KeyI");
  for (let i = 0; i < 2; i++) await page.keyboard.press("ArrowRight");
  await page.locator("[data-command=SpanTo]").click();
  await expect(page.locator(".rd-about")).toHaveText("From 100 µs to 250 µs, 150 µs");
  await expect(row(page, "parse").locator("td").first()).toHaveText("1");
  await expect(row(page, "request").locator("td").nth(1)).toHaveText("150 µs");
  await page.getByRole("button", { name: "Count", exact: true }).click();
  await expect(page.locator(".rd-totals th[aria-sort=descending]")).toContainText("Count");
  await page.locator(".rd-copy").click();
  await expect(panel(page)).toContainText("Copied.");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.split("\n").find((line) => line.startsWith("request"))).toBe("request\t1\t150000\t50000\t150000\t150000\t150000");
  // A drag along the ruler measures too.
  const box = await lanes(page).boundingBox();
  await page.mouse.move(box.x + 400, box.y + 8);
  await page.mouse.down();
  await page.mouse.move(box.x + 700, box.y + 8, { steps: 4 });
  await page.mouse.up();
  await expect(page.locator(".rd-about")).not.toContainText("100 µs to 250 µs");
});

test("the critical path adds up, is drawn, and says where no reason is known", async ({ openPage }) => {
  const page = await open(openPage);
  const before = await painted(page);
  await page.keyboard.press("KeyX");
  await expect(panel(page)).toContainText("1 ms in all");
  const pieces = panel(page).locator("table").last().locator("tbody tr");
  // request 400, the way to worker 100, work 300, the way back 100, answer 100.
  await expect(pieces.last()).toContainText("900 µs");
  await expect(pieces.nth(-2)).toContainText("an arrow from the piece before");
  await expect(panel(page)).not.toContainText("no reason is recorded");
  await expect.poll(() => painted(page)).not.toBe(before);
  await page.keyboard.press("KeyX");
  await expect(panel(page)).toHaveCount(0);
  await expect.poll(() => painted(page)).toBe(before);
  // Without the arrows nothing says why `answer` came when it did.
  await page.locator("input[type=file]").setInputFiles(file("bare.json", EVENTS.filter(({ ph }) => ph !== "s" && ph !== "f")));
  await expect(page.locator(".told")).toContainText("bare.json");
  await tool(page, "Path").click();
  await expect(panel(page)).toContainText("Of 500 µs of it no reason is recorded.");
});

test("notes travel in the link, are edited, taken back, and shown again", async ({ openPage }) => {
  const page = await openPage("v1/machine", { lang: "en" });
  await lanes(page).focus();
  await page.keyboard.press("ArrowRight");
  const before = await painted(page);
  await page.keyboard.press("KeyB");
  await page.keyboard.type("first; 가나");
  await page.keyboard.press("Enter");
  await expect(lanes(page)).toBeFocused();
  await expect(page).toHaveURL(/notes=\d+%3Afirst/);
  await expect.poll(() => painted(page)).not.toBe(before);
  const url = page.url();
  await page.getByRole("button", { name: "Delete note 1" }).click();
  await expect(page).not.toHaveURL(/notes=/);
  await page.getByRole("button", { name: "Undo the change of notes" }).click();
  await expect(page).toHaveURL(/notes=\d+%3Afirst/);
  const other = await openPage(`${new URL(url).hash.slice(1)}%3Bx%3Adamaged`, { lang: "en" });
  await other.locator(".rd-tab[data-tool=Notes]").click();
  await expect(other.getByRole("textbox", { name: "Note 1" })).toHaveValue("first; 가나");
  await expect(other.locator(".rd-problems")).toContainText("Note 2 cannot be read.");
});

test("steps go by decision, and the playhead is left alone if wished", async ({ openPage }) => {
  const page = await openPage("v1/machine", { lang: "en" });
  const by = page.locator("[data-command=StepBy]");
  await expect(by).toHaveValue("By event");
  await lanes(page).focus();
  await page.keyboard.press("KeyE");
  await expect(by).toHaveValue("By decision");
  const moments = [];
  for (let i = 0; i < 3; i++) {
    await page.keyboard.press("ArrowRight");
    moments.push(await page.locator(".tl-time").textContent());
  }
  expect(new Set(moments).size).toBe(3);
  await by.selectOption("By lane");
  await page.locator(".tl-lanes").focus();
  const follow = page.locator("[data-command=Follow]");
  await expect(follow).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("KeyU");
  await expect(follow).toHaveAttribute("aria-pressed", "false");
  await follow.click();
  await expect(follow).toHaveAttribute("aria-pressed", "true");
});

test("traces stand beside one another, aligned by an event, differences in words", async ({ openPage }) => {
  const page = await open(openPage);
  await page.getByRole("button", { name: "Keep to compare" }).click();
  const later = EVENTS.map((one) => ("ts" in one && one.ts >= 500 ? { ...one, ts: one.ts + 1000 } : one));
  await page.locator("input[type=file]").setInputFiles(file("second.json", later));
  await expect(page.locator(".compare ol li")).toHaveCount(2);
  await expect(page.locator(".differences ul")).toHaveText("second.json: 1 ms later");
  const picture = () => page.locator(".tl-lanes canvas").first().evaluate((canvas) => canvas.toDataURL());
  const byStart = await picture();
  // The first one's work at 0.5 ms stands at the second one's 1.5 ms.
  await page.getByLabel("Align by").selectOption("work");
  await expect.poll(picture).not.toBe(byStart);
  // Both parse at the same moment, the first time and the second.
  await page.getByLabel("Align by").selectOption("parse");
  await expect.poll(picture).toBe(byStart);
  await page.getByLabel("Occurrence").fill("3");
  await page.getByLabel("Occurrence").press("Tab");
  await expect(page.locator(".compare ol")).toContainText("has no such event");
  await page.getByRole("button", { name: "Take first.json away" }).click();
  await expect(page.locator(".compare ol li")).toHaveCount(1);
});

test("runs of the scheduler are taken to the traces page", async ({ openPage }) => {
  const page = await openPage("v1/machine", { lang: "en" });
  await page.getByRole("button", { name: "Compare on the traces page" }).click();
  await expect(page).toHaveURL(/#v1\/trace/);
  await expect(page.locator(".compare ol li").first()).toBeVisible();
  await expect(lanes(page)).toBeVisible();
});

for (const [name, viewport, theme] of [
  ["a wide screen", { width: 1440, height: 900 }, "light"],
  ["a phone in the dark", { width: 390, height: 844 }, "dark"],
]) {
  test(`every tool is accessible on ${name}`, async ({ openPage }) => {
    const page = await open(openPage, { viewport, theme });
    for (const which of ["Find", "Details", "Totals", "Path", "Notes"]) {
      await tool(page, which).click();
      await expect(panel(page)).toBeVisible();
      await axe(page);
      if (viewport.width < 500) await page.locator(".rd-close").click();
    }
  });
}
