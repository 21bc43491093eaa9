//! Threads that lock, start others, pay for it and are ended, under every policy.

use proptest::prelude::*;

use super::each;
use crate::base::{Dur, Time};
use crate::sim::policy::Attributes;
use crate::sim::sync::{Call, Grant, Mutex, Object, ObjectId, Queue};
use crate::sim::testing::total;
use crate::sim::{Costs, Machine, Op, Outcome, Run, Script, Settings, Signal, Ties};
use crate::trace::{State, TrackKind};

/// What one thread does, of what priority.
type Life = (i32, Vec<Deed>);

#[derive(Clone, Debug)]
enum Deed {
    Compute(u64),
    Sleep(u64),
    /// Computes with the lock.
    Section(u64),
    Put,
    Get,
    Spawn(u64),
}

#[derive(Clone, Debug)]
struct Scenario {
    cores: u32,
    policy: usize,
    quantum: u64,
    switch_cost: u64,
    gil: Option<u64>,
    inherit: bool,
    grant: Grant,
    costs: (u64, u64, u64),
    daemons: usize,
    /// When which process gets which signal.
    signals: Vec<(u64, bool)>,
    threads: Vec<Life>,
}

fn scenarios() -> impl Strategy<Value = Scenario> {
    let deed = prop_oneof![
        2 => (1..9u64).prop_map(Deed::Compute),
        1 => (0..9u64).prop_map(Deed::Sleep),
        3 => (0..9u64).prop_map(Deed::Section),
        1 => Just(Deed::Put),
        1 => Just(Deed::Get),
        1 => (1..5u64).prop_map(Deed::Spawn),
    ];
    let life = (0..4i32, prop::collection::vec(deed, 0..6));
    let grant = prop_oneof![Just(Grant::HandOff), Just(Grant::Barging)];
    let machine = (
        1..4u32,
        0..each::POLICIES.len(),
        1..5u64,
        0..3u64,
        prop::option::of(1..6u64),
    );
    (
        machine,
        any::<bool>(),
        grant,
        (0..4u64, 0..3u64, 0..3u64),
        0..3usize,
        prop::collection::vec((0..30u64, any::<bool>()), 0..3),
        prop::collection::vec(life, 1..6),
    )
        .prop_map(
            |(machine, inherit, grant, costs, daemons, signals, threads)| Scenario {
                cores: machine.0,
                policy: machine.1,
                quantum: machine.2,
                switch_cost: machine.3,
                gil: machine.4,
                inherit,
                grant,
                costs,
                daemons,
                signals,
                threads,
            },
        )
}

fn ops(deeds: &[Deed], m: ObjectId, q: ObjectId) -> Vec<Op> {
    let mut ops = Vec::new();
    for deed in deeds {
        match *deed {
            Deed::Compute(d) => ops.push(Op::Compute(Dur(d))),
            Deed::Sleep(d) => ops.push(Op::Sleep(Dur(d))),
            Deed::Section(d) => ops.extend([
                Op::Call(m, Call::Lock),
                Op::Compute(Dur(d)),
                Op::Call(m, Call::Unlock),
            ]),
            Deed::Put => ops.push(Op::Call(q, Call::Put(1))),
            Deed::Get => ops.push(Op::CallWithin(q, Call::Get, Dur(5))),
            Deed::Spawn(d) => ops.push(Op::Spawn("child".into(), vec![Op::Compute(Dur(d))])),
        }
    }
    ops
}

