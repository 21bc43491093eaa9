//! Priority inheritance (Sha, Rajkumar and Lehoczky, "Priority inheritance
//! protocols", IEEE Transactions on Computers 39, 1990): who has a mutex that
//! lets it inherit has the best of its own priority and those of the threads
//! that wait for it; if it waits for such a mutex itself, the owner of that one
//! has it too, and so on. Which of two priorities is better is the policy's to
//! say ([`Policy::outranks`]); under a policy that does not go by priorities
//! nothing is inherited.

use super::*;
use crate::sim::sync::Object;

/// Who has another priority than its own.
#[derive(Default)]
pub(super) struct Inheritance {
    /// Whether there is any mutex that lets its owner inherit.
    pub any: bool,
    /// The own priorities of those who have inherited one.
    own: Vec<(ThreadId, i32)>,
}

impl Kernel {
    /// Who has the mutex that a call of the object is about, and inherits by it.
    pub(super) fn owner_who_inherits(&self, id: ObjectId) -> Option<ThreadId> {
        if !self.sync.inheritance.any {
            return None;
        }
        let mutex = match self.sync.objects.get(id)? {
            Object::Condition(condition) => self.sync.objects.get(condition.mutex())?,
            other => other,
        };
        match mutex {
            Object::Mutex(mutex) if mutex.inherits() => mutex.owner(),
            _ => None,
        }
    }

    /// After a call of the object: who had it before, and who has it now, may
    /// have another priority.
    pub(super) fn pass_priorities(&mut self, id: ObjectId, before: Option<ThreadId>) {
        let now = self.owner_who_inherits(id);
        for owner in [before.filter(|_| before != now), now]
            .into_iter()
            .flatten()
        {
            self.pass_priority(owner);
        }
    }

    /// Along those who wait for each other's mutexes, as far as it changes
    /// anything.
    fn pass_priority(&mut self, thread: ThreadId) {
        let mut next = Some(thread);
        // A circle of threads that wait for each other is gone through once.
        for _ in 0..self.threads.len() {
            let Some(thread) = next.take_if(|thread| self.reckon_priority(*thread)) else {
                return;
            };
            next = match self.threads[thread].life {
                Life::Blocked(WaitsFor::Object(id)) => self.owner_who_inherits(id),
                _ => None,
            };
        }
    }

    /// Gives a thread the priority that it has by now; whether that is another
    /// one than before.
    fn reckon_priority(&mut self, thread: ThreadId) -> bool {
        let inherited = &self.sync.inheritance.own;
        let place = inherited.iter().position(|entry| entry.0 == thread);
        let own = place.map_or(self.attributes[thread].priority, |i| inherited[i].1);
        let mut best = Attributes {
            priority: own,
            ..self.attributes[thread].clone()
        };
        for waiter in self.wait_for_mutexes_of(thread) {
            let theirs = &self.attributes[waiter];
            if self.policy.outranks(theirs, &best) {
                best.priority = theirs.priority;
            }
        }
        if best.priority == self.attributes[thread].priority {
            return false;
        }
        let own_list = &mut self.sync.inheritance.own;
        match place {
            Some(place) if best.priority == own => drop(own_list.swap_remove(place)),
            Some(_) => {}
            None => own_list.push((thread, own)),
        }
        self.set_priority(thread, best.priority, best.priority != own);
        true
    }

    /// The threads that wait for mutexes that this one has and inherits by.
    fn wait_for_mutexes_of(&self, thread: ThreadId) -> Vec<ThreadId> {
        let objects = &self.sync.objects;
        let ids = self.sync.shown.ids();
        ids.filter(|&id| match objects.get(id) {
            Some(Object::Mutex(mutex)) => mutex.inherits() && mutex.owner() == Some(thread),
            _ => false,
        })
        .flat_map(|id| objects.waiters(id))
        .collect()
    }

    fn set_priority(&mut self, thread: ThreadId, priority: i32, inherited: bool) {
        self.charge_all();
        self.attributes[thread].priority = priority;
        self.policy.changed(thread, &view!(self));
        // Somebody may have to make room now.
        self.arrivals += 1;
        let word = if inherited {
            "priority inherited"
        } else {
            "own priority again"
        };
        let mark = self.log.name(word);
        let lane = self.threads[thread].lane;
        self.log.instant(lane, mark, self.now);
    }
}
