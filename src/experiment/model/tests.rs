//! Each way on experiments whose figures follow from its rules by hand; one
//! unit is a millisecond.

use expect_test::{Expect, expect};

use super::*;
use crate::experiment::{Conditions, QuestionId};
use crate::sim::testing::{lanes, total};
use crate::trace::{Stats, TrackKind};

const MS: u64 = 1_000_000;

fn jobs(phases: impl IntoIterator<Item = Vec<Phase>>) -> Vec<Job> {
    phases
        .into_iter()
        .zip(["A", "B", "C", "D"])
        .map(|(phases, name)| Job {
            name: name.into(),
            phases,
        })
        .collect()
}

fn sleeps() -> Vec<Job> {
    jobs([300, 200, 100].map(|ms| vec![Phase::Sleep(Dur::millis(ms))]))
}

fn computes() -> Vec<Job> {
    jobs([100, 100, 100].map(|ms| vec![Phase::Compute(Dur::millis(ms))]))
}

fn request(ms: u64) -> Phase {
    Phase::Request {
        latency: Dur::millis(ms),
    }
}

fn compute(ms: u64) -> Phase {
    Phase::Compute(Dur::millis(ms))
}

fn trace_with(jobs: Vec<Job>, conditions: Conditions, way: Way) -> Trace {
    run(&Experiment { jobs, conditions }, way).expect("a valid experiment")
}

fn trace(jobs: Vec<Job>, way: Way) -> Trace {
    trace_with(jobs, Conditions::default(), way)
}

/// When each job was finished, in milliseconds; its lane must begin at zero.
fn ends(trace: &Trace) -> Vec<u64> {
    let end = |name: &str| {
        let lane = trace.find_track(name)?;
        assert!(trace.track(lane).kind.is_execution(), "{name}");
        let slices: Vec<_> = trace.track_slices(lane).collect();
        assert_eq!(slices[0].start, Time::ZERO, "{name}");
        for pair in slices.windows(2) {
            assert_eq!(pair[0].end, pair[1].start, "a gap in {name}");
        }
        let end = slices.last()?.end.0;
        assert_eq!(end % MS, 0, "{name}");
        Some(end / MS)
    };
    ["A", "B", "C", "D"].into_iter().filter_map(end).collect()
}

fn ticks(trace: &Trace) -> Vec<u64> {
    let page = trace.find_track("heartbeat").expect("a page lane");
    assert_eq!(trace.track(page).kind, TrackKind::Heartbeat);
    trace.instants(page).iter().map(|i| i.at.0 / MS).collect()
}

/// The longest time between two ticks, in whole milliseconds.
fn longest_gap(trace: &Trace) -> u64 {
    let ticks = ticks(trace);
    ticks.windows(2).map(|w| w[1] - w[0]).max().unwrap_or(0)
}

/// In each way: waiting adds up where it blocks the only thread (300, 500,
/// 600), and overlaps elsewhere (300, 200, 100). Two workers: A and B at 0, C
/// on the one that is free at 200. Polling asks each 10 ms, which all three
/// lengths are multiples of.
#[test]
fn sleeps_of_300_200_100() {
    for (way, expected) in [
        (Way::InTurn, [300, 500, 600]),
        (Way::BlockPage, [300, 500, 600]),
        (Way::Interleaved, [300, 200, 100]),
        (Way::Processes, [300, 200, 300]),
        (Way::Threads, [300, 200, 100]),
        (Way::AwaitInTurn, [300, 500, 600]),
        (Way::Joined, [300, 200, 100]),
        (Way::Polling, [300, 200, 100]),
        (Way::WaitForNotice, [300, 200, 100]),
    ] {
        assert_eq!(ends(&trace(sleeps(), way)), expected, "{way:?}");
    }
}

/// Three computations of 100 need 300 on one thread, whatever awaits them.
/// Round robin with 10: 290 ms of turns before C's last, A's last ends at 280.
/// Two workers: C begins at 100. Threads under the GIL change each 5 ms, A
/// first: A's last piece of 5 ends at 290, B's at 295, C's at 300.
#[test]
fn computations_of_100() {
    for (way, expected) in [
        (Way::InTurn, [100, 200, 300]),
        (Way::BlockPage, [100, 200, 300]),
        (Way::Interleaved, [280, 290, 300]),
        (Way::Processes, [100, 100, 200]),
        (Way::Threads, [290, 295, 300]),
        (Way::AwaitInTurn, [100, 200, 300]),
        (Way::Joined, [100, 200, 300]),
        (Way::Polling, [100, 200, 300]),
        (Way::WaitForNotice, [100, 200, 300]),
    ] {
        assert_eq!(ends(&trace(computes(), way)), expected, "{way:?}");
    }
}

/// Without the GIL two cores share 300 ms of work evenly: 150 (A, B 0-10, C
/// and A 10-20, …), which a quantum of 10 makes whole.
#[test]
fn threads_without_the_gil_use_both_cores() {
    let conditions = Conditions {
        gil: false,
        ..Conditions::default()
    };
    let trace = trace_with(computes(), conditions, Way::Threads);
    assert_eq!(ends(&trace).into_iter().max(), Some(150));
}

