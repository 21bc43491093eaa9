//! What only a temporary holds: it goes with the instruction that reads it last,
//! as it does in CPython, whose stack is then shorter.

use rustpython_ruff_python_ast::Expr;

use crate::python::code::{Op, Reg};
use crate::python::compile::{Compiler, Done};

impl<'a> Compiler<'a> {
    /// As [`Compiler::operand`], of an instruction that reads it last and then
    /// writes `dst`: what only the temporary holds goes with that instruction.
    pub(super) fn operand_before(&mut self, e: &'a Expr, dst: Reg) -> Done<Reg> {
        if !self.unit().is_temp(dst) || e.is_name_expr() {
            return self.operand(e);
        }
        self.expr(e, dst)?;
        Ok(dst)
    }

    /// Empties a temporary that an instruction has read last, where it may be
    /// the only one that held what the expression made.
    pub(super) fn give_up(&mut self, e: &Expr, held: Reg, dst: Reg) {
        if held != dst && self.unit().is_temp(held) && is_made(e) {
            self.emit(Op::Clear { from: held, n: 1 });
        }
    }
}

/// Whether an expression makes something that nothing else may hold.
fn is_made(e: &Expr) -> bool {
    match e {
        Expr::Attribute(a) => is_made(&a.value),
        Expr::Subscript(s) => is_made(&s.value),
        _ => matches!(
            e,
            Expr::Call(_) | Expr::List(_) | Expr::Tuple(_) | Expr::Dict(_) | Expr::Await(_)
        ),
    }
}
