//! One Python value: sixteen bytes, either the thing itself or a counted
//! reference to an object.

use std::rc::Rc;

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use crate::python::code::Code;
use crate::python::object::{
    Bytes, Cell, Dict, Function, Generator, Instance, Iter, List, Method, Module, Native, Object,
    Range, Set, Slice, Str, Tuple, Type,
};

/// A value of a Python program. Cloning copies a number or counts a reference.
///
/// An instance of a class that a program derives from a built-in type is an
/// [`Value::Instance`] whose payload is the built-in value; [`Value::base`]
/// sees through it.
#[derive(Clone, Debug, Default)]
pub enum Value {
    /// The absence of a value in a register, a cell or a namespace. Programs
    /// never see it.
    #[default]
    Unbound,
    /// `None`.
    None,
    /// `NotImplemented`.
    NotImplemented,
    /// `...`.
    Ellipsis,
    /// `True` and `False`.
    Bool(bool),
    /// An integer that fits 64 bits.
    Int(i64),
    /// A float.
    Float(f64),
    /// An integer that does not fit 64 bits (always normalised).
    Big(Rc<BigInt>),
    /// Text.
    Str(Rc<Str>),
    /// Bytes that do not change.
    Bytes(Rc<Bytes>),
    /// A tuple.
    Tuple(Rc<Tuple>),
    /// A list.
    List(Rc<List>),
    /// A dict.
    Dict(Rc<Dict>),
    /// A set or frozenset.
    Set(Rc<Set>),
    /// A range.
    Range(Rc<Range>),
    /// A slice.
    Slice(Rc<Slice>),
    /// A function written in Python.
    Function(Rc<Function>),
    /// A function bound to its first argument.
    Method(Rc<Method>),
    /// A function written in Rust.
    Native(Rc<Native>),
    /// A class.
    Type(Rc<Type>),
    /// An instance of a class made by `class`, or an exception.
    Instance(Rc<Instance>),
    /// A module.
    Module(Rc<Module>),
    /// A generator, coroutine or asynchronous generator.
    Generator(Rc<Generator>),
    /// An iterator of a built-in type.
    Iter(Rc<Iter>),
    /// A variable shared by a function and those inside it.
    Cell(Rc<Cell>),
    /// Compiled code.
    Code(Rc<Code>),
    /// Any other object implemented in Rust.
    Object(Rc<Object>),
}

impl Value {
    /// Text.
    pub fn str(text: impl AsRef<str>) -> Value {
        Value::Str(Str::new(text.as_ref()))
    }

    /// Text that is already in a `String`.
    pub fn string(text: String) -> Value {
        Value::Str(Str::from_string(text))
    }

    /// A tuple.
    pub fn tuple(items: Vec<Value>) -> Value {
        Value::Tuple(Tuple::new(items))
    }

    /// A list.
    pub fn list(items: Vec<Value>) -> Value {
        Value::List(List::new(items))
    }

    /// Bytes.
    pub fn bytes(data: Vec<u8>) -> Value {
        Value::Bytes(Bytes::new(data))
    }

    /// An integer in its shortest form.
    pub fn big(n: BigInt) -> Value {
        match n.to_i64() {
            Some(n) => Value::Int(n),
            None => Value::Big(Rc::new(n)),
        }
    }

    /// An integer of 128 bits in its shortest form.
    pub fn int128(n: i128) -> Value {
        match i64::try_from(n) {
            Ok(n) => Value::Int(n),
            Err(_) => Value::Big(Rc::new(BigInt::from(n))),
        }
    }

    /// The value itself, or the built-in value inside an instance of a class
    /// derived from a built-in type.
    #[inline]
    pub fn base(&self) -> &Value {
        match self {
            Value::Instance(i) => match &i.payload {
                Value::Unbound => self,
                payload => payload,
            },
            _ => self,
        }
    }

    /// Whether nothing is counted: dropping it does nothing.
    #[inline(always)]
    fn is_plain(&self) -> bool {
        use Value::*;
        matches!(
            self,
            Unbound | None | NotImplemented | Ellipsis | Bool(_) | Int(_) | Float(_)
        )
    }

    /// Puts a value in this one's place; as an assignment, but without a call
    /// if there is nothing to drop.
    #[inline(always)]
    pub fn put(&mut self, value: Value) {
        if self.is_plain() {
            std::mem::forget(std::mem::replace(self, value));
        } else {
            *self = value;
        }
    }

    /// As cloning, without a call for what is copied most.
    #[inline(always)]
    pub fn copy(&self) -> Value {
        match self {
            Value::Int(n) => Value::Int(*n),
            Value::Float(x) => Value::Float(*x),
            Value::Function(f) => Value::Function(f.clone()),
            other => other.clone(),
        }
    }

    /// Whether there is a value.
    #[inline]
    pub fn is_bound(&self) -> bool {
        !matches!(self, Value::Unbound)
    }

    /// Whether this is `None`.
    #[inline]
    pub fn is_none(&self) -> bool {
        matches!(self, Value::None)
    }

