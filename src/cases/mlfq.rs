//! `cpu-sched-mlfq/mlfq.py` of ostep-homework (Arpaci-Dusseau: Operating
//! Systems: Three Easy Pieces, chapter 8).
//!
//! # Rules
//! Those of [`Mlfq`], on one CPU, in ticks. At one moment the order is: a job
//! that has run ends, or begins an I/O, or its slice ends; then the boost; then
//! arrivals in the order of the jobs, then the end of an I/O; then the next
//! tick is given away. So the machine's
//! [`Ties::arrival_before_quantum_end`] is off.
//!
//! A job begins an I/O whenever it has run a multiple of its `io_every` ticks
//! and has not ended; any number of I/Os are under way at once. One of no length
//! is over at once, after the arrivals of its moment.
//!
//! The machine runs slices; the program prints ticks, so each slice is told
//! tick by tick: `ticks` and `left` after the tick, `allot` as it is while the
//! slice lasts.

use serde_json::{Value, json};

use super::args::{Arg, first, printed};
use super::record::{Call, Recorded};
use super::scheduler::ENDLESS;
use crate::base::{Dur, Id, Problem, Text, Time};
use crate::sim::policy::{Level, Mlfq, MlfqSettings, Reason, Standing};
use crate::sim::{Body, Cx, DeviceId, Machine, Settings, Step, Ties, Wait};

const MOST_JOBS: usize = 1_000;
const MOST_LEVELS: usize = 1_000;
/// A case may not last longer.
const MOST_TICKS: u64 = 200_000;

#[derive(Clone, Copy)]
struct Job {
    start: u64,
    run: u64,
    /// None: no I/O.
    io_every: u64,
}

struct Case {
    settings: MlfqSettings,
    io_time: u64,
    jobs: Vec<Job>,
}

/// What a case gives, in the shape of the case file's `expect`.
///
/// # Errors
/// What is wrong with the arguments, or that the case is too long.
pub fn expect(args: &Value) -> Result<Value, Problem> {
    let case = read(&Arg::root(args))?;
    let calls = run(&case)?;
    Ok(figures(&case, &calls))
}

fn read(args: &Arg<'_>) -> Result<Case, Problem> {
    let list = |name: &str| -> Result<Vec<u64>, Problem> {
        let items = args.field(name)?.items(1..=MOST_LEVELS)?;
        items
            .iter()
            .map(|item| item.count(1..=MOST_TICKS))
            .collect()
    };
    let quanta = list("quantum_high_to_low")?;
    let allotments = list("allotment_high_to_low")?;
    if allotments.len() != quanta.len() {
        return Err(unequal(&args.field("allotment_high_to_low")?, quanta.len()));
    }
    if let Some(levels) = args.maybe("levels")?
        && levels.count(1..=MOST_LEVELS as u64)? != quanta.len() as u64
    {
        return Err(unequal(&levels, quanta.len()));
    }
    let level = |(&quantum, &allotment): (&u64, &u64)| Level {
        quantum: Dur(quantum),
        allotment: u32::try_from(allotment).unwrap_or(u32::MAX),
    };
    let flag = |name: &str| args.maybe(name)?.map_or(Ok(false), |arg| arg.flag());
    let number = |of: &Arg<'_>, name: &str| {
        let given = of.maybe(name)?;
        given.map_or(Ok(0), |arg| arg.count(0..=MOST_TICKS))
    };
    let boost = number(args, "boost")?;
    let mut jobs = Vec::new();
    let list = args.field("jobs")?;
    for job in list.items(1..=MOST_JOBS)? {
        jobs.push(Job {
            start: number(&job, "start")?,
            run: job.field("run")?.count(1..=MOST_TICKS)?,
            io_every: number(&job, "io_every")?,
        });
    }
    let case = Case {
        settings: MlfqSettings {
            levels: quanta.iter().zip(&allotments).map(level).collect(),
            boost: (boost > 0).then_some(Dur(boost)),
            stay: flag("stay")?,
            io_bump: flag("iobump")?,
        },
        io_time: number(args, "io_time")?,
        jobs,
    };
    let ticks = case.most_ticks();
    if ticks > MOST_TICKS {
        return Err(list.too_long(
            Text::new(
                format!("{ticks}틱까지 걸릴 수 있습니다."),
                format!("It can take {ticks} ticks."),
            ),
            MOST_TICKS,
        ));
    }
    Ok(case)
}

