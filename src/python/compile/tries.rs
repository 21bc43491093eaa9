//! `try` and `with`.

use rustpython_ruff_python_ast as ast;
use rustpython_ruff_text_size::Ranged;

use crate::python::code::{CodeKind, Handling, Op, Reg};
use crate::python::compile::unit::Block;
use crate::python::compile::{Compiler, Done};
use crate::python::parse::SyntaxError;

impl<'a> Compiler<'a> {
    /// An exception is being handled in a range of instructions, save where
    /// blocks around are left: there the handler is over.
    fn handles(&mut self, start: u32, stop: u32, reg: Reg) {
        let depth = self.unit().blocks.len();
        let mut from = start;
        let mut holes: Vec<(u32, u32)> = (self.unit().left.iter())
            .filter(|(d, a, b)| *d < depth && start <= *a && *b <= stop)
            .map(|(_, a, b)| (*a, *b))
            .collect();
        holes.sort_unstable();
        for (a, b) in holes {
            if from < a {
                self.unit().handling.push(Handling {
                    start: from,
                    end: a,
                    reg,
                });
            }
            from = from.max(b);
        }
        if from < stop {
            self.unit().handling.push(Handling {
                start: from,
                end: stop,
                reg,
            });
        }
    }

    #[inline(never)]
    pub(super) fn try_(&mut self, t: &'a ast::StmtTry) -> Done {
        let bound = self.unit().bound.clone();
        if t.finalbody.is_empty() {
            self.try_except(t)?;
        } else {
            let exc = self.unit().temp();
            let (handler, end) = (self.unit().label(), self.unit().label());
            let guard = self.unit().guard(handler, exc);
            self.unit().blocks.push(Block::Finally {
                guard,
                body: &t.finalbody,
            });
            self.try_except(t)?;
            self.unit().close_guard(guard);
            self.unit().blocks.pop();
            let after = self.unit().bound.clone();
            self.body(&t.finalbody)?;
            self.unit().jump(end);
            self.unit().place(handler);
            self.unit().bound.clone_from(&bound);
            let start = self.unit().ops.len() as u32;
            self.body(&t.finalbody)?;
            self.emit(Op::Reraise { exc });
            let stop = self.unit().ops.len() as u32;
            self.handles(start, stop, exc);
            self.unit().place(end);
            self.unit().bound = after;
            self.emit(Op::Clear { from: exc, n: 1 });
        }
        Ok(())
    }

    #[inline(never)]
    fn try_except(&mut self, t: &'a ast::StmtTry) -> Done {
        if t.handlers.is_empty() {
            return self.body(&t.body);
        }
        let before = self.unit().bound.clone();
        let mark = self.unit().mark();
        let exc = self.unit().temp();
        let (handler, end) = (self.unit().label(), self.unit().label());
        let guard = self.unit().guard(handler, exc);
        self.unit().blocks.push(Block::Guard(guard));
        self.body(&t.body)?;
        self.unit().close_guard(guard);
        self.unit().blocks.pop();
        self.body(&t.orelse)?;
        let mut after = self.unit().reachable.then(|| self.unit().bound.clone());
        self.unit().jump(end);
        self.unit().place(handler);
        self.unit().bound.clone_from(&before);
        let start = self.unit().ops.len() as u32;
        if t.is_star {
            self.except_star(t, exc)?;
        } else {
            self.handlers(t, exc, end, &mut after, &before)?;
        }
        let stop = self.unit().ops.len() as u32;
        self.handles(start, stop, exc);
        self.unit().place(end);
        self.emit(Op::Clear { from: exc, n: 1 });
        if let Some(after) = after {
            self.unit().bound = after;
        }
        if t.is_star {
            self.restrict_bound(&before);
        }
        self.unit().reset(mark);
        Ok(())
    }

