//! An exception on its way to its handler.

use std::rc::Rc;

use crate::python::code::Op;
use crate::python::object::{Generator, GeneratorKind, GeneratorState, Traceback};
use crate::python::value::Value;
use crate::python::vm::deliver::Next;
use crate::python::vm::frame::{Frame, Level, Ret, Thread};
use crate::python::vm::{Raised, Stopped, Vm};

impl Vm {
    /// An exception arrives at what is on top. `entry`: the frame gets an
    /// entry in the traceback, and the exception handled there becomes its
    /// context.
    pub(super) fn unwind(&self, thread: &mut Thread, raised: Raised, entry: bool) -> Next {
        if entry {
            self.set_context(thread, &raised);
        }
        self.pass_on(thread, raised, entry)
    }

    /// The same of one that has its context.
    fn pass_on(&self, thread: &mut Thread, mut raised: Raised, mut entry: bool) -> Next {
        loop {
            let Some(level) = thread.levels.last_mut() else {
                return Next::Stop(Stopped::Raised(raised));
            };
            let frame = match level {
                Level::Native(pending, _) => {
                    *pending.port.answer.borrow_mut() = Some(Err(raised));
                    return Next::Go;
                }
                Level::Frame(frame) => frame,
            };
            let pc = frame.pc.saturating_sub(u32::from(!delegating(frame)));
            if entry {
                add_entry(frame, pc, &raised);
            }
            entry = true;
            if let Some(handler) = frame.code.handler_at(pc).copied() {
                if let Some(g) = &frame.generator {
                    *g.waits_for.borrow_mut() = Value::Unbound;
                }
                frame.pc = handler.target;
                let at = frame.base + usize::from(handler.reg);
                thread.stack[at] = raised.value();
                return Next::Go;
            }
            let ret = frame.ret;
            let Some(Level::Frame(frame)) = thread.levels.pop() else {
                return Next::Go;
            };
            let window = frame.base..frame.base + usize::from(frame.code.registers);
            for r in &mut thread.stack[window] {
                *r = Value::Unbound;
            }
            if let Some(g) = &frame.generator {
                *g.state.borrow_mut() = GeneratorState::Done;
                *g.waits_for.borrow_mut() = Value::Unbound;
                raised = self.no_stop_iteration(g, raised);
            }
            match self.arrives(thread, ret, raised) {
                Ok(next) => return next,
                Err(back) => raised = back,
            }
        }
    }

    /// An exception from something without a level of its own, or whose level
    /// is gone.
    pub(super) fn raise_to(&self, thread: &mut Thread, ret: Ret, raised: Raised) -> Next {
        match self.arrives(thread, ret, raised) {
            Ok(next) => next,
            // One that has passed frames before goes through a function in Rust.
            Err(raised) if raised.0.exc().borrow().traceback.is_some() => {
                self.pass_on(thread, raised, true)
            }
            Err(raised) => Next::Raise(raised, true),
        }
    }

    /// The destinations for which some exception is no exception.
    fn arrives(&self, thread: &mut Thread, ret: Ret, raised: Raised) -> Result<Next, Raised> {
        match ret {
            Ret::Root => Ok(Next::Stop(Stopped::Raised(raised))),
            Ret::ForIter { target, .. } if raised.is(&self.exceptions.stop_iteration) => {
                if let Some(Level::Frame(frame)) = thread.levels.last_mut() {
                    frame.pc = u32::from(target);
                }
                Ok(Next::Go)
            }
            Ret::Delegate { .. } if raised.is(&self.exceptions.stop_iteration) => {
                let value = self.stop_value(&raised);
                Ok(Next::Exhausted(ret, value))
            }
            _ => Err(raised),
        }
    }

    /// The exception being handled becomes the context of a new one.
    fn set_context(&self, thread: &Thread, raised: &Raised) {
        let handled = thread.handled();
        let Value::Instance(old) = &handled else {
            return;
        };
        if Rc::ptr_eq(old, &raised.0) {
            return;
        }
        // Breaks a cycle: the new one may be a context of the old one.
        let mut at = old.clone();
        loop {
            let next = at.exc().borrow().context.clone();
            match next {
                Some(Value::Instance(n)) if Rc::ptr_eq(&n, &raised.0) => {
                    at.exc().borrow_mut().context = None;
                    break;
                }
                Some(Value::Instance(n)) => at = n,
                _ => break,
            }
        }
        let replaced = raised.0.exc().borrow_mut().context.replace(handled.clone());
        drop(replaced);
    }

    /// `StopIteration` must not leave a generator (PEP 479).
    fn no_stop_iteration(&self, g: &Generator, raised: Raised) -> Raised {
        let stop = raised.is(&self.exceptions.stop_iteration);
        let stop_async = raised.is(&self.exceptions.stop_async_iteration);
        let text = match g.kind {
            GeneratorKind::Generator if stop => "generator raised StopIteration",
            GeneratorKind::Coroutine if stop => "coroutine raised StopIteration",
            GeneratorKind::AsyncGenerator if stop => "async generator raised StopIteration",
            GeneratorKind::AsyncGenerator if stop_async => {
                "async generator raised StopAsyncIteration"
            }
            _ => return raised,
        };
        let new = self.runtime_error(text);
        {
            let mut exc = new.0.exc().borrow_mut();
            exc.cause = Some(raised.value());
            exc.context = Some(raised.value());
            exc.suppress = true;
        }
        new
    }
}

/// Whether the frame stands at a `Delegate`, whose `pc` is its own.
fn delegating(frame: &Frame) -> bool {
    frame.generator.is_some()
        && matches!(
            frame.code.ops.get(frame.pc as usize),
            Some(Op::Delegate { .. })
        )
        && frame
            .generator
            .as_ref()
            .is_some_and(|g| g.waits_for.borrow().is_bound())
}

fn add_entry(frame: &Frame, pc: u32, raised: &Raised) {
    let mut exc = raised.0.exc().borrow_mut();
    let next = exc.traceback.take();
    exc.traceback = Some(Rc::new(Traceback {
        next,
        code: frame.code.clone(),
        pc,
        globals: frame.globals.clone(),
    }));
}
