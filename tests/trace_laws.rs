//! Laws of the trace, on random input.
#![cfg(not(target_arch = "wasm32"))]

use concurrency_lab::base::{Dur, Time};
use concurrency_lab::trace::{
    Clock, EventFilter, FlowKind, RowId, SliceRef, State, Stats, Trace, TraceBuilder, TrackId,
    TrackKind, Value,
};
use proptest::prelude::*;

/// A slice to be put in: track, state, name, start, length, arguments.
type Put = (usize, usize, usize, u64, u64, Vec<i64>);

const NAMES: [&str; 3] = ["a", "b", ""];
const KINDS: [TrackKind; 5] = [
    TrackKind::Core,
    TrackKind::Thread,
    TrackKind::Task,
    TrackKind::Device,
    TrackKind::Heartbeat,
];

fn puts() -> impl Strategy<Value = Vec<Put>> {
    let args = prop::collection::vec(any::<i64>(), 0..3);
    let put = (0..5usize, 0..13usize, 0..3usize, 0..60u64, 0..20u64, args);
    prop::collection::vec(put, 0..60)
}

/// Five tracks, the third below the second, and these slices.
fn builder(puts: &[Put]) -> TraceBuilder {
    let mut builder = TraceBuilder::new(Clock::Virtual);
    let mut tracks = Vec::new();
    for (i, kind) in KINDS.into_iter().enumerate() {
        let parent = (i == 2).then(|| tracks[1]);
        tracks.push(builder.track(parent, kind, kind.key()));
    }
    for (track, state, name, start, len, args) in puts {
        let name = builder.name(NAMES[*name]);
        let (start, end) = (Time(*start), Time(start + len));
        let slice = builder.slice(tracks[*track], State::ALL[*state], name, start, end);
        for arg in args {
            builder.arg(slice, "n", Value::Int(*arg));
        }
    }
    builder
}

fn ints(trace: &Trace, slice: SliceRef) -> Vec<i64> {
    let int = |value| match value {
        Value::Int(n) => n,
        other => panic!("{other:?} was put in by nobody"),
    };
    trace.args(slice.id).map(|arg| int(arg.value)).collect()
}

/// What is in a trace, in the terms in which it was put in.
fn taken_out(trace: &Trace) -> Vec<Put> {
    let name = |slice: SliceRef| NAMES.iter().position(|n| *n == trace.name(slice.name));
    let mut out: Vec<Put> = trace
        .tracks()
        .ids()
        .flat_map(|track| trace.track_slices(track).map(move |slice| (track, slice)))
        .map(|(track, slice)| {
            (
                track.0 as usize,
                slice.state as usize,
                name(slice).expect("a name that was put in"),
                slice.start.0,
                slice.dur().0,
                ints(trace, slice),
            )
        })
        .collect();
    out.sort();
    out
}

fn encloses(a: SliceRef, b: SliceRef) -> bool {
    a.start <= b.start && b.end <= a.end && a.dur() > b.dur() && b.start < a.end
}

