//! Values as text: `repr`, `str`, `format`.

use std::rc::Rc;

use crate::python::code::Convert;
use crate::python::object::{Custom, Iter, Method, Str, Type};
use crate::python::ops::arith::as_integer;
use crate::python::ops::{Member, Super};
use crate::python::text;
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Ctx, Result};

/// The modules that CPython has built in and that programs import.
const BUILT_IN: [&str; 8] = [
    "sys",
    "builtins",
    "time",
    "itertools",
    "gc",
    "errno",
    "atexit",
    "_thread",
];

impl Vm {
    /// `str(v)` of values whose text needs no Python code.
    pub fn str_quick(&self, v: &Value) -> Option<Result<Rc<Str>>> {
        match v {
            Value::Str(s) => Some(Ok(s.clone())),
            Value::Instance(i) => match &i.payload {
                Value::Str(s) if !i.class.custom(Custom::TEXT) => Some(Ok(s.clone())),
                _ => None,
            },
            _ => self.repr_quick(v).map(|r| r.map(Str::from_string)),
        }
    }

    /// `repr(v)` of values whose text needs no Python code.
    pub fn repr_quick(&self, v: &Value) -> Option<Result<String>> {
        Some(Ok(match v {
            Value::None => "None".into(),
            Value::NotImplemented => "NotImplemented".into(),
            Value::Ellipsis => "Ellipsis".into(),
            Value::Bool(b) => if *b { "True" } else { "False" }.into(),
            Value::Int(n) => n.to_string(),
            Value::Float(x) => text::float::repr(*x),
            Value::Big(n) => {
                return Some(text::integer::decimal_of_big(n).map_err(|f| self.fault(f)));
            }
            Value::Str(s) => text::repr::string(s.as_str()),
            Value::Bytes(b) => text::repr::bytes(b.as_slice()),
            Value::Range(r) if r.step == 1 => format!("range({}, {})", r.start, r.stop),
            Value::Range(r) => format!("range({}, {}, {})", r.start, r.stop, r.step),
            Value::Function(f) => {
                format!(
                    "<function {} at {:#x}>",
                    f.qualname.borrow().as_str(),
                    f.id.get()
                )
            }
            Value::Native(n) => match n.method_of {
                Some(ty) => format!("<method '{}' of '{ty}' objects>", n.name.as_str()),
                None => format!("<built-in function {}>", n.name.as_str()),
            },
            Value::Module(m) => {
                let name = m.name.as_str();
                match m.dict.get_str(&self.names.file) {
                    _ if BUILT_IN.contains(&name) => format!("<module '{name}' (built-in)>"),
                    Some(Value::Str(file)) => {
                        format!(
                            "<module '{name}' from {}>",
                            text::repr::string(file.as_str())
                        )
                    }
                    _ => format!("<module '{name}'>"),
                }
            }
            Value::Generator(g) => {
                let kind = self.type_name(v);
                format!(
                    "<{} object {} at {:#x}>",
                    kind.as_str(),
                    g.qualname.borrow().as_str(),
                    g.id.get()
                )
            }
            Value::Iter(i) => self.repr_iter(i, v),
            Value::Cell(c) => format!("<cell at {:#x}>", c.id.get()),
            Value::Code(c) => format!(
                "<code object {} at {:#x}, file \"{}\", line {}>",
                c.name.as_str(),
                c.id.get(),
                c.source.name,
                c.first_line
            ),
            Value::Type(t) if t.meta.as_ref().is_none_or(|m| !m.custom(Custom::TEXT)) => {
                self.repr_type(t)
            }
            Value::Tuple(t) if t.is_empty() => "()".into(),
            Value::List(l) if l.is_empty() => "[]".into(),
            Value::Dict(d) if d.is_empty() => "{}".into(),
            _ => return None,
        }))
    }

    fn repr_iter(&self, i: &Iter, v: &Value) -> String {
        format!(
            "<{} object at {:#x}>",
            self.type_name(v).as_str(),
            i.id.get()
        )
    }

    /// `<class 'module.Name'>`.
    pub fn repr_type(&self, t: &Type) -> String {
        let module = t.dict.get_str(&self.names.module);
        let name = t.qualname.borrow().clone();
        match module.as_ref().and_then(Value::as_str) {
            None | Some("builtins") => format!("<class '{}'>", name.as_str()),
            Some(module) => format!("<class '{module}.{}'>", name.as_str()),
        }
    }

