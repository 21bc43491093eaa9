//! Items, slices, dicts and sets.

use std::rc::Rc;

use num_traits::Signed;

use crate::python::object::{Custom, Dict, Lookup, Range, Set, Slice};
use crate::python::value::Value;
use crate::python::vm::native::{Ctx, Result};
use crate::python::vm::{Raised, Vm};

/// The built-in types that take types in brackets (PEP 585).
const GENERIC: &[&str] = &[
    "list",
    "dict",
    "tuple",
    "set",
    "frozenset",
    "type",
    "enumerate",
    "filter",
    "map",
    "zip",
    "reversed",
];

/// The places a slice means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// The first place.
    pub start: i64,
    /// Where it ends, in the direction of the step.
    pub stop: i64,
    /// From one to the next.
    pub step: i64,
    /// How many.
    pub count: usize,
}

impl Cut {
    /// The places in order.
    pub fn places(self) -> impl Iterator<Item = usize> {
        (0..self.count as i64).map(move |i| (self.start + i * self.step) as usize)
    }
}

impl Vm {
    /// An index into something of a length; `None` if it is out of range.
    pub fn place(&self, index: i64, len: usize) -> Option<usize> {
        let at = if index < 0 { index + len as i64 } else { index };
        usize::try_from(at).ok().filter(|at| *at < len)
    }

    /// Where a slice begins, ends and by which step it goes, for something of a
    /// length, if its parts are integers or `None`.
    ///
    /// # Errors
    /// `ValueError` for a step of zero, `TypeError` for other parts.
    pub fn bounds(&self, slice: &Slice, len: usize) -> Result<(i64, i64, i64)> {
        let part = |v: &Value| -> Result<Option<i64>> {
            match v.base() {
                Value::None => Ok(None),
                Value::Big(n) => Ok(Some(if n.is_negative() { i64::MIN } else { i64::MAX })),
                v => match v.as_i64() {
                    Some(n) => Ok(Some(n)),
                    None => Err(self.type_error(
                        "slice indices must be integers or None or have an __index__ method",
                    )),
                },
            }
        };
        let len = len as i64;
        let step = part(&slice.step)?.unwrap_or(1).max(-i64::MAX);
        if step == 0 {
            return Err(self.value_error("slice step cannot be zero"));
        }
        let (low, high) = if step < 0 { (-1, len - 1) } else { (0, len) };
        let bound = |v: Option<i64>, default: i64| match v {
            None => default,
            Some(n) if n < 0 => n.saturating_add(len).max(low),
            Some(n) => n.min(high),
        };
        let (first, last) = if step < 0 { (high, low) } else { (low, high) };
        let start = bound(part(&slice.start)?, first);
        let stop = bound(part(&slice.stop)?, last);
        Ok((start, stop, step))
    }

    /// What a slice means for something of a length.
    ///
    /// # Errors
    /// As [`Vm::bounds`].
    pub fn cut(&self, slice: &Slice, len: usize) -> Result<Cut> {
        let (start, stop, step) = self.bounds(slice, len)?;
        let span = if step < 0 { start - stop } else { stop - start };
        let by = step.unsigned_abs();
        let count = if span <= 0 {
            0
        } else {
            (span as u64 - 1) / by + 1
        };
        Ok(Cut {
            start,
            stop,
            step,
            count: count as usize,
        })
    }

    /// An item, if no Python code need run.
    #[inline]
    pub fn get_item(&self, obj: &Value, key: &Value) -> Option<Result> {
        match (obj, key) {
            (Value::List(l), Value::Int(n)) => {
                let l = l.borrow();
                let at = if *n >= 0 {
                    *n as usize
                } else {
                    n.wrapping_add(l.len() as i64) as usize
                };
                match l.get(at) {
                    Some(v) => Some(Ok(v.clone())),
                    None => Some(Err(self.index_error("list index out of range"))),
                }
            }
            (Value::Dict(d), Value::Str(s)) => match d.get_str(s) {
                Some(v) => Some(Ok(v)),
                None => Some(Err(self.key_error(key.clone()))),
            },
            _ => self.get_item_other(obj, key),
        }
    }

