//! Expressions.

use ast::{Expr, ExprContext, Operator};
use rustpython_ruff_python_ast as ast;

use crate::python::code::{BinOp, CmpOp, CodeKind, NONE, Op, Reg};
use crate::python::compile::unit::{Label, Place, integer};
use crate::python::compile::{Compiler, Done};
use crate::python::parse::SyntaxError;
use crate::python::value::Value;

/// The operator of the tree as one of the code.
pub(super) fn operator(op: Operator) -> BinOp {
    match op {
        Operator::Add => BinOp::Add,
        Operator::Sub => BinOp::Sub,
        Operator::Mult => BinOp::Mul,
        Operator::MatMult => BinOp::MatMul,
        Operator::Div => BinOp::Div,
        Operator::Mod => BinOp::Mod,
        Operator::Pow => BinOp::Pow,
        Operator::LShift => BinOp::Shl,
        Operator::RShift => BinOp::Shr,
        Operator::BitOr => BinOp::Or,
        Operator::BitXor => BinOp::Xor,
        Operator::BitAnd => BinOp::And,
        Operator::FloorDiv => BinOp::FloorDiv,
    }
}

fn comparison(op: ast::CmpOp) -> CmpOp {
    match op {
        ast::CmpOp::Eq => CmpOp::Eq,
        ast::CmpOp::NotEq => CmpOp::Ne,
        ast::CmpOp::Lt => CmpOp::Lt,
        ast::CmpOp::LtE => CmpOp::Le,
        ast::CmpOp::Gt => CmpOp::Gt,
        ast::CmpOp::GtE => CmpOp::Ge,
        ast::CmpOp::Is => CmpOp::Is,
        ast::CmpOp::IsNot => CmpOp::IsNot,
        ast::CmpOp::In => CmpOp::In,
        ast::CmpOp::NotIn => CmpOp::NotIn,
    }
}

/// A small integer that fits an instruction.
pub(super) fn small(e: &Expr) -> Option<i16> {
    match e {
        Expr::NumberLiteral(n) => match &n.value {
            ast::Number::Int(n) => n.as_i64().and_then(|n| i16::try_from(n).ok()),
            _ => None,
        },
        _ => None,
    }
}

impl<'a> Compiler<'a> {
    /// The value of an expression in some register: a local variable's own, or
    /// a new temporary.
    pub(super) fn operand(&mut self, e: &'a Expr) -> Done<Reg> {
        if let Expr::Name(n) = e
            && !self.unit().scope.walrus
        {
            let name = self.mangle(&n.id);
            if let Place::Register(r) = self.unit().find(&name) {
                self.check_bound(e, r);
                return Ok(r);
            }
        }
        self.operand_fresh(e)
    }

    /// The value of an expression in a new temporary.
    pub(super) fn operand_fresh(&mut self, e: &'a Expr) -> Done<Reg> {
        let t = self.unit().temp();
        self.expr(e, t)?;
        Ok(t)
    }

    fn check_bound(&mut self, e: &Expr, r: Reg) {
        if !self.unit().bound[usize::from(r)] {
            let pos = self.unit().pos;
            self.at(e);
            self.emit(Op::CheckBound { reg: r });
            self.unit().pos = pos;
        }
    }

    pub(super) fn constant(&mut self, value: Value, dst: Reg) {
        let op = match value {
            Value::None => Op::None { dst },
            Value::Int(n) if i16::try_from(n).is_ok() => Op::Int { dst, n: n as i16 },
            value => Op::Const {
                dst,
                k: self.unit().constant(value),
            },
        };
        self.emit(op);
    }

    /// The value of a literal.
    pub(super) fn literal(&mut self, e: &Expr) -> Option<Value> {
        Some(match e {
            Expr::NumberLiteral(n) => match &n.value {
                ast::Number::Int(n) => integer(n),
                ast::Number::Float(x) => Value::Float(*x),
                ast::Number::Complex { .. } => return None,
            },
            Expr::StringLiteral(s) => Value::str(s.value.to_str()),
            Expr::BytesLiteral(b) => Value::bytes(b.value.bytes().collect()),
            Expr::BooleanLiteral(b) => Value::Bool(b.value),
            Expr::NoneLiteral(_) => Value::None,
            Expr::EllipsisLiteral(_) => Value::Ellipsis,
            Expr::UnaryOp(u) if u.op == ast::UnaryOp::USub => match self.literal(&u.operand)? {
                Value::Int(n) => Value::int128(-i128::from(n)),
                Value::Float(x) => Value::Float(-x),
                Value::Big(n) => Value::big(-(*n).clone()),
                _ => return None,
            },
            Expr::Tuple(t) if !t.elts.is_empty() => {
                let mut items = Vec::with_capacity(t.elts.len());
                for e in &t.elts {
                    items.push(self.literal(e)?);
                }
                Value::tuple(items)
            }
            _ => return None,
        })
    }

