//! Calls: arguments sorted into parameters, frames begun.

use std::rc::Rc;

use crate::python::code::Code;
use crate::python::object::{
    Custom, Dict, Function, Instance, Making, Native, Range, Str, Tuple, Type,
};
use crate::python::value::Value;
use crate::python::vm::deliver::Next;
use crate::python::vm::frame::{Ret, Thread};
use crate::python::vm::native::{Args, NativeKind, OwnedArgs, Pending, Result, Then};
use crate::python::vm::quick::begin_frame;
use crate::python::vm::{Raised, Vm};

/// The most named arguments that are sorted in place.
const MOST_NAMES: usize = 16;

impl Vm {
    /// Begins a frame whose arguments stand at `base` already.
    pub(super) fn push_frame(
        &self,
        thread: &mut Thread,
        function: Rc<Function>,
        base: usize,
        ret: Ret,
        names: Option<Rc<Dict>>,
    ) {
        let Thread { levels, stack, .. } = thread;
        begin_frame(levels, stack, function, base, ret, names);
    }

    /// Calls what stands at `func` with the arguments from `args` on.
    pub(super) fn call_in_place(
        &self,
        thread: &mut Thread,
        func: usize,
        args: usize,
        argc: usize,
        ret: Ret,
    ) -> Next {
        let f = std::mem::take(&mut thread.stack[func]);
        match &f {
            Value::Function(f) => {
                if let Some(next) = self.call_direct(thread, f, None, args, argc, &[], ret) {
                    return next;
                }
            }
            Value::Type(class) => match self.making(class) {
                Making::Plain if argc < 250 => {
                    if let Some(next) = self.make_in_place(thread, class, func, args, argc, ret) {
                        return next;
                    }
                }
                Making::Exception => {
                    return self.make_exception(thread, class, args, argc, ret);
                }
                _ if !class.heap && (1..=3).contains(&argc) => {
                    let made = self.make_quick(class, &thread.stack[args..args + argc]);
                    if let Some(made) = made {
                        for r in &mut thread.stack[args..args + argc] {
                            *r = Value::Unbound;
                        }
                        return self.deliver(thread, ret, made);
                    }
                }
                _ => {}
            },
            _ => {}
        }
        let values = thread.stack[args..args + argc]
            .iter_mut()
            .map(std::mem::take)
            .collect();
        self.call(thread, f, OwnedArgs::positional(values), ret)
    }

    /// What `*args` is.
    fn rest_of(&self, rest: Vec<Value>) -> Value {
        Value::Tuple(if rest.is_empty() {
            self.nothing.clone()
        } else {
            Tuple::new(rest)
        })
    }

    /// Calls a function in Rust or a built-in class with positional arguments,
    /// if it answers at once or says how to go on; otherwise the arguments stay
    /// where they are.
    pub(crate) fn call_native_quick(
        &self,
        f: &Value,
        values: &mut [Value],
    ) -> Option<Result<Then>> {
        match f {
            Value::Native(n) if n.bound.is_none() => {
                let args = Args { values, names: &[] };
                match n.kind {
                    NativeKind::Plain(run) => Some(run(self, args).map(Then::Value)),
                    NativeKind::Then(run) => Some(run(self, args)),
                    _ => None,
                }
            }
            Value::Type(class) if !class.heap => {
                let made = self.make_quick(class, values)?;
                Some(Ok(Then::Value(made)))
            }
            _ => None,
        }
    }

    /// How instances of a class come about.
    fn making(&self, class: &Rc<Type>) -> Making {
        match class.making.get() {
            Making::Unknown => {
                let making = if class.is_exception && self.is_plain_exception(class) {
                    Making::Exception
                } else if class.heap
                    && class.meta.is_none()
                    && !class.custom(Custom::NEW)
                    && self.is_plain_class(class)
                {
                    Making::Plain
                } else {
                    Making::Other
                };
                class.making.set(making);
                making
            }
            known => known,
        }
    }

