//! Periodic tasks of courses: rate monotonic, earliest deadline first and fixed
//! priorities on one CPU without costs, up to a horizon.
//!
//! # Sources
//! Silberschatz, Galvin, Gagne: Operating System Concepts, 10th edition (2018),
//! section 5.6; Liu and Layland (1973).
//!
//! # Rules
//! * Each task releases a job at 0 and at every multiple of its period, which
//!   is due at the next release.
//! * RM, EDF and FIXED: [`RealTime`]. A running job is not preempted by an
//!   equal; equals that wait go in the order of the list.
//! * A job that is late goes on, and the task's next job begins only then, and
//!   stands in line for it like any other: what else could be done (dropping it)
//!   is not among the cases.
//! * A deadline at the horizon counts.

use serde_json::{Value, json};

use super::args::{Arg, first};
use crate::base::{Dur, Id, Problem, Text, Time};
use crate::sim::policy::{Attributes, Policy, RealTime};
use crate::sim::{Limits, Machine, Periodic, Run, Settings};
use crate::trace::{State, TrackKind};

const MOST_TASKS: usize = 1_000;
const MOST_JOBS: u64 = 1_000_000;
const MOST_TIME: u64 = 1_000_000_000_000;
const POLICIES: [&str; 3] = ["RM", "EDF", "FIXED"];

struct Task {
    period: u64,
    burst: u64,
    priority: i32,
}

/// What a case of the list `real_time` gives, in the shape of its `expect`.
///
/// # Errors
/// What is wrong with the arguments, or that the case is too long.
pub fn expect(args: &Value) -> Result<Value, Problem> {
    let args = Arg::root(args);
    let policy = POLICIES[args.field("policy")?.word(&POLICIES)?];
    let horizon = args.field("horizon")?.count(0..=MOST_TIME)?;
    let list = args.field("tasks")?;
    let mut tasks = Vec::new();
    for task in list.items(1..=MOST_TASKS)? {
        let priority = match policy {
            "FIXED" => task.field("prio")?.whole(-1_000_000_000..=1_000_000_000)?,
            _ => 0,
        };
        tasks.push(Task {
            period: task.field("period")?.count(1..=MOST_TIME)?,
            burst: task.field("burst")?.count(0..=MOST_TIME)?,
            priority: i32::try_from(priority).unwrap_or(0),
        });
    }
    let jobs: u64 = tasks.iter().map(|task| horizon / task.period + 1).sum();
    if jobs > MOST_JOBS {
        return Err(list.too_long(
            Text::new(
                format!("작업이 {jobs}번 나옵니다."),
                format!("It releases {jobs} jobs."),
            ),
            MOST_JOBS,
        ));
    }
    let policy: Box<dyn Policy> = match policy {
        "RM" => Box::new(RealTime::rate_monotonic()),
        "EDF" => Box::new(RealTime::earliest_deadline()),
        _ => Box::new(RealTime::fixed_priority()),
    };
    let run = run(&tasks, horizon, policy)?;
    Ok(figures(&run))
}

fn run(tasks: &[Task], horizon: u64, policy: Box<dyn Policy>) -> Result<Run, Problem> {
    let mut machine = Machine::new(Settings {
        limits: Limits {
            events: u64::MAX,
            time: Time(horizon),
        },
        reasons: false,
        ..Settings::cores(1)
    });
    let process = machine.process("tasks", None);
    for (k, task) in tasks.iter().enumerate() {
        let attributes = Attributes {
            priority: task.priority,
            period: Some(Dur(task.period)),
            ..Attributes::default()
        };
        let body = Periodic::new(Dur(task.burst), None).boxed();
        machine.thread_with(process, &k.to_string(), Time::ZERO, attributes, body);
    }
    machine.run(policy).map_err(first)
}

