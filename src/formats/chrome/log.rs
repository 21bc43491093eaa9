//! A file of Chrome trace events as a list: what stands in it, before anything
//! is made of it. Format: "Trace Event Format", the document of the Catapult
//! project, and what the tools named in `tests/traces.rs` really write.

use std::collections::BTreeMap;
use std::collections::HashMap;

use super::moment::Moment;
use crate::base::IdVec;
use crate::formats::json::{Broken, Kind, Raw, Scanner};

crate::define_id! {
    /// A string of a file.
    Sym;
}

/// How far a file could be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Parse {
    /// To its end, and it is JSON.
    Strict,
    /// It ends too early; all that was there is kept.
    Recovered,
    /// There is nothing in it.
    Empty,
    /// It is no JSON from this byte on; what stood before it is kept.
    Broken(usize),
}

/// How the file is laid out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Form {
    /// An array of events.
    Array,
    /// An object with `traceEvents`.
    Object,
    /// JSON, but no trace.
    NotATrace,
    /// Nothing.
    Empty,
}

/// Who a process or thread is, as a file says it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Lane {
    /// The process.
    pub pid: Sym,
    /// The thread.
    pub tid: Sym,
}

/// A length that an X event has or has not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Length {
    /// None, or none that is a number.
    Missing,
    /// Less than nothing.
    Negative,
    /// So many nanoseconds.
    Nanos(u64),
}

/// How an instant is meant.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Scope {
    /// Of its thread.
    Thread,
    /// Of its process.
    Process,
    /// Of all.
    Global,
}

impl Scope {
    /// How it is written.
    pub fn key(self) -> &'static str {
        match self {
            Scope::Thread => "t",
            Scope::Process => "p",
            Scope::Global => "g",
        }
    }
}

/// An event.
#[derive(Clone, Copy, Debug)]
pub struct Event {
    /// Its phase, if that is one ASCII character, else 0.
    pub phase: u8,
    /// The scope of an instant.
    pub scope: Scope,
    /// Whether `bind_id` ties it to others.
    pub bound: bool,
    /// Its name; of E events often empty.
    pub name: Sym,
    /// Its category.
    pub cat: Sym,
    /// Its id with all that makes it one: scope, and the process where it is
    /// local to one. The empty string if there is none.
    pub id: Sym,
    /// The id as it stands in the file, which ties `s`, `t` and `f` together.
    pub plain_id: Sym,
    /// Where it is.
    pub lane: Lane,
    /// When.
    pub at: Moment,
    /// The length of an X event.
    pub dur: Length,
    /// Where its arguments stand in the file.
    pub args: (u32, u32),
    /// Where it begins in the file.
    pub offset: u32,
}

/// What is odd about events that are all the same usable.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Oddities {
    /// A process id in quotes.
    pub pid_given_as_string: u64,
    /// A thread id in quotes.
    pub tid_given_as_string: u64,
    /// A time in quotes.
    pub ts_given_as_string: u64,
    /// No process id.
    pub without_pid: u64,
    /// No thread id.
    pub without_tid: u64,
}

/// Why an event is left out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Malformed {
    /// It is no object.
    NotAnObject,
    /// It has no phase.
    NoPhase,
    /// It has no time.
    NoTime,
}

