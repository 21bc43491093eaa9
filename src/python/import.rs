//! Modules: found in the library and among the program's buffers, made once a
//! process.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::python::code::Code;
use crate::python::compile;
use crate::python::object::{Dict, Function, Module, Str, intern};
use crate::python::source::Source;
use crate::python::value::Value;
use crate::python::vm::frame::Thread;
use crate::python::vm::native::{Ctx, Result};
use crate::python::vm::{Library, Process, Raised, Vm};

impl Vm {
    /// The names of a new module of this name, as Python code sees them.
    pub(crate) fn new_module(&self, name: &str) -> Rc<Module> {
        let module = Module::new(name);
        let d = &module.dict;
        d.set_name("__doc__", Value::None);
        d.set_name("__package__", name.rsplit_once('.').map_or("", |(p, _)| p));
        d.set_name("__loader__", Value::None);
        d.set_name("__spec__", Value::None);
        module
    }

    /// A function that runs code in a module.
    pub fn function_of(
        &self,
        code: Rc<crate::python::code::Code>,
        globals: &Rc<Dict>,
    ) -> Rc<Function> {
        Rc::new(Function {
            name: code.name.clone().into(),
            qualname: code.qualname.clone().into(),
            code,
            globals: globals.clone(),
            defaults: Rc::<[Value]>::from([]).into(),
            kw_defaults: None.into(),
            closure: Box::from([]),
            dict: Default::default(),
            id: Default::default(),
        })
    }

    /// The main thread of a program: it will run the text as `__main__`.
    ///
    /// # Errors
    /// `SyntaxError` of the text, as an exception.
    pub fn main_thread(&self, process: &Rc<Process>, file: &str, text: &str) -> Result<Thread> {
        self.set_process(process);
        let source = Source::new(file, text, false);
        let code = compile::module(&source).map_err(|e| self.syntax_error(&source, e))?;
        let module = self.new_module("__main__");
        module.dict.set_name("__file__", file);
        module
            .dict
            .set_name("__builtins__", Value::Module(self.builtins_module()));
        process
            .modules
            .set_name("__main__", Value::Module(module.clone()));
        let f = self.function_of(code, &module.dict);
        Ok(Thread::new(process, Value::Function(f), Vec::new()))
    }

    /// The module `builtins` of this machine.
    pub(crate) fn builtins_module(&self) -> Rc<Module> {
        Rc::new(Module {
            name: intern("builtins"),
            dict: self.builtins.clone(),
            id: Default::default(),
        })
    }

    /// A wrong text as an exception.
    pub fn syntax_error(
        &self,
        source: &Rc<Source>,
        e: crate::python::parse::SyntaxError,
    ) -> Raised {
        let class = match e.class {
            "IndentationError" => &self.exceptions.indentation_error,
            "TabError" => &self.exceptions.tab_error,
            _ => &self.exceptions.syntax_error,
        };
        let (line, column) = source.place(e.start);
        let (end_line, end_column) = source.place(e.end.max(e.start));
        let text = source.line(line).unwrap_or_default().to_owned();
        let chars = |text: &str, bytes: u32| {
            text.get(..bytes as usize)
                .map_or(bytes as i64, |t| t.chars().count() as i64)
                + 1
        };
        let offset = chars(&text, column);
        let end_offset = chars(source.line(end_line).unwrap_or_default(), end_column);
        let place = Value::tuple(vec![
            Value::str(&*source.name),
            Value::Int(i64::from(line)),
            Value::Int(offset),
            Value::string(format!("{text}\n")),
            Value::Int(i64::from(end_line)),
            Value::Int(end_offset),
        ]);
        let raised = self.raise_with(class, vec![Value::str(&e.message), place]);
        {
            let d = raised.0.dict.borrow();
            d.set_name("msg", e.message);
            d.set_name("filename", &*source.name);
            d.set_name("lineno", i64::from(line));
            d.set_name("offset", offset);
            d.set_name("text", format!("{text}\n"));
            d.set_name("end_lineno", i64::from(end_line));
            d.set_name("end_offset", end_offset);
        }
        raised
    }
}

