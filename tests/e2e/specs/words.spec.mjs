// One language at a time: in tables, events, legends and dialogs too, where
// words come out of traces.
import { axe, expect, lab, test } from "../support/fixtures.mjs";
import { QUESTIONS } from "../support/pages.mjs";

const HANGUL = /[\u3131-\u318e\uac00-\ud7a3]/;
/** Latin words that Korean text uses as they are: terms, units, names in code. */
const TERMS = new Set(["CPU", "GIL", "await", "fetch", "poll", "ms", "ns", "timeOrigin"]);
const latin = (text) => (text.match(/[A-Za-z][A-Za-z-]+/g) ?? []).filter((word) => !TERMS.has(word));

const HOME = {
  ko: { title: "동시성 실험실", h1: "같은 작업, 네 가지 실행" },
  en: { title: "Concurrency Lab", h1: "The same jobs, executed four ways" },
};

/** All that is said of the runs: events, legend, table. */
async function said(page) {
  await page.locator("#inspector-tab-2").click();
  await expect(page.locator("#inspector-panel li").first()).toBeVisible();
  await page.locator(".tl-legend li").first().waitFor();
  const texts = await page.locator("#inspector-panel li, .tl-legend li").allTextContents();
  await page.locator(".bar .seg").first().getByRole("button").nth(1).click();
  await page.locator(".tl-table tbody tr").first().waitFor();
  return [...texts, ...(await page.locator(".tl-table thead th, .tl-table tbody tr").allInnerTexts())];
}

function inLanguage(texts, lang, name) {
  expect(texts.length, name).toBeGreaterThan(10);
  const foreign = lang === "en" ? (text) => HANGUL.test(text) : (text) => latin(text).length > 0;
  expect(texts.filter(foreign), name).toEqual([]);
}

for (const lang of ["ko", "en"]) {
  test(`the opening page is in its language (${lang})`, async ({ openPage }) => {
    const page = await openPage("", { lang });
    await expect(page).toHaveTitle(HOME[lang].title);
    await expect(page.locator("html")).toHaveAttribute("lang", lang);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(HOME[lang].h1);
    // Its own measurement, and what is said of it, belong to it.
    await expect.poll(async () => (await lab(page).state()).measured).toBe(1);
    const text = await page.evaluate(() => {
      const copy = document.body.cloneNode(true);
      copy.querySelectorAll(".languages, script, style").forEach((node) => node.remove());
      const labels = [...copy.querySelectorAll("[aria-label], [title]")];
      return [copy.textContent, ...labels.flatMap((n) => [n.getAttribute("aria-label"), n.title])].join(" ");
    });
    expect(HANGUL.test(text)).toBe(lang === "ko");
  });

  test(`what modelled traces say is in the page's language (${lang})`, async ({ openPage }) => {
    test.setTimeout(120_000);
    for (const { key } of QUESTIONS) {
      const page = await openPage(`v1/${key}?detail=1`, { lang });
      for (const preset of await page.locator("[data-preset]").all()) {
        await page.locator("#inspector-tab-0").click();
        await page.locator(".bar .seg").first().getByRole("button").nth(0).click();
        await preset.click();
        inLanguage(await said(page), lang, key);
      }
      await page.context().close();
    }
  });

  test(`what measured traces say is in the page's language (${lang})`, async ({ openPage }) => {
    const page = await openPage("v1/matrix", { lang });
    for (const [id, params] of [
      ["concurrency-parallelism", { way: "processes", computes: [20, 20], cores: 2 }],
      ["blocking-nonblocking", { way: "in-turn", requests: 2 }],
      ["sync-async", { way: "in-turn", sleeps: [20, 10] }],
      ["matrix", { way: "polling", jobs: [{ wait: 30, after: 2 }, { compute: 10 }], quantum: 2 }],
    ]) {
      await lab(page).runLive(id, params);
      await page.locator(".bar input[type=checkbox]").check();
      inLanguage(await said(page), lang, id);
    }
  });

  for (const theme of ["light", "dark"]) {
    test(`dialogs have no severe accessibility violation (${lang}, ${theme})`, async ({ openPage }) => {
      const page = await openPage("v1/matrix", { lang, theme });
      for (const name of { ko: ["공유", "도움말"], en: ["Share", "Help"] }[lang]) {
        await page.getByRole("button", { name, exact: true }).click();
        const dialog = page.getByRole("dialog");
        await expect(dialog).toBeVisible();
        await axe(page);
        // A language is called by its own name wherever it can be chosen.
        const text = (await dialog.textContent()).replaceAll("한국어", "");
        expect(HANGUL.test(text), name).toBe(lang === "ko");
        await page.keyboard.press("Escape");
        await expect(dialog).toHaveCount(0);
      }
    });
  }
}

test("every preset has figures of its own", async ({ openPage }) => {
  for (const { key } of QUESTIONS) {
    const page = await openPage(`v1/${key}`, { lang: "en" });
    const presets = page.locator("[data-preset]");
    const count = await presets.count();
    expect(count, key).toBeGreaterThan(1);
    const seen = new Set();
    for (let i = 0; i < count; i++) {
      await page.locator("#inspector-tab-0").click();
      await presets.nth(i).click();
      await expect(presets.nth(i)).toHaveAttribute("aria-pressed", "true");
      await page.locator("#inspector-tab-1").click();
      const figures = page.locator(".measures table").first().locator("tbody td:nth-child(2)");
      const { ways } = await lab(page).state();
      await expect(figures, key).toHaveCount(ways.length);
      for (const figure of await figures.allTextContents()) expect(figure).toMatch(/\d (ms|s)$/);
      seen.add(await page.locator(".measures").innerText());
    }
    expect(seen.size, key).toBe(count);
    await page.context().close();
  }
});
