//! The methods of `list`, `tuple` and `range`.

use std::rc::Rc;

use super::{bounds, foreign, integer, integer_or, own};
use crate::python::object::{Iter, IterState, List, keys};
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Args, Ctx, NativeKind, OwnedArgs, Result, Then};

macro_rules! on {
    ($f:expr) => {
        NativeKind::Plain(|vm: &Vm, args: Args<'_>| {
            let (this, args) = own(vm, args)?;
            let Value::List(l) = this.base() else {
                return Err(foreign(vm, "list", &this));
            };
            let f: fn(&Vm, &Rc<List>, Args<'_>) -> Result = $f;
            f(vm, l, args)
        })
    };
}

macro_rules! run {
    ($f:path) => {
        NativeKind::Async(|c, args| Box::pin($f(c, args)))
    };
}

pub(super) fn install(vm: &Vm) {
    vm.add_methods(
        &vm.types.list,
        &[
            (
                "append",
                on!(|vm, l, args| {
                    let [item] = args.exactly(vm, "list.append")?;
                    l.borrow_mut().push(item);
                    Ok(Value::None)
                }),
            ),
            ("extend", NativeKind::Then(extend)),
            ("insert", on!(insert)),
            ("pop", on!(pop)),
            (
                "clear",
                on!(|vm, l, args| {
                    args.exactly::<0>(vm, "list.clear")?;
                    let gone = std::mem::take(&mut *l.borrow_mut());
                    crate::python::object::trash::drop_back(gone);
                    Ok(Value::None)
                }),
            ),
            (
                "copy",
                on!(|vm, l, args| {
                    args.exactly::<0>(vm, "list.copy")?;
                    Ok(Value::list(l.to_vec()))
                }),
            ),
            (
                "reverse",
                on!(|vm, l, args| {
                    args.exactly::<0>(vm, "list.reverse")?;
                    l.borrow_mut().reverse();
                    Ok(Value::None)
                }),
            ),
            (
                "__reversed__",
                on!(|vm, l, args| {
                    args.exactly::<0>(vm, "list.__reversed__")?;
                    Ok(Iter::value(IterState::ListBack(l.clone(), l.len())))
                }),
            ),
            ("index", run!(index)),
            ("count", run!(count)),
            ("remove", run!(remove)),
        ],
    );
    for ty in [&vm.types.tuple, &vm.types.range] {
        vm.add_methods(ty, &[("index", run!(index)), ("count", run!(count))]);
    }
}

fn extend(vm: &Vm, args: Args<'_>) -> Result<Then> {
    let (this, args) = own(vm, args)?;
    let [items] = args.exactly(vm, "list.extend")?;
    let Value::List(l) = this.base() else {
        return Err(foreign(vm, "list", &this));
    };
    let l = l.clone();
    match vm.collect(&items) {
        Some(items) => {
            let items = items?;
            vm.check_size((l.len() + items.len()).saturating_mul(16))?;
            l.borrow_mut().extend(items);
            Ok(Then::Value(Value::None))
        }
        None => Ok(Then::run(vm, move |c| async move {
            // One by one: the items may look at the list that grows.
            let iter = c.iter(&items).await?;
            while let Some(item) = c.next(&iter).await? {
                l.borrow_mut().push(item);
            }
            Ok(Value::None)
        })),
    }
}

fn insert(vm: &Vm, l: &Rc<List>, args: Args<'_>) -> Result {
    let [place, item] = args.exactly(vm, "insert")?;
    let place = integer(vm, &place)?;
    let len = l.len();
    let at = if place < 0 {
        place.saturating_add(len as i64).max(0)
    } else {
        place
    };
    let at = usize::try_from(at).unwrap_or(usize::MAX).min(len);
    l.borrow_mut().insert(at, item);
    Ok(Value::None)
}

