//! How fast the machine records slices, beside a bare heap loop that records
//! the same ones into the same builder. Shared by the native benchmark
//! (`benches/sim.rs`) and the one in the browser (`src/bin/bench_page.rs`).
//!
//! The work is round robin of 256 threads on 4 cores without costs. Both sides
//! are timed without freezing the log, in alternating runs.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::fmt;
use std::hint::black_box;

use concurrency_lab::base::{Dur, Time};
use concurrency_lab::sim::policy::Policy;
use concurrency_lab::sim::{Machine, Run, workload};
use concurrency_lab::trace::{Clock, State, TraceBuilder, TrackKind};

const TASKS: u32 = 256;
const CORES: u32 = 4;
/// Turns of each task: with a slice on its core, one running and one ready,
/// that is about 280,000 slices.
const TURNS: u64 = 365;
const QUANTUM: Dur = Dur(1_000);
const ROUNDS: usize = 15;

/// The same schedule from nothing but a heap of core ends and a queue.
pub fn bare() -> TraceBuilder {
    let mut log = TraceBuilder::new(Clock::Virtual);
    let machine = log.track(None, TrackKind::Machine, "machine");
    let cores: Vec<_> = (1..=CORES)
        .map(|n| log.track(Some(machine), TrackKind::Core, &format!("core {n}")))
        .collect();
    let process = log.track(Some(machine), TrackKind::Process, "program");
    let names: Vec<String> = (0..TASKS).map(|n| format!("T{n}")).collect();
    let tasks: Vec<_> = names
        .iter()
        .map(|name| log.track(Some(process), TrackKind::Thread, name))
        .collect();
    let names: Vec<_> = names.iter().map(|name| log.name(name)).collect();
    let core_name = log.name("core");
    let mut left = vec![QUANTUM.0 * TURNS; TASKS as usize];
    let mut since = vec![Time::ZERO; TASKS as usize];
    let mut ready: VecDeque<usize> = (0..TASKS as usize).collect();
    let mut heap = BinaryHeap::new();
    let mut sequence = 0u64;
    let mut idle: Vec<usize> = (0..CORES as usize).rev().collect();
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

/// The simulator before it runs.
fn machine() -> (Machine, Box<dyn Policy>) {
    workload::round_robin(TASKS, CORES, QUANTUM * TURNS, QUANTUM)
}

/// The schedule by the simulator, its log frozen.
fn run((machine, policy): (Machine, Box<dyn Policy>)) -> Run {
    machine.run(policy).expect("a valid machine")
}

/// What the work took: medians, in milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Report {
    /// The slices that each side records.
    pub slices: usize,
    /// The simulator, with freezing the log.
    pub machine_frozen_ms: f64,
    /// The bare loop, without freezing the log.
    pub bare_ms: f64,
    /// Freezing the bare loop's log.
    pub freezing_ms: f64,
}

/// Runs both sides by turns; `now` is a clock in milliseconds.
///
/// # Panics
/// When the two sides do not record the same number of slices: they would not
/// have done the same work.
pub fn measure(now: impl Fn() -> f64) -> Report {
    let slices = run(machine()).trace.slice_count();
    assert_eq!(slices, bare().finish().slice_count(), "the same slices");

    let (mut machines, mut bares, mut freezing) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let begin = now();
        let log = black_box(bare());
        bares.push(now() - begin);

        // Giving the memory back is not timed on either side.
        let begin = now();
        let frozen = black_box(log.finish());
        freezing.push(now() - begin);
        drop(frozen);

        let machine = machine();
        let begin = now();
        let run = black_box(run(machine));
        machines.push(now() - begin);
        drop(run);
    }
    Report {
        slices,
        machine_frozen_ms: median(machines),
        bare_ms: median(bares),
        freezing_ms: median(freezing),
    }
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

impl Report {
    /// The simulator without freezing the log.
    pub fn machine_ms(&self) -> f64 {
        (self.machine_frozen_ms - self.freezing_ms).max(0.0)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let slices = self.slices;
        writeln!(
            f,
            "{TASKS} threads, {CORES} cores, {slices} slices, median of {ROUNDS}"
        )?;
        let rates = [
            ("machine, log frozen", self.machine_frozen_ms),
            ("machine", self.machine_ms()),
            ("bare heap loop", self.bare_ms),
            ("freezing the log", self.freezing_ms),
        ];
        for (what, ms) in rates {
            let rate = slices as f64 / ms / 1e3;
            writeln!(f, "{what:<20} {rate:>8.2} M slices/s")?;
        }
        let bare_frozen = self.bare_ms + self.freezing_ms;
        let shares = [
            ("machine / bare loop", self.bare_ms / self.machine_ms()),
            ("both with freezing", bare_frozen / self.machine_frozen_ms),
        ];
        for (what, share) in shares {
            writeln!(f, "{what:<20} {:>8.0} %", 100.0 * share)?;
        }
        Ok(())
    }
}
