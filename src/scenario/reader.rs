//! Reading JSON values with their places, gathering what is wrong.

use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use super::Length;
use crate::base::{Problem, Text};

/// After so many problems no more are gathered.
const MOST_PROBLEMS: usize = 100;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct At<'a> {
    pub value: &'a Value,
    pub place: String,
}

/// What has been found to be wrong.
#[derive(Debug, Default)]
pub(super) struct Reader {
    pub problems: Vec<Problem>,
}

impl<'a> At<'a> {
    pub fn root(value: &'a Value) -> At<'a> {
        At {
            value,
            place: String::new(),
        }
    }

    /// A part of it, by name or number.
    fn part(&self, name: &str, value: &'a Value) -> At<'a> {
        let name = name.replace('~', "~0").replace('/', "~1");
        At {
            value,
            place: format!("{}/{}", self.place, shown_text(&name)),
        }
    }

    fn shown_place(&self) -> &str {
        match self.place.as_str() {
            "" => "/",
            place => place,
        }
    }
}

impl Reader {
    pub fn problem(&mut self, at: &At<'_>, reason: Text, hint: Text) {
        self.push(Problem::new(at.shown_place(), reason, hint));
    }

    pub fn push(&mut self, problem: Problem) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(problem);
        }
    }

    /// What is there and what is wanted.
    pub fn wrong(&mut self, at: &At<'_>, ko: impl Into<String>, en: impl Into<String>) {
        let shown = shown(at.value);
        self.problem(
            at,
            Text::new(format!("{}입니다.", shown.0), format!("It is {}.", shown.1)),
            Text::new(ko.into(), en.into()),
        );
    }

