//! What leaves the program besides trace files: the table as CSV, the measures
//! as JSON, moving pictures as GIF and WebM.

pub mod clip;
pub mod csv;
pub mod gif;
pub mod measures;
pub mod webm;
mod wire;

pub use wire::{read as read_ops, write as write_ops};
