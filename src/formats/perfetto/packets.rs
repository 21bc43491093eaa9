//! The packets of a trace: names, clocks and defaults of each sequence, the
//! tracks, and the events with their times.

use std::collections::{BTreeMap, HashMap};

use super::legacy::{AsyncId, Legacy, Part};
use super::wire::{Fields, Value};
use crate::base::{Problem, Text};

/// The clock that times are in unless something else is said: BOOTTIME.
const BOOTTIME: u32 = 6;
/// The clock of times in events themselves, as they were before packets had one.
const MONOTONIC: u32 = 3;
/// Clocks from here on belong to a sequence.
const OF_SEQUENCE: u32 = 64;
/// More annotations of an event are left out.
const MOST_ARGS: usize = 32;
/// The most characters of an annotation.
const LONGEST_ARG: usize = 500;

/// What an event is.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Kind {
    Begin,
    End,
    Instant,
    Counter(f64),
    /// A whole slice of so many nanoseconds.
    Complete(u64),
    /// A part of something asynchronous, in the older way.
    Async(Part, AsyncId),
    /// A moment that only flows go through.
    Flow,
    /// Values of a counter without a track, in the older way: its arguments, of
    /// the counter of that name and number.
    Values(u64),
}

/// The value of an annotation.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum ArgValue {
    Int(i64),
    Float(f64),
    Text(String),
}

/// An event of a track.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Event {
    pub at: u64,
    pub track: u64,
    pub kind: Kind,
    pub name: String,
    pub category: String,
    pub args: Vec<(String, ArgValue)>,
    /// Flows that go on through it, and flows that end in it.
    pub flows: Vec<u64>,
    pub ending: Vec<u64>,
    /// The process and thread that it is told for, if not those of its track.
    pub told_for: (Option<i64>, Option<i64>),
}

/// What a track is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct TrackSaid {
    pub name: String,
    pub parent: Option<u64>,
    pub process: Option<i64>,
    pub process_name: String,
    /// Process and thread.
    pub thread: Option<(i64, i64)>,
    pub thread_name: String,
    /// Whether it is a counter, and by how much its values are to be multiplied.
    pub counter: Option<i64>,
    pub is_incremental: bool,
}

/// What holds for a sequence.
#[derive(Default)]
struct Sequence {
    /// By kind of name and number.
    names: HashMap<(u32, u64), String>,
    clock: Option<u32>,
    track: Option<u64>,
    extra_counters: Vec<u64>,
    extra_float_counters: Vec<u64>,
    /// Incremental clocks: where each is.
    clocks: HashMap<u32, SequenceClock>,
    /// The thread that it says that it is, in the old way.
    thread: Option<u64>,
    /// The microseconds to which the next event that tells a difference adds it.
    micros: Option<u64>,
}

/// A clock of a sequence.
#[derive(Clone, Copy, Default)]
struct SequenceClock {
    /// Its time in nanoseconds now, if it is incremental, and at the snapshot.
    now: u64,
    snapshot: u64,
    /// The trace's time at the snapshot.
    at: u64,
    unit: u64,
    is_incremental: bool,
}

/// Everything that was read.
#[derive(Default)]
pub(super) struct Packets {
    pub events: Vec<Event>,
    pub tracks: BTreeMap<u64, TrackSaid>,
    /// How often other data was seen, by the number of its field.
    pub others: BTreeMap<u32, u64>,
    pub broken: bool,
    sequences: HashMap<u64, Sequence>,
    /// The tracks of threads that others told of.
    threads: HashMap<(i64, i64), u64>,
    /// The clocks of the system at the last snapshot.
    snapshot: HashMap<u32, u64>,
    unknown_clock: u64,
    untimed: u64,
}

/// The fields of a packet that mean something here.
#[derive(Default)]
struct Packet<'a> {
    time: Option<u64>,
    clock: Option<u32>,
    sequence: u64,
    flags: u64,
    interned: Option<&'a [u8]>,
    defaults: Option<&'a [u8]>,
    event: Option<&'a [u8]>,
    snapshot: Option<&'a [u8]>,
    descriptor: Option<&'a [u8]>,
    /// Process and thread in the old way.
    process: Option<&'a [u8]>,
    thread: Option<&'a [u8]>,
}

