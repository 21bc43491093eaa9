//! Statements.

use ast::{Expr, Stmt};
use rustpython_ruff_python_ast as ast;

use crate::python::code::{CodeKind, NONE, Op};
use crate::python::compile::scope::Kind;
use crate::python::compile::unit::Block;
use crate::python::compile::{Compiler, Done};
use crate::python::parse::SyntaxError;
use crate::python::value::Value;

impl<'a> Compiler<'a> {
    pub(super) fn statement(&mut self, s: &'a Stmt) -> Done {
        self.at(s);
        let mark = self.unit().mark();
        match s {
            Stmt::Expr(e) => {
                if self.literal(&e.value).is_none() {
                    let t = self.operand_fresh(&e.value)?;
                    self.emit(Op::Clear { from: t, n: 1 });
                }
            }
            Stmt::Assign(a) => self.assign(a)?,
            Stmt::AugAssign(a) => self.aug_assign(a)?,
            Stmt::AnnAssign(a) => self.ann_assign(a)?,
            Stmt::Return(r) => self.return_(r)?,
            Stmt::If(i) => self.if_(i)?,
            Stmt::While(w) => self.while_(w)?,
            Stmt::For(f) => self.for_(f)?,
            Stmt::Break(_) | Stmt::Continue(_) => self.leave_loop(s)?,
            Stmt::Pass(_) => self.emit(Op::Nop),
            Stmt::FunctionDef(f) => self.function(f)?,
            Stmt::ClassDef(c) => self.class(c)?,
            Stmt::Delete(d) => {
                for t in &d.targets {
                    self.delete(t)?;
                }
            }
            Stmt::Raise(r) => self.raise(r)?,
            Stmt::Assert(a) => self.assert(a)?,
            Stmt::Import(i) => self.import(i),
            Stmt::ImportFrom(i) => self.import_from(i)?,
            Stmt::Global(_) | Stmt::Nonlocal(_) => {}
            Stmt::Try(t) => self.try_(t)?,
            Stmt::With(w) => self.with(w, 0)?,
            Stmt::Match(m) => self.match_(m)?,
            Stmt::TypeAlias(_) | Stmt::IpyEscapeCommand(_) => {
                return Err(SyntaxError::at("invalid syntax", s));
            }
        }
        self.unit().reset(mark);
        Ok(())
    }

    #[inline(never)]
    fn raise(&mut self, r: &'a ast::StmtRaise) -> Done {
        match &r.exc {
            None => self.emit(Op::RaiseAgain),
            Some(e) => {
                let exc = self.operand(e)?;
                let cause = match &r.cause {
                    Some(c) => self.operand(c)?,
                    None => NONE,
                };
                self.at(r);
                self.emit(Op::Raise { exc, cause });
            }
        }
        self.unit().reachable = false;
        Ok(())
    }

    #[inline(never)]
    fn assert(&mut self, a: &'a ast::StmtAssert) -> Done {
        self.advise_assert(a);
        let end = self.unit().label();
        self.jump_when(&a.test, end)?;
        let func = self.unit().temps(2);
        self.at(&*a.test);
        self.emit(Op::LoadAssertionError { dst: func });
        if let Some(m) = &a.msg {
            self.expr(m, func + 1)?;
            self.at(&*a.test);
            self.emit(Op::Call {
                argc: 1,
                dst: func,
                func,
            });
        }
        self.emit(Op::Raise {
            exc: func,
            cause: NONE,
        });
        self.unit().place(end);
        Ok(())
    }

    #[inline(never)]
    fn ann_assign(&mut self, a: &'a ast::StmtAnnAssign) -> Done {
        if let Some(v) = &a.value {
            let src = self.operand_fresh(v)?;
            self.store(&a.target, src)?;
        }
        if let Expr::Name(n) = &*a.target
            && a.simple
            && matches!(self.unit().kind, Kind::Module | Kind::Class)
        {
            let from = self.unit().temps(3);
            let name = self.unit().name("__annotations__");
            self.emit(Op::LoadName { dst: from, name });
            let key = self.mangle(&n.id);
            self.constant(Value::str(key), from + 1);
            self.annotation(&a.annotation, from + 2)?;
            self.emit(Op::SetItem {
                obj: from,
                key: from + 1,
                src: from + 2,
            });
        }
        Ok(())
    }

