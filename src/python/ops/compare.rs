//! Comparing, membership, truth and hashes.

use crate::python::code::CmpOp;
use crate::python::object::keys::{self, Hash};
use crate::python::object::{Custom, Lookup};
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Ctx, Result};

impl Vm {
    /// The truth of a value, if no Python code need run.
    #[inline]
    pub fn truth(&self, v: &Value) -> Option<bool> {
        Some(match v {
            Value::Bool(b) => *b,
            Value::None | Value::Unbound => false,
            Value::Int(n) => *n != 0,
            Value::Float(x) => *x != 0.0,
            Value::Str(s) => !s.is_empty(),
            Value::List(l) => !l.is_empty(),
            Value::Dict(d) => !d.is_empty(),
            Value::Tuple(t) => !t.is_empty(),
            Value::Set(s) => !s.is_empty(),
            Value::Bytes(b) => !b.as_slice().is_empty(),
            Value::Range(r) => !r.is_empty(),
            Value::Instance(i) => {
                if i.class.custom(Custom::TRUTH) {
                    return None;
                }
                match &i.payload {
                    Value::Unbound => true,
                    base => return self.truth(base),
                }
            }
            Value::Object(o) => o.state.sequence()?.count() != 0,
            Value::Type(_) => return None,
            _ => true,
        })
    }

    /// A comparison, if no Python code need run.
    pub fn compare(&self, op: CmpOp, a: &Value, b: &Value) -> Option<Result<bool>> {
        use std::cmp::Ordering::{Equal, Greater, Less};
        match op {
            CmpOp::Is => return Some(Ok(a.is(b))),
            CmpOp::IsNot => return Some(Ok(!a.is(b))),
            CmpOp::In => return self.contains(b, a),
            CmpOp::NotIn => return self.contains(b, a).map(|r| r.map(|t| !t)),
            CmpOp::Eq if !custom_eq(a) && !custom_eq(b) => return keys::same(a, b).map(Ok),
            CmpOp::Ne if !custom_eq(a) && !custom_eq(b) => {
                return keys::same(a, b).map(|t| Ok(!t));
            }
            _ => {}
        }
        let ordering = match (a, b) {
            (Value::Int(x), Value::Int(y)) => Some(x.cmp(y)),
            (Value::Float(x), Value::Float(y)) => x.partial_cmp(y),
            (Value::Str(x), Value::Str(y)) => Some(x.as_str().cmp(y.as_str())),
            _ => self.order(a, b)?,
        };
        Some(Ok(match op {
            CmpOp::Lt => ordering == Some(Less),
            CmpOp::Le => matches!(ordering, Some(Less | Equal)),
            CmpOp::Gt => ordering == Some(Greater),
            CmpOp::Ge => matches!(ordering, Some(Greater | Equal)),
            _ => return None,
        }))
    }

    /// How two values of built-in types are ordered; the outer `None` if that
    /// is not known here, the inner one for NaN.
    fn order(&self, a: &Value, b: &Value) -> Option<Option<std::cmp::Ordering>> {
        for v in [a, b] {
            if let Value::Instance(i) = v
                && (i.class.custom(Custom::OPERATOR) || i.class.custom(Custom::EQ))
            {
                return None;
            }
        }
        let (a, b) = (a.base(), b.base());
        match (a, b) {
            (Value::Float(x), y) if y.is_int() => Some(order_float(*x, y)),
            (x, Value::Float(y)) if x.is_int() => {
                Some(order_float(*y, x).map(std::cmp::Ordering::reverse))
            }
            (Value::Float(x), Value::Float(y)) => Some(x.partial_cmp(y)),
            (Value::Str(x), Value::Str(y)) => Some(Some(x.as_str().cmp(y.as_str()))),
            (Value::Bytes(x), Value::Bytes(y)) => Some(Some(x.as_slice().cmp(y.as_slice()))),
            (Value::Tuple(x), Value::Tuple(y)) => self.order_all(x, y),
            (Value::List(x), Value::List(y)) => self.order_all(&x.borrow(), &y.borrow()),
            (x, y) if x.is_int() && y.is_int() => match (x.as_i64(), y.as_i64()) {
                (Some(x), Some(y)) => Some(Some(x.cmp(&y))),
                _ => Some(Some(x.as_bigint()?.cmp(&y.as_bigint()?))),
            },
            _ => None,
        }
    }

