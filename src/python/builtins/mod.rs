//! The names every module sees.

mod callables;
mod descriptors;
mod dunders;
mod exceptions;
mod functions;
mod generators;
mod groups;
mod library;
pub(crate) mod make;
mod methods;
mod numbers;
mod objects;
mod proxy;
mod reflect;
mod slices;

pub use exceptions::TracebackView;
pub(crate) use generators::Yielded;
pub use generators::{AsyncStep, FrameView};

use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python_state;

/// An object that is nothing but itself.
#[derive(Debug)]
pub struct Marker;
python_state!(Marker);

/// Fills the built-in types and the module `builtins`.
pub fn install(vm: &Vm) {
    for ty in vm.types.visible() {
        vm.builtins.set_str(&ty.name(), Value::Type(ty.clone()));
    }
    for ty in vm.exceptions.all() {
        vm.builtins.set_str(&ty.name(), Value::Type(ty.clone()));
    }
    vm.builtins.set_name(
        "EnvironmentError",
        Value::Type(vm.exceptions.os_error.clone()),
    );
    vm.builtins
        .set_name("IOError", Value::Type(vm.exceptions.os_error.clone()));
    vm.builtins
        .set_name("NotImplemented", Value::NotImplemented);
    vm.builtins.set_name("Ellipsis", Value::Ellipsis);
    vm.builtins.set_name("__debug__", true);
    vm.builtins.set_name("__name__", "builtins");
    functions::install(vm);
    library::install(vm);
    slices::install(vm);
    reflect::install(vm);
    objects::install(vm);
    proxy::install(vm);
    make::install(vm);
    generators::install(vm);
    exceptions::install(vm);
    methods::install(vm);
    dunders::install(vm);
}

/// `mappingproxy`: a dict to look at.
#[derive(Debug)]
pub struct MappingProxy(pub Value);
python_state!(MappingProxy, |m| vec![m.0.clone()], |m, copy| MappingProxy(
    copy(&m.0)
));
