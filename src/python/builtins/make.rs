//! How values of built-in types are made.

use std::rc::Rc;

use num_traits::FromPrimitive;

use crate::python::builtins::functions::sort_options;
use crate::python::object::{Custom, Dict, Iter, IterState, Part, Range, Set, Slice, Type};
use crate::python::text;
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Args, Ctx, NativeKind, OwnedArgs, Result};

macro_rules! run {
    ($f:path) => {
        NativeKind::Async(|c, args| Box::pin($f(c, args)))
    };
}

pub(super) fn install(vm: &Vm) {
    let t = &vm.types;
    vm.add_new(&t.int, run!(int));
    vm.add_new(&t.bool, run!(bool_));
    vm.add_new(&t.float, run!(float));
    vm.add_new(&t.str, run!(str_));
    vm.add_new(&t.bytes, run!(bytes));
    vm.add_new(&t.tuple, run!(tuple));
    vm.add_new(&t.list, run!(list));
    vm.add_new(&t.dict, run!(dict));
    vm.add_new(&t.set, run!(set));
    vm.add_new(&t.frozenset, run!(frozenset));
    vm.add_new(&t.range, run!(range));
    vm.add_new(&t.slice, NativeKind::Plain(slice));
    vm.add_new(&t.enumerate, run!(enumerate));
    vm.add_new(&t.zip, run!(zip));
    vm.add_new(&t.map, run!(map));
    vm.add_new(&t.filter, run!(filter));
    vm.add_new(&t.reversed, run!(reversed));
    vm.add_methods(
        &t.list,
        &[("__init__", run!(list_init)), ("sort", run!(list_sort))],
    );
    vm.add_methods(&t.dict, &[("__init__", run!(dict_init))]);
    vm.add_methods(&t.set, &[("__init__", run!(set_init))]);
}

/// The class that is to be made.
pub(crate) fn class_of(vm: &Vm, args: &mut OwnedArgs) -> Result<Rc<Type>> {
    if args.values.is_empty() {
        return Err(vm.type_error("__new__(): not enough arguments"));
    }
    match args.values.remove(0) {
        Value::Type(class) => Ok(class),
        other => Err(vm.type_error(format!(
            "__new__(X): X is not a type object ({})",
            vm.type_name(&other).as_str()
        ))),
    }
}

/// What a subclass's own `__init__` takes is not for `__new__`.
fn only_positional(args: &mut OwnedArgs, most: usize) {
    if !args.names.is_empty() || args.values.len() > most {
        args.names.clear();
        args.values.truncate(most);
    }
}

async fn int(c: Ctx, mut args: OwnedArgs) -> Result {
    let class = class_of(&c, &mut args)?;
    let [v, base] = args.parse(&c, "int", ["/x=", "base="])?;
    let n = c.to_int(v, base).await?;
    Ok(c.of_class(&class, &c.types.int, n))
}

impl Ctx {
    async fn to_int(&self, v: Value, base: Value) -> Result {
        if !v.is_bound() && base.is_bound() {
            return Err(self.type_error("int() missing string argument"));
        }
        if !v.is_bound() {
            return Ok(Value::Int(0));
        }
        if base.is_bound() {
            let base = self.index(&base).await?.as_i64().unwrap_or(-1);
            let text = match (v.as_str(), v.as_bytes()) {
                (Some(s), _) => s.to_owned(),
                (_, Some(b)) => String::from_utf8_lossy(b).into_owned(),
                _ => {
                    return Err(
                        self.type_error("int() can't convert non-string with explicit base")
                    );
                }
            };
            return Ok(text::integer::parse(&text, base)
                .map_err(|f| self.fault(f))?
                .into());
        }
        if let Value::Instance(_) | Value::Object(_) = &v {
            for name in [&self.names.int, &self.names.index, &self.names.trunc] {
                if let Some(n) = self.special(&v, name, Vec::new()).await? {
                    if !n.is_int() {
                        return Err(self.type_error(format!(
                            "{} returned non-int (type {})",
                            name.as_str(),
                            self.type_name(&n).as_str()
                        )));
                    }
                    return Ok(n.base().clone());
                }
            }
        }
        match v.base() {
            Value::Bool(b) => Ok(Value::Int(i64::from(*b))),
            Value::Int(_) | Value::Big(_) => Ok(v.base().clone()),
            Value::Float(x) => Ok(text::float::to_integer(*x)
                .map_err(|f| self.fault(f))?
                .into()),
            Value::Str(s) => Ok(text::integer::parse(s.as_str(), 10)
                .map_err(|f| self.fault(f))?
                .into()),
            Value::Bytes(b) => {
                let s = String::from_utf8_lossy(b.as_slice()).into_owned();
                Ok(text::integer::parse(&s, 10)
                    .map_err(|f| self.fault(f))?
                    .into())
            }
            _ => Err(self.type_error(format!(
                "int() argument must be a string, a bytes-like object or a real number, not '{}'",
                self.type_name(&v).as_str()
            ))),
        }
    }

