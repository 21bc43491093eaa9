//! What is shown: sections of traces on one axis, flattened into lanes.

mod flatten;

use std::borrow::Cow;
use std::rc::Rc;

use super::axis::Axis;
use super::ops::{Ops, Rect};
use super::paint::{Picture, RowPainter, Scratch};
use super::palette::{Token, look};
use super::screen::Screen;
use super::{vocabulary, words};
use crate::base::{Dur, Id, Lang, Text, Time, sort_by_key};
use crate::trace::{
    Clock, CounterId, NameId, RowId, SliceId, SliceRef, State, Trace, TrackId, TrackKind, Value,
    fact,
};

/// Where a section's trace comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Source {
    /// The simulated machine: what the stated rules imply.
    Model,
    /// A measured clock: what happened.
    Measured,
    /// Another tool's file.
    Recorded,
}

impl Source {
    /// The source that a trace's clock tells of.
    pub fn of(trace: &Trace) -> Source {
        match trace.clock() {
            Clock::Virtual => Source::Model,
            Clock::Measured(_) => Source::Measured,
            Clock::Recorded => Source::Recorded,
        }
    }

    /// The name used in files; stable.
    pub fn key(self) -> &'static str {
        match self {
            Source::Model => "model",
            Source::Measured => "measured",
            Source::Recorded => "recorded",
        }
    }

    /// What it is called.
    pub fn name(self) -> &'static Text {
        match self {
            Source::Model => &words::MODEL,
            Source::Measured => &words::MEASURED,
            Source::Recorded => &words::RECORDED,
        }
    }
}

/// Which tracks are shown.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Filter {
    /// All that have something on them.
    #[default]
    All,
    /// Threads, tasks and the heartbeat: where jobs live.
    Jobs,
    /// Cores, devices and the heartbeat: what jobs use.
    Machine,
    /// These only, in this order, without the headings above them.
    Only(Vec<TrackId>),
    /// All but these.
    Without(Vec<TrackId>),
}

impl Filter {
    /// Whether a track of that kind is shown.
    pub(in crate::timeline) fn shows(&self, track: TrackId, kind: TrackKind) -> bool {
        match self {
            Filter::All => true,
            Filter::Jobs => kind.is_execution() || kind == TrackKind::Heartbeat,
            Filter::Machine => matches!(
                kind,
                TrackKind::Core | TrackKind::Device | TrackKind::Resource | TrackKind::Heartbeat
            ),
            Filter::Only(tracks) => tracks.contains(&track),
            Filter::Without(tracks) => !tracks.contains(&track),
        }
    }
}

/// One trace on the stage.
#[derive(Clone, Debug)]
pub struct Section {
    /// The heading, in the language of the page; none is drawn if it is empty.
    pub title: String,
    /// What is shown.
    pub trace: Rc<Trace>,
    /// Where it comes from.
    pub source: Source,
    /// Where on the axis the trace begins. Two traces are aligned by an event
    /// by giving the one in which it is earlier the difference.
    pub offset: Dur,
    /// Which of its tracks are shown.
    pub filter: Filter,
}

impl Section {
    /// All of a trace, from the beginning of the axis.
    pub fn new(title: impl Into<String>, trace: Rc<Trace>) -> Section {
        let source = Source::of(&trace);
        Section {
            title: title.into(),
            trace,
            source,
            offset: Dur::ZERO,
            filter: Filter::All,
        }
    }

    /// The same with other tracks.
    pub fn with_filter(self, filter: Filter) -> Section {
        Section { filter, ..self }
    }

    /// The same, later on the axis.
    pub fn with_offset(self, offset: Dur) -> Section {
        Section { offset, ..self }
    }

    /// A moment of the trace, on the axis.
    pub fn on_axis(&self, at: Time) -> Time {
        at + self.offset
    }

    /// A moment of the axis, in the trace; none before the trace begins.
    pub fn in_trace(&self, at: Time) -> Option<Time> {
        at.0.checked_sub(self.offset.0).map(Time)
    }
}

