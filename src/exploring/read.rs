//! A text as something that can be explored, and what is wrong with it.

use crate::base::{Lang, Problem, Text};
use crate::sim::program::{Image, System};

/// What is wrong, and at which line of the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trouble {
    /// The line, counted from one; none if it is about the whole.
    pub line: Option<usize>,
    /// The column, in characters, counted from one.
    pub column: Option<usize>,
    /// What is wrong.
    pub problem: Problem,
}

impl Trouble {
    /// The place in words.
    pub fn place(&self, lang: Lang) -> String {
        match (self.line, self.column, lang) {
            (Some(line), Some(column), Lang::Ko) => format!("{line}행 {column}열"),
            (Some(line), Some(column), Lang::En) => format!("line {line}, column {column}"),
            _ => self.problem.place.clone(),
        }
    }
}

/// The line and column that a place of a program's text names.
pub fn problem_at(place: &str) -> Option<(usize, usize)> {
    let (line, column) = place.strip_prefix("line ")?.split_once(", column ")?;
    Some((line.parse().ok()?, column.parse().ok()?))
}

/// The system of a text, if nothing is wrong with it: what cannot be read is
/// never left out of what is explored.
pub fn read(text: &str) -> (Option<Image>, Vec<Trouble>) {
    let (system, mut problems) = System::parse(text);
    let mut image = None;
    if problems.is_empty() {
        match Image::link(&system) {
            Ok(linked) if linked.start().threads.is_empty() => problems.push(no_thread()),
            Ok(linked) => image = Some(linked),
            Err(wrong) => problems = wrong,
        }
    }
    let troubles = problems.into_iter().map(|problem| {
        let at = problem_at(&problem.place);
        Trouble {
            line: at.map(|at| at.0),
            column: at.map(|at| at.1),
            problem,
        }
    });
    (image, troubles.collect())
}

fn no_thread() -> Problem {
    Problem::new(
        "program",
        Text::new("스레드가 없습니다.", "There is no thread."),
        Text::new(
            "‘thread A’를 한 줄에 쓰고 그 아래에 명령을 쓰세요.",
            "Put ‘thread A’ on a line and instructions below it.",
        ),
    )
}
