//! Reading back what [`super::export`] wrote.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{RESERVED, VERSION};
use crate::base::{Dur, Problem, Text, Time};
use crate::trace::{
    Clock, CounterId, FlowKind, Measurement, OsIds, State, Trace, TraceBuilder, TrackId, TrackKind,
    Value,
};

/// Reads a file that [`super::export`] wrote: the same trace again, and a list
/// of the events that were damaged since and are left out.
///
/// # Errors
/// One problem, if the text is not such a file at all.
pub fn import(text: &str) -> Result<(Trace, Vec<Problem>), Problem> {
    let file: File = serde_json::from_str(text).map_err(|error| not_ours(&error))?;
    let envelope = file.other_data.concurrency_lab;
    if envelope.version != VERSION {
        return Err(other_version(envelope.version));
    }
    let mut reading = Reading::new(&envelope)?;
    for (nth, raw) in file.events.iter().enumerate() {
        let read = serde_json::from_str(raw.get()).ok();
        if read.and_then(|event| reading.event(event)).is_none() {
            reading.problems.push(damaged(nth));
        }
    }
    let unmatched = reading.begun.len();
    if unmatched > 0 {
        reading.problems.push(open_flows(unmatched));
    }
    reading.builder.extend_to(Time(envelope.end_ns));
    Ok((reading.builder.finish(), reading.problems))
}

#[derive(Deserialize)]
struct File<'a> {
    #[serde(rename = "traceEvents", borrow)]
    events: Vec<&'a RawValue>,
    #[serde(rename = "otherData", borrow)]
    other_data: OtherData<'a>,
}

#[derive(Deserialize)]
struct OtherData<'a> {
    #[serde(rename = "concurrencyLab", borrow)]
    concurrency_lab: Envelope<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Envelope<'a> {
    version: u32,
    end_ns: u64,
    clock: ClockRecord,
    #[serde(borrow)]
    facts: Vec<(String, &'a RawValue)>,
    tracks: Vec<TrackRecord>,
    counters: Vec<CounterRecord>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClockRecord {
    kind: String,
    #[serde(default)]
    resolution_ns: u64,
    #[serde(default)]
    alignment_error_ns: u64,
    cores: Option<u32>,
    #[serde(default)]
    isolated: bool,
}

#[derive(Deserialize)]
struct TrackRecord {
    kind: String,
    name: String,
    pid: u32,
    parent: Option<u32>,
    process: Option<String>,
    thread: Option<String>,
    tids: Vec<u32>,
}

#[derive(Deserialize)]
struct CounterRecord {
    track: u32,
    name: String,
}

#[derive(Deserialize)]
struct Event<'a> {
    ph: String,
    pid: u32,
    tid: Option<u32>,
    #[serde(borrow)]
    ts: Option<&'a RawValue>,
    #[serde(borrow)]
    dur: Option<&'a RawValue>,
    name: String,
    id: Option<u32>,
    #[serde(borrow, default)]
    args: Pairs<'a>,
}

/// The entries of an object in the order of the text.
#[derive(Default)]
struct Pairs<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Pairs<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Pairs<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<'de>, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// A value as an argument or a fact is written.
#[derive(Deserialize)]
#[serde(untagged)]
enum Coded {
    Str(String),
    Int(i64),
    Float(f64),
    Dur { ns: u64 },
    NoNumber { float: String },
}

impl Coded {
    /// None if the text is none of them. Of numbers the text decides which.
    fn read(raw: &RawValue) -> Option<Coded> {
        let text = raw.get();
        let is_number = text.starts_with(|c: char| c == '-' || c.is_ascii_digit());
        if is_number && text.contains(['.', 'e', 'E']) {
            return text.parse().ok().map(Coded::Float);
        }
        serde_json::from_str(text).ok()
    }

    fn value(self, builder: &mut TraceBuilder) -> Option<Value> {
        Some(match self {
            Coded::Str(text) => Value::Name(builder.name(&text)),
            Coded::Int(n) => Value::Int(n),
            Coded::Float(x) => Value::Float(x),
            Coded::Dur { ns } => Value::Dur(Dur(ns)),
            Coded::NoNumber { float } => Value::Float(float.parse().ok()?),
        })
    }
}

struct Reading {
    builder: TraceBuilder,
    /// The track of a process and thread.
    tracks: BTreeMap<(u32, u32), TrackId>,
    counters: u32,
    /// The flows that have begun.
    begun: BTreeMap<u32, (TrackId, Time)>,
    problems: Vec<Problem>,
}

impl Reading {
    fn new(envelope: &Envelope) -> Result<Reading, Problem> {
        let mut builder = TraceBuilder::new(clock(&envelope.clock)?);
        let mut tracks = BTreeMap::new();
        for (nth, record) in envelope.tracks.iter().enumerate() {
            let wrong = || bad_envelope(format!("tracks[{nth}]"));
            let kind = TrackKind::from_key(&record.kind).ok_or_else(wrong)?;
            if record.parent.is_some_and(|parent| parent as usize >= nth) {
                return Err(wrong());
            }
            let track = builder.track(record.parent.map(TrackId), kind, &record.name);
            let mut name = |id: &Option<String>| id.as_ref().map(|id| builder.name(id));
            let ids = OsIds {
                process: name(&record.process),
                thread: name(&record.thread),
            };
            builder.set_os_ids(track, ids);
            for &tid in &record.tids {
                tracks.insert((record.pid, tid), track);
            }
        }
        for (nth, record) in envelope.counters.iter().enumerate() {
            if record.track as usize >= envelope.tracks.len() {
                return Err(bad_envelope(format!("counters[{nth}]")));
            }
            builder.counter(TrackId(record.track), &record.name);
        }
        for (nth, (key, raw)) in envelope.facts.iter().enumerate() {
            let value = Coded::read(raw).and_then(|coded| coded.value(&mut builder));
            let value = value.ok_or_else(|| bad_envelope(format!("facts[{nth}]")))?;
            builder.fact(key, value);
        }
        Ok(Reading {
            builder,
            tracks,
            counters: envelope.counters.len() as u32,
            begun: BTreeMap::new(),
            problems: Vec::new(),
        })
    }

