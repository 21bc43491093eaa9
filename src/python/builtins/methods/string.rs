//! The methods of `str`.

use std::rc::Rc;

use super::super::make::text_or;
use super::{bounds, foreign, integer, integer_or, limit, own};
use crate::python::object::{Dict, Str};
use crate::python::text::{bytes, chars, codec, spec, string};
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Args, Ctx, NativeKind, OwnedArgs, Result, Then};

macro_rules! on {
    ($f:expr) => {
        NativeKind::Plain(|vm: &Vm, args: Args<'_>| {
            let (this, args) = own(vm, args)?;
            let Value::Str(s) = this.base() else {
                return Err(foreign(vm, "str", &this));
            };
            let f: fn(&Vm, &Rc<Str>, Args<'_>) -> Result = $f;
            f(vm, s, args)
        })
    };
}

/// A method without arguments that gives a text.
macro_rules! changed {
    ($name:literal, $f:expr) => {
        (
            $name,
            on!(|vm, s, args| {
                args.exactly::<0>(vm, concat!("str.", $name))?;
                let f: fn(&str) -> String = $f;
                Ok(Value::string(f(s.as_str())))
            }),
        )
    };
}

/// A method without arguments that asks something.
macro_rules! asked {
    ($name:literal, $f:expr) => {
        (
            $name,
            on!(|vm, s, args| {
                args.exactly::<0>(vm, concat!("str.", $name))?;
                let f: fn(&str) -> bool = $f;
                Ok(Value::Bool(f(s.as_str())))
            }),
        )
    };
}

pub(super) fn install(vm: &Vm) {
    vm.add_methods(
        &vm.types.str,
        &[
            changed!("upper", string::upper),
            changed!("lower", string::lower),
            changed!("title", string::title),
            changed!("capitalize", string::capitalize),
            changed!("swapcase", string::swap_case),
            changed!("casefold", string::casefold),
            asked!("isupper", string::is_upper),
            asked!("islower", string::is_lower),
            asked!("istitle", string::is_title),
            asked!("isidentifier", string::is_identifier),
            asked!("isalpha", |s| string::all(s, chars::is_alpha)),
            asked!("isalnum", |s| string::all(s, chars::is_alnum)),
            asked!("isdigit", |s| string::all(s, chars::is_digit)),
            asked!("isdecimal", |s| string::all(s, |c| chars::decimal(c)
                .is_some())),
            asked!("isnumeric", |s| string::all(s, chars::is_numeric)),
            asked!("isspace", |s| string::all(s, chars::is_space)),
            asked!("isprintable", |s| s.chars().all(chars::is_printable)),
            asked!("isascii", str::is_ascii),
            ("split", on!(|vm, s, args| split(vm, s, args, false))),
            ("rsplit", on!(|vm, s, args| split(vm, s, args, true))),
            ("splitlines", on!(splitlines)),
            (
                "strip",
                on!(|vm, s, args| strip(vm, s, args, "strip", true, true)),
            ),
            (
                "lstrip",
                on!(|vm, s, args| strip(vm, s, args, "lstrip", true, false)),
            ),
            (
                "rstrip",
                on!(|vm, s, args| strip(vm, s, args, "rstrip", false, true)),
            ),
            (
                "removeprefix",
                on!(|vm, s, args| {
                    let [part] = args.exactly(vm, "str.removeprefix")?;
                    let part = text(vm, &part, "removeprefix() argument must be str, not ")?;
                    Ok(Value::str(
                        s.as_str().strip_prefix(part).unwrap_or(s.as_str()),
                    ))
                }),
            ),
            (
                "removesuffix",
                on!(|vm, s, args| {
                    let [part] = args.exactly(vm, "str.removesuffix")?;
                    let part = text(vm, &part, "removesuffix() argument must be str, not ")?;
                    Ok(Value::str(
                        s.as_str().strip_suffix(part).unwrap_or(s.as_str()),
                    ))
                }),
            ),
            ("replace", on!(replace)),
            (
                "find",
                on!(|vm, s, args| find(vm, s, args, "find()", false)),
            ),
            (
                "rfind",
                on!(|vm, s, args| find(vm, s, args, "rfind()", true)),
            ),
            (
                "index",
                on!(|vm, s, args| index(vm, s, args, "index()", false)),
            ),
            (
                "rindex",
                on!(|vm, s, args| index(vm, s, args, "rindex()", true)),
            ),
            ("count", on!(count)),
            (
                "startswith",
                on!(|vm, s, args| affix(vm, s, args, "startswith()")),
            ),
            (
                "endswith",
                on!(|vm, s, args| affix(vm, s, args, "endswith()")),
            ),
            (
                "partition",
                on!(|vm, s, args| partition(vm, s, args, false)),
            ),
            (
                "rpartition",
                on!(|vm, s, args| partition(vm, s, args, true)),
            ),
            (
                "ljust",
                on!(|vm, s, args| justify(vm, s, args, "ljust", '<')),
            ),
            (
                "rjust",
                on!(|vm, s, args| justify(vm, s, args, "rjust", '>')),
            ),
            (
                "center",
                on!(|vm, s, args| justify(vm, s, args, "center", '^')),
            ),
            (
                "zfill",
                on!(|vm, s, args| {
                    let [width] = args.exactly(vm, "str.zfill")?;
                    let width = width_of(vm, &width)?;
                    Ok(Value::string(string::zero_fill(s.as_str(), width)))
                }),
            ),
            (
                "expandtabs",
                on!(|vm, s, args| {
                    let [size] = args.parse(vm, "expandtabs", ["tabsize="])?;
                    let size = integer_or(vm, &size, 8)?.max(0) as usize;
                    let tabs = s.as_str().matches('\t').count();
                    vm.check_size(tabs.saturating_mul(size))?;
                    Ok(Value::string(string::expand_tabs(s.as_str(), size)))
                }),
            ),
            ("encode", on!(encode)),
            ("join", NativeKind::Then(join)),
            (
                "translate",
                NativeKind::Async(|c, args| Box::pin(translate(c, args))),
            ),
        ],
    );
    for name in ["UnicodeEncodeError", "UnicodeDecodeError"] {
        if let Some(Value::Type(class)) = vm.builtins.get_name(name) {
            vm.add_methods(&class, &[("__str__", NativeKind::Plain(misfit_text))]);
        }
    }
    let maketrans = vm.function("builtins", "maketrans", NativeKind::Plain(maketrans));
    vm.types.str.dict.set_name("maketrans", maketrans);
    vm.types.str.changed();
}

