//! `lab explore`: all schedules of a program, and one of them step by step.

mod fields;
mod python;
mod replay;
mod tell;
mod told;

use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use clap::Args;

pub(super) use fields::PYTHON;
use told::Told;

use super::report::{Files, Output};
use super::simulate::{complete, within};
use super::{Console, Ending, read_text};
use crate::base::{Lang, Problem, Text};
use crate::exploring::grouped;
use crate::scenario::{JobSpec, Length, PolicySpec, Scenario, Setting};
use crate::sim::explore::examples::{Example, example, examples};
use crate::sim::explore::{Explored, Go, Method, Options, Outcome, Progress, explore};
use crate::sim::program::{Image, System};
use crate::sim::schedule::Schedule;

/// How often progress is told.
const EVERY: Duration = Duration::from_millis(200);
/// The search for shortest schedules may take as long as counting did, but at
/// least and at most so long.
const SEARCH: (Duration, Duration) = (Duration::from_secs(2), Duration::from_secs(20));
/// More distinct outcomes are not kept.
const MOST_OUTCOMES: usize = 20_000;

/// Explore all schedules of a program: what can come of it, how often, and how
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// A program as text or in Python, or a scenario as JSON; - for standard input
    #[arg(value_name = "FILE.py|PROGRAM.txt|SCENARIO.json", conflicts_with_all = ["example", "preset"])]
    file: Option<String>,
    /// An example, as --list names it
    #[arg(short, long, value_name = "NAME", conflicts_with = "preset")]
    example: Option<String>,
    /// A scenario of the collection, as `lab simulate --list` names it
    #[arg(long, value_name = "NAME")]
    preset: Option<String>,
    /// List the examples
    #[arg(long)]
    list: bool,
    /// Read Python, whatever the file is called
    #[arg(long, conflicts_with_all = ["example", "preset"])]
    python: bool,
    /// Replay this schedule instead, step by step: "v1 A2 B3 A"
    #[arg(long, visible_alias = "schedule", value_name = "SCHEDULE")]
    replay: Option<String>,
    #[command(flatten)]
    told: Told,
    #[command(flatten)]
    how: How,
    #[command(flatten)]
    output: Output,
}

/// How to explore, and how far.
#[derive(Args, Debug)]
#[command(next_help_heading = "Method and budget")]
struct How {
    /// Only schedules with at most so many preemptions (Python: 2, if nothing is said)
    #[arg(short, long, value_name = "COUNT", conflicts_with_all = ["reduced", "sample"])]
    preemptions: Option<u32>,
    /// Python: schedules with any number of preemptions
    #[arg(long, conflicts_with_all = ["preemptions", "example", "preset"])]
    all: bool,
    /// Python: the program is run at most so often
    #[arg(long, value_name = "COUNT", default_value_t = 20_000, value_parser = clap::value_parser!(u64).range(1..=100_000_000))]
    runs: u64,
    /// One schedule of each class of equivalent ones (partial-order reduction)
    #[arg(short, long, conflicts_with = "sample")]
    reduced: bool,
    /// So many schedules drawn at random
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
    sample: Option<u64>,
    /// The seed of what is drawn
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// At most so many schedules are counted
    #[arg(long, value_name = "COUNT", default_value_t = 10_000_000, value_parser = clap::value_parser!(u64).range(1..=1_000_000_000_000))]
    schedules: u64,
    /// Counting takes at most so long
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    seconds: u64,
    /// A thread takes at most so many steps in one schedule
    #[arg(long, value_name = "COUNT", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    steps: u32,
    /// States that are looked at for the shortest schedules; 0 leaves that out
    #[arg(long, value_name = "COUNT", default_value_t = 200_000, value_parser = clap::value_parser!(u32).range(0..=10_000_000))]
    states: u32,
}

/// What stands below the options.
pub(super) const EXAMPLES: &str = "\
  lab explore --list
  lab explore --example lost-update-3
  lab explore --example lost-update-3 --replay \"v1 A B3 C3 A2\"
  lab explore --example lock-order --reduced
  lab explore --example philosophers-4 --preemptions 2 --json
  lab explore --example peterson --sample 1000 --seed 7
  lab explore lost_update.py
  lab explore lost_update.py --all --json
  lab explore lost_update.py --cores 2 --gil off -- one two
  lab explore lost_update.py --schedule \"v1 B C2 B\" --svg lost.svg
  lab explore --preset lost-update --schedules 1000 --seconds 5
  lab explore --example lock-order --replay \"v1 A B\" --svg deadlock.svg --trace deadlock.json
  printf 'thread A B\\n load ax x\\n add ax 1\\n store ax x\\n' | lab explore -";

