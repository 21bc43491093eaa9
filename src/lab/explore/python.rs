//! A Python program under all schedules, and one of them.

use std::cmp::Reverse;
use std::io::{self, Write};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{Arguments, Teller, interrupted};
use crate::base::{Lang, Problem, Text};
use crate::exploring::{grouped, share};
use crate::formats::chrome;
use crate::lab::report::gantt::Counts;
use crate::lab::report::svg::{self, Panel};
use crate::lab::report::{Files, table};
use crate::lab::{Console, Ending, read_text};
use crate::python::explore::{
    Ended, Ending as ProgramEnding, Explored, Found, Kind, Options, Outcome, Replayed, Search, Way,
    replay,
};
use crate::python::machine::{Printed, Settings};
use crate::scenario::Unit;
use crate::sim::schedule::letters;

/// The version of the shape of the JSON.
const VERSION: u64 = 1;
/// The most outcomes that are told one by one.
const MOST_SHOWN: usize = 100;
/// Preemptions, if nothing is said of them.
const USUAL_PREEMPTIONS: u32 = 2;
/// The widest text of an outcome in the table, in characters.
const WIDEST: usize = 48;

/// Whether what is to be explored is a Python program.
pub(super) fn is_meant(arguments: &Arguments) -> bool {
    let ends = |file: &String| file.to_ascii_lowercase().ends_with(".py");
    arguments.python || arguments.file.as_ref().is_some_and(ends)
}

pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> io::Result<Ending> {
    let read = check(arguments).and_then(|file| Ok((file, read_text(file)?)));
    let (file, source) = match read {
        Ok(read) => read,
        Err(problem) => {
            console.complain(&[problem]);
            return Ok(Ending::Refused);
        }
    };
    let settings = arguments.told.settings(file, arguments.how.seed);
    match &arguments.replay {
        Some(text) => follow(file, &source, &settings, text, arguments, console),
        None => all(file, &source, &settings, arguments, console),
    }
}

/// The file, if nothing is asked for that is of other programs.
fn check(arguments: &Arguments) -> Result<&str, Problem> {
    let how = &arguments.how;
    let foreign = [
        ("--reduced", how.reduced),
        ("--sample", how.sample.is_some()),
        ("--scenario", arguments.output.scenario.is_some()),
    ];
    if let Some((flag, _)) = foreign.into_iter().find(|(_, given)| *given) {
        return Err(Problem::new(
            flag,
            Text::new(
                "파이썬 프로그램에는 쓰지 않습니다.",
                "It is not for Python programs.",
            ),
            Text::new(
                "빼고 다시 실행하세요. 축소는 언제나 합니다.",
                "Leave it out. Reduction is always on.",
            ),
        ));
    }
    arguments.output.check()?;
    super::needs_replay(arguments)?;
    arguments.file.as_deref().ok_or_else(super::nothing)
}

fn options(arguments: &Arguments) -> Options {
    let how = &arguments.how;
    let bound = how.preemptions.unwrap_or(USUAL_PREEMPTIONS);
    Options {
        preemptions: (!how.all).then_some(bound),
        runs: how.runs,
        steps: how.steps,
        ..Options::default()
    }
}

/// Why the program ended before the search did.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Why {
    Search(Ended),
    Time,
    Interrupt,
}

fn all(
    file: &str,
    source: &str,
    settings: &Settings,
    arguments: &Arguments,
    console: &mut Console<'_>,
) -> io::Result<Ending> {
    let mut search = Search::new(file, source, settings, options(arguments));
    let stop = interrupted();
    let mut teller = Teller::new(console.lang);
    let limit = Duration::from_secs(arguments.how.seconds);
    let begun = Instant::now();
    let why = loop {
        let progress = search.step(1);
        let spent = begun.elapsed();
        teller.tell_runs(&progress, spent);
        if let Some(ended) = search.explored_end() {
            break Why::Search(ended);
        }
        if stop.load(Ordering::Relaxed) {
            break Why::Interrupt;
        }
        if spent >= limit {
            break Why::Time;
        }
    };
    teller.clear();
    if !search.problems().is_empty() {
        console.complain(search.problems());
        return Ok(Ending::Refused);
    }
    let explored = search.explored();
    let findings = Findings::of(file, &explored, why);
    let files = Files {
        json: &|out| writeln!(out, "{:#}", findings.json()),
        svg: &String::new,
        trace: &String::new,
        scenario: &String::new,
    };
    let well = files.give(&arguments.output, console)?;
    if arguments.output.is_text() {
        findings.text(console)?;
    }
    Ok(match (well, findings.is_bad()) {
        (false, _) => Ending::Refused,
        (true, true) => Ending::Failed,
        (true, false) => Ending::Well,
    })
}

