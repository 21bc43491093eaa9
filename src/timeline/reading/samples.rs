//! Traces with anything in them, for tests.

use proptest::prelude::*;

use crate::base::{Dur, Time};
use crate::timeline::stage::{Section, Stage};
use crate::trace::{Clock, FlowKind, State, Trace, TraceBuilder, TrackKind, Value};
use std::rc::Rc;

/// Up to four tracks with slices that follow one another, nest and overlap,
/// with arguments, instants and flows.
pub fn any_trace() -> impl Strategy<Value = Trace> {
    let state = prop::sample::select(&State::ALL[..]);
    let slice = (state, 0..4_u64, 0..9_u64, 0..5_u64, any::<bool>());
    let kind = prop::sample::select(&TrackKind::ALL[..]);
    let tracks = prop::collection::vec((kind, prop::collection::vec(slice, 0..14)), 1..5);
    let end = || (0..5_usize, 0..50_u64);
    let kind = prop::sample::select(&FlowKind::ALL[..]);
    let flows = prop::collection::vec((kind, end(), end()), 0..12);
    (tracks, flows).prop_map(|(tracks, flows)| {
        let mut b = TraceBuilder::new(Clock::Recorded);
        let mut ids = Vec::new();
        for (n, (kind, slices)) in tracks.into_iter().enumerate() {
            let track = b.track(None, kind, &format!("C{n}"));
            ids.push(track);
            let mut at = 0;
            for (state, gap, dur, name, nests) in slices {
                let from = at + gap;
                at = if nests { from } else { from + dur };
                let name = b.name(["a", "bB", "C1", "", "a2"][name as usize]);
                if dur == 8 {
                    b.instant(track, name, Time(from));
                    continue;
                }
                let slice = b.slice(track, state, name, Time(from), Time(from + dur));
                match dur {
                    0..2 => b.arg(slice, "n", Value::Int(gap as i64 * 10)),
                    2 => b.arg(slice, "c0", Value::Dur(Dur(gap * 1_001))),
                    3 => b.arg(slice, "x", Value::Name(name)),
                    _ => {}
                }
            }
        }
        for (kind, (from, at), (to, then)) in flows {
            let end = |track: usize, at| (ids[track % ids.len()], Time(at));
            b.flow(kind, end(from, at), end(to, then));
        }
        b.finish()
    })
}

/// Such a trace twice, the second later on the axis.
pub fn any_stage() -> impl Strategy<Value = Stage> {
    (any_trace(), any_trace(), 0..20_u64).prop_map(|(a, b, offset)| {
        let second = Section::new("second", Rc::new(b)).with_offset(Dur(offset));
        Stage::new(vec![Section::new("first", Rc::new(a)), second])
    })
}