    fn get_item_other(&self, obj: &Value, key: &Value) -> Option<Result> {
        if let Value::Instance(i) = obj
            && i.class.custom(Custom::ITEMS)
        {
            return None;
        }
        if matches!(key, Value::Instance(_)) && !key.is_int() && key.as_str().is_none() {
            return None;
        }
        if let Value::Slice(s) = key.base()
            && [&s.start, &s.stop, &s.step]
                .iter()
                .any(|part| matches!(part, Value::Instance(_)) && !part.is_int())
        {
            return None;
        }
        Some(match (obj.base(), key.base()) {
            (Value::Dict(d), _) => {
                let hash = match self.hash_of(key)? {
                    Ok(h) => h,
                    Err(raised) => return Some(Err(raised)),
                };
                match d.find(key, hash) {
                    Lookup::Found(i) => Ok(d.value_at(i)),
                    Lookup::Missing => Err(self.key_error(key.clone())),
                    Lookup::Ask(_) => return None,
                }
            }
            (Value::List(l), Value::Slice(s)) => {
                let items = l.borrow();
                self.cut(s, items.len())
                    .map(|cut| Value::list(cut.places().map(|i| items[i].clone()).collect()))
            }
            (Value::Tuple(t), Value::Slice(s)) => self.cut(s, t.len()).map(|cut| {
                if cut.count == t.len() && cut.step == 1 {
                    return Value::Tuple(t.clone());
                }
                Value::tuple(cut.places().map(|i| t[i].clone()).collect())
            }),
            (Value::Str(t), Value::Slice(s)) => self.cut(s, t.len()).map(|cut| {
                if cut.step == 1 {
                    let start = cut.start as usize;
                    return Value::str(t.chars_between(start, start + cut.count));
                }
                if t.is_ascii() {
                    let bytes = t.as_str().as_bytes();
                    return Value::string(cut.places().map(|i| char::from(bytes[i])).collect());
                }
                let chars: Vec<char> = t.as_str().chars().collect();
                Value::string(cut.places().map(|i| chars[i]).collect())
            }),
            (Value::Bytes(b), Value::Slice(s)) => self
                .cut(s, b.as_slice().len())
                .map(|cut| Value::bytes(cut.places().map(|i| b.as_slice()[i]).collect())),
            (Value::Range(r), Value::Slice(s)) => self.cut(s, r.len()).map(|cut| {
                // As CPython: the end is where the slice's own end lies in the range.
                let place = |n: i64| r.start.saturating_add(n.saturating_mul(r.step));
                let (start, stop) = (place(cut.start), place(cut.stop));
                let step = r.step.saturating_mul(cut.step);
                Value::Range(Rc::new(Range {
                    start,
                    stop,
                    step,
                    id: Default::default(),
                }))
            }),
            (base @ (Value::List(_) | Value::Tuple(_) | Value::Str(_)), k)
            | (base @ (Value::Bytes(_) | Value::Range(_)), k) => match k.as_i64() {
                Some(n) => self.item_at(base, n),
                None if k.is_int() => {
                    Err(self.index_error("cannot fit 'int' into an index-sized integer"))
                }
                None if matches!(k, Value::Object(_)) => return None,
                None => Err(self.wrong_index(obj, base, key)),
            },
            (Value::Object(o), k) => {
                let (s, n) = (o.state.sequence()?, k.as_i64()?);
                let item = self.place(n, s.count()).and_then(|at| s.item(at));
                item.ok_or_else(|| self.index_error(s.complaints().0))
            }
            _ => return None,
        })
    }

    /// `TypeError` of a sequence whose place is not an integer.
    #[cold]
    fn wrong_index(&self, obj: &Value, base: &Value, key: &Value) -> Raised {
        let given = self.type_name(key);
        let name = self.type_name(obj);
        let kind = match base {
            Value::Str(_) => {
                let m = format!("string indices must be integers, not '{}'", given.as_str());
                return self.type_error(m);
            }
            Value::Bytes(_) => "byte",
            _ => name.as_str(),
        };
        self.type_error(format!(
            "{kind} indices must be integers or slices, not {}",
            given.as_str()
        ))
    }

    fn item_at(&self, base: &Value, n: i64) -> Result {
        let found = match base {
            Value::List(l) => {
                let l = l.borrow();
                self.place(n, l.len()).map(|i| l[i].clone())
            }
            Value::Tuple(t) => self.place(n, t.len()).map(|i| t[i].clone()),
            Value::Str(s) => {
                let at = self.place(n, s.len());
                at.and_then(|i| s.char_at(i)).map(|c| self.str_of_char(c))
            }
            Value::Bytes(b) => {
                let b = b.as_slice();
                self.place(n, b.len()).map(|i| Value::Int(i64::from(b[i])))
            }
            Value::Range(r) => self.place(n, r.len()).map(|i| Value::Int(r.at(i))),
            _ => None,
        };
        found.ok_or_else(|| {
            self.index_error(match base {
                Value::List(_) => "list index out of range",
                Value::Tuple(_) => "tuple index out of range",
                Value::Str(_) => "string index out of range",
                Value::Bytes(_) => "index out of range",
                _ => "range object index out of range",
            })
        })
    }

