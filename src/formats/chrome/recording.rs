//! The trace that a file of another tool tells of.
//!
//! # Rules
//! * Time 0 is the earliest moment of the file; what the file's clock said
//!   then is the fact [`fact::ORIGIN`].
//! * A process is a track, its threads are tracks below it, in the order of
//!   their sort indices, else of their first event. A thread without events is
//!   left out.
//! * Complete slices are stretches of which nothing but the name is known
//!   ([`State::Span`]). A B without E, or b without e, goes on to the end of
//!   the trace and has the argument [`arg::UNFINISHED`].
//! * Asynchronous slices are on a task track of their process, one for each
//!   category and name of the outermost one of an id.
//! * Flows join the threads at the times of their events; counters belong to
//!   the process, one for each numeric argument.
//! * All other events are instants, on their process if their scope is it, or
//!   global, else on their thread.

use std::collections::HashMap;

use super::facts::numeric;
use super::log::{Event, LaneId, Log, Scope, Sym};
use super::matching::{Matched, Slice, async_key};
use crate::base::{Id, Time};
use crate::formats::json::{Kind, Raw};
use crate::trace::{
    Clock, CounterId, FlowKind, NameId, OsIds, SliceKey, State, Trace, TraceBuilder, TrackId,
    TrackKind, Value, arg, fact,
};

/// More arguments of one slice are left out.
const MOST_ARGS: usize = 32;
/// The most characters of an argument; longer ones are cut, with "…".
const LONGEST_ARG: usize = 500;

/// So many slices are added in one call.
const BATCH: usize = 4_096;

/// Makes the trace.
pub fn recording(log: &Log, matched: &Matched) -> Trace {
    let mut recording = Recording::new(log, matched);
    recording.add_lanes();
    recording.add_slices();
    recording.add_async();
    recording.add_flows();
    recording.add_moments();
    recording.builder.finish()
}

struct Recording<'b> {
    log: &'b Log,
    matched: &'b Matched,
    builder: TraceBuilder,
    /// The file's time of the trace's zero.
    origin: i64,
    /// The end of the trace.
    end: Time,
    /// By symbol.
    names: Vec<Option<NameId>>,
    processes: HashMap<Sym, TrackId>,
    /// By process and thread.
    threads: Vec<Option<TrackId>>,
    category: Option<NameId>,
    /// By process, category and name.
    tasks: HashMap<(Sym, Sym, Sym), TrackId>,
    counters: HashMap<(Sym, Sym, Sym, String), CounterId>,
}

impl<'b> Recording<'b> {
    fn new(log: &'b Log, matched: &'b Matched) -> Self {
        let first = matched.order.first();
        let origin = first.map_or(0, |&i| log.events[i as usize].at.nanos());
        let last = matched.order.last();
        let ends = matched.slices.iter().map(|slice| slice.stop);
        let moment = last.map_or(0, |&i| log.events[i as usize].at.nanos());
        let end = ends.fold(moment, i64::max);
        let mut builder = TraceBuilder::new(Clock::Recorded);
        builder.fact(fact::ORIGIN, Value::Int(origin));
        let end = Time(end.saturating_sub(origin).max(0).unsigned_abs());
        builder.extend_to(end);
        Recording {
            log,
            matched,
            category: None,
            builder,
            origin,
            end,
            names: vec![None; log.strings()],
            processes: HashMap::new(),
            threads: vec![None; log.lanes.len()],
            tasks: HashMap::new(),
            counters: HashMap::new(),
        }
    }

