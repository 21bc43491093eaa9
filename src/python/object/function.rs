//! Functions in Python and in Rust, methods, cells, generators, modules and
//! other native objects.

use std::any::Any;
use std::cell::{OnceCell, RefCell};
use std::fmt::Debug;
use std::rc::Rc;

use crate::python::code::Code;
use crate::python::object::hash::Id;
use crate::python::object::types::Type;
use crate::python::object::{Dict, Str};
use crate::python::value::Value;
use crate::python::vm::frame::Saved;
use crate::python::vm::native::NativeKind;

/// A function written in Python.
#[derive(Debug)]
pub struct Function {
    /// What it runs.
    pub code: Rc<Code>,
    /// The names of its module.
    pub globals: Rc<Dict>,
    /// Defaults of the last positional parameters.
    pub defaults: RefCell<Rc<[Value]>>,
    /// Defaults of keyword-only parameters.
    pub kw_defaults: RefCell<Option<Rc<Dict>>>,
    /// The cells of outer functions' variables, in the order of
    /// `code.free_names`.
    pub closure: Box<[Value]>,
    /// `__name__`.
    pub name: RefCell<Rc<Str>>,
    /// `__qualname__`.
    pub qualname: RefCell<Rc<Str>>,
    /// Its attributes, `__doc__` and `__annotations__` among them.
    pub dict: OnceCell<Rc<Dict>>,
    /// Its number, for `id`.
    pub id: Id,
}

impl Function {
    /// Its attributes.
    pub fn attributes(&self) -> &Rc<Dict> {
        self.dict.get_or_init(Dict::new)
    }
}

impl Drop for Function {
    fn drop(&mut self) {
        crate::python::object::trash::drop_all(std::mem::take(&mut self.closure).into_vec());
    }
}

/// A function bound to its first argument.
#[derive(Debug)]
pub struct Method {
    /// The function.
    pub function: Value,
    /// Its first argument.
    pub receiver: Value,
    /// Its number, for `id`.
    pub id: Id,
}

/// A function written in Rust.
#[derive(Debug)]
pub struct Native {
    /// `__name__`.
    pub name: Rc<Str>,
    /// What it runs.
    pub kind: NativeKind,
    /// The type whose method it is: as a class attribute it binds like a
    /// Python function. Plain functions do not bind.
    pub method_of: Option<&'static str>,
    /// The module it belongs to.
    pub module: Option<&'static str>,
    /// A value that it was made with, handed to it as first argument.
    pub bound: Option<Value>,
    /// Its number, for `id`.
    pub id: Id,
}

impl Native {
    /// Whether two are the same function with the same bound value.
    pub fn same_as(&self, other: &Native) -> bool {
        std::ptr::eq(self, other)
    }

    /// Its hash.
    pub fn hash(&self) -> i64 {
        self.id.get() as i64 / 16
    }

    /// Whether it is `object.__hash__`.
    pub fn is_object_hash(&self) -> bool {
        self.method_of == Some("object") && self.name.as_str() == "__hash__"
    }
}

/// A variable shared by functions.
#[derive(Debug, Default)]
pub struct Cell {
    value: RefCell<Value>,
    /// Its number, for `id`.
    pub id: Id,
}

impl Cell {
    /// A cell with a value.
    pub fn new(value: Value) -> Rc<Cell> {
        Rc::new(Cell {
            value: RefCell::new(value),
            id: Id::default(),
        })
    }

    /// What it holds.
    #[inline]
    pub fn get(&self) -> Value {
        self.value.borrow().clone()
    }

    /// Puts a value in; gives the old one, to be dropped by the caller.
    #[inline]
    pub fn set(&self, value: Value) -> Value {
        std::mem::replace(&mut *self.value.borrow_mut(), value)
    }
}

/// What kind of suspended function it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GeneratorKind {
    /// `def` with `yield`.
    Generator,
    /// `async def`.
    Coroutine,
    /// `async def` with `yield`.
    AsyncGenerator,
}

/// Where a generator stands.
#[derive(Debug)]
pub enum GeneratorState {
    /// Not started, or waiting at a `yield`.
    Suspended(Box<Saved>),
    /// Running, or waiting for what it called.
    Running,
    /// Returned or raised.
    Done,
}

/// A generator, coroutine or asynchronous generator.
#[derive(Debug)]
pub struct Generator {
    /// Which of them.
    pub kind: GeneratorKind,
    /// Its code.
    pub code: Rc<Code>,
    /// Where it stands.
    pub state: RefCell<GeneratorState>,
    /// What it waits for in `yield from` or `await`.
    pub waits_for: RefCell<Value>,
    /// `__name__`.
    pub name: RefCell<Rc<Str>>,
    /// `__qualname__`.
    pub qualname: RefCell<Rc<Str>>,
    /// Whether an asynchronous generator's step is under way.
    pub stepping: std::cell::Cell<bool>,
    /// Whether it was dropped once and is only being closed.
    pub closing: bool,
    /// Its number, for `id`.
    pub id: Id,
}