    /// Puts an item in, if no Python code need run (else the value is given
    /// back); gives what is to be dropped.
    #[inline]
    pub fn set_item(
        &self,
        obj: &Value,
        key: &Value,
        value: Value,
    ) -> std::result::Result<Result, Value> {
        match (obj, key) {
            (Value::List(l), Value::Int(n)) => {
                let mut l = l.borrow_mut();
                let at = if *n >= 0 {
                    *n as usize
                } else {
                    n.wrapping_add(l.len() as i64) as usize
                };
                match l.get_mut(at) {
                    Some(slot) => Ok(Ok(std::mem::replace(slot, value))),
                    None => Ok(Err(self.index_error("list assignment index out of range"))),
                }
            }
            (Value::Dict(d), Value::Str(s)) => Ok(Ok(d.set_str(s, value).unwrap_or_default())),
            (Value::Dict(d), _) => self
                .dict_set(d, key, value)
                .map(|r| r.map(|()| Value::Unbound)),
            (Value::Instance(i), _) if !i.class.custom(Custom::ITEMS) => match &i.payload {
                Value::Unbound | Value::Object(_) => Err(value),
                base => self.set_item(base, key, value),
            },
            _ => Err(value),
        }
    }

    /// Puts a value under a key of a dict, if no Python code need run.
    pub fn dict_set(
        &self,
        d: &Rc<Dict>,
        key: &Value,
        value: Value,
    ) -> std::result::Result<Result<()>, Value> {
        let hash = match self.hash_of(key) {
            Some(Ok(h)) => h,
            Some(Err(raised)) => return Ok(Err(raised)),
            None => return Err(value),
        };
        match d.find(key, hash) {
            Lookup::Found(i) => drop(d.set_at(i, value)),
            Lookup::Missing => {
                d.push(key.clone(), hash, value);
                if d.len().is_power_of_two()
                    && let Err(raised) = self.check_size(d.len() * 48)
                {
                    return Ok(Err(raised));
                }
            }
            Lookup::Ask(_) => return Err(value),
        }
        Ok(Ok(()))
    }

    /// Adds an item to a set, if no Python code need run.
    pub fn set_add(&self, s: &Rc<Set>, item: &Value) -> Option<Result<()>> {
        let hash = match self.hash_of(item)? {
            Ok(h) => h,
            Err(raised) => return Some(Err(raised)),
        };
        match s.find(item, hash) {
            Lookup::Found(_) => {}
            Lookup::Missing => {
                s.push(item.clone(), hash);
                if s.len().is_power_of_two()
                    && let Err(raised) = self.check_size(s.len() * 48)
                {
                    return Some(Err(raised));
                }
            }
            Lookup::Ask(_) => return None,
        }
        Some(Ok(()))
    }
}

impl Ctx {
    /// Reads an item.
    ///
    /// # Errors
    /// What the object raises.
    pub async fn get_item(&self, obj: &Value, key: &Value) -> Result {
        match self.vm.get_item(obj, key) {
            Some(v) => v,
            None => self.get_item_slow(obj, key).await,
        }
    }

