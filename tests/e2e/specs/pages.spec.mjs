// Every page in both languages: its words, its accessibility, its measurement.
import { axe, expect, lab, test } from "../support/fixtures.mjs";
import { FRAGMENTS, QUESTIONS, measure } from "../support/pages.mjs";

const HANGUL = /[\u3131-\u318e\uac00-\ud7a3]/;
const TABS = 4;

/** What can be read on the page, without the button for the other language. */
const words = (page) =>
  page.evaluate(() => {
    const copy = document.body.cloneNode(true);
    copy.querySelectorAll(".languages, script, style").forEach((node) => node.remove());
    const labels = [...copy.querySelectorAll("[aria-label], [title]")];
    return [copy.textContent, ...labels.flatMap((n) => [n.getAttribute("aria-label"), n.title])].join(" ");
  });

for (const lang of ["ko", "en"]) {
  test(`each question has its words and its figures (${lang})`, async ({ openPage }) => {
    for (const question of QUESTIONS) {
      const page = await openPage(`v1/${question.key}`, { lang });
      await expect(page).toHaveTitle(new RegExp(question[lang].replace(/[×]/g, ".")));
      await expect(page.locator("html")).toHaveAttribute("lang", lang);
      for (let tab = 0; tab < TABS; tab++) {
        await page.locator(`#inspector-tab-${tab}`).click();
        await expect(page.locator("#inspector-panel")).not.toBeEmpty();
        const text = await words(page);
        expect(HANGUL.test(text), `${question.key}, tab ${tab}`).toBe(lang === "ko");
      }
      await page.context().close();
    }
  });

  test(`each question is measured, and held against its model (${lang})`, async ({ openPage }) => {
    test.setTimeout(150_000);
    for (const question of QUESTIONS) {
      const page = await openPage(`v1/${question.key}`, { lang });
      const { ways } = await lab(page).state();
      await measure(page);
      const state = await lab(page).state();
      expect(state.measured, question.key).toBe(ways.length);
      await page.locator("#inspector-tab-1").click();
      const rows = page.locator(".measures table").first().locator("tbody tr");
      await expect(rows).toHaveCount(ways.length);
      for (const row of await rows.all()) {
        const [modelled, measured, difference] = await row.locator("td").allTextContents();
        expect(modelled).toMatch(/\d (ms|s)$/);
        expect(measured).toMatch(/\d (µs|ms|s)$/);
        expect(difference).toMatch(/^[+-]\d+\.\d %$/);
      }
      // What the page exports is what was measured: the last way's jobs.
      const trace = await lab(page).exportTrace();
      expect(JSON.stringify(trace.otherData)).toContain("measured");
      await page.context().close();
    }
  });

  for (const theme of ["light", "dark"]) {
    test(`no page has a severe accessibility violation (${lang}, ${theme})`, async ({ openPage }) => {
      test.setTimeout(150_000);
      for (const fragment of FRAGMENTS) {
        const page = await openPage(fragment, { lang, theme });
        await axe(page);
        if (fragment) {
          for (let tab = 1; tab < TABS; tab++) {
            await page.locator(`#inspector-tab-${tab}`).click();
            await axe(page);
          }
          await page.locator(".bar .seg").first().getByRole("button").nth(1).click();
          await expect(page.locator(".tl-table")).toBeVisible();
          await axe(page);
        }
        await page.context().close();
      }
    });
  }
}

test("dialogs are accessible, close with Escape and give the focus back", async ({ openPage }) => {
  const page = await openPage("v1/sync-async", { lang: "en" });
  for (const name of ["Share", "Help"]) {
    const button = page.getByRole("button", { name, exact: true });
    await button.click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await axe(page);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(button).toBeFocused();
  }
  await page.locator("h1").click();
  await page.keyboard.press("Shift+Slash");
  await expect(page.getByRole("dialog", { name: "How to use this page" })).toContainText("Play or pause");
});

test("tabs are moved between by arrow keys", async ({ openPage }) => {
  const page = await openPage("v1/sync-async", { lang: "en" });
  await page.locator("#inspector-tab-0").focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.locator("#inspector-tab-1")).toBeFocused();
  await expect(page.locator("#inspector-tab-1")).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("End");
  await expect(page.locator("#inspector-tab-3")).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(page.locator("#inspector-tab-0")).toBeFocused();
});

