//! The methods of `int` and `float`.

use std::rc::Rc;

use num_bigint::BigInt;
use num_traits::Signed as _;

use super::{foreign, integer_or, own};
use crate::python::builtins::make::class_of;
use crate::python::builtins::objects::class_method;
use crate::python::text::{bytes, float, integer};
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Args, Ctx, NativeKind, OwnedArgs, Result};

macro_rules! int {
    ($name:literal, $f:expr) => {
        (
            $name,
            NativeKind::Plain(|vm: &Vm, args: Args<'_>| {
                let (this, args) = own(vm, args)?;
                args.exactly::<0>(vm, concat!("int.", $name))?;
                let Some(n) = this.as_bigint() else {
                    return Err(foreign(vm, "int", &this));
                };
                let f: fn(&BigInt) -> Value = $f;
                Ok(f(&n))
            }),
        )
    };
}

macro_rules! float {
    ($name:literal, $f:expr) => {
        (
            $name,
            NativeKind::Plain(|vm: &Vm, args: Args<'_>| {
                let (this, args) = own(vm, args)?;
                args.exactly::<0>(vm, concat!("float.", $name))?;
                let Value::Float(x) = this.base() else {
                    return Err(foreign(vm, "float", &this));
                };
                let f: fn(&Vm, f64) -> Result = $f;
                f(vm, *x)
            }),
        )
    };
}

pub(super) fn install(vm: &Vm) {
    vm.add_methods(
        &vm.types.int,
        &[
            int!("bit_length", |n| Value::Int(n.bits() as i64)),
            int!("bit_count", |n| {
                let ones = n
                    .magnitude()
                    .iter_u64_digits()
                    .map(u64::count_ones)
                    .sum::<u32>();
                Value::Int(i64::from(ones))
            }),
            int!("conjugate", |n| Value::big(n.clone())),
            int!("as_integer_ratio", |n| {
                Value::tuple(vec![Value::big(n.clone()), Value::Int(1)])
            }),
            int!("__index__", |n| Value::big(n.clone())),
            int!("__int__", |n| Value::big(n.clone())),
            int!("__trunc__", |n| Value::big(n.clone())),
            int!("__floor__", |n| Value::big(n.clone())),
            int!("__ceil__", |n| Value::big(n.clone())),
            int!("__abs__", |n| Value::big(n.abs())),
            ("to_bytes", NativeKind::Plain(to_bytes)),
        ],
    );
    vm.add_methods(
        &vm.types.float,
        &[
            float!("is_integer", |_, x| Ok(Value::Bool(
                x.is_finite() && x == x.floor()
            ))),
            float!("hex", |_, x| Ok(Value::string(float::hex(x)))),
            float!("conjugate", |_, x| Ok(Value::Float(x))),
            float!("__float__", |_, x| Ok(Value::Float(x))),
            float!("__abs__", |_, x| Ok(Value::Float(x.abs()))),
            float!("__int__", |vm, x| whole(vm, x)),
            float!("__trunc__", |vm, x| whole(vm, x)),
            float!("__floor__", |vm, x| whole(vm, x.floor())),
            float!("__ceil__", |vm, x| whole(vm, x.ceil())),
            float!("as_integer_ratio", |vm, x| {
                let (top, bottom) = float::as_integer_ratio(x).map_err(|fault| vm.fault(fault))?;
                Ok(Value::tuple(vec![Value::big(top), Value::big(bottom)]))
            }),
        ],
    );
    vm.add_getters(
        &vm.types.int,
        &[
            ("real", |_, v| {
                Ok(v.as_bigint().map_or(Value::None, Value::big))
            }),
            ("imag", |_, _| Ok(Value::Int(0))),
            ("numerator", |_, v| {
                Ok(v.as_bigint().map_or(Value::None, Value::big))
            }),
            ("denominator", |_, _| Ok(Value::Int(1))),
        ],
    );
    vm.add_getters(
        &vm.types.float,
        &[
            ("real", |_, v| {
                Ok(v.as_f64().map_or(Value::None, Value::Float))
            }),
            ("imag", |_, _| Ok(Value::Float(0.0))),
        ],
    );
    let from_hex = vm.function("builtins", "fromhex", NativeKind::Plain(from_hex));
    vm.types.float.dict.set_name("fromhex", from_hex);
    let from_bytes = NativeKind::Async(|c, args| Box::pin(from_bytes(c, args)));
    class_method(vm, &vm.types.int, "from_bytes", from_bytes);
    vm.types.int.changed();
    vm.types.float.changed();
}

