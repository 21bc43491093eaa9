//! Built-in functions.

use crate::python::builtins::numbers;
use crate::python::code::{BinOp, CmpOp};
use crate::python::object::{Custom, Iter, IterState, Tuple, intern};
use crate::python::ops::collect_key_order;
use crate::python::request::{ReadLine, Write};
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Args, Ctx, Gathering, NativeKind, OwnedArgs, Result, Then};

macro_rules! run {
    ($f:path) => {
        NativeKind::Async(|c, args| Box::pin($f(c, args)))
    };
}

pub(super) fn install(vm: &Vm) {
    let all: &[(&str, NativeKind)] = &[
        ("print", run!(print)),
        ("input", run!(input)),
        ("len", NativeKind::Then(len)),
        ("repr", run!(repr)),
        ("ascii", run!(ascii)),
        ("format", run!(format)),
        ("hash", run!(hash)),
        ("id", NativeKind::Plain(id)),
        ("iter", run!(iter)),
        ("next", NativeKind::Then(next)),
        ("callable", NativeKind::Plain(callable)),
        ("abs", NativeKind::Then(abs_quick)),
        ("min", NativeKind::Then(min_quick)),
        ("max", NativeKind::Then(max_quick)),
        ("sum", NativeKind::Then(sum_quick)),
        ("any", run!(any)),
        ("all", run!(all_)),
        ("sorted", run!(sorted)),
        ("ord", NativeKind::Plain(ord)),
        ("chr", NativeKind::Plain(chr)),
        ("hex", run!(hex)),
        ("oct", run!(oct)),
        ("bin", run!(bin)),
        ("round", run!(numbers::round)),
        ("divmod", NativeKind::Then(divmod_quick)),
        ("pow", run!(numbers::pow)),
        ("__build_class__", run!(build_class)),
        ("aiter", run!(aiter)),
        ("anext", run!(anext)),
    ];
    for (name, kind) in all {
        let f = vm.function("builtins", name, *kind);
        vm.builtins.set_str(&intern(name), f);
    }
}

/// `abs` of a number that fits, at once.
fn abs_quick(vm: &Vm, args: Args<'_>) -> Result<Then> {
    match args.values {
        [Value::Int(n)] if args.names.is_empty() && *n != i64::MIN => {
            Ok(Then::Value(Value::Int(n.abs())))
        }
        [Value::Float(x)] if args.names.is_empty() => Ok(Then::Value(Value::Float(x.abs()))),
        _ => {
            let args = args.into_owned();
            Ok(Then::run(vm, |c| abs(c, args)))
        }
    }
}

/// `divmod` of integers, at once.
fn divmod_quick(vm: &Vm, args: Args<'_>) -> Result<Then> {
    if let ([a @ Value::Int(_), b @ Value::Int(n)], []) = (&*args.values, args.names)
        && *n != 0
        && let (Some(q), Some(r)) = (
            vm.binary(BinOp::FloorDiv, a, b),
            vm.binary(BinOp::Mod, a, b),
        )
    {
        return Ok(Then::Value(Value::Tuple(Tuple::pair(q?, r?))));
    }
    let args = args.into_owned();
    Ok(Then::run(vm, |c| numbers::divmod(c, args)))
}

/// The smaller or larger of two integers, at once.
fn of_two(args: &Args<'_>, larger: bool) -> Option<Value> {
    match &*args.values {
        [Value::Int(a), Value::Int(b)] if args.names.is_empty() => {
            Some(Value::Int(if larger { *a.max(b) } else { *a.min(b) }))
        }
        [Value::List(items)] if args.names.is_empty() => {
            // Of whole numbers only; anything else is compared one by one.
            let items = items.borrow();
            let int = |v: &Value| match v {
                Value::Int(n) => Some(*n),
                _ => None,
            };
            let mut best = int(items.first()?)?;
            for item in &items[1..] {
                let n = int(item)?;
                best = if larger { best.max(n) } else { best.min(n) };
            }
            Some(Value::Int(best))
        }
        _ => None,
    }
}

fn min_quick(vm: &Vm, args: Args<'_>) -> Result<Then> {
    if let Some(v) = of_two(&args, false) {
        return Ok(Then::Value(v));
    }
    let args = args.into_owned();
    Ok(Then::run(vm, |c| min(c, args)))
}

fn max_quick(vm: &Vm, args: Args<'_>) -> Result<Then> {
    if let Some(v) = of_two(&args, true) {
        return Ok(Then::Value(v));
    }
    let args = args.into_owned();
    Ok(Then::run(vm, |c| max(c, args)))
}

