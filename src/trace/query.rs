//! What is at a moment, what is in a window, and where the next event is.

use std::ops::Range;

use super::kind::{State, TrackKind};
use super::model::{Flow, NameId, Row, RowId, SliceId, SliceRef, Trace, TrackId};
use crate::base::{Id, Time, sort_by_key};

/// Which events count.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct EventFilter {
    /// Only those on this track.
    pub track: Option<TrackId>,
    /// Only decisions of a scheduler: the moments at which a core, a thread or
    /// a task begins to run, since then something was chosen to go on.
    pub decisions: bool,
    /// Also the ticks of heartbeat tracks, of which there are many a second.
    pub ticks: bool,
}

/// Something that happens at a moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Event {
    /// When.
    pub at: Time,
    /// On which track.
    pub track: TrackId,
    /// What.
    pub kind: EventKind,
}

/// What happens at a moment, in the order in which a listing tells it: first
/// what ends, then what that causes, then what begins.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum EventKind {
    /// A slice ends.
    End(SliceId),
    /// The flow at that place of [`Trace::flows`] begins on the track.
    FlowFrom(u32),
    /// The flow at that place of [`Trace::flows`] ends on the track.
    FlowTo(u32),
    /// An instant of that name.
    Instant(NameId),
    /// A slice begins.
    Start(SliceId),
}

/// A slice that is going on at a moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Current {
    /// The track that it is on.
    pub track: TrackId,
    /// The row that it is in.
    pub row: RowId,
    /// The slice.
    pub slice: SliceRef,
}

/// Everything that is going on at a moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scene {
    /// The moment.
    pub at: Time,
    /// What is going on, by track, then by row.
    pub current: Vec<Current>,
}

impl Scene {
    /// What is going on on one track, from the outermost slice to the innermost.
    pub fn on(&self, track: TrackId) -> &[Current] {
        let from = self.current.partition_point(|c| c.track < track);
        let rest = &self.current[from..];
        &rest[..rest.partition_point(|c| c.track == track)]
    }
}

impl Trace {
    /// The slice of a row that is going on at a moment.
    ///
    /// # Panics
    /// If the row is another trace's; so for all that ask about a row.
    pub fn slice_at(&self, row: RowId, at: Time) -> Option<SliceRef> {
        let view = self.view(row);
        let place = view.place_at(at)?;
        Some(self.slice(view.id(place)))
    }

