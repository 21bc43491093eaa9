//! The ways in which real web workers do the jobs.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use futures_util::future::try_join_all;
use gloo_timers::future::TimeoutFuture;

use super::Control;
use super::hire::{Hired, Starting, aligned, broken, job_failed, misunderstood, understood};
use super::setting::Setting;
use super::tasks::timer_millis;
use crate::base::{Dur, Text, Time, sort_by_key};
use crate::experiment::{Experiment, Phase, Way};
use crate::live::error::LiveError;
use crate::live::plan;
use crate::live::protocol::{self, FromWorker, Stretch, ToWorker};
use crate::live::recorder::Lane;
use crate::live::request;
use crate::live::work::Rate;
use crate::trace::{FlowKind, State, Value};
use crate::web::clock;

/// How long a terminated worker may go on computing: Chromium gives its
/// script two seconds to end by itself before it forces it to.
const WINDING_DOWN: Dur = Dur::millis(2_200);

thread_local! {
    /// When the last busy worker was terminated, on the page's clock in milliseconds.
    static LAST_STOPPED: Cell<Option<f64>> = const { Cell::new(None) };
}

/// Waits until no worker of a stopped run can still be using a core: it would
/// slow down whatever is measured next.
pub(super) async fn quiet(control: &Control) {
    let Some(stopped) = LAST_STOPPED.get() else {
        return;
    };
    let passed = Dur::from_millis_f64(clock::reading() - stopped);
    let left = WINDING_DOWN.saturating_sub(passed);
    if !left.is_zero() {
        let doing = Text::new(
            "멈춘 워커가 끝나기를 기다림",
            "waiting for stopped workers to end",
        );
        control.report(doing, 0.0);
        TimeoutFuture::new(timer_millis(left)).await;
    }
    LAST_STOPPED.set(None);
}

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
    busy: Cell<bool>,
}

impl Drop for Crew {
    fn drop(&mut self) {
        if self.busy.get() {
            LAST_STOPPED.set(Some(clock::reading()));
        }
    }
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
                Text::new(
                    format!("워커 {number} 보정"),
                    format!("calibrating worker {number}"),
                ),
                f64::from(number - 1) / f64::from(count),
            );
            workers.push(starting.measured(setting).await?);
        }
        let mut rates: Vec<Rate> = workers.iter().map(|worker| worker.rate).collect();
        sort_by_key(&mut rates, |rate| *rate);
        // All jobs are given work at one rate, so that a job is the same work
        // whoever does it: the median worker's.
        let rate = rates[rates.len() / 2];
        Ok(Crew {
            workers,
            rate,
            busy: Cell::new(false),
        })
    }

    /// Each worker takes the next job when it is free.
    pub async fn work(&self, setting: &Setting, control: &Control) -> Result<(), LiveError> {
        let all = Shared {
            setting,
            control,
            queue: RefCell::new((0..setting.jobs.len()).collect()),
            done: Cell::new(0),
            rate: self.rate,
        };
        let serving = self.workers.iter().map(|worker| all.serve(worker));
        self.busy.set(true);
        try_join_all(serving).await?;
        self.busy.set(false);
        Ok(())
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

/// The queue that the workers take jobs from: first come, first served.
struct Shared<'a> {
    setting: &'a Setting,
    control: &'a Control,
    queue: RefCell<VecDeque<usize>>,
    done: Cell<u32>,
    rate: Rate,
}

impl Shared<'_> {
    /// Gives a worker one job after another until none is left.
    async fn serve(&self, worker: &Hired) -> Result<(), LiveError> {
        let patience = patience(self.setting);
        loop {
            let next = self.queue.borrow_mut().pop_front();
            let Some(job) = next else { return Ok(()) };
            let mut hand_over = HandOver::new(self.setting, worker, job, self.rate);
            hand_over.done(patience).await?;
            self.done.set(self.done.get() + 1);
            let part = f64::from(self.done.get()) / self.setting.jobs.len() as f64;
            self.control.report(Text::new("실행", "running"), part);
        }
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

/// One job in the hands of one worker.
struct HandOver<'a> {
    setting: &'a Setting,
    worker: &'a Hired,
    job: usize,
    rate: Rate,
    /// When the page sent it.
    handed: Time,
}

