//! Fair shares by virtual runtime, as the Linux kernel's CFS had them.

use std::collections::BTreeSet;

use super::weight::{Virtual, weight};
use super::{Measure, Policy, Reason, Rule, View, Wants, Why};
use crate::base::{Dur, Id};
use crate::sim::choice::Choices;
use crate::sim::machine::{CoreId, ThreadId};

/// What [`Fair`] is like. The names in the kernel, version 6.5 and before, are
/// given with each; the kernel multiplies the three lengths by
/// 1 + log2(number of cores, at most 8).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FairSettings {
    /// The time in which each ready thread is to have a turn
    /// (`sysctl_sched_latency`).
    pub latency: Dur,
    /// No slice is shorter (`sysctl_sched_min_granularity`).
    pub min_granularity: Dur,
    /// How far a woken thread must be behind to take a core
    /// (`sysctl_sched_wakeup_granularity`).
    pub wakeup_granularity: Dur,
    /// Woken threads may take cores (`WAKEUP_PREEMPTION`).
    pub wakeup_preemption: bool,
    /// A woken thread comes in half a latency behind instead of a whole one
    /// (`GENTLE_FAIR_SLEEPERS`).
    pub gentle_sleepers: bool,
    /// A new thread comes in as if it had had a slice (`START_DEBIT`, on in the
    /// kernel). Off here, because slices shrink with the number of threads: of
    /// several that come at one moment the last one would go first.
    pub start_debit: bool,
}

impl Default for FairSettings {
    /// The kernel's on one core: 6 ms, 0.75 ms and 1 ms.
    fn default() -> Self {
        FairSettings {
            latency: Dur::millis(6),
            min_granularity: Dur::micros(750),
            wakeup_granularity: Dur::millis(1),
            wakeup_preemption: true,
            gentle_sleepers: true,
            start_debit: false,
        }
    }
}

/// Fair scheduling by virtual runtime, after the Completely Fair Scheduler of
/// Linux 2.6.23 to 6.5 (`kernel/sched/fair.c`).
///
/// * A thread's virtual runtime grows by the time that it runs, times 1024,
///   divided by the weight of its nice value (`calc_delta_fair`). The least
///   virtual runtime goes next (`pick_next_entity`).
/// * It runs for its share, by weight, of the latency, which is stretched to
///   the minimum granularity times the number of threads if they are too many
///   (`__sched_period`, `sched_slice`).
/// * The reference for those that come in is the least virtual runtime of all
///   that run or are ready, which never goes back (`min_vruntime`). A woken
///   thread comes in with its own, but at most a latency, or half of one,
///   behind the reference; a new one at the reference (`place_entity`).
/// * A woken or new thread takes the core of the one that is furthest ahead, if
///   that is ahead of it by more than the wakeup granularity, weighted
///   (`wakeup_preempt_entity`).
///
/// Otherwise than in the kernel there is one queue for all cores, a slice ends
/// exactly and not at the next tick, and there are no groups.
///
/// Tie-breaks: of equal virtual runtimes the one that came to the queue first;
/// of several running that are equally far ahead the lowest core.
#[derive(Clone, Debug)]
pub struct Fair {
    settings: FairSettings,
    /// In the order (virtual runtime, turn in the queue).
    ready: BTreeSet<(Virtual, u64, ThreadId)>,
    came: u64,
    entities: Vec<Entity>,
    min_vruntime: Virtual,
    /// The weights of all that run or are ready, and how many they are.
    load: u64,
    count: u64,
    why: Option<Why>,
}

#[derive(Clone, Copy, Default, Debug)]
struct Entity {
    vruntime: Virtual,
    /// It runs or is ready.
    here: bool,
}

impl Fair {
    /// With nobody in the queue.
    pub fn new(settings: FairSettings) -> Fair {
        Fair {
            settings,
            ready: BTreeSet::new(),
            came: 0,
            entities: Vec::new(),
            min_vruntime: Virtual::default(),
            load: 0,
            count: 0,
            why: None,
        }
    }

    /// The virtual runtime of a thread.
    pub fn vruntime(&self, thread: ThreadId) -> Dur {
        let entity = self.entities.get(thread.index());
        entity.map_or(Dur::ZERO, |entity| entity.vruntime.dur())
    }

