//! The methods that `bytes` has because it often holds text in ASCII: case,
//! padding, parts, tables, `%`.

use super::{foreign, integer, integer_or, own};
use crate::python::object::Bytes;
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Args, Ctx, NativeKind, OwnedArgs, Result};

macro_rules! on {
    ($name:literal, $f:expr) => {
        (
            $name,
            NativeKind::Plain(|vm: &Vm, args: Args<'_>| {
                let (this, args) = own(vm, args)?;
                let Value::Bytes(b) = this.base() else {
                    return Err(foreign(vm, "bytes", &this));
                };
                let f: fn(&Vm, &Bytes, Args<'_>) -> Result = $f;
                f(vm, b, args)
            }),
        )
    };
}

pub(super) fn install(vm: &Vm) {
    vm.add_methods(
        &vm.types.bytes,
        &[
            on!("center", |vm, b, args| pad(vm, b, args, "center")),
            on!("ljust", |vm, b, args| pad(vm, b, args, "ljust")),
            on!("rjust", |vm, b, args| pad(vm, b, args, "rjust")),
            on!("zfill", zfill),
            on!("capitalize", |_, b, _| Ok(capitalised(b.as_slice()))),
            on!("title", |_, b, _| Ok(titled(b.as_slice()))),
            on!("swapcase", |_, b, _| Ok(swapped(b.as_slice()))),
            on!("islower", |_, b, _| Ok(has_case(b, u8::is_ascii_lowercase))),
            on!("isupper", |_, b, _| Ok(has_case(b, u8::is_ascii_uppercase))),
            on!("istitle", |_, b, _| {
                let letters = b.as_slice().iter().any(u8::is_ascii_alphabetic);
                let same = titled(b.as_slice()).as_bytes() == Some(b.as_slice());
                Ok(Value::Bool(letters && same))
            }),
            on!("partition", |vm, b, args| partition(vm, b, args, false)),
            on!("rpartition", |vm, b, args| partition(vm, b, args, true)),
            on!("removeprefix", |vm, b, args| {
                let [part] = args.exactly(vm, "bytes.removeprefix")?;
                let data = b.as_slice();
                let rest = data.strip_prefix(bytes_of(vm, &part)?);
                Ok(Value::bytes(rest.unwrap_or(data).to_vec()))
            }),
            on!("removesuffix", |vm, b, args| {
                let [part] = args.exactly(vm, "bytes.removesuffix")?;
                let data = b.as_slice();
                let rest = data.strip_suffix(bytes_of(vm, &part)?);
                Ok(Value::bytes(rest.unwrap_or(data).to_vec()))
            }),
            on!("rindex", |vm, b, args| {
                let [part] = args.exactly(vm, "bytes.rindex")?;
                match find(b.as_slice(), bytes_of(vm, &part)?, true) {
                    Some(at) => Ok(Value::from(at)),
                    None => Err(vm.value_error("subsection not found")),
                }
            }),
            on!("expandtabs", expand_tabs),
            on!("translate", translate),
            on!("__bytes__", |_, b, _| Ok(Value::bytes(
                b.as_slice().to_vec()
            ))),
            (
                "__mod__",
                NativeKind::Async(|c, args| Box::pin(modulo(c, args))),
            ),
        ],
    );
    let table = vm.function("builtins", "maketrans", NativeKind::Plain(make_table));
    vm.types.bytes.dict.set_name("maketrans", table);
    vm.types.bytes.changed();
}

fn bytes_of<'a>(vm: &Vm, v: &'a Value) -> Result<&'a [u8]> {
    v.as_bytes().ok_or_else(|| {
        vm.type_error(format!(
            "a bytes-like object is required, not '{}'",
            vm.type_name(v).as_str()
        ))
    })
}

fn pad(vm: &Vm, b: &Bytes, args: Args<'_>, name: &str) -> Result {
    let [width, fill] = args.parse(vm, name, ["/width", "/fillchar="])?;
    let width = usize::try_from(integer(vm, &width)?).unwrap_or(0);
    let fill = match fill.as_bytes() {
        Some([one]) => *one,
        _ if !fill.is_bound() => b' ',
        _ => {
            return Err(vm.type_error(format!(
                "{name}() argument 2 must be a byte string of length 1, not {}",
                vm.type_name(&fill).as_str()
            )));
        }
    };
    vm.check_size(width)?;
    let data = b.as_slice();
    let room = width.saturating_sub(data.len());
    let left = match name {
        "ljust" => 0,
        "rjust" => room,
        // As `str.center`: the odd place is at the left if the width is odd.
        _ => room / 2 + (room & width & 1),
    };
    let mut out = vec![fill; left];
    out.extend_from_slice(data);
    out.resize(data.len() + room, fill);
    Ok(Value::bytes(out))
}

fn zfill(vm: &Vm, b: &Bytes, args: Args<'_>) -> Result {
    let [width] = args.exactly(vm, "bytes.zfill")?;
    let width = usize::try_from(integer(vm, &width)?).unwrap_or(0);
    vm.check_size(width)?;
    let data = b.as_slice();
    let sign = usize::from(matches!(data.first(), Some(b'+' | b'-')));
    let mut out = data[..sign].to_vec();
    out.resize(sign + width.saturating_sub(data.len()), b'0');
    out.extend_from_slice(&data[sign..]);
    Ok(Value::bytes(out))
}

