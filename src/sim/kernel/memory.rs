//! The memory of processes: what belongs to one alone, what a fork copies, and
//! what has to be written down to get from one to another.

use super::*;
use crate::sim::sync::{Call, Misuse, Object, ObjectId, Reply};

/// What is known of the processes' memory.
#[derive(Default)]
pub(super) struct Memory {
    /// Sizes in bytes.
    sizes: Vec<(ProcessId, u64)>,
    variables: Vec<Variable>,
    /// Objects that lie between processes, and how large an item of them is.
    crossed: Vec<(ObjectId, u64)>,
}

/// A variable as one process has it.
#[derive(Clone, Copy)]
struct Variable {
    process: ProcessId,
    /// What bodies call it by.
    original: ObjectId,
    /// The process's own cell.
    here: ObjectId,
    /// Its value in the beginning.
    first: i64,
}

impl Kernel {
    pub(in crate::sim) fn set_memory(&mut self, process: ProcessId, bytes: u64) {
        self.memory.sizes.retain(|entry| entry.0 != process);
        self.memory.sizes.push((process, bytes));
    }

    fn memory_of(&self, process: ProcessId) -> u64 {
        let entry = self.memory.sizes.iter().find(|entry| entry.0 == process);
        entry.map_or(0, |entry| entry.1)
    }

    pub(in crate::sim) fn add_variable(
        &mut self,
        process: ProcessId,
        name: &str,
        value: i64,
    ) -> ObjectId {
        let lane = self.processes[process].lane;
        let here = self.add_object_below(lane, name, Object::Cell(value));
        self.memory.variables.push(Variable {
            process,
            original: here,
            here,
            first: value,
        });
        here
    }

    /// Adds to a process the variable that another one knows by that id, with
    /// the value that it has at first.
    pub(in crate::sim) fn add_same_variable(&mut self, process: ProcessId, original: ObjectId) {
        let mut known = self.memory.variables.iter();
        let Some(variable) = known.find(|v| v.original == original).copied() else {
            self.fault.get_or_insert(foreign("variable"));
            return;
        };
        let lane = self.processes[process].lane;
        let name = self.object_name(original).to_owned();
        let here = self.add_object_below(lane, &name, Object::Cell(variable.first));
        self.memory.variables.push(Variable {
            process,
            here,
            ..variable
        });
    }

    /// Which object a thread means: its process's own, if it is a variable.
    pub(super) fn own_object(&self, thread: ThreadId, id: ObjectId) -> Result<ObjectId, Misuse> {
        let variables = &self.memory.variables;
        if variables.is_empty() {
            return Ok(id);
        }
        let process = self.facts[thread].process;
        let of_that = |variable: &&Variable| variable.original == id;
        if !variables.iter().any(|variable| of_that(&variable)) {
            return Ok(id);
        }
        let mut own = variables.iter().filter(of_that);
        let own = own.find(|variable| variable.process == process);
        own.map(|variable| variable.here).ok_or(Misuse::Elsewhere)
    }

    /// A thread starts a process.
    pub(in crate::sim) fn start_process(
        &mut self,
        parent: ThreadId,
        name: &str,
        body: Box<dyn Body>,
        forks: bool,
    ) -> (ProcessId, ThreadId) {
        let from = self.facts[parent].process;
        let gil = self.processes[from].gil.as_ref().map(|gil| gil.interval);
        let process = self.add_process(name, gil);
        let bytes = self.memory_of(from);
        self.set_memory(process, bytes);
        let variables = self.memory.variables.clone();
        for variable in variables.iter().filter(|v| v.process == from) {
            let value = match self.sync.objects.cell(variable.here) {
                Some(value) if forks => value,
                _ => variable.first,
            };
            let lane = self.processes[process].lane;
            let shown = self.object_name(variable.here).to_owned();
            let here = self.add_object_below(lane, &shown, Object::Cell(value));
            self.memory.variables.push(Variable {
                process,
                here,
                ..*variable
            });
        }
        let thread = self.child(parent, process, name, body);
        let costs = self.settings.costs;
        let (cost, what) = if forks {
            (costs.of_fork(bytes), ("fork", Some(bytes)))
        } else {
            (costs.process, ("process creation", None))
        };
        self.begin_after(parent, thread, cost, what);
        (process, thread)
    }

    pub(in crate::sim) fn between_processes(&mut self, object: ObjectId, bytes: u64) {
        self.memory.crossed.retain(|entry| entry.0 != object);
        self.memory.crossed.push((object, bytes));
    }

    /// How large what a call sends, or was given, is, if that goes between processes.
    fn crosses(&self, object: ObjectId, size: Option<u32>) -> Option<u64> {
        let entry = self.memory.crossed.iter().find(|entry| entry.0 == object)?;
        Some(size.map_or(entry.1, u64::from))
    }

    /// Whether the thread has first to write down what its call sends.
    pub(super) fn writes_first(&mut self, thread: ThreadId, object: ObjectId, call: Call) -> bool {
        let Some(bytes) = sent(call).and_then(|size| self.crosses(object, size)) else {
            return false;
        };
        let cost = self.settings.costs.of_message(bytes);
        if cost.is_zero() || self.take_written(thread) {
            return false;
        }
        self.is_writing(thread);
        self.owe_for_bytes(thread, cost, "serialise", bytes);
        true
    }

    /// A thread makes a call again: what it sends has been written down.
    pub(super) fn is_written(&mut self, thread: ThreadId, call: Call) {
        if !self.memory.crossed.is_empty() && sent(call).is_some() {
            self.is_writing(thread);
        }
    }

    /// A thread that was given something from another process reads it.
    pub(super) fn read_reply(&mut self, thread: ThreadId, object: ObjectId, reply: Reply) {
        if self.memory.crossed.is_empty() || !matches!(reply, Reply::Value(_)) {
            return;
        }
        if let Some(bytes) = self.crosses(object, None) {
            let cost = self.settings.costs.of_message(bytes);
            self.owe_for_bytes(thread, cost, "deserialise", bytes);
        }
    }
}

/// Whether a call sends something, and how large it is if the call says it.
fn sent(call: Call) -> Option<Option<u32>> {
    match call {
        Call::Put(_) | Call::Resolve(_) => Some(None),
        Call::Send(_, size) => Some(Some(size)),
        _ => None,
    }
}
