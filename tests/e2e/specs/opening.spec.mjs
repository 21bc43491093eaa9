// The page as a visitor first meets it.
import { PREFIX, expect, test } from "../support/fixtures.mjs";

test("it opens from a folder of any web host, isolated or not", async ({ openPage, site }) => {
  for (const isolated of [true, false]) {
    const page = await openPage("", { isolated });
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(isolated);
  }
  const outside = site.plain.hits.filter((path) => !path.startsWith(PREFIX));
  expect(outside, "requests outside the page's folder").toEqual([]);
});

test("it opens inside a page of another origin", async ({ openPage, site }) => {
  const host = site.other.page(
    "/host.html",
    `<!doctype html><html lang="en"><title>Host</title><iframe title="Lab" width="900" height="600" src="${site.plain.url}"></iframe></html>`,
  );
  const page = await openPage("", { url: host });
  await expect(page.frameLocator("iframe").getByRole("heading", { level: 1 })).toBeVisible();
});

test("it fits a narrow screen without scrolling sideways", async ({ openPage }) => {
  const page = await openPage("", { viewport: { width: 360, height: 740 } });
  const { content, screen } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    screen: document.documentElement.clientWidth,
  }));
  expect(content).toBeLessThanOrEqual(screen);
});
