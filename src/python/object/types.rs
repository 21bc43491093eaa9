//! Classes: names looked up along the method resolution order.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::rc::{Rc, Weak};

use crate::python::object::hash::Id;
use crate::python::object::{Dict, Str, intern};
use crate::python::value::Value;

/// What a class (or one that it derives from, built-in ones apart) defines
/// itself, so that the built-in behaviour does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Custom(u32);

impl Custom {
    /// `__eq__`.
    pub const EQ: Custom = Custom(1);
    /// `__hash__`.
    pub const HASH: Custom = Custom(2);
    /// `__hash__ = None`.
    pub const UNHASHABLE: Custom = Custom(4);
    /// `__del__`.
    pub const DEL: Custom = Custom(8);
    /// `__getattr__`.
    pub const GETATTR: Custom = Custom(16);
    /// `__getattribute__`.
    pub const GETATTRIBUTE: Custom = Custom(32);
    /// `__setattr__`.
    pub const SETATTR: Custom = Custom(64);
    /// `__delattr__`.
    pub const DELATTR: Custom = Custom(128);
    /// `__iter__`.
    pub const ITER: Custom = Custom(256);
    /// `__next__`.
    pub const NEXT: Custom = Custom(512);
    /// `__str__`, `__repr__` or `__format__`.
    pub const TEXT: Custom = Custom(1024);
    /// `__bool__` or `__len__`.
    pub const TRUTH: Custom = Custom(2048);
    /// `__getitem__`, `__setitem__`, `__delitem__`, `__contains__` or
    /// `__missing__`.
    pub const ITEMS: Custom = Custom(4096);
    /// `__new__`.
    pub const NEW: Custom = Custom(8192);
    /// An operator of numbers or an ordering.
    pub const OPERATOR: Custom = Custom(1 << 14);
    const KNOWN: u32 = 1 << 31;
}

/// How instances of a class come about, as far as that is simple.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Making {
    /// Not looked at yet.
    #[default]
    Unknown,
    /// `object.__new__`, then `__init__`.
    Plain,
    /// An exception that only keeps its arguments.
    Exception,
    /// In some other way.
    Other,
}

/// What each special method's presence means.
const SPECIAL: &[(&str, Custom)] = &[
    ("__eq__", Custom::EQ),
    ("__hash__", Custom::HASH),
    ("__del__", Custom::DEL),
    ("__getattr__", Custom::GETATTR),
    ("__getattribute__", Custom::GETATTRIBUTE),
    ("__setattr__", Custom::SETATTR),
    ("__delattr__", Custom::DELATTR),
    ("__iter__", Custom::ITER),
    ("__next__", Custom::NEXT),
    ("__str__", Custom::TEXT),
    ("__repr__", Custom::TEXT),
    ("__format__", Custom::TEXT),
    ("__bool__", Custom::TRUTH),
    ("__len__", Custom::TRUTH),
    ("__getitem__", Custom::ITEMS),
    ("__setitem__", Custom::ITEMS),
    ("__delitem__", Custom::ITEMS),
    ("__contains__", Custom::ITEMS),
    ("__missing__", Custom::ITEMS),
    ("__new__", Custom::NEW),
    ("__lt__", Custom::OPERATOR),
    ("__le__", Custom::OPERATOR),
    ("__gt__", Custom::OPERATOR),
    ("__ge__", Custom::OPERATOR),
    ("__ne__", Custom::OPERATOR),
    ("__add__", Custom::OPERATOR),
    ("__radd__", Custom::OPERATOR),
    ("__iadd__", Custom::OPERATOR),
    ("__sub__", Custom::OPERATOR),
    ("__rsub__", Custom::OPERATOR),
    ("__isub__", Custom::OPERATOR),
    ("__mul__", Custom::OPERATOR),
    ("__rmul__", Custom::OPERATOR),
    ("__imul__", Custom::OPERATOR),
    ("__matmul__", Custom::OPERATOR),
    ("__rmatmul__", Custom::OPERATOR),
    ("__imatmul__", Custom::OPERATOR),
    ("__truediv__", Custom::OPERATOR),
    ("__rtruediv__", Custom::OPERATOR),
    ("__itruediv__", Custom::OPERATOR),
    ("__floordiv__", Custom::OPERATOR),
    ("__rfloordiv__", Custom::OPERATOR),
    ("__ifloordiv__", Custom::OPERATOR),
    ("__mod__", Custom::OPERATOR),
    ("__rmod__", Custom::OPERATOR),
    ("__imod__", Custom::OPERATOR),
    ("__pow__", Custom::OPERATOR),
    ("__rpow__", Custom::OPERATOR),
    ("__ipow__", Custom::OPERATOR),
    ("__and__", Custom::OPERATOR),
    ("__rand__", Custom::OPERATOR),
    ("__iand__", Custom::OPERATOR),
    ("__or__", Custom::OPERATOR),
    ("__ror__", Custom::OPERATOR),
    ("__ior__", Custom::OPERATOR),
    ("__xor__", Custom::OPERATOR),
    ("__rxor__", Custom::OPERATOR),
    ("__ixor__", Custom::OPERATOR),
    ("__lshift__", Custom::OPERATOR),
    ("__rlshift__", Custom::OPERATOR),
    ("__ilshift__", Custom::OPERATOR),
    ("__rshift__", Custom::OPERATOR),
    ("__rrshift__", Custom::OPERATOR),
    ("__irshift__", Custom::OPERATOR),
    ("__divmod__", Custom::OPERATOR),
    ("__rdivmod__", Custom::OPERATOR),
    ("__neg__", Custom::OPERATOR),
    ("__pos__", Custom::OPERATOR),
    ("__abs__", Custom::OPERATOR),
    ("__invert__", Custom::OPERATOR),
    ("__int__", Custom::OPERATOR),
    ("__float__", Custom::OPERATOR),
    ("__index__", Custom::OPERATOR),
    ("__round__", Custom::OPERATOR),
];

