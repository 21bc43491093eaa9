//! Attributes: the descriptor protocol.

use std::cell::RefCell;
use std::rc::Rc;

use crate::python::object::{Custom, Dict, Instance, Method, Object, Str, Type};
use crate::python::types::Getter;
use crate::python::value::Value;
use crate::python::vm::native::{OwnedArgs, Result, Then};
use crate::python::vm::{Raised, Vm};
use crate::python_state;

/// `property`.
#[derive(Debug, Default)]
pub struct Property {
    /// Reads.
    pub get: Value,
    /// Writes.
    pub set: Value,
    /// Deletes.
    pub delete: Value,
    /// The docstring.
    pub doc: Value,
}
python_state!(
    Property,
    |p| vec![p.get.clone(), p.set.clone(), p.delete.clone()],
    |p, copy| Property {
        get: copy(&p.get),
        set: copy(&p.set),
        delete: copy(&p.delete),
        doc: copy(&p.doc),
    }
);

/// `staticmethod`.
#[derive(Debug)]
pub struct StaticMethod(pub Value);
python_state!(StaticMethod, |s| vec![s.0.clone()], |s, copy| StaticMethod(
    copy(&s.0)
));

/// `classmethod`.
#[derive(Debug)]
pub struct ClassMethod(pub Value);
python_state!(ClassMethod, |s| vec![s.0.clone()], |s, copy| ClassMethod(
    copy(&s.0)
));

/// A name in `__slots__`.
#[derive(Debug)]
pub struct Member {
    /// The name.
    pub name: Rc<Str>,
    /// The name of the class.
    pub owner: String,
}
python_state!(Member);

/// Class, object (or unbound), and the object's class.
pub type SuperParts = (Rc<Type>, Value, Rc<Type>);

/// `super`.
#[derive(Debug, Default)]
pub struct Super {
    /// Class, object (or unbound), and the object's class.
    pub parts: RefCell<Option<SuperParts>>,
}
python_state!(Super, |s| s
    .parts
    .borrow()
    .iter()
    .map(|p| p.1.clone())
    .collect());

impl Vm {
    /// Reads an attribute, as far as no Python code need run.
    ///
    /// # Errors
    /// `AttributeError`.
    pub fn get_attribute(&self, obj: &Value, name: &Rc<Str>) -> Result<Then> {
        let class = self.type_ref(obj);
        if class.custom(Custom::GETATTRIBUTE) {
            let (obj, name) = (obj.clone(), name.clone());
            return Ok(Then::run(self, |c| async move {
                c.get_attribute_custom(&obj, &name).await
            }));
        }
        if !class.custom(Custom::GETATTR) {
            return match self.get_plain(obj, name)? {
                Some(then) => Ok(then),
                None => self.no_attribute(obj, name),
            };
        }
        // `__getattr__` is asked for what is not there, and where what is there
        // raises AttributeError.
        match self.get_plain(obj, name) {
            Ok(Some(then @ Then::Value(_))) => Ok(then),
            Ok(Some(then)) => {
                let (obj, name) = (obj.clone(), name.clone());
                Ok(Then::run(self, |c| async move {
                    match c.finish(then).await {
                        Err(raised) if raised.is(&c.exceptions.attribute_error) => {
                            let then = c.no_attribute(&obj, &name)?;
                            c.finish(then).await
                        }
                        result => result,
                    }
                }))
            }
            Err(raised) if !raised.is(&self.exceptions.attribute_error) => Err(raised),
            Ok(None) | Err(_) => self.no_attribute(obj, name),
        }
    }

