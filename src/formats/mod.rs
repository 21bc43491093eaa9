//! Other tools' files, in and out: one module a format.

pub mod chrome;
pub mod json;