proptest! {
    #[test]
    fn nothing_is_lost_and_arguments_stay_with_their_slice(puts in puts()) {
        let mut put_in = puts.clone();
        put_in.sort();
        prop_assert_eq!(taken_out(&builder(&puts).finish()), put_in);
    }

    #[test]
    fn slices_of_a_row_never_overlap(puts in puts()) {
        let trace = builder(&puts).finish();
        for row in trace.rows().ids() {
            let slices: Vec<_> = trace.row_slices(row).collect();
            for pair in slices.windows(2) {
                prop_assert!(pair[0].end <= pair[1].start, "{:?}", pair);
            }
            for slice in slices {
                prop_assert_eq!(trace.row_of(slice.id), row);
            }
        }
    }

    #[test]
    fn what_is_nested_lies_below_what_encloses_it(puts in puts()) {
        let trace = builder(&puts).finish();
        for track in trace.tracks().ids() {
            // Slices put in one after the other stay in one row.
            if trace.track(track).rows().len() == 1 {
                continue;
            }
            let all: Vec<_> = trace.track_slices(track).collect();
            for (a, b) in all.iter().flat_map(|a| all.iter().map(move |b| (*a, *b))) {
                if encloses(a, b) {
                    prop_assert!(trace.row_of(a.id) < trace.row_of(b.id), "{:?} {:?}", a, b);
                }
            }
        }
    }

    #[test]
    fn freezing_is_deterministic_and_a_frozen_trace_freezes_to_itself(puts in puts()) {
        let trace = builder(&puts).finish();
        prop_assert_eq!(builder(&puts).finish().dump(), trace.dump());
        let mut again = builder(&[]);
        for track in trace.tracks().ids() {
            for slice in trace.track_slices(track) {
                let name = again.name(trace.name(slice.name));
                let key = again.slice(track, slice.state, name, slice.start, slice.end);
                for arg in ints(&trace, slice) {
                    again.arg(key, "n", Value::Int(arg));
                }
            }
        }
        prop_assert_eq!(again.finish().dump(), trace.dump());
    }

    #[test]
    fn a_snapshot_is_the_finished_prefix(puts in puts(), cut in 0..60usize, open in 0..80u64) {
        let prefix = &puts[..cut.min(puts.len())];
        let begun = |puts| {
            let mut builder = builder(puts);
            let name = builder.name("open");
            builder.begin(TrackId(1), State::Running, name, Time(open));
            builder
        };
        let mut whole = begun(prefix);
        whole.snapshot(Time(85));
        let snapshot = whole.snapshot(Time(90));
        let mut finished = begun(prefix);
        finished.extend_to(Time(90));
        prop_assert_eq!(snapshot.dump(), finished.finish().dump());
        // The builder goes on as if nothing had been asked.
        for track in 0..5 {
            let name = whole.name("later");
            whole.slice(TrackId(track), State::Ready, name, Time(100), Time(101));
        }
        let mut other = begun(prefix);
        for track in 0..5 {
            let name = other.name("later");
            other.slice(TrackId(track), State::Ready, name, Time(100), Time(101));
        }
        prop_assert_eq!(whole.finish().dump(), other.finish().dump());
    }

    #[test]
    fn a_log_that_is_looked_at_while_it_grows_is_the_same_as_one_that_is_not(
        steps in prop::collection::vec(
            (0..5usize, 0..13usize, 0..3u64, prop::option::weighted(0.1, 0..9u64), any::<bool>()), 0..600),
    ) {
        let (mut watched, mut other) = (builder(&[]), builder(&[]));
        let mut now = Time::ZERO;
        for (track, state, later, ended, look) in steps {
            now += Dur(later);
            let track = TrackId(track as u32);
            for log in [&mut watched, &mut other] {
                let name = log.name("n");
                match ended {
                    // A whole slice, which may lie over others.
                    Some(ago) => {
                        let start = Time(now.0.saturating_sub(ago));
                        let key = log.slice(track, State::ALL[state], name, start, now);
                        log.arg(key, "n", Value::Int(1));
                    }
                    None => drop(log.begin(track, State::ALL[state], name, now)),
                }
            }
            if look {
                let mut copy = other.clone();
                copy.extend_to(now);
                prop_assert_eq!(watched.snapshot(now).dump(), copy.finish().dump());
            }
        }
        let (seen, whole) = (watched.snapshot(now), other.finish());
        prop_assert_eq!(seen.dump(), whole.dump());
        for row in seen.rows().ids() {
            let window = Time::ZERO..Time(now.0 + 1);
            let columns = |trace: &Trace| trace.columns(row, window.clone(), 7).collect::<Vec<_>>();
            prop_assert_eq!(columns(&seen), columns(&whole));
        }
    }

    #[test]
    fn a_window_has_the_slices_that_a_scan_finds(
        puts in puts(), from in 0..85u64, len in 0..30u64,
    ) {
        let trace = builder(&puts).finish();
        let window = Time(from)..Time(from + len);
        for row in trace.rows().ids() {
            let found: Vec<_> = trace.slices_in(row, window.clone()).collect();
            let scanned: Vec<_> = trace
                .row_slices(row)
                .filter(|s| !window.is_empty() && s.start < window.end)
                .filter(|s| s.end > window.start || s.start == s.end && s.start == window.start)
                .collect();
            prop_assert_eq!(found, scanned);
            let at = trace.row_slices(row).find(|s| s.start <= window.start && window.start < s.end);
            prop_assert_eq!(trace.slice_at(row, window.start), at);
        }
        let scene = trace.scene(window.start);
        for track in trace.tracks().ids() {
            let on: Vec<_> = scene.on(track).iter().map(|c| c.slice).collect();
            let rows = trace.track(track).rows();
            let expected: Vec<_> = rows.filter_map(|r| trace.slice_at(r, window.start)).collect();
            prop_assert_eq!(on, expected);
        }
    }
}

/// A trace with slices, instants and flows, and which moments are whose.
fn eventful(puts: &[Put], marks: &[(usize, u64, usize, u64)]) -> TraceBuilder {
    let mut builder = builder(puts);
    for &(from, at, to, later) in marks {
        let name = builder.name("mark");
        let (from, to) = (TrackId(from as u32), TrackId(to as u32));
        builder.instant(from, name, Time(at + 3));
        builder.flow(FlowKind::Wake, (from, Time(at)), (to, Time(at + later)));
    }
    builder
}

/// All moments of a filter's events, by looking at everything.
fn moments(trace: &Trace, filter: EventFilter) -> Vec<Time> {
    let wanted = |track: TrackId| filter.track.is_none_or(|only| only == track);
    let mut moments = Vec::new();
    for track in trace.tracks().ids().filter(|&track| wanted(track)) {
        let kind = trace.track(track).kind;
        let decides = kind == TrackKind::Core || kind.is_execution();
        for slice in trace.track_slices(track) {
            if !filter.decisions {
                moments.extend([slice.start, slice.end]);
            } else if decides && slice.state == State::Running {
                moments.push(slice.start);
            }
        }
        if !filter.decisions && (filter.ticks || kind != TrackKind::Heartbeat) {
            moments.extend(trace.instants(track).iter().map(|i| i.at));
        }
    }
    let ends = trace.flows().iter().flat_map(|flow| [flow.from, flow.to]);
    let ends = ends.filter(|(track, _)| !filter.decisions && wanted(*track));
    moments.extend(ends.map(|(_, at)| at));
    moments.sort();
    moments
}

