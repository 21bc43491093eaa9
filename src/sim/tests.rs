//! Small scenarios with figures worked out by hand; one unit is a nanosecond.

mod cores;
mod inheritance;
mod lives;
mod loops;
mod objects;
mod policies;
mod size;
mod waits;

use expect_test::{Expect, expect};

use super::policy::{Fifo, Policy, RoundRobin};
use super::testing::lanes;
use super::*;
use crate::base::{Dur, Lang, Time};

/// Runs threads of one process, all there at time 0 unless told otherwise.
struct Scene {
    machine: Machine,
    process: ProcessId,
}

impl Scene {
    fn new(settings: Settings, gil: Option<u64>) -> Scene {
        let mut machine = Machine::new(settings);
        let process = machine.process("program", gil.map(Dur));
        Scene { machine, process }
    }

    fn thread(mut self, name: &str, arrives: u64, ops: Vec<Op>) -> Scene {
        let body = Script::new(ops).boxed();
        self.machine.thread(self.process, name, Time(arrives), body);
        self
    }

    fn run(self, policy: impl Policy + 'static) -> Run {
        self.machine.run(Box::new(policy)).expect("a valid machine")
    }
}

fn check(run: &Run, expect: &Expect) {
    assert_eq!(run.outcome, Outcome::Finished);
    expect.assert_eq(&lanes(&run.trace, 1));
}

fn compute(d: u64) -> Vec<Op> {
    vec![Op::Compute(Dur(d))]
}

fn quiet(cores: u32) -> Settings {
    Settings {
        reasons: false,
        ..Settings::cores(cores)
    }
}

