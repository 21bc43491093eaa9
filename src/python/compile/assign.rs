//! Assignment and deletion.

use ast::Expr;
use rustpython_ruff_python_ast as ast;

use crate::python::code::{BinOp, Op, Reg};
use crate::python::compile::expr::{operator, small};
use crate::python::compile::unit::Place;
use crate::python::compile::{Compiler, Done};
use crate::python::parse::SyntaxError;

impl<'a> Compiler<'a> {
    /// The value of a register into a variable.
    pub(super) fn store_name(&mut self, name: &str, src: Reg) {
        match self.unit().find(name) {
            Place::Register(r) => {
                if r != src {
                    self.emit(Op::Move { dst: r, src });
                }
                self.unit().set_bound(r);
            }
            Place::Cell(cell) => self.emit(Op::StoreCell { cell, src }),
            Place::Name => {
                let name = self.unit().name(name);
                self.emit(Op::StoreName { src, name });
            }
            Place::Global => {
                let site = self.unit().global_site(name);
                self.emit(Op::StoreGlobal { src, site });
            }
        }
    }

    /// `name = None; del name`, as at the end of `except … as name`.
    pub(super) fn clear_name(&mut self, name: &str) {
        match self.unit().find(name) {
            Place::Register(r) => {
                self.emit(Op::Unbind { reg: r });
                self.unit().bound[usize::from(r)] = false;
            }
            Place::Cell(cell) => {
                let t = self.unit().temp();
                self.emit(Op::None { dst: t });
                self.emit(Op::StoreCell { cell, src: t });
                self.emit(Op::DelCell { cell });
                self.unit().reset(t);
            }
            _ => {
                let t = self.unit().temp();
                self.emit(Op::None { dst: t });
                self.store_name(name, t);
                self.delete_name(name);
                self.unit().reset(t);
            }
        }
    }

    fn delete_name(&mut self, name: &str) {
        match self.unit().find(name) {
            Place::Register(r) => {
                self.emit(Op::CheckBound { reg: r });
                self.emit(Op::Unbind { reg: r });
                self.unit().bound[usize::from(r)] = false;
            }
            Place::Cell(cell) => self.emit(Op::DelCell { cell }),
            Place::Name => {
                let name = self.unit().name(name);
                self.emit(Op::DelName { name });
            }
            Place::Global => {
                let name = self.unit().name(name);
                self.emit(Op::DelGlobal { name });
            }
        }
    }

    /// The value of a register into a target.
    pub(super) fn store(&mut self, target: &'a Expr, src: Reg) -> Done {
        let mark = self.unit().mark();
        let outer = self.unit().pos;
        self.at(target);
        match target {
            Expr::Name(n) => {
                let name = self.mangle(&n.id);
                self.store_name(&name, src);
            }
            Expr::Attribute(a) => {
                let obj = self.operand(&a.value)?;
                self.at(target);
                let name = self.mangle(&a.attr);
                let site = self.unit().attr_site(&name);
                self.emit(Op::StoreAttr { obj, src, site });
            }
            Expr::Subscript(s) => {
                let obj = self.operand(&s.value)?;
                let key = self.operand(&s.slice)?;
                self.at(target);
                self.emit(Op::SetItem { obj, key, src });
            }
            Expr::Tuple(t) => self.unpack(&t.elts, src, target)?,
            Expr::List(l) => self.unpack(&l.elts, src, target)?,
            Expr::Starred(s) => {
                let _ = s;
                return Err(SyntaxError::at(
                    "starred assignment target must be in a list or tuple",
                    target,
                ));
            }
            _ => return Err(SyntaxError::at("cannot assign here", target)),
        }
        self.unit().pos = outer;
        self.unit().reset(mark);
        Ok(())
    }

    #[inline(never)]
    fn unpack(&mut self, elts: &'a [Expr], src: Reg, target: &Expr) -> Done {
        let n = elts.len();
        let from = self.unit().temps(n);
        let stars: Vec<usize> = elts
            .iter()
            .enumerate()
            .filter(|(_, e)| matches!(e, Expr::Starred(_)))
            .map(|(i, _)| i)
            .collect();
        match stars.as_slice() {
            [] => self.emit(Op::Unpack {
                src,
                from,
                n: n as u16,
            }),
            [at] => {
                if *at > 255 {
                    return Err(SyntaxError::at(
                        "too many expressions in star-unpacking assignment",
                        target,
                    ));
                }
                let (before, after) = (*at as u8, (n - at - 1) as u16);
                self.emit(Op::UnpackStar {
                    before,
                    src,
                    from,
                    after,
                });
            }
            _ => {
                return Err(SyntaxError::at(
                    "multiple starred expressions in assignment",
                    target,
                ));
            }
        }
        for (i, e) in elts.iter().enumerate() {
            let e = match e {
                Expr::Starred(s) => &*s.value,
                e => e,
            };
            self.store(e, from + i as Reg)?;
        }
        // What stands in temporaries would outlive `del`.
        if n > 0 {
            self.emit(Op::Clear { from, n: n as u16 });
        }
        Ok(())
    }