/// `str()` of an encoding's or decoding's fault.
fn misfit_text(_: &Vm, args: Args<'_>) -> Result {
    let Some(Value::Instance(instance)) = args.values.first() else {
        return Ok(Value::str(""));
    };
    let exception = instance.exc().borrow();
    let [name, object, start, end, reason] = &exception.args[..] else {
        return Ok(Value::str(""));
    };
    let start = start
        .as_i64()
        .and_then(|n| usize::try_from(n).ok())
        .unwrap_or(0);
    let end = end
        .as_i64()
        .and_then(|n| usize::try_from(n).ok())
        .unwrap_or(0);
    let encoding = object.as_str().is_some();
    let what = match (object.as_str(), object.as_bytes()) {
        (Some(text), _) => text.chars().nth(start).map_or(0, u32::from),
        (_, Some(bytes)) => bytes.get(start).map_or(0, |&byte| u32::from(byte)),
        _ => 0,
    };
    let (codec, reason) = (
        name.as_str().unwrap_or_default(),
        reason.as_str().unwrap_or_default(),
    );
    Ok(Value::string(codec::misfit_message(
        encoding, codec, start, end, reason, what,
    )))
}

/// The text of an argument; `what` begins the message of the TypeError.
fn text<'a>(vm: &Vm, v: &'a Value, what: &str) -> Result<&'a str> {
    v.as_str().ok_or_else(|| {
        let class = vm.type_name(v);
        vm.type_error(format!("{what}{}", class.as_str()))
    })
}

fn list(parts: Vec<&str>) -> Value {
    Value::list(parts.into_iter().map(Value::str).collect())
}

fn split(vm: &Vm, s: &Rc<Str>, args: Args<'_>, right: bool) -> Result {
    let name = if right { "rsplit" } else { "split" };
    let [separator, most] = args.parse(vm, name, ["sep=", "maxsplit="])?;
    let most = limit(vm, &most)?;
    let s = s.as_str();
    if !separator.is_bound() || separator.is_none() {
        return Ok(list(if right {
            string::rsplit_blank(s, most)
        } else {
            string::split_blank(s, most)
        }));
    }
    let separator = text(vm, &separator, "must be str or None, not ")?;
    if separator.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    Ok(list(if right {
        string::rsplit(s, separator, most)
    } else {
        string::split(s, separator, most)
    }))
}

