//! Files of other tools, and our own: what is in it is told by looking, not by
//! its name.

use std::io::Read;

use serde_json::{Map, Value, json};

use super::chrome::log::{Form, Log, MOST_BYTES, Malformed, Parse, Watch};
use super::chrome::matching::Matched;
use super::{asyncflow, chrome, firefox, perfetto, speedscope};
use crate::base::{Problem, Text};
use crate::trace::Trace;

/// What kind of file it was.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Chrome Trace Event JSON that this program wrote.
    Own,
    /// Chrome Trace Event JSON.
    Chrome,
    /// An event list of AsyncFlow.
    AsyncFlow,
    /// A file of speedscope.
    Speedscope,
    /// A profile of Firefox.
    Firefox,
    /// A trace of Perfetto.
    Perfetto,
}

/// A file that was read.
#[derive(Clone, Debug)]
pub struct Opened {
    /// What kind it was.
    pub format: Format,
    /// What happened.
    pub trace: Trace,
    /// What can be counted in the file.
    pub facts: Map<String, Value>,
    /// What was wrong with it, and left out.
    pub problems: Vec<Problem>,
}

/// The text of a file: gzip is undone.
#[derive(Clone, Debug)]
pub struct Contents {
    /// The text.
    pub bytes: Vec<u8>,
    /// Whether it was gzip.
    pub gzip: bool,
}

impl Contents {
    /// The contents of a file's bytes.
    ///
    /// # Errors
    /// If it is too large, or is gzip and damaged.
    pub fn of(bytes: Vec<u8>) -> Result<Contents, Problem> {
        if bytes.len() > MOST_BYTES {
            return Err(too_large());
        }
        if !bytes.starts_with(&[0x1f, 0x8b]) {
            return Ok(Contents { bytes, gzip: false });
        }
        let mut out = Vec::new();
        let mut reader = flate2::read::MultiGzDecoder::new(&bytes[..]).take(MOST_BYTES as u64 + 1);
        let read = reader.read_to_end(&mut out);
        if out.len() > MOST_BYTES {
            return Err(too_large());
        }
        match read {
            // What came out before the damage may still be read as a file cut short.
            Err(_) if out.is_empty() => Err(Problem::new(
                "gzip",
                Text::new("압축이 깨져 있습니다.", "The compression is damaged."),
                Text::new(
                    "파일을 다시 받거나, 압축을 풀어서 여세요.",
                    "Fetch the file again, or open it uncompressed.",
                ),
            )),
            _ => Ok(Contents {
                bytes: out,
                gzip: true,
            }),
        }
    }
}

/// A file has more bytes than are read.
pub fn too_large() -> Problem {
    let most = MOST_BYTES >> 20;
    Problem::new(
        "file",
        Text::new("파일이 너무 큽니다.", "The file is too large."),
        Text::new(
            format!("압축을 푼 크기로 {most} MB까지 읽습니다. 기록 시간을 줄여 보세요."),
            format!("Up to {most} MB are read, uncompressed. Record for a shorter time."),
        ),
    )
}

/// What is counted of a file without making a trace of it. None if it was stopped.
///
/// # Errors
/// If it is a list of AsyncFlow or a profiler's file, and damaged.
pub fn facts(contents: &Contents, watch: Watch<'_>) -> Result<Option<Map<String, Value>>, Problem> {
    if asyncflow::is_one(&contents.bytes) {
        return asyncflow::read(&contents.bytes).map(|entries| Some(asyncflow::facts(&entries)));
    }
    if let Some((_, name, read)) = profile(&contents.bytes) {
        let (trace, _) = read(&contents.bytes)?;
        return Ok(Some(of_trace(contents, name, &trace)));
    }
    let Some(log) = Log::read(&contents.bytes, watch) else {
        return Ok(None);
    };
    if let Some((_, name, read)) = other(&log) {
        let (trace, _) = read(&contents.bytes)?;
        return Ok(Some(of_trace(contents, name, &trace)));
    }
    Ok(Some(counted(contents.gzip, &log, &Matched::of(&log))))
}

