//! First come, first served.

use std::collections::VecDeque;

use super::{Policy, Reason, View};
use crate::sim::choice::Choices;
use crate::sim::machine::{CoreId, ThreadId};

/// One queue for all cores; who has a core keeps it until it blocks, yields or
/// ends.
///
/// Tie-breaks: threads that become ready at one moment are queued in the order
/// of the events that made them so, which for threads that are there from the
/// beginning is the order of their making. Of several free cores the one with
/// the lowest number takes first. A thread that was blocked goes to the tail.
#[derive(Clone, Debug, Default)]
pub struct Fifo {
    queue: VecDeque<ThreadId>,
}

impl Fifo {
    /// An empty queue.
    pub fn new() -> Fifo {
        Fifo::default()
    }
}

impl Policy for Fifo {
    fn enqueue(&mut self, thread: ThreadId, _: Reason, _: &View<'_>) {
        self.queue.push_back(thread);
    }

    fn pick(&mut self, _: CoreId, _: &View<'_>, _: &mut Choices) -> Option<ThreadId> {
        self.queue.pop_front()
    }

    fn waiting(&self) -> usize {
        self.queue.len()
    }
}
