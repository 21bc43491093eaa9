//! Taking events in any order, and freezing them.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap};

use super::model::{
    Arg, Clock, Columns, Counter, CounterId, Flow, FlowKind, Instant, NameId, Row, RowId, SliceId,
    State, Trace, Track, TrackId, TrackKind, Value,
};
use crate::base::{Id, IdVec, Time};

/// A slice that was put in a builder, so that arguments can be added to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SliceKey {
    track: TrackId,
    index: u32,
}

#[derive(Clone, Copy, Debug)]
struct Pending {
    start: Time,
    end: Time,
    name: NameId,
    state: State,
}

#[derive(Clone, Debug)]
struct PendingTrack {
    parent: Option<TrackId>,
    kind: TrackKind,
    name: NameId,
    slices: Vec<Pending>,
    /// The slice that was begun and not ended.
    open: Option<(State, NameId, Time)>,
}

/// Takes tracks, slices, instants, flows and counters in any order.
#[derive(Clone, Debug)]
pub struct TraceBuilder {
    clock: Clock,
    names: IdVec<NameId, Box<str>>,
    by_name: HashMap<Box<str>, NameId>,
    tracks: IdVec<TrackId, PendingTrack>,
    args: Vec<(SliceKey, Arg)>,
    instants: Vec<Instant>,
    flows: Vec<Flow>,
    counters: IdVec<CounterId, Counter>,
    end: Time,
}

impl TraceBuilder {
    /// An empty log of that clock.
    pub fn new(clock: Clock) -> TraceBuilder {
        TraceBuilder {
            clock,
            names: IdVec::new(),
            by_name: HashMap::new(),
            tracks: IdVec::new(),
            args: Vec::new(),
            instants: Vec::new(),
            flows: Vec::new(),
            counters: IdVec::new(),
            end: Time::ZERO,
        }
    }

    /// Changes what is known of the clock, once more of it is known.
    pub fn set_clock(&mut self, clock: Clock) {
        self.clock = clock;
    }

    /// The id of a string; the same for the same string.
    pub fn name(&mut self, name: &str) -> NameId {
        if let Some(&id) = self.by_name.get(name) {
            return id;
        }
        let id = self.names.push(name.into());
        self.by_name.insert(name.into(), id);
        id
    }

    /// Adds a track.
    ///
    /// # Panics
    /// If the parent is not of this builder.
    pub fn track(&mut self, parent: Option<TrackId>, kind: TrackKind, name: &str) -> TrackId {
        assert!(parent.is_none_or(|p| self.tracks.get(p).is_some()));
        let name = self.name(name);
        self.tracks.push(PendingTrack {
            parent,
            kind,
            name,
            slices: Vec::new(),
            open: None,
        })
    }

    /// Adds a whole slice. An end before the start is taken as the start.
    pub fn slice(
        &mut self,
        track: TrackId,
        state: State,
        name: NameId,
        start: Time,
        end: Time,
    ) -> SliceKey {
        let end = end.max(start);
        self.end = self.end.max(end);
        let slices = &mut self.tracks[track].slices;
        slices.push(Pending {
            start,
            end,
            name,
            state,
        });
        SliceKey {
            track,
            index: (slices.len() - 1) as u32,
        }
    }

    /// From `at` on the track is in `state`: ends the open slice and begins another.
    /// Gives the slice that ended, unless it had no length.
    pub fn begin(
        &mut self,
        track: TrackId,
        state: State,
        name: NameId,
        at: Time,
    ) -> Option<SliceKey> {
        let ended = self.end_open(track, at);
        self.tracks[track].open = Some((state, name, at));
        self.end = self.end.max(at);
        ended
    }

    /// Ends the track's open slice, if there is one and it has a length.
    pub fn end_open(&mut self, track: TrackId, at: Time) -> Option<SliceKey> {
        let (state, name, start) = self.tracks[track].open.take()?;
        (at > start).then(|| self.slice(track, state, name, start, at))
    }

    /// The state of the track's open slice.
    pub fn open_state(&self, track: TrackId) -> Option<State> {
        self.tracks[track].open.map(|(state, ..)| state)
    }

    /// Adds an argument to a slice.
    pub fn arg(&mut self, slice: SliceKey, key: &str, value: Value) {
        let key = self.name(key);
        self.args.push((slice, Arg { key, value }));
    }

    /// Adds a moment to a track.
    pub fn instant(&mut self, track: TrackId, name: NameId, at: Time) {
        self.end = self.end.max(at);
        self.instants.push(Instant { track, at, name });
    }

    /// Joins two moments.
    pub fn flow(&mut self, kind: FlowKind, from: (TrackId, Time), to: (TrackId, Time)) {
        self.end = self.end.max(from.1).max(to.1);
        self.flows.push(Flow { kind, from, to });
    }

    /// Adds a counter to a track.
    pub fn counter(&mut self, track: TrackId, name: &str) -> CounterId {
        let name = self.name(name);
        self.counters.push(Counter {
            track,
            name,
            steps: Vec::new(),
        })
    }

    /// From `at` on the counter has that value.
    pub fn count(&mut self, counter: CounterId, at: Time, value: f64) {
        self.end = self.end.max(at);
        self.counters[counter].steps.push((at, value));
    }

