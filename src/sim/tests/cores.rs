//! Policies that know cores: queues of their own, stealing, affinity, gangs.

use proptest::prelude::*;

use super::super::policy::{
    Affinity, Attributes, Gang, Queues, QueuesSettings, Steal, Turns, Victim,
};
use super::super::testing::total;
use super::*;
use crate::base::Id;
use crate::trace::State;

/// Threads with what they bring along, on a machine without costs.
fn run(cores: u32, threads: &[(&str, u64, Attributes)], policy: impl Policy + 'static) -> Run {
    let mut machine = Machine::new(quiet(cores));
    let process = machine.process("program", None);
    for (name, demand, attributes) in threads {
        let body = Script::compute(Dur(*demand)).boxed();
        machine.thread_with(process, name, Time::ZERO, attributes.clone(), body);
    }
    machine.run(Box::new(policy)).expect("a valid machine")
}

fn own_queues(steal: Steal) -> Queues {
    let settings = QueuesSettings {
        per_core: true,
        turns: Turns::Each(Dur(2)),
        steal,
        ..QueuesSettings::default()
    };
    Queues::new(2, settings)
}

fn plain(name: &str, demand: u64) -> (&str, u64, Attributes) {
    (name, demand, Attributes::default())
}

/// A and C are dealt to core 1, B and D to core 2. Core 2 is done at 3; without
/// stealing it stays idle, with it A goes over.
#[test]
fn a_free_core_steals() {
    let threads = [plain("A", 4), plain("B", 1), plain("C", 4), plain("D", 2)];
    check(
        &run(2, &threads, own_queues(Steal::Never)),
        &expect![[r#"
            core core 1: 0-2 running A | 2-4 running C | 4-6 running A | 6-8 running C
            core core 2: 0-1 running B | 1-3 running D
            thread A: 0-2 running A | 2-4 ready core | 4-6 running A
            thread B: 0-1 running B
            thread C: 0-2 ready core | 2-4 running C | 4-6 ready core | 6-8 running C
            thread D: 0-1 ready core | 1-3 running D
        "#]],
    );
    check(
        &run(2, &threads, own_queues(Steal::WhenFree)),
        &expect![[r#"
            core core 1: 0-2 running A | 2-6 running C
            core core 2: 0-1 running B | 1-3 running D | 3-5 running A
            thread A: 0-2 running A | 2-3 ready core | 3-5 running A
            thread B: 0-1 running B
            thread C: 0-2 ready core | 2-6 running C
            thread D: 0-1 ready core | 1-3 running D
        "#]],
    );
}

/// B may only use core 1: core 2 takes C, which stands behind it.
#[test]
fn an_affinity_is_kept() {
    let only_first = Attributes {
        affinity: Affinity::only([0]),
        ..Attributes::default()
    };
    let threads = [plain("A", 3), ("B", 2, only_first), plain("C", 2)];
    let policy = Queues::new(2, QueuesSettings::default());
    check(
        &run(2, &threads, policy),
        &expect![[r#"
        core core 1: 0-3 running A | 3-5 running B
        core core 2: 0-2 running C
        thread A: 0-3 running A
        thread B: 0-3 ready core | 3-5 running B
        thread C: 0-2 running C
    "#]],
    );
}

fn member(gang: u32) -> Attributes {
    Attributes {
        gang: Some(gang),
        ..Attributes::default()
    }
}

/// Two gangs of two on two cores, slots of 2; A2 ends early and leaves its core
/// idle in its gang's slot, unless another of its column fills in.
#[test]
fn gangs_get_their_cores_together() {
    let threads = [
        ("A1", 4, member(1)),
        ("B1", 3, member(2)),
        ("A2", 1, member(1)),
        ("B2", 3, member(2)),
    ];
    check(
        &run(2, &threads, Gang::new(2, Dur(2), false)),
        &expect![[r#"
            core core 1: 0-2 running A1 | 2-4 running B1 | 4-6 running A1 | 6-7 running B1
            core core 2: 0-1 running A2 | 2-5 running B2
            thread A1: 0-2 running A1 | 2-4 ready core | 4-6 running A1
            thread B1: 0-2 ready core | 2-4 running B1 | 4-6 ready core | 6-7 running B1
            thread A2: 0-1 running A2
            thread B2: 0-2 ready core | 2-5 running B2
        "#]],
    );
    check(
        &run(2, &threads, Gang::new(2, Dur(2), true)),
        &expect![[r#"
            core core 1: 0-2 running A1 | 2-4 running B1 | 4-6 running A1 | 6-7 running B1
            core core 2: 0-1 running A2 | 1-4 running B2
            thread A1: 0-2 running A1 | 2-4 ready core | 4-6 running A1
            thread B1: 0-2 ready core | 2-4 running B1 | 4-6 ready core | 6-7 running B1
            thread A2: 0-1 running A2
            thread B2: 0-1 ready core | 1-4 running B2
        "#]],
    );
}

/// A goes over to core 2 at 3 and pays 1 for it; its turn there begins at 4.
#[test]
fn going_over_has_a_price() {
    let mut machine = Machine::new(Settings {
        costs: Costs {
            migration: Dur(1),
            ..Costs::default()
        },
        ..quiet(2)
    });
    let process = machine.process("program", None);
    for (name, demand) in [("A", 4), ("B", 1), ("C", 4), ("D", 2)] {
        let body = Script::compute(Dur(demand)).boxed();
        machine.thread(process, name, Time::ZERO, body);
    }
    let policy = Box::new(own_queues(Steal::WhenFree));
    check(
        &machine.run(policy).expect("a valid machine"),
        &expect![[r#"
            core core 1: 0-2 running A | 2-6 running C
            core core 2: 0-1 running B | 1-3 running D | 3-4 switching A | 4-6 running A
            thread A: 0-2 running A | 2-4 ready core | 4-6 running A | 3 migration!
            thread B: 0-1 running B
            thread C: 0-2 ready core | 2-6 running C
            thread D: 0-1 ready core | 1-3 running D
        "#]],
    );
}

proptest! {
    /// Whatever they do, all threads end, having computed what they asked for.
    #[test]
    fn nobody_is_lost(
        cores in 1..4u32,
        threads in prop::collection::vec((0..7u64, 0..5u64, 0..3u32, 0..4u32), 1..8),
        kind in 0..6u8,
        switch_cost in 0..3u64,
    ) {
        let settings = |steal, victim| QueuesSettings {
            per_core: true,
            turns: Turns::Together(Dur(3)),
            steal,
            victim,
        };
        let policy: Box<dyn Policy> = match kind {
            0 => Box::new(Queues::new(cores, QueuesSettings::default())),
            1 => Box::new(Queues::new(cores, settings(Steal::Never, Victim::Drawn))),
            2 => Box::new(Queues::new(cores, settings(Steal::WhenFree, Victim::Drawn))),
            3 => Box::new(Queues::new(cores, settings(Steal::Every(Dur(4)), Victim::Longest))),
            4 => Box::new(Gang::new(cores, Dur(2), false)),
            _ => Box::new(Gang::new(cores, Dur(3), true)),
        };
        let mut machine = Machine::new(Settings { switch_cost: Dur(switch_cost), ..quiet(cores) });
        let process = machine.process("program", None);
        for (i, &(demand, sleep, gang, pin)) in threads.iter().enumerate() {
            let attributes = Attributes {
                gang: (gang > 0).then_some(gang),
                // A thief minds affinities, gangs do not: only the queues are pinned.
                affinity: if kind < 4 && pin < cores { Affinity::only([pin]) } else { Affinity::ANY },
                ..Attributes::default()
            };
            let body = Script::new(vec![
                Op::Compute(Dur(demand)),
                Op::Sleep(Dur(sleep)),
                Op::Compute(Dur(1)),
            ]);
            machine.thread_with(process, &format!("T{i}"), Time(sleep), attributes, body.boxed());
        }
        let run = machine.run(policy).expect("a valid machine");
        prop_assert_eq!(&run.outcome, &Outcome::Finished);
        for (i, &(demand, ..)) in threads.iter().enumerate() {
            let lane = run.lanes[ThreadId::from_index(i)];
            prop_assert_eq!(total(&run.trace, lane, State::Running), demand + 1);
        }
    }
}
