//! What the path of small runs is, and what holds of any.

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::trace::{Clock, FlowKind, Stats, TraceBuilder, TrackKind};

/// A trace written as lines: `thread A: running 0-4 blocked-lock 4-9`, and
/// flows as `wake A 9 -> B 9`. Slices of a core are named after an `=`.
fn trace(text: &str) -> Trace {
    let mut b = TraceBuilder::new(Clock::Virtual);
    let mut tracks: Vec<(String, TrackId)> = Vec::new();
    let find = |tracks: &[(String, TrackId)], name: &str| {
        tracks.iter().find(|(n, _)| n == name).unwrap().1
    };
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some((head, rest)) = line.split_once(':') {
            let mut head = head.split_whitespace();
            let kind = TrackKind::from_key(head.next().unwrap()).unwrap();
            let name = head.next().unwrap();
            let parent = head.next().map(|parent| find(&tracks, parent));
            let track = b.track(parent, kind, name);
            tracks.push((name.to_owned(), track));
            let words: Vec<&str> = rest.split_whitespace().collect();
            for pair in words.chunks(2) {
                let (state, called) = pair[0].split_once('=').unwrap_or((pair[0], name));
                let (from, to) = pair[1].split_once('-').unwrap();
                let called = b.name(called);
                b.slice(
                    track,
                    State::from_key(state).unwrap(),
                    called,
                    Time(from.parse().unwrap()),
                    Time(to.parse().unwrap()),
                );
            }
        } else {
            let words: Vec<&str> = line.split_whitespace().collect();
            let end = |name: &str, at: &str| (find(&tracks, name), Time(at.parse().unwrap()));
            let kind = FlowKind::from_key(words[0]).unwrap();
            b.flow(kind, end(words[1], words[2]), end(words[4], words[5]));
        }
    }
    b.finish()
}

fn check(text: &str, expected: Expect) {
    let trace = trace(text);
    let path = trace.critical_path();
    let mut out = String::new();
    for piece in &path.pieces {
        let cause = match piece.cause {
            Cause::Flow(place) => trace.flows()[place as usize].kind.key().to_owned(),
            Cause::Core(core) => format!("core {}", trace.track_name(core)),
            other => format!("{other:?}").to_lowercase(),
        };
        out.push_str(&format!(
            "{}-{} {} {} ({cause})\n",
            piece.from.0,
            piece.to.0,
            trace.track_name(piece.track),
            piece.state.map_or("nothing", State::key),
        ));
    }
    expected.assert_eq(&out);
}

