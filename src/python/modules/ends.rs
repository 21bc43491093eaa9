//! `_ends`: queues with two ends, the part of `collections.deque` that takes
//! time. CPython has all of it in C (`Modules/_collectionsmodule.c`); what is
//! seldom asked for is in Python here (`_deque.py`).

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use crate::python::builtins::make::class_of;
use crate::python::object::{Iter, IterState, Module, Sequence, State, trash};
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Args, Ctx, NativeKind, Result, Then};

/// The items of a deque.
#[derive(Debug, Default)]
pub(crate) struct Ends {
    items: RefCell<VecDeque<Value>>,
    /// How many there may be, if there is a bound: those at the other end go.
    most: Cell<Option<usize>>,
    /// How often items have come or gone.
    version: Cell<usize>,
}

impl State for Ends {
    fn children(&self) -> Vec<Value> {
        self.items.borrow().iter().cloned().collect()
    }

    fn copy(&self, copy: &mut dyn FnMut(&Value) -> Value) -> Option<Box<dyn State>> {
        Some(Box::new(Ends {
            items: RefCell::new(self.items.borrow().iter().map(copy).collect()),
            most: self.most.clone(),
            version: self.version.clone(),
        }))
    }

    fn clear(&self) {
        self.version.set(self.version.get() + 1);
        let gone = std::mem::take(&mut *self.items.borrow_mut());
        trash::drop_all(gone.into());
    }

    fn sequence(&self) -> Option<&dyn Sequence> {
        Some(self)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl Sequence for Ends {
    fn count(&self) -> usize {
        self.items.borrow().len()
    }

    fn item(&self, index: usize) -> Option<Value> {
        self.items.borrow().get(index).cloned()
    }

    fn version(&self) -> usize {
        self.version.get()
    }

    fn complaints(&self) -> (&'static str, &'static str) {
        ("deque index out of range", "deque mutated during iteration")
    }
}

impl Drop for Ends {
    fn drop(&mut self) {
        trash::drop_all(std::mem::take(self.items.get_mut()).into());
    }
}

/// At which end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Left,
    Right,
}

use End::{Left, Right};

impl Ends {
    /// Adds an item at an end; gives what falls out at the other.
    fn add(&self, item: Value, end: End) -> Option<Value> {
        self.version.set(self.version.get() + 1);
        let mut items = self.items.borrow_mut();
        match end {
            Left => items.push_front(item),
            Right => items.push_back(item),
        }
        if self.most.get().is_none_or(|most| items.len() <= most) {
            return None;
        }
        match end {
            Left => items.pop_back(),
            Right => items.pop_front(),
        }
    }

    /// As [`Ends::add`], within the bounds of memory.
    fn add_bounded(&self, vm: &Vm, item: Value, end: End) -> Result<()> {
        drop(self.add(item, end));
        let len = self.count();
        if len.is_power_of_two() {
            vm.check_size(len * 16)?;
        }
        Ok(())
    }

    fn take(&self, vm: &Vm, end: End) -> Result {
        self.version.set(self.version.get() + 1);
        let mut items = self.items.borrow_mut();
        let taken = match end {
            Left => items.pop_front(),
            Right => items.pop_back(),
        };
        drop(items);
        taken.ok_or_else(|| vm.index_error("pop from an empty deque"))
    }

