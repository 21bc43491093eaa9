//! Outcomes, and counting them.

use super::hash::QuickMap;
use super::{Explored, Found, Go, Model, Progress, Watch, replay};
use crate::sim::machine::ThreadId;
use crate::sim::program::{Access, Fault, Image, Memory, Phase, State, Touch};
use crate::sim::schedule::Schedule;
use crate::sim::sync::{Cycle, ObjectId};

/// What a thread waits for that never goes on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum WaitingFor {
    /// An object.
    Object(ObjectId),
    /// The end of a thread.
    Thread(u32),
}

/// How a thread ended.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum End {
    /// With its last instruction.
    Ended,
    /// It stopped at this instruction.
    Failed(u32, Fault),
    /// It waits for ever.
    Waits(Option<WaitingFor>),
    /// It had taken as many steps as are allowed.
    Cut,
}

/// What has come of a schedule.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Outcome {
    /// What memory holds; nothing if a thread was cut.
    pub memory: Option<Memory>,
    /// How each thread ended, in the order of making.
    pub ends: Vec<End>,
    /// Who waits for whom in a circle, if it is a deadlock that has one.
    pub cycle: Option<Cycle>,
}

impl Outcome {
    /// Whether threads wait for ever, and none was cut.
    pub fn is_deadlock(&self) -> bool {
        self.ends.iter().any(|end| matches!(end, End::Waits(_))) && !self.is_cut()
    }

    /// Whether a thread stopped before its end.
    pub fn is_failure(&self) -> bool {
        self.ends.iter().any(|end| matches!(end, End::Failed(..)))
    }

    /// Whether a thread was cut, so that it is not known what comes of it.
    pub fn is_cut(&self) -> bool {
        self.ends.contains(&End::Cut)
    }
}

impl Model for Image {
    type State = State;
    type Outcome = Outcome;
    type Access = Access;

    fn start(&self) -> &State {
        Image::start(self)
    }

    #[inline]
    fn threads(&self, state: &State) -> usize {
        state.threads.len()
    }

    #[inline]
    fn enabled(&self, state: &State, thread: usize) -> bool {
        Image::enabled(self, state, thread)
    }

    #[inline]
    fn is_over(&self, state: &State, thread: usize) -> bool {
        state.threads[thread].is_over()
    }

    #[inline]
    fn step(&self, state: &mut State, thread: usize) {
        self.step_enabled(state, thread);
    }

    fn access(&self, state: &State, thread: usize) -> Access {
        Image::access(self, state, thread)
    }

    fn independent(&self, a: &Access, b: &Access) -> bool {
        a.is_independent(b)
    }

    fn may_conflict(&self, state: &State, thread: usize, access: &Access) -> bool {
        Image::may_conflict(self, state, thread, access)
    }

    #[inline]
    fn is_voluntary(&self, state: &State, thread: usize) -> bool {
        Image::is_voluntary(self, state, thread)
    }

    fn may_loop(&self) -> bool {
        self.has_loop()
    }

    fn outcome(&self, state: &State, cut: u64) -> Outcome {
        let mut waits = Vec::new();
        let ends = (0..state.threads.len())
            .map(|thread| match state.threads[thread].phase {
                Phase::Ended => End::Ended,
                Phase::Failed(fault) => End::Failed(state.threads[thread].pc, fault),
                _ if cut >> thread & 1 == 1 => End::Cut,
                _ => {
                    let waiting = self.waits_for(state, thread);
                    waits.push((thread, waiting));
                    End::Waits(waiting)
                }
            })
            .collect();
        Outcome {
            memory: (cut == 0).then(|| state.memory.clone()),
            ends,
            cycle: if cut == 0 {
                cycle(self, state, &waits)
            } else {
                None
            },
        }
    }
}

impl Image {
    /// What a thread that cannot take a step waits for, if it waits.
    pub fn waits_for(&self, state: &State, thread: usize) -> Option<WaitingFor> {
        let access = Image::access(self, state, thread);
        match (access.end_of, access.touches[0]) {
            (Some(other), _) => Some(WaitingFor::Thread(other)),
            (None, Touch::Object(id)) => Some(WaitingFor::Object(id)),
            _ => None,
        }
    }
}

/// A circle among threads that wait: each makes the call before which it
/// stands, and then the objects know.
fn cycle(image: &Image, state: &State, waits: &[(usize, Option<WaitingFor>)]) -> Option<Cycle> {
    let mut objects = state.objects.clone();
    let mut joins = Vec::new();
    for (thread, waiting) in waits {
        let id = ThreadId(*thread as u32);
        match waiting {
            Some(WaitingFor::Thread(other)) => joins.push((id, ThreadId(*other))),
            Some(WaitingFor::Object(_)) => {
                if let Some((object, call)) = image.pending_call(state, *thread) {
                    // It waits, as it was not enabled; nobody is woken by that.
                    let _ = objects.call(id, object, call, &mut Vec::new());
                }
            }
            None => {}
        }
    }
    let first = |(thread, _): &(usize, _)| objects.cycle(ThreadId(*thread as u32), &joins);
    waits.iter().find_map(first)
}

