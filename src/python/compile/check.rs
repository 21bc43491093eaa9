//! What CPython's compiler refuses of what its parser takes
//! (`Python/compile.c`, `Python/symtable.c`), as far as names do not matter.

use std::collections::HashSet;

use ast::visitor::{self, Visitor};
use ast::{Expr, Pattern, Stmt};
use rustpython_ruff_python_ast as ast;
use rustpython_ruff_text_size::Ranged;

use crate::python::parse::SyntaxError;

/// The first thing in a module that is refused.
///
/// # Errors
/// That thing.
pub(super) fn module(text: &str, body: &[Stmt]) -> Result<(), SyntaxError> {
    let mut checker = Checker::new(text);
    checker.futures(body);
    checker.visit_body(body);
    checker.error.map_or(Ok(()), Err)
}

/// The first thing in an expression that is refused.
///
/// # Errors
/// That thing.
pub(super) fn expression(text: &str, e: &Expr) -> Result<(), SyntaxError> {
    let mut checker = Checker::new(text);
    checker.visit_expr(e);
    checker.error.map_or(Ok(()), Err)
}

/// What code is part of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    Module,
    Class,
    Function,
    Async,
}

/// A comprehension around an expression.
struct Comprehended {
    names: HashSet<String>,
    /// Whether it is what is gone through that is looked at.
    in_iterable: bool,
    is_async: bool,
}

struct Checker<'a> {
    text: &'a str,
    error: Option<SyntaxError>,
    around: Around,
    comprehensions: Vec<Comprehended>,
    /// Within `except*`: whether loops begun there are around.
    in_star: Option<bool>,
    /// Where other code than imports of `__future__` begins.
    code: u32,
}

impl<'a> Checker<'a> {
    fn new(text: &'a str) -> Checker<'a> {
        Checker {
            text,
            error: None,
            around: Around::Module,
            comprehensions: Vec::new(),
            in_star: None,
            code: u32::MAX,
        }
    }

    fn fail(&mut self, message: impl Into<String>, at: &impl Ranged) {
        self.error.get_or_insert(SyntaxError::at(message, at));
    }

    /// Finds where other code than imports of `__future__` begins.
    fn futures(&mut self, body: &[Stmt]) {
        let is_future = |s: &Stmt| matches!(s, Stmt::ImportFrom(i) if i.module.as_deref() == Some("__future__"));
        let is_doc = |s: &Stmt| matches!(s, Stmt::Expr(e) if e.value.is_string_literal_expr());
        let other = body
            .iter()
            .enumerate()
            .find(|(i, s)| !(is_future(s) || *i == 0 && is_doc(s)));
        self.code = other.map_or(u32::MAX, |(_, s)| s.range().start().to_u32());
    }

    /// Goes through what runs by itself.
    fn within(&mut self, around: Around, go: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.around, around);
        let comprehensions = std::mem::take(&mut self.comprehensions);
        let in_star = self.in_star.take();
        go(self);
        self.around = outer;
        self.comprehensions = comprehensions;
        self.in_star = in_star;
    }

    fn in_loop(&mut self, go: impl FnOnce(&mut Self)) {
        let outer = self.in_star;
        self.in_star = outer.map(|_| true);
        go(self);
        self.in_star = outer;
    }

    fn cases(&mut self, m: &ast::StmtMatch) {
        for (i, case) in m.cases.iter().enumerate() {
            let last = i + 1 == m.cases.len();
            self.pattern(&case.pattern, last || case.guard.is_some());
        }
    }

    /// A pattern, and whether it may match everything.
    fn pattern(&mut self, p: &Pattern, may_match_all: bool) {
        match p {
            Pattern::MatchAs(a) => match (&a.pattern, &a.name) {
                (Some(inner), name) => {
                    if name.as_ref().is_none_or(|name| name.as_str() == "_") {
                        let end = u32::from(a.range.end());
                        self.error.get_or_insert(SyntaxError::new(
                            "cannot use '_' as a target",
                            end - 1,
                            end,
                        ));
                    }
                    self.pattern(inner, may_match_all);
                }
                (None, _) if may_match_all => {}
                (None, Some(name)) => self.fail(
                    format!("name capture '{name}' makes remaining patterns unreachable"),
                    p,
                ),
                (None, None) => self.fail("wildcard makes remaining patterns unreachable", p),
            },
            Pattern::MatchOr(o) => {
                for (i, one) in o.patterns.iter().enumerate() {
                    let last = i + 1 == o.patterns.len();
                    self.pattern(one, last && may_match_all);
                }
            }
            Pattern::MatchSequence(s) => {
                let stars = s.patterns.iter().filter(|p| p.is_match_star()).count();
                if stars > 1 {
                    self.fail("multiple starred names in sequence pattern", p);
                }
                s.patterns.iter().for_each(|p| self.pattern(p, true));
            }
            Pattern::MatchMapping(m) => self.mapping(m, p),
            Pattern::MatchClass(c) => {
                let mut seen = HashSet::new();
                for k in &c.arguments.keywords {
                    if !seen.insert(k.attr.as_str()) {
                        let m = format!("attribute name repeated in class pattern: {}", k.attr);
                        self.fail(m, &k.pattern);
                    }
                    self.pattern(&k.pattern, true);
                }
                (c.arguments.patterns.iter()).for_each(|p| self.pattern(p, true));
            }
            Pattern::MatchValue(v) if v.value.is_f_string_expr() => {
                self.fail("patterns may only match literals and attribute lookups", p);
            }
            _ => {}
        }
    }

