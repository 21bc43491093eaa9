//! Threads as instructions, interrupted in turn or run by a fixed schedule.
//!
//! # Source
//! `threads-locks/x86.py` of the homework of Arpaci-Dusseau: Operating Systems:
//! Three Easy Pieces (github.com/remzi-arpacidusseau/ostep-homework).
//!
//! # Rules
//! The instructions are [`Program`](crate::sim::program::Program)'s, one step
//! each; who takes the next step is the simulator's own:
//! * In turn: thread 0 begins; a counter begins at the interval and goes down
//!   by one with each instruction. At zero, or after `yield`, it is reloaded
//!   and the next unfinished thread has its turn, which may be the same one and
//!   is counted as a switch all the same. After `halt` the next unfinished
//!   thread has its turn as well, without a reload and before the counter is
//!   looked at: if both come together, two threads on.
//! * By a schedule: after each instruction the next entry of the schedule whose
//!   thread is unfinished, from the beginning again after the last; after
//!   `halt` twice. A switch is counted only if the thread changed.

use serde_json::{Value, json};

use super::args::{Arg, first};
use crate::base::{Problem, Text};
use crate::sim::program::{Image, Instr, Key, Reg, State, System};

const MOST_INSTRS: usize = 500;
/// A digit names a thread in the figures.
const MOST_THREADS: u64 = 10;
const MOST_STEPS: usize = 1_000_000;
const MOST_TIME: u64 = 1_000_000_000;
const MOST_LISTED: usize = 100_000;
const FAR: i64 = 1_000_000_000_000;

/// What a case gives, in the shape of its `expect`.
///
/// # Errors
/// What is wrong with the arguments, or that the threads do not end.
pub fn expect(args: &Value) -> Result<Value, Problem> {
    let args = Arg::root(args);
    let image = link(&args)?;
    let mut order = order(&args, image.start().threads.len())?;
    let mut watch = Vec::new();
    for address in args.field("watch")?.items(0..=MOST_INSTRS)? {
        watch.push(Key::Address(address.whole(-FAR..=FAR)?));
    }
    let mut log = Log::default();
    let mut state = image.start().clone();
    while state.threads.iter().any(|thread| !thread.is_over()) {
        if log.pcs.len() >= MOST_STEPS {
            return Err(args.field("program")?.too_long(
                Text::new(
                    "스레드가 끝나지 않습니다.",
                    "The threads do not come to an end.",
                ),
                MOST_STEPS as u64,
            ));
        }
        let thread = order.thread();
        let instr = image.next(&state, thread);
        log.threads += &thread.to_string();
        log.pcs.push(state.threads[thread].pc);
        let before: Vec<i64> = values(&watch, &state);
        image.step(&mut state, thread);
        let after = values(&watch, &state);
        if before != after {
            log.changes.push((log.pcs.len() - 1, after));
        }
        let unfinished = |n: usize| !state.threads[n].is_over();
        order.next(instr, unfinished);
    }
    Ok(json!({
        "instructions": log.pcs.len(),
        "interrupt_switches": order.interrupts,
        "halt_switches": order.halts,
        "final": values(&watch, &state),
        "threads_by_step": log.threads,
        "pcs": log.pcs,
        "memory_changes": log.changes,
    }))
}

#[derive(Default)]
struct Log {
    threads: String,
    pcs: Vec<u32>,
    changes: Vec<(usize, Vec<i64>)>,
}

fn values(watch: &[Key], state: &State) -> Vec<i64> {
    watch.iter().map(|key| state.memory.get(*key)).collect()
}

/// Who takes the next step.
struct Order {
    threads: usize,
    /// The thread, or the place in the schedule.
    at: usize,
    schedule: Option<Vec<usize>>,
    counter: u64,
    reload: u64,
    intervals: std::vec::IntoIter<u64>,
    interrupts: u64,
    halts: u64,
}

impl Order {
    fn thread(&self) -> usize {
        self.schedule.as_ref().map_or(self.at, |list| list[self.at])
    }

