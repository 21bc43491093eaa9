//! Operators of numbers and sequences.

use std::rc::Rc;

use num_bigint::BigInt;
use num_traits::Signed;

use crate::python::code::{BinOp, Reg, UnOp};
use crate::python::object::Function;
use crate::python::object::{Custom, List, Str};
use crate::python::text::{Fault, Integer, float, integer};
use crate::python::value::Value;
use crate::python::vm::frame::Ret;
use crate::python::vm::native::{Ctx, OwnedArgs, Result, Then};
use crate::python::vm::{Raised, Vm};

/// An integer as the text functions take it.
pub(crate) fn as_integer(v: &Value) -> Option<Integer> {
    match v.base() {
        Value::Int(n) => Some(Integer::Small(*n)),
        Value::Bool(b) => Some(Integer::Small(i64::from(*b))),
        Value::Big(n) => Some(Integer::Big((**n).clone())),
        _ => None,
    }
}

impl From<Integer> for Value {
    fn from(n: Integer) -> Value {
        match n {
            Integer::Small(n) => Value::Int(n),
            Integer::Big(n) => Value::big(n),
        }
    }
}

/// An operator's sign of assignment.
fn in_place_sign(op: BinOp) -> String {
    let sign = if op == BinOp::Pow { "**" } else { op.names().0 };
    format!("{sign}=")
}

impl Vm {
    /// The exception that a text function asks for.
    #[cold]
    pub fn fault(&self, fault: Fault) -> Raised {
        let class = self.builtins.get_name(fault.class);
        match class {
            Some(Value::Type(class)) if fault.message.is_empty() => {
                self.raise_with(&class, Vec::new())
            }
            Some(Value::Type(class)) => self.raise(&class, fault.message),
            _ => self.value_error(fault.message),
        }
    }

    /// A binary operator, if no Python code need run.
    pub fn binary(&self, op: BinOp, a: &Value, b: &Value) -> Option<Result> {
        use Value::*;
        match (a, b) {
            (Int(x), Int(y)) => return Some(self.ints(op, *x, *y)),
            _ if op == BinOp::Pow && is_complex_power(a, b) => return Option::None,
            (Float(x), Float(y)) => return Some(self.floats(op, *x, *y)),
            (Instance(i), _) if i.class.custom(Custom::OPERATOR) => return Option::None,
            (_, Instance(i)) if i.class.custom(Custom::OPERATOR) => return Option::None,
            (Object(_) | Type(_), _) | (_, Object(_) | Type(_)) => return Option::None,
            _ => {}
        }
        let (x, y) = (a.base(), b.base());
        match (x, y) {
            (Int(_) | Bool(_) | Big(_), Int(_) | Bool(_) | Big(_)) => {
                if let (BinOp::And | BinOp::Or | BinOp::Xor, Bool(p), Bool(q)) = (op, x, y) {
                    return Some(Ok(Bool(match op {
                        BinOp::And => p & q,
                        BinOp::Or => p | q,
                        _ => p ^ q,
                    })));
                }
                Some(self.bigs(op, x, y))
            }
            (Float(_) | Int(_) | Bool(_) | Big(_), Float(_) | Int(_) | Bool(_) | Big(_)) => {
                if matches!(op, BinOp::MatMul | BinOp::Shl | BinOp::Shr | BinOp::And)
                    || matches!(op, BinOp::Or | BinOp::Xor)
                {
                    return Some(Err(self.unsupported(op.names().0, a, b)));
                }
                Some(self.mixed(op, x, y))
            }
            (Str(_), _) if op == BinOp::Mod => Option::None,
            (Bytes(_), _) if op == BinOp::Mod => Option::None,
            (Set(_), Set(_)) => Option::None,
            (Dict(_), _) if op == BinOp::Or => Option::None,
            (_, Dict(_)) if op == BinOp::Or => Option::None,
            _ => Some(self.sequences(op, a, b, x, y)),
        }
    }

    fn ints(&self, op: BinOp, x: i64, y: i64) -> Result {
        let quick = match op {
            BinOp::Add => x.checked_add(y),
            BinOp::Sub => x.checked_sub(y),
            BinOp::Mul => x.checked_mul(y),
            BinOp::FloorDiv if y != 0 => x.checked_div(y).map(|q| {
                if x % y != 0 && (x < 0) != (y < 0) {
                    q - 1
                } else {
                    q
                }
            }),
            BinOp::Mod if y > 0 => Some(x.rem_euclid(y)),
            BinOp::And => Some(x & y),
            BinOp::Or => Some(x | y),
            BinOp::Xor => Some(x ^ y),
            _ => None,
        };
        match quick {
            Some(n) => Ok(Value::Int(n)),
            None => self.bigs(op, &Value::Int(x), &Value::Int(y)),
        }
    }