/// Jobs of 5, 3 and 1 with a quantum of 2. Turns: A 0-2, B 2-4, C 4-5, A 5-7,
/// B 7-8, A 8-9; completions 9, 8, 5.
#[test]
fn round_robin_of_5_3_1() {
    let run = Scene::new(Settings::cores(1), None)
        .thread("A", 0, compute(5))
        .thread("B", 0, compute(3))
        .thread("C", 0, compute(1))
        .run(RoundRobin::new(Dur(2)));
    check(
        &run,
        &expect![[r#"
            core core 1: 0-2 running A (quantum-over) | 2-4 running B (quantum-over) | 4-5 running C (exit) | 5-7 running A (quantum-over) | 7-8 running B (exit) | 8-9 running A (exit)
            thread A: 0-2 running A | 2-5 ready core (quantum-over) | 5-7 running A | 7-8 ready core (quantum-over) | 8-9 running A
            thread B: 0-2 ready core (new) | 2-4 running B | 4-7 ready core (quantum-over) | 7-8 running B
            thread C: 0-4 ready core (new) | 4-5 running C
        "#]],
    );
}

/// Alone, a thread goes on after its quantum without a break.
#[test]
fn a_quantum_with_nobody_waiting_is_no_switch() {
    let run = Scene::new(Settings::cores(1), None)
        .thread("A", 0, compute(5))
        .run(RoundRobin::new(Dur(2)));
    check(
        &run,
        &expect![[r#"
        core core 1: 0-5 running A (exit)
        thread A: 0-5 running A
    "#]],
    );
}

/// A's quantum ends at 2, when B arrives: B is before or behind A.
#[test]
fn arrival_at_the_end_of_a_quantum() {
    let run = |first: bool| {
        let ties = Ties {
            arrival_before_quantum_end: first,
        };
        Scene::new(Settings { ties, ..quiet(1) }, None)
            .thread("A", 0, compute(4))
            .thread("C", 0, compute(3))
            .thread("B", 2, compute(1))
            .run(RoundRobin::new(Dur(2)))
    };
    // A 0-2, C 2-4, B 4-5, A 5-7, C 7-8.
    check(
        &run(true),
        &expect![[r#"
        core core 1: 0-2 running A | 2-4 running C | 4-5 running B | 5-7 running A | 7-8 running C
        thread A: 0-2 running A | 2-5 ready core | 5-7 running A
        thread C: 0-2 ready core | 2-4 running C | 4-7 ready core | 7-8 running C
        thread B: 2-4 ready core | 4-5 running B
    "#]],
    );
    // A 0-2, C 2-4, A 4-6, B 6-7, C 7-8.
    check(
        &run(false),
        &expect![[r#"
        core core 1: 0-2 running A | 2-4 running C | 4-6 running A | 6-7 running B | 7-8 running C
        thread A: 0-2 running A | 2-4 ready core | 4-6 running A
        thread C: 0-2 ready core | 2-4 running C | 4-7 ready core | 7-8 running C
        thread B: 2-6 ready core | 6-7 running B
    "#]],
    );
}

/// Each change of thread costs 1; the first load and staying cost nothing.
#[test]
fn a_switch_costs_the_core() {
    let settings = Settings {
        switch_cost: Dur(1),
        ..Settings::cores(1)
    };
    let run = Scene::new(settings, None)
        .thread("A", 0, compute(4))
        .thread("B", 0, compute(2))
        .run(RoundRobin::new(Dur(2)));
    // A 0-2, switch, B 3-5, switch, A 6-8.
    check(
        &run,
        &expect![[r#"
            core core 1: 0-2 running A (quantum-over) | 2-3 switching B (A) | 3-5 running B (exit) | 5-6 switching A (B) | 6-8 running A (exit)
            thread A: 0-2 running A | 2-6 ready core (quantum-over) | 6-8 running A
            thread B: 0-3 ready core (new) | 3-5 running B
        "#]],
    );
}

/// The convoy: short jobs wait behind a long one under first come, first served.
#[test]
fn convoy() {
    let run = Scene::new(quiet(1), None)
        .thread("long", 0, compute(100))
        .thread("B", 0, compute(1))
        .thread("C", 0, compute(1))
        .run(Fifo::new());
    check(
        &run,
        &expect![[r#"
        core core 1: 0-100 running long | 100-101 running B | 101-102 running C
        thread long: 0-100 running long
        thread B: 0-100 ready core | 100-101 running B
        thread C: 0-101 ready core | 101-102 running C
    "#]],
    );
}

/// While one waits for the disk, the other has the core; the disk serves one at a time.
#[test]
fn waiting_overlaps_and_a_device_queues() {
    let mut scene = Scene::new(Settings::cores(1), None);
    let disk = scene.machine.device("disk", Some(1));
    let ops = || {
        vec![
            Op::Compute(Dur(2)),
            Op::Io(disk, Dur(10)),
            Op::Compute(Dur(1)),
        ]
    };
    let run = scene
        .thread("A", 0, ops())
        .thread("B", 0, ops())
        .run(Fifo::new());
    // The disk serves A 2-12 and B, who came at 4, 12-22.
    check(
        &run,
        &expect![[r#"
        core core 1: 0-2 running A (blocked) | 2-4 running B (blocked) | 12-13 running A (exit) | 22-23 running B (exit)
        device disk: 2-12 serving A | 12-22 serving B
        thread A: 0-2 running A | 2-12 blocked-io disk | 12-13 running A
        thread B: 0-2 ready core (new) | 2-4 running B | 4-22 blocked-io disk | 22-23 running B
        wake: disk 12 -> A 12
        wake: disk 22 -> B 22
    "#]],
    );
}

/// Two computing threads of 12 on two cores under a GIL with interval 5 take
/// 24. B has waited for 5 at 5 and at 15, A at 10 and at 20.
#[test]
fn the_gil_lets_one_compute() {
    let run = Scene::new(Settings::cores(2), Some(5))
        .thread("A", 0, compute(12))
        .thread("B", 0, compute(12))
        .run(Fifo::new());
    check(
        &run,
        &expect![[r#"
        core core 1: 0-5 running A (gil-request) | 10-15 running A (gil-request) | 20-22 running A (exit)
        core core 2: 5-10 running B (gil-request) | 15-20 running B (gil-request) | 22-24 running B (exit)
        thread A: 0-5 running A | 5-10 blocked-gil GIL | 10-15 running A | 15-20 blocked-gil GIL | 20-22 running A
        thread B: 0-5 blocked-gil GIL | 5-10 running B | 10-15 blocked-gil GIL | 15-20 running B | 20-22 blocked-gil GIL | 22-24 running B
        handoff: A 5 -> B 5
        handoff: B 10 -> A 10
        handoff: A 15 -> B 15
        handoff: B 20 -> A 20
        handoff: A 22 -> B 22
    "#]],
    );
}

/// Three wait their turn: an interval in which the GIL changed hands does not
/// count, so there is one change per interval, not one per waiter.
#[test]
fn the_interval_begins_again_after_a_change() {
    let run = Scene::new(quiet(3), Some(5))
        .thread("A", 0, compute(8))
        .thread("B", 0, compute(8))
        .thread("C", 0, compute(8))
        .run(Fifo::new());
    check(
        &run,
        &expect![[r#"
        core core 1: 0-5 running A | 15-18 running A
        core core 2: 5-10 running B | 18-21 running B
        core core 3: 10-15 running C | 21-24 running C
        thread A: 0-5 running A | 5-15 blocked-gil GIL | 15-18 running A
        thread B: 0-5 blocked-gil GIL | 5-10 running B | 10-18 blocked-gil GIL | 18-21 running B
        thread C: 0-10 blocked-gil GIL | 10-15 running C | 15-21 blocked-gil GIL | 21-24 running C
        handoff: A 5 -> B 5
        handoff: B 10 -> C 10
        handoff: C 15 -> A 15
        handoff: A 18 -> B 18
        handoff: B 21 -> C 21
    "#]],
    );
}

/// B finds the GIL taken at 4 and asks for it at 7, when A, its holder, has
/// lost the core to a thread of another process. A lets go when it has the
/// core again, at 8, before it runs.
#[test]
fn a_holder_without_a_core_lets_go_when_it_has_one() {
    let mut scene = Scene::new(Settings::cores(1), Some(3))
        .thread("A", 0, compute(6))
        .thread("B", 0, compute(2));
    let other = scene.machine.process("other", None);
    let body = Script::new(compute(4)).boxed();
    scene.machine.thread(other, "R", Time::ZERO, body);
    check(
        &scene.run(RoundRobin::new(Dur(4))),
        &expect![[r#"
            core core 1: 0-4 running A (quantum-over) | 4-8 running R (exit) | 8-10 running B (exit) | 10-12 running A (exit)
            thread A: 0-4 running A | 4-8 ready core (quantum-over) | 8-10 blocked-gil GIL | 10-12 running A
            thread B: 0-4 ready core (new) | 4-8 blocked-gil GIL | 8-10 running B
            thread R: 0-4 ready core (new) | 4-8 running R
            handoff: A 8 -> B 8
            handoff: B 10 -> A 10
        "#]],
    );
}

/// A switch of 3 takes longer than the interval of 2. B finds the GIL taken at
/// 4 and asks at 6, while A is loaded; A lets go at 7 without having run. From
/// then on an interval begins when the heir has its core (10, 15), so each
/// change costs 3 and gives 2; were it to begin before, nobody would ever run.
#[test]
fn a_slow_switch_does_not_starve_the_heir() {
    let settings = Settings {
        switch_cost: Dur(3),
        ..quiet(1)
    };
    let run = Scene::new(settings, Some(2))
        .thread("A", 0, compute(4))
        .thread("B", 0, compute(3))
        .run(RoundRobin::new(Dur(1)));
    check(
        &run,
        &expect![[r#"
        core core 1: 0-1 running A | 1-4 switching B | 4-7 switching A | 7-10 switching B | 10-12 running B | 12-15 switching A | 15-17 running A | 17-20 switching B | 20-21 running B | 21-24 switching A | 24-25 running A
        thread A: 0-1 running A | 1-7 ready core | 7-12 blocked-gil GIL | 12-15 ready core | 15-17 running A | 17-21 blocked-gil GIL | 21-24 ready core | 24-25 running A
        thread B: 0-4 ready core | 4-7 blocked-gil GIL | 7-10 ready core | 10-12 running B | 12-17 blocked-gil GIL | 17-20 ready core | 20-21 running B
        handoff: A 7 -> B 7
        handoff: B 12 -> A 12
        handoff: A 17 -> B 17
        handoff: B 21 -> A 21
    "#]],
    );
}

/// The GIL is free while its holder waits, so waiting overlaps.
#[test]
fn waiting_lets_go_of_the_gil() {
    let ops = || vec![Op::Sleep(Dur(10)), Op::Compute(Dur(2))];
    let run = Scene::new(quiet(2), Some(5))
        .thread("A", 0, ops())
        .thread("B", 0, ops())
        .run(Fifo::new());
    check(
        &run,
        &expect![[r#"
        core core 1: 10-12 running A
        core core 2: 12-14 running B
        thread A: 0-10 sleeping timer | 10-12 running A
        thread B: 0-10 sleeping timer | 10-12 blocked-gil GIL | 12-14 running B
        handoff: A 12 -> B 12
    "#]],
    );
}

#[test]
fn spawn_and_join() {
    let run = Scene::new(Settings::cores(2), None)
        .thread(
            "main",
            0,
            vec![
                Op::Spawn("child".into(), compute(5)),
                Op::Compute(Dur(2)),
                Op::Join(0),
                Op::Compute(Dur(1)),
                Op::Join(0),
            ],
        )
        .run(Fifo::new());
    check(
        &run,
        &expect![[r#"
        core core 1: 0-2 running main (blocked) | 5-6 running main (exit)
        core core 2: 0-5 running child (exit)
        thread main: 0-2 running main | 2-5 blocked-join child | 5-6 running main
        thread child: 0-5 running child
        spawn: main 0 -> child 0
        result: child 5 -> main 5
    "#]],
    );
}

#[test]
fn who_yields_goes_to_the_tail() {
    let ops = || vec![Op::Compute(Dur(1)), Op::Yield, Op::Compute(Dur(1))];
    let run = Scene::new(quiet(1), None)
        .thread("A", 0, ops())
        .thread("B", 0, ops())
        .run(Fifo::new());
    check(
        &run,
        &expect![[r#"
        core core 1: 0-1 running A | 1-2 running B | 2-3 running A | 3-4 running B
        thread A: 0-1 running A | 1-2 ready core | 2-3 running A
        thread B: 0-1 ready core | 1-2 running B | 2-3 ready core | 3-4 running B
    "#]],
    );
}

/// The probe ticks on its grid while the core is free, else when it changes hands.
#[test]
fn the_heartbeat_probe_waits_for_the_core() {
    let settings = Settings {
        heartbeat: Some(Dur(3)),
        ..quiet(1)
    };
    let run = Scene::new(settings, None)
        .thread("A", 0, vec![Op::Compute(Dur(10)), Op::Sleep(Dur(5))])
        .thread("B", 0, compute(1))
        .run(RoundRobin::new(Dur(5)));
    // Due at 3: the quantum ends at 5. Due at 6, when B ends. Due at 9: A has
    // the core until 11. Due at 12 and 15, while A sleeps.
    check(
        &run,
        &expect![[r#"
            core core 1: 0-5 running A | 5-6 running B | 6-11 running A
            heartbeat heartbeat: 0 tick! | 5 tick! | 6 tick! | 11 tick! | 12 tick! | 15 tick!
            thread A: 0-5 running A | 5-6 ready core | 6-11 running A | 11-16 sleeping timer
            thread B: 0-5 ready core | 5-6 running B
        "#]],
    );
}

#[test]
fn a_deadlock_says_who_waits_for_what() {
    let mut machine = Machine::new(Settings::cores(1));
    let process = machine.process("program", None);
    let join = |other: u32| {
        let mut asked = false;
        Box::new(move |_: &mut Cx<'_>| {
            if std::mem::replace(&mut asked, true) {
                return Step::Exit;
            }
            Step::Block(Wait::Join(ThreadId(other)))
        })
    };
    let a = machine.thread(process, "A", Time::ZERO, join(1));
    let b = machine.thread(process, "B", Time::ZERO, join(0));
    let run = machine.run(Box::new(Fifo::new())).expect("a valid machine");
    let waits = |thread, other| Waiting {
        thread,
        waits: WaitsFor::Thread(other),
    };
    assert_eq!(
        run.outcome,
        Outcome::Deadlock(vec![waits(a, b), waits(b, a)])
    );
    assert_eq!(
        run.sentence(Lang::En),
        "Deadlock: nothing can happen any more. A → end of B, B → end of A"
    );
}

#[test]
fn what_never_ends_is_stopped() {
    let spin = |_: &mut Cx<'_>| Step::Compute(Dur::ZERO);
    let slow = |_: &mut Cx<'_>| Step::Compute(Dur(10));
    let limits = Limits {
        events: 1000,
        time: Time(95),
    };
    let stop = |body: Box<dyn Body>| {
        let mut machine = Machine::new(Settings { limits, ..quiet(1) });
        let process = machine.process("program", None);
        machine.thread(process, "A", Time::ZERO, body);
        let run = machine.run(Box::new(Fifo::new())).expect("a valid machine");
        assert!(
            matches!(run.outcome, Outcome::Budget(_)),
            "{:?}",
            run.outcome
        );
        run.trace.end()
    };
    assert_eq!(stop(Box::new(spin)), Time(0));
    assert_eq!(stop(Box::new(slow)), Time(95));
}

#[test]
fn what_is_wrong_is_told() {
    let place = |machine: Machine| {
        let problems = machine.run(Box::new(Fifo::new())).expect_err("an error");
        problems[0].sentence(Lang::En)
    };
    assert_eq!(
        place(Machine::new(Settings::cores(0))),
        "cores: There are 0 cores. Use 1 to 1024."
    );
    let mut no_channel = Machine::new(quiet(1));
    no_channel.device("disk", Some(0));
    assert_eq!(
        place(no_channel),
        "device disk: It serves no request at a time. Use one or more."
    );
    let mut no_interval = Machine::new(quiet(1));
    no_interval.process("program", Some(Dur::ZERO));
    assert_eq!(
        place(no_interval),
        "process program: GIL: The switch interval is zero. Use more than zero."
    );
    let steps = [
        Step::Block(Wait::Io(DeviceId(9), Dur(1))),
        Step::Block(Wait::Join(ThreadId(9))),
        Step::Block(Wait::Notice {
            port: PortId(9),
            deadline: None,
            shown: (crate::trace::State::Sleeping, crate::trace::NameId(0)),
        }),
    ];
    for step in steps {
        let mut machine = Machine::new(quiet(1));
        let process = machine.process("program", None);
        machine.thread(
            process,
            "A",
            Time::ZERO,
            Box::new(move |_: &mut Cx<'_>| step),
        );
        let told = place(machine);
        assert!(
            told.ends_with("Use an id that this machine gave."),
            "{told}"
        );
    }
}

/// The choices of a run bring it back; other answers give another run.
#[test]
fn a_run_is_replayed_from_its_choices() {
    let run = |chooser: Box<dyn choice::Chooser>| {
        let mut scene = Scene::new(quiet(3), Some(5));
        scene.machine.choose_with(chooser);
        let names = ["A", "B", "C", "D"];
        let run = names
            .into_iter()
            .fold(scene, |scene, name| scene.thread(name, 0, compute(8)))
            .run(Fifo::new());
        (lanes(&run.trace, 1), run.choices)
    };
    let (usual, _) = run(Box::new(choice::Usual));
    let (drawn, choices) = run(Box::new(choice::Drawn::new(3)));
    assert_ne!(usual, drawn);
    assert_eq!(run(Box::new(choice::Replay::new(choices))).0, drawn);
}
