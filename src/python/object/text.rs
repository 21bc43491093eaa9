//! `str` and `bytes`: shared, unchanging, hashed once.

use std::cell::Cell as StdCell;
use std::cell::RefCell;
use std::rc::Rc;

use compact_str::CompactString;

use crate::base::hash::QuickMap;
use crate::python::object::hash::{Id, sip13};
use crate::python::value::Value;

/// Text. Hash, length in characters and whether it is ASCII are kept. What is
/// short stands in the object itself.
#[derive(Debug)]
pub struct Str {
    text: CompactString,
    hash: StdCell<i64>,
    /// Its length in characters; [`INTERNED_BIT`] beside it. No text is longer:
    /// it would take more memory than there may be.
    chars: StdCell<u32>,
    /// Its number, for `id`.
    pub id: Id,
}

/// In [`Str::chars`]: the object is the one that `intern` gives.
const INTERNED_BIT: u32 = 1 << 31;

thread_local! {
    static INTERNED: RefCell<QuickMap<Box<str>, Rc<Str>>> = RefCell::default();
    static ASCII: Vec<Value> = (0..128_u8)
        .map(|b| Value::Str(intern(char::from(b).encode_utf8(&mut [0; 4]))))
        .collect();
}

/// A character as text; those of ASCII are shared.
pub fn of_char(c: char) -> Value {
    let shared = ASCII.with(|all| all.get(c as usize).cloned());
    shared.unwrap_or_else(|| Value::str(c.encode_utf8(&mut [0; 4])))
}

/// The one object for a name. Names that are the same are the same object, so
/// that look-ups need not compare text.
pub fn intern(text: &str) -> Rc<Str> {
    INTERNED.with_borrow_mut(|table| {
        if let Some(s) = table.get(text) {
            return s.clone();
        }
        let s = Str::new(text);
        s.chars.set(s.chars.get() | INTERNED_BIT);
        table.insert(text.into(), s.clone());
        s
    })
}

impl Str {
    /// Text from a slice.
    pub fn new(text: &str) -> Rc<Str> {
        Str::from_compact(CompactString::new(text))
    }

    /// Text from a string.
    pub fn from_string(text: String) -> Rc<Str> {
        Str::from_compact(CompactString::from(text))
    }

    fn from_compact(text: CompactString) -> Rc<Str> {
        Rc::new(Str {
            chars: StdCell::new(count(&text)),
            text,
            hash: StdCell::new(0),
            id: Id::default(),
        })
    }

    /// Adds to the end, where nobody else holds the text ([`Rc::get_mut`]).
    pub fn append(&mut self, more: &Str) {
        self.text.push_str(&more.text);
        let chars = self.len() + more.len();
        let chars = u32::try_from(chars).unwrap_or(!INTERNED_BIT);
        self.chars = StdCell::new(chars.min(!INTERNED_BIT));
        self.hash = StdCell::new(0);
        self.id = Id::default();
    }

    /// How many bytes it has room for.
    pub fn capacity(&self) -> usize {
        self.text.capacity()
    }

    /// The text.
    #[inline]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Length in characters (code points).
    #[inline]
    pub fn len(&self) -> usize {
        (self.chars.get() & !INTERNED_BIT) as usize
    }

    /// Whether it has no characters.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether every character is ASCII, so that a character is a byte.
    #[inline]
    pub fn is_ascii(&self) -> bool {
        self.len() == self.text.len()
    }

    /// Whether this object is the one that `intern` gives for its text.
    #[inline]
    pub fn is_interned(&self) -> bool {
        self.chars.get() & INTERNED_BIT != 0
    }

    /// The character at an index, if there is one.
    pub fn char_at(&self, index: usize) -> Option<char> {
        if self.is_ascii() {
            self.text.as_bytes().get(index).map(|b| char::from(*b))
        } else {
            self.text.chars().nth(index)
        }
    }

    /// The characters from `start` to `end`, as text.
    pub fn chars_between(&self, start: usize, end: usize) -> &str {
        if start >= end {
            return "";
        }
        if self.is_ascii() {
            return &self.text[start.min(self.len())..end.min(self.len())];
        }
        let mut at = self.text.char_indices().map(|(i, _)| i);
        let from = at.nth(start).unwrap_or(self.text.len());
        let to = at.nth(end - start - 1).unwrap_or(self.text.len());
        &self.text[from..to]
    }

    /// The hash: what CPython gives with `PYTHONHASHSEED=0` for ASCII text.
    #[inline]
    pub fn hash(&self) -> i64 {
        let h = self.hash.get();
        if h != 0 || self.text.is_empty() {
            return h;
        }
        let h = match sip13(self.text.as_bytes()) as i64 {
            0 | -1 => -2,
            h => h,
        };
        self.hash.set(h);
        h
    }

    /// Whether both have the same text.
    #[inline]
    pub fn same(self: &Rc<Str>, other: &Rc<Str>) -> bool {
        Rc::ptr_eq(self, other)
            || (!(self.is_interned() && other.is_interned()) && self.text == other.text)
    }
}

/// The number of characters.
fn count(text: &str) -> u32 {
    let chars = if text.is_ascii() {
        text.len()
    } else {
        text.chars().count()
    };
    u32::try_from(chars).map_or(!INTERNED_BIT, |n| n.min(!INTERNED_BIT))
}

/// Bytes that do not change.
#[derive(Debug)]
pub struct Bytes {
    data: Box<[u8]>,
    /// Its number, for `id`.
    pub id: Id,
}

impl Bytes {
    /// Bytes from a vector.
    pub fn new(data: Vec<u8>) -> Rc<Bytes> {
        Rc::new(Bytes {
            data: data.into_boxed_slice(),
            id: Id::default(),
        })
    }

    /// The bytes.
    pub fn as_slice(&self) -> &[u8] {
        &self.data
    }

    /// The hash, as CPython gives with `PYTHONHASHSEED=0`.
    pub fn hash(&self) -> i64 {
        if self.data.is_empty() {
            return 0;
        }
        match sip13(&self.data) as i64 {
            -1 => -2,
            h => h,
        }
    }
}
