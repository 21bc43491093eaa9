//! The worker's side.
/// Starts the worker.
pub fn start() {}
