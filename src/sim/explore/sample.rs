//! Schedules drawn at random.

use super::outcome::Tally;
use super::{Model, Options};
use crate::base::Random;

/// Draws so many schedules.
pub(super) fn sample<'m, M: Model>(
    model: &'m M,
    options: &Options,
    seed: u64,
    n: u64,
    tally: &mut Tally<'m, M>,
) {
    let mut random = Random::new(seed);
    let mut state = model.start().clone();
    let mut steps: Vec<u32> = Vec::new();
    for _ in 0..n {
        steps.clear();
        state.clone_from(model.start());
        let mut taken = [0u32; 64];
        let mut cut = 0u64;
        let mut last: Option<usize> = None;
        let mut preemptions = 0;
        loop {
            if tally.result.steps >= options.steps || !tally.may_go_on() {
                return;
            }
            let mut enabled = 0u64;
            for thread in 0..model.threads(&state).min(64) {
                if model.enabled(&state, thread) && cut >> thread & 1 == 0 {
                    enabled |= 1 << thread;
                }
            }
            if enabled == 0 {
                break;
            }
            let thread = nth(enabled, random.below(u64::from(enabled.count_ones())));
            if last.is_some_and(|last| last != thread && enabled >> last & 1 == 1) {
                preemptions += 1;
            }
            last = (!model.is_voluntary(&state, thread)).then_some(thread);
            model.step(&mut state, thread);
            steps.push(thread as u32);
            tally.result.steps += 1;
            taken[thread] += 1;
            if taken[thread] >= options.steps_per_thread {
                cut |= 1 << thread;
            }
        }
        tally.count(model, &state, cut, preemptions, steps.iter().copied());
    }
}

/// The place of the n-th bit that is set, counted from zero.
fn nth(bits: u64, n: u64) -> usize {
    let mut rest = bits;
    for _ in 0..n {
        rest &= rest - 1;
    }
    rest.trailing_zeros() as usize
}
