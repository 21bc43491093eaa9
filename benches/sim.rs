//! How fast the machine records slices, beside a bare heap loop that records
//! the same ones into the same builder: `cargo bench --bench sim`.
//!
//! The work is round robin of 256 threads on 4 cores without costs. Both sides
//! are timed without freezing the log; the medians of several alternating
//! runs are printed, and their ratio.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::hint::black_box;
use std::time::{Duration, Instant};

use concurrency_lab::base::{Dur, Time};
use concurrency_lab::sim::workload;
use concurrency_lab::trace::{Clock, State, TraceBuilder, TrackKind};

const TASKS: u32 = 256;
const CORES: u32 = 4;
/// Turns of each task: with a slice on its core, one running and one ready,
/// that is about 280,000 slices.
const TURNS: u64 = 365;
const QUANTUM: Dur = Dur(1_000);
const ROUNDS: usize = 15;

/// The same schedule from nothing but a heap of core ends and a queue.
fn bare() -> TraceBuilder {
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

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn main() {
    let demand = QUANTUM * TURNS;
    let (machine, policy) = workload::round_robin(TASKS, CORES, demand, QUANTUM);
    let run = machine.run(policy).expect("a valid machine");
    let slices = run.trace.slice_count();
    let bare_slices = bare().finish().slice_count();
    assert_eq!(slices, bare_slices, "both record the same slices");

    let (mut modelled, mut bares, mut freezing) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let begin = Instant::now();
        let log = black_box(bare());
        bares.push(begin.elapsed());
        let begin = Instant::now();
        black_box(log.finish());
        freezing.push(begin.elapsed());

        let (machine, policy) = workload::round_robin(TASKS, CORES, demand, QUANTUM);
        let begin = Instant::now();
        black_box(machine.run(policy).expect("a valid machine"));
        modelled.push(begin.elapsed());
    }
    let (modelled, bare, freezing) = (median(modelled), median(bares), median(freezing));
    let scheduling = modelled.saturating_sub(freezing);
    let rate = |time: Duration| slices as f64 / time.as_secs_f64() / 1e6;
    println!("{TASKS} threads, {CORES} cores, {slices} slices, median of {ROUNDS}");
    println!("machine, log frozen   {:>7.2} M slices/s", rate(modelled));
    println!("machine               {:>7.2} M slices/s", rate(scheduling));
    println!("bare heap loop        {:>7.2} M slices/s", rate(bare));
    println!("freezing the log      {:>7.2} M slices/s", rate(freezing));
    println!(
        "machine / bare loop   {:>7.0} %",
        100.0 * bare.as_secs_f64() / scheduling.as_secs_f64()
    );
    println!(
        "both with freezing    {:>7.0} %",
        100.0 * (bare + freezing).as_secs_f64() / modelled.as_secs_f64()
    );
}