    fn bigs(&self, op: BinOp, x: &Value, y: &Value) -> Result {
        let (Some(a), Some(b)) = (as_integer(x), as_integer(y)) else {
            return Err(self.unsupported(op.names().0, x, y));
        };
        let fault = |f| self.fault(f);
        Ok(match op {
            BinOp::Add => Value::big(a.to_big() + b.to_big()),
            BinOp::Sub => Value::big(a.to_big() - b.to_big()),
            BinOp::Mul => {
                let (a, b) = (a.to_big(), b.to_big());
                self.check_size((a.bits() + b.bits()) as usize / 8)?;
                Value::big(a * b)
            }
            BinOp::Div => {
                let (a, b) = (a.to_big(), b.to_big());
                if b == BigInt::ZERO {
                    return Err(self.zero_division_error("division by zero"));
                }
                let q = float::quotient(&a, &b);
                if q.is_infinite() {
                    return Err(
                        self.overflow_error("integer division result too large for a float")
                    );
                }
                Value::Float(q)
            }
            BinOp::FloorDiv => integer::div_rem(&a, &b).map_err(fault)?.0.into(),
            BinOp::Mod => match integer::div_rem(&a, &b) {
                Ok((_, rest)) => rest.into(),
                Err(_) => return Err(self.zero_division_error("integer modulo by zero")),
            },
            BinOp::Pow => {
                if b.is_negative() {
                    return self.mixed(
                        op,
                        &Value::Float(self.int_to_float(x)?),
                        &Value::Float(self.int_to_float(y)?),
                    );
                }
                let Integer::Small(n) = b else {
                    return match a {
                        Integer::Small(0 | 1) => Ok(a.into()),
                        _ => Err(self.fault(Fault::memory())),
                    };
                };
                integer::power(&a, n as u64).map_err(fault)?.into()
            }
            BinOp::Shl | BinOp::Shr => {
                if b.is_negative() {
                    return Err(self.value_error("negative shift count"));
                }
                let n = match b {
                    Integer::Small(n) => n as u64,
                    Integer::Big(_) => u64::MAX,
                };
                if op == BinOp::Shl {
                    integer::shift_left(&a, n).map_err(fault)?.into()
                } else {
                    integer::shift_right(&a, n).into()
                }
            }
            BinOp::And => Value::big(a.to_big() & b.to_big()),
            BinOp::Or => Value::big(a.to_big() | b.to_big()),
            BinOp::Xor => Value::big(a.to_big() ^ b.to_big()),
            BinOp::MatMul => return Err(self.unsupported("@", x, y)),
        })
    }

    /// An integer as a float.
    ///
    /// # Errors
    /// `OverflowError` if it is too large.
    pub fn int_to_float(&self, v: &Value) -> Result<f64> {
        match as_integer(v) {
            Some(n) => n.to_float().map_err(|f| self.fault(f)),
            None => Ok(v.as_f64().unwrap_or(0.0)),
        }
    }

    fn mixed(&self, op: BinOp, x: &Value, y: &Value) -> Result {
        self.floats(op, self.int_to_float(x)?, self.int_to_float(y)?)
    }

    fn floats(&self, op: BinOp, x: f64, y: f64) -> Result {
        let fault = |f| self.fault(f);
        Ok(Value::Float(match op {
            BinOp::Add => x + y,
            BinOp::Sub => x - y,
            BinOp::Mul => x * y,
            BinOp::Div if y == 0.0 => {
                return Err(self.zero_division_error("float division by zero"));
            }
            BinOp::Div => x / y,
            BinOp::FloorDiv if y == 0.0 => {
                return Err(self.zero_division_error("float floor division by zero"));
            }
            BinOp::FloorDiv => float::div_rem(x, y).map_err(fault)?.0,
            BinOp::Mod if y == 0.0 => return Err(self.zero_division_error("float modulo")),
            BinOp::Mod => float::div_rem(x, y).map_err(fault)?.1,
            BinOp::Pow => match float::power(x, y).map_err(fault)? {
                Some(z) => z,
                None => {
                    let m = "a negative number to a fractional power is a complex number";
                    return Err(self.value_error(m));
                }
            },
            _ => {
                return Err(self.unsupported(op.names().0, &Value::Float(x), &Value::Float(y)));
            }
        }))
    }

