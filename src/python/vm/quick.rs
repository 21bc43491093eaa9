//! The common ways of calls, returns and generators, which [`Vm::execute`]
//! takes without leaving its loop. Each either does the whole of its work or
//! changes nothing and says so; what is not common goes the long way through
//! `call`, `deliver` and `unwind`.

use std::rc::Rc;
use std::task::Poll;

use crate::python::code::{Op, Reg};
use crate::python::object::{
    Dict, Function, Generator, GeneratorKind, GeneratorState, Instance, Making,
};
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::frame::{Frame, Level, Ret};
use crate::python::vm::native::{Args, NativeKind, Pending, Result, Then};

/// Registers that a growing stack has more than are asked for.
const ROOM: usize = 64;

/// Begins a frame whose arguments stand at `base` already.
#[inline(always)]
pub(super) fn begin_frame(
    levels: &mut Vec<Level>,
    stack: &mut Vec<Value>,
    function: Rc<Function>,
    base: usize,
    ret: Ret,
    names: Option<Rc<Dict>>,
) {
    let code = &*function.code;
    reserve(stack, base + usize::from(code.registers));
    // Here the caller may have left what it needs no more.
    let own = base + usize::from(code.parameters)..base + code.locals.len();
    if !own.is_empty() {
        for slot in &mut stack[own] {
            slot.put(Value::Unbound);
        }
    }
    if !function.closure.is_empty() {
        let free = base + usize::from(code.free_base);
        for (slot, cell) in stack[free..].iter_mut().zip(&function.closure) {
            slot.put(cell.clone());
        }
    }
    levels.push(Level::Frame(Frame {
        function,
        names,
        base,
        pc: 0,
        ret,
        generator: None,
        home: None,
    }));
}

/// Begins a frame with these arguments above the frame on top, which goes on at
/// `pc`. That it may is for the caller to see to ([`Vm::may_enter`]).
#[inline(never)]
pub(super) fn enter_with<const N: usize>(
    levels: &mut Vec<Level>,
    stack: &mut Vec<Value>,
    pc: usize,
    function: Rc<Function>,
    given: [Value; N],
    ret: Ret,
) {
    let mut base = 0;
    if let Some(Level::Frame(caller)) = levels.last_mut() {
        caller.pc = pc as u32;
        base = caller.base + usize::from(caller.function.code.registers);
    }
    reserve(stack, base + N);
    for (slot, value) in stack[base..].iter_mut().zip(given) {
        slot.put(value);
    }
    begin_frame(levels, stack, function, base, ret, None);
}

/// Calls the function in Python at `func` with the arguments from `args` on, as
/// they stand. Positions are those of the stack; `pc` is where the caller goes
/// on. That it may is for the caller to see to ([`Vm::may_enter`]).
#[inline(always)]
pub(super) fn enter(
    levels: &mut Vec<Level>,
    stack: &mut Vec<Value>,
    pc: usize,
    func: usize,
    args: usize,
    dst: Reg,
) {
    let Value::Function(function) = std::mem::take(&mut stack[func]) else {
        return;
    };
    if let Some(Level::Frame(caller)) = levels.last_mut() {
        caller.pc = pc as u32;
    }
    begin_frame(levels, stack, function, args, Ret::Reg(dst), None);
}

/// Gives up what registers hold.
#[inline(always)]
fn clear(registers: &mut [Value]) {
    let (fours, rest) = registers.as_chunks_mut::<4>();
    for four in fours {
        for r in four {
            r.put(Value::Unbound);
        }
    }
    for r in rest {
        r.put(Value::Unbound);
    }
}

#[inline]
fn reserve(stack: &mut Vec<Value>, need: usize) {
    if stack.len() < need {
        stack.resize(need + ROOM, Value::Unbound);
    }
}

impl Vm {
    /// Whether a function may be begun with so many arguments as they stand.
    #[inline(always)]
    pub(super) fn may_enter(&self, levels: &[Level], f: &Function, argc: usize) -> bool {
        f.code.simple
            && usize::from(f.code.positional) == argc
            && levels.len() < self.limits.depth.get()
    }

