//! Functions written in Rust, and how they call Python.

use std::any::Any;
use std::cell::RefCell;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use crate::python::code::BinOp;
use crate::python::object::{Dict, Function, Generator, GeneratorKind, Str};
use crate::python::value::Value;
use crate::python::vm::frame::Thread;
use crate::python::vm::{Raised, Vm};

/// What a native function gives.
pub type Result<T = Value> = std::result::Result<T, Raised>;

/// A native function under way.
pub type Task = Pin<Box<dyn Future<Output = Result>>>;

/// How a native function runs.
#[derive(Clone, Copy)]
pub enum NativeKind {
    /// At once; never calls Python.
    Plain(fn(&Vm, Args<'_>) -> Result),
    /// At once, or says how to go on.
    Then(fn(&Vm, Args<'_>) -> Result<Then>),
    /// May call Python and wait for the outside world.
    Async(fn(Ctx, OwnedArgs) -> Task),
    /// At once, with the thread that calls it (`locals`, `exec` …).
    Thread(fn(&Vm, &mut Thread, Args<'_>) -> Result<Then>),
}

impl fmt::Debug for NativeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("native")
    }
}

/// How a call goes on.
pub enum Then {
    /// It is done.
    Value(Value),
    /// Its result is that of calling this.
    Call(Value, OwnedArgs),
    /// Its result is the generator's next value (StopIteration at its end).
    Resume(Rc<Generator>, Resume),
    /// Its result is the first of the generator's values that the asker's
    /// [`Gathering`] does not take (StopIteration at its end).
    Gather(Rc<Generator>),
    /// Its result is that of running this code with a namespace.
    Run(Rc<Function>, Option<Rc<Dict>>),
    /// It is under way.
    Async(Pending),
    /// The outside world answers.
    Request(Request),
}

impl Then {
    /// Goes on as a native function that may call Python.
    pub fn run<F>(vm: &Vm, f: impl FnOnce(Ctx) -> F) -> Then
    where
        F: Future<Output = Result> + 'static,
    {
        Then::Async(Pending::new(vm, f))
    }
}

/// What the outside world is asked for: a value of the asker's own type, to be
/// downcast by whoever runs the thread.
pub type Request = Box<dyn Any>;

/// How a generator is resumed.
#[derive(Debug, Clone)]
pub enum Resume {
    /// With a value.
    Send(Value),
    /// With an exception.
    Throw(Raised),
}

/// A native function under way, and the port it asks through.
pub struct Pending {
    pub(crate) task: Task,
    pub(crate) port: Rc<Port>,
}

impl Pending {
    /// Begins.
    pub fn new<F>(vm: &Vm, f: impl FnOnce(Ctx) -> F) -> Pending
    where
        F: Future<Output = Result> + 'static,
    {
        Pending::of(vm, |c| Box::pin(f(c)))
    }

    /// Begins what is boxed already.
    pub(crate) fn of(vm: &Vm, begin: impl FnOnce(Ctx) -> Task) -> Pending {
        let port = Rc::new(Port::default());
        let task = begin(Ctx {
            vm: vm.clone(),
            port: port.clone(),
        });
        Pending { task, port }
    }

    /// Goes on until it is done or asks for something. While what it asked for
    /// is not answered, it asks for the same again.
    pub(crate) fn poll(&mut self) -> Poll<Result> {
        let mut context = Context::from_waker(Waker::noop());
        self.task.as_mut().poll(&mut context)
    }
}

impl fmt::Debug for Pending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pending")
    }
}

/// Where a native function asks and is answered.
#[derive(Default)]
pub struct Port {
    pub(crate) ask: RefCell<Option<Then>>,
    pub(crate) answer: RefCell<Option<Result>>,
    pub(crate) gathering: RefCell<Option<Gathering>>,
}

/// What a native function does with the values of a generator while the
/// generator runs on, as long as no Python code need run for one.
pub(crate) enum Gathering {
    /// Keeps them.
    Items(Vec<Value>),
    /// Adds them to this.
    Sum(Value),
    /// Leaves out those whose truth is not this.
    Until(bool),
}

/// So many items are kept before the asker looks whether they are too many, and
/// again each time there are twice as many.
const GATHERED_AT_ONCE: usize = 1024;

impl Gathering {
    /// What it has kept.
    pub(crate) fn items(self) -> Vec<Value> {
        match self {
            Gathering::Items(items) => items,
            _ => Vec::new(),
        }
    }

    /// What it has added up; unbound if it adds nothing.
    pub(crate) fn sum(self) -> Value {
        match self {
            Gathering::Sum(total) => total,
            _ => Value::Unbound,
        }
    }

    /// Does it with a value, or gives it back for the asker to do so.
    pub(crate) fn take(&mut self, vm: &Vm, value: Value) -> Option<Value> {
        match self {
            Gathering::Items(items) => {
                let many = items.len() >= GATHERED_AT_ONCE && items.len().is_power_of_two();
                if many {
                    return Some(value);
                }
                items.push(value);
                None
            }
            Gathering::Sum(total) => match vm.binary(BinOp::Add, total, &value) {
                Some(Ok(sum)) => {
                    *total = sum;
                    None
                }
                _ => Some(value),
            },
            Gathering::Until(truth) => match vm.truth(&value) {
                Some(t) if t != *truth => None,
                _ => Some(value),
            },
        }
    }
}

/// What a native function that may call Python is given: the virtual machine
/// (it derefs to it) and the way to call.
#[derive(Clone)]
pub struct Ctx {
    /// The virtual machine.
    pub vm: Vm,
    port: Rc<Port>,
}

impl std::ops::Deref for Ctx {
    type Target = Vm;

    fn deref(&self) -> &Vm {
        &self.vm
    }
}

/// Waits for the answer to what was asked.
struct Answer<'a> {
    port: &'a Port,
}

impl Future for Answer<'_> {
    type Output = Result;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result> {
        match self.port.answer.borrow_mut().take() {
            Some(answer) => Poll::Ready(answer),
            None => Poll::Pending,
        }
    }
}