    /// The fields of an object, without those that are null.
    pub fn fields<'a>(&mut self, at: &At<'a>) -> Option<Vec<(&'a str, At<'a>)>> {
        let Value::Object(fields) = at.value else {
            self.wrong(at, "객체로 적어 주세요.", "Use an object.");
            return None;
        };
        Some(present(fields).map(|(k, v)| (k, at.part(k, v))).collect())
    }

    /// A field that nobody knows.
    pub fn unknown(&mut self, at: &At<'_>, known: &[&str]) {
        let list = known.join(", ");
        self.problem(
            at,
            Text::new("모르는 항목입니다.", "This field is not known."),
            Text::new(
                format!("지우거나 다음 중 하나로 고치세요: {list}."),
                format!("Remove it, or use one of: {list}."),
            ),
        );
    }

    /// A field that is missing in an object.
    pub fn missing(&mut self, at: &At<'_>, name: &str) {
        self.problem(
            at,
            Text::new(
                format!("\"{name}\"이(가) 없습니다."),
                format!("It has no \"{name}\"."),
            ),
            Text::new("적어 주세요.", "Add it."),
        );
    }

    /// The items of a list, at most so many.
    pub fn items<'a>(&mut self, at: &At<'a>, most: usize) -> Vec<At<'a>> {
        let Value::Array(items) = at.value else {
            self.wrong(at, "목록으로 적어 주세요.", "Use a list.");
            return Vec::new();
        };
        if items.len() > most {
            self.problem(
                at,
                Text::new(
                    format!("{}개가 있습니다.", items.len()),
                    format!("There are {}.", items.len()),
                ),
                Text::new(
                    format!("{most}개까지 쓸 수 있습니다. 나머지는 뺐습니다."),
                    format!("At most {most} are possible; the rest is left out."),
                ),
            );
        }
        let items = items.iter().take(most).enumerate();
        items.map(|(i, v)| at.part(&i.to_string(), v)).collect()
    }

    /// A whole number.
    pub fn whole(&mut self, at: &At<'_>, range: RangeInclusive<i64>) -> Option<i64> {
        let number = at.value.as_i64().filter(|n| range.contains(n));
        if number.is_none() {
            let (least, most) = range.into_inner();
            self.wrong(
                at,
                format!("{least}에서 {most} 사이의 정수로 적어 주세요."),
                format!("Use a whole number from {least} to {most}."),
            );
        }
        number
    }

    /// A whole number that is not negative.
    pub fn count(&mut self, at: &At<'_>, range: RangeInclusive<u64>) -> Option<u64> {
        let number = at.value.as_u64().filter(|n| range.contains(n));
        if number.is_none() {
            let (least, most) = range.into_inner();
            self.wrong(
                at,
                format!("{least}에서 {most} 사이의 정수로 적어 주세요."),
                format!("Use a whole number from {least} to {most}."),
            );
        }
        number
    }

    /// The same, as far as it fits 32 bits.
    pub fn small(&mut self, at: &At<'_>, range: RangeInclusive<u32>) -> Option<u32> {
        let (least, most) = range.into_inner();
        let number = self.count(at, u64::from(least)..=u64::from(most))?;
        u32::try_from(number).ok()
    }

    pub fn flag(&mut self, at: &At<'_>) -> Option<bool> {
        let flag = at.value.as_bool();
        if flag.is_none() {
            self.wrong(at, "true나 false로 적어 주세요.", "Use true or false.");
        }
        flag
    }

    /// A length of time.
    pub fn length(&mut self, at: &At<'_>) -> Option<Length> {
        let length = match at.value {
            Value::String(text) => Length::parse(text),
            value => value
                .as_u64()
                .filter(|n| *n <= Length::MOST)
                .map(Length::plain),
        };
        if length.is_none() {
            let most = Length::MOST;
            self.wrong(
                at,
                format!("단위의 개수를 0에서 {most} 사이의 정수로 적거나, \"750us\"처럼 단위를 붙여 적어 주세요(ns, us, ms, s)."),
                format!("Use a whole number of units from 0 to {most}, or a text with a unit such as \"750us\" (ns, us, ms, s)."),
            );
        }
        length
    }

    /// A text of at most so many characters.
    pub fn text(&mut self, at: &At<'_>, most: usize) -> Option<String> {
        let text = at
            .value
            .as_str()
            .filter(|text| text.chars().count() <= most);
        if text.is_none() {
            self.wrong(
                at,
                format!("{most}자까지의 글로 적어 주세요."),
                format!("Use a text of at most {most} characters."),
            );
        }
        text.map(str::to_owned)
    }

    /// A name: not empty, and no control characters.
    pub fn name(&mut self, at: &At<'_>) -> Option<String> {
        let name = self.text(at, super::MOST_NAME)?;
        if name.trim().is_empty() || name.chars().any(char::is_control) {
            self.wrong(
                at,
                "글자가 있는 이름을 적어 주세요.",
                "Use a name with at least one letter.",
            );
            return None;
        }
        Some(name)
    }

    /// A text in both languages: one text, or an object with `ko` and `en`.
    pub fn words(&mut self, at: &At<'_>) -> Option<Text> {
        if at.value.is_string() {
            let text = self.text(at, super::MOST_TEXT)?;
            return Some(Text::new(text.clone(), text));
        }
        let (mut ko, mut en) = (None, None);
        for (name, field) in self.fields(at)? {
            match name {
                "ko" => ko = self.text(&field, super::MOST_TEXT),
                "en" => en = self.text(&field, super::MOST_TEXT),
                _ => self.unknown(&field, &["ko", "en"]),
            }
        }
        let either = ko.clone().or_else(|| en.clone())?;
        Some(Text::new(
            ko.unwrap_or_else(|| either.clone()),
            en.unwrap_or(either),
        ))
    }

    /// One of some words.
    pub fn word(&mut self, at: &At<'_>, words: &[&'static str]) -> Option<&'static str> {
        let found = at.value.as_str();
        let word = words.iter().find(|&&word| found == Some(word));
        if word.is_none() {
            let list = words.join(", ");
            self.wrong(
                at,
                format!("다음 중 하나로 적어 주세요: {list}."),
                format!("Use one of: {list}."),
            );
        }
        word.copied()
    }

    /// The two ends of a range, or one number for both.
    pub fn range(&mut self, at: &At<'_>, most: u64) -> Option<(u64, u64)> {
        if at.value.is_u64() {
            let both = self.count(at, 0..=most)?;
            return Some((both, both));
        }
        let items = self.items(at, 2);
        let [least, greatest] = items.as_slice() else {
            self.wrong(at, "[최소, 최대]로 적어 주세요.", "Use [least, most].");
            return None;
        };
        let least = self.count(least, 0..=most)?;
        Some((least, self.count(greatest, least..=most)?))
    }
}

fn present(fields: &Map<String, Value>) -> impl Iterator<Item = (&str, &Value)> {
    let fields = fields.iter().filter(|(_, value)| !value.is_null());
    fields.map(|(name, value)| (name.as_str(), value))
}

/// A value in Korean and in English, cut to a length that fits a sentence.
fn shown(value: &Value) -> (String, String) {
    match value {
        Value::Array(items) => (
            format!("{}개짜리 목록", items.len()),
            format!("a list of {}", items.len()),
        ),
        Value::Object(_) => ("객체".into(), "an object".into()),
        other => {
            let text = shown_text(&other.to_string());
            (text.clone(), text)
        }
    }
}

fn shown_text(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text.to_owned(),
    }
}
