// Everything that a hand can do to a timeline. The help of the page is the
// sheet of it; here it is gone through row by row on two pages that stand
// alike: what the key does on one, the button does on the other.
import { expect, test } from "../support/fixtures.mjs";
import { call, name } from "../support/events.mjs";

/** Calls in calls, calls of one name, arrows there and back, a counter, and more lanes than are seen. */
const EVENTS = [
  ...name(1, 1, "shop", "front"),
  ...name(1, 2, "shop", "helper"),
  call(1, 1, "serve", 0, 1000),
  call(1, 1, "read", 100, 300),
  call(1, 1, "parse", 150, 100),
  call(1, 1, "read", 500, 300),
  call(1, 1, "read", 850, 100),
  call(1, 2, "wait", 200, 500),
  { ph: "C", pid: 1, name: "orders", ts: 0, args: { open: 1 } },
  { ph: "C", pid: 1, name: "orders", ts: 600, args: { open: 4 } },
  { ph: "s", pid: 1, tid: 1, name: "pay", id: 1, ts: 550 },
  { ph: "f", pid: 1, tid: 2, name: "pay", id: 1, ts: 600, bp: "e" },
  { ph: "s", pid: 1, tid: 2, name: "paid", id: 2, ts: 650 },
  { ph: "f", pid: 1, tid: 1, name: "paid", id: 2, ts: 700, bp: "e" },
  ...Array.from({ length: 60 }, (_, n) => call(2, 100 + n, "count", 10 * n, 300)),
];

/** The rows of the sheet, as the help shows them. */
async function sheet(page) {
  await page.getByRole("button", { name: "Help" }).click();
  const rows = await page.locator(".keys tr[data-does]").evaluateAll((rows) =>
    rows.map((row) => ({ ...row.dataset, name: row.querySelector("td").firstChild.textContent })),
  );
  await page.keyboard.press("Escape");
  return rows;
}

/** All that the page tells of its timeline, the pictures too. */
const facts = (page) =>
  page.evaluate(() => {
    const one = (selector) => document.querySelector(selector);
    const all = (selector, of) => [...document.querySelectorAll(selector)].map(of);
    const attr = (selector, key) => one(selector)?.getAttribute(key) ?? null;
    const digest = (text) => [...text].reduce((sum, c) => (Math.imul(sum, 31) + c.charCodeAt(0)) | 0, 7);
    const items = all("[role=treeitem]", (item) => [item.offsetTop, item.getAttribute("aria-label"), item.getAttribute("aria-expanded"), item.getAttribute("aria-selected")]);
    return {
      time: one(".tl-time")?.textContent,
      window: attr(".tl-frame", "aria-valuetext"),
      scroll: attr(".tl-scrollbar", "aria-valuenow"),
      names: attr(".tl-edge", "aria-valuenow"),
      items: items.sort((a, b) => a[0] - b[0]),
      pressed: all(".tl-transport [aria-pressed]", (button) => [button.dataset.command, button.getAttribute("aria-pressed")]),
      chosen: all(".tl-transport select", (select) => select.selectedIndex),
      plays: attr("[data-command=PlayPause]", "aria-label"),
      tool: attr(".rd-tab[aria-expanded=true]", "data-tool"),
      about: one(".rd-panel h3")?.textContent,
      found: one(".rd-count")?.textContent,
      span: one(".rd-about")?.textContent,
      notes: all(".rd-notes li", () => 1).length,
      menu: one("[role=menu] p")?.textContent,
      card: one(".tl-card")?.textContent,
      pictures: all(".tl-lanes canvas", (canvas) => digest(canvas.toDataURL())),
    };
  });

const lanes = (page) => page.locator(".tl-lanes");
const keys = async (page, ...keys) => {
  await lanes(page).focus();
  for (const key of keys) await page.keyboard.press(key);
};
const lane = async (page, name) => {
  const tree = page.getByRole("tree");
  await tree.focus();
  await page.keyboard.press("Home");
  while (!(await tree.locator("[aria-selected=true]").getAttribute("aria-label")).startsWith(name)) await page.keyboard.press("ArrowDown");
};
const tool = async (page, name) => {
  const button = page.locator(`[data-tool=${name}]`);
  if ((await button.getAttribute("aria-expanded")) === "false") await button.click();
};
/** Chooses the so-manieth slice of a name. */
const slice = async (page, text, nth = 1) => {
  await tool(page, "Find");
  await page.locator(".rd-field").fill(text);
  await expect(page.locator(".rd-count")).toContainText(/\d/);
  for (let n = 0; n < nth; n++) await page.locator(".rd-field").press("Enter");
};

