//! What an instruction is about to touch: names of a module, attributes, items,
//! variables of closures, and what calls of built-in functions read or change.

use std::rc::Rc;

use crate::python::code::{Code, Op, Reg};
use crate::python::machine::ask::Handle;
use crate::python::object::{Dict, Instance, Iter, IterState, Str, Type};
use crate::python::value::Value;
use crate::python::vm::frame::Frame;

/// The whole of an object, as against one attribute or item of it.
pub(super) const WHOLE: u64 = 0;

/// Something that an instruction touches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::python) struct Touch {
    /// What kind of thing the number counts.
    pub kind: Kind,
    /// Its number.
    pub object: u64,
    /// Which part of it; [`WHOLE`] for all.
    pub part: u64,
    /// Whether it is changed.
    pub write: bool,
}

/// What a number of a [`Touch`] counts.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(in crate::python) enum Kind {
    /// Objects of Python, by their `id`.
    Object,
    /// Synchronisation objects.
    Sync,
    /// Memory that processes share.
    Memory,
    /// Standard output (1), standard error (2), standard input (0).
    Stream,
    /// Whether a thread lives.
    Life,
    /// Signals that a process has been sent: its main thread looks for them
    /// before each of its own instructions.
    Signals,
    /// Generators of random numbers: whoever draws changes them.
    Random,
}

/// Methods of built-in containers that change nothing; every other one may.
const READERS: [&str; 36] = [
    "get",
    "keys",
    "values",
    "items",
    "copy",
    "index",
    "count",
    "union",
    "intersection",
    "difference",
    "symmetric_difference",
    "issubset",
    "issuperset",
    "isdisjoint",
    "__len__",
    "__contains__",
    "__getitem__",
    "__iter__",
    "__eq__",
    "__ne__",
    "__repr__",
    "__lt__",
    "__le__",
    "__gt__",
    "__ge__",
    "__add__",
    "__mul__",
    "__rmul__",
    "__or__",
    "__and__",
    "__sub__",
    "__xor__",
    "__reversed__",
    "__sizeof__",
    "__str__",
    "__format__",
];

/// Gathers what the next instruction of a frame touches.
pub(super) struct Looker<'a> {
    pub frame: &'a Frame,
    pub regs: &'a [Value],
    pub out: &'a mut Vec<Touch>,
}