/// 300 ms in turns of 10, and 29 changes of 1 ms between them.
#[test]
fn interleaving_pays_for_its_switches() {
    let conditions = Conditions {
        switch_cost: Dur::millis(1),
        ..Conditions::default()
    };
    let trace = trace_with(computes(), conditions, Way::Interleaved);
    assert_eq!(trace.end(), Time(329 * MS));
    let core = trace.find_track("core 1").expect("a core");
    assert_eq!(total(&trace, core, State::Switching), 29 * MS);
    assert_eq!(total(&trace, core, State::Running), 300 * MS);
}

/// Under the GIL two cores change hands each interval; a core that takes the
/// thread it ran last pays nothing, so with two threads there is no cost, and
/// with three the makespan grows by switches only.
#[test]
fn the_gil_with_switching() {
    let conditions = Conditions {
        switch_cost: Dur::millis(1),
        ..Conditions::default()
    };
    let two = computes().into_iter().take(2).collect();
    assert_eq!(ends(&trace_with(two, conditions, Way::Threads)), [195, 200]);
    let three = trace_with(computes(), conditions, Way::Threads);
    assert!(three.end() > Time(300 * MS), "{:?}", three.end());
    let running: u64 = ["A", "B", "C"]
        .into_iter()
        .filter_map(|name| three.find_track(name))
        .map(|lane| total(&three, lane, State::Running))
        .sum();
    assert_eq!(running, 300 * MS);
}

/// The page's ticks stop for as long as something holds its thread, and come
/// once, late; waits that are awaited, and slices, let them through.
#[test]
fn the_heartbeat_shows_the_freeze() {
    assert_eq!(ticks(&trace(sleeps(), Way::BlockPage)), [0, 600]);
    assert_eq!(ticks(&trace(computes(), Way::BlockPage)), [0, 300]);
    // Coroutines that never await hold the loop just as long.
    assert_eq!(ticks(&trace(computes(), Way::Joined)), [0, 300]);
    assert_eq!(ticks(&trace(computes(), Way::AwaitInTurn)), [0, 300]);
    for (jobs, way) in [
        (sleeps(), Way::Joined),
        (sleeps(), Way::AwaitInTurn),
        (sleeps(), Way::Interleaved),
    ] {
        let trace = trace(jobs, way);
        assert!((16..=17).contains(&longest_gap(&trace)), "{way:?}");
    }
    // A tick waits for the end of a turn of 10 at most.
    let sliced = trace(computes(), Way::Interleaved);
    assert!(longest_gap(&sliced) <= 27, "{:?}", ticks(&sliced));
    for way in [
        Way::InTurn,
        Way::Processes,
        Way::Threads,
        Way::Polling,
        Way::WaitForNotice,
    ] {
        assert!(trace(sleeps(), way).find_track("heartbeat").is_none());
    }
}

fn mixed() -> Vec<Job> {
    jobs([vec![request(25), compute(10)], vec![compute(40)]])
}

fn picture(way: Way, expect: &Expect) {
    let conditions = Conditions {
        cores: 1,
        ..Conditions::default()
    };
    expect.assert_eq(&lanes(&trace_with(mixed(), conditions, way), MS));
}

