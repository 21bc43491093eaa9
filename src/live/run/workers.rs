//! The ways in which real web workers do the jobs.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use futures_util::future::{try_join_all};

use super::Control;
use super::setting::Setting;
use crate::base::{Dur, Text, Time};
use crate::experiment::{Experiment, Phase, Way};
use crate::live::align::{Alignment, Round, align};
use crate::live::error::{LiveError, LiveErrorKind};
use crate::live::plan;
use crate::live::protocol::{self, Activity, FromWorker, Stretch, ToWorker, VERSION};
use crate::live::recorder::Lane;
use crate::live::request;
use crate::live::work::Rate;
use crate::trace::{FlowKind, State, TrackKind, Value};
use crate::web::worker::{Incoming, WorkerError, WorkerLink};

/// The worker's loader, beside the page; the build makes it from `src/bin/live_worker.rs`.
const FILE: &str = "live_worker_loader.js";
/// A worker that is not ready by then has not started.
const START_LIMIT: Dur = Dur::secs(10);
/// The answer to a question takes no longer, since the worker is idle.
const ANSWER_LIMIT: Dur = Dur::secs(5);
/// Questions for the time in one alignment.
const ROUNDS: u32 = 16;

/// How many workers a way needs.
pub(super) fn needed(experiment: &Experiment, way: Way) -> u32 {
    match way {
        Way::InTurn => 1,
        Way::Processes => experiment.conditions.cores,
        _ => 0,
    }
}

/// Workers that are ready. Dropping them terminates them.
pub(super) struct Crew {
    workers: Vec<Hired>,
    rate: Rate,
}

/// One worker, and what is known of it.
struct Hired {
    number: u32,
    link: WorkerLink,
    lane: Lane,
    start_up: Dur,
    resolution: Dur,
    rate: Rate,
    alignment: Alignment,
}

impl Crew {
    /// Starts the workers all at once; when all have answered, measures one
    /// after another, so that each is measured alone.
    pub async fn hire(
        setting: &Rc<Setting>,
        count: u32,
        control: &Control,
    ) -> Result<Crew, LiveError> {
        control.report(Text::new("워커 시작", "starting workers"), 0.0);
        let starting = (1..=count).map(|number| Starting::begin(setting, number));
        let started = try_join_all(starting).await?;
        let mut workers = Vec::with_capacity(started.len());
        for starting in started {
            let number = starting.number;
            control.report(
                Text::new(format!("워커 {number} 보정"), format!("calibrating worker {number}")),
                f64::from(number - 1) / f64::from(count),
            );
            workers.push(starting.measured(setting).await?);
        }
        let mut rates: Vec<Rate> = workers.iter().map(|worker| worker.rate).collect();
        rates.sort_unstable();
        // All jobs are given work at one rate, so that a job is the same work
        // whoever does it: the median worker's.
        let rate = rates[rates.len() / 2];
        Ok(Crew { workers, rate })
    }

    /// Each worker takes the next job when it is free.
    pub async fn work(&self, setting: &Setting, control: &Control) -> Result<(), LiveError> {
        let queue = RefCell::new((0..setting.jobs.len()).collect::<VecDeque<_>>());
        let patience = patience(setting);
        let done = Cell::new(0_u32);
        let one = async |worker: &Hired| {
            loop {
                let next = queue.borrow_mut().pop_front();
                let Some(job) = next else { return Ok(()) };
                worker.work(setting, job, self.rate, patience).await?;
                done.set(done.get() + 1);
                let part = f64::from(done.get()) / setting.jobs.len() as f64;
                control.report(Text::new("실행", "running"), part);
            }
        };
        try_join_all(self.workers.iter().map(one)).await.map(drop)
    }

    /// Aligns the clocks once more, now that the work is done, and gives the
    /// largest error that the two alignments leave.
    pub async fn alignment_error(&self, setting: &Setting) -> Result<Dur, LiveError> {
        let mut largest = Dur::ZERO;
        for worker in &self.workers {
            let after = aligned(setting, worker.number, &worker.link, worker.resolution).await?;
            largest = largest.max(worker.alignment.confirmed_by(after).error);
        }
        Ok(largest)
    }
}

/// How long a worker may be silent: even if one core does all the work several
/// times slower than planned, and each request takes as long as it may.
fn patience(setting: &Setting) -> Dur {
    let phases = || setting.jobs.iter().flat_map(|job| &job.phases);
    let planned: Dur = phases().map(|phase| plan::duration(*phase)).sum();
    let requests = phases().filter(|phase| matches!(phase, Phase::Request { .. }));
    let limit = Dur::millis(u64::from(request::LIMIT_MS));
    Dur::secs(5) + planned * 4 + limit * requests.count() as u64
}

/// A worker that has answered once.
struct Starting {
    number: u32,
    link: WorkerLink,
    lane: Lane,
    start_up: Dur,
}