    /// A number as a float, where text is none: of `%f` and of `math`.
    ///
    /// # Errors
    /// `TypeError`, `OverflowError`.
    pub async fn real(&self, v: &Value) -> Result<f64> {
        let class = self.type_ref(v);
        let known = v.as_f64().is_some()
            || (class.heap
                && (class.lookup(&self.names.float).is_some()
                    || class.lookup(&self.names.index).is_some()));
        if !known {
            return Err(self.type_error(format!(
                "must be real number, not {}",
                self.type_name(v).as_str()
            )));
        }
        self.float(v).await
    }

    /// `float(v)`.
    ///
    /// # Errors
    /// `TypeError`, `ValueError`, `OverflowError`.
    pub async fn float(&self, v: &Value) -> Result<f64> {
        if let Value::Instance(_) | Value::Object(_) = v
            && let Some(x) = self.special(v, &self.names.float, Vec::new()).await?
        {
            return match x.base() {
                Value::Float(x) => Ok(*x),
                _ => Err(self.type_error(format!(
                    "{}.__float__ returned non-float (type {})",
                    self.type_name(v).as_str(),
                    self.type_name(&x).as_str()
                ))),
            };
        }
        match v.base() {
            Value::Float(x) => Ok(*x),
            Value::Str(s) => text::float::parse(s.as_str()).map_err(|f| self.fault(f)),
            base if base.is_int() => self.int_to_float(base),
            _ => {
                if self.type_ref(v).lookup(&self.names.index).is_some() {
                    let n = self.index(v).await?;
                    return self.int_to_float(&n);
                }
                Err(self.type_error(format!(
                    "float() argument must be a string or a real number, not '{}'",
                    self.type_name(v).as_str()
                )))
            }
        }
    }
}

async fn bool_(c: Ctx, mut args: OwnedArgs) -> Result {
    class_of(&c, &mut args)?;
    let [v] = args.parse(&c, "bool", ["/x="])?;
    Ok(Value::Bool(c.truth(&v).await?))
}

async fn float(c: Ctx, mut args: OwnedArgs) -> Result {
    let class = class_of(&c, &mut args)?;
    let [v] = args.parse(&c, "float", ["/x="])?;
    let x = if v.is_bound() {
        c.float(&v).await?
    } else {
        0.0
    };
    Ok(c.of_class(&class, &c.types.float, Value::Float(x)))
}

