//! Exploring a program, as the page does it: what is asked of the worker and
//! what it answers, outcomes in words, and a schedule replayed as a trace. The
//! exploration itself is [`crate::sim::explore`].
//!
//! A worker sends of each outcome only a schedule and figures ([`Row`]); what
//! comes of it the page finds by taking the steps itself ([`found`]). So what
//! is said in the table and what is replayed cannot disagree, and a worker
//! that sends nonsense is noticed.

mod found;
#[cfg(test)]
mod laws;
mod link;
mod listing;
mod message;
mod playback;
mod read;
mod report;
mod runner;
mod settings;
#[cfg(test)]
mod tests;
mod told;

pub use found::{FoundOutcome, found, result_of};
pub use link::{Draft, Linked, Own, example_of, fitting, read_link, written};
pub use listing::{Line, Listing, listings};
pub use message::{
    Ask, FromWorker, Garbled, LONGEST, VERSION, Wanted, read_message, write_message,
};
pub use playback::{Content, Doing, Moment, ObjectView, Playback, STEP, ThreadView, Valued};
pub use read::{Trouble, problem_at, read};
pub use report::{Ended, MOST_ROWS, Phase, Report, Row};
pub use runner::{EVERY, run};
pub use settings::{Settings, Way, grouped, share};
pub use told::{Kind, Told, tell};
