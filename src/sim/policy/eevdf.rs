//! Earliest eligible virtual deadline first.

use std::collections::BTreeSet;

use super::weight::{Virtual, weight};
use super::{Measure, Policy, Reason, Rule, View, Wants, Why};
use crate::base::{Dur, Id};
use crate::sim::choice::Choices;
use crate::sim::machine::{CoreId, ThreadId};

/// What [`Eevdf`] is like.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EevdfSettings {
    /// How much a thread asks for at a time (`sysctl_sched_base_slice`, which
    /// the kernel multiplies by 1 + log2(number of cores, at most 8)); at least
    /// a nanosecond.
    pub slice: Dur,
    /// Who runs keeps its core until it has had what it asked for
    /// (`RUN_TO_PARITY`, on in the kernel); without, a thread that becomes
    /// ready, is eligible and has the earlier deadline takes the core.
    pub run_to_parity: bool,
}

impl Default for EevdfSettings {
    /// The kernel's on one core: 0.75 ms, run to parity.
    fn default() -> Self {
        EevdfSettings {
            slice: Dur::micros(750),
            run_to_parity: true,
        }
    }
}

/// Earliest eligible virtual deadline first (Stoica and Abdel-Wahab, 1995), as
/// in Linux since 6.6 (`kernel/sched/fair.c`).
///
/// * Virtual runtime is that of [`super::Fair`]. The average of the virtual
///   runtimes of all that run or are ready, by weight, is what a thread would
///   have had ideally (`avg_vruntime`); its lag is how far it is behind.
/// * A thread is eligible if it is not ahead of the average (`entity_eligible`).
/// * Its virtual deadline is its virtual runtime when it asked, and the slice
///   divided by its weight. It asks anew when it has had its slice
///   (`update_deadline`).
/// * Of the eligible the earliest deadline runs (`pick_eevdf`), for what is left
///   of its slice.
/// * A thread that blocks takes its lag along, at most twice its slice, ahead or
///   behind, and comes in again with it, stretched so that it still has it
///   when its coming has moved the average (`place_entity`). A new one comes
///   in without lag.
///
/// Otherwise than in the kernel there is one queue for all cores, a slice ends
/// exactly and not at the next tick, a new thread's first slice is whole
/// (`PLACE_DEADLINE_INITIAL` halves it), and who blocks leaves at once
/// (`DELAY_DEQUEUE` is off).
///
/// Tie-breaks: of equal deadlines the smaller virtual runtime, then the lower
/// number. On arrival of several running the latest deadline gives way, of
/// equal ones the lowest core. On several cores it may be that nobody who waits
/// is eligible, because those that run are behind; then the least virtual
/// runtime runs.
///
/// Those that wait are kept in two orders, the eligible by deadline, the others
/// by virtual runtime; who becomes eligible, or is no longer, moves over when it
/// is come upon.
#[derive(Clone, Debug)]
pub struct Eevdf {
    settings: EevdfSettings,
    /// Who waits and is, or was, eligible, in the order (virtual deadline,
    /// virtual runtime).
    eligible: BTreeSet<(Virtual, Virtual, ThreadId)>,
    /// Who waits and is not, or was not, in the order of virtual runtime.
    ahead: BTreeSet<(Virtual, ThreadId)>,
    entities: Vec<Entity>,
    /// Of all that run or are ready: weights, and weights times virtual runtimes.
    load: i128,
    weighted: i128,
    why: Option<Why>,
}

#[derive(Clone, Copy, Default, Debug)]
struct Entity {
    vruntime: Virtual,
    deadline: Virtual,
    /// While it is away: what it takes along.
    lag: Virtual,
    here: bool,
}

impl Eevdf {
    /// With nobody in the queue.
    pub fn new(mut settings: EevdfSettings) -> Eevdf {
        settings.slice = settings.slice.max(Dur(1));
        Eevdf {
            settings,
            eligible: BTreeSet::new(),
            ahead: BTreeSet::new(),
            entities: Vec::new(),
            load: 0,
            weighted: 0,
            why: None,
        }
    }

    fn entity(&self, thread: ThreadId) -> Entity {
        let found = self.entities.get(thread.index()).copied();
        found.unwrap_or_default()
    }

    /// `avg_vruntime`, rounded down.
    fn average(&self) -> Virtual {
        Virtual(self.weighted.checked_div(self.load).unwrap_or(0))
    }

    /// `entity_eligible`, exactly: not ahead of the average.
    fn is_eligible(&self, vruntime: Virtual) -> bool {
        self.weighted >= vruntime.0.saturating_mul(self.load)
    }

    /// How far a thread that runs or is ready is behind the average, in virtual
    /// nanoseconds; less than nothing if it is ahead.
    pub fn lag(&self, thread: ThreadId) -> i64 {
        let lag = self.average() - self.entity(thread).vruntime;
        let size = i64::try_from(Virtual(lag.0.abs()).dur().0).unwrap_or(i64::MAX);
        if lag.0 < 0 { -size } else { size }
    }