    /// An expression into a register.
    pub(super) fn expr(&mut self, e: &'a Expr, dst: Reg) -> Done {
        let outer = self.unit().pos;
        self.at(e);
        self.expr_inner(e, dst)?;
        self.unit().pos = outer;
        Ok(())
    }

    fn expr_inner(&mut self, e: &'a Expr, dst: Reg) -> Done {
        if let Some(value) = self.literal(e) {
            self.constant(value, dst);
            return Ok(());
        }
        let mark = self.unit().mark();
        match e {
            Expr::Name(n) => self.load(&n.id, e, dst),
            Expr::BinOp(b) => self.binary(b, dst)?,
            Expr::Compare(c) => self.compare(c, dst)?,
            Expr::Call(c) => self.call(c, dst)?,
            Expr::Attribute(a) => {
                if let ExprContext::Load = a.ctx {
                    let obj = self.operand_before(&a.value, dst)?;
                    self.at(e);
                    let name = self.mangle(&a.attr);
                    let site = self.unit().attr_site(&name);
                    self.emit(Op::LoadAttr { dst, obj, site });
                    self.give_up(&a.value, obj, dst);
                }
            }
            Expr::Subscript(s) => {
                self.advise_subscript(s);
                let obj = self.operand_before(&s.value, dst)?;
                let key = self.operand(&s.slice)?;
                self.at(e);
                self.emit(Op::GetItem { dst, obj, key });
                self.give_up(&s.value, obj, dst);
            }
            Expr::Tuple(t) => self.sequence(&t.elts, dst, 't')?,
            Expr::List(l) => self.sequence(&l.elts, dst, 'l')?,
            Expr::Set(s) => self.sequence(&s.elts, dst, 's')?,
            Expr::Dict(d) => self.dict(d, dst)?,
            Expr::FString(f) => self.fstring(f, dst)?,
            Expr::Lambda(l) => self.lambda(l, dst)?,
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => {
                self.comprehension(e, dst)?;
            }
            _ => self.rare(e, dst)?,
        }
        self.unit().reset(mark);
        Ok(())
    }

    /// Variables bound on only one of two ways do not count as bound.
    pub(super) fn restrict_bound(&mut self, to: &[bool]) {
        for (b, other) in self.unit().bound.iter_mut().zip(to) {
            *b = *b && *other;
        }
    }

    pub(super) fn need_function(&mut self, e: &Expr, message: &str) -> Done {
        use crate::python::compile::scope::Kind;
        match self.unit().kind {
            Kind::Module | Kind::Class => Err(SyntaxError::at(message, e)),
            _ => Ok(()),
        }
    }

    pub(super) fn need_async(&mut self, e: &Expr, message: &str) -> Done {
        use crate::python::compile::scope::Kind;
        let unit = self.unit();
        match (unit.kind, unit.code_kind) {
            (Kind::Module | Kind::Class, _) => Err(SyntaxError::at("'await' outside function", e)),
            (_, CodeKind::Coroutine | CodeKind::AsyncGenerator) => Ok(()),
            _ => Err(SyntaxError::at(message, e)),
        }
    }

    pub(super) fn await_value(&mut self, v: Reg, how: u8, dst: Reg) {
        let (iter, sent) = (self.unit().temp(), self.unit().temp());
        self.emit(Op::GetAwaitable {
            how,
            dst: iter,
            src: v,
        });
        self.emit(Op::None { dst: sent });
        self.emit(Op::Delegate { dst, iter, sent });
    }

    fn load(&mut self, id: &str, e: &Expr, dst: Reg) {
        let name = self.mangle(id);
        match self.unit().find(&name) {
            Place::Register(r) => {
                self.check_bound(e, r);
                if r != dst {
                    self.emit(Op::Move { dst, src: r });
                }
            }
            Place::Cell(cell) => self.emit(Op::LoadCell { dst, cell }),
            Place::Name => {
                let name = self.unit().name(&name);
                self.emit(Op::LoadName { dst, name });
            }
            Place::Global => {
                let site = self.unit().global_site(&name);
                self.emit(Op::LoadGlobal { dst, site });
            }
        }
    }

