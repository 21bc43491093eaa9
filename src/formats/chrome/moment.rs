//! Microseconds as they are written, exactly.

use std::cmp::Ordering;

/// A number of microseconds, exact to 10⁻⁹ ns, and beyond that whether
/// anything follows: enough to sort as the written decimals sort and to round
/// to nanoseconds as they round.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Moment {
    /// Whole nanoseconds, rounded down.
    floor: i64,
    /// Twice the rest in 10⁻⁹ ns, and one more if digits beyond are not zero.
    rest: u32,
}

/// The digits of a nanosecond that are kept.
const KEPT: usize = 9;
const ONE: u32 = 2_000_000_000;

impl Moment {
    /// Nothing.
    pub const ZERO: Moment = Moment { floor: 0, rest: 0 };

    /// The number that a text is: a JSON number, blanks around it allowed as
    /// in numbers given as strings. None if it is none, or beyond ±292 years.
    pub fn parse(text: &str) -> Option<Moment> {
        Moment::parse_scaled(text, 0)
    }

    /// The same for decimals as nearly all recorders write them: up to 15
    /// digits, and up to 3 behind the point. None for any other text.
    pub fn usual(text: &[u8]) -> Option<Moment> {
        let (mut nanos, mut whole, mut places) = (0_i64, 0, None);
        for &byte in text {
            match byte {
                b'0'..=b'9' => {
                    nanos = nanos * 10 + i64::from(byte - b'0');
                    match &mut places {
                        None => whole += 1,
                        Some(places) => *places += 1,
                    }
                    if whole > 15 || places > Some(3) {
                        return None;
                    }
                }
                b'.' if places.is_none() && whole > 0 => places = Some(0_usize),
                _ => return None,
            }
        }
        if whole == 0 || places == Some(0) {
            return None;
        }
        let floor = nanos * [1_000, 100, 10, 1][places.unwrap_or(0)];
        Some(Moment { floor, rest: 0 })
    }