async fn str_(c: Ctx, mut args: OwnedArgs) -> Result {
    let class = class_of(&c, &mut args)?;
    let [v, encoding, errors] = args.parse(&c, "str", ["object=", "encoding=", "errors="])?;
    let text = if encoding.is_bound() || errors.is_bound() {
        let encoding = text_or(&c, "str", "encoding", &encoding)?;
        let errors = text_or(&c, "str", "errors", &errors)?;
        let Some(bytes) = v.as_bytes() else {
            return Err(c.type_error(format!(
                "decoding to str: need a bytes-like object, {} found",
                c.type_name(&v).as_str()
            )));
        };
        let codec =
            text::codec::Codec::by_name(encoding.unwrap_or("utf-8")).map_err(|f| c.fault(f))?;
        let text = text::codec::decode(bytes, codec, errors.unwrap_or("strict"));
        Value::string(text.map_err(|e| c.codec_error(e, false))?)
    } else if v.is_bound() {
        Value::Str(c.str(&v).await?)
    } else {
        Value::str("")
    };
    Ok(c.of_class(&class, &c.types.str, text))
}

/// An argument of a function that has to be text, if it is given.
pub(super) fn text_or<'a>(
    vm: &Vm,
    f: &str,
    argument: &str,
    v: &'a Value,
) -> Result<Option<&'a str>> {
    match v.as_str() {
        None if v.is_bound() => Err(vm.type_error(format!(
            "{f}() argument '{argument}' must be str, not {}",
            vm.type_name(v).as_str()
        ))),
        text => Ok(text),
    }
}

async fn bytes(c: Ctx, mut args: OwnedArgs) -> Result {
    let class = class_of(&c, &mut args)?;
    let [v, encoding, errors] = args.parse(&c, "bytes", ["source=", "encoding=", "errors="])?;
    let data = c.to_bytes(&v, &encoding, &errors).await?;
    Ok(c.of_class(&class, &c.types.bytes, Value::bytes(data)))
}

impl Vm {
    /// What went wrong in encoding (or decoding) as an exception.
    pub fn codec_error(
        &self,
        e: text::codec::Failure,
        encoding: bool,
    ) -> crate::python::vm::Raised {
        match e {
            text::codec::Failure::Misfit(m) if encoding => {
                self.raise(&self.exceptions.unicode_encode_error, m.encoding_message())
            }
            text::codec::Failure::Misfit(m) => {
                self.raise(&self.exceptions.unicode_decode_error, m.decoding_message())
            }
            text::codec::Failure::Fault(f) => self.fault(f),
        }
    }
}

impl Ctx {
    /// What `bytes(v, encoding, errors)` holds.
    ///
    /// # Errors
    /// `TypeError`, `ValueError`.
    pub async fn to_bytes(&self, v: &Value, encoding: &Value, errors: &Value) -> Result<Vec<u8>> {
        let encoding = text_or(self, "bytes", "encoding", encoding)?;
        if let Some(s) = v.as_str() {
            let Some(encoding) = encoding else {
                return Err(self.type_error("string argument without an encoding"));
            };
            let errors = text_or(self, "bytes", "errors", errors)?;
            let codec = text::codec::Codec::by_name(encoding).map_err(|f| self.fault(f))?;
            let data = text::codec::encode(s, codec, errors.unwrap_or("strict"));
            return data.map_err(|e| self.codec_error(e, true));
        }
        if !v.is_bound() {
            return Ok(Vec::new());
        }
        if let Some(b) = v.as_bytes() {
            return Ok(b.to_vec());
        }
        let class = self.type_ref(v);
        if class.heap && class.lookup(&self.names.bytes).is_some() {
            let made = self.call_method(v, "__bytes__", Vec::new()).await?;
            let Some(data) = made.as_bytes() else {
                return Err(self.type_error(format!(
                    "__bytes__ returned non-bytes (type {})",
                    self.type_name(&made).as_str()
                )));
            };
            return Ok(data.to_vec());
        }
        if v.is_int() {
            let n = v.as_i64().unwrap_or(i64::MAX);
            let n = usize::try_from(n).map_err(|_| self.value_error("negative count"))?;
            self.check_size(n)?;
            return Ok(vec![0; n]);
        }
        let mut out = Vec::new();
        let Ok(items) = self.collect(v).await else {
            return Err(self.type_error(format!(
                "cannot convert '{}' object to bytes",
                self.type_name(v).as_str()
            )));
        };
        for item in items {
            match self
                .index(&item)
                .await?
                .as_i64()
                .and_then(|n| u8::try_from(n).ok())
            {
                Some(b) => out.push(b),
                None => return Err(self.value_error("bytes must be in range(0, 256)")),
            }
        }
        Ok(out)
    }
}