    pub(crate) async fn get_item_slow(&self, obj: &Value, key: &Value) -> Result {
        if let Value::Type(class) = obj {
            let name = &self.names.class_getitem;
            let meta = self.type_of(obj);
            if let Some(f) = meta.lookup(&self.names.getitem) {
                return self.call_special(&f, vec![obj.clone(), key.clone()]).await;
            }
            if let Some(f) = class.lookup(name) {
                let f = match &f {
                    Value::Function(_) => Value::Method(Rc::new(crate::python::object::Method {
                        function: f,
                        receiver: obj.clone(),
                        id: Default::default(),
                    })),
                    _ => {
                        let then = self.bind_found(&f, None, class)?;
                        self.finish(then).await?
                    }
                };
                return self.call(&f, vec![key.clone()]).await;
            }
            if GENERIC.contains(&class.name().as_str()) && !class.heap {
                let Value::Module(types) = self.import("types").await? else {
                    return Ok(Value::None);
                };
                let f = types.dict.get_name("GenericAlias").unwrap_or_default();
                return self.call_special(&f, vec![obj.clone(), key.clone()]).await;
            }
            return Err(self.type_error(format!(
                "type '{}' is not subscriptable",
                class.name().as_str()
            )));
        }
        let class = self.type_of(obj);
        let own = class.custom(Custom::ITEMS) || matches!(obj.base(), Value::Object(_));
        if (own || matches!(obj, Value::Instance(_)))
            && let Some(f) = class.lookup(&self.names.getitem)
        {
            return self.call_special(&f, vec![obj.clone(), key.clone()]).await;
        }
        if let Value::Dict(d) = obj.base() {
            return self.dict_get_or_missing(obj, d, key).await;
        }
        let indexable = matches!(obj.base(), Value::List(_) | Value::Tuple(_) | Value::Str(_))
            || matches!(obj.base(), Value::Bytes(_) | Value::Range(_));
        if indexable {
            let key = self.plain_key(key).await?;
            return match self.vm.get_item(obj.base(), &key) {
                Some(v) => v,
                None => Err(self.wrong_index(obj, obj.base(), &key)),
            };
        }
        Err(self.type_error(format!(
            "'{}' object is not subscriptable",
            class.name().as_str()
        )))
    }

    /// An index or slice whose parts are plain integers.
    pub async fn plain_key(&self, key: &Value) -> Result {
        if let Value::Slice(s) = key {
            let mut parts = [s.start.clone(), s.stop.clone(), s.step.clone()];
            for part in &mut parts {
                if !part.is_none() && !part.is_int() {
                    *part = match self.index(part).await {
                        Ok(n) => n,
                        Err(_) => {
                            return Err(self.type_error(
                                "slice indices must be integers or None or have an __index__ \
                                 method",
                            ));
                        }
                    };
                }
            }
            let [start, stop, step] = parts;
            return Ok(Value::Slice(Rc::new(Slice {
                start,
                stop,
                step,
                id: Default::default(),
            })));
        }
        if self.type_ref(key).lookup(&self.names.index).is_some() {
            return self.index(key).await;
        }
        Ok(key.clone())
    }

    /// Puts an item in.
    pub async fn set_item(&self, obj: &Value, key: &Value, value: Value) -> Result<()> {
        match self.vm.set_item(obj, key, value) {
            Ok(old) => old.map(drop),
            Err(value) => self.set_item_slow(obj, key, value).await.map(drop),
        }
    }

    pub(crate) async fn set_item_slow(&self, obj: &Value, key: &Value, value: Value) -> Result {
        let class = self.type_of(obj);
        match obj {
            Value::Dict(d) => {
                self.dict_set_slow(d, key, value).await?;
                return Ok(Value::None);
            }
            Value::List(_) => {
                let key = self.plain_key(key).await?;
                return match &key {
                    Value::Slice(s) => {
                        let items = self.collect_for_slice(&value).await?;
                        self.set_slice(obj, s, items)
                    }
                    Value::Int(_) => match self.vm.set_item(obj, &key, value) {
                        Ok(old) => old.map(|_| Value::None),
                        Err(_) => Ok(Value::None),
                    },
                    other => Err(self.type_error(format!(
                        "list indices must be integers or slices, not {}",
                        self.type_name(other).as_str()
                    ))),
                };
            }
            _ => {}
        }
        if let Some(f) = class.lookup(&self.names.setitem) {
            return self
                .call_special(&f, vec![obj.clone(), key.clone(), value])
                .await;
        }
        if let Value::Instance(i) = obj
            && matches!(i.payload, Value::List(_) | Value::Dict(_))
        {
            let base = i.payload.clone();
            let key = key.clone();
            return self
                .nest(move |c| async move { c.set_item_slow(&base, &key, value).await })
                .await;
        }
        Err(self.type_error(format!(
            "'{}' object does not support item assignment",
            class.name().as_str()
        )))
    }

    async fn collect_for_slice(&self, value: &Value) -> Result<Vec<Value>> {
        match self.collect(value).await {
            Err(raised) if raised.is(&self.exceptions.type_error) => {
                Err(self.type_error("can only assign an iterable"))
            }
            result => result,
        }
    }

