//! What there is to say about lanes, on the card, in the table, aloud.

use std::rc::Rc;

use super::arrangement::What;
use super::build::{Item, Tree};
use super::counter::{value_at, value_text};
use super::density::Totals;
use crate::base::{Dur, Id, Lang, Text, Time};
use crate::timeline::layout::RULER;
use crate::timeline::ops::{Ops, Rect};
use crate::timeline::paint::{self, Picture, RowPainter, Scratch};
use crate::timeline::screen::Screen;
use crate::timeline::stage::{About, Arranged, LaneKind, Moved, Place, Stage};
use crate::timeline::{text, words};
use crate::trace::{CounterId, RowId, StateTimes, Trace, TrackId, TrackKind};

/// So many states of a lane are told on a card.
const MOST_STATES: usize = 4;

/// What a kind of track is called.
pub fn kind(kind: TrackKind, lang: Lang) -> &'static str {
    match (kind, lang) {
        (TrackKind::Machine, Lang::Ko) => "기계",
        (TrackKind::Machine, Lang::En) => "machine",
        (TrackKind::Core, Lang::Ko) => "코어",
        (TrackKind::Core, Lang::En) => "core",
        (TrackKind::Process, Lang::Ko) => "프로세스",
        (TrackKind::Process, Lang::En) => "process",
        (TrackKind::Thread, Lang::Ko) => "스레드",
        (TrackKind::Thread, Lang::En) => "thread",
        (TrackKind::Task, Lang::Ko) => "태스크",
        (TrackKind::Task, Lang::En) => "task",
        (TrackKind::Device, Lang::Ko) => "장치",
        (TrackKind::Device, Lang::En) => "device",
        (TrackKind::Resource, Lang::Ko) => "공유 자원",
        (TrackKind::Resource, Lang::En) => "shared object",
        (TrackKind::Heartbeat, Lang::Ko) => "박동",
        (TrackKind::Heartbeat, Lang::En) => "heartbeat",
        (TrackKind::Group, Lang::Ko) => "묶음",
        (TrackKind::Group, Lang::En) => "group",
    }
}

/// What a counter is called as a kind of lane.
pub fn counter(lang: Lang) -> &'static str {
    pick(lang, "카운터", "counter")
}

fn pick(lang: Lang, ko: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Ko => ko,
        Lang::En => en,
    }
}

/// How many lanes are below an item.
pub fn lanes_below(count: u32, lang: Lang) -> String {
    match (count, lang) {
        (count, Lang::Ko) => format!("레인 {count}개"),
        (1, Lang::En) => "1 lane".to_owned(),
        (count, Lang::En) => format!("{count} lanes"),
    }
}

impl Arranged for Tree {
    fn paint(&self, painter: &RowPainter, ops: &mut Ops) {
        match painter.lane.kind {
            LaneKind::Folded(track) => self.paint_folded(painter, track, ops),
            LaneKind::Counter(_, counter) => self.paint_counter(painter, counter, ops),
            _ => {}
        }
    }

    fn about(&self, stage: &Stage, lane: usize, at: Option<Time>, lang: Lang) -> Option<About> {
        let item = &self.items[self.item_of_lane(lane)?];
        let shown = stage.lanes().get(lane)?;
        let first = stage.lanes().get(item.lanes.start)?;
        let section = stage.section(shown);
        let trace = &*section.trace;
        let at = at.and_then(|at| section.in_trace(at));
        let mut lines = Vec::new();
        match shown.kind {
            LaneKind::Counter(_, counter) => {
                self.counter_lines(item, trace, (counter, at), lang, &mut lines)
            }
            // An empty place of a row says nothing that its name does not.
            LaneKind::Row(..) if at.is_some() => return None,
            LaneKind::Row(track, _) => track_lines(item, trace, track, lang, &mut lines),
            LaneKind::Folded(track) | LaneKind::Heading(track) => {
                if let Some(at) = at {
                    lines.extend(self.now(item, trace, at, lang));
                }
                match shown.kind {
                    LaneKind::Folded(_) => {
                        let totals = self.sums.totals(item.node, trace);
                        let what = kind(trace.track(track).kind, lang);
                        folded_lines(item, what, &totals, lang, &mut lines);
                    }
                    _ => track_lines(item, trace, track, lang, &mut lines),
                }
            }
            LaneKind::Title => return None,
        }
        Some((first.label.clone(), lines))
    }

