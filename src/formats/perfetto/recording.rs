//! The trace that packets tell of.

use std::collections::{BTreeMap, HashMap};

use super::legacy::{AsyncId, Part};
use super::packets::{ArgValue, Event, Kind, Packets, TrackSaid, own_uuid};
use crate::base::{Problem, Text, Time};
use crate::trace::{
    Clock, CounterId, FlowKind, OsIds, SliceKey, State, Trace, TraceBuilder, TrackId, TrackKind,
    Value, arg, fact,
};

/// A track lies no deeper than this below others: parents may go in circles.
pub(super) const DEEPEST: usize = 32;

/// Makes the trace, and tells what was left over.
pub(super) fn recording(packets: Packets) -> (Trace, Vec<Problem>) {
    let Packets {
        mut events, tracks, ..
    } = packets;
    // Stable: at one moment in the order of the file.
    events.sort_by_key(|event| event.at);
    let origin = events.first().map_or(0, |event| event.at);
    let last = events.iter().map(|event| match event.kind {
        Kind::Complete(nanos) => event.at.saturating_add(nanos),
        _ => event.at,
    });
    let end = Time(last.max().unwrap_or(origin) - origin);
    let mut builder = TraceBuilder::new(Clock::Recorded);
    let zero = i64::try_from(origin).unwrap_or(i64::MAX);
    builder.fact(fact::ORIGIN, Value::Int(zero));
    builder.extend_to(end);
    let mut recording = Recording {
        builder,
        said: tracks.into_iter().collect(),
        tracks: HashMap::new(),
        open: HashMap::new(),
        open_async: BTreeMap::new(),
        tasks: HashMap::new(),
        counters: HashMap::new(),
        untracked: HashMap::new(),
        flows: HashMap::new(),
        stray: 0,
    };
    for event in &events {
        recording.add(event, Time(event.at - origin));
    }
    recording.finish(end)
}

/// A begin of something asynchronous, when that was, and the track that it is on.
type Begun = (Event, Time, TrackId);

struct Recording {
    builder: TraceBuilder,
    said: HashMap<u64, TrackSaid>,
    tracks: HashMap<u64, TrackId>,
    /// Begins that have no end yet, by track.
    open: HashMap<u64, Vec<(Event, Time)>>,
    /// The same of what is asynchronous, by id and, where that is local, process.
    open_async: BTreeMap<(AsyncId, Option<i64>), Vec<Begun>>,
    /// By process, category and name.
    tasks: HashMap<(Option<i64>, String, String), TrackId>,
    /// A counter and its last value.
    counters: HashMap<u64, (CounterId, f64)>,
    /// Counters without a track: by process, name, number and series.
    untracked: HashMap<(Option<i64>, String, u64, String), CounterId>,
    /// Where a flow was last.
    flows: HashMap<u64, (TrackId, Time)>,
    stray: u64,
}

impl Recording {
    fn add(&mut self, event: &Event, at: Time) {
        match event.kind {
            Kind::Begin => {
                // Made now, so that tracks are in the order of their beginnings.
                self.track(event.track, 0);
                let open = self.open.entry(event.track).or_default();
                open.push((event.clone(), at));
            }
            Kind::End => match self.open.get_mut(&event.track).and_then(Vec::pop) {
                Some((begun, from)) => {
                    let slice = self.slice(&begun, from, at);
                    self.args(slice, event);
                }
                None => self.stray += 1,
            },
            Kind::Complete(nanos) => {
                let until = Time(at.0.saturating_add(nanos));
                self.slice(event, at, until);
            }
            Kind::Instant => {
                let track = self.track(event.track, 0);
                let name = self.builder.name(&event.name);
                self.builder.instant(track, name, at);
            }
            Kind::Counter(value) => self.count(event.track, at, value),
            Kind::Async(part, ref id) => self.part(event, part, id, at),
            Kind::Values(number) => self.values(event, number, at),
            Kind::Flow => {}
        }
        self.flow(event, at);
    }

    /// A part of something asynchronous.
    fn part(&mut self, event: &Event, part: Part, id: &AsyncId, at: Time) {
        let pid = self.pid_of(event.track);
        let key = (id.clone(), pid.filter(|_| id.is_local));
        let open = self.open_async.get_mut(&key);
        if part == Part::End {
            match open.and_then(Vec::pop) {
                Some((begun, from, track)) => {
                    let slice = self.slice_on(track, &begun, from, at);
                    self.args(slice, event);
                }
                None => self.stray += 1,
            }
            return;
        }
        // All parts are where the outermost one is.
        let outermost = open.and_then(|open| open.first().map(|(_, _, track)| *track));
        let track = outermost.unwrap_or_else(|| self.task(pid, event));
        if part == Part::Begin {
            let open = self.open_async.entry(key).or_default();
            open.push((event.clone(), at, track));
        } else {
            let name = self.builder.name(&event.name);
            self.builder.instant(track, name, at);
        }
    }

