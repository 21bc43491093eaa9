//! A schedule that is followed, step by step.

use std::cell::Cell;
use std::rc::Rc;

use super::{Measure, Policy, Reason, Rule, View, Wants, Why};
use crate::sim::choice::Choices;
use crate::sim::machine::{CoreId, ThreadId};

/// The thread of each step is given beforehand. Meant for one core.
///
/// The threads count their steps themselves, in a number that they share with
/// the policy: a step is what they say it is (an instruction of a program).
/// Whose turn it is keeps the core until it has taken its step, and makes room
/// if the next step is another's. While the one whose turn it is waits for
/// something, nobody runs. When the schedule is at its end, who is ready runs
/// in the order of coming, without being interrupted.
#[derive(Clone, Debug)]
pub struct Scripted {
    turns: Vec<ThreadId>,
    done: Rc<Cell<usize>>,
    ready: Vec<ThreadId>,
    /// The step for which somebody was picked last.
    picked: usize,
}

impl Scripted {
    /// These threads, one a step; `done` says how many steps have been taken.
    pub fn new(turns: Vec<ThreadId>, done: Rc<Cell<usize>>) -> Scripted {
        Scripted {
            turns,
            done,
            ready: Vec::new(),
            picked: 0,
        }
    }

    fn turn(&self) -> Option<ThreadId> {
        self.turns.get(self.done.get()).copied()
    }
}

impl Policy for Scripted {
    fn enqueue(&mut self, thread: ThreadId, _: Reason, _: &View<'_>) {
        self.ready.push(thread);
    }

    fn pick(&mut self, _: CoreId, _: &View<'_>, _: &mut Choices) -> Option<ThreadId> {
        let place = match self.turn() {
            Some(turn) => self.ready.iter().position(|thread| *thread == turn)?,
            None if self.ready.is_empty() => return None,
            None => 0,
        };
        self.picked = self.done.get();
        Some(self.ready.remove(place))
    }

    fn waiting(&self) -> usize {
        self.ready.len()
    }

    fn why(&self) -> Option<Why> {
        let step = i64::try_from(self.picked).ok()?;
        (self.picked < self.turns.len()).then_some(Why {
            rule: Rule::Scheduled,
            mine: Some(Measure::Int(step)),
            other: None,
        })
    }

    fn gives_way(&mut self, thread: ThreadId, _: &View<'_>, _: &mut Choices) -> bool {
        self.turn().is_some_and(|turn| turn != thread)
    }

    fn wants(&self) -> Wants {
        Wants {
            steps: true,
            ..Wants::default()
        }
    }
}
