//! A schedule as a text for links, and running a program along it.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;
use std::str::FromStr;

use super::guide::Follower;
use super::search::{Search, untimed};
use super::{Contended, Options};
use crate::base::{Dur, Problem, Text};
use crate::python::machine::tracker::Tracker;
use crate::python::machine::{Printed, Ran, Settings, run_guided};
use crate::sim::schedule::Schedule;

/// A schedule, and what its steps touch: `v1 B2 C ~5a1f03.77c0de`. Without
/// what stands behind `~`, that has to be found by exploring first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Way {
    /// Who takes each step.
    pub schedule: Schedule,
    /// What is contended, if it is known.
    pub contended: Option<Contended>,
}

/// The most things that may be contended in a text.
const MOST_NAMES: usize = 2_000;

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.schedule.fmt(f)?;
        let Some(contended) = &self.contended else {
            return Ok(());
        };
        f.write_str(" ~")?;
        for (place, name) in contended.iter().enumerate() {
            let dot = if place > 0 { "." } else { "" };
            write!(f, "{dot}{name:06x}")?;
        }
        Ok(())
    }
}

impl FromStr for Way {
    type Err = Problem;

    /// # Errors
    /// What is wrong and at which word.
    fn from_str(text: &str) -> Result<Way, Problem> {
        let Some((schedule, names)) = text.split_once('~') else {
            return Ok(Way {
                schedule: text.parse()?,
                contended: None,
            });
        };
        let words = names.trim().split('.').filter(|word| !word.is_empty());
        let read = |word: &str| match word.len() {
            6 => u32::from_str_radix(word, 16).ok(),
            _ => None,
        };
        let all: Option<Contended> = words.take(MOST_NAMES + 1).map(read).collect();
        match all.filter(|all| all.len() <= MOST_NAMES) {
            Some(contended) => Ok(Way {
                schedule: schedule.parse()?,
                contended: Some(contended),
            }),
            None => Err(bad_names()),
        }
    }
}

fn bad_names() -> Problem {
    Problem::new(
        "schedule, ~",
        Text::new(
            "‘~’ 뒤를 읽을 수 없습니다.",
            "What stands behind ‘~’ cannot be read.",
        ),
        Text::new(
            "스케줄 전체를 그대로 붙여 넣거나, ‘~’부터는 지우세요.",
            "Paste the whole schedule as it was printed, or leave out what begins with ‘~’.",
        ),
    )
}

/// A program that was run along a schedule.
#[derive(Debug)]
pub struct Replayed {
    /// The run: what it printed went to the sink; its trace shows each step as
    /// a microsecond of the core.
    pub ran: Ran,
    /// Whether every step could be taken. If not, the schedule is of another
    /// program, or of other settings.
    pub followed: bool,
}

/// What a step takes on the timeline, where instructions take none.
const STEP: Dur = Dur(1_000);

/// Runs a program along a schedule, and behind its end straight on.
///
/// # Errors
/// What is wrong with the settings.
pub fn replay(
    name: &str,
    source: &str,
    settings: &Settings,
    way: &Way,
    sink: impl FnMut(&Printed) + 'static,
) -> Result<Replayed, Vec<Problem>> {
    let contended = match &way.contended {
        Some(contended) => contended.clone(),
        None => search_for(name, source, settings)?,
    };
    let tracker = Rc::new(Tracker::new(contended, STEP));
    let followed = Rc::new(RefCell::new(true));
    let guide = Follower {
        schedule: way.schedule.clone(),
        done: 0,
        last: None,
        followed: followed.clone(),
    };
    let settings = untimed(settings, &Options::default());
    let ran = run_guided((name, source), &settings, &tracker, Box::new(guide), sink)?;
    let followed = *followed.borrow();
    Ok(Replayed { ran, followed })
}

/// What is contended, by exploring.
fn search_for(name: &str, source: &str, settings: &Settings) -> Result<Contended, Vec<Problem>> {
    let mut search = Search::new(name, source, settings, Options::default());
    search.step(2_000);
    match search.problems() {
        [] => Ok(search.contended().clone()),
        problems => Err(problems.to_vec()),
    }
}
