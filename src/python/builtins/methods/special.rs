//! What operators do, as methods: for `super().__setitem__(…)` and the like.

use std::rc::Rc;

use super::own;
use crate::python::builtins::MappingProxy;
use crate::python::code::BinOp;
use crate::python::object::Type;
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Args, Ctx, NativeKind, OwnedArgs, Result};

macro_rules! run {
    ($f:expr) => {
        NativeKind::Async(|c, args| Box::pin($f(c, args)))
    };
}

/// An operator as a method, and the other way round.
macro_rules! operators {
    ($vm:expr, $ty:expr, $numbers:expr, $($name:literal $reversed:literal $op:ident)*) => {
        $vm.add_methods($ty, &[$(
            ($name, NativeKind::Plain(|vm: &Vm, args: Args<'_>| {
                operate(vm, args, BinOp::$op, false, $numbers)
            })),
            ($reversed, NativeKind::Plain(|vm: &Vm, args: Args<'_>| {
                operate(vm, args, BinOp::$op, true, $numbers)
            })),
        )*])
    };
}

/// Methods of a dict that its read-only view has too.
macro_rules! proxied {
    ($vm:expr, $($name:literal)*) => {
        $vm.add_methods(&$vm.types.mappingproxy, &[$(
            ($name, run!(|c: Ctx, mut args: OwnedArgs| async move {
                let (this, rest) = own(&c, args.borrow())?;
                let Some(MappingProxy(inner)) = this.as_native::<MappingProxy>() else {
                    return Err(super::foreign(&c, "mappingproxy", &this));
                };
                let rest = rest.into_owned();
                let method = c.attr(inner, $name).await?;
                c.call_with(&method, rest).await
            })),
        )*])
    };
}

pub(super) fn install(vm: &Vm) {
    let t = &vm.types;
    proxied!(vm, "get" "keys" "values" "items" "copy" "__getitem__" "__contains__" "__iter__" "__len__");
    for ty in [&t.list, &t.dict, &t.tuple, &t.str, &t.bytes, &t.range] {
        container(vm, ty);
        vm.add_methods(ty, &[("__getitem__", run!(get_item))]);
    }
    for ty in [&t.set, &t.frozenset] {
        container(vm, ty);
    }
    for ty in [&t.list, &t.dict] {
        vm.add_methods(
            ty,
            &[
                ("__setitem__", run!(set_item)),
                ("__delitem__", run!(del_item)),
            ],
        );
    }
    for ty in [&t.list, &t.tuple, &t.str, &t.bytes] {
        vm.add_methods(
            ty,
            &[
                (
                    "__add__",
                    NativeKind::Plain(|vm: &Vm, args: Args<'_>| {
                        operate(vm, args, BinOp::Add, false, false)
                    }),
                ),
                (
                    "__mul__",
                    NativeKind::Plain(|vm: &Vm, args: Args<'_>| {
                        operate(vm, args, BinOp::Mul, false, false)
                    }),
                ),
                (
                    "__rmul__",
                    NativeKind::Plain(|vm: &Vm, args: Args<'_>| {
                        operate(vm, args, BinOp::Mul, true, false)
                    }),
                ),
            ],
        );
    }
    for ty in [&t.int, &t.float] {
        operators!(vm, ty, true,
            "__add__" "__radd__" Add
            "__sub__" "__rsub__" Sub
            "__mul__" "__rmul__" Mul
            "__truediv__" "__rtruediv__" Div
            "__floordiv__" "__rfloordiv__" FloorDiv
            "__mod__" "__rmod__" Mod
            "__pow__" "__rpow__" Pow);
    }
}

fn container(vm: &Vm, ty: &Rc<Type>) {
    vm.add_methods(
        ty,
        &[
            ("__len__", NativeKind::Plain(len)),
            ("__iter__", NativeKind::Plain(iter)),
            ("__contains__", run!(contains)),
        ],
    );
}

fn len(vm: &Vm, args: Args<'_>) -> Result {
    let (this, args) = own(vm, args)?;
    args.exactly::<0>(vm, "__len__")?;
    Ok(Value::Int(vm.plain_len(this.base()).unwrap_or(0) as i64))
}

fn iter(vm: &Vm, args: Args<'_>) -> Result {
    let (this, args) = own(vm, args)?;
    args.exactly::<0>(vm, "__iter__")?;
    match vm.iter_of(this.base()) {
        Some(iter) => iter,
        None => Err(vm.type_error("object is not iterable")),
    }
}

async fn contains(c: Ctx, mut args: OwnedArgs) -> Result {
    let (this, rest) = own(&c, args.borrow())?;
    let [item] = rest.exactly(&c, "__contains__")?;
    Ok(Value::Bool(c.contains(this.base(), &item).await?))
}

async fn get_item(c: Ctx, mut args: OwnedArgs) -> Result {
    let (this, rest) = own(&c, args.borrow())?;
    let [key] = rest.exactly(&c, "__getitem__")?;
    if let (Value::Instance(instance), Some(d)) = (&this, this.as_dict()) {
        if let Some(found) = c.dict_get(d, &key).await? {
            return Ok(found);
        }
        if let Some(missing) = instance.class.lookup(&c.names.missing) {
            return c.call(&missing, vec![this.clone(), key]).await;
        }
        return Err(c.key_error(key));
    }
    c.get_item(this.base(), &key).await
}

async fn set_item(c: Ctx, mut args: OwnedArgs) -> Result {
    let (this, rest) = own(&c, args.borrow())?;
    let [key, value] = rest.exactly(&c, "__setitem__")?;
    c.set_item(this.base(), &key, value).await?;
    Ok(Value::None)
}

async fn del_item(c: Ctx, mut args: OwnedArgs) -> Result {
    let (this, rest) = own(&c, args.borrow())?;
    let [key] = rest.exactly(&c, "__delitem__")?;
    c.del_item(this.base(), &key).await
}

/// An operator on built-in values; `NotImplemented` where the other one is of a
/// type that this one does not know.
fn operate(vm: &Vm, args: Args<'_>, op: BinOp, reversed: bool, numbers: bool) -> Result {
    let (this, args) = own(vm, args)?;
    let [other] = args.exactly(vm, "operator")?;
    let (left, right) = if reversed {
        (&other, &this)
    } else {
        (&this, &other)
    };
    let (left, right) = (left.base(), right.base());
    let known = if numbers {
        let float = matches!(this.base(), Value::Float(_));
        other.is_int() || (float && matches!(other.base(), Value::Float(_)))
    } else if op == BinOp::Mul {
        other.is_int()
    } else {
        std::mem::discriminant(left) == std::mem::discriminant(right)
    };
    if !known {
        return Ok(Value::NotImplemented);
    }
    vm.binary(op, left, right)
        .unwrap_or(Ok(Value::NotImplemented))
}
