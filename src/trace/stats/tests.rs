use super::*;
use crate::trace::{Measurement, TraceBuilder};

/// A trace from tracks, each with a kind, a name, a parent and its slices as
/// `state name start end`, separated by commas; times in nanoseconds.
fn trace(clock: Clock, tracks: &[(TrackKind, &str, Option<u32>, &str)]) -> Trace {
    let mut builder = TraceBuilder::new(clock);
    for &(kind, name, parent, slices) in tracks {
        let track = builder.track(parent.map(TrackId), kind, name);
        for slice in slices.split(',').filter(|slice| !slice.is_empty()) {
            let words: Vec<&str> = slice.split_whitespace().collect();
            let [state, name, start, end] = words[..] else {
                panic!("four words: {slice}");
            };
            let state = State::from_key(state).expect("a state");
            let name = builder.name(name);
            let time = |word: &str| Time(word.parse().expect("a time"));
            builder.slice(track, state, name, time(start), time(end));
        }
    }
    builder.finish()
}

use TrackKind::{Core, Heartbeat as Beat, Task, Thread};

#[test]
fn round_robin_on_one_core_as_worked_out_by_hand() {
    // A needs 4, B needs 3; quantum 2, switch cost 1.
    let trace = trace(
        Clock::Virtual,
        &[
            (
                Core,
                "core 0",
                None,
                "running A 0 2,switching - 2 3,running B 3 5,switching - 5 6,running A 6 8,\
                 switching - 8 9,running B 9 10",
            ),
            (
                Thread,
                "A",
                None,
                "running A 0 2,ready A 2 6,running A 6 8,terminated A 8 12",
            ),
            (
                Thread,
                "B",
                None,
                "ready B 0 3,running B 3 5,ready B 5 9,running B 9 10",
            ),
        ],
    );
    let stats = Stats::of(&trace);
    assert_eq!(stats.makespan, Dur(10));
    let lane = |name| {
        stats
            .lane(trace.find_track(name).expect("a track"))
            .expect("a lane")
    };
    // Turnaround, response, wait, busy, untracked.
    for (name, expected) in [("A", [8, 0, 4, 4, 2]), ("B", [10, 3, 7, 3, 0])] {
        let lane = lane(name);
        let response = lane.response().expect("it ran");
        let found = [
            lane.turnaround(),
            response,
            lane.wait(),
            lane.busy(),
            lane.untracked,
        ];
        assert_eq!(found, expected.map(Dur), "{name}");
    }
    assert_eq!((stats.switches, stats.switching), (Some(3), Dur(3)));
    assert_eq!(
        (stats.busy, stats.wall, stats.parallel),
        (Dur(7), Dur(7), Dur(0))
    );
    assert_eq!(stats.utilisation(), Some(0.7));
    assert_eq!(stats.overlap_factor(), Some(1.0));
    assert_eq!(stats.parallelism(), Parallelism::NotObserved);
}

#[test]
fn context_switches_are_changes_of_who_runs() {
    for (slices, switches) in [
        ("", 0),
        ("running A 0 1", 0),
        ("running A 0 1,running A 1 2", 0),
        ("running A 0 1,running A 5 6", 0),
        ("running A 0 1,running B 1 2", 1),
        ("running A 0 1,running B 5 6,running A 6 9", 2),
        ("running A 0 1,switching - 1 2,running B 2 3", 1),
        ("switching - 0 1,running A 1 2,running B 2 3", 2),
    ] {
        let lane = (Thread, "A", None, "span - 0 10");
        let trace = trace(Clock::Virtual, &[(Core, "core 0", None, slices), lane]);
        assert_eq!(Stats::of(&trace).switches, Some(switches), "{slices}");
    }
    let without_cores = trace(Clock::Virtual, &[(Thread, "A", None, "running A 0 1")]);
    assert_eq!(Stats::of(&without_cores).switches, None);
}

