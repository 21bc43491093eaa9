//! What a slice has to do with others: those around it and in it, those of its
//! name, and those at the other ends of its flows.

use crate::base::{Dur, Time};
use crate::timeline::stage::{Place, Stage};
use crate::trace::{FlowKind, RowId, SliceId, SliceRef, Trace, TrackId};

/// Nested slices that are listed, at most.
const MOST_NESTED: usize = 50;
/// Slices that are looked at for whether they lie directly in another, at most.
const MOST_LOOKED_AT: usize = 5_000;
/// Flows that are listed in each direction, at most.
const MOST_FLOWS: usize = 50;

/// A flow, seen from a slice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Link {
    /// How the two belong together.
    pub kind: FlowKind,
    /// When it leaves or arrives here, on the trace's clock.
    pub here: Time,
    /// The other track, and when it arrives or leaves there.
    pub there: (TrackId, Time),
    /// The slice at the other end, if one is there.
    pub slice: Option<SliceId>,
}

/// What a slice has to do with others of its trace.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Relations {
    /// The slices around it on its track, the outermost first.
    pub parents: Vec<SliceId>,
    /// The slices directly in it, the first first.
    pub children: Vec<SliceId>,
    /// How many more there are.
    pub more_children: usize,
    /// How long it is without what is nested in it; none if that is too much
    /// to be looked through.
    pub own: Option<Dur>,
    /// The flows that arrive in it, in the order of their arrival.
    pub arriving: Vec<Link>,
    /// How many more arrive.
    pub more_arriving: usize,
    /// The flows that leave it, in the order of their leaving.
    pub leaving: Vec<Link>,
    /// How many more leave.
    pub more_leaving: usize,
    /// The flow that ended it, if it waited and one did.
    pub ended_by: Option<Link>,
}

impl Relations {
    /// The relations of a slice, if it is on the stage.
    pub fn of(stage: &Stage, place: Place) -> Option<Relations> {
        let slice = stage.slice(place)?;
        let trace = &*stage.sections()[place.section].trace;
        let (children, more_children) = children(trace, &slice);
        let (arriving, more_arriving) = arriving(trace, &slice);
        let (leaving, more_leaving) = leaving(trace, &slice);
        let waits = !slice.state.is_work();
        let ended_by = arriving
            .iter()
            .rev()
            .find(|link| waits && link.here > slice.start)
            .copied();
        Some(Relations {
            parents: trace.around(slice.id).collect(),
            own: trace.self_time(slice.id),
            children,
            more_children,
            arriving,
            more_arriving,
            leaving,
            more_leaving,
            ended_by,
        })
    }
}

/// Where one can go from a slice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// To the slice around it.
    Parent,
    /// To the first slice in it.
    Child,
    /// Along the last flow that arrives in it, to where that comes from.
    Source,
    /// Along the first flow that leaves it, to where that arrives.
    Target,
    /// To the next slice of the same name, by time.
    NextSame,
    /// To the one before.
    PreviousSame,
}

/// The slice that is reached from another, if there is one.
pub fn go(stage: &Stage, place: Place, way: Way) -> Option<Place> {
    let slice = stage.slice(place)?;
    let section = &stage.sections()[place.section];
    let trace = &*section.trace;
    let found = match way {
        Way::Parent => trace.around(slice.id).last(),
        Way::Child => children(trace, &slice).0.first().copied(),
        Way::Source => {
            let links = arriving(trace, &slice).0;
            // Of a wait the last, which ended it; else the one that began it.
            links.iter().rev().find_map(|link| link.slice)
        }
        Way::Target => leaving(trace, &slice).0.iter().find_map(|link| link.slice),
        Way::NextSame | Way::PreviousSame => same(trace, &slice, way == Way::NextSame),
    };
    found.map(|slice| Place { slice, ..place })
}

/// The innermost slice of a track at a moment: one that begins there, else
/// one that goes on, else one that ends there.
pub fn slice_at(trace: &Trace, track: TrackId, at: Time) -> Option<SliceId> {
    let rows = || trace.track(track).rows().rev();
    let on = |row: RowId| trace.slice_at(row, at);
    let begins = rows().filter_map(on).find(|slice| slice.start == at);
    let goes_on = || rows().find_map(on);
    let ends = || {
        let before = Time(at.0.checked_sub(1)?);
        rows().find_map(|row| trace.slice_at(row, before))
    };
    Some(begins.or_else(goes_on).or_else(ends)?.id)
}

