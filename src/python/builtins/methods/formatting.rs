//! `str.format`, `str.format_map` and `%`.

use super::{foreign, own};
use crate::python::object::intern;
use crate::python::text::fields::{self, First, Step};
use crate::python::text::percent::{self, Amount, Conversion};
use crate::python::text::{Fault, Integer};
use crate::python::value::Value;
use crate::python::vm::Vm;
use crate::python::vm::native::{Ctx, NativeKind, OwnedArgs, Result};

pub(super) fn install(vm: &Vm) {
    vm.add_methods(
        &vm.types.str,
        &[
            (
                "format",
                NativeKind::Async(|c, args| Box::pin(format(c, args))),
            ),
            (
                "format_map",
                NativeKind::Async(|c, args| Box::pin(format_map(c, args))),
            ),
            (
                "__mod__",
                NativeKind::Async(|c, args| Box::pin(modulo(c, args))),
            ),
        ],
    );
}

/// Where a format text's values come from.
struct Values {
    positional: Vec<Value>,
    named: Vec<(String, Value)>,
    /// `format_map`: a mapping instead of names.
    mapping: Option<Value>,
    /// How fields without a number are counted.
    next: Numbering,
}

/// Whether a format text counts its fields itself.
#[derive(Clone, Copy, PartialEq)]
enum Numbering {
    Unknown,
    Automatic(usize),
    Manual,
}

async fn format(c: Ctx, mut args: OwnedArgs) -> Result {
    let (this, mut rest) = own(&c, args.borrow())?;
    let Value::Str(text) = this.base() else {
        return Err(foreign(&c, "str", &this));
    };
    let named = rest.take_named();
    let values = Values {
        positional: rest.positional().to_vec(),
        named: named
            .into_iter()
            .map(|(name, value)| (name.as_str().to_owned(), value))
            .collect(),
        mapping: None,
        next: Numbering::Unknown,
    };
    c.fill(text.as_str().to_owned(), values).await
}

async fn format_map(c: Ctx, mut args: OwnedArgs) -> Result {
    let (this, rest) = own(&c, args.borrow())?;
    let [mapping] = rest.exactly(&c, "str.format_map")?;
    let Value::Str(text) = this.base() else {
        return Err(foreign(&c, "str", &this));
    };
    let values = Values {
        positional: Vec::new(),
        named: Vec::new(),
        mapping: Some(mapping),
        next: Numbering::Unknown,
    };
    c.fill(text.as_str().to_owned(), values).await
}

impl Ctx {
    /// A format text with its values put in.
    async fn fill(&self, text: String, mut values: Values) -> Result {
        let (pieces, fault) = fields::pieces(&text);
        let mut out = String::new();
        for piece in pieces {
            match piece {
                fields::Piece::Text(text) => out.push_str(text),
                fields::Piece::Field(field) => {
                    let value = self.field_value(field.name, &mut values).await?;
                    let spec = self.nested_spec(field.spec, &mut values).await?;
                    let shown = self.converted(value, field.conversion).await?;
                    let shown = self.format(&shown, &spec).await?;
                    out.push_str(shown.as_str().unwrap_or_default());
                }
            }
            self.check_size(out.len())?;
        }
        match fault {
            Some(fault) => Err(self.fault(fault)),
            None => Ok(Value::string(out)),
        }
    }

    async fn converted(&self, value: Value, conversion: Option<char>) -> Result {
        Ok(match conversion {
            None => value,
            Some('s') => Value::Str(self.str(&value).await?),
            Some('r') => Value::Str(self.repr(&value).await?),
            Some('a') => Value::string(self.ascii(&value).await?),
            Some(c) if (' '..='\x7f').contains(&c) => {
                return Err(self.value_error(format!("Unknown conversion specifier {c}")));
            }
            Some(c) => {
                let code = u32::from(c);
                return Err(self.value_error(format!("Unknown conversion specifier \\x{code:x}")));
            }
        })
    }

    /// A specification with the fields in it put in, one level deep.
    async fn nested_spec(&self, spec: &str, values: &mut Values) -> Result<String> {
        if !spec.contains(['{', '}']) {
            return Ok(spec.to_owned());
        }
        let (pieces, fault) = fields::pieces(spec);
        let mut out = String::new();
        for piece in pieces {
            match piece {
                fields::Piece::Text(text) => out.push_str(text),
                fields::Piece::Field(field) => {
                    if field.spec.contains('{') {
                        return Err(self.value_error("Max string recursion exceeded"));
                    }
                    let value = self.field_value(field.name, values).await?;
                    let value = self.converted(value, field.conversion).await?;
                    let shown = self.format(&value, field.spec).await?;
                    out.push_str(shown.as_str().unwrap_or_default());
                }
            }
        }
        match fault {
            Some(fault) => Err(self.fault(fault)),
            None => Ok(out),
        }
    }

