//! What is under a point, and what there is to say about it.

use super::axis::Axis;
use super::columns;
use super::layout::{Area, LaneBox};
use super::paint::Picture;
use super::palette::look;
use super::scale::Scale;
use super::stage::{Lane, LaneKind, Place, Source, Stage};
use super::{text, words};
use crate::base::{Lang, Time};
use crate::trace::{RowId, SliceId, SliceRef, State, Trace, Value, arg};

/// What is under a point.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hit {
    /// Nothing that can be pointed at.
    Nothing,
    /// The ruler, at a moment of the axis.
    Ruler(Time),
    /// The name of a lane.
    Name(usize),
    /// An empty place of a lane, at a moment of the axis.
    Lane(usize, Time),
    /// A slice, on a lane.
    Slice(usize, Place),
    /// A gap of a heartbeat: the lane, and which of its gaps.
    Gap(usize, usize),
}

/// A bar narrower than this is thin: it is hit within the tolerance, and wins
/// over a wide one under the point.
const THIN: f64 = 4.0;

/// Finds what is under a point; thin things are hit from `tolerance` pixels
/// away (a mouse's few, a finger's many).
pub fn at(picture: Picture, x: f64, y: f64, tolerance: f64) -> Hit {
    let layout = picture.layout;
    let scale = layout.scale(picture.view.window);
    let size = layout.size;
    if x < 0.0 || y < 0.0 || x > size.width || y > size.height {
        return Hit::Nothing;
    }
    if layout.area(x, y) == Area::Ruler {
        return if x < layout.gutter {
            Hit::Nothing
        } else {
            Hit::Ruler(scale.time(x))
        };
    }
    let Some(place) = layout.lane_at(y, picture.view.scroll) else {
        return Hit::Nothing;
    };
    let lane = &picture.stage.lanes()[place.index];
    let row = match lane.kind {
        LaneKind::Row(_, row) => Some(row),
        LaneKind::Folded(_) | LaneKind::Counter(..) => None,
        LaneKind::Heading(_) if lane.open.is_some() => return Hit::Name(place.index),
        LaneKind::Title | LaneKind::Heading(_) => return Hit::Nothing,
    };
    if x < layout.gutter {
        return Hit::Name(place.index);
    }
    let Some(row) = row else {
        return Hit::Lane(place.index, scale.time(x));
    };
    let found = slice_at(picture.stage, lane, row, &scale, x, tolerance);
    match found {
        Some(slice) => Hit::Slice(place.index, slice),
        None => gap_at(picture.stage, lane, place, &scale, x),
    }
}

fn slice_at(
    stage: &Stage,
    lane: &Lane,
    row: RowId,
    scale: &Scale,
    x: f64,
    tolerance: f64,
) -> Option<Place> {
    let section = stage.section(lane);
    let trace = &*section.trace;
    let to = section.in_trace(scale.time(x + tolerance))?;
    let from = section
        .in_trace(scale.time(x - tolerance))
        .unwrap_or(Time::ZERO);
    let ids = columns::in_window(trace, row, from..to);
    // Where slices lie closer than a finger, only the middle counts.
    let crowded = ids.len() > 64;
    let under = section
        .in_trace(scale.time(x))
        .and_then(|at| trace.slice_at(row, at));
    let px = |slice: &SliceRef| {
        (
            scale.x(section.on_axis(slice.start)),
            scale.x(section.on_axis(slice.end)),
        )
    };
    let thin = (!crowded)
        .then(|| {
            ids.map(|id| trace.slice(SliceId(id)))
                .filter(|slice| px(slice).1 - px(slice).0 < THIN)
                .min_by(|a, b| {
                    let far = |s: &SliceRef| (x - (px(s).0 + px(s).1) / 2.0).abs();
                    far(a).total_cmp(&far(b))
                })
        })
        .flatten();
    let slice = thin.or(under)?;
    Some(Place {
        section: lane.section,
        slice: slice.id,
    })
}

fn gap_at(stage: &Stage, lane: &Lane, place: LaneBox, scale: &Scale, x: f64) -> Hit {
    let axis = scale.time(x);
    let gap = lane.beat.as_ref().and_then(|beat| {
        let at = stage.section(lane).in_trace(axis)?;
        beat.gaps
            .iter()
            .position(|(from, to)| *from <= at && at < *to)
    });
    match gap {
        Some(gap) => Hit::Gap(place.index, gap),
        None => Hit::Lane(place.index, axis),
    }
}

