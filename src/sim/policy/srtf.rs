//! Shortest remaining time first: shortest job first that takes cores back.

use std::collections::BTreeSet;

use super::{Measure, Policy, Reason, Rule, View, Wants, Why};
use crate::base::{Dur, Time};
use crate::sim::choice::Choices;
use crate::sim::machine::{CoreId, ThreadId};

/// Shortest remaining time first (SRTF), also called shortest remaining time
/// (SRT) and shortest time to completion first (STCF).
///
/// One queue for all cores, in the order of what is left of each thread's
/// stated burst. A thread that becomes ready takes the core of the one with
/// the most left, if that is more than its own.
///
/// Tie-breaks: on a tie who runs goes on. Of those that wait with equally much
/// left, the one that arrived earlier goes first, then the lower number. Of
/// several running with equally much left the lowest core is taken.
#[derive(Clone, Debug, Default)]
pub struct Srtf {
    ready: BTreeSet<(Dur, Time, ThreadId)>,
    why: Option<Why>,
}

impl Srtf {
    /// With nobody in the queue.
    pub fn new() -> Srtf {
        Srtf::default()
    }
}

impl Policy for Srtf {
    fn enqueue(&mut self, thread: ThreadId, _: Reason, view: &View<'_>) {
        let facts = &view.threads[thread];
        self.ready
            .insert((facts.remaining(), facts.arrived, thread));
    }

    fn pick(&mut self, _: CoreId, _: &View<'_>, _: &mut Choices) -> Option<ThreadId> {
        let (left, _, thread) = self.ready.pop_first()?;
        let next = self.ready.first();
        let other = next.map(|&(left, _, thread)| (thread, Measure::Dur(left)));
        self.why = Some(Why::compared(
            Rule::ShortestRemaining,
            Measure::Dur(left),
            other,
        ));
        Some(thread)
    }

    fn waiting(&self) -> usize {
        self.ready.len()
    }

    fn why(&self) -> Option<Why> {
        self.why
    }

    fn victim(&mut self, view: &View<'_>) -> Option<CoreId> {
        let &(least, _, _) = self.ready.first()?;
        let (core, most) = super::worst_running(view, |t| view.threads[t].remaining())?;
        (most > least).then_some(core)
    }

    fn wants(&self) -> Wants {
        Wants {
            arrivals: true,
            bursts: true,
            ..Wants::default()
        }
    }
}
