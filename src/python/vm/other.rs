//! The instructions that run seldom.

use std::rc::Rc;

use crate::python::code::{Code, Convert, NONE, Op, Reg, Site};
use crate::python::object::{Cell, Dict, Function, Set, Slice, intern};
use crate::python::value::Value;
use crate::python::vm::flow::{Flow, take_range};
use crate::python::vm::frame::Ret;
use crate::python::vm::native::{Result, Then};
use crate::python::vm::{Raised, Vm};

fn at(reg: Reg) -> usize {
    usize::from(reg)
}

macro_rules! slow {
    ($vm:expr, $ret:expr, |$ctx:ident| $body:expr) => {
        return Flow::Then(Then::run($vm, move |$ctx| async move { $body }), $ret)
    };
}

macro_rules! attempt {
    ($e:expr) => {
        match $e {
            Ok(v) => v,
            Err(raised) => return Flow::Raise(raised),
        }
    };
}

impl Vm {
    pub(super) fn execute_other(
        &self,
        op: Op,
        code: &Rc<Code>,
        globals: &Rc<Dict>,
        names: &Option<Rc<Dict>>,
        regs: &mut [Value],
    ) -> Flow {
        match op {
            Op::Clear { from, n } => {
                for r in &mut regs[at(from)..at(from) + usize::from(n)] {
                    *r = Value::Unbound;
                }
                if crate::python::object::instance::finalizers_waiting() {
                    return Flow::Finalize;
                }
            }
            Op::Unbind { reg } => {
                regs[at(reg)] = Value::Unbound;
                if crate::python::object::instance::finalizers_waiting() {
                    return Flow::Finalize;
                }
            }
            Op::MakeCell { reg } => {
                let v = std::mem::take(&mut regs[at(reg)]);
                regs[at(reg)] = Value::Cell(Cell::new(v));
            }
            Op::DelCell { cell } => {
                if let Value::Cell(c) = &regs[at(cell)]
                    && !c.set(Value::Unbound).is_bound()
                {
                    return Flow::Raise(self.unbound_cell(code, cell));
                }
            }
            Op::LoadClassCell { dst, cell, name } => {
                let name = &code.names[at(name)];
                let own = names.as_ref().and_then(|n| n.get_str(name));
                let v = own.unwrap_or_else(|| match &regs[at(cell)] {
                    Value::Cell(c) => c.get(),
                    _ => Value::Unbound,
                });
                if !v.is_bound() {
                    return Flow::Raise(self.unbound_cell(code, cell));
                }
                regs[at(dst)] = v;
            }
            Op::DelGlobal { name } => {
                let name = &code.names[at(name)];
                if globals.remove_str(name).is_none() {
                    return Flow::Raise(self.name_not_defined(name));
                }
                if crate::python::object::instance::finalizers_waiting() {
                    return Flow::Finalize;
                }
            }
            Op::LoadName { dst, name } => {
                let name = &code.names[at(name)];
                if let Some(mapping) = self.prepared_for(names) {
                    let (name, globals) = (name.clone(), globals.clone());
                    slow!(self, Ret::Reg(dst), |c| c
                        .load_prepared(&mapping, &name, &globals)
                        .await)
                }
                let found = names
                    .as_ref()
                    .and_then(|n| n.get_str(name))
                    .or_else(|| globals.get_str(name))
                    .or_else(|| self.builtins.get_str(name));
                match found {
                    Some(v) => regs[at(dst)] = v,
                    None => match self.late_builtin(name.as_str()) {
                        Some(then) => return Flow::Then(then, Ret::Reg(dst)),
                        None => return Flow::Raise(self.name_not_defined(name)),
                    },
                }
            }
            Op::StoreName { src, name } => {
                let v = regs[at(src)].clone();
                if let Some(mapping) = self.prepared_for(names) {
                    let name = Value::Str(code.names[at(name)].clone());
                    slow!(self, Ret::Discard, |c| c
                        .set_item_slow(&mapping, &name, v)
                        .await)
                }
                let dict = names.as_ref().unwrap_or(globals);
                drop(dict.set_str(&code.names[at(name)], v));
            }
            Op::DelName { name } => {
                let name = &code.names[at(name)];
                let dict = names.as_ref().unwrap_or(globals);
                if dict.remove_str(name).is_none() {
                    return Flow::Raise(self.name_not_defined(name));
                }
            }
            Op::Unary { op, dst, src } => match self.unary(op, &regs[at(src)]) {
                Some(v) => regs[at(dst)] = attempt!(v),
                None => {
                    let x = regs[at(src)].clone();
                    slow!(self, Ret::Reg(dst), |c| c.unary_slow(op, &x).await)
                }
            },
            Op::DelAttr { obj, site } => {
                let name = code.sites[at(site)].name.clone();
                let obj = regs[at(obj)].clone();
                slow!(self, Ret::Discard, |c| c.delattr(&obj, &name).await)
            }
            Op::DelItem { obj, key } => {
                let (obj, key) = (regs[at(obj)].clone(), regs[at(key)].clone());
                slow!(self, Ret::Discard, |c| c.del_item(&obj, &key).await)
            }
            Op::BuildSet { dst, from, n } => {
                let items = take_range(regs, from, n);
                let set = Set::new(false);
                for (i, item) in items.iter().enumerate() {
                    match self.set_add(&set, item) {
                        Some(done) => attempt!(done),
                        None => {
                            let rest = items[i..].to_vec();
                            slow!(self, Ret::Reg(dst), |c| {
                                for item in rest {
                                    c.set_add_slow(&set, &item).await?;
                                }
                                Ok(Value::Set(set))
                            })
                        }
                    }
                }
                regs[at(dst)] = Value::Set(set);
            }
            Op::BuildDict { dst, from, n } => {
                let items = take_range(regs, from, n * 2);
                let dict = Dict::new();
                for (i, pair) in items.chunks(2).enumerate() {
                    match self.dict_set(&dict, &pair[0], pair[1].clone()) {
                        Ok(done) => attempt!(done),
                        Err(_) => {
                            let rest = items[i * 2..].to_vec();
                            slow!(self, Ret::Reg(dst), |c| {
                                for pair in rest.chunks(2) {
                                    c.dict_set_slow(&dict, &pair[0], pair[1].clone()).await?;
                                }
                                Ok(Value::Dict(dict))
                            })
                        }
                    }
                }
                regs[at(dst)] = Value::Dict(dict);
            }
            Op::BuildString { dst, from, n } => {
                let parts = &mut regs[at(from)..at(from) + usize::from(n)];
                let size = parts.iter().map(|p| p.as_str().map_or(0, str::len)).sum();
                attempt!(self.check_size(size));
                let mut text = String::with_capacity(size);
                for part in parts {
                    text.push_str(part.as_str().unwrap_or_default());
                    *part = Value::Unbound;
                }
                regs[at(dst)] = Value::string(text);
            }
            Op::BuildSlice { dst, from } => {
                let parts = take_range(regs, from, 3);
                let [start, stop, step]: [Value; 3] = parts.try_into().unwrap_or_default();
                let id = Default::default();
                regs[at(dst)] = Value::Slice(Rc::new(Slice {
                    start,
                    stop,
                    step,
                    id,
                }));
            }
            Op::ListExtend { list, src, func } => {
                let (list, src) = (regs[at(list)].clone(), regs[at(src)].clone());
                let func = (func != NONE).then(|| regs[at(func)].clone());
                let Value::List(l) = &list else {
                    return Flow::Next;
                };
                match self.collect(&src) {
                    Some(items) => l.borrow_mut().extend(attempt!(items)),
                    None => slow!(self, Ret::Discard, |c| {
                        let items = c.collect_star(&src, func.as_ref()).await?;
                        if let Value::List(l) = &list {
                            l.borrow_mut().extend(items);
                        }
                        Ok(Value::None)
                    }),
                }
            }
            Op::ListToTuple { dst, src } => {
                let items = match &regs[at(src)] {
                    Value::List(l) => l.to_vec(),
                    _ => Vec::new(),
                };
                regs[at(dst)] = Value::tuple(items);
            }
            Op::SetAdd { set, src } => {
                let Value::Set(s) = regs[at(set)].clone() else {
                    return Flow::Next;
                };
                let item = std::mem::take(&mut regs[at(src)]);
                match self.set_add(&s, &item) {
                    Some(done) => attempt!(done),
                    None => slow!(self, Ret::Discard, |c| {
                        c.set_add_slow(&s, &item).await?;
                        Ok(Value::None)
                    }),
                }
            }
            Op::SetUpdate { set, src } => {
                let Value::Set(s) = regs[at(set)].clone() else {
                    return Flow::Next;
                };
                let src = regs[at(src)].clone();
                slow!(self, Ret::Discard, |c| {
                    for item in c.collect(&src).await? {
                        c.set_add_slow(&s, &item).await?;
                    }
                    Ok(Value::None)
                })
            }
            Op::DictSet { dict, from } => {
                let Value::Dict(d) = regs[at(dict)].clone() else {
                    return Flow::Next;
                };
                let key = std::mem::take(&mut regs[at(from)]);
                let value = std::mem::take(&mut regs[at(from) + 1]);
                match self.dict_set(&d, &key, value) {
                    Ok(done) => attempt!(done),
                    Err(value) => slow!(self, Ret::Discard, |c| {
                        c.dict_set_slow(&d, &key, value).await?;
                        Ok(Value::None)
                    }),
                }
            }
            Op::DictUpdate { dict, src } => {
                let Value::Dict(d) = regs[at(dict)].clone() else {
                    return Flow::Next;
                };
                let src = regs[at(src)].clone();
                slow!(self, Ret::Discard, |c| {
                    if src.as_dict().is_none()
                        && c.getattr_opt(&src, &c.names.keys).await?.is_none()
                    {
                        let name = c.type_name(&src);
                        let m = format!("'{}' object is not a mapping", name.as_str());
                        return Err(c.type_error(m));
                    }
                    c.dict_update(&d, &src, None).await
                })
            }
            Op::DictMerge { dict, src, func } => {
                let Value::Dict(d) = regs[at(dict)].clone() else {
                    return Flow::Next;
                };
                let (src, func) = (regs[at(src)].clone(), regs[at(func)].clone());
                slow!(self, Ret::Discard, |c| c
                    .dict_update(&d, &src, Some(&func))
                    .await)
            }
            Op::Unpack { src, from, n } => {
                let value = regs[at(src)].clone();
                if let Value::Tuple(items) = &value
                    && items.len() == usize::from(n)
                {
                    for (i, item) in items.iter().enumerate() {
                        regs[at(from) + i] = item.clone();
                    }
                    return Flow::Next;
                }
                match self.unpack(&value, usize::from(n)) {
                    Some(items) => {
                        for (i, item) in attempt!(items).into_iter().enumerate() {
                            regs[at(from) + i] = item;
                        }
                    }
                    None => slow!(self, Ret::Spread { from, n }, |c| {
                        Ok(Value::tuple(c.unpack_slow(&value, usize::from(n)).await?))
                    }),
                }
            }
            Op::UnpackStar {
                before,
                src,
                from,
                after,
            } => {
                let value = regs[at(src)].clone();
                let (before, after) = (usize::from(before), usize::from(after));
                let n = (before + after + 1) as u16;
                slow!(self, Ret::Spread { from, n }, |c| {
                    let items = c.collect_unpack(&value).await?;
                    Ok(Value::tuple(c.spread_star(items, before, after)?))
                })
            }
            Op::Format {
                how,
                dst,
                src,
                spec,
            } => {
                let value = regs[at(src)].clone();
                let spec = if spec == NONE {
                    Value::Unbound
                } else {
                    regs[at(spec)].clone()
                };
                match self.format_quick(how, &value, &spec) {
                    Some(v) => regs[at(dst)] = attempt!(v),
                    None => slow!(self, Ret::Reg(dst), |c| {
                        let value = match how {
                            Convert::Nothing => value,
                            Convert::Str => Value::Str(c.str(&value).await?),
                            Convert::Repr => Value::Str(c.repr(&value).await?),
                            Convert::Ascii => Value::string(c.ascii(&value).await?),
                        };
                        c.format(&value, spec.as_str().unwrap_or_default()).await
                    }),
                }
            }
            Op::MakeFunction { dst, k, from } => {
                let v = self.make_function(code, k, globals, regs, from);
                regs[at(dst)] = v;
            }
            Op::LoadBuildClass { dst } => {
                regs[at(dst)] = self
                    .builtins
                    .get_name("__build_class__")
                    .unwrap_or_default();
            }
            Op::LoadAssertionError { dst } => {
                regs[at(dst)] = Value::Type(self.exceptions.assertion_error.clone());
            }
            Op::SetupAnnotations => {
                let dict = names.as_ref().unwrap_or(globals);
                if dict.get_str(&self.names.annotations).is_none() {
                    dict.set_str(&self.names.annotations, Value::Dict(Dict::new()));
                }
            }
            Op::GetLen { dst, src } => {
                let x = regs[at(src)].clone();
                slow!(self, Ret::Reg(dst), |c| Ok(Value::from(c.len(&x).await?)))
            }
            other => return self.execute_rare(other, code, globals, names, regs),
        }
        Flow::Next
    }

