//! The methods of `set` and `frozenset`.

use std::rc::Rc;

use super::{foreign, own};
use crate::python::object::{Lookup, Set};
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Args, Ctx, NativeKind, OwnedArgs, Result, Then};

macro_rules! run {
    ($f:expr) => {
        NativeKind::Async(|c, args| Box::pin($f(c, args)))
    };
}

/// What becomes of two sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    /// What is in either.
    Union,
    /// What is in both.
    Intersection,
    /// What is in the first only.
    Difference,
    /// What is in one only.
    Symmetric,
}

use Operation::{Difference, Intersection, Symmetric, Union};

pub(super) fn install(vm: &Vm) {
    for ty in [&vm.types.set, &vm.types.frozenset] {
        vm.add_methods(
            ty,
            &[
                ("copy", NativeKind::Plain(copy)),
                ("union", run!(|c, args| many(c, args, Union))),
                ("intersection", run!(|c, args| many(c, args, Intersection))),
                ("difference", run!(|c, args| many(c, args, Difference))),
                (
                    "symmetric_difference",
                    run!(|c, args| many(c, args, Symmetric)),
                ),
                ("isdisjoint", run!(|c, args| related(c, args, "isdisjoint"))),
                ("issubset", run!(|c, args| related(c, args, "issubset"))),
                ("issuperset", run!(|c, args| related(c, args, "issuperset"))),
                ("__or__", run!(|c, args| operator(c, args, Union))),
                ("__and__", run!(|c, args| operator(c, args, Intersection))),
                ("__sub__", run!(|c, args| operator(c, args, Difference))),
                ("__xor__", run!(|c, args| operator(c, args, Symmetric))),
            ],
        );
    }
    vm.add_methods(
        &vm.types.set,
        &[
            ("add", NativeKind::Then(add)),
            (
                "remove",
                NativeKind::Then(|vm, args| remove(vm, args, true)),
            ),
            (
                "discard",
                NativeKind::Then(|vm, args| remove(vm, args, false)),
            ),
            ("pop", NativeKind::Plain(pop)),
            ("clear", NativeKind::Plain(clear)),
            ("update", run!(|c, args| change(c, args, Union))),
            (
                "intersection_update",
                run!(|c, args| change(c, args, Intersection)),
            ),
            (
                "difference_update",
                run!(|c, args| change(c, args, Difference)),
            ),
            (
                "symmetric_difference_update",
                run!(|c, args| change(c, args, Symmetric)),
            ),
            ("__ior__", run!(|c, args| in_place(c, args, Union))),
            ("__iand__", run!(|c, args| in_place(c, args, Intersection))),
            ("__isub__", run!(|c, args| in_place(c, args, Difference))),
            ("__ixor__", run!(|c, args| in_place(c, args, Symmetric))),
        ],
    );
}

fn set(vm: &Vm, this: &Value) -> Result<Rc<Set>> {
    this.as_set()
        .cloned()
        .ok_or_else(|| foreign(vm, "set", this))
}

fn copy(vm: &Vm, args: Args<'_>) -> Result {
    let (this, args) = own(vm, args)?;
    args.exactly::<0>(vm, "set.copy")?;
    let s = set(vm, &this)?;
    Ok(Value::Set(if s.frozen { s } else { s.copy(false) }))
}

fn pop(vm: &Vm, args: Args<'_>) -> Result {
    let (this, args) = own(vm, args)?;
    args.exactly::<0>(vm, "set.pop")?;
    set(vm, &this)?
        .pop()
        .ok_or_else(|| vm.key_error(Value::str("pop from an empty set")))
}

fn clear(vm: &Vm, args: Args<'_>) -> Result {
    let (this, args) = own(vm, args)?;
    args.exactly::<0>(vm, "set.clear")?;
    set(vm, &this)?.clear();
    Ok(Value::None)
}

fn add(vm: &Vm, args: Args<'_>) -> Result<Then> {
    let (this, rest) = own(vm, args)?;
    let [item] = rest.exactly(vm, "set.add")?;
    let s = set(vm, &this)?;
    match vm.set_add(&s, &item) {
        Some(done) => done.map(|()| Then::Value(Value::None)),
        None => Ok(Then::run(vm, |c| async move {
            c.set_add_slow(&s, &item).await.map(|()| Value::None)
        })),
    }
}

fn remove(vm: &Vm, args: Args<'_>, must: bool) -> Result<Then> {
    let (this, rest) = own(vm, args)?;
    let [item] = rest.exactly(vm, if must { "set.remove" } else { "set.discard" })?;
    let s = set(vm, &this)?;
    if let Some(hash) = vm.hash_of(&item) {
        match s.find(&item, hash?) {
            Lookup::Found(at) => {
                drop(s.remove_at(at));
                return Ok(Then::Value(Value::None));
            }
            Lookup::Missing if must => return Err(vm.key_error(item)),
            Lookup::Missing => return Ok(Then::Value(Value::None)),
            Lookup::Ask(_) => {}
        }
    }
    Ok(Then::run(vm, move |c| async move {
        let hash = c.hash(&item).await?;
        match c.find_in_set(&s, &item, hash).await? {
            Some(at) => drop(s.remove_at(at)),
            None if must => return Err(c.key_error(item)),
            None => {}
        }
        Ok(Value::None)
    }))
}

