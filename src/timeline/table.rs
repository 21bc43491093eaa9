//! The same facts as rows: one for each slice and each gap of a heartbeat.

use std::cmp::Ordering;

use super::hit::Facts;
use super::stage::{Lane, LaneKind, Place, Stage};
use crate::base::{Dur, Time, sort_by};
use crate::trace::{SliceId, State};

/// What a table can be sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Column {
    /// The lane, from top to bottom.
    Lane,
    /// The name.
    Name,
    /// The state, in the order of the legend.
    State,
    /// The beginning.
    #[default]
    Start,
    /// The end.
    End,
    /// The length.
    Length,
}

impl Column {
    /// All of them from left to right.
    pub const ALL: [Column; 6] = [
        Column::Lane,
        Column::Name,
        Column::State,
        Column::Start,
        Column::End,
        Column::Length,
    ];
}

/// A row: a slice, or a gap of a heartbeat.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Row {
    /// The slice and its lane.
    Slice(u32, Place),
    /// The lane, and which of its gaps.
    Gap(u32, u32),
}

impl Row {
    /// All that the row says.
    pub fn facts(self, stage: &Stage) -> Option<Facts> {
        match self {
            Row::Slice(_, place) => Facts::of_slice(stage, place),
            Row::Gap(lane, gap) => Facts::of_gap(stage, lane as usize, gap as usize),
        }
    }

    /// The lane that it is on.
    pub fn lane(self) -> usize {
        match self {
            Row::Slice(lane, _) | Row::Gap(lane, _) => lane as usize,
        }
    }

    /// The slice, if it is one.
    pub fn place(self) -> Option<Place> {
        match self {
            Row::Slice(_, place) => Some(place),
            Row::Gap(..) => None,
        }
    }

    fn times(self, stage: &Stage) -> (Time, Time) {
        let section = stage.section(&stage.lanes()[self.lane()]);
        let (start, end) = match self {
            Row::Slice(_, place) => {
                let slice = section.trace.slice(place.slice);
                (slice.start, slice.end)
            }
            Row::Gap(lane, gap) => stage.lanes()[lane as usize]
                .beat
                .as_ref()
                .and_then(|beat| beat.gaps.get(gap as usize).copied())
                .unwrap_or_default(),
        };
        (section.on_axis(start), section.on_axis(end))
    }

    fn state(self, stage: &Stage) -> Option<State> {
        match self {
            Row::Slice(_, place) => stage.slice(place).map(|slice| slice.state),
            Row::Gap(..) => None,
        }
    }

    fn name(self, stage: &Stage) -> &str {
        match self {
            Row::Slice(_, place) => {
                let trace = &stage.sections()[place.section].trace;
                trace.name(trace.slice(place.slice).name)
            }
            Row::Gap(..) => "",
        }
    }
}

/// All rows of a stage, sorted; of equal ones the earlier and upper first.
pub fn rows(stage: &Stage, by: Column, descending: bool) -> Vec<Row> {
    let mut rows: Vec<Row> = (0..stage.lanes().len())
        .flat_map(|lane| of_lane(stage, lane))
        .collect();
    sort(stage, by, &mut rows);
    if descending {
        rows.reverse();
    }
    rows
}

/// Puts rows in the order of a column.
pub(super) fn sort(stage: &Stage, by: Column, rows: &mut [Row]) {
    sort_by(rows, |a, b| compare(stage, by, *a, *b));
}

/// The rows of one lane, in the order of the trace.
pub(super) fn of_lane(stage: &Stage, index: usize) -> impl Iterator<Item = Row> {
    let lane = &stage.lanes()[index];
    // What stays in sight at the top is a copy, where its own place is shown too.
    let same = |other: &Lane| (other.section, other.kind) == (lane.section, lane.kind);
    let copy = index < stage.pinned() && stage.lanes()[stage.pinned()..].iter().any(same);
    let (section, here) = (lane.section, index as u32);
    let ids = match lane.kind {
        LaneKind::Row(_, row) if !copy => super::columns::row_ids(&stage.section(lane).trace, row),
        _ => 0..0,
    };
    let gaps = match lane.kind {
        LaneKind::Row(..) if !copy => lane.beat.as_ref().map_or(0, |beat| beat.gaps.len() as u32),
        _ => 0,
    };
    let slices = ids.map(move |id| {
        let slice = SliceId(id);
        Row::Slice(here, Place { section, slice })
    });
    slices.chain((0..gaps).map(move |gap| Row::Gap(here, gap)))
}

/// How two rows stand to each other in the order of a column.
pub(super) fn compare(stage: &Stage, by: Column, a: Row, b: Row) -> Ordering {
    let start = |row: Row| (row.times(stage).0, row.lane());
    let order = match by {
        Column::Lane => a.lane().cmp(&b.lane()),
        Column::Name => a.name(stage).cmp(b.name(stage)),
        Column::State => a.state(stage).cmp(&b.state(stage)),
        Column::Start => Ordering::Equal,
        Column::End => a.times(stage).1.cmp(&b.times(stage).1),
        Column::Length => length(stage, a).cmp(&length(stage, b)),
    };
    order.then_with(|| start(a).cmp(&start(b)))
}

fn length(stage: &Stage, row: Row) -> Dur {
    let (start, end) = row.times(stage);
    end.since(start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::samples;

    fn stage() -> Stage {
        Stage::new(vec![
            samples::section("model", samples::cores()),
            samples::section("measured", samples::frozen_page()),
        ])
    }

    #[test]
    fn there_is_a_row_for_every_slice_and_gap_that_is_shown() {
        let stage = stage();
        let slices: usize = stage.sections().iter().map(|s| s.trace.slice_count()).sum();
        for column in Column::ALL {
            let rows = rows(&stage, column, false);
            assert_eq!(rows.len(), slices + 1);
            assert_eq!(rows.iter().filter(|row| row.place().is_none()).count(), 1);
        }
    }

    #[test]
    fn rows_are_in_the_order_of_their_column() {
        let stage = stage();
        for descending in [false, true] {
            let key = |column| {
                let mut keys: Vec<String> = rows(&stage, column, descending)
                    .into_iter()
                    .map(|row| {
                        let facts = row.facts(&stage).unwrap();
                        let time = |t: Time| format!("{:020}", t.0);
                        match column {
                            Column::Lane => format!("{:05}", row.lane()),
                            Column::Name => facts.name,
                            Column::State => {
                                format!("{:02}", facts.state.map_or(0, |s| s as u8 + 1))
                            }
                            Column::Start => time(facts.start),
                            Column::End => time(facts.end),
                            Column::Length => format!("{:020}", facts.end.since(facts.start).0),
                        }
                    })
                    .collect();
                if descending {
                    keys.reverse();
                }
                keys
            };
            for column in Column::ALL {
                assert!(key(column).is_sorted(), "{column:?} {descending}");
            }
        }
    }
}
