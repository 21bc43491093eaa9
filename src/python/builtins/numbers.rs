//! `round`, `divmod` and `pow`.

use crate::python::code::BinOp;
use crate::python::text;
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Ctx, OwnedArgs, Result};

pub(super) async fn round(c: Ctx, args: OwnedArgs) -> Result {
    let [v, digits] = args.parse(&c, "round", ["number", "ndigits="])?;
    let digits = if digits.is_none() {
        Value::Unbound
    } else {
        digits
    };
    if let Value::Instance(_) | Value::Object(_) = &v {
        let args = if digits.is_bound() {
            vec![digits.clone()]
        } else {
            Vec::new()
        };
        if let Some(v) = c.special(&v, &c.names.round, args).await? {
            return Ok(v);
        }
    }
    let n = if digits.is_bound() {
        let n = c.index(&digits).await?;
        n.as_i64()
    } else {
        None
    };
    c.round_builtin(&v, n)
}

/// `__round__` of `int` and `float`.
pub(super) async fn rounded(c: Ctx, args: OwnedArgs) -> Result {
    let [v, digits] = args.parse(&c, "__round__", ["/self", "/ndigits="])?;
    let n = match digits {
        Value::Unbound | Value::None => None,
        digits => c.index(&digits).await?.as_i64(),
    };
    c.round_builtin(&v, n)
}

impl Vm {
    /// A number of a built-in type, rounded to so many digits after the point,
    /// or to a whole number.
    fn round_builtin(&self, v: &Value, n: Option<i64>) -> Result {
        let fault = |f| self.fault(f);
        match v.base() {
            Value::Float(x) => match n {
                None => Ok(text::float::round_to_integer(*x).map_err(fault)?.into()),
                Some(n) => Ok(Value::Float(text::float::round(*x, n).map_err(fault)?)),
            },
            base if base.is_int() => match (n, crate::python::ops::as_integer(base)) {
                (Some(n), Some(i)) => Ok(text::integer::round(&i, n).into()),
                _ => Ok(match base {
                    Value::Bool(b) => Value::Int(i64::from(*b)),
                    other => other.clone(),
                }),
            },
            _ => Err(self.type_error(format!(
                "type {} doesn't define __round__ method",
                self.type_name(v).as_str()
            ))),
        }
    }
}

pub(super) async fn divmod(c: Ctx, mut args: OwnedArgs) -> Result {
    let [a, b] = args.borrow().exactly(&c, "divmod")?;
    let own = |v: &Value| matches!(v, Value::Instance(_) | Value::Object(_));
    if (own(&a) || own(&b))
        && let Some(v) = c
            .binary_methods(&c.names.divmod, &c.names.rdivmod, &a, &b)
            .await?
    {
        return Ok(v);
    }
    let numbers = a.as_f64().is_some() && b.as_f64().is_some();
    if !numbers {
        return Err(c.unsupported("divmod()", &a, &b));
    }
    if b.as_f64() == Some(0.0) && b.is_int() && a.is_int() {
        return Err(c.zero_division_error("integer division or modulo by zero"));
    }
    if b.as_f64() == Some(0.0) {
        return Err(c.zero_division_error("float divmod()"));
    }
    let q = c.binary(BinOp::FloorDiv, &a, &b).await?;
    let r = c.binary(BinOp::Mod, &a, &b).await?;
    Ok(Value::tuple(vec![q, r]))
}

pub(super) async fn pow(c: Ctx, args: OwnedArgs) -> Result {
    let [a, b, modulus] = args.parse(&c, "pow", ["base", "exp", "mod="])?;
    if !modulus.is_bound() || modulus.is_none() {
        return c.binary(BinOp::Pow, &a, &b).await;
    }
    match (a.as_bigint(), b.as_bigint(), modulus.as_bigint()) {
        (Some(a), Some(b), Some(m)) => {
            let n = text::integer::power_modulo(&a, &b, &m).map_err(|f| c.fault(f))?;
            Ok(Value::big(n))
        }
        _ => {
            let args = vec![b.clone(), modulus.clone()];
            if matches!(a, Value::Instance(_) | Value::Object(_))
                && let Some(v) = c
                    .special(&a, &crate::python::object::intern("__pow__"), args)
                    .await?
                && !matches!(v, Value::NotImplemented)
            {
                return Ok(v);
            }
            if [&a, &b, &modulus].iter().all(|v| v.as_f64().is_some()) {
                let m = "pow() 3rd argument not allowed unless all arguments are integers";
                return Err(c.type_error(m));
            }
            Err(c.type_error(format!(
                "unsupported operand type(s) for ** or pow(): '{}', '{}', '{}'",
                c.type_name(&a).as_str(),
                c.type_name(&b).as_str(),
                c.type_name(&modulus).as_str()
            )))
        }
    }
}
