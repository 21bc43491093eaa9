//! Names of lanes, and their bars or strips.

use std::borrow::Cow;
use std::fmt::Write;
use std::ops::Range;

use super::super::axis::Axis;
use super::super::columns::{self, Column};
use super::super::layout::{FOLD, LABEL_SIZE, LaneBox, SMALL_SIZE, TITLE_SIZE, indent, margin};
use super::super::ops::{Anchor, Cell, Fill, Op, Ops, Rect, Type};
use super::super::palette::{Look, Token, look};
use super::super::scale::Scale;
use super::super::stage::{Lane, LaneKind, Section};
use super::super::{text, words};
use super::{Picture, ticks};
use crate::base::Time;
use crate::trace::{RowId, SliceId, SliceRef, State};

/// Bars that one frame may draw: this machine class paints about 5,000
/// rectangles in a frame of 16.7 ms.
const BARS_A_FRAME: usize = 4_000;
/// The narrowest run of columns that is drawn as a bar in a dense row.
const NARROWEST_BAR: usize = 12;

/// Room that painting needs again in each frame.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    columns: Vec<Option<Column>>,
    cells: Vec<Cell>,
}

/// Paints headings, names of lanes and the line at their feet.
pub fn names(picture: Picture, lanes: Range<usize>, ops: &mut Ops) {
    let layout = picture.layout;
    for index in lanes {
        let lane = &picture.stage.lanes()[index];
        let at = layout.lane(index, picture.view.scroll);
        match lane.kind {
            LaneKind::Title => heading(picture, lane, at, Token::Muted, ops),
            LaneKind::Heading(_) => heading(picture, lane, at, Token::Faint, ops),
            LaneKind::Row(..) | LaneKind::Folded(_) | LaneKind::Counter(..) => {
                row_name(picture, lane, at, ops);
            }
        }
    }
}

fn heading(picture: Picture, lane: &Lane, at: LaneBox, token: Token, ops: &mut Ops) {
    let x = name_at(picture, lane);
    let style = Type {
        size: TITLE_SIZE,
        bold: true,
        token,
        anchor: Anchor::Start,
    };
    let width = picture.layout.size.width;
    let room = width - x - margin(picture.layout.narrow);
    // The words go beyond the gutter: the lines of the ruler stop at them.
    let band = Rect::new(0.0, at.y, width, at.h);
    ops.rect(band, Fill::solid(Token::Panel));
    if picture.view.lane == Some(at.index) && picture.stage.arranged().is_some() {
        ops.rect(band, Fill::solid(Token::AccentSoft).faint(0.7));
    }
    let y = at.y + at.h - 9.0;
    ops.say_cut((x, y), style, room, &lane.label);
    fold_mark(lane, x, y - f64::from(TITLE_SIZE) * 0.35, ops);
}

/// Where the name of a lane begins, from the left.
///
/// # Panics
/// If there is no such lane.
pub fn name_left(picture: Picture, lane: usize) -> f64 {
    name_at(picture, &picture.stage.lanes()[lane])
}

/// Where the name of a lane begins: after the mark that opens and closes, if
/// there is room for one.
fn name_at(picture: Picture, lane: &Lane) -> f64 {
    let narrow = picture.layout.narrow;
    let fold = if picture.stage.arranged().is_some() {
        FOLD
    } else {
        0.0
    };
    margin(narrow) + indent(lane.depth, narrow) + fold
}

/// A triangle before the name: to the right where the lane is folded, down
/// where it is open.
fn fold_mark(lane: &Lane, x: f64, y: f64, ops: &mut Ops) {
    let Some(open) = lane.open else {
        return;
    };
    let (x, y) = ((x - FOLD / 2.0 - 2.0) as f32, y as f32);
    ops.push(Op::Triangle {
        corners: if open {
            [(x - 4.0, y - 2.5), (x + 4.0, y - 2.5), (x, y + 3.5)]
        } else {
            [(x - 2.5, y - 4.0), (x - 2.5, y + 4.0), (x + 3.5, y)]
        },
        token: Token::Muted,
    });
}

fn row_name(picture: Picture, lane: &Lane, at: LaneBox, ops: &mut Ops) {
    let layout = picture.layout;
    if picture.view.lane == Some(at.index) {
        let all = Rect::new(0.0, at.y, layout.size.width, at.h);
        ops.rect(all, Fill::solid(Token::AccentSoft).faint(0.7));
    }
    let (_, foot) = at.bar();
    let line = foot.round() + 0.5;
    ops.line(
        (layout.gutter, line),
        (layout.scale(picture.view.window).right(), line),
        1.0,
        Token::Line,
    );
    let x = name_at(picture, lane);
    let style = Type {
        // Below the first of several rows there is room: they have no names.
        size: LABEL_SIZE.min(at.h as f32 * if lane.stacked { 0.86 } else { 0.75 }),
        bold: false,
        token: Token::Text,
        anchor: Anchor::Start,
    };
    let y = at.y + at.h / 2.0 + f64::from(style.size) * 0.35;
    ops.say_name((x, y), style, layout.gutter - x - 6.0, &lane.label);
    fold_mark(lane, x, at.y + at.h / 2.0, ops);
}

