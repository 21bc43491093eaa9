//! What a run comes to: how long it took, who waited, what overlapped.
//!
//! Terms:
//! * A **lane** is a thread or task track that has slices.
//! * A **leaf lane** is a lane without a lane below it: where jobs live.
//! * The **run** lasts from the first lane's arrival to the last lane's
//!   completion. Everything below is counted within it.
//! * **Busy** tracks are the core tracks, if any has slices, else the leaf
//!   lanes: a job that runs is seen on its core and on its lane, and must be
//!   counted once. A track is busy while a slice of it is [`State::Running`].

mod stretch;

use std::ops::Range;

use super::index::StateTimes;
use super::kind::{State, TrackKind};
use super::model::{Clock, NameId, SliceRef, Trace, TrackId, Value, arg};
use crate::base::{Dur, Id, Time, sort_by_key};

/// The figures of a run.
#[derive(Clone, PartialEq, Debug)]
pub struct Stats {
    /// The run: from the first arrival to the last completion.
    pub run: Range<Time>,
    /// How long the run is (makespan, C_max in scheduling theory; Pinedo,
    /// *Scheduling*, section 2.1).
    pub makespan: Dur,
    /// The lanes, in the order of their tracks.
    pub lanes: Vec<LaneStats>,
    /// How many core tracks there are.
    pub cores: usize,
    /// The time for which the busy tracks were busy, added up.
    pub busy: Dur,
    /// The time for which at least one of them was: what a clock on the wall
    /// measures of it.
    pub wall: Dur,
    /// The time for which at least two of them were.
    pub parallel: Dur,
    /// How many of them were busy at once, at most.
    pub max_parallel: usize,
    /// The time that cores spent in [`State::Switching`].
    pub switching: Dur,
    /// Context switches on core tracks; none if there are no core tracks.
    ///
    /// A context switch is a core's change from one context to another
    /// (Silberschatz, Galvin and Gagne, *Operating System Concepts*, 3.2.3).
    /// Counted are the [`State::Switching`] slices of core tracks, and the
    /// places at which a [`State::Running`] slice follows one of another thread
    /// (its argument [`arg::THREAD`], else its name) on the same core without a
    /// switching slice between them; idle time
    /// between them makes no difference. A core's first dispatch is no switch,
    /// unless there is a slice for it.
    pub switches: Option<u64>,
    /// The heartbeats, in the order of their tracks.
    pub heartbeats: Vec<Heartbeat>,
    /// The stretches of `parallel`, for [`Stats::parallelism`].
    overlaps: Vec<Dur>,
    /// Whether `busy` is that of the cores.
    busy_is_of_cores: bool,
    /// How far the difference of two times of two lanes may be off.
    margin: Dur,
}

/// The figures of a lane. Sources of the three times: Silberschatz, Galvin and
/// Gagne, *Operating System Concepts*, 5.2; Arpaci-Dusseau, *Operating Systems:
/// Three Easy Pieces*, chapter 7.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LaneStats {
    /// Its track.
    pub track: TrackId,
    /// Whether no lane is below it.
    pub is_leaf: bool,
    /// The start of its first slice.
    pub arrival: Time,
    /// The start of its first [`State::Running`] slice.
    pub first_run: Option<Time>,
    /// When it was done: the start of its first [`State::Terminated`] slice,
    /// else the end of its last slice.
    pub completion: Time,
    /// The time in each state from arrival to completion. Where slices nest or
    /// overlap, the innermost (the one on the lowest row) counts.
    pub times: StateTimes,
    /// The part of the run in which no slice says what the lane did.
    pub untracked: Dur,
}

impl LaneStats {
    /// From arrival to completion.
    pub fn turnaround(&self) -> Dur {
        self.completion.since(self.arrival)
    }

    /// From arrival to the first run; none if it never ran.
    pub fn response(&self) -> Option<Dur> {
        Some(self.first_run?.since(self.arrival))
    }

    /// The time in [`State::Ready`]: waiting for a core, for nothing else.
    pub fn wait(&self) -> Dur {
        self.times.get(State::Ready)
    }

    /// The time in [`State::Running`].
    pub fn busy(&self) -> Dur {
        self.times.get(State::Running)
    }