/// [`combined`], if no Python code need run.
fn combined_at_once(
    left: &Rc<Set>,
    right: &Rc<Set>,
    operation: Operation,
    frozen: bool,
) -> Option<Rc<Set>> {
    let (made, from, with) = operands(left, right, operation, frozen);
    for (hash, item) in from.entries() {
        let found = match with.unwrap_or(&made).find(&item, hash) {
            Lookup::Found(at) => Some(at),
            Lookup::Missing => None,
            Lookup::Ask(_) => return None,
        };
        match (operation, found) {
            (Symmetric, Some(at)) => drop(made.remove_at(at)),
            (Intersection, Some(_)) | (Union | Difference | Symmetric, None) => {
                made.push(item, hash);
            }
            _ => {}
        }
    }
    Some(made)
}

/// The set to begin with, the one to go through and the one to ask, if it is
/// not the first.
fn operands<'a>(
    left: &'a Rc<Set>,
    right: &'a Rc<Set>,
    operation: Operation,
    frozen: bool,
) -> (Rc<Set>, &'a Rc<Set>, Option<&'a Rc<Set>>) {
    match operation {
        Union => (left.copy(frozen), right, None),
        // The smaller one is gone through, the larger one asked.
        Intersection if right.len() > left.len() => (Set::new(frozen), left, Some(right)),
        Intersection => (Set::new(frozen), right, Some(left)),
        Difference => (Set::new(frozen), left, Some(right)),
        Symmetric => (right.copy(frozen), left, None),
    }
}

/// The set that two sets make, laid out as CPython would.
pub(super) async fn combined(
    c: &Ctx,
    left: &Rc<Set>,
    right: &Rc<Set>,
    operation: Operation,
    frozen: bool,
) -> Result<Rc<Set>> {
    if let Some(made) = combined_at_once(left, right, operation, frozen) {
        return Ok(made);
    }
    let (made, from, with) = operands(left, right, operation, frozen);
    for (hash, item) in from.entries() {
        match (operation, with) {
            (Union, _) => {
                if c.find_in_set(&made, &item, hash).await?.is_none() {
                    made.push(item, hash);
                }
            }
            (Symmetric, _) => match c.find_in_set(&made, &item, hash).await? {
                Some(at) => drop(made.remove_at(at)),
                None => made.push(item, hash),
            },
            (_, Some(with)) => {
                let both = c.find_in_set(with, &item, hash).await?.is_some();
                if both == (operation == Intersection) {
                    made.push(item, hash);
                }
            }
            (_, None) => {}
        }
    }
    Ok(made)
}

/// The other operand of an operator: only sets will do.
fn operand(v: &Value) -> Option<Rc<Set>> {
    v.as_set().cloned()
}

async fn operator(c: Ctx, mut args: OwnedArgs, operation: Operation) -> Result {
    let (this, rest) = own(&c, args.borrow())?;
    let [other] = rest.exactly(&c, "operator")?;
    let (Some(left), Some(right)) = (operand(&this), operand(&other)) else {
        return Ok(Value::NotImplemented);
    };
    let frozen = left.frozen;
    Ok(Value::Set(
        combined(&c, &left, &right, operation, frozen).await?,
    ))
}

async fn many(c: Ctx, mut args: OwnedArgs, operation: Operation) -> Result {
    let (this, mut rest) = own(&c, args.borrow())?;
    let others = rest.positional().to_vec();
    let mut made = set(&c, &this)?;
    let frozen = made.frozen;
    if others.is_empty() {
        return Ok(Value::Set(made.copy(frozen)));
    }
    if operation == Symmetric && others.len() != 1 {
        return Err(c.type_error(format!(
            "set.symmetric_difference() takes exactly one argument ({} given)",
            others.len()
        )));
    }
    for other in &others {
        let right = c.new_set(other, false).await?;
        made = combined(&c, &made, &right, operation, frozen).await?;
    }
    Ok(Value::Set(made))
}

/// Puts the items of one set in the place of another's.
fn become_(s: &Rc<Set>, from: &Rc<Set>) {
    s.clear();
    for (hash, item) in from.entries() {
        s.push(item, hash);
    }
}

async fn change(c: Ctx, mut args: OwnedArgs, operation: Operation) -> Result {
    let (this, mut rest) = own(&c, args.borrow())?;
    let others = rest.positional().to_vec();
    let s = set(&c, &this)?;
    for other in &others {
        if operation == Union {
            for item in c.collect(other).await? {
                c.set_add(&s, &item).await?;
            }
            continue;
        }
        let right = c.new_set(other, false).await?;
        become_(&s, &combined(&c, &s, &right, operation, false).await?);
    }
    Ok(Value::None)
}

async fn in_place(c: Ctx, mut args: OwnedArgs, operation: Operation) -> Result {
    let (this, rest) = own(&c, args.borrow())?;
    let [other] = rest.exactly(&c, "operator")?;
    let (Some(left), Some(right)) = (operand(&this), operand(&other)) else {
        return Ok(Value::NotImplemented);
    };
    if operation == Union {
        for (_, item) in right.entries() {
            c.set_add(&left, &item).await?;
        }
    } else {
        become_(&left, &combined(&c, &left, &right, operation, false).await?);
    }
    Ok(this)
}

async fn related(c: Ctx, mut args: OwnedArgs, how: &'static str) -> Result {
    let (this, rest) = own(&c, args.borrow())?;
    let [other] = rest.exactly(&c, how)?;
    let left = set(&c, &this)?;
    let right = c.new_set(&other, false).await?;
    let (inner, outer) = match how {
        "issuperset" => (&right, &left),
        _ => (&left, &right),
    };
    let wanted = how != "isdisjoint";
    for (hash, item) in inner.entries() {
        if c.find_in_set(outer, &item, hash).await?.is_some() != wanted {
            return Ok(Value::Bool(false));
        }
    }
    Ok(Value::Bool(true))
}
