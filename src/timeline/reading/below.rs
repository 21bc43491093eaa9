//! Where something was found below a lane that is folded: as columns of
//! pixels, since many rows lie over one another there.

use super::find::Found;
use crate::base::{Id, Time};
use crate::timeline::scale::Scale;
use crate::timeline::stage::Section;
use crate::trace::{SliceId, Trace, TrackId};

/// With more matches than this a window that shows much of the trace is
/// answered from buckets.
const MANY: usize = 20_000;
/// The buckets of a whole trace: several for each pixel of a wide screen.
const BUCKETS: usize = 1 << 14;

/// What was found on a track and on all below it.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Below {
    /// The places of its rows among those on which something was found.
    rows: Vec<usize>,
    /// Whether one of its tracks was found by its name.
    by_name: bool,
    /// For each bucket of the trace whether something was found in it; empty
    /// where there are few matches.
    buckets: Vec<bool>,
}

impl Below {
    /// Gathers what was found below a track.
    pub(super) fn of(found: &Found, trace: &Trace, section: usize, root: TrackId) -> Below {
        let mut inside = vec![false; trace.tracks().len()];
        inside[root.index()] = true;
        // A parent comes before its children.
        for (id, track) in trace.tracks().iter_ids() {
            let above = track.parent.is_some_and(|parent| inside[parent.index()]);
            inside[id.index()] |= above;
        }
        let hits = found.rows.iter().enumerate();
        let ours = hits.filter(|(_, hit)| hit.section == section && inside[hit.track.index()]);
        let rows: Vec<usize> = ours.map(|(place, _)| place).collect();
        let hits = || rows.iter().map(|row| &found.rows[*row]);
        let count: usize = hits()
            .map(|hit| hit.slices.len() + hit.instants.len())
            .sum();
        let by_name = hits().any(|hit| hit.itself);
        let mut below = Below {
            rows,
            by_name,
            buckets: Vec::new(),
        };
        if count > MANY {
            below.fill(found, trace);
        }
        below
    }

    /// Whether one of its tracks was found by its name.
    pub(super) fn by_name(&self) -> bool {
        self.by_name
    }

    /// Fills the buckets: one visit a match, however long it is.
    fn fill(&mut self, found: &Found, trace: &Trace) {
        let bucket = |at: Time| bucket(at, trace.end());
        let mut steps = vec![0_i32; BUCKETS + 1];
        let mut mark = |from: Time, to: Time| {
            steps[bucket(from)] += 1;
            steps[bucket(to) + 1] -= 1;
        };
        for row in &self.rows {
            let hit = &found.rows[*row];
            for id in &hit.slices {
                let slice = trace.slice(SliceId(*id));
                mark(slice.start, slice.end);
            }
            let instants = trace.instants(hit.track);
            for index in &hit.instants {
                if let Some(instant) = instants.get(*index as usize) {
                    mark(instant.at, instant.at);
                }
            }
        }
        let mut open = 0;
        let covered = steps[..BUCKETS].iter().map(|step| {
            open += step;
            open > 0
        });
        self.buckets = covered.collect();
    }

    /// For each pixel of the axis whether something was found there.
    pub(super) fn columns(&self, found: &Found, section: &Section, scale: &Scale) -> Vec<bool> {
        let mut columns = Columns {
            scale,
            is: vec![false; scale.width.ceil().max(1.0) as usize],
        };
        let Some(to) = section.in_trace(scale.window.end()) else {
            return columns.is;
        };
        let from = section.in_trace(scale.window.start).unwrap_or(Time::ZERO);
        let trace = &*section.trace;
        if !self.buckets.is_empty() && scale.nanos_per_px() > bucket_nanos(trace.end()) {
            columns.read(&self.buckets, section);
        } else {
            for row in &self.rows {
                let hit = &found.rows[*row];
                columns.slices(&hit.slices, section, (from, to));
                let instants = trace.instants(hit.track);
                columns.instants(
                    &hit.instants,
                    |index| instants.get(index),
                    section,
                    (from, to),
                );
            }
        }
        columns.is
    }
}

/// Columns that are being filled.
struct Columns<'a> {
    scale: &'a Scale,
    is: Vec<bool>,
}

impl Columns<'_> {
    /// Marks a stretch of the axis, at least one column. Gives the moment on
    /// the axis up to which all is marked.
    fn mark(&mut self, from: Time, to: Time) -> Time {
        let last = self.is.len() - 1;
        let column = |at: Time| {
            let x = self.scale.x(at) - self.scale.left;
            (x.max(0.0) as usize).min(last)
        };
        let (from, to) = (column(from), column(to));
        self.is[from..=to].fill(true);
        self.scale.time(self.scale.left + (to + 1) as f64)
    }

    fn slices(&mut self, ids: &[u32], section: &Section, (from, to): (Time, Time)) {
        let trace = &*section.trace;
        let end = |id: &u32| trace.slice(SliceId(*id)).end;
        let mut next = ids.partition_point(|id| end(id) < from);
        while let Some(id) = ids.get(next) {
            let slice = trace.slice(SliceId(*id));
            if slice.start > to {
                break;
            }
            let marked = self.mark(section.on_axis(slice.start), section.on_axis(slice.end));
            // What ends within the same pixel adds nothing.
            let drawn = section.in_trace(marked).unwrap_or(slice.end);
            let rest = &ids[next + 1..];
            next += 1 + rest.partition_point(|id| end(id) < drawn);
        }
    }

    fn instants<'a>(
        &mut self,
        indices: &[u32],
        instant: impl Fn(usize) -> Option<&'a crate::trace::Instant>,
        section: &Section,
        (from, to): (Time, Time),
    ) {
        let at = |index: &u32| instant(*index as usize).map_or(Time::ZERO, |instant| instant.at);
        let mut next = indices.partition_point(|index| at(index) < from);
        while let Some(moment) = indices.get(next).map(at).filter(|at| *at <= to) {
            let moment = section.on_axis(moment);
            let marked = self.mark(moment, moment);
            let drawn = section.in_trace(marked).unwrap_or(Time::ZERO);
            let rest = &indices[next + 1..];
            next += 1 + rest.partition_point(|index| at(index) < drawn);
        }
    }

    /// Takes what buckets say.
    fn read(&mut self, buckets: &[bool], section: &Section) {
        let end = section.trace.end();
        let edge = |n: usize| {
            let at = self.scale.time(self.scale.left + n as f64);
            section.in_trace(at)
        };
        for column in 0..self.is.len() {
            let from = edge(column).unwrap_or(Time::ZERO);
            let Some(to) = edge(column + 1).filter(|_| from <= end) else {
                continue;
            };
            // A column holds its own edge, so also the trace's very end.
            let (from, to) = (bucket(from, end), bucket(to, end));
            self.is[column] = buckets[from..=to].contains(&true);
        }
    }
}

