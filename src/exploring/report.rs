//! What a worker reports of its exploration.

use serde::{Deserialize, Serialize};

use super::message::LONGEST;
use crate::sim::explore::{Explored, Outcome, Progress};

/// The most outcomes that a report has.
pub const MOST_ROWS: usize = 200;
/// The most bytes of schedules in a report; figures and names take the rest of
/// the longest message.
const MOST_BYTES: usize = LONGEST / 2;

/// What the worker does.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Phase {
    /// It counts.
    Counting,
    /// It has counted and looks for shortest schedules.
    Shortest,
    /// It has ended.
    Over,
}

/// Why counting ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Ended {
    /// Nothing was left; of samples, all were drawn.
    Complete,
    /// As many schedules as were allowed.
    Schedules,
    /// The time was over.
    Time,
    /// More distinct outcomes than can be kept.
    Outcomes,
    /// It was cancelled. Only the page says so.
    Cancelled,
}

/// One outcome.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// How many of what was counted have it; zero if only the search for
    /// shortest schedules came upon it.
    pub count: u64,
    /// A schedule that leads to it, as text.
    pub schedule: String,
    /// Whether none of all schedules that lead to it has fewer preemptions;
    /// else none of those counted has.
    pub shortest: bool,
}

/// How far it has come, and what is there.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// What it does.
    pub phase: Phase,
    /// Why counting ended, once it has.
    pub ended: Option<Ended>,
    /// How many were counted.
    pub schedules: u64,
    /// Schedules that were given up because a state came again.
    pub repeats: u64,
    /// Schedules that were begun and found equivalent to others.
    pub redundant: u64,
    /// Steps taken.
    pub steps: u64,
    /// States seen in the search for shortest schedules.
    pub states: u64,
    /// How long counting took, in nanoseconds on the worker's clock.
    pub nanos: u64,
    /// The outcomes, in the order in which they were found.
    pub rows: Vec<Row>,
    /// Further outcomes, for which there was no room.
    pub more: u64,
}

impl Report {
    /// Of a result, or of what there is of it so far.
    pub fn of(
        explored: &Explored<Outcome>,
        progress: Progress,
        (phase, ended, nanos): (Phase, Option<Ended>, u64),
    ) -> Report {
        let places = chosen(explored);
        let found = &explored.outcomes;
        let row = |place: &usize| Row {
            count: found[*place].count,
            schedule: found[*place].schedule.to_string(),
            shortest: found[*place].is_shortest,
        };
        Report {
            phase,
            ended,
            schedules: explored.schedules,
            repeats: explored.repeats,
            redundant: explored.redundant,
            steps: explored.steps,
            states: progress.states as u64,
            nanos,
            rows: places.iter().map(row).collect(),
            more: (found.len() - places.len()) as u64,
        }
    }

    /// How many outcomes there are.
    pub fn outcomes(&self) -> u64 {
        self.rows.len() as u64 + self.more
    }

    /// How many were counted in a second; none before there is a figure.
    pub fn per_second(&self) -> Option<u64> {
        let counted = u128::from(self.schedules) * 1_000_000_000;
        // In a shorter time starting decides more than counting.
        (self.nanos >= 100_000_000)
            .then(|| u64::try_from(counted / u128::from(self.nanos)).unwrap_or(u64::MAX))
    }

    /// Whether nothing was left out.
    pub fn is_complete(&self) -> bool {
        self.ended == Some(Ended::Complete)
    }

    /// Whether its values are possible: few rows, counts that add up to the
    /// whole at most, no reason before the end.
    pub fn is_sane(&self) -> bool {
        let sum = self
            .rows
            .iter()
            .try_fold(0_u64, |sum, row| sum.checked_add(row.count));
        self.rows.len() <= MOST_ROWS
            && sum.is_some_and(|sum| sum <= self.schedules)
            && (self.phase == Phase::Counting) == self.ended.is_none()
            && self.ended != Some(Ended::Cancelled)
            && self.more <= u64::from(u32::MAX)
    }
}

/// The places of the outcomes that a report has room for: those with a thread
/// that did not come to its end before the others, since they are few and
/// looked for; in the order in which they were found.
fn chosen(explored: &Explored<Outcome>) -> Vec<usize> {
    let all = || 0..explored.outcomes.len();
    let wrong = |place: &usize| {
        let outcome = &explored.outcomes[*place].outcome;
        outcome.is_failure() || outcome.is_deadlock()
    };
    let mut room = MOST_BYTES;
    let first = all().filter(wrong);
    let ordered = first.chain(all().filter(|place| !wrong(place)));
    let mut places: Vec<usize> = ordered
        .take_while(|place| {
            let runs = explored.outcomes[*place].schedule.runs();
            // A letter or two, the number, a space, the quotation marks.
            let bytes = runs.fold(16, |sum, (thread, n)| {
                sum + 2
                    + usize::from(thread >= 26)
                    + if n > 1 { n.ilog10() as usize + 1 } else { 0 }
            });
            let fits = bytes <= room;
            room = room.saturating_sub(bytes);
            fits
        })
        .take(MOST_ROWS)
        .collect();
    places.sort_unstable();
    places
}