    /// Takes an event; none if it is not one that we write.
    fn event(&mut self, event: Event) -> Option<()> {
        if event.ph == "M" {
            return Some(());
        }
        let at = Time(nanos(event.ts?.get())?);
        if event.ph == "C" {
            return self.count(&event, at);
        }
        let track = *self.tracks.get(&(event.pid, event.tid?))?;
        match event.ph.as_str() {
            "X" => self.slice(track, at, &event),
            "i" => {
                let name = self.builder.name(&event.name);
                self.builder.instant(track, name, at);
                Some(())
            }
            "s" => {
                self.begun.insert(event.id?, (track, at));
                Some(())
            }
            "f" => {
                let kind = FlowKind::from_key(&event.name)?;
                let from = self.begun.remove(&event.id?)?;
                self.builder.flow(kind, from, (track, at));
                Some(())
            }
            _ => None,
        }
    }

    fn slice(&mut self, track: TrackId, start: Time, event: &Event) -> Option<()> {
        let end = start + Dur(nanos(event.dur?.get())?);
        let reserved = |key| event.args.0.iter().find(|(k, _)| k == key);
        let state: String = serde_json::from_str(reserved("state")?.1.get()).ok()?;
        let state = State::from_key(&state)?;
        let name = match reserved("unnamed") {
            Some(_) => "",
            None => &event.name,
        };
        let name = self.builder.name(name);
        let args = event.args.0.iter();
        let args = args.filter(|(key, _)| !RESERVED.contains(&key.as_str()));
        // All values first: a slice is taken whole or not at all.
        let args: Option<Vec<_>> = args
            .map(|(key, raw)| Some((key, Coded::read(raw)?.value(&mut self.builder)?)))
            .collect();
        let args = args?;
        let slice = self.builder.slice(track, state, name, start, end);
        for (key, value) in args {
            let key = key.rsplit_once('#').map_or(key.as_str(), |(key, _)| key);
            self.builder.arg(slice, key, value);
        }
        Some(())
    }

    fn count(&mut self, event: &Event, at: Time) -> Option<()> {
        let id = event.id.filter(|&id| id < self.counters)?;
        let (_, raw) = event.args.0.iter().find(|(key, _)| key == "value")?;
        let value = match Coded::read(raw)?.value(&mut self.builder)? {
            Value::Float(value) => value,
            _ => return None,
        };
        self.builder.count(CounterId(id), at, value);
        Some(())
    }
}

/// Nanoseconds from microseconds with at most three decimals.
fn nanos(text: &str) -> Option<u64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part = match part.len() {
        0..=3 if part.bytes().all(|b| b.is_ascii_digit()) => format!("{part:0<3}").parse().ok()?,
        _ => return None,
    };
    whole
        .parse::<u64>()
        .ok()?
        .checked_mul(1_000)?
        .checked_add(part)
}

fn clock(record: &ClockRecord) -> Result<Clock, Problem> {
    match record.kind.as_str() {
        "virtual" => Ok(Clock::Virtual),
        "recorded" => Ok(Clock::Recorded),
        "measured" => Ok(Clock::Measured(Measurement {
            resolution: Dur(record.resolution_ns),
            alignment_error: Dur(record.alignment_error_ns),
            cores: record.cores,
            isolated: record.isolated,
        })),
        _ => Err(bad_envelope("clock.kind".into())),
    }
}

fn not_ours(error: &serde_json::Error) -> Problem {
    Problem::new(
        format!("{}:{}", error.line(), error.column()),
        Text::new(
            format!("이 프로그램이 내보낸 트레이스로 읽을 수 없습니다: {error}."),
            format!("This is not a trace that this program exported: {error}."),
        ),
        Text::new(
            "이 페이지에서 내보낸 파일을 고치지 말고 그대로 여세요.",
            "Open a file exported from this page, unchanged.",
        ),
    )
}

fn other_version(version: u32) -> Problem {
    Problem::new(
        "otherData.concurrencyLab.version",
        Text::new(
            format!("파일 판이 {version}인데, 여기서는 {VERSION}판을 읽습니다."),
            format!("The file has version {version}; version {VERSION} is read here."),
        ),
        Text::new(
            "같은 판의 페이지에서 다시 내보내세요.",
            "Export it again from a page of the same version.",
        ),
    )
}

fn bad_envelope(place: String) -> Problem {
    Problem::new(
        format!("otherData.concurrencyLab.{place}"),
        Text::new("값이 올바르지 않습니다.", "The value is not valid."),
        Text::new("트레이스를 다시 내보내세요.", "Export the trace again."),
    )
}

fn damaged(nth: usize) -> Problem {
    Problem::new(
        format!("traceEvents[{nth}]"),
        Text::new(
            "사건을 읽을 수 없어 뺐습니다.",
            "The event cannot be read and is left out.",
        ),
        Text::new("트레이스를 다시 내보내세요.", "Export the trace again."),
    )
}

fn open_flows(count: usize) -> Problem {
    Problem::new(
        "traceEvents",
        Text::new(
            format!("끝이 없는 흐름 {count}개를 뺐습니다."),
            format!("{count} flows have no end and are left out."),
        ),
        Text::new("트레이스를 다시 내보내세요.", "Export the trace again."),
    )
}
