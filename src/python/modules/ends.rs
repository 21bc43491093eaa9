//! `_ends`: the methods of `collections.deque` that take time.
//!
//! The class is `_deque.py`'s: items in a list from a first place on. What has
//! a bound (`maxlen`) goes on in Python.

use std::rc::Rc;

use crate::python::object::{Instance, List, Module, Native, intern};
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Args, NativeKind, OwnedArgs, Result, Then};

/// After how many places at the front that are not used they are given back,
/// if they are more than half of all.
const SPARE: usize = 32;

/// Fills the module with methods, which bind as those of built-in types do.
pub(super) fn fill(vm: &Vm, module: &Rc<Module>) {
    let methods: &[(&str, NativeKind)] = &[
        ("append", NativeKind::Then(append)),
        ("popleft", NativeKind::Plain(pop_left)),
        ("pop", NativeKind::Plain(pop)),
        ("__len__", NativeKind::Plain(len)),
    ];
    let _ = vm;
    for (name, kind) in methods {
        let f = Native {
            name: intern(name),
            kind: *kind,
            method_of: Some("collections.deque"),
            module: None,
            bound: None,
            id: Default::default(),
        };
        module.dict.set_name(name, Value::Native(Rc::new(f)));
    }
}

/// The items of a deque and the place of the first.
fn parts(vm: &Vm, this: &Value) -> Result<(Rc<Instance>, Rc<List>, usize)> {
    if let Value::Instance(i) = this {
        let dict = i.dict.borrow();
        let items = dict.get_str(&vm.names.items_);
        let first = dict.get_str(&vm.names.first_).and_then(|v| v.as_i64());
        if let (Some(Value::List(items)), Some(first)) = (items, first) {
            let first = usize::try_from(first).unwrap_or(0);
            return Ok((i.clone(), items, first));
        }
    }
    Err(vm.type_error("a 'collections.deque' object is needed"))
}

fn append(vm: &Vm, args: Args<'_>) -> Result<Then> {
    let [this, item] = args.exactly(vm, "append")?;
    let (i, items, _) = parts(vm, &this)?;
    let bound = i.dict.borrow().get_str(&vm.names.maxlen_);
    if bound.is_some_and(|b| !b.is_none())
        && let Some(f) = i.class.lookup(&intern("_append"))
    {
        return Ok(Then::Call(f, OwnedArgs::positional(vec![this, item])));
    }
    items.borrow_mut().push(item);
    if items.len().is_power_of_two() {
        vm.check_size(items.len() * 16)?;
    }
    Ok(Then::Value(Value::None))
}

/// Adds an item at the end of a deque without a bound.
///
/// # Errors
/// `TypeError` if it is no deque.
pub(crate) fn add_last(vm: &Vm, this: &Value, item: Value) -> Result<()> {
    let (_, items, _) = parts(vm, this)?;
    items.borrow_mut().push(item);
    Ok(())
}

fn pop_left(vm: &Vm, args: Args<'_>) -> Result {
    let [this] = args.exactly(vm, "popleft")?;
    take_first(vm, &this)
}

/// Takes the first item of a deque.
///
/// # Errors
/// `IndexError` if there is none.
pub(crate) fn take_first(vm: &Vm, this: &Value) -> Result {
    let (i, items, first) = parts(vm, this)?;
    let (item, spare) = {
        let mut items = items.borrow_mut();
        let Some(slot) = items.get_mut(first) else {
            return Err(vm.index_error("pop from an empty deque"));
        };
        let item = std::mem::replace(slot, Value::None);
        let spare = first > SPARE && first * 2 > items.len();
        if spare {
            // Only `None` stands there: nothing of the program's is dropped.
            items.drain(..=first);
        }
        (item, spare)
    };
    let first = if spare { 0 } else { first + 1 };
    let dict = i.dict.borrow();
    dict.set_str(&vm.names.first_, Value::from(first));
    Ok(item)
}

fn pop(vm: &Vm, args: Args<'_>) -> Result {
    let [this] = args.exactly(vm, "pop")?;
    let (_, items, first) = parts(vm, &this)?;
    if items.len() <= first {
        return Err(vm.index_error("pop from an empty deque"));
    }
    let item = items.borrow_mut().pop();
    Ok(item.unwrap_or(Value::None))
}

fn len(vm: &Vm, args: Args<'_>) -> Result {
    let [this] = args.exactly(vm, "__len__")?;
    let (_, items, first) = parts(vm, &this)?;
    Ok(Value::from(items.len().saturating_sub(first)))
}
