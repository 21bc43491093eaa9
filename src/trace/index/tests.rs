use super::*;
use crate::trace::{Clock, TraceBuilder, TrackKind};
use proptest::prelude::*;

/// A row of slices given as gap before, length and state.
fn row(parts: &[(u64, u64, usize)]) -> Trace {
    let mut builder = TraceBuilder::new(Clock::Virtual);
    let track = builder.track(None, TrackKind::Thread, "A");
    let name = builder.name("");
    let mut at = Time::ZERO;
    for &(gap, len, state) in parts {
        at += Dur(gap);
        builder.slice(track, State::ALL[state], name, at, at + Dur(len));
        at += Dur(len);
    }
    builder.finish()
}

/// The same as [`Trace::column`], by looking at every slice.
fn scanned(trace: &Trace, window: &Range<Time>) -> Column {
    let mut times = StateTimes::default();
    let mut longest: Option<(SliceId, State, Dur)> = None;
    for slice in trace.row_slices(RowId(0)) {
        let (from, to) = (slice.start.max(window.start), slice.end.min(window.end));
        let is_moment = slice.start == slice.end && window.contains(&slice.start);
        if from < to || is_moment {
            times.add(slice.state, to.since(from));
            if longest.is_none_or(|(_, _, dur)| to.since(from) > dur) {
                longest = Some((slice.id, slice.state, to.since(from)));
            }
        }
    }
    let dominant = times.dominant();
    Column {
        width: window.end.since(window.start),
        covered: times.total(),
        busy: times.work(),
        dominant: dominant.map(|d| d.0).or(longest.map(|l| l.1)),
        dominant_time: dominant.map_or(Dur::ZERO, |d| d.1),
        longest: longest.map(|l| l.0),
    }
}

fn parts(count: Range<usize>) -> impl Strategy<Value = Vec<(u64, u64, usize)>> {
    prop::collection::vec((0u64..3, 0u64..9, 0..State::ALL.len()), count)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_window_is_what_a_scan_of_it_finds(
        parts in parts(0..3_000),
        windows in prop::collection::vec((0.0f64..1.1, 0.0f64..1.1), 20),
    ) {
        let trace = row(&parts);
        let whole = trace.end().0 as f64 + 2.0;
        for (a, b) in windows {
            let window = Time((a.min(b) * whole) as u64)..Time((a.max(b) * whole) as u64);
            let expected = match window.is_empty() {
                true => Column::default(),
                false => scanned(&trace, &window),
            };
            prop_assert_eq!(trace.column(RowId(0), window.clone()), expected);
            let times = trace.time_per_state(RowId(0), window);
            prop_assert_eq!(times.total(), expected.covered);
        }
    }

    #[test]
    fn a_walk_gives_the_windows_that_lie_side_by_side(
        parts in parts(0..3_000),
        from in 0u64..9_000,
        width in 0u64..20_000,
        pixels in 0u32..60,
    ) {
        let trace = row(&parts);
        let window = Time(from)..Time(from + width);
        let walk = trace.columns(RowId(0), window, pixels);
        prop_assert_eq!(walk.len(), pixels as usize);
        let edge = |i: u32| Time(from + width * u64::from(i) / u64::from(pixels));
        for (i, column) in walk.enumerate() {
            let part = edge(i as u32)..edge(i as u32 + 1);
            if part.is_empty() {
                let going_on = trace.slice_at(RowId(0), part.start);
                prop_assert_eq!(column.longest, going_on.map(|s| s.id));
                prop_assert_eq!(column.dominant, going_on.map(|s| s.state));
            } else {
                prop_assert_eq!(column, scanned(&trace, &part), "column {} {:?}", i, part);
            }
        }
    }
}

#[test]
fn every_level_of_the_maxima_is_used() {
    // 32³ slices and some: three levels; one long slice in each of many places.
    for long in [0, 31, 32, 1_023, 1_024, 20_000, 32_767, 32_768, 33_000] {
        let parts: Vec<_> = (0..33_001)
            .map(|i| (0, if i == long { 50 } else { 1 + i % 7 }, 0))
            .collect();
        let trace = row(&parts);
        let whole = trace.column(RowId(0), Time::ZERO..trace.end());
        assert_eq!(whole.longest, Some(SliceId(long as u32)));
    }
}

#[test]
fn a_million_slices_take_no_more_than_32_bytes_each() {
    let parts: Vec<_> = (0..1_000_000).map(|i| (0, 1, i % 13)).collect();
    let trace = row(&parts);
    let each = trace.heap_bytes() as f64 / 1e6;
    assert!((21.0..=32.0).contains(&each), "{each} bytes a slice");
}

#[test]
fn a_small_row_has_no_index() {
    let parts = [(0, 1, 0); SMALL];
    assert!(row(&parts).view(RowId(0)).summary.is_none());
    let parts = [(0, 1, 0); SMALL + 1];
    assert!(row(&parts).view(RowId(0)).summary.is_some());
}

#[test]
fn shares_of_a_window() {
    // Running 2, ready 3, nothing 5.
    let trace = row(&[(0, 2, 0), (0, 3, 1)]);
    let column = trace.column(RowId(0), Time(0)..Time(10));
    assert_eq!(column.dominant, Some(State::Ready));
    assert_eq!((column.dominant_share(), column.busy_share()), (0.3, 0.2));
}
