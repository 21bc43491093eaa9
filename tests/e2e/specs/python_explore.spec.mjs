// What else a Python program could print: found, counted, replayed, in the link.
import { axe, expect, test } from "../support/fixtures.mjs";

const rows = (page) => page.locator(".explored tbody tr");
const status = (page) => page.locator(".explored [role=status]");
const ask = (page) => page.locator(".written .ask button");
const fragment = (page) => page.evaluate(() => location.hash);

test("a race prints one, two or three; each is replayed, and the link carries the schedule", async ({ openPage }) => {
  const page = await openPage("v1/python?example=race", { lang: "en" });
  await expect(page.locator(".console li").last()).toContainText("3");
  await ask(page).click();
  await expect(status(page)).toContainText("3 distinct outcomes", { timeout: 60_000 });
  await expect(status(page)).toContainText("These are all there are within the bound.", { timeout: 60_000 });
  await expect(rows(page)).toHaveCount(3);
  // What was asked for is in sight, wherever the question was asked.
  await expect(page.locator(".python .inspect [role=tab]").first()).toBeInViewport();
  await axe(page);
  const one = rows(page).filter({ has: page.locator("pre", { hasText: /^1$/ }) });
  await one.getByRole("button").click();
  await expect(page.locator(".replayed")).toContainText("Run along a schedule");
  await expect(page.locator(".console li").last()).toContainText("1");
  await expect.poll(() => fragment(page)).toContain("s=v1");
  const other = await openPage(await fragment(page), { lang: "ko" });
  await expect(other.locator(".replayed code")).toContainText("v1");
  await expect(other.locator(".console li").last()).toContainText("1");
  await other.getByRole("button", { name: "보통 실행으로" }).click();
  await expect(other.locator(".console li").last()).toContainText("3");
  await expect(other.locator(".replayed")).toHaveCount(0);
});

test("a lock leaves one outcome; a deadlock is named", async ({ openPage }) => {
  const page = await openPage("v1/python?example=lock", { lang: "en" });
  await expect(page.locator(".console .ending")).toContainText("It ended");
  await ask(page).click();
  await expect(status(page)).toContainText("1 distinct outcomes", { timeout: 60_000 });
  await page.locator(".examples select").selectOption("deadlock");
  await expect(page.locator(".console .ending")).toContainText("Deadlock");
  await expect(rows(page)).toHaveCount(0);
  await ask(page).click();
  await expect(rows(page).first()).toContainText("Deadlock", { timeout: 60_000 });
});

test("a long search is stopped by hand, and what was found stays", async ({ openPage }) => {
  const source = "import threading\nn = 0\ndef f():\n    global n\n    for _ in range(6): n += 1\nts = [threading.Thread(target=f) for _ in range(4)]\n[t.start() for t in ts]\n[t.join() for t in ts]\nprint(n)\n";
  const page = await openPage(`v1/python?p=t${encodeURIComponent(source)}`, { lang: "en" });
  await expect(page.locator(".console li").last()).toContainText("24");
  await page.getByRole("tab", { name: "Schedules" }).click();
  for (const label of ["Preemptions at most", "Runs at most"]) {
    await page.getByRole("slider", { name: label }).press("End");
  }
  await page.locator(".explored button.primary").click();
  await expect(rows(page).first()).toBeVisible({ timeout: 30_000 });
  await page.locator(".explored").getByRole("button", { name: "Stop" }).click();
  await expect(status(page)).toContainText("It was stopped: there may be more.");
  await expect(rows(page).first()).toBeVisible();
});