/// What exploring has found.
struct Findings<'a> {
    file: &'a str,
    explored: &'a Explored,
    why: Why,
    /// What went wrong first, then the frequent ones.
    outcomes: Vec<&'a Found>,
}

impl<'a> Findings<'a> {
    fn of(file: &'a str, explored: &'a Explored, why: Why) -> Findings<'a> {
        let mut outcomes: Vec<&Found> = explored.outcomes.iter().collect();
        let rank = |kind: Kind| match kind {
            Kind::Deadlock => 0,
            Kind::Failed => 1,
            Kind::Cut => 2,
            Kind::Ended => 3,
        };
        outcomes.sort_by_key(|found| (rank(found.outcome.kind()), Reverse(found.count)));
        Findings {
            file,
            explored,
            why,
            outcomes,
        }
    }

    fn is_bad(&self) -> bool {
        let bad = |kind| matches!(kind, Kind::Deadlock | Kind::Failed);
        self.outcomes.iter().any(|found| bad(found.outcome.kind()))
    }

    /// How many schedules there are, and whether that is all.
    fn summary(&self, lang: Lang) -> String {
        let n = grouped(self.explored.schedules);
        let counted = match (self.explored.bound, lang) {
            (None, Lang::Ko) => format!("스케줄 {n}개"),
            (None, Lang::En) => format!("{n} schedules"),
            (Some(most), Lang::Ko) => format!("선점이 {most}번까지인 스케줄 {n}개"),
            (Some(most), Lang::En) => format!("{n} schedules with at most {most} preemptions"),
        };
        let runs = grouped(self.explored.runs);
        let outcomes = self.outcomes.len();
        let proof = self.proof(lang);
        match lang {
            Lang::Ko => {
                format!("{counted}{proof} 결과 {outcomes}가지, 실행 {runs}번.")
            }
            Lang::En => {
                let outcomes = match outcomes {
                    1 => "1 outcome".to_owned(),
                    n => format!("{n} outcomes"),
                };
                format!("{counted}{proof} {outcomes}, {runs} runs.")
            }
        }
    }

    /// Whether that is all there is, and if not, why.
    fn proof(&self, lang: Lang) -> String {
        let part = match (self.why, self.explored.inexact) {
            (Why::Search(Ended::Complete), false) => match self.explored.bound {
                None => Text::new(
                    ", 이것이 전부임이 증명되었습니다.",
                    ": all there are, which is a proof.",
                ),
                Some(_) => Text::new(
                    ", 이 범위에서 전부임이 증명되었습니다.",
                    ": all there are, proved within the bound.",
                ),
            },
            (Why::Search(Ended::Complete), true) => Text::new(
                ", 모두 보았지만 어떤 것은 잘리거나 오래 기다리기만 하여 증명은 아닙니다.",
                ": all were seen, but some were cut short or only waited in a loop, so it is no proof.",
            ),
            (Why::Search(Ended::Runs), _) => Text::new(
                ", 실행 한도에 이름: 더 있습니다.",
                ": the runs are used up, there are more.",
            ),
            (Why::Search(Ended::Places), _) => Text::new(
                ", 기억할 곳이 너무 많아 멈춤: 더 있습니다.",
                ": stopped, there are too many places to remember.",
            ),
            (Why::Search(Ended::Outcomes), _) => Text::new(
                ", 결과가 너무 많아 멈춤: 더 있습니다.",
                ": stopped, there are too many outcomes.",
            ),
            (Why::Search(Ended::Threads), _) => Text::new(
                ", 스레드가 64개를 넘어 멈췄습니다.",
                ": stopped, it makes more than 64 threads.",
            ),
            (Why::Search(Ended::Unsteady), _) => Text::new(
                ", 같은 스케줄에서 다르게 움직여 멈췄습니다.",
                ": stopped, it did not do the same when run the same way again.",
            ),
            (Why::Time, _) => Text::new(
                ", 시간이 다 됨: 더 있습니다.",
                ": the time is over, there are more.",
            ),
            (Why::Interrupt, _) => Text::new(", 중단했습니다.", ": interrupted."),
        };
        let seen = match (self.why, self.explored.seen) {
            (Why::Search(Ended::Complete), _) | (_, None) => String::new(),
            (_, Some(most)) => match lang {
                Lang::Ko => format!(" 선점이 {most}번까지인 것은 모두 보았습니다."),
                Lang::En => format!(" All with at most {most} preemptions were seen."),
            },
        };
        format!("{}{seen}", part.get(lang))
    }

    fn text(&self, console: &mut Console<'_>) -> io::Result<()> {
        let lang = console.lang;
        let out = &mut console.out;
        writeln!(out, "{}\n", self.summary(lang))?;
        write!(out, "{}", self.table(lang))?;
        if self.outcomes.len() > MOST_SHOWN {
            let more = self.outcomes.len() - MOST_SHOWN;
            match lang {
                Lang::Ko => {
                    writeln!(
                        out,
                        "결과 {more}가지가 더 있습니다(--json에는 모두 있습니다)."
                    )?;
                }
                Lang::En => writeln!(out, "{more} more outcomes are in --json.")?,
            }
        }
        writeln!(out)?;
        for (n, found) in self.outcomes.iter().take(MOST_SHOWN).enumerate() {
            for line in details(&found.outcome, lang) {
                writeln!(out, "{}: {line}", n + 1)?;
            }
        }
        writeln!(out, "{}", self.names())?;
        let last = Text::new(
            "선점이 가장 적은 스케줄입니다. --schedule로 따라가 볼 수 있습니다.",
            "Each schedule has the fewest preemptions. --schedule follows it.",
        );
        writeln!(out, "{}", last.get(lang))
    }

    fn names(&self) -> String {
        let all = self.explored.threads.iter().enumerate();
        let named: Vec<String> = all
            .map(|(n, name)| format!("{} = {name}", letters(n as u32)))
            .collect();
        named.join(", ")
    }

    fn table(&self, lang: Lang) -> String {
        let head = match lang {
            Lang::Ko => ["", "결과", "스케줄", "비율", "선점", "가장 짧은 스케줄"],
            Lang::En => [
                "",
                "outcome",
                "schedules",
                "share",
                "preemptions",
                "shortest schedule",
            ],
        };
        let mut rows = vec![head.map(str::to_owned).to_vec()];
        for (n, found) in self.outcomes.iter().take(MOST_SHOWN).enumerate() {
            rows.push(vec![
                (n + 1).to_string(),
                words(&found.outcome, lang),
                grouped(found.count),
                share(found.count, self.explored.schedules),
                found.preemptions.to_string(),
                found.schedule.to_string(),
            ]);
        }
        table::of_outcomes(&rows)
    }

    fn json(&self) -> Value {
        let ended = match self.why {
            Why::Search(Ended::Complete) => "complete",
            Why::Search(Ended::Runs) => "runs",
            Why::Search(Ended::Places) => "places",
            Why::Search(Ended::Outcomes) => "outcomes",
            Why::Search(Ended::Threads) => "threads",
            Why::Search(Ended::Unsteady) => "unsteady",
            Why::Time => "time",
            Why::Interrupt => "interrupt",
        };
        let explored = self.explored;
        let outcomes: Vec<Value> = self.outcomes.iter().map(|found| self.one(found)).collect();
        json!({
            "version": VERSION,
            "program": self.file,
            "threads": explored.threads,
            "counted": "schedules",
            "most_preemptions": explored.bound,
            "count": explored.schedules,
            "complete": explored.ended == Some(Ended::Complete),
            "proved": explored.is_proof(),
            "seen_preemptions": explored.seen,
            "ended": ended,
            "runs": explored.runs,
            "steps": explored.steps,
            "outcomes": outcomes,
        })
    }

    fn one(&self, found: &Found) -> Value {
        let outcome = &found.outcome;
        let (code, cycle) = match &outcome.ending {
            ProgramEnding::Exit(code) => (Some(*code), Vec::new()),
            ProgramEnding::Stuck { cycle, .. } => (None, cycle.clone()),
            ProgramEnding::Cut => (None, Vec::new()),
        };
        let cycle: Vec<Value> = cycle
            .into_iter()
            .map(|(waits, object, held_by)| {
                json!({"waits": waits, "object": object, "held_by": held_by})
            })
            .collect();
        json!({
            "kind": kind(outcome.kind()).0,
            "stdout": outcome.stdout(),
            "stderr": outcome.stderr(),
            "exit_code": code,
            "cycle": cycle,
            "count": found.count,
            "schedule": found.schedule.to_string(),
            "way": self.explored.way(found).to_string(),
            "preemptions": found.preemptions,
            "switches": found.schedule.switches(),
            "steps": found.schedule.steps.len(),
        })
    }
}