fn pop(vm: &Vm, l: &Rc<List>, args: Args<'_>) -> Result {
    let [place] = args.parse(vm, "pop", ["/index="])?;
    let len = l.len();
    let place = integer_or(vm, &place, -1)?;
    if len == 0 {
        return Err(vm.index_error("pop from empty list"));
    }
    let at = if place < 0 {
        place.saturating_add(len as i64)
    } else {
        place
    };
    match usize::try_from(at) {
        Ok(at) if at < len => Ok(l.borrow_mut().remove(at)),
        _ => Err(vm.index_error("pop index out of range")),
    }
}

/// The items of a list, tuple or range, one by one.
fn item(this: &Value, at: usize) -> Option<Value> {
    match this.base() {
        Value::List(l) => l.borrow().get(at).cloned(),
        Value::Tuple(t) => t.get(at).cloned(),
        Value::Range(r) if at < r.len() => Some(Value::Int(r.at(at))),
        _ => None,
    }
}

fn length(this: &Value) -> usize {
    match this.base() {
        Value::List(l) => l.len(),
        Value::Tuple(t) => t.len(),
        Value::Range(r) => r.len(),
        _ => 0,
    }
}

/// How many items at the start of a range are known to be others than that one.
fn others(this: &Value, wanted: &Value, range: std::ops::Range<usize>) -> usize {
    let other = |item: &Value| !item.is(wanted) && keys::same(item, wanted) == Some(false);
    let of = |items: &[Value]| match items.get(range.clone()) {
        Some(items) => items.iter().take_while(|item| other(item)).count(),
        None => 0,
    };
    match this.base() {
        Value::List(l) => of(&l.borrow()),
        Value::Tuple(t) => of(t),
        _ => 0,
    }
}

async fn index(c: Ctx, mut args: OwnedArgs) -> Result {
    let (this, rest) = own(&c, args.borrow())?;
    let [wanted, start, stop] = rest.parse(&c, "index", ["/value", "/start=", "/stop="])?;
    let (start, _) = bounds(&c, &start, &Value::Unbound, length(&this))?;
    let (_, stop) = bounds(&c, &Value::Unbound, &stop, length(&this))?;
    let mut at = start + others(&this, &wanted, start..stop);
    while at < stop
        && let Some(found) = item(&this, at)
    {
        if c.same(&found, &wanted).await? {
            return Ok(Value::Int(at as i64));
        }
        at += 1;
    }
    Err(c.value_error(match this.base() {
        Value::Tuple(_) => "tuple.index(x): x not in tuple".to_owned(),
        Value::Range(_) if !wanted.is_int() => "sequence.index(x): x not in sequence".to_owned(),
        Value::Range(_) => format!("{} is not in range", c.repr(&wanted).await?.as_str()),
        _ => format!("{} is not in list", c.repr(&wanted).await?.as_str()),
    }))
}

async fn count(c: Ctx, mut args: OwnedArgs) -> Result {
    let (this, rest) = own(&c, args.borrow())?;
    let [wanted] = rest.exactly(&c, "count")?;
    let mut found = 0;
    let mut at = 0;
    while let Some(item) = item(&this, at) {
        if c.same(&item, &wanted).await? {
            found += 1;
        }
        at += 1;
    }
    Ok(Value::Int(found))
}

async fn remove(c: Ctx, mut args: OwnedArgs) -> Result {
    let (this, rest) = own(&c, args.borrow())?;
    let [wanted] = rest.exactly(&c, "list.remove")?;
    let Value::List(l) = this.base() else {
        return Err(foreign(&c, "list", &this));
    };
    let mut at = others(&this, &wanted, 0..l.len());
    while let Some(item) = item(&this, at) {
        if c.same(&item, &wanted).await? {
            if at < l.len() {
                let gone = l.borrow_mut().remove(at);
                drop(gone);
            }
            return Ok(Value::None);
        }
        at += 1;
    }
    Err(c.value_error("list.remove(x): x not in list"))
}