    fn sequences(&self, op: BinOp, a: &Value, b: &Value, x: &Value, y: &Value) -> Result {
        match (op, x, y) {
            (BinOp::Add, Value::Str(s), Value::Str(t)) => {
                self.check_size(s.as_str().len() + t.as_str().len())?;
                let mut text = String::with_capacity(s.as_str().len() + t.as_str().len());
                text.push_str(s.as_str());
                text.push_str(t.as_str());
                Ok(Value::string(text))
            }
            (BinOp::Add, Value::List(s), Value::List(t)) => {
                self.check_size((s.len() + t.len()) * 16)?;
                let mut items = s.to_vec();
                items.extend(t.borrow().iter().cloned());
                Ok(Value::list(items))
            }
            (BinOp::Add, Value::Tuple(s), Value::Tuple(t)) => {
                self.check_size((s.len() + t.len()) * 16)?;
                Ok(Value::tuple(s.iter().chain(t.iter()).cloned().collect()))
            }
            (BinOp::Add, Value::Bytes(s), Value::Bytes(t)) => {
                Ok(Value::bytes([s.as_slice(), t.as_slice()].concat()))
            }
            (BinOp::Add, s, _) if is_sequence(s) => Err(self.not_joined(s, b)),
            (BinOp::Mul, s, n) if is_sequence(s) && n.is_int() => self.repeat(s, n),
            (BinOp::Mul, n, s) if is_sequence(s) && n.is_int() => self.repeat(s, n),
            (BinOp::Mul, s, other) | (BinOp::Mul, other, s) if is_sequence(s) => Err(self
                .type_error(format!(
                    "can't multiply sequence by non-int of type '{}'",
                    self.type_name(other).as_str()
                ))),
            _ => Err(self.unsupported(op.names().0, a, b)),
        }
    }

    /// `TypeError` of a sequence to which something else is added.
    #[cold]
    fn not_joined(&self, sequence: &Value, other: &Value) -> Raised {
        let other = self.type_name(other);
        let other = other.as_str();
        if let Value::Bytes(_) = sequence {
            return self.type_error(format!("can't concat {other} to bytes"));
        }
        let own = self.type_name(sequence);
        let own = own.as_str();
        self.type_error(format!(
            "can only concatenate {own} (not \"{other}\") to {own}"
        ))
    }

    fn repeat(&self, s: &Value, n: &Value) -> Result {
        let n = match n.as_i64() {
            Some(n) => n.max(0) as usize,
            None if n.as_bigint().is_some_and(|n| n.is_negative()) => 0,
            None => {
                return Err(self.overflow_error("cannot fit 'int' into an index-sized integer"));
            }
        };
        let size = |unit: usize| self.check_size(unit.saturating_mul(n));
        Ok(match s {
            Value::Str(s) => {
                size(s.as_str().len())?;
                Value::string(s.as_str().repeat(n))
            }
            Value::Bytes(s) => {
                size(s.as_slice().len())?;
                Value::bytes(s.as_slice().repeat(n))
            }
            Value::List(s) => {
                size(s.len() * 16)?;
                let items = s.to_vec();
                let count = items.len() * n;
                Value::List(List::new(items.into_iter().cycle().take(count).collect()))
            }
            Value::Tuple(s) => {
                size(s.len() * 16)?;
                Value::tuple(s.iter().cloned().cycle().take(s.len() * n).collect())
            }
            _ => Value::None,
        })
    }

    /// `TypeError` of an operator that two values do not have.
    #[cold]
    pub fn unsupported(&self, op: &str, a: &Value, b: &Value) -> Raised {
        self.type_error(format!(
            "unsupported operand type(s) for {op}: '{}' and '{}'",
            self.type_name(a).as_str(),
            self.type_name(b).as_str()
        ))
    }

