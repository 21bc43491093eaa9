//! What a policy was asked and answered in a run: turns, arrivals and alarms,
//! also those that take no time and so leave no slice in a trace.

use std::cell::RefCell;
use std::rc::Rc;

use crate::base::{Dur, Time};
use crate::sim::choice::Choices;
use crate::sim::policy::{Policy, Reason, View, Wants, Why};
use crate::sim::{CoreId, ThreadId};

/// A call of a policy, and when.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Call<N> {
    /// A thread was put in the queue.
    Ready(ThreadId, Reason),
    /// A thread got a core, and why.
    Picked(ThreadId, Option<Why>),
    /// A thread has run for so long; the note is from before that is booked.
    Ran(ThreadId, Dur, N),
    /// A thread blocked, or ended.
    Left { thread: ThreadId, ended: bool },
    /// The alarm rang.
    Rang,
}

/// The calls of a run in their order.
pub(super) type Calls<N> = Rc<RefCell<Vec<(Time, Call<N>)>>>;

/// A policy whose calls are recorded.
pub(super) struct Recorded<P, N, F> {
    inner: P,
    /// What is noted of a thread whenever it has run.
    note: F,
    calls: Calls<N>,
    /// After so many picks nobody is picked any more.
    most_picks: u64,
}

impl<P: Policy, N, F: Fn(&P, ThreadId) -> N> Recorded<P, N, F> {
    /// Records the calls of a policy, with a note of each thread that ran.
    pub fn new(inner: P, note: F) -> (Recorded<P, N, F>, Calls<N>) {
        let calls = Calls::default();
        let recorded = Recorded {
            inner,
            note,
            calls: Rc::clone(&calls),
            most_picks: u64::MAX,
        };
        (recorded, calls)
    }

    /// Lets a run end after so many picks.
    pub fn at_most(mut self, picks: u64) -> Self {
        self.most_picks = picks;
        self
    }

    fn record(&self, view: &View<'_>, call: Call<N>) {
        self.calls.borrow_mut().push((view.now, call));
    }
}

impl<P: Policy, N, F: Fn(&P, ThreadId) -> N> Policy for Recorded<P, N, F> {
    fn enqueue(&mut self, thread: ThreadId, reason: Reason, view: &View<'_>) {
        self.record(view, Call::Ready(thread, reason));
        self.inner.enqueue(thread, reason, view);
    }

    fn pick(&mut self, core: CoreId, view: &View<'_>, choices: &mut Choices) -> Option<ThreadId> {
        if self.most_picks == 0 {
            return None;
        }
        let thread = self.inner.pick(core, view, choices)?;
        self.most_picks -= 1;
        self.record(view, Call::Picked(thread, self.inner.why()));
        Some(thread)
    }

    fn waiting(&self) -> usize {
        self.inner.waiting()
    }

    fn quantum(&mut self, thread: ThreadId, view: &View<'_>) -> Option<Dur> {
        self.inner.quantum(thread, view)
    }

    fn why(&self) -> Option<Why> {
        self.inner.why()
    }

    fn victim(&mut self, view: &View<'_>) -> Option<CoreId> {
        self.inner.victim(view)
    }

    fn gives_way(&mut self, thread: ThreadId, view: &View<'_>, choices: &mut Choices) -> bool {
        self.inner.gives_way(thread, view, choices)
    }

    fn charge(&mut self, thread: ThreadId, ran: Dur, view: &View<'_>) {
        let note = (self.note)(&self.inner, thread);
        self.record(view, Call::Ran(thread, ran, note));
        self.inner.charge(thread, ran, view);
    }

    fn left(&mut self, thread: ThreadId, ended: bool, view: &View<'_>) {
        self.record(view, Call::Left { thread, ended });
        self.inner.left(thread, ended, view);
    }

    fn alarm(&self) -> Option<Time> {
        self.inner.alarm()
    }

    fn ring(&mut self, view: &View<'_>, choices: &mut Choices) {
        self.record(view, Call::Rang);
        self.inner.ring(view, choices);
    }

    fn wants(&self) -> Wants {
        Wants {
            accounts: true,
            ..self.inner.wants()
        }
    }
}

/// A thread's time on a core, from its pick until it leaves or is queued again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Turn {
    pub thread: ThreadId,
    pub from: Time,
    pub to: Time,
    /// The thread ended with it.
    pub ended: bool,
    pub why: Option<Why>,
}

/// The turns of a run on one core, also those of no length.
pub(super) fn turns<N>(calls: &[(Time, Call<N>)]) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    let mut open = false;
    for (at, call) in calls {
        match *call {
            Call::Picked(thread, why) => {
                open = true;
                turns.push(Turn {
                    thread,
                    from: *at,
                    to: *at,
                    ended: false,
                    why,
                });
            }
            Call::Left { thread, ended } => {
                if let Some(turn) = turns.last_mut().filter(|t| open && t.thread == thread) {
                    (turn.to, turn.ended, open) = (*at, ended, false);
                }
            }
            Call::Ready(thread, _) => {
                if let Some(turn) = turns.last_mut().filter(|t| open && t.thread == thread) {
                    (turn.to, open) = (*at, false);
                }
            }
            Call::Ran(..) | Call::Rang => {}
        }
    }
    turns
}
