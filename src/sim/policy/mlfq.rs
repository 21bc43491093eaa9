//! The multi-level feedback queue.

use std::collections::BTreeMap;

use super::{Measure, Policy, Reason, Rule, View, Wants, Why};
use crate::base::{Dur, Id, Time};
use crate::sim::choice::Choices;
use crate::sim::machine::{CoreId, ThreadId};

/// A level of a [`Mlfq`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Level {
    /// How long a slice is; zero means no limit.
    pub quantum: Dur,
    /// After how many slices a thread goes down; at least one.
    pub allotment: u32,
}

/// What a [`Mlfq`] is like.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MlfqSettings {
    /// From the highest level to the lowest; none means one without limit.
    pub levels: Vec<Level>,
    /// At every multiple of this time all threads are lifted to the highest
    /// level.
    pub boost: Option<Dur>,
    /// A thread that blocks has its slice and its allotment full again: it
    /// stays at its level (which a program can exploit).
    pub stay: bool,
    /// A thread that was blocked comes in at the head of its level, not at the
    /// tail.
    pub io_bump: bool,
}

/// Where a thread stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Standing {
    /// Its level, as the textbook counts: 0 is the lowest.
    pub level: u32,
    /// What is left of its slice.
    pub left: Dur,
    /// How many slices are left to it at this level, this one included.
    pub slices: u32,
}

#[derive(Clone, Copy, Debug)]
struct Record {
    /// From the top: 0 is the highest.
    depth: u32,
    /// The place in the order of the level; kept while it has a core.
    place: i64,
    left: Dur,
    slices: u32,
    /// Up to which boost this is true.
    boosts: u64,
    /// Its present slice runs on a core's clock.
    timed: bool,
}

/// Multi-level feedback queue (MLFQ), by the rules of Arpaci-Dusseau: Operating
/// Systems: Three Easy Pieces, chapter 8, and of its simulator `mlfq.py`.
///
/// * A thread begins at the highest level. The first of the highest level that
///   has a thread runs; levels are queues.
/// * It may run for a slice (quantum) at a time and for so many slices
///   (allotment) at a level, no matter how often it gives up its core
///   meanwhile; then it goes down one level. At the lowest level slice and
///   allotment begin anew.
/// * A thread that becomes ready at a higher level takes the core at once. The
///   preempted one keeps its place before the others of its level, and what is
///   left of its slice.
/// * At each boost, also an idle one, all are lifted: those of the highest level
///   keep their places in front; behind them come the others, those of the
///   lowest level first. All slices and allotments are full again. Threads that
///   are blocked are lifted too.
///
/// Tie-breaks: a slice that ends together with a computation is used up: a
/// thread that blocks at that moment has had it, even if [`MlfqSettings::stay`]
/// has just filled its slice. A thread whose slice is over goes to the tail,
/// before those that arrive at that moment if the machine has
/// [`crate::sim::Ties::arrival_before_quantum_end`] off, as the simulator has.
/// A boost comes before arrivals. One that yields goes to the tail of its level
/// with what is left of its slice. On several cores the first ones of the order
/// run: a thread that becomes ready takes the core of the last of those that
/// run, if it stands before it.
#[derive(Clone, Debug)]
pub struct Mlfq {
    settings: MlfqSettings,
    ready: BTreeMap<(u32, i64), ThreadId>,
    head: i64,
    tail: i64,
    records: Vec<Option<Record>>,
    boosts: u64,
    next_boost: Option<Time>,
    /// Threads with a core whose clocks show a slice from before the boost.
    stale: Vec<ThreadId>,
    why: Option<Why>,
}

impl Mlfq {
    /// With nobody in the queues.
    pub fn new(mut settings: MlfqSettings) -> Mlfq {
        if settings.levels.is_empty() {
            settings.levels.push(Level {
                quantum: Dur::ZERO,
                allotment: 1,
            });
        }
        for level in &mut settings.levels {
            level.allotment = level.allotment.max(1);
            if level.quantum.is_zero() {
                level.quantum = Dur(u64::MAX);
            }
        }
        let boost = settings.boost.filter(|boost| !boost.is_zero());
        Mlfq {
            next_boost: boost.map(|boost| Time::ZERO + boost),
            settings,
            ready: BTreeMap::new(),
            head: 0,
            tail: 0,
            records: Vec::new(),
            boosts: 0,
            stale: Vec::new(),
            why: None,
        }
    }

    /// Where a thread stands.
    pub fn standing(&self, thread: ThreadId) -> Standing {
        let known = self.records.get(thread.index()).copied().flatten();
        let record = known.filter(|record| record.boosts == self.boosts);
        let record = record.unwrap_or_else(|| self.fresh());
        Standing {
            level: self.counted(record.depth),
            left: record.left,
            slices: record.slices,
        }
    }

    /// A depth as a level that counts from the lowest.
    fn counted(&self, depth: u32) -> u32 {
        (self.settings.levels.len() as u32 - 1).saturating_sub(depth)
    }

    /// At the top, with everything full.
    fn fresh(&self) -> Record {
        let top = self.settings.levels[0];
        Record {
            depth: 0,
            place: 0,
            left: top.quantum,
            slices: top.allotment,
            boosts: self.boosts,
            timed: false,
        }
    }