    /// An operator with assignment, if no Python code need run.
    pub fn in_place(&self, op: BinOp, a: &Value, b: &Value) -> Option<Result> {
        match (op, a) {
            (BinOp::Add, Value::List(list)) => {
                let items = match self.collect(b)? {
                    Ok(items) => items,
                    Err(raised) => return Some(Err(raised)),
                };
                if let Err(raised) = self.check_size((list.len() + items.len()) * 16) {
                    return Some(Err(raised));
                }
                list.borrow_mut().extend(items);
                Some(Ok(a.clone()))
            }
            (BinOp::Mul, Value::List(list)) if b.is_int() => {
                let repeated = match self.repeat(a, b) {
                    Ok(Value::List(l)) => l.to_vec(),
                    Ok(_) => Vec::new(),
                    Err(raised) => return Some(Err(raised)),
                };
                let old = std::mem::replace(&mut *list.borrow_mut(), repeated);
                drop(old);
                Some(Ok(a.clone()))
            }
            (_, Value::Set(_) | Value::Dict(_) | Value::List(_)) => None,
            _ => Some(self.with_sign(op, a, b, self.binary(op, a, b)?)),
        }
    }

    /// A result of an operator with assignment: where the operator has none for
    /// these types, the message names it with its sign of assignment.
    fn with_sign(&self, op: BinOp, a: &Value, b: &Value, result: Result) -> Result {
        result.map_err(|raised| {
            let sign = op.names().0;
            let none = format!("unsupported operand type(s) for {sign}: ");
            let has_none = match raised.0.exc().borrow().args.first() {
                Some(message) => message.as_str().is_some_and(|text| text.starts_with(&none)),
                None => false,
            };
            match has_none {
                true => self.unsupported(&in_place_sign(op), a, b),
                false => raised,
            }
        })
    }

    /// `a += b` of two texts the first of which nobody else holds: in place,
    /// so that building a text piece by piece takes time in proportion to its
    /// length, as in CPython. Whether that was done.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(crate) fn append_text(&self, a: &mut Value, b: &Value) -> Result<bool> {
        let (Value::Str(text), Value::Str(more)) = (a, b) else {
            return Ok(false);
        };
        let Some(text) = Rc::get_mut(text) else {
            return Ok(false);
        };
        let size = text.as_str().len() + more.as_str().len();
        if size > text.capacity() {
            self.check_size(size)?;
        }
        text.append(more);
        Ok(true)
    }

    /// An operator with one operand, if no Python code need run.
    pub fn unary(&self, op: UnOp, a: &Value) -> Option<Result> {
        if let Value::Instance(i) = a
            && i.class.custom(Custom::OPERATOR)
        {
            return None;
        }
        let bad = |sign: &str| {
            let name = self.type_name(a);
            self.type_error(format!(
                "bad operand type for unary {sign}: '{}'",
                name.as_str()
            ))
        };
        Some(match (op, a.base()) {
            (_, Value::Object(_)) => return None,
            (UnOp::Neg, Value::Int(n)) => Ok(Value::int128(-i128::from(*n))),
            (UnOp::Neg, Value::Float(x)) => Ok(Value::Float(-x)),
            (UnOp::Pos, Value::Float(x)) => Ok(Value::Float(*x)),
            (UnOp::Invert, Value::Int(n)) => Ok(Value::Int(!n)),
            (_, v) => match v.as_bigint() {
                Some(n) => Ok(Value::big(match op {
                    UnOp::Neg => -n,
                    UnOp::Pos => n,
                    UnOp::Invert => -n - 1,
                })),
                None => Err(bad(match op {
                    UnOp::Neg => "-",
                    UnOp::Pos => "+",
                    UnOp::Invert => "~",
                })),
            },
        })
    }
}

/// Whether a power is one of a negative number to a fraction, which is complex.
fn is_complex_power(a: &Value, b: &Value) -> bool {
    match (a.as_f64(), b.base()) {
        (Some(x), Value::Float(y)) => x < 0.0 && x.is_finite() && y.is_finite() && *y != y.floor(),
        _ => false,
    }
}

impl Vm {
    /// The left operand's method for an operator, if it is a Python function
    /// and comes first.
    pub(crate) fn operator_of(&self, op: BinOp, x: &Value, y: &Value) -> Option<Rc<Function>> {
        let Value::Instance(i) = x else { return None };
        let Value::Function(f) = i.class.lookup(&self.names.operators[op as usize][0])? else {
            return None;
        };
        let other = self.type_ref(y);
        let first = Rc::ptr_eq(&i.class, other) || !other.is_subtype(&i.class);
        first.then_some(f)
    }

