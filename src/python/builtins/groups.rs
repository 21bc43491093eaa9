//! Exception groups.

use std::rc::Rc;

use crate::python::object::Type;
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Ctx, NativeKind, OwnedArgs, Result};

macro_rules! run {
    ($f:path) => {
        NativeKind::Async(|c, args| Box::pin($f(c, args)))
    };
}

pub(super) fn install(vm: &Vm) {
    let g = &vm.exceptions.base_exception_group;
    vm.add_new(g, run!(group_new));
    vm.add_methods(
        g,
        &[
            ("__str__", run!(group_str)),
            ("derive", run!(derive)),
            ("split", run!(split)),
            ("subgroup", run!(subgroup)),
        ],
    );
    super::objects::class_method(
        vm,
        g,
        "__class_getitem__",
        NativeKind::Plain(|_, mut a| Ok(a.take(0))),
    );
}

impl Vm {
    /// A group of exceptions: an ExceptionGroup if all derive from Exception.
    pub(crate) fn new_group(&self, message: &str, inner: Vec<Value>) -> Value {
        let plain = inner
            .iter()
            .all(|e| self.is_instance(e, &self.exceptions.exception));
        let class = if plain {
            &self.exceptions.exception_group
        } else {
            &self.exceptions.base_exception_group
        };
        self.group_of(class, Value::str(message), inner)
    }

    fn group_of(&self, class: &Rc<Type>, message: Value, inner: Vec<Value>) -> Value {
        let list = Value::list(inner.clone());
        let group = self.raise_with(class, vec![message.clone(), list]);
        {
            let d = group.0.dict.borrow();
            d.set_str(&self.names.message, message);
            d.set_str(&self.names.exceptions, Value::tuple(inner));
        }
        group.value()
    }
}

async fn group_new(c: Ctx, mut args: OwnedArgs) -> Result {
    let class = super::make::class_of(&c, &mut args)?;
    if args.values.len() != 2 {
        return Err(c.type_error(format!(
            "BaseExceptionGroup.__new__() takes exactly 2 arguments ({} given)",
            args.values.len()
        )));
    }
    let (message, list) = (args.values[0].clone(), args.values[1].clone());
    if message.as_str().is_none() {
        return Err(c.type_error(format!(
            "BaseExceptionGroup.__new__() argument 1 must be str, not {}",
            c.type_name(&message).as_str()
        )));
    }
    let Ok(inner) = c.collect(&list).await else {
        return Err(c.type_error("second argument (exceptions) must be a sequence"));
    };
    if inner.is_empty() {
        return Err(c.value_error("second argument (exceptions) must be a non-empty sequence"));
    }
    let mut plain = true;
    for (i, e) in inner.iter().enumerate() {
        if c.exception_instance(e).is_none() {
            return Err(c.value_error(format!(
                "Item {i} of second argument (exceptions) is not an exception"
            )));
        }
        plain = plain && c.is_instance(e, &c.exceptions.exception);
    }
    let base = &c.exceptions.base_exception_group;
    let class = if Rc::ptr_eq(&class, base) && plain {
        c.exceptions.exception_group.clone()
    } else {
        class
    };
    if !plain && class.is_subtype(&c.exceptions.exception) {
        return Err(
            c.type_error(if Rc::ptr_eq(&class, &c.exceptions.exception_group) {
                "Cannot nest BaseExceptions in an ExceptionGroup".to_owned()
            } else {
                format!("Cannot nest BaseExceptions in '{}'", class.name().as_str())
            }),
        );
    }
    let group = c.group_of(&class, message.clone(), inner);
    if let Value::Instance(i) = &group {
        i.exc().borrow_mut().args = vec![message, list];
    }
    Ok(group)
}

async fn group_str(c: Ctx, args: OwnedArgs) -> Result {
    let v = args.values.first().cloned().unwrap_or_default();
    let message = c.getattr(&v, &c.names.message).await?;
    let n = inner_of(&c, &v).len();
    let s = if n == 1 { "" } else { "s" };
    Ok(Value::string(format!(
        "{} ({n} sub-exception{s})",
        c.str(&message).await?.as_str()
    )))
}

