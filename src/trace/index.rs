//! The level-of-detail index: what a stretch of a row looks like, at a cost
//! that does not grow with the number of slices in it.
//!
//! Per row with more than [`SMALL`] slices, over chunks of [`CHUNK`] slices:
//! the time spent in each state before every chunk (prefix sums, only for
//! states that the row has), and the longest slice of every chunk, of every
//! `CHUNK` chunks, and so on (hierarchical maxima). A window is answered from
//! these plus at most two ragged chunks, so every answer is exact.

use std::cmp::Ordering;
use std::ops::Range;

use super::kind::State;
use super::model::{Columns, RowId, SliceId, Trace};
use crate::base::{Dur, Id, Time};

/// Slices in a chunk, and entries of one level of maxima in one of the next.
const CHUNK: usize = 32;
/// Rows of no more slices than this have no index: scanning them is as quick.
const SMALL: usize = 2 * CHUNK;

/// How long a row or track was in each state.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct StateTimes([Dur; State::ALL.len()]);

impl StateTimes {
    /// The time in one state.
    pub fn get(&self, state: State) -> Dur {
        self.0[state as usize]
    }

    /// Adds time to a state.
    pub fn add(&mut self, state: State, time: Dur) {
        self.0[state as usize] += time;
    }

    /// The time in any state.
    pub fn total(&self) -> Dur {
        self.0.into_iter().sum()
    }

    /// The states that took time, in their own order.
    pub fn iter(&self) -> impl Iterator<Item = (State, Dur)> + '_ {
        State::ALL
            .into_iter()
            .map(|state| (state, self.get(state)))
            .filter(|(_, time)| !time.is_zero())
    }

    /// The state that took most, and its time; of equal ones the first.
    pub fn dominant(&self) -> Option<(State, Dur)> {
        self.iter()
            .reduce(|best, next| if next.1 > best.1 { next } else { best })
    }

    /// The time in states in which something is done ([`State::is_work`]).
    pub fn work(&self) -> Dur {
        State::ALL
            .into_iter()
            .filter(|state| state.is_work())
            .map(|state| self.get(state))
            .sum()
    }
}

/// What a row looks like during one window.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Column {
    /// The length of the window.
    pub width: Dur,
    /// How much of it slices cover.
    pub covered: Dur,
    /// How much of it is spent in states in which something is done
    /// ([`State::is_work`]).
    pub busy: Dur,
    /// The state with the most time, of equal ones the first; if the window
    /// has only slices without a length, the state of the longest.
    pub dominant: Option<State>,
    /// The time of the dominant state.
    pub dominant_time: Dur,
    /// The slice with the longest part in the window, of equal ones the first.
    pub longest: Option<SliceId>,
}

impl Column {
    /// The share of the window that is busy, 0 to 1; for drawing only.
    pub fn busy_share(&self) -> f64 {
        share(self.busy, self.width)
    }

    /// The share of the window that the dominant state takes; for drawing only.
    pub fn dominant_share(&self) -> f64 {
        share(self.dominant_time, self.width)
    }
}

fn share(part: Dur, whole: Dur) -> f64 {
    if whole.is_zero() {
        0.0
    } else {
        part.0 as f64 / whole.0 as f64
    }
}

/// The summaries of all rows of a trace, in flat columns.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    /// One per row.
    rows: Vec<RowSummary>,
    /// Per row and chunk boundary: the time before it in each state of the row.
    sums: Vec<Dur>,
    /// Per row, level and chunk: the longest slice, counted from the row's first.
    longest: Vec<u32>,
    /// How long that is.
    longest_dur: Vec<Dur>,
}

#[derive(Clone, Copy, Debug, Default)]
struct RowSummary {
    /// One bit per state that the row has; none if the row has no index.
    states: u16,
    sums: u32,
    longest: u32,
}

/// The part of the index that is about one row.
#[derive(Clone, Copy, Debug)]
pub(super) struct SummaryView<'a> {
    states: u16,
    sums: &'a [Dur],
    longest: &'a [u32],
    longest_dur: &'a [Dur],
}

impl Index {
    /// Makes room for the summaries of so many slices.
    pub fn with_capacity(rows: usize) -> Index {
        Index {
            rows: Vec::with_capacity(rows),
            ..Index::default()
        }
    }

