//! Taking events in any order, and freezing them.

use super::freeze::Freezing;
use super::index::Growing;
use super::kind::{FlowKind, State, TrackKind};
use super::model::{
    Arg, Clock, Counter, CounterId, Fact, Flow, Instant, NameId, OsIds, Trace, Track, TrackId,
    Value,
};
use crate::base::hash::QuickMap;
use crate::base::{Id, IdVec, Time, sort_by_key};

/// A slice that was put in a builder, so that arguments can be added to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SliceKey {
    pub(super) track: TrackId,
    pub(super) index: u32,
}

impl SliceKey {
    /// The track that it is on.
    pub fn track(self) -> TrackId {
        self.track
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Pending {
    pub start: Time,
    pub end: Time,
    pub name: NameId,
    pub state: State,
}

#[derive(Clone, Debug)]
struct PendingTrack {
    parent: Option<TrackId>,
    kind: TrackKind,
    name: NameId,
    os_ids: OsIds,
}

/// The slices of a track, apart from the rest of it: all that recording touches.
#[derive(Clone, Debug, Default)]
struct Lane {
    slices: Vec<Pending>,
    /// When the last slice began, if it has not ended. Its end is its start
    /// until then.
    since: Option<Time>,
    /// Their arguments, each with the place of its slice.
    args: Vec<(u32, Arg)>,
}

impl Lane {
    /// Ends the open slice; its place, unless there is none or it had no
    /// length, in which case it is dropped.
    #[inline]
    fn end_open(&mut self, at: Time) -> Option<u32> {
        // The slice itself is only written to: reading it would wait for memory.
        if at > self.since.take()? {
            self.slices.last_mut()?.end = at;
            Some((self.slices.len() - 1) as u32)
        } else {
            self.slices.pop();
            None
        }
    }
}

/// Takes tracks, slices, instants, flows and counters in any order.
#[derive(Clone, Debug)]
pub struct TraceBuilder {
    clock: Clock,
    names: IdVec<NameId, Box<str>>,
    by_name: QuickMap<Box<str>, NameId>,
    tracks: IdVec<TrackId, PendingTrack>,
    lanes: IdVec<TrackId, Lane>,
    instants: Vec<Instant>,
    flows: Vec<Flow>,
    counters: IdVec<CounterId, Counter>,
    facts: Vec<Fact>,
    end: Time,
    /// By track, of logs that are shown while they grow: the summary of its
    /// slices that have ended; none if they do not follow each other.
    grown: Vec<Option<Growing>>,
}

impl TraceBuilder {
    /// An empty log of that clock.
    pub fn new(clock: Clock) -> TraceBuilder {
        TraceBuilder {
            clock,
            names: IdVec::new(),
            by_name: QuickMap::default(),
            tracks: IdVec::new(),
            lanes: IdVec::new(),
            instants: Vec::new(),
            flows: Vec::new(),
            counters: IdVec::new(),
            facts: Vec::new(),
            end: Time::ZERO,
            grown: Vec::new(),
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

    /// The string of an id.
    ///
    /// # Panics
    /// If the id is not of this builder.
    pub fn name_of(&self, id: NameId) -> &str {
        &self.names[id]
    }

    /// Adds a track.
    ///
    /// # Panics
    /// If the parent is not of this builder.
    pub fn track(&mut self, parent: Option<TrackId>, kind: TrackKind, name: &str) -> TrackId {
        assert!(parent.is_none_or(|p| self.tracks.get(p).is_some()));
        let name = self.name(name);
        self.lanes.push(Lane::default());
        self.tracks.push(PendingTrack {
            parent,
            kind,
            name,
            os_ids: OsIds::default(),
        })
    }

    /// What a track is called.
    ///
    /// # Panics
    /// If the track is not of this builder.
    pub fn track_name(&self, track: TrackId) -> NameId {
        self.tracks[track].name
    }

    /// Adds a whole slice. An end before the start is taken as the start; a
    /// slice without a length is kept.
    ///
    /// # Panics
    /// If the track is not of this builder; so for all that take a track.
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
        let lane = &mut self.lanes[track];
        // The open slice stays the last.
        let open = lane.since.and_then(|_| lane.slices.pop());
        let index = lane.slices.len() as u32;
        lane.slices.push(Pending {
            start,
            end,
            name,
            state,
        });
        lane.slices.extend(open);
        SliceKey { track, index }
    }

    /// From `at` on the track is in `state`: ends the open slice and begins another.
    /// Gives the slice that ended, unless it had no length.
    #[inline]
    pub fn begin(
        &mut self,
        track: TrackId,
        state: State,
        name: NameId,
        at: Time,
    ) -> Option<SliceKey> {
        self.end = self.end.max(at);
        let lane = &mut self.lanes[track];
        let ended = lane.end_open(at);
        lane.slices.push(Pending {
            start: at,
            end: at,
            name,
            state,
        });
        lane.since = Some(at);
        ended.map(|index| SliceKey { track, index })
    }

    /// Ends the track's open slice, if there is one and it has a length; one
    /// without a length is dropped, as a state that never was.
    #[inline]
    pub fn end_open(&mut self, track: TrackId, at: Time) -> Option<SliceKey> {
        let index = self.lanes[track].end_open(at)?;
        self.end = self.end.max(at);
        Some(SliceKey { track, index })
    }

    /// The state of the track's open slice.
    #[inline]
    pub fn open_state(&self, track: TrackId) -> Option<State> {
        let lane = &self.lanes[track];
        lane.since?;
        lane.slices.last().map(|slice| slice.state)
    }

    /// Adds an argument to a slice.
    pub fn arg(&mut self, slice: SliceKey, key: &str, value: Value) {
        let key = self.name(key);
        self.arg_named(slice, key, value);
    }

    /// Adds an argument whose key is interned already.
    pub fn arg_named(&mut self, slice: SliceKey, key: NameId, value: Value) {
        let arg = Arg { key, value };
        self.lanes[slice.track].args.push((slice.index, arg));
    }

    /// Adds a moment to a track.
    pub fn instant(&mut self, track: TrackId, name: NameId, at: Time) {
        assert!(self.tracks.get(track).is_some());
        self.end = self.end.max(at);
        self.instants.push(Instant { track, at, name });
    }

    /// Joins two moments.
    pub fn flow(&mut self, kind: FlowKind, from: (TrackId, Time), to: (TrackId, Time)) {
        assert!([from.0, to.0].iter().all(|&t| self.tracks.get(t).is_some()));
        self.end = self.end.max(from.1).max(to.1);
        self.flows.push(Flow { kind, from, to });
    }

    /// Adds a counter to a track.
    pub fn counter(&mut self, track: TrackId, name: &str) -> CounterId {
        assert!(self.tracks.get(track).is_some());
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

    /// Says something of the whole trace; a later value takes the place of an
    /// earlier one. [`super::fact`] has the usual keys.
    pub fn fact(&mut self, key: &str, value: Value) {
        let key = self.name(key);
        match self.facts.iter_mut().find(|fact| fact.key == key) {
            Some(fact) => fact.value = value,
            None => self.facts.push(Fact { key, value }),
        }
    }

    /// Keeps what the operating system or another tool's file calls a track.
    ///
    /// # Panics
    /// If the track is not of this builder.
    pub fn set_os_ids(&mut self, track: TrackId, ids: OsIds) {
        self.tracks[track].os_ids = ids;
    }

    /// The trace goes on until `at`, even if nothing else does.
    pub fn extend_to(&mut self, at: Time) {
        self.end = self.end.max(at);
    }

    /// The trace so far, as of `now`: open slices end there. The builder goes
    /// on, and nothing of what it holds changes: the same as
    /// [`TraceBuilder::extend_to`] and [`TraceBuilder::finish`] of a copy. What
    /// was in an earlier snapshot is copied, not looked at again.
    pub fn snapshot(&mut self, now: Time) -> Trace {
        self.grow();
        let copy = TraceBuilder {
            by_name: QuickMap::default(),
            names: self.names.clone(),
            tracks: self.tracks.clone(),
            lanes: self.lanes.clone(),
            instants: self.instants.clone(),
            flows: self.flows.clone(),
            counters: self.counters.clone(),
            facts: self.facts.clone(),
            clock: self.clock,
            end: self.end.max(now),
            grown: self.grown.clone(),
        };
        copy.finish()
    }

    /// Adds what has ended since the last snapshot to the summaries. Slices
    /// never change once they have ended.
    fn grow(&mut self) {
        self.grown
            .resize_with(self.lanes.len(), || Some(Growing::new()));
        for (lane, grown) in self.lanes.iter().zip(&mut self.grown) {
            let ended = lane.slices.len() - usize::from(lane.since.is_some());
            let Some(row) = grown else { continue };
            let mut new = lane.slices[row.len()..ended].iter();
            if !new.all(|slice| row.push(slice.start, slice.end, slice.state)) {
                *grown = None;
            }
        }
    }

    /// Freezes everything. Slices still open end at the trace's end.
    ///
    /// A track whose slices were put in one after the other, none before the
    /// last one's end, has one row in that order. Else they are sorted by
    /// start, longest first, and each goes to the lowest row that is free and
    /// lies below what encloses it.
    pub fn finish(mut self) -> Trace {
        let end = self.end;
        for lane in self.lanes.iter_mut() {
            lane.end_open(end);
        }
        sort_by_key(&mut self.instants, |i| (i.track, i.at));
        sort_by_key(&mut self.flows, |f| (f.from.1, f.to.1, f.kind));
        for counter in self.counters.iter_mut() {
            sort_by_key(&mut counter.steps, |(at, _)| *at);
        }
        let slices = self.lanes.iter().map(|lane| lane.slices.len()).sum();
        let mut frozen = Freezing::new(self.tracks.len(), slices);
        let mut tracks = IdVec::new();
        let mut instants = 0;
        for (id, track) in self.tracks.iter_ids() {
            let first_row = frozen.rows.len() as u32;
            // Taken, so that its memory goes back before the next one is copied.
            let lane = std::mem::take(&mut self.lanes[id]);
            match self.grown.get_mut(id.index()).and_then(Option::take) {
                Some(grown) => frozen.add_grown_track(id, lane.slices, lane.args, grown),
                None => frozen.add_track(id, lane.slices, lane.args),
            }
            let first_instant = instants;
            instants += self.instants[first_instant..].partition_point(|i| i.track == id);
            tracks.push(Track {
                parent: track.parent,
                kind: track.kind,
                name: track.name,
                os_ids: track.os_ids,
                rows: first_row..frozen.rows.len() as u32,
                instants: first_instant as u32..instants as u32,
            });
        }
        frozen.index.shrink();
        Trace {
            clock: self.clock,
            names: self.names,
            tracks,
            rows: frozen.rows,
            slices: frozen.slices,
            args: frozen.args.finish(),
            instants: self.instants,
            flows_by_end: by_end(&self.flows),
            flows: self.flows,
            counters: self.counters,
            facts: self.facts,
            index: frozen.index,
            end: self.end,
        }
    }
}

/// The places of the flows in the order of their ends.
fn by_end(flows: &[Flow]) -> Vec<u32> {
    let mut places: Vec<u32> = (0..flows.len() as u32).collect();
    sort_by_key(&mut places, |&place| flows[place as usize].to.1);
    places
}
