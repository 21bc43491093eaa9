// How viewers of recordings compare: from the choice of a file until all of
// it is painted, how smoothly they zoom and pan, and how much memory they take.
//
//   node viewer.mjs DIST FLOOR PEERS RECORDINGS [--rounds N] [--only-viewers NAMES] [--slices N,N]
//
// DIST is the built page, FLOOR the folder of the bare page, PEERS that of other
// viewers, RECORDINGS where the files to be opened are kept. Every viewer opens
// every file in a browser of its own; the rounds take turns, and the table has
// the medians. Nothing is asserted of a time.
import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { chromium } from "@playwright/test";
import { args, executablePath } from "./support/browser.mjs";
import { begin, end } from "./support/frames.mjs";
import { RECORDINGS, recording } from "./support/recording.mjs";
import { otherThanLast, record } from "./support/screencast.mjs";
import { serve } from "./support/server.mjs";
import { viewers } from "./support/viewers.mjs";

const VIEWPORT = { width: 1280, height: 800 };
/** A viewer that has not shown a file by then is said to have failed, in milliseconds. */
const LIMIT = 90_000;
/** Nothing new for so long: it has painted all that it will. */
const QUIET = 2_000;
/** How much of the picture may still change once it counts as whole. */
const STILL = 0.02;
/** How much of the picture a file must change at least to count as shown. */
const SHOWN = 0.05;
/** How long each gesture goes on, in milliseconds, and the pause between two events. */
const LONG = 4_000;
const PACE = 8;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "3" }, "only-viewers": { type: "string" }, slices: { type: "string" } },
});
const [dist, floor, peers, folder] = positionals;
if (!folder) throw new Error("Usage: node viewer.mjs DIST FLOOR PEERS RECORDINGS [--rounds N] [--only-viewers NAMES] [--slices N,N]");
const chosen = (list, key, what) => list.filter((each) => !what || what.split(",").includes(String(each[key])));
const subjects = chosen(viewers({ dist, floor, peers }), "name", options["only-viewers"]);
const files = chosen(RECORDINGS, "slices", options.slices);
const rounds = Number(options.rounds);

/** Zooms in and out around three points by turns. */
async function zoom(page, area, until) {
  await page.keyboard.down("Control");
  for (let turn = 0; !until(); turn += 1) {
    await page.mouse.move(area.x + area.width * (0.3 + 0.2 * (turn % 3)), area.y + 200);
    for (const delta of [-100, 100]) {
      for (let step = 0; step < 24 && !until(); step += 1) await paced(page.mouse.wheel(0, delta));
    }
  }
  await page.keyboard.up("Control");
}

/** Pans to and fro. */
async function pan(page, area, until) {
  await page.mouse.move(area.x + area.width * 0.5, area.y + 200);
  for (let step = 0; !until(); step += 1) await paced(page.mouse.wheel(step % 80 < 40 ? 60 : -60, 0));
}

/** Scrolls down through the lanes and up again. */
async function scroll(page, area, until) {
  await page.mouse.move(area.x + area.width * 0.5, area.y + 200);
  for (let step = 0; !until(); step += 1) await paced(page.mouse.wheel(0, step % 240 < 120 ? 240 : -240));
}

const sent = new Set();

/** Sends on at a pace: a hand does not wait until the page has answered. */
async function paced(sending) {
  const done = sending.catch(() => {}).finally(() => sent.delete(done));
  sent.add(done);
  await new Promise((next) => setTimeout(next, PACE));
}

await mkdir(folder, { recursive: true });
console.log(`load before: ${loadavg()[0].toFixed(2)}`);
const found = new Map();
for (const file of files) {
  process.stderr.write(`writing ${file.slices} slices on ${file.lanes} lanes\n`);
  file.path = await recording(folder, file);
  file.bytes = readFileSync(file.path).length;
  for (let round = 1; round <= rounds; round += 1) {
    for (const subject of subjects) {
      const key = `${file.slices} ${file.lanes} ${subject.name}`;
      const before = found.get(key) ?? [];
      // What failed once is not waited for again.
      if (before.some((result) => result.failed)) continue;
      const result = await measured(subject, file, round === 1).catch((error) => ({ failed: String(error.message).split("\n")[0] }));
      found.set(key, [...before, result]);
      process.stderr.write(`${key}, ${round}/${rounds}: ${JSON.stringify(result)}\n`);
    }
  }
  table(file);
}
console.log(`load after: ${loadavg()[0].toFixed(2)}`);

