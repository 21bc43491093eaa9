//! The tree of lanes as a person arranges it: folded, moved, pinned, hidden,
//! and searched.
//!
//! An [`Arrangement`] is a small value that says what was done and nothing of
//! any trace; [`arrange`] applies it to a plain stage and gives a stage with
//! other lanes, whose [`Tree`] knows which lane is what. Whatever an
//! arrangement says, no lane is lost: it is shown, folded into one that is
//! shown, hidden, or left out by the search, and [`Change::Reset`] brings all
//! of them back.

pub mod about;
mod arrangement;
mod build;
mod counter;
mod density;
mod draw;
mod history;
mod keys;
mod link;
mod moves;
mod names;
mod seek;
pub mod table;

pub use arrangement::{Arrangement, Change, Move, Node, What};
pub use build::{Item, Tree, arrange};
pub use density::{Bucket, Density, Overview, Sums};
pub use draw::minimap_ops;
pub use history::History;
pub use keys::{ACTS, Act, Binding, Key, act};
pub use seek::{Seek, Sought};

#[cfg(test)]
mod tests;
