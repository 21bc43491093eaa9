//! Finding by name: slices, instants, lanes and arguments.
//!
//! Strings of a trace are interned, so each is looked at once; after that a
//! slice costs a look into a table. Matches are kept lane by lane in the order
//! of time, which is the order that they are in anyway: the next one, and the
//! how manyth it is, are found by bisection in every lane.

use regex_lite::{Regex, RegexBuilder};

use crate::base::{Id, Problem, Text, Time};
use crate::timeline::columns::row_ids;
use crate::timeline::stage::{LaneKind, Place, Stage};
use crate::timeline::text;
use crate::trace::{NameId, SliceId, Trace, TrackId, Value};

/// Of a longer query only so many characters are read.
pub const LONGEST_QUERY: usize = 200;
/// Of a longer name only so many bytes are looked at.
const LONGEST_NAME: usize = 4_096;
/// What compiling a regular expression may take, in bytes.
const REGEX_BYTES: usize = 1 << 18;
const REGEX_DEPTH: u32 = 40;

/// What is looked for; large and small letters are the same.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Query {
    /// What is written, or a regular expression.
    pub text: String,
    /// Whether it is a regular expression.
    pub regex: bool,
    /// Whether the names and values of arguments are looked at too.
    pub args: bool,
}

#[derive(Debug)]
enum Pattern {
    Words(String),
    Regex(Regex),
}

impl Pattern {
    fn of(query: &Query) -> Result<Pattern, Problem> {
        let text: String = query.text.chars().take(LONGEST_QUERY).collect();
        if !query.regex {
            return Ok(Pattern::Words(text.to_lowercase()));
        }
        RegexBuilder::new(&text)
            .case_insensitive(true)
            .size_limit(REGEX_BYTES)
            .nest_limit(REGEX_DEPTH)
            .build()
            .map(Pattern::Regex)
            .map_err(|error| not_a_regex(&error.to_string()))
    }

    fn is_in(&self, text: &str) -> bool {
        let text = &text[..text.floor_char_boundary(LONGEST_NAME)];
        match self {
            Pattern::Words(words) if text.is_ascii() && words.is_ascii() => {
                let (words, text) = (words.as_bytes(), text.as_bytes());
                words.is_empty()
                    || text
                        .windows(words.len())
                        .any(|w| w.eq_ignore_ascii_case(words))
            }
            Pattern::Words(words) => text.to_lowercase().contains(words),
            Pattern::Regex(regex) => regex.is_match(text),
        }
    }

    /// Whether a number could be meant.
    fn may_be_number(&self) -> bool {
        match self {
            Pattern::Words(words) => words.contains(|c: char| c.is_ascii_digit()),
            Pattern::Regex(_) => true,
        }
    }
}

fn not_a_regex(error: &str) -> Problem {
    let error = error.trim().trim_end_matches('.');
    Problem::new(
        "find",
        Text::new(
            format!("정규식을 읽을 수 없습니다({error})."),
            format!("The regular expression cannot be read ({error})."),
        ),
        Text::new(
            "괄호의 짝을 확인하거나 정규식을 끄세요.",
            "Check its brackets, or switch regular expressions off.",
        ),
    )
}

/// Something that was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Match {
    /// The lane, by its name.
    Lane(usize),
    /// A slice, on a lane.
    Slice(usize, Place),
    /// An instant, on a lane: the how manyth of its track.
    Instant(usize, u32),
}

/// Where a match stands among the others: by time, then from the top down.
pub type Order = (Time, u32, u8, u32);

/// What was found on one lane.
#[derive(Clone, PartialEq, Eq, Debug)]
struct InLane {
    lane: u32,
    itself: bool,
    slices: Vec<u32>,
    instants: Vec<u32>,
}

/// All that was found, or all so far.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Found {
    lanes: Vec<InLane>,
    count: usize,
}

