//! Python programs on the simulated machine.
//!
//! # Rules
//! * A thread of Python is a thread of the machine, a process one of its
//!   processes, with a memory of its own; a child of `multiprocessing` begins
//!   with a copy of its parent's ([`fork`]), as after `fork` on Linux, or anew if
//!   the program says so; `os.fork` copies the thread that calls it, too.
//! * **Time is virtual.** An instruction takes [`Settings::instruction`] of a
//!   core; sleeping and waiting take what they say; nothing else takes time. A
//!   thread runs so many instructions at a go ([`Settings::batch`]) and then
//!   uses the core for as long as they take: what other threads see changes
//!   between two such pieces only.
//! * Locks, conditions, semaphores and events are the machine's own
//!   ([`crate::sim::sync`]). They **barge**, as CPython's on Linux do: who gives
//!   a lock back wakes the first who waits, and may take it again before that
//!   one has had a turn.
//! * Under a GIL such a piece ends where CPython 3.11 would look whether another
//!   thread wants it ([`Vm::run_to_switch`]): `n += 1` is not torn, `n = f(n)` is.
//! * The GIL is the machine's ([`crate::sim::Machine::process`]); a process
//!   without one is CPython's free-threaded build.
//! * Messages between processes are queues without bound. Each process that has
//!   an end of a pipe keeps it open until it closes it or ends; a child has the
//!   ends that its parent had.
//! * The same program with the same settings runs the same way every time, on
//!   every computer.

mod ask;
mod body;
mod children;
pub mod fork;
mod given;
mod natives;
mod ports;
mod sent;
mod serve;
mod shared;
mod signals;
mod tasks;
#[cfg(test)]
mod tests;
mod tracked;
pub mod tracker;

use std::cell::Cell;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::base::{Dur, Problem, Time};
use crate::python::vm::{Library, Limits, Vm};
use crate::sim::policy::{Policy, RoundRobin};
use crate::sim::{Limits as MachineLimits, Machine, Outcome, ProcessId, Run};
use crate::trace::TrackId;
use body::PythonThread;
pub use shared::Place;
use shared::{ProcessRecord, Shared};
use tracker::{Guide, Tracker, Turns};

/// What the clock on the wall shows when a program begins, in nanoseconds of
/// Unix time: 2025-01-01 00:00:00 UTC.
const SWITCHED_ON: i64 = 1_735_689_600_000_000_000;

/// How a program is run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    /// How many cores the machine has.
    pub cores: u32,
    /// The switch interval of the GIL; none for a build without one.
    pub gil: Option<Dur>,
    /// The seed of every random number.
    pub seed: u64,
    /// What an instruction takes.
    pub instruction: Dur,
    /// How many instructions a thread runs at a go.
    pub batch: u64,
    /// After how many instructions, of all threads together, the run is stopped.
    pub most_instructions: u64,
    /// How many bytes of memory the program may have, with what runs it
    /// ([`crate::python::vm::bounds`]).
    pub most_memory: usize,
    /// How many bytes of text it may write.
    pub most_output: usize,
    /// `sys.argv`, the program's name first.
    pub args: Vec<String>,
    /// What `input` reads.
    pub input: String,
    /// Whether the run stops where more input is wanted than there is; else the
    /// input ends there.
    pub asks_for_input: bool,
    /// The network that programs find.
    pub network: Network,
}

/// The simulated network (`lib/_network.py`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Network {
    /// A round trip.
    pub latency: Dur,
    /// What it carries, in bytes a second.
    pub bandwidth: u64,
    /// Whether a session keeps its connections for later requests.
    pub keep_alive: bool,
}

impl Default for Network {
    /// 50 ms, 10 Mbit/s, connections that are kept.
    fn default() -> Network {
        Network {
            latency: Dur::millis(50),
            bandwidth: 1_250_000,
            keep_alive: true,
        }
    }
}

impl Default for Settings {
    /// Four cores, CPython's GIL, 20 ns an instruction.
    fn default() -> Settings {
        Settings {
            cores: 4,
            gil: Some(Dur(5_000_000)),
            seed: 1,
            instruction: Dur(20),
            batch: 2_000,
            most_instructions: 20_000_000_000,
            most_memory: 1536 << 20,
            most_output: 64 << 20,
            args: vec!["program.py".to_owned()],
            input: String::new(),
            asks_for_input: false,
            network: Network::default(),
        }
    }
}

/// A piece of text that the program wrote.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Printed {
    /// When.
    pub at: Time,
    /// Which lane.
    pub lane: TrackId,
    /// Whether to standard error.
    pub error: bool,
    /// What.
    pub text: String,
}

/// Who looks on while a program runs.
pub trait Watcher {
    /// It wrote something.
    fn printed(&mut self, printed: &Printed);

    /// It has come so far: instructions of all threads, and the machine's clock.
    fn went_on(&mut self, instructions: u64, now: Time) {
        let _ = (instructions, now);
    }

