// What the model says, to the nanosecond: the page's exported trace against
// figures worked out by hand.
import { expect, lab, test } from "../support/fixtures.mjs";
import { MS, endOf, firstOf, lastEnd, mutualOverlap, read, total, within } from "../support/trace.mjs";

/** The modelled run of the first way of a link. */
async function modelled(openPage, fragment) {
  const page = await openPage(`v1/${fragment}`);
  const trace = read(await lab(page).exportTrace());
  await page.context().close();
  expect(trace.clock.kind).toBe("virtual");
  return trace;
}

/** When each job ends, in ms, in the jobs' order. */
const ends = ({ jobs }) => jobs.map((job) => endOf(job) / MS);

for (const [fragment, expected] of [
  // Each wait is begun at once: every job ends after its own.
  ["sync-async?ways=joined", [300, 200, 100]],
  // 300, then 200, then 100.
  ["sync-async?ways=await-in-turn", [300, 500, 600]],
  ["sync-async?ways=in-turn", [300, 500, 600]],
  // Three times 120 ms on one core, on two, and in slices of 20 ms.
  ["concurrency-parallelism?ways=in-turn", [120, 240, 360]],
  ["concurrency-parallelism?ways=processes", [120, 120, 240]],
  ["concurrency-parallelism?ways=interleaved", [320, 340, 360]],
  // Awaiting does not speed up computing.
  ["sync-async?jobs=100,100,100&ways=joined", [100, 200, 300]],
  // A dearer switch makes the whole longer by the number of switches.
  ["concurrency-parallelism?jobs=40,40&quantum=20&switch=1&ways=interleaved", [62, 83]],
  // Without the GIL two threads on two cores; with it they share one.
  ["concurrency-parallelism?jobs=60,60&gil=0&ways=threads", [60, 60]],
]) {
  test(`when each job ends: ${fragment}`, async ({ openPage }) => {
    expect(ends(await modelled(openPage, fragment))).toEqual(expected);
  });
}

test("threads under the GIL never run at the same instant; without it they do", async ({ openPage }) => {
  const link = (gil) => `concurrency-parallelism?jobs=60,60,60&gil=${gil}&ways=threads`;
  const locked = await modelled(openPage, link(1));
  expect(mutualOverlap(locked.jobs, "running")).toBe(0);
  expect(lastEnd(locked.jobs)).toBeGreaterThanOrEqual(180 * MS);
  expect(total(locked.jobs.flatMap((job) => within(job, "blocked-gil")))).toBeGreaterThan(0);
  const free = await modelled(openPage, link(0));
  expect(mutualOverlap(free.jobs, "running")).toBeGreaterThan(0);
  // Nine slices of 20 ms on two cores: five rounds.
  expect(lastEnd(free.jobs)).toBe(100 * MS);
});

test("in the matrix the own work begins when the way lets it", async ({ openPage }) => {
  // A: 10 ms, a wait of 240 ms, 20 ms; B: 160 ms of own work.
  const own = async (way) => firstOf((await modelled(openPage, `matrix?ways=${way}`)).lane("B"), "running") / MS;
  expect(await own("in-turn"), "after the whole of A").toBe(270);
  expect(await own("wait-for-notice"), "after the whole of A").toBe(270);
  expect(await own("polling"), "while A waits").toBeLessThan(250);
  expect(await own("joined"), "while A waits").toBe(10);
});
