//! Which variable a name means: found for the whole text before any code is
//! made.

use std::collections::HashSet;

use ast::visitor::{Visitor, walk_expr, walk_pattern, walk_stmt};
use ast::{Expr, Stmt};
use rustpython_ruff_python_ast as ast;
use rustpython_ruff_text_size::{Ranged, TextRange};

use crate::base::hash::QuickMap;
use crate::python::parse::SyntaxError;

/// What a name means in a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Var {
    /// A register.
    Local,
    /// A register with a cell that inner functions share.
    Cell,
    /// A cell of an outer function.
    Free,
    /// A name of the module, as a declaration says.
    Global,
    /// A name of the module, or a built-in one.
    Implicit,
}

/// What sort of scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A module, or text given to `exec` or `eval`.
    Module,
    /// A class body.
    Class,
    /// A function.
    Function,
    /// A lambda.
    Lambda,
    /// A comprehension or generator expression.
    Comprehension,
}

/// Which part of the text a scope is.
pub type Key = (TextRange, Kind);

#[derive(Debug, Default, Clone, Copy)]
struct Use {
    bound: bool,
    global: bool,
    nonlocal: bool,
    parameter: bool,
    used: bool,
    /// Deleted somewhere, so that it may be without a value anywhere.
    deleted: bool,
    annotated: bool,
    /// Where it is declared `global` or `nonlocal`.
    declared: TextRange,
}

/// A scope.
#[derive(Debug)]
pub struct Scope {
    /// What sort.
    pub kind: Kind,
    parent: Option<usize>,
    /// Names in the order of their first appearance.
    order: Vec<String>,
    uses: QuickMap<String, Use>,
    /// What each name means.
    pub vars: QuickMap<String, Var>,
    /// Whether there is a `yield`.
    pub yields: bool,
    /// Whether there is an `await`, `async for` or `async with`.
    pub awaits: bool,
    /// Whether there is a walrus, so that operands may change on the way.
    pub walrus: bool,
    /// The class whose names are mangled.
    class: Option<String>,
}

impl Scope {
    /// Local variables in order: parameters first.
    pub fn locals(&self) -> Vec<&String> {
        let mut out: Vec<&String> = self
            .order
            .iter()
            .filter(|n| self.uses[*n].parameter)
            .collect();
        let own = |n: &&String| {
            !self.uses[*n].parameter && matches!(self.vars.get(*n), Some(Var::Local | Var::Cell))
        };
        out.extend(self.order.iter().filter(own));
        out
    }

    /// Whether a variable is deleted somewhere.
    pub fn is_deleted(&self, name: &str) -> bool {
        self.uses.get(name).is_some_and(|u| u.deleted)
    }

    /// Outer functions' variables, in order of name.
    pub fn free(&self) -> Vec<String> {
        let mut out: Vec<String> = self
            .vars
            .iter()
            .filter(|(_, v)| **v == Var::Free)
            .map(|(n, _)| n.clone())
            .collect();
        out.sort();
        out
    }
}

/// All scopes of a text.
#[derive(Debug)]
pub struct Scopes {
    scopes: Vec<Scope>,
    by_key: QuickMap<Key, usize>,
}

impl Scopes {
    /// The scope of a part of the text.
    pub fn get(&self, key: Key) -> Option<&Scope> {
        self.by_key.get(&key).map(|i| &self.scopes[*i])
    }

    /// The scopes of a module.
    ///
    /// # Errors
    /// Declarations that contradict each other.
    pub fn of_module(body: &[Stmt]) -> Result<Scopes, SyntaxError> {
        let mut c = Collector::default();
        c.open((TextRange::default(), Kind::Module));
        c.visit_body(body);
        c.finish()
    }

    /// The scopes of an expression.
    ///
    /// # Errors
    /// As above.
    pub fn of_expression(e: &Expr) -> Result<Scopes, SyntaxError> {
        let mut c = Collector::default();
        c.open((TextRange::default(), Kind::Module));
        c.visit_expr(e);
        c.finish()
    }
}

#[derive(Default)]
struct Collector {
    scopes: Vec<Scope>,
    by_key: QuickMap<Key, usize>,
    stack: Vec<usize>,
    error: Option<SyntaxError>,
}

