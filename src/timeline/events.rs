//! The moments at which something changes: where a step goes.

use super::columns::{partition, row_ids};
use super::stage::{Lane, LaneKind, Section, Stage};
use crate::base::Time;
use crate::trace::{RowId, SliceId, State, TrackKind};

/// What a step goes to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum StepBy {
    /// Whatever begins or ends.
    #[default]
    Event,
    /// A decision of a scheduler: the moments at which a core, a thread or a
    /// task begins to run.
    Decision,
    /// Whatever begins or ends on the chosen lane.
    Lane,
}

impl StepBy {
    /// All of them.
    pub const ALL: [StepBy; 3] = [StepBy::Event, StepBy::Decision, StepBy::Lane];
}

/// The next moment after `at` at which something is decided, on the axis.
pub fn next_decision(stage: &Stage, at: Time) -> Option<Time> {
    let on = |lane: &Lane| {
        let (section, row) = deciding(stage, lane)?;
        let trace = &*section.trace;
        let local = section.in_trace(at);
        let ids = row_ids(trace, row);
        let later = partition(ids.clone(), |id| {
            local.is_some_and(|local| trace.slice(SliceId(id)).start <= local)
        });
        let decided = (later..ids.end).map(|id| trace.slice(SliceId(id)));
        let first = decided.into_iter().find(|s| s.state == State::Running)?;
        Some(section.on_axis(first.start))
    };
    stage.lanes().iter().filter_map(on).min()
}

/// The last moment before `at` at which something is decided, on the axis.
pub fn previous_decision(stage: &Stage, at: Time) -> Option<Time> {
    let on = |lane: &Lane| {
        let (section, row) = deciding(stage, lane)?;
        let trace = &*section.trace;
        let local = section.in_trace(at)?;
        let ids = row_ids(trace, row);
        let later = partition(ids.clone(), |id| trace.slice(SliceId(id)).start < local);
        let decided = (ids.start..later).rev().map(|id| trace.slice(SliceId(id)));
        let last = decided.into_iter().find(|s| s.state == State::Running)?;
        Some(section.on_axis(last.start))
    };
    stage.lanes().iter().filter_map(on).max()
}

/// The row of a lane on which decisions are seen.
fn deciding<'a>(stage: &'a Stage, lane: &Lane) -> Option<(&'a Section, RowId)> {
    let kind = stage.kind(lane)?;
    let decides = kind == TrackKind::Core || kind.is_execution();
    Some((stage.section(lane), lane.row().filter(|_| decides)?))
}

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
    fn decisions_are_where_something_begins_to_run() {
        let stage = Stage::new(vec![
            samples::section("", samples::blocking()).with_offset(Dur::millis(5)),
        ]);
        let mut at = Time::ZERO;
        let mut seen = Vec::new();
        while let Some(next) = next_decision(&stage, at) {
            seen.push(next.0 / 1_000_000);
            at = next;
        }
        assert_eq!(seen, [5, 345, 365, 705, 725]);
        let mut back = vec![725];
        while let Some(before) = previous_decision(&stage, at) {
            back.push(before.0 / 1_000_000);
            at = before;
        }
        assert_eq!(back, [725, 705, 365, 345, 5]);
        let frozen = samples::one(samples::frozen_page());
        assert_eq!(next_decision(&frozen, Time::ZERO), Some(Time(100_000_000)));
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