impl Ctx {
    fn ask(&self, then: Then) -> Answer<'_> {
        *self.port.ask.borrow_mut() = Some(then);
        Answer { port: &self.port }
    }

    /// The result of what the thread is found to run on top of this, as if it
    /// had been called from here.
    pub(crate) async fn result_above(&self) -> Result {
        Answer { port: &self.port }.await
    }

    /// Calls anything with positional arguments.
    pub async fn call(&self, f: &Value, args: Vec<Value>) -> Result {
        self.ask(Then::Call(f.clone(), OwnedArgs::positional(args)))
            .await
    }

    /// Calls anything.
    pub async fn call_with(&self, f: &Value, args: OwnedArgs) -> Result {
        self.ask(Then::Call(f.clone(), args)).await
    }

    /// Resumes a generator; at its end, raises StopIteration.
    pub async fn resume(&self, generator: &Rc<Generator>, how: Resume) -> Result {
        self.ask(Then::Resume(generator.clone(), how)).await
    }

    /// Has the values of an iterator gathered as far as that goes; gives the
    /// first that is left to the caller, or `None` at the iterator's end. Of
    /// what is no generator, every value is.
    pub(crate) async fn gather(
        &self,
        iter: &Value,
        gathering: &mut Gathering,
    ) -> Result<Option<Value>> {
        let Value::Generator(g) = iter else {
            return self.next(iter).await;
        };
        if g.kind != GeneratorKind::Generator {
            return self.next(iter).await;
        }
        let nothing = Gathering::Until(true);
        let begun = std::mem::replace(gathering, nothing);
        *self.port.gathering.borrow_mut() = Some(begun);
        let answer = self.ask(Then::Gather(g.clone())).await;
        if let Some(done) = self.port.gathering.borrow_mut().take() {
            *gathering = done;
        }
        match answer {
            Ok(v) => Ok(Some(v)),
            Err(raised) if raised.is(&self.exceptions.stop_iteration) => Ok(None),
            Err(raised) => Err(raised),
        }
    }

    /// Runs a function's code with a namespace.
    pub async fn run(&self, function: Rc<Function>, names: Option<Rc<Dict>>) -> Result {
        self.ask(Then::Run(function, names)).await
    }

    /// Asks the outside world.
    pub async fn request(&self, request: impl Any) -> Result {
        self.ask(Then::Request(Box::new(request))).await
    }

    /// Goes on as `then` says.
    pub async fn finish(&self, then: Then) -> Result {
        match then {
            Then::Value(v) => Ok(v),
            then => self.ask(then).await,
        }
    }

    /// Calls a method of a value.
    pub async fn call_method(&self, obj: &Value, name: &str, args: Vec<Value>) -> Result {
        let name = crate::python::object::intern(name);
        let method = self.getattr(obj, &name).await?;
        self.call(&method, args).await
    }
}

