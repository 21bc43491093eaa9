//! The library: which modules there are and how each is made.

use crate::python::lib;
use crate::python::vm::{Library, Vm};

mod characters;
mod collect;
mod combine;
mod digest;
pub(crate) mod ends;
mod heap;
mod math;
mod number;
mod random;
mod regex;
mod weak;

/// Names all modules of the library, to be made when first imported.
pub fn install(vm: &Vm) {
    for source in lib::all() {
        vm.register(source.name, Library::Python(source));
    }
    vm.register("_gc", Library::Native(collect::fill));
    vm.register("_characters", Library::Native(characters::fill));
    vm.register("_combine", Library::Native(combine::fill));
    vm.register("_digest", Library::Native(digest::fill));
    vm.register("math", Library::Native(math::fill));
    vm.register("_ends", Library::Native(ends::fill));
    vm.register("_heapq", Library::Native(heap::fill));
    vm.register("_number", Library::Native(number::fill));
    vm.register("_random", Library::Native(random::fill));
    vm.register("_re", Library::Native(regex::fill));
    vm.register("_weak", Library::Native(weak::fill));
}