impl PartialEq for Section {
    /// The same trace means the very same: traces never change.
    fn eq(&self, other: &Section) -> bool {
        Rc::ptr_eq(&self.trace, &other.trace)
            && self.title == other.title
            && self.source == other.source
            && self.offset == other.offset
            && self.filter == other.filter
    }
}

/// What a lane holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LaneKind {
    /// The heading of a section.
    Title,
    /// The heading of a machine, process or group.
    Heading(TrackId),
    /// One row of a track.
    Row(TrackId, RowId),
    /// A track that is folded: what it and all below it do, summed up.
    Folded(TrackId),
    /// A counter of a track.
    Counter(TrackId, CounterId),
}

/// The ticks of a heartbeat.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Beat {
    /// The usual length between two ticks: the rule, else the median.
    pub usual: Dur,
    /// Where a tick is overdue by more than three times that, on the trace's clock.
    pub gaps: Vec<(Time, Time)>,
}

impl Beat {
    fn of(trace: &Trace, track: TrackId) -> Beat {
        let ticks = trace.instants(track);
        let pairs = || ticks.windows(2).map(|pair| (pair[0].at, pair[1].at));
        let mut lengths: Vec<Dur> = pairs().map(|(from, to)| to.since(from)).collect();
        sort_by_key(&mut lengths, |length| *length);
        let usual = match trace.fact(fact::HEARTBEAT) {
            Some(Value::Dur(rule)) => rule,
            _ => lengths.get(lengths.len() / 2).copied().unwrap_or_default(),
        };
        let gaps = pairs()
            .filter(|(from, to)| !usual.is_zero() && to.since(*from) > usual * 3)
            .collect();
        Beat { usual, gaps }
    }
}

/// One horizontal strip of the stage.
#[derive(Clone, PartialEq, Debug)]
pub struct Lane {
    /// Which section it is in.
    pub section: usize,
    /// What it holds.
    pub kind: LaneKind,
    /// How deep in the tree of tracks, headings that are not shown left out.
    pub depth: u16,
    /// What it is called; empty for the further rows of a track.
    pub label: String,
    /// Whether it is a further row, or one of several.
    pub stacked: bool,
    /// Whether it is open, if it can be folded.
    pub open: Option<bool>,
    /// The heartbeat, if it is one.
    pub beat: Option<Beat>,
}

impl Lane {
    /// The track that it belongs to.
    pub fn track(&self) -> Option<TrackId> {
        match self.kind {
            LaneKind::Title => None,
            LaneKind::Heading(track)
            | LaneKind::Row(track, _)
            | LaneKind::Folded(track)
            | LaneKind::Counter(track, _) => Some(track),
        }
    }

    /// Whether keys can act on it: headings only where they can be folded.
    pub fn can_be_chosen(&self) -> bool {
        match self.kind {
            LaneKind::Title => false,
            LaneKind::Heading(_) => self.open.is_some(),
            LaneKind::Row(..) | LaneKind::Folded(_) | LaneKind::Counter(..) => true,
        }
    }

    /// The row that it shows.
    pub fn row(&self) -> Option<RowId> {
        match self.kind {
            LaneKind::Row(_, row) => Some(row),
            _ => None,
        }
    }
}

/// A slice by its section: ids of two traces mean different things.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Place {
    /// The section.
    pub section: usize,
    /// The slice of the section's trace.
    pub slice: SliceId,
}

/// Says why a slice is as it is, if that is known.
pub type Explain = fn(&Trace, SliceId, Lang) -> Option<String>;

