//! What the rules leave open: random draws, and choices that can be answered
//! in another way than usual.

use crate::base::Random;

/// Where a choice is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Point {
    /// Which of the ready threads gets a core.
    Pick,
    /// Whether the running thread makes room between two steps (1: it does).
    GiveWay,
    /// Which of the waiting threads gets the GIL, in the order of their coming.
    GilHeir,
    /// A body's own question.
    Body,
}

/// Answers choices. Exploration answers them in every way.
pub trait Chooser {
    /// One of `options` (at least two), counted from zero. An answer that is
    /// too large is taken as the last option.
    fn choose(&mut self, point: Point, options: usize) -> usize;
}

/// Always the first option: what the rules call usual.
#[derive(Clone, Copy, Debug, Default)]
pub struct Usual;

impl Chooser for Usual {
    fn choose(&mut self, _: Point, _: usize) -> usize {
        0
    }
}

/// The answers of an earlier run, then the usual ones.
#[derive(Clone, Debug, Default)]
pub struct Replay {
    answers: std::collections::VecDeque<u32>,
}

impl Replay {
    /// From what [`super::Run::choices`] gave.
    pub fn new(answers: impl IntoIterator<Item = u32>) -> Replay {
        Replay {
            answers: answers.into_iter().collect(),
        }
    }
}

impl Chooser for Replay {
    fn choose(&mut self, _: Point, _: usize) -> usize {
        self.answers.pop_front().unwrap_or(0) as usize
    }
}

/// A seeded coin for every choice.
#[derive(Clone, Debug)]
pub struct Drawn(Random);

impl Drawn {
    /// The same answers for the same seed.
    pub fn new(seed: u64) -> Drawn {
        Drawn(Random::new(seed))
    }
}

impl Chooser for Drawn {
    fn choose(&mut self, _: Point, options: usize) -> usize {
        self.0.below(options as u64) as usize
    }
}

/// Asks the chooser, draws random numbers, and remembers the choices made.
pub struct Choices {
    random: Random,
    /// Numbers that are given, before any is drawn.
    given: std::vec::IntoIter<u64>,
    chooser: Box<dyn Chooser>,
    made: Vec<u32>,
}

impl Choices {
    pub(super) fn new(seed: u64, chooser: Box<dyn Chooser>) -> Choices {
        Choices {
            random: Random::new(seed),
            given: Vec::new().into_iter(),
            chooser,
            made: Vec::new(),
        }
    }

    /// One of the options, counted from zero; zero if there is only one.
    pub fn choose(&mut self, point: Point, options: usize) -> usize {
        if options < 2 {
            return 0;
        }
        let answer = self.chooser.choose(point, options).min(options - 1);
        self.made.push(answer as u32);
        answer
    }

    /// A random number below `bound`, from the run's seed; or the next of the
    /// numbers that were given, taken modulo `bound`.
    pub fn random(&mut self, bound: u64) -> u64 {
        match self.given.next() {
            Some(number) => number % bound.max(1),
            None => self.random.below(bound),
        }
    }

    pub(super) fn give(&mut self, numbers: Vec<u64>) {
        self.given = numbers.into_iter();
    }

    pub(super) fn into_made(self) -> Vec<u32> {
        self.made
    }
}
