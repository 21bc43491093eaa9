//! The instructions of imports, exceptions, `with`, `async` and `match`.

use std::rc::Rc;

use crate::python::code::{Code, CodeKind, NONE, Op, Reg};
use crate::python::object::{Dict, GeneratorKind, Instance, Method, Type, intern};
use crate::python::value::Value;
use crate::python::vm::flow::Flow;
use crate::python::vm::frame::Ret;
use crate::python::vm::native::{Ctx, OwnedArgs, Result, Then};
use crate::python::vm::{Raised, Vm};

fn at(reg: Reg) -> usize {
    usize::from(reg)
}

macro_rules! slow {
    ($vm:expr, $ret:expr, |$ctx:ident| $body:expr) => {
        return Flow::Then(Then::run($vm, move |$ctx| async move { $body }), $ret)
    };
}

impl Vm {
    pub(super) fn execute_rare(
        &self,
        op: Op,
        code: &Rc<Code>,
        globals: &Rc<Dict>,
        names: &Option<Rc<Dict>>,
        regs: &mut [Value],
    ) -> Flow {
        match op {
            Op::Import { dst, k } => {
                let spec = code.consts[at(k)].clone();
                let globals = globals.clone();
                slow!(self, Ret::Reg(dst), |c| c.import_op(&spec, &globals).await)
            }
            Op::ImportFrom { dst, module, name } => {
                let (module, name) = (regs[at(module)].clone(), code.names[at(name)].clone());
                slow!(self, Ret::Reg(dst), |c| c.import_from(&module, &name).await)
            }
            Op::ImportStar { module } => {
                let module = regs[at(module)].clone();
                let into = names.clone().unwrap_or_else(|| globals.clone());
                slow!(self, Ret::Discard, |c| c.import_star(&module, &into).await)
            }
            Op::Raise { exc, cause } => {
                let exc = regs[at(exc)].clone();
                let cause = (cause != NONE).then(|| regs[at(cause)].clone());
                if cause.is_none()
                    && let Value::Instance(i) = &exc
                    && i.class.is_exception
                {
                    return Flow::Raise(Raised(i.clone()));
                }
                slow!(self, Ret::Discard, |c| c.raise_op(exc, cause).await)
            }
            Op::JumpUnlessMatch { exc, types, target } => {
                let Value::Instance(i) = &regs[at(exc)] else {
                    return Flow::Jump(target);
                };
                match self.exception_matches(&i.class, &regs[at(types)]) {
                    Ok(true) => {}
                    Ok(false) => return Flow::Jump(target),
                    Err(raised) => return Flow::Raise(raised),
                }
            }
            Op::JumpUnlessStop { exc, target } => {
                let stop = &self.exceptions.stop_async_iteration;
                let is = matches!(&regs[at(exc)], Value::Instance(i) if i.class.is_subtype(stop));
                if !is {
                    return Flow::Jump(target);
                }
            }
            Op::SplitGroup { dst, exc, types } => {
                let (group, types) = (regs[at(exc)].clone(), regs[at(types)].clone());
                slow!(
                    self,
                    Ret::SpreadPair {
                        first: dst,
                        second: exc
                    },
                    |c| c.split_group_op(&group, &types).await
                )
            }
            Op::JoinGroup { dst, from } => {
                let parts: Vec<Value> = (0..3).map(|i| regs[at(from) + i].clone()).collect();
                slow!(self, Ret::Reg(dst), |c| c
                    .join_group(&parts[1], &parts[2])
                    .await)
            }
            Op::With { dst, src } => return self.with_op(dst, src, regs, false),
            Op::AsyncWith { dst, src } => return self.with_op(dst, src, regs, true),
            Op::WithExcept { dst, exit, exc } => {
                let (exit, exc) = (regs[at(exit)].clone(), regs[at(exc)].clone());
                let class = Value::Type(self.type_of(&exc));
                let tb = self.traceback_of(&exc);
                slow!(self, Ret::Reg(dst), |c| c
                    .call(&exit, vec![class, exc, tb])
                    .await)
            }
            Op::GetYieldFrom { dst, src } => {
                let v = regs[at(src)].clone();
                if let Value::Generator(_) = &v {
                    regs[at(dst)] = v;
                    return Flow::Next;
                }
                slow!(self, Ret::Reg(dst), |c| c.iter(&v).await)
            }
            Op::GetAwaitable { how, dst, src } => {
                let v = regs[at(src)].clone();
                if let Value::Generator(g) = &v
                    && g.kind == GeneratorKind::Coroutine
                {
                    if g.waits_for.borrow().is_bound() {
                        return Flow::Raise(
                            self.runtime_error("coroutine is being awaited already"),
                        );
                    }
                    regs[at(dst)] = v;
                    return Flow::Next;
                }
                // What a generator function gives is an iterator for certain.
                if let Value::Instance(i) = &v
                    && let Some(Value::Function(f)) = i.class.lookup(&self.names.await_)
                    && f.code.kind == CodeKind::Generator
                {
                    let call = Then::Call(Value::Function(f), OwnedArgs::positional(vec![v]));
                    return Flow::Then(call, Ret::Reg(dst));
                }
                slow!(self, Ret::Reg(dst), |c| c.awaitable(&v, how).await)
            }
            Op::GetAIter { dst, src } => {
                let v = regs[at(src)].clone();
                if let Value::Generator(g) = &v
                    && g.kind == GeneratorKind::AsyncGenerator
                {
                    regs[at(dst)] = v;
                    return Flow::Next;
                }
                slow!(self, Ret::Reg(dst), |c| c.aiter(&v).await)
            }
            Op::GetANext { dst, src } => {
                let v = regs[at(src)].clone();
                slow!(self, Ret::Reg(dst), |c| c.anext(&v).await)
            }
            Op::MatchSequence { dst, src } => {
                let base = regs[at(src)].base();
                let is = matches!(base, Value::List(_) | Value::Tuple(_) | Value::Range(_))
                    || self.is_registered(&regs[at(src)], "Sequence");
                regs[at(dst)] = Value::Bool(is);
            }
            Op::MatchMapping { dst, src } => {
                let is = matches!(regs[at(src)].base(), Value::Dict(_))
                    || self.is_registered(&regs[at(src)], "Mapping");
                regs[at(dst)] = Value::Bool(is);
            }
            Op::MatchKeys { dst, src, keys } => {
                let (v, keys) = (regs[at(src)].clone(), regs[at(keys)].clone());
                slow!(self, Ret::Reg(dst), |c| c.match_keys(&v, &keys).await)
            }
            Op::MatchClass { n, dst, src, from } => {
                let v = regs[at(src)].clone();
                let (class, attrs) = (regs[at(from)].clone(), regs[at(from) + 1].clone());
                slow!(self, Ret::Reg(dst), |c| c
                    .match_class(&v, &class, usize::from(n), &attrs)
                    .await)
            }
            _ => return Flow::Raise(self.system_error("an instruction that is not known")),
        }
        Flow::Next
    }