impl Packets {
    /// Adds a packet.
    pub fn add(&mut self, bytes: &[u8]) {
        let mut packet = Packet::default();
        let mut fields = Fields::of(bytes);
        for (number, value) in fields.by_ref() {
            match number {
                6 => packet.snapshot = Some(value.bytes()),
                8 => packet.time = Some(value.unsigned()),
                10 => packet.sequence = value.unsigned(),
                11 => packet.event = Some(value.bytes()),
                12 => packet.interned = Some(value.bytes()),
                13 => packet.flags |= value.unsigned(),
                // Said in the old way that what was interned is void.
                41 => packet.flags |= value.unsigned() & 1,
                43 => packet.process = Some(value.bytes()),
                44 => packet.thread = Some(value.bytes()),
                58 => packet.clock = u32::try_from(value.unsigned()).ok(),
                59 => packet.defaults = Some(value.bytes()),
                60 => packet.descriptor = Some(value.bytes()),
                1 => *self.others.entry(1).or_default() += 1,
                _ => {}
            }
        }
        self.broken |= fields.broken;
        self.packet(&packet);
    }

    fn packet(&mut self, packet: &Packet<'_>) {
        const CLEARED: u64 = 1;
        if packet.flags & CLEARED != 0 {
            self.sequences.insert(packet.sequence, Sequence::default());
        }
        let sequence = self.sequences.entry(packet.sequence).or_default();
        if let Some(bytes) = packet.interned {
            sequence.intern(bytes);
        }
        if let Some(bytes) = packet.defaults {
            sequence.set_defaults(bytes);
        }
        if let Some(bytes) = packet.snapshot {
            self.snapshot(packet.sequence, bytes);
        }
        if let Some(bytes) = packet.descriptor {
            let (uuid, said) = descriptor(bytes);
            self.tracks.insert(uuid, said);
        }
        self.old_descriptors(packet);
        if let Some(bytes) = packet.event {
            let clock = packet.clock;
            match packet.time {
                Some(time) => match self.time(packet.sequence, clock, time) {
                    Some(at) => self.event(packet.sequence, at, bytes),
                    None => self.unknown_clock += 1,
                },
                None => match self.own_time(packet.sequence, bytes) {
                    Some(at) => self.event(packet.sequence, at, bytes),
                    None => self.untimed += 1,
                },
            }
        }
    }

    /// Descriptors as they were before there were tracks.
    fn old_descriptors(&mut self, packet: &Packet<'_>) {
        let text = |bytes, wanted| first(bytes, wanted).map_or_else(String::new, Value::text);
        let whole = |bytes, wanted| first(bytes, wanted).map_or(0, Value::signed);
        if let Some(bytes) = packet.process {
            let pid = whole(bytes, 1);
            let said = TrackSaid {
                process: Some(pid),
                process_name: text(bytes, 6),
                ..TrackSaid::default()
            };
            self.tracks.insert(own_uuid(pid, None), said);
        }
        if let Some(bytes) = packet.thread {
            let ids = (whole(bytes, 1), whole(bytes, 2));
            let uuid = own_uuid(ids.0, Some(ids.1));
            let said = TrackSaid {
                thread: Some(ids),
                thread_name: text(bytes, 5),
                ..TrackSaid::default()
            };
            self.tracks.insert(uuid, said);
            let micros = first(bytes, 6).and_then(|at| u64::try_from(at.signed()).ok());
            let of = self.sequences.entry(packet.sequence).or_default();
            of.thread = Some(uuid);
            of.micros = micros.or(of.micros);
        }
    }

    /// Takes the clocks of a snapshot.
    fn snapshot(&mut self, sequence: u64, bytes: &[u8]) {
        let (mut own, mut system) = (Vec::new(), Vec::new());
        for (_, value) in Fields::of(bytes).filter(|(number, _)| *number == 1) {
            let (id, time, is_incremental, unit) = clock(value.bytes());
            if id < OF_SEQUENCE {
                system.push((id, time));
            } else {
                own.push((id, time, is_incremental, unit));
            }
        }
        // A sequence often holds its own clock against one of the system's
        // alone: that says nothing new of how those stand to each other.
        let boot = system.iter().find(|(id, _)| *id == BOOTTIME);
        if boot.is_some() || !self.snapshot.contains_key(&BOOTTIME) {
            self.snapshot.extend(system.iter().copied());
        }
        let at = boot.or(system.first());
        let at = at.map(|&(id, time)| self.on_boottime(id, time));
        let at = at.or(self.snapshot.get(&BOOTTIME).copied()).unwrap_or(0);
        let clocks = &mut self.sequences.entry(sequence).or_default().clocks;
        for (id, time, is_incremental, unit) in own {
            let snapshot = time.saturating_mul(unit);
            let clock = SequenceClock {
                now: snapshot,
                snapshot,
                at,
                unit,
                is_incremental,
            };
            clocks.insert(id, clock);
        }
    }

