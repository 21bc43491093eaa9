//! `cpu-sched/scheduler.py` of ostep-homework (Arpaci-Dusseau: Operating
//! Systems: Three Easy Pieces, chapter 7): FIFO, SJF and round robin.
//!
//! # Rules
//! * Every job is there at time 0, in the order of the list; one CPU, no costs,
//!   no I/O. Lengths may have a fraction, quanta not.
//! * FIFO runs the jobs in the order of the list; SJF in the order of their
//!   lengths, equally long ones in that of the list. Each runs to its end.
//! * Round robin: one queue. A job with more than a quantum left has a turn of
//!   one quantum and goes to the tail; another has one of what is left, which
//!   may be nothing, and ends. A turn is one row, also if its job was alone.
//! * Response is the beginning of the first turn, turnaround the end, and wait
//!   the turnaround without the length. Jobs are listed by number, for SJF in
//!   the order in which they ran.
//! * The start of a row is cut to a whole number, in binary doubles, which is
//!   why [`Clock`] goes along in doubles; all else has two digits.
//!
//! On the machine these are [`Fifo`], [`Sjf`] and [`RoundRobin`] without any
//! switch; a length is counted in units of its last digit.

use serde_json::{Value, json};

use super::args::{Arg, Decimal, printed};
use super::record::{Recorded, Turn, turns};
use crate::base::{Dur, Id, Problem, Text, Time};
use crate::sim::policy::{Fifo, Policy, Predictor, RoundRobin, Sjf};
use crate::sim::{Limits, Machine, Script, Settings};

/// The most jobs of a case.
const MOST_JOBS: usize = 10_000;
/// The most turns of a case.
const MOST_TURNS: u64 = 200_000;
/// The longest case, in units of the last digit: doubles still count them.
const MOST_UNITS: u64 = 1 << 52;

const POLICIES: [&str; 3] = ["FIFO", "SJF", "RR"];
const SJF: usize = 1;
const ROUND_ROBIN: usize = 2;

struct Case {
    /// A place in [`POLICIES`].
    policy: usize,
    /// Lengths in units.
    lengths: Vec<u64>,
    quantum: u64,
    /// How many units are one.
    scale: u64,
}

/// What a case gives, in the shape of the case file's `expect`.
///
/// # Errors
/// What is wrong with the arguments, or that the case is too long.
pub fn expect(args: &Value) -> Result<Value, Problem> {
    let case = read(&Arg::root(args))?;
    let turns = run(&case)?;
    Ok(figures(&case, &turns))
}

fn read(args: &Arg<'_>) -> Result<Case, Problem> {
    let policy = args.field("policy")?.word(&POLICIES)?;
    let list = args.field("lengths")?;
    let decimals = list
        .items(1..=MOST_JOBS)?
        .iter()
        .map(Arg::decimal)
        .collect::<Result<Vec<Decimal>, Problem>>()?;
    let places = decimals.iter().map(|d| d.places).max().unwrap_or(0);
    let scale = 10u64.pow(places);
    let lengths: Option<Vec<u64>> = decimals.iter().map(|d| d.units(places)).collect();
    let sum = |lengths: &Vec<u64>| {
        lengths
            .iter()
            .try_fold(0u64, |sum, &length| sum.checked_add(length))
            .is_some_and(|sum| sum <= MOST_UNITS)
    };
    let lengths = lengths.filter(sum).ok_or_else(|| {
        list.too_long(
            Text::new(
                "길이의 합이 너무 큽니다.",
                "The lengths add up to too much.",
            ),
            MOST_UNITS / scale,
        )
    })?;
    let mut quantum = 0;
    if policy == ROUND_ROBIN {
        let most = MOST_UNITS / scale;
        quantum = match args.maybe("quantum")? {
            Some(given) => given.count(1..=most)? * scale,
            None => scale,
        };
        let turns: u64 = lengths.iter().map(|l| l.div_ceil(quantum).max(1)).sum();
        if turns > MOST_TURNS {
            return Err(list.too_long(
                Text::new(
                    format!("차례가 {turns}번 필요합니다."),
                    format!("It takes {turns} turns."),
                ),
                MOST_TURNS,
            ));
        }
    }
    Ok(Case {
        policy,
        lengths,
        quantum,
        scale,
    })
}

fn run(case: &Case) -> Result<Vec<Turn>, Problem> {
    match case.policy {
        SJF => play(case, Sjf::new(Predictor::Stated)),
        ROUND_ROBIN => play(case, RoundRobin::new(Dur(case.quantum))),
        _ => play(case, Fifo::new()),
    }
}

fn play(case: &Case, policy: impl Policy + 'static) -> Result<Vec<Turn>, Problem> {
    let mut machine = Machine::new(Settings {
        limits: ENDLESS,
        ..Settings::cores(1)
    });
    let process = machine.process("jobs", None);
    for (j, &length) in case.lengths.iter().enumerate() {
        let body = Script::compute(Dur(length)).boxed();
        machine.thread(process, &j.to_string(), Time::ZERO, body);
    }
    let (policy, calls) = Recorded::new(policy, |_, _| ());
    machine.run(Box::new(policy)).map_err(super::args::first)?;
    let turns = turns(&calls.borrow());
    Ok(turns)
}

