//! Numbers for everything that a program can reach when its first thread is
//! made: they are the same in every schedule, since until then there is one.

use std::collections::HashSet;
use std::rc::Rc;

use crate::python::object::{Dict, GeneratorState};
use crate::python::value::Value;
use crate::python::vm::frame::Thread;

/// Gives numbers to what can be reached from a thread's registers, from a value
/// and from the program's own modules, the library's modules aside.
pub(super) fn number(thread: &Thread, value: &Value) {
    let mut walk = Walk::default();
    walk.push(value);
    for frame in thread.frames() {
        if !frame.code.source.library {
            walk.dict(&frame.globals);
        }
    }
    for value in &thread.stack {
        walk.push(value);
    }
    while let Some(value) = walk.todo.pop() {
        walk.visit(&value);
    }
}

#[derive(Default)]
struct Walk {
    seen: HashSet<usize>,
    todo: Vec<Value>,
}

impl Walk {
    fn push(&mut self, value: &Value) {
        if let Some(address) = value.address()
            && self.seen.insert(address)
        {
            self.todo.push(value.clone());
        }
    }

    fn all(&mut self, values: &[Value]) {
        for value in values {
            self.push(value);
        }
    }

    fn dict(&mut self, dict: &Rc<Dict>) {
        self.push(&Value::Dict(dict.clone()));
    }

    fn visit(&mut self, value: &Value) {
        match value {
            Value::Dict(dict) => {
                dict.id.get();
                for (key, value) in dict.entries() {
                    self.push(&key);
                    self.push(&value);
                }
            }
            Value::List(list) => {
                list.id.get();
                self.all(&list.to_vec());
            }
            Value::Set(set) => {
                set.id.get();
                self.all(&set.items());
            }
            Value::Tuple(tuple) => self.all(tuple),
            Value::Cell(cell) => {
                cell.id.get();
                self.push(&cell.get());
            }
            Value::Function(function) => {
                function.id.get();
                self.all(&function.closure);
                let defaults = function.defaults.borrow().clone();
                self.all(&defaults);
                if !function.code.source.library {
                    self.dict(&function.globals);
                }
            }
            Value::Method(method) => {
                self.push(&method.receiver);
                self.push(&method.function);
            }
            Value::Native(native) => {
                if let Some(bound) = &native.bound {
                    self.push(bound);
                }
            }
            Value::Type(class) if class.heap => {
                class.id.get();
                self.dict(&class.dict);
                for base in &class.bases {
                    self.push(&Value::Type(base.clone()));
                }
            }
            Value::Instance(instance) => {
                instance.id.get();
                self.push(&Value::Type(instance.class.clone()));
                self.push(&instance.payload);
                let dict = instance.dict.borrow().clone();
                self.dict(&dict);
            }
            Value::Generator(generator) => {
                if let GeneratorState::Suspended(saved) = &*generator.state.borrow() {
                    self.all(&saved.registers);
                }
            }
            Value::Object(object) => self.all(&object.state.children()),
            _ => {}
        }
    }
}
