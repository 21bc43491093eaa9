//! Loops: iterators, unpacking, collecting.

use std::rc::Rc;

use crate::python::object::{Custom, GeneratorKind, Iter, IterState, Part, Step};
use crate::python::value::Value;
use crate::python::vm::native::{Ctx, Gathering, OwnedArgs, Result, Resume, Then};
use crate::python::vm::{Raised, Vm};

impl Vm {
    /// `iter(v)`, if no Python code need run.
    pub fn iter_of(&self, v: &Value) -> Option<Result> {
        if let Value::Instance(i) = v
            && i.class.custom(Custom::ITER)
        {
            return None;
        }
        if let Value::Object(o) = v.base()
            && let Some(s) = o.state.sequence()
        {
            return Some(Ok(Iter::value(IterState::Sequence(
                o.clone(),
                0,
                s.version(),
            ))));
        }
        let state = match v.base() {
            Value::List(l) => IterState::List(l.clone(), 0),
            Value::Tuple(t) => IterState::Tuple(t.clone(), 0),
            Value::Range(r) => IterState::Range(r.start, r.step, r.len()),
            Value::Str(s) => IterState::Str(s.clone(), 0),
            Value::Bytes(b) => IterState::Bytes(b.clone(), 0),
            Value::Dict(d) => IterState::Dict(d.clone(), Part::Keys, 0, d.len()),
            Value::Set(s) => IterState::Set(s.clone(), 0, s.len()),
            Value::Iter(_) => return Some(Ok(v.clone())),
            Value::Generator(g) if g.kind == GeneratorKind::Generator => {
                return Some(Ok(v.clone()));
            }
            Value::Instance(_) | Value::Object(_) | Value::Type(_) => return None,
            _ => return Some(Err(self.not_iterable(v))),
        };
        Some(Ok(Iter::value(state)))
    }

    #[cold]
    fn not_iterable(&self, v: &Value) -> Raised {
        self.type_error(format!(
            "'{}' object is not iterable",
            self.type_name(v).as_str()
        ))
    }

    /// How the next value of an iterator comes about; StopIteration at its
    /// end.
    ///
    /// # Errors
    /// `TypeError` if it is no iterator.
    pub fn next_then(&self, iter: Value) -> Result<Then> {
        match &iter {
            Value::Iter(i) => match i.step() {
                Step::Item(v) => Ok(Then::Value(v)),
                Step::Done => Err(self.stop_iteration(Value::None)),
                Step::Changed(m) => Err(self.runtime_error(m)),
                Step::Ask => match i.mapped() {
                    Some((f, Step::Item(item))) => {
                        let quick = self.call_native_quick(&f, &mut [item.clone()]);
                        let call = || Then::Call(f, OwnedArgs::positional(vec![item]));
                        match quick {
                            // A loop sees its end where what it called gives it.
                            Some(Err(raised)) => Ok(Then::run(self, |_| async { Err(raised) })),
                            Some(then) => then,
                            None => Ok(call()),
                        }
                    }
                    Some((_, Step::Changed(m))) => Err(self.runtime_error(m)),
                    _ => Ok(Then::run(
                        self,
                        |c| async move { c.next_or_stop(&iter).await },
                    )),
                },
            },
            Value::Generator(g) if g.kind == GeneratorKind::Generator => {
                Ok(Then::Resume(g.clone(), Resume::Send(Value::None)))
            }
            _ => {
                let class = self.type_ref(&iter);
                match class.lookup(&self.names.next) {
                    Some(f) => Ok(Then::Call(f, OwnedArgs::positional(vec![iter.clone()]))),
                    None => match iter.base() {
                        base @ Value::Iter(_) => self.next_then(base.clone()),
                        _ => Err(self.type_error(format!(
                            "'{}' object is not an iterator",
                            class.name().as_str()
                        ))),
                    },
                }
            }
        }
    }

