//! Event lists of AsyncFlow, the asyncio logger of the package wigglystuff: a
//! JSON array of `{t_ms, coro, event, task, line, detail}` with the events
//! SPAWN, SUSPEND, RESUME, RETURN and DONE, times in milliseconds to a tenth.
//!
//! # Rules
//! * A task is a track. From a RESUME on it runs, from a SUSPEND on it awaits,
//!   until its next event; coroutines that are suspended together with the
//!   innermost one say nothing new. Before its first event nothing is known of
//!   it, and it is left empty.
//! * SPAWN names the new task as asyncio first called it, all later events as
//!   it was named then, so a SPAWN cannot be told to belong to a track. It is
//!   an instant on the track of the task that spawned it (`by NAME`), if that
//!   one is known, else on a track of its own name.
//! * RETURN and DONE are instants; a DONE ends the track.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use crate::base::{Problem, Text, Time};
use crate::trace::{Clock, State, Trace, TraceBuilder, TrackId, TrackKind, Value, fact};

/// An event of the list.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Entry {
    /// When, in milliseconds.
    pub t_ms: f64,
    /// The coroutine.
    pub coro: String,
    /// What happened.
    pub event: String,
    /// The task.
    pub task: String,
    /// The line of the program.
    #[serde(default)]
    pub line: Option<u64>,
    /// More about it.
    #[serde(default)]
    pub detail: Option<String>,
}

/// Whether a text looks like such a list: its first object has `t_ms` and `coro`.
pub fn is_one(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(4_096)];
    let has = |key: &[u8]| start.windows(key.len()).any(|window| window == key);
    let first = start.iter().find(|byte| !byte.is_ascii_whitespace());
    first == Some(&b'[') && has(b"\"t_ms\"") && has(b"\"coro\"")
}

/// Reads a list.
///
/// # Errors
/// If it is not such a list; with the place where it stops being one.
pub fn read(bytes: &[u8]) -> Result<Vec<Entry>, Problem> {
    let entries: Vec<Entry> = serde_json::from_slice(bytes).map_err(|error| {
        Problem::new(
            format!("{}:{}", error.line(), error.column()),
            Text::new(
                "여기서부터 AsyncFlow 이벤트 목록으로 읽을 수 없습니다.",
                "From here on it cannot be read as an event list of AsyncFlow.",
            ),
            Text::new(
                "각 이벤트에 t_ms, coro, event, task가 있어야 합니다.",
                "Each event needs t_ms, coro, event and task.",
            ),
        )
    })?;
    Ok(entries)
}

/// The counts of a list.
pub fn facts(entries: &[Entry]) -> Map<String, Json> {
    let mut by_event: BTreeMap<&str, u64> = BTreeMap::new();
    let mut done: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    let mut turns: BTreeMap<&str, [u64; 2]> = BTreeMap::new();
    for entry in entries {
        *by_event.entry(&entry.event).or_default() += 1;
        match entry.event.as_str() {
            "DONE" => drop(done.insert(&entry.task, entry.detail.as_deref())),
            "SUSPEND" => turns.entry(&entry.task).or_default()[0] += 1,
            "RESUME" => turns.entry(&entry.task).or_default()[1] += 1,
            _ => {}
        }
    }
    let tasks = |spawned: bool| -> BTreeSet<&str> {
        let wanted = entries.iter().filter(|e| (e.event == "SPAWN") == spawned);
        wanted.map(|entry| entry.task.as_str()).collect()
    };
    let coros: BTreeSet<&str> = entries.iter().map(|entry| entry.coro.as_str()).collect();
    let times = || entries.iter().map(|entry| entry.t_ms);
    let facts = json!({
        "kind": "wigglystuff AsyncFlow event list",
        "events_total": entries.len(),
        "by_event": by_event,
        "task_names_in_spawn": tasks(true),
        "task_names_elsewhere": tasks(false),
        "coros": coros,
        "min_t_ms": times().reduce(f64::min),
        "max_t_ms": times().reduce(f64::max),
        "monotonic": entries.windows(2).all(|pair| pair[0].t_ms <= pair[1].t_ms),
        "done_details": done,
        "suspend_resume_by_task": turns,
    });
    match facts {
        Json::Object(facts) => facts,
        _ => Map::new(),
    }
}

/// The trace that a list tells of.
pub fn recording(entries: &[Entry]) -> Trace {
    let mut order: Vec<&Entry> = entries.iter().collect();
    order.sort_by(|a, b| a.t_ms.total_cmp(&b.t_ms));
    let origin = order.first().map_or(0.0, |entry| entry.t_ms);
    let mut builder = TraceBuilder::new(Clock::Recorded);
    builder.fact(fact::ORIGIN, Value::Int((origin * 1e6).round() as i64));
    let mut tracks: HashMap<&str, TrackId> = HashMap::new();
    for entry in entries.iter().filter(|entry| entry.event != "SPAWN") {
        tracks
            .entry(&entry.task)
            .or_insert_with(|| builder.track(None, TrackKind::Task, &entry.task));
    }
    for entry in order {
        // Tenths of milliseconds: exact when rounded to nanoseconds.
        let at = Time(((entry.t_ms - origin) * 1e6).round().max(0.0) as u64);
        add(&mut builder, &mut tracks, entry, at);
    }
    builder.finish()
}

fn add<'e>(
    builder: &mut TraceBuilder,
    tracks: &mut HashMap<&'e str, TrackId>,
    entry: &'e Entry,
    at: Time,
) {
    let detail = entry.detail.as_deref();
    let name = builder.name(&entry.coro);
    if entry.event == "SPAWN" {
        let by = detail.and_then(|detail| detail.strip_prefix("by "));
        let known = by.and_then(|by| tracks.get(by).copied());
        let own = entry.task.as_str();
        let track = known.unwrap_or_else(|| {
            *tracks
                .entry(own)
                .or_insert_with(|| builder.track(None, TrackKind::Task, own))
        });
        let name = builder.name(&format!("SPAWN {} ({own})", entry.coro));
        builder.instant(track, name, at);
        return;
    }
    let Some(&track) = tracks.get(entry.task.as_str()) else {
        return;
    };
    match entry.event.as_str() {
        "RESUME" => note_line(
            builder.begin(track, State::Running, name, at),
            builder,
            entry,
        ),
        "SUSPEND" if builder.open_state(track) != Some(State::Awaiting) => {
            let ended = builder.begin(track, State::Awaiting, name, at);
            note_line(ended, builder, entry);
        }
        "SUSPEND" => {}
        other => {
            let said = detail
                .map(|detail| format!(": {detail}"))
                .unwrap_or_default();
            let what = builder.name(&format!("{other} {}{said}", entry.coro));
            builder.instant(track, what, at);
            if other == "DONE" {
                let ended = builder.end_open(track, at);
                note_line(ended, builder, entry);
            }
        }
    }
}

/// The line at which a stretch ended, where the event says it.
fn note_line(ended: Option<crate::trace::SliceKey>, builder: &mut TraceBuilder, entry: &Entry) {
    if let (Some(slice), Some(line)) = (ended, entry.line) {
        let line = i64::try_from(line).unwrap_or(i64::MAX);
        builder.arg(slice, "line", Value::Int(line));
    }
}
