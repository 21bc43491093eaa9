//! The work of a measured computing job: the same function on the page's
//! thread and in every worker, so that times can be compared.

use std::hint::black_box;

use crate::base::Dur;

/// Iterations done in one call. Small, because a browser swaps the quick first
/// translation of a function for the optimised one between calls only.
const CHUNK: u64 = 50_000;

/// How fast a thread does the work.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Rate {
    /// Iterations in a millisecond; never zero.
    pub iterations_per_ms: u64,
}

impl Rate {
    /// From a measurement; one iteration per millisecond at least.
    pub fn measured(iterations: u64, took: Dur) -> Rate {
        let per_ms = u128::from(iterations) * 1_000_000 / u128::from(took.0.max(1));
        Rate {
            iterations_per_ms: u64::try_from(per_ms).unwrap_or(u64::MAX).max(1),
        }
    }

    /// How many iterations take that long; at least one, so that no job is empty.
    pub fn iterations(self, duration: Dur) -> u64 {
        let iterations = u128::from(self.iterations_per_ms) * u128::from(duration.0) / 1_000_000;
        u64::try_from(iterations).unwrap_or(u64::MAX).max(1)
    }
}

/// Does the work and gives its result, which depends on every iteration.
///
/// The function is xorshift64 (Marsaglia, "Xorshift RNGs", Journal of
/// Statistical Software 8, 2003): each step needs the one before, so that
/// neither the compiler nor the processor can skip or overlap any.
pub fn work(seed: u64, iterations: u64) -> u64 {
    let mut state = seed | 1;
    let mut left = iterations;
    while left > 0 {
        let now = left.min(CHUNK);
        state = chunk(black_box(state), black_box(now));
        left -= now;
    }
    black_box(state)
}

#[inline(never)]
fn chunk(mut state: u64, iterations: u64) -> u64 {
    for _ in 0..iterations {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
    }
    state
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_work_is_xorshift64_whatever_the_chunks() {
        // One step by hand: x = 1; x ^= x << 13 -> 8193; x ^= x >> 7 -> 8257; x ^= x << 17.
        assert_eq!(work(1, 1), 8257 ^ (8257 << 17));
        let parts = [CHUNK - 1, 1, 7, CHUNK];
        let pieces = parts.iter().fold(5, |state, n| chunk(state, *n));
        assert_eq!(work(5, parts.iter().sum()), pieces);
    }

    #[test]
    fn a_rate_gives_back_the_time_it_was_measured_in() {
        let rate = Rate::measured(3_000_000, Dur::millis(10));
        assert_eq!(rate.iterations_per_ms, 300_000);
        assert_eq!(rate.iterations(Dur::millis(10)), 3_000_000);
        assert_eq!(rate.iterations(Dur::ZERO), 1);
        assert_eq!(Rate::measured(0, Dur::ZERO).iterations_per_ms, 1);
        assert_eq!(
            Rate::measured(u64::MAX, Dur::ZERO).iterations(Dur(u64::MAX)),
            u64::MAX
        );
    }
}
