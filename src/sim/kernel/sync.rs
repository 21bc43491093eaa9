//! Synchronisation objects in time: who waits for them blocks, and each has a
//! lane that says who has it or what is in it. The rules of the objects
//! themselves are in [`crate::sim::sync`].

mod deadlock;
mod inherit;
mod show;

use super::*;
use crate::base::Text;
use crate::sim::machine::Deadlock;
use crate::sim::sync::{Answer, Call, Misuse, ObjectId, Objects, Reply, Then, Woken};
use inherit::Inheritance;
use show::Shown;

/// The objects of a run, and what threads are at with them.
#[derive(Default)]
pub(in crate::sim) struct Sync {
    pub objects: Objects,
    shown: IdVec<ObjectId, Shown>,
    /// What each thread was answered last, or has still to ask.
    threads: Vec<AtObjects>,
    woken: Vec<Woken>,
    pub deadlock: Option<Deadlock>,
    inheritance: Inheritance,
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
    /// A call that is not meant to wait; none if it would.
    pub(in crate::sim) fn call_now(
        &mut self,
        thread: ThreadId,
        id: ObjectId,
        call: Call,
    ) -> Result<Option<Reply>, Misuse> {
        let id = self.own_object(thread, id)?;
        if self.sync.objects.would_wait(thread, id, call) {
            return Ok(None);
        }
        match self.make_call(thread, id, call)? {
            Answer::Done(reply) => Ok(Some(reply)),
            Answer::Waits => Ok(None),
        }
    }

    /// The same in the name of a thread that may be waiting itself: what its own
    /// last call gave is kept.
    pub(in crate::sim) fn call_for(
        &mut self,
        thread: ThreadId,
        id: ObjectId,
        call: Call,
    ) -> Result<Option<Reply>, Misuse> {
        let own = self.sync.reply(thread);
        let answer = self.call_now(thread, id, call);
        self.sync.at(thread).reply = own;
        answer
    }

    /// Makes a call for a thread and wakes whom it wakes.
    fn make_call(&mut self, thread: ThreadId, id: ObjectId, call: Call) -> Result<Answer, Misuse> {
        let mut woken = std::mem::take(&mut self.sync.woken);
        let owner = self.owner_who_inherits(id);
        let answer = self.sync.objects.call(thread, id, call, &mut woken);
        if let Ok(Answer::Done(reply)) = answer {
            self.sync.at(thread).reply = reply;
            self.read_reply(thread, id, reply);
        }
        self.wake(Some((thread, call)), &mut woken);
        self.sync.woken = woken;
        if answer.is_ok() {
            self.show_object(id);
            self.pass_priorities(id, owner);
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
        let id = match self.own_object(thread, id) {
            Ok(id) => id,
            Err(misuse) => return Some(Resumed::Misused(misuse)),
        };
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
        self.is_written(thread, call);
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
        let owner = self.owner_who_inherits(id);
        self.pass_priorities(id, owner);
    }

    /// A thread that waited for an object was ended.
    pub(super) fn forget_call(&mut self, thread: ThreadId, id: ObjectId) {
        let mut woken = std::mem::take(&mut self.sync.woken);
        self.sync.objects.forget(thread, id, &mut woken);
        self.wake(None, &mut woken);
        self.sync.woken = woken;
        self.show_object(id);
        let owner = self.owner_who_inherits(id);
        self.pass_priorities(id, owner);
    }

    /// A thread that was ended will not make the call for which it was woken.
    pub(super) fn drop_retry(&mut self, thread: ThreadId) {
        if let Some((id, call)) = self.sync.at(thread).retry.take() {
            let mut woken = std::mem::take(&mut self.sync.woken);
            self.sync.objects.pass_on(id, call, &mut woken);
            self.wake(None, &mut woken);
            self.sync.woken = woken;
        }
    }

    /// Threads that were woken, by a call of another or by nobody's.
    fn wake(&mut self, by: Option<(ThreadId, Call)>, woken: &mut Vec<Woken>) {
        for Woken { thread, then } in woken.drain(..) {
            if let Then::WaitsFor(id) = then {
                self.wait_instead(thread, id);
                continue;
            }
            if let Some((waker, call)) = by {
                let from = (self.lane_in_control(waker), self.now);
                let to = (self.lane_in_control(thread), self.now);
                let kind = match then {
                    Then::Done(_) => flow_of(call),
                    Then::Call(..) | Then::WaitsFor(_) => FlowKind::Wake,
                };
                self.log.flow(kind, from, to);
            }
            if let Then::Done(reply) = then
                && let Life::Blocked(WaitsFor::Object(id)) = self.threads[thread].life
            {
                self.show_object(id);
                self.read_reply(thread, id, reply);
            }
            self.resume(thread, then, Resumed::Called);
        }
    }

    /// A thread that waits goes over to another object, for which it waits as
    /// long as it takes.
    fn wait_instead(&mut self, thread: ThreadId, id: ObjectId) {
        let (state, name) = self.shown_wait(id);
        self.show(thread, state, name);
        let record = &mut self.threads[thread];
        record.life = Life::Blocked(WaitsFor::Object(id));
        // The deadline was that of the wait before.
        record.epoch = record.epoch.wrapping_add(1);
        self.sync.at(thread).deadline = None;
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
                self.threads[thread].errand = true;
                Resumed::Retries
            }
            Then::WaitsFor(id) => {
                self.wait_instead(thread, id);
                return;
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
}

/// How a call joins who makes it and whom it wakes.
fn flow_of(call: Call) -> FlowKind {
    match call {
        Call::Unlock | Call::EndRead | Call::EndWrite | Call::Wait => FlowKind::Handoff,
        Call::Put(_) | Call::TryPut(_) => FlowKind::Message,
        Call::Send(..) | Call::TrySend(..) => FlowKind::Message,
        Call::Resolve(_) => FlowKind::Result,
        _ => FlowKind::Wake,
    }
}