proptest! {
    #[test]
    fn events_are_those_that_a_scan_finds(
        puts in puts(),
        marks in prop::collection::vec((0..5usize, 0..80u64, 0..5usize, 0..9u64), 0..12),
        at in 0..95u64,
        track in prop::option::of(0..5u32),
        decisions: bool,
        ticks: bool,
    ) {
        let trace = eventful(&puts, &marks).finish();
        let filter = EventFilter { track: track.map(TrackId), decisions, ticks };
        let all = moments(&trace, filter);
        let at = Time(at);
        prop_assert_eq!(trace.next_event(at, filter), all.iter().copied().find(|&m| m > at));
        prop_assert_eq!(trace.prev_event(at, filter), all.iter().copied().rfind(|&m| m < at));
        let window = at..at + Dur(20);
        let between = trace.events_between(window.clone(), filter);
        let found: Vec<_> = between.iter().map(|event| event.at).collect();
        let expected: Vec<_> = all.into_iter().filter(|m| window.contains(m)).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn the_figures_of_a_run_add_up(puts in puts()) {
        let trace = builder(&puts).finish();
        let stats = Stats::of(&trace);
        let run = stats.run.start.0..stats.run.end.0;
        for lane in &stats.lanes {
            // The innermost slice of every nanosecond, one by one.
            let mut states = [0u64; State::ALL.len()];
            let mut untracked = 0;
            for t in run.clone() {
                let scene = trace.scene(Time(t));
                let inner = scene.on(lane.track).last().filter(|_| Time(t) < lane.completion);
                match inner {
                    Some(current) => states[current.slice.state as usize] += 1,
                    None => untracked += 1,
                }
            }
            for state in State::ALL {
                prop_assert_eq!(lane.times.get(state), Dur(states[state as usize]));
            }
            prop_assert_eq!(lane.untracked, Dur(untracked));
            prop_assert_eq!(lane.times.total() + lane.untracked, stats.makespan);
            prop_assert!(lane.turnaround() <= stats.makespan);
            prop_assert!(lane.wait() + lane.busy() + lane.blocked() <= lane.turnaround());
        }
        let on_cores = trace.track_slices(TrackId(0)).next().is_some();
        let leaves = stats.lanes.iter().filter(|lane| lane.is_leaf).count();
        let busy_tracks = if on_cores { stats.cores } else { leaves };
        prop_assert!(stats.wall <= stats.busy && stats.wall <= stats.makespan);
        prop_assert!(stats.parallel <= stats.wall);
        prop_assert!(stats.busy >= stats.wall + stats.parallel);
        prop_assert!(stats.max_parallel <= busy_tracks);
        if let Some(factor) = stats.overlap_factor() {
            prop_assert!(factor >= 1.0 && factor <= busy_tracks as f64);
        }
        if on_cores && let Some(utilisation) = stats.utilisation() {
            prop_assert!((0.0..=1.0).contains(&utilisation));
        }
    }

    #[test]
    fn two_lanes_are_parallel_as_far_as_they_overlap(
        a in (0..40u64, 1..40u64), b in (0..40u64, 1..40u64),
    ) {
        let mut builder = TraceBuilder::new(Clock::Virtual);
        for (start, len) in [a, b] {
            let track = builder.track(None, TrackKind::Thread, "T");
            let name = builder.name("");
            builder.slice(track, State::Running, name, Time(start), Time(start + len));
        }
        let stats = Stats::of(&builder.finish());
        let overlap = Time((a.0 + a.1).min(b.0 + b.1)).since(Time(a.0.max(b.0)));
        prop_assert_eq!(stats.parallel, overlap);
        prop_assert_eq!(stats.busy, Dur(a.1 + b.1));
        prop_assert_eq!(stats.wall + stats.parallel, stats.busy);
        prop_assert_eq!(stats.max_parallel, if overlap.is_zero() { 1 } else { 2 });
    }
}

#[test]
fn slices_in_order_stay_on_one_row_even_without_a_length() {
    let mut builder = TraceBuilder::new(Clock::Virtual);
    let track = builder.track(None, TrackKind::Thread, "A");
    let name = builder.name("");
    for (start, end) in [(0, 5), (5, 5), (5, 5), (5, 9)] {
        builder.slice(track, State::Span, name, Time(start), Time(end));
    }
    let trace = builder.finish();
    assert_eq!(trace.track(track).rows().len(), 1);
    let in_window = |from, to| trace.slices_in(RowId(0), Time(from)..Time(to)).count();
    assert_eq!(in_window(0, 5), 1);
    assert_eq!(in_window(5, 6), 3);
    assert_eq!(in_window(4, 6), 4);
    assert_eq!(in_window(6, 7), 1);
}
