// Lanes that are arranged: folded, moved, pinned, hidden, sought; the picture
// of the whole, the scroll bar, and the same facts as tables.
import { axe, expect, test } from "../support/fixtures.mjs";
import { call, name } from "../support/events.mjs";

const importing = (page, events) =>
  page.evaluate((text) => window.concurrencyLab.importTrace(text).then(() => 0), JSON.stringify(events));

/** Two processes; the first has calls in calls and a counter; an arrow between them. */
const EVENTS = [
  ...name(1, 1, "shop", "front"),
  ...name(1, 2, "shop", "helper"),
  ...name(2, 3, "bank", "clerk"),
  call(1, 1, "serve", 0, 1000),
  call(1, 1, "read", 100, 300),
  call(1, 1, "parse", 150, 100),
  call(1, 2, "wait", 200, 500),
  call(2, 3, "count", 400, 500),
  { ph: "C", pid: 1, name: "orders", ts: 0, args: { open: 1 } },
  { ph: "C", pid: 1, name: "orders", ts: 600, args: { open: 4 } },
  { ph: "s", pid: 1, tid: 1, name: "pay", id: 1, ts: 200 },
  { ph: "f", pid: 2, tid: 3, name: "pay", id: 1, ts: 450 },
];

const tree = (page) => page.getByRole("tree");
const items = (page) => tree(page).locator("[role=treeitem]");
const item = (page, name) => tree(page).locator(`[role=treeitem][aria-label^="${name}"]`);
const labels = async (page) => {
  const all = await items(page).evaluateAll((items) =>
    items.map((item) => [item.offsetTop, item.getAttribute("aria-label").replace(/[ ,].*?(, pinned)?$/, "$1")]),
  );
  return all.sort((a, b) => a[0] - b[0]).map(([, label]) => label);
};
const act = (page, name) => page.locator(`.tl-bar [data-act=${name}]`);
const lanesOf = (page) => new URLSearchParams(new URL(page.url()).hash.split("?")[1] ?? "").get("lanes");

async function opened(openPage, options = {}) {
  const page = await openPage("v1/trace", { lang: "en", ...options });
  await importing(page, options.events ?? EVENTS);
  await expect(items(page).first()).toBeAttached();
  if (!options.closed) await page.locator(".tl-bar-open").click();
  return page;
}

const ALL = ["shop", "orders", "front", "helper", "bank", "clerk"];

test("the tree of lanes is one for assistive technology", async ({ openPage }) => {
  const page = await opened(openPage);
  const told = await items(page).evaluateAll((items) =>
    items.map((item) =>
      ["aria-label", "aria-level", "aria-posinset", "aria-setsize", "aria-expanded"].map((key) => item.getAttribute(key)),
    ),
  );
  expect(told[0]).toEqual(["shop (process)", "1", "1", "2", "true"]);
  expect(told.map(([label]) => label.split(" ")[0])).toEqual(ALL);
  expect(told[3].slice(1)).toEqual(["2", "3", "3", null]);
  await tree(page).focus();
  await page.keyboard.press("ArrowDown");
  await expect(tree(page)).toHaveAttribute("aria-activedescendant", await item(page, "shop").getAttribute("id"));
  // Left folds, right opens, left again goes out.
  await page.keyboard.press("ArrowLeft");
  await expect(item(page, "shop")).toHaveAttribute("aria-expanded", "false");
  expect(await labels(page)).toEqual(["shop", "bank", "clerk"]);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  await expect(item(page, "front")).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await expect(item(page, "shop")).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("End");
  await expect(item(page, "clerk")).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Home");
  await expect(item(page, "shop")).toHaveAttribute("aria-selected", "true");
});

