//! `dict`: keeps the order of insertion; names are found without Python code.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::python::object::hash::Id;
use crate::python::object::{Part, Str, Tuple, keys, trash};
use crate::python::value::Value;

/// A dict.
#[derive(Debug, Default)]
pub struct Dict {
    inner: RefCell<Inner>,
    /// Its number, for `id`.
    pub id: Id,
}

#[derive(Debug, Default)]
struct Inner {
    /// In order of insertion; removed ones have an unbound key.
    entries: Vec<Entry>,
    /// Open addressing over `entries`; empty while there are few.
    index: Vec<u32>,
    used: u32,
    /// A number that no other dict has, or 0; goes when a key is added.
    stamp: u32,
}

thread_local! {
    static STAMP: Cell<u32> = const { Cell::new(0) };
}

#[derive(Debug, Clone)]
struct Entry {
    hash: i64,
    key: Value,
    value: Value,
}

const FREE: u32 = u32::MAX;
const GONE: u32 = u32::MAX - 1;
/// Up to this many entries are searched one by one.
const FEW: usize = 8;

/// What a search for a key found.
#[derive(Debug)]
pub enum Lookup {
    /// At this entry.
    Found(usize),
    /// Nowhere.
    Missing,
    /// Only Python code can tell whether the keys of these entries, whose
    /// hashes are the same, are equal to it.
    Ask(Vec<usize>),
}

impl Inner {
    fn slot(&self, hash: i64) -> usize {
        // Spreads the low bits as well: many hashes are small numbers.
        let h = (hash as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (h >> 32) as usize & (self.index.len() - 1)
    }

    fn find_str(&self, name: &Rc<Str>) -> Option<usize> {
        let hash = name.hash();
        let is = |e: &Entry| match &e.key {
            Value::Str(s) => Rc::ptr_eq(s, name) || (e.hash == hash && s.as_str() == name.as_str()),
            Value::Instance(_) => e.hash == hash && e.key.as_str() == Some(name.as_str()),
            _ => false,
        };
        if self.index.is_empty() {
            return self.entries.iter().position(is);
        }
        let mut at = self.slot(hash);
        loop {
            match self.index[at] {
                FREE => return None,
                GONE => {}
                i => {
                    let e = &self.entries[i as usize];
                    if e.hash == hash && is(e) {
                        return Some(i as usize);
                    }
                }
            }
            at = (at + 1) & (self.index.len() - 1);
        }
    }

    /// The entry of an integer, if all keys with its hash are integers or text.
    fn find_int(&self, n: i64, hash: i64) -> Option<Option<usize>> {
        if self.index.is_empty() {
            return None;
        }
        let mut at = self.slot(hash);
        loop {
            match self.index[at] {
                FREE => return Some(None),
                GONE => {}
                i => {
                    let e = &self.entries[i as usize];
                    if e.hash == hash {
                        match e.key {
                            Value::Int(m) if m == n => return Some(Some(i as usize)),
                            Value::Int(_) | Value::Str(_) => {}
                            _ => return None,
                        }
                    }
                }
            }
            at = (at + 1) & (self.index.len() - 1);
        }
    }

    fn find(&self, key: &Value, hash: i64) -> Lookup {
        if let Value::Int(n) = key
            && let Some(found) = self.find_int(*n, hash)
        {
            return found.map_or(Lookup::Missing, Lookup::Found);
        }
        let mut ask = Vec::new();
        let mut test = |i: usize, e: &Entry| {
            if e.hash != hash || !e.key.is_bound() {
                return false;
            }
            match keys::same(&e.key, key) {
                Some(same) => same,
                None => {
                    ask.push(i);
                    false
                }
            }
        };
        if self.index.is_empty() {
            for (i, e) in self.entries.iter().enumerate() {
                if test(i, e) {
                    return Lookup::Found(i);
                }
            }
        } else {
            let mut at = self.slot(hash);
            loop {
                match self.index[at] {
                    FREE => break,
                    GONE => {}
                    i => {
                        if test(i as usize, &self.entries[i as usize]) {
                            return Lookup::Found(i as usize);
                        }
                    }
                }
                at = (at + 1) & (self.index.len() - 1);
            }
        }
        if ask.is_empty() {
            Lookup::Missing
        } else {
            Lookup::Ask(ask)
        }
    }

    fn rebuild(&mut self) {
        self.entries.retain(|e| e.key.is_bound());
        if self.entries.len() < FEW {
            self.index.clear();
            return;
        }
        let size = (self.entries.len() * 3).next_power_of_two();
        self.index.clear();
        self.index.resize(size, FREE);
        for i in 0..self.entries.len() {
            let mut at = self.slot(self.entries[i].hash);
            while self.index[at] != FREE {
                at = (at + 1) & (size - 1);
            }
            self.index[at] = i as u32;
        }
    }

    fn push(&mut self, key: Value, hash: i64, value: Value) -> usize {
        let crowded = if self.index.is_empty() {
            self.entries.len() >= FEW
        } else {
            self.entries.len() * 3 >= self.index.len() * 2
        };
        if crowded {
            self.rebuild();
        }
        let i = self.entries.len();
        self.entries.push(Entry { hash, key, value });
        self.used += 1;
        self.stamp = 0;
        if !self.index.is_empty() {
            let mut at = self.slot(hash);
            while self.index[at] < GONE {
                at = (at + 1) & (self.index.len() - 1);
            }
            self.index[at] = i as u32;
        } else if i >= FEW {
            self.rebuild();
        }
        i
    }

    fn remove(&mut self, i: usize) -> (Value, Value) {
        if !self.index.is_empty() {
            let mut at = self.slot(self.entries[i].hash);
            while self.index[at] != i as u32 {
                at = (at + 1) & (self.index.len() - 1);
            }
            self.index[at] = GONE;
        }
        self.used -= 1;
        let e = &mut self.entries[i];
        let pair = (std::mem::take(&mut e.key), std::mem::take(&mut e.value));
        if i + 1 == self.entries.len() {
            self.entries.pop();
        }
        pair
    }
}

impl Dict {
    /// An empty dict with that number, to become the copy of another one.
    pub fn with_id(id: Id) -> Rc<Dict> {
        let inner = RefCell::default();
        Rc::new(Dict { inner, id })
    }

