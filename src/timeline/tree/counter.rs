//! Counters: their value at a moment, and as many steps as can be seen.

use crate::base::Time;
use crate::trace::Counter;

/// The value at a moment; none before the first.
pub fn value_at(counter: &Counter, at: Time) -> Option<f64> {
    let after = counter.steps.partition_point(|step| step.0 <= at);
    Some(counter.steps[after.checked_sub(1)?].1)
}

/// A value as it is shown: whole numbers whole, others with four significant
/// digits, large ones with thousands set apart.
pub fn value_text(value: f64) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let magnitude = value.abs();
    if value.fract() != 0.0 && magnitude < 1e4 {
        let digits = (3.0 - magnitude.log10().floor()).clamp(0.0, 9.0) as usize;
        let text = format!("{value:.digits$}");
        if !text.contains('.') {
            return text;
        }
        return text.trim_end_matches('0').trim_end_matches('.').to_owned();
    }
    if magnitude >= 1e15 {
        return format!("{value:e}");
    }
    let whole = format!("{:.0}", magnitude);
    let mut text = String::new();
    for (n, digit) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if value < 0.0 && whole != "0" {
        text.insert(0, '-');
    }
    text
}

/// What a counter was in one pixel column.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Stretch {
    /// The lowest value in it.
    pub low: f64,
    /// The highest.
    pub high: f64,
}

/// What a counter was from each of `edges` to the next: the value that holds
/// there first, and those that come in between.
pub fn stretches(counter: &Counter, edges: &[Time]) -> Vec<Option<Stretch>> {
    let steps = &counter.steps;
    let mut next =
        steps.partition_point(|step| step.0 <= edges.first().copied().unwrap_or_default());
    let mut now = next.checked_sub(1).map(|last| steps[last].1);
    let mut found = Vec::with_capacity(edges.len().saturating_sub(1));
    for pair in edges.windows(2) {
        let mut stretch = now.map(|value| Stretch {
            low: value,
            high: value,
        });
        while next < steps.len() && steps[next].0 < pair[1] {
            let value = steps[next].1;
            let known = stretch.unwrap_or(Stretch {
                low: value,
                high: value,
            });
            stretch = Some(Stretch {
                low: known.low.min(value),
                high: known.high.max(value),
            });
            now = Some(value);
            next += 1;
        }
        found.push(stretch);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Id;
    use crate::trace::{NameId, TrackId};

    fn counter(steps: &[(u64, f64)]) -> Counter {
        Counter {
            track: TrackId::from_index(0),
            name: NameId::from_index(0),
            steps: steps.iter().map(|&(at, value)| (Time(at), value)).collect(),
        }
    }

    #[test]
    fn a_value_holds_until_the_next_step() {
        let counter = counter(&[(10, 1.0), (20, 5.0), (20, 2.0)]);
        for (at, value) in [(9, None), (10, Some(1.0)), (19, Some(1.0)), (20, Some(2.0))] {
            assert_eq!(value_at(&counter, Time(at)), value, "at {at}");
        }
    }

    #[test]
    fn a_column_shows_all_that_it_was() {
        let counter = counter(&[(10, 1.0), (12, 9.0), (14, 3.0)]);
        let edges = [0, 5, 11, 20, 30].map(Time);
        let found: Vec<_> = stretches(&counter, &edges)
            .into_iter()
            .map(|s| s.map(|s| (s.low, s.high)))
            .collect();
        let expected = [None, Some((1.0, 1.0)), Some((1.0, 9.0)), Some((3.0, 3.0))];
        assert_eq!(found, expected);
    }

    #[test]
    fn values_are_written_short() {
        for (value, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (7.0, "7"),
            (-1234567.0, "-1,234,567"),
            (0.5, "0.5"),
            (3.12345, "3.123"),
            (1234.56, "1235"),
            (0.000012, "0.000012"),
            (f64::NAN, "–"),
            (1e300, "1e300"),
        ] {
            assert_eq!(value_text(value), text, "{value}");
        }
    }
}