impl<'a> HandOver<'a> {
    fn new(setting: &'a Setting, worker: &'a Hired, job: usize, rate: Rate) -> HandOver<'a> {
        HandOver {
            setting,
            worker,
            job,
            rate,
            handed: setting.recorder.now(),
        }
    }

    fn name(&self) -> &'a str {
        &self.setting.jobs[self.job].name
    }

    fn phases(&self) -> &'a [Phase] {
        &self.setting.jobs[self.job].phases
    }

    /// Has the worker do the job, and writes what it says on the job's lane and on its own.
    async fn done(&mut self, patience: Dur) -> Result<(), LiveError> {
        let job = self.job as u32;
        let steps = plan::steps(&self.setting.jobs[self.job], self.rate, || {
            self.setting.file.fresh()
        });
        self.handed = self.setting.recorder.now();
        let sent = protocol::write(&ToWorker::Run { job, steps });
        let number = self.worker.number;
        let sent = self.worker.link.send(&sent);
        sent.map_err(|error| broken(number, error))?;
        match self.next(patience).await? {
            FromWorker::Began { job: its, at } if its == job => self.write_beginning(at),
            _ => return Err(misunderstood(number)),
        }
        match self.next(patience).await? {
            FromWorker::Done {
                job: its,
                stretches,
                ..
            } if its == job && stretches.len() == self.phases().len() => {
                self.write(&stretches);
                Ok(())
            }
            FromWorker::Failed { detail, .. } => Err(job_failed(number, self.name(), &detail)),
            _ => Err(misunderstood(number)),
        }
    }

    async fn next(&self, limit: Dur) -> Result<FromWorker, LiveError> {
        let incoming = self.worker.link.next(limit).await;
        let incoming = incoming.map_err(|error| broken(self.worker.number, error))?;
        understood(self.worker.number, &incoming)
    }

    /// A time of the worker on the recorder's clock. It was after the job was
    /// sent and before its answer is read, now: what the alignment leaves open
    /// must not say otherwise.
    fn time(&self, worker: u64) -> Time {
        let page = Dur(self.worker.alignment.to_page(worker));
        let at = self.setting.clock.at(page.as_millis_f64());
        at.clamp(self.handed, self.setting.recorder.now().max(self.handed))
    }

    /// How a phase is drawn.
    fn look(&self, phase: Phase) -> (State, &'a str) {
        match phase {
            Phase::Compute(_) => (State::Running, self.name()),
            Phase::Request { .. } => (State::BlockedIo, "request"),
            Phase::Sleep(_) => (State::Sleeping, "timer"),
        }
    }

    fn write_beginning(&self, at: u64) {
        let (at, lane) = (self.time(at), &self.setting.lanes[self.job]);
        if let Some(&phase) = self.phases().first() {
            let (state, name) = self.look(phase);
            lane.enter_at(state, name, at);
        }
        let own = &self.worker.lane;
        own.enter_at(State::Span, self.name(), at);
        let recorder = &self.setting.recorder;
        recorder.flow(FlowKind::Message, (lane, self.handed), (own, at));
    }

    /// Writes each stretch with the times that the worker noted.
    fn write(&self, stretches: &[Stretch]) {
        let lane = &self.setting.lanes[self.job];
        let mut end = self.handed;
        for (&(_, from, to), &phase) in stretches.iter().zip(self.phases()) {
            let (state, name) = self.look(phase);
            lane.enter_at(state, name, self.time(from));
            if let Phase::Compute(d) = phase {
                let iterations = i64::try_from(self.rate.iterations(d)).unwrap_or(i64::MAX);
                lane.fact("iterations", Value::Int(iterations));
            }
            end = self.time(to);
        }
        lane.end_at(end);
        self.write_on_own_lane(&self.worker.lane, end);
    }

    fn write_on_own_lane(&self, lane: &Lane, end: Time) {
        let worker = self.worker;
        let per_ms = i64::try_from(worker.rate.iterations_per_ms).unwrap_or(i64::MAX);
        lane.fact("start-up", Value::Dur(worker.start_up));
        lane.fact("iterations-per-ms", Value::Int(per_ms));
        lane.fact("clock-error", Value::Dur(worker.alignment.error));
        lane.fact("time-origin-gap", Value::Dur(worker.origin_gap));
        lane.end_at(end);
    }
}
