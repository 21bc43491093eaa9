// A question inside a course page of another origin.
import { expect, test } from "../support/fixtures.mjs";

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