/// Counts outcomes.
pub(super) struct Tally<'g, M: Model> {
    pub result: Explored<M::Outcome>,
    /// Counts go to the further samples.
    pub sampling: bool,
    pub states: usize,
    /// The outcome of each last state that was seen, by its place.
    ends: QuickMap<M::State, u32>,
    places: QuickMap<M::Outcome, u32>,
    go: Watch<'g, M::Outcome>,
    /// What is being done ends.
    pub enough: bool,
    calls: u32,
}

/// More last states than this are not remembered.
const MOST_ENDS: usize = 100_000;

impl<'g, M: Model> Tally<'g, M> {
    pub fn new(result: Explored<M::Outcome>, go: Watch<'g, M::Outcome>) -> Tally<'g, M> {
        Tally {
            result,
            sampling: false,
            states: 0,
            ends: QuickMap::default(),
            places: QuickMap::default(),
            go,
            enough: false,
            calls: 0,
        }
    }

    /// Whether the caller lets it go on; asked once in a few thousand times.
    #[inline]
    pub fn may_go_on(&mut self) -> bool {
        self.calls += 1;
        if self.calls.is_multiple_of(4096) {
            self.ask()
        } else {
            !self.result.stopped && !self.enough
        }
    }

    fn ask(&mut self) -> bool {
        let progress = Progress {
            schedules: self.result.schedules + self.result.samples,
            steps: self.result.steps,
            outcomes: self.result.outcomes.len(),
            states: self.states,
        };
        match (self.go)(progress, &self.result) {
            Go::Continue => {}
            Go::Enough => self.enough = true,
            Go::Stop => self.result.stopped = true,
        }
        !self.result.stopped && !self.enough
    }

    fn place(
        &mut self,
        model: &M,
        state: &M::State,
        cut: u64,
        preemptions: u32,
        steps: impl FnOnce() -> Schedule,
    ) -> (usize, bool) {
        let outcome = model.outcome(state, cut);
        let next = self.result.outcomes.len() as u32;
        let place = *self.places.entry(outcome.clone()).or_insert(next);
        if place == next {
            self.result.outcomes.push(Found {
                outcome,
                count: 0,
                samples: 0,
                schedule: steps(),
                preemptions,
                is_shortest: false,
            });
        }
        (place as usize, place == next)
    }

    /// A schedule has come to its end.
    pub fn count(
        &mut self,
        model: &M,
        state: &M::State,
        cut: u64,
        preemptions: u32,
        steps: impl Iterator<Item = u32>,
    ) {
        let known = (cut == 0).then(|| self.ends.get(state)).flatten();
        let (place, preemptions_known) = match known {
            Some(&place) => (
                place as usize,
                self.result.outcomes[place as usize].preemptions,
            ),
            None => {
                let (place, _) = self.place(model, state, cut, u32::MAX, Schedule::default);
                if cut == 0 && self.ends.len() < MOST_ENDS {
                    self.ends.insert(state.clone(), place as u32);
                }
                (place, self.result.outcomes[place].preemptions)
            }
        };
        if preemptions < preemptions_known {
            let found = &mut self.result.outcomes[place];
            found.preemptions = preemptions;
            found.schedule = Schedule::new(steps.collect());
        }
        let found = &mut self.result.outcomes[place];
        if self.sampling {
            found.samples += 1;
            self.result.samples += 1;
        } else {
            found.count += 1;
            self.result.schedules += 1;
        }
    }

    /// The cheapest way to a last state; the first one to an outcome is the
    /// cheapest of all.
    pub fn shortest(
        &mut self,
        model: &M,
        state: &M::State,
        preemptions: u32,
        schedule: impl Fn() -> Schedule,
    ) {
        let (place, _) = self.place(model, state, 0, preemptions, &schedule);
        let found = &mut self.result.outcomes[place];
        if !found.is_shortest {
            found.is_shortest = true;
            found.preemptions = preemptions;
            found.schedule = schedule();
        }
    }

    /// Whether no outcome is without its shortest schedule.
    pub fn all_shortest(&self) -> bool {
        self.result.outcomes.iter().all(|found| found.is_shortest)
    }

    pub fn finish(mut self, model: &M) -> Explored<M::Outcome> {
        debug_assert!(
            self.result
                .outcomes
                .iter()
                .all(|found| replay(model, &found.schedule).1)
        );
        if !self.result.stopped {
            // The last figures; it is too late to stop.
            self.ask();
            self.result.stopped = false;
        }
        self.result
    }
}
