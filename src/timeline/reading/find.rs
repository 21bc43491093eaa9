//! Finding by name: slices, instants, lanes and arguments.
//!
//! Strings of a trace are interned, so each is looked at once; after that a
//! slice costs a look into a table. Matches are kept lane by lane in the order
//! of time, which is the order that they are in anyway: the next one, and the
//! how manyth it is, are found by bisection in every lane.

use regex_lite::{Regex, RegexBuilder};

use crate::base::{Id, Problem, Text, Time};
use crate::timeline::columns::row_ids;
use crate::timeline::stage::{Place, Stage};
use crate::timeline::text;
use crate::trace::{NameId, RowId, SliceId, Trace, TrackId, Value};

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
    /// A track of a section, by its name.
    Lane(usize, TrackId),
    /// A slice.
    Slice(Place),
    /// An instant: the how manyth of a track of a section.
    Instant(usize, TrackId, u32),
}

/// Where a match stands among the others: by time, then from the top down.
pub type Order = (Time, u32, u8, u32);

/// What was found on one row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct InRow {
    pub(super) section: usize,
    pub(super) track: TrackId,
    row: RowId,
    /// Whether the track was found by its name.
    pub(super) itself: bool,
    /// The ids of its slices, in the order of time.
    pub(super) slices: Vec<u32>,
    /// The places of the track's instants, in the order of time.
    pub(super) instants: Vec<u32>,
}

/// All that was found, or all so far.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Found {
    /// From the top down.
    pub(super) rows: Vec<InRow>,
    count: usize,
}

