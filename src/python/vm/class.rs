//! Making classes and instances.

use std::rc::Rc;

use crate::python::object::types::linearise;
use crate::python::object::{Cell, Dict, Instance, Native, Str, Type, TypeParts, intern};
use crate::python::ops::{ClassMethod, Member, StaticMethod};
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Ctx, NativeKind, OwnedArgs, Result, Then};

impl Vm {
    /// Calls a class.
    pub(crate) fn call_type(&self, class: &Rc<Type>, args: OwnedArgs) -> Result<Then> {
        if let Some(meta) = &class.meta
            && let Some(f) = meta.lookup(&self.names.call)
            && !matches!(&f, Value::Native(_))
        {
            let mut args = args;
            args.values.insert(0, Value::Type(class.clone()));
            return Ok(Then::Call(f, args));
        }
        self.make_instance(class, args)
    }

    /// What `type.__call__` does.
    pub(crate) fn make_instance(&self, class: &Rc<Type>, args: OwnedArgs) -> Result<Then> {
        if Rc::ptr_eq(class, &self.types.type_) && args.values.len() == 1 {
            return Ok(Then::Value(Value::Type(self.type_of(&args.values[0]))));
        }
        let Some(new) = class.lookup(&self.names.new) else {
            return Err(self.type_error(format!(
                "cannot create '{}' instances",
                class.name().as_str()
            )));
        };
        let new = match new.as_native::<StaticMethod>() {
            Some(s) => s.0.clone(),
            None => new,
        };
        let init = class.lookup(&self.names.init);
        let object_init = matches!(&init, Some(Value::Native(n)) if n.method_of == Some("object"));
        if !class.heap {
            let mut args = args;
            args.values.insert(0, Value::Type(class.clone()));
            return Ok(Then::Call(new, args));
        }
        let mut with_class = args.clone();
        with_class.values.insert(0, Value::Type(class.clone()));
        let class = class.clone();
        Ok(Then::run(self, |c| async move {
            let made = match &new {
                Value::Native(n) if n.method_of.is_none() && n.bound.is_none() => match n.kind {
                    NativeKind::Plain(run) => run(&c, with_class.borrow())?,
                    _ => c.call_with(&new, with_class).await?,
                },
                _ => c.call_with(&new, with_class).await?,
            };
            if !c.is_instance(&made, &class) || object_init {
                return Ok(made);
            }
            // The class of what was made decides.
            let actual = c.type_of(&made);
            if let Some(init) = actual.lookup(&c.names.init) {
                let then = c.bind_found(&init, Some(&made), &actual)?;
                let init = c.finish(then).await?;
                let result = c.call_with(&init, args).await?;
                if !result.is_none() {
                    return Err(c.type_error(format!(
                        "__init__() should return None, not '{}'",
                        c.type_name(&result).as_str()
                    )));
                }
            }
            Ok(made)
        }))
    }

    /// What `object.__new__` does.
    ///
    /// # Errors
    /// `TypeError` for an abstract class or arguments that nothing takes.
    pub(crate) fn object_new(&self, class: &Rc<Type>, extra: bool) -> Result {
        if let Some(names) = class.lookup(&self.names.abstractmethods)
            && let Some(set) = names.as_set()
            && !set.is_empty()
        {
            let mut names: Vec<String> = set
                .items()
                .iter()
                .filter_map(|v| v.as_str().map(str::to_owned))
                .collect();
            names.sort();
            return Err(self.type_error(format!(
                "Can't instantiate abstract class {} with abstract method{} {}",
                class.name().as_str(),
                if names.len() == 1 { "" } else { "s" },
                names.join(", ")
            )));
        }
        if extra {
            let init = class.lookup(&self.names.init);
            let own = |v: &Option<Value>| match v {
                Some(Value::Native(n)) => n.method_of != Some("object"),
                Some(_) => true,
                None => false,
            };
            let new_own = class
                .lookup(&self.names.new)
                .is_some_and(|n| !matches!(n, Value::Native(_)));
            if new_own && !own(&init) {
                return Err(self.type_error(
                    "object.__new__() takes exactly one argument (the type to instantiate)",
                ));
            }
            if !own(&init) {
                return Err(
                    self.type_error(format!("{}() takes no arguments", class.name().as_str()))
                );
            }
        }
        Ok(Value::Instance(Instance::new(class.clone())))
    }

    /// Sets how instances of a native type are made: `f` gets the class first.
    pub fn add_new(&self, ty: &Rc<Type>, kind: NativeKind) {
        let f = Native {
            name: self.names.new.clone(),
            kind,
            method_of: None,
            module: None,
            bound: None,
            id: Default::default(),
        };
        ty.dict.set_str(&self.names.new, Value::Native(Rc::new(f)));
        ty.changed();
    }

