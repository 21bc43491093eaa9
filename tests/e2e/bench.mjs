// How smoothly the timeline follows the hand, and how fast the simulator is in
// the browser: opens the pages of `cargo xtask bench` in Chromium, zooms, drags
// and turns the wheel with real input events, and prints a table.
//
//   node bench.mjs SIZE SPEED
//
// SIZE is the page as built for publishing (its frames are timed), SPEED the
// same built for speed; the simulator is timed in both. Nothing is asserted of
// a time; a gesture that has no effect is an error, since its times would mean
// nothing.
import { loadavg } from "node:os";
import { chromium } from "@playwright/test";
import { args, executablePath } from "./support/browser.mjs";
import { begin, end } from "./support/frames.mjs";
import { noteStart, whenReady } from "./support/ready.mjs";
import { serve } from "./support/server.mjs";

const SLICES = [10_000, 100_000, 1_000_000];
/** How long each gesture goes on, in milliseconds. */
const LONG = 4_000;
/** How often the wheel is turned to be halfway in: e^(0.25 · 8), about seven times as large. */
const HALFWAY = 8;
const VIEWPORT = { width: 1280, height: 800 };
const EMPTY = "<!doctype html><title>Empty</title>";
/** A page that is known to be too slow: the times must tell. */
const BUSY = `${EMPTY}<script>
  requestAnimationFrame(function frame() {
    for (const end = performance.now() + 30; performance.now() < end; );
    requestAnimationFrame(frame);
  });
</script>`;
/** Between two input events, in milliseconds: more than one a frame, as mice send. */
const PACE = 8;
/** Frames' time stamps further apart than this leave a beat of 60 Hz out. */
const MISSED = 25;

const [size, speed] = process.argv.slice(2);
if (!size || !speed) throw new Error("Usage: node bench.mjs SIZE SPEED");

const sent = new Set();

/** Sends on at a pace: a hand does not wait until the page has answered. */
async function paced(sending) {
  const done = sending.finally(() => sent.delete(done));
  sent.add(done);
  await new Promise((next) => setTimeout(next, PACE));
}

/** What hands do; each does it until `until()` says that it is time. */
const GESTURES = {
  // All the way in around three points by turns, and out again.
  async zoom(page, until) {
    await page.keyboard.down("Control");
    for (let turn = 0; !until(); turn += 1) {
      await page.mouse.move(400 + 250 * (turn % 3), 300);
      for (const delta of [-100, 100]) {
        for (let step = 0; step < 24 && !until(); step += 1) await paced(page.mouse.wheel(0, delta));
      }
    }
    await page.keyboard.up("Control");
  },
  async drag(page, until) {
    await page.mouse.move(640, 300);
    await page.mouse.down();
    for (let step = 1; !until(); step += 1) {
      await paced(page.mouse.move(640 + 300 * Math.sin(step / 12), 300));
    }
    await page.mouse.up();
  },
  async wheel(page, until) {
    await page.mouse.move(640, 300);
    for (let step = 0; !until(); step += 1) await paced(page.mouse.wheel(step % 80 < 40 ? 30 : -30, 0));
  },
};

const servers = [];
const browser = await chromium.launch({ executablePath: executablePath(), args });
try {
  const paths = [["for size, as published", size], ["for speed, opt-level 3", speed]];
  for (const [name, root] of paths) {
    const server = await serve({ root, prefix: "/bench/", isolated: true });
    servers.push({ name, server });
  }
  console.log(`Chromium ${browser.version()}, headless, no graphics card, ${VIEWPORT.width} by ${VIEWPORT.height}`);
  console.log(`load before: ${loadavg()[0].toFixed(2)}`);
  await frames(servers[0].server);
  for (const { name, server } of servers) await simulator(name, server);
  console.log(`load after: ${loadavg()[0].toFixed(2)}`);
} finally {
  await browser.close();
  for (const { server } of servers) await server.close();
}

