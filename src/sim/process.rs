//! Processes and the lives of threads: what making them costs, what they have
//! in memory, how they end.
//!
//! # Rules
//! * **Costs** are CPU time of the thread that causes them ([`Costs`]). It pays
//!   before its body is asked again, and can lose its core meanwhile like in any
//!   computation; what it paid for is there when it has paid. On the lanes the
//!   (last) piece of such a payment has the argument `for`.
//! * **Memory**: a variable ([`Machine::variable`]) belongs to a process; its
//!   threads share it. A forked process has copies, with the values that they
//!   had at the fork; a spawned one begins with the first values. Everything
//!   else that is added to a machine (locks, queues, cells) is shared by all
//!   processes. After `fork` and `spawn` of POSIX and of Python's
//!   `multiprocessing`.
//! * **Daemons**: a process ends when the last of its threads that is no daemon
//!   has ended; its daemons end at that moment, wherever they are (Python's
//!   `threading`). Where all are daemons each goes on to its own end.
//! * **Signals** go to processes. [`Signal::Kill`] ends all threads of a process
//!   at once, wherever they are. [`Signal::Terminate`] does the same, unless the
//!   process handles it ([`Cx::handle_terminate`]): then its first thread finds
//!   it when it looks ([`Cx::take_signal`]), and nothing that it waits for is
//!   cut short.
//! * A thread that **is ended** ends at once. What it holds stays taken for
//!   ever; it no longer waits for anything; a request that it has made goes on
//!   and its answer is lost; threads that join it go on. Its place
//!   in a policy's queue passes when its turn comes.

use super::body::{Body, Cx};
use super::machine::{Machine, ProcessId, ThreadId, foreign};
use super::sync::{Object, ObjectId};
use crate::base::{Dur, Time};

/// What things cost that are free by default.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Costs {
    /// Making a thread: of the thread that makes it, before the new one is ready.
    pub thread: Dur,
    /// Making a process with its first thread, its memory aside.
    pub process: Dur,
    /// Copying a KiB of the parent's memory at a fork. Systems that copy a page
    /// when it is written to copy only its entry in the page table here.
    pub fork_per_kib: Dur,
    /// Taking notice of the end of a thread or process, of who joins it.
    pub join: Dur,
    /// A message between processes: writing it down before it is sent, and
    /// reading it after it was received; each costs this much.
    pub message: Dur,
    /// The same, for each KiB of the message.
    pub message_per_kib: Dur,
    /// Warming up the caches of another core than the thread ran on last: it is
    /// loaded for so much longer.
    pub migration: Dur,
}

impl Costs {
    /// What writing down or reading a message of so many bytes costs.
    pub fn of_message(&self, bytes: u64) -> Dur {
        self.message + per_kib(self.message_per_kib, bytes)
    }

    /// What a fork costs that copies so many bytes.
    pub fn of_fork(&self, bytes: u64) -> Dur {
        self.process + per_kib(self.fork_per_kib, bytes)
    }
}

/// Rounded down.
fn per_kib(cost: Dur, bytes: u64) -> Dur {
    let ns = u128::from(cost.0) * u128::from(bytes) / 1024;
    Dur(u64::try_from(ns).unwrap_or(u64::MAX))
}

/// What is sent to a process from elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Signal {
    /// SIGTERM: asks it to end.
    Terminate,
    /// SIGKILL: ends it.
    Kill,
    /// Any other, by its number: ends it.
    Other(u8),
}

impl Signal {
    /// Its number (POSIX). The exit code of a process that it ended is the
    /// negative number, as in Python.
    pub fn number(self) -> i32 {
        match self {
            Signal::Terminate => 15,
            Signal::Kill => 9,
            Signal::Other(number) => i32::from(number),
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Signal::Terminate => "SIGTERM",
            Signal::Kill => "SIGKILL",
            Signal::Other(1) => "SIGHUP",
            Signal::Other(2) => "SIGINT",
            Signal::Other(6) => "SIGABRT",
            Signal::Other(10) => "SIGUSR1",
            Signal::Other(12) => "SIGUSR2",
            Signal::Other(14) => "SIGALRM",
            Signal::Other(_) => "signal",
        }
    }
}

/// What a CPU holds of a thread: the part of its process control block that a
/// switch saves and loads, as far as its body can say it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Context {
    /// Where in its code it is.
    pub program_counter: u64,
    /// Names and contents of registers.
    pub registers: Vec<(&'static str, i64)>,
}

impl Machine {
    /// Makes a thread a daemon.
    pub fn daemon(&mut self, thread: ThreadId) {
        if self.kernel.threads.get(thread).is_some() {
            self.kernel.make_daemon(thread);
        } else {
            self.problems.push(foreign("daemon"));
        }
    }