/// The bucket of a moment of a trace that ends at `end`.
fn bucket(at: Time, end: Time) -> usize {
    let part = at.0 as f64 / bucket_nanos(end);
    (part as usize).min(BUCKETS - 1)
}

/// How long a bucket of a trace is that ends at `end`.
fn bucket_nanos(end: Time) -> f64 {
    end.0.max(1) as f64 / BUCKETS as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Dur;
    use crate::timeline::reading::samples::any_stage;
    use crate::timeline::reading::{Finder, Query};
    use crate::timeline::scale::Window;
    use crate::timeline::stage::Stage;
    use crate::trace::{Clock, State, TraceBuilder, TrackKind};
    use proptest::prelude::*;
    use std::rc::Rc;

    /// A window may begin where the trace ends, since others go on.
    #[test]
    fn the_very_end_of_a_trace_is_in_the_first_column() {
        let mut b = TraceBuilder::new(Clock::Recorded);
        let track = b.track(None, TrackKind::Thread, "worker");
        let name = b.name("a");
        b.slice(track, State::Running, name, Time(0), Time(40));
        let section = Section::new("only", Rc::new(b.finish()));
        let stage = Stage::new(vec![section.clone()]);
        let query = Query {
            text: "a".to_owned(),
            regex: false,
            args: false,
        };
        let mut finder = Finder::new(&stage, &query).unwrap();
        while !finder.advance(&stage, 10) {}
        let found = finder.finish();
        let mut below = Below::of(&found, &section.trace, 0, track);
        let scale = Scale::new(Window::between(Time(40), Time(100)), 0.0, 60.0);
        let exact = below.columns(&found, &section, &scale);
        below.fill(&found, &section.trace);
        let coarse = below.columns(&found, &section, &scale);
        assert_eq!(exact.iter().position(|is| *is), Some(0));
        assert_eq!(exact, coarse);
    }

    proptest! {
        /// A column is marked if, and only if, a match lies in it; buckets say
        /// the same as the matches themselves, but for their own coarseness.
        #[test]
        fn columns_are_where_matches_are(
            stage in any_stage(),
            text in "[a-c]",
            (from, part) in (0.0..1.0_f64, 0.01..1.0_f64),
        ) {
            let query = Query { text, regex: false, args: false };
            let mut finder = Finder::new(&stage, &query).unwrap();
            while !finder.advance(&stage, 1_000) {}
            let found = finder.finish();
            let end = stage.end().0.max(100) as f64;
            let start = Time((from * end) as u64);
            let window = Window::between(start, start + Dur((part * end) as u64 + 50));
            let scale = Scale::new(window, 20.0, 90.0);
            for (index, section) in stage.sections().iter().enumerate() {
                let trace = &*section.trace;
                for (root, track) in trace.tracks().iter_ids() {
                    if track.parent.is_some() {
                        continue;
                    }
                    let mut below = Below::of(&found, trace, index, root);
                    prop_assert!(below.buckets.is_empty());
                    let columns = below.columns(&found, section, &scale);
                    let mut expected = vec![false; columns.len()];
                    for hit in below.rows.iter().map(|row| &found.rows[*row]) {
                        let slices = hit.slices.iter().map(|id| trace.slice(SliceId(*id)));
                        let slices = slices.map(|slice| (slice.start, slice.end));
                        let moments = hit.instants.iter().map(|n| trace.instants(hit.track)[*n as usize].at);
                        for (from, to) in slices.chain(moments.map(|at| (at, at))) {
                            let (from, to) = (section.on_axis(from), section.on_axis(to));
                            if to < window.start || from > window.end() {
                                continue;
                            }
                            let column = |at: Time| ((scale.x(at) - scale.left).max(0.0) as usize).min(expected.len() - 1);
                            let (from, to) = (column(from), column(to));
                            expected[from..=to].fill(true);
                        }
                    }
                    prop_assert_eq!(&columns, &expected);
                    below.fill(&found, trace);
                    if scale.nanos_per_px() > bucket_nanos(trace.end()) {
                        let coarse = below.columns(&found, section, &scale);
                        for (n, is) in columns.iter().enumerate() {
                            let near = n.saturating_sub(1)..(n + 2).min(coarse.len());
                            prop_assert!(!is || coarse[near.clone()].contains(&true), "{n}");
                            prop_assert!(!coarse[n] || columns[near].contains(&true), "{n} too many");
                        }
                    }
                }
            }
        }
    }
}