/// All events of a file.
#[derive(Clone, Debug)]
pub struct Log<'a> {
    /// The file's text.
    pub bytes: &'a [u8],
    /// Whether a byte order mark stood in front of it.
    pub bom: bool,
    /// How far it could be read.
    pub parse: Parse,
    /// How it is laid out.
    pub form: Form,
    /// The keys of the outermost object.
    pub top_level_keys: Vec<String>,
    /// What the file wants times to be shown in.
    pub display_time_unit: Option<String>,
    /// The file ends in the middle of an event, which is left out.
    pub dropped_partial_last_event: bool,
    /// How many events stand in it, malformed ones included.
    pub total: u64,
    /// How many were left out, and where the first of each kind stands.
    pub malformed: BTreeMap<Malformed, (u64, u32)>,
    /// How many there are of each phase.
    pub phases: BTreeMap<String, u64>,
    /// What is odd.
    pub oddities: Oddities,
    /// The events, in the order of the file; those of phase M apart.
    pub events: Vec<Event>,
    /// Metadata, in the order of the file.
    pub metadata: Vec<Event>,
    /// The time as it is written of the earliest and of the latest event.
    pub extremes: Option<(String, String)>,
    /// Whether no event is earlier than one before it.
    pub sorted: bool,
    /// The strings.
    pub names: IdVec<Sym, Box<str>>,
    /// The empty string.
    pub empty: Sym,
}

/// Files beyond this many bytes are refused before they are read.
pub const MOST_BYTES: usize = 1 << 30;
/// So many events lie between two looks at whether to go on.
const BETWEEN_LOOKS: u64 = 16_384;

/// Whether to go on; asked with the part that is done, 0 to 1.
pub type Watch<'w> = &'w mut dyn FnMut(f64) -> bool;

impl<'a> Log<'a> {
    /// Reads a file. None if it was stopped.
    pub fn read(bytes: &'a [u8], watch: Watch<'_>) -> Option<Log<'a>> {
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = Reader::new(text, text.len() < bytes.len());
        let parse = match reader.file(watch) {
            Ok(()) if reader.log.form == Form::Empty => Parse::Empty,
            Ok(()) => Parse::Strict,
            Err(Stop::Asked) => return None,
            Err(Stop::Broken(Broken::Ended)) => Parse::Recovered,
            Err(Stop::Broken(Broken::At(at))) => Parse::Broken(at),
        };
        let mut log = reader.log;
        log.parse = parse;
        log.names = reader.names;
        Some(log)
    }

    /// The string of a symbol.
    pub fn str(&self, sym: Sym) -> &str {
        &self.names[sym]
    }

    /// The arguments of an event, in the order of the file.
    pub fn args(&self, event: &Event) -> Vec<(Raw<'a>, Raw<'a>)> {
        let (start, len) = (event.args.0 as usize, event.args.1 as usize);
        let text = self.bytes.get(start..start + len).unwrap_or_default();
        let mut members = Vec::new();
        let mut scanner = Scanner::new(text);
        let mut first = true;
        if scanner.expect(b'{').is_ok() {
            while let Ok(Some(key)) = scanner.member(&mut first)
                && let Ok(value) = scanner.value()
            {
                members.push((key, value));
            }
        }
        members
    }

    /// The argument of that name.
    pub fn arg(&self, event: &Event, key: &str) -> Option<Raw<'a>> {
        let args = self.args(event);
        args.into_iter()
            .rfind(|(k, _)| k.str() == key)
            .map(|(_, v)| v)
    }

    /// The line of a place in the file, from 1.
    pub fn line(&self, offset: usize) -> usize {
        let before = &self.bytes[..offset.min(self.bytes.len())];
        1 + before.iter().filter(|byte| **byte == b'\n').count()
    }
}

enum Stop {
    Broken(Broken),
    Asked,
}

impl From<Broken> for Stop {
    fn from(broken: Broken) -> Stop {
        Stop::Broken(broken)
    }
}

struct Reader<'a> {
    scanner: Scanner<'a>,
    log: Log<'a>,
    names: IdVec<Sym, Box<str>>,
    by_name: HashMap<Box<str>, Sym>,
    last: Option<Moment>,
    earliest: Option<Moment>,
    latest: Option<Moment>,
}

/// The members of an event that mean something.
#[derive(Default)]
struct Members<'a> {
    ph: Option<Raw<'a>>,
    name: Option<Raw<'a>>,
    cat: Option<Raw<'a>>,
    ts: Option<Raw<'a>>,
    dur: Option<Raw<'a>>,
    pid: Option<Raw<'a>>,
    tid: Option<Raw<'a>>,
    id: Option<Raw<'a>>,
    id2: Option<Raw<'a>>,
    scope: Option<Raw<'a>>,
    s: Option<Raw<'a>>,
    args: Option<(usize, usize)>,
    bind_id: bool,
    flow: bool,
}