async fn print(c: Ctx, mut args: OwnedArgs) -> Result {
    let named = args.borrow().take_named();
    let count = args.count();
    let (mut sep, mut end, mut file, mut flush) =
        (" ".to_owned(), "\n".to_owned(), Value::None, false);
    for (name, value) in named {
        let text = |v: &Value, what: &str| match v {
            Value::None => Ok(None),
            v => match v.as_str() {
                Some(s) => Ok(Some(s.to_owned())),
                None => Err(c.type_error(format!(
                    "{what} must be None or a string, not {}",
                    c.type_name(v).as_str()
                ))),
            },
        };
        match name.as_str() {
            "sep" => sep = text(&value, "sep")?.unwrap_or(sep),
            "end" => end = text(&value, "end")?.unwrap_or(end),
            "file" => file = value,
            "flush" => flush = c.truth(&value).await?,
            other => {
                return Err(c.type_error(format!(
                    "'{other}' is an invalid keyword argument for print()"
                )));
            }
        }
    }
    let mut out = String::new();
    for (i, v) in args.values[..count].iter().enumerate() {
        if i > 0 {
            out.push_str(&sep);
        }
        out.push_str(c.str(v).await?.as_str());
        c.check_size(out.len())?;
    }
    out.push_str(&end);
    if file.is_none() {
        let sys = c.process().modules.get_name("sys");
        if let Some(Value::Module(sys)) = sys
            && let Some(stdout) = sys.dict.get_str(&c.names.stdout)
        {
            if stdout.is_none() {
                return Ok(Value::None);
            }
            let original = sys.dict.get_name("__stdout__");
            if !original.is_some_and(|o| o.is(&stdout)) {
                file = stdout;
            }
        }
    }
    if file.is_none() {
        c.request(Write {
            error: false,
            text: out,
        })
        .await?;
        return Ok(Value::None);
    }
    let write = c.getattr(&file, &c.names.write).await?;
    c.call(&write, vec![Value::string(out)]).await?;
    if flush && let Some(f) = c.getattr_opt(&file, &c.names.flush).await? {
        c.call(&f, Vec::new()).await?;
    }
    Ok(Value::None)
}

async fn input(c: Ctx, args: OwnedArgs) -> Result {
    let [prompt] = args.parse(&c, "input", ["/prompt="])?;
    // A program may have put other streams in the place of its own.
    if let Some(Value::Module(sys)) = c.process().modules.get_name("sys") {
        for (name, own) in [("stdout", "__stdout__"), ("stdin", "__stdin__")] {
            if sys.dict.get_name(name).map(|v| v.address())
                != sys.dict.get_name(own).map(|v| v.address())
            {
                let read = c.getattr(&Value::Module(sys), &intern("_input")).await?;
                let prompt = if prompt.is_bound() {
                    vec![prompt]
                } else {
                    vec![]
                };
                return c.call(&read, prompt).await;
            }
        }
    }
    if prompt.is_bound() {
        let text = c.str(&prompt).await?.as_str().to_owned();
        c.request(Write { error: false, text }).await?;
    }
    c.request(ReadLine).await
}

fn len(vm: &Vm, args: Args<'_>) -> Result<Then> {
    let [v] = args.exactly(vm, "len")?;
    if !matches!(&v, Value::Instance(i) if i.class.custom(Custom::TRUTH))
        && let Some(n) = vm.plain_len(&v)
    {
        return Ok(Then::Value(Value::from(n)));
    }
    Ok(Then::run(vm, |c| async move {
        c.len(&v).await.map(Value::from)
    }))
}

async fn repr(c: Ctx, mut args: OwnedArgs) -> Result {
    let [v] = args.borrow().exactly(&c, "repr")?;
    c.repr(&v).await.map(Value::Str)
}

async fn ascii(c: Ctx, mut args: OwnedArgs) -> Result {
    let [v] = args.borrow().exactly(&c, "ascii")?;
    c.ascii(&v).await.map(Value::string)
}

async fn format(c: Ctx, args: OwnedArgs) -> Result {
    let [v, spec] = args.parse(&c, "format", ["/value", "/spec="])?;
    let spec = if spec.is_bound() {
        spec
    } else {
        Value::str("")
    };
    let Some(spec) = spec.as_str() else {
        return Err(c.type_error(format!(
            "format() argument 2 must be str, not {}",
            c.type_name(&spec).as_str()
        )));
    };
    c.format(&v, spec).await
}

async fn hash(c: Ctx, mut args: OwnedArgs) -> Result {
    let [v] = args.borrow().exactly(&c, "hash")?;
    c.hash(&v).await.map(Value::Int)
}

