//! Mutual exclusion: one thread has the lock at a time.
//!
//! * A plain lock that its owner locks again waits for itself for ever, as
//!   Python's `threading.Lock` and a normal POSIX mutex do.
//! * A reentrant lock is locked again by its owner without waiting and is free
//!   when it was unlocked as often (Python's `threading.RLock`, POSIX's
//!   recursive mutex).
//! * Who may unlock: only the owner (POSIX, Python's `RLock`), or anybody
//!   (Python's `Lock`).

use std::collections::VecDeque;

use super::{Answer, Call, Grant, Misuse, ObjectId, Reply, Then, Woken, remove};
use crate::sim::machine::ThreadId;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
struct Waiter {
    thread: ThreadId,
    depth: u32,
    reply: Reply,
}

/// A mutual exclusion lock.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Mutex {
    reentrant: bool,
    anyone_unlocks: bool,
    inherits: bool,
    grant: Grant,
    owner: Option<ThreadId>,
    depth: u32,
    waiters: VecDeque<Waiter>,
}

impl Mutex {
    /// A free lock that only its owner may unlock.
    pub fn new(grant: Grant) -> Mutex {
        Mutex {
            grant,
            ..Mutex::default()
        }
    }

    /// A free lock that its owner may lock again.
    pub fn reentrant(grant: Grant) -> Mutex {
        Mutex {
            reentrant: true,
            ..Mutex::new(grant)
        }
    }

    /// Lets any thread unlock it.
    pub fn unlocked_by_anyone(self) -> Mutex {
        Mutex {
            anyone_unlocks: true,
            ..self
        }
    }

    /// The same without those who wait, for another owner: what a fork makes of
    /// it, where nobody but who forks goes on.
    pub fn forked(&self, owner: ThreadId) -> Mutex {
        Mutex {
            owner: self.owner.map(|_| owner),
            waiters: VecDeque::new(),
            ..self.clone()
        }
    }

    /// Lets its owner inherit the priority of who waits for it (Sha, Rajkumar
    /// and Lehoczky, 1990). The objects know no priorities: who runs the
    /// threads does it.
    pub fn inheriting(self) -> Mutex {
        Mutex {
            inherits: true,
            ..self
        }
    }

    /// Whether its owner inherits the priority of who waits for it.
    pub fn inherits(&self) -> bool {
        self.inherits
    }

    /// Who has it.
    pub fn owner(&self) -> Option<ThreadId> {
        self.owner
    }

    /// How often its owner has it.
    pub fn depth(&self) -> u32 {
        self.depth
    }

    pub(super) fn waiters(&self) -> impl Iterator<Item = ThreadId> {
        self.waiters.iter().map(|waiter| waiter.thread)
    }

    pub(super) fn would_wait(&self, who: ThreadId) -> bool {
        match self.owner {
            None => false,
            Some(owner) => !(self.reentrant && owner == who),
        }
    }

    pub(super) fn call(
        &mut self,
        id: ObjectId,
        who: ThreadId,
        call: Call,
        woken: &mut Vec<Woken>,
    ) -> Result<Answer, Misuse> {
        match call {
            Call::Lock => Ok(self.take(who, 1, Reply::Done)),
            Call::TryLock if self.would_wait(who) => Ok(Answer::Done(Reply::Refused)),
            Call::TryLock => Ok(self.take(who, 1, Reply::Done)),
            Call::Relock { depth, notified } => {
                let reply = if notified {
                    Reply::Done
                } else {
                    Reply::Refused
                };
                Ok(self.take(who, depth, reply))
            }
            Call::Unlock => {
                self.check_held(who)?;
                self.depth -= 1;
                if self.depth == 0 {
                    self.give_up(id, woken);
                }
                Ok(Answer::Done(Reply::Done))
            }
            _ => Err(Misuse::WrongCall),
        }
    }

    /// Takes it so many times, or waits to.
    pub(super) fn take(&mut self, thread: ThreadId, depth: u32, reply: Reply) -> Answer {
        if self.would_wait(thread) {
            self.waiters.push_back(Waiter {
                thread,
                depth,
                reply,
            });
            return Answer::Waits;
        }
        self.owner = Some(thread);
        self.depth += depth;
        Answer::Done(reply)
    }

    pub(super) fn check_held(&self, who: ThreadId) -> Result<(), Misuse> {
        match self.owner {
            Some(owner) if owner == who || self.anyone_unlocks => Ok(()),
            _ => Err(Misuse::NotHeld),
        }
    }

    /// Gives it back however often it is held; how often that was.
    pub(super) fn release_all(&mut self, id: ObjectId, woken: &mut Vec<Woken>) -> u32 {
        let depth = std::mem::take(&mut self.depth);
        self.give_up(id, woken);
        depth
    }

    fn give_up(&mut self, id: ObjectId, woken: &mut Vec<Woken>) {
        self.owner = None;
        let Some(Waiter {
            thread,
            depth,
            reply,
        }) = self.waiters.pop_front()
        else {
            return;
        };
        let then = match self.grant {
            Grant::HandOff => {
                self.owner = Some(thread);
                self.depth = depth;
                Then::Done(reply)
            }
            Grant::Barging if depth == 1 && reply == Reply::Done => Then::Call(id, Call::Lock),
            Grant::Barging => Then::Call(
                id,
                Call::Relock {
                    depth,
                    notified: reply == Reply::Done,
                },
            ),
        };
        woken.push(Woken { thread, then });
    }

    pub(super) fn pass_on(&mut self, id: ObjectId, woken: &mut Vec<Woken>) {
        if self.owner.is_none() {
            self.give_up(id, woken);
        }
    }

    /// How waiting for it again after a condition begins: at once, or by a call.
    pub(super) fn is_handed_off(&self) -> bool {
        self.grant == Grant::HandOff
    }

    pub(super) fn forget(&mut self, who: ThreadId) {
        remove(&mut self.waiters, |waiter| waiter.thread == who);
    }
}
