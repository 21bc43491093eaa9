//! An event: set or not (Python's `threading.Event`). Setting it wakes all who
//! wait, for good: one that is cleared before they run does not hold them back.

use std::collections::VecDeque;

use super::{Answer, Call, Misuse, Reply, Then, Woken, remove};
use crate::sim::machine::ThreadId;

/// An event.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Event {
    set: bool,
    waiters: VecDeque<ThreadId>,
}

impl Event {
    /// One that is set or not.
    pub fn new(set: bool) -> Event {
        Event {
            set,
            waiters: VecDeque::new(),
        }
    }

    /// Whether it is set.
    pub fn is_set(&self) -> bool {
        self.set
    }

    pub(super) fn waiters(&self) -> impl Iterator<Item = ThreadId> {
        self.waiters.iter().copied()
    }

    pub(super) fn call(
        &mut self,
        who: ThreadId,
        call: Call,
        woken: &mut Vec<Woken>,
    ) -> Result<Answer, Misuse> {
        match call {
            Call::Set => {
                self.set = true;
                woken.extend(self.waiters.drain(..).map(|thread| Woken {
                    thread,
                    then: Then::Done(Reply::Done),
                }));
            }
            Call::Clear => self.set = false,
            Call::IsSet => return Ok(Answer::Done(Reply::Value(i64::from(self.set)))),
            Call::AwaitSet if self.set => {}
            Call::AwaitSet => {
                self.waiters.push_back(who);
                return Ok(Answer::Waits);
            }
            _ => return Err(Misuse::WrongCall),
        }
        Ok(Answer::Done(Reply::Done))
    }

    pub(super) fn forget(&mut self, who: ThreadId) {
        remove(&mut self.waiters, |thread| *thread == who);
    }
}
