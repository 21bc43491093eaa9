//! How fast this browser is, measured before a run.

use super::error::LiveError;
use super::request::{OwnFile, fetch};
use super::turns::Turns;
use super::work::{Rate, work};
use crate::base::Dur;
use crate::web::clock::MonotonicClock;

/// How long the work is done before it is timed, so that the browser has
/// translated it with its optimising compiler.
const WARM_UP: Dur = Dur::millis(24);
/// How long a timed sample is, about.
const SAMPLE: Dur = Dur::millis(6);
/// How many samples; odd, for the median.
const SAMPLES: usize = 5;
/// Turns that are timed together.
const TURNS: u64 = 64;

/// What was measured on the page's thread.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Calibration {
    /// How fast the page's thread computes when nothing else runs.
    pub rate: Rate,
    /// The smallest step of the clock.
    pub resolution: Dur,
    /// How long the page's own file takes, from asking to its last byte
    /// (median); none if it cannot be had.
    pub request: Option<Dur>,
    /// What it costs to let the event loop go on and come back (mean).
    pub turn: Dur,
}

/// Measures all of it; takes about a tenth of a second, most of it computing.
///
/// # Errors
/// If the browser lacks the clock or message channels.
pub async fn calibrate() -> Result<Calibration, LiveError> {
    let clock = MonotonicClock::from_now().ok_or_else(|| LiveError::no_browser("performance"))?;
    Ok(Calibration {
        rate: rate(&clock),
        resolution: clock.resolution(),
        turn: turn(&clock).await?,
        request: request(&clock).await,
    })
}

/// How fast this thread works: the median of some samples after a warm-up.
pub fn rate(clock: &MonotonicClock) -> Rate {
    let begun = clock.now();
    let (mut done, mut state) = (0, 1);
    while clock.now().since(begun) < WARM_UP {
        state = work(state, 20_000);
        done += 20_000;
    }
    let per_sample = Rate::measured(done, clock.now().since(begun)).iterations(SAMPLE);
    let mut samples = [(); SAMPLES].map(|()| {
        let begun = clock.now();
        state = work(state, per_sample);
        Rate::measured(per_sample, clock.now().since(begun))
    });
    samples.sort_unstable();
    samples[SAMPLES / 2]
}

async fn turn(clock: &MonotonicClock) -> Result<Dur, LiveError> {
    let turns = Turns::new()?;
    turns.next().await?;
    let begun = clock.now();
    for _ in 0..TURNS {
        turns.next().await?;
    }
    Ok(clock.now().since(begun) / TURNS)
}

/// The first request opens the connection and is not counted.
async fn request(clock: &MonotonicClock) -> Option<Dur> {
    let file = OwnFile::of_the_page(clock.time_origin() as u64).ok()?;
    fetch(&file.fresh()).await.ok()?;
    let mut samples = Vec::with_capacity(SAMPLES);
    for _ in 0..SAMPLES {
        let begun = clock.now();
        fetch(&file.fresh()).await.ok()?;
        samples.push(clock.now().since(begun));
    }
    samples.sort_unstable();
    samples.get(SAMPLES / 2).copied()
}