    /// It was given a line of its input.
    fn read(&mut self, at: Time, lane: TrackId, line: &str) {
        let _ = (at, lane, line);
    }
}

struct Sink<F>(F);

impl<F: FnMut(&Printed)> Watcher for Sink<F> {
    fn printed(&mut self, printed: &Printed) {
        (self.0)(printed);
    }
}

/// What running a program gives.
#[derive(Debug)]
pub struct Ran {
    /// What happened on the machine.
    pub run: Run,
    /// The exit code of the first process: none if the run was stopped before,
    /// or the program waits for what never comes.
    pub code: Option<i32>,
    /// Where each lane stood in the program, in the order of time.
    pub places: Vec<Place>,
    /// Instructions of all threads.
    pub instructions: u64,
    /// Whether it was stopped for having executed too many.
    pub over_budget: bool,
    /// Which bound it was stopped at, if at one.
    pub stopped: Option<Bound>,
}

/// What a run is stopped at before its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Bound {
    /// [`Settings::most_instructions`].
    Instructions,
    /// [`Settings::most_memory`].
    Memory,
    /// [`Settings::most_output`].
    Output,
    /// More input is wanted than there is ([`Settings::asks_for_input`]).
    Input,
}

impl Ran {
    /// Whether threads were left that wait for each other, or for nothing.
    pub fn is_stuck(&self) -> bool {
        matches!(self.run.outcome, Outcome::Deadlock(_))
    }
}

/// Runs a program to its end; `sink` is told what it writes as it does.
///
/// # Errors
/// As [`watch`].
pub fn run(
    name: &str,
    source: &str,
    settings: &Settings,
    sink: impl FnMut(&Printed) + 'static,
) -> Result<Ran, Vec<Problem>> {
    watch(name, source, settings, Sink(sink))
}

/// Runs a program to its end; `watcher` is told what it writes as it does, and
/// now and then how far it is.
///
/// # Errors
/// What is wrong with the settings. An error of the program's own is none: it is
/// told on its standard error, and its exit code says so.
pub fn watch(
    name: &str,
    source: &str,
    settings: &Settings,
    watcher: impl Watcher + 'static,
) -> Result<Ran, Vec<Problem>> {
    // Who has had a core for 4 ms lets others go first, as Linux would.
    let policy = Box::new(RoundRobin::new(Dur(4_000_000)));
    run_under((name, source), settings, None, policy, Box::new(watcher))
}

/// The same with every choice made by a guide, on one core, without a GIL, in
/// the time of [`tracker`].
pub(in crate::python) fn run_guided(
    program: (&str, &str),
    settings: &Settings,
    tracker: &Rc<Tracker>,
    guide: Box<dyn Guide>,
    sink: impl FnMut(&Printed) + 'static,
) -> Result<Ran, Vec<Problem>> {
    let policy = Box::new(Turns::new(tracker.clone(), guide));
    let tracker = Some(tracker.clone());
    run_under(program, settings, tracker, policy, Box::new(Sink(sink)))
}

fn run_under(
    (name, source): (&str, &str),
    settings: &Settings,
    tracker: Option<Rc<Tracker>>,
    policy: Box<dyn Policy>,
    watcher: Box<dyn Watcher>,
) -> Result<Ran, Vec<Problem>> {
    let vm = Vm::new(Limits {
        memory: settings.most_memory,
        ..Limits::default()
    });
    let program = (name.to_owned(), source.to_owned());
    let (cores, gil) = match tracker {
        Some(_) => (1, None),
        None => (settings.cores, settings.gil),
    };
    let shared = Shared::new(&vm, program, settings.clone(), tracker, watcher);
    for source in crate::python::lib::all() {
        vm.register(source.name, Library::Python(source));
    }
    let mut machine = Machine::new(crate::sim::Settings {
        seed: settings.seed,
        limits: MachineLimits {
            events: u64::MAX,
            time: Time(u64::MAX / 4),
        },
        holders: true,
        ..crate::sim::Settings::cores(cores)
    });
    let process = machine.process("MainProcess", gil);
    let python = vm.new_process();
    natives::provide(&vm, &shared, &python);
    shared.modules.borrow_mut().push(python.modules.clone());
    shared.processes.borrow_mut().insert(
        process,
        ProcessRecord {
            parent: process,
            object: crate::python::value::Value::None,
            threads: Vec::new(),
            python: python.clone(),
            executed: 0,
        },
    );
    let code = Rc::new(Cell::new(None));
    let body = PythonThread::main(&vm, &shared, &python, code.clone());
    machine.thread(process, "MainThread", Time::ZERO, Box::new(body));
    let run = machine.run(policy);
    shared.dispose(&vm);
    let run = run?;
    let instructions = shared.total.get();
    let stopped = shared.stopped.get();
    let over_budget = stopped == Some(Bound::Instructions);
    Ok(Ran {
        run,
        code: code.get().or(shared.killed.get()),
        places: shared.places.take(),
        instructions,
        over_budget,
        stopped,
    })
}

/// The first process of a run.
const MAIN: ProcessId = ProcessId(0);
