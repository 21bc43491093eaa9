//! A condition variable in the manner of Mesa (Lampson and Redell, 1980; POSIX;
//! Python's `threading.Condition`): who notifies goes on, and who is notified
//! has to take the mutex again, so that what it waited for may no longer hold.
//!
//! Waiting needs the mutex and gives it back however often it is held; after
//! the notice it is held as often again. Notifying needs the mutex, too, as in
//! Python. There are no wake-ups without a notice. A notice while nobody waits
//! is lost.

use std::collections::VecDeque;

use super::{Answer, Call, Misuse, Mutex, ObjectId, Reply, Then, Woken, remove};
use crate::sim::machine::ThreadId;

/// A condition variable.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Condition {
    mutex: ObjectId,
    /// Who waits, and how often it held the mutex.
    waiters: VecDeque<(ThreadId, u32)>,
}

impl Condition {
    /// A condition of something that this mutex guards.
    pub fn new(mutex: ObjectId) -> Condition {
        Condition {
            mutex,
            waiters: VecDeque::new(),
        }
    }

    /// Its mutex.
    pub fn mutex(&self) -> ObjectId {
        self.mutex
    }

    pub(super) fn waiters(&self) -> impl Iterator<Item = ThreadId> {
        self.waiters.iter().map(|waiter| waiter.0)
    }

    pub(super) fn call(
        &mut self,
        who: ThreadId,
        mutex: &mut Mutex,
        call: Call,
        woken: &mut Vec<Woken>,
    ) -> Result<Answer, Misuse> {
        let count = match call {
            Call::Wait => 0,
            Call::Notify(n) => n as usize,
            Call::NotifyAll => self.waiters.len(),
            _ => return Err(Misuse::WrongCall),
        };
        mutex.check_held(who)?;
        if call == Call::Wait {
            let depth = mutex.release_all(self.mutex, woken);
            self.waiters.push_back((who, depth));
            return Ok(Answer::Waits);
        }
        for _ in 0..count {
            let Some((thread, depth)) = self.waiters.pop_front() else {
                break;
            };
            if mutex.is_handed_off() {
                // From now on it waits for the mutex, which the notifier holds.
                mutex.take(thread, depth, Reply::Done);
                let then = Then::WaitsFor(self.mutex);
                woken.push(Woken { thread, then });
            } else {
                let relock = Call::Relock {
                    depth,
                    notified: true,
                };
                let then = Then::Call(self.mutex, relock);
                woken.push(Woken { thread, then });
            }
        }
        Ok(Answer::Done(Reply::Done))
    }

    /// How often the thread held the mutex, if it waited here.
    pub(super) fn forget(&mut self, who: ThreadId) -> Option<u32> {
        remove(&mut self.waiters, |waiter| waiter.0 == who).map(|waiter| waiter.1)
    }
}
