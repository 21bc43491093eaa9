//! A file of Chrome trace events as a list: what stands in it, before anything
//! is made of it. Format: "Trace Event Format", the document of the Catapult
//! project, and what the tools named in `tests/traces.rs` really write.

use std::collections::BTreeMap;
use std::io::{self, Read};

use super::moment::Moment;
use super::reading;
use super::symbols::Symbols;
use crate::base::IdVec;
use crate::formats::json::{Raw, Scanner};

crate::define_id! {
    /// A string of a file.
    Sym;
    /// A process and thread of a file.
    LaneId;
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
    /// In this line is the first that is no JSON; the events before it, and
    /// those that could be found behind it, are kept.
    Broken(u32),
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
    pub lane: LaneId,
    /// When.
    pub at: Moment,
    /// The length of an X event: see [`Event::dur`].
    pub(super) dur: i64,
    /// Where its arguments stand among those that are kept.
    pub(super) args: (u32, u32),
    /// The line that it begins in, from 1.
    pub line: u32,
}

impl Event {
    /// Whether it has arguments.
    pub fn has_args(&self) -> bool {
        self.args.1 > 0
    }

    /// The length of an X event.
    pub fn dur(&self) -> Length {
        match self.dur {
            MISSING => Length::Missing,
            NEGATIVE => Length::Negative,
            nanos => Length::Nanos(nanos.unsigned_abs()),
        }
    }
}

/// How lengths that are none are kept in an event, which must be small.
pub(super) const MISSING: i64 = -1;
pub(super) const NEGATIVE: i64 = -2;

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
    /// It is no JSON; it is not among the events that are counted.
    NotJson,
}

/// All events of a file, without the file: of its text only arguments are kept.
#[derive(Clone, Debug)]
pub struct Log {
    /// How many bytes the file has.
    pub bytes: u64,
    /// How many lines it has, an empty last one included.
    pub lines: u32,
    /// Whether it says that this program wrote it.
    pub own: bool,
    /// Its last bytes, at most [`TAIL`].
    pub tail: Vec<u8>,
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
    pub(super) symbols: Symbols,
    /// The processes and threads.
    pub lanes: IdVec<LaneId, Lane>,
    /// The arguments of all events that have any, as they stand in the file.
    pub(super) args: Vec<u8>,
    /// The empty string.
    pub empty: Sym,
}

/// Files beyond this many bytes are refused.
pub const MOST_BYTES: usize = 1 << 30;
/// So many of a file's last bytes are kept, since some formats show there what they are.
pub const TAIL: usize = 4_096;
/// So many bytes are read at a time, and lie between two looks at whether to go on.
const PIECE: usize = 1 << 22;

/// Whether to go on; asked with the part that is done, 0 to 1.
pub type Watch<'w> = &'w mut dyn FnMut(f64) -> bool;

impl Log {
    /// Reads a file's text. None if it was stopped.
    pub fn read(mut bytes: &[u8], watch: Watch<'_>) -> Option<Log> {
        let whole = bytes.len().max(1) as f64;
        let mut left = |part: u64| watch(part as f64 / whole);
        // Reading from memory cannot fail.
        Log::stream(&mut bytes, PIECE, &mut left).unwrap_or_default()
    }

    /// Reads a text as it comes, without ever holding all of it. `go_on` is
    /// asked before each piece, with the bytes that are read. None if it was stopped.
    ///
    /// # Errors
    /// Those of the input.
    pub fn read_from(
        input: &mut dyn Read,
        go_on: &mut dyn FnMut(u64) -> bool,
    ) -> io::Result<Option<Log>> {
        Log::stream(input, PIECE, go_on)
    }

    /// The same with pieces of another length.
    ///
    /// # Errors
    /// Those of the input.
    pub fn stream(
        input: &mut dyn Read,
        piece: usize,
        go_on: &mut dyn FnMut(u64) -> bool,
    ) -> io::Result<Option<Log>> {
        reading::read(input, piece, go_on)
    }

    /// The string of a symbol.
    pub fn str(&self, sym: Sym) -> &str {
        self.symbols.str(sym)
    }

    /// How many strings there are.
    pub fn strings(&self) -> usize {
        self.symbols.len()
    }

    /// The process and thread of an event.
    pub fn lane(&self, event: &Event) -> Lane {
        self.lanes[event.lane]
    }

    /// Whether any event is of one of these phases.
    pub fn has(&self, phases: &[u8]) -> bool {
        let one = |phase: u8| char::from(phase).to_string();
        phases
            .iter()
            .any(|&phase| self.phases.contains_key(&one(phase)))
    }

