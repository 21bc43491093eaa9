// The runs of the machine page are made in a worker: told when they take long,
// cancelled, made again, and what is shown stays until others are there.
import { expect, lab, test } from "../support/fixtures.mjs";

const LOADER = /\/worker\.js/;
const FAILED_TO_LOAD = [/^uncaught: failed to fetch Wasm: 404/, /^request: .*worker/, /^response: .*worker/, /^console: Failed to load resource: /];
const cell = (page, row, col) => page.locator(`.jobs [data-row="${row}"][data-col="${col}"]`);
const tally = (page) => page.locator(".machine .tally");
const answering = (answer) => async (route) => route.fulfill({ response: await route.fetch(), ...answer });
/** What the worker's program posts, through `change`, a function of the message. */
const posting = (change) =>
  `const post = self.postMessage.bind(self); self.postMessage = (m, ...rest) => { const sent = (${change})(m); if (sent !== undefined) post(sent, ...(sent === m ? rest : [])); };`;

/** Every worker gets a script of its own before the page's. */
async function scriptInWorkers(page, script) {
  await page.route(LOADER, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${script}\n${await response.text()}` });
  });
}
const open = (page, fragment) => page.goto(page.url().replace(/#.*|$/, fragment));

test("the page is ready when its runs are there", async ({ openPage }) => {
  const page = await openPage("v1/machine?preset=convoy", { lang: "en" });
  expect(await lab(page).exportTrace()).not.toBeNull();
  await expect(tally(page)).toContainText("Run under");
});

test("one worker makes all runs, and ends with the page", async ({ openPage }) => {
  const page = await openPage("v1/machine?preset=convoy", { lang: "en" });
  const made = [];
  page.on("worker", (worker) => made.push(worker));
  for (const burst of ["cpu 7", "cpu 8", "cpu 9"]) {
    await cell(page, 0, 2).fill(burst);
    await expect.poll(async () => JSON.stringify(await lab(page).exportTrace()).length).toBeGreaterThan(100);
  }
  await expect(tally(page)).toContainText("Run under");
  expect(page.workers()).toHaveLength(1);
  expect(made).toHaveLength(0);
  await page.locator(".topbar .name").click();
  await expect.poll(() => page.workers().filter((worker) => worker.url().includes("machine_worker")).length).toBe(0);
});

test("a long run is told and cancelled; what was shown stays, and it can be run again", async ({ openPage }) => {
  const page = await openPage("", { lang: "en" });
  // The runs themselves never arrive.
  await scriptInWorkers(page, posting("(m) => (m instanceof ArrayBuffer ? undefined : m)"));
  await open(page, "#v1/machine?preset=convoy");
  await expect(page.locator(".machine .progress")).toContainText(/Run \d of \d/);
  await page.locator(".machine .progress button").click();
  await expect(page.locator(".machine [role=alert]")).toContainText("The run was cancelled.");
  await expect.poll(() => page.workers().filter((worker) => worker.url().includes("machine_worker")).length).toBe(0);
  await page.unroute(LOADER);
  await page.locator(".machine [role=alert] button").click();
  await expect(page.locator(".machine .tl-lanes")).toBeVisible();
  await expect(page.locator(".machine [role=alert]")).toHaveCount(0);
  await expect(tally(page)).toContainText("Run under");
});

for (const missing of ["machine_worker.js", "machine_worker_bg.wasm", "worker.js"]) {
  test(`a worker whose file is missing (${missing}) is said, and can be tried again`, async ({ openPage }) => {
    const page = await openPage("", { lang: "en", allow: FAILED_TO_LOAD });
    const file = new RegExp(`/${missing.replace(".", "\\.")}`);
    await page.route(file, answering({ status: 404 }));
    await open(page, "#v1/machine?preset=convoy");
    const alert = page.locator(".machine [role=alert]");
    await expect(alert).toContainText("did not load");
    await expect(alert).toContainText("Check that all files");
    await expect(cell(page, 0, 2)).toBeEditable();
    await page.unroute(file);
    await alert.getByRole("button").click();
    await expect(tally(page)).toContainText("Run under");
    await expect(alert).toHaveCount(0);
  });
}

test("a worker that lies is said", async ({ openPage }) => {
  const page = await openPage("", { lang: "en" });
  for (const change of [
    `(m) => (m instanceof ArrayBuffer ? new ArrayBuffer(9) : m)`,
    `(m) => (m instanceof ArrayBuffer ? m.slice(0, m.byteLength - 1) : m)`,
    `(m) => (m instanceof ArrayBuffer ? "nonsense" : m)`,
    `(m) => (m instanceof ArrayBuffer ? JSON.stringify({ Running: { done: 3, of: 2 } }) : m)`,
  ]) {
    await scriptInWorkers(page, posting(change));
    await open(page, "#v1/home");
    await open(page, "#v1/machine?preset=convoy");
    await expect(page.locator(".machine [role=alert]"), change).toContainText("makes no sense");
    await page.unroute(LOADER);
  }
});
