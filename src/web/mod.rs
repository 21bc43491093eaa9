//! What the browser gives.

pub mod clock;
pub mod worker;
