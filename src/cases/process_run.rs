//! `cpu-intro/process-run.py` of ostep-homework (Arpaci-Dusseau: Operating
//! Systems: Three Easy Pieces, chapter 4): states of processes.
//!
//! # Rules
//! * A program is a list of instructions of one tick each: `cpu`, or `io`. After
//!   each `io` the process is blocked for the I/O's length, and then needs the
//!   CPU for one tick, `io_done`. One CPU, any number of I/Os at once. Process 0
//!   has the CPU first.
//! * At the end of a tick: if an I/O was issued, the process is blocked, and
//!   with SWITCH_ON_IO another one is chosen; with SWITCH_ON_END the CPU idles
//!   until it is back. If the process that has the CPU now has no instruction
//!   left, it is done and another one is chosen. Chosen is the first ready one
//!   by number after the one that had the CPU last, round the list.
//! * There is one such look at the end of each tick. So a process without
//!   instructions that is chosen because another was done (or that is the first
//!   of all) holds the CPU for a tick in which nothing is executed; one that is
//!   chosen because of an I/O is done at once.
//! * At the beginning of the next tick I/Os are done. With IO_RUN_IMMEDIATE the
//!   process has the CPU at once, and who had it is ready. With IO_RUN_LATER it
//!   is only ready, unless nobody else is ready or running, or, with
//!   SWITCH_ON_END, the CPU was idling for it.
//!
//! On the machine tick t is from time t − 1 to t. The choice is a policy of its
//! own, [`InTurn`], which makes it when a process leaves the CPU, before the
//! I/Os of that moment are done.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;

use serde_json::{Value, json};

use super::args::{Arg, first, printed};
use super::record::{Call, Recorded};
use super::scheduler::ENDLESS;
use crate::base::{Dur, Id, Problem, Text, Time};
use crate::sim::choice::Choices;
use crate::sim::policy::{Policy, Reason, Rule, View, Wants, Why};
use crate::sim::{Body, CoreId, Cx, Machine, Run, Settings, Step, ThreadId, Wait};
use crate::trace::State;

const MOST_PROCESSES: usize = 1_000;
const MOST_TICKS: u64 = 200_000;
/// Ticks times processes.
const MOST_CELLS: u64 = 2_000_000;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Instruction {
    Cpu,
    Io,
    IoDone,
}

impl Instruction {
    fn shown(self) -> &'static str {
        match self {
            Instruction::Cpu => "RUN:cpu",
            Instruction::Io => "RUN:io",
            Instruction::IoDone => "RUN:io_done",
        }
    }
}

struct Case {
    programs: Vec<Vec<Instruction>>,
    io_length: u64,
    rules: Rules,
}

#[derive(Clone, Copy)]
struct Rules {
    /// SWITCH_ON_END, not SWITCH_ON_IO.
    on_end: bool,
    /// IO_RUN_IMMEDIATE, not IO_RUN_LATER.
    immediate: bool,
}

/// What a case gives, in the shape of the case file's `expect`.
///
/// # Errors
/// What is wrong with the arguments, or that the case is too long.
pub fn expect(args: &Value) -> Result<Value, Problem> {
    let case = read(&Arg::root(args))?;
    let (run, stars) = run(&case)?;
    Ok(figures(&case, &run, &stars))
}

fn read(args: &Arg<'_>) -> Result<Case, Problem> {
    let list = args.field("processes")?;
    let mut programs = Vec::new();
    for process in list.items(1..=MOST_PROCESSES)? {
        let mut program = Vec::new();
        for instruction in process.items(0..=MOST_TICKS as usize)? {
            match instruction.word(&["cpu", "io"])? {
                0 => program.push(Instruction::Cpu),
                _ => program.extend([Instruction::Io, Instruction::IoDone]),
            }
        }
        programs.push(program);
    }
    let rule = |name: &str, words: [&str; 2]| {
        let given = args.maybe(name)?;
        Ok(given.map_or(Ok(0), |arg| arg.word(&words))? == 1)
    };
    let case = Case {
        programs,
        io_length: args.field("io_length")?.count(0..=MOST_TICKS)?,
        rules: Rules {
            on_end: rule("switch", ["SWITCH_ON_IO", "SWITCH_ON_END"])?,
            immediate: rule("io_done_rule", ["IO_RUN_LATER", "IO_RUN_IMMEDIATE"])?,
        },
    };
    let ticks = case.most_ticks();
    if ticks > MOST_TICKS || ticks * case.programs.len() as u64 > MOST_CELLS {
        return Err(list.too_long(
            Text::new(
                format!("{ticks}틱까지 걸릴 수 있습니다."),
                format!("It can take {ticks} ticks."),
            ),
            MOST_TICKS.min(MOST_CELLS / case.programs.len() as u64),
        ));
    }
    Ok(case)
}

