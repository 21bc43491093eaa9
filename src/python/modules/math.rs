//! The module `math`.

use std::rc::Rc;

use num_bigint::BigInt;
use num_traits::{One as _, Zero as _};

use crate::python::object::Module;
use crate::python::text::{Fault, float, math};
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Args, Ctx, NativeKind, OwnedArgs, Result, Then};

/// Functions of one float, by the name under which [`math::unary`] knows them.
macro_rules! unary {
    ($vm:expr, $module:expr, $($name:literal)*) => {
        $($vm.add_function($module, $name, NativeKind::Then(|vm: &Vm, args: Args<'_>| {
            one(vm, args, $name, |x| {
                math::unary($name, x).unwrap_or(Ok(f64::NAN)).map(Value::Float)
            })
        }));)*
    };
}

/// Functions of one float with another result.
macro_rules! floats {
    ($vm:expr, $module:expr, $($name:literal $f:expr;)*) => {
        $($vm.add_function($module, $name, NativeKind::Then(|vm: &Vm, args: Args<'_>| {
            one(vm, args, $name, $f)
        }));)*
    };
}

/// Functions of two floats.
macro_rules! pairs {
    ($vm:expr, $module:expr, $($name:literal $f:expr;)*) => {
        $($vm.add_function($module, $name, NativeKind::Async(|c, args| Box::pin(async move {
            let [x, y] = args.parse(&c, $name, ["/x", "/y"])?;
            let (x, y) = (real(&c, &x).await?, real(&c, &y).await?);
            let f: fn(f64, f64) -> std::result::Result<f64, Fault> = $f;
            f(x, y).map(Value::Float).map_err(|fault| c.fault(fault))
        })));)*
    };
}

macro_rules! run {
    ($vm:expr, $module:expr, $($name:literal $f:path;)*) => {
        $($vm.add_function($module, $name, NativeKind::Async(|c, args| Box::pin($f(c, args))));)*
    };
}

/// Fills the module.
pub fn fill(vm: &Vm, module: &Rc<Module>) {
    let constants = [
        ("pi", std::f64::consts::PI),
        ("e", std::f64::consts::E),
        ("tau", std::f64::consts::TAU),
        ("inf", f64::INFINITY),
        ("nan", f64::NAN),
    ];
    for (name, value) in constants {
        module.dict.set_name(name, Value::Float(value));
    }
    unary!(vm, module, "sin" "cos" "tan" "asin" "acos" "atan" "sinh" "cosh" "tanh" "asinh" "acosh"
        "atanh" "exp" "exp2" "expm1" "sqrt" "cbrt" "log1p" "fabs" "degrees" "radians" "erf" "erfc"
        "gamma" "lgamma");
    floats!(vm, module,
        "isnan" |x| Ok(Value::Bool(x.is_nan()));
        "isinf" |x| Ok(Value::Bool(x.is_infinite()));
        "isfinite" |x| Ok(Value::Bool(x.is_finite()));
        "ulp" |x| Ok(Value::Float(math::ulp(x)));
        "frexp" |x| {
            let (size, exponent) = math::frexp(x);
            Ok(Value::tuple(vec![Value::Float(size), Value::Int(exponent)]))
        };
        "modf" |x| {
            let (fraction, whole) = math::modf(x);
            Ok(Value::tuple(vec![Value::Float(fraction), Value::Float(whole)]))
        };
    );
    pairs!(vm, module,
        "pow" math::pow;
        "fmod" math::fmod;
        "remainder" math::remainder;
        "atan2" |y, x| Ok(y.atan2(x));
        "copysign" |x, y| Ok(x.copysign(y));
        "nextafter" |x, y| Ok(math::next_after(x, y));
    );
    run!(vm, module,
        "log" log; "log2" log2; "log10" log10; "floor" floor; "ceil" ceil; "trunc" trunc;
        "factorial" factorial; "comb" comb; "perm" perm; "gcd" gcd; "lcm" lcm; "isqrt" isqrt;
        "fsum" fsum; "prod" prod; "hypot" hypot; "dist" dist; "isclose" is_close; "ldexp" ldexp;
    );
}

/// A number as a float without Python code; `None` where that must run.
fn quick(vm: &Vm, v: &Value) -> Option<Result<f64>> {
    match v {
        Value::Float(x) => Some(Ok(*x)),
        Value::Int(n) => Some(Ok(*n as f64)),
        Value::Bool(_) | Value::Big(_) => Some(vm.int_to_float(v)),
        Value::Instance(_) | Value::Object(_) => None,
        _ => Some(Err(vm.type_error(format!(
            "must be real number, not {}",
            vm.type_name(v).as_str()
        )))),
    }
}