fn counted(gzip: bool, log: &Log, matched: &Matched) -> Map<String, Value> {
    let mut facts = Map::new();
    facts.insert("gzip".into(), json!(gzip));
    facts.insert("bytes_uncompressed".into(), json!(log.bytes));
    facts.append(&mut chrome::facts(log, matched));
    facts
}

/// Which profiler's format, its key, and how to read it.
type Profiler = (
    Format,
    &'static str,
    fn(&[u8]) -> Result<(Trace, Vec<Problem>), Problem>,
);

/// How to read a profiler's file, if it is one.
fn profile(bytes: &[u8]) -> Option<Profiler> {
    if speedscope::is_one(bytes) {
        return Some((Format::Speedscope, "speedscope", speedscope::read));
    }
    if perfetto::is_one(bytes) {
        return Some((Format::Perfetto, "perfetto", perfetto::read));
    }
    firefox::is_one(bytes).then_some((Format::Firefox, "firefox", firefox::read))
}

/// How to read a file that turned out to have no events, if its outermost keys
/// are those of another format.
fn other(log: &Log) -> Option<Profiler> {
    let raw = log.form == Form::NotATrace && firefox::may_be_raw(&log.top_level_keys);
    raw.then_some((Format::Firefox, "firefox", firefox::read_raw))
}

/// A profiler's file, opened.
fn profiled(contents: &Contents, (format, name, read): Profiler) -> Result<Opened, Problem> {
    let (trace, problems) = read(&contents.bytes)?;
    Ok(Opened {
        format,
        facts: of_trace(contents, name, &trace),
        trace,
        problems,
    })
}

/// What can be counted of a file by its trace.
fn of_trace(contents: &Contents, kind: &str, trace: &Trace) -> Map<String, Value> {
    let facts = json!({
        "kind": kind,
        "gzip": contents.gzip,
        "bytes_uncompressed": contents.bytes.len(),
        "tracks": trace.tracks().iter().filter(|track| track.kind.is_execution()).count(),
        "slices_complete": trace.slice_count(),
        "length_ns": trace.end().0,
    });
    match facts {
        Value::Object(facts) => facts,
        _ => Map::new(),
    }
}

/// Reads a file. None if it was stopped.
///
/// # Errors
/// If nothing in it can be shown.
pub fn open(contents: &Contents, watch: Watch<'_>) -> Result<Option<Opened>, Problem> {
    if asyncflow::is_one(&contents.bytes) {
        let entries = asyncflow::read(&contents.bytes)?;
        return Ok(Some(Opened {
            format: Format::AsyncFlow,
            trace: asyncflow::recording(&entries),
            facts: asyncflow::facts(&entries),
            problems: Vec::new(),
        }));
    }
    if let Some(reader) = profile(&contents.bytes) {
        return profiled(contents, reader).map(Some);
    }
    let Some(log) = Log::read(&contents.bytes, watch) else {
        return Ok(None);
    };
    if let Some(reader) = other(&log) {
        return profiled(contents, reader).map(Some);
    }
    if log.own
        && log.parse == Parse::Strict
        && let Ok(text) = std::str::from_utf8(&contents.bytes)
    {
        let facts = counted(contents.gzip, &log, &Matched::of(&log));
        let (trace, problems) = chrome::import(text)?;
        return Ok(Some(Opened {
            format: Format::Own,
            trace,
            facts,
            problems,
        }));
    }
    recorded(&log, contents.gzip).map(Some)
}

/// What another tool recorded.
pub(super) fn recorded(log: &Log, gzip: bool) -> Result<Opened, Problem> {
    if log.events.is_empty() {
        return Err(nothing(log));
    }
    let matched = Matched::of(log);
    Ok(Opened {
        format: Format::Chrome,
        trace: chrome::recording(log, &matched),
        problems: complaints(log, &matched),
        facts: counted(gzip, log, &matched),
    })
}

