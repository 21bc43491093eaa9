//! How lengths of time are written for people.

use std::fmt::{self, Write};

use super::Dur;

/// Units in which a time is written, largest first: nanoseconds in one, its name, its digits.
const UNITS: [(u64, &str, u32); 4] = [
    (1_000_000_000, "s", 9),
    (1_000_000, "ms", 6),
    (1_000, "µs", 3),
    (1, "ns", 0),
];

/// Writes a length with three significant digits: `300 ms`, `1.24 s`, `12.5 µs`.
pub fn write_short(out: &mut impl Write, dur: Dur) -> fmt::Result {
    if dur.is_zero() {
        return out.write_str("0");
    }
    // Rounding may carry into the next unit: 999.9 ms is 1 s.
    let nanos = round_to_digits(dur.0, 3);
    let (unit, name, digits) = unit_of(nanos);
    write!(out, "{}", nanos / unit)?;
    write_fraction(out, nanos % unit, digits)?;
    write!(out, " {name}")
}

/// A length with three significant digits.
pub fn short(dur: Dur) -> String {
    let mut out = String::new();
    let _ = write_short(&mut out, dur);
    out
}

/// A length with all its digits: `1.240000001 s`.
pub fn exact(dur: Dur) -> String {
    if dur.is_zero() {
        return "0".to_owned();
    }
    let mut out = String::new();
    let (unit, name, digits) = unit_of(dur.0);
    let _ = write!(out, "{}", dur.0 / unit);
    let _ = write_fraction(&mut out, dur.0 % unit, digits);
    let _ = write!(out, " {name}");
    out
}

/// The unit in which a length is written: nanoseconds in one, its name, its digits.
pub fn unit_of(nanos: u64) -> (u64, &'static str, u32) {
    UNITS
        .into_iter()
        .find(|(unit, ..)| nanos >= *unit)
        .unwrap_or(UNITS[3])
}

fn round_to_digits(n: u64, digits: u32) -> u64 {
    let drop = (n.ilog10() + 1).saturating_sub(digits);
    let scale = 10_u64.pow(drop);
    let down = n / scale;
    let up = u64::from(n % scale >= scale.div_ceil(2) && scale > 1);
    (down + up).saturating_mul(scale)
}

/// Writes what is left of a unit of so many digits, without zeros at its end.
fn write_fraction(out: &mut impl Write, rest: u64, digits: u32) -> fmt::Result {
    if rest == 0 {
        return Ok(());
    }
    let mut rest = rest;
    let mut width = digits as usize;
    while rest.is_multiple_of(10) {
        rest /= 10;
        width -= 1;
    }
    write!(out, ".{rest:0width$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_have_three_significant_digits() {
        for (nanos, shown) in [
            (0, "0"),
            (17, "17 ns"),
            (5_000, "5 µs"),
            (12_345, "12.3 µs"),
            (300_000_000, "300 ms"),
            (308_700_000, "309 ms"),
            (999_900_000, "1 s"),
            (1_235_000_000, "1.24 s"),
            (60_000_000_000, "60 s"),
            (u64::MAX, "18400000000 s"),
        ] {
            assert_eq!(short(Dur(nanos)), shown);
        }
    }

    #[test]
    fn exact_keeps_every_nanosecond() {
        assert_eq!(exact(Dur(1_240_000_001)), "1.240000001 s");
        assert_eq!(exact(Dur(40_000_000)), "40 ms");
        assert_eq!(exact(Dur::ZERO), "0");
    }
}
