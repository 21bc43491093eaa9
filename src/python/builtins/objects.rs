//! Methods and attributes of `object`, `type`, functions and descriptors.

use std::rc::Rc;

use crate::python::object::{Native, Str, Type, intern};
use crate::python::ops::{ClassMethod, Member, StaticMethod};
use crate::python::types::Getter;
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Args, Ctx, NativeKind, OwnedArgs, Result, Then};

macro_rules! run {
    ($f:path) => {
        NativeKind::Async(|c, args| Box::pin($f(c, args)))
    };
}

type Get = fn(&Vm, &Value) -> Result;
type Set = fn(&Vm, &Value, Value) -> Result<()>;

/// Adds an attribute that may be written.
pub(super) fn property(vm: &Vm, ty: &Rc<Type>, name: &str, get: Get, set: Set) {
    let name = intern(name);
    let g = Getter {
        name: name.clone(),
        get,
        set: Some(set),
    };
    ty.dict
        .set_str(&name, vm.object(&vm.types.getset_descriptor, g));
    ty.changed();
}

/// `v.__class__ = to`.
fn change_class(vm: &Vm, v: &Value, to: Value) -> Result<()> {
    let Value::Type(to) = &to else {
        return Err(vm.type_error(format!(
            "__class__ must be set to a class, not '{}' object",
            vm.type_name(&to).as_str()
        )));
    };
    match v {
        Value::Instance(i) if i.class.heap && to.heap => {
            if !vm.laid_out_alike(&i.class, to) {
                return Err(vm.type_error(format!(
                    "__class__ assignment: '{}' object layout differs from '{}'",
                    to.name().as_str(),
                    i.class.name().as_str()
                )));
            }
            i.class.change(to);
            Ok(())
        }
        _ => Err(vm.type_error(
            "__class__ assignment only supported for mutable types or ModuleType subclasses",
        )),
    }
}

impl Vm {
    /// Whether instances of two classes hold the same: attributes, slots, the
    /// value of a built-in type.
    fn laid_out_alike(&self, a: &Rc<Type>, b: &Rc<Type>) -> bool {
        let slots = |class: &Rc<Type>| {
            let all = std::iter::once(class).chain(&class.mro);
            let mut names: Vec<Rc<Str>> = Vec::new();
            for (_, value) in all.filter(|t| t.heap).flat_map(|t| t.dict.entries()) {
                names.extend(value.as_native::<Member>().map(|m| m.name.clone()));
            }
            names.sort_by(|x, y| x.as_str().cmp(y.as_str()));
            names
        };
        let (mine, other) = (slots(a), slots(b));
        let base = |class: &Rc<Type>| class.mro.iter().find(|t| !t.heap).cloned();
        let same_base = match (base(a), base(b)) {
            (Some(x), Some(y)) => Rc::ptr_eq(&x, &y),
            _ => false,
        };
        a.has_dict == b.has_dict
            && a.is_exception == b.is_exception
            && (a.is_exception || same_base)
            && mine.len() == other.len()
            && mine.iter().zip(&other).all(|(x, y)| x.same(y))
    }
}

pub(super) fn install(vm: &Vm) {
    install_object(vm);
    install_type(vm);
    super::callables::install(vm);
    super::descriptors::install(vm);
    vm.add_methods(
        &vm.types.none,
        &[("__bool__", NativeKind::Plain(|_, _| Ok(Value::Bool(false))))],
    );
    vm.add_methods(
        &vm.types.str,
        &[(
            "__str__",
            NativeKind::Plain(|_, mut a| {
                let v = a.take(0);
                Ok(match v.base() {
                    Value::Str(s) => Value::Str(s.clone()),
                    _ => v,
                })
            }),
        )],
    );
    for ty in iterator_types(vm) {
        vm.add_methods(
            ty,
            &[
                ("__iter__", NativeKind::Plain(|_, mut a| Ok(a.take(0)))),
                (
                    "__next__",
                    NativeKind::Then(|vm, mut a| {
                        let v = a.take(0);
                        vm.next_then(v.base().clone())
                    }),
                ),
                (
                    "__length_hint__",
                    NativeKind::Plain(|_, mut a| {
                        Ok(match a.take(0).base() {
                            Value::Iter(i) => {
                                i.length_hint().map_or(Value::NotImplemented, Value::from)
                            }
                            _ => Value::NotImplemented,
                        })
                    }),
                ),
            ],
        );
    }
}