    /// The track of what is asynchronous of that process, category and name.
    fn task(&mut self, pid: Option<i64>, event: &Event) -> TrackId {
        let key = (pid, event.category.clone(), event.name.clone());
        if let Some(&track) = self.tasks.get(&key) {
            return track;
        }
        let parent = pid.map(|pid| self.process(pid, 0));
        let track = self.builder.track(parent, TrackKind::Task, &event.name);
        self.tasks.insert(key, track);
        track
    }

    /// The process that a track is of.
    fn pid_of(&self, uuid: u64) -> Option<i64> {
        let mut next = Some(uuid);
        for _ in 0..DEEPEST {
            let said = self.said.get(&next?)?;
            let own = said.process.or(said.thread.map(|(pid, _)| pid));
            if own.is_some() {
                return own;
            }
            next = said.parent;
        }
        None
    }

    fn slice(&mut self, event: &Event, from: Time, to: Time) -> SliceKey {
        let track = self.track(event.track, 0);
        self.slice_on(track, event, from, to)
    }

    fn slice_on(&mut self, track: TrackId, event: &Event, from: Time, to: Time) -> SliceKey {
        let name = self.builder.name(&event.name);
        let slice = self.builder.slice(track, State::Span, name, from, to);
        if !event.category.is_empty() {
            let category = self.builder.name(&event.category);
            self.builder
                .arg(slice, arg::CATEGORY, Value::Name(category));
        }
        self.args(slice, event);
        slice
    }

    fn args(&mut self, slice: SliceKey, event: &Event) {
        for (key, value) in &event.args {
            let value = match value {
                ArgValue::Int(n) => Value::Int(*n),
                ArgValue::Float(x) => Value::Float(*x),
                ArgValue::Text(text) => Value::Name(self.builder.name(text)),
            };
            self.builder.arg(slice, key, value);
        }
    }

    fn count(&mut self, uuid: u64, at: Time, value: f64) {
        let said = self.said.get(&uuid).cloned().unwrap_or_default();
        let known = self.counters.get(&uuid).copied();
        let (counter, before) = known.unwrap_or_else(|| {
            let track = match said.parent {
                Some(parent) => self.track(parent, 0),
                None => self.track(0, 0),
            };
            let name = match said.name.as_str() {
                "" => "counter",
                name => name,
            };
            (self.builder.counter(track, name), 0.0)
        });
        let value = value * said.counter.unwrap_or(1) as f64;
        let value = if said.is_incremental {
            before + value
        } else {
            value
        };
        self.counters.insert(uuid, (counter, value));
        self.builder.count(counter, at, value);
    }

    /// Values of a counter that has no track: a series for each argument that is
    /// a number, on the process, called as in Chrome trace events.
    fn values(&mut self, event: &Event, number: u64, at: Time) {
        let pid = self.pid_of(event.track);
        let alone = event.args.len() == 1;
        for (series, value) in &event.args {
            let value = match value {
                ArgValue::Int(n) => *n as f64,
                ArgValue::Float(x) => *x,
                ArgValue::Text(_) => continue,
            };
            let key = (pid, event.name.clone(), number, series.clone());
            let known = self.untracked.get(&key).copied();
            let counter = known.unwrap_or_else(|| {
                let track = match pid {
                    Some(pid) => self.process(pid, 0),
                    None => self.track(event.track, 0),
                };
                let name = match alone && (series == "value" || *series == event.name) {
                    true => event.name.clone(),
                    false => format!("{} {series}", event.name),
                };
                self.builder.counter(track, &name)
            });
            self.untracked.insert(key, counter);
            self.builder.count(counter, at, value);
        }
    }

    /// Joins an event to the one before of its flows.
    fn flow(&mut self, event: &Event, at: Time) {
        for (ids, ends) in [(&event.flows, false), (&event.ending, true)] {
            for &id in ids {
                let here = (self.track(event.track, 0), at);
                let before = match ends {
                    true => self.flows.remove(&id),
                    false => self.flows.insert(id, here),
                };
                if let Some(before) = before {
                    self.builder.flow(FlowKind::Message, before, here);
                }
            }
        }
    }