pub(super) const NOTES: (&str, &str) = (
    "\
스케줄은 단계마다 누구의 차례인지 말합니다: v1 A2 B A는 첫째 스레드의 두 단계, 둘째의 한 단계, 첫째의 한
단계입니다. 선점은 더 갈 수 있는 스레드에서 다른 스레드로 바꾸는 것입니다. Ctrl-C를 누르면 멈추고, 그때까지
찾은 것을 보입니다.

종료 코드: 0 살펴본 어느 스케줄도 교착 상태나 실패한 스레드로 끝나지 않음, 1 그런 스케줄이 있음(예가 뜻하지
않은 결과도 포함), 2 잘못된 입력.",
    "\
A schedule says who takes each step: v1 A2 B A is two steps of the first thread, one of the second,
one of the first. A preemption is a switch away from a thread that could have gone on. Ctrl-C stops,
and what was found so far is printed.

Exit codes: 0 no schedule that was looked at ends in a deadlock or with a thread that failed; 1 one
does; 2 bad input. An outcome that an example does not intend is 1, too.",
);

pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> io::Result<Ending> {
    if arguments.list {
        return list(console);
    }
    if python::is_meant(arguments) {
        return python::run(arguments, console);
    }
    let subject = arguments
        .output
        .check()
        .and_then(|()| needs_replay(arguments))
        .and_then(|()| arguments.told.is_not_for_python())
        .map_err(|problem| vec![problem])
        .and_then(|()| Subject::find(arguments));
    let subject = match subject {
        Ok(subject) => subject,
        Err(problems) => {
            console.complain(&problems);
            return Ok(Ending::Refused);
        }
    };
    match &arguments.replay {
        Some(schedule) => replay(&subject, schedule, arguments, console),
        None => all(&subject, arguments, console),
    }
}

/// Pictures and traces are of one schedule.
fn needs_replay(arguments: &Arguments) -> Result<(), Problem> {
    let output = &arguments.output;
    let files = [("--svg", &output.svg), ("--trace", &output.trace)];
    match files.iter().find(|(_, file)| file.is_some()) {
        Some((flag, _)) if arguments.replay.is_none() => Err(Problem::new(
            *flag,
            Text::new(
                "어느 스케줄을 그릴지 정해지지 않았습니다.",
                "It is not said which schedule is to be drawn.",
            ),
            Text::new(
                "--replay \"v1 A2 B\"처럼 하나를 적으세요.",
                "Name one with --replay, such as --replay \"v1 A2 B\".",
            ),
        )),
        _ => Ok(()),
    }
}

fn list(console: &mut Console<'_>) -> io::Result<Ending> {
    let lang = console.lang;
    let all = examples();
    let width = all.iter().map(|example| example.key.len()).max();
    let width = width.unwrap_or(0);
    for example in all {
        let title = example.title.get(lang);
        writeln!(console.out, "{:width$}  {title}", example.key)?;
        writeln!(console.out, "{:width$}  {}", "", example.note.get(lang))?;
    }
    Ok(Ending::Well)
}

/// What is explored.
struct Subject {
    title: Text,
    note: Text,
    image: Image,
    example: Option<Example>,
    /// The same as a document.
    scenario: Scenario,
}

impl Subject {
    fn find(arguments: &Arguments) -> Result<Subject, Vec<Problem>> {
        if let Some(key) = &arguments.example {
            let found = example(key).ok_or_else(|| vec![no_example(key)])?;
            let place = format!("--example {key}");
            let subject = Subject::of_text(&place, &found.text)?;
            return Ok(Subject {
                title: found.title.clone(),
                note: found.note.clone(),
                example: Some(found),
                ..subject
            });
        }
        if let Some(key) = &arguments.preset {
            let place = format!("--preset {key}");
            let (_, text) = super::simulate::text(None, Some(key)).map_err(|p| vec![p])?;
            return Subject::of_document(&place, &text);
        }
        let Some(file) = &arguments.file else {
            return Err(vec![nothing()]);
        };
        let text = read_text(file).map_err(|problem| vec![problem])?;
        if text.trim_start().starts_with('{') {
            Subject::of_document(file, &text)
        } else {
            Subject::of_text(file, &text)
        }
    }

