//! `property`, `staticmethod`, `classmethod` and `super`.

use crate::python::object::intern;
use crate::python::ops::{ClassMethod, Property, StaticMethod, Super};
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::frame::Thread;
use crate::python::vm::native::{Args, Ctx, NativeKind, OwnedArgs, Result, Then};

macro_rules! run {
    ($f:path) => {
        NativeKind::Async(|c, args| Box::pin($f(c, args)))
    };
}

pub(super) fn install(vm: &Vm) {
    let t = &vm.types;
    vm.add_new(&t.property, run!(property_new));
    vm.add_methods(
        &t.property,
        &[
            ("getter", NativeKind::Plain(|vm, a| with_part(vm, a, 0))),
            ("setter", NativeKind::Plain(|vm, a| with_part(vm, a, 1))),
            ("deleter", NativeKind::Plain(|vm, a| with_part(vm, a, 2))),
            ("__init__", NativeKind::Plain(|_, _| Ok(Value::None))),
            ("__get__", NativeKind::Then(property_get)),
            (
                "__set__",
                NativeKind::Then(|vm, a| property_change(vm, a, 1)),
            ),
            (
                "__delete__",
                NativeKind::Then(|vm, a| property_change(vm, a, 2)),
            ),
        ],
    );
    vm.add_getters(
        &t.property,
        &[
            ("fget", |_, v| Ok(part(v, |p| &p.get))),
            ("fset", |_, v| Ok(part(v, |p| &p.set))),
            ("fdel", |_, v| Ok(part(v, |p| &p.delete))),
            ("__doc__", |_, v| {
                Ok(match v.as_native::<Property>() {
                    Some(p) if p.doc.is_bound() => p.doc.clone(),
                    Some(p) => match &p.get {
                        Value::Function(f) => f.code.doc.clone(),
                        _ => Value::None,
                    },
                    None => Value::None,
                })
            }),
            ("__isabstractmethod__", |vm, v| {
                Ok(Value::Bool(match v.as_native::<Property>() {
                    Some(p) => [&p.get, &p.set, &p.delete]
                        .into_iter()
                        .any(|f| is_abstract(vm, f)),
                    None => false,
                }))
            }),
        ],
    );
    vm.add_new(
        &t.staticmethod,
        NativeKind::Plain(|vm, mut args| {
            wraps_one(vm, &args, "staticmethod")?;
            let class = args.take(0);
            let made = vm.object(&vm.types.staticmethod, StaticMethod(args.take(1)));
            Ok(match class {
                Value::Type(c) => vm.of_class(&c, &vm.types.staticmethod, made),
                _ => made,
            })
        }),
    );
    vm.add_new(
        &t.classmethod,
        NativeKind::Plain(|vm, mut args| {
            wraps_one(vm, &args, "classmethod")?;
            let class = args.take(0);
            let made = vm.object(&vm.types.classmethod, ClassMethod(args.take(1)));
            Ok(match class {
                Value::Type(c) => vm.of_class(&c, &vm.types.classmethod, made),
                _ => made,
            })
        }),
    );
    vm.add_methods(
        &t.staticmethod,
        &[("__get__", NativeKind::Plain(static_get))],
    );
    vm.add_methods(&t.classmethod, &[("__get__", run!(class_get))]);
    for ty in [&t.staticmethod, &t.classmethod] {
        vm.add_getters(
            ty,
            &[
                ("__func__", |_, v| Ok(inner_function(v))),
                ("__wrapped__", |_, v| Ok(inner_function(v))),
                ("__annotations__", |vm, v| {
                    of_inner(vm, v, "__annotations__")
                }),
                ("__doc__", |vm, v| of_inner(vm, v, "__doc__")),
                ("__name__", |vm, v| of_inner(vm, v, "__name__")),
                ("__qualname__", |vm, v| of_inner(vm, v, "__qualname__")),
                ("__isabstractmethod__", |vm, v| {
                    Ok(Value::Bool(is_abstract(vm, &inner_function(v))))
                }),
            ],
        );
    }
    vm.add_methods(
        &t.staticmethod,
        &[(
            "__call__",
            NativeKind::Then(|_, mut args| {
                let f = inner_function(&args.take(0));
                let mut args = args.into_owned();
                args.values.remove(0);
                Ok(Then::Call(f, args))
            }),
        )],
    );
    vm.add_new(&t.super_, NativeKind::Thread(super_new));
}

/// `property.__get__`: of a class, the property itself.
fn property_get(vm: &Vm, args: Args<'_>) -> Result<Then> {
    let [this, obj, _] = args.parse(vm, "__get__", ["/self", "/instance", "/owner="])?;
    if obj.is_none() {
        return Ok(Then::Value(this));
    }
    let get = part(&this, |p| &p.get);
    if get.is_none() {
        return Err(vm.attribute_error("property has no getter"));
    }
    Ok(Then::Call(get, OwnedArgs::positional(vec![obj])))
}

/// `property.__set__` (part 1) and `property.__delete__` (part 2).
fn property_change(vm: &Vm, mut args: Args<'_>, which: usize) -> Result<Then> {
    let given: Vec<Value> = args.positional().to_vec();
    let [this, rest @ ..] = given.as_slice() else {
        return Err(vm.type_error("unbound method needs an argument"));
    };
    let (change, word) = match which {
        1 => (part(this, |p| &p.set), "setter"),
        _ => (part(this, |p| &p.delete), "deleter"),
    };
    if change.is_none() {
        return Err(vm.attribute_error(format!("property has no {word}")));
    }
    Ok(Then::Call(change, OwnedArgs::positional(rest.to_vec())))
}

