//! Experiments on the real browser.
pub mod worker;