    /// How an operator of an instance goes on: its method is called at once if
    /// it is a Python function and comes first.
    pub(crate) fn operator(&self, op: BinOp, x: &Value, y: &Value, dst: Reg) -> (Then, Ret) {
        if let Some(f) = self.operator_of(op, x, y) {
            let args = OwnedArgs::positional(vec![x.clone(), y.clone()]);
            return (Then::Call(Value::Function(f), args), Ret::Operator { dst });
        }
        let (x, y) = (x.clone(), y.clone());
        let then = Then::run(self, |c| async move { c.binary_slow(op, &x, &y).await });
        (then, Ret::Reg(dst))
    }
}

impl Ctx {
    /// What an operator does after the left operand's method has declined.
    pub(crate) async fn binary_rest(&self, op: BinOp, a: &Value, b: &Value) -> Result {
        let (ta, tb) = (self.type_of(a), self.type_of(b));
        if !Rc::ptr_eq(&ta, &tb)
            && let Some(f) = tb.lookup(&self.names.operators[op as usize][1])
        {
            let v = self.call(&f, vec![b.clone(), a.clone()]).await?;
            if !matches!(v, Value::NotImplemented) {
                return Ok(v);
            }
        }
        if let Some((sequence, n)) = times_sequence(op, a, b) {
            return self.repeat_by(sequence, n).await;
        }
        match self.builtin_binary(op, a, b) {
            Some(v) => v,
            None => Err(self.no_operator(op, a, b)),
        }
    }

    /// The fault of an operator that all have declined: the sequences name
    /// themselves.
    fn no_operator(&self, op: BinOp, a: &Value, b: &Value) -> Raised {
        match (op, a.base()) {
            (BinOp::Add, x) if is_sequence(x) && !is_sequence(b.base()) => {
                match self.sequences(op, a, b, x, b) {
                    Err(raised) => raised,
                    Ok(_) => self.unsupported(op.names().0, a, b),
                }
            }
            _ => self.unsupported(op.names().0, a, b),
        }
    }
}

/// A sequence and what it is multiplied by, if that is no integer.
fn times_sequence<'a>(op: BinOp, a: &'a Value, b: &'a Value) -> Option<(&'a Value, &'a Value)> {
    match (is_sequence(a.base()), is_sequence(b.base())) {
        _ if op != BinOp::Mul => None,
        (true, _) if !b.is_int() => Some((a, b)),
        (_, true) if !a.is_int() => Some((b, a)),
        _ => None,
    }
}

fn is_sequence(v: &Value) -> bool {
    matches!(
        v,
        Value::Str(_) | Value::Bytes(_) | Value::List(_) | Value::Tuple(_)
    )
}

impl Ctx {
    /// A binary operator.
    ///
    /// # Errors
    /// What the operands raise; `TypeError` if they have no such operator.
    pub async fn binary(&self, op: BinOp, a: &Value, b: &Value) -> Result {
        match self.vm.binary(op, a, b) {
            Some(v) => v,
            None => self.binary_slow(op, a, b).await,
        }
    }

    pub(crate) async fn binary_slow(&self, op: BinOp, a: &Value, b: &Value) -> Result {
        let [plain, reflected, _] = &self.names.operators[op as usize];
        let found = self.binary_methods(plain, reflected, a, b).await?;
        if let Some(v) = found {
            return Ok(v);
        }
        if op == BinOp::Pow && is_complex_power(a, b) {
            let Value::Module(m) = self.import("_complex").await? else {
                return Ok(Value::None);
            };
            let f = m.dict.get_name("power").unwrap_or_default();
            return self.call(&f, vec![a.clone(), b.clone()]).await;
        }
        let times_sequence = times_sequence(op, a, b);
        // Types without a method of that name in Rust still have the operator.
        if times_sequence.is_none()
            && !matches!((a, b), (Value::Object(_) | Value::Type(_), _))
            && let Some(v) = self.builtin_binary(op, a, b)
        {
            return v;
        }
        if let Some((sequence, n)) = times_sequence {
            return self.repeat_by(sequence, n).await;
        }
        Err(self.no_operator(op, a, b))
    }

    /// A sequence takes whatever can be an index.
    async fn repeat_by(&self, sequence: &Value, n: &Value) -> Result {
        if matches!(n, Value::Instance(_) | Value::Object(_))
            && self.type_ref(n).lookup(&self.names.index).is_some()
        {
            let n = self.index(n).await?;
            return self.repeat(sequence.base(), &n);
        }
        Err(self.type_error(format!(
            "can't multiply sequence by non-int of type '{}'",
            self.type_name(n).as_str()
        )))
    }

