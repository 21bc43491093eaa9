//! Reading a file of Chrome trace events piece by piece: of the text only what
//! is not yet understood stays in memory.
//!
//! What is read at once (an event, a member of the outermost object) is read
//! anew when its end was not there yet. The pieces grow with what is unread,
//! so that a member as long as the file is not read a thousand times.

use std::collections::BTreeMap;
use std::io::{self, Read};

use super::log::{
    Event, Form, Lane, Log, MISSING, MOST_BYTES, Malformed, NEGATIVE, Oddities, Parse, Scope, Sym,
    TAIL,
};
use super::members::{Habit, Members};
use super::mending::{Next, next_event};
use super::moment::{Moment, plain};
use super::symbols::Symbols;
use crate::base::IdVec;
use crate::formats::json::{Broken, Kind, Raw, Scanner};

/// Reads a text in pieces of so many bytes. None if it was stopped.
///
/// # Errors
/// Those of the input, and [`io::ErrorKind::FileTooLarge`].
pub(super) fn read(
    input: &mut dyn Read,
    piece: usize,
    go_on: &mut dyn FnMut(u64) -> bool,
) -> io::Result<Option<Log>> {
    let mut feed = Feed {
        input,
        go_on,
        piece: piece.max(1),
        buffer: Vec::new(),
        used: 0,
        filled: 0,
        total: 0,
        lines: 0,
        tail: Vec::new(),
        ended: false,
    };
    let mut reader = Reader::new();
    let parse = match reader.file(&mut feed) {
        Ok(()) if reader.log.form == Form::Empty => Parse::Empty,
        Ok(()) => Parse::Strict,
        Err(Stop::Asked) => return Ok(None),
        Err(Stop::Failed(error)) => return Err(error),
        Err(Stop::Broken(Broken::Ended)) => Parse::Recovered,
        Err(Stop::Broken(Broken::At(_))) => Parse::Broken(1 + feed.lines),
    };
    let parse = reader.damaged.map_or(parse, Parse::Broken);
    // What follows damage is counted all the same.
    match feed.drain() {
        Ok(()) => {}
        Err(Stop::Failed(error)) => return Err(error),
        Err(_) => return Ok(None),
    }
    Ok(Some(reader.finished(parse, feed)))
}

enum Stop {
    Broken(Broken),
    Asked,
    Failed(io::Error),
}

impl From<Broken> for Stop {
    fn from(broken: Broken) -> Stop {
        Stop::Broken(broken)
    }
}

/// The part of the text that is in memory.
struct Feed<'r> {
    input: &'r mut dyn Read,
    go_on: &'r mut dyn FnMut(u64) -> bool,
    piece: usize,
    buffer: Vec<u8>,
    /// How much of the buffer is understood, and how much is there.
    used: usize,
    filled: usize,
    /// How many bytes were read.
    total: u64,
    /// How many ends of lines lie before what is not understood.
    lines: u32,
    tail: Vec<u8>,
    ended: bool,
}