    /// A time of a packet on the trace's clock.
    fn time(&mut self, sequence: u64, clock: Option<u32>, time: u64) -> Option<u64> {
        let of = self.sequences.entry(sequence).or_default();
        let id = clock.or(of.clock).unwrap_or(BOOTTIME);
        if id >= OF_SEQUENCE {
            let clock = of.clocks.get_mut(&id)?;
            let nanos = time.saturating_mul(clock.unit);
            clock.now = match clock.is_incremental {
                true => clock.now.saturating_add(nanos),
                false => nanos,
            };
            return Some(moved(clock.now, clock.snapshot, clock.at));
        }
        Some(self.on_boottime(id, time))
    }

    /// The time that an event says itself, in microseconds: since the one before
    /// of its sequence that did so (`timestamp_delta_us`), which begins with what
    /// the thread said; or as such (`timestamp_absolute_us`).
    fn own_time(&mut self, sequence: u64, bytes: &[u8]) -> Option<u64> {
        let of = self.sequences.entry(sequence).or_default();
        let micros = match first(bytes, 1) {
            Some(since) => {
                let next = of.micros?.saturating_add_signed(since.signed());
                *of.micros.insert(next)
            }
            None => u64::try_from(first(bytes, 16)?.signed()).ok()?,
        };
        Some(self.on_boottime(MONOTONIC, micros.saturating_mul(1_000)))
    }

    /// A time of one of the system's clocks on the trace's.
    fn on_boottime(&self, id: u32, time: u64) -> u64 {
        match (self.snapshot.get(&id), self.snapshot.get(&BOOTTIME)) {
            (Some(&own), Some(&boot)) => moved(time, own, boot),
            // All in one clock that nothing is held against: as it is.
            _ => time,
        }
    }

    fn event(&mut self, sequence: u64, at: u64, bytes: &[u8]) {
        let Some(of) = self.sequences.get(&sequence) else {
            return;
        };
        let (event, extra) = of.event(at, bytes);
        for (track, value) in extra {
            self.events.push(Event {
                track,
                kind: Kind::Counter(value),
                name: String::new(),
                category: String::new(),
                args: Vec::new(),
                flows: Vec::new(),
                ending: Vec::new(),
                told_for: (None, None),
                at,
            });
        }
        if let Some(mut event) = event {
            if event.told_for != (None, None) {
                event.track = self.told_for(event.track, event.told_for);
            }
            self.events.push(event);
        }
    }

    /// The track of a thread that another one told of.
    fn told_for(&mut self, track: u64, (pid, tid): (Option<i64>, Option<i64>)) -> u64 {
        let teller = self.tracks.get(&track).and_then(|said| said.thread);
        let pid = pid.or(teller.map(|(pid, _)| pid)).unwrap_or(0);
        let tid = tid.or(teller.map(|(_, tid)| tid)).unwrap_or(pid);
        let thread = (pid, tid);
        if teller == Some(thread) {
            return track;
        }
        if let Some(&known) = self.threads.get(&thread) {
            return known;
        }
        let of = |(uuid, said): (&u64, &TrackSaid)| (said.thread == Some(thread)).then_some(*uuid);
        let known = self.tracks.iter().find_map(of);
        let uuid = known.unwrap_or_else(|| {
            let said = TrackSaid {
                thread: Some(thread),
                ..TrackSaid::default()
            };
            let uuid = own_uuid(pid, Some(tid));
            self.tracks.insert(uuid, said);
            uuid
        });
        self.threads.insert(thread, uuid);
        uuid
    }

    /// What was left out.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut say = |count: u64, ko: &str, en: &str| {
            if count > 0 {
                problems.push(Problem::new(
                    "file",
                    Text::new(format!("{ko}: {count}개."), format!("{en}: {count}.")),
                    Text::new("뺐습니다.", "Left out."),
                ));
            }
        };
        let kernel = self.others.get(&1).copied().unwrap_or(0);
        say(
            kernel,
            "커널 이벤트(ftrace) 묶음",
            "Bundles of kernel events (ftrace)",
        );
        say(self.untimed, "시각이 없는 이벤트", "Events without a time");
        say(
            self.unknown_clock,
            "모르는 시계의 이벤트",
            "Events of an unknown clock",
        );
        if self.broken {
            problems.push(Problem::new(
                "file",
                Text::new(
                    "파일이 중간에 끝나거나 깨져 있습니다.",
                    "The file ends early or is damaged.",
                ),
                Text::new(
                    "읽을 수 있는 것을 모두 보여 줍니다.",
                    "All that can be read is shown.",
                ),
            ));
        }
        problems
    }
}

