//! Reading the arguments of a case: each value with its place, so that what is
//! wrong is told where it stands.

use std::ops::RangeInclusive;

use serde_json::Value;

use crate::base::{Problem, Text};

/// A value among the arguments, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Arg<'a> {
    value: &'a Value,
    place: String,
}

/// A decimal number, exactly: `digits` divided by ten to the power of `places`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Decimal {
    pub digits: u64,
    pub places: u32,
}

impl Decimal {
    /// More digits after the point than this are refused.
    pub const MOST_PLACES: u32 = 9;

    /// How many units of `10^-places` it is; none if they are too many to count.
    ///
    /// `places` must be at least its own.
    pub fn units(self, places: u32) -> Option<u64> {
        let factor = 10u64.checked_pow(places.checked_sub(self.places)?)?;
        self.digits.checked_mul(factor)
    }
}

impl<'a> Arg<'a> {
    /// The arguments as a whole.
    pub fn root(value: &'a Value) -> Arg<'a> {
        Arg {
            value,
            place: "args".into(),
        }
    }

    /// A problem at this place.
    pub fn problem(&self, reason: Text, hint: Text) -> Problem {
        Problem::new(self.place.clone(), reason, hint)
    }

    /// A field that must be there.
    pub fn field(&self, name: &str) -> Result<Arg<'a>, Problem> {
        self.maybe(name)?.ok_or_else(|| {
            Problem::new(
                format!("{}.{name}", self.place),
                Text::new("이 값이 없습니다.", "It is missing."),
                Text::new("형식 설명대로 적어 주세요.", "Add it as the format says."),
            )
        })
    }

    /// A field that may be absent or null.
    pub fn maybe(&self, name: &str) -> Result<Option<Arg<'a>>, Problem> {
        let Value::Object(fields) = self.value else {
            return Err(self.is_not("객체", "an object"));
        };
        let found = fields.get(name).filter(|value| !value.is_null());
        Ok(found.map(|value| Arg {
            value,
            place: format!("{}.{name}", self.place),
        }))
    }

    /// All fields, with their names.
    pub fn fields(&self) -> Result<Vec<(String, Arg<'a>)>, Problem> {
        let Value::Object(fields) = self.value else {
            return Err(self.is_not("객체", "an object"));
        };
        let field = |(name, value): (&String, &'a Value)| {
            let place = format!("{}.{name}", self.place);
            (name.clone(), Arg { value, place })
        };
        Ok(fields.iter().map(field).collect())
    }

    /// The items of a list, `count` of them.
    pub fn items(&self, count: RangeInclusive<usize>) -> Result<Vec<Arg<'a>>, Problem> {
        let Value::Array(items) = self.value else {
            return Err(self.is_not("목록", "a list"));
        };
        if !count.contains(&items.len()) {
            let (least, most, n) = (count.start(), count.end(), items.len());
            return Err(self.problem(
                Text::new(format!("항목이 {n}개입니다."), format!("It has {n} items.")),
                Text::new(
                    format!("{least}개에서 {most}개 사이로 적어 주세요."),
                    format!("Use {least} to {most}."),
                ),
            ));
        }
        let item = |(i, value)| Arg {
            value,
            place: format!("{}[{i}]", self.place),
        };
        Ok(items.iter().enumerate().map(item).collect())
    }

    /// A whole number within a range.
    pub fn whole(&self, range: RangeInclusive<i64>) -> Result<i64, Problem> {
        let whole = self.value.as_i64().or_else(|| {
            let real = self.value.as_f64()?;
            let fits = real.fract() == 0.0 && real.abs() < 9e15;
            fits.then_some(real as i64)
        });
        match whole {
            Some(n) if range.contains(&n) => Ok(n),
            _ => Err(self.problem(
                Text::new(
                    format!("{}입니다.", self.shown()),
                    format!("It is {}.", self.shown()),
                ),
                Text::new(
                    format!(
                        "{}에서 {} 사이의 정수로 적어 주세요.",
                        range.start(),
                        range.end()
                    ),
                    format!(
                        "Use a whole number from {} to {}.",
                        range.start(),
                        range.end()
                    ),
                ),
            )),
        }
    }

    /// A whole number that is not negative, at most `most`.
    pub fn count(&self, range: RangeInclusive<u64>) -> Result<u64, Problem> {
        let limit = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let whole = self.whole(limit(*range.start())..=limit(*range.end()))?;
        Ok(whole.unsigned_abs())
    }

    /// A decimal number that is not negative.
    pub fn decimal(&self) -> Result<Decimal, Problem> {
        let read = || {
            let number = self.value.as_f64().filter(|n| (0.0..1e15).contains(n))?;
            // Without an exponent, and with no more digits than tell it apart.
            let shown = match self.value.as_u64() {
                Some(whole) => whole.to_string(),
                None => number.to_string(),
            };
            let (whole, rest) = shown.split_once('.').unwrap_or((&shown, ""));
            let places = u32::try_from(rest.len()).ok()?;
            let digits = format!("{whole}{rest}").parse().ok()?;
            (places <= Decimal::MOST_PLACES).then_some(Decimal { digits, places })
        };
        read().ok_or_else(|| {
            let most = Decimal::MOST_PLACES;
            self.problem(
                Text::new(
                    format!("{}입니다.", self.shown()),
                    format!("It is {}.", self.shown()),
                ),
                Text::new(
                    format!("0 이상의 수를 소수점 아래 {most}자리까지 적어 주세요."),
                    format!("Use a number from 0, with at most {most} digits after the point."),
                ),
            )
        })
    }

    /// True or false.
    pub fn flag(&self) -> Result<bool, Problem> {
        self.value
            .as_bool()
            .ok_or_else(|| self.is_not("true나 false", "true or false"))
    }

    /// One of some words; its place among them.
    pub fn word(&self, words: &[&str]) -> Result<usize, Problem> {
        let found = self.value.as_str();
        let place = words.iter().position(|&word| found == Some(word));
        place.ok_or_else(|| {
            let list = words.join(", ");
            self.problem(
                Text::new(
                    format!("{}입니다.", self.shown()),
                    format!("It is {}.", self.shown()),
                ),
                Text::new(
                    format!("다음 중 하나로 적어 주세요: {list}"),
                    format!("Use one of: {list}"),
                ),
            )
        })
    }

    /// The problem that the whole is more than a run may take.
    pub fn too_long(&self, what: Text, most: u64) -> Problem {
        self.problem(
            what,
            Text::new(
                format!("{most} 이하가 되게 줄여 주세요."),
                format!("Make it at most {most}."),
            ),
        )
    }

    fn is_not(&self, ko: &str, en: &str) -> Problem {
        self.problem(
            Text::new(
                format!("{}입니다.", self.shown()),
                format!("It is {}.", self.shown()),
            ),
            Text::new(format!("필요한 것: {ko}"), format!("Use {en}.")),
        )
    }

    /// The value as JSON, cut to a length that fits a sentence.
    fn shown(&self) -> String {
        let mut shown = match self.value {
            Value::Array(items) => format!("a list of {}", items.len()),
            Value::Object(_) => "an object".into(),
            other => other.to_string(),
        };
        if let Some((cut, _)) = shown.char_indices().nth(40) {
            shown.truncate(cut);
            shown.push('…');
        }
        shown
    }
}

