//! Python in virtual time.

pub mod lib;
pub mod text;
