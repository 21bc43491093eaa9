//! A queue of items, bounded or not (Python's `queue.Queue`; closing it is that
//! class's `shutdown`). Items leave in the order in which they came. With hand-off, an item goes straight to the first who waits for one,
//! and a place that becomes free to the first who waits to put.

use std::collections::VecDeque;

use super::{Answer, Call, Grant, Misuse, ObjectId, Reply, Then, Woken, remove};
use crate::sim::machine::ThreadId;

/// A queue.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Queue {
    capacity: Option<u32>,
    grant: Grant,
    items: VecDeque<i64>,
    /// Who waits to put which item.
    putters: VecDeque<(ThreadId, i64)>,
    getters: VecDeque<ThreadId>,
    /// Items that were put in and are not done with.
    unfinished: u64,
    finishers: VecDeque<ThreadId>,
    closed: bool,
}

impl Queue {
    /// One that holds so many items at most; any number if none is said.
    /// Zero is taken as one.
    pub fn new(capacity: Option<u32>, grant: Grant) -> Queue {
        Queue {
            capacity: capacity.map(|n| n.max(1)),
            grant,
            items: VecDeque::new(),
            putters: VecDeque::new(),
            getters: VecDeque::new(),
            unfinished: 0,
            finishers: VecDeque::new(),
            closed: false,
        }
    }

    /// What is in it, oldest first.
    pub fn items(&self) -> impl ExactSizeIterator<Item = i64> {
        self.items.iter().copied()
    }

    /// Whether it takes no more.
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    pub(super) fn waiters(&self) -> Vec<ThreadId> {
        let putters = self.putters.iter().map(|putter| putter.0);
        let rest = self.getters.iter().chain(&self.finishers).copied();
        putters.chain(rest).collect()
    }

    fn is_full(&self) -> bool {
        self.capacity
            .is_some_and(|most| self.items.len() >= most as usize)
    }

    pub(super) fn would_wait(&self, call: Call) -> bool {
        match call {
            Call::Put(_) => !self.closed && self.is_full(),
            Call::Get => !self.closed && self.items.is_empty(),
            Call::AwaitDone => self.unfinished > 0,
            _ => false,
        }
    }

    pub(super) fn call(
        &mut self,
        id: ObjectId,
        who: ThreadId,
        call: Call,
        woken: &mut Vec<Woken>,
    ) -> Result<Answer, Misuse> {
        let reply = match call {
            Call::Put(_) | Call::TryPut(_) if self.closed => Reply::Refused,
            Call::TryPut(_) if self.is_full() => Reply::Refused,
            Call::Put(item) if self.is_full() => {
                self.putters.push_back((who, item));
                return Ok(Answer::Waits);
            }
            Call::Put(item) | Call::TryPut(item) => {
                self.unfinished += 1;
                self.insert(id, item, woken);
                Reply::Done
            }
            Call::Get | Call::TryGet => match self.items.pop_front() {
                Some(item) => {
                    self.make_room(id, woken);
                    Reply::Value(item)
                }
                None if self.closed || call == Call::TryGet => Reply::Refused,
                None => {
                    self.getters.push_back(who);
                    return Ok(Answer::Waits);
                }
            },
            Call::TaskDone => {
                self.unfinished = self.unfinished.checked_sub(1).ok_or(Misuse::NothingToDo)?;
                if self.unfinished == 0 {
                    wake(&mut self.finishers, Reply::Done, woken);
                }
                Reply::Done
            }
            Call::AwaitDone if self.unfinished > 0 => {
                self.finishers.push_back(who);
                return Ok(Answer::Waits);
            }
            Call::AwaitDone => Reply::Done,
            Call::Close => {
                self.closed = true;
                // Nothing more will come, and nothing more is taken. Who waits
                // to get finds it empty, or would not wait.
                wake(&mut self.getters, Reply::Refused, woken);
                let mut putters = self.putters.drain(..).map(|putter| putter.0).collect();
                wake(&mut putters, Reply::Refused, woken);
                Reply::Done
            }
            _ => return Err(Misuse::WrongCall),
        };
        Ok(Answer::Done(reply))
    }

    /// An item comes in: to who waits for one, or in the queue.
    fn insert(&mut self, id: ObjectId, item: i64, woken: &mut Vec<Woken>) {
        let Some(thread) = self.getters.pop_front() else {
            self.items.push_back(item);
            return;
        };
        let then = match self.grant {
            Grant::HandOff => Then::Done(Reply::Value(item)),
            Grant::Barging => {
                self.items.push_back(item);
                Then::Call(id, Call::Get)
            }
        };
        woken.push(Woken { thread, then });
    }

    /// A place has become free: for who waits to put.
    fn make_room(&mut self, id: ObjectId, woken: &mut Vec<Woken>) {
        let Some((thread, item)) = self.putters.pop_front() else {
            return;
        };
        let then = match self.grant {
            Grant::HandOff => {
                self.unfinished += 1;
                self.items.push_back(item);
                Then::Done(Reply::Done)
            }
            Grant::Barging => Then::Call(id, Call::Put(item)),
        };
        woken.push(Woken { thread, then });
    }

    /// With barging: an item, or a place, is for the next who waits.
    pub(super) fn pass_on(&mut self, id: ObjectId, call: Call, woken: &mut Vec<Woken>) {
        if call == Call::Get && !self.items.is_empty() {
            let then = Then::Call(id, Call::Get);
            woken.extend(
                self.getters
                    .pop_front()
                    .map(|thread| Woken { thread, then }),
            );
        } else if call != Call::Get && !self.is_full() {
            self.make_room(id, woken);
        }
    }

    pub(super) fn forget(&mut self, who: ThreadId) {
        remove(&mut self.putters, |putter| putter.0 == who);
        remove(&mut self.getters, |thread| *thread == who);
        remove(&mut self.finishers, |thread| *thread == who);
    }
}

fn wake(list: &mut VecDeque<ThreadId>, reply: Reply, woken: &mut Vec<Woken>) {
    woken.extend(list.drain(..).map(|thread| Woken {
        thread,
        then: Then::Done(reply),
    }));
}
