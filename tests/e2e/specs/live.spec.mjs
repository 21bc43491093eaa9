// What the browser really did: each test measures and then asks the recorded
// trace. The machine may be busy with other things, so bounds are relative to
// what was recorded or are such as load can only widen.
import { expect, lab, test } from "../support/fixtures.mjs";
import {
  MS,
  endOf,
  firstOf,
  lastEnd,
  longestGap,
  mutualOverlap,
  overlap,
  read,
  total,
  within,
} from "../support/trace.mjs";

/** Measures, and checks what holds of every measured trace. */
async function measured(page, id, params) {
  const trace = read(await lab(page).runLive(id, params));
  const here = await page.evaluate(() => ({ isolated: crossOriginIsolated, cores: navigator.hardwareConcurrency }));
  soundClock(trace, here);
  soundLanes(trace);
  return trace;
}

function soundClock({ clock, lanes }, { isolated, cores }) {
  expect(clock.kind).toBe("measured");
  expect(clock.isolated).toBe(isolated);
  expect(clock.cores).toBe(cores);
  expect(clock.resolutionNs).toBeGreaterThan(0);
  expect(clock.resolutionNs, "a clock that sees something").toBeLessThanOrEqual(MS);
  const workers = lanes.filter(({ kind }) => kind === "thread");
  if (workers.length === 0) {
    expect(clock.alignmentErrorNs, "one thread has one clock").toBe(0);
  } else {
    expect(clock.alignmentErrorNs, "two clocks agree only so far").toBeGreaterThan(0);
  }
}

function soundLanes(trace) {
  expect(trace.jobs.length).toBeGreaterThan(0);
  for (const lane of trace.lanes) {
    let last = 0;
    for (const { start, end } of lane.slices) {
      expect(start, `slices of ${lane.name} do not overlap`).toBeGreaterThanOrEqual(last);
      expect(end).toBeGreaterThanOrEqual(start);
      last = end;
    }
    expect(last, `${lane.name} ends within the trace`).toBeLessThanOrEqual(trace.end);
  }
  for (const job of trace.jobs) {
    // In which state, the clock need not have seen: being ready, and even a
    // short computation, may be over before its first step.
    expect(job.slices[0].start, `job ${job.name} is there from the beginning`).toBe(0);
    expect(total(job.slices), `nothing is missing on the lane of ${job.name}`).toBe(endOf(job));
  }
  expect(trace.lane("heartbeat").instants.length, "the page's own ticks").toBeGreaterThan(1);
}

/** The jobs' names in the order in which they ended. */
const orderOfEnds = ({ jobs }) => jobs.toSorted((a, b) => endOf(a) - endOf(b)).map(({ name }) => name).join("");

/** A recorded time may be early by a step of the clock at either end. */
const steps = ({ clock }, count) => 2 * count * clock.resolutionNs;

/** Delays each request that a run makes, so that waiting for it is worth seeing. */
async function slowRequests(page, ms) {
  await page.route(/[?]live=/, async (route) => {
    await new Promise((done) => setTimeout(done, ms));
    await route.continue();
  });
}

