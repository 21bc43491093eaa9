//! Worked examples of courses: FCFS, SJF, SRTF, RR, PRIO, PRR, HRRN, FB-1 and
//! FB-2i on one CPU without costs.
//!
//! # Sources
//! Silberschatz, Galvin, Gagne: Operating System Concepts, chapter 5; Stallings:
//! Operating Systems, Internals and Design Principles, uniprocessor scheduling;
//! Arpaci-Dusseau: Operating Systems: Three Easy Pieces; each case names its own.
//!
//! # Rules
//! * FCFS: [`Fifo`]. SJF (SPN): [`Sjf`] with stated bursts. SRTF (SRT, STCF):
//!   [`Srtf`]. HRRN: [`Hrrn`]. Equals go by arrival, then in the order of the
//!   list.
//! * RR: [`RoundRobin`]; who arrives when a slice ends is queued before the one
//!   whose slice it was; who is alone goes on with a fresh quantum.
//! * PRIO: [`Priority`], not preemptive. PRR: preemptive, round robin within a
//!   priority; a preempted job goes to the end of its queue, behind new
//!   arrivals, and has a fresh quantum later.
//! * FB-1 and FB-2i: [`Feedback`] with slices of 1, or of 2 to the power of the
//!   level.
//!
//! Turnaround is finish less arrival, waiting turnaround less burst; normalized
//! turnaround is turnaround over burst. Neighbouring rows of a job are one row
//! of the chart, and turns of no length none.

use serde_json::{Value, json};

use super::args::{Arg, first};
use super::record::{Recorded, Turn, turns};
use super::scheduler::ENDLESS;
use crate::base::{Dur, Id, Problem, Text, Time};
use crate::sim::policy::{
    Attributes, Feedback, Fifo, First, Hrrn, Place, Policy, Predictor, Priority, PrioritySettings,
    RoundRobin, Sjf, Slices, Srtf,
};
use crate::sim::{Machine, Script, Settings};

mod facts;

pub use facts::fact;

const MOST_JOBS: usize = 10_000;
const MOST_TURNS: u64 = 200_000;
const MOST_TIME: u64 = 1_000_000_000_000;

/// The policies by the names that the cases have for them.
const POLICIES: [&str; 9] = [
    "FCFS", "SJF", "SRTF", "RR", "PRIO", "PRR", "HRRN", "FB-1", "FB-2i",
];

#[derive(Clone, Copy)]
struct Job {
    arrival: u64,
    burst: u64,
    priority: i32,
}

struct Case {
    policy: &'static str,
    jobs: Vec<Job>,
    quantum: u64,
    first: First,
}

/// What a case of the list `scheduling` gives, in the shape of its `expect`.
/// Normalized turnarounds are always among them, except where a burst is zero.
///
/// # Errors
/// What is wrong with the arguments, or that the case is too long.
pub fn expect(args: &Value) -> Result<Value, Problem> {
    let case = read(&Arg::root(args))?;
    let turns = run(&case)?;
    Ok(figures(&case, &turns))
}

fn read(args: &Arg<'_>) -> Result<Case, Problem> {
    let policy = POLICIES[args.field("policy")?.word(&POLICIES)?];
    let list = args.field("jobs")?;
    let mut jobs = Vec::new();
    for job in list.items(1..=MOST_JOBS)? {
        let arrival = job.maybe("arrival")?;
        let priority = match job.maybe("priority")? {
            Some(given) => given.whole(-1_000_000_000..=1_000_000_000)?,
            None if policy.starts_with('P') => job.field("priority")?.whole(0..=0)?,
            None => 0,
        };
        jobs.push(Job {
            arrival: arrival.map_or(Ok(0), |arg| arg.count(0..=MOST_TIME))?,
            burst: job.field("burst")?.count(0..=MOST_TIME)?,
            priority: i32::try_from(priority).unwrap_or(0),
        });
    }
    let quantum = match policy {
        "RR" | "PRR" => args.field("quantum")?.count(1..=MOST_TIME)?,
        _ => 1,
    };
    let larger = args.maybe("higher_priority_is")?;
    let larger = larger.map_or(Ok(0), |arg| arg.word(&["smaller number", "larger number"]))?;
    // FB-1 has the most turns, which are no more than units of time.
    let sliced = matches!(policy, "RR" | "PRR" | "FB-1" | "FB-2i");
    let of = |job: &Job| job.burst.div_ceil(quantum).max(1);
    let turns: u64 = jobs.iter().map(of).sum();
    if sliced && turns > MOST_TURNS {
        return Err(list.too_long(
            Text::new(
                format!("차례가 {turns}번까지 필요합니다."),
                format!("It can take {turns} turns."),
            ),
            MOST_TURNS,
        ));
    }
    Ok(Case {
        policy,
        jobs,
        quantum,
        first: if larger == 1 {
            First::Larger
        } else {
            First::Smaller
        },
    })
}