async fn tuple(c: Ctx, mut args: OwnedArgs) -> Result {
    let class = class_of(&c, &mut args)?;
    let [v] = args.parse(&c, "tuple", ["/iterable="])?;
    let made = match &v {
        Value::Unbound => Value::tuple(Vec::new()),
        Value::Tuple(_) => v,
        v => Value::tuple(c.collect(v).await?),
    };
    Ok(c.of_class(&class, &c.types.tuple, made))
}

async fn list(c: Ctx, mut args: OwnedArgs) -> Result {
    let class = class_of(&c, &mut args)?;
    if !Rc::ptr_eq(&class, &c.types.list) {
        return Ok(c.of_class(&class, &c.types.list, Value::list(Vec::new())));
    }
    let [v] = args.parse(&c, "list", ["/iterable="])?;
    let items = if v.is_bound() {
        c.collect(&v).await?
    } else {
        Vec::new()
    };
    Ok(Value::list(items))
}

async fn list_init(c: Ctx, mut args: OwnedArgs) -> Result {
    let this = args.values.remove(0);
    let [v] = args.parse(&c, "list", ["/iterable="])?;
    let items = if v.is_bound() {
        c.collect(&v).await?
    } else {
        Vec::new()
    };
    if let Some(l) = this.as_list() {
        let old = std::mem::replace(&mut *l.borrow_mut(), items);
        drop(old);
    }
    Ok(Value::None)
}

async fn list_sort(c: Ctx, mut args: OwnedArgs) -> Result {
    let named = args.borrow().take_named();
    if args.count() != 1 {
        return Err(c.type_error("sort() takes no positional arguments"));
    }
    let Some(l) = args.values[0].as_list().cloned() else {
        return Ok(Value::None);
    };
    let (key, reverse) = sort_options(&c, named).await?;
    let items = std::mem::take(&mut *l.borrow_mut());
    let kept = items.clone();
    match c.sort(items, &key, reverse).await {
        Ok(sorted) => {
            if !l.is_empty() {
                return Err(c.value_error("list modified during sort"));
            }
            *l.borrow_mut() = sorted;
            Ok(Value::None)
        }
        Err(raised) => {
            let old = std::mem::replace(&mut *l.borrow_mut(), kept);
            drop(old);
            Err(raised)
        }
    }
}

async fn dict(c: Ctx, mut args: OwnedArgs) -> Result {
    let class = class_of(&c, &mut args)?;
    let d = Dict::new();
    if !Rc::ptr_eq(&class, &c.types.dict) {
        return Ok(c.of_class(&class, &c.types.dict, Value::Dict(d)));
    }
    fill_dict(&c, &d, args).await?;
    Ok(Value::Dict(d))
}

async fn dict_init(c: Ctx, mut args: OwnedArgs) -> Result {
    let this = args.values.remove(0);
    if let Some(d) = this.as_dict().cloned() {
        fill_dict(&c, &d, args).await?;
    }
    Ok(Value::None)
}

/// Entries as `dict` and `dict.update` take them.
pub(crate) async fn fill_dict(c: &Ctx, d: &Rc<Dict>, mut args: OwnedArgs) -> Result<()> {
    let named = args.borrow().take_named();
    match &args.values[..args.count()] {
        [] => {}
        [from] => {
            c.dict_update(d, from, None).await?;
        }
        more => {
            return Err(c.type_error(format!(
                "dict expected at most 1 argument, got {}",
                more.len()
            )));
        }
    }
    for (name, value) in named {
        d.set_str(&name, value);
    }
    Ok(())
}