for (const isolated of [true, false]) {
  test.describe(isolated ? "isolated" : "not isolated", () => {
    const open = (openPage, id) => openPage(`v1/${id}`, { isolated });

    test("joined sleeps end in the order of their lengths, before their sum", async ({ openPage }) => {
      const page = await open(openPage, "sync-async");
      const trace = await measured(page, "sync-async", { way: "joined", sleeps: [300, 200, 100] });
      expect(orderOfEnds(trace)).toBe("CBA");
      expect(lastEnd(trace.jobs)).toBeLessThan(600 * MS);
      for (const [name, ms] of [["A", 300], ["B", 200], ["C", 100]]) {
        const waits = within(trace.lane(name), "awaiting");
        expect(waits.map((slice) => slice.name)).toEqual(["timer"]);
        expect(total(waits)).toBeGreaterThanOrEqual(ms * MS - steps(trace, 1));
      }
      // Each pair shares the whole of the shorter wait, but for what starting the others takes.
      expect(mutualOverlap(trace.jobs, "awaiting")).toBeGreaterThan(200 * MS);
    });

    test("sleeps awaited in turn take their sum", async ({ openPage }) => {
      const page = await open(openPage, "sync-async");
      const trace = await measured(page, "sync-async", { way: "await-in-turn", sleeps: [300, 200, 100] });
      expect(orderOfEnds(trace)).toBe("ABC");
      expect(lastEnd(trace.jobs)).toBeGreaterThanOrEqual(600 * MS - steps(trace, 3));
      expect(mutualOverlap(trace.jobs, "awaiting", "running")).toBe(0);
    });

    test("real requests overlap when joined, and not when awaited in turn", async ({ openPage }) => {
      const page = await open(openPage, "sync-async");
      const asked = [];
      page.on("request", (request) => asked.push(request.url()));
      await slowRequests(page, 120);
      const inTurn = await measured(page, "sync-async", { way: "await-in-turn", requests: 4 });
      const joined = await measured(page, "sync-async", { way: "joined", requests: 4 });
      for (const { jobs } of [inTurn, joined]) {
        expect(jobs.length).toBe(4);
        for (const job of jobs) {
          const names = new Set(within(job, "awaiting").map(({ name }) => name));
          expect([...names]).toEqual(["fetch"]);
        }
      }
      expect(mutualOverlap(inTurn.jobs, "awaiting")).toBe(0);
      expect(lastEnd(inTurn.jobs)).toBeGreaterThanOrEqual(4 * 120 * MS - steps(inTurn, 4));
      // All are sent before the first is answered.
      const sent = Math.max(...joined.jobs.map((job) => firstOf(job, "awaiting")));
      expect(sent).toBeLessThan(Math.min(...joined.jobs.map(endOf)));
      expect(lastEnd(joined.jobs)).toBeLessThan(lastEnd(inTurn.jobs));
      const addresses = asked.filter((url) => url.includes("?live="));
      expect(addresses.length, "requests on the network").toBeGreaterThanOrEqual(8);
      expect(new Set(addresses).size, "no two alike, so that no cache answers").toBe(addresses.length);
    });

    test("a blocking request holds up its own thread only", async ({ openPage }) => {
      const page = await open(openPage, "blocking-nonblocking");
      await slowRequests(page, 250);
      const worker = await measured(page, "blocking-nonblocking", { way: "in-turn", requests: 2 });
      const waits = worker.jobs.flatMap((job) => within(job, "blocked-io"));
      expect(waits.map(({ name }) => name)).toEqual(["request", "request"]);
      expect(total(waits)).toBeGreaterThanOrEqual(2 * 250 * MS - steps(worker, 2));
      expect(longestGap(worker.lane("heartbeat")), "the page lives on").toBeLessThan(total(waits));

      const here = await measured(page, "blocking-nonblocking", { way: "block-page", requests: 2 });
      const frozen = total(here.jobs.flatMap((job) => within(job, "blocked-io")));
      expect(frozen).toBeGreaterThanOrEqual(2 * 250 * MS - steps(here, 2));
      expect(longestGap(here.lane("heartbeat")), "the page stands still").toBeGreaterThanOrEqual(frozen);
    });

    test("a loop on the page's thread stops its heartbeat; the same work in slices does not", async ({ openPage }) => {
      const page = await open(openPage, "blocking-nonblocking");
      const computes = [250, 250];
      const blocked = await measured(page, "blocking-nonblocking", { way: "block-page", computes });
      const sliced = await measured(page, "blocking-nonblocking", { way: "interleaved", computes, quantum: 10 });
      const running = ({ jobs }) => jobs.flatMap((job) => within(job, "running"));
      const work = (trace) => running(trace).reduce((sum, { args }) => sum + (args.iterations ?? 0), 0);
      expect(work(sliced), "the same work").toBe(work(blocked));

      const loop = total(running(blocked));
      expect(longestGap(blocked.lane("heartbeat"))).toBeGreaterThanOrEqual(loop);
      expect(longestGap(sliced.lane("heartbeat"))).toBeLessThan(total(running(sliced)) / 2);
      expect(sliced.lane("heartbeat").instants.length).toBeGreaterThan(blocked.lane("heartbeat").instants.length);
    });

    test("jobs on the page's thread never run at the same instant", async ({ openPage }) => {
      const page = await open(openPage, "concurrency-parallelism");
      for (const way of ["interleaved", "joined", "await-in-turn", "block-page"]) {
        const trace = await measured(page, "concurrency-parallelism", { way, computes: [40, 40, 40], quantum: 5 });
        expect(mutualOverlap(trace.jobs, "running"), way).toBe(0);
      }
    });

    test("interleaved jobs take turns; in one go they do not", async ({ openPage }) => {
      const page = await open(openPage, "concurrency-parallelism");
      const params = { computes: [60, 60], quantum: 5 };
      const sliced = await measured(page, "concurrency-parallelism", { way: "interleaved", ...params });
      const whole = await measured(page, "concurrency-parallelism", { way: "joined", ...params });
      const extent = (job) => ({ start: firstOf(job, "running"), end: endOf(job) });
      const shared = ({ jobs: [a, b] }) => overlap([extent(a)], [extent(b)]);
      expect(within(sliced.jobs[0], "running").length).toBeGreaterThan(3);
      expect(shared(sliced), "both are in progress at once").toBeGreaterThan(0);
      expect(shared(whole), "awaiting does not split what only computes").toBe(0);
    });

    test("two workers run at the same instant, one worker does not", async ({ openPage }) => {
      const page = await open(openPage, "concurrency-parallelism");
      const cores = await page.evaluate(() => navigator.hardwareConcurrency);
      const computes = [200, 200, 200];
      const one = await measured(page, "concurrency-parallelism", { way: "processes", computes, cores: 1 });
      expect(one.lanes.filter(({ kind }) => kind === "thread").map(({ name }) => name)).toEqual(["worker 1"]);
      expect(mutualOverlap(one.jobs, "running")).toBe(0);

      const two = await measured(page, "concurrency-parallelism", { way: "processes", computes, cores: 2 });
      const workers = two.lanes.filter(({ kind }) => kind === "thread");
      expect(workers.map(({ name }) => name)).toEqual(["worker 1", "worker 2"]);
      const done = workers.flatMap((worker) => within(worker, "span").map(({ name }) => name));
      expect(done.toSorted(), "each job was done by one worker").toEqual(["A", "B", "C"]);
      // Whether the hardware does both at once is its own matter where it offers one core only.
      if (cores >= 2) {
        const both = overlap(within(two.jobs[0], "running"), within(two.jobs[1], "running"));
        expect(both).toBeGreaterThan(two.clock.alignmentErrorNs);
      }
    });

    test("polling asks several times before the answer, and works meanwhile", async ({ openPage }) => {
      const page = await open(openPage, "matrix");
      const jobs = [{ compute: 5, wait: 240, after: 5 }, { compute: 120 }];
      const trace = await measured(page, "matrix", { way: "polling", jobs, quantum: 4 });
      const [a, b] = trace.jobs;
      const [wait] = within(a, "awaiting");
      const polls = a.instants.filter(({ name }) => name === "poll");
      expect(polls.length).toBeGreaterThan(3);
      for (const { at } of polls) {
        expect(at).toBeGreaterThanOrEqual(wait.start);
        expect(at).toBeLessThanOrEqual(wait.end);
      }
      expect(overlap(within(b, "running"), [wait])).toBeGreaterThan(0);
      expect(total([wait])).toBeGreaterThanOrEqual(240 * MS - steps(trace, 1));
    });

    test("who waits for the notice does the own work after it; who is told later does it meanwhile", async ({ openPage }) => {
      const page = await open(openPage, "matrix");
      const params = { jobs: [{ wait: 150, after: 5 }, { compute: 40 }] };
      const stands = await measured(page, "matrix", { way: "wait-for-notice", ...params });
      expect(firstOf(stands.lane("B"), "running")).toBeGreaterThanOrEqual(endOf(stands.lane("A")));
      const goesOn = await measured(page, "matrix", { way: "joined", ...params });
      expect(firstOf(goesOn.lane("B"), "running")).toBeLessThan(endOf(goesOn.lane("A")));
      expect(overlap(within(goesOn.lane("B"), "running"), within(goesOn.lane("A"), "awaiting"))).toBeGreaterThan(0);
    });

    test("a request works in each cell of the matrix", async ({ openPage }) => {
      const page = await open(openPage, "matrix");
      await slowRequests(page, 40);
      const names = { "in-turn": "request", polling: "fetch", "wait-for-notice": "fetch", joined: "fetch" };
      for (const [way, name] of Object.entries(names)) {
        const trace = await measured(page, "matrix", { preset: "request", way });
        const waits = within(trace.lane("A"), "blocked-io", "awaiting").map((slice) => slice.name);
        expect(new Set(waits), way).toEqual(new Set([name]));
        expect(within(trace.lane("B"), "running").length, way).toBeGreaterThan(0);
      }
    });
  });
}