    /// Puts other items in the place of these.
    fn become_(&self, items: impl Iterator<Item = Value>) {
        self.clear();
        for item in items {
            drop(self.add(item, Right));
        }
    }
}

/// A method: the deque it is called on and the other arguments.
macro_rules! on {
    ($f:expr) => {
        NativeKind::Plain(|vm: &Vm, args: Args<'_>| {
            let (this, args) = own(vm, args)?;
            let f: fn(&Vm, &Ends, Args<'_>) -> Result = $f;
            f(vm, ends(vm, &this)?, args)
        })
    };
}

/// Fills the module with the class `Ends`.
pub(super) fn fill(vm: &Vm, module: &Rc<Module>) {
    let class = vm.native_type("collections", "Ends", true);
    vm.add_new(&class, NativeKind::Plain(new));
    vm.add_getters(
        &class,
        &[("maxlen", |vm, this| {
            Ok(ends(vm, this)?.most.get().map_or(Value::None, Value::from))
        })],
    );
    vm.add_methods(
        &class,
        &[
            ("__init__", NativeKind::Then(init)),
            (
                "append",
                on!(|vm, ends, args| {
                    let [item] = args.exactly(vm, "deque.append")?;
                    ends.add_bounded(vm, item, Right).map(Value::from)
                }),
            ),
            (
                "appendleft",
                on!(|vm, ends, args| {
                    let [item] = args.exactly(vm, "deque.appendleft")?;
                    ends.add_bounded(vm, item, Left).map(Value::from)
                }),
            ),
            (
                "popleft",
                on!(|vm, ends, args| {
                    args.exactly::<0>(vm, "deque.popleft")?;
                    ends.take(vm, Left)
                }),
            ),
            (
                "pop",
                on!(|vm, ends, args| {
                    args.exactly::<0>(vm, "deque.pop")?;
                    ends.take(vm, Right)
                }),
            ),
            (
                "clear",
                on!(|vm, ends, args| {
                    args.exactly::<0>(vm, "deque.clear")?;
                    State::clear(ends);
                    Ok(Value::None)
                }),
            ),
            (
                "reverse",
                on!(|vm, ends, args| {
                    args.exactly::<0>(vm, "deque.reverse")?;
                    ends.items.borrow_mut().make_contiguous().reverse();
                    Ok(Value::None)
                }),
            ),
            ("rotate", on!(rotate)),
            (
                "__len__",
                on!(|vm, ends, args| {
                    args.exactly::<0>(vm, "__len__")?;
                    Ok(Value::from(ends.count()))
                }),
            ),
            ("__iter__", NativeKind::Plain(iter)),
            ("__getitem__", on!(get_item)),
            ("__setitem__", on!(set_item)),
            (
                "_become",
                on!(|vm, ends, args| {
                    let [items] = args.exactly(vm, "_become")?;
                    let items = vm.collect(&items).transpose()?.unwrap_or_default();
                    ends.become_(items.into_iter());
                    Ok(Value::None)
                }),
            ),
            (
                "extend",
                NativeKind::Then(|vm, args| extend(vm, args, Right)),
            ),
            (
                "extendleft",
                NativeKind::Then(|vm, args| extend(vm, args, Left)),
            ),
        ],
    );
    module.dict.set_name("Ends", Value::Type(class));
}

fn own<'a>(vm: &Vm, args: Args<'a>) -> Result<(Value, Args<'a>)> {
    match args.values.split_first_mut() {
        Some((this, values)) if args.names.len() <= values.len() => {
            let names = args.names;
            Ok((std::mem::take(this), Args { values, names }))
        }
        _ => Err(vm.type_error("unbound method needs an argument")),
    }
}

/// The items of a deque.
fn ends<'a>(vm: &Vm, this: &'a Value) -> Result<&'a Ends> {
    this.as_native::<Ends>()
        .ok_or_else(|| vm.type_error("a 'collections.deque' object is needed"))
}

fn new(vm: &Vm, args: Args<'_>) -> Result {
    let mut args = args.into_owned();
    let class = class_of(vm, &mut args)?;
    let native = class.mro.iter().find(|ty| !ty.heap).unwrap_or(&class);
    let made = vm.object(native, Ends::default());
    Ok(vm.of_class(&class, native, made))
}

fn init(vm: &Vm, args: Args<'_>) -> Result<Then> {
    let (this, args) = own(vm, args)?;
    let [items, most] = args.parse(vm, "deque", ["iterable=", "maxlen="])?;
    let state = ends(vm, &this)?;
    state.most.set(match &most {
        Value::Unbound | Value::None => None,
        most if most.is_int() => {
            let most = usize::try_from(most.as_i64().unwrap_or(-1));
            Some(most.map_err(|_| vm.value_error("maxlen must be non-negative"))?)
        }
        _ => return Err(vm.type_error("an integer is required")),
    });
    State::clear(state);
    if !items.is_bound() {
        return Ok(Then::Value(Value::None));
    }
    fill_from(vm, this, items, Right)
}

