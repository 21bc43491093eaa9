//! Deadlocks, found at the moment at which they arise: a thread that begins to
//! wait closes a circle of threads that wait for each other (the wait-for graph
//! of Coffman, Elphick and Shoshani, 1971). Only what follows from the new wait
//! is looked at, not every thread.

use super::*;
use crate::sim::machine::Link;
use crate::sim::sync::Edge;

impl Kernel {
    /// Whether the thread that now waits closes a circle; the first one of a
    /// run is kept. Who waits for a limited time cannot be part of one.
    pub(in crate::sim::kernel) fn look_for_deadlock(&mut self, from: ThreadId) {
        if self.sync.deadlock.is_some() {
            return;
        }
        let mut cycle = Vec::new();
        if !self.comes_back(from, from, &mut vec![from], &mut cycle) {
            return;
        }
        // Told from the thread that was made first.
        let first = (0..cycle.len()).min_by_key(|&i| cycle[i].waits);
        cycle.rotate_left(first.unwrap_or(0));
        let mark = self.log.name("deadlock");
        let links = cycle
            .iter()
            .map(|edge| {
                let lane = self.threads[edge.waits].lane;
                self.log.instant(lane, mark, self.now);
                let name = |id: NameId| self.log.name_of(id).to_owned();
                Link {
                    waits: name(self.threads[edge.waits].name),
                    object: edge.on.map(|id| name(self.sync.shown[id].name)),
                    held_by: name(self.threads[edge.held_by].name),
                }
            })
            .collect();
        self.sync.deadlock = Some(Deadlock {
            at: self.now,
            links,
        });
    }

    /// Extends the path from `at` until it is back at `from`.
    fn comes_back(
        &mut self,
        from: ThreadId,
        at: ThreadId,
        seen: &mut Vec<ThreadId>,
        path: &mut Vec<Edge>,
    ) -> bool {
        for edge in self.edges(at) {
            path.push(edge);
            if edge.held_by == from {
                return true;
            }
            if !seen.contains(&edge.held_by) {
                seen.push(edge.held_by);
                if self.comes_back(from, edge.held_by, seen, path) {
                    return true;
                }
            }
            path.pop();
        }
        false
    }

    /// For whom a thread waits, however long it takes.
    fn edges(&mut self, waits: ThreadId) -> Vec<Edge> {
        let (on, held_by) = match self.threads[waits].life {
            Life::Blocked(WaitsFor::Thread(other)) => (None, vec![other]),
            Life::Blocked(WaitsFor::Object(id)) if self.sync.at(waits).deadline.is_none() => {
                (Some(id), self.sync.objects.holders(id))
            }
            _ => return Vec::new(),
        };
        let edge = |held_by| Edge { waits, on, held_by };
        held_by.into_iter().map(edge).collect()
    }
}
