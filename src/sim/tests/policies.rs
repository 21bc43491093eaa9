//! The questions that the present policies do not answer, asked of ones made
//! for this: preemption on arrival, giving way between steps, alarms, accounts.

use std::cell::RefCell;
use std::rc::Rc;

use super::super::choice::{Choices, Point, Replay};
use super::super::policy::{Reason, View, Wants};
use super::*;

/// Shortest remaining computation first, preemptive, with a log of its calls.
#[derive(Default)]
struct Shortest {
    ready: Vec<ThreadId>,
    alarm: Option<Time>,
    calls: Rc<RefCell<Vec<String>>>,
}

impl Shortest {
    fn left(view: &View<'_>, thread: ThreadId) -> Dur {
        view.threads[thread].burst_left
    }
}

impl Policy for Shortest {
    fn enqueue(&mut self, thread: ThreadId, _: Reason, _: &View<'_>) {
        self.ready.push(thread);
    }

    fn pick(&mut self, _: CoreId, view: &View<'_>, _: &mut Choices) -> Option<ThreadId> {
        let shortest = |i: &usize| Shortest::left(view, self.ready[*i]);
        let i = (0..self.ready.len()).min_by_key(shortest)?;
        Some(self.ready.remove(i))
    }

    fn waiting(&self) -> usize {
        self.ready.len()
    }

    fn victim(&mut self, view: &View<'_>) -> Option<CoreId> {
        let least = self.ready.iter().map(|&t| Shortest::left(view, t)).min()?;
        let thread = view.running[0]?;
        (Shortest::left(view, thread) > least).then_some(CoreId(0))
    }

    fn charge(&mut self, thread: ThreadId, ran: Dur, view: &View<'_>) {
        let call = format!("{} {thread:?} ran {}", view.now.0, ran.0);
        self.calls.borrow_mut().push(call);
    }

    fn left(&mut self, thread: ThreadId, _: bool, view: &View<'_>) {
        let call = format!("{} {thread:?} left", view.now.0);
        self.calls.borrow_mut().push(call);
    }

    fn alarm(&self) -> Option<Time> {
        self.alarm
    }

    fn ring(&mut self, view: &View<'_>, _choices: &mut Choices) {
        self.calls.borrow_mut().push(format!("{} ring", view.now.0));
        self.alarm = None;
    }

    fn wants(&self) -> Wants {
        Wants {
            arrivals: true,
            accounts: true,
            ..Wants::default()
        }
    }
}

/// A new thread has not said how long it computes, which counts as nothing, so
/// B gets the core on its arrival at 3, says 2, and ends at 5.
#[test]
fn an_arrival_takes_the_core() {
    let calls = Rc::default();
    let policy = Shortest {
        alarm: Some(Time(4)),
        calls: Rc::clone(&calls),
        ..Shortest::default()
    };
    let run = Scene::new(Settings::cores(1), None)
        .thread("A", 0, compute(9))
        .thread("B", 3, compute(2))
        .run(policy);
    check(
        &run,
        &expect![[r#"
        core core 1: 0-3 running A (preempted) | 3-5 running B (exit) | 5-11 running A (exit)
        thread A: 0-3 running A | 3-5 ready core (preempted) | 5-11 running A
        thread B: 3-5 running B
    "#]],
    );
    expect![[r#"
        0 ThreadId(0) ran 0
        3 ThreadId(0) ran 3
        4 ThreadId(1) ran 1
        4 ring
        4 ThreadId(1) ran 0
        5 ThreadId(1) ran 1
        5 ThreadId(1) left
        11 ThreadId(0) ran 6
        11 ThreadId(0) left"#]]
    .assert_eq(&calls.borrow().join("\n"));
}

/// First come, first served, but asks between any two steps whether to give way.
#[derive(Default)]
struct Explored(Fifo);

impl Policy for Explored {
    fn enqueue(&mut self, thread: ThreadId, reason: Reason, view: &View<'_>) {
        self.0.enqueue(thread, reason, view);
    }

    fn pick(&mut self, core: CoreId, view: &View<'_>, choices: &mut Choices) -> Option<ThreadId> {
        self.0.pick(core, view, choices)
    }

    fn waiting(&self) -> usize {
        self.0.waiting()
    }

    fn gives_way(&mut self, _: ThreadId, _: &View<'_>, choices: &mut Choices) -> bool {
        self.0.waiting() > 0 && choices.choose(Point::GiveWay, 2) == 1
    }

    fn wants(&self) -> Wants {
        Wants {
            steps: true,
            ..Wants::default()
        }
    }
}

/// Two threads load a shared number, add one, and store it, in two steps. With
/// no preemption it ends at 2; preempted between load and store, at 1.
#[test]
fn a_preemption_between_two_steps_loses_an_update() {
    let number_after = |answers: &[u32]| {
        let number = Rc::new(RefCell::new(0));
        let adder = || {
            let number = Rc::clone(&number);
            let (mut at, mut loaded) = (0, 0);
            Box::new(move |_: &mut Cx<'_>| {
                at += 1;
                match at {
                    1 => loaded = *number.borrow(),
                    2 => *number.borrow_mut() = loaded + 1,
                    _ => return Step::Exit,
                }
                Step::Compute(Dur::ZERO)
            })
        };
        let mut machine = Machine::new(quiet(1));
        let process = machine.process("program", None);
        machine.thread(process, "A", Time::ZERO, adder());
        machine.thread(process, "B", Time::ZERO, adder());
        machine.choose_with(Box::new(Replay::new(answers.iter().copied())));
        let run = machine
            .run(Box::new(Explored::default()))
            .expect("a valid machine");
        let after = *number.borrow();
        (after, run.choices)
    };
    // A is asked before its store and before its exit; B then is alone.
    assert_eq!(number_after(&[]), (2, vec![0, 0]));
    let (after, choices) = number_after(&[1]);
    assert_eq!(after, 1);
    assert_eq!(number_after(&choices), (1, choices.clone()));
}
