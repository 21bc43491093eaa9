//! Circles of objects: what counting references alone never gives back.
//!
//! There are no generations. Instances whose end can be noticed are known by
//! weak references: those with `__del__` or a weak reference to them, and all of
//! them once a program has imported `gc`. From them, [`find`] looks for objects
//! that are referred to by each other only. It counts every reference that it
//! sees; one that it does not see counts as one from outside, so that nothing in
//! use is ever taken for garbage.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use crate::base::hash::QuickMap;
use crate::python::object::{Custom, GeneratorState, Instance, IterState, Type};
use crate::python::value::Value;

thread_local! {
    static KNOWN: RefCell<Vec<Weak<Instance>>> = const { RefCell::new(Vec::new()) };
    /// At how many known instances those that are gone are struck off.
    static FULL: Cell<usize> = const { Cell::new(FEW) };
    static ALL: Cell<bool> = const { Cell::new(false) };
}

const FEW: usize = 1024;

/// Forgets everything; a virtual machine does so when made.
pub fn restart() {
    KNOWN.with_borrow_mut(Vec::clear);
    FULL.set(FEW);
    ALL.set(false);
}

/// From now on all instances are known.
pub fn know_all() {
    ALL.set(true);
}

/// Whether new instances of a class are to be known.
#[inline]
pub fn is_known(class: &Type) -> bool {
    ALL.get() || (class.heap && class.custom(Custom::DEL))
}

/// Has an instance known.
pub fn know(instance: &Rc<Instance>) {
    KNOWN.with_borrow_mut(|known| {
        if known.len() >= FULL.get() {
            known.retain(|i| i.strong_count() > 0);
            FULL.set((known.len() * 2).max(FEW));
        }
        known.push(Rc::downgrade(instance));
    });
}

/// Objects that refer to each other and that nothing else refers to.
#[derive(Debug, Default)]
pub struct Garbage {
    /// Instances first, the oldest before the others.
    pub objects: Vec<Value>,
    /// How many there are as CPython counts them: an instance with its
    /// attributes is one, a function with variables of outer ones is two.
    pub count: usize,
}

/// The garbage among what the known instances lead to.
pub fn find() -> Garbage {
    let known = KNOWN.with_borrow(|known| known.iter().filter_map(Weak::upgrade).collect());
    find_from(known)
}

/// The same for these instances.
pub fn find_from(instances: Vec<Rc<Instance>>) -> Garbage {
    let mut graph = Graph::default();
    for instance in instances {
        graph.add(Value::Instance(instance));
    }
    graph.grow();
    graph.garbage()
}

/// Lets go of what garbage refers to, so that it goes.
pub fn clear(garbage: Vec<Value>) {
    for value in &garbage {
        match value {
            Value::Instance(i) => {
                let dict = i.dict.borrow().clone();
                dict.clear();
                if let Some(exception) = &i.exception {
                    let old = exception.take();
                    drop(old);
                }
            }
            Value::Dict(dict) => dict.clear(),
            Value::List(list) => {
                let items = std::mem::take(&mut *list.borrow_mut());
                drop(items);
            }
            Value::Set(set) if !set.frozen => set.clear(),
            Value::Cell(cell) => drop(cell.set(Value::Unbound)),
            Value::Iter(iter) => drop(iter.state.replace(IterState::Done)),
            Value::Object(object) => object.state.clear(),
            _ => {}
        }
    }
    drop(garbage);
}

#[derive(Default)]
struct Graph {
    places: QuickMap<usize, usize>,
    /// Each object, held once.
    nodes: Vec<Value>,
    /// How many references from within there are to each.
    inner: Vec<usize>,
}

impl Graph {
    fn add(&mut self, value: Value) -> Option<usize> {
        holders(&value)?;
        let address = value.address()?;
        if let Some(place) = self.places.get(&address) {
            return Some(*place);
        }
        self.places.insert(address, self.nodes.len());
        self.nodes.push(value);
        self.inner.push(0);
        Some(self.nodes.len() - 1)
    }

    /// Adds everything that the objects lead to, and counts the references.
    fn grow(&mut self) {
        let mut at = 0;
        while let Some(value) = self.nodes.get(at).cloned() {
            each(&value, &mut |to| {
                if let Some(place) = self.add(to.clone()) {
                    self.inner[place] += 1;
                }
            });
            at += 1;
        }
    }

