//! What was found, the critical path and notes, drawn above the lanes.
//!
//! What does not belong to it is veiled; what does is left as it is, with a
//! line at its foot. A lane costs at most a few operations a pixel, however
//! much was found on it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::below::Below;
use super::find::Found;
use super::notes::Note;
use crate::base::Time;
use crate::timeline::layout::{LaneBox, RULER};
use crate::timeline::ops::{Anchor, Fill, Op, Ops, Rect, Type};
use crate::timeline::paint::{Above, Picture};
use crate::timeline::palette::Token;
use crate::timeline::scale::Scale;
use crate::timeline::stage::{Lane, LaneKind, Place, Section, Stage};
use crate::timeline::text;
use crate::trace::{CriticalPath, Piece, RowId, SliceId, Trace, TrackId};

/// How much of what does not belong is hidden.
const VEIL: f32 = 0.7;
/// Nothing that belongs is narrower, in pixels.
const NARROWEST: f64 = 2.0;
const LINE: f64 = 3.0;
/// The height of the label of a note on the ruler, and its text's size.
const LABEL: f64 = 13.0;
const LABEL_TEXT: f32 = 10.0;
const WIDEST_LABEL: f64 = 140.0;

/// What is drawn.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// The traces that it is about: ids of others mean something else.
    traces: Vec<Rc<Trace>>,
    /// What was found; drawn unless there is a path.
    found: Option<Rc<Found>>,
    /// What was found below tracks that were seen folded, gathered once.
    below: RefCell<HashMap<(usize, TrackId), Rc<Below>>>,
    /// The critical path of a section.
    path: Option<(usize, Rc<CriticalPath>)>,
    /// Notes, numbered from 1.
    notes: Vec<Note>,
}

impl Marks {
    /// What was found in a stage, a path of one of its sections, and notes.
    pub fn new(
        stage: &Stage,
        found: Option<Rc<Found>>,
        path: Option<(usize, Rc<CriticalPath>)>,
        notes: Vec<Note>,
    ) -> Marks {
        let sections = stage.sections().iter();
        Marks {
            traces: sections.map(|section| section.trace.clone()).collect(),
            found,
            below: RefCell::default(),
            path,
            notes,
        }
    }

    fn below(&self, found: &Found, stage: &Stage, section: usize, track: TrackId) -> Rc<Below> {
        let gather = || {
            let trace = &stage.sections()[section].trace;
            Rc::new(Below::of(found, trace, section, track))
        };
        let mut below = self.below.borrow_mut();
        below.entry((section, track)).or_insert_with(gather).clone()
    }

    /// Whether nothing is drawn.
    pub fn is_empty(&self) -> bool {
        self.found.is_none() && self.path.is_none() && self.notes.is_empty()
    }

    fn is_about(&self, stage: &Stage) -> bool {
        let sections = stage.sections();
        sections.len() == self.traces.len()
            && sections
                .iter()
                .zip(&self.traces)
                .all(|(section, trace)| Rc::ptr_eq(&section.trace, trace))
    }
}

impl PartialEq for Marks {
    /// The same traces are the very same; so are what was found and the path.
    fn eq(&self, other: &Marks) -> bool {
        let same = |a: &Rc<Trace>, b: &Rc<Trace>| Rc::ptr_eq(a, b);
        self.traces.len() == other.traces.len()
            && self
                .traces
                .iter()
                .zip(&other.traces)
                .all(|(a, b)| same(a, b))
            && match (&self.found, &other.found) {
                (Some(a), Some(b)) => Rc::ptr_eq(a, b),
                (a, b) => a.is_none() && b.is_none(),
            }
            && match (&self.path, &other.path) {
                (Some(a), Some(b)) => a.0 == b.0 && Rc::ptr_eq(&a.1, &b.1),
                (a, b) => a.is_none() && b.is_none(),
            }
            && self.notes == other.notes
    }
}

