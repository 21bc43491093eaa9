//! Vector clocks (Fidge, 1988; Mattern, 1989): which touches are ordered by
//! the making and the ends of threads, and which steps depend on which.

use std::collections::BTreeMap;

use super::touch::{WHOLE, mix};

/// How much of each thread has happened before.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Clock(Vec<u32>);

impl Clock {
    pub fn of(&self, thread: usize) -> u32 {
        self.0.get(thread).copied().unwrap_or(0)
    }

    pub fn tick(&mut self, thread: usize) {
        if self.0.len() <= thread {
            self.0.resize(thread + 1, 0);
        }
        self.0[thread] += 1;
    }

    /// Takes in what has happened before something else; whether that is news.
    pub fn join(&mut self, other: &Clock) -> bool {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        let mut news = false;
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            news |= *theirs > *mine;
            *mine = (*mine).max(*theirs);
        }
        news
    }

    fn knows(&self, other: &Clock) -> bool {
        other.0.iter().enumerate().all(|(n, at)| self.of(n) >= *at)
    }
}

/// Something that threads touch: an object, and which part of it.
pub(super) type Spot = (u64, u64);

/// Which touches are not ordered by the making and the ends of threads.
#[derive(Default)]
pub(super) struct Races {
    clocks: Vec<Clock>,
    last: BTreeMap<u64, BTreeMap<u64, Vec<Last>>>,
}

/// The last time that a thread read something, or changed it.
#[derive(Clone, Copy)]
struct Last {
    thread: usize,
    at: u32,
    write: bool,
}

impl Races {
    pub fn clock(&mut self, thread: usize) -> &mut Clock {
        if self.clocks.len() <= thread {
            self.clocks.resize(thread + 1, Clock::default());
        }
        if self.clocks[thread].of(thread) == 0 {
            self.clocks[thread].tick(thread);
        }
        &mut self.clocks[thread]
    }

    /// What a thread has done so far, for others to know of.
    pub fn release(&mut self, thread: usize) -> Clock {
        let known = self.clock(thread).clone();
        self.clock(thread).tick(thread);
        known
    }

    /// What one thread has done, another one now knows of.
    pub fn order(&mut self, from: usize, to: usize) {
        let known = self.release(from);
        self.clock(to).join(&known);
    }

    /// Everything so far is before everything to come.
    pub fn order_all(&mut self) {
        let mut all = Clock::default();
        for clock in &self.clocks {
            all.join(clock);
        }
        for thread in 0..self.clocks.len() {
            self.clock(thread).join(&all);
            self.clock(thread).tick(thread);
        }
    }

    /// A thread touches something; the parts of it whose touches by others are
    /// neither before nor alike, none if there are none.
    pub fn touch(&mut self, thread: usize, (object, part): Spot, write: bool) -> Vec<u64> {
        let clock = self.clock(thread).clone();
        let parts = self.last.entry(object).or_default();
        let mut found = Vec::new();
        for (other, lasts) in parts.iter() {
            if part != WHOLE && *other != WHOLE && *other != part {
                continue;
            }
            let unordered = |last: &Last| {
                last.thread != thread && (last.write || write) && last.at > clock.of(last.thread)
            };
            if lasts.iter().any(unordered) {
                found.push(*other);
            }
        }
        let lasts = parts.entry(part).or_default();
        let at = clock.of(thread);
        match lasts
            .iter_mut()
            .find(|last| last.thread == thread && last.write == write)
        {
            Some(last) => last.at = at,
            None => lasts.push(Last { thread, at, write }),
        }
        found
    }
}

/// Which steps depend on which: two that touch the same thing, at least one of
/// them changing it, do.
#[derive(Default)]
pub(super) struct Steps {
    clocks: Vec<Clock>,
    spots: BTreeMap<u64, BTreeMap<u64, Touched>>,
    /// A number for the steps so far and their dependences, whatever the order
    /// in which independent ones were taken.
    pub key: u128,
}

#[derive(Default)]
struct Touched {
    writes: Clock,
    reads: Clock,
}

impl Steps {
    fn clock(&mut self, thread: usize) -> &mut Clock {
        if self.clocks.len() <= thread {
            self.clocks.resize(thread + 1, Clock::default());
        }
        &mut self.clocks[thread]
    }

    /// A step has been taken; whether it saw a change that its thread had not
    /// seen before.
    pub fn taken(&mut self, thread: usize, touched: &[(Spot, bool)]) -> bool {
        let mut clock = self.clock(thread).clone();
        let mut news = false;
        for ((object, part), write) in touched {
            let Some(parts) = self.spots.get(object) else {
                continue;
            };
            for (other, touched) in parts {
                if *part != WHOLE && *other != WHOLE && other != part {
                    continue;
                }
                news |= clock.join(&touched.writes);
                if *write {
                    clock.join(&touched.reads);
                }
            }
        }
        clock.tick(thread);
        for ((object, part), write) in touched {
            let touched = self.spots.entry(*object).or_default();
            let touched = touched.entry(*part).or_default();
            let times = match write {
                true => &mut touched.writes,
                false => &mut touched.reads,
            };
            times.join(&clock);
        }
        let step = clock
            .0
            .iter()
            .fold((thread as u64, !(thread as u64)), |hash, at| {
                let at = u64::from(*at);
                (mix(hash.0, at), mix(hash.1, at ^ 0x5bd1_e995))
            });
        let step = u128::from(step.0) << 64 | u128::from(step.1);
        self.key = self.key.wrapping_add(step);
        *self.clock(thread) = clock;
        news
    }

    /// Whether something was changed since a thread last saw it.
    pub fn has_news(&mut self, thread: usize, (object, part): Spot) -> bool {
        let clock = self.clock(thread).clone();
        let Some(parts) = self.spots.get(&object) else {
            return false;
        };
        let here = parts
            .iter()
            .filter(|(other, _)| part == WHOLE || **other == WHOLE || **other == part);
        let mut writes = here.map(|(_, touched)| &touched.writes);
        writes.any(|writes| !clock.knows(writes))
    }
}
