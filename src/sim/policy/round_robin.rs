//! Round robin: first come, first served, for a quantum at a time.

use std::collections::VecDeque;

use super::{Policy, Reason, View, Wants};
use crate::base::Dur;
use crate::sim::choice::Choices;
use crate::sim::machine::{CoreId, ThreadId};

/// One queue for all cores; who has had a core for a quantum goes to the tail.
///
/// Tie-breaks: a computation that ends together with the quantum has ended:
/// there is no further, empty turn. A thread that has not ended is asked for
/// its next step before its quantum is over, so one that blocks at that moment
/// is blocked. Whether a thread that becomes ready just when a quantum ends
/// stands before or behind the one whose quantum ended is the machine's switch
/// ([`crate::sim::Ties::arrival_before_quantum_end`]). Each turn begins with a
/// full quantum, also after blocking. With an empty queue the thread goes on
/// for another quantum, without a switch. All else is as with
/// [`super::Fifo`].
#[derive(Clone, Debug)]
pub struct RoundRobin {
    queue: VecDeque<ThreadId>,
    quantum: Dur,
}

impl RoundRobin {
    /// With that quantum; zero means no limit, which is first come, first served.
    pub fn new(quantum: Dur) -> RoundRobin {
        RoundRobin {
            queue: VecDeque::new(),
            quantum,
        }
    }
}

impl Policy for RoundRobin {
    fn enqueue(&mut self, thread: ThreadId, _: Reason, _: &View<'_>) {
        self.queue.push_back(thread);
    }

    fn pick(&mut self, _: CoreId, _: &View<'_>, _: &mut Choices) -> Option<ThreadId> {
        self.queue.pop_front()
    }

    fn waiting(&self) -> usize {
        self.queue.len()
    }

    fn quantum(&mut self, _: ThreadId, _: &View<'_>) -> Option<Dur> {
        Some(self.quantum)
    }

    fn wants(&self) -> Wants {
        Wants {
            one_quantum: true,
            ..Wants::default()
        }
    }
}