    /// What `object.__getattribute__` finds.
    pub(crate) fn get_plain(&self, obj: &Value, name: &Rc<Str>) -> Result<Option<Then>> {
        let class = self.type_ref(obj);
        match obj {
            Value::Type(ty) => return self.get_of_type(ty, name),
            Value::Module(m) => {
                if let Some(v) = m.dict.get_str(name) {
                    return Ok(Some(Then::Value(v)));
                }
            }
            Value::Object(o) => {
                if let Some(s) = o.get::<Super>() {
                    return self.get_of_super(s, obj, name);
                }
            }
            _ => {}
        }
        let found = class.lookup(name);
        if let Some(d) = &found
            && self.is_data(d)
        {
            return self.bind_found(d, Some(obj), class).map(Some);
        }
        let own = match obj {
            Value::Instance(i) => i.dict.borrow().get_str(name),
            Value::Function(f) => f.dict.get().and_then(|d| d.get_str(name)),
            Value::Method(m) => match &m.function {
                Value::Function(f) => f.dict.get().and_then(|d| d.get_str(name)),
                _ => None,
            },
            _ => None,
        };
        if let Some(v) = own {
            return Ok(Some(Then::Value(v)));
        }
        if let Value::Instance(i) = obj
            && let Value::Object(_) = &i.payload
            && found.is_none()
        {
            return self.get_plain(&i.payload, name);
        }
        match found {
            Some(d) => self.bind_found(&d, Some(obj), class).map(Some),
            None => Ok(None),
        }
    }

    fn get_of_type(&self, ty: &Rc<Type>, name: &Rc<Str>) -> Result<Option<Then>> {
        let meta = ty.meta.as_ref().unwrap_or(&self.types.type_);
        let of_meta = meta.lookup(name);
        let obj = Value::Type(ty.clone());
        if let Some(d) = &of_meta
            && self.is_data(d)
        {
            return self.bind_found(d, Some(&obj), meta).map(Some);
        }
        if let Some(v) = ty.lookup(name) {
            return self.bind_found(&v, None, ty).map(Some);
        }
        match of_meta {
            Some(d) => self.bind_found(&d, Some(&obj), meta).map(Some),
            None => Ok(None),
        }
    }

    fn get_of_super(&self, s: &Super, this: &Value, name: &Rc<Str>) -> Result<Option<Then>> {
        let parts = s.parts.borrow();
        if let Some((class, obj, of)) = &*parts
            && obj.is_bound()
            && name.as_str() != "__class__"
        {
            let line = std::iter::once(of).chain(&of.mro);
            let after = line.skip_while(|t| !Rc::ptr_eq(t, class)).skip(1);
            for t in after {
                if let Some(v) = t.dict.get_str(name) {
                    // Through a class (class method), nothing binds to it.
                    let on_class = matches!(obj, Value::Type(t) if Rc::ptr_eq(t, of));
                    let obj = if on_class { None } else { Some(obj) };
                    return self.bind_found(&v, obj, of).map(Some);
                }
            }
        }
        match self.types.super_.lookup(name) {
            Some(v) => self
                .bind_found(&v, Some(this), &self.types.super_)
                .map(Some),
            None => Ok(None),
        }
    }

    /// Whether what a class holds has precedence over the instance.
    pub(super) fn is_data(&self, d: &Value) -> bool {
        match d {
            Value::Object(o) => {
                o.get::<Property>().is_some()
                    || o.get::<Getter>().is_some()
                    || o.get::<Member>().is_some()
            }
            Value::Instance(i) => {
                i.class.lookup(&self.names.set).is_some()
                    || i.class.lookup(&self.names.delete).is_some()
            }
            _ => false,
        }
    }

