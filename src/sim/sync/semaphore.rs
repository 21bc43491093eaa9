//! A semaphore: so many permits. A bounded one never has more than at first
//! (Python's `threading.BoundedSemaphore`). Permits have no owners: whoever
//! gives one back need not have taken it.

use std::collections::VecDeque;

use super::{Answer, Call, Grant, Misuse, ObjectId, Reply, Then, Woken, remove};
use crate::sim::machine::ThreadId;

/// A counting semaphore.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Semaphore {
    permits: u32,
    bound: Option<u32>,
    grant: Grant,
    waiters: VecDeque<ThreadId>,
}

impl Semaphore {
    /// One with so many permits.
    pub fn new(permits: u32, grant: Grant) -> Semaphore {
        Semaphore {
            permits,
            bound: None,
            grant,
            waiters: VecDeque::new(),
        }
    }

    /// One that never has more permits than now.
    pub fn bounded(permits: u32, grant: Grant) -> Semaphore {
        Semaphore {
            bound: Some(permits),
            ..Semaphore::new(permits, grant)
        }
    }

    /// How many permits there are.
    pub fn permits(&self) -> u32 {
        self.permits
    }

    pub(super) fn waiters(&self) -> impl Iterator<Item = ThreadId> {
        self.waiters.iter().copied()
    }

    pub(super) fn would_wait(&self) -> bool {
        self.permits == 0
    }

    pub(super) fn call(
        &mut self,
        id: ObjectId,
        who: ThreadId,
        call: Call,
        woken: &mut Vec<Woken>,
    ) -> Result<Answer, Misuse> {
        match call {
            Call::Acquire | Call::TryAcquire if self.permits > 0 => {
                self.permits -= 1;
                Ok(Answer::Done(Reply::Done))
            }
            Call::TryAcquire => Ok(Answer::Done(Reply::Refused)),
            Call::Acquire => {
                self.waiters.push_back(who);
                Ok(Answer::Waits)
            }
            Call::Release(n) => {
                self.release(id, n, woken)?;
                Ok(Answer::Done(Reply::Done))
            }
            _ => Err(Misuse::WrongCall),
        }
    }

    fn release(&mut self, id: ObjectId, n: u32, woken: &mut Vec<Woken>) -> Result<(), Misuse> {
        let permits = self.permits.checked_add(n).ok_or(Misuse::TooMany)?;
        if self.bound.is_some_and(|bound| permits > bound) {
            return Err(Misuse::TooMany);
        }
        self.permits = permits;
        for _ in 0..n {
            self.pass_on(id, woken);
        }
        Ok(())
    }

    /// A permit, if there is one, is for the first who waits.
    pub(super) fn pass_on(&mut self, id: ObjectId, woken: &mut Vec<Woken>) {
        if self.permits == 0 {
            return;
        }
        let Some(thread) = self.waiters.pop_front() else {
            return;
        };
        let then = match self.grant {
            Grant::HandOff => {
                self.permits -= 1;
                Then::Done(Reply::Done)
            }
            Grant::Barging => Then::Call(id, Call::Acquire),
        };
        woken.push(Woken { thread, then });
    }

    pub(super) fn forget(&mut self, who: ThreadId) {
        remove(&mut self.waiters, |thread| *thread == who);
    }
}