impl Case {
    /// Longer than if nothing overlapped it cannot take.
    fn most_ticks(&self) -> u64 {
        let length = |instruction: &Instruction| match instruction {
            Instruction::Io => 1 + self.io_length,
            _ => 1,
        };
        let alone = |program: &Vec<Instruction>| match program.len() {
            0 => 1,
            _ => program.iter().map(length).fold(0, u64::saturating_add),
        };
        self.programs.iter().map(alone).fold(0, u64::saturating_add)
    }
}

/// The choice of the next process.
struct InTurn {
    rules: Rules,
    /// Processes without instructions.
    empty: Vec<bool>,
    ready: BTreeSet<ThreadId>,
    current: ThreadId,
    /// The current process has the CPU, or is about to get it.
    runs: bool,
    /// It is to get the CPU at the next pick.
    chosen: Option<ThreadId>,
    /// An empty process that was chosen because of an I/O: done at once.
    vanishing: Option<ThreadId>,
    /// For its body: whether it vanishes.
    vanishes: Rc<Cell<bool>>,
}

impl InTurn {
    fn give(&mut self, thread: ThreadId) {
        self.ready.remove(&thread);
        (self.current, self.chosen, self.runs) = (thread, Some(thread), true);
    }

    /// The next ready one by number, round the list.
    fn choose_next(&mut self) {
        let after = ThreadId(self.current.0.saturating_add(1));
        let next = self.ready.range(after..).next();
        if let Some(&next) = next.or_else(|| self.ready.first()) {
            self.give(next);
        }
    }

    fn io_done(&mut self, thread: ThreadId) {
        let alone = self.ready.is_empty() && !self.runs;
        if self.rules.immediate {
            // Who has been chosen and has not begun is ready again; who runs
            // will be when its core is taken.
            if let Some(chosen) = self.chosen {
                self.ready.insert(chosen);
            }
            self.give(thread);
        } else if alone || self.rules.on_end {
            self.give(thread);
        } else {
            self.ready.insert(thread);
        }
    }
}

impl Policy for InTurn {
    fn enqueue(&mut self, thread: ThreadId, reason: Reason, _: &View<'_>) {
        match reason {
            Reason::New if thread.index() == 0 => self.give(thread),
            Reason::Unblocked => self.io_done(thread),
            _ => drop(self.ready.insert(thread)),
        }
    }

    fn pick(&mut self, _: CoreId, _: &View<'_>, _: &mut Choices) -> Option<ThreadId> {
        self.vanishes.set(self.vanishing.is_some());
        self.vanishing.or_else(|| self.chosen.take())
    }

    fn waiting(&self) -> usize {
        let about = usize::from(self.chosen.is_some()) + usize::from(self.vanishing.is_some());
        self.ready.len() + about
    }

    fn why(&self) -> Option<Why> {
        Some(Why::rule(Rule::NextInTurn))
    }

    fn victim(&mut self, _: &View<'_>) -> Option<CoreId> {
        self.chosen.map(|_| CoreId(0))
    }

    fn left(&mut self, thread: ThreadId, ended: bool, _: &View<'_>) {
        if self.vanishing == Some(thread) {
            self.vanishing = None;
            return;
        }
        self.runs = false;
        if ended {
            self.choose_next();
        } else if !self.rules.on_end {
            self.choose_next();
            let empty = |t: &ThreadId| self.empty.get(t.index()) == Some(&true);
            if let Some(chosen) = self.chosen.filter(empty) {
                self.vanishing = Some(chosen);
                (self.chosen, self.runs) = (None, false);
                self.choose_next();
            }
        }
    }

    fn wants(&self) -> Wants {
        Wants {
            arrivals: true,
            accounts: true,
            ..Wants::default()
        }
    }
}

/// Follows a program, a tick an instruction.
struct Process {
    program: std::vec::IntoIter<Instruction>,
    io: Wait,
    issued: bool,
    /// A process without instructions that has not had its tick.
    idle_tick: bool,
    vanishes: Rc<Cell<bool>>,
}

impl Body for Process {
    fn step(&mut self, _: &mut Cx<'_>) -> Step {
        if std::mem::take(&mut self.issued) {
            return Step::Block(self.io);
        }
        if std::mem::take(&mut self.idle_tick) && !self.vanishes.get() {
            return Step::Compute(Dur(1));
        }
        match self.program.next() {
            Some(instruction) => {
                self.issued = instruction == Instruction::Io;
                Step::Compute(Dur(1))
            }
            None => Step::Exit,
        }
    }
}

