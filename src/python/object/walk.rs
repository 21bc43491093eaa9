//! Graphs of objects: what an object leads to, and what becomes of a whole
//! graph when nobody needs it any more.

use std::collections::HashSet;
use std::rc::Rc;

use crate::python::object::{Dict, GeneratorState, IterState};
use crate::python::value::Value;

/// Goes from object to object, to each once.
#[derive(Default)]
pub struct Walk {
    seen: HashSet<usize>,
    todo: Vec<Value>,
    /// Whether it also goes to the names of the library's modules.
    pub everywhere: bool,
}

impl Walk {
    /// An object to go on from.
    pub fn push(&mut self, value: &Value) {
        if let Some(address) = value.address()
            && !matches!(value, Value::Str(_) | Value::Bytes(_) | Value::Big(_))
            && self.seen.insert(address)
        {
            self.todo.push(value.clone());
        }
    }

    /// Several of them.
    pub fn push_all(&mut self, values: &[Value]) {
        for value in values {
            self.push(value);
        }
    }

    /// A dict to go on from.
    pub fn push_dict(&mut self, dict: &Rc<Dict>) {
        self.push(&Value::Dict(dict.clone()));
    }

    /// The next object.
    pub fn next_object(&mut self) -> Option<Value> {
        let value = self.todo.pop()?;
        self.go_on(&value);
        Some(value)
    }

    fn go_on(&mut self, value: &Value) {
        match value {
            Value::Dict(dict) => {
                for (key, value) in dict.entries() {
                    self.push(&key);
                    self.push(&value);
                }
            }
            Value::List(list) => self.push_all(&list.to_vec()),
            Value::Set(set) => self.push_all(&set.items()),
            Value::Tuple(tuple) => self.push_all(tuple),
            Value::Cell(cell) => self.push(&cell.get()),
            Value::Function(function) => {
                self.push_all(&function.closure);
                let defaults = function.defaults.borrow().clone();
                self.push_all(&defaults);
                if let Some(dict) = function.dict.get() {
                    self.push_dict(dict);
                }
                if self.everywhere || !function.code.source.library {
                    self.push_dict(&function.globals);
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
            Value::Module(module) if self.everywhere => self.push_dict(&module.dict),
            Value::Type(class) if self.everywhere || class.heap => {
                self.push_dict(&class.dict);
                for base in &class.bases {
                    self.push(&Value::Type(base.clone()));
                }
            }
            Value::Instance(instance) => {
                self.push(&Value::Type(instance.class.clone()));
                self.push(&instance.payload);
                let dict = instance.dict.borrow().clone();
                self.push_dict(&dict);
            }
            Value::Generator(generator) => {
                if let GeneratorState::Suspended(saved) = &*generator.state.borrow() {
                    self.push_all(&saved.registers);
                }
            }
            Value::Iter(iter) => self.over(&iter.state.borrow()),
            Value::Object(object) => {
                if self.everywhere {
                    self.push(&Value::Type(object.class.clone()));
                }
                self.push_all(&object.state.children());
            }
            _ => {}
        }
    }

    fn over(&mut self, state: &IterState) {
        match state {
            IterState::List(list, _) | IterState::ListBack(list, _) => {
                self.push(&Value::List(list.clone()));
            }
            IterState::Dict(dict, ..) | IterState::DictBack(dict, ..) => self.push_dict(dict),
            IterState::Set(set, ..) => self.push(&Value::Set(set.clone())),
            IterState::Sequence(object, ..) => self.push(&Value::Object(object.clone())),
            IterState::Values(values) => self.push_all(values.as_slice()),
            IterState::Zip(inner, _) => self.push_all(inner),
            IterState::Map(function, inner) => {
                self.push(function);
                self.push_all(inner);
            }
            IterState::Enumerate(a, b) | IterState::Filter(a, b) | IterState::Call(a, b) => {
                self.push(a);
                self.push(b);
            }
            IterState::Items(inner, _) | IterState::ItemsBack(inner, _) => self.push(inner),
            _ => {}
        }
    }
}

/// Empties everything that these dicts lead to, so that objects that refer to
/// each other in a circle are given back, which counting references alone does
/// not do. Nothing of it may be used any more.
pub fn dispose(roots: &[Rc<Dict>]) {
    let mut walk = Walk {
        everywhere: true,
        ..Walk::default()
    };
    for root in roots {
        walk.push_dict(root);
    }
    let mut all = Vec::new();
    while let Some(value) = walk.next_object() {
        all.push(value);
    }
    drop(walk);
    for value in &all {
        match value {
            Value::Dict(dict) => dict.clear(),
            Value::List(list) => {
                let items = std::mem::take(&mut *list.borrow_mut());
                drop(items);
            }
            Value::Set(set) if !set.frozen => set.clear(),
            Value::Cell(cell) => drop(cell.set(Value::Unbound)),
            Value::Type(class) => class.changed(),
            Value::Iter(iter) => drop(iter.state.replace(IterState::Done)),
            Value::Object(object) => object.state.clear(),
            _ => {}
        }
    }
    drop(all);
    // What is to be done when objects go is not done any more.
    for _ in 0..8 {
        let late = super::instance::take_finalizers();
        super::instance::take_gone();
        if late.is_empty() {
            break;
        }
    }
}