    /// Sends a process a signal at a time.
    pub fn signal_at(&mut self, at: Time, process: ProcessId, signal: Signal) {
        if self.kernel.processes.get(process).is_some() {
            self.kernel.signal_at(at, process, signal);
        } else {
            self.problems.push(foreign("signal"));
        }
    }

    /// Says how many bytes of memory a process has, which a fork copies.
    pub fn memory(&mut self, process: ProcessId, bytes: u64) {
        if self.kernel.processes.get(process).is_some() {
            self.kernel.set_memory(process, bytes);
        } else {
            self.problems.push(foreign("memory"));
        }
    }

    /// Adds a variable to the memory of a process: a cell, whose lane is below
    /// the process's.
    pub fn variable(&mut self, process: ProcessId, name: &str, value: i64) -> ObjectId {
        if self.kernel.processes.get(process).is_none() {
            self.problems.push(foreign("variable"));
            return self.object(name, Object::Cell(value));
        }
        self.kernel.add_variable(process, name, value)
    }

    /// Gives a process a variable of its own that is called by the same id as
    /// another process's, and begins with the same value.
    pub fn same_variable(&mut self, process: ProcessId, original: ObjectId) {
        if self.kernel.processes.get(process).is_some() {
            self.kernel.add_same_variable(process, original);
        } else {
            self.problems.push(foreign("variable"));
        }
    }

    /// Says that what goes through a queue, pipe or future goes from one
    /// process to another, and must be written down and read
    /// ([`Costs::message`]); `bytes` is how large an item is, where the object
    /// does not know it itself.
    pub fn between_processes(&mut self, object: ObjectId, bytes: u64) {
        self.kernel.between_processes(object, bytes);
    }
}

impl Cx<'_> {
    /// From now on this thread is a daemon.
    pub fn become_daemon(&mut self) {
        self.kernel.make_daemon(self.thread);
    }

    /// Makes another thread a daemon.
    pub fn daemon(&mut self, thread: ThreadId) {
        if self.kernel.threads.get(thread).is_some() {
            self.kernel.make_daemon(thread);
        }
    }

    /// Starts a process that is a copy of this one, with one thread. It has a
    /// GIL of its own if this one has one. It is ready when this thread has paid
    /// for it ([`Costs::of_fork`]).
    pub fn fork(&mut self, name: &str, body: Box<dyn Body>) -> (ProcessId, ThreadId) {
        self.kernel.start_process(self.thread, name, body, true)
    }

    /// Starts a process that begins anew, with one thread; else like
    /// [`Cx::fork`], and costs [`Costs::process`] alone.
    pub fn spawn_process(&mut self, name: &str, body: Box<dyn Body>) -> (ProcessId, ThreadId) {
        self.kernel.start_process(self.thread, name, body, false)
    }

    /// Sends a process a signal; it arrives when this thread's step is over.
    pub fn signal(&mut self, process: ProcessId, signal: Signal) {
        self.kernel.send_signal(self.thread, process, signal);
    }

    /// Ends what a thread waits for, if it waits, as if its time were up; it goes
    /// on when this thread's step is over. Where `at` is given, only a wait for
    /// that object is ended: not that for a condition's mutex behind it.
    pub fn interrupt(&mut self, thread: ThreadId, at: Option<ObjectId>) {
        self.kernel.order_interrupt(self.thread, thread, at);
    }

    /// Ends a thread; it ends when this thread's step is over.
    pub fn end_thread(&mut self, thread: ThreadId) {
        self.kernel.order_end(self.thread, thread);
    }

    /// From now on this thread's process handles [`Signal::Terminate`], or no
    /// longer does.
    pub fn handle_terminate(&mut self, handles: bool) {
        let process = self.my_process();
        self.kernel.handle_terminate(process, handles);
    }

    /// Whether this thread, as the first of its process, has been sent a
    /// [`Signal::Terminate`] that it has not taken notice of; it now has.
    pub fn take_signal(&mut self) -> bool {
        self.kernel.take_signal(self.thread)
    }

    /// What this thread's process gives as its exit code when it ends by itself.
    pub fn set_exit_code(&mut self, code: i32) {
        let process = self.my_process();
        self.kernel.set_exit_code(process, code);
    }

    /// The exit code of a process; none while it lives. A process that a signal
    /// ended has the signal's negative number.
    pub fn exit_code(&self, process: ProcessId) -> Option<i32> {
        self.kernel.exit_code(process)
    }

    /// Uses the CPU for so long before its body is asked again, and shows what for.
    pub fn owe(&mut self, cost: Dur, what: &str) {
        self.kernel.owe(self.thread, cost, what);
    }

    /// Says that what goes through an object goes between processes
    /// ([`Machine::between_processes`]).
    pub fn between_processes(&mut self, object: ObjectId, bytes: u64) {
        self.kernel.between_processes(object, bytes);
    }
}
