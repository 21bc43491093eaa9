// The link is the document: what is on screen stands in the fragment.
import { expect, lab, test } from "../support/fixtures.mjs";

const fragment = (page) => page.evaluate(() => location.hash);

test("a setting goes into the fragment, survives a reload and can be taken back", async ({ openPage }) => {
  const page = await openPage("v1/sync-async");
  await page.locator("[data-way=in-turn] input").check();
  await expect.poll(() => fragment(page)).toContain("ways=in-turn,await-in-turn,joined");
  await page.locator(".bar .seg").first().getByRole("button").nth(1).click();
  await expect.poll(() => fragment(page)).toContain("view=table");
  const before = await lab(page).state();

  await page.reload();
  await expect(page.locator("table").first()).toBeVisible();
  const after = await lab(page).state();
  expect(after).toEqual(before);
  await expect(page.locator("[data-way=in-turn] input")).toBeChecked();

  await page.goBack();
  await expect.poll(() => fragment(page)).not.toContain("view=table");
  await page.goBack();
  await expect.poll(() => fragment(page)).not.toContain("in-turn,await");
  await expect(page.locator("[data-way=in-turn] input")).not.toBeChecked();
  await page.goForward();
  await expect(page.locator("[data-way=in-turn] input")).toBeChecked();
});

test("pages are reached by links, and back", async ({ openPage }) => {
  const page = await openPage("");
  await page.locator(".doors a").nth(1).click();
  await expect(page).toHaveURL(/#v1\/blocking-nonblocking$/);
  const heading = await page.getByRole("heading", { level: 1 }).textContent();
  await page.locator('#rail a[href$="/sync-async"]').click();
  await expect(page).toHaveURL(/#v1\/sync-async$/);
  await expect(page.getByRole("heading", { level: 1 })).not.toHaveText(heading);
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(heading);
});

test("a slider on its way makes no entry in the history", async ({ openPage }) => {
  const page = await openPage("v1/concurrency-parallelism");
  const entries = () => page.evaluate(() => history.length);
  const before = await entries();
  const slider = page.locator(".controls input[type=range]").first();
  await slider.focus();
  const box = await slider.boundingBox();
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2);
  await page.mouse.down();
  for (let i = 0; i <= 20; i++) await page.mouse.move(box.x + box.width * (0.3 + i * 0.03), box.y + box.height / 2);
  await page.mouse.up();
  await expect.poll(() => fragment(page)).toContain("jobs=");
  expect((await entries()) - before).toBeLessThanOrEqual(1);
});

test("the language is kept in the link and for the next visit", async ({ openPage }) => {
  const page = await openPage("v1/matrix", { lang: "ko" });
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect.poll(() => fragment(page)).toContain("lang=en");
  await page.goto((await page.evaluate(() => location.href)).split("#")[0] + "#v1/sync-async");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});

for (const [damaged, shows] of [
  ["v1/sync-async?jobs=abc", "sync-async"],
  ["v1/matrix?cores=99999999999999999999", "matrix"],
  ["v1/matrix?%ED%95%9C%EA%B8%80=%EA%B0%92", "matrix"],
  ["v1/matrix?ways=,,,", "matrix"],
  ["v1/nowhere", "home"],
  ["v99/matrix", "home"],
  ["%%%%", "home"],
  ["v1/matrix?x=" + "9".repeat(9000), "home"],
]) {
  test(`a damaged link opens a page and says so: ${damaged.slice(0, 40)}`, async ({ openPage }) => {
    const page = await openPage(damaged, { lang: "en" });
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.locator(".notice")).toContainText("link");
    expect((await lab(page).state()).page).toBe(shows);
    await page.locator(".notice button").click();
    await expect(page.locator(".notice")).toHaveCount(0);
  });
}

test("what a slider changed can be taken back", async ({ openPage }) => {
  const page = await openPage("v1/concurrency-parallelism");
  const jobs = page.locator(".controls input[type=range]").first();
  const shown = page.locator(".controls .field .shown").first();
  await expect(shown).toHaveText("3");
  const box = await jobs.boundingBox();
  const at = (part) => [box.x + box.width * part, box.y + box.height / 2];
  await page.mouse.move(...at(0.3));
  await page.mouse.down();
  await page.mouse.move(...at(0.98), { steps: 8 });
  await page.mouse.up();
  await expect(shown).toHaveText("8");
  await jobs.press("ArrowLeft");
  await expect(shown).toHaveText("7");
  await expect.poll(() => fragment(page)).toContain("jobs=");
  for (const before of ["8", "3"]) {
    await page.goBack();
    await expect(shown).toHaveText(before);
  }
  await expect.poll(() => fragment(page)).toBe("#v1/concurrency-parallelism");
  await page.goForward();
  await expect(shown).toHaveText("8");
});

test("the moment on screen is in the link", async ({ openPage }) => {
  const page = await openPage("v1/sync-async?ways=await-in-turn", { lang: "en" });
  await page.getByRole("button", { name: "Next event", exact: true }).click();
  await expect.poll(() => fragment(page)).toMatch(/[?&]t=300$/);
  await page.reload();
  await expect(page.locator(".tl-time")).toContainText("0.300 s / 0.600 s");
});

test("a link decides the language over the browser's", async ({ openPage }) => {
  const page = await openPage("v1/matrix?lang=ko", { lang: "en" });
  await expect(page.locator("html")).toHaveAttribute("lang", "ko");
  await expect(page).toHaveTitle("2×2 표로 보기 · 동시성 실험실");
});

test("a damaged link is quoted as text, whatever is in it", async ({ openPage }) => {
  const odd = encodeURIComponent("<img src=x onerror=alert(1)> 값이 없음");
  const page = await openPage(`v1/matrix?${encodeURIComponent("이름")}=${odd}`, { lang: "en" });
  await expect(page.locator(".notice")).toContainText("이름");
  await expect(page.locator(".notice")).toContainText("<img src=x onerror=alert(1)> 값이 없음");
  await expect(page.locator(".notice img")).toHaveCount(0);
});