    /// All items of something iterable, if no Python code need run.
    pub fn collect(&self, v: &Value) -> Option<Result<Vec<Value>>> {
        if let Value::Instance(i) = v
            && i.class.custom(Custom::ITER)
        {
            return None;
        }
        Some(Ok(match v.base() {
            Value::List(l) => l.to_vec(),
            Value::Tuple(t) => t.to_vec(),
            Value::Dict(d) => d.keys(),
            Value::Set(s) => s.items(),
            Value::Str(s) => s.as_str().chars().map(|c| self.str_of_char(c)).collect(),
            Value::Bytes(b) => b
                .as_slice()
                .iter()
                .map(|b| Value::Int(i64::from(*b)))
                .collect(),
            Value::Range(r) => {
                if let Err(raised) = self.check_size(r.len().saturating_mul(16)) {
                    return Some(Err(raised));
                }
                (0..r.len()).map(|i| Value::Int(r.at(i))).collect()
            }
            Value::Iter(i) if i.is_simple() => {
                let mut out = Vec::new();
                loop {
                    match i.step() {
                        Step::Item(v) => {
                            out.push(v);
                            if out.len().is_power_of_two()
                                && let Err(raised) = self.check_size(out.len() * 16)
                            {
                                return Some(Err(raised));
                            }
                        }
                        Step::Done => break,
                        Step::Changed(m) => return Some(Err(self.runtime_error(m))),
                        Step::Ask => return None,
                    }
                }
                out
            }
            _ => return None,
        }))
    }

    /// The items of an assignment with `n` targets, if no Python code need run.
    pub fn unpack(&self, v: &Value, n: usize) -> Option<Result<Vec<Value>>> {
        if matches!(
            v,
            Value::None | Value::Int(_) | Value::Float(_) | Value::Bool(_) | Value::Function(_)
        ) {
            return None;
        }
        match v {
            Value::Tuple(t) if t.len() == n => Some(Ok(t.to_vec())),
            Value::Instance(_) | Value::Iter(_) | Value::Generator(_) | Value::Object(_) => None,
            Value::List(l) if l.len() == n => Some(Ok(l.to_vec())),
            _ => match self.collect(v)? {
                Ok(items) => Some(self.check_unpack(items, n)),
                Err(raised) => Some(Err(raised)),
            },
        }
    }

    fn check_unpack(&self, items: Vec<Value>, n: usize) -> Result<Vec<Value>> {
        if items.len() > n {
            return Err(self.value_error(format!("too many values to unpack (expected {n})")));
        }
        if items.len() < n {
            return Err(self.value_error(format!(
                "not enough values to unpack (expected {n}, got {})",
                items.len()
            )));
        }
        Ok(items)
    }
}

impl Ctx {
    /// `iter(v)`.
    ///
    /// # Errors
    /// `TypeError` if it is not iterable.
    pub async fn iter(&self, v: &Value) -> Result {
        match self.iter_of(v) {
            Some(i) => i,
            None => self.iter_slow(v).await,
        }
    }

    pub(crate) async fn iter_slow(&self, v: &Value) -> Result {
        let class = self.type_of(v);
        match class.lookup(&self.names.iter) {
            Some(f) if !f.is_none() => {
                let then = self.bind_found(&f, Some(v), &class)?;
                let f = self.finish(then).await?;
                let i = self.call(&f, Vec::new()).await?;
                let is_iterator = matches!(i, Value::Iter(_) | Value::Generator(_))
                    || self.type_ref(&i).lookup(&self.names.next).is_some();
                if !is_iterator {
                    return Err(self.type_error(format!(
                        "iter() returned non-iterator of type '{}'",
                        self.type_name(&i).as_str()
                    )));
                }
                return Ok(i);
            }
            Some(_) => return Err(self.not_iterable(v)),
            None => {}
        }
        if let base @ (Value::List(_) | Value::Dict(_) | Value::Iter(_)) = v.base()
            && let Some(i) = self.iter_of(base)
        {
            return i;
        }
        if class.lookup(&self.names.getitem).is_some() && !matches!(v, Value::Type(_)) {
            return Ok(Iter::value(IterState::Items(v.clone(), 0)));
        }
        Err(self.not_iterable(v))
    }

    /// The next value of an iterator; `None` at its end.
    ///
    /// # Errors
    /// What the iterator raises.
    pub async fn next(&self, iter: &Value) -> Result<Option<Value>> {
        if let Value::Iter(i) = iter {
            match i.step() {
                Step::Item(v) => return Ok(Some(v)),
                Step::Done => return Ok(None),
                Step::Changed(m) => return Err(self.runtime_error(m)),
                Step::Ask => {}
            }
            match i.mapped() {
                Some((f, Step::Item(item))) => {
                    return self.unless_stopped(self.call_key(&f, &item).await);
                }
                Some((_, Step::Changed(m))) => return Err(self.runtime_error(m)),
                Some(_) => return Ok(None),
                None => {}
            }
            let i = i.clone();
            let given = self.nest(move |c| async move { c.step(&i).await }).await;
            return self.unless_stopped(given);
        }
        let then = self.next_then(iter.clone())?;
        self.unless_stopped(self.finish(then).await)
    }

