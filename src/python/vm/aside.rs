//! Python code run to its end in between, for messages and the like; and what
//! weak references want to hear.

use std::rc::Rc;

use crate::python::value::Value;
use crate::python::vm::frame::{Begin, Thread};
use crate::python::vm::native::{Result, Then};
use crate::python::vm::{Stopped, Vm};

/// Names that every module sees and that the library makes when one is first
/// asked for, with the module that has each.
const LATE: &[(&str, &str)] = &[
    ("complex", "_complex"),
    (IMAGINARY, "_complex"),
    ("bytearray", "_bytearray"),
    ("memoryview", "_bytearray"),
    ("exit", "_site"),
    ("quit", "_site"),
    ("help", "_site"),
    ("copyright", "_site"),
    ("credits", "_site"),
    ("license", "_site"),
];

/// The name under which compiled code finds what makes an imaginary number; no
/// program can write it.
pub(crate) const IMAGINARY: &str = "imaginary number";

impl Vm {
    /// How to get a name that every module sees, but is made late.
    #[cold]
    pub(crate) fn late_builtin(&self, name: &str) -> Option<Then> {
        let (name, module) = *LATE.iter().find(|(late, _)| *late == name)?;
        let own = if name == IMAGINARY { "imaginary" } else { name };
        // Each process has modules of its own.
        if let Some(Value::Module(m)) = self.process().modules.get_name(module)
            && let Some(v) = m.dict.get_name(own)
        {
            return Some(Then::Value(v));
        }
        Some(Then::run(self, |c| async move {
            match c.import(module).await? {
                Value::Module(m) => match m.dict.get_name(own) {
                    Some(v) => Ok(v),
                    None => Err(c.name_error(format!("name '{name}' is not defined"))),
                },
                _ => Ok(Value::None),
            }
        }))
    }

    /// Runs something to its end on a thread of its own, for at most so many
    /// instructions. What it asks of the outside world is answered with None.
    ///
    /// # Errors
    /// What it raises; `RuntimeError` if it takes too long.
    pub fn run_aside(&self, then: Then, budget: u64) -> Result {
        let process = self.process();
        let mut thread = Thread::new(&process, Value::None, Vec::new());
        thread.begin = Some(Begin::Then(then));
        loop {
            match self.run(&mut thread, budget) {
                Stopped::Finished(v) => return Ok(v),
                Stopped::Raised(raised) => return Err(raised),
                Stopped::Request(_) => thread.answer(Ok(Value::None)),
                Stopped::Budget => return Err(self.runtime_error("took too long")),
            }
        }
    }

    /// Asks for a function to be called when an instance is gone.
    pub fn watch(&self, instance: &Rc<crate::python::object::Instance>, f: Value) {
        if !instance.watched.replace(true) {
            crate::python::object::cycles::know(instance);
        }
        self.watchers
            .borrow_mut()
            .entry(instance.id.get())
            .or_default()
            .push(f);
    }

    /// What to call now that an instance is gone.
    pub(crate) fn weak_callbacks(&self, id: u64) -> Vec<Value> {
        self.watchers.borrow_mut().remove(&id).unwrap_or_default()
    }
}
