//! Who runs next: the rules of scheduling, one module a policy.
//!
//! The machine asks at each choice point; a policy answers from what it keeps
//! itself (its queues) and from what it may see ([`View`]). Everything that is
//! not a rule of scheduling (costs, blocking, the GIL) is the machine's.
//!
//! A policy may leave a core idle although threads wait: [`Policy::pick`] then
//! gives none. What runs is booked up to the moment at which a policy is asked for
//! a victim or to give way, is told that a thread left, or is rung; and, if it
//! wants that, whenever a thread is put in the queue.

mod eevdf;
mod fair;
mod feedback;
mod fifo;
mod gang;
mod hrrn;
mod lottery;
mod mlfq;
mod priority;
mod queues;
mod real_time;
mod round_robin;
mod scripted;
mod sjf;
mod srtf;
mod stride;
mod view;
mod weight;
mod why;

#[cfg(test)]
mod tests;

pub use eevdf::{Eevdf, EevdfSettings};
pub use fair::{Fair, FairSettings};
pub use feedback::{Feedback, Slices};
pub use fifo::Fifo;
pub use gang::Gang;
pub use hrrn::Hrrn;
pub use lottery::Lottery;
pub use mlfq::{Level, Mlfq, MlfqSettings, Standing};
pub use priority::{Aging, First, Place, Priority, PrioritySettings};
pub use queues::{Queues, QueuesSettings, Steal, Turns, Victim};
pub use real_time::RealTime;
pub use round_robin::RoundRobin;
pub use scripted::Scripted;
pub use sjf::{Predictor, Ratio, Sjf, next_guess};
pub use srtf::Srtf;
pub use stride::{Charge, Joins, Stride, StrideSettings};
pub use view::{Affinity, Attributes, Facts, View};
pub use weight::{NICE_0, WEIGHTS, inverse, weight};
pub use why::{Measure, Rule, Why};

use super::choice::Choices;
use super::machine::{CoreId, ThreadId};
use crate::base::{Dur, Id, Time};

/// Why a thread is put in the queue of the ready.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reason {
    /// It is new.
    New,
    /// What it waited for has happened.
    Unblocked,
    /// Its quantum is over.
    QuantumOver,
    /// Another took its core.
    Preempted,
    /// It let others go first by its own wish.
    Yielded,
}

impl Reason {
    pub(super) const ALL: [Reason; 5] = [
        Reason::New,
        Reason::Unblocked,
        Reason::QuantumOver,
        Reason::Preempted,
        Reason::Yielded,
    ];

    /// The value of the argument `why` in traces; stable.
    pub fn key(self) -> &'static str {
        match self {
            Reason::New => "new",
            Reason::Unblocked => "unblocked",
            Reason::QuantumOver => "quantum-over",
            Reason::Preempted => "preempted",
            Reason::Yielded => "yielded",
        }
    }
}

/// Which questions a policy answers beyond the usual ones; those it does not
/// care for cost nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Wants {
    /// [`Policy::victim`], when threads arrive and no core is free.
    pub arrivals: bool,
    /// [`Policy::gives_way`], between two steps of a running thread.
    pub steps: bool,
    /// [`Policy::charge`] and [`Policy::left`].
    pub accounts: bool,
    /// What runs is booked also when a thread is put in the queue.
    pub booked: bool,
    /// The stated lengths of CPU bursts ([`Facts::stated`]).
    pub bursts: bool,
    /// [`Policy::victim`] also while cores are free that found no thread: they
    /// may be the wrong ones.
    pub beside_vacant: bool,
    /// [`Policy::quantum`] gives the same for every thread at any time: it is
    /// asked once, before the run.
    pub one_quantum: bool,
    /// The machine may not exchange the threads that were picked for cores
    /// at one moment (per-core queues).
    pub exact_cores: bool,
}

/// The rules by which ready threads get cores.
pub trait Policy {
    /// A thread is ready: put it in a queue.
    fn enqueue(&mut self, thread: ThreadId, reason: Reason, view: &View<'_>);

    /// Takes the thread out of the queue that this free core runs next.
    fn pick(&mut self, core: CoreId, view: &View<'_>, choices: &mut Choices) -> Option<ThreadId>;

    /// How many threads are in the queues.
    fn waiting(&self) -> usize;

    /// For how long the thread may keep the core it gets now; no limit if none.
    /// Zero is taken as no limit.
    fn quantum(&mut self, _thread: ThreadId, _view: &View<'_>) -> Option<Dur> {
        None
    }

    /// Why the thread that was picked last was picked. Asked after each pick
    /// where reasons are recorded.
    fn why(&self) -> Option<Why> {
        None
    }

    /// Threads arrived, or the alarm rang, and no core is free: the core whose
    /// thread makes room. Asked again until it gives none, at most once per
    /// arrival, and once per core after an alarm.
    fn victim(&mut self, _view: &View<'_>) -> Option<CoreId> {
        None
    }

    /// The running thread is between two steps: does it make room?
    fn gives_way(&mut self, _thread: ThreadId, _view: &View<'_>, _choices: &mut Choices) -> bool {
        false
    }

    /// The thread had a core for that long.
    fn charge(&mut self, _thread: ThreadId, _ran: Dur, _view: &View<'_>) {}

    /// The thread blocked, or ended, and is no longer the policy's.
    fn left(&mut self, _thread: ThreadId, _ended: bool, _view: &View<'_>) {}

    /// When it wants to be called ([`Policy::ring`]), for example to age threads.
    fn alarm(&self) -> Option<Time> {
        None
    }

    /// It is the time of the alarm, which must now be later or none. Cores
    /// that are to be taken back are asked for next ([`Policy::victim`]).
    fn ring(&mut self, _view: &View<'_>, _choices: &mut Choices) {}

    /// Whether a thread with the one priority goes before a thread with the
    /// other. By this locks let their owners inherit priorities; a policy that
    /// does not go by [`Attributes::priority`] says that none does.
    fn outranks(&self, _one: &Attributes, _other: &Attributes) -> bool {
        false
    }

    /// The thread has another priority now, which it inherited or lost again.
    /// It may be in the queue, have a core, or neither. One that is in the queue
    /// goes to where it would stand had it come with that priority.
    fn changed(&mut self, _thread: ThreadId, _view: &View<'_>) {}

    /// Which further questions it answers; the same throughout a run.
    fn wants(&self) -> Wants {
        Wants::default()
    }
}

/// The core whose thread has the largest key, and that key; of equal ones the
/// lowest core.
fn worst_running<K: Ord>(view: &View<'_>, key: impl Fn(ThreadId) -> K) -> Option<(CoreId, K)> {
    let mut worst: Option<(CoreId, K)> = None;
    for (at, thread) in view.running.iter().enumerate() {
        let Some(thread) = *thread else { continue };
        let key = key(thread);
        if worst.as_ref().is_none_or(|(_, most)| key > *most) {
            worst = Some((CoreId::from_index(at), key));
        }
    }
    worst
}
