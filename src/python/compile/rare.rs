//! Expressions that few are.

use ast::Expr;
use rustpython_ruff_python_ast as ast;

use super::{Compiler, Done};
use crate::python::code::{CodeKind, Op, Reg, UnOp};
use crate::python::parse::SyntaxError;
use crate::python::value::Value;
use crate::python::vm::aside::IMAGINARY;

impl<'a> Compiler<'a> {
    /// What few expressions are; the other ones are known already.
    #[inline(never)]
    pub(super) fn rare(&mut self, e: &'a Expr, dst: Reg) -> Done {
        match e {
            Expr::UnaryOp(u) => {
                let src = self.operand(&u.operand)?;
                self.at(e);
                self.emit(match u.op {
                    ast::UnaryOp::Not => Op::Not { dst, src },
                    ast::UnaryOp::USub => Op::Unary {
                        op: UnOp::Neg,
                        dst,
                        src,
                    },
                    ast::UnaryOp::UAdd => Op::Unary {
                        op: UnOp::Pos,
                        dst,
                        src,
                    },
                    ast::UnaryOp::Invert => Op::Unary {
                        op: UnOp::Invert,
                        dst,
                        src,
                    },
                });
            }
            Expr::BoolOp(b) => {
                let end = self.unit().label();
                let t = if self.unit().is_temp(dst) {
                    dst
                } else {
                    self.unit().temp()
                };
                let bound = self.unit().bound.clone();
                for (i, v) in b.values.iter().enumerate() {
                    self.expr(v, t)?;
                    if i + 1 < b.values.len() {
                        self.emit(match b.op {
                            ast::BoolOp::And => Op::JumpIfNot {
                                src: t,
                                target: end,
                            },
                            ast::BoolOp::Or => Op::JumpIf {
                                src: t,
                                target: end,
                            },
                        });
                    }
                }
                self.unit().place(end);
                self.restrict_bound(&bound);
                if t != dst {
                    self.emit(Op::Move { dst, src: t });
                }
            }
            Expr::Slice(s) => {
                let from = self.unit().temps(3);
                for (i, part) in [&s.lower, &s.upper, &s.step].into_iter().enumerate() {
                    match part {
                        Some(part) => self.expr(part, from + i as Reg)?,
                        None => self.emit(Op::None {
                            dst: from + i as Reg,
                        }),
                    }
                }
                self.emit(Op::BuildSlice { dst, from });
            }
            Expr::If(i) => {
                let (no, end) = (self.unit().label(), self.unit().label());
                self.jump_unless(&i.test, no)?;
                let bound = self.unit().bound.clone();
                self.expr(&i.body, dst)?;
                self.unit().jump(end);
                self.unit().place(no);
                self.unit().bound.clone_from(&bound);
                self.expr(&i.orelse, dst)?;
                self.unit().place(end);
                self.restrict_bound(&bound);
            }
            Expr::Named(n) => {
                self.expr(&n.value, dst)?;
                if let Expr::Name(name) = &*n.target {
                    let name = self.mangle(&name.id);
                    self.at(e);
                    self.store_name(&name, dst);
                }
            }
            Expr::Await(a) => {
                self.need_async(e, "'await' outside async function")?;
                let v = self.operand(&a.value)?;
                self.at(e);
                self.await_value(v, 0, dst);
            }
            Expr::Yield(y) => {
                self.need_function(e, "'yield' outside function")?;
                let src = self.unit().temp();
                match &y.value {
                    Some(v) => self.expr(v, src)?,
                    None => self.emit(Op::None { dst: src }),
                }
                self.at(e);
                self.emit(Op::Yield { dst, src });
            }
            Expr::YieldFrom(y) => {
                self.need_function(e, "'yield' outside function")?;
                if matches!(
                    self.unit().code_kind,
                    CodeKind::Coroutine | CodeKind::AsyncGenerator
                ) {
                    return Err(SyntaxError::at("'yield from' inside async function", e));
                }
                let v = self.operand(&y.value)?;
                self.at(e);
                let (iter, sent) = (self.unit().temp(), self.unit().temp());
                self.emit(Op::GetYieldFrom { dst: iter, src: v });
                self.emit(Op::None { dst: sent });
                self.emit(Op::Delegate { dst, iter, sent });
            }
            Expr::Starred(_) => {
                return Err(SyntaxError::at("can't use starred expression here", e));
            }
            Expr::NumberLiteral(n) => {
                let ast::Number::Complex { imag, .. } = &n.value else {
                    return Err(SyntaxError::at("invalid syntax", e));
                };
                let (func, size) = (self.unit().temp(), self.unit().temp());
                let site = self.unit().global_site(IMAGINARY);
                let k = self.unit().constant(Value::Float(*imag));
                self.at(e);
                self.emit(Op::LoadGlobal { dst: func, site });
                self.emit(Op::Const { dst: size, k });
                self.emit(Op::Call { argc: 1, dst, func });
            }
            _ => return Err(SyntaxError::at("invalid syntax", e)),
        }
        Ok(())
    }
}
