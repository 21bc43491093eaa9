//! Methods of generators, coroutines and asynchronous generators.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::python::object::{Generator, GeneratorKind, GeneratorState};
use crate::python::value::Value;
use crate::python::vm::native::{Args, Ctx, NativeKind, OwnedArgs, Result, Resume, Then};
use crate::python::vm::{Raised, Vm};
use crate::python_state;

macro_rules! run {
    ($f:path) => {
        NativeKind::Async(|c, args| Box::pin($f(c, args)))
    };
}

/// One step of an asynchronous generator, as an awaitable.
#[derive(Debug)]
pub struct AsyncStep {
    generator: Rc<Generator>,
    how: RefCell<Option<Resume>>,
    /// Whether it closes the generator: what it yields is an error.
    close: bool,
    done: Cell<bool>,
}
python_state!(AsyncStep, |s| vec![Value::Generator(s.generator.clone())]);

/// What an asynchronous generator yields for itself is wrapped, so that it
/// differs from what it awaits.
#[derive(Debug)]
pub struct Yielded(pub Value);
python_state!(Yielded, |y| vec![y.0.clone()]);

pub(super) fn install(vm: &Vm) {
    let t = &vm.types;
    for ty in [&t.generator, &t.coroutine, &t.coroutine_wrapper] {
        vm.add_methods(
            ty,
            &[
                ("send", NativeKind::Then(send)),
                ("throw", run!(throw)),
                ("close", run!(close)),
            ],
        );
    }
    for ty in [&t.generator, &t.coroutine_wrapper] {
        vm.add_methods(
            ty,
            &[
                ("__iter__", NativeKind::Plain(|_, mut a| Ok(a.take(0)))),
                ("__next__", NativeKind::Then(next)),
            ],
        );
    }
    vm.add_methods(
        &t.coroutine,
        &[("__await__", NativeKind::Plain(|_, mut a| Ok(a.take(0))))],
    );
    vm.add_methods(
        &t.async_generator,
        &[
            ("__aiter__", NativeKind::Plain(|_, mut a| Ok(a.take(0)))),
            ("__anext__", NativeKind::Plain(|vm, a| step(vm, a, 0))),
            ("asend", NativeKind::Plain(|vm, a| step(vm, a, 1))),
            ("athrow", run!(athrow)),
            ("aclose", NativeKind::Plain(aclose)),
        ],
    );
    vm.add_methods(
        &t.async_generator_step,
        &[
            ("__await__", NativeKind::Plain(|_, mut a| Ok(a.take(0)))),
            ("__iter__", NativeKind::Plain(|_, mut a| Ok(a.take(0)))),
            ("__next__", run!(step_send)),
            ("send", run!(step_send)),
            ("throw", run!(step_throw)),
            ("close", NativeKind::Plain(|_, _| Ok(Value::None))),
        ],
    );
    for (ty, prefix) in [
        (&t.generator, "gi"),
        (&t.coroutine, "cr"),
        (&t.async_generator, "ag"),
    ] {
        attributes(vm, ty, prefix);
    }
}

fn attributes(vm: &Vm, ty: &Rc<crate::python::object::Type>, prefix: &str) {
    vm.add_getters(
        ty,
        &[
            ("__name__", |_, v| {
                Ok(match v {
                    Value::Generator(g) => Value::Str(g.name.borrow().clone()),
                    _ => Value::None,
                })
            }),
            ("__qualname__", |_, v| {
                Ok(match v {
                    Value::Generator(g) => Value::Str(g.qualname.borrow().clone()),
                    _ => Value::None,
                })
            }),
            (&format!("{prefix}_running"), |_, v| {
                Ok(Value::Bool(match v {
                    Value::Generator(g) => matches!(&*g.state.borrow(), GeneratorState::Running),
                    _ => false,
                }))
            }),
            (&format!("{prefix}_suspended"), |_, v| {
                Ok(Value::Bool(match v {
                    Value::Generator(g) => matches!(
                        &*g.state.borrow(),
                        GeneratorState::Suspended(s) if s.receiver.is_some()
                    ),
                    _ => false,
                }))
            }),
            (&format!("{prefix}_code"), |_, v| {
                Ok(match v {
                    Value::Generator(g) => Value::Code(g.code.clone()),
                    _ => Value::None,
                })
            }),
            (&format!("{prefix}_frame"), |vm, v| {
                Ok(match v {
                    Value::Generator(g) => vm.generator_frame(g),
                    _ => Value::None,
                })
            }),
            (
                if prefix == "gi" {
                    "gi_yieldfrom"
                } else if prefix == "cr" {
                    "cr_await"
                } else {
                    "ag_await"
                },
                |_, v| {
                    Ok(match v {
                        Value::Generator(g) => match &*g.waits_for.borrow() {
                            Value::Unbound => Value::None,
                            v => v.clone(),
                        },
                        _ => Value::None,
                    })
                },
            ),
        ],
    );
}

