//! Lanes that are folded, as strips of density, and counters, as step charts.

use super::arrangement::Node;
use super::build::Tree;
use super::counter::{Stretch, stretches, value_text};
use super::density::{Bucket, joined};
use crate::base::Time;
use crate::timeline::layout::{SMALL_SIZE, Size};
use crate::timeline::ops::{Anchor, Cell, Fill, Ops, Rect, Type};
use crate::timeline::paint::RowPainter;
use crate::timeline::palette::{Token, look};
use crate::timeline::text;
use crate::trace::{CounterId, TrackId};

impl Tree {
    /// How much goes on in a track and below it: the higher, the more.
    pub(super) fn paint_folded(&self, painter: &RowPainter, track: TrackId, ops: &mut Ops) {
        let trace = &*painter.section.trace;
        let node = Node::track(painter.lane.section, track);
        let Some((from, to)) = painter.window() else {
            return;
        };
        let left = painter.x(from).max(painter.scale.left);
        let count = (painter.scale.right() - left).ceil().max(1.0) as usize;
        let columns = self.sums.columns(node, trace, from..to, count);
        let peak = self.sums.whole(node, trace).peak;
        let cells: Vec<Cell> = columns.iter().map(|bucket| cell(bucket, peak)).collect();
        let (top, foot) = painter.at.bar();
        ops.strip(Rect::new(left, top, count as f64, foot - top), &cells);
    }

    /// A counter's steps, with its scale where there is room for it.
    pub(super) fn paint_counter(&self, painter: &RowPainter, counter: CounterId, ops: &mut Ops) {
        let trace = &*painter.section.trace;
        let node = Node::counter(painter.lane.section, trace, counter);
        let (low, high) = self.sums.range(node, trace);
        let scale = painter.scale;
        let count = scale.width.ceil().max(1.0) as usize;
        let edge = |n: usize| scale.time(scale.left + n as f64);
        let edges: Vec<Time> = (0..=count)
            .map(|n| painter.section.in_trace(edge(n)).unwrap_or(Time::ZERO))
            .collect();
        let found = stretches(&trace.counters()[counter], &edges);
        let (top, foot) = painter.at.bar();
        let span = (high - low).max(f64::MIN_POSITIVE);
        let y = |value: f64| foot - (foot - top) * ((value - low) / span).clamp(0.0, 1.0);
        let chart = Chart {
            left: scale.left,
            zero: y(0.0),
        };
        let mut x = 0;
        for run in found.chunk_by(|a, b| a == b) {
            if let Some(stretch) = run[0] {
                chart.step(x, run.len(), stretch, &y, ops);
            }
            x += run.len();
        }
        let ends = [(high, top + f64::from(SMALL_SIZE) - 1.0), (low, foot - 1.0)];
        if foot - top >= 2.0 * f64::from(SMALL_SIZE) - 2.0 {
            for (value, at) in ends.into_iter().filter(|_| high > low) {
                label(&value_text(value), (scale.left + 2.0, at), ops);
            }
        }
    }
}

fn cell(bucket: &Bucket, peak: f32) -> Cell {
    let Some(state) = bucket.state else {
        return Cell::EMPTY;
    };
    let share = if peak > 0.0 { bucket.busy / peak } else { 0.0 };
    Cell {
        token: look(state).fill,
        eighths: (share * 8.0).ceil().clamp(1.0, 8.0) as u8,
    }
}

fn label(value: &str, (x, baseline): (f64, f64), ops: &mut Ops) {
    let style = Type {
        size: SMALL_SIZE - 1.0,
        bold: false,
        token: Token::Muted,
        anchor: Anchor::Start,
    };
    let wide = f64::from(text::width(value, style.size));
    let high = f64::from(style.size);
    let ground = Rect::new(x - 2.0, baseline - high + 1.0, wide + 4.0, high + 1.0);
    ops.rect(ground, Fill::solid(Token::Panel).faint(0.8));
    ops.say((x, baseline), style, value);
}

struct Chart {
    left: f64,
    zero: f64,
}

impl Chart {
    /// A value that holds for some columns, or the reach of several values in
    /// one column: filled down to zero, with a line on top.
    fn step(
        &self,
        from: usize,
        columns: usize,
        stretch: Stretch,
        y: &impl Fn(f64) -> f64,
        ops: &mut Ops,
    ) {
        let (x, w) = (self.left + from as f64, columns as f64);
        let (high, low) = (y(stretch.high), y(stretch.low));
        let (top, foot) = (high.min(self.zero), low.max(self.zero));
        if foot > top {
            let area = Rect::new(x, top, w, foot - top);
            ops.rect(area, Fill::solid(Token::Accent).faint(0.28));
        }
        let line = Rect::new(x, high - 0.75, w, (low - high).max(0.0) + 1.5);
        ops.rect(line, Fill::solid(Token::Accent));
    }
}

/// The picture of the whole: the higher, the more goes on; buckets are spread
/// over the width.
pub fn minimap_ops(buckets: &[Bucket], size: Size, ops: &mut Ops) {
    ops.clear();
    let all = Rect::new(0.0, 0.0, size.width, size.height);
    ops.rect(all, Fill::solid(Token::Panel));
    let count = size.width.ceil().max(1.0) as usize;
    let per = buckets.len() as f64 / count as f64;
    let columns: Vec<Bucket> = (0..count)
        .map(|n| {
            let (from, to) = (per * n as f64, per * (n + 1) as f64);
            joined(
                buckets,
                from as usize..(to.ceil() as usize).max(from as usize + 1),
            )
        })
        .collect();
    let most = |of: fn(&Bucket) -> f32| columns.iter().map(of).fold(0.0, f32::max);
    let peak = most(|bucket| bucket.busy);
    let cells: Vec<Cell> = columns.iter().map(|bucket| cell(bucket, peak)).collect();
    ops.strip(Rect::new(0.0, 1.0, count as f64, size.height - 2.0), &cells);
}