    /// An empty dict.
    pub fn new() -> Rc<Dict> {
        Rc::new(Dict::default())
    }

    /// How many entries there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.inner.borrow().used as usize
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value under a name.
    #[inline]
    pub fn get_str(&self, name: &Rc<Str>) -> Option<Value> {
        let inner = self.inner.borrow();
        let i = inner.find_str(name)?;
        Some(inner.entries[i].value.clone())
    }

    /// Where a name stands; a hint for [`Dict::get_hinted`].
    #[inline]
    pub fn place_of(&self, name: &Rc<Str>) -> Option<usize> {
        self.inner.borrow().find_str(name)
    }

    /// A number by which to tell later that no key has been added since.
    pub fn stamp(&self) -> u32 {
        let mut inner = self.inner.borrow_mut();
        if inner.stamp == 0 {
            inner.stamp = STAMP.get().wrapping_add(1).max(1);
            STAMP.set(inner.stamp);
        }
        inner.stamp
    }

    /// Whether no key has been added since that number was given, which was not 0.
    #[inline(always)]
    pub fn is_stamped(&self, stamp: u32) -> bool {
        stamp != 0 && self.inner.borrow().stamp == stamp
    }

    /// The value at a place, if that place still holds that name.
    #[inline(always)]
    pub fn get_hinted(&self, place: usize, name: &Rc<Str>) -> Option<Value> {
        let inner = self.inner.borrow();
        match inner.entries.get(place) {
            Some(Entry {
                key: Value::Str(s),
                value,
                ..
            }) if Rc::ptr_eq(s, name) => Some(value.copy()),
            _ => None,
        }
    }

    /// Puts the value at a place into a register, if that place still holds that
    /// name; says whether it does.
    #[inline(always)]
    pub fn read_hinted(&self, place: usize, name: &Rc<Str>, register: &mut Value) -> bool {
        let inner = self.inner.borrow();
        match inner.entries.get(place) {
            Some(Entry {
                key: Value::Str(s),
                value,
                ..
            }) if Rc::ptr_eq(s, name) => {
                let value = value.copy();
                drop(inner);
                register.put(value);
                true
            }
            _ => false,
        }
    }