#[test]
fn a_lock_leads_to_who_had_it_and_the_core_to_who_used_it() {
    // Priority inversion: high waits for low's lock, middle has the core.
    check(
        "core c: running=low 0-1 running=high 1-2 running=middle 2-12 running=low 12-17 running=high 17-18
         thread low: running 0-1 ready 1-12 running 12-17
         thread high: running 1-2 blocked-lock 2-17 running 17-18
         thread middle: ready 1-2 running 2-12
         wake low 17 -> high 17",
        expect![[r#"
            0-1 high nothing (unrecorded)
            1-2 high running (lane)
            2-12 middle running (core c)
            12-17 low running (core c)
            17-18 high running (wake)
        "#]],
    );
}

#[test]
fn a_switch_is_a_piece_of_its_own() {
    check(
        "core c: running=a 0-5 switching 5-7 running=b 7-9
         thread a: running 0-5
         thread b: ready 0-7 running 7-9",
        expect![[r#"
            0-5 a running (start)
            5-7 c switching (core c)
            7-9 b running (lane)
        "#]],
    );
}

#[test]
fn a_device_is_followed_through_its_queue() {
    check(
        "device d: serving=b 1-5 serving=a 5-9
         thread a: running 0-2 blocked-io 2-9 running 9-10
         thread b: running 0-1 blocked-io 1-5
         wake d 9 -> a 9
         wake d 5 -> b 5",
        expect![[r#"
            0-2 a running (start)
            2-5 d serving (request)
            5-9 d serving (lane)
            9-10 a running (wake)
        "#]],
    );
}

#[test]
fn tasks_of_a_loop_hand_it_to_one_another() {
    check(
        "thread loop: running 0-9
         task a loop: running 0-2 awaiting 2-6 ready 6-7 running 7-9
         task b loop: ready 1-2 running 2-6 running 6-7
         spawn a 1 -> b 1
         result b 6 -> a 6",
        expect![[r#"
            0-2 a running (start)
            2-6 b running (core loop)
            6-7 b running (lane)
            7-9 a running (core loop)
        "#]],
    );
}

#[test]
fn a_message_on_its_way_is_waiting() {
    check(
        "thread a: span 0-4
         thread b: span 7-9
         message a 3 -> b 7",
        expect![[r#"
            0-3 a span (start)
            3-7 b nothing (message)
            7-9 b span (lane)
        "#]],
    );
}

#[test]
fn what_is_not_recorded_is_said_to_be_so() {
    check(
        "thread a: running 0-2 blocked-lock 2-6 running 6-8
         thread b: running 1-3",
        expect![[r#"
            0-2 a running (start)
            2-6 a blocked-lock (unrecorded)
            6-8 a running (lane)
        "#]],
    );
    check(
        "thread a: running 3-5\nthread b: running 0-1",
        expect![[r#"
        0-3 a nothing (unrecorded)
        3-5 a running (lane)
    "#]],
    );
    check(
        "thread a: sleeping 0-4 running 4-5 terminated 5-9",
        expect![[r#"
        0-4 a sleeping (start)
        4-5 a running (lane)
    "#]],
    );
}

#[test]
fn nested_slices_are_told_by_the_innermost() {
    check(
        "thread a: span 0-10 span 2-6 span 3-4",
        expect![[r#"
        0-2 a span (start)
        2-3 a span (lane)
        3-4 a span (lane)
        4-6 a span (lane)
        6-10 a span (lane)
    "#]],
    );
}

#[test]
fn flows_in_a_circle_end() {
    check(
        "thread a: blocked-lock 0-5 running 5-6
         thread b: blocked-lock 0-5 running 5-6
         wake a 5 -> b 5
         wake b 5 -> a 5",
        expect![[r#"
            0-5 a blocked-lock (unrecorded)
            5-6 b running (wake)
        "#]],
    );
}

#[test]
fn a_trace_without_lanes_has_no_path() {
    check("", expect![""]);
    check("core c: running=a 0-1", expect![""]);
}

/// Traces with anything in them, likely or not.
fn any_trace() -> impl Strategy<Value = Trace> {
    let kind = prop::sample::select(&TrackKind::ALL[..]);
    let state = prop::sample::select(&State::ALL[..]);
    let slices = prop::collection::vec((state, 0..4_u64, 0..9_u64, any::<bool>()), 0..12);
    let tracks = prop::collection::vec(
        (kind, prop::option::of(0..4_usize), 0..4_usize, slices),
        1..7,
    );
    let end = || (0..7_usize, 0..60_u64);
    let flows = prop::collection::vec(
        (prop::sample::select(&FlowKind::ALL[..]), end(), end()),
        0..20,
    );
    (tracks, flows).prop_map(|(tracks, flows)| {
        let mut b = TraceBuilder::new(Clock::Recorded);
        let mut ids = Vec::new();
        for (kind, parent, name, slices) in tracks {
            let parent = parent.and_then(|parent| ids.get(parent).copied());
            let track = b.track(parent, kind, &format!("lane {name}"));
            ids.push(track);
            let mut at = 0;
            for (state, gap, dur, nests) in slices {
                let called = b.name(&format!("lane {}", dur % 4));
                let from = at + gap;
                b.slice(track, state, called, Time(from), Time(from + dur));
                at = if nests { from } else { from + dur };
            }
        }
        for (kind, (from, at), (to, then)) in flows {
            b.flow(
                kind,
                (ids[from % ids.len()], Time(at)),
                (ids[to % ids.len()], Time(then)),
            );
        }
        b.finish()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// The pieces cover the run once, whatever is recorded.
    #[test]
    fn the_pieces_add_up_to_the_run(trace in any_trace()) {
        let path = trace.critical_path();
        for pair in path.pieces.windows(2) {
            prop_assert_eq!(pair[0].to, pair[1].from);
        }
        for piece in &path.pieces {
            prop_assert!(piece.from < piece.to);
            if let Some(slice) = piece.slice {
                let slice = trace.slice(slice);
                prop_assert_eq!(trace.track_of(slice.id), piece.track);
                prop_assert!(slice.start <= piece.from && piece.to <= slice.end);
                prop_assert_eq!(Some(slice.state), piece.state);
            }
        }
        let sum = |totals: Vec<Dur>| totals.into_iter().sum::<Dur>();
        prop_assert_eq!(sum(path.states().into_iter().map(|t| t.1).collect()), path.length());
        prop_assert_eq!(sum(path.tracks().into_iter().map(|t| t.1).collect()), path.length());
        let ends = trace.slice_count() > 0 && !(0..trace.slice_count() as u32)
            .any(|id| trace.slice(SliceId(id)).state == State::Terminated);
        let lanes = trace.tracks().iter().any(|track| track.kind.is_execution()
            && track.rows().any(|row| !trace.rows()[row].is_empty()));
        if ends && lanes {
            prop_assert_eq!(path.length(), Stats::of(&trace).makespan);
        }
    }

    /// It does not matter in how many pieces it is found.
    #[test]
    fn small_steps_find_the_same(trace in any_trace(), steps in 1..5_u32) {
        let mut walk = CriticalWalk::new(&trace);
        while !walk.advance(&trace, steps) {}
        prop_assert_eq!(walk.finish(), trace.critical_path());
    }
}