test("every key has a button, and all of it can be undone", async ({ openPage }) => {
  const page = await opened(openPage);
  await page.locator(".tl-lanes").focus();
  const choose = async (name) => {
    await tree(page).focus();
    await page.keyboard.press("Home");
    while ((await tree(page).locator("[aria-selected=true]").getAttribute("aria-label")).split(" ")[0] !== name)
      await page.keyboard.press("ArrowDown");
  };
  const does = [
    ["helper", "MoveUp", "Alt+ArrowUp", ["shop", "orders", "helper", "front", "bank", "clerk"]],
    ["shop", "MoveDown", "Alt+ArrowDown", ["bank", "clerk", "shop", "orders", "front", "helper"]],
    ["clerk", "Pin", "p", ["clerk, pinned", ...ALL]],
    ["front", "Hide", "h", ["shop", "orders", "helper", "bank", "clerk"]],
    ["shop", "Turn", "c", ["shop", "bank", "clerk"]],
    ["shop", "FoldAll", "[", ["shop", "bank"]],
  ];
  for (const [lane, button, key, expected] of does) {
    for (const way of ["key", "button"]) {
      await choose(lane);
      if (way === "key") await page.keyboard.press(key);
      else await act(page, button).click();
      await expect.poll(() => labels(page), `${button} by ${way}`).toEqual(expected);
      if (way === "key") await page.keyboard.press("Control+z");
      else await act(page, "Undo").click();
      await expect.poll(() => labels(page), `${button} undone by ${way}`).toEqual(ALL);
    }
  }
  await act(page, "Redo").click();
  await expect.poll(() => labels(page)).toEqual(["shop", "bank"]);
  await act(page, "OpenAll").click();
  await expect.poll(() => labels(page)).toEqual(ALL);
  // What is hidden is listed, and comes back by its name.
  await choose("bank");
  await page.keyboard.press("h");
  await page.getByRole("button", { name: "Show bank again" }).click();
  await expect.poll(() => labels(page)).toEqual(ALL);
});

test("lanes are sought by name, by regular expression, by kind", async ({ openPage }) => {
  const page = await opened(openPage, { lang: "ko" });
  const seek = page.getByRole("searchbox");
  const status = page.locator(".tl-bar-count");
  await expect(status).toHaveText("레인 4개");
  await seek.fill("HELP");
  await expect.poll(() => labels(page)).toEqual(["shop", "helper"]);
  await expect(status).toHaveText("레인 4개 중 1개");
  await page.getByLabel("정규 표현식").check();
  await seek.fill("^(front|clerk)$");
  await expect.poll(() => labels(page)).toEqual(["shop", "front", "bank", "clerk"]);
  await seek.fill("(");
  await expect(page.locator(".tl-problem")).toContainText("정규 표현식으로 읽을 수 없습니다.");
  await seek.fill("");
  await expect(page.locator(".tl-problem")).toHaveText("");
  await page.getByLabel("상태").selectOption("span");
  await expect.poll(() => labels(page)).toEqual(["shop", "front", "helper", "bank", "clerk"]);
});

test("the link and a reload keep how lanes are arranged", async ({ openPage }) => {
  const page = await opened(openPage);
  await act(page, "FoldAll").click();
  await expect.poll(() => lanesOf(page)).toBe("!d0");
  await page.reload();
  await expect.poll(() => labels(page)).toEqual(["shop", "bank"]);
  await page.locator(".tl-bar-open").click();
  await page.getByRole("button", { name: "As at first" }).click();
  await expect.poll(() => labels(page)).toEqual(ALL);
  await expect.poll(() => lanesOf(page)).toBe(null);
});

test("a mouse folds by the mark and carries by the name", async ({ openPage }) => {
  const page = await opened(openPage);
  const box = async (name) => {
    const lanes = await page.locator(".tl-lanes").boundingBox();
    const at = await item(page, name).evaluate((item) => [item.offsetTop, item.offsetHeight]);
    return { x: lanes.x, y: lanes.y + at[0], height: at[1] };
  };
  const shop = await box("shop");
  await page.mouse.click(shop.x + 20, shop.y + shop.height / 2);
  await expect(item(page, "shop")).toHaveAttribute("aria-expanded", "false");
  await page.mouse.click(shop.x + 20, shop.y + shop.height / 2);
  await expect.poll(() => labels(page)).toEqual(ALL);
  const [from, to] = [await box("helper"), await box("orders")];
  await page.mouse.move(from.x + 60, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x + 60, to.y + 3, { steps: 5 });
  await page.mouse.up();
  await expect.poll(() => labels(page)).toEqual(["shop", "helper", "orders", "front", "bank", "clerk"]);
  // Pointed at, a lane and a counter say what they are.
  const orders = await box("orders");
  await page.mouse.move(orders.x + 60, orders.y + orders.height / 2);
  await expect(page.locator(".tl-card")).toContainText("Scale0 – 4");
  const lanes = await page.locator(".tl-lanes").boundingBox();
  await page.mouse.move(orders.x + lanes.width * 0.95, orders.y + orders.height / 2);
  await expect(page.locator(".tl-card")).toContainText("Value4");
});

