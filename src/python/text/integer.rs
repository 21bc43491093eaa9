//! Whole numbers of any size: reading, writing, dividing, hashing.

use std::cell::Cell;
use std::fmt;

use num_bigint::{BigInt, Sign};
use num_integer::Integer as _;
use num_traits::{Signed as _, ToPrimitive as _, Zero as _};

use super::Fault;

/// A whole number: a machine word where it fits one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Integer {
    /// One that fits a word.
    Small(i64),
    /// One that does not.
    Big(BigInt),
}

impl From<BigInt> for Integer {
    fn from(value: BigInt) -> Integer {
        match value.to_i64() {
            Some(small) => Integer::Small(small),
            None => Integer::Big(value),
        }
    }
}

impl From<i64> for Integer {
    fn from(value: i64) -> Integer {
        Integer::Small(value)
    }
}

impl Integer {
    /// As a big one, whatever its size.
    pub fn to_big(&self) -> BigInt {
        match self {
            Integer::Small(small) => BigInt::from(*small),
            Integer::Big(big) => big.clone(),
        }
    }

    /// Whether it is below zero.
    pub fn is_negative(&self) -> bool {
        match self {
            Integer::Small(small) => *small < 0,
            Integer::Big(big) => big.is_negative(),
        }
    }

    /// The digits of its size in a base of 2 to 36, lower case.
    pub fn digits(&self, base: u32) -> String {
        match (self, base) {
            (Integer::Small(small), 10) => small.unsigned_abs().to_string(),
            (Integer::Small(small), 16) => format!("{:x}", small.unsigned_abs()),
            (Integer::Small(small), _) => BigInt::from(small.unsigned_abs()).to_str_radix(base),
            (Integer::Big(big), _) => big.magnitude().to_str_radix(base),
        }
    }

    /// The nearest float; `OverflowError` beyond the largest.
    pub fn to_float(&self) -> Result<f64, Fault> {
        match self {
            Integer::Small(small) => Ok(*small as f64),
            Integer::Big(big) => to_float(big),
        }
    }
}

impl fmt::Display for Integer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Integer::Small(small) => small.fmt(f),
            Integer::Big(big) => big.fmt(f),
        }
    }
}

/// What `float(n)` gives: the nearest, ties to even.
pub fn to_float(big: &BigInt) -> Result<f64, Fault> {
    let x = if big.bits() > 1100 {
        f64::INFINITY
    } else {
        super::float::quotient(big, &BigInt::from(1))
    };
    if x.is_infinite() {
        return Err(Fault::overflow("int too large to convert to float"));
    }
    Ok(x)
}

/// The most decimal digits that are read or written at first, as CPython has it.
pub const MOST_DIGITS: usize = 4300;
/// The most where a program asks for no limit: a second of a visitor's time.
const MOST_OF_ALL: usize = 1_000_000;

thread_local! {
    /// What `sys.get_int_max_str_digits()` gives; 0 for no limit.
    static DIGITS: Cell<usize> = const { Cell::new(MOST_DIGITS) };
}

/// The most decimal digits that are read or written; 0 stands for no limit.
pub fn most_digits() -> usize {
    DIGITS.get()
}

/// Sets [`most_digits`] for the program that this thread of the computer runs.
pub fn set_most_digits(most: usize) {
    DIGITS.set(most);
}

/// The limit, where 0 is one, too.
fn digits() -> usize {
    match most_digits() {
        0 => MOST_OF_ALL,
        most => most.min(MOST_OF_ALL),
    }
}

/// What `str(n)` gives; `ValueError` beyond [`most_digits`].
pub fn decimal(n: &Integer) -> Result<String, Fault> {
    match n {
        Integer::Small(small) => Ok(small.to_string()),
        Integer::Big(big) => decimal_of_big(big),
    }
}

/// [`decimal`] of a big one.
pub fn decimal_of_big(big: &BigInt) -> Result<String, Fault> {
    let most = digits();
    let refuse = || {
        Fault::value(format!(
            "Exceeds the limit ({most} digits) for integer string conversion; \
             use sys.set_int_max_str_digits() to increase the limit"
        ))
    };
    // A digit has more than 3.3 bits: enough to refuse before the work.
    if big.bits() > 4 * most as u64 {
        return Err(refuse());
    }
    let text = big.to_string();
    if text.trim_start_matches('-').len() > most {
        return Err(refuse());
    }
    Ok(text)
}