    /// The operator of built-in types below classes that have operators of
    /// their own, which have declined.
    fn builtin_binary(&self, op: BinOp, a: &Value, b: &Value) -> Option<Result> {
        let (x, y) = (a.base().clone(), b.base().clone());
        if op == BinOp::Add && is_sequence(&x) && matches!(y, Value::Instance(_)) {
            return Some(Err(self.not_joined(&x, b)));
        }
        if matches!(x, Value::Instance(_)) || matches!(y, Value::Instance(_)) {
            return None;
        }
        self.vm.binary(op, &x, &y)
    }

    /// Asks `__word__` of the left and `__rword__` of the right operand.
    pub(crate) async fn binary_methods(
        &self,
        plain: &Rc<Str>,
        reflected: &Rc<Str>,
        a: &Value,
        b: &Value,
    ) -> Result<Option<Value>> {
        let (ta, tb) = (self.type_of(a), self.type_of(b));
        let left = ta.lookup(plain);
        let same = std::rc::Rc::ptr_eq(&ta, &tb);
        let right = if same { None } else { tb.lookup(reflected) };
        let right_first = right.is_some() && !same && tb.is_subtype(&ta) && {
            match (&right, ta.lookup(reflected)) {
                (Some(r), Some(l)) => !r.is(&l),
                _ => true,
            }
        };
        if right_first && let Some(f) = &right {
            let v = self.call(f, vec![b.clone(), a.clone()]).await?;
            if !matches!(v, Value::NotImplemented) {
                return Ok(Some(v));
            }
        }
        if let Some(f) = left {
            let v = self.call(&f, vec![a.clone(), b.clone()]).await?;
            if !matches!(v, Value::NotImplemented) {
                return Ok(Some(v));
            }
        }
        if !right_first && let Some(f) = right {
            let v = self.call(&f, vec![b.clone(), a.clone()]).await?;
            if !matches!(v, Value::NotImplemented) {
                return Ok(Some(v));
            }
        }
        Ok(None)
    }

    pub(crate) async fn in_place_slow(&self, op: BinOp, a: &Value, b: &Value) -> Result {
        if let Some(f) = self
            .type_ref(a)
            .lookup(&self.names.operators[op as usize][2])
        {
            let v = self.call(&f, vec![a.clone(), b.clone()]).await?;
            if !matches!(v, Value::NotImplemented) {
                return Ok(v);
            }
        }
        match self.vm.binary(op, a, b) {
            Some(v) => return self.with_sign(op, a, b, v),
            None => {
                let [plain, reflected, _] = &self.names.operators[op as usize];
                if let Some(v) = self.binary_methods(plain, reflected, a, b).await? {
                    return Ok(v);
                }
            }
        }
        if let Some(v) = self.builtin_binary(op, a, b) {
            return self.with_sign(op, a, b, v);
        }
        Err(self.unsupported(&in_place_sign(op), a, b))
    }

    pub(crate) async fn unary_slow(&self, op: UnOp, a: &Value) -> Result {
        let (name, sign) = match op {
            UnOp::Neg => (&self.names.neg, "-"),
            UnOp::Pos => (&self.names.pos, "+"),
            UnOp::Invert => (&self.names.invert, "~"),
        };
        if let Some(f) = self.type_ref(a).lookup(name) {
            return self.call(&f, vec![a.clone()]).await;
        }
        let base = a.base().clone();
        if !matches!(base, Value::Instance(_) | Value::Object(_))
            && let Some(v) = self.vm.unary(op, &base)
        {
            return v;
        }
        let name = self.type_name(a);
        Err(self.type_error(format!(
            "bad operand type for unary {sign}: '{}'",
            name.as_str()
        )))
    }

    /// A value as an integer for indices and the like (`__index__`).
    ///
    /// # Errors
    /// `TypeError` if it is none.
    pub async fn index(&self, v: &Value) -> Result {
        if v.is_int() {
            return Ok(v.base().clone());
        }
        if let Some(f) = self.type_ref(v).lookup(&self.names.index) {
            let n = self.call_special(&f, vec![v.clone()]).await?;
            if n.is_int() {
                return Ok(n.base().clone());
            }
            return Err(self.type_error(format!(
                "__index__ returned non-int (type {})",
                self.type_name(&n).as_str()
            )));
        }
        Err(self.type_error(format!(
            "'{}' object cannot be interpreted as an integer",
            self.type_name(v).as_str()
        )))
    }
}
