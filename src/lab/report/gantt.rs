//! A Gantt chart of characters.
//!
//! Each column stands for an equal length of time. A lane of a job shows the
//! state in which it was for most of that time, a lane of a core, a device or
//! an object the name of whom it had; a name begins anew with each slice.

use std::fmt::Write;
use std::ops::Range;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::in_unit;
use crate::base::{Dur, Lang, Time};
use crate::scenario::Unit;
use crate::timeline::{vocabulary, words};
use crate::trace::{RowId, SliceRef, State, Trace, TrackKind, arg};

/// More lanes are not drawn.
const MOST_LANES: usize = 64;
/// A label is cut to so many columns.
const MOST_LABEL: usize = 16;
/// So narrow the plot may become.
const LEAST_PLOT: usize = 10;

/// What numbers on the axis count.
#[derive(Clone, Copy, Debug)]
pub(in crate::lab) struct Counts {
    /// Lengths of time of this unit.
    pub unit: Unit,
    /// What they are called, in Korean and English, if not like the unit.
    pub name: Option<(&'static str, &'static str)>,
}

impl Counts {
    /// Time in a unit.
    pub fn time(unit: Unit) -> Counts {
        Counts { unit, name: None }
    }

    /// What is counted.
    pub fn name(self, lang: Lang) -> &'static str {
        match (self.name, lang) {
            (None, _) => self.unit.key(),
            (Some((ko, _)), Lang::Ko) => ko,
            (Some((_, en)), Lang::En) => en,
        }
    }
}

/// How a chart is drawn.
#[derive(Clone, Copy, Debug)]
pub(in crate::lab) struct Style {
    /// Columns in all.
    pub width: usize,
    /// Only ASCII characters.
    pub ascii: bool,
    /// The language of labels.
    pub lang: Lang,
    /// What numbers on the axis count.
    pub counts: Counts,
}

/// The axis that several charts share.
#[derive(Clone, Copy, Debug)]
pub(in crate::lab) struct Axis {
    /// What a column stands for.
    pub column: Dur,
    end: Time,
    label: usize,
    /// How many columns there are beside the labels.
    room: usize,
}

/// A lane and its label.
struct Lane {
    label: String,
    row: RowId,
    /// Whether it shows states rather than names.
    states: bool,
}

impl Style {
    /// The character of a state in a job's lane.
    fn mark(self, state: State) -> char {
        let (fine, plain) = match state {
            State::Running => ('█', '#'),
            State::Ready => ('░', '-'),
            State::Sleeping => ('·', '.'),
            State::Switching => ('╱', '/'),
            State::Terminated => (' ', ' '),
            _ => ('▒', '='),
        };
        if self.ascii { plain } else { fine }
    }

    fn rule(self) -> char {
        if self.ascii { '-' } else { '─' }
    }
}

/// The lanes that are drawn: cores first, then jobs, then whatever else had
/// something to do.
fn lanes(trace: &Trace, lang: Lang) -> Vec<Lane> {
    let mut lanes = Vec::new();
    let order = [
        TrackKind::Core,
        TrackKind::Thread,
        TrackKind::Task,
        TrackKind::Device,
        TrackKind::Resource,
    ];
    for kind in order {
        for (_, track) in trace.tracks().iter_ids().filter(|(_, t)| t.kind == kind) {
            let name = vocabulary::named(trace.name(track.name), lang);
            for (nth, row) in track.rows().enumerate() {
                let unused = trace.rows()[row].is_empty() && kind != TrackKind::Core;
                if !unused {
                    lanes.push(Lane {
                        label: if nth == 0 {
                            printable(&name)
                        } else {
                            String::new()
                        },
                        row,
                        states: matches!(kind, TrackKind::Thread | TrackKind::Task),
                    });
                }
            }
        }
    }
    lanes
}

/// Without characters that would move the cursor.
fn printable(text: &str) -> String {
    let shown = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    text.chars().map(shown).collect()
}

/// As much of a text as fits, and how many columns that takes.
fn cut(text: &str, columns: usize) -> (&str, usize) {
    let mut taken = 0;
    for (at, c) in text.char_indices() {
        let width = c.width().unwrap_or(0);
        if taken + width > columns {
            return (&text[..at], taken);
        }
        taken += width;
    }
    (text, taken)
}

/// Fills a text up to so many columns, cutting what is too long.
pub(super) fn padded(text: &str, columns: usize) -> String {
    let (text, taken) = cut(text, columns);
    format!("{text}{}", " ".repeat(columns - taken))
}

