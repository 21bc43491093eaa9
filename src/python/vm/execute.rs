//! The instructions.

use crate::python::code::{BinOp, Op, Reg};
use crate::python::object::instance::finalizers_waiting;
use crate::python::object::{GeneratorKind, List, Step};
use crate::python::ops::sites::{getter_again, own_again};
use crate::python::value::Value;
use crate::python::vm::deliver::Next;
use crate::python::vm::flow::{Exit, Flow, compare_ints, handled_here, take_range, take_tuple};
use crate::python::vm::frame::{Level, Ret, Thread};
use crate::python::vm::native::{OwnedArgs, Resume, Then};
use crate::python::vm::quick::{Given, enter, enter_with};
use crate::python::vm::{Raised, Vm};

/// Leaves the innermost loop with a slow path: an asynchronous function of the
/// context.
macro_rules! slow {
    ($vm:expr, $ret:expr, |$ctx:ident| $body:expr) => {{
        let then = Then::run($vm, move |$ctx| async move { $body });
        break Exit::Then(then, $ret);
    }};
}

macro_rules! attempt {
    ($e:expr) => {
        match $e {
            Ok(v) => v,
            Err(raised) => break Exit::Raise(raised),
        }
    };
}

#[inline(always)]
fn at(reg: Reg) -> usize {
    usize::from(reg)
}

