//! What happens when, in the order of (time, class, core, sequence).
//!
//! The next few events lie in a short sorted queue, all others in a heap. A
//! machine with few cores has few events to come, and the next one to be added
//! is mostly the last of them: then both ends of the queue are all that is
//! touched. With many events each goes through the heap once, as it would
//! without the queue.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, VecDeque};

use super::body::RequestId;
use super::machine::{CoreId, ProcessId, ThreadId};
use super::process::Signal;
use crate::base::Time;

/// Something that will happen. Those with an epoch are void if what they
/// belong to has gone on in the meantime.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Event {
    /// A thread that was there from the beginning arrives.
    Arrive(ThreadId),
    /// A core has finished a switch, a computation or a quantum.
    Core(CoreId, u32),
    /// A request is answered, or a timer has run out.
    Answered(RequestId),
    /// A sleep is over, or a wait has lasted as long as it may.
    Deadline(ThreadId, u32),
    /// A thread has waited for the GIL for a switch interval.
    GilInterval(ThreadId, u32),
    /// A process gets a signal from outside.
    Signal(ProcessId, Signal),
    /// The policy wanted to be called.
    Alarm,
    /// The heartbeat probe is due.
    Beat,
    /// A job of a thread is due.
    Due(ThreadId, u32),
}

impl Event {
    /// Whether it can bring a waiting thread on. The others only accompany.
    fn is_live(self) -> bool {
        !matches!(
            self,
            Event::GilInterval(..) | Event::Alarm | Event::Beat | Event::Due(..)
        )
    }
}

/// Which of two events of one moment comes first, before their sequence decides.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Class {
    /// A computation ends.
    Computed = 0,
    /// A quantum ends that goes before arrivals.
    QuantumOver = 1,
    /// The policy's alarm, and the heartbeat.
    Alarm = 2,
    /// Arrivals, answers, deadlines.
    Usual = 3,
    /// A quantum ends that goes behind arrivals.
    Late = 4,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Entry {
    time: Time,
    /// Class in the highest bits, then the core's number, then the sequence.
    order: u64,
    event: Event,
}

impl Entry {
    #[inline]
    fn is_before(&self, other: &Entry) -> bool {
        (self.time, self.order) < (other.time, other.order)
    }
}

impl Ord for Entry {
    /// The earliest is the greatest, since the standard heap gives the greatest.
    fn cmp(&self, other: &Entry) -> Ordering {
        (other.time, other.order).cmp(&(self.time, self.order))
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Entry) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// How many events the queue holds at most.
const NEAR: usize = 16;

/// The events to come.
#[derive(Default)]
pub(super) struct Calendar {
    /// The next ones in order; empty only if there is none at all.
    near: VecDeque<Entry>,
    /// Those behind them.
    far: BinaryHeap<Entry>,
    sequence: u64,
    live: usize,
}

impl Calendar {
    pub(super) fn add(&mut self, time: Time, class: Class, event: Event) {
        let core = match event {
            Event::Core(core, _) => core,
            _ => CoreId(0),
        };
        self.live += usize::from(event.is_live());
        self.add_in_order(time, class, core, event);
    }

    /// Adds what a core is to do next.
    #[inline]
    pub(super) fn add_core(&mut self, time: Time, class: Class, core: CoreId, epoch: u32) {
        self.live += 1;
        self.add_in_order(time, class, core, Event::Core(core, epoch));
    }

    #[inline]
    fn add_in_order(&mut self, time: Time, class: Class, core: CoreId, event: Event) {
        self.sequence += 1;
        let entry = Entry {
            time,
            order: (class as u64) << 61 | u64::from(core.0) << 48 | self.sequence,
            event,
        };
        let last = self.near.back();
        let is_last = last.is_none_or(|last| last.is_before(&entry));
        if is_last && self.near.len() < NEAR && self.far.is_empty() {
            self.near.push_back(entry);
        } else {
            self.add_between(entry, is_last);
        }
    }

    /// Adds an event that is not the last of all, or for which the queue has no room.
    fn add_between(&mut self, entry: Entry, behind_near: bool) {
        if behind_near {
            self.far.push(entry);
            return;
        }
        if self.near.len() == NEAR {
            self.far.extend(self.near.pop_back());
        }
        let place = self.near.iter().rposition(|other| other.is_before(&entry));
        self.near.insert(place.map_or(0, |place| place + 1), entry);
    }

    /// When the next event is due.
    #[inline]
    pub(super) fn next_time(&self) -> Option<Time> {
        self.near.front().map(|entry| entry.time)
    }

    #[inline]
    pub(super) fn pop(&mut self) -> Option<Event> {
        let entry = self.near.pop_front()?;
        self.live -= usize::from(entry.event.is_live());
        if self.near.is_empty() && !self.far.is_empty() {
            self.refill();
        }
        Some(entry.event)
    }

    /// Fills half of the queue, so that there is room for what is added in between.
    #[cold]
    fn refill(&mut self) {
        for _ in 0..NEAR / 2 {
            self.near.extend(self.far.pop());
        }
    }

    /// Whether anything is to come that can bring a waiting thread on.
    pub(super) fn has_live(&self) -> bool {
        self.live > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_then_class_then_core() {
        let mut calendar = Calendar::default();
        let core = |n| Event::Core(CoreId(n), 0);
        calendar.add(Time(5), Class::Usual, core(0));
        calendar.add(Time(3), Class::Late, core(1));
        calendar.add(Time(3), Class::Computed, core(3));
        calendar.add(Time(3), Class::Computed, core(2));
        calendar.add(Time(3), Class::QuantumOver, core(4));
        let mut order = Vec::new();
        while let Some(Event::Core(CoreId(n), _)) = calendar.pop() {
            order.push(n);
        }
        assert_eq!(order, [2, 3, 4, 1, 0]);
        assert!(!calendar.has_live());
    }
}

// The library that this test needs is there on native targets only.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod laws {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn events_come_as_from_a_sorted_list(
            steps in prop::collection::vec(prop::option::of((0u64..50, 0usize..3, 0u32..5)), 1..300),
        ) {
            let classes = [Class::Computed, Class::Usual, Class::Late];
            let mut calendar = Calendar::default();
            let mut list: Vec<((u64, usize, u32, u32), Event)> = Vec::new();
            for (n, step) in (0u32..).zip(steps) {
                match step {
                    Some((time, class, core)) => {
                        let event = Event::Core(CoreId(core), n);
                        calendar.add(Time(time), classes[class], event);
                        list.push(((time, class, core, n), event));
                        list.sort_by_key(|(key, _)| *key);
                    }
                    None => {
                        let next = (!list.is_empty()).then(|| list.remove(0));
                        prop_assert_eq!(calendar.next_time(), next.map(|((time, ..), _)| Time(time)));
                        prop_assert_eq!(calendar.pop(), next.map(|(_, event)| event));
                    }
                }
                prop_assert_eq!(calendar.has_live(), !list.is_empty());
            }
        }
    }
}
