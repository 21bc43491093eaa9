//! `lab run`: a Python program on the simulated machine.

use std::cell::RefCell;
use std::ffi::OsString;
use std::io::{self, Write};
use std::rc::Rc;

use clap::{Args, ValueEnum};

use super::report::gantt::Counts;
use super::report::svg::{self, Panel};
use super::{Console, Ending, read_text, tell, write_to};
use crate::base::{Dur, Lang, Problem, Text};
use crate::formats::chrome;
use crate::python::machine::{self, Bound, Printed, Ran, Settings};
use crate::scenario::Unit;

/// Examples for help; each is run by a test.
pub(super) const EXAMPLES: &str = "\
  lab run program.py
  lab run program.py one two
  lab run program.py --gil off --cores 8
  lab run program.py --trace out.json --svg out.svg
  printf 'print(6 * 7)\\n' | lab run -
  printf 'Kim\\n' | lab run asks.py";

/// What else help says, in Korean and English.
pub(super) const NOTES: (&str, &str) = (
    "\
시간은 가상입니다. 명령 하나가 코어를 20 ns 쓰고, 잠자기와 기다리기는 말한 만큼 걸리며, 실제로는 기다리지
않습니다. 표준 출력과 표준 오류는 CPython처럼 나뉘고, 프로그램이 input이나 sys.stdin을 쓰면 표준 입력을 읽습니다.
네트워크와 파일은 시뮬레이션한 것입니다. 같은 프로그램과 같은 --seed는 언제나 같은 것을 출력합니다.

종료 코드: 프로그램의 것(잡지 못한 예외는 1, sys.exit(n)은 n). 끝나지 않아 멈추었거나 모두 기다리기만 하면 1,
읽을 수 없는 입력은 2.",
    "\
Time is virtual: an instruction uses a core for 20 ns, sleeping and waiting take what they say, and no real
time passes for them. Output and errors go apart, as with CPython; standard input is read if the program
uses input or sys.stdin. Network and files are simulated. The same program with the same --seed always
prints the same.

Exit codes: the program's own (1 for an uncaught exception, n for sys.exit(n)); 1 as well if it was stopped
because it does not end, or everything waits for ever; 2 for input that cannot be read.",
);

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

/// The command line with the options that stand right behind the program moved
/// before it, so that `lab run FILE --cores 2` is read as it is meant; what comes
/// after anything else, or after `--`, is the program's.
pub(super) fn options_first(all: Vec<OsString>) -> Vec<OsString> {
    const OPTIONS: [&str; 6] = ["--cores", "--gil", "--seed", "--trace", "--svg", "--lang"];
    // How many words the option at a place takes, if there is one.
    let option = |place: usize| {
        let word = all.get(place)?.to_str()?;
        match word.split_once('=') {
            Some((name, _)) => OPTIONS.contains(&name).then_some(1),
            None => OPTIONS.contains(&word).then_some(2),
        }
    };
    let behind = |mut place: usize| {
        while let Some(words) = option(place) {
            place += words;
        }
        place
    };
    let command = behind(1);
    let program = behind(command + 1);
    let end = behind(program + 1).min(all.len());
    if all.get(command).is_none_or(|word| word != "run") || end <= program + 1 {
        return all;
    }
    let mut ordered = all[..program].to_vec();
    ordered.extend_from_slice(&all[program + 1..end]);
    ordered.push(all[program].clone());
    ordered.extend_from_slice(&all[end..]);
    ordered
}

/// Whether there is a global interpreter lock.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(super) enum Gil {
    /// One thread of a process at a time, as in CPython
    On,
    /// None, as in the free-threaded build
    Off,
}

impl Gil {
    /// The switch interval; none without a lock.
    pub(super) fn interval(self) -> Option<Dur> {
        Settings::default().gil.filter(|_| self == Gil::On)
    }
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
    let ran = machine::run(&name_of(&arguments.program), &source, &settings, sink);
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

/// The program's name in tracebacks and as `__file__`: its whole path, as with
/// CPython.
fn name_of(program: &str) -> String {
    if program == "-" {
        return "<stdin>".to_owned();
    }
    let path = std::path::absolute(program);
    path.map_or(program.to_owned(), |path| path.display().to_string())
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
        gil: arguments.gil.interval(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_behind_the_program_are_read_as_options() {
        for (given, want) in [
            ("lab run a.py --cores 2 x", "lab run --cores 2 a.py x"),
            (
                "lab run a.py --seed=3 --gil off",
                "lab run --seed=3 --gil off a.py",
            ),
            (
                "lab run --cores 2 a.py --svg -",
                "lab run --cores 2 --svg - a.py",
            ),
            (
                "lab --lang ko run a.py --cores 2",
                "lab --lang ko run --cores 2 a.py",
            ),
            ("lab run a.py x --cores 2", "lab run a.py x --cores 2"),
            ("lab run a.py -- --cores 2", "lab run a.py -- --cores 2"),
            ("lab run a.py --cores", "lab run --cores a.py"),
            ("lab run - a", "lab run - a"),
            ("lab explore a.py --seed 2", "lab explore a.py --seed 2"),
            ("lab run", "lab run"),
            ("lab", "lab"),
        ] {
            let words = |text: &str| text.split(' ').map(OsString::from).collect::<Vec<_>>();
            assert_eq!(options_first(words(given)), words(want), "{given}");
        }
    }
}