fn iterator_types(vm: &Vm) -> Vec<&Rc<Type>> {
    let t = &vm.types;
    vec![
        &t.list_iterator,
        &t.list_reverseiterator,
        &t.tuple_iterator,
        &t.str_iterator,
        &t.bytes_iterator,
        &t.range_iterator,
        &t.dict_keyiterator,
        &t.dict_valueiterator,
        &t.dict_itemiterator,
        &t.set_iterator,
        &t.callable_iterator,
        &t.iterator,
        &t.enumerate,
        &t.zip,
        &t.map,
        &t.filter,
        &t.reversed,
    ]
}

fn install_object(vm: &Vm) {
    let o = &vm.types.object;
    vm.add_new(o, NativeKind::Plain(object_new));
    vm.add_methods(
        o,
        &[
            ("__init__", NativeKind::Plain(object_init)),
            ("__repr__", run!(object_repr)),
            ("__str__", run!(object_str)),
            ("__format__", run!(object_format)),
            ("__hash__", NativeKind::Plain(object_hash)),
            ("__eq__", NativeKind::Plain(object_eq)),
            ("__getattribute__", NativeKind::Then(object_getattribute)),
            ("__setattr__", NativeKind::Then(object_setattr)),
            ("__delattr__", run!(object_delattr)),
            (
                "__dir__",
                NativeKind::Plain(|vm, mut a| {
                    let v = a.take(0);
                    Ok(Value::list(vm.all_names(&v)))
                }),
            ),
            ("__sizeof__", NativeKind::Plain(|_, _| Ok(Value::Int(56)))),
        ],
    );
    class_method(vm, o, "__init_subclass__", run!(init_subclass));
    class_method(
        vm,
        o,
        "__subclasshook__",
        NativeKind::Plain(|_, _| Ok(Value::NotImplemented)),
    );
    property(
        vm,
        o,
        "__class__",
        |vm, v| Ok(Value::Type(vm.type_of(v))),
        change_class,
    );
    property(
        vm,
        o,
        "__dict__",
        |vm, v| match vm.dict_of(v) {
            Some(d) => Ok(Value::Dict(d)),
            None => Err(vm.missing_attribute(v, &vm.names.dict)),
        },
        |vm, v, to| match (v, to.as_dict()) {
            (Value::Instance(i), Some(d)) if i.class.has_dict => {
                let old = std::mem::replace(&mut *i.dict.borrow_mut(), d.clone());
                drop(old);
                Ok(())
            }
            _ => Err(vm.type_error(format!(
                "__dict__ must be set to a dictionary, not a '{}'",
                vm.type_name(&to).as_str()
            ))),
        },
    );
    o.dict
        .set_name("__doc__", "The base class of the class hierarchy.");
    o.changed();
}

/// Adds a native class method.
pub(crate) fn class_method(vm: &Vm, ty: &Rc<Type>, name: &str, kind: NativeKind) {
    let name = intern(name);
    let f = Native {
        name: name.clone(),
        kind,
        method_of: Some(crate::python::vm::leak_name(&ty.name())),
        module: None,
        bound: None,
        id: Default::default(),
    };
    let c = vm.object(
        &vm.types.classmethod,
        ClassMethod(Value::Native(Rc::new(f))),
    );
    ty.dict.set_str(&name, c);
    ty.changed();
}

/// Adds a native static method.
#[allow(dead_code)]
pub(crate) fn static_method(vm: &Vm, ty: &Rc<Type>, name: &str, kind: NativeKind) {
    let f = vm.function("builtins", name, kind);
    ty.dict.set_str(
        &intern(name),
        vm.object(&vm.types.staticmethod, StaticMethod(f)),
    );
    ty.changed();
}

