//! What is in a span of the axis: how often, and for how long.
//!
//! Counted are the slices of which some part lies in the span, and of each
//! only that part. Slices without a length count, and add nothing. A slice's
//! *own* time is what no slice nested in it covers, so that own times of
//! nested slices add up to what is seen, and totals do not.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use crate::base::{Dur, Id, Time, sort_by};
use crate::timeline::stage::Stage;
use crate::trace::{NameId, SliceId, State, TrackId};

/// What slices are put together by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum By {
    /// Their state.
    #[default]
    State,
    /// Their name.
    Name,
    /// Their lane: the track.
    Lane,
}

impl By {
    /// All of them.
    pub const ALL: [By; 3] = [By::State, By::Name, By::Lane];
}

/// Which lanes count.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Scope {
    /// All that the stage shows, folded away or not.
    #[default]
    All,
    /// All rows of one track of a section.
    Track(usize, TrackId),
}

/// What a line is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum What {
    /// A state.
    State(State),
    /// A name; empty for slices without one.
    Name(String),
    /// A track of a section.
    Lane(usize, TrackId),
}

/// The figures of some slices within a span.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Line {
    /// How many they are.
    pub count: u64,
    /// How long they take, added up.
    pub total: Dur,
    /// How long they take without what is nested in them.
    pub own: Dur,
    /// The longest.
    pub max: Dur,
    /// The shortest length that at least half of them do not exceed.
    pub median: Dur,
}

impl Line {
    /// The mean length, rounded down; zero of none.
    pub fn mean(&self) -> Dur {
        Dur(self.total.0 / self.count.max(1))
    }
}

/// What a span was found to hold.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Totals {
    /// The figures, those with the longest total first.
    pub lines: Vec<(What, Line)>,
    /// All of them together.
    pub all: Line,
    /// How many instants are in the span.
    pub instants: u64,
}

/// What a table of totals can be sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Column {
    /// In the order of states, names, lanes.
    What,
    /// How many.
    Count,
    /// Together.
    #[default]
    Total,
    /// Without what is nested.
    Own,
    /// On average.
    Mean,
    /// The middle one.
    Median,
    /// The longest.
    Max,
}

impl Column {
    /// All of them from left to right.
    pub const ALL: [Column; 7] = [
        Column::What,
        Column::Count,
        Column::Total,
        Column::Own,
        Column::Mean,
        Column::Median,
        Column::Max,
    ];

    /// A line's figure in this column, except for what it is about.
    fn figure(self, line: &Line) -> u64 {
        match self {
            Column::What => 0,
            Column::Count => line.count,
            Column::Total => line.total.0,
            Column::Own => line.own.0,
            Column::Mean => line.mean().0,
            Column::Median => line.median.0,
            Column::Max => line.max.0,
        }
    }
}

impl Totals {
    /// The places of the lines in the order of a column: figures from the
    /// largest, what they are about from the first.
    pub fn sorted(&self, by: Column, reverse: bool) -> Vec<usize> {
        let mut places: Vec<usize> = (0..self.lines.len()).collect();
        sort_by(&mut places, |&a, &b| {
            let (a, b) = (&self.lines[a], &self.lines[b]);
            match by {
                Column::What => rank(&a.0).cmp(&rank(&b.0)),
                by => by.figure(&b.1).cmp(&by.figure(&a.1)),
            }
        });
        if reverse {
            places.reverse();
        }
        places
    }
}

fn rank(what: &What) -> (usize, usize, &str) {
    match what {
        What::State(state) => (0, *state as usize, ""),
        What::Name(name) => (0, 0, name),
        What::Lane(section, track) => (*section, track.index(), ""),
    }
}

/// The figures of one group while they are collected.
#[derive(Clone, Debug, Default)]
struct Group {
    own: Dur,
    lengths: Vec<u64>,
}