async fn set(c: Ctx, mut args: OwnedArgs) -> Result {
    let class = class_of(&c, &mut args)?;
    let s = Set::new(false);
    if !Rc::ptr_eq(&class, &c.types.set) {
        return Ok(c.of_class(&class, &c.types.set, Value::Set(s)));
    }
    let [v] = args.parse(&c, "set", ["/iterable="])?;
    Ok(Value::Set(c.new_set(&v, false).await?))
}

async fn set_init(c: Ctx, mut args: OwnedArgs) -> Result {
    let this = args.values.remove(0);
    let [v] = args.parse(&c, "set", ["/iterable="])?;
    if let (Some(s), true) = (this.as_set().cloned(), v.is_bound()) {
        s.clear();
        for item in c.collect(&v).await? {
            c.set_add(&s, &item).await?;
        }
    }
    Ok(Value::None)
}

async fn frozenset(c: Ctx, mut args: OwnedArgs) -> Result {
    let class = class_of(&c, &mut args)?;
    if !Rc::ptr_eq(&class, &c.types.frozenset) {
        only_positional(&mut args, 1);
    }
    let [v] = args.parse(&c, "frozenset", ["/iterable="])?;
    if let Value::Set(s) = &v
        && s.frozen
        && Rc::ptr_eq(&class, &c.types.frozenset)
    {
        return Ok(v);
    }
    let s = c.new_set(&v, true).await?;
    Ok(c.of_class(&class, &c.types.frozenset, Value::Set(s)))
}

impl Ctx {
    /// A set of the items of something (of nothing, if unbound).
    pub async fn new_set(&self, v: &Value, frozen: bool) -> Result<Rc<Set>> {
        if let Some(s) = v.as_set()
            && !matches!(v, Value::Instance(i) if i.class.custom(Custom::ITER))
        {
            return Ok(s.copy(frozen));
        }
        let s = Set::new(frozen);
        if v.is_bound() {
            for item in self.collect(v).await? {
                self.set_add(&s, &item).await?;
            }
        }
        Ok(s)
    }
}

async fn range(c: Ctx, mut args: OwnedArgs) -> Result {
    class_of(&c, &mut args)?;
    let [a, b, step] = args.parse(&c, "range", ["/start", "/stop=", "/step="])?;
    let mut numbers = Vec::new();
    for v in [&a, &b, &step] {
        numbers.push(match v {
            Value::Unbound => None,
            v => match c.index(v).await? {
                Value::Int(n) => Some(n),
                _ => {
                    return Err(c.overflow_error(
                        "range() with numbers beyond 64 bits is not supported here",
                    ));
                }
            },
        });
    }
    let (start, stop) = match (numbers[0], numbers[1]) {
        (Some(stop), None) => (0, stop),
        (a, b) => (a.unwrap_or(0), b.unwrap_or(0)),
    };
    let step = numbers[2].unwrap_or(1);
    if step == 0 {
        return Err(c.value_error("range() arg 3 must not be zero"));
    }
    Ok(Value::Range(Rc::new(Range {
        start,
        stop,
        step,
        id: Default::default(),
    })))
}

fn slice(vm: &Vm, mut args: Args<'_>) -> Result {
    args.take(0);
    let mut values: Vec<Value> = args.positional()[1..].to_vec();
    let (start, stop, step) = match values.len() {
        1 => (Value::None, values.remove(0), Value::None),
        2 => {
            let b = values.remove(1);
            (values.remove(0), b, Value::None)
        }
        3 => {
            let step = values.remove(2);
            let b = values.remove(1);
            (values.remove(0), b, step)
        }
        0 => return Err(vm.type_error("slice expected at least 1 argument, got 0")),
        n => return Err(vm.type_error(format!("slice expected at most 3 arguments, got {n}"))),
    };
    Ok(Value::Slice(Rc::new(Slice {
        start,
        stop,
        step,
        id: Default::default(),
    })))
}

