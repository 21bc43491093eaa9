//! What must hold of every run, on random scenarios.

use proptest::prelude::*;

use super::policy::{Attributes, Policy};
use super::testing::{lanes, total};
use super::*;
use crate::base::{Dur, Id, Time};
use crate::trace::{State, Trace, TrackId, TrackKind};

mod each;
mod families;
mod lives;
mod order;
mod shares;

/// One thread: when it comes and what it does.
type Life = (u64, Vec<Deed>);

#[derive(Clone, Copy, Debug)]
enum Deed {
    Compute(u64),
    Sleep(u64),
    Io(u64),
    Yield,
}

#[derive(Clone, Debug)]
struct Scenario {
    cores: u32,
    /// A place in [`each::POLICIES`].
    policy: usize,
    /// At least one.
    quantum: u64,
    /// Priority, nice value and tickets of each thread in turn.
    standing: Vec<(i32, i8, u32)>,
    switch_cost: u64,
    gil: Option<u64>,
    channels: Option<u32>,
    arrival_first: bool,
    threads: Vec<Life>,
}

fn scenarios() -> impl Strategy<Value = Scenario> {
    let deed = prop_oneof![
        3 => (0..9u64).prop_map(Deed::Compute),
        1 => (0..9u64).prop_map(Deed::Sleep),
        1 => (0..9u64).prop_map(Deed::Io),
        1 => Just(Deed::Yield),
    ];
    let life = (0..6u64, prop::collection::vec(deed, 0..6));
    let standing = (0..4i32, -20..20i8, 0..9u32);
    (
        1..4u32,
        (
            0..each::POLICIES.len(),
            prop::collection::vec(standing, 1..7),
        ),
        1..5u64,
        0..3u64,
        prop::option::of(1..6u64),
        prop::option::of(1..3u32),
        any::<bool>(),
        prop::collection::vec(life, 1..7),
    )
        .prop_map(
            |(
                cores,
                (policy, standing),
                quantum,
                switch_cost,
                gil,
                channels,
                arrival_first,
                threads,
            )| Scenario {
                cores,
                policy,
                quantum,
                standing,
                switch_cost,
                gil,
                channels,
                arrival_first,
                threads,
            },
        )
}

fn name(i: usize) -> String {
    format!("T{i}")
}

fn run(scenario: &Scenario) -> Run {
    let mut machine = Machine::new(Settings {
        switch_cost: Dur(scenario.switch_cost),
        ties: Ties {
            arrival_before_quantum_end: scenario.arrival_first,
        },
        ..Settings::cores(scenario.cores)
    });
    let process = machine.process("program", scenario.gil.map(Dur));
    let disk = machine.device("disk", scenario.channels);
    for (i, (arrives, deeds)) in scenario.threads.iter().enumerate() {
        let ops = deeds.iter().map(|deed| match *deed {
            Deed::Compute(d) => Op::Compute(Dur(d)),
            Deed::Sleep(d) => Op::Sleep(Dur(d)),
            Deed::Io(d) => Op::Io(disk, Dur(d)),
            Deed::Yield => Op::Yield,
        });
        let body = Script::new(ops.collect()).boxed();
        let (priority, nice, tickets) = scenario.standing[i % scenario.standing.len()];
        let attributes = Attributes {
            priority,
            nice,
            tickets,
            ..Attributes::default()
        };
        machine.thread_with(process, &name(i), Time(*arrives), attributes, body);
    }
    machine.run(policy(scenario)).expect("a valid machine")
}

fn policy(scenario: &Scenario) -> Box<dyn Policy> {
    (each::POLICIES[scenario.policy].1)(Dur(scenario.quantum))
}

/// Computing threads on cores without costs, of which nothing else is said.
fn plain(policy: &str, quantum: u64, cores: u32, threads: Vec<Life>) -> Scenario {
    let place = each::POLICIES.iter().position(|(name, _)| *name == policy);
    Scenario {
        cores,
        policy: place.expect("a policy"),
        quantum,
        standing: vec![(0, 0, Attributes::USUAL_TICKETS)],
        switch_cost: 0,
        gil: None,
        channels: None,
        arrival_first: true,
        threads,
    }
}

fn tracks(trace: &Trace, kind: TrackKind) -> Vec<TrackId> {
    let of_kind = |id: &TrackId| trace.track(*id).kind == kind;
    trace.tracks().ids().filter(of_kind).collect()
}

/// The state of a track at a moment.
fn state(trace: &Trace, track: TrackId, at: Time) -> Option<State> {
    trace
        .track_slices(track)
        .find(|slice| slice.start <= at && at < slice.end)
        .map(|slice| slice.state)
}