test("a lane has a menu: other button, key, and a finger that rests", async ({ openPage }) => {
  const page = await opened(openPage, { closed: true });
  const menu = page.getByRole("menu", { name: "helper" });
  const at = async (page, name) => {
    const lanes = await page.locator(".tl-lanes").boundingBox();
    const [top, height] = await item(page, name).evaluate((item) => [item.offsetTop, item.offsetHeight]);
    return { x: lanes.x + 60, y: lanes.y + top + height / 2 };
  };
  const helper = await at(page, "helper");
  await page.mouse.click(helper.x, helper.y, { button: "right" });
  await expect(menu).toBeVisible();
  await axe(page);
  // It offers what can be done to this lane: it has nothing to fold.
  await expect(menu.locator("[data-act=Turn]")).toHaveCount(0);
  await expect(menu.locator("[data-act=MoveUp]")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(menu).toHaveCount(0);
  await expect(page.locator(".tl-lanes")).toBeFocused();
  await page.keyboard.press("Shift+F10");
  await expect(menu).toBeVisible();
  await page.keyboard.press("Enter");
  await expect.poll(() => labels(page)).toEqual(["shop", "orders", "helper", "front", "bank", "clerk"]);
  await expect(menu).toHaveCount(0);
  await page.keyboard.press("Shift+F10");
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect.poll(() => labels(page)).toEqual(["shop", "bank"]);
});

test("on a phone a finger that rests opens a sheet, two fingers take along what they hold", async ({ openPage }) => {
  const page = await opened(openPage, { viewport: { width: 390, height: 844 }, context: { hasTouch: true }, closed: true });
  await page.locator(".tl-lanes").scrollIntoViewIfNeeded();
  const touch = await page.context().newCDPSession(page);
  const send = (type, ...touchPoints) => touch.send("Input.dispatchTouchEvent", { type, touchPoints });
  const box = await page.locator(".tl-lanes").boundingBox();
  const [top, height] = await item(page, "clerk").evaluate((item) => [item.offsetTop, item.offsetHeight]);
  const clerk = { x: box.x + 50, y: box.y + top + height / 2 };
  await send("touchStart", clerk);
  const sheet = page.getByRole("menu", { name: "clerk" });
  await expect(sheet).toBeVisible();
  await send("touchEnd");
  const room = await sheet.boundingBox();
  expect([room.x, Math.round(room.x + room.width), Math.round(room.y + room.height)]).toEqual([0, 390, 844]);
  for (const button of await sheet.getByRole("menuitem").all())
    expect((await button.boundingBox()).height).toBeGreaterThanOrEqual(44);
  await axe(page);
  await sheet.locator("[data-act=Hide]").click();
  await expect.poll(() => labels(page)).toEqual(["shop", "orders", "front", "helper", "bank"]);
  // What two fingers hold goes with them.
  const frame = page.getByRole("slider", { name: "Time in view" });
  const seen = async () => {
    // The frame follows what is painted.
    await page.waitForTimeout(200);
    return (await frame.getAttribute("aria-valuetext")).split(" ").map(Number).filter((n) => !Number.isNaN(n));
  };
  const y = box.y + 60;
  await send("touchStart", { x: 200, y, id: 0 }, { x: 240, y, id: 1 });
  for (const more of [20, 40, 60]) await send("touchMove", { x: 200 - more, y, id: 0 }, { x: 240 + more, y, id: 1 });
  const zoomed = await seen();
  for (const on of [20, 40, 60]) await send("touchMove", { x: 140 - on, y, id: 0 }, { x: 300 - on, y, id: 1 });
  await send("touchEnd");
  const taken = await seen();
  expect(taken[0]).toBeGreaterThan(zoomed[0]);
  const span = ([from, to]) => to - from;
  expect(span(taken)).toBeCloseTo(span(zoomed), 2);
  // A finger that lets go in motion: it goes on, and comes to rest.
  await send("touchStart", { x: 250, y });
  for (let x = 256; x <= 286; x += 6) await send("touchMove", { x, y });
  await send("touchEnd");
  const begin = Number((await frame.getAttribute("aria-valuetext")).split(" ")[0]);
  await expect.poll(async () => (await seen())[0]).toBeLessThan(begin);
  let last;
  const rests = async () => {
    const now = (await seen()).join();
    const same = now === last;
    last = now;
    return same;
  };
  await expect.poll(rests).toBe(true);
});

test("names have the room that is chosen, by pointer, key and button, and after a reload", async ({ openPage }) => {
  const page = await opened(openPage, { events: [...EVENTS, ...name(1, 4, "shop", "helper"), call(1, 4, "wait", 300, 100)] });
  const edge = page.getByRole("separator", { name: "Width of the names" });
  const width = async () => Number(await edge.getAttribute("aria-valuenow"));
  // Threads of one name are told apart by their numbers.
  await expect(item(page, "helper 2")).toBeAttached();
  await expect(item(page, "helper 4")).toBeAttached();
  const first = await width();
  const box = await edge.boundingBox();
  await page.mouse.move(box.x + 4, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + 104, box.y + 40, { steps: 4 });
  await page.mouse.up();
  await expect.poll(width).toBe(first + 100);
  await edge.focus();
  await page.keyboard.press("ArrowLeft");
  await expect.poll(width).toBe(first + 76);
  await act(page, "NamesWider").click();
  await expect.poll(width).toBe(first + 100);
  // What is drawn begins there.
  const drawn = await page.locator(".tl-frame").evaluate((frame) => frame.parentElement.offsetLeft);
  expect(drawn).toBe(first + 100);
  await page.reload();
  await expect.poll(width).toBe(first + 100);
  await edge.dblclick();
  await expect.poll(width).toBe(first);
  await page.reload();
  await expect.poll(width).toBe(first);
  await axe(page);
});

test("the frame in the whole is a slider", async ({ openPage }) => {
  const page = await opened(openPage);
  const frame = page.getByRole("slider", { name: "Time in view" });
  await expect(frame).toHaveAttribute("aria-valuetext", /^0(\.0+)? ms – 1(\.0+)? ms \/ 1(\.0+)? ms$/);
  await frame.focus();
  await page.keyboard.press("Equal");
  await page.keyboard.press("Equal");
  const zoomed = await frame.getAttribute("aria-valuetext");
  expect(zoomed).not.toMatch(/^0(\.0+)? ms/);
  await page.keyboard.press("Home");
  await expect(frame).toHaveAttribute("aria-valuetext", /^0(\.0+)? ms – 0\./);
  const box = await frame.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 80, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  const moved = await frame.boundingBox();
  expect(Math.abs(moved.x - box.x - 80)).toBeLessThan(3);
  expect(Math.abs(moved.width - box.width)).toBeLessThan(3);
  // The right edge stretches it.
  await page.mouse.move(moved.x + moved.width - 2, moved.y + 10);
  await page.mouse.down();
  await page.mouse.move(moved.x + moved.width - 102, moved.y + 10, { steps: 4 });
  await page.mouse.up();
  expect(Math.abs((await frame.boundingBox()).width - moved.width + 100)).toBeLessThan(5);
});

test("thousands of lanes are scrolled, and only those in sight are there", async ({ openPage }) => {
  const events = [];
  for (let n = 0; n < 3_000; n++) events.push(call(Math.floor(n / 100) + 1, n + 1, "work", n, 500));
  const page = await opened(openPage, { events });
  const bar = page.getByRole("scrollbar");
  await expect(bar).toHaveAttribute("aria-valuenow", "0");
  expect(await items(page).count()).toBeLessThan(60);
  const lanes = page.locator(".tl-lanes");
  await lanes.hover();
  await page.mouse.wheel(0, 900);
  await expect(bar).toHaveAttribute("aria-valuenow", "900");
  await lanes.focus();
  await page.keyboard.press("PageUp");
  await expect.poll(async () => Number(await bar.getAttribute("aria-valuenow"))).toBeLessThan(900);
  await bar.focus();
  await page.keyboard.press("End");
  await expect(bar).toHaveAttribute("aria-valuenow", await bar.getAttribute("aria-valuemax"));
  await expect(item(page, "3000")).toBeAttached();
  // At their end the wheel goes on to the page.
  const ofPage = () =>
    page.evaluate(() => [document.scrollingElement, ...document.querySelectorAll("main, .frame")].reduce((sum, one) => sum + one.scrollTop, 0));
  const before = await ofPage();
  await lanes.hover();
  // A stroke that moved lanes has ended after a pause.
  await page.waitForTimeout(400);
  await page.mouse.wheel(0, 200);
  await expect.poll(ofPage).toBeGreaterThan(before);
  await page.mouse.wheel(0, -900);
  await expect.poll(async () => Number(await bar.getAttribute("aria-valuenow"))).toBeLessThan(Number(await bar.getAttribute("aria-valuemax")));
  await bar.focus();
  await page.keyboard.press("End");
  await page.keyboard.press("Home");
  const box = await bar.boundingBox();
  await page.mouse.move(box.x + 6, box.y + 5);
  await page.mouse.down();
  await page.mouse.move(box.x + 6, box.y + box.height / 2, { steps: 5 });
  await page.mouse.up();
  await expect.poll(async () => Number(await bar.getAttribute("aria-valuenow"))).toBeGreaterThan(20_000);
  // Folded, thirty processes are left, each with what goes on in it.
  await act(page, "FoldAll").click();
  await expect(page.locator(".tl-bar-count")).toHaveText("3000 lanes");
  await expect.poll(async () => (await labels(page)).length).toBeLessThan(31);
});

test("what was scrolled looks as if it had been painted whole", async ({ openPage }) => {
  const events = [];
  for (let n = 0; n < 400; n++) {
    for (let k = 0; k < 12; k++) events.push(call(Math.floor(n / 40) + 1, n + 1, `work ${k}`, n + 90 * k, 60));
    events.push({ ph: "i", pid: Math.floor(n / 40) + 1, tid: n + 1, name: "mark", ts: 3 * n, s: "t" });
  }
  const page = await opened(openPage, { events, closed: true });
  const base = page.locator(".tl-lanes canvas").first();
  const picture = () => base.evaluate((canvas) => canvas.toDataURL());
  const bar = page.getByRole("scrollbar");
  await page.locator(".tl-lanes").hover();
  let at = 0;
  for (const by of [120, 240, 1, 37, 900, -240, -3, 5_000, -700]) {
    await page.mouse.wheel(0, by);
    at += by;
    await expect(bar).toHaveAttribute("aria-valuenow", String(at));
  }
  const scrolled = await picture();
  // All arrows, of which there are none, and no longer: painted anew.
  await page.locator("[data-command=Flows]").click();
  await page.locator("[data-command=Flows]").click();
  await page.waitForTimeout(200);
  expect((await picture()) === scrolled, "the same picture").toBe(true);
});

test("tables tell of groups, depth, counters and arrows", async ({ openPage }) => {
  const page = await opened(openPage);
  await page.getByRole("group", { name: "View" }).getByRole("button", { name: "Table" }).click();
  const rows = async () => {
    const rows = page.locator(".tl-table tbody tr");
    await expect(rows.first()).toBeVisible();
    return rows.evaluateAll((rows) => rows.map((row) => row.innerText.replace(/\s+/g, " ").trim()));
  };
  expect((await rows()).find((row) => row.includes("parse"))).toContain("Depth: 3, Self time: 100 µs");
  const show = (name) => page.getByRole("group", { name: "Tables" }).getByRole("button", { name, exact: true }).click();
  await show("Lanes");
  expect(await rows()).toEqual([
    expect.stringMatching(/^shop process 1 3 lanes/),
    expect.stringMatching(/^orders.* counter 2 0 2 0 – 4$/),
    expect.stringMatching(/^front.* thread 2 3 3 1 ms Span/),
    expect.stringMatching(/^helper thread 2/),
    expect.stringMatching(/^bank process 1 1 lane/),
    expect.stringMatching(/^clerk thread 2/),
  ]);
  // Folded, a lane's row tells what is summed up in it, as the lane shows it.
  await page.getByRole("group", { name: "View" }).getByRole("button", { name: "Timeline" }).click();
  await page.locator(".tl-bar-open").click();
  await act(page, "FoldAll").click();
  // The announcer says the same of it.
  await page.locator(".tl-lanes").focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.locator(".tl > [aria-live=polite]")).toHaveText("shop (process), 3 lanes, folded, At work then 1 / 2");
  await page.getByRole("group", { name: "View" }).getByRole("button", { name: "Table" }).click();
  await show("Lanes");
  expect(await rows()).toEqual([
    expect.stringMatching(/^shop folded process 1 3 lanes 2 4 1\.5 ms Span 1\.5 ms$/),
    expect.stringMatching(/^bank folded process 1 1 lane 1 1 500 µs Span 500 µs$/),
  ]);
  await page.getByRole("group", { name: "View" }).getByRole("button", { name: "Timeline" }).click();
  await page.locator(".tl-bar-open").click();
  await act(page, "OpenAll").click();
  await page.getByRole("group", { name: "View" }).getByRole("button", { name: "Table" }).click();
  await show("Counter values");
  expect(await rows()).toHaveLength(2);
  await show("Arrows");
  expect(await rows()).toEqual([expect.stringMatching(/front.*200 µs.*clerk.*450 µs/)]);
  await axe(page);
});

for (const [theme, viewport] of [
  ["light", { width: 1440, height: 900 }],
  ["dark", { width: 390, height: 844 }],
]) {
  test(`nothing stands in anybody's way, ${theme}, ${viewport.width} wide`, async ({ openPage }) => {
    const page = await opened(openPage, { lang: "ko", theme, viewport });
    await axe(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(viewport.width);
  });
}
