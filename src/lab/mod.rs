//! The command line `lab`.
//!
//! Results go to standard output, everything else to standard error. Exit codes:
//! 0 if all is well, 1 if a check failed, 2 if what was asked for cannot be done;
//! then one sentence says where, why, and how to mend it.

mod case;
mod describe;
mod explore;
mod jobs;
mod korean;
mod machine;
mod policies;
mod refuse;
mod report;
mod run;
mod schedule;
mod simulate;
mod trace;

use std::fs;
use std::io::{self, Read, Write};
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::base::{Lang, Problem, Text};

/// The most that is read from a file.
const MOST_BYTES: u64 = 64 << 20;

const AFTER: &str = "\
Exit codes: 0 all is well; 1 a check failed; 2 bad input (one sentence says where and how to mend it).";

const AFTER_KO: &str = "종료 코드: 0 모두 잘됨, 1 확인에 실패함, 2 잘못된 입력(어디를 어떻게 고칠지 한 문장으로 말합니다).";

#[derive(Parser, Debug)]
#[command(
    name = "lab",
    version,
    about = "Concurrency Lab: schedulers, locks and interleavings, from the command line",
    after_help = AFTER,
    max_term_width = 100,
)]
struct Arguments {
    /// The language of messages; usually that of LC_ALL, LC_MESSAGES or LANG.
    #[arg(long, global = true, value_enum)]
    lang: Option<Language>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Language {
    /// Korean
    Ko,
    /// English
    En,
}

#[derive(Subcommand, Debug)]
enum Command {
    Schedule(Box<schedule::Arguments>),
    Simulate(Box<simulate::Arguments>),
    Explore(Box<explore::Arguments>),
    Case(case::Arguments),
    Trace(trace::Arguments),
    Run(run::Arguments),
}

/// How a command ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Ending {
    /// All is well.
    Well,
    /// A check failed.
    Failed,
    /// What was asked for cannot be done.
    Refused,
    /// A program ended with this exit code; a negative one is a signal's number.
    Program(i32),
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> ExitCode {
        ExitCode::from(match ending {
            Ending::Well => 0,
            Ending::Failed => 1,
            Ending::Refused => 2,
            // As a shell says it.
            Ending::Program(code) if code < 0 => 128u8.wrapping_add(code.unsigned_abs() as u8),
            Ending::Program(code) => (code & 0xff) as u8,
        })
    }
}

/// Where a command writes, and in which language.
struct Console<'a> {
    out: &'a mut dyn Write,
    lang: Lang,
}

impl Console<'_> {
    /// Tells what is wrong, one line each, on standard error.
    fn complain(&self, problems: &[Problem]) {
        const MOST: usize = 20;
        for problem in problems.iter().take(MOST) {
            tell(&problem.sentence(self.lang));
        }
        if problems.len() > MOST {
            let more = problems.len() - MOST;
            tell(&match self.lang {
                Lang::Ko => format!("문제가 {more}개 더 있습니다."),
                Lang::En => format!("{more} more problems."),
            });
        }
    }
}

/// A line on standard error. Whoever has closed it does not want to know.
fn tell(line: &str) {
    let _ = writeln!(io::stderr(), "lab: {line}");
}

