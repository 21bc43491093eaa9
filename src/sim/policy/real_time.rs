//! Real-time scheduling: earliest deadline first, rate monotonic, and given
//! fixed priorities.
//!
//! Liu and Layland, "Scheduling algorithms for multiprogramming in a
//! hard-real-time environment", Journal of the ACM 20 (1973).

use std::collections::BTreeSet;

use super::{Attributes, Measure, Policy, Reason, Rule, View, Wants, Why};
use crate::base::{Dur, Time};
use crate::sim::choice::Choices;
use crate::sim::machine::{CoreId, ThreadId};

/// What goes first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Order {
    Deadline,
    Period,
    Priority,
}

/// The thread with the earliest deadline, the shortest period, or the smallest
/// priority number runs; one
/// that becomes ready takes the core of the one that ranks last, if that one
/// ranks behind it.
///
/// Tie-breaks: between equals a running thread goes on; of those that wait, the
/// one that was made first goes first. A thread without a deadline, or period,
/// ranks behind all that have one. With several cores the same order holds for
/// all of them together (global scheduling).
#[derive(Clone, Debug)]
pub struct RealTime {
    order: Order,
    ready: BTreeSet<(u64, ThreadId)>,
    why: Option<Why>,
}

impl RealTime {
    /// Earliest deadline first: the deadline of the present release counts.
    pub fn earliest_deadline() -> RealTime {
        RealTime::new(Order::Deadline)
    }

    /// Rate monotonic: the shorter the period, the higher the fixed priority.
    pub fn rate_monotonic() -> RealTime {
        RealTime::new(Order::Period)
    }

    /// Fixed priorities as they are given, the smallest number first. Unlike
    /// with [`super::Priority`] equals that wait have an order of their own.
    pub fn fixed_priority() -> RealTime {
        RealTime::new(Order::Priority)
    }

    fn new(order: Order) -> RealTime {
        RealTime {
            order,
            ready: BTreeSet::new(),
            why: None,
        }
    }

    fn rank(&self, thread: ThreadId, view: &View<'_>) -> u64 {
        let rank = match self.order {
            Order::Deadline => view.threads[thread].due.map(|due| due.0),
            Order::Period => view.attributes[thread].period.map(|period| period.0),
            Order::Priority => Some(view.attributes[thread].priority.abs_diff(i32::MIN).into()),
        };
        rank.unwrap_or(u64::MAX)
    }

    fn measure(&self, rank: u64) -> Measure {
        match self.order {
            Order::Deadline => Measure::Time(Time(rank)),
            Order::Period => Measure::Dur(Dur(rank)),
            Order::Priority => Measure::Int(rank as i64 + i64::from(i32::MIN)),
        }
    }
}

impl Policy for RealTime {
    fn enqueue(&mut self, thread: ThreadId, _: Reason, view: &View<'_>) {
        self.ready.insert((self.rank(thread, view), thread));
    }

    fn pick(&mut self, _: CoreId, _: &View<'_>, _: &mut Choices) -> Option<ThreadId> {
        let (rank, thread) = self.ready.pop_first()?;
        let rule = match self.order {
            Order::Deadline => Rule::Deadline,
            Order::Period => Rule::Period,
            Order::Priority => Rule::Priority,
        };
        let other = self.ready.first();
        let other = other.map(|&(rank, thread)| (thread, self.measure(rank)));
        self.why = Some(Why::compared(rule, self.measure(rank), other));
        Some(thread)
    }

    fn waiting(&self) -> usize {
        self.ready.len()
    }

    fn why(&self) -> Option<Why> {
        self.why
    }

    fn victim(&mut self, view: &View<'_>) -> Option<CoreId> {
        let (best, _) = *self.ready.first()?;
        let running = view.running.iter().zip(0..);
        let ranked = running.filter_map(|(thread, core)| {
            let thread = (*thread)?;
            Some((self.rank(thread, view), thread, CoreId(core)))
        });
        let (last, _, core) = ranked.max()?;
        (last > best).then_some(core)
    }

    /// Only given priorities are inherited, not deadlines or periods.
    fn outranks(&self, one: &Attributes, other: &Attributes) -> bool {
        self.order == Order::Priority && one.priority < other.priority
    }

    fn changed(&mut self, thread: ThreadId, view: &View<'_>) {
        let waits = self.ready.iter().find(|(_, waiting)| *waiting == thread);
        if let Some(&entry) = waits {
            self.ready.remove(&entry);
            self.ready.insert((self.rank(thread, view), thread));
        }
    }

    fn wants(&self) -> Wants {
        Wants {
            arrivals: true,
            ..Wants::default()
        }
    }
}
