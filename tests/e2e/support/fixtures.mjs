// What every end-to-end test starts from: the built page behind real servers,
// and a way to open it that fails the test on anything the browser complains of.
import { fileURLToPath } from "node:url";
import { test as base, expect } from "@playwright/test";
import { noteStart, whenReady } from "./ready.mjs";
import { serve } from "./server.mjs";

export { axe } from "./axe.mjs";
export { lab } from "./lab.mjs";
export { expect };

/** Where the built page lies. */
export const dist = process.env.CONCURRENCY_LAB_DIST ?? fileURLToPath(new URL("../../../dist", import.meta.url));

/** A path such as a course's web space has: the page must work under any. */
export const PREFIX = "/some/course/lab/";

const LOCALES = { ko: "ko-KR", en: "en-US" };

export const test = base.extend({
  /**
   * Three origins: `plain` and `isolated` serve the page (without and with the
   * headers of cross-origin isolation), `other` is for pages that embed it.
   */
  site: [
    async ({}, use) => {
      const plain = await serve({ root: dist, prefix: PREFIX });
      const isolated = await serve({ root: dist, prefix: PREFIX, isolated: true });
      const other = await serve({ root: dist, prefix: PREFIX });
      await use({ plain, isolated, other });
      await Promise.all([plain.close(), isolated.close(), other.close()]);
    },
    { scope: "worker" },
  ],

  /**
   * `openPage(hash, options)` opens the page in a browser context of its own
   * and waits until it is ready. Options:
   *
   * - `lang`: "ko" or "en", the browser's language (default "ko")
   * - `theme`: "light" or "dark", the preferred colour scheme (default "light")
   * - `viewport`: `{ width, height }` in CSS pixels (default 1280 by 800)
   * - `isolated`: whether the server sends the isolation headers (default true)
   * - `query`: the part after `?`, without it
   * - `url`: another address instead of the page's own
   * - `allow`: patterns of complaints this test provokes on purpose
   * - `context`: further Playwright context options
   *
   * When the test ends, a console error, an uncaught error, a failed request or
   * a request to a foreign host fails it. `page.complaints` has them meanwhile.
   */
  openPage: async ({ browser, site }, use) => {
    const opened = [];
    const origins = Object.values(site).map((server) => server.origin);

    await use(async (hash = "", options = {}) => {
      const { lang = "ko", theme = "light", isolated = true, query = "", allow = [] } = options;
      const context = await browser.newContext({
        locale: LOCALES[lang],
        colorScheme: theme,
        viewport: options.viewport ?? { width: 1280, height: 800 },
        ...options.context,
      });
      const page = await context.newPage();
      page.complaints = [];
      opened.push({ context, page, allow });
      listen(page, origins);
      await page.addInitScript(noteStart);
      const address = options.url ?? (isolated ? site.isolated : site.plain).url;
      await page.goto(address + (query && `?${query}`) + (hash && `#${hash.replace(/^#/, "")}`));
      if (!options.url) await whenReady(page);
      return page;
    });

    const complaints = opened.flatMap(({ page, allow }) =>
      page.complaints.filter((complaint) => !allow.some((pattern) => pattern.test(complaint))),
    );
    for (const { context } of opened) await context.close();
    expect(complaints, "what the browser complained of").toEqual([]);
  },
});

function listen(page, origins) {
  const complain = (text) => page.complaints.push(text);
  page.on("console", (message) => {
    if (message.type() === "error") complain(`console: ${message.text()} ${message.location().url}`.trimEnd());
  });
  page.on("pageerror", (error) => complain(`uncaught: ${error.message}`));
  page.on("crash", () => complain("the page crashed"));
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText;
    // The page's own doing: it stopped a request, or was left while loading.
    if (reason !== "net::ERR_ABORTED") complain(`request: ${request.url()}: ${reason}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) complain(`response: ${response.url()}: ${response.status()}`);
  });
  page.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith("http") && !origins.includes(origin)) complain(`foreign: ${request.url()}`);
  });
}