    /// What reading a class's value gives, through an object or the class.
    pub(crate) fn bind_found(
        &self,
        found: &Value,
        obj: Option<&Value>,
        owner: &Rc<Type>,
    ) -> Result<Then> {
        let method = |receiver: &Value| {
            Value::Method(Rc::new(Method {
                function: found.clone(),
                receiver: receiver.clone(),
                id: Default::default(),
            }))
        };
        Ok(Then::Value(match (found, obj) {
            (Value::Function(_), Some(obj)) => method(obj),
            (Value::Native(n), Some(obj)) if n.method_of.is_some() => method(obj),
            (Value::Object(o), obj) => {
                if let Some(s) = o.get::<StaticMethod>() {
                    s.0.clone()
                } else if let Some(c) = o.get::<ClassMethod>() {
                    return self.bind_found(&c.0, Some(&Value::Type(owner.clone())), owner);
                } else if let (Some(p), Some(obj)) = (o.get::<Property>(), obj) {
                    if !p.get.is_bound() || p.get.is_none() {
                        let class = self.type_name(obj);
                        let name = self.property_name(found, owner);
                        return Err(self.attribute_error(format!(
                            "property{name} of '{}' object has no getter",
                            class.as_str()
                        )));
                    }
                    let args = OwnedArgs::positional(vec![obj.clone()]);
                    return Ok(Then::Call(p.get.clone(), args));
                } else if let (Some(g), Some(obj)) = (o.get::<Getter>(), obj) {
                    (g.get)(self, obj)?
                } else if let (Some(m), Some(obj)) = (o.get::<Member>(), obj) {
                    return self.get_member(m, obj);
                } else if let Some(get) = o.class.lookup(&self.names.get) {
                    return Ok(self.call_get(get, found, obj, owner));
                } else {
                    found.clone()
                }
            }
            (Value::Instance(i), obj) => {
                let get = i.class.lookup(&self.names.get);
                if let Value::Object(o) = &i.payload
                    && !matches!(get, Some(Value::Function(_)))
                    && (obj.is_some() || o.get::<Property>().is_none())
                    && (o.get::<Property>().is_some()
                        || o.get::<ClassMethod>().is_some()
                        || o.get::<StaticMethod>().is_some())
                {
                    return self.bind_found(&i.payload, obj, owner);
                }
                match get {
                    Some(get) => return Ok(self.call_get(get, found, obj, owner)),
                    None => found.clone(),
                }
            }
            _ => found.clone(),
        }))
    }

    fn call_get(&self, get: Value, found: &Value, obj: Option<&Value>, owner: &Rc<Type>) -> Then {
        let obj = obj.cloned().unwrap_or(Value::None);
        let args = vec![found.clone(), obj, Value::Type(owner.clone())];
        Then::Call(get, OwnedArgs::positional(args))
    }

    fn get_member(&self, m: &Member, obj: &Value) -> Result<Then> {
        if let Value::Instance(i) = obj
            && let Some(v) = i.dict.borrow().get_str(&m.name)
        {
            return Ok(Then::Value(v));
        }
        self.no_attribute(obj, &m.name)
    }

    /// ` 'name'`, if the class holds the property under a name.
    fn property_name(&self, found: &Value, owner: &Rc<Type>) -> String {
        let own = std::iter::once(owner).chain(&owner.mro);
        for t in own {
            if let Some((k, _)) = t.dict.entries().into_iter().find(|(_, v)| v.is(found)) {
                return format!(" '{}'", k.as_str().unwrap_or_default());
            }
        }
        String::new()
    }

    /// `__getattr__`, or the error.
    pub(crate) fn no_attribute(&self, obj: &Value, name: &Rc<Str>) -> Result<Then> {
        let class = self.type_ref(obj);
        if class.custom(Custom::GETATTR)
            && let Some(f) = class.lookup(&self.names.getattr)
        {
            let args = vec![obj.clone(), Value::Str(name.clone())];
            return Ok(Then::Call(f, OwnedArgs::positional(args)));
        }
        if let Value::Module(m) = obj
            && let Some(f) = m.dict.get_str(&self.names.getattr)
        {
            return Ok(Then::Call(
                f,
                OwnedArgs::positional(vec![Value::Str(name.clone())]),
            ));
        }
        if let Value::Module(m) = obj
            && m.name.as_str() == "builtins"
            && let Some(then) = self.late_builtin(name.as_str())
        {
            return Ok(then);
        }
        Err(self.missing_attribute(obj, name))
    }

    /// `AttributeError` of a missing attribute.
    #[cold]
    pub fn missing_attribute(&self, obj: &Value, name: &Rc<Str>) -> Raised {
        let message = match obj {
            Value::Type(t) => {
                format!(
                    "type object '{}' has no attribute '{}'",
                    t.name().as_str(),
                    name.as_str()
                )
            }
            Value::Module(m) => {
                format!(
                    "module '{}' has no attribute '{}'",
                    m.name.as_str(),
                    name.as_str()
                )
            }
            _ => format!(
                "'{}' object has no attribute '{}'",
                self.type_name(obj).as_str(),
                name.as_str()
            ),
        };
        let raised = self.attribute_error(message);
        {
            let dict = raised.0.dict.borrow();
            dict.set_str(&self.names.name_, Value::Str(name.clone()));
            dict.set_str(&self.names.obj, obj.clone());
        }
        raised
    }

