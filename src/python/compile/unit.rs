//! The code under construction: registers, jumps, constants, tables.

use std::rc::Rc;

use num_bigint::BigInt;

use crate::base::hash::QuickMap;
use crate::python::code::{Code, CodeKind, Handler, Handling, Op, Position, Reg, Site, Target};
use crate::python::compile::scope::{Kind, Scope, Var};
use crate::python::object::{Str, intern};
use crate::python::source::Source;
use crate::python::value::Value;

/// A place in the code that is not known yet.
pub type Label = u16;

/// What a jump out of a block must do on its way.
#[derive(Clone)]
pub enum Block<'a> {
    /// A loop: where `break` and `continue` go.
    Loop {
        /// Behind it.
        end: Label,
        /// Its next turn.
        next: Label,
    },
    /// A protected range with a `finally`.
    Finally {
        /// Its handler.
        guard: usize,
        /// Its body.
        body: &'a [rustpython_ruff_python_ast::Stmt],
    },
    /// A protected range of a `with`.
    With {
        /// Its handler.
        guard: usize,
        /// Where the bound `__exit__` is.
        exit: Reg,
        /// `async with`.
        is_async: bool,
        /// Where errors of leaving it are shown.
        position: Position,
    },
    /// A protected range whose leaving needs nothing.
    Guard(usize),
    /// A handler's body with a name that goes at its end.
    Name {
        /// Its handler.
        guard: usize,
        /// The name.
        name: String,
    },
}

/// A protected range: where it began since it was last interrupted.
pub struct Guard {
    label: Label,
    reg: Reg,
    open: Option<u32>,
}

/// Where a variable is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In a register.
    Register(Reg),
    /// In a cell in a register.
    Cell(Reg),
    /// In the namespace of a class body.
    Name,
    /// In the module.
    Global,
}

/// The code under construction.
pub struct Unit<'a> {
    pub name: String,
    pub qualname: String,
    pub kind: Kind,
    pub scope: &'a Scope,
    pub ops: Vec<Op>,
    pub positions: Vec<Position>,
    pub consts: Vec<Value>,
    const_index: QuickMap<String, u16>,
    names: Vec<Rc<Str>>,
    name_index: QuickMap<String, u16>,
    sites: Vec<Rc<Str>>,
    site_index: QuickMap<(String, u32), u16>,
    labels: Vec<Option<u32>>,
    guards: Vec<Guard>,
    handlers: Vec<(u32, u32, Label, Reg)>,
    pub handling: Vec<Handling>,
    pub locals: QuickMap<String, Reg>,
    pub local_names: Vec<String>,
    pub free: Vec<String>,
    free_base: Reg,
    /// The next temporary.
    next: Reg,
    most: Reg,
    pub blocks: Vec<Block<'a>>,
    /// Code that leaves a block on a jump out of it: how deep the block is,
    /// first instruction, behind the last.
    pub left: Vec<(usize, u32, u32)>,
    pub pos: Position,
    pub code_kind: CodeKind,
    pub class: Option<String>,
    /// Which locals certainly have a value here.
    pub bound: Vec<bool>,
    /// Whether code here can be reached.
    pub reachable: bool,
    pub too_large: bool,
    pub first_line: u32,
}

/// How many parameters a function has.
#[derive(Debug, Default, Clone, Copy)]
pub struct Parameters {
    pub positional: u16,
    pub positional_only: u16,
    pub keyword_only: u16,
    pub varargs: bool,
    pub kwargs: bool,
}

