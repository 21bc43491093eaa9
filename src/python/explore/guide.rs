//! Guides through one run: along a path and then straight on, or along a
//! schedule.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::python::machine::tracker::{Crossing, Guide, Turn};
use crate::sim::schedule::Schedule;

/// A crossing that a run came to, and who went on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Visit {
    pub key: u128,
    pub at: Crossing,
    pub chosen: Option<u32>,
}

/// What a run went through.
#[derive(Default)]
pub(super) struct Trail {
    pub visits: Vec<Visit>,
    /// Whether it stopped at a place that is known.
    pub known: bool,
    /// Whether it was cut short.
    pub cut: bool,
    /// Whether a thread of the path could not take its step.
    pub lost: bool,
    /// Whether a thread had to let others go on.
    pub idle: bool,
}

/// Along a path, then straight on to the end or to a place that is known.
pub(super) struct Pathfinder {
    pub path: Vec<u32>,
    pub known: Rc<RefCell<HashMap<u128, u32>>>,
    pub trail: Rc<RefCell<Trail>>,
    pub reduced: bool,
    pub most_steps: usize,
}

impl Guide for Pathfinder {
    fn choose(&mut self, at: &Crossing) -> Turn {
        let mut trail = self.trail.borrow_mut();
        let place = trail.visits.len();
        let last = trail.visits.last().copied();
        let key = match self.reduced {
            true => at.key,
            false => path_key(last.as_ref()),
        };
        trail.idle |= at.idle != 0;
        let chosen = match self.path.get(place) {
            Some(thread) if at.enabled >> thread & 1 == 1 => Some(*thread),
            Some(_) => {
                trail.lost = true;
                None
            }
            None if self.known.borrow().contains_key(&key) => {
                trail.known = true;
                None
            }
            None if place >= self.most_steps => {
                trail.cut = true;
                None
            }
            None => Some(straight_on(at, last.and_then(|visit| visit.chosen))),
        };
        trail.visits.push(Visit {
            key,
            at: *at,
            chosen,
        });
        chosen.map_or(Turn::Stop, Turn::Step)
    }
}

/// Without reduction a place is known by the way to it.
pub(super) fn path_key(last: Option<&Visit>) -> u128 {
    let Some(last) = last else { return 0 };
    let thread = u128::from(last.chosen.unwrap_or(u32::MAX)) + 1;
    (last.key.rotate_left(17) ^ thread).wrapping_mul(0x2360_ED05_1FC6_5DA4_4385_DF64_9FCC_F645)
}

/// The thread before goes on, if it can, or else the first that can.
fn straight_on(at: &Crossing, last: Option<u32>) -> u32 {
    match last {
        Some(last) if at.enabled >> last & 1 == 1 => last,
        _ => at.enabled.trailing_zeros(),
    }
}

/// Along a schedule; behind its end straight on.
pub(super) struct Follower {
    pub schedule: Schedule,
    pub done: usize,
    pub last: Option<u32>,
    /// Whether every step could be taken.
    pub followed: Rc<RefCell<bool>>,
}

impl Guide for Follower {
    fn choose(&mut self, at: &Crossing) -> Turn {
        let turn = self.schedule.steps.get(self.done).copied();
        let thread = match turn {
            // Threads that only looked for long may go on here.
            Some(thread) if thread < 64 && (at.enabled | at.idle) >> thread & 1 == 1 => thread,
            // It may sleep still: what takes no time while a program is explored
            // takes some here.
            Some(_) if at.time_may_pass => return Turn::Wait,
            Some(_) => {
                *self.followed.borrow_mut() = false;
                straight_on(at, self.last)
            }
            None => straight_on(at, self.last),
        };
        self.done += 1;
        self.last = Some(thread);
        Turn::Step(thread)
    }
}