/// A private name of a class (`__x` in class `C` is `_C__x`).
pub fn mangle(class: Option<&str>, name: &str) -> String {
    match class.map(|c| c.trim_start_matches('_')) {
        Some(class)
            if !class.is_empty()
                && name.starts_with("__")
                && !name.ends_with("__")
                && !name.contains('.') =>
        {
            format!("_{class}{name}")
        }
        _ => name.to_owned(),
    }
}

impl Collector {
    fn open(&mut self, key: Key) {
        let class = self
            .stack
            .last()
            .and_then(|i| self.scopes[*i].class.clone());
        let scope = Scope {
            kind: key.1,
            parent: self.stack.last().copied(),
            order: Vec::new(),
            uses: QuickMap::default(),
            vars: QuickMap::default(),
            yields: false,
            awaits: false,
            walrus: false,
            class,
        };
        self.by_key.insert(key, self.scopes.len());
        self.stack.push(self.scopes.len());
        self.scopes.push(scope);
    }

    fn close(&mut self) {
        self.stack.pop();
    }

    fn scope(&mut self) -> &mut Scope {
        let i = *self.stack.last().unwrap_or(&0);
        &mut self.scopes[i]
    }

    fn note(&mut self, name: &str, set: impl FnOnce(&mut Use)) {
        let scope = self.scope();
        let name = mangle(scope.class.as_deref(), name);
        if !scope.uses.contains_key(&name) {
            scope.order.push(name.clone());
        }
        set(scope.uses.entry(name).or_default());
    }

    fn bind(&mut self, name: &str) {
        self.note(name, |u| u.bound = true);
    }

    fn fail(&mut self, error: SyntaxError) {
        self.error.get_or_insert(error);
    }

    fn declare(&mut self, names: &[ast::Identifier], range: TextRange, global: bool) {
        let word = if global { "global" } else { "nonlocal" };
        for name in names {
            let module = self.scope().kind == Kind::Module;
            let mangled = mangle(self.scope().class.as_deref(), name.as_str());
            let seen = self.scope().uses.get(&mangled).copied().unwrap_or_default();
            let (from, to) = (range.start().into(), range.end().into());
            let fail = |m: String| SyntaxError::new(m, from, to);
            if seen.parameter {
                self.fail(fail(format!("name '{name}' is parameter and {word}")));
            } else if !global && module {
                self.fail(fail(
                    "nonlocal declaration not allowed at module level".into(),
                ));
            } else if seen.global && !global || seen.nonlocal && global {
                self.fail(fail(format!("name '{name}' is nonlocal and global")));
            } else if seen.annotated {
                self.fail(fail(format!("annotated name '{name}' can't be {word}")));
            } else if seen.bound && !module {
                self.fail(fail(format!(
                    "name '{name}' is assigned to before {word} declaration"
                )));
            } else if seen.used && !module {
                self.fail(fail(format!(
                    "name '{name}' is used prior to {word} declaration"
                )));
            }
            self.note(name, |u| {
                u.declared = range;
                if global {
                    u.global = true
                } else {
                    u.nonlocal = true
                }
            });
        }
    }

    /// A name that is annotated must be the scope's own.
    fn annotated(&mut self, name: &ast::ExprName, a: &ast::StmtAnnAssign) {
        let mangled = mangle(self.scope().class.as_deref(), &name.id);
        let seen = self.scope().uses.get(&mangled).copied().unwrap_or_default();
        let word = if seen.global { "global" } else { "nonlocal" };
        if a.simple && (seen.global || seen.nonlocal) {
            let m = format!("annotated name '{}' can't be {word}", name.id);
            self.fail(SyntaxError::at(m, a));
        }
        self.note(&name.id, |u| u.annotated |= a.simple);
    }