    /// Writes an attribute, as far as no Python code need run; gives what is
    /// to be dropped.
    ///
    /// # Errors
    /// `AttributeError`, `TypeError`.
    pub fn set_attribute(&self, obj: &Value, name: &Rc<Str>, value: Value) -> Result<Then> {
        let class = self.type_ref(obj);
        if class.custom(Custom::SETATTR)
            && let Some(f) = class.lookup(&self.names.setattr)
        {
            let args = vec![obj.clone(), Value::Str(name.clone()), value];
            return Ok(Then::Call(f, OwnedArgs::positional(args)));
        }
        self.set_plain(obj, name, value)
    }

    /// What `object.__setattr__` does.
    pub(crate) fn set_plain(&self, obj: &Value, name: &Rc<Str>, value: Value) -> Result<Then> {
        let class = self.type_ref(obj);
        if let Some(d) = class.lookup(name)
            && let Some(then) = self.set_through(&d, obj, name, &value)?
        {
            return Ok(then);
        }
        let old = match obj {
            Value::Instance(i) if i.class.has_dict => i.dict.borrow().set_str(name, value),
            Value::Function(f) => f.attributes().set_str(name, value),
            Value::Module(m) => m.dict.set_str(name, value),
            Value::Type(t) => {
                if !t.heap {
                    return Err(self.type_error(format!(
                        "cannot set '{}' attribute of immutable type '{}'",
                        name.as_str(),
                        t.name().as_str()
                    )));
                }
                let old = t.dict.set_str(name, value);
                t.changed();
                old
            }
            _ => {
                return Err(if class.lookup(name).is_some() {
                    self.attribute_error(format!(
                        "'{}' object attribute '{}' is read-only",
                        class.name().as_str(),
                        name.as_str()
                    ))
                } else {
                    self.missing_attribute(obj, name)
                });
            }
        };
        Ok(Then::Value(old.unwrap_or_default()))
    }

    /// Writes through what the class holds, if that takes writes.
    fn set_through(
        &self,
        d: &Value,
        obj: &Value,
        name: &Rc<Str>,
        value: &Value,
    ) -> Result<Option<Then>> {
        let own =
            |di: &Instance| matches!(di.class.lookup(&self.names.set), Some(Value::Function(_)));
        if let Some(p) = d.as_native::<Property>()
            && !matches!(d, Value::Instance(di) if own(di))
        {
            if !p.set.is_bound() || p.set.is_none() {
                return Err(self.attribute_error(format!(
                    "property '{}' of '{}' object has no setter",
                    name.as_str(),
                    self.type_name(obj).as_str()
                )));
            }
            let args = vec![obj.clone(), value.clone()];
            return Ok(Some(Then::Call(p.set.clone(), OwnedArgs::positional(args))));
        }
        if let Some(g) = d.as_native::<Getter>() {
            let Some(set) = g.set else {
                return Err(self.attribute_error(format!(
                    "attribute '{}' of '{}' objects is not writable",
                    name.as_str(),
                    self.type_name(obj).as_str()
                )));
            };
            set(self, obj, value.clone())?;
            return Ok(Some(Then::Value(Value::Unbound)));
        }
        if d.as_native::<Member>().is_some()
            && let Value::Instance(i) = obj
        {
            let old = i.dict.borrow().set_str(name, value.clone());
            return Ok(Some(Then::Value(old.unwrap_or_default())));
        }
        if let Value::Instance(di) = d
            && let Some(set) = di.class.lookup(&self.names.set)
        {
            let args = vec![d.clone(), obj.clone(), value.clone()];
            return Ok(Some(Then::Call(set, OwnedArgs::positional(args))));
        }
        Ok(None)
    }