    fn mapping(&mut self, m: &ast::PatternMatchMapping, p: &Pattern) {
        let mut seen = HashSet::new();
        for key in m.keys.iter().filter(|key| !key.is_attribute_expr()) {
            let text = &self.text[key.range()];
            if !seen.insert(text) {
                let m = format!("mapping pattern checks duplicate key ({text})");
                self.fail(m, p);
            }
        }
        m.patterns.iter().for_each(|p| self.pattern(p, true));
    }

    /// A comprehension, unless its values are asked for one by one.
    fn comprehension(&mut self, e: &Expr, generators: &[ast::Comprehension], eager: bool) {
        let mut names = HashSet::new();
        for g in generators {
            bound(&g.target, &mut names);
        }
        self.comprehensions.push(Comprehended {
            names,
            in_iterable: false,
            is_async: generators.iter().any(|g| g.is_async),
        });
        visitor::walk_expr(self, e);
        let is_async = self.comprehensions.pop().is_some_and(|c| c.is_async);
        let allowed = self.around == Around::Async
            || self
                .comprehensions
                .last()
                .is_some_and(|outer| outer.is_async);
        if is_async && eager && !allowed {
            self.fail(
                "asynchronous comprehension outside of an asynchronous function",
                e,
            );
        }
    }

    fn named(&mut self, e: &ast::ExprNamed) {
        let Expr::Name(name) = &*e.target else { return };
        if self.comprehensions.iter().any(|c| c.in_iterable) {
            let m = "assignment expression cannot be used in a comprehension iterable expression";
            return self.fail(m, e);
        }
        let rebinds = |c: &Comprehended| c.names.contains(name.id.as_str());
        if self.comprehensions.iter().any(rebinds) {
            let m = format!(
                "assignment expression cannot rebind comprehension iteration variable '{}'",
                name.id
            );
            self.fail(m, name);
        } else if !self.comprehensions.is_empty() && self.around == Around::Class {
            let m = "assignment expression within a comprehension cannot be used in a class body";
            self.fail(m, name);
        }
    }
}

/// The names that a target binds.
fn bound(target: &Expr, names: &mut HashSet<String>) {
    match target {
        Expr::Name(n) => {
            names.insert(n.id.to_string());
        }
        Expr::Tuple(t) => t.elts.iter().for_each(|e| bound(e, names)),
        Expr::List(l) => l.elts.iter().for_each(|e| bound(e, names)),
        Expr::Starred(s) => bound(&s.value, names),
        _ => {}
    }
}

impl<'a> Visitor<'a> for Checker<'_> {
    fn visit_stmt(&mut self, s: &'a Stmt) {
        const OF_STAR: &str = "'break', 'continue' and 'return' cannot appear in an except* block";
        match s {
            Stmt::FunctionDef(f) => {
                let around = match f.is_async {
                    true => Around::Async,
                    false => Around::Function,
                };
                for d in &f.decorator_list {
                    self.visit_decorator(d);
                }
                self.visit_parameters(&f.parameters);
                self.within(around, |c| c.visit_body(&f.body));
            }
            Stmt::ClassDef(k) => {
                for d in &k.decorator_list {
                    self.visit_decorator(d);
                }
                if let Some(arguments) = &k.arguments {
                    self.visit_arguments(arguments);
                }
                self.within(Around::Class, |c| c.visit_body(&k.body));
            }
            Stmt::For(_) | Stmt::While(_) => self.in_loop(|c| visitor::walk_stmt(c, s)),
            Stmt::Break(_) | Stmt::Continue(_) if self.in_star == Some(false) => {
                self.fail(OF_STAR, s);
            }
            Stmt::Return(_) if self.in_star.is_some() => self.fail(OF_STAR, s),
            Stmt::Try(t) if t.is_star => {
                self.visit_body(&t.body);
                let outer = self.in_star.replace(false);
                for handler in &t.handlers {
                    self.visit_except_handler(handler);
                }
                self.in_star = outer;
                self.visit_body(&t.orelse);
                self.visit_body(&t.finalbody);
            }
            Stmt::Match(m) => {
                self.cases(m);
                visitor::walk_stmt(self, s);
            }
            Stmt::ImportFrom(i) if i.module.as_deref() == Some("__future__") => {
                if i.range.start().to_u32() > self.code {
                    let m = "from __future__ imports must occur at the beginning of the file";
                    self.fail(m, s);
                }
            }
            _ => visitor::walk_stmt(self, s),
        }
    }

    fn visit_expr(&mut self, e: &'a Expr) {
        match e {
            Expr::Lambda(l) => {
                if let Some(p) = &l.parameters {
                    self.visit_parameters(p);
                }
                self.within(Around::Function, |c| c.visit_expr(&l.body));
            }
            Expr::ListComp(c) => self.comprehension(e, &c.generators, true),
            Expr::SetComp(c) => self.comprehension(e, &c.generators, true),
            Expr::DictComp(c) => self.comprehension(e, &c.generators, true),
            Expr::Generator(g) => self.comprehension(e, &g.generators, false),
            Expr::Named(n) => {
                self.named(n);
                visitor::walk_expr(self, e);
            }
            Expr::Await(_) => {
                if let Some(c) = self.comprehensions.last_mut() {
                    c.is_async |= !c.in_iterable;
                }
                visitor::walk_expr(self, e);
            }
            _ => visitor::walk_expr(self, e),
        }
    }

    fn visit_comprehension(&mut self, c: &'a ast::Comprehension) {
        let within = |this: &mut Self, inside| {
            if let Some(last) = this.comprehensions.last_mut() {
                last.in_iterable = inside;
            }
        };
        within(self, true);
        self.visit_expr(&c.iter);
        within(self, false);
        self.visit_expr(&c.target);
        c.ifs.iter().for_each(|e| self.visit_expr(e));
    }
}
