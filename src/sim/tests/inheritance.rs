//! Priority inversion, and inheritance as its cure.

use super::super::policy::{Attributes, First, Priority, PrioritySettings, RealTime};
use super::super::sync::{Call, Condition, Grant, Mutex, Object, ObjectId};
use super::*;

const M: ObjectId = ObjectId(0);
const N: ObjectId = ObjectId(1);

impl Scene {
    fn locks(mut self, inherit: bool) -> Scene {
        for name in ["m", "n"] {
            let mutex = Mutex::new(Grant::HandOff);
            let mutex = if inherit { mutex.inheriting() } else { mutex };
            self.machine.object(name, Object::Mutex(mutex));
        }
        self
    }

    fn ranked(mut self, name: &str, priority: i32, arrives: u64, ops: Vec<Op>) -> Scene {
        let attributes = Attributes {
            priority,
            ..Attributes::default()
        };
        let body = Script::new(ops).boxed();
        self.machine
            .thread_with(self.process, name, Time(arrives), attributes, body);
        self
    }
}

fn locked(lock: ObjectId, inside: Vec<Op>) -> Vec<Op> {
    let mut ops = vec![Op::Call(lock, Call::Lock)];
    ops.extend(inside);
    ops.push(Op::Call(lock, Call::Unlock));
    ops
}

/// The three threads of the Mars Pathfinder: the low one has the lock that the
/// high one wants, and the middle one, which wants nothing, keeps the low one
/// from the core.
fn three(inherit: bool, policy: impl Policy + 'static) -> Run {
    let low = [compute(1), locked(M, compute(4)), compute(1)].concat();
    Scene::new(quiet(1), None)
        .locks(inherit)
        .ranked("low", 2, 0, low)
        .ranked("high", 0, 2, locked(M, compute(1)))
        .ranked("middle", 1, 3, compute(10))
        .run(policy)
}

fn preemptive() -> Priority {
    Priority::new(PrioritySettings {
        preemptive: true,
        ..PrioritySettings::default()
    })
}

