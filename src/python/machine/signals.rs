//! Signals that a process handles by itself: they wake its main thread where
//! that sleeps.

use std::collections::BTreeSet;

use super::given::Given;
use super::shared::Shared;
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::Result;
use crate::sim::ProcessId;
use crate::sim::sync::ObjectId;

/// What a process handles by itself of the signals that it is sent.
pub(super) struct Listener {
    /// What is set when one has come.
    pub event: ObjectId,
    /// The numbers of those that it handles or ignores.
    pub handled: BTreeSet<i64>,
    /// Whether its main thread sleeps, and so looks for them.
    pub looks: bool,
    /// Those that have come and were not taken.
    pub come: Vec<i64>,
}

/// Keeps a signal for a process that handles it; the event that tells it so.
pub(super) fn tell(shared: &Shared, process: ProcessId, number: i64) -> Option<ObjectId> {
    let mut listeners = shared.listeners.borrow_mut();
    let listener = listeners.get_mut(&process)?;
    if !listener.looks || !listener.handled.contains(&number) {
        return None;
    }
    listener.come.push(number);
    Some(listener.event)
}

/// `listen(event, numbers)`: this process handles these signals.
pub(super) fn listen(vm: &Vm, shared: &Shared, given: &mut Given<'_>) -> Result {
    let event = given.object(vm)?.id.get();
    let numbers = given.value();
    let handled = numbers
        .as_tuple()
        .into_iter()
        .flat_map(|all| all.iter())
        .filter_map(Value::as_i64)
        .collect();
    let me = shared.process.get();
    let mut listeners = shared.listeners.borrow_mut();
    let before = listeners.remove(&me);
    let listener = Listener {
        event,
        handled,
        looks: before.as_ref().is_some_and(|listener| listener.looks),
        come: before.map(|listener| listener.come).unwrap_or_default(),
    };
    listeners.insert(me, listener);
    Ok(Value::None)
}

/// `look_out(whether)`: the main thread of this process begins or ends a sleep.
pub(super) fn look_out(_: &Vm, shared: &Shared, given: &mut Given<'_>) -> Result {
    let looks = given.truth();
    let mut listeners = shared.listeners.borrow_mut();
    if let Some(listener) = listeners.get_mut(&shared.process.get()) {
        listener.looks = looks;
    }
    Ok(Value::None)
}

/// `signals()`: the numbers of those that have come, which are taken.
pub(super) fn take(_: &Vm, shared: &Shared, _: &mut Given<'_>) -> Result {
    let mut listeners = shared.listeners.borrow_mut();
    let come = match listeners.get_mut(&shared.process.get()) {
        Some(listener) => std::mem::take(&mut listener.come),
        None => Vec::new(),
    };
    Ok(Value::list(come.into_iter().map(Value::Int).collect()))
}