    /// Makes a class from name, bases and names, as `type.__new__` does, up to
    /// what runs Python code.
    ///
    /// # Errors
    /// `TypeError` for bases that do not go together.
    pub(crate) fn new_type(
        &self,
        name: &Rc<Str>,
        bases: Vec<Rc<Type>>,
        names: &Rc<Dict>,
        meta: Option<Rc<Type>>,
    ) -> Result<Rc<Type>> {
        let bases = if bases.is_empty() {
            vec![self.types.object.clone()]
        } else {
            bases
        };
        for (i, base) in bases.iter().enumerate() {
            if !base.is_base {
                return Err(self.type_error(format!(
                    "type '{}' is not an acceptable base type",
                    base.name().as_str()
                )));
            }
            if bases[..i].iter().any(|b| Rc::ptr_eq(b, base)) {
                return Err(
                    self.type_error(format!("duplicate base class {}", base.name().as_str()))
                );
            }
        }
        let mro = linearise(&bases).map_err(|heads| {
            let list: Vec<_> = heads.iter().map(|b| b.name().as_str().to_owned()).collect();
            self.type_error(format!(
                "Cannot create a consistent method resolution\norder (MRO) for bases {}",
                list.join(", ")
            ))
        })?;
        self.check_layout(&mro)?;
        let dict = names.copy();
        let slots = dict.get_str(&self.names.slots);
        let named = |v: &Value| match v {
            Value::Str(s) => s.as_str() == "__dict__",
            other => self.collect(other).is_some_and(|items| {
                items.is_ok_and(|items| items.iter().any(|v| v.as_str() == Some("__dict__")))
            }),
        };
        let has_dict = match &slots {
            None => true,
            Some(slots) => named(slots) || bases.iter().any(|b| b.has_dict),
        };
        let qualname = dict
            .remove_str(&self.names.qualname)
            .and_then(|v| v.as_str_object().cloned())
            .unwrap_or_else(|| name.clone());
        dict.remove_str(&self.names.classcell);
        if let Some(slots) = slots {
            self.add_slots(name, &dict, &slots)?;
        }
        for implicit in [&self.names.init_subclass, &self.names.class_getitem] {
            if let Some(f @ Value::Function(_)) = dict.get_str(implicit) {
                let f = self.object(&self.types.classmethod, ClassMethod(f));
                dict.set_str(implicit, f);
            }
        }
        if let Some(f @ Value::Function(_)) = dict.get_str(&self.names.new) {
            let f = self.object(&self.types.staticmethod, StaticMethod(f));
            dict.set_str(&self.names.new, f);
        }
        if dict.get_str(&self.names.eq).is_some() && dict.get_str(&self.names.hash).is_none() {
            dict.set_str(&self.names.hash, Value::None);
        }
        if dict.get_str(&self.names.doc).is_none() {
            dict.set_str(&self.names.doc, Value::None);
        }
        let meta = meta.filter(|m| !Rc::ptr_eq(m, &self.types.type_));
        Ok(Type::new(TypeParts {
            name: name.clone(),
            qualname,
            bases,
            mro,
            dict,
            meta,
            heap: true,
            has_dict,
            is_base: true,
        }))
    }

    /// Refuses bases whose instances hold different built-in values.
    fn check_layout(&self, mro: &[Rc<Type>]) -> Result<()> {
        let t = &self.types;
        let solid = [
            &t.int,
            &t.float,
            &t.str,
            &t.bytes,
            &t.tuple,
            &t.list,
            &t.dict,
            &t.set,
            &t.frozenset,
            &t.type_,
            &self.exceptions.base_exception,
        ];
        let count = solid
            .iter()
            .filter(|s| mro.iter().any(|m| Rc::ptr_eq(m, s)))
            .count();
        if count > 1 {
            return Err(self.type_error("multiple bases have instance lay-out conflict"));
        }
        Ok(())
    }

    fn add_slots(&self, class_name: &Str, dict: &Rc<Dict>, slots: &Value) -> Result<()> {
        let names: Vec<Value> = match slots {
            Value::Str(_) => vec![slots.clone()],
            other => match self.collect(other) {
                Some(items) => items?,
                None => Vec::new(),
            },
        };
        for name in names {
            let Some(name) = name.as_str() else {
                return Err(self.type_error(format!(
                    "__slots__ items must be strings, not '{}'",
                    self.type_name(&name).as_str()
                )));
            };
            if name == "__dict__" || name == "__weakref__" {
                continue;
            }
            let name = match class_name.as_str().trim_start_matches('_') {
                own if name.starts_with("__") && !name.ends_with("__") && !own.is_empty() => {
                    intern(&format!("_{own}{name}"))
                }
                _ => intern(name),
            };
            if dict.get_str(&name).is_some() {
                return Err(self.value_error(format!(
                    "'{}' in __slots__ conflicts with class variable",
                    name.as_str()
                )));
            }
            let owner = class_name.as_str().to_owned();
            let member = Member {
                name: name.clone(),
                owner,
            };
            let member = self.object(&self.types.member_descriptor, member);
            dict.set_str(&name, member);
        }
        Ok(())
    }