impl Axis {
    /// An axis on which all of these traces fit into the width.
    pub fn of(traces: &[&Trace], style: Style) -> Axis {
        let all = traces.iter().flat_map(|trace| lanes(trace, style.lang));
        let label = all.map(|lane| lane.label.width()).max().unwrap_or(0);
        let label = label.min(MOST_LABEL);
        let plot = style.width.saturating_sub(label + 2).max(LEAST_PLOT) as u64;
        let end = traces
            .iter()
            .map(|trace| trace.end())
            .max()
            .unwrap_or_default();
        let grain = traces
            .iter()
            .fold(end.0, |grain, trace| grain_of(trace, grain));
        Axis {
            column: column(end, grain, plot, style.counts.unit),
            end,
            label,
            room: plot as usize,
        }
    }

    fn columns(&self) -> usize {
        self.end.0.div_ceil(self.column.0) as usize
    }

    fn at(&self, column: usize) -> Time {
        Time::ZERO + self.column * column as u64
    }

    /// The line of numbers below a chart.
    fn numbers(&self, style: Style) -> String {
        let step = self.step(style);
        let mut line = String::new();
        let mut at = Dur::ZERO;
        while Time::ZERO + at <= self.end {
            let column = (at.0 / self.column.0) as usize;
            let label = in_unit(at, style.counts.unit);
            if column >= line.len() && column + label.len() <= self.room {
                let _ = write!(line, "{:width$}{label}", "", width = column - line.len());
            }
            at += step;
        }
        line
    }

    /// How far numbers are apart: 1, 2 or 5 times a power of ten, at least as
    /// wide as the longest of them and a gap.
    fn step(&self, style: Style) -> Dur {
        let mut step = Dur(1);
        for nth in 0.. {
            let factor = [1, 2, 5][nth % 3];
            step = match 10_u64.checked_pow(nth as u32 / 3) {
                Some(power) if step < Dur(self.end.0) => Dur(power) * factor,
                _ => return step,
            };
            let last = Dur(self.end.0 / step.0 * step.0);
            let digits = in_unit(last, style.counts.unit).len();
            let digits = digits.max(in_unit(step, style.counts.unit).len());
            if step.0 / self.column.0 >= digits as u64 + 2 && step.0.is_multiple_of(self.column.0) {
                return step;
            }
        }
        step
    }
}

/// The greatest common divisor of a number and all times at which something
/// begins or ends.
fn grain_of(trace: &Trace, grain: u64) -> u64 {
    let rows = trace.rows().ids();
    rows.flat_map(|row| trace.row_slices(row))
        .fold(grain, |grain, slice| {
            divisor(divisor(grain, slice.start.0), slice.end.0)
        })
}

