//! Synchronisation objects in time: who waits for them blocks, and each has a
//! lane that says who has it or what is in it. The rules of the objects
//! themselves are in [`crate::sim::sync`].

use super::*;
use crate::base::Text;
use crate::sim::machine::{Deadlock, Link};
use crate::sim::sync::{
    Answer, Call, FutureState, Misuse, Object, ObjectId, Objects, Reply, Then, Woken,
};

/// The objects of a run, and what threads are at with them.
#[derive(Default)]
pub(in crate::sim) struct Sync {
    pub objects: Objects,
    shown: IdVec<ObjectId, Shown>,
    /// What each thread was answered last, or has still to ask.
    threads: Vec<AtObjects>,
    woken: Vec<Woken>,
    pub deadlock: Option<Deadlock>,
}

/// An object as the trace shows it.
struct Shown {
    lane: TrackId,
    name: NameId,
    content: Option<String>,
}

#[derive(Clone, Copy)]
struct AtObjects {
    reply: Reply,
    retry: Option<(ObjectId, Call)>,
    /// Until when it waits.
    deadline: Option<Time>,
}

impl Default for AtObjects {
    fn default() -> Self {
        AtObjects {
            reply: Reply::Done,
            retry: None,
            deadline: None,
        }
    }
}

impl Sync {
    fn at(&mut self, thread: ThreadId) -> &mut AtObjects {
        if self.threads.len() <= thread.index() {
            self.threads
                .resize(thread.index() + 1, AtObjects::default());
        }
        &mut self.threads[thread.index()]
    }

    pub fn reply(&self, thread: ThreadId) -> Reply {
        self.threads
            .get(thread.index())
            .map_or(Reply::Done, |at| at.reply)
    }
}

impl Kernel {
    pub(in crate::sim) fn add_object(&mut self, name: &str, object: Object) -> ObjectId {
        let lane = self
            .log
            .track(Some(self.machine), TrackKind::Resource, name);
        let name = self.log.name(name);
        let content = None;
        self.sync.shown.push(Shown {
            lane,
            name,
            content,
        });
        let id = self.sync.objects.add(object);
        self.show_object(id);
        id
    }

    /// A call that is not meant to wait; none if it would.
    pub(in crate::sim) fn call_now(
        &mut self,
        thread: ThreadId,
        id: ObjectId,
        call: Call,
    ) -> Result<Option<Reply>, Misuse> {
        if self.sync.objects.would_wait(thread, id, call) {
            return Ok(None);
        }
        match self.make_call(thread, id, call)? {
            Answer::Done(reply) => Ok(Some(reply)),
            Answer::Waits => Ok(None),
        }
    }

    /// Makes a call for a thread and wakes whom it wakes.
    fn make_call(&mut self, thread: ThreadId, id: ObjectId, call: Call) -> Result<Answer, Misuse> {
        let mut woken = std::mem::take(&mut self.sync.woken);
        let answer = self.sync.objects.call(thread, id, call, &mut woken);
        if let Ok(Answer::Done(reply)) = answer {
            self.sync.at(thread).reply = reply;
        }
        self.wake(Some((thread, call)), &mut woken);
        self.sync.woken = woken;
        if answer.is_ok() {
            self.show_object(id);
        }
        answer
    }

    /// A thread blocks for a call; how it goes on if it need not.
    pub(super) fn block_for_call(
        &mut self,
        thread: ThreadId,
        (id, call): (ObjectId, Call),
        deadline: Option<Time>,
    ) -> Option<Resumed> {
        let overdue = deadline.is_some_and(|time| time <= self.now);
        if overdue && self.sync.objects.would_wait(thread, id, call) {
            self.sync.at(thread).reply = Reply::Refused;
            return Some(Resumed::TimedOut);
        }
        match self.make_call(thread, id, call) {
            Err(misuse) => Some(Resumed::Misused(misuse)),
            Ok(Answer::Done(_)) => Some(Resumed::Called),
            Ok(Answer::Waits) => {
                self.sync.at(thread).deadline = deadline;
                if let Some(time) = deadline {
                    let epoch = self.threads[thread].epoch;
                    let event = Event::Deadline(thread, epoch);
                    self.calendar.add(time, Class::Usual, event);
                }
                None
            }
        }
    }