    fn event(&self, place: u32) -> &'b Event {
        &self.log.events[place as usize]
    }

    fn time(&self, nanos: i64) -> Time {
        Time(nanos.saturating_sub(self.origin).max(0).unsigned_abs())
    }

    fn at(&self, event: &Event) -> Time {
        self.time(event.at.nanos())
    }

    fn name(&mut self, sym: Sym) -> NameId {
        let (log, builder) = (self.log, &mut self.builder);
        *self.names[sym.index()].get_or_insert_with(|| builder.name(log.str(sym)))
    }

    /// Tracks of processes and threads, in the order in which they are shown.
    fn add_lanes(&mut self) {
        let mut lanes: Vec<LaneId> = Vec::new();
        let mut pids: Vec<Sym> = Vec::new();
        let mut seen = vec![false; self.log.lanes.len()];
        let mut seen_pids = vec![false; self.log.strings()];
        let is_new = |seen: &mut Vec<bool>, id: usize| !std::mem::replace(&mut seen[id], true);
        for event in &self.log.events {
            let pid = self.log.lane(event).pid;
            if is_new(&mut seen_pids, pid.index()) {
                pids.push(pid);
            }
            let elsewhere = matches!(
                event.phase,
                b'C' | b'b' | b'e' | b'n' | b'S' | b'T' | b'p' | b'F'
            );
            let on_thread = !elsewhere && (event.scope == Scope::Thread || !is_instant(event));
            if on_thread && is_new(&mut seen, event.lane.index()) {
                lanes.push(event.lane);
            }
        }
        let said = Said::of(self.log);
        pids.sort_by_key(|pid| said.process_order.get(pid).copied().unwrap_or(0));
        lanes.sort_by_key(|lane| said.thread_order.get(lane).copied().unwrap_or(0));
        let mut by_pid: HashMap<Sym, Vec<LaneId>> = HashMap::new();
        for lane in lanes {
            let pid = self.log.lanes[lane].pid;
            by_pid.entry(pid).or_default().push(lane);
        }
        for pid in pids {
            let name = said.process_names.get(&pid).map(String::as_str);
            let name = name.filter(|name| !name.is_empty());
            let name = name.unwrap_or(self.log.str(pid));
            let track = self.builder.track(None, TrackKind::Process, name);
            let process = Some(self.name(pid));
            self.builder.set_os_ids(
                track,
                OsIds {
                    process,
                    thread: None,
                },
            );
            self.processes.insert(pid, track);
            for lane in by_pid.remove(&pid).unwrap_or_default() {
                let name = said.thread_names.get(&lane).map(String::as_str);
                let name = name.filter(|name| !name.is_empty());
                let tid = self.log.lanes[lane].tid;
                let name = name.unwrap_or(self.log.str(tid));
                let thread = self.builder.track(Some(track), TrackKind::Thread, name);
                let ids = OsIds {
                    process,
                    thread: Some(self.name(tid)),
                };
                self.builder.set_os_ids(thread, ids);
                self.threads[lane.index()] = Some(thread);
            }
        }
    }

    fn add_slices(&mut self) {
        for slices in self.matched.slices.chunks(BATCH) {
            self.add_batch(slices);
        }
        for &open in &self.matched.open {
            let event = self.event(open);
            let Some(track) = self.threads[event.lane.index()] else {
                continue;
            };
            let key = self.slice(track, open, self.at(event), self.end);
            self.builder.arg(key, arg::UNFINISHED, Value::Int(1));
        }
    }

    /// A call of its own for each batch: browsers make a function quick only
    /// for the next time it is called.
    #[inline(never)]
    fn add_batch(&mut self, slices: &[Slice]) {
        for slice in slices {
            // Every slice has a thread: its events are on it.
            let Some(track) = self.threads[slice.lane.index()] else {
                continue;
            };
            let (start, end) = (self.time(slice.start), self.time(slice.stop));
            let key = self.slice(track, slice.begin, start, end);
            if let Some(end) = slice.end {
                self.add_args(key, end);
            }
        }
    }

    fn slice(&mut self, track: TrackId, begin: u32, start: Time, end: Time) -> SliceKey {
        let event = self.event(begin);
        let name = self.name(event.name);
        let key = self.builder.slice(track, State::Span, name, start, end);
        if event.cat != self.log.empty {
            let category = Value::Name(self.name(event.cat));
            let builder = &mut self.builder;
            let name = *self
                .category
                .get_or_insert_with(|| builder.name(arg::CATEGORY));
            builder.arg_named(key, name, category);
        }
        self.add_args(key, begin);
        key
    }

    fn add_args(&mut self, key: SliceKey, place: u32) {
        let event = self.event(place);
        if !event.has_args() {
            return;
        }
        for (name, value) in self.log.args(event).into_iter().take(MOST_ARGS) {
            let value = self.value(&value);
            self.builder.arg(key, &name.str(), value);
        }
    }

    fn value(&mut self, raw: &Raw<'_>) -> Value {
        let text = raw.str();
        if raw.kind == Kind::Number {
            if let Ok(number) = text.parse() {
                return Value::Int(number);
            }
            if let Some(number) = numeric(raw) {
                return Value::Float(number);
            }
        }
        match text.char_indices().nth(LONGEST_ARG) {
            Some((at, _)) => Value::Name(self.builder.name(&format!("{}…", &text[..at]))),
            None => Value::Name(self.builder.name(&text)),
        }
    }

    /// The track of asynchronous slices of that category and name.
    fn task(&mut self, event: &Event, name: Sym) -> TrackId {
        let pid = self.log.lane(event).pid;
        let key = (pid, event.cat, name);
        if let Some(&track) = self.tasks.get(&key) {
            return track;
        }
        let parent = self.processes.get(&pid).copied();
        let track = self
            .builder
            .track(parent, TrackKind::Task, self.log.str(name));
        self.tasks.insert(key, track);
        track
    }

    /// Slices of b and e, S and F, and the moments within them.
    fn add_async(&mut self) {
        if !self.log.has(b"bneSTpF") {
            return;
        }
        let ends: HashMap<u32, u32> = self
            .matched
            .asynchronous
            .iter()
            .chain(&self.matched.legacy)
            .copied()
            .collect();
        // How many are open of each id, and the name and process of the outermost.
        let mut open: HashMap<(Sym, Sym), (u32, Sym, Event)> = HashMap::new();
        for &place in &self.matched.order {
            let event = self.event(place);
            let key = async_key(event);
            match event.phase {
                b'b' | b'S' => {
                    let entry = open.entry(key).or_insert((0, event.name, *event));
                    if entry.0 == 0 {
                        *entry = (0, event.name, *event);
                    }
                    entry.0 += 1;
                    let (_, root, of) = *entry;
                    let track = self.task(&of, root);
                    self.add_async_slice(track, place, ends.get(&place).copied());
                }
                b'e' | b'F' => {
                    if let Some(entry) = open.get_mut(&key) {
                        entry.0 = entry.0.saturating_sub(1);
                    }
                }
                b'n' | b'T' | b'p' => {
                    let within = open.get(&key).filter(|entry| entry.0 > 0).copied();
                    let (root, of) = within.map_or((event.name, *event), |(_, n, e)| (n, e));
                    let track = self.task(&of, root);
                    let name = self.name(event.name);
                    self.builder.instant(track, name, self.at(event));
                }
                _ => {}
            }
        }
    }

    fn add_async_slice(&mut self, track: TrackId, begin: u32, end: Option<u32>) {
        let start = self.at(self.event(begin));
        match end {
            Some(end) => {
                let stop = self.at(self.event(end));
                let key = self.slice(track, begin, start, stop);
                self.add_args(key, end);
            }
            None => {
                let key = self.slice(track, begin, start, self.end);
                self.builder.arg(key, arg::UNFINISHED, Value::Int(1));
            }
        }
    }

    fn add_flows(&mut self) {
        for &(from, to) in &self.matched.arrows {
            let end = |place: u32| {
                let event = self.event(place);
                Some((self.threads[event.lane.index()]?, self.at(event)))
            };
            if let (Some(from), Some(to)) = (end(from), end(to)) {
                self.builder.flow(FlowKind::Message, from, to);
            }
        }
    }

    /// Instants and counters.
    fn add_moments(&mut self) {
        for event in &self.log.events {
            if event.phase == b'C' {
                self.count(event);
            } else if is_instant(event) {
                let thread = self.threads[event.lane.index()];
                let process = self.processes.get(&self.log.lane(event).pid).copied();
                let track = match event.scope {
                    Scope::Thread => thread,
                    Scope::Process | Scope::Global => process,
                };
                if let Some(track) = track {
                    let name = self.name(event.name);
                    self.builder.instant(track, name, self.at(event));
                }
            }
        }
    }

    fn count(&mut self, event: &Event) {
        let pid = self.log.lane(event).pid;
        let Some(&track) = self.processes.get(&pid) else {
            return;
        };
        let name = self.log.str(event.name);
        let args = self.log.args(event);
        let alone = args.len() == 1;
        for (key, value) in args {
            let Some(number) = numeric(&value) else {
                continue;
            };
            let series = key.str();
            let mut title = if alone && (series == "value" || series == name) {
                name.to_owned()
            } else {
                format!("{name} {series}")
            };
            if event.id != self.log.empty {
                title = format!("{title} [{}]", self.log.str(event.plain_id));
            }
            let place = (pid, event.name, event.id, series.into_owned());
            let builder = &mut self.builder;
            let counter = *self
                .counters
                .entry(place)
                .or_insert_with(|| builder.counter(track, &title));
            let at = self.time(event.at.nanos());
            self.builder.count(counter, at, number);
        }
    }
}