impl Feed<'_> {
    fn unread(&self) -> &[u8] {
        &self.buffer[self.used..self.filled]
    }

    /// Goes on behind what a scanner of the unread text went over.
    fn advance(&mut self, scanner: (usize, u32)) {
        self.used += scanner.0;
        self.lines = self.lines.saturating_add(scanner.1);
    }

    /// Goes over so many bytes, whatever they are.
    fn skip(&mut self, bytes: usize) {
        let ends = |bytes: &[u8]| bytes.iter().filter(|byte| **byte == b'\n').count();
        let skipped = &self.unread()[..bytes];
        self.lines = self.lines.saturating_add(ends(skipped) as u32);
        self.used += bytes;
    }

    /// Reads on; nothing more is read at the end.
    fn more(&mut self) -> Result<(), Stop> {
        if !(self.go_on)(self.total) {
            return Err(Stop::Asked);
        }
        self.buffer.copy_within(self.used..self.filled, 0);
        (self.used, self.filled) = (0, self.filled - self.used);
        let room = self.filled + self.piece.max(self.filled);
        if self.buffer.len() < room {
            self.buffer.resize(room, 0);
        }
        while self.filled < room && !self.ended {
            match self.input.read(&mut self.buffer[self.filled..room]) {
                Ok(0) => self.ended = true,
                Ok(count) => {
                    self.filled += count;
                    self.total += count as u64;
                    self.keep_tail(self.filled - count);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(Stop::Failed(error)),
            }
        }
        if self.total > MOST_BYTES as u64 {
            return Err(Stop::Failed(io::ErrorKind::FileTooLarge.into()));
        }
        Ok(())
    }

    /// Keeps the end of what was read.
    fn keep_tail(&mut self, from: usize) {
        let read = &self.buffer[from..self.filled];
        let read = &read[read.len().saturating_sub(TAIL)..];
        let excess = (self.tail.len() + read.len()).saturating_sub(TAIL);
        self.tail.drain(..excess);
        self.tail.extend_from_slice(read);
    }

    /// Reads to the end, only to count.
    fn drain(&mut self) -> Result<(), Stop> {
        loop {
            self.skip(self.filled - self.used);
            if self.ended {
                return Ok(());
            }
            self.more()?;
        }
    }

    /// Reads something that is there as a whole, reading on until it is.
    fn take<T>(&mut self, read: impl Fn(&mut Scanner<'_>) -> Result<T, Broken>) -> Result<T, Stop> {
        loop {
            let mut scanner = Scanner::new(self.unread());
            let result = read(&mut scanner);
            let went = (scanner.at(), scanner.lines());
            // What ends where the text does may go on in what is not read yet.
            let cut = went.0 == self.filled - self.used || matches!(result, Err(Broken::Ended));
            if cut && !self.ended {
                self.more()?;
                continue;
            }
            self.advance(went);
            return result.map_err(Stop::from);
        }
    }
}

/// How a batch of events ended.
enum Batch {
    /// The next event is not there as a whole.
    More,
    /// The array ended.
    End,
    Broken(Broken),
}

struct Reader {
    log: Log,
    last: Option<Moment>,
    /// The earliest and the latest moment, and as they are written.
    earliest: Option<(Moment, Vec<u8>)>,
    latest: Option<(Moment, Vec<u8>)>,
    /// How many events there are of each phase of one ASCII character.
    phases: [u64; 128],
    habit: Habit,
    /// Category and process of the last event, which the next often has too.
    category: Last,
    process: Last,
    /// The first line that has something that is no JSON, though events follow.
    damaged: Option<u32>,
    /// How much was gone over in vain behind damage.
    in_vain: usize,
}

/// A value, and the symbol that it was found to have.
#[derive(Default)]
struct Last(Vec<u8>, Option<(Kind, Sym)>);

impl Last {
    /// The symbol of a value; looked for only if it is another value.
    #[inline]
    fn or_find(&mut self, raw: &Raw<'_>, find: impl FnOnce() -> Sym) -> Sym {
        if let Some((kind, sym)) = self.1
            && kind == raw.kind
            && self.0 == raw.text
        {
            return sym;
        }
        let sym = find();
        self.0.clear();
        self.0.extend_from_slice(raw.text);
        self.1 = Some((raw.kind, sym));
        sym
    }
}

/// What this program writes under `otherData`.
const OWN: &[u8] = b"\"concurrencyLab\"";

impl Reader {
    fn new() -> Reader {
        let mut symbols = Symbols::default();
        let empty = symbols.intern("");
        Reader {
            log: Log {
                bytes: 0,
                lines: 0,
                own: false,
                tail: Vec::new(),
                bom: false,
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
                symbols,
                lanes: IdVec::new(),
                args: Vec::new(),
                empty,
            },
            last: None,
            earliest: None,
            latest: None,
            phases: [0; 128],
            habit: Habit::default(),
            category: Last::default(),
            process: Last::default(),
            damaged: None,
            in_vain: 0,
        }
    }

    fn finished(self, parse: Parse, feed: Feed<'_>) -> Log {
        let mut log = self.log;
        log.parse = parse;
        log.bytes = feed.total;
        log.lines = 1 + feed.lines;
        log.tail = feed.tail;
        let written = |(_, text): (Moment, Vec<u8>)| plain(&String::from_utf8_lossy(&text));
        log.extremes = self.earliest.map(written).zip(self.latest.map(written));
        for (phase, count) in (0..=127_u8).zip(self.phases) {
            if count > 0 {
                log.phases.insert(char::from(phase).into(), count);
            }
        }
        log
    }

    fn file(&mut self, feed: &mut Feed<'_>) -> Result<(), Stop> {
        while feed.filled < BOM.len() && !feed.ended {
            feed.more()?;
        }
        if feed.unread().starts_with(BOM) {
            self.log.bom = true;
            feed.used += BOM.len();
        }
        match feed.take(|scanner| Ok(scanner.peek()))? {
            None => return Ok(()),
            Some(b'[') => {
                self.log.form = Form::Array;
                self.events(feed)?;
            }
            Some(b'{') => {
                self.log.form = Form::NotATrace;
                self.object(feed)?;
            }
            Some(_) => {
                self.log.form = Form::NotATrace;
                feed.take(|scanner| scanner.value().map(drop))?;
            }
        }
        feed.take(|scanner| match scanner.peek() {
            None => Ok(()),
            Some(_) => Err(Broken::At(scanner.at())),
        })
    }

    fn object(&mut self, feed: &mut Feed<'_>) -> Result<(), Stop> {
        feed.take(|scanner| scanner.expect(b'{'))?;
        let mut first = true;
        loop {
            let member = feed.take(|scanner| {
                let key = scanner.member(&mut first.clone())?;
                let key = key.map(|key| key.str().into_owned());
                Ok(key.map(|key| (key, scanner.peek())))
            })?;
            first = false;
            let Some((key, next)) = member else {
                return Ok(());
            };
            if !self.log.top_level_keys.contains(&key) {
                self.log.top_level_keys.push(key.clone());
            }
            if key == "traceEvents" && next == Some(b'[') {
                self.log.form = Form::Object;
                self.events(feed)?;
                continue;
            }
            let unit = feed.take(|scanner| {
                let value = scanner.value()?;
                let own = key == "otherData" && value.text.windows(OWN.len()).any(|w| w == OWN);
                let unit = (key == "displayTimeUnit" && value.kind == Kind::String)
                    .then(|| value.str().into_owned());
                Ok((own, unit))
            })?;
            self.log.own |= unit.0;
            self.log.display_time_unit = unit.1.or(self.log.display_time_unit.take());
        }
    }

    fn events(&mut self, feed: &mut Feed<'_>) -> Result<(), Stop> {
        feed.take(|scanner| scanner.expect(b'['))?;
        let mut first = true;
        loop {
            let unread = &feed.buffer[feed.used..feed.filled];
            let (went, how) = self.batch(unread, feed.ended, feed.lines, &mut first);
            feed.advance(went);
            match how {
                Batch::More => feed.more()?,
                Batch::End => return Ok(()),
                Batch::Broken(Broken::Ended) => return Err(Broken::Ended.into()),
                Batch::Broken(broken) => {
                    self.damaged.get_or_insert(feed.lines.saturating_add(1));
                    self.behind(feed, broken)?;
                    first = true;
                }
            }
        }
    }

    /// Goes on to the next event behind damage.
    fn behind(&mut self, feed: &mut Feed<'_>, broken: Broken) -> Result<(), Stop> {
        let mut may_begin = true;
        loop {
            match next_event(feed.unread(), may_begin, feed.ended, &mut self.in_vain) {
                Next::At(at) => {
                    feed.skip(at);
                    return Ok(());
                }
                Next::More(at, begins) if !feed.ended => {
                    feed.skip(at);
                    may_begin = begins;
                    feed.more()?;
                }
                Next::More(..) | Next::Never => return Err(broken.into()),
            }
        }
    }

    /// Takes the events that are there as a whole. A call of its own for each
    /// piece, and for each event: browsers make a function quick only for the
    /// next time it is called.
    #[inline(never)]
    fn batch(
        &mut self,
        text: &[u8],
        ended: bool,
        lines: u32,
        first: &mut bool,
    ) -> ((usize, u32), Batch) {
        let mut scanner = Scanner::new(text);
        let mut members = Members::default();
        let went = |scanner: &Scanner<'_>| (scanner.at(), scanner.lines());
        loop {
            let (done, fresh) = (went(&scanner), *first);
            match scanner.item(first) {
                Ok(true) => {}
                Ok(false) => return (went(&scanner), Batch::End),
                Err(Broken::Ended) if !ended => {
                    *first = fresh;
                    return (done, Batch::More);
                }
                // A comma too many.
                Err(Broken::At(_)) if !*first && scanner.peek() == Some(b']') => {
                    let line = lines.saturating_add(scanner.lines()).saturating_add(1);
                    self.damaged.get_or_insert(line);
                    let _ = scanner.expect(b']');
                    return (went(&scanner), Batch::End);
                }
                Err(broken) => return (went(&scanner), Batch::Broken(broken)),
            }
            scanner.peek();
            let line = lines.saturating_add(scanner.lines()).saturating_add(1);
            match members.read(&mut scanner, &mut self.habit) {
                Ok(object) if ended || scanner.at() < text.len() => {
                    self.take(line, object.then_some(&members));
                }
                Ok(_) | Err(Broken::Ended) if !ended => {
                    *first = fresh;
                    return (done, Batch::More);
                }
                Ok(_) => {}
                Err(broken) => {
                    self.log.dropped_partial_last_event = broken == Broken::Ended;
                    if broken != Broken::Ended {
                        self.leave_out(Malformed::NotJson, line);
                    }
                    return (went(&scanner), Batch::Broken(broken));
                }
            }
        }
    }

    #[inline(never)]
    fn take(&mut self, line: u32, members: Option<&Members<'_>>) {
        self.log.total += 1;
        let event = members.ok_or(Malformed::NotAnObject);
        if let Err(why) = event.and_then(|members| self.event(line, members)) {
            self.leave_out(why, line);
        }
    }

    fn leave_out(&mut self, why: Malformed, line: u32) {
        self.log.malformed.entry(why).or_insert((0, line)).0 += 1;
    }

    fn event(&mut self, line: u32, members: &Members<'_>) -> Result<(), Malformed> {
        let phase = members
            .ph
            .filter(|ph| ph.kind == Kind::String && !ph.text.is_empty())
            .ok_or(Malformed::NoPhase)?;
        let meta = phase.text == b"M";
        let at = members.ts.filter(is_decimal);
        let moment = at.as_ref().and_then(moment);
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
            cat: match &members.cat {
                Some(cat) => self.category.or_find(cat, || self.log.symbols.text(cat)),
                None => self.log.empty,
            },
            id: self.log.empty,
            plain_id: self.log.empty,
            lane: {
                let lane = self.lane(members);
                self.log.symbols.lane(lane, &mut self.log.lanes)
            },
            at: moment.unwrap_or(Moment::ZERO),
            dur: length(members.dur),
            args: self.keep_args(members.args),
            line,
        };
        let event = self.with_ids(event, members);
        if meta {
            self.log.metadata.push(event);
        } else {
            self.log.events.push(event);
        }
        Ok(())
    }

    /// Where the arguments are kept; nowhere if there are none.
    fn keep_args(&mut self, args: Option<&[u8]>) -> (u32, u32) {
        let Some(args) = args.filter(|args| args.len() > 2) else {
            return (0, 0);
        };
        let place = u32::try_from(self.log.args.len());
        let (Ok(start), Ok(len)) = (place, u32::try_from(args.len())) else {
            return (0, 0);
        };
        self.log.args.extend_from_slice(args);
        (start, len)
    }

    fn note_time(&mut self, at: &Raw<'_>, moment: Moment) {
        if at.kind == Kind::String {
            self.log.oddities.ts_given_as_string += 1;
        }
        self.log.sorted &= self.last.is_none_or(|last| last <= moment);
        self.last = Some(moment);
        let note = |kept: &mut Option<(Moment, Vec<u8>)>| {
            let (known, text) = kept.get_or_insert((moment, Vec::new()));
            *known = moment;
            text.clear();
            text.extend_from_slice(at.text);
        };
        if self
            .earliest
            .as_ref()
            .is_none_or(|(known, _)| moment < *known)
        {
            note(&mut self.earliest);
        }
        if self
            .latest
            .as_ref()
            .is_none_or(|(known, _)| moment > *known)
        {
            note(&mut self.latest);
        }
    }

    fn count_phase(&mut self, phase: &Raw<'_>) {
        if let [one @ 0..=127] = phase.text {
            self.phases[usize::from(*one)] += 1;
            return;
        }
        *self.log.phases.entry(phase.str().into_owned()).or_default() += 1;
    }

    fn text(&mut self, value: Option<Raw<'_>>) -> Sym {
        match value {
            Some(value) => self.log.symbols.text(&value),
            None => self.log.empty,
        }
    }

    /// A missing process is 0; a missing thread is its process.
    fn lane(&mut self, members: &Members<'_>) -> Lane {
        let is_string = |raw: Option<Raw<'_>>| raw.is_some_and(|raw| raw.kind == Kind::String);
        let odd = &mut self.log.oddities;
        odd.pid_given_as_string += u64::from(is_string(members.pid));
        odd.tid_given_as_string += u64::from(is_string(members.tid));
        odd.without_pid += u64::from(members.pid.is_none());
        odd.without_tid += u64::from(members.tid.is_none());
        let symbols = &mut self.log.symbols;
        let pid = match members.pid {
            Some(pid) => self.process.or_find(&pid, || symbols.number_or_name(&pid)),
            None => symbols.intern("0"),
        };
        let tid = match members.tid {
            Some(tid) => symbols.number_or_name(&tid),
            None => pid,
        };
        Lane { pid, tid }
    }

    fn with_ids(&mut self, mut event: Event, members: &Members<'_>) -> Event {
        let symbols = &mut self.log.symbols;
        if let Some(id) = members.id {
            event.plain_id = symbols.number_or_name(&id);
        }
        let key = match (members.id, members.id2) {
            (Some(_), _) => format!("={}", symbols.str(event.plain_id)),
            (None, Some(id2)) => match local_or_global(id2) {
                Some((true, id)) => {
                    format!("@{}={id}", symbols.str(self.log.lanes[event.lane].pid))
                }
                Some((false, id)) => format!("={id}"),
                None => return event,
            },
            (None, None) => return event,
        };
        let scope = members.scope.map(|scope| scope.str().into_owned());
        event.id = symbols.intern(&format!("{}{key}", scope.unwrap_or_default()));
        event
    }
}

const BOM: &[u8] = b"\xef\xbb\xbf";

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

/// Whether a value may be a time.
fn is_decimal(raw: &Raw<'_>) -> bool {
    matches!(raw.kind, Kind::Number | Kind::String)
}

fn moment(raw: &Raw<'_>) -> Option<Moment> {
    Moment::usual(raw.text).or_else(|| Moment::parse(&raw.str()))
}

fn length(dur: Option<Raw<'_>>) -> i64 {
    match dur.filter(is_decimal).as_ref().and_then(moment) {
        None => MISSING,
        Some(moment) if moment < Moment::ZERO => NEGATIVE,
        Some(moment) => moment.nanos(),
    }
}