    /// What a thread's lane shows while it waits for an object.
    pub(super) fn shown_wait(&self, id: ObjectId) -> (State, NameId) {
        let name = self.sync.shown.get(id).map_or(self.words.core, |o| o.name);
        let state = match self.sync.objects.get(id) {
            Some(Object::Queue(_)) => State::BlockedQueue,
            Some(Object::Future(_)) => State::BlockedJoin,
            _ => State::BlockedLock,
        };
        (state, name)
    }

    /// A thread that was woken to try again does so, now that it has a core;
    /// whether it blocks again.
    pub(super) fn retry(&mut self, core: CoreId, thread: ThreadId) -> bool {
        let at = self.sync.at(thread);
        let Some((object, call)) = at.retry.take() else {
            return false;
        };
        let wait = Wait::Call {
            object,
            call,
            deadline: at.deadline,
        };
        self.block(core, thread, wait)
    }

    /// The time for which a thread wanted to wait for an object is over.
    pub(super) fn call_timed_out(&mut self, thread: ThreadId, id: ObjectId) {
        let mut woken = std::mem::take(&mut self.sync.woken);
        let then = self.sync.objects.time_out(thread, id, &mut woken);
        self.resume(thread, then, Resumed::TimedOut);
        self.wake(None, &mut woken);
        self.sync.woken = woken;
        self.show_object(id);
    }

    /// Threads that were woken, by a call of another or by nobody's.
    fn wake(&mut self, by: Option<(ThreadId, Call)>, woken: &mut Vec<Woken>) {
        for Woken { thread, then } in woken.drain(..) {
            if let Some((waker, call)) = by {
                let from = (self.lane_in_control(waker), self.now);
                let to = (self.lane_in_control(thread), self.now);
                let kind = match then {
                    Then::Done(_) => flow_of(call),
                    Then::Call(..) => FlowKind::Wake,
                };
                self.log.flow(kind, from, to);
            }
            if let Then::Done(_) = then
                && let Life::Blocked(WaitsFor::Object(id)) = self.threads[thread].life
            {
                self.show_object(id);
            }
            self.resume(thread, then, Resumed::Called);
        }
    }

    fn resume(&mut self, thread: ThreadId, then: Then, resumed: Resumed) {
        let at = self.sync.at(thread);
        let resumed = match then {
            Then::Done(reply) => {
                at.reply = reply;
                resumed
            }
            Then::Call(id, call) => {
                at.retry = Some((id, call));
                if matches!(call, Call::Relock { .. }) {
                    // Only the wait at the condition was limited.
                    at.deadline = None;
                }
                Resumed::Retries
            }
        };
        self.make_ready(thread, Reason::Unblocked, resumed);
    }

    /// Ends the run, because a call of the thread made no sense.
    pub(in crate::sim) fn misused(&mut self, thread: ThreadId, object: ObjectId, misuse: Misuse) {
        let object = self.sync.shown.get(object).map(|shown| shown.name);
        let object = object.map_or("?", |name| self.log.name_of(name));
        let thread = self.log.name_of(self.threads[thread].name);
        let problem = Problem::new(
            format!("{thread}: {object}"),
            misuse.reason(),
            Text::new(
                "이 스레드가 하는 일의 순서를 확인하세요.",
                "Check the order of what this thread does.",
            ),
        );
        self.fault.get_or_insert(problem);
    }

