// The page is two programs: a light one, and a full one that is fetched when
// the first page is opened that the light one does not have.
import { PREFIX, expect, lab, test } from "../support/fixtures.mjs";
import { noteStart, whenReady } from "../support/ready.mjs";

const MACHINE = "v1/machine";
const asked = (site, file) => site.isolated.hits.filter((path) => path === PREFIX + file).length;
const machine = (page) => page.locator(".machine");
const fragment = (page) => page.evaluate(() => location.hash);

test("the first page does not fetch the full program", async ({ openPage, site }) => {
  const before = asked(site, "full_bg.wasm");
  const page = await openPage("", { lang: "en" });
  await page.waitForLoadState("networkidle");
  expect(asked(site, "full_bg.wasm")).toBe(before);
});

test("a click hands over: language, theme, focus and history stay", async ({ openPage }) => {
  const page = await openPage("", { lang: "en" });
  await page.locator(".doors a").nth(2).click();
  await page.getByRole("button", { name: "한국어" }).click();
  await page.getByRole("button", { name: "어두운 화면으로" }).click();
  const link = page.locator(".topbar .places a").nth(1);
  await link.focus();
  await page.keyboard.press("Enter");
  await expect(machine(page)).toBeVisible();
  expect(await fragment(page)).toBe("#v1/machine");
  await expect(page.locator("html")).toHaveAttribute("lang", "ko");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(link).toBeFocused();
  await expect(link).toHaveAttribute("aria-current", "page");
  await expect(page.locator(".app")).toHaveCount(1);
  // The visited question is still ticked.
  await expect(page.locator("#rail i.done")).toHaveCount(1);

  await page.goBack();
  await expect(page.locator(".question")).toBeVisible();
  expect((await lab(page).state()).page).toBe("sync-async");
  await page.goForward();
  await expect(machine(page)).toBeVisible();
});

test("nothing empty is seen between the two programs", async ({ openPage }) => {
  const page = await openPage("", { lang: "en" });
  await page.evaluate(() => {
    window.emptyFrames = 0;
    const look = () => {
      const text = document.querySelector("main")?.textContent ?? "";
      if (text.length < 5 || document.querySelectorAll(".app").length !== 1) window.emptyFrames += 1;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.locator(".topbar .places a").nth(1).click();
  await expect(machine(page)).toBeVisible();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  expect(await page.evaluate(() => window.emptyFrames)).toBe(0);
});

test("a deep link opens the page without the opening page's demonstration", async ({ openPage }) => {
  const page = await openPage(MACHINE, { lang: "en" });
  await expect(machine(page)).toBeVisible();
  const state = await lab(page).state();
  expect([state.page, state.measuring, state.measured]).toEqual(["machine", false, 0]);
  await page.reload();
  await expect(machine(page)).toBeVisible();
  expect(await fragment(page)).toBe("#v1/machine");
});

for (const missing of ["full.js", "full_bg.wasm"]) {
  test(`a missing program is said, and fetched again on demand: ${missing}`, async ({ openPage }) => {
    const page = await openPage("", { lang: "en", allow: [/full/] });
    const pattern = new RegExp(missing.replace(".", "\\."));
    await page.route(pattern, (route) => route.fulfill({ status: 404, body: "gone" }));
    await page.locator(".topbar .places a").nth(1).click();
    await expect(page.locator(".opening")).toContainText("could not be fetched");
    await expect(page.locator(".opening progress")).toHaveCount(0);
    // The other pages still work.
    await page.goBack();
    await expect(page.locator(".home")).toBeVisible();
    await page.goForward();
    await expect(page.locator(".opening")).toContainText("could not be fetched");
    await page.unroute(pattern);
    await page.locator(".opening button").click();
    await expect(machine(page)).toBeVisible();
    await expect(page.locator("main")).toBeFocused();
  });
}

test("progress is seen while the program is on its way, and one may leave", async ({ openPage }) => {
  const page = await openPage("", { lang: "en" });
  let deliver;
  const late = new Promise((done) => (deliver = done));
  await page.route(/full_bg\.wasm/, async (route) => {
    await late;
    await route.continue();
  });
  await page.locator(".topbar .places a").nth(1).click();
  await expect(page.getByRole("progressbar", { name: "Fetching this page." })).toBeVisible();
  await page.goBack();
  await expect(page.locator(".home")).toBeVisible();
  await page.evaluate(() => (document.querySelector(".home").dataset.mark = "same"));
  deliver();
  await page.waitForFunction(() => window.concurrencyLabFull);
  // The opening page is left in peace.
  await expect(page.locator(".home")).toHaveAttribute("data-mark", "same");
  await page.goForward();
  await expect(machine(page)).toBeVisible();
});

test("it hands over inside a frame of another origin", async ({ openPage, site }) => {
  const host = site.other.page(
    "/host-of-machine.html",
    `<!doctype html><html lang="en"><title>Host</title><iframe title="Lab" width="900" height="700" src="${site.plain.url}?embed=1&lang=en#${MACHINE}"></iframe></html>`,
  );
  const page = await openPage("", { url: host });
  await expect(page.frameLocator("iframe").locator(".machine")).toBeVisible();
});

test("who waits for the page to be ready waits for the full program", async ({ browser, site }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(noteStart);
  await page.goto(`${site.plain.url}#${MACHINE}`);
  await whenReady(page);
  expect(await page.evaluate(() => document.querySelector(".machine") !== null)).toBe(true);
  await context.close();
});

/** Opens a page of the full program where the answers to some requests are ours. */
async function deepLink(browser, site, pattern, answer) {
  const context = await browser.newContext({ locale: "en-US" });
  const page = await context.newPage();
  await page.route(pattern, answer);
  await page.goto(`${site.plain.url}#${MACHINE}`);
  return page;
}

test("a deep link opens without the light program", async ({ browser, site }) => {
  const page = await deepLink(browser, site, /concurrency-lab-\w+(\.js|_bg\.wasm)/, (route) => route.abort());
  await expect(machine(page)).toBeVisible();
  await expect(page.locator(".app")).toHaveCount(1);
  await page.locator(".topbar .name").click();
  await expect(page.locator(".home")).toBeVisible();
  await page.context().close();
});

test("a deep link shows progress while the full program is on its way, and opens once", async ({ browser, site }) => {
  let deliver;
  const late = new Promise((done) => (deliver = done));
  const page = await deepLink(browser, site, /full_bg\.wasm/, async (route) => {
    await late;
    await route.continue();
  });
  await expect(page.getByRole("progressbar", { name: "Fetching this page." })).toBeVisible();
  await expect(page.locator(".topbar .places a[aria-current]")).toHaveCount(1);
  deliver();
  await expect(machine(page)).toBeVisible();
  await expect(page.locator(".app")).toHaveCount(1);
  await page.evaluate(() => window.concurrencyLab.ready);
  expect(await page.evaluate(() => window.concurrencyLab.state().page)).toBe("machine");
  await page.context().close();
});

for (const missing of ["full.js", "full_bg.wasm"]) {
  test(`a deep link says that a program is missing, and fetches it again: ${missing}`, async ({ browser, site }) => {
    const pattern = new RegExp(missing.replace(".", "\\."));
    const page = await deepLink(browser, site, pattern, (route) => route.fulfill({ status: 404, body: "gone" }));
    await expect(page.locator(".opening")).toContainText("could not be fetched");
    await page.unroute(pattern);
    await page.locator(".opening button").click();
    await expect(machine(page)).toBeVisible();
    await expect(page.locator(".app")).toHaveCount(1);
    await page.context().close();
  });
}
