//! One thread that begins every request without blocking, and then either
//! asks now and then whether an answer is there, or waits to be told.

use std::collections::VecDeque;

use crate::base::Dur;
use crate::experiment::{Job, Phase};
use crate::sim::{Body, Cx, DeviceId, PortId, Reply, RequestId, Step, Task, Wait};
use crate::trace::{NameId, State};

struct Work {
    name: String,
    phases: std::vec::IntoIter<Phase>,
    task: Option<Task>,
    /// The request or timer that is under way, and whether it is a request.
    pending: Option<(RequestId, bool)>,
    /// What is left of the computation at hand.
    left: Dur,
}

/// What is known once the thread runs.
#[derive(Clone, Copy)]
struct Setting {
    port: PortId,
    turn: NameId,
    timer: NameId,
    network: NameId,
    poll: NameId,
}

/// The body of [`super::Way::Polling`] and [`super::Way::WaitForNotice`].
///
/// When it polls: the jobs that have something to compute do it in pieces,
/// first come, first served; before each further piece it asks of each that is
/// under way, which its lane shows as an instant. With nothing to compute it sleeps for a piece's length.
///
/// When it waits: as long as anything is under way it blocks, and does what
/// follows an answer at once; jobs that never waited come last.
pub(super) struct Requester {
    jobs: Vec<Work>,
    network: Option<DeviceId>,
    /// The length of a piece of work; none if it waits to be told.
    pieces: Option<Dur>,
    /// Jobs that have something to compute and have had an answer.
    answered: VecDeque<usize>,
    /// Jobs that have something to compute; those of `answered` go first.
    others: VecDeque<usize>,
    /// The job that computes, and the length of its piece.
    piece: Option<(usize, Dur)>,
    setting: Option<Setting>,
}

impl Requester {
    pub(super) fn new(jobs: &[Job], network: Option<DeviceId>, pieces: Option<Dur>) -> Requester {
        let jobs = jobs
            .iter()
            .map(|job| Work {
                name: job.name.clone(),
                phases: job.phases.clone().into_iter(),
                task: None,
                pending: None,
                left: Dur::ZERO,
            })
            .collect();
        Requester {
            jobs,
            network,
            pieces,
            answered: VecDeque::new(),
            others: VecDeque::new(),
            piece: None,
            setting: None,
        }
    }

    fn begin(&mut self, cx: &mut Cx<'_>) -> Setting {
        let setting = Setting {
            port: cx.port(),
            turn: cx.name("turn"),
            timer: cx.name("timer"),
            network: cx.name("network"),
            poll: cx.name("poll"),
        };
        self.setting = Some(setting);
        for job in &mut self.jobs {
            job.task = Some(cx.task(&job.name));
        }
        for i in 0..self.jobs.len() {
            self.go_on(i, false, &setting, cx);
        }
        setting
    }

    /// Begins the next phase of a job, which has no control.
    fn go_on(&mut self, i: usize, answered: bool, setting: &Setting, cx: &mut Cx<'_>) {
        let job = &mut self.jobs[i];
        let Some(task) = job.task else { return };
        let reply = match self.pieces {
            Some(_) => Reply::Poll,
            None => Reply::Notice(setting.port, i as u32),
        };
        match (job.phases.next(), self.network) {
            (None, _) => cx.end_task(task),
            (Some(Phase::Compute(d)), _) => {
                job.left = d;
                cx.show(task, State::Ready, setting.turn);
                if answered && self.pieces.is_none() {
                    self.answered.push_back(i);
                } else {
                    self.others.push_back(i);
                }
            }
            (Some(Phase::Request { latency }), Some(network)) => {
                // The device's lane shows who asked, which is who has control.
                cx.enter(task);
                job.pending = Some((cx.start_io(network, latency, reply), true));
                cx.leave(Some((State::BlockedIo, setting.network)));
            }
            (Some(Phase::Sleep(d) | Phase::Request { latency: d }), _) => {
                job.pending = Some((cx.start_timer(d, reply), false));
                cx.show(task, State::Sleeping, setting.timer);
            }
        }
    }

    /// The piece that was computed is done; its job may have come to the end of a phase.
    fn finish_piece(&mut self, setting: &Setting, cx: &mut Cx<'_>) {
        let Some((i, d)) = self.piece.take() else {
            return;
        };
        self.jobs[i].left -= d;
        if self.jobs[i].left.is_zero() {
            let first = if self.answered.front() == Some(&i) {
                &mut self.answered
            } else {
                &mut self.others
            };
            first.pop_front();
            cx.leave(None);
            self.go_on(i, true, setting, cx);
        }
    }

    /// Asks whether anything that is under way has ended.
    fn poll(&mut self, setting: &Setting, cx: &mut Cx<'_>) {
        for i in 0..self.jobs.len() {
            if let Some((request, _)) = self.jobs[i].pending {
                if let Some(task) = self.jobs[i].task {
                    cx.mark(task.lane, setting.poll);
                }
                if cx.is_done(request) {
                    self.jobs[i].pending = None;
                    self.go_on(i, true, setting, cx);
                }
            }
        }
    }

    /// Takes what it was told.
    fn take_notices(&mut self, setting: &Setting, cx: &mut Cx<'_>) {
        while let Some(notice) = cx.take_notice(setting.port) {
            let i = notice.token as usize;
            self.jobs[i].pending = None;
            self.go_on(i, true, setting, cx);
        }
    }

    /// The next piece of work of the job at the front.
    fn compute(&mut self, i: usize, cx: &mut Cx<'_>) -> Step {
        let job = &self.jobs[i];
        let d = self.pieces.map_or(job.left, |piece| piece.min(job.left));
        self.piece = Some((i, d));
        if let Some(task) = job.task {
            cx.enter(task);
        }
        Step::Compute(d)
    }

    /// Blocks until a notice comes.
    fn wait(&self, setting: &Setting) -> Step {
        let on_request = self
            .jobs
            .iter()
            .any(|job| matches!(job.pending, Some((_, true))));
        Step::Block(Wait::Notice {
            port: setting.port,
            deadline: None,
            shown: if on_request {
                (State::BlockedIo, setting.network)
            } else {
                (State::Sleeping, setting.timer)
            },
        })
    }
}

impl Body for Requester {
    fn step(&mut self, cx: &mut Cx<'_>) -> Step {
        let (setting, first) = match self.setting {
            Some(setting) => (setting, false),
            None => (self.begin(cx), true),
        };
        self.finish_piece(&setting, cx);
        let pending = |jobs: &[Work]| jobs.iter().any(|job| job.pending.is_some());
        if self.pieces.is_some() {
            if !first && pending(&self.jobs) {
                self.poll(&setting, cx);
            }
        } else {
            self.take_notices(&setting, cx);
        }
        if let Some(&i) = self.answered.front() {
            return self.compute(i, cx);
        }
        match (self.others.front(), self.pieces, pending(&self.jobs)) {
            (Some(&i), Some(_), _) | (Some(&i), None, false) => self.compute(i, cx),
            (None, Some(piece), true) => Step::Block(Wait::Sleep(piece)),
            (_, None, true) => self.wait(&setting),
            (None, _, false) => Step::Exit,
        }
    }
}
