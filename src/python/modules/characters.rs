//! `_characters`: what is known of characters, for `unicodedata`.

use std::rc::Rc;

use crate::python::object::Module;
use crate::python::text::chars;
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Args, NativeKind, Result};

type Function = fn(&Vm, Args<'_>) -> Result;

/// Fills the module.
pub(super) fn fill(vm: &Vm, module: &Rc<Module>) {
    let functions: [(&str, Function); 6] = [
        ("category", |vm, args| {
            one(vm, args).map(|c| Value::str(c.map_or("Cs", chars::category)))
        }),
        ("combining", |vm, args| {
            one(vm, args).map(|c| Value::Int(i64::from(c.map_or(0, characters::class))))
        }),
        ("apart", |vm, args| {
            let parts = one(vm, args)?.map(characters::apart).unwrap_or_default();
            Ok(Value::string(parts.into_iter().collect()))
        }),
        ("name", |vm, args| {
            let name = one(vm, args)?.and_then(characters::name);
            Ok(name.map_or(Value::None, Value::string))
        }),
        ("whole", |vm, args| {
            let [both] = args.exactly(vm, "whole")?;
            let mut both = both.as_str().unwrap_or_default().chars();
            let whole = both.next().zip(both.next());
            let whole = whole.and_then(|(one, other)| characters::whole(one, other));
            Ok(whole.map_or(Value::None, |c| vm.str_of_char(c)))
        }),
        ("lookup", |vm, args| {
            let [name] = args.exactly(vm, "lookup")?;
            let found = characters::character(name.as_str().unwrap_or_default());
            Ok(found.map_or(Value::None, |c| vm.str_of_char(c)))
        }),
    ];
    for (name, function) in functions {
        vm.add_function(module, name, NativeKind::Plain(function));
    }
}

/// A text of one character; none if that is half of a pair.
fn one(vm: &Vm, args: Args<'_>) -> Result<Option<char>> {
    let [text] = args.exactly(vm, "character")?;
    Ok(text.as_str().and_then(|text| text.chars().next()))
}
