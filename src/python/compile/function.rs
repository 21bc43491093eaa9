//! Functions, lambdas, classes, comprehensions.

use ast::Expr;
use rustpython_ruff_python_ast as ast;
use rustpython_ruff_text_size::Ranged;

use crate::python::code::{CodeKind, Op, Reg};
use crate::python::compile::scope::{Key, Kind, Var, key};
use crate::python::compile::unit::{Block, Parameters, Unit};
use crate::python::compile::{Compiler, Done, docstring, has_annotations};
use crate::python::parse::SyntaxError;
use crate::python::value::Value;

impl<'a> Compiler<'a> {
    /// Begins the unit of an inner scope.
    fn open(&mut self, key: Key, name: &str, first_line: u32) -> Done {
        let Some(scope) = self.scopes.get(key) else {
            return Err(SyntaxError::new("invalid syntax", 0, 0));
        };
        let outer = self.unit();
        let declared_global =
            outer.scope.vars.get(name) == Some(&Var::Global) && key.1 != Kind::Comprehension;
        let qualname = match outer.kind {
            _ if declared_global => name.to_owned(),
            Kind::Module => name.to_owned(),
            Kind::Class => format!("{}.{name}", outer.qualname),
            _ => format!("{}.<locals>.{name}", outer.qualname),
        };
        let mut unit = Unit::new(name, qualname, scope);
        unit.first_line = first_line;
        unit.pos.line = first_line;
        unit.pos.end_line = first_line;
        self.units.push(unit);
        Ok(())
    }

    /// Parameters count as bound; those that inner functions share become
    /// cells; a generator is handed out.
    fn prologue(&mut self, parameters: usize, kind: CodeKind) {
        let unit = self.unit();
        unit.code_kind = kind;
        for b in unit.bound.iter_mut().take(parameters) {
            *b = true;
        }
        for (r, name) in unit.local_names.clone().iter().enumerate() {
            if unit.scope.vars.get(name) == Some(&Var::Cell) {
                unit.emit(Op::MakeCell { reg: r as Reg });
            }
        }
        if kind != CodeKind::Plain {
            unit.emit(Op::MakeGenerator);
        }
    }

    /// Ends the inner unit and makes its function in the outer one.
    fn close(&mut self, p: Parameters, doc: Value, dst: Reg, from: Reg) -> Done {
        let code = self.finish(p, doc)?;
        let captures: Vec<Reg> = code
            .free_names
            .iter()
            .map(|n| self.unit().cell_register(n.as_str()))
            .collect();
        let code = match std::rc::Rc::try_unwrap(code) {
            Ok(mut code) => {
                code.captures = captures;
                std::rc::Rc::new(code)
            }
            Err(code) => code,
        };
        let k = self.unit().constant(Value::Code(code));
        self.emit(Op::MakeFunction { dst, k, from });
        Ok(())
    }

    /// Defaults and annotations into three temporaries.
    #[inline(never)]
    fn defaults(&mut self, p: Option<&'a ast::Parameters>, from: Reg) -> Done {
        self.emit(Op::Clear { from, n: 3 });
        let Some(p) = p else { return Ok(()) };
        let positional: Vec<&'a Expr> = p
            .posonlyargs
            .iter()
            .chain(&p.args)
            .filter_map(|a| a.default())
            .collect();
        if !positional.is_empty() {
            let first = self.unit().temps(positional.len());
            for (i, e) in positional.iter().enumerate() {
                self.expr(e, first + i as Reg)?;
            }
            self.emit(Op::BuildTuple {
                dst: from,
                from: first,
                n: positional.len() as u16,
            });
        }
        let named: Vec<_> = p
            .kwonlyargs
            .iter()
            .filter(|a| a.default().is_some())
            .collect();
        if !named.is_empty() {
            let first = self.unit().temps(named.len() * 2);
            for (i, a) in named.iter().enumerate() {
                let name = self.mangle(&a.parameter.name);
                self.constant(Value::str(name), first + 2 * i as Reg);
                if let Some(d) = a.default() {
                    self.expr(d, first + 2 * i as Reg + 1)?;
                }
            }
            self.emit(Op::BuildDict {
                dst: from + 1,
                from: first,
                n: named.len() as u16,
            });
        }
        Ok(())
    }

