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
//!   its slices overlap or nest: then a slice that lies within another is on a
//!   later row than it, and one that overlaps another on another row.
//! * An **instant** is a moment on a track that has no length.
//! * A **flow** joins two moments, possibly on two tracks: a spawn, a wake-up.
//! * A **counter** is a step function of time.
//! * A **fact** is a named value that belongs to the whole trace.
//!
//! Times are half-open: a slice from 2 to 5 is there at 2 and no longer at 5.
//! A slice without a length takes no time; it is there in windows that include
//! its moment, and is never what a track is doing *at* a moment.

mod args;
mod builder;
mod bytes;
mod critical;
mod dump;
mod freeze;
mod index;
mod kind;
mod model;
mod nest;
mod packed;
mod query;
mod stats;

pub use builder::{SliceKey, TraceBuilder};
pub use bytes::Bytes;
pub use critical::{Cause, CriticalPath, CriticalWalk, Piece};
pub use index::{Column, ColumnWalk, StateTimes};
pub use kind::{FlowKind, State, TrackKind};
pub use model::{
    Arg, Clock, Counter, CounterId, Fact, Flow, Instant, Measurement, NameId, OsIds, Row, RowId,
    SliceId, SliceRef, Trace, Track, TrackId, Value, arg, fact,
};
pub use query::{Current, Event, EventFilter, EventKind, Scene};
pub use stats::{Heartbeat, LaneStats, Parallelism, Stats};
