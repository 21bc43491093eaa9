use expect_test::expect;
use proptest::prelude::*;
use serde_json::Value as Json;

use super::{export, import};
use crate::base::{Dur, Lang, Time};
use crate::trace::{
    Clock, FlowKind, Measurement, OsIds, State, Trace, TraceBuilder, TrackId, TrackKind, Value,
};

/// A trace with one of everything.
fn one_of_everything() -> Trace {
    let mut b = TraceBuilder::new(Clock::Measured(Measurement {
        resolution: Dur(5_000),
        alignment_error: Dur(20_000),
        cores: Some(2),
        isolated: true,
    }));
    let run = b.name("두 일 \"A\"");
    b.fact("name", Value::Name(run));
    b.fact("work", Value::Float(2.0));
    let core = b.track(None, TrackKind::Core, "core 0");
    let process = b.track(None, TrackKind::Process, "page");
    let thread = b.track(Some(process), TrackKind::Thread, "main");
    let (pid, tid) = (b.name("4000"), b.name("7"));
    let os = |process, thread| OsIds { process, thread };
    b.set_os_ids(process, os(Some(pid), None));
    b.set_os_ids(thread, os(Some(pid), Some(tid)));
    let (a, none, tick) = (b.name("A"), b.name(""), b.name("tick"));
    b.slice(core, State::Running, a, Time(0), Time(1_500));
    let outer = b.slice(thread, State::Running, a, Time(1_001), Time(9_000_000));
    b.slice(thread, State::BlockedLock, none, Time(2_000), Time(3_000));
    b.arg(outer, "state", Value::Int(-1));
    b.arg(outer, "why", Value::Dur(Dur(1_500)));
    b.arg(outer, "why", Value::Name(a));
    b.arg(outer, "x", Value::Float(f64::NAN));
    b.instant(thread, tick, Time(2_500));
    b.flow(FlowKind::Wake, (core, Time(1_000)), (thread, Time(1_001)));
    let queue = b.counter(thread, "queue");
    b.count(queue, Time(0), 1.0);
    b.extend_to(Time(9_500_000));
    b.finish()
}