/// Paints what is in the lanes.
pub fn rows(
    picture: Picture,
    lanes: Range<usize>,
    scale: &Scale,
    scratch: &mut Scratch,
    ops: &mut Ops,
) {
    let layout = picture.layout;
    // The same wherever lanes are scrolled to: what is scrolled is moved, and it
    // must not look otherwise than what is painted beside it.
    let share = BARS_A_FRAME / layout.at_once().max(1);
    for index in lanes {
        let lane = &picture.stage.lanes()[index];
        let at = picture.layout.lane(index, picture.view.scroll);
        let painter = RowPainter {
            picture,
            scale,
            lane,
            section: picture.stage.section(lane),
            at,
        };
        let LaneKind::Row(track, row) = lane.kind else {
            if let Some(arranged) = picture.stage.arranged() {
                arranged.paint(&painter, ops);
            }
            continue;
        };
        painter.slices(row, share, scratch, ops);
        match &lane.beat {
            Some(beat) => ticks::heartbeat(&painter, track, beat, ops),
            None => ticks::instants(&painter, track, row, ops),
        }
    }
}

/// One lane on the screen.
pub struct RowPainter<'a> {
    /// All that is painted.
    pub picture: Picture<'a>,
    /// The time scale of the screen.
    pub scale: &'a Scale,
    /// The lane.
    pub lane: &'a Lane,
    /// The section that it is in.
    pub section: &'a Section,
    /// Where it is.
    pub at: LaneBox,
}

