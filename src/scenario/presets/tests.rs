//! Every preset can be read and run, and shows what it says.

use super::*;
use crate::base::Time;
use crate::scenario::Measures;
use crate::sim::{Outcome, Run};

fn run(key: &str, policy: usize) -> Run {
    let preset = Preset::named(key).unwrap_or_else(|| panic!("no preset {key}"));
    match preset.scenario().run(policy) {
        Ok(run) => run,
        Err(problems) => panic!("{key}: {problems:?}"),
    }
}

/// A length in units of a millisecond.
fn units(nanos: f64) -> f64 {
    nanos / 1e6
}

fn measures(key: &str, policy: usize) -> Measures {
    Measures::of(&run(key, policy))
}

#[test]
fn every_preset_is_a_document_without_problems() {
    let mut keys = std::collections::BTreeSet::new();
    for preset in Preset::all() {
        let (scenario, problems) = read(preset.text);
        assert_eq!(problems, [], "{}", preset.key);
        assert!(keys.insert(preset.key), "{}", preset.key);
        assert!(scenario.title.ko != scenario.title.en, "{}", preset.key);
        assert!(scenario.about.ko != scenario.about.en, "{}", preset.key);
        for policy in 0..scenario.policies.len() {
            run(preset.key, policy);
        }
        assert_eq!(read(&scenario.print()), (scenario, vec![]));
    }
}

#[test]
fn mean_waits_are_as_stated() {
    for (key, policy, mean) in [
        ("convoy", 0, 17.0),
        ("convoy", 1, 3.0),
        ("convoy", 2, 17.0 / 3.0),
        ("sjf-optimal", 0, 10.25),
        ("sjf-optimal", 1, 7.0),
        ("srtf", 0, 7.75),
        ("srtf", 1, 6.5),
    ] {
        let found = units(measures(key, policy).total.waiting);
        assert!((found - mean).abs() < 1e-9, "{key} {policy}: {found}");
    }
}

/// Stallings, *Operating Systems*, table of section 9.2.
#[test]
fn mean_turnarounds_are_as_stated() {
    for (policy, mean) in [(0, 8.6), (1, 7.6), (2, 7.2), (3, 8.0)] {
        let found = units(measures("shortest-first", policy).total.turnaround);
        assert!((found - mean).abs() < 1e-9, "{policy}: {found}");
    }
}

#[test]
fn makespans_are_as_stated() {
    for (key, policy, makespan) in [
        ("io-overlap", 0, 20),
        ("two-cores", 0, 18),
        ("stealing", 0, 40),
        ("stealing", 1, 28),
        ("affinity", 0, 30),
        ("gil", 0, 80),
        ("free-threaded", 0, 20),
        ("processes", 0, 20),
        ("producer-consumer", 0, 13),
        ("lock-order", 0, 6),
        ("barrier", 0, 11),
        ("keep-alive", 0, 60),
        ("handshakes", 0, 80),
        ("connection-limit", 0, 50),
        ("bandwidth", 0, 20),
        ("warm-up", 1, 48),
        ("daemon", 0, 30),
        ("creation", 0, 35),
        ("fork-memory", 0, 17),
        ("thread-pool", 0, 40),
        ("pipe", 0, 17),
        ("many-to-one", 0, 26),
        ("one-to-one", 0, 16),
        ("many-to-many", 0, 16),
        ("kernel-switches", 0, 26),
        ("user-switches", 0, 18),
    ] {
        let found = measures(key, policy).total.makespan.0 / 1_000_000;
        assert_eq!(found, makespan, "{key} {policy}");
    }
}

#[test]
fn jobs_end_when_it_is_stated() {
    for (key, policy, job, at) in [
        ("inversion", 0, "high", 18),
        ("inheritance", 0, "high", 8),
        ("starvation", 0, "late", 40),
        ("keep-alive", 0, "kept", 40),
        ("handshakes", 0, "TCP", 40),
        ("handshakes", 0, "TLS-1.3", 60),
        ("handshakes", 0, "TLS-1.2", 80),
        ("bandwidth", 0, "small", 10),
        ("daemon", 0, "daemon", 30),
        ("gil-interval", 0, "R5", 28),
        ("gil-interval", 0, "R1", 12),
        ("creation", 0, "by-threads", 8),
        ("creation", 0, "by-processes", 35),
        ("process-pool-loses", 0, "pooled", 25),
        ("process-pool-loses", 0, "alone", 16),
        ("process-pool-gains", 0, "pooled", 61),
        ("process-pool-gains", 0, "alone", 160),
        ("gil-pools", 0, "by-threads", 80),
        ("gil-pools", 0, "by-processes", 27),
        ("graceful", 0, "A", 14),
        ("graceful", 0, "B", 10),
        ("timer", 0, "timer", 33),
        ("timer", 0, "sleep", 39),
        ("signals", 0, "W1", 10),
        ("signals", 0, "W2", 10),
        ("signals", 0, "O", 20),
    ] {
        let measures = measures(key, policy);
        let job = measures.jobs.iter().find(|j| j.name == job).expect("a job");
        assert_eq!(job.finish, Some(Time(at * 1_000_000)), "{key} {policy}");
    }
}

#[test]
fn aging_ends_starvation() {
    let late = |policy| units(measures("starvation", policy).jobs[0].waiting.0 as f64);
    assert_eq!(late(0), 36.0);
    assert!(late(1) < 30.0, "{}", late(1));
}