    #[inline(never)]
    fn annotations(&mut self, f: &'a ast::StmtFunctionDef, dst: Reg) -> Done {
        let mut all: Vec<(&'a str, &'a Expr)> = Vec::new();
        let p = &f.parameters;
        for a in p.posonlyargs.iter().chain(&p.args) {
            all.extend(a.annotation().map(|e| (a.parameter.name.as_str(), e)));
        }
        all.extend(
            p.vararg
                .iter()
                .filter_map(|a| Some((a.name.as_str(), a.annotation()?))),
        );
        for a in &p.kwonlyargs {
            all.extend(a.annotation().map(|e| (a.parameter.name.as_str(), e)));
        }
        all.extend(
            p.kwarg
                .iter()
                .filter_map(|a| Some((a.name.as_str(), a.annotation()?))),
        );
        all.extend(f.returns.as_deref().map(|e| ("return", e)));
        if all.is_empty() {
            return Ok(());
        }
        let first = self.unit().temps(all.len() * 2);
        for (i, (name, e)) in all.iter().enumerate() {
            let name = self.mangle(name);
            self.constant(Value::str(name), first + 2 * i as Reg);
            self.annotation(e, first + 2 * i as Reg + 1)?;
        }
        self.emit(Op::BuildDict {
            dst,
            from: first,
            n: all.len() as u16,
        });
        Ok(())
    }

    /// An annotation's value, or its text under `from __future__`.
    pub(super) fn annotation(&mut self, e: &'a Expr, dst: Reg) -> Done {
        if self.lazy_annotations {
            let range = e.range();
            let text = self.source.text[range.start().into()..range.end().into()].to_owned();
            self.constant(Value::string(text), dst);
            return Ok(());
        }
        self.expr(e, dst)
    }

    #[inline(never)]
    pub(super) fn function(&mut self, f: &'a ast::StmtFunctionDef) -> Done {
        let mark = self.unit().mark();
        let n = f.decorator_list.len();
        let decorators = self.unit().temps(n);
        for (i, d) in f.decorator_list.iter().enumerate() {
            self.expr(&d.expression, decorators + i as Reg)?;
        }
        let dst = self.unit().temp();
        let from = self.unit().temps(3);
        self.defaults(Some(&f.parameters), from)?;
        self.annotations(f, from + 2)?;
        let line = match f.decorator_list.first() {
            Some(d) => self.source.place(d.range().start().into()).0,
            None => self.source.place(f.range.start().into()).0,
        };
        self.open(key(f, Kind::Function), &f.name, line)?;
        let p = parameters(&f.parameters);
        let scope = self.unit().scope;
        let kind = match (f.is_async, scope.yields) {
            (false, false) => CodeKind::Plain,
            (false, true) => CodeKind::Generator,
            (true, false) => CodeKind::Coroutine,
            (true, true) => CodeKind::AsyncGenerator,
        };
        self.prologue(count(p), kind);
        self.body(&f.body)?;
        self.emit(Op::ReturnNone);
        let doc = docstring(&f.body).map_or(Value::None, Value::string);
        self.close(p, doc, dst, from)?;
        self.decorate(&f.decorator_list, decorators, dst);
        let name = self.mangle(&f.name);
        self.store_name(&name, dst);
        self.emit(Op::Clear {
            from: mark,
            n: self_len(dst, mark),
        });
        self.unit().reset(mark);
        Ok(())
    }

