//! A turn of asyncio's event loop: the calls that are ready, and the steps of
//! tasks among them.
//!
//! CPython has this in C (`Modules/_asynciomodule.c`); so the ways that most
//! calls take are here. What happens is what `Handle._run` and `Task._step` of
//! the library say, which are called wherever something is out of the ordinary.

use std::rc::Rc;

use super::ask::{Ask, Handle};
use super::shared::Shared;
use crate::python::modules::ends;
use crate::python::object::{Generator, GeneratorKind, Instance, Str};
use crate::python::value::Value;
use crate::python::vm::Raised;
use crate::python::vm::native::{Ctx, OwnedArgs, Result, Resume};

/// A loop in one of its turns.
struct Turn {
    c: Ctx,
    shared: Rc<Shared>,
    looper: Rc<Instance>,
    /// The loop's calls that are ready, a deque.
    ready: Value,
    /// The functions `Task._step` and `Task._wake_up`.
    step: Value,
    wake_up: Value,
}

/// `turn(loop, ready, count, step, wake_up)`: makes the first `count` calls that
/// are ready.
pub(super) async fn turn(c: Ctx, mut args: OwnedArgs) -> Result {
    let [me, looper, ready, count, step, wake_up] = args.borrow().exactly(&c, "turn")?;
    let (Some(shared), Value::Instance(looper)) = (me.as_native::<Rc<Shared>>().cloned(), looper)
    else {
        return Err(c.type_error("_machine.turn: an event loop is expected"));
    };
    let turn = Turn {
        c,
        shared,
        looper,
        ready,
        step,
        wake_up,
    };
    for _ in 0..count.as_i64().unwrap_or(0) {
        let handle = ends::take_first(&turn.c, &turn.ready)?;
        turn.run(&handle).await?;
    }
    Ok(Value::None)
}

/// An attribute of an object or of its class.
fn field(of: &Instance, name: &Rc<Str>) -> Value {
    let own = of.dict.borrow().get_str(name);
    own.or_else(|| of.class.lookup(name)).unwrap_or_default()
}

/// The lane of a task that a value stands for.
fn lane_of(value: &Value) -> Option<crate::sim::Task> {
    match value.as_native::<Handle>() {
        Some(Handle::Task(lane)) => Some(*lane),
        _ => None,
    }
}

fn set(of: &Instance, name: &Rc<Str>, value: Value) {
    let old = of.dict.borrow().set_str(name, value);
    drop(old);
}

impl Turn {
    /// `Handle._run`, unless the call was cancelled.
    async fn run(&self, handle: &Value) -> Result<()> {
        let c = &self.c;
        let names = &c.names;
        let Value::Instance(call) = handle else {
            return Err(c.type_error("_machine.turn: a handle is expected"));
        };
        if matches!(field(call, &names.cancelled), Value::Bool(true)) {
            return Ok(());
        }
        let before = self.shared.context();
        self.shared.set_context(field(call, &names.context_));
        let result = self.call(handle, call).await;
        self.shared.set_context(before);
        match result {
            Err(raised) if !self.ends_the_loop(&raised) => {
                let failed = c.getattr(handle, &names.failed).await?;
                c.call(&failed, vec![raised.value()]).await?;
                Ok(())
            }
            result => result,
        }
    }

    fn ends_the_loop(&self, raised: &Raised) -> bool {
        let e = &self.c.exceptions;
        raised.is(&e.system_exit) || raised.is(&e.keyboard_interrupt)
    }

    async fn call(&self, handle: &Value, call: &Instance) -> Result<()> {
        let c = &self.c;
        let callback = field(call, &c.names.callback);
        let args = match field(call, &c.names.args_) {
            Value::Tuple(args) => args.to_vec(),
            _ => Vec::new(),
        };
        if let Value::Method(method) = &callback
            && let Value::Instance(task) = &method.receiver
        {
            let steps = method.function.is(&self.step) && args.is_empty();
            if steps || (method.function.is(&self.wake_up) && self.has_result(&args)) {
                let again = steps.then_some(handle);
                if let Some(coroutine) = self.ready_to_step(task) {
                    return self.step(&method.receiver, task, &coroutine, again).await;
                }
            }
        }
        c.call(&callback, args).await?;
        Ok(())
    }

    /// Whether a task is woken by a future with a result, which is then seen.
    fn has_result(&self, args: &[Value]) -> bool {
        let names = &self.c.names;
        let [Value::Instance(future)] = args else {
            return false;
        };
        let has = field(future, &names.state_).as_str() == Some("FINISHED")
            && field(future, &names.exception_).is_none();
        if has {
            set(future, &names.unseen, Value::Bool(false));
        }
        has
    }

    /// The coroutine of a task that is neither done nor about to be cancelled.
    fn ready_to_step(&self, task: &Instance) -> Option<Rc<Generator>> {
        let names = &self.c.names;
        if field(task, &names.state_).as_str() != Some("PENDING")
            || matches!(field(task, &names.must_cancel), Value::Bool(true))
        {
            return None;
        }
        match field(task, &names.coro) {
            Value::Generator(g) if g.kind == GeneratorKind::Coroutine => Some(g),
            _ => None,
        }
    }

    /// `Task._step()`. `again`: the handle of the call, which may be used for
    /// the next step too.
    async fn step(
        &self,
        me: &Value,
        task: &Instance,
        coroutine: &Rc<Generator>,
        again: Option<&Value>,
    ) -> Result<()> {
        let c = &self.c;
        let names = &c.names;
        let lane = lane_of(&field(task, &names.lane))
            .ok_or_else(|| c.type_error("_machine.turn: a task is expected"))?;
        // Its lane, if it waited for another task or what ends with one.
        let other = match field(task, &names.waits_for) {
            Value::Instance(other) => lane_of(&field(&other, &names.lane)),
            _ => None,
        };
        set(task, &names.waits_for, Value::None);
        let before = field(&self.looper, &names.current);
        set(&self.looper, &names.current, me.clone());
        c.request(Ask::Enter(lane, other)).await?;
        let result = match c.resume(coroutine, Resume::Send(Value::None)).await {
            Ok(Value::None) if again.is_some() && self.is_plain() => {
                c.request(Ask::Leave(lane, None)).await?;
                match again {
                    Some(handle) => ends::add_last(c, &self.ready, handle.clone()),
                    None => Ok(()),
                }
            }
            Ok(given) => self.tell(me, &names.wait_, given).await,
            Err(raised) => self.tell(me, &names.stopped, raised.value()).await,
        };
        set(&self.looper, &names.current, before);
        result
    }

    /// Whether `call_soon` would only add a call.
    fn is_plain(&self) -> bool {
        let names = &self.c.names;
        let is = |name| matches!(field(&self.looper, name), Value::Bool(true));
        is(&names.plain) && !is(&names.closed_) && !is(&names.debug_)
    }

    async fn tell(&self, whom: &Value, method: &Rc<Str>, value: Value) -> Result<()> {
        let method = self.c.getattr(whom, method).await?;
        self.c.call(&method, vec![value]).await?;
        Ok(())
    }
}