fn unequal(arg: &Arg<'_>, levels: usize) -> Problem {
    arg.problem(
        Text::new("단계 수가 서로 다릅니다.", "The numbers of levels differ."),
        Text::new(
            format!("quantum_high_to_low처럼 {levels}단계로 맞춰 주세요."),
            format!("Use {levels}, as quantum_high_to_low has."),
        ),
    )
}

impl Case {
    /// Longer than if nothing overlapped it cannot take.
    fn most_ticks(&self) -> u64 {
        let last = self.jobs.iter().map(|job| job.start).max().unwrap_or(0);
        let alone = |job: &Job| {
            let ios = job.run.checked_div(job.io_every).unwrap_or(0);
            job.run.saturating_add(ios.saturating_mul(self.io_time))
        };
        let all = self.jobs.iter().map(alone).fold(0, u64::saturating_add);
        last.saturating_add(all)
    }
}

/// Computes, with an I/O after each `io_every` ticks.
struct Interactive {
    left: u64,
    io_every: u64,
    io: Wait,
    computed: bool,
}

impl Interactive {
    fn new(job: Job, disk: DeviceId, io_time: u64) -> Interactive {
        Interactive {
            left: job.run,
            io_every: if job.io_every == 0 {
                job.run
            } else {
                job.io_every
            },
            io: Wait::Io(disk, Dur(io_time)),
            computed: false,
        }
    }
}

impl Body for Interactive {
    fn step(&mut self, _: &mut Cx<'_>) -> Step {
        if self.left == 0 {
            return Step::Exit;
        }
        self.computed = !self.computed;
        if !self.computed {
            return Step::Block(self.io);
        }
        let burst = self.left.min(self.io_every);
        self.left -= burst;
        Step::Compute(Dur(burst))
    }
}

fn run(case: &Case) -> Result<Vec<(Time, Call<Standing>)>, Problem> {
    let mut machine = Machine::new(Settings {
        limits: ENDLESS,
        ties: Ties {
            arrival_before_quantum_end: false,
        },
        ..Settings::cores(1)
    });
    let process = machine.process("jobs", None);
    let disk = machine.device("disk", None);
    for (j, &job) in case.jobs.iter().enumerate() {
        let body = Box::new(Interactive::new(job, disk, case.io_time));
        machine.thread(process, &j.to_string(), Time(job.start), body);
    }
    let (policy, calls) = Recorded::new(Mlfq::new(case.settings.clone()), Mlfq::standing);
    machine.run(Box::new(policy)).map_err(first)?;
    let calls = calls.take();
    Ok(calls)
}

/// What the program prints, in the order in which it does.
struct Events {
    /// (time, what comes first at one time, the row)
    rows: Vec<(u64, Phase, Value)>,
    /// Which ticks somebody ran in.
    busy: Vec<bool>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Ended,
    Boost,
    Came,
    Tick,
}

impl Events {
    fn add(&mut self, at: u64, phase: Phase, row: Value) {
        self.rows.push((at, phase, row));
    }

    /// A job has run up to now: tick by tick. `left`: what it had left before.
    fn ran(&mut self, to: u64, ran: u64, job: usize, before: Standing, left: u64) {
        for k in 1..=ran {
            let t = to - ran + k - 1;
            let (level, ticks, allot) = (before.level, before.left.0 - k, before.slices);
            let row = json!(["run", t, job, level, ticks, allot, left - k]);
            self.add(t, Phase::Tick, row);
            let t = usize::try_from(t).unwrap_or(usize::MAX);
            if self.busy.len() <= t {
                self.busy.resize(t + 1, false);
            }
            self.busy[t] = true;
        }
    }

    /// In order, up to the end of the last job.
    fn finish(mut self, end: u64) -> Vec<Value> {
        for (t, busy) in self.busy.iter().enumerate() {
            if !busy {
                self.rows.push((t as u64, Phase::Tick, json!(["idle", t])));
            }
        }
        // Everything has ended: no boost comes any more.
        self.rows
            .retain(|(at, phase, _)| *phase != Phase::Boost || *at < end);
        self.rows.sort_by_key(|(at, phase, _)| (*at, *phase));
        self.rows.into_iter().map(|(_, _, row)| row).collect()
    }
}

