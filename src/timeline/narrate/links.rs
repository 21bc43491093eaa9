//! What joins lanes or stands beside them: flows, counters, and the decisions
//! of a scheduler.

use super::{Sentence, with};
use crate::base::{Text, Time};
use crate::timeline::stage::{Lane, Section, Stage};
use crate::trace::{Flow, FlowKind, SliceRef, State, Trace, TrackId};

/// The sentences of flows that begin or end at a moment of the axis, and of
/// counters that change then.
pub(super) fn at(stage: &Stage, at: Time, out: &mut Vec<Sentence>) {
    for (index, section) in stage.sections().iter().enumerate() {
        let Some(local) = section.in_trace(at) else {
            continue;
        };
        flows(stage, index, section, (at, local), out);
        counters(stage, index, section, (at, local), out);
    }
}

/// The next moment of the axis after `at` at which one of them happens.
pub(super) fn next(stage: &Stage, at: Time) -> Option<Time> {
    let of = |section: &Section| {
        let trace = &*section.trace;
        let local = section.in_trace(at);
        let after = |t: Time| local.is_none_or(|local| t > local);
        let begins = trace.flows().partition_point(|flow| !after(flow.from.1));
        let begins = trace.flows().get(begins).map(|flow| flow.from.1);
        let ends = trace.flow_ending_after(local).map(|flow| flow.to.1);
        let counts = trace.counters().iter().filter_map(|counter| {
            let steps = &counter.steps;
            let place = steps.partition_point(|(at, _)| !after(*at));
            steps.get(place).map(|(at, _)| *at)
        });
        let first = begins.into_iter().chain(ends).chain(counts).min()?;
        Some(section.on_axis(first))
    };
    stage.sections().iter().filter_map(of).min()
}

/// Where a track is told of: its own lane, else the nearest above it.
fn lane_of(stage: &Stage, section: usize, trace: &Trace, track: TrackId) -> Option<usize> {
    let mut at = Some(track);
    while let Some(track) = at {
        if let Some(lane) = stage.lane_of(section, track) {
            return Some(lane);
        }
        at = trace.track(track).parent;
    }
    None
}

fn flows(
    stage: &Stage,
    index: usize,
    section: &Section,
    (at, local): (Time, Time),
    out: &mut Vec<Sentence>,
) {
    let trace = &*section.trace;
    let mut say = |track: TrackId, flow: &Flow, arrives: bool| {
        let shown = |track| stage.lane_of(index, track).is_some();
        // An arrow from nowhere to nowhere is not drawn either.
        if let (Some(lane), true) = (
            lane_of(stage, index, trace, track),
            shown(flow.from.0) || shown(flow.to.0),
        ) {
            let name = |track| stage.word(trace.track_name(track));
            let text = flow_text(flow, arrives, &name(flow.from.0), &name(flow.to.0));
            out.push(Sentence { at, lane, text });
        }
    };
    let from = trace.flows().partition_point(|flow| flow.from.1 < local);
    let begun = trace.flows()[from..].iter();
    for flow in begun.take_while(|flow| flow.from.1 == local) {
        say(flow.from.0, flow, false);
    }
    for flow in trace.flows_ending_at(local) {
        if flow.from.1 != local {
            say(flow.to.0, flow, true);
        }
    }
}

/// The sentence of a flow where it begins, or where it arrives later.
fn flow_text(flow: &Flow, arrives: bool, from: &str, to: &str) -> Text {
    let (who, whom) = (with(from, "이", "가"), with(to, "을", "를"));
    let (ko, en) = match (flow.kind, arrives) {
        (FlowKind::Spawn, false) => (
            format!("{who} {whom} 만든다."),
            format!("{from} makes {to}."),
        ),
        (FlowKind::Spawn, true) => (
            format!("{who} 만든 {} 시작된다.", with(to, "이", "가")),
            format!("{to}, made by {from}, starts."),
        ),
        (FlowKind::Wake, false) => (
            format!("{who} {whom} 깨운다."),
            format!("{from} wakes {to}."),
        ),
        (FlowKind::Wake, true) => (
            format!("{who} 깨운 {} 깨어난다.", with(to, "이", "가")),
            format!("{to}, woken by {from}, is up."),
        ),
        (FlowKind::Message, false) => (
            format!("{who} {to}에게 보낸다."),
            format!("{from} sends to {to}."),
        ),
        (FlowKind::Message, true) => (
            format!("{who} 보낸 것이 {to}에게 닿는다."),
            format!("What {from} sent reaches {to}."),
        ),
        (FlowKind::Handoff, false) => (
            format!("{who} {to}에게 락을 넘긴다."),
            format!("{from} hands the lock to {to}."),
        ),
        (FlowKind::Handoff, true) => (
            format!("{} {from}에게서 락을 받는다.", with(to, "이", "가")),
            format!("{to} has the lock from {from}."),
        ),
        (FlowKind::Result, false) if flow.from.1 != flow.to.1 => (
            format!("{who} {to}에게 줄 결과를 낸다."),
            format!("{from} has a result for {to}."),
        ),
        (FlowKind::Result, _) => (
            format!("{} {from}의 결과를 받는다.", with(to, "이", "가")),
            format!("{to} gets the result of {from}."),
        ),
    };
    Text::new(ko, en)
}

