//! The copy of a process's memory: everything that can be reached, each object
//! once, with the numbers that `id` gives (so that hashes stay what they are,
//! as with a real fork, where addresses stay).

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use crate::base::hash::QuickMap;
use crate::python::object::{
    Cell, Dict, Function, Generator, GeneratorState, Instance, Iter, IterState, List, Method,
    Module, Native, Object, Set, Slice, Tuple, Type, TypeParts,
};
use crate::python::value::Value;
use crate::python::vm::frame::{Frame, Level, Saved, Thread};
use crate::python::vm::native::{Ctx, Pending};
use crate::python::vm::{Process, Vm};

/// What still has to be filled: the original, and the empty copy.
enum Unfilled {
    Dict(Rc<Dict>, Rc<Dict>),
    List(Rc<List>, Rc<List>),
    Set(Rc<Set>, Rc<Set>),
    Cell(Rc<Cell>, Rc<Cell>),
    Function(Rc<Function>, Rc<Function>),
    Exception(Rc<Instance>, Rc<Instance>),
    Generator(Rc<Generator>, Rc<Generator>),
    Iter(Rc<Iter>, Rc<Iter>),
}

/// Copies graphs of objects; what several of them share, their copies share.
#[derive(Default)]
pub struct Copier {
    made: QuickMap<usize, Value>,
    unfilled: Vec<Unfilled>,
    classes: Vec<Rc<Type>>,
}

impl Copier {
    /// The copy of a value, with all that it leads to.
    pub fn copy(&mut self, value: &Value) -> Value {
        let copy = self.shell(value);
        self.finish();
        copy
    }

    fn finish(&mut self) {
        while let Some(next) = self.unfilled.pop() {
            self.fill(next);
        }
        // What was remembered of a class while it was empty is not so.
        for class in self.classes.drain(..) {
            class.changed();
        }
    }

    /// The copy of a thread for a process that has copies of the modules; none
    /// if a function in Rust is under way in it, whose state nobody knows: all
    /// but what began the process, which has nothing left to do but to hand the
    /// exit code on.
    pub fn copy_thread(
        &mut self,
        vm: &Vm,
        (thread, is_first): (&Thread, bool),
        process: &Rc<Process>,
    ) -> Option<Thread> {
        let mut levels = Vec::with_capacity(thread.levels.len());
        for (depth, level) in thread.levels.iter().enumerate() {
            levels.push(match level {
                Level::Frame(frame) => Level::Frame(self.frame(frame)),
                Level::Native(_, ret) if depth == 0 && is_first => {
                    let hands_on = |c: Ctx| async move { c.result_above().await };
                    Level::Native(Pending::new(vm, hands_on), *ret)
                }
                Level::Native(..) => return None,
            });
        }
        let stack = thread.stack.iter().map(|value| self.shell(value)).collect();
        self.finish();
        for level in &levels {
            if let Level::Frame(frame) = level
                && let Some(generator) = &frame.generator
            {
                *generator.state.borrow_mut() = GeneratorState::Running;
            }
        }
        let mut copy = Thread::new(process, Value::None, Vec::new());
        (copy.levels, copy.stack) = (levels, stack);
        (copy.waiting, copy.begin) = (thread.waiting, None);
        Some(copy)
    }

    fn frame(&mut self, frame: &Frame) -> Frame {
        Frame {
            function: self.shell_function(&frame.function),
            names: frame.names.as_ref().map(|names| self.shell_dict(names)),
            base: frame.base,
            pc: frame.pc,
            ret: frame.ret,
            generator: frame.generator.as_ref().map(|generator| {
                match self.shell(&Value::Generator(generator.clone())) {
                    Value::Generator(copy) => copy,
                    _ => generator.clone(),
                }
            }),
            home: frame.home.as_ref().map(|home| Box::new(self.saved(home))),
        }
    }

    fn saved(&mut self, saved: &Saved) -> Saved {
        let registers = saved.registers.iter();
        Saved {
            function: self.shell_function(&saved.function),
            registers: registers.map(|value| self.shell(value)).collect(),
            pc: saved.pc,
            receiver: saved.receiver,
        }
    }