    /// The trace so far, as of `now`: open slices end there. The builder goes on.
    pub fn snapshot(&self, now: Time) -> Trace {
        let mut copy = self.clone();
        copy.end = copy.end.max(now);
        copy.finish()
    }

    /// Freezes everything. Slices still open end at the trace's end.
    pub fn finish(mut self) -> Trace {
        for track in self.tracks.ids() {
            self.end_open(track, self.end);
        }
        let mut frozen = Freezing::default();
        let mut args_of = ArgsOf::new(std::mem::take(&mut self.args));
        self.instants.sort_by_key(|i| (i.track, i.at));
        self.flows.sort_by_key(|f| (f.from.1, f.to.1, f.kind));
        for counter in self.counters.iter_mut() {
            counter.steps.sort_by_key(|(at, _)| *at);
        }
        let mut tracks = IdVec::new();
        let mut instants_seen = 0;
        for (id, track) in self.tracks.iter_ids() {
            let rows = frozen.rows.len() as u32;
            frozen.add_track(id, &track.slices, &mut args_of);
            let first_instant = instants_seen;
            instants_seen += self.instants[first_instant..]
                .iter()
                .take_while(|i| i.track == id)
                .count();
            tracks.push(Track {
                parent: track.parent,
                kind: track.kind,
                name: track.name,
                rows: rows..frozen.rows.len() as u32,
                instants: first_instant as u32..instants_seen as u32,
            });
        }
        frozen.args.sort_by_key(|(slice, _)| *slice);
        Trace {
            clock: self.clock,
            names: self.names,
            tracks,
            rows: frozen.rows,
            slices: frozen.slices,
            args: frozen.args,
            instants: self.instants,
            flows: self.flows,
            counters: self.counters,
            end: self.end,
        }
    }
}

/// The arguments of the builder's slices, handed out track by track.
struct ArgsOf {
    sorted: Vec<(SliceKey, Arg)>,
    next: usize,
}

impl ArgsOf {
    fn new(mut args: Vec<(SliceKey, Arg)>) -> ArgsOf {
        args.sort_by_key(|(key, _)| (key.track, key.index));
        ArgsOf {
            sorted: args,
            next: 0,
        }
    }

    /// Those of one track; tracks are asked for in order.
    fn track(&mut self, track: TrackId) -> &[(SliceKey, Arg)] {
        let from = self.next;
        while self
            .sorted
            .get(self.next)
            .is_some_and(|(key, _)| key.track == track)
        {
            self.next += 1;
        }
        &self.sorted[from..self.next]
    }
}

/// The columns while they are filled.
#[derive(Default)]
struct Freezing {
    rows: IdVec<RowId, Row>,
    slices: Columns,
    args: Vec<(SliceId, Arg)>,
}

impl Freezing {
    fn add_track(&mut self, track: TrackId, slices: &[Pending], args: &mut ArgsOf) {
        let in_order = slices.windows(2).all(|w| w[0].end <= w[1].start);
        let row_of = if in_order {
            None
        } else {
            Some(assign_rows(slices))
        };
        // Where each of the track's slices went, by its index in the builder.
        let mut place = vec![SliceId(0); slices.len()];
        match row_of {
            None => self.add_row(track, slices, 0..slices.len(), &mut place),
            Some((order, rows)) => {
                let count = rows.iter().max().map_or(0, |max| max + 1);
                let mut members = vec![Vec::new(); count];
                for &i in &order {
                    members[rows[i]].push(i);
                }
                for row in members {
                    self.add_row(track, slices, row.into_iter(), &mut place);
                }
            }
        }
        self.args.extend(
            args.track(track)
                .iter()
                .map(|(key, arg)| (place[key.index as usize], *arg)),
        );
    }

    fn add_row(
        &mut self,
        track: TrackId,
        slices: &[Pending],
        members: impl Iterator<Item = usize>,
        place: &mut [SliceId],
    ) {
        let first = self.slices.start.len() as u32;
        for i in members {
            let slice = &slices[i];
            place[i] = SliceId::from_index(self.slices.start.len());
            self.slices.start.push(slice.start);
            self.slices.end.push(slice.end);
            self.slices.state.push(slice.state);
            self.slices.name.push(slice.name);
        }
        let after = self.slices.start.len() as u32;
        self.rows.push(Row {
            track,
            slices: first..after,
        });
    }
}

/// The order of time, and for each slice the lowest row that is free at its
/// start. Of slices that start together the longest comes first, so that what
/// is nested lies below what encloses it.
fn assign_rows(slices: &[Pending]) -> (Vec<usize>, Vec<usize>) {
    let mut order: Vec<usize> = (0..slices.len()).collect();
    order.sort_by_key(|&i| (slices[i].start, Reverse(slices[i].end), i));
    let mut row_of = vec![0; slices.len()];
    let mut free: BTreeSet<usize> = BTreeSet::new();
    let mut taken: BinaryHeap<Reverse<(Time, usize)>> = BinaryHeap::new();
    let mut rows = 0;
    for &i in &order {
        while let Some(&Reverse((end, row))) = taken.peek() {
            if end > slices[i].start {
                break;
            }
            taken.pop();
            free.insert(row);
        }
        let row = free.pop_first().unwrap_or_else(|| {
            rows += 1;
            rows - 1
        });
        row_of[i] = row;
        taken.push(Reverse((slices[i].end, row)));
    }
    (order, row_of)
}