    /// Goes on to the next that is unfinished.
    fn advance(&mut self, unfinished: impl Fn(usize) -> bool) {
        let count = self.schedule.as_ref().map_or(self.threads, Vec::len);
        for _ in 0..count {
            self.at = (self.at + 1) % count;
            if unfinished(self.thread()) {
                return;
            }
        }
    }

    /// After an instruction.
    fn next(&mut self, instr: Option<Instr>, unfinished: impl Fn(usize) -> bool) {
        if instr == Some(Instr::Halt) {
            if !(0..self.threads).any(&unfinished) {
                return;
            }
            self.halts += 1;
            self.advance(&unfinished);
        }
        self.counter -= 1;
        if self.counter > 0 && instr != Some(Instr::Yield) {
            return;
        }
        self.counter = self.intervals.next().unwrap_or(self.reload);
        let before = self.thread();
        self.advance(&unfinished);
        let counts = self.schedule.is_none() || self.thread() != before;
        self.interrupts += u64::from(counts);
    }
}

fn order(args: &Arg<'_>, threads: usize) -> Result<Order, Problem> {
    let mut intervals = Vec::new();
    if let Some(list) = args.maybe("intervals")? {
        for interval in list.items(1..=MOST_LISTED)? {
            intervals.push(interval.count(1..=MOST_TIME)?);
        }
    }
    let schedule = match args.maybe("schedule")? {
        None => None,
        Some(list) => {
            let mut schedule = Vec::new();
            for thread in list.items(1..=MOST_LISTED)? {
                schedule.push(thread.count(0..=threads as u64 - 1)? as usize);
            }
            if let Some(thread) = (0..threads).find(|thread| !schedule.contains(thread)) {
                return Err(list.problem(
                    Text::new(
                        format!("스레드 {thread}의 차례가 없습니다."),
                        format!("Thread {thread} has no turn in it."),
                    ),
                    Text::new(
                        "모든 스레드를 한 번 이상 적어 주세요.",
                        "Name every thread at least once.",
                    ),
                ));
            }
            Some(schedule)
        }
    };
    let reload = match (&schedule, args.maybe("interrupt")?) {
        (Some(_), _) => 1,
        (None, Some(interrupt)) => interrupt.count(1..=MOST_TIME)?,
        (None, None) if !intervals.is_empty() => intervals[intervals.len() - 1],
        (None, None) => args.field("interrupt")?.count(1..=MOST_TIME)?,
    };
    if schedule.is_some() {
        intervals.clear();
    }
    let mut intervals = intervals.into_iter();
    Ok(Order {
        threads,
        at: 0,
        schedule,
        counter: intervals.next().unwrap_or(reload),
        reload,
        intervals,
        interrupts: 0,
        halts: 0,
    })
}

/// The threads with their common program.
fn link(args: &Arg<'_>) -> Result<Image, Problem> {
    let threads = args.field("threads")?.count(1..=MOST_THREADS)?;
    let mut text = String::new();
    let registers = args.maybe("init_registers")?;
    let registers = match &registers {
        Some(list) => list.items(0..=MOST_THREADS as usize)?,
        None => Vec::new(),
    };
    for n in 0..threads as usize {
        text += &format!("thread t{n}");
        if let Some(registers) = registers.get(n) {
            for (name, value) in registers.fields()? {
                register(&value, &name)?;
                text += &format!(" {name}={}", value.whole(-FAR..=FAR)?);
            }
        }
        text += "\n";
    }
    let program = args.field("program")?;
    let instrs = program.items(1..=MOST_INSTRS)?;
    let count = instrs.len();
    let mut lines = Vec::new();
    for instr in &instrs {
        lines.push(instruction(instr, count)?);
    }
    // Who comes behind the last instruction has ended.
    lines.push("halt".to_owned());
    let ends: Vec<&str> = lines
        .iter()
        .filter_map(|l| l.rsplit_once(' '))
        .map(|l| l.1)
        .collect();
    let labels: Vec<String> = (0..lines.len()).map(|n| format!("at{n}")).collect();
    for (label, line) in labels.iter().zip(&lines) {
        if ends.contains(&label.as_str()) {
            text += &format!("{label}:\n");
        }
        text += &format!("{line}\n");
    }
    let (system, problems) = System::parse(&text);
    if !problems.is_empty() {
        return Err(first(problems));
    }
    Image::link(&system).map_err(first)
}