impl Above for Marks {
    fn paint(&self, picture: Picture, scale: &Scale, ops: &mut Ops) {
        if self.is_about(picture.stage) {
            match (&self.found, &self.path) {
                (_, Some((section, path))) => paint_path(picture, scale, (*section, path), ops),
                (Some(found), None) => self.paint_found(picture, scale, found, ops),
                (None, None) => {}
            }
        }
        notes(picture, scale, &self.notes, ops);
    }
}

/// The stretches of a lane that stay as they are, from left to right.
struct Kept<'a> {
    scale: &'a Scale,
    at: LaneBox,
    /// Up to here it is painted.
    x: f64,
}

impl Kept<'_> {
    /// Keeps a stretch; what lies before it is veiled.
    fn keep(&mut self, x0: f64, x1: f64, ops: &mut Ops) {
        let from = x0.max(self.scale.left);
        let to = x1.max(x0 + NARROWEST).min(self.scale.right());
        if to <= self.x {
            return;
        }
        if from > self.x {
            self.veil(from, ops);
        }
        let from = from.max(self.x);
        let (_, foot) = self.at.bar();
        let line = Rect::new(from, foot - LINE / 2.0, to - from, LINE);
        ops.rect(line, Fill::solid(Token::Accent));
        self.x = to;
    }

    fn veil(&mut self, to: f64, ops: &mut Ops) {
        let rect = Rect::new(self.x, self.at.y, to - self.x, self.at.h);
        ops.rect(rect, Fill::solid(Token::Panel).faint(VEIL));
        self.x = to;
    }

    fn finish(mut self, ops: &mut Ops) {
        let end = self.scale.right() + 2.0;
        if end > self.x {
            self.veil(end, ops);
        }
    }
}

/// The part of a section's trace that is in the window.
fn window(section: &Section, scale: &Scale) -> Option<(Time, Time)> {
    let to = section.in_trace(scale.window.end())?;
    let from = section.in_trace(scale.window.start).unwrap_or(Time::ZERO);
    Some((from, to))
}

impl Marks {
    fn paint_found(&self, picture: Picture, scale: &Scale, found: &Found, ops: &mut Ops) {
        on_lanes(picture, scale, ops, |lane, kept, ops| match lane.kind {
            LaneKind::Row(_, row) if lane.open != Some(false) => {
                found_on(picture, lane, row, scale, found, kept, ops);
            }
            // Also where the outermost calls stand for what is folded into them.
            LaneKind::Folded(track) | LaneKind::Row(track, _) => {
                let below = self.below(found, picture.stage, lane.section, track);
                found_below(picture.stage.section(lane), scale, found, &below, kept, ops);
            }
            _ => {}
        });
    }
}

/// Keeps the columns of a folded lane in which something was found below it.
fn found_below(
    section: &Section,
    scale: &Scale,
    found: &Found,
    below: &Below,
    kept: &mut Kept,
    ops: &mut Ops,
) {
    if below.by_name() {
        kept.keep(scale.left, scale.right(), ops);
        return;
    }
    let columns = below.columns(found, section, scale);
    let mut x = scale.left;
    for run in columns.chunk_by(|one, next| one == next) {
        let to = x + run.len() as f64;
        if run[0] {
            kept.keep(x, to, ops);
        }
        x = to;
    }
}

/// Veils every lane in sight but for what is kept of it.
fn on_lanes(
    picture: Picture,
    scale: &Scale,
    ops: &mut Ops,
    mut keep: impl FnMut(&Lane, &mut Kept, &mut Ops),
) {
    for (lanes, part) in picture.parts() {
        ops.push(Op::Clip(part));
        for index in lanes {
            let lane = &picture.stage.lanes()[index];
            if is_heading(lane) {
                continue;
            }
            let mut kept = Kept {
                scale,
                at: picture.layout.lane(index, picture.view.scroll),
                x: scale.left - 1.0,
            };
            keep(lane, &mut kept, ops);
            kept.finish(ops);
        }
        ops.push(Op::Unclip);
    }
}

