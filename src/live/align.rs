//! Putting a worker's times on the page's clock.
//!
//! Each thread counts from its own `timeOrigin`. The page asks the worker for
//! its time and notes when it asked and when the answer came: the worker's
//! reading was taken somewhere between (Cristian, "Probabilistic clock
//! synchronization", 1989). Each round so gives an interval for the offset,
//! and the truth is in all of them.

use crate::base::Dur;

/// One question and its answer, in nanoseconds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Round {
    /// When the page asked, on the page's clock.
    pub asked: u64,
    /// What the worker's clock said in between.
    pub there: u64,
    /// When the answer came, on the page's clock.
    pub answered: u64,
}

/// The offset of a worker's clock, with a bound.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Alignment {
    /// What is added to a worker's time to get the page's, in nanoseconds.
    pub offset: i64,
    /// The offset is at most so far from the truth.
    pub error: Dur,
    /// The shortest round trip.
    pub round_trip: Dur,
}

/// An interval that holds the offset; wide integers, so that no reading overflows.
#[derive(Clone, Copy)]
struct Bounds {
    low: i128,
    high: i128,
}

impl Bounds {
    /// A browser rounds its clock down or up by less than one step, so each
    /// reading may be off by a step of its clock to either side.
    fn of(round: &Round, slack: i128) -> Bounds {
        let there = i128::from(round.there);
        Bounds {
            low: i128::from(round.asked) - there - slack,
            high: i128::from(round.answered) - there + slack,
        }
    }

    fn and(self, other: Bounds) -> Bounds {
        Bounds {
            low: self.low.max(other.low),
            high: self.high.min(other.high),
        }
    }
}

/// The offset from some rounds and the steps of the two clocks; none if no
/// round makes sense.
///
/// Where the intervals of the rounds have nothing in common (a clock drifted,
/// or lied), the interval of the shortest round trip is taken.
pub fn align(rounds: &[Round], page_step: Dur, worker_step: Dur) -> Option<Alignment> {
    let slack = i128::from(page_step.0) + i128::from(worker_step.0);
    let sane = || rounds.iter().filter(|round| round.answered >= round.asked);
    let shortest = sane().min_by_key(|round| round.answered - round.asked)?;
    let common = sane()
        .map(|round| Bounds::of(round, slack))
        .reduce(Bounds::and)
        .filter(|bounds| bounds.low <= bounds.high);
    let bounds = common.unwrap_or_else(|| Bounds::of(shortest, slack));
    let offset = clamped(bounds.low.midpoint(bounds.high));
    Some(Alignment {
        offset,
        error: bound(offset, bounds.low, bounds.high),
        round_trip: Dur(shortest.answered - shortest.asked),
    })
}

impl Alignment {
    /// A time of the worker on the page's clock, in nanoseconds; zero if it was before that clock began.
    pub fn to_page(self, worker: u64) -> u64 {
        let page = i128::from(worker) + i128::from(self.offset);
        u64::try_from(page.max(0)).unwrap_or(u64::MAX)
    }

    /// The same offset, with the bound that a second alignment allows, made
    /// after the run: smaller if the two agree; larger if the clocks drifted.
    pub fn confirmed_by(self, after: Alignment) -> Alignment {
        let ends = |a: Alignment| {
            let (offset, error) = (i128::from(a.offset), i128::from(a.error.0));
            Bounds {
                low: offset - error,
                high: offset + error,
            }
        };
        let (mine, theirs) = (ends(self), ends(after));
        let mut common = mine.and(theirs);
        if common.low > common.high {
            common = Bounds {
                low: mine.low.min(theirs.low),
                high: mine.high.max(theirs.high),
            };
        }
        Alignment {
            error: bound(self.offset, common.low, common.high),
            ..self
        }
    }
}

fn clamped(value: i128) -> i64 {
    value.clamp(i128::from(i64::MIN), i128::from(i64::MAX)) as i64
}

/// How far the ends of the interval are from the offset, at most.
fn bound(offset: i64, low: i128, high: i128) -> Dur {
    let offset = i128::from(offset);
    let far = (offset - low).abs().max((high - offset).abs());
    Dur(u64::try_from(far).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What would be read: true times, each rounded to its clock's steps.
    fn read(at: u64, step: u64, up: bool) -> u64 {
        let down = at / step * step;
        if up && at > down { down + step } else { down }
    }

    proptest! {
        #[test]
        fn the_truth_is_within_the_bound(
            origin in 0u64..10_000_000_000,
            page_step in prop::sample::select(vec![1u64, 5_000, 100_000]),
            worker_step in prop::sample::select(vec![1u64, 5_000, 100_000]),
            legs in prop::collection::vec((0u64..2_000_000, 0u64..2_000_000, 0u64..5_000_000, any::<[bool; 3]>()), 1..20),
        ) {
            // The worker's clock began `origin` after the page's.
            let mut at = origin + 1;
            let rounds: Vec<Round> = legs.iter().map(|&(out, back, pause, up)| {
                let asked = at + pause;
                let there = asked + out;
                let answered = there + back;
                at = answered;
                Round {
                    asked: read(asked, page_step, up[0]),
                    there: read(there - origin, worker_step, up[1]),
                    answered: read(answered, page_step, up[2]),
                }
            }).filter(|r| r.answered >= r.asked).collect();
            prop_assume!(!rounds.is_empty());
            let found = align(&rounds, Dur(page_step), Dur(worker_step)).expect("sane rounds");
            let off = (i128::from(found.offset) - i128::from(origin)).unsigned_abs();
            prop_assert!(off <= u128::from(found.error.0), "{off} > {:?}", found.error);
            // Never worse than the best single round allows.
            let slack = page_step + worker_step;
            prop_assert!(found.error.0 <= found.round_trip.0 / 2 + slack + 1);
        }

        #[test]
        fn nonsense_does_not_overflow(
            rounds in prop::collection::vec(any::<(u64, u64, u64)>(), 0..8),
            steps in any::<(u64, u64)>(),
            worker in any::<u64>(),
        ) {
            let rounds: Vec<Round> = rounds.into_iter()
                .map(|(asked, there, answered)| Round { asked, there, answered }).collect();
            if let Some(found) = align(&rounds, Dur(steps.0), Dur(steps.1)) {
                found.to_page(worker);
                found.confirmed_by(found).to_page(worker);
            }
        }
    }

    #[test]
    fn rounds_together_are_better_than_the_best_alone() {
        // Offset 1000. One round is slow on its way out, one on its way back.
        let rounds = [
            Round {
                asked: 2_000,
                there: 1_090,
                answered: 2_100,
            },
            Round {
                asked: 3_000,
                there: 2_010,
                answered: 3_100,
            },
        ];
        let found = align(&rounds, Dur(0), Dur(0)).expect("sane rounds");
        assert_eq!(
            (found.offset, found.error, found.round_trip),
            (1_000, Dur(10), Dur(100))
        );
    }

    #[test]
    fn a_second_alignment_narrows_or_reveals_drift() {
        let at = |offset, error| Alignment {
            offset,
            error: Dur(error),
            round_trip: Dur(1),
        };
        assert_eq!(at(1_000, 50).confirmed_by(at(1_020, 40)), at(1_000, 50));
        assert_eq!(at(1_000, 50).confirmed_by(at(1_000, 10)), at(1_000, 10));
        assert_eq!(at(1_000, 50).confirmed_by(at(2_000, 10)), at(1_000, 1_010));
        assert_eq!(align(&[], Dur(1), Dur(1)), None);
    }
}