/// The first value of a field.
fn first(bytes: &[u8], wanted: u32) -> Option<Value<'_>> {
    let mut fields = Fields::of(bytes);
    fields
        .find(|(number, _)| *number == wanted)
        .map(|(_, value)| value)
}

/// A time of one clock on another, of which a moment of both is known.
fn moved(time: u64, from: u64, to: u64) -> u64 {
    let moved = i128::from(time) - i128::from(from) + i128::from(to);
    u64::try_from(moved.max(0)).unwrap_or(u64::MAX)
}

/// The number of a track that has none of its own: of a process or a thread.
pub(super) fn own_uuid(pid: i64, tid: Option<i64>) -> u64 {
    // Any number does that no file is likely to use.
    const THREADS: u64 = 0x7468_7265_6164_0000;
    const PROCESSES: u64 = 0x7072_6f63_6573_0000;
    match tid {
        Some(tid) => THREADS ^ (pid as u64).rotate_left(32) ^ tid as u64,
        None => PROCESSES ^ pid as u64,
    }
}

/// A clock of a snapshot: its number, its time, whether it adds up, its unit.
fn clock(bytes: &[u8]) -> (u32, u64, bool, u64) {
    let mut clock = (0, 0, false, 1);
    for (number, value) in Fields::of(bytes) {
        match number {
            1 => clock.0 = u32::try_from(value.unsigned()).unwrap_or(0),
            2 => clock.1 = value.unsigned(),
            3 => clock.2 = value.unsigned() != 0,
            4 => clock.3 = value.unsigned().max(1),
            _ => {}
        }
    }
    clock
}

