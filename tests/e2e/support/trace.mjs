// A trace in Chrome Trace Event form, read so that tests can ask it things.
// All times are whole nanoseconds.

/** A millisecond. */
export const MS = 1_000_000;

const nanos = (micros) => Math.round(micros * 1000);

/**
 * Reads a parsed trace, as `lab(page).runLive` and `exportTrace` give it.
 *
 * - `clock`: what the trace says of its clock.
 * - `end`: when it ends.
 * - `lanes`: every lane, in order, with its `name`, its `kind`, its `slices`
 *   (`state`, `name`, `start`, `end`, `args`) and its `instants` (`name`, `at`).
 * - `lane(name)`: the one lane of that name; throws if there is not exactly one.
 * - `jobs`: the lanes called by one capital letter, as jobs are.
 */
export function read(json) {
  const { clock, endNs, tracks } = json.otherData.concurrencyLab;
  const lanes = tracks.map(({ name, kind, tids }) => {
    const events = json.traceEvents.filter((event) => tids.includes(event.tid));
    const slices = events
      .filter((event) => event.ph === "X")
      .map(({ name, ts, dur, args }) => ({
        name,
        state: args.state,
        start: nanos(ts),
        end: nanos(ts) + nanos(dur),
        args,
      }))
      .sort((a, b) => a.start - b.start || a.end - b.end);
    const instants = events
      .filter((event) => event.ph === "i")
      .map(({ name, ts }) => ({ name, at: nanos(ts) }))
      .sort((a, b) => a.at - b.at);
    return { name, kind, slices, instants };
  });
  return {
    clock,
    end: endNs,
    lanes,
    jobs: lanes.filter(({ name, kind }) => /^[A-Z]$/.test(name) && ["task", "thread"].includes(kind)),
    lane(name) {
      const found = lanes.filter((lane) => lane.name === name);
      if (found.length !== 1) throw new Error(`${found.length} lanes are called ${name}.`);
      return found[0];
    },
  };
}

/** A lane's slices in one of some states. */
export const within = (lane, ...states) => lane.slices.filter(({ state }) => states.includes(state));

/** When a lane's first slice of a state begins. */
export const firstOf = (lane, state) => {
  const [first] = within(lane, state);
  if (!first) throw new Error(`Lane ${lane.name} is never ${state}.`);
  return first.start;
};

/** When the last slice of a lane ends. */
export const endOf = (lane) => Math.max(...lane.slices.map(({ end }) => end));

/** When the last of some lanes has ended. */
export const lastEnd = (lanes) => Math.max(...lanes.map(endOf));

/** The lengths of some slices together. */
export const total = (slices) => slices.reduce((sum, { start, end }) => sum + end - start, 0);

/** How long two sets of slices go on at the same time. */
export function overlap(some, others) {
  let sum = 0;
  for (const a of some) {
    for (const b of others) sum += Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
  }
  return sum;
}

/** How long slices of one set of lanes go on at the same time, pair by pair. */
export function mutualOverlap(lanes, ...states) {
  let sum = 0;
  for (const [i, lane] of lanes.entries()) {
    for (const other of lanes.slice(i + 1)) sum += overlap(within(lane, ...states), within(other, ...states));
  }
  return sum;
}

/** The longest time between two instants of a lane that follow one another. */
export function longestGap(lane) {
  const times = lane.instants.map(({ at }) => at);
  return Math.max(0, ...times.slice(1).map((at, i) => at - times[i]));
}