impl<'a> Unit<'a> {
    /// An empty one.
    pub fn new(name: &str, qualname: String, scope: &'a Scope) -> Unit<'a> {
        let registers = !matches!(scope.kind, Kind::Module);
        let local_names: Vec<String> = if !registers {
            Vec::new()
        } else if scope.kind == Kind::Class {
            // Of a class body, only `__class__` is a register.
            let cell = scope.vars.get("__class__") == Some(&Var::Cell);
            cell.then(|| "__class__".to_owned()).into_iter().collect()
        } else {
            scope.locals().into_iter().cloned().collect()
        };
        let locals = local_names.iter().cloned().zip(0..).collect();
        let free = scope.free();
        let free_base = local_names.len() as Reg;
        let next = free_base + free.len() as Reg;
        let bound = vec![false; local_names.len()];
        Unit {
            name: name.to_owned(),
            qualname,
            kind: scope.kind,
            scope,
            ops: Vec::new(),
            positions: Vec::new(),
            consts: Vec::new(),
            const_index: QuickMap::default(),
            names: Vec::new(),
            name_index: QuickMap::default(),
            sites: Vec::new(),
            site_index: QuickMap::default(),
            labels: Vec::new(),
            guards: Vec::new(),
            handlers: Vec::new(),
            handling: Vec::new(),
            locals,
            local_names,
            free,
            free_base,
            next,
            most: next,
            blocks: Vec::new(),
            left: Vec::new(),
            pos: Position::default(),
            code_kind: CodeKind::Plain,
            class: None,
            bound,
            reachable: true,
            too_large: false,
            first_line: 1,
        }
    }

    /// Adds an instruction.
    pub fn emit(&mut self, op: Op) {
        if self.ops.len() >= usize::from(u16::MAX) - 1 {
            self.too_large = true;
            return;
        }
        self.ops.push(op);
        self.positions.push(self.pos);
    }

    /// The next temporary.
    pub fn temp(&mut self) -> Reg {
        self.temps(1)
    }

    /// Consecutive temporaries.
    pub fn temps(&mut self, n: usize) -> Reg {
        let r = self.next;
        let after = usize::from(r) + n;
        if after > usize::from(u16::MAX) - 8 {
            self.too_large = true;
            return r;
        }
        self.next = after as Reg;
        self.most = self.most.max(self.next);
        r
    }

    /// Where temporaries stand now.
    pub fn mark(&self) -> Reg {
        self.next
    }

    /// Gives temporaries back.
    pub fn reset(&mut self, mark: Reg) {
        self.next = mark;
    }

    /// Whether a register is a temporary.
    pub fn is_temp(&self, r: Reg) -> bool {
        r >= self.free_base + self.free.len() as Reg
    }

    /// A label for a place that comes later.
    pub fn label(&mut self) -> Label {
        self.labels.push(None);
        (self.labels.len() - 1) as Label
    }

    /// The label is here.
    pub fn place(&mut self, label: Label) {
        self.labels[usize::from(label)] = Some(self.ops.len() as u32);
        self.reachable = true;
    }

    /// Jumps.
    pub fn jump(&mut self, label: Label) {
        self.emit(Op::Jump { target: label });
        self.reachable = false;
    }

    /// The number of a constant. Text and numbers are shared.
    pub fn constant(&mut self, value: Value) -> u16 {
        let key = match &value {
            Value::Int(n) => Some(format!("i{n}")),
            Value::Float(x) => Some(format!("f{}", x.to_bits())),
            Value::Str(s) => Some(format!("s{}", s.as_str())),
            Value::Big(n) => Some(format!("b{n}")),
            Value::Bool(b) => Some(format!("t{b}")),
            Value::None => Some("n".into()),
            _ => None,
        };
        if let Some(k) = key.as_ref().and_then(|k| self.const_index.get(k)) {
            return *k;
        }
        let k = self.consts.len();
        if k >= usize::from(u16::MAX) {
            self.too_large = true;
            return 0;
        }
        // Short texts that look like names are the same object everywhere.
        let value = match &value {
            Value::Str(s)
                if s.len() <= 40
                    && s.as_str()
                        .bytes()
                        .all(|b| b.is_ascii_alphanumeric() || b == b'_') =>
            {
                Value::Str(intern(s.as_str()))
            }
            _ => value,
        };
        self.consts.push(value);
        if let Some(key) = key {
            self.const_index.insert(key, k as u16);
        }
        k as u16
    }

    /// The number of a name.
    pub fn name(&mut self, name: &str) -> u16 {
        if let Some(i) = self.name_index.get(name) {
            return *i;
        }
        let i = self.names.len() as u16;
        self.names.push(intern(name));
        self.name_index.insert(name.to_owned(), i);
        i
    }

    /// A look-up of a module's name; all of one name share a memory.
    pub fn global_site(&mut self, name: &str) -> u16 {
        let key = (name.to_owned(), u32::MAX);
        if let Some(i) = self.site_index.get(&key) {
            return *i;
        }
        let i = self.attr_site(name);
        self.site_index.insert(key, i);
        i
    }

    /// A look-up of an attribute, with a memory of its own.
    pub fn attr_site(&mut self, name: &str) -> u16 {
        if self.sites.len() >= usize::from(u16::MAX) {
            self.too_large = true;
            return 0;
        }
        self.sites.push(intern(name));
        (self.sites.len() - 1) as u16
    }

    /// A local variable has a value from here on, unless it is deleted
    /// somewhere.
    pub fn set_bound(&mut self, r: Reg) {
        let i = usize::from(r);
        self.bound[i] = !self.scope.is_deleted(&self.local_names[i]);
    }

    /// Where a variable is.
    pub fn find(&self, name: &str) -> Place {
        match (self.kind, self.scope.vars.get(name)) {
            (_, Some(Var::Global)) => Place::Global,
            (Kind::Class, Some(Var::Cell)) if name == "__class__" => Place::Cell(self.locals[name]),
            (Kind::Class, Some(Var::Local | Var::Cell)) => Place::Name,
            (_, Some(Var::Local)) => Place::Register(self.locals[name]),
            (_, Some(Var::Cell)) => Place::Cell(self.locals[name]),
            (_, Some(Var::Free)) => Place::Cell(self.free_register(name)),
            (Kind::Class, _) => Place::Name,
            (_, _) => Place::Global,
        }
    }

    /// The register of an outer function's cell.
    pub fn free_register(&self, name: &str) -> Reg {
        let at = self
            .free
            .iter()
            .position(|n| n.trim_end() == name)
            .unwrap_or(0);
        self.free_base + at as Reg
    }

    /// The register of the cell that an inner function takes along.
    pub fn cell_register(&self, name: &str) -> Reg {
        let name = name.trim_end();
        match self.scope.vars.get(name) {
            Some(Var::Cell) => self.locals[name],
            _ => self.free_register(name),
        }
    }

    /// Begins a protected range.
    pub fn guard(&mut self, label: Label, reg: Reg) -> usize {
        self.guards.push(Guard {
            label,
            reg,
            open: Some(self.ops.len() as u32),
        });
        self.guards.len() - 1
    }

    /// Interrupts or ends a protected range.
    pub fn close_guard(&mut self, guard: usize) {
        let now = self.ops.len() as u32;
        let g = &mut self.guards[guard];
        if let Some(start) = g.open.take()
            && start < now
        {
            self.handlers.push((start, now, g.label, g.reg));
        }
    }

    /// Goes on with a protected range.
    pub fn reopen_guard(&mut self, guard: usize) {
        self.guards[guard].open = Some(self.ops.len() as u32);
    }

    /// Makes the code.
    pub fn finish(mut self, source: &Rc<Source>, p: Parameters, doc: Value) -> Code {
        let target = |labels: &[Option<u32>], l: Label| -> Target {
            labels.get(usize::from(l)).copied().flatten().unwrap_or(0) as Target
        };
        for op in &mut self.ops {
            match op {
                Op::Jump { target: t }
                | Op::JumpIf { target: t, .. }
                | Op::JumpIfNot { target: t, .. }
                | Op::JumpUnless { target: t, .. }
                | Op::JumpUnlessInt { target: t, .. }
                | Op::JumpWhen { target: t, .. }
                | Op::ForIter { target: t, .. }
                | Op::JumpUnlessMatch { target: t, .. }
                | Op::JumpUnlessStop { target: t, .. }
                | Op::JumpIfNone { target: t, .. } => *t = target(&self.labels, *t),
                _ => {}
            }
        }
        let handlers = self
            .handlers
            .iter()
            .map(|(start, end, label, reg)| Handler {
                start: *start,
                end: *end,
                target: u32::from(target(&self.labels, *label)),
                reg: *reg,
            })
            .collect();
        let is_cell = |n: &String| self.scope.vars.get(n) == Some(&Var::Cell);
        let mut cells: Vec<(Reg, Rc<Str>)> = Vec::new();
        for (r, n) in self.local_names.iter().enumerate() {
            if is_cell(n) {
                cells.push((r as Reg, intern(n)));
            }
        }
        for (i, n) in self.free.iter().enumerate() {
            cells.push((self.free_base + i as Reg, intern(n.trim_end())));
        }
        let is_function = !matches!(self.kind, Kind::Module | Kind::Class);
        Code {
            name: intern(&self.name),
            qualname: intern(&self.qualname),
            source: source.clone(),
            first_line: self.first_line,
            kind: self.code_kind,
            ops: self.ops,
            positions: self.positions,
            consts: self.consts,
            names: self.names,
            sites: self
                .sites
                .into_iter()
                .map(|name| Site {
                    name,
                    version: Default::default(),
                    place: Default::default(),
                    value: Default::default(),
                    found: Default::default(),
                })
                .collect(),
            handlers,
            handling: self.handling,
            registers: self.most,
            positional: p.positional,
            positional_only: p.positional_only,
            keyword_only: p.keyword_only,
            parameters: p.positional + p.keyword_only + u16::from(p.varargs) + u16::from(p.kwargs),
            has_varargs: p.varargs,
            has_kwargs: p.kwargs,
            simple: p.keyword_only == 0 && !p.varargs && !p.kwargs,
            locals: self.local_names.iter().map(|n| intern(n)).collect(),
            cells,
            free_names: self.free.iter().map(|n| intern(n.trim_end())).collect(),
            free_base: self.free_base,
            captures: Vec::new(),
            doc,
            has_namespace: self.kind == Kind::Class,
            is_function,
            id: Default::default(),
        }
    }
}

/// An integer of the syntax tree.
pub fn integer(n: &rustpython_ruff_python_ast::Int) -> Value {
    match n.as_i64() {
        Some(n) => Value::Int(n),
        None => {
            let text = n.to_string();
            let text = text.replace('_', "");
            let (digits, radix) = match text.get(..2) {
                Some("0x" | "0X") => (&text[2..], 16),
                Some("0o" | "0O") => (&text[2..], 8),
                Some("0b" | "0B") => (&text[2..], 2),
                _ => (text.as_str(), 10),
            };
            let n = BigInt::parse_bytes(digits.as_bytes(), radix).unwrap_or_default();
            Value::big(n)
        }
    }
}