    /// What a step gave; nothing if it ended (unbound, or StopIteration).
    fn unless_stopped(&self, given: Result) -> Result<Option<Value>> {
        match given {
            Ok(Value::Unbound) => Ok(None),
            Ok(v) => Ok(Some(v)),
            Err(raised) if raised.is(&self.exceptions.stop_iteration) => Ok(None),
            Err(raised) => Err(raised),
        }
    }

    /// The next value of an iterator; StopIteration at its end.
    pub async fn next_or_stop(&self, iter: &Value) -> Result {
        match iter {
            Value::Iter(i) => match self.step(i).await? {
                Value::Unbound => Err(self.stop_iteration(Value::None)),
                v => Ok(v),
            },
            _ => {
                let then = self.next_then(iter.clone())?;
                self.finish(then).await
            }
        }
    }

    /// A step of an iterator that runs other code; unbound at its end.
    async fn step(&self, i: &Rc<Iter>) -> Result {
        let end = || {
            let old = std::mem::replace(&mut *i.state.borrow_mut(), IterState::Done);
            drop(old);
            Ok(Value::Unbound)
        };
        enum Todo {
            Enumerate(Value, Value),
            Zip(Vec<Value>, bool),
            Map(Value, Vec<Value>),
            Filter(Value, Value),
            Call(Value, Value),
            Items(Value, i64, i64),
            Plain,
        }
        let todo = match &mut *i.state.borrow_mut() {
            IterState::Enumerate(inner, n) => Todo::Enumerate(inner.clone(), n.clone()),
            IterState::Zip(inner, strict) => Todo::Zip(inner.clone(), *strict),
            IterState::Map(f, inner) => Todo::Map(f.clone(), inner.clone()),
            IterState::Filter(f, inner) => Todo::Filter(f.clone(), inner.clone()),
            IterState::Call(f, end) => Todo::Call(f.clone(), end.clone()),
            IterState::Items(obj, n) => {
                *n += 1;
                Todo::Items(obj.clone(), *n - 1, 1)
            }
            IterState::ItemsBack(obj, n) => {
                *n -= 1;
                Todo::Items(obj.clone(), *n, -1)
            }
            _ => Todo::Plain,
        };
        match todo {
            Todo::Enumerate(inner, n) => {
                let Some(v) = self.next(&inner).await? else {
                    return end();
                };
                let after = self
                    .binary(crate::python::code::BinOp::Add, &n, &Value::Int(1))
                    .await?;
                if let IterState::Enumerate(_, n) = &mut *i.state.borrow_mut() {
                    *n = after;
                }
                Ok(Value::tuple(vec![n, v]))
            }
            Todo::Zip(inner, strict) => {
                let mut items = Vec::with_capacity(inner.len());
                for (k, it) in inner.iter().enumerate() {
                    match self.next(it).await? {
                        Some(v) => items.push(v),
                        None => {
                            end()?;
                            if strict {
                                self.check_strict(&inner, k).await?;
                            }
                            return Ok(Value::Unbound);
                        }
                    }
                }
                if items.is_empty() {
                    end()
                } else {
                    Ok(Value::tuple(items))
                }
            }
            Todo::Map(f, inner) => {
                let mut args = Vec::with_capacity(inner.len());
                for it in &inner {
                    match self.next(it).await? {
                        Some(v) => args.push(v),
                        None => return end(),
                    }
                }
                self.call(&f, args).await
            }
            Todo::Filter(f, inner) => loop {
                let Some(v) = self.next(&inner).await? else {
                    return end();
                };
                let keep = match &f {
                    Value::None => self.truth(&v).await?,
                    f => {
                        let t = self.call(f, vec![v.clone()]).await?;
                        self.truth(&t).await?
                    }
                };
                if keep {
                    return Ok(v);
                }
            },
            Todo::Call(f, sentinel) => {
                let v = self.call(&f, Vec::new()).await?;
                if self.same(&v, &sentinel).await? {
                    end()
                } else {
                    Ok(v)
                }
            }
            Todo::Items(obj, n, step) => {
                if n < 0 {
                    return end();
                }
                match self.get_item(&obj, &Value::Int(n)).await {
                    Ok(v) => Ok(v),
                    Err(raised)
                        if step > 0
                            && (raised.is(&self.exceptions.index_error)
                                || raised.is(&self.exceptions.stop_iteration)) =>
                    {
                        end()
                    }
                    Err(raised) => Err(raised),
                }
            }
            Todo::Plain => match i.step() {
                Step::Item(v) => Ok(v),
                Step::Changed(m) => Err(self.runtime_error(m)),
                _ => Ok(Value::Unbound),
            },
        }
    }

