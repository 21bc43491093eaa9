//! Persistent sets: threads such that nothing the others do before one of them
//! runs can interfere with its next step (Godefroid 1996, section 4.4).

use super::Model;

/// A persistent set among the threads that can take a step: the smallest that
/// begins with one of them. Threads of `cut` take no further step.
pub(super) fn set<M: Model>(model: &M, state: &M::State, enabled: u64, cut: u64) -> u64 {
    let mut best = enabled;
    let mut seeds = enabled;
    while seeds != 0 {
        let seed = seeds.trailing_zeros() as usize;
        seeds &= seeds - 1;
        let closed = closure(model, state, seed, enabled, cut);
        if closed.count_ones() < best.count_ones() {
            best = closed;
        }
        if best.count_ones() == 1 {
            break;
        }
    }
    best
}

/// Takes in every thread that may still touch what a member touches next, or
/// may let a member go on that waits. Gives the members that can take a step.
fn closure<M: Model>(model: &M, state: &M::State, seed: usize, enabled: u64, cut: u64) -> u64 {
    let count = model.threads(state).min(64);
    let mut members: u64 = 1 << seed;
    let mut unseen = members;
    while unseen != 0 {
        let member = unseen.trailing_zeros() as usize;
        unseen &= unseen - 1;
        let access = model.access(state, member);
        for other in 0..count {
            let bit = 1 << other;
            let can = members & bit == 0 && cut & bit == 0 && !model.is_over(state, other);
            if can && model.may_conflict(state, other, &access) {
                members |= bit;
                unseen |= bit;
            }
        }
    }
    members & enabled
}
