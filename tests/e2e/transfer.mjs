// What the page transfers: opens the built page in Chromium, notes each file
// it asks for until it is ready and the network has fallen silent, and prints
// their sizes, raw and gzip -9, as JSON: `files` of the first page, `full` of
// the full program, which is what a page of its own asks for besides, and
// `machine`, `explorer`, `reader`, `clips` and `python` of the workers that run the machine, that
// explore, that read files and that make moving pictures and that run Python;
// `pythonBrotli` is the last sum as hosts transfer it that have Brotli (at 11).
//
//   node transfer.mjs DIST
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { chromium } from "@playwright/test";
import { args, executablePath } from "./support/browser.mjs";
import { noteStart, whenReady } from "./support/ready.mjs";
import { serve } from "./support/server.mjs";

const [dist] = process.argv.slice(2);
if (!dist) throw new Error("Usage: node transfer.mjs DIST");

const server = await serve({ root: dist, prefix: "/lab/" });
const browser = await chromium.launch({ executablePath: executablePath(), args });

/** The files that opening the page at a fragment asks for; `last` is the one that comes last. */
async function transferred(fragment, last, then = () => {}) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const paths = new Set();
  // Workers' requests show on the context, not on the page.
  context.on("request", (request) => {
    const { origin, pathname } = new URL(request.url());
    if (origin === server.origin) paths.add(pathname.slice("/lab/".length) || "index.html");
  });
  const late = context.waitForEvent("request", { predicate: (request) => request.url().includes(last), timeout: 60_000 });
  await page.addInitScript(noteStart);
  await page.goto(server.url + fragment);
  await whenReady(page);
  await then(page);
  await late;
  await page.waitForLoadState("networkidle");

  // What was asked for lies in the folder: a worker's answer may be gone with it.
  const files = [...paths].map((path) => {
    const bytes = readFileSync(join(dist, path));
    return { path, raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length };
  });
  await context.close();
  return files;
}

try {
  const files = await transferred("", "live_worker_bg.wasm");
  const traces = await transferred("#v1/trace", "full_bg.wasm");
  // The worker that reads files starts with the page of traces; it is counted for itself.
  const isReader = ({ path }) => path.startsWith("trace_worker");
  const full = traces.filter((file) => !isReader(file) && !files.some(({ path }) => path === file.path));
  const besides = (all) => all.filter(({ path }) => ![...files, ...full].some((file) => file.path === path));
  const machine = besides(await transferred("#v1/machine", "machine_worker_bg.wasm"));
  const explorer = besides(await transferred("#v1/explore", "explore_worker_bg.wasm"));
  // The worker that reads files comes with the first file.
  const reading = await transferred("#v1/trace", "trace_worker_bg.wasm", (page) =>
    page.evaluate(() => window.concurrencyLab.importTrace('[{"ph":"i","ts":1}]')),
  );
  const reader = besides(reading);
  // The worker that makes moving pictures comes with the first one; the machine
  // page, which has a timeline at once, brings its own worker.
  const filming = await transferred("#v1/machine", "clip_worker_bg.wasm", async (page) => {
    await page.locator(".tl-export").click();
    await page.locator("[data-export=clip]").click();
  });
  const clips = besides(filming).filter(({ path }) => !machine.some((file) => file.path === path));
  const python = besides(await transferred("#v1/python", "python_worker_bg.wasm"));
  const pythonBrotli = python.map(({ path }) => brotliCompressSync(readFileSync(join(dist, path))).length).reduce((a, b) => a + b, 0);
  console.log(JSON.stringify({ files, full, machine, explorer, reader, clips, python, pythonBrotli }));
} finally {
  await browser.close();
  await server.close();
}