/// The arguments of a call to a native function: positional ones, then named
/// ones.
#[derive(Debug)]
pub struct Args<'a> {
    /// The values; those at the end have names.
    pub values: &'a mut [Value],
    /// The names of the last ones.
    pub names: &'a [Rc<Str>],
}

/// Arguments that own their values.
#[derive(Debug, Clone, Default)]
pub struct OwnedArgs {
    /// The values; those at the end have names.
    pub values: Vec<Value>,
    /// The names of the last ones.
    pub names: Vec<Rc<Str>>,
}

impl OwnedArgs {
    /// Positional arguments.
    pub fn positional(values: Vec<Value>) -> OwnedArgs {
        OwnedArgs {
            values,
            names: Vec::new(),
        }
    }

    /// Adds a named argument.
    pub fn named(mut self, name: &str, value: Value) -> OwnedArgs {
        self.names.push(crate::python::object::intern(name));
        self.values.push(value);
        self
    }

    /// The same, borrowed.
    pub fn borrow(&mut self) -> Args<'_> {
        Args {
            values: &mut self.values,
            names: &self.names,
        }
    }

    /// How many are positional.
    pub fn count(&self) -> usize {
        self.values.len() - self.names.len()
    }

    /// As [`Args::parse`].
    pub fn parse<const N: usize>(
        mut self,
        vm: &Vm,
        f: &str,
        spec: [&str; N],
    ) -> Result<[Value; N]> {
        self.borrow().parse(vm, f, spec)
    }
}