async fn real(c: &Ctx, v: &Value) -> Result<f64> {
    match quick(c, v) {
        Some(x) => x,
        None => c.real(v).await,
    }
}

fn one(
    vm: &Vm,
    args: Args<'_>,
    name: &str,
    f: fn(f64) -> std::result::Result<Value, Fault>,
) -> Result<Then> {
    let [x] = args.exactly(vm, &format!("math.{name}"))?;
    match quick(vm, &x) {
        Some(x) => f(x?).map(Then::Value).map_err(|fault| vm.fault(fault)),
        None => Ok(Then::run(vm, move |c| async move {
            let x = c.real(&x).await?;
            f(x).map_err(|fault| c.fault(fault))
        })),
    }
}

async fn logarithm(c: &Ctx, v: &Value, base: u32) -> Result<f64> {
    let result = match v.base() {
        Value::Big(n) => math::log_big(n, base),
        _ => math::log(real(c, v).await?, base),
    };
    result.map_err(|fault| c.fault(fault))
}

async fn log(c: Ctx, args: OwnedArgs) -> Result {
    let [x, base] = args.parse(&c, "log", ["/x", "/base="])?;
    let top = logarithm(&c, &x, 0).await?;
    if !base.is_bound() {
        return Ok(Value::Float(top));
    }
    let bottom = logarithm(&c, &base, 0).await?;
    if bottom == 0.0 {
        return Err(c.zero_division_error("float division by zero"));
    }
    Ok(Value::Float(top / bottom))
}

async fn log2(c: Ctx, args: OwnedArgs) -> Result {
    let [x] = args.parse(&c, "math.log2", ["/x"])?;
    Ok(Value::Float(logarithm(&c, &x, 2).await?))
}

async fn log10(c: Ctx, args: OwnedArgs) -> Result {
    let [x] = args.parse(&c, "math.log10", ["/x"])?;
    Ok(Value::Float(logarithm(&c, &x, 10).await?))
}

async fn rounded(c: Ctx, args: OwnedArgs, name: &str, f: fn(f64) -> f64) -> Result {
    let [x] = args.parse(&c, &format!("math.{name}"), ["/x"])?;
    if x.is_int() {
        return Ok(x.as_bigint().map_or(Value::None, Value::big));
    }
    if matches!(x, Value::Instance(_) | Value::Object(_)) {
        let special = crate::python::object::intern(&format!("__{name}__"));
        if let Some(found) = c.special(&x, &special, Vec::new()).await? {
            return Ok(found);
        }
    }
    if name == "trunc" && !matches!(x.base(), Value::Float(_)) {
        return Err(c.type_error(format!(
            "type {} doesn't define __trunc__ method",
            c.type_name(&x).as_str()
        )));
    }
    let whole = float::to_integer(f(real(&c, &x).await?)).map_err(|fault| c.fault(fault))?;
    Ok(Value::big(whole.to_big()))
}

async fn floor(c: Ctx, args: OwnedArgs) -> Result {
    rounded(c, args, "floor", f64::floor).await
}

async fn ceil(c: Ctx, args: OwnedArgs) -> Result {
    rounded(c, args, "ceil", f64::ceil).await
}

async fn trunc(c: Ctx, args: OwnedArgs) -> Result {
    rounded(c, args, "trunc", f64::trunc).await
}

async fn whole(c: &Ctx, v: &Value) -> Result<BigInt> {
    match c.index(v).await?.as_bigint() {
        Some(n) => Ok(n),
        None => Err(c.type_error("an integer is required")),
    }
}

async fn factorial(c: Ctx, args: OwnedArgs) -> Result {
    let [n] = args.parse(&c, "math.factorial", ["/x"])?;
    let n = whole(&c, &n).await?;
    let Ok(n) = i64::try_from(&n) else {
        return Err(c.overflow_error(format!(
            "factorial() argument should not exceed {}",
            i64::MAX
        )));
    };
    math::factorial(n)
        .map(Value::big)
        .map_err(|fault| c.fault(fault))
}

async fn comb(c: Ctx, args: OwnedArgs) -> Result {
    let [n, k] = args.parse(&c, "comb", ["/n", "/k"])?;
    let (n, k) = (whole(&c, &n).await?, whole(&c, &k).await?);
    math::comb(&n, &k)
        .map(Value::big)
        .map_err(|fault| c.fault(fault))
}

