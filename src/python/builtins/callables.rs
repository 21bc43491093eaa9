//! Attributes of functions, methods, code and cells.

use std::rc::Rc;

use crate::python::builtins::objects::property;
use crate::python::object::{Method, Str, Type, intern};
use crate::python::types::{Get, Set};
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Args, NativeKind, Result, Then};

pub(super) fn install(vm: &Vm) {
    vm.add_new(&vm.types.method, NativeKind::Plain(method_new));
    let f = &vm.types.function;
    vm.add_getters(
        f,
        &[
            ("__code__", |_, v| {
                Ok(match v {
                    Value::Function(f) => Value::Code(f.code.clone()),
                    _ => Value::None,
                })
            }),
            ("__globals__", |_, v| {
                Ok(match v {
                    Value::Function(f) => Value::Dict(f.globals.clone()),
                    _ => Value::None,
                })
            }),
            ("__closure__", |_, v| {
                Ok(match v {
                    Value::Function(f) if !f.closure.is_empty() => Value::tuple(f.closure.to_vec()),
                    _ => Value::None,
                })
            }),
        ],
    );
    property(
        vm,
        f,
        "__name__",
        |_, v| {
            Ok(match v {
                Value::Function(f) => Value::Str(f.name.borrow().clone()),
                _ => Value::None,
            })
        },
        |vm, v, to| match (v, to.as_str_object()) {
            (Value::Function(f), Some(s)) => {
                *f.name.borrow_mut() = s.clone();
                Ok(())
            }
            _ => Err(vm.type_error("__name__ must be set to a string object")),
        },
    );
    property(
        vm,
        f,
        "__qualname__",
        |_, v| {
            Ok(match v {
                Value::Function(f) => Value::Str(f.qualname.borrow().clone()),
                _ => Value::None,
            })
        },
        |vm, v, to| match (v, to.as_str_object()) {
            (Value::Function(f), Some(s)) => {
                *f.qualname.borrow_mut() = s.clone();
                Ok(())
            }
            _ => Err(vm.type_error("__qualname__ must be set to a string object")),
        },
    );
    function_dict_property(vm, f, "__doc__", |_, f| f.code.doc.clone());
    function_dict_property(vm, f, "__module__", |vm, f| {
        f.globals.get_str(&vm.names.name).unwrap_or(Value::None)
    });
    function_dict_property(vm, f, "__annotations__", |vm, f| {
        let d = Value::Dict(crate::python::object::Dict::new());
        f.attributes().set_str(&vm.names.annotations, d.clone());
        d
    });
    property(
        vm,
        f,
        "__defaults__",
        |_, v| {
            Ok(match v {
                Value::Function(f) if !f.defaults.borrow().is_empty() => {
                    Value::tuple(f.defaults.borrow().to_vec())
                }
                _ => Value::None,
            })
        },
        |_, v, to| {
            if let Value::Function(f) = v {
                let values: Vec<Value> = to.as_tuple().map(|t| t.to_vec()).unwrap_or_default();
                *f.defaults.borrow_mut() = values.into();
            }
            Ok(())
        },
    );
    property(
        vm,
        f,
        "__kwdefaults__",
        |_, v| {
            Ok(match v {
                Value::Function(f) => f
                    .kw_defaults
                    .borrow()
                    .clone()
                    .map_or(Value::None, Value::Dict),
                _ => Value::None,
            })
        },
        |_, v, to| {
            if let Value::Function(f) = v {
                *f.kw_defaults.borrow_mut() = to.as_dict().cloned();
            }
            Ok(())
        },
    );
    for ty in [
        &vm.types.function,
        &vm.types.method,
        &vm.types.builtin_function,
    ] {
        vm.add_methods(ty, &[("__call__", NativeKind::Then(call_itself))]);
    }
    for ty in [f, &vm.types.method_descriptor] {
        vm.add_methods(ty, &[("__get__", NativeKind::Then(function_get))]);
    }
    for ty in [
        &vm.types.builtin_function,
        &vm.types.method_descriptor,
        &vm.types.method,
    ] {
        vm.add_getters(
            ty,
            &[
                ("__self__", |_, v| {
                    Ok(match v {
                        Value::Method(m) => m.receiver.clone(),
                        Value::Native(n) => n.bound.clone().unwrap_or(Value::None),
                        _ => Value::None,
                    })
                }),
                ("__func__", |_, v| {
                    Ok(match v {
                        Value::Method(m) => m.function.clone(),
                        _ => Value::None,
                    })
                }),
                ("__name__", |vm, v| Ok(Value::Str(callable_name(vm, v)))),
                ("__qualname__", |vm, v| {
                    Ok(match v {
                        Value::Method(m) => match &m.function {
                            Value::Function(f) => Value::Str(f.qualname.borrow().clone()),
                            Value::Native(n) => Value::string(format!(
                                "{}.{}",
                                vm.type_name(&m.receiver).as_str(),
                                n.name.as_str()
                            )),
                            _ => Value::None,
                        },
                        Value::Native(n) => match n.method_of {
                            Some(ty) => Value::string(format!("{ty}.{}", n.name.as_str())),
                            None => Value::Str(n.name.clone()),
                        },
                        _ => Value::None,
                    })
                }),
                ("__module__", |vm, v| {
                    Ok(match v {
                        Value::Native(n) => n.module.map_or(Value::None, Value::str),
                        Value::Method(m) => match &m.function {
                            Value::Function(f) => {
                                f.globals.get_str(&vm.names.name).unwrap_or(Value::None)
                            }
                            _ => Value::None,
                        },
                        _ => Value::None,
                    })
                }),
                ("__doc__", |_, v| {
                    Ok(match v {
                        Value::Method(m) => match &m.function {
                            Value::Function(f) => f.code.doc.clone(),
                            _ => Value::None,
                        },
                        _ => Value::None,
                    })
                }),
            ],
        );
    }
    vm.add_methods(
        &vm.types.method,
        &[("__getattr__", NativeKind::Then(method_getattr))],
    );
    code_attributes(vm);
    vm.add_new(
        &vm.types.module,
        NativeKind::Plain(|vm, mut args| {
            args.take(0);
            let args = Args {
                values: &mut args.values[1..],
                names: args.names,
            };
            let [name, _doc] = args.parse(vm, "module", ["name", "doc="])?;
            let m = vm.new_module(name.as_str().unwrap_or_default());
            Ok(Value::Module(m))
        }),
    );
}