fn id(vm: &Vm, args: Args<'_>) -> Result {
    let [v] = args.exactly(vm, "id")?;
    Ok(Value::Int(vm.id_of(&v) as i64))
}

async fn iter(c: Ctx, args: OwnedArgs) -> Result {
    let [v, sentinel] = args.parse(&c, "iter", ["/object", "/sentinel="])?;
    if sentinel.is_bound() {
        if !is_callable(&c, &v) {
            return Err(c.type_error("iter(v, w): v must be callable"));
        }
        return Ok(Iter::value(IterState::Call(v, sentinel)));
    }
    c.iter(&v).await
}

fn next(vm: &Vm, args: Args<'_>) -> Result<Then> {
    let [iter, default] = args.parse(vm, "next", ["/iterator", "/default="])?;
    if !default.is_bound() {
        return vm.next_then(iter);
    }
    // A wrong argument is an error whatever the default.
    let then = match vm.next_then(iter) {
        Ok(then) => then,
        Err(raised) if raised.is(&vm.exceptions.stop_iteration) => return Ok(Then::Value(default)),
        Err(raised) => return Err(raised),
    };
    Ok(Then::run(vm, |c| async move {
        match c.finish(then).await {
            Err(raised) if raised.is(&c.exceptions.stop_iteration) => Ok(default),
            result => result,
        }
    }))
}

fn callable(vm: &Vm, args: Args<'_>) -> Result {
    let [v] = args.exactly(vm, "callable")?;
    Ok(Value::Bool(is_callable(vm, &v)))
}

fn is_callable(vm: &Vm, v: &Value) -> bool {
    match v {
        Value::Function(_) | Value::Native(_) | Value::Method(_) | Value::Type(_) => true,
        v => vm.type_ref(v).lookup(&vm.names.call).is_some(),
    }
}

async fn abs(c: Ctx, mut args: OwnedArgs) -> Result {
    let [v] = args.borrow().exactly(&c, "abs")?;
    if let Some(v) = c.special(&v, &c.names.abs, Vec::new()).await? {
        return Ok(v);
    }
    match v.base() {
        Value::Int(n) => Ok(Value::int128(i128::from(*n).abs())),
        Value::Float(x) => Ok(Value::Float(x.abs())),
        v if v.is_int() => {
            let n = v.as_bigint().unwrap_or_default();
            Ok(Value::big(num_bigint::BigInt::from(n.magnitude().clone())))
        }
        v => Err(c.type_error(format!(
            "bad operand type for abs(): '{}'",
            c.type_name(v).as_str()
        ))),
    }
}

async fn min(c: Ctx, args: OwnedArgs) -> Result {
    extreme(c, args, CmpOp::Lt, "min").await
}

async fn max(c: Ctx, args: OwnedArgs) -> Result {
    extreme(c, args, CmpOp::Gt, "max").await
}

async fn extreme(c: Ctx, mut args: OwnedArgs, op: CmpOp, f: &str) -> Result {
    let named = args.borrow().take_named();
    let count = args.count();
    let (mut key, mut default) = (Value::None, Value::Unbound);
    for (name, value) in named {
        match name.as_str() {
            "key" => key = value,
            "default" => default = value,
            other => {
                return Err(c.type_error(format!(
                    "'{other}' is an invalid keyword argument for {f}()"
                )));
            }
        }
    }
    let items = match &args.values[..count] {
        [] => {
            return Err(c.type_error(format!("{f} expected at least 1 argument, got 0")));
        }
        [one] => c.collect(one).await?,
        many => {
            if default.is_bound() {
                return Err(c.type_error(format!(
                    "Cannot specify a default for {f}() with multiple positional arguments"
                )));
            }
            many.to_vec()
        }
    };
    let mut best: Option<(Value, Value)> = None;
    for item in items {
        let k = if key.is_none() {
            item.clone()
        } else {
            c.call_key(&key, &item).await?
        };
        best = Some(match best {
            None => (k, item),
            Some((bk, b)) => {
                let better = match c.vm.compare(op, &k, &bk) {
                    Some(better) => better?,
                    None => {
                        let v = c.compare(op, &k, &bk).await?;
                        c.truth(&v).await?
                    }
                };
                if better { (k, item) } else { (bk, b) }
            }
        });
    }
    match best {
        Some((_, item)) => Ok(item),
        None if default.is_bound() => Ok(default),
        None => Err(c.value_error(format!("{f}() arg is an empty sequence"))),
    }
}

