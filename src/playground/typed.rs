//! A field between its cell and the document.

use serde_json::{Number, Value};

use crate::scenario::Length;

/// What a field holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A text as it stands.
    Text,
    /// A number; a length of time may have a unit behind it: `750us`.
    Number,
    /// On or off.
    Switch,
    /// One of these words.
    Word(&'static [&'static str]),
    /// Cores by their numbers: `0 2`.
    Cores,
    /// Lengths of time: `2 4 8`.
    Lengths,
    /// The two ends of a range, or one number for both: `1 10`.
    Range,
    /// Registers with what they hold: `ax=1 bx=2`.
    Registers,
    /// Texts, one a line.
    Lines,
}

/// What was typed into a cell, as a field. None if nothing was typed: the
/// field then has its usual value.
pub fn typed(kind: Kind, text: &str) -> Option<Value> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return None;
    }
    let read = match kind {
        Kind::Text | Kind::Word(_) => None,
        Kind::Number => number(trimmed),
        Kind::Switch => trimmed.parse().ok().map(Value::Bool),
        Kind::Cores => parts(trimmed, |part| part.parse::<u32>().ok().map(Value::from)),
        Kind::Lengths => parts(trimmed, length),
        Kind::Range => match parts(trimmed, number) {
            Some(Value::Array(ends)) if ends.len() == 1 => ends.into_iter().next(),
            ends => ends,
        },
        Kind::Registers => registers(trimmed),
        Kind::Lines => {
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
            Some(lines.map(Value::from).collect())
        }
    };
    Some(read.unwrap_or_else(|| Value::String(text.to_owned())))
}

fn number(text: &str) -> Option<Value> {
    text.parse::<Number>().ok().map(Value::Number)
}

fn length(text: &str) -> Option<Value> {
    number(text).or_else(|| Length::parse(text).map(|_| Value::from(text)))
}

/// What stands between blanks and commas; none if one of them cannot be read.
fn parts(text: &str, read: fn(&str) -> Option<Value>) -> Option<Value> {
    let parts: Vec<Value> = split(text).map(read).collect::<Option<_>>()?;
    (!parts.is_empty()).then_some(Value::Array(parts))
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(|c: char| c.is_whitespace() || c == ',');
    parts.filter(|part| !part.is_empty())
}

fn registers(text: &str) -> Option<Value> {
    let pairs = split(text).map(|part| {
        let (name, value) = part.split_once('=')?;
        Some((name.to_owned(), value.parse::<i64>().ok()?.into()))
    });
    let pairs = pairs.collect::<Option<serde_json::Map<String, Value>>>()?;
    (!pairs.is_empty()).then_some(Value::Object(pairs))
}

/// A field as it stands in its cell.
pub fn shown(kind: Kind, value: Option<&Value>) -> String {
    match (value, kind) {
        (Some(Value::Array(items)), kind) => {
            let items: Vec<String> = items.iter().map(|item| text(Some(item))).collect();
            items.join(if kind == Kind::Lines { "\n" } else { " " })
        }
        (Some(Value::Object(fields)), Kind::Registers) => {
            let pairs = fields.iter();
            let pairs: Vec<String> = pairs
                .map(|(name, value)| format!("{name}={}", text(Some(value))))
                .collect();
            pairs.join(" ")
        }
        (value, _) => text(value),
    }
}

/// A field as text.
pub fn text(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

/// A program with a line for each instruction; none if it has only one.
pub fn on_several_lines(program: &str) -> Option<String> {
    let parts = program.split(';').map(str::trim);
    let lines: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    (lines.len() > 1).then(|| lines.join("\n"))
}

/// A program on one line; none if that would change it: a comment goes to the
/// end of its line.
pub fn on_one_line(program: &str) -> Option<String> {
    if program.contains('#') {
        return None;
    }
    let lines = program.lines().map(str::trim);
    let parts: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    Some(parts.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn cells_keep_what_is_typed() {
        for (kind, text, field) in [
            (Kind::Number, "12", json!(12)),
            (Kind::Number, " 2.5 ", json!(2.5)),
            (Kind::Number, "750us", json!("750us")),
            (Kind::Number, "1.", json!("1.")),
            (Kind::Number, "-", json!("-")),
            (Kind::Number, "아직", json!("아직")),
            (Kind::Text, "12", json!("12")),
            (Kind::Text, "cpu 3; ", json!("cpu 3; ")),
            (Kind::Cores, "0, 2", json!([0, 2])),
            (Kind::Cores, "0 x", json!("0 x")),
            (Kind::Cores, ",", json!(",")),
            (Kind::Lengths, "2 4 750us", json!([2, 4, "750us"])),
            (Kind::Lengths, "2 4 x", json!("2 4 x")),
            (Kind::Range, "3", json!(3)),
            (Kind::Range, "1 10", json!([1, 10])),
            (Kind::Range, "1 to", json!("1 to")),
            (Kind::Registers, "ax=1 bx=-2", json!({"ax": 1, "bx": -2})),
            (Kind::Registers, "ax=", json!("ax=")),
            (
                Kind::Lines,
                "mutex m\n\n queue q 2",
                json!(["mutex m", "queue q 2"]),
            ),
            (Kind::Switch, "true", json!(true)),
            (Kind::Word(&["a"]), "a", json!("a")),
            (Kind::Number, "  ", Value::Null),
        ] {
            assert_eq!(typed(kind, text).unwrap_or_default(), field, "{text}");
            let shown = shown(kind, Some(&field));
            assert_eq!(typed(kind, &shown).unwrap_or_default(), field, "{text}");
        }
    }

    #[test]
    fn programs_are_the_same_on_one_line_and_on_several() {
        use crate::scenario::presets::Preset;
        use crate::sim::program::parse;
        for preset in Preset::all() {
            for job in preset.scenario().jobs {
                let Some(lines) = on_several_lines(&job.program) else {
                    continue;
                };
                assert_eq!(parse(&lines), parse(&job.program), "{}", job.program);
                let one = on_one_line(&lines).expect("no comments");
                assert_eq!(parse(&one), parse(&job.program), "{}", job.program);
            }
        }
        assert_eq!(on_several_lines("cpu 1;"), None);
        assert_eq!(on_one_line("cpu 1 # long\ncpu 2"), None);
    }

    proptest! {
        #[test]
        fn what_is_shown_means_what_was_typed(
            kind in prop_oneof![
                Just(Kind::Text), Just(Kind::Number), Just(Kind::Switch), Just(Kind::Cores),
                Just(Kind::Lengths), Just(Kind::Range), Just(Kind::Registers), Just(Kind::Lines),
            ],
            text in "\\PC{0,10}|[0-9ax=., \n-]{0,10}",
        ) {
            let field = typed(kind, &text);
            let shown = shown(kind, field.as_ref());
            prop_assert_eq!(typed(kind, &shown), field);
        }
    }
}
