//! Threads as instructions: registers of their own, shared cells, and the
//! synchronisation objects of [`super::sync`].
//!
//! # Terms
//! * A [`Program`] is the code of a thread: [`Instr`]uctions, each of which is
//!   indivisible. [`parse()`] reads it from text and [`Program::print`] writes it.
//! * A [`System`] is what runs together: declared cells and objects, and threads
//!   with their programs. It has a text of its own ([`System::parse`]).
//! * An [`Image`] is a system whose names are resolved; a [`State`] of it is
//!   stepped without time: one instruction of one thread at a time.
//!
//! # Rules
//! * A thread ends with its last instruction, or with `halt`.
//! * A thread whose assertion fails, or that asks for something senseless,
//!   stops there ([`Fault`]); the others go on, and what it held stays held.
//! * Arithmetic wraps at 64 bits.
//! * The same programs can run on the machine's own objects and memory
//!   ([`Host`]); there they can also ask for processes, pools and timers.
//! * Without time, a call that would wait is not made before it can be done: the thread is
//!   not enabled until then. So who waits for a lock is not in a queue, and any
//!   of those who want it may be the next. Where waiting itself has an effect,
//!   the call is a step, and the thread is woken by another's step: waiting at
//!   a condition, arriving at a barrier, and asking for a read-write lock. Who
//!   was notified and has to take the mutex again needs a step for that.

mod body;
mod future;
mod hosted;
mod image;
mod instr;
mod link;
mod memory;
mod names;
mod parse;
mod reference;
mod state;
mod step;
mod syntax;
mod system;
#[cfg(test)]
mod tests;
mod words;

pub use body::{Bench, ProgramBody, Timing};
pub use hosted::{Host, HostedBody, Parts, PoolSettings, Workers};
pub use image::Image;
pub use instr::{Ask, Base, Cond, Hosted, Index, Instr, Operand, Place, Reg, Relation, Span, Unit};
pub use memory::{Key, Memory};
pub use names::{Kind, Label, Name, Program};
pub use parse::parse;
pub use reference::{Entry, REFERENCE};
pub use state::{Access, Fault, Phase, State, ThreadState, Touch};
pub use system::{Declaration, Declared, System, ThreadDecl};

/// The most instructions of one program.
pub const MOST_INSTRS: usize = 1000;
/// The most names of one program, and the most labels.
pub const MOST_NAMES: usize = 256;
/// The most bytes of a text.
pub const MOST_TEXT: usize = 65_536;
/// The most characters of a name.
pub const MOST_NAME: usize = 32;
/// The most threads of a system, those that are started on the way included.
pub const MOST_THREADS: usize = 64;
/// The most cells of a system, and the most declarations.
pub const MOST_CELLS: usize = 1024;
