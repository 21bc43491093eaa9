//! Reading the fields of an entry of the document, with what is wrong with them.

use serde_json::Value;

use super::document::shown;
use super::fields::Field;
use crate::base::{Dur, Problem, Text};
use crate::share::parse_millis;

/// The longest time that is read: a day, in nanoseconds.
const LONGEST: u64 = 24 * 3600 * 1_000_000_000;

/// An entry of the document and the problems found in it.
pub struct Reader<'a> {
    /// Where the entry is, as in `jobs[2]`.
    place: String,
    entry: &'a Value,
    problems: &'a mut Vec<Problem>,
}

impl<'a> Reader<'a> {
    /// Reads an entry at a place.
    pub fn new(
        place: impl Into<String>,
        entry: &'a Value,
        problems: &'a mut Vec<Problem>,
    ) -> Reader<'a> {
        Reader {
            place: place.into(),
            entry,
            problems,
        }
    }

    /// A field's text; its usual one if nothing is typed.
    pub fn text(&self, field: &Field) -> String {
        let text = shown(self.entry.get(field.key));
        if text.trim().is_empty() {
            field.usual.to_owned()
        } else {
            text
        }
    }

    /// Notes that a field is wrong.
    pub fn wrong(&mut self, field: &Field, reason: Text, hint: Text) {
        let place = format!("{}.{}", self.place, field.key);
        self.problems.push(Problem::new(place, reason, hint));
    }

    /// A whole number within bounds, or none if it is empty or wrong.
    pub fn whole(&mut self, field: &Field, least: i64, most: i64) -> Option<i64> {
        let text = self.text(field);
        if text.trim().is_empty() {
            return None;
        }
        let read = text.trim().parse::<i64>().ok();
        let within = read.filter(|n| (least..=most).contains(n));
        if within.is_none() {
            self.wrong(
                field,
                Text::new(
                    format!("“{}”은(는) 여기에 맞는 정수가 아닙니다.", short(&text)),
                    format!("“{}” is not a whole number that fits here.", short(&text)),
                ),
                Text::new(
                    format!("{least}에서 {most} 사이의 정수를 쓰세요."),
                    format!("Use a whole number from {least} to {most}."),
                ),
            );
        }
        within
    }

    /// Whether a switch is on.
    pub fn switch(&mut self, field: &Field) -> bool {
        let text = self.text(field);
        match text.trim() {
            "true" => true,
            "false" => false,
            _ => {
                self.wrong(
                    field,
                    Text::new("켬도 끔도 아닙니다.", "This is neither on nor off."),
                    Text::new("true나 false를 쓰세요.", "Use true or false."),
                );
                field.usual == "true"
            }
        }
    }

    /// A length of time in milliseconds, at least so long, or none if it is
    /// empty or wrong.
    pub fn length(&mut self, field: &Field, least: Dur) -> Option<Dur> {
        let text = self.text(field);
        if text.trim().is_empty() {
            return None;
        }
        let within = millis(&text).filter(|d| *d >= least);
        if within.is_none() {
            let zero = least.is_zero();
            self.wrong(
                field,
                Text::new(
                    format!("“{}”은(는) 여기에 맞는 시간이 아닙니다.", short(&text)),
                    format!("“{}” is not a length of time that fits here.", short(&text)),
                ),
                Text::new(
                    if zero {
                        "0 이상의 수를 ms로 쓰세요."
                    } else {
                        "0보다 큰 수를 ms로 쓰세요."
                    },
                    if zero {
                        "Use a number of ms, zero or more."
                    } else {
                        "Use a number of ms above zero."
                    },
                ),
            );
        }
        within
    }
}

/// Milliseconds with up to six decimals, as nanoseconds; none above a day.
pub fn millis(text: &str) -> Option<Dur> {
    parse_millis(text.trim()).filter(|d| d.0 <= LONGEST)
}

fn short(text: &str) -> String {
    text.chars().take(24).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_milliseconds() {
        for (text, nanos) in [
            ("3", Some(3_000_000)),
            (" 2.5 ", Some(2_500_000)),
            ("0.000001", Some(1)),
            ("0", Some(0)),
            ("", None),
            ("-1", None),
            ("1e3", None),
            ("1.", None),
            ("1.0000001", None),
            ("9999999999999", None),
        ] {
            assert_eq!(millis(text), nanos.map(Dur), "{text}");
        }
    }
}