    fn with_op(&self, dst: Reg, src: Reg, regs: &mut [Value], is_async: bool) -> Flow {
        let v = regs[at(src)].clone();
        let (enter, exit, words) = if is_async {
            (
                &self.names.aenter,
                &self.names.aexit,
                "asynchronous context manager",
            )
        } else {
            (&self.names.enter, &self.names.exit, "context manager")
        };
        let class = self.type_of(&v);
        let bind = |f: Value| match &f {
            Value::Function(_) | Value::Native(_) => Ok(Value::Method(Rc::new(Method {
                function: f,
                receiver: v.clone(),
                id: Default::default(),
            }))),
            _ => match self.bind_found(&f, Some(&v), &class) {
                Ok(Then::Value(f)) => Ok(f),
                Ok(_) => Err(self.type_error("a property as method of a context manager")),
                Err(raised) => Err(raised),
            },
        };
        let (Some(enter), exit) = (class.lookup(enter), class.lookup(exit)) else {
            return Flow::Raise(self.type_error(format!(
                "'{}' object does not support the {words} protocol",
                class.name().as_str()
            )));
        };
        let Some(exit) = exit else {
            let missing = if is_async { "__aexit__" } else { "__exit__" };
            return Flow::Raise(self.type_error(format!(
                "'{}' object does not support the {words} protocol (missed {missing} method)",
                class.name().as_str()
            )));
        };
        match (bind(exit), bind(enter)) {
            (Ok(exit), Ok(enter)) => {
                regs[at(dst)] = exit;
                regs[at(dst) + 1] = enter;
                Flow::Next
            }
            (Err(raised), _) | (_, Err(raised)) => Flow::Raise(raised),
        }
    }