    fn function(&mut self, key: Key, parameters: Option<&ast::Parameters>, body: Body<'_>) {
        if let Some(p) = parameters {
            for p in p.iter_non_variadic_params() {
                if let Some(d) = p.default() {
                    self.visit_expr(d);
                }
            }
            if key.1 == Kind::Function {
                for p in p.iter() {
                    if let Some(a) = p.annotation() {
                        self.visit_expr(a);
                    }
                }
            }
        }
        self.open(key);
        if let Some(p) = parameters {
            let mut seen = HashSet::new();
            let kinds = p.posonlyargs.iter().chain(&p.args).chain(&p.kwonlyargs);
            let plain = kinds.map(|p| &p.parameter);
            let rest = p.vararg.iter().chain(&p.kwarg).map(|p| &**p);
            for p in plain.chain(rest) {
                if !seen.insert(p.name.as_str()) {
                    let m = format!("duplicate argument '{}' in function definition", p.name);
                    self.fail(SyntaxError::at(m, &p.name));
                }
                self.note(&p.name, |u| {
                    u.parameter = true;
                    u.bound = true;
                });
            }
        }
        match body {
            Body::Statements(body) => self.visit_body(body),
            Body::Expression(e) => self.visit_expr(e),
        }
        self.close();
    }

    fn comprehension(
        &mut self,
        range: TextRange,
        elements: &[&Expr],
        generators: &[ast::Comprehension],
    ) {
        let Some(first) = generators.first() else {
            return;
        };
        self.visit_expr(&first.iter);
        self.open((range, Kind::Comprehension));
        self.note(".0", |u| {
            u.parameter = true;
            u.bound = true;
        });
        for (i, g) in generators.iter().enumerate() {
            if g.is_async {
                self.scope().awaits = true;
            }
            self.visit_expr(&g.target);
            if i > 0 {
                self.visit_expr(&g.iter);
            }
            for test in &g.ifs {
                self.visit_expr(test);
            }
        }
        for e in elements {
            self.visit_expr(e);
        }
        let awaits = self.scope().awaits;
        self.close();
        if awaits {
            self.scope().awaits = true;
        }
    }

    /// Walrus targets within comprehensions belong to the function around.
    fn bind_walrus(&mut self, name: &str) {
        let at = self
            .stack
            .iter()
            .rposition(|i| self.scopes[*i].kind != Kind::Comprehension);
        let inner = self.stack.len() - 1;
        let at = at.unwrap_or(0);
        if at < inner {
            // In the comprehensions the name is used, not bound.
            for level in at + 1..=inner {
                let i = self.stack[level];
                let scope = &mut self.scopes[i];
                if !scope.uses.contains_key(name) {
                    scope.order.push(name.to_owned());
                }
                let u = scope.uses.entry(name.to_owned()).or_default();
                u.used = true;
                if self.scopes[self.stack[at]].kind == Kind::Function
                    || self.scopes[self.stack[at]].kind == Kind::Lambda
                {
                    let scope = &mut self.scopes[i];
                    if let Some(u) = scope.uses.get_mut(name) {
                        u.nonlocal = true;
                    }
                } else if let Some(u) = self.scopes[i].uses.get_mut(name) {
                    u.global = true;
                }
            }
            let keep = self.stack.split_off(at + 1);
            let global = self.scope().uses.get(name).is_some_and(|u| u.global);
            self.bind(name);
            self.scope().walrus = true;
            self.stack.extend(keep);
            if global {
                for level in at + 1..=inner {
                    let i = self.stack[level];
                    if let Some(u) = self.scopes[i].uses.get_mut(name) {
                        u.nonlocal = false;
                        u.global = true;
                    }
                }
            }
        } else {
            self.bind(name);
        }
        self.scope().walrus = true;
    }

    fn finish(mut self) -> Result<Scopes, SyntaxError> {
        if let Some(error) = self.error {
            return Err(error);
        }
        for i in 0..self.scopes.len() {
            self.resolve(i)?;
        }
        // Inner scopes come after outer ones: their free variables make cells
        // of the outer ones' locals.
        for i in (1..self.scopes.len()).rev() {
            for name in self.scopes[i].free() {
                self.pass_up(i, &name);
            }
        }
        Ok(Scopes {
            scopes: self.scopes,
            by_key: self.by_key,
        })
    }

