//! Lengths of time as they are written.

use std::fmt;

use super::Unit;
use crate::base::Dur;

/// A length of time: so many of the scenario's unit, or of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Length {
    /// How many.
    pub n: u64,
    /// Of what; none: of the scenario's unit.
    pub unit: Option<Unit>,
}

impl Length {
    /// No time.
    pub const ZERO: Length = Length { n: 0, unit: None };
    /// More units are refused.
    pub const MOST: u64 = 1_000_000_000_000;

    /// So many of the scenario's unit.
    pub const fn plain(n: u64) -> Length {
        Length { n, unit: None }
    }

    /// So many of a unit of its own.
    pub const fn of(n: u64, unit: Unit) -> Length {
        Length {
            n,
            unit: Some(unit),
        }
    }

    /// The length, where plain numbers count in `plain`.
    pub fn dur(self, plain: Unit) -> Dur {
        self.unit.unwrap_or(plain).dur() * self.n
    }

    /// From a text such as `5` or `750us`; none if it is no such text, or too long.
    pub fn parse(text: &str) -> Option<Length> {
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, ending) = text.split_at(digits);
        let n = number.parse().ok().filter(|n| *n <= Length::MOST)?;
        let unit = match ending.trim() {
            "" => None,
            ending => Some(Unit::from_key(ending)?),
        };
        Some(Length { n, unit })
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.n, self.unit.map_or("", Unit::key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_and_written() {
        for (text, ms) in [("5", 5_000_000), ("750us", 750_000), ("2 s", 2_000_000_000)] {
            let length = Length::parse(text).expect(text);
            assert_eq!(length.dur(Unit::Millis), Dur(ms));
            assert_eq!(Length::parse(&length.to_string()), Some(length));
        }
        for text in ["", "ms", "-1", "1.5", "1h", "99999999999999", "3 3"] {
            assert_eq!(Length::parse(text), None, "{text}");
        }
    }
}