    /// The record of a thread, made or lifted if need be.
    fn record(&mut self, thread: ThreadId) -> &mut Record {
        let fresh = self.fresh();
        let at = thread.index();
        if self.records.len() <= at {
            self.records.resize(at + 1, None);
        }
        let record = self.records[at].get_or_insert(fresh);
        if record.boosts != fresh.boosts {
            *record = fresh;
        }
        record
    }

    /// The slice is used up: a further one here, or down.
    fn end_slice(&mut self, thread: ThreadId) {
        let lowest = self.settings.levels.len() as u32 - 1;
        let Record { depth, slices, .. } = *self.record(thread);
        let slices = slices - 1;
        let depth = if slices == 0 {
            (depth + 1).min(lowest)
        } else {
            depth
        };
        let level = self.settings.levels[depth as usize];
        let record = self.record(thread);
        record.depth = depth;
        record.left = level.quantum;
        record.slices = if slices == 0 { level.allotment } else { slices };
    }

    fn last_place(&mut self) -> i64 {
        self.tail += 1;
        self.tail
    }
}

impl Policy for Mlfq {
    fn enqueue(&mut self, thread: ThreadId, reason: Reason, _: &View<'_>) {
        let back = matches!(reason, Reason::QuantumOver | Reason::Yielded);
        if back && self.record(thread).left.is_zero() {
            self.end_slice(thread);
        }
        let place = match reason {
            Reason::Preempted => self.record(thread).place,
            Reason::Unblocked if self.settings.io_bump => {
                self.head -= 1;
                self.head
            }
            _ => self.last_place(),
        };
        let record = self.record(thread);
        (record.place, record.timed) = (place, false);
        let depth = record.depth;
        self.ready.insert((depth, place), thread);
    }

    fn pick(&mut self, _: CoreId, _: &View<'_>, _: &mut Choices) -> Option<ThreadId> {
        let ((depth, place), thread) = self.ready.pop_first()?;
        self.record(thread).place = place;
        let shown = |depth| Measure::Int(i64::from(self.counted(depth)));
        let next = self.ready.first_key_value();
        let other = next.map(|(&(depth, _), &thread)| (thread, shown(depth)));
        self.why = Some(Why::compared(Rule::Level, shown(depth), other));
        Some(thread)
    }

    fn waiting(&self) -> usize {
        self.ready.len()
    }

    fn quantum(&mut self, thread: ThreadId, _: &View<'_>) -> Option<Dur> {
        let record = self.record(thread);
        record.timed = true;
        Some(record.left)
    }

    fn why(&self) -> Option<Why> {
        self.why
    }

    fn victim(&mut self, view: &View<'_>) -> Option<CoreId> {
        while let Some(thread) = self.stale.pop() {
            if let Some(at) = view.running.iter().position(|&t| t == Some(thread)) {
                return Some(CoreId::from_index(at));
            }
        }
        let (&best, _) = self.ready.first_key_value()?;
        let standing = |t: ThreadId| {
            let record = self.records.get(t.index()).copied().flatten();
            record.map_or((0, 0), |record| (record.depth, record.place))
        };
        let (core, last) = super::worst_running(view, standing)?;
        (last > best).then_some(core)
    }

    fn charge(&mut self, thread: ThreadId, ran: Dur, _: &View<'_>) {
        self.record(thread).left -= ran;
    }

    fn left(&mut self, thread: ThreadId, ended: bool, _: &View<'_>) {
        if ended {
            return;
        }
        let used_up = self.record(thread).left.is_zero();
        if self.settings.stay {
            let depth = self.record(thread).depth;
            let level = self.settings.levels[depth as usize];
            let record = self.record(thread);
            (record.left, record.slices) = (level.quantum, level.allotment);
        }
        if used_up {
            self.end_slice(thread);
        }
    }

    fn alarm(&self) -> Option<Time> {
        self.next_boost
    }

    fn ring(&mut self, view: &View<'_>, _choices: &mut Choices) {
        let (Some(boost), Some(time)) = (self.settings.boost, self.next_boost) else {
            return;
        };
        self.next_boost = Some(time + boost);
        // Those of the highest level stay where they are. The others, whether
        // they wait or have a core, come behind them from the lowest upwards; they
        // are at most as many as have gone down since the last boost.
        let mut lifted: Vec<((u32, i64), ThreadId, Option<bool>)> = Vec::new();
        while let Some(entry) = self.ready.last_entry().filter(|e| e.key().0 > 0) {
            let (key, thread) = entry.remove_entry();
            lifted.push((key, thread, None));
        }
        let mut on_cores = Vec::new();
        for &thread in view.running.iter().flatten() {
            let record = *self.record(thread);
            if record.timed {
                self.stale.push(thread);
            }
            if record.depth > 0 {
                lifted.push(((record.depth, record.place), thread, Some(record.timed)));
            } else {
                on_cores.push((thread, record.place, record.timed));
            }
        }
        lifted.sort_by_key(|&((depth, place), ..)| (std::cmp::Reverse(depth), place));
        self.boosts += 1;
        for (_, thread, timed) in lifted {
            let place = self.last_place();
            match timed {
                Some(timed) => on_cores.push((thread, place, timed)),
                None => drop(self.ready.insert((0, place), thread)),
            }
        }
        for (thread, place, timed) in on_cores {
            let record = self.record(thread);
            (record.place, record.timed) = (place, timed);
        }
    }

    fn wants(&self) -> Wants {
        Wants {
            arrivals: true,
            accounts: true,
            beside_vacant: self.settings.boost.is_some(),
            ..Wants::default()
        }
    }
}