/// The text with the decimal digits of every script as ASCII ones.
pub(super) fn ascii_digits(text: &str) -> String {
    text.chars()
        .map(|c| match super::chars::decimal(c) {
            Some(digit) if !c.is_ascii() => char::from(b'0' + digit),
            _ => c,
        })
        .collect()
}

/// What `int(text, base)` gives. The base is 0 (as the prefix says) or 2 to 36.
pub fn parse(text: &str, base: i64) -> Result<Integer, Fault> {
    if base != 0 && !(2..=36).contains(&base) {
        return Err(Fault::value("int() base must be >= 2 and <= 36, or 0"));
    }
    let refuse = || {
        Fault::value(format!(
            "invalid literal for int() with base {base}: {}",
            super::repr::string(text)
        ))
    };
    let plain = ascii_digits(text.trim_matches(super::chars::is_space));
    let (negative, body) = match plain.strip_prefix('-') {
        Some(body) => (true, body),
        None => (false, plain.strip_prefix('+').unwrap_or(&plain)),
    };
    let (radix, digits) = prefix(body, base).ok_or_else(refuse)?;
    let digits = without_underscores(digits, radix).ok_or_else(refuse)?;
    // A decimal number with zeros before it would be octal in the old language.
    let leading_zero = digits.starts_with('0') && digits.bytes().any(|b| b != b'0');
    if base == 0 && radix == 10 && leading_zero {
        return Err(refuse());
    }
    let limited = !radix.is_power_of_two();
    let most = self::digits();
    if limited && digits.len() > most {
        return Err(Fault::value(format!(
            "Exceeds the limit ({most} digits) for integer string conversion: \
             value has {} digits; use sys.set_int_max_str_digits() to increase the limit",
            digits.len()
        )));
    }
    if let Ok(small) = i64::from_str_radix(&digits, radix) {
        return Ok(Integer::Small(if negative { -small } else { small }));
    }
    let big = BigInt::parse_bytes(digits.as_bytes(), radix).ok_or_else(refuse)?;
    Ok(Integer::from(if negative { -big } else { big }))
}

/// The base that counts and the digits after a prefix such as `0x`.
fn prefix(body: &str, base: i64) -> Option<(u32, &str)> {
    for (start, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        let head = body
            .get(..2)
            .filter(|head| head.eq_ignore_ascii_case(start));
        if head.is_some() && (base == 0 || base == i64::from(radix)) {
            let rest = &body[2..];
            return Some((radix, rest.strip_prefix('_').unwrap_or(rest)));
        }
    }
    Some((if base == 0 { 10 } else { base as u32 }, body))
}

/// Digits without the single underscores that may stand between them.
fn without_underscores(digits: &str, radix: u32) -> Option<String> {
    let well_placed = !digits.starts_with('_') && !digits.ends_with('_') && !digits.contains("__");
    let plain: String = digits.chars().filter(|&c| c != '_').collect();
    let all_digits = !plain.is_empty() && plain.chars().all(|c| c.is_digit(radix));
    (well_placed && all_digits).then_some(plain)
}

/// What `hash(n)` gives: see [`super::float::hash`].
pub fn hash(n: i64) -> i64 {
    const MODULUS: u64 = (1 << 61) - 1;
    let residue = (n.unsigned_abs() % MODULUS) as i64;
    let signed = if n < 0 { -residue } else { residue };
    if signed == -1 { -2 } else { signed }
}

/// [`hash`] of a big one.
pub fn hash_of_big(big: &BigInt) -> i64 {
    let residue = (big.magnitude() % ((1u64 << 61) - 1)).to_i64().unwrap_or(0);
    let signed = if big.is_negative() { -residue } else { residue };
    if signed == -1 { -2 } else { signed }
}

/// The whole number nearest to a fraction (`bottom` positive), ties to even.
pub fn divide_to_nearest_even(top: &BigInt, bottom: &BigInt) -> BigInt {
    let (whole, rest) = top.div_mod_floor(bottom);
    let twice: BigInt = rest * 2;
    match twice.cmp(bottom) {
        std::cmp::Ordering::Greater => whole + 1,
        std::cmp::Ordering::Equal if whole.is_odd() => whole + 1,
        _ => whole,
    }
}

/// What `round(n, digits)` gives: ties to even.
pub fn round(n: &Integer, digits: i64) -> Integer {
    if digits >= 0 {
        return n.clone();
    }
    let big = n.to_big();
    // Ten to the power of more digits than the number has is more than twice as large.
    if digits.unsigned_abs() > big.bits() / 3 + 2 {
        return Integer::Small(0);
    }
    let unit = BigInt::from(10u8).pow(digits.unsigned_abs() as u32);
    Integer::from(divide_to_nearest_even(&big, &unit) * unit)
}