/// A search that is going on.
#[derive(Debug)]
pub struct Finder {
    pattern: Pattern,
    args: bool,
    /// For each section which of its names match, as far as they were looked at.
    names: Vec<Vec<bool>>,
    /// The lane that is being searched, and how many of its slices were.
    lane: usize,
    place: u32,
    found: Found,
    text: String,
}

impl Finder {
    /// Begins to search; an empty query finds nothing.
    ///
    /// # Errors
    /// If the regular expression cannot be read, or would be too large.
    pub fn new(stage: &Stage, query: &Query) -> Result<Finder, Problem> {
        let pattern = Pattern::of(query)?;
        let nothing = query.text.is_empty();
        Ok(Finder {
            pattern,
            args: query.args,
            names: vec![Vec::new(); stage.sections().len()],
            lane: if nothing { stage.lanes().len() } else { 0 },
            place: 0,
            found: Found::default(),
            text: String::new(),
        })
    }

    /// Searches on, always in the same stage, through about so many slices.
    /// Gives whether all was searched.
    pub fn advance(&mut self, stage: &Stage, work: usize) -> bool {
        let mut left = work.max(1);
        while left > 0 {
            let Some(lane) = stage.lanes().get(self.lane) else {
                return true;
            };
            let trace = &*stage.sections()[lane.section].trace;
            if self.names[lane.section].len() < trace.names().len() {
                left = left.saturating_sub(self.read_names(stage, lane.section, left));
                continue;
            }
            match lane.kind {
                LaneKind::Title => self.next_lane(),
                LaneKind::Heading(track) => {
                    if self.is_name(lane.section, trace.track(track).name) {
                        self.at_lane().itself = true;
                        self.found.count += 1;
                    }
                    self.next_lane();
                    left -= 1;
                }
                LaneKind::Row(track, row) => {
                    if self.place == 0 && !lane.label.is_empty() {
                        self.of_track(trace, lane.section, track);
                    }
                    let ids = row_ids(trace, row);
                    let from = ids.start + self.place;
                    let to = ids.end.min(from.saturating_add(left as u32));
                    for id in from..to {
                        self.slice(trace, lane.section, SliceId(id));
                    }
                    left = left.saturating_sub((to - from) as usize + 1);
                    self.place += to - from;
                    if to == ids.end {
                        self.next_lane();
                    }
                }
            }
        }
        self.lane >= stage.lanes().len()
    }

    /// What was found so far.
    pub fn found(&self) -> &Found {
        &self.found
    }

    /// What was found.
    pub fn finish(self) -> Found {
        self.found
    }

    /// Looks at names that were not yet looked at. Gives what that cost.
    fn read_names(&mut self, stage: &Stage, section: usize, most: usize) -> usize {
        let names = stage.sections()[section].trace.names();
        let mut cost = 0;
        let verdicts = &mut self.names[section];
        for name in names.iter().skip(verdicts.len()) {
            let shown = stage.word(name);
            let other = *shown != **name;
            verdicts.push(self.pattern.is_in(name) || (other && self.pattern.is_in(&shown)));
            cost += 1 + name.len().min(LONGEST_NAME) / 16;
            if cost >= most {
                break;
            }
        }
        cost
    }

    fn is_name(&self, section: usize, name: NameId) -> bool {
        self.names[section]
            .get(name.index())
            .copied()
            .unwrap_or(false)
    }

    fn next_lane(&mut self) {
        self.lane += 1;
        self.place = 0;
    }

    /// What was found on the present lane.
    fn at_lane(&mut self) -> &mut InLane {
        let lane = self.lane as u32;
        let lanes = &mut self.found.lanes;
        if lanes.last().is_none_or(|last| last.lane != lane) {
            lanes.push(InLane {
                lane,
                itself: false,
                slices: Vec::new(),
                instants: Vec::new(),
            });
        }
        let last = lanes.len() - 1;
        &mut lanes[last]
    }

