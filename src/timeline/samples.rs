//! Small traces made by hand, for tests.

use std::rc::Rc;

use proptest::prelude::*;

use super::stage::{Section, Stage};
use crate::base::{Dur, Time};
use crate::trace::{
    Clock, FlowKind, Measurement, State, Trace, TraceBuilder, TrackId, TrackKind, Value,
};

fn ms(n: u64) -> Time {
    Time::ZERO + Dur::millis(n)
}

fn fill(b: &mut TraceBuilder, track: TrackId, name: &str, slices: &[(State, u64, u64)]) {
    let name = b.name(name);
    for &(state, from, to) in slices {
        b.slice(track, state, name, ms(from), ms(to));
    }
}

/// Three jobs one after another on one thread's worth of core.
pub fn blocking() -> Trace {
    use State::*;
    let mut b = TraceBuilder::new(Clock::Virtual);
    let process = b.track(None, TrackKind::Process, "process");
    let a = b.track(Some(process), TrackKind::Thread, "A");
    let c = b.track(Some(process), TrackKind::Thread, "B");
    let d = b.track(Some(process), TrackKind::Thread, "C");
    fill(
        &mut b,
        a,
        "A",
        &[(Running, 0, 40), (BlockedIo, 40, 340), (Running, 340, 360)],
    );
    fill(
        &mut b,
        c,
        "B",
        &[
            (Ready, 0, 360),
            (Running, 360, 400),
            (BlockedIo, 400, 700),
            (Running, 700, 720),
        ],
    );
    fill(
        &mut b,
        d,
        "C",
        &[(Ready, 0, 720), (Running, 720, 760), (BlockedIo, 760, 900)],
    );
    b.flow(FlowKind::Wake, (a, ms(360)), (c, ms(360)));
    b.finish()
}

/// Two cores that change between jobs, and a lock.
pub fn cores() -> Trace {
    use State::*;
    let mut b = TraceBuilder::new(Clock::Virtual);
    let machine = b.track(None, TrackKind::Machine, "machine");
    let core = b.track(Some(machine), TrackKind::Core, "core 0");
    let process = b.track(None, TrackKind::Process, "P");
    let a = b.track(Some(process), TrackKind::Thread, "A");
    let c = b.track(Some(process), TrackKind::Thread, "B");
    fill(&mut b, core, "A", &[(Running, 0, 20), (Running, 42, 60)]);
    fill(
        &mut b,
        core,
        "",
        &[(Switching, 20, 22), (Switching, 40, 42)],
    );
    fill(&mut b, core, "B", &[(Running, 22, 40)]);
    fill(
        &mut b,
        a,
        "A",
        &[(Running, 0, 20), (Ready, 20, 42), (Running, 42, 60)],
    );
    fill(&mut b, c, "B", &[(Ready, 0, 22), (Running, 22, 40)]);
    let lock = b.name("mutex");
    let wait = b.slice(c, BlockedLock, lock, ms(40), ms(60));
    b.arg(wait, "holder", Value::Int(1));
    b.finish()
}

/// A heartbeat with one gap, while a job blocks the page.
pub fn frozen_page() -> Trace {
    let mut b = TraceBuilder::new(Clock::Measured(Measurement::default()));
    let job = b.track(None, TrackKind::Task, "A");
    fill(&mut b, job, "A", &[(State::Running, 100, 220)]);
    let page = b.track(None, TrackKind::Heartbeat, "heartbeat");
    let tick = b.name("tick");
    for n in 0..40 {
        let at = n * 10;
        if at <= 100 || at >= 220 {
            b.instant(page, tick, ms(at));
        }
    }
    b.finish()
}

/// A section without an offset.
pub fn section(title: &str, trace: Trace) -> Section {
    Section::new(title, Rc::new(trace))
}

/// A stage of one section without a title.
pub fn one(trace: Trace) -> Stage {
    Stage::new(vec![section("", trace)])
}

/// Up to four tracks of up to thirty slices, end to end or with gaps.
pub fn any_trace() -> impl Strategy<Value = Trace> {
    let slice = (0..State::ALL.len(), 0_u64..50, 1_u64..1000);
    let track = prop::collection::vec(slice, 0..30);
    prop::collection::vec(track, 1..4).prop_map(|tracks| {
        let mut b = TraceBuilder::new(Clock::Virtual);
        for (n, slices) in tracks.into_iter().enumerate() {
            let id = b.track(None, TrackKind::Thread, &format!("T{n}"));
            let name = b.name("x");
            let mut at = Time::ZERO;
            for (state, gap, len) in slices {
                let from = at + Dur(gap / 10 * 100);
                at = from + Dur(len);
                b.slice(id, State::ALL[state], name, from, at);
            }
        }
        b.finish()
    })
}