fn object_new(vm: &Vm, mut args: Args<'_>) -> Result {
    let extra = args.values.len() > 1;
    if args.count() == 0 {
        return Err(vm.type_error("object.__new__(): not enough arguments"));
    }
    match args.take(0) {
        Value::Type(class) => {
            if !class.heap && !Rc::ptr_eq(&class, &vm.types.object) && !class.is_exception {
                return Err(vm.type_error(format!(
                    "object.__new__({0}) is not safe, use {0}.__new__()",
                    class.name().as_str()
                )));
            }
            vm.object_new(&class, extra)
        }
        other => Err(vm.type_error(format!(
            "object.__new__(X): X is not a type object ({})",
            vm.type_name(&other).as_str()
        ))),
    }
}

fn object_init(vm: &Vm, mut args: Args<'_>) -> Result {
    if args.values.len() > 1 {
        let v = args.take(0);
        let class = vm.type_of(&v);
        let own_new = class
            .lookup(&vm.names.new)
            .is_some_and(|n| !matches!(&n, Value::Native(n) if n.method_of.is_none()));
        let init_is_object = matches!(
            class.lookup(&vm.names.init),
            Some(Value::Native(n)) if n.method_of == Some("object")
        );
        if !init_is_object || !own_new {
            return Err(vm.type_error(if init_is_object {
                format!("{}() takes no arguments", class.name().as_str())
            } else {
                "object.__init__() takes exactly one argument (the instance to initialize)".into()
            }));
        }
    }
    Ok(Value::None)
}

async fn object_repr(c: Ctx, args: OwnedArgs) -> Result {
    let v = args.values.first().cloned().unwrap_or_default();
    if let Value::Instance(i) = &v
        && i.payload.is_bound()
    {
        return c.repr_base(&v).await.map(Value::string);
    }
    Ok(match &v {
        Value::Instance(_) => Value::string(c.repr_plain(&v)),
        _ => Value::string(c.repr_base(&v).await?),
    })
}

async fn object_str(c: Ctx, args: OwnedArgs) -> Result {
    let v = args.values.first().cloned().unwrap_or_default();
    if let Value::Str(s) = v.base() {
        return Ok(Value::Str(s.clone()));
    }
    c.repr(&v).await.map(Value::Str)
}

async fn object_format(c: Ctx, mut args: OwnedArgs) -> Result {
    let [v, spec] = args.borrow().exactly(&c, "__format__")?;
    let base = v.base().clone();
    if let Some(r) = c.format_builtin(&base, spec.as_str().unwrap_or_default())
        && !spec.as_str().unwrap_or_default().is_empty()
    {
        return r;
    }
    c.format_object(&v, spec.as_str().unwrap_or_default()).await
}

fn object_hash(vm: &Vm, mut args: Args<'_>) -> Result {
    let v = args.take(0);
    if let Value::Instance(i) = &v
        && i.payload.is_bound()
        && !matches!(i.payload, Value::Object(_))
        && let Some(h) = vm.hash_of(&i.payload)
    {
        return h.map(Value::Int);
    }
    if !matches!(v, Value::Instance(_) | Value::Object(_))
        && let Some(h) = vm.hash_of(&v)
    {
        return h.map(Value::Int);
    }
    Ok(Value::Int((vm.id_of(&v) / 16) as i64))
}

fn object_eq(vm: &Vm, args: Args<'_>) -> Result {
    let [a, b] = args.exactly(vm, "__eq__")?;
    if a.is(&b) {
        return Ok(Value::Bool(true));
    }
    let (x, y) = (a.base(), b.base());
    if matches!(x, Value::Instance(_) | Value::Object(_))
        || matches!(y, Value::Instance(_) | Value::Object(_))
        || std::mem::discriminant(x) != std::mem::discriminant(y)
    {
        return Ok(Value::NotImplemented);
    }
    Ok(crate::python::object::keys::same(x, y).map_or(Value::NotImplemented, Value::Bool))
}

fn object_getattribute(vm: &Vm, args: Args<'_>) -> Result<Then> {
    let [obj, name] = args.exactly(vm, "__getattribute__")?;
    let name = intern(name.as_str().unwrap_or_default());
    match vm.get_plain(&obj, &name)? {
        Some(then) => Ok(then),
        None => Err(vm.missing_attribute(&obj, &name)),
    }
}