    fn make_function(
        &self,
        code: &Rc<Code>,
        k: u16,
        globals: &Rc<Dict>,
        regs: &mut [Value],
        from: Reg,
    ) -> Value {
        let Value::Code(inner) = &code.consts[at(k)] else {
            return Value::None;
        };
        let defaults: Rc<[Value]> = match std::mem::take(&mut regs[at(from)]) {
            Value::Tuple(t) => t.iter().cloned().collect(),
            _ => Rc::from([]),
        };
        let kw_defaults = match std::mem::take(&mut regs[at(from) + 1]) {
            Value::Dict(d) => Some(d),
            _ => None,
        };
        let annotations = std::mem::take(&mut regs[at(from) + 2]);
        let function = Function {
            code: inner.clone(),
            globals: globals.clone(),
            defaults: defaults.into(),
            kw_defaults: kw_defaults.into(),
            closure: inner
                .captures
                .iter()
                .map(|r| regs[at(*r)].clone())
                .collect(),
            name: inner.name.clone().into(),
            qualname: inner.qualname.clone().into(),
            dict: Default::default(),
            id: Default::default(),
        };
        if annotations.is_bound() {
            function
                .attributes()
                .set_str(&self.names.annotations, annotations);
        }
        Value::Function(Rc::new(function))
    }

