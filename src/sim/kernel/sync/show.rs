//! Objects as the trace shows them: who has one, what is in it, how much.

use super::*;
use crate::sim::sync::{FutureState, Object};
use crate::trace::CounterId;

/// An object as the trace shows it.
pub(super) struct Shown {
    pub lane: TrackId,
    pub name: NameId,
    /// Has no lane of its own: `lane` is the machine's, on which nothing is shown.
    hidden: bool,
    content: Option<String>,
    /// How much is in it, for objects that are filled and emptied.
    level: Option<(CounterId, u64)>,
}

impl Kernel {
    pub(in crate::sim) fn add_object(&mut self, name: &str, object: Object) -> ObjectId {
        self.add_object_below(self.machine, name, object)
    }

    /// Adds an object without a lane: who waits for it shows its name.
    pub(in crate::sim) fn add_hidden_object(&mut self, name: &str, object: Object) -> ObjectId {
        let name = self.log.name(name);
        self.sync.shown.push(Shown {
            lane: self.machine,
            name,
            hidden: true,
            content: None,
            level: None,
        });
        self.sync.objects.add(object)
    }

    /// Adds an object whose lane is below another one.
    pub(in crate::sim::kernel) fn add_object_below(
        &mut self,
        parent: TrackId,
        name: &str,
        object: Object,
    ) -> ObjectId {
        let lane = self.log.track(Some(parent), TrackKind::Resource, name);
        let counted = match object {
            Object::Semaphore(_) => Some("permits"),
            Object::Queue(_) => Some("items"),
            Object::Pipe(_) => Some("bytes"),
            _ => None,
        };
        let level = counted.map(|what| (self.log.counter(lane, what), u64::MAX));
        if let Object::Mutex(mutex) = &object {
            self.sync.inheritance.any |= mutex.inherits();
        }
        let name = self.log.name(name);
        self.sync.shown.push(Shown {
            lane,
            name,
            hidden: false,
            content: None,
            level,
        });
        let id = self.sync.objects.add(object);
        self.show_object(id);
        id
    }

    pub(in crate::sim::kernel) fn object_name(&self, id: ObjectId) -> &str {
        self.log.name_of(self.sync.shown[id].name)
    }

    /// The lanes of the objects.
    pub(in crate::sim::kernel) fn object_lanes(&self) -> IdVec<ObjectId, TrackId> {
        self.sync.shown.iter().map(|shown| shown.lane).collect()
    }

    /// What a thread's lane shows while it waits for an object.
    pub(in crate::sim::kernel) fn shown_wait(&self, id: ObjectId) -> (State, NameId) {
        let name = self.sync.shown.get(id).map_or(self.words.core, |o| o.name);
        let state = match self.sync.objects.get(id) {
            Some(Object::Queue(_) | Object::Pipe(_)) => State::BlockedQueue,
            Some(Object::Future(_)) => State::BlockedJoin,
            _ => State::BlockedLock,
        };
        (state, name)
    }

    /// Brings an object's lane up to date.
    pub(super) fn show_object(&mut self, id: ObjectId) {
        let Some(object) = self.sync.objects.get(id) else {
            return;
        };
        if let Object::Condition(condition) = object {
            let mutex = condition.mutex();
            return self.show_object(mutex);
        }
        if self.sync.shown.get(id).is_some_and(|shown| shown.hidden) {
            return;
        }
        let now = level(object);
        let content = self.content(object);
        let Some(shown) = self.sync.shown.get_mut(id) else {
            return;
        };
        if let Some((counter, before)) = &mut shown.level
            && *before != now
        {
            *before = now;
            self.log.count(*counter, self.now, now as f64);
        }
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
            Object::Pipe(pipe) => count(pipe.messages().len()),
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
}

/// How much is in an object that is filled and emptied.
fn level(object: &Object) -> u64 {
    match object {
        Object::Semaphore(semaphore) => u64::from(semaphore.permits()),
        Object::Queue(queue) => queue.items().len() as u64,
        Object::Pipe(pipe) => u64::from(pipe.bytes()),
        _ => 0,
    }
}