    /// The most derived metaclass of the bases.
    pub(crate) fn metaclass(&self, meta: Option<Rc<Type>>, bases: &[Value]) -> Result<Rc<Type>> {
        let first = || bases.first().map(|base| self.type_of(base));
        let best = meta.or_else(first);
        let mut best = best.unwrap_or_else(|| self.types.type_.clone());
        for base in bases {
            let m = self.type_ref(base);
            if best.is_subtype(m) {
                continue;
            }
            if m.is_subtype(&best) {
                best = m.clone();
                continue;
            }
            return Err(self.type_error(
                "metaclass conflict: the metaclass of a derived class must be a (non-strict) \
                 subclass of the metaclasses of all its bases",
            ));
        }
        Ok(best)
    }
}

impl Ctx {
    /// The rest of `type.__new__`: tells attributes their names and bases of
    /// their new subclass.
    pub(crate) async fn finish_type(
        &self,
        class: &Rc<Type>,
        names: &Rc<Dict>,
        named: Vec<(Rc<Str>, Value)>,
    ) -> Result<()> {
        if let Some(Value::Cell(cell)) = names.get_str(&self.names.classcell) {
            drop(cell.set(Value::Type(class.clone())));
        }
        for (name, value) in class.dict.entries() {
            let owner = self.type_of(&value);
            if owner.heap && owner.lookup(&self.names.set_name).is_some() {
                let args = vec![Value::Type(class.clone()), name];
                self.special(&value, &self.names.set_name, args).await?;
            }
        }
        let parts = (class.clone(), Value::Type(class.clone()), class.clone());
        let s = crate::python::ops::Super {
            parts: Some(parts).into(),
        };
        let s = self.object(&self.types.super_, s);
        let hook = self.getattr(&s, &self.names.init_subclass).await?;
        let mut args = OwnedArgs::default();
        for (name, value) in named {
            args.names.push(name);
            args.values.push(value);
        }
        self.call_with(&hook, args).await?;
        Ok(())
    }

    /// `__build_class__(function, name, *bases, metaclass=…, **named)`.
    pub(crate) async fn build_class(&self, mut args: OwnedArgs) -> Result {
        let mut named = args.borrow().take_named();
        let count = args.values.len() - args.names.len();
        let mut values = args.values.into_iter().take(count);
        let (Some(Value::Function(body)), Some(name)) = (values.next(), values.next()) else {
            return Err(self.type_error("__build_class__: func must be a function"));
        };
        let given: Vec<Value> = values.collect();
        let (bases, replaced) = self.real_bases(&given).await?;
        let at = named.iter().position(|(n, _)| n.as_str() == "metaclass");
        let meta = at.map(|i| named.remove(i).1);
        // Deriving from what is no class calls its class with the parts.
        let meta: Value = match meta {
            Some(Value::Type(m)) => Value::Type(self.metaclass(Some(m), &bases)?),
            Some(other) => other,
            None => Value::Type(self.metaclass(None, &bases)?),
        };
        let names = self.prepare(&meta, &name, &bases, &named).await?;
        let Some(dict) = names.as_dict().cloned() else {
            return Err(self.type_error("__prepare__ must return a mapping"));
        };
        let special = matches!(&names, Value::Instance(i) if i.class.custom(crate::python::object::Custom::ITEMS));
        if special {
            let entry = (dict.clone(), names.clone());
            self.vm.prepared.borrow_mut().push(entry);
        }
        let cell = self.run(body.clone(), Some(dict.clone())).await;
        if special {
            let mut prepared = self.vm.prepared.borrow_mut();
            prepared.retain(|(d, _)| !Rc::ptr_eq(d, &dict));
        }
        let cell = cell?;
        if replaced {
            dict.set_str(&self.names.orig_bases, Value::tuple(given));
        }
        let mut args = OwnedArgs::positional(vec![name, Value::tuple(bases), names.clone()]);
        for (name, value) in named {
            args.names.push(name);
            args.values.push(value);
        }
        let class = self.call_with(&meta, args).await?;
        if let (Value::Cell(cell), Value::Type(_)) = (&cell, &class) {
            drop(Cell::set(cell, class.clone()));
        }
        Ok(class)
    }

    /// A name in the body of a class whose namespace has ways of its own.
    pub(crate) async fn load_prepared(
        &self,
        mapping: &Value,
        name: &Rc<Str>,
        globals: &Rc<Dict>,
    ) -> Result {
        match self.get_item(mapping, &Value::Str(name.clone())).await {
            Err(raised) if raised.is(&self.exceptions.key_error) => {}
            result => return result,
        }
        let found = globals.get_str(name);
        if let Some(v) = found.or_else(|| self.builtins.get_str(name)) {
            return Ok(v);
        }
        match self.late_builtin(name.as_str()) {
            Some(then) => self.finish(then).await,
            None => Err(self.name_not_defined(name)),
        }
    }

