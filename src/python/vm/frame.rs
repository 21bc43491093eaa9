//! Threads of control and their frames.

use std::fmt;
use std::ops::Deref;
use std::rc::Rc;

use crate::python::code::{Reg, Target};
use crate::python::object::{Dict, Function, Generator, Str};
use crate::python::value::Value;
use crate::python::vm::native::{Pending, Then};
use crate::python::vm::{Process, Raised};

/// What becomes of a frame's result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ret {
    /// Into a register of the frame below.
    Reg(Reg),
    /// As `Reg`, of the method of an operator's left operand, which may decline.
    Operator {
        /// Where the result goes.
        dst: Reg,
    },
    /// Nothing.
    Discard,
    /// `__init__` has run: the instance in `func` goes into `dst`.
    Init {
        /// Where the instance is.
        func: Reg,
        /// Where it goes.
        dst: Reg,
    },
    /// To the native function below.
    Native,
    /// To what the native function below gathers, or else to that itself.
    Gather,
    /// The thread has ended.
    Root,
    /// The next value of a loop, or its end.
    ForIter {
        /// Where the value goes.
        dst: Reg,
        /// Where the loop ends.
        target: Target,
    },
    /// A tuple, spread over registers.
    Spread {
        /// The first.
        from: Reg,
        /// How many.
        n: u16,
    },
    /// A pair, into two registers.
    SpreadPair {
        /// Of the first.
        first: Reg,
        /// Of the second.
        second: Reg,
    },
    /// Jumps if the result's truth is `when`.
    Branch {
        /// Which truth jumps.
        when: bool,
        /// Where.
        target: Target,
    },
    /// What the frame below delegates to gave a value, or ended.
    Delegate {
        /// Where the result goes.
        dst: Reg,
    },
}

/// What a thread runs, outermost first.
#[derive(Debug)]
pub enum Level {
    /// Python code.
    Frame(Frame),
    /// A native function under way.
    Native(Pending, Ret),
}

/// A frame of Python code. It shows what its function has: the code, the names
/// of its module.
pub struct Frame {
    /// What it runs.
    pub function: Rc<Function>,
    /// The namespace of a class body or of `exec`.
    pub names: Option<Rc<Dict>>,
    /// Where its registers begin in the thread's stack.
    pub base: usize,
    /// The next instruction.
    pub pc: u32,
    /// What becomes of its result.
    pub ret: Ret,
    /// The generator that it belongs to.
    pub generator: Option<Rc<Generator>>,
    /// Where the generator's registers go when it is suspended again; kept so
    /// that switching allocates nothing.
    pub(crate) home: Option<Box<Saved>>,
}

impl fmt::Debug for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.code.qualname.as_str(), self.pc)
    }
}

impl Deref for Frame {
    type Target = Function;

    fn deref(&self) -> &Function {
        &self.function
    }
}

/// A suspended generator's frame. It shows what its function has.
#[derive(Debug)]
pub struct Saved {
    /// What it runs.
    pub function: Rc<Function>,
    /// Its registers.
    pub registers: Vec<Value>,
    /// The next instruction.
    pub pc: u32,
    /// Where what is sent goes; `None` if it has not begun.
    pub receiver: Option<Reg>,
}

impl Deref for Saved {
    type Target = Function;

    fn deref(&self) -> &Function {
        &self.function
    }
}

/// A thread of control: its frames and their registers. Between two calls of
/// `Vm::run` it is suspended, and nothing else holds it.
pub struct Thread {
    /// The process that it runs in.
    pub process: Rc<Process>,
    /// What runs, outermost first.
    pub levels: Vec<Level>,
    /// The registers of all frames.
    pub stack: Vec<Value>,
    /// How many instructions it has executed since it began.
    pub instructions: u64,
    /// What the answer to the outstanding request becomes.
    pub(crate) waiting: Option<Ret>,
    /// What to do first when it runs.
    pub(crate) begin: Option<Begin>,
    /// A function that is called when the program's own code is to go on.
    pub(crate) visitor: Option<Value>,
}

/// What a new thread does first.
pub(crate) enum Begin {
    /// Calls a function.
    Call(Value, crate::python::vm::native::OwnedArgs),
    /// Goes on with the answer to a request.
    Answer(Ret, Result<Value, Raised>),
    /// Anything else.
    Then(Then),
}

/// Where a thread stands, for lanes and for exploring.
#[derive(Debug, Clone)]
pub struct Place {
    /// Name of the function.
    pub function: Rc<Str>,
    /// Name of the file.
    pub file: Rc<str>,
    /// Line, from 1.
    pub line: u32,
    /// Whether it is the library's own code.
    pub library: bool,
}

