//! The worker's side: does what the page asks, and writes down when.

use js_sys::{Atomics, Int32Array, SharedArrayBuffer};

use super::calibrate;
use super::protocol::{self, Activity, FromWorker, Step, Stretch, ToWorker, VERSION};
use super::request;
use super::work::work;
use crate::base::Dur;
use crate::web::clock::{MonotonicClock, is_isolated};
use crate::web::serving::{Page, serve};
use crate::web::worker::words_of;

/// Listens to the page, and tells it that the worker is ready.
///
/// Outside a worker it does nothing: nobody would listen.
pub fn start() {
    let Some(clock) = MonotonicClock::from_time_origin() else {
        return;
    };
    let ready = FromWorker::Ready {
        version: VERSION.to_owned(),
        time_origin: (clock.time_origin() * 1e3) as u64,
    };
    serve(&protocol::write(&ready), move |page, given| {
        // First the clock: this time aligns the two threads.
        let at = clock.now().0;
        let message = given.as_string();
        match message.as_deref().and_then(protocol::read) {
            Some(message) => answer(page, &clock, message, at),
            None => send(page, &unreadable()),
        }
    });
}

fn send(page: &Page, message: &FromWorker) {
    page.say(&protocol::write(message));
}

fn unreadable() -> FromWorker {
    FromWorker::Failed {
        job: None,
        detail: "unreadable message".to_owned(),
    }
}

fn answer(page: &Page, clock: &MonotonicClock, message: ToWorker, at: u64) {
    match message {
        ToWorker::Ping { round } => send(page, &FromWorker::Pong { round, at }),
        ToWorker::Calibrate => {
            let calibrated = FromWorker::Calibrated {
                iterations_per_ms: calibrate::rate(clock).iterations_per_ms,
                resolution: clock.resolution().0,
            };
            send(page, &calibrated);
        }
        ToWorker::Run { job, steps } => {
            let at = clock.now().0;
            send(page, &FromWorker::Began { job, at });
            send(page, &done(clock, job, &steps, at));
        }
    }
}

/// Does the steps, each stretch ending where the next begins.
fn done(clock: &MonotonicClock, job: u32, steps: &[Step], begun: u64) -> FromWorker {
    let mut stretches: Vec<Stretch> = Vec::with_capacity(steps.len());
    let (mut start, mut result) = (begun, 1);
    for step in steps {
        let activity = match step {
            Step::Compute { iterations } => {
                result = work(result, *iterations);
                Ok(Activity::Compute)
            }
            Step::Request { url } => {
                request::blocking(url, Some(request::LIMIT_MS)).map(|()| Activity::Request)
            }
            Step::Sleep { nanos } => sleep(Dur(*nanos)).map(|()| Activity::Sleep),
        };
        let end = clock.now().0;
        match activity {
            Ok(activity) => stretches.push((activity, start, end)),
            Err(detail) => {
                return FromWorker::Failed {
                    job: Some(job),
                    detail,
                };
            }
        }
        start = end;
    }
    FromWorker::Done {
        job,
        stretches,
        result,
    }
}

/// Blocks the worker's thread: waits for a change of shared memory that nobody
/// makes, with a limit.
fn sleep(duration: Dur) -> Result<(), String> {
    if !is_isolated() {
        return Err("no shared memory".to_owned());
    }
    let memory = Int32Array::new(&SharedArrayBuffer::new(4));
    Atomics::wait_with_timeout(&memory, 0, 0, duration.as_millis_f64())
        .map(|_| ())
        .map_err(|error| words_of(&error))
}