/// What a stage can do whose lanes were arranged by hand. A plain stage has
/// none of it, and a program without such stages does not link it.
pub trait Arranged: std::fmt::Debug {
    /// Paints a lane that is folded, or a counter.
    fn paint(&self, painter: &RowPainter, ops: &mut Ops);
    /// What there is to say about a lane, at a moment of the axis if it is
    /// pointed at: a title, and names with values.
    fn about(&self, stage: &Stage, lane: usize, at: Option<Time>, lang: Lang) -> Option<About>;
    /// The same as one sentence, at the playhead, for who listens.
    fn spoken(&self, stage: &Stage, lane: usize, at: Time, lang: Lang) -> Option<String>;
    /// What more there is to say about a slice: its depth, what it does itself.
    fn slice_facts(&self, stage: &Stage, place: Place, lang: Lang) -> Vec<(String, String)>;
    /// Where a lane that is carried over another (over its lower half, if
    /// `below`) can be put down: before which lane.
    fn place_for(&self, carried: usize, over: usize, below: bool) -> Option<usize>;
    /// Shows this stage instead of one of the same traces whose lanes were
    /// arranged otherwise.
    fn rearrange(&self, screen: &mut Screen, stage: Rc<Stage>);
    /// Paints what came into sight when lanes were scrolled from there, on a
    /// surface of so many pixels a pixel; gives what is to be moved for that.
    fn paint_scrolled(
        &self,
        picture: Picture,
        from: (f64, f64),
        scratch: &mut Scratch,
        ops: &mut Ops,
    ) -> Option<Moved>;
    /// A lane is carried by its name from one height to another; put down
    /// there, if that is `done`.
    fn carry(&self, screen: &mut Screen, way: (f64, f64), done: bool);
}

/// What of a painted base stays as it is when lanes are scrolled, but elsewhere.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Moved {
    /// From where to where, from the top.
    pub top: f64,
    /// The lower end of what is moved and of where it goes.
    pub foot: f64,
    /// How far down it goes.
    pub by: f64,
    /// What is painted over it.
    pub band: Rect,
}

/// A title, and names with their values.
pub type About = (String, Vec<(String, String)>);

/// What is shown, ready to be laid out. Never changes once made.
#[derive(Clone, Debug, Default)]
pub struct Stage {
    /// The language of the lanes\' labels, if they have one.
    lang: Option<Lang>,
    /// Says why a slice is as it is; pages differ in whether they can.
    explain: Option<Explain>,
    /// In what its axis counts.
    axis: Axis,
    sections: Rc<[Section]>,
    lanes: Vec<Lane>,
    /// How many lanes at the top stay in sight when the others are scrolled.
    pinned: usize,
    /// What it can do besides, if its lanes were arranged by hand.
    arranged: Option<Rc<dyn Arranged>>,
    /// For each section and name, the number of the job of that name.
    jobs: Rc<[Vec<Option<u16>>]>,
    /// For each section and track, its first lane.
    lane_of: Vec<Vec<Option<u32>>>,
    /// For each section, whether a thread or task is shown.
    shows_jobs: Vec<bool>,
}

impl PartialEq for Stage {
    /// Everything else follows from the sections.
    fn eq(&self, other: &Stage) -> bool {
        let arranged = match (&self.arranged, &other.arranged) {
            (Some(one), Some(two)) => Rc::ptr_eq(one, two),
            (one, two) => one.is_none() && two.is_none(),
        };
        arranged && self.shows_the_same(other)
    }
}

impl Stage {
    /// Flattens the tracks of the sections into lanes.
    pub fn new(sections: Vec<Section>) -> Stage {
        let mut lanes = Vec::new();
        let mut lane_of = Vec::new();
        for (index, section) in sections.iter().enumerate() {
            let from = lanes.len();
            flatten::flatten(index, section, &mut lanes);
            lane_of.push(flatten::first_lanes(section, &lanes, from));
        }
        let jobs = flatten::jobs(&sections, &lanes);
        let mut shows_jobs = vec![false; sections.len()];
        for lane in &lanes {
            if let LaneKind::Row(track, _) = lane.kind {
                let kind = sections[lane.section].trace.track(track).kind;
                shows_jobs[lane.section] |= kind.is_execution();
            }
        }
        Stage {
            lang: None,
            explain: None,
            axis: Axis::Time,
            sections: sections.into(),
            lanes,
            pinned: 0,
            arranged: None,
            jobs: jobs.into(),
            lane_of,
            shows_jobs,
        }
    }

