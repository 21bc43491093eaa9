//! From what is shown to drawing operations.
//!
//! Two layers: [`base`] holds lanes, names and ruler and changes with the
//! window, with what is drawn [`Above`] them; [`overlay`] holds what moves and
//! what is chosen, so that playing repaints a handful of operations. The cost of a base is bounded by lanes in
//! sight times pixels: rows with more slices than can be read become strips.

mod lane;
mod marks;
mod ticks;

pub use lane::{RowPainter, Scratch, name_left};
pub use marks::{flows_of, slice_rect};

use std::ops::Range;

use super::layout::{Layout, RIGHT, RULER, SMALL_SIZE};
use super::ops::{Anchor, Fill, Op, Ops, Rect, Type};
use super::palette::Token;
use super::scale::{Scale, Window, ticks};
use super::stage::{LaneKind, Place, Stage};
use super::text;
use super::words;
use crate::base::{Lang, Time};

/// What of the stage is looked at, and how.
#[derive(Clone, PartialEq, Debug)]
pub struct View {
    /// The stretch of the axis that is seen.
    pub window: Window,
    /// How far the lanes are scrolled, in pixels.
    pub scroll: f64,
    /// The lane that keys act on.
    pub lane: Option<usize>,
    /// The slice that is chosen.
    pub selected: Option<Place>,
    /// The slice under the pointer.
    pub hover: Option<Place>,
    /// Whether all flows are drawn, rather than the chosen slice's.
    pub flows: bool,
    /// The span that is measured.
    pub measure: Option<(Time, Time)>,
    /// The range that is looped.
    pub repeat: Option<(Time, Time)>,
    /// Before which lane the one that is carried would be put down.
    pub put_before: Option<usize>,
    /// The moment that the transport is at.
    pub playhead: Time,
    /// Whether what comes after the playhead is drawn faintly.
    pub veiled: bool,
}

impl View {
    /// The whole of a stage, at rest at its beginning.
    pub fn whole(stage: &Stage) -> View {
        View {
            window: Window::whole(stage.end()),
            scroll: 0.0,
            lane: None,
            selected: None,
            hover: None,
            flows: false,
            measure: None,
            repeat: None,
            put_before: None,
            playhead: Time::ZERO,
            veiled: false,
        }
    }
}

/// Something that is drawn above the lanes, and below the playhead and what is
/// chosen: it changes as seldom as they do. A program that never makes one does not carry its painter.
pub trait Above: std::fmt::Debug {
    /// Paints it.
    fn paint(&self, picture: Picture, scale: &Scale, ops: &mut Ops);
}

/// All that painters read.
#[derive(Clone, Copy)]
pub struct Picture<'a> {
    /// What is shown.
    pub stage: &'a Stage,
    /// Where its lanes are.
    pub layout: &'a Layout,
    /// What of it is looked at.
    pub view: &'a View,
    /// The language of labels.
    pub lang: Lang,
}

impl Picture<'_> {
    fn scale(&self) -> Scale {
        self.layout.scale(self.view.window)
    }

    /// Where lanes that are scrolled are, names included.
    fn body(&self) -> Rect {
        let size = self.layout.size;
        let top = RULER + self.layout.pinned_height();
        Rect::new(0.0, top, size.width, size.height - top)
    }

    /// Where lanes that stay in sight are, names included.
    fn pinned(&self) -> Rect {
        let layout = self.layout;
        Rect::new(0.0, RULER, layout.size.width, layout.pinned_height())
    }

    /// The lanes in sight and the part of the picture in which they are: those
    /// that are scrolled, and those that stay.
    pub(super) fn parts(&self) -> [(Range<usize>, Rect); 2] {
        let plot = self.plot();
        let within = |part: Rect| Rect {
            y: part.y,
            h: part.h,
            ..plot
        };
        [
            (self.layout.visible(self.view.scroll), within(self.body())),
            (self.layout.pinned(), within(self.pinned())),
        ]
    }

    /// Where bars are.
    pub(super) fn plot(&self) -> Rect {
        let size = self.layout.size;
        let left = self.layout.gutter;
        Rect::new(
            left - 1.0,
            RULER,
            size.width - left - RIGHT + 2.0,
            size.height - RULER,
        )
    }
}

/// Paints lanes, names and ruler, and what is drawn above them.
pub fn base(picture: Picture, above: Option<&dyn Above>, scratch: &mut Scratch, ops: &mut Ops) {
    let size = picture.layout.size;
    let scale = picture.scale();
    ops.rect(
        Rect::new(0.0, 0.0, size.width, size.height),
        Fill::solid(Token::Panel),
    );
    let ruler = ticks(&scale, SMALL_SIZE, picture.stage.axis());
    for tick in &ruler {
        let x = tick.x.round() + 0.5;
        ops.line((x, RULER - 2.0), (x, size.height), 1.0, Token::Line);
    }
    let seen = picture.layout.visible(picture.view.scroll);
    let pinned = picture.layout.pinned();
    lanes(picture, seen, picture.body(), &scale, scratch, ops);
    if !pinned.is_empty() {
        let top = picture.pinned();
        lanes(picture, pinned, top, &scale, scratch, ops);
        let foot = f64::from(top.y + top.h).round() - 0.5;
        ops.line((0.0, foot), (size.width, foot), 1.0, Token::LineStrong);
    }
    if picture.view.flows || picture.view.selected.is_some() {
        ops.push(Op::Clip(picture.plot()));
        marks::flows(picture, &scale, ops);
        ops.push(Op::Unclip);
    }
    for tick in ruler {
        if let Some(x) = tick.label_x {
            ops.say((x, 16.0), small(Token::Faint), &tick.label);
        }
    }
    if let Some(above) = above {
        above.paint(picture, &scale, ops);
    }
}

