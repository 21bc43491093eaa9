//! Feedback queues as Stallings has them: down one level at the end of each
//! slice that others waited for.

use std::collections::{BTreeMap, VecDeque};

use super::{Measure, Policy, Reason, Rule, View, Why};
use crate::base::{Dur, Id};
use crate::sim::choice::Choices;
use crate::sim::machine::{CoreId, ThreadId};

/// How long a slice is at each level.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Slices {
    /// The same at each (FB, q = 1).
    #[default]
    Same,
    /// Twice as long at each as at the one before (FB, q = 2ⁱ).
    Doubling,
}

/// Multilevel feedback without preemption inside a slice (Stallings: Operating
/// Systems, Internals and Design Principles, uniprocessor scheduling).
///
/// A thread arrives at level 0, the best; there are as many levels as are
/// needed. The head of the best level that has a thread gets a core for a
/// slice. When its slice is over and anybody else waits, it goes to the tail of
/// the next level; if nobody waits, it stays at its level and goes on.
///
/// Tie-breaks: levels are queues. A new thread and one that was blocked or
/// yielded go to the tail, of level 0 or of the level at which they were, and
/// get a full slice. Who becomes ready while a slice runs, or just when it
/// ends, is in the queue before the one whose slice ends is put there; for that
/// the machine's [`crate::sim::Ties::arrival_before_quantum_end`] must be on,
/// as it usually is.
#[derive(Clone, Debug, Default)]
pub struct Feedback {
    quantum: Dur,
    slices: Slices,
    /// Levels that have a thread.
    queues: BTreeMap<u32, VecDeque<ThreadId>>,
    waiting: usize,
    levels: Vec<u32>,
    why: Option<Why>,
}

impl Feedback {
    /// With that slice at level 0; zero means no limit.
    pub fn new(quantum: Dur, slices: Slices) -> Feedback {
        Feedback {
            quantum,
            slices,
            ..Feedback::default()
        }
    }

    /// The level of a thread.
    pub fn level(&self, thread: ThreadId) -> u32 {
        self.levels.get(thread.index()).copied().unwrap_or(0)
    }
}

fn shown(level: u32) -> Measure {
    Measure::Int(i64::from(level))
}

impl Policy for Feedback {
    fn enqueue(&mut self, thread: ThreadId, reason: Reason, _: &View<'_>) {
        if self.levels.len() <= thread.index() {
            self.levels.resize(thread.index() + 1, 0);
        }
        let level = &mut self.levels[thread.index()];
        if reason == Reason::QuantumOver && self.waiting > 0 {
            *level = level.saturating_add(1);
        }
        self.queues.entry(*level).or_default().push_back(thread);
        self.waiting += 1;
    }

    fn pick(&mut self, _: CoreId, _: &View<'_>, _: &mut Choices) -> Option<ThreadId> {
        let mut best = self.queues.first_entry()?;
        let level = *best.key();
        let thread = best.get_mut().pop_front()?;
        if best.get().is_empty() {
            best.remove();
        }
        self.waiting -= 1;
        let next = self.queues.first_key_value();
        let other = next.and_then(|(&level, queue)| Some((*queue.front()?, shown(level))));
        self.why = Some(Why::compared(Rule::Level, shown(level), other));
        Some(thread)
    }

    fn waiting(&self) -> usize {
        self.waiting
    }

    fn quantum(&mut self, thread: ThreadId, _: &View<'_>) -> Option<Dur> {
        let times = match self.slices {
            Slices::Same => 1,
            Slices::Doubling => 1u64.checked_shl(self.level(thread)).unwrap_or(u64::MAX),
        };
        Some(self.quantum * times)
    }

    fn why(&self) -> Option<Why> {
        self.why
    }
}
