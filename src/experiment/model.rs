//! Running an experiment on the simulated machine.
//!
//! What each [`Way`] is taken to mean, so that it can be held against a
//! measured run of the same name:
//!
//! | way | machine | policy |
//! | --- | --- | --- |
//! | [`Way::InTurn`] | thread `main`, jobs its tasks, blocking calls | first come, first served |
//! | [`Way::BlockPage`] | the same inside one round of an event loop with a heartbeat | the same |
//! | [`Way::Interleaved`] | one core, a thread per job, heartbeat probe | round robin |
//! | [`Way::Processes`] | a worker process per core, jobs from a common queue | round robin |
//! | [`Way::Threads`] | one process, a thread per job, GIL if wanted | round robin |
//! | [`Way::AwaitInTurn`] | event loop with a heartbeat, one coroutine calls the others | first come, first served |
//! | [`Way::Joined`] | event loop with a heartbeat, a task per job | the same |
//! | [`Way::Polling`] | thread `main` that asks between pieces of work | the same |
//! | [`Way::WaitForNotice`] | thread `main` that blocks until it is told | the same |
//!
//! All jobs are there at time zero; a lane that waits for its turn is ready.
//! The network answers any number of requests at once. What a page does
//! between two pieces of work (its ticks) takes no time.

mod requester;

use std::cell::RefCell;
use std::collections::{BTreeSet, VecDeque};
use std::rc::Rc;

use self::requester::Requester;
use super::{Experiment, Job, Phase, Way};
use crate::base::{Dur, Lang, Problem, Text, Time};
use crate::sim::policy::{Fifo, Policy, RoundRobin};
use crate::sim::{
    Body, Coroutine, Cx, DeviceId, EventLoop, Limits, Machine, Op, Outcome, Script, Settings, Step,
    TaskOp, Wait,
};
use crate::trace::{State, Trace};

/// The period of a page's heartbeat: 60 ticks a second, as most displays have.
pub const HEARTBEAT: Dur = Dur(16_666_667);

/// Events of a run at most, so that a tiny quantum cannot fill the memory.
const EVENTS: u64 = 2_000_000;

/// Simulated time of a run at most: an hour.
const LONGEST: Time = Time(3_600_000_000_000);

/// Runs an experiment in one way and gives what happened.
///
/// # Errors
/// What is wrong with the experiment: no job, a name twice or empty, a core
/// count out of range, a quantum or switch interval of zero where one is
/// needed, or so much to do that the run was stopped.
pub fn run(experiment: &Experiment, way: Way) -> Result<Trace, Vec<Problem>> {
    run_within(experiment, way, EVENTS)
}

/// The same with another limit of events.
fn run_within(experiment: &Experiment, way: Way, events: u64) -> Result<Trace, Vec<Problem>> {
    let problems = check(experiment, way);
    if !problems.is_empty() {
        return Err(problems);
    }
    let limits = Limits {
        events,
        time: LONGEST,
    };
    let mut plan = Plan::new(experiment, way, limits);
    let policy: Box<dyn Policy> = match way {
        Way::Interleaved | Way::Processes | Way::Threads => {
            Box::new(RoundRobin::new(experiment.conditions.quantum))
        }
        _ => Box::new(Fifo::new()),
    };
    plan.add_threads(way);
    let run = plan.machine.run(policy)?;
    match run.outcome {
        Outcome::Finished => Ok(run.trace),
        _ => Err(vec![Problem::new(
            "jobs",
            Text::new(run.sentence(Lang::Ko), run.sentence(Lang::En)),
            Text::new(
                "작업을 줄이거나 시간 할당량을 늘리세요.",
                "Use less work or a longer quantum.",
            ),
        )]),
    }
}

