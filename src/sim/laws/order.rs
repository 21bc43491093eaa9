//! What the orders of the policies promise: the shortest mean turnaround, and
//! no starving.

use super::*;

/// When each thread ended.
fn ends(run: &Run) -> Vec<u64> {
    let end = |&lane: &TrackId| run.trace.track_slices(lane).map(|s| s.end.0).max();
    run.lanes
        .iter()
        .map(|lane| end(lane).unwrap_or(0))
        .collect()
}

fn computing(jobs: &[(u64, u64)]) -> Vec<Life> {
    let life = |&(arrives, length): &(u64, u64)| (arrives, vec![Deed::Compute(length)]);
    jobs.iter().map(life).collect()
}

fn turnaround(run: &Run, jobs: &[(u64, u64)]) -> u64 {
    let arrivals: u64 = jobs.iter().map(|job| job.0).sum();
    ends(run).iter().sum::<u64>() - arrivals
}

/// The least sum of ends of any schedule on one core, unit by unit, every
/// choice tried.
fn least_sum(now: u64, left: &mut Vec<(u64, u64)>) -> u64 {
    if left.iter().all(|job| job.1 == 0) {
        return 0;
    }
    let mut least = None;
    for i in 0..left.len() {
        let (arrives, length) = left[i];
        // Of equals one is enough.
        if length == 0 || arrives > now || left[..i].contains(&left[i]) {
            continue;
        }
        left[i].1 -= 1;
        let ended = if length == 1 { now + 1 } else { 0 };
        let sum = ended + least_sum(now + 1, left);
        left[i].1 = length;
        least = Some(least.map_or(sum, |least: u64| least.min(sum)));
    }
    // Nobody has come: time passes.
    least.unwrap_or_else(|| least_sum(now + 1, left))
}

/// The least sum of ends of any order in which jobs that are all there are run.
fn least_sum_in_order(lengths: &[u64], now: u64, done: u32) -> u64 {
    (0..lengths.len())
        .filter(|i| done >> i & 1 == 0)
        .map(|i| {
            let end = now + lengths[i];
            end + least_sum_in_order(lengths, end, done | 1 << i)
        })
        .min()
        .unwrap_or(0)
}

proptest! {
    /// Shortest remaining time first has the least mean turnaround on one core,
    /// whoever comes when.
    #[test]
    fn srtf_is_the_best_there_is(jobs in prop::collection::vec((0..4u64, 1..4u64), 1..4)) {
        let run = run(&plain("srtf", 1, 1, computing(&jobs)));
        let arrivals: u64 = jobs.iter().map(|job| job.0).sum();
        let least = least_sum(0, &mut jobs.clone()) - arrivals;
        prop_assert_eq!(turnaround(&run, &jobs), least);
    }

    /// Shortest job first has it too, if all are there from the beginning.
    #[test]
    fn sjf_is_the_best_order(lengths in prop::collection::vec(0..20u64, 1..7)) {
        let jobs: Vec<(u64, u64)> = lengths.iter().map(|&length| (0, length)).collect();
        let run = run(&plain("sjf", 1, 1, computing(&jobs)));
        prop_assert_eq!(turnaround(&run, &jobs), least_sum_in_order(&lengths, 0, 0));
    }

    /// No policy has a better mean turnaround than shortest remaining time first.
    #[test]
    fn no_policy_beats_srtf(
        (policy, _) in prop::sample::select(each::POLICIES),
        jobs in prop::collection::vec((0..20u64, 1..20u64), 1..8),
        quantum in 1..5u64,
    ) {
        let best = run(&plain("srtf", quantum, 1, computing(&jobs)));
        let other = run(&plain(policy, quantum, 1, computing(&jobs)));
        prop_assert!(turnaround(&best, &jobs) <= turnaround(&other, &jobs), "{policy}");
    }

    /// A long job with the worst priority among ever new short ones: with aging
    /// it gets the core, however many come; without it has it last.
    #[test]
    fn aging_ends_starvation(others in 40..80u64) {
        let mut threads = computing(&[(0, 1), (0, 1)]);
        // A new one comes whenever one ends.
        threads.extend((0..others).map(|i| (i * 2, vec![Deed::Compute(2)])));
        let standing = |i| if i == 1 { (20, 0, 1) } else { (0, 0, 1) };
        let scenario = |policy| Scenario {
            standing: (0..threads.len()).map(standing).collect(),
            ..plain(policy, 2, 1, threads.clone())
        };
        let starved = ends(&run(&scenario("priority")))[1];
        prop_assert_eq!(starved, others * 2 + 2);
        let aged = ends(&run(&scenario("aging priority")))[1];
        // After 20 ticks of the clock, every 2, it is as good as a new one.
        prop_assert!((40..=46).contains(&aged), "{}", aged);
    }
}
