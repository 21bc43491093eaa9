//! Python in virtual time.

pub mod text;
