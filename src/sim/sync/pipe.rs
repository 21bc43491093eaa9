//! A pipe: messages of some bytes each, with two ends that are closed on their
//! own (POSIX, `pipe` and `write`). A message goes in whole, as a write of up to
//! `PIPE_BUF` bytes does, and waits until there is room for all of it; behind
//! one that waits others wait too, even if they would fit. Messages leave in the
//! order in which they came. Who receives from an empty pipe whose writing end
//! is closed is refused (end of file); who sends into one whose reading end is
//! closed is refused, too (`EPIPE`; the signal that goes with it is ignored, as
//! Python does).

use std::collections::VecDeque;

use super::{Answer, Call, Misuse, Reply, Then, Woken, remove};
use crate::sim::machine::ThreadId;

/// A pipe.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Pipe {
    capacity: u32,
    used: u32,
    /// What is in it: the message and its size.
    messages: VecDeque<(i64, u32)>,
    /// Who waits to send which message of what size.
    senders: VecDeque<(ThreadId, i64, u32)>,
    receivers: VecDeque<ThreadId>,
    writing_closed: bool,
    reading_closed: bool,
}

impl Pipe {
    /// One that holds so many bytes at most.
    pub fn new(capacity: u32) -> Pipe {
        Pipe {
            capacity,
            used: 0,
            messages: VecDeque::new(),
            senders: VecDeque::new(),
            receivers: VecDeque::new(),
            writing_closed: false,
            reading_closed: false,
        }
    }

    /// How many bytes are in it.
    pub fn bytes(&self) -> u32 {
        self.used
    }

    /// The messages that are in it, oldest first.
    pub fn messages(&self) -> impl ExactSizeIterator<Item = i64> {
        self.messages.iter().map(|message| message.0)
    }

    pub(super) fn waiters(&self) -> Vec<ThreadId> {
        let senders = self.senders.iter().map(|sender| sender.0);
        senders.chain(self.receivers.iter().copied()).collect()
    }

    fn is_closed(&self) -> bool {
        self.writing_closed || self.reading_closed
    }

    fn has_room(&self, size: u32) -> bool {
        size <= self.capacity - self.used
    }

    pub(super) fn would_wait(&self, call: Call) -> bool {
        match call {
            Call::Send(_, size) if size > self.capacity => false,
            Call::Send(_, size) => {
                let goes_in = self.has_room(size) && self.senders.is_empty();
                !goes_in && !self.is_closed()
            }
            Call::Receive => !self.is_closed() && self.messages.is_empty(),
            _ => false,
        }
    }

    pub(super) fn call(
        &mut self,
        who: ThreadId,
        call: Call,
        woken: &mut Vec<Woken>,
    ) -> Result<Answer, Misuse> {
        let reply = match call {
            Call::Send(_, size) | Call::TrySend(_, size) if size > self.capacity => {
                return Err(Misuse::TooLarge);
            }
            Call::Send(..) | Call::TrySend(..) if self.is_closed() => Reply::Refused,
            Call::Send(message, size) if self.would_wait(call) => {
                self.senders.push_back((who, message, size));
                return Ok(Answer::Waits);
            }
            Call::TrySend(_, size) if !self.has_room(size) || !self.senders.is_empty() => {
                Reply::Refused
            }
            Call::Send(message, size) | Call::TrySend(message, size) => {
                self.insert(message, size, woken);
                Reply::Done
            }
            Call::Receive | Call::TryReceive => match self.messages.pop_front() {
                Some((message, size)) => {
                    self.used -= size;
                    self.let_in(woken);
                    Reply::Value(message)
                }
                None if self.is_closed() || call == Call::TryReceive => Reply::Refused,
                None => {
                    self.receivers.push_back(who);
                    return Ok(Answer::Waits);
                }
            },
            Call::CloseWriting => {
                self.writing_closed = true;
                self.refuse_all(woken);
                Reply::Done
            }
            Call::CloseReading => {
                self.reading_closed = true;
                self.messages.clear();
                self.used = 0;
                self.refuse_all(woken);
                Reply::Done
            }
            _ => return Err(Misuse::WrongCall),
        };
        Ok(Answer::Done(reply))
    }

    /// A message comes in: to who waits for one, or in the pipe.
    fn insert(&mut self, message: i64, size: u32, woken: &mut Vec<Woken>) {
        match self.receivers.pop_front() {
            Some(thread) => woken.push(Woken {
                thread,
                then: Then::Done(Reply::Value(message)),
            }),
            None => {
                self.used += size;
                self.messages.push_back((message, size));
            }
        }
    }

    /// There is more room: for those who wait to send, as far as it reaches.
    fn let_in(&mut self, woken: &mut Vec<Woken>) {
        while let Some(&(thread, message, size)) = self.senders.front() {
            if !self.has_room(size) {
                return;
            }
            self.senders.pop_front();
            self.insert(message, size, woken);
            woken.push(Woken {
                thread,
                then: Then::Done(Reply::Done),
            });
        }
    }

    /// An end is closed: nobody who waits will get on.
    fn refuse_all(&mut self, woken: &mut Vec<Woken>) {
        let senders = self.senders.drain(..).map(|sender| sender.0);
        let waiting = senders.chain(self.receivers.drain(..));
        woken.extend(waiting.map(|thread| Woken {
            thread,
            then: Then::Done(Reply::Refused),
        }));
    }

    /// Who stood behind it may now be let in.
    pub(super) fn forget(&mut self, who: ThreadId, woken: &mut Vec<Woken>) {
        remove(&mut self.receivers, |thread| *thread == who);
        if remove(&mut self.senders, |sender| sender.0 == who).is_some() {
            self.let_in(woken);
        }
    }
}
