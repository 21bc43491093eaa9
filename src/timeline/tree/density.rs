//! How much goes on in many rows at once: for lanes that are folded and for
//! the picture of the whole.
//!
//! A window is cut into buckets of equal length. Each slice adds its time to
//! the first and last bucket that it touches, and a step up and a step down
//! for those between, so that the cost is one visit per slice whatever its
//! length. The whole trace is summed up once, into [`WHOLE`] buckets; a window
//! in which a pixel is wider than such a bucket is answered from those, a
//! narrower one from the slices in it, of which there are correspondingly few.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use super::arrangement::{Node, What};
use super::names::Names;
use crate::base::{Id, Time};
use crate::timeline::Stage;
use crate::timeline::columns::row_ids;
use crate::trace::{RowId, SliceId, State, StateTimes, Trace, TrackId};

/// The buckets of a whole trace: several for each pixel of a wide screen.
pub const WHOLE: usize = 1 << 14;
/// So many slices are summed up in a frame at most; where a window has more
/// (much more than its share), it is answered from the whole.
const MOST_SLICES: usize = 200_000;

/// What goes on in one bucket.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Bucket {
    /// How many slices in which something is done go on, on average.
    pub busy: f32,
    /// How many slices go on, on average.
    pub all: f32,
    /// The state that takes most of the time; of those in which something is
    /// done, if there are any.
    pub state: Option<State>,
}

/// A whole trace's buckets.
#[derive(Clone, PartialEq, Debug)]
pub struct Density {
    /// The buckets, of equal length.
    pub buckets: Vec<Bucket>,
    /// The largest number of slices that go on in any of them, on average, in
    /// which something is done; where there are none, of all.
    pub peak: f32,
}

/// What was summed up of the tracks of one plain stage.
#[derive(Debug, Default)]
pub struct Sums {
    nested: RefCell<HashMap<Node, bool>>,
    rows: RefCell<HashMap<Node, Rc<[RowId]>>>,
    whole: RefCell<HashMap<Node, Rc<Density>>>,
    counters: RefCell<HashMap<Node, (f64, f64)>>,
    totals: RefCell<HashMap<Node, Totals>>,
    names: RefCell<Option<Rc<Names>>>,
}

/// What a track and all below it have done in all.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Totals {
    /// The rows that are counted.
    pub rows: usize,
    /// The slices of all rows, calls within calls too.
    pub slices: usize,
    /// The time in each state on the rows that are counted, added up.
    pub times: StateTimes,
}

impl Sums {
    /// What tracks are called. The stage is always the same plain one.
    pub(super) fn names(&self, stage: &Stage) -> Rc<Names> {
        let mut names = self.names.borrow_mut();
        names
            .get_or_insert_with(|| Rc::new(Names::of(stage)))
            .clone()
    }

    /// Whether all slices of a track lie within those of its first row, and it
    /// has more than one.
    pub fn is_nested(&self, node: Node, trace: &Trace) -> bool {
        if let Some(known) = self.nested.borrow().get(&node) {
            return *known;
        }
        let found = match node.what(trace) {
            Some(What::Track(track)) => lies_in_first_row(trace, track),
            _ => false,
        };
        self.nested.borrow_mut().insert(node, found);
        found
    }

    /// The rows that are counted of a track and all below it: calls within
    /// calls are not counted again.
    pub fn rows(&self, node: Node, trace: &Trace) -> Rc<[RowId]> {
        if let Some(known) = self.rows.borrow().get(&node) {
            return known.clone();
        }
        let mut rows = Vec::new();
        for track in below(node, trace) {
            let nested = self.is_nested(Node::track(node.section.into(), track), trace);
            let most = if nested { 1 } else { usize::MAX };
            let some = trace.track(track).rows().take(most);
            rows.extend(some.filter(|row| !trace.rows()[*row].is_empty()));
        }
        let rows: Rc<[RowId]> = rows.into();
        self.rows.borrow_mut().insert(node, rows.clone());
        rows
    }

    /// What goes on in a track and all below it, over the whole trace.
    pub fn whole(&self, node: Node, trace: &Trace) -> Rc<Density> {
        if let Some(known) = self.whole.borrow().get(&node) {
            return known.clone();
        }
        let density = Rc::new(Density::of(trace, &self.rows(node, trace), WHOLE));
        self.whole.borrow_mut().insert(node, density.clone());
        density
    }

    /// What a track and all below it have done in all.
    pub fn totals(&self, node: Node, trace: &Trace) -> Totals {
        if let Some(known) = self.totals.borrow().get(&node) {
            return *known;
        }
        let rows = self.rows(node, trace);
        let mut totals = Totals {
            rows: rows.len(),
            ..Totals::default()
        };
        for track in below(node, trace) {
            let rows = trace.track(track).rows();
            totals.slices += rows.map(|row| trace.rows()[row].len()).sum::<usize>();
        }
        for row in rows.iter() {
            let times = trace.time_per_state(*row, Time::ZERO..trace.end());
            times
                .iter()
                .for_each(|(state, time)| totals.times.add(state, time));
        }
        self.totals.borrow_mut().insert(node, totals);
        totals
    }

