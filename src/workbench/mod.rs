//! The Python page as far as it knows no browser: the examples, what is kept
//! and what a link carries.

pub mod examples;