async fn enumerate(c: Ctx, mut args: OwnedArgs) -> Result {
    let class = class_of(&c, &mut args)?;
    if args.values.is_empty() {
        return Err(c.type_error("enumerate() missing required argument 'iterable'"));
    }
    let [v, start] = args.parse(&c, "enumerate", ["iterable", "start="])?;
    let start = if start.is_bound() {
        c.index(&start).await?
    } else {
        Value::Int(0)
    };
    let made = Iter::value(IterState::Enumerate(c.iter(&v).await?, start));
    Ok(c.of_class(&class, &c.types.enumerate, made))
}

async fn zip(c: Ctx, mut args: OwnedArgs) -> Result {
    let class = class_of(&c, &mut args)?;
    let mut strict = false;
    for (name, value) in args.borrow().take_named() {
        match name.as_str() {
            "strict" => strict = c.truth(&value).await?,
            other => {
                let many = args.names.len();
                return Err(c.type_error(match many {
                    1 => format!("'{other}' is an invalid keyword argument for zip()"),
                    _ => format!("zip() takes at most 1 keyword argument ({many} given)"),
                }));
            }
        }
    }
    let count = args.count();
    let mut inner = Vec::new();
    for (i, v) in args.values[..count].iter().enumerate() {
        inner.push(match c.iter(v).await {
            Ok(i) => i,
            Err(raised) if raised.is(&c.exceptions.type_error) => {
                return Err(c.type_error(format!(
                    "'{}' object is not iterable",
                    c.type_name(v).as_str()
                )));
            }
            Err(raised) => return Err(raised),
        });
        let _ = i;
    }
    let made = Iter::value(IterState::Zip(inner, strict));
    Ok(c.of_class(&class, &c.types.zip, made))
}

async fn map(c: Ctx, mut args: OwnedArgs) -> Result {
    let class = class_of(&c, &mut args)?;
    if args.values.len() < 2 {
        return Err(c.type_error("map() must have at least two arguments."));
    }
    let f = args.values.remove(0);
    let mut inner = Vec::new();
    for v in &args.values {
        inner.push(c.iter(v).await?);
    }
    let made = Iter::value(IterState::Map(f, inner));
    Ok(c.of_class(&class, &c.types.map, made))
}

async fn filter(c: Ctx, mut args: OwnedArgs) -> Result {
    let class = class_of(&c, &mut args)?;
    let [f, v] = args.borrow().exactly(&c, "filter")?;
    let made = Iter::value(IterState::Filter(f, c.iter(&v).await?));
    Ok(c.of_class(&class, &c.types.filter, made))
}

async fn reversed(c: Ctx, mut args: OwnedArgs) -> Result {
    class_of(&c, &mut args)?;
    let [v] = args.parse(&c, "reversed", ["/sequence"])?;
    let own = matches!(&v, Value::Instance(_) | Value::Object(_));
    if own && let Some(i) = c.special(&v, &c.names.reversed, Vec::new()).await? {
        return Ok(i);
    }
    Ok(Iter::value(match v.base() {
        Value::List(l) => IterState::ListBack(l.clone(), l.len()),
        Value::Range(r) => {
            let n = r.len();
            let last = if n == 0 { r.start } else { r.at(n - 1) };
            IterState::Range(last, -r.step, n)
        }
        Value::Dict(d) => IterState::DictBack(d.clone(), Part::Keys, usize::MAX, d.len()),
        Value::Tuple(t) => {
            IterState::Values(t.iter().rev().cloned().collect::<Vec<_>>().into_iter())
        }
        Value::Str(_) | Value::Bytes(_) => {
            let mut items = c.collect(&v).await?;
            items.reverse();
            IterState::Values(items.into_iter())
        }
        _ => {
            let class = c.type_of(&v);
            if class.lookup(&c.names.getitem).is_none() || class.lookup(&c.names.len).is_none() {
                return Err(c.type_error(format!(
                    "'{}' object is not reversible",
                    class.name().as_str()
                )));
            }
            let n = c.len(&v).await?;
            IterState::ItemsBack(v.clone(), i64::from_usize(n).unwrap_or(i64::MAX))
        }
    }))
}