/// The slice that a flow leaves: the innermost that goes on or ends there.
fn source_at(trace: &Trace, track: TrackId, at: Time) -> Option<SliceId> {
    let before = at.0.checked_sub(1).map(Time);
    let rows = || trace.track(track).rows().rev();
    let ends = before.and_then(|before| rows().find_map(|row| trace.slice_at(row, before)));
    let found = ends.map(|slice| slice.id);
    found.or_else(|| slice_at(trace, track, at))
}

fn holds(outer: &SliceRef, inner: &SliceRef) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

fn rows_below(
    trace: &Trace,
    slice: &SliceRef,
) -> impl DoubleEndedIterator<Item = RowId> + Clone + use<> {
    let own = trace.row_of(slice.id);
    let track = trace.track_of(slice.id);
    trace.track(track).rows().filter(move |&row| row > own)
}

/// The slices directly in one, as many as are listed, and how many more.
fn children(trace: &Trace, slice: &SliceRef) -> (Vec<SliceId>, usize) {
    let mut found = Vec::new();
    let mut more = 0;
    let mut looked_at = 0;
    for row in rows_below(trace, slice) {
        for inner in trace.slices_in(row, slice.start..slice.end) {
            let is_direct = || trace.around(inner.id).last() == Some(slice.id);
            if !holds(slice, &inner) {
                continue;
            }
            if found.len() < MOST_NESTED && looked_at < MOST_LOOKED_AT {
                looked_at += 1;
                if is_direct() {
                    found.push(inner.id);
                }
            } else {
                // Counting them all would take too long in a dense slice.
                more += 1;
            }
        }
    }
    crate::base::sort_by_key(&mut found, |&id| (trace.slice(id).start, id));
    (found, more)
}

fn listed(links: impl Iterator<Item = Link>) -> (Vec<Link>, usize) {
    let mut found = Vec::new();
    let mut more = 0;
    for link in links {
        if found.len() < MOST_FLOWS {
            found.push(link);
        } else {
            more += 1;
        }
    }
    (found, more)
}

/// A slice that begins where another ends owns what arrives there, except
/// that a wait owns what ends it.
fn arriving(trace: &Trace, slice: &SliceRef) -> (Vec<Link>, usize) {
    let track = trace.track_of(slice.id);
    let flows = trace.flows_to(slice.start..Time(slice.end.0.saturating_add(1)));
    listed(flows.filter(|flow| flow.to.0 == track).map(|flow| Link {
        kind: flow.kind,
        here: flow.to.1,
        there: flow.from,
        slice: source_at(trace, flow.from.0, flow.from.1),
    }))
}

fn leaving(trace: &Trace, slice: &SliceRef) -> (Vec<Link>, usize) {
    let track = trace.track_of(slice.id);
    let flows = trace.flows_from(slice.start..Time(slice.end.0.saturating_add(1)));
    listed(flows.filter(|flow| flow.from.0 == track).map(|flow| Link {
        kind: flow.kind,
        here: flow.from.1,
        there: flow.to,
        slice: slice_at(trace, flow.to.0, flow.to.1),
    }))
}

