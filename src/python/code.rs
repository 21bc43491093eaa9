//! Compiled code: instructions over registers.
//!
//! A frame has a window of registers: parameters, other local variables,
//! cells, then temporaries. Arguments of a call stand in consecutive
//! temporaries, and the callee's window begins where they stand, so that a
//! call moves nothing.

mod op;

use std::cell::Cell;
use std::rc::Rc;

use crate::python::object::Str;
use crate::python::object::hash::Id;
use crate::python::source::Source;
use crate::python::value::Value;

pub use op::{BinOp, CmpOp, Convert, Op, UnOp};

/// A register of the frame.
pub type Reg = u16;
/// The number of an instruction.
pub type Target = u16;
/// No register.
pub const NONE: Reg = u16::MAX;

/// A place where a name is looked up, and what was found there last.
#[derive(Debug)]
pub struct Site {
    /// The name.
    pub name: Rc<Str>,
    /// Class version or dict version for which the rest holds.
    pub version: Cell<u32>,
    /// Where in the dict.
    pub place: Cell<u32>,
    /// What was found in the class.
    pub value: std::cell::RefCell<Value>,
    /// What the rest tells of.
    pub found: Cell<Found>,
}

/// What a look-up found for a class, so that it need not look again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Found {
    /// Nothing that lasts.
    #[default]
    Nothing,
    /// An attribute of the instance itself, which nothing of the class hides.
    Own,
    /// The function in Python that reads a property.
    Property,
    /// A value of the class that binds to nothing.
    Class,
    /// A method.
    Method,
}

/// Where an instruction came from: lines from 1, columns in bytes from 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Position {
    /// First line.
    pub line: u32,
    /// Column of the first character.
    pub column: u32,
    /// Last line.
    pub end_line: u32,
    /// Column behind the last character.
    pub end_column: u32,
}

/// Where an exception raised in a range of instructions goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handler {
    /// First instruction.
    pub start: u32,
    /// Behind the last.
    pub end: u32,
    /// Where to go on.
    pub target: u32,
    /// Where the exception is put.
    pub reg: Reg,
}

/// Instructions that run while an exception is being handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handling {
    /// First instruction.
    pub start: u32,
    /// Behind the last.
    pub end: u32,
    /// Where the exception is.
    pub reg: Reg,
}

/// What calling the code makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeKind {
    /// It runs.
    Plain,
    /// A generator.
    Generator,
    /// A coroutine.
    Coroutine,
    /// An asynchronous generator.
    AsyncGenerator,
}

/// Compiled code of a module, class body, function, lambda or comprehension.
#[derive(Debug)]
pub struct Code {
    /// Its name.
    pub name: Rc<Str>,
    /// Its name with those around it.
    pub qualname: Rc<Str>,
    /// Where it was written.
    pub source: Rc<Source>,
    /// Line of its first line.
    pub first_line: u32,
    /// What calling it makes.
    pub kind: CodeKind,
    /// The instructions.
    pub ops: Vec<Op>,
    /// Where each came from.
    pub positions: Vec<Position>,
    /// Constants.
    pub consts: Vec<Value>,
    /// Names.
    pub names: Vec<Rc<Str>>,
    /// Look-ups with a memory.
    pub sites: Vec<Site>,
    /// Exception handlers, inner ones first.
    pub handlers: Vec<Handler>,
    /// Handlers' bodies, inner ones first.
    pub handling: Vec<Handling>,
    /// How many registers a frame has.
    pub registers: u16,
    /// Positional parameters, positional-only ones among them.
    pub positional: u16,
    /// Positional-only parameters.
    pub positional_only: u16,
    /// Keyword-only parameters.
    pub keyword_only: u16,
    /// How many registers all parameters take.
    pub parameters: u16,
    /// Whether there is a `*args`.
    pub has_varargs: bool,
    /// Whether there is a `**kwargs`.
    pub has_kwargs: bool,
    /// Whether a call with the right number of positional arguments can begin
    /// at once.
    pub simple: bool,
    /// Names of the local variables; their registers are their numbers.
    pub locals: Vec<Rc<Str>>,
    /// Registers that are cells, with their names, own and outer ones.
    pub cells: Vec<(Reg, Rc<Str>)>,
    /// Names of outer functions' variables.
    pub free_names: Vec<Rc<Str>>,
    /// The first register of those.
    pub free_base: Reg,
    /// Registers of the enclosing frame whose cells it takes along.
    pub captures: Vec<Reg>,
    /// Its docstring, or None.
    pub doc: Value,
    /// Whether names are looked up in a namespace first (class body, `exec`).
    pub has_namespace: bool,
    /// Whether it is a function, whose name stands in tracebacks' qualnames.
    pub is_function: bool,
    /// Its number, for `id`.
    pub id: Id,
}

impl Code {
    /// The line of an instruction.
    pub fn line(&self, pc: usize) -> u32 {
        self.positions.get(pc).map_or(self.first_line, |p| p.line)
    }

    /// Where an exception raised at an instruction goes.
    pub fn handler_at(&self, pc: u32) -> Option<&Handler> {
        self.handlers.iter().find(|h| h.start <= pc && pc < h.end)
    }

    /// The registers of the exceptions handled at an instruction, inner first.
    pub fn handled_at(&self, pc: u32) -> impl Iterator<Item = Reg> + '_ {
        self.handling
            .iter()
            .filter(move |h| h.start <= pc && pc < h.end)
            .map(|h| h.reg)
    }
}