impl Vm {
    /// Runs the frame on top until something else must be done. `left` is how
    /// many instructions may run.
    pub(super) fn execute(&self, thread: &mut Thread, left: &mut u64) -> Next {
        let mut fuel = *left;
        'frame: loop {
            let Thread { levels, stack, .. } = &mut *thread;
            let Some(Level::Frame(frame)) = levels.last() else {
                *left = fuel;
                return Next::Go;
            };
            let code = &frame.function.code;
            let ops = code.ops.as_slice();
            let globals = &frame.function.globals;
            let base = frame.base;
            let regs = &mut stack[base..base + at(code.registers)];
            let mut pc = frame.pc as usize;
            let exit = loop {
                // An operator whose operands are no two small numbers.
                macro_rules! operate {
                    ($op:expr, $x:expr, $y:expr, $dst:expr) => {{
                        let (op, x, y, dst) = ($op, $x, $y, $dst);
                        match self.binary(op, x, y) {
                            Some(v) => {
                                let v = attempt!(v);
                                regs[at(dst)].put(v);
                            }
                            None => {
                                if let Some(f) = self.operator_of(op, x, y)
                                    && self.may_enter(levels, &f, 2)
                                {
                                    let (given, ret) =
                                        ([x.clone(), y.clone()], Ret::Operator { dst });
                                    enter_with(levels, stack, pc, f, given, ret);
                                    continue 'frame;
                                }
                                let (then, ret) = self.operator(op, x, y, dst);
                                break Exit::Then(then, ret);
                            }
                        }
                    }};
                }
                macro_rules! arithmetic {
                    ($op:expr, $checked:ident, $sign:tt, $dst:expr, $a:expr, $b:expr) => {{
                        let (dst, x, y) = ($dst, &regs[at($a)], &regs[at($b)]);
                        match (x, y) {
                            (Value::Int(m), Value::Int(n)) if let Some(r) = m.$checked(*n) => {
                                regs[at(dst)].put(Value::Int(r));
                            }
                            (Value::Float(m), Value::Float(n)) => {
                                let r = m $sign n;
                                regs[at(dst)].put(Value::Float(r));
                            }
                            _ => operate!($op, x, y, dst),
                        }
                    }};
                }
                macro_rules! arithmetic_int {
                    ($op:expr, $checked:ident, $dst:expr, $a:expr, $n:expr) => {{
                        let (dst, x, n) = ($dst, &regs[at($a)], i64::from($n));
                        match x {
                            Value::Int(m) if let Some(r) = m.$checked(n) => {
                                regs[at(dst)].put(Value::Int(r));
                            }
                            x => operate!($op, x, &Value::Int(n), dst),
                        }
                    }};
                }
                // Jumps if what a comparison says is `when`.
                macro_rules! branch {
                    ($op:expr, $x:expr, $y:expr, $when:expr, $target:expr) => {{
                        let (op, x, y, when, target) = ($op, $x, $y, $when, $target);
                        match self.compare(op, x, y) {
                            Some(v) => {
                                if attempt!(v) == when {
                                    pc = at(target);
                                }
                            }
                            None => {
                                let (x, y) = (x.clone(), y.clone());
                                let ret = Ret::Branch { when, target };
                                slow!(self, ret, |c| c.compare_slow(op, &x, &y).await)
                            }
                        }
                    }};
                }
                match fuel.checked_sub(1) {
                    Some(rest) => fuel = rest,
                    None => break Exit::Budget,
                }
                let op = &ops[pc];
                pc += 1;
                match *op {
                    Op::Move { dst, src } => {
                        let v = regs[at(src)].copy();
                        regs[at(dst)].put(v)
                    }
                    Op::LoadGlobal { dst, site } => {
                        let s = &code.sites[at(site)];
                        let place = s.place.get() as usize;
                        let register = &mut regs[at(dst)];
                        if globals.read_hinted(place, &s.name, register)
                            || (globals.is_stamped(s.version.get())
                                && self.builtins.read_hinted(place, &s.name, register))
                        {
                            continue;
                        }
                        match self.global(globals, s) {
                            Ok(v) => regs[at(dst)].put(v),
                            Err(raised) => match self.late_builtin(s.name.as_str()) {
                                Some(then) => break Exit::Then(then, Ret::Reg(dst)),
                                None => break Exit::Raise(raised),
                            },
                        }
                    }
                    Op::Add { dst, a, b } => {
                        arithmetic!(BinOp::Add, checked_add, +, dst, a, b);
                    }
                    Op::Sub { dst, a, b } => {
                        arithmetic!(BinOp::Sub, checked_sub, -, dst, a, b);
                    }
                    Op::Mul { dst, a, b } => {
                        arithmetic!(BinOp::Mul, checked_mul, *, dst, a, b);
                    }
                    Op::AddInt { dst, a, n } => {
                        arithmetic_int!(BinOp::Add, checked_add, dst, a, n);
                    }
                    Op::SubInt { dst, a, n } => {
                        arithmetic_int!(BinOp::Sub, checked_sub, dst, a, n);
                    }
                    Op::Binary { op, dst, a, b } => {
                        operate!(op, &regs[at(a)], &regs[at(b)], dst);
                    }
                    Op::InPlace { op, dst, a, b } => {
                        if op == BinOp::Add && dst == a && matches!(regs[at(a)], Value::Str(_)) {
                            let mut text = std::mem::take(&mut regs[at(a)]);
                            let done = self.append_text(&mut text, &regs[at(b)]);
                            regs[at(a)] = text;
                            if attempt!(done) {
                                continue;
                            }
                        }
                        let (x, y) = (&regs[at(a)], &regs[at(b)]);
                        match self.in_place(op, x, y) {
                            Some(v) => regs[at(dst)].put(attempt!(v)),
                            None => {
                                let (x, y) = (x.clone(), y.clone());
                                slow!(self, Ret::Reg(dst), |c| c.in_place_slow(op, &x, &y).await)
                            }
                        }
                    }
                    Op::InPlaceInt { op, dst, a, n } => {
                        let (x, n) = (&regs[at(a)], i64::from(n));
                        if let (BinOp::Add, Value::Int(m)) = (op, x)
                            && let Some(sum) = m.checked_add(n)
                        {
                            regs[at(dst)].put(Value::Int(sum));
                            continue;
                        }
                        let y = Value::Int(n);
                        match self.in_place(op, x, &y) {
                            Some(v) => regs[at(dst)].put(attempt!(v)),
                            None => {
                                let x = x.clone();
                                slow!(self, Ret::Reg(dst), |c| c.in_place_slow(op, &x, &y).await)
                            }
                        }
                    }
                    Op::JumpUnless { op, a, b, target } => match (&regs[at(a)], &regs[at(b)]) {
                        (Value::Int(m), Value::Int(n)) => {
                            if !compare_ints(op, *m, *n) {
                                pc = at(target);
                            }
                        }
                        (x, y) => branch!(op, x, y, false, target),
                    },
                    Op::JumpUnlessInt { op, a, n, target } => match &regs[at(a)] {
                        Value::Int(m) => {
                            if !compare_ints(op, *m, i64::from(n)) {
                                pc = at(target);
                            }
                        }
                        x => branch!(op, x, &Value::Int(i64::from(n)), false, target),
                    },
                    Op::JumpWhen { op, a, b, target } => {
                        branch!(op, &regs[at(a)], &regs[at(b)], true, target);
                    }
                    Op::Compare { op, dst, a, b } => {
                        let (x, y) = (&regs[at(a)], &regs[at(b)]);
                        match self.compare(op, x, y) {
                            Some(v) => regs[at(dst)].put(Value::Bool(attempt!(v))),
                            None => {
                                let (x, y) = (x.clone(), y.clone());
                                slow!(self, Ret::Reg(dst), |c| c.compare_slow(op, &x, &y).await)
                            }
                        }
                    }
                    Op::Jump { target } => pc = at(target),
                    Op::JumpIf { src, target } => match self.truth(&regs[at(src)]) {
                        Some(true) => pc = at(target),
                        Some(false) => {}
                        None => {
                            let x = regs[at(src)].clone();
                            let ret = Ret::Branch { when: true, target };
                            slow!(self, ret, |c| Ok(Value::Bool(c.truth_slow(&x).await?)))
                        }
                    },
                    Op::JumpIfNot { src, target } => match self.truth(&regs[at(src)]) {
                        Some(true) => {}
                        Some(false) => pc = at(target),
                        None => {
                            let x = regs[at(src)].clone();
                            let ret = Ret::Branch {
                                when: false,
                                target,
                            };
                            slow!(self, ret, |c| Ok(Value::Bool(c.truth_slow(&x).await?)))
                        }
                    },
                    Op::ForIter { iter, dst, target } => {
                        let step = match &regs[at(iter)] {
                            Value::Iter(i) => i.step(),
                            Value::Generator(g) => {
                                let g = g.clone();
                                let ret = Ret::ForIter { dst, target };
                                match self.go_into(levels, stack, pc, &g, Value::None, ret) {
                                    Ok(()) => continue 'frame,
                                    Err(sent) => break Exit::Resume(g, sent, ret),
                                }
                            }
                            _ => Step::Ask,
                        };
                        match step {
                            Step::Item(v) => regs[at(dst)].put(v),
                            Step::Done => pc = at(target),
                            Step::Changed(m) => break Exit::Raise(self.runtime_error(m)),
                            Step::Ask => {
                                let i = regs[at(iter)].clone();
                                let ret = Ret::ForIter { dst, target };
                                break Exit::Then(attempt!(self.next_then(i)), ret);
                            }
                        }
                    }
                    Op::Call { argc, dst, func } | Op::CallMethod { argc, dst, func } => {
                        let (func, mut argc) = (at(func), usize::from(argc));
                        let mut args = func + 1;
                        // Before the arguments of a method is its receiver, if any.
                        if matches!(*op, Op::CallMethod { .. }) {
                            match regs[args].is_bound() {
                                true => argc += 1,
                                false => args += 1,
                            }
                        }
                        match &regs[func] {
                            Value::Function(f) if self.may_enter(levels, f, argc) => {
                                enter(levels, stack, pc, base + func, base + args, dst);
                                continue 'frame;
                            }
                            Value::Native(_) => {
                                if let Some(result) = self.call_plain(regs, func, args, argc) {
                                    match attempt!(result) {
                                        Then::Value(value) => regs[at(dst)].put(value),
                                        Then::Resume(g, Resume::Send(sent)) => {
                                            let ret = Ret::Reg(dst);
                                            match self.go_into(levels, stack, pc, &g, sent, ret) {
                                                Ok(()) => continue 'frame,
                                                Err(sent) => break Exit::Resume(g, sent, ret),
                                            }
                                        }
                                        then => break Exit::Then(then, Ret::Reg(dst)),
                                    }
                                    continue;
                                }
                            }
                            Value::Type(_) => {
                                let (func, args) = (base + func, base + args);
                                if self.make(levels, stack, pc, func, args, argc, dst) {
                                    continue 'frame;
                                }
                            }
                            _ => {}
                        }
                        break Exit::Call {
                            func: base + func,
                            args: base + args,
                            argc,
                            ret: Ret::Reg(dst),
                        };
                    }
                    Op::CallKw { argc, dst, func, k } => {
                        let Value::Tuple(names) = &code.consts[at(k)] else {
                            continue;
                        };
                        let bare = !regs[at(func) + 1].is_bound();
                        break Exit::CallKw {
                            func: base + at(func),
                            args: base + at(func) + 1 + usize::from(bare),
                            argc: usize::from(argc) + usize::from(!bare),
                            ret: Ret::Reg(dst),
                            names: names.clone(),
                        };
                    }
                    Op::CallEx { dst, func } => {
                        let f = std::mem::take(&mut regs[at(func)]);
                        let list = std::mem::take(&mut regs[at(func) + 1]);
                        let named = std::mem::take(&mut regs[at(func) + 2]);
                        let mut args = OwnedArgs::positional(match list.base() {
                            Value::List(l) => l.to_vec(),
                            Value::Tuple(t) => t.to_vec(),
                            _ => Vec::new(),
                        });
                        if let Value::Dict(d) = &named {
                            for (key, value) in d.entries() {
                                let Value::Str(key) = key else { continue };
                                args.names.push(key);
                                args.values.push(value);
                            }
                        }
                        break Exit::Then(Then::Call(f, args), Ret::Reg(dst));
                    }
                    Op::Return { .. } | Op::ReturnNone => {
                        let value = match *op {
                            Op::Return { src } => std::mem::take(&mut regs[at(src)]),
                            _ => Value::None,
                        };
                        match self.leave(levels, stack, value) {
                            Ok(()) if finalizers_waiting() => {
                                *left = fuel;
                                return self.finalize(thread);
                            }
                            Ok(()) => continue 'frame,
                            Err(value) => break Exit::Return(value),
                        }
                    }
                    Op::LoadAttr { dst, obj, site } => {
                        let site = &code.sites[at(site)];
                        let of = &regs[at(obj)];
                        if let Some(v) = own_again(of, site) {
                            regs[at(dst)].put(v);
                            continue;
                        }
                        if let Some(f) = getter_again(of, site)
                            && self.may_enter(levels, &f, 1)
                        {
                            let (given, ret) = ([of.clone()], Ret::Reg(dst));
                            enter_with(levels, stack, pc, f, given, ret);
                            continue 'frame;
                        }
                        match self.attribute(of, site) {
                            Ok(Then::Value(v)) => regs[at(dst)].put(v),
                            Ok(then) => break Exit::Then(then, Ret::Reg(dst)),
                            Err(raised) => break Exit::Raise(raised),
                        }
                    }
                    Op::LoadMethod { dst, obj, site } => {
                        let site = &code.sites[at(site)];
                        if let Some(f) = self.method_of(&regs[at(obj)], site) {
                            let obj = regs[at(obj)].clone();
                            regs[at(dst)].put(f);
                            regs[at(dst) + 1] = obj;
                            continue;
                        }
                        match self.attribute(&regs[at(obj)], site) {
                            Ok(Then::Value(v)) => {
                                regs[at(dst)].put(v);
                                regs[at(dst) + 1] = Value::Unbound;
                            }
                            Ok(then) => {
                                regs[at(dst) + 1] = Value::Unbound;
                                break Exit::Then(then, Ret::Reg(dst));
                            }
                            Err(raised) => break Exit::Raise(raised),
                        }
                    }
                    Op::StoreAttr { obj, src, site } => {
                        let site = &code.sites[at(site)];
                        let value = regs[at(src)].clone();
                        match self.store_attribute(&regs[at(obj)], site, value) {
                            Ok(Then::Value(old)) => drop(old),
                            Ok(then) => break Exit::Then(then, Ret::Discard),
                            Err(raised) => break Exit::Raise(raised),
                        }
                    }
                    Op::GetItem { dst, obj, key } => {
                        let (x, y) = (&regs[at(obj)], &regs[at(key)]);
                        match self.get_item(x, y) {
                            Some(v) => regs[at(dst)].put(attempt!(v)),
                            None => {
                                let (x, y) = (x.clone(), y.clone());
                                slow!(self, Ret::Reg(dst), |c| c.get_item_slow(&x, &y).await)
                            }
                        }
                    }
                    Op::SetItem { obj, key, src } => {
                        let (x, y, v) = (&regs[at(obj)], &regs[at(key)], regs[at(src)].clone());
                        match self.set_item(x, y, v) {
                            Ok(result) => drop(attempt!(result)),
                            Err(v) => {
                                let (x, y) = (x.clone(), y.clone());
                                slow!(self, Ret::Discard, |c| c.set_item_slow(&x, &y, v).await)
                            }
                        }
                    }
                    Op::Const { dst, k } => regs[at(dst)].put(code.consts[at(k)].clone()),
                    Op::Int { dst, n } => regs[at(dst)].put(Value::Int(i64::from(n))),
                    Op::None { dst } => regs[at(dst)].put(Value::None),
                    Op::LoadCell { dst, cell } => {
                        let v = match &regs[at(cell)] {
                            Value::Cell(c) => c.get(),
                            _ => Value::Unbound,
                        };
                        if !v.is_bound() {
                            break Exit::Raise(self.unbound_cell(code, cell));
                        }
                        regs[at(dst)].put(v);
                    }
                    Op::StoreCell { cell, src } => {
                        let v = regs[at(src)].clone();
                        if let Value::Cell(c) = &regs[at(cell)] {
                            drop(c.set(v));
                        }
                    }
                    Op::StoreGlobal { src, site } => {
                        let s = &code.sites[at(site)];
                        let v = regs[at(src)].clone();
                        let place = s.place.get() as usize;
                        match globals.set_hinted(place, &s.name, v) {
                            Ok(old) => drop(old),
                            Err(v) => {
                                drop(globals.set_str(&s.name, v));
                                let place = globals.place_of(&s.name).unwrap_or(0);
                                s.place.set(place as u32);
                            }
                        }
                        if finalizers_waiting() {
                            break Exit::Finalize;
                        }
                    }
                    Op::CheckBound { reg } => {
                        if !regs[at(reg)].is_bound() {
                            break Exit::Raise(self.unbound_local(code, reg));
                        }
                    }
                    Op::GetIter { dst, src } => match self.iter_of(&regs[at(src)]) {
                        Some(v) => regs[at(dst)].put(attempt!(v)),
                        None => {
                            let x = regs[at(src)].clone();
                            slow!(self, Ret::Reg(dst), |c| c.iter_slow(&x).await)
                        }
                    },
                    Op::ListAppend { list, src } => {
                        let v = std::mem::take(&mut regs[at(src)]);
                        if let Value::List(l) = &regs[at(list)] {
                            l.borrow_mut().push(v);
                            if l.len().is_power_of_two() {
                                attempt!(self.check_size(l.len() * 16));
                            }
                        }
                    }
                    Op::Not { dst, src } => match self.truth(&regs[at(src)]) {
                        Some(t) => regs[at(dst)].put(Value::Bool(!t)),
                        None => {
                            let x = regs[at(src)].clone();
                            slow!(self, Ret::Reg(dst), |c| Ok(Value::Bool(
                                !c.truth_slow(&x).await?
                            )))
                        }
                    },
                    Op::BuildTuple { dst, from, n } => {
                        let items = take_tuple(regs, from, n);
                        regs[at(dst)].put(Value::Tuple(items));
                    }
                    Op::BuildList { dst, from, n } => {
                        let items = take_range(regs, from, n);
                        regs[at(dst)].put(Value::List(List::new(items)));
                    }
                    Op::Yield { dst, src } => {
                        let value = std::mem::take(&mut regs[at(src)]);
                        match self.give_out(levels, stack, pc, dst, value) {
                            Ok(()) => continue 'frame,
                            Err(Given::Untouched(value)) => break Exit::Yield(value, dst),
                            Err(Given::To(ret, value)) => {
                                *left = fuel;
                                return Next::Deliver(ret, value);
                            }
                        }
                    }
                    Op::Delegate { dst, iter, sent } => {
                        let ret = Ret::Delegate { dst };
                        if let Value::Generator(g) = &regs[at(iter)]
                            && g.kind != GeneratorKind::AsyncGenerator
                            && frame.delegates_to(&regs[at(iter)])
                        {
                            let g = g.clone();
                            let value = std::mem::take(&mut regs[at(sent)]);
                            let value = if value.is_bound() { value } else { Value::None };
                            // It stays the next instruction until that ends.
                            pc -= 1;
                            match self.go_into(levels, stack, pc, &g, value, ret) {
                                Ok(()) => continue 'frame,
                                Err(value) => break Exit::Resume(g, value, ret),
                            }
                        }
                        break Exit::Delegate { dst, iter, sent };
                    }
                    Op::MakeGenerator => break Exit::MakeGenerator,
                    Op::Take { dst, src } => {
                        let value = std::mem::take(&mut regs[at(src)]);
                        regs[at(dst)].put(value);
                    }
                    Op::JumpIfNone { src, target } => {
                        if regs[at(src)].is_none() {
                            pc = at(target);
                        }
                    }
                    Op::Nop => {}
                    Op::RaiseAgain => {
                        break match handled_here(code, pc, regs) {
                            Some(raised) => Exit::Reraise(raised),
                            None => {
                                let handled = thread.handled();
                                let Value::Instance(i) = handled else {
                                    let m = "No active exception to reraise";
                                    break Exit::Raise(self.runtime_error(m));
                                };
                                Exit::Reraise(Raised(i))
                            }
                        };
                    }
                    Op::Reraise { exc } => {
                        let Value::Instance(i) = &regs[at(exc)] else {
                            break Exit::Raise(self.system_error("no exception to raise again"));
                        };
                        break Exit::Reraise(Raised(i.clone()));
                    }
                    op => match self.execute_other(op, code, globals, &frame.names, regs) {
                        Flow::Next => {}
                        Flow::Jump(target) => pc = at(target),
                        Flow::Raise(raised) => break Exit::Raise(raised),
                        Flow::Then(then, ret) => break Exit::Then(then, ret),
                        Flow::Finalize => break Exit::Finalize,
                    },
                }
            };
            *left = fuel;
            if let Some(Level::Frame(frame)) = thread.levels.last_mut() {
                frame.pc = pc as u32;
            }
            match exit {
                Exit::Call {
                    func,
                    args,
                    argc,
                    ret,
                } => match self.call_in_place(thread, func, args, argc, ret) {
                    Next::Go => {}
                    next => return next,
                },
                Exit::Return(value) => {
                    let next = self.return_value(thread, value);
                    match next {
                        Next::Go => {}
                        next => return next,
                    }
                }
                Exit::Budget => return Next::Stop(crate::python::vm::Stopped::Budget),
                Exit::Raise(raised) => return Next::Raise(raised, true),
                Exit::Reraise(raised) => return Next::Raise(raised, false),
                Exit::CallKw {
                    func,
                    args,
                    argc,
                    ret,
                    names,
                } => {
                    if let Value::Function(f) = &thread.stack[func] {
                        let f = f.clone();
                        if let Some(next) =
                            self.call_direct(thread, &f, None, args, argc, &names, ret)
                        {
                            thread.stack[func] = Value::Unbound;
                            match next {
                                Next::Go => continue,
                                next => return next,
                            }
                        }
                    }
                    let names = names
                        .iter()
                        .filter_map(|n| n.as_str_object().cloned())
                        .collect();
                    let f = std::mem::take(&mut thread.stack[func]);
                    let values = &mut thread.stack[args..args + argc];
                    let values = values.iter_mut().map(std::mem::take).collect();
                    return Next::Then(Then::Call(f, OwnedArgs { values, names }), ret);
                }
                Exit::Then(Then::Call(Value::Function(f), args), ret) => {
                    match self.call_function(thread, &f, args, ret) {
                        Next::Go => {}
                        next => return next,
                    }
                }
                Exit::Then(Then::Resume(g, how), ret) => match self.resume(thread, &g, how, ret) {
                    Next::Go => {}
                    next => return next,
                },
                Exit::Then(then, ret) => return Next::Then(then, ret),
                Exit::Yield(value, dst) => {
                    let next = match self.yield_value(thread, value, Some(dst)) {
                        Next::Deliver(ret, value) => self.deliver(thread, ret, value),
                        next => next,
                    };
                    match next {
                        Next::Go => {}
                        next => return next,
                    }
                }
                Exit::Delegate { dst, iter, sent } => {
                    match self.delegate(thread, dst, iter, sent) {
                        Next::Go => {}
                        next => return next,
                    }
                }
                Exit::MakeGenerator => {
                    let next = match self.make_generator(thread) {
                        Next::Deliver(ret, value) => self.deliver(thread, ret, value),
                        next => next,
                    };
                    match next {
                        Next::Go => {}
                        next => return next,
                    }
                }
                Exit::Resume(g, sent, ret) => {
                    match self.resume(thread, &g, Resume::Send(sent), ret) {
                        Next::Go => {}
                        next => return next,
                    }
                }
                Exit::Finalize => return self.finalize(thread),
            }
        }
    }
}
