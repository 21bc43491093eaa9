//! `lab case`: the cases of published simulators and textbooks.

use std::io;

use clap::Args;
use serde_json::json;

use super::{Console, Ending, read_text};
use crate::base::{Lang, Problem, Text};
use crate::cases::file::{Case, read};

/// Run the cases of a file of published figures
///
/// Each case is run in the dialect of its source (tie-breaks, the tick in which an
/// I/O completes, the meaning of a quantum), which is told by the content of the
/// file. Known are scheduler.py, mlfq.py, process-run.py, lottery.py, multi.py and
/// x86.py of ostep-homework, worked examples and tables of textbooks, and the
/// schedules of the tool Shuttle.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  lab case ostep-mlfq.json                      one line of JSON per case, shaped as its `expect`
  lab case ostep-mlfq.json --only mlfq-03       one case
  lab case --check ostep-*.json textbook.json   compare, name what differs, count

Whole numbers and rows are compared exactly, in order; decimals within 0.005, or 0.01 where the
note of a case says that a book truncates; tables of facts to six digits.")]
pub(super) struct Arguments {
    /// Files of cases; - for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    /// Compare with what the file expects, and name each field that differs
    #[arg(long)]
    check: bool,
    /// Only the case of that name
    #[arg(long, value_name = "ID")]
    only: Option<String>,
}

pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> io::Result<Ending> {
    let mut cases = Vec::new();
    let mut problems = Vec::new();
    for file in &arguments.files {
        let (found, wrong) = match read_text(file) {
            Ok(text) => read(&text),
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        cases.extend(found);
        problems.extend(wrong.into_iter().map(|problem| Problem {
            place: format!("{file}: {}", problem.place),
            ..problem
        }));
    }
    if let Some(only) = &arguments.only {
        let all = cases.len();
        let ids: Vec<String> = cases.iter().map(|case| case.id.clone()).collect();
        cases.retain(|case| case.id == *only);
        if cases.is_empty() && all > 0 {
            problems.push(no_such_case(only, &ids));
        }
    }
    console.complain(&problems);
    let ending = if arguments.check {
        check(&cases, console)?
    } else {
        print(&cases, console)?
    };
    Ok(if problems.is_empty() {
        ending
    } else {
        Ending::Refused
    })
}

fn no_such_case(only: &str, ids: &[String]) -> Problem {
    const MOST: usize = 12;
    let more = if ids.len() > MOST { ", …" } else { "" };
    let list = ids[..ids.len().min(MOST)].join(", ");
    Problem::new(
        "--only",
        Text::new(
            format!("{only}이라는 사례가 없습니다."),
            format!("There is no case {only}."),
        ),
        Text::new(
            format!("다음 중 하나를 쓰세요: {list}{more}"),
            format!("Use one of: {list}{more}"),
        ),
    )
}

/// One line a case, so that the lines can be told apart even where one failed.
fn print(cases: &[Case], console: &mut Console<'_>) -> io::Result<Ending> {
    let mut ending = Ending::Well;
    for case in cases {
        match case.run() {
            Ok(result) => writeln!(console.out, "{result}")?,
            Err(problem) => {
                let sentence = problem.sentence(Lang::En);
                writeln!(console.out, "{}", json!({ "error": sentence }))?;
                console.complain(&[problem]);
                ending = Ending::Refused;
            }
        }
    }
    Ok(ending)
}

fn check(cases: &[Case], console: &mut Console<'_>) -> io::Result<Ending> {
    let (mut passed, mut failed) = (0, 0);
    for case in cases {
        let complaints = complaints(case, console.lang);
        if complaints.is_empty() {
            passed += 1;
            continue;
        }
        failed += 1;
        writeln!(console.out, "{}", case.id)?;
        for complaint in complaints {
            writeln!(console.out, "  {complaint}")?;
        }
    }
    writeln!(console.out, "{passed} passed, {failed} failed")?;
    Ok(if failed == 0 {
        Ending::Well
    } else {
        Ending::Failed
    })
}

/// What is wrong with what a case gives, one line each.
fn complaints(case: &Case, lang: Lang) -> Vec<String> {
    if case.expect.is_none() {
        let nothing = Text::new(
            "파일에 \"expect\"가 없어 비교할 수 없습니다.",
            "The file has no \"expect\" to compare with.",
        );
        return vec![nothing.get(lang).to_owned()];
    }
    match case.run() {
        Ok(result) => case
            .check(&result)
            .iter()
            .map(|difference| difference.sentence(lang))
            .collect(),
        Err(problem) => vec![problem.sentence(lang)],
    }
}
