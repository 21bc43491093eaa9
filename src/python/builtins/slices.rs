//! What programs ask of slices and ranges: their parts.

use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Args, NativeKind, Result};

pub(super) fn install(vm: &Vm) {
    macro_rules! parts {
        ($($name:literal $field:ident),+) => {
            vm.add_getters(&vm.types.slice, &[$(($name, |_, v| Ok(match v {
                Value::Slice(slice) => slice.$field.clone(),
                _ => Value::None,
            })),)+]);
            vm.add_getters(&vm.types.range, &[$(($name, |_, v| Ok(match v {
                Value::Range(range) => Value::Int(range.$field),
                _ => Value::None,
            })),)+]);
        };
    }
    parts!("start" start, "stop" stop, "step" step);
    vm.add_methods(&vm.types.slice, &[("indices", NativeKind::Plain(indices))]);
}

/// `slice.indices(length)`: start, stop and step for something of that length.
fn indices(vm: &Vm, args: Args<'_>) -> Result {
    let [this, length] = args.exactly(vm, "indices")?;
    let Some(length) = length.as_i64() else {
        return Err(vm.type_error(format!(
            "'{}' object cannot be interpreted as an integer",
            vm.type_name(&length).as_str()
        )));
    };
    let (Value::Slice(slice), Ok(length)) = (&this, usize::try_from(length)) else {
        return Err(vm.value_error("length should not be negative"));
    };
    let (start, stop, step) = vm.bounds(slice, length)?;
    Ok(Value::tuple(vec![
        Value::Int(start),
        Value::Int(stop),
        Value::Int(step),
    ]))
}