    /// The same times a power of ten: 3 for milliseconds, -3 for nanoseconds.
    pub fn parse_scaled(text: &str, power: i32) -> Option<Moment> {
        let text = text.trim();
        let (negative, digits) = match text.as_bytes().first()? {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, text),
        };
        let (mantissa, exponent) = match digits.find(['e', 'E']) {
            Some(at) => (&digits[..at], digits[at + 1..].parse::<i32>().ok()?),
            None => (digits, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all_digits = whole.bytes().chain(fraction.bytes());
        if whole.len() + fraction.len() == 0 || !all_digits.clone().all(|b| b.is_ascii_digit()) {
            return None;
        }
        // Digits in front of the point when counted in nanoseconds.
        let whole_digits = i64::try_from(whole.len()).ok()?;
        let point = whole_digits + i64::from(exponent) + i64::from(power) + 3;
        let (mut floor, mut rest, mut beyond) = (0_i64, 0_u32, false);
        let mut kept = 0;
        for (place, digit) in (0_i64..).zip(all_digits.map(|b| b - b'0')) {
            if place < point {
                floor = floor.checked_mul(10)?.checked_add(i64::from(digit))?;
            } else if place - point < KEPT as i64 {
                // Zeros between the point and the first digit.
                while i64::try_from(kept).ok()? < place - point {
                    kept += 1;
                }
                rest = rest * 10 + u32::from(digit);
                kept += 1;
            } else {
                beyond |= digit != 0;
            }
        }
        let given = i64::try_from(whole.len() + fraction.len()).ok()?;
        if floor != 0 {
            for _ in given..point {
                floor = floor.checked_mul(10)?;
            }
        }
        for _ in kept..KEPT {
            rest *= 10;
        }
        let moment = Moment {
            floor,
            rest: rest * 2 + u32::from(beyond),
        };
        Some(if negative { moment.negated() } else { moment })
    }

    fn negated(self) -> Moment {
        if self.rest == 0 {
            return Moment {
                floor: -self.floor,
                rest: 0,
            };
        }
        // What follows the digits that are kept stays "a little more".
        let (kept, beyond) = (self.rest & !1, self.rest & 1);
        Moment {
            floor: -self.floor - 1,
            rest: (ONE - kept - beyond * 2) | beyond,
        }
    }

    /// A key by which moments are in their order, and those that are equal in
    /// the order of their places, which are the second part's lower half.
    pub fn with_place(self, place: u32) -> (i64, u64) {
        (self.floor, u64::from(self.rest) << 32 | u64::from(place))
    }

    /// In nanoseconds, half to even.
    pub fn nanos(self) -> i64 {
        let up = match self.rest.cmp(&(ONE / 2)) {
            Ordering::Less => false,
            Ordering::Greater => true,
            Ordering::Equal => self.floor % 2 != 0,
        };
        self.floor.saturating_add(i64::from(up))
    }
}

/// A decimal without exponent, and without zeros that say nothing; of what is
/// no decimal the text itself.
pub fn plain(text: &str) -> String {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = match digits.find(['e', 'E']) {
        Some(at) => (&digits[..at], digits[at + 1..].parse().unwrap_or(0_i32)),
        None => (digits, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    let point = whole.len() as i64 + i64::from(exponent);
    if all.bytes().all(|b| b == b'0') {
        return "0".into();
    }
    // A moment has at most 19 digits in front of the point.
    let zeros = |n: i64| "0".repeat(n.clamp(0, 400) as usize);
    let (whole, fraction) = if point <= 0 {
        (String::from("0"), zeros(-point) + &all)
    } else if point >= all.len() as i64 {
        (
            format!("{all}{}", zeros(point - all.len() as i64)),
            String::new(),
        )
    } else {
        let (whole, fraction) = all.split_at(point as usize);
        (whole.to_owned(), fraction.to_owned())
    };
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn decimals_round_half_to_even() {
        for (text, nanos) in [
            ("0", 0),
            ("1066312856.897", 1_066_312_856_897),
            ("1.3e2", 130_000),
            ("1E0", 1_000),
            ("-5", -5_000),
            ("140.0004", 140_000),
            ("0.0004", 0),
            ("0.0005", 0),
            ("0.0015", 2),
            ("0.00150000000000000001", 2),
            ("0.00050000000000000001", 1),
            ("-0.0005", 0),
            ("-0.0015", -2),
            ("-0.00050000000000000001", -1),
            ("150.65599999999950", 150_656),
            ("1e-30", 0),
            ("0e999999", 0),
            (" 7 ", 7_000),
            ("1760000000000000.123456", 1_760_000_000_000_000_123),
        ] {
            assert_eq!(
                Moment::parse(text).map(Moment::nanos),
                Some(nanos),
                "{text}"
            );
        }
        for text in [
            "",
            " ",
            "soon",
            "-",
            ".",
            "1e",
            "NaN",
            "Infinity",
            "1e30",
            "9223372036854776",
            "1_0",
        ] {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
    }

    #[test]
    fn plainly_written() {
        for (text, expected) in [
            ("1.50", "1.5"),
            ("-5", "-5"),
            ("1.3e2", "130"),
            ("0.00", "0"),
            ("-0", "0"),
            ("007", "7"),
            ("1e-3", "0.001"),
            ("12.5e-2", "0.125"),
            ("120e-1", "12"),
        ] {
            assert_eq!(plain(text), expected, "{text}");
        }
    }

    #[test]
    fn usual_decimals_are_read_as_all_are() {
        let texts = [
            "0",
            "7",
            "007",
            "1066312856.897",
            "1.5",
            "1.25",
            "999999999999999.999",
            "0.001",
            "12.000",
        ];
        for text in texts {
            let quick = Moment::usual(text.as_bytes());
            assert_eq!(quick, Moment::parse(text), "{text}");
            assert!(quick.is_some(), "{text}");
        }
        let others = [
            "",
            ".",
            "1.",
            ".5",
            "-1",
            "+1",
            "1e3",
            "1.0005",
            "1 ",
            "1.2.3",
            "9999999999999999",
        ];
        for text in others {
            assert_eq!(Moment::usual(text.as_bytes()), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn it_sorts_as_the_numbers_do(a in -2_000_000_000_000_i64..2_000_000_000_000, b in -2_000_000_000_000_i64..2_000_000_000_000) {
            // In 10⁻¹² µs, written out in full.
            let text = |n: i64| {
                let sign = if n < 0 { "-" } else { "" };
                format!("{sign}{}.{:012}", n.abs() / 1_000_000_000_000, n.abs() % 1_000_000_000_000)
            };
            let (x, y) = (Moment::parse(&text(a)).unwrap(), Moment::parse(&text(b)).unwrap());
            prop_assert_eq!(x.cmp(&y), a.cmp(&b));
        }

        #[test]
        fn whole_nanoseconds_stay(n in -i64::MAX..=i64::MAX) {
            let (sign, abs) = (if n < 0 { "-" } else { "" }, n.unsigned_abs());
            let text = format!("{sign}{}.{:03}", abs / 1_000, abs % 1_000);
            prop_assert_eq!(Moment::parse(&text).map(Moment::nanos), Some(n));
        }

        #[test]
        fn anything_is_read_or_refused(text in "[-+.eE0-9 ]{0,40}") {
            let _ = Moment::parse(&text).map(Moment::nanos);
        }
    }
}
