//! What else a program could print: the search in the worker, and what it tells
//! the page.

use serde::{Deserialize, Serialize};

use super::running::{Ask, Happened, Told, gathered, refused};
use crate::base::{Dur, Problem};
use crate::python::explore::{self, Ended, Found, Kind, Options, Search, Way, replay};

/// The numbers of runs that are offered as bounds.
pub const RUNS: [u64; 4] = [200, 2_000, 20_000, 200_000];
/// The numbers of preemptions that are offered as bounds; none is the last.
pub const PREEMPTIONS: [Option<u32>; 5] = [Some(0), Some(1), Some(2), Some(3), None];
/// More outcomes than this are not told, only counted.
const MOST_ROWS: usize = 100;
/// The longest text of an outcome that is told, in bytes.
const LONGEST_TEXT: usize = 1_000;
/// The longest schedule that is told, in bytes; it has to fit a link.
const LONGEST_WAY: usize = 4_000;
/// How far apart reports are.
const EVERY: Dur = Dur::millis(250);
/// Runs of the program between two looks at the clock.
const RUNS_A_LOOK: u32 = 4;

/// How far a search goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Schedules with at most so many preemptions; none for all.
    pub preemptions: Option<u32>,
    /// At most so many runs of the program.
    pub runs: u64,
}

impl Default for Limits {
    /// Two preemptions, which find most mistakes (Musuvathi and Qadeer, PLDI
    /// 2007), and 2,000 runs, which take a visitor some seconds.
    fn default() -> Limits {
        Limits {
            preemptions: Some(2),
            runs: RUNS[1],
        }
    }
}

/// What kind of outcome it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Sort {
    /// The program ended.
    Ended,
    /// An exception was told, or the exit code is not 0.
    Failed,
    /// Threads wait for ever.
    Deadlock,
    /// Its end was not seen.
    Cut,
}

/// An outcome.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// What kind it is.
    pub sort: Sort,
    /// How many schedules have it, of those that were seen.
    pub count: u64,
    /// What was printed to standard output; what is too long is cut.
    pub text: String,
    /// The exceptions that were told; who waits for whom, in Korean and in
    /// English.
    pub words: [String; 2],
    /// The schedule with the fewest preemptions; none if it is too long to be
    /// told.
    pub way: Option<String>,
    /// Its preemptions.
    pub preemptions: u32,
}

/// Why a search is over.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum End {
    /// Every schedule within the bound was seen.
    Complete,
    /// The program was run as often as is allowed.
    Runs,
    /// There are too many places or outcomes to be kept, or too many threads.
    Size,
    /// The program did not do the same when it was run the same way again.
    Unsteady,
}

/// What a search has found so far.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// The outcomes, the most frequent first.
    pub rows: Vec<Row>,
    /// How many distinct outcomes there are.
    pub outcomes: usize,
    /// How many schedules were seen.
    pub schedules: u64,
    /// How often the program was run.
    pub runs: u64,
    /// Up to how many preemptions all schedules were seen; none if not even
    /// those without any were.
    pub seen: Option<u32>,
    /// Why it is over; none if it goes on.
    pub end: Option<End>,
    /// Whether what was found is all there is within the bound.
    pub is_proof: bool,
    /// What is wrong with what was asked.
    pub problems: Vec<Problem>,
}

/// Searches. `now` is the time since any fixed moment; `tell` is given what was
/// found now and then, at the end all of it.
pub fn search(
    ask: &Ask,
    limits: Limits,
    now: &mut dyn FnMut() -> Dur,
    mut tell: impl FnMut(Report),
) {
    let options = Options {
        preemptions: limits.preemptions,
        runs: limits.runs.clamp(1, RUNS[RUNS.len() - 1]),
        ..Options::default()
    };
    let settings = ask.settings.machine(&ask.name);
    let mut search = Search::new(&ask.name, &ask.source, &settings, options);
    let mut told = now();
    while !search.is_over() {
        search.step(RUNS_A_LOOK);
        let is_late = now().saturating_sub(told) >= EVERY;
        if is_late && !search.is_over() {
            tell(report(&search));
            told = now();
        }
    }
    tell(report(&search));
}

fn report(search: &Search) -> Report {
    let explored = search.explored();
    let mut found: Vec<&Found> = explored.outcomes.iter().collect();
    found.sort_by_key(|found| std::cmp::Reverse(found.count));
    let row = |found: &&Found| {
        let way = explored.way(found).to_string();
        row(found, way)
    };
    Report {
        rows: found.iter().take(MOST_ROWS).map(row).collect(),
        outcomes: explored.outcomes.len(),
        schedules: explored.schedules,
        runs: explored.runs,
        seen: explored.seen,
        end: explored.ended.map(|ended| match ended {
            Ended::Complete => End::Complete,
            Ended::Runs => End::Runs,
            Ended::Places | Ended::Outcomes | Ended::Threads => End::Size,
            Ended::Unsteady => End::Unsteady,
        }),
        is_proof: explored.is_proof(),
        problems: search.problems().to_vec(),
    }
}

