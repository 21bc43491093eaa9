//! `_number`: what the library's own kinds of number take from Rust.

use std::rc::Rc;

use crate::python::object::Module;
use crate::python::text::format;
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Args, NativeKind, Result};

/// Fills the module.
pub(super) fn fill(vm: &Vm, module: &Rc<Module>) {
    vm.add_function(module, "complex_repr", NativeKind::Plain(complex_repr));
    vm.add_function(module, "complex_format", NativeKind::Plain(complex_format));
}

fn part(vm: &Vm, v: &Value) -> Result<f64> {
    v.as_f64()
        .ok_or_else(|| vm.type_error("a part of a complex number is a float"))
}

fn complex_repr(vm: &Vm, args: Args<'_>) -> Result {
    let [re, im] = args.exactly(vm, "complex_repr")?;
    let text = format::complex_repr(part(vm, &re)?, part(vm, &im)?);
    Ok(Value::string(text))
}

fn complex_format(vm: &Vm, args: Args<'_>) -> Result {
    let [re, im, spec] = args.exactly(vm, "complex_format")?;
    let spec = spec.as_str().unwrap_or_default();
    let text = format::complex(part(vm, &re)?, part(vm, &im)?, spec);
    text.map(Value::string).map_err(|fault| vm.fault(fault))
}