impl<'a> Reader<'a> {
    fn new(bytes: &'a [u8], bom: bool) -> Reader<'a> {
        let mut names = IdVec::new();
        let empty = names.push("".into());
        let log = Log {
            bytes,
            bom,
            parse: Parse::Empty,
            form: Form::Empty,
            top_level_keys: Vec::new(),
            display_time_unit: None,
            dropped_partial_last_event: false,
            total: 0,
            malformed: BTreeMap::new(),
            phases: BTreeMap::new(),
            oddities: Oddities::default(),
            events: Vec::new(),
            metadata: Vec::new(),
            extremes: None,
            sorted: true,
            names: IdVec::new(),
            empty,
        };
        Reader {
            scanner: Scanner::new(bytes),
            log,
            by_name: HashMap::from([("".into(), empty)]),
            names,
            last: None,
            earliest: None,
            latest: None,
        }
    }

    fn file(&mut self, watch: Watch<'_>) -> Result<(), Stop> {
        match self.scanner.peek() {
            None => return Ok(()),
            Some(b'[') => {
                self.log.form = Form::Array;
                self.events(watch)?;
            }
            Some(b'{') => {
                self.log.form = Form::NotATrace;
                self.object(watch)?;
            }
            Some(_) => {
                self.log.form = Form::NotATrace;
                self.scanner.value()?;
            }
        }
        match self.scanner.peek() {
            None => Ok(()),
            Some(_) => Err(Broken::At(self.scanner.at()).into()),
        }
    }

    fn object(&mut self, watch: Watch<'_>) -> Result<(), Stop> {
        self.scanner.expect(b'{')?;
        let mut first = true;
        while let Some(key) = self.scanner.member(&mut first)? {
            let key = key.str();
            if !self.log.top_level_keys.iter().any(|known| *known == key) {
                self.log.top_level_keys.push(key.to_string());
            }
            if key == "traceEvents" && self.scanner.peek() == Some(b'[') {
                self.log.form = Form::Object;
                self.events(watch)?;
                continue;
            }
            let value = self.scanner.value()?;
            if key == "displayTimeUnit" && value.kind == Kind::String {
                self.log.display_time_unit = Some(value.str().into_owned());
            }
        }
        Ok(())
    }

    fn events(&mut self, watch: Watch<'_>) -> Result<(), Stop> {
        self.scanner.expect(b'[')?;
        let mut first = true;
        let whole = self.log.bytes.len().max(1) as f64;
        while self.scanner.item(&mut first)? {
            if self.log.total.is_multiple_of(BETWEEN_LOOKS)
                && !watch(self.scanner.at() as f64 / whole)
            {
                return Err(Stop::Asked);
            }
            let offset = self.scanner.at();
            let members = match self.members() {
                Ok(members) => members,
                Err(broken) => {
                    self.log.dropped_partial_last_event = broken == Broken::Ended;
                    return Err(broken.into());
                }
            };
            self.log.total += 1;
            let event = members.ok_or(Malformed::NotAnObject);
            if let Err(why) = event.and_then(|members| self.event(offset, &members)) {
                let place = u32::try_from(offset).unwrap_or(u32::MAX);
                self.log.malformed.entry(why).or_insert((0, place)).0 += 1;
            }
        }
        Ok(())
    }

    /// The members of the next event; none if it is no object.
    fn members(&mut self) -> Result<Option<Members<'a>>, Broken> {
        if self.scanner.peek() != Some(b'{') {
            return self.scanner.value().map(|_| None);
        }
        self.scanner.expect(b'{')?;
        let mut members = Members::default();
        let mut first = true;
        while let Some(key) = self.scanner.member(&mut first)? {
            self.scanner.peek();
            let start = self.scanner.at();
            let value = self.scanner.value()?;
            let known = match key.text {
                b"ph" => &mut members.ph,
                b"name" => &mut members.name,
                b"cat" => &mut members.cat,
                b"ts" => &mut members.ts,
                b"dur" => &mut members.dur,
                b"pid" => &mut members.pid,
                b"tid" => &mut members.tid,
                b"id" => &mut members.id,
                b"id2" => &mut members.id2,
                b"scope" => &mut members.scope,
                b"s" => &mut members.s,
                b"args" => {
                    members.args =
                        (value.kind == Kind::Object).then(|| (start, self.scanner.at() - start));
                    continue;
                }
                b"bind_id" => {
                    members.bind_id = value.kind != Kind::Null;
                    continue;
                }
                b"flow_in" | b"flow_out" => {
                    members.flow |= value.is_true();
                    continue;
                }
                _ => continue,
            };
            *known = (value.kind != Kind::Null).then_some(value);
        }
        Ok(Some(members))
    }

