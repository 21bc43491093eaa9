//! What a case gives, held against what its file expects.
//!
//! Whole numbers, words and rows are compared exactly and in order. Where one of
//! two numbers is a decimal it was printed rounded, so they may differ by half of
//! the last digit that is printed, or by a whole one where a book cuts it off.

use serde_json::Value;

use crate::base::{Lang, Text};

/// More differences of one case than this are only counted.
const MOST: usize = 1_000;

/// How far apart two decimals may be.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Tolerance {
    /// Two digits after the point, rounded: 0.005.
    Printed,
    /// Two digits after the point, the rest cut off: 0.01.
    Truncated,
    /// Six digits after the point, rounded.
    SixDigits,
}

impl Tolerance {
    /// The most that two decimals may differ by, with room for the error of
    /// binary fractions.
    fn most(self) -> f64 {
        match self {
            Tolerance::Printed => 0.005 + 1e-9,
            Tolerance::Truncated => 0.01 + 1e-9,
            Tolerance::SixDigits => 5e-7 + 1e-12,
        }
    }
}

/// A field that is not as expected.
#[derive(Clone, PartialEq, Debug)]
pub struct Difference {
    /// Which field: `jobs[2][1]`.
    pub place: String,
    /// What the file expects.
    pub wanted: Value,
    /// What the case gave; none if the field is not there.
    pub found: Option<Value>,
}

impl Difference {
    /// The difference in one line.
    pub fn sentence(&self, lang: Lang) -> String {
        let wanted = short(&self.wanted);
        let found = self.found.as_ref().map(short);
        let text = match found {
            Some(found) => Text::new(
                format!("기댓값 {wanted}, 결과 {found}"),
                format!("expected {wanted}, got {found}"),
            ),
            None => Text::new(
                format!("기댓값 {wanted}, 결과에 없음"),
                format!("expected {wanted}, got nothing"),
            ),
        };
        format!("{}: {}", self.place, text.get(lang))
    }
}

/// Where a result differs from what is wanted: every field that is wanted must be
/// there; what there is besides is not compared.
pub fn differences(wanted: &Value, found: &Value, tolerance: Tolerance) -> Vec<Difference> {
    let mut wrong = Vec::new();
    compare(String::new(), wanted, found, tolerance, &mut wrong);
    wrong
}

fn compare(
    place: String,
    wanted: &Value,
    found: &Value,
    tolerance: Tolerance,
    wrong: &mut Vec<Difference>,
) {
    if wrong.len() >= MOST {
        return;
    }
    match (wanted, found) {
        (Value::Object(fields), Value::Object(results)) => {
            for (name, value) in fields {
                let place = match place.as_str() {
                    "" => name.clone(),
                    outer => format!("{outer}.{name}"),
                };
                match results.get(name) {
                    Some(result) => compare(place, value, result, tolerance, wrong),
                    None => wrong.push(Difference {
                        place,
                        wanted: value.clone(),
                        found: None,
                    }),
                }
            }
        }
        (Value::Array(items), Value::Array(results)) => {
            for (i, value) in items.iter().enumerate() {
                let place = format!("{place}[{i}]");
                match results.get(i) {
                    Some(result) => compare(place, value, result, tolerance, wrong),
                    None => wrong.push(Difference {
                        place,
                        wanted: value.clone(),
                        found: None,
                    }),
                }
            }
            if results.len() > items.len() {
                wrong.push(Difference {
                    place: format!("{place}.length"),
                    wanted: Value::from(items.len()),
                    found: Some(Value::from(results.len())),
                });
            }
        }
        (wanted, found) if equal(wanted, found, tolerance) => {}
        (wanted, found) => wrong.push(Difference {
            place,
            wanted: wanted.clone(),
            found: Some(found.clone()),
        }),
    }
}

fn equal(wanted: &Value, found: &Value, tolerance: Tolerance) -> bool {
    let whole = |value: &Value| value.is_i64() || value.is_u64();
    match (wanted.as_f64(), found.as_f64()) {
        (Some(a), Some(b)) if !(whole(wanted) && whole(found)) => (a - b).abs() <= tolerance.most(),
        _ => wanted == found,
    }
}

/// A value as JSON, cut to a length that fits a line.
fn short(value: &Value) -> String {
    let mut text = value.to_string();
    if let Some((cut, _)) = text.char_indices().nth(80) {
        text.truncate(cut);
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn places(wanted: &Value, found: &Value, tolerance: Tolerance) -> Vec<String> {
        let wrong = differences(wanted, found, tolerance);
        wrong.into_iter().map(|one| one.place).collect()
    }

    #[test]
    fn whole_numbers_and_rows_are_compared_exactly() {
        let wanted = json!({"rows": [[1, "a"], [2, null]], "n": 3});
        assert!(places(&wanted, &wanted, Tolerance::Printed).is_empty());
        for (found, place) in [
            (
                json!({"rows": [[1, "a"], [3, null]], "n": 3}),
                vec!["rows[1][0]"],
            ),
            (
                json!({"rows": [[1, "b"], [2, 0]], "n": 3}),
                vec!["rows[0][1]", "rows[1][1]"],
            ),
            (json!({"rows": [[1, "a"]], "n": 3}), vec!["rows[1]"]),
            (
                json!({"rows": [[1, "a"], [2, null], []], "n": 3}),
                vec!["rows.length"],
            ),
            (json!({"rows": [[1, "a"], [2, null]]}), vec!["n"]),
            (json!([]), vec![""]),
        ] {
            let mut found = places(&wanted, &found, Tolerance::Printed);
            found.sort();
            let mut place = place;
            place.sort_unstable();
            assert_eq!(found, place);
        }
    }

    #[test]
    fn decimals_may_differ_by_their_rounding() {
        let near = |a: Value, b: Value, tolerance| places(&a, &b, tolerance).is_empty();
        assert!(near(json!(5.66), json!(5.664), Tolerance::Printed));
        assert!(!near(json!(5.66), json!(5.666_667), Tolerance::Printed));
        assert!(near(json!(5.66), json!(5.666_667), Tolerance::Truncated));
        assert!(near(json!(200), json!(200.004), Tolerance::Printed));
        assert!(!near(json!(200), json!(201), Tolerance::Truncated));
        assert!(near(json!(3), json!(3.0), Tolerance::SixDigits));
        assert!(!near(
            json!(0.828_427),
            json!(0.828_428),
            Tolerance::SixDigits
        ));
        assert!(near(
            json!(0.828_427),
            json!(0.828_427_1),
            Tolerance::SixDigits
        ));
    }

    #[test]
    fn a_difference_names_its_field() {
        let wrong = differences(
            &json!({"a": {"b": [1]}}),
            &json!({"a": {"b": [2]}}),
            Tolerance::Printed,
        );
        assert_eq!(wrong[0].sentence(Lang::En), "a.b[0]: expected 1, got 2");
        assert_eq!(wrong[0].sentence(Lang::Ko), "a.b[0]: 기댓값 1, 결과 2");
    }
}