/// Half of the threads are of a process that gets the signals.
fn run(scenario: &Scenario) -> Run {
    let (thread, join, message) = scenario.costs;
    let mut machine = Machine::new(Settings {
        switch_cost: Dur(scenario.switch_cost),
        ties: Ties::default(),
        costs: Costs {
            thread: Dur(thread),
            join: Dur(join),
            message: Dur(message),
            ..Costs::default()
        },
        ..Settings::cores(scenario.cores)
    });
    let processes = ["safe", "hit"].map(|name| machine.process(name, scenario.gil.map(Dur)));
    let mutex = Mutex::new(scenario.grant);
    let mutex = if scenario.inherit {
        mutex.inheriting()
    } else {
        mutex
    };
    let m = machine.object("m", Object::Mutex(mutex));
    let q = machine.object("q", Object::Queue(Queue::new(None, scenario.grant)));
    machine.between_processes(q, 0);
    for (i, (priority, deeds)) in scenario.threads.iter().enumerate() {
        let body = Script::new(ops(deeds, m, q)).boxed();
        let attributes = Attributes {
            priority: *priority,
            ..Attributes::default()
        };
        let process = processes[i % 2];
        let arrives = Time(i as u64);
        let thread = machine.thread_with(process, &format!("T{i}"), arrives, attributes, body);
        if i >= scenario.threads.len() - scenario.daemons.min(scenario.threads.len() - 1) {
            machine.daemon(thread);
        }
    }
    for &(at, kill) in &scenario.signals {
        let signal = if kill {
            Signal::Kill
        } else {
            Signal::Terminate
        };
        machine.signal_at(Time(at), processes[1], signal);
    }
    let policy = (each::POLICIES[scenario.policy].1)(Dur(scenario.quantum));
    machine.run(policy).expect("a valid machine")
}

proptest! {
    /// The run comes to an end: all ended, or those that are left wait for a
    /// lock whose owner was ended.
    #[test]
    fn lives_come_to_an_end(scenario in scenarios()) {
        let run = run(&scenario);
        match &run.outcome {
            Outcome::Finished => {}
            Outcome::Deadlock(waiting) => {
                prop_assert!(!scenario.signals.is_empty() || scenario.daemons > 0);
                let owner = run.objects.holders(ObjectId(0));
                prop_assert_eq!(owner.len(), 1);
                prop_assert!(waiting.iter().all(|w| w.thread != owner[0]));
            }
            Outcome::Budget(_) => prop_assert!(false, "a limit was reached"),
        }
    }

    /// A core's lane and its threads' lanes agree, and nobody runs twice at once.
    #[test]
    fn cores_and_threads_agree(scenario in scenarios()) {
        let run = run(&scenario);
        let trace = &run.trace;
        let sum = |kind: TrackKind| -> u64 {
            let ids = trace.tracks().iter_ids().filter(|(_, track)| track.kind == kind);
            ids.map(|(id, _)| total(trace, id, State::Running)).sum()
        };
        prop_assert_eq!(sum(TrackKind::Core), sum(TrackKind::Thread));
        for (id, _) in trace.tracks().iter_ids() {
            prop_assert_eq!(trace.track(id).rows().len(), 1);
        }
    }

    /// Where nobody is ended, what was computed is what was asked for and what
    /// had to be paid; what was read at most as often as somebody asked.
    #[test]
    fn what_is_paid_is_what_was_made(scenario in scenarios()) {
        let scenario = Scenario { signals: Vec::new(), daemons: 0, ..scenario };
        let run = run(&scenario);
        prop_assert_eq!(&run.outcome, &Outcome::Finished);
        // All computing is what was asked for, and what was paid.
        let made: u64 = scenario.threads.iter().flat_map(|life| &life.1).map(|deed| match deed {
            Deed::Compute(d) | Deed::Section(d) => *d,
            Deed::Spawn(d) => d + scenario.costs.0,
            Deed::Put => scenario.costs.2,
            _ => 0,
        }).sum();
        let ran: u64 = run.lanes.iter().map(|&lane| total(&run.trace, lane, State::Running)).sum();
        let got = ran.checked_sub(made);
        let most = scenario.threads.iter().flat_map(|life| &life.1)
            .filter(|deed| matches!(deed, Deed::Get)).count() as u64 * scenario.costs.2;
        prop_assert!(got.is_some_and(|got| got <= most), "{ran} for {made} and {most}");
    }

    /// The same description gives the same trace.
    #[test]
    fn lives_repeat(scenario in scenarios()) {
        let once = run(&scenario);
        let again = run(&scenario);
        prop_assert_eq!(once.trace.dump(), again.trace.dump());
    }
}
