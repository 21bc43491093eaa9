//! The module `_digest`: digests, for `hashlib`.

use std::rc::Rc;

use crate::python::object::Module;
use crate::python::text;
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Args, NativeKind, Result};

/// Fills the module.
pub fn fill(vm: &Vm, module: &Rc<Module>) {
    vm.add_function(module, "digest", NativeKind::Plain(digest));
}

/// The digest of that name of bytes; none if there is no such digest.
fn digest(vm: &Vm, args: Args<'_>) -> Result {
    let [name, data] = args.exactly(vm, "digest")?;
    let (Some(name), Some(data)) = (name.as_str(), data.as_bytes()) else {
        return Err(vm.type_error("a name and bytes are needed"));
    };
    Ok(text::digest::digest(name, data).map_or(Value::None, Value::bytes))
}