    /// `<module.Name object at 0x…>`.
    pub fn repr_plain(&self, v: &Value) -> String {
        let class = self.type_ref(v);
        let module = class.lookup(&self.names.module);
        let name = class.qualname.borrow().clone();
        let id = self.id_of(v);
        match module.as_ref().and_then(Value::as_str) {
            None | Some("builtins") => format!("<{} object at {id:#x}>", name.as_str()),
            Some(module) => format!("<{module}.{} object at {id:#x}>", name.as_str()),
        }
    }

    /// What `id` gives.
    pub fn id_of(&self, v: &Value) -> u64 {
        match v {
            Value::Str(o) => o.id.get(),
            Value::Bytes(o) => o.id.get(),
            Value::Tuple(o) => o.id.get(),
            Value::List(o) => o.id.get(),
            Value::Dict(o) => o.id.get(),
            Value::Set(o) => o.id.get(),
            Value::Range(o) => o.id.get(),
            Value::Slice(o) => o.id.get(),
            Value::Function(o) => o.id.get(),
            Value::Method(o) => o.id.get(),
            Value::Native(o) => o.id.get(),
            Value::Type(o) => o.id.get(),
            Value::Instance(o) => o.id.get(),
            Value::Module(o) => o.id.get(),
            Value::Generator(o) => o.id.get(),
            Value::Iter(o) => o.id.get(),
            Value::Cell(o) => o.id.get(),
            Value::Code(o) => o.id.get(),
            Value::Object(o) => o.id.get(),
            Value::Int(n) => 0x5500_0000_0000 + (*n as u64 & 0xff_ffff_ffff) * 0x20,
            Value::Big(n) => 0x5600_0000_0000 + (n.bits() & 0xffff_ffff) * 0x20,
            Value::Float(x) => 0x5700_0000_0000 + (x.to_bits() >> 20),
            Value::Bool(b) => 0x54ff_0000_0000 + u64::from(*b) * 0x20,
            Value::None => 0x54ff_0000_0100,
            Value::NotImplemented => 0x54ff_0000_0120,
            Value::Ellipsis => 0x54ff_0000_0140,
            Value::Unbound => 0,
        }
    }

    /// A formatted value of an f-string, if no Python code need run.
    pub(crate) fn format_quick(&self, how: Convert, v: &Value, spec: &Value) -> Option<Result> {
        let spec = spec.as_str().unwrap_or_default();
        match how {
            Convert::Nothing if spec.is_empty() => {
                if matches!(v, Value::Instance(_) | Value::Object(_)) {
                    return None;
                }
                Some(self.str_quick(v)?.map(Value::Str))
            }
            Convert::Nothing => self.format_builtin(v, spec),
            Convert::Str => {
                let s = match self.str_quick(v)? {
                    Ok(s) => s,
                    Err(raised) => return Some(Err(raised)),
                };
                if spec.is_empty() {
                    Some(Ok(Value::Str(s)))
                } else {
                    self.format_builtin(&Value::Str(s), spec)
                }
            }
            Convert::Repr | Convert::Ascii => {
                let s = match self.repr_quick(v)? {
                    Ok(s) if how == Convert::Ascii => text::repr::escape_non_ascii(&s),
                    Ok(s) => s,
                    Err(raised) => return Some(Err(raised)),
                };
                let s = Value::string(s);
                if spec.is_empty() {
                    Some(Ok(s))
                } else {
                    self.format_builtin(&s, spec)
                }
            }
        }
    }

    /// `format(v, spec)` of numbers and text.
    pub fn format_builtin(&self, v: &Value, spec: &str) -> Option<Result> {
        let result = match v {
            Value::Str(s) => text::format::string(s.as_str(), spec),
            Value::Float(x) => text::format::float(*x, spec),
            Value::Bool(_) if spec.is_empty() => return None,
            v if !matches!(v, Value::Instance(_)) && v.is_int() => {
                let n = as_integer(v)?;
                let class = self.type_name(v);
                text::format::integer(&n, spec, class.as_str())
            }
            _ => return None,
        };
        Some(result.map(Value::string).map_err(|f| self.fault(f)))
    }
}

/// Whether a container is being shown further out, so that it shows as `...`.
struct Showing<'a> {
    c: &'a Ctx,
    id: u64,
}

