//! A machine scenario as a document: what a machine is like, what runs on it,
//! and one to four policies that are tried on it.
//!
//! The document is JSON, version 1; `docs/scenario.md` describes it. [`read`]
//! never fails whole: what cannot be read is left out and named with its place
//! (a JSON pointer), and the rest goes on. [`Scenario::print`] writes what
//! [`read`] reads back as the same scenario.
//!
//! # Rules
//! * Times are whole numbers of the scenario's unit, or texts with a unit of
//!   their own (`"750us"`).
//! * Jobs are threads of the machine, in the order of the list; random ones
//!   follow, in the order in which they are drawn.
//! * If every program is a plain list of what takes time and of calls of
//!   objects, it runs on the machine's own objects ([`crate::sim::sync`]), with
//!   deadlocks named and priorities inherited. As soon as one program has
//!   registers, memory, jumps or spawns, all run as instructions
//!   ([`crate::sim::program`]), each of which then takes
//!   [`MachineSpec::instruction`].
//! * Programs that use processes, pools or timers, and programs as instructions
//!   in more than one process, run as instructions on the machine's own objects
//!   ([`crate::sim::program::Host`]). A cell is a variable then, of which each
//!   process has its own.
//! * Jobs of a process with [`ProcessSpec::user_threads`] are user-level threads
//!   ([`crate::sim::UserThreads`]), which the policies do not see. Their programs
//!   are plain lists, and their objects are theirs alone.
//! * A queue or pipe that programs of more than one process name lies between
//!   processes: what goes through it is written down and read, at the cost of
//!   [`CostsSpec::message`].

pub mod compare;
mod ending;
pub mod fields;
mod host;
mod length;
mod measures;
mod parse;
mod parts;
mod policies;
pub mod presets;
mod print;
mod random;
mod reader;
mod run;
mod user;
pub mod why;
mod work;

#[cfg(test)]
mod tests;

pub use compare::{OfJob, OfRun};
pub use length::Length;
pub use measures::{JobMeasures, Measures, Total};
pub use parse::{parse_length, read, read_policy, read_value};
pub use parts::{CostsSpec, NetworkSpec, PoolSpec, ProcessSpec, SignalSpec, UserThreadsSpec};
pub use policies::{Domain, Parameter, PolicyKind, PolicySpec, Setting, TABLE, Words, pick, word};

use crate::base::{Dur, Text};
use crate::sim::program::Declaration;
use crate::sim::{Settings, Ties};

/// The version of the document that is read and written.
pub const VERSION: u64 = 1;
/// Longer documents are refused.
pub const MOST_BYTES: usize = 1 << 20;
/// More policies are not tried side by side.
pub const MOST_POLICIES: usize = 4;
/// The most jobs, random ones included.
pub const MOST_JOBS: usize = 1_000;
/// The most devices, objects, processes, or programs.
pub const MOST_THINGS: usize = 256;
/// The most characters of a name.
pub const MOST_NAME: usize = 60;
/// The most characters of a title, and of what is said about a scenario.
pub const MOST_TEXT: usize = 2_000;
/// The most characters of a program.
pub const MOST_PROGRAM: usize = 20_000;

/// The unit that plain numbers count.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Unit {
    /// Nanoseconds.
    Nanos,
    /// Microseconds.
    Micros,
    /// Milliseconds.
    #[default]
    Millis,
    /// Seconds.
    Secs,
}

impl Unit {
    /// All of them, the shortest first.
    pub const ALL: [Unit; 4] = [Unit::Nanos, Unit::Micros, Unit::Millis, Unit::Secs];

    /// How it is written: `ns`, `us`, `ms`, `s`.
    pub fn key(self) -> &'static str {
        match self {
            Unit::Nanos => "ns",
            Unit::Micros => "us",
            Unit::Millis => "ms",
            Unit::Secs => "s",
        }
    }

    /// The unit that is written so.
    pub fn from_key(key: &str) -> Option<Unit> {
        Unit::ALL.into_iter().find(|unit| unit.key() == key)
    }

    /// How long one of it is.
    pub fn dur(self) -> Dur {
        match self {
            Unit::Nanos => Dur(1),
            Unit::Micros => Dur::micros(1),
            Unit::Millis => Dur::millis(1),
            Unit::Secs => Dur::secs(1),
        }
    }
}

/// What the machine is like.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MachineSpec {
    /// How many cores.
    pub cores: u32,
    /// What it costs a core to change from one thread to another.
    pub switch_cost: Length,
    /// How long an instruction takes that does not say it itself. None: one
    /// unit where programs run as instructions, else nothing.
    pub instruction: Option<Length>,
    /// The seed of every random number.
    pub seed: u64,
    /// Who goes first at one moment.
    pub ties: Ties,
    /// The run ends here at the latest; none means one hour.
    pub horizon: Option<Length>,
    /// What else takes CPU time.
    pub costs: CostsSpec,
}

