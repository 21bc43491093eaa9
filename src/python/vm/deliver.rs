//! What drives a thread: frames, native functions, generators, results.

use std::rc::Rc;
use std::task::Poll;

use crate::python::code::{BinOp, CodeKind, Op, Reg};
use crate::python::object::{Generator, GeneratorKind, GeneratorState};
use crate::python::value::Value;
use crate::python::vm::frame::{Begin, Frame, Level, Ret, Saved, Thread};
use crate::python::vm::native::{OwnedArgs, Pending, Resume, Then};
use crate::python::vm::{Raised, Stopped, Vm};

/// What a thread does next.
pub(super) enum Next {
    /// Goes on with what is on top.
    Go,
    /// A result arrives at what is on top.
    Deliver(Ret, Value),
    /// A generator that was resumed has returned.
    Exhausted(Ret, Value),
    /// An exception arrives at what is on top; `true` if a traceback entry is
    /// to be made for the frame.
    Raise(Raised, bool),
    /// As above, for something with this destination that never became a
    /// level of its own.
    RaiseTo(Ret, Raised),
    /// Something is called.
    Then(Then, Ret),
    /// The thread stops.
    Stop(Stopped),
}

impl Vm {
    /// Runs a thread until it has used up `budget` instructions, needs an
    /// answer, or ends.
    pub fn run(&self, thread: &mut Thread, budget: u64) -> Stopped {
        self.set_process(&thread.process);
        let mut left = budget;
        let mut next = match thread.begin.take() {
            None => Next::Go,
            Some(Begin::Call(f, args)) => Next::Then(Then::Call(f, args), Ret::Root),
            Some(Begin::Then(then)) => Next::Then(then, Ret::Root),
            Some(Begin::Answer(ret, Ok(value))) => Next::Deliver(ret, value),
            Some(Begin::Answer(ret, Err(raised))) => Next::RaiseTo(ret, raised),
        };
        let stopped = loop {
            next = match next {
                Next::Go => match thread.levels.last() {
                    Some(Level::Frame(frame)) if thread.is_visited(frame) => visit(thread),
                    Some(Level::Frame(_)) => self.execute(thread, &mut left),
                    Some(Level::Native(..)) => self.poll(thread),
                    None => Next::Stop(Stopped::Finished(Value::None)),
                },
                Next::Deliver(ret, value) => self.deliver(thread, ret, value),
                Next::Exhausted(ret, value) => self.exhausted(thread, ret, value),
                Next::Raise(raised, entry) => self.unwind(thread, raised, entry),
                Next::RaiseTo(ret, raised) => self.raise_to(thread, ret, raised),
                Next::Then(then, ret) => self.then(thread, then, ret),
                Next::Stop(stopped) => break stopped,
            };
        };
        thread.instructions += budget - left;
        stopped
    }

    /// Runs a thread one instruction at a time, and shows each to `look` before
    /// it runs; where `look` says so it stops there, as if out of budget.
    pub fn run_tracked(
        &self,
        thread: &mut Thread,
        budget: u64,
        look: &mut dyn FnMut(&Thread, &Frame) -> bool,
    ) -> Stopped {
        for _ in 0..budget {
            if thread.begin.is_none()
                && let Some(Level::Frame(frame)) = thread.levels.last()
                && look(thread, frame)
            {
                return Stopped::Budget;
            }
            match self.run(thread, 1) {
                Stopped::Budget => {}
                other => return other,
            }
        }
        Stopped::Budget
    }

    /// Runs a thread one instruction at a time until the function that is to be
    /// called in between has been ([`Thread::call_in_between`]).
    pub fn run_visited(&self, thread: &mut Thread, budget: u64) -> Stopped {
        for _ in 0..budget {
            match self.run(thread, 1) {
                Stopped::Budget if thread.visitor.is_some() => {}
                other => return other,
            }
        }
        Stopped::Budget
    }

    /// Goes on with the native function on top.
    fn poll(&self, thread: &mut Thread) -> Next {
        let Some(Level::Native(pending, ret)) = thread.levels.last_mut() else {
            return Next::Go;
        };
        let ret = *ret;
        match pending.poll() {
            Poll::Ready(result) => {
                thread.levels.pop();
                match result {
                    Ok(value) => Next::Deliver(ret, value),
                    Err(raised) => Next::RaiseTo(ret, raised),
                }
            }
            Poll::Pending => match pending.port.ask.borrow_mut().take() {
                Some(then) => Next::Then(then, Ret::Native),
                None => Next::Raise(
                    self.system_error("a native function waits for nothing"),
                    false,
                ),
            },
        }
    }