/// The run, and the ticks at whose beginning an I/O was done.
fn run(case: &Case) -> Result<(Run, BTreeSet<u64>), Problem> {
    let mut machine = Machine::new(Settings {
        limits: ENDLESS,
        ..Settings::cores(1)
    });
    let process = machine.process("processes", None);
    let disk = machine.device("disk", None);
    let vanishes = Rc::new(Cell::new(false));
    for (pid, program) in case.programs.iter().enumerate() {
        let body = Process {
            program: program.clone().into_iter(),
            io: Wait::Io(disk, Dur(case.io_length)),
            issued: false,
            idle_tick: program.is_empty(),
            vanishes: Rc::clone(&vanishes),
        };
        machine.thread(process, &pid.to_string(), Time::ZERO, Box::new(body));
    }
    let policy = InTurn {
        rules: case.rules,
        empty: case.programs.iter().map(Vec::is_empty).collect(),
        ready: BTreeSet::new(),
        current: ThreadId(0),
        runs: false,
        chosen: None,
        vanishing: None,
        vanishes,
    };
    let (policy, calls) = Recorded::new(policy, |_, _| ());
    let run = machine.run(Box::new(policy)).map_err(first)?;
    let done = |(at, call): &(Time, Call<()>)| match call {
        Call::Ready(_, Reason::Unblocked) => Some(at.0 + 1),
        _ => None,
    };
    let stars = calls.borrow().iter().filter_map(done).collect();
    Ok((run, stars))
}

fn figures(case: &Case, run: &Run, stars: &BTreeSet<u64>) -> Value {
    let total = run.trace.end().0;
    let ticks = usize::try_from(total).unwrap_or(0);
    let mut shown: Vec<Vec<&str>> = vec![vec!["DONE"; case.programs.len()]; ticks];
    let mut cpu = vec![0u64; ticks];
    let mut blocked = vec![0u64; ticks];
    for (pid, program) in case.programs.iter().enumerate() {
        let lane = run.lanes[ThreadId::from_index(pid)];
        let mut instructions = program.iter();
        for slice in run.trace.track_slices(lane) {
            for t in slice.start.0..slice.end.0 {
                let t = usize::try_from(t).unwrap_or(0);
                shown[t][pid] = match slice.state {
                    State::Running => match instructions.next() {
                        Some(instruction) => {
                            cpu[t] = 1;
                            instruction.shown()
                        }
                        None => "RUNNING",
                    },
                    State::BlockedIo => {
                        blocked[t] += 1;
                        "BLOCKED"
                    }
                    _ => "READY",
                };
            }
        }
    }
    let row = |t: usize| {
        let tick = t as u64 + 1;
        let star = u64::from(stars.contains(&tick));
        json!([tick, star, shown[t], cpu[t], blocked[t]])
    };
    let cpu_busy: u64 = cpu.iter().sum();
    let io_busy = blocked.iter().filter(|&&n| n > 0).count() as u64;
    let percent = |busy: u64| printed(100.0 * busy as f64 / total.max(1) as f64, 2);
    json!({
        "rows": (0..ticks).map(row).collect::<Vec<Value>>(),
        "stats": {
            "total": total,
            "cpu_busy": cpu_busy, "cpu_pct": percent(cpu_busy),
            "io_busy": io_busy, "io_pct": percent(io_busy),
        },
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::cases::reference::process_run as reference;
    use crate::cases::testing::{check_list, differences};

    #[test]
    fn the_published_cases() {
        check_list("ostep-process-run", "cases", expect);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]
        #[test]
        fn as_the_rules_say(
            processes in prop::collection::vec(
                prop::collection::vec(prop::bool::weighted(0.4), 0..6), 1..6),
            io_length in 0..6u64,
            on_end in any::<bool>(),
            immediate in any::<bool>(),
        ) {
            let setting = reference::Setting { processes, io_length, on_end, immediate };
            let found = expect(&setting.args()).expect("a case");
            let wrong = differences(&reference::run(&setting), &found);
            prop_assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        }
    }

    #[test]
    fn what_cannot_be_run_is_refused() {
        for (args, place) in [
            (json!({"processes": [], "io_length": 5}), "args.processes"),
            (json!({"processes": [["cpu"]]}), "args.io_length"),
            (
                json!({"processes": [["nap"]], "io_length": 5}),
                "args.processes[0][0]",
            ),
            (
                json!({"processes": [5], "io_length": 5}),
                "args.processes[0]",
            ),
            (
                json!({"processes": [["io", "io"]], "io_length": 150_000}),
                "args.processes",
            ),
            (
                json!({"processes": [["io"]], "io_length": 1, "switch": "ON"}),
                "args.switch",
            ),
        ] {
            let problem = expect(&args).expect_err("refused");
            assert_eq!(problem.place, place, "{args}");
        }
    }
}
