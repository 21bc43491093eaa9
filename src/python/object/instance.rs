//! Instances of classes, among them exceptions.

use std::cell::{Cell, OnceCell, RefCell};
use std::ops::Deref;
use std::rc::Rc;

use crate::python::code::Code;
use crate::python::object::hash::Id;
use crate::python::object::types::{Custom, Type};
use crate::python::object::{Dict, cycles, trash};
use crate::python::value::Value;

/// An instance of a class.
#[derive(Debug)]
pub struct Instance {
    /// Its class.
    pub class: ClassOf,
    /// Its attributes.
    pub dict: RefCell<Rc<Dict>>,
    /// The value of the built-in type that its class derives from, if it
    /// derives from one that has a value.
    pub payload: Value,
    /// An exception's state.
    pub exception: Option<Box<RefCell<Exception>>>,
    /// Whether something wants to hear when it goes.
    pub watched: Cell<bool>,
    /// Whether weak references to it lead nowhere any more.
    pub gone: Cell<bool>,
    /// Its number, for `id`.
    pub id: Id,
    /// Whether `__del__` has had its turn.
    finished: Cell<bool>,
}

/// The class of an instance, which a program may change (`__class__`). It is
/// the class to whoever reads it.
#[derive(Debug)]
pub struct ClassOf {
    first: Rc<Type>,
    later: OnceCell<Box<Later>>,
}

/// The classes that an instance has been given, each once, and which of them it
/// has now.
#[derive(Debug)]
struct Later {
    now: Cell<usize>,
    known: Known,
}

#[derive(Debug)]
struct Known {
    class: Rc<Type>,
    next: OnceCell<Box<Known>>,
}

impl ClassOf {
    /// Gives the instance another class; that both lay out their instances
    /// alike is for the caller to see to.
    pub fn change(&self, class: &Rc<Type>) {
        let known = |class: &Rc<Type>| Known {
            class: class.clone(),
            next: OnceCell::new(),
        };
        let later = self.later.get_or_init(|| {
            Box::new(Later {
                now: Cell::new(0),
                known: known(&self.first),
            })
        });
        let (mut at, mut place) = (&later.known, 0);
        while !Rc::ptr_eq(&at.class, class) {
            at = at.next.get_or_init(|| Box::new(known(class)));
            place += 1;
        }
        later.now.set(place);
    }
}

impl From<Rc<Type>> for ClassOf {
    fn from(first: Rc<Type>) -> ClassOf {
        ClassOf {
            first,
            later: OnceCell::new(),
        }
    }
}

impl Deref for ClassOf {
    type Target = Rc<Type>;

    #[inline]
    fn deref(&self) -> &Rc<Type> {
        match self.later.get() {
            None => &self.first,
            Some(later) => later.class(),
        }
    }
}

impl Later {
    fn class(&self) -> &Rc<Type> {
        let mut at = &self.known;
        for _ in 0..self.now.get() {
            match at.next.get() {
                Some(next) => at = next,
                None => break,
            }
        }
        &at.class
    }
}

/// What every exception carries.
#[derive(Debug, Default)]
pub struct Exception {
    /// `args`.
    pub args: Vec<Value>,
    /// `__cause__`.
    pub cause: Option<Value>,
    /// `__context__`.
    pub context: Option<Value>,
    /// `__suppress_context__`.
    pub suppress: bool,
    /// `__traceback__`.
    pub traceback: Option<Rc<Traceback>>,
}

/// One frame of a traceback and those that it called.
#[derive(Debug)]
pub struct Traceback {
    /// The frame that this one called, towards where it was raised.
    pub next: Option<Rc<Traceback>>,
    /// Whose code.
    pub code: Rc<Code>,
    /// The instruction.
    pub pc: u32,
    /// The names of the module.
    pub globals: Rc<Dict>,
}

thread_local! {
    static FINALIZERS: RefCell<Vec<Value>> = const { RefCell::new(Vec::new()) };
    static WAITING: Cell<bool> = const { Cell::new(false) };
    static GONE: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
}

/// Whether some instance's `__del__` is to be called, or a watched one is gone.
#[inline]
pub fn finalizers_waiting() -> bool {
    WAITING.get()
}

/// The instances whose `__del__` is to be called now.
pub fn take_finalizers() -> Vec<Value> {
    WAITING.set(false);
    FINALIZERS.with_borrow_mut(std::mem::take)
}

/// Has something's end carried out soon: `__del__`, or a generator's closing.
pub fn finalize_later(value: Value) {
    // A thread that ends may have dropped the queue already.
    let _ = FINALIZERS.try_with(|f| f.borrow_mut().push(value));
    WAITING.set(true);
}

/// The numbers (`id`) of watched instances that are gone.
pub fn take_gone() -> Vec<u64> {
    GONE.with_borrow_mut(std::mem::take)
}

impl Instance {
    /// An instance without attributes.
    pub fn new(class: Rc<Type>) -> Rc<Instance> {
        Instance::with(class, Value::Unbound)
    }

    /// An instance of a class derived from a built-in type, with its value.
    pub fn with(class: Rc<Type>, payload: Value) -> Rc<Instance> {
        Instance::again(class, payload, Id::default())
    }

    /// An instance without attributes with that number, the copy of another one.
    pub fn again(class: Rc<Type>, payload: Value, id: Id) -> Rc<Instance> {
        let exception = class.is_exception.then(Box::default);
        let known = cycles::is_known(&class);
        let made = Rc::new(Instance {
            class: class.into(),
            dict: RefCell::new(Dict::new()),
            payload,
            exception,
            watched: Cell::new(false),
            gone: Cell::new(false),
            id,
            finished: Cell::new(false),
        });
        if known {
            cycles::know(&made);
        }
        made
    }

    /// Gives `__del__` its turn; false if it has had it.
    pub fn finish(&self) -> bool {
        !self.finished.replace(true)
    }

    /// An exception's state. Of something that is no exception, an empty one
    /// is never asked for: callers check `class.is_exception`.
    pub fn exc(&self) -> &RefCell<Exception> {
        self.exception
            .as_deref()
            .expect("an exception has its state")
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        if self.watched.get() {
            // A thread that ends may have dropped the queue already.
            let _ = GONE.try_with(|g| g.borrow_mut().push(self.id.get()));
            WAITING.set(true);
        }
        if self.class.heap && !self.finished.get() && self.class.custom(Custom::DEL) {
            let again = Instance {
                class: self.class.clone().into(),
                dict: RefCell::new(std::mem::take(self.dict.get_mut())),
                payload: std::mem::take(&mut self.payload),
                exception: self.exception.take(),
                watched: Cell::new(false),
                gone: Cell::new(false),
                id: std::mem::take(&mut self.id),
                finished: Cell::new(true),
            };
            let again = Value::Instance(Rc::new(again));
            finalize_later(again);
            return;
        }
        // The dict and the payload go with the other fields, and see
        // themselves to it that they do not go too deep.
        if let Some(exc) = self.exception.take() {
            let exc = exc.into_inner();
            let mut held = exc.args;
            held.extend(exc.cause);
            held.extend(exc.context);
            trash::drop_all(held);
        }
    }
}

impl Drop for Traceback {
    fn drop(&mut self) {
        let mut next = self.next.take();
        while let Some(tb) = next {
            match Rc::try_unwrap(tb) {
                Ok(mut tb) => next = tb.next.take(),
                Err(_) => break,
            }
        }
    }
}
