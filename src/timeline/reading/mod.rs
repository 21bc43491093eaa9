//! What helps in reading a timeline, besides looking at it: finding, measuring
//! a span, what a slice has to do with others, notes, differences between
//! runs; and how their results are drawn above the lanes.
//!
//! Work that grows with the trace is done in pieces (`advance`), so that a
//! page can do it between two frames and give it up.

pub mod above;
mod below;
pub mod differences;
pub mod find;
pub mod notes;
mod order;
pub mod relations;
pub mod span;

pub use find::{Finder, Found, Match, Query};

pub use above::Marks;
pub use differences::{Alignment, Figures};
pub use notes::{Note, Notebook};
pub use relations::{Link, Relations, Way};
pub use span::{By, Scope, SpanJob, Totals};

use super::stage::{Filter, Stage};
use crate::trace::TrackId;

/// The tracks that the sections of a stage show, from the top down, whether or
/// not their lanes are folded away at present.
fn tracks_of(stage: &Stage) -> Vec<(usize, TrackId)> {
    let mut all = Vec::new();
    for (index, section) in stage.sections().iter().enumerate() {
        let trace = &section.trace;
        match &section.filter {
            Filter::Only(tracks) => all.extend(tracks.iter().map(|&track| (index, track))),
            filter => all.extend(
                trace
                    .tree()
                    .into_iter()
                    .filter(|&(track, _)| filter.shows(track, trace.track(track).kind))
                    .map(|(track, _)| (index, track)),
            ),
        }
    }
    all
}

#[cfg(test)]
mod samples;