/// Hashes where a name lies: one multiplication spreads the bits.
#[derive(Debug, Default)]
struct PlaceHasher(u64);

impl Hasher for PlaceHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_usize(usize::from(*byte));
        }
    }

    fn write_usize(&mut self, place: usize) {
        // The golden ratio in 64 bits, as Knuth has it.
        let spread = (self.0 ^ place as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = spread ^ (spread >> 32);
    }
}

/// A class.
#[derive(Debug)]
pub struct Type {
    /// `__name__`.
    pub name: RefCell<Rc<Str>>,
    /// `__qualname__`.
    pub qualname: RefCell<Rc<Str>>,
    /// The classes it names as bases.
    pub bases: Vec<Rc<Type>>,
    /// The method resolution order without the class itself.
    pub mro: Vec<Rc<Type>>,
    /// Its own names.
    pub dict: Rc<Dict>,
    /// Its class, if that is not `type`.
    pub meta: Option<Rc<Type>>,
    /// Whether it was made by a `class` statement or a call of `type`.
    pub heap: bool,
    /// Whether instances have a `__dict__`.
    pub has_dict: bool,
    /// Whether instances carry an exception's state.
    pub is_exception: bool,
    /// Whether programs may derive from it.
    pub is_base: bool,
    /// Its number, for `id`.
    pub id: Id,
    /// How its instances come about; whoever asks finds it out.
    pub making: Cell<Making>,
    custom: Cell<u32>,
    version: Cell<u32>,
    found: RefCell<HashMap<usize, Option<Value>, BuildHasherDefault<PlaceHasher>>>,
    subclasses: RefCell<Vec<Weak<Type>>>,
}

thread_local! {
    static VERSION: Cell<u32> = const { Cell::new(1) };
}

fn fresh_version() -> u32 {
    let v = VERSION.get();
    VERSION.set(v.wrapping_add(1).max(1));
    v
}

/// What to make a class of.
#[derive(Debug)]
pub struct TypeParts {
    /// `__name__`.
    pub name: Rc<Str>,
    /// `__qualname__`.
    pub qualname: Rc<Str>,
    /// Its bases.
    pub bases: Vec<Rc<Type>>,
    /// Its method resolution order without itself.
    pub mro: Vec<Rc<Type>>,
    /// Its names.
    pub dict: Rc<Dict>,
    /// Its class, if that is not `type`.
    pub meta: Option<Rc<Type>>,
    /// Made by a program.
    pub heap: bool,
    /// Instances have a `__dict__`.
    pub has_dict: bool,
    /// Programs may derive from it.
    pub is_base: bool,
}

impl Type {
    /// Makes a class and tells its bases of it.
    pub fn new(parts: TypeParts) -> Rc<Type> {
        let is_exception = parts.bases.iter().any(|b| b.is_exception)
            || (parts.name.as_str() == "BaseException" && !parts.heap);
        let ty = Rc::new(Type {
            name: RefCell::new(parts.name),
            qualname: RefCell::new(parts.qualname),
            bases: parts.bases,
            mro: parts.mro,
            dict: parts.dict,
            meta: parts.meta,
            heap: parts.heap,
            has_dict: parts.has_dict,
            is_exception,
            is_base: parts.is_base,
            id: Id::default(),
            making: Cell::default(),
            custom: Cell::new(0),
            version: Cell::new(fresh_version()),
            found: RefCell::default(),
            subclasses: RefCell::default(),
        });
        for base in &ty.bases {
            base.subclasses.borrow_mut().push(Rc::downgrade(&ty));
        }
        ty
    }

    /// `__name__`.
    pub fn name(&self) -> Rc<Str> {
        self.name.borrow().clone()
    }

    /// Changes whenever the class or one that it derives from changes; no two
    /// classes share it.
    #[inline]
    pub fn version(&self) -> u32 {
        self.version.get()
    }

