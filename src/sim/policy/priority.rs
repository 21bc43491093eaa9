//! Priorities, preemptive or not, with round robin among equals and aging.

use std::collections::BTreeMap;

use super::{Attributes, Measure, Policy, Reason, Rule, View, Wants, Why};
use crate::base::{Dur, Id, Time};
use crate::sim::choice::Choices;
use crate::sim::machine::{CoreId, ThreadId};

/// Which number is the better priority.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum First {
    /// The smaller one, as in Unix and in most textbooks.
    #[default]
    Smaller,
    /// The larger one, as in Windows.
    Larger,
}

/// Where a preempted thread goes, among those of its priority.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Place {
    /// Before the others (POSIX `SCHED_RR`).
    #[default]
    Head,
    /// Behind the others.
    Tail,
}

/// That waiting betters a priority.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Aging {
    /// At every multiple of this time…
    pub every: Dur,
    /// …each thread that waits for a core gains so much.
    pub by: u32,
}

/// What [`Priority`] is like.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct PrioritySettings {
    /// A better one that becomes ready takes the core at once.
    pub preemptive: bool,
    /// Which number is better.
    pub first: First,
    /// Round robin among equals; without it, or if zero, first come, first
    /// served.
    pub quantum: Option<Dur>,
    /// Where a preempted thread goes.
    pub preempted: Place,
    /// A preempted thread has what was left of its quantum later, not a full
    /// one.
    pub keeps_quantum: bool,
    /// Whether waiting betters a priority.
    pub aging: Option<Aging>,
}

/// The best priority first ([`super::Attributes::priority`]).
///
/// One queue for all cores. With preemption a thread that becomes ready, or has
/// aged, takes the core of the one with the worst priority, if that is worse
/// than its own.
///
/// Aging goes by a clock of its own: at each multiple of [`Aging::every`] every
/// thread in the queue gains [`Aging::by`], without bound. A thread keeps what
/// it has gained while it has a core, and is back at its own priority when it
/// comes to the queue again.
///
/// Tie-breaks: an equal priority takes no core. Equals go in the order of the
/// queue: a new thread, one that was blocked, one that yielded and one whose
/// quantum is over go to the tail of their equals, a preempted one as
/// [`PrioritySettings::preempted`] says. Of several running with the same worst
/// priority the lowest core is taken.
#[derive(Clone, Debug, Default)]
pub struct Priority {
    settings: PrioritySettings,
    /// In the order (rank, place in the queue).
    ///
    /// A rank is smaller the better it is. All that wait age alike, so ranks
    /// are kept as they would be at the first tick of the aging clock: they
    /// need not change while threads wait.
    ready: BTreeMap<(i64, i64), ThreadId>,
    head: i64,
    tail: i64,
    /// Gained so far by one that has waited all the time.
    aged: i64,
    next_aging: Option<Time>,
    /// By thread: the rank of who has a core, and what is left of a quantum.
    turns: Vec<(i64, Dur)>,
    why: Option<Why>,
}

impl Priority {
    /// With nobody in the queue.
    pub fn new(settings: PrioritySettings) -> Priority {
        let every = settings.aging.map(|aging| aging.every);
        Priority {
            settings,
            next_aging: every.filter(|d| !d.is_zero()).map(|d| Time::ZERO + d),
            ..Priority::default()
        }
    }

    fn rank(&self, thread: ThreadId, view: &View<'_>) -> i64 {
        let priority = i64::from(view.attributes[thread].priority);
        match self.settings.first {
            First::Smaller => priority,
            First::Larger => -priority,
        }
    }

    /// A rank as the number that the settings count priorities by.
    fn shown(&self, rank: i64) -> Measure {
        Measure::Int(match self.settings.first {
            First::Smaller => rank,
            First::Larger => -rank,
        })
    }

    fn full_quantum(&self) -> Dur {
        self.settings.quantum.unwrap_or(Dur::ZERO)
    }

    fn turn(&mut self, thread: ThreadId) -> &mut (i64, Dur) {
        if self.turns.len() <= thread.index() {
            let full = self.full_quantum();
            self.turns.resize(thread.index() + 1, (0, full));
        }
        &mut self.turns[thread.index()]
    }
}

impl Policy for Priority {
    fn enqueue(&mut self, thread: ThreadId, reason: Reason, view: &View<'_>) {
        let preempted = reason == Reason::Preempted;
        let place = if preempted && self.settings.preempted == Place::Head {
            self.head -= 1;
            self.head
        } else {
            self.tail += 1;
            self.tail
        };
        let full = self.full_quantum();
        let keeps = preempted && self.settings.keeps_quantum;
        let turn = self.turn(thread);
        if !keeps || turn.1.is_zero() {
            turn.1 = full;
        }
        let rank = self.rank(thread, view) + self.aged;
        self.ready.insert((rank, place), thread);
    }

    fn pick(&mut self, _: CoreId, _: &View<'_>, _: &mut Choices) -> Option<ThreadId> {
        let ((rank, _), thread) = self.ready.pop_first()?;
        let rank = rank - self.aged;
        self.turn(thread).0 = rank;
        let next = self.ready.first_key_value();
        let other = next.map(|(key, &other)| (other, self.shown(key.0 - self.aged)));
        self.why = Some(Why::compared(Rule::Priority, self.shown(rank), other));
        Some(thread)
    }

    fn waiting(&self) -> usize {
        self.ready.len()
    }

    fn quantum(&mut self, thread: ThreadId, _: &View<'_>) -> Option<Dur> {
        self.settings.quantum?;
        Some(self.turn(thread).1)
    }

    fn why(&self) -> Option<Why> {
        self.why
    }

    fn victim(&mut self, view: &View<'_>) -> Option<CoreId> {
        if !self.settings.preemptive {
            return None;
        }
        let (&(best, _), _) = self.ready.first_key_value()?;
        let rank = |t: ThreadId| self.turns.get(t.index()).map_or(0, |turn| turn.0);
        let (core, worst) = super::worst_running(view, rank)?;
        (worst > best - self.aged).then_some(core)
    }

    fn charge(&mut self, thread: ThreadId, ran: Dur, _: &View<'_>) {
        self.turn(thread).1 -= ran;
    }

    fn alarm(&self) -> Option<Time> {
        self.next_aging
    }

    fn outranks(&self, one: &Attributes, other: &Attributes) -> bool {
        match self.settings.first {
            First::Smaller => one.priority < other.priority,
            First::Larger => one.priority > other.priority,
        }
    }

    /// One that waits keeps its place among the equals of its new priority as
    /// if it had come with it, and begins to age anew.
    fn changed(&mut self, thread: ThreadId, view: &View<'_>) {
        let rank = self.rank(thread, view);
        let waits = self.ready.iter().find(|(_, waiting)| **waiting == thread);
        if let Some((&(old, place), _)) = waits {
            self.ready.remove(&(old, place));
            self.ready.insert((rank + self.aged, place), thread);
        } else {
            self.turn(thread).0 = rank;
        }
    }

    fn ring(&mut self, _: &View<'_>, _choices: &mut Choices) {
        if let (Some(aging), Some(time)) = (self.settings.aging, self.next_aging) {
            self.aged += i64::from(aging.by);
            self.next_aging = Some(time + aging.every);
        }
    }

    fn wants(&self) -> Wants {
        Wants {
            arrivals: self.settings.preemptive,
            accounts: self.settings.keeps_quantum,
            ..Wants::default()
        }
    }
}
