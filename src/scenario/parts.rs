//! What a machine scenario says beyond cores, policies and jobs: what things
//! cost, networks, processes and what is sent to them.

use super::{Length, Unit};
use crate::sim::program::Workers;
use crate::sim::{Costs, Handshake, NetworkSettings, Signal, UserThreads};

/// What costs CPU time that is free otherwise; the rules are in
/// [`crate::sim::Costs`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CostsSpec {
    /// Making a thread.
    pub thread: Length,
    /// Making a process.
    pub process: Length,
    /// Copying a KiB of memory at a fork.
    pub fork_per_kib: Length,
    /// Taking notice of the end of a thread or process.
    pub join: Length,
    /// Writing down a message between processes, and reading it: each.
    pub message: Length,
    /// The same, for each KiB of the message.
    pub message_per_kib: Length,
    /// Warming up the caches of another core.
    pub migration: Length,
}

impl CostsSpec {
    /// Nothing costs anything.
    pub const FREE: CostsSpec = CostsSpec {
        thread: Length::ZERO,
        process: Length::ZERO,
        fork_per_kib: Length::ZERO,
        join: Length::ZERO,
        message: Length::ZERO,
        message_per_kib: Length::ZERO,
        migration: Length::ZERO,
    };

    /// The costs by their keys, in the order of [`super::fields::COSTS`].
    pub fn by_key(&self) -> [(&'static str, Length); 7] {
        [
            ("thread", self.thread),
            ("process", self.process),
            ("fork_per_kib", self.fork_per_kib),
            ("join", self.join),
            ("message", self.message),
            ("message_per_kib", self.message_per_kib),
            ("migration", self.migration),
        ]
    }

    /// The cost of a key.
    pub fn of(&mut self, key: &str) -> Option<&mut Length> {
        Some(match key {
            "thread" => &mut self.thread,
            "process" => &mut self.process,
            "fork_per_kib" => &mut self.fork_per_kib,
            "join" => &mut self.join,
            "message" => &mut self.message,
            "message_per_kib" => &mut self.message_per_kib,
            "migration" => &mut self.migration,
            _ => return None,
        })
    }

    pub(super) fn costs(&self, unit: Unit) -> Costs {
        Costs {
            thread: self.thread.dur(unit),
            process: self.process.dur(unit),
            fork_per_kib: self.fork_per_kib.dur(unit),
            join: self.join.dur(unit),
            message: self.message.dur(unit),
            message_per_kib: self.message_per_kib.dur(unit),
            migration: self.migration.dur(unit),
        }
    }
}

impl Default for CostsSpec {
    fn default() -> Self {
        CostsSpec::FREE
    }
}

/// A network.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NetworkSpec {
    /// Its name, as `request` and `io` say it.
    pub name: String,
    /// How long a bit takes one way.
    pub latency: Length,
    /// Bytes per second; none: bytes take no time.
    pub bandwidth: Option<u64>,
    /// What opening a connection takes.
    pub handshake: Handshake,
    /// How long a free connection stays open; none: each request opens one.
    pub keep_alive: Option<Length>,
    /// How many connections there may be at once; none: any number.
    pub connections: Option<u32>,
}

impl NetworkSpec {
    /// A network over TCP without latency, of which nothing else is said.
    pub fn new(name: impl Into<String>) -> NetworkSpec {
        NetworkSpec {
            name: name.into(),
            latency: Length::ZERO,
            bandwidth: None,
            handshake: Handshake::default(),
            keep_alive: None,
            connections: None,
        }
    }

    pub(super) fn settings(&self, unit: Unit) -> NetworkSettings {
        NetworkSettings {
            latency: self.latency.dur(unit),
            bandwidth: self.bandwidth,
            handshake: self.handshake,
            keep_alive: self.keep_alive.map(|length| length.dur(unit)),
            connections: self.connections,
        }
    }
}

/// A process.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ProcessSpec {
    /// Its name.
    pub name: String,
    /// The switch interval of its global interpreter lock; none: it has no such
    /// lock.
    pub gil: Option<Length>,
    /// How many KiB of memory it has, which a fork copies.
    pub memory: u64,
    /// How its jobs are run as user-level threads; none: each is a thread of the
    /// system.
    pub user_threads: Option<UserThreadsSpec>,
}

/// How a process runs its jobs as user-level threads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UserThreadsSpec {
    /// How many threads of the system carry them.
    pub carriers: u32,
    /// What it costs to go from one to another.
    pub switch_cost: Length,
    /// How long one keeps its carrier while others are ready; none: until it
    /// gives it up.
    pub quantum: Option<Length>,
}

impl Default for UserThreadsSpec {
    /// Many-to-one, cooperative, without cost.
    fn default() -> Self {
        UserThreadsSpec {
            carriers: 1,
            switch_cost: Length::ZERO,
            quantum: None,
        }
    }
}

impl UserThreadsSpec {
    pub(super) fn settings(&self, unit: Unit) -> UserThreads {
        UserThreads {
            carriers: self.carriers,
            switch_cost: self.switch_cost.dur(unit),
            quantum: self.quantum.map(|length| length.dur(unit)),
        }
    }
}

impl ProcessSpec {
    /// A process of which only the name is said.
    pub fn new(name: impl Into<String>) -> ProcessSpec {
        ProcessSpec {
            name: name.into(),
            ..ProcessSpec::default()
        }
    }
}

/// A pool of workers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PoolSpec {
    /// Its name, as `submit` says it.
    pub name: String,
    /// How many workers.
    pub workers: u32,
    /// What they are.
    pub kind: Workers,
    /// How many bytes a task and a result have, where they go between processes.
    pub bytes: u64,
}

impl PoolSpec {
    /// A pool of so many threads.
    pub fn new(name: impl Into<String>, workers: u32) -> PoolSpec {
        PoolSpec {
            name: name.into(),
            workers,
            kind: Workers::Threads,
            bytes: 0,
        }
    }
}

/// A signal that a process gets from elsewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignalSpec {
    /// When.
    pub at: Length,
    /// The process that gets it.
    pub process: String,
    /// Which.
    pub signal: Signal,
}

/// Handshakes by their words.
pub(super) const HANDSHAKES: [(&str, Handshake); 4] = [
    ("tcp", Handshake::Tcp),
    ("none", Handshake::None),
    ("tls1.3", Handshake::Tls13),
    ("tls1.2", Handshake::Tls12),
];

/// What a pool's workers are, by its word.
pub(super) const WORKERS: [(&str, Workers); 3] = [
    ("threads", Workers::Threads),
    ("forked", Workers::Forked),
    ("started", Workers::Started),
];

/// Signals by their words.
pub(super) const SIGNALS: [(&str, Signal); 2] =
    [("terminate", Signal::Terminate), ("kill", Signal::Kill)];