/// One instruction as [`System::parse`] reads it.
fn instruction(instr: &Arg<'_>, count: usize) -> Result<String, Problem> {
    const NAMES: [&str; 18] = [
        "load", "store", "storei", "movi", "mov", "addi", "subi", "neg", "cmpi", "cmp", "jmp",
        "je", "jne", "jgt", "xchg", "fetchadd", "yield", "nop",
    ];
    let parts = instr.items(1..=3)?;
    let names: Vec<&str> = NAMES.into_iter().chain(["halt"]).collect();
    let name = names[parts[0].word(&names)?];
    let part = |n: usize| {
        parts.get(n).ok_or_else(|| {
            instr.problem(
                Text::new(
                    format!("{name}에 값이 모자랍니다."),
                    format!("{name} lacks a value."),
                ),
                Text::new("형식 설명대로 적어 주세요.", "Write it as the format says."),
            )
        })
    };
    let reg = |n| named_register(part(n)?);
    let number = |n| -> Result<i64, Problem> { part(n)?.whole(-FAR..=FAR) };
    let target = |n| -> Result<u64, Problem> { part(n)?.count(0..=count as u64) };
    Ok(match name {
        "load" => format!("load {} {}", reg(1)?, place(part(2)?)?),
        "store" => format!("store {} {}", reg(1)?, place(part(2)?)?),
        "storei" => format!("store {} {}", number(1)?, place(part(2)?)?),
        "movi" => format!("move {} {}", reg(1)?, number(2)?),
        "mov" => format!("move {} {}", reg(1)?, reg(2)?),
        "addi" => format!("add {} {}", reg(1)?, number(2)?),
        "subi" => format!("sub {} {}", reg(1)?, number(2)?),
        "neg" => format!("neg {}", reg(1)?),
        "cmpi" => format!("compare {} {}", reg(1)?, number(2)?),
        "cmp" => format!("compare {} {}", reg(1)?, reg(2)?),
        "jmp" => format!("jump at{}", target(1)?),
        "je" | "jne" | "jgt" => format!("{name} at{}", target(1)?),
        "xchg" => format!("exchange {} {}", reg(1)?, place(part(2)?)?),
        "fetchadd" => format!("fetch-add {} {}", reg(1)?, place(part(2)?)?),
        _ => name.to_owned(),
    })
}

fn named_register(part: &Arg<'_>) -> Result<String, Problem> {
    let names: Vec<&str> = Reg::all().map(Reg::name).collect();
    Ok(names[part.word(&names)?].to_owned())
}

fn register(at: &Arg<'_>, name: &str) -> Result<(), Problem> {
    match Reg::from_name(name) {
        Some(_) => Ok(()),
        None => {
            let names: Vec<&str> = Reg::all().map(Reg::name).collect();
            let names = names.join(", ");
            Err(at.problem(
                Text::new("그런 레지스터가 없습니다.", "There is no such register."),
                Text::new(
                    format!("다음 중 하나로 적어 주세요: {names}"),
                    format!("Use one of: {names}"),
                ),
            ))
        }
    }
}