/// What `gi_frame` shows: where the generator stands.
#[derive(Debug)]
pub struct FrameView {
    /// The line.
    pub line: u32,
    /// The last instruction; −1 before the first.
    pub last: i64,
    /// The code.
    pub code: Value,
    /// Names of the module.
    pub globals: Value,
    /// Local variables.
    pub locals: Value,
}
python_state!(FrameView, |f| vec![
    f.code.clone(),
    f.globals.clone(),
    f.locals.clone()
]);

impl Vm {
    fn generator_frame(&self, g: &Generator) -> Value {
        match &*g.state.borrow() {
            GeneratorState::Done => Value::None,
            GeneratorState::Running => self.object(
                &self.types.frame,
                FrameView {
                    line: g.code.first_line,
                    last: 0,
                    code: Value::Code(g.code.clone()),
                    globals: Value::None,
                    locals: Value::None,
                },
            ),
            GeneratorState::Suspended(s) => {
                let locals = crate::python::object::Dict::new();
                for (r, name) in s.code.locals.iter().enumerate() {
                    let v = match s.registers.get(r) {
                        Some(Value::Cell(c)) => c.get(),
                        Some(v) => v.clone(),
                        None => Value::Unbound,
                    };
                    if v.is_bound() {
                        locals.set_str(name, v);
                    }
                }
                let pc = s.pc.saturating_sub(1) as usize;
                self.object(
                    &self.types.frame,
                    FrameView {
                        line: if s.receiver.is_some() {
                            s.code.line(pc)
                        } else {
                            s.code.first_line
                        },
                        last: if s.receiver.is_some() {
                            i64::from(s.pc)
                        } else {
                            -1
                        },
                        code: Value::Code(s.code.clone()),
                        globals: Value::Dict(s.globals.clone()),
                        locals: Value::Dict(locals),
                    },
                )
            }
        }
    }
}

fn this(vm: &Vm, v: &Value) -> Result<Rc<Generator>> {
    match v {
        Value::Generator(g) => Ok(g.clone()),
        other => Err(vm.type_error(format!(
            "descriptor requires a 'generator' object but received '{}'",
            vm.type_name(other).as_str()
        ))),
    }
}

fn send(vm: &Vm, args: Args<'_>) -> Result<Then> {
    let [g, value] = args.exactly(vm, "send")?;
    Ok(Then::Resume(this(vm, &g)?, Resume::Send(value)))
}

fn next(vm: &Vm, args: Args<'_>) -> Result<Then> {
    let [g] = args.exactly(vm, "__next__")?;
    Ok(Then::Resume(this(vm, &g)?, Resume::Send(Value::None)))
}

/// The exception of `throw(value)` or `throw(class, value, traceback)`.
async fn thrown(c: &Ctx, mut args: OwnedArgs) -> Result<(Value, Raised)> {
    let [g, class, value, _tb] =
        args.borrow()
            .parse(c, "throw", ["/self", "/typ", "/val=", "/tb="])?;
    let exc = match (&class, &value) {
        (Value::Type(t), v) if t.is_exception => match v {
            Value::Unbound | Value::None => c.call(&class, Vec::new()).await?,
            Value::Instance(i) if i.class.is_subtype(t) => v.clone(),
            v => c.call(&class, vec![v.clone()]).await?,
        },
        _ => class.clone(),
    };
    match c.exception_instance(&exc) {
        Some(i) => Ok((g, Raised(i))),
        None => Err(c.type_error(format!(
            "exceptions must be classes or instances deriving from BaseException, not {}",
            c.type_name(&exc).as_str()
        ))),
    }
}

async fn throw(c: Ctx, args: OwnedArgs) -> Result {
    let (g, raised) = thrown(&c, args).await?;
    let g = this(&c, &g)?;
    c.resume(&g, Resume::Throw(raised)).await
}

async fn close(c: Ctx, mut args: OwnedArgs) -> Result {
    let [g] = args.borrow().exactly(&c, "close")?;
    let g = this(&c, &g)?;
    c.close_generator(&g).await?;
    Ok(Value::None)
}