    fn shell_function(&mut self, function: &Rc<Function>) -> Rc<Function> {
        match self.shell(&Value::Function(function.clone())) {
            Value::Function(copy) => copy,
            _ => function.clone(),
        }
    }

    /// The same of a dict.
    pub fn copy_dict(&mut self, dict: &Rc<Dict>) -> Rc<Dict> {
        match self.copy(&Value::Dict(dict.clone())) {
            Value::Dict(copy) => copy,
            _ => dict.clone(),
        }
    }

    /// The copy, whose contents may still be missing.
    fn shell(&mut self, value: &Value) -> Value {
        let Some(address) = value.address() else {
            return value.clone();
        };
        let stays = match value {
            Value::Str(_) | Value::Bytes(_) | Value::Big(_) | Value::Range(_) | Value::Code(_) => {
                true
            }
            Value::Type(class) => !class.heap,
            Value::Native(native) => native.bound.is_none(),
            _ => false,
        };
        if stays {
            return value.clone();
        }
        if let Some(made) = self.made.get(&address) {
            return made.clone();
        }
        let made = self.make(value);
        // What it was made of may have led back to it.
        self.made.entry(address).or_insert(made).clone()
    }

    fn make(&mut self, value: &Value) -> Value {
        match value {
            Value::Dict(dict) => {
                let copy = Dict::with_id(dict.id.same());
                self.unfilled
                    .push(Unfilled::Dict(dict.clone(), copy.clone()));
                Value::Dict(copy)
            }
            Value::List(list) => {
                let copy = List::with_id(list.id.same());
                self.unfilled
                    .push(Unfilled::List(list.clone(), copy.clone()));
                Value::List(copy)
            }
            Value::Set(set) => {
                let copy = Set::with_id(set.frozen, set.id.same());
                self.unfilled.push(Unfilled::Set(set.clone(), copy.clone()));
                Value::Set(copy)
            }
            Value::Cell(cell) => {
                let copy = Cell::new(Value::Unbound);
                self.unfilled
                    .push(Unfilled::Cell(cell.clone(), copy.clone()));
                Value::Cell(copy)
            }
            Value::Tuple(tuple) => {
                let items = tuple.iter().map(|item| self.shell(item)).collect();
                Value::Tuple(Tuple::with_id(items, tuple.id.same()))
            }
            Value::Slice(slice) => Value::Slice(Rc::new(Slice {
                start: self.shell(&slice.start),
                stop: self.shell(&slice.stop),
                step: self.shell(&slice.step),
                id: slice.id.same(),
            })),
            Value::Function(function) => self.function(function),
            Value::Method(method) => Value::Method(Rc::new(Method {
                function: self.shell(&method.function),
                receiver: self.shell(&method.receiver),
                id: method.id.same(),
            })),
            Value::Native(native) => Value::Native(Rc::new(Native {
                name: native.name.clone(),
                kind: native.kind,
                method_of: native.method_of,
                module: native.module,
                bound: native.bound.as_ref().map(|bound| self.shell(bound)),
                id: native.id.same(),
            })),
            Value::Type(class) => self.class(class),
            Value::Instance(instance) => self.instance(instance),
            Value::Module(module) => Value::Module(Rc::new(Module {
                name: module.name.clone(),
                dict: self.shell_dict(&module.dict),
                id: module.id.same(),
            })),
            Value::Generator(generator) => self.generator(generator),
            Value::Iter(iter) => {
                let copy = Rc::new(Iter {
                    state: RefCell::new(IterState::Done),
                    id: iter.id.same(),
                });
                self.unfilled
                    .push(Unfilled::Iter(iter.clone(), copy.clone()));
                Value::Iter(copy)
            }
            Value::Object(object) => {
                let class = self.shell_class(&object.class);
                match object.state.copy(&mut |value| self.shell(value)) {
                    Some(state) => Value::Object(Rc::new(Object {
                        class,
                        state,
                        id: object.id.same(),
                    })),
                    None => value.clone(),
                }
            }
            other => other.clone(),
        }
    }

    fn shell_dict(&mut self, dict: &Rc<Dict>) -> Rc<Dict> {
        match self.shell(&Value::Dict(dict.clone())) {
            Value::Dict(copy) => copy,
            _ => dict.clone(),
        }
    }