    /// Puts the value at a place, if that place still holds that name; gives
    /// the old value, or the new one back if it does not.
    #[inline]
    pub fn set_hinted(&self, place: usize, name: &Rc<Str>, value: Value) -> Result<Value, Value> {
        let mut inner = self.inner.borrow_mut();
        match inner.entries.get_mut(place) {
            Some(Entry {
                key: Value::Str(s),
                value: old,
                ..
            }) if Rc::ptr_eq(s, name) => Ok(std::mem::replace(old, value)),
            _ => Err(value),
        }
    }

    /// Puts a value under a name; gives what was there.
    pub fn set_str(&self, name: &Rc<Str>, value: Value) -> Option<Value> {
        let mut inner = self.inner.borrow_mut();
        match inner.find_str(name) {
            Some(i) => Some(std::mem::replace(&mut inner.entries[i].value, value)),
            None => {
                inner.push(Value::Str(name.clone()), name.hash(), value);
                None
            }
        }
    }

    /// As [`Dict::set_str`]; gives the place, a hint for the next time, and what
    /// was there, or nothing.
    pub fn put(&self, name: &Rc<Str>, value: Value) -> (usize, Value) {
        let mut inner = self.inner.borrow_mut();
        match inner.find_str(name) {
            Some(i) => {
                let old = std::mem::replace(&mut inner.entries[i].value, value);
                (i, old)
            }
            None => {
                let place = inner.push(Value::Str(name.clone()), name.hash(), value);
                (place, Value::Unbound)
            }
        }
    }

    /// Puts a value under a name given as text.
    pub fn set_name(&self, name: &str, value: impl Into<Value>) {
        self.set_str(&crate::python::object::intern(name), value.into());
    }

    /// The value under a name given as text.
    pub fn get_name(&self, name: &str) -> Option<Value> {
        self.get_str(&crate::python::object::intern(name))
    }

    /// Takes a name out; gives what was there.
    pub fn remove_str(&self, name: &Rc<Str>) -> Option<Value> {
        let mut inner = self.inner.borrow_mut();
        let i = inner.find_str(name)?;
        Some(inner.remove(i).1)
    }

    /// Searches for a key with its hash.
    #[inline]
    pub fn find(&self, key: &Value, hash: i64) -> Lookup {
        self.inner.borrow().find(key, hash)
    }

    /// The key of an entry.
    pub fn key_at(&self, i: usize) -> Value {
        self.inner
            .borrow()
            .entries
            .get(i)
            .map_or(Value::Unbound, |e| e.key.clone())
    }

    /// The value of an entry.
    pub fn value_at(&self, i: usize) -> Value {
        self.inner
            .borrow()
            .entries
            .get(i)
            .map_or(Value::Unbound, |e| e.value.clone())
    }

    /// Replaces the value of an entry; gives what was there.
    pub fn set_at(&self, i: usize, value: Value) -> Value {
        match self.inner.borrow_mut().entries.get_mut(i) {
            Some(e) => std::mem::replace(&mut e.value, value),
            None => value,
        }
    }

    /// Takes an entry out: key and value.
    pub fn remove_at(&self, i: usize) -> (Value, Value) {
        self.inner.borrow_mut().remove(i)
    }

    /// Adds an entry whose key is known not to be there.
    pub fn push(&self, key: Value, hash: i64, value: Value) -> usize {
        self.inner.borrow_mut().push(key, hash, value)
    }

    /// The first entry from place `from` on: its place, key and value.
    #[inline]
    pub fn entry_from(&self, from: usize) -> Option<(usize, Value, Value)> {
        let inner = self.inner.borrow();
        let (i, e) = inner
            .entries
            .iter()
            .enumerate()
            .skip(from)
            .find(|(_, e)| e.key.is_bound())?;
        Some((i, e.key.clone(), e.value.clone()))
    }