#[test]
fn short_quanta_waste_the_cpu_on_switching() {
    let used = |policy| {
        measures("tiny-quantum", policy)
            .total
            .utilisation
            .expect("some")
    };
    assert!(used(0) < 0.52, "{}", used(0));
    assert!(used(1) > 0.8 && used(1) < used(2), "{}", used(1));
    assert!(used(2) > 0.95, "{}", used(2));
}

#[test]
fn gaming_pays_only_where_slices_are_filled_again() {
    let gamer = |policy| measures("mlfq-gaming", policy).jobs[1].clone();
    let (gamed, counted) = (gamer(0), gamer(1));
    // Its own 54 and 5 of I/O, and at most a slice of the other one.
    assert!(units(gamed.turnaround.0 as f64) <= 70.0, "{gamed:?}");
    assert!(
        counted.turnaround.0 > gamed.turnaround.0 * 3 / 2,
        "{counted:?}"
    );
}

#[test]
fn shares_are_as_stated() {
    for (key, policy, share, margin) in [
        ("lottery", 0, 0.75, 0.05),
        ("lottery", 1, 0.75, 0.003),
        ("nice", 0, 0.753, 0.01),
        ("nice", 1, 0.753, 0.01),
    ] {
        let jobs = measures(key, policy).jobs;
        let sum: u64 = jobs.iter().map(|job| job.burst.0).sum();
        let found = jobs[0].burst.0 as f64 / sum as f64;
        assert!((found - share).abs() < margin, "{key} {policy}: {found}");
    }
}

#[test]
fn rate_monotonic_misses_and_edf_does_not() {
    let missed = |policy| run("real-time", policy).missed;
    assert_eq!(missed(0)[0].due, Time(80_000_000));
    assert_eq!(missed(1), []);
}

#[test]
fn waiting_lets_others_go_on_under_a_gil() {
    let makespan = measures("gil-io", 0).total.makespan.0 / 1_000_000;
    assert_eq!(makespan, 24);
}

#[test]
fn circles_are_named() {
    for (key, links) in [("deadlock", 2), ("philosophers", 5)] {
        let run = run(key, 0);
        assert!(matches!(run.outcome, Outcome::Deadlock(_)), "{key}");
        let circle = run.deadlock.expect("a circle");
        assert_eq!(circle.links.len(), links, "{key}");
    }
}

/// The last value of a counter of a run.
fn counter(run: &Run, name: &str) -> i64 {
    let mut last = None;
    for counter in run.trace.counters().iter() {
        if run.trace.name(counter.name) == name {
            last = counter.steps.last().map(|(_, value)| *value as i64);
        }
    }
    last.unwrap_or_else(|| panic!("no counter {name}"))
}

#[test]
fn races_end_as_stated() {
    for (key, policy, value) in [
        ("lost-update", 0, 1),
        ("lost-update", 1, 3),
        ("locked-update", 0, 3),
        ("atomic-update", 0, 3),
        ("peterson", 0, 2),
        ("peterson", 1, 2),
    ] {
        let run = run(key, policy);
        assert_eq!(run.outcome, Outcome::Finished, "{key} {policy}");
        let cells = Preset::named(key).unwrap().scenario().cells(&run);
        assert!(cells.contains(&("counter".to_owned(), value)), "{cells:?}");
        assert_eq!(counter(&run, "counter"), value, "{key} {policy}");
    }
}

#[test]
fn who_runs_together_does_not_wait_for_each_other() {
    let blocked = |policy| -> u64 {
        let jobs = measures("gang", policy).jobs;
        jobs.iter().map(|job| job.blocked.0).sum()
    };
    assert_eq!(blocked(0), 0);
    assert!(blocked(1) > 0);
}

/// How often something is marked on the lanes of threads.
fn marks(run: &Run, name: &str) -> usize {
    let lanes = run.lanes.iter();
    let marks = lanes.flat_map(|&lane| run.trace.instants(lane));
    marks
        .filter(|mark| run.trace.name(mark.name) == name)
        .count()
}

#[test]
fn a_threads_store_is_seen_and_a_childs_is_not() {
    let run = run("fork-memory", 0);
    let main = run.lanes.iter().next().expect("a thread");
    let seen: Vec<&str> = run
        .trace
        .instants(*main)
        .iter()
        .map(|mark| run.trace.name(mark.name))
        .collect();
    assert_eq!(seen, ["load x → 1", "load x → 1"]);
    assert_eq!(marks(&run, "store x ← 2"), 1);
}

#[test]
fn who_moves_between_cores_pays_and_who_stays_does_not() {
    let mut free = Preset::named("warm-up").expect("a preset").scenario();
    let moving = run("warm-up", 0);
    assert!(marks(&moving, "migration") > 3);
    assert_eq!(marks(&run("warm-up", 1), "migration"), 0);
    free.machine.costs = crate::scenario::CostsSpec::FREE;
    let free = Measures::of(&free.run(0).expect("a run")).total.makespan;
    let paid = Measures::of(&moving).total.makespan;
    // Two cores share the cost; one of them may pay more of it.
    let cost = crate::base::Dur::millis(3) * marks(&moving, "migration") as u64;
    assert!(paid > free && paid <= free + cost, "{free:?} {paid:?}");
}
