//! Numbers for everything that a program can reach when its first thread is
//! made: they are the same in every schedule, since until then there is one.

use crate::python::object::walk::Walk;
use crate::python::value::Value;
use crate::python::vm::frame::Thread;

/// Gives numbers to what can be reached from a thread's registers, from a value
/// and from the program's own modules, the library's modules aside.
pub(super) fn number(thread: &Thread, value: &Value) {
    let mut walk = Walk::default();
    walk.push(value);
    for frame in thread.frames() {
        if !frame.code.source.library {
            walk.push_dict(&frame.globals);
        }
    }
    walk.push_all(&thread.stack);
    while let Some(value) = walk.next_object() {
        match &value {
            Value::Dict(dict) => {
                dict.id.get();
            }
            Value::List(list) => {
                list.id.get();
            }
            Value::Set(set) => {
                set.id.get();
            }
            Value::Cell(cell) => {
                cell.id.get();
            }
            Value::Function(function) => {
                function.id.get();
            }
            Value::Type(class) if class.heap => {
                class.id.get();
            }
            Value::Instance(instance) => {
                instance.id.get();
            }
            Value::Iter(iter) => {
                iter.id.get();
            }
            Value::Generator(generator) => {
                generator.id.get();
            }
            _ => {}
        }
    }
}