    /// Adds the summary of the next row.
    pub fn add_row(&mut self, columns: &Columns, slices: Range<usize>) {
        if slices.len() <= SMALL {
            self.rows.push(RowSummary::default());
            return;
        }
        let start = &columns.start[slices.clone()];
        let end = &columns.end[slices.clone()];
        let state = &columns.state[slices];
        let states = state.iter().fold(0, |set, &s| set | 1 << s as u16);
        self.rows.push(RowSummary {
            states,
            sums: u32::try_from(self.sums.len()).expect("fewer sums than slices"),
            longest: u32::try_from(self.longest.len()).expect("fewer chunks than slices"),
        });
        self.add_sums_and_first_level(start, end, state, states);
        self.add_higher_levels(start.len());
    }

    fn add_sums_and_first_level(
        &mut self,
        start: &[Time],
        end: &[Time],
        state: &[State],
        states: u16,
    ) {
        let mut times = StateTimes::default();
        let chunks = start.len() / CHUNK;
        self.sums
            .reserve((chunks + 1) * states.count_ones() as usize);
        self.sums.extend(present(states).map(|s| times.get(s)));
        for chunk in 0..chunks {
            let mut best = (0, Dur::ZERO);
            for i in chunk * CHUNK..(chunk + 1) * CHUNK {
                let dur = end[i].since(start[i]);
                times.add(state[i], dur);
                if i == chunk * CHUNK || dur > best.1 {
                    best = (i as u32, dur);
                }
            }
            self.sums.extend(present(states).map(|s| times.get(s)));
            self.longest.push(best.0);
            self.longest_dur.push(best.1);
        }
    }

    fn add_higher_levels(&mut self, slices: usize) {
        let mut count = slices / CHUNK;
        while count >= CHUNK {
            let level = self.longest.len() - count;
            for group in 0..count / CHUNK {
                let from = level + group * CHUNK;
                // `reduce` keeps the first of equal ones.
                let best = (from..from + CHUNK)
                    .reduce(|a, b| {
                        if self.longest_dur[b] > self.longest_dur[a] {
                            b
                        } else {
                            a
                        }
                    })
                    .unwrap_or(from);
                self.longest.push(self.longest[best]);
                self.longest_dur.push(self.longest_dur[best]);
            }
            count /= CHUNK;
        }
    }

    /// Gives back what was reserved and not needed.
    pub fn shrink(&mut self) {
        self.sums.shrink_to_fit();
        self.longest.shrink_to_fit();
        self.longest_dur.shrink_to_fit();
    }

    pub fn row(&self, row: RowId) -> Option<SummaryView<'_>> {
        let summary = self.rows[row.index()];
        (summary.states != 0).then(|| SummaryView {
            states: summary.states,
            sums: &self.sums[summary.sums as usize..],
            longest: &self.longest[summary.longest as usize..],
            longest_dur: &self.longest_dur[summary.longest as usize..],
        })
    }

    pub fn heap_bytes(&self) -> usize {
        self.rows.capacity() * size_of::<RowSummary>()
            + (self.sums.capacity() + self.longest_dur.capacity()) * size_of::<Dur>()
            + self.longest.capacity() * size_of::<u32>()
    }
}

/// The states of a set, in their own order.
fn present(states: u16) -> impl Iterator<Item = State> {
    State::ALL
        .into_iter()
        .filter(move |&state| states & 1 << state as u16 != 0)
}

impl SummaryView<'_> {
    /// Adds the time of whole chunks.
    fn add_times(&self, chunks: Range<usize>, times: &mut StateTimes) {
        let wide = self.states.count_ones() as usize;
        let before = &self.sums[chunks.start * wide..][..wide];
        let after = &self.sums[chunks.end * wide..][..wide];
        let mut set = self.states;
        for (before, after) in before.iter().zip(after) {
            times.0[set.trailing_zeros() as usize] += after.saturating_sub(*before);
            set &= set - 1;
        }
    }

    /// The longest slice of whole chunks of a row with so many slices, of
    /// equal ones the first.
    fn longest(&self, chunks: Range<usize>, slices: usize) -> Option<(usize, Dur)> {
        let mut best: Option<(usize, Dur)> = None;
        let mut at = chunks.start;
        while at < chunks.end {
            // The largest group that begins here and ends in the range.
            let (mut level, mut group) = (0, 1);
            let mut count = slices / CHUNK;
            while at.is_multiple_of(group * CHUNK) && at + group * CHUNK <= chunks.end {
                level += count;
                count /= CHUNK;
                group *= CHUNK;
            }
            let entry = level + at / group;
            let dur = self.longest_dur[entry];
            if best.is_none_or(|(_, longest)| dur > longest) {
                best = Some((self.longest[entry] as usize, dur));
            }
            at += group;
        }
        best
    }
}

