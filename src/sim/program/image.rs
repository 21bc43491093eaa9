//! A system whose names are resolved, ready to be stepped.

use super::future::Footprint;
use super::instr::Ask;
use super::link::link;
use super::memory::Key;
use super::names::{Kind, Label, Name, Program};
use super::state::{State, Touch};
use super::system::System;
use crate::base::Problem;
use crate::sim::sync::ObjectId;

/// What a program's name stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Slot {
    /// So many cells, from this one on.
    Cells(u32, u32),
    Object(ObjectId),
    /// A condition and its mutex.
    Condition(ObjectId, ObjectId),
    Program(u16),
    /// A device or a text: without a meaning here.
    Other,
}

/// A program and what its names stand for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Code {
    pub program: Program,
    pub slots: Vec<Slot>,
    /// What may be touched from each instruction on.
    pub futures: Vec<Footprint>,
}

/// A system that can be stepped.
#[derive(Clone, Debug)]
pub struct Image {
    pub(super) codes: Vec<Code>,
    pub(super) program_names: Vec<String>,
    pub(super) thread_names: Vec<String>,
    pub(super) cells: Vec<(String, u32, u32)>,
    pub(super) objects: Vec<(Kind, String)>,
    pub(super) start: State,
}

impl Image {
    /// Resolves the names of a system.
    ///
    /// # Errors
    /// What is wrong with it: names of two kinds, programs that are not there,
    /// barriers that are not declared, too many cells, what only a machine can do.
    pub fn link(system: &System) -> Result<Image, Vec<Problem>> {
        link(system, false)
    }

    /// The same for the machine, where programs may also ask for processes,
    /// pools and timers ([`Instr::Hosted`](super::Instr)).
    ///
    /// # Errors
    /// As for [`Image::link`].
    pub fn link_hosted(system: &System) -> Result<Image, Vec<Problem>> {
        link(system, true)
    }

    /// The state before the first step.
    pub fn start(&self) -> &State {
        &self.start
    }

    /// The name of a thread of a state.
    pub fn thread_name(&self, state: &State, thread: usize) -> String {
        match self.thread_names.get(thread) {
            Some(name) => name.clone(),
            None => state.threads.get(thread).map_or(String::new(), |record| {
                let name = &self.program_names[usize::from(record.program)];
                format!("{name} #{}", thread + 1)
            }),
        }
    }

    /// The names of the threads that are there from the beginning.
    pub fn thread_names(&self) -> &[String] {
        &self.thread_names
    }

    /// The names of cells, the first of each, and how many there are.
    pub fn cells(&self) -> impl Iterator<Item = (&str, u32, u32)> {
        self.cells
            .iter()
            .map(|(name, first, n)| (name.as_str(), *first, *n))
    }

    /// The name of a cell: `counter`, `flag[1]`, `2000`.
    pub fn cell_name(&self, key: Key) -> String {
        let n = match key {
            Key::Address(address) => return address.to_string(),
            Key::Cell(n) => n,
        };
        let cell = self
            .cells
            .iter()
            .find(|(_, first, len)| (*first..first + len).contains(&n));
        match cell {
            Some((name, _, 1)) => name.clone(),
            Some((name, first, _)) => format!("{name}[{}]", n - first),
            None => String::new(),
        }
    }

    /// The kind and the name of an object.
    pub fn object(&self, id: ObjectId) -> Option<(Kind, &str)> {
        let (kind, name) = self.objects.get(id.0 as usize)?;
        Some((*kind, name))
    }

    /// The program of a thread.
    pub fn program(&self, state: &State, thread: usize) -> Option<&Program> {
        let record = state.threads.get(thread)?;
        Some(&self.codes[usize::from(record.program)].program)
    }

    /// Whether any program has a loop.
    pub fn has_loop(&self) -> bool {
        self.codes.iter().any(|code| code.program.has_loop())
    }

    /// The number of a resource in footprints.
    pub(super) fn bit(&self, of: Touch) -> Option<usize> {
        let cells = self.start.memory.cells().len();
        match of {
            Touch::Nothing => None,
            Touch::Threads => Some(0),
            Touch::Cell(Key::Address(_)) => Some(1),
            Touch::Cell(Key::Cell(n)) => Some(2 + n as usize),
            Touch::Object(id) => Some(2 + cells + id.0 as usize),
        }
    }
}

impl Code {
    pub(super) fn slot(&self, name: Name) -> Slot {
        self.slots
            .get(usize::from(name.0))
            .copied()
            .unwrap_or(Slot::Other)
    }

    pub(super) fn target(&self, label: Label) -> u32 {
        self.program.target(label) as u32
    }

    /// The object of an instruction, and a condition's mutex.
    pub(super) fn object(&self, name: Name, ask: Ask) -> (ObjectId, Option<ObjectId>) {
        match (self.slot(name), ask) {
            (Slot::Condition(id, mutex), _) => (id, Some(mutex)),
            (Slot::Object(id), _) => (id, None),
            // Refused as misuse: there is no such object.
            _ => (ObjectId(u32::MAX), None),
        }
    }
}