    /// `zip(strict=True)`: whether the others end where number `ended` did.
    async fn check_strict(&self, inner: &[Value], ended: usize) -> Result<()> {
        let which = |k: usize| {
            let range = if k == 1 {
                "argument 1".to_owned()
            } else {
                format!("arguments 1-{k}")
            };
            (k + 1, range)
        };
        if ended > 0 {
            let (n, range) = which(ended);
            return Err(self.value_error(format!("zip() argument {n} is shorter than {range}")));
        }
        for (k, it) in inner.iter().enumerate().skip(1) {
            if self.next(it).await?.is_some() {
                let (n, range) = which(k);
                return Err(self.value_error(format!("zip() argument {n} is longer than {range}")));
            }
        }
        Ok(())
    }

    /// All items of something iterable.
    ///
    /// # Errors
    /// `TypeError` if it is not; what it raises.
    pub async fn collect(&self, v: &Value) -> Result<Vec<Value>> {
        if let Some(items) = self.vm.collect(v) {
            return items;
        }
        let iter = self.iter(v).await?;
        if let Some(items) = self.vm.collect(&iter) {
            return items;
        }
        let mut gathering = Gathering::Items(Vec::new());
        while let Some(item) = self.gather(&iter, &mut gathering).await? {
            let mut out = gathering.items();
            if out.len().is_power_of_two() {
                self.check_size(out.len() * 32)?;
            }
            out.push(item);
            gathering = Gathering::Items(out);
        }
        Ok(gathering.items())
    }

    /// The items behind a `*` in a display, or behind the only one in a call
    /// of `func`.
    pub(crate) async fn collect_star(&self, v: &Value, func: Option<&Value>) -> Result<Vec<Value>> {
        match self.collect(v).await {
            Err(raised)
                if raised.is(&self.exceptions.type_error) && self.iter(v).await.is_err() =>
            {
                let what = match func {
                    Some(_) => format!("{} argument", self.callee_name(func)),
                    None => "Value".to_owned(),
                };
                Err(self.type_error(format!(
                    "{what} after * must be an iterable, not {}",
                    self.type_name(v).as_str()
                )))
            }
            result => result,
        }
    }

    pub(crate) async fn collect_unpack(&self, v: &Value) -> Result<Vec<Value>> {
        if self.iter_of(v).is_some_and(|i| i.is_err()) {
            return Err(self.cannot_unpack(v));
        }
        self.collect(v).await
    }

    fn cannot_unpack(&self, v: &Value) -> Raised {
        self.type_error(format!(
            "cannot unpack non-iterable {} object",
            self.type_name(v).as_str()
        ))
    }

    pub(crate) async fn unpack_slow(&self, v: &Value, n: usize) -> Result<Vec<Value>> {
        if self.iter_of(v).is_some_and(|i| i.is_err()) {
            return Err(self.cannot_unpack(v));
        }
        let iter = match self.iter(v).await {
            Ok(iter) => iter,
            Err(raised)
                if raised.is(&self.exceptions.type_error)
                    && self.type_ref(v).lookup(&self.names.iter).is_none() =>
            {
                return Err(self.cannot_unpack(v));
            }
            Err(raised) => return Err(raised),
        };
        let mut items = Vec::new();
        // One more than wanted tells that there are too many.
        while items.len() <= n {
            match self.next(&iter).await? {
                Some(item) => items.push(item),
                None => break,
            }
        }
        self.check_unpack(items, n)
    }

    pub(crate) fn spread_star(
        &self,
        mut items: Vec<Value>,
        before: usize,
        after: usize,
    ) -> Result<Vec<Value>> {
        if items.len() < before + after {
            return Err(self.value_error(format!(
                "not enough values to unpack (expected at least {}, got {})",
                before + after,
                items.len()
            )));
        }
        let tail = items.split_off(items.len() - after);
        let middle = items.split_off(before);
        items.push(Value::list(middle));
        items.extend(tail);
        Ok(items)
    }
}
