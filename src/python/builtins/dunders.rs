//! The special methods of built-in types, for classes that derive from them
//! and for those who call them by name.

use std::rc::Rc;

use crate::python::builtins::MappingProxy;
use crate::python::code::{BinOp, CmpOp, UnOp};
use crate::python::object::{Native, Type, intern};
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Args, Ctx, NativeKind, OwnedArgs, Result, Then};

macro_rules! run {
    ($f:expr) => {
        NativeKind::Async(|c, args| Box::pin($f(c, args)))
    };
}

/// `__op__` and `__rop__`.
macro_rules! operator {
    ($word:literal, $op:expr) => {
        [
            (
                concat!("__", $word, "__"),
                NativeKind::Plain(|vm, args| binary(vm, args, $op, false)),
            ),
            (
                concat!("__r", $word, "__"),
                NativeKind::Plain(|vm, args| binary(vm, args, $op, true)),
            ),
        ]
    };
}

macro_rules! ordering {
    ($name:literal, $op:expr) => {
        ($name, NativeKind::Plain(|vm, args| compare(vm, args, $op)))
    };
}

pub(super) fn install(vm: &Vm) {
    let t = &vm.types;
    let numbers = [
        operator!("add", BinOp::Add),
        operator!("sub", BinOp::Sub),
        operator!("mul", BinOp::Mul),
        operator!("truediv", BinOp::Div),
        operator!("floordiv", BinOp::FloorDiv),
        operator!("mod", BinOp::Mod),
        operator!("pow", BinOp::Pow),
    ];
    let bits = [
        operator!("and", BinOp::And),
        operator!("or", BinOp::Or),
        operator!("xor", BinOp::Xor),
        operator!("lshift", BinOp::Shl),
        operator!("rshift", BinOp::Shr),
    ];
    for ty in [&t.int, &t.float] {
        add(
            vm,
            ty,
            &[
                ("__pow__", run!(power)),
                (
                    "__divmod__",
                    NativeKind::Plain(|vm, args| quotient(vm, args, false)),
                ),
                (
                    "__rdivmod__",
                    NativeKind::Plain(|vm, args| quotient(vm, args, true)),
                ),
                ("__round__", run!(crate::python::builtins::numbers::rounded)),
            ],
        );
    }
    add(
        vm,
        &t.int,
        &[
            ("__invert__", NativeKind::Plain(invert)),
            ("__float__", NativeKind::Plain(to_float)),
        ],
    );
    for pair in &numbers {
        add(vm, &t.int, pair);
        add(vm, &t.float, pair);
    }
    for pair in &bits {
        add(vm, &t.int, pair);
    }
    for ty in [&t.int, &t.float] {
        add(
            vm,
            ty,
            &[
                (
                    "__neg__",
                    NativeKind::Plain(|vm, args| unary(vm, args, BinOp::Sub)),
                ),
                (
                    "__pos__",
                    NativeKind::Plain(|vm, args| unary(vm, args, BinOp::Add)),
                ),
                ("__bool__", NativeKind::Plain(truth)),
            ],
        );
    }
    for ty in [&t.str, &t.bytes, &t.list, &t.tuple] {
        add(vm, ty, &numbers[0][..1]);
        add(vm, ty, &numbers[2]);
    }
    let orderings = [
        ordering!("__lt__", CmpOp::Lt),
        ordering!("__le__", CmpOp::Le),
        ordering!("__gt__", CmpOp::Gt),
        ordering!("__ge__", CmpOp::Ge),
    ];
    for ty in [&t.int, &t.float, &t.str, &t.bytes, &t.list, &t.tuple] {
        add(vm, ty, &orderings);
    }
    let of_sets = [
        ("__lt__", run!(|c, a| order(c, a, CmpOp::Lt))),
        ("__le__", run!(|c, a| order(c, a, CmpOp::Le))),
        ("__gt__", run!(|c, a| order(c, a, CmpOp::Gt))),
        ("__ge__", run!(|c, a| order(c, a, CmpOp::Ge))),
    ];
    for ty in [&t.set, &t.frozenset] {
        add(vm, ty, &of_sets);
    }
    let all = [
        &t.int,
        &t.float,
        &t.str,
        &t.bytes,
        &t.list,
        &t.tuple,
        &t.dict,
        &t.set,
        &t.frozenset,
    ];
    for ty in all {
        add(
            vm,
            ty,
            &[
                (
                    "__eq__",
                    NativeKind::Async(|c, a| Box::pin(equal(c, a, CmpOp::Eq))),
                ),
                (
                    "__ne__",
                    NativeKind::Async(|c, a| Box::pin(equal(c, a, CmpOp::Ne))),
                ),
            ],
        );
    }
    let sized = [
        ("__len__", NativeKind::Plain(len)),
        ("__iter__", NativeKind::Plain(iter)),
        ("__contains__", run!(contains)),
    ];
    let containers = [
        &t.str,
        &t.bytes,
        &t.list,
        &t.tuple,
        &t.dict,
        &t.set,
        &t.frozenset,
        &t.range,
    ];
    for ty in containers {
        add(vm, ty, &sized);
    }
    for ty in [&t.str, &t.bytes, &t.list, &t.tuple, &t.dict, &t.range] {
        add(vm, ty, &[("__getitem__", run!(get_item))]);
    }
    for ty in [&t.list, &t.dict] {
        add(
            vm,
            ty,
            &[
                ("__setitem__", run!(set_item)),
                ("__delitem__", run!(del_item)),
            ],
        );
    }
    add(
        vm,
        &t.list,
        &[
            ("__iadd__", run!(|c, a| in_place(c, a, BinOp::Add))),
            ("__imul__", run!(|c, a| in_place(c, a, BinOp::Mul))),
        ],
    );
    for ty in [&t.list, &t.dict, &t.set] {
        ty.dict.set_str(&vm.names.hash, Value::None);
        ty.changed();
    }
    install_proxy(vm);
}