/// What `a // b` and `a % b` give: the rest has the sign of `b`.
pub fn div_rem(a: &Integer, b: &Integer) -> Result<(Integer, Integer), Fault> {
    if let (Integer::Small(a), Integer::Small(b)) = (a, b)
        && *b != 0
        && let Some(quotient) = a.checked_div(*b)
    {
        let rest = a % b;
        let crossed = rest != 0 && (rest < 0) != (*b < 0);
        return Ok(if crossed {
            (Integer::Small(quotient - 1), Integer::Small(rest + b))
        } else {
            (Integer::Small(quotient), Integer::Small(rest))
        });
    }
    let (a, b) = (a.to_big(), b.to_big());
    if b.is_zero() {
        return Err(Fault::zero_division("integer division or modulo by zero"));
    }
    let (quotient, rest) = a.div_mod_floor(&b);
    Ok((quotient.into(), rest.into()))
}

/// What `a ** b` gives for `b` of zero or more; `MemoryError` where the result
/// would have more than [`super::LARGEST`] bits.
pub fn power(a: &Integer, b: u64) -> Result<Integer, Fault> {
    if let Integer::Small(a) = a {
        match (*a, b) {
            (0, 0) => return Ok(Integer::Small(1)),
            (0 | 1, _) => return Ok(Integer::Small(*a)),
            (-1, _) => return Ok(Integer::Small(if b.is_multiple_of(2) { 1 } else { -1 })),
            _ => {}
        }
        if let Some(small) = u32::try_from(b).ok().and_then(|b| a.checked_pow(b)) {
            return Ok(Integer::Small(small));
        }
    }
    let big = a.to_big();
    if big.bits().saturating_mul(b) > super::LARGEST as u64 {
        return Err(Fault::memory());
    }
    Ok(big.pow(b as u32).into())
}

/// What `pow(a, b, modulus)` gives.
pub fn power_modulo(a: &BigInt, b: &BigInt, modulus: &BigInt) -> Result<BigInt, Fault> {
    if modulus.is_zero() {
        return Err(Fault::value("pow() 3rd argument cannot be 0"));
    }
    let size = modulus.abs();
    let base = if b.is_negative() {
        inverse(a, &size)?
    } else {
        a.mod_floor(&size)
    };
    let result = base.modpow(&b.abs(), &size);
    Ok(result.mod_floor(modulus))
}

/// The number that times `a` leaves one.
fn inverse(a: &BigInt, modulus: &BigInt) -> Result<BigInt, Fault> {
    let found = a.mod_floor(modulus).extended_gcd(modulus);
    if found.gcd != BigInt::from(1) {
        return Err(Fault::value("base is not invertible for the given modulus"));
    }
    Ok(found.x.mod_floor(modulus))
}

/// What `a << b` gives; `MemoryError` where it would be too long.
pub fn shift_left(a: &Integer, b: u64) -> Result<Integer, Fault> {
    if let Integer::Small(small) = a {
        if *small == 0 {
            return Ok(Integer::Small(0));
        }
        if b < 63 && (*small << b) >> b == *small {
            return Ok(Integer::Small(*small << b));
        }
    }
    if b > super::LARGEST as u64 {
        return Err(Fault::memory());
    }
    Ok((a.to_big() << b).into())
}

/// What `a >> b` gives: towards minus infinity.
pub fn shift_right(a: &Integer, b: u64) -> Integer {
    match a {
        Integer::Small(small) => Integer::Small(small >> b.min(63)),
        Integer::Big(big) if b >= big.bits() => {
            Integer::Small(if big.is_negative() { -1 } else { 0 })
        }
        Integer::Big(big) => (big >> b).into(),
    }
}

/// What `n.to_bytes(length, order, signed=…)` gives.
pub fn to_bytes(n: &BigInt, length: usize, little: bool, signed: bool) -> Result<Vec<u8>, Fault> {
    if n.is_negative() && !signed {
        return Err(Fault::overflow("can't convert negative int to unsigned"));
    }
    if length > super::LARGEST {
        return Err(Fault::memory());
    }
    let negative = n.is_negative();
    let mut bytes = if signed && !n.is_zero() {
        n.to_signed_bytes_le()
    } else if n.is_zero() {
        Vec::new()
    } else {
        n.magnitude().to_bytes_le()
    };
    // Minus one in no bytes at all is let pass, as CPython does.
    let nothing = length == 0 && *n == BigInt::from(-1);
    if bytes.len() > length && !nothing {
        return Err(Fault::overflow("int too big to convert"));
    }
    bytes.resize(length, if negative { 0xFF } else { 0 });
    if !little {
        bytes.reverse();
    }
    Ok(bytes)
}