/// What the machine itself does not check.
fn check(experiment: &Experiment, way: Way) -> Vec<Problem> {
    let mut problems = Vec::new();
    if experiment.jobs.is_empty() {
        problems.push(Problem::new(
            "jobs",
            Text::new("작업이 없습니다.", "There is no job."),
            Text::new("하나 이상 넣으세요.", "Add at least one."),
        ));
    }
    let mut seen = BTreeSet::new();
    for job in &experiment.jobs {
        if job.name.is_empty() || !seen.insert(&job.name) {
            problems.push(Problem::new(
                format!("job \"{}\"", job.name),
                Text::new(
                    "이름이 비었거나 두 번 나옵니다.",
                    "The name is empty or used twice.",
                ),
                Text::new(
                    "작업마다 다른 이름을 붙이세요.",
                    "Give each job a name of its own.",
                ),
            ));
        }
    }
    let sliced = matches!(
        way,
        Way::Interleaved | Way::Processes | Way::Threads | Way::Polling
    );
    if sliced && experiment.conditions.quantum.is_zero() {
        problems.push(Problem::new(
            "quantum",
            Text::new("시간 할당량이 0입니다.", "The quantum is zero."),
            Text::new("0보다 크게 정하세요.", "Use more than zero."),
        ));
    }
    problems
}

/// A machine that is being set up for an experiment.
struct Plan<'e> {
    experiment: &'e Experiment,
    machine: Machine,
    /// There if any job sends a request.
    network: Option<DeviceId>,
}

