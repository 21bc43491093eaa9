//! What everything else is made of: time, typed ids, random numbers,
//! sentences in both languages, and problems with a place and a hint.

pub mod hash;
mod id;
pub mod lengths;
mod problem;
mod random;
mod sort;
mod text;
mod time;

pub use id::{Id, IdVec};
pub use problem::Problem;
pub use random::Random;
pub use sort::{sort_by, sort_by_key};
pub use text::{Lang, Text};
pub use time::{Dur, Time};
