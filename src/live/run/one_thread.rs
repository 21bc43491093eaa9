//! The ways in which one thread, the page's, keeps everything in its own hands.

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_futures::spawn_local;

use super::setting::Setting;
use super::tasks::timer_millis;
use crate::base::Dur;
use crate::experiment::Phase;
use crate::live::error::LiveError;
use crate::live::recorder::Lane;
use crate::live::request;
use crate::live::signal::Signal;
use crate::trace::State;

/// One job after another without ever letting the event loop go on. Requests
/// are synchronous ones: deprecated on a page for just what is seen here.
pub(super) fn block(setting: &Setting) -> Result<(), LiveError> {
    for (job, lane) in setting.jobs.iter().zip(&setting.lanes) {
        for phase in &job.phases {
            match *phase {
                Phase::Compute(d) => {
                    lane.run();
                    setting.compute(lane, setting.rate.iterations(d));
                }
                Phase::Request { .. } => {
                    lane.enter(State::BlockedIo, "request");
                    request::blocking(&setting.file.fresh(), None)
                        .map_err(|words| request::failed(&job.name, &words))?;
                }
                // Refused by the plan: this thread cannot block in a sleep.
                Phase::Sleep(_) => {}
            }
        }
        lane.end();
    }
    Ok(())
}

/// Begins every wait without blocking, computes in pieces, and between them
/// asks each wait whether it is over.
///
/// Between two pieces the event loop has a turn, without which no answer could
/// ever arrive: in a browser even the arrival is the event loop's work. When
/// there is nothing left to compute, it asks once per quantum.
pub(super) async fn poll(setting: &Setting) -> Result<(), LiveError> {
    let piece = setting.rate.iterations(setting.quantum);
    let mut jobs: Vec<Polled> = (0..setting.jobs.len())
        .map(|job| Polled::begin(setting, job))
        .collect();
    loop {
        for job in &mut jobs {
            job.ask()?;
        }
        if let Some(job) = jobs.iter_mut().find(|job| job.is_computing()) {
            job.compute(piece);
            setting.turns.next().await?;
        } else if jobs.iter().any(Polled::is_waiting) {
            TimeoutFuture::new(timer_millis(setting.quantum)).await;
        } else {
            return Ok(());
        }
    }
}

/// What a job is at.
enum At {
    /// So many iterations are left.
    Computing(u64),
    /// Something else works; the flag is set when it is over.
    Waiting(Signal<Result<(), String>>),
    /// All phases are done.
    Over,
}

/// A job that is driven by asking.
struct Polled<'a> {
    setting: &'a Setting,
    job: usize,
    next: usize,
    at: At,
}

impl<'a> Polled<'a> {
    fn begin(setting: &'a Setting, job: usize) -> Polled<'a> {
        let mut polled = Polled {
            setting,
            job,
            next: 0,
            at: At::Over,
        };
        polled.advance();
        polled
    }

    fn lane(&self) -> &'a Lane {
        &self.setting.lanes[self.job]
    }

    fn is_computing(&self) -> bool {
        matches!(self.at, At::Computing(_))
    }

    fn is_waiting(&self) -> bool {
        matches!(self.at, At::Waiting(_))
    }

    /// To the next phase, which is begun but not waited for.
    fn advance(&mut self) {
        let phase = self.setting.jobs[self.job].phases.get(self.next).copied();
        self.next += 1;
        let lane = self.lane();
        self.at = match phase {
            None => {
                lane.end();
                At::Over
            }
            Some(Phase::Compute(d)) => {
                // The lane of a job that has not begun is ready since the release.
                if self.next > 1 {
                    lane.ready_at(lane.now());
                }
                At::Computing(self.setting.rate.iterations(d))
            }
            Some(Phase::Sleep(d)) => {
                lane.enter(State::Awaiting, "timer");
                At::Waiting(begin_timer(d))
            }
            Some(Phase::Request { .. }) => {
                lane.enter(State::Awaiting, "fetch");
                At::Waiting(begin_fetch(self.setting.file.fresh()))
            }
        };
    }

    /// Asks whether the wait is over, if there is one.
    fn ask(&mut self) -> Result<(), LiveError> {
        let At::Waiting(flag) = &self.at else {
            return Ok(());
        };
        self.lane().event("poll");
        match flag.take() {
            None => Ok(()),
            Some(Ok(())) => {
                self.advance();
                Ok(())
            }
            Some(Err(words)) => {
                let name = &self.setting.jobs[self.job].name;
                Err(request::failed(name, &words))
            }
        }
    }

    /// Does a piece of the work.
    fn compute(&mut self, piece: u64) {
        let At::Computing(left) = self.at else {
            return;
        };
        let (lane, now) = (self.lane(), left.min(piece));
        lane.run();
        self.setting.compute(lane, now);
        if left > now {
            self.at = At::Computing(left - now);
            lane.ready_at(lane.now());
        } else {
            self.advance();
        }
    }
}

fn begin_fetch(address: String) -> Signal<Result<(), String>> {
    begin(async move { request::fetch(&address).await })
}

fn begin_timer(d: Dur) -> Signal<Result<(), String>> {
    begin(async move {
        TimeoutFuture::new(timer_millis(d)).await;
        Ok(())
    })
}

/// Starts something that sets a flag when it is over. If nobody asks any more
/// (the run was cancelled), it comes to its own end, which is near.
fn begin(work: impl Future<Output = Result<(), String>> + 'static) -> Signal<Result<(), String>> {
    let flag = Signal::new();
    let over = flag.clone();
    spawn_local(async move { over.set(work.await) });
    flag
}
