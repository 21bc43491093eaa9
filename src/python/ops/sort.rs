//! Sorting values whose order needs no Python code.

use std::cmp::Ordering;

use crate::python::code::CmpOp;
use crate::python::value::Value;
use crate::python::vm::Vm;

/// Sorts pairs of key and item by key (or by item), if every comparison is
/// known without Python code and none fails. Stable.
pub(crate) fn collect_key_order(vm: &Vm, pairs: &mut [(Value, Value)], by_key: bool) -> bool {
    fn of(p: &(Value, Value), by_key: bool) -> &Value {
        if by_key { &p.0 } else { &p.1 }
    }
    let ints = pairs.iter().all(|p| matches!(of(p, by_key), Value::Int(_)));
    let texts = pairs.iter().all(|p| matches!(of(p, by_key), Value::Str(_)));
    if ints || texts {
        pairs.sort_by(|a, b| match (of(a, by_key), of(b, by_key)) {
            (Value::Int(x), Value::Int(y)) => x.cmp(y),
            (Value::Str(x), Value::Str(y)) => x.as_str().cmp(y.as_str()),
            _ => Ordering::Equal,
        });
        return true;
    }
    // Something unordered among them (NaN too) leaves the work to the
    // comparisons one by one.
    let plain = |v: &Value| match v {
        Value::Float(x) => !x.is_nan(),
        Value::Int(_) | Value::Bool(_) | Value::Str(_) => true,
        Value::Tuple(t) => t.iter().all(|v| match v {
            Value::Float(x) => !x.is_nan(),
            Value::Int(_) | Value::Bool(_) | Value::Str(_) => true,
            _ => false,
        }),
        _ => false,
    };
    if !pairs.iter().all(|p| plain(of(p, by_key))) {
        return false;
    }
    let mut known = true;
    let mut sorted: Vec<usize> = (0..pairs.len()).collect();
    sorted.sort_by(|i, j| {
        let (a, b) = (of(&pairs[*i], by_key), of(&pairs[*j], by_key));
        match (vm.compare(CmpOp::Lt, a, b), vm.compare(CmpOp::Lt, b, a)) {
            (Some(Ok(true)), _) => Ordering::Less,
            (_, Some(Ok(true))) => Ordering::Greater,
            (Some(Ok(_)), Some(Ok(_))) => Ordering::Equal,
            _ => {
                known = false;
                Ordering::Equal
            }
        }
    });
    if known {
        let all: Vec<(Value, Value)> = sorted.iter().map(|i| pairs[*i].clone()).collect();
        for (slot, pair) in pairs.iter_mut().zip(all) {
            *slot = pair;
        }
    }
    known
}
