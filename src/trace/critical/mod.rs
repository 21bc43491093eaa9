//! What a run's length was made of: the chain of work and waits that ends last.
//!
//! The path is walked back from the end of the lane that is done last. Where a
//! lane worked, its work is a piece of the path. Where it waited, the path goes
//! to whoever ended the wait: along the flow that arrived (a wake-up, a lock
//! handed over, a result, a spawn), to the device that served it, or, for a
//! lane that was ready, to who had the core until then. Where the trace does
//! not say who ended a wait, the wait itself is the piece, and
//! [`Cause::Unrecorded`] says so. The pieces follow one another without a gap
//! from the beginning of the run to its end, so that their lengths add up to
//! the makespan.
//!
//! That is the critical path of parallel programs (C.-Q. Yang and B. P. Miller,
//! *Critical Path Analysis for the Execution of Parallel and Distributed
//! Programs*, ICDCS 1988), with cores as one more thing that is handed over.

mod resources;
mod walk;

use super::kind::State;
use super::model::{SliceId, Trace, TrackId};
use crate::base::{Dur, Time, sort_by, sort_by_key};

pub use walk::CriticalWalk;

/// What let a piece of the path begin when it did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cause {
    /// Nothing was before it: the run begins here.
    Start,
    /// The lane went on with what it did in the piece before.
    Lane,
    /// The flow at that place of [`Trace::flows`] came from the piece before.
    Flow(u32),
    /// The core of that track was given up in the piece before; of a task, the
    /// thread of that track.
    Core(TrackId),
    /// A device began to serve what was asked of it in the piece before.
    Request,
    /// The lane waited, or nothing is recorded of it, and no reason is
    /// recorded for its going on.
    Unrecorded,
    /// The path is longer than was followed: all that came before is one piece.
    Cut,
}

/// A stretch of the path on one track.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Piece {
    /// The track.
    pub track: TrackId,
    /// When it begins.
    pub from: Time,
    /// When it ends: the beginning of the next piece.
    pub to: Time,
    /// What the track did; none where nothing is recorded.
    pub state: Option<State>,
    /// The slice that says so.
    pub slice: Option<SliceId>,
    /// What let it begin.
    pub cause: Cause,
}

impl Piece {
    /// How long it is.
    pub fn dur(&self) -> Dur {
        self.to.since(self.from)
    }
}

/// What a run's length was made of.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct CriticalPath {
    /// The pieces in the order of time; each begins where the one before ends.
    pub pieces: Vec<Piece>,
}

impl CriticalPath {
    /// From the beginning of the first piece to the end of the last: the makespan.
    pub fn length(&self) -> Dur {
        match (self.pieces.first(), self.pieces.last()) {
            (Some(first), Some(last)) => last.to.since(first.from),
            _ => Dur::ZERO,
        }
    }

    /// How long each state was on the path, the longest first; none stands for
    /// stretches of which nothing is recorded. They add up to
    /// [`CriticalPath::length`].
    pub fn states(&self) -> Vec<(Option<State>, Dur)> {
        self.totals(|piece| piece.state)
    }

    /// How long each track was on the path, the longest first.
    pub fn tracks(&self) -> Vec<(TrackId, Dur)> {
        self.totals(|piece| piece.track)
    }

    /// How long the path was where no reason is recorded.
    pub fn unrecorded(&self) -> Dur {
        let unknown = |piece: &&Piece| matches!(piece.cause, Cause::Unrecorded | Cause::Cut);
        self.pieces.iter().filter(unknown).map(Piece::dur).sum()
    }

    /// The pieces that touch a stretch of time.
    pub fn within(&self, from: Time, to: Time) -> &[Piece] {
        let first = self.pieces.partition_point(|piece| piece.to < from);
        let rest = &self.pieces[first..];
        &rest[..rest.partition_point(|piece| piece.from <= to)]
    }

    fn totals<K: Copy + PartialEq + Ord>(&self, key: impl Fn(&Piece) -> K) -> Vec<(K, Dur)> {
        let mut all: Vec<(K, Dur)> = self.pieces.iter().map(|p| (key(p), p.dur())).collect();
        sort_by_key(&mut all, |(key, _)| *key);
        let mut totals: Vec<(K, Dur)> = all
            .chunk_by(|a, b| a.0 == b.0)
            .map(|same| (same[0].0, same.iter().map(|(_, dur)| *dur).sum()))
            .collect();
        sort_by(&mut totals, |a, b| b.1.cmp(&a.1));
        totals
    }
}

impl Trace {
    /// The critical path of the whole run. [`CriticalWalk`] does the same in
    /// pieces, for those who must not wait.
    pub fn critical_path(&self) -> CriticalPath {
        let mut walk = CriticalWalk::new(self);
        while !walk.advance(self, u32::MAX) {}
        walk.finish()
    }
}

#[cfg(test)]
mod tests;