    async fn prepare(
        &self,
        meta: &Value,
        name: &Value,
        bases: &[Value],
        named: &[(Rc<Str>, Value)],
    ) -> Result {
        if let Value::Type(m) = meta
            && Rc::ptr_eq(m, &self.types.type_)
        {
            return Ok(Value::Dict(Dict::new()));
        }
        let Some(f) = self.getattr_opt(meta, &self.names.prepare).await? else {
            return Ok(Value::Dict(Dict::new()));
        };
        let mut args = OwnedArgs::positional(vec![name.clone(), Value::tuple(bases.to_vec())]);
        for (name, value) in named {
            args.names.push(name.clone());
            args.values.push(value.clone());
        }
        self.call_with(&f, args).await
    }

    /// Bases after `__mro_entries__`; whether any was replaced.
    async fn real_bases(&self, given: &[Value]) -> Result<(Vec<Value>, bool)> {
        let mut out = Vec::new();
        let mut replaced = false;
        for base in given {
            if !matches!(base, Value::Type(_))
                && let Some(f) = self.getattr_opt(base, &self.names.mro_entries).await?
            {
                let entries = self.call(&f, vec![Value::tuple(given.to_vec())]).await?;
                out.extend(self.collect(&entries).await?);
                replaced = true;
            } else {
                out.push(base.clone());
            }
        }
        Ok((out, replaced))
    }

    /// Carries out the end of something: `__del__` of an instance, the closing
    /// of a generator, the word about a coroutine that was forgotten. What is
    /// raised is reported and ignored. `place` is [`Thread::spot`].
    ///
    /// [`Thread::spot`]: crate::python::vm::frame::Thread::spot
    pub(crate) async fn run_finalizer(&self, ended: &Value, place: &str) -> Result<()> {
        if let Value::Generator(g) = ended {
            if g.is_unawaited() {
                return self.tell_unawaited(g, place).await;
            }
            if g.kind == crate::python::object::GeneratorKind::AsyncGenerator {
                return self.finalize_async(ended).await;
            }
            if let Err(raised) = self.close_generator(g).await {
                let what = self.repr(ended).await?;
                return self.tell_ignored(what.as_str(), &raised).await;
            }
            return Ok(());
        }
        if let Err(raised) = self.special(ended, &self.names.del, Vec::new()).await {
            let f = self.type_of(ended).lookup(&self.names.del);
            let what = self.repr(&f.unwrap_or_default()).await?;
            return self.tell_ignored(what.as_str(), &raised).await;
        }
        Ok(())
    }

    async fn tell_ignored(&self, what: &str, raised: &crate::python::vm::Raised) -> Result<()> {
        let text = self.format_exception(&raised.value());
        let text = format!("Exception ignored in: {what}\n{text}");
        self.request(crate::python::request::Write { error: true, text })
            .await?;
        Ok(())
    }

    /// The event loop that runs, if one does, closes an asynchronous generator
    /// that was left in the middle.
    async fn finalize_async(&self, generator: &Value) -> Result<()> {
        let events = self.process().modules.get_name("asyncio.events");
        if let Some(Value::Module(m)) = events
            && let Some(f) = m.dict.get_name("_finalize_asyncgen")
        {
            self.call(&f, vec![generator.clone()]).await?;
        }
        Ok(())
    }

    async fn tell_unawaited(
        &self,
        g: &Rc<crate::python::object::Generator>,
        place: &str,
    ) -> Result<()> {
        *g.state.borrow_mut() = crate::python::object::GeneratorState::Done;
        let (at, line) = place.split_once('\n').unwrap_or((place, ""));
        let name = g.qualname.borrow().clone();
        let text = format!(
            "{at}: RuntimeWarning: coroutine '{}' was never awaited\n{line}\
             RuntimeWarning: Enable tracemalloc to get the object allocation traceback\n",
            name.as_str()
        );
        let warnings = self.process().modules.get_name("warnings");
        if let Some(Value::Module(m)) = warnings
            && let Some(f) = m.dict.get_name("_unawaited")
        {
            let given = [name.as_str(), at, &text].map(Value::str);
            self.call(&f, given.to_vec()).await?;
            return Ok(());
        }
        self.request(crate::python::request::Write { error: true, text })
            .await?;
        Ok(())
    }

    /// Tells weak references that what they refer to is gone.
    pub(crate) async fn tell_gone(&self, id: u64) -> Result<()> {
        for f in self.weak_callbacks(id) {
            self.call(&f, Vec::new()).await?;
        }
        Ok(())
    }
}