/// Paints a band of the base, of the lanes that are scrolled: what is behind
/// them, and those that reach into it.
pub fn band(picture: Picture, band: Rect, scratch: &mut Scratch, ops: &mut Ops) {
    let scale = picture.scale();
    ops.rect(band, Fill::solid(Token::Panel));
    let (top, foot) = (f64::from(band.y), f64::from(band.y + band.h));
    for tick in ticks(&scale, SMALL_SIZE, picture.stage.axis()) {
        let x = tick.x.round() + 0.5;
        ops.line((x, top), (x, foot), 1.0, Token::Line);
    }
    let scroll = picture.view.scroll;
    let seen = picture.layout.visible(scroll);
    let reaches = |lane: &usize| {
        let at = picture.layout.lane(*lane, scroll);
        at.y < foot && at.y + at.h > top
    };
    let first = seen.clone().find(reaches);
    let last = seen.rev().find(reaches);
    if let (Some(first), Some(last)) = (first, last) {
        lanes(picture, first..last + 1, band, &scale, scratch, ops);
    }
}

/// Paints some lanes within a part of the body.
fn lanes(
    picture: Picture,
    lanes: Range<usize>,
    part: Rect,
    scale: &Scale,
    scratch: &mut Scratch,
    ops: &mut Ops,
) {
    ops.push(Op::Clip(part));
    lane::names(picture, lanes.clone(), ops);
    let plot = picture.plot();
    ops.push(Op::Clip(Rect {
        y: part.y,
        h: part.h,
        ..plot
    }));
    lane::rows(picture, lanes, scale, scratch, ops);
    ops.push(Op::Unclip);
    ops.push(Op::Unclip);
}

/// Paints what moves and what is chosen, for the layer above.
pub fn overlay(picture: Picture, ops: &mut Ops) {
    let scale = picture.scale();
    marks::repeat(picture, &scale, ops);
    ops.push(Op::Clip(picture.plot()));
    if picture.view.veiled {
        let from = scale.x(picture.view.playhead).max(scale.left);
        let rest = (scale.right() + 2.0 - from).max(0.0);
        between_headings(picture, |top, foot| {
            let veil = Rect::new(from, top, rest, foot - top);
            ops.rect(veil, Fill::solid(Token::Panel).faint(0.78));
        });
    }
    marks::outline(picture, &scale, picture.view.hover, Token::LineStrong, ops);
    marks::outline(picture, &scale, picture.view.selected, Token::Focus, ops);
    ops.push(Op::Unclip);
    if let Some(lane) = picture.view.put_before {
        marks::put_before(picture, lane, ops);
    }
    marks::measure(picture, &scale, ops);
    playhead(picture, &scale, ops);
}

/// What of the overlay a playhead touches that goes from one moment to
/// another: all between them, since the veil ends at the playhead.
pub fn played(picture: Picture, from: Time, to: Time) -> Rect {
    let scale = picture.scale();
    let (from, to) = (scale.x(from.min(to)), scale.x(from.max(to)));
    let size = picture.layout.size;
    let left = (from - MARKER).clamp(0.0, size.width);
    let right = (to + MARKER).clamp(0.0, size.width);
    Rect::new(left, 0.0, right - left, size.height)
}

/// Half the width of the playhead's mark on the ruler, and a pixel.
const MARKER: f64 = 7.0;

fn playhead(picture: Picture, scale: &Scale, ops: &mut Ops) {
    if !picture.view.window.contains(picture.view.playhead) {
        return;
    }
    let x = scale.x(picture.view.playhead);
    ops.line((x, 22.0), (x, RULER), 1.5, Token::Accent);
    between_headings(picture, |top, foot| {
        ops.line((x, top), (x, foot), 1.5, Token::Accent);
    });
    let x = x as f32;
    ops.push(Op::Triangle {
        corners: [(x - 6.0, 18.0), (x + 6.0, 18.0), (x, 26.0)],
        token: Token::Accent,
    });
}

/// Gives the tops and feet of the stretches of the body, from the top down,
/// that have no heading in them: headings are longer than the gutter is wide,
/// and nothing may run through their words.
fn between_headings(picture: Picture, mut stretch: impl FnMut(f64, f64)) {
    let pinned = RULER + picture.layout.pinned_height();
    let mut top = RULER;
    let mut to = |top: f64, foot: f64| {
        if foot > top {
            stretch(top, foot);
        }
    };
    for index in picture.layout.visible(picture.view.scroll) {
        let kind = picture.stage.lanes()[index].kind;
        if matches!(kind, LaneKind::Title | LaneKind::Heading(_)) {
            let at = picture.layout.lane(index, picture.view.scroll);
            to(top, at.y.max(pinned));
            top = top.max(at.y + at.h).max(pinned);
        }
    }
    to(top, picture.layout.size.height);
}

fn small(token: Token) -> Type {
    Type {
        size: SMALL_SIZE,
        bold: false,
        token,
        anchor: Anchor::Start,
    }
}

/// What is drawn where there is nothing to draw.
pub fn empty(picture: Picture, ops: &mut Ops) {
    let words = words::EMPTY.get(picture.lang).to_owned();
    let style = Type {
        anchor: Anchor::Middle,
        ..small(Token::Muted)
    };
    let size = picture.layout.size;
    if f64::from(text::width(&words, style.size)) < size.width {
        ops.say((size.width / 2.0, size.height / 2.0), style, &words);
    }
}

#[cfg(test)]
mod tests;