    /// Calls decorators, the last first, on what is in `dst`.
    #[inline(never)]
    fn decorate(&mut self, list: &'a [ast::Decorator], decorators: Reg, dst: Reg) {
        for (i, d) in list.iter().enumerate().rev() {
            let func = self.unit().temps(2);
            self.emit(Op::Take {
                dst: func,
                src: decorators + i as Reg,
            });
            self.emit(Op::Take {
                dst: func + 1,
                src: dst,
            });
            let pos = self.unit().pos;
            self.at(&d.expression);
            self.emit(Op::Call { argc: 1, dst, func });
            self.unit().pos = pos;
            self.unit().reset(func);
        }
    }

    #[inline(never)]
    pub(super) fn lambda(&mut self, l: &'a ast::ExprLambda, dst: Reg) -> Done {
        let from = self.unit().temps(3);
        self.defaults(l.parameters.as_deref(), from)?;
        let line = self.source.place(l.range.start().into()).0;
        self.open(key(l, Kind::Lambda), "<lambda>", line)?;
        let p = l
            .parameters
            .as_deref()
            .map_or_else(Parameters::default, parameters);
        let kind = if self.unit().scope.yields {
            CodeKind::Generator
        } else {
            CodeKind::Plain
        };
        self.prologue(count(p), kind);
        let src = self.operand_fresh(&l.body)?;
        self.emit(Op::Return { src });
        self.close(p, Value::None, dst, from)
    }

    #[inline(never)]
    pub(super) fn class(&mut self, c: &'a ast::StmtClassDef) -> Done {
        let mark = self.unit().mark();
        let n = c.decorator_list.len();
        let decorators = self.unit().temps(n);
        for (i, d) in c.decorator_list.iter().enumerate() {
            self.expr(&d.expression, decorators + i as Reg)?;
        }
        let dst = self.unit().temp();
        let func = self.unit().temps(3);
        self.emit(Op::LoadBuildClass { dst: func });
        let body = self.unit().temp();
        let from = self.unit().temps(3);
        self.emit(Op::Clear { from, n: 3 });
        let line = match c.decorator_list.first() {
            Some(d) => self.source.place(d.range().start().into()).0,
            None => self.source.place(c.range.start().into()).0,
        };
        self.open(key(c, Kind::Class), &c.name, line)?;
        self.class_body(c)?;
        self.close(Parameters::default(), Value::None, body, from)?;
        let (list, dict) = (func + 1, func + 2);
        self.emit(Op::BuildList {
            dst: list,
            from: list,
            n: 0,
        });
        self.emit(Op::ListAppend { list, src: body });
        let name = self.unit().temp();
        self.constant(Value::str(c.name.as_str()), name);
        self.emit(Op::ListAppend { list, src: name });
        self.emit(Op::BuildDict {
            dst: dict,
            from: dict,
            n: 0,
        });
        if let Some(args) = &c.arguments {
            self.extend_with(&args.args, list, false)?;
            for k in &args.keywords {
                let mark = self.unit().mark();
                match &k.arg {
                    Some(name) => {
                        let from = self.unit().temps(2);
                        let key = crate::python::object::intern(name.as_str());
                        self.constant(Value::Str(key), from);
                        self.expr(&k.value, from + 1)?;
                        self.emit(Op::DictSet { dict, from });
                    }
                    None => {
                        let src = self.operand(&k.value)?;
                        self.emit(Op::DictMerge { dict, src, func });
                    }
                }
                self.unit().reset(mark);
            }
        }
        self.at(c);
        self.emit(Op::CallEx { dst, func });
        self.decorate(&c.decorator_list, decorators, dst);
        let name = self.mangle(&c.name);
        self.store_name(&name, dst);
        self.emit(Op::Clear {
            from: mark,
            n: self_len(dst, mark),
        });
        self.unit().reset(mark);
        Ok(())
    }