/// Reads the command line, does what it asks for, and gives the exit code.
pub fn main() -> ExitCode {
    let parsed = command(asked_language())
        .try_get_matches_from(run::options_first(std::env::args_os().collect()));
    let arguments = match parsed.and_then(|matches| Arguments::from_arg_matches(&matches)) {
        Ok(arguments) => arguments,
        Err(error) => {
            match refuse::problem(&error) {
                Some(problem) => tell(&problem.sentence(asked_language())),
                // A closed pipe is the reader's wish.
                None => drop(error.print()),
            }
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut console = Console {
        out: &mut out,
        lang: language(arguments.lang),
    };
    let ended = match &arguments.command {
        Command::Schedule(arguments) => schedule::run(arguments, &mut console),
        Command::Simulate(arguments) => simulate::run(arguments, &mut console),
        Command::Explore(arguments) => explore::run(arguments, &mut console),
        Command::Case(arguments) => case::run(arguments, &mut console),
        Command::Trace(arguments) => trace::run(arguments, &mut console),
        Command::Run(arguments) => run::run(arguments, &mut console),
    };
    let ended = ended.and_then(|ending| out.flush().map(|()| ending));
    match ended {
        Ok(ending) => ending.into(),
        // Whoever reads has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            tell(&error.to_string());
            ExitCode::from(2)
        }
    }
}

/// The command line with the parts of its help that come from tables.
fn command(lang: Lang) -> clap::Command {
    let command = Arguments::command()
        .mut_subcommand("schedule", |schedule| {
            let (short, long) = schedule::after_help(lang);
            schedule.after_help(short).after_long_help(long)
        })
        .mut_subcommand("simulate", |simulate| {
            simulate.after_help(after_help(simulate::EXAMPLES, simulate::NOTES, lang))
        })
        .mut_subcommand("explore", |explore| {
            explore.after_help(after_help(explore::EXAMPLES, explore::NOTES, lang))
        })
        .mut_subcommand("run", |run| {
            run.after_help(after_help(run::EXAMPLES, run::NOTES, lang))
        });
    match lang {
        Lang::Ko => korean::korean(command.after_help(AFTER_KO)),
        Lang::En => command,
    }
}

/// What stands below the options: examples, the first without its indent, and
/// notes in Korean and English.
fn after_help(examples: &str, notes: (&str, &str), lang: Lang) -> String {
    match lang {
        Lang::Ko => format!("예:\n  {examples}\n\n{}", notes.0),
        Lang::En => format!("Examples:\n  {examples}\n\n{}", notes.1),
    }
}

/// The language of help, which is written before arguments are known.
fn asked_language() -> Lang {
    let arguments: Vec<String> = std::env::args_os()
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    let asked = arguments.iter().enumerate().find_map(|(place, argument)| {
        match argument.strip_prefix("--lang") {
            Some("") => arguments.get(place + 1).cloned(),
            Some(value) => Some(value.strip_prefix('=')?.to_owned()),
            None => None,
        }
    });
    let known = asked.and_then(|value| Language::from_str(&value, false).ok());
    language(known)
}

/// How many columns the terminal has; 80 if it is none, and does not say.
fn columns() -> usize {
    const USUAL: usize = 80;
    let said = std::env::var("COLUMNS").ok().and_then(|n| n.parse().ok());
    said.or_else(|| Some(usize::from(terminal_size::terminal_size()?.0.0)))
        .map_or(USUAL, |columns: usize| columns.clamp(20, 2000))
}

/// Writes a result to a file, or to standard output if it is called `-`.
fn write_to(path: &str, text: &str, console: &mut Console<'_>) -> io::Result<Result<(), Problem>> {
    write_with(path, &|out| out.write_all(text.as_bytes()), console)
}

/// The same, of a result that is written piece by piece.
fn write_with(
    path: &str,
    write: &dyn Fn(&mut dyn Write) -> io::Result<()>,
    console: &mut Console<'_>,
) -> io::Result<Result<(), Problem>> {
    if path == "-" {
        return write(console.out).map(Ok);
    }
    let written = fs::File::create(path).and_then(|file| {
        let mut out = io::BufWriter::new(file);
        write(&mut out)?;
        out.flush()
    });
    Ok(written.map_err(|error| {
        Problem::new(
            path,
            Text::new(
                format!("쓸 수 없습니다({error})."),
                format!("It cannot be written ({error})."),
            ),
            Text::new(
                "쓸 수 있는 폴더의 파일 이름을 적거나, 표준 출력은 -로 적어 주세요.",
                "Name a file in a folder that can be written, or - for standard output.",
            ),
        )
    }))
}

/// The language that was asked for, or that of the environment, or English.
fn language(asked: Option<Language>) -> Lang {
    match asked {
        Some(Language::Ko) => Lang::Ko,
        Some(Language::En) => Lang::En,
        None => ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .filter_map(|name| std::env::var(name).ok())
            .find(|value| !value.is_empty())
            .and_then(|value| Lang::from_tag(value.split('.').next()?))
            .unwrap_or(Lang::En),
    }
}

/// The text of a file; of standard input if it is called `-`.
fn read_text(path: &str) -> Result<String, Problem> {
    let bytes = read_bytes(path, MOST_BYTES)?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Problem::new(
            format!("{path}: byte {at}"),
            Text::new("UTF-8이 아닙니다.", "It is not UTF-8."),
            Text::new("UTF-8로 저장해 주세요.", "Save it as UTF-8."),
        )
    })
}

/// The bytes of a file, at most so many; - is standard input.
fn read_bytes(path: &str, most: u64) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let read = if path == "-" {
        io::stdin().lock().take(most + 1).read_to_end(&mut bytes)
    } else {
        fs::File::open(path).and_then(|file| file.take(most + 1).read_to_end(&mut bytes))
    };
    if let Err(error) = read {
        return Err(Problem::new(
            path,
            Text::new(
                format!("읽을 수 없습니다({error})."),
                format!("It cannot be read ({error})."),
            ),
            Text::new(
                "있는 파일의 이름을 적거나, 표준 입력은 -로 적어 주세요.",
                "Name a file that is there, or - for standard input.",
            ),
        ));
    }
    if bytes.len() as u64 > most {
        let most = most >> 20;
        return Err(Problem::new(
            path,
            Text::new("너무 깁니다.", "It is too long."),
            Text::new(
                format!("{most} MiB 이하로 줄여 주세요."),
                format!("Use at most {most} MiB."),
            ),
        ));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        for lang in Lang::ALL {
            command(lang).debug_assert();
        }
    }
}