    fn resolve(&mut self, i: usize) -> Result<(), SyntaxError> {
        let names: Vec<(String, Use)> = self.scopes[i]
            .uses
            .iter()
            .map(|(n, u)| (n.clone(), *u))
            .collect();
        for (name, u) in names {
            let scope = &self.scopes[i];
            let var = if u.global {
                Var::Global
            } else if u.nonlocal {
                if self.bound_outside(i, &name) {
                    Var::Free
                } else {
                    let m = format!("no binding for nonlocal '{name}' found");
                    let at = u.declared;
                    return Err(SyntaxError::new(m, at.start().into(), at.end().into()));
                }
            } else if u.bound {
                if scope.kind == Kind::Module {
                    Var::Implicit
                } else {
                    Var::Local
                }
            } else if self.bound_outside(i, &name) {
                Var::Free
            } else {
                Var::Implicit
            };
            self.scopes[i].vars.insert(name, var);
        }
        Ok(())
    }

    /// Whether a function around the scope binds the name.
    fn bound_outside(&self, i: usize, name: &str) -> bool {
        let mut at = self.scopes[i].parent;
        while let Some(p) = at {
            let scope = &self.scopes[p];
            match scope.kind {
                Kind::Module => return false,
                Kind::Class => {
                    if name == "__class__" {
                        return true;
                    }
                }
                _ => {
                    if let Some(u) = scope.uses.get(name) {
                        if u.global {
                            return false;
                        }
                        if u.bound && !u.nonlocal {
                            return true;
                        }
                    }
                }
            }
            at = scope.parent;
        }
        false
    }

    /// A free variable of a scope: a cell of the next function around that
    /// binds it, passed on by those between.
    fn pass_up(&mut self, i: usize, name: &str) {
        let Some(p) = self.scopes[i].parent else {
            return;
        };
        let scope = &mut self.scopes[p];
        if scope.kind == Kind::Class {
            if name == "__class__" {
                scope.vars.insert(name.to_owned(), Var::Cell);
                if !scope.order.iter().any(|n| n == name) {
                    scope.order.push(name.to_owned());
                    scope.uses.entry(name.to_owned()).or_default();
                }
                return;
            }
            // What the class itself binds under that name stays its own; the
            // cell passes through under a name of its own.
            match scope.vars.get(name) {
                Some(Var::Local | Var::Global) => {
                    scope.vars.insert(format!("{name} "), Var::Free);
                }
                _ => {
                    scope.vars.insert(name.to_owned(), Var::Free);
                }
            }
            self.pass_up(p, name);
            return;
        }
        match scope.vars.get(name) {
            Some(Var::Local) => {
                scope.vars.insert(name.to_owned(), Var::Cell);
            }
            Some(Var::Cell) => {}
            _ => {
                scope.vars.insert(name.to_owned(), Var::Free);
                self.pass_up(p, name);
            }
        }
    }
}