    /// The arguments of an event, in the order of the file.
    pub fn args(&self, event: &Event) -> Vec<(Raw<'_>, Raw<'_>)> {
        let (start, len) = (event.args.0 as usize, event.args.1 as usize);
        let text = self.args.get(start..start + len).unwrap_or_default();
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
    pub fn arg(&self, event: &Event, key: &str) -> Option<Raw<'_>> {
        let args = self.args(event);
        args.into_iter()
            .rfind(|(k, _)| k.str() == key)
            .map(|(_, v)| v)
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Gives at most so many bytes at a time.
    struct Drops<'a>(&'a [u8], std::iter::Cycle<std::slice::Iter<'a, usize>>);

    impl Read for Drops<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let most = self.1.next().copied().unwrap_or(1);
            let most = most.min(into.len());
            self.0.read(&mut into[..most])
        }
    }

    /// All that is known of a file, as text.
    fn told(log: &Log) -> String {
        format!("{log:?}")
    }

    /// Pieces of which files are made, whole and broken.
    fn piece() -> impl Strategy<Value = String> {
        let event = ("[XBEbeiMC]", -9..60_i64, 0..3_u32, 0..4_u32, ".{0,3}");
        prop_oneof![
            6 => event.prop_map(|(ph, ts, tid, gap, name)| {
                let gap = [" ", "\n", "\r\n", ""][gap as usize];
                let name = serde_json::to_string(&name).unwrap_or_default();
                format!(r#"{{"ph":"{ph}",{gap}"name":{name},"ts":{ts}.25,"dur":"7","pid":1,"tid":"{tid}","args":{{"v":[{ts},{name}]}}}}"#)
            }),
            1 => r#"[\[\]{}",:0-9a-z\\ \n]{0,6}"#,
            1 => Just("17".to_owned()),
        ]
    }

    proptest! {
        #[test]
        fn a_file_in_drops_is_the_same_as_a_whole_one(
            pieces in proptest::collection::vec(piece(), 0..12),
            form in 0..4_u8,
            cut in 0..40_usize,
            drops in proptest::collection::vec(1..50_usize, 1..8),
            room in 1..90_usize,
        ) {
            let mut text = format!("[{}]", pieces.join(","));
            if form == 1 {
                text = format!("\u{feff}{{\"a\":1e3,\n\"traceEvents\":{text},\"displayTimeUnit\":\"ns\"}}");
            } else if form == 2 {
                text = format!("{{\"otherData\":{{\"concurrencyLab\":[]}},\"traceEvents\" : {text}}} ");
            }
            let mut bytes = text.into_bytes();
            bytes.truncate(bytes.len().saturating_sub(cut * usize::from(cut < 30)));
            let whole = Log::read(&bytes, &mut |_| true).map(|log| told(&log));
            let mut input = Drops(&bytes, drops.iter().cycle());
            let streamed = Log::stream(&mut input, room, &mut |_| true).unwrap();
            prop_assert_eq!(streamed.map(|log| told(&log)), whole);
        }
    }

    proptest! {
        /// Damage within one event costs that event only.
        #[test]
        fn events_behind_damage_are_found(
            count in 1..12_u32,
            damaged in any::<prop::sample::Index>(),
            damage in prop::sample::select(&["oops", "\u{1}", "\\x", "{", "}", "]", "\"", "}}", "[{"][..]),
            gap in prop::sample::select(&["", " ", "\n"][..]),
            room in 1..90_usize,
        ) {
            let damaged = damaged.index(count as usize) as u32;
            let events = (0..count).map(|n| {
                let damage = if n == damaged { damage } else { "" };
                format!(r#"{{"name":"n","ph":"X","ts":{n},"dur":1{damage},"args":{{"a":[{{"b":1}}]}}}}"#)
            });
            let text = format!("[{}]", events.collect::<Vec<_>>().join(&format!(",{gap}")));
            let log = Log::stream(&mut text.as_bytes(), room, &mut |_| true).unwrap().unwrap();
            prop_assert!(matches!(log.parse, Parse::Broken(_)), "{:?}", log.parse);
            let found: Vec<_> = log.events.iter().map(|event| event.at.nanos() / 1_000).collect();
            let others = (0..count).filter(|n| *n != damaged).map(i64::from);
            let rest: Vec<_> = found.iter().copied().filter(|at| *at != i64::from(damaged)).collect();
            prop_assert_eq!(rest, others.collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_comma_too_many_costs_nothing() {
        let text =
            r#"{"traceEvents":[{"ph":"X","ts":1},{"ph":"X","ts":2},],"displayTimeUnit":"ns"}"#;
        let log = Log::read(text.as_bytes(), &mut |_| true).unwrap();
        assert_eq!((log.events.len(), log.malformed.len()), (2, 0));
        assert_eq!(log.display_time_unit.as_deref(), Some("ns"));
        assert_eq!(log.parse, Parse::Broken(1));
    }

    #[test]
    fn an_event_longer_than_a_piece_is_read() {
        let long = format!(
            "[\n{{\"ph\":\"i\",\"ts\":1,\"name\":\"{}\"}}]",
            "n".repeat(5_000)
        );
        let log = Log::stream(&mut long.as_bytes(), 16, &mut |_| true)
            .unwrap()
            .unwrap();
        assert_eq!((log.events.len(), log.events[0].line), (1, 2));
        assert_eq!(log.str(log.events[0].name).len(), 5_000);
    }

    #[test]
    fn input_that_fails_is_an_error() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("gone"))
            }
        }
        assert!(Log::read_from(&mut Broken, &mut |_| true).is_err());
    }
}