    /// Begins what a native function or an instruction asked for.
    fn then(&self, thread: &mut Thread, then: Then, ret: Ret) -> Next {
        match then {
            Then::Value(value) => Next::Deliver(ret, value),
            Then::Call(f, args) => self.call(thread, f, args, ret),
            Then::Resume(g, how) => self.resume(thread, &g, how, ret),
            Then::Gather(g) => self.resume(thread, &g, Resume::Send(Value::None), Ret::Gather),
            Then::Run(f, names) => {
                if thread.levels.len() >= self.limits.depth.get() {
                    return Next::RaiseTo(ret, self.too_deep());
                }
                let base = self.top_of(thread);
                self.push_frame(thread, f, base, ret, names);
                Next::Go
            }
            Then::Async(pending) => self.begin(thread, pending, ret),
            Then::Request(request) => {
                thread.waiting = Some(ret);
                Next::Stop(Stopped::Request(request))
            }
        }
    }

    fn begin(&self, thread: &mut Thread, pending: Pending, ret: Ret) -> Next {
        if thread.levels.len() >= self.limits.depth.get() {
            return Next::RaiseTo(ret, self.too_deep());
        }
        thread.levels.push(Level::Native(pending, ret));
        Next::Go
    }

    #[cold]
    pub(super) fn too_deep(&self) -> Raised {
        // Handlers get some room, as CPython's do.
        self.recursion_error("maximum recursion depth exceeded")
    }

    /// Where the registers of a new frame may begin.
    pub(super) fn top_of(&self, thread: &Thread) -> usize {
        thread
            .frame()
            .map_or(0, |f| f.base + usize::from(f.code.registers))
    }

    /// A result for what is on top.
    pub(super) fn deliver(&self, thread: &mut Thread, ret: Ret, value: Value) -> Next {
        match (ret, thread.levels.last_mut()) {
            (Ret::Root, _) => Next::Stop(Stopped::Finished(value)),
            (Ret::Native | Ret::Gather, Some(Level::Native(pending, _))) => {
                *pending.port.answer.borrow_mut() = Some(Ok(value));
                Next::Go
            }
            (ret, Some(Level::Frame(frame))) => {
                let base = frame.base;
                match ret {
                    Ret::Reg(dst) | Ret::ForIter { dst, .. } => {
                        thread.stack[base + usize::from(dst)] = value;
                    }
                    Ret::Operator { dst } if matches!(value, Value::NotImplemented) => {
                        let op = frame.code.ops.get(frame.pc.saturating_sub(1) as usize);
                        let at = |r: Reg| thread.stack[base + usize::from(r)].clone();
                        let (op, x, y) = match op {
                            Some(Op::Add { a, b, .. }) => (BinOp::Add, at(*a), at(*b)),
                            Some(Op::Sub { a, b, .. }) => (BinOp::Sub, at(*a), at(*b)),
                            Some(Op::Mul { a, b, .. }) => (BinOp::Mul, at(*a), at(*b)),
                            Some(Op::AddInt { a, n, .. }) => {
                                (BinOp::Add, at(*a), Value::Int(i64::from(*n)))
                            }
                            Some(Op::SubInt { a, n, .. }) => {
                                (BinOp::Sub, at(*a), Value::Int(i64::from(*n)))
                            }
                            Some(Op::Binary { op, a, b, .. }) => (*op, at(*a), at(*b)),
                            _ => return Next::Go,
                        };
                        let then =
                            Then::run(self, |c| async move { c.binary_rest(op, &x, &y).await });
                        return Next::Then(then, Ret::Reg(dst));
                    }
                    Ret::Operator { dst } => thread.stack[base + usize::from(dst)] = value,
                    Ret::Init { func, dst } => {
                        if !value.is_none() {
                            let name = self.type_name(&value);
                            return Next::Raise(
                                self.type_error(format!(
                                    "__init__() should return None, not '{}'",
                                    name.as_str()
                                )),
                                true,
                            );
                        }
                        let made = std::mem::take(&mut thread.stack[base + usize::from(func)]);
                        thread.stack[base + usize::from(dst)] = made;
                    }
                    Ret::Branch { when, target } => match self.truth(&value) {
                        Some(truth) => {
                            if truth == when {
                                frame.pc = u32::from(target);
                            }
                        }
                        None => {
                            let then = Then::run(self, |c| async move {
                                Ok(Value::Bool(c.truth_slow(&value).await?))
                            });
                            return Next::Then(then, ret);
                        }
                    },
                    Ret::Spread { from, n } => {
                        let Value::Tuple(items) = &value else {
                            return Next::Go;
                        };
                        for (i, item) in items.iter().take(usize::from(n)).enumerate() {
                            thread.stack[base + usize::from(from) + i] = item.clone();
                        }
                    }
                    Ret::SpreadPair { first, second } => {
                        let Value::Tuple(items) = &value else {
                            return Next::Go;
                        };
                        let (Some(a), Some(b)) = (items.first(), items.get(1)) else {
                            return Next::Go;
                        };
                        thread.stack[base + usize::from(first)] = a.clone();
                        thread.stack[base + usize::from(second)] = b.clone();
                    }
                    Ret::Delegate { .. } => return self.yield_value(thread, value, None),
                    Ret::Discard | Ret::Root | Ret::Native | Ret::Gather => {}
                }
                Next::Go
            }
            _ => Next::Go,
        }
    }

