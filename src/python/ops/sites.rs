//! Attributes at a place in the code, with what was found there last.

use std::rc::Rc;

use crate::python::code::{Found, Site};
use crate::python::object::{Custom, Function, Instance, Str, Type};
use crate::python::ops::{Member, Property};
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{OwnedArgs, Result, Then};

/// Whether what a class holds is the slot of that name.
fn is_slot(found: &Value, name: &Rc<Str>) -> bool {
    match found {
        Value::Object(o) => o.get::<Member>().is_some_and(|m| m.name.same(name)),
        _ => false,
    }
}

/// The instance's own attribute, if that is what was found at this place for
/// the same class, and it still stands there.
#[inline(always)]
pub(crate) fn own_again(obj: &Value, site: &Site) -> Option<Value> {
    match obj {
        Value::Instance(i)
            if site.found.get() == Found::Own && site.version.get() == i.class.version() =>
        {
            let place = site.place.get() as usize;
            i.dict.borrow().get_hinted(place, &site.name)
        }
        _ => None,
    }
}

/// The function that reads the property that was found at this place for the
/// same class.
#[inline(always)]
pub(crate) fn getter_again(obj: &Value, site: &Site) -> Option<Rc<Function>> {
    match (obj, site.found.get()) {
        (Value::Instance(i), Found::Property) if site.version.get() == i.class.version() => {
            match &*site.value.borrow() {
                Value::Function(get) => Some(get.clone()),
                _ => None,
            }
        }
        _ => None,
    }
}

/// What else was found at this place for the same class, if it holds for this
/// instance too.
#[inline]
fn found_again(i: &Instance, obj: &Value, site: &Site) -> Option<Then> {
    match site.found.get() {
        Found::Property => {
            let get = site.value.borrow().clone();
            let args = OwnedArgs::positional(vec![obj.clone()]);
            Some(Then::Call(get, args))
        }
        Found::Class if i.dict.borrow().place_of(&site.name).is_none() => {
            Some(Then::Value(site.value.borrow().clone()))
        }
        _ => None,
    }
}

impl Vm {
    /// An attribute read by an instruction, with the memory of its place.
    #[inline]
    pub(crate) fn attribute(&self, obj: &Value, site: &Site) -> Result<Then> {
        match obj {
            Value::Instance(i) => {
                if let Some(v) = own_again(obj, site) {
                    return Ok(Then::Value(v));
                }
                if site.version.get() == i.class.version()
                    && let Some(then) = found_again(i, obj, site)
                {
                    return Ok(then);
                }
                self.attribute_of(i, obj, site)
            }
            Value::Module(m) => {
                if let Some(v) = m.dict.get_hinted(site.place.get() as usize, &site.name) {
                    return Ok(Then::Value(v));
                }
                if let Some(place) = m.dict.place_of(&site.name) {
                    site.place.set(place as u32);
                }
                self.get_attribute(obj, &site.name)
            }
            _ => self.get_attribute(obj, &site.name),
        }
    }

    /// An instance's attribute; what can be said of the next one at this place
    /// is remembered.
    fn attribute_of(&self, i: &Rc<Instance>, obj: &Value, site: &Site) -> Result<Then> {
        let class = &i.class;
        if class.custom(Custom::GETATTRIBUTE) {
            return self.get_attribute(obj, &site.name);
        }
        let of_class = class.lookup(&site.name);
        if let Some(found) = &of_class
            && self.is_data(found)
        {
            if class.custom(Custom::GETATTR) {
                return self.get_attribute(obj, &site.name);
            }
            if let Value::Object(o) = found
                && let Some(p) = o.get::<Property>()
                && let Value::Function(_) = &p.get
            {
                self.remember(site, class, Found::Property, &p.get);
            }
            if is_slot(found, &site.name)
                && let Some(place) = i.dict.borrow().place_of(&site.name)
            {
                site.place.set(place as u32);
                self.remember(site, class, Found::Own, &Value::Unbound);
            }
            return self.bind_found(found, Some(obj), class);
        }
        let dict = i.dict.borrow().clone();
        if let Some(place) = dict.place_of(&site.name) {
            site.place.set(place as u32);
            self.remember(site, class, Found::Own, &Value::Unbound);
            return Ok(Then::Value(dict.value_at(place)));
        }
        if let Some(found) = &of_class
            && !matches!(
                found,
                Value::Function(_) | Value::Native(_) | Value::Object(_) | Value::Instance(_)
            )
        {
            self.remember(site, class, Found::Class, found);
            return Ok(Then::Value(found.clone()));
        }
        self.get_attribute(obj, &site.name)
    }

    fn remember(&self, site: &Site, class: &Type, found: Found, value: &Value) {
        site.version.set(class.version());
        site.found.set(found);
        let old = site.value.replace(value.clone());
        drop(old);
    }

    /// The function that a call of a method calls with the object as first
    /// argument, if it is that simple.
    #[inline]
    pub(crate) fn method_of(&self, obj: &Value, site: &Site) -> Option<Value> {
        let class = self.type_ref(obj);
        if site.version.get() == class.version() && site.found.get() == Found::Method {
            if let Value::Instance(i) = obj
                && i.dict.borrow().place_of(&site.name).is_some()
            {
                return None;
            }
            return Some(site.value.borrow().clone());
        }
        self.find_method(obj, class, site)
    }

    fn find_method(&self, obj: &Value, class: &Rc<Type>, site: &Site) -> Option<Value> {
        match obj {
            Value::Instance(i)
                if class.custom(Custom::GETATTRIBUTE)
                    || i.dict.borrow().place_of(&site.name).is_some() =>
            {
                return None;
            }
            Value::Type(_) | Value::Module(_) | Value::Function(_) => return None,
            Value::Object(o) if Rc::ptr_eq(&o.class, &self.types.super_) => return None,
            _ => {}
        }
        let f = class.lookup(&site.name)?;
        let binds = match &f {
            Value::Function(_) => true,
            Value::Native(n) => n.method_of.is_some(),
            _ => false,
        };
        if !binds {
            return None;
        }
        self.remember(site, class, Found::Method, &f);
        Some(f)
    }

    /// An attribute written by an instruction; gives what is to be dropped.
    #[inline]
    pub(crate) fn store_attribute(&self, obj: &Value, site: &Site, value: Value) -> Result<Then> {
        let Value::Instance(i) = obj else {
            return self.set_attribute(obj, &site.name, value);
        };
        // The class takes the attribute as it comes: it is written where it
        // stands, or added.
        if site.version.get() == i.class.version() {
            let dict = i.dict.borrow();
            return match dict.set_hinted(site.place.get() as usize, &site.name, value) {
                Ok(old) => Ok(Then::Value(old)),
                Err(value) => {
                    let (place, old) = dict.put(&site.name, value);
                    site.place.set(place as u32);
                    Ok(Then::Value(old))
                }
            };
        }
        if self.keeps_plainly(&i.class, &site.name) {
            let (place, old) = i.dict.borrow().put(&site.name, value);
            site.version.set(i.class.version());
            site.place.set(place as u32);
            return Ok(Then::Value(old));
        }
        self.set_attribute(obj, &site.name, value)
    }

    /// Whether writing an attribute of a class's instances only keeps the value.
    fn keeps_plainly(&self, class: &Type, name: &Rc<Str>) -> bool {
        if class.custom(Custom::SETATTR) {
            return false;
        }
        match class.lookup(name) {
            Some(d) if is_slot(&d, name) => true,
            Some(d) if self.is_data(&d) => false,
            _ => class.has_dict,
        }
    }
}