/// A number, or a base, a register and a scale.
fn place(part: &Arg<'_>) -> Result<String, Problem> {
    if let Ok(parts) = part.items(3..=3) {
        let base = parts[0].whole(-FAR..=FAR)?;
        let reg = named_register(&parts[1])?;
        let scale = parts[2].whole(-FAR..=FAR)?;
        return Ok(format!("[{base} + {scale}*{reg}]"));
    }
    Ok(part.whole(-FAR..=FAR)?.to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::cases::reference::x86 as reference;
    use crate::cases::testing::{check_list, differences};

    #[test]
    fn the_published_cases() {
        check_list("ostep-x86", "cases", expect);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let case = |program: Value| {
            let args = json!({"program": program, "threads": 1, "interrupt": 1, "watch": []});
            expect(&args).map_err(|problem| problem.place)
        };
        assert!(case(json!([["halt"]])).is_ok());
        for (program, place) in [
            (json!([]), "args.program"),
            (json!([["fly"]]), "args.program[0][0]"),
            (json!([["load", "ax"]]), "args.program[0]"),
            (json!([["load", "zz", 1]]), "args.program[0][1]"),
            (json!([["jmp", 9]]), "args.program[0][1]"),
            (json!([["jmp", 0]]), "args.program"),
        ] {
            assert_eq!(case(program), Err(place.to_owned()));
        }
    }

    /// Instructions of programs that end: jumps go forward, but for one loop
    /// that counts `dx` down.
    fn instruction(n: usize, count: usize, draw: [u8; 4]) -> Value {
        let reg = |k: usize| ["ax", "bx", "cx"][usize::from(draw[k]) % 3];
        let number = i64::from(draw[2]) % 7 - 3;
        let place = |k: usize| match draw[k] % 3 {
            0 => json!(2000),
            1 => json!(2004),
            _ => json!([2000, reg(3), 4]),
        };
        let target = n + 1 + usize::from(draw[1]) % (count - n);
        match draw[0] % 16 {
            0 | 1 => json!(["load", reg(1), place(2)]),
            2 | 3 => json!(["store", reg(1), place(2)]),
            4 => json!(["storei", number, place(1)]),
            5 => json!(["movi", reg(1), number]),
            6 => json!(["mov", reg(1), reg(2)]),
            7 => json!(["addi", reg(1), number]),
            8 => json!(["subi", reg(1), number]),
            9 => json!(["neg", reg(1)]),
            10 => json!(["cmpi", reg(1), number]),
            11 => json!(["cmp", reg(1), reg(2)]),
            12 => {
                let jump = ["je", "jne", "jgt", "jmp"][usize::from(draw[2]) % 4];
                json!([jump, target])
            }
            13 => json!(["xchg", reg(1), place(2)]),
            14 => json!(["fetchadd", reg(1), place(2)]),
            _ if draw[1].is_multiple_of(2) => json!(["yield"]),
            _ => json!(["nop"]),
        }
    }

    fn cases() -> impl Strategy<Value = Value> {
        let draws = prop::collection::vec(any::<[u8; 4]>(), 1..14);
        let order = prop_oneof![
            (1..9u64).prop_map(|interrupt| json!({ "interrupt": interrupt })),
            (1..5u64, prop::collection::vec(1..6u64, 200)).prop_map(|(interrupt, intervals)| {
                json!({ "interrupt": interrupt, "intervals": intervals })
            }),
            prop::collection::vec(0..3usize, 0..6).prop_map(|mut schedule| {
                schedule.extend([1, 0, 2]);
                json!({ "interrupt": 50, "schedule": schedule })
            }),
        ];
        (draws, order, 1..4i64, 0..4i64).prop_map(|(draws, order, rounds, ax)| {
            let count = draws.len();
            // A comparison first: what flags are before any is not a rule.
            let mut program = vec![json!(["cmpi", "ax", 1])];
            for (n, draw) in draws.into_iter().enumerate() {
                program.push(instruction(n + 1, count + 1, draw));
            }
            program.push(json!(["subi", "dx", 1]));
            program.push(json!(["cmpi", "dx", 0]));
            program.push(json!(["jgt", 0]));
            program.push(json!(["halt"]));
            let registers = json!([{"dx": rounds, "ax": ax}, {"dx": 1, "bx": -1}, {"dx": 2}]);
            let mut args = order;
            args["program"] = json!(program);
            args["threads"] = json!(3);
            args["init_registers"] = registers;
            args["watch"] = json!([2000, 2004, 1996]);
            args
        })
    }

    proptest! {
        #[test]
        fn it_is_what_the_rules_give_step_by_step(args in cases()) {
            let found = expect(&args).expect("valid arguments");
            let wrong = differences(&reference::expect(&args), &found);
            prop_assert!(wrong.is_empty(), "{}\n{args}", wrong.join("\n"));
        }
    }
}