test("presets and settings change the figures", async ({ openPage }) => {
  const page = await openPage("v1/concurrency-parallelism", { lang: "en" });
  const figure = async (row) => {
    await page.locator("#inspector-tab-1").click();
    const text = await page.locator(".measures table").first().locator("tbody tr").nth(row).locator("td").first().textContent();
    await page.locator("#inspector-tab-0").click();
    return text;
  };
  // Three jobs of 120 ms: 360 ms in turn, 240 ms on two processes.
  expect(await figure(0)).toBe("360 ms");
  expect(await figure(2)).toBe("240 ms");
  const cores = page.locator(".field", { hasText: "Cores" }).locator("input");
  await cores.focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => figure(2)).toBe("120 ms");
  await page.locator("[data-preset=waiting]").click();
  // Three jobs of 20 + 240 + 20 ms, one after another.
  await expect.poll(() => figure(0)).toBe("840 ms");
});

test("a narrow screen needs no scrolling sideways", async ({ openPage }) => {
  for (const fragment of FRAGMENTS) {
    for (const lang of ["ko", "en"]) {
      const page = await openPage(fragment, { lang, viewport: { width: 390, height: 844 } });
      const { content, room } = await page.evaluate(() => ({
        content: document.documentElement.scrollWidth,
        room: document.documentElement.clientWidth,
      }));
      expect(content, `${fragment} ${lang}`).toBeLessThanOrEqual(room);
      await page.context().close();
    }
  }
});

test("a dialog keeps the focus inside", async ({ openPage }) => {
  const page = await openPage("v1/sync-async", { lang: "en" });
  await page.getByRole("button", { name: "Share" }).click();
  for (const key of [...Array(12).fill("Tab"), ...Array(12).fill("Shift+Tab")]) {
    await page.keyboard.press(key);
    // The browser's own bar has a turn too: then the focus is on nothing of the page.
    const outside = await page.evaluate(() => {
      const at = document.activeElement;
      return at !== document.body && !at.closest("dialog") && at.outerHTML.slice(0, 120);
    });
    expect(outside, key).toBe(false);
  }
});

test("Tab reaches every control, in the order in which they stand", async ({ openPage }) => {
  for (const fragment of ["", "v1/concurrency-parallelism"]) {
    const page = await openPage(fragment, { lang: "en" });
    const wanted = await page.evaluate(() => {
      const controls = document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']");
      const reachable = [...controls].filter((node) => node.tabIndex >= 0 && !node.disabled && node.checkVisibility());
      reachable.forEach((node, i) => node.setAttribute("data-stop", i));
      return reachable.length;
    });
    const seen = [];
    while (seen.length <= wanted) {
      await page.keyboard.press("Tab");
      const stop = await page.evaluate(() => {
        const at = document.activeElement;
        const style = getComputedStyle(at);
        const shown = style.outlineStyle !== "none" || style.boxShadow !== "none";
        return { at: at.getAttribute("data-stop"), shown, html: at.outerHTML.slice(0, 120) };
      });
      if (stop.at === null) break;
      expect(stop.shown, `the focus is seen on ${stop.html}`).toBe(true);
      seen.push(Number(stop.at));
    }
    expect(seen, fragment).toEqual([...Array(wanted).keys()]);
    await page.context().close();
  }
});

test("ways are added and taken away, never all of them", async ({ openPage }) => {
  const page = await openPage("v1/sync-async", { lang: "en" });
  const ways = async () => (await lab(page).state()).ways;
  const box = (way) => page.locator(`[data-way=${way}] input`);
  await box("in-turn").check();
  expect(await ways()).toEqual(["in-turn", "await-in-turn", "joined"]);
  await box("await-in-turn").uncheck();
  await box("in-turn").uncheck();
  expect(await ways()).toEqual(["joined"]);
  await expect(box("joined")).toBeDisabled();
});

test("the page says whether anything ran in parallel", async ({ openPage }) => {
  const page = await openPage("v1/concurrency-parallelism?ways=interleaved,processes", { lang: "en" });
  test.skip((await page.evaluate(() => navigator.hardwareConcurrency)) < 2, "one core");
  await measure(page);
  await page.locator("#inspector-tab-1").click();
  const [interleaved, processes] = await page.locator(".measures details").all();
  await expect(interleaved).toContainText("No parallelism was observed.");
  await expect(processes).toContainText(/For .* two or more ran at the same instant\./);
  await expect(page.locator(".measures")).toContainText(/Clock step .* · Clocks of two threads agree within ±.* · \d+ cores offered/);
});