    /// Sequences of plain values only: nothing nested.
    fn order_all(&self, a: &[Value], b: &[Value]) -> Option<Option<std::cmp::Ordering>> {
        let plain = |v: &Value| !matches!(v, Value::Tuple(_) | Value::List(_));
        for (x, y) in a.iter().zip(b) {
            if keys::same(x, y)? {
                continue;
            }
            if !plain(x) || !plain(y) {
                return None;
            }
            return self.order(x, y);
        }
        Some(Some(a.len().cmp(&b.len())))
    }

    /// Whether a container has an item, if no Python code need run.
    pub fn contains(&self, container: &Value, item: &Value) -> Option<Result<bool>> {
        if let Value::Instance(i) = container
            && (i.class.custom(Custom::ITEMS) || i.class.custom(Custom::ITER))
        {
            return None;
        }
        match container.base() {
            Value::Str(s) => match item.as_str() {
                Some(part) => Some(Ok(s.as_str().contains(part))),
                None => Some(Err(self.type_error(format!(
                    "'in <string>' requires string as left operand, not {}",
                    self.type_name(item).as_str()
                )))),
            },
            Value::List(l) => same_any(&l.borrow(), item),
            Value::Tuple(t) => same_any(t, item),
            Value::Dict(d) => {
                let hash = match self.hash_of(item)? {
                    Ok(h) => h,
                    Err(raised) => return Some(Err(raised)),
                };
                match d.find(item, hash) {
                    Lookup::Found(_) => Some(Ok(true)),
                    Lookup::Missing => Some(Ok(false)),
                    Lookup::Ask(_) => None,
                }
            }
            Value::Set(s) => {
                let hash = match self.hash_of(item)? {
                    Ok(h) => h,
                    Err(raised) => return Some(Err(raised)),
                };
                match s.find(item, hash) {
                    Lookup::Found(_) => Some(Ok(true)),
                    Lookup::Missing => Some(Ok(false)),
                    Lookup::Ask(_) => None,
                }
            }
            Value::Range(r) => match item {
                Value::Int(n) => {
                    let (n, start, step) =
                        (i128::from(*n), i128::from(r.start), i128::from(r.step));
                    let steps = (n - start) / step;
                    Some(Ok((n - start) % step == 0
                        && steps >= 0
                        && steps < r.len() as i128))
                }
                _ => None,
            },
            Value::Bytes(bytes) => match item.base() {
                Value::Int(n) => Some(match u8::try_from(*n) {
                    Ok(n) => Ok(bytes.as_slice().contains(&n)),
                    Err(_) => Err(self.value_error("byte must be in range(0, 256)")),
                }),
                Value::Bytes(part) => {
                    let found = crate::python::text::bytes::find(bytes.as_slice(), part.as_slice());
                    Some(Ok(found.is_some()))
                }
                _ => Some(Err(self.type_error(format!(
                    "a bytes-like object is required, not '{}'",
                    self.type_name(item).as_str()
                )))),
            },
            _ => None,
        }
    }

    /// The hash of a value, if no Python code need run.
    pub fn hash_of(&self, v: &Value) -> Option<Result<i64>> {
        match keys::hash_of(v) {
            Hash::Known(h) => Some(Ok(h)),
            Hash::Unhashable => Some(Err(self.unhashable(v))),
            Hash::Ask => None,
        }
    }

    #[cold]
    pub(crate) fn unhashable(&self, v: &Value) -> crate::python::vm::Raised {
        // Of a tuple, the item that has no hash is named.
        if let Value::Tuple(items) = v.base() {
            let culprit = items
                .iter()
                .find(|i| matches!(keys::hash_of(i), Hash::Unhashable));
            if let Some(item) = culprit {
                return self.unhashable(item);
            }
        }
        self.type_error(format!("unhashable type: '{}'", self.type_name(v).as_str()))
    }
}

