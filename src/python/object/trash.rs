//! Dropping what holds other objects without deep recursion: beyond some
//! depth the contents wait in a queue that the outermost drop empties.

use std::cell::{Cell, RefCell};

use crate::python::value::Value;

const DEEP: u32 = 60;

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    static WAITING: RefCell<Vec<Vec<Value>>> = const { RefCell::new(Vec::new()) };
}

/// Drops the values, however deep the objects in them go.
pub fn drop_all(values: Vec<Value>) {
    if values.iter().all(is_flat) {
        return;
    }
    if is_deep() {
        // Once the thread has ended there is no queue any more.
        let _ = WAITING.try_with(|queue| queue.borrow_mut().push(values));
        return;
    }
    deeper(values);
}

/// Whether so many drops are under way within each other that what is dropped
/// next has to wait: [`drop_all`] sees to that.
pub fn is_deep() -> bool {
    DEPTH.get() >= DEEP
}

/// Drops something that holds values, one level down; not to be called where
/// [`is_deep`] says so.
pub fn deeper<T>(what: T) {
    let depth = DEPTH.get();
    DEPTH.set(depth + 1);
    drop(what);
    DEPTH.set(depth);
    if depth == 0 {
        let next = || WAITING.try_with(|queue| queue.borrow_mut().pop());
        while let Ok(Some(more)) = next() {
            DEPTH.set(1);
            drop(more);
            DEPTH.set(0);
        }
    }
}

/// As [`drop_all`], the last one first, as CPython does with lists and tuples.
pub fn drop_back(mut values: Vec<Value>) {
    if values.iter().all(is_flat) {
        return;
    }
    values.reverse();
    drop_all(values);
}

/// Whether dropping the value drops no other.
pub fn is_flat(value: &Value) -> bool {
    matches!(
        value,
        Value::Unbound
            | Value::None
            | Value::Bool(_)
            | Value::Int(_)
            | Value::Float(_)
            | Value::Str(_)
            | Value::Big(_)
            | Value::Bytes(_)
    )
}
