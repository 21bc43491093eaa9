//! What is wrong with the arguments themselves, in the words of the project.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::policies;
use crate::base::{Problem, Text};

/// An error of the command line as a problem: where, why, how to mend it.
/// None if it is none: a help text, or the version.
pub(super) fn problem(error: &Error) -> Option<Problem> {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => Some(texts.join(", ")),
        Some(ContextValue::StyledStr(text)) => Some(text.to_string()),
        Some(ContextValue::Number(n)) => Some(n.to_string()),
        _ => None,
    };
    let argument = text(ContextKind::InvalidArg);
    let value = text(ContextKind::InvalidValue);
    let place = argument
        .clone()
        .or_else(|| text(ContextKind::InvalidSubcommand));
    let place = place.unwrap_or_else(|| "lab".into());
    let reason = match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => return None,
        ErrorKind::UnknownArgument => {
            Text::new("이런 인자는 없습니다.", "There is no such argument.")
        }
        ErrorKind::InvalidSubcommand | ErrorKind::MissingSubcommand => {
            Text::new("이런 명령은 없습니다.", "There is no such command.")
        }
        ErrorKind::MissingRequiredArgument => Text::new("빠져 있습니다.", "It is missing."),
        ErrorKind::ArgumentConflict => match text(ContextKind::PriorArg) {
            Some(other) if other == place => Text::new("두 번 있습니다.", "It stands there twice."),
            other => {
                let other = other.unwrap_or_default();
                Text::new(
                    format!("{other}와(과) 함께 쓸 수 없습니다."),
                    format!("It cannot be used with {other}."),
                )
            }
        },
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => match value.as_deref() {
            None | Some("") => Text::new("값이 없습니다.", "It has no value."),
            Some(value) => {
                let value: String = value.chars().take(40).collect();
                Text::new(
                    format!("‘{value}’은(는) 쓸 수 없는 값입니다."),
                    format!("‘{value}’ is no possible value."),
                )
            }
        },
        ErrorKind::InvalidUtf8 => Text::new("UTF-8이 아닙니다.", "It is not UTF-8."),
        _ => Text::new("이렇게는 쓸 수 없습니다.", "It cannot be used like this."),
    };
    Some(Problem::new(place, reason, hint(error, &text)))
}

/// How to mend it.
fn hint(error: &Error, text: &dyn Fn(ContextKind) -> Option<String>) -> Text {
    let suggested = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ];
    if let Some(known) = suggested.into_iter().find_map(text) {
        return Text::new(
            format!("‘{known}’을(를) 쓰려던 것인지 보세요."),
            format!("Did you mean ‘{known}’?"),
        );
    }
    if let Some(list) = text(ContextKind::ValidValue).filter(|list| !list.is_empty()) {
        return Text::new(
            format!("다음 중 하나를 쓰세요: {list}."),
            format!("Use one of: {list}."),
        );
    }
    if let Some(source) = std::error::Error::source(error) {
        return own_check(&source.to_string());
    }
    Text::new(
        "무엇을 쓸 수 있는지는 --help가 보여 줍니다.",
        "--help shows what can be used.",
    )
}

/// What a value's own check has to say: `0 is not in 1..=9`.
fn own_check(source: &str) -> Text {
    let range = source.split_once(" is not in ").map(|(_, range)| range);
    if let Some((least, most)) = range.and_then(|range| range.split_once("..=")) {
        return Text::new(
            format!("{least}에서 {most} 사이의 정수를 쓰세요."),
            format!("Use a whole number from {least} to {most}."),
        );
    }
    if source == policies::NO_PAIR {
        return Text::new(
            "quantum=2처럼 이름=값으로 쓰세요.",
            "Write NAME=VALUE, such as quantum=2.",
        );
    }
    Text::new("정수를 쓰세요.", "Use a whole number.")
}
