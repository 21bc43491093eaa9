//! The methods of `bytes`.

use std::rc::Rc;

use super::super::make::text_or;
use super::number::bytes_from_hex;
use super::{bounds, foreign, integer_or, limit, own};
use crate::python::object::Bytes;
use crate::python::text::{bytes, codec};
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Args, Ctx, NativeKind, OwnedArgs, Result};

macro_rules! on {
    ($f:expr) => {
        NativeKind::Plain(|vm: &Vm, args: Args<'_>| {
            let (this, args) = own(vm, args)?;
            let Value::Bytes(b) = this.base() else {
                return Err(foreign(vm, "bytes", &this));
            };
            let f: fn(&Vm, &Rc<Bytes>, Args<'_>) -> Result = $f;
            f(vm, b, args)
        })
    };
}

macro_rules! asked {
    ($name:literal, $f:expr) => {
        (
            $name,
            on!(|vm, b, args| {
                args.exactly::<0>(vm, concat!("bytes.", $name))?;
                let f: fn(&u8) -> bool = $f;
                Ok(Value::Bool(
                    !b.as_slice().is_empty() && b.as_slice().iter().all(f),
                ))
            }),
        )
    };
}

pub(super) fn install(vm: &Vm) {
    vm.add_methods(
        &vm.types.bytes,
        &[
            asked!("isalpha", u8::is_ascii_alphabetic),
            asked!("isalnum", u8::is_ascii_alphanumeric),
            asked!("isdigit", u8::is_ascii_digit),
            asked!("isspace", |b| bytes::is_space(*b)),
            (
                "upper",
                on!(|_, b, _| Ok(Value::bytes(b.as_slice().to_ascii_uppercase()))),
            ),
            (
                "lower",
                on!(|_, b, _| Ok(Value::bytes(b.as_slice().to_ascii_lowercase()))),
            ),
            (
                "isascii",
                on!(|_, b, _| Ok(Value::Bool(b.as_slice().is_ascii()))),
            ),
            ("decode", on!(decode)),
            ("hex", on!(hex)),
            (
                "find",
                on!(|vm, b, args| {
                    let at = place(vm, b, args, "find()", false)?;
                    Ok(Value::Int(at.map_or(-1, |at| at as i64)))
                }),
            ),
            (
                "rfind",
                on!(|vm, b, args| {
                    let at = place(vm, b, args, "rfind()", true)?;
                    Ok(Value::Int(at.map_or(-1, |at| at as i64)))
                }),
            ),
            (
                "index",
                on!(|vm, b, args| {
                    let at = place(vm, b, args, "index()", false)?;
                    let missing = || vm.value_error("subsection not found");
                    Ok(Value::Int(at.ok_or_else(missing)? as i64))
                }),
            ),
            ("count", on!(count)),
            (
                "startswith",
                on!(|vm, b, args| affix(vm, b, args, "startswith()")),
            ),
            (
                "endswith",
                on!(|vm, b, args| affix(vm, b, args, "endswith()")),
            ),
            ("split", on!(|vm, b, args| split(vm, b, args, false))),
            ("rsplit", on!(|vm, b, args| split(vm, b, args, true))),
            ("splitlines", on!(splitlines)),
            (
                "strip",
                on!(|vm, b, args| strip(vm, b, args, "strip", true, true)),
            ),
            (
                "lstrip",
                on!(|vm, b, args| strip(vm, b, args, "lstrip", true, false)),
            ),
            (
                "rstrip",
                on!(|vm, b, args| strip(vm, b, args, "rstrip", false, true)),
            ),
            ("replace", on!(replace)),
            ("join", NativeKind::Async(|c, args| Box::pin(join(c, args)))),
        ],
    );
    let made = vm.function("builtins", "fromhex", NativeKind::Plain(bytes_from_hex));
    vm.types.bytes.dict.set_name("fromhex", made);
    vm.types.bytes.changed();
}

fn part<'a>(vm: &Vm, v: &'a Value) -> Result<&'a [u8]> {
    v.as_bytes().ok_or_else(|| {
        let class = vm.type_name(v);
        vm.type_error(format!(
            "a bytes-like object is required, not '{}'",
            class.as_str()
        ))
    })
}