#[test]
fn busy_is_counted_once_on_cores_or_else_on_leaf_lanes() {
    let process = (Thread, "worker", None, "running - 0 9");
    let tasks = [
        (Task, "A", Some(0), "running A 0 4,awaiting A 4 9"),
        (Task, "B", Some(0), "running B 4 6"),
    ];
    let on_lanes = trace(Clock::Virtual, &[process, tasks[0], tasks[1]]);
    assert_eq!(Stats::of(&on_lanes).busy, Dur(6));
    let core = (Core, "core 0", None, "running A 0 3");
    let on_cores = trace(Clock::Virtual, &[process, tasks[0], tasks[1], core]);
    assert_eq!(Stats::of(&on_cores).busy, Dur(3));
    let idle_core = (Core, "core 0", None, "");
    let without = trace(Clock::Virtual, &[process, tasks[0], tasks[1], idle_core]);
    assert_eq!(Stats::of(&without).busy, Dur(6));
    let utilisation = |trace| Stats::of(trace).utilisation();
    assert_eq!(utilisation(&on_lanes), None);
    assert_eq!(utilisation(&on_cores), Some(3.0 / 9.0));
    assert_eq!(utilisation(&without), None);
}

#[test]
fn parallelism_is_observed_only_above_what_the_clock_may_be_off() {
    let measured = |alignment, resolution| {
        Clock::Measured(Measurement {
            alignment_error: Dur(alignment),
            resolution: Dur(resolution),
            ..Measurement::default()
        })
    };
    let observed = |time| Parallelism::Observed { time: Dur(time) };
    // A runs 0–10 and 20–30; B's overlaps with it are 10 - 7 and 30 - 21 long.
    let lanes = [
        (Thread, "A", None, "running A 0 10,running A 20 30"),
        (Thread, "B", None, "running B 7 12,running B 21 40"),
    ];
    for (clock, expected) in [
        (Clock::Virtual, observed(12)),
        (Clock::Recorded, observed(12)),
        (measured(1, 1), observed(12)),
        (measured(2, 1), observed(9)),
        (measured(8, 1), Parallelism::BelowResolution),
    ] {
        let stats = Stats::of(&trace(clock, &lanes));
        assert_eq!(stats.parallelism(), expected);
        assert_eq!((stats.parallel, stats.max_parallel), (Dur(12), 2));
    }
    let handed_over = [
        (Thread, "A", None, "running A 0 10"),
        (Thread, "B", None, "running B 10 12"),
    ];
    let stats = Stats::of(&trace(Clock::Virtual, &handed_over));
    assert_eq!(stats.parallelism(), Parallelism::NotObserved);
    assert_eq!(stats.max_parallel, 1);
}

#[test]
fn a_frozen_page_is_the_longest_gap_of_its_heartbeat() {
    let mut builder = TraceBuilder::new(Clock::Virtual);
    let beat = builder.track(None, Beat, "page");
    let name = builder.name("tick");
    for (ticks, mean, gap) in [
        (vec![], None, None),
        (vec![10], None, None),
        (vec![26, 42, 300, 316], Some(76), Some(42..300)),
    ] {
        for at in ticks {
            builder.instant(beat, name, Time(at));
        }
        let stats = Stats::of(&builder.clone().finish());
        let found = &stats.heartbeats[0];
        assert_eq!(found.mean_interval, mean.map(Dur));
        let gap: Option<Range<u64>> = gap;
        assert_eq!(
            found.longest_gap,
            gap.map(|gap| Time(gap.start)..Time(gap.end))
        );
    }
}

#[test]
fn a_trace_without_lanes_has_no_run() {
    let stats = Stats::of(&trace(Clock::Virtual, &[(Beat, "page", None, "")]));
    assert_eq!((stats.makespan, stats.lanes.len()), (Dur::ZERO, 0));
    assert_eq!((stats.overlap_factor(), stats.utilisation()), (None, None));
}
