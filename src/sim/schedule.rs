//! Who took which step: a run of a program, short enough to be copied.
//!
//! As text: the version, then runs of steps of one thread, `v1 A3 B2 A`. A
//! thread is written as letters in the order of making (A … Z, AA …), and how
//! many steps it takes one after the other as a number, left out if it is one.

use std::fmt;
use std::str::FromStr;

use crate::base::{Problem, Text};

/// The version of the text.
const VERSION: &str = "v1";

/// Threads in the order of their steps.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Schedule {
    /// The thread of each step, counted from zero in the order of making.
    pub steps: Vec<u32>,
}

impl Schedule {
    /// The most steps that a text may have.
    pub const MOST_STEPS: usize = 100_000;
    /// The most threads that a text may name.
    pub const MOST_THREADS: u32 = 1024;

    /// Of these steps.
    pub fn new(steps: Vec<u32>) -> Schedule {
        Schedule { steps }
    }

    /// Threads and how many steps they take one after the other.
    pub fn runs(&self) -> impl Iterator<Item = (u32, usize)> {
        self.steps
            .chunk_by(|a, b| a == b)
            .map(|run| (run[0], run.len()))
    }

    /// How often another thread goes on than the one before.
    pub fn switches(&self) -> usize {
        self.runs().count().saturating_sub(1)
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(VERSION)?;
        for (thread, count) in self.runs() {
            write!(f, " {}", letters(thread))?;
            if count > 1 {
                write!(f, "{count}")?;
            }
        }
        Ok(())
    }
}

impl FromStr for Schedule {
    type Err = Problem;

    /// # Errors
    /// What is wrong and at which word.
    fn from_str(text: &str) -> Result<Schedule, Problem> {
        let mut steps = Vec::new();
        for (place, word) in text.split_whitespace().enumerate() {
            if place == 0 && word.starts_with('v') {
                if word != VERSION {
                    return Err(bad_version(word));
                }
                continue;
            }
            let (thread, count) = run(word).ok_or_else(|| bad_word(place, word))?;
            if steps.len() + count > Schedule::MOST_STEPS {
                return Err(too_long());
            }
            steps.extend(std::iter::repeat_n(thread, count));
        }
        Ok(Schedule { steps })
    }
}

/// `A` for 0, `Z` for 25, `AA` for 26.
pub fn letters(thread: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(thread) + 1;
    while rest > 0 {
        letters.push(b'A' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().map(|c| char::from(*c)).collect()
}

/// The thread and the count of `AB12`.
fn run(word: &str) -> Option<(u32, usize)> {
    let digits = word
        .find(|c: char| !c.is_ascii_uppercase())
        .unwrap_or(word.len());
    let (name, count) = word.split_at(digits);
    if name.is_empty() || name.len() > 3 || count.starts_with(['+', '0']) {
        return None;
    }
    let number = name
        .bytes()
        .fold(0, |number, c| number * 26 + u32::from(c - b'A') + 1);
    let thread = (number - 1 < Schedule::MOST_THREADS).then_some(number - 1)?;
    if count.is_empty() {
        return Some((thread, 1));
    }
    Some((thread, count.parse().ok()?))
}

fn bad_version(word: &str) -> Problem {
    let short: String = word.chars().take(8).collect();
    Problem::new(
        "schedule",
        Text::new(
            format!("‘{short}’ 판은 읽을 수 없습니다."),
            format!("Version ‘{short}’ cannot be read."),
        ),
        Text::new(format!("{VERSION}을 쓰세요."), format!("Use {VERSION}.")),
    )
}

fn bad_word(place: usize, word: &str) -> Problem {
    let short: String = word.chars().take(12).collect();
    Problem::new(
        format!("schedule, word {}", place + 1),
        Text::new(
            format!("‘{short}’을(를) 읽을 수 없습니다."),
            format!("‘{short}’ cannot be read."),
        ),
        Text::new(
            "스레드의 글자와 단계 수를 A3처럼 쓰세요.",
            "Write a thread's letter and its steps, like A3.",
        ),
    )
}

fn too_long() -> Problem {
    let most = Schedule::MOST_STEPS;
    Problem::new(
        "schedule",
        Text::new("단계가 너무 많습니다.", "There are too many steps."),
        Text::new(
            format!("{most}단계까지 씁니다."),
            format!("Use at most {most}."),
        ),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::base::Lang;

    #[test]
    fn texts_and_schedules() {
        for (text, steps) in [
            ("v1", vec![]),
            ("v1 A3 B A", vec![0, 0, 0, 1, 0]),
            ("v1 Z AA2 AZ BA", vec![25, 26, 26, 51, 52]),
        ] {
            let schedule = Schedule::new(steps);
            assert_eq!(schedule.to_string(), text);
            assert_eq!(text.parse(), Ok(schedule));
        }
        assert_eq!("A2 B1".parse(), Ok(Schedule::new(vec![0, 0, 1])));
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        for (text, told) in [
            ("v2 A", "Version ‘v2’"),
            ("A 3", "word 2"),
            ("A0", "word 1"),
            ("A-1", "word 1"),
            ("ZZZ", "word 1"),
            ("A99999999999999999999999", "word 1"),
            ("A60000 B60000", "too many steps"),
        ] {
            let problem = text.parse::<Schedule>().unwrap_err();
            let sentence = problem.sentence(Lang::En);
            assert!(sentence.contains(told), "{text}: {sentence}");
        }
    }

    proptest! {
        #[test]
        fn printed_and_read_again(steps in proptest::collection::vec(0..Schedule::MOST_THREADS, 0..50)) {
            let schedule = Schedule::new(steps);
            prop_assert_eq!(schedule.to_string().parse(), Ok(schedule));
        }

        #[test]
        fn any_text_is_read_without_a_panic(text in "[A-Zv0-9 -]{0,40}") {
            let _ = text.parse::<Schedule>();
        }
    }
}
