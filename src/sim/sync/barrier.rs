//! A barrier: all parties wait for each other, again and again (Python's
//! `threading.Barrier`). The last to arrive does not wait and wakes the others
//! in the order of their coming. Each gets a number of its own, from the number
//! of parties less one for the first to 0 for the last. If one is refused or
//! its time runs out, the barrier is broken: all who wait, and all who arrive
//! later, are refused.

use std::collections::VecDeque;

use super::{Answer, Call, Misuse, Reply, Then, Woken, remove};
use crate::sim::machine::ThreadId;

/// A barrier.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Barrier {
    parties: u32,
    arrived: VecDeque<ThreadId>,
    broken: bool,
}

impl Barrier {
    /// A barrier of so many parties; none are taken as one.
    pub fn new(parties: u32) -> Barrier {
        Barrier {
            parties: parties.max(1),
            arrived: VecDeque::new(),
            broken: false,
        }
    }

    /// How many have arrived and wait.
    pub fn arrived(&self) -> usize {
        self.arrived.len()
    }

    /// Whether it is broken.
    pub fn is_broken(&self) -> bool {
        self.broken
    }

    pub(super) fn waiters(&self) -> impl Iterator<Item = ThreadId> {
        self.arrived.iter().copied()
    }

    pub(super) fn would_wait(&self) -> bool {
        !self.broken && self.arrived.len() + 1 < self.parties as usize
    }

    pub(super) fn call(
        &mut self,
        who: ThreadId,
        call: Call,
        woken: &mut Vec<Woken>,
    ) -> Result<Answer, Misuse> {
        match call {
            Call::Arrive if self.broken => Ok(Answer::Done(Reply::Refused)),
            Call::Arrive if self.would_wait() => {
                self.arrived.push_back(who);
                Ok(Answer::Waits)
            }
            Call::Arrive => {
                let first = i64::from(self.parties) - 1;
                let arrived = self.arrived.drain(..).zip(0..);
                woken.extend(arrived.map(|(thread, place)| Woken {
                    thread,
                    then: Then::Done(Reply::Value(first - place)),
                }));
                Ok(Answer::Done(Reply::Value(0)))
            }
            Call::Abort => {
                self.shatter(woken);
                Ok(Answer::Done(Reply::Done))
            }
            _ => Err(Misuse::WrongCall),
        }
    }

    fn shatter(&mut self, woken: &mut Vec<Woken>) {
        self.broken = true;
        woken.extend(self.arrived.drain(..).map(|thread| Woken {
            thread,
            then: Then::Done(Reply::Refused),
        }));
    }

    /// One who waited will not come: nobody can pass any more.
    pub(super) fn forget(&mut self, who: ThreadId, woken: &mut Vec<Woken>) {
        if remove(&mut self.arrived, |thread| *thread == who).is_some() {
            self.shatter(woken);
        }
    }
}