    async fn field_value(&self, name: &str, values: &mut Values) -> Result {
        let (first, steps) = fields::path(name).map_err(|fault| self.fault(fault))?;
        let mut value = match first {
            First::Name(name) => match &values.mapping {
                Some(mapping) => self.get_item(mapping, &Value::str(name)).await?,
                None => {
                    let found = values.named.iter().find(|(own, _)| own == name);
                    let found = found.map(|(_, value)| value.clone());
                    found.ok_or_else(|| self.key_error(Value::str(name)))?
                }
            },
            First::Next | First::Number(_) => self.numbered(first, values)?,
        };
        for step in steps {
            value = match step {
                Step::Attribute(name) => self.getattr(&value, &intern(name)).await?,
                Step::Index(index) => self.get_item(&value, &Value::Int(index)).await?,
                Step::Key(key) => self.get_item(&value, &Value::str(key)).await?,
            };
        }
        Ok(value)
    }

    fn numbered(&self, first: First<'_>, values: &mut Values) -> Result {
        let place = match (first, values.next) {
            (First::Number(_), Numbering::Automatic(_)) => {
                return Err(self.value_error(
                    "cannot switch from automatic field numbering to manual field specification",
                ));
            }
            (First::Number(place), _) => {
                values.next = Numbering::Manual;
                place
            }
            (_, Numbering::Manual) => {
                return Err(self.value_error(
                    "cannot switch from manual field specification to automatic field numbering",
                ));
            }
            (_, Numbering::Automatic(place)) => {
                values.next = Numbering::Automatic(place + 1);
                place
            }
            (_, Numbering::Unknown) => {
                values.next = Numbering::Automatic(1);
                0
            }
        };
        if values.mapping.is_some() {
            return Err(self.value_error("Format string contains positional fields"));
        }
        values.positional.get(place).cloned().ok_or_else(|| {
            self.index_error(format!(
                "Replacement index {place} out of range for positional args tuple"
            ))
        })
    }
}

/// What `%` takes its values from.
struct Source {
    /// The right side as it is.
    whole: Value,
    /// Its items, if it is a tuple; otherwise itself.
    items: Vec<Value>,
    taken: usize,
    /// Whether it may be asked by keys.
    mapping: bool,
    /// Whether it was.
    by_key: bool,
    /// Whether bytes are made, each a character here.
    bytes: bool,
}

async fn modulo(c: Ctx, mut args: OwnedArgs) -> Result {
    let (this, rest) = own(&c, args.borrow())?;
    let [whole] = rest.exactly(&c, "__mod__")?;
    let Value::Str(text) = this.base() else {
        return Ok(Value::NotImplemented);
    };
    let made = c.put_in(text.as_str(), whole, false).await?;
    Ok(Value::string(made))
}

impl Ctx {
    /// What `%` makes of a text, or of bytes each of which is a character.
    pub(super) async fn put_in(&self, text: &str, whole: Value, bytes: bool) -> Result<String> {
        let items = match whole.as_tuple() {
            Some(tuple) => tuple.to_vec(),
            None => vec![whole.clone()],
        };
        let class = self.type_of(&whole);
        let has_items = class.lookup(&self.names.getitem).is_some()
            || matches!(
                whole.base(),
                Value::Dict(_) | Value::List(_) | Value::Bytes(_)
            );
        let is_text = whole.as_str().is_some() || (bytes && whole.as_bytes().is_some());
        let mapping = has_items && whole.as_tuple().is_none() && !is_text;
        let mut source = Source {
            whole,
            items,
            taken: 0,
            mapping,
            by_key: false,
            bytes,
        };
        let (pieces, fault) = percent::pieces(text);
        let mut out = String::new();
        for piece in &pieces {
            match piece {
                percent::Piece::Text(text) => out.push_str(text),
                percent::Piece::Value(conversion) => {
                    out.push_str(&self.convert(conversion, &mut source).await?);
                }
            }
            self.check_size(out.len())?;
        }
        if let Some(fault) = fault {
            return Err(self.fault(fault));
        }
        if !source.by_key && source.taken < source.items.len() && !source.mapping {
            let what = if bytes { "bytes" } else { "string" };
            return Err(self.type_error(format!(
                "not all arguments converted during {what} formatting"
            )));
        }
        Ok(out)
    }

    /// What `%b` puts in, each byte a character.
    async fn bytes_in(&self, value: &Value) -> Result<String> {
        let made = match value.as_bytes() {
            Some(_) => value.clone(),
            None if self.type_ref(value).lookup(&self.names.bytes).is_some() => {
                self.call_method(value, "__bytes__", Vec::new()).await?
            }
            None => Value::None,
        };
        match made.as_bytes() {
            Some(data) => Ok(data.iter().map(|b| char::from(*b)).collect()),
            None => Err(self.type_error(format!(
                "%b requires a bytes-like object, or an object that implements __bytes__, not '{}'",
                self.type_name(value).as_str()
            ))),
        }
    }

    /// What `%c` puts into bytes.
    fn byte_in(&self, value: &Value) -> Result<String> {
        let byte = match (value.as_bytes(), value.as_i64()) {
            (Some([byte]), _) => Some(*byte),
            (_, Some(n)) => match u8::try_from(n) {
                Ok(byte) => Some(byte),
                Err(_) => return Err(self.overflow_error("%c arg not in range(256)")),
            },
            _ => None,
        };
        byte.map(|byte| char::from(byte).to_string())
            .ok_or_else(|| self.type_error("%c requires an integer in range(256) or a single byte"))
    }