fn figures(run: &Run) -> Value {
    let trace = &run.trace;
    let mut chart: Vec<(u64, u64, usize)> = Vec::new();
    for (core, _) in trace.tracks().iter_ids() {
        if trace.track(core).kind != TrackKind::Core {
            continue;
        }
        for slice in trace.track_slices(core) {
            if slice.state != State::Running {
                continue;
            }
            let task = trace.name(slice.name).parse().unwrap_or(usize::MAX);
            match chart.last_mut() {
                Some(row) if (row.1, row.2) == (slice.start.0, task) => row.1 = slice.end.0,
                _ => chart.push((slice.start.0, slice.end.0, task)),
            }
        }
    }
    let missed = run.missed.iter();
    let missed: Vec<(usize, u64)> = missed.map(|m| (m.thread.index(), m.due.0)).collect();
    json!({ "gantt": chart, "missed_deadlines": missed })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::cases::testing::{check_list, differences};

    #[test]
    fn the_published_cases() {
        check_list("textbook", "real_time", expect);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        for (args, place) in [
            (json!({"policy": "RM", "horizon": 9}), "args.tasks"),
            (
                json!({"policy": "RM", "horizon": 9, "tasks": [{"period": 0, "burst": 1}]}),
                "args.tasks[0].period",
            ),
            (
                json!({"policy": "FIXED", "horizon": 9, "tasks": [{"period": 2, "burst": 1}]}),
                "args.tasks[0].prio",
            ),
            (
                json!({"policy": "RM", "horizon": 1_000_000_000, "tasks": [{"period": 1, "burst": 0}]}),
                "args.tasks",
            ),
        ] {
            assert_eq!(expect(&args).expect_err("a problem").place, place);
        }
    }

    /// The rules tick by tick.
    fn ticks(policy: &str, tasks: &[(u64, u64, i64)], horizon: u64) -> Value {
        // Of each task: jobs released, jobs done, what is left of the present one.
        let mut state = vec![(0u64, 0u64, 0u64); tasks.len()];
        let (mut chart, mut missed) = (Vec::<(u64, u64, usize)>::new(), Vec::new());
        let mut running: Option<usize> = None;
        for t in 0..=horizon {
            for (k, &(period, burst, _)) in tasks.iter().enumerate() {
                if t % period == 0 {
                    let (released, done, left) = &mut state[k];
                    if t > 0 && done < released {
                        missed.push((t, k));
                    }
                    if *released == *done {
                        *left = burst;
                    }
                    *released += 1;
                }
            }
            if t == horizon {
                break;
            }
            let rank = |k: usize| match policy {
                "RM" => tasks[k].0 as i64,
                "EDF" => ((state[k].1 + 1) * tasks[k].0) as i64,
                _ => tasks[k].2,
            };
            let ready = (0..tasks.len()).filter(|&k| state[k].0 > state[k].1);
            let next = ready.min_by_key(|&k| (rank(k), running != Some(k), k));
            if let Some(k) = next {
                match chart.last_mut() {
                    Some(row) if (row.1, row.2) == (t, k) => row.1 = t + 1,
                    _ => chart.push((t, t + 1, k)),
                }
                state[k].2 -= 1;
                running = Some(k);
                if state[k].2 == 0 {
                    state[k].1 += 1;
                    state[k].2 = tasks[k].1;
                    running = None;
                }
            }
        }
        missed.sort();
        let missed: Vec<_> = missed.into_iter().map(|(t, k)| (k, t)).collect();
        json!({ "gantt": chart, "missed_deadlines": missed })
    }

    proptest! {
        #[test]
        fn it_is_what_the_rules_give_tick_by_tick(
            policy in prop::sample::select(&POLICIES[..]),
            tasks in prop::collection::vec((2..9u64, 1..4u64, 0..3i64), 1..4),
            horizon in 1..60u64,
        ) {
            let list: Vec<Value> = tasks
                .iter()
                .map(|(period, burst, prio)| json!({"period": period, "burst": burst, "prio": prio}))
                .collect();
            let args = json!({"policy": policy, "tasks": list, "horizon": horizon});
            let mut found = expect(&args).expect("valid arguments");
            // At one moment the order of deadlines is not a rule.
            let rows = found["missed_deadlines"].as_array_mut().expect("a list");
            rows.sort_by_key(|row| (row[1].as_u64(), row[0].as_u64()));
            let wrong = differences(&ticks(policy, &tasks, horizon), &found);
            prop_assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        }
    }
}