/// Adds what the type does not have yet.
fn add(vm: &Vm, ty: &Rc<Type>, methods: &[(&str, NativeKind)]) {
    for (name, kind) in methods {
        if ty.dict.get_name(name).is_none() {
            vm.add_methods(ty, &[(name, *kind)]);
        }
    }
}

/// Of values that are not of built-in types underneath, nothing is known here.
fn foreign(v: &Value) -> bool {
    matches!(v, Value::Instance(_) | Value::Object(_))
}

fn is_number(v: &Value) -> bool {
    v.is_int() || matches!(v, Value::Float(_))
}

fn binary(vm: &Vm, args: Args<'_>, op: BinOp, swapped: bool) -> Result {
    let given = args.values.len();
    if given != 2 {
        return Err(vm.type_error(format!("expected 1 argument, got {}", given.max(1) - 1)));
    }
    let (a, b) = (args.values[0].base(), args.values[1].base());
    if foreign(a) || foreign(b) || (a.is_int() && matches!(b, Value::Float(_))) {
        return Ok(Value::NotImplemented);
    }
    // What repeats a sequence is the sequence's own method.
    if a.is_int() && !is_number(b) {
        return Ok(Value::NotImplemented);
    }
    let (a, b) = if swapped { (b, a) } else { (a, b) };
    match vm.binary(op, a, b) {
        Some(Err(raised)) if raised.is(&vm.exceptions.type_error) => Ok(Value::NotImplemented),
        Some(result) => result,
        None => Ok(Value::NotImplemented),
    }
}

/// `__divmod__` and `__rdivmod__`.
fn quotient(vm: &Vm, args: Args<'_>, swapped: bool) -> Result {
    let [a, b] = args.exactly(vm, "__divmod__")?;
    let part = |op| {
        let mut both = [a.clone(), b.clone()];
        let args = Args {
            values: &mut both,
            names: &[],
        };
        binary(vm, args, op, swapped)
    };
    Ok(match (part(BinOp::FloorDiv)?, part(BinOp::Mod)?) {
        (Value::NotImplemented, _) => Value::NotImplemented,
        (whole, rest) => Value::tuple(vec![whole, rest]),
    })
}

