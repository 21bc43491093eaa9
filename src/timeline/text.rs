//! Text of a drawing: how wide it is, how it is cut, and how times are written.
//!
//! Widths are estimated, not measured: painting must give the same operations
//! with and without a browser, and asking a canvas is slow. The estimate errs
//! on the wide side for the fonts of the page's stack, so that names do not
//! run into one another.

use std::fmt::{self, Write};

use crate::base::lengths::unit_of;
pub use crate::base::lengths::{exact, short, write_short};
use crate::base::{Dur, Time};

/// The width of a character in a font of size 1.
fn advance(c: char) -> f32 {
    match c {
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200d}' => 0.0,
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '·' => 0.30,
        ' ' | 'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' | '-' | '"' => 0.40,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '…' | '→' | '×' | '±' => 0.90,
        'A'..='Z' | '_' | '+' | '=' | '<' | '>' | '~' | '#' | '&' => 0.68,
        '0'..='9' => 0.62,
        '\u{20}'..='\u{24ff}' => 0.60,
        _ => 0.98,
    }
}

/// The estimated width of a text in pixels.
pub fn width(text: &str, size: f32) -> f32 {
    text.chars().map(advance).sum::<f32>() * size
}

/// Writes as much of a text as fits, with an ellipsis where it was cut.
/// Gives whether anything was written.
pub fn write_cut(out: &mut String, text: &str, size: f32, max: f32) -> bool {
    if width(text, size) <= max {
        out.push_str(text);
        return !text.is_empty();
    }
    let mut room = max - advance('…') * size;
    let before = out.len();
    for c in text.chars() {
        room -= advance(c) * size;
        if room < 0.0 {
            break;
        }
        out.push(c);
    }
    if out.len() == before {
        return false;
    }
    out.push('…');
    true
}

/// Writes as much of a name as fits, cut in the middle where it is too long:
/// names of one kind begin alike and end in what tells them apart, often a
/// number, of which nothing is cut as long as it takes two thirds of the room at
/// most. Gives whether anything was written.
pub fn write_cut_middle(out: &mut String, name: &str, size: f32, max: f32) -> bool {
    if width(name, size) <= max {
        out.push_str(name);
        return !name.is_empty();
    }
    // What stands in brackets behind a name goes first: `Thread-1 (work)`.
    if let Some((short, _)) = name.split_once(" (")
        && name.ends_with(')')
        && width(short, size) <= max
    {
        out.push_str(short);
        return !short.is_empty();
    }
    let room = max - advance('…') * size;
    let last = width(number_at_end(name), size);
    let tail = match last <= room * 2.0 / 3.0 {
        true => last.max(room * 0.45),
        false => room * 0.45,
    };
    let before = out.len();
    let mut left = room;
    let mut end = name.len();
    for (at, c) in name.char_indices().rev() {
        let wide = advance(c) * size;
        if room - (left - wide) > tail {
            break;
        }
        left -= wide;
        end = at;
    }
    for c in name[..end].chars() {
        left -= advance(c) * size;
        if left < 0.0 {
            break;
        }
        out.push(c);
    }
    if out.len() == before {
        return false;
    }
    out.truncate(before + out[before..].trim_end().len());
    out.push('…');
    out.push_str(&name[end..]);
    true
}

/// The number at the end of a name, with what joins it to the rest: `_0`, `-12`.
fn number_at_end(name: &str) -> &str {
    let rest = name.trim_end_matches(|c: char| c.is_ascii_digit());
    match rest.char_indices().next_back() {
        Some((at, '_' | '-' | ' ')) if rest.len() < name.len() => &name[at..],
        _ => "",
    }
}

/// A moment as the transport shows it: always in the unit of the whole and
/// with three decimals, so that the label does not jump: `0.412 s`.
pub fn clock(at: Time, whole: Dur) -> String {
    let (unit, name, _) = unit_of((whole.0).max(1).saturating_mul(10));
    if unit == 1 {
        return format!("{} ns", at.0);
    }
    let thousandths = u128::from(at.0) * 1000 / u128::from(unit);
    format!(
        "{}.{:03} {name}",
        thousandths / 1000,
        (thousandths % 1000) as u64
    )
}

