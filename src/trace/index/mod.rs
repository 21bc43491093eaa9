//! The level-of-detail index: what a stretch of a row looks like, at a cost
//! that does not grow with the number of slices in it.
//!
//! Per row with more than [`SMALL`] slices, over chunks of [`CHUNK`] slices:
//! the time spent in each state before every chunk (prefix sums, only for
//! states that the row has), and the longest slice of every chunk, of every
//! `CHUNK` chunks, and so on (hierarchical maxima). A window is answered from
//! these plus at most two ragged chunks, so every answer is exact.
//!
//! It is built once, when a trace is frozen. Where a log is shown while it grows
//! ([`super::TraceBuilder::snapshot`]), the summaries grow with it.

mod growing;
mod summary;

use std::ops::Range;

use super::kind::State;
use super::model::{RowId, SliceId, Trace};
use crate::base::{Dur, Time};

pub(super) use growing::Growing;
pub(super) use summary::{Index, SummaryView};

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

    /// The first place of a slice that does not lie wholly before `at`.
    fn first_not_before(&self, at: Time) -> usize {
        let starts_later = self.start.partition_point(|&start| start < at);
        // Of the slices that begin before `at`, only the last can reach it.
        match starts_later.checked_sub(1) {
            Some(last) if self.end[last] > at => last,
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
            Some(last) if last >= from && self.view.end[last] > window.end => last,
            _ => to,
        };
        Some(column)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left as usize, Some(self.left as usize))
    }
}

impl ExactSizeIterator for ColumnWalk<'_> {}

// The libraries that these tests need are there on native targets only.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