/// A asks the network (25), then computes 10; B computes 40. In turn: 75.
#[test]
fn a_request_in_turn() {
    picture(
        Way::InTurn,
        &expect![[r#"
            core core 1: 25-35 running A (main) | 35-75 running B (main)
            device network: 0-25 serving A
            thread main: 0-25 blocked-io network | 25-35 running A | 35-75 running B
            task A: 0-25 blocked-io network | 25-35 running A
            task B: 0-35 ready turn | 35-75 running B
            wake: network 25 -> A 25
        "#]],
    );
}

/// B is worked on in pieces of 10; the polls at 10 and 20 come too early, the
/// one at 30 finds the answer of 25. A then waits for B: 40-50.
#[test]
fn a_request_polled() {
    picture(
        Way::Polling,
        &expect![[r#"
            core core 1: 0-10 running B (main) | 10-20 running B (main) | 20-30 running B (main) | 30-40 running B (main) | 40-50 running A (main)
            device network: 0-25 serving A
            thread main: 0-10 running B | 10-20 running B | 20-30 running B | 30-40 running B | 40-50 running A
            task A: 0-30 blocked-io network | 30-40 ready turn | 40-50 running A | 10 poll! | 20 poll! | 30 poll!
            task B: 0-10 running B | 10-20 running B | 20-30 running B | 30-40 running B
        "#]],
    );
}

/// Nothing is done until 25; A's computation 25-35, then B 35-75.
#[test]
fn a_request_that_is_waited_for() {
    picture(
        Way::WaitForNotice,
        &expect![[r#"
            core core 1: 25-35 running A (main) | 35-75 running B (main)
            device network: 0-25 serving A
            thread main: 0-25 blocked-io network | 25-35 running A | 35-75 running B
            task A: 0-25 blocked-io network | 25-35 running A
            task B: 0-35 ready turn | 35-75 running B
            wake: network 25 -> A 25
        "#]],
    );
}

/// B computes 0-40 without giving control back, so A's answer of 25 waits: 40-50.
#[test]
fn a_request_joined() {
    picture(
        Way::Joined,
        &expect![[r#"
            core core 1: 0-40 running B (main) | 40-50 running A (main)
            device network: 0-25 serving A
            thread main: 0-40 running B | 40-50 running A
            task A: 0-25 awaiting network | 25-40 ready event loop | 40-50 running A
            task B: 0-40 running B
            heartbeat heartbeat: 0 tick! | 40 tick!
            wake: network 25 -> A 25
        "#]],
    );
}

/// B computes while A waits, and shares the core when the answer is there.
#[test]
fn a_request_interleaved() {
    picture(
        Way::Interleaved,
        &expect![[r#"
            core core 1: 0-30 running B (quantum-over) | 30-40 running A (exit) | 40-50 running B (exit)
            heartbeat heartbeat: 0 tick! | 20 tick! | 40 tick!
            device network: 0-25 serving A
            thread A: 0-25 blocked-io network | 25-30 ready core (unblocked) | 30-40 running A
            thread B: 0-30 running B | 30-40 ready core (quantum-over) | 40-50 running B
            wake: network 25 -> A 25
        "#]],
    );
}

/// One worker: A's waiting keeps B out, as each wait blocks the worker.
#[test]
fn a_request_in_a_process() {
    picture(
        Way::Processes,
        &expect![[r#"
            core core 1: 25-35 running A (worker 1) | 35-75 running B (worker 1)
            device network: 0-25 serving A
            thread worker 1: 0-25 blocked-io network | 25-35 running A | 35-75 running B
            task A: 0-25 blocked-io network | 25-35 running A
            task B: 0-35 ready turn | 35-75 running B
            wake: network 25 -> A 25
        "#]],
    );
}

/// With nothing to compute it sleeps between polls, and sees an answer of 25
/// at 30.
#[test]
fn polling_is_late_by_up_to_a_piece() {
    let trace = trace(jobs([vec![request(25)]]), Way::Polling);
    assert_eq!(ends(&trace), [30]);
    let job = trace.find_track("A").expect("the job's lane");
    let polls: Vec<u64> = trace.instants(job).iter().map(|i| i.at.0 / MS).collect();
    assert_eq!(polls, [10, 20, 30]);
}

#[test]
fn what_is_wrong_is_told() {
    let told = |jobs: Vec<Job>, conditions, way| {
        let problems =
            run_within(&Experiment { jobs, conditions }, way, 1000).expect_err("an error");
        problems[0].sentence(Lang::En)
    };
    let fine = Conditions::default();
    let cases = [
        (
            vec![],
            fine,
            Way::InTurn,
            "jobs: There is no job. Add at least one.",
        ),
        (
            [sleeps(), sleeps()].concat(),
            fine,
            Way::InTurn,
            "job \"A\": The name is empty or used twice. Give each job a name of its own.",
        ),
        (
            sleeps(),
            Conditions { cores: 0, ..fine },
            Way::Threads,
            "cores: There are 0 cores. Use 1 to 1024.",
        ),
        (
            sleeps(),
            Conditions {
                quantum: Dur::ZERO,
                ..fine
            },
            Way::Polling,
            "quantum: The quantum is zero. Use more than zero.",
        ),
        (
            jobs([vec![compute(10)], vec![compute(10)]]),
            Conditions {
                quantum: Dur(1),
                ..fine
            },
            Way::Interleaved,
            "jobs: Stopped at a limit. Not ended: A → a core, B → a core Use less work or a longer quantum.",
        ),
    ];
    for (jobs, conditions, way, expected) in cases {
        assert_eq!(told(jobs, conditions, way), expected);
    }
}

/// Nothing is lost or added in any way: as much computing as the jobs have.
#[test]
fn every_way_computes_the_demand() {
    for way in Way::ALL {
        let trace = trace(mixed(), way);
        for (name, demand) in [("A", 10), ("B", 40)] {
            let lane = trace.find_track(name).expect("a lane");
            assert_eq!(total(&trace, lane, State::Running), demand * MS, "{way:?}");
        }
    }
}

#[test]
fn tasks_of_one_thread_are_no_context_switches() {
    let experiment = QuestionId::BlockingNonblocking.setup().experiment();
    for way in [Way::InTurn, Way::AwaitInTurn, Way::Joined] {
        let stats = Stats::of(&run(&experiment, way).unwrap());
        assert_eq!(stats.switches, Some(0), "{way:?}");
    }
    let computing = QuestionId::ConcurrencyParallelism.setup().experiment();
    let stats = Stats::of(&run(&computing, Way::Interleaved).unwrap());
    // 3 × 120 ms in slices of 20 ms: 18 slices, each by another thread than the last.
    assert_eq!(stats.switches, Some(17));
}
