//! Moments without a length: instants, and the ticks of a heartbeat.

use super::super::layout::SMALL_SIZE;
use super::super::ops::{Anchor, Fill, Op, Ops, Rect, Type};
use super::super::palette::Token;
use super::super::stage::Beat;
use super::super::{text, words};
use super::lane::RowPainter;
use crate::base::Time;
use crate::trace::{Instant, RowId, TrackId};

/// Calls `mark` with the pixel of each instant in the window, at most one in
/// `every` pixels: the cost is bounded by the width.
fn marks(painter: &RowPainter, track: TrackId, every: f64, mut mark: impl FnMut(f64)) {
    let Some((from, to)) = painter.window() else {
        return;
    };
    let all = painter.section.trace.instants(track);
    let mut rest: &[Instant] = &all[all.partition_point(|i| i.at < from)..];
    while let Some(first) = rest.first()
        && first.at <= to
    {
        let x = painter.x(first.at);
        mark(x);
        let after = painter.scale.time(x + every);
        let skip = rest.partition_point(|i| painter.section.on_axis(i.at) < after);
        rest = &rest[skip.max(1)..];
    }
}

/// Paints instants as small triangles at the lane's foot, below any label; in a
/// row that has nothing else in its middle, where its name is.
pub fn instants(painter: &RowPainter, track: TrackId, row: RowId, ops: &mut Ops) {
    let (_, foot) = painter.at.bar();
    let alone = painter.section.trace.rows()[row].is_empty();
    let middle = painter.at.y + painter.at.h / 2.0 + 3.0;
    let y = if alone { middle.min(foot) } else { foot } as f32;
    marks(painter, track, 3.0, |x| {
        let x = x as f32;
        ops.push(Op::Triangle {
            corners: [(x - 3.5, y), (x + 3.5, y), (x, y - 6.0)],
            token: Token::Text,
        });
    });
}

/// Paints ticks as thin upright marks, and brackets over what is overdue.
pub fn heartbeat(painter: &RowPainter, track: TrackId, beat: &Beat, ops: &mut Ops) {
    let (top, foot) = painter.at.bar();
    let room = foot - top;
    marks(painter, track, 2.0, |x| {
        let mark = Rect::new(x - 0.75, top + room * 0.3, 1.5, room * 0.6);
        ops.rect(mark, Fill::solid(Token::Await));
    });
    let Some((from, to)) = painter.window() else {
        return;
    };
    let first = beat.gaps.partition_point(|(_, end)| *end < from);
    for &(start, end) in beat.gaps[first..].iter().take_while(|gap| gap.0 <= to) {
        gap(painter, start, end, ops);
    }
}

fn gap(painter: &RowPainter, start: Time, end: Time, ops: &mut Ops) {
    let x0 = painter.x(start).max(painter.scale.left);
    let x1 = painter.x(end).min(painter.scale.right());
    if x1 - x0 < 2.0 {
        return;
    }
    let (top, foot) = painter.at.bar();
    let room = Rect::new(x0, top, x1 - x0, foot - top);
    ops.rect(room, Fill::solid(Token::Danger).faint(0.12));
    let y = (foot - 2.0).round() + 0.5;
    let edge = (foot - top).min(10.0);
    ops.line((x0, y), (x1, y), 1.5, Token::Danger);
    ops.line((x0, y - edge), (x0, y), 1.5, Token::Danger);
    ops.line((x1, y - edge), (x1, y), 1.5, Token::Danger);
    let style = Type {
        size: SMALL_SIZE,
        bold: true,
        token: Token::Danger,
        anchor: Anchor::Middle,
    };
    let at = ((x0 + x1) / 2.0, top + (foot - top) / 2.0 + 2.0);
    let wide = x1 - x0 - 6.0;
    let length = text::short(end.since(start));
    let told = ops.say_if_fits(at, style, wide, |out| {
        out.push_str(words::GAP.get(painter.picture.lang));
        out.push(' ');
        out.push_str(&length);
    }) || ops.say_if_fits(at, style, wide, |out| out.push_str(&length));
    if !told && x1 - x0 > 12.0 {
        // The one label that may reach over its edges: it is what the lane is for.
        let half = f64::from(text::width(&length, style.size)) / 2.0 + 3.0;
        let (left, right) = (painter.scale.left, painter.scale.right());
        let at = (
            at.0.clamp(left + half, (right - half).max(left + half)),
            at.1,
        );
        let ground = Rect::new(at.0 - half, at.1 - 11.0, 2.0 * half, 15.0);
        ops.rect(ground, Fill::solid(Token::Panel).faint(0.9));
        ops.say(at, style, &length);
    }
}
