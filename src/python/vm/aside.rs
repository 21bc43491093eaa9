//! Python code run to its end in between, for messages and the like; and what
//! weak references want to hear.

use std::rc::Rc;

use crate::python::value::Value;
use crate::python::vm::frame::{Begin, Thread};
use crate::python::vm::native::{Result, Then};
use crate::python::vm::{Stopped, Vm};

impl Vm {
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
        instance.watched.set(true);
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
