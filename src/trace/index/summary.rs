//! Prefix sums and hierarchical maxima of the rows of a trace.

use std::ops::Range;

use super::{CHUNK, SMALL, StateTimes};
use crate::base::{Dur, Id, Time};
use crate::trace::kind::State;
use crate::trace::model::{Columns, RowId};

/// The summaries of all rows of a trace, in flat columns.
#[derive(Clone, Debug, Default)]
pub(in crate::trace) struct Index {
    /// One per row.
    pub(super) rows: Vec<RowSummary>,
    /// Per row and chunk boundary: the time before it in each state of the row.
    pub(super) sums: Vec<Dur>,
    /// Per row, level and chunk: the longest slice, counted from the row's first.
    pub(super) longest: Vec<u32>,
    /// How long that is.
    pub(super) longest_dur: Vec<Dur>,
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RowSummary {
    /// One bit per state that the row has; none if the row has no index.
    states: u16,
    sums: u32,
    longest: u32,
}

/// The part of the index that is about one row.
#[derive(Clone, Copy, Debug)]
pub(in crate::trace) struct SummaryView<'a> {
    states: u16,
    sums: &'a [Dur],
    longest: &'a [u32],
    longest_dur: &'a [Dur],
}

impl Index {
    /// Makes room for the summaries of so many rows.
    pub fn with_capacity(rows: usize) -> Index {
        Index {
            rows: Vec::with_capacity(rows),
            ..Index::default()
        }
    }

    /// Adds the summary of the next row.
    pub fn add_row(&mut self, columns: &Columns, slices: Range<usize>) {
        if slices.len() <= SMALL {
            self.rows.push(RowSummary::default());
            return;
        }
        let start = &columns.start[slices.clone()];
        let end = &columns.end[slices.clone()];
        let state = &columns.state[slices];
        let states = state.iter().fold(0, |set, &s| set | 1 << s as u16);
        self.rows.push(self.next_row(states));
        self.add_sums_and_first_level(start, end, state, states);
        self.add_higher_levels(start.len());
    }

    /// The summary of a row whose entries come next.
    pub(super) fn next_row(&self, states: u16) -> RowSummary {
        RowSummary {
            states,
            sums: u32::try_from(self.sums.len()).expect("fewer sums than slices"),
            longest: u32::try_from(self.longest.len()).expect("fewer chunks than slices"),
        }
    }

    fn add_sums_and_first_level(
        &mut self,
        start: &[Time],
        end: &[Time],
        state: &[State],
        states: u16,
    ) {
        let mut times = StateTimes::default();
        let chunks = start.len() / CHUNK;
        self.sums
            .reserve((chunks + 1) * states.count_ones() as usize);
        self.sums.extend(present(states).map(|s| times.get(s)));
        for chunk in 0..chunks {
            let mut best = (0, Dur::ZERO);
            for i in chunk * CHUNK..(chunk + 1) * CHUNK {
                let dur = end[i].since(start[i]);
                times.add(state[i], dur);
                if i == chunk * CHUNK || dur > best.1 {
                    best = (i as u32, dur);
                }
            }
            self.sums.extend(present(states).map(|s| times.get(s)));
            self.longest.push(best.0);
            self.longest_dur.push(best.1);
        }
    }

    fn add_higher_levels(&mut self, slices: usize) {
        let mut count = slices / CHUNK;
        while count >= CHUNK {
            let level = self.longest.len() - count;
            for group in 0..count / CHUNK {
                let from = level + group * CHUNK;
                // `reduce` keeps the first of equal ones.
                let best = (from..from + CHUNK)
                    .reduce(|a, b| {
                        if self.longest_dur[b] > self.longest_dur[a] {
                            b
                        } else {
                            a
                        }
                    })
                    .unwrap_or(from);
                self.longest.push(self.longest[best]);
                self.longest_dur.push(self.longest_dur[best]);
            }
            count /= CHUNK;
        }
    }

    /// Gives back what was reserved and not needed.
    pub fn shrink(&mut self) {
        self.sums.shrink_to_fit();
        self.longest.shrink_to_fit();
        self.longest_dur.shrink_to_fit();
    }

    pub fn row(&self, row: RowId) -> Option<SummaryView<'_>> {
        let summary = self.rows[row.index()];
        (summary.states != 0).then(|| SummaryView {
            states: summary.states,
            sums: &self.sums[summary.sums as usize..],
            longest: &self.longest[summary.longest as usize..],
            longest_dur: &self.longest_dur[summary.longest as usize..],
        })
    }

    pub fn heap_bytes(&self) -> usize {
        self.rows.capacity() * size_of::<RowSummary>()
            + (self.sums.capacity() + self.longest_dur.capacity()) * size_of::<Dur>()
            + self.longest.capacity() * size_of::<u32>()
    }
}

/// The states of a set, in their own order.
pub(super) fn present(states: u16) -> impl Iterator<Item = State> {
    State::ALL
        .into_iter()
        .filter(move |&state| states & 1 << state as u16 != 0)
}

impl SummaryView<'_> {
    /// Whether the row is ever in a state.
    pub fn has(&self, state: State) -> bool {
        self.states & 1 << state as u16 != 0
    }

    /// Adds the time of whole chunks.
    pub fn add_times(&self, chunks: Range<usize>, times: &mut StateTimes) {
        let wide = self.states.count_ones() as usize;
        let before = &self.sums[chunks.start * wide..][..wide];
        let after = &self.sums[chunks.end * wide..][..wide];
        let mut set = self.states;
        for (before, after) in before.iter().zip(after) {
            times.0[set.trailing_zeros() as usize] += after.saturating_sub(*before);
            set &= set - 1;
        }
    }

    /// The longest slice of whole chunks of a row with so many slices, of
    /// equal ones the first.
    pub fn longest(&self, chunks: Range<usize>, slices: usize) -> Option<(usize, Dur)> {
        let mut best: Option<(usize, Dur)> = None;
        let mut at = chunks.start;
        while at < chunks.end {
            // The largest group that begins here and ends in the range.
            let (mut level, mut group) = (0, 1);
            let mut count = slices / CHUNK;
            while at.is_multiple_of(group * CHUNK) && at + group * CHUNK <= chunks.end {
                level += count;
                count /= CHUNK;
                group *= CHUNK;
            }
            let entry = level + at / group;
            let dur = self.longest_dur[entry];
            if best.is_none_or(|(_, longest)| dur > longest) {
                best = Some((self.longest[entry] as usize, dur));
            }
            at += group;
        }
        best
    }
}