/// A moment on a ruler whose ticks are `step` apart, in a unit that fits `largest`.
pub fn write_tick(out: &mut impl Write, at: Time, step: Dur, largest: Time) -> fmt::Result {
    if at == Time::ZERO {
        return out.write_str("0");
    }
    let (unit, name, _) = unit_of(largest.0.max(1));
    let per = unit / step.0.clamp(1, unit);
    let digits = if per <= 1 {
        0
    } else {
        per.ilog10() + u32::from(!is_power_of_ten(per))
    };
    write!(out, "{}", at.0 / unit)?;
    if digits > 0 {
        let scale = unit / 10_u64.pow(digits);
        let width = digits as usize;
        write!(out, ".{:0width$}", at.0 % unit / scale.max(1))?;
    }
    write!(out, " {name}")
}

fn is_power_of_ten(n: u64) -> bool {
    10_u64.pow(n.ilog10()) == n
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_keeps_its_unit_and_digits() {
        for (at, whole, shown) in [
            (412_000_000, 900_000_000, "0.412 s"),
            (0, 3_000_000_000, "0.000 s"),
            (1_240_000_000, 3_000_000_000, "1.240 s"),
            (1_500_000, 3_000_000, "1.500 ms"),
            (70, 90, "70 ns"),
            (7, 9, "7 ns"),
        ] {
            assert_eq!(clock(Time(at), Dur(whole)), shown);
        }
    }

    #[test]
    fn ticks_show_as_many_decimals_as_the_step_needs() {
        for (at, step, largest, shown) in [
            (0, 1, 1, "0"),
            (100_000_000, 100_000_000, 900_000_000, "100 ms"),
            (500_000_000, 500_000_000, 3_000_000_000, "0.5 s"),
            (1_200_000_000, 200_000_000, 3_000_000_000, "1.2 s"),
            (1_250_000_000, 50_000_000, 3_000_000_000, "1.25 s"),
            (7_000, 1_000, 9_000, "7 µs"),
            (
                1_700_000_000_000_001_000,
                1_000,
                1_700_000_000_000_009_000,
                "1700000000.000001 s",
            ),
        ] {
            let mut out = String::new();
            write_tick(&mut out, Time(at), Dur(step), Time(largest)).unwrap();
            assert_eq!(out, shown);
        }
    }

    #[test]
    fn names_that_begin_alike_stay_apart() {
        for (name, max, shown) in [
            ("helper", 60.0, "helper"),
            (
                "ThreadPoolForegroundWorker 12345",
                130.0,
                "ThreadPo…r 12345",
            ),
            (
                "ThreadPoolForegroundWorker 12346",
                130.0,
                "ThreadPo…r 12346",
            ),
            ("Chrome_ChildIOThread", 90.0, "Chrome…read"),
            ("worker 123456789", 110.0, "worker…56789"),
            ("ThreadPoolExecutor-0_12", 100.0, "Thread…-0_12"),
            ("Thread-1 (the worker)", 90.0, "Thread-1"),
            ("네트워크 스레드 풀 일꾼 17", 90.0, "네트워…꾼 17"),
        ] {
            let mut out = String::new();
            assert!(write_cut_middle(&mut out, name, 13.0, max));
            assert_eq!(out, shown);
            assert!(width(&out, 13.0) <= max);
        }
        for max in [0.0, 8.0, 20.0, 30.0] {
            let mut out = String::new();
            let some = write_cut_middle(&mut out, "페이지 박동 heartbeat", 13.0, max);
            assert_eq!(some, !out.is_empty());
            assert!(width(&out, 13.0) <= max.max(0.0), "{out} in {max}");
        }
    }

    #[test]
    fn what_is_cut_fits() {
        for max in [0.0, 8.0, 20.0, 40.0, 100.0] {
            let mut out = String::new();
            let some = write_cut(&mut out, "페이지 박동 heartbeat", 13.0, max);
            assert_eq!(some, !out.is_empty());
            assert!(width(&out, 13.0) <= max.max(0.0), "{out} in {max}");
        }
    }
}