    /// The name of a track, and its instants.
    fn of_track(&mut self, trace: &Trace, section: usize, track: TrackId) {
        if self.is_name(section, trace.track(track).name) {
            self.at_lane().itself = true;
            self.found.count += 1;
        }
        for (index, instant) in trace.instants(track).iter().enumerate() {
            if self.is_name(section, instant.name) {
                self.at_lane().instants.push(index as u32);
                self.found.count += 1;
            }
        }
    }

    fn slice(&mut self, trace: &Trace, section: usize, id: SliceId) {
        let name = trace.slice(id).name;
        if self.is_name(section, name) || (self.args && self.in_args(trace, section, id)) {
            self.at_lane().slices.push(id.0);
            self.found.count += 1;
        }
    }

    fn in_args(&mut self, trace: &Trace, section: usize, id: SliceId) -> bool {
        let numbers = self.pattern.may_be_number();
        for arg in trace.args(id) {
            let is_named = self.is_name(section, arg.key);
            let has = match arg.value {
                Value::Name(name) => self.is_name(section, name),
                _ if !numbers => false,
                Value::Int(n) => self.is_shown(|out| out.push_str(&n.to_string())),
                Value::Float(n) => self.is_shown(|out| out.push_str(&n.to_string())),
                Value::Dur(dur) => self.is_shown(|out| out.push_str(&text::exact(dur))),
            };
            if is_named || has {
                return true;
            }
        }
        false
    }

    fn is_shown(&mut self, write: impl FnOnce(&mut String)) -> bool {
        self.text.clear();
        write(&mut self.text);
        self.pattern.is_in(&self.text)
    }
}

impl Found {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The ids of the slices that were found on a lane, in the order of time.
    pub fn slices(&self, lane: usize) -> &[u32] {
        self.on(lane).map_or(&[], |found| &found.slices)
    }

    /// The places of the instants that were found on a lane, in the order of time.
    pub fn instants(&self, lane: usize) -> &[u32] {
        self.on(lane).map_or(&[], |found| &found.instants)
    }

    /// Whether a lane was found by its name.
    pub fn lane(&self, lane: usize) -> bool {
        self.on(lane).is_some_and(|found| found.itself)
    }

    fn on(&self, lane: usize) -> Option<&InLane> {
        let place = self
            .lanes
            .binary_search_by_key(&(lane as u32), |found| found.lane);
        Some(&self.lanes[place.ok()?])
    }

    /// Where a match stands among the others.
    pub fn order(&self, stage: &Stage, found: Match) -> Order {
        match found {
            Match::Lane(lane) => lane_order(stage, lane as u32),
            Match::Slice(lane, place) => slice_order(stage, lane as u32, place.slice.0),
            Match::Instant(lane, index) => instant_order(stage, lane as u32, index),
        }
    }

    /// The first match after one, or the first of all.
    pub fn next(&self, stage: &Stage, after: Option<Order>) -> Option<Match> {
        let is_before = |order: Order| after.is_some_and(|after| order <= after);
        let of_lane = |found: &InLane| {
            let lane = found.lane;
            let slice = found
                .slices
                .partition_point(|&id| is_before(slice_order(stage, lane, id)));
            let instant = found
                .instants
                .partition_point(|&at| is_before(instant_order(stage, lane, at)));
            let itself = found.itself && !is_before(lane_order(stage, lane));
            self.candidates(
                stage,
                found,
                itself,
                found.slices.get(slice),
                found.instants.get(instant),
            )
            .min()
        };
        let first = self.lanes.iter().filter_map(of_lane).min()?;
        self.at(stage, first)
    }

    /// The last match before one, or the last of all.
    pub fn previous(&self, stage: &Stage, before: Option<Order>) -> Option<Match> {
        let is_before = |order: Order| before.is_none_or(|before| order < before);
        let of_lane = |found: &InLane| {
            let lane = found.lane;
            let slice = found
                .slices
                .partition_point(|&id| is_before(slice_order(stage, lane, id)));
            let instant = found
                .instants
                .partition_point(|&at| is_before(instant_order(stage, lane, at)));
            let itself = found.itself && is_before(lane_order(stage, lane));
            self.candidates(
                stage,
                found,
                itself,
                slice.checked_sub(1).map(|last| &found.slices[last]),
                instant.checked_sub(1).map(|last| &found.instants[last]),
            )
            .max()
        };
        let last = self.lanes.iter().filter_map(of_lane).max()?;
        self.at(stage, last)
    }