    /// The time in blocked states, whatever was waited for.
    pub fn blocked(&self) -> Dur {
        self.times
            .iter()
            .filter(|(state, _)| state.is_blocked())
            .map(|(_, time)| time)
            .sum()
    }
}

/// How evenly a page's heart beat.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heartbeat {
    /// Its track.
    pub track: TrackId,
    /// How often it beat.
    pub ticks: usize,
    /// The mean time from one tick to the next, rounded down; none with fewer
    /// than two ticks.
    pub mean_interval: Option<Dur>,
    /// The longest time from one tick to the next, of equal ones the first.
    pub longest_gap: Option<Range<Time>>,
}

/// Whether two lanes were seen to run at the same time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Parallelism {
    /// They were, for that long in all, counting only stretches that are
    /// longer than the clock could be wrong.
    Observed {
        /// How long.
        time: Dur,
    },
    /// No two lanes ran at the same time.
    NotObserved,
    /// Some seemed to, but never for longer than the clock could be wrong.
    BelowResolution,
}

impl Stats {
    /// The figures of a trace, in O(n log n) of its slices: once per trace, not
    /// once per frame.
    pub fn of(trace: &Trace) -> Stats {
        let mut lanes: Vec<LaneStats> = lanes(trace);
        let arrival = lanes.iter().map(|lane| lane.arrival).min();
        let completion = lanes.iter().map(|lane| lane.completion).max();
        let run = arrival.unwrap_or_default()..completion.unwrap_or_default();
        let makespan = run.end.since(run.start);
        for lane in &mut lanes {
            lane.untracked = makespan.saturating_sub(lane.times.total());
        }
        let cores = of_kind(trace, TrackKind::Core);
        let busy_is_of_cores = cores.iter().any(|&core| has_slices(trace, core));
        let busy_tracks = if busy_is_of_cores {
            cores.clone()
        } else {
            let leaves = lanes.iter().filter(|lane| lane.is_leaf);
            leaves.map(|lane| lane.track).collect()
        };
        let overlap = Overlap::of(&busy_tracks, |track| union(running(trace, track, &run)));
        Stats {
            makespan,
            lanes,
            cores: cores.len(),
            busy_is_of_cores,
            busy: overlap.sum,
            wall: overlap.union,
            parallel: overlap.stretches.iter().copied().sum(),
            max_parallel: overlap.depth,
            overlaps: overlap.stretches,
            switching: cores
                .iter()
                .map(|&core| trace.track_times(core, run.clone()).get(State::Switching))
                .sum(),
            switches: (!cores.is_empty())
                .then(|| cores.iter().map(|&core| switches(trace, core, &run)).sum()),
            heartbeats: of_kind(trace, TrackKind::Heartbeat)
                .into_iter()
                .map(|track| heartbeat(trace, track))
                .collect(),
            margin: margin(trace.clock()),
            run,
        }
    }

    /// The figures of one lane.
    pub fn lane(&self, track: TrackId) -> Option<&LaneStats> {
        self.lanes.iter().find(|lane| lane.track == track)
    }

    /// Σ busy ÷ wall: how many busy tracks were busy on average while any was.
    /// 1 if none ever overlapped; none if nothing was busy.
    pub fn overlap_factor(&self) -> Option<f64> {
        (!self.wall.is_zero()).then(|| self.busy.0 as f64 / self.wall.0 as f64)
    }

    /// CPU utilisation: Σ busy of the cores ÷ (cores × makespan), 0 to 1; none
    /// if no core track has slices, or without time. Switching is not counted as
    /// use.
    pub fn utilisation(&self) -> Option<f64> {
        let offered = self.makespan.0 as f64 * self.cores as f64;
        (self.busy_is_of_cores && offered > 0.0).then(|| self.busy.0 as f64 / offered)
    }

    /// Whether busy tracks were seen to be busy at the same time.
    ///
    /// A stretch of overlap begins at a time that one thread's clock gave and
    /// ends at one that another's gave. The two clocks differ by the alignment
    /// error at most, and the difference of two readings is off by less than
    /// the resolution; so of a measured trace only stretches longer than the
    /// sum of the two count. The other clocks are exact.
    pub fn parallelism(&self) -> Parallelism {
        let sure: Dur = self
            .overlaps
            .iter()
            .copied()
            .filter(|&stretch| stretch > self.margin)
            .sum();
        match (self.overlaps.is_empty(), sure.is_zero()) {
            (true, _) => Parallelism::NotObserved,
            (false, true) => Parallelism::BelowResolution,
            (false, false) => Parallelism::Observed { time: sure },
        }
    }
}