/** What must be so before something can be done, where it cannot be done at once. */
const BEFORE = {
  StepBack: (page) => keys(page, "End"),
  LaneStepBack: async (page) => {
    await lane(page, "helper");
    await keys(page, "End");
  },
  LaneStepOn: async (page) => {
    await lane(page, "helper");
    await keys(page, "Home");
  },
  ToStart: (page) => keys(page, "End"),
  FitSelection: (page) => slice(page, "parse"),
  FitAll: (page) => keys(page, "KeyW"),
  ZoomOut: (page) => keys(page, "KeyW", "KeyW"),
  PanLeft: (page) => keys(page, "KeyW", "KeyW", "KeyD", "KeyD"),
  PanRight: (page) => keys(page, "KeyW", "KeyW"),
  LaneUp: (page) => lane(page, "helper"),
  Choose: async (page) => {
    await lane(page, "helper");
    await keys(page, "Home", "ArrowRight", "Shift+ArrowRight");
  },
  Clear: (page) => slice(page, "parse"),
  FindNext: (page) => slice(page, "read"),
  FindPrevious: (page) => slice(page, "read", 2),
  Outer: (page) => slice(page, "parse"),
  Inner: (page) => slice(page, "serve"),
  FlowOn: (page) => slice(page, "wait"),
  FlowBack: (page) => slice(page, "wait"),
  SameBack: (page) => slice(page, "read", 2),
  SameOn: (page) => slice(page, "read"),
  SpanFrom: (page) => keys(page, "Home", "ArrowRight", "ArrowRight"),
  SpanTo: (page) => keys(page, "Home", "ArrowRight", "ArrowRight"),
  MeasureChosen: (page) => slice(page, "parse"),
  Turn: (page) => lane(page, "shop"),
  MoveUp: (page) => lane(page, "helper"),
  MoveDown: (page) => lane(page, "front"),
  Pin: (page) => lane(page, "helper"),
  Hide: (page) => lane(page, "helper"),
  ShowAll: async (page) => {
    await lane(page, "helper");
    await keys(page, "KeyH");
  },
  OpenAll: (page) => keys(page, "BracketLeft"),
  Undo: (page) => keys(page, "BracketLeft"),
  Redo: (page) => keys(page, "BracketLeft", "Control+KeyZ"),
  PageUp: (page) => keys(page, "PageDown", "PageDown"),
  NamesFit: (page) => keys(page, "Shift+BracketRight"),
  Menu: (page) => lane(page, "helper"),
};

/** The button of a row, where it stands. */
async function button(page, { does, button }) {
  const by = `[data-command=${does}], [data-act=${does}]`;
  if (button === "More") {
    await page.getByRole("button", { name: "More", exact: true }).click();
    return page.locator(".tl-more").locator(by);
  }
  if (button === "Transport") return page.locator(".tl-transport").locator(by);
  if (button === "Lanes") return page.locator(".tl-bar").locator(by);
  if (button === "Reading") return page.locator(`[data-tool=${does === "CriticalPath" ? "Path" : does}]`);
  return page.locator(".rd-panel").locator(by);
}

async function press(page, row) {
  const pressed = await button(page, row);
  // What is chosen from a list is a list.
  if (row.does === "StepBy") return pressed.selectOption({ index: 1 });
  const called = row.does === "PlayPause" ? "Play" : row.name;
  if (row.button === "Reading") await expect(pressed).toHaveAttribute("title", new RegExp(`^${called} \\(`));
  else await expect(pressed).toHaveAccessibleName(new RegExp(`^${called}`));
  await pressed.click();
  // Its list stays open; it is in nobody's way here.
  if (row.button === "More") await page.evaluate(() => document.querySelector(".tl-more").hidePopover());
}

/** Both pages as they were at first, then ready for what is to be done. */
async function ready(page, row, { fresh, before }) {
  await fresh(page);
  await keys(page, "Digit0", "Home", "Escape");
  const close = page.locator(".rd-close");
  if (await close.count()) await close.click();
  await before[row.does]?.(page);
  if (["Find", "Details", "Totals", "Notes"].includes(row.button)) await tool(page, row.button);
  else if (await close.count()) await close.click();
  await lanes(page).focus();
}

