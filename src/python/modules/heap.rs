//! `_heapq`: heaps in lists, the part of `heapq` that CPython has in C
//! (`Modules/_heapqmodule.c`).
//!
//! Items are compared in CPython's order. As long as that needs no Python code,
//! a function answers at once; from the first pair on that does, it goes on as
//! one that may call Python.

use std::rc::Rc;

use crate::python::code::CmpOp;
use crate::python::object::{List, Module};
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Args, Ctx, NativeKind, Result, Then};

/// Fills the module.
pub(super) fn fill(vm: &Vm, module: &Rc<Module>) {
    vm.add_function(module, "heappush", NativeKind::Then(push));
    vm.add_function(module, "heappop", NativeKind::Then(pop));
    vm.add_function(module, "heapreplace", NativeKind::Then(replace));
    vm.add_function(module, "heappushpop", NativeKind::Then(push_pop));
    vm.add_function(module, "heapify", NativeKind::Then(heapify));
}

/// An item on its way to its place.
#[derive(Clone, Copy)]
struct Way {
    /// It rises no higher than this place.
    top: usize,
    /// Where it stands.
    at: usize,
    /// Whether it still sinks; afterwards it rises.
    sinks: bool,
}

/// The list that a function is given first.
fn heap_of(vm: &Vm, heap: &Value, name: &str, place: &str) -> Result<Rc<List>> {
    match heap.as_list() {
        Some(list) => Ok(list.clone()),
        None => Err(vm.type_error(format!(
            "{name}() argument {place}must be list, not {}",
            vm.type_name(heap).as_str()
        ))),
    }
}

/// The items at two places. Nothing is borrowed while they are compared: an
/// item may hold the list itself.
fn pair(heap: &List, a: usize, b: usize) -> Option<(Value, Value)> {
    let items = heap.borrow();
    Some((items.get(a)?.clone(), items.get(b)?.clone()))
}

/// Whether the item at one place is less than that at another, if that can be
/// said here.
fn less(vm: &Vm, heap: &List, a: usize, b: usize) -> Option<Result<bool>> {
    {
        let items = heap.borrow();
        if let (Some(Value::Int(x)), Some(Value::Int(y))) = (items.get(a), items.get(b)) {
            return Some(Ok(x < y));
        }
    }
    let (x, y) = pair(heap, a, b)?;
    vm.compare(CmpOp::Lt, &x, &y)
}

/// What to compare next on the way: whether the first of these is the less.
/// None at the end of the way.
fn question(heap: &List, way: &mut Way) -> Option<(usize, usize)> {
    if way.sinks {
        let child = 2 * way.at + 1;
        match heap.len() {
            len if child + 1 < len => return Some((child, child + 1)),
            len if child < len => {
                heap.borrow_mut().swap(way.at, child);
                way.at = child;
            }
            _ => {}
        }
        way.sinks = false;
    }
    (way.at > way.top).then(|| (way.at, (way.at - 1) / 2))
}

/// Goes on by the answer; whether the way goes on.
fn go(heap: &List, way: &mut Way, asked: (usize, usize), less: bool) -> bool {
    let to = match (way.sinks, less) {
        (true, true) => asked.0,
        (true, false) | (false, true) => asked.1,
        (false, false) => return false,
    };
    heap.borrow_mut().swap(way.at, to);
    way.at = to;
    true
}

/// Goes the way as far as that needs no Python code; whether to its end.
fn go_at_once(vm: &Vm, heap: &List, way: &mut Way) -> Result<bool> {
    while let Some(asked) = question(heap, way) {
        match less(vm, heap, asked.0, asked.1) {
            Some(less) => {
                if !go(heap, way, asked, less?) {
                    break;
                }
            }
            None => return Ok(false),
        }
    }
    Ok(true)
}

async fn is_less(c: &Ctx, a: &Value, b: &Value) -> Result<bool> {
    let less = c.compare(CmpOp::Lt, a, b).await?;
    c.truth(&less).await
}

/// Goes the way to its end.
async fn go_on(c: &Ctx, heap: &List, mut way: Way) -> Result<()> {
    let len = heap.len();
    while !go_at_once(c, heap, &mut way)? {
        let Some(asked) = question(heap, &mut way) else {
            break;
        };
        let Some((x, y)) = pair(heap, asked.0, asked.1) else {
            break;
        };
        let less = is_less(c, &x, &y).await?;
        if heap.len() != len {
            return Err(c.runtime_error("list changed size during iteration"));
        }
        if !go(heap, &mut way, asked, less) {
            break;
        }
    }
    Ok(())
}

