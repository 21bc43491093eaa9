//! Threads and processes that start each other: whose memory is whose, what
//! making and joining them takes, who ends when.

use proptest::prelude::*;

use super::each;
use crate::base::{Dur, Time};
use crate::sim::program::{Host, Image, Parts, System, Timing};
use crate::sim::sync::ObjectId;
use crate::sim::{Costs, Machine, Op, Outcome, Run, Script, Settings, Signal, ThreadId};
use crate::trace::TrackId;

/// How a child comes into being.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Start {
    Spawn,
    Fork,
    Anew,
}

/// What a member of a family does, one after the other.
#[derive(Clone, Debug)]
enum Deed {
    Add(i64),
    /// Starts a child and waits for its end.
    Child(Start, Vec<Deed>),
}

fn family() -> impl Strategy<Value = Vec<Deed>> {
    let add = (1i64..100).prop_map(Deed::Add);
    let leaf = prop::collection::vec(add, 0..3);
    leaf.prop_recursive(3, 12, 3, |inner| {
        let start = prop::sample::select(vec![Start::Spawn, Start::Fork, Start::Anew]);
        let deed = prop_oneof![
            (1i64..100).prop_map(Deed::Add),
            (start, inner).prop_map(|(start, deeds)| Deed::Child(start, deeds)),
        ];
        prop::collection::vec(deed, 0..4)
    })
}

/// The family as programs, one a member; gives the member's number.
fn write(deeds: &[Deed], programs: &mut Vec<String>) -> usize {
    let place = programs.len();
    programs.push(String::new());
    let mut text = String::from("cpu 1\n");
    for deed in deeds {
        match deed {
            Deed::Add(n) => text += &format!("load ax x\nadd ax {n}\nstore ax x\n"),
            Deed::Child(start, deeds) => {
                let child = write(deeds, programs);
                let word = match start {
                    Start::Spawn => "spawn",
                    Start::Fork => "fork",
                    Start::Anew => "start",
                };
                text += &format!("{word} m{child}\njoin m{child}\n");
            }
        }
    }
    programs[place] = text;
    place
}

/// What each process's variable holds at the end, in the order of their making.
fn expected(deeds: &[Deed], first: i64, mine: usize, memories: &mut Vec<i64>) {
    for deed in deeds {
        match deed {
            Deed::Add(n) => memories[mine] += n,
            Deed::Child(Start::Spawn, deeds) => expected(deeds, first, mine, memories),
            Deed::Child(start, deeds) => {
                let copied = *start == Start::Fork;
                memories.push(if copied { memories[mine] } else { first });
                expected(deeds, first, memories.len() - 1, memories);
            }
        }
    }
}

const FIRST: i64 = 7;

fn run_family(deeds: &[Deed], settings: Settings, policy: usize, gil: Option<u64>) -> Run {
    let mut programs = Vec::new();
    write(deeds, &mut programs);
    let mut text = format!("cell x {FIRST}\nthread root\n{}", programs[0]);
    for (n, program) in programs.iter().enumerate().skip(1) {
        text += &format!("program m{n}\n{program}");
    }
    let (system, problems) = System::parse(&text);
    assert_eq!(problems, [], "{text}");
    let image = Image::link_hosted(&system).expect("a system");
    let mut machine = Machine::new(settings);
    let process = machine.process("p", gil.map(Dur));
    let x = machine.variable(process, "x", FIRST);
    let host = Host::new(
        image,
        Parts {
            timing: Timing {
                instr: Dur(1),
                unit: Dur(1),
            },
            devices: Vec::new(),
            objects: Vec::new(),
            cells: vec![x],
            processes: Vec::new(),
            pools: Vec::new(),
        },
    )
    .expect("all is there");
    machine.thread(process, "root", Time::ZERO, Box::new(host.body(0)));
    let policy = (each::POLICIES[policy].1)(Dur(2));
    machine.run(policy).expect("a valid machine")
}