    fn event(&mut self, offset: usize, members: &Members<'a>) -> Result<(), Malformed> {
        let phase = members
            .ph
            .filter(|ph| ph.kind == Kind::String && !ph.text.is_empty())
            .ok_or(Malformed::NoPhase)?;
        let meta = phase.text == b"M";
        let at = members
            .ts
            .filter(|ts| matches!(ts.kind, Kind::Number | Kind::String));
        let moment = at.and_then(|ts| Moment::parse(&ts.str()));
        if !meta {
            let moment = moment.ok_or(Malformed::NoTime)?;
            let at = at.ok_or(Malformed::NoTime)?;
            self.note_time(&at, moment);
        }
        self.count_phase(&phase);
        let event = Event {
            phase: single(phase.text),
            scope: scope(members.s),
            bound: members.bind_id && members.flow,
            name: self.text(members.name),
            cat: self.text(members.cat),
            id: self.log.empty,
            plain_id: self.log.empty,
            lane: self.lane(members),
            at: moment.unwrap_or(Moment::ZERO),
            dur: length(members.dur),
            args: members.args.map_or((0, 0), |(start, len)| {
                u32::try_from(start)
                    .and_then(|s| Ok((s, u32::try_from(len)?)))
                    .unwrap_or((0, 0))
            }),
            offset: u32::try_from(offset).unwrap_or(u32::MAX),
        };
        let event = self.with_ids(event, members);
        if meta {
            self.log.metadata.push(event);
        } else {
            self.log.events.push(event);
        }
        Ok(())
    }

    fn note_time(&mut self, at: &Raw<'a>, moment: Moment) {
        if at.kind == Kind::String {
            self.log.oddities.ts_given_as_string += 1;
        }
        self.log.sorted &= self.last.is_none_or(|last| last <= moment);
        self.last = Some(moment);
        let earlier = self.earliest.is_none_or(|earliest| moment < earliest);
        let later = self.latest.is_none_or(|latest| moment > latest);
        if earlier || later {
            let text = super::moment::plain(&at.str());
            let extremes = self
                .log
                .extremes
                .get_or_insert((text.clone(), text.clone()));
            if earlier {
                self.earliest = Some(moment);
                extremes.0.clone_from(&text);
            }
            if later {
                self.latest = Some(moment);
                extremes.1 = text;
            }
        }
    }

    fn count_phase(&mut self, phase: &Raw<'a>) {
        let phase = phase.str();
        match self.log.phases.get_mut(phase.as_ref()) {
            Some(count) => *count += 1,
            None => drop(self.log.phases.insert(phase.into_owned(), 1)),
        }
    }

    fn intern(&mut self, text: &str) -> Sym {
        match self.by_name.get(text) {
            Some(sym) => *sym,
            None => {
                let sym = self.names.push(text.into());
                self.by_name.insert(text.into(), sym);
                sym
            }
        }
    }

