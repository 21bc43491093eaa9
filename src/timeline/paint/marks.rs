//! What is drawn over the lanes: flows, outlines, the measured span, the loop.

use super::super::layout::{RULER, SMALL_SIZE, TITLE_SIZE};
use super::super::ops::{Anchor, Fill, Op, Ops, Rect, Type};
use super::super::palette::{Token, look};
use super::super::scale::Scale;
use super::super::stage::{Place, Stage};
use super::super::text;
use super::Picture;
use crate::base::{Id, Time};
use crate::trace::{Flow, TrackId};

/// Arrows that one frame draws at most: more are a thicket nobody can read.
const ARROWS_A_FRAME: usize = 300;

/// Paints the flows of the chosen slice, or all that begin in the window.
pub fn flows(picture: Picture, scale: &Scale, ops: &mut Ops) {
    let mut left = ARROWS_A_FRAME;
    if picture.view.flows {
        for section in 0..picture.stage.sections().len() {
            all(picture, section, scale, &mut left, ops);
        }
    } else if let Some(place) = picture.view.selected {
        for flow in flows_of(picture.stage, place).take(ARROWS_A_FRAME) {
            arrow(picture, place.section, &flow, scale, ops);
        }
    }
}

/// The flows that begin or end in a slice, its edges included.
pub fn flows_of(stage: &Stage, place: Place) -> impl Iterator<Item = Flow> + '_ {
    let slice = stage.slice(place);
    let trace = stage.sections().get(place.section).map(|s| &*s.trace);
    let found = trace.zip(slice).map(|(trace, slice)| {
        let track = trace.track_of(place.slice);
        let touches = move |end: (TrackId, Time)| {
            end.0 == track && slice.start <= end.1 && end.1 <= slice.end
        };
        let flows = trace.flows();
        let until = flows.partition_point(|flow| flow.from.1 <= slice.end);
        flows[..until]
            .iter()
            .filter(move |flow| touches(flow.from) || touches(flow.to))
            .copied()
    });
    found.into_iter().flatten()
}

fn all(picture: Picture, section: usize, scale: &Scale, left: &mut usize, ops: &mut Ops) {
    let at = &picture.stage.sections()[section];
    let Some(to) = at.in_trace(scale.window.end()) else {
        return;
    };
    let from = at.in_trace(scale.window.start).unwrap_or(Time::ZERO);
    let flows = at.trace.flows();
    let first = flows.partition_point(|flow| flow.from.1 < from);
    for flow in flows[first..].iter().take_while(|flow| flow.from.1 <= to) {
        if *left == 0 {
            return;
        }
        *left -= 1;
        arrow(picture, section, flow, scale, ops);
    }
}

fn arrow(picture: Picture, section: usize, flow: &Flow, scale: &Scale, ops: &mut Ops) {
    let end = |(track, at): (TrackId, Time)| {
        let lane = picture.stage.lane_of(section, track)?;
        let lane = picture.layout.lane(lane, picture.view.scroll);
        let x = scale.x(picture.stage.sections()[section].on_axis(at));
        Some((x.clamp(-1e4, 1e5) as f32, (lane.y + lane.h / 2.0) as f32))
    };
    if let (Some(from), Some(to)) = (end(flow.from), end(flow.to)) {
        ops.push(Op::Arrow {
            from,
            to,
            // Dark on light, light on dark: no bar has this colour but a switch.
            token: Token::Text,
        });
    }
}

/// Paints a frame around a slice, wherever it is shown.
pub fn outline(picture: Picture, scale: &Scale, place: Option<Place>, token: Token, ops: &mut Ops) {
    let Some(place) = place else {
        return;
    };
    let pinned = picture.layout.pinned().filter(|&lane| {
        let lane = &picture.stage.lanes()[lane];
        let trace = &picture.stage.section(lane).trace;
        lane.section == place.section
            && place.slice.index() < trace.slice_count()
            && lane.row() == Some(trace.row_of(place.slice))
    });
    let own = picture.stage.lane_of_slice(place);
    for lane in own.into_iter().chain(pinned) {
        if let Some(rect) = rect_on(picture, scale, place, lane) {
            ops.push(Op::Frame {
                rect,
                width: 2.0,
                token,
            });
        }
    }
}

