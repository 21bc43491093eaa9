//! The methods of `dict`.

use std::rc::Rc;

use super::{foreign, own};
use crate::python::builtins::make::fill_dict;
use crate::python::object::{Dict, Iter, IterState, Lookup, Part};
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Args, Ctx, NativeKind, OwnedArgs, Result, Then};

macro_rules! on {
    ($f:expr) => {
        NativeKind::Plain(|vm: &Vm, args: Args<'_>| {
            let (this, args) = own(vm, args)?;
            let d = dict(vm, &this)?;
            let f: fn(&Vm, &Rc<Dict>, Args<'_>) -> Result = $f;
            f(vm, &d, args)
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
        &vm.types.dict,
        &[
            (
                "clear",
                on!(|vm, d, args| {
                    args.exactly::<0>(vm, "dict.clear")?;
                    d.clear();
                    Ok(Value::None)
                }),
            ),
            (
                "copy",
                on!(|vm, d, args| {
                    args.exactly::<0>(vm, "dict.copy")?;
                    Ok(Value::Dict(d.copy()))
                }),
            ),
            (
                "popitem",
                on!(|vm, d, args| {
                    args.exactly::<0>(vm, "dict.popitem")?;
                    match d.entry_before(usize::MAX) {
                        Some((at, _, _)) => {
                            let (key, value) = d.remove_at(at);
                            Ok(Value::tuple(vec![key, value]))
                        }
                        None => Err(vm.key_error(Value::str("popitem(): dictionary is empty"))),
                    }
                }),
            ),
            (
                "__reversed__",
                on!(|vm, d, args| {
                    args.exactly::<0>(vm, "dict.__reversed__")?;
                    let state = IterState::DictBack(d.clone(), Part::Keys, usize::MAX, d.len());
                    Ok(Iter::value(state))
                }),
            ),
            ("get", NativeKind::Then(get)),
            ("setdefault", NativeKind::Then(setdefault)),
            ("pop", NativeKind::Then(pop)),
            ("update", run!(update)),
            ("__or__", run!(or)),
            ("__ror__", run!(ror)),
            ("__ior__", run!(ior)),
        ],
    );
    let fromkeys = vm.function("builtins", "fromkeys", run!(fromkeys));
    vm.types.dict.dict.set_name("fromkeys", fromkeys);
    vm.types.dict.changed();
}

fn dict(vm: &Vm, this: &Value) -> Result<Rc<Dict>> {
    this.as_dict()
        .cloned()
        .ok_or_else(|| foreign(vm, "dict", this))
}

fn get(vm: &Vm, args: Args<'_>) -> Result<Then> {
    let (this, args) = own(vm, args)?;
    let d = dict(vm, &this)?;
    let [key, default] = args.parse(vm, "get", ["/key", "/default="])?;
    let default = if default.is_bound() {
        default
    } else {
        Value::None
    };
    if let Value::Str(name) = &key {
        return Ok(Then::Value(d.get_str(name).unwrap_or(default)));
    }
    if let Some(hash) = vm.hash_of(&key) {
        match d.find(&key, hash?) {
            Lookup::Found(i) => return Ok(Then::Value(d.value_at(i))),
            Lookup::Missing => return Ok(Then::Value(default)),
            Lookup::Ask(_) => {}
        }
    }
    Ok(Then::run(vm, move |c| async move {
        Ok(c.dict_get(&d, &key).await?.unwrap_or(default))
    }))
}

fn setdefault(vm: &Vm, args: Args<'_>) -> Result<Then> {
    let (this, rest) = own(vm, args)?;
    let d = dict(vm, &this)?;
    let [key, default] = rest.parse(vm, "setdefault", ["/key", "/default="])?;
    let default = if default.is_bound() {
        default
    } else {
        Value::None
    };
    if let Some(hash) = vm.hash_of(&key) {
        let hash = hash?;
        match d.find(&key, hash) {
            Lookup::Found(i) => return Ok(Then::Value(d.value_at(i))),
            Lookup::Missing => {
                d.push(key, hash, default.clone());
                if d.len().is_power_of_two() {
                    vm.check_size(d.len() * 48)?;
                }
                return Ok(Then::Value(default));
            }
            Lookup::Ask(_) => {}
        }
    }
    Ok(Then::run(vm, move |c| async move {
        if let Some(found) = c.dict_get(&d, &key).await? {
            return Ok(found);
        }
        c.dict_set(&d, &key, default.clone()).await?;
        Ok(default)
    }))
}

fn pop(vm: &Vm, args: Args<'_>) -> Result<Then> {
    let (this, rest) = own(vm, args)?;
    let d = dict(vm, &this)?;
    let [key, default] = rest.parse(vm, "pop", ["/key", "/default="])?;
    if let Some(hash) = vm.hash_of(&key) {
        match d.find(&key, hash?) {
            Lookup::Found(i) => return Ok(Then::Value(d.remove_at(i).1)),
            Lookup::Missing if default.is_bound() => return Ok(Then::Value(default)),
            Lookup::Missing => return Err(vm.key_error(key)),
            Lookup::Ask(_) => {}
        }
    }
    Ok(Then::run(vm, move |c| async move {
        match c.dict_remove(&d, &key).await? {
            Some(value) => Ok(value),
            None if default.is_bound() => Ok(default),
            None => Err(c.key_error(key)),
        }
    }))
}

async fn update(c: Ctx, mut args: OwnedArgs) -> Result {
    if args.count() == 0 {
        return Err(c.type_error("unbound method dict.update() needs an argument"));
    }
    let this = args.values.remove(0);
    let d = dict(&c, &this)?;
    if args.count() > 1 {
        let n = args.count();
        return Err(c.type_error(format!("update expected at most 1 argument, got {n}")));
    }
    fill_dict(&c, &d, args).await?;
    Ok(Value::None)
}

async fn merged(c: &Ctx, left: &Value, right: &Value) -> Result {
    let (Some(left), Some(_)) = (left.as_dict(), right.as_dict()) else {
        return Ok(Value::NotImplemented);
    };
    let made = left.copy();
    c.dict_update(&made, right, None).await?;
    Ok(Value::Dict(made))
}

async fn or(c: Ctx, mut args: OwnedArgs) -> Result {
    let (this, rest) = own(&c, args.borrow())?;
    let [other] = rest.exactly(&c, "__or__")?;
    merged(&c, &this, &other).await
}

async fn ror(c: Ctx, mut args: OwnedArgs) -> Result {
    let (this, rest) = own(&c, args.borrow())?;
    let [other] = rest.exactly(&c, "__ror__")?;
    merged(&c, &other, &this).await
}

async fn ior(c: Ctx, mut args: OwnedArgs) -> Result {
    let (this, rest) = own(&c, args.borrow())?;
    let [other] = rest.exactly(&c, "__ior__")?;
    c.dict_update(&dict(&c, &this)?, &other, None).await?;
    Ok(this)
}

async fn fromkeys(c: Ctx, args: OwnedArgs) -> Result {
    let [keys, value] = args.parse(&c, "fromkeys", ["/iterable", "/value="])?;
    let value = if value.is_bound() { value } else { Value::None };
    let made = Dict::new();
    for key in c.collect(&keys).await? {
        c.dict_set(&made, &key, value.clone()).await?;
    }
    Ok(Value::Dict(made))
}
