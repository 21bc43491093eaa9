//! Traces that are kept to be held against others: files that were opened,
//! runs of the machine, measured runs. They live as long as the page does;
//! small ones come back after a reload ([`super::stored`]).

use std::cell::RefCell;
use std::rc::Rc;

use crate::trace::Trace;

/// So many traces stand on one axis, with the one that is open.
pub const MOST_TRACES: usize = 4;

/// A trace that is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// What it is called.
    pub name: String,
    /// What happened.
    pub trace: Rc<Trace>,
}

impl Kept {
    /// Whether both are the same recording, of which one was opened again.
    pub fn is_alike(&self, other: &Kept) -> bool {
        let size = |kept: &Kept| {
            let trace = &kept.trace;
            (trace.end(), trace.slice_count(), trace.tracks().len())
        };
        Rc::ptr_eq(&self.trace, &other.trace)
            || (self.name == other.name && size(self) == size(other))
    }
}

impl PartialEq for Kept {
    /// The same trace means the very same.
    fn eq(&self, other: &Kept) -> bool {
        Rc::ptr_eq(&self.trace, &other.trace) && self.name == other.name
    }
}

thread_local! {
    static SHELF: RefCell<Vec<Kept>> = const { RefCell::new(Vec::new()) };
}

/// What is kept, the first kept first.
pub fn all() -> Vec<Kept> {
    SHELF.with_borrow(Clone::clone)
}

/// Keeps a trace, if it is not kept already; of too many the oldest goes.
pub fn keep(name: &str, trace: &Rc<Trace>) {
    SHELF.with_borrow_mut(|shelf| {
        if shelf.iter().any(|kept| Rc::ptr_eq(&kept.trace, trace)) {
            return;
        }
        shelf.push(Kept {
            name: name.to_owned(),
            trace: trace.clone(),
        });
        if shelf.len() > MOST_TRACES {
            shelf.remove(0);
        }
    });
}

/// Puts what was kept before a reload before what is kept since; of too many
/// the oldest goes.
pub fn restore(before: Vec<Kept>) {
    SHELF.with_borrow_mut(|shelf| {
        shelf.splice(0..0, before);
        let many = shelf.len().saturating_sub(MOST_TRACES);
        shelf.drain(..many);
    });
}

/// Keeps a trace no longer.
pub fn remove(trace: &Rc<Trace>) {
    SHELF.with_borrow_mut(|shelf| shelf.retain(|kept| !Rc::ptr_eq(&kept.trace, trace)));
}