/// An attribute kept in the function's dict, with a default.
fn function_dict_property(
    vm: &Vm,
    ty: &Rc<Type>,
    name: &'static str,
    default: fn(&Vm, &Rc<crate::python::object::Function>) -> Value,
) {
    // The getter must know its name: one per attribute.
    let (get, set): (Get, Set) = match name {
        "__doc__" => (
            |_, v| {
                Ok(match v {
                    Value::Function(f) => f
                        .attributes()
                        .get_name("__doc__")
                        .unwrap_or_else(|| f.code.doc.clone()),
                    _ => Value::None,
                })
            },
            |_, v, to| {
                if let Value::Function(f) = v {
                    f.attributes().set_name("__doc__", to);
                }
                Ok(())
            },
        ),
        "__module__" => (
            |vm, v| {
                Ok(match v {
                    Value::Function(f) => f
                        .attributes()
                        .get_name("__module__")
                        .or_else(|| f.globals.get_str(&vm.names.name))
                        .unwrap_or(Value::None),
                    _ => Value::None,
                })
            },
            |_, v, to| {
                if let Value::Function(f) = v {
                    f.attributes().set_name("__module__", to);
                }
                Ok(())
            },
        ),
        _ => (
            |vm, v| {
                Ok(match v {
                    Value::Function(f) => match f.attributes().get_str(&vm.names.annotations) {
                        Some(d) => d,
                        None => {
                            let d = Value::Dict(crate::python::object::Dict::new());
                            f.attributes().set_str(&vm.names.annotations, d.clone());
                            d
                        }
                    },
                    _ => Value::None,
                })
            },
            |vm, v, to| {
                if let Value::Function(f) = v {
                    f.attributes().set_str(&vm.names.annotations, to);
                }
                Ok(())
            },
        ),
    };
    let _ = default;
    property(vm, ty, name, get, set);
}

fn callable_name(vm: &Vm, v: &Value) -> Rc<Str> {
    match v {
        Value::Method(m) => callable_name(vm, &m.function),
        Value::Native(n) => n.name.clone(),
        Value::Function(f) => f.name.borrow().clone(),
        other => vm.type_name(other),
    }
}