impl Group {
    fn line(mut self) -> Line {
        let total = self.lengths.iter().map(|&n| Dur(n)).sum();
        let max = self.lengths.iter().copied().max().unwrap_or(0);
        let median = match self.lengths.len() {
            0 => 0,
            n => *self.lengths.select_nth_unstable((n - 1) / 2).1,
        };
        Line {
            count: self.lengths.len() as u64,
            total,
            own: self.own,
            max: Dur(max),
            median: Dur(median),
        }
    }
}

/// A slice whose nested ones are still to come.
#[derive(Clone, Copy, Debug)]
struct Open {
    start: Time,
    end: Time,
    group: usize,
    /// Up to here it is covered by nested slices.
    covered: Time,
    own: u64,
}

/// The next slice of a row: its beginning, the row, its id, the end of the ids.
type Next = Reverse<(Time, u32, u32, u32)>;

/// Adding up what is in a span, in pieces.
#[derive(Debug)]
pub struct SpanJob {
    from: Time,
    to: Time,
    by: By,
    tracks: Vec<(usize, TrackId)>,
    /// The track that is being added up, and whether its rows were opened.
    at: usize,
    opened: bool,
    rows: BinaryHeap<Next>,
    stack: Vec<Open>,
    groups: Vec<(What, Group)>,
    states: [Option<usize>; State::ALL.len()],
    names: HashMap<String, usize>,
    name_of: Vec<HashMap<NameId, usize>>,
    instants: u64,
}

impl SpanJob {
    /// Begins with a span of the axis.
    pub fn new(stage: &Stage, (a, b): (Time, Time), by: By, scope: Scope) -> SpanJob {
        let tracks = match scope {
            Scope::Track(section, track) => vec![(section, track)],
            Scope::All => super::tracks_of(stage),
        };
        SpanJob {
            from: a.min(b),
            to: a.max(b),
            by,
            tracks,
            at: 0,
            opened: false,
            rows: BinaryHeap::new(),
            stack: Vec::new(),
            groups: Vec::new(),
            states: [None; State::ALL.len()],
            names: HashMap::new(),
            name_of: vec![HashMap::new(); stage.sections().len()],
            instants: 0,
        }
    }

    /// Adds up so many slices at most, always of the same stage. Gives whether
    /// all is added up.
    pub fn advance(&mut self, stage: &Stage, slices: usize) -> bool {
        let mut left = slices.max(1);
        while left > 0 {
            let Some(&(section, track)) = self.tracks.get(self.at) else {
                return true;
            };
            if !self.opened {
                self.open(stage, section, track);
            }
            while let Some(Reverse((_, row, id, end))) = self.rows.pop() {
                let trace = &stage.sections()[section].trace;
                if id + 1 < end {
                    let start = trace.slice(SliceId(id + 1)).start;
                    self.rows.push(Reverse((start, row, id + 1, end)));
                }
                self.slice(stage, section, track, SliceId(id));
                left -= 1;
                if left == 0 {
                    return false;
                }
            }
            self.close(Time(u64::MAX));
            self.at += 1;
            self.opened = false;
            left -= 1;
        }
        self.at >= self.tracks.len()
    }

    /// What was found.
    pub fn finish(self) -> Totals {
        let mut all = Group::default();
        for (_, group) in &self.groups {
            all.own += group.own;
            all.lengths.extend_from_slice(&group.lengths);
        }
        let mut totals = Totals {
            all: all.line(),
            lines: Vec::with_capacity(self.groups.len()),
            instants: self.instants,
        };
        let groups = self.groups.into_iter();
        let lines: Vec<(What, Line)> = groups.map(|(what, g)| (what, g.line())).collect();
        totals.lines = lines;
        let order = totals.sorted(Column::Total, false);
        totals.lines = order.iter().map(|&i| totals.lines[i].clone()).collect();
        totals
    }