/// Goes the way; then gives a value.
fn finish(vm: &Vm, heap: Rc<List>, mut way: Way, then: Value) -> Result<Then> {
    if go_at_once(vm, &heap, &mut way)? {
        return Ok(Then::Value(then));
    }
    Ok(Then::run(vm, |c| async move {
        go_on(&c, &heap, way).await?;
        Ok(then)
    }))
}

/// The way of the item at the top.
const FROM_THE_TOP: Way = Way {
    top: 0,
    at: 0,
    sinks: true,
};

fn push(vm: &Vm, args: Args<'_>) -> Result<Then> {
    let [heap, item] = args.exactly(vm, "heappush")?;
    let heap = heap_of(vm, &heap, "heappush", "1 ")?;
    heap.borrow_mut().push(item);
    if heap.len().is_power_of_two() {
        vm.check_size(heap.len() * 16)?;
    }
    let at = heap.len() - 1;
    let way = Way {
        top: 0,
        at,
        sinks: false,
    };
    finish(vm, heap, way, Value::None)
}

fn pop(vm: &Vm, args: Args<'_>) -> Result<Then> {
    let [heap] = args.exactly(vm, "_heapq.heappop")?;
    let heap = heap_of(vm, &heap, "heappop", "")?;
    let item = {
        let mut items = heap.borrow_mut();
        match (items.pop(), items.first_mut()) {
            (None, _) => return Err(vm.index_error("index out of range")),
            (Some(last), None) => return Ok(Then::Value(last)),
            (Some(last), Some(first)) => std::mem::replace(first, last),
        }
    };
    finish(vm, heap, FROM_THE_TOP, item)
}

/// Takes the smallest, then adds an item.
fn replace(vm: &Vm, args: Args<'_>) -> Result<Then> {
    let [heap, item] = args.exactly(vm, "heapreplace")?;
    let heap = heap_of(vm, &heap, "heapreplace", "1 ")?;
    let smallest = match heap.borrow_mut().first_mut() {
        Some(first) => std::mem::replace(first, item),
        None => return Err(vm.index_error("index out of range")),
    };
    finish(vm, heap, FROM_THE_TOP, smallest)
}

/// Adds an item, then takes the smallest.
fn push_pop(vm: &Vm, args: Args<'_>) -> Result<Then> {
    let [heap, item] = args.exactly(vm, "heappushpop")?;
    let heap = heap_of(vm, &heap, "heappushpop", "1 ")?;
    let Some(first) = heap.borrow().first().cloned() else {
        return Ok(Then::Value(item));
    };
    match vm.compare(CmpOp::Lt, &first, &item) {
        Some(less) => exchange(vm, heap, item, less?),
        None => Ok(Then::run(vm, |c| async move {
            let less = is_less(&c, &first, &item).await?;
            if heap.is_empty() {
                return Err(c.index_error("index out of range"));
            }
            let then = exchange(&c, heap, item, less)?;
            c.finish(then).await
        })),
    }
}

/// An item in place of the smallest, which is given, if that is less.
fn exchange(vm: &Vm, heap: Rc<List>, item: Value, less: bool) -> Result<Then> {
    let first = match heap.borrow_mut().first_mut() {
        Some(first) if less => std::mem::replace(first, item),
        _ => return Ok(Then::Value(item)),
    };
    finish(vm, heap, FROM_THE_TOP, first)
}

fn heapify(vm: &Vm, args: Args<'_>) -> Result<Then> {
    let [heap] = args.exactly(vm, "_heapq.heapify")?;
    let heap = heap_of(vm, &heap, "heapify", "")?;
    for at in (0..heap.len() / 2).rev() {
        let mut way = from(at);
        if !go_at_once(vm, &heap, &mut way)? {
            return Ok(Then::run(vm, |c| async move {
                go_on(&c, &heap, way).await?;
                for at in (0..at).rev() {
                    go_on(&c, &heap, from(at)).await?;
                }
                Ok(Value::None)
            }));
        }
    }
    Ok(Then::Value(Value::None))
}

/// The way of an item into the heap below it.
fn from(top: usize) -> Way {
    Way {
        top,
        at: top,
        sinks: true,
    }
}
