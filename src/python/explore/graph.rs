//! The places that runs came to, and the paths through them.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use crate::sim::schedule::Schedule;

/// A place: some steps have been taken.
#[derive(Debug)]
pub(super) struct Place {
    /// Who can take the next step, and who of them gave way before.
    pub enabled: u64,
    pub gave_way: u64,
    /// Where their steps lead, as far as is known.
    pub next: Vec<(u32, u32)>,
    /// The outcome, if nobody can.
    pub end: Option<u32>,
    /// A way to it: the place before, and who took the step.
    pub from: Option<(u32, u32)>,
    /// How many steps lead to it.
    pub depth: u32,
}

impl Place {
    pub fn next(&self, thread: u32) -> Option<u32> {
        let found = self.next.iter().find(|(who, _)| *who == thread);
        found.map(|(_, place)| *place)
    }

    /// Whether it is a preemption that `thread` goes on here after `last`.
    pub fn preempts(&self, last: Option<u32>, thread: u32) -> bool {
        last.is_some_and(|last| last != thread && (self.enabled & !self.gave_way) >> last & 1 == 1)
    }

    /// Those who can take a step, first to last.
    pub fn threads(&self) -> impl Iterator<Item = u32> + use<> {
        let enabled = self.enabled;
        (0..64).filter(move |thread| enabled >> thread & 1 == 1)
    }
}

/// All places. The first is where no step has been taken.
#[derive(Default)]
pub(super) struct Graph {
    pub places: Vec<Place>,
    pub known: Rc<RefCell<HashMap<u128, u32>>>,
}

/// What leads to a place by a last step of one thread with so many preemptions.
#[derive(Clone, Copy)]
struct Paths {
    count: u64,
    /// The best of them: preemptions and switches.
    cost: (u32, u32),
    /// What the best one came from.
    from: Option<(u32, Key)>,
}

/// Who took the last step, and the preemptions, where they are bounded.
type Key = (Option<u32>, u32);

/// How many paths lead to an outcome, and the best of them.
pub(super) struct Counted {
    pub count: u64,
    pub preemptions: u32,
    pub schedule: Schedule,
}

impl Graph {
    /// The place of a key; a new one if it is not known.
    pub fn place(&mut self, key: u128, make: impl FnOnce() -> Place) -> u32 {
        let next = self.places.len() as u32;
        let place = *self.known.borrow_mut().entry(key).or_insert(next);
        if place == next {
            self.places.push(make());
        }
        place
    }

    pub fn link(&mut self, from: u32, thread: u32, to: u32) {
        let place = &mut self.places[from as usize];
        if place.next(thread).is_none() {
            place.next.push((thread, to));
        }
    }

    /// The steps that lead to a place.
    pub fn path(&self, mut place: u32) -> Vec<u32> {
        let mut steps = Vec::new();
        while let Some((before, thread)) = self.places[place as usize].from {
            steps.push(thread);
            place = before;
        }
        steps.reverse();
        steps
    }

    /// Counts the paths to each outcome, with at most so many preemptions.
    pub fn count(&self, bound: Option<u32>) -> BTreeMap<u32, Counted> {
        let mut order: Vec<u32> = (0..self.places.len() as u32).collect();
        order.sort_by_key(|place| self.places[*place as usize].depth);
        let mut paths: Vec<BTreeMap<Key, Paths>> = vec![BTreeMap::new(); self.places.len()];
        if let Some(first) = paths.first_mut() {
            let none = Paths {
                count: 1,
                cost: (0, 0),
                from: None,
            };
            first.insert((None, 0), none);
        }
        for place in order {
            for (key, way) in paths[place as usize].clone() {
                self.extend(place, key, way, bound, &mut paths);
            }
        }
        self.gather(&paths)
    }

    fn extend(
        &self,
        at: u32,
        key: Key,
        way: Paths,
        bound: Option<u32>,
        paths: &mut [BTreeMap<Key, Paths>],
    ) {
        let place = &self.places[at as usize];
        for (thread, next) in &place.next {
            let preempts = u32::from(place.preempts(key.0, *thread));
            if bound.is_some_and(|most| key.1 + preempts > most) {
                continue;
            }
            let switches = u32::from(key.0.is_some_and(|last| last != *thread));
            let cost = (way.cost.0 + preempts, way.cost.1 + switches);
            let preemptions = if bound.is_some() { key.1 + preempts } else { 0 };
            let from = Some((at, key));
            let new = Paths {
                count: 0,
                cost,
                from,
            };
            let entry = paths[*next as usize]
                .entry((Some(*thread), preemptions))
                .or_insert(new);
            entry.count = entry.count.saturating_add(way.count);
            if cost < entry.cost {
                *entry = Paths {
                    count: entry.count,
                    cost,
                    from,
                };
            }
        }
    }

    fn gather(&self, paths: &[BTreeMap<Key, Paths>]) -> BTreeMap<u32, Counted> {
        type Best = (u64, (u32, u32, u32), u32, Key);
        let mut best: BTreeMap<u32, Best> = BTreeMap::new();
        for (at, place) in self.places.iter().enumerate() {
            let Some(end) = place.end else { continue };
            for (key, way) in &paths[at] {
                let cost = (way.cost.0, way.cost.1, place.depth);
                let entry = best.entry(end).or_insert((0, cost, at as u32, *key));
                entry.0 = entry.0.saturating_add(way.count);
                if cost < entry.1 {
                    (entry.1, entry.2, entry.3) = (cost, at as u32, *key);
                }
            }
        }
        let one = |(end, (count, cost, place, key)): (u32, Best)| {
            let counted = Counted {
                count,
                preemptions: cost.0,
                schedule: steps(paths, place, key),
            };
            (end, counted)
        };
        best.into_iter().map(one).collect()
    }
}

/// The steps of the best path.
fn steps(paths: &[BTreeMap<Key, Paths>], mut place: u32, mut key: Key) -> Schedule {
    let mut steps = Vec::new();
    while let (Some(thread), Some(way)) = (key.0, paths[place as usize].get(&key)) {
        steps.push(thread);
        let Some((before, before_key)) = way.from else {
            break;
        };
        (place, key) = (before, before_key);
    }
    steps.reverse();
    Schedule::new(steps)
}
