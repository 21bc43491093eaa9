//! What values refer to.

pub mod cycles;
pub mod dict;
pub mod function;
pub mod hash;
pub mod instance;
pub mod iter;
pub mod keys;
pub mod sequence;
pub mod set;
pub mod text;
pub mod trash;
pub mod types;
pub mod walk;

pub use dict::{Dict, Lookup};
pub use function::{
    Cell, Function, Generator, GeneratorKind, GeneratorState, Method, Module, Native, Object,
    Sequence, State,
};
pub use instance::{Exception, Instance, Traceback};
pub use iter::{Iter, IterState, Part, Step};
pub use sequence::{List, Range, Slice, Tuple};
pub use set::Set;
pub use text::{Bytes, Str, intern, of_char};
pub use types::{Custom, Making, Type, TypeParts};
