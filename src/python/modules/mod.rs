//! The library: which modules there are and how each is made.

use crate::python::lib;
use crate::python::vm::{Library, Vm};

/// Names all modules of the library, to be made when first imported.
pub fn install(vm: &Vm) {
    for source in lib::SOURCES {
        vm.register(source.name, Library::Python(source.text));
    }
}
