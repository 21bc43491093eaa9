//! Python in virtual time: an interpreter whose threads can be stopped at any
//! instruction.
//!
//! # Terms
//!
//! * A [`value::Value`] is what a variable holds; objects are counted
//!   references ([`object`]).
//! * A [`vm::Vm`] is the machine: built-in types, library, bounds. It is a
//!   handle: cloning it is cheap, and everything in it changes through cells,
//!   so natives take `&Vm`.
//! * A [`vm::Process`] has modules of its own (`sys.modules`).
//! * A [`vm::frame::Thread`] is a thread of control: a stack of frames on the
//!   heap. [`vm::Vm::run`] runs it for a number of instructions and says why it
//!   stopped ([`vm::Stopped`]). Nothing here knows time, other threads or the
//!   outside world.
//! * A *request* is what a thread stops for when it needs the outside world: a
//!   value of any Rust type, boxed. Whoever runs the thread downcasts it, does
//!   it, calls [`vm::frame::Thread::answer`] and runs the thread again. The core
//!   itself makes the requests in [`request`]: writing and reading text.
//!
//! # Running a program
//!
//! ```
//! # use concurrency_lab::python::value::Value;
//! # use concurrency_lab::python::vm::{Library, Stopped, Vm};
//! # let source = "print(1)";
//! let vm = Vm::default();
//! let process = vm.new_process();
//! vm.register("__main__", Library::Program(source.into()));
//! let Ok(mut thread) = vm.main_thread(&process, "program.py", source) else { return };
//! loop {
//!     match vm.run(&mut thread, 10_000) {
//!         Stopped::Budget => {}
//!         Stopped::Request(r) => { /* downcast, do, */ thread.answer(Ok(Value::None)) }
//!         Stopped::Finished(_) => break,
//!         Stopped::Raised(e) => { eprint!("{}", vm.format_exception(&e.value())); break }
//!     }
//! }
//! ```
//!
//! # Writing a native function
//!
//! One that never calls Python is a plain `fn`:
//!
//! ```
//! # use concurrency_lab::python::value::Value;
//! # use concurrency_lab::python::vm::Vm;
//! # use concurrency_lab::python::vm::native::{Args, Result};
//! fn isqrt(vm: &Vm, args: Args<'_>) -> Result {
//!     let [n] = args.exactly(vm, "isqrt")?;      // or args.parse(vm, "f", ["a", "b=", "*key="])
//!     let Some(n) = n.as_bigint() else { return Err(vm.type_error("…")) };
//!     Ok(Value::big(n.sqrt()))
//! }
//! // vm.add_function(&module, "isqrt", NativeKind::Plain(isqrt));
//! // vm.add_methods(&ty, &[("bit_length", NativeKind::Plain(bit_length))]);  // args.values[0] is self
//! ```
//!
//! One that may call Python (a key function, `__eq__` of an instance, an
//! iterator) or the outside world is an `async fn` over a [`vm::native::Ctx`],
//! which derefs to the `Vm` and has `call`, `iter`, `next`, `collect`, `repr`,
//! `str`, `compare`, `truth`, `getattr`, `get_item`, `request` …:
//!
//! ```
//! # use concurrency_lab::python::value::Value;
//! # use concurrency_lab::python::vm::native::{Ctx, OwnedArgs, Result};
//! async fn apply(c: Ctx, args: OwnedArgs) -> Result {
//!     let [f, items] = args.parse(&c, "apply", ["f", "items"])?;
//!     for item in c.collect(&items).await? {
//!         c.call(&f, vec![item]).await?;
//!     }
//!     Ok(Value::None)
//! }
//! // vm.add_function(&module, "apply", NativeKind::Async(|c, args| Box::pin(apply(c, args))));
//! ```
//!
//! In between stands `NativeKind::Then`: a plain `fn` that answers with
//! [`vm::native::Then`]: a value, “call this instead”, “resume this generator”,
//! “ask the outside world” or “go on as an async fn”. Use it for hot paths.
//! Recursion over nested values goes through [`vm::native::Ctx::nest`] or
//! `ctx.call`, never through Rust's stack.
//!
//! A module is registered by name: `vm.register("math", Library::Native(fill))`
//! with `fn fill(vm: &Vm, module: &Rc<Module>)`; modules in Python with
//! `Library::Python(include_str!("lib/queue.py"))`. All of them are listed in
//! [`modules`].
//!
//! A native type: `vm.native_type("random", "Random", true)`, methods by
//! `vm.add_methods`, `__new__` by `vm.add_new`, instances by
//! `vm.object(&ty, state)` with `state` implementing
//! [`object::State`] through `python_state!`; read back by
//! `value.as_native::<T>()` (which also sees through classes that programs
//! derive from it).

pub mod builtins;
pub mod code;
pub mod compile;
pub mod exception;
pub mod explore;
pub mod import;
pub mod lib;
pub mod machine;
pub mod modules;
pub mod names;
pub mod object;
pub mod ops;
pub mod parse;
pub mod request;
pub mod source;
pub mod suggest;
#[cfg(test)]
mod tests;
pub mod text;
pub mod traceback;
pub mod types;
pub mod value;
pub mod vm;
