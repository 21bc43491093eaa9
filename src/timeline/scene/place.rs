//! Which places a scene has.

use std::collections::{BTreeMap, BTreeSet};

use super::{MOST_ROOMS, TRIED, Token, runs_on};
use crate::base::Time;
use crate::trace::{NameId, State, Trace, TrackId, TrackKind};

/// What a place is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Kind {
    /// Before its first slice.
    Before,
    /// In line for a core.
    Ready,
    /// On a core.
    Core(TrackId),
    /// At work, and no core says on which one.
    Running,
    /// Waiting in a state, for something that has a name or not.
    Waiting(State, Option<NameId>),
    /// Somewhere of which the trace says nothing.
    Elsewhere,
    /// After its last slice.
    Done,
}

impl Kind {
    /// The state that it shows, if it is one.
    pub fn state(self) -> Option<State> {
        match self {
            Kind::Core(_) | Kind::Running => Some(State::Running),
            Kind::Ready => Some(State::Ready),
            Kind::Waiting(state, _) => Some(state),
            Kind::Done => Some(State::Terminated),
            Kind::Before | Kind::Elsewhere => None,
        }
    }
}

/// A place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// What it is.
    pub kind: Kind,
    /// How many tokens it has room for: as many as can be there at once.
    pub slots: usize,
}

/// All places that tokens can be in, in the order in which they are shown: to
/// the work, at work, waiting, done.
pub(super) fn places(trace: &Trace, tokens: &[Token]) -> Vec<Place> {
    let seen = Seen::of(trace, tokens);
    let mut places = Vec::new();
    let mut add = |kind, slots| places.push(Place { kind, slots });
    if seen.before > 0 {
        add(Kind::Before, seen.before);
    }
    let ready = seen
        .rooms
        .get(&(State::Ready, None))
        .map_or(0, BTreeSet::len);
    if ready > 0 {
        add(Kind::Ready, ready);
    }
    for &core in &seen.cores {
        add(Kind::Core(core), 1);
    }
    if seen.running > 0 {
        add(Kind::Running, seen.running);
    }
    for (&(state, what), who) in &seen.rooms {
        if state != State::Ready {
            add(Kind::Waiting(state, what), who.len());
        }
    }
    if seen.gaps {
        add(Kind::Elsewhere, tokens.len());
    }
    add(Kind::Done, tokens.len());
    places
}

/// What tokens do in the course of a trace.
#[derive(Default)]
struct Seen {
    cores: Vec<TrackId>,
    /// How many tokens begin after the beginning.
    before: usize,
    /// How many are at work where no core says so.
    running: usize,
    /// Who is ever in which waiting room.
    rooms: BTreeMap<(State, Option<NameId>), BTreeSet<usize>>,
    /// Whether there are times of which a trace says nothing.
    gaps: bool,
}

impl Seen {
    fn of(trace: &Trace, tokens: &[Token]) -> Seen {
        let cores = trace.tracks().iter_ids();
        let mut seen = Seen {
            cores: cores
                .filter(|(_, track)| track.kind == TrackKind::Core)
                .map(|(id, _)| id)
                .collect(),
            before: tokens
                .iter()
                .filter(|token| token.life.0 > Time::ZERO)
                .count(),
            ..Seen::default()
        };
        let mut tried = 0;
        for (nth, token) in tokens.iter().enumerate() {
            seen.add(trace, nth, token, &mut tried);
        }
        seen.merge();
        seen
    }

    fn add(&mut self, trace: &Trace, nth: usize, token: &Token, tried: &mut usize) {
        let own = trace.track(token.track).name;
        let mut works = false;
        let mut covered = token.life.0;
        let first_row = trace.track(token.track).rows().next();
        for slice in first_row.into_iter().flat_map(|row| trace.row_slices(row)) {
            self.gaps |= slice.start > covered;
            covered = covered.max(slice.end);
        }
        for slice in trace.track_slices(token.track) {
            match slice.state {
                State::Running | State::Switching if !works && *tried < TRIED => {
                    *tried += 1;
                    let on_core = |core: &TrackId| runs_on(trace, *core, token.track, slice.start);
                    works = !slice.dur().is_zero() && !self.cores.iter().any(on_core);
                }
                State::Running | State::Switching | State::Terminated => {}
                State::Span | State::Serving | State::Held => works = true,
                state => {
                    let named = state != State::Ready && slice.name != own;
                    let what = named.then_some(slice.name);
                    self.rooms.entry((state, what)).or_default().insert(nth);
                }
            }
        }
        self.running += usize::from(works);
    }

    /// Many rooms of one state become one.
    fn merge(&mut self) {
        for state in State::ALL {
            let of_state = |room: &(State, Option<NameId>)| room.0 == state;
            let rooms: Vec<_> = self.rooms.keys().copied().filter(of_state).collect();
            if rooms.len() <= MOST_ROOMS {
                continue;
            }
            let mut all = BTreeSet::new();
            for room in rooms {
                all.append(&mut self.rooms.remove(&room).unwrap_or_default());
            }
            self.rooms.insert((state, None), all);
        }
    }
}
