// How viewers of recordings compare: from the choice of a file until all of
// it is painted, how smoothly they zoom and pan, and how much memory they take.
//
//   node viewer.mjs DIST FLOOR PEERS RECORDINGS [OPTIONS]
//
//   --rounds N            how often the floor and this page open each file (3);
//                         the other viewers, which are further off than two
//                         rounds differ, do so once
//   --quick               one round, and only the smallest and the largest of 16 lanes
//   --only-viewers NAMES  some of: floor, this page, speedscope, Perfetto
//   --slices N,N          only recordings of so many slices
//
// DIST is the built page, FLOOR the folder of the bare page, PEERS that of other
// viewers, RECORDINGS where the files to be opened are kept. Every viewer opens
// every file in a browser of its own; the rounds take turns, and the table has
// the medians. Nothing is asserted of a time.
import { readFileSync } from "node:fs";
import { mkdir, stat } from "node:fs/promises";
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
const LIMIT = 60_000;
/** Nothing new for so long: it has painted all that it will. */
const QUIET = 2_000;
/** How much of the picture may still change once it counts as whole. */
const STILL = 0.02;
/** How much of the picture a file must change at least to count as shown. */
const SHOWN = 0.05;
/** How long each gesture goes on, in milliseconds, and the pause between two events. */
const LONG = 3_000;
const PACE = 8;
/** The aims for a million slices on 16 lanes: see BENCHMARKS.md. */
const AIMS = { slices: 1_000_000, frame: 17, floor: 1.8, perfetto: 1 / 4, memory: 1.5 };

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string" },
    quick: { type: "boolean", default: false },
    "only-viewers": { type: "string" },
    slices: { type: "string" },
  },
});
const [dist, floor, peers, folder] = positionals;
if (!folder) throw new Error("Usage: node viewer.mjs DIST FLOOR PEERS RECORDINGS [--rounds N] [--quick] [--only-viewers NAMES] [--slices N,N]");
const chosen = (list, key, what) => list.filter((each) => !what || what.split(",").includes(String(each[key])));
const subjects = chosen(viewers({ dist, floor, peers }), "name", options["only-viewers"]);
const files = chosen(options.quick ? RECORDINGS.filter(({ quick }) => quick) : RECORDINGS, "slices", options.slices);
if (!subjects.length || !files.length) throw new Error("There is no such viewer or recording.");
const rounds = Number(options.rounds ?? (options.quick ? 1 : 3));
if (!(rounds >= 1)) throw new Error("--rounds needs a number.");
const count = (number) => number.toLocaleString("en");

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
const begun = performance.now();
const found = new Map();
const steps = files.flatMap((file) =>
  Array.from({ length: rounds }, (_, round) => subjects.filter(({ peer }) => !peer || round === 0).map((subject) => ({ file, round, subject }))).flat(),
);
for (const [step, { file, round, subject }] of steps.entries()) {
  const what = `${count(file.slices)} slices on ${count(file.lanes)} lanes`;
  if (!file.path) {
    progress(`writing ${what}`);
    file.path = await recording(folder, file);
    file.bytes = (await stat(file.path)).size;
  }
  progress(`${step + 1}/${steps.length}: ${what} in ${subject.name}, round ${round + 1}`);
  const before = of(file, subject.name);
  // What failed once is not waited for again.
  if (!before.some((result) => result.failed)) {
    const result = await measured(subject, file, round === 0).catch((error) => ({ failed: String(error.message).split("\n")[0] }));
    before.push(result);
    progress(JSON.stringify(result));
  }
  if (steps[step + 1]?.file !== file) table(file);
}
aims();
console.log(`\nload after: ${loadavg()[0].toFixed(2)}; ${((performance.now() - begun) / 60_000).toFixed(1)} min`);

/** A line for who waits; `cargo xtask` shows it meanwhile and leaves it out at the end. */
function progress(text) {
  process.stderr.write(`     Running ${text}\n`);
}