    /// A generator that was resumed by what is on top has returned.
    fn exhausted(&self, thread: &mut Thread, ret: Ret, value: Value) -> Next {
        match (ret, thread.levels.last_mut()) {
            (Ret::ForIter { target, .. }, Some(Level::Frame(frame))) => {
                frame.pc = u32::from(target);
                Next::Go
            }
            (Ret::Delegate { dst }, Some(Level::Frame(frame))) => {
                let at = frame.base + usize::from(dst);
                frame.pc += 1;
                if let Some(g) = &frame.generator {
                    *g.waits_for.borrow_mut() = Value::Unbound;
                }
                thread.stack[at] = value;
                Next::Go
            }
            _ => Next::RaiseTo(ret, self.stop_iteration(value)),
        }
    }

    /// The frame on top returns.
    pub(super) fn return_value(&self, thread: &mut Thread, value: Value) -> Next {
        let Some(Level::Frame(frame)) = thread.levels.pop() else {
            return Next::Go;
        };
        let window = frame.base..frame.base + usize::from(frame.code.registers);
        for r in &mut thread.stack[window] {
            *r = Value::Unbound;
        }
        if let Some(g) = &frame.generator {
            *g.state.borrow_mut() = GeneratorState::Done;
            if g.kind == GeneratorKind::AsyncGenerator {
                let end = self.raise_with(&self.exceptions.stop_async_iteration, Vec::new());
                return Next::RaiseTo(frame.ret, end);
            }
            return Next::Exhausted(frame.ret, value);
        }
        let Some(Level::Frame(below)) = thread.levels.last() else {
            return Next::Deliver(frame.ret, value);
        };
        let base = below.base;
        match frame.ret {
            Ret::Reg(dst) => thread.stack[base + usize::from(dst)] = value,
            Ret::Operator { dst } if !matches!(value, Value::NotImplemented) => {
                thread.stack[base + usize::from(dst)] = value;
            }
            Ret::Init { func, dst } if value.is_none() => {
                let made = std::mem::take(&mut thread.stack[base + usize::from(func)]);
                thread.stack[base + usize::from(dst)] = made;
            }
            ret => return Next::Deliver(ret, value),
        }
        if crate::python::object::instance::finalizers_waiting() {
            return self.finalize(thread);
        }
        Next::Go
    }

    /// Calls the `__del__` methods that are due.
    pub(super) fn finalize(&self, thread: &Thread) -> Next {
        let due = crate::python::object::instance::take_finalizers();
        let gone = crate::python::object::instance::take_gone();
        if due.is_empty() && gone.is_empty() {
            return Next::Go;
        }
        let place = thread.spot();
        let then = Then::run(self, |c| async move {
            for id in gone {
                c.tell_gone(id).await?;
            }
            for instance in due {
                c.run_finalizer(&instance, &place).await?;
            }
            Ok(Value::None)
        });
        Next::Then(then, Ret::Discard)
    }

