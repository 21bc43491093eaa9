//! From the tree of tracks to lanes, and which job has which number.

use std::collections::HashMap;

use super::{Beat, Filter, Lane, LaneKind, Section};
use crate::base::Id;
use crate::trace::{NameId, State, Trace, TrackId, TrackKind};

/// The lanes of one section: its title, then its tracks, parents first.
pub(super) fn flatten(index: usize, section: &Section, lanes: &mut Vec<Lane>) {
    let trace = &*section.trace;
    if !section.title.is_empty() {
        lanes.push(Lane {
            section: index,
            kind: LaneKind::Title,
            depth: 0,
            label: section.title.clone(),
            stacked: false,
            open: None,
            beat: None,
        });
    }
    if let Filter::Only(tracks) = &section.filter {
        for &track in tracks {
            add_rows(track, 0, index, trace, lanes);
        }
        return;
    }
    let tree = Tree::of(section);
    tree.roots()
        .for_each(|track| tree.add(track, 0, index, trace, lanes));
}

/// The children of each track, and whether anything of it is shown.
struct Tree {
    children: Vec<Vec<TrackId>>,
    roots: Vec<TrackId>,
    /// Whether the track itself has a lane.
    own: Vec<bool>,
    /// Whether it or anything below has one.
    any: Vec<bool>,
}

impl Tree {
    fn of(section: &Section) -> Tree {
        let trace = &*section.trace;
        let count = trace.tracks().len();
        let mut tree = Tree {
            children: vec![Vec::new(); count],
            roots: Vec::new(),
            own: vec![false; count],
            any: vec![false; count],
        };
        for (id, track) in trace.tracks().iter_ids() {
            match track.parent {
                Some(parent) => tree.children[parent.index()].push(id),
                None => tree.roots.push(id),
            }
            let holds_lanes = !matches!(
                track.kind,
                TrackKind::Machine | TrackKind::Process | TrackKind::Group
            );
            let filled = trace.track_slices(id).next().is_some() || !trace.instants(id).is_empty();
            tree.own[id.index()] = section.filter.shows(id, track.kind) && (filled || holds_lanes);
        }
        // A parent comes before its children, so this sees children first.
        for (id, track) in trace.tracks().iter_ids().rev() {
            tree.any[id.index()] |= tree.own[id.index()];
            if let Some(parent) = track.parent {
                tree.any[parent.index()] |= tree.any[id.index()];
            }
        }
        tree
    }

    fn roots(&self) -> impl Iterator<Item = TrackId> {
        self.roots.iter().copied().filter(|id| self.any[id.index()])
    }

    fn siblings(&self, trace: &Trace, track: TrackId) -> usize {
        let list = match trace.track(track).parent {
            Some(parent) => &self.children[parent.index()],
            None => &self.roots,
        };
        list.iter().filter(|id| self.any[id.index()]).count()
    }

    /// Adds a track and what is below it. A track without a life of its own
    /// gets a heading only if that tells it from a sibling.
    fn add(
        &self,
        track: TrackId,
        depth: u16,
        section: usize,
        trace: &Trace,
        lanes: &mut Vec<Lane>,
    ) {
        let mut below = depth;
        if self.own[track.index()] {
            add_rows(track, depth, section, trace, lanes);
            below += 1;
        } else if self.siblings(trace, track) > 1 {
            lanes.push(Lane {
                section,
                kind: LaneKind::Heading(track),
                depth,
                label: trace.track_name(track).to_owned(),
                stacked: false,
                open: None,
                beat: None,
            });
            below += 1;
        }
        for &child in &self.children[track.index()] {
            if self.any[child.index()] {
                self.add(child, below, section, trace, lanes);
            }
        }
    }
}

fn add_rows(track: TrackId, depth: u16, section: usize, trace: &Trace, lanes: &mut Vec<Lane>) {
    let is_beat = trace.track(track).kind == TrackKind::Heartbeat;
    let rows = trace.track(track).rows();
    let stacked = rows.len() > 1;
    for (n, row) in rows.enumerate() {
        lanes.push(Lane {
            section,
            kind: LaneKind::Row(track, row),
            depth,
            label: if n == 0 {
                trace.track_name(track).to_owned()
            } else {
                String::new()
            },
            stacked,
            open: None,
            beat: (is_beat && n == 0).then(|| Beat::of(trace, track)),
        });
    }
}

/// For each track, its first lane from `from` on.
pub(super) fn first_lanes(section: &Section, lanes: &[Lane], from: usize) -> Vec<Option<u32>> {
    let mut first = vec![None; section.trace.tracks().len()];
    for (index, lane) in lanes.iter().enumerate().skip(from) {
        if let LaneKind::Row(track, _) = lane.kind {
            first[track.index()].get_or_insert(index as u32);
        }
    }
    first
}

/// Numbers the jobs by their first appearance: the names of threads and tasks
/// first, then who runs on cores, then named spans.
pub(super) fn jobs(sections: &[Section], lanes: &[Lane]) -> Vec<Vec<Option<u16>>> {
    let mut numbers: HashMap<String, u16> = HashMap::new();
    let mut jobs: Vec<Vec<Option<u16>>> = vec![Vec::new(); sections.len()];
    let mut give = |section: usize, name: NameId| {
        let names = &mut jobs[section];
        if names.len() <= name.index() {
            names.resize(name.index() + 1, None);
        }
        let place = &mut names[name.index()];
        if place.is_none() {
            let next = u16::try_from(numbers.len()).unwrap_or(u16::MAX);
            let text = sections[section].trace.name(name);
            *place = Some(match numbers.get(text) {
                Some(number) => *number,
                None => *numbers.entry(text.to_owned()).or_insert(next),
            });
        }
    };
    for (index, section) in sections.iter().enumerate() {
        for track in section.trace.tracks().iter() {
            if track.kind.is_execution() {
                give(index, track.name);
            }
        }
    }
    for lane in lanes {
        let (Some(row), Some(track)) = (lane.row(), lane.track()) else {
            continue;
        };
        let trace = &sections[lane.section].trace;
        let core = trace.track(track).kind == TrackKind::Core;
        let by_name =
            |state| matches!(state, State::Span | State::Held) || (core && state == State::Running);
        let any = State::ALL
            .into_iter()
            .any(|state| by_name(state) && trace.row_is_ever(row, state));
        if !any {
            continue;
        }
        // Neighbours often have the same name.
        let mut last = None;
        for (state, name) in trace.row_names(row) {
            if by_name(state) && last != Some(name) {
                give(lane.section, name);
                last = Some(name);
            }
        }
    }
    jobs
}
