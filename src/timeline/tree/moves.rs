//! What can be done to what is shown.

use std::collections::HashMap;

use super::arrangement::{Arrangement, Change, Move, Node, What};
use super::build::{Item, Tree};
use crate::timeline::stage::Stage;
use crate::trace::{Trace, TrackId};

impl Tree {
    /// Opens what is folded, folds what is open.
    pub fn turned(&self, item: usize) -> Option<Change> {
        let item = self.items.get(item)?;
        Some(Change::Fold(item.node, !item.open?))
    }

    /// Puts an item one place up or down among those of the same parent.
    pub fn moved(&self, item: usize, down: bool) -> Option<Change> {
        let moved = self.items.get(item)?;
        let mut after = self.items[item + 1..].iter();
        let before = if down {
            after.find(|other| family(moved, other))?;
            after.find(|other| family(moved, other))
        } else {
            let mut before = self.items[..item].iter().rev();
            Some(before.find(|other| family(moved, other))?)
        };
        Some(put(moved, before.map(|other| other.node)))
    }

    /// Keeps an item in sight at the top, or no longer.
    pub fn pin_turned(&self, item: usize, how: &Arrangement) -> Option<Change> {
        let node = self.items.get(item)?.node;
        Some(if how.pinned.contains(&node) {
            Change::Unpin(node)
        } else {
            Change::Pin(node, None)
        })
    }

    /// Hides an item; one that is kept in sight is no longer.
    pub fn hidden_away(&self, item: usize) -> Option<Change> {
        let item = self.items.get(item)?;
        Some(if item.pinned {
            Change::Unpin(item.node)
        } else {
            Change::Hide(item.node)
        })
    }

    /// Where a lane that is carried can be put down: before which lane, the
    /// number of lanes standing for below all.
    pub(super) fn place(&self, carried: usize, over: usize, below: bool) -> Option<usize> {
        let moved = self.item_of_lane(carried)?;
        let mut at = self.item_of_lane(over)?;
        while !family(&self.items[moved], &self.items[at]) {
            at = self.items[at].parent?;
        }
        let next = self.next_of(at);
        let end = next.map_or(self.items.last()?.lanes.end, |next| {
            self.items[next].lanes.start
        });
        // Over a group that is open, what is below it counts as its lower half.
        let lower = below || self.item_of_lane(over) != Some(at);
        Some(if lower {
            end
        } else {
            self.items[at].lanes.start
        })
    }

    /// Puts a carried lane before another one, as [`Tree::place`] gave it.
    pub fn put_down(&self, carried: usize, before: usize) -> Option<Change> {
        let moved = &self.items[self.item_of_lane(carried)?];
        let other = self
            .item_of_lane(before)
            .map(|item| &self.items[item])
            .filter(|other| family(moved, other) && other.lanes.start == before);
        if other.is_some_and(|other| other.node == moved.node) {
            return None;
        }
        Some(put(moved, other.map(|other| other.node)))
    }

    /// The first item after one and all below it.
    fn next_of(&self, item: usize) -> Option<usize> {
        let level = self.items[item].level;
        let pinned = self.items[item].pinned;
        (item + 1..self.items.len())
            .find(|next| self.items[*next].level <= level || self.items[*next].pinned != pinned)
    }
}

/// Whether two items belong to the same track and can change places.
fn family(one: &Item, other: &Item) -> bool {
    one.pinned == other.pinned
        && (one.pinned
            || (one.node.section == other.node.section
                && one.parent == other.parent
                && one.under == other.under))
}

fn put(moved: &Item, before: Option<Node>) -> Change {
    if moved.pinned {
        Change::Pin(moved.node, before)
    } else {
        Change::Move(Move {
            node: moved.node,
            before,
        })
    }
}

impl Arrangement {
    /// What must change for a track to be shown: it and all above it are
    /// opened and no longer hidden, and nothing is sought any more.
    pub fn to_show(&self, stage: &Stage, section: usize, track: TrackId) -> Vec<Change> {
        let Some(at) = stage.sections().get(section) else {
            return Vec::new();
        };
        let trace = &*at.trace;
        let mut changes = Vec::new();
        if !self.seek.is_nothing() {
            changes.push(Change::Seek(Default::default()));
        }
        for track in ancestry(trace, track) {
            let node = Node::track(section, track);
            if self.hidden.contains(&node) {
                changes.push(Change::Show(node));
            }
            if self.depth.is_some() || self.folds.get(&node) == Some(&false) {
                changes.push(Change::Fold(node, true));
            }
        }
        changes
    }
}

impl Arrangement {
    /// The same for another stage: each node becomes the one of the same name
    /// below the same names, and is left out if there is none.
    pub fn carried(&self, from: &Stage, to: &Stage) -> Arrangement {
        if self.folds.is_empty()
            && self.hidden.is_empty()
            && self.pinned.is_empty()
            && self.moves.is_empty()
        {
            return self.clone();
        }
        let mut known: HashMap<(u16, Vec<&str>), Node> = HashMap::new();
        for (index, section) in to.sections().iter().enumerate() {
            let trace = &*section.trace;
            for number in 0..trace.tracks().len() + trace.counters().len() {
                let node = Node {
                    section: index as u16,
                    index: number as u32,
                };
                known.entry((node.section, path(to, node))).or_insert(node);
            }
        }
        let now = |node: &Node| known.get(&(node.section, path(from, *node))).copied();
        Arrangement {
            depth: self.depth,
            seek: self.seek.clone(),
            folds: (self.folds.iter())
                .filter_map(|(node, open)| Some((now(node)?, *open)))
                .collect(),
            hidden: self.hidden.iter().filter_map(now).collect(),
            pinned: self.pinned.iter().filter_map(now).collect(),
            moves: (self.moves.iter())
                .filter_map(|step| {
                    let before = step.before.as_ref().and_then(now);
                    let node = now(&step.node)?;
                    (step.before.is_none() || before.is_some()).then_some(Move { node, before })
                })
                .collect(),
        }
    }
}

/// The names of a node and of the tracks above it, its own first; none if
/// there is no such node.
fn path(stage: &Stage, node: Node) -> Vec<&str> {
    let Some(section) = stage.sections().get(usize::from(node.section)) else {
        return Vec::new();
    };
    let trace = &*section.trace;
    let (name, track) = match node.what(trace) {
        Some(What::Track(track)) => (trace.track_name(track), trace.track(track).parent),
        Some(What::Counter(counter)) => {
            let counter = &trace.counters()[counter];
            (trace.name(counter.name), Some(counter.track))
        }
        None => return Vec::new(),
    };
    let above = track.into_iter().flat_map(|track| ancestry(trace, track));
    let above = above.map(|track| trace.track_name(track));
    std::iter::once(name).chain(above).collect()
}

/// A track and those above it.
fn ancestry(trace: &Trace, track: TrackId) -> impl Iterator<Item = TrackId> + '_ {
    std::iter::successors(Some(track), |track| trace.track(*track).parent)
}
