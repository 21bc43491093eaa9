//! The arguments of a function of `_machine`.

use std::rc::Rc;

use super::ask::{Ask, Handle, ObjectHandle, Patience};
use crate::base::Dur;
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::Result;
use crate::sim::sync::Call;

/// The arguments of a call, taken one after the other.
pub(super) struct Given<'a> {
    pub name: &'static str,
    pub values: &'a mut [Value],
    pub next: usize,
}

impl Given<'_> {
    pub fn value(&mut self) -> Value {
        let value = self.values.get_mut(self.next).map(std::mem::take);
        self.next += 1;
        match value {
            Some(value) if value.is_bound() => value,
            _ => Value::None,
        }
    }

    pub fn wrong(&self, vm: &Vm, what: &str) -> crate::python::vm::Raised {
        vm.type_error(format!("_machine.{}: {what} is expected", self.name))
    }

    pub fn int(&mut self, vm: &Vm) -> Result<i64> {
        self.value()
            .as_i64()
            .ok_or_else(|| self.wrong(vm, "a whole number"))
    }

    pub fn truth(&mut self) -> bool {
        matches!(self.value(), Value::Bool(true))
    }

    pub fn text(&mut self, vm: &Vm) -> Result<String> {
        let value = self.value();
        let text = value.as_str().map(str::to_owned);
        text.ok_or_else(|| self.wrong(vm, "a text"))
    }

    pub fn optional_text(&mut self) -> Option<String> {
        self.value().as_str().map(str::to_owned)
    }

    pub fn patience(&mut self, vm: &Vm) -> Result<Patience> {
        match self.value() {
            Value::None => Ok(Patience::Ever),
            value => match value.as_i64() {
                Some(ns) if ns <= 0 => Ok(Patience::Not),
                Some(ns) => Ok(Patience::For(Dur(ns.unsigned_abs()))),
                None => Err(self.wrong(vm, "a time to wait")),
            },
        }
    }

    pub fn handle(&mut self, vm: &Vm) -> Result<Handle> {
        let value = self.value();
        let handle = value.as_native::<Handle>().cloned();
        handle.ok_or_else(|| self.wrong(vm, "a handle"))
    }

    pub fn object(&mut self, vm: &Vm) -> Result<Rc<ObjectHandle>> {
        match self.handle(vm)? {
            Handle::Object(object) => Ok(object),
            _ => Err(self.wrong(vm, "a synchronisation object")),
        }
    }

    pub fn process(&mut self, vm: &Vm) -> Result<crate::sim::ProcessId> {
        match self.handle(vm)? {
            Handle::Process(process) => Ok(process),
            _ => Err(self.wrong(vm, "a process")),
        }
    }

    pub fn thread(&mut self, vm: &Vm) -> Result<crate::sim::ThreadId> {
        match self.handle(vm)? {
            Handle::Thread(thread) => Ok(thread),
            _ => Err(self.wrong(vm, "a thread")),
        }
    }

    pub fn port(&mut self, vm: &Vm) -> Result<crate::sim::PortId> {
        match self.handle(vm)? {
            Handle::Port(port) => Ok(port),
            _ => Err(self.wrong(vm, "a port")),
        }
    }

    pub fn memory(&mut self, vm: &Vm) -> Result<usize> {
        match self.handle(vm)? {
            Handle::Memory(memory) => Ok(memory),
            _ => Err(self.wrong(vm, "a memory")),
        }
    }

    pub fn task(&mut self, vm: &Vm) -> Result<crate::sim::Task> {
        match self.handle(vm)? {
            Handle::Task(task) => Ok(task),
            _ => Err(self.wrong(vm, "a task")),
        }
    }

    /// A task, or none.
    pub fn optional_task(&mut self) -> Option<crate::sim::Task> {
        let value = self.value();
        match value.as_native::<Handle>() {
            Some(Handle::Task(task)) => Some(*task),
            _ => None,
        }
    }

    pub fn counter(&mut self, vm: &Vm) -> Result<crate::trace::CounterId> {
        match self.handle(vm)? {
            Handle::Counter(counter) => Ok(counter),
            _ => Err(self.wrong(vm, "a counter")),
        }
    }

    pub fn call(&mut self, vm: &Vm, call: Call, patience: Patience) -> Result<Ask> {
        Ok(Ask::Call(self.object(vm)?.id.get(), call, patience))
    }
}
