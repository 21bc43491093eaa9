//! All schedules of a program: what can come of it, how often, and by which
//! shortest schedule.
//!
//! # Terms
//! * A **schedule** says which thread takes each step, until no thread can
//!   take one.
//! * A **switch** is a step by another thread than the step before. It is a
//!   **preemption** if the thread before could have gone on and had not given
//!   the CPU up by its own wish (yield, sleep, a request to a device).
//! * Two schedules are **equivalent** if one becomes the other by exchanging
//!   neighbouring steps of different threads that do not depend on each other:
//!   they are linearisations of one Mazurkiewicz trace. They have the same
//!   outcome.
//!
//! # Methods
//! * [`Method::Full`]: depth first through every schedule, each counted.
//! * [`Method::Bounded`]: the same for schedules with at most so many
//!   preemptions (context bounding: Qadeer and Rehof, 2005; Musuvathi and
//!   Qadeer, "Iterative context bounding", PLDI 2007).
//! * [`Method::Reduced`]: one schedule of each class of equivalent ones, by
//!   sleep sets over persistent sets (Godefroid, *Partial-Order Methods for the
//!   Verification of Concurrent Systems*, 1996, sections 4 and 5). Persistent
//!   sets are found in the manner of Overman's algorithm there: beginning with
//!   one thread, those are taken in whose code may still touch what a member
//!   touches next, and who may let a waiting member go on. The sleep sets make
//!   sure that no class is counted twice.
//! * [`Method::Sampled`]: each step by a thread that is drawn from those that
//!   can take one, each with the same chance. Counts are of draws.
//!
//! # Loops without end
//! A thread that has taken [`Options::steps_per_thread`] steps takes no more;
//! the outcome says so. With [`Options::cut_repeats`] (not with
//! [`Method::Reduced`], where it could hide outcomes) a schedule that comes
//! back to a state it was in before is given up and counted as such: whatever
//! follows can be reached without the detour.
//!
//! # Shortest schedules
//! For each outcome the schedule with the fewest preemptions, then the fewest
//! switches, then the fewest steps, is found by Dijkstra's algorithm over
//! (state, thread that ran last), so it is the least of all, not only of those
//! that were counted; unless the budget of states ends before
//! ([`Found::is_shortest`]).

mod dfs;
pub mod examples;
mod hash;
#[cfg(test)]
mod laws;
mod outcome;
mod persistent;
mod sample;
mod shortest;
#[cfg(test)]
mod tests;

use std::hash::Hash;

use super::schedule::Schedule;
pub use outcome::{End, Outcome, WaitingFor};

/// What can be explored.
pub trait Model {
    /// Everything that decides how it goes on. Equal states go on equally.
    type State: Clone + Eq + Hash;
    /// What is told apart at the end.
    type Outcome: Clone + Eq + Hash;
    /// What a step touches.
    type Access: Copy;

    /// The state before the first step.
    fn start(&self) -> &Self::State;
    /// How many threads there are; at most 64.
    fn threads(&self, state: &Self::State) -> usize;
    /// Whether a thread can take a step.
    fn enabled(&self, state: &Self::State, thread: usize) -> bool;
    /// Whether a thread will never take one again.
    fn is_over(&self, state: &Self::State, thread: usize) -> bool;
    /// Takes a step of a thread that can.
    fn step(&self, state: &mut Self::State, thread: usize);
    /// What the next step of a thread touches; if it waits, what others must
    /// touch before it can go on.
    fn access(&self, state: &Self::State, thread: usize) -> Self::Access;
    /// Whether two steps of different threads, both possible, can be exchanged
    /// without a difference.
    fn independent(&self, a: &Self::Access, b: &Self::Access) -> bool;
    /// Whether anything that a thread may do from now on might not be
    /// exchangeable with such a step. True is always safe.
    fn may_conflict(&self, state: &Self::State, thread: usize, access: &Self::Access) -> bool;
    /// Whether the next step of a thread gives the CPU up by its own wish.
    fn is_voluntary(&self, state: &Self::State, thread: usize) -> bool;
    /// Whether a state may come again in one run.
    fn may_loop(&self) -> bool;
    /// What has come of it; the threads of `cut` (a bit each) were stopped.
    fn outcome(&self, state: &Self::State, cut: u64) -> Self::Outcome;
}

/// How to explore.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    /// Every schedule.
    Full,
    /// Every schedule with at most so many preemptions.
    Bounded(u32),
    /// One schedule of each class of equivalent ones.
    Reduced,
    /// Schedules drawn at random from this seed, as many as the budget has.
    Sampled(u64),
}

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Counted {
    /// Schedules.
    Schedules,
    /// Schedules with at most so many preemptions.
    Bounded(u32),
    /// Classes of equivalent schedules.
    Classes,
    /// Random draws.
    Samples,
}

/// How, and how far.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Options {
    /// The method.
    pub method: Method,
    /// At most so many schedules.
    pub schedules: u64,
    /// At most so many steps, all schedules together.
    pub steps: u64,
    /// At most so many steps of one thread in one schedule.
    pub steps_per_thread: u32,
    /// Gives up schedules that come back to a state.
    pub cut_repeats: bool,
    /// At most so many states in the search for shortest schedules; zero
    /// leaves it out.
    pub states: usize,
    /// If the budget does not do for all schedules: draws so many more at
    /// random, from this seed.
    pub then_sample: Option<(u64, u64)>,
}