fn divisor(mut a: u64, mut b: u64) -> u64 {
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// What a column stands for: up to four columns a grain if they fit, else the
/// least of 1, 2, 5, 10, 20 … units (or tenths, hundredths … of one) that do.
fn column(end: Time, grain: u64, plot: u64, unit: Unit) -> Dur {
    let grain = grain.max(1);
    if let Some(columns) = (1..=4)
        .rev()
        .find(|n| grain.is_multiple_of(*n) && end.0 / grain * n <= plot)
    {
        return Dur(grain / columns);
    }
    let one = unit.dur().0;
    let mut power = 1;
    loop {
        for factor in [1, 2, 5] {
            let column = factor * power;
            if end.0.div_ceil(column) <= plot && (column >= grain || one.is_multiple_of(column)) {
                return Dur(column);
            }
        }
        match power.checked_mul(10) {
            Some(next) if next < u64::MAX / 5 => power = next,
            _ => return Dur(end.0.max(1)),
        }
    }
}

/// The chart, its axis and the key to its marks.
pub(in crate::lab) fn chart(trace: &Trace, axis: Axis, style: Style) -> String {
    let all = lanes(trace, style.lang);
    let mut out = String::new();
    let mut line = |label: &str, plot: &str| {
        let line = format!("{}  {plot}", padded(label, axis.label));
        out.push_str(line.trim_end());
        out.push('\n');
    };
    for lane in all.iter().take(MOST_LANES) {
        line(&lane.label, &plot(trace, lane, axis, style));
    }
    line("", &axis.numbers(style));
    if all.len() > MOST_LANES {
        let more = all.len() - MOST_LANES;
        let _ = match style.lang {
            Lang::Ko => writeln!(
                out,
                "레인 {more}개가 더 있습니다(--svg, --json, --trace에는 모두 있습니다)."
            ),
            Lang::En => writeln!(out, "{more} more lanes are in --svg, --json and --trace."),
        };
    }
    out
}

/// What the marks of some charts mean, and what a column stands for.
pub(in crate::lab) fn key(traces: &[&Trace], axis: Axis, style: Style) -> String {
    let mut seen: Vec<(char, String)> = Vec::new();
    for state in State::ALL {
        let mark = style.mark(state);
        let is_there = traces
            .iter()
            .any(|trace| has_state(trace, state, style.lang));
        if mark == ' ' || !is_there || seen.iter().any(|(known, _)| *known == mark) {
            continue;
        }
        let name = match (mark, style.lang) {
            ('▒' | '=', Lang::Ko) => "무언가를 기다림".into(),
            ('▒' | '=', Lang::En) => "waiting for something".into(),
            _ => words::state(state).get(style.lang).to_lowercase(),
        };
        seen.push((mark, name));
    }
    let mut parts: Vec<String> = seen
        .iter()
        .map(|(mark, name)| format!("{mark} {name}"))
        .collect();
    parts.push(scale(axis, style));
    parts.join("   ")
}

/// What a column stands for, in words.
fn scale(axis: Axis, style: Style) -> String {
    let (one, name) = (style.counts.unit.dur(), style.counts.name(style.lang));
    if axis.column < one && one.0.is_multiple_of(axis.column.0) {
        let columns = one.0 / axis.column.0;
        return match style.lang {
            Lang::Ko => format!("{columns}칸 = 1 {name}"),
            Lang::En => format!("{columns} columns = 1 {name}"),
        };
    }
    let column = in_unit(axis.column, style.counts.unit);
    match style.lang {
        Lang::Ko => format!("1칸 = {column} {name}"),
        Lang::En => format!("1 column = {column} {name}"),
    }
}

fn has_state(trace: &Trace, state: State, lang: Lang) -> bool {
    lanes(trace, lang)
        .iter()
        .filter(|lane| lane.states || state == State::Switching)
        .any(|lane| {
            trace
                .row_slices(lane.row)
                .any(|slice| slice.state == state && slice.start < slice.end)
        })
}

fn plot(trace: &Trace, lane: &Lane, axis: Axis, style: Style) -> String {
    let columns: Vec<Option<SliceRef>> = (0..axis.columns())
        .map(|column| main_slice(trace, lane.row, axis.at(column)..axis.at(column + 1)))
        .collect();
    if lane.states {
        let mark = |slice: &Option<SliceRef>| slice.map_or(' ', |slice| style.mark(slice.state));
        return columns.iter().map(mark).collect();
    }
    let mut out = String::new();
    for run in columns.chunk_by(|a, b| a.map(|s| s.id) == b.map(|s| s.id)) {
        out.push_str(&match run[0] {
            None => " ".repeat(run.len()),
            Some(slice) if slice.state == State::Switching => {
                style.mark(slice.state).to_string().repeat(run.len())
            }
            Some(slice) => {
                let name = printable(&shown_name(trace, &slice));
                let (name, taken) = cut(&name, run.len());
                let rest = style.rule().to_string().repeat(run.len() - taken);
                format!("{name}{rest}")
            }
        });
    }
    out
}

/// Whom a core, a device or an object has in a slice.
fn shown_name(trace: &Trace, slice: &SliceRef) -> String {
    let thread = trace.arg(slice.id, arg::THREAD);
    match thread {
        Some(crate::trace::Value::Name(thread)) => trace.name(thread).to_owned(),
        _ => trace.name(slice.name).to_owned(),
    }
}

/// The slice that takes most of a window; of equal ones the first.
fn main_slice(trace: &Trace, row: RowId, window: Range<Time>) -> Option<SliceRef> {
    let length = |slice: &SliceRef| {
        slice
            .end
            .min(window.end)
            .since(slice.start.max(window.start))
    };
    let mut best: Option<(Dur, SliceRef)> = None;
    for slice in trace.slices_in(row, window.clone()) {
        let length = length(&slice);
        if !length.is_zero() && best.is_none_or(|(known, _)| length > known) {
            best = Some((length, slice));
        }
    }
    let (length, slice) = best?;
    // A column that is mostly empty is shown so.
    (length.0 * 2 >= window.end.since(window.start).0).then_some(slice)
}