/// The slices of one row, as columns; places count from the row's first slice.
#[derive(Clone, Copy, Debug)]
pub(super) struct RowView<'a> {
    pub first: u32,
    pub start: &'a [Time],
    pub end: &'a [Time],
    pub state: &'a [State],
    pub summary: Option<SummaryView<'a>>,
}

/// What a window was found to have.
#[derive(Clone, Copy, Default)]
struct Found {
    times: StateTimes,
    longest: Option<(usize, Dur)>,
}

impl Found {
    fn offer(&mut self, place: usize, dur: Dur) {
        if self.longest.is_none_or(|(_, longest)| dur > longest) {
            self.longest = Some((place, dur));
        }
    }
}

impl RowView<'_> {
    pub fn id(&self, place: usize) -> SliceId {
        SliceId(self.first + place as u32)
    }

    /// Whether the slice lies wholly before `at`. Such slices come first in a row.
    fn is_before(&self, place: usize, at: Time) -> bool {
        match self.end[place].cmp(&at) {
            Ordering::Less => true,
            Ordering::Equal => self.start[place] < at,
            Ordering::Greater => false,
        }
    }

    /// The first place of a slice that does not lie wholly before `at`.
    fn first_not_before(&self, at: Time) -> usize {
        let starts_later = self.start.partition_point(|&start| start < at);
        // Of the slices that begin before `at`, only the last can reach it.
        match starts_later.checked_sub(1) {
            Some(last) if !self.is_before(last, at) => last,
            _ => starts_later,
        }
    }

    /// The places of slices of which some part, or whose moment, is in the window.
    pub fn places_in(&self, window: &Range<Time>) -> Range<usize> {
        let from = self.first_not_before(window.start);
        if window.is_empty() {
            return from..from;
        }
        let to = self.start.partition_point(|&start| start < window.end);
        from..to.max(from)
    }

    /// The place of the slice that is going on at a moment.
    pub fn place_at(&self, at: Time) -> Option<usize> {
        let last = self
            .start
            .partition_point(|&start| start <= at)
            .checked_sub(1)?;
        (self.end[last] > at).then_some(last)
    }

    /// How much of a slice is in the window.
    fn part(&self, place: usize, window: &Range<Time>) -> Dur {
        let end = self.end[place].min(window.end);
        end.since(self.start[place].max(window.start))
    }

    fn scan(&self, places: Range<usize>, window: &Range<Time>, found: &mut Found) {
        for place in places {
            let part = self.part(place, window);
            found.times.add(self.state[place], part);
            found.offer(place, part);
        }
    }

    /// What the slices at those places, which are the window's, add up to.
    fn find(&self, places: Range<usize>, window: &Range<Time>) -> Found {
        let mut found = Found::default();
        // The window cuts at most the first and the last slice; chunks between
        // them are whole.
        let from = (places.start + 1).div_ceil(CHUNK);
        let to = places.end.saturating_sub(1) / CHUNK;
        match self.summary {
            Some(summary) if from < to => {
                self.scan(places.start..from * CHUNK, window, &mut found);
                summary.add_times(from..to, &mut found.times);
                if let Some((place, dur)) = summary.longest(from..to, self.start.len()) {
                    found.offer(place, dur);
                }
                self.scan(to * CHUNK..places.end, window, &mut found);
            }
            _ => self.scan(places, window, &mut found),
        }
        found
    }

    fn column(&self, places: Range<usize>, window: &Range<Time>) -> Column {
        let found = self.find(places, window);
        let longest = found.longest.map(|(place, _)| place);
        let dominant = found.times.dominant();
        Column {
            width: window.end.since(window.start),
            covered: found.times.total(),
            busy: found.times.work(),
            dominant: dominant
                .map(|(state, _)| state)
                .or(longest.map(|place| self.state[place])),
            dominant_time: dominant.map_or(Dur::ZERO, |(_, time)| time),
            longest: longest.map(|place| self.id(place)),
        }
    }
}