async fn power(c: Ctx, mut args: OwnedArgs) -> Result {
    if args.values.len() <= 2 {
        return binary(&c, args.borrow(), BinOp::Pow, false);
    }
    let [a, b, modulus] = args.parse(&c, "__pow__", ["/self", "/value", "/mod"])?;
    let whole = [&a, &b, &modulus].iter().all(|v| v.is_int());
    if !whole && matches!(a.base(), Value::Float(_)) && !modulus.is_none() {
        let m = "pow() 3rd argument not allowed unless all arguments are integers";
        return Err(c.type_error(m));
    }
    if !whole && !modulus.is_none() {
        return Ok(Value::NotImplemented);
    }
    let args = OwnedArgs::positional(vec![a.base().clone(), b, modulus]);
    crate::python::builtins::numbers::pow(c, args).await
}

fn invert(vm: &Vm, args: Args<'_>) -> Result {
    let [v] = args.exactly(vm, "__invert__")?;
    vm.unary(UnOp::Invert, v.base())
        .unwrap_or(Ok(Value::NotImplemented))
}

fn to_float(vm: &Vm, args: Args<'_>) -> Result {
    let [v] = args.exactly(vm, "__float__")?;
    let n = crate::python::ops::as_integer(v.base());
    let x = n.map_or(Ok(0.0), |n| n.to_float());
    x.map(Value::Float).map_err(|fault| vm.fault(fault))
}

fn unary(vm: &Vm, args: Args<'_>, op: BinOp) -> Result {
    let [v] = args.exactly(vm, "__neg__")?;
    vm.binary(op, &Value::Int(0), v.base())
        .unwrap_or(Ok(Value::NotImplemented))
}

fn truth(vm: &Vm, args: Args<'_>) -> Result {
    let [v] = args.exactly(vm, "__bool__")?;
    Ok(Value::Bool(vm.truth(v.base()).unwrap_or(true)))
}

fn compare(vm: &Vm, args: Args<'_>, op: CmpOp) -> Result {
    let [a, b] = args.exactly(vm, "__lt__")?;
    if foreign(a.base()) || foreign(b.base()) {
        return Ok(Value::NotImplemented);
    }
    Ok(match vm.compare(op, a.base(), b.base()) {
        Some(Ok(t)) => Value::Bool(t),
        _ => Value::NotImplemented,
    })
}

/// How sets are ordered, whose items may have to be asked.
async fn order(c: Ctx, mut args: OwnedArgs, op: CmpOp) -> Result {
    let [a, b] = args.borrow().exactly(&c, "__lt__")?;
    let (a, b) = (a.base().clone(), b.base().clone());
    if foreign(&a) || foreign(&b) {
        return Ok(Value::NotImplemented);
    }
    let ordered = c.order_containers(op, &a, &b).await?;
    Ok(ordered.unwrap_or(Value::NotImplemented))
}

async fn equal(c: Ctx, mut args: OwnedArgs, op: CmpOp) -> Result {
    let [a, b] = args.borrow().exactly(&c, "__eq__")?;
    let (a, b) = (a.base().clone(), b.base().clone());
    if foreign(&a) || foreign(&b) {
        return Ok(Value::NotImplemented);
    }
    let kind = |v: &Value| match v {
        Value::Int(_) | Value::Bool(_) | Value::Big(_) | Value::Float(_) => 1,
        Value::Str(_) => 2,
        Value::Bytes(_) => 3,
        Value::List(_) => 4,
        Value::Tuple(_) => 5,
        Value::Dict(_) => 6,
        Value::Set(_) => 7,
        _ => 0,
    };
    let whole = a.is_int() && matches!(b, Value::Float(_));
    if kind(&a) != kind(&b) || kind(&a) == 0 || whole {
        return Ok(Value::NotImplemented);
    }
    let same = c.equal_containers(&a, &b).await?;
    Ok(Value::Bool(same == (op == CmpOp::Eq)))
}

fn len(vm: &Vm, args: Args<'_>) -> Result {
    let [v] = args.exactly(vm, "__len__")?;
    Ok(vm.plain_len(&v).map_or(Value::Int(0), Value::from))
}

