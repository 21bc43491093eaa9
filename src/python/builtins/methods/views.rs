//! `dict.keys`, `dict.values` and `dict.items`.

use std::rc::Rc;

use super::set::{Operation, combined};
use super::{foreign, own};
use crate::python::code::CmpOp;
use crate::python::object::{Dict, Iter, IterState, Part, Type};
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Args, Ctx, NativeKind, OwnedArgs, Result};
use crate::python_state;

/// What `dict.keys()` and the like give: they see later changes.
#[derive(Debug)]
pub(super) struct View {
    /// What is looked at.
    pub(super) dict: Rc<Dict>,
    /// Which part of it.
    pub(super) part: Part,
}
python_state!(
    View,
    |view| vec![Value::Dict(view.dict.clone())],
    |view, copy| {
        let dict = match copy(&Value::Dict(view.dict.clone())) {
            Value::Dict(dict) => dict,
            _ => view.dict.clone(),
        };
        View {
            dict,
            part: view.part,
        }
    }
);

macro_rules! run {
    ($f:expr) => {
        NativeKind::Async(|c, args| Box::pin($f(c, args)))
    };
}

macro_rules! make {
    ($name:literal, $part:expr, $ty:ident) => {
        (
            $name,
            NativeKind::Plain(|vm: &Vm, args: Args<'_>| {
                let (this, args) = own(vm, args)?;
                args.exactly::<0>(vm, concat!("dict.", $name))?;
                let Some(dict) = this.as_dict().cloned() else {
                    return Err(foreign(vm, "dict", &this));
                };
                Ok(vm.object(&vm.types.$ty, View { dict, part: $part }))
            }),
        )
    };
}

pub(super) fn install(vm: &Vm) {
    vm.add_methods(
        &vm.types.dict,
        &[
            make!("keys", Part::Keys, dict_keys),
            make!("values", Part::Values, dict_values),
            make!("items", Part::Items, dict_items),
        ],
    );
    for ty in [
        &vm.types.dict_keys,
        &vm.types.dict_values,
        &vm.types.dict_items,
    ] {
        vm.add_methods(
            ty,
            &[
                ("__iter__", NativeKind::Plain(iter)),
                ("__len__", NativeKind::Plain(len)),
                ("__reversed__", NativeKind::Plain(reversed)),
                ("__repr__", run!(repr)),
            ],
        );
    }
    for ty in [&vm.types.dict_keys, &vm.types.dict_items] {
        set_like(vm, ty);
    }
}

/// The operators that keys and items share with sets.
fn set_like(vm: &Vm, ty: &Rc<Type>) {
    vm.add_methods(
        ty,
        &[
            ("__contains__", run!(contains)),
            ("__eq__", run!(eq)),
            ("__le__", run!(|c, args| compared(c, args, CmpOp::Le))),
            ("__lt__", run!(|c, args| compared(c, args, CmpOp::Lt))),
            ("__ge__", run!(|c, args| compared(c, args, CmpOp::Ge))),
            ("__gt__", run!(|c, args| compared(c, args, CmpOp::Gt))),
            ("__or__", run!(or)),
            ("__and__", run!(and)),
            ("__sub__", run!(sub)),
            ("__xor__", run!(xor)),
            ("__ror__", run!(or)),
            ("__rand__", run!(and)),
            ("__rxor__", run!(xor)),
            ("__rsub__", run!(taken_from)),
            ("isdisjoint", run!(isdisjoint)),
        ],
    );
}

fn view<'a>(vm: &Vm, this: &'a Value) -> Result<&'a View> {
    this.as_native::<View>()
        .ok_or_else(|| foreign(vm, "dict_keys", this))
}

fn iter(vm: &Vm, args: Args<'_>) -> Result {
    let (this, _) = own(vm, args)?;
    let view = view(vm, &this)?;
    Ok(Iter::value(IterState::Dict(
        view.dict.clone(),
        view.part,
        0,
        view.dict.len(),
    )))
}

fn reversed(vm: &Vm, args: Args<'_>) -> Result {
    let (this, _) = own(vm, args)?;
    let view = view(vm, &this)?;
    let state = IterState::DictBack(view.dict.clone(), view.part, usize::MAX, view.dict.len());
    Ok(Iter::value(state))
}

fn len(vm: &Vm, args: Args<'_>) -> Result {
    let (this, _) = own(vm, args)?;
    Ok(Value::Int(view(vm, &this)?.dict.len() as i64))
}