    /// Whether an exception of a class is caught by a class or a tuple of
    /// them.
    ///
    /// # Errors
    /// `TypeError` if they are no exception classes.
    pub fn exception_matches(&self, class: &Rc<Type>, types: &Value) -> Result<bool> {
        match types {
            Value::Type(t) if t.is_exception => Ok(class.is_subtype(t)),
            Value::Tuple(all) => {
                for t in all.iter() {
                    if self.exception_matches(class, t)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            _ => Err(self.type_error(
                "catching classes that do not inherit from BaseException is not allowed",
            )),
        }
    }

    /// Whether a class says (`collections.abc`) that it is of a kind.
    fn is_registered(&self, v: &Value, kind: &str) -> bool {
        let class = self.type_ref(v);
        class.mro.iter().any(|t| t.name().as_str() == kind)
            || class
                .lookup(&intern(&format!("__match_{}__", kind.to_lowercase())))
                .is_some()
    }
}

impl Ctx {
    async fn raise_op(&self, exc: Value, cause: Option<Value>) -> Result {
        let exc = self.as_exception(exc).await?;
        if let Some(cause) = cause {
            let cause = match cause {
                Value::None => None,
                other => match self.as_exception(other).await {
                    Ok(c) => Some(c.value()),
                    Err(_) => {
                        return Err(
                            self.type_error("exception causes must derive from BaseException")
                        );
                    }
                },
            };
            let mut state = exc.0.exc().borrow_mut();
            state.cause = cause;
            state.suppress = true;
        }
        Err(exc)
    }

    /// An exception, or an instance of an exception class.
    pub(crate) async fn as_exception(&self, v: Value) -> Result<Raised> {
        match v {
            Value::Instance(i) if i.class.is_exception => Ok(Raised(i)),
            Value::Type(t) if t.is_exception => {
                match self.call(&Value::Type(t.clone()), Vec::new()).await? {
                    Value::Instance(i) if i.class.is_exception => Ok(Raised(i)),
                    other => Err(self.type_error(format!(
                        "calling {} should have returned an instance of BaseException, not {}",
                        self.repr_type(&t),
                        self.repr_type(&self.type_of(&other))
                    ))),
                }
            }
            _ => Err(self.type_error("exceptions must derive from BaseException")),
        }
    }

    /// What an awaited value is stepped by.
    pub(crate) async fn awaitable(&self, v: &Value, how: u8) -> Result {
        match v {
            Value::Generator(g) if g.kind == GeneratorKind::Coroutine => return Ok(v.clone()),
            Value::Object(o) if o.get::<crate::python::builtins::AsyncStep>().is_some() => {
                return Ok(v.clone());
            }
            _ => {}
        }
        if let Some(i) = self.special(v, &self.names.await_, Vec::new()).await? {
            if let Value::Generator(g) = &i
                && g.kind == GeneratorKind::Coroutine
            {
                return Err(self.type_error("__await__() returned a coroutine"));
            }
            let is_iterator = matches!(i, Value::Iter(_) | Value::Generator(_))
                || self.type_ref(&i).lookup(&self.names.next).is_some();
            if !is_iterator {
                return Err(self.type_error(format!(
                    "__await__() returned non-iterator of type '{}'",
                    self.type_name(&i).as_str()
                )));
            }
            return Ok(i);
        }
        let name = self.type_name(v);
        Err(self.type_error(match how {
            1 | 2 => format!(
                "'async with' received an object from {} that does not implement __await__: {}",
                if how == 1 { "__aenter__" } else { "__aexit__" },
                name.as_str()
            ),
            3 => format!(
                "'async for' received an invalid object from __anext__: {}",
                name.as_str()
            ),
            _ => format!(
                "object {} can't be used in 'await' expression",
                name.as_str()
            ),
        }))
    }

    async fn aiter(&self, v: &Value) -> Result {
        let Some(i) = self.special(v, &self.names.aiter, Vec::new()).await? else {
            return Err(self.type_error(format!(
                "'async for' requires an object with __aiter__ method, got {}",
                self.type_name(v).as_str()
            )));
        };
        if self.type_ref(&i).lookup(&self.names.anext).is_none() {
            return Err(self.type_error(format!(
                "'async for' received an object from __aiter__ that does not implement \
                 __anext__: {}",
                self.type_name(&i).as_str()
            )));
        }
        Ok(i)
    }

    async fn anext(&self, v: &Value) -> Result {
        match self.special(v, &self.names.anext, Vec::new()).await? {
            Some(step) => self.awaitable(&step, 3).await,
            None => Err(self.type_error(format!(
                "'async for' requires an iterator with __anext__ method, got {}",
                self.type_name(v).as_str()
            ))),
        }
    }

    async fn match_keys(&self, v: &Value, keys: &Value) -> Result {
        let Some(keys) = keys.as_tuple() else {
            return Ok(Value::None);
        };
        let mut out = Vec::new();
        for key in keys.iter() {
            let found = match v {
                Value::Dict(d) => self.dict_get(d, key).await?,
                _ => {
                    let get = self.attr(v, "get").await?;
                    let nothing = self.object(&self.types.object, crate::python::builtins::Marker);
                    let found = self.call(&get, vec![key.clone(), nothing.clone()]).await?;
                    (!found.is(&nothing)).then_some(found)
                }
            };
            match found {
                Some(v) => out.push(v),
                None => return Ok(Value::None),
            }
        }
        Ok(Value::tuple(out))
    }

    async fn match_class(&self, v: &Value, class: &Value, n: usize, attrs: &Value) -> Result {
        let Value::Type(class) = class else {
            return Err(self.type_error("called match pattern must be a class"));
        };
        if !self.instance_check(v, &Value::Type(class.clone())).await? {
            return Ok(Value::None);
        }
        let mut names: Vec<Rc<crate::python::object::Str>> = Vec::new();
        let mut out = Vec::new();
        if n > 0 {
            let args = self
                .getattr_opt(&Value::Type(class.clone()), &self.names.match_args)
                .await?;
            match args {
                Some(Value::Tuple(t)) => {
                    if n > t.len() {
                        return Err(self.too_many_patterns(class, t.len(), n));
                    }
                    for name in t.iter().take(n) {
                        let Some(name) = name.as_str() else {
                            return Err(self.type_error(format!(
                                "__match_args__ elements must be strings (got {})",
                                self.type_name(name).as_str()
                            )));
                        };
                        names.push(intern(name));
                    }
                }
                Some(other) => {
                    return Err(self.type_error(format!(
                        "{}.__match_args__ must be a tuple (got {})",
                        class.name().as_str(),
                        self.type_name(&other).as_str()
                    )));
                }
                None => {
                    // Built-in types match themselves as the one position.
                    let t = &self.types;
                    let own = [
                        &t.bool,
                        &t.bytearray,
                        &t.bytes,
                        &t.dict,
                        &t.float,
                        &t.frozenset,
                        &t.int,
                        &t.list,
                        &t.set,
                        &t.str,
                        &t.tuple,
                    ];
                    let is_own = own.iter().any(|t| class.is_subtype(t));
                    if !is_own || n > 1 {
                        return Err(self.too_many_patterns(class, usize::from(is_own), n));
                    }
                    out.push(v.clone());
                }
            }
        }
        if let Some(attrs) = attrs.as_tuple() {
            names.extend(attrs.iter().filter_map(|a| a.as_str().map(intern)));
        }
        for name in names {
            match self.getattr_opt(v, &name).await? {
                Some(v) => out.push(v),
                None => return Ok(Value::None),
            }
        }
        Ok(Value::tuple(out))
    }

    fn too_many_patterns(&self, class: &Rc<Type>, most: usize, n: usize) -> Raised {
        self.type_error(format!(
            "{}() accepts {most} positional sub-pattern{} ({n} given)",
            class.name().as_str(),
            if most == 1 { "" } else { "s" }
        ))
    }

    async fn split_group_op(&self, group: &Value, types: &Value) -> Result {
        let all: Vec<Value> = match types {
            Value::Tuple(t) => t.to_vec(),
            one => vec![one.clone()],
        };
        // Also where nothing is left to be caught.
        for t in &all {
            if let Value::Type(t) = t
                && t.is_subtype(&self.exceptions.base_exception_group)
            {
                return Err(self.type_error(
                    "catching ExceptionGroup with except* is not allowed. Use except instead.",
                ));
            }
        }
        let Value::Instance(i) = group else {
            return Ok(Value::tuple(vec![Value::None, group.clone()]));
        };
        if !i.class.is_subtype(&self.exceptions.base_exception_group) {
            if self.exception_matches(&i.class, types)? {
                // A bare exception is caught as a group of one.
                let group = self.new_group("", vec![group.clone()]);
                if let Value::Instance(g) = &group {
                    // Its arguments hold a tuple, as in CPython.
                    let inner = g.dict.borrow().get_str(&self.names.exceptions);
                    if let (Some(inner), Some(last)) = (inner, g.exc().borrow_mut().args.last_mut())
                    {
                        *last = inner;
                    }
                }
                return Ok(Value::tuple(vec![group, Value::None]));
            }
            return Ok(Value::tuple(vec![Value::None, group.clone()]));
        }
        let (yes, no) = self.split_group(group, types).await?;
        Ok(Value::tuple(vec![yes, no]))
    }

    /// An instance that a class pattern, `isinstance` or `except` looks at.
    pub(crate) fn exception_instance(&self, v: &Value) -> Option<Rc<Instance>> {
        match v {
            Value::Instance(i) if i.class.is_exception => Some(i.clone()),
            _ => None,
        }
    }
}