/// What there is to say about one stretch of a lane, in any language.
#[derive(Clone, PartialEq, Debug)]
pub struct Facts {
    /// The heading of its section.
    pub section: String,
    /// Where it comes from.
    pub source: Source,
    /// The lane's name.
    pub lane: String,
    /// The slice's own name.
    pub name: String,
    /// The state; none for a gap of a heartbeat.
    pub state: Option<State>,
    /// When it begins, on the axis.
    pub start: Time,
    /// When it ends, on the axis.
    pub end: Time,
    /// In what these count.
    pub axis: Axis,
    /// What else is known: names and values.
    pub args: Vec<(String, String)>,
}

impl Facts {
    /// The facts of a slice, if it is on the stage.
    pub fn of_slice(stage: &Stage, place: Place) -> Option<Facts> {
        let slice = stage.slice(place)?;
        let section = &stage.sections()[place.section];
        let trace = &*section.trace;
        Some(Facts {
            axis: stage.axis(),
            section: section.title.clone(),
            source: section.source,
            lane: stage
                .track_label(place.section, trace.track_of(slice.id))
                .into_owned(),
            name: stage.word(trace.name(slice.name)).into_owned(),
            state: Some(slice.state),
            start: section.on_axis(slice.start),
            end: section.on_axis(slice.end),
            args: trace
                .args(slice.id)
                .filter(|arg| !arg::PICKED.contains(&trace.name(arg.key)))
                .map(|arg| {
                    let key = stage.word(trace.name(arg.key)).into_owned();
                    (key, shown(stage, trace, arg.value))
                })
                .chain(stage.explained(trace, slice.id))
                .collect(),
        })
    }

    /// The facts of a gap of a heartbeat.
    pub fn of_gap(stage: &Stage, lane: usize, gap: usize) -> Option<Facts> {
        let lane = stage.lanes().get(lane)?;
        let (from, to) = *lane.beat.as_ref()?.gaps.get(gap)?;
        let section = stage.section(lane);
        Some(Facts {
            axis: stage.axis(),
            section: section.title.clone(),
            source: section.source,
            lane: lane.label.clone(),
            name: String::new(),
            state: None,
            start: section.on_axis(from),
            end: section.on_axis(to),
            args: Vec::new(),
        })
    }

    /// The facts of what was hit, if it has any.
    pub fn of(stage: &Stage, hit: Hit) -> Option<Facts> {
        match hit {
            Hit::Slice(_, place) => Facts::of_slice(stage, place),
            Hit::Gap(lane, gap) => Facts::of_gap(stage, lane, gap),
            _ => None,
        }
    }

    /// Its state in words.
    pub fn state_name(&self, lang: Lang) -> String {
        match self.state {
            Some(state) => words::state(state).get(lang).to_owned(),
            None => words::GAP.get(lang).to_owned(),
        }
    }

    /// The first line: whose it is and what it does.
    pub fn title(&self, lang: Lang) -> String {
        format!("{} · {}", self.lane, self.state_name(lang))
    }

    /// The other lines: what is said, and its value.
    pub fn lines(&self, lang: Lang) -> Vec<(String, String)> {
        let mut lines = Vec::new();
        let mut line = |key: &str, value: String| lines.push((key.to_owned(), value));
        if !self.name.is_empty() && self.name != self.lane {
            line(words::NAME.get(lang), self.name.clone());
        }
        let length = self.end.since(self.start);
        line(words::LENGTH.get(lang), self.axis.exact(length, lang));
        line(words::START.get(lang), self.moment(self.start, lang));
        line(words::END.get(lang), self.moment(self.end, lang));
        let source = self.source.name();
        let section = if self.section.is_empty() {
            source.get(lang).to_owned()
        } else {
            self.section.clone()
        };
        line(words::SECTION.get(lang), section);
        lines.extend(self.args.iter().cloned());
        lines
    }

    /// A moment with all its digits.
    pub fn moment(&self, at: Time, lang: Lang) -> String {
        self.axis.exact(at.since(Time::ZERO), lang)
    }

    /// All of it in one line, to be heard.
    pub fn sentence(&self, lang: Lang) -> String {
        let mut out = self.title(lang);
        for (key, value) in self.lines(lang) {
            out.push_str(&format!(", {key} {value}"));
        }
        out
    }

    /// How high its bar is, as a share of the lane.
    pub fn height(&self) -> f32 {
        self.state.map_or(1.0, |state| look(state).height)
    }
}