fn custom_eq(v: &Value) -> bool {
    matches!(v, Value::Instance(i) if i.class.custom(Custom::EQ) || i.class.custom(Custom::OPERATOR))
}

fn same_any(items: &[Value], item: &Value) -> Option<Result<bool>> {
    for x in items {
        if x.is(item) || keys::same(x, item)? {
            return Some(Ok(true));
        }
    }
    Some(Ok(false))
}

fn order_float(x: f64, n: &Value) -> Option<std::cmp::Ordering> {
    use num_traits::FromPrimitive;
    if x.is_nan() {
        return None;
    }
    if x.is_infinite() {
        return x.partial_cmp(&0.0);
    }
    let whole = num_bigint::BigInt::from_f64(x.trunc())?;
    let order = whole.cmp(&n.as_bigint()?);
    if order.is_eq() {
        x.fract().partial_cmp(&0.0)
    } else {
        Some(order)
    }
}

impl Ctx {
    /// The truth of a value.
    ///
    /// # Errors
    /// What `__bool__` or `__len__` raises.
    pub async fn truth(&self, v: &Value) -> Result<bool> {
        match self.vm.truth(v) {
            Some(t) => Ok(t),
            None => self.truth_slow(v).await,
        }
    }

    pub(crate) async fn truth_slow(&self, v: &Value) -> Result<bool> {
        let class = self.type_of(v);
        if let Some(t) = self.special(v, &self.names.bool, Vec::new()).await? {
            return match t {
                Value::Bool(t) => Ok(t),
                other => Err(self.type_error(format!(
                    "__bool__ should return bool, returned {}",
                    self.type_name(&other).as_str()
                ))),
            };
        }
        if class.lookup(&self.names.len).is_some() {
            return Ok(self.len(v).await? != 0);
        }
        Ok(true)
    }

    /// Whether two values are the same or equal, as containers see it.
    pub async fn same(&self, a: &Value, b: &Value) -> Result<bool> {
        if a.is(b) {
            return Ok(true);
        }
        match keys::same(a, b) {
            Some(t) => Ok(t),
            None => {
                let (a, b) = (a.clone(), b.clone());
                let v = self
                    .nest(move |c| async move { c.compare_slow(CmpOp::Eq, &a, &b).await })
                    .await?;
                self.truth(&v).await
            }
        }
    }

    /// A comparison; its result may be any value.
    ///
    /// # Errors
    /// What the operands raise; `TypeError` if they are not ordered.
    pub async fn compare(&self, op: CmpOp, a: &Value, b: &Value) -> Result {
        match self.vm.compare(op, a, b) {
            Some(v) => Ok(Value::Bool(v?)),
            None => self.compare_slow(op, a, b).await,
        }
    }

    pub(crate) async fn compare_slow(&self, op: CmpOp, a: &Value, b: &Value) -> Result {
        match op {
            CmpOp::In => return Ok(Value::Bool(self.contains_slow(b, a).await?)),
            CmpOp::NotIn => return Ok(Value::Bool(!self.contains_slow(b, a).await?)),
            _ => {}
        }
        let (sign, name, swapped) = op.names();
        let (ta, tb) = (self.type_of(a), self.type_of(b));
        let name = crate::python::object::intern(name);
        let swapped = crate::python::object::intern(swapped);
        let right_first = !std::rc::Rc::ptr_eq(&ta, &tb) && tb.is_subtype(&ta);
        let mut tries = vec![(&ta, &name, a, b), (&tb, &swapped, b, a)];
        if right_first {
            tries.reverse();
        }
        let eq = crate::python::object::intern("__eq__");
        for (class, name, x, y) in tries {
            if let Some(f) = class.lookup(name) {
                let v = self.call(&f, vec![x.clone(), y.clone()]).await?;
                if !matches!(v, Value::NotImplemented) {
                    return Ok(v);
                }
            } else if matches!(op, CmpOp::Ne)
                && (class.custom(Custom::EQ) || !class.heap)
                && let Some(f) = class.lookup(&eq)
            {
                // `!=` is the opposite of `==` unless a class says otherwise.
                let v = self.call(&f, vec![x.clone(), y.clone()]).await?;
                if !matches!(v, Value::NotImplemented) {
                    return Ok(Value::Bool(!self.truth(&v).await?));
                }
            }
        }
        match op {
            CmpOp::Eq => return self.equal_containers(a, b).await.map(Value::Bool),
            CmpOp::Ne => return Ok(Value::Bool(!self.equal_containers(a, b).await?)),
            _ => {}
        }
        if let Some(v) = self.order_containers(op, a, b).await? {
            return Ok(v);
        }
        Err(self.type_error(format!(
            "'{sign}' not supported between instances of '{}' and '{}'",
            self.type_name(a).as_str(),
            self.type_name(b).as_str()
        )))
    }

