//! `_gc`: the collector of circles of objects ([`cycles`]).

use std::rc::Rc;

use crate::python::object::{Custom, Instance, Module, cycles};
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Ctx, NativeKind, Result, Then};

/// Fills the module.
pub(super) fn fill(vm: &Vm, module: &Rc<Module>) {
    let know_all = NativeKind::Plain(|_, _| {
        cycles::know_all();
        Ok(Value::None)
    });
    vm.add_function(module, "know_all", know_all);
    let collect = NativeKind::Thread(|vm, thread, _| {
        let place = thread.spot();
        Ok(Then::run(vm, |c| collect(c, place)))
    });
    vm.add_function(module, "collect", collect);
}

/// Collects: weak references to what is garbage lead nowhere from now on, their
/// functions are called, then `__del__`; what is still garbage then, goes.
async fn collect(c: Ctx, place: String) -> Result {
    let garbage = cycles::find();
    let count = Value::from(garbage.count);
    let instances: Vec<Rc<Instance>> = garbage
        .objects
        .iter()
        .filter_map(|value| match value {
            Value::Instance(i) => Some(i.clone()),
            _ => None,
        })
        .collect();
    drop(garbage);
    for instance in instances.iter().filter(|i| i.watched.get()) {
        instance.gone.set(true);
    }
    for instance in &instances {
        if instance.watched.replace(false) {
            c.tell_gone(instance.id.get()).await?;
        }
    }
    for instance in &instances {
        if instance.class.custom(Custom::DEL) && instance.finish() {
            let value = Value::Instance(instance.clone());
            c.run_finalizer(&value, &place).await?;
        }
    }
    cycles::clear(cycles::find_from(instances).objects);
    Ok(count)
}