fn kind(kind: Kind) -> (&'static str, Text) {
    match kind {
        Kind::Failed => ("failure", Text::new("예외", "exception")),
        Kind::Deadlock => ("deadlock", Text::new("교착 상태", "deadlock")),
        Kind::Cut => ("cut", Text::new("끝을 보지 못함", "cut short")),
        Kind::Ended => ("ended", Text::new("끝남", "ended")),
    }
}

/// An outcome on one line: how it ended, if not well, and what it printed.
fn words(outcome: &Outcome, lang: Lang) -> String {
    let printed = outcome.stdout();
    let lines: Vec<&str> = printed.trim_end().lines().collect();
    let all = lines.join(" ⏎ ");
    let mut text: String = all.chars().take(WIDEST).collect();
    if text.len() < all.len() {
        text.push('…');
    }
    match outcome.kind() {
        Kind::Ended if text.is_empty() => kind(Kind::Ended).1.get(lang).to_owned(),
        Kind::Ended => text,
        other if text.is_empty() => kind(other).1.get(lang).to_owned(),
        other => format!("{}: {text}", kind(other).1.get(lang)),
    }
}

/// Who waits for whom, and what was raised.
fn details(outcome: &Outcome, lang: Lang) -> Vec<String> {
    let mut lines = outcome.exceptions();
    match &outcome.ending {
        ProgramEnding::Stuck { sentence, .. } => {
            let place = Lang::ALL.iter().position(|known| *known == lang);
            lines.extend(sentence.get(place.unwrap_or(0)).cloned());
        }
        ProgramEnding::Exit(code) if *code != 0 && lines.is_empty() => lines.push(match lang {
            Lang::Ko => format!("종료 코드 {code}"),
            Lang::En => format!("exit code {code}"),
        }),
        _ => {}
    }
    lines
}