fn splitlines(vm: &Vm, s: &Rc<Str>, args: Args<'_>) -> Result {
    let [keep] = args.parse(vm, "splitlines", ["keepends="])?;
    let keep = keep.is_bound() && vm.truth(&keep).unwrap_or(true);
    Ok(list(string::lines(s.as_str(), keep)))
}

fn strip(vm: &Vm, s: &Rc<Str>, args: Args<'_>, name: &str, left: bool, right: bool) -> Result {
    let [set] = args.parse(vm, name, ["/chars="])?;
    let set = if set.is_bound() && !set.is_none() {
        let message = format!("{name} arg must be None or str");
        Some(set.as_str().ok_or_else(|| vm.type_error(message))?)
    } else {
        None
    };
    let stripped = string::strip(s.as_str(), set, left, right);
    if stripped.len() == s.as_str().len() {
        return Ok(Value::Str(s.clone()));
    }
    Ok(Value::str(stripped))
}

fn replace(vm: &Vm, s: &Rc<Str>, args: Args<'_>) -> Result {
    let [old, new, count] = args.parse(vm, "replace", ["/old", "/new", "/count="])?;
    let old = text(vm, &old, "replace() argument 1 must be str, not ")?;
    let new = text(vm, &new, "replace() argument 2 must be str, not ")?;
    let most = limit(vm, &count)?;
    let growth = new.len().saturating_sub(old.len());
    let places = if old.is_empty() {
        s.len() + 1
    } else {
        s.as_str().len() / old.len()
    };
    vm.check_size(places.min(most).saturating_mul(growth))?;
    Ok(Value::string(string::replace(s.as_str(), old, new, most)))
}

/// Where a text stands between two places, in characters.
fn place(vm: &Vm, s: &Rc<Str>, args: Args<'_>, name: &str, last: bool) -> Result<Option<usize>> {
    let [part, start, end] = args.parse(vm, name, ["/sub", "/start=", "/end="])?;
    let part = text(vm, &part, "must be str, not ")?;
    let (start, end) = bounds(vm, &start, &end, s.len())?;
    if start > end {
        return Ok(None);
    }
    let range = string::characters(s.as_str(), start..end);
    let inside = &s.as_str()[range];
    let found = if last {
        inside.rfind(part)
    } else {
        inside.find(part)
    };
    Ok(found.map(|at| start + spec::length(&inside[..at])))
}

fn find(vm: &Vm, s: &Rc<Str>, args: Args<'_>, name: &str, last: bool) -> Result {
    let found = place(vm, s, args, name, last)?;
    Ok(Value::Int(found.map_or(-1, |at| at as i64)))
}

fn index(vm: &Vm, s: &Rc<Str>, args: Args<'_>, name: &str, last: bool) -> Result {
    match place(vm, s, args, name, last)? {
        Some(at) => Ok(Value::Int(at as i64)),
        None => Err(vm.value_error("substring not found")),
    }
}

fn count(vm: &Vm, s: &Rc<Str>, args: Args<'_>) -> Result {
    let [part, start, end] = args.parse(vm, "count()", ["/sub", "/start=", "/end="])?;
    let part = text(vm, &part, "must be str, not ")?;
    let (start, end) = bounds(vm, &start, &end, s.len())?;
    if start > end {
        return Ok(Value::Int(0));
    }
    let inside = &s.as_str()[string::characters(s.as_str(), start..end)];
    let found = if part.is_empty() {
        spec::length(inside) + 1
    } else {
        bytes::count(inside.as_bytes(), part.as_bytes())
    };
    Ok(Value::Int(found as i64))
}

