//! Running an experiment for real.

mod hire;
mod one_thread;
mod setting;
mod tasks;
mod workers;

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

use futures_util::future::{Either, select};

use self::setting::Setting;
use self::workers::Crew;
use super::calibrate::{Calibration, calibrate};
use super::error::LiveError;
use super::{plan, shift};
use crate::base::{Dur, Text, Time};
use crate::experiment::{Experiment, Way};
use crate::trace::Trace;
use crate::web::clock;

/// Ticks of the heartbeat before the jobs are released.
const TICKS_BEFORE: u32 = 3;
/// Ticks after the last job has ended, so that a gap is seen to end.
const TICKS_AFTER: u32 = 3;

/// Where the zero of a measured trace is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Zero {
    /// At the moment the jobs are released, as in modelled traces. What came
    /// before (the first ticks, the start of workers) is left out of the lanes.
    #[default]
    Release,
    /// Where recording begins: the start of the workers and the first ticks are shown.
    Recording,
}

/// How a run is watched and stopped. Clones share everything.
#[derive(Clone, Default)]
pub struct Control {
    /// Hears what the run is doing, and how much of it is done (0 to 1).
    pub progress: Option<Rc<dyn Fn(Text, f64)>>,
    /// Is given the trace so far, about ten times a second while the page's
    /// thread is free. Making it costs time on that thread, which the trace shows.
    pub snapshot: Option<Rc<dyn Fn(Trace)>>,
    /// Asks the run to stop.
    pub cancel: Cancel,
    /// Where the zero of the trace is.
    pub zero: Zero,
    /// What is known of this browser; measured by the first run and kept here
    /// for the next ones. Empty it to measure again.
    pub calibration: Rc<Cell<Option<Calibration>>>,
}

impl Control {
    fn report(&self, doing: Text, done: f64) {
        if let Some(progress) = &self.progress {
            progress(doing, done);
        }
    }
}

/// A wish to stop. Once asked, it stays so for all clones.
#[derive(Clone, Default)]
pub struct Cancel {
    inner: Rc<(Cell<bool>, RefCell<Vec<Waker>>)>,
}

impl Cancel {
    /// Asks all runs that have this to stop. Their workers are terminated and
    /// their tasks dropped; a computation on the page's thread stops at its
    /// next pause only. A browser may let a terminated worker compute on for
    /// up to two seconds: the next run waits for that.
    pub fn ask(&self) {
        self.inner.0.set(true);
        for waker in self.inner.1.take() {
            waker.wake();
        }
    }

    /// Whether it was asked.
    pub fn is_asked(&self) -> bool {
        self.inner.0.get()
    }

    async fn asked(&self) {
        poll_fn(|context| {
            if self.is_asked() {
                return Poll::Ready(());
            }
            self.inner.1.borrow_mut().push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}

/// Runs an experiment in the browser and gives what was measured.
///
/// The trace has one task lane per job, in the jobs' order, called by the
/// jobs' names, and then:
/// * `heartbeat`: the page's own ticks, from the release to a few ticks after
///   the last job; each instant is called `frame` or `timer` by what made it;
/// * for the ways in workers, `worker 1`, `worker 2` …: which job it is busy
///   with (state `Span`, so that work is not counted on two lanes).
///
/// Running slices carry `iterations`, the work done in them. A slice of a
/// worker's lane carries `start-up` (how long the worker took to load),
/// `iterations-per-ms` (its rate, measured alone), `clock-error` (how far its
/// times may be off on the page's clock) and `time-origin-gap` (how far off
/// they would be by `performance.timeOrigin` alone).
///
/// # Errors
/// When the browser cannot do it, when a bound is passed, when something fails
/// on the way, or when it is cancelled. Whatever was started is stopped.
pub async fn run(experiment: &Experiment, way: Way, control: &Control) -> Result<Trace, LiveError> {
    plan::check(experiment, way, clock::is_isolated())?;
    match select(
        pin!(run_checked(experiment, way, control)),
        pin!(control.cancel.asked()),
    )
    .await
    {
        Either::Left((result, _)) => result,
        Either::Right(_) => Err(LiveError::cancelled()),
    }
}

async fn run_checked(
    experiment: &Experiment,
    way: Way,
    control: &Control,
) -> Result<Trace, LiveError> {
    workers::quiet(control).await;
    let calibration = calibrated(control).await?;
    let released = Rc::new(Cell::new(None));
    let setting = Setting::new(experiment, calibration)?;
    let heartbeat = setting
        .heartbeat(watcher(&setting, control, released.clone()))
        .await;
    let crew = match workers::needed(experiment, way) {
        0 => None,
        count => Some(Crew::hire(&setting, count, control).await?),
    };
    control.report(Text::new("실행", "running"), 0.0);
    let release = heartbeat.ticks(TICKS_BEFORE).await;
    released.set(Some(release));
    for lane in &setting.lanes {
        lane.ready_at(release);
    }
    match &crew {
        Some(crew) => crew.work(&setting, control).await?,
        None => on_the_page(&setting, way).await?,
    }
    heartbeat.ticks(TICKS_AFTER).await;
    drop(heartbeat);
    let error = match &crew {
        Some(crew) => crew.alignment_error(&setting).await?,
        None => Dur::ZERO,
    };
    setting.set_alignment_error(error);
    control.report(Text::new("끝", "done"), 1.0);
    Ok(dated(setting.recorder.snapshot(), control.zero, release))
}

async fn on_the_page(setting: &Rc<Setting>, way: Way) -> Result<(), LiveError> {
    match way {
        Way::BlockPage => one_thread::block(setting),
        Way::Polling => one_thread::poll(setting).await,
        Way::Interleaved => tasks::interleaved(setting).await,
        Way::AwaitInTurn => tasks::await_in_turn(setting).await,
        Way::Joined => tasks::joined(setting).await,
        Way::WaitForNotice => tasks::wait_for_notice(setting).await,
        // Those with workers have a crew; threads do not pass the check.
        Way::InTurn | Way::Processes | Way::Threads => Ok(()),
    }
}

async fn calibrated(control: &Control) -> Result<Calibration, LiveError> {
    if let Some(known) = control.calibration.get() {
        return Ok(known);
    }
    control.report(Text::new("보정", "calibrating"), 0.0);
    let calibration = calibrate().await?;
    control.calibration.set(Some(calibration));
    Ok(calibration)
}

fn dated(trace: Trace, zero: Zero, release: Time) -> Trace {
    match zero {
        Zero::Release => shift::from_moment(&trace, release),
        Zero::Recording => trace,
    }
}

/// Gives out snapshots: to be called at each tick.
fn watcher(
    setting: &Rc<Setting>,
    control: &Control,
    released: Rc<Cell<Option<Time>>>,
) -> impl Fn() + 'static {
    const PAUSE: Dur = Dur::millis(100);
    let (recorder, zero) = (setting.recorder.clone(), control.zero);
    let show = control.snapshot.clone();
    let last = Cell::new(Time::ZERO);
    move || {
        let (Some(show), Some(release)) = (&show, released.get()) else {
            return;
        };
        let now = recorder.now();
        if now.since(last.get()) >= PAUSE {
            last.set(now);
            show(dated(recorder.snapshot(), zero, release));
        }
    }
}