    fn class_body(&mut self, c: &'a ast::StmtClassDef) -> Done {
        self.unit().class = Some(c.name.to_string());
        self.prologue(0, CodeKind::Plain);
        let t = self.unit().temp();
        let site = self.unit().global_site("__name__");
        self.emit(Op::LoadGlobal { dst: t, site });
        let name = self.unit().name("__module__");
        self.emit(Op::StoreName { src: t, name });
        let qualname = self.unit().qualname.clone();
        self.constant(Value::string(qualname), t);
        let name = self.unit().name("__qualname__");
        self.emit(Op::StoreName { src: t, name });
        if let Some(doc) = docstring(&c.body) {
            self.constant(Value::string(doc), t);
            let name = self.unit().name("__doc__");
            self.emit(Op::StoreName { src: t, name });
        }
        if has_annotations(&c.body) {
            self.emit(Op::SetupAnnotations);
        }
        self.body(&c.body)?;
        let cell = self.unit().locals.get("__class__").copied();
        match cell {
            Some(cell) => {
                self.emit(Op::Move { dst: t, src: cell });
                let name = self.unit().name("__classcell__");
                self.emit(Op::StoreName { src: t, name });
                self.emit(Op::Return { src: t });
            }
            None => self.emit(Op::ReturnNone),
        }
        Ok(())
    }

    /// A comprehension or generator expression: a function of the first
    /// iterator.
    #[inline(never)]
    pub(super) fn comprehension(&mut self, e: &'a Expr, dst: Reg) -> Done {
        let (name, generators): (&str, &'a [ast::Comprehension]) = match e {
            Expr::ListComp(c) => ("<listcomp>", &c.generators),
            Expr::SetComp(c) => ("<setcomp>", &c.generators),
            Expr::DictComp(c) => ("<dictcomp>", &c.generators),
            Expr::Generator(c) => ("<genexpr>", &c.generators),
            _ => return Err(SyntaxError::at("invalid syntax", e)),
        };
        let Some(first) = generators.first() else {
            return Err(SyntaxError::at("invalid syntax", e));
        };
        let func = self.unit().temps(2);
        let from = self.unit().temps(3);
        self.emit(Op::Clear { from, n: 3 });
        let line = self.source.place(e.range().start().into()).0;
        self.open(key(e, Kind::Comprehension), name, line)?;
        self.at(e);
        let awaits = self.unit().scope.awaits;
        let is_generator = matches!(e, Expr::Generator(_));
        let kind = match (is_generator, awaits) {
            (true, true) => CodeKind::AsyncGenerator,
            (true, false) => CodeKind::Generator,
            (false, true) => CodeKind::Coroutine,
            (false, false) => CodeKind::Plain,
        };
        self.prologue(1, kind);
        let out = self.unit().temp();
        match e {
            Expr::ListComp(_) => self.emit(Op::BuildList {
                dst: out,
                from: out,
                n: 0,
            }),
            Expr::SetComp(_) => self.emit(Op::BuildSet {
                dst: out,
                from: out,
                n: 0,
            }),
            Expr::DictComp(_) => self.emit(Op::BuildDict {
                dst: out,
                from: out,
                n: 0,
            }),
            _ => {}
        }
        self.comprehension_loop(e, generators, 0, out)?;
        if is_generator {
            self.emit(Op::ReturnNone);
        } else {
            self.emit(Op::Return { src: out });
        }
        let p = Parameters {
            positional: 1,
            positional_only: 1,
            ..Parameters::default()
        };
        self.close(p, Value::None, func, from)?;
        let source = self.operand(&first.iter)?;
        self.at(&first.iter);
        if first.is_async {
            self.emit(Op::GetAIter {
                dst: func + 1,
                src: source,
            });
        } else {
            self.emit(Op::GetIter {
                dst: func + 1,
                src: source,
            });
        }
        self.at(e);
        self.emit(Op::Call { argc: 1, dst, func });
        if awaits && !is_generator {
            self.await_value(dst, 0, dst);
        }
        Ok(())
    }