    /// The how manyth a match is, from 1.
    pub fn rank(&self, stage: &Stage, order: Order) -> usize {
        let of_lane = |found: &InLane| {
            let lane = found.lane;
            let slices = found
                .slices
                .partition_point(|&id| slice_order(stage, lane, id) < order);
            let instants = found
                .instants
                .partition_point(|&at| instant_order(stage, lane, at) < order);
            slices + instants + usize::from(found.itself && lane_order(stage, lane) < order)
        };
        self.lanes.iter().map(of_lane).sum::<usize>() + 1
    }

    fn candidates<'a>(
        &self,
        stage: &'a Stage,
        found: &InLane,
        itself: bool,
        slice: Option<&u32>,
        instant: Option<&u32>,
    ) -> impl Iterator<Item = Order> + use<'a> {
        let lane = found.lane;
        let itself = itself.then(|| lane_order(stage, lane));
        let slice = slice.map(|&id| slice_order(stage, lane, id));
        let instant = instant.map(|&at| instant_order(stage, lane, at));
        [itself, slice, instant].into_iter().flatten()
    }

    fn at(&self, stage: &Stage, (_, lane, kind, which): Order) -> Option<Match> {
        let section = stage.lanes().get(lane as usize)?.section;
        let lane = lane as usize;
        Some(match kind {
            0 => Match::Lane(lane),
            1 => Match::Slice(
                lane,
                Place {
                    section,
                    slice: SliceId(which),
                },
            ),
            _ => Match::Instant(lane, which),
        })
    }
}

fn lane_order(stage: &Stage, lane: u32) -> Order {
    let section = stage.section(&stage.lanes()[lane as usize]);
    (section.on_axis(Time::ZERO), lane, 0, 0)
}

fn slice_order(stage: &Stage, lane: u32, id: u32) -> Order {
    let section = stage.section(&stage.lanes()[lane as usize]);
    let start = section.trace.slice(SliceId(id)).start;
    (section.on_axis(start), lane, 1, id)
}