    #[inline(never)]
    pub(super) fn assign(&mut self, a: &'a ast::StmtAssign) -> Done {
        if let [Expr::Name(n)] = a.targets.as_slice() {
            let name = self.mangle(&n.id);
            if let Place::Register(r) = self.unit().find(&name) {
                // Straight into the variable, if the value cannot see it half
                // made.
                if writes_last(&a.value) {
                    self.expr(&a.value, r)?;
                } else {
                    let t = self.operand_fresh(&a.value)?;
                    self.emit(Op::Take { dst: r, src: t });
                    self.unit().reset(t);
                }
                self.unit().set_bound(r);
                return Ok(());
            }
        }
        // A swap of as many names as values needs no tuple.
        if let ([Expr::Tuple(t)], Expr::Tuple(v)) = (a.targets.as_slice(), &*a.value)
            && t.elts.len() == v.elts.len()
            && t.elts.len() <= 8
            && !t
                .elts
                .iter()
                .chain(&v.elts)
                .any(|e| matches!(e, Expr::Starred(_)))
        {
            let from = self.unit().temps(t.elts.len());
            for (i, e) in v.elts.iter().enumerate() {
                self.expr(e, from + i as Reg)?;
            }
            for (i, e) in t.elts.iter().enumerate() {
                self.store(e, from + i as Reg)?;
            }
            self.emit(Op::Clear {
                from,
                n: t.elts.len() as u16,
            });
            self.unit().reset(from);
            return Ok(());
        }
        let mark = self.unit().mark();
        let src = self.operand(&a.value)?;
        for target in &a.targets {
            self.store(target, src)?;
        }
        if self.unit().is_temp(src) {
            self.emit(Op::Clear { from: src, n: 1 });
        }
        self.unit().reset(mark);
        Ok(())
    }

    #[inline(never)]
    pub(super) fn aug_assign(&mut self, a: &'a ast::StmtAugAssign) -> Done {
        let op = operator(a.op);
        let mark = self.unit().mark();
        match &*a.target {
            Expr::Name(n) => {
                let name = self.mangle(&n.id);
                let old = self.operand(&a.target)?;
                let local = match self.unit().find(&name) {
                    Place::Register(r) => Some(r),
                    _ => None,
                };
                let dst = local.unwrap_or_else(|| self.unit().temp());
                self.in_place(op, dst, old, a)?;
                if local.is_none() {
                    self.store_name(&name, dst);
                }
            }
            Expr::Attribute(t) => {
                let obj = self.operand(&t.value)?;
                let name = self.mangle(&t.attr);
                let (old, dst) = (self.unit().temp(), self.unit().temp());
                self.at(&*a.target);
                let site = self.unit().attr_site(&name);
                self.emit(Op::LoadAttr {
                    dst: old,
                    obj,
                    site,
                });
                self.at(a);
                self.in_place(op, dst, old, a)?;
                self.at(&*a.target);
                let site = self.unit().attr_site(&name);
                self.emit(Op::StoreAttr {
                    obj,
                    src: dst,
                    site,
                });
            }
            Expr::Subscript(t) => {
                let obj = self.operand(&t.value)?;
                let key = self.operand(&t.slice)?;
                let (old, dst) = (self.unit().temp(), self.unit().temp());
                self.at(&*a.target);
                self.emit(Op::GetItem { dst: old, obj, key });
                self.at(a);
                self.in_place(op, dst, old, a)?;
                self.at(&*a.target);
                self.emit(Op::SetItem { obj, key, src: dst });
            }
            other => {
                return Err(SyntaxError::at(
                    "illegal expression for augmented assignment",
                    other,
                ));
            }
        }
        self.unit().reset(mark);
        Ok(())
    }

    fn in_place(&mut self, op: BinOp, dst: Reg, old: Reg, a: &'a ast::StmtAugAssign) -> Done {
        if let Some(n) = small(&a.value) {
            self.at(a);
            self.emit(Op::InPlaceInt { op, dst, a: old, n });
            return Ok(());
        }
        let b = self.operand(&a.value)?;
        self.at(a);
        self.emit(Op::InPlace { op, dst, a: old, b });
        Ok(())
    }

    #[inline(never)]
    pub(super) fn delete(&mut self, target: &'a Expr) -> Done {
        let mark = self.unit().mark();
        self.at(target);
        match target {
            Expr::Name(n) => {
                let name = self.mangle(&n.id);
                self.delete_name(&name);
            }
            Expr::Attribute(a) => {
                let obj = self.operand(&a.value)?;
                self.at(target);
                let name = self.mangle(&a.attr);
                let site = self.unit().attr_site(&name);
                self.emit(Op::DelAttr { obj, site });
            }
            Expr::Subscript(s) => {
                let obj = self.operand(&s.value)?;
                let key = self.operand(&s.slice)?;
                self.at(target);
                self.emit(Op::DelItem { obj, key });
            }
            Expr::Tuple(t) => {
                for e in &t.elts {
                    self.delete(e)?;
                }
            }
            Expr::List(l) => {
                for e in &l.elts {
                    self.delete(e)?;
                }
            }
            other => return Err(SyntaxError::at("cannot delete expression", other)),
        }
        self.unit().reset(mark);
        Ok(())
    }
}

/// Whether the code of an expression writes its destination last, when all its
/// parts have been read.
fn writes_last(e: &Expr) -> bool {
    matches!(
        e,
        Expr::BinOp(_)
            | Expr::UnaryOp(_)
            | Expr::Call(_)
            | Expr::Attribute(_)
            | Expr::Subscript(_)
            | Expr::Name(_)
            | Expr::NumberLiteral(_)
            | Expr::StringLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::Tuple(_)
            | Expr::List(_)
            | Expr::FString(_)
            | Expr::Lambda(_)
    )
}