impl Thread {
    /// A thread that will call a function in a process.
    pub fn new(process: &Rc<Process>, f: Value, args: Vec<Value>) -> Thread {
        Thread::with(
            process,
            f,
            crate::python::vm::native::OwnedArgs::positional(args),
        )
    }

    /// A thread that will call a function with named arguments too.
    pub fn with(
        process: &Rc<Process>,
        f: Value,
        args: crate::python::vm::native::OwnedArgs,
    ) -> Thread {
        Thread {
            process: process.clone(),
            levels: Vec::new(),
            stack: Vec::new(),
            instructions: 0,
            waiting: None,
            begin: Some(Begin::Call(f, args)),
            visitor: None,
        }
    }

    /// Answers the request that the thread stopped for. It goes on with it
    /// when it next runs.
    pub fn answer(&mut self, answer: Result<Value, Raised>) {
        if let Some(ret) = self.waiting.take() {
            self.begin = Some(Begin::Answer(ret, answer));
        }
    }

    /// Has a function called before the program's own code goes on, as the
    /// handler of a signal is; what it raises is raised there.
    pub fn call_in_between(&mut self, function: Value) {
        self.visitor = Some(function);
    }

    /// Whether that function is called before the next instruction of a frame.
    pub fn is_visited(&self, frame: &Frame) -> bool {
        self.visitor.is_some() && !frame.code.source.library
    }

    /// The innermost frame of Python code.
    pub fn frame(&self) -> Option<&Frame> {
        self.levels.iter().rev().find_map(|l| match l {
            Level::Frame(f) => Some(f),
            Level::Native(..) => None,
        })
    }

    /// All frames of Python code, innermost first.
    pub fn frames(&self) -> impl Iterator<Item = &Frame> {
        self.levels.iter().rev().filter_map(|l| match l {
            Level::Frame(f) => Some(f),
            Level::Native(..) => None,
        })
    }

    /// Where the thread stands: the innermost frame of the program's own code,
    /// or of the library if there is none.
    pub fn place(&self) -> Option<Place> {
        let own = self.frames().find(|f| !f.code.source.library);
        own.or_else(|| self.frame()).map(Frame::place)
    }

    /// Where the thread stands, as warnings begin, and the line's text below it.
    pub(crate) fn spot(&self) -> String {
        let own = self.frames().find(|f| !f.code.source.library);
        match own {
            Some(f) => {
                let line = f.code.line(f.pc.saturating_sub(1) as usize);
                let text = f.code.source.line(line).map_or("", str::trim);
                format!("{}:{line}\n  {text}\n", f.code.source.name)
            }
            None => "sys:1\n".to_owned(),
        }
    }

    /// The exception being handled where the thread stands.
    pub fn handled(&self) -> Value {
        for frame in self.frames() {
            let pc = frame.pc.saturating_sub(1);
            for reg in frame.code.handled_at(pc) {
                let value = self.stack.get(frame.base + usize::from(reg));
                if let Some(Value::Instance(i)) = value {
                    return Value::Instance(i.clone());
                }
            }
        }
        Value::None
    }
}

impl Frame {
    /// Whether its generator is known to delegate to a value.
    #[inline]
    pub(crate) fn delegates_to(&self, inner: &Value) -> bool {
        match &self.generator {
            Some(g) => g.waits_for.borrow().is(inner),
            None => false,
        }
    }

    /// Where it stands.
    pub fn place(&self) -> Place {
        Place {
            function: self.code.qualname.clone(),
            file: self.code.source.name.clone(),
            line: self.code.line(self.pc.saturating_sub(1) as usize),
            library: self.code.source.library,
        }
    }

    /// The values of its local variables by name, in the order of the code.
    pub fn locals(&self, stack: &[Value]) -> Vec<(Rc<Str>, Value)> {
        let mut out = Vec::new();
        let at = |r: usize| stack.get(self.base + r).cloned().unwrap_or_default();
        for (r, name) in self.code.locals.iter().enumerate() {
            out.push((name.clone(), at(r)));
        }
        for (i, name) in self.code.free_names.iter().enumerate() {
            out.push((name.clone(), at(usize::from(self.code.free_base) + i)));
        }
        for (_, value) in &mut out {
            if let Value::Cell(c) = value {
                *value = c.get();
            }
        }
        out.retain(|(_, v)| v.is_bound());
        out
    }
}