/** The facts once they stay the same. */
async function settled(page) {
  let last;
  await expect
    .poll(async () => {
      const now = JSON.stringify(await facts(page));
      const same = now === last;
      last = now;
      return same;
    })
    .toBe(true);
  return JSON.parse(last);
}

async function compare(pages, row, how) {
  for (const page of pages) {
    // Nothing is pointed at.
    await page.mouse.move(2, 2);
    await ready(page, row, how);
  }
  const [before, other] = [await settled(pages[0]), await settled(pages[1])];
  expect(other, `${row.does}: both stand alike`).toEqual(before);
  await pages[0].keyboard.press(row.press);
  await press(pages[1], row);
  await pages[1].mouse.move(2, 2);
  if (row.does === "PlayPause") {
    for (const page of pages) {
      await expect(page.locator("[data-command=PlayPause]")).toHaveAccessibleName("Pause");
      await keys(page, "Space");
    }
    return;
  }
  const [by_key, by_button] = [await settled(pages[0]), await settled(pages[1])];
  expect(by_key, `${row.does}: the key does something`).not.toEqual(before);
  expect(by_button, `${row.does}: the button does the same`).toEqual(by_key);
  for (const page of pages) {
    if (row.does === "Menu") await page.keyboard.press("Escape");
    // What a page keeps as it is, whatever is opened.
    if (["Follow", "Flows", "Measure", "Loop"].includes(row.does)) await keys(page, row.press);
    if (row.does === "Slower") await keys(page, "Period");
    if (row.does === "Faster") await keys(page, "Comma");
    if (row.does === "StepBy") await keys(page, "KeyE", "KeyE");
    if (row.does.startsWith("Names")) await keys(page, "Shift+Backslash");
  }
}

async function two(openPage, hash) {
  const options = { lang: "en", viewport: { width: 1280, height: 900 } };
  const pages = [await openPage(hash, options), await openPage(hash, options)];
  return pages;
}

const GROUPS = [
  ["what every timeline does", (row) => ["Transport", "More"].includes(row.button)],
  ["what helps in reading", (row) => ["Reading", "Find", "Details", "Totals", "Notes"].includes(row.button)],
  ["what is done to lanes", (row) => row.button === "Lanes"],
];

for (const [what, is] of GROUPS) {
  test(`every key has a button that does the same: ${what}`, async ({ openPage }) => {
    test.setTimeout(180_000);
    const pages = await two(openPage, "v1/trace");
    const text = JSON.stringify(EVENTS);
    const fresh = (page) => page.evaluate((text) => window.concurrencyLab.importTrace(text).then(() => 0), text);
    for (const page of pages) {
      await fresh(page);
      await page.locator(".tl-bar-open").click();
    }
    const rows = (await sheet(pages[0])).filter(is);
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) await compare(pages, row, { fresh, before: BEFORE });
  });
}

test("the same on the first page's program, which has fewer", async ({ openPage }) => {
  test.setTimeout(120_000);
  const full = await openPage("v1/trace", { lang: "en" });
  const known = new Map((await sheet(full)).map((row) => [row.does, row.press]));
  const pages = await two(openPage, "v1/concurrency-parallelism?ways=interleaved&detail=1");
  const rows = await sheet(pages[0]);
  expect(rows.map(({ does }) => does)).toEqual([...known.keys()].slice(0, rows.length));
  // The first lane that does something where the playhead is.
  const down = async (page) => {
    for (let n = 1; n < 12; n++) {
      await keys(page, "Escape", ...Array(n).fill("ArrowDown"), "Enter");
      if (await page.locator(".tl-card").count()) return n;
    }
  };
  const before = {
    StepBack: BEFORE.StepBack,
    ToStart: BEFORE.ToStart,
    LaneStepOn: (page) => keys(page, "ArrowDown", "ArrowDown"),
    LaneStepBack: (page) => keys(page, "ArrowDown", "ArrowDown", "End"),
    FitSelection: down,
    FitAll: BEFORE.FitAll,
    ZoomOut: BEFORE.ZoomOut,
    PanLeft: BEFORE.PanLeft,
    PanRight: BEFORE.PanRight,
    Choose: async (page) => {
      const lanes = await down(page);
      await keys(page, "Escape", ...Array(lanes).fill("ArrowDown"));
    },
    Clear: down,
  };
  for (const row of rows) await compare(pages, { ...row, press: known.get(row.does) }, { fresh: async () => {}, before });
});