fn affix(vm: &Vm, s: &Rc<Str>, args: Args<'_>, name: &str) -> Result {
    let [parts, start, end] = args.parse(vm, name, ["/prefix", "/start=", "/end="])?;
    let (start, end) = bounds(vm, &start, &end, s.len())?;
    if start > end {
        return Ok(Value::Bool(false));
    }
    let inside = &s.as_str()[string::characters(s.as_str(), start..end)];
    let name = name.trim_end_matches("()");
    let test = |part: &str| match name {
        "startswith" => inside.starts_with(part),
        _ => inside.ends_with(part),
    };
    if let Some(part) = parts.as_str() {
        return Ok(Value::Bool(test(part)));
    }
    let Some(parts) = parts.as_tuple() else {
        return Err(vm.type_error(format!(
            "{name} first arg must be str or a tuple of str, not {}",
            vm.type_name(&parts).as_str()
        )));
    };
    for part in parts.iter() {
        let what = format!("tuple for {name} must only contain str, not ");
        if test(text(vm, part, &what)?) {
            return Ok(Value::Bool(true));
        }
    }
    Ok(Value::Bool(false))
}

fn partition(vm: &Vm, s: &Rc<Str>, args: Args<'_>, last: bool) -> Result {
    let name = if last {
        "str.rpartition"
    } else {
        "str.partition"
    };
    let [separator] = args.exactly(vm, name)?;
    let part = text(vm, &separator, "must be str, not ")?;
    if part.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let found = match (last, string::single(part)) {
        (false, Some(c)) => s.as_str().split_once(c),
        (false, None) => s.as_str().split_once(part),
        (true, _) => s.as_str().rsplit_once(part),
    };
    let whole = Value::Str(s.clone());
    Ok(Value::tuple(match found {
        Some((before, after)) => vec![Value::str(before), separator, Value::str(after)],
        None if last => vec![Value::str(""), Value::str(""), whole],
        None => vec![whole, Value::str(""), Value::str("")],
    }))
}

/// A width, not below nought, that memory can hold.
fn width_of(vm: &Vm, v: &Value) -> Result<usize> {
    let width = usize::try_from(integer(vm, v)?.max(0)).unwrap_or(usize::MAX);
    vm.check_size(width)?;
    Ok(width)
}

fn justify(vm: &Vm, s: &Rc<Str>, args: Args<'_>, name: &str, align: char) -> Result {
    let [width, fill] = args.parse(vm, name, ["/width", "/fillchar="])?;
    let width = width_of(vm, &width)?;
    let fill = if fill.is_bound() {
        let what = "The fill character must be a unicode character, not ";
        let mut chars = text(vm, &fill, what)?.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => c,
            _ => {
                let message = "The fill character must be exactly one character long";
                return Err(vm.type_error(message));
            }
        }
    } else {
        ' '
    };
    Ok(Value::string(match align {
        '^' => string::center(s.as_str(), width, fill),
        align => spec::pad(s.as_str(), width, fill, align),
    }))
}

fn encode(vm: &Vm, s: &Rc<Str>, args: Args<'_>) -> Result {
    let [name, errors] = args.parse(vm, "encode", ["encoding=", "errors="])?;
    let name = if name.is_bound() {
        text(vm, &name, "encode() argument 'encoding' must be str, not ")?
    } else {
        "utf-8"
    };
    let codec = codec::Codec::by_name(name).map_err(|fault| vm.fault(fault))?;
    let errors = text_or(vm, "encode", "errors", &errors)?.unwrap_or("strict");
    match codec::encode(s.as_str(), codec, errors) {
        Ok(bytes) => Ok(Value::bytes(bytes)),
        Err(codec::Failure::Fault(fault)) => Err(vm.fault(fault)),
        Err(codec::Failure::Misfit(misfit)) => {
            let class = vm.builtins.get_name("UnicodeEncodeError");
            let parts = vec![
                Value::str(misfit.codec),
                Value::Str(s.clone()),
                Value::Int(misfit.start as i64),
                Value::Int(misfit.end as i64),
                Value::str(misfit.reason),
            ];
            match class {
                Some(Value::Type(class)) => Err(vm.raise_misfit(&class, parts)),
                _ => Err(vm.value_error(misfit.encoding_message())),
            }
        }
    }
}

