//! How fast this browser is, measured before a run.

use std::hint::black_box;

use super::error::LiveError;
use super::request::{OwnFile, fetch};
use super::turns::Turns;
use super::work::{Rate, work};
use crate::base::{Dur, sort_by_key};
use crate::web::clock::MonotonicClock;

/// How long a timed sample of the work is, about.
const SAMPLE: Dur = Dur::millis(8);
/// The rate is known when so many samples in a row were not faster…
const NO_FASTER: u32 = 8;
/// …by more than one part in so many.
const PART: u64 = 20;
/// After that it is taken as it is.
const LONGEST_SEARCH: Dur = Dur::millis(400);
/// How many requests are timed; odd, for the median.
const REQUESTS: usize = 5;
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
    pub request_latency: Option<Dur>,
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
        request_latency: request(&clock).await,
    })
}

/// How fast this thread works: the fastest sample, once no faster one comes.
///
/// The first ones are slow, until the browser has translated the work with its
/// optimising compiler; any may be slow, since the machine has other things to
/// do. What is wanted is the rate when nothing else runs.
pub fn rate(clock: &MonotonicClock) -> Rate {
    let begun = clock.now();
    let mut best = Rate::measured(0, SAMPLE);
    let (mut size, mut no_faster) = (100_000, 0);
    while no_faster < NO_FASTER && clock.now().since(begun) < LONGEST_SEARCH {
        let from = clock.now();
        black_box(work(1, size));
        let took = clock.now().since(from);
        // Too short a sample says little: the clock is coarse.
        let rate = Rate::measured(size, took.max(Dur::micros(100)));
        let threshold = best.iterations_per_ms + best.iterations_per_ms / PART;
        if took * 2 < SAMPLE || rate.iterations_per_ms > threshold {
            no_faster = 0;
        } else {
            no_faster += 1;
        }
        if took * 2 >= SAMPLE {
            best = best.max(rate);
        }
        size = rate.iterations(SAMPLE);
    }
    best
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
    let mut samples = Vec::with_capacity(REQUESTS);
    for _ in 0..REQUESTS {
        let begun = clock.now();
        fetch(&file.fresh()).await.ok()?;
        samples.push(clock.now().since(begun));
    }
    sort_by_key(&mut samples, |sample| *sample);
    samples.get(REQUESTS / 2).copied()
}
