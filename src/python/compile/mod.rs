//! Syntax tree to code.
//!
//! What most kinds of statements and expressions become is written by functions
//! that stay functions of their own (`inline(never)`): a browser optimises a
//! function as a whole, in a time that grows faster than its length, and it
//! begins with that while the library of the first program is being compiled.

mod advice;
mod assign;
mod call;
mod check;
mod expr;
mod function;
mod held;
mod pattern;
mod rare;
pub mod scope;
mod stmt;
mod tries;
mod unit;

use std::rc::Rc;

use rustpython_ruff_python_ast as ast;
use rustpython_ruff_text_size::{Ranged, TextRange};

use crate::python::code::{Code, Op, Position};
use crate::python::parse::{self, SyntaxError};
use crate::python::source::Source;
use crate::python::value::Value;
use scope::{Kind, Scopes};
use unit::{Block, Parameters, Unit};

type Done<T = ()> = Result<T, SyntaxError>;

/// Turns a tree into code, unit by unit.
struct Compiler<'a> {
    source: Rc<Source>,
    scopes: &'a Scopes,
    units: Vec<Unit<'a>>,
    /// `from __future__ import annotations` was seen.
    lazy_annotations: bool,
}

/// The code of a module.
///
/// # Errors
/// What is wrong with its text.
pub fn module(source: &Rc<Source>) -> Result<Rc<Code>, SyntaxError> {
    let tree = parse::module(source)?;
    check::module(&source.text, &tree.body)?;
    let scopes = Scopes::of_module(&tree.body)?;
    let key = (TextRange::default(), Kind::Module);
    let Some(scope) = scopes.get(key) else {
        return Err(SyntaxError::new("invalid syntax", 0, 0));
    };
    let mut c = Compiler {
        source: source.clone(),
        scopes: &scopes,
        units: vec![Unit::new("<module>", "<module>".into(), scope)],
        lazy_annotations: false,
    };
    let doc = docstring(&tree.body);
    if let Some(doc) = doc {
        let k = c.unit().constant(Value::from(doc));
        let t = c.unit().temp();
        c.emit(Op::Const { dst: t, k });
        c.store_name("__doc__", t);
        c.unit().reset(t);
    }
    if has_annotations(&tree.body) {
        c.emit(Op::SetupAnnotations);
    }
    c.body(&tree.body)?;
    c.emit(Op::ReturnNone);
    c.finish(Parameters::default(), Value::None)
}

/// The code of an expression; it returns its value.
///
/// # Errors
/// What is wrong with its text.
pub fn expression(source: &Rc<Source>) -> Result<Rc<Code>, SyntaxError> {
    let tree = parse::expression(source)?;
    check::expression(&source.text, &tree.body)?;
    let scopes = Scopes::of_expression(&tree.body)?;
    let key = (TextRange::default(), Kind::Module);
    let Some(scope) = scopes.get(key) else {
        return Err(SyntaxError::new("invalid syntax", 0, 0));
    };
    let mut c = Compiler {
        source: source.clone(),
        scopes: &scopes,
        units: vec![Unit::new("<module>", "<module>".into(), scope)],
        lazy_annotations: false,
    };
    let r = c.operand_fresh(&tree.body)?;
    c.emit(Op::Return { src: r });
    c.finish(Parameters::default(), Value::None)
}

