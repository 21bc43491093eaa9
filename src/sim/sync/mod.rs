//! Synchronisation objects as pure state: no time, no lanes, no threads that
//! run. The kernel adds time to them, exploration adds nothing, so each rule of
//! a lock stands once.
//!
//! # Terms
//! * A **call** is what a thread asks of an object ([`Call`]). It is **done**
//!   at once, or the thread **waits** and is **woken** by a later call of
//!   another thread.
//! * With **hand-off** ([`Grant::HandOff`]) who wakes a thread has already done
//!   its call for it: nobody can come between. With **barging**
//!   ([`Grant::Barging`]) the woken thread makes its call again once it runs,
//!   and another may have been faster; it then waits again, behind those who
//!   wait already.
//! * A call that makes no sense, such as unlocking what one does not hold, is
//!   **misuse** ([`Misuse`]) and changes nothing.
//!
//! Who waits, waits in the order of coming; what departs from that says so.
//! A thread waits for at most one object.

mod barrier;
mod cell;
mod condition;
mod deadlock;
mod event;
mod future;
#[cfg(test)]
mod laws;
mod misuse;
mod mutex;
mod pipe;
mod queue;
mod rwlock;
mod semaphore;
#[cfg(test)]
mod tests;

pub use barrier::Barrier;
pub use condition::Condition;
pub use deadlock::{Cycle, Edge};
pub use event::Event;
pub use future::{Future, FutureState};
pub use misuse::Misuse;
pub use mutex::Mutex;
pub use pipe::Pipe;
pub use queue::Queue;
pub use rwlock::{Prefer, RwLock};
pub use semaphore::Semaphore;

use super::machine::ThreadId;
use crate::base::IdVec;

crate::define_id! {
    /// A synchronisation object, or a shared memory cell.
    ObjectId;
}

/// Who gets what is given back while others wait.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Grant {
    /// The first who waits has it at once.
    #[default]
    HandOff,
    /// It is free; the first who waits is woken and tries again.
    Barging,
}

/// What a thread asks of an object.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Call {
    /// Mutex: takes it; waits while it is taken.
    Lock,
    /// Mutex: takes it if it is free, or else is refused.
    TryLock,
    /// Mutex: takes it back as often as before a [`Call::Wait`], and then
    /// gives that call's reply. Threads do not ask this themselves.
    Relock {
        /// How often it held it.
        depth: u32,
        /// Whether it was notified; else its time ran out.
        notified: bool,
    },
    /// Mutex: gives it back.
    Unlock,
    /// Semaphore: takes a permit; waits while there is none.
    Acquire,
    /// Semaphore: takes a permit if there is one, or else is refused.
    TryAcquire,
    /// Semaphore: gives so many permits back.
    Release(u32),
    /// Condition: gives its mutex back, waits for a notice, takes the mutex again.
    Wait,
    /// Condition: wakes the first so many who wait.
    Notify(u32),
    /// Condition: wakes all who wait.
    NotifyAll,
    /// Event: sets it, which wakes all who wait.
    Set,
    /// Event: unsets it.
    Clear,
    /// Event: waits until it is set.
    AwaitSet,
    /// Event: whether it is set, as 1 or 0.
    IsSet,
    /// Barrier: waits until all parties have arrived.
    Arrive,
    /// Barrier: breaks it; all who wait are refused.
    Abort,
    /// Read-write lock: takes it to read.
    Read,
    /// Read-write lock: gives reading back.
    EndRead,
    /// Read-write lock: takes it to write.
    Write,
    /// Read-write lock: gives writing back.
    EndWrite,
    /// Queue: puts an item in; waits while it is full; refused once it is closed.
    Put(i64),
    /// Queue: puts an item in, or is refused.
    TryPut(i64),
    /// Queue: takes the oldest item; waits while it is empty; refused once it
    /// is closed and empty.
    Get,
    /// Queue: takes the oldest item, or is refused.
    TryGet,
    /// Queue: says that an item which was taken is done with.
    TaskDone,
    /// Queue: waits until all items that were put in are done with.
    AwaitDone,
    /// Queue: takes no more items.
    Close,
    /// Pipe: sends a message, told by a number, of so many bytes; waits while
    /// there is no room for it; refused once an end is closed.
    Send(i64, u32),
    /// Pipe: sends a message, or is refused.
    TrySend(i64, u32),
    /// Pipe: takes the oldest message; waits while there is none; refused once
    /// the writing end is closed and none is left.
    Receive,
    /// Pipe: takes the oldest message, or is refused.
    TryReceive,
    /// Pipe: closes the end that sends.
    CloseWriting,
    /// Pipe: closes the end that receives; what is in the pipe is lost.
    CloseReading,
    /// Future: its work begins; refused if it was cancelled.
    Begin,
    /// Future: its work has that result.
    Resolve(i64),
    /// Future: waits for the result; refused if it was cancelled.
    Fetch,
    /// Future: cancels it, which works until its work begins.
    Cancel,
    /// Cell: its value.
    Load,
    /// Cell: sets its value.
    Store(i64),
    /// Cell: adds to it, and gives the value before.
    FetchAdd(i64),
    /// Cell: sets its value, and gives the value before.
    Exchange(i64),
    /// Cell: sets its value if it is the expected one, and gives the value before.
    CompareAndSwap {
        /// What it must be.
        expected: i64,
        /// What it becomes.
        new: i64,
    },
}

