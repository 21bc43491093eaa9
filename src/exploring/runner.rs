//! The worker's work: explores what it was asked for and reports on the way.

use super::message::{Ask, FromWorker};
use super::read::read;
use super::report::{Ended, Phase, Report};
use crate::base::Dur;
use crate::sim::explore::{Explored, Go, Method, Options, Outcome, Progress, explore_watched};

/// How far apart reports are.
pub const EVERY: Dur = Dur::millis(200);
/// More distinct outcomes than this are not kept.
const MOST_OUTCOMES: usize = 20_000;
/// States in the search for shortest schedules; each takes about a kilobyte.
const MOST_STATES: usize = 100_000;
/// The most steps of one thread in one schedule.
const STEPS_PER_THREAD: u32 = 1_000;

/// When the search for shortest schedules has to end, after counting took so long.
fn search_limit(counted: Dur) -> Dur {
    (counted).max(Dur::secs(2)).min(Dur::secs(20))
}

/// Explores. `now` is the time since any fixed moment; `send` is called with
/// every report, at the end with that of the whole.
pub fn run(ask: &Ask, now: &mut dyn FnMut() -> Dur, send: &mut dyn FnMut(FromWorker)) {
    let (Some(image), _) = read(&ask.text) else {
        return send(FromWorker::Refused);
    };
    let options = Options {
        method: ask.settings.method(),
        schedules: u64::from(ask.settings.schedules),
        // Time bounds it, too.
        steps: u64::MAX,
        steps_per_thread: STEPS_PER_THREAD,
        states: MOST_STATES,
        ..Options::default()
    };
    let begun = now();
    let limit = Dur::secs(u64::from(ask.settings.seconds));
    let mut reported = Dur::ZERO;
    let mut counted: Option<Dur> = None;
    let mut why: Option<Ended> = None;
    let mut last = Progress::default();
    let explored = explore_watched(&image, &options, &mut |progress, so_far| {
        let spent = now().saturating_sub(begun);
        last = progress;
        // States are seen only once counting is over.
        let searching = progress.states > 0;
        if searching {
            counted.get_or_insert(spent);
        }
        if spent.saturating_sub(reported) >= EVERY {
            reported = spent;
            let phase = if searching {
                Phase::Shortest
            } else {
                Phase::Counting
            };
            let nanos = counted.unwrap_or(spent).0;
            let ended = searching.then(|| ended(why, so_far, &options));
            send(FromWorker::Report(Report::of(
                so_far,
                progress,
                (phase, ended, nanos),
            )));
        }
        if progress.outcomes > MOST_OUTCOMES {
            if !searching {
                why = Some(Ended::Outcomes);
            }
            return Go::Stop;
        }
        match counted {
            None if spent >= limit => {
                why = Some(Ended::Time);
                counted = Some(spent);
                Go::Enough
            }
            Some(counted) if searching && spent >= counted + search_limit(counted) => Go::Stop,
            _ => Go::Continue,
        }
    });
    let spent = now().saturating_sub(begun);
    let ended = ended(why, &explored, &options);
    let over = (Phase::Over, Some(ended), counted.unwrap_or(spent).0);
    send(FromWorker::Report(Report::of(&explored, last, over)));
}

/// Why counting ended, where nothing else ended it.
fn ended(why: Option<Ended>, explored: &Explored<Outcome>, options: &Options) -> Ended {
    let all_drawn =
        matches!(options.method, Method::Sampled(_)) && explored.schedules >= options.schedules;
    match why {
        Some(why) => why,
        None if explored.complete || all_drawn => Ended::Complete,
        None => Ended::Schedules,
    }
}