    /// Equality of built-in containers, item by item.
    pub(crate) async fn equal_containers(&self, a: &Value, b: &Value) -> Result<bool> {
        if a.is(b) {
            return Ok(true);
        }
        if let Some(t) = match (a.base(), b.base()) {
            (Value::Instance(_) | Value::Object(_), _) => Some(false),
            (_, Value::Instance(_) | Value::Object(_)) => Some(false),
            (x, y) => keys::same(x, y),
        } {
            return Ok(t);
        }
        match (a.base().clone(), b.base().clone()) {
            (Value::List(x), Value::List(y)) => self.equal_all(x.to_vec(), y.to_vec()).await,
            (Value::Tuple(x), Value::Tuple(y)) => self.equal_all(x.to_vec(), y.to_vec()).await,
            (Value::Dict(x), Value::Dict(y)) => {
                if x.len() != y.len() {
                    return Ok(false);
                }
                for (hash, key, value) in x.hashed_entries() {
                    let Some(i) = self.find_in_dict(&y, &key, hash).await? else {
                        return Ok(false);
                    };
                    if !self.equal_deep(&value, &y.value_at(i)).await? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            (Value::Set(x), Value::Set(y)) => {
                if x.len() != y.len() {
                    return Ok(false);
                }
                for (hash, key) in x.entries() {
                    if self.find_in_set(&y, &key, hash).await?.is_none() {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    async fn equal_all(&self, x: Vec<Value>, y: Vec<Value>) -> Result<bool> {
        if x.len() != y.len() {
            return Ok(false);
        }
        for (a, b) in x.iter().zip(&y) {
            if !self.equal_deep(a, b).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Equality of items, as a call of its own so that depth is bounded.
    async fn equal_deep(&self, a: &Value, b: &Value) -> Result<bool> {
        if a.is(b) {
            return Ok(true);
        }
        if let Some(t) = keys::same(a, b) {
            return Ok(t);
        }
        let (a, b) = (a.clone(), b.clone());
        let v = self
            .nest(move |c| async move { c.compare_slow(CmpOp::Eq, &a, &b).await })
            .await?;
        self.truth(&v).await
    }

    pub(crate) async fn order_containers(
        &self,
        op: CmpOp,
        a: &Value,
        b: &Value,
    ) -> Result<Option<Value>> {
        let (x, y) = match (a.base().clone(), b.base().clone()) {
            (Value::List(x), Value::List(y)) => (x.to_vec(), y.to_vec()),
            (Value::Tuple(x), Value::Tuple(y)) => (x.to_vec(), y.to_vec()),
            (Value::Set(x), Value::Set(y)) => {
                let (small, large, strict) = match op {
                    CmpOp::Le => (x, y, false),
                    CmpOp::Lt => (x, y, true),
                    CmpOp::Ge => (y, x, false),
                    _ => (y, x, true),
                };
                if small.len() > large.len() || (strict && small.len() == large.len()) {
                    return Ok(Some(Value::Bool(false)));
                }
                for (hash, key) in small.entries() {
                    if self.find_in_set(&large, &key, hash).await?.is_none() {
                        return Ok(Some(Value::Bool(false)));
                    }
                }
                return Ok(Some(Value::Bool(true)));
            }
            (x, y) => {
                if matches!(x, Value::Instance(_) | Value::Object(_)) {
                    return Ok(None);
                }
                return self
                    .vm
                    .compare(op, &x, &y)
                    .map(|r| r.map(Value::Bool))
                    .transpose();
            }
        };
        for (p, q) in x.iter().zip(&y) {
            if !self.equal_deep(p, q).await? {
                let (p, q) = (p.clone(), q.clone());
                let v = self
                    .nest(move |c| async move { c.compare(op, &p, &q).await })
                    .await?;
                return Ok(Some(v));
            }
        }
        self.vm
            .compare(op, &Value::from(x.len()), &Value::from(y.len()))
            .map(|r| r.map(Value::Bool))
            .transpose()
    }

    /// Whether a container has an item.
    ///
    /// # Errors
    /// What the container raises; `TypeError` if it is none.
    pub async fn contains(&self, container: &Value, item: &Value) -> Result<bool> {
        match self.vm.contains(container, item) {
            Some(t) => t,
            None => self.contains_slow(container, item).await,
        }
    }

    async fn contains_slow(&self, container: &Value, item: &Value) -> Result<bool> {
        let class = self.type_of(container);
        let own = !matches!(
            container,
            Value::List(_) | Value::Tuple(_) | Value::Range(_)
        );
        if own && let Some(f) = class.lookup(&self.names.contains) {
            let args = vec![container.clone(), item.clone()];
            let v = self.call_special(&f, args).await?;
            return self.truth(&v).await;
        }
        match container.base().clone() {
            Value::Dict(d) if !class.custom(Custom::ITER) => {
                let hash = self.hash(item).await?;
                return Ok(self.find_in_dict(&d, item, hash).await?.is_some());
            }
            Value::Set(s) if !class.custom(Custom::ITER) => {
                let hash = self.hash(item).await?;
                return Ok(self.find_in_set(&s, item, hash).await?.is_some());
            }
            _ => {}
        }
        let iter = match self.iter(container).await {
            Ok(iter) => iter,
            Err(_) => {
                return Err(self.type_error(format!(
                    "argument of type '{}' is not iterable",
                    class.name().as_str()
                )));
            }
        };
        while let Some(x) = self.next(&iter).await? {
            if self.same(&x, item).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The hash of a value.
    ///
    /// # Errors
    /// `TypeError` if it has none; what `__hash__` raises.
    pub async fn hash(&self, v: &Value) -> Result<i64> {
        if let Some(h) = self.vm.hash_of(v) {
            return h;
        }
        if let Value::Tuple(items) = v {
            let mut all = Vec::with_capacity(items.len());
            for item in items.iter() {
                let item = item.clone();
                let h = self.nest(move |c| async move { c.hash(&item).await.map(Value::Int) });
                all.push(h.await?.as_i64().unwrap_or(0));
            }
            return Ok(crate::python::object::hash::of_tuple(all.into_iter()));
        }
        let Some(f) = self.type_ref(v).lookup(&self.names.hash) else {
            return Err(self.unhashable(v));
        };
        if f.is_none() {
            return Err(self.unhashable(v));
        }
        match self.call(&f, vec![v.clone()]).await? {
            n if n.is_int() => match keys::hash_of(n.base()) {
                Hash::Known(_) if n.as_i64().is_some() => {
                    let n = n.as_i64().unwrap_or(0);
                    Ok(if n == -1 { -2 } else { n })
                }
                Hash::Known(h) => Ok(h),
                _ => Ok(0),
            },
            _ => Err(self.type_error("__hash__ method should return an integer")),
        }
    }

    /// Goes on in a level of its own, so that depth is counted and bounded.
    pub async fn nest<F>(&self, f: impl FnOnce(Ctx) -> F) -> Result
    where
        F: Future<Output = Result> + 'static,
    {
        self.finish(crate::python::vm::native::Then::run(&self.vm, f))
            .await
    }
}