    /// The same sections with other lanes, of which the first `pinned` stay in
    /// sight; `lane_of` gives for each section and track its lane, or the lane
    /// that it is folded into.
    pub fn with_lanes(
        &self,
        lanes: Vec<Lane>,
        pinned: usize,
        lane_of: Vec<Vec<Option<u32>>>,
        arranged: Rc<dyn Arranged>,
    ) -> Stage {
        Stage {
            lanes,
            pinned,
            lane_of,
            arranged: Some(arranged),
            sections: self.sections.clone(),
            jobs: self.jobs.clone(),
            shows_jobs: self.shows_jobs.clone(),
            ..*self
        }
    }

    /// How many lanes at the top stay in sight when the others are scrolled.
    pub fn pinned(&self) -> usize {
        self.pinned
    }

    /// What it can do besides, if its lanes were arranged by hand.
    pub fn arranged(&self) -> Option<&dyn Arranged> {
        self.arranged.as_deref()
    }

    /// The same, to be held while the stage is another's.
    pub fn arranged_shared(&self) -> Option<Rc<dyn Arranged>> {
        self.arranged.clone()
    }

    /// Whether both show the same traces alike, whatever the order of lanes.
    pub fn shows_the_same(&self, other: &Stage) -> bool {
        self.lang == other.lang && self.axis == other.axis && self.sections == other.sections
    }

    /// The same, with an axis that counts otherwise.
    pub fn counted_in(self, axis: Axis) -> Stage {
        Stage { axis, ..self }
    }

    /// In what its axis counts.
    pub fn axis(&self) -> Axis {
        self.axis
    }

    /// The same, with a way to say why a slice is as it is.
    pub fn explained_by(self, explain: Explain) -> Stage {
        Stage {
            explain: Some(explain),
            ..self
        }
    }

    /// Why a slice is as it is, after the word for that, if it can be said.
    pub fn explained(&self, trace: &Trace, slice: SliceId) -> Option<(String, String)> {
        let lang = self.lang.unwrap_or_default();
        let why = (self.explain?)(trace, slice, lang)?;
        Some((super::words::PICKED.get(lang).to_owned(), why))
    }

    /// Why a slice is as it is, in a language, if that can be said.
    pub fn why(&self, trace: &Trace, slice: SliceId, lang: Lang) -> Option<String> {
        (self.explain?)(trace, slice, lang)
    }

    /// The same, with the traces' own words in a language: lanes called
    /// `worker 1`, waits for a `timer`. Without it they are shown as they stand.
    pub fn in_language(mut self, lang: Lang) -> Stage {
        for lane in &mut self.lanes {
            if lane.kind != LaneKind::Title {
                lane.label = vocabulary::named(&lane.label, lang).into_owned();
            }
        }
        self.lang = Some(lang);
        self
    }

