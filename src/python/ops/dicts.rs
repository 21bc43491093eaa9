//! Keys of dicts and items of sets whose equality Python code decides.

use std::rc::Rc;

use crate::python::object::{Custom, Dict, Lookup, Set};
use crate::python::value::Value;
use crate::python::vm::native::{Ctx, Result};

impl Ctx {
    /// A dict's value, or what `__missing__` gives.
    pub(crate) async fn dict_get_or_missing(
        &self,
        obj: &Value,
        d: &Rc<Dict>,
        key: &Value,
    ) -> Result {
        let hash = self.hash(key).await?;
        if let Some(i) = self.find_in_dict(d, key, hash).await? {
            return Ok(d.value_at(i));
        }
        if matches!(obj, Value::Instance(_))
            && let Some(f) = self.type_ref(obj).lookup(&self.names.missing)
        {
            return self.call(&f, vec![obj.clone(), key.clone()]).await;
        }
        Err(self.key_error(key.clone()))
    }

    /// Where a dict has a key.
    pub async fn find_in_dict(
        &self,
        d: &Rc<Dict>,
        key: &Value,
        hash: i64,
    ) -> Result<Option<usize>> {
        match d.find(key, hash) {
            Lookup::Found(i) => Ok(Some(i)),
            Lookup::Missing => Ok(None),
            Lookup::Ask(places) => {
                for i in places {
                    let candidate = d.key_at(i);
                    if candidate.is_bound() && self.same(&candidate, key).await? {
                        return Ok(Some(i));
                    }
                }
                Ok(None)
            }
        }
    }

    /// Where a set has an item.
    pub async fn find_in_set(&self, s: &Rc<Set>, key: &Value, hash: i64) -> Result<Option<usize>> {
        match s.find(key, hash) {
            Lookup::Found(i) => Ok(Some(i)),
            Lookup::Missing => Ok(None),
            Lookup::Ask(places) => {
                for i in places {
                    let candidate = s.key_at(i);
                    if candidate.is_bound() && self.same(&candidate, key).await? {
                        return Ok(Some(i));
                    }
                }
                Ok(None)
            }
        }
    }

    /// A dict's value under a key.
    pub async fn dict_get(&self, d: &Rc<Dict>, key: &Value) -> Result<Option<Value>> {
        let hash = self.hash(key).await?;
        Ok(self
            .find_in_dict(d, key, hash)
            .await?
            .map(|i| d.value_at(i)))
    }

    /// Puts a value under a key of a dict.
    pub async fn dict_set(&self, d: &Rc<Dict>, key: &Value, value: Value) -> Result<()> {
        match self.vm.dict_set(d, key, value) {
            Ok(done) => done,
            Err(value) => self.dict_set_slow(d, key, value).await,
        }
    }

    pub(crate) async fn dict_set_slow(
        &self,
        d: &Rc<Dict>,
        key: &Value,
        value: Value,
    ) -> Result<()> {
        let hash = self.hash(key).await?;
        match self.find_in_dict(d, key, hash).await? {
            Some(i) => drop(d.set_at(i, value)),
            None => {
                d.push(key.clone(), hash, value);
            }
        }
        Ok(())
    }

    /// Takes a key out of a dict; gives its value.
    pub async fn dict_remove(&self, d: &Rc<Dict>, key: &Value) -> Result<Option<Value>> {
        let hash = self.hash(key).await?;
        Ok(self
            .find_in_dict(d, key, hash)
            .await?
            .map(|i| d.remove_at(i).1))
    }

    pub(crate) async fn set_add_slow(&self, s: &Rc<Set>, item: &Value) -> Result<()> {
        let hash = self.hash(item).await?;
        if self.find_in_set(s, item, hash).await?.is_none() {
            s.push(item.clone(), hash);
        }
        Ok(())
    }

    /// Adds an item to a set.
    pub async fn set_add(&self, s: &Rc<Set>, item: &Value) -> Result<()> {
        match self.vm.set_add(s, item) {
            Some(done) => done,
            None => self.set_add_slow(s, item).await,
        }
    }

    /// Copies entries into a dict, as `dict.update` does. With `call`, keys
    /// are names of arguments of that function: texts, none twice.
    pub async fn dict_update(&self, d: &Rc<Dict>, from: &Value, call: Option<&Value>) -> Result {
        if let (Value::Dict(s), None) = (from, call)
            && d.take_all(s)
        {
            self.check_size(d.len() * 48)?;
            return Ok(Value::None);
        }
        let entries: Vec<(Value, Value)> = match from.base() {
            Value::Dict(s) if !matches!(from, Value::Instance(i) if i.class.custom(Custom::ITER)) => {
                s.entries()
            }
            _ => match self.getattr_opt(from, &self.names.keys).await? {
                Some(keys) => {
                    let keys = self.call(&keys, Vec::new()).await?;
                    let mut entries = Vec::new();
                    for key in self.collect(&keys).await? {
                        let value = self.get_item(from, &key).await?;
                        entries.push((key, value));
                    }
                    entries
                }
                None if call.is_some() => {
                    return Err(self.type_error(format!(
                        "{} argument after ** must be a mapping, not {}",
                        self.callee_name(call),
                        self.type_name(from).as_str()
                    )));
                }
                None => self.pairs(from).await?,
            },
        };
        for (key, value) in entries {
            if call.is_some() {
                let Value::Str(name) = key.base() else {
                    return Err(self.type_error("keywords must be strings"));
                };
                if d.get_str(name).is_some() {
                    return Err(self.type_error(format!(
                        "{} got multiple values for keyword argument '{}'",
                        self.callee_name(call),
                        name.as_str()
                    )));
                }
            }
            self.dict_set(d, &key, value).await?;
        }
        Ok(Value::None)
    }

    pub(crate) fn callee_name(&self, call: Option<&Value>) -> String {
        match call {
            Some(Value::Function(f)) => {
                let module = f.globals.get_str(&self.names.name);
                let name = f.qualname.borrow();
                match module.as_ref().and_then(Value::as_str) {
                    Some(module) => format!("{module}.{}()", name.as_str()),
                    None => format!("{}()", name.as_str()),
                }
            }
            Some(Value::Type(t)) => format!("{}()", t.name().as_str()),
            Some(Value::Native(n)) => format!("{}()", n.name.as_str()),
            Some(other) => format!("{}()", self.type_name(other).as_str()),
            None => String::new(),
        }
    }

    async fn pairs(&self, from: &Value) -> Result<Vec<(Value, Value)>> {
        let mut entries = Vec::new();
        for (i, pair) in self.collect(from).await?.into_iter().enumerate() {
            let Ok(parts) = self.collect(&pair).await else {
                return Err(self.type_error(format!(
                    "cannot convert dictionary update sequence element #{i} to a sequence"
                )));
            };
            let [key, value]: [Value; 2] = parts.try_into().map_err(|parts: Vec<Value>| {
                self.value_error(format!(
                    "dictionary update sequence element #{i} has length {}; 2 is required",
                    parts.len()
                ))
            })?;
            entries.push((key, value));
        }
        Ok(entries)
    }
}