/** Opens a file in a viewer, in a browser of its own. */
async function measured(subject, file, gestures) {
  const server = await serve({ root: subject.root });
  const browser = await chromium.launch({ executablePath: executablePath(), args });
  try {
    const page = await browser.newPage({ viewport: VIEWPORT, colorScheme: "light" });
    await page.addInitScript(() => {
      addEventListener("change", () => (window.givenAt ??= performance.timeOrigin + performance.now()), true);
    });
    if (subject.prepare) await page.addInitScript(subject.prepare);
    await page.goto(server.url + subject.path);
    await page.locator(subject.ready).first().waitFor({ state: "attached", timeout: 30_000 });
    // The page itself, its workers and its fonts are there before the file is.
    await page.waitForLoadState("networkidle");
    await new Promise((next) => setTimeout(next, 1_000));
    const cast = await record(page);
    await cast.quiet(300);
    const empty = cast.frames.length;
    const before = await processor(browser);
    await page.locator(subject.input).first().setInputFiles(file.path);
    await timely(page.locator(subject.shown).first().waitFor({ state: "visible", timeout: LIMIT }));
    await timely(quietAndShown(cast, empty));
    const spent = (await processor(browser)) - before;
    await cast.stop();
    const area = await lanes(page, subject);
    const shares = await judged(cast.frames, area);
    const given = await page.evaluate(() => window.givenAt);
    const result = { paint: painted(cast.frames, shares, empty, given), processor: spent };
    result.memory = await memory(browser);
    await collect(page);
    result.held = await memory(browser);
    if (gestures) {
      result.zoom = await frames(page, area, zoom);
      await page.keyboard.down("Control");
      await page.mouse.move(area.x + area.width / 2, area.y + 200);
      for (let step = 0; step < 8; step += 1) await page.mouse.wheel(0, -100);
      await page.keyboard.up("Control");
      await settled(page);
      result.pan = await frames(page, area, pan);
      if (file.lanes > 100) result.scroll = await frames(page, area, scroll);
    }
    return result;
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Fails if something takes longer than the limit. */
function timely(promise) {
  let timer;
  const late = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Error(`not painted after ${LIMIT / 1_000} s`)), LIMIT);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Waits until the picture is another one than before and stays. */
async function quietAndShown(cast, empty) {
  while (cast.frames.length <= empty) await new Promise((next) => setTimeout(next, 50));
  await cast.quiet(QUIET);
}

/** Where the lanes are: the largest canvas. */
async function lanes(page, { canvas }) {
  return page.evaluate((selector) => {
    const boxes = [...document.querySelectorAll(selector)].map((each) => each.getBoundingClientRect());
    const seen = boxes.map((box) => {
      const [x, y] = [Math.max(0, box.left), Math.max(0, box.top)];
      return { x, y, width: Math.min(innerWidth, box.right) - x, height: Math.min(innerHeight, box.bottom) - y };
    });
    const whole = (box) => Object.fromEntries(Object.entries(box).map(([key, value]) => [key, Math.floor(value)]));
    return whole(seen.reduce((best, box) => (box.width * box.height > best.width * best.height ? box : best)));
  }, canvas);
}

/** How far each frame is from the last one; in a browser of its own, so that it costs the viewer nothing. */
async function judged(all, area) {
  const browser = await chromium.launch({ executablePath: executablePath(), args });
  try {
    return await otherThanLast(await browser.newPage(), all, area);
  } finally {
    await browser.close();
  }
}

/** Milliseconds until the first frame from which on the picture stays as it is. */
function painted(all, shares, empty, given) {
  if (shares[empty - 1] < SHOWN) throw new Error("it shows nothing of the file");
  let first = shares.length - 1;
  while (first > 0 && shares[first - 1] <= STILL) first -= 1;
  return all[first].at - given;
}

/** The proportional set size of the largest renderer, in MB. */
async function memory(browser) {
  return Math.max(...(await renderers(browser)).map(pss));
}

/**
 * The processor time of all renderers' threads so far, in milliseconds (the
 * kernel counts in hundredths of a second). Unlike the time on the clock it
 * hardly depends on what else the machine does.
 */
async function processor(browser) {
  const ticks = (id) => {
    // Behind the name, which may hold blanks: the 12th and 13th field.
    const fields = readFileSync(`/proc/${id}/stat`, "utf8").split(") ").at(-1).split(" ");
    return Number(fields[11]) + Number(fields[12]);
  };
  return (await renderers(browser)).reduce((sum, id) => sum + 10 * ticks(id), 0);
}

/** The process numbers of all renderers. */
async function renderers(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  return processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
}

function pss(id) {
  try {
    return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, "utf8"))[1]) / 1_000;
  } catch {
    return 0;
  }
}

async function collect(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  await session.detach();
}

/** The frames while a gesture goes on. */
async function frames(page, area, gesture) {
  const picture = () => page.screenshot({ clip: area });
  const before = await picture();
  let events = 0;
  await gesture(page, area, () => (events += 1) > 12);
  await Promise.all(sent);
  await settled(page);
  const moved = !before.equals(await picture());
  await page.evaluate(begin);
  const stop = performance.now() + LONG;
  await gesture(page, area, () => performance.now() > stop);
  await Promise.all(sent);
  const noted = await page.evaluate(end);
  return { moved, ...quantiles(noted.begun), painted: quantiles(noted.painted).p50, inputs: noted.inputs };
}

/** Waits for two frames. */
function settled(page) {
  return page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** Nearest-rank quantiles. */
function quantiles(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
}

/** Prints what was found of a file, as Markdown. */
function table(file) {
  const count = (number) => number.toLocaleString("en");
  console.log(`\n### ${count(file.slices)} slices on ${count(file.lanes)} lanes, ${(file.bytes / 1e6).toFixed(1)} MB\n`);
  console.log("| viewer | painted, ms | × floor | processor, ms | × floor | memory, MB | × floor | after collecting | × floor | zoom p50 / p95 / max | pan | scroll |");
  console.log("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
  const of = (subject) => found.get(`${file.slices} ${file.lanes} ${subject.name}`) ?? [];
  const middle = (results, key) => quantiles(results.map((result) => result[key])).p50;
  const base = subjects.find(({ name }) => name === "floor");
  for (const subject of subjects) {
    const results = of(subject);
    const failed = results.find((result) => result.failed);
    if (failed) {
      console.log(`| ${subject.name} | ${failed.failed} |`);
      continue;
    }
    const cells = ["paint", "processor", "memory", "held"].flatMap((key) => {
      const own = middle(results, key);
      return [own.toFixed(0), base ? (own / middle(of(base), key)).toFixed(2) : ""];
    });
    const first = results[0];
    for (const gesture of ["zoom", "pan", "scroll"]) {
      const noted = first[gesture];
      const text = noted && [noted.p50, noted.p95, noted.max].map((ms) => ms.toFixed(1)).join(" / ");
      cells.push(noted ? (noted.moved ? text : "did not move") : "");
    }
    console.log(`| ${subject.name} | ${cells.join(" | ")} |`);
  }
}