    fn shell_class(&mut self, class: &Rc<Type>) -> Rc<Type> {
        match self.shell(&Value::Type(class.clone())) {
            Value::Type(copy) => copy,
            _ => class.clone(),
        }
    }

    fn function(&mut self, function: &Rc<Function>) -> Value {
        let copy = Rc::new(Function {
            code: function.code.clone(),
            globals: self.shell_dict(&function.globals),
            defaults: RefCell::default(),
            kw_defaults: RefCell::new(None),
            closure: function
                .closure
                .iter()
                .map(|cell| self.shell(cell))
                .collect(),
            name: RefCell::new(function.name.borrow().clone()),
            qualname: RefCell::new(function.qualname.borrow().clone()),
            dict: OnceCell::new(),
            id: function.id.same(),
        });
        let unfilled = Unfilled::Function(function.clone(), copy.clone());
        self.unfilled.push(unfilled);
        Value::Function(copy)
    }

    fn class(&mut self, class: &Rc<Type>) -> Value {
        let parts = TypeParts {
            name: class.name(),
            qualname: class.qualname.borrow().clone(),
            bases: class
                .bases
                .iter()
                .map(|base| self.shell_class(base))
                .collect(),
            mro: class
                .mro
                .iter()
                .map(|base| self.shell_class(base))
                .collect(),
            dict: self.shell_dict(&class.dict),
            meta: class.meta.as_ref().map(|meta| self.shell_class(meta)),
            heap: class.heap,
            has_dict: class.has_dict,
            is_base: class.is_base,
        };
        let copy = Type::new(parts);
        self.classes.push(copy.clone());
        Value::Type(copy)
    }

    fn instance(&mut self, instance: &Rc<Instance>) -> Value {
        let class = self.shell_class(&instance.class);
        let payload = self.shell(&instance.payload);
        let copy = Instance::again(class, payload, instance.id.same());
        *copy.dict.borrow_mut() = self.shell_dict(&instance.dict.borrow());
        if instance.exception.is_some() {
            let unfilled = Unfilled::Exception(instance.clone(), copy.clone());
            self.unfilled.push(unfilled);
        }
        Value::Instance(copy)
    }

    fn generator(&mut self, generator: &Rc<Generator>) -> Value {
        let copy = Rc::new(Generator {
            kind: generator.kind,
            code: generator.code.clone(),
            state: RefCell::new(GeneratorState::Done),
            waits_for: RefCell::default(),
            name: RefCell::new(generator.name.borrow().clone()),
            qualname: RefCell::new(generator.qualname.borrow().clone()),
            stepping: generator.stepping.clone(),
            closing: generator.closing,
            id: generator.id.same(),
        });
        let unfilled = Unfilled::Generator(generator.clone(), copy.clone());
        self.unfilled.push(unfilled);
        Value::Generator(copy)
    }

    fn fill(&mut self, unfilled: Unfilled) {
        match unfilled {
            Unfilled::Dict(from, to) => {
                for (hash, key, value) in from.hashed_entries() {
                    let (key, value) = (self.shell(&key), self.shell(&value));
                    to.push(key, hash, value);
                }
            }
            Unfilled::List(from, to) => {
                let items: Vec<Value> = from.to_vec().iter().map(|item| self.shell(item)).collect();
                *to.borrow_mut() = items;
            }
            Unfilled::Set(from, to) => {
                for (hash, key) in from.entries() {
                    let key = self.shell(&key);
                    to.push(key, hash);
                }
            }
            Unfilled::Cell(from, to) => drop(to.set(self.shell(&from.get()))),
            Unfilled::Function(from, to) => self.fill_function(&from, &to),
            Unfilled::Exception(from, to) => self.fill_exception(&from, &to),
            Unfilled::Generator(from, to) => self.fill_generator(&from, &to),
            Unfilled::Iter(from, to) => {
                let state = self.iteration(&from.state.borrow());
                *to.state.borrow_mut() = state;
            }
        }
    }