fn run(case: &Case) -> Result<Vec<Turn>, Problem> {
    let quantum = Dur(case.quantum);
    let priority = PrioritySettings {
        first: case.first,
        ..PrioritySettings::default()
    };
    match case.policy {
        "SJF" => play(case, Sjf::new(Predictor::Stated)),
        "SRTF" => play(case, Srtf::new()),
        "RR" => play(case, RoundRobin::new(quantum)),
        "PRIO" => play(case, Priority::new(priority)),
        "PRR" => {
            let settings = PrioritySettings {
                preemptive: true,
                quantum: Some(quantum),
                preempted: Place::Tail,
                ..priority
            };
            play(case, Priority::new(settings))
        }
        "HRRN" => play(case, Hrrn::new()),
        "FB-1" => play(case, Feedback::new(Dur(1), Slices::Same)),
        "FB-2i" => play(case, Feedback::new(Dur(1), Slices::Doubling)),
        _ => play(case, Fifo::new()),
    }
}

fn play(case: &Case, policy: impl Policy + 'static) -> Result<Vec<Turn>, Problem> {
    let mut machine = Machine::new(Settings {
        limits: ENDLESS,
        ..Settings::cores(1)
    });
    let process = machine.process("jobs", None);
    for (j, job) in case.jobs.iter().enumerate() {
        let attributes = Attributes {
            priority: job.priority,
            ..Attributes::default()
        };
        let body = Script::compute(Dur(job.burst)).boxed();
        machine.thread_with(process, &j.to_string(), Time(job.arrival), attributes, body);
    }
    let (policy, calls) = Recorded::new(policy, |_, _| ());
    machine.run(Box::new(policy)).map_err(first)?;
    let turns = turns(&calls.borrow());
    Ok(turns)
}

fn figures(case: &Case, turns: &[Turn]) -> Value {
    let n = case.jobs.len();
    let mut chart: Vec<(u64, u64, usize)> = Vec::new();
    let mut finish = vec![0; n];
    for turn in turns {
        let (from, to, j) = (turn.from.0, turn.to.0, turn.thread.index());
        finish[j] = to;
        match chart.last_mut() {
            _ if from == to => {}
            Some(row) if (row.1, row.2) == (from, j) => row.1 = to,
            _ => chart.push((from, to, j)),
        }
    }
    let turnaround: Vec<u64> = (0..n).map(|j| finish[j] - case.jobs[j].arrival).collect();
    let waiting: Vec<u64> = (0..n).map(|j| turnaround[j] - case.jobs[j].burst).collect();
    let average = |of: &[u64]| of.iter().sum::<u64>() as f64 / n as f64;
    let mut figures = json!({
        "gantt": chart,
        "finish": finish,
        "turnaround": turnaround,
        "waiting": waiting,
        "average_waiting": rounded(average(&waiting), 4),
        "average_turnaround": rounded(average(&turnaround), 4),
    });
    if case.jobs.iter().all(|job| job.burst > 0) {
        let of = |j: usize| turnaround[j] as f64 / case.jobs[j].burst as f64;
        let normalized: Vec<f64> = (0..n).map(|j| rounded(of(j), 2)).collect();
        let mean = (0..n).map(of).sum::<f64>() / n as f64;
        figures["normalized_turnaround"] = json!(normalized);
        figures["mean_normalized_turnaround"] = json!(rounded(mean, 2));
    }
    figures
}

fn rounded(figure: f64, digits: i32) -> f64 {
    let scale = 10f64.powi(digits);
    (figure * scale).round() / scale
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::cases::reference::textbook as reference;
    use crate::cases::testing::{check_list, differences};

    #[test]
    fn the_published_cases() {
        check_list("textbook", "scheduling", expect);
    }

    fn settings() -> impl Strategy<Value = reference::Setting> {
        let job =
            (0..12u64, 1..9u64, 0..4i64).prop_map(|(arrival, burst, priority)| reference::Job {
                arrival,
                burst,
                priority,
            });
        (
            prop::sample::select(&POLICIES[..]),
            prop::collection::vec(job, 1..7),
            1..5u64,
            any::<bool>(),
        )
            .prop_map(|(policy, jobs, quantum, larger_first)| reference::Setting {
                policy,
                jobs,
                quantum,
                larger_first,
            })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn as_the_rules_say(setting in settings()) {
            let found = expect(&setting.args()).expect("a case");
            let wrong = differences(&reference::run(&setting), &found);
            prop_assert!(wrong.is_empty(), "{setting:?}\n{}", wrong.join("\n"));
        }
    }

    #[test]
    fn what_cannot_be_run_is_refused() {
        let job = json!({"burst": 5});
        for (args, place) in [
            (json!({"policy": "LJF", "jobs": [job]}), "args.policy"),
            (json!({"policy": "RR", "jobs": [job]}), "args.quantum"),
            (
                json!({"policy": "PRIO", "jobs": [job]}),
                "args.jobs[0].priority",
            ),
            (
                json!({"policy": "FCFS", "jobs": [{"arrival": 1}]}),
                "args.jobs[0].burst",
            ),
            (
                json!({"policy": "FB-1", "jobs": [{"burst": 1e9}]}),
                "args.jobs",
            ),
            (
                json!({"policy": "FCFS", "jobs": [{"burst": 1e18}]}),
                "args.jobs[0].burst",
            ),
        ] {
            let problem = expect(&args).expect_err("refused");
            assert_eq!(problem.place, place, "{args}");
        }
        // Long is not much work without slices.
        assert!(expect(&json!({"policy": "SRTF", "jobs": [{"burst": 1e9}]})).is_ok());
    }
}