/// `staticmethod.__get__`: the function as it is.
fn static_get(vm: &Vm, args: Args<'_>) -> Result {
    let [this, _, _] = args.parse(vm, "__get__", ["/self", "/instance", "/owner="])?;
    Ok(inner_function(&this))
}

/// `classmethod.__get__`: the function bound to the class.
async fn class_get(c: Ctx, args: OwnedArgs) -> Result {
    let [this, obj, owner] = args.parse(&c, "__get__", ["/self", "/instance", "/owner="])?;
    let class = match owner.is_bound() && !owner.is_none() {
        true => owner,
        false => Value::Type(c.type_of(&obj)),
    };
    let inner = inner_function(&this);
    let method = Value::Type(c.types.method.clone());
    c.call(&method, vec![inner, class]).await
}

/// An attribute that a wrapped function has, and its wrapper as well.
fn of_inner(vm: &Vm, v: &Value, name: &str) -> Result {
    let inner = inner_function(v);
    match vm.get_attribute(&inner, &intern(name))? {
        Then::Value(found) => Ok(found),
        _ => Ok(Value::None),
    }
}

/// The wrappers of methods take the class and one function.
fn wraps_one(vm: &Vm, args: &Args<'_>, f: &str) -> Result<()> {
    match args.count() {
        2 => Ok(()),
        n => {
            let n = n.saturating_sub(1);
            Err(vm.type_error(format!("{f} expected 1 argument, got {n}")))
        }
    }
}

fn inner_function(v: &Value) -> Value {
    if let Some(s) = v.as_native::<StaticMethod>() {
        return s.0.clone();
    }
    v.as_native::<ClassMethod>()
        .map_or(Value::None, |c| c.0.clone())
}

fn is_abstract(vm: &Vm, f: &Value) -> bool {
    match f {
        Value::Function(f) => f
            .dict
            .get()
            .and_then(|d| d.get_str(&vm.names.isabstractmethod))
            .is_some_and(|v| vm.truth(&v) == Some(true)),
        _ => false,
    }
}

fn part(v: &Value, which: fn(&Property) -> &Value) -> Value {
    match v.as_native::<Property>() {
        Some(p) if which(p).is_bound() => which(p).clone(),
        _ => Value::None,
    }
}

async fn property_new(c: Ctx, mut args: OwnedArgs) -> Result {
    let class = super::make::class_of(&c, &mut args)?;
    let [get, set, delete, doc] =
        args.parse(&c, "property", ["fget=", "fset=", "fdel=", "doc="])?;
    let p = c.object(
        &c.types.property,
        Property {
            get,
            set,
            delete,
            doc,
        },
    );
    Ok(c.of_class(&class, &c.types.property, p))
}

/// A copy of a property with one part replaced.
fn with_part(vm: &Vm, args: Args<'_>, which: usize) -> Result {
    let [p, f] = args.exactly(vm, "setter")?;
    let Some(old) = p.as_native::<Property>() else {
        return Err(vm.type_error("descriptor requires a 'property' object"));
    };
    let mut parts = [old.get.clone(), old.set.clone(), old.delete.clone()];
    parts[which] = f;
    let [get, set, delete] = parts;
    let made = vm.object(
        &vm.types.property,
        Property {
            get,
            set,
            delete,
            doc: old.doc.clone(),
        },
    );
    Ok(match &p {
        Value::Instance(i) => vm.of_class(&i.class, &vm.types.property, made),
        _ => made,
    })
}

fn super_new(vm: &Vm, thread: &mut Thread, mut args: Args<'_>) -> Result<Then> {
    args.take(0);
    let (class, obj) = match args.count() {
        3 => (args.take(1), args.take(2)),
        2 => (args.take(1), Value::Unbound),
        _ => {
            // Called in a way the compiler did not see: the frame tells.
            let Some(frame) = thread.frame() else {
                return Err(vm.runtime_error("super(): no current frame"));
            };
            let locals = frame.locals(&thread.stack);
            let class = locals.iter().find(|(n, _)| n.as_str() == "__class__");
            let (Some((_, class)), Some((_, first))) = (class, locals.first()) else {
                return Err(vm.runtime_error(if locals.is_empty() {
                    "super(): no arguments"
                } else {
                    "super(): __class__ cell not found"
                }));
            };
            (class.clone(), first.clone())
        }
    };
    let Value::Type(class) = class else {
        return Err(vm.type_error(format!(
            "super() argument 1 must be a type, not {}",
            vm.type_name(&class).as_str()
        )));
    };
    let of = match &obj {
        Value::Unbound => class.clone(),
        Value::Type(t) if t.is_subtype(&class) => t.clone(),
        obj => vm.type_of(obj),
    };
    if obj.is_bound() && !of.is_subtype(&class) {
        return Err(vm.type_error("super(type, obj): obj must be an instance or subtype of type"));
    }
    let parts = Some((class, obj, of)).into();
    Ok(Then::Value(vm.object(&vm.types.super_, Super { parts })))
}
