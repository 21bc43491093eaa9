//! The machine page as far as it knows no browser: what is typed and taken
//! back, what a link carries, what runs come to and how they differ, why a
//! thread was picked.

pub mod document;
pub mod history;
pub mod measures;
pub mod packed;
pub mod why;

pub use history::History;
