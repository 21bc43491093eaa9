//! `cpu-sched-lottery/lottery.py` of ostep-homework (Arpaci-Dusseau: Operating
//! Systems: Three Easy Pieces, chapter 9).
//!
//! # Rules
//! * Every job is there at time 0. For each turn the next draw, modulo the
//!   tickets of all that have not ended, is the winning ticket; its holder is
//!   the first job in the order of the list up to and including which there are
//!   more tickets than that.
//! * The winner runs for a quantum. The clock goes on by a whole quantum even if
//!   it needed less, and a job ends at the end of its quantum; one of no length
//!   takes one quantum too.
//! * The program ends when all jobs have, or after as many draws as the lengths
//!   add up to (which comes first only if there are jobs of no length).
//!
//! On the machine this is [`Lottery`] with the given draws; a job computes for
//! its length rounded up to whole quanta.

use serde_json::{Value, json};

use super::args::{Arg, first};
use super::record::{Recorded, Turn, turns};
use super::scheduler::ENDLESS;
use crate::base::{Dur, Id, Problem, Text, Time};
use crate::sim::policy::{Attributes, Lottery, Measure};
use crate::sim::{Machine, Script, Settings};

const MOST_JOBS: usize = 10_000;
const MOST_TURNS: usize = 200_000;
const MOST_TICKETS: u64 = 1_000_000;
const MOST_TIME: u64 = 1_000_000_000;

struct Case {
    /// Length and tickets.
    jobs: Vec<(u64, u32)>,
    quantum: u64,
    draws: Vec<u64>,
}

/// What a case gives, in the shape of the case file's `expect`.
///
/// # Errors
/// What is wrong with the arguments, or that there are too few draws.
pub fn expect(args: &Value) -> Result<Value, Problem> {
    let args = Arg::root(args);
    let case = read(&args)?;
    let turns = run(&case)?;
    let ended = turns.iter().filter(|turn| turn.ended).count();
    let most = case.most_turns();
    if ended < case.jobs.len() && (turns.len() as u64) < most {
        return Err(args.field("draws")?.problem(
            Text::new(
                format!("뽑은 수 {}개로는 모자랍니다.", case.draws.len()),
                format!("{} draws are too few.", case.draws.len()),
            ),
            Text::new(
                "모든 작업이 끝날 때까지 쓰인 수를 모두 적어 주세요.",
                "Give every draw that is used until all jobs have ended.",
            ),
        ));
    }
    Ok(figures(&turns))
}

impl Case {
    /// After so many draws the program ends in any case.
    fn most_turns(&self) -> u64 {
        self.jobs.iter().map(|job| job.0).sum()
    }
}

fn read(args: &Arg<'_>) -> Result<Case, Problem> {
    let quantum = match args.maybe("quantum")? {
        Some(given) => given.count(1..=MOST_TIME)?,
        None => 1,
    };
    let mut jobs = Vec::new();
    for job in args.field("jobs")?.items(1..=MOST_JOBS)? {
        let length = job.field("length")?.count(0..=MOST_TIME)?;
        let tickets = job.field("tickets")?.count(1..=MOST_TICKETS)?;
        jobs.push((length, u32::try_from(tickets).unwrap_or(u32::MAX)));
    }
    let mut draws = Vec::new();
    for draw in args.field("draws")?.items(0..=MOST_TURNS)? {
        draws.push(draw.count(0..=i64::MAX as u64)?);
    }
    Ok(Case {
        jobs,
        quantum,
        draws,
    })
}

fn run(case: &Case) -> Result<Vec<Turn>, Problem> {
    let mut machine = Machine::new(Settings {
        limits: ENDLESS,
        ..Settings::cores(1)
    });
    machine.draw_from(case.draws.clone());
    let process = machine.process("jobs", None);
    for (j, &(length, tickets)) in case.jobs.iter().enumerate() {
        let quanta = length.div_ceil(case.quantum).max(1);
        let attributes = Attributes {
            tickets,
            ..Attributes::default()
        };
        let body = Script::compute(Dur(case.quantum * quanta)).boxed();
        machine.thread_with(process, &j.to_string(), Time::ZERO, attributes, body);
    }
    let (policy, calls) = Recorded::new(Lottery::new(Dur(case.quantum)), |_, _| ());
    let most = case.most_turns().min(case.draws.len() as u64);
    machine.run(Box::new(policy.at_most(most))).map_err(first)?;
    let turns = turns(&calls.borrow());
    Ok(turns)
}

fn figures(turns: &[Turn]) -> Value {
    let mut rows = Vec::new();
    let mut done = Vec::new();
    for turn in turns {
        let j = turn.thread.index();
        if let Some(Measure::Ratio(ticket, total)) = turn.why.and_then(|why| why.mine) {
            rows.push(json!([ticket, total, j]));
        }
        if turn.ended {
            done.push(json!([j, turn.to.0]));
        }
    }
    json!({"turns": rows, "done": done})
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::cases::reference::lottery as reference;
    use crate::cases::testing::check_list;

    #[test]
    fn the_published_cases() {
        check_list("ostep-lottery", "cases", expect);
    }

    proptest! {
        #[test]
        fn as_the_rules_say(
            jobs in prop::collection::vec((0..9u64, 1..90u64), 1..7),
            quantum in 1..5u64,
            draws in prop::collection::vec(0..=1_000_000u64, 70),
        ) {
            let setting = reference::Setting { jobs, quantum, draws };
            let (args, wanted) = reference::run(&setting);
            prop_assert_eq!(expect(&args), Ok(wanted), "{}", args);
        }
    }

    #[test]
    fn what_cannot_be_run_is_refused() {
        let job = json!({"length": 2, "tickets": 5});
        for (args, place) in [
            (json!({"jobs": [job]}), "args.draws"),
            (json!({"jobs": [job], "draws": [1]}), "args.draws"),
            (json!({"jobs": [job], "draws": [-1, 1]}), "args.draws[0]"),
            (json!({"jobs": [], "draws": []}), "args.jobs"),
            (
                json!({"jobs": [job], "quantum": 0, "draws": [1]}),
                "args.quantum",
            ),
            (
                json!({"jobs": [{"length": 1, "tickets": 0}], "draws": [1]}),
                "args.jobs[0].tickets",
            ),
            (
                json!({"jobs": [{"length": 1e12, "tickets": 1}], "draws": []}),
                "args.jobs[0].length",
            ),
        ] {
            let problem = expect(&args).expect_err("refused");
            assert_eq!(problem.place, place, "{args}");
        }
    }
}