fn is_heading(lane: &Lane) -> bool {
    matches!(lane.kind, LaneKind::Title | LaneKind::Heading(_))
}

fn found_on(
    picture: Picture,
    lane: &Lane,
    row: RowId,
    scale: &Scale,
    found: &Found,
    kept: &mut Kept,
    ops: &mut Ops,
) {
    let section = picture.stage.section(lane);
    let Some((from, to)) = window(section, scale) else {
        return;
    };
    if found.lane(lane.section, row) {
        kept.keep(scale.left, scale.right(), ops);
        return;
    }
    let trace = &*section.trace;
    let instants = lane.track().map(|track| trace.instants(track));
    let moments = found.instants(lane.section, row).iter();
    let mut moments = moments
        .filter_map(|&place| Some(instants?.get(place as usize)?.at))
        .skip_while(|&at| at < from)
        .take_while(|&at| at <= to)
        .map(|at| scale.x(section.on_axis(at)))
        .peekable();
    let ids = found.slices(lane.section, row);
    let mut next = ids.partition_point(|&id| trace.slice(SliceId(id)).end < from);
    while let Some(&id) = ids.get(next) {
        let slice = trace.slice(SliceId(id));
        if slice.start > to {
            break;
        }
        let x0 = scale.x(section.on_axis(slice.start));
        while let Some(x) = moments.next_if(|&x| x < x0) {
            kept.keep(x - 1.0, x + 1.0, ops);
        }
        kept.keep(x0, scale.x(section.on_axis(slice.end)), ops);
        // What ends within the same pixel adds nothing to the picture.
        let drawn = section.in_trace(scale.time(kept.x)).unwrap_or(slice.end);
        let rest = &ids[next + 1..];
        next += 1 + rest.partition_point(|&id| trace.slice(SliceId(id)).end < drawn);
    }
    for x in moments {
        kept.keep(x - 1.0, x + 1.0, ops);
    }
}

/// Which of the pieces in the window make a picture: of those that lie within
/// one pixel the first.
fn seen<'a>(path: &'a CriticalPath, section: &Section, scale: &Scale) -> Vec<&'a Piece> {
    let Some((from, to)) = window(section, scale) else {
        return Vec::new();
    };
    let pieces = path.within(from, to);
    let mut seen = Vec::new();
    let mut next = 0;
    while let Some(piece) = pieces.get(next) {
        seen.push(piece);
        let x = scale.x(section.on_axis(piece.to)).max(scale.left) + 0.5;
        let drawn = section.in_trace(scale.time(x)).unwrap_or(piece.to);
        let within = pieces[next + 1..].partition_point(|piece| piece.to <= drawn);
        // The last of them leads on to what comes behind.
        next += 1 + within.saturating_sub(1);
    }
    seen
}

fn paint_path(
    picture: Picture,
    scale: &Scale,
    (section, path): (usize, &CriticalPath),
    ops: &mut Ops,
) {
    let Some(at) = picture.stage.sections().get(section) else {
        return;
    };
    let pieces: Vec<(usize, &Piece)> = seen(path, at, scale)
        .into_iter()
        .filter_map(|piece| Some((lane_of(picture, section, piece)?, piece)))
        .collect();
    let x = |time: Time| scale.x(at.on_axis(time));
    // A row may be shown twice, folded tracks share a lane.
    let mut on_row: HashMap<(Option<RowId>, usize), Vec<&Piece>> = HashMap::new();
    let key = |lane: usize| match picture.stage.lanes()[lane].row() {
        Some(row) => (Some(row), 0),
        None => (None, lane),
    };
    for &(lane, piece) in &pieces {
        on_row.entry(key(lane)).or_default().push(piece);
    }
    on_lanes(picture, scale, ops, |lane, kept, ops| {
        if lane.section != section {
            return;
        }
        for piece in on_row.get(&key(kept.at.index)).into_iter().flatten() {
            kept.keep(x(piece.from), x(piece.to), ops);
        }
    });
    ops.push(Op::Clip(picture.plot()));
    let foot = |lane: usize| picture.layout.lane(lane, picture.view.scroll).bar().1;
    for pair in pieces.windows(2) {
        let ((before, _), (after, piece)) = (pair[0], pair[1]);
        let x = x(piece.from);
        if before != after && x >= scale.left && x <= scale.right() {
            ops.line((x, foot(before)), (x, foot(after)), 1.5, Token::Accent);
        }
    }
    ops.push(Op::Unclip);
}

