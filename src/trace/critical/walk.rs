//! The walk back from the end of a run, step by step.

use super::resources::{Arrivals, Cores, Holder, served};
use super::{Cause, CriticalPath, Piece};
use crate::base::{Id, Time};
use crate::trace::kind::{State, TrackKind};
use crate::trace::model::{SliceId, Trace, TrackId};

/// More pieces are not followed: what came before is told as one.
const MOST_PIECES: usize = 200_000;

/// A critical path that is being found. It is advanced as far as there is
/// time for, always with the same trace.
#[derive(Clone, Debug)]
pub struct CriticalWalk {
    arrivals: Arrivals,
    cores: Cores,
    /// From the last piece to the first.
    pieces: Vec<Piece>,
    /// Where the run begins.
    begin: Time,
    /// Where the walk is; none once it is done.
    at: Option<(TrackId, Time)>,
    /// Where it was at this very moment, so that it never goes in a circle.
    visited: Vec<TrackId>,
}

/// What a track does just before a moment.
#[derive(Clone, Copy)]
struct Before {
    /// The innermost slice that covers the moment before, if any does.
    slice: Option<(SliceId, State, Time)>,
    /// Since when nothing has changed on the track; none if nothing was before.
    since: Option<Time>,
    /// When the outermost slice ends that begins at the moment, if one does.
    next_ends: Option<Time>,
}

impl CriticalWalk {
    /// At the end of the lane that is done last.
    pub fn new(trace: &Trace) -> CriticalWalk {
        let lanes = lanes(trace);
        let begin = lanes.iter().map(|lane| lane.begin).min();
        // Of equal ones the last made: a task rather than its thread.
        let last = lanes.iter().max_by_key(|lane| (lane.end, lane.track));
        let begin = begin.unwrap_or_default();
        CriticalWalk {
            arrivals: Arrivals::of(trace),
            cores: Cores::of(trace),
            pieces: Vec::new(),
            begin,
            at: last
                .filter(|lane| lane.end > begin)
                .map(|lane| (lane.track, lane.end)),
            visited: Vec::new(),
        }
    }

    /// Takes so many steps at most. Gives whether the walk is done.
    pub fn advance(&mut self, trace: &Trace, steps: u32) -> bool {
        for _ in 0..steps {
            let Some((track, at)) = self.at else {
                return true;
            };
            if self.pieces.len() >= MOST_PIECES {
                self.last_piece(track, at, Cause::Cut);
            } else {
                self.step(trace, track, at);
            }
        }
        self.at.is_none()
    }

    /// The path as far as it was walked; all of it once that is done.
    pub fn finish(mut self) -> CriticalPath {
        self.pieces.reverse();
        CriticalPath {
            pieces: self.pieces,
        }
    }

    fn step(&mut self, trace: &Trace, track: TrackId, at: Time) {
        let before = before(trace, track, at);
        match before.slice {
            None => self.gap(track, at, before),
            Some((_, State::Ready, since)) if !self.ready(trace, track, at, since) => {
                self.wait(trace, track, at, before);
            }
            Some((_, State::Ready, _)) => {}
            Some((_, state, _)) if is_wait(state) => self.wait(trace, track, at, before),
            Some((slice, state, _)) => {
                let from = before.since.unwrap_or(self.begin);
                self.piece(track, from, at, Some((state, slice)), Cause::Lane);
                self.go(track, from);
            }
        }
    }

    /// Nothing is recorded before this moment: whatever arrived let it go on.
    fn gap(&mut self, track: TrackId, at: Time, before: Before) {
        let since = before.since.unwrap_or(self.begin);
        let arrived = self.arrivals.last(track, since, at).or_else(|| {
            // Some tools bind a flow to the slice that it begins.
            let ends = before.next_ends?;
            let early = |&(_, from, _): &(u32, (TrackId, Time), Time)| from.1 <= at;
            self.arrivals.first(track, at, ends).filter(early)
        });
        if let Some((flow, from, arrival)) = arrived
            && self.may_go(from.0, from.1, at)
        {
            let arrival = arrival.min(at);
            self.piece(track, arrival, at, None, Cause::Lane);
            self.piece(track, from.1, arrival, None, Cause::Lane);
            self.caused(Cause::Flow(flow));
            self.go(from.0, from.1);
            return;
        }
        match before.since {
            Some(since) if since > self.begin => {
                self.piece(track, since, at, None, Cause::Unrecorded);
                self.go(track, since);
            }
            _ => self.last_piece(track, at, Cause::Unrecorded),
        }
    }

