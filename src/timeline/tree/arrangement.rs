//! What was done to the lanes, as a value.

use std::collections::{BTreeMap, BTreeSet};

use super::seek::Seek;
use crate::base::Id;
use crate::trace::{CounterId, Trace, TrackId};

/// So many moves are kept; the oldest are forgotten.
const MOST_MOVES: usize = 500;
/// So many nodes may be folded, hidden or pinned one by one.
const MOST_NODES: usize = 20_000;

/// What has lanes: a track of a section, or a counter. Counters are numbered
/// after the tracks.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Node {
    /// The section of the stage.
    pub section: u16,
    /// The number of the track; for a counter its own after all tracks.
    pub index: u32,
}

/// What a [`Node`] stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    /// A track.
    Track(TrackId),
    /// A counter.
    Counter(CounterId),
}

impl Node {
    /// The node of a track.
    pub fn track(section: usize, track: TrackId) -> Node {
        Node {
            section: section as u16,
            index: track.0,
        }
    }

    /// The node of a counter of a trace.
    pub fn counter(section: usize, trace: &Trace, counter: CounterId) -> Node {
        Node {
            section: section as u16,
            index: trace.tracks().len() as u32 + counter.0,
        }
    }

    /// What it stands for in the section's trace; none if there is no such thing.
    pub fn what(self, trace: &Trace) -> Option<What> {
        let (index, tracks) = (self.index as usize, trace.tracks().len());
        if index < tracks {
            return Some(What::Track(TrackId::from_index(index)));
        }
        let counter = index - tracks;
        (counter < trace.counters().len()).then(|| What::Counter(CounterId::from_index(counter)))
    }
}

/// One lane was put before another one under the same parent, or after all.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Move {
    /// What was moved.
    pub node: Node,
    /// Before what; none is the end.
    pub before: Option<Node>,
}

/// How lanes are arranged. The default leaves them as they are.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Arrangement {
    /// From which depth on everything is folded; none folds nothing.
    pub depth: Option<u16>,
    /// What was opened (true) or folded by itself, whatever its depth.
    pub folds: BTreeMap<Node, bool>,
    /// What was hidden, with all below it.
    pub hidden: BTreeSet<Node>,
    /// What stays in sight at the top, in this order.
    pub pinned: Vec<Node>,
    /// What was moved, in the order of the moves.
    pub moves: Vec<Move>,
    /// Which lanes are sought.
    pub seek: Seek,
}

/// A change of an arrangement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// Opens (true) or folds one.
    Fold(Node, bool),
    /// Folds everything from that depth on, or opens everything.
    ToDepth(Option<u16>),
    /// Hides one and all below it.
    Hide(Node),
    /// Shows one again.
    Show(Node),
    /// Shows again whatever was hidden.
    ShowAll,
    /// Keeps one in sight, before another that is, or after all.
    Pin(Node, Option<Node>),
    /// No longer keeps one in sight.
    Unpin(Node),
    /// Puts one elsewhere among those of the same parent.
    Move(Move),
    /// Seeks lanes.
    Seek(Seek),
    /// Everything as it was at first.
    Reset,
}

impl Arrangement {
    /// Whether it leaves everything as it is.
    pub fn is_plain(&self) -> bool {
        *self == Arrangement::default()
    }

    /// Whether a node at a depth is open.
    pub fn is_open(&self, node: Node, depth: u16) -> bool {
        let usual = !self.seek.is_nothing() || self.depth.is_none_or(|from| depth < from);
        self.folds.get(&node).copied().unwrap_or(usual)
    }

    /// Does a change. One that would go beyond the bounds of an arrangement is
    /// left out.
    pub fn apply(&mut self, change: Change) {
        match change {
            Change::Fold(node, open) => {
                if self.folds.len() < MOST_NODES {
                    self.folds.insert(node, open);
                }
            }
            Change::ToDepth(depth) => {
                self.depth = depth;
                self.folds.clear();
            }
            Change::Hide(node) => {
                self.pinned.retain(|pinned| *pinned != node);
                if self.hidden.len() < MOST_NODES {
                    self.hidden.insert(node);
                }
            }
            Change::Show(node) => {
                self.hidden.remove(&node);
            }
            Change::ShowAll => self.hidden.clear(),
            Change::Pin(node, before) => self.pin(node, before),
            Change::Unpin(node) => self.pinned.retain(|pinned| *pinned != node),
            Change::Move(step) => self.move_to(step),
            Change::Seek(seek) => self.seek = seek,
            Change::Reset => *self = Arrangement::default(),
        }
    }

    fn pin(&mut self, node: Node, before: Option<Node>) {
        if before == Some(node) {
            return;
        }
        self.pinned.retain(|pinned| *pinned != node);
        let at = self
            .pinned
            .iter()
            .position(|pinned| Some(*pinned) == before)
            .unwrap_or(self.pinned.len());
        if self.pinned.len() < MOST_NODES {
            self.pinned.insert(at, node);
        }
    }

    fn move_to(&mut self, step: Move) {
        if step.before == Some(step.node) {
            return;
        }
        // Moving the same one again and again is one move.
        if self.moves.last().is_some_and(|last| last.node == step.node) {
            self.moves.pop();
        }
        if self.moves.len() == MOST_MOVES {
            self.moves.remove(0);
        }
        self.moves.push(step);
    }
}