/// A search that is going on.
#[derive(Debug)]
pub struct Finder {
    pattern: Pattern,
    args: bool,
    /// For each section which of its names match, as far as they were looked at.
    names: Vec<Vec<bool>>,
    /// All rows from the top down, and whether they are the first of their track.
    rows: Vec<(usize, TrackId, RowId, bool)>,
    /// The row that is being searched, and how many of its slices were.
    at: usize,
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
        let mut rows = Vec::new();
        for (section, track) in super::tracks_of(stage) {
            let of_track = stage.sections()[section].trace.track(track).rows();
            let numbered = of_track.enumerate();
            rows.extend(numbered.map(|(n, row)| (section, track, row, n == 0)));
        }
        if query.text.is_empty() {
            rows.clear();
        }
        Ok(Finder {
            pattern,
            args: query.args,
            names: vec![Vec::new(); stage.sections().len()],
            rows,
            at: 0,
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
            let Some(&(section, track, row, is_first)) = self.rows.get(self.at) else {
                return true;
            };
            let trace = &*stage.sections()[section].trace;
            if self.names[section].len() < trace.names().len() {
                left = left.saturating_sub(self.read_names(stage, section, left));
                continue;
            }
            if self.place == 0 && is_first {
                self.of_track(trace, section, track);
            }
            let ids = row_ids(trace, row);
            let from = ids.start + self.place;
            let to = ids.end.min(from.saturating_add(left as u32));
            for id in from..to {
                self.slice(trace, section, SliceId(id));
            }
            left = left.saturating_sub((to - from) as usize + 1);
            self.place += to - from;
            if to == ids.end {
                self.at += 1;
                self.place = 0;
            }
        }
        self.at >= self.rows.len()
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

    /// What was found on the present row.
    fn here(&mut self) -> &mut InRow {
        let (section, track, row, _) = self.rows[self.at];
        let rows = &mut self.found.rows;
        if rows
            .last()
            .is_none_or(|last| (last.section, last.row) != (section, row))
        {
            rows.push(InRow {
                section,
                track,
                row,
                itself: false,
                slices: Vec::new(),
                instants: Vec::new(),
            });
        }
        let last = rows.len() - 1;
        &mut rows[last]
    }

    /// The name of a track, and its instants.
    fn of_track(&mut self, trace: &Trace, section: usize, track: TrackId) {
        if self.is_name(section, trace.track(track).name) {
            self.here().itself = true;
            self.found.count += 1;
        }
        for (index, instant) in trace.instants(track).iter().enumerate() {
            if self.is_name(section, instant.name) {
                self.here().instants.push(index as u32);
                self.found.count += 1;
            }
        }
    }

    fn slice(&mut self, trace: &Trace, section: usize, id: SliceId) {
        let name = trace.slice(id).name;
        if self.is_name(section, name) || (self.args && self.in_args(trace, section, id)) {
            self.here().slices.push(id.0);
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

    /// The ids of the slices that were found on a row, in the order of time.
    pub fn slices(&self, section: usize, row: RowId) -> &[u32] {
        self.on(section, row).map_or(&[], |found| &found.slices)
    }

    /// The places of the instants that were found on the track of its first
    /// row, in the order of time.
    pub fn instants(&self, section: usize, row: RowId) -> &[u32] {
        self.on(section, row).map_or(&[], |found| &found.instants)
    }

    /// Whether the track was found by its name whose first row it is.
    pub fn lane(&self, section: usize, row: RowId) -> bool {
        self.on(section, row).is_some_and(|found| found.itself)
    }

    fn on(&self, section: usize, row: RowId) -> Option<&InRow> {
        self.rows
            .iter()
            .find(|found| (found.section, found.row) == (section, row))
    }

    /// Where a match stands among the others; none if it is not among them.
    pub fn order(&self, stage: &Stage, found: Match) -> Option<Order> {
        let is_on = |place: &InRow| match found {
            Match::Lane(section, track) | Match::Instant(section, track, _) => {
                (place.section, place.track) == (section, track)
            }
            Match::Slice(slice) => {
                place.section == slice.section && place.slices.binary_search(&slice.slice.0).is_ok()
            }
        };
        let place = self.rows.iter().position(is_on)?;
        let row = &self.rows[place];
        Some(match found {
            Match::Lane(..) => row.lane_order(stage, place),
            Match::Slice(slice) => row.slice_order(stage, place, slice.slice.0),
            Match::Instant(.., index) => row.instant_order(stage, place, index),
        })
    }

    /// The first match after one, or the first of all.
    pub fn next(&self, stage: &Stage, after: Option<Order>) -> Option<Match> {
        self.first_not(stage, |order| after.is_some_and(|after| order <= after))
    }

    /// The first match that stands at a place or after it.
    pub(super) fn first_from(&self, stage: &Stage, from: Order) -> Option<Match> {
        self.first_not(stage, |order| order < from)
    }

    fn first_not(&self, stage: &Stage, is_before: impl Fn(Order) -> bool) -> Option<Match> {
        let of_row = |(place, row): (usize, &InRow)| {
            let (slice, instant) = row.before(stage, place, &is_before);
            let itself = row.lane_order(stage, place);
            let itself = (row.itself && !is_before(itself)).then_some(itself);
            let slice = row.slices.get(slice);
            let slice = slice.map(|&id| row.slice_order(stage, place, id));
            let instant = row.instants.get(instant);
            let instant = instant.map(|&at| row.instant_order(stage, place, at));
            [itself, slice, instant].into_iter().flatten().min()
        };
        let first = self.rows.iter().enumerate().filter_map(of_row).min()?;
        self.at(first)
    }

    /// The last match before one, or the last of all.
    pub fn previous(&self, stage: &Stage, before: Option<Order>) -> Option<Match> {
        let is_before = |order: Order| before.is_none_or(|before| order < before);
        let of_row = |(place, row): (usize, &InRow)| {
            let (slice, instant) = row.before(stage, place, &is_before);
            let itself = row.lane_order(stage, place);
            let itself = (row.itself && is_before(itself)).then_some(itself);
            let slice = row.slices[..slice].last();
            let slice = slice.map(|&id| row.slice_order(stage, place, id));
            let instant = row.instants[..instant].last();
            let instant = instant.map(|&at| row.instant_order(stage, place, at));
            [itself, slice, instant].into_iter().flatten().max()
        };
        let last = self.rows.iter().enumerate().filter_map(of_row).max()?;
        self.at(last)
    }

    /// The how manyth a match is, from 1.
    pub fn rank(&self, stage: &Stage, order: Order) -> usize {
        let is_before = |other: Order| other < order;
        let of_row = |(place, row): (usize, &InRow)| {
            let (slices, instants) = row.before(stage, place, &is_before);
            let itself = row.itself && is_before(row.lane_order(stage, place));
            slices + instants + usize::from(itself)
        };
        self.rows.iter().enumerate().map(of_row).sum::<usize>() + 1
    }

    fn at(&self, (_, place, kind, which): Order) -> Option<Match> {
        let row = self.rows.get(place as usize)?;
        Some(match kind {
            0 => Match::Lane(row.section, row.track),
            1 => Match::Slice(Place {
                section: row.section,
                slice: SliceId(which),
            }),
            _ => Match::Instant(row.section, row.track, which),
        })
    }
}

impl InRow {
    /// How many of its slices and of its instants are before something.
    fn before(
        &self,
        stage: &Stage,
        place: usize,
        is_before: &impl Fn(Order) -> bool,
    ) -> (usize, usize) {
        let slices = |&id: &u32| is_before(self.slice_order(stage, place, id));
        let instants = |&at: &u32| is_before(self.instant_order(stage, place, at));
        (
            self.slices.partition_point(slices),
            self.instants.partition_point(instants),
        )
    }

    fn lane_order(&self, stage: &Stage, place: usize) -> Order {
        let section = &stage.sections()[self.section];
        (section.on_axis(Time::ZERO), place as u32, 0, 0)
    }

    fn slice_order(&self, stage: &Stage, place: usize, id: u32) -> Order {
        let section = &stage.sections()[self.section];
        let start = section.trace.slice(SliceId(id)).start;
        (section.on_axis(start), place as u32, 1, id)
    }

    fn instant_order(&self, stage: &Stage, place: usize, index: u32) -> Order {
        let section = &stage.sections()[self.section];
        let instants = section.trace.instants(self.track);
        let at = instants.get(index as usize).map_or(Time::ZERO, |i| i.at);
        (section.on_axis(at), place as u32, 2, index)
    }
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
            let order = found.order(stage, next).unwrap();
            assert_eq!(found.rank(stage, order), told.len() + 1);
            let what = match next {
                Match::Lane(_, track) => format!("lane {}", track.0),
                Match::Slice(place) => format!("slice {}", place.slice.0),
                Match::Instant(_, track, index) => format!("instant {}.{index}", track.0),
            };
            told.push(format!("{} {what}", order.0.0));
            after = Some(order);
        }
        assert_eq!(told.len(), found.count());
        let mut before = None;
        for line in told.iter().rev() {
            let last = found.previous(stage, before).unwrap();
            let order = found.order(stage, last).unwrap();
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
                vec!["105 slice 0", "109 instant 1.0"],
            ),
            ("네트", false, false, vec!["100 lane 0"]),
            ("^paint$", true, false, vec!["102 slice 1", "109 slice 2"]),
            ("471", false, false, vec![]),
            ("471", false, true, vec!["105 slice 0"]),
            ("byte", false, true, vec!["105 slice 0"]),
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
            for (section, track) in crate::timeline::reading::tracks_of(&stage) {
                let trace = &stage.sections()[section].trace;
                for row in trace.track(track).rows() {
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
                prop_assert_eq!(found.slices(section, row), &expected[..]);
            }}
            prop_assert!(found.count() >= count);
            told(&stage, &found);
        }
    }
}