impl Ctx {
    pub(crate) async fn import_op(&self, spec: &Value, globals: &Rc<Dict>) -> Result {
        let Some(spec) = spec.as_tuple() else {
            return Ok(Value::None);
        };
        let (name, level) = (
            spec[0].as_str().unwrap_or_default(),
            spec[1].as_i64().unwrap_or(0),
        );
        let name = self.absolute(name, level, globals)?;
        let module = self.import(&name).await?;
        if let Some(names) = spec[2].as_tuple() {
            // Names that are modules inside the package are imported too.
            for inner in names.iter().filter_map(Value::as_str) {
                let Value::Module(m) = &module else { break };
                if inner != "*" && m.dict.get_name(inner).is_none() {
                    let full = format!("{name}.{inner}");
                    if self.library.borrow().contains_key(&full) {
                        self.import(&full).await?;
                    }
                }
            }
            return Ok(module);
        }
        match name.split_once('.') {
            Some((first, _)) => self.import(first).await,
            None => Ok(module),
        }
    }

    fn absolute(&self, name: &str, level: i64, globals: &Rc<Dict>) -> Result<String> {
        if level == 0 {
            return Ok(name.to_owned());
        }
        let own = globals.get_str(&self.names.name);
        let own = own
            .as_ref()
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        let is_package = globals.get_str(&self.names.path).is_some();
        let mut parts: Vec<&str> = own.split('.').collect();
        let up = if is_package { level - 1 } else { level };
        for _ in 0..up {
            parts.pop();
        }
        if parts.is_empty() || own == "__main__" {
            return Err(self.import_error("attempted relative import with no known parent package"));
        }
        let base = parts.join(".");
        Ok(if name.is_empty() {
            base
        } else {
            format!("{base}.{name}")
        })
    }

    /// Imports a module by its full name, packages around it first.
    ///
    /// # Errors
    /// `ModuleNotFoundError`; what its code raises.
    pub async fn import(&self, name: &str) -> Result {
        let mut full = String::new();
        let mut around: Option<Value> = None;
        for part in name.split('.') {
            if !full.is_empty() {
                full.push('.');
            }
            full.push_str(part);
            let module = self.import_one(&full).await?;
            if let Some(Value::Module(m)) = &around {
                m.dict.set_str(&intern(part), module.clone());
            }
            around = Some(module);
        }
        around.ok_or_else(|| self.value_error("Empty module name"))
    }

    async fn import_one(&self, full: &str) -> Result {
        let modules = self.process().modules.clone();
        let key = intern(full);
        if let Some(m) = modules.get_str(&key) {
            if m.is_none() {
                return Err(self.not_found(full));
            }
            return Ok(m);
        }
        if full == "builtins" {
            let m = Value::Module(self.builtins_module());
            modules.set_str(&key, m.clone());
            return Ok(m);
        }
        let Some(library) = self.library.borrow().get(full).cloned() else {
            return Err(self.not_found(full));
        };
        let module = self.new_module(full);
        let prefix = format!("{full}.");
        if self.library.borrow().keys().any(|k| k.starts_with(&prefix)) {
            module
                .dict
                .set_str(&self.names.path, Value::list(Vec::new()));
            module.dict.set_str(&self.names.package, Value::str(full));
        }
        modules.set_str(&key, Value::Module(module.clone()));
        let (fill, text, is_library) = match &library {
            Library::Native(fill) => (Some(fill), None, true),
            Library::Python(source) => match source.text() {
                Some(text) => (None, Some(text), true),
                None => {
                    modules.remove_str(&key);
                    return Err(self.out_of_reach(full));
                }
            },
            Library::Both(fill, text) => (Some(fill), Some((*text).into()), true),
            Library::Program(text) => (None, Some(text.clone()), false),
        };
        if let Some(fill) = fill {
            fill(self, &module);
        }
        if let Some(text) = text
            && let Err(raised) = self.run_module(&module, full, &text, is_library).await
        {
            modules.remove_str(&key);
            return Err(raised);
        }
        // A module may replace itself.
        Ok(modules.get_str(&key).unwrap_or(Value::Module(module)))
    }