test("blocking sleeps are measured in a worker of an isolated page", async ({ openPage }) => {
  const page = await openPage("v1/sync-async");
  const trace = await measured(page, "sync-async", { way: "in-turn", sleeps: [120, 80, 40] });
  expect(orderOfEnds(trace)).toBe("ABC");
  expect(mutualOverlap(trace.jobs, "sleeping")).toBe(0);
  for (const [name, ms] of [["A", 120], ["B", 80], ["C", 40]]) {
    expect(total(within(trace.lane(name), "sleeping"))).toBeGreaterThanOrEqual(ms * MS - steps(trace, 1));
  }
  expect(longestGap(trace.lane("heartbeat")), "the page does not sleep").toBeLessThan(lastEnd(trace.jobs) / 2);
});

test("blocking sleeps are refused, with a reason, on a page that is not isolated", async ({ openPage }) => {
  const page = await openPage("v1/sync-async", { isolated: false });
  for (const way of ["in-turn", "processes"]) {
    const run = lab(page).runLive("sync-async", { way, sleeps: [50] });
    await expect(run).rejects.toThrow(/no blocking sleep unless the page is cross-origin isolated.*COOP and COEP/);
  }
  expect((await lab(page).state()).measured).toBe(0);
});

test("isolation gives a finer clock", async ({ openPage }) => {
  const steps = {};
  for (const isolated of [true, false]) {
    const page = await openPage("v1/sync-async", { isolated });
    const trace = await measured(page, "sync-async", { way: "joined", sleeps: [5] });
    steps[isolated] = trace.clock.resolutionNs;
  }
  expect(steps[true]).toBeLessThan(steps[false]);
});