    #[inline(never)]
    fn binary(&mut self, b: &'a ast::ExprBinOp, dst: Reg) -> Done {
        // A chain of operators leans left: it is walked, not descended.
        let mut chain = vec![b];
        while let Expr::BinOp(left) = &*chain[chain.len() - 1].left {
            chain.push(left);
        }
        let mark = self.unit().mark();
        let mut left = self.operand(&chain[chain.len() - 1].left)?;
        while let Some(b) = chain.pop() {
            let op = operator(b.op);
            let to = if chain.is_empty() {
                dst
            } else {
                mark_or_temp(self, mark)
            };
            if let (BinOp::Add | BinOp::Sub, Some(n)) = (op, small(&b.right)) {
                self.at(b);
                self.emit(if op == BinOp::Add {
                    Op::AddInt {
                        dst: to,
                        a: left,
                        n,
                    }
                } else {
                    Op::SubInt {
                        dst: to,
                        a: left,
                        n,
                    }
                });
            } else {
                let right = self.operand(&b.right)?;
                self.at(b);
                self.emit(match op {
                    BinOp::Add => Op::Add {
                        dst: to,
                        a: left,
                        b: right,
                    },
                    BinOp::Sub => Op::Sub {
                        dst: to,
                        a: left,
                        b: right,
                    },
                    BinOp::Mul => Op::Mul {
                        dst: to,
                        a: left,
                        b: right,
                    },
                    op => Op::Binary {
                        op,
                        dst: to,
                        a: left,
                        b: right,
                    },
                });
            }
            self.unit().reset(mark);
            if !chain.is_empty() {
                self.unit().temp();
            }
            left = to;
        }
        Ok(())
    }

    #[inline(never)]
    fn compare(&mut self, c: &'a ast::ExprCompare, dst: Reg) -> Done {
        self.advise_compare(c);
        let end = self.unit().label();
        let t = if self.unit().is_temp(dst) {
            dst
        } else {
            self.unit().temp()
        };
        let mut a = self.operand(&c.left)?;
        for (i, (op, right)) in c.ops.iter().zip(&c.comparators).enumerate() {
            let b = self.operand(right)?;
            self.at(c);
            self.emit(Op::Compare {
                op: comparison(*op),
                dst: t,
                a,
                b,
            });
            if i + 1 < c.ops.len() {
                self.emit(Op::JumpIfNot {
                    src: t,
                    target: end,
                });
            }
            a = b;
        }
        self.unit().place(end);
        if t != dst {
            self.emit(Op::Move { dst, src: t });
        }
        Ok(())
    }

    /// Jumps if an expression is false.
    #[inline(never)]
    pub(super) fn jump_unless(&mut self, e: &'a Expr, to: Label) -> Done {
        let mark = self.unit().mark();
        match e {
            Expr::UnaryOp(u) if u.op == ast::UnaryOp::Not => self.jump_when(&u.operand, to)?,
            Expr::BoolOp(b) if b.op == ast::BoolOp::And => {
                for v in &b.values {
                    self.jump_unless(v, to)?;
                }
            }
            Expr::BoolOp(b) => {
                let yes = self.unit().label();
                let (last, most) = match b.values.split_last() {
                    Some(parts) => parts,
                    None => return Ok(()),
                };
                let bound = self.unit().bound.clone();
                for v in most {
                    self.jump_when(v, yes)?;
                }
                self.jump_unless(last, to)?;
                self.unit().place(yes);
                self.restrict_bound(&bound);
            }
            Expr::Compare(c) if c.ops.len() == 1 => {
                self.advise_compare(c);
                let op = comparison(c.ops[0]);
                let a = self.operand(&c.left)?;
                let int = small(&c.comparators[0]);
                let ordinary = !matches!(op, CmpOp::In | CmpOp::NotIn | CmpOp::Is | CmpOp::IsNot);
                if let (Some(n), true) = (int, ordinary) {
                    self.at(c);
                    self.emit(Op::JumpUnlessInt {
                        op,
                        a,
                        n,
                        target: to,
                    });
                } else {
                    let b = self.operand(&c.comparators[0])?;
                    self.at(c);
                    self.emit(Op::JumpUnless {
                        op,
                        a,
                        b,
                        target: to,
                    });
                }
            }
            Expr::BooleanLiteral(b) => {
                if !b.value {
                    self.unit().jump(to);
                }
            }
            _ => {
                let src = self.operand(e)?;
                let pos = self.unit().pos;
                self.at(e);
                self.emit(Op::JumpIfNot { src, target: to });
                self.unit().pos = pos;
            }
        }
        self.unit().reset(mark);
        Ok(())
    }

