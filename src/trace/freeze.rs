//! From what a builder took to columns: rows, and where each argument went.

use super::args::Gathering;
use super::builder::Pending;
use super::index::{Growing, Index};
use super::model::{Arg, Columns, Row, RowId, SliceId, TrackId};
use crate::base::{Id, IdVec, Time, sort_by_key};
use std::cmp::Reverse;

/// The columns while they are filled, track by track.
pub(super) struct Freezing {
    pub rows: IdVec<RowId, Row>,
    pub slices: Columns,
    pub index: Index,
    pub args: Gathering,
}

impl Freezing {
    /// Makes room for so many.
    pub fn new(tracks: usize, slices: usize) -> Freezing {
        Freezing {
            rows: IdVec::new(),
            slices: Columns::with_capacity(slices),
            index: Index::with_capacity(tracks),
            args: Gathering::new(slices),
        }
    }

    /// Adds the next track: its slices, and their arguments.
    pub fn add_track(&mut self, track: TrackId, slices: Vec<Pending>, mut args: Vec<(u32, Arg)>) {
        let first = self.slices.start.len();
        let in_order = slices.windows(2).all(|w| w[0].end <= w[1].start);
        if in_order {
            self.slices.extend(slices.iter());
            self.close_row(track, first);
            // A stable sort: the arguments of one slice stay in their order.
            sort_by_key(&mut args, |(index, _)| *index);
            self.add_args(&args, |index| SliceId::from_index(first + index as usize));
            return;
        }
        let mut place = vec![SliceId(0); slices.len()];
        for members in assign_rows(&slices) {
            let first = self.slices.start.len();
            for (nth, &i) in members.iter().enumerate() {
                place[i as usize] = SliceId::from_index(first + nth);
            }
            self.slices
                .extend(members.iter().map(|&i| &slices[i as usize]));
            self.close_row(track, first);
        }
        sort_by_key(&mut args, |(index, _)| place[*index as usize]);
        self.add_args(&args, |index| place[index as usize]);
    }

    /// The same of a track that grows: of its slices those that the summary has
    /// are known to follow each other.
    pub fn add_grown_track(
        &mut self,
        track: TrackId,
        slices: Vec<Pending>,
        mut args: Vec<(u32, Arg)>,
        mut grown: Growing,
    ) {
        let new = slices.get(grown.len()..).unwrap_or_default();
        if !new.iter().all(|s| grown.push(s.start, s.end, s.state)) {
            self.add_track(track, slices, args);
            return;
        }
        let first = self.slices.start.len();
        self.slices.extend(slices.iter());
        self.push_row(track, first);
        self.index.add_grown(&grown);
        sort_by_key(&mut args, |(index, _)| *index);
        self.add_args(&args, |index| SliceId::from_index(first + index as usize));
    }

    /// Adds arguments that are in the order of their slices' ids.
    fn add_args(&mut self, args: &[(u32, Arg)], id: impl Fn(u32) -> SliceId) {
        for (index, arg) in args {
            self.args.push(id(*index), *arg);
        }
    }

    fn close_row(&mut self, track: TrackId, first: usize) {
        self.push_row(track, first);
        self.index
            .add_row(&self.slices, first..self.slices.start.len());
    }

    fn push_row(&mut self, track: TrackId, first: usize) {
        let after = self.slices.start.len();
        self.rows.push(Row {
            track,
            slices: SliceId::from_index(first).0..SliceId::from_index(after).0,
        });
    }
}

impl Columns {
    /// Adds slices, one column after the other: four plain copies are quicker
    /// than one loop over four lists.
    fn extend<'a>(&mut self, slices: impl Iterator<Item = &'a Pending> + Clone) {
        self.start.extend(slices.clone().map(|s| s.start));
        self.end.extend(slices.clone().map(|s| s.end));
        self.state.extend(slices.clone().map(|s| s.state));
        self.name.extend(slices.map(|s| s.name));
    }
}