/// The docstring of a body.
fn docstring(body: &[ast::Stmt]) -> Option<String> {
    match body.first()? {
        ast::Stmt::Expr(e) => match &*e.value {
            ast::Expr::StringLiteral(s) => Some(s.value.to_str().to_owned()),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a body annotates names, in blocks too.
fn has_annotations(body: &[ast::Stmt]) -> bool {
    body.iter().any(|s| match s {
        ast::Stmt::AnnAssign(_) => true,
        ast::Stmt::If(s) => {
            has_annotations(&s.body) || s.elif_else_clauses.iter().any(|c| has_annotations(&c.body))
        }
        ast::Stmt::For(s) => has_annotations(&s.body) || has_annotations(&s.orelse),
        ast::Stmt::While(s) => has_annotations(&s.body) || has_annotations(&s.orelse),
        ast::Stmt::With(s) => has_annotations(&s.body),
        ast::Stmt::Try(s) => has_annotations(&s.body) || has_annotations(&s.finalbody),
        _ => false,
    })
}

impl<'a> Compiler<'a> {
    fn unit(&mut self) -> &mut Unit<'a> {
        // There is one from the start to the end.
        let last = self.units.len() - 1;
        &mut self.units[last]
    }

    fn emit(&mut self, op: Op) {
        self.unit().emit(op);
    }

    /// What follows comes from this part of the text.
    fn at(&mut self, node: &impl Ranged) {
        self.at_range(node.range());
    }

    fn at_range(&mut self, range: TextRange) {
        let (line, column) = self.source.place(range.start().into());
        let (end_line, end_column) = self.source.place(range.end().into());
        self.unit().pos = Position {
            line,
            column,
            end_line,
            end_column,
        };
    }

    /// Ends the innermost unit.
    fn finish(&mut self, p: Parameters, doc: Value) -> Done<Rc<Code>> {
        let Some(unit) = self.units.pop() else {
            return Err(SyntaxError::new("invalid syntax", 0, 0));
        };
        if unit.too_large {
            return Err(SyntaxError::new(
                "too large: a function has more than 65,000 steps",
                0,
                0,
            ));
        }
        Ok(Rc::new(unit.finish(&self.source, p, doc)))
    }

    /// Statements in order.
    fn body(&mut self, body: &'a [ast::Stmt]) -> Done {
        for s in body {
            self.statement(s)?;
        }
        Ok(())
    }

    /// A name as the class around mangles it.
    fn mangle(&mut self, name: &str) -> String {
        let class = self.units.iter().rev().find_map(|u| u.class.clone());
        scope::mangle(class.as_deref(), name)
    }

    /// Leaves the blocks above `keep` on a jump out of them: `finally` bodies
    /// run, `with` blocks end.
    /// The protected ranges stay interrupted until [`Compiler::rejoin`].
    #[inline(never)]
    fn leave_blocks(&mut self, keep: usize) -> Done<Vec<usize>> {
        let all = self.unit().blocks.clone();
        let mut reopen = Vec::new();
        for depth in (keep..all.len()).rev() {
            self.unit().blocks.truncate(depth);
            match &all[depth] {
                Block::Loop { .. } => {}
                Block::Guard(g) => {
                    self.unit().close_guard(*g);
                    reopen.push(*g);
                }
                Block::Name { guard, name } => {
                    self.unit().close_guard(*guard);
                    reopen.push(*guard);
                    self.clear_name(name);
                }
                Block::Finally { guard, body } => {
                    self.unit().close_guard(*guard);
                    reopen.push(*guard);
                    let start = self.unit().ops.len() as u32;
                    self.body(body)?;
                    let end = self.unit().ops.len() as u32;
                    self.unit().left.push((depth, start, end));
                }
                Block::With {
                    guard,
                    exit,
                    is_async,
                    position,
                } => {
                    self.unit().close_guard(*guard);
                    reopen.push(*guard);
                    let pos = self.unit().pos;
                    self.unit().pos = *position;
                    let start = self.unit().ops.len() as u32;
                    self.call_exit(*exit, *is_async);
                    let end = self.unit().ops.len() as u32;
                    self.unit().left.push((depth, start, end));
                    self.unit().pos = pos;
                }
            }
        }
        self.unit().blocks = all;
        Ok(reopen)
    }

    /// The protected ranges go on behind the jump.
    fn rejoin(&mut self, guards: Vec<usize>) {
        for g in guards.into_iter().rev() {
            self.unit().reopen_guard(g);
        }
    }
}
