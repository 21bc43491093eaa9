//! A worker's report, with what comes of each schedule found by taking its steps.

use super::message::Garbled;
use super::playback::Playback;
use super::report::{Report, Row};
use super::told::{Told, tell};
use crate::sim::explore::examples::Example;
use crate::sim::explore::{Model, Outcome, preemptions};
use crate::sim::program::{Image, State};
use crate::sim::schedule::Schedule;

/// One outcome, as the page shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FoundOutcome {
    /// How many of what was counted have it.
    pub count: u64,
    /// The schedule that leads to it.
    pub schedule: Schedule,
    /// Its preemptions.
    pub preemptions: u32,
    /// Whether no schedule of all has fewer; else none of those counted.
    pub shortest: bool,
    /// What has come of it.
    pub outcome: Outcome,
    /// The same in words.
    pub told: Told,
    /// Whether it is as the example intends; none if nothing is known of that.
    pub good: Option<bool>,
}

/// The outcomes of a report: those in which something is not as intended, or a
/// thread did not come to its end, before the others; then the frequent before
/// the rare; then as they were found.
///
/// # Errors
/// If a schedule cannot be read or cannot happen.
pub fn found(
    image: &Image,
    example: Option<&Example>,
    report: &Report,
) -> Result<Vec<FoundOutcome>, Garbled> {
    let rows = report.rows.iter().map(|row| one(image, example, row));
    let mut outcomes: Vec<FoundOutcome> = rows.collect::<Result<_, _>>()?;
    outcomes.sort_by_key(|one| {
        let rank = u8::from(one.good != Some(false));
        (rank, one.told.kind, std::cmp::Reverse(one.count))
    });
    Ok(outcomes)
}

fn one(image: &Image, example: Option<&Example>, row: &Row) -> Result<FoundOutcome, Garbled> {
    let schedule: Schedule = row.schedule.parse().map_err(|_| Garbled)?;
    let (state, all) = crate::sim::explore::replay(image, &schedule);
    if !all {
        return Err(Garbled);
    }
    let found = of(image, example, &state, schedule);
    Ok(FoundOutcome {
        count: row.count,
        shortest: row.shortest,
        ..found
    })
}

/// What comes of a schedule that was not found but given.
pub fn result_of(playback: &Playback, example: Option<&Example>) -> FoundOutcome {
    let schedule = playback.schedule().clone();
    of(playback.image(), example, playback.last(), schedule)
}

fn of(image: &Image, example: Option<&Example>, state: &State, schedule: Schedule) -> FoundOutcome {
    let outcome = outcome(image, state);
    FoundOutcome {
        count: 0,
        preemptions: preemptions(image, &schedule),
        shortest: false,
        told: tell(image, state, &outcome),
        good: example.and_then(|example| example.is_intended(image, &outcome)),
        outcome,
        schedule,
    }
}

/// What has come of a schedule that ended here: who could still take a step
/// was cut.
fn outcome(image: &Image, state: &State) -> Outcome {
    let threads = 0..state.threads.len().min(64);
    let cut = threads
        .filter(|&thread| Image::enabled(image, state, thread))
        .fold(0, |cut, thread| cut | 1 << thread);
    Model::outcome(image, state, cut)
}