proptest! {
    /// All end; each lane is whole, and runs for what was asked.
    #[test]
    fn no_job_is_lost(scenario in scenarios()) {
        let run = run(&scenario);
        prop_assert_eq!(&run.outcome, &Outcome::Finished);
        for (i, (arrives, deeds)) in scenario.threads.iter().enumerate() {
            let lane = run.lanes[ThreadId::from_index(i)];
            let demand: u64 = deeds
                .iter()
                .map(|deed| if let Deed::Compute(d) = deed { *d } else { 0 })
                .sum();
            prop_assert_eq!(total(&run.trace, lane, State::Running), demand);
            let mut at = Time(*arrives);
            for slice in run.trace.track_slices(lane) {
                prop_assert_eq!(slice.start, at, "a gap in {}", name(i));
                prop_assert!(slice.end > slice.start);
                at = slice.end;
            }
        }
    }

    /// A core runs one thread at a time, and a thread runs exactly when one core runs it.
    #[test]
    fn one_core_one_thread(scenario in scenarios()) {
        let trace = run(&scenario).trace;
        let cores = tracks(&trace, TrackKind::Core);
        for &core in &cores {
            prop_assert_eq!(trace.track(core).rows().len(), 1);
        }
        for thread in tracks(&trace, TrackKind::Thread) {
            for at in (0..trace.end().0).map(Time) {
                let on = cores
                    .iter()
                    .flat_map(|&core| trace.track_slices(core))
                    .filter(|s| s.start <= at && at < s.end && s.state == State::Running)
                    .filter(|s| trace.name(s.name) == trace.track_name(thread))
                    .count();
                let runs = state(&trace, thread, at) == Some(State::Running);
                prop_assert_eq!(on, usize::from(runs), "{:?}", at);
            }
        }
    }

    /// No core is idle while a thread is ready for which no core is being loaded.
    #[test]
    fn work_is_conserved(scenario in scenarios()) {
        let trace = run(&scenario).trace;
        let (cores, threads) = (
            tracks(&trace, TrackKind::Core),
            tracks(&trace, TrackKind::Thread),
        );
        for at in (0..trace.end().0).map(Time) {
            let count = |of: &[TrackId], wanted| {
                of.iter()
                    .filter(|&&track| state(&trace, track, at) == wanted)
                    .count()
            };
            let waiting = count(&threads, Some(State::Ready)) - count(&cores, Some(State::Switching));
            let idle = count(&cores, None);
            prop_assert!(waiting == 0 || idle == 0, "at {:?}:\n{}", at, lanes(&trace, 1));
        }
    }

    /// Under a GIL at most one thread of the process runs, and only waits for
    /// the GIL while another has it.
    #[test]
    fn the_gil_is_held_once(mut scenario in scenarios()) {
        scenario.gil.get_or_insert(3);
        let trace = run(&scenario).trace;
        let threads = tracks(&trace, TrackKind::Thread);
        for at in (0..trace.end().0).map(Time) {
            let count = |wanted| {
                threads
                    .iter()
                    .filter(|&&thread| state(&trace, thread, at) == Some(wanted))
                    .count()
            };
            prop_assert!(count(State::Running) <= 1);
            // A holder runs, or is ready and waits for a core.
            let holders = count(State::Running) + count(State::Ready);
            prop_assert!(count(State::BlockedGil) == 0 || holders > 0);
        }
    }

    /// Same description, same trace.
    #[test]
    fn a_run_is_determined(scenario in scenarios()) {
        let (one, two) = (run(&scenario), run(&scenario));
        prop_assert_eq!(lanes(&one.trace, 1), lanes(&two.trace, 1));
        prop_assert_eq!(one.events, two.events);
    }

    /// Where equals go in the order of their coming, computing threads that are
    /// alike get their first core in the order of their making.
    #[test]
    fn equals_are_served_as_they_come(
        policy in prop::sample::select(each::IN_ORDER),
        length in 1..9u64,
        count in 1..8usize,
        cores in 1..4u32,
        quantum in 1..4u64,
    ) {
        let threads = vec![(0, vec![Deed::Compute(length)]); count];
        let run = run(&plain(policy, quantum, cores, threads));
        let first = |lane: TrackId| {
            run.trace
                .track_slices(lane)
                .find(|slice| slice.state == State::Running)
                .map(|slice| slice.start)
        };
        let starts: Vec<_> = run.lanes.iter().map(|&lane| first(lane)).collect();
        prop_assert!(starts.is_sorted(), "{policy}: {starts:?}");
    }

    /// One core without costs is not idle while anybody is there: if all are
    /// there from the beginning, the last ends after the sum.
    #[test]
    fn one_core_works_through(
        (policy, _) in prop::sample::select(each::POLICIES),
        lengths in prop::collection::vec(1..9u64, 1..8),
        quantum in 1..4u64,
    ) {
        let threads = lengths.iter().map(|&d| (0, vec![Deed::Compute(d)])).collect();
        let run = run(&plain(policy, quantum, 1, threads));
        prop_assert_eq!(run.trace.end().0, lengths.iter().sum::<u64>());
    }

    /// Round robin on one core against a queue worked by hand.
    #[test]
    fn round_robin_is_a_queue(
        lengths in prop::collection::vec(1..9u64, 1..8),
        quantum in 1..4u64,
    ) {
        let mut left = lengths.clone();
        let mut queue: std::collections::VecDeque<usize> = (0..left.len()).collect();
        let (mut now, mut ends) = (0, vec![0; left.len()]);
        while let Some(i) = queue.pop_front() {
            let d = left[i].min(quantum);
            now += d;
            left[i] -= d;
            if left[i] > 0 {
                queue.push_back(i);
            } else {
                ends[i] = now;
            }
        }
        let threads = lengths.iter().map(|&d| (0, vec![Deed::Compute(d)])).collect();
        let run = run(&plain("round robin", quantum, 1, threads));
        let modelled: Vec<u64> = run
            .lanes
            .iter()
            .map(|&lane| run.trace.track_slices(lane).map(|s| s.end.0).max().unwrap_or(0))
            .collect();
        prop_assert_eq!(modelled, ends);
    }
}
