//! Shortest job first: the shortest CPU burst, which then runs to its end.

use std::collections::BTreeSet;

use super::{Measure, Policy, Reason, Rule, View, Wants, Why};
use crate::base::{Dur, Id, Time};
use crate::sim::choice::Choices;
use crate::sim::machine::{CoreId, ThreadId};

/// A share of a whole, for weights that add up to one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ratio {
    /// How many parts.
    pub over: u32,
    /// Of how many; zero is taken as one.
    pub under: u32,
}

impl Ratio {
    /// One half.
    pub const HALF: Ratio = Ratio { over: 1, under: 2 };
}

/// How the length of a burst that has not run is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Predictor {
    /// Its body states it ([`crate::sim::Body::next_burst`]); one that does not
    /// counts as nothing.
    #[default]
    Stated,
    /// The exponential average of the thread's earlier bursts:
    /// guess(n + 1) = α · burst(n) + (1 − α) · guess(n), rounded down to the
    /// nanosecond (Silberschatz, Galvin, Gagne: Operating System Concepts,
    /// 10th ed., 5.3.2).
    Average {
        /// α, the weight of the last burst; at most one.
        alpha: Ratio,
        /// The guess of a thread's first burst.
        first: Dur,
    },
}

/// The next guess of the exponential average.
pub fn next_guess(alpha: Ratio, burst: Dur, guess: Dur) -> Dur {
    let under = u128::from(alpha.under.max(1));
    let over = u128::from(alpha.over).min(under);
    let sum = over * u128::from(burst.0) + (under - over) * u128::from(guess.0);
    // An average is not longer than the longer of the two.
    Dur(u64::try_from(sum / under).unwrap_or(u64::MAX))
}

/// Shortest job first (SJF), also called shortest process next (SPN).
///
/// One queue for all cores. Who has a core keeps it until it blocks, yields or
/// ends; then the thread with the shortest burst goes next.
///
/// Tie-breaks: of equally long bursts that of the thread that arrived earlier
/// goes first, then that of the lower number. A thread that yields comes in
/// again with what is left of its burst.
#[derive(Clone, Debug, Default)]
pub struct Sjf {
    predictor: Predictor,
    ready: BTreeSet<(Dur, Time, ThreadId)>,
    /// What the present or next burst of each thread is guessed at.
    guesses: Vec<Dur>,
    why: Option<Why>,
}

impl Sjf {
    /// With nobody in the queue.
    pub fn new(predictor: Predictor) -> Sjf {
        Sjf {
            predictor,
            ..Sjf::default()
        }
    }

    fn guess(&self, thread: ThreadId, first: Dur) -> Dur {
        self.guesses.get(thread.index()).copied().unwrap_or(first)
    }
}

impl Policy for Sjf {
    fn enqueue(&mut self, thread: ThreadId, _: Reason, view: &View<'_>) {
        let facts = &view.threads[thread];
        let length = match self.predictor {
            Predictor::Stated => facts.remaining(),
            Predictor::Average { first, .. } => {
                let ran = facts.ran.saturating_sub(facts.burst_began);
                self.guess(thread, first).saturating_sub(ran)
            }
        };
        self.ready.insert((length, facts.arrived, thread));
    }

    fn pick(&mut self, _: CoreId, _: &View<'_>, _: &mut Choices) -> Option<ThreadId> {
        let (length, _, thread) = self.ready.pop_first()?;
        let next = self.ready.first();
        let other = next.map(|&(length, _, thread)| (thread, Measure::Dur(length)));
        self.why = Some(Why::compared(
            Rule::ShortestBurst,
            Measure::Dur(length),
            other,
        ));
        Some(thread)
    }

    fn waiting(&self) -> usize {
        self.ready.len()
    }

    fn why(&self) -> Option<Why> {
        self.why
    }

    fn left(&mut self, thread: ThreadId, _: bool, view: &View<'_>) {
        let Predictor::Average { alpha, first } = self.predictor else {
            return;
        };
        let facts = &view.threads[thread];
        let burst = facts.ran.saturating_sub(facts.burst_began);
        let guess = next_guess(alpha, burst, self.guess(thread, first));
        if self.guesses.len() <= thread.index() {
            self.guesses.resize(thread.index() + 1, first);
        }
        self.guesses[thread.index()] = guess;
    }

    fn wants(&self) -> Wants {
        Wants {
            bursts: true,
            accounts: self.predictor != Predictor::Stated,
            ..Wants::default()
        }
    }
}
