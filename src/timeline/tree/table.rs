//! What lanes, counters and arrows show, as rows of tables.

use super::about::{counter as counter_word, kind};
use super::arrangement::What;
use super::build::Tree;
use super::counter::value_text;
use crate::base::{Dur, Lang, Time};
use crate::timeline::stage::{LaneKind, Stage};
use crate::timeline::words;
use crate::trace::{CounterId, Flow, StateTimes, Trace, TrackId};

/// A lane that is shown: a group, a track or a counter.
#[derive(Clone, PartialEq, Debug)]
pub struct LaneRow {
    /// Its first lane on the stage.
    pub lane: usize,
    /// How many items it is below, from 1.
    pub level: u16,
    /// What it is called.
    pub name: String,
    /// What it stands for.
    pub kind: &'static str,
    /// Whether it is open, if it can be folded.
    pub open: Option<bool>,
    /// Whether this is its copy that stays in sight.
    pub pinned: bool,
    /// How many tracks and counters are below it.
    pub below: u32,
    /// How many rows it has.
    pub rows: usize,
    /// How many slices, or steps of a counter.
    pub slices: usize,
    /// How long something is done in its first row; if it is folded, in all that
    /// is summed up in it, added up.
    pub busy: Dur,
    /// The state that takes most of that, and how long; for a counter its
    /// lowest and highest value.
    pub most: String,
}

/// A row for each of some of the lanes that are shown, from top to bottom;
/// further rows of a track are told of in the first. There are as many in all
/// as the tree has items.
pub fn lanes(stage: &Stage, tree: &Tree, lang: Lang, from: usize, count: usize) -> Vec<LaneRow> {
    let row = |item: &super::Item| {
        let lane = stage.lanes().get(item.lanes.start)?;
        let section = stage.section(lane);
        let trace = &*section.trace;
        let mut row = LaneRow {
            lane: item.lanes.start,
            level: item.level,
            name: lane.label.clone(),
            kind: "",
            open: item.open,
            pinned: item.pinned,
            below: item.below,
            rows: 0,
            slices: 0,
            busy: Dur::ZERO,
            most: String::new(),
        };
        match item.node.what(trace)? {
            What::Track(track) if matches!(lane.kind, LaneKind::Folded(_)) => {
                let totals = tree.sums.totals(item.node, trace);
                row.kind = kind(trace.track(track).kind, lang);
                (row.rows, row.slices) = (totals.rows, totals.slices);
                times(&totals.times, lang, stage, &mut row);
            }
            What::Track(track) => of_track(trace, track, lang, stage, &mut row),
            What::Counter(counter) => {
                let (low, high) = tree.sums.range(item.node, trace);
                row.kind = counter_word(lang);
                row.slices = trace.counters()[counter].steps.len();
                row.most = format!("{} – {}", value_text(low), value_text(high));
            }
        }
        Some(row)
    };
    let some = tree.items().iter().skip(from).take(count);
    some.filter_map(row).collect()
}

fn of_track(trace: &Trace, track: TrackId, lang: Lang, stage: &Stage, row: &mut LaneRow) {
    let rows = trace.track(track).rows();
    row.kind = kind(trace.track(track).kind, lang);
    row.slices = rows.clone().map(|row| trace.rows()[row].len()).sum();
    let mut filled = rows.filter(|row| !trace.rows()[*row].is_empty());
    let first = filled.next();
    row.rows = filled.count() + usize::from(first.is_some());
    let times = first.map_or(StateTimes::default(), |first| {
        trace.time_per_state(first, Time::ZERO..trace.end())
    });
    self::times(&times, lang, stage, row);
}

fn times(times: &StateTimes, lang: Lang, stage: &Stage, row: &mut LaneRow) {
    row.busy = times.work();
    if let Some((state, time)) = times.dominant() {
        let length = stage.axis().short(time, lang);
        row.most = format!("{} {length}", words::state(state).get(lang));
    }
}

/// A step of a counter that is shown.
#[derive(Clone, PartialEq, Debug)]
pub struct StepRow {
    /// What is counted.
    pub name: String,
    /// What it belongs to.
    pub of: String,
    /// When the value begins to hold, on the axis.
    pub at: Time,
    /// The value.
    pub value: String,
}

/// The counters that are shown: the steps of one after those of another.
pub fn counters(stage: &Stage) -> Vec<(usize, CounterId)> {
    let lanes = stage.lanes().iter().skip(stage.pinned());
    lanes
        .filter_map(|lane| match lane.kind {
            LaneKind::Counter(_, counter) => Some((lane.section, counter)),
            _ => None,
        })
        .collect()
}

/// How many steps counters have.
pub fn step_count(stage: &Stage, counters: &[(usize, CounterId)]) -> usize {
    let steps = |(section, counter): &(usize, CounterId)| {
        let trace = &stage.sections()[*section].trace;
        trace.counters()[*counter].steps.len()
    };
    counters.iter().map(steps).sum()
}

/// Some of the steps of counters.
pub fn steps(
    stage: &Stage,
    counters: &[(usize, CounterId)],
    from: usize,
    count: usize,
) -> Vec<StepRow> {
    let all = counters.iter().flat_map(|&(section, id)| {
        let at = &stage.sections()[section];
        let counter = &at.trace.counters()[id];
        counter.steps.iter().map(move |(moment, value)| StepRow {
            name: stage.word(at.trace.name(counter.name)).into_owned(),
            of: stage.word(at.trace.track_name(counter.track)).into_owned(),
            at: at.on_axis(*moment),
            value: value_text(*value),
        })
    });
    all.skip(from).take(count).collect()
}

/// An arrow between two lanes.
#[derive(Clone, PartialEq, Debug)]
pub struct FlowRow {
    /// How they belong together.
    pub kind: String,
    /// The lane and the moment that it comes from.
    pub from: (String, Time),
    /// The lane and the moment that it goes to.
    pub to: (String, Time),
}

/// How many arrows there are.
pub fn flow_count(stage: &Stage) -> usize {
    let sections = stage.sections().iter();
    sections.map(|section| section.trace.flows().len()).sum()
}

/// Some of the arrows, by section, then by the time of their beginning.
pub fn flows(stage: &Stage, lang: Lang, from: usize, count: usize) -> Vec<FlowRow> {
    let all = stage.sections().iter().flat_map(|section| {
        let end = move |(track, at): (TrackId, Time)| {
            let name = section.trace.track_name(track);
            (stage.word(name).into_owned(), section.on_axis(at))
        };
        section
            .trace
            .flows()
            .iter()
            .map(move |flow: &Flow| FlowRow {
                kind: words::flow(flow.kind).get(lang).to_owned(),
                from: end(flow.from),
                to: end(flow.to),
            })
    });
    all.skip(from).take(count).collect()
}
