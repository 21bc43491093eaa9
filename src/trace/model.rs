//! The frozen trace: columns of slices, grouped by row.

use std::ops::Range;

use super::args::Args;
use super::index::{Index, RowView};
use super::kind::{FlowKind, State, TrackKind};
use crate::base::{Dur, Id, IdVec, Time};

crate::define_id! {
    /// A track of a trace.
    TrackId;
    /// A row of a trace: slices that do not overlap, on one track.
    RowId;
    /// A slice of a trace; consecutive within a row, in the order of time.
    SliceId;
    /// An interned string of a trace.
    NameId;
    /// A counter of a trace.
    CounterId;
}

/// Which clock gave a trace its times.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Clock {
    /// The simulated machine's: what the stated rules imply.
    Virtual,
    /// The browser's: what happened.
    Measured(Measurement),
    /// Another tool's, as its file says.
    Recorded,
}

/// How well a measured clock could see.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Measurement {
    /// The smallest step that the clock was seen to take.
    pub resolution: Dur,
    /// How far apart two threads' clocks may be after alignment, at most.
    pub alignment_error: Dur,
    /// The cores that the browser offers (`hardwareConcurrency`), if it says.
    pub cores: Option<u32>,
    /// Whether the page is cross-origin isolated, which gives the finer clock.
    pub isolated: bool,
}

/// The value of an argument.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Value {
    /// A string.
    Name(NameId),
    /// A whole number.
    Int(i64),
    /// A number.
    Float(f64),
    /// A length of time.
    Dur(Dur),
}

/// A named value that belongs to a slice.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Arg {
    /// Its name.
    pub key: NameId,
    /// Its value.
    pub value: Value,
}

/// A named value that belongs to the whole trace: the run's name, how it was
/// executed, a figure of the calibration. See [`fact`] for the usual keys.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Fact {
    /// What it says something about; unique in a trace.
    pub key: NameId,
    /// What it says.
    pub value: Value,
}

/// The keys of facts that more than one part of the program reads.
pub mod fact {
    /// What the run is called.
    pub const NAME: &str = "name";
    /// How the jobs were executed: the key of a way, such as `in-turn`.
    pub const WAY: &str = "way";
    /// How long a heartbeat takes from one tick to the next when nothing is in
    /// its way, where that is a rule: a length of time.
    pub const HEARTBEAT: &str = "heartbeat-interval";
    /// What the clock of another tool's file said at the trace's zero: a whole
    /// number of nanoseconds.
    pub const ORIGIN: &str = "origin-ns";
}

/// The keys of arguments that more than one part of the program reads.
pub mod arg {
    /// The thread that a core's slice is of, where the slice is called by the
    /// task that had control of the thread.
    pub const THREAD: &str = "thread";
    /// Where in its program a lane stood when the slice ended: the function.
    pub const FUNCTION: &str = "function";
    /// Where in its program a lane stood when the slice ended: the line.
    pub const LINE: &str = "line";
    /// On a slice of waiting: who had what was waited for when the wait began.
    pub const HELD_BY: &str = "held-by";
    /// On a core's slice: the rule by which its thread was picked.
    pub const RULE: &str = "rule";
    /// The figure that decided for it.
    pub const MINE: &str = "mine";
    /// Where that figure is a ratio, what it is over.
    pub const MINE_OVER: &str = "mine-over";
    /// The next best thread.
    pub const OTHER: &str = "other";
    /// The next best thread's figure.
    pub const OTHERS: &str = "others";
    /// Where that figure is a ratio, what it is over.
    pub const OTHERS_OVER: &str = "others-over";
    /// Those that together say why a thread was picked: they make one sentence.
    pub const PICKED: [&str; 6] = [RULE, MINE, MINE_OVER, OTHER, OTHERS, OTHERS_OVER];
    /// On a slice in which something is paid for: what for.
    pub const FOR: &str = "for";
    /// How many bytes it is about.
    pub const BYTES: &str = "bytes";
    /// On the slice of a request over a network: how long it took to connect.
    pub const HANDSHAKE: &str = "handshake";
    /// The category that another tool's file gives a slice.
    pub const CATEGORY: &str = "category";
    /// On a slice that had not ended when its recording did.
    pub const UNFINISHED: &str = "unfinished";
}

/// What another tool's file, or the operating system, calls a process and a
/// thread. Names, because files use numbers and strings alike.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct OsIds {
    /// The process.
    pub process: Option<NameId>,
    /// The thread.
    pub thread: Option<NameId>,
}

/// One track.
#[derive(Clone, PartialEq, Debug)]
pub struct Track {
    /// The track that it belongs to.
    pub parent: Option<TrackId>,
    /// What it stands for.
    pub kind: TrackKind,
    /// What it is called.
    pub name: NameId,
    /// What it was called where it comes from.
    pub os_ids: OsIds,
    pub(super) rows: Range<u32>,
    pub(super) instants: Range<u32>,
}