/// The sum of what needs no Python code to be gone through and added.
fn sum_quick(vm: &Vm, args: Args<'_>) -> Result<Then> {
    if let ([items], []) = (&*args.values, args.names)
        && !matches!(items, Value::Iter(_))
        && let Some(items) = vm.collect(items)
    {
        let mut items = items?.into_iter();
        let mut total = Value::Int(0);
        while let Some(item) = items.next() {
            match vm.binary(BinOp::Add, &total, &item) {
                Some(sum) => total = sum?,
                None => {
                    return Ok(Then::run(vm, |c| async move {
                        total = c.binary(BinOp::Add, &total, &item).await?;
                        for item in items {
                            total = c.binary(BinOp::Add, &total, &item).await?;
                        }
                        Ok(total)
                    }));
                }
            }
        }
        return Ok(Then::Value(total));
    }
    let args = args.into_owned();
    Ok(Then::run(vm, |c| sum(c, args)))
}

async fn sum(c: Ctx, args: OwnedArgs) -> Result {
    let [items, start] = args.parse(&c, "sum", ["/iterable", "start="])?;
    let mut total = if start.is_bound() {
        start
    } else {
        Value::Int(0)
    };
    if total.as_str().is_some() {
        return Err(c.type_error("sum() can't sum strings [use ''.join(seq) instead]"));
    }
    let iter = c.iter(&items).await?;
    loop {
        let mut gathering = Gathering::Sum(total);
        let next = c.gather(&iter, &mut gathering).await?;
        total = gathering.sum();
        match next {
            Some(v) => total = c.binary(BinOp::Add, &total, &v).await?,
            None => return Ok(total),
        }
    }
}

async fn any(c: Ctx, mut args: OwnedArgs) -> Result {
    let [items] = args.borrow().exactly(&c, "any")?;
    let iter = c.iter(&items).await?;
    while let Some(v) = c.gather(&iter, &mut Gathering::Until(true)).await? {
        if c.truth(&v).await? {
            return Ok(Value::Bool(true));
        }
    }
    Ok(Value::Bool(false))
}

async fn all_(c: Ctx, mut args: OwnedArgs) -> Result {
    let [items] = args.borrow().exactly(&c, "all")?;
    let iter = c.iter(&items).await?;
    while let Some(v) = c.gather(&iter, &mut Gathering::Until(false)).await? {
        if !c.truth(&v).await? {
            return Ok(Value::Bool(false));
        }
    }
    Ok(Value::Bool(true))
}

async fn sorted(c: Ctx, mut args: OwnedArgs) -> Result {
    let named = args.borrow().take_named();
    let count = args.count();
    let [items] = &args.values[..count] else {
        return Err(c.type_error(format!("sorted expected 1 argument, got {count}")));
    };
    let items = c.collect(items).await?;
    let (key, reverse) = sort_options(&c, named).await?;
    Ok(Value::list(c.sort(items, &key, reverse).await?))
}

/// `key` and `reverse` of `sorted` and `list.sort`.
pub(crate) async fn sort_options(
    c: &Ctx,
    named: Vec<(std::rc::Rc<crate::python::object::Str>, Value)>,
) -> Result<(Value, bool)> {
    let (mut key, mut reverse) = (Value::None, false);
    for (name, value) in named {
        match name.as_str() {
            "key" => key = value,
            "reverse" => reverse = c.truth(&value).await?,
            other => {
                return Err(c.type_error(format!(
                    "'{other}' is an invalid keyword argument for sort()"
                )));
            }
        }
    }
    Ok((key, reverse))
}

impl Ctx {
    /// Calls a function with one item.
    pub(crate) async fn call_key(&self, f: &Value, item: &Value) -> Result {
        match self.call_native_quick(f, &mut [item.clone()]) {
            Some(then) => self.finish(then?).await,
            None => self.call(f, vec![item.clone()]).await,
        }
    }

    /// Sorts values: stable, by a key function if it is not `None`.
    ///
    /// # Errors
    /// What the key function or a comparison raises.
    pub async fn sort(&self, items: Vec<Value>, key: &Value, reverse: bool) -> Result<Vec<Value>> {
        let mut pairs: Vec<(Value, Value)> = Vec::with_capacity(items.len());
        for item in items {
            let k = match key {
                Value::None => Value::Unbound,
                key => self.call_key(key, &item).await?,
            };
            pairs.push((k, item));
        }
        if reverse {
            pairs.reverse();
        }
        let by_key = !key.is_none();
        if !collect_key_order(self, &mut pairs, by_key) {
            pairs = self.merge_sort(pairs, by_key).await?;
        }
        if reverse {
            pairs.reverse();
        }
        Ok(pairs.into_iter().map(|p| p.1).collect())
    }