    #[inline(never)]
    fn handlers(
        &mut self,
        t: &'a ast::StmtTry,
        exc: Reg,
        end: u16,
        after: &mut Option<Vec<bool>>,
        before: &[bool],
    ) -> Done {
        for (i, h) in t.handlers.iter().enumerate() {
            let ast::ExceptHandler::ExceptHandler(h) = h;
            let next = self.unit().label();
            self.unit().bound.copy_from_slice(before);
            self.unit().reachable = true;
            match &h.type_ {
                Some(types) => {
                    let mark = self.unit().mark();
                    let types_reg = self.operand(types)?;
                    self.at(&**types);
                    self.emit(Op::JumpUnlessMatch {
                        exc,
                        types: types_reg,
                        target: next,
                    });
                    self.unit().reset(mark);
                }
                None if i + 1 < t.handlers.len() => {
                    return Err(SyntaxError::at("default 'except:' must be last", h));
                }
                None => {}
            }
            self.handler_body(h, exc, exc)?;
            if self.unit().reachable {
                let bound = self.unit().bound.clone();
                match after {
                    None => *after = Some(bound),
                    Some(a) => {
                        for (x, y) in a.iter_mut().zip(&bound) {
                            *x = *x && *y;
                        }
                    }
                }
            }
            self.unit().jump(end);
            self.unit().place(next);
        }
        self.emit(Op::Reraise { exc });
        Ok(())
    }

    /// A handler's body; its name goes at the end, whichever way it is left.
    #[inline(never)]
    fn handler_body(
        &mut self,
        h: &'a ast::ExceptHandlerExceptHandler,
        exc: Reg,
        value: Reg,
    ) -> Done {
        let _ = exc;
        let Some(name) = &h.name else {
            return self.body(&h.body);
        };
        let name = self.mangle(name);
        self.at(h);
        self.store_name(&name, value);
        let mark = self.unit().mark();
        let inner = self.unit().temp();
        let (cleanup, done) = (self.unit().label(), self.unit().label());
        let guard = self.unit().guard(cleanup, inner);
        self.unit().blocks.push(Block::Name {
            guard,
            name: name.clone(),
        });
        self.body(&h.body)?;
        self.unit().close_guard(guard);
        self.unit().blocks.pop();
        let reachable = self.unit().reachable;
        self.clear_name(&name);
        self.unit().jump(done);
        self.unit().place(cleanup);
        self.clear_name(&name);
        self.emit(Op::Reraise { exc: inner });
        self.unit().place(done);
        self.unit().reachable = reachable;
        self.unit().reset(mark);
        Ok(())
    }

    /// `except*`: each handler takes its part of the group; what is left and
    /// what handlers raise goes on together.
    #[inline(never)]
    fn except_star(&mut self, t: &'a ast::StmtTry, exc: Reg) -> Done {
        let from = self.unit().temps(3);
        let (original, rest, raised) = (from, from + 1, from + 2);
        self.emit(Op::Move {
            dst: original,
            src: exc,
        });
        self.emit(Op::Move {
            dst: rest,
            src: exc,
        });
        self.emit(Op::BuildList {
            dst: raised,
            from: raised,
            n: 0,
        });
        for h in &t.handlers {
            let ast::ExceptHandler::ExceptHandler(h) = h;
            let Some(types) = &h.type_ else {
                return Err(SyntaxError::at("expected one or more exception types", h));
            };
            let mark = self.unit().mark();
            let (part, types_reg) = (self.unit().temp(), self.unit().temp());
            let next = self.unit().label();
            self.expr(types, types_reg)?;
            self.at(&**types);
            self.emit(Op::SplitGroup {
                dst: part,
                exc: rest,
                types: types_reg,
            });
            self.emit(Op::JumpIfNone {
                src: part,
                target: next,
            });
            let inner = self.unit().temp();
            let handler = self.unit().label();
            let guard = self.unit().guard(handler, inner);
            self.unit().blocks.push(Block::Guard(guard));
            let start = self.unit().ops.len() as u32;
            self.handler_body(h, exc, part)?;
            let stop = self.unit().ops.len() as u32;
            self.handles(start, stop, part);
            self.unit().close_guard(guard);
            self.unit().blocks.pop();
            self.unit().jump(next);
            self.unit().place(handler);
            self.emit(Op::ListAppend {
                list: raised,
                src: inner,
            });
            self.unit().place(next);
            self.unit().reset(mark);
        }
        let out = self.unit().temp();
        self.emit(Op::JoinGroup { dst: out, from });
        let done = self.unit().label();
        self.emit(Op::JumpIfNone {
            src: out,
            target: done,
        });
        self.emit(Op::Reraise { exc: out });
        self.unit().place(done);
        Ok(())
    }