impl Trace {
    /// How long a row was in each state during a window, exactly.
    ///
    /// # Panics
    /// If the row is another trace's; so for all that ask about a row.
    pub fn time_per_state(&self, row: RowId, window: Range<Time>) -> StateTimes {
        let view = self.view(row);
        view.find(view.places_in(&window), &window).times
    }

    /// What a row looks like during a window.
    pub fn column(&self, row: RowId, window: Range<Time>) -> Column {
        let view = self.view(row);
        view.column(view.places_in(&window), &window)
    }

    /// What a row looks like in each of `pixels` equal parts of a window, from
    /// left to right. Part *i* begins at `start + ⌊length × i ÷ pixels⌋`. A part
    /// shorter than a nanosecond shows the slice that is going on at its moment.
    ///
    /// The cost of a part does not depend on how many slices it has.
    pub fn columns(&self, row: RowId, window: Range<Time>, pixels: u32) -> ColumnWalk<'_> {
        let view = self.view(row);
        let width = window.end.since(window.start).0;
        let parts = u64::from(pixels.max(1));
        ColumnWalk {
            place: view.first_not_before(window.start),
            view,
            at: window.start,
            left: pixels,
            step: width / parts,
            step_rest: width % parts,
            rest: 0,
            parts,
        }
    }
}

/// The columns of a row from left to right: see [`Trace::columns`].
#[derive(Clone, Debug)]
pub struct ColumnWalk<'a> {
    view: RowView<'a>,
    /// The first slice that does not lie wholly before `at`.
    place: usize,
    /// Where the next column begins.
    at: Time,
    /// How many columns are left.
    left: u32,
    /// A column's width, and what is left over of it in `parts`ths of a nanosecond.
    step: u64,
    step_rest: u64,
    rest: u64,
    parts: u64,
}

impl ColumnWalk<'_> {
    /// Where the column that begins at `at` ends.
    fn next_boundary(&mut self) -> Time {
        self.rest += self.step_rest;
        let carry = u64::from(self.rest >= self.parts);
        self.rest -= carry * self.parts;
        self.at + Dur(self.step + carry)
    }

    /// The first place from `place` on whose slice begins at `until` or later.
    fn gallop(&self, until: Time) -> usize {
        let starts = &self.view.start[self.place..];
        let mut reach = 1;
        while reach < starts.len() && starts[reach] < until {
            reach *= 2;
        }
        let from = reach / 2;
        let to = starts.len().min(reach + 1);
        self.place + from + starts[from..to].partition_point(|&start| start < until)
    }
}

impl Iterator for ColumnWalk<'_> {
    type Item = Column;

    fn next(&mut self) -> Option<Column> {
        self.left = self.left.checked_sub(1)?;
        let window = self.at..self.next_boundary();
        self.at = window.end;
        if window.is_empty() {
            let going_on = self.view.place_at(window.start);
            return Some(Column {
                dominant: going_on.map(|place| self.view.state[place]),
                longest: going_on.map(|place| self.view.id(place)),
                ..Column::default()
            });
        }
        let from = self.place;
        let to = self.gallop(window.end);
        let column = self.view.column(from..to, &window);
        self.place = match to.checked_sub(1) {
            Some(last) if last >= from && !self.view.is_before(last, window.end) => last,
            _ => to,
        };
        Some(column)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left as usize, Some(self.left as usize))
    }
}