fn row(found: &Found, way: String) -> Row {
    let outcome = &found.outcome;
    let exceptions = outcome.exceptions().join("\n");
    let words = match &outcome.ending {
        explore::Ending::Stuck { sentence, .. } => sentence.clone(),
        _ => [exceptions.clone(), exceptions],
    };
    Row {
        sort: match outcome.kind() {
            Kind::Ended => Sort::Ended,
            Kind::Failed => Sort::Failed,
            Kind::Deadlock => Sort::Deadlock,
            Kind::Cut => Sort::Cut,
        },
        count: found.count,
        text: cut(outcome.stdout()),
        words: words.map(cut),
        way: (way.len() <= LONGEST_WAY).then_some(way),
        preemptions: found.preemptions,
    }
}

fn cut(mut text: String) -> String {
    if text.len() > LONGEST_TEXT {
        let end = (0..=LONGEST_TEXT)
            .rev()
            .find(|&at| text.is_char_boundary(at));
        text.truncate(end.unwrap_or(0));
        text.push('…');
    }
    text
}

/// Runs a program along a schedule.
pub fn replayed(ask: &Ask, way: &str) -> Happened {
    let way: Way = match way.parse() {
        Ok(way) => way,
        Err(problem) => return refused(vec![problem]),
    };
    let settings = ask.settings.machine(&ask.name);
    let (output, sink) = gathered();
    match replay(&ask.name, &ask.source, &settings, &way, sink) {
        Ok(replayed) => Happened {
            told: Told {
                followed: Some(replayed.followed),
                ..output.told(&ask.source, &replayed.ran)
            },
            trace: Some(replayed.ran.run.trace),
            places: replayed.ran.places,
        },
        Err(problems) => refused(problems),
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::workbench::Settings;
    use crate::workbench::examples::example;
    use crate::workbench::running::NAME;

    fn ask(key: &str) -> Ask {
        Ask {
            name: NAME.to_owned(),
            source: example(key).expect("an example").source.to_owned(),
            settings: Settings::default(),
        }
    }

    fn found(key: &str, limits: Limits) -> Report {
        let mut last = None;
        let mut tick = 0;
        let mut now = || {
            tick += 1;
            Dur::millis(tick * 100)
        };
        search(&ask(key), limits, &mut now, |report| last = Some(report));
        last.expect("a report at the end")
    }

    #[test]
    fn the_race_prints_one_two_or_three_and_each_is_replayed() {
        let report = found(
            "race",
            Limits {
                preemptions: None,
                runs: 20_000,
            },
        );
        let mut texts: Vec<&str> = report.rows.iter().map(|row| &*row.text).collect();
        texts.sort_unstable();
        assert_eq!(texts, ["1\n", "2\n", "3\n"]);
        assert!(report.is_proof && report.end == Some(End::Complete));
        assert_eq!(
            report.rows.iter().map(|row| row.count).sum::<u64>(),
            report.schedules
        );
        for row in &report.rows {
            let happened = replayed(&ask("race"), row.way.as_ref().expect("a short schedule"));
            let printed: String = happened
                .told
                .output
                .iter()
                .map(|said| &*said.text)
                .collect();
            assert_eq!(
                (happened.told.followed, printed),
                (Some(true), row.text.clone())
            );
        }
    }

    #[test]
    fn a_lock_leaves_one_outcome_and_a_deadlock_is_named() {
        let report = found("lock", Limits::default());
        assert_eq!(report.outcomes, 1, "{:?}", report.rows);
        assert!(report.is_proof);
        let report = found("deadlock", Limits::default());
        assert!(
            report
                .rows
                .iter()
                .any(|row| row.sort == Sort::Deadlock && !row.words[0].is_empty())
        );
    }

    #[test]
    fn what_is_no_schedule_is_refused_and_another_program_s_is_told() {
        let happened = replayed(&ask("race"), "v1 ?");
        assert!(happened.trace.is_none() && happened.told.problems.len() == 1);
        let happened = replayed(&ask("race"), "v1 Z9");
        assert_ne!(happened.told.followed, Some(true));
    }

    #[test]
    fn a_bound_of_runs_ends_it() {
        let report = found(
            "race",
            Limits {
                preemptions: None,
                runs: 3,
            },
        );
        assert_eq!(report.end, Some(End::Runs));
        assert!(!report.is_proof && report.runs <= 4);
    }
}
