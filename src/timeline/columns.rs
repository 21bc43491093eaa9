//! Level of detail: what a row shows in each pixel column of a window.
//!
//! The one place where the timeline asks for it, so that painters do not know
//! how the answer is found.

use std::ops::Range;

use crate::base::Time;
use crate::trace::{RowId, SliceId, State, Trace};

/// What is in one pixel column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Column {
    /// The state with the most time in it.
    pub state: State,
    /// The slice with the longest part in it.
    pub slice: SliceId,
}

/// The ids of a row's slices of which some part is in the window, given as
/// numbers: they are consecutive.
pub fn in_window(trace: &Trace, row: RowId, window: Range<Time>) -> Range<u32> {
    let ids = row_ids(trace, row);
    let from = partition(ids.clone(), |id| {
        trace.slice(SliceId(id)).end < window.start
    });
    let to = partition(from..ids.end, |id| {
        trace.slice(SliceId(id)).start <= window.end
    });
    from..to
}

/// The ids of all slices of a row, as numbers.
pub fn row_ids(trace: &Trace, row: RowId) -> Range<u32> {
    let mut ids = trace.rows()[row].slices();
    let len = ids.len() as u32;
    let first = ids.next().map_or(0, |id| id.0);
    first..first + len
}

/// The first of `ids` of which `before` is not true; those of which it is come first.
pub(super) fn partition(ids: Range<u32>, before: impl Fn(u32) -> bool) -> u32 {
    let (mut low, mut high) = (ids.start, ids.end);
    while low < high {
        let middle = low + (high - low) / 2;
        if before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// Fills `out` with `count` columns of equal length over the window. The cost
/// follows the columns, not the slices: the trace's index answers.
pub fn columns(
    trace: &Trace,
    row: RowId,
    window: Range<Time>,
    count: u32,
    out: &mut Vec<Option<Column>>,
) {
    out.clear();
    let walk = trace.columns(row, window, count);
    out.extend(walk.map(|column| {
        Some(Column {
            state: column.dominant?,
            slice: column.longest?,
        })
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::{Clock, TraceBuilder, TrackKind};

    fn trace(slices: &[(State, u64, u64)]) -> Trace {
        let mut b = TraceBuilder::new(Clock::Virtual);
        let track = b.track(None, TrackKind::Thread, "A");
        let name = b.name("");
        for &(state, from, to) in slices {
            b.slice(track, state, name, Time(from), Time(to));
        }
        b.finish()
    }

    const MIXED: [(State, u64, u64); 4] = [
        (State::Running, 0, 10),
        (State::Ready, 10, 13),
        (State::Running, 13, 15),
        (State::BlockedIo, 30, 40),
    ];

    #[test]
    fn each_column_shows_what_takes_most_of_it() {
        let trace = trace(&MIXED);
        let mut out = Vec::new();
        columns(&trace, RowId(0), Time(0)..Time(40), 4, &mut out);
        let states: Vec<_> = out.iter().map(|c| c.map(|c| c.state)).collect();
        use State::*;
        assert_eq!(states, [Some(Running), Some(Ready), None, Some(BlockedIo)]);
        let longest: Vec<_> = out.iter().map(|c| c.map(|c| c.slice.0)).collect();
        assert_eq!(longest, [Some(0), Some(1), None, Some(3)]);
    }

    #[test]
    fn a_window_holds_what_touches_it() {
        let trace = trace(&MIXED);
        for (window, ids) in [
            (0..40, 0..4),
            (11..12, 1..2),
            (16..29, 3..3),
            (13..30, 1..4),
        ] {
            let found = in_window(&trace, RowId(0), Time(window.start)..Time(window.end));
            assert_eq!(found, ids, "{window:?}");
        }
    }
}