    /// The track of a number, made when it is first asked for, after its parent.
    fn track(&mut self, uuid: u64, depth: usize) -> TrackId {
        if let Some(&track) = self.tracks.get(&uuid) {
            return track;
        }
        let said = self.said.get(&uuid).cloned().unwrap_or_default();
        let parent = match (said.parent, said.thread) {
            _ if depth >= DEEPEST => None,
            (Some(parent), _) if parent != uuid && parent != 0 => {
                Some(self.track(parent, depth + 1))
            }
            (_, Some((pid, _))) => Some(self.process(pid, depth + 1)),
            _ => None,
        };
        // A parent that is below itself may have made it meanwhile.
        if let Some(&track) = self.tracks.get(&uuid) {
            return track;
        }
        let (kind, name) = kind_and_name(uuid, &said);
        let track = self.builder.track(parent, kind, &name);
        let ids = OsIds {
            process: said
                .process
                .or(said.thread.map(|(pid, _)| pid))
                .map(|pid| self.builder.name(&pid.to_string())),
            thread: said
                .thread
                .map(|(_, tid)| self.builder.name(&tid.to_string())),
        };
        self.builder.set_os_ids(track, ids);
        self.tracks.insert(uuid, track);
        track
    }

    /// The track of a process: the one that says that it is its, else a new one.
    fn process(&mut self, pid: i64, depth: usize) -> TrackId {
        let of = |(uuid, said): (&u64, &TrackSaid)| (said.process == Some(pid)).then_some(*uuid);
        // The least, since a map has no order.
        let known = self.said.iter().filter_map(of).min();
        let uuid = known.unwrap_or_else(|| {
            let said = TrackSaid {
                process: Some(pid),
                ..TrackSaid::default()
            };
            let uuid = own_uuid(pid, None);
            self.said.insert(uuid, said);
            uuid
        });
        self.track(uuid, depth)
    }

    fn finish(mut self, end: Time) -> (Trace, Vec<Problem>) {
        let mut open: Vec<(u64, Vec<(Event, Time)>)> = self.open.drain().collect();
        open.sort_by_key(|(track, _)| *track);
        let mut unfinished = 0;
        for (event, from) in open.into_iter().flat_map(|(_, events)| events) {
            let slice = self.slice(&event, from, end);
            self.builder.arg(slice, arg::UNFINISHED, Value::Int(1));
            unfinished += 1;
        }
        let open = std::mem::take(&mut self.open_async).into_values();
        for (event, from, track) in open.flatten() {
            let slice = self.slice_on(track, &event, from, end);
            self.builder.arg(slice, arg::UNFINISHED, Value::Int(1));
            unfinished += 1;
        }
        let mut problems = Vec::new();
        let mut say = |count: u64, ko: &str, en: &str, hint: (&'static str, &'static str)| {
            if count > 0 {
                problems.push(Problem::new(
                    "file",
                    Text::new(format!("{ko}: {count}개."), format!("{en}: {count}.")),
                    Text::new(hint.0, hint.1),
                ));
            }
        };
        say(
            self.stray,
            "시작 없는 끝 이벤트",
            "Ends without a begin",
            ("뺐습니다.", "Left out."),
        );
        say(
            unfinished,
            "끝 없는 시작 이벤트",
            "Begins without an end",
            (
                "기록이 끝날 때까지 이어진다고 보았습니다.",
                "Taken to go on to the end of the recording.",
            ),
        );
        (self.builder.finish(), problems)
    }
}

fn kind_and_name(uuid: u64, said: &TrackSaid) -> (TrackKind, String) {
    let first = |names: [&str; 2], otherwise: String| {
        let found = names.into_iter().find(|name| !name.is_empty());
        found.map_or(otherwise, str::to_owned)
    };
    match (said.process, said.thread) {
        (Some(pid), _) => (
            TrackKind::Process,
            first([&said.process_name, &said.name], pid.to_string()),
        ),
        (None, Some((_, tid))) => (
            TrackKind::Thread,
            first([&said.thread_name, &said.name], tid.to_string()),
        ),
        // The track of all that has none.
        (None, None) if uuid == 0 && said.name.is_empty() => (TrackKind::Group, "trace".to_owned()),
        (None, None) => (
            TrackKind::Task,
            first([&said.name, ""], format!("{uuid:x}")),
        ),
    }
}