fn instant_order(stage: &Stage, lane: u32, index: u32) -> Order {
    let at = &stage.lanes()[lane as usize];
    let section = stage.section(at);
    let instants = at.track().map(|track| section.trace.instants(track));
    let moment = instants
        .and_then(|all| all.get(index as usize))
        .map_or(Time::ZERO, |instant| instant.at);
    (section.on_axis(moment), lane, 2, index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Dur;
    use crate::timeline::reading::samples::any_stage;
    use crate::timeline::stage::Section;
    use crate::trace::{Clock, State, TraceBuilder, TrackKind};
    use proptest::prelude::*;
    use std::rc::Rc;

    fn query(text: &str, regex: bool, args: bool) -> Query {
        Query {
            text: text.to_owned(),
            regex,
            args,
        }
    }

    fn find(stage: &Stage, query: &Query) -> Found {
        let mut finder = Finder::new(stage, query).unwrap();
        while !finder.advance(stage, 3) {}
        finder.finish()
    }

    fn stage() -> Stage {
        let mut b = TraceBuilder::new(Clock::Recorded);
        let net = b.track(None, TrackKind::Thread, "Network 네트워크");
        let ui = b.track(None, TrackKind::Thread, "ui");
        let fetch = b.name("Fetch /index.html");
        let paint = b.name("paint");
        let slice = b.slice(net, State::Span, fetch, Time(5), Time(9));
        b.arg(slice, "bytes", Value::Int(4_711));
        b.slice(ui, State::Span, paint, Time(2), Time(4));
        b.slice(ui, State::Span, paint, Time(9), Time(12));
        let tick = b.name("fetched");
        b.instant(ui, tick, Time(9));
        let section = Section::new("", Rc::new(b.finish())).with_offset(Dur(100));
        Stage::new(vec![section])
    }

    fn told(stage: &Stage, found: &Found) -> Vec<String> {
        let mut after = None;
        let mut told = Vec::new();
        while let Some(next) = found.next(stage, after) {
            let order = found.order(stage, next);
            assert_eq!(found.rank(stage, order), told.len() + 1);
            let what = match next {
                Match::Lane(lane) => format!("lane {lane}"),
                Match::Slice(lane, place) => format!("slice {lane}.{}", place.slice.0),
                Match::Instant(lane, index) => format!("instant {lane}.{index}"),
            };
            told.push(format!("{} {what}", order.0.0));
            after = Some(order);
        }
        assert_eq!(told.len(), found.count());
        let mut before = None;
        for line in told.iter().rev() {
            let last = found.previous(stage, before).unwrap();
            let order = found.order(stage, last);
            assert!(line.starts_with(&order.0.0.to_string()));
            before = Some(order);
        }
        assert_eq!(found.previous(stage, before), None);
        told
    }

    #[test]
    fn names_of_slices_instants_and_lanes_are_found_in_the_order_of_time() {
        let stage = stage();
        for (text, regex, args, expected) in [
            (
                "FETCH",
                false,
                false,
                vec!["105 slice 0.0", "109 instant 1.0"],
            ),
            ("네트", false, false, vec!["100 lane 0"]),
            (
                "^paint$",
                true,
                false,
                vec!["102 slice 1.1", "109 slice 1.2"],
            ),
            ("471", false, false, vec![]),
            ("471", false, true, vec!["105 slice 0.0"]),
            ("byte", false, true, vec!["105 slice 0.0"]),
            ("", false, true, vec![]),
            ("[", false, false, vec![]),
        ] {
            let found = find(&stage, &query(text, regex, args));
            assert_eq!(told(&stage, &found), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_regular_expression_is_said() {
        for text in ["(", "a{99999}{99999}", &"(".repeat(100)] {
            let problem = Finder::new(&stage(), &query(text, true, false)).unwrap_err();
            assert_eq!(problem.place, "find");
        }
    }

    #[test]
    fn a_long_name_is_cut_between_its_characters() {
        let name = "가".repeat(2_000);
        assert!(Pattern::Words("가".into()).is_in(&name));
        assert!(!Pattern::Words("나".into()).is_in(&name));
    }

    proptest! {
        /// The same as looking at every slice, in however small pieces.
        #[test]
        fn nothing_is_missed(stage in any_stage(), text in "[a-cA-C0-2]{1,2}", work in 1..40_usize) {
            let mut finder = Finder::new(&stage, &query(&text, false, true)).unwrap();
            while !finder.advance(&stage, work) {}
            let found = finder.finish();
            let wanted = text.to_lowercase();
            let mut count = 0;
            for (index, lane) in stage.lanes().iter().enumerate() {
                let Some(row) = lane.row() else { continue };
                let trace = &stage.section(lane).trace;
                let expected: Vec<u32> = trace.row_slices(row).filter(|slice| {
                    trace.name(slice.name).to_lowercase().contains(&wanted)
                        || trace.args(slice.id).any(|arg| {
                            let value = match arg.value {
                                Value::Name(name) => trace.name(name).to_lowercase(),
                                Value::Int(n) => n.to_string(),
                                Value::Float(n) => n.to_string(),
                                Value::Dur(dur) => text::exact(dur),
                            };
                            trace.name(arg.key).to_lowercase().contains(&wanted) || value.contains(&wanted)
                        })
                }).map(|slice| slice.id.0).collect();
                count += expected.len();
                prop_assert_eq!(found.slices(index), &expected[..]);
            }
            prop_assert!(found.count() >= count);
            told(&stage, &found);
        }
    }
}