    fn of_document(place: &str, text: &str) -> Result<Subject, Vec<Problem>> {
        let scenario = complete(place, text)?;
        let system = scenario.system().map_err(|p| within(place, p))?;
        Ok(Subject {
            title: scenario.title.clone(),
            note: scenario.about.clone(),
            image: link(place, &system)?,
            example: None,
            scenario,
        })
    }

    fn of_text(place: &str, text: &str) -> Result<Subject, Vec<Problem>> {
        let (system, problems) = System::parse(text);
        if !problems.is_empty() {
            return Err(within(place, problems));
        }
        if system.threads.is_empty() {
            return Err(vec![no_thread(place)]);
        }
        Ok(Subject {
            title: Text::new("", ""),
            note: Text::new("", ""),
            image: link(place, &system)?,
            example: None,
            scenario: document(&system),
        })
    }
}

fn link(place: &str, system: &System) -> Result<Image, Vec<Problem>> {
    Image::link(system).map_err(|problems| within(place, problems))
}

/// A system as a scenario: its threads as jobs, one instruction a turn.
fn document(system: &System) -> Scenario {
    let text = |place: usize| system.programs.get(place).map(|(_, p)| p.print());
    let is_thread = |place: usize| system.threads.iter().any(|t| t.program == place);
    let jobs = system.threads.iter().map(|thread| {
        let program = text(thread.program).unwrap_or_default();
        let registers = thread.registers.iter();
        JobSpec {
            registers: registers.map(|(r, n)| (r.name().to_owned(), *n)).collect(),
            ..JobSpec::new(&thread.name, Length::ZERO, program)
        }
    });
    let programs = system.programs.iter().enumerate();
    let quantum = Setting::Time(Some(Length::plain(1)));
    Scenario {
        policies: vec![PolicySpec::usual("round-robin").with("quantum", quantum)],
        objects: system.declarations.clone(),
        programs: programs
            .filter(|(place, _)| !is_thread(*place))
            .map(|(_, (name, program))| (name.clone(), program.print()))
            .collect(),
        jobs: jobs.collect(),
        ..Scenario::default()
    }
}

fn no_example(key: &str) -> Problem {
    let key: String = key.chars().take(40).collect();
    let keys: Vec<&str> = examples().iter().map(|example| example.key).collect();
    let keys = keys.join(", ");
    Problem::new(
        "--example",
        Text::new(
            format!("‘{key}’이라는 예가 없습니다."),
            format!("There is no example ‘{key}’."),
        ),
        Text::new(
            format!("다음 중 하나를 쓰세요: {keys}."),
            format!("Use one of: {keys}."),
        ),
    )
}

fn nothing() -> Problem {
    Problem::new(
        "PROGRAM.txt",
        Text::new("프로그램이 없습니다.", "There is no program."),
        Text::new(
            "파일 이름을 적거나 --example로 하나를 고르세요(--list가 이름을 보여 줍니다).",
            "Name a file, or choose one with --example (--list shows their names).",
        ),
    )
}

fn no_thread(place: &str) -> Problem {
    Problem::new(
        place,
        Text::new("스레드가 없습니다.", "There is no thread."),
        Text::new(
            "‘thread A’를 한 줄에 쓰고 그 아래에 명령을 쓰세요.",
            "Put ‘thread A’ on a line and instructions below it.",
        ),
    )
}

/// Why counting ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Ended {
    /// Nothing was left out.
    Complete,
    /// As many as were allowed.
    Budget,
    /// The time was over.
    Time,
    /// More distinct outcomes than are kept.
    Outcomes,
    /// Ctrl-C.
    Interrupt,
}

