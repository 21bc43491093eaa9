//! What all ways of one run have in common.

use std::hint::black_box;
use std::rc::Rc;

use crate::base::Dur;
use crate::experiment::{Experiment, Job};
use crate::live::calibrate::Calibration;
use crate::live::error::LiveError;
use crate::live::heartbeat::Heartbeat;
use crate::live::recorder::{Lane, Recorder};
use crate::live::request::OwnFile;
use crate::live::turns::Turns;
use crate::live::work::{Rate, work};
use crate::trace::{Clock, Measurement, TrackKind, Value};
use crate::web::clock::{self, MonotonicClock};

/// The jobs, their lanes, and what they are done with.
pub(super) struct Setting {
    /// The jobs, in order.
    pub jobs: Vec<Job>,
    /// The lane of each job.
    pub lanes: Vec<Lane>,
    /// Where everything is written.
    pub recorder: Recorder,
    /// The page's clock; its zero is the recorder's.
    pub clock: MonotonicClock,
    /// How fast the page's thread works.
    pub rate: Rate,
    /// The piece of work between two turns.
    pub quantum: Dur,
    /// Turns on the event loop.
    pub turns: Turns,
    /// What requests ask for.
    pub file: OwnFile,
    /// How well the clock sees.
    pub measurement: Measurement,
}

impl Setting {
    pub fn new(
        experiment: &Experiment,
        calibration: Calibration,
    ) -> Result<Rc<Setting>, LiveError> {
        let clock =
            MonotonicClock::from_now().ok_or_else(|| LiveError::no_browser("performance"))?;
        let measurement = Measurement {
            resolution: calibration.resolution,
            alignment_error: Dur::ZERO,
            cores: clock::cores(),
            isolated: clock::is_isolated(),
        };
        let reading = clock.clone();
        let recorder = Recorder::new(Clock::Measured(measurement), move || reading.now());
        let lane = |job: &Job| recorder.lane(None, TrackKind::Task, &job.name);
        // The microseconds of the moment: no two runs of a page have the same.
        let run = (clock.time_origin() + clock::reading()) * 1e3;
        Ok(Rc::new(Setting {
            lanes: experiment.jobs.iter().map(lane).collect(),
            jobs: experiment.jobs.clone(),
            rate: calibration.rate,
            quantum: experiment.conditions.quantum,
            turns: Turns::new()?,
            file: OwnFile::of_the_page(run as u64)?,
            recorder,
            clock,
            measurement,
        }))
    }

    /// Starts the page's heartbeat on a lane of its own.
    pub async fn heartbeat(&self, on_tick: impl Fn() + 'static) -> Heartbeat {
        let lane = self.recorder.lane(None, TrackKind::Heartbeat, "heartbeat");
        Heartbeat::start(lane, on_tick).await
    }

    /// Does work on this thread, now; the running slice under way says how much.
    pub fn compute(&self, lane: &Lane, iterations: u64) {
        black_box(work(1, iterations));
        lane.fact(
            "iterations",
            Value::Int(iterations.min(i64::MAX as u64) as i64),
        );
    }

    /// Says how far apart the clocks of two lanes may be.
    pub fn set_alignment_error(&self, alignment_error: Dur) {
        self.recorder.set_clock(Clock::Measured(Measurement {
            alignment_error,
            ..self.measurement
        }));
    }
}
