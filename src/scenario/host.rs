//! Jobs whose programs use processes, pools and timers, or memory of more than
//! one process: they run on the machine's own objects and variables.

use std::collections::BTreeSet;

use super::work::{Parts, Plan};
use super::{PoolSpec, Scenario};
use crate::base::Problem;
use crate::sim::program::{
    Host, Hosted, Instr, Kind, Name, Parts as HostParts, PoolSettings, Program, Workers,
};
use crate::sim::sync::ObjectId;
use crate::sim::{Body, Machine, ProcessId};

impl PoolSpec {
    fn settings(&self) -> PoolSettings {
        PoolSettings {
            name: self.name.clone(),
            workers: self.workers,
            kind: self.kind,
            bytes: self.bytes,
        }
    }
}

impl Plan {
    pub(super) fn hosted_bodies(
        &self,
        scenario: &Scenario,
        parts: &Parts,
    ) -> Result<Vec<Box<dyn Body>>, Vec<Problem>> {
        self.none_is_periodic()?;
        let pools = scenario.pools.iter();
        let host = Host::new(
            self.image.clone(),
            HostParts {
                timing: parts.timing,
                devices: parts.devices.clone(),
                objects: parts.objects.iter().copied().collect(),
                cells: parts.cells.clone(),
                processes: parts.processes.clone(),
                pools: pools.map(|pool| pool.settings()).collect(),
            },
        )
        .map_err(|problems| {
            let within = |problem: Problem| Problem {
                place: format!("/jobs: {}", problem.place),
                ..problem
            };
            problems.into_iter().map(within).collect::<Vec<_>>()
        })?;
        let body = |i| -> Box<dyn Body> { Box::new(host.body(i)) };
        Ok((0..self.jobs.len()).map(body).collect())
    }

    /// Makes the variables of all processes, in the order of the image's cells.
    pub(super) fn make_cells(
        &self,
        machine: &mut Machine,
        processes: &[ProcessId],
    ) -> Vec<ObjectId> {
        let mut made = Vec::new();
        let [first, others @ ..] = processes else {
            return made;
        };
        let values = self.image.start().memory.cells();
        for (n, value) in values.iter().enumerate() {
            let key = crate::sim::program::Key::Cell(n as u32);
            let variable = machine.variable(*first, &self.image.cell_name(key), *value);
            for process in others {
                machine.same_variable(*process, variable);
            }
            made.push(variable);
        }
        made
    }

    /// The queues and pipes that lie between processes: programs of more than
    /// one process name them.
    pub(super) fn between_processes(&self, scenario: &Scenario) -> Vec<String> {
        let mut users: Vec<(String, BTreeSet<String>)> = Vec::new();
        for (i, job) in self.jobs.iter().enumerate() {
            let own = job.process.clone();
            let first = || scenario.processes.first().map(|p| p.name.clone());
            let process = own.or_else(first).unwrap_or_default();
            let place = self.system.threads[i].program;
            let mut seen = BTreeSet::new();
            self.add_users(scenario, place, &process, &mut seen, &mut users);
        }
        let users = users.into_iter();
        let crossed = users.filter(|(_, processes)| processes.len() > 1);
        crossed.map(|(name, _)| name).collect()
    }

    fn add_users(
        &self,
        scenario: &Scenario,
        place: usize,
        process: &str,
        seen: &mut BTreeSet<(usize, String)>,
        users: &mut Vec<(String, BTreeSet<String>)>,
    ) {
        if !seen.insert((place, process.to_owned())) {
            return;
        }
        let program = &self.system.programs[place].1;
        for (_, name) in program.names().iter().filter(|(kind, _)| is_passage(*kind)) {
            match users.iter_mut().find(|(known, _)| known == name) {
                Some((_, processes)) => drop(processes.insert(process.to_owned())),
                None => users.push((name.clone(), BTreeSet::from([process.to_owned()]))),
            }
        }
        for instr in program.instrs() {
            let Some((name, is_new)) = starts(scenario, program, *instr) else {
                continue;
            };
            let called = program.name(name);
            let programs = &self.system.programs;
            if let Some(other) = programs.iter().position(|(known, _)| known == called) {
                // One process stands for all with that program.
                let theirs = if is_new { called } else { process };
                self.add_users(scenario, other, theirs, seen, users);
            }
        }
    }
}

fn is_passage(kind: Kind) -> bool {
    matches!(kind, Kind::Queue | Kind::Pipe)
}

/// The program that an instruction starts, and whether in a process of its own.
fn starts(scenario: &Scenario, program: &Program, instr: Instr) -> Option<(Name, bool)> {
    Some(match instr {
        Instr::Spawn(name) => (name, false),
        Instr::Hosted(Hosted::Fork(name) | Hosted::Start(name)) => (name, true),
        Instr::Hosted(Hosted::Submit(pool, name)) => {
            let pool = program.name(pool);
            let pool = scenario.pools.iter().find(|known| known.name == pool);
            (name, pool.is_some_and(|pool| pool.kind != Workers::Threads))
        }
        _ => return None,
    })
}