    /// Python's `is`.
    pub fn is(&self, other: &Value) -> bool {
        use Value::*;
        match (self, other) {
            (Unbound, Unbound) | (None, None) | (NotImplemented, NotImplemented) => true,
            (Ellipsis, Ellipsis) => true,
            (Bool(a), Bool(b)) => a == b,
            (Int(a), Int(b)) => a == b,
            (Float(a), Float(b)) => a.to_bits() == b.to_bits(),
            (Big(a), Big(b)) => Rc::ptr_eq(a, b),
            (Tuple(a), Tuple(b)) => Rc::ptr_eq(a, b) || (a.is_empty() && b.is_empty()),
            (Str(a), Str(b)) => Rc::ptr_eq(a, b) || (a.is_empty() && b.is_empty()),
            _ => match (self.address(), other.address()) {
                (Some(a), Some(b)) => a == b,
                _ => false,
            },
        }
    }

    /// Where the object lies, for identity only.
    pub(crate) fn address(&self) -> Option<usize> {
        fn at<T>(rc: &Rc<T>) -> Option<usize> {
            Some(Rc::as_ptr(rc).cast::<u8>() as usize)
        }
        match self {
            Value::Str(o) => at(o),
            Value::Bytes(o) => at(o),
            Value::Tuple(o) => at(o),
            Value::List(o) => at(o),
            Value::Dict(o) => at(o),
            Value::Set(o) => at(o),
            Value::Range(o) => at(o),
            Value::Slice(o) => at(o),
            Value::Function(o) => at(o),
            Value::Method(o) => at(o),
            Value::Native(o) => at(o),
            Value::Type(o) => at(o),
            Value::Instance(o) => at(o),
            Value::Module(o) => at(o),
            Value::Generator(o) => at(o),
            Value::Iter(o) => at(o),
            Value::Cell(o) => at(o),
            Value::Code(o) => at(o),
            Value::Object(o) => at(o),
            Value::Big(o) => at(o),
            _ => None,
        }
    }

    /// The text, if it is a str (or of a class derived from it).
    #[inline]
    pub fn as_str(&self) -> Option<&str> {
        match self.base() {
            Value::Str(s) => Some(s.as_str()),
            _ => None,
        }
    }

    /// The str object, if it is one.
    #[inline]
    pub fn as_str_object(&self) -> Option<&Rc<Str>> {
        match self.base() {
            Value::Str(s) => Some(s),
            _ => None,
        }
    }

    /// The list, if it is one.
    pub fn as_list(&self) -> Option<&Rc<List>> {
        match self.base() {
            Value::List(l) => Some(l),
            _ => None,
        }
    }

    /// The tuple, if it is one.
    pub fn as_tuple(&self) -> Option<&Rc<Tuple>> {
        match self.base() {
            Value::Tuple(t) => Some(t),
            _ => None,
        }
    }

    /// The dict, if it is one.
    pub fn as_dict(&self) -> Option<&Rc<Dict>> {
        match self.base() {
            Value::Dict(d) => Some(d),
            _ => None,
        }
    }

    /// The set, if it is one.
    pub fn as_set(&self) -> Option<&Rc<Set>> {
        match self.base() {
            Value::Set(s) => Some(s),
            _ => None,
        }
    }

    /// The bytes, if it is a bytes object.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match self.base() {
            Value::Bytes(b) => Some(b.as_slice()),
            _ => None,
        }
    }

    /// The integer, if it is one (bool included) and fits.
    #[inline]
    pub fn as_i64(&self) -> Option<i64> {
        match self.base() {
            Value::Int(n) => Some(*n),
            Value::Bool(b) => Some(i64::from(*b)),
            _ => None,
        }
    }

    /// The integer in full, if it is one (bool included).
    pub fn as_bigint(&self) -> Option<BigInt> {
        match self.base() {
            Value::Int(n) => Some(BigInt::from(*n)),
            Value::Bool(b) => Some(BigInt::from(i64::from(*b))),
            Value::Big(n) => Some((**n).clone()),
            _ => None,
        }
    }

    /// Whether it is an integer (bool included).
    pub fn is_int(&self) -> bool {
        matches!(self.base(), Value::Int(_) | Value::Bool(_) | Value::Big(_))
    }

    /// The number as a float, if it is an integer or a float. Integers beyond
    /// the range give an infinity.
    pub fn as_f64(&self) -> Option<f64> {
        match self.base() {
            Value::Float(x) => Some(*x),
            Value::Int(n) => Some(*n as f64),
            Value::Bool(b) => Some(f64::from(u8::from(*b))),
            Value::Big(n) => n.to_f64(),
            _ => None,
        }
    }

    /// The state of a native object of type `T`.
    pub fn as_native<T: std::any::Any>(&self) -> Option<&T> {
        match self.base() {
            Value::Object(o) => o.get::<T>(),
            _ => None,
        }
    }
}

impl From<bool> for Value {
    fn from(b: bool) -> Value {
        Value::Bool(b)
    }
}

impl From<i64> for Value {
    fn from(n: i64) -> Value {
        Value::Int(n)
    }
}

impl From<usize> for Value {
    fn from(n: usize) -> Value {
        Value::int128(n as i128)
    }
}

impl From<f64> for Value {
    fn from(x: f64) -> Value {
        Value::Float(x)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::str(text)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::string(text)
    }
}

impl From<()> for Value {
    fn from((): ()) -> Value {
        Value::None
    }
}
