//! In what the axis of a stage counts: in time, or in steps that have no
//! length of their own and are drawn alike.

use super::text;
use crate::base::{Dur, Lang, Time};

/// In what an axis counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Axis {
    /// In time.
    #[default]
    Time,
    /// In steps, each drawn with that length.
    Steps(Dur),
}

impl Axis {
    /// The smallest length between two marks of the ruler.
    pub(super) fn least(self) -> u64 {
        match self {
            Axis::Time => 1,
            Axis::Steps(step) => step.0.max(1),
        }
    }

    /// A length, with three significant digits: `300 ms`, `2 steps`.
    pub fn short(self, dur: Dur, lang: Lang) -> String {
        match self {
            Axis::Time => text::short(dur),
            Axis::Steps(step) => steps(dur, step, lang),
        }
    }

    /// A length with all its digits.
    pub fn exact(self, dur: Dur, lang: Lang) -> String {
        match self {
            Axis::Time => text::exact(dur),
            Axis::Steps(step) => steps(dur, step, lang),
        }
    }

    /// A moment as the transport shows it, where the whole is so long.
    pub fn clock(self, at: Time, whole: Dur) -> String {
        match self {
            Axis::Time => text::clock(at, whole),
            Axis::Steps(step) => number(Dur(at.0), step),
        }
    }
}

/// How many steps: whole ones, or with one digit behind the point.
fn number(dur: Dur, step: Dur) -> String {
    let step = step.0.max(1);
    let (whole, tenth) = (dur.0 / step, dur.0 % step / step.div_ceil(10));
    match tenth {
        0 => whole.to_string(),
        tenth => format!("{whole}.{tenth}"),
    }
}

fn steps(dur: Dur, step: Dur, lang: Lang) -> String {
    let n = number(dur, step);
    match lang {
        Lang::Ko => format!("{n}단계"),
        Lang::En if n == "1" => "1 step".to_owned(),
        Lang::En => format!("{n} steps"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_counted_in_both_languages() {
        let axis = Axis::Steps(Dur::millis(1));
        for (micros, ko, en) in [
            (0, "0단계", "0 steps"),
            (1_000, "1단계", "1 step"),
            (12_000, "12단계", "12 steps"),
            (2_550, "2.5단계", "2.5 steps"),
            (2_999, "2.9단계", "2.9 steps"),
        ] {
            let dur = Dur::micros(micros);
            assert_eq!(axis.short(dur, Lang::Ko), ko);
            assert_eq!(axis.exact(dur, Lang::En), en);
        }
        assert_eq!(axis.clock(Time(3_000_000), Dur::millis(9)), "3");
        assert_eq!(Axis::Time.short(Dur::millis(300), Lang::En), "300 ms");
    }
}
