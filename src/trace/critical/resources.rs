//! What the walk asks about: what arrived, who had a core, what a device did.

use std::collections::HashMap;

use crate::base::{Time, sort_by_key};
use crate::trace::kind::{State, TrackKind};
use crate::trace::model::{NameId, SliceId, SliceRef, Trace, TrackId, Value, arg};

/// Lanes beside one another that are searched for who ran before, at most.
const MOST_SIBLINGS: usize = 256;

/// A flow: its place, where it came from, when it arrived.
pub type Arrival = (u32, (TrackId, Time), Time);

/// All flows in the order of the tracks and moments at which they arrive.
#[derive(Clone, Debug)]
pub struct Arrivals(Vec<(TrackId, Arrival)>);

impl Arrivals {
    pub fn of(trace: &Trace) -> Arrivals {
        let flows = trace.flows().iter().enumerate();
        let mut all: Vec<(TrackId, Arrival)> = flows
            // One that goes back in time explains nothing.
            .filter(|(_, flow)| flow.from.1 <= flow.to.1 && flow.from != flow.to)
            .map(|(place, flow)| (flow.to.0, (place as u32, flow.from, flow.to.1)))
            .collect();
        sort_by_key(&mut all, |(track, (place, from, at))| {
            (*track, *at, from.1, *place)
        });
        Arrivals(all)
    }

    /// The last that arrives on a track after `after`, at `until` at the latest.
    pub fn last(&self, track: TrackId, after: Time, until: Time) -> Option<Arrival> {
        let end = self
            .0
            .partition_point(|(on, (.., at))| (*on, *at) <= (track, until));
        let (on, arrival) = self.0[..end].last()?;
        (*on == track && arrival.2 > after).then_some(*arrival)
    }

    /// The first that arrives on a track from `from` on, before `until`.
    pub fn first(&self, track: TrackId, from: Time, until: Time) -> Option<Arrival> {
        let begin = self
            .0
            .partition_point(|(on, (.., at))| (*on, *at) < (track, from));
        let (on, arrival) = self.0.get(begin)?;
        (*on == track && arrival.2 < until).then_some(*arrival)
    }
}

/// Who had what a ready lane waited for.
#[derive(Clone, Copy)]
pub struct Holder {
    /// The core; of a task, its thread.
    pub resource: TrackId,
    /// The switch before the lane ran, and its beginning.
    pub switching: Option<(SliceId, Time)>,
    /// Who ran before, and until when.
    pub left: Option<(TrackId, Time)>,
}

/// The cores, and the lanes by their names.
#[derive(Clone, Debug)]
pub struct Cores {
    cores: Vec<TrackId>,
    lanes: HashMap<NameId, TrackId>,
    children: HashMap<TrackId, Vec<TrackId>>,
}

impl Cores {
    pub fn of(trace: &Trace) -> Cores {
        let mut cores = Cores {
            cores: Vec::new(),
            lanes: HashMap::new(),
            children: HashMap::new(),
        };
        for (id, track) in trace.tracks().iter_ids() {
            match track.kind {
                TrackKind::Core => cores.cores.push(id),
                TrackKind::Thread => {
                    cores.lanes.entry(track.name).or_insert(id);
                }
                _ => {}
            }
            if let (true, Some(parent)) = (track.kind.is_execution(), track.parent) {
                cores.children.entry(parent).or_default().push(id);
            }
        }
        cores
    }

    /// Who had the core that a lane, ready since `since`, was given at `at`.
    pub fn before(&self, trace: &Trace, lane: TrackId, at: Time, since: Time) -> Option<Holder> {
        let on_core = || {
            let cores = self.cores.iter();
            cores
                .filter_map(|&core| self.on_core(trace, core, lane, at, since))
                .next()
        };
        on_core().or_else(|| self.beside(trace, lane, at))
    }

    fn on_core(
        &self,
        trace: &Trace,
        core: TrackId,
        lane: TrackId,
        at: Time,
        since: Time,
    ) -> Option<Holder> {
        for row in trace.track(core).rows() {
            let view = trace.view(row);
            let place = view.start.partition_point(|&start| start < at);
            if view.start.get(place) != Some(&at)
                || self.thread(trace, view.id(place)) != Some(lane)
            {
                continue;
            }
            let mut before = place.checked_sub(1);
            let mut switching = None;
            let mut free = at;
            while let Some(last) = before
                && view.state[last] == State::Switching
                && view.end[last] == free
            {
                free = view.start[last];
                switching = Some((view.id(last), free));
                before = last.checked_sub(1);
            }
            let left = before
                .filter(|&last| view.state[last] == State::Running && view.end[last] == free)
                .filter(|_| free > since)
                .and_then(|last| self.thread(trace, view.id(last)))
                .filter(|&who| who != lane && runs_until(trace, who, free))
                .map(|who| (who, free));
            return Some(Holder {
                resource: core,
                switching,
                left,
            });
        }
        None
    }

    /// The thread that a core's slice is of.
    fn thread(&self, trace: &Trace, slice: SliceId) -> Option<TrackId> {
        let name = match trace.arg(slice, arg::THREAD) {
            Some(Value::Name(name)) => name,
            _ => trace.slice(slice).name,
        };
        self.lanes.get(&name).copied()
    }

    /// Without cores, the lane beside this one that ran until this one did: a
    /// task of the same loop, a thread of the same process.
    fn beside(&self, trace: &Trace, lane: TrackId, at: Time) -> Option<Holder> {
        let is_task = trace.track(lane).kind == TrackKind::Task;
        if !is_task && !self.cores.is_empty() {
            return None;
        }
        let parent = trace.track(lane).parent?;
        let beside = self.children.get(&parent)?;
        let left = beside
            .iter()
            .take(MOST_SIBLINGS)
            .find(|&&other| other != lane && runs_until(trace, other, at));
        Some(Holder {
            resource: parent,
            switching: None,
            left: left.map(|&other| (other, at)),
        })
    }
}

/// Whether a lane stops running at that very moment.
fn runs_until(trace: &Trace, lane: TrackId, at: Time) -> bool {
    trace.track(lane).rows().any(|row| {
        let view = trace.view(row);
        let begun = view.start.partition_point(|&start| start < at);
        begun
            .checked_sub(1)
            .is_some_and(|last| view.end[last] == at && view.state[last] == State::Running)
    })
}

/// What a device served one after another between two moments, from the last
/// to the first, beginning with what it was done with at the later one.
pub fn served(trace: &Trace, device: TrackId, from: Time, done: Time) -> Vec<SliceRef> {
    let row = trace.track(device).rows().find(|&row| {
        let view = trace.view(row);
        let begun = view.start.partition_point(|&start| start < done);
        begun
            .checked_sub(1)
            .is_some_and(|last| view.end[last] == done)
    });
    let Some(row) = row else {
        return Vec::new();
    };
    trace.slices_in(row, from..done).rev().collect()
}