impl Default for Options {
    /// Every schedule, up to a million; a thousand steps per thread; shortest
    /// schedules among 200,000 states; no samples.
    fn default() -> Self {
        Options {
            method: Method::Full,
            schedules: 1_000_000,
            steps: 50_000_000,
            steps_per_thread: 1000,
            cut_repeats: true,
            states: 200_000,
            then_sample: None,
        }
    }
}

/// How far exploring has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Progress {
    /// Schedules that were counted.
    pub schedules: u64,
    /// Steps taken.
    pub steps: u64,
    /// Distinct outcomes.
    pub outcomes: usize,
    /// States seen in the search for shortest schedules.
    pub states: usize,
}

/// Whether to go on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Go {
    /// Yes.
    Continue,
    /// Not with what is being done: what was counted is kept, and what comes
    /// behind it (further samples, the search for shortest schedules) begins.
    Enough,
    /// No: what is there is the result.
    Stop,
}

/// One outcome.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found<O> {
    /// What came of it.
    pub outcome: O,
    /// How many of what was counted have it. Zero if only the search for
    /// shortest schedules, or the further samples, came upon it.
    pub count: u64,
    /// How many of the further samples have it.
    pub samples: u64,
    /// A schedule that leads to it.
    pub schedule: Schedule,
    /// Its preemptions.
    pub preemptions: u32,
    /// Whether no schedule has fewer preemptions, nor as many and fewer switches.
    pub is_shortest: bool,
}

/// What exploring gives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Explored<O> {
    /// What was counted.
    pub counted: Counted,
    /// How many.
    pub schedules: u64,
    /// Schedules that were given up because a state came again; not counted.
    pub repeats: u64,
    /// Schedules that were begun, and found equivalent to others; not counted.
    pub redundant: u64,
    /// Random draws behind that.
    pub samples: u64,
    /// Whether nothing was left out. Never so for samples.
    pub complete: bool,
    /// Whether it was stopped by the caller.
    pub stopped: bool,
    /// Steps taken.
    pub steps: u64,
    /// The outcomes, in the order in which they were first found.
    pub outcomes: Vec<Found<O>>,
}

impl<O> Explored<O> {
    fn new(counted: Counted) -> Explored<O> {
        Explored {
            counted,
            schedules: 0,
            repeats: 0,
            redundant: 0,
            samples: 0,
            complete: false,
            stopped: false,
            steps: 0,
            outcomes: Vec::new(),
        }
    }
}

/// Who is asked whether to go on: the figures, and the result so far.
pub type Watch<'w, O> = &'w mut dyn FnMut(Progress, &Explored<O>) -> Go;

/// Explores a model. `go` is asked every few thousand steps.
pub fn explore<M: Model>(
    model: &M,
    options: &Options,
    go: &mut dyn FnMut(Progress) -> Go,
) -> Explored<M::Outcome> {
    explore_watched(model, options, &mut |progress, _| go(progress))
}

/// [`explore`], where `go` also sees the result so far.
pub fn explore_watched<M: Model>(
    model: &M,
    options: &Options,
    go: Watch<'_, M::Outcome>,
) -> Explored<M::Outcome> {
    let counted = match options.method {
        Method::Full => Counted::Schedules,
        Method::Bounded(most) => Counted::Bounded(most),
        Method::Reduced => Counted::Classes,
        Method::Sampled(_) => Counted::Samples,
    };
    let mut tally = outcome::Tally::new(Explored::new(counted), go);
    match options.method {
        Method::Sampled(seed) => {
            sample::sample(model, options, seed, options.schedules, &mut tally)
        }
        _ => {
            dfs::search(model, options, &mut tally);
            if let (false, false, Some((seed, n))) = (
                tally.result.complete,
                tally.result.stopped,
                options.then_sample,
            ) {
                tally.sampling = true;
                tally.enough = false;
                sample::sample(model, options, seed, n, &mut tally);
            }
        }
    }
    if options.states > 0 && !tally.result.stopped {
        tally.enough = false;
        shortest::search(model, options, &mut tally);
    }
    tally.finish(model)
}

/// The state after a schedule, and whether each of its steps could be taken.
pub fn replay<M: Model>(model: &M, schedule: &Schedule) -> (M::State, bool) {
    let mut state = model.start().clone();
    for &thread in &schedule.steps {
        let thread = thread as usize;
        if thread >= model.threads(&state) || !model.enabled(&state, thread) {
            return (state, false);
        }
        model.step(&mut state, thread);
    }
    (state, true)
}

/// The preemptions of a schedule, up to its first step that cannot be taken.
pub fn preemptions<M: Model>(model: &M, schedule: &Schedule) -> u32 {
    let mut state = model.start().clone();
    let mut last: Option<usize> = None;
    let mut count = 0;
    for &thread in &schedule.steps {
        let thread = thread as usize;
        if thread >= model.threads(&state) || !model.enabled(&state, thread) {
            break;
        }
        if last.is_some_and(|last| last != thread && model.enabled(&state, last)) {
            count += 1;
        }
        last = (!model.is_voluntary(&state, thread)).then_some(thread);
        model.step(&mut state, thread);
    }
    count
}
