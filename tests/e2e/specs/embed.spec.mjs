// A question inside a course page of another origin.
import { dist, expect, lab, test } from "../support/fixtures.mjs";
import { serve } from "../support/server.mjs";

const host = (body) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Course</title><h1>Course</h1>${body}</html>`;

/** Opens a course page around an address; gives the frame. */
async function embed({ openPage, site }, query, fragment = "v1/sync-async") {
  const src = `${site.plain.url}?${query}#${fragment}`;
  const url = site.other.page(
    `/course-${query.replace(/\W/g, "-")}.html`,
    host(`<iframe title="Lab" width="900" height="560" src="${src.replaceAll("&", "&amp;")}"></iframe>`),
  );
  const page = await openPage("", { url });
  const frame = page.frameLocator("iframe");
  await expect(frame.getByRole("heading", { level: 1 })).toBeVisible();
  return { page, frame };
}

test("it shows the question without the page around it", async ({ openPage, site }) => {
  const { page, frame } = await embed({ openPage, site }, "embed=1&lang=en&theme=dark");
  await expect(frame.locator("html")).toHaveAttribute("lang", "en");
  await expect(frame.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(frame.locator(".topbar, #rail, .inspect")).toHaveCount(0);
  await expect(frame.locator("canvas").first()).toBeVisible();
  await expect(frame.locator(".tl-transport")).toBeVisible();
  const inside = page.frames().find((f) => f !== page.mainFrame());
  const { content, room } = await inside.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    room: document.documentElement.clientWidth,
  }));
  expect(content).toBeLessThanOrEqual(room);
});

test("controls=0 leaves the lanes, autoplay=1 plays them", async ({ openPage, site }) => {
  const quiet = await embed({ openPage, site }, "embed=1&lang=ko&controls=0");
  await expect(quiet.frame.locator(".tl-transport, .bar")).toHaveCount(0);
  await expect(quiet.frame.locator("html")).toHaveAttribute("lang", "ko");
  const { frame } = await embed({ openPage, site }, "embed=1&lang=en&autoplay=1");
  await expect(frame.getByRole("button", { name: "Pause" })).toBeVisible();
});

test("the snippet of the share dialog shows the same question elsewhere", async ({ openPage, site }) => {
  const page = await openPage("v1/matrix", { lang: "en", isolated: false });
  await page.getByRole("button", { name: "Share" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Theme").selectOption("dark");
  const snippet = await dialog.getByRole("region", { name: "Embed in a course page" }).textContent();
  await dialog.getByRole("button", { name: "Copy" }).last().click();
  await expect(dialog.getByRole("status").filter({ hasText: /cop/i })).toHaveCount(1);
  const url = site.other.page("/pasted.html", host(snippet));
  const course = await openPage("", { url });
  const frame = course.frameLocator("iframe");
  await expect(frame.getByRole("heading", { level: 1 })).toHaveText("Does the call return at once? Who notices the end?");
  await expect(frame.locator("html")).toHaveAttribute("data-theme", "dark");
});

/** The snippet that the share dialog of a page gives, and the dialog. */
async function snippetOf(page) {
  await page.getByRole("button", { name: "Share" }).click();
  const dialog = page.getByRole("dialog");
  return { dialog, snippet: await dialog.getByRole("region", { name: "Embed in a course page" }).textContent() };
}

test("the snippet is one iframe with all that is set", async ({ openPage, site }) => {
  const page = await openPage("v1/sync-async?jobs=0-50,0-70&lang=ko", { lang: "en", isolated: false });
  await page.getByRole("button", { name: "English" }).click();
  const { snippet } = await snippetOf(page);
  const { count, text, src, title } = await page.evaluate((html) => {
    const { body } = new DOMParser().parseFromString(html, "text/html");
    const [frame] = body.children;
    return { count: body.querySelectorAll("*").length, text: body.textContent, src: frame.src, title: frame.title };
  }, snippet);
  expect({ count, text, title }).toEqual({ count: 1, text: "", title: "Synchronous and asynchronous" });
  expect(src).toBe(`${site.plain.url}?embed=1&lang=en#v1/sync-async?jobs=0-50,0-70`);
  expect(snippet, "ampersands are escaped").not.toMatch(/&(?!amp;)/);
});

test("the copy button puts the text on the clipboard, or says that it could not", async ({ openPage, site }) => {
  const context = { permissions: ["clipboard-read", "clipboard-write"] };
  const page = await openPage("v1/sync-async", { lang: "en", isolated: false, context });
  const { dialog, snippet } = await snippetOf(page);
  await dialog.getByRole("button", { name: "Copy" }).last().click();
  await expect(dialog.getByRole("status").filter({ hasText: "Copied" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(snippet);

  // A frame of another origin may not write to the clipboard unless it is allowed to.
  const url = site.other.page(
    "/no-clipboard.html",
    host(`<iframe title="Lab" width="1100" height="700" src="${site.plain.url}#v1/sync-async?lang=en"></iframe>`),
  );
  const course = await openPage("", { url, allow: [/clipboard/i] });
  const frame = course.frameLocator("iframe");
  await frame.getByRole("button", { name: "Share" }).click();
  const copied = frame.getByRole("dialog").locator(".copied").first();
  await copied.getByRole("button", { name: "Copy" }).click();
  await expect(copied.getByRole("status")).toHaveText(/^Could not copy\./);
  await expect(copied.getByRole("region"), "the text, ready to be selected").toBeFocused();
});

test("it measures inside a course page, and says that it is not isolated", async ({ openPage, site }) => {
  const { page } = await embed({ openPage, site }, "embed=1&lang=en&measures=1", "v1/concurrency-parallelism");
  const inside = page.frames().find((frame) => frame !== page.mainFrame());
  const trace = await lab(inside).runLive("concurrency-parallelism", { way: "processes", computes: [40, 40], cores: 2 });
  expect(trace.otherData.concurrencyLab.clock).toMatchObject({ kind: "measured", isolated: false });
  expect((await lab(inside).state()).embedded).toBe(true);
});

test("the snippet brings the finer clock to a course page that is isolated", async ({ openPage }) => {
  const page = await openPage("v1/sync-async", { lang: "en" });
  const { snippet } = await snippetOf(page);
  const course = await serve({ root: dist, isolated: true });
  try {
    const url = course.page("/isolated.html", host(snippet));
    const outer = await openPage("", { url, allow: [/foreign/] });
    await expect(outer.frameLocator("iframe").getByRole("heading", { level: 1 })).toBeVisible();
    const inside = outer.frames().find((frame) => frame !== outer.mainFrame());
    expect(await outer.evaluate(() => crossOriginIsolated)).toBe(true);
    expect(await inside.evaluate(() => crossOriginIsolated)).toBe(true);
  } finally {
    await course.close();
  }
});

test("autoplay moves the playhead to the end", async ({ openPage, site }) => {
  const fragment = "v1/sync-async?jobs=0-50&ways=joined";
  const { frame } = await embed({ openPage, site }, "embed=1&lang=en&autoplay=1&short=1", fragment);
  await expect(frame.locator(".tl-time")).toContainText("50.000 ms / 50.000 ms", { timeout: 20_000 });
  await expect(frame.getByRole("button", { name: "Play", exact: true })).toBeVisible();
});