/// What a call gave.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Reply {
    /// It is done.
    Done,
    /// It is done and gives a number.
    Value(i64),
    /// It was not done: a try that failed, a closed queue, a broken barrier, a
    /// cancelled future, a wait whose time ran out.
    Refused,
}

/// How a call goes on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Answer {
    /// It is over.
    Done(Reply),
    /// The thread waits, and will be [`Woken`].
    Waits,
}

/// How a thread that waited goes on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Then {
    /// Its call is over.
    Done(Reply),
    /// It makes this call of this object when it runs.
    Call(ObjectId, Call),
    /// It is not woken: from now on it waits for this object instead (a
    /// notified thread, for the mutex of its condition).
    WaitsFor(ObjectId),
}

/// A thread that no longer waits for what it waited for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Woken {
    /// Who.
    pub thread: ThreadId,
    /// How it goes on.
    pub then: Then,
}

/// An object.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Object {
    /// One thread has it at a time.
    Mutex(Mutex),
    /// So many permits.
    Semaphore(Semaphore),
    /// To wait for something that a mutex guards.
    Condition(Condition),
    /// Set or not.
    Event(Event),
    /// All parties wait for each other.
    Barrier(Barrier),
    /// Many readers or one writer.
    RwLock(RwLock),
    /// Items in the order in which they were put in.
    Queue(Queue),
    /// Bytes in the order in which they were sent, with two ends to close.
    Pipe(Pipe),
    /// The result of work that is done elsewhere.
    Future(Future),
    /// Shared memory.
    Cell(i64),
}

/// The objects of a machine or of a program.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Objects {
    table: IdVec<ObjectId, Object>,
}

impl std::hash::Hash for Objects {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        for object in self.table.iter() {
            object.hash(state);
        }
    }
}

impl Objects {
    /// None.
    pub fn new() -> Objects {
        Objects::default()
    }

    /// Adds an object.
    pub fn add(&mut self, object: Object) -> ObjectId {
        self.table.push(object)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.table.len() == 0
    }

    /// An object.
    pub fn get(&self, id: ObjectId) -> Option<&Object> {
        self.table.get(id)
    }

    /// The value of a cell.
    pub fn cell(&self, id: ObjectId) -> Option<i64> {
        match self.table.get(id) {
            Some(Object::Cell(value)) => Some(*value),
            _ => None,
        }
    }

    /// Makes a call; threads that it wakes are added to `woken`, in the order
    /// in which they are woken.
    ///
    /// # Errors
    /// [`Misuse`], if the call makes no sense; nothing has changed then.
    pub fn call(
        &mut self,
        who: ThreadId,
        id: ObjectId,
        call: Call,
        woken: &mut Vec<Woken>,
    ) -> Result<Answer, Misuse> {
        if let Some(Object::Condition(condition)) = self.table.get(id) {
            let mutex = condition.mutex();
            return self.on_condition(who, id, mutex, call, woken);
        }
        let object = self.table.get_mut(id).ok_or(Misuse::NoObject)?;
        match object {
            Object::Cell(value) => cell::call(value, call),
            Object::Mutex(mutex) => mutex.call(id, who, call, woken),
            Object::Semaphore(semaphore) => semaphore.call(id, who, call, woken),
            Object::Event(event) => event.call(who, call, woken),
            Object::Barrier(barrier) => barrier.call(who, call, woken),
            Object::RwLock(lock) => lock.call(who, call, woken),
            Object::Queue(queue) => queue.call(id, who, call, woken),
            Object::Pipe(pipe) => pipe.call(who, call, woken),
            Object::Future(future) => future.call(who, call, woken),
            Object::Condition(_) => Err(Misuse::WrongCall),
        }
    }

    /// Whether the call would make the thread wait. A condition's wait always
    /// does, and so does a barrier's arrival but for the last party.
    pub fn would_wait(&self, who: ThreadId, id: ObjectId, call: Call) -> bool {
        match (self.table.get(id), call) {
            (Some(Object::Mutex(mutex)), Call::Lock | Call::Relock { .. }) => mutex.would_wait(who),
            (Some(Object::Semaphore(semaphore)), Call::Acquire) => semaphore.would_wait(),
            (Some(Object::Condition(_)), Call::Wait) => true,
            (Some(Object::Event(event)), Call::AwaitSet) => !event.is_set(),
            (Some(Object::Barrier(barrier)), Call::Arrive) => barrier.would_wait(),
            (Some(Object::RwLock(lock)), Call::Read) => lock.would_wait(false),
            (Some(Object::RwLock(lock)), Call::Write) => lock.would_wait(true),
            (Some(Object::Queue(queue)), call) => queue.would_wait(call),
            (Some(Object::Pipe(pipe)), call) => pipe.would_wait(call),
            (Some(Object::Future(future)), Call::Fetch) => future.would_wait(),
            _ => false,
        }
    }