impl Looker<'_> {
    fn reg(&self, reg: Reg) -> &Value {
        self.regs.get(usize::from(reg)).unwrap_or(&Value::Unbound)
    }

    fn add(&mut self, object: u64, part: u64, write: bool) {
        self.out.push(Touch {
            kind: Kind::Object,
            object,
            part,
            write,
        });
    }

    /// Looks at the instruction.
    pub fn look(&mut self, code: &Code, op: Op) {
        match op {
            Op::LoadGlobal { site, .. } => self.global(&code.sites[usize::from(site)].name, false),
            Op::StoreGlobal { site, .. } => self.global(&code.sites[usize::from(site)].name, true),
            Op::DelGlobal { name } => self.global(&code.names[usize::from(name)], true),
            Op::LoadName { name, .. } => self.name(&code.names[usize::from(name)], false),
            Op::StoreName { name, .. } | Op::DelName { name } => {
                self.name(&code.names[usize::from(name)], true);
            }
            Op::LoadCell { cell, .. } => self.cell(cell, false),
            Op::StoreCell { cell, .. } | Op::DelCell { cell } => self.cell(cell, true),
            Op::LoadAttr { obj, site, .. } | Op::LoadMethod { obj, site, .. } => {
                self.attribute(obj, &code.sites[usize::from(site)].name, false);
            }
            Op::StoreAttr { obj, site, .. } | Op::DelAttr { obj, site } => {
                self.attribute(obj, &code.sites[usize::from(site)].name, true);
            }
            Op::GetItem { obj, key, .. } => self.item(obj, key, false),
            Op::SetItem { obj, key, .. } => self.item(obj, key, true),
            Op::DelItem { obj, .. } => self.container(obj, true),
            Op::ForIter { iter, .. } => self.iterator(iter),
            other => self.calls(other),
        }
    }

    fn calls(&mut self, op: Op) {
        match op {
            Op::Call { argc, func, .. } => self.call(func, func + 1, u16::from(argc)),
            Op::CallMethod { argc, func, .. } | Op::CallKw { argc, func, .. } => {
                self.call(func, func + 1, u16::from(argc) + 1);
            }
            Op::CallEx { func, .. } => self.call(func, func + 1, 2),
            Op::InPlace { a, b, .. } => {
                self.container(a, true);
                self.container(b, false);
            }
            Op::Add { a, b, .. }
            | Op::Sub { a, b, .. }
            | Op::Mul { a, b, .. }
            | Op::Binary { a, b, .. }
            | Op::Compare { a, b, .. }
            | Op::JumpUnless { a, b, .. }
            | Op::JumpWhen { a, b, .. } => {
                self.container(a, false);
                self.container(b, false);
            }
            Op::Unpack { src, .. }
            | Op::UnpackStar { src, .. }
            | Op::ListExtend { src, .. }
            | Op::SetUpdate { src, .. }
            | Op::DictUpdate { src, .. }
            | Op::DictMerge { src, .. }
            | Op::ListToTuple { src, .. }
            | Op::Format { src, .. }
            | Op::Not { src, .. }
            | Op::JumpIf { src, .. }
            | Op::JumpIfNot { src, .. }
            | Op::GetLen { src, .. }
            | Op::MatchKeys { src, .. } => self.container(src, false),
            _ => {}
        }
    }

    fn global(&mut self, name: &Str, write: bool) {
        let object = self.frame.globals.id.get();
        self.add(object, text(name.as_str()), write);
    }

    /// A name of a class body or of `exec`: there, or else in the module.
    fn name(&mut self, name: &Rc<Str>, write: bool) {
        let part = text(name.as_str());
        match &self.frame.names {
            Some(names) if write || names.get_str(name).is_some() => {
                let object = names.id.get();
                self.add(object, part, write);
            }
            _ => self.global(name, write),
        }
    }

    fn cell(&mut self, cell: Reg, write: bool) {
        if let Value::Cell(cell) = self.reg(cell) {
            let object = cell.id.get();
            self.add(object, WHOLE, write);
        }
    }

    fn attribute(&mut self, obj: Reg, name: &Rc<Str>, write: bool) {
        let part = text(name.as_str());
        match self.reg(obj).clone() {
            Value::Instance(instance) => {
                self.add(instance.id.get(), part, write);
                if !write && !holds(&instance, name) {
                    self.of_class(&instance.class, name, part);
                }
            }
            Value::Type(class) => {
                if write {
                    self.add(class.id.get(), part, true);
                } else {
                    self.of_class(&class, name, part);
                }
            }
            Value::Module(module) => self.add(module.dict.id.get(), part, write),
            Value::Function(function) => self.add(function.id.get(), part, write),
            _ => {}
        }
    }

    /// The class, of those that an attribute is looked up in, that has it.
    fn of_class(&mut self, class: &Rc<Type>, name: &Rc<Str>, part: u64) {
        let all = std::iter::once(class).chain(&class.mro);
        for class in all.filter(|class| class.heap) {
            self.add(class.id.get(), part, false);
            if class.dict.get_str(name).is_some() {
                return;
            }
        }
    }

    fn item(&mut self, obj: Reg, key: Reg, write: bool) {
        let part = match (self.reg(obj).base(), self.reg(key)) {
            (Value::List(list), Value::Int(n)) => {
                let len = i64::try_from(list.len()).unwrap_or(i64::MAX);
                number(if *n < 0 { n.saturating_add(len) } else { *n })
            }
            // A new key changes the order and the length, too.
            (Value::Dict(dict), key) if !write || has_key(dict, key) => key_part(key),
            _ => WHOLE,
        };
        if let Some(object) = container_id(self.reg(obj)) {
            self.add(object, part, write);
        }
    }

    fn container(&mut self, reg: Reg, write: bool) {
        if let Some(object) = container_id(self.reg(reg)) {
            self.add(object, WHOLE, write);
        }
    }

    fn iterator(&mut self, iter: Reg) {
        // Nobody else has the iterator of a loop's own, which is the usual one.
        match self.reg(iter) {
            Value::Iter(iter) => {
                let is_shared = Rc::strong_count(iter) > 1;
                let iter = iter.clone();
                if is_shared {
                    self.add(iter.id.get(), WHOLE, true);
                }
                self.over(&iter, 0);
            }
            Value::Generator(generator) if Rc::strong_count(generator) > 1 => {
                let object = generator.id.get();
                self.add(object, WHOLE, true);
            }
            _ => {}
        }
    }

    /// What an iterator goes over, through those within each other.
    fn over(&mut self, iter: &Iter, depth: u32) {
        let state = iter.state.borrow();
        let object = match &*state {
            IterState::List(list, _) | IterState::ListBack(list, _) => list.id.get(),
            IterState::Dict(dict, ..) | IterState::DictBack(dict, ..) => dict.id.get(),
            IterState::Set(set, ..) => set.id.get(),
            IterState::Sequence(object, ..) => object.id.get(),
            IterState::Zip(inner, _) | IterState::Map(_, inner) => {
                for value in inner {
                    self.within(value, depth);
                }
                return;
            }
            IterState::Enumerate(inner, _) | IterState::Filter(_, inner) => {
                self.within(inner, depth);
                return;
            }
            _ => return,
        };
        self.add(object, WHOLE, false);
    }

    fn within(&mut self, value: &Value, depth: u32) {
        match value {
            Value::Iter(inner) if depth < 8 => {
                if Rc::strong_count(inner) > 1 {
                    self.add(inner.id.get(), WHOLE, true);
                }
                self.over(inner, depth + 1);
            }
            Value::Generator(inner) if Rc::strong_count(inner) > 1 => {
                self.add(inner.id.get(), WHOLE, true);
            }
            _ => {}
        }
    }

    /// What a call of a built-in function reads or changes: the containers
    /// among its arguments, and the one whose method it is.
    fn call(&mut self, func: Reg, args: Reg, count: u16) {
        let mut module = None;
        let (name, of, bound) = match self.reg(func) {
            Value::Native(native) => {
                module = native.module;
                (native.name.clone(), native.method_of, None)
            }
            Value::Method(method) => match &method.function {
                Value::Native(native) => (
                    native.name.clone(),
                    native.method_of,
                    Some(method.receiver.clone()),
                ),
                _ => return,
            },
            Value::Type(class) if !class.heap => (class.name(), None, None),
            _ => return,
        };
        let mut all: Vec<Value> = bound.into_iter().collect();
        all.extend((args..args.saturating_add(count)).map(|reg| self.reg(reg).clone()));
        all.retain(Value::is_bound);
        if self.shared_memory(name.as_str(), &all) {
            return;
        }
        if let (Some("Random"), Some(address)) = (of, all.first().and_then(Value::address)) {
            self.out.push(Touch {
                kind: Kind::Random,
                object: address as u64,
                part: WHOLE,
                write: true,
            });
        }
        // The functions of `heapq` change the list that they are given.
        let changes = of.is_some() && !READERS.contains(&name.as_str());
        let changes = changes || module == Some("_heapq");
        for (place, value) in all.iter().enumerate() {
            let part = match (place, name.as_str(), all.get(1)) {
                (0, "get" | "__getitem__", Some(key)) if of == Some("dict") => key_part(key),
                _ => WHOLE,
            };
            match value {
                // Whoever is given one takes from it.
                Value::Iter(iter) => {
                    self.add(iter.id.get(), WHOLE, true);
                    self.over(iter, 0);
                }
                Value::Generator(generator) => self.add(generator.id.get(), WHOLE, true),
                _ => {
                    if let Some(object) = container_id(value) {
                        self.add(object, part, changes && place == 0);
                    }
                }
            }
        }
    }

    /// Memory that processes share is read and written by functions.
    fn shared_memory(&mut self, name: &str, args: &[Value]) -> bool {
        let (Some(handle), Some(place)) = (args.first(), args.get(1)) else {
            return false;
        };
        let (Some(Handle::Memory(memory)), Some(place)) =
            (handle.as_native::<Handle>(), place.as_i64())
        else {
            return false;
        };
        self.out.push(Touch {
            kind: Kind::Memory,
            object: *memory as u64,
            part: number(place),
            write: name == "memory_set",
        });
        true
    }
}

