//! Waiting for an end for a limited time, objects without lanes, tasks in
//! control, and what slices say of where a lane stood and who had what.

use super::super::sync::{Call, Event, Grant, Mutex, Object};
use super::*;
use crate::trace::{Value, arg};

type Act = Box<dyn FnMut(&mut Cx<'_>) -> Step>;

/// A body that does one act after the other, then ends.
fn acts(list: Vec<Act>) -> Box<dyn Body> {
    let mut list = list.into_iter();
    Box::new(move |cx: &mut Cx<'_>| match list.next() {
        Some(mut act) => act(cx),
        None => Step::Exit,
    })
}

fn machine(cores: u32) -> (Machine, ProcessId) {
    let mut machine = Machine::new(quiet(cores));
    let process = machine.process("program", None);
    (machine, process)
}

/// When a wait ended, and how, as a mark on the lane of who waited.
fn says(cx: &mut Cx<'_>) -> Step {
    let how = format!("{:?}", cx.resumed());
    let (lane, name) = (cx.lane(), cx.name(&how));
    cx.mark(lane, name);
    Step::Compute(Dur(1))
}

/// A thread of 5 is waited for until 3, until 5, until 9, and until 0.
#[test]
fn a_thread_is_waited_for_until_a_time() {
    for (until, waited, how) in [
        (3, 3, "TimedOut"),
        (9, 5, "Joined"),
        (0, 0, "TimedOut"),
        (6, 5, "Joined"),
    ] {
        let (mut machine, process) = machine(2);
        let long = machine.thread(process, "long", Time(0), Script::new(compute(5)).boxed());
        let body = acts(vec![
            Box::new(move |_: &mut Cx<'_>| Step::Block(Wait::JoinBy(long, Time(until)))),
            Box::new(says),
        ]);
        machine.thread(process, "waits", Time(0), body);
        let run = machine.run(Box::new(Fifo::new())).expect("a valid machine");
        assert_eq!(run.outcome, Outcome::Finished);
        let lane = run.lanes[ThreadId(1)];
        let marks = run.trace.instants(lane);
        let told: Vec<_> = marks
            .iter()
            .map(|mark| (mark.at.0, run.trace.name(mark.name)))
            .collect();
        assert_eq!(told, [(waited, how)], "until {until}");
    }
}

/// The end of a thread at the very moment of the deadline: it was in time, for
/// ends of computations come before deadlines.
#[test]
fn an_end_at_the_deadline_is_in_time() {
    let (mut machine, process) = machine(2);
    let long = machine.thread(process, "long", Time(0), Script::new(compute(5)).boxed());
    let body = acts(vec![
        Box::new(move |_: &mut Cx<'_>| Step::Block(Wait::JoinBy(long, Time(5)))),
        Box::new(says),
    ]);
    machine.thread(process, "waits", Time(0), body);
    let run = machine.run(Box::new(Fifo::new())).expect("a valid machine");
    let marks = run.trace.instants(run.lanes[ThreadId(1)]);
    assert_eq!(run.trace.name(marks[0].name), "Joined");
}

/// Whose time is over is no longer waited with: the late end wakes nobody.
#[test]
fn who_gave_up_is_not_woken_by_the_end() {
    let (mut machine, process) = machine(2);
    let long = machine.thread(process, "long", Time(0), Script::new(compute(5)).boxed());
    let body = acts(vec![
        Box::new(move |_: &mut Cx<'_>| Step::Block(Wait::JoinBy(long, Time(3)))),
        Box::new(|_: &mut Cx<'_>| Step::Block(Wait::Sleep(Dur(7)))),
        Box::new(says),
    ]);
    machine.thread(process, "waits", Time(0), body);
    let run = machine.run(Box::new(Fifo::new())).expect("a valid machine");
    let marks = run.trace.instants(run.lanes[ThreadId(1)]);
    assert_eq!(
        (marks[0].at, run.trace.name(marks[0].name)),
        (Time(10), "Slept")
    );
}

/// A wait is cut short at 3; what was waited for does not come any more.
#[test]
fn a_wait_can_be_interrupted() {
    let (mut machine, process) = machine(5);
    let event = machine.object("event", Object::Event(Event::new(false)));
    let long = machine.thread(process, "long", Time(0), Script::new(compute(5)).boxed());
    let awaits = Wait::Call {
        object: event,
        call: Call::AwaitSet,
        deadline: None,
    };
    for wait in [Wait::Sleep(Dur(9)), Wait::Join(long), awaits] {
        let body = acts(vec![
            Box::new(move |_: &mut Cx<'_>| Step::Block(wait)),
            Box::new(says),
        ]);
        machine.thread(process, "waits", Time(0), body);
    }
    let cuts = acts(vec![
        Box::new(|_: &mut Cx<'_>| Step::Block(Wait::Sleep(Dur(3)))),
        Box::new(move |cx: &mut Cx<'_>| {
            for thread in 1..4 {
                cx.interrupt(ThreadId(thread), None);
            }
            // Who waits for another object is left alone.
            cx.interrupt(ThreadId(0), Some(event));
            Step::Exit
        }),
    ]);
    machine.thread(process, "cuts", Time(0), cuts);
    let run = machine.run(Box::new(Fifo::new())).expect("a valid machine");
    let told = |thread| {
        let mark = &run.trace.instants(run.lanes[ThreadId(thread)])[0];
        (mark.at, run.trace.name(mark.name).to_owned())
    };
    assert_eq!(told(1), (Time(3), "Slept".to_owned()));
    assert_eq!(told(2), (Time(3), "TimedOut".to_owned()));
    assert_eq!(told(3), (Time(3), "TimedOut".to_owned()));
}

/// A process ends with its last thread; it is waited for until 3, and then for
/// good.
#[test]
fn a_process_is_waited_for_until_a_time() {
    let (mut machine, process) = machine(2);
    let child = machine.process("child", None);
    machine.thread(child, "one", Time(0), Script::new(compute(2)).boxed());
    machine.thread(child, "two", Time(2), Script::new(compute(6)).boxed());
    let body = acts(vec![
        Box::new(move |_: &mut Cx<'_>| Step::Block(Wait::JoinProcessBy(child, Time(3)))),
        Box::new(says),
        Box::new(move |_: &mut Cx<'_>| Step::Block(Wait::JoinProcessBy(child, Time(20)))),
        Box::new(says),
        Box::new(move |_: &mut Cx<'_>| Step::Block(Wait::JoinProcessBy(child, Time(0)))),
        Box::new(says),
    ]);
    machine.thread(process, "waits", Time(0), body);
    let run = machine
        .run(Box::new(RoundRobin::new(Dur(1))))
        .expect("a valid machine");
    let lane = run.lanes[ThreadId(2)];
    let told: Vec<_> = run
        .trace
        .instants(lane)
        .iter()
        .map(|mark| run.trace.name(mark.name))
        .collect();
    // It has ended by the third time, which no deadline changes.
    assert_eq!(told, ["TimedOut", "Joined", "Joined"]);
}

/// A hidden object has no lane; who waits for it shows its name.
#[test]
fn a_hidden_object_is_seen_only_by_who_waits_for_it() {
    let (mut machine, process) = machine(2);
    let shared = std::rc::Rc::new(std::cell::Cell::new(None));
    let make = shared.clone();
    let first = acts(vec![
        Box::new(move |cx: &mut Cx<'_>| {
            let mutex = cx.hidden_object("secret", Object::Mutex(Mutex::new(Grant::HandOff)));
            make.set(Some(mutex));
            assert!(cx.call(mutex, Call::Lock).is_ok());
            Step::Compute(Dur(4))
        }),
        {
            let shared = shared.clone();
            Box::new(move |cx: &mut Cx<'_>| {
                let mutex = shared.get().expect("made before");
                assert!(cx.call(mutex, Call::Unlock).is_ok());
                Step::Compute(Dur(1))
            })
        },
    ]);
    let second = acts(vec![
        Box::new(|_: &mut Cx<'_>| Step::Compute(Dur(1))),
        Box::new(move |_: &mut Cx<'_>| {
            Step::Block(Wait::Call {
                object: shared.get().expect("made before"),
                call: Call::Lock,
                deadline: None,
            })
        }),
        Box::new(|_: &mut Cx<'_>| Step::Compute(Dur(1))),
    ]);
    machine.thread(process, "first", Time(0), first);
    machine.thread(process, "second", Time(0), second);
    let run = machine.run(Box::new(Fifo::new())).expect("a valid machine");
    check(
        &run,
        &expect![[r#"
            core core 1: 0-5 running first
            core core 2: 0-1 running second | 4-5 running second
            thread first: 0-5 running first
            thread second: 0-1 running second | 1-4 blocked-lock secret | 4-5 running second
            handoff: first 4 -> second 4
        "#]],
    );
}

/// What happens belongs to the task that has control, if one has.
#[test]
fn the_lane_in_control_is_the_tasks_while_it_has_control() {
    let (mut machine, process) = machine(1);
    let mut task = None;
    let body = move |cx: &mut Cx<'_>| {
        let (own, name) = (cx.lane(), cx.name("awaits"));
        match task {
            None => {
                assert_eq!(cx.lane_in_control(), own);
                let made = cx.task("task");
                cx.enter(made);
                assert_eq!(cx.lane_in_control(), made.lane);
                task = Some(made);
                Step::Compute(Dur(2))
            }
            Some(_) => {
                cx.leave(Some((crate::trace::State::Awaiting, name)));
                assert_eq!(cx.lane_in_control(), own);
                Step::Exit
            }
        }
    };
    machine.thread(process, "loop", Time(0), Box::new(body));
    let run = machine.run(Box::new(Fifo::new())).expect("a valid machine");
    assert_eq!(run.outcome, Outcome::Finished);
}

/// Slices end with the place at which their lane stood, and say who had the
/// lock that was waited for, if that is to be recorded.
#[test]
fn slices_say_where_their_lane_stood_and_who_had_the_lock() {
    for holders in [false, true] {
        let mut machine = Machine::new(Settings {
            holders,
            ..Settings::cores(2)
        });
        let process = machine.process("program", None);
        let mutex = machine.object("lock", Object::Mutex(Mutex::new(Grant::HandOff)));
        let takes = |length: u64, line: u32| {
            acts(vec![
                Box::new(move |cx: &mut Cx<'_>| {
                    let (lane, name) = (cx.lane(), cx.name("work"));
                    cx.stand_at(lane, name, line);
                    Step::Compute(Dur(u64::from(line)))
                }),
                Box::new(move |_: &mut Cx<'_>| {
                    Step::Block(Wait::Call {
                        object: mutex,
                        call: Call::Lock,
                        deadline: None,
                    })
                }),
                Box::new(move |cx: &mut Cx<'_>| {
                    let (lane, name) = (cx.lane(), cx.name("work"));
                    cx.stand_at(lane, name, line + 10);
                    Step::Compute(Dur(length))
                }),
                Box::new(move |cx: &mut Cx<'_>| {
                    assert!(cx.call(mutex, Call::Unlock).is_ok());
                    Step::Compute(Dur(1))
                }),
            ])
        };
        machine.thread(process, "A", Time(0), takes(5, 1));
        machine.thread(process, "B", Time(0), takes(5, 2));
        let run = machine.run(Box::new(Fifo::new())).expect("a valid machine");
        let trace = &run.trace;
        let told: Vec<(u64, i64, Option<&str>)> = trace
            .track_slices(run.lanes[ThreadId(1)])
            .map(|slice| {
                let find = |key: &str| {
                    trace
                        .args(slice.id)
                        .find(|a| trace.name(a.key) == key)
                        .map(|a| a.value)
                };
                let line = match find(arg::LINE) {
                    Some(Value::Int(line)) => line,
                    _ => 0,
                };
                let held = match find(arg::HELD_BY) {
                    Some(Value::Name(name)) => Some(trace.name(name)),
                    _ => None,
                };
                (slice.start.0, line, held)
            })
            .collect();
        let holder = holders.then_some("A");
        // It runs to line 2, waits there from 2 to 6, and runs to line 12.
        assert_eq!(told, [(0, 2, None), (2, 2, holder), (6, 12, None)]);
    }
}
