//! The moments at which something changes: where a step goes.

use super::columns::{partition, row_ids};
use super::stage::{Lane, LaneKind, Stage};
use crate::base::Time;
use crate::trace::SliceId;

/// The next moment after `at` at which something begins or ends, on the axis;
/// on one lane, or on all. Ticks of a heartbeat count only on their own lane.
pub fn next(stage: &Stage, at: Time, lane: Option<usize>) -> Option<Time> {
    lanes(stage, lane)
        .filter_map(|l| next_on(stage, l, at, lane.is_some()))
        .min()
}

/// The last moment before `at` at which something begins or ends.
pub fn previous(stage: &Stage, at: Time, lane: Option<usize>) -> Option<Time> {
    lanes(stage, lane)
        .filter_map(|l| previous_on(stage, l, at, lane.is_some()))
        .max()
}

fn lanes(stage: &Stage, lane: Option<usize>) -> impl Iterator<Item = &Lane> {
    let range = match lane {
        Some(lane) => lane..(lane + 1).min(stage.lanes().len()).max(lane),
        None => 0..stage.lanes().len(),
    };
    stage.lanes().get(range).unwrap_or(&[]).iter()
}

fn next_on(stage: &Stage, lane: &Lane, at: Time, alone: bool) -> Option<Time> {
    let LaneKind::Row(track, row) = lane.kind else {
        return None;
    };
    let section = stage.section(lane);
    let trace = &*section.trace;
    // Before the trace begins everything of it is still to come.
    let local = section.in_trace(at);
    let after = |t: Time| local.is_none_or(|local| t > local);
    let ids = row_ids(trace, row);
    let start = partition(ids.clone(), |id| !after(trace.slice(SliceId(id)).start));
    let end = partition(ids.clone(), |id| !after(trace.slice(SliceId(id)).end));
    let starts = (start < ids.end).then(|| trace.slice(SliceId(start)).start);
    let ends = (end < ids.end).then(|| trace.slice(SliceId(end)).end);
    let instants = (alone || lane.beat.is_none()).then(|| trace.instants(track))?;
    let mark = instants.partition_point(|instant| !after(instant.at));
    let marks = instants.get(mark).map(|instant| instant.at);
    let first = [starts, ends, marks].into_iter().flatten().min()?;
    Some(section.on_axis(first))
}

fn previous_on(stage: &Stage, lane: &Lane, at: Time, alone: bool) -> Option<Time> {
    let LaneKind::Row(track, row) = lane.kind else {
        return None;
    };
    let section = stage.section(lane);
    let trace = &*section.trace;
    let local = section.in_trace(at)?;
    let ids = row_ids(trace, row);
    let start = partition(ids.clone(), |id| trace.slice(SliceId(id)).start < local);
    let end = partition(ids.clone(), |id| trace.slice(SliceId(id)).end < local);
    let starts = (start > ids.start).then(|| trace.slice(SliceId(start - 1)).start);
    let ends = (end > ids.start).then(|| trace.slice(SliceId(end - 1)).end);
    let instants = (alone || lane.beat.is_none()).then(|| trace.instants(track))?;
    let mark = instants.partition_point(|instant| instant.at < local);
    let marks = mark.checked_sub(1).map(|i| instants[i].at);
    let last = [starts, ends, marks].into_iter().flatten().max()?;
    Some(section.on_axis(last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Dur;
    use crate::timeline::samples;
    use proptest::prelude::*;

    fn forward(stage: &Stage, lane: Option<usize>) -> Vec<u64> {
        let mut at = Time::ZERO;
        std::iter::from_fn(|| {
            at = next(stage, at, lane)?;
            Some(at.0 / 1_000_000)
        })
        .take(200)
        .collect()
    }

    #[test]
    fn steps_stop_at_every_change() {
        let stage = samples::one(samples::blocking());
        assert_eq!(
            forward(&stage, None),
            [40, 340, 360, 400, 700, 720, 760, 900]
        );
        assert_eq!(forward(&stage, Some(1)), [360, 400, 700, 720]);
    }

    #[test]
    fn a_heartbeat_is_stepped_through_on_its_lane_only() {
        let stage = samples::one(samples::frozen_page());
        let beat = stage.lanes().iter().position(|lane| lane.beat.is_some());
        assert!(forward(&stage, beat).len() > 20);
        assert_eq!(forward(&stage, None), [100, 220]);
    }

    #[test]
    fn a_section_that_begins_later_is_stepped_into() {
        let section = samples::section("", samples::blocking()).with_offset(Dur::millis(5));
        let stage = Stage::new(vec![section]);
        assert_eq!(next(&stage, Time::ZERO, None), Some(Time(5_000_000)));
        assert_eq!(previous(&stage, Time(5_000_000), None), None);
    }

    proptest! {
        #[test]
        fn forward_then_back_is_the_same_place(trace in samples::any_trace(), steps in 1_usize..20) {
            let stage = samples::one(trace);
            let mut at = Time::ZERO;
            for _ in 0..steps {
                let Some(to) = next(&stage, at, None) else { break };
                prop_assert!(to > at);
                // Zero itself need not be an event.
                if at > Time::ZERO {
                    prop_assert_eq!(previous(&stage, to, None), Some(at));
                }
                at = to;
            }
        }
    }
}
