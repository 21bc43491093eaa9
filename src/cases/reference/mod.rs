//! The rules of the published simulators once more, as plainly as they are
//! told: tick by tick, with lists and scans. The cases are compared with them
//! on random inputs.

pub mod lottery;
pub mod mlfq;
pub mod multi;
pub mod process_run;
pub mod scheduler;
pub mod textbook;
pub mod x86;