fn figures(case: &Case, calls: &[(Time, Call<Standing>)]) -> Value {
    let n = case.jobs.len();
    let mut left: Vec<u64> = case.jobs.iter().map(|job| job.run).collect();
    let mut response: Vec<Option<u64>> = vec![None; n];
    let mut ends = vec![0; n];
    let mut events = Events {
        rows: Vec::new(),
        busy: Vec::new(),
    };
    for (at, call) in calls {
        let t = at.0;
        match *call {
            Call::Ready(thread, Reason::New) => {
                events.add(t, Phase::Came, json!(["begin", t, thread.index()]));
            }
            Call::Ready(thread, Reason::Unblocked) => {
                events.add(t, Phase::Came, json!(["io_done", t, thread.index()]));
            }
            Call::Picked(thread, _) => {
                let j = thread.index();
                response[j].get_or_insert(t - case.jobs[j].start);
            }
            Call::Ran(thread, ran, before) => {
                let j = thread.index();
                events.ran(t, ran.0, j, before, left[j]);
                left[j] -= ran.0;
            }
            Call::Left { thread, ended } => {
                let j = thread.index();
                let what = if ended { "finish" } else { "io_start" };
                events.add(t, Phase::Ended, json!([what, t, j]));
                ends[j] = t;
            }
            Call::Rang => events.add(t, Phase::Boost, json!(["boost", t])),
            Call::Ready(..) => {}
        }
    }
    let turnaround = |j: usize| ends[j] - case.jobs[j].start;
    let response = |j: usize| response[j].unwrap_or(0);
    let average = |of: &dyn Fn(usize) -> u64| {
        let sum: u64 = (0..n).map(of).sum();
        printed(sum as f64 / n as f64, 2)
    };
    let jobs: Vec<Value> = (0..n)
        .map(|j| json!([j, case.jobs[j].start, response(j), turnaround(j)]))
        .collect();
    json!({
        "events": events.finish(ends.iter().copied().max().unwrap_or(0)),
        "jobs": jobs,
        "average": [average(&response), average(&turnaround)],
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::cases::reference::mlfq as reference;
    use crate::cases::testing::{check_list, differences};

    #[test]
    fn the_published_cases() {
        check_list("ostep-mlfq", "cases", expect);
    }

    fn settings() -> impl Strategy<Value = reference::Setting> {
        let job = (0..9u64, 1..14u64, 0..5u64).prop_map(|(start, run, io_every)| reference::Job {
            start,
            run,
            io_every,
        });
        (
            prop::collection::vec((1..5u64, 1..4u64), 1..4),
            0..8u64,
            0..6u64,
            any::<bool>(),
            any::<bool>(),
            prop::collection::vec(job, 1..6),
        )
            .prop_map(|(levels, boost, io_time, stay, iobump, jobs)| {
                let (quantum, allotment) = levels.into_iter().unzip();
                reference::Setting {
                    quantum,
                    allotment,
                    boost,
                    io_time,
                    stay,
                    iobump,
                    jobs,
                }
            })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]
        #[test]
        fn as_the_rules_say(setting in settings()) {
            let found = expect(&setting.args()).expect("a case");
            let wrong = differences(&reference::run(&setting), &found);
            prop_assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        }
    }

    #[test]
    fn what_cannot_be_run_is_refused() {
        let good = json!({
            "quantum_high_to_low": [5], "allotment_high_to_low": [1],
            "jobs": [{"run": 3}],
        });
        assert!(expect(&good).is_ok());
        for (field, value, place) in [
            ("jobs", json!([]), "args.jobs"),
            ("jobs", json!([{"run": 0}]), "args.jobs[0].run"),
            ("jobs", json!([{"run": 1e9}]), "args.jobs[0].run"),
            (
                "jobs",
                json!([{"run": 150_000}, {"run": 150_000}]),
                "args.jobs",
            ),
            (
                "quantum_high_to_low",
                json!([0]),
                "args.quantum_high_to_low[0]",
            ),
            (
                "allotment_high_to_low",
                json!([1, 1]),
                "args.allotment_high_to_low",
            ),
            ("levels", json!(3), "args.levels"),
            ("stay", json!("yes"), "args.stay"),
            ("boost", json!(-1), "args.boost"),
        ] {
            let mut args = good.clone();
            args[field] = value;
            assert_eq!(expect(&args).expect_err("refused").place, place);
        }
    }
}