impl RowPainter<'_> {
    /// The pixel of a moment of the section's trace.
    pub fn x(&self, at: Time) -> f64 {
        self.scale.x(self.section.on_axis(at))
    }

    /// The part of the section's trace that is in the window.
    pub fn window(&self) -> Option<(Time, Time)> {
        let window = self.scale.window;
        let to = self.section.in_trace(window.end())?;
        let from = self.section.in_trace(window.start).unwrap_or(Time::ZERO);
        Some((from, to))
    }

    fn slices(&self, row: RowId, share: usize, scratch: &mut Scratch, ops: &mut Ops) {
        let Some((from, to)) = self.window() else {
            return;
        };
        let trace = &*self.section.trace;
        let ids = columns::in_window(trace, row, from..to);
        let few = share.clamp(24, (self.scale.width as usize / 2).max(24));
        if ids.len() <= few {
            for id in ids {
                self.bar(&trace.slice(SliceId(id)), ops);
            }
        } else {
            let narrowest = (self.scale.width as usize / share.max(1)).max(NARROWEST_BAR);
            self.dense(row, narrowest, scratch, ops);
        }
    }

    /// Bars where one slice is wide enough to be read, a strip elsewhere.
    fn dense(&self, row: RowId, narrowest: usize, scratch: &mut Scratch, ops: &mut Ops) {
        let Some((left, window)) = self.columns_window() else {
            return;
        };
        let trace = &*self.section.trace;
        let count = (self.scale.right() - left).ceil().max(1.0) as usize;
        columns::columns(trace, row, window, count as u32, &mut scratch.columns);
        scratch.cells.clear();
        scratch.cells.resize(count, Cell::EMPTY);
        let same =
            |a: &Option<Column>, b: &Option<Column>| a.map(|c| c.slice) == b.map(|c| c.slice);
        let strip = ops.list().len();
        let mut x = 0;
        for run in scratch.columns.chunk_by(same) {
            if let Some(column) = run[0] {
                let slice = trace.slice(column.slice);
                if run.len() >= narrowest {
                    self.bar(&slice, ops);
                } else {
                    for (cell, column) in scratch.cells[x..].iter_mut().zip(run) {
                        *cell = column.map_or(Cell::EMPTY, |c| self.cell(&c, &slice));
                    }
                }
            }
            x += run.len();
        }
        let (top, foot) = self.at.bar();
        let rect = Rect::new(left, top, count as f64, foot - top);
        ops.strip(rect, &scratch.cells);
        // Bars lie above the strip: they reach to their exact edges.
        ops.move_last_to(strip);
    }

    /// Where the columns begin, and their window on the trace's clock: that of
    /// the screen, less what lies before the trace.
    fn columns_window(&self) -> Option<(f64, std::ops::Range<Time>)> {
        let (from, to) = self.window()?;
        Some((self.x(from).max(self.scale.left), from..to))
    }

    fn cell(&self, column: &Column, slice: &SliceRef) -> Cell {
        let as_shown = SliceRef {
            state: column.state,
            ..*slice
        };
        Cell {
            token: self.picture.stage.colour(self.lane, &as_shown),
            eighths: (look(column.state).height * 8.0).ceil() as u8,
        }
    }

    fn bar(&self, slice: &SliceRef, ops: &mut Ops) {
        let how = look(slice.state);
        let (x0, x1) = (self.x(slice.start), self.x(slice.end));
        // What lies outside is cut, so that coordinates stay small.
        let (from, to) = (
            x0.max(self.scale.left - 4.0),
            x1.min(self.scale.right() + 4.0),
        );
        let least = if slice.state == State::Switching {
            2.0
        } else {
            1.5
        };
        let gap = if x1 - x0 > 4.0 { 1.0 } else { 0.0 };
        let w = (to - from - gap).max(least);
        let (top, foot) = self.at.bar();
        let h = ((foot - top) * f64::from(how.height)).max(2.0);
        let y = foot - h;
        ops.push(Op::Rect {
            rect: Rect::new(from, y, w, h),
            radius: 3.0_f64.min(h / 3.0).min(w / 3.0) as f32,
            fill: Fill {
                token: self.picture.stage.colour(self.lane, slice),
                pattern: how.pattern,
                alpha: 1.0,
            },
        });
        self.label(slice, how, (from.max(self.scale.left), y, w, h), ops);
    }

    fn label(&self, slice: &SliceRef, how: Look, bar: (f64, f64, f64, f64), ops: &mut Ops) {
        let (x, y, w, h) = bar;
        let room = (x + w).min(self.scale.right()) - x;
        if how.height > 0.9 && h >= 11.0 && room > 14.0 {
            self.label_inside(slice, (x, y, room, h), ops);
        } else if how.height < 0.9 && y - self.at.y >= 13.0 && room > 24.0 {
            self.label_above(slice, (x, y, room), ops);
        }
    }

    /// Who runs, or what is done: the slice's name, else the lane's.
    fn label_inside(&self, slice: &SliceRef, (x, y, room, h): (f64, f64, f64, f64), ops: &mut Ops) {
        if slice.state == State::Switching {
            return;
        }
        let name = match self.section.trace.name(slice.name) {
            "" => Cow::Borrowed(self.lane.label.as_str()),
            name => self.picture.stage.word(name),
        };
        let name = &*name;
        let size = TITLE_SIZE.min(h as f32 - 1.0);
        let style = Type {
            size,
            bold: true,
            token: Token::RunText,
            anchor: Anchor::Middle,
        };
        let baseline = y + h / 2.0 + f64::from(size) * 0.35;
        let middle = (x + room / 2.0, baseline);
        if ops.say_if_fits(middle, style, room - 8.0, |out| out.push_str(name)) {
            return;
        }
        // A long name is cut where enough of it is left to be read.
        if room > 60.0 {
            let at = (x + 5.0, baseline);
            let style = Type {
                anchor: Anchor::Start,
                ..style
            };
            ops.say_cut(at, style, room - 10.0, name);
        }
    }

    /// What is waited for and how long, in the longest way that fits.
    fn label_above(&self, slice: &SliceRef, (x, y, room): (f64, f64, f64), ops: &mut Ops) {
        let lang = self.picture.lang;
        let style = Type {
            size: SMALL_SIZE,
            bold: false,
            token: Token::Muted,
            anchor: Anchor::Start,
        };
        let at = (x + 5.0, y - 4.0);
        let room = room - 8.0;
        let state = words::state(slice.state);
        let short = words::short_state(slice.state);
        let name = self.picture.stage.word(self.section.trace.name(slice.name));
        let telling = !name.is_empty() && name != self.lane.label && name != state.get(lang);
        let length = |out: &mut String| {
            match self.picture.stage.axis() {
                // Writing to a string cannot fail.
                Axis::Time => drop(text::write_short(out, slice.dur())),
                axis => out.push_str(&axis.short(slice.dur(), lang)),
            }
        };
        let _ = (telling
            && ops.say_if_fits(at, style, room, |out| {
                let _ = write!(out, "{} · {name} ", state.get(lang));
                length(out);
            }))
            || ops.say_if_fits(at, style, room, |out| {
                let _ = write!(out, "{} ", state.get(lang));
                length(out);
            })
            || ops.say_if_fits(at, style, room, |out| {
                let _ = write!(out, "{} ", short.get(lang));
                length(out);
            })
            || ops.say_if_fits(at, style, room, length);
    }
}