fn decode(vm: &Vm, b: &Rc<Bytes>, args: Args<'_>) -> Result {
    let [name, errors] = args.parse(vm, "decode", ["encoding=", "errors="])?;
    let name = text_or(vm, "decode", "encoding", &name)?.unwrap_or("utf-8");
    let errors = text_or(vm, "decode", "errors", &errors)?.unwrap_or("strict");
    let codec = codec::Codec::by_name(name).map_err(|fault| vm.fault(fault))?;
    match codec::decode(b.as_slice(), codec, errors) {
        Ok(text) => Ok(Value::string(text)),
        Err(codec::Failure::Fault(fault)) => Err(vm.fault(fault)),
        Err(codec::Failure::Misfit(misfit)) => {
            let parts = vec![
                Value::str(misfit.codec),
                Value::Bytes(b.clone()),
                Value::Int(misfit.start as i64),
                Value::Int(misfit.end as i64),
                Value::str(misfit.reason),
            ];
            match vm.builtins.get_name("UnicodeDecodeError") {
                Some(Value::Type(class)) => Err(vm.raise_misfit(&class, parts)),
                _ => Err(vm.value_error(misfit.decoding_message())),
            }
        }
    }
}

fn hex(vm: &Vm, b: &Rc<Bytes>, args: Args<'_>) -> Result {
    let [separator, group] = args.parse(vm, "hex", ["sep=", "bytes_per_sep="])?;
    let separator = if separator.is_bound() {
        let mut chars = separator.as_str().unwrap_or_default().chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => Some(c),
            _ => return Err(vm.value_error("sep must be length 1.")),
        }
    } else {
        None
    };
    let group = integer_or(vm, &group, 1)?;
    Ok(Value::string(bytes::hex(b.as_slice(), separator, group)))
}

/// What is looked for: bytes or one byte's number.
fn pattern(vm: &Vm, v: &Value) -> Result<Vec<u8>> {
    if let Some(n) = v.as_i64() {
        let outside = || vm.value_error("byte must be in range(0, 256)");
        return Ok(vec![u8::try_from(n).map_err(|_| outside())?]);
    }
    if v.as_bytes().is_none() {
        let class = vm.type_name(v);
        let message = "argument should be integer or bytes-like object, not";
        return Err(vm.type_error(format!("{message} '{}'", class.as_str())));
    }
    Ok(part(vm, v)?.to_vec())
}

fn place(vm: &Vm, b: &Rc<Bytes>, args: Args<'_>, name: &str, last: bool) -> Result<Option<usize>> {
    let [wanted, start, end] = args.parse(vm, name, ["/sub", "/start=", "/end="])?;
    let wanted = pattern(vm, &wanted)?;
    let (start, end) = bounds(vm, &start, &end, b.as_slice().len())?;
    if start > end {
        return Ok(None);
    }
    let inside = &b.as_slice()[start..end];
    let found = if last {
        bytes::rfind(inside, &wanted)
    } else {
        bytes::find(inside, &wanted)
    };
    Ok(found.map(|at| at + start))
}

fn count(vm: &Vm, b: &Rc<Bytes>, args: Args<'_>) -> Result {
    let [wanted, start, end] = args.parse(vm, "count()", ["/sub", "/start=", "/end="])?;
    let wanted = pattern(vm, &wanted)?;
    let (start, end) = bounds(vm, &start, &end, b.as_slice().len())?;
    if start > end {
        return Ok(Value::Int(0));
    }
    let inside = &b.as_slice()[start..end];
    let found = if wanted.is_empty() {
        inside.len() + 1
    } else {
        bytes::count(inside, &wanted)
    };
    Ok(Value::Int(found as i64))
}

fn affix(vm: &Vm, b: &Rc<Bytes>, args: Args<'_>, name: &str) -> Result {
    let [parts, start, end] = args.parse(vm, name, ["/prefix", "/start=", "/end="])?;
    let (start, end) = bounds(vm, &start, &end, b.as_slice().len())?;
    if start > end {
        return Ok(Value::Bool(false));
    }
    let inside = &b.as_slice()[start..end];
    let name = name.trim_end_matches("()");
    let test = |part: &[u8]| match name {
        "startswith" => inside.starts_with(part),
        _ => inside.ends_with(part),
    };
    if let Some(parts) = parts.as_tuple() {
        for one in parts.iter() {
            if test(part(vm, one)?) {
                return Ok(Value::Bool(true));
            }
        }
        return Ok(Value::Bool(false));
    }
    let Some(one) = parts.as_bytes() else {
        return Err(vm.type_error(format!(
            "{name} first arg must be bytes or a tuple of bytes, not {}",
            vm.type_name(&parts).as_str()
        )));
    };
    Ok(Value::Bool(test(one)))
}

