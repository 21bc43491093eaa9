//! What the page shows, as the fields of a link.

use std::rc::Rc;

use super::settings::{Settings, Way};
use crate::base::{Problem, Text};
use crate::playground::packed;
use crate::sim::explore::examples::{Example, example, examples};
use crate::sim::schedule::Schedule;

/// The field that holds a program's text.
const PROGRAM: &str = "p";
/// The field that names an example instead.
const EXAMPLE: &str = "example";
/// The field of the schedule that is replayed.
const SCHEDULE: &str = "s";
/// The longest schedule that a link carries, in bytes: the whole has 8 KiB,
/// and each space takes one.
const LONGEST_SCHEDULE: usize = 3 * 1024;

/// The fields of a link that only this page reads.
pub type Own = Vec<(String, String)>;

/// What is edited.
#[derive(Clone, PartialEq, Debug)]
pub struct Draft {
    /// The program.
    pub text: Rc<str>,
    /// How it is explored.
    pub settings: Settings,
}

/// What a link says.
#[derive(Clone, PartialEq, Debug)]
pub struct Linked {
    /// What is edited.
    pub draft: Draft,
    /// The schedule that is replayed, if one was chosen.
    pub schedule: Option<Rc<Schedule>>,
    /// What was wrong with it.
    pub problems: Vec<Problem>,
}

/// The example whose text this is.
pub fn example_of(text: &str) -> Option<Example> {
    examples().into_iter().find(|example| example.text == text)
}

/// The settings with which an example is opened: those with which it is
/// explored completely within a moment.
pub fn fitting(example: &Example) -> Settings {
    let usual = Settings::default();
    match example.key {
        // Who spins may do so between any two steps of the other.
        "peterson" | "peterson-wrong" => Settings {
            way: Way::Bounded,
            preemptions: 4,
            ..usual
        },
        "buffer" | "buffer-if" => Settings {
            way: Way::Classes,
            ..usual
        },
        key if key.starts_with("philosophers") && !key.contains('2') => Settings {
            way: Way::Classes,
            ..usual
        },
        _ => usual,
    }
}

/// The fields of a link. The second says whether all of it is there: a program
/// or a schedule may be too long.
pub fn written(draft: &Draft, schedule: Option<&Schedule>) -> (Own, bool) {
    let mut own = Own::new();
    let mut usual = Settings::default();
    let mut whole = true;
    match example_of(&draft.text) {
        Some(example) => {
            usual = fitting(&example);
            own.push((EXAMPLE.to_owned(), example.key.to_owned()));
        }
        None => match packed::pack(&draft.text) {
            Some(packed) => own.push((PROGRAM.to_owned(), packed)),
            None => whole = false,
        },
    }
    let fields = draft.settings.fields_but(&usual).into_iter();
    own.extend(fields.map(|(key, value)| (key.to_owned(), value)));
    if let Some(schedule) = schedule.filter(|_| whole) {
        let text = schedule.to_string();
        let taken: usize = own.iter().map(|(_, value)| value.len()).sum();
        let room = LONGEST_SCHEDULE.min(packed::LONGEST_FIELD.saturating_sub(taken));
        whole = text.len() <= room;
        if whole {
            own.push((SCHEDULE.to_owned(), text));
        }
    }
    (own, whole)
}

/// Reads the fields; what they do not say is as `otherwise` has it.
pub fn read_link(own: &Own, otherwise: impl FnOnce() -> Draft) -> Linked {
    let field = |name: &str| own.iter().find(|(key, _)| key == name);
    let mut problems = Vec::new();
    let mut draft = None;
    if let Some((_, value)) = field(PROGRAM) {
        match packed::unpack(PROGRAM, value) {
            Ok(text) => {
                draft = Some(Draft {
                    text: text.into(),
                    settings: Settings::default(),
                });
            }
            Err(problem) => problems.push(problem),
        }
    } else if let Some((_, key)) = field(EXAMPLE) {
        match example(key) {
            Some(example) => {
                draft = Some(Draft {
                    settings: fitting(&example),
                    text: example.text.into(),
                });
            }
            None => problems.push(unreadable(EXAMPLE, key)),
        }
    }
    let mut linked = Linked {
        draft: draft.unwrap_or_else(otherwise),
        schedule: None,
        problems,
    };
    for (key, value) in own {
        match (key.as_str(), linked.draft.settings.take(key, value)) {
            (_, Some(true)) | (PROGRAM | EXAMPLE, _) => {}
            (SCHEDULE, _) => match value.parse::<Schedule>() {
                Ok(schedule) => linked.schedule = Some(Rc::new(schedule)),
                Err(problem) => linked.problems.push(problem),
            },
            _ => linked.problems.push(unreadable(key, value)),
        }
    }
    linked
}

fn unreadable(key: &str, value: &str) -> Problem {
    let short = |text: &str| text.chars().take(40).collect::<String>();
    Problem::new(
        short(key),
        Text::new(
            format!("링크의 이 항목을 읽을 수 없습니다: “{}”.", short(value)),
            format!("This part of the link cannot be read: “{}”.", short(value)),
        ),
        Text::new(
            "기본값으로 열었습니다.",
            "The page opened with its default.",
        ),
    )
}