/// Whether an instance has an attribute of its own.
fn holds(instance: &Instance, name: &Rc<Str>) -> bool {
    instance.dict.borrow().place_of(name).is_some()
}

/// The number of a container that programs change.
fn container_id(value: &Value) -> Option<u64> {
    Some(match value.base() {
        Value::List(list) => list.id.get(),
        Value::Dict(dict) => dict.id.get(),
        Value::Set(set) if !set.frozen => set.id.get(),
        Value::Object(object) if object.state.sequence().is_some() => object.id.get(),
        _ => return None,
    })
}

fn has_key(dict: &Dict, key: &Value) -> bool {
    match key {
        Value::Str(name) => dict.place_of(name).is_some(),
        Value::Int(n) => {
            let found = dict.find(key, crate::python::object::hash::of_int(*n));
            matches!(found, crate::python::object::Lookup::Found(_))
        }
        _ => false,
    }
}

/// The part of a dict that a key stands for.
fn key_part(key: &Value) -> u64 {
    match key {
        Value::Str(name) => text(name.as_str()),
        Value::Int(n) => number(*n),
        Value::Bool(truth) => number(i64::from(*truth)),
        _ => WHOLE,
    }
}

/// A part called by a name.
fn text(name: &str) -> u64 {
    name.bytes().fold(0x51ed, |hash, b| mix(hash, u64::from(b))) | 1
}

/// A part called by a number.
fn number(n: i64) -> u64 {
    mix(0x9d1, n as u64) | 1
}

/// Mixes a number into a hash.
pub(super) fn mix(hash: u64, with: u64) -> u64 {
    let x = (hash.rotate_left(23) ^ with).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    x ^ (x >> 29)
}