fn extend(vm: &Vm, args: Args<'_>, end: End) -> Result<Then> {
    let (this, args) = own(vm, args)?;
    let [items] = args.exactly(vm, "deque.extend")?;
    fill_from(vm, this, items, end)
}

/// Adds the items of something, one by one: they may look at the deque.
fn fill_from(vm: &Vm, this: Value, items: Value, end: End) -> Result<Then> {
    let same = this.is(&items);
    let found = if same {
        Some(Ok(ends(vm, &this)?.children()))
    } else {
        vm.collect(&items)
    };
    let Some(found) = found else {
        return Ok(Then::run(vm, move |c| fill_slowly(c, this, items, end)));
    };
    let state = ends(vm, &this)?;
    for item in found? {
        state.add_bounded(vm, item, end)?;
    }
    Ok(Then::Value(Value::None))
}

async fn fill_slowly(c: Ctx, this: Value, items: Value, end: End) -> Result {
    let iter = c.iter(&items).await?;
    while let Some(item) = c.next(&iter).await? {
        ends(&c, &this)?.add_bounded(&c, item, end)?;
    }
    Ok(Value::None)
}

fn rotate(vm: &Vm, ends: &Ends, args: Args<'_>) -> Result {
    let [n] = args.parse(vm, "rotate", ["/n="])?;
    let n = match &n {
        Value::Unbound => 1,
        n => n.as_i64().ok_or_else(|| {
            vm.type_error(format!(
                "'{}' object cannot be interpreted as an integer",
                vm.type_name(n).as_str()
            ))
        })?,
    };
    let mut items = ends.items.borrow_mut();
    if !items.is_empty() {
        ends.version.set(ends.version.get() + 1);
        let by = n.rem_euclid(items.len() as i64);
        items.rotate_right(by as usize);
    }
    Ok(Value::None)
}

fn iter(vm: &Vm, args: Args<'_>) -> Result {
    let [this] = args.exactly(vm, "__iter__")?;
    let version = ends(vm, &this)?.version();
    match this.base() {
        Value::Object(o) => Ok(Iter::value(IterState::Sequence(o.clone(), 0, version))),
        _ => Err(vm.type_error("a 'collections.deque' object is needed")),
    }
}

/// The place that an index means.
fn place(vm: &Vm, ends: &Ends, index: &Value) -> Result<usize> {
    let Some(n) = index.as_i64() else {
        return Err(vm.type_error(format!(
            "sequence index must be integer, not '{}'",
            vm.type_name(index).as_str()
        )));
    };
    vm.place(n, ends.count())
        .ok_or_else(|| vm.index_error(ends.complaints().0))
}

fn get_item(vm: &Vm, ends: &Ends, args: Args<'_>) -> Result {
    let [index] = args.exactly(vm, "__getitem__")?;
    let at = place(vm, ends, &index)?;
    Ok(ends.item(at).unwrap_or_default())
}

fn set_item(vm: &Vm, ends: &Ends, args: Args<'_>) -> Result {
    let [index, item] = args.exactly(vm, "__setitem__")?;
    let at = place(vm, ends, &index)?;
    let old = ends
        .items
        .borrow_mut()
        .get_mut(at)
        .map(|slot| std::mem::replace(slot, item));
    drop(old);
    Ok(Value::None)
}

/// Adds an item at the end of a deque.
///
/// # Errors
/// `TypeError` if it is no deque.
pub(crate) fn add_last(vm: &Vm, this: &Value, item: Value) -> Result<()> {
    ends(vm, this)?.add_bounded(vm, item, Right)
}

/// Takes the first item of a deque.
///
/// # Errors
/// `IndexError` if there is none.
pub(crate) fn take_first(vm: &Vm, this: &Value) -> Result {
    ends(vm, this)?.take(vm, Left)
}