    #[inline(never)]
    fn return_(&mut self, r: &'a ast::StmtReturn) -> Done {
        let unit = self.unit();
        if matches!(unit.kind, Kind::Module | Kind::Class) {
            return Err(SyntaxError::at("'return' outside function", r));
        }
        if unit.code_kind == CodeKind::AsyncGenerator && r.value.is_some() {
            return Err(SyntaxError::at("'return' with value in async generator", r));
        }
        let plain = |block: &Block| matches!(block, Block::Loop { .. });
        if let Some(v) = &r.value
            && unit.blocks.iter().all(plain)
        {
            self.give_back(v, r)?;
            self.unit().reachable = false;
            return Ok(());
        }
        // What is still to be run may change the variable.
        let src = match &r.value {
            Some(v) => Some(self.operand_fresh(v)?),
            None => None,
        };
        self.at(r);
        let guards = self.leave_blocks(0)?;
        self.at(r);
        self.emit(match src {
            Some(src) => Op::Return { src },
            None => Op::ReturnNone,
        });
        self.rejoin(guards);
        self.unit().reachable = false;
        Ok(())
    }

    /// Returns a value where nothing is left to be run; each branch of a
    /// condition returns by itself.
    fn give_back(&mut self, mut value: &'a Expr, r: &'a ast::StmtReturn) -> Done {
        while let Expr::If(i) = value {
            let no = self.unit().label();
            self.jump_unless(&i.test, no)?;
            let bound = self.unit().bound.clone();
            self.give_back(&i.body, r)?;
            self.unit().place(no);
            self.unit().bound.clone_from(&bound);
            value = &i.orelse;
        }
        let src = self.operand(value)?;
        self.at(r);
        self.emit(Op::Return { src });
        Ok(())
    }

    #[inline(never)]
    fn if_(&mut self, i: &'a ast::StmtIf) -> Done {
        let end = self.unit().label();
        let mut joined: Option<Vec<bool>> = None;
        let mut next = self.unit().label();
        self.jump_unless(&i.test, next)?;
        let before = self.unit().bound.clone();
        self.branch(&i.body, &mut joined)?;
        let mut has_else = false;
        for clause in &i.elif_else_clauses {
            self.unit().jump(end);
            self.unit().place(next);
            self.unit().bound.clone_from(&before);
            next = self.unit().label();
            if let Some(test) = &clause.test {
                self.at(test);
                self.jump_unless(test, next)?;
            } else {
                has_else = true;
            }
            self.branch(&clause.body, &mut joined)?;
        }
        self.unit().place(next);
        if !has_else {
            join(&mut joined, &before);
        }
        self.unit().place(end);
        if let Some(joined) = joined {
            self.unit().bound = joined;
        } else {
            self.unit().reachable = false;
        }
        Ok(())
    }

    /// A branch; what is bound at its end, if its end is reached.
    fn branch(&mut self, body: &'a [Stmt], joined: &mut Option<Vec<bool>>) -> Done {
        self.unit().reachable = true;
        self.body(body)?;
        if self.unit().reachable {
            let bound = self.unit().bound.clone();
            join(joined, &bound);
        }
        Ok(())
    }

    #[inline(never)]
    fn while_(&mut self, w: &'a ast::StmtWhile) -> Done {
        let (next, other, end) = (
            self.unit().label(),
            self.unit().label(),
            self.unit().label(),
        );
        let bound = self.unit().bound.clone();
        // The test stands at the end too, so that a turn jumps once.
        self.jump_unless(&w.test, other)?;
        let top = self.unit().label();
        self.unit().place(top);
        self.unit().blocks.push(Block::Loop { end, next });
        self.body(&w.body)?;
        self.unit().blocks.pop();
        self.unit().place(next);
        self.restrict_bound(&bound);
        if matches!(&*w.test, Expr::BooleanLiteral(b) if b.value) {
            self.unit().jump(top);
        } else {
            self.at(&*w.test);
            self.jump_when(&w.test, top)?;
        }
        self.unit().place(other);
        self.restrict_bound(&bound);
        self.body(&w.orelse)?;
        self.unit().place(end);
        self.restrict_bound(&bound);
        Ok(())
    }

    #[inline(never)]
    fn for_(&mut self, f: &'a ast::StmtFor) -> Done {
        if f.is_async
            && !matches!(
                self.unit().code_kind,
                CodeKind::Coroutine | CodeKind::AsyncGenerator
            )
        {
            return Err(SyntaxError::at("'async for' outside async function", f));
        }
        let (next, other, end) = (
            self.unit().label(),
            self.unit().label(),
            self.unit().label(),
        );
        let (iter, value) = (self.unit().temp(), self.unit().temp());
        let src = self.operand(&f.iter)?;
        self.at(&*f.iter);
        self.emit(if f.is_async {
            Op::GetAIter { dst: iter, src }
        } else {
            Op::GetIter { dst: iter, src }
        });
        if src > value {
            // Only the loop holds it, so that it goes when the loop is left.
            self.emit(Op::Clear { from: src, n: 1 });
        }
        let bound = self.unit().bound.clone();
        self.unit().place(next);
        self.at(&*f.iter);
        if f.is_async {
            self.async_next(iter, value, other)?;
            self.store(&f.target, value)?;
        } else {
            let direct = match &*f.target {
                Expr::Name(n) => {
                    let name = self.mangle(&n.id);
                    match self.unit().find(&name) {
                        crate::python::compile::unit::Place::Register(r) => Some(r),
                        _ => None,
                    }
                }
                _ => None,
            };
            let dst = direct.unwrap_or(value);
            self.emit(Op::ForIter {
                iter,
                dst,
                target: other,
            });
            match direct {
                Some(r) => self.unit().set_bound(r),
                None => {
                    self.store(&f.target, value)?;
                    self.emit(Op::Clear { from: value, n: 1 });
                }
            }
        }
        self.unit().blocks.push(Block::Loop { end, next });
        self.body(&f.body)?;
        self.unit().blocks.pop();
        self.unit().jump(next);
        self.unit().place(other);
        self.restrict_bound(&bound);
        self.unit().bound.clone_from(&bound);
        self.body(&f.orelse)?;
        self.unit().place(end);
        self.restrict_bound(&bound);
        self.emit(Op::Clear { from: iter, n: 1 });
        Ok(())
    }