    fn open(&mut self, stage: &Stage, section: usize, track: TrackId) {
        self.opened = true;
        let at = &stage.sections()[section];
        let trace = &*at.trace;
        let Some(to) = at.in_trace(self.to) else {
            return;
        };
        let from = at.in_trace(self.from).unwrap_or(Time::ZERO);
        for (depth, row) in trace.track(track).rows().enumerate() {
            let mut slices = trace.slices_in(row, from..to);
            let count = slices.len() as u32;
            if let Some(first) = slices.next() {
                let end = first.id.0 + count;
                let next = (first.start, depth as u32, first.id.0, end);
                self.rows.push(Reverse(next));
            }
        }
        let instants = trace.instants(track);
        let before = |end: Time| instants.partition_point(|instant| instant.at < end);
        self.instants += (before(to) - before(from)) as u64;
    }

    fn slice(&mut self, stage: &Stage, section: usize, track: TrackId, id: SliceId) {
        let at = &stage.sections()[section];
        let slice = at.trace.slice(id);
        let (start, end) = (at.on_axis(slice.start), at.on_axis(slice.end));
        let (from, to) = (start.max(self.from), end.min(self.to));
        let group = match self.by {
            By::State => self.state(slice.state),
            By::Name => self.name(stage, section, slice.name),
            By::Lane => self.lane(section, track),
        };
        self.close(start);
        let inner = to.since(from);
        // The innermost of those that hold it whole.
        let holds = |open: &&mut Open| open.start <= start && end <= open.end;
        if let Some(outer) = self.stack.iter_mut().rev().find(holds) {
            let new = to.since(from.max(outer.covered).min(to));
            outer.own = outer.own.saturating_sub(new.0);
            outer.covered = outer.covered.max(to);
        }
        self.groups[group].1.lengths.push(inner.0);
        self.stack.push(Open {
            start,
            end,
            group,
            covered: from,
            own: inner.0,
        });
    }

    /// Nothing more is nested in what ends by then.
    fn close(&mut self, by: Time) {
        while let Some(open) = self.stack.pop_if(|open| open.end <= by) {
            self.groups[open.group].1.own += Dur(open.own);
        }
    }

    fn add(&mut self, what: What) -> usize {
        self.groups.push((what, Group::default()));
        self.groups.len() - 1
    }

    fn state(&mut self, state: State) -> usize {
        if let Some(group) = self.states[state as usize] {
            return group;
        }
        let group = self.add(What::State(state));
        self.states[state as usize] = Some(group);
        group
    }

    fn name(&mut self, stage: &Stage, section: usize, name: NameId) -> usize {
        if let Some(&group) = self.name_of[section].get(&name) {
            return group;
        }
        // Another section, or another word of the same meaning, may have it.
        let trace = &stage.sections()[section].trace;
        let shown = stage.word(trace.name(name)).into_owned();
        let group = match self.names.get(&shown) {
            Some(&group) => group,
            None => {
                let group = self.add(What::Name(shown.clone()));
                self.names.insert(shown, group);
                group
            }
        };
        self.name_of[section].insert(name, group);
        group
    }