    fn take(&self, source: &mut Source) -> Result {
        let item = source.items.get(source.taken).cloned();
        source.taken += 1;
        match item {
            Some(item) if !source.by_key => Ok(item),
            _ => Err(self.type_error("not enough arguments for format string")),
        }
    }

    fn amount(&self, amount: Option<Amount>, source: &mut Source) -> Result<Option<i64>> {
        Ok(match amount {
            None => None,
            Some(Amount::Given(n)) => Some(n as i64),
            Some(Amount::Taken) => {
                let n = self.take(source)?;
                Some(n.as_i64().ok_or_else(|| self.type_error("* wants int"))?)
            }
        })
    }

    /// One value put in by `%`.
    async fn convert(&self, how: &Conversion<'_>, source: &mut Source) -> Result<String> {
        let mut how = how.clone();
        let keyed = match how.name {
            None => None,
            Some(_) if !source.mapping => {
                return Err(self.type_error("format requires a mapping"));
            }
            Some(name) => {
                source.by_key = true;
                let key = match source.bytes {
                    true => Value::bytes(name.chars().map(|c| c as u8).collect()),
                    false => Value::str(name),
                };
                Some(self.get_item(&source.whole.clone(), &key).await?)
            }
        };
        let width = self.amount(how.width, source)?.unwrap_or(0);
        how.left |= width < 0;
        let width = usize::try_from(width.unsigned_abs()).unwrap_or(usize::MAX);
        let precision = self.amount(how.precision, source)?;
        let precision = precision.map(|n| usize::try_from(n).unwrap_or(0));
        self.check_size(width.max(precision.unwrap_or(0)))?;
        let known = "sracdiuoxXeEfFgG".contains(how.kind) || (source.bytes && how.kind == 'b');
        if !known {
            return Err(self.fault(how.unsupported()));
        }
        let value = match keyed {
            Some(value) => value,
            None => self.take(source)?,
        };
        match how.kind {
            's' | 'b' if source.bytes => {
                Ok(how.text(&self.bytes_in(&value).await?, width, precision))
            }
            'r' if source.bytes => Ok(how.text(&self.ascii(&value).await?, width, precision)),
            'c' if source.bytes => Ok(how.text(&self.byte_in(&value)?, width, precision)),
            's' => Ok(how.text(self.str(&value).await?.as_str(), width, precision)),
            'r' => Ok(how.text(self.repr(&value).await?.as_str(), width, precision)),
            'a' => Ok(how.text(&self.ascii(&value).await?, width, precision)),
            'c' => Ok(how.text(&self.character(&value)?, width, precision)),
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
                if value.as_f64().is_none() && matches!(value.base(), Value::Str(_) | Value::None) {
                    let class = self.type_name(&value);
                    let message = format!("must be real number, not {}", class.as_str());
                    return Err(self.type_error(message));
                }
                let x = self.real(&value).await?;
                Ok(how.float(x, width, precision))
            }
            kind => {
                let n = self.whole_number(&value, kind).await?;
                how.integer(&n, width, precision)
                    .map_err(|fault| self.fault(fault))
            }
        }
    }

    fn character(&self, value: &Value) -> Result<String> {
        if let Some(text) = value.as_str()
            && text.chars().count() == 1
        {
            return Ok(text.to_owned());
        }
        match value.as_i64() {
            Some(code) => {
                let c = u32::try_from(code).ok().and_then(char::from_u32);
                let outside = || Fault::overflow("%c arg not in range(0x110000)");
                let c = c.ok_or_else(|| self.fault(outside()))?;
                Ok(c.to_string())
            }
            None if value.is_int() => Err(self.overflow_error("%c arg not in range(0x110000)")),
            None => Err(self.type_error("%c requires int or char")),
        }
    }

    async fn whole_number(&self, value: &Value, kind: char) -> Result<Integer> {
        if let Some(n) = value.as_i64() {
            return Ok(Integer::Small(n));
        }
        if let Some(n) = value.as_bigint() {
            return Ok(Integer::Big(n));
        }
        if let Value::Float(x) = value.base()
            && "diu".contains(kind)
        {
            return crate::python::text::float::to_integer(*x).map_err(|fault| self.fault(fault));
        }
        let what = if "diu".contains(kind) {
            "a real number is required"
        } else {
            "an integer is required"
        };
        let refuse = || {
            let class = self.type_name(value);
            self.type_error(format!("%{kind} format: {what}, not {}", class.as_str()))
        };
        if matches!(value, Value::Instance(_)) {
            let names = [&self.names.int, &self.names.index];
            for name in &names[usize::from(!"diu".contains(kind))..] {
                if let Some(n) = self.special(value, name, Vec::new()).await? {
                    return Ok(Integer::from(n.as_bigint().ok_or_else(refuse)?));
                }
            }
        }
        Err(refuse())
    }
}