    #[inline(never)]
    fn leave_loop(&mut self, s: &'a Stmt) -> Done {
        let at = self
            .unit()
            .blocks
            .iter()
            .rposition(|b| matches!(b, Block::Loop { .. }));
        let is_break = matches!(s, Stmt::Break(_));
        let Some(at) = at else {
            let m = if is_break {
                "'break' outside loop"
            } else {
                "'continue' not properly in loop"
            };
            return Err(SyntaxError::at(m, s));
        };
        let Block::Loop { end, next } = self.unit().blocks[at].clone() else {
            return Ok(());
        };
        let guards = self.leave_blocks(at + 1)?;
        self.unit().jump(if is_break { end } else { next });
        self.rejoin(guards);
        self.unit().reachable = false;
        Ok(())
    }

    #[inline(never)]
    fn import(&mut self, i: &'a ast::StmtImport) {
        for alias in &i.names {
            let name = alias.name.as_str();
            let spec = Value::tuple(vec![Value::str(name), Value::Int(0), Value::None]);
            let k = self.unit().constant(spec);
            let t = self.unit().temp();
            self.emit(Op::Import { dst: t, k });
            match &alias.asname {
                Some(n) => {
                    // `import a.b as c` binds the inner module.
                    for part in name.split('.').skip(1) {
                        let name = self.unit().name(part);
                        self.emit(Op::ImportFrom {
                            dst: t,
                            module: t,
                            name,
                        });
                    }
                    let n = self.mangle(n);
                    self.store_name(&n, t);
                }
                None => {
                    let first = name.split('.').next().unwrap_or(name);
                    let first = self.mangle(first);
                    self.store_name(&first, t);
                }
            }
            self.unit().reset(t);
        }
    }

    #[inline(never)]
    fn import_from(&mut self, i: &'a ast::StmtImportFrom) -> Done {
        let module = i.module.as_ref().map_or("", |m| m.as_str());
        if module == "__future__" {
            for alias in &i.names {
                match alias.name.as_str() {
                    "annotations" => self.lazy_annotations = true,
                    "generator_stop" | "division" | "print_function" | "unicode_literals"
                    | "absolute_import" | "with_statement" | "nested_scopes" | "generators" => {}
                    other => {
                        let m = match other {
                            "braces" => "not a chance".to_owned(),
                            _ => format!("future feature {other} is not defined"),
                        };
                        let at = u32::from(i.range.start());
                        return Err(SyntaxError::new(m, at, at));
                    }
                }
            }
        }
        let names = i
            .names
            .iter()
            .map(|a| Value::str(a.name.as_str()))
            .collect();
        let spec = Value::tuple(vec![
            Value::str(module),
            Value::Int(i64::from(i.level)),
            Value::tuple(names),
        ]);
        let k = self.unit().constant(spec);
        let t = self.unit().temps(2);
        self.emit(Op::Import { dst: t, k });
        for alias in &i.names {
            if alias.name.as_str() == "*" {
                if self.unit().kind != Kind::Module {
                    return Err(SyntaxError::at(
                        "import * only allowed at module level",
                        alias,
                    ));
                }
                self.emit(Op::ImportStar { module: t });
                continue;
            }
            let name = self.unit().name(&alias.name);
            self.emit(Op::ImportFrom {
                dst: t + 1,
                module: t,
                name,
            });
            let target = self.mangle(alias.asname.as_ref().unwrap_or(&alias.name));
            self.store_name(&target, t + 1);
        }
        Ok(())
    }
}

/// What is bound on both ways.
fn join(joined: &mut Option<Vec<bool>>, bound: &[bool]) {
    match joined {
        None => *joined = Some(bound.to_vec()),
        Some(j) => {
            for (a, b) in j.iter_mut().zip(bound) {
                *a = *a && *b;
            }
        }
    }
}
