//! Built-in functions about objects, names and code.

use std::rc::Rc;

use crate::python::compile;
use crate::python::object::{Dict, Str, intern};
use crate::python::request::Write;
use crate::python::source::Source;
use crate::python::value::Value;
use crate::python::vm::frame::Thread;
use crate::python::vm::native::{Args, Ctx, NativeKind, OwnedArgs, Result, Then};
use crate::python::vm::{Raised, Vm};

macro_rules! run {
    ($f:path) => {
        NativeKind::Async(|c, args| Box::pin($f(c, args)))
    };
}

pub(super) fn install(vm: &Vm) {
    let all: &[(&str, NativeKind)] = &[
        ("isinstance", NativeKind::Then(isinstance)),
        ("issubclass", run!(issubclass)),
        ("getattr", NativeKind::Then(getattr)),
        ("setattr", NativeKind::Then(setattr)),
        ("hasattr", run!(hasattr)),
        ("delattr", run!(delattr)),
        ("vars", NativeKind::Thread(vars)),
        ("dir", NativeKind::Thread(dir)),
        ("globals", NativeKind::Thread(globals)),
        ("locals", NativeKind::Thread(locals)),
        ("eval", NativeKind::Thread(eval)),
        ("exec", NativeKind::Thread(exec)),
        ("compile", NativeKind::Then(compile_)),
        ("__import__", run!(import)),
    ];
    for (name, kind) in all {
        let f = vm.function("builtins", name, *kind);
        vm.builtins.set_str(&intern(name), f);
    }
}

fn isinstance(vm: &Vm, args: Args<'_>) -> Result<Then> {
    let [v, class] = args.exactly(vm, "isinstance")?;
    if let Value::Type(t) = &class
        && t.meta.is_none()
    {
        return Ok(Then::Value(Value::Bool(vm.is_instance(&v, t))));
    }
    if let Value::Tuple(all) = &class
        && all
            .iter()
            .all(|t| matches!(t, Value::Type(t) if t.meta.is_none()))
    {
        let is = |t: &Value| matches!(t, Value::Type(t) if vm.is_instance(&v, t));
        return Ok(Then::Value(Value::Bool(all.iter().any(is))));
    }
    Ok(Then::run(vm, |c| async move {
        c.instance_check(&v, &class).await.map(Value::Bool)
    }))
}

async fn issubclass(c: Ctx, mut args: OwnedArgs) -> Result {
    let [class, of] = args.borrow().exactly(&c, "issubclass")?;
    let Value::Type(_) = &class else {
        return Err(c.type_error("issubclass() arg 1 must be a class"));
    };
    c.subclass_check(&class, &of).await.map(Value::Bool)
}