    /// Jumps if an expression is true.
    #[inline(never)]
    pub(super) fn jump_when(&mut self, e: &'a Expr, to: Label) -> Done {
        let mark = self.unit().mark();
        match e {
            Expr::UnaryOp(u) if u.op == ast::UnaryOp::Not => self.jump_unless(&u.operand, to)?,
            Expr::BoolOp(b) if b.op == ast::BoolOp::Or => {
                for v in &b.values {
                    self.jump_when(v, to)?;
                }
            }
            Expr::Compare(c) if c.ops.len() == 1 => {
                self.advise_compare(c);
                let op = comparison(c.ops[0]);
                let a = self.operand(&c.left)?;
                let b = self.operand(&c.comparators[0])?;
                self.at(c);
                self.emit(Op::JumpWhen {
                    op,
                    a,
                    b,
                    target: to,
                });
            }
            _ => {
                let src = self.operand(e)?;
                let pos = self.unit().pos;
                self.at(e);
                self.emit(Op::JumpIf { src, target: to });
                self.unit().pos = pos;
            }
        }
        self.unit().reset(mark);
        Ok(())
    }

    /// A tuple, list or set display.
    #[inline(never)]
    fn sequence(&mut self, elts: &'a [Expr], dst: Reg, kind: char) -> Done {
        let stars = elts.iter().any(|e| matches!(e, Expr::Starred(_)));
        if !stars && elts.len() < 60_000 {
            let from = self.unit().temps(elts.len());
            for (i, e) in elts.iter().enumerate() {
                self.expr(e, from + i as Reg)?;
            }
            let n = elts.len() as u16;
            self.emit(match kind {
                't' => Op::BuildTuple { dst, from, n },
                'l' => Op::BuildList { dst, from, n },
                _ => Op::BuildSet { dst, from, n },
            });
            return Ok(());
        }
        let list = self.unit().temp();
        self.emit(if kind == 's' {
            Op::BuildSet {
                dst: list,
                from: list,
                n: 0,
            }
        } else {
            Op::BuildList {
                dst: list,
                from: list,
                n: 0,
            }
        });
        self.extend_with(elts, list, kind == 's')?;
        self.emit(match kind {
            't' => Op::ListToTuple { dst, src: list },
            _ => Op::Take { dst, src: list },
        });
        Ok(())
    }

    /// Adds items, some of them behind a star, to a list or set.
    pub(super) fn extend_with(&mut self, elts: &'a [Expr], list: Reg, set: bool) -> Done {
        for e in elts {
            let mark = self.unit().mark();
            match e {
                Expr::Starred(s) => {
                    let src = self.operand(&s.value)?;
                    self.at(&*s.value);
                    self.emit(if set {
                        Op::SetUpdate { set: list, src }
                    } else {
                        Op::ListExtend {
                            list,
                            src,
                            func: NONE,
                        }
                    });
                }
                e => {
                    let src = self.operand_fresh(e)?;
                    self.emit(if set {
                        Op::SetAdd { set: list, src }
                    } else {
                        Op::ListAppend { list, src }
                    });
                }
            }
            self.unit().reset(mark);
        }
        Ok(())
    }

    #[inline(never)]
    fn dict(&mut self, d: &'a ast::ExprDict, dst: Reg) -> Done {
        let plain = d.items.len() <= 200 && d.items.iter().all(|i| i.key.is_some());
        if plain {
            let from = self.unit().temps(d.items.len() * 2);
            for (i, item) in d.items.iter().enumerate() {
                if let Some(k) = &item.key {
                    self.expr(k, from + 2 * i as Reg)?;
                    self.expr(&item.value, from + 2 * i as Reg + 1)?;
                }
            }
            self.emit(Op::BuildDict {
                dst,
                from,
                n: d.items.len() as u16,
            });
            return Ok(());
        }
        let dict = self.unit().temp();
        self.emit(Op::BuildDict {
            dst: dict,
            from: dict,
            n: 0,
        });
        for item in &d.items {
            let mark = self.unit().mark();
            match &item.key {
                Some(k) => {
                    let from = self.unit().temps(2);
                    self.expr(k, from)?;
                    self.expr(&item.value, from + 1)?;
                    self.emit(Op::DictSet { dict, from });
                }
                None => {
                    let src = self.operand(&item.value)?;
                    self.at(&item.value);
                    self.emit(Op::DictUpdate { dict, src });
                }
            }
            self.unit().reset(mark);
        }
        self.emit(Op::Take { dst, src: dict });
        Ok(())
    }
}

fn mark_or_temp(c: &mut Compiler<'_>, mark: Reg) -> Reg {
    // The first temporary behind the mark holds the chain's value so far.
    c.unit().reset(mark);
    c.unit().temp()
}