thread_local! {
    static SHOWING: std::cell::RefCell<Vec<u64>> = const { std::cell::RefCell::new(Vec::new()) };
}

impl<'a> Showing<'a> {
    fn begin(c: &'a Ctx, v: &Value) -> Option<Showing<'a>> {
        let id = c.id_of(v);
        SHOWING.with_borrow_mut(|ids| {
            if ids.contains(&id) {
                return None;
            }
            ids.push(id);
            Some(Showing { c, id })
        })
    }
}

impl Drop for Showing<'_> {
    fn drop(&mut self) {
        let _ = self.c;
        let _ = SHOWING.try_with(|ids| {
            if let Ok(mut ids) = ids.try_borrow_mut()
                && let Some(at) = ids.iter().rposition(|id| *id == self.id)
            {
                ids.remove(at);
            }
        });
    }
}

impl Ctx {
    /// `str(v)`.
    ///
    /// # Errors
    /// What `__str__` raises.
    pub async fn str(&self, v: &Value) -> Result<Rc<Str>> {
        if let Some(s) = self.str_quick(v) {
            return s;
        }
        let class = self.type_of(v);
        let f = class.lookup(&self.names.str);
        let object_str = self.types.object.dict.get_str(&self.names.str);
        let own = match (&f, &object_str) {
            (Some(f), Some(o)) => !f.is(o),
            (Some(_), None) => true,
            _ => false,
        };
        if own {
            let s = self
                .special(v, &self.names.str, Vec::new())
                .await?
                .unwrap_or_default();
            return match s.as_str_object() {
                Some(s) => Ok(s.clone()),
                None => Err(self.type_error(format!(
                    "__str__ returned non-string (type {})",
                    self.type_name(&s).as_str()
                ))),
            };
        }
        if let Value::Instance(i) = v
            && let Value::Str(s) = &i.payload
            && class
                .lookup(&self.names.repr)
                .is_none_or(|r| matches!(r, Value::Native(_)))
        {
            return Ok(s.clone());
        }
        self.repr(v).await
    }

    /// `repr(v)`.
    ///
    /// # Errors
    /// What `__repr__` raises.
    pub async fn repr(&self, v: &Value) -> Result<Rc<Str>> {
        if let Some(s) = self.repr_quick(v) {
            return s.map(Str::from_string);
        }
        let v = v.clone();
        let s = self
            .nest(move |c| async move { c.repr_slow(&v).await.map(Value::string) })
            .await?;
        match s {
            Value::Str(s) => Ok(s),
            _ => Ok(Str::new("")),
        }
    }

    /// `ascii(v)`.
    pub async fn ascii(&self, v: &Value) -> Result<String> {
        Ok(text::repr::escape_non_ascii(self.repr(v).await?.as_str()))
    }

    async fn repr_slow(&self, v: &Value) -> Result<String> {
        let class = self.type_of(v);
        if let Value::Method(m) = v {
            return self.repr_method(m).await;
        }
        let is_container = matches!(
            v,
            Value::List(_) | Value::Tuple(_) | Value::Dict(_) | Value::Set(_) | Value::Slice(_)
        );
        if !is_container && let Some(f) = class.lookup(&self.names.repr) {
            let then = self.bind_found(&f, Some(v), &class)?;
            let f = self.finish(then).await?;
            let s = self.call(&f, Vec::new()).await?;
            return match s.as_str() {
                Some(s) => Ok(s.to_owned()),
                None => Err(self.type_error(format!(
                    "__repr__ returned non-string (type {})",
                    self.type_name(&s).as_str()
                ))),
            };
        }
        self.repr_base(v).await
    }

    async fn repr_method(&self, m: &Method) -> Result<String> {
        match &m.function {
            Value::Native(n) => Ok(format!(
                "<built-in method {} of {} object at {:#x}>",
                n.name.as_str(),
                self.type_name(&m.receiver).as_str(),
                self.id_of(&m.receiver)
            )),
            f => {
                let name = match f {
                    Value::Function(f) => f.qualname.borrow().clone(),
                    other => self.type_name(other),
                };
                let receiver = self.repr(&m.receiver).await?;
                Ok(format!(
                    "<bound method {} of {}>",
                    name.as_str(),
                    receiver.as_str()
                ))
            }
        }
    }

