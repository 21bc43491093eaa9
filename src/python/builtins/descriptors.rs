//! `property`, `staticmethod`, `classmethod` and `super`.

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
            let class = args.take(0);
            let made = vm.object(&vm.types.classmethod, ClassMethod(args.take(1)));
            Ok(match class {
                Value::Type(c) => vm.of_class(&c, &vm.types.classmethod, made),
                _ => made,
            })
        }),
    );
    for ty in [&t.staticmethod, &t.classmethod] {
        vm.add_getters(
            ty,
            &[
                ("__func__", |_, v| Ok(inner_function(v))),
                ("__wrapped__", |_, v| Ok(inner_function(v))),
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