fn lane_of(picture: Picture, section: usize, piece: &Piece) -> Option<usize> {
    let of_track = |track: TrackId| picture.stage.lane_of(section, track);
    match piece.slice {
        Some(slice) => picture.stage.lane_of_slice(Place { section, slice }),
        None => of_track(piece.track),
    }
    .or_else(|| of_track(piece.track))
}

/// Notes on the ruler: a label at the moment or over the stretch, and a line
/// through the lanes.
fn notes(picture: Picture, scale: &Scale, notes: &[Note], ops: &mut Ops) {
    for (number, note) in notes.iter().enumerate() {
        let x0 = scale.x(note.from);
        let x1 = note.to.map_or(x0, |to| scale.x(to));
        if x1 < scale.left || x0 > scale.right() {
            continue;
        }
        let bottom = picture.layout.size.height;
        let (from, to) = (x0.max(scale.left), x1.min(scale.right()));
        if note.to.is_some() {
            let band = Rect::new(from, LABEL, (to - from).max(NARROWEST), RULER - LABEL);
            ops.rect(band, Fill::solid(Token::Accent).faint(0.18));
        }
        for x in [x0, x1] {
            if x >= scale.left && x <= scale.right() {
                ops.line((x, 0.0), (x, RULER), 1.5, Token::Muted);
                ops.line((x, RULER), (x, bottom), 1.0, Token::LineStrong);
            }
        }
        let next = notes
            .get(number + 1)
            .map_or(f64::MAX, |next| scale.x(next.from));
        let room = (next.min(scale.right()) - from - 3.0).min(WIDEST_LABEL);
        label(number + 1, note, from, room, ops);
    }
}

