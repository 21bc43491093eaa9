//! The result of work that is done elsewhere (Python's
//! `concurrent.futures.Future`): pending, running, finished or cancelled. Only
//! a pending one can be cancelled.

use std::collections::VecDeque;

use super::{Answer, Call, Misuse, Reply, Then, Woken, remove};
use crate::sim::machine::ThreadId;

/// How far a future is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum FutureState {
    /// Its work has not begun.
    #[default]
    Pending,
    /// Its work has begun.
    Running,
    /// Its work has a result.
    Finished(i64),
    /// Its work will not begin.
    Cancelled,
}

/// A future.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Future {
    state: FutureState,
    worker: Option<ThreadId>,
    waiters: VecDeque<ThreadId>,
}

impl Future {
    /// A pending one.
    pub fn new() -> Future {
        Future::default()
    }

    /// How far it is.
    pub fn state(&self) -> FutureState {
        self.state
    }

    /// Who does its work.
    pub fn worker(&self) -> Option<ThreadId> {
        self.worker
    }

    pub(super) fn waiters(&self) -> impl Iterator<Item = ThreadId> {
        self.waiters.iter().copied()
    }

    pub(super) fn would_wait(&self) -> bool {
        matches!(self.state, FutureState::Pending | FutureState::Running)
    }

    pub(super) fn call(
        &mut self,
        who: ThreadId,
        call: Call,
        woken: &mut Vec<Woken>,
    ) -> Result<Answer, Misuse> {
        use FutureState::{Cancelled, Finished, Pending, Running};
        let reply = match (call, self.state) {
            (Call::Begin, Pending) => {
                self.state = Running;
                self.worker = Some(who);
                Reply::Done
            }
            (Call::Begin, Cancelled) => Reply::Refused,
            (Call::Begin, _) => return Err(Misuse::AlreadyResolved),
            (Call::Resolve(value), Pending | Running) => {
                self.state = Finished(value);
                self.worker = None;
                self.wake(Reply::Value(value), woken);
                Reply::Done
            }
            (Call::Resolve(_), _) => return Err(Misuse::AlreadyResolved),
            (Call::Fetch, Finished(value)) => Reply::Value(value),
            (Call::Fetch, Cancelled) => Reply::Refused,
            (Call::Fetch, _) => {
                self.waiters.push_back(who);
                return Ok(Answer::Waits);
            }
            (Call::Cancel, Pending | Cancelled) => {
                self.state = Cancelled;
                self.wake(Reply::Refused, woken);
                Reply::Done
            }
            (Call::Cancel, _) => Reply::Refused,
            _ => return Err(Misuse::WrongCall),
        };
        Ok(Answer::Done(reply))
    }

    fn wake(&mut self, reply: Reply, woken: &mut Vec<Woken>) {
        woken.extend(self.waiters.drain(..).map(|thread| Woken {
            thread,
            then: Then::Done(reply),
        }));
    }

    pub(super) fn forget(&mut self, who: ThreadId) {
        remove(&mut self.waiters, |thread| *thread == who);
    }
}
