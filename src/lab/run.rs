//! `lab run`: a Python program on the simulated machine.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use clap::{Args, ValueEnum};

use super::report::gantt::Counts;
use super::report::svg::{self, Panel};
use super::{Console, Ending, read_text, tell, write_to};
use crate::base::{Lang, Problem, Text};
use crate::formats::chrome;
use crate::python::machine::{self, Bound, Printed, Ran, Settings};
use crate::scenario::Unit;

/// Run a Python program in virtual time: it prints and exits as CPython 3.11 would
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The program; - for standard input
    #[arg(value_name = "FILE.py")]
    program: String,
    /// What the program finds in sys.argv
    #[arg(
        value_name = "ARGS",
        trailing_var_arg = true,
        allow_hyphen_values = true
    )]
    args: Vec<String>,
    /// Number of cores
    #[arg(long, default_value_t = 4)]
    cores: u32,
    /// Whether processes have a global interpreter lock
    #[arg(long, value_enum, default_value = "on")]
    gil: Gil,
    /// Seed of random numbers
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Everything that happened, as a Chrome trace (Perfetto); - for standard output
    #[arg(long, value_name = "OUT.json")]
    trace: Option<String>,
    /// A Gantt chart as an SVG picture; - for standard output
    #[arg(long, value_name = "OUT.svg")]
    svg: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Gil {
    /// One thread of a process at a time, as in CPython
    On,
    /// None, as in the free-threaded build
    Off,
}

pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> io::Result<Ending> {
    let source = match read_text(&arguments.program) {
        Ok(source) => source,
        Err(problem) => {
            console.complain(&[problem]);
            return Ok(Ending::Refused);
        }
    };
    let input = match arguments.program.as_str() {
        "-" => String::new(),
        _ => read_input(&source),
    };
    let settings = settings(arguments, input);
    // What is printed goes out at once; whoever has closed a stream has seen enough.
    let closed = Rc::new(RefCell::new(None));
    let seen = closed.clone();
    let sink = move |printed: &Printed| {
        if let Err(error) = put(printed) {
            seen.borrow_mut().get_or_insert(error);
        }
    };
    let ran = machine::run(&arguments.program, &source, &settings, sink);
    if let Some(error) = closed.take() {
        return Err(error);
    }
    match ran {
        Ok(ran) => finish(arguments, &ran, console),
        Err(problems) => {
            console.complain(&problems);
            Ok(Ending::Refused)
        }
    }
}

/// What the program may read: standard input, if it asks for it at all, so that
/// one that does not need not wait for a terminal.
fn read_input(source: &str) -> String {
    if !(source.contains("input") || source.contains("stdin")) {
        return String::new();
    }
    read_text("-").unwrap_or_default()
}

fn settings(arguments: &Arguments, input: String) -> Settings {
    let usual = Settings::default();
    let mut args = vec![arguments.program.clone()];
    args.extend(arguments.args.iter().cloned());
    Settings {
        cores: arguments.cores,
        gil: usual.gil.filter(|_| arguments.gil == Gil::On),
        seed: arguments.seed,
        args,
        input,
        ..usual
    }
}

fn put(printed: &Printed) -> io::Result<()> {
    if printed.error {
        io::stderr().write_all(printed.text.as_bytes())
    } else {
        let mut out = io::stdout();
        out.write_all(printed.text.as_bytes())?;
        out.flush()
    }
}

/// Writes the files that were asked for, and gives the program's exit code.
fn finish(arguments: &Arguments, ran: &Ran, console: &mut Console<'_>) -> io::Result<Ending> {
    if let Some(path) = &arguments.trace {
        let text = chrome::export(&ran.run.trace);
        if let Err(problem) = write_to(path, &text, console)? {
            console.complain(&[problem]);
            return Ok(Ending::Refused);
        }
    }
    if let Some(path) = &arguments.svg {
        let text = picture(arguments, ran, console.lang);
        if let Err(problem) = write_to(path, &text, console)? {
            console.complain(&[problem]);
            return Ok(Ending::Refused);
        }
    }
    if let Some(bound) = ran.stopped {
        console.complain(&[stopped_at(&arguments.program, ran, bound)]);
        return Ok(Ending::Failed);
    }
    if ran.is_stuck() {
        tell(&ran.run.sentence(console.lang));
    }
    Ok(match ran.code {
        Some(code) => Ending::Program(code),
        None => Ending::Failed,
    })
}

fn picture(arguments: &Arguments, ran: &Ran, lang: Lang) -> String {
    let title = Text::new(arguments.program.clone(), arguments.program.clone());
    let panel = Panel {
        label: arguments.program.clone(),
        trace: &ran.run.trace,
        figures: ran.run.sentence(lang),
    };
    svg::picture(&title, &[panel], Counts::time(Unit::Millis), lang)
}

fn stopped_at(program: &str, ran: &Ran, bound: Bound) -> Problem {
    let count = ran.instructions;
    let (reason, hint) = match bound {
        Bound::Instructions => (
            Text::new(
                format!("명령 {count}개 뒤에도 끝나지 않았습니다."),
                format!("It has not ended after {count} instructions."),
            ),
            Text::new(
                "끝나지 않는 반복문이 있는지 보거나 반복 횟수를 줄여 주세요.",
                "Look for a loop that does not end, or let it run fewer times.",
            ),
        ),
        Bound::Memory => (
            Text::new(
                "메모리를 너무 많이 써서 멈췄습니다.",
                "It was stopped for using too much memory.",
            ),
            Text::new(
                "끝없이 커지는 목록이나 객체가 있는지 보아 주세요.",
                "Look for a list or for objects that grow without end.",
            ),
        ),
        Bound::Output => (
            Text::new(
                "출력이 너무 많아서 멈췄습니다.",
                "It was stopped for writing too much.",
            ),
            Text::new(
                "끝나지 않는 반복문 안에서 출력하는지 보아 주세요.",
                "Look for a loop without end that prints.",
            ),
        ),
        // Here the input always ends.
        Bound::Input => (
            Text::new("읽을 입력이 없습니다.", "There is no input to read."),
            Text::new("표준 입력으로 주세요.", "Give it on standard input."),
        ),
    };
    Problem::new(program, reason, hint)
}