#[test]
fn every_part_is_written_in_its_place() {
    expect![[r#"
        {"traceEvents":[
        {"ph":"M","pid":1,"name":"process_name","args":{"name":"두 일 \"A\""}},
        {"ph":"M","pid":1,"name":"process_sort_index","args":{"sort_index":0}},
        {"ph":"M","pid":1,"tid":1,"name":"thread_name","args":{"name":"core 0"}},
        {"ph":"M","pid":1,"tid":1,"name":"thread_sort_index","args":{"sort_index":1}},
        {"ph":"M","pid":4000,"name":"process_name","args":{"name":"page"}},
        {"ph":"M","pid":4000,"name":"process_sort_index","args":{"sort_index":3}},
        {"ph":"M","pid":4000,"tid":7,"name":"thread_name","args":{"name":"main"}},
        {"ph":"M","pid":4000,"tid":7,"name":"thread_sort_index","args":{"sort_index":4}},
        {"ph":"M","pid":4000,"tid":3,"name":"thread_name","args":{"name":"main (2)"}},
        {"ph":"M","pid":4000,"tid":3,"name":"thread_sort_index","args":{"sort_index":5}},
        {"ph":"X","pid":1,"tid":1,"ts":0,"dur":1.500,"name":"A","args":{"state":"running"}},
        {"ph":"X","pid":4000,"tid":7,"ts":1.001,"dur":8998.999,"name":"A","args":{"state":"running","state#1":-1,"why":{"ns":1500},"why#2":"A","x":{"float":"NaN"}}},
        {"ph":"X","pid":4000,"tid":3,"ts":2,"dur":1,"name":"blocked-lock","args":{"state":"blocked-lock","unnamed":true}},
        {"ph":"i","s":"t","pid":4000,"tid":3,"ts":2.500,"name":"tick"},
        {"ph":"s","id":0,"pid":1,"tid":1,"ts":1,"name":"wake","cat":"flow"},
        {"ph":"f","bp":"e","id":0,"pid":4000,"tid":7,"ts":1.001,"name":"wake","cat":"flow"},
        {"ph":"C","pid":4000,"id":0,"ts":0,"name":"queue","args":{"value":1.0}}
        ],
        "displayTimeUnit":"ms",
        "otherData":{"concurrencyLab":{"version":1,"endNs":9500000,"clock":{"kind":"measured","resolutionNs":5000,"alignmentErrorNs":20000,"cores":2,"isolated":true},"facts":[["name","두 일 \"A\""],["work",2.0]],"tracks":[
        {"kind":"core","name":"core 0","pid":1,"tids":[1]},
        {"kind":"process","name":"page","pid":4000,"process":"4000","tids":[2]},
        {"kind":"thread","name":"main","pid":4000,"parent":1,"process":"4000","thread":"7","tids":[7,3]}],"counters":[{"track":2,"name":"queue"}]}}}
    "#]]
    .assert_eq(&export(&one_of_everything()));
}

#[test]
fn every_part_is_read_back() {
    let trace = one_of_everything();
    let (again, problems) = import(&export(&trace)).expect("our own file");
    assert_eq!(problems, []);
    assert_eq!(again.dump(), trace.dump());
    assert_eq!(export(&again), export(&trace));
}

#[test]
fn an_empty_trace_is_a_file_too() {
    let trace = TraceBuilder::new(Clock::Virtual).finish();
    let json: Json = serde_json::from_str(&export(&trace)).expect("JSON");
    assert_eq!(json["traceEvents"], Json::Array(vec![]));
    let (again, _) = import(&export(&trace)).expect("our own file");
    assert_eq!(again.dump(), trace.dump());
}

#[test]
fn the_last_nanosecond_that_a_trace_can_have_is_exact() {
    let mut b = TraceBuilder::new(Clock::Recorded);
    let track = b.track(None, TrackKind::Thread, "A");
    let name = b.name("A");
    b.slice(track, State::Span, name, Time(1), Time::MAX);
    let trace = b.finish();
    let text = export(&trace);
    assert!(text.contains(r#""ts":0.001,"dur":18446744073709551.614,"#));
    let (again, problems) = import(&text).expect("our own file");
    assert_eq!((again.dump(), problems), (trace.dump(), vec![]));
}

#[test]
fn what_is_damaged_is_named_and_the_rest_is_kept() {
    let whole = export(&one_of_everything());
    let cases = [
        (r#""ph":"X""#, r#""ph":"Z""#, "traceEvents[10]"),
        (
            r#""state":"blocked-lock""#,
            r#""state":"?""#,
            "traceEvents[12]",
        ),
        (r#""ts":2.500"#, r#""ts":"soon""#, "traceEvents[13]"),
        (r#""ph":"f""#, r#""ph":"t""#, "traceEvents[15] traceEvents"),
        (r#""args":{"value":1.0}"#, r#""args":{}"#, "traceEvents[16]"),
    ];
    for (good, bad, places) in cases {
        let text = whole.replacen(good, bad, 1);
        let (_, problems) = import(&text).expect("still a file");
        let found: Vec<_> = problems.iter().map(|p| p.place.as_str()).collect();
        assert_eq!(found.join(" "), places, "{bad}");
    }
}

#[test]
fn what_is_no_file_of_ours_is_refused_in_both_languages() {
    let whole = export(&one_of_everything());
    let cases = [
        ("", "1:0"),
        ("[]", "1:2"),
        (r#"{"traceEvents":[]}"#, "1:18"),
    ];
    let envelopes = [
        (r#""version":1"#, r#""version":9"#, "version"),
        (r#""kind":"measured""#, r#""kind":"sundial""#, "clock.kind"),
        (r#""kind":"thread""#, r#""kind":"rope""#, "tracks[2]"),
        (r#""parent":1"#, r#""parent":2"#, "tracks[2]"),
        (r#"{"track":2"#, r#"{"track":3"#, "counters[0]"),
        (r#"["work",2.0]"#, r#"["work",[]]"#, "facts[1]"),
    ];
    let refused = |text: &str| import(text).map(|_| ()).expect_err("refused");
    for (text, place) in cases {
        let problem = refused(text);
        assert_eq!(problem.place, place);
        assert_ne!(problem.sentence(Lang::Ko), problem.sentence(Lang::En));
    }
    for (good, bad, place) in envelopes {
        let problem = refused(&whole.replacen(good, bad, 1));
        assert_eq!(problem.place, format!("otherData.concurrencyLab.{place}"));
    }
}

fn value(names: &[&str]) -> impl Strategy<Value = Result<String, Value>> + use<> {
    let names: Vec<String> = names.iter().map(|s| s.to_string()).collect();
    prop_oneof![
        prop::sample::select(names).prop_map(Ok),
        any::<i64>().prop_map(|n| Err(Value::Int(n))),
        any::<f64>().prop_map(|x| Err(Value::Float(x))),
        any::<u64>().prop_map(|n| Err(Value::Dur(Dur(n)))),
    ]
}

prop_compose! {
    fn traces()(
        tracks in prop::collection::vec((any::<u32>(), 0..8usize, 0..6usize, prop::option::of(0..5u32)), 1..6),
        slices in prop::collection::vec(
            (any::<u32>(), 0..13usize, 0..6usize, 0..9_000u64, 0..4_000u64,
             prop::collection::vec((0..6usize, value(&STRINGS)), 0..4)), 0..30),
        marks in prop::collection::vec(
            (any::<u32>(), 0..6usize, 0..9_000u64, any::<u32>(), 0..9_000u64, any::<f64>()), 0..8),
        facts in prop::collection::vec((0..6usize, value(&STRINGS)), 0..4),
    ) -> Trace {
        build(&tracks, slices, &marks, facts)
    }
}

const STRINGS: [&str; 6] = ["a", "", "한글 \"따옴표\"\n\\", "state", "a#2", "unnamed"];

type Args = Vec<(usize, Result<String, Value>)>;

fn build(
    tracks: &[(u32, usize, usize, Option<u32>)],
    slices: Vec<(u32, usize, usize, u64, u64, Args)>,
    marks: &[(u32, usize, u64, u32, u64, f64)],
    facts: Args,
) -> Trace {
    let mut b = TraceBuilder::new(Clock::Virtual);
    let value = |b: &mut TraceBuilder, value: Result<String, Value>| match value {
        Ok(name) => Value::Name(b.name(&name)),
        Err(value) => value,
    };
    for (nth, &(parent, kind, name, os)) in tracks.iter().enumerate() {
        let parent = (parent as usize % (nth + 1)).checked_sub(1);
        let parent = parent.map(|p| TrackId(p as u32));
        let track = b.track(parent, TrackKind::ALL[kind], STRINGS[name]);
        let id = os.map(|id| b.name(&id.to_string()));
        b.set_os_ids(
            track,
            OsIds {
                process: id,
                thread: id,
            },
        );
    }
    let track = |n: u32| TrackId(n % tracks.len() as u32);
    for (on, state, name, start, len, args) in slices {
        let name = b.name(STRINGS[name]);
        let end = Time(start + len);
        let slice = b.slice(track(on), State::ALL[state], name, Time(start), end);
        for (key, arg) in args {
            let arg = value(&mut b, arg);
            b.arg(slice, STRINGS[key], arg);
        }
    }
    for &(from, name, at, to, later, x) in marks {
        let name_id = b.name(STRINGS[name]);
        b.instant(track(from), name_id, Time(later));
        let kind = FlowKind::ALL[name % FlowKind::ALL.len()];
        b.flow(kind, (track(from), Time(at)), (track(to), Time(later)));
        let counter = b.counter(track(to), STRINGS[name]);
        b.count(counter, Time(at), x);
        b.count(counter, Time(later), -x);
    }
    for (key, fact) in facts {
        let fact = value(&mut b, fact);
        b.fact(STRINGS[key], fact);
    }
    b.finish()
}

/// A number of microseconds as nanoseconds.
fn ns(json: &Json) -> u64 {
    (json.as_f64().expect("a number") * 1_000.0).round() as u64
}

proptest! {
    #[test]
    fn what_is_exported_comes_back_the_same(trace in traces()) {
        let text = export(&trace);
        let (again, problems) = import(&text).expect("our own file");
        prop_assert_eq!(problems, vec![]);
        prop_assert_eq!(again.dump(), trace.dump());
        prop_assert_eq!(export(&again), text);
    }

    #[test]
    fn any_reader_finds_as_many_events_at_the_same_times(trace in traces()) {
        let json: Json = serde_json::from_str(&export(&trace)).expect("JSON");
        let events = json["traceEvents"].as_array().expect("a list");
        let of = |ph: &str| events.iter().filter(|e| e["ph"] == ph).collect::<Vec<_>>();
        let mut times: Vec<_> = of("X").iter().map(|e| (ns(&e["ts"]), ns(&e["dur"]))).collect();
        let all = trace.tracks().ids().flat_map(|track| trace.track_slices(track));
        let mut expected: Vec<_> = all.map(|s| (s.start.0, s.dur().0)).collect();
        times.sort();
        expected.sort();
        prop_assert_eq!(times, expected);
        let instants: usize = trace.tracks().ids().map(|t| trace.instants(t).len()).sum();
        prop_assert_eq!(of("i").len(), instants);
        prop_assert_eq!(of("s").len(), trace.flows().len());
        prop_assert_eq!(of("f").len(), trace.flows().len());
        let steps: usize = trace.counters().iter().map(|c| c.steps.len()).sum();
        prop_assert_eq!(of("C").len(), steps);
        // Slices of one thread id never overlap.
        let mut by_tid: Vec<_> = of("X").iter()
            .map(|e| (e["tid"].as_u64(), ns(&e["ts"]), ns(&e["dur"])))
            .collect();
        by_tid.sort();
        for pair in by_tid.windows(2).filter(|w| w[0].0 == w[1].0) {
            prop_assert!(pair[0].1 + pair[0].2 <= pair[1].1);
        }
    }
}
