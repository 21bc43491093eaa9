//! Where a thread with a GIL may lose it.
//!
//! CPython 3.11 looks whether another thread wants the GIL where it jumps back,
//! where a function in Python begins and after a call of one in C has returned
//! (`CHECK_EVAL_BREAKER` in `Python/ceval.c`), and nowhere else: so `n += 1` in a
//! loop is never torn there, `n = f(n)` is. Within the library's own code a
//! thread may lose it anywhere.

use crate::python::code::Op;
use crate::python::value::Value;
use crate::python::vm::frame::{Frame, Level, Thread};
use crate::python::vm::{Stopped, Vm};

/// The longest way to such a place that is gone, in instructions: code without
/// loops or calls that is longer is torn.
const LONGEST: u32 = 1000;

/// What is known of the place at which a thread stands.
#[derive(PartialEq, Eq)]
enum Place {
    /// It may lose the GIL here.
    Here,
    /// It may when the next instruction is done.
    Behind,
    /// Not here.
    Not,
}

impl Vm {
    /// Has a thread that stopped because it used up its instructions go on to
    /// the next place at which it may lose the GIL.
    pub fn run_to_switch(&self, thread: &mut Thread) -> Stopped {
        for _ in 0..LONGEST {
            let place = place(thread);
            if place == Place::Here {
                break;
            }
            match self.run(thread, 1) {
                Stopped::Budget if place == Place::Not => {}
                other => return other,
            }
        }
        Stopped::Budget
    }
}

fn place(thread: &Thread) -> Place {
    let Some(Level::Frame(frame)) = thread.levels.last() else {
        return Place::Here;
    };
    if thread.begin.is_some() || frame.pc == 0 || frame.code.source.library {
        return Place::Here;
    }
    let op = frame.code.ops.get(frame.pc as usize);
    match op {
        Some(Op::ForIter { .. }) | None => Place::Here,
        Some(
            Op::Call { func, .. }
            | Op::CallMethod { func, .. }
            | Op::CallKw { func, .. }
            | Op::CallEx { func, .. },
        ) => match thread.stack.get(frame.base + usize::from(*func)) {
            Some(Value::Native(_)) => Place::Behind,
            Some(Value::Type(class)) if !class.heap => Place::Behind,
            Some(Value::Method(method)) if matches!(method.function, Value::Native(_)) => {
                Place::Behind
            }
            _ => Place::Here,
        },
        Some(op) if jumps_back(frame, op) => Place::Here,
        Some(_) => Place::Not,
    }
}

fn jumps_back(frame: &Frame, op: &Op) -> bool {
    match *op {
        Op::Jump { target }
        | Op::JumpIf { target, .. }
        | Op::JumpIfNot { target, .. }
        | Op::JumpIfNone { target, .. }
        | Op::JumpUnless { target, .. }
        | Op::JumpUnlessInt { target, .. }
        | Op::JumpWhen { target, .. } => u32::from(target) <= frame.pc,
        _ => false,
    }
}
