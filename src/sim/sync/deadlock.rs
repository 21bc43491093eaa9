//! Who waits for whom, and circles in it.

use super::{ObjectId, Objects};
use crate::base::Id;
use crate::sim::machine::ThreadId;

/// One thread waits for another to act.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Edge {
    /// Who waits.
    pub waits: ThreadId,
    /// For which object; none if for the other's end.
    pub on: Option<ObjectId>,
    /// Who has it.
    pub held_by: ThreadId,
}

/// Threads that wait for each other in a circle: each for what the next has.
pub type Cycle = Vec<Edge>;

impl Objects {
    /// All objects with the threads that wait for them.
    fn edges(&self) -> impl Iterator<Item = Edge> + '_ {
        (0..self.len()).flat_map(move |place| {
            let id = ObjectId::from_index(place);
            let holders = self.holders(id);
            self.waiters(id).into_iter().flat_map(move |waits| {
                holders.clone().into_iter().map(move |held_by| Edge {
                    waits,
                    on: Some(id),
                    held_by,
                })
            })
        })
    }

    /// A circle through this thread, which begins with it, if there is one.
    /// `joins` says who waits for whose end. Semaphores, events, conditions,
    /// barriers and queues are not part of circles: they do not know who will
    /// act on them.
    pub fn cycle(&self, from: ThreadId, joins: &[(ThreadId, ThreadId)]) -> Option<Cycle> {
        let joins = joins.iter().map(|&(waits, held_by)| Edge {
            waits,
            on: None,
            held_by,
        });
        let edges: Vec<Edge> = self.edges().chain(joins).collect();
        let mut path = Vec::new();
        let mut seen = vec![from];
        walk(&edges, from, from, &mut seen, &mut path).then_some(path)
    }
}

/// Extends the path from `at` until it is back at `from`.
fn walk(
    edges: &[Edge],
    from: ThreadId,
    at: ThreadId,
    seen: &mut Vec<ThreadId>,
    path: &mut Cycle,
) -> bool {
    for edge in edges.iter().filter(|edge| edge.waits == at) {
        path.push(*edge);
        if edge.held_by == from {
            return true;
        }
        if !seen.contains(&edge.held_by) {
            seen.push(edge.held_by);
            if walk(edges, from, edge.held_by, seen, path) {
                return true;
            }
        }
        path.pop();
    }
    false
}
