//! What helps in reading a timeline, besides looking at it: finding, measuring
//! a span, what a slice has to do with others, notes, differences between
//! runs; and how their results are drawn above the lanes.
//!
//! Work that grows with the trace is done in pieces (`advance`), so that a
//! page can do it between two frames and give it up.

pub mod above;
pub mod differences;
pub mod find;
pub mod notes;
pub mod relations;
pub mod span;

pub use find::{Finder, Found, Match, Query};

pub use span::{By, Scope, SpanJob, Totals};

#[cfg(test)]
mod samples;