    fn spoken(&self, stage: &Stage, lane: usize, at: Time, lang: Lang) -> Option<String> {
        let item = &self.items[self.item_of_lane(lane)?];
        let shown = stage.lanes().get(lane)?;
        let trace = &*stage.section(shown).trace;
        let mut out = vec![self.name(stage, item, lang)];
        if let (Some(open), LaneKind::Heading(_) | LaneKind::Folded(_)) = (item.open, shown.kind) {
            out.push(lanes_below(item.below, lang));
            out.push(match open {
                true => pick(lang, "펼침", "open").to_owned(),
                false => pick(lang, "접음", "folded").to_owned(),
            });
        }
        let local = stage.section(shown).in_trace(at);
        match (shown.kind, local) {
            (LaneKind::Row(_, row), Some(at)) => {
                let slice = trace.slice_at(row, at)?;
                out.push(words::state(slice.state).get(lang).to_owned());
            }
            (LaneKind::Folded(_), Some(at)) => {
                out.extend(
                    self.now(item, trace, at, lang)
                        .map(|(key, value)| format!("{key} {value}")),
                );
            }
            (LaneKind::Counter(_, counter), Some(at)) => {
                out.extend(value_at(&trace.counters()[counter], at).map(value_text));
            }
            _ => {}
        }
        Some(out.join(", "))
    }

    fn slice_facts(&self, stage: &Stage, place: Place, lang: Lang) -> Vec<(String, String)> {
        let Some(section) = stage.sections().get(place.section) else {
            return Vec::new();
        };
        let trace = &*section.trace;
        if place.slice.index() >= trace.slice_count() {
            return Vec::new();
        }
        let row = trace.row_of(place.slice);
        let rows = trace.track(trace.rows()[row].track).rows();
        if rows.len() < 2 {
            return Vec::new();
        }
        let depth = trace.depth_of(place.slice) + 1;
        let mut facts = vec![(pick(lang, "깊이", "Depth").to_owned(), depth.to_string())];
        if let Some(own) = trace.self_time(place.slice) {
            let key = pick(lang, "자체 시간", "Self time").to_owned();
            facts.push((key, stage.axis().exact(own, lang)));
        }
        facts
    }

    fn place_for(&self, carried: usize, over: usize, below: bool) -> Option<usize> {
        self.place(carried, over, below)
    }

    fn rearrange(&self, screen: &mut Screen, stage: Rc<Stage>) {
        screen.rearrange(stage);
    }

    fn paint_scrolled(
        &self,
        picture: Picture,
        (from, ratio): (f64, f64),
        scratch: &mut Scratch,
        ops: &mut Ops,
    ) -> Option<Moved> {
        let moved = scrolled(picture, from, ratio)?;
        ops.clear();
        paint::band(picture, moved.band, scratch, ops);
        Some(moved)
    }

    fn carry(&self, screen: &mut Screen, (from, to): (f64, f64), done: bool) {
        screen.carry(from, to, done);
    }
}

/// What of a picture only moves when it is scrolled from there; none if that is
/// nothing, or not by whole pixels.
fn scrolled(picture: Picture, from: f64, ratio: f64) -> Option<Moved> {
    /// Edges may lie between two pixels: so much more is painted anew.
    const SEAM: f64 = 2.0;
    let (layout, by) = (picture.layout, from - picture.view.scroll);
    let pixels = by * ratio;
    let top = (RULER + layout.pinned_height()).ceil();
    let foot = layout.size.height.floor();
    let is_whole = |pixels: f64| (pixels - pixels.round()).abs() < 1e-6;
    let all_whole = is_whole(pixels) && is_whole(top * ratio) && is_whole(foot * ratio);
    if !all_whole || by.abs() + 4.0 * SEAM > foot - top {
        return None;
    }
    let (from, to) = match by > 0.0 {
        true => (top, top + by + SEAM),
        false => (foot + by - SEAM, foot),
    };
    Some(Moved {
        top,
        foot,
        by,
        band: Rect::new(0.0, from, layout.size.width, to - from),
    })
}

