//! The summary of a row that goes on growing: what is there is never looked at
//! again. [`Index::add_grown`] copies it into the index of a trace, at a cost
//! of one entry a chunk, with the same result as [`Index::add_row`] over all
//! slices.

use super::summary::{Index, RowSummary, present};
use super::{CHUNK, SMALL, StateTimes};
use crate::base::{Dur, Time};
use crate::trace::kind::State;

/// The summary of the slices so far.
#[derive(Clone, Debug)]
pub(in crate::trace) struct Growing {
    slices: usize,
    /// One bit per state that occurred.
    states: u16,
    /// The time in each state: now, and before every whole chunk and behind the last.
    times: StateTimes,
    sums: Vec<StateTimes>,
    /// The longest slice of the chunk that is not whole.
    longest: (u32, Dur),
    /// Per level and whole group: its longest slice, and how long that is.
    levels: Vec<Vec<(u32, Dur)>>,
    /// When the last slice ends.
    end: Time,
}

impl Growing {
    /// Of a row without slices.
    pub fn new() -> Growing {
        Growing {
            slices: 0,
            states: 0,
            times: StateTimes::default(),
            sums: vec![StateTimes::default()],
            longest: (0, Dur::ZERO),
            levels: Vec::new(),
            end: Time::ZERO,
        }
    }

    /// How many slices it has.
    pub fn len(&self) -> usize {
        self.slices
    }

    /// Adds the next slice. Whether it begins when the last one has ended, or
    /// later: else it is not added, and the row is none.
    pub fn push(&mut self, start: Time, end: Time, state: State) -> bool {
        if start < self.end {
            return false;
        }
        let dur = end.since(start);
        if self.slices.is_multiple_of(CHUNK) || dur > self.longest.1 {
            self.longest = (self.slices as u32, dur);
        }
        self.states |= 1 << state as u16;
        self.times.add(state, dur);
        self.slices += 1;
        self.end = end;
        if self.slices.is_multiple_of(CHUNK) {
            self.sums.push(self.times);
            self.add(0, self.longest);
        }
        true
    }

    /// Adds an entry to a level, and to the next if that makes a group whole.
    fn add(&mut self, level: usize, entry: (u32, Dur)) {
        if level == self.levels.len() {
            self.levels.push(Vec::new());
        }
        let entries = &mut self.levels[level];
        entries.push(entry);
        if entries.len().is_multiple_of(CHUNK) {
            let group = entries[entries.len() - CHUNK..].iter().copied();
            // The first of equal ones.
            let longest = group.reduce(|best, next| if next.1 > best.1 { next } else { best });
            self.add(level + 1, longest.unwrap_or(entry));
        }
    }
}

impl Index {
    /// Adds the summary of the next row, which was made while it grew.
    pub fn add_grown(&mut self, row: &Growing) {
        if row.slices <= SMALL {
            self.rows.push(RowSummary::default());
            return;
        }
        self.rows.push(self.next_row(row.states));
        for sums in &row.sums {
            let states = present(row.states);
            self.sums.extend(states.map(|state| sums.get(state)));
        }
        for &(place, dur) in row.levels.iter().flatten() {
            self.longest.push(place);
            self.longest_dur.push(dur);
        }
    }
}

// The libraries that these tests need are there on native targets only.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::trace::model::Columns;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]

        #[test]
        fn a_summary_that_grew_is_the_one_that_was_made_at_once(
            rows in prop::collection::vec(
                prop::collection::vec((0u64..3, 0u64..9, 0..State::ALL.len()), 0..3_000), 1..4),
        ) {
            let (mut grown, mut whole) = (Index::default(), Index::default());
            let mut columns = Columns::default();
            for parts in rows {
                let first = columns.start.len();
                let mut growing = Growing::new();
                let mut at = Time::ZERO;
                for (gap, len, state) in parts {
                    let start = at + Dur(gap);
                    at = start + Dur(len);
                    prop_assert!(growing.push(start, at, State::ALL[state]));
                    columns.start.push(start);
                    columns.end.push(at);
                    columns.state.push(State::ALL[state]);
                }
                prop_assert!(at == Time::ZERO || !growing.push(Time(at.0 - 1), at, State::Span));
                grown.add_grown(&growing);
                whole.add_row(&columns, first..columns.start.len());
            }
            prop_assert_eq!(format!("{grown:?}"), format!("{whole:?}"));
        }
    }
}
