//! What happens when: a heap in the order of (time, class, core, sequence).

use std::cmp::Ordering;
use std::collections::BinaryHeap;

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

/// The events to come.
#[derive(Default)]
pub(super) struct Calendar {
    heap: BinaryHeap<Entry>,
    sequence: u64,
    live: usize,
}

impl Calendar {
    pub(super) fn add(&mut self, time: Time, class: Class, event: Event) {
        self.sequence += 1;
        self.live += usize::from(event.is_live());
        let core = match event {
            Event::Core(core, _) => u64::from(core.0),
            _ => 0,
        };
        self.heap.push(Entry {
            time,
            order: (class as u64) << 61 | core << 48 | self.sequence,
            event,
        });
    }

    /// When the next event is due.
    pub(super) fn next_time(&self) -> Option<Time> {
        self.heap.peek().map(|entry| entry.time)
    }

    pub(super) fn pop(&mut self) -> Option<Event> {
        let entry = self.heap.pop()?;
        self.live -= usize::from(entry.event.is_live());
        Some(entry.event)
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
