//! What operators, attributes, items, loops and texts mean.
//!
//! Most operations come in two forms: one on [`Vm`](crate::python::vm::Vm)
//! that gives `None` where Python code must run, and one on
//! [`Ctx`](crate::python::vm::native::Ctx) that waits for that code.

mod arith;
mod attr;
mod compare;
mod dicts;
mod items;
mod iterate;
mod reach;
mod show;
pub(crate) mod sites;
mod sort;

pub(crate) use arith::as_integer;
pub use attr::{ClassMethod, Member, Property, StaticMethod, Super};
pub use items::Cut;
pub(crate) use sort::collect_key_order;
