//! Methods and attributes of exceptions; exception groups.

use std::rc::Rc;

use crate::python::object::{Instance, Traceback, Type, intern};
use crate::python::types::Getter;
use crate::python::value::Value;
use crate::python::vm::native::{Args, Ctx, NativeKind, OwnedArgs, Result};
use crate::python::vm::{Raised, Vm};
use crate::python_state;

macro_rules! run {
    ($f:path) => {
        NativeKind::Async(|c, args| Box::pin($f(c, args)))
    };
}

/// `__traceback__` as programs see it.
#[derive(Debug)]
pub struct TracebackView(pub Rc<Traceback>);
python_state!(TracebackView);

pub(super) fn install(vm: &Vm) {
    let e = &vm.exceptions.base_exception;
    vm.add_new(e, NativeKind::Plain(new));
    vm.add_methods(
        e,
        &[
            ("__init__", NativeKind::Plain(init)),
            ("__str__", run!(str_)),
            ("__repr__", run!(repr)),
            ("with_traceback", NativeKind::Plain(with_traceback)),
            ("add_note", NativeKind::Plain(add_note)),
            ("__setstate__", NativeKind::Plain(|_, _| Ok(Value::None))),
        ],
    );
    state_attributes(vm, e);
    vm.add_methods(
        &vm.exceptions.key_error,
        &[("__str__", run!(key_error_str))],
    );
    vm.add_methods(&vm.exceptions.os_error, &[("__str__", run!(os_error_str))]);
    vm.add_methods(&vm.exceptions.stop_iteration, &[]);
    vm.add_getters(
        &vm.exceptions.stop_iteration,
        &[("value", |vm, v| match v {
            Value::Instance(i) => Ok(i
                .exc()
                .borrow()
                .args
                .first()
                .cloned()
                .unwrap_or(Value::None)),
            _ => Err(vm.missing_attribute(v, &vm.names.value)),
        })],
    );
    vm.add_getters(
        &vm.exceptions.system_exit,
        &[("code", |_, v| match v {
            Value::Instance(i) => Ok(match i.exc().borrow().args.as_slice() {
                [] => Value::None,
                [one] => one.clone(),
                more => Value::tuple(more.to_vec()),
            }),
            _ => Ok(Value::None),
        })],
    );
    for (class, names) in [
        (&vm.exceptions.attribute_error, &["name", "obj"][..]),
        (&vm.exceptions.name_error, &["name"]),
        (&vm.exceptions.import_error, &["name", "path", "msg"]),
    ] {
        for name in names {
            class.dict.set_name(name, Value::None);
        }
        class.changed();
    }
    super::groups::install(vm);
}