    async fn run_module(
        &self,
        module: &Rc<Module>,
        full: &str,
        text: &str,
        library: bool,
    ) -> Result<()> {
        let path = full.replace('.', "/");
        let file = if library {
            format!("/usr/lib/python3.11/{path}.py")
        } else {
            format!("{path}.py")
        };
        module.dict.set_str(&self.names.file, Value::str(&file));
        let code = match library {
            true => self.library_code(&file, text)?,
            false => self.code_of(&file, text, false)?,
        };
        let f = self.function_of(code, &module.dict);
        self.run(f, None).await?;
        Ok(())
    }

    fn code_of(&self, file: &str, text: &str, library: bool) -> Result<Rc<Code>> {
        let source = Source::new(file, text, library);
        compile::module(&source).map_err(|e| self.syntax_error(&source, e))
    }

    /// The code of one of the library's modules, which is compiled once, however
    /// many machines import it.
    fn library_code(&self, file: &str, text: &str) -> Result<Rc<Code>> {
        thread_local! {
            static COMPILED: RefCell<HashMap<String, Rc<Code>>> = RefCell::default();
        }
        let known = COMPILED.with_borrow(|all| all.get(file).cloned());
        if let Some(code) = known.filter(|code| code.source.text == text) {
            return Ok(code);
        }
        let code = self.code_of(file, text, true)?;
        COMPILED.with_borrow_mut(|all| all.insert(file.to_owned(), code.clone()));
        Ok(code)
    }

    /// A module that is there, but whose text could not be fetched.
    fn out_of_reach(&self, full: &str) -> Raised {
        let raised = self.import_error(format!(
            "the module '{full}' could not be fetched; is the network there? Run the program again"
        ));
        raised.0.dict.borrow().set_name("name", full);
        raised
    }

    fn not_found(&self, full: &str) -> Raised {
        let plain = |vm: &Vm| {
            let m = vm.process().modules.get_name(full.rsplit_once('.')?.0)?;
            match &m {
                Value::Module(m) if m.dict.get_str(&vm.names.path).is_none() => {
                    Some(m.name.as_str().to_owned())
                }
                _ => None,
            }
        };
        let raised = self.module_not_found_error(match plain(self) {
            Some(around) => format!("No module named '{full}'; '{around}' is not a package"),
            None => format!("No module named '{full}'"),
        });
        raised.0.dict.borrow().set_name("name", full);
        raised
    }

    pub(crate) async fn import_from(&self, module: &Value, name: &Rc<Str>) -> Result {
        if let Some(v) = self.getattr_opt(module, name).await? {
            return Ok(v);
        }
        let own = match module {
            Value::Module(m) => m.name.as_str().to_owned(),
            _ => String::new(),
        };
        let inner = self
            .process()
            .modules
            .get_name(&format!("{own}.{}", name.as_str()));
        if let Some(m) = inner {
            return Ok(m);
        }
        let file = match module {
            Value::Module(m) => m.dict.get_str(&self.names.file),
            _ => None,
        };
        let place = file
            .as_ref()
            .and_then(Value::as_str)
            .unwrap_or("unknown location");
        let raised = self.import_error(format!(
            "cannot import name '{}' from '{own}' ({place})",
            name.as_str()
        ));
        raised.0.dict.borrow().set_name("name", own);
        Err(raised)
    }

    pub(crate) async fn import_star(&self, module: &Value, into: &Rc<Dict>) -> Result {
        let Value::Module(m) = module else {
            return Ok(Value::None);
        };
        let names: Vec<Value> = match m.dict.get_str(&self.names.all) {
            Some(all) => self.collect(&all).await?,
            None => m
                .dict
                .keys()
                .into_iter()
                .filter(|k| !k.as_str().unwrap_or("_").starts_with('_'))
                .collect(),
        };
        for name in names {
            let Some(name) = name.as_str() else { continue };
            let name = intern(name);
            let v = self.import_from(module, &name).await?;
            into.set_str(&name, v);
        }
        Ok(Value::None)
    }
}