    fn fill_function(&mut self, from: &Function, to: &Function) {
        let defaults = from.defaults.borrow().clone();
        *to.defaults.borrow_mut() = defaults.iter().map(|value| self.shell(value)).collect();
        let named = from.kw_defaults.borrow().clone();
        *to.kw_defaults.borrow_mut() = named.map(|dict| self.shell_dict(&dict));
        if let Some(dict) = from.dict.get() {
            let copy = self.shell_dict(dict);
            // It was made empty just before.
            let _ = to.dict.set(copy);
        }
    }

    fn fill_exception(&mut self, from: &Instance, to: &Instance) {
        let state = from.exc().borrow();
        let mut copy = to.exc().borrow_mut();
        copy.args = state.args.iter().map(|value| self.shell(value)).collect();
        copy.cause = state.cause.as_ref().map(|value| self.shell(value));
        copy.context = state.context.as_ref().map(|value| self.shell(value));
        copy.suppress = state.suppress;
    }

    fn fill_generator(&mut self, from: &Generator, to: &Generator) {
        *to.waits_for.borrow_mut() = self.shell(&from.waits_for.borrow());
        // One that runs now runs in a thread that the new process does not have.
        if let GeneratorState::Suspended(saved) = &*from.state.borrow() {
            let copy = self.saved(saved);
            *to.state.borrow_mut() = GeneratorState::Suspended(Box::new(copy));
        }
    }

    fn iteration(&mut self, state: &IterState) -> IterState {
        let mut all = |values: &[Value]| -> Vec<Value> {
            values.iter().map(|value| self.shell(value)).collect()
        };
        match state {
            IterState::Values(rest) => IterState::Values(all(rest.as_slice()).into_iter()),
            IterState::Zip(inner, strict) => IterState::Zip(all(inner), *strict),
            IterState::Map(function, inner) => {
                let inner = all(inner);
                IterState::Map(self.shell(function), inner)
            }
            IterState::Enumerate(inner, next) => {
                IterState::Enumerate(self.shell(inner), self.shell(next))
            }
            IterState::Filter(function, inner) => {
                IterState::Filter(self.shell(function), self.shell(inner))
            }
            IterState::Call(function, last) => {
                IterState::Call(self.shell(function), self.shell(last))
            }
            IterState::Items(inner, at) => IterState::Items(self.shell(inner), *at),
            IterState::ItemsBack(inner, at) => IterState::ItemsBack(self.shell(inner), *at),
            other => self.over_container(other),
        }
    }

    fn over_container(&mut self, state: &IterState) -> IterState {
        let list = |list: Value| match list {
            Value::List(list) => Some(list),
            _ => None,
        };
        let found = match state {
            IterState::List(inner, at) => list(self.shell(&Value::List(inner.clone())))
                .map(|inner| IterState::List(inner, *at)),
            IterState::ListBack(inner, at) => list(self.shell(&Value::List(inner.clone())))
                .map(|inner| IterState::ListBack(inner, *at)),
            IterState::Tuple(inner, at) => match self.shell(&Value::Tuple(inner.clone())) {
                Value::Tuple(inner) => Some(IterState::Tuple(inner, *at)),
                _ => None,
            },
            IterState::Dict(inner, part, at, size) => {
                Some(IterState::Dict(self.shell_dict(inner), *part, *at, *size))
            }
            IterState::DictBack(inner, part, at, size) => Some(IterState::DictBack(
                self.shell_dict(inner),
                *part,
                *at,
                *size,
            )),
            IterState::Set(inner, at, size) => match self.shell(&Value::Set(inner.clone())) {
                Value::Set(inner) => Some(IterState::Set(inner, *at, *size)),
                _ => None,
            },
            IterState::Sequence(inner, at, version) => {
                match self.shell(&Value::Object(inner.clone())) {
                    Value::Object(inner) => Some(IterState::Sequence(inner, *at, *version)),
                    _ => None,
                }
            }
            IterState::Str(text, at) => Some(IterState::Str(text.clone(), *at)),
            IterState::Bytes(data, at) => Some(IterState::Bytes(data.clone(), *at)),
            IterState::Range(next, step, left) => Some(IterState::Range(*next, *step, *left)),
            _ => None,
        };
        found.unwrap_or(IterState::Done)
    }
}
