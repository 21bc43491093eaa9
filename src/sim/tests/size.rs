//! What a run costs, in events and in bytes: figures that hold on any computer.

use super::*;
use crate::sim::workload;
use crate::trace::Trace;

const QUANTUM: Dur = Dur(1_000);

fn bytes_each(trace: &Trace) -> f64 {
    trace.heap_bytes() as f64 / trace.slice_count() as f64
}

#[test]
fn a_recorded_slice_takes_no_more_than_32_bytes() {
    let (machine, policy) = workload::round_robin(256, 4, QUANTUM * 365, QUANTUM);
    let trace = machine.run(policy).unwrap().trace;
    assert_eq!(trace.slice_count(), 280_316);
    // Two times, a state and a name alone are 21.
    let each = bytes_each(&trace);
    assert!((21.0..=32.0).contains(&each), "{each} bytes a slice");
}

#[test]
fn nor_does_one_with_the_reason_why_it_ended() {
    let mut machine = Machine::new(Settings::cores(4));
    let process = machine.process("program", None);
    for n in 0..256 {
        let body = Script::compute(QUANTUM * 365).boxed();
        machine.thread(process, &format!("T{n}"), Time::ZERO, body);
    }
    let policy = Box::new(RoundRobin::new(QUANTUM));
    let trace = machine.run(policy).unwrap().trace;
    let slices = trace.tracks().ids().flat_map(|id| trace.track_slices(id));
    let reasons = slices.filter(|slice| trace.arg(slice.id, "why").is_some());
    // Of each turn's three slices two have one, on the core and ready; the
    // first thread of each core did not wait.
    assert_eq!(reasons.count(), 256 * 365 * 2 - 4);
    let each = bytes_each(&trace);
    assert!((21.0..=32.0).contains(&each), "{each} bytes a slice");
}

#[test]
fn a_turn_takes_as_many_events_with_many_threads_as_with_few() {
    for (threads, cores) in [(10, 1), (100, 4), (1_000, 4), (10_000, 16)] {
        let turns = 20_000 / u64::from(threads);
        let (machine, policy) = workload::round_robin(threads, cores, QUANTUM * turns, QUANTUM);
        let run = machine.run(policy).unwrap();
        let all = turns * u64::from(threads);
        // Each thread arrives, is asked what it does and is asked again at its
        // end; every turn is one event, and every moment counts as one more.
        let moments = all.div_ceil(u64::from(cores)) + 1;
        let asked = 3 * u64::from(threads);
        assert!(run.events <= all + moments + asked, "{} events", run.events);
    }
}