    /// Hands the frame on top out as a generator.
    pub(super) fn make_generator(&self, thread: &mut Thread) -> Next {
        let Some(Level::Frame(frame)) = thread.levels.pop() else {
            return Next::Go;
        };
        let kind = match frame.code.kind {
            CodeKind::Coroutine => GeneratorKind::Coroutine,
            CodeKind::AsyncGenerator => GeneratorKind::AsyncGenerator,
            _ => GeneratorKind::Generator,
        };
        let registers = take_window(thread, &frame);
        let code = frame.code.clone();
        let saved = Saved {
            function: frame.function,
            registers,
            pc: frame.pc,
            receiver: None,
        };
        let generator = Generator {
            kind,
            name: code.name.clone().into(),
            qualname: code.qualname.clone().into(),
            code,
            state: GeneratorState::Suspended(Box::new(saved)).into(),
            waits_for: Default::default(),
            stepping: false.into(),
            closing: false,
            id: Default::default(),
        };
        Next::Deliver(frame.ret, Value::Generator(Rc::new(generator)))
    }

    /// The frame on top gives a value out. `receiver` is where what is sent
    /// goes; `None` if the frame delegates and stays at that instruction.
    pub(super) fn yield_value(
        &self,
        thread: &mut Thread,
        value: Value,
        receiver: Option<Reg>,
    ) -> Next {
        let Some(Level::Frame(mut frame)) = thread.levels.pop() else {
            return Next::Go;
        };
        let Some(g) = frame.generator.take() else {
            return Next::Raise(self.runtime_error("'yield' outside function"), false);
        };
        // What an asynchronous generator yields for itself is told from what it
        // awaits by a wrapper.
        let value = if receiver.is_some() && g.kind == GeneratorKind::AsyncGenerator {
            self.object(&self.types.object, crate::python::builtins::Yielded(value))
        } else {
            value
        };
        let receiver = match (receiver, frame.code.ops.get(frame.pc as usize)) {
            (None, Some(Op::Delegate { sent, .. })) => Some(*sent),
            (receiver, _) => receiver,
        };
        let saved = match frame.home.take() {
            Some(mut home) => {
                let end = frame.base + usize::from(frame.code.registers);
                thread.stack[frame.base..end].swap_with_slice(&mut home.registers);
                home.pc = frame.pc;
                home.receiver = receiver;
                home
            }
            None => Box::new(Saved {
                registers: take_window(thread, &frame),
                function: frame.function,
                pc: frame.pc,
                receiver,
            }),
        };
        *g.state.borrow_mut() = GeneratorState::Suspended(saved);
        Next::Deliver(frame.ret, value)
    }

    /// Resumes a generator on top of the thread.
    pub(super) fn resume(
        &self,
        thread: &mut Thread,
        g: &Rc<Generator>,
        how: Resume,
        ret: Ret,
    ) -> Next {
        if thread.levels.len() >= self.limits.depth.get() {
            return Next::RaiseTo(ret, self.too_deep());
        }
        let state = std::mem::replace(&mut *g.state.borrow_mut(), GeneratorState::Running);
        let saved = match state {
            GeneratorState::Suspended(saved) => saved,
            other => {
                let running = matches!(other, GeneratorState::Running);
                *g.state.borrow_mut() = other;
                return self.not_resumable(g, running, how, ret);
            }
        };
        if saved.receiver.is_none()
            && let Resume::Send(v) = &how
            && !v.is_none()
        {
            *g.state.borrow_mut() = GeneratorState::Suspended(saved);
            let kind = match g.kind {
                GeneratorKind::Generator => "generator",
                GeneratorKind::Coroutine => "coroutine",
                GeneratorKind::AsyncGenerator => "async generator",
            };
            let m = format!("can't send non-None value to a just-started {kind}");
            return Next::RaiseTo(ret, self.type_error(m));
        }
        let mut saved = saved;
        let function = saved.function.clone();
        let (pc, receiver) = (saved.pc, saved.receiver);
        let base = self.top_of(thread);
        let need = base + usize::from(function.code.registers);
        if thread.stack.len() < need {
            thread.stack.resize(need + 32, Value::Unbound);
        }
        // What is not in use of the stack is unbound, and so are the registers
        // that stay at home.
        thread.stack[base..need].swap_with_slice(&mut saved.registers);
        let delegates = match (&how, function.code.ops.get(pc as usize)) {
            (Resume::Throw(_), Some(Op::Delegate { iter, .. })) if receiver.is_some() => {
                Some(thread.stack[base + usize::from(*iter)].clone())
            }
            _ => None,
        };
        thread.levels.push(Level::Frame(Frame {
            function,
            names: None,
            base,
            pc,
            ret,
            generator: Some(g.clone()),
            home: Some(saved),
        }));
        match how {
            Resume::Send(value) => {
                if let Some(r) = receiver {
                    thread.stack[base + usize::from(r)] = value;
                }
                Next::Go
            }
            Resume::Throw(raised) => match delegates {
                Some(inner) => self.throw_into(thread, inner, raised),
                None => {
                    // The `yield` stands before `pc`; a generator that has not
                    // begun raises at its first line.
                    Next::Raise(raised, true)
                }
            },
        }
    }

