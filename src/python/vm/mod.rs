//! The virtual machine: what all threads share, and how one runs.

pub(crate) mod aside;
pub mod bounds;
mod call;
mod class;
mod deliver;
mod execute;
mod flow;
pub mod frame;
pub mod native;
mod other;
mod quick;
mod rare;
mod switch;
mod unwind;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ops::Deref;
use std::rc::{Rc, Weak};

use crate::python::exception::Exceptions;
use crate::python::lib::Source;
use crate::python::names::Names;
use crate::python::object::{
    Dict, Instance, Module, Native, Str, Tuple, Type, cycles, hash, intern, of_char,
};
use crate::python::text::integer;
use crate::python::types::Types;
use crate::python::value::Value;
use native::{NativeKind, Request};

/// The virtual machine. Cloning gives another handle to the same one.
#[derive(Clone)]
pub struct Vm(Rc<State>);

/// What a virtual machine holds.
pub struct State {
    me: Weak<State>,
    /// The built-in types.
    pub types: Types,
    /// The built-in exceptions.
    pub exceptions: Exceptions,
    /// Names that the machine itself looks up.
    pub names: Names,
    /// The names every module sees.
    pub builtins: Rc<Dict>,
    /// Bounds of what programs may do.
    pub limits: Limits,
    /// How to make the library's modules.
    pub(crate) library: RefCell<HashMap<String, Library>>,
    /// The process whose thread runs.
    process: RefCell<Rc<Process>>,
    /// The tuple without items.
    pub(crate) nothing: Rc<Tuple>,
    /// What weak references want to have called, by the number of what they
    /// refer to.
    pub(crate) watchers: RefCell<HashMap<u64, Vec<Value>>>,
    /// Bytes asked for since the memory in use was looked at ([`bounds`]).
    memory: Cell<usize>,
    /// Mappings that `__prepare__` gave and that store names in a way of their
    /// own, with the dict below each, while the bodies of their classes run.
    pub(crate) prepared: RefCell<Vec<(Rc<Dict>, Value)>>,
}

/// Bounds of what programs may do.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Frames and native calls within each other (CPython: 1000).
    pub depth: Cell<usize>,
    /// Bytes that one text, list or integer may have.
    pub size: usize,
    /// Bytes that everything together may have ([`bounds`]).
    pub memory: usize,
    /// Digits of an integer that may be converted to or from text.
    pub digits: usize,
}

/// Levels below a program's own that CPython does not have: what runs the
/// program's text, and the call of that.
pub const OWN_LEVELS: usize = 2;

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            depth: Cell::new(1000 + OWN_LEVELS),
            size: 256 << 20,
            memory: 1536 << 20,
            digits: 4300,
        }
    }
}