    /// A word of a trace as it is to be shown.
    pub fn word<'a>(&self, word: &'a str) -> Cow<'a, str> {
        match self.lang {
            Some(lang) => vocabulary::named(word, lang),
            None => Cow::Borrowed(word),
        }
    }

    /// The sections from top to bottom.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// The lanes from top to bottom.
    pub fn lanes(&self) -> &[Lane] {
        &self.lanes
    }

    /// The section of a lane.
    pub fn section(&self, lane: &Lane) -> &Section {
        &self.sections[lane.section]
    }

    /// The latest moment of any section, on the axis.
    pub fn end(&self) -> Time {
        self.sections
            .iter()
            .map(|section| section.on_axis(section.trace.end()))
            .max()
            .unwrap_or(Time::ZERO)
    }

    /// The first lane of a track, or the one that it is folded into.
    pub fn lane_of(&self, section: usize, track: TrackId) -> Option<usize> {
        let lane = *self.lane_of.get(section)?.get(track.index())?;
        lane.map(|lane| lane as usize)
    }

    /// What a track is called where it has a lane: there a number may tell it
    /// from others of its name.
    pub fn track_label(&self, section: usize, track: TrackId) -> Cow<'_, str> {
        let lane = self.lane_of(section, track).map(|lane| &self.lanes[lane]);
        match lane.filter(|lane| lane.track() == Some(track) && !lane.label.is_empty()) {
            Some(lane) => Cow::Borrowed(lane.label.as_str()),
            None => self.word(self.sections[section].trace.track_name(track)),
        }
    }

    /// The lane that a slice is on, if its track is shown.
    pub fn lane_of_slice(&self, place: Place) -> Option<usize> {
        let trace = &self.sections.get(place.section)?.trace;
        if place.slice.index() >= trace.slice_count() {
            return None;
        }
        let row = trace.row_of(place.slice);
        let track = trace.rows()[row].track;
        let first = self.lane_of(place.section, track)?;
        let mut lanes = first..self.lanes.len();
        let ours = |lane: &usize| self.lanes[*lane].track() == Some(track);
        lanes
            .by_ref()
            .take_while(ours)
            .find(|&lane| self.lanes[lane].row() == Some(row))
    }

    /// A slice, if it is of this stage.
    pub fn slice(&self, place: Place) -> Option<SliceRef> {
        let trace = &self.sections.get(place.section)?.trace;
        (place.slice.index() < trace.slice_count()).then(|| trace.slice(place.slice))
    }

    /// The colour of the job of that name: the same in every section.
    pub fn job_colour(&self, section: usize, name: NameId) -> Token {
        let number = self
            .jobs
            .get(section)
            .and_then(|names| names.get(name.index()).copied().flatten());
        number.map_or(Token::Run, |n| Token::job(n as usize))
    }

    /// The colour of a slice: the job's in a core's lane, where somebody has a
    /// lock, and for named spans; otherwise the state's.
    pub fn colour(&self, lane: &Lane, slice: &SliceRef) -> Token {
        let by_name = match slice.state {
            State::Span | State::Held => true,
            State::Running => self.kind(lane) == Some(TrackKind::Core),
            _ => false,
        };
        if by_name {
            self.job_colour(lane.section, slice.name)
        } else {
            look(slice.state).fill
        }
    }

    /// What the track of a lane stands for.
    pub fn kind(&self, lane: &Lane) -> Option<TrackKind> {
        let track = lane.track()?;
        Some(self.sections[lane.section].trace.track(track).kind)
    }

    /// Whether a thread or task of a section is shown.
    pub fn shows_jobs(&self, section: usize) -> bool {
        self.shows_jobs.get(section).copied().unwrap_or(false)
    }

    /// The states that occur in the lanes that are shown, in the order of the
    /// legend.
    pub fn states(&self) -> Vec<State> {
        let mut seen = [false; State::ALL.len()];
        for lane in &self.lanes {
            if let Some(row) = lane.row() {
                let trace = &self.section(lane).trace;
                for state in State::ALL {
                    let seen = &mut seen[state as usize];
                    *seen = *seen || trace.row_is_ever(row, state);
                }
            }
        }
        State::ALL
            .into_iter()
            .filter(|state| seen[*state as usize])
            .collect()
    }

    /// The jobs that have a colour of their own in some lane, by appearance.
    pub fn jobs_shown(&self) -> Vec<(String, Token)> {
        let by_name = self
            .lanes
            .iter()
            .any(|lane| self.kind(lane) == Some(TrackKind::Core) && lane.row().is_some());
        if !by_name {
            return Vec::new();
        }
        const COLOURS: usize = 8;
        let mut jobs: [Option<String>; COLOURS] = Default::default();
        for (section, names) in self.sections.iter().zip(self.jobs.iter()) {
            for (index, number) in names.iter().enumerate() {
                if let Some(job @ None) = number.and_then(|n| jobs.get_mut(usize::from(n))) {
                    let name = section.trace.name(NameId::from_index(index));
                    *job = Some(self.word(name).into_owned());
                }
            }
        }
        let numbered = jobs.into_iter().enumerate();
        numbered
            .filter_map(|(number, name)| Some((name?, Token::job(number))))
            .collect()
    }
}