/// Where a slice is on the screen, with a little room around it.
pub fn slice_rect(picture: Picture, scale: &Scale, place: Place) -> Option<Rect> {
    let lane = picture.stage.lane_of_slice(place)?;
    rect_on(picture, scale, place, lane)
}

fn rect_on(picture: Picture, scale: &Scale, place: Place, index: usize) -> Option<Rect> {
    let slice = picture.stage.slice(place)?;
    let section = &picture.stage.sections()[place.section];
    let layout = picture.layout;
    let lane = layout.lane(index, picture.view.scroll);
    let hidden = index >= layout.pinned().end && lane.y + lane.h <= RULER + layout.pinned_height();
    let (x0, x1) = (
        scale.x(section.on_axis(slice.start)),
        scale.x(section.on_axis(slice.end)),
    );
    if hidden || x1 < scale.left || x0 > scale.right() {
        return None;
    }
    let (from, to) = (x0.max(scale.left - 4.0), x1.min(scale.right() + 4.0));
    let (top, foot) = lane.bar();
    let h = ((foot - top) * f64::from(look(slice.state).height)).max(2.0);
    let w = (to - from).max(2.0);
    Some(Rect::new(from - 1.5, foot - h - 1.5, w + 2.0, h + 3.0))
}

/// Paints where a lane that is carried would be put down: above a lane, or
/// below all.
pub fn put_before(picture: Picture, lane: usize, ops: &mut Ops) {
    let layout = picture.layout;
    let count = picture.stage.lanes().len();
    let Some(last) = count.checked_sub(1) else {
        return;
    };
    let at = layout.lane(lane.min(last), picture.view.scroll);
    let y = if lane > last { at.y + at.h } else { at.y };
    ops.line((0.0, y), (layout.size.width, y), 2.0, Token::Accent);
}

/// Paints the span that is measured, with its length.
pub fn measure(picture: Picture, scale: &Scale, ops: &mut Ops) {
    let Some((a, b)) = picture.view.measure else {
        return;
    };
    let (from, to) = (a.min(b), a.max(b));
    let x0 = scale.x(from).clamp(scale.left, scale.right());
    let x1 = scale.x(to).clamp(scale.left, scale.right());
    let bottom = picture.layout.size.height;
    let band = Rect::new(x0, 0.0, x1 - x0, bottom);
    ops.rect(band, Fill::solid(Token::Accent).faint(0.12));
    ops.line((x0, 0.0), (x0, bottom), 1.0, Token::Accent);
    ops.line((x1, 0.0), (x1, bottom), 1.0, Token::Accent);
    let style = Type {
        size: TITLE_SIZE,
        bold: true,
        token: Token::Accent,
        anchor: Anchor::Middle,
    };
    let label = picture.stage.axis().short(to.since(from), picture.lang);
    let half = f64::from(text::width(&label, style.size)) / 2.0 + 6.0;
    let middle = ((x0 + x1) / 2.0).clamp(
        scale.left + half,
        (scale.right() - half).max(scale.left + half),
    );
    let y = RULER + 4.0;
    ops.push(Op::Rect {
        rect: Rect::new(middle - half, y, 2.0 * half, 20.0),
        radius: 4.0,
        fill: Fill::solid(Token::AccentSoft),
    });
    ops.say((middle, y + 14.0), style, &label);
}

/// Paints the looped range on the ruler.
pub fn repeat(picture: Picture, scale: &Scale, ops: &mut Ops) {
    let Some((from, to)) = picture.view.repeat else {
        return;
    };
    let x0 = scale.x(from).clamp(scale.left, scale.right());
    let x1 = scale.x(to).clamp(scale.left, scale.right());
    let height = f64::from(SMALL_SIZE) / 3.0;
    let band = Rect::new(x0, RULER - height, x1 - x0, height);
    ops.rect(band, Fill::solid(Token::Accent).faint(0.5));
}