    /// A lane that was ready ran when a core was given up. Gives whether it is
    /// recorded who had it.
    fn ready(&mut self, trace: &Trace, track: TrackId, at: Time, since: Time) -> bool {
        let Some(Holder {
            resource,
            switching,
            left,
        }) = self.cores.before(trace, track, at, since)
        else {
            return false;
        };
        let mut free = at;
        if let Some((slice, from)) = switching {
            free = from.max(since);
            if free < at {
                let state = Some((State::Switching, slice));
                self.piece(resource, free, at, state, Cause::Lane);
            }
        }
        let left = left.filter(|&(who, when)| when > since && self.may_go(who, when, at));
        match left {
            Some((who, when)) => {
                self.caused(Cause::Core(resource));
                self.go(who, when);
                true
            }
            None if free < at => {
                self.caused(Cause::Core(resource));
                self.go(track, free);
                true
            }
            None => false,
        }
    }

    /// A lane that waited went on when something arrived.
    fn wait(&mut self, trace: &Trace, track: TrackId, at: Time, before: Before) {
        let (Some((slice, state, since)), Some(bound)) = (before.slice, before.since) else {
            return self.last_piece(track, at, Cause::Unrecorded);
        };
        let is_ready = state == State::Ready;
        // What made a lane ready does not say what made it run.
        let from = if is_ready { Time(at.0 - 1) } else { since };
        if let Some((flow, source, arrival)) = self.arrivals.last(track, from, at) {
            self.piece(track, arrival, at, Some((state, slice)), Cause::Lane);
            if trace.track(source.0).kind == TrackKind::Device && source.1 > since {
                self.device(trace, source, track, since, (flow, arrival));
                return;
            }
            if self.may_go(source.0, source.1, at) {
                // It may have been on its way since before the wait.
                let waited = source.1.max(since);
                self.piece(track, waited, arrival, Some((state, slice)), Cause::Lane);
                self.piece(track, source.1, waited, None, Cause::Lane);
                self.caused(Cause::Flow(flow));
                self.go(source.0, source.1);
                return;
            }
        }
        let cause = match state {
            // A sleep ends by itself, and a device answers when it is done.
            State::Sleeping | State::BlockedIo => Cause::Lane,
            _ => Cause::Unrecorded,
        };
        let at = self.pieces.last().map_or(at, |last| last.from).min(at);
        self.piece(track, bound, at, Some((state, slice)), cause);
        self.go(track, bound);
    }

    /// A device ended the wait of a lane: what it served meanwhile are the
    /// pieces; the path goes on with the lane at the beginning of its wait.
    fn device(
        &mut self,
        trace: &Trace,
        (device, done): (TrackId, Time),
        lane: TrackId,
        since: Time,
        (flow, arrival): (u32, Time),
    ) {
        let done = done.min(arrival);
        self.piece(device, done, arrival, None, Cause::Lane);
        self.caused(Cause::Flow(flow));
        let mut at = done;
        for slice in served(trace, device, since, done) {
            self.piece(device, slice.end.min(at), at, None, Cause::Unrecorded);
            let from = slice.start.max(since);
            let state = Some((slice.state, slice.id));
            self.piece(device, from, slice.end.min(at), state, Cause::Lane);
            at = from;
        }
        self.piece(device, since, at, None, Cause::Unrecorded);
        self.caused(Cause::Request);
        self.go(lane, since);
    }