fn inner_of(vm: &Vm, v: &Value) -> Vec<Value> {
    match v {
        Value::Instance(i) => {
            let inner = i.dict.borrow().get_str(&vm.names.exceptions);
            inner
                .as_ref()
                .and_then(Value::as_tuple)
                .map(|t| t.to_vec())
                .unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

async fn derive(c: Ctx, mut args: OwnedArgs) -> Result {
    let [v, list] = args.borrow().exactly(&c, "derive")?;
    let message = c.getattr(&v, &c.names.message).await?;
    let inner = c.collect(&list).await?;
    Ok(c.new_group(message.as_str().unwrap_or_default(), inner))
}

impl Ctx {
    /// The part of a group that matches and the rest, each a group or None.
    pub(crate) async fn split_group(&self, v: &Value, by: &Value) -> Result<(Value, Value)> {
        if self.matches_group(v, by).await? {
            return Ok((v.clone(), Value::None));
        }
        if !self.is_instance(v, &self.exceptions.base_exception_group) {
            return Ok((Value::None, v.clone()));
        }
        let (mut yes, mut no) = (Vec::new(), Vec::new());
        for e in inner_of(self, v) {
            let by = by.clone();
            let pair = self
                .nest(move |c| async move {
                    let (y, n) = c.split_group(&e, &by).await?;
                    Ok(Value::tuple(vec![y, n]))
                })
                .await?;
            let Some(pair) = pair.as_tuple() else {
                continue;
            };
            if !pair[0].is_none() {
                yes.push(pair[0].clone());
            }
            if !pair[1].is_none() {
                no.push(pair[1].clone());
            }
        }
        Ok((self.derived(v, yes).await?, self.derived(v, no).await?))
    }

    async fn matches_group(&self, v: &Value, by: &Value) -> Result<bool> {
        match by {
            Value::Type(_) | Value::Tuple(_) => self.exception_matches(&self.type_of(v), by),
            f => {
                let t = self.call(f, vec![v.clone()]).await?;
                self.truth(&t).await
            }
        }
    }

    /// A group like another one, of some of its exceptions.
    async fn derived(&self, like: &Value, inner: Vec<Value>) -> Result {
        if inner.is_empty() {
            return Ok(Value::None);
        }
        let group = self
            .call_method(like, "derive", vec![Value::list(inner)])
            .await?;
        if let (Value::Instance(from), Value::Instance(to)) = (like, &group)
            && to.class.is_exception
        {
            let state = from.exc().borrow();
            let mut new = to.exc().borrow_mut();
            new.traceback = state.traceback.clone();
            new.cause = state.cause.clone();
            new.context = state.context.clone();
            new.suppress = state.suppress;
            if let Some(notes) = from.dict.borrow().get_str(&self.names.notes) {
                to.dict.borrow().set_str(&self.names.notes, notes);
            }
        }
        Ok(group)
    }

    /// What `except*` goes on raising: what no handler took and what handlers
    /// raised themselves; None if there is nothing.
    pub(crate) async fn join_group(&self, rest: &Value, raised: &Value) -> Result {
        let raised = raised.as_list().map(|l| l.to_vec()).unwrap_or_default();
        if raised.is_empty() {
            return Ok(rest.clone());
        }
        let mut all = raised;
        if !rest.is_none() {
            all.push(rest.clone());
        }
        // One stands for itself, as CPython's `_PyExc_PrepReraiseStar` has it.
        if let [one] = all.as_slice() {
            return Ok(one.clone());
        }
        Ok(self.new_group("", all))
    }
}

async fn split(c: Ctx, mut args: OwnedArgs) -> Result {
    let [v, by] = args.borrow().exactly(&c, "split")?;
    let (yes, no) = c.split_group(&v, &by).await?;
    Ok(Value::tuple(vec![yes, no]))
}

async fn subgroup(c: Ctx, mut args: OwnedArgs) -> Result {
    let [v, by] = args.borrow().exactly(&c, "subgroup")?;
    Ok(c.split_group(&v, &by).await?.0)
}
