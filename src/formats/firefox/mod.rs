//! Profiles of Firefox: sampled stacks and markers of threads, as its Profiler
//! saves them (the *processed* format of its documentation) and as the browser
//! itself writes them ([`raw`]).
//!
//! # Rules
//! * Stacks of the samples become calls as [`super::stacks`] says; a sample
//!   without a stack ends all.
//! * Markers with a start and an end are slices on a track of their own below
//!   their thread, others are instants on the thread. The end of an interval
//!   that is two markers (phases 2 and 3) belongs to the latest open start of
//!   its name; without one it began with the thread's first marker, and a start
//!   without an end goes on to the last, as the Profiler draws them.
//! * Times are milliseconds from the profile's beginning.

mod raw;

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::chrome::moment::Moment;
use super::stacks::Samples;
use crate::base::{Problem, Text, Time};
use crate::trace::{
    Clock, NameId, OsIds, State, Trace, TraceBuilder, TrackId, TrackKind, Value, fact,
};

/// Deeper stacks are cut at their outer end.
const MOST_DEPTH: usize = 10_000;

/// Whether a text looks like such a profile: its version stands near the
/// beginning, as `meta` is written first.
pub fn is_one(bytes: &[u8]) -> bool {
    const MARK: &[u8] = b"\"preprocessedProfileVersion\"";
    let near = &bytes[..bytes.len().min(1 << 16)];
    let object = near.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{');
    object && near.windows(MARK.len()).any(|window| window == MARK)
}

#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow)]
    threads: Vec<Thread<'a>>,
    #[serde(default)]
    shared: Shared,
}

/// Tables that newer versions share between threads.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Shared {
    string_array: Option<Vec<String>>,
    stack_table: Option<StackTable>,
    frame_table: Option<FrameTable>,
    func_table: Option<FuncTable>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Thread<'a> {
    #[serde(default)]
    name: String,
    process_name: Option<String>,
    #[serde(borrow)]
    pid: Option<&'a RawValue>,
    #[serde(borrow)]
    tid: Option<&'a RawValue>,
    #[serde(borrow)]
    samples: Option<SampleTable<'a>>,
    #[serde(borrow)]
    markers: Option<MarkerTable<'a>>,
    string_array: Option<Vec<String>>,
    stack_table: Option<StackTable>,
    frame_table: Option<FrameTable>,
    func_table: Option<FuncTable>,
    /// How much later its zero is than the file's, in nanoseconds.
    #[serde(skip)]
    later: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SampleTable<'a> {
    stack: Vec<Option<usize>>,
    #[serde(borrow, default)]
    time: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    time_deltas: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MarkerTable<'a> {
    name: Vec<usize>,
    #[serde(borrow)]
    start_time: Vec<Option<&'a RawValue>>,
    #[serde(borrow)]
    end_time: Vec<Option<&'a RawValue>>,
    /// 0 is a moment, 1 an interval, 2 the start of one and 3 its end.
    #[serde(default)]
    phase: Vec<u64>,
}

/// The phases of markers that are half an interval.
const INTERVAL_START: u64 = 2;
const INTERVAL_END: u64 = 3;

#[derive(Deserialize)]
struct StackTable {
    frame: Vec<usize>,
    prefix: Vec<Option<usize>>,
}

#[derive(Deserialize)]
struct FrameTable {
    func: Vec<usize>,
}

#[derive(Deserialize)]
struct FuncTable {
    name: Vec<usize>,
}

/// The trace of a profile, and what was left out of it.
///
/// # Errors
/// If it is no such profile.
pub fn read(bytes: &[u8]) -> Result<(Trace, Vec<Problem>), Problem> {
    let file: File<'_> = serde_json::from_slice(bytes).map_err(|error| unreadable(&error))?;
    Ok(recording(&file))
}

/// Whether a file with these outermost keys may be one that the browser wrote.
pub fn may_be_raw(keys: &[String]) -> bool {
    ["meta", "threads"]
        .iter()
        .all(|key| keys.iter().any(|k| k == key))
}

/// The same as [`read`] of a profile that the browser itself wrote.
///
/// # Errors
/// If it is no such profile.
pub fn read_raw(bytes: &[u8]) -> Result<(Trace, Vec<Problem>), Problem> {
    let profile: raw::Profile<'_> =
        serde_json::from_slice(bytes).map_err(|error| unreadable(&error))?;
    Ok(recording(&File {
        threads: profile.into_threads(),
        shared: Shared::default(),
    }))
}

fn unreadable(error: &serde_json::Error) -> Problem {
    Problem::new(
        format!("{}:{}", error.line(), error.column()),
        Text::new(
            "여기서부터 Firefox 프로파일로 읽을 수 없습니다.",
            "From here on it cannot be read as a profile of Firefox.",
        ),
        Text::new(
            "Firefox나 profiler.firefox.com에서 저장한 파일인지 확인하세요.",
            "Check that Firefox or profiler.firefox.com saved it.",
        ),
    )
}

