//! The library: which modules there are and how each is made.

use crate::python::vm::Vm;

/// Names all modules of the library, to be made when first imported.
pub fn install(vm: &Vm) {
    let _ = vm;
}