    async fn merge_sort(
        &self,
        mut pairs: Vec<(Value, Value)>,
        by_key: bool,
    ) -> Result<Vec<(Value, Value)>> {
        // From the bottom up: runs of one, two, four …
        let mut width = 1;
        while width < pairs.len() {
            let mut out = Vec::with_capacity(pairs.len());
            for run in pairs.chunks(width * 2) {
                let (left, right) = run.split_at(width.min(run.len()));
                let (mut i, mut j) = (0, 0);
                while i < left.len() && j < right.len() {
                    let of = |p: &(Value, Value)| if by_key { p.0.clone() } else { p.1.clone() };
                    let (x, y) = (of(&right[j]), of(&left[i]));
                    let less = match self.vm.compare(CmpOp::Lt, &x, &y) {
                        Some(less) => less?,
                        None => {
                            let less = self.compare_slow(CmpOp::Lt, &x, &y).await?;
                            self.truth(&less).await?
                        }
                    };
                    if less {
                        out.push(right[j].clone());
                        j += 1;
                    } else {
                        out.push(left[i].clone());
                        i += 1;
                    }
                }
                out.extend_from_slice(&left[i..]);
                out.extend_from_slice(&right[j..]);
            }
            pairs = out;
            width *= 2;
        }
        Ok(pairs)
    }
}

fn ord(vm: &Vm, args: Args<'_>) -> Result {
    let [v] = args.exactly(vm, "ord")?;
    if let Some(s) = v.as_str() {
        let mut chars = s.chars();
        if let (Some(ch), None) = (chars.next(), chars.next()) {
            return Ok(Value::Int(i64::from(ch as u32)));
        }
        let n = s.chars().count();
        return Err(vm.type_error(format!(
            "ord() expected a character, but string of length {n} found"
        )));
    }
    match v.as_bytes() {
        Some([b]) => Ok(Value::Int(i64::from(*b))),
        Some(more) => Err(vm.type_error(format!(
            "ord() expected a character, but string of length {} found",
            more.len()
        ))),
        _ => Err(vm.type_error(format!(
            "ord() expected string of length 1, but {} found",
            vm.type_name(&v).as_str()
        ))),
    }
}

fn chr(vm: &Vm, args: Args<'_>) -> Result {
    let [v] = args.exactly(vm, "chr")?;
    let Some(n) = v.as_i64() else {
        return Err(vm.type_error(format!(
            "'{}' object cannot be interpreted as an integer",
            vm.type_name(&v).as_str()
        )));
    };
    if i32::try_from(n).is_err() {
        return Err(vm.overflow_error("Python int too large to convert to C int"));
    }
    match u32::try_from(n).ok().and_then(char::from_u32) {
        Some(ch) => Ok(vm.str_of_char(ch)),
        None => Err(vm.value_error("chr() arg not in range(0x110000)")),
    }
}

async fn radix(c: Ctx, mut args: OwnedArgs, f: &str, spec: &str) -> Result {
    let [v] = args.borrow().exactly(&c, f)?;
    let n = c.index(&v).await?;
    c.format_builtin(&n, spec)
        .unwrap_or_else(|| Ok(Value::str("")))
}

async fn hex(c: Ctx, args: OwnedArgs) -> Result {
    radix(c, args, "hex", "#x").await
}

async fn oct(c: Ctx, args: OwnedArgs) -> Result {
    radix(c, args, "oct", "#o").await
}

async fn bin(c: Ctx, args: OwnedArgs) -> Result {
    radix(c, args, "bin", "#b").await
}

async fn build_class(c: Ctx, args: OwnedArgs) -> Result {
    c.build_class(args).await
}

async fn aiter(c: Ctx, mut args: OwnedArgs) -> Result {
    let [v] = args.borrow().exactly(&c, "aiter")?;
    match c.special(&v, &c.names.aiter, Vec::new()).await? {
        Some(i) => Ok(i),
        None => Err(c.type_error(format!(
            "'{}' object is not an async iterable",
            c.type_name(&v).as_str()
        ))),
    }
}

async fn anext(c: Ctx, mut args: OwnedArgs) -> Result {
    if args.values.len() == 2 && args.names.is_empty() {
        let Value::Module(m) = c.import("_site").await? else {
            return Ok(Value::None);
        };
        let f = m.dict.get_name("anext_or").unwrap_or_default();
        return c.call_with(&f, args).await;
    }
    let [v] = args.borrow().exactly(&c, "anext")?;
    match c.special(&v, &c.names.anext, Vec::new()).await? {
        Some(i) => Ok(i),
        None => Err(c.type_error(format!(
            "'{}' object is not an async iterator",
            c.type_name(&v).as_str()
        ))),
    }
}