fn iter(vm: &Vm, args: Args<'_>) -> Result {
    let [v] = args.exactly(vm, "__iter__")?;
    vm.iter_of(v.base()).unwrap_or(Ok(Value::None))
}

async fn contains(c: Ctx, mut args: OwnedArgs) -> Result {
    let [v, item] = args.borrow().exactly(&c, "__contains__")?;
    let base = v.base().clone();
    if let Some(known) = c.vm.contains(&base, &item) {
        return known.map(Value::Bool);
    }
    match &base {
        Value::Dict(d) => {
            let hash = c.hash(&item).await?;
            Ok(Value::Bool(c.find_in_dict(d, &item, hash).await?.is_some()))
        }
        Value::Set(s) => {
            let hash = c.hash(&item).await?;
            Ok(Value::Bool(c.find_in_set(s, &item, hash).await?.is_some()))
        }
        other => {
            for x in c.collect(other).await? {
                if c.same(&x, &item).await? {
                    return Ok(Value::Bool(true));
                }
            }
            Ok(Value::Bool(false))
        }
    }
}

async fn get_item(c: Ctx, mut args: OwnedArgs) -> Result {
    let [v, key] = args.borrow().exactly(&c, "__getitem__")?;
    match v.base().clone() {
        Value::Dict(d) => c.dict_get_or_missing(&v, &d, &key).await,
        base => {
            let key = c.plain_key(&key).await?;
            c.vm.get_item(&base, &key).unwrap_or(Ok(Value::None))
        }
    }
}

async fn set_item(c: Ctx, mut args: OwnedArgs) -> Result {
    let [v, key, value] = args.borrow().exactly(&c, "__setitem__")?;
    c.set_item(v.base(), &key, value).await?;
    Ok(Value::None)
}

async fn del_item(c: Ctx, mut args: OwnedArgs) -> Result {
    let [v, key] = args.borrow().exactly(&c, "__delitem__")?;
    c.del_item(v.base(), &key).await
}

async fn in_place(c: Ctx, mut args: OwnedArgs, op: BinOp) -> Result {
    let [v, other] = args.borrow().exactly(&c, "__iadd__")?;
    let other = match op {
        BinOp::Add => Value::list(c.collect(&other).await?),
        _ => other,
    };
    match c.vm.in_place(op, v.base(), &other) {
        Some(result) => result.map(|_| v),
        None => Ok(Value::NotImplemented),
    }
}

/// `mappingproxy` does what its dict does, but for changes.
fn install_proxy(vm: &Vm) {
    let ty = &vm.types.mappingproxy;
    const SAME: &[&str] = &[
        "__getitem__",
        "__contains__",
        "__iter__",
        "__len__",
        "keys",
        "values",
        "items",
        "get",
        "copy",
        "__or__",
        "__eq__",
        "__repr__",
    ];
    for name in SAME {
        let f = vm.closure(name, Value::Str(intern(name)), NativeKind::Then(forward));
        // A plain function of the dict's would not bind: wrap it as a method.
        if let Value::Native(n) = f {
            let method = Native {
                name: n.name.clone(),
                kind: n.kind,
                method_of: Some("mappingproxy"),
                module: None,
                bound: n.bound.clone(),
                id: Default::default(),
            };
            ty.dict
                .set_str(&intern(name), Value::Native(Rc::new(method)));
        }
    }
    ty.changed();
}

fn forward(vm: &Vm, mut args: Args<'_>) -> Result<Then> {
    let name = args.take(0);
    let this = args.take(1);
    let Some(proxy) = this.as_native::<MappingProxy>() else {
        return Err(vm.type_error("descriptor requires a 'mappingproxy' object"));
    };
    let inner = proxy.0.clone();
    let mut rest = args.into_owned();
    rest.values.drain(..2);
    let Some(name) = name.as_str_object().cloned() else {
        return Ok(Then::Value(Value::None));
    };
    Ok(Then::run(vm, |c| async move {
        if name.as_str() == "__repr__" {
            let text = c.repr(&inner).await?;
            return Ok(Value::string(format!("mappingproxy({})", text.as_str())));
        }
        let f = c.getattr(&inner, &intern(name.as_str())).await?;
        c.call_with(&f, rest).await
    }))
}