enum Body<'a> {
    Statements(&'a [Stmt]),
    Expression(&'a Expr),
}

impl<'a> Visitor<'a> for Collector {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::FunctionDef(f) => {
                for d in &f.decorator_list {
                    self.visit_expr(&d.expression);
                }
                if let Some(r) = &f.returns {
                    self.visit_expr(r);
                }
                self.bind(&f.name);
                let body = Body::Statements(&f.body);
                self.function((f.range, Kind::Function), Some(&f.parameters), body);
            }
            Stmt::ClassDef(c) => {
                for d in &c.decorator_list {
                    self.visit_expr(&d.expression);
                }
                if let Some(args) = &c.arguments {
                    self.visit_arguments(args);
                }
                self.bind(&c.name);
                self.open((c.range, Kind::Class));
                self.scope().class = Some(c.name.to_string());
                self.visit_body(&c.body);
                self.close();
            }
            Stmt::Global(g) => self.declare(&g.names, g.range, true),
            Stmt::Nonlocal(n) => self.declare(&n.names, n.range, false),
            Stmt::Import(i) => {
                for alias in &i.names {
                    let first = alias.name.split('.').next().unwrap_or_default();
                    let name = alias.asname.as_ref().map_or(first, |n| n.as_str());
                    self.bind(name);
                }
            }
            Stmt::ImportFrom(i) => {
                for alias in &i.names {
                    if alias.name.as_str() != "*" {
                        self.bind(alias.asname.as_ref().unwrap_or(&alias.name));
                    }
                }
            }
            Stmt::AnnAssign(a) => {
                if let Expr::Name(n) = &*a.target {
                    self.annotated(n, a);
                    if a.simple || a.value.is_some() {
                        self.bind(&n.id);
                    }
                } else {
                    self.visit_expr(&a.target);
                }
                if !matches!(self.scope().kind, Kind::Function | Kind::Lambda) {
                    self.visit_expr(&a.annotation);
                }
                if let Some(v) = &a.value {
                    self.visit_expr(v);
                }
            }
            Stmt::AugAssign(a) => {
                if let Expr::Name(n) = &*a.target {
                    self.note(&n.id, |u| u.used = true);
                }
                walk_stmt(self, stmt);
            }
            Stmt::For(f) => {
                if f.is_async {
                    self.scope().awaits = true;
                }
                walk_stmt(self, stmt);
            }
            Stmt::With(w) => {
                if w.is_async {
                    self.scope().awaits = true;
                }
                walk_stmt(self, stmt);
            }
            Stmt::Try(t) => {
                for h in &t.handlers {
                    let ast::ExceptHandler::ExceptHandler(h) = h;
                    if let Some(n) = &h.name {
                        self.note(n, |u| {
                            u.bound = true;
                            u.deleted = true;
                        });
                    }
                }
                walk_stmt(self, stmt);
            }
            _ => walk_stmt(self, stmt),
        }
    }

    fn visit_expr(&mut self, e: &'a Expr) {
        match e {
            Expr::Name(n) => match n.ctx {
                ast::ExprContext::Load => {
                    self.note(&n.id, |u| u.used = true);
                    if n.id.as_str() == "super"
                        && matches!(
                            self.scope().kind,
                            Kind::Function | Kind::Lambda | Kind::Comprehension
                        )
                    {
                        self.note("__class__", |u| u.used = true);
                    }
                }
                ast::ExprContext::Del => self.note(&n.id, |u| {
                    u.bound = true;
                    u.deleted = true;
                }),
                _ => self.bind(&n.id),
            },
            Expr::Lambda(l) => {
                let body = Body::Expression(&l.body);
                self.function((l.range, Kind::Lambda), l.parameters.as_deref(), body);
            }
            Expr::ListComp(c) => self.comprehension(c.range, &[&c.elt], &c.generators),
            Expr::SetComp(c) => self.comprehension(c.range, &[&c.elt], &c.generators),
            Expr::Generator(c) => {
                let awaits = self.scope().awaits;
                self.comprehension(c.range, &[&c.elt], &c.generators);
                self.scope().awaits = awaits;
            }
            Expr::DictComp(c) => {
                self.comprehension(c.range, &[&c.key, &c.value], &c.generators);
            }
            Expr::Named(n) => {
                self.visit_expr(&n.value);
                if let Expr::Name(name) = &*n.target {
                    self.bind_walrus(&name.id);
                }
            }
            Expr::Yield(_) | Expr::YieldFrom(_) => {
                self.scope().yields = true;
                walk_expr(self, e);
            }
            Expr::Await(_) => {
                self.scope().awaits = true;
                walk_expr(self, e);
            }
            _ => walk_expr(self, e),
        }
    }

    fn visit_pattern(&mut self, p: &'a ast::Pattern) {
        // In CPython's order, which is that of `locals()`: inner names first.
        walk_pattern(self, p);
        match p {
            ast::Pattern::MatchAs(a) => {
                if let Some(n) = &a.name {
                    self.bind(n);
                }
            }
            ast::Pattern::MatchStar(s) => {
                if let Some(n) = &s.name {
                    self.bind(n);
                }
            }
            ast::Pattern::MatchMapping(m) => {
                if let Some(n) = &m.rest {
                    self.bind(n);
                }
            }
            _ => {}
        }
    }
}

/// The range of a part of the tree, as the key of its scope.
pub fn key(node: &impl Ranged, kind: Kind) -> Key {
    (node.range(), kind)
}