    /// A name of the module or a built-in one; remembers where it stood.
    pub(super) fn global(&self, globals: &Rc<Dict>, site: &Site) -> Result {
        if let Some(place) = globals.place_of(&site.name) {
            site.place.set(place as u32);
            site.version.set(0);
            return Ok(globals.value_at(place));
        }
        let Some(place) = self.builtins.place_of(&site.name) else {
            return Err(self.name_not_defined(&site.name));
        };
        site.place.set(place as u32);
        // It holds as long as the module has no such name of its own.
        site.version.set(globals.stamp());
        Ok(self.builtins.value_at(place))
    }

    /// The mapping that stands for a namespace, if it is one with ways of its
    /// own.
    fn prepared_for(&self, names: &Option<Rc<Dict>>) -> Option<Value> {
        let prepared = self.prepared.borrow();
        if prepared.is_empty() {
            return None;
        }
        let names = names.as_ref()?;
        let found = prepared.iter().find(|(dict, _)| Rc::ptr_eq(dict, names));
        found.map(|(_, mapping)| mapping.clone())
    }

    #[cold]
    pub(super) fn name_not_defined(&self, name: &Rc<crate::python::object::Str>) -> Raised {
        let raised = self.name_error(format!("name '{}' is not defined", name.as_str()));
        raised
            .0
            .dict
            .borrow()
            .set_str(&intern("name"), Value::Str(name.clone()));
        raised
    }

    #[cold]
    pub(super) fn unbound_local(&self, code: &Code, reg: Reg) -> Raised {
        let name = code.locals.get(at(reg)).map_or("?", |n| n.as_str());
        self.unbound_local_error(format!(
            "cannot access local variable '{name}' where it is not associated with a value"
        ))
    }

    #[cold]
    pub(super) fn unbound_cell(&self, code: &Code, cell: Reg) -> Raised {
        let name = code
            .cells
            .iter()
            .find(|c| c.0 == cell)
            .map_or("?", |c| c.1.as_str());
        if cell >= code.free_base && at(cell) < at(code.free_base) + code.free_names.len() {
            return self.name_error(format!(
                "cannot access free variable '{name}' where it is not associated with a value \
                 in enclosing scope"
            ));
        }
        self.unbound_local(code, cell)
    }
}