fn object_setattr(vm: &Vm, args: Args<'_>) -> Result<Then> {
    let [obj, name, value] = args.exactly(vm, "__setattr__")?;
    let name = intern(name.as_str().unwrap_or_default());
    let then = vm.set_plain(&obj, &name, value)?;
    Ok(match then {
        Then::Value(_) => Then::Value(Value::None),
        then => then,
    })
}

async fn object_delattr(c: Ctx, mut args: OwnedArgs) -> Result {
    let [obj, name] = args.borrow().exactly(&c, "__delattr__")?;
    c.delattr_plain(&obj, &intern(name.as_str().unwrap_or_default()))
        .await
}

async fn init_subclass(c: Ctx, args: OwnedArgs) -> Result {
    if args.values.len() > 1 || !args.names.is_empty() {
        let name = match args.values.first() {
            Some(Value::Type(t)) => t.name().as_str().to_owned(),
            _ => "object".into(),
        };
        return Err(c.type_error(format!(
            "{name}.__init_subclass__() takes no keyword arguments"
        )));
    }
    Ok(Value::None)
}

fn install_type(vm: &Vm) {
    let t = &vm.types.type_;
    vm.add_new(t, run!(type_new));
    vm.add_methods(
        t,
        &[
            ("__init__", NativeKind::Plain(|_, _| Ok(Value::None))),
            ("__call__", NativeKind::Then(type_call)),
            (
                "__repr__",
                NativeKind::Plain(|vm, mut a| {
                    let v = a.take(0);
                    Ok(match &v {
                        Value::Type(t) => Value::string(vm.repr_type(t)),
                        v => Value::string(vm.repr_plain(v)),
                    })
                }),
            ),
            ("mro", NativeKind::Plain(|_, mut a| Ok(mro_of(&a.take(0))))),
            (
                "__subclasses__",
                NativeKind::Plain(|_, mut a| {
                    Ok(match a.take(0) {
                        Value::Type(t) => {
                            Value::list(t.subclasses().into_iter().map(Value::Type).collect())
                        }
                        _ => Value::None,
                    })
                }),
            ),
            (
                "__instancecheck__",
                NativeKind::Plain(|vm, args| {
                    let [class, v] = args.exactly(vm, "__instancecheck__")?;
                    Ok(Value::Bool(
                        matches!(&class, Value::Type(t) if vm.is_instance(&v, t)),
                    ))
                }),
            ),
            (
                "__subclasscheck__",
                NativeKind::Plain(|vm, args| {
                    let [class, v] = args.exactly(vm, "__subclasscheck__")?;
                    Ok(Value::Bool(
                        matches!((&class, &v), (Value::Type(t), Value::Type(v)) if v.is_subtype(t)),
                    ))
                }),
            ),
            (
                "__or__",
                NativeKind::Async(|c, args| Box::pin(type_or(c, args))),
            ),
            (
                "__ror__",
                NativeKind::Async(|c, args| Box::pin(type_or(c, args))),
            ),
        ],
    );
    class_method(
        vm,
        t,
        "__prepare__",
        NativeKind::Plain(|_, _| Ok(Value::Dict(crate::python::object::Dict::new()))),
    );
    vm.add_getters(
        t,
        &[
            ("__bases__", |_, v| {
                let bases = match v {
                    Value::Type(t) => t.bases.iter().cloned().map(Value::Type).collect(),
                    _ => Vec::new(),
                };
                Ok(Value::tuple(bases))
            }),
            ("__base__", |_, v| {
                Ok(match v {
                    Value::Type(t) => t.bases.first().cloned().map_or(Value::None, Value::Type),
                    _ => Value::None,
                })
            }),
            ("__mro__", |_, v| match mro_of(v) {
                Value::List(l) => Ok(Value::tuple(l.to_vec())),
                other => Ok(other),
            }),
            ("__dict__", |vm, v| match v {
                Value::Type(t) => Ok(vm.object(
                    &vm.types.mappingproxy,
                    super::MappingProxy(Value::Dict(t.dict.clone())),
                )),
                _ => Ok(Value::None),
            }),
        ],
    );
    property(
        vm,
        t,
        "__name__",
        |_, v| match v {
            Value::Type(t) => Ok(Value::Str(t.name())),
            _ => Ok(Value::None),
        },
        |vm, v, to| set_name(vm, v, to, |t| &t.name),
    );
    property(
        vm,
        t,
        "__qualname__",
        |_, v| match v {
            Value::Type(t) => Ok(Value::Str(t.qualname.borrow().clone())),
            _ => Ok(Value::None),
        },
        |vm, v, to| set_name(vm, v, to, |t| &t.qualname),
    );
    property(
        vm,
        t,
        "__annotations__",
        |vm, v| match v {
            Value::Type(t) => Ok(match t.dict.get_str(&vm.names.annotations) {
                Some(d) => d,
                None => {
                    let d = Value::Dict(crate::python::object::Dict::new());
                    if t.heap {
                        t.dict.set_str(&vm.names.annotations, d.clone());
                    }
                    d
                }
            }),
            _ => Ok(Value::None),
        },
        |vm, v, to| match v {
            Value::Type(t) if t.heap => {
                t.dict.set_str(&vm.names.annotations, to);
                Ok(())
            }
            _ => Err(vm.type_error("cannot set '__annotations__' attribute of immutable type")),
        },
    );
}