    /// The thread no longer waits for the object, because it was terminated:
    /// as if it had never asked. What it holds, it goes on holding.
    pub fn forget(&mut self, who: ThreadId, id: ObjectId, woken: &mut Vec<Woken>) {
        match self.table.get_mut(id) {
            Some(Object::Mutex(mutex)) => mutex.forget(who),
            Some(Object::Semaphore(semaphore)) => semaphore.forget(who),
            Some(Object::Condition(condition)) => drop(condition.forget(who)),
            Some(Object::Event(event)) => event.forget(who),
            Some(Object::Barrier(barrier)) => barrier.forget(who, woken),
            Some(Object::RwLock(lock)) => lock.forget(who, woken),
            Some(Object::Queue(queue)) => queue.forget(who),
            Some(Object::Pipe(pipe)) => pipe.forget(who, woken),
            Some(Object::Future(future)) => future.forget(who),
            Some(Object::Cell(_)) | None => {}
        }
    }

    /// A thread that was woken to make a call again never will, because it was
    /// ended: the next one is woken in its place.
    pub fn pass_on(&mut self, id: ObjectId, call: Call, woken: &mut Vec<Woken>) {
        match self.table.get_mut(id) {
            Some(Object::Mutex(mutex)) => mutex.pass_on(id, woken),
            Some(Object::Semaphore(semaphore)) => semaphore.pass_on(id, woken),
            Some(Object::Queue(queue)) => queue.pass_on(id, call, woken),
            _ => {}
        }
    }

    /// The time for which the thread wanted to wait is over; how it goes on.
    /// A wait at a condition still has to take the mutex again; a barrier
    /// breaks; everything else is refused.
    pub fn time_out(&mut self, who: ThreadId, id: ObjectId, woken: &mut Vec<Woken>) -> Then {
        if let Some(Object::Condition(condition)) = self.table.get_mut(id) {
            let mutex = condition.mutex();
            return match condition.forget(who) {
                Some(depth) => Then::Call(
                    mutex,
                    Call::Relock {
                        depth,
                        notified: false,
                    },
                ),
                None => Then::Done(Reply::Refused),
            };
        }
        self.forget(who, id, woken);
        Then::Done(Reply::Refused)
    }

    /// The threads that wait for the object, in the order of their coming.
    pub fn waiters(&self, id: ObjectId) -> Vec<ThreadId> {
        match self.table.get(id) {
            Some(Object::Mutex(mutex)) => mutex.waiters().collect(),
            Some(Object::Semaphore(semaphore)) => semaphore.waiters().collect(),
            Some(Object::Condition(condition)) => condition.waiters().collect(),
            Some(Object::Event(event)) => event.waiters().collect(),
            Some(Object::Barrier(barrier)) => barrier.waiters().collect(),
            Some(Object::RwLock(lock)) => lock.waiters().collect(),
            Some(Object::Queue(queue)) => queue.waiters(),
            Some(Object::Pipe(pipe)) => pipe.waiters(),
            Some(Object::Future(future)) => future.waiters().collect(),
            Some(Object::Cell(_)) | None => Vec::new(),
        }
    }

    /// The threads that must act before one who waits for the object can go
    /// on, where the object knows them: a mutex's owner, who reads or writes, a
    /// future's worker.
    pub fn holders(&self, id: ObjectId) -> Vec<ThreadId> {
        match self.table.get(id) {
            Some(Object::Mutex(mutex)) => mutex.owner().into_iter().collect(),
            Some(Object::RwLock(lock)) => lock.holders(),
            Some(Object::Future(future)) => future.worker().into_iter().collect(),
            _ => Vec::new(),
        }
    }

    fn on_condition(
        &mut self,
        who: ThreadId,
        id: ObjectId,
        mutex: ObjectId,
        call: Call,
        woken: &mut Vec<Woken>,
    ) -> Result<Answer, Misuse> {
        // The two objects are told apart by taking the condition out meanwhile.
        let Some(Object::Mutex(lock)) = self.table.get_mut(mutex) else {
            return Err(Misuse::NoObject);
        };
        let mut lock = std::mem::take(lock);
        let answer = match self.table.get_mut(id) {
            Some(Object::Condition(condition)) => condition.call(who, &mut lock, call, woken),
            _ => Err(Misuse::NoObject),
        };
        if let Some(place) = self.table.get_mut(mutex) {
            *place = Object::Mutex(lock);
        }
        answer
    }
}

/// Takes a thread out of a list of those who wait; whether it was there.
fn remove<T>(list: &mut std::collections::VecDeque<T>, is_who: impl Fn(&T) -> bool) -> Option<T> {
    let place = list.iter().position(is_who)?;
    list.remove(place)
}