fn margin(clock: Clock) -> Dur {
    match clock {
        Clock::Measured(measurement) => measurement.alignment_error + measurement.resolution,
        Clock::Virtual | Clock::Recorded => Dur::ZERO,
    }
}

fn of_kind(trace: &Trace, kind: TrackKind) -> Vec<TrackId> {
    trace
        .tracks()
        .iter_ids()
        .filter(|(_, track)| track.kind == kind)
        .map(|(id, _)| id)
        .collect()
}

fn has_slices(trace: &Trace, track: TrackId) -> bool {
    trace.track_slices(track).next().is_some()
}

/// The lanes; what is untracked is not known yet.
fn lanes(trace: &Trace) -> Vec<LaneStats> {
    let is_lane: Vec<bool> = trace
        .tracks()
        .iter_ids()
        .map(|(id, track)| track.kind.is_execution() && has_slices(trace, id))
        .collect();
    // A parent comes before its children, so one pass upwards tells all.
    let mut has_lane_below = vec![false; is_lane.len()];
    for (id, track) in trace.tracks().iter_ids().rev() {
        if let Some(parent) = track.parent {
            has_lane_below[parent.index()] |= is_lane[id.index()] || has_lane_below[id.index()];
        }
    }
    trace
        .tracks()
        .ids()
        .filter(|track| is_lane[track.index()])
        .map(|track| lane(trace, track, !has_lane_below[track.index()]))
        .collect()
}

fn lane(trace: &Trace, track: TrackId, is_leaf: bool) -> LaneStats {
    let starts_of = |state| {
        let slices = trace.track_slices(track);
        let those = slices.filter(move |slice| slice.state == state);
        those.map(|slice| slice.start).min()
    };
    let starts = trace.track_slices(track).map(|slice| slice.start);
    let ends = trace.track_slices(track).map(|slice| slice.end);
    let arrival = starts.min().unwrap_or_default();
    let completion = starts_of(State::Terminated).or(ends.max());
    let completion = completion.unwrap_or_default();
    LaneStats {
        track,
        is_leaf,
        arrival,
        first_run: starts_of(State::Running),
        completion,
        times: trace.track_times(track, arrival..completion),
        untracked: Dur::ZERO,
    }
}

impl Trace {
    /// How long a track was in each state during a window. Where slices nest
    /// or overlap, the innermost (the one on the lowest row) counts, so the
    /// times never add up to more than the window.
    ///
    /// # Panics
    /// If the track is another trace's.
    pub fn track_times(&self, track: TrackId, window: Range<Time>) -> StateTimes {
        let rows: Vec<_> = self.track(track).rows().collect();
        if let [row] = rows[..] {
            return self.time_per_state(row, window);
        }
        // The ends of slices before the starts, so that a row's old slice is
        // gone when its new one comes.
        let mut edges = Vec::new();
        for (depth, &row) in rows.iter().enumerate() {
            for slice in self.slices_in(row, window.clone()) {
                if slice.start < slice.end {
                    edges.push((slice.start.max(window.start), true, depth, slice.state));
                    edges.push((slice.end.min(window.end), false, depth, slice.state));
                }
            }
        }
        sort_by_key(&mut edges, |edge| *edge);
        innermost_times(&edges, rows.len())
    }
}

/// The time in each state, from the sorted edges of slices: when, whether it
/// is a start, on which row, and which state.
fn innermost_times(edges: &[(Time, bool, usize, State)], rows: usize) -> StateTimes {
    let mut times = StateTimes::default();
    let mut on_row = vec![None; rows];
    let mut going_on = std::collections::BTreeSet::new();
    let mut since = Time::ZERO;
    for &(at, is_start, row, state) in edges {
        if let Some(state) = going_on.last().and_then(|&row: &usize| on_row[row]) {
            times.add(state, at.since(since));
        }
        since = at;
        if is_start {
            on_row[row] = Some(state);
            going_on.insert(row);
        } else {
            going_on.remove(&row);
        }
    }
    times
}