    fn book(&mut self, weight: i128, vruntime: Virtual) {
        self.load += weight;
        self.weighted = self
            .weighted
            .saturating_add(weight.saturating_mul(vruntime.0));
    }

    /// `place_entity`: a thread comes in with the lag that it took along.
    fn place(&mut self, thread: ThreadId, nice: i8) {
        let weight = i128::from(weight(nice));
        let lag = self.entities[thread.index()].lag.0;
        let stretched = match self.load {
            0 => 0,
            load => lag.saturating_mul(load + weight) / load,
        };
        let vruntime = self.average() - Virtual(stretched);
        self.book(weight, vruntime);
        let deadline = vruntime + Virtual::of(self.settings.slice, nice);
        self.entities[thread.index()] = Entity {
            vruntime,
            deadline,
            lag: Virtual::default(),
            here: true,
        };
    }

    /// The eligible thread with the earliest deadline: it is the first one of
    /// [`Eevdf::eligible`] afterwards.
    fn best(&mut self) -> Option<(Virtual, ThreadId)> {
        while let Some(&(vruntime, thread)) = self.ahead.first()
            && self.is_eligible(vruntime)
        {
            self.ahead.pop_first();
            let deadline = self.entity(thread).deadline;
            self.eligible.insert((deadline, vruntime, thread));
        }
        while let Some(&(deadline, vruntime, thread)) = self.eligible.first() {
            if self.is_eligible(vruntime) {
                return Some((deadline, thread));
            }
            // The average has gone back since.
            self.eligible.pop_first();
            self.ahead.insert((vruntime, thread));
        }
        None
    }
}

impl Policy for Eevdf {
    fn enqueue(&mut self, thread: ThreadId, reason: Reason, view: &View<'_>) {
        if self.entities.len() <= thread.index() {
            self.entities.resize(thread.index() + 1, Entity::default());
        }
        let nice = view.attributes[thread].nice;
        if !self.entities[thread.index()].here {
            self.place(thread, nice);
        }
        let entity = &mut self.entities[thread.index()];
        if reason == Reason::QuantumOver || entity.vruntime >= entity.deadline {
            entity.deadline = entity.vruntime + Virtual::of(self.settings.slice, nice);
        }
        let vruntime = entity.vruntime;
        self.ahead.insert((vruntime, thread));
    }

    fn pick(&mut self, _: CoreId, _: &View<'_>, _: &mut Choices) -> Option<ThreadId> {
        let (deadline, thread) = match self.best() {
            Some(best) => {
                self.eligible.pop_first();
                best
            }
            None => {
                let (_, thread) = self.ahead.pop_first()?;
                (self.entity(thread).deadline, thread)
            }
        };
        let shown = |deadline: Virtual| Measure::Dur(deadline.dur());
        let other = self.best().map(|(next, thread)| (thread, shown(next)));
        self.why = Some(Why::compared(Rule::VirtualDeadline, shown(deadline), other));
        Some(thread)
    }

    fn waiting(&self) -> usize {
        self.eligible.len() + self.ahead.len()
    }

    fn quantum(&mut self, thread: ThreadId, view: &View<'_>) -> Option<Dur> {
        let Entity {
            vruntime, deadline, ..
        } = self.entity(thread);
        let left = (deadline - vruntime).real(view.attributes[thread].nice);
        Some(left.max(Dur(1)))
    }

    fn why(&self) -> Option<Why> {
        self.why
    }

    fn victim(&mut self, view: &View<'_>) -> Option<CoreId> {
        let (deadline, _) = self.best()?;
        let key = |thread: ThreadId| {
            let entity = self.entity(thread);
            (!self.is_eligible(entity.vruntime), entity.deadline)
        };
        let (core, (ahead, latest)) = super::worst_running(view, key)?;
        (ahead || latest > deadline).then_some(core)
    }

    fn charge(&mut self, thread: ThreadId, ran: Dur, view: &View<'_>) {
        let nice = view.attributes[thread].nice;
        let grown = Virtual::of(ran, nice);
        if let Some(entity) = self.entities.get_mut(thread.index()) {
            entity.vruntime = entity.vruntime + grown;
            let weight = i128::from(weight(nice));
            let more = weight.saturating_mul(grown.0);
            self.weighted = self.weighted.saturating_add(more);
        }
    }

    fn left(&mut self, thread: ThreadId, _: bool, view: &View<'_>) {
        let nice = view.attributes[thread].nice;
        let average = self.average();
        let limit = Virtual::of(self.settings.slice * 2, nice).0;
        let Some(entity) = self.entities.get_mut(thread.index()) else {
            return;
        };
        entity.here = false;
        let vruntime = entity.vruntime;
        entity.lag = Virtual((average - vruntime).0.clamp(-limit, limit));
        let weight = i128::from(weight(nice));
        self.load -= weight;
        self.weighted -= weight.saturating_mul(vruntime.0);
        if self.load == 0 {
            // Nobody is here; whoever comes next begins where this one left.
            self.weighted = 0;
        }
    }

    fn wants(&self) -> Wants {
        Wants {
            arrivals: !self.settings.run_to_parity,
            accounts: true,
            booked: true,
            ..Wants::default()
        }
    }
}