impl How {
    fn options(&self) -> Options {
        let method = match (self.preemptions, self.reduced, self.sample) {
            (Some(most), ..) => Method::Bounded(most),
            (_, true, _) => Method::Reduced,
            (_, _, Some(_)) => Method::Sampled(self.seed),
            _ => Method::Full,
        };
        Options {
            method,
            schedules: self.sample.unwrap_or(self.schedules),
            // Time bounds it, too.
            steps: u64::MAX,
            steps_per_thread: self.steps,
            cut_repeats: true,
            states: self.states as usize,
            then_sample: None,
        }
    }
}

/// Explores, and gives what was found.
fn all(subject: &Subject, arguments: &Arguments, console: &mut Console<'_>) -> io::Result<Ending> {
    let (explored, ended) = search(&subject.image, &arguments.how, console.lang);
    let findings = tell::Findings::of(subject, &explored, ended);
    let output = &arguments.output;
    let files = Files {
        json: &|out| writeln!(out, "{:#}", findings.json()),
        // Pictures and traces are of one schedule: [`needs_replay`].
        svg: &String::new,
        trace: &String::new,
        scenario: &|| subject.scenario.print() + "\n",
    };
    let well = files.give(output, console)?;
    if output.is_text() {
        findings.text(console)?;
    }
    Ok(match (well, findings.is_bad()) {
        (false, _) => Ending::Refused,
        (true, true) => Ending::Failed,
        (true, false) => Ending::Well,
    })
}

/// Explores until it is done, the budget is spent, or Ctrl-C is pressed.
fn search(image: &Image, how: &How, lang: Lang) -> (Explored<Outcome>, Ended) {
    let options = how.options();
    let interrupted = interrupted();
    let mut progress = Teller::new(lang);
    let limit = Duration::from_secs(how.seconds);
    let begun = Instant::now();
    let mut counted: Option<Duration> = None;
    let mut why: Option<Ended> = None;
    let explored = explore(image, &options, &mut |so_far| {
        let spent = begun.elapsed();
        progress.tell(so_far, spent);
        // States are seen only once counting is over.
        let searching = so_far.states > 0;
        if searching {
            counted.get_or_insert(spent);
        }
        if interrupted.load(Ordering::Relaxed) {
            why.get_or_insert(Ended::Interrupt);
            return Go::Stop;
        }
        if so_far.outcomes > MOST_OUTCOMES {
            why.get_or_insert(Ended::Outcomes);
            return Go::Stop;
        }
        match counted {
            None if spent >= limit => {
                why = Some(Ended::Time);
                counted = Some(spent);
                Go::Enough
            }
            Some(counted) if searching && spent >= counted + counted.clamp(SEARCH.0, SEARCH.1) => {
                Go::Stop
            }
            _ => Go::Continue,
        }
    });
    progress.clear();
    let all_drawn = how.sample.is_some_and(|all| explored.schedules >= all);
    let ended = match why {
        _ if explored.complete || all_drawn => Ended::Complete,
        Some(why) => why,
        None => Ended::Budget,
    };
    (explored, ended)
}

/// Whether Ctrl-C was pressed, from now on. Pressed twice it ends the program.
fn interrupted() -> Arc<AtomicBool> {
    /// What shells report of a program that Ctrl-C has ended.
    const INTERRUPTED: i32 = 130;
    let flag = Arc::new(AtomicBool::new(false));
    let set = Arc::clone(&flag);
    // Without a handler Ctrl-C ends the program, as it does anywhere.
    let _ = ctrlc::set_handler(move || {
        if set.swap(true, Ordering::Relaxed) {
            std::process::exit(INTERRUPTED);
        }
    });
    flag
}

/// Tells on a terminal how far it has come.
struct Teller {
    lang: Lang,
    shown: bool,
    last: Duration,
    is_terminal: bool,
}

impl Teller {
    fn new(lang: Lang) -> Teller {
        Teller {
            lang,
            shown: false,
            last: Duration::ZERO,
            is_terminal: io::stderr().is_terminal(),
        }
    }

