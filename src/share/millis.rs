//! Lengths of time as decimal milliseconds, exactly.

use crate::base::Dur;

/// Milliseconds with as many decimals as are needed: `300`, `2.31`, `0.000001`.
pub fn format_millis(d: Dur) -> String {
    let (whole, rest) = (d.0 / 1_000_000, d.0 % 1_000_000);
    if rest == 0 {
        return whole.to_string();
    }
    format!("{whole}.{rest:06}")
        .trim_end_matches('0')
        .to_string()
}

/// Reads what [`format_millis`] writes; none if it is not a decimal number
/// with at most six decimals that fits.
pub fn parse_millis(text: &str) -> Option<Dur> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(decimals) || decimals.len() > 6 {
        return None;
    }
    let whole: u64 = whole.parse().ok()?;
    let rest: u64 = format!("{decimals:0<6}").parse().ok()?;
    Some(Dur(whole.checked_mul(1_000_000)?.checked_add(rest)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_decimal_numbers_are_read() {
        for (text, nanos) in [
            ("300", Some(300_000_000)),
            ("2.31", Some(2_310_000)),
            ("0.000001", Some(1)),
            ("0.0000001", None),
            ("", None),
            (".5", None),
            ("5.", None),
            ("-1", None),
            ("+1", None),
            ("1e3", None),
            ("18446744073710", None),
        ] {
            assert_eq!(parse_millis(text).map(|d| d.0), nanos, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_is_read(nanos: u64) {
            proptest::prop_assert_eq!(parse_millis(&format_millis(Dur(nanos))), Some(Dur(nanos)));
        }
    }
}