impl Drop for Generator {
    /// One that waits within `try` or `with` is closed before it goes; a
    /// coroutine that nothing has awaited is told of.
    fn drop(&mut self) {
        let waits = matches!(
            self.state.get_mut(),
            GeneratorState::Suspended(saved) if saved.receiver.is_some()
        );
        let begun = match self.state.get_mut() {
            GeneratorState::Suspended(saved) => saved.receiver.is_some() || self.closing,
            _ => true,
        };
        let forgotten = self.kind == GeneratorKind::Coroutine && !begun;
        if !forgotten && (!waits || self.closing || self.code.handlers.is_empty()) {
            return;
        }
        let state = std::mem::replace(self.state.get_mut(), GeneratorState::Done);
        let again = Generator {
            kind: self.kind,
            code: self.code.clone(),
            state: state.into(),
            waits_for: std::mem::take(&mut self.waits_for),
            name: self.name.clone(),
            qualname: self.qualname.clone(),
            stepping: false.into(),
            closing: true,
            id: std::mem::take(&mut self.id),
        };
        super::instance::finalize_later(Value::Generator(Rc::new(again)));
    }
}

impl Generator {
    /// Whether it is a coroutine that has not begun.
    pub fn is_unawaited(&self) -> bool {
        self.kind == GeneratorKind::Coroutine
            && matches!(
                &*self.state.borrow(),
                GeneratorState::Suspended(saved) if saved.receiver.is_none()
            )
    }
}

/// A module.
#[derive(Debug)]
pub struct Module {
    /// `__name__`.
    pub name: Rc<Str>,
    /// Its names.
    pub dict: Rc<Dict>,
    /// Its number, for `id`.
    pub id: Id,
}

impl Module {
    /// An empty module; `__name__` is set.
    pub fn new(name: &str) -> Rc<Module> {
        let dict = Dict::new();
        dict.set_name("__name__", name);
        Rc::new(Module {
            name: Str::new(name),
            dict,
            id: Id::default(),
        })
    }
}

/// What a native object holds. Mutable parts are in cells.
pub trait State: Any + Debug {
    /// The values it holds, so that a graph of objects can be walked.
    fn children(&self) -> Vec<Value> {
        Vec::new()
    }
    /// The same state with the copies of what it holds, for a copied process;
    /// none if both processes may share it.
    fn copy(&self, _copy: &mut dyn FnMut(&Value) -> Value) -> Option<Box<dyn State>> {
        None
    }
    /// Lets go of what it holds, where that may change.
    fn clear(&self) {}
    /// The state as items in a row, if it is that.
    fn sequence(&self) -> Option<&dyn Sequence> {
        None
    }
    /// The state as `Any`.
    fn as_any(&self) -> &dyn Any;
}

/// Items in a row, for loops, `len` and subscripts.
pub trait Sequence {
    /// How many there are.
    fn count(&self) -> usize;
    /// The item at an index, if there is one.
    fn item(&self, index: usize) -> Option<Value>;
    /// A number that is another one after items have come or gone.
    fn version(&self) -> usize;
    /// The messages of an index out of range, and of a change during a loop.
    fn complaints(&self) -> (&'static str, &'static str);
}

/// Implements [`State`] for a type; `|s| values` lists what it holds, and
/// `|s, copy| state` makes the same with copies of that.
#[macro_export]
macro_rules! python_state {
    ($type:ty) => {
        impl $crate::python::object::State for $type {
            fn as_any(&self) -> &dyn std::any::Any {
                self
            }
        }
    };
    ($type:ty, |$this:ident| $children:expr, |$from:ident, $copy:ident| $made:expr) => {
        impl $crate::python::object::State for $type {
            fn children(&self) -> Vec<$crate::python::value::Value> {
                let $this = self;
                $children
            }
            fn copy(
                &self,
                $copy: &mut dyn FnMut(
                    &$crate::python::value::Value,
                ) -> $crate::python::value::Value,
            ) -> Option<Box<dyn $crate::python::object::State>> {
                let $from = self;
                Some(Box::new($made))
            }
            fn as_any(&self) -> &dyn std::any::Any {
                self
            }
        }
    };
    ($type:ty, |$this:ident| $children:expr) => {
        impl $crate::python::object::State for $type {
            fn children(&self) -> Vec<$crate::python::value::Value> {
                let $this = self;
                $children
            }
            fn as_any(&self) -> &dyn std::any::Any {
                self
            }
        }
    };
}

/// Any other object implemented in Rust.
#[derive(Debug)]
pub struct Object {
    /// Its class.
    pub class: Rc<Type>,
    /// What it holds.
    pub state: Box<dyn State>,
    /// Its number, for `id`.
    pub id: Id,
}

impl Object {
    /// An object of a class with some state.
    pub fn value(class: &Rc<Type>, state: impl State) -> Value {
        Value::Object(Rc::new(Object {
            class: class.clone(),
            state: Box::new(state),
            id: Id::default(),
        }))
    }

    /// The state, if it is of this Rust type.
    pub fn get<T: Any>(&self) -> Option<&T> {
        self.state.as_any().downcast_ref()
    }
}
