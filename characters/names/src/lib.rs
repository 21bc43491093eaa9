//! A character by its name, where Python's parser looks for it.

pub use characters::character;
