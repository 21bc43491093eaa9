//! `_heap`: the steps of `heapq` that take time.
//!
//! Where two items can be compared without Python code, a step runs here to its
//! end; at the first pair that cannot, the functions of `heapq.py` go on from
//! where it stands.

use std::rc::Rc;

use crate::python::code::CmpOp;
use crate::python::object::{List, Module};
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Args, NativeKind, Result};

/// Fills the module.
pub(super) fn fill(vm: &Vm, module: &Rc<Module>) {
    vm.add_function(module, "rise", NativeKind::Plain(rise));
    vm.add_function(module, "sink", NativeKind::Plain(sink));
}

/// The list and the two places that a step is given.
fn parts(vm: &Vm, args: Args<'_>, name: &str) -> Result<(Rc<List>, usize, usize)> {
    let [heap, first, at] = args.exactly(vm, name)?;
    let place = |v: &Value| v.as_i64().and_then(|n| usize::try_from(n).ok());
    match (heap.as_list(), place(&first), place(&at)) {
        (Some(list), Some(first), Some(at)) if at < list.len() => Ok((list.clone(), first, at)),
        (None, ..) => Err(vm.type_error("heap argument must be a list")),
        _ => Err(vm.index_error("list index out of range")),
    }
}

/// Whether the item at one place is less than that at another, if that can be
/// said here. Nothing is borrowed meanwhile: an item may hold the list itself.
fn less(vm: &Vm, heap: &List, a: usize, b: usize) -> Option<Result<bool>> {
    let (x, y) = {
        let items = heap.borrow();
        (items.get(a)?.clone(), items.get(b)?.clone())
    };
    match (&x, &y) {
        (Value::Int(x), Value::Int(y)) => Some(Ok(x < y)),
        _ => vm.compare(CmpOp::Lt, &x, &y),
    }
}

/// `rise(heap, first, at)`: moves an item towards the root while it is smaller
/// than its parent. Where it stopped, if something cannot be compared; or -1.
fn rise(vm: &Vm, args: Args<'_>) -> Result {
    let (heap, first, at) = parts(vm, args, "rise")?;
    Ok(climb(vm, &heap, first, at)?.map_or(Value::Int(-1), Value::from))
}

fn climb(vm: &Vm, heap: &List, first: usize, mut at: usize) -> Result<Option<usize>> {
    while at > first {
        let parent = (at - 1) / 2;
        match less(vm, heap, at, parent) {
            Some(Ok(true)) => heap.borrow_mut().swap(at, parent),
            Some(Ok(false)) => break,
            Some(Err(raised)) => return Err(raised),
            None => return Ok(Some(at)),
        }
        at = parent;
    }
    Ok(None)
}

/// `sink(heap, first, at)`: moves an item to the bottom along the smaller
/// children, then up to its place, not above `first`. Where it stopped, if
/// something cannot be compared: a place on the way down; or, on the way up, a
/// place below 0 (-2 minus the place). -1 if it is done.
fn sink(vm: &Vm, args: Args<'_>) -> Result {
    let (heap, first, mut at) = parts(vm, args, "sink")?;
    loop {
        let mut child = 2 * at + 1;
        let end = heap.len();
        if child >= end {
            break;
        }
        if child + 1 < end {
            match less(vm, &heap, child, child + 1) {
                Some(Ok(true)) => {}
                Some(Ok(false)) => child += 1,
                Some(Err(raised)) => return Err(raised),
                None => return Ok(Value::from(at)),
            }
        }
        heap.borrow_mut().swap(at, child);
        at = child;
    }
    Ok(match climb(vm, &heap, first, at)? {
        None => Value::Int(-1),
        Some(at) => Value::Int(-2 - at as i64),
    })
}