    fn text(&mut self, value: Option<Raw<'a>>) -> Sym {
        match value {
            Some(value) => self.intern(&value.str()),
            None => self.log.empty,
        }
    }

    /// A missing process is 0; a missing thread is its process.
    fn lane(&mut self, members: &Members<'a>) -> Lane {
        let is_string = |raw: Option<Raw<'_>>| raw.is_some_and(|raw| raw.kind == Kind::String);
        let odd = &mut self.log.oddities;
        odd.pid_given_as_string += u64::from(is_string(members.pid));
        odd.tid_given_as_string += u64::from(is_string(members.tid));
        odd.without_pid += u64::from(members.pid.is_none());
        odd.without_tid += u64::from(members.tid.is_none());
        let pid = match members.pid {
            Some(pid) => self.number_or_name(&pid),
            None => self.intern("0"),
        };
        let tid = match members.tid {
            Some(tid) => self.number_or_name(&tid),
            None => pid,
        };
        Lane { pid, tid }
    }

    /// `7`, `7.0` and `"7"` are the same; other strings stand for themselves.
    fn number_or_name(&mut self, raw: &Raw<'a>) -> Sym {
        let text = raw.str();
        let whole = match raw.kind {
            Kind::String => text.parse::<i128>().ok().map(|n| n.to_string()),
            _ => whole(&text),
        };
        match whole {
            Some(number) => self.intern(&number),
            None => self.intern(&text),
        }
    }

    fn with_ids(&mut self, mut event: Event, members: &Members<'a>) -> Event {
        if let Some(id) = members.id {
            event.plain_id = self.number_or_name(&id);
        }
        let key = match (members.id, members.id2) {
            (Some(_), _) => format!("={}", self.names[event.plain_id]),
            (None, Some(id2)) => match local_or_global(id2) {
                Some((true, id)) => format!("@{}={id}", self.names[event.lane.pid]),
                Some((false, id)) => format!("={id}"),
                None => return event,
            },
            (None, None) => return event,
        };
        let scope = members.scope.map(|scope| scope.str().into_owned());
        event.id = self.intern(&format!("{}{key}", scope.unwrap_or_default()));
        event
    }
}

/// `{"local": id}` or `{"global": id}`: whether it is local, and the id.
fn local_or_global(id2: Raw<'_>) -> Option<(bool, String)> {
    if id2.kind != Kind::Object {
        return None;
    }
    let mut scanner = Scanner::new(id2.text);
    scanner.expect(b'{').ok()?;
    let mut first = true;
    while let Some(key) = scanner.member(&mut first).ok()? {
        let value = scanner.value().ok()?;
        match key.text {
            b"local" => return Some((true, value.str().into_owned())),
            b"global" => return Some((false, value.str().into_owned())),
            _ => {}
        }
    }
    None
}

/// A JSON number as a whole one, if it is.
fn whole(text: &str) -> Option<String> {
    if let Ok(number) = text.parse::<i128>() {
        return Some(number.to_string());
    }
    let number: f64 = text.parse().ok()?;
    let exact = number.fract() == 0.0 && number.abs() < 9e15;
    exact.then(|| format!("{number:.0}"))
}

fn single(phase: &[u8]) -> u8 {
    match phase {
        [one] if one.is_ascii() => *one,
        _ => 0,
    }
}

fn scope(s: Option<Raw<'_>>) -> Scope {
    match s.map(|raw| raw.text) {
        Some(b"g") => Scope::Global,
        Some(b"p") => Scope::Process,
        _ => Scope::Thread,
    }
}

fn length(dur: Option<Raw<'_>>) -> Length {
    let written = dur.filter(|dur| matches!(dur.kind, Kind::Number | Kind::String));
    match written.and_then(|dur| Moment::parse(&dur.str())) {
        None => Length::Missing,
        Some(moment) if moment < Moment::ZERO => Length::Negative,
        Some(moment) => Length::Nanos(moment.nanos().unsigned_abs()),
    }
}