/// Limits that a case whose length has been checked does not reach.
pub(super) const ENDLESS: Limits = Limits {
    events: u64::MAX,
    time: Time::MAX,
};

/// The time as the program keeps it, in binary doubles: it adds up each turn,
/// and takes each off the length of its job.
struct Clock {
    now: f64,
    left: Vec<f64>,
}

impl Clock {
    /// A job has a turn; the time at which it began.
    fn turn(&mut self, job: usize, quantum: Option<f64>) -> f64 {
        let from = self.now;
        let ran = quantum.unwrap_or(f64::INFINITY).min(self.left[job]);
        self.left[job] -= ran;
        self.now += ran;
        from
    }
}

fn figures(case: &Case, turns: &[Turn]) -> Value {
    let real = |units: u64| units as f64 / case.scale as f64;
    let shown = |units: u64| printed(real(units), 2);
    let n = case.lengths.len();
    let quantum = (case.policy == ROUND_ROBIN).then(|| real(case.quantum));
    let mut clock = Clock {
        now: 0.0,
        left: case.lengths.iter().map(|&length| real(length)).collect(),
    };
    let mut first: Vec<Option<u64>> = vec![None; n];
    let mut end = vec![0; n];
    let mut order = Vec::new();
    let mut trace = Vec::new();
    for turn in turns {
        let j = turn.thread.index();
        let start = clock.turn(j, quantum).floor() as u64;
        first[j].get_or_insert(turn.from.0);
        let done = if turn.ended {
            end[j] = turn.to.0;
            order.push(j);
            shown(turn.to.0)
        } else {
            Value::Null
        };
        let ran = turn.to.since(turn.from).0;
        trace.push(json!([start, j, shown(ran), done]));
    }
    if case.policy != SJF {
        order.sort_unstable();
    }
    let response = |j: usize| first[j].unwrap_or(0);
    let wait = |j: usize| end[j] - case.lengths[j];
    let jobs: Vec<Value> = order
        .iter()
        .map(|&j| json!([j, shown(response(j)), shown(end[j]), shown(wait(j))]))
        .collect();
    let average = |of: &dyn Fn(usize) -> u64| {
        let sum: u64 = (0..n).map(of).sum();
        printed(real(sum) / n as f64, 2)
    };
    json!({
        "trace": trace,
        "jobs": jobs,
        "average": [average(&response), average(&|j| end[j]), average(&wait)],
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::cases::reference::scheduler as reference;
    use crate::cases::testing::{check_list, differences};

    #[test]
    fn the_published_cases() {
        check_list("ostep-scheduler", "cases", expect);
    }

    proptest! {
        #[test]
        fn as_the_rules_say(
            policy in 0..3usize,
            lengths in prop::collection::vec(prop_oneof![
                (0..12u64).prop_map(|n| n * 100),
                (0..12u64).prop_map(|n| n * 25),
                0..900u64,
            ], 1..8),
            quantum in 1..5u64,
        ) {
            let setting = reference::Setting { policy: POLICIES[policy], lengths, quantum };
            let found = expect(&setting.args()).expect("a case");
            let mut wanted = reference::run(&setting);
            // Where doubles do not add up to a whole number the start shows it.
            for (wanted, found) in wanted["trace"].as_array_mut().unwrap().iter_mut()
                .zip(found["trace"].as_array().unwrap())
            {
                let difference = wanted[0].as_i64().unwrap() - found[0].as_i64().unwrap();
                prop_assert!((0..=1).contains(&difference));
                wanted[0] = found[0].clone();
            }
            let wrong = differences(&wanted, &found);
            prop_assert!(wrong.is_empty(), "{setting:?}\n{}", wrong.join("\n"));
        }
    }

    #[test]
    fn what_cannot_be_run_is_refused() {
        for (args, place) in [
            (json!({}), "args.policy"),
            (json!({"policy": "RR"}), "args.lengths"),
            (json!({"policy": "RR", "lengths": []}), "args.lengths"),
            (json!({"policy": "SJN", "lengths": [1]}), "args.policy"),
            (
                json!({"policy": "RR", "lengths": [1], "quantum": 0}),
                "args.quantum",
            ),
            (
                json!({"policy": "RR", "lengths": [1e9], "quantum": 1}),
                "args.lengths",
            ),
            (
                json!({"policy": "FIFO", "lengths": [1e15]}),
                "args.lengths[0]",
            ),
            (
                json!({"policy": "FIFO", "lengths": [9e14, 0.5, 9e14]}),
                "args.lengths",
            ),
            (
                json!({"policy": "FIFO", "lengths": [9e14, 1e-9]}),
                "args.lengths",
            ),
            (
                json!({"policy": "FIFO", "lengths": [-1]}),
                "args.lengths[0]",
            ),
            (json!([]), "args"),
        ] {
            let problem = expect(&args).expect_err("refused");
            assert_eq!(problem.place, place, "{args}");
        }
    }
}
