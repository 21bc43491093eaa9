//! One description of an experiment, run by the simulated machine (`model`)
//! and by the visitor's own browser (`live`) alike.
//!
//! An experiment is a set of [`Job`]s under stated [`Conditions`]; a [`Way`]
//! says how they are executed. Every run, modelled or measured, ends in a
//! trace with one lane per job, called by the job's name, so that two runs can
//! be held against each other job by job.

pub mod compare;
pub mod model;
mod question;
mod setup;

pub use compare::{Residual, residuals};
pub use question::{Preset, QuestionId};
pub use setup::{
    JobSetup, MAX_CORES, MAX_JOBS, MAX_PHASE, MAX_SWITCH, MAX_TOTAL, MAX_WAYS, QUANTUM, Setup,
    Waiting, Work,
};

use crate::base::Dur;

/// A part of a job.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phase {
    /// Uses a CPU for that long. Measured runs do as much work as takes that
    /// long on this machine when nothing else runs (they calibrate first).
    Compute(Dur),
    /// Waits for a timer.
    Sleep(Dur),
    /// Waits for the answer to a request. The latency is the model's; a
    /// measured run sends a real request and takes what it takes.
    Request {
        /// How long the modelled answer takes.
        latency: Dur,
    },
}

/// Something to be done: its phases, in order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Job {
    /// What its lane is called: `A`, `B`, `C`…; unique in an experiment.
    pub name: String,
    /// Its parts, in order.
    pub phases: Vec<Phase>,
}

impl Job {
    /// The time for which it needs a CPU.
    pub fn demand(&self) -> Dur {
        self.phases
            .iter()
            .map(|phase| match phase {
                Phase::Compute(d) => *d,
                Phase::Sleep(_) | Phase::Request { .. } => Dur::ZERO,
            })
            .sum()
    }
}

/// How the jobs of an experiment are executed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Way {
    /// One thread does one job after another; each wait blocks the thread.
    /// Measured: in one web worker.
    InTurn,
    /// The same on the thread that also keeps the page alive, so that the
    /// page's heartbeat stops meanwhile. Measured: a loop on the page's thread.
    BlockPage,
    /// One core takes the jobs in time slices of a quantum. Modelled: one
    /// thread per job, preempted. Measured: one task per job on the page's
    /// thread, which yields after each quantum, since a page cannot preempt.
    Interleaved,
    /// One process per core takes the next job when it is free.
    /// Measured: one web worker per core.
    Processes,
    /// One thread per job in one process, on all cores, under the GIL if the
    /// conditions say so. Model only: a browser has no such threads.
    Threads,
    /// Coroutines on one event loop, each awaited before the next is begun.
    /// Measured: `spawn_local` tasks, timers and `fetch`.
    AwaitInTurn,
    /// Coroutines on one event loop, all begun, then awaited together.
    Joined,
    /// One thread begins every request without blocking, does the other work
    /// in pieces, and between them asks whether an answer is there.
    Polling,
    /// One thread begins every request, then does nothing until it is told of
    /// the answer; only then the other work.
    WaitForNotice,
}

impl Way {
    /// All ways.
    pub const ALL: [Way; 9] = [
        Way::InTurn,
        Way::BlockPage,
        Way::Interleaved,
        Way::Processes,
        Way::Threads,
        Way::AwaitInTurn,
        Way::Joined,
        Way::Polling,
        Way::WaitForNotice,
    ];

    /// The name used in links and in `runLive`; stable.
    pub fn key(self) -> &'static str {
        match self {
            Way::InTurn => "in-turn",
            Way::BlockPage => "block-page",
            Way::Interleaved => "interleaved",
            Way::Processes => "processes",
            Way::Threads => "threads",
            Way::AwaitInTurn => "await-in-turn",
            Way::Joined => "joined",
            Way::Polling => "polling",
            Way::WaitForNotice => "wait-for-notice",
        }
    }

    /// The way of a [`Way::key`].
    pub fn from_key(key: &str) -> Option<Way> {
        Way::ALL.into_iter().find(|way| way.key() == key)
    }

    /// Whether a browser can do it.
    pub fn has_live(self) -> bool {
        self != Way::Threads
    }
}

/// What the machine is like.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Conditions {
    /// Cores; also the number of processes or web workers.
    pub cores: u32,
    /// The time slice of [`Way::Interleaved`] and of threads on shared cores;
    /// also the piece of work between two polls of [`Way::Polling`].
    pub quantum: Dur,
    /// What it costs a core to change from one thread to another.
    pub switch_cost: Dur,
    /// Whether the threads of a process share one global interpreter lock.
    pub gil: bool,
    /// How long a thread waits for the GIL before it asks the holder to let
    /// go: 5 ms in CPython (`sys.getswitchinterval`).
    pub switch_interval: Dur,
    /// The seed of every random choice.
    pub seed: u64,
}

impl Default for Conditions {
    fn default() -> Self {
        Conditions {
            cores: 2,
            quantum: Dur::millis(10),
            switch_cost: Dur::ZERO,
            gil: true,
            switch_interval: Dur::millis(5),
            seed: 1,
        }
    }
}

/// Jobs and conditions: what is the same in every run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Experiment {
    /// What is to be done; all jobs are there from the beginning.
    pub jobs: Vec<Job>,
    /// On what.
    pub conditions: Conditions,
}