fn recording(file: &File<'_>) -> (Trace, Vec<Problem>) {
    let mut reading = Reading {
        builder: TraceBuilder::new(Clock::Recorded),
        processes: BTreeMap::new(),
        problems: Vec::new(),
    };
    reading.builder.fact(fact::ORIGIN, Value::Int(0));
    for (place, thread) in file.threads.iter().enumerate() {
        reading.thread(place, thread, &file.shared);
    }
    (reading.builder.finish(), reading.problems)
}

struct Reading {
    builder: TraceBuilder,
    processes: BTreeMap<String, TrackId>,
    problems: Vec<Problem>,
}

/// A time of a thread whose zero is so much later than the file's.
fn time(raw: &RawValue, later: i64) -> Option<Time> {
    let nanos = Moment::parse_scaled(raw.get(), 3)?.nanos();
    Some(Time(nanos.saturating_add(later).max(0).unsigned_abs()))
}

/// A number or a string, without quotes.
fn id(raw: Option<&RawValue>) -> String {
    raw.map_or_else(String::new, |raw| raw.get().trim_matches('"').to_owned())
}

impl Reading {
    fn thread(&mut self, place: usize, thread: &Thread<'_>, shared: &Shared) {
        let process = self.process(thread);
        let name = match thread.name.as_str() {
            "" => id(thread.tid),
            name => name.to_owned(),
        };
        let track = self.builder.track(Some(process), TrackKind::Thread, &name);
        let ids = OsIds {
            process: Some(self.builder.name(&id(thread.pid))),
            thread: Some(self.builder.name(&id(thread.tid))),
        };
        self.builder.set_os_ids(track, ids);
        let strings = thread
            .string_array
            .as_ref()
            .or(shared.string_array.as_ref());
        let strings = strings.map_or(&[][..], Vec::as_slice);
        let names: Vec<NameId> = strings.iter().map(|s| self.builder.name(s)).collect();
        let mut wrong = 0;
        if let Some(samples) = &thread.samples {
            wrong += self.samples(track, samples, &names, (thread, shared));
        }
        if let Some(markers) = &thread.markers {
            wrong += self.markers(track, markers, &names, thread.later);
        }
        if wrong > 0 {
            self.problems.push(Problem::new(
                format!("threads[{place}]"),
                Text::new(
                    format!("읽을 수 없는 표본과 표시: {wrong}개."),
                    format!("Samples and markers that cannot be read: {wrong}."),
                ),
                Text::new("뺐습니다.", "Left out."),
            ));
        }
    }

    fn process(&mut self, thread: &Thread<'_>) -> TrackId {
        let pid = id(thread.pid);
        if let Some(&track) = self.processes.get(&pid) {
            return track;
        }
        let name = thread.process_name.as_deref().unwrap_or(&pid);
        let track = self.builder.track(None, TrackKind::Process, name);
        self.processes.insert(pid, track);
        track
    }