/// The running slices of a track, cut to the run, in the order of time.
fn running(trace: &Trace, track: TrackId, run: &Range<Time>) -> Vec<Range<Time>> {
    let mut slices: Vec<(Time, Time)> = trace
        .track_slices(track)
        .filter(|slice| slice.state == State::Running)
        .map(|slice| (slice.start.max(run.start), slice.end.min(run.end)))
        .filter(|(start, end)| start < end)
        .collect();
    sort_by_key(&mut slices, |slice| *slice);
    slices.into_iter().map(|(start, end)| start..end).collect()
}

/// Stretches in the order of their starts, joined where they touch.
fn union(sorted: Vec<Range<Time>>) -> Vec<Range<Time>> {
    let mut union: Vec<Range<Time>> = Vec::new();
    for next in sorted {
        match union.last_mut() {
            Some(last) if next.start <= last.end => last.end = last.end.max(next.end),
            _ => union.push(next),
        }
    }
    union
}

/// How the stretches of several tracks overlap.
#[derive(Default)]
struct Overlap {
    sum: Dur,
    union: Dur,
    /// How many at once, at most.
    depth: usize,
    /// The longest possible stretches with two or more at once, in order.
    stretches: Vec<Dur>,
}

impl Overlap {
    /// Of these tracks, given when each was busy: stretches that do not overlap.
    fn of(tracks: &[TrackId], busy: impl Fn(TrackId) -> Vec<Range<Time>>) -> Overlap {
        let mut edges: Vec<(Time, bool)> = Vec::new();
        for stretch in tracks.iter().flat_map(|&track| busy(track)) {
            edges.push((stretch.start, true));
            edges.push((stretch.end, false));
        }
        sort_by_key(&mut edges, |edge| *edge);
        let mut overlap = Overlap::default();
        let mut depth = 0;
        let mut since = Time::ZERO;
        let mut together: Option<Time> = None;
        for moment in edges.chunk_by(|a, b| a.0 == b.0) {
            let at = moment[0].0;
            let went_by = at.since(since);
            overlap.sum += went_by * depth as u64;
            if depth > 0 {
                overlap.union += went_by;
            }
            since = at;
            let begun = moment.iter().filter(|(_, is_start)| *is_start).count();
            depth = depth + begun - (moment.len() - begun);
            overlap.depth = overlap.depth.max(depth);
            match together {
                None if depth >= 2 => together = Some(at),
                Some(from) if depth < 2 => {
                    overlap.stretches.push(at.since(from));
                    together = None;
                }
                _ => {}
            }
        }
        overlap
    }
}

/// The context switches of a core: see [`Stats::switches`].
fn switches(trace: &Trace, core: TrackId, run: &Range<Time>) -> u64 {
    let mut slices: Vec<SliceRef> = trace
        .track_slices(core)
        .filter(|slice| matches!(slice.state, State::Running | State::Switching))
        .filter(|slice| slice.start >= run.start && slice.start < run.end)
        .collect();
    sort_by_key(&mut slices, |slice| (slice.start, slice.id));
    let mut count = 0;
    let mut occupant: Option<NameId> = None;
    for slice in slices {
        if slice.state == State::Switching {
            count += 1;
            occupant = None;
        } else {
            let thread = match trace.arg(slice.id, arg::THREAD) {
                Some(Value::Name(thread)) => thread,
                _ => slice.name,
            };
            count += u64::from(occupant.is_some_and(|before| before != thread));
            occupant = Some(thread);
        }
    }
    count
}

fn heartbeat(trace: &Trace, track: TrackId) -> Heartbeat {
    let ticks = trace.instants(track);
    let whole = match ticks {
        [first, .., last] => Some(last.at.since(first.at)),
        _ => None,
    };
    let longest = ticks.windows(2).map(|w| w[0].at..w[1].at).reduce(|a, b| {
        if b.end.since(b.start) > a.end.since(a.start) {
            b
        } else {
            a
        }
    });
    Heartbeat {
        track,
        ticks: ticks.len(),
        mean_interval: whole.map(|whole| whole / (ticks.len() as u64 - 1)),
        longest_gap: longest,
    }
}

// The libraries that these tests need are there on native targets only.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
