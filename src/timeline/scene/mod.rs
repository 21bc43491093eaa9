//! The same trace as a scene: who is where at a moment.
//!
//! Places are cores, the line of those that are ready, waiting rooms (one for
//! each state and what is waited for), and what lies before the beginning and
//! after the end. Tokens are the threads and tasks of a section that carry
//! work: those without a thread or task below them. Which places there are
//! depends on the whole trace, so that none appears or moves while it plays;
//! [`Map`] finds them once. Who is where at a moment is a pure function of
//! trace and moment ([`Map::at`]).

mod draw;
mod place;
mod skin;

use std::collections::HashMap;

pub use draw::{Drawn, How, draw, height, token_at};
pub use place::{Kind, Place};
pub use skin::Skin;

use crate::base::{Dur, Id, Lang, Time, sort_by_key};
use crate::timeline::palette;
use crate::timeline::stage::Stage;
use crate::trace::{NameId, SliceId, SliceRef, State, Trace, TrackId, TrackKind, Value, arg};

/// More tokens than these are counted, not shown.
pub const MOST_TOKENS: usize = 60;
/// More waiting rooms of one state are one room.
const MOST_ROOMS: usize = 6;
/// So many running slices are tried to see whether cores tell who runs on them.
const TRIED: usize = 2_000;
/// A move takes this part of the whole at most.
const LONGEST_MOVE: u64 = 40;

/// One of those that move about.
#[derive(Clone, PartialEq, Debug)]
pub struct Token {
    /// Its track.
    pub track: TrackId,
    /// What it is called.
    pub name: String,
    /// The process that it is of; empty if there is only one.
    pub process: String,
    /// Its own colour.
    pub colour: palette::Token,
    /// When its first slice begins and its last one ends, in the trace.
    life: (Time, Time),
}

/// Where a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Standing {
    /// The place, as a number of [`Map::places`].
    pub place: usize,
    /// The how-manieth it is there, from zero: who came first stands first.
    pub slot: usize,
    /// Since when it is there, on the trace's clock.
    pub since: Time,
    /// What it is doing, if a slice says so.
    pub slice: Option<SliceId>,
    /// Where it comes from, if it is on its way: place, slot, and how much of
    /// the way is behind it, in thousandths.
    pub way: Option<(usize, usize, u16)>,
}

/// Who is where at a moment; one entry for each token.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scene {
    /// The moment, on the trace's clock.
    pub at: Time,
    /// Where each token is.
    pub tokens: Vec<Standing>,
    /// For each place what else is to be said of it: that a core switches, who
    /// has a lock.
    pub notes: Vec<Note>,
}

/// What else is to be said of a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Note {
    /// Nothing.
    Nothing,
    /// The core changes from one context to another.
    Switching,
    /// Who has it, or what is in it.
    Held(NameId),
}

/// The places and tokens of a section.
#[derive(Clone, PartialEq, Debug)]
pub struct Map {
    section: usize,
    /// The places, in the order in which they are shown.
    pub places: Vec<Place>,
    /// The tokens, in the order of their tracks.
    pub tokens: Vec<Token>,
    /// How many more there would be.
    pub more: usize,
    /// The tracks of shared objects by their name.
    objects: HashMap<NameId, TrackId>,
}

impl Map {
    /// The places and tokens of a section of a stage; none if it has no thread
    /// or task that does anything. In O(slices): once a stage.
    pub fn of(stage: &Stage, section: usize) -> Option<Map> {
        let trace = &*stage.sections().get(section)?.trace;
        let (tokens, more) = tokens(stage, section, trace);
        if tokens.is_empty() {
            return None;
        }
        let objects = trace.tracks().iter_ids();
        let objects = objects.filter(|(_, track)| track.kind == TrackKind::Resource);
        let mut map = Map {
            section,
            places: Vec::new(),
            tokens,
            more,
            objects: objects.map(|(id, track)| (track.name, id)).collect(),
        };
        map.places = place::places(trace, &map.tokens);
        Some(map)
    }

    /// The section that it is of.
    pub fn section(&self) -> usize {
        self.section
    }

    /// Who is where at a moment of the section's axis. `moving` shows tokens on
    /// their way for a while after they left; without it everybody stands where
    /// the moment says.
    pub fn at(&self, stage: &Stage, axis: Time, moving: bool) -> Scene {
        let Some(section) = stage.sections().get(self.section) else {
            return Scene {
                at: Time::ZERO,
                tokens: Vec::new(),
                notes: Vec::new(),
            };
        };
        let trace = &*section.trace;
        let at = section.in_trace(axis).unwrap_or(Time::ZERO);
        let mut tokens = self.stand(trace, at);
        if moving {
            self.set_ways(trace, at, &mut tokens);
        }
        let notes = self.places.iter().map(|place| self.note(trace, place, at));
        Scene {
            at,
            tokens,
            notes: notes.collect(),
        }
    }

