//! Tuples, lists, ranges and slices.

use std::cell::{Ref, RefCell, RefMut};
use std::rc::Rc;

use smallvec::SmallVec;

use crate::python::object::hash::Id;
use crate::python::object::trash;
use crate::python::value::Value;

/// The items of a tuple: few stand in the object itself.
type Items = SmallVec<[Value; 3]>;

/// A tuple.
#[derive(Debug)]
pub struct Tuple {
    items: Items,
    /// Its number, for `id`.
    pub id: Id,
}

impl Tuple {
    /// A tuple of these items with that number, the copy of another one.
    pub fn with_id(items: Vec<Value>, id: Id) -> Rc<Tuple> {
        let items = Items::from_vec(items);
        Rc::new(Tuple { items, id })
    }

    /// A tuple of these items.
    pub fn new(items: Vec<Value>) -> Rc<Tuple> {
        Tuple::with_id(items, Id::default())
    }

    /// A tuple of two items.
    #[inline]
    pub fn pair(a: Value, b: Value) -> Rc<Tuple> {
        Tuple::collect([a, b])
    }

    /// A tuple of the items that come.
    #[inline]
    pub fn collect(items: impl IntoIterator<Item = Value>) -> Rc<Tuple> {
        Rc::new(Tuple {
            items: items.into_iter().collect(),
            id: Id::default(),
        })
    }
}

impl std::ops::Deref for Tuple {
    type Target = [Value];

    fn deref(&self) -> &[Value] {
        &self.items
    }
}

impl Drop for Tuple {
    fn drop(&mut self) {
        if !self.items.iter().all(trash::is_flat) {
            // The last one first, as CPython does.
            let mut items = std::mem::take(&mut self.items);
            items.reverse();
            if trash::is_deep() {
                trash::drop_all(items.into_vec());
            } else {
                trash::deeper(items);
            }
        }
    }
}

/// A list.
#[derive(Debug)]
pub struct List {
    items: RefCell<Vec<Value>>,
    /// Its number, for `id`.
    pub id: Id,
}

impl List {
    /// An empty list with that number, to become the copy of another one.
    pub fn with_id(id: Id) -> Rc<List> {
        let items = RefCell::default();
        Rc::new(List { items, id })
    }

    /// A list of these items.
    pub fn new(items: Vec<Value>) -> Rc<List> {
        Rc::new(List {
            items: RefCell::new(items),
            id: Id::default(),
        })
    }

    /// The items, to read. Never keep this while Python code may run.
    #[inline]
    pub fn borrow(&self) -> Ref<'_, Vec<Value>> {
        self.items.borrow()
    }

    /// The items, to change. Never keep this while Python code may run, nor
    /// while a value is dropped: take what is to be dropped out first.
    #[inline]
    pub fn borrow_mut(&self) -> RefMut<'_, Vec<Value>> {
        self.items.borrow_mut()
    }

    /// How many items there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.items.borrow().len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A copy of the items.
    pub fn to_vec(&self) -> Vec<Value> {
        self.items.borrow().clone()
    }
}

impl Drop for List {
    fn drop(&mut self) {
        trash::drop_back(std::mem::take(self.items.get_mut()));
    }
}

/// `range(start, stop, step)` within 64 bits.
#[derive(Debug)]
pub struct Range {
    /// First.
    pub start: i64,
    /// Bound.
    pub stop: i64,
    /// Step, not 0.
    pub step: i64,
    /// Its number, for `id`.
    pub id: Id,
}

impl Range {
    /// How many numbers there are.
    pub fn len(&self) -> usize {
        let (a, b, s) = (
            i128::from(self.start),
            i128::from(self.stop),
            i128::from(self.step),
        );
        let n = if s > 0 {
            (b - a + s - 1) / s
        } else {
            (a - b - s - 1) / -s
        };
        usize::try_from(n.max(0)).unwrap_or(usize::MAX)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number at an index below `len`.
    pub fn at(&self, index: usize) -> i64 {
        self.start
            .wrapping_add(self.step.wrapping_mul(index as i64))
    }
}

/// `slice(start, stop, step)`.
#[derive(Debug)]
pub struct Slice {
    /// Where it begins, or `None`.
    pub start: Value,
    /// Where it ends, or `None`.
    pub stop: Value,
    /// The step, or `None`.
    pub step: Value,
    /// Its number, for `id`.
    pub id: Id,
}
