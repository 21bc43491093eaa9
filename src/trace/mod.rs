//! The event log that every view reads and every source writes.
//!
//! A [`TraceBuilder`] takes tracks, slices, instants and flows in any order;
//! [`TraceBuilder::finish`] freezes them into a [`Trace`], which never changes
//! again. Nothing in a trace says which source made it, except its [`Clock`].
//!
//! Terms:
//! * A **track** is one lane's worth of life: a core, a process, a thread, a
//!   task, a device. Tracks form a tree.
//! * A **slice** is a stretch of time on a track in one [`State`].
//! * A **row** holds slices that do not overlap. A track has one row, unless
//!   its slices overlap or nest: then later ones go to further rows.
//! * An **instant** is a moment on a track that has no length.
//! * A **flow** joins two moments, possibly on two tracks: a spawn, a wake-up.
//! * A **counter** is a step function of time.

mod builder;
mod model;

pub use builder::{SliceKey, TraceBuilder};
pub use model::{
    Arg, Clock, Counter, CounterId, Flow, FlowKind, Instant, Measurement, NameId, Row, RowId,
    SliceId, SliceRef, State, Trace, Track, TrackId, TrackKind, Value,
};
