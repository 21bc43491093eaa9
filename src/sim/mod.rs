//! The simulated machine: what a set of stated rules implies, event by event.
//!
//! # Terms
//! * A **core** runs one thread at a time.
//! * A **process** owns memory, and with it the global interpreter lock (GIL)
//!   if it has one. Its threads share both.
//! * A **thread** is what the operating system schedules: at any moment it
//!   runs on one core, is ready and waits for a core, is blocked, or has ended.
//! * A **task** is a coroutine, or any other piece of work that lives inside
//!   one thread: the machine does not schedule it, it only has a lane. While a
//!   task has control, its lane shows the state of its thread.
//! * A **body** is what a thread does: given the CPU, it says what it does
//!   next. A scripted scenario is a body, an event loop is one, an
//!   interpreter's stack of frames is one.
//! * A **step** is what a body answers: compute for so long, block until
//!   something, yield, exit. Between two steps it makes immediate calls
//!   (spawn, begin a request, look whether an answer is there), which take no
//!   time.
//! * A **device** serves requests, so many at once; the others queue, first
//!   come, first served.
//! * A **port** is where notices of finished requests arrive (what `select`,
//!   `epoll` and completion ports are made for). One thread can block on it.
//! * A **job** is the user's word for something to be done; a thread or a task
//!   does it. Jobs belong to [`crate::experiment`]; the machine knows none.
//!
//! # How it works
//! A [`Machine`] is described, then [`Machine::run`] drives it: a calendar of
//! events in the order of (time, class, sequence), so that a run depends on
//! nothing but its description and its seed. The rules of scheduling are a
//! [`policy::Policy`]; whatever is left open by rules (which of the waiting
//! threads gets the GIL, a random number) is asked of [`choice::Choices`], so
//! that a run can be replayed and all runs can be explored.
//!
//! # Rules of the machine
//! * Everything due at one moment is handled before a core is given away at
//!   that moment, in this order: ends of computations; ends of quanta, if they
//!   stand before arrivals ([`Ties`]); the policy's alarm; arrivals, answers
//!   and deadlines, in the order in which they were set; ends of quanta, if
//!   they stand behind arrivals. Cores are served in the order of their numbers.
//! * A switch costs a core [`Settings::switch_cost`] whenever it takes a
//!   thread other than the one it ran last; the first thread of a core is
//!   loaded without cost. The thread is ready, not running, meanwhile.
//! * A thread that takes another core than it ran on last is loaded for
//!   [`Costs::migration`] longer.
//! * Threads that become ready together with free cores go where they ran
//!   last, if that core is among the free ones.
//! * The GIL: see [`Machine::process`].

mod body;
pub mod cache;
mod calendar;
pub mod choice;
mod event_loop;
pub mod explore;
mod kernel;
mod machine;
mod network;
mod periodic;
pub mod policy;
mod process;
pub mod program;
pub mod schedule;
mod script;
pub mod sync;
mod user_threads;
pub mod workload;

#[cfg(test)]
mod laws;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

pub use body::{Body, Cx, Notice, PortId, Reply, RequestId, Resumed, Step, Task, Wait};
pub use event_loop::{Coroutine, EventLoop, TaskOp};
pub use machine::{
    CoreId, Deadlock, DeviceId, Limits, Link, Machine, Miss, Outcome, ProcessId, Run, Settings,
    ThreadId, Ties, Waiting, WaitsFor,
};
pub use network::{Handshake, NetworkSettings};
pub use periodic::Periodic;
pub use process::{Context, Costs, Signal};
pub use script::{Op, Script};
pub use user_threads::{UserThread, UserThreads};
