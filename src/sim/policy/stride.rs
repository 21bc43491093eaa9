//! Stride scheduling: the lottery without chance.

use std::collections::BTreeSet;

use super::{Measure, Policy, Reason, Rule, View, Wants, Why};
use crate::base::{Dur, Id};
use crate::sim::choice::Choices;
use crate::sim::machine::{CoreId, ThreadId};

/// What a turn costs a thread.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Charge {
    /// A whole stride, however short it was (Operating Systems: Three Easy
    /// Pieces).
    #[default]
    Whole,
    /// As much of a stride as it used of the quantum (Waldspurger and Weihl).
    Used,
}

/// With which pass a thread comes in that is new or was blocked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Joins {
    /// With its own, which is zero if it is new: it then has the core for
    /// itself until it has caught up.
    AtOwn,
    /// With its own, but not less than that of the thread picked last: it gains
    /// nothing from the time it was away.
    #[default]
    AtLeast,
}

/// What [`Stride`] is like.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StrideSettings {
    /// How long a turn is; zero means no limit, and whole charges.
    pub quantum: Dur,
    /// The stride of a thread with one ticket; others have it divided by their
    /// tickets, rounded down.
    pub stride1: u32,
    /// What a turn costs.
    pub charge: Charge,
    /// With which pass threads come in.
    pub joins: Joins,
}

impl StrideSettings {
    /// The number that Operating Systems: Three Easy Pieces divides by tickets.
    pub const USUAL_STRIDE1: u32 = 10_000;

    /// The usual settings with that quantum.
    pub fn new(quantum: Dur) -> StrideSettings {
        StrideSettings {
            quantum,
            stride1: StrideSettings::USUAL_STRIDE1,
            charge: Charge::default(),
            joins: Joins::default(),
        }
    }
}

/// Stride scheduling (Waldspurger and Weihl, "Stride scheduling: deterministic
/// proportional-share resource management", 1995).
///
/// Each thread has a stride, the smaller the more tickets it has
/// ([`super::Attributes::tickets`]), and a pass. The lowest pass runs for a
/// quantum, and its pass grows by its stride.
///
/// Tie-breaks: of equal passes the lowest number of a thread. A stride is at
/// least one; no tickets count as one. Who has a core keeps it for its quantum.
#[derive(Clone, Debug)]
pub struct Stride {
    settings: StrideSettings,
    /// In the order of their passes, which are kept in parts: a quantum's
    /// nanoseconds make a whole, so that no part of a charge is rounded off.
    ready: BTreeSet<(u128, ThreadId)>,
    passes: Vec<u128>,
    /// The pass of the thread that was picked last.
    floor: u128,
    why: Option<Why>,
}

impl Stride {
    /// With nobody in the queue.
    pub fn new(settings: StrideSettings) -> Stride {
        Stride {
            settings,
            ready: BTreeSet::new(),
            passes: Vec::new(),
            floor: 0,
            why: None,
        }
    }

    /// The stride of a thread with so many tickets.
    pub fn stride(&self, tickets: u32) -> u64 {
        u64::from((self.settings.stride1 / tickets.max(1)).max(1))
    }

    /// The pass of a thread, rounded down; zero if it has not come.
    pub fn pass(&self, thread: ThreadId) -> u64 {
        let parts = self.passes.get(thread.index()).copied().unwrap_or(0);
        u64::try_from(parts / self.whole_in_parts()).unwrap_or(u64::MAX)
    }

    fn whole_in_parts(&self) -> u128 {
        u128::from(self.settings.quantum.0.max(1))
    }

    fn shown(&self, parts: u128) -> Measure {
        Measure::Int(i64::try_from(parts / self.whole_in_parts()).unwrap_or(i64::MAX))
    }

    /// The thread pays for so many parts of a turn.
    fn pay(&mut self, thread: ThreadId, parts: u128, view: &View<'_>) {
        let stride = u128::from(self.stride(view.attributes[thread].tickets));
        if let Some(pass) = self.passes.get_mut(thread.index()) {
            *pass = pass.saturating_add(stride * parts);
        }
    }

    fn whole(&self) -> bool {
        self.settings.charge == Charge::Whole || self.settings.quantum.is_zero()
    }
}

impl Policy for Stride {
    fn enqueue(&mut self, thread: ThreadId, reason: Reason, _: &View<'_>) {
        if self.passes.len() <= thread.index() {
            self.passes.resize(thread.index() + 1, 0);
        }
        let comes = matches!(reason, Reason::New | Reason::Unblocked);
        let pass = &mut self.passes[thread.index()];
        if comes && self.settings.joins == Joins::AtLeast {
            *pass = self.floor.max(*pass);
        }
        self.ready.insert((*pass, thread));
    }

    fn pick(&mut self, _: CoreId, view: &View<'_>, _: &mut Choices) -> Option<ThreadId> {
        let (pass, thread) = self.ready.pop_first()?;
        self.floor = pass;
        if self.whole() {
            self.pay(thread, self.whole_in_parts(), view);
        }
        let other = self.ready.first();
        let other = other.map(|&(pass, thread)| (thread, self.shown(pass)));
        self.why = Some(Why::compared(Rule::Pass, self.shown(pass), other));
        Some(thread)
    }

    fn waiting(&self) -> usize {
        self.ready.len()
    }

    fn quantum(&mut self, _: ThreadId, _: &View<'_>) -> Option<Dur> {
        Some(self.settings.quantum)
    }

    fn why(&self) -> Option<Why> {
        self.why
    }

    fn charge(&mut self, thread: ThreadId, ran: Dur, view: &View<'_>) {
        if !self.whole() {
            self.pay(thread, u128::from(ran.0), view);
        }
    }

    fn wants(&self) -> Wants {
        Wants {
            accounts: !self.whole(),
            ..Wants::default()
        }
    }
}