    /// Begins a Python function with the arguments that stand from `args` on,
    /// `first` before them if it is given, the last ones named; moves nothing
    /// and answers `None` if they do not fit.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn call_direct(
        &self,
        thread: &mut Thread,
        f: &Rc<Function>,
        first: Option<Value>,
        args: usize,
        argc: usize,
        names: &[Value],
        ret: Ret,
    ) -> Option<Next> {
        let code = &f.code;
        let positional = usize::from(code.positional);
        let after = positional + usize::from(code.keyword_only);
        let own = usize::from(first.is_some());
        let given = argc - names.len() + own;
        if thread.levels.len() >= self.limits.depth.get()
            || names.len() > MOST_NAMES
            || (given > positional && !code.has_varargs)
        {
            return None;
        }
        // Where each named argument goes; `after` if into the rest.
        let mut slots = [after; MOST_NAMES];
        let mut filled = 0_u64;
        for (slot, name) in slots.iter_mut().zip(names) {
            let name = name.as_str_object()?;
            let from = usize::from(code.positional_only);
            match (from..after).find(|i| code.locals[*i].same(name)) {
                Some(i) if i < given || i >= 64 => return None,
                Some(i) => {
                    *slot = i;
                    filled |= 1 << i;
                }
                None if code.has_kwargs => {}
                None => return None,
            }
        }
        let open = |i: usize| i >= 64 || filled & (1 << i) == 0;
        let defaults = f.defaults.borrow().clone();
        let first_default = positional.checked_sub(defaults.len())?;
        if (given..first_default).any(open) {
            return None;
        }
        let kw_defaults = f.kw_defaults.borrow().clone();
        let of_keyword = |i: usize| {
            kw_defaults
                .as_ref()
                .and_then(|d| d.get_str(&code.locals[i]))
        };
        if (positional..after).any(|i| open(i) && of_keyword(i).is_none()) {
            return None;
        }
        let base = self.top_of(thread);
        let need = base + usize::from(code.registers);
        if thread.stack.len() < need {
            thread.stack.resize(need + 64, Value::Unbound);
        }
        if let Some(first) = first {
            if positional == 0 {
                return None;
            }
            thread.stack[base] = first;
        }
        let plain = given.min(positional) - own;
        for i in 0..plain {
            thread.stack.swap(base + own + i, args + i);
        }
        if code.has_varargs {
            let rest = args + plain..args + given - own;
            let rest = thread.stack[rest].iter_mut().map(std::mem::take).collect();
            thread.stack[base + after] = self.rest_of(rest);
        }
        let rest = code.has_kwargs.then(Dict::new);
        let named = args + given - own;
        for (k, name) in names.iter().enumerate() {
            let value = std::mem::take(&mut thread.stack[named + k]);
            if slots[k] < after {
                thread.stack[base + slots[k]] = value;
            } else if let (Some(rest), Value::Str(name)) = (&rest, name) {
                rest.set_str(name, value);
            }
        }
        if let Some(rest) = rest {
            thread.stack[base + after + usize::from(code.has_varargs)] = Value::Dict(rest);
        }
        for i in given.max(first_default)..positional {
            if open(i) {
                thread.stack[base + i] = defaults[i - first_default].clone();
            }
        }
        for i in positional..after {
            if open(i) {
                thread.stack[base + i] = of_keyword(i).unwrap_or_default();
            }
        }
        self.push_frame(thread, f.clone(), base, ret, None);
        Some(Next::Go)
    }

    /// Values of built-in types that need no Python code and no error.
    fn make_quick(&self, class: &Rc<Type>, args: &[Value]) -> Option<Value> {
        let t = &self.types;
        if Rc::ptr_eq(class, &t.range) {
            let int = |v: &Value| match v {
                Value::Int(n) => Some(*n),
                _ => None,
            };
            let (start, stop, step) = match args {
                [stop] => (0, int(stop)?, 1),
                [start, stop] => (int(start)?, int(stop)?, 1),
                [start, stop, step] => (int(start)?, int(stop)?, int(step)?),
                _ => return None,
            };
            if step == 0 {
                return None;
            }
            return Some(Value::Range(Rc::new(Range {
                start,
                stop,
                step,
                id: Default::default(),
            })));
        }
        let [v] = args else { return None };
        if Rc::ptr_eq(class, &t.int) {
            return match v {
                Value::Int(n) => Some(Value::Int(*n)),
                Value::Bool(b) => Some(Value::Int(i64::from(*b))),
                // Below 2^53 nothing is lost.
                Value::Float(x) if x.abs() < 9_007_199_254_740_992.0 => {
                    Some(Value::Int(x.trunc() as i64))
                }
                Value::Str(s) if s.as_str().len() < 18 => {
                    let digits = s.as_str().strip_prefix('-').unwrap_or(s.as_str());
                    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
                    plain.then(|| s.as_str().parse().ok().map(Value::Int))?
                }
                _ => None,
            };
        }
        if Rc::ptr_eq(class, &t.str) {
            return match self.str_quick(v)? {
                Ok(text) => Some(Value::Str(text)),
                Err(_) => None,
            };
        }
        if Rc::ptr_eq(class, &t.float) {
            return match v {
                Value::Int(n) => Some(Value::Float(*n as f64)),
                Value::Float(x) => Some(Value::Float(*x)),
                _ => None,
            };
        }
        if Rc::ptr_eq(class, &t.bool) {
            return self.truth(v).map(Value::Bool);
        }
        if Rc::ptr_eq(class, &t.list) {
            return self.collect(v)?.ok().map(Value::list);
        }
        if Rc::ptr_eq(class, &t.type_) {
            return Some(Value::Type(self.type_of(v)));
        }
        None
    }

    fn make_exception(
        &self,
        thread: &mut Thread,
        class: &Rc<Type>,
        args: usize,
        argc: usize,
        ret: Ret,
    ) -> Next {
        let made = Instance::new(class.clone());
        let window = &mut thread.stack[args..args + argc];
        made.exc().borrow_mut().args = window.iter_mut().map(std::mem::take).collect();
        self.deliver(thread, ret, Value::Instance(made))
    }

    /// Whether making an instance of an exception's class only keeps the
    /// arguments.
    fn is_plain_exception(&self, class: &Type) -> bool {
        let e = &self.exceptions;
        let base = &e.base_exception.dict;
        let same = |name: &Rc<Str>| match (class.lookup(name), base.get_str(name)) {
            (Some(found), Some(usual)) => found.is(&usual),
            _ => false,
        };
        let special = [
            &e.os_error,
            &e.import_error,
            &e.attribute_error,
            &e.name_error,
            &e.syntax_error,
            &e.unicode_error,
        ];
        class.meta.is_none()
            && same(&self.names.new)
            && same(&self.names.init)
            && !special.iter().any(|s| class.is_subtype(s))
            && class.lookup(&self.names.abstractmethods).is_none()
    }

    /// Makes an instance of a plain class and begins its `__init__`, if that is
    /// a Python function that takes these arguments as they stand.
    fn make_in_place(
        &self,
        thread: &mut Thread,
        class: &Rc<Type>,
        func: usize,
        args: usize,
        argc: usize,
        ret: Ret,
    ) -> Option<Next> {
        let Ret::Reg(dst) = ret else { return None };
        let init = match class.lookup(&self.names.init)? {
            Value::Function(init) => init,
            Value::Native(n) if argc == 0 && n.method_of == Some("object") => {
                let made = Value::Instance(Instance::new(class.clone()));
                return Some(self.deliver(thread, ret, made));
            }
            _ => return None,
        };
        let base_of = thread.frame()?.base;
        let made = Value::Instance(Instance::new(class.clone()));
        let ret = Ret::Init {
            func: (func - base_of) as u16,
            dst,
        };
        let first = Some(made.clone());
        let next = self.call_direct(thread, &init, first, args, argc, &[], ret)?;
        thread.stack[func] = made;
        Some(next)
    }

    /// Whether instances of a class are made by `object.__new__`.
    pub(crate) fn is_plain_class(&self, class: &Type) -> bool {
        !class.is_exception
            && class
                .mro
                .iter()
                .all(|t| t.heap || Rc::ptr_eq(t, &self.types.object))
            && class
                .lookup(&self.names.abstractmethods)
                .is_none_or(|v| v.as_set().is_none_or(|s| s.is_empty()))
    }

    /// Calls anything.
    pub(super) fn call(&self, thread: &mut Thread, f: Value, args: OwnedArgs, ret: Ret) -> Next {
        let (mut f, mut args) = (f, args);
        // Each turn unwraps one layer; a layer that wraps itself ends at the bound.
        for _ in 0..1000 {
            match f {
                Value::Function(function) => {
                    return self.call_function(thread, &function, args, ret);
                }
                Value::Method(m) => {
                    args.values.insert(0, m.receiver.clone());
                    f = m.function.clone();
                }
                Value::Native(n) => return self.call_native(thread, &n, args, ret),
                Value::Type(class) => {
                    return match self.call_type(&class, args) {
                        Ok(then) => Next::Then(then, ret),
                        Err(raised) => Next::RaiseTo(ret, raised),
                    };
                }
                other => match self.bound_special(&other, &self.names.call) {
                    Some(call) => f = call,
                    None => {
                        let name = self.type_name(&other);
                        let m = format!("'{}' object is not callable", name.as_str());
                        return Next::RaiseTo(ret, self.type_error(m));
                    }
                },
            }
        }
        Next::RaiseTo(ret, self.too_deep())
    }

    fn call_native(
        &self,
        thread: &mut Thread,
        n: &Rc<Native>,
        mut args: OwnedArgs,
        ret: Ret,
    ) -> Next {
        if let Some(bound) = &n.bound {
            args.values.insert(0, bound.clone());
        }
        let then = match n.kind {
            NativeKind::Plain(run) => run(self, args.borrow()).map(Then::Value),
            NativeKind::Then(run) => run(self, args.borrow()),
            NativeKind::Thread(run) => run(self, thread, args.borrow()),
            NativeKind::Async(run) => Ok(Then::Async(Pending::of(self, |ctx| run(ctx, args)))),
        };
        match then {
            Ok(then) => Next::Then(then, ret),
            Err(raised) => Next::RaiseTo(ret, self.of_method(n, raised)),
        }
    }

    pub(super) fn call_function(
        &self,
        thread: &mut Thread,
        f: &Rc<Function>,
        args: OwnedArgs,
        ret: Ret,
    ) -> Next {
        if thread.levels.len() >= self.limits.depth.get() {
            return Next::RaiseTo(ret, self.too_deep());
        }
        let values = match self.bind(f, args) {
            Ok(values) => values,
            Err(raised) => return Next::RaiseTo(ret, raised),
        };
        let base = self.top_of(thread);
        let need = base + usize::from(f.code.registers);
        if thread.stack.len() < need {
            thread.stack.resize(need + 64, Value::Unbound);
        }
        for (i, v) in values.into_iter().enumerate() {
            thread.stack[base + i] = v;
        }
        self.push_frame(thread, f.clone(), base, ret, None);
        Next::Go
    }

    /// Sorts arguments into a function's parameters.
    fn bind(&self, f: &Function, args: OwnedArgs) -> Result<Vec<Value>> {
        let code = &*f.code;
        let named = args.names.len();
        let given = args.values.len() - named;
        if code.simple && named == 0 && given == usize::from(code.positional) {
            return Ok(args.values);
        }
        let positional = usize::from(code.positional);
        let keyword_only = usize::from(code.keyword_only);
        let mut out = vec![Value::Unbound; usize::from(code.parameters)];
        let mut values = args.values.into_iter();
        for slot in out.iter_mut().take(given.min(positional)) {
            *slot = values.next().unwrap_or_default();
        }
        let mut extra = Vec::new();
        for _ in positional..given {
            extra.push(values.next().unwrap_or_default());
        }
        let after = positional + keyword_only;
        let rest = Dict::new();
        for (name, value) in args.names.iter().zip(values) {
            self.bind_name(f, name, value, &mut out, after, &rest)?;
        }
        if code.has_varargs {
            out[after] = Value::Tuple(Tuple::new(extra));
        } else if !extra.is_empty() {
            return Err(self.too_many(f, given, &out));
        }
        if code.has_kwargs {
            out[after + usize::from(code.has_varargs)] = Value::Dict(rest);
        }
        let defaults = f.defaults.borrow().clone();
        let first = positional.saturating_sub(defaults.len());
        for i in given.min(positional)..positional {
            if !out[i].is_bound() && i >= first {
                out[i] = defaults[i - first + defaults.len().saturating_sub(positional)].clone();
            }
        }
        self.missing(f, &out[..positional], 0, "positional")?;
        if let Some(d) = &*f.kw_defaults.borrow() {
            for (slot, name) in out
                .iter_mut()
                .zip(&code.locals)
                .take(after)
                .skip(positional)
            {
                if !slot.is_bound()
                    && let Some(v) = d.get_str(name)
                {
                    *slot = v;
                }
            }
        }
        self.missing(f, &out[positional..after], positional, "keyword-only")?;
        Ok(out)
    }

    fn bind_name(
        &self,
        f: &Function,
        name: &Rc<Str>,
        value: Value,
        out: &mut [Value],
        after: usize,
        rest: &Rc<Dict>,
    ) -> Result<()> {
        let code = &*f.code;
        let from = usize::from(code.positional_only);
        let found = (from..after).find(|i| code.locals[*i].same(name));
        match found {
            Some(i) if out[i].is_bound() => Err(self.type_error(format!(
                "{}() got multiple values for argument '{}'",
                f.qualname.borrow().as_str(),
                name.as_str()
            ))),
            Some(i) => {
                out[i] = value;
                Ok(())
            }
            None if code.has_kwargs => {
                rest.set_str(name, value);
                Ok(())
            }
            None => {
                let positional_only = code.locals[..from].iter().any(|n| n.same(name));
                let f = f.qualname.borrow().clone();
                Err(self.type_error(if positional_only {
                    format!(
                        "{}() got some positional-only arguments passed as keyword arguments: \
                         '{}'",
                        f.as_str(),
                        name.as_str()
                    )
                } else {
                    format!(
                        "{}() got an unexpected keyword argument '{}'",
                        f.as_str(),
                        name.as_str()
                    )
                }))
            }
        }
    }

    #[cold]
    fn too_many(&self, f: &Function, given: usize, out: &[Value]) -> Raised {
        let code = &*f.code;
        let n = usize::from(code.positional);
        let defaults = f.defaults.borrow().len();
        let takes = if defaults == 0 {
            format!("{n}")
        } else {
            format!("from {} to {n}", n - defaults.min(n))
        };
        let plural = if n == 1 && defaults == 0 { "" } else { "s" };
        let kw = out[n..n + usize::from(code.keyword_only)]
            .iter()
            .filter(|v| v.is_bound())
            .count();
        let given = if kw > 0 {
            format!(
                "{given} positional argument{} (and {kw} keyword-only argument{})",
                if given == 1 { "" } else { "s" },
                if kw == 1 { "" } else { "s" }
            )
        } else {
            given.to_string()
        };
        let was = if given == "1" { "was" } else { "were" };
        self.type_error(format!(
            "{}() takes {takes} positional argument{plural} but {given} {was} given",
            f.qualname.borrow().as_str()
        ))
    }

    fn missing(&self, f: &Function, slots: &[Value], from: usize, kind: &str) -> Result<()> {
        if slots.iter().all(Value::is_bound) {
            return Ok(());
        }
        let code: &Code = &f.code;
        let unbound = slots.iter().enumerate().filter(|(_, v)| !v.is_bound());
        let names: Vec<String> = unbound
            .map(|(i, _)| format!("'{}'", code.locals[from + i].as_str()))
            .collect();
        let list = match names.as_slice() {
            [one] => one.clone(),
            [a, b] => format!("{a} and {b}"),
            [most @ .., last] => format!("{}, and {last}", most.join(", ")),
            [] => String::new(),
        };
        Err(self.type_error(format!(
            "{}() missing {} required {kind} argument{}: {list}",
            f.qualname.borrow().as_str(),
            names.len(),
            if names.len() == 1 { "" } else { "s" }
        )))
    }
}