/// Without inheritance the high one waits for the middle one: it is done at 16.
#[test]
fn inversion() {
    check(
        &three(false, preemptive()),
        &expect![[r#"
            core core 1: 0-2 running low | 2-3 running low | 3-13 running middle | 13-15 running low | 15-16 running high | 16-17 running low
            resource m: 1-15 held low | 15-16 held high
            thread low: 0-2 running low | 2-3 running low | 3-13 ready core | 13-15 running low | 15-16 ready core | 16-17 running low
            thread high: 2-15 blocked-lock m | 15-16 running high
            thread middle: 3-13 running middle
            handoff: low 15 -> high 15
        "#]],
    );
}

/// What is seen of it as a number.
#[test]
fn the_longest_wait_for_a_core_is_told() {
    let run = three(false, preemptive());
    let (thread, wait) = run.longest_wait().expect("somebody waited");
    assert_eq!((thread, wait), (ThreadId(0), Time(3)..Time(13)));
}

/// With it the low one is as good as the high one until it unlocks at 5: the
/// high one is done at 6.
#[test]
fn inheritance() {
    let expected = expect![[r#"
        core core 1: 0-2 running low | 2-5 running low | 5-6 running high | 6-16 running middle | 16-17 running low
        resource m: 1-5 held low | 5-6 held high
        thread low: 0-2 running low | 2-5 running low | 5-16 ready core | 16-17 running low | 2 priority inherited! | 5 own priority again!
        thread high: 2-5 blocked-lock m | 5-6 running high
        thread middle: 3-6 ready core | 6-16 running middle
        handoff: low 5 -> high 5
    "#]];
    check(&three(true, preemptive()), &expected);
    check(&three(true, RealTime::fixed_priority()), &expected);
}

/// Under a policy that does not go by priorities nothing is inherited.
#[test]
fn no_priorities_no_inheritance() {
    let run = three(true, RoundRobin::new(Dur(1)));
    let marks = run.trace.tracks().ids();
    assert_eq!(marks.map(|t| run.trace.instants(t).len()).sum::<usize>(), 0);
}

/// Low has m, middle has n and waits for m, high waits for n: low inherits
/// from high through middle, and gives it back with m; then middle has it.
#[test]
fn inheritance_goes_on_through_who_waits() {
    let middle = locked(N, [compute(1), locked(M, compute(2)), compute(2)].concat());
    let run = Scene::new(quiet(1), None)
        .locks(true)
        .ranked("low", 3, 0, locked(M, compute(6)))
        .ranked("middle", 2, 1, middle)
        .ranked("other", 1, 4, compute(10))
        .ranked("high", 0, 3, locked(N, compute(1)))
        .run(preemptive());
    check(
        &run,
        &expect![[r#"
            core core 1: 0-1 running low | 1-2 running middle | 2-3 running low | 3-7 running low | 7-11 running middle | 11-12 running high | 12-22 running other
            resource m: 0-7 held low | 7-9 held middle
            resource n: 1-11 held middle | 11-12 held high
            thread low: 0-1 running low | 1-2 ready core | 2-3 running low | 3-7 running low | 2 priority inherited! | 3 priority inherited! | 7 own priority again!
            thread middle: 1-2 running middle | 2-7 blocked-lock m | 7-11 running middle | 3 priority inherited! | 11 own priority again!
            thread other: 4-12 ready core | 12-22 running other
            thread high: 3-11 blocked-lock n | 11-12 running high
            handoff: low 7 -> middle 7
            handoff: middle 11 -> high 11
        "#]],
    );
}

/// A wait that is given up takes its priority along.
#[test]
fn who_gives_up_takes_the_priority_along() {
    let run = Scene::new(quiet(1), None)
        .locks(true)
        .ranked("low", 2, 0, locked(M, compute(6)))
        .ranked("high", 0, 1, vec![Op::CallWithin(M, Call::Lock, Dur(2))])
        .ranked("middle", 1, 2, compute(4))
        .run(preemptive());
    check(
        &run,
        &expect![[r#"
            core core 1: 0-1 running low | 1-3 running low | 3-7 running middle | 7-10 running low
            resource m: 0-10 held low
            thread low: 0-1 running low | 1-3 running low | 3-7 ready core | 7-10 running low | 1 priority inherited! | 3 own priority again!
            thread high: 1-3 blocked-lock m
            thread middle: 2-3 ready core | 3-7 running middle
        "#]],
    );
}

/// Larger numbers first, and a lock that is given back by waiting at a condition.
#[test]
fn a_condition_passes_its_mutex_on() {
    let mut machine = Machine::new(quiet(1));
    let process = machine.process("program", None);
    let m = Mutex::new(Grant::HandOff).inheriting();
    machine.object("m", Object::Mutex(m));
    machine.object("c", Object::Condition(Condition::new(M)));
    let waits = vec![
        Op::Call(M, Call::Lock),
        Op::Compute(Dur(3)),
        Op::CallWithin(N, Call::Wait, Dur(20)),
        Op::Compute(Dur(2)),
        Op::Call(M, Call::Unlock),
    ];
    let notifies = vec![
        Op::Call(M, Call::Lock),
        Op::Call(N, Call::Notify(1)),
        Op::Compute(Dur(1)),
        Op::Call(M, Call::Unlock),
        Op::Compute(Dur(1)),
    ];
    let scene = Scene { machine, process };
    let run = scene
        .ranked("waits", 1, 0, waits)
        .ranked("notifies", 5, 1, notifies)
        .run(Priority::new(PrioritySettings {
            preemptive: true,
            first: First::Larger,
            ..PrioritySettings::default()
        }));
    check(
        &run,
        &expect![[r#"
            core core 1: 0-1 running waits | 1-3 running waits | 3-5 running notifies | 5-7 running waits
            resource m: 0-3 held waits | 3-4 held notifies | 4-7 held waits
            thread waits: 0-1 running waits | 1-3 running waits | 3-4 blocked-lock m | 4-5 ready core | 5-7 running waits | 1 priority inherited! | 3 own priority again!
            thread notifies: 1-3 blocked-lock m | 3-5 running notifies
            handoff: waits 3 -> notifies 3
            handoff: notifies 4 -> waits 4
        "#]],
    );
}