impl Starting {
    /// Starts a worker and awaits its first message.
    async fn begin(setting: &Rc<Setting>, number: u32) -> Result<Starting, LiveError> {
        let name = format!("worker {number}");
        let lane = setting.recorder.lane(None, TrackKind::Thread, &name);
        let begun = lane.now();
        lane.enter_at(State::Span, "start", begun);
        let link = WorkerLink::start(FILE, VERSION).map_err(|error| broken(number, error))?;
        let ready = link.next(START_LIMIT).await;
        let ready = ready.map_err(|error| not_started(number, error))?;
        let FromWorker::Ready { version, .. } = understood(number, &ready)? else {
            return Err(misunderstood(number));
        };
        if version != VERSION {
            return Err(other_version(number, &version));
        }
        let ended = setting.clock.at(ready.at);
        lane.end_at(ended);
        Ok(Starting {
            number,
            link,
            lane,
            start_up: ended.since(begun),
        })
    }

    /// Measures its rate and its clock.
    async fn measured(self, setting: &Setting) -> Result<Hired, LiveError> {
        let answer = asked(self.number, &self.link, &ToWorker::Calibrate).await?;
        let FromWorker::Calibrated {
            iterations_per_ms,
            resolution,
        } = understood(self.number, &answer)?
        else {
            return Err(misunderstood(self.number));
        };
        let resolution = Dur(resolution);
        Ok(Hired {
            alignment: aligned(setting, self.number, &self.link, resolution).await?,
            number: self.number,
            link: self.link,
            lane: self.lane,
            start_up: self.start_up,
            resolution,
            rate: Rate { iterations_per_ms },
        })
    }
}

impl Hired {
    /// Has it do a job, and writes what it says on the job's lane and its own.
    async fn work(
        &self,
        setting: &Setting,
        job: usize,
        rate: Rate,
        patience: Dur,
    ) -> Result<(), LiveError> {
        let lane = &setting.lanes[job];
        let steps = plan::steps(&setting.jobs[job], rate, || setting.file.fresh());
        let handed = lane.now();
        let number = job as u32;
        self.send(&ToWorker::Run { job: number, steps })?;
        match self.next(patience).await? {
            FromWorker::Began { job, at } if job == number => self.began(setting, lane, handed, at),
            _ => return Err(misunderstood(self.number)),
        }
        match self.next(patience).await? {
            FromWorker::Done { job, stretches, .. } if job == number => {
                self.write(setting, lane, job as usize, rate, &stretches);
                Ok(())
            }
            FromWorker::Failed { detail, .. } => {
                Err(request::failed(&setting.jobs[job].name, &detail))
            }
            _ => Err(misunderstood(self.number)),
        }
    }

    /// The worker's time on the recorder's clock.
    fn time(&self, setting: &Setting, worker: u64) -> Time {
        setting.clock.at(self.alignment.to_page(worker) as f64 / 1e6)
    }

    fn began(&self, setting: &Setting, lane: &Lane, handed: Time, at: u64) {
        // The message cannot have come before it was sent: what the alignment
        // leaves open must not say so.
        let at = self.time(setting, at).max(handed);
        let first = setting.recorder.name_of(lane);
        lane.enter_at(State::Running, &first, at);
        self.lane.enter_at(State::Span, &first, at);
        setting
            .recorder
            .flow(FlowKind::Message, (lane, handed), (&self.lane, at));
    }

    fn write(
        &self,
        setting: &Setting,
        lane: &Lane,
        job: usize,
        rate: Rate,
        stretches: &[Stretch],
    ) {
        let name = &setting.jobs[job].name;
        let mut end = lane.now();
        for (&(activity, from, to), phase) in stretches.iter().zip(&setting.jobs[job].phases) {
            let (state, name) = match activity {
                Activity::Compute => (State::Running, name.as_str()),
                Activity::Request => (State::BlockedIo, "request"),
                Activity::Sleep => (State::Sleeping, "timer"),
            };
            lane.enter_at(state, name, self.time(setting, from));
            if let Phase::Compute(d) = phase {
                lane.fact("iterations", Value::Int(rate.iterations(*d) as i64));
            }
            end = self.time(setting, to);
        }
        lane.end_at(end);
        self.lane.fact("start-up", Value::Dur(self.start_up));
        let per_ms = self.rate.iterations_per_ms as i64;
        self.lane.fact("iterations-per-ms", Value::Int(per_ms));
        self.lane
            .fact("clock-error", Value::Dur(self.alignment.error));
        self.lane.end_at(end);
    }

    fn send(&self, message: &ToWorker) -> Result<(), LiveError> {
        let sent = self.link.send(&protocol::write(message));
        sent.map_err(|error| broken(self.number, error))
    }

    async fn next(&self, limit: Dur) -> Result<FromWorker, LiveError> {
        let incoming = self.link.next(limit).await;
        let incoming = incoming.map_err(|error| broken(self.number, error))?;
        understood(self.number, &incoming)
    }
}