    /// Brings an object's lane up to date.
    fn show_object(&mut self, id: ObjectId) {
        let Some(object) = self.sync.objects.get(id) else {
            return;
        };
        if let Object::Condition(condition) = object {
            let mutex = condition.mutex();
            return self.show_object(mutex);
        }
        let content = self.content(object);
        let Some(shown) = self.sync.shown.get_mut(id) else {
            return;
        };
        if shown.content == content {
            return;
        }
        let lane = shown.lane;
        shown.content = content;
        match &shown.content {
            Some(content) => {
                let name = self.log.name(content);
                self.log.begin(lane, State::Held, name, self.now);
            }
            None => drop(self.log.end_open(lane, self.now)),
        }
    }

    /// Who has an object, or what is in it.
    fn content(&self, object: &Object) -> Option<String> {
        let name = |thread: &ThreadId| self.log.name_of(self.threads[*thread].name).to_owned();
        let count = |n: usize| (n > 0).then(|| n.to_string());
        match object {
            Object::Mutex(mutex) => mutex.owner().as_ref().map(name),
            Object::RwLock(lock) => {
                let names: Vec<String> = lock.holders().iter().map(name).collect();
                (!names.is_empty()).then(|| names.join(" + "))
            }
            Object::Semaphore(semaphore) => Some(semaphore.permits().to_string()),
            Object::Event(event) => event.is_set().then(|| "set".to_owned()),
            Object::Barrier(barrier) if barrier.is_broken() => Some("broken".to_owned()),
            Object::Barrier(barrier) => count(barrier.arrived()),
            Object::Queue(queue) => count(queue.items().len()),
            Object::Future(future) => match future.state() {
                FutureState::Pending => None,
                FutureState::Running => future.worker().as_ref().map(name),
                FutureState::Finished(value) => Some(value.to_string()),
                FutureState::Cancelled => Some("cancelled".to_owned()),
            },
            Object::Cell(value) => Some(value.to_string()),
            Object::Condition(_) => None,
        }
    }

    /// Whether the thread that now waits closes a circle; the first one of a
    /// run is kept. Who waits for a limited time cannot be part of one.
    pub(super) fn look_for_deadlock(&mut self, from: ThreadId) {
        if self.sync.deadlock.is_some() {
            return;
        }
        let joins: Vec<(ThreadId, ThreadId)> = self
            .threads
            .iter_ids()
            .filter_map(|(thread, record)| match record.life {
                Life::Blocked(WaitsFor::Thread(other)) => Some((thread, other)),
                _ => None,
            })
            .collect();
        let Some(mut cycle) = self.sync.objects.cycle(from, &joins) else {
            return;
        };
        // Told from the thread that was made first.
        let first = (0..cycle.len()).min_by_key(|&i| cycle[i].waits);
        cycle.rotate_left(first.unwrap_or(0));
        if cycle
            .iter()
            .any(|edge| self.sync.at(edge.waits).deadline.is_some())
        {
            return;
        }
        let mark = self.log.name("deadlock");
        let links = cycle
            .iter()
            .map(|edge| {
                let lane = self.threads[edge.waits].lane;
                self.log.instant(lane, mark, self.now);
                let name = |id: NameId| self.log.name_of(id).to_owned();
                Link {
                    waits: name(self.threads[edge.waits].name),
                    object: edge.on.map(|id| name(self.sync.shown[id].name)),
                    held_by: name(self.threads[edge.held_by].name),
                }
            })
            .collect();
        self.sync.deadlock = Some(Deadlock {
            at: self.now,
            links,
        });
    }
}

/// How a call joins who makes it and whom it wakes.
fn flow_of(call: Call) -> FlowKind {
    match call {
        Call::Unlock | Call::EndRead | Call::EndWrite | Call::Wait => FlowKind::Handoff,
        Call::Put(_) | Call::TryPut(_) | Call::Get | Call::TryGet => FlowKind::Message,
        Call::Resolve(_) => FlowKind::Result,
        _ => FlowKind::Wake,
    }
}
