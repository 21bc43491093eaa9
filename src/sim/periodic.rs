//! Threads that are released again and again, and deadlines.

use super::body::{Body, Cx, Step, Wait};
use crate::base::Dur;

/// A body that computes for its demand once a period.
///
/// Each release is a job; it is due a deadline after its release, or at the
/// next release if the thread states no deadline. A job that is late goes on
/// until it is done, and the next one begins only then.
#[derive(Clone, Copy, Debug)]
pub struct Periodic {
    demand: Dur,
    releases: Option<u64>,
    /// The job that it is at, counted from zero.
    job: u64,
    working: bool,
}

impl Periodic {
    /// Computes for `demand` in each period; as often as said, or for as long
    /// as the run goes on. Its thread's attributes state the period; without
    /// one there is one job only.
    pub fn new(demand: Dur, releases: Option<u64>) -> Periodic {
        Periodic {
            demand,
            releases,
            job: 0,
            working: false,
        }
    }

    /// In a box, as the machine wants it.
    pub fn boxed(self) -> Box<dyn Body> {
        Box::new(self)
    }
}

impl Body for Periodic {
    fn step(&mut self, cx: &mut Cx<'_>) -> Step {
        if !self.working {
            self.working = true;
            return Step::Compute(self.demand);
        }
        self.working = false;
        cx.end_job();
        self.job += 1;
        let Some(period) = cx.attributes().period else {
            return Step::Exit;
        };
        if self.releases.is_some_and(|releases| self.job >= releases) {
            return Step::Exit;
        }
        let release = cx.arrived() + period * self.job;
        let deadline = cx.attributes().deadline.unwrap_or(period);
        cx.set_due(release + deadline);
        if release > cx.now() {
            return Step::Block(Wait::Sleep(release.since(cx.now())));
        }
        // The next job is as new as if its thread had slept until now.
        Step::Yield
    }

    fn next_burst(&self) -> Option<Dur> {
        Some(self.demand)
    }
}
