// How long it takes from nothing to the first trace of a Python program: opens
// the page at a program of 22 lines, beside it the same page as mere markup,
// without any program (no start can be faster), and a page that only loads
// Pyodide, by turns, each in a browser of its own that has nothing cached.
//
//   node start.mjs DIST PYODIDE [ROUNDS]
//
// Times count from when the address was asked for. `lanes` is when the trace is
// there and two frames have shown it, `markup` when two frames have shown that;
// Pyodide is ready when it has answered 6 * 7.
// Nothing is asserted of a time; a trace without slices is an error.
import { loadavg } from "node:os";
import { chromium } from "@playwright/test";
import { args, executablePath } from "./support/browser.mjs";
import { serve } from "./support/server.mjs";

const PROGRAM = "#v1/python?example=threads-overlap";
/** What is not there by then is not coming, in milliseconds. */
const LIMIT = 120_000;
const PYODIDE = `<!doctype html><title>Pyodide</title><script src="pyodide.js"></script><script>
  loadPyodide().then(async (pyodide) => {
    window.answer = pyodide.runPython("6 * 7");
    window.times = { ready: performance.now() };
  });
</script>`;

const [dist, peer, rounds = "5"] = process.argv.slice(2);
if (!dist || !(Number(rounds) >= 1)) throw new Error("Usage: node start.mjs DIST PYODIDE [ROUNDS]");

/** Opens a page in a browser of its own; gives what `read` makes of it. */
async function fresh(url, script, read) {
  const browser = await chromium.launch({ executablePath: executablePath(), args });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const session = await page.context().newCDPSession(page);
    await session.send("Network.setCacheDisabled", { cacheDisabled: true });
    if (script) await page.addInitScript(script);
    await page.goto(url, { timeout: LIMIT });
    await page.waitForFunction(() => window.times, undefined, { timeout: LIMIT, polling: 50 });
    return await read(page);
  } finally {
    await browser.close();
  }
}

/** In the page: notes when its first program has started, when the trace is there, and when it is seen. */
function noteTrace() {
  window.addEventListener("TrunkApplicationStarted", async () => {
    const first = performance.now();
    while (!window.concurrencyLab) await new Promise((done) => setTimeout(done));
    await window.concurrencyLab.ready;
    const trace = performance.now();
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    window.times = { first, trace, lanes: performance.now() };
  });
}

const ours = (site) =>
  fresh(site.url + PROGRAM, noteTrace, async (page) => {
    const slices = await page.evaluate(() => JSON.parse(window.concurrencyLab.exportTrace()).traceEvents.length);
    if (slices < 20) throw new Error(`The trace has ${slices} events only.`);
    return page.evaluate(() => window.times);
  });

/** The page with its trace as mere markup: no script, nothing that is loaded ahead; canvases are empty. */
async function markup(site) {
  const text = await fresh(site.url + PROGRAM, noteTrace, (page) =>
    page.evaluate(() => {
      for (const field of document.querySelectorAll("textarea")) field.textContent = field.value;
      const root = document.documentElement.cloneNode(true);
      for (const part of root.querySelectorAll("script, link[rel=preload], link[rel=modulepreload]")) part.remove();
      return `<!doctype html>${root.outerHTML}`;
    }),
  );
  site.page("/lab/markup.html", text);
}

/** In the page: notes when two frames have shown it. */
function noteMarkup() {
  addEventListener("load", async () => {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    window.times = { seen: performance.now() };
  });
}

const mere = (site) =>
  fresh(`${site.url}markup.html`, noteMarkup, async (page) => {
    if ((await page.locator(".console li").count()) === 0) throw new Error("The markup has no output.");
    return page.evaluate(() => window.times);
  });

const theirs = (site) =>
  fresh(`${site.url}load.html`, undefined, async (page) => {
    if ((await page.evaluate(() => window.answer)) !== 42) throw new Error("Pyodide does not compute.");
    return page.evaluate(() => window.times);
  });

const site = await serve({ root: dist, prefix: "/lab/" });
const sites = [
  ["this page", site, ours],
  ["its markup", site, mere],
];
if (peer) {
  const other = await serve({ root: peer, prefix: "/pyodide/" });
  other.page("/pyodide/load.html", PYODIDE);
  sites.push(["Pyodide", other, theirs]);
}
const rows = new Map();
console.log(`load before: ${loadavg()[0].toFixed(2)}`);
try {
  await markup(site);
  for (let round = 0; round < Number(rounds); round += 1) {
    for (const [name, served, measure] of sites) {
      rows.set(name, [...(rows.get(name) ?? []), await measure(served)]);
    }
  }
} finally {
  for (const served of new Set(sites.map(([, served]) => served))) await served.close();
}
const best = (name, key) => Math.min(...rows.get(name).map((times) => times[key]));
const median = (name, key) => {
  const sorted = rows.get(name).map((times) => times[key]).sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
};
const told = (name, key) => `${best(name, key).toFixed(0)} (${median(name, key).toFixed(0)})`;
console.log("from a cold page, in milliseconds: the best, and the median in brackets");
console.log(`this page: its first program ${told("this page", "first")}, the trace ${told("this page", "trace")}, seen ${told("this page", "lanes")}`);
console.log(`its markup alone: seen ${told("its markup", "seen")}`);
if (peer) {
  const ratio = (of) => (of("this page", "lanes") / of("Pyodide", "ready")).toFixed(3);
  console.log(`Pyodide: loaded ${told("Pyodide", "ready")}; this page / Pyodide: ${ratio(best)} (${ratio(median)})`);
}
