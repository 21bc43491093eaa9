//! Whose turn it is, as a policy of the machine's one core.

use std::rc::Rc;

use super::{Crossing, Guide, Known, MOST_IDLE, Tracker, Turn};
use crate::base::{Id, Time};
use crate::sim::choice::Choices;
use crate::sim::policy::{Policy, Reason, View};
use crate::sim::{CoreId, ThreadId};

/// Lets threads go on to their next steps, and asks a [`Guide`] who takes one.
pub(in crate::python) struct Turns {
    tracker: Rc<Tracker>,
    guide: Box<dyn Guide>,
    ready: Vec<ThreadId>,
    now: Time,
}

impl Turns {
    pub fn new(tracker: Rc<Tracker>, guide: Box<dyn Guide>) -> Turns {
        Turns {
            tracker,
            guide,
            ready: Vec::new(),
            now: Time::ZERO,
        }
    }

    fn take(&mut self, place: usize) -> ThreadId {
        self.ready.remove(place)
    }

    /// Who is on the way to its next step goes on; who was ended, the machine
    /// finds out.
    fn on_the_way(&mut self) -> Option<ThreadId> {
        let place = self.ready.iter().position(|thread| {
            self.tracker
                .known(*thread, |known| known.over || known.stands.is_none())
        })?;
        Some(self.take(place))
    }

    /// Everybody who is ready is before a step.
    fn crossing(&mut self, view: &View<'_>) -> Option<ThreadId> {
        self.tracker.close_step();
        let mut at = Crossing {
            key: self.tracker.steps.borrow().key,
            enabled: 0,
            gave_way: 0,
            idle: 0,
            time_may_pass: self.tracker.something_comes(view.now),
        };
        for thread in &self.ready {
            let bit = 1_u64 << (thread.index() & 63);
            let (can, gave_way, idle) = self.tracker.standing(*thread, view);
            if can {
                at.enabled |= bit;
            }
            if gave_way {
                at.gave_way |= bit;
            }
            if can && idle {
                at.idle |= bit;
            }
        }
        if at.enabled != at.idle {
            at.enabled &= !at.idle;
        } else {
            at.idle = 0;
        }
        if at.enabled == 0 {
            return self.nobody(view.now);
        }
        match self.guide.choose(&at) {
            Turn::Step(thread) => {
                let is_it = |ready: &ThreadId| ready.index() == thread as usize;
                let place = self.ready.iter().position(is_it)?;
                let thread = self.take(place);
                self.tracker.grant(thread);
                Some(thread)
            }
            Turn::Wait => None,
            Turn::Stop => {
                self.tracker.stopped.set(true);
                None
            }
        }
    }

    /// Nobody can take a step: time passes, or those who wait do so for good,
    /// so that the machine says who waits for whom.
    fn nobody(&mut self, now: Time) -> Option<ThreadId> {
        if self.tracker.something_comes(now) || self.ready.is_empty() {
            return None;
        }
        let thread = self.take(0);
        self.tracker.known(thread, |known| {
            known.granted = true;
            known.stands = None;
        });
        Some(thread)
    }
}

impl Policy for Turns {
    fn enqueue(&mut self, thread: ThreadId, reason: Reason, _: &View<'_>) {
        self.tracker.known(thread, |known| {
            if let (Reason::Unblocked, Some((needs, mutex))) = (reason, known.when_woken) {
                known.when_woken = None;
                known.stands = Some(needs);
                known.retakes = Some(mutex);
            }
        });
        let place = self.ready.partition_point(|ready| *ready < thread);
        self.ready.insert(place, thread);
    }

    fn pick(&mut self, _: CoreId, view: &View<'_>, _: &mut Choices) -> Option<ThreadId> {
        if self.tracker.stopped.get() {
            return None;
        }
        if view.now > self.now {
            self.now = view.now;
            if self.tracker.step_cost.is_zero() {
                self.tracker.races.borrow_mut().order_all();
            }
        }
        match self.on_the_way() {
            Some(thread) => Some(thread),
            None => self.crossing(view),
        }
    }

    fn waiting(&self) -> usize {
        match self.tracker.stopped.get() {
            true => 0,
            false => self.ready.len(),
        }
    }
}

impl Tracker {
    /// Whether a thread that is before a step can take it; whether it gave the
    /// core up before, and whether it has only looked for long.
    fn standing(&self, thread: ThreadId, view: &View<'_>) -> (bool, bool, bool) {
        let mut steps = self.steps.borrow_mut();
        self.known(thread, |known| {
            let needs = known.stands.unwrap_or_default();
            let can = match needs.call {
                Some((object, call)) => {
                    !view.objects.would_wait(thread, object, call)
                        || needs.deadline.is_some_and(|time| time <= view.now)
                }
                None => true,
            };
            let idle = known.idle >= MOST_IDLE
                && !known
                    .looked_at
                    .iter()
                    .any(|spot| steps.has_news(thread.index(), *spot));
            (can, known.gave_way, idle)
        })
    }

    /// The step that was being taken is over.
    pub(in crate::python) fn close_step(&self) {
        let Some(thread) = self.current.take() else {
            return;
        };
        let touched = self.touched.take();
        let news = self.steps.borrow_mut().taken(thread as usize, &touched);
        let mut threads = self.threads.borrow_mut();
        let Some(known) = threads.get_mut(thread as usize) else {
            return;
        };
        if news || touched.is_empty() || touched.iter().any(|(_, write)| *write) {
            known.idle = 0;
            known.looked_at.clear();
        } else {
            known.idle += 1;
            for (spot, _) in touched {
                if !known.looked_at.contains(&spot) && known.looked_at.len() < 32 {
                    known.looked_at.push(spot);
                }
            }
        }
    }

    fn grant(&self, thread: ThreadId) {
        self.current.set(Some(thread.index() as u32));
        self.known(thread, |known| {
            known.stands = None;
            known.granted = true;
            known.gave_way = false;
        });
    }

    /// Whether somebody goes on when time has passed.
    fn something_comes(&self, now: Time) -> bool {
        let threads = self.threads.borrow();
        let waits = |known: &Known| {
            let deadline = known.stands.and_then(|needs| needs.deadline);
            !known.over && (known.timed || deadline.is_some_and(|time| time > now))
        };
        threads.iter().any(waits)
    }

    /// Where the run stands: after the last step of a run that is over.
    pub(in crate::python) fn key(&self) -> u128 {
        self.close_step();
        self.steps.borrow().key
    }
}