    /// The classes derived from it directly.
    pub fn subclasses(&self) -> Vec<Rc<Type>> {
        self.subclasses
            .borrow()
            .iter()
            .filter_map(Weak::upgrade)
            .collect()
    }

    /// Says that names of the class changed. Everything that writes to
    /// `dict` after the class was made calls it.
    pub fn changed(&self) {
        self.version.set(fresh_version());
        self.custom.set(0);
        self.making.set(Making::Unknown);
        self.found.borrow_mut().clear();
        for sub in self.subclasses() {
            sub.changed();
        }
    }

    /// The value of a name in the class or those it derives from.
    #[inline]
    pub fn lookup(&self, name: &Rc<Str>) -> Option<Value> {
        if !name.is_interned() {
            return self.lookup_slow(name);
        }
        let key = Rc::as_ptr(name) as usize;
        if let Some(found) = self.found.borrow().get(&key) {
            return found.clone();
        }
        let found = self.lookup_slow(name);
        self.found.borrow_mut().insert(key, found.clone());
        found
    }

    fn lookup_slow(&self, name: &Rc<Str>) -> Option<Value> {
        self.dict
            .get_str(name)
            .or_else(|| self.mro.iter().find_map(|t| t.dict.get_str(name)))
    }

    /// The value of a name and the class that holds it.
    pub fn lookup_where(self: &Rc<Type>, name: &Rc<Str>) -> Option<(Rc<Type>, Value)> {
        let own = std::iter::once(self).chain(&self.mro);
        own.into_iter()
            .find_map(|t| Some((t.clone(), t.dict.get_str(name)?)))
    }

    /// Whether it is `other` or derives from it.
    #[inline]
    pub fn is_subtype(&self, other: &Type) -> bool {
        std::ptr::eq(self, other) || self.mro.iter().any(|t| std::ptr::eq(&**t, other))
    }

    /// Whether the class defines one of these itself.
    #[inline]
    pub fn custom(&self, what: Custom) -> bool {
        let mut flags = self.custom.get();
        if flags == 0 {
            flags = self.find_custom();
            self.custom.set(flags);
        }
        flags & what.0 != 0
    }

    fn find_custom(&self) -> u32 {
        let mut flags = Custom::KNOWN;
        let mut hash_seen = false;
        let own = self.heap.then_some(&self.dict);
        let own = own.into_iter().map(|dict| (true, dict));
        let rest = self.mro.iter().map(|t| (t.heap, &t.dict));
        for (heap, dict) in own.chain(rest) {
            if !heap {
                // A built-in type but `object`, the last one, hashes its values
                // itself: what comes behind it has no say.
                hash_seen = true;
                continue;
            }
            for (name, custom) in SPECIAL {
                if *custom == Custom::HASH {
                    continue;
                }
                if dict.get_str(&intern(name)).is_some() {
                    flags |= custom.0;
                }
            }
            if !hash_seen && let Some(hash) = dict.get_str(&intern("__hash__")) {
                hash_seen = true;
                let what = if hash.is_none() {
                    Custom::UNHASHABLE
                } else {
                    Custom::HASH
                };
                let is_object = matches!(&hash, Value::Native(n) if n.is_object_hash());
                if !is_object {
                    flags |= what.0;
                }
            }
        }
        flags
    }

    /// Whether its class defines equality or hash for classes.
    pub fn meta_custom(&self) -> bool {
        self.meta
            .as_ref()
            .is_some_and(|m| m.custom(Custom::HASH) || m.custom(Custom::EQ))
    }
}

/// The method resolution order (C3) of a class with these bases, without the
/// class itself.
///
/// # Errors
/// If there is none: the classes of which none could come next.
pub fn linearise(bases: &[Rc<Type>]) -> Result<Vec<Rc<Type>>, Vec<Rc<Type>>> {
    let with_self = |b: &Rc<Type>| {
        let mut line = vec![b.clone()];
        line.extend(b.mro.iter().cloned());
        line
    };
    let mut lines: Vec<Vec<Rc<Type>>> = bases.iter().map(with_self).collect();
    lines.push(bases.to_vec());
    let mut out = Vec::new();
    loop {
        lines.retain(|l| !l.is_empty());
        if lines.is_empty() {
            return Ok(out);
        }
        let free = |c: &Rc<Type>| {
            !lines
                .iter()
                .any(|l| l[1..].iter().any(|other| Rc::ptr_eq(other, c)))
        };
        let mut heads: Vec<Rc<Type>> = Vec::new();
        for line in &lines {
            if !heads.iter().any(|head| Rc::ptr_eq(head, &line[0])) {
                heads.push(line[0].clone());
            }
        }
        let Some(next) = heads.iter().find(|c| free(c)).cloned() else {
            return Err(heads);
        };
        for line in &mut lines {
            if Rc::ptr_eq(&line[0], &next) {
                line.remove(0);
            }
        }
        out.push(next);
    }
}
