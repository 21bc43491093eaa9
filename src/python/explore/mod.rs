//! What else could it print: a program under all schedules, within a bound.
//!
//! # What a schedule is
//! Who takes which **step**, in which order. A step begins where a thread is
//! about to touch something contended (a variable, an attribute, an item, a
//! lock, a queue, a stream that another thread touches, too) and ends where it
//! is about to touch the next; the rules are those of
//! [`crate::python::machine::tracker`]. Making and joining threads are no steps,
//! nor is anything that only one thread sees. So the lost update of two threads
//! has 2 × 2 steps and 6 schedules.
//!
//! A **switch** is a step by another thread than the step before. It is a
//! **preemption** if the thread before could have gone on and had not given the
//! core up by its own wish (`time.sleep(0)`).
//!
//! # What varies, and what does not
//! * The order of steps, in every way (with at most so many preemptions). That
//!   is what CPython's instructions can do, with a GIL or without one.
//! * Not the lengths of sleeps: who sleeps longer wakes up later; who wakes up
//!   at the same moment goes on in every order. Instructions take no time.
//! * Not the rules of `asyncio`: its queue of what is ready is first in, first
//!   out, and its timers go off in the order of their times. A program of one
//!   thread has one schedule; what `to_thread` and executors run are threads.
//! * Not within a call of the library, save where it waits.
//! * Random numbers come from the seed; who draws first varies. State of the
//!   library's own modules that no lock guards (the numbers in the names of new
//!   threads) is not looked at.
//! * Who is notified by a condition: the one that has waited longest, as in
//!   CPython.
//!
//! # Method
//! The program is run again and again from its beginning, one choice being
//! changed each time (stateless search: Godefroid, "Model checking for
//! programming languages using VeriSoft", POPL 1997), those with few
//! preemptions first (Musuvathi and Qadeer, "Iterative context bounding for
//! systematic testing of multithreaded programs", PLDI 2007). Two schedules that
//! differ in the order of independent steps only lead to the same place, which
//! is visited once: places are known by the steps taken and their dependences
//! (happens-before caching, Musuvathi and Qadeer, "Partial-order reduction for
//! context-bounded state exploration", MSR-TR-2007-12). The places are a graph
//! without circles; schedules are its paths, counted without being run.
//!
//! # Driving it
//! ```
//! # use concurrency_lab::python::explore::{Options, Search, replay};
//! # use concurrency_lab::python::machine::Settings;
//! # let (source, settings) = ("print(1)", Settings::default());
//! let mut search = Search::new("program.py", source, &settings, Options::default());
//! while !search.is_over() {
//!     let so_far = search.step(20);              // at most 20 runs of the program
//!     // tell `so_far`; drop the search to cancel it
//! }
//! let explored = search.explored();              // may be asked for at any time
//! for found in &explored.outcomes {
//!     println!("{} schedules: {}", found.count, found.outcome.stdout());
//!     let text = explored.way(found).to_string();    // "v1 B C B C ~5a1f03": for links
//! }
//! # let way = explored.way(&explored.outcomes[0]);
//! let replayed = replay("program.py", source, &settings, &way, |printed| {});
//! // replayed.ran.run.trace is the timeline
//! ```

mod graph;
mod guide;
// The library that these tests need is there on native targets only.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod laws;
mod outcome;
mod search;
#[cfg(test)]
mod tests;
mod way;

pub use crate::python::machine::tracker::{Contended, MOST_IDLE};
pub use outcome::{Ending, Kind, Outcome, Piece};
pub use search::{Ended, Progress, Search};
pub use way::{Replayed, Way, replay};

use crate::sim::schedule::Schedule;

/// How, and how far.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Options {
    /// Only schedules with at most so many preemptions; none for all.
    pub preemptions: Option<u32>,
    /// At most so many runs of the program.
    pub runs: u64,
    /// At most so many steps in one schedule; a longer one is cut short.
    pub steps: u32,
    /// At most so many instructions in one run.
    pub instructions: u64,
    /// At most so many places.
    pub places: usize,
    /// Whether what differs in the order of independent steps only is visited
    /// once. Without, every schedule is run: for tests.
    pub reduced: bool,
}

impl Default for Options {
    /// At most two preemptions, 20,000 runs, 2,000 steps and 5 million
    /// instructions a run, 500,000 places.
    fn default() -> Options {
        Options {
            preemptions: Some(2),
            runs: 20_000,
            steps: 2_000,
            instructions: 5_000_000,
            places: 500_000,
            reduced: true,
        }
    }
}

/// One outcome.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// What came of it.
    pub outcome: Outcome,
    /// How many schedules have it, of those that were seen.
    pub count: u64,
    /// The one with the fewest preemptions, then switches, then steps.
    pub schedule: Schedule,
    /// Its preemptions.
    pub preemptions: u32,
}

/// What exploring gave so far.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Explored {
    /// The outcomes, in the order in which they were first found.
    pub outcomes: Vec<Found>,
    /// How many schedules were seen.
    pub schedules: u64,
    /// How often the program was run.
    pub runs: u64,
    /// Steps taken in all runs.
    pub steps: u64,
    /// Places visited.
    pub places: usize,
    /// Up to how many preemptions a schedule was to have; none for any number.
    pub bound: Option<u32>,
    /// Up to how many preemptions all schedules were seen, if not even those
    /// without any were, none.
    pub seen: Option<u32>,
    /// Why the search is over; none if it is not.
    pub ended: Option<Ended>,
    /// Whether some schedule was cut short, or a thread had to let others go on
    /// because it only looked for long, or read the clock until a time came.
    pub inexact: bool,
    /// The names of the threads, in the order of making: A, B, C in schedules.
    pub threads: Vec<String>,
    /// What threads contend for.
    pub contended: Contended,
}

impl Explored {
    /// Whether what was found is all there is within the bound.
    pub fn is_proof(&self) -> bool {
        self.ended == Some(Ended::Complete) && !self.inexact
    }

    /// How an outcome is brought about, as a text for links.
    pub fn way(&self, found: &Found) -> Way {
        Way {
            schedule: found.schedule.clone(),
            contended: Some(self.contended.clone()),
        }
    }
}