    /// `with`, item by item.
    #[inline(never)]
    pub(super) fn with(&mut self, w: &'a ast::StmtWith, at: usize) -> Done {
        let Some(item) = w.items.get(at) else {
            return self.body(&w.body);
        };
        if w.is_async
            && !matches!(
                self.unit().code_kind,
                CodeKind::Coroutine | CodeKind::AsyncGenerator
            )
        {
            return Err(SyntaxError::at("'async with' outside async function", w));
        }
        let bound = self.unit().bound.clone();
        let mark = self.unit().mark();
        // Exit, enter and the register that a call's arguments begin at.
        let exit = self.unit().temps(2);
        let exc = self.unit().temp();
        let src = self.operand(&item.context_expr)?;
        // Leaving stands at the whole statement, as in CPython.
        self.at_range(w.range());
        let position = self.unit().pos;
        self.at_range(item.context_expr.range());
        self.emit(if w.is_async {
            Op::AsyncWith { dst: exit, src }
        } else {
            Op::With { dst: exit, src }
        });
        if src > exc {
            // What is left to hold it are its two methods.
            self.emit(Op::Clear { from: src, n: 1 });
        }
        let value = self.unit().temps(2);
        self.emit(Op::Take {
            dst: value,
            src: exit + 1,
        });
        self.emit(Op::Call {
            argc: 0,
            dst: value,
            func: value,
        });
        if w.is_async {
            self.await_value(value, 1, value);
        }
        let (handler, end) = (self.unit().label(), self.unit().label());
        let guard = self.unit().guard(handler, exc);
        self.unit().blocks.push(Block::With {
            guard,
            exit,
            is_async: w.is_async,
            position,
        });
        if let Some(target) = &item.optional_vars {
            self.store(target, value)?;
        }
        self.emit(Op::Clear { from: value, n: 1 });
        self.with(w, at + 1)?;
        self.unit().close_guard(guard);
        self.unit().blocks.pop();
        let reachable = self.unit().reachable;
        let after = self.unit().bound.clone();
        self.unit().pos = position;
        self.call_exit(exit, w.is_async);
        self.unit().jump(end);
        self.unit().place(handler);
        self.unit().bound.clone_from(&bound);
        self.unit().pos = position;
        let start = self.unit().ops.len() as u32;
        let result = self.unit().temp();
        self.emit(Op::WithExcept {
            dst: result,
            exit,
            exc,
        });
        if w.is_async {
            self.await_value(result, 2, result);
        }
        self.emit(Op::JumpIf {
            src: result,
            target: end,
        });
        self.emit(Op::Reraise { exc });
        let stop = self.unit().ops.len() as u32;
        self.handles(start, stop, exc);
        self.unit().place(end);
        self.emit(Op::Clear { from: exit, n: 3 });
        // The block may end early, its exception swallowed.
        self.unit().bound = after;
        self.restrict_bound(&bound);
        let _ = reachable;
        self.unit().reset(mark);
        Ok(())
    }

    /// Calls `__exit__` without an exception.
    pub(super) fn call_exit(&mut self, exit: Reg, is_async: bool) {
        let mark = self.unit().mark();
        let func = self.unit().temps(4);
        self.emit(Op::Move {
            dst: func,
            src: exit,
        });
        for i in 1..4 {
            self.emit(Op::None { dst: func + i });
        }
        self.emit(Op::Call {
            argc: 3,
            dst: func,
            func,
        });
        if is_async {
            self.await_value(func, 2, func);
        }
        self.unit().reset(mark);
    }
}