    /// Makes an instance of a plain class whose `__init__` takes the arguments
    /// as they stand, and begins that; as [`enter`].
    #[inline(never)]
    #[allow(clippy::too_many_arguments)]
    pub(super) fn make(
        &self,
        levels: &mut Vec<Level>,
        stack: &mut Vec<Value>,
        pc: usize,
        func: usize,
        args: usize,
        argc: usize,
        dst: Reg,
    ) -> bool {
        let Value::Type(class) = &stack[func] else {
            return false;
        };
        if class.making.get() != Making::Plain {
            return false;
        }
        let Some(Value::Function(init)) = class.lookup(&self.names.init) else {
            return false;
        };
        if !self.may_enter(levels, &init, argc + 1) {
            return false;
        }
        let made = Value::Instance(Instance::new(class.clone()));
        let Some(Level::Frame(caller)) = levels.last_mut() else {
            return false;
        };
        caller.pc = pc as u32;
        let ret = Ret::Init {
            func: (func - caller.base) as Reg,
            dst,
        };
        // The callee's window begins with `self`, before the arguments; what
        // is made waits in `func`. Where both are one register, the arguments
        // move up by one.
        let base = args.max(func + 2) - 1;
        if base == args {
            reserve(stack, args + argc + 1);
            stack[args..=args + argc].rotate_right(1);
        }
        stack[base].put(made.clone());
        stack[func] = made;
        begin_frame(levels, stack, init, base, ret, None);
        true
    }

    /// Calls a native function, as far as it goes at once, with the arguments where
    /// they stand among `regs`; what it was made with goes into the register
    /// before them, which is free: the function's own, or the one for a
    /// receiver.
    #[inline]
    pub(super) fn call_plain(
        &self,
        regs: &mut [Value],
        func: usize,
        args: usize,
        argc: usize,
    ) -> Option<Result<Then>> {
        match &regs[func] {
            Value::Native(n) if !matches!(n.kind, NativeKind::Thread(_)) => {}
            _ => return None,
        }
        let Value::Native(n) = std::mem::take(&mut regs[func]) else {
            return None;
        };
        let begin = match &n.bound {
            None => args,
            Some(bound) => {
                regs[args - 1] = bound.clone();
                args - 1
            }
        };
        let window = &mut regs[begin..args + argc];
        let given = Args {
            values: window,
            names: &[],
        };
        let result = match n.kind {
            NativeKind::Plain(run) => run(self, given).map(Then::Value),
            NativeKind::Then(run) => run(self, given),
            NativeKind::Async(run) => {
                let given = given.into_owned();
                let mut pending = Pending::of(self, |c| run(c, given));
                match pending.poll() {
                    Poll::Ready(result) => result.map(Then::Value),
                    Poll::Pending => Ok(Then::Async(pending)),
                }
            }
            NativeKind::Thread(_) => return None,
        };
        for r in &mut regs[begin..args + argc] {
            r.put(Value::Unbound);
        }
        Some(match result {
            Ok(then) => Ok(then),
            Err(raised) => Err(self.of_method(&n, raised)),
        })
    }

    /// The frame on top returns to a frame that takes the value as it is;
    /// otherwise gives the value back.
    #[inline(always)]
    pub(super) fn leave(
        &self,
        levels: &mut Vec<Level>,
        stack: &mut [Value],
        value: Value,
    ) -> std::result::Result<(), Value> {
        let [.., Level::Frame(below), Level::Frame(frame)] = levels.as_slice() else {
            return Err(value);
        };
        if frame.generator.is_some() || frame.names.is_some() {
            return Err(value);
        }
        let (dst, value) = match frame.ret {
            Ret::Reg(dst) => (dst, value),
            Ret::Operator { dst } if !matches!(value, Value::NotImplemented) => (dst, value),
            Ret::Init { func, dst } if value.is_none() => {
                let made = std::mem::take(&mut stack[below.base + usize::from(func)]);
                (dst, made)
            }
            _ => return Err(value),
        };
        let window = frame.base..frame.base + usize::from(frame.function.code.registers);
        clear(&mut stack[window]);
        stack[below.base + usize::from(dst)].put(value);
        if let Some(Level::Frame(frame)) = levels.pop() {
            let Frame {
                function,
                names: None,
                generator: None,
                home: None,
                ..
            } = frame
            else {
                return Ok(());
            };
            drop(function);
        }
        Ok(())
    }

