//! Deadlines: a job that is not done when it is due has missed it, and goes on.

use super::*;
use crate::sim::machine::Miss;

/// The jobs of one thread.
#[derive(Clone, Copy, Default)]
struct Jobs {
    done: u32,
}

/// What is known of the deadlines of a run.
#[derive(Default)]
pub(super) struct Dues {
    threads: Vec<Jobs>,
    pub missed: Vec<Miss>,
}

impl Dues {
    fn jobs(&mut self, thread: ThreadId) -> &mut Jobs {
        if self.threads.len() <= thread.index() {
            self.threads.resize(thread.index() + 1, Jobs::default());
        }
        &mut self.threads[thread.index()]
    }
}

impl Kernel {
    /// Sets the first deadline of a new thread, if it has one.
    pub(super) fn set_first_due(&mut self, thread: ThreadId, arrives: Time) {
        let attributes = &self.attributes[thread];
        if let Some(deadline) = attributes.deadline.or(attributes.period) {
            let due = arrives + deadline;
            self.facts[thread].due = Some(due);
            self.calendar.add(due, Class::Usual, Event::Due(thread, 0));
        }
    }

    /// A job is due; the thread's next one is due a period later.
    pub(super) fn due(&mut self, thread: ThreadId, job: u32) {
        if self.threads[thread].life == Life::Ended {
            return;
        }
        if self.dues.jobs(thread).done <= job {
            let lane = self.threads[thread].lane;
            let name = self.log.name("deadline missed");
            self.log.instant(lane, name, self.now);
            self.dues.missed.push(Miss {
                thread,
                due: self.now,
            });
        }
        if let Some(period) = self.attributes[thread].period.filter(|p| !p.is_zero()) {
            let event = Event::Due(thread, job + 1);
            self.calendar.add(self.now + period, Class::Usual, event);
        }
    }

    pub(in crate::sim) fn end_job(&mut self, thread: ThreadId) {
        self.dues.jobs(thread).done += 1;
    }
}