/// A module of the library.
#[derive(Clone)]
pub enum Library {
    /// Written in Python.
    Python(&'static Source),
    /// Written in Rust: fills the module.
    Native(fn(&Vm, &Rc<Module>)),
    /// Both: Rust fills the module, then Python runs in it.
    Both(fn(&Vm, &Rc<Module>), &'static str),
    /// A buffer of the program: its source.
    Program(Rc<str>),
}

/// A process: modules of its own.
#[derive(Debug)]
pub struct Process {
    /// `sys.modules`.
    pub modules: Rc<Dict>,
    /// A number that the one who runs it may give it.
    pub number: Cell<u64>,
}

/// An exception on its way.
#[derive(Debug, Clone)]
pub struct Raised(pub Rc<Instance>);

impl Raised {
    /// The exception.
    pub fn value(&self) -> Value {
        Value::Instance(self.0.clone())
    }

    /// Whether it is of a class.
    pub fn is(&self, class: &Rc<Type>) -> bool {
        self.0.class.is_subtype(class)
    }
}

/// Why a thread stopped.
pub enum Stopped {
    /// It has used up its instructions.
    Budget,
    /// It waits for an answer from the outside world ([`frame::Thread::answer`]).
    Request(Request),
    /// It has ended.
    Finished(Value),
    /// It has ended with an exception.
    Raised(Raised),
}

impl Deref for Vm {
    type Target = State;

    fn deref(&self) -> &State {
        &self.0
    }
}

impl Default for Vm {
    fn default() -> Vm {
        Vm::new(Limits::default())
    }
}

impl Vm {
    /// A machine with the built-in library.
    pub fn new(limits: Limits) -> Vm {
        hash::restart_ids();
        cycles::restart();
        integer::set_most_digits(integer::MOST_DIGITS);
        let names = Names::new();
        let types = Types::new();
        let exceptions = Exceptions::new(&types);
        let vm = Vm(Rc::new_cyclic(|me| State {
            me: me.clone(),
            types,
            exceptions,
            names,
            builtins: Dict::new(),
            limits,
            library: RefCell::default(),
            process: RefCell::new(Process::empty()),
            nothing: Tuple::new(Vec::new()),
            watchers: RefCell::default(),
            memory: Cell::new(0),
            prepared: RefCell::default(),
        }));
        crate::python::builtins::install(&vm);
        crate::python::modules::install(&vm);
        let process = vm.new_process();
        vm.set_process(&process);
        vm
    }

    /// A process with no modules but `builtins` and `sys`, which are made when
    /// first imported.
    pub fn new_process(&self) -> Rc<Process> {
        Process::empty()
    }

    /// The process whose thread runs.
    pub fn process(&self) -> Rc<Process> {
        self.process.borrow().clone()
    }

    /// Sets the process in which natives work; running a thread does it.
    pub fn set_process(&self, process: &Rc<Process>) {
        if !Rc::ptr_eq(&self.process.borrow(), process) {
            *self.process.borrow_mut() = process.clone();
        }
    }

    /// Another handle, from a borrowed state.
    pub fn handle(state: &State) -> Option<Vm> {
        state.me.upgrade().map(Vm)
    }

    /// Names a module of the library, to be made when first imported.
    pub fn register(&self, name: &str, library: Library) {
        self.library.borrow_mut().insert(name.to_owned(), library);
    }

    /// A plain native function as a value.
    pub fn function(&self, module: &'static str, name: &str, kind: NativeKind) -> Value {
        Value::Native(Rc::new(Native {
            name: intern(name),
            kind,
            method_of: None,
            module: Some(module),
            bound: None,
            id: Default::default(),
        }))
    }

    /// A native function that is handed `bound` as its first argument.
    pub fn closure(&self, name: &str, bound: Value, kind: NativeKind) -> Value {
        Value::Native(Rc::new(Native {
            name: intern(name),
            kind,
            method_of: None,
            module: None,
            bound: Some(bound),
            id: Default::default(),
        }))
    }

    /// Adds a function to a module.
    pub fn add_function(&self, module: &Rc<Module>, name: &str, kind: NativeKind) {
        let name = intern(name);
        let f = Value::Native(Rc::new(Native {
            name: name.clone(),
            kind,
            method_of: None,
            module: Some(module_name(module)),
            bound: None,
            id: Default::default(),
        }));
        module.dict.set_str(&name, f);
    }

    /// Adds methods to a type: they bind like Python functions.
    pub fn add_methods(&self, ty: &Rc<Type>, methods: &[(&str, NativeKind)]) {
        let owner = leak_name(&ty.name());
        for (name, kind) in methods {
            let name = intern(name);
            let f = Value::Native(Rc::new(Native {
                name: name.clone(),
                kind: *kind,
                method_of: Some(owner),
                module: None,
                bound: None,
                id: Default::default(),
            }));
            ty.dict.set_str(&name, f);
        }
        ty.changed();
    }

    /// Adds read-only computed attributes to a type.
    pub fn add_getters(&self, ty: &Rc<Type>, getters: &[(&str, crate::python::types::Get)]) {
        for (name, get) in getters {
            let name = intern(name);
            let g = crate::python::types::Getter {
                name: name.clone(),
                get: *get,
                set: None,
            };
            let g = crate::python::object::Object::value(&self.types.getset_descriptor, g);
            ty.dict.set_str(&name, g);
        }
        ty.changed();
    }

    /// A built-in type of a module, derived from `object`.
    pub fn native_type(&self, module: &str, name: &str, is_base: bool) -> Rc<Type> {
        let ty = crate::python::types::builtin(name, &[&self.types.object], is_base);
        ty.dict.set_name("__module__", module);
        ty
    }

    /// Text as a value; one ASCII character is shared.
    pub fn str_of_char(&self, c: char) -> Value {
        of_char(c)
    }
}

/// The names of native modules live as long as the program.
fn module_name(module: &Rc<Module>) -> &'static str {
    leak_name(&module.name)
}

/// A name that lives as long as the program, one for each text.
pub(crate) fn leak_name(name: &Str) -> &'static str {
    thread_local! {
        static NAMES: RefCell<HashMap<String, &'static str>> = RefCell::default();
    }
    NAMES.with_borrow_mut(|names| {
        if let Some(s) = names.get(name.as_str()) {
            return *s;
        }
        let s: &'static str = Box::leak(name.as_str().to_owned().into_boxed_str());
        names.insert(name.as_str().to_owned(), s);
        s
    })
}

impl Process {
    fn empty() -> Rc<Process> {
        Rc::new(Process {
            modules: Dict::new(),
            number: Cell::new(0),
        })
    }
}