impl Args<'_> {
    /// How many are positional.
    #[inline]
    pub fn count(&self) -> usize {
        self.values.len() - self.names.len()
    }

    /// Takes a positional argument out; unbound if there is none.
    #[inline]
    pub fn take(&mut self, i: usize) -> Value {
        if i < self.count() {
            std::mem::take(&mut self.values[i])
        } else {
            Value::Unbound
        }
    }

    /// The positional arguments.
    pub fn positional(&mut self) -> &mut [Value] {
        let n = self.count();
        &mut self.values[..n]
    }

    /// Takes everything.
    pub fn into_owned(self) -> OwnedArgs {
        OwnedArgs {
            values: self.values.iter_mut().map(std::mem::take).collect(),
            names: self.names.to_vec(),
        }
    }

    /// Takes the named ones.
    pub fn take_named(&mut self) -> Vec<(Rc<Str>, Value)> {
        let n = self.count();
        let values = self.values[n..].iter_mut().map(std::mem::take);
        self.names.iter().cloned().zip(values).collect()
    }

    /// Exactly `N` positional arguments and no named ones.
    ///
    /// # Errors
    /// `TypeError` as CPython words it.
    pub fn exactly<const N: usize>(self, vm: &Vm, f: &str) -> Result<[Value; N]> {
        if !self.names.is_empty() {
            return Err(vm.type_error(format!("{f}() takes no keyword arguments")));
        }
        if self.values.len() != N {
            let n = self.values.len();
            return Err(vm.type_error(match N {
                0 => format!("{f}() takes no arguments ({n} given)"),
                1 => format!("{f}() takes exactly one argument ({n} given)"),
                _ => format!("{f} expected {N} arguments, got {n}"),
            }));
        }
        let mut out = [const { Value::Unbound }; N];
        for (slot, value) in out.iter_mut().zip(self.values) {
            *slot = std::mem::take(value);
        }
        Ok(out)
    }

    /// Sorts the arguments by a list of parameters. A name alone is required;
    /// `name=` may be missing (then it is unbound). A parameter written
    /// `/name` takes no name, one written `*name` takes only a name.
    ///
    /// # Errors
    /// `TypeError` as CPython words it.
    pub fn parse<const N: usize>(self, vm: &Vm, f: &str, spec: [&str; N]) -> Result<[Value; N]> {
        let mut out = [const { Value::Unbound }; N];
        let last = self.values.len().checked_sub(1).map(|last| spec.get(last));
        if self.names.is_empty()
            && last.is_none_or(|last| last.is_some_and(|s| !s.starts_with('*')))
            && spec[self.values.len()..].iter().all(|s| s.ends_with('='))
        {
            // Nothing is named, nothing is missing.
            for (slot, value) in out.iter_mut().zip(self.values) {
                *slot = std::mem::take(value);
            }
            return Ok(out);
        }
        let places = spec.iter().filter(|s| !s.starts_with('*')).count();
        let count = self.count();
        let bare = |s: &str| {
            s.trim_start_matches(['*', '/'])
                .trim_end_matches('=')
                .to_owned()
        };
        if count > places {
            let required = spec
                .iter()
                .filter(|s| !s.starts_with('*') && !s.ends_with('='))
                .count();
            let most = if required == places {
                "exactly"
            } else {
                "at most"
            };
            let plural = if places == 1 { "" } else { "s" };
            return Err(vm.type_error(if places == 0 {
                format!("{f}() takes no arguments ({count} given)")
            } else if spec.iter().all(|s| s.starts_with('/')) {
                let most = if required == places { "" } else { "at most " };
                format!("{f} expected {most}{places} argument{plural}, got {count}")
            } else {
                let word = if places < N {
                    "positional argument"
                } else {
                    "argument"
                };
                format!("{f}() takes {most} {places} {word}{plural} ({count} given)")
            }));
        }
        for (slot, value) in out.iter_mut().zip(&mut self.values[..count]) {
            *slot = std::mem::take(value);
        }
        for (k, name) in self.names.iter().enumerate() {
            let is = |s: &&str| !s.starts_with('/') && bare(s) == name.as_str();
            let Some(i) = spec.iter().position(is) else {
                return Err(vm.type_error(format!(
                    "'{name}' is an invalid keyword argument for {f}()",
                    name = name.as_str()
                )));
            };
            if out[i].is_bound() {
                return Err(vm.type_error(format!(
                    "argument for {f}() given by name ('{}') and position ({})",
                    name.as_str(),
                    i + 1
                )));
            }
            out[i] = std::mem::take(&mut self.values[count + k]);
        }
        for (i, s) in spec.iter().enumerate() {
            if !out[i].is_bound() && !s.ends_with('=') {
                return Err(vm.type_error(if s.starts_with('/') {
                    let required = spec.iter().filter(|s| !s.ends_with('=')).count();
                    let least = if required == N { "" } else { "at least " };
                    let plural = if required == 1 { "" } else { "s" };
                    format!("{f} expected {least}{required} argument{plural}, got {count}")
                } else {
                    format!(
                        "{f}() missing required argument '{}' (pos {})",
                        bare(s),
                        i + 1
                    )
                }));
            }
        }
        Ok(out)
    }
}