fn label(number: usize, note: &Note, x: f64, room: f64, ops: &mut Ops) {
    let style = Type {
        size: LABEL_TEXT,
        bold: true,
        token: Token::Text,
        anchor: Anchor::Start,
    };
    let number = number.to_string();
    let all = format!("{number} {}", note.text);
    let width = |words: &str| f64::from(text::width(words, style.size)) + 8.0;
    let (words, wide) = if note.text.is_empty() || room < width(&number) + 24.0 {
        (number.as_str(), width(&number))
    } else {
        (all.as_str(), width(&all).min(room))
    };
    ops.push(Op::Rect {
        rect: Rect::new(x, 0.0, wide, LABEL),
        radius: 3.0,
        fill: Fill::solid(Token::AccentSoft),
    });
    ops.say_cut((x + 4.0, LABEL - 3.0), style, wide - 6.0, words);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Lang;
    use crate::timeline::layout::{Layout, Size};
    use crate::timeline::paint::View;
    use crate::timeline::reading::samples::any_stage;
    use crate::timeline::reading::{Finder, Query};
    use crate::trace::{Clock, State, TraceBuilder, TrackKind};
    use proptest::prelude::*;

    fn found(stage: &Stage, text: &str) -> Marks {
        let query = Query {
            text: text.to_owned(),
            ..Query::default()
        };
        let mut finder = Finder::new(stage, &query).unwrap();
        while !finder.advance(stage, 1_000) {}
        Marks::new(stage, Some(Rc::new(finder.finish())), None, Vec::new())
    }

    fn painted(stage: &Stage, marks: &Marks) -> Ops {
        let size = Size {
            width: 712.0,
            height: 200.0,
        };
        let (layout, view) = (Layout::new(stage, size), View::whole(stage));
        let picture = Picture {
            stage,
            layout: &layout,
            view: &view,
            lang: Lang::En,
        };
        let mut ops = Ops::new();
        marks.paint(picture, &layout.scale(view.window), &mut ops);
        ops
    }

    /// The lines at the feet of what is kept, as left and right.
    fn kept(ops: &Ops) -> Vec<(i32, i32)> {
        let line = |op: &Op| match op {
            Op::Rect { rect, fill, .. } if fill.token == Token::Accent && fill.alpha == 1.0 => {
                Some((rect.x.round() as i32, (rect.x + rect.w).round() as i32))
            }
            _ => None,
        };
        ops.list().iter().filter_map(line).collect()
    }

    fn two_lanes(slices: u64) -> Stage {
        let mut b = TraceBuilder::new(Clock::Virtual);
        for lane in ["A", "B"] {
            let track = b.track(None, TrackKind::Thread, lane);
            for n in 0..slices {
                let name = b.name(["hit", "miss"][(n % 2) as usize]);
                b.slice(
                    track,
                    State::Running,
                    name,
                    Time(n * 1_000),
                    Time(n * 1_000 + 1_000),
                );
            }
        }
        Stage::new(vec![Section::new("", Rc::new(b.finish()))])
    }

    #[test]
    fn what_was_found_stays_and_the_rest_is_veiled() {
        let stage = two_lanes(4);
        let ops = painted(&stage, &found(&stage, "hit"));
        // From 96 to 696 there are four slices of 150 pixels on both lanes.
        assert_eq!(kept(&ops), [(96, 246), (396, 546), (96, 246), (396, 546)]);
        assert_eq!(kept(&painted(&stage, &found(&stage, "A"))), [(96, 696)]);
        assert_eq!(kept(&painted(&stage, &found(&stage, "none"))), []);
    }

    #[test]
    fn a_dense_lane_costs_its_pixels() {
        let stage = two_lanes(200_000);
        let ops = painted(&stage, &found(&stage, "miss"));
        assert!(ops.list().len() < 2 * 2 * 600, "{}", ops.list().len());
    }

    #[test]
    fn a_path_is_drawn_from_lane_to_lane() {
        let mut b = TraceBuilder::new(Clock::Virtual);
        let a = b.track(None, TrackKind::Thread, "A");
        let c = b.track(None, TrackKind::Thread, "B");
        let name = b.name("x");
        b.slice(a, State::Running, name, Time(0), Time(1_000));
        b.slice(c, State::BlockedLock, name, Time(0), Time(1_000));
        b.slice(c, State::Running, name, Time(1_000), Time(2_000));
        b.flow(
            crate::trace::FlowKind::Wake,
            (a, Time(1_000)),
            (c, Time(1_000)),
        );
        let trace = b.finish();
        let path = Rc::new(trace.critical_path());
        let stage = Stage::new(vec![Section::new("", Rc::new(trace))]);
        let marks = Marks::new(&stage, None, Some((0, path)), Vec::new());
        let ops = painted(&stage, &marks);
        assert_eq!(kept(&ops), [(96, 396), (396, 696)]);
        let down =
            |op: &Op| matches!(op, Op::Line { from, to, .. } if from.0 == to.0 && from.1 < to.1);
        assert_eq!(ops.list().iter().filter(|op| down(op)).count(), 1);
    }

    proptest! {
        /// Anything is painted without harm, at any place of the axis.
        #[test]
        fn everything_is_painted(stage in any_stage(), times in prop::collection::vec((0..90_u64, prop::option::of(0..90_u64)), 0..4)) {
            let notes = times.iter().map(|&(from, to)| Note::new(Time(from), to.map(Time), "가나다 abc"));
            let notes: Vec<Note> = notes.collect();
            let path = Rc::new(stage.sections()[1].trace.critical_path());
            for marks in [
                Marks { notes: notes.clone(), ..found(&stage, "a") },
                Marks::new(&stage, None, Some((1, path)), notes),
            ] {
                let ops = painted(&stage, &marks);
                prop_assert!(ops.list().len() < 10_000);
            }
        }
    }
}
