// The scene beside the lanes: the same moment, by place.
import { axe, expect, test } from "../support/fixtures.mjs";

const MACHINE = "v1/machine";

/** Opens the machine page as a scene, its list of places unfolded. */
async function open(openPage, options = {}) {
  const page = await openPage(MACHINE, { lang: "en", ...options });
  const name = options.lang === "ko" ? "장면" : "Scene";
  await page.locator(".scene-bar").getByRole("button", { name, exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.locator(".scene summary").evaluate((summary) => (summary.parentElement.open = true));
  return page;
}

/** Who is where: places as keys, names as values. */
const places = (page) =>
  page.locator(".scene-list > div").evaluateAll((rows) =>
    Object.fromEntries(
      rows.map((row) => [
        row.querySelector("dt").textContent,
        [...row.querySelectorAll("dd button")].map((button) => button.textContent),
      ]),
    ),
  );
const picture = (page) => page.locator(".scene-canvas canvas").evaluate((canvas) => canvas.toDataURL());

test("stepping moves everybody to where the lanes say, and back again", async ({ openPage }) => {
  const page = await open(openPage);
  // First come, first served: A has the core, B and C are in line.
  await expect.poll(() => places(page)).toMatchObject({ "Ready queue": ["B", "C"], "core 1": ["A"], Done: [] });
  await expect(page.locator(".tl-lanes")).toBeHidden();
  await expect(page.getByRole("button", { name: "Scene", exact: true })).toBeFocused();
  const first = await picture(page);
  await page.getByRole("button", { name: "Next event", exact: true }).click();
  await page.getByRole("button", { name: "To the end", exact: true }).click();
  await expect.poll(() => places(page)).toMatchObject({ "Ready queue": [], Done: ["A", "B", "C"] });
  expect(await picture(page)).not.toBe(first);
  await page.keyboard.press("Home");
  await expect.poll(() => places(page)).toMatchObject({ "Ready queue": ["B", "C"], "core 1": ["A"] });
  await expect.poll(() => picture(page)).toBe(first);
});

/** All pictures from here to the end of the run, by playing it. */
async function played(page) {
  const seen = new Set();
  const play = page.getByRole("button", { name: "Play", exact: true });
  await play.click();
  await expect(play).toHaveCount(0);
  do seen.add(await picture(page));
  while ((await play.count()) === 0);
  return seen;
}

/** All pictures from here to the end of the run, by stepping through its events. */
async function stepped(page) {
  const seen = new Set();
  const time = page.locator(".tl-time");
  for (let last = null; last !== (await time.textContent()); ) {
    last = await time.textContent();
    seen.add(await picture(page));
    await page.getByRole("button", { name: "Next event", exact: true }).click();
    await page.waitForTimeout(60);
  }
  return seen;
}

test("playing shows tokens on their way; with reduced motion they are only where steps find them", async ({ openPage }) => {
  const page = await open(openPage);
  const still = await stepped(page);
  // A run of three jobs: who is on the core and who has ended changes at least three times.
  expect(still.size).toBeGreaterThan(3);
  await page.keyboard.press("Home");
  const moving = await played(page);
  expect([...moving].filter((picture) => !still.has(picture)).length, "pictures between places").toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.getByRole("button", { name: "To the start", exact: true }).click();
  const calm = await played(page);
  expect([...calm].filter((picture) => !still.has(picture)).length, "pictures between places").toBe(0);
});

test("a run is chosen, a skin changes the words, a token tells what it does", async ({ openPage }) => {
  const page = await open(openPage);
  await page.getByLabel("Run", { exact: true }).selectOption({ index: 1 });
  await expect.poll(() => places(page)).toMatchObject({ "Ready queue": ["A", "C"], "core 1": ["B"] });
  await page.getByRole("button", { name: "Kitchen", exact: true }).click();
  await expect.poll(() => places(page)).toMatchObject({ "In line for a stove": ["A", "C"], "Stove (core 1)": ["B"], Served: [] });
  await page.locator(".scene-list").getByRole("button", { name: "B", exact: true }).click();
  await expect(page.locator(".scene-facts")).toContainText("B · Running");
  // A click on its card in the drawing does the same.
  await page.getByRole("button", { name: "Laundry", exact: true }).click();
  const canvas = page.locator(".scene-canvas");
  await canvas.click({ position: { x: 40, y: 55 } });
  await expect(page.locator(".scene-facts")).toContainText("A · Ready");
  await page.getByRole("button", { name: "Lanes", exact: true }).click();
  await expect(page.locator(".tl-lanes")).toBeVisible();
});

for (const [lang, theme, viewport] of [
  ["ko", "light", { width: 390, height: 844 }],
  ["ko", "dark", { width: 1440, height: 900 }],
]) {
  test(`the scene is accessible and fits: ${lang}, ${theme}, ${viewport.width}`, async ({ openPage }) => {
    const page = await open(openPage, { lang, theme, viewport });
    await axe(page);
    const wide = await page.locator(".tl-above *").evaluateAll((all) => Math.max(...all.map((one) => one.getBoundingClientRect().right)));
    expect(wide).toBeLessThanOrEqual(viewport.width);
    const { width, height } = await page.locator(".scene-canvas canvas").evaluate(({ width, height }) => ({ width, height }));
    expect(Math.min(width, height)).toBeGreaterThan(60);
  });
}