fn shown(stage: &Stage, trace: &Trace, value: Value) -> String {
    match value {
        Value::Name(name) => stage.word(trace.name(name)).into_owned(),
        Value::Int(n) => n.to_string(),
        Value::Float(n) => n.to_string(),
        Value::Dur(dur) => text::exact(dur),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::layout::{Layout, Size};
    use crate::timeline::paint::View;
    use crate::timeline::samples;

    fn hit(stage: &Stage, x: f64, y: f64, tolerance: f64) -> Hit {
        let layout = Layout::new(
            stage,
            Size {
                width: 1012.0,
                height: 400.0,
            },
        );
        assert_eq!(layout.gutter, 96.0, "a pixel is 1/900 of the whole");
        let picture = Picture {
            stage,
            layout: &layout,
            view: &View::whole(stage),
            lang: Lang::En,
        };
        at(picture, x, y, tolerance)
    }

    fn place(slice: u32) -> Place {
        Place {
            section: 0,
            slice: SliceId(slice),
        }
    }

    #[test]
    fn what_is_under_a_point() {
        let stage = samples::one(samples::blocking());
        for (x, y, expected) in [
            (96.0 + 20.0, 40.0, Hit::Slice(0, place(0))),
            (96.0 + 100.0, 30.0, Hit::Slice(0, place(1))),
            (96.0 + 800.0, 40.0, Hit::Lane(0, Time(800_000_000))),
            (96.0 + 100.0, 80.0, Hit::Slice(1, place(3))),
            (96.0 + 450.0, 10.0, Hit::Ruler(Time(450_000_000))),
            (20.0, 40.0, Hit::Name(0)),
            (20.0, 10.0, Hit::Nothing),
            (500.0, 390.0, Hit::Nothing),
            (-1.0, 40.0, Hit::Nothing),
        ] {
            assert_eq!(hit(&stage, x, y, 2.0), expected, "at {x},{y}");
        }
    }

    #[test]
    fn a_finger_reaches_a_thin_slice() {
        use crate::trace::{Clock, TraceBuilder, TrackKind};
        let mut b = TraceBuilder::new(Clock::Virtual);
        let track = b.track(None, TrackKind::Core, "0");
        let name = b.name("");
        b.slice(track, State::Running, name, Time(0), Time(450_000_000));
        b.slice(
            track,
            State::Switching,
            name,
            Time(450_000_000),
            Time(451_000_000),
        );
        b.slice(
            track,
            State::Running,
            name,
            Time(451_000_000),
            Time(900_000_000),
        );
        let stage = samples::one(b.finish());
        for (tolerance, slice) in [(2.0, 0), (12.0, 1)] {
            let found = hit(&stage, 96.0 + 441.0, 40.0, tolerance);
            assert_eq!(found, Hit::Slice(0, place(slice)), "within {tolerance}");
        }
    }

    #[test]
    fn the_facts_of_a_slice_in_both_languages() {
        let stage = Stage::new(vec![samples::section("Model", samples::cores())]);
        let lock = (0..)
            .map(place)
            .find(|p| stage.slice(*p).unwrap().state == State::BlockedLock)
            .unwrap();
        let facts = Facts::of_slice(&stage, lock).unwrap();
        assert_eq!(facts.title(Lang::Ko), "B · 락 대기");
        assert_eq!(facts.title(Lang::En), "B · Waiting for a lock");
        assert!(
            facts
                .sentence(Lang::Ko)
                .starts_with("B · 락 대기, 이름 mutex, 길이 20 ms")
        );
        let lines: Vec<String> = facts
            .lines(Lang::En)
            .into_iter()
            .map(|(key, value)| format!("{key}: {value}"))
            .collect();
        assert_eq!(
            lines,
            [
                "Name: mutex",
                "Length: 20 ms",
                "Start: 40 ms",
                "End: 60 ms",
                "Section: Model",
                "holder: 1"
            ]
        );
    }

    #[test]
    fn a_gap_of_the_heartbeat_is_a_fact() {
        let stage = samples::one(samples::frozen_page());
        let facts = Facts::of_gap(&stage, 1, 0).unwrap();
        assert_eq!(facts.end.since(facts.start), crate::base::Dur::millis(120));
        assert_eq!(facts.title(Lang::Ko), "heartbeat · 박동 없음");
        assert_eq!(Facts::of_gap(&stage, 1, 1), None);
    }
}