impl Track {
    /// Its rows, the first always there.
    pub fn rows(
        &self,
    ) -> impl ExactSizeIterator<Item = RowId> + DoubleEndedIterator + Clone + use<> {
        (self.rows.start as usize..self.rows.end as usize).map(RowId::from_index)
    }
}

/// Slices that do not overlap, on one track, in the order of time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// The track that it belongs to.
    pub track: TrackId,
    pub(super) slices: Range<u32>,
}

impl Row {
    /// The ids of its slices: consecutive, in the order of time.
    pub fn slices(&self) -> impl DoubleEndedIterator<Item = SliceId> + ExactSizeIterator + use<> {
        (self.slices.start as usize..self.slices.end as usize).map(SliceId::from_index)
    }

    /// How many slices it has.
    pub fn len(&self) -> usize {
        self.slices.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.slices.is_empty()
    }
}

/// A moment on a track.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Instant {
    /// The track that it is on.
    pub track: TrackId,
    /// When.
    pub at: Time,
    /// What happened.
    pub name: NameId,
}

/// Two moments that belong together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Flow {
    /// How they belong together.
    pub kind: FlowKind,
    /// Where it comes from.
    pub from: (TrackId, Time),
    /// Where it goes to.
    pub to: (TrackId, Time),
}

/// A value that changes in steps.
#[derive(Clone, PartialEq, Debug)]
pub struct Counter {
    /// The track that it belongs to.
    pub track: TrackId,
    /// What it counts.
    pub name: NameId,
    /// From when on each value holds, in the order of time.
    pub steps: Vec<(Time, f64)>,
}

/// The columns of all slices; those of a row are consecutive.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Columns {
    pub start: Vec<Time>,
    pub end: Vec<Time>,
    pub state: Vec<State>,
    pub name: Vec<NameId>,
}

impl Columns {
    /// Columns with room for exactly so many slices.
    pub fn with_capacity(slices: usize) -> Columns {
        Columns {
            start: Vec::with_capacity(slices),
            end: Vec::with_capacity(slices),
            state: Vec::with_capacity(slices),
            name: Vec::with_capacity(slices),
        }
    }
}

/// Everything that happened, frozen.
#[derive(Clone, Debug)]
pub struct Trace {
    pub(super) clock: Clock,
    pub(super) names: IdVec<NameId, Box<str>>,
    pub(super) tracks: IdVec<TrackId, Track>,
    pub(super) rows: IdVec<RowId, Row>,
    pub(super) slices: Columns,
    pub(super) args: Args,
    /// Sorted by track, then time.
    pub(super) instants: Vec<Instant>,
    /// Sorted by the time of their beginning.
    pub(super) flows: Vec<Flow>,
    /// The places of the flows, sorted by the time of their end.
    pub(super) flows_by_end: Vec<u32>,
    pub(super) facts: Vec<Fact>,
    pub(super) index: Index,
    pub(super) counters: IdVec<CounterId, Counter>,
    pub(super) end: Time,
}

/// One slice, read from the columns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SliceRef {
    /// Which one.
    pub id: SliceId,
    /// When it begins.
    pub start: Time,
    /// When it ends; the slice does not include this moment.
    pub end: Time,
    /// What the track is doing.
    pub state: State,
    /// What it is called: who runs, what is waited for.
    pub name: NameId,
}

impl SliceRef {
    /// How long it is.
    pub fn dur(&self) -> Dur {
        self.end.since(self.start)
    }
}

impl Trace {
    /// Which clock gave the times.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// The latest moment of anything in it.
    pub fn end(&self) -> Time {
        self.end
    }

    /// What is known of the whole, in the order in which it was first said.
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// The value of the fact with that key; [`fact`] has the usual keys.
    pub fn fact(&self, key: &str) -> Option<Value> {
        self.facts
            .iter()
            .find(|fact| self.name(fact.key) == key)
            .map(|fact| fact.value)
    }

    /// All tracks; a parent comes before its children.
    pub fn tracks(&self) -> &IdVec<TrackId, Track> {
        &self.tracks
    }

    /// All rows.
    pub fn rows(&self) -> &IdVec<RowId, Row> {
        &self.rows
    }

    /// One track.
    ///
    /// # Panics
    /// If the id is another trace's.
    pub fn track(&self, id: TrackId) -> &Track {
        &self.tracks[id]
    }

    /// All strings; a [`NameId`] stands for one of them.
    pub fn names(&self) -> &IdVec<NameId, Box<str>> {
        &self.names
    }

