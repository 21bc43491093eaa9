//! The module `_digest`: digests, for `hashlib`.

use std::rc::Rc;

use crate::python::object::Module;
use crate::python::text;
use crate::python::text::digest::Parameters;
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Args, NativeKind, Result};

/// Fills the module.
pub fn fill(vm: &Vm, module: &Rc<Module>) {
    vm.add_function(module, "digest", NativeKind::Plain(digest));
    vm.add_function(module, "blake2", NativeKind::Plain(blake2));
}

/// The digest of that name of bytes; none if there is no such digest.
fn digest(vm: &Vm, args: Args<'_>) -> Result {
    let [name, data] = args.exactly(vm, "digest")?;
    let (Some(name), Some(data)) = (name.as_str(), data.as_bytes()) else {
        return Err(vm.type_error("a name and bytes are needed"));
    };
    Ok(text::digest::digest(name, data).map_or(Value::None, Value::bytes))
}

/// The digest `blake2b` or `blake2s` of bytes, of a size in bytes, with a key, a
/// salt and a person; none if these are too long.
fn blake2(vm: &Vm, args: Args<'_>) -> Result {
    let [name, data, size, key, salt, person] = args.exactly(vm, "blake2")?;
    let bytes = [&data, &key, &salt, &person].map(Value::as_bytes);
    let size = size.as_i64().and_then(|size| usize::try_from(size).ok());
    let (Some(name), [Some(data), Some(key), Some(salt), Some(person)], Some(size)) =
        (name.as_str(), bytes, size)
    else {
        return Err(vm.type_error("a name, bytes and a size are needed"));
    };
    let parameters = Parameters {
        size,
        key,
        salt,
        person,
    };
    Ok(text::digest::blake2(name, data, parameters).map_or(Value::None, Value::bytes))
}