/// Whether an event is a moment without a part in anything else.
fn is_instant(event: &Event) -> bool {
    !matches!(
        event.phase,
        b'X' | b'B'
            | b'E'
            | b'b'
            | b'e'
            | b'n'
            | b'S'
            | b'T'
            | b'p'
            | b'F'
            | b's'
            | b't'
            | b'f'
            | b'C'
    )
}

/// What metadata says of processes and threads.
#[derive(Default)]
struct Said {
    process_names: HashMap<Sym, String>,
    process_order: HashMap<Sym, i64>,
    thread_names: HashMap<LaneId, String>,
    thread_order: HashMap<LaneId, i64>,
}

impl Said {
    fn of(log: &Log) -> Said {
        let mut said = Said::default();
        for event in &log.metadata {
            let name = || log.arg(event, "name").map(|raw| raw.str().into_owned());
            let order = || {
                let index = log.arg(event, "sort_index")?;
                index.str().trim().parse().ok()
            };
            let (lane, pid) = (event.lane, log.lane(event).pid);
            match log.str(event.name) {
                "process_name" => said.process_names.extend(name().map(|n| (pid, n))),
                "thread_name" => said.thread_names.extend(name().map(|n| (lane, n))),
                "process_sort_index" => said.process_order.extend(order().map(|n| (pid, n))),
                "thread_sort_index" => said.thread_order.extend(order().map(|n| (lane, n))),
                _ => {}
            }
        }
        said
    }
}