/// The next or previous slice of the same name, by its beginning, then from
/// the top down.
fn same(trace: &Trace, slice: &SliceRef, forward: bool) -> Option<SliceId> {
    let own = (slice.start, slice.id);
    let key = |other: &SliceRef| (other.start, other.id);
    let is_same = |other: &SliceRef| other.name == slice.name;
    let rows = trace.rows().ids();
    if forward {
        let next = |row| {
            let later = trace.slices_in(row, slice.start..Time(u64::MAX));
            later
                .filter(|other| key(other) > own)
                .find(is_same)
                .map(|other| key(&other))
        };
        rows.filter_map(next).min().map(|found| found.1)
    } else {
        let before = |row| {
            let earlier = trace.slices_in(row, Time::ZERO..Time(slice.start.0.saturating_add(1)));
            earlier
                .rev()
                .filter(|other| key(other) < own)
                .find(is_same)
                .map(|other| key(&other))
        };
        rows.filter_map(before).max().map(|found| found.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Id;
    use crate::timeline::reading::samples::any_stage;
    use crate::timeline::samples;
    use crate::timeline::stage::Section;
    use crate::trace::{Clock, State, TraceBuilder, TrackKind};
    use proptest::prelude::*;
    use std::rc::Rc;

    fn nested() -> Stage {
        let mut b = TraceBuilder::new(Clock::Recorded);
        let t = b.track(None, TrackKind::Thread, "T");
        for (name, from, to) in [("f", 0, 100), ("g", 10, 40), ("h", 20, 30), ("g", 50, 60)] {
            let name = b.name(name);
            b.slice(t, State::Span, name, Time(from), Time(to));
        }
        Stage::new(vec![Section::new("", Rc::new(b.finish()))])
    }

    fn named(stage: &Stage, name: &str, start: u64) -> Place {
        let trace = &stage.sections()[0].trace;
        let slices = (0..trace.slice_count()).map(SliceId::from_index);
        let slice = slices
            .map(|id| trace.slice(id))
            .find(|s| trace.name(s.name) == name && s.start == Time(start))
            .unwrap();
        Place {
            section: 0,
            slice: slice.id,
        }
    }

    #[test]
    fn nested_slices_know_one_another() {
        let stage = nested();
        let (f, g, h) = (
            named(&stage, "f", 0),
            named(&stage, "g", 10),
            named(&stage, "h", 20),
        );
        let last = named(&stage, "g", 50);
        let of_f = Relations::of(&stage, f).unwrap();
        assert_eq!(of_f.children, [g.slice, last.slice]);
        assert_eq!((of_f.own, of_f.parents.len()), (Some(Dur(60)), 0));
        let of_h = Relations::of(&stage, h).unwrap();
        assert_eq!(of_h.parents, [f.slice, g.slice]);
        for (from, way, to) in [
            (f, Way::Child, Some(g)),
            (g, Way::Child, Some(h)),
            (h, Way::Parent, Some(g)),
            (f, Way::Parent, None),
            (g, Way::NextSame, Some(last)),
            (last, Way::NextSame, None),
            (last, Way::PreviousSame, Some(g)),
            (g, Way::Source, None),
        ] {
            assert_eq!(go(&stage, from, way), to, "{from:?} {way:?}");
        }
    }

    #[test]
    fn a_wait_knows_who_ended_it() {
        let stage = samples::one(samples::blocking());
        let ms = |n: u64| n * 1_000_000;
        let waits = named(&stage, "B", ms(0));
        let ran = named(&stage, "A", ms(340));
        let relations = Relations::of(&stage, waits).unwrap();
        let by = relations.ended_by.unwrap();
        assert_eq!((by.kind, by.slice), (FlowKind::Wake, Some(ran.slice)));
        assert_eq!(go(&stage, waits, Way::Source), Some(ran));
        let woken = go(&stage, ran, Way::Target).unwrap();
        assert_eq!(woken, named(&stage, "B", ms(360)));
    }

    proptest! {
        /// Whoever has a parent is one of its children or of more; the way
        /// back from the next of a name is the same slice.
        #[test]
        fn ways_lead_back(stage in any_stage()) {
            for (section, at) in stage.sections().iter().enumerate() {
                for slice in (0..at.trace.slice_count()).map(SliceId::from_index) {
                    let place = Place { section, slice };
                    let relations = Relations::of(&stage, place).unwrap();
                    prop_assert!(relations.own.unwrap() <= at.trace.slice(slice).dur());
                    if let Some(next) = go(&stage, place, Way::NextSame) {
                        prop_assert_eq!(go(&stage, next, Way::PreviousSame), Some(place));
                    }
                    if let Some(parent) = relations.parents.last() {
                        let above = Relations::of(&stage, Place { section, slice: *parent }).unwrap();
                        prop_assert!(above.more_children > 0 || above.children.contains(&slice));
                    }
                    for link in relations.arriving.iter().chain(&relations.leaving) {
                        let slice = at.trace.slice(slice);
                        prop_assert!(slice.start <= link.here && link.here <= slice.end);
                    }
                }
            }
        }
    }
}
