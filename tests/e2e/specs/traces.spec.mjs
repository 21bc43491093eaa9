// The page that shows files of other tools.
import { gzipSync } from "node:zlib";
import { axe, expect, lab, test } from "../support/fixtures.mjs";

const LOADER = /\/worker\.js/;
const FAILED_TO_LOAD = [/^request: .*worker/, /^response: .*worker/, /^console: Failed to load resource: /];
const event = (fields) => ({ pid: 1, tid: 1, ...fields });
const EVENTS = [
  event({ ph: "M", name: "thread_name", args: { name: "본체" } }),
  event({ ph: "B", name: "outer", ts: 1000 }),
  event({ ph: "X", name: "inner", ts: 1500.5, dur: 250.125 }),
  event({ ph: "E", ts: 3000 }),
  event({ ph: "X", name: "<b>other</b>", ts: 1200, dur: 400, tid: 2 }),
  event({ ph: "s", name: "f", id: 1, ts: 1300 }),
  event({ ph: "f", name: "f", id: 1, ts: 1400, tid: 2 }),
];
const TEXT = JSON.stringify(EVENTS);

const told = (page) => page.locator(".told");
const file = (name, text) => ({ name, mimeType: "application/json", buffer: Buffer.from(text) });
const choose = (page, ...given) => page.locator("input[type=file]").setInputFiles(file(...given));
const importing = (page, text) => page.evaluate((text) => window.concurrencyLab.importTrace(text), text);

/** Dispatches a drop or a paste with a file on the page. */
const give = (page, type, name, text) =>
  page.locator(".traces").evaluate(
    (element, [type, name, text]) => {
      const data = new DataTransfer();
      if (name) data.items.add(new File([text], name));
      else data.setData("text/plain", text);
      const options = { bubbles: true, cancelable: true };
      const event =
        type === "drop"
          ? new DragEvent("drop", { ...options, dataTransfer: data })
          : new ClipboardEvent("paste", { ...options, clipboardData: data });
      element.dispatchEvent(event);
    },
    [type, name, text],
  );

test("a file is opened by the button, dropped, and pasted", async ({ openPage }) => {
  const page = await openPage("v1/trace", { lang: "en" });
  await expect(page.locator(".nothing")).toContainText("Drop a file here");
  await choose(page, "first.json", TEXT);
  await expect(told(page)).toContainText("first.json");
  await expect(told(page)).toContainText("Slices3");
  const trace = await lab(page).exportTrace();
  expect(trace.otherData.concurrencyLab.endNs).toBe(2_000_000);
  expect(trace.otherData.concurrencyLab.tracks.map(({ name }) => name)).toEqual(["1", "본체", "2"]);
  const inner = trace.traceEvents.find(({ name }) => name === "inner");
  expect([inner.ts, inner.dur]).toEqual([500.5, 250.125]);
  await give(page, "drop", "second.json", TEXT);
  await expect(told(page)).toContainText("second.json");
  await give(page, "paste", null, TEXT);
  await expect(told(page).locator("h2")).toHaveText("JSON");
  // What the page shows is text, whatever it looks like.
  expect(await page.locator(".traces b").count()).toBe(0);
});