impl Tree {
    /// What an item is called, with the items above it and with its kind.
    pub fn name(&self, stage: &Stage, item: &Item, lang: Lang) -> String {
        let label = |item: &Item| {
            let lane = stage.lanes().get(item.lanes.start);
            lane.map_or(String::new(), |lane| lane.label.clone())
        };
        let trace = stage
            .sections()
            .get(usize::from(item.node.section))
            .map(|section| &*section.trace);
        let kind = match trace.and_then(|trace| Some((trace, item.node.what(trace)?))) {
            Some((trace, What::Track(track))) => kind(trace.track(track).kind, lang),
            Some((_, What::Counter(_))) => counter(lang),
            None => "",
        };
        let name = label(item);
        let mut out = if name == kind || kind.is_empty() {
            name
        } else {
            format!("{name} ({kind})")
        };
        if item.pinned {
            out.push_str(pick(lang, ", 고정됨", ", pinned"));
        }
        out
    }

    /// How much goes on below an item at a moment.
    fn now(&self, item: &Item, trace: &Trace, at: Time, lang: Lang) -> Option<(String, String)> {
        let rows = self.sums.rows(item.node, trace);
        let going = |row: &&RowId| {
            let slice = trace.slice_at(**row, at);
            slice.is_some_and(|slice| slice.state.is_work())
        };
        let busy = rows.iter().filter(going).count();
        let key = pick(lang, "이때 일하는 것", "At work then").to_owned();
        Some((key, format!("{busy} / {}", rows.len())))
    }

    fn counter_lines(
        &self,
        item: &Item,
        trace: &Trace,
        (counter, at): (CounterId, Option<Time>),
        lang: Lang,
        lines: &mut Vec<(String, String)>,
    ) {
        let counter = &trace.counters()[counter];
        let mut line = |text: Text, value: String| lines.push((text.get(lang).to_owned(), value));
        if let Some(at) = at {
            line(words::MOMENT.clone(), text::exact(at.since(Time::ZERO)));
            let value = value_at(counter, at).map_or("–".to_owned(), value_text);
            line(Text::new("값", "Value"), value);
        } else {
            line(Text::new("종류", "Kind"), self::counter(lang).to_owned());
        }
        let (low, high) = self.sums.range(item.node, trace);
        let range = format!("{} – {}", value_text(low), value_text(high));
        line(Text::new("눈금", "Scale"), range);
        line(
            Text::new("바뀐 횟수", "Steps"),
            counter.steps.len().to_string(),
        );
    }
}

/// What a track is, and how long it was in which state.
fn track_lines(
    item: &Item,
    trace: &Trace,
    track: TrackId,
    lang: Lang,
    lines: &mut Vec<(String, String)>,
) {
    let mut line = |key: &str, value: String| lines.push((key.to_owned(), value));
    let what = kind(trace.track(track).kind, lang);
    line(pick(lang, "종류", "Kind"), what.to_owned());
    if item.below > 0 {
        let key = pick(lang, "아래", "Below");
        line(key, lanes_below(item.below, lang));
    }
    let rows = trace.track(track).rows();
    let slices: usize = rows.clone().map(|row| trace.rows()[row].len()).sum();
    if slices > 0 {
        line(pick(lang, "구간 수", "Slices"), slices.to_string());
    }
    if rows.len() > 1 {
        line(pick(lang, "줄 수", "Rows"), rows.len().to_string());
    }
    let first = rows.clone().next().filter(|_| rows.len() == 1);
    if let Some(row) = first {
        let times = trace.time_per_state(row, Time::ZERO..trace.end());
        for (state, time) in longest(&times) {
            line(words::state(state).get(lang), text::short(time));
        }
    }
}

/// What is summed up in a lane that is folded.
fn folded_lines(
    item: &Item,
    what: &str,
    totals: &Totals,
    lang: Lang,
    lines: &mut Vec<(String, String)>,
) {
    let mut line = |key: &str, value: String| lines.push((key.to_owned(), value));
    line(pick(lang, "종류", "Kind"), what.to_owned());
    if item.below > 0 {
        line(pick(lang, "아래", "Below"), lanes_below(item.below, lang));
    }
    line(pick(lang, "구간 수", "Slices"), totals.slices.to_string());
    for (state, time) in longest(&totals.times) {
        line(words::state(state).get(lang), text::short(time));
    }
}

fn longest(times: &StateTimes) -> Vec<(crate::trace::State, Dur)> {
    let mut all: Vec<_> = times.iter().collect();
    all.sort_by_key(|(_, time)| std::cmp::Reverse(*time));
    all.truncate(MOST_STATES);
    all
}
