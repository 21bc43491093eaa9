//! What instructions lead to.

use std::rc::Rc;

use crate::python::code::{CmpOp, Code, Reg};
use crate::python::object::{Generator, Tuple};
use crate::python::value::Value;
use crate::python::vm::Raised;
use crate::python::vm::frame::Ret;
use crate::python::vm::native::Then;

/// Why the innermost loop was left.
pub(super) enum Exit {
    Budget,
    Raise(Raised),
    /// As `Raise`, but of an exception that was here before.
    Reraise(Raised),
    Call {
        func: usize,
        args: usize,
        argc: usize,
        ret: Ret,
    },
    CallKw {
        func: usize,
        args: usize,
        argc: usize,
        ret: Ret,
        names: Rc<Tuple>,
    },
    Return(Value),
    Yield(Value, Reg),
    Delegate {
        dst: Reg,
        iter: Reg,
        sent: Reg,
    },
    Then(Then, Ret),
    MakeGenerator,
    /// A generator, sent a value.
    Resume(Rc<Generator>, Value, Ret),
    /// Something may be due: `__del__`.
    Finalize,
}

/// What an instruction outside the innermost loop leads to.
pub(super) enum Flow {
    Next,
    Jump(u16),
    Raise(Raised),
    Then(Then, Ret),
    Finalize,
}

/// Takes consecutive registers.
pub(super) fn take_range(regs: &mut [Value], from: Reg, n: u16) -> Vec<Value> {
    regs[usize::from(from)..usize::from(from) + usize::from(n)]
        .iter_mut()
        .map(std::mem::take)
        .collect()
}

#[inline(always)]
pub(super) fn compare_ints(op: CmpOp, a: i64, b: i64) -> bool {
    match op {
        CmpOp::Lt => a < b,
        CmpOp::Le => a <= b,
        CmpOp::Gt => a > b,
        CmpOp::Ge => a >= b,
        CmpOp::Ne | CmpOp::IsNot => a != b,
        _ => a == b,
    }
}

/// Takes consecutive registers as a tuple.
pub(super) fn take_tuple(regs: &mut [Value], from: Reg, n: u16) -> Rc<Tuple> {
    let range = usize::from(from)..usize::from(from) + usize::from(n);
    Tuple::collect(regs[range].iter_mut().map(std::mem::take))
}

/// The exception handled at `pc`, if this frame handles one.
pub(super) fn handled_here(code: &Code, pc: usize, regs: &[Value]) -> Option<Raised> {
    code.handled_at(pc as u32 - 1)
        .find_map(|r| match &regs[usize::from(r)] {
            Value::Instance(i) => Some(Raised(i.clone())),
            _ => None,
        })
}