impl ExactSizeIterator for ColumnWalk<'_> {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::{Clock, TraceBuilder, TrackKind};
    use proptest::prelude::*;

    /// A row of slices given as gap before, length and state.
    fn row(parts: &[(u64, u64, usize)]) -> Trace {
        let mut builder = TraceBuilder::new(Clock::Virtual);
        let track = builder.track(None, TrackKind::Thread, "A");
        let name = builder.name("");
        let mut at = Time::ZERO;
        for &(gap, len, state) in parts {
            at += Dur(gap);
            builder.slice(track, State::ALL[state], name, at, at + Dur(len));
            at += Dur(len);
        }
        builder.finish()
    }

    /// The same as [`Trace::column`], by looking at every slice.
    fn scanned(trace: &Trace, window: &Range<Time>) -> Column {
        let mut times = StateTimes::default();
        let mut longest: Option<(SliceId, State, Dur)> = None;
        for slice in trace.row_slices(RowId(0)) {
            let (from, to) = (slice.start.max(window.start), slice.end.min(window.end));
            let is_moment = slice.start == slice.end && window.contains(&slice.start);
            if from < to || is_moment {
                times.add(slice.state, to.since(from));
                if longest.is_none_or(|(_, _, dur)| to.since(from) > dur) {
                    longest = Some((slice.id, slice.state, to.since(from)));
                }
            }
        }
        let dominant = times.dominant();
        Column {
            width: window.end.since(window.start),
            covered: times.total(),
            busy: times.work(),
            dominant: dominant.map(|d| d.0).or(longest.map(|l| l.1)),
            dominant_time: dominant.map_or(Dur::ZERO, |d| d.1),
            longest: longest.map(|l| l.0),
        }
    }

    fn parts(count: Range<usize>) -> impl Strategy<Value = Vec<(u64, u64, usize)>> {
        prop::collection::vec((0u64..3, 0u64..9, 0..State::ALL.len()), count)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]

        #[test]
        fn a_window_is_what_a_scan_of_it_finds(
            parts in parts(0..3_000),
            windows in prop::collection::vec((0.0f64..1.1, 0.0f64..1.1), 20),
        ) {
            let trace = row(&parts);
            let whole = trace.end().0 as f64 + 2.0;
            for (a, b) in windows {
                let window = Time((a.min(b) * whole) as u64)..Time((a.max(b) * whole) as u64);
                let expected = match window.is_empty() {
                    true => Column::default(),
                    false => scanned(&trace, &window),
                };
                prop_assert_eq!(trace.column(RowId(0), window.clone()), expected);
                let times = trace.time_per_state(RowId(0), window);
                prop_assert_eq!(times.total(), expected.covered);
            }
        }

        #[test]
        fn a_walk_gives_the_windows_that_lie_side_by_side(
            parts in parts(0..3_000),
            from in 0u64..9_000,
            width in 0u64..20_000,
            pixels in 0u32..60,
        ) {
            let trace = row(&parts);
            let window = Time(from)..Time(from + width);
            let walk = trace.columns(RowId(0), window, pixels);
            prop_assert_eq!(walk.len(), pixels as usize);
            let edge = |i: u32| Time(from + width * u64::from(i) / u64::from(pixels));
            for (i, column) in walk.enumerate() {
                let part = edge(i as u32)..edge(i as u32 + 1);
                if part.is_empty() {
                    let going_on = trace.slice_at(RowId(0), part.start);
                    prop_assert_eq!(column.longest, going_on.map(|s| s.id));
                    prop_assert_eq!(column.dominant, going_on.map(|s| s.state));
                } else {
                    prop_assert_eq!(column, scanned(&trace, &part), "column {} {:?}", i, part);
                }
            }
        }
    }

    #[test]
    fn every_level_of_the_maxima_is_used() {
        // 32³ slices and some: three levels; one long slice in each of many places.
        for long in [0, 31, 32, 1_023, 1_024, 20_000, 32_767, 32_768, 33_000] {
            let parts: Vec<_> = (0..33_001)
                .map(|i| (0, if i == long { 50 } else { 1 + i % 7 }, 0))
                .collect();
            let trace = row(&parts);
            let whole = trace.column(RowId(0), Time::ZERO..trace.end());
            assert_eq!(whole.longest, Some(SliceId(long as u32)));
        }
    }

    #[test]
    fn a_million_slices_take_no_more_than_32_bytes_each() {
        let parts: Vec<_> = (0..1_000_000).map(|i| (0, 1, i % 13)).collect();
        let trace = row(&parts);
        let each = trace.heap_bytes() as f64 / 1e6;
        assert!((21.0..=32.0).contains(&each), "{each} bytes a slice");
    }

    #[test]
    fn a_small_row_has_no_index() {
        let parts = [(0, 1, 0); SMALL];
        assert!(row(&parts).view(RowId(0)).summary.is_none());
        let parts = [(0, 1, 0); SMALL + 1];
        assert!(row(&parts).view(RowId(0)).summary.is_some());
    }

    #[test]
    fn shares_of_a_window() {
        // Running 2, ready 3, nothing 5.
        let trace = row(&[(0, 2, 0), (0, 3, 1)]);
        let column = trace.column(RowId(0), Time(0)..Time(10));
        assert_eq!(column.dominant, Some(State::Ready));
        assert_eq!((column.dominant_share(), column.busy_share()), (0.3, 0.2));
    }
}
