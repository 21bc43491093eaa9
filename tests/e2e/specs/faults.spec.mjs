// What goes wrong is said, is cleaned up, and does not stay wrong.
import { expect, lab, test } from "../support/fixtures.mjs";

const LOADER = /\/worker\.js/;
/** What the browser itself says of an answer that is an error. */
const FAILED_TO_LOAD = [/^uncaught: failed to fetch Wasm: 404/, /^request: .*worker/, /^response: .*(worker|[?]live=)/, /^console: Failed to load resource: /];

const SHORT = { way: "processes", computes: [10, 10], cores: 2 };
const run = (page, params = SHORT) => lab(page).runLive("concurrency-parallelism", params);

/** The page is as usable as before: nothing is left over, and a run works. */
async function recovers(page) {
  await expect.poll(() => page.workers().length, "workers left over").toBe(0);
  expect((await lab(page).state()).measuring).toBe(false);
  const trace = await run(page);
  expect(trace.traceEvents.some(({ args }) => args?.state === "running")).toBe(true);
}

/** A route that gives an answer of our own, with the headers that the server would send. */
const answering = (answer) => async (route) => route.fulfill({ response: await route.fetch(), ...answer });

/** Every worker gets a script of its own before the page's. */
async function scriptInWorkers(page, script) {
  await page.route(LOADER, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${script}\n${await response.text()}` });
  });
}

/** When the page gives the worker a job. */
const onJob = (does) => `addEventListener("message", (event) => { if (event.data.startsWith("run ")) { ${does} } });`;

test("a worker whose file is missing", async ({ openPage }) => {
  const page = await openPage("v1/concurrency-parallelism", { allow: FAILED_TO_LOAD });
  await page.route(LOADER, answering({ status: 404 }));
  await expect(run(page)).rejects.toThrow(/worker [12]: Its file worker\.js did not load\. Check that all files/);
  await page.unroute(LOADER);
  await recovers(page);
});

for (const missing of ["live_worker.js", "live_worker_bg.wasm"]) {
  test(`a worker whose program is missing (${missing})`, async ({ openPage }) => {
    const page = await openPage("v1/concurrency-parallelism", { allow: FAILED_TO_LOAD });
    const file = new RegExp(`/${missing.replace(".", "\\.")}`);
    await page.route(file, answering({ status: 404 }));
    await expect(run(page)).rejects.toThrow(/worker [12]: Its program live_worker did not start \(.+\)\. Check that all files/);
    await page.unroute(file);
    await recovers(page);
  });
}

test("a worker that never becomes ready is given up", async ({ openPage }) => {
  const page = await openPage("v1/concurrency-parallelism");
  await page.route(LOADER, answering({ body: "" }));
  await expect(run(page)).rejects.toThrow(/worker [12]: It was not ready within 10 s and was terminated\./);
  await page.unroute(LOADER);
  await recovers(page);
});

test("a worker that crashes", async ({ openPage }) => {
  const page = await openPage("v1/concurrency-parallelism");
  await scriptInWorkers(page, onJob(`throw new Error("out of luck");`));
  await expect(run(page)).rejects.toThrow(/worker [12]: It stopped with an error \(.*out of luck.*\)\. Reload the page/);
  await page.unroute(LOADER);
  await recovers(page);
});

test("a worker that sends nonsense", async ({ openPage }) => {
  const page = await openPage("v1/concurrency-parallelism");
  for (const nonsense of [
    `"nonsense"`,
    `{ an: "object" }`,
    `"began 99 1"`,
    // It ends before it begins.
    `"done 0 0 compute 5 4"`,
  ]) {
    await scriptInWorkers(page, onJob(`event.stopImmediatePropagation(); postMessage(${nonsense});`));
    await expect(run(page, { ...SHORT, cores: 1 }), nonsense).rejects.toThrow(
      /worker 1: It sent a message that makes no sense here\. Reload the page/,
    );
    await page.unroute(LOADER);
  }
  await recovers(page);
});

test("a worker of another build", async ({ openPage }) => {
  const page = await openPage("v1/concurrency-parallelism");
  const body = `postMessage("ready " + Math.round(performance.timeOrigin * 1000) + " 0.0.0+0");`;
  await page.route(LOADER, answering({ body }));
  await expect(run(page)).rejects.toThrow(/Its version is 0\.0\.0\+0; the page's is .*\. Empty the cache/);
  await page.unroute(LOADER);
  await recovers(page);
});

test("a request that fails", async ({ openPage }) => {
  const page = await openPage("v1/sync-async", { allow: FAILED_TO_LOAD });
  await page.route(/[?]live=/, answering({ status: 503 }));
  for (const way of ["joined", "await-in-turn", "polling", "block-page", "in-turn"]) {
    const asked = lab(page).runLive("sync-async", { way, requests: 2 });
    await expect(asked, way).rejects.toThrow(/job A.*(status 503).*Check that the server can be reached/);
  }
  await page.unroute(/[?]live=/);
  await recovers(page);
});

for (const [lang, measure, sentence] of [
  ["ko", "재기", /워커 \d: 파일 worker\.js를 불러오지 못했습니다/],
  ["en", "Measure", /worker \d: Its file worker\.js did not load/],
]) {
  test(`the page says what went wrong (${lang})`, async ({ openPage }) => {
    const page = await openPage("v1/concurrency-parallelism?jobs=20,20&ways=processes", { lang, allow: FAILED_TO_LOAD });
    await page.route(LOADER, answering({ status: 404 }));
    await page.getByRole("button", { name: measure, exact: true }).click();
    await expect(page.getByRole("status").filter({ hasText: sentence })).toBeVisible();
    await page.unroute(LOADER);
    await page.getByRole("button", { name: measure, exact: true }).click();
    await expect.poll(async () => (await lab(page).state()).measured).toBe(1);
    await expect(page.getByText(sentence)).toBeHidden();
  });
}

test("parameters that make no sense are refused with a sentence", async ({ openPage }) => {
  const page = await openPage("v1/sync-async");
  const before = await lab(page).state();
  for (const [id, params, sentence] of [
    ["nowhere", {}, /^id: The value is unknown: “nowhere”\. Choose one of: concurrency-parallelism, /],
    ["", {}, /^id: The value is unknown/],
    ["sync-async", { way: "sideways" }, /^way: The value is unknown: “sideways”\. Choose one of: in-turn, /],
    ["sync-async", { preset: "none" }, /^preset: .*Choose one of: sleeps, request, computing/],
    ["sync-async", { waiting: "godot" }, /^waiting: .*Choose one of: timer, request/],
    ["sync-async", { sleep: [100] }, /^params: It cannot be read: unknown field `sleep`/],
    ["sync-async", { sleeps: ["100"] }, /^params: It cannot be read/],
    ["sync-async", { sleeps: [null] }, /^params: It cannot be read/],
    ["sync-async", "joined", /^params: It cannot be read/],
    ["sync-async", [{ way: 1 }], /^params: It cannot be read/],
    ["sync-async", { sleeps: [] }, /^jobs: The value was out of its range\. Choose one from 1 to 8/],
    ["sync-async", { sleeps: Array(9).fill(10) }, /^jobs: .*Choose one from 1 to 8/],
    ["sync-async", { requests: 1e9 }, /^jobs: .*Choose one from 1 to 8/],
    ["sync-async", { sleeps: [5001] }, /^jobs\[A\]: .*Choose one from 0.* to 5 ?s/],
    ["sync-async", { sleeps: [0] }, /^jobs\[A\]: .*Choose one from 1 ?ms to 5 ?s/],
    ["sync-async", { computes: [-100] }, /^jobs\[A\]: /],
    ["sync-async", { computes: Array(8).fill(5000) }, /^jobs: /],
    ["sync-async", { cores: 0 }, /^cores: .*Choose one from 1 to 8/],
    ["sync-async", { cores: 2.5 }, /^params: It cannot be read/],
    ["sync-async", { quantum: 0 }, /^quantum: .*Choose one from 1 ?ms to 1 ?s/],
    ["sync-async", { way: "x".repeat(20_000) }, /^params: It cannot be read: \d+ > \d+ bytes/],
  ]) {
    const name = JSON.stringify([id, params]).slice(0, 80);
    const message = await lab(page).runLive(id, params).then(() => "It ran.", (error) => error.message);
    const [said] = message.replace(/^page\.evaluate: (Error: )?/, "").split("\n");
    expect(said, name).toMatch(sentence);
  }
  // What cannot be JSON at all.
  for (const odd of ["const loop = {}; loop.loop = loop; return loop;", "return { cores: 1n };", "return () => 1;"]) {
    const asked = page.evaluate((odd) => concurrencyLab.runLive("sync-async", new Function(odd)()), odd);
    await expect(asked, odd).rejects.toThrow(/params: It cannot be read/);
  }
  expect(await lab(page).state(), "the page has not moved").toEqual(before);
});

test("what no browser can do is refused with a reason", async ({ openPage }) => {
  const page = await openPage("v1/sync-async");
  for (const [params, sentence] of [
    [{ way: "threads" }, /threads: A browser has no threads that share a GIL, so this is model only\./],
    [{ way: "block-page", sleeps: [10] }, /A browser never lets the page's thread block in a sleep\./],
  ]) {
    await expect(run(page, params)).rejects.toThrow(sentence);
  }
  await recovers(page);
});

test("two runs at once are refused, and the first goes on", async ({ openPage }) => {
  const page = await openPage("v1/sync-async");
  const outcome = await page.evaluate(async () => {
    const first = concurrencyLab.runLive("sync-async", { way: "joined", sleeps: [200] });
    const second = await concurrencyLab.runLive("matrix", {}).then(() => "It ran.", (error) => error.message);
    const meanwhile = concurrencyLab.state();
    return { second, meanwhile, first: JSON.parse(await first).otherData.concurrencyLab.clock.kind };
  });
  expect(outcome.second).toMatch(/Another run is being measured\. Try again when it has ended\./);
  expect(outcome.first).toBe("measured");
  expect(outcome.meanwhile, "the page still shows the first").toMatchObject({ page: "sync-async", ways: ["joined"] });
  await recovers(page);
});

for (const [how, fragment, workers] of [
  ["in workers", "v1/concurrency-parallelism?jobs=4000,4000&ways=processes,interleaved", 2],
  ["in tasks", "v1/sync-async?jobs=0-5000,0-5000&ways=joined,await-in-turn", 0],
]) {
  test(`a run is stopped by its button (${how})`, async ({ openPage }) => {
    const page = await openPage(fragment, { lang: "en" });
    const measure = page.getByRole("button", { name: "Measure", exact: true });
    await measure.click();
    await expect(page.getByRole("status").filter({ hasText: /Measuring: .*running/ })).toBeVisible();
    expect(page.workers().length).toBe(workers);
    await page.getByRole("button", { name: "Cancel" }).click();
    await expect(measure).toBeVisible();
    await expect(page.getByRole("progressbar")).toBeHidden();
    expect(await lab(page).state()).toMatchObject({ measuring: false, measured: 0 });
    await recovers(page);
  });
}

test("leaving a page does not disturb the run on it", async ({ openPage }) => {
  const page = await openPage("v1/sync-async?jobs=0-600&ways=joined", { lang: "en" });
  await page.getByRole("button", { name: "Measure", exact: true }).click();
  await expect(page.getByRole("button", { name: "Cancel" })).toBeVisible();
  await page.getByRole("link", { name: "The 2×2 matrix" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/Does the call return at once/);
  await expect.poll(async () => (await lab(page).state()).measured).toBe(1);
  await page.goBack();
  await expect(page.getByRole("button", { name: "Measure again" })).toBeVisible();
});