    /// `repr` of the built-in type below, as `list.__repr__` and the like give
    /// it.
    pub(crate) async fn repr_base(&self, v: &Value) -> Result<String> {
        let base = v.base().clone();
        if let Some(s) = self.repr_quick(&base) {
            return s;
        }
        match &base {
            Value::List(l) => {
                let Some(_showing) = Showing::begin(self, &base) else {
                    return Ok("[...]".into());
                };
                Ok(format!("[{}]", self.repr_all(l.to_vec()).await?))
            }
            Value::Tuple(t) => {
                let Some(_showing) = Showing::begin(self, &base) else {
                    return Ok("(...)".into());
                };
                let comma = if t.len() == 1 { "," } else { "" };
                Ok(format!("({}{comma})", self.repr_all(t.to_vec()).await?))
            }
            Value::Dict(d) => {
                let Some(_showing) = Showing::begin(self, &base) else {
                    return Ok("{...}".into());
                };
                let mut out = String::from("{");
                for (i, (k, v)) in d.entries().into_iter().enumerate() {
                    if i > 0 {
                        out.push_str(", ");
                    }
                    out.push_str(self.repr(&k).await?.as_str());
                    out.push_str(": ");
                    out.push_str(self.repr(&v).await?.as_str());
                    self.check_size(out.len())?;
                }
                out.push('}');
                Ok(out)
            }
            Value::Set(s) => {
                let class = self.type_of(v).name();
                if s.is_empty() {
                    return Ok(format!("{}()", class.as_str()));
                }
                let Some(_showing) = Showing::begin(self, &base) else {
                    return Ok(format!("{}(...)", class.as_str()));
                };
                let items = self.repr_all(s.items()).await?;
                Ok(if class.as_str() == "set" {
                    format!("{{{items}}}")
                } else {
                    format!("{}({{{items}}})", class.as_str())
                })
            }
            Value::Slice(s) => Ok(format!(
                "slice({}, {}, {})",
                self.repr(&s.start).await?.as_str(),
                self.repr(&s.stop).await?.as_str(),
                self.repr(&s.step).await?.as_str()
            )),
            Value::Type(t) => Ok(self.repr_type(t)),
            Value::Object(o) => {
                if let Some(m) = o.get::<Member>() {
                    return Ok(format!(
                        "<member '{}' of '{}' objects>",
                        m.name.as_str(),
                        m.owner
                    ));
                }
                let Some(s) = o.get::<Super>() else {
                    return Ok(self.repr_plain(v));
                };
                let parts = s.parts.borrow();
                let Some((class, _, of)) = parts.as_ref() else {
                    return Ok(self.repr_plain(v));
                };
                Ok(format!(
                    "<super: <class '{}'>, <{} object>>",
                    class.name().as_str(),
                    of.name().as_str()
                ))
            }
            _ => Ok(self.repr_plain(v)),
        }
    }

    async fn repr_all(&self, items: Vec<Value>) -> Result<String> {
        let mut out = String::new();
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                out.push_str(", ");
            }
            match self.repr_quick(item) {
                Some(s) => out.push_str(&s?),
                None => out.push_str(self.repr(item).await?.as_str()),
            }
            self.check_size(out.len())?;
        }
        Ok(out)
    }

    /// `format(v, spec)`.
    ///
    /// # Errors
    /// What `__format__` raises.
    pub async fn format(&self, v: &Value, spec: &str) -> Result {
        if let Some(r) = self.format_builtin(v, spec) {
            return r;
        }
        let name = &self.names.format;
        if let Some(s) = self.special(v, name, vec![Value::str(spec)]).await? {
            if s.as_str().is_none() {
                return Err(self.type_error(format!(
                    "__format__ must return a str, not {}",
                    self.type_name(&s).as_str()
                )));
            }
            return Ok(s);
        }
        self.format_object(v, spec).await
    }

    /// What `object.__format__` and those of numbers and text do.
    pub(crate) async fn format_object(&self, v: &Value, spec: &str) -> Result {
        if matches!(v, Value::Instance(_))
            && !matches!(v.base(), Value::Instance(_))
            && !spec.is_empty()
            && let Some(r) = self.format_builtin(v.base(), spec)
        {
            return r;
        }
        if !spec.is_empty() {
            return Err(self.type_error(format!(
                "unsupported format string passed to {}.__format__",
                self.type_name(v).as_str()
            )));
        }
        Ok(Value::Str(self.str(v).await?))
    }
}