    /// What an iterator gives of the first entry from place `from` on, and its
    /// place.
    #[inline]
    pub fn part_from(&self, from: usize, part: Part) -> Option<(usize, Value)> {
        let inner = self.inner.borrow();
        let mut at = from;
        loop {
            let e = inner.entries.get(at)?;
            if e.key.is_bound() {
                let value = match part {
                    Part::Keys => e.key.clone(),
                    Part::Values => e.value.clone(),
                    Part::Items => Value::Tuple(Tuple::pair(e.key.clone(), e.value.clone())),
                };
                return Some((at, value));
            }
            at += 1;
        }
    }

    /// The last entry before place `before`: its place, key and value.
    pub fn entry_before(&self, before: usize) -> Option<(usize, Value, Value)> {
        let inner = self.inner.borrow();
        let end = before.min(inner.entries.len());
        let i = inner.entries[..end]
            .iter()
            .rposition(|e| e.key.is_bound())?;
        let e = &inner.entries[i];
        Some((i, e.key.clone(), e.value.clone()))
    }

    /// All entries in order.
    pub fn entries(&self) -> Vec<(Value, Value)> {
        let inner = self.inner.borrow();
        let bound = inner.entries.iter().filter(|e| e.key.is_bound());
        bound.map(|e| (e.key.clone(), e.value.clone())).collect()
    }

    /// All entries in order, with their hashes.
    pub fn hashed_entries(&self) -> Vec<(i64, Value, Value)> {
        let inner = self.inner.borrow();
        let bound = inner.entries.iter().filter(|e| e.key.is_bound());
        bound
            .map(|e| (e.hash, e.key.clone(), e.value.clone()))
            .collect()
    }

    /// All keys in order.
    pub fn keys(&self) -> Vec<Value> {
        let inner = self.inner.borrow();
        let bound = inner.entries.iter().filter(|e| e.key.is_bound());
        bound.map(|e| e.key.clone()).collect()
    }

    /// All values in order.
    pub fn values(&self) -> Vec<Value> {
        let inner = self.inner.borrow();
        let bound = inner.entries.iter().filter(|e| e.key.is_bound());
        bound.map(|e| e.value.clone()).collect()
    }

    /// Puts in the entries of another dict, as long as no Python code need run;
    /// whether that were all.
    pub fn take_all(&self, from: &Dict) -> bool {
        if std::ptr::eq(self, from) {
            return true;
        }
        let from = from.inner.borrow();
        let mut inner = self.inner.borrow_mut();
        let mut old = Vec::new();
        let done = from.entries.iter().filter(|e| e.key.is_bound()).all(|e| {
            match inner.find(&e.key, e.hash) {
                Lookup::Found(i) => {
                    let before = std::mem::replace(&mut inner.entries[i].value, e.value.clone());
                    if !trash::is_flat(&before) {
                        old.push(before);
                    }
                }
                Lookup::Missing => {
                    inner.push(e.key.clone(), e.hash, e.value.clone());
                }
                Lookup::Ask(_) => return false,
            }
            true
        });
        // What is dropped may look at either dict.
        drop((from, inner));
        trash::drop_all(old);
        done
    }

    /// Takes everything out.
    pub fn clear(&self) {
        let old = std::mem::take(&mut *self.inner.borrow_mut());
        drop(Dict {
            inner: RefCell::new(old),
            id: Id::default(),
        });
    }

    /// A dict with the same entries.
    pub fn copy(&self) -> Rc<Dict> {
        let inner = self.inner.borrow();
        let mut copy = Inner {
            entries: inner.entries.clone(),
            index: Vec::new(),
            used: inner.used,
            stamp: 0,
        };
        copy.rebuild();
        Rc::new(Dict {
            inner: RefCell::new(copy),
            id: Id::default(),
        })
    }
}

impl Drop for Dict {
    fn drop(&mut self) {
        let inner = self.inner.get_mut();
        let flat = |e: &Entry| trash::is_flat(&e.value) && trash::is_flat(&e.key);
        if inner.entries.iter().all(flat) {
            return;
        }
        let entries = std::mem::take(&mut inner.entries);
        if trash::is_deep() {
            let both = entries.into_iter().flat_map(|e| [e.key, e.value]);
            trash::drop_all(both.collect());
        } else {
            trash::deeper(entries);
        }
    }
}