fn whole(vm: &Vm, x: f64) -> Result {
    let n = float::to_integer(x).map_err(|fault| vm.fault(fault))?;
    Ok(Value::big(n.to_big()))
}

/// Whether an order of bytes is little-endian.
fn little(vm: &Vm, order: &Value) -> Result<bool> {
    match order.as_str() {
        None if !order.is_bound() => Ok(false),
        Some("big") => Ok(false),
        Some("little") => Ok(true),
        _ => Err(vm.value_error("byteorder must be either 'little' or 'big'")),
    }
}

fn to_bytes(vm: &Vm, args: Args<'_>) -> Result {
    let (this, args) = own(vm, args)?;
    let Some(n) = this.as_bigint() else {
        return Err(foreign(vm, "int", &this));
    };
    let [length, order, signed] =
        args.parse(vm, "to_bytes", ["length=", "byteorder=", "*signed="])?;
    let length = integer_or(vm, &length, 1)?;
    let Ok(length) = usize::try_from(length) else {
        return Err(vm.value_error("length argument must be non-negative"));
    };
    vm.check_size(length)?;
    let signed = signed.is_bound() && vm.truth(&signed).unwrap_or(false);
    let made = integer::to_bytes(&n, length, little(vm, &order)?, signed);
    Ok(Value::bytes(made.map_err(|fault| vm.fault(fault))?))
}

async fn from_bytes(c: Ctx, mut args: OwnedArgs) -> Result {
    let class = class_of(&c, &mut args)?;
    let [bytes, order, signed] =
        args.parse(&c, "from_bytes", ["bytes", "byteorder=", "*signed="])?;
    if bytes.is_int() || bytes.as_str().is_some() {
        return Err(c.type_error(format!(
            "cannot convert '{}' object to bytes",
            c.type_name(&bytes).as_str()
        )));
    }
    let bytes = c.to_bytes(&bytes, &Value::Unbound, &Value::Unbound).await?;
    let signed = signed.is_bound() && c.truth(&signed).await?;
    let n = integer::from_bytes(&bytes, little(&c, &order)?, signed);
    let n = Value::big(n.to_big());
    if Rc::ptr_eq(&class, &c.types.int) {
        return Ok(n);
    }
    c.call(&Value::Type(class), vec![n]).await
}

fn from_hex(vm: &Vm, args: Args<'_>) -> Result {
    let [text] = args.exactly(vm, "float.fromhex")?;
    let Some(text) = text.as_str() else {
        return Err(vm.type_error("bad argument type for built-in operation"));
    };
    Ok(Value::Float(
        float::from_hex(text).map_err(|fault| vm.fault(fault))?,
    ))
}

/// What `bytes.fromhex` gives.
pub(super) fn bytes_from_hex(vm: &Vm, args: Args<'_>) -> Result {
    let [text] = args.exactly(vm, "bytes.fromhex")?;
    let Some(text) = text.as_str() else {
        return Err(vm.type_error(format!(
            "fromhex() argument must be str, not {}",
            vm.type_name(&text).as_str()
        )));
    };
    bytes::from_hex(text).map(Value::bytes).map_err(|at| {
        vm.value_error(format!(
            "non-hexadecimal number found in fromhex() arg at position {at}"
        ))
    })
}
