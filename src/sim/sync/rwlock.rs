//! A read-write lock: many readers, or one writer.
//!
//! Who goes first is a switch ([`Prefer`]). With readers first a writer may
//! wait for ever (the first readers-writers problem of Courtois, Heymans and
//! Parnas, 1971), with writers first a reader may (the second); in the order of
//! coming nobody does. It is handed over: nobody can come between.

use std::collections::VecDeque;

use super::{Answer, Call, Misuse, Reply, Then, Woken, remove};
use crate::sim::machine::ThreadId;

/// Who goes first.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Prefer {
    /// A reader waits only while somebody writes.
    Readers,
    /// A reader waits while somebody writes or waits to write.
    Writers,
    /// In the order of coming; readers that stand together read together.
    #[default]
    Neither,
}

/// A read-write lock.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct RwLock {
    prefer: Prefer,
    writer: Option<ThreadId>,
    readers: Vec<ThreadId>,
    /// Who waits, and whether to write.
    waiters: VecDeque<(ThreadId, bool)>,
}

impl RwLock {
    /// A free one.
    pub fn new(prefer: Prefer) -> RwLock {
        RwLock {
            prefer,
            ..RwLock::default()
        }
    }

    /// Who has it.
    pub fn holders(&self) -> Vec<ThreadId> {
        self.writer.iter().chain(&self.readers).copied().collect()
    }

    pub(super) fn waiters(&self) -> impl Iterator<Item = ThreadId> {
        self.waiters.iter().map(|waiter| waiter.0)
    }

    pub(super) fn would_wait(&self, to_write: bool) -> bool {
        if to_write {
            return self.writer.is_some() || !self.readers.is_empty() || !self.waiters.is_empty();
        }
        let someone_first = match self.prefer {
            Prefer::Readers => false,
            Prefer::Writers => self.waiters.iter().any(|waiter| waiter.1),
            Prefer::Neither => !self.waiters.is_empty(),
        };
        self.writer.is_some() || someone_first
    }

    pub(super) fn call(
        &mut self,
        who: ThreadId,
        call: Call,
        woken: &mut Vec<Woken>,
    ) -> Result<Answer, Misuse> {
        match call {
            Call::Read | Call::Write => {
                let to_write = call == Call::Write;
                if self.would_wait(to_write) {
                    self.waiters.push_back((who, to_write));
                    return Ok(Answer::Waits);
                }
                self.admit(who, to_write);
            }
            Call::EndRead => {
                let place = self.readers.iter().position(|reader| *reader == who);
                self.readers.remove(place.ok_or(Misuse::NotHeld)?);
                self.admit_waiters(woken);
            }
            Call::EndWrite => {
                if self.writer != Some(who) {
                    return Err(Misuse::NotHeld);
                }
                self.writer = None;
                self.admit_waiters(woken);
            }
            _ => return Err(Misuse::WrongCall),
        }
        Ok(Answer::Done(Reply::Done))
    }

    fn admit(&mut self, who: ThreadId, to_write: bool) {
        if to_write {
            self.writer = Some(who);
        } else {
            self.readers.push(who);
        }
    }

    /// Lets in whom the rules allow now.
    fn admit_waiters(&mut self, woken: &mut Vec<Woken>) {
        while let Some(place) = self.next_waiter() {
            let Some((thread, to_write)) = self.waiters.remove(place) else {
                return;
            };
            self.admit(thread, to_write);
            woken.push(Woken {
                thread,
                then: Then::Done(Reply::Done),
            });
        }
    }

    /// The place of the one who may go in next.
    fn next_waiter(&self) -> Option<usize> {
        if self.writer.is_some() {
            return None;
        }
        let first = |to_write| self.waiters.iter().position(|waiter| waiter.1 == to_write);
        let place = match self.prefer {
            Prefer::Readers => first(false).or(first(true)),
            Prefer::Writers => first(true).or(first(false)),
            Prefer::Neither => (!self.waiters.is_empty()).then_some(0),
        }?;
        let to_write = self.waiters[place].1;
        (!to_write || self.readers.is_empty()).then_some(place)
    }

    /// Who stood behind it may now be let in.
    pub(super) fn forget(&mut self, who: ThreadId, woken: &mut Vec<Woken>) {
        if remove(&mut self.waiters, |waiter| waiter.0 == who).is_some() {
            self.admit_waiters(woken);
        }
    }
}