    /// Where everybody is, without ways.
    fn stand(&self, trace: &Trace, at: Time) -> Vec<Standing> {
        let stand = |token: &Token| {
            let (place, since, slice) = self.place_of(trace, token, at);
            Standing {
                place,
                slot: 0,
                since,
                slice,
                way: None,
            }
        };
        let mut standings: Vec<Standing> = self.tokens.iter().map(stand).collect();
        let mut order: Vec<usize> = (0..standings.len()).collect();
        sort_by_key(&mut order, |&token| (standings[token].since, token));
        let mut taken = vec![0; self.places.len()];
        for token in order {
            let standing = &mut standings[token];
            standing.slot = taken[standing.place];
            taken[standing.place] += 1;
        }
        standings
    }

    /// Where a token is, since when, and the slice that says so.
    fn place_of(&self, trace: &Trace, token: &Token, at: Time) -> (usize, Time, Option<SliceId>) {
        let (first, last) = token.life;
        if at < first {
            return (self.find(Kind::Before), Time::ZERO, None);
        }
        if at >= last {
            return (self.find(Kind::Done), last, None);
        }
        let Some(slice) = innermost(trace, token.track, at) else {
            return (self.find(Kind::Elsewhere), at, None);
        };
        let place = self.place_in(trace, token, &slice, at);
        let since = self.since(trace, token, place, &slice);
        (place, since, Some(slice.id))
    }

    /// The place that a slice means.
    fn place_in(&self, trace: &Trace, token: &Token, slice: &SliceRef, at: Time) -> usize {
        match slice.state {
            State::Running | State::Switching => {
                let core = self.places.iter().position(|place| match place.kind {
                    Kind::Core(core) => runs_on(trace, core, token.track, at),
                    _ => false,
                });
                core.unwrap_or_else(|| self.find(Kind::Running))
            }
            State::Span | State::Serving | State::Held => self.find(Kind::Running),
            State::Ready => self.find(Kind::Ready),
            State::Terminated => self.find(Kind::Done),
            state => {
                let own = trace.track(token.track).name == slice.name;
                let what = (!own).then_some(slice.name);
                let exact = self.position(Kind::Waiting(state, what));
                exact.unwrap_or_else(|| self.find(Kind::Waiting(state, None)))
            }
        }
    }

    /// Since when a token is in the place that a slice means: slices of one
    /// place that follow one another are one stay.
    fn since(&self, trace: &Trace, token: &Token, place: usize, slice: &SliceRef) -> Time {
        // A stay of more parts counts from where the search ends.
        const FURTHEST: usize = 64;
        let mut since = slice.start;
        for _ in 0..FURTHEST {
            let Some(before) = since.0.checked_sub(1).map(Time) else {
                break;
            };
            let same = innermost(trace, token.track, before)
                .filter(|slice| self.place_in(trace, token, slice, before) == place);
            match same {
                Some(slice) => since = slice.start,
                None => break,
            }
        }
        since
    }

    fn position(&self, kind: Kind) -> Option<usize> {
        self.places.iter().position(|place| place.kind == kind)
    }

    /// The place of a kind; the last one, which everybody can be in, if there
    /// is none.
    fn find(&self, kind: Kind) -> usize {
        let last = self.places.len() - 1;
        self.position(kind)
            .or_else(|| self.position(Kind::Elsewhere))
            .unwrap_or(last)
    }

    /// Where those come from that left a short while ago.
    fn set_ways(&self, trace: &Trace, at: Time, tokens: &mut [Standing]) {
        let longest = (trace.end().0 / LONGEST_MOVE).max(1);
        let mut before: HashMap<Time, Vec<Standing>> = HashMap::new();
        for (token, standing) in tokens.iter_mut().enumerate() {
            let gone = at.since(standing.since).0;
            let Some(left) = standing.since.0.checked_sub(1).map(Time) else {
                continue;
            };
            // A short stay is not all way.
            let stay = standing
                .slice
                .map_or(Dur(longest), |slice| trace.slice(slice).dur());
            let takes = longest.min(stay.0 / 2).max(1);
            if gone >= takes {
                continue;
            }
            let then = before
                .entry(left)
                .or_insert_with(|| self.stand(trace, left));
            let from = then[token];
            let part = u128::from(gone) * 1_000 / u128::from(takes);
            standing.way = Some((from.place, from.slot, part as u16));
        }
    }

