//! Published simulators and textbook examples as cases of the one machine.
//!
//! Each module is the dialect of one source: it reads the arguments of a case,
//! runs [`crate::sim::Machine`] with the switches, bodies and policies that the
//! source's rules mean, and gives the figures that the source prints.
//! `expect(args)` gives them in the shape of the case file's `expect`. [`file`]
//! reads a file of cases and runs each in its dialect; [`compare`] tells where a
//! result differs.

mod args;
pub mod compare;
pub mod file;
pub mod lottery;
pub mod mlfq;
pub mod multi;
pub mod process_run;
pub mod real_time;
mod record;
pub mod scheduler;
pub mod shuttle;
pub mod textbook;
pub mod x86;

#[cfg(test)]
mod reference;
#[cfg(test)]
mod robust;
#[cfg(test)]
pub(crate) mod testing;