    /// Resumes a suspended generator on top of a frame that goes on at `pc`;
    /// otherwise gives back what is sent.
    pub(super) fn go_into(
        &self,
        levels: &mut Vec<Level>,
        stack: &mut Vec<Value>,
        pc: usize,
        g: &Rc<Generator>,
        sent: Value,
        ret: Ret,
    ) -> std::result::Result<(), Value> {
        let deep = levels.len() >= self.limits.depth.get();
        let Some(Level::Frame(caller)) = levels.last_mut() else {
            return Err(sent);
        };
        let mut state = g.state.borrow_mut();
        match &*state {
            GeneratorState::Suspended(s) if !deep && (s.receiver.is_some() || sent.is_none()) => {}
            _ => return Err(sent),
        }
        let GeneratorState::Suspended(mut saved) =
            std::mem::replace(&mut *state, GeneratorState::Running)
        else {
            return Err(sent);
        };
        drop(state);
        caller.pc = pc as u32;
        let base = caller.base + usize::from(caller.function.code.registers);
        let function = saved.function.clone();
        let end = base + usize::from(function.code.registers);
        reserve(stack, end);
        // What is not in use of the stack is unbound, and so are the registers
        // that stay at home.
        stack[base..end].swap_with_slice(&mut saved.registers);
        if let Some(r) = saved.receiver {
            stack[base + usize::from(r)].put(sent);
        }
        levels.push(Level::Frame(Frame {
            function,
            names: None,
            base,
            pc: saved.pc,
            ret,
            generator: Some(g.clone()),
            home: Some(saved),
        }));
        Ok(())
    }

    /// The generator on top, which goes on at `pc` with what is sent in
    /// `receiver`, gives a value out, and so does each that delegates to it.
    /// Gives the value back, with where it goes, if that is another way.
    pub(super) fn give_out(
        &self,
        levels: &mut Vec<Level>,
        stack: &mut [Value],
        pc: usize,
        receiver: Reg,
        value: Value,
    ) -> std::result::Result<(), Given> {
        let (mut pc, mut receiver) = (pc as u32, receiver);
        let (mut to, mut value) = (None, value);
        loop {
            match self.gathered(levels, stack, pc, receiver, value) {
                None => return Ok(()),
                Some(back) => value = back,
            }
            let Some((ret, below)) = suspend(levels, stack, pc, receiver) else {
                return Err(match to {
                    None => Given::Untouched(value),
                    Some(ret) => Given::To(ret, value),
                });
            };
            to = Some(ret);
            match (ret, below) {
                (Ret::Reg(dst) | Ret::ForIter { dst, .. }, Some(base)) => {
                    stack[base + usize::from(dst)].put(value);
                    return Ok(());
                }
                (Ret::Delegate { .. }, Some(_)) => {
                    let Some(Level::Frame(frame)) = levels.last() else {
                        return Err(Given::To(ret, value));
                    };
                    let Some(Op::Delegate { sent, .. }) =
                        frame.function.code.ops.get(frame.pc as usize)
                    else {
                        return Err(Given::To(ret, value));
                    };
                    (pc, receiver) = (frame.pc, *sent);
                }
                (ret, _) => return Err(Given::To(ret, value)),
            }
        }
    }

    /// Puts what the generator on top gives to what the native function below
    /// gathers, if that takes it: then the generator goes on at `pc`, without
    /// having been suspended, as if it had been sent `None`.
    #[inline]
    fn gathered(
        &self,
        levels: &mut [Level],
        stack: &mut [Value],
        pc: u32,
        receiver: Reg,
        value: Value,
    ) -> Option<Value> {
        let [.., Level::Native(pending, _), Level::Frame(frame)] = levels else {
            return Some(value);
        };
        if frame.ret != Ret::Gather {
            return Some(value);
        }
        let back = match &mut *pending.port.gathering.borrow_mut() {
            Some(gathering) => gathering.take(self, value),
            None => Some(value),
        };
        if back.is_none() {
            frame.pc = pc;
            stack[frame.base + usize::from(receiver)].put(Value::None);
        }
        back
    }
}

/// A value that a generator gave, and how far it has come.
pub(super) enum Given {
    /// The generator on top is as it was.
    Untouched(Value),
    /// The generator is suspended, and the value goes there, to what is on top now.
    To(Ret, Value),
}

/// Suspends the generator on top; gives where its value goes and the base of
/// the frame below, if that is one.
fn suspend(
    levels: &mut Vec<Level>,
    stack: &mut [Value],
    pc: u32,
    receiver: Reg,
) -> Option<(Ret, Option<usize>)> {
    let [.., below, Level::Frame(frame)] = levels.as_mut_slice() else {
        return None;
    };
    match &frame.generator {
        Some(g) if g.kind != GeneratorKind::AsyncGenerator => {}
        _ => return None,
    }
    let mut home = frame.home.take()?;
    let below = match below {
        Level::Frame(below) => Some(below.base),
        Level::Native(..) => None,
    };
    let end = frame.base + usize::from(frame.function.code.registers);
    stack[frame.base..end].swap_with_slice(&mut home.registers);
    home.pc = pc;
    home.receiver = Some(receiver);
    let ret = frame.ret;
    if let Some(g) = &frame.generator {
        *g.state.borrow_mut() = GeneratorState::Suspended(home);
    }
    levels.pop();
    Some((ret, below))
}
