//! Equality and hash of values for which no Python code need run.

use num_bigint::BigInt;

use crate::python::object::hash;
use crate::python::object::types::Custom;
use crate::python::value::Value;

/// How deep tuples within tuples are compared here before the answer is left
/// to the machine, which keeps no stack of its own.
const DEEP: u32 = 40;

/// Whether two values are equal; `None` if Python code must be asked.
#[inline]
pub fn same(a: &Value, b: &Value) -> Option<bool> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => Some(a == b),
        (Value::Str(a), Value::Str(b)) => Some(a.same(b)),
        _ => same_within(a, b, 0),
    }
}

fn same_within(a: &Value, b: &Value, depth: u32) -> Option<bool> {
    use Value::*;
    if a.is(b) && !matches!(a, Float(_)) {
        return Some(true);
    }
    match (a, b) {
        (Instance(x), _) if x.class.custom(Custom::EQ) => return Option::None,
        (_, Instance(y)) if y.class.custom(Custom::EQ) => return Option::None,
        (Object(_), _) | (_, Object(_)) => return Option::None,
        (Type(t), _) | (_, Type(t)) if t.meta.as_ref().is_some_and(|m| m.custom(Custom::EQ)) => {
            return Option::None;
        }
        _ => {}
    }
    let (a, b) = (a.base(), b.base());
    Some(match (a, b) {
        (Object(_), _) | (_, Object(_)) => return Option::None,
        (Str(x), Str(y)) => x.as_str() == y.as_str(),
        (Bytes(x), Bytes(y)) => x.as_slice() == y.as_slice(),
        (Float(x), Float(y)) => x == y,
        (Int(_) | Bool(_), Int(_) | Bool(_)) => a.as_i64() == b.as_i64(),
        (Big(x), Big(y)) => x == y,
        (Float(x), Int(_) | Bool(_) | Big(_)) => float_is_int(*x, b),
        (Int(_) | Bool(_) | Big(_), Float(y)) => float_is_int(*y, a),
        (Tuple(x), Tuple(y)) => return same_all(x, y, depth),
        (List(x), List(y)) => return same_all(&x.borrow(), &y.borrow(), depth),
        (Range(x), Range(y)) => {
            let n = x.len();
            n == y.len() && (n == 0 || (x.start == y.start && (n == 1 || x.step == y.step)))
        }
        (Slice(x), Slice(y)) => {
            let pairs = [(&x.start, &y.start), (&x.stop, &y.stop), (&x.step, &y.step)];
            for (p, q) in pairs {
                if !same_within(p, q, depth + 1)? {
                    return Some(false);
                }
            }
            true
        }
        (Set(_), Set(_)) | (Dict(_), Dict(_)) => return Option::None,
        (Method(x), Method(y)) => x.function.is(&y.function) && x.receiver.is(&y.receiver),
        (Native(x), Native(y)) => x.same_as(y),
        _ => a.is(b),
    })
}

fn same_all(a: &[Value], b: &[Value], depth: u32) -> Option<bool> {
    if depth > DEEP {
        return None;
    }
    if a.len() != b.len() {
        return Some(false);
    }
    for (x, y) in a.iter().zip(b) {
        if !x.is(y) && !same_within(x, y, depth + 1)? {
            return Some(false);
        }
    }
    Some(true)
}

/// Whether a float is exactly this integer.
fn float_is_int(x: f64, n: &Value) -> bool {
    use num_traits::FromPrimitive;
    if !x.is_finite() || x.fract() != 0.0 {
        return false;
    }
    match n.as_i64() {
        Some(n) => (n as f64) == x && x.abs() < 9.3e18 && i128::from(n) == x as i128,
        None => n.as_bigint() == BigInt::from_f64(x),
    }
}

/// The hash of a value, if no Python code need run.
#[derive(Debug, PartialEq, Eq)]
pub enum Hash {
    /// Known.
    Known(i64),
    /// It has none.
    Unhashable,
    /// Python code must be asked.
    Ask,
}

/// The hash of a value.
#[inline]
pub fn hash_of(value: &Value) -> Hash {
    match value {
        Value::Int(n) => Hash::Known(hash::of_int(*n)),
        Value::Str(s) => Hash::Known(s.hash()),
        _ => hash_within(value, 0),
    }
}

fn hash_within(value: &Value, depth: u32) -> Hash {
    use Value::*;
    Hash::Known(match value {
        None => 0x0fca_8642,
        NotImplemented => 0x0fca_8643,
        Ellipsis => 0x0fca_8644,
        Bool(b) => i64::from(*b),
        Int(n) => hash::of_int(*n),
        Float(x) => hash::of_float(*x),
        Big(n) => hash::of_big(n),
        Str(s) => s.hash(),
        Bytes(b) => b.hash(),
        Tuple(items) => {
            if depth > DEEP {
                return Hash::Ask;
            }
            let mut all = Vec::with_capacity(items.len());
            for item in items.iter() {
                match hash_within(item, depth + 1) {
                    Hash::Known(h) => all.push(h),
                    other => return other,
                }
            }
            hash::of_tuple(all.into_iter())
        }
        Set(s) if s.frozen => hash::of_frozenset(s.entries().into_iter().map(|e| e.0)),
        List(_) | Dict(_) | Set(_) | Slice(_) => return Hash::Unhashable,
        Range(r) => {
            let n = r.len();
            let part = |b: bool, v: i64| if b { hash::of_int(v) } else { 0x0fca_8642 };
            hash::of_tuple([n as i64, part(n > 0, r.start), part(n > 1, r.step)].into_iter())
        }
        Instance(i) => {
            if i.class.custom(Custom::UNHASHABLE) {
                return Hash::Unhashable;
            }
            if i.class.custom(Custom::HASH) {
                return Hash::Ask;
            }
            match &i.payload {
                Unbound => i.id.get() as i64 / 16,
                base => return hash_within(base, depth),
            }
        }
        Type(o) => {
            if o.meta_custom() {
                return Hash::Ask;
            }
            o.id.get() as i64 / 16
        }
        Function(o) => o.id.get() as i64 / 16,
        Method(o) => {
            let Hash::Known(h) = hash_within(&o.function, depth + 1) else {
                return Hash::Ask;
            };
            match &o.receiver {
                Instance(i) => h ^ (i.id.get() as i64),
                _ => h,
            }
        }
        Native(o) => o.hash(),
        Module(o) => o.id.get() as i64 / 16,
        Generator(o) => o.id.get() as i64 / 16,
        Iter(o) => o.id.get() as i64 / 16,
        Cell(o) => o.id.get() as i64 / 16,
        Code(o) => o.id.get() as i64 / 16,
        Object(_) => return Hash::Ask,
        Unbound => 0,
    })
}