    /// The string of a name.
    ///
    /// # Panics
    /// If the id is another trace's.
    pub fn name(&self, id: NameId) -> &str {
        &self.names[id]
    }

    /// What a track is called.
    pub fn track_name(&self, id: TrackId) -> &str {
        self.name(self.tracks[id].name)
    }

    /// The first track of that name, in the order of their making.
    pub fn find_track(&self, name: &str) -> Option<TrackId> {
        self.tracks
            .ids()
            .find(|&track| self.track_name(track) == name)
    }

    /// How many slices there are.
    pub fn slice_count(&self) -> usize {
        self.slices.start.len()
    }

    /// One slice.
    ///
    /// # Panics
    /// If the id is another trace's.
    pub fn slice(&self, id: SliceId) -> SliceRef {
        let i = id.index();
        SliceRef {
            id,
            start: self.slices.start[i],
            end: self.slices.end[i],
            state: self.slices.state[i],
            name: self.slices.name[i],
        }
    }

    /// The slices of a row in the order of time.
    pub fn row_slices(&self, row: RowId) -> impl DoubleEndedIterator<Item = SliceRef> + '_ {
        self.rows[row].slices().map(|id| self.slice(id))
    }

    /// The slices of all rows of a track, row by row.
    pub fn track_slices(&self, track: TrackId) -> impl Iterator<Item = SliceRef> + '_ {
        self.tracks[track]
            .rows()
            .flat_map(|row| self.row_slices(row))
    }

    /// The row that a slice is in.
    pub fn row_of(&self, slice: SliceId) -> RowId {
        let after = self
            .rows
            .iter()
            .as_slice()
            .partition_point(|row| row.slices.end <= slice.0);
        RowId::from_index(after)
    }

    /// The track that a slice is on.
    pub fn track_of(&self, slice: SliceId) -> TrackId {
        self.rows[self.row_of(slice)].track
    }

    /// The arguments of a slice.
    pub fn args(&self, slice: SliceId) -> impl Iterator<Item = Arg> + '_ {
        self.args.of(slice)
    }

    /// The argument of a slice with that name.
    pub fn arg(&self, slice: SliceId, key: &str) -> Option<Value> {
        self.args(slice)
            .find(|arg| self.name(arg.key) == key)
            .map(|arg| arg.value)
    }

    /// The instants of a track in the order of time.
    pub fn instants(&self, track: TrackId) -> &[Instant] {
        let range = &self.tracks[track].instants;
        &self.instants[range.start as usize..range.end as usize]
    }

    /// The flows in the order of their beginnings.
    pub fn flows(&self) -> &[Flow] {
        &self.flows
    }

    /// The counters.
    pub fn counters(&self) -> &IdVec<CounterId, Counter> {
        &self.counters
    }

    /// The tracks directly below one, or the topmost ones, in the order of their making.
    pub fn children(&self, parent: Option<TrackId>) -> impl Iterator<Item = TrackId> + '_ {
        self.tracks
            .iter_ids()
            .filter(move |(_, track)| track.parent == parent)
            .map(|(id, _)| id)
    }

    /// All tracks, each after its parent and before its parent's next child,
    /// with how deep it lies (a topmost one at 0).
    pub fn tree(&self) -> Vec<(TrackId, usize)> {
        let mut children = vec![Vec::new(); self.tracks.len()];
        let mut stack = Vec::new();
        for (id, track) in self.tracks.iter_ids().rev() {
            match track.parent {
                Some(parent) => children[parent.index()].push(id),
                None => stack.push((id, 0)),
            }
        }
        let mut order = Vec::with_capacity(self.tracks.len());
        while let Some((id, depth)) = stack.pop() {
            order.push((id, depth));
            stack.extend(children[id.index()].iter().map(|&child| (child, depth + 1)));
        }
        order
    }

    /// The bytes that slices, their arguments and their index take on the
    /// heap, reserved ones included; names, instants, flows and counters are not.
    pub fn heap_bytes(&self) -> usize {
        fn of<T>(vec: &Vec<T>) -> usize {
            vec.capacity() * size_of::<T>()
        }
        of(&self.slices.start)
            + of(&self.slices.end)
            + of(&self.slices.state)
            + of(&self.slices.name)
            + self.args.heap_bytes()
            + self.index.heap_bytes()
    }

    /// The slices of a row, to be searched.
    pub(super) fn view(&self, row: RowId) -> RowView<'_> {
        let range = self.rows[row].slices.clone();
        let places = range.start as usize..range.end as usize;
        RowView {
            first: range.start,
            start: &self.slices.start[places.clone()],
            end: &self.slices.end[places.clone()],
            state: &self.slices.state[places],
            summary: self.index.row(row),
        }
    }
}