impl<'e> Plan<'e> {
    fn new(experiment: &'e Experiment, way: Way, limits: Limits) -> Plan<'e> {
        let conditions = &experiment.conditions;
        let interleaved = way == Way::Interleaved;
        let cores = if interleaved { 1 } else { conditions.cores };
        let mut machine = Machine::new(Settings {
            switch_cost: conditions.switch_cost,
            seed: conditions.seed,
            limits,
            heartbeat: interleaved.then_some(HEARTBEAT),
            ..Settings::cores(cores)
        });
        let requests = experiment
            .jobs
            .iter()
            .flat_map(|job| &job.phases)
            .any(|phase| matches!(phase, Phase::Request { .. }));
        let network = requests.then(|| machine.device("network", None));
        Plan {
            experiment,
            machine,
            network,
        }
    }

    fn add_threads(&mut self, way: Way) {
        match way {
            Way::InTurn => self.main(|plan| plan.in_turn()),
            Way::BlockPage => self.main(|plan| plan.event_loop(Plan::blocking_ops, true)),
            Way::Joined => self.main(|plan| plan.event_loop(Plan::awaiting_ops, true)),
            Way::AwaitInTurn => self.main(|plan| plan.event_loop(Plan::awaiting_ops, false)),
            Way::Polling | Way::WaitForNotice => self.main(|plan| {
                let pieces = (way == Way::Polling).then_some(plan.experiment.conditions.quantum);
                Box::new(Requester::new(&plan.experiment.jobs, plan.network, pieces))
            }),
            Way::Interleaved | Way::Threads => self.thread_per_job(way),
            Way::Processes => self.worker_processes(),
        }
    }

    /// One process with the thread `main`.
    fn main(&mut self, body: impl FnOnce(&Plan<'e>) -> Box<dyn Body>) {
        let body = body(self);
        let process = self.machine.process("program", None);
        self.machine.thread(process, "main", Time::ZERO, body);
    }

    fn in_turn(&self) -> Box<dyn Body> {
        let mut ops = Vec::new();
        for (i, job) in self.experiment.jobs.iter().enumerate() {
            ops.push(Op::Enter(i));
            ops.extend(self.thread_ops(job));
            ops.push(Op::Leave);
        }
        let names = self.experiment.jobs.iter().map(|job| job.name.clone());
        Script::with_tasks(ops, names.collect()).boxed()
    }

    /// An event loop over the jobs: all are tasks from the beginning, or one
    /// coroutine without a lane calls them one after another.
    fn event_loop(&self, ops: fn(&Plan<'e>, &Job) -> Vec<TaskOp>, together: bool) -> Box<dyn Body> {
        let mut coroutines: Vec<Coroutine> = self
            .experiment
            .jobs
            .iter()
            .map(|job| Coroutine {
                name: Some(job.name.clone()),
                ops: ops(self, job),
                is_task: together,
            })
            .collect();
        if !together {
            let calls = (0..coroutines.len()).map(TaskOp::Call).collect();
            coroutines.push(Coroutine {
                name: None,
                ops: calls,
                is_task: true,
            });
        }
        Box::new(EventLoop::new(coroutines).with_heartbeat(HEARTBEAT))
    }

    fn thread_per_job(&mut self, way: Way) {
        let conditions = &self.experiment.conditions;
        let gil = way == Way::Threads && conditions.gil;
        let process = self
            .machine
            .process("program", gil.then_some(conditions.switch_interval));
        for job in &self.experiment.jobs {
            let body = Script::new(self.thread_ops(job)).boxed();
            self.machine.thread(process, &job.name, Time::ZERO, body);
        }
    }

    /// No more workers than jobs: a further one would never have anything to do.
    fn worker_processes(&mut self) {
        let jobs = &self.experiment.jobs;
        let queue = Rc::new(RefCell::new(
            jobs.iter()
                .map(|job| (job.name.clone(), self.thread_ops(job)))
                .collect(),
        ));
        let workers = (self.experiment.conditions.cores as usize).min(jobs.len());
        for n in 1..=workers {
            let name = format!("worker {n}");
            let process = self.machine.process(&name, None);
            let body = Box::new(Worker {
                queue: Rc::clone(&queue),
                ops: Vec::new().into_iter(),
                busy: false,
            });
            self.machine.thread(process, &name, Time::ZERO, body);
        }
    }

    /// What a thread does for a job: each wait blocks it.
    fn thread_ops(&self, job: &Job) -> Vec<Op> {
        let op = |phase: &Phase| match (*phase, self.network) {
            (Phase::Compute(d), _) => Op::Compute(d),
            (Phase::Request { latency }, Some(network)) => Op::Io(network, latency),
            (Phase::Sleep(d) | Phase::Request { latency: d }, _) => Op::Sleep(d),
        };
        job.phases.iter().map(op).collect()
    }

    /// What a coroutine does for a job if its waits block the loop.
    fn blocking_ops(&self, job: &Job) -> Vec<TaskOp> {
        let op = |phase: &Phase| match (*phase, self.network) {
            (Phase::Compute(d), _) => TaskOp::Compute(d),
            (Phase::Request { latency }, Some(network)) => TaskOp::BlockingIo(network, latency),
            (Phase::Sleep(d) | Phase::Request { latency: d }, _) => TaskOp::BlockingSleep(d),
        };
        job.phases.iter().map(op).collect()
    }

    /// What a coroutine does for a job if it awaits its waits.
    fn awaiting_ops(&self, job: &Job) -> Vec<TaskOp> {
        let op = |phase: &Phase| match (*phase, self.network) {
            (Phase::Compute(d), _) => TaskOp::Compute(d),
            (Phase::Request { latency }, Some(network)) => TaskOp::Request(network, latency),
            (Phase::Sleep(d) | Phase::Request { latency: d }, _) => TaskOp::Sleep(d),
        };
        job.phases.iter().map(op).collect()
    }
}

/// A job as a worker gets it: its name and what is to be done.
type Parcel = (String, Vec<Op>);

/// The only thread of a worker process: takes the next job until none is left.
struct Worker {
    queue: Rc<RefCell<VecDeque<Parcel>>>,
    ops: std::vec::IntoIter<Op>,
    busy: bool,
}

impl Body for Worker {
    fn step(&mut self, cx: &mut Cx<'_>) -> Step {
        loop {
            match self.ops.next() {
                Some(Op::Compute(d)) => return Step::Compute(d),
                Some(Op::Sleep(d)) => return Step::Block(Wait::Sleep(d)),
                Some(Op::Io(device, d)) => return Step::Block(Wait::Io(device, d)),
                Some(_) => continue,
                None => {}
            }
            if std::mem::take(&mut self.busy) {
                cx.leave(None);
            }
            let Some((name, ops)) = self.queue.borrow_mut().pop_front() else {
                return Step::Exit;
            };
            // Only now is it known whose lane it is; it has waited since the beginning.
            let task = cx.task(&name);
            let turn = cx.name("turn");
            cx.was(task, State::Ready, turn, Time::ZERO);
            cx.enter(task);
            self.ops = ops.into_iter();
            self.busy = true;
        }
    }
}

#[cfg(test)]
mod tests;
