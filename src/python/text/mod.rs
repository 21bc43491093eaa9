//! What Python does with numbers and text, as plain functions.
//!
//! Nothing here knows objects, frames or the machine: arguments and results are
//! Rust's own numbers, strings and vectors, so that each rule can be held
//! against CPython alone. The rules are those of CPython 3.11; where a figure
//! or an order of steps decides the result (the Mersenne Twister, the hash of a
//! number, the digits of a float), it is CPython's, and a test compares the two
//! whenever `python3` is there.
//!
//! A rule that Python breaks with an exception returns a [`Fault`]: the name of
//! the exception's class and its message, word for word.

pub mod bytes;
pub mod chars;
pub mod codec;
pub mod digest;
pub mod fields;
pub mod float;
pub mod format;
pub mod integer;

pub mod math;
pub mod percent;
pub mod random;
pub mod regex;
pub mod repr;
pub mod spec;
pub mod string;

mod fault;
#[cfg(test)]
mod oracle;

pub use fault::Fault;
pub use integer::Integer;

/// The longest text that one operation makes, in bytes. Beyond it the answer is
/// `MemoryError`, so that a width of a thousand million cannot stop the page.
pub const LARGEST: usize = 1 << 26;