/** Times the frames of every size and of an empty page; prints a row as soon as it is there. */
async function frames(server) {
  console.log("\nframes, in ms: from one to the next, and from a frame's begin until it is painted;");
  console.log("'busy' is a page that blocks every frame for 30 ms, to show that the times can tell");
  row(["slices", "gesture", "frames", "inputs", "p50", "p95", "max", "p95/emp", "missed", "painted p50", "p95"]);
  const empty = await measured(server.page("/bench/empty", EMPTY), false);
  for (const [gesture, found] of Object.entries(empty)) show("empty", gesture, found, found);
  const busy = await measured(server.page("/bench/busy", BUSY), false);
  for (const [gesture, found] of Object.entries(busy)) show("busy", gesture, found, empty[gesture]);
  for (const slices of SLICES) {
    const found = await measured(`${server.url}#${slices}`, true);
    for (const gesture of Object.keys(GESTURES)) show(slices, gesture, found[gesture], empty[gesture]);
  }
}

/** Does every gesture on a page of its own; what each found. */
async function measured(url, timeline) {
  const page = await open(url, timeline);
  const found = {};
  for (const [name, gesture] of Object.entries(GESTURES)) {
    if (name === "drag" && timeline) await halfway(page);
    if (timeline) await mustAct(page, name, gesture);
    await page.evaluate(begin);
    const stop = performance.now() + LONG;
    await gesture(page, () => performance.now() > stop);
    await Promise.all(sent);
    found[name] = await page.evaluate(end);
    if (timeline && name === "zoom") await page.keyboard.press("0");
  }
  await page.close();
  return found;
}

async function open(url, timeline) {
  const page = await browser.newPage({ viewport: VIEWPORT });
  page.on("pageerror", (error) => {
    throw error;
  });
  await page.addInitScript(noteStart);
  await page.goto(url);
  if (timeline) {
    await whenReady(page);
    await page.locator(".tl-lanes canvas").first().waitFor({ state: "attached" });
    await page.locator(".tl-lanes").focus();
  }
  await settled(page);
  return page;
}

/** Zooms in so far that there is something to move to at both sides. */
async function halfway(page) {
  await page.mouse.move(640, 300);
  await page.keyboard.down("Control");
  for (let step = 0; step < HALFWAY; step += 1) await page.mouse.wheel(0, -100);
  await page.keyboard.up("Control");
  await settled(page);
}

/** Fails if a few events of a gesture leave the picture as it was. */
async function mustAct(page, name, gesture) {
  const picture = () => page.locator(".tl-lanes canvas").first().evaluate((canvas) => canvas.toDataURL());
  const before = await picture();
  let events = 0;
  await gesture(page, () => (events += 1) > 8);
  await Promise.all(sent);
  await settled(page);
  if ((await picture()) === before) throw new Error(`${name}: the timeline did not move`);
}

/** Waits for two frames. */
function settled(page) {
  return page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

async function simulator(name, server) {
  const page = await open(`${server.url}#10000`, true);
  const { text } = await page.evaluate(() => window.bench.sim());
  console.log(`\nsimulator, wasm built ${name}`);
  console.log(text.trimEnd());
  await page.close();
}

function show(slices, gesture, found, empty) {
  const apart = quantiles(found.apart);
  const painted = quantiles(found.painted);
  const ms = (value) => value.toFixed(1);
  row([
    slices.toLocaleString("en"), gesture, found.apart.length, found.inputs,
    ms(apart.p50), ms(apart.p95), ms(apart.max),
    (apart.p95 / quantiles(empty.apart).p95).toFixed(2),
    found.begun.filter((ms) => ms > MISSED).length,
    ms(painted.p50), ms(painted.p95),
  ]);
}

/** Nearest-rank quantiles. */
function quantiles(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
}

function row(cells) {
  const [first, second, ...rest] = cells.map(String);
  const widths = [7, 7, 7, 7, 7, 8, 7, 12, 7];
  console.log([first.padStart(9), second.padEnd(7), ...rest.map((cell, n) => cell.padStart(widths[n]))].join(" "));
}
