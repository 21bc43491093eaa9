//! Other tools' files, in and out: one module a format.

pub mod asyncflow;
pub mod chrome;
pub mod file;
pub mod firefox;
pub mod json;
pub mod perfetto;
pub mod speedscope;
mod stacks;
pub mod stream;
