//! `mappingproxy`: a dict to look at. What it can do, its dict does.

use crate::python::object::Object;
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Ctx, NativeKind, OwnedArgs, Result};

use super::MappingProxy;

macro_rules! forwarded {
    ($($name:literal)*) => {
        &[$((
            $name,
            NativeKind::Async(|c, args| Box::pin(forward(c, args, $name))),
        ),)*]
    };
}

/// Its methods, and how one is made of a dict.
pub(super) fn install(vm: &Vm) {
    let methods: &[(&str, NativeKind)] = forwarded! {
        "get" "keys" "values" "items" "copy"
    };
    vm.add_methods(&vm.types.mappingproxy, methods);
    let own: &[(&str, NativeKind)] = &[
        (
            "__getitem__",
            NativeKind::Async(|c, args| Box::pin(item(c, args))),
        ),
        (
            "__iter__",
            NativeKind::Async(|c, args| Box::pin(iterate(c, args))),
        ),
        (
            "__repr__",
            NativeKind::Async(|c, args| Box::pin(show(c, args))),
        ),
        (
            "__contains__",
            NativeKind::Async(|c, args| Box::pin(holds(c, args))),
        ),
        (
            "__str__",
            NativeKind::Async(|c, args| Box::pin(tell(c, args))),
        ),
        (
            "__len__",
            NativeKind::Async(|c, args| Box::pin(size(c, args))),
        ),
    ];
    vm.add_methods(&vm.types.mappingproxy, own);
    vm.add_new(
        &vm.types.mappingproxy,
        NativeKind::Plain(|vm, args| {
            let [_, inner] = args.exactly(vm, "mappingproxy")?;
            if inner.as_dict().is_none() && inner.as_list().is_some() {
                let kind = vm.type_name(&inner);
                let kind = kind.as_str();
                return Err(vm.type_error(format!(
                    "mappingproxy() argument must be a mapping, not {kind}"
                )));
            }
            Ok(Object::value(&vm.types.mappingproxy, MappingProxy(inner)))
        }),
    );
}

/// The dict of a proxy, or the value itself.
fn inner(value: &Value) -> Value {
    match value.as_native::<MappingProxy>() {
        Some(proxy) => proxy.0.clone(),
        None => value.clone(),
    }
}

fn split(c: &Ctx, args: OwnedArgs) -> Result<(Value, Vec<Value>)> {
    let mut values = args.values.into_iter();
    match values.next() {
        Some(this) => Ok((inner(&this), values.collect())),
        None => Err(c.type_error("unbound method needs an argument")),
    }
}

async fn forward(c: Ctx, args: OwnedArgs, name: &'static str) -> Result {
    let (dict, rest) = split(&c, args)?;
    c.call_method(&dict, name, rest).await
}

async fn item(c: Ctx, args: OwnedArgs) -> Result {
    let (dict, rest) = split(&c, args)?;
    match rest.first() {
        Some(key) => c.get_item(&dict, key).await,
        None => Err(c.type_error("expected 1 argument, got 0")),
    }
}

async fn iterate(c: Ctx, args: OwnedArgs) -> Result {
    let (dict, _) = split(&c, args)?;
    c.iter(&dict).await
}

async fn show(c: Ctx, args: OwnedArgs) -> Result {
    let (dict, _) = split(&c, args)?;
    let shown = c.repr(&dict).await?;
    Ok(Value::string(format!("mappingproxy({})", shown.as_str())))
}

async fn tell(c: Ctx, args: OwnedArgs) -> Result {
    let (dict, _) = split(&c, args)?;
    c.str(&dict).await.map(Value::Str)
}

async fn holds(c: Ctx, args: OwnedArgs) -> Result {
    let (dict, rest) = split(&c, args)?;
    match rest.first() {
        Some(key) => c.contains(&dict, key).await.map(Value::Bool),
        None => Err(c.type_error("expected 1 argument, got 0")),
    }
}

async fn size(c: Ctx, args: OwnedArgs) -> Result {
    let (dict, _) = split(&c, args)?;
    c.len(&dict).await.map(Value::from)
}