fn call_itself(vm: &Vm, mut args: Args<'_>) -> Result<Then> {
    let f = args.take(0);
    let _ = vm;
    let mut args = args.into_owned();
    args.values.remove(0);
    Ok(Then::Call(f, args))
}

fn function_get(vm: &Vm, args: Args<'_>) -> Result<Then> {
    let [f, obj, _] = args.parse(vm, "__get__", ["/self", "/instance", "/owner="])?;
    if obj.is_none() {
        return Ok(Then::Value(f));
    }
    let id = Default::default();
    Ok(Then::Value(Value::Method(Rc::new(Method {
        function: f,
        receiver: obj,
        id,
    }))))
}

/// Other attributes of a bound method are its function's.
fn method_getattr(vm: &Vm, args: Args<'_>) -> Result<Then> {
    let [m, name] = args.exactly(vm, "__getattr__")?;
    let name = intern(name.as_str().unwrap_or_default());
    match &m {
        Value::Method(m) => vm.get_attribute(&m.function, &name),
        other => Err(vm.missing_attribute(other, &name)),
    }
}

fn code_attributes(vm: &Vm) {
    vm.add_getters(
        &vm.types.code,
        &[
            ("co_name", |_, v| {
                Ok(match v {
                    Value::Code(c) => Value::Str(c.name.clone()),
                    _ => Value::None,
                })
            }),
            ("co_filename", |_, v| {
                Ok(match v {
                    Value::Code(c) => Value::str(&*c.source.name),
                    _ => Value::None,
                })
            }),
            ("co_firstlineno", |_, v| {
                Ok(match v {
                    Value::Code(c) => Value::Int(i64::from(c.first_line)),
                    _ => Value::None,
                })
            }),
            ("co_argcount", |_, v| {
                Ok(match v {
                    Value::Code(c) => Value::Int(i64::from(c.positional)),
                    _ => Value::None,
                })
            }),
            ("co_posonlyargcount", |_, v| {
                Ok(match v {
                    Value::Code(c) => Value::Int(i64::from(c.positional_only)),
                    _ => Value::None,
                })
            }),
            ("co_kwonlyargcount", |_, v| {
                Ok(match v {
                    Value::Code(c) => Value::Int(i64::from(c.keyword_only)),
                    _ => Value::None,
                })
            }),
            ("co_varnames", |_, v| {
                Ok(match v {
                    Value::Code(c) => {
                        Value::tuple(c.locals.iter().cloned().map(Value::Str).collect())
                    }
                    _ => Value::None,
                })
            }),
            ("co_freevars", |_, v| {
                Ok(match v {
                    Value::Code(c) => {
                        Value::tuple(c.free_names.iter().cloned().map(Value::Str).collect())
                    }
                    _ => Value::None,
                })
            }),
            ("co_cellvars", |_, v| {
                Ok(match v {
                    Value::Code(c) => {
                        let names = c.cells.iter().map(|cell| Value::Str(cell.1.clone()));
                        Value::tuple(names.collect())
                    }
                    _ => Value::None,
                })
            }),
            ("co_flags", |_, v| {
                Ok(match v {
                    Value::Code(c) => {
                        use crate::python::code::CodeKind;
                        let kind = match c.kind {
                            CodeKind::Plain => 0,
                            CodeKind::Generator => 0x20,
                            CodeKind::Coroutine => 0x80,
                            CodeKind::AsyncGenerator => 0x200,
                        };
                        let args = i64::from(c.has_varargs) * 4 + i64::from(c.has_kwargs) * 8;
                        Value::Int(3 + kind + args)
                    }
                    _ => Value::None,
                })
            }),
        ],
    );
    vm.add_getters(
        &vm.types.cell,
        &[("cell_contents", |vm, v| match v {
            Value::Cell(c) => match c.get() {
                Value::Unbound => Err(vm.value_error("Cell is empty")),
                v => Ok(v),
            },
            _ => Ok(Value::None),
        })],
    );
}

/// `types.MethodType(function, object)`.
fn method_new(vm: &Vm, mut args: Args<'_>) -> Result {
    let (function, receiver) = (args.take(1), args.take(2));
    if !receiver.is_bound() || args.values.len() != 3 {
        let n = args.values.len().saturating_sub(1);
        return Err(vm.type_error(format!("method expected 2 arguments, got {n}")));
    }
    Ok(Value::Method(Rc::new(crate::python::object::Method {
        function,
        receiver,
        id: Default::default(),
    })))
}