    /// What `object.__delattr__` does.
    pub(super) fn delete_plain(&self, obj: &Value, name: &Rc<Str>) -> Result<Then> {
        let class = self.type_ref(obj);
        if let Some(d) = class.lookup(name) {
            if let Some(p) = d.as_native::<Property>() {
                if !p.delete.is_bound() || p.delete.is_none() {
                    return Err(self.attribute_error(format!(
                        "property '{}' of '{}' object has no deleter",
                        name.as_str(),
                        class.name().as_str()
                    )));
                }
                let args = OwnedArgs::positional(vec![obj.clone()]);
                return Ok(Then::Call(p.delete.clone(), args));
            }
            if let Value::Instance(di) = &d
                && let Some(f) = di.class.lookup(&self.names.delete)
            {
                let args = OwnedArgs::positional(vec![d.clone(), obj.clone()]);
                return Ok(Then::Call(f, args));
            }
        }
        let removed = match obj {
            Value::Instance(i) => i.dict.borrow().remove_str(name),
            Value::Function(f) => f.attributes().remove_str(name),
            Value::Module(m) => m.dict.remove_str(name),
            Value::Type(t) if t.heap => {
                let old = t.dict.remove_str(name);
                t.changed();
                old
            }
            _ => None,
        };
        match removed {
            Some(old) => Ok(Then::Value(old)),
            None if matches!(obj, Value::Instance(_) | Value::Type(_)) => {
                let m = match obj {
                    Value::Instance(_) => self.missing_attribute(obj, name),
                    _ => self.missing_attribute(obj, name),
                };
                Err(m)
            }
            None => Err(self.missing_attribute(obj, name)),
        }
    }

    /// A special method of a value's class, bound to the value.
    pub(crate) fn bound_special(&self, obj: &Value, name: &Rc<Str>) -> Option<Value> {
        let class = self.type_ref(obj);
        let f = class.lookup(name)?;
        match self.bind_found(&f, Some(obj), class) {
            Ok(Then::Value(v)) => Some(v),
            _ => None,
        }
    }

    /// The attributes of an object, if it has such a dict.
    pub fn dict_of(&self, obj: &Value) -> Option<Rc<Dict>> {
        match obj {
            Value::Instance(i) if i.class.has_dict => {
                let dict = i.dict.borrow().clone();
                let own = std::iter::once(&*i.class).chain(&i.class.mro);
                let slotted = own
                    .filter(|t| t.heap)
                    .any(|t| t.dict.get_str(&self.names.slots).is_some());
                Some(if slotted {
                    self.without_slots(&i.class, &dict)
                } else {
                    dict
                })
            }
            Value::Function(f) => Some(f.attributes().clone()),
            Value::Module(m) => Some(m.dict.clone()),
            Value::Type(t) => Some(t.dict.clone()),
            _ => None,
        }
    }

    /// The attributes of an instance that also has slots, which lie beside them.
    fn without_slots(&self, class: &Rc<Type>, dict: &Rc<Dict>) -> Rc<Dict> {
        let is_slot = |k: &Value| {
            k.as_str_object()
                .and_then(|name| class.lookup(name))
                .is_some_and(|d| d.as_native::<Member>().is_some())
        };
        if !dict.keys().iter().any(is_slot) {
            return dict.clone();
        }
        let rest = Dict::new();
        for (k, v) in dict.entries() {
            if let Value::Str(name) = &k
                && !is_slot(&k)
            {
                rest.set_str(name, v);
            }
        }
        rest
    }

    /// An instance of a class whose attributes are these; for native code.
    pub fn instance(&self, class: &Rc<Type>, attributes: &[(&str, Value)]) -> Value {
        let i = Instance::new(class.clone());
        for (name, value) in attributes {
            i.dict.borrow().set_name(name, value.clone());
        }
        Value::Instance(i)
    }

    /// A native object of a class.
    pub fn object(&self, class: &Rc<Type>, state: impl crate::python::object::State) -> Value {
        Object::value(class, state)
    }
}