    /// The slices of a row of which some part, or whose moment, is in a window,
    /// in the order of time.
    pub fn slices_in(
        &self,
        row: RowId,
        window: Range<Time>,
    ) -> impl DoubleEndedIterator<Item = SliceRef> + ExactSizeIterator + '_ {
        let view = self.view(row);
        view.places_in(&window)
            .map(move |place| self.slice(view.id(place)))
    }

    /// The first slice of a row.
    pub fn first_slice(&self, row: RowId) -> Option<SliceRef> {
        self.row_slices(row).next()
    }

    /// The last slice of a row.
    pub fn last_slice(&self, row: RowId) -> Option<SliceRef> {
        self.row_slices(row).next_back()
    }

    /// Whether a track is ever in a state.
    pub fn is_ever(&self, track: TrackId, state: State) -> bool {
        let mut rows = self.track(track).rows();
        rows.any(|row| self.row_is_ever(row, state))
    }

    /// Whether a row is ever in a state.
    pub fn row_is_ever(&self, row: RowId, state: State) -> bool {
        let view = self.view(row);
        match view.summary {
            Some(summary) => summary.has(state),
            None => view.state.contains(&state),
        }
    }

    /// State and name of the slices of a row, in the order of time.
    pub fn row_names(&self, row: RowId) -> impl Iterator<Item = (State, NameId)> + '_ {
        let range = &self.rows()[row].slices;
        let places = range.start as usize..range.end as usize;
        let names = &self.slices.name[places.clone()];
        self.slices.state[places]
            .iter()
            .copied()
            .zip(names.iter().copied())
    }

    /// What is going on at a moment, on all tracks.
    pub fn scene(&self, at: Time) -> Scene {
        let current = self
            .rows()
            .iter_ids()
            .filter_map(|(row, &Row { track, .. })| {
                let slice = self.slice_at(row, at)?;
                Some(Current { track, row, slice })
            })
            .collect();
        Scene { at, current }
    }

    /// The first moment after `at` at which something happens.
    pub fn next_event(&self, at: Time, filter: EventFilter) -> Option<Time> {
        let slices = self
            .rows_of(filter)
            .filter_map(|row| self.next_in_row(row, at, filter));
        if filter.decisions {
            return slices.min();
        }
        let instants = self.instant_tracks(filter).filter_map(|track| {
            let all = self.instants(track);
            all.get(all.partition_point(|i| i.at <= at)).map(|i| i.at)
        });
        let from = self.flows().partition_point(|f| f.from.1 <= at);
        let begun = self.flows()[from..].iter().map(|f| f.from);
        let to = self
            .flows_by_end
            .partition_point(|&f| self.flow(f).to.1 <= at);
        let ended = self.flows_by_end[to..].iter().map(|&f| self.flow(f).to);
        slices
            .chain(instants)
            .chain(first_on(begun, filter))
            .chain(first_on(ended, filter))
            .min()
    }

    /// The last moment before `at` at which something happens.
    pub fn prev_event(&self, at: Time, filter: EventFilter) -> Option<Time> {
        let slices = self
            .rows_of(filter)
            .filter_map(|row| self.prev_in_row(row, at, filter));
        if filter.decisions {
            return slices.max();
        }
        let instants = self.instant_tracks(filter).filter_map(|track| {
            let all = self.instants(track);
            let before = all.partition_point(|i| i.at < at);
            before.checked_sub(1).map(|last| all[last].at)
        });
        let from = self.flows().partition_point(|f| f.from.1 < at);
        let begun = self.flows()[..from].iter().rev().map(|f| f.from);
        let to = self
            .flows_by_end
            .partition_point(|&f| self.flow(f).to.1 < at);
        let ended = self.flows_by_end[..to]
            .iter()
            .rev()
            .map(|&f| self.flow(f).to);
        slices
            .chain(instants)
            .chain(first_on(begun, filter))
            .chain(first_on(ended, filter))
            .max()
    }

    /// All events in a window, in the order of time; at one moment in the
    /// order of [`EventKind`], then of the tracks.
    pub fn events_between(&self, window: Range<Time>, filter: EventFilter) -> Vec<Event> {
        let mut events = Vec::new();
        let mut add = |at: Time, track: TrackId, kind: EventKind| {
            if window.contains(&at) {
                events.push(Event { at, track, kind });
            }
        };
        for row in self.rows_of(filter) {
            let track = self.rows()[row].track;
            let view = self.view(row);
            // One more at either side: a slice that ends as the window begins.
            let places = view.places_in(&window);
            let from = places.start.saturating_sub(1);
            for slice in (from..places.end).map(|place| self.slice(view.id(place))) {
                if !filter.decisions {
                    add(slice.end, track, EventKind::End(slice.id));
                }
                if !filter.decisions || self.is_decision(track, slice.state) {
                    add(slice.start, track, EventKind::Start(slice.id));
                }
            }
        }
        if !filter.decisions {
            self.add_other_events(&window, filter, &mut add);
        }
        sort_by_key(&mut events, |event| {
            (event.at, rank(event.kind), event.track, event.kind)
        });
        events
    }

    fn add_other_events(
        &self,
        window: &Range<Time>,
        filter: EventFilter,
        add: &mut impl FnMut(Time, TrackId, EventKind),
    ) {
        for track in self.instant_tracks(filter) {
            let all = self.instants(track);
            let from = all.partition_point(|i| i.at < window.start);
            for instant in all[from..].iter().take_while(|i| i.at < window.end) {
                add(instant.at, track, EventKind::Instant(instant.name));
            }
        }
        let wanted = |track| filter.track.is_none_or(|only| only == track);
        let from = self.flows().partition_point(|f| f.from.1 < window.start);
        for (place, flow) in self.flows().iter().enumerate().skip(from) {
            let (track, at) = flow.from;
            if at >= window.end {
                break;
            }
            if wanted(track) {
                add(at, track, EventKind::FlowFrom(place as u32));
            }
        }
        let starts = |&f: &u32| self.flow(f).to.1 < window.start;
        let from = self.flows_by_end.partition_point(starts);
        for &place in &self.flows_by_end[from..] {
            let (track, at) = self.flow(place).to;
            if at >= window.end {
                break;
            }
            if wanted(track) {
                add(at, track, EventKind::FlowTo(place));
            }
        }
    }

    /// The flows that begin in a window, in the order of their beginnings.
    pub fn flows_from(&self, window: Range<Time>) -> impl Iterator<Item = &Flow> + '_ {
        let from = self
            .flows()
            .partition_point(|flow| flow.from.1 < window.start);
        self.flows()[from..]
            .iter()
            .take_while(move |flow| flow.from.1 < window.end)
    }

    /// The flows that end in a window, in the order of their ends.
    pub fn flows_to(&self, window: Range<Time>) -> impl Iterator<Item = &Flow> + '_ {
        let from = self
            .flows_by_end
            .partition_point(|&flow| self.flow(flow).to.1 < window.start);
        self.flows_by_end[from..]
            .iter()
            .map(|&flow| self.flow(flow))
            .take_while(move |flow| flow.to.1 < window.end)
    }

    /// The flows that end at a moment.
    pub fn flows_ending_at(&self, at: Time) -> impl Iterator<Item = &Flow> + '_ {
        let from = self
            .flows_by_end
            .partition_point(|&f| self.flow(f).to.1 < at);
        let ended = self.flows_by_end[from..].iter().map(|&f| self.flow(f));
        ended.take_while(move |flow| flow.to.1 == at)
    }

    /// The first flow that ends after a moment; none is before the beginning.
    pub fn flow_ending_after(&self, at: Option<Time>) -> Option<&Flow> {
        let from = self
            .flows_by_end
            .partition_point(|&f| at.is_some_and(|at| self.flow(f).to.1 <= at));
        self.flows_by_end.get(from).map(|&f| self.flow(f))
    }

    fn flow(&self, place: u32) -> &Flow {
        &self.flows()[place as usize]
    }

    /// The rows in which the filter's events are.
    fn rows_of(&self, filter: EventFilter) -> impl Iterator<Item = RowId> + '_ {
        // The rows of a track are consecutive, and so are all rows.
        let rows = match filter.track {
            Some(track) => self.track(track).rows.clone(),
            None => 0..self.rows().len() as u32,
        };
        rows.map(RowId)
            .filter(move |&row| !filter.decisions || self.decides(self.rows()[row].track))
    }

    /// The tracks whose instants are the filter's.
    fn instant_tracks(&self, filter: EventFilter) -> impl Iterator<Item = TrackId> + '_ {
        let tracks = match filter.track {
            Some(track) => track.index()..track.index() + 1,
            None => 0..self.tracks().len(),
        };
        tracks
            .map(TrackId::from_index)
            .filter(move |&track| filter.ticks || self.track(track).kind != TrackKind::Heartbeat)
    }

    fn decides(&self, track: TrackId) -> bool {
        let kind = self.track(track).kind;
        kind == TrackKind::Core || kind.is_execution()
    }

    fn is_decision(&self, track: TrackId, state: State) -> bool {
        state == State::Running && self.decides(track)
    }

    fn next_in_row(&self, row: RowId, at: Time, filter: EventFilter) -> Option<Time> {
        let view = self.view(row);
        let starts_later = view.start.partition_point(|&start| start <= at);
        if filter.decisions {
            let place = (starts_later..view.start.len())
                .find(|&place| view.state[place] == State::Running)?;
            return Some(view.start[place]);
        }
        // Starts and ends are both in the order of time.
        let ends_later = view.end.partition_point(|&end| end <= at);
        let start = view.start.get(starts_later).copied();
        let end = view.end.get(ends_later).copied();
        start.into_iter().chain(end).min()
    }

    fn prev_in_row(&self, row: RowId, at: Time, filter: EventFilter) -> Option<Time> {
        let view = self.view(row);
        let started = view.start.partition_point(|&start| start < at);
        if filter.decisions {
            let place = (0..started).rfind(|&place| view.state[place] == State::Running)?;
            return Some(view.start[place]);
        }
        let ended = view.end.partition_point(|&end| end < at);
        let start = started.checked_sub(1).map(|place| view.start[place]);
        let end = ended.checked_sub(1).map(|place| view.end[place]);
        start.into_iter().chain(end).max()
    }
}

/// The first of these moments that is on the filter's track.
fn first_on(
    mut moments: impl Iterator<Item = (TrackId, Time)>,
    filter: EventFilter,
) -> Option<Time> {
    moments
        .find(|(track, _)| filter.track.is_none_or(|only| only == *track))
        .map(|(_, at)| at)
}

/// The place of a kind in the order of [`EventKind`].
fn rank(kind: EventKind) -> u8 {
    match kind {
        EventKind::End(_) => 0,
        EventKind::FlowFrom(_) => 1,
        EventKind::FlowTo(_) => 2,
        EventKind::Instant(_) => 3,
        EventKind::Start(_) => 4,
    }
}