    /// The lowest and the highest value of a counter, zero included.
    pub fn range(&self, node: Node, trace: &Trace) -> (f64, f64) {
        if let Some(known) = self.counters.borrow().get(&node) {
            return *known;
        }
        let Some(What::Counter(counter)) = node.what(trace) else {
            return (0.0, 0.0);
        };
        let steps = trace.counters()[counter].steps.iter();
        let range = steps
            .map(|step| step.1)
            .filter(|value| value.is_finite())
            .fold((0.0_f64, 0.0_f64), |(low, high), value| {
                (low.min(value), high.max(value))
            });
        self.counters.borrow_mut().insert(node, range);
        range
    }

    /// What goes on in a window of the trace, in so many columns.
    pub fn columns(
        &self,
        node: Node,
        trace: &Trace,
        window: Range<Time>,
        count: usize,
    ) -> Vec<Bucket> {
        let rows = self.rows(node, trace);
        let end = trace.end().0.max(1);
        let bucket = end as f64 / WHOLE as f64;
        let column = window.end.since(window.start).0 as f64 / count.max(1) as f64;
        let seen = |row: &RowId| trace.slices_in(*row, window.clone()).len();
        if column < bucket && rows.iter().map(seen).sum::<usize>() <= MOST_SLICES {
            return sum_up(trace, &rows, window, count);
        }
        let whole = self.whole(node, trace);
        let from = window.start.0 as f64;
        (0..count)
            .map(|n| {
                let at = (from + column * n as f64) / bucket;
                let to = (from + column * (n + 1) as f64) / bucket;
                joined(
                    &whole.buckets,
                    at as usize..(to.ceil() as usize).max(at as usize + 1),
                )
            })
            .collect()
    }
}

impl Density {
    /// Sums up rows of a trace.
    pub fn of(trace: &Trace, rows: &[RowId], count: usize) -> Density {
        let window = Time::ZERO..trace.end().max(Time(1));
        let buckets = sum_up(trace, rows, window, count);
        let most = |of: fn(&Bucket) -> f32| buckets.iter().map(of).fold(0.0, f32::max);
        let busy = most(|bucket| bucket.busy);
        let peak = if busy > 0.0 { busy } else { most(|b| b.all) };
        Density { buckets, peak }
    }
}

/// A track and all below it.
fn below(node: Node, trace: &Trace) -> Vec<TrackId> {
    let Some(What::Track(root)) = node.what(trace) else {
        return Vec::new();
    };
    let mut inside = vec![false; trace.tracks().len()];
    inside[root.index()] = true;
    let mut found = Vec::new();
    // A parent comes before its children.
    for (id, track) in trace.tracks().iter_ids() {
        let above = track.parent.is_some_and(|parent| inside[parent.index()]);
        inside[id.index()] |= above;
        if inside[id.index()] {
            found.push(id);
        }
    }
    found
}

fn lies_in_first_row(trace: &Trace, track: TrackId) -> bool {
    let mut rows = trace.track(track).rows();
    let Some(first) = rows.next() else {
        return false;
    };
    let mut any = false;
    for row in rows {
        any = true;
        let mut around = trace.row_slices(first).peekable();
        for slice in trace.row_slices(row) {
            while around.next_if(|outer| outer.end < slice.end).is_some() {}
            if around.peek().is_none_or(|outer| outer.start > slice.start) {
                return false;
            }
        }
    }
    any
}

/// The time of one state in each bucket.
#[derive(Debug)]
struct Times {
    /// The time of slices that begin or end in it, in nanoseconds.
    parts: Vec<f64>,
    /// How many more slices than in the bucket before cover it whole.
    steps: Vec<i32>,
}

/// What goes on in a window, in so many buckets of equal length.
fn sum_up(trace: &Trace, rows: &[RowId], window: Range<Time>, count: usize) -> Vec<Bucket> {
    let mut sum = Summing::new(window.clone(), count);
    for &row in rows {
        for slice in trace.slices_in(row, window.clone()) {
            sum.add(slice.state, slice.start, slice.end);
        }
    }
    sum.finish()
}

/// Buckets that are being filled.
#[derive(Debug)]
struct Summing {
    window: Range<Time>,
    /// The length of a bucket, in nanoseconds; zero if there are none.
    length: f64,
    count: usize,
    times: Vec<Option<Times>>,
    /// The state of a slice without a length, for buckets with nothing else.
    moments: Vec<Option<State>>,
}