/** What was found of a file in a viewer. */
function of(file, name) {
  const key = `${file.slices} ${file.lanes} ${name}`;
  if (!found.has(key)) found.set(key, []);
  return found.get(key);
}

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
    const { area, shares, spent } = await timely(whole(page, subject, cast, { browser, empty, before }));
    await cast.stop();
    const given = await page.evaluate(() => window.givenAt);
    const result = { paint: painted(cast.frames, shares, given), processor: spent };
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

/**
 * Waits until the file is in the picture and the picture stays as it is. A
 * viewer that is busy shows nothing new either: first it must be free to paint.
 */
async function whole(page, subject, cast, { browser, empty, before }) {
  for (;;) {
    await settled(page);
    await cast.quiet(QUIET);
    const spent = (await processor(browser)) - before;
    const area = await lanes(page, subject);
    const frames = [...cast.frames];
    const shares = area.width > 0 && frames.length > empty ? await judged(frames, area) : [];
    if (shares[empty - 1] >= SHOWN) return { area, shares, spent };
  }
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
function painted(all, shares, given) {
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

/** The median of what a viewer took; none if it failed or was not asked. */
function middle(file, name, key) {
  const results = of(file, name);
  if (!results.length || results.some((result) => result.failed)) return undefined;
  return quantiles(results.map((result) => result[key])).p50;
}

/** Prints what was found of a file, as Markdown. */
function table(file) {
  console.log(`\n### ${count(file.slices)} slices on ${count(file.lanes)} lanes, ${(file.bytes / 1e6).toFixed(1)} MB\n`);
  console.log("| viewer | painted, ms | × floor | processor, ms | × floor | memory, MB | × floor | after collecting | × floor | zoom p50 / p95 / max | pan | scroll |");
  console.log("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
  for (const { name } of subjects) {
    const results = of(file, name);
    const failed = results.find((result) => result.failed);
    if (failed) {
      console.log(`| ${name} | ${failed.failed} |`);
      continue;
    }
    const cells = ["paint", "processor", "memory", "held"].flatMap((key) => {
      const [own, base] = [middle(file, name, key), middle(file, "floor", key)];
      return [own.toFixed(0), base ? (own / base).toFixed(2) : ""];
    });
    for (const gesture of ["zoom", "pan", "scroll"]) {
      const noted = results[0][gesture];
      const text = noted && [noted.p50, noted.p95, noted.max].map((ms) => ms.toFixed(1)).join(" / ");
      cells.push(noted ? (noted.moved ? text : "did not move") : "");
    }
    console.log(`| ${name} | ${cells.join(" | ")} |`);
  }
}

/** Prints how this page stands to what it aims at, as far as it was measured. */
function aims() {
  const page = "this page";
  const large = files.find(({ slices }) => slices === AIMS.slices);
  const lines = [];
  const line = (what, found, aim, digits) => {
    if (Number.isFinite(found)) lines.push(`| ${what} | ≤ ${aim} | ${found.toFixed(digits)} | ${found <= aim ? "yes" : "no"} |`);
  };
  if (large && middle(large, page, "paint")) {
    for (const gesture of ["zoom", "pan"]) line(`a million slices, ${gesture}, p95 in ms`, of(large, page)[0][gesture].p95, AIMS.frame, 1);
    const ratio = (key, to) => middle(large, page, key) / middle(large, to, key);
    line("a million slices, painted, × floor", ratio("paint", "floor"), AIMS.floor, 2);
    line("a million slices, painted, × Perfetto", ratio("paint", "Perfetto"), AIMS.perfetto, 3);
    line("a million slices, memory, × floor", ratio("memory", "floor"), AIMS.memory, 2);
    line("a million slices, memory after collecting, × floor", ratio("held", "floor"), AIMS.memory, 2);
  }
  for (const file of files) {
    for (const { name } of subjects.filter(({ peer }) => peer)) {
      const what = `${count(file.slices)} slices on ${count(file.lanes)} lanes, painted, × ${name}`;
      line(what, middle(file, page, "paint") / middle(file, name, "paint"), 1, 3);
    }
  }
  if (lines.length) console.log(["", "| | aim | found | met |", "|---|---:|---:|---|", ...lines].join("\n"));
}