    fn set_slice(&self, obj: &Value, slice: &Slice, items: Vec<Value>) -> Result {
        let Some(list) = obj.as_list() else {
            return Ok(Value::None);
        };
        let cut = self.cut(slice, list.len())?;
        if cut.step == 1 {
            let start = cut.start as usize;
            let old: Vec<Value> = list
                .borrow_mut()
                .splice(start..start + cut.count, items)
                .collect();
            drop(old);
            return Ok(Value::None);
        }
        if items.len() != cut.count {
            return Err(self.value_error(format!(
                "attempt to assign sequence of size {} to extended slice of size {}",
                items.len(),
                cut.count
            )));
        }
        for (i, item) in cut.places().zip(items) {
            let old = std::mem::replace(&mut list.borrow_mut()[i], item);
            drop(old);
        }
        Ok(Value::None)
    }

    /// Takes an item out.
    pub async fn del_item(&self, obj: &Value, key: &Value) -> Result {
        let class = self.type_of(obj);
        if (class.custom(Custom::ITEMS)
            || matches!(obj.base(), Value::Object(_) | Value::Instance(_)))
            && let Some(f) = class.lookup(&self.names.delitem)
        {
            return self.call_special(&f, vec![obj.clone(), key.clone()]).await;
        }
        match obj.base().clone() {
            Value::Dict(d) => match self.dict_remove(&d, key).await? {
                Some(_) => Ok(Value::None),
                None => Err(self.key_error(key.clone())),
            },
            Value::List(list) => {
                let key = self.plain_key(key).await?;
                match &key {
                    Value::Slice(s) => {
                        let cut = self.cut(s, list.len())?;
                        let gone: std::collections::HashSet<usize> = cut.places().collect();
                        let all = std::mem::take(&mut *list.borrow_mut());
                        let (mut kept, mut dropped) = (Vec::new(), Vec::new());
                        for (i, v) in all.into_iter().enumerate() {
                            if gone.contains(&i) {
                                dropped.push(v)
                            } else {
                                kept.push(v)
                            }
                        }
                        *list.borrow_mut() = kept;
                        drop(dropped);
                        Ok(Value::None)
                    }
                    k => match k.as_i64() {
                        Some(n) => match self.place(n, list.len()) {
                            Some(i) => {
                                let old = list.borrow_mut().remove(i);
                                drop(old);
                                Ok(Value::None)
                            }
                            None => Err(self.index_error("list assignment index out of range")),
                        },
                        None => Err(self.type_error(format!(
                            "list indices must be integers or slices, not {}",
                            self.type_name(k).as_str()
                        ))),
                    },
                }
            }
            base => {
                // A class of a program's own has the slot of sequences.
                let sequence = class.heap
                    || matches!(
                        base,
                        Value::Tuple(_) | Value::Str(_) | Value::Bytes(_) | Value::Range(_)
                    );
                let not = if sequence { "doesn't" } else { "does not" };
                let name = class.name();
                let name = name.as_str();
                Err(self.type_error(format!("'{name}' object {not} support item deletion")))
            }
        }
    }

    /// How many items a value has.
    ///
    /// # Errors
    /// `TypeError` if it has no length.
    pub async fn len(&self, v: &Value) -> Result<usize> {
        let class = self.type_of(v);
        if !class.custom(Custom::TRUTH)
            && let Some(n) = self.plain_len(v)
        {
            return Ok(n);
        }
        let Some(n) = self.special(v, &self.names.len, Vec::new()).await? else {
            return Err(self.type_error(format!(
                "object of type '{}' has no len()",
                class.name().as_str()
            )));
        };
        match self.index(&n).await? {
            Value::Int(n) if n >= 0 => Ok(n as usize),
            Value::Int(_) => Err(self.value_error("__len__() should return >= 0")),
            _ => Err(self.overflow_error("cannot fit 'int' into an index-sized integer")),
        }
    }
}

impl Vm {
    /// How many items a value of a built-in type has.
    pub fn plain_len(&self, v: &Value) -> Option<usize> {
        Some(match v.base() {
            Value::Str(s) => s.len(),
            Value::List(l) => l.len(),
            Value::Tuple(t) => t.len(),
            Value::Dict(d) => d.len(),
            Value::Set(s) => s.len(),
            Value::Bytes(b) => b.as_slice().len(),
            Value::Range(r) => r.len(),
            Value::Object(o) => o.state.sequence()?.count(),
            _ => return None,
        })
    }
}