/// The slices of each row, in the order of time.
///
/// Slices are taken in the order of their starts, of equal ones the longest
/// first, of equal ones in the order in which they were put in. Each goes to
/// the lowest row that is free at its start and lies below every row whose
/// slice encloses it. So what is nested is always below what encloses it, and
/// a call stack becomes a flame without holes.
fn assign_rows(slices: &[Pending]) -> Vec<Vec<u32>> {
    let mut order: Vec<u32> = (0..slices.len() as u32).collect();
    order.sort_by_key(|&i| {
        let slice = &slices[i as usize];
        (slice.start, Reverse(slice.end), i)
    });
    let mut ends = RowEnds::new();
    let mut rows: Vec<Vec<u32>> = Vec::new();
    for i in order {
        let Pending { start, end, .. } = slices[i as usize];
        // A row is free if its last slice ends by our start; its last slice
        // encloses ours if it ends after our start and not before our end.
        let encloses = end.max(Time(start.0.saturating_add(1)));
        let lowest = ends.last_at_or_after(encloses).map_or(0, |row| row + 1);
        let row = ends.first_free(lowest, start).unwrap_or(rows.len());
        if row == rows.len() {
            rows.push(Vec::new());
        }
        ends.set(row, end);
        rows[row].push(i);
    }
    rows
}

/// When the last slice of each row ends, with the two questions of
/// [`assign_rows`] answered in logarithmic time: a tree of minima and maxima
/// in an array, so that thousands of rows do not make reading slow.
struct RowEnds {
    /// How many rows there is room for: a power of two.
    room: usize,
    /// The earliest and the latest end below each node; node 1 is the root,
    /// row *r* is node `room + r`. A row that is not used yet has none.
    nodes: Vec<Option<(Time, Time)>>,
}

impl RowEnds {
    fn new() -> RowEnds {
        RowEnds {
            room: 1,
            nodes: vec![None; 2],
        }
    }

    fn set(&mut self, row: usize, end: Time) {
        if row >= self.room {
            self.grow();
        }
        let mut node = self.room + row;
        self.nodes[node] = Some((end, end));
        while node > 1 {
            node /= 2;
            self.nodes[node] = self.joined(node);
        }
    }

    fn joined(&self, node: usize) -> Option<(Time, Time)> {
        match (self.nodes[2 * node], self.nodes[2 * node + 1]) {
            (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
            (one, other) => one.or(other),
        }
    }

    fn grow(&mut self) {
        let rows = self.nodes.split_off(self.room);
        self.room *= 2;
        self.nodes = vec![None; 2 * self.room];
        self.nodes[self.room..][..rows.len()].copy_from_slice(&rows);
        for node in (1..self.room).rev() {
            self.nodes[node] = self.joined(node);
        }
    }

    /// The last row that ends at that time or later.
    fn last_at_or_after(&self, time: Time) -> Option<usize> {
        let reaches = |node: usize| self.nodes[node].is_some_and(|(_, max)| max >= time);
        if !reaches(1) {
            return None;
        }
        let mut node = 1;
        while node < self.room {
            node = 2 * node + usize::from(reaches(2 * node + 1));
        }
        Some(node - self.room)
    }

    /// The first row from `lowest` on that ends at that time or before.
    fn first_free(&self, lowest: usize, time: Time) -> Option<usize> {
        if lowest >= self.room {
            return None;
        }
        let ends_by = |node: usize| self.nodes[node].is_some_and(|(min, _)| min <= time);
        // Up: the subtrees to the right of the path, nearest first.
        let mut node = self.room + lowest;
        while !ends_by(node) {
            while node % 2 == 1 {
                node /= 2;
            }
            if node == 0 {
                return None;
            }
            node += 1;
        }
        // Down: the first row of the subtree that does.
        while node < self.room {
            node = 2 * node + usize::from(!ends_by(2 * node));
        }
        Some(node - self.room)
    }
}

// The libraries that these tests need are there on native targets only.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_tree_of_row_ends_answers_as_a_scan_does(
            steps in prop::collection::vec((0u64..40, 0u64..40, 0usize..12), 1..80),
        ) {
            let mut tree = RowEnds::new();
            let mut rows: Vec<Time> = Vec::new();
            for (end, ask, pick) in steps {
                let row = pick.min(rows.len());
                if row == rows.len() {
                    rows.push(Time(end));
                } else {
                    rows[row] = Time(end);
                }
                tree.set(row, Time(end));
                let ask = Time(ask);
                prop_assert_eq!(
                    tree.last_at_or_after(ask),
                    rows.iter().rposition(|&end| end >= ask)
                );
                for lowest in 0..rows.len() + 2 {
                    prop_assert_eq!(
                        tree.first_free(lowest, ask),
                        (lowest..rows.len()).find(|&row| rows[row] <= ask)
                    );
                }
            }
        }
    }
}
