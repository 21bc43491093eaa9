//! How fast the machine records slices, beside a bare heap loop that records
//! the same ones into the same builder. Shared by the native benchmark
//! (`benches/sim.rs`) and the one in the browser (`src/bin/bench_page.rs`).
//!
//! The work is round robin without costs. Both sides are timed in alternating
//! runs, with and without freezing the log. Others may use the computer, too,
//! which only ever makes a run longer: the quickest run of each is what counts,
//! and the medians say how quiet it was.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::fmt;
use std::hint::black_box;

use concurrency_lab::base::{Dur, Time};
use concurrency_lab::sim::workload;
use concurrency_lab::trace::{Clock, State, TraceBuilder, TrackKind};

/// How much is scheduled. Each turn of a task is three slices: on its core,
/// running, and ready before it; save that the first of each core do not wait.
#[derive(Clone, Copy, Debug)]
pub struct Work {
    /// How many tasks there are.
    pub tasks: u32,
    /// How many cores they have.
    pub cores: u32,
    /// For how many quanta each task computes.
    pub turns: u64,
}

/// About 280,000 slices.
pub const USUAL: Work = Work {
    tasks: 256,
    cores: 4,
    turns: 365,
};
/// How long a turn is.
pub const QUANTUM: Dur = Dur(1_000);

/// The schedule from nothing but a heap of core ends and a queue.
pub fn bare(work: Work) -> TraceBuilder {
    let mut log = TraceBuilder::new(Clock::Virtual);
    let machine = log.track(None, TrackKind::Machine, "machine");
    let cores: Vec<_> = (1..=work.cores)
        .map(|n| log.track(Some(machine), TrackKind::Core, &format!("core {n}")))
        .collect();
    let process = log.track(Some(machine), TrackKind::Process, "program");
    let names: Vec<String> = (0..work.tasks).map(|n| format!("T{n}")).collect();
    let tasks: Vec<_> = names
        .iter()
        .map(|name| log.track(Some(process), TrackKind::Thread, name))
        .collect();
    let names: Vec<_> = names.iter().map(|name| log.name(name)).collect();
    let core_name = log.name("core");
    let mut left = vec![QUANTUM.0 * work.turns; work.tasks as usize];
    let mut since = vec![Time::ZERO; work.tasks as usize];
    let mut ready: VecDeque<usize> = (0..work.tasks as usize).collect();
    let mut heap = BinaryHeap::new();
    let mut sequence = 0u64;
    let mut idle: Vec<usize> = (0..work.cores as usize).rev().collect();
    let mut now = Time::ZERO;
    loop {
        while let (Some(core), false) = (idle.last().copied(), ready.is_empty()) {
            idle.pop();
            let Some(task) = ready.pop_front() else { break };
            if now > since[task] {
                log.slice(tasks[task], State::Ready, core_name, since[task], now);
            }
            let end = now + Dur(left[task].min(QUANTUM.0));
            sequence += 1;
            heap.push(Reverse((end, sequence, core, task, now)));
        }
        let Some(Reverse((end, _, core, task, start))) = heap.pop() else {
            break;
        };
        now = end;
        log.slice(cores[core], State::Running, names[task], start, end);
        log.slice(tasks[task], State::Running, names[task], start, end);
        left[task] -= end.since(start).0;
        since[task] = end;
        if left[task] > 0 {
            ready.push_back(task);
        }
        idle.push(core);
    }
    log
}

/// What one side took: the quickest run and the median, in milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// The quickest run.
    pub best: f64,
    /// The median.
    pub median: f64,
}

impl Times {
    fn of(mut all: Vec<f64>) -> Times {
        all.sort_by(f64::total_cmp);
        Times {
            best: all[0],
            median: all[all.len() / 2],
        }
    }

    /// Of each, a share of those.
    fn share(self, of: fn(Times) -> f64, other: Times) -> f64 {
        100.0 * of(other) / of(self)
    }
}

/// What the work took on both sides.
#[derive(Clone, Copy, Debug)]
pub struct Report {
    work: Work,
    rounds: usize,
    /// The slices that each side records.
    pub slices: usize,
    /// The simulator, its log not frozen.
    pub machine: Times,
    /// The bare loop, its log not frozen.
    pub bare: Times,
    /// The simulator, with freezing the log.
    pub machine_frozen: Times,
    /// The bare loop, with freezing the log.
    pub bare_frozen: Times,
    /// The bytes of the frozen log.
    pub bytes: usize,
}

/// Runs both sides by turns; `now` is a clock in milliseconds.
///
/// # Panics
/// When the two sides do not record the same number of slices: they would not
/// have done the same work.
pub fn measure(work: Work, rounds: usize, now: impl Fn() -> f64) -> Report {
    let (mut machines, mut bares) = (Vec::new(), Vec::new());
    let (mut machines_frozen, mut bares_frozen) = (Vec::new(), Vec::new());
    let mut found = (0, 0);
    for _ in 0..rounds {
        // Making the machine and giving memory back is not timed.
        let begin = now();
        let log = black_box(bare(work));
        let recorded = now();
        let frozen = black_box(log.finish());
        bares.push(recorded - begin);
        bares_frozen.push(now() - begin);
        let slices = frozen.slice_count();
        drop(frozen);

        let demand = QUANTUM * work.turns;
        let (machine, policy) = workload::round_robin(work.tasks, work.cores, demand, QUANTUM);
        let begin = now();
        let log = black_box(machine.record(policy).expect("a valid machine"));
        let recorded = now();
        let run = black_box(log.freeze());
        machines.push(recorded - begin);
        machines_frozen.push(now() - begin);
        assert_eq!(run.trace.slice_count(), slices, "the same slices");
        found = (slices, run.trace.heap_bytes());
    }
    Report {
        work,
        rounds,
        slices: found.0,
        machine: Times::of(machines),
        bare: Times::of(bares),
        machine_frozen: Times::of(machines_frozen),
        bare_frozen: Times::of(bares_frozen),
        bytes: found.1,
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Work { tasks, cores, .. } = self.work;
        let (slices, rounds) = (self.slices, self.rounds);
        writeln!(
            f,
            "round robin, {tasks} tasks, {cores} cores, {slices} slices recorded"
        )?;
        writeln!(
            f,
            "{:<28} {:>12} {:>12}",
            format!("M slices/s, {rounds} runs each"),
            "best",
            "median"
        )?;
        for (what, times) in [
            ("machine", self.machine),
            ("bare heap loop", self.bare),
            ("machine, log frozen", self.machine_frozen),
            ("bare heap loop, log frozen", self.bare_frozen),
        ] {
            let rate = |ms: f64| slices as f64 / ms / 1e3;
            let (best, median) = (rate(times.best), rate(times.median));
            writeln!(f, "{what:<28} {best:>12.2} {median:>12.2}")?;
        }
        for (what, one, other) in [
            ("machine / bare", self.machine, self.bare),
            ("the same, frozen", self.machine_frozen, self.bare_frozen),
        ] {
            let best = one.share(|times| times.best, other);
            let median = one.share(|times| times.median, other);
            writeln!(f, "{what:<28} {best:>10.0} % {median:>10.0} %")?;
        }
        let bytes = self.bytes as f64 / slices as f64;
        writeln!(f, "bytes per slice              {bytes:>12.1}")
    }
}
