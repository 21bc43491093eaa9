//! The module `_re`: what `re` is made of.

use std::rc::Rc;

use crate::python::object::Module;
use crate::python::text::regex::{
    self, Flags, Mode, Part, Regex, Search, TemplateError, TooManySteps,
};
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Args, NativeKind, Result};
use crate::python_state;

/// The most steps that one search may take.
const STEPS: u64 = 50_000_000;

/// A pattern that was read.
#[derive(Debug)]
struct Pattern(Regex);
python_state!(Pattern);

/// A text's characters, so that many searches in it share them.
#[derive(Debug)]
struct Characters(Vec<char>);
python_state!(Characters);

/// Fills the module.
pub fn fill(vm: &Vm, module: &Rc<Module>) {
    for (name, f) in [
        ("compile", compile as fn(&Vm, Args<'_>) -> Result),
        ("characters", split),
        ("search", search),
        ("template", template),
        ("escape", escape),
    ] {
        vm.add_function(module, name, NativeKind::Plain(f));
    }
}

/// Text, or bytes with each byte as a character.
fn text(vm: &Vm, v: &Value) -> Result<String> {
    match (v.as_str(), v.as_bytes()) {
        (Some(text), _) => Ok(text.to_owned()),
        (_, Some(bytes)) => Ok(bytes.iter().map(|&byte| char::from(byte)).collect()),
        _ => Err(vm.type_error(format!(
            "expected string or bytes-like object, got '{}'",
            vm.type_name(v).as_str()
        ))),
    }
}

/// A class of this module: programs see none of its methods.
fn class(vm: &Vm, name: &str) -> Rc<crate::python::object::Type> {
    vm.native_type("_re", name, false)
}

/// `compile(pattern, flags, bytes)`: the program, its flags, its groups and their
/// names, or what is wrong: a message, a place, whether a number is too large.
fn compile(vm: &Vm, args: Args<'_>) -> Result {
    let [source, flags, bytes] = args.exactly(vm, "compile")?;
    let source = text(vm, &source)?;
    let flags = Flags(
        flags
            .as_i64()
            .and_then(|n| u32::try_from(n).ok())
            .unwrap_or(0),
    );
    let bytes = vm.truth(&bytes).unwrap_or(false);
    match Regex::new(&source, flags, bytes) {
        Ok(regex) => {
            let name = |(name, group): &(String, usize)| {
                Value::tuple(vec![Value::str(name), Value::Int(*group as i64)])
            };
            let names = regex.names.iter().map(name).collect();
            let (flags, groups) = (regex.flags.0, regex.groups);
            Ok(Value::tuple(vec![
                vm.object(&class(vm, "Program"), Pattern(regex)),
                Value::Int(i64::from(flags)),
                Value::Int(groups as i64),
                Value::list(names),
            ]))
        }
        Err(error) => Ok(wrong(&error)),
    }
}

fn wrong(error: &regex::Error) -> Value {
    Value::tuple(vec![
        Value::str(&error.message),
        Value::Int(error.position as i64),
        Value::Bool(error.overflow),
    ])
}

/// `characters(text)`.
fn split(vm: &Vm, args: Args<'_>) -> Result {
    let [source] = args.exactly(vm, "characters")?;
    let characters = text(vm, &source)?.chars().collect();
    Ok(vm.object(&class(vm, "Characters"), Characters(characters)))
}

/// `search(program, characters, from, to, mode, must_advance)`: the places of the
/// groups and the last one's number, or `None`.
fn search(vm: &Vm, args: Args<'_>) -> Result {
    let [program, characters, from, to, mode, must_advance] = args.exactly(vm, "search")?;
    let (Some(Pattern(regex)), Some(Characters(all))) = (
        program.as_native::<Pattern>(),
        characters.as_native::<Characters>(),
    ) else {
        return Err(vm.type_error("a program and characters are needed"));
    };
    let place = |v: &Value| usize::try_from(v.as_i64().unwrap_or(0).max(0)).unwrap_or(usize::MAX);
    let to = place(&to).min(all.len());
    let from = place(&from);
    if from > to {
        return Ok(Value::None);
    }
    let mode = match mode.as_i64() {
        Some(1) => Mode::Here,
        Some(2) => Mode::Whole,
        _ => Mode::Anywhere,
    };
    let must_advance = vm.truth(&must_advance).unwrap_or(false);
    let search = Search {
        text: &all[..to],
        from,
        mode,
        must_advance,
        steps: STEPS,
    };
    let found = regex.search(search).map_err(|TooManySteps| {
        let class = &vm.exceptions.runtime_error;
        vm.raise(
            class,
            "this regular expression takes too long on this text: it backtracks too much",
        )
    })?;
    let Some(found) = found else {
        return Ok(Value::None);
    };
    let mut places = Vec::with_capacity(found.groups.len());
    for span in &found.groups {
        let (start, end) = span.map_or((-1, -1), |(start, end)| (start as i64, end as i64));
        places.push(Value::tuple(vec![Value::Int(start), Value::Int(end)]));
    }
    let last = found
        .last
        .map_or(Value::None, |last| Value::Int(last as i64));
    Ok(Value::tuple(vec![Value::tuple(places), last]))
}

/// `template(text, groups, names)`: a list of texts and groups' numbers, or what
/// is wrong, or an unknown name.
fn template(vm: &Vm, args: Args<'_>) -> Result {
    let [source, groups, names] = args.exactly(vm, "template")?;
    let source = text(vm, &source)?;
    let groups = usize::try_from(groups.as_i64().unwrap_or(0)).unwrap_or(0);
    let mut known = Vec::new();
    for pair in names
        .as_list()
        .map(|list| list.to_vec())
        .unwrap_or_default()
    {
        if let Some([name, group]) = pair.as_tuple().and_then(|pair| pair.first_chunk::<2>()) {
            let group = usize::try_from(group.as_i64().unwrap_or(0)).unwrap_or(0);
            known.push((name.as_str().unwrap_or_default().to_owned(), group));
        }
    }
    match regex::template(&source, groups, &known) {
        Ok(parts) => {
            let part = |part| match part {
                Part::Text(text) => Value::string(text),
                Part::Group(group) => Value::Int(group as i64),
            };
            Ok(Value::list(parts.into_iter().map(part).collect()))
        }
        Err(TemplateError::Error(error)) => Ok(wrong(&error)),
        Err(TemplateError::UnknownName(name)) => Ok(Value::string(name)),
    }
}

/// `escape(text)`.
fn escape(vm: &Vm, args: Args<'_>) -> Result {
    let [source] = args.exactly(vm, "escape")?;
    Ok(Value::string(regex::escape(&text(vm, &source)?)))
}