fn capitalised(data: &[u8]) -> Value {
    let mut out = data.to_ascii_lowercase();
    if let Some(first) = out.first_mut() {
        first.make_ascii_uppercase();
    }
    Value::bytes(out)
}

fn titled(data: &[u8]) -> Value {
    let mut inside = false;
    let letters = data.iter().map(|b| {
        let made = if inside {
            b.to_ascii_lowercase()
        } else {
            b.to_ascii_uppercase()
        };
        inside = b.is_ascii_alphabetic();
        made
    });
    Value::bytes(letters.collect())
}

fn swapped(data: &[u8]) -> Value {
    let letters = data.iter().map(|b| {
        if b.is_ascii_lowercase() {
            b.to_ascii_uppercase()
        } else {
            b.to_ascii_lowercase()
        }
    });
    Value::bytes(letters.collect())
}

/// Whether there are letters, all of one case.
fn has_case(b: &Bytes, is: fn(&u8) -> bool) -> Value {
    let mut letters = b.as_slice().iter().filter(|b| b.is_ascii_alphabetic());
    let any = b.as_slice().iter().any(is);
    Value::Bool(any && letters.all(is))
}

fn find(data: &[u8], part: &[u8], right: bool) -> Option<usize> {
    if part.is_empty() {
        return Some(if right { data.len() } else { 0 });
    }
    let mut places = data.windows(part.len());
    if right {
        places.rposition(|w| w == part)
    } else {
        places.position(|w| w == part)
    }
}

fn partition(vm: &Vm, b: &Bytes, args: Args<'_>, right: bool) -> Result {
    let [part] = args.exactly(vm, "bytes.partition")?;
    let (data, part) = (b.as_slice(), bytes_of(vm, &part)?.to_vec());
    if part.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let piece = |data: &[u8]| Value::bytes(data.to_vec());
    Ok(Value::tuple(match (find(data, &part, right), right) {
        (Some(at), _) => vec![
            piece(&data[..at]),
            piece(&part),
            piece(&data[at + part.len()..]),
        ],
        (None, false) => vec![piece(data), piece(b""), piece(b"")],
        (None, true) => vec![piece(b""), piece(b""), piece(data)],
    }))
}

fn expand_tabs(vm: &Vm, b: &Bytes, args: Args<'_>) -> Result {
    let [size] = args.parse(vm, "expandtabs", ["tabsize="])?;
    let size = usize::try_from(integer_or(vm, &size, 8)?).unwrap_or(0);
    let tabs = b.as_slice().iter().filter(|b| **b == b'\t').count();
    vm.check_size(tabs.saturating_mul(size))?;
    let mut out = Vec::new();
    let mut column: usize = 0;
    for byte in b.as_slice() {
        match byte {
            b'\t' => {
                let stops = column.checked_div(size);
                let to = stops.map_or(column, |stops| (stops + 1) * size);
                out.resize(out.len() + to - column, b' ');
                column = to;
            }
            b'\n' | b'\r' => {
                out.push(*byte);
                column = 0;
            }
            other => {
                out.push(*other);
                column += 1;
            }
        }
    }
    Ok(Value::bytes(out))
}

fn translate(vm: &Vm, b: &Bytes, args: Args<'_>) -> Result {
    let [table, gone] = args.parse(vm, "translate", ["/table", "delete="])?;
    let gone = match gone.is_bound() {
        true => bytes_of(vm, &gone)?.to_vec(),
        false => Vec::new(),
    };
    let table = match table.is_none() {
        true => None,
        false => Some(bytes_of(vm, &table)?),
    };
    if table.is_some_and(|t| t.len() != 256) {
        return Err(vm.value_error("translation table must be 256 characters long"));
    }
    let kept = b.as_slice().iter().filter(|b| !gone.contains(b));
    let made = kept.map(|b| table.map_or(*b, |t| t[usize::from(*b)]));
    Ok(Value::bytes(made.collect()))
}

fn make_table(vm: &Vm, args: Args<'_>) -> Result {
    let [from, to] = args.exactly(vm, "maketrans")?;
    let (from, to) = (bytes_of(vm, &from)?, bytes_of(vm, &to)?);
    if from.len() != to.len() {
        return Err(vm.value_error("maketrans arguments must have same length"));
    }
    let mut table: Vec<u8> = (0..=255).collect();
    for (a, b) in from.iter().zip(to) {
        table[usize::from(*a)] = *b;
    }
    Ok(Value::bytes(table))
}

/// `bytes % values`: as with text, each byte a character.
async fn modulo(c: Ctx, mut args: OwnedArgs) -> Result {
    let (this, rest) = own(&c, args.borrow())?;
    let [whole] = rest.exactly(&c, "__mod__")?;
    let Value::Bytes(format) = this.base() else {
        return Ok(Value::NotImplemented);
    };
    let text: String = format.as_slice().iter().map(|b| char::from(*b)).collect();
    let made = c.put_in(&text, whole, true).await?;
    let bytes = made
        .chars()
        .map(|ch| u8::try_from(u32::from(ch)).unwrap_or(b'?'));
    Ok(Value::bytes(bytes.collect()))
}
