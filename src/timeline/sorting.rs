//! The rows of a table put in order in pieces, so that a page with a million
//! of them goes on between two pieces: runs are sorted one by one, then merged
//! in pairs until one is left. The order is that of [`table::rows`].

use super::stage::Stage;
use super::table::{self, Column, Row};

/// So many rows are sorted at once.
const RUN: usize = 8_192;

/// Rows that are being put in order.
#[derive(Debug)]
pub struct Sorting {
    by: Column,
    descending: bool,
    /// How many lanes were gone through.
    lanes: usize,
    rows: Vec<Row>,
    /// How many of the rows are in sorted runs, before there is merging.
    sorted: usize,
    /// The length of sorted runs.
    run: usize,
    merge: Merge,
}

/// Two neighbouring runs on their way into one.
#[derive(Debug, Default)]
struct Merge {
    to: Vec<Row>,
    /// The next row of either run, and where the runs end.
    next: (usize, usize),
    ends: (usize, usize),
}

impl Sorting {
    /// Begins with the rows of a stage.
    pub fn new(by: Column, descending: bool) -> Sorting {
        Sorting {
            by,
            descending,
            lanes: 0,
            rows: Vec::new(),
            sorted: 0,
            run: RUN,
            merge: Merge::default(),
        }
    }

    /// Goes on with about so many rows of the same stage. Gives whether all is
    /// in order.
    pub fn advance(&mut self, stage: &Stage, most: usize) -> bool {
        let mut left = most.max(1);
        while left > 0 {
            let done = if self.lanes < stage.lanes().len() {
                self.collect(stage)
            } else if self.sorted < self.rows.len() {
                self.sort_run(stage)
            } else if self.run < self.rows.len() {
                self.merge(stage, left)
            } else {
                return true;
            };
            left = left.saturating_sub(done.max(1));
        }
        false
    }

    /// The rows in order.
    pub fn finish(mut self) -> Vec<Row> {
        if self.descending {
            self.rows.reverse();
        }
        self.rows
    }

    /// How far it is, as a share of the work that is known.
    pub fn done(&self) -> f64 {
        let rows = self.rows.len().max(1);
        let passes = rows.div_ceil(RUN).next_power_of_two().trailing_zeros() as usize;
        let merged = (self.run / RUN).trailing_zeros() as usize * rows + self.merge.to.len();
        (self.sorted + merged) as f64 / ((1 + passes) * rows) as f64
    }

    fn collect(&mut self, stage: &Stage) -> usize {
        let before = self.rows.len();
        self.rows.extend(table::of_lane(stage, self.lanes));
        self.lanes += 1;
        // To collect a row is much less than to sort it.
        (self.rows.len() - before) / 8
    }

    fn sort_run(&mut self, stage: &Stage) -> usize {
        let from = self.sorted;
        let to = (from + RUN).min(self.rows.len());
        table::sort(stage, self.by, &mut self.rows[from..to]);
        self.sorted = to;
        to - from
    }

    /// Merges runs for so many rows.
    fn merge(&mut self, stage: &Stage, most: usize) -> usize {
        let (rows, merge) = (&self.rows, &mut self.merge);
        let begun = merge.to.len();
        while merge.to.len() - begun < most && merge.to.len() < rows.len() {
            let (left, right) = merge.next;
            let (left_end, right_end) = merge.ends;
            if left == left_end && right == right_end {
                // The next pair of runs; the last may have no partner.
                let from = merge.to.len();
                let middle = (from + self.run).min(rows.len());
                merge.next = (from, middle);
                merge.ends = (middle, (middle + self.run).min(rows.len()));
                continue;
            }
            let take_left = right == right_end
                || (left < left_end
                    && table::compare(stage, self.by, rows[left], rows[right]).is_le());
            let next = if take_left {
                merge.next.0 += 1;
                left
            } else {
                merge.next.1 += 1;
                right
            };
            merge.to.push(rows[next]);
        }
        let done = merge.to.len() - begun;
        if merge.to.len() == rows.len() {
            self.rows = std::mem::take(&mut self.merge.to);
            self.merge = Merge::default();
            self.run *= 2;
        }
        done
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Time;
    use crate::timeline::samples;
    use crate::trace::{Clock, State, TraceBuilder, TrackKind};

    /// Many slices on a few lanes, by a plain generator of numbers.
    fn stage(slices: u64) -> Stage {
        let mut b = TraceBuilder::new(Clock::Recorded);
        let names: Vec<_> = (0..7).map(|n| b.name(&format!("n{n}"))).collect();
        let tracks: Vec<_> = (0..5)
            .map(|n| b.track(None, TrackKind::Thread, &format!("T{n}")))
            .collect();
        let mut seed = 1_u64;
        let mut below = |most: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) % most
        };
        for n in 0..slices {
            let track = tracks[below(5) as usize];
            let state = State::ALL[below(State::ALL.len() as u64) as usize];
            let start = n * 10 + below(4);
            let end = Time(start + 1 + below(6));
            b.slice(track, state, names[below(7) as usize], Time(start), end);
        }
        samples::one(b.finish())
    }

    #[test]
    fn in_pieces_the_order_is_the_same() {
        for slices in [0, 1, 300, 3 * RUN as u64 + 17] {
            let stage = stage(slices);
            for (by, descending, piece) in [
                (Column::Start, false, 1_000),
                (Column::Name, true, 777),
                (Column::Length, false, usize::MAX),
                (Column::State, true, 50_000),
            ] {
                let mut sorting = Sorting::new(by, descending);
                let mut before = 0.0;
                while !sorting.advance(&stage, piece) {
                    let done = sorting.done();
                    assert!((0.0..=1.0).contains(&done), "{done}");
                    assert!(done >= before || sorting.sorted == 0);
                    before = done;
                }
                let expected = table::rows(&stage, by, descending);
                assert!(sorting.finish() == expected, "{slices} by {by:?}");
            }
        }
    }
}