impl Ctx {
    /// Closes a generator: raises GeneratorExit in it.
    ///
    /// # Errors
    /// What it raises; `RuntimeError` if it yields instead.
    pub async fn close_generator(&self, g: &Rc<Generator>) -> Result<()> {
        let begun = match &*g.state.borrow() {
            GeneratorState::Done => return Ok(()),
            GeneratorState::Suspended(s) => s.receiver.is_some(),
            GeneratorState::Running => true,
        };
        if !begun {
            let old = std::mem::replace(&mut *g.state.borrow_mut(), GeneratorState::Done);
            drop(old);
            return Ok(());
        }
        let exit = self.raise_with(&self.exceptions.generator_exit, Vec::new());
        match self.resume(g, Resume::Throw(exit)).await {
            Ok(_) => {
                let kind = match g.kind {
                    GeneratorKind::Generator => "generator",
                    GeneratorKind::Coroutine => "coroutine",
                    GeneratorKind::AsyncGenerator => "async generator",
                };
                Err(self.runtime_error(format!("{kind} ignored GeneratorExit")))
            }
            Err(raised)
                if raised.is(&self.exceptions.generator_exit)
                    || raised.is(&self.exceptions.stop_iteration) =>
            {
                Ok(())
            }
            Err(raised) => Err(raised),
        }
    }
}

fn new_step(vm: &Vm, g: Rc<Generator>, how: Resume, close: bool) -> Value {
    let step = AsyncStep {
        generator: g,
        how: RefCell::new(Some(how)),
        close,
        done: Cell::new(false),
    };
    vm.object(&vm.types.async_generator_step, step)
}

fn step(vm: &Vm, mut args: Args<'_>, n: usize) -> Result {
    let g = this(vm, &args.take(0))?;
    let value = if n == 1 { args.take(1) } else { Value::None };
    Ok(new_step(vm, g, Resume::Send(value), false))
}

async fn athrow(c: Ctx, args: OwnedArgs) -> Result {
    let (g, raised) = thrown(&c, args).await?;
    let g = this(&c, &g)?;
    Ok(new_step(&c, g, Resume::Throw(raised), false))
}

fn aclose(vm: &Vm, mut args: Args<'_>) -> Result {
    let g = this(vm, &args.take(0))?;
    let exit = vm.raise_with(&vm.exceptions.generator_exit, Vec::new());
    Ok(new_step(vm, g, Resume::Throw(exit), true))
}

async fn step_send(c: Ctx, args: OwnedArgs) -> Result {
    let v = args.values.first().cloned().unwrap_or_default();
    let sent = args.values.get(1).cloned().unwrap_or(Value::None);
    let Some(s) = v.as_native::<AsyncStep>() else {
        return Ok(Value::None);
    };
    let how = s.how.borrow_mut().take();
    let how = match how {
        Some(how) => {
            if s.generator.stepping.get() {
                let m = "anext(): asynchronous generator is already running";
                return Err(c.runtime_error(m));
            }
            how
        }
        None if s.done.get() => {
            return Err(c.runtime_error("cannot reuse already awaited __anext__()/asend()"));
        }
        None => Resume::Send(sent),
    };
    advance(&c, s, how).await
}

async fn step_throw(c: Ctx, args: OwnedArgs) -> Result {
    let (v, raised) = thrown(&c, args).await?;
    let Some(s) = v.as_native::<AsyncStep>() else {
        return Ok(Value::None);
    };
    s.how.borrow_mut().take();
    advance(&c, s, Resume::Throw(raised)).await
}

/// Goes on with the generator; what it yields for itself ends the step.
async fn advance(c: &Ctx, s: &AsyncStep, how: Resume) -> Result {
    let g = &s.generator;
    let is_over = matches!(&*g.state.borrow(), GeneratorState::Done);
    if is_over && matches!(how, Resume::Throw(_)) && !s.done.get() {
        // What is thrown into one that is over is lost, as in CPython.
        s.done.set(true);
        return Err(c.stop_iteration(Value::None));
    }
    if s.close {
        let begun = match &*g.state.borrow() {
            GeneratorState::Done => None,
            GeneratorState::Suspended(s) => Some(s.receiver.is_some()),
            GeneratorState::Running => Some(true),
        };
        if begun != Some(true) {
            let old = std::mem::replace(&mut *g.state.borrow_mut(), GeneratorState::Done);
            drop(old);
            s.done.set(true);
            return Err(c.stop_iteration(Value::None));
        }
    }
    g.stepping.set(true);
    let result = c.resume(g, how).await;
    let over = |result| {
        g.stepping.set(false);
        s.done.set(true);
        result
    };
    match result {
        Ok(v) => match v.as_native::<Yielded>() {
            Some(_) if s.close => {
                over(Err(c.runtime_error("async generator ignored GeneratorExit")))
            }
            Some(y) => {
                let stop = c.raise_with(&c.exceptions.stop_iteration, vec![y.0.clone()]);
                over(Err(stop))
            }
            None => Ok(v),
        },
        Err(raised)
            if s.close
                && (raised.is(&c.exceptions.generator_exit)
                    || raised.is(&c.exceptions.stop_async_iteration)) =>
        {
            over(Err(c.stop_iteration(Value::None)))
        }
        Err(raised) => over(Err(raised)),
    }
}
