//! The methods of the built-in types: Python's rules of [`crate::python::text`]
//! and of the containers, bound to values.

mod bytes;
mod bytes_text;
mod dict;
mod formatting;
mod list;
mod number;
mod set;
mod string;
mod views;

use crate::python::object::Native;
use crate::python::value::Value;
use crate::python::vm::native::{Args, Result};
use crate::python::vm::{Raised, Vm};

/// Gives the built-in types their methods.
pub(super) fn install(vm: &Vm) {
    string::install(vm);
    formatting::install(vm);
    bytes::install(vm);
    bytes_text::install(vm);
    list::install(vm);
    dict::install(vm);
    views::install(vm);
    set::install(vm);
    number::install(vm);
}

/// The object that a method is called on and the other arguments.
pub(super) fn own<'a>(vm: &Vm, args: Args<'a>) -> Result<(Value, Args<'a>)> {
    if args.count() == 0 {
        return Err(vm.type_error(NO_OBJECT));
    }
    match args.values.split_first_mut() {
        Some((this, values)) => Ok((
            std::mem::take(this),
            Args {
                values,
                names: args.names,
            },
        )),
        None => Err(vm.type_error(NO_OBJECT)),
    }
}

impl Vm {
    /// A fault of a method's call, which names the method where it could not be
    /// known before: without an object, or with one of another type.
    #[cold]
    pub(crate) fn of_method(&self, method: &Native, raised: Raised) -> Raised {
        if !raised.is(&self.exceptions.type_error) {
            return raised;
        }
        let Some(of) = method.method_of.or(method.module) else {
            return raised;
        };
        let message = raised.0.exc().borrow().args.first().cloned();
        let Some(Value::Str(message)) = message else {
            return raised;
        };
        let (name, message) = (method.name.as_str(), message.as_str());
        let slot = name.starts_with("__");
        if message == NO_OBJECT && slot {
            let m = format!("descriptor '{name}' of '{of}' object needs an argument");
            return self.type_error(m);
        }
        if message == NO_OBJECT {
            return self.type_error(format!("unbound method {of}.{name}() needs an argument"));
        }
        let parts = (message.strip_prefix(FOREIGN))
            .and_then(|rest| rest.split_once("' object but received a '"));
        if let Some((class, given)) = parts {
            return self.type_error(format!(
                "descriptor '{name}' for '{class}' objects doesn't apply to a '{given} object"
            ));
        }
        // Those that take no argument or one are told by their full names.
        let counted = (message.strip_prefix(name)).is_some_and(|rest| {
            rest.starts_with("() takes exactly one argument (")
                || rest.starts_with("() takes no arguments (")
                || rest.starts_with("() takes no keyword arguments")
        });
        match counted && of != "builtins" {
            true => self.type_error(format!("{of}.{message}")),
            false => raised,
        }
    }
}

/// What a method says that is called without an object.
const NO_OBJECT: &str = "unbound method needs an argument";
/// How a method begins that is called on an object of another type.
const FOREIGN: &str = "descriptor requires a '";

/// The fault of a method that is called on an object of another type.
#[cold]
fn foreign(vm: &Vm, class: &str, this: &Value) -> crate::python::vm::Raised {
    vm.type_error(format!(
        "{FOREIGN}{class}' object but received a '{}'",
        vm.type_name(this).as_str()
    ))
}

/// A whole number as an argument, cut to 64 bits.
fn integer(vm: &Vm, v: &Value) -> Result<i64> {
    if let Some(n) = v.as_i64() {
        return Ok(n);
    }
    match v.base() {
        Value::Big(n) if n.sign() == num_bigint::Sign::Minus => Ok(i64::MIN),
        Value::Big(_) => Ok(i64::MAX),
        _ => Err(vm.type_error(format!(
            "'{}' object cannot be interpreted as an integer",
            vm.type_name(v).as_str()
        ))),
    }
}

/// A whole number, or a default where there is none.
fn integer_or(vm: &Vm, v: &Value, default: i64) -> Result<i64> {
    if v.is_bound() {
        integer(vm, v)
    } else {
        Ok(default)
    }
}

/// A limit such as that of `split`: negative for none.
fn limit(vm: &Vm, v: &Value) -> Result<usize> {
    Ok(usize::try_from(integer_or(vm, v, -1)?).unwrap_or(usize::MAX))
}

/// Places from a start to an end as `find` takes them: `None` or missing for the
/// ends of a sequence, negative ones from its end.
fn bounds(vm: &Vm, start: &Value, end: &Value, len: usize) -> Result<(usize, usize)> {
    let place = |v: &Value, default: usize| -> Result<usize> {
        if !v.is_bound() || v.is_none() {
            return Ok(default);
        }
        let Some(n) = v.as_i64() else {
            if v.is_int() {
                return integer(vm, v).map(|n| if n < 0 { 0 } else { usize::MAX });
            }
            return Err(
                vm.type_error("slice indices must be integers or None or have an __index__ method")
            );
        };
        let n = if n < 0 {
            n.saturating_add(len as i64).max(0)
        } else {
            n
        };
        Ok(usize::try_from(n).unwrap_or(usize::MAX))
    };
    let start = place(start, 0)?;
    let end = place(end, len)?.min(len);
    Ok((start, end))
}