    fn tell(&mut self, progress: Progress, spent: Duration) {
        if !self.is_terminal || spent.saturating_sub(self.last) < EVERY {
            return;
        }
        (self.last, self.shown) = (spent, true);
        let (schedules, outcomes) = (grouped(progress.schedules), progress.outcomes);
        let (states, seconds) = (grouped(progress.states as u64), spent.as_secs());
        let line = match (progress.states, self.lang) {
            (0, Lang::Ko) => format!("{schedules}개 셈, 결과 {outcomes}가지, {seconds}초"),
            (0, Lang::En) => format!("{schedules} counted, {outcomes} outcomes, {seconds} s"),
            (_, Lang::Ko) => format!("가장 짧은 스케줄 찾는 중: 상태 {states}개, {seconds}초"),
            (_, Lang::En) => {
                format!("looking for shortest schedules: {states} states, {seconds} s")
            }
        };
        let _ = write!(io::stderr(), "\r\x1b[K{line}");
        let _ = io::stderr().flush();
    }

    /// The same of a Python program.
    fn tell_runs(&mut self, progress: &crate::python::explore::Progress, spent: Duration) {
        if !self.is_terminal || spent.saturating_sub(self.last) < EVERY {
            return;
        }
        (self.last, self.shown) = (spent, true);
        let runs = grouped(progress.runs);
        let (outcomes, most) = (progress.outcomes, progress.preemptions);
        let seconds = spent.as_secs();
        let line = match self.lang {
            Lang::Ko => format!("실행 {runs}번, 선점 {most}번, 결과 {outcomes}가지, {seconds}초"),
            Lang::En => {
                format!("{runs} runs, {most} preemptions, {outcomes} outcomes, {seconds} s")
            }
        };
        let _ = write!(io::stderr(), "\r\x1b[K{line}");
        let _ = io::stderr().flush();
    }

    fn clear(&self) {
        if self.shown {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

/// Replays a schedule, and gives it in every form that is asked for.
fn replay(
    subject: &Subject,
    text: &str,
    arguments: &Arguments,
    console: &mut Console<'_>,
) -> io::Result<Ending> {
    let named = |problem: Problem| Problem {
        place: format!("--replay: {}", problem.place),
        ..problem
    };
    let replayed = text
        .parse::<Schedule>()
        .and_then(|schedule| replay::Replayed::of(subject, &schedule))
        .map_err(|problem| vec![named(problem)]);
    match replayed {
        Ok(replayed) => replayed.give(&arguments.output, console),
        Err(problems) => {
            console.complain(&problems);
            Ok(Ending::Refused)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Lines of programs, good and bad.
    const LINES: &[&str] = &[
        "thread A B",
        "thread C bx=2",
        "program p",
        "cell x 0 0",
        "load ax x",
        "store ax [x + bx]",
        "lock m",
        "unlock m",
        "wait c m",
        "notify c",
        "again:",
        "jump again",
        "spawn p",
        "join p",
        "cpu 3",
        "io disk 2",
        "yield",
        "assert ax == 1",
        "barrier b 2",
        "arrive b",
        "queue q 1",
        "put q 3",
        "get ax q",
        "{",
        "한글",
        "",
    ];

    proptest! {
        #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

        #[test]
        fn any_program_and_any_schedule_are_survived(
            lines in prop::collection::vec(prop::sample::select(LINES), 0..14),
            schedule in "(v1 )?([A-D][1-9]? ){0,6}|.{0,12}",
            reduced in any::<bool>(),
        ) {
            let text = format!("thread A\n{}", lines.join("\n"));
            let Ok(subject) = Subject::of_text("-", &text) else {
                return Ok(());
            };
            let options = Options {
                method: if reduced { Method::Reduced } else { Method::Full },
                schedules: 200,
                steps: 5_000,
                steps_per_thread: 30,
                states: 500,
                ..Options::default()
            };
            let explored = explore(&subject.image, &options, &mut |_| Go::Continue);
            let findings = tell::Findings::of(&subject, &explored, Ended::Budget);
            prop_assert!(findings.json().is_object());
            for found in explored.outcomes.iter().take(5) {
                prop_assert!(replay::Replayed::of(&subject, &found.schedule).is_ok());
            }
            if let Ok(schedule) = schedule.parse::<Schedule>() {
                let _ = replay::Replayed::of(&subject, &schedule);
            }
            // The same as a document is the same to explore.
            let document = subject.scenario.print();
            if let Ok(again) = Subject::of_document("-", &document) {
                let again = explore(&again.image, &options, &mut |_| Go::Continue);
                prop_assert_eq!(again.schedules, explored.schedules);
            }
        }
    }
}