fn join(vm: &Vm, args: Args<'_>) -> Result<Then> {
    let (this, args) = own(vm, args)?;
    let [items] = args.exactly(vm, "str.join")?;
    let Value::Str(separator) = this.base() else {
        return Err(foreign(vm, "str", &this));
    };
    if let Some(list) = vm.collect(&items) {
        let list = list.map_err(|raised| {
            if raised.is(&vm.exceptions.type_error) {
                vm.type_error("can only join an iterable")
            } else {
                raised
            }
        })?;
        return joined(vm, separator, &list).map(Then::Value);
    }
    let separator = separator.clone();
    Ok(Then::run(vm, move |c| async move {
        let list = c.collect(&items).await.map_err(|raised| {
            let plain = !matches!(items, Value::Instance(_) | Value::Object(_));
            if plain && raised.is(&c.exceptions.type_error) {
                c.type_error("can only join an iterable")
            } else {
                raised
            }
        })?;
        joined(&c, &separator, &list)
    }))
}

fn joined(vm: &Vm, separator: &Rc<Str>, items: &[Value]) -> Result {
    let mut size = separator.as_str().len().saturating_mul(items.len());
    for (i, item) in items.iter().enumerate() {
        let Some(part) = item.as_str() else {
            return Err(vm.type_error(format!(
                "sequence item {i}: expected str instance, {} found",
                vm.type_name(item).as_str()
            )));
        };
        size = size.saturating_add(part.len());
    }
    vm.check_size(size)?;
    let mut out = String::with_capacity(size);
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            out.push_str(separator.as_str());
        }
        out.push_str(item.as_str().unwrap_or_default());
    }
    Ok(Value::string(out))
}

fn maketrans(vm: &Vm, args: Args<'_>) -> Result {
    let [from, to, gone] = args.parse(vm, "maketrans", ["/x", "/y=", "/z="])?;
    let table = Dict::new();
    let code = |c: char| Value::Int(i64::from(u32::from(c)));
    let put = |key: Value, value: Value| -> Result<()> {
        vm.dict_set(&table, &key, value).unwrap_or(Ok(()))
    };
    if !to.is_bound() {
        let Some(entries) = from.as_dict() else {
            let message = "if you give only one argument to maketrans it must be a dict";
            return Err(vm.type_error(message));
        };
        for (key, value) in entries.entries() {
            let key = match key.as_str() {
                None if key.is_int() => key,
                Some(text) if text.chars().count() == 1 => code(text.chars().next().unwrap_or(' ')),
                Some(_) => {
                    return Err(
                        vm.value_error("string keys in translate table must be of length 1")
                    );
                }
                None => {
                    let message = "keys in translate table must be strings or integers";
                    return Err(vm.type_error(message));
                }
            };
            put(key, value)?;
        }
        return Ok(Value::Dict(table));
    }
    let what = "first maketrans argument must be a string if there is a second argument";
    let from = from.as_str().ok_or_else(|| vm.type_error(what))?;
    let to = text(vm, &to, "maketrans() argument 2 must be str, not ")?;
    if spec::length(from) != spec::length(to) {
        let message = "the first two maketrans arguments must have equal length";
        return Err(vm.value_error(message));
    }
    for (from, to) in from.chars().zip(to.chars()) {
        put(code(from), code(to))?;
    }
    if gone.is_bound() {
        for c in text(vm, &gone, "maketrans() argument 3 must be str, not ")?.chars() {
            put(code(c), Value::None)?;
        }
    }
    Ok(Value::Dict(table))
}

async fn translate(c: Ctx, mut args: OwnedArgs) -> Result {
    let (this, rest) = own(&c, args.borrow())?;
    let [table] = rest.exactly(&c, "str.translate")?;
    let Value::Str(s) = this.base() else {
        return Err(foreign(&c, "str", &this));
    };
    let mut out = String::with_capacity(s.as_str().len());
    for letter in s.as_str().chars() {
        let key = Value::Int(i64::from(u32::from(letter)));
        let found = match c.get_item(&table, &key).await {
            Ok(found) => found,
            Err(raised) if raised.is(&c.exceptions.lookup_error) => {
                out.push(letter);
                continue;
            }
            Err(raised) => return Err(raised),
        };
        if let Some(text) = found.as_str() {
            out.push_str(text);
        } else if let Some(code) = found.as_i64() {
            let letter = u32::try_from(code).ok().and_then(char::from_u32);
            let outside = "character mapping must be in range(0x110000)";
            out.push(letter.ok_or_else(|| c.value_error(outside))?);
        } else if !found.is_none() {
            let message = "character mapping must return integer, None or str";
            return Err(c.type_error(message));
        }
    }
    c.check_size(out.len())?;
    Ok(Value::string(out))
}