/// A track's number and what is said of it.
fn descriptor(bytes: &[u8]) -> (u64, TrackSaid) {
    let (mut uuid, mut said) = (0, TrackSaid::default());
    for (number, value) in Fields::of(bytes) {
        match number {
            1 => uuid = value.unsigned(),
            2 | 10 | 13 => said.name = value.text(),
            3 => {
                let mut pid = 0;
                for (number, value) in Fields::of(value.bytes()) {
                    match number {
                        1 => pid = value.signed(),
                        6 => said.process_name = value.text(),
                        _ => {}
                    }
                }
                said.process = Some(pid);
            }
            4 => {
                let mut ids = (0, 0);
                for (number, value) in Fields::of(value.bytes()) {
                    match number {
                        1 => ids.0 = value.signed(),
                        2 => ids.1 = value.signed(),
                        5 => said.thread_name = value.text(),
                        _ => {}
                    }
                }
                said.thread = Some(ids);
            }
            5 => said.parent = Some(value.unsigned()),
            8 => {
                said.counter = Some(1);
                for (number, value) in Fields::of(value.bytes()) {
                    match number {
                        4 => said.counter = Some(value.signed().max(1)),
                        5 => said.is_incremental = value.unsigned() != 0,
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    (uuid, said)
}

/// The kinds of interned names, by the number of their field.
const CATEGORIES: u32 = 1;
const NAMES: u32 = 2;
const ARG_NAMES: u32 = 3;
const ARG_TEXTS: u32 = 29;

impl Sequence {
    fn intern(&mut self, bytes: &[u8]) {
        for (kind, value) in Fields::of(bytes) {
            if !matches!(kind, CATEGORIES | NAMES | ARG_NAMES | ARG_TEXTS) {
                continue;
            }
            let (mut iid, mut name) = (0, String::new());
            for (number, value) in Fields::of(value.bytes()) {
                match number {
                    1 => iid = value.unsigned(),
                    2 => name = value.text(),
                    _ => {}
                }
            }
            self.names.insert((kind, iid), name);
        }
    }

    /// Later defaults take the place of all earlier ones.
    fn set_defaults(&mut self, bytes: &[u8]) {
        self.clock = None;
        self.track = None;
        self.extra_counters.clear();
        self.extra_float_counters.clear();
        for (number, value) in Fields::of(bytes) {
            match number {
                58 => self.clock = u32::try_from(value.unsigned()).ok(),
                11 => {
                    for (number, value) in Fields::of(value.bytes()) {
                        match number {
                            11 => self.track = Some(value.unsigned()),
                            31 => self.extra_counters.extend(value.numbers()),
                            45 => self.extra_float_counters.extend(value.numbers()),
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn name(&self, kind: u32, iid: u64) -> String {
        self.names.get(&(kind, iid)).cloned().unwrap_or_default()
    }

    /// A track event, and the counters that it brings along.
    fn event(&self, at: u64, bytes: &[u8]) -> (Option<Event>, Vec<(u64, f64)>) {
        let mut event = Event {
            at,
            track: self.track.or(self.thread).unwrap_or(0),
            kind: Kind::Instant,
            name: String::new(),
            category: String::new(),
            args: Vec::new(),
            flows: Vec::new(),
            ending: Vec::new(),
            told_for: (None, None),
        };
        let mut kind = 0;
        let mut counter = 0.0;
        let mut legacy = None;
        let mut extra = Extra::default();
        for (number, value) in Fields::of(bytes) {
            match number {
                3 if event.category.is_empty() => {
                    let first = value.numbers().first().copied().unwrap_or(0);
                    event.category = self.name(CATEGORIES, first);
                }
                22 if event.category.is_empty() => event.category = value.text(),
                10 => event.name = self.name(NAMES, value.unsigned()),
                23 => event.name = value.text(),
                9 => kind = value.unsigned(),
                11 => event.track = value.unsigned(),
                30 => counter = value.signed() as f64,
                44 => counter = value.float(),
                36 => event.flows.extend(value.numbers()),
                47 => event.flows.extend(value.fixed_numbers()),
                42 => event.ending.extend(value.numbers()),
                48 => event.ending.extend(value.fixed_numbers()),
                4 if event.args.len() < MOST_ARGS => event.args.extend(self.arg(value.bytes())),
                6 => legacy = Some(Legacy::of(value.bytes())),
                31 => extra.tracks.extend(value.numbers()),
                12 => extra.values.extend(value.numbers()),
                45 => extra.float_tracks.extend(value.numbers()),
                46 => extra.float_values.extend(value.fixed_numbers()),
                _ => {}
            }
        }
        let extra = extra.pairs(self);
        event.kind = match kind {
            1 => Kind::Begin,
            2 => Kind::End,
            3 => Kind::Instant,
            4 => Kind::Counter(counter),
            _ if legacy.is_none() => return (None, extra),
            _ => Kind::Flow,
        };
        let known = match legacy {
            None => true,
            Some(legacy) => {
                if event.name.is_empty() {
                    event.name = legacy
                        .name
                        .map_or_else(String::new, |iid| self.name(NAMES, iid));
                }
                legacy.apply(kind != 0, &mut event)
            }
        };
        (known.then_some(event), extra)
    }

    /// An annotation: its name and value.
    fn arg(&self, bytes: &[u8]) -> Option<(String, ArgValue)> {
        let (mut name, mut found) = (String::new(), None);
        for (number, value) in Fields::of(bytes) {
            match number {
                1 => name = self.name(ARG_NAMES, value.unsigned()),
                10 => name = value.text(),
                2 | 3 | 4 | 7 => {
                    let whole = value.unsigned();
                    // What is no `i64` is a number without sign that is larger.
                    found = Some(match (number, i64::try_from(whole)) {
                        (4, _) => ArgValue::Int(whole as i64),
                        (_, Ok(n)) => ArgValue::Int(n),
                        (_, Err(_)) => ArgValue::Float(whole as f64),
                    });
                }
                5 => found = Some(ArgValue::Float(value.float())),
                6 | 9 => found = Some(ArgValue::Text(cut(value.text()))),
                17 => found = Some(ArgValue::Text(cut(self.name(ARG_TEXTS, value.unsigned())))),
                _ => {}
            }
        }
        found
            .filter(|_| !name.is_empty())
            .map(|value| (name, value))
    }
}

fn cut(text: String) -> String {
    match text.char_indices().nth(LONGEST_ARG) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

/// Counters that come along with another event.
#[derive(Default)]
struct Extra {
    tracks: Vec<u64>,
    values: Vec<u64>,
    float_tracks: Vec<u64>,
    float_values: Vec<u64>,
}

impl Extra {
    fn pairs(self, of: &Sequence) -> Vec<(u64, f64)> {
        let or = |own: Vec<u64>, usual: &Vec<u64>| match own.is_empty() {
            true => usual.clone(),
            false => own,
        };
        let whole = or(self.tracks, &of.extra_counters).into_iter();
        let floats = or(self.float_tracks, &of.extra_float_counters).into_iter();
        let whole = whole.zip(self.values.into_iter().map(|n| n as i64 as f64));
        whole
            .chain(floats.zip(self.float_values.into_iter().map(f64::from_bits)))
            .collect()
    }
}