impl Summing {
    fn new(window: Range<Time>, count: usize) -> Summing {
        let span = window.end.since(window.start).0;
        Summing {
            window,
            length: span as f64 / count.max(1) as f64,
            count,
            times: State::ALL.iter().map(|_| None).collect(),
            moments: vec![None; count],
        }
    }

    /// Adds a slice of which some part is in the window.
    fn add(&mut self, state: State, start: Time, end: Time) {
        if self.length == 0.0 || self.count == 0 {
            return;
        }
        let (window, count) = (&self.window, self.count);
        let place = |at: Time| at.since(window.start).0 as f64 / self.length;
        let (from, to) = (place(start.max(window.start)), place(end.min(window.end)));
        let (first, last) = (from as usize, (to as usize).min(count - 1));
        let first = first.min(count - 1);
        if start == end {
            self.moments[first] = Some(state);
            return;
        }
        let times = self.times[state as usize].get_or_insert_with(|| Times {
            parts: vec![0.0; count],
            steps: vec![0; count + 1],
        });
        if first == last {
            times.parts[first] += to - from;
        } else {
            times.parts[first] += (first + 1) as f64 - from;
            times.parts[last] += to - last as f64;
            times.steps[first + 1] += 1;
            times.steps[last] -= 1;
        }
    }

    fn finish(self) -> Vec<Bucket> {
        let mut whole = [0_i32; State::ALL.len()];
        let bucket = |n: usize| {
            let mut bucket = Bucket::default();
            let (mut best, mut best_busy) = ((0.0, None), (0.0, None));
            for (state, times) in State::ALL.into_iter().zip(&self.times) {
                let Some(times) = times else {
                    continue;
                };
                whole[state as usize] += times.steps[n];
                let time = times.parts[n] + f64::from(whole[state as usize]);
                bucket.all += time as f32;
                if time > best.0 {
                    best = (time, Some(state));
                }
                if state.is_work() {
                    bucket.busy += time as f32;
                    if time > best_busy.0 {
                        best_busy = (time, Some(state));
                    }
                }
            }
            bucket.state = best_busy.1.or(best.1).or(self.moments[n]);
            bucket
        };
        (0..self.count).map(bucket).collect()
    }
}

/// Several buckets as one.
pub(super) fn joined(buckets: &[Bucket], range: Range<usize>) -> Bucket {
    let range = range.start.min(buckets.len())..range.end.min(buckets.len());
    let some = &buckets[range];
    let mut joined = Bucket::default();
    let mut most = -1.0;
    for bucket in some {
        joined.busy += bucket.busy;
        joined.all += bucket.all;
        let weight = if bucket.busy > 0.0 {
            1e6 + bucket.busy
        } else {
            bucket.all
        };
        if bucket.state.is_some() && weight > most {
            most = weight;
            joined.state = bucket.state;
        }
    }
    let count = some.len().max(1) as f32;
    joined.busy /= count;
    joined.all /= count;
    joined
}

/// What goes on in all sections of a stage, on its axis: made in pieces, since
/// it looks at every slice.
#[derive(Debug)]
pub struct Overview {
    rows: Vec<(usize, RowId)>,
    /// The row that is being summed up, and how many of its slices were.
    at: (usize, u32),
    sum: Summing,
}

impl Overview {
    /// Begins with the lanes of a stage, in so many buckets.
    pub fn new(stage: &Stage, count: usize) -> Overview {
        let lanes = stage.lanes().iter();
        let mut rows: Vec<(usize, RowId)> = lanes
            .filter_map(|lane| Some((lane.section, lane.row()?)))
            .collect();
        rows.sort_unstable();
        rows.dedup();
        let axis = Time::ZERO..stage.end().max(Time(1));
        Overview {
            rows,
            at: (0, 0),
            sum: Summing::new(axis, count),
        }
    }

    /// Sums up at most so many slices more. Gives whether all of them were.
    pub fn advance(&mut self, stage: &Stage, most: usize) -> bool {
        let mut left = most.max(1) as u32;
        while left > 0 {
            let Some(&(section, row)) = self.rows.get(self.at.0) else {
                return true;
            };
            let section = &stage.sections()[section];
            let ids = row_ids(&section.trace, row);
            let from = ids.start + self.at.1;
            let to = ids.end.min(from.saturating_add(left));
            for id in from..to {
                let slice = section.trace.slice(SliceId(id));
                let (start, end) = (section.on_axis(slice.start), section.on_axis(slice.end));
                self.sum.add(slice.state, start, end);
            }
            left -= to - from;
            self.at.1 += to - from;
            if to == ids.end {
                // An empty row costs something too, lest there be no end of them.
                left = left.saturating_sub(1);
                self.at = (self.at.0 + 1, 0);
            }
        }
        self.at.0 >= self.rows.len()
    }

    /// What goes on in each bucket.
    pub fn finish(self) -> Vec<Bucket> {
        self.sum.finish()
    }
}