fn property(
    vm: &Vm,
    ty: &Rc<Type>,
    name: &str,
    get: fn(&Vm, &Value) -> Result,
    set: fn(&Vm, &Value, Value) -> Result<()>,
) {
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

fn state_attributes(vm: &Vm, e: &Rc<Type>) {
    property(
        vm,
        e,
        "args",
        |_, v| {
            Ok(match v {
                Value::Instance(i) => Value::tuple(i.exc().borrow().args.clone()),
                _ => Value::None,
            })
        },
        |vm, v, to| {
            if let Value::Instance(i) = v {
                let Some(args) = vm.collect(&to) else {
                    return Ok(());
                };
                let args = args?;
                let old = std::mem::replace(&mut i.exc().borrow_mut().args, args);
                drop(old);
            }
            Ok(())
        },
    );
    property(
        vm,
        e,
        "__cause__",
        |_, v| {
            Ok(match v {
                Value::Instance(i) => i.exc().borrow().cause.clone().unwrap_or(Value::None),
                _ => Value::None,
            })
        },
        |_, v, to| {
            if let Value::Instance(i) = v {
                let mut state = i.exc().borrow_mut();
                state.suppress = true;
                state.cause = (!to.is_none()).then_some(to);
            }
            Ok(())
        },
    );
    property(
        vm,
        e,
        "__context__",
        |_, v| {
            Ok(match v {
                Value::Instance(i) => i.exc().borrow().context.clone().unwrap_or(Value::None),
                _ => Value::None,
            })
        },
        |_, v, to| {
            if let Value::Instance(i) = v {
                i.exc().borrow_mut().context = (!to.is_none()).then_some(to);
            }
            Ok(())
        },
    );
    property(
        vm,
        e,
        "__suppress_context__",
        |_, v| {
            Ok(match v {
                Value::Instance(i) => Value::Bool(i.exc().borrow().suppress),
                _ => Value::None,
            })
        },
        |vm, v, to| {
            if let Value::Instance(i) = v {
                i.exc().borrow_mut().suppress = vm.truth(&to).unwrap_or(true);
            }
            Ok(())
        },
    );
    property(
        vm,
        e,
        "__traceback__",
        |vm, v| Ok(vm.traceback_of(v)),
        |_, v, to| {
            if let Value::Instance(i) = v {
                let tb = to.as_native::<TracebackView>().map(|t| t.0.clone());
                i.exc().borrow_mut().traceback = tb;
            }
            Ok(())
        },
    );
    let t = &vm.types.traceback;
    vm.add_getters(
        t,
        &[
            ("tb_lineno", |_, v| {
                Ok(match v.as_native::<TracebackView>() {
                    Some(t) => Value::Int(i64::from(t.0.code.line(t.0.pc as usize))),
                    None => Value::None,
                })
            }),
            ("tb_next", |vm, v| {
                Ok(match v.as_native::<TracebackView>() {
                    Some(t) => match &t.0.next {
                        Some(n) => vm.object(&vm.types.traceback, TracebackView(n.clone())),
                        None => Value::None,
                    },
                    None => Value::None,
                })
            }),
            ("tb_frame", |vm, v| {
                Ok(match v.as_native::<TracebackView>() {
                    Some(t) => vm.object(
                        &vm.types.frame,
                        super::generators::FrameView {
                            line: t.0.code.line(t.0.pc as usize),
                            last: i64::from(t.0.pc),
                            code: Value::Code(t.0.code.clone()),
                            globals: Value::Dict(t.0.globals.clone()),
                            locals: Value::Dict(crate::python::object::Dict::new()),
                        },
                    ),
                    None => Value::None,
                })
            }),
        ],
    );
    vm.add_getters(
        &vm.types.frame,
        &[
            ("f_lineno", |_, v| {
                Ok(match v.as_native::<super::generators::FrameView>() {
                    Some(f) => Value::Int(i64::from(f.line)),
                    None => Value::None,
                })
            }),
            ("f_lasti", |_, v| {
                Ok(match v.as_native::<super::generators::FrameView>() {
                    Some(f) => Value::Int(f.last),
                    None => Value::None,
                })
            }),
            ("f_code", |_, v| {
                Ok(match v.as_native::<super::generators::FrameView>() {
                    Some(f) => f.code.clone(),
                    None => Value::None,
                })
            }),
            ("f_globals", |_, v| {
                Ok(match v.as_native::<super::generators::FrameView>() {
                    Some(f) => f.globals.clone(),
                    None => Value::None,
                })
            }),
            ("f_locals", |_, v| {
                Ok(match v.as_native::<super::generators::FrameView>() {
                    Some(f) => f.locals.clone(),
                    None => Value::None,
                })
            }),
            ("f_back", |_, _| Ok(Value::None)),
        ],
    );
}

impl Vm {
    /// `__traceback__` of an exception.
    pub fn traceback_of(&self, v: &Value) -> Value {
        match v {
            Value::Instance(i) if i.class.is_exception => match &i.exc().borrow().traceback {
                Some(tb) => self.object(&self.types.traceback, TracebackView(tb.clone())),
                None => Value::None,
            },
            _ => Value::None,
        }
    }
}

fn new(vm: &Vm, mut args: Args<'_>) -> Result {
    if args.count() == 0 {
        return Err(vm.type_error("BaseException.__new__(): not enough arguments"));
    }
    let Value::Type(class) = args.take(0) else {
        return Err(vm.type_error("BaseException.__new__(X): X is not a type object"));
    };
    if class.lookup(&vm.names.abstractmethods).is_some() {
        vm.object_new(&class, false)?;
    }
    let count = args.count();
    let class = match (count, args.values.get(1).and_then(Value::as_i64)) {
        (3.., Some(errno)) if Rc::ptr_eq(&class, &vm.exceptions.os_error) => {
            errno_class(vm, errno).unwrap_or(class)
        }
        _ => class,
    };
    let i = Instance::new(class);
    i.exc().borrow_mut().args = args.values[1..count].to_vec();
    named_attributes(vm, &i, &mut args)?;
    Ok(Value::Instance(i))
}

/// The class of an `OSError` of that number (PEP 3151; numbers of Linux).
fn errno_class(vm: &Vm, errno: i64) -> Option<Rc<Type>> {
    let name = match errno {
        1 | 13 => "PermissionError",
        2 => "FileNotFoundError",
        3 => "ProcessLookupError",
        4 => "InterruptedError",
        10 => "ChildProcessError",
        11 | 114 | 115 => "BlockingIOError",
        17 => "FileExistsError",
        20 => "NotADirectoryError",
        21 => "IsADirectoryError",
        32 | 108 => "BrokenPipeError",
        103 => "ConnectionAbortedError",
        104 => "ConnectionResetError",
        110 => "TimeoutError",
        111 => "ConnectionRefusedError",
        _ => return None,
    };
    match vm.builtins.get_name(name) {
        Some(Value::Type(class)) => Some(class),
        _ => None,
    }
}

/// What some exceptions keep of their arguments.
fn named_attributes(vm: &Vm, i: &Rc<Instance>, args: &mut Args<'_>) -> Result<()> {
    let e = &vm.exceptions;
    let dict = i.dict.borrow().clone();
    if i.class.is_subtype(&e.os_error) {
        let values = i.exc().borrow().args.clone();
        for (k, name) in ["errno", "strerror", "filename"].iter().enumerate() {
            let v = if values.len() >= 2 {
                values.get(k).cloned()
            } else {
                None
            };
            dict.set_name(name, v.unwrap_or(Value::None));
        }
        dict.set_name("filename2", values.get(4).cloned().unwrap_or(Value::None));
        if values.len() > 2 {
            i.exc().borrow_mut().args.truncate(2);
        }
    }
    if i.class.is_subtype(&e.import_error) {
        for name in ["name", "path"] {
            dict.set_name(name, Value::None);
        }
        dict.set_name(
            "msg",
            i.exc()
                .borrow()
                .args
                .first()
                .cloned()
                .unwrap_or(Value::None),
        );
    }
    if i.class.is_subtype(&e.attribute_error) {
        dict.set_name("obj", Value::None);
        dict.set_name("name", Value::None);
    }
    if i.class.is_subtype(&e.name_error) {
        dict.set_name("name", Value::None);
    }
    if i.class.is_subtype(&e.syntax_error) {
        let values = i.exc().borrow().args.clone();
        dict.set_name("msg", values.first().cloned().unwrap_or(Value::None));
        let place = values.get(1).and_then(|v| v.as_tuple().map(|t| t.to_vec()));
        for (k, name) in [
            "filename",
            "lineno",
            "offset",
            "text",
            "end_lineno",
            "end_offset",
        ]
        .iter()
        .enumerate()
        {
            let v = place.as_ref().and_then(|p| p.get(k).cloned());
            dict.set_name(name, v.unwrap_or(Value::None));
        }
    }
    if i.class.is_subtype(&e.unicode_error) {
        misfit_attributes(i);
    }
    // Named arguments are for these classes, or for a subclass's `__init__`.
    for (name, value) in args.take_named() {
        if dict.get_str(&name).is_some() {
            dict.set_str(&name, value);
        } else if !i.class.heap {
            let class = i.class.name();
            let (class, name) = (class.as_str(), name.as_str());
            return Err(vm.type_error(match takes_names(vm, i) {
                true => format!("'{name}' is an invalid keyword argument for {class}()"),
                false => format!("{class}() takes no keyword arguments"),
            }));
        }
    }
    Ok(())
}

/// Whether exceptions of its class take named arguments.
fn takes_names(vm: &Vm, i: &Instance) -> bool {
    let e = &vm.exceptions;
    let classes = [&e.import_error, &e.attribute_error, &e.name_error];
    classes.iter().any(|class| i.class.is_subtype(class))
}

/// What a fault of encoding keeps: codec, text, start, end and reason.
fn misfit_attributes(i: &Rc<Instance>) {
    let dict = i.dict.borrow().clone();
    let values = i.exc().borrow().args.clone();
    if values.len() == 5 {
        let names = ["encoding", "object", "start", "end", "reason"];
        for (value, name) in values.into_iter().zip(names) {
            dict.set_name(name, value);
        }
    }
}

impl Vm {
    /// A fault of encoding or decoding with its five parts.
    pub(crate) fn raise_misfit(&self, class: &Rc<Type>, parts: Vec<Value>) -> Raised {
        let raised = self.raise_with(class, parts);
        misfit_attributes(&raised.0);
        raised
    }
}

fn init(vm: &Vm, args: Args<'_>) -> Result {
    let count = args.count();
    if let Value::Instance(i) = &args.values[0] {
        if !args.names.is_empty() && !takes_names(vm, i) {
            return Err(vm.type_error(format!(
                "{}() takes no keyword arguments",
                i.class.name().as_str()
            )));
        }
        let os = i.class.is_subtype(&vm.exceptions.os_error) && count > 3;
        let end = if os { 3 } else { count };
        let group = i.class.is_subtype(&vm.exceptions.base_exception_group);
        if !group {
            let new = args.values[1..end].to_vec();
            let old = std::mem::replace(&mut i.exc().borrow_mut().args, new);
            drop(old);
        }
    }
    Ok(Value::None)
}

fn state_args(v: &Value) -> Vec<Value> {
    match v {
        Value::Instance(i) if i.class.is_exception => i.exc().borrow().args.clone(),
        _ => Vec::new(),
    }
}

async fn str_(c: Ctx, args: OwnedArgs) -> Result {
    let v = args.values.first().cloned().unwrap_or_default();
    if c.is_instance(&v, &c.exceptions.syntax_error)
        && let Some(m) = c.getattr_opt(&v, &c.names.msg).await?
    {
        let m = c.str(&m).await?;
        let file = c.attr(&v, "filename").await?;
        let line = c.attr(&v, "lineno").await?;
        if let (Some(file), Some(line)) = (file.as_str(), line.as_i64()) {
            let file = file.rsplit('/').next().unwrap_or(file);
            return Ok(Value::string(format!(
                "{} ({file}, line {line})",
                m.as_str()
            )));
        }
        return Ok(Value::Str(m));
    }
    match state_args(&v).as_slice() {
        [] => Ok(Value::str("")),
        [one] => c.str(one).await.map(Value::Str),
        more => c.repr(&Value::tuple(more.to_vec())).await.map(Value::Str),
    }
}

async fn repr(c: Ctx, args: OwnedArgs) -> Result {
    let v = args.values.first().cloned().unwrap_or_default();
    let name = c.type_name(&v);
    let args = state_args(&v);
    let inner = match args.as_slice() {
        [one] => format!("({})", c.repr(one).await?.as_str()),
        more => c
            .repr(&Value::tuple(more.to_vec()))
            .await?
            .as_str()
            .to_owned(),
    };
    Ok(Value::string(format!("{}{inner}", name.as_str())))
}

async fn key_error_str(c: Ctx, args: OwnedArgs) -> Result {
    let v = args.values.first().cloned().unwrap_or_default();
    match state_args(&v).as_slice() {
        [one] => c.repr(one).await.map(Value::Str),
        _ => str_(c, args).await,
    }
}

async fn os_error_str(c: Ctx, args: OwnedArgs) -> Result {
    let v = args.values.first().cloned().unwrap_or_default();
    let Value::Instance(i) = &v else {
        return Ok(Value::str(""));
    };
    let dict = i.dict.borrow().clone();
    let get = |name: &str| dict.get_name(name).filter(|v| !v.is_none());
    match (get("errno"), get("strerror"), get("filename")) {
        (Some(n), Some(s), Some(f)) => {
            let mut text = format!(
                "[Errno {}] {}: {}",
                c.str(&n).await?.as_str(),
                c.str(&s).await?.as_str(),
                c.repr(&f).await?.as_str()
            );
            if let Some(second) = get("filename2") {
                text.push_str(" -> ");
                text.push_str(c.repr(&second).await?.as_str());
            }
            Ok(Value::string(text))
        }
        (Some(n), Some(s), None) => Ok(Value::string(format!(
            "[Errno {}] {}",
            c.str(&n).await?.as_str(),
            c.str(&s).await?.as_str()
        ))),
        _ => str_(c, args).await,
    }
}

fn with_traceback(vm: &Vm, args: Args<'_>) -> Result {
    let [v, tb] = args.exactly(vm, "with_traceback")?;
    if let Value::Instance(i) = &v {
        i.exc().borrow_mut().traceback = tb.as_native::<TracebackView>().map(|t| t.0.clone());
    }
    Ok(v)
}

fn add_note(vm: &Vm, args: Args<'_>) -> Result {
    let [v, note] = args.exactly(vm, "add_note")?;
    if note.as_str().is_none() {
        return Err(vm.type_error(format!(
            "note must be a str, not '{}'",
            vm.type_name(&note).as_str()
        )));
    }
    if let Value::Instance(i) = &v {
        let dict = i.dict.borrow();
        match dict.get_str(&vm.names.notes) {
            Some(Value::List(l)) => l.borrow_mut().push(note),
            _ => {
                dict.set_str(&vm.names.notes, Value::list(vec![note]));
            }
        }
    }
    Ok(Value::None)
}