fn set_name(
    vm: &Vm,
    v: &Value,
    to: Value,
    which: fn(&Type) -> &std::cell::RefCell<Rc<Str>>,
) -> Result<()> {
    match (v, to.as_str_object()) {
        (Value::Type(t), Some(s)) => {
            *which(t).borrow_mut() = s.clone();
            Ok(())
        }
        _ => Err(vm.type_error("can only assign string to a class's name")),
    }
}

async fn type_or(c: Ctx, mut args: OwnedArgs) -> Result {
    let [a, b] = args.borrow().exactly(&c, "__or__")?;
    match c.import("types").await {
        Ok(Value::Module(m)) => match m.dict.get_name("_union_of") {
            Some(f) => c.call(&f, vec![a, b]).await,
            None => Ok(Value::tuple(vec![a, b])),
        },
        _ => Ok(Value::tuple(vec![a, b])),
    }
}

fn mro_of(v: &Value) -> Value {
    match v {
        Value::Type(t) => {
            let own = std::iter::once(t).chain(&t.mro);
            Value::list(own.cloned().map(Value::Type).collect())
        }
        _ => Value::None,
    }
}

fn type_call(vm: &Vm, mut args: Args<'_>) -> Result<Then> {
    let class = args.take(0);
    let Value::Type(class) = class else {
        return Err(vm.type_error("descriptor '__call__' requires a 'type' object"));
    };
    let mut args = args.into_owned();
    args.values.remove(0);
    vm.make_instance(&class, args)
}

/// `type(name, bases, names, **named)`.
async fn type_new(c: Ctx, mut args: OwnedArgs) -> Result {
    let named = args.borrow().take_named();
    let count = args.count();
    args.values.truncate(count);
    let Ok([meta, name, bases, names]) = <[Value; 4]>::try_from(args.values) else {
        return Err(c.type_error("type() takes 1 or 3 arguments"));
    };
    let wrong = |place: usize, wanted: &str, given: &Value| {
        let given = c.type_name(given);
        let given = given.as_str();
        c.type_error(format!(
            "type.__new__() argument {place} must be {wanted}, not {given}"
        ))
    };
    let (Value::Type(meta), Some(name)) = (&meta, name.as_str()) else {
        return Err(wrong(1, "str", &name));
    };
    let Some(bases) = bases.as_tuple() else {
        return Err(wrong(2, "tuple", &bases));
    };
    let Some(names) = names.as_dict().cloned() else {
        return Err(wrong(3, "dict", &names));
    };
    let meta = c.metaclass(Some(meta.clone()), bases)?;
    let mut types = Vec::new();
    for base in bases.iter() {
        match base {
            Value::Type(t) => types.push(t.clone()),
            _ => return Err(c.type_error("bases must be types")),
        }
    }
    let module_known = names.get_str(&c.names.module).is_some();
    let class = c.new_type(&intern(name), types, &names, Some(meta))?;
    if !module_known {
        class.dict.set_str(&c.names.module, Value::str("__main__"));
        class.changed();
    }
    c.finish_type(&class, &names, named).await?;
    Ok(Value::Type(class))
}