fn list(b: &Rc<Bytes>, parts: Vec<std::ops::Range<usize>>) -> Value {
    let piece = |range: std::ops::Range<usize>| Value::bytes(b.as_slice()[range].to_vec());
    Value::list(parts.into_iter().map(piece).collect())
}

fn split(vm: &Vm, b: &Rc<Bytes>, args: Args<'_>, right: bool) -> Result {
    let name = if right { "rsplit" } else { "split" };
    let [separator, most] = args.parse(vm, name, ["sep=", "maxsplit="])?;
    let most = limit(vm, &most)?;
    let data = b.as_slice();
    if !separator.is_bound() || separator.is_none() {
        let parts = if right {
            bytes::rsplit_blank(data, most)
        } else {
            bytes::split_blank(data, most)
        };
        return Ok(list(b, parts));
    }
    let separator = part(vm, &separator)?;
    if separator.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let parts = if right {
        bytes::rsplit(data, separator, most)
    } else {
        bytes::split(data, separator, most)
    };
    Ok(list(b, parts))
}

fn splitlines(vm: &Vm, b: &Rc<Bytes>, args: Args<'_>) -> Result {
    let [keep] = args.parse(vm, "splitlines", ["keepends="])?;
    let keep = keep.is_bound() && vm.truth(&keep).unwrap_or(true);
    Ok(list(b, bytes::lines(b.as_slice(), keep)))
}

fn strip(vm: &Vm, b: &Rc<Bytes>, args: Args<'_>, name: &str, left: bool, right: bool) -> Result {
    let [set] = args.parse(vm, name, ["/bytes="])?;
    let set = if set.is_bound() && !set.is_none() {
        Some(part(vm, &set)?)
    } else {
        None
    };
    let in_set = |byte: &u8| set.map_or_else(|| bytes::is_space(*byte), |set| set.contains(byte));
    let data = b.as_slice();
    let from = if left {
        data.iter().take_while(|b| in_set(b)).count()
    } else {
        0
    };
    let data = &data[from..];
    let gone = if right {
        data.iter().rev().take_while(|b| in_set(b)).count()
    } else {
        0
    };
    Ok(Value::bytes(data[..data.len() - gone].to_vec()))
}

fn replace(vm: &Vm, b: &Rc<Bytes>, args: Args<'_>) -> Result {
    let [old, new, count] = args.parse(vm, "replace", ["/old", "/new", "/count="])?;
    let (old, new) = (part(vm, &old)?, part(vm, &new)?);
    let most = limit(vm, &count)?;
    let data = b.as_slice();
    let places = data.len() / old.len().max(1) + 1;
    vm.check_size(places.min(most).saturating_mul(new.len()))?;
    Ok(Value::bytes(bytes::replace(data, old, new, most)))
}

async fn join(c: Ctx, mut args: OwnedArgs) -> Result {
    let (this, rest) = own(&c, args.borrow())?;
    let [items] = rest.exactly(&c, "bytes.join")?;
    let Value::Bytes(separator) = this.base() else {
        return Err(foreign(&c, "bytes", &this));
    };
    let mut out = Vec::new();
    if c.type_ref(&items).lookup(&c.names.iter).is_none() && c.iter_of(items.base()).is_none() {
        return Err(c.type_error("can only join an iterable"));
    }
    for (i, item) in c.collect(&items).await?.iter().enumerate() {
        if i > 0 {
            out.extend_from_slice(separator.as_slice());
        }
        let Some(data) = item.as_bytes() else {
            return Err(c.type_error(format!(
                "sequence item {i}: expected a bytes-like object, {} found",
                c.type_name(item).as_str()
            )));
        };
        out.extend_from_slice(data);
        c.check_size(out.len())?;
    }
    Ok(Value::bytes(out))
}