impl Ctx {
    /// `isinstance(v, class)`.
    ///
    /// # Errors
    /// `TypeError` for what is no class.
    pub async fn instance_check(&self, v: &Value, class: &Value) -> Result<bool> {
        match class {
            Value::Type(t) => {
                if self.is_instance(v, t) {
                    return Ok(true);
                }
                if t.meta.is_some()
                    && let Some(r) = self
                        .special(class, &self.names.instancecheck, vec![v.clone()])
                        .await?
                {
                    return self.truth(&r).await;
                }
                Ok(false)
            }
            Value::Tuple(all) => {
                for class in all.iter() {
                    let (v, class) = (v.clone(), class.clone());
                    let r = self
                        .nest(move |c| async move {
                            c.instance_check(&v, &class).await.map(Value::Bool)
                        })
                        .await?;
                    if matches!(r, Value::Bool(true)) {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            other => {
                if let Some(r) = self
                    .special(other, &self.names.instancecheck, vec![v.clone()])
                    .await?
                {
                    return self.truth(&r).await;
                }
                Err(self
                    .type_error("isinstance() arg 2 must be a type, a tuple of types, or a union"))
            }
        }
    }

    /// `issubclass(class, of)`.
    ///
    /// # Errors
    /// `TypeError` for what is no class.
    pub async fn subclass_check(&self, class: &Value, of: &Value) -> Result<bool> {
        match (class, of) {
            (Value::Type(a), Value::Type(b)) => {
                if a.is_subtype(b) {
                    return Ok(true);
                }
                if b.meta.is_some()
                    && let Some(r) = self
                        .special(of, &self.names.subclasscheck, vec![class.clone()])
                        .await?
                {
                    return self.truth(&r).await;
                }
                Ok(false)
            }
            (_, Value::Tuple(all)) => {
                for of in all.iter() {
                    let (class, of) = (class.clone(), of.clone());
                    let r = self
                        .nest(move |c| async move {
                            c.subclass_check(&class, &of).await.map(Value::Bool)
                        })
                        .await?;
                    if matches!(r, Value::Bool(true)) {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            (_, Value::Type(_)) => Err(self.type_error("issubclass() arg 1 must be a class")),
            (_, other) => {
                let asked = self
                    .special(other, &self.names.subclasscheck, vec![class.clone()])
                    .await?;
                if let Some(answer) = asked {
                    return self.truth(&answer).await;
                }
                Err(self.type_error(
                    "issubclass() arg 2 must be a class, a tuple of classes, or a union",
                ))
            }
        }
    }
}

fn name_of(vm: &Vm, v: &Value, what: &str) -> Result<Rc<Str>> {
    match v.as_str() {
        Some(name) => Ok(intern(name)),
        None => Err(vm.type_error(match what {
            "getattr" | "hasattr" => {
                format!(
                    "attribute name must be string, not '{}'",
                    vm.type_name(v).as_str()
                )
            }
            _ => format!(
                "attribute name must be string, not '{}'",
                vm.type_name(v).as_str()
            ),
        })),
    }
}

fn getattr(vm: &Vm, args: Args<'_>) -> Result<Then> {
    let [obj, name, default] = args.parse(vm, "getattr", ["/object", "/name", "/default="])?;
    let name = name_of(vm, &name, "getattr")?;
    if !default.is_bound() {
        return vm.get_attribute(&obj, &name);
    }
    Ok(Then::run(vm, |c| async move {
        Ok(c.getattr_opt(&obj, &name).await?.unwrap_or(default))
    }))
}

fn setattr(vm: &Vm, args: Args<'_>) -> Result<Then> {
    let [obj, name, value] = args.exactly(vm, "setattr")?;
    let name = name_of(vm, &name, "setattr")?;
    Ok(Then::run(vm, |c| async move {
        c.setattr(&obj, &name, value).await?;
        Ok(Value::None)
    }))
}

async fn hasattr(c: Ctx, mut args: OwnedArgs) -> Result {
    let [obj, name] = args.borrow().exactly(&c, "hasattr")?;
    let name = name_of(&c, &name, "hasattr")?;
    Ok(Value::Bool(c.getattr_opt(&obj, &name).await?.is_some()))
}

async fn delattr(c: Ctx, mut args: OwnedArgs) -> Result {
    let [obj, name] = args.borrow().exactly(&c, "delattr")?;
    let name = name_of(&c, &name, "delattr")?;
    c.delattr(&obj, &name).await
}

/// The names that the innermost frame sees as its own.
pub(crate) fn local_names(thread: &Thread) -> Rc<Dict> {
    let Some(frame) = thread.frame() else {
        return Dict::new();
    };
    if let Some(names) = &frame.names {
        return names.clone();
    }
    if !frame.code.is_function {
        return frame.globals.clone();
    }
    let dict = Dict::new();
    for (name, value) in frame.locals(&thread.stack) {
        dict.set_str(&name, value);
    }
    dict
}

fn frame_globals(vm: &Vm, thread: &Thread) -> Rc<Dict> {
    thread
        .frame()
        .map_or_else(|| vm.builtins.clone(), |f| f.globals.clone())
}

fn globals(vm: &Vm, thread: &mut Thread, args: Args<'_>) -> Result<Then> {
    let [] = args.exactly(vm, "globals")?;
    Ok(Then::Value(Value::Dict(frame_globals(vm, thread))))
}

fn locals(vm: &Vm, thread: &mut Thread, args: Args<'_>) -> Result<Then> {
    let [] = args.exactly(vm, "locals")?;
    Ok(Then::Value(Value::Dict(local_names(thread))))
}

fn vars(vm: &Vm, thread: &mut Thread, args: Args<'_>) -> Result<Then> {
    let [obj] = args.parse(vm, "vars", ["/object="])?;
    if !obj.is_bound() {
        return Ok(Then::Value(Value::Dict(local_names(thread))));
    }
    Ok(Then::run(vm, |c| async move {
        match c.getattr_opt(&obj, &c.names.dict).await? {
            Some(d) => Ok(d),
            None => Err(c.type_error("vars() argument must have __dict__ attribute")),
        }
    }))
}

fn dir(vm: &Vm, thread: &mut Thread, args: Args<'_>) -> Result<Then> {
    let [obj] = args.parse(vm, "dir", ["/object="])?;
    if !obj.is_bound() {
        let names = local_names(thread).keys();
        return Ok(Then::Value(sorted_names(names)));
    }
    Ok(Then::run(vm, |c| async move {
        if let Some(f) = c.type_ref(&obj).lookup(&c.names.dir) {
            let names = c.call(&f, vec![obj.clone()]).await?;
            let names = c.collect(&names).await?;
            return Ok(sorted_names(names));
        }
        Ok(sorted_names(c.all_names(&obj)))
    }))
}

fn sorted_names(names: Vec<Value>) -> Value {
    let mut names: Vec<String> = names
        .iter()
        .filter_map(|n| n.as_str().map(str::to_owned))
        .collect();
    names.sort();
    names.dedup();
    Value::list(names.into_iter().map(Value::string).collect())
}

impl Vm {
    /// The names that `dir` lists.
    pub(crate) fn all_names(&self, obj: &Value) -> Vec<Value> {
        let mut names = Vec::new();
        if let Some(d) = self.dict_of(obj) {
            names.extend(d.keys());
        }
        let class = match obj {
            Value::Module(_) => return names,
            Value::Type(t) => t.clone(),
            other => self.type_of(other),
        };
        names.extend(class.dict.keys());
        for t in &class.mro {
            names.extend(t.dict.keys());
        }
        names
    }

    /// Text, or code made before, as code.
    fn code_of(
        &self,
        v: &Value,
        expression: bool,
        file: &str,
    ) -> Result<Rc<crate::python::code::Code>> {
        if let Value::Code(code) = v {
            return Ok(code.clone());
        }
        let text = match (v.as_str(), v.as_bytes()) {
            (Some(s), _) => s.to_owned(),
            (_, Some(b)) => String::from_utf8_lossy(b).into_owned(),
            _ => {
                let f = if expression { "eval" } else { "exec" };
                return Err(self.type_error(format!(
                    "{f}() arg 1 must be a string, bytes or code object"
                )));
            }
        };
        let text = if expression {
            text.trim_start().to_owned()
        } else {
            text
        };
        let source = Source::new(file, &text, false);
        let made = if expression {
            compile::expression(&source)
        } else {
            compile::module(&source)
        };
        made.map_err(|e| self.syntax_error(&source, e))
    }
}

/// Globals and namespace for `eval` and `exec`.
fn namespaces(
    vm: &Vm,
    thread: &Thread,
    globals: &Value,
    locals: &Value,
) -> Result<(Rc<Dict>, Option<Rc<Dict>>)> {
    let wrong = || -> Raised { vm.type_error("globals must be a dict") };
    let given = globals.is_bound() && !globals.is_none();
    let g = if given {
        let g = globals.as_dict().cloned().ok_or_else(wrong)?;
        if g.get_str(&vm.names.builtins).is_none() {
            g.set_str(&vm.names.builtins, Value::Module(vm.builtins_module()));
        }
        g
    } else {
        frame_globals(vm, thread)
    };
    let names = if locals.is_bound() && !locals.is_none() {
        locals.as_dict().cloned()
    } else if given {
        None
    } else {
        let frame = thread.frame();
        frame
            .filter(|f| f.code.is_function || f.names.is_some())
            .map(|_| local_names(thread))
    };
    Ok((g, names))
}

fn eval(vm: &Vm, thread: &mut Thread, args: Args<'_>) -> Result<Then> {
    let [text, globals, locals] = args.parse(vm, "eval", ["/source", "/globals=", "/locals="])?;
    let code = vm.code_of(&text, true, "<string>")?;
    let (g, names) = namespaces(vm, thread, &globals, &locals)?;
    let source = code.source.clone();
    run_code(vm, code, &g, names).map(|then| warned(vm, &source, then))
}

fn exec(vm: &Vm, thread: &mut Thread, args: Args<'_>) -> Result<Then> {
    let [text, globals, locals] = args.parse(vm, "exec", ["/source", "/globals=", "/locals="])?;
    let code = vm.code_of(&text, false, "<string>")?;
    let (g, names) = namespaces(vm, thread, &globals, &locals)?;
    let source = code.source.clone();
    run_code(vm, code, &g, names).map(|then| warned(vm, &source, then))
}

/// What follows compiling: the warnings first.
fn warned(vm: &Vm, source: &Source, then: Then) -> Then {
    let text = source.take_warnings();
    if text.is_empty() {
        return then;
    }
    Then::run(vm, |c| async move {
        c.request(Write { error: true, text }).await?;
        c.finish(then).await
    })
}

fn run_code(
    vm: &Vm,
    code: Rc<crate::python::code::Code>,
    globals: &Rc<Dict>,
    names: Option<Rc<Dict>>,
) -> Result<Then> {
    // With a namespace of its own, names are looked up there first: the
    // module's look-ups are done on a dict that holds both.
    let Some(names) = names else {
        return Ok(Then::Run(vm.function_of(code, globals), None));
    };
    let both = globals.copy();
    for (k, v) in names.entries() {
        if let Value::Str(k) = &k {
            both.set_str(k, v);
        }
    }
    let before = both.copy();
    let f = vm.function_of(code, &both);
    Ok(Then::run(vm, |c| async move {
        let result = c.run(f, None).await;
        for (k, v) in both.entries() {
            let Value::Str(k) = &k else { continue };
            if !before.get_str(k).is_some_and(|old| old.is(&v)) {
                names.set_str(k, v);
            }
        }
        result
    }))
}

fn compile_(vm: &Vm, args: Args<'_>) -> Result<Then> {
    let [text, file, mode, ..] = args.parse(
        vm,
        "compile",
        [
            "source",
            "filename",
            "mode",
            "flags=",
            "dont_inherit=",
            "optimize=",
        ],
    )?;
    let file = file.as_str().unwrap_or("<string>").to_owned();
    let expression = match mode.as_str() {
        Some("eval") => true,
        Some("exec" | "single") => false,
        _ => {
            return Err(vm.value_error("compile() mode must be 'exec', 'eval' or 'single'"));
        }
    };
    let code = vm.code_of(&text, expression, &file)?;
    let source = code.source.clone();
    Ok(warned(vm, &source, Then::Value(Value::Code(code))))
}

async fn import(c: Ctx, args: OwnedArgs) -> Result {
    let [name, _, _, from, _] = args.parse(
        &c,
        "__import__",
        ["name", "globals=", "locals=", "fromlist=", "level="],
    )?;
    let Some(name) = name.as_str() else {
        return Err(c.type_error("module name must be a string"));
    };
    let module = c.import(name).await?;
    let whole = from.is_bound() && c.truth(&from).await?;
    match name.split_once('.') {
        Some((first, _)) if !whole => c.import(first).await,
        _ => Ok(module),
    }
}
