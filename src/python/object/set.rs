//! `set` and `frozenset`, laid out as CPython's are (`Objects/setobject.c`),
//! so that sets of numbers are listed in the same order.

use std::cell::RefCell;
use std::rc::Rc;

use crate::python::object::dict::Lookup;
use crate::python::object::hash::Id;
use crate::python::object::{keys, trash};
use crate::python::value::Value;

/// A set; `frozen` if it cannot change.
#[derive(Debug)]
pub struct Set {
    inner: RefCell<Inner>,
    /// Whether it is a frozenset.
    pub frozen: bool,
    /// Its number, for `id`.
    pub id: Id,
}

#[derive(Debug, Clone)]
struct Inner {
    table: Vec<(i64, Value)>,
    /// Entries that are or were used.
    fill: usize,
    used: usize,
    /// Where `pop` goes on.
    finger: usize,
}

/// The hash of an entry that was removed; no value has it.
const DUMMY: i64 = -1;
const LINEAR_PROBES: usize = 9;
const MIN: usize = 8;

impl Default for Inner {
    fn default() -> Inner {
        Inner {
            table: vec![(0, Value::Unbound); MIN],
            fill: 0,
            used: 0,
            finger: 0,
        }
    }
}

/// The places a hash may stand at, in order, without end.
struct Probe {
    perturb: u64,
    at: usize,
    left: usize,
    mask: usize,
    first: usize,
}

impl Probe {
    fn new(hash: i64, mask: usize) -> Probe {
        let first = hash as u64 as usize & mask;
        Probe {
            perturb: hash as u64,
            at: first,
            first,
            left: Probe::run(first, mask),
            mask,
        }
    }

    fn run(first: usize, mask: usize) -> usize {
        if first + LINEAR_PROBES <= mask {
            LINEAR_PROBES
        } else {
            0
        }
    }

    fn step(&mut self) {
        if self.left > 0 {
            self.left -= 1;
            self.at += 1;
            return;
        }
        self.perturb >>= 5;
        let next = (self.first as u64)
            .wrapping_mul(5)
            .wrapping_add(1)
            .wrapping_add(self.perturb);
        self.first = next as usize & self.mask;
        self.at = self.first;
        self.left = Probe::run(self.first, self.mask);
    }
}

impl Inner {
    fn mask(&self) -> usize {
        self.table.len() - 1
    }

    fn find(&self, key: &Value, hash: i64) -> Lookup {
        let mut ask = Vec::new();
        let mut probe = Probe::new(hash, self.mask());
        loop {
            let (h, k) = &self.table[probe.at];
            if !k.is_bound() {
                if *h != DUMMY {
                    break;
                }
            } else if *h == hash {
                match keys::same(k, key) {
                    Some(true) => return Lookup::Found(probe.at),
                    Some(false) => {}
                    None => ask.push(probe.at),
                }
            }
            probe.step();
        }
        if ask.is_empty() {
            Lookup::Missing
        } else {
            Lookup::Ask(ask)
        }
    }

    /// Puts a key that is not there into a table without removed entries.
    fn insert_clean(table: &mut [(i64, Value)], hash: i64, key: Value) {
        let mut probe = Probe::new(hash, table.len() - 1);
        while table[probe.at].1.is_bound() {
            probe.step();
        }
        table[probe.at] = (hash, key);
    }

    fn resize(&mut self, min_used: usize) {
        let mut size = MIN;
        while size <= min_used {
            size <<= 1;
        }
        let old = std::mem::replace(&mut self.table, vec![(0, Value::Unbound); size]);
        for (hash, key) in old {
            if key.is_bound() {
                Inner::insert_clean(&mut self.table, hash, key);
            }
        }
        self.fill = self.used;
    }

    fn push(&mut self, key: Value, hash: i64) {
        let mut probe = Probe::new(hash, self.mask());
        while self.table[probe.at].1.is_bound() || self.table[probe.at].0 == DUMMY {
            probe.step();
        }
        self.table[probe.at] = (hash, key);
        self.fill += 1;
        self.used += 1;
        if self.fill * 5 >= self.mask() * 3 {
            let factor = if self.used > 50_000 { 2 } else { 4 };
            self.resize(self.used * factor);
        }
    }
}