    fn garbage(self) -> Garbage {
        // Each is held here once, too.
        let held = |place: usize| holders(&self.nodes[place]) != Some(self.inner[place] + 1);
        let mut todo: Vec<usize> = (0..self.nodes.len()).filter(|n| held(*n)).collect();
        let mut lives = vec![false; self.nodes.len()];
        for place in &todo {
            lives[*place] = true;
        }
        while let Some(place) = todo.pop() {
            each(&self.nodes[place], &mut |to| {
                let place = to.address().and_then(|a| self.places.get(&a));
                if let Some(place) = place
                    && !lives[*place]
                {
                    lives[*place] = true;
                    todo.push(*place);
                }
            });
        }
        let mut garbage = Garbage::default();
        let mut own = Vec::new();
        for (value, lives) in self.nodes.into_iter().zip(lives) {
            if lives {
                continue;
            }
            match &value {
                Value::Instance(i) => {
                    own.push(Rc::as_ptr(&i.dict.borrow()) as usize);
                    own.extend(i.payload.address());
                }
                Value::Function(f) => garbage.count += usize::from(!f.closure.is_empty()),
                _ => {}
            }
            garbage.objects.push(value);
        }
        let counts = |v: &&Value| !v.address().is_some_and(|a| own.contains(&a));
        garbage.count += match garbage.objects.len() {
            // Telling whose dict it is takes a look at each instance.
            len if len > 10_000 => len,
            _ => garbage.objects.iter().filter(counts).count(),
        };
        garbage
    }
}

/// How many references there are to an object that may be part of a circle.
fn holders(value: &Value) -> Option<usize> {
    Some(match value {
        Value::Instance(o) => Rc::strong_count(o),
        Value::Dict(o) => Rc::strong_count(o),
        Value::List(o) => Rc::strong_count(o),
        Value::Tuple(o) => Rc::strong_count(o),
        Value::Set(o) => Rc::strong_count(o),
        Value::Cell(o) => Rc::strong_count(o),
        Value::Function(o) => Rc::strong_count(o),
        Value::Method(o) => Rc::strong_count(o),
        Value::Generator(o) => Rc::strong_count(o),
        Value::Iter(o) => Rc::strong_count(o),
        Value::Object(o) => Rc::strong_count(o),
        Value::Native(o) => Rc::strong_count(o),
        _ => return None,
    })
}

/// Each reference that an object holds, as often as it holds it.
fn each(value: &Value, f: &mut dyn FnMut(&Value)) {
    match value {
        Value::Instance(i) => {
            f(&Value::Dict(i.dict.borrow().clone()));
            f(&i.payload);
            if let Some(exception) = &i.exception {
                let exception = exception.borrow();
                let more = exception.cause.iter().chain(&exception.context);
                exception.args.iter().chain(more).for_each(f);
            }
        }
        Value::Dict(dict) => {
            for (key, value) in dict.entries() {
                f(&key);
                f(&value);
            }
        }
        Value::List(list) => list.to_vec().iter().for_each(f),
        Value::Tuple(tuple) => tuple.iter().for_each(f),
        Value::Set(set) => set.items().iter().for_each(f),
        Value::Cell(cell) => f(&cell.get()),
        Value::Function(function) => {
            function.closure.iter().for_each(&mut *f);
            function.defaults.borrow().iter().for_each(&mut *f);
            let named = function.kw_defaults.borrow().clone();
            let dicts = named.into_iter().chain(function.dict.get().cloned());
            dicts.for_each(|dict| f(&Value::Dict(dict)));
        }
        Value::Method(method) => {
            f(&method.function);
            f(&method.receiver);
        }
        Value::Native(native) => native.bound.iter().for_each(f),
        Value::Generator(generator) => {
            f(&generator.waits_for.borrow());
            if let GeneratorState::Suspended(saved) = &*generator.state.borrow() {
                f(&Value::Function(saved.function.clone()));
                saved.registers.iter().for_each(f);
            }
        }
        Value::Iter(iter) => over(&iter.state.borrow(), f),
        Value::Object(object) => object.state.children().iter().for_each(f),
        _ => {}
    }
}

fn over(state: &IterState, f: &mut dyn FnMut(&Value)) {
    match state {
        IterState::List(list, _) | IterState::ListBack(list, _) => f(&Value::List(list.clone())),
        IterState::Tuple(tuple, _) => f(&Value::Tuple(tuple.clone())),
        IterState::Dict(dict, ..) | IterState::DictBack(dict, ..) => f(&Value::Dict(dict.clone())),
        IterState::Set(set, ..) => f(&Value::Set(set.clone())),
        IterState::Sequence(object, ..) => f(&Value::Object(object.clone())),
        IterState::Values(values) => values.as_slice().iter().for_each(f),
        IterState::Zip(inner, _) => inner.iter().for_each(f),
        IterState::Map(function, inner) => {
            f(function);
            inner.iter().for_each(f);
        }
        IterState::Enumerate(a, b) | IterState::Filter(a, b) | IterState::Call(a, b) => {
            f(a);
            f(b);
        }
        IterState::Items(inner, _) | IterState::ItemsBack(inner, _) => f(inner),
        _ => {}
    }
}