fn counters(
    stage: &Stage,
    index: usize,
    section: &Section,
    (at, local): (Time, Time),
    out: &mut Vec<Sentence>,
) {
    let trace = &*section.trace;
    for counter in trace.counters().iter() {
        let steps = &counter.steps;
        let after = steps.partition_point(|(at, _)| *at <= local);
        // Of several steps at one moment the last one holds.
        let Some((_, value)) = after
            .checked_sub(1)
            .map(|place| steps[place])
            .filter(|(at, _)| *at == local)
        else {
            continue;
        };
        if let Some(lane) = lane_of(stage, index, trace, counter.track) {
            let name = stage.word(trace.name(counter.name));
            let text = Text::new(
                format!("{name}: 이제 {value}."),
                format!("{name}: now {value}."),
            );
            out.push(Sentence { at, lane, text });
        }
    }
}

/// Why the scheduler picked who begins to run on a core, if that is known.
pub(super) fn decision(stage: &Stage, lane: &Lane, after: Option<SliceRef>) -> Option<Text> {
    use crate::base::Lang::{En, Ko};
    let slice = after.filter(|slice| slice.state == State::Running)?;
    let trace = &*stage.section(lane).trace;
    let why = |lang| stage.why(trace, slice.id, lang);
    let (ko, en) = (why(Ko)?, why(En)?);
    let (core, picked) = (&lane.label, stage.word(trace.name(slice.name)));
    Some(Text::new(
        format!("{core}: {} 고른다. {ko}.", with(&picked, "을", "를")),
        format!("{core}: picks {picked}, {en}."),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Lang;
    use crate::timeline::narrate;
    use crate::timeline::samples;
    use crate::trace::{Clock, TraceBuilder, TrackKind, Value};
    use expect_test::expect;

    fn told(stage: &Stage, lang: Lang) -> String {
        let (sentences, all) = narrate::list(stage, Time::ZERO, stage.end(), 100);
        assert!(all);
        let line = |s: Sentence| format!("{} {}\n", s.at.0, s.text.get(lang));
        sentences.into_iter().map(line).collect()
    }

    /// A flow of every kind, at one moment and with a way to go.
    fn flows() -> Stage {
        let mut b = TraceBuilder::new(Clock::Virtual);
        let a = b.track(None, TrackKind::Thread, "A");
        let c = b.track(None, TrackKind::Thread, "B");
        for (n, kind) in (1..).zip(FlowKind::ALL) {
            b.flow(kind, (a, Time(n * 10)), (c, Time(n * 10)));
            b.flow(kind, (a, Time(n * 10 + 100)), (c, Time(n * 10 + 105)));
        }
        b.extend_to(Time(200));
        samples::one(b.finish())
    }

    #[test]
    fn every_flow_is_told_where_it_begins_and_where_it_arrives() {
        expect![[r#"
            10 A makes B.
            20 A wakes B.
            30 A sends to B.
            40 A hands the lock to B.
            50 B gets the result of A.
            110 A makes B.
            115 B, made by A, starts.
            120 A wakes B.
            125 B, woken by A, is up.
            130 A sends to B.
            135 What A sent reaches B.
            140 A hands the lock to B.
            145 B has the lock from A.
            150 A has a result for B.
            155 B gets the result of A.
        "#]]
        .assert_eq(&told(&flows(), Lang::En));
        expect![[r#"
            10 A가 B를 만든다.
            20 A가 B를 깨운다.
            30 A가 B에게 보낸다.
            40 A가 B에게 락을 넘긴다.
            50 B가 A의 결과를 받는다.
            110 A가 B를 만든다.
            115 A가 만든 B가 시작된다.
            120 A가 B를 깨운다.
            125 A가 깨운 B가 깨어난다.
            130 A가 B에게 보낸다.
            135 A가 보낸 것이 B에게 닿는다.
            140 A가 B에게 락을 넘긴다.
            145 B가 A에게서 락을 받는다.
            150 A가 B에게 줄 결과를 낸다.
            155 B가 A의 결과를 받는다.
        "#]]
        .assert_eq(&told(&flows(), Lang::Ko));
    }

    #[test]
    fn counters_are_told_when_they_change() {
        let mut b = TraceBuilder::new(Clock::Recorded);
        let process = b.track(None, TrackKind::Process, "app");
        let thread = b.track(Some(process), TrackKind::Thread, "main");
        let name = b.name("work");
        b.slice(thread, State::Span, name, Time(0), Time(9));
        let heap = b.counter(thread, "heap");
        for (at, value) in [(2, 1.0), (2, 2.5), (7, 0.0)] {
            b.count(heap, Time(at), value);
        }
        let stage = samples::one(b.finish());
        expect![[r#"
            0 main: work begins.
            2 heap: now 2.5.
            7 heap: now 0.
            9 main: work ends.
        "#]]
        .assert_eq(&told(&stage, Lang::En));
    }

    #[test]
    fn a_decision_says_whom_and_why() {
        let mut b = TraceBuilder::new(Clock::Virtual);
        let core = b.track(None, TrackKind::Core, "core 0");
        let thread = b.track(None, TrackKind::Thread, "A");
        let name = b.name("A");
        let slice = b.slice(core, State::Running, name, Time(3), Time(5));
        b.arg(slice, "rule", Value::Int(1));
        b.slice(thread, State::Running, name, Time(3), Time(5));
        let stage = samples::one(b.finish()).explained_by(|trace, slice, lang| {
            trace.arg(slice, "rule")?;
            Some(lang.tag().to_owned())
        });
        expect![[r#"
            3 core 0: A를 고른다. ko.
            3 A가 CPU를 받았다.
            5 A가 끝났다.
        "#]]
        .assert_eq(&told(&stage, Lang::Ko));
    }
}