fn nothing(log: &Log) -> Problem {
    let hint = Text::new(
        "Chrome 트레이스 이벤트 JSON(배열, 또는 traceEvents가 있는 객체), Perfetto의 트레이스, Firefox나 speedscope의 프로파일, AsyncFlow 목록을 여세요.",
        "Open Chrome Trace Event JSON (an array, or an object with traceEvents), a trace of Perfetto, a profile of Firefox or speedscope, or a list of AsyncFlow.",
    );
    let (place, reason) = match (log.parse, &log.form) {
        (Parse::Empty, _) => (1, Text::new("비어 있습니다.", "It is empty.")),
        (Parse::Broken(at), _) => (
            at,
            Text::new("여기서부터 JSON이 아닙니다.", "From here on it is no JSON."),
        ),
        (_, Form::NotATrace) => (
            1,
            Text::new(
                "JSON이지만 트레이스가 아닙니다.",
                "It is JSON, but no trace.",
            ),
        ),
        _ => (
            1,
            Text::new(
                "보여 줄 이벤트가 없습니다.",
                "There is no event that can be shown.",
            ),
        ),
    };
    Problem::new(line(place), reason, hint)
}

fn line(number: u32) -> String {
    format!("line {number}")
}

/// What was left out or mended, each kind once: how often, and where first.
fn complaints(log: &Log, matched: &Matched) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut say = |count: u64, at: u32, ko: &str, en: &str, hint: (&'static str, &'static str)| {
        if count > 0 {
            let place = line(at);
            let reason = Text::new(format!("{ko}: {count}개."), format!("{en}: {count}."));
            problems.push(Problem::new(place, reason, Text::new(hint.0, hint.1)));
        }
    };
    let left_out = ("뺐습니다.", "Left out.");
    let goes_on = (
        "기록이 끝날 때까지 이어진다고 보았습니다.",
        "Taken to go on to the end of the recording.",
    );
    for (why, (count, at)) in &log.malformed {
        let (ko, en) = match why {
            Malformed::NotAnObject => ("객체가 아닌 이벤트", "Events that are no objects"),
            Malformed::NoPhase => ("ph가 없는 이벤트", "Events without ph"),
            Malformed::NoTime => ("쓸 수 있는 ts가 없는 이벤트", "Events without a usable ts"),
            Malformed::NotJson => ("JSON이 아닌 이벤트", "Events that are no JSON"),
        };
        say(*count, *at, ko, en, left_out);
    }
    type Group<'g> = (&'g [u32], &'g str, &'g str, (&'static str, &'static str));
    let groups: [Group<'_>; 7] = [
        (
            &matched.stray_ends,
            "B 없는 E 이벤트",
            "E events without B",
            left_out,
        ),
        (
            &matched.open,
            "E 없는 B 이벤트",
            "B events without E",
            goes_on,
        ),
        (
            &matched.stray_async_ends,
            "b 없는 e 이벤트",
            "e events without b",
            left_out,
        ),
        (
            &matched.open_async,
            "e 없는 b 이벤트",
            "b events without e",
            goes_on,
        ),
        (
            &matched.open_flows,
            "f 없는 s 이벤트",
            "s events without f",
            left_out,
        ),
        (
            &matched.stray_steps,
            "s 없는 t 이벤트",
            "t events without s",
            left_out,
        ),
        (
            &matched.stray_finishes,
            "s 없는 f 이벤트",
            "f events without s",
            left_out,
        ),
    ];
    for (places, ko, en, hint) in groups {
        let lines = places.iter().map(|&i| log.events[i as usize].line);
        say(places.len() as u64, lines.min().unwrap_or(0), ko, en, hint);
    }
    match log.parse {
        Parse::Recovered => problems.push(Problem::new(
            line(log.lines),
            Text::new("파일이 중간에 끝납니다.", "The file ends early."),
            Text::new(
                "그때까지의 이벤트를 모두 보여 줍니다.",
                "All events up to there are shown.",
            ),
        )),
        Parse::Broken(at) => problems.push(Problem::new(
            line(at),
            Text::new("여기가 JSON이 아닙니다.", "This is no JSON."),
            Text::new(
                "그 앞의 이벤트와, 그 뒤에서 찾아낸 이벤트를 보여 줍니다.",
                "All events before it are shown, and those that could be found behind it.",
            ),
        )),
        Parse::Strict | Parse::Empty => {}
    }
    problems
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::base::Lang;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    fn opened(text: &str) -> Result<Option<Opened>, Problem> {
        open(&Contents::of(text.into()).unwrap(), &mut |_| true)
    }

    fn shown(text: &str, expected: Expect) {
        let opened = opened(text).unwrap().unwrap();
        let mut out = opened.trace.dump();
        for problem in &opened.problems {
            out += &problem.sentence(Lang::En);
            out += "\n";
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn slices_names_flows_and_counters_find_their_tracks() {
        shown(
            r#"[
{"ph":"M","name":"process_name","pid":1,"args":{"name":"app"}},
{"ph":"M","name":"thread_sort_index","pid":1,"tid":3,"args":{"sort_index":-1}},
{"ph":"B","name":"outer","cat":"c","ts":10,"pid":1,"tid":2,"args":{"n":1,"s":"x"}},
{"ph":"X","name":"inner","ts":11,"dur":2,"pid":1,"tid":2},
{"ph":"E","ts":20,"pid":1,"tid":2,"args":{"f":0.5}},
{"ph":"X","name":"other","ts":12,"dur":1.5,"pid":1,"tid":3},
{"ph":"s","name":"f","id":7,"ts":11,"pid":1,"tid":2},
{"ph":"f","name":"f","id":7,"ts":12,"pid":1,"tid":3},
{"ph":"C","name":"mem","ts":13,"pid":1,"args":{"heap":3,"x":"many"}},
{"ph":"b","name":"req","cat":"net","id":"0x1","ts":10,"pid":1,"tid":2},
{"ph":"n","name":"half","cat":"net","id":"0x1","ts":11,"pid":1,"tid":2},
{"ph":"e","name":"req","cat":"net","id":"0x1","ts":14,"pid":1,"tid":2},
{"ph":"i","name":"here","ts":15,"pid":1,"tid":3},
{"ph":"i","name":"all","ts":16,"pid":1,"tid":3,"s":"p"}
]"#,
            expect![[r#"
                recorded clock, end 10µs
                fact origin-ns=10000
                process "app" pid=1
                  6µs ! all
                  thread "3" pid=1 tid=3
                    2µs .. 3.5µs span other
                    5µs ! here
                  thread "2" pid=1 tid=2
                    0 .. 10µs span outer category="c" n=1 s="x" f=0.5
                   row 1
                    1µs .. 3µs span inner
                  task "req"
                    0 .. 4µs span req category="net"
                    1µs ! half
                flow message "2" 1µs -> "3" 2µs
                counter "app" mem heap
                  3µs 3.0
            "#]],
        );
    }

    #[test]
    fn what_is_malformed_is_counted_and_the_rest_is_shown() {
        shown(
            "[7,\n{\"name\":\"no phase\"},\n{\"ph\":\"X\",\"ts\":\"soon\"},\n{\"ph\":\"E\",\"ts\":1},\n\
             {\"ph\":\"B\",\"name\":\"open\",\"ts\":2},\n{\"ph\":\"b\",\"id\":1,\"name\":\"wait\",\"ts\":3},\n\
             {\"ph\":\"f\",\"id\":1,\"ts\":3},\n{\"ph\":\"X\",\"name\":\"x\",\"ts\":4,\"dur\":1},\n{\"ph\":\"X\",",
            expect![[r#"
                recorded clock, end 4µs
                fact origin-ns=1000
                process "0" pid=0
                  thread "0" pid=0 tid=0
                    1µs .. 4µs span open unfinished=1
                   row 1
                    3µs .. 4µs span x
                  task "wait"
                    2µs .. 4µs span wait unfinished=1
                line 1: Events that are no objects: 1. Left out.
                line 2: Events without ph: 1. Left out.
                line 3: Events without a usable ts: 1. Left out.
                line 4: E events without B: 1. Left out.
                line 5: B events without E: 1. Taken to go on to the end of the recording.
                line 6: b events without e: 1. Taken to go on to the end of the recording.
                line 7: f events without s: 1. Left out.
                line 9: The file ends early. All events up to there are shown.
            "#]],
        );
    }

    #[test]
    fn a_list_of_asyncflow() {
        shown(
            r#"[
{"t_ms":0.1,"coro":"main","event":"SPAWN","task":"Task-2","line":null,"detail":"by Task-1"},
{"t_ms":0.4,"coro":"main","event":"SUSPEND","task":"main","line":17,"detail":null},
{"t_ms":5.1,"coro":"main","event":"RESUME","task":"main","line":null,"detail":null},
{"t_ms":5.3,"coro":"main","event":"RETURN","task":"main","line":18,"detail":null},
{"t_ms":5.3,"coro":"main","event":"DONE","task":"main","line":null,"detail":"None"}
]"#,
            expect![[r#"
                recorded clock, end 5.2ms
                fact origin-ns=100000
                task "main"
                  300µs .. 5ms awaiting main
                  5ms .. 5.2ms running main
                  5.2ms ! RETURN main
                  5.2ms ! DONE main: None
                task "Task-2"
                  0 ! SPAWN main (Task-2)
            "#]],
        );
    }

    #[test]
    fn what_cannot_be_shown_says_why() {
        for (text, expected) in [
            ("", "line 1: It is empty."),
            ("{\"nodes\":[]}", "line 1: It is JSON, but no trace."),
            ("[\n[]", "line 1: There is no event that can be shown."),
            ("hello", "line 1: From here on it is no JSON."),
            ("[\n{\"ph\":x}]", "line 2: From here on it is no JSON."),
            (
                "[{\"t_ms\":1,\"coro\":2}]",
                "1:19: From here on it cannot be read as an event list",
            ),
        ] {
            let sentence = opened(text).unwrap_err().sentence(Lang::En);
            assert!(sentence.starts_with(expected), "{text}: {sentence}");
        }
        let damaged = Contents::of(vec![0x1f, 0x8b, 8, 0]).unwrap_err();
        assert_eq!(damaged.place, "gzip");
    }

    /// Pieces of which traces are made, whole and broken.
    fn piece() -> impl Strategy<Value = String> {
        prop_oneof![
            6 => ("[XBEbneSTFstfCiIRMNODPc]", 0..60_i64, 0..9_u32, 0..3_u32, 0..3_u32, 0..3_u32).prop_map(
                |(ph, ts, dur, tid, id, name)| format!(
                    r#"{{"ph":"{ph}","name":"n{name}","ts":{ts},"dur":{dur},"pid":1,"tid":{tid},"id":{id},"args":{{"v":{ts}}}}}"#
                )
            ),
            1 => r#"[\[\]{}",:0-9a-z\\ ]{0,6}"#,
        ]
    }

    proptest! {
        #[test]
        fn any_events_make_a_trace_that_comes_back_the_same(
            pieces in proptest::collection::vec(piece(), 0..30), cut in 0_usize..40,
        ) {
            let mut text = format!("[{}]", pieces.join(","));
            text.truncate(text.len().saturating_sub(cut * usize::from(cut < 20)));
            if let Ok(Some(first)) = opened(&text) {
                let written = chrome::export(&first.trace);
                let again = opened(&written).unwrap().unwrap();
                prop_assert_eq!(again.trace.dump(), first.trace.dump());
                prop_assert!(again.problems.is_empty());
            }
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            if let Ok(contents) = Contents::of(bytes) {
                let _ = open(&contents, &mut |_| true);
            }
        }
    }
}
