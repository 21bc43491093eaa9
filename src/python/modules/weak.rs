//! `_weak`: references that do not keep what they refer to.

use std::rc::{Rc, Weak};

use crate::python::object::{Function, Generator, Instance, Module, Native, Object, Set, Type};
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Args, NativeKind, Result};
use crate::python_state;

/// A reference that counts nothing.
#[derive(Debug)]
enum Handle {
    Instance(Weak<Instance>),
    Function(Weak<Function>),
    Generator(Weak<Generator>),
    Type(Weak<Type>),
    Module(Weak<Module>),
    Set(Weak<Set>),
    Object(Weak<Object>),
    Native(Weak<Native>),
}
python_state!(Handle);

/// Fills the module.
pub(super) fn fill(vm: &Vm, module: &Rc<Module>) {
    vm.add_function(module, "make", NativeKind::Plain(make));
    vm.add_function(module, "get", NativeKind::Plain(get));
    vm.add_function(module, "watch", NativeKind::Plain(watch));
}

/// Whether objects of a class have places for attributes and none for weak
/// references: all classes of the program among its bases have `__slots__`.
fn has_place_only(vm: &Vm, class: &Type) -> bool {
    let mut own = std::iter::once(class)
        .chain(class.mro.iter().map(|base| &**base))
        .filter(|each| each.heap);
    class.heap
        && !class.is_exception
        && own.all(|each| match each.dict.get_name("__slots__") {
            Some(Value::Str(name)) => name.as_str() != "__weakref__",
            Some(names) => match vm.collect(&names) {
                Some(Ok(names)) => names.iter().all(|n| n.as_str() != Some("__weakref__")),
                _ => false,
            },
            None => false,
        })
}

/// `make(object)`: a handle to it.
fn make(vm: &Vm, args: Args<'_>) -> Result {
    let [v] = args.exactly(vm, "make")?;
    let handle = match &v {
        Value::Instance(o) if !has_place_only(vm, &o.class) => Handle::Instance(Rc::downgrade(o)),
        Value::Function(o) => Handle::Function(Rc::downgrade(o)),
        Value::Generator(o) => Handle::Generator(Rc::downgrade(o)),
        Value::Type(o) => Handle::Type(Rc::downgrade(o)),
        Value::Module(o) => Handle::Module(Rc::downgrade(o)),
        Value::Set(o) => Handle::Set(Rc::downgrade(o)),
        Value::Object(o) => Handle::Object(Rc::downgrade(o)),
        Value::Native(o) => Handle::Native(Rc::downgrade(o)),
        _ => {
            return Err(vm.type_error(format!(
                "cannot create weak reference to '{}' object",
                vm.type_name(&v).as_str()
            )));
        }
    };
    Ok(vm.object(&vm.types.object, handle))
}

/// `get(handle)`: what it refers to, or None if that is gone.
fn get(vm: &Vm, args: Args<'_>) -> Result {
    let [handle] = args.exactly(vm, "get")?;
    let found = match handle.as_native::<Handle>() {
        Some(Handle::Instance(o)) => {
            let there = o.upgrade().filter(|i| !i.gone.get());
            there.map(Value::Instance)
        }
        Some(Handle::Function(o)) => o.upgrade().map(Value::Function),
        Some(Handle::Generator(o)) => o.upgrade().map(Value::Generator),
        Some(Handle::Type(o)) => o.upgrade().map(Value::Type),
        Some(Handle::Module(o)) => o.upgrade().map(Value::Module),
        Some(Handle::Set(o)) => o.upgrade().map(Value::Set),
        Some(Handle::Object(o)) => o.upgrade().map(Value::Object),
        Some(Handle::Native(o)) => o.upgrade().map(Value::Native),
        None => None,
    };
    Ok(found.unwrap_or(Value::None))
}

/// `watch(object, f)`: `f` is called when an instance is gone. Others go
/// without a word.
fn watch(vm: &Vm, args: Args<'_>) -> Result {
    let [v, f] = args.exactly(vm, "watch")?;
    if let Value::Instance(i) = &v {
        vm.watch(i, f);
    }
    Ok(Value::None)
}