    /// Gives how many samples were left out.
    fn samples(
        &mut self,
        track: TrackId,
        table: &SampleTable<'_>,
        names: &[NameId],
        (thread, shared): (&Thread<'_>, &Shared),
    ) -> usize {
        let stacks = thread.stack_table.as_ref().or(shared.stack_table.as_ref());
        let frames = thread.frame_table.as_ref().or(shared.frame_table.as_ref());
        let funcs = thread.func_table.as_ref().or(shared.func_table.as_ref());
        let (Some(stacks), Some(frames), Some(funcs)) = (stacks, frames, funcs) else {
            return table.stack.len();
        };
        let called = |stack: usize| {
            let func = frames.func.get(*stacks.frame.get(stack)?)?;
            names.get(*funcs.name.get(*func)?).copied()
        };
        let mut samples = Samples::new(track);
        let (mut wrong, mut since_start, mut last) = (0, 0_i64, Time::ZERO);
        for (place, sample) in table.stack.iter().enumerate() {
            let at = match (table.time.get(place), table.time_deltas.get(place)) {
                (Some(at), _) => time(at, thread.later),
                (None, Some(delta)) => Moment::parse_scaled(delta.get(), 3).map(|delta| {
                    since_start = since_start.saturating_add(delta.nanos());
                    Time(since_start.max(0).unsigned_abs())
                }),
                (None, None) => None,
            };
            let Some(at) = at.filter(|at| *at >= last) else {
                wrong += 1;
                continue;
            };
            last = at;
            let mut stack = Vec::new();
            let mut next = *sample;
            while let Some(here) = next.filter(|_| stack.len() < MOST_DEPTH) {
                stack.extend(called(here));
                // A prefix stands before what it is the prefix of.
                let prefix = stacks.prefix.get(here).copied().flatten();
                next = prefix.filter(|prefix| *prefix < here);
            }
            stack.reverse();
            samples.sample(&mut self.builder, at, &stack);
        }
        samples.end(&mut self.builder, last);
        self.builder.extend_to(last);
        wrong
    }

    /// Gives how many markers were left out.
    fn markers(
        &mut self,
        thread: TrackId,
        table: &MarkerTable<'_>,
        names: &[NameId],
        later: i64,
    ) -> usize {
        let at = |list: &[Option<&RawValue>], place: usize| {
            let raw = list.get(place).copied().flatten()?;
            time(raw, later)
        };
        let times = [&table.start_time, &table.end_time];
        let all = times
            .iter()
            .flat_map(|list| (0..list.len()).filter_map(|n| at(list, n)));
        let (first, last) = all.fold((Time::MAX, Time::ZERO), |(first, last), at| {
            (first.min(at), last.max(at))
        });
        let mut spans = None;
        let mut open: BTreeMap<NameId, Vec<Time>> = BTreeMap::new();
        let mut wrong = 0;
        for (place, name) in table.name.iter().enumerate() {
            let Some(&name) = names.get(*name) else {
                wrong += 1;
                continue;
            };
            let (start, end) = (at(&table.start_time, place), at(&table.end_time, place));
            let phase = table.phase.get(place).copied().unwrap_or(0);
            match (phase, start, end) {
                (INTERVAL_START, Some(start), None) => open.entry(name).or_default().push(start),
                (INTERVAL_END, None, Some(end)) => {
                    let begun = open.get_mut(&name).and_then(Vec::pop);
                    self.span(&mut spans, thread, name, begun.unwrap_or(first)..end);
                }
                (_, Some(start), Some(end)) => self.span(&mut spans, thread, name, start..end),
                (_, Some(at), None) | (_, None, Some(at)) => self.builder.instant(thread, name, at),
                (_, None, None) => wrong += 1,
            }
        }
        for (name, starts) in open {
            for start in starts {
                self.span(&mut spans, thread, name, start..last);
            }
        }
        wrong
    }

    /// An interval on the track of a thread's markers, made when it is first needed.
    fn span(
        &mut self,
        spans: &mut Option<TrackId>,
        thread: TrackId,
        name: NameId,
        times: Range<Time>,
    ) {
        let builder = &mut self.builder;
        let track =
            *spans.get_or_insert_with(|| builder.track(Some(thread), TrackKind::Task, "markers"));
        builder.slice(track, State::Span, name, times.start, times.end);
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::base::Lang;
    use crate::formats::file::{Contents, Format, facts, open};
    use expect_test::expect;

    const TABLES: &str = r#""stringArray":["main","f","g","paint","click"],
        "stackTable":{"frame":[0,1,2],"prefix":[null,0,0],"length":3},
        "frameTable":{"func":[0,1,2],"length":3},"funcTable":{"name":[0,1,2],"length":3}"#;
    const MARKERS: &str = r#""markers":{"name":[3,4,9],"startTime":[0.5,2.25,1],"endTime":[1.5,null,null],"phase":[1,0,0],"length":3}"#;

    fn dump(text: &str) -> String {
        assert!(is_one(text.as_bytes()));
        let (trace, problems) = read(text.as_bytes()).unwrap();
        let sentences = problems.iter().map(|p| p.sentence(Lang::En) + "\n");
        trace.dump() + &sentences.collect::<String>()
    }

    #[test]
    fn samples_and_markers_of_threads() {
        let text = format!(
            r#"{{"meta":{{"preprocessedProfileVersion":48}},"threads":[{{"name":"GeckoMain","processName":"Parent","pid":"7","tid":8,
            "samples":{{"stack":[1,1,2,null],"time":[0,1,2.5,4],"length":4}},{MARKERS},{TABLES}}}]}}"#
        );
        expect![[r#"
            recorded clock, end 4ms
            fact origin-ns=0
            process "Parent"
              thread "GeckoMain" pid=7 tid=8
                0 .. 4ms span main
               row 1
                0 .. 2.5ms span f
                2.5ms .. 4ms span g
                2.25ms ! click
                task "markers"
                  500µs .. 1.5ms span paint
            threads[0]: Samples and markers that cannot be read: 1. Left out.
        "#]]
        .assert_eq(&dump(&text));
    }

    #[test]
    fn shared_tables_and_deltas_give_the_same() {
        let samples = r#""samples":{"stack":[1,1,2,null],"timeDeltas":[0,1,1.5,1.5],"length":4}"#;
        let own = format!(
            r#"{{"meta":{{"preprocessedProfileVersion":48}},"threads":[{{"name":"t","pid":1,"tid":1,
            "samples":{{"stack":[1,1,2,null],"time":[0,1,2.5,4]}},{TABLES}}}]}}"#
        );
        let shared = format!(
            r#"{{"meta":{{"preprocessedProfileVersion":58}},"shared":{{{TABLES}}},"threads":[{{"name":"t","pid":1,"tid":1,{samples}}}]}}"#
        );
        assert_eq!(dump(&shared), dump(&own));
    }

    #[test]
    fn a_circle_of_prefixes_ends() {
        let tables = TABLES.replace("[null,0,0]", "[2,0,1]");
        let text = format!(
            r#"{{"meta":{{"preprocessedProfileVersion":48}},"threads":[{{"name":"t","samples":{{"stack":[2,0],"time":[0,1]}},{tables}}}]}}"#
        );
        assert!(dump(&text).contains("span f"), "{}", dump(&text));
        assert!(read(b"{\"threads\":7}").is_err());
    }

    #[test]
    fn halves_of_intervals_are_joined_by_name() {
        let markers = r#""markers":{"name":[3,3,3,3,4,4],"startTime":[1,2,null,null,null,6],
            "endTime":[null,null,4,5,3,null],"phase":[2,2,3,3,3,2]}"#;
        let text = format!(
            r#"{{"meta":{{"preprocessedProfileVersion":48}},"threads":[{{"name":"t","pid":1,"tid":2,{markers},{TABLES}}}]}}"#
        );
        expect![[r#"
            recorded clock, end 6ms
            fact origin-ns=0
            process "1"
              thread "t" pid=1 tid=2
                task "markers"
                  1ms .. 5ms span paint
                  6ms .. 6ms span click
                 row 1
                  1ms .. 3ms span click
                 row 2
                  2ms .. 4ms span paint
        "#]]
        .assert_eq(&dump(&text));
    }

    #[test]
    fn what_the_browser_wrote_is_the_same_as_what_was_made_of_it() {
        let raw = r#"{"meta":{"version":29,"startTime":1000.5},"libs":[],"threads":[{"name":"GeckoMain",
            "processType":"default","pid":7,"tid":8,
            "samples":{"schema":{"stack":0,"time":1,"eventDelay":2},"data":[[1,0],[1,1,0],[2,2.5],[null,4]]},
            "markers":{"schema":{"name":0,"startTime":1,"endTime":2,"phase":3,"category":4,"data":5},
              "data":[[3,0.5,1.5,1,0],[4,2.25,null,0,0,{"type":"x"}],[9,1,null,0,0]]},
            "frameTable":{"schema":{"location":0,"relevantForJS":1},"data":[[0],[1],[2]]},
            "stackTable":{"schema":{"prefix":0,"frame":1},"data":[[null,0],[0,1],[0,2]]},
            "stringTable":["main","f","g","paint","click"]}],
            "processes":[{"meta":{"startTime":1002},"threads":[{"name":"Web","processName":"tab","pid":9,"tid":9,
            "samples":{"schema":{"stack":0,"time":1},"data":[[0,0.25],[null,1.25]]},
            "markers":{"schema":{"name":0},"data":[]},
            "frameTable":{"schema":{"location":0},"data":[[0]]},
            "stackTable":{"schema":{"prefix":0,"frame":1},"data":[[null,0]]},"stringTable":["loop"]}],"processes":[]}]}"#;
        let (trace, problems) = read_raw(raw.as_bytes()).unwrap();
        let sentences = problems.iter().map(|p| p.sentence(Lang::En) + "\n");
        let found = trace.dump() + &sentences.collect::<String>();
        expect![[r#"
            recorded clock, end 4ms
            fact origin-ns=0
            process "default"
              thread "GeckoMain" pid=7 tid=8
                0 .. 4ms span main
               row 1
                0 .. 2.5ms span f
                2.5ms .. 4ms span g
                2.25ms ! click
                task "markers"
                  500µs .. 1.5ms span paint
            process "tab"
              thread "Web" pid=9 tid=9
                1.75ms .. 2.75ms span loop
            threads[0]: Samples and markers that cannot be read: 1. Left out.
        "#]]
        .assert_eq(&found);
        let contents = Contents::of(raw.as_bytes().to_vec()).unwrap();
        let opened = open(&contents, &mut |_| true).unwrap().unwrap();
        assert_eq!(
            (opened.format, opened.trace.dump()),
            (Format::Firefox, trace.dump())
        );
        let facts = facts(&contents, &mut |_| true).unwrap().unwrap();
        assert_eq!(
            (&facts["kind"], &facts["slices_complete"]),
            (&"firefox".into(), &5.into())
        );
    }
}