    fn lane(&mut self, section: usize, track: TrackId) -> usize {
        match self.groups.last() {
            // The slices of a track come one after another.
            Some((What::Lane(s, t), _)) if (*s, *t) == (section, track) => self.groups.len() - 1,
            _ => self.add(What::Lane(section, track)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::reading::samples::any_stage;
    use crate::timeline::stage::Section;
    use crate::trace::{Clock, TraceBuilder, TrackKind};
    use proptest::prelude::*;
    use std::rc::Rc;

    fn totals(stage: &Stage, span: (u64, u64), by: By, scope: Scope, work: usize) -> Totals {
        let span = (Time(span.0), Time(span.1));
        let mut job = SpanJob::new(stage, span, by, scope);
        while !job.advance(stage, work) {}
        job.finish()
    }

    fn stage() -> Stage {
        let mut b = TraceBuilder::new(Clock::Recorded);
        let track = b.track(None, TrackKind::Thread, "T");
        for (name, from, to) in [("f", 0, 100), ("g", 10, 40), ("g", 50, 60), ("h", 20, 30)] {
            let name = b.name(name);
            b.slice(track, State::Span, name, Time(from), Time(to));
        }
        let tick = b.name("tick");
        b.instant(track, tick, Time(55));
        Stage::new(vec![Section::new("", Rc::new(b.finish()))])
    }

    fn line(count: u64, total: u64, own: u64, median: u64, max: u64) -> Line {
        Line {
            count,
            total: Dur(total),
            own: Dur(own),
            max: Dur(max),
            median: Dur(median),
        }
    }

    #[test]
    fn nested_slices_leave_their_callers_the_rest() {
        let found = totals(&stage(), (0, 100), By::Name, Scope::All, 1);
        let name = |name: &str| What::Name(name.to_owned());
        assert_eq!(
            found.lines,
            [
                (name("f"), line(1, 100, 60, 100, 100)),
                (name("g"), line(2, 40, 30, 10, 30)),
                (name("h"), line(1, 10, 10, 10, 10)),
            ]
        );
        assert_eq!(found.all, line(4, 150, 100, 10, 100));
        assert_eq!(found.instants, 1);
        assert_eq!(found.sorted(Column::Count, false)[0], 1);
        assert_eq!(found.sorted(Column::What, true), [2, 1, 0]);
    }

    #[test]
    fn only_the_part_within_the_span_counts() {
        let found = totals(&stage(), (25, 55), By::State, Scope::All, 9);
        let expected = line(4, 30 + 15 + 5 + 5, 30, 5, 30);
        assert_eq!(found.lines, [(What::State(State::Span), expected)]);
        assert_eq!(found.instants, 0);
        let nothing = totals(&stage(), (30, 30), By::Lane, Scope::All, 9);
        assert_eq!(nothing, Totals::default());
    }

    proptest! {
        /// What is added up does not depend on how it is put together or in
        /// how many pieces; own times are what is covered.
        #[test]
        fn figures_agree(stage in any_stage(), a in 0..70_u64, b in 0..70_u64, work in 1..9_usize) {
            let (from, to) = (a.min(b), a.max(b));
            let by_state = totals(&stage, (a, b), By::State, Scope::All, work);
            let mut lengths: Vec<u64> = Vec::new();
            let mut covered = 0;
            for (section, track) in crate::timeline::reading::tracks_of(&stage) {
                let section = &stage.sections()[section];
                let inside = |at: Time| at.0.clamp(from, to);
                for slice in section.trace.track_slices(track) {
                    let (start, end) = (section.on_axis(slice.start), section.on_axis(slice.end));
                    // A slice without a length is there in a span that includes its moment.
                    let touches = from < to && start.0 < to && (end.0 > from || (start == end && start.0 >= from));
                    if touches {
                        lengths.push(inside(end) - inside(start));
                    }
                }
                covered += (from..to).filter(|&at| section.in_trace(Time(at)).is_some_and(|at| {
                    let track = section.trace.track(track);
                    track.rows().any(|row| section.trace.slice_at(row, at).is_some())
                })).count() as u64;
            }
            prop_assert_eq!(by_state.all.count, lengths.len() as u64);
            prop_assert_eq!(by_state.all.total.0, lengths.iter().sum::<u64>());
            prop_assert_eq!(by_state.all.max.0, lengths.iter().copied().max().unwrap_or(0));
            prop_assert!(by_state.all.own.0 >= covered);
            for by in [By::Name, By::Lane] {
                let other = totals(&stage, (b, a), by, Scope::All, 1_000);
                prop_assert_eq!(other.all, by_state.all);
                prop_assert_eq!(other.lines.iter().map(|l| l.1.own).sum::<Dur>(), by_state.all.own);
                for (what, line) in &other.lines {
                    if let What::Lane(section, track) = what {
                        let alone = totals(&stage, (a, b), By::State, Scope::Track(*section, *track), 2);
                        prop_assert_eq!(alone.all, *line);
                    }
                }
            }
        }
    }
}