impl Default for MachineSpec {
    fn default() -> Self {
        MachineSpec {
            cores: 1,
            switch_cost: Length::ZERO,
            instruction: None,
            seed: Settings::cores(1).seed,
            ties: Ties::default(),
            horizon: None,
            costs: CostsSpec::FREE,
        }
    }
}

/// A device.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeviceSpec {
    /// Its name, as `io` says it.
    pub name: String,
    /// How many requests it serves at once; none: any number.
    pub channels: Option<u32>,
}

/// A job: a thread, and what it does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JobSpec {
    /// Its name.
    pub name: String,
    /// The process it belongs to; none: the first, or one that is made for all.
    pub process: Option<String>,
    /// When it arrives.
    pub arrival: Length,
    /// Its priority; which number goes first is the policy's.
    pub priority: i32,
    /// Its nice value, from -20 to 19.
    pub nice: i8,
    /// Its tickets.
    pub tickets: u32,
    /// How long after its arrival, or release, it is to be done.
    pub deadline: Option<Length>,
    /// How long from one release to the next.
    pub period: Option<Length>,
    /// How often it is released, if it has a period; none: until the horizon.
    pub releases: Option<u64>,
    /// The cores that it may use; empty: any.
    pub affinity: Vec<u32>,
    /// The gang that gets cores together.
    pub gang: Option<u32>,
    /// Whether it ends with the last thread of its process that is no daemon.
    pub daemon: bool,
    /// What its registers hold at first.
    pub registers: Vec<(String, i64)>,
    /// What it does, as [`crate::sim::program::parse`] reads it.
    pub program: String,
}

impl JobSpec {
    /// A job of which nothing but its name, arrival and program is said.
    pub fn new(name: impl Into<String>, arrival: Length, program: impl Into<String>) -> JobSpec {
        JobSpec {
            name: name.into(),
            process: None,
            arrival,
            priority: 0,
            nice: 0,
            tickets: crate::sim::policy::Attributes::USUAL_TICKETS,
            deadline: None,
            period: None,
            releases: None,
            affinity: Vec::new(),
            gang: None,
            daemon: false,
            registers: Vec::new(),
            program: program.into(),
        }
    }
}

/// Jobs that are drawn from a seed. Each range holds both of its ends.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RandomSpec {
    /// How many jobs.
    pub count: u32,
    /// What their names begin with; a number follows.
    pub name: String,
    /// The seed.
    pub seed: u64,
    /// When they arrive, in units.
    pub arrival: (u64, u64),
    /// How many CPU bursts each has.
    pub bursts: (u64, u64),
    /// How long a CPU burst is, in units.
    pub burst: (u64, u64),
    /// The device that they use between two bursts; none: they sleep.
    pub device: Option<String>,
    /// How long they do so, in units.
    pub io: (u64, u64),
    /// Their priorities.
    pub priority: (u64, u64),
}

/// A scenario.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scenario {
    /// What it is called.
    pub title: Text,
    /// What it shows, in a sentence.
    pub about: Text,
    /// What plain numbers count.
    pub unit: Unit,
    /// The machine.
    pub machine: MachineSpec,
    /// The policies that are tried, one to four.
    pub policies: Vec<PolicySpec>,
    /// Devices. One that only a program names serves one request at a time.
    pub devices: Vec<DeviceSpec>,
    /// Networks.
    pub networks: Vec<NetworkSpec>,
    /// Synchronisation objects and cells, in the text of
    /// [`crate::sim::program::System`].
    pub objects: Vec<Declaration>,
    /// Processes.
    pub processes: Vec<ProcessSpec>,
    /// Signals that processes get from elsewhere.
    pub signals: Vec<SignalSpec>,
    /// Pools of workers, by the names that `submit` says.
    pub pools: Vec<PoolSpec>,
    /// Programs that jobs may start as threads.
    pub programs: Vec<(String, String)>,
    /// Jobs.
    pub jobs: Vec<JobSpec>,
    /// Jobs that are drawn.
    pub random: Vec<RandomSpec>,
}

impl Default for Scenario {
    /// One core, first come, first served, and nothing to do.
    fn default() -> Self {
        Scenario {
            title: Text::new("", ""),
            about: Text::new("", ""),
            unit: Unit::default(),
            machine: MachineSpec::default(),
            policies: vec![PolicySpec::usual("fifo")],
            devices: Vec::new(),
            networks: Vec::new(),
            objects: Vec::new(),
            processes: Vec::new(),
            signals: Vec::new(),
            pools: Vec::new(),
            programs: Vec::new(),
            jobs: Vec::new(),
            random: Vec::new(),
        }
    }
}
