//! Chrome Trace Event JSON: the format that Perfetto, speedscope and
//! `chrome://tracing` read (Google, *Trace Event Format*, 2016).
//!
//! How a trace is written:
//! * The object form, with `traceEvents`, `displayTimeUnit` and `otherData`.
//! * A **process** is the nearest track of kind machine, process or group, at
//!   or above a track; topmost tracks of other kinds share one. Each **row** of
//!   a track is a **thread**, so that slices of a thread never overlap (viewers
//!   drop or misplace those that do). Thread ids are unique in the file, since
//!   not every viewer takes the process into account.
//! * Slices are `X`, instants `i`, flows a pair of `s` and `f`, counters `C`,
//!   names and order `M`. State and arguments are under `args`.
//! * `ts` and `dur` are microseconds, as the format demands: whole numbers
//!   where that is exact, else with exactly three decimals. The text is thus
//!   exact to the nanosecond; what a reader keeps depends on its numbers (a
//!   double is exact for the first 104 days).
//! * What the format has no place for (kinds, the tree, the clock, facts) is
//!   under `otherData.concurrencyLab`, from which [`import`] makes the same
//!   trace again.
//!
//! Under `args`, `state` is the state's key, and `unnamed` says that the slice
//! has no name and shows its state's instead. A string is a string, a whole
//! number an integer, a number has a point or an exponent (`{"float": "NaN"}`
//! where JSON has no number), a length of time is `{"ns": 1500}`. An argument
//! whose key is one of these two, or has a `#`, or occurred before in the
//! slice, is written as `key#n`.

mod export;
mod facts;
mod import;
pub mod log;
pub mod matching;
mod members;
mod mending;
pub mod moment;
mod reading;
mod recording;
mod symbols;

pub use export::export;
pub use facts::facts;
pub use import::import;
pub use recording::recording;

/// The version of the envelope; one more with every change that an older
/// reader would misread.
const VERSION: u32 = 1;

/// The keys under `args` that are not arguments.
const RESERVED: [&str; 2] = ["state", "unnamed"];

// The libraries that these tests need are there on native targets only.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