/// Runs the program along one schedule.
fn follow(
    file: &str,
    source: &str,
    settings: &Settings,
    text: &str,
    arguments: &Arguments,
    console: &mut Console<'_>,
) -> io::Result<Ending> {
    let way: Way = match text.parse() {
        Ok(way) => way,
        Err(problem) => {
            let place = format!("--schedule: {}", problem.place);
            console.complain(&[Problem { place, ..problem }]);
            return Ok(Ending::Refused);
        }
    };
    let shows = arguments.output.is_text() || !to_output(arguments);
    let sink = move |printed: &Printed| {
        let bytes = printed.text.as_bytes();
        // Whoever has closed a stream has seen enough.
        let _ = match printed.error {
            true => io::stderr().write_all(bytes),
            false if shows => io::stdout().write_all(bytes),
            false => Ok(()),
        };
    };
    let replayed = match replay(file, source, settings, &way, sink) {
        Ok(replayed) => replayed,
        Err(problems) => {
            console.complain(&problems);
            return Ok(Ending::Refused);
        }
    };
    give(file, &way, &replayed, arguments, console)
}

/// Whether something else goes to standard output.
fn to_output(arguments: &Arguments) -> bool {
    let output = &arguments.output;
    [&output.json, &output.svg, &output.trace]
        .into_iter()
        .flatten()
        .any(|file| file == "-")
}

fn give(
    file: &str,
    way: &Way,
    replayed: &Replayed,
    arguments: &Arguments,
    console: &mut Console<'_>,
) -> io::Result<Ending> {
    let lang = console.lang;
    let run = &replayed.ran.run;
    let title = Text::new(file.to_owned(), file.to_owned());
    let panels = [Panel {
        label: way.schedule.to_string(),
        trace: &run.trace,
        figures: run.sentence(lang),
    }];
    let files = Files {
        json: &|out| {
            let told = json!({
                "version": VERSION,
                "program": file,
                "schedule": way.schedule.to_string(),
                "followed": replayed.followed,
                "exit_code": replayed.ran.code,
                "outcome": {"ko": run.sentence(Lang::Ko), "en": run.sentence(Lang::En)},
            });
            writeln!(out, "{told:#}")
        },
        svg: &|| svg::picture(&title, &panels, Counts::time(Unit::Micros), lang),
        trace: &|| chrome::export(&run.trace),
        scenario: &String::new,
    };
    let well = files.give(&arguments.output, console)?;
    if !replayed.followed {
        console.complain(&[not_followed()]);
        return Ok(Ending::Refused);
    }
    if replayed.ran.is_stuck() {
        crate::lab::tell(&run.sentence(lang));
    }
    Ok(match (well, replayed.ran.code) {
        (false, _) => Ending::Refused,
        (true, Some(0)) => Ending::Well,
        (true, _) => Ending::Failed,
    })
}

fn not_followed() -> Problem {
    Problem::new(
        "--schedule",
        Text::new(
            "이 프로그램에서 그대로 따라갈 수 없었습니다. 할 수 없는 단계는 건너뛰었습니다.",
            "This program could not follow it: steps that cannot be taken were left out.",
        ),
        Text::new(
            "같은 프로그램과 같은 시드로 탐색한 스케줄을 쓰세요.",
            "Use a schedule that exploring this program, with this seed, has found.",
        ),
    )
}