/// The first of the problems that a machine has with its description.
pub(super) fn first(problems: Vec<Problem>) -> Problem {
    problems.into_iter().next().unwrap_or_else(|| {
        Problem::new(
            "args",
            Text::new("실행할 수 없습니다.", "It cannot be run."),
            Text::new("값을 확인해 주세요.", "Check the values."),
        )
    })
}

/// A number as C's `printf` prints it with so many digits after the point;
/// whole ones without a point.
pub(super) fn printed(number: f64, digits: usize) -> Value {
    let text = format!("{number:.digits$}");
    let shown: f64 = text.parse().unwrap_or(number);
    if shown.fract() == 0.0 && shown.abs() < 9e15 {
        Value::from(shown as i64)
    } else {
        Value::from(shown)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::base::Lang;

    #[test]
    fn decimals_are_exact() {
        for (value, digits, places) in [
            (json!(2.5), 25, 1),
            (json!(7), 7, 0),
            (json!(0.125), 125, 3),
            (json!(1e2), 100, 0),
            (json!(0.1), 1, 1),
            (json!(0), 0, 0),
        ] {
            let read = Arg::root(&value).decimal();
            assert_eq!(read, Ok(Decimal { digits, places }), "{value}");
        }
        for value in [
            json!(-1),
            json!(1e300),
            json!("1"),
            json!(0.123_456_789_1),
            json!(null),
        ] {
            assert!(Arg::root(&value).decimal().is_err(), "{value}");
        }
        assert_eq!(
            Decimal {
                digits: 25,
                places: 1
            }
            .units(3),
            Some(2500)
        );
        assert_eq!(
            Decimal {
                digits: u64::MAX,
                places: 0
            }
            .units(1),
            None
        );
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let value = json!({"jobs": [{"run": -3}]});
        let jobs = Arg::root(&value)
            .field("jobs")
            .and_then(|jobs| jobs.items(1..=9));
        let problem = jobs.expect("a list")[0]
            .field("run")
            .and_then(|run| run.count(1..=10))
            .expect_err("negative");
        assert_eq!(
            problem.sentence(Lang::En),
            "args.jobs[0].run: It is -3. Use a whole number from 1 to 10."
        );
        let missing = Arg::root(&value).field("boost").expect_err("missing");
        assert_eq!(missing.place, "args.boost");
    }

    /// Ties go to the even digit, as the binary double has them.
    #[test]
    fn figures_are_rounded_as_c_rounds_them() {
        for (number, shown) in [
            (14.625, json!(14.62)),
            (7.875, json!(7.88)),
            (266.666_666, json!(266.67)),
            (200.0, json!(200)),
        ] {
            assert_eq!(printed(number, 2), shown);
        }
    }
}
