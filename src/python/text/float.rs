//! Floats as text and text as floats; rounding, hashing, division.

use num_bigint::BigInt;
use num_integer::Integer as _;
use num_traits::{Signed as _, ToPrimitive as _, Zero as _};

use super::Fault;
use super::integer::{self, Integer};

/// More digits after the point than any float has; further ones are zeros.
const MOST_DIGITS: usize = 1100;

/// What `repr(x)` gives: the shortest digits that read back as `x`, with an
/// exponent below 1e-4 and from 1e16 on.
pub fn repr(x: f64) -> String {
    text(x, Style::Shortest, true, false)
}

/// How many digits a float is written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// As many as it takes to read the same float back.
    Shortest,
    /// `%e`: one before the point, so many after it, and an exponent.
    Exponent(usize),
    /// `%f`: so many after the point.
    Fixed(usize),
    /// `%g`: so many in all, with an exponent where the number is far from one.
    General(usize),
}

/// A float in a style. `dot_zero`: a whole number ends in `.0`. `alternate`:
/// the point and the zeros at the end stay (`#` of a format).
pub fn text(x: f64, style: Style, dot_zero: bool, alternate: bool) -> String {
    if x.is_nan() {
        return "nan".to_owned();
    }
    if x.is_infinite() {
        return if x > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    match style {
        Style::Fixed(precision) => fixed(x, precision, alternate),
        Style::Exponent(precision) => {
            let (sign, digits, exponent) = digits(x, Some(precision + 1));
            sign.to_owned() + &scientific(&digits, exponent, alternate)
        }
        Style::General(precision) => {
            let precision = precision.max(1);
            let (sign, mut digits, exponent) = digits(x, Some(precision));
            if !alternate {
                let kept = digits.trim_end_matches('0').len().max(1);
                digits.truncate(kept);
            }
            let point = exponent + 1;
            let limit = i64::try_from(precision).unwrap_or(i64::MAX) - i64::from(dot_zero);
            let with_exponent = point <= -4 || i64::from(point) > limit;
            sign.to_owned() + &placed(&digits, exponent, with_exponent, dot_zero, alternate)
        }
        Style::Shortest => {
            let (sign, digits, exponent) = digits(x, None);
            let with_exponent = !(-4..16).contains(&exponent);
            sign.to_owned() + &placed(&digits, exponent, with_exponent, dot_zero, alternate)
        }
    }
}

/// The sign, the significant digits (so many, or the shortest that do) and the
/// exponent of the first.
fn digits(x: f64, count: Option<usize>) -> (&'static str, String, i32) {
    let written = match count {
        None => shortest(x.abs()),
        Some(count) => format!("{:.*e}", count.saturating_sub(1).min(MOST_DIGITS), x.abs()),
    };
    let (mantissa, exponent) = written.split_once('e').expect("an exponent was asked for");
    let mut digits: String = mantissa.chars().filter(|&c| c != '.').collect();
    if let Some(count) = count {
        let missing = count.saturating_sub(digits.len());
        digits.extend(std::iter::repeat_n('0', missing));
    }
    let sign = if x.is_sign_negative() { "-" } else { "" };
    (sign, digits, exponent.parse().expect("a written exponent"))
}

/// The shortest digits that read back as `x`; of two that are equally near, the
/// even one, where the standard library takes the upper.
fn shortest(x: f64) -> String {
    let written = format!("{x:e}");
    let length = written.find('e').unwrap_or(0).saturating_sub(1);
    // Only long ones can lie half-way.
    if length >= 15 {
        let nearest = format!("{x:.*e}", length - 1);
        if nearest.parse() == Ok(x) {
            return nearest;
        }
    }
    written
}

/// So many digits after the point, where 128 bits are enough for the number
/// times that power of ten; exact, halves to the even digit.
fn fixed_exactly(x: f64, precision: usize) -> Option<String> {
    // 2^53 · 10^15 is below 2^103.
    if precision > 15 || !x.is_finite() {
        return None;
    }
    let power = 10_u64.pow(precision as u32);
    let (mantissa, exponent) = parts(x.abs());
    let product = u128::from(mantissa) * u128::from(power);
    let whole = match exponent {
        _ if mantissa == 0 => 0,
        0..=20 => product << exponent,
        -126..0 => {
            let shift = exponent.unsigned_abs();
            let (low, rest) = (product >> shift, product & ((1 << shift) - 1));
            let half = 1_u128 << (shift - 1);
            low + u128::from(rest > half || (rest == half && low & 1 == 1))
        }
        // Less than half of the last digit.
        ..-126 => 0,
        _ => return None,
    };
    let mut left = u64::try_from(whole).ok()?;
    // 20 digits, a point and a sign; zeros stand before a small number.
    let mut written = [b'0'; 24];
    let mut at = written.len();
    let mut digits = 0;
    while left > 0 || digits <= precision {
        if digits == precision && precision > 0 {
            at -= 1;
            written[at] = b'.';
        }
        at -= 1;
        written[at] = b'0' + (left % 10) as u8;
        left /= 10;
        digits += 1;
    }
    if x.is_sign_negative() {
        at -= 1;
        written[at] = b'-';
    }
    Some(written[at..].iter().map(|&b| char::from(b)).collect())
}

fn fixed(x: f64, precision: usize, alternate: bool) -> String {
    let quick = fixed_exactly(x, precision);
    let mut written = quick.unwrap_or_else(|| format!("{:.*}", precision.min(MOST_DIGITS), x));
    written.extend(std::iter::repeat_n(
        '0',
        precision.saturating_sub(MOST_DIGITS),
    ));
    if alternate && precision == 0 {
        written.push('.');
    }
    written
}

/// `d.ddde+XX`.
fn scientific(digits: &str, exponent: i32, alternate: bool) -> String {
    let point = if digits.len() > 1 || alternate {
        "."
    } else {
        ""
    };
    let sign = if exponent < 0 { '-' } else { '+' };
    let (first, rest) = digits.split_at(1);
    format!("{first}{point}{rest}e{sign}{:02}", exponent.abs())
}

/// Digits with the point where it belongs, or with an exponent.
fn placed(
    digits: &str,
    exponent: i32,
    with_exponent: bool,
    dot_zero: bool,
    alternate: bool,
) -> String {
    if with_exponent {
        return scientific(digits, exponent, alternate);
    }
    if exponent < 0 {
        let zeros = "0".repeat((-exponent - 1) as usize);
        return format!("0.{zeros}{digits}");
    }
    let whole = exponent as usize + 1;
    if digits.len() > whole {
        return format!("{}.{}", &digits[..whole], &digits[whole..]);
    }
    let zeros = "0".repeat(whole - digits.len());
    let end = match (dot_zero, alternate) {
        (true, _) => ".0",
        (false, true) => ".",
        (false, false) => "",
    };
    format!("{digits}{zeros}{end}")
}

/// What `float(text)` gives: blanks round it, underscores between digits and
/// the digits of every script are allowed.
pub fn parse(text: &str) -> Result<f64, Fault> {
    let refuse = || {
        Fault::value(format!(
            "could not convert string to float: {}",
            super::repr::string(text)
        ))
    };
    let plain = integer::ascii_digits(text.trim_matches(super::chars::is_space));
    parse_ascii(&plain).ok_or_else(refuse)
}

fn parse_ascii(text: &str) -> Option<f64> {
    let body = text.strip_prefix(['+', '-']).unwrap_or(text);
    let lower = body.to_ascii_lowercase();
    if let "inf" | "infinity" | "nan" = lower.as_str() {
        let x = if lower == "nan" {
            f64::NAN
        } else {
            f64::INFINITY
        };
        return Some(if text.starts_with('-') { -x } else { x });
    }
    let bytes = body.as_bytes();
    let underscores_between_digits = bytes.iter().enumerate().all(|(i, &b)| {
        b != b'_'
            || (i > 0
                && bytes[i - 1].is_ascii_digit()
                && bytes.get(i + 1).is_some_and(u8::is_ascii_digit))
    });
    let known = |b: &u8| b.is_ascii_digit() || b"._eE+-".contains(b);
    if !underscores_between_digits || !bytes.iter().all(known) || body.starts_with(['+', '-']) {
        return None;
    }
    text.replace('_', "").parse().ok()
}

/// What `round(x, digits)` gives: to the nearest, ties of the exact value to even.
pub fn round(x: f64, digits: i64) -> Result<f64, Fault> {
    if !x.is_finite() || digits > 323 || x == 0.0 {
        return Ok(x);
    }
    if digits < -308 {
        return Ok(0.0 * x);
    }
    let rounded: f64 = if digits >= 0 {
        let written = format!("{:.*}", digits as usize, x);
        written.parse().expect("written digits")
    } else {
        let (top, bottom) = ratio(x);
        let unit = BigInt::from(10u8).pow(digits.unsigned_abs() as u32);
        let whole = integer::divide_to_nearest_even(&top, &(bottom * &unit)) * unit;
        let size: f64 = whole.abs().to_string().parse().expect("written digits");
        size.copysign(x)
    };
    if rounded.is_infinite() {
        return Err(Fault::overflow("rounded value too large to represent"));
    }
    Ok(rounded)
}

/// What `round(x)` gives: the nearest integer, ties to even.
pub fn round_to_integer(x: f64) -> Result<Integer, Fault> {
    to_integer(x.round_ties_even())
}

/// What `int(x)` gives: without its fraction.
pub fn to_integer(x: f64) -> Result<Integer, Fault> {
    if x.is_nan() {
        return Err(Fault::value("cannot convert float NaN to integer"));
    }
    if x.is_infinite() {
        return Err(Fault::overflow("cannot convert float infinity to integer"));
    }
    if x.abs() < 9e18 {
        return Ok(Integer::Small(x as i64));
    }
    let (top, bottom) = ratio(x.trunc());
    Ok(Integer::from(top / bottom))
}

/// A finite float as a fraction in lowest terms; the lower part is positive.
pub fn ratio(x: f64) -> (BigInt, BigInt) {
    let (mantissa, exponent) = parts(x);
    if mantissa == 0 {
        return (BigInt::zero(), BigInt::from(1));
    }
    let shift = mantissa.trailing_zeros() as i32;
    let (mantissa, exponent) = (BigInt::from(mantissa >> shift), exponent + shift);
    let mantissa = if x < 0.0 { -mantissa } else { mantissa };
    if exponent >= 0 {
        (mantissa << exponent, BigInt::from(1))
    } else {
        (mantissa, BigInt::from(1) << -exponent)
    }
}

/// What `x.as_integer_ratio()` gives.
pub fn as_integer_ratio(x: f64) -> Result<(BigInt, BigInt), Fault> {
    if x.is_nan() {
        return Err(Fault::value("cannot convert NaN to integer ratio"));
    }
    if x.is_infinite() {
        return Err(Fault::overflow("cannot convert Infinity to integer ratio"));
    }
    Ok(ratio(x))
}

/// The size of a finite float as `mantissa · 2^exponent`.
pub(super) fn parts(x: f64) -> (u64, i32) {
    let bits = x.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    match (bits >> 52) as i32 & 0x7FF {
        0 => (fraction, -1074),
        biased => (fraction | 1 << 52, biased - 1075),
    }
}

/// What `x.hex()` gives.
pub fn hex(x: f64) -> String {
    if !x.is_finite() {
        return repr(x);
    }
    let sign = if x.is_sign_negative() { "-" } else { "" };
    if x == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let bits = x.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    let (lead, exponent) = match (bits >> 52) as i32 & 0x7FF {
        0 => (0, -1022),
        biased => (1, biased - 1023),
    };
    format!("{sign}0x{lead}.{fraction:013x}p{exponent:+}")
}

/// What `float.fromhex(text)` gives.
pub fn from_hex(text: &str) -> Result<f64, Fault> {
    let refuse = || Fault::value("invalid hexadecimal floating-point string");
    let trimmed = text.trim_matches(super::chars::is_space);
    let lower = trimmed.to_ascii_lowercase();
    let (negative, body) = match lower.strip_prefix('-') {
        Some(body) => (true, body),
        None => (false, lower.strip_prefix('+').unwrap_or(&lower)),
    };
    let signed = |x: f64| if negative { -x } else { x };
    match body {
        "inf" | "infinity" => return Ok(signed(f64::INFINITY)),
        "nan" => return Ok(signed(f64::NAN)),
        _ => {}
    }
    let body = body.strip_prefix("0x").unwrap_or(body);
    let (mantissa, exponent) = match body.split_once('p') {
        Some((mantissa, exponent)) => {
            let exponent: i64 = exponent.parse().map_err(|_| refuse())?;
            (mantissa, exponent.clamp(-100_000, 100_000) as i32)
        }
        None => (body, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    if digits.is_empty() || digits.len() > 10_000 {
        return Err(refuse());
    }
    let top = BigInt::parse_bytes(digits.as_bytes(), 16).ok_or_else(refuse)?;
    if digits.starts_with(['+', '-']) {
        return Err(refuse());
    }
    let exponent = exponent - 4 * fraction.len() as i32;
    let size = scaled(&top, exponent);
    if size.is_infinite() {
        return Err(Fault::overflow(
            "hexadecimal value too large to represent as a float",
        ));
    }
    Ok(signed(size))
}

/// The float nearest to `top · 2^exponent`, ties to even.
fn scaled(top: &BigInt, exponent: i32) -> f64 {
    let one = BigInt::from(1);
    if top.is_zero() {
        return 0.0;
    }
    let magnitude = top.bits() as i64 + i64::from(exponent);
    if magnitude > 1100 {
        return f64::INFINITY;
    }
    if magnitude < -1200 {
        return 0.0;
    }
    if exponent >= 0 {
        quotient(&(top << exponent), &one)
    } else {
        quotient(top, &(one << -exponent))
    }
}

/// The float nearest to a fraction of integers (`bottom` positive), ties to
/// even; infinite where none is large enough.
pub fn quotient(top: &BigInt, bottom: &BigInt) -> f64 {
    if top.is_zero() {
        return 0.0;
    }
    let size = top.abs();
    // Scale so that the whole quotient has 55 bits or more (two to round by),
    // but never finer than the smallest float's last place.
    let gap = size.bits() as i64 - bottom.bits() as i64;
    let shift = (55 - gap).min(1076);
    let (scaled_top, scaled_bottom) = if shift >= 0 {
        (size << shift, bottom.clone())
    } else {
        (size, bottom << -shift)
    };
    let (whole, rest) = scaled_top.div_rem(&scaled_bottom);
    let mut whole = whole.to_u128().unwrap_or(u128::MAX);
    let length = 128 - whole.leading_zeros() as i64;
    // The last place of the float, in bits of `whole`.
    let drop = (length - 53).max(shift - 1074).max(0);
    let mask = (1u128 << drop) - 1;
    let half = if drop == 0 { 0 } else { 1u128 << (drop - 1) };
    let low = whole & mask;
    whole >>= drop;
    let above_half = low > half || (low == half && !rest.is_zero());
    let tie = low == half && rest.is_zero();
    if drop > 0 && (above_half || (tie && whole & 1 == 1)) {
        whole += 1;
    }
    let exponent = drop - shift;
    let size = times_power_of_two(whole as f64, exponent);
    if top.is_negative() { -size } else { size }
}

/// `x · 2^exponent`, in steps that stay exact.
pub(super) fn times_power_of_two(mut x: f64, mut exponent: i64) -> f64 {
    while exponent > 1000 {
        x *= f64::from_bits((1000 + 1023) << 52);
        exponent -= 1000;
        if x.is_infinite() || x == 0.0 {
            return x;
        }
    }
    while exponent < -1000 {
        // The mantissa has at most 53 bits: the last step alone may round.
        if x.abs() < 1e-290 && exponent < -1100 {
            return 0.0_f64.copysign(x);
        }
        x *= f64::from_bits((1023 - 900) << 52);
        exponent += 900;
    }
    x * f64::from_bits(((exponent + 1023) as u64) << 52)
}

/// What `x // y` and `x % y` give: the rest has the sign of `y`.
pub fn div_rem(x: f64, y: f64) -> Result<(f64, f64), Fault> {
    if y == 0.0 {
        return Err(Fault::zero_division("float divmod()"));
    }
    let mut rest = x % y;
    let mut quotient = (x - rest) / y;
    if rest != 0.0 {
        if (y < 0.0) != (rest < 0.0) {
            rest += y;
            quotient -= 1.0;
        }
    } else {
        rest = 0.0_f64.copysign(y);
    }
    let whole = if quotient != 0.0 {
        let floor = quotient.floor();
        if quotient - floor > 0.5 {
            floor + 1.0
        } else {
            floor
        }
    } else {
        0.0_f64.copysign(x / y)
    };
    Ok((whole, rest))
}

/// What `x ** y` gives, where the result is a real number.
///
/// A negative number to a fraction is complex: then `Ok(None)`.
pub fn power(x: f64, y: f64) -> Result<Option<f64>, Fault> {
    if y == 0.0 || x == 1.0 {
        return Ok(Some(1.0));
    }
    if x == 0.0 && y < 0.0 {
        return Err(Fault::zero_division(
            "0.0 cannot be raised to a negative power",
        ));
    }
    if x < 0.0 && x.is_finite() && y.is_finite() && y != y.floor() {
        return Ok(None);
    }
    let result = x.powf(y);
    if result.is_infinite() && x.is_finite() && y.is_finite() {
        return Err(Fault::overflow("(34, 'Numerical result out of range')"));
    }
    Ok(Some(result))
}

/// The modulus of CPython's hash of numbers, 2^61 − 1.
const MODULUS: u64 = (1 << 61) - 1;

/// What `hash(x)` gives. Equal numbers of every type have equal hashes: the
/// value modulo the prime 2^61 − 1 (the manual's "Hashing of numeric types").
///
/// `None` for nan, whose hash is that of the object's identity.
pub fn hash(x: f64) -> Option<i64> {
    if x.is_nan() {
        return None;
    }
    if x.is_infinite() {
        return Some(if x > 0.0 { 314_159 } else { -314_159 });
    }
    let (mantissa, exponent) = parts(x);
    let turn = exponent.rem_euclid(61) as u32;
    let residue = rotate(mantissa % MODULUS, turn);
    let signed = if x < 0.0 {
        -(residue as i64)
    } else {
        residue as i64
    };
    Some(if signed == -1 { -2 } else { signed })
}

/// Times 2^turn, modulo 2^61 − 1.
fn rotate(value: u64, turn: u32) -> u64 {
    let turned = ((value << turn) & MODULUS) | (value >> (61 - turn));
    if turned == MODULUS { 0 } else { turned }
}

#[cfg(test)]
mod tests {
    use super::super::oracle::{Cases, bits, compare};
    use super::*;

    #[test]
    fn recorded_texts() {
        for (x, expected) in [
            (0.1 + 0.2, "0.30000000000000004"),
            (1e16, "1e+16"),
            (1e15, "1000000000000000.0"),
            (1e-4, "0.0001"),
            (1e-5, "1e-05"),
            (-0.0, "-0.0"),
            (123_456_789.125, "123456789.125"),
            (5e-324, "5e-324"),
            (1.797_693_134_862_315_7e308, "1.7976931348623157e+308"),
            (f64::NAN, "nan"),
            (f64::NEG_INFINITY, "-inf"),
        ] {
            assert_eq!(repr(x), expected);
        }
    }

    #[test]
    fn recorded_roundings() {
        for (x, digits, expected) in [
            (2.675, 2, 2.67),
            (0.5, 0, 0.0),
            (1.5, 0, 2.0),
            (1250.0, -2, 1200.0),
            (1350.0, -2, 1400.0),
            (51.0, -2, 100.0),
            (49.0, -2, 0.0),
        ] {
            assert_eq!(round(x, digits), Ok(expected), "round({x}, {digits})");
        }
    }

    #[test]
    fn texts_and_roundings_are_pythons() {
        let mut cases = Cases::new(1);
        let list = (0..4000)
            .map(|_| {
                let (x, digits) = (cases.float(), cases.below(30) as i64 - 12);
                let ours = round(x, digits).map(|rounded| {
                    let whole =
                        round_to_integer(x).map_or_else(|e| e.to_string(), |n| n.to_string());
                    let hash = hash(x).map_or("nan".to_owned(), |h| h.to_string());
                    format!("{} {} {whole} {hash} {}", repr(x), repr(rounded), hex(x))
                });
                (vec![bits(x), digits.into()], ours)
            })
            .collect();
        let body = "
def whole(x):
    try: return round(x)
    except Exception as e: return type(e).__name__ + ': ' + str(e)
f = lambda x, n: f'{bits(x)!r} {round(bits(x), n)!r} {whole(bits(x))} {hash(bits(x)) if bits(x) == bits(x) else bits(x)} {bits(x).hex()}'";
        compare(body, list);
    }

    #[test]
    fn arithmetic_is_pythons() {
        let mut cases = Cases::new(2);
        let list = (0..4000)
            .map(|_| {
                let (x, y) = (cases.float(), cases.float());
                let ours = div_rem(x, y).map(|(q, r)| format!("({}, {})", repr(q), repr(r)));
                (vec![bits(x), bits(y)], ours)
            })
            .collect();
        compare("f = lambda x, y: divmod(bits(x), bits(y))", list);
    }

    #[test]
    fn quotients_of_integers_are_pythons() {
        let mut cases = Cases::new(3);
        let list = (0..4000)
            .map(|_| {
                let scale = |cases: &mut Cases| {
                    let n: BigInt = cases.integer().parse().unwrap();
                    n << (cases.below(3) * cases.below(500))
                };
                let (top, bottom) = (scale(&mut cases), scale(&mut cases).abs() + 1);
                let ours = quotient(&top, &bottom);
                let ours = if ours.is_infinite() {
                    Err(Fault::overflow(
                        "integer division result too large for a float",
                    ))
                } else {
                    Ok(repr(ours))
                };
                (
                    vec![top.to_string().into(), bottom.to_string().into()],
                    ours,
                )
            })
            .collect();
        compare("f = lambda a, b: int(a) / int(b)", list);
    }

    #[test]
    fn texts_are_read_as_python_does() {
        let mut cases = Cases::new(4);
        let pieces = [
            "1", "2", "0", ".", "e", "E", "+", "-", "_", " ", "inf", "nan", "٣", "x", "\u{a0}", "'",
        ];
        let list = (0..6000)
            .map(|_| {
                let text = cases.text(&pieces, 6);
                let ours = parse(&text).map(repr);
                (vec![text.into()], ours)
            })
            .collect();
        compare("f = lambda s: repr(float(s))", list);
    }

    #[test]
    fn hexadecimal_texts_are_read_as_python_does() {
        let mut cases = Cases::new(5);
        let pieces = ["1", "f", "0x", ".", "p", "+", "-", "8", "0", "12", "7", " "];
        let list = (0..3000)
            .map(|_| {
                let text = cases.text(&pieces, 7);
                (vec![text.clone().into()], from_hex(&text).map(repr))
            })
            .collect();
        compare("f = lambda s: repr(float.fromhex(s))", list);
    }
}
