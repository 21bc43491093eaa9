//! Instants and lengths of time, as whole nanoseconds.
//!
//! Integers, because a trace of epoch microseconds does not fit a double to
//! the nanosecond, and because two runs from one seed must agree exactly.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Sub, SubAssign};

use serde::{Deserialize, Serialize};

/// An instant: nanoseconds since the beginning of its trace.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Time(pub u64);

/// A length of time in nanoseconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Dur(pub u64);

impl Time {
    /// The beginning of the trace.
    pub const ZERO: Time = Time(0);
    /// Later than everything.
    pub const MAX: Time = Time(u64::MAX);

    /// How long after `earlier` this is; zero if it is not after it.
    pub fn since(self, earlier: Time) -> Dur {
        Dur(self.0.saturating_sub(earlier.0))
    }

    /// Seconds, for showing and for drawing only: a double has no room for every nanosecond.
    pub fn as_secs_f64(self) -> f64 {
        self.0 as f64 / 1e9
    }
}

impl Dur {
    /// No time at all.
    pub const ZERO: Dur = Dur(0);

    /// So many microseconds.
    pub const fn micros(n: u64) -> Dur {
        Dur(n.saturating_mul(1_000))
    }

    /// So many milliseconds.
    pub const fn millis(n: u64) -> Dur {
        Dur(n.saturating_mul(1_000_000))
    }

    /// So many seconds.
    pub const fn secs(n: u64) -> Dur {
        Dur(n.saturating_mul(1_000_000_000))
    }

    /// From a clock that gives milliseconds as a double (the browser's);
    /// negative and non-finite values become zero.
    pub fn from_millis_f64(ms: f64) -> Dur {
        if ms.is_finite() && ms > 0.0 {
            Dur((ms * 1e6).round().min(u64::MAX as f64) as u64)
        } else {
            Dur::ZERO
        }
    }

    /// Milliseconds, for showing only.
    pub fn as_millis_f64(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// Seconds, for showing only.
    pub fn as_secs_f64(self) -> f64 {
        self.0 as f64 / 1e9
    }

    /// The difference, zero if `other` is longer.
    pub fn saturating_sub(self, other: Dur) -> Dur {
        Dur(self.0.saturating_sub(other.0))
    }

    /// Whether this is no time at all.
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }
}

impl Add<Dur> for Time {
    type Output = Time;
    fn add(self, d: Dur) -> Time {
        Time(self.0.saturating_add(d.0))
    }
}

impl AddAssign<Dur> for Time {
    fn add_assign(&mut self, d: Dur) {
        *self = *self + d;
    }
}

impl Sub<Dur> for Time {
    type Output = Time;
    fn sub(self, d: Dur) -> Time {
        Time(self.0.saturating_sub(d.0))
    }
}

impl Add for Dur {
    type Output = Dur;
    fn add(self, d: Dur) -> Dur {
        Dur(self.0.saturating_add(d.0))
    }
}

impl AddAssign for Dur {
    fn add_assign(&mut self, d: Dur) {
        *self = *self + d;
    }
}

impl SubAssign for Dur {
    fn sub_assign(&mut self, d: Dur) {
        *self = self.saturating_sub(d);
    }
}

impl Mul<u64> for Dur {
    type Output = Dur;
    fn mul(self, n: u64) -> Dur {
        Dur(self.0.saturating_mul(n))
    }
}

impl Div<u64> for Dur {
    type Output = Dur;
    /// Rounds down.
    ///
    /// # Panics
    /// If `n` is zero.
    fn div(self, n: u64) -> Dur {
        Dur(self.0 / n)
    }
}

impl Sum for Dur {
    fn sum<I: Iterator<Item = Dur>>(iter: I) -> Dur {
        iter.fold(Dur::ZERO, Add::add)
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "@{}", Dur(self.0))
    }
}

impl fmt::Debug for Dur {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Dur(self.0), f)
    }
}

/// The exact value in its largest unit: `1.24s`, `300ms`, `5µs`, `17ns`, `0`.
impl fmt::Display for Dur {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (unit, name) = match self.0 {
            0 => return f.write_str("0"),
            1_000_000_000.. => (1_000_000_000, "s"),
            1_000_000.. => (1_000_000, "ms"),
            1_000.. => (1_000, "µs"),
            _ => (1, "ns"),
        };
        write!(f, "{}", self.0 / unit)?;
        let rest = self.0 % unit;
        if rest > 0 {
            let width = unit.ilog10() as usize;
            let digits = format!("{rest:0width$}");
            write!(f, ".{}", digits.trim_end_matches('0'))?;
        }
        f.write_str(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn display_is_exact_in_the_largest_unit() {
        for (nanos, shown) in [
            (0, "0"),
            (17, "17ns"),
            (5_000, "5µs"),
            (1_500_000, "1.5ms"),
            (300_000_000, "300ms"),
            (1_240_000_001, "1.240000001s"),
            (60_000_000_000, "60s"),
        ] {
            assert_eq!(Dur(nanos).to_string(), shown);
        }
    }

    #[test]
    fn doubles_from_a_clock_never_wrap() {
        for (ms, nanos) in [
            (1.5, 1_500_000),
            (-1.0, 0),
            (f64::NAN, 0),
            (f64::INFINITY, 0),
            (f64::MAX, u64::MAX),
        ] {
            assert_eq!(Dur::from_millis_f64(ms), Dur(nanos));
        }
    }
}