fn end(run: &Run, lane: TrackId) -> Time {
    let slices = run.trace.track_slices(lane);
    slices.map(|slice| slice.end).max().unwrap_or(Time::ZERO)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    /// Threads share the memory of their process; a fork has a copy, a process
    /// that begins anew has what was there at first. Whatever the policy, the
    /// cores and the costs.
    #[test]
    fn memory_is_shared_copied_or_new(
        deeds in family(),
        cores in 1u32..4,
        policy in 0..each::POLICIES.len(),
        gil in prop::option::of(1u64..4),
        (thread, process, join) in (0u64..3, 0u64..3, 0u64..3),
    ) {
        let costs = Costs {
            thread: Dur(thread),
            process: Dur(process),
            join: Dur(join),
            ..Costs::default()
        };
        let run = run_family(&deeds, Settings { costs, ..Settings::cores(cores) }, policy, gil);
        prop_assert_eq!(&run.outcome, &Outcome::Finished);
        let mut memories = vec![FIRST];
        expected(&deeds, FIRST, 0, &mut memories);
        let found: Vec<i64> = (0..run.objects.len())
            .filter_map(|n| run.objects.cell(ObjectId(n as u32)))
            .collect();
        prop_assert_eq!(found, memories);
    }

    /// Whoever starts threads and joins them in turn: each is there when it has
    /// been paid for, each join costs, and waits for its thread at most.
    #[test]
    fn creation_and_joining_add_up_to_the_makespan(
        lengths in prop::collection::vec(0u64..20, 1..8),
        thread in 0u64..5,
        join in 0u64..5,
    ) {
        let mut ops: Vec<Op> = lengths.iter()
            .map(|length| Op::Spawn("child".into(), vec![Op::Compute(Dur(*length))]))
            .collect();
        ops.extend((0..lengths.len()).map(Op::Join));
        let mut machine = Machine::new(Settings {
            costs: Costs { thread: Dur(thread), join: Dur(join), ..Costs::default() },
            ..Settings::cores(16)
        });
        let process = machine.process("p", None);
        machine.thread(process, "main", Time::ZERO, Script::new(ops).boxed());
        let run = machine.run((each::POLICIES[0].1)(Dur(1))).expect("a valid machine");
        let count = lengths.len() as u64;
        // A script starts all its threads in one step, and pays for one after the other.
        let mut now = count * thread;
        for (n, length) in lengths.iter().enumerate() {
            let ends = (n as u64 + 1) * thread + length;
            now = now.max(ends) + join;
        }
        prop_assert_eq!(end(&run, run.lanes[ThreadId(0)]), Time(now));
    }

    /// A daemon ends with the last thread of its process that is none, or
    /// before; threads of other processes do not matter to it.
    #[test]
    fn daemons_end_with_their_process(
        threads in prop::collection::vec((1u64..30, any::<bool>(), 0usize..2), 1..8),
    ) {
        let mut machine = Machine::new(Settings::cores(16));
        let processes = ["p", "q"].map(|name| machine.process(name, None));
        for (length, daemon, process) in &threads {
            let body = Script::compute(Dur(*length)).boxed();
            let thread = machine.thread(processes[*process], "T", Time::ZERO, body);
            if *daemon {
                machine.daemon(thread);
            }
        }
        let run = machine.run((each::POLICIES[0].1)(Dur(1))).expect("a valid machine");
        for (lane, (length, daemon, process)) in run.lanes.iter().zip(&threads) {
            let ordinary = threads.iter().filter(|(_, daemon, p)| !daemon && p == process);
            let last = ordinary.map(|(length, ..)| *length).max();
            // Where all are daemons nobody's end takes them along.
            let until = match last {
                Some(last) if *daemon => last.min(*length),
                _ => *length,
            };
            prop_assert_eq!(end(&run, *lane), Time(until));
        }
    }

    /// A killed process ends then, and no other does.
    #[test]
    fn kills_end_one_process(
        threads in prop::collection::vec((1u64..30, 0usize..2), 1..8),
        at in 1u64..30,
    ) {
        let mut machine = Machine::new(Settings::cores(16));
        let processes = ["p", "q"].map(|name| machine.process(name, None));
        for (length, process) in &threads {
            let body = Script::compute(Dur(*length)).boxed();
            machine.thread(processes[*process], "T", Time::ZERO, body);
        }
        machine.signal_at(Time(at), processes[0], Signal::Kill);
        let run = machine.run((each::POLICIES[0].1)(Dur(1))).expect("a valid machine");
        prop_assert_eq!(&run.outcome, &Outcome::Finished);
        for (lane, (length, process)) in run.lanes.iter().zip(&threads) {
            let until = if *process == 0 { at.min(*length) } else { *length };
            prop_assert_eq!(end(&run, *lane), Time(until));
        }
    }
}