    fn note(&self, trace: &Trace, place: &Place, at: Time) -> Note {
        match place.kind {
            Kind::Core(core) => match innermost(trace, core, at) {
                Some(slice) if slice.state == State::Switching => Note::Switching,
                _ => Note::Nothing,
            },
            Kind::Waiting(State::BlockedLock | State::BlockedQueue, Some(name)) => {
                let object = self.objects.get(&name);
                let held = object.and_then(|&object| innermost(trace, object, at));
                held.filter(|slice| slice.state == State::Held)
                    .map_or(Note::Nothing, |slice| Note::Held(slice.name))
            }
            _ => Note::Nothing,
        }
    }

    /// The scene in words: each place that somebody is in, and who is there,
    /// those that came first in front.
    pub fn told(&self, stage: &Stage, scene: &Scene, skin: Skin, lang: Lang) -> Vec<Told> {
        let trace = &*stage.sections()[self.section].trace;
        let told = self.places.iter().enumerate().map(|(place, of)| {
            let mut there: Vec<usize> = (0..scene.tokens.len())
                .filter(|&token| scene.tokens[token].place == place)
                .collect();
            sort_by_key(&mut there, |&token| scene.tokens[token].slot);
            Told {
                place,
                title: skin.title(stage, trace, of.kind, lang),
                note: skin.note(stage, trace, &scene.notes[place], lang),
                tokens: there,
            }
        });
        told.collect()
    }
}

/// A place in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// Which place of [`Map::places`].
    pub place: usize,
    /// What it is called.
    pub title: String,
    /// What else is to be said of it.
    pub note: Option<String>,
    /// Who is there, in order.
    pub tokens: Vec<usize>,
}

/// The innermost slice of a track at a moment.
fn innermost(trace: &Trace, track: TrackId, at: Time) -> Option<SliceRef> {
    let mut rows = trace.track(track).rows().rev();
    rows.find_map(|row| trace.slice_at(row, at))
}

/// Whether a core runs a thread or task at a moment: it says so by the slice's
/// name, or by an argument where the slice is called by something else.
fn runs_on(trace: &Trace, core: TrackId, token: TrackId, at: Time) -> bool {
    let name = trace.track(token).name;
    innermost(trace, core, at).is_some_and(|slice| {
        slice.state == State::Running
            && (slice.name == name || trace.arg(slice.id, arg::THREAD) == Some(Value::Name(name)))
    })
}

/// Threads and tasks with slices and without one below them.
fn tokens(stage: &Stage, section: usize, trace: &Trace) -> (Vec<Token>, usize) {
    let mut carries = vec![false; trace.tracks().len()];
    for track in trace.tracks().iter() {
        if let (Some(parent), true) = (track.parent, track.kind.is_execution()) {
            carries[parent.index()] = true;
        }
    }
    let mut tokens = Vec::new();
    let mut more = 0;
    for (id, track) in trace.tracks().iter_ids() {
        if !track.kind.is_execution() || carries[id.index()] {
            continue;
        }
        let Some(life) = life(trace, id) else {
            continue;
        };
        if tokens.len() == MOST_TOKENS {
            more += 1;
            continue;
        }
        tokens.push(Token {
            track: id,
            name: stage.word(trace.name(track.name)).into_owned(),
            process: process(trace, id),
            colour: stage.job_colour(section, track.name),
            life,
        });
    }
    let first = tokens.first().map(|token| token.process.clone());
    if tokens
        .iter()
        .all(|token| Some(&token.process) == first.as_ref())
    {
        tokens.iter_mut().for_each(|token| token.process.clear());
    }
    (tokens, more)
}

/// When the first slice of a track begins and the last one ends.
fn life(trace: &Trace, track: TrackId) -> Option<(Time, Time)> {
    let rows = || trace.track(track).rows();
    let first = rows().filter_map(|row| Some(trace.first_slice(row)?.start));
    let last = rows().filter_map(|row| Some(trace.last_slice(row)?.end));
    Some((first.min()?, last.max()?))
}

fn process(trace: &Trace, track: TrackId) -> String {
    let mut above = trace.track(track).parent;
    while let Some(track) = above {
        if trace.track(track).kind == TrackKind::Process {
            return trace.track_name(track).to_owned();
        }
        above = trace.track(track).parent;
    }
    String::new()
}

#[cfg(test)]
mod tests;