    fn comprehension_loop(
        &mut self,
        e: &'a Expr,
        generators: &'a [ast::Comprehension],
        depth: usize,
        out: Reg,
    ) -> Done {
        let Some(g) = generators.get(depth) else {
            return self.comprehension_item(e, out);
        };
        let mark = self.unit().mark();
        let iter = self.unit().temp();
        if depth == 0 {
            self.emit(Op::Move { dst: iter, src: 0 });
        } else {
            let src = self.operand(&g.iter)?;
            self.at(&g.iter);
            if g.is_async {
                self.emit(Op::GetAIter { dst: iter, src });
            } else {
                self.emit(Op::GetIter { dst: iter, src });
            }
        }
        let (next, end) = (self.unit().label(), self.unit().label());
        self.unit().place(next);
        let value = self.unit().temp();
        if g.is_async {
            self.async_next(iter, value, end)?;
        } else {
            self.at(&g.iter);
            self.emit(Op::ForIter {
                iter,
                dst: value,
                target: end,
            });
        }
        self.store(&g.target, value)?;
        for test in &g.ifs {
            self.jump_unless(test, next)?;
        }
        self.comprehension_loop(e, generators, depth + 1, out)?;
        self.unit().jump(next);
        self.unit().place(end);
        self.unit().reset(mark);
        Ok(())
    }

    fn comprehension_item(&mut self, e: &'a Expr, out: Reg) -> Done {
        let mark = self.unit().mark();
        match e {
            Expr::ListComp(c) => {
                let src = self.operand_fresh(&c.elt)?;
                self.emit(Op::ListAppend { list: out, src });
            }
            Expr::SetComp(c) => {
                let src = self.operand_fresh(&c.elt)?;
                self.emit(Op::SetAdd { set: out, src });
            }
            Expr::DictComp(c) => {
                let from = self.unit().temps(2);
                self.expr(&c.key, from)?;
                self.expr(&c.value, from + 1)?;
                self.emit(Op::DictSet { dict: out, from });
            }
            Expr::Generator(c) => {
                let src = self.operand_fresh(&c.elt)?;
                self.emit(Op::Yield { dst: src, src });
            }
            _ => {}
        }
        self.unit().reset(mark);
        Ok(())
    }

    /// The next value of an asynchronous iterator; at its end, jumps.
    pub(super) fn async_next(&mut self, iter: Reg, value: Reg, end: u16) -> Done {
        let (exc, step) = (self.unit().temp(), self.unit().temp());
        let (handler, go) = (self.unit().label(), self.unit().label());
        let guard = self.unit().guard(handler, exc);
        self.unit().blocks.push(Block::Guard(guard));
        self.emit(Op::GetANext {
            dst: step,
            src: iter,
        });
        let sent = self.unit().temp();
        self.emit(Op::None { dst: sent });
        self.emit(Op::Delegate {
            dst: value,
            iter: step,
            sent,
        });
        self.unit().close_guard(guard);
        self.unit().blocks.pop();
        self.unit().jump(go);
        self.unit().place(handler);
        let over = self.unit().label();
        self.emit(Op::JumpUnlessStop { exc, target: over });
        self.emit(Op::Clear { from: exc, n: 1 });
        self.unit().jump(end);
        self.unit().place(over);
        self.emit(Op::Reraise { exc });
        self.unit().place(go);
        Ok(())
    }
}

fn parameters(p: &ast::Parameters) -> Parameters {
    Parameters {
        positional: (p.posonlyargs.len() + p.args.len()) as u16,
        positional_only: p.posonlyargs.len() as u16,
        keyword_only: p.kwonlyargs.len() as u16,
        varargs: p.vararg.is_some(),
        kwargs: p.kwarg.is_some(),
    }
}

fn count(p: Parameters) -> usize {
    usize::from(p.positional + p.keyword_only) + usize::from(p.varargs) + usize::from(p.kwargs)
}

/// How many temporaries from `mark` to `dst`.
fn self_len(dst: Reg, mark: Reg) -> u16 {
    dst + 1 - mark
}