    /// Adds a piece before all others, if it has a length; one of the same
    /// slice as the last is joined with it.
    fn piece(
        &mut self,
        track: TrackId,
        from: Time,
        to: Time,
        what: Option<(State, SliceId)>,
        cause: Cause,
    ) {
        let from = from.max(self.begin);
        if from >= to {
            return;
        }
        let (state, slice) = (what.map(|w| w.0), what.map(|w| w.1));
        if let Some(last) = self.pieces.last_mut()
            && (last.track, last.state, last.slice) == (track, state, slice)
            && last.cause == Cause::Lane
            && last.from == to
        {
            last.from = from;
            last.cause = cause;
            return;
        }
        self.pieces.push(Piece {
            track,
            from,
            to,
            state,
            slice,
            cause,
        });
    }

    /// Says why the first piece so far began: it begins where the walk is.
    fn caused(&mut self, cause: Cause) {
        if let Some(first) = self.pieces.last_mut()
            && first.cause == Cause::Lane
        {
            first.cause = cause;
        }
    }

    /// All that is left is one piece.
    fn last_piece(&mut self, track: TrackId, at: Time, cause: Cause) {
        self.piece(track, self.begin, at, None, cause);
        self.end();
    }

    fn end(&mut self) {
        self.at = None;
        if let Some(first) = self.pieces.last_mut()
            && first.cause == Cause::Lane
        {
            first.cause = Cause::Start;
        }
    }

    /// Whether the walk may go to a track: back in time, or at the same moment
    /// to where it has not been.
    fn may_go(&self, track: TrackId, to: Time, at: Time) -> bool {
        to < at || (to == at && !self.visited.contains(&track))
    }

    fn go(&mut self, track: TrackId, to: Time) {
        let Some((here, at)) = self.at else {
            return;
        };
        if to < at {
            self.visited.clear();
        } else {
            self.visited.push(here);
        }
        if to > self.begin {
            self.at = Some((track, to));
        } else {
            self.end();
        }
    }
}

fn is_wait(state: State) -> bool {
    state.is_blocked() || matches!(state, State::Ready | State::Sleeping | State::Awaiting)
}

/// A track on which a run can end.
struct Lane {
    track: TrackId,
    begin: Time,
    end: Time,
}

/// The threads and tasks that have slices; without any, every other track
/// that has some and is neither a core, a device, a lock nor a heartbeat.
fn lanes(trace: &Trace) -> Vec<Lane> {
    let of = |wanted: &dyn Fn(TrackKind) -> bool| -> Vec<Lane> {
        let tracks = trace.tracks().iter_ids();
        tracks
            .filter(|(_, track)| wanted(track.kind))
            .filter_map(|(id, _)| lane(trace, id))
            .collect()
    };
    let lanes = of(&TrackKind::is_execution);
    if !lanes.is_empty() {
        return lanes;
    }
    of(&|kind| {
        !matches!(
            kind,
            TrackKind::Core | TrackKind::Device | TrackKind::Resource | TrackKind::Heartbeat
        )
    })
}

fn lane(trace: &Trace, track: TrackId) -> Option<Lane> {
    let rows = || trace.track(track).rows().map(|row| trace.view(row));
    let begin = rows().filter_map(|row| row.start.first().copied()).min()?;
    let ends = rows().filter_map(|row| {
        // A lane is done when it has ended, however long that is shown.
        let last = row.end.len().checked_sub(1)?;
        Some(match row.state[last] {
            State::Terminated => row.start[last],
            _ => row.end[last],
        })
    });
    Some(Lane {
        track,
        begin,
        end: ends.max()?,
    })
}

fn before(trace: &Trace, track: TrackId, at: Time) -> Before {
    let mut found = Before {
        slice: None,
        since: None,
        next_ends: None,
    };
    for row in trace.track(track).rows() {
        let view = trace.view(row);
        let begun = view.start.partition_point(|&start| start < at);
        if found.next_ends.is_none() && view.start.get(begun) == Some(&at) {
            found.next_ends = Some(view.end[begun]);
        }
        let Some(last) = begun.checked_sub(1) else {
            continue;
        };
        let covers = view.end[last] >= at;
        let changed = if covers {
            view.start[last]
        } else {
            view.end[last]
        };
        found.since = Some(found.since.map_or(changed, |since| since.max(changed)));
        if covers && view.state[last] != State::Terminated {
            let id = SliceId::from_index(view.id(last).index());
            found.slice = Some((id, view.state[last], view.start[last]));
        }
    }
    found
}