    /// How long a thread may run at a time, by its weight among all that are here.
    fn slice(&self, nice: i8) -> Dur {
        let FairSettings {
            latency,
            min_granularity,
            ..
        } = self.settings;
        let stretched = min_granularity * self.count;
        let period = u128::from(latency.max(stretched).0);
        let share = period * u128::from(weight(nice)) / u128::from(self.load.max(1));
        let slice = Dur(u64::try_from(share).unwrap_or(u64::MAX));
        // A slice of nothing would have no limit.
        slice.max(min_granularity).max(Dur(1))
    }

    /// `update_min_vruntime`: forward to the least that runs or is ready.
    fn forward(&mut self, view: &View<'_>) {
        let running = view.running.iter().flatten();
        let vruntimes = running.filter_map(|t| self.entities.get(t.index()));
        let least = vruntimes.map(|entity| entity.vruntime);
        let first = self.ready.first().map(|key| key.0);
        if let Some(least) = least.chain(first).min() {
            self.min_vruntime = self.min_vruntime.max(least);
        }
    }

    /// `place_entity`: with which virtual runtime a thread comes in.
    fn place(&mut self, thread: ThreadId, reason: Reason, nice: i8) {
        let debit = Virtual::of(self.slice(nice), nice);
        let entity = &mut self.entities[thread.index()];
        if reason == Reason::New {
            entity.vruntime = self.min_vruntime;
            if self.settings.start_debit {
                entity.vruntime = entity.vruntime + debit;
            }
        } else {
            let credit = match self.settings.gentle_sleepers {
                true => self.settings.latency / 2,
                false => self.settings.latency,
            };
            let earliest = self.min_vruntime - Virtual::of(credit, 0);
            entity.vruntime = entity.vruntime.max(earliest);
        }
    }
}

impl Policy for Fair {
    fn enqueue(&mut self, thread: ThreadId, reason: Reason, view: &View<'_>) {
        if self.entities.len() <= thread.index() {
            self.entities.resize(thread.index() + 1, Entity::default());
        }
        if !self.entities[thread.index()].here {
            self.forward(view);
            let nice = view.attributes[thread].nice;
            self.entities[thread.index()].here = true;
            self.load += u64::from(weight(nice));
            self.count += 1;
            self.place(thread, reason, nice);
        }
        self.came += 1;
        let vruntime = self.entities[thread.index()].vruntime;
        self.ready.insert((vruntime, self.came, thread));
    }

    fn pick(&mut self, _: CoreId, view: &View<'_>, _: &mut Choices) -> Option<ThreadId> {
        self.forward(view);
        let (vruntime, _, thread) = self.ready.pop_first()?;
        let other = self.ready.first();
        let other = other.map(|&(v, _, thread)| (thread, Measure::Dur(v.dur())));
        self.why = Some(Why::compared(
            Rule::VirtualRuntime,
            Measure::Dur(vruntime.dur()),
            other,
        ));
        Some(thread)
    }

    fn waiting(&self) -> usize {
        self.ready.len()
    }

    fn quantum(&mut self, thread: ThreadId, view: &View<'_>) -> Option<Dur> {
        Some(self.slice(view.attributes[thread].nice))
    }

    fn why(&self) -> Option<Why> {
        self.why
    }

    fn victim(&mut self, view: &View<'_>) -> Option<CoreId> {
        let &(least, _, woken) = self.ready.first()?;
        let of = |t: ThreadId| self.entities.get(t.index()).map(|entity| entity.vruntime);
        let (core, ahead) = super::worst_running(view, of)?;
        let nice = view.attributes[woken].nice;
        let granularity = Virtual::of(self.settings.wakeup_granularity, nice);
        (ahead? - least > granularity).then_some(core)
    }

    fn charge(&mut self, thread: ThreadId, ran: Dur, view: &View<'_>) {
        let nice = view.attributes[thread].nice;
        if let Some(entity) = self.entities.get_mut(thread.index()) {
            entity.vruntime = entity.vruntime + Virtual::of(ran, nice);
        }
    }

    fn left(&mut self, thread: ThreadId, _: bool, view: &View<'_>) {
        if let Some(entity) = self.entities.get_mut(thread.index()) {
            entity.here = false;
            self.load -= u64::from(weight(view.attributes[thread].nice));
            self.count -= 1;
        }
        self.forward(view);
    }

    fn wants(&self) -> Wants {
        Wants {
            arrivals: self.settings.wakeup_preemption,
            accounts: true,
            booked: true,
            ..Wants::default()
        }
    }
}