async fn perm(c: Ctx, args: OwnedArgs) -> Result {
    let [n, k] = args.parse(&c, "perm", ["/n", "/k="])?;
    let n = whole(&c, &n).await?;
    let k = if k.is_bound() && !k.is_none() {
        whole(&c, &k).await?
    } else {
        n.clone()
    };
    math::perm(&n, &k)
        .map(Value::big)
        .map_err(|fault| c.fault(fault))
}

async fn gcd(c: Ctx, args: OwnedArgs) -> Result {
    let mut result = BigInt::zero();
    for v in &args.values {
        result = math::gcd(&result, &whole(&c, v).await?);
    }
    Ok(Value::big(result))
}

async fn lcm(c: Ctx, args: OwnedArgs) -> Result {
    let mut result = BigInt::one();
    for v in &args.values {
        result = math::lcm(&result, &whole(&c, v).await?);
    }
    Ok(Value::big(result))
}

async fn isqrt(c: Ctx, args: OwnedArgs) -> Result {
    let [n] = args.parse(&c, "math.isqrt", ["/n"])?;
    let n = whole(&c, &n).await?;
    math::isqrt(&n)
        .map(Value::big)
        .map_err(|fault| c.fault(fault))
}

async fn fsum(c: Ctx, args: OwnedArgs) -> Result {
    let [items] = args.parse(&c, "math.fsum", ["/seq"])?;
    let mut floats = Vec::new();
    for item in c.collect(&items).await? {
        floats.push(real(&c, &item).await?);
    }
    math::fsum(floats)
        .map(Value::Float)
        .map_err(|fault| c.fault(fault))
}

async fn prod(c: Ctx, args: OwnedArgs) -> Result {
    let [items, start] = args.parse(&c, "prod", ["/iterable", "*start="])?;
    let mut result = if start.is_bound() {
        start
    } else {
        Value::Int(1)
    };
    for item in c.collect(&items).await? {
        result = c
            .binary(crate::python::code::BinOp::Mul, &result, &item)
            .await?;
    }
    Ok(result)
}

async fn hypot(c: Ctx, args: OwnedArgs) -> Result {
    let mut sides = Vec::new();
    for v in &args.values {
        sides.push(real(&c, v).await?);
    }
    Ok(Value::Float(math::hypot(&sides)))
}

async fn dist(c: Ctx, args: OwnedArgs) -> Result {
    let [p, q] = args.parse(&c, "dist", ["/p", "/q"])?;
    let (p, q) = (c.collect(&p).await?, c.collect(&q).await?);
    if p.len() != q.len() {
        let message = "both points must have the same number of dimensions";
        return Err(c.value_error(message));
    }
    let mut sides = Vec::new();
    for (a, b) in p.iter().zip(&q) {
        sides.push(real(&c, a).await? - real(&c, b).await?);
    }
    Ok(Value::Float(math::hypot(&sides)))
}

async fn is_close(c: Ctx, args: OwnedArgs) -> Result {
    let [a, b, relative, absolute] =
        args.parse(&c, "isclose", ["a", "b", "*rel_tol=", "*abs_tol="])?;
    let (a, b) = (real(&c, &a).await?, real(&c, &b).await?);
    let relative = if relative.is_bound() {
        real(&c, &relative).await?
    } else {
        1e-9
    };
    let absolute = if absolute.is_bound() {
        real(&c, &absolute).await?
    } else {
        0.0
    };
    math::is_close(a, b, relative, absolute)
        .map(Value::Bool)
        .map_err(|fault| c.fault(fault))
}

async fn ldexp(c: Ctx, args: OwnedArgs) -> Result {
    let [x, exponent] = args.parse(&c, "ldexp", ["/x", "/i"])?;
    let x = real(&c, &x).await?;
    let exponent = whole(&c, &exponent).await?;
    let limit = if exponent < BigInt::zero() {
        i64::MIN
    } else {
        i64::MAX
    };
    let exponent = i64::try_from(&exponent).unwrap_or(limit);
    math::ldexp(x, exponent)
        .map(Value::Float)
        .map_err(|fault| c.fault(fault))
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_function_of_one_float_is_known() {
        for name in ["sin", "exp2", "cbrt", "lgamma", "degrees"] {
            assert!(super::math::unary(name, 0.5).is_some(), "{name}");
        }
    }
}
