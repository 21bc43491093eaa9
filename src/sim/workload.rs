//! Machines and jobs made by rule, for measuring and for trying out.

use super::machine::{Machine, Settings};
use super::policy::{Policy, RoundRobin};
use super::script::Script;
use crate::base::{Dur, Random, Time};

/// A machine on which `tasks` threads compute for `demand` each, without
/// costs and without a GIL, and round robin with that quantum to run it.
/// Reasons are not recorded, so that what is measured is scheduling.
pub fn round_robin(
    tasks: u32,
    cores: u32,
    demand: Dur,
    quantum: Dur,
) -> (Machine, Box<dyn Policy>) {
    let mut machine = Machine::new(Settings {
        reasons: false,
        ..Settings::cores(cores)
    });
    let process = machine.process("program", None);
    for n in 0..tasks {
        let name = format!("T{n}");
        machine.thread(process, &name, Time::ZERO, Script::compute(demand).boxed());
    }
    (machine, Box::new(RoundRobin::new(quantum)))
}

/// Lengths from 1 to `most` units, drawn from a seed.
pub fn random_lengths(count: usize, most: u64, unit: Dur, seed: u64) -> Vec<Dur> {
    let mut random = Random::new(seed);
    (0..count)
        .map(|_| unit * (1 + random.below(most)))
        .collect()
}