impl View {
    fn list(&self) -> Vec<Value> {
        match self.part {
            Part::Keys => self.dict.keys(),
            Part::Values => self.dict.values(),
            Part::Items => {
                let pair = |(key, value)| Value::tuple(vec![key, value]);
                self.dict.entries().into_iter().map(pair).collect()
            }
        }
    }
}

async fn repr(c: Ctx, mut args: OwnedArgs) -> Result {
    let (this, _) = own(&c, args.borrow())?;
    let name = c.type_name(&this);
    let list = Value::list(view(&c, &this)?.list());
    let shown = c.repr(&list).await?;
    Ok(Value::string(format!(
        "{}({})",
        name.as_str(),
        shown.as_str()
    )))
}

async fn contains(c: Ctx, mut args: OwnedArgs) -> Result {
    let (this, rest) = own(&c, args.borrow())?;
    let [item] = rest.exactly(&c, "__contains__")?;
    let view = view(&c, &this)?;
    if view.part == Part::Keys {
        return Ok(Value::Bool(c.dict_get(&view.dict, &item).await?.is_some()));
    }
    let Some([key, value]) = item.as_tuple().and_then(|pair| pair.first_chunk::<2>()) else {
        return Ok(Value::Bool(false));
    };
    match c.dict_get(&view.dict, key).await? {
        Some(found) => Ok(Value::Bool(c.same(&found, value).await?)),
        None => Ok(Value::Bool(false)),
    }
}

async fn eq(c: Ctx, args: OwnedArgs) -> Result {
    compared(c, args, CmpOp::Eq).await
}

/// Compares as sets do.
async fn compared(c: Ctx, mut args: OwnedArgs, op: CmpOp) -> Result {
    let (this, rest) = own(&c, args.borrow())?;
    let [other] = rest.exactly(&c, "comparison")?;
    if other.as_set().is_none() && other.as_native::<View>().is_none() {
        return Ok(Value::NotImplemented);
    }
    // The values of items need no hash: each is looked up by its key.
    let (left, right) = (c.len(&this).await?, c.len(&other).await?);
    let (fits, inner, outer) = match op {
        CmpOp::Lt => (left < right, &this, &other),
        CmpOp::Le => (left <= right, &this, &other),
        CmpOp::Gt => (left > right, &other, &this),
        CmpOp::Ge => (left >= right, &other, &this),
        _ => (left == right, &this, &other),
    };
    let mut within = fits;
    if fits {
        for item in c.collect(inner).await? {
            if !c.contains(outer, &item).await? {
                within = false;
                break;
            }
        }
    }
    Ok(Value::Bool(within != (op == CmpOp::Ne)))
}

async fn operated(c: Ctx, mut args: OwnedArgs, operation: Operation) -> Result {
    let (this, rest) = own(&c, args.borrow())?;
    let [other] = rest.exactly(&c, "operator")?;
    let left = c.new_set(&this, false).await?;
    let right = c.new_set(&other, false).await?;
    Ok(Value::Set(
        combined(&c, &left, &right, operation, false).await?,
    ))
}

async fn or(c: Ctx, args: OwnedArgs) -> Result {
    operated(c, args, Operation::Union).await
}

async fn and(c: Ctx, args: OwnedArgs) -> Result {
    operated(c, args, Operation::Intersection).await
}

async fn sub(c: Ctx, args: OwnedArgs) -> Result {
    operated(c, args, Operation::Difference).await
}

async fn taken_from(c: Ctx, mut args: OwnedArgs) -> Result {
    args.values.reverse();
    let [left, right] = args.borrow().exactly(&c, "operator")?;
    let left = c.new_set(&left, false).await?;
    let right = c.new_set(&right, false).await?;
    Ok(Value::Set(
        combined(&c, &left, &right, Operation::Difference, false).await?,
    ))
}

async fn xor(c: Ctx, args: OwnedArgs) -> Result {
    operated(c, args, Operation::Symmetric).await
}

async fn isdisjoint(c: Ctx, mut args: OwnedArgs) -> Result {
    let (this, rest) = own(&c, args.borrow())?;
    let [other] = rest.exactly(&c, "isdisjoint")?;
    let left = c.new_set(&this, false).await?;
    let right = c.new_set(&other, false).await?;
    let both = combined(&c, &left, &right, Operation::Intersection, false).await?;
    Ok(Value::Bool(both.is_empty()))
}