test("importTrace opens the page and gives the facts", async ({ openPage }) => {
  const page = await openPage("", { lang: "en" });
  const facts = await importing(page, TEXT);
  expect(facts).toMatchObject({ events_total: 7, slices_complete: 3, max_depth: 2, flows: { pairs: 1 } });
  await expect(page).toHaveURL(/#v1\/trace$/);
  await expect(told(page)).toContainText("Slices3");
  // Bytes too, compressed, and once more on the same page.
  const packed = [...gzipSync(TEXT.replace("outer", "other name"))];
  const again = await page.evaluate((bytes) => window.concurrencyLab.importTrace(new Uint8Array(bytes)), packed);
  expect(again).toMatchObject({ gzip: true, slices_complete: 3 });
  await expect(importing(page, "[")).rejects.toThrow(/There is no event that can be shown/);
  await expect(importing(page, 7)).rejects.toThrow(/A text, an ArrayBuffer or a Uint8Array is needed/);
  // What was shown is still there.
  await expect(told(page)).toContainText("Slices3");
});

test("what is malformed is told, and the rest is shown", async ({ openPage }) => {
  const page = await openPage("v1/trace", { lang: "en" });
  await choose(page, "cut.json", `${TEXT.slice(0, -1)},\n{"ph":"E","ts":1,"tid":9},{"name":"x"},\n{"ph":"X","ts`);
  await expect(told(page).locator(".problems")).toContainText("line 2: E events without B: 1. Left out.");
  await expect(told(page).locator(".problems")).toContainText("line 2: Events without ph: 1. Left out.");
  await expect(told(page).locator(".problems")).toContainText("line 3: The file ends early.");
  await expect(told(page)).toContainText("Slices3");
  // One that cannot be shown takes nothing away.
  await choose(page, "notes.txt", "hello");
  await expect(page.getByRole("alert")).toContainText("notes.txt could not be opened");
  await expect(page.getByRole("alert")).toContainText("line 1: From here on it is no JSON.");
  await expect(told(page)).toContainText("cut.json");
  await page.getByRole("alert").getByRole("button").click();
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("a file stays when another page is opened, and after a reload", async ({ openPage }) => {
  const page = await openPage("v1/trace", { lang: "en" });
  await choose(page, "kept.json", TEXT);
  await expect(told(page)).toContainText("kept.json");
  await page.locator('.topbar a[href$="/machine"]').click();
  await expect(page.locator(".machine")).toBeVisible();
  await page.goBack();
  await expect(told(page)).toContainText("kept.json");
  // Kept by the browser once it is written.
  await expect.poll(() => page.evaluate(async () => (await caches.match("kept-trace"))?.text())).toBe(TEXT);
  await page.reload();
  await expect(told(page)).toContainText("kept.json");
});

test("a file that the link names", async ({ openPage }) => {
  const page = await openPage("v1/home", { lang: "en" });
  await page.route("**/recorded.json", (route) => route.fulfill({ body: TEXT, contentType: "application/json" }));
  await page.context().route("**/recorded.json", (route) => route.fulfill({ body: TEXT, contentType: "application/json" }));
  await page.evaluate(() => (location.hash = "#v1/trace?file=recorded.json"));
  await expect(told(page)).toContainText("recorded.json");
  await expect(told(page)).toContainText("Slices3");
});

test("reading is told and can be cancelled; a worker that is missing is a clear error", async ({ openPage }) => {
  const page = await openPage("v1/home", { lang: "en", allow: FAILED_TO_LOAD });
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route(LOADER, async (route) => {
    await held;
    await route.continue().catch(() => {});
  });
  // The page starts a worker as soon as it is opened: this one is held.
  await page.evaluate(() => (location.hash = "#v1/trace"));
  await choose(page, "slow.json", TEXT);
  await expect(page.locator(".progress")).toContainText("Reading slow.json");
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.locator(".progress")).toHaveCount(0);
  await expect(page.locator(".nothing")).toBeVisible();
  release();
  await page.unroute(LOADER);
  await page.route(LOADER, (route) => route.fulfill({ status: 404, body: "" }));
  await choose(page, "lost.json", TEXT);
  await expect(page.getByRole("alert")).toContainText("worker: The program that computes did not load (worker.js).");
  await page.unroute(LOADER);
  await choose(page, "found.json", TEXT);
  await expect(told(page)).toContainText("found.json");
});

for (const [lang, theme, width] of [["ko", "light", 1280], ["en", "dark", 390]]) {
  test(`accessible, without scrolling sideways (${lang}, ${theme}, ${width})`, async ({ openPage }) => {
    const page = await openPage("v1/trace", { lang, theme, viewport: { width, height: 800 } });
    await axe(page);
    await choose(page, "a-file-with-a-rather-long-name-that-has-to-break-somewhere.json", `${TEXT.slice(0, -1)},{}]`);
    await expect(told(page).locator(".problems li")).toHaveCount(1);
    await axe(page);
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(await wide()).toBeLessThanOrEqual(0);
  });
}