impl Set {
    /// An empty set with that number, to become the copy of another one.
    pub fn with_id(frozen: bool, id: Id) -> Rc<Set> {
        let inner = RefCell::default();
        Rc::new(Set { inner, frozen, id })
    }

    /// An empty set.
    pub fn new(frozen: bool) -> Rc<Set> {
        Rc::new(Set {
            inner: RefCell::default(),
            frozen,
            id: Id::default(),
        })
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.inner.borrow().used
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Searches for an item with its hash.
    pub fn find(&self, key: &Value, hash: i64) -> Lookup {
        self.inner.borrow().find(key, hash)
    }

    /// The item at a place.
    pub fn key_at(&self, i: usize) -> Value {
        self.inner
            .borrow()
            .table
            .get(i)
            .map_or(Value::Unbound, |e| e.1.clone())
    }

    /// Adds an item that is known not to be there.
    pub fn push(&self, key: Value, hash: i64) {
        self.inner.borrow_mut().push(key, hash);
    }

    /// Takes the item at a place out.
    pub fn remove_at(&self, i: usize) -> Value {
        let mut inner = self.inner.borrow_mut();
        inner.used -= 1;
        std::mem::replace(&mut inner.table[i], (DUMMY, Value::Unbound)).1
    }

    /// Takes some item out, as `set.pop` does.
    pub fn pop(&self) -> Option<Value> {
        let mut inner = self.inner.borrow_mut();
        if inner.used == 0 {
            return None;
        }
        let mut at = inner.finger & inner.mask();
        while !inner.table[at].1.is_bound() {
            at = (at + 1) & inner.mask();
        }
        inner.finger = at + 1;
        inner.used -= 1;
        Some(std::mem::replace(&mut inner.table[at], (DUMMY, Value::Unbound)).1)
    }

    /// The first item from place `from` on, with its place and hash.
    pub fn entry_from(&self, from: usize) -> Option<(usize, i64, Value)> {
        let inner = self.inner.borrow();
        let mut rest = inner.table.iter().enumerate().skip(from);
        let (i, (hash, key)) = rest.find(|(_, e)| e.1.is_bound())?;
        Some((i, *hash, key.clone()))
    }

    /// All items with their hashes, in the order of the table.
    pub fn entries(&self) -> Vec<(i64, Value)> {
        let inner = self.inner.borrow();
        inner
            .table
            .iter()
            .filter(|e| e.1.is_bound())
            .cloned()
            .collect()
    }

    /// All items, in the order of the table.
    pub fn items(&self) -> Vec<Value> {
        self.entries().into_iter().map(|e| e.1).collect()
    }

    /// Takes everything out.
    pub fn clear(&self) {
        let old = std::mem::take(&mut *self.inner.borrow_mut());
        trash::drop_all(old.table.into_iter().map(|e| e.1).collect());
    }

    /// A set with the same items, laid out as `set_merge` would into an
    /// empty one.
    pub fn copy(&self, frozen: bool) -> Rc<Set> {
        let from = self.inner.borrow();
        let mut to = Inner::default();
        if from.used * 5 >= to.mask() * 3 {
            to.resize(from.used * 2);
        }
        if to.mask() == from.mask() && from.fill == from.used {
            to.table.clone_from(&from.table);
        } else {
            for (hash, key) in from.table.iter().filter(|e| e.1.is_bound()) {
                Inner::insert_clean(&mut to.table, *hash, key.clone());
            }
        }
        to.fill = from.used;
        to.used = from.used;
        Rc::new(Set {
            inner: RefCell::new(to),
            frozen,
            id: Id::default(),
        })
    }
}

impl Drop for Set {
    fn drop(&mut self) {
        let table = std::mem::take(&mut self.inner.get_mut().table);
        trash::drop_all(table.into_iter().map(|e| e.1).collect());
    }
}