/// What `int.from_bytes(bytes, order, signed=…)` gives.
pub fn from_bytes(bytes: &[u8], little: bool, signed: bool) -> Integer {
    Integer::from(match (little, signed) {
        (true, true) => BigInt::from_signed_bytes_le(bytes),
        (false, true) => BigInt::from_signed_bytes_be(bytes),
        (true, false) => BigInt::from_bytes_le(Sign::Plus, bytes),
        (false, false) => BigInt::from_bytes_be(Sign::Plus, bytes),
    })
}

#[cfg(test)]
mod tests {
    use super::super::oracle::{Cases, compare};
    use super::*;

    #[test]
    fn texts_are_read_as_python_does() {
        let mut cases = Cases::new(1);
        let pieces = [
            "1", "9", "0", "a", "z", "_", "-", "+", " ", "0x", "0b1", "0O7", "٣", "é",
        ];
        let bases: [i64; 7] = [0, 2, 8, 10, 16, 36, 37];
        let list = (0..6000)
            .map(|_| {
                let text = cases.text(&pieces, 5);
                let base = bases[cases.below(7) as usize];
                let ours = parse(&text, base).map(|n| n.to_string());
                (vec![text.into(), base.into()], ours)
            })
            .collect();
        compare("f = lambda s, b: int(s, b)", list);
    }

    #[test]
    fn arithmetic_is_pythons() {
        let mut cases = Cases::new(2);
        let list = (0..4000)
            .map(|_| {
                let (a, b) = (cases.integer(), cases.integer());
                let (small, places) = (cases.below(90), -(cases.below(25) as i64));
                let (x, y) = (parse(&a, 10).unwrap(), parse(&b, 10).unwrap());
                let ours = div_rem(&x, &y).map(|(q, r)| {
                    format!(
                        "{q} {r} {} {} {} {} {} {}",
                        power(&x, small).unwrap(),
                        shift_left(&x, small).unwrap(),
                        shift_right(&x, small),
                        round(&x, places),
                        hash_of_big(&x.to_big()),
                        super::super::float::repr(x.to_float().unwrap()),
                    )
                });
                (vec![a.into(), b.into(), small.into(), places.into()], ours)
            })
            .collect();
        let body = "def f(a, b, n, p):
    a, b = int(a), int(b)
    try: divmod(a, b)
    except ZeroDivisionError: raise ZeroDivisionError('integer division or modulo by zero')
    return f'{a // b} {a % b} {a ** n} {a << n} {a >> n} {round(a, p)} {hash(a)} {float(a)!r}'";
        compare(body, list);
    }

    #[test]
    fn modular_powers_and_bytes_are_pythons() {
        let mut cases = Cases::new(3);
        let list = (0..3000)
            .map(|_| {
                let (a, b, m) = (cases.integer(), cases.integer(), cases.integer());
                let length = cases.below(20);
                let [x, y, z] = [&a, &b, &m].map(|text| text.parse::<BigInt>().unwrap());
                let ours = power_modulo(&x, &y, &z).and_then(|power| {
                    let bytes = to_bytes(&x, length as usize, false, true)?;
                    let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
                    let back = from_bytes(&bytes, true, true);
                    Ok(format!("{power} {hex} {back}"))
                });
                (vec![a.into(), b.into(), m.into(), length.into()], ours)
            })
            .collect();
        let body = "def f(a, b, m, n):
    p, x = pow(int(a), int(b), int(m)), int(a).to_bytes(n, 'big', signed=True)
    return f'{p} {x.hex()} {int.from_bytes(x, \"little\", signed=True)}'";
        compare(body, list);
    }

    #[test]
    fn too_many_digits_are_refused() {
        let long = "7".repeat(MOST_DIGITS + 1);
        let message = parse(&long, 10).unwrap_err().message;
        assert!(message.contains("value has 4301 digits"), "{message}");
        let big = Integer::from(BigInt::from(10).pow(MOST_DIGITS as u32));
        assert!(decimal(&big).is_err());
        assert!(power(&Integer::Small(10), 1 << 60).is_err());
        assert_eq!(
            shift_left(&Integer::Small(1), u64::MAX),
            Err(Fault::memory())
        );
    }
}