    fn not_resumable(&self, g: &Generator, running: bool, how: Resume, ret: Ret) -> Next {
        let kind = match g.kind {
            GeneratorKind::Generator => "generator",
            GeneratorKind::Coroutine => "coroutine",
            GeneratorKind::AsyncGenerator => "asynchronous generator",
        };
        if running {
            return Next::RaiseTo(ret, self.value_error(format!("{kind} already executing")));
        }
        match (g.kind, how) {
            (GeneratorKind::Coroutine, _) => {
                let m = "cannot reuse already awaited coroutine";
                Next::RaiseTo(ret, self.runtime_error(m))
            }
            (_, Resume::Throw(raised)) => Next::RaiseTo(ret, raised),
            (GeneratorKind::AsyncGenerator, _) => {
                let end = self.raise_with(&self.exceptions.stop_async_iteration, Vec::new());
                Next::RaiseTo(ret, end)
            }
            (GeneratorKind::Generator, _) => Next::Exhausted(ret, Value::None),
        }
    }

    /// One step of `yield from` or `await`: the instruction stays the next one
    /// until what it delegates to ends.
    pub(super) fn delegate(&self, thread: &mut Thread, dst: Reg, iter: Reg, sent: Reg) -> Next {
        let Some(Level::Frame(frame)) = thread.levels.last_mut() else {
            return Next::Go;
        };
        frame.pc -= 1;
        let inner = thread.stack[frame.base + usize::from(iter)].clone();
        let value = std::mem::take(&mut thread.stack[frame.base + usize::from(sent)]);
        let value = if value.is_bound() { value } else { Value::None };
        if let Some(g) = &frame.generator {
            *g.waits_for.borrow_mut() = inner.clone();
        }
        let ret = Ret::Delegate { dst };
        match inner {
            Value::Generator(g) if g.kind != GeneratorKind::AsyncGenerator => {
                self.resume(thread, &g, Resume::Send(value), ret)
            }
            Value::Iter(_) if value.is_none() => match self.next_then(inner) {
                Ok(then) => Next::Then(then, ret),
                Err(raised) => Next::RaiseTo(ret, raised),
            },
            inner => {
                let then = Then::run(self, |c| async move {
                    if value.is_none() {
                        c.next_or_stop(&inner).await
                    } else {
                        c.call_method(&inner, "send", vec![value]).await
                    }
                });
                Next::Then(then, ret)
            }
        }
    }

    /// An exception thrown into a frame that delegates.
    fn throw_into(&self, thread: &mut Thread, inner: Value, raised: Raised) -> Next {
        let Some(Level::Frame(frame)) = thread.levels.last() else {
            return Next::Go;
        };
        let Some(Op::Delegate { dst, .. }) = frame.code.ops.get(frame.pc as usize) else {
            return Next::Raise(raised, true);
        };
        let ret = Ret::Delegate { dst: *dst };
        let closing = raised.is(&self.exceptions.generator_exit);
        match inner {
            Value::Generator(g) if !closing && g.kind != GeneratorKind::AsyncGenerator => {
                self.resume(thread, &g, Resume::Throw(raised), ret)
            }
            inner => {
                let then = Then::run(self, |c| async move {
                    if closing {
                        if let Ok(close) = c.getattr(&inner, &c.names.close).await {
                            c.call(&close, Vec::new()).await?;
                        }
                        return Err(raised);
                    }
                    match c.getattr(&inner, &c.names.throw).await {
                        Ok(throw) => c.call(&throw, vec![raised.value()]).await,
                        Err(_) => Err(raised),
                    }
                });
                Next::Then(then, ret)
            }
        }
    }
}

/// Calls the function that is to be called in between.
#[cold]
fn visit(thread: &mut Thread) -> Next {
    match thread.visitor.take() {
        Some(function) => {
            let args = OwnedArgs::positional(Vec::new());
            Next::Then(Then::Call(function, args), Ret::Discard)
        }
        None => Next::Go,
    }
}

/// Takes a frame's registers off the stack.
fn take_window(thread: &mut Thread, frame: &Frame) -> Vec<Value> {
    let window = frame.base..frame.base + usize::from(frame.code.registers);
    thread.stack[window]
        .iter_mut()
        .map(std::mem::take)
        .collect()
}
