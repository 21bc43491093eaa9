//! Level of detail: what a row shows in each pixel column of a window.
//!
//! The one place where the timeline asks for it, so that painters do not know
//! how the answer is found.

use std::ops::Range;

use crate::base::{Dur, Time};
use crate::trace::{RowId, SliceId, SliceRef, State, Trace};

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

/// The slice of a row that is going on at a moment; one that begins there wins
/// over one that ends there.
pub fn at(trace: &Trace, row: RowId, at: Time) -> Option<SliceRef> {
    let ids = row_ids(trace, row);
    let after = partition(ids.clone(), |id| trace.slice(SliceId(id)).start <= at);
    let slice = trace.slice(SliceId(after.checked_sub(1)?));
    (after > ids.start && slice.end > at).then_some(slice)
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

/// Fills `out` with `count` columns of equal length over the window.
pub fn columns(
    trace: &Trace,
    row: RowId,
    window: Range<Time>,
    count: usize,
    out: &mut Vec<Option<Column>>,
) {
    out.clear();
    let width = window.end.since(window.start).0;
    let edge = |i: usize| {
        let part = u128::from(width) * i as u128 / count.max(1) as u128;
        window.start + Dur(part as u64)
    };
    let ids = in_window(trace, row, window.clone());
    let mut next = ids.start;
    for i in 0..count {
        let part = edge(i)..edge(i + 1).max(edge(i) + Dur(1));
        out.push(column(trace, next..ids.end, &part));
        while next < ids.end && trace.slice(SliceId(next)).end <= part.end {
            next += 1;
        }
    }
}

fn column(trace: &Trace, ids: Range<u32>, part: &Range<Time>) -> Option<Column> {
    let mut times = [Dur::ZERO; State::ALL.len()];
    let mut longest: Option<(Dur, SliceRef)> = None;
    for id in ids {
        let slice = trace.slice(SliceId(id));
        if slice.start >= part.end {
            break;
        }
        if slice.end < part.start {
            continue;
        }
        let here = slice.end.min(part.end).since(slice.start.max(part.start));
        times[slice.state as usize] += here;
        if longest.is_none_or(|(best, _)| here > best) {
            longest = Some((here, slice));
        }
    }
    let (_, slice) = longest?;
    let most = times.iter().copied().max().unwrap_or(Dur::ZERO);
    let state = State::ALL
        .into_iter()
        .find(|state| !most.is_zero() && times[*state as usize] == most)
        .unwrap_or(slice.state);
    Some(Column {
        state,
        slice: slice.id,
    })
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
    fn a_moment_belongs_to_what_begins_there() {
        let trace = trace(&MIXED);
        for (when, slice) in [
            (0, Some(0)),
            (9, Some(0)),
            (10, Some(1)),
            (15, None),
            (29, None),
            (30, Some(3)),
            (40, None),
        ] {
            let found = at(&trace, RowId(0), Time(when)).map(|s| s.id.0);
            assert_eq!(found, slice, "at {when}");
        }
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
