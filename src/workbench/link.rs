//! What the page shows, as the fields of a link.

use std::rc::Rc;

use super::comparing::Against;
use super::examples::{example, example_of};
use super::settings::Settings;
use crate::base::{Problem, Text};
use crate::playground::packed;

/// The field that holds a program's text.
const PROGRAM: &str = "p";
/// The field that names an example instead.
const EXAMPLE: &str = "example";
/// The field of a schedule.
const WAY: &str = "s";
/// The longest schedule that is read, in bytes.
const LONGEST_WAY: usize = 8 * 1024;
/// The field that says what the program is held against.
const AGAINST: &str = "compare";

/// The fields of a link that only this page reads.
pub type Own = Vec<(String, String)>;

/// What is edited.
#[derive(Clone, PartialEq, Debug)]
pub struct Draft {
    /// The program.
    pub source: Rc<str>,
    /// How it is run.
    pub settings: Settings,
    /// What it is held against.
    pub against: Option<Against>,
    /// The schedule along which it is run; none for the machine's own.
    pub way: Option<Rc<str>>,
}

/// The fields of a link; none if the program is too long for one.
pub fn written(draft: &Draft) -> Option<Own> {
    let program = match example_of(&draft.source) {
        Some(example) => (EXAMPLE.to_owned(), example.key.to_owned()),
        None => (PROGRAM.to_owned(), packed::pack(&draft.source)?),
    };
    let mut own = vec![program];
    own.extend(draft.settings.fields()?);
    if let Some(against) = draft.against {
        own.push((AGAINST.to_owned(), against.key().to_owned()));
    }
    if let Some(way) = &draft.way {
        own.push((WAY.to_owned(), way.to_string()));
    }
    let length: usize = own
        .iter()
        .map(|(key, value)| key.len() + value.len() + 2)
        .sum();
    (length <= packed::LONGEST_FIELD).then_some(own)
}

/// Reads the fields: the program that they name, if they do, and its settings;
/// and what is wrong with them.
pub fn read(own: &Own) -> (Option<Draft>, Vec<Problem>) {
    let field = |name: &str| own.iter().find(|(key, _)| key == name);
    let mut problems = Vec::new();
    let mut source: Option<Rc<str>> = None;
    if let Some((_, value)) = field(PROGRAM) {
        match packed::unpack(PROGRAM, value) {
            Ok(text) => source = Some(text.into()),
            Err(problem) => problems.push(problem),
        }
    } else if let Some((_, key)) = field(EXAMPLE) {
        match example(key) {
            Some(example) => source = Some(example.source.into()),
            None => problems.push(unknown(key)),
        }
    }
    let (settings, wrong) = Settings::read(own);
    problems.extend(wrong.into_iter().map(|key| damaged(&key)));
    let against = field(AGAINST).map(|(_, key)| Against::from_key(key));
    if against == Some(None) {
        problems.push(damaged(AGAINST));
    }
    let way = field(WAY).filter(|(_, way)| way.len() <= LONGEST_WAY);
    if way.is_none() && field(WAY).is_some() {
        problems.push(damaged(WAY));
    }
    let draft = source.map(|source| Draft {
        source,
        settings,
        against: against.flatten(),
        way: way.map(|(_, way)| way.as_str().into()),
    });
    (draft, problems)
}

fn unknown(key: &str) -> Problem {
    let key: String = key.chars().take(40).collect();
    Problem::new(
        EXAMPLE,
        Text::new(
            format!("‘{key}’라는 예제는 없습니다."),
            format!("There is no example called ‘{key}’."),
        ),
        Text::new(
            "예제 목록에서 고르세요.",
            "Choose one from the list of examples.",
        ),
    )
}

fn damaged(key: &str) -> Problem {
    Problem::new(
        key,
        Text::new("이 값을 읽을 수 없습니다.", "This value cannot be read."),
        Text::new("보통 값으로 두었습니다.", "The usual one is taken."),
    )
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_example_is_named_and_anything_else_is_carried() {
        let draft = |source: &str| Draft {
            source: source.into(),
            settings: Settings::default(),
            against: None,
            way: None,
        };
        let lock = draft(example("lock").unwrap().source);
        let own = written(&lock).unwrap();
        assert_eq!(own, [("example".to_owned(), "lock".to_owned())]);
        assert_eq!(read(&own), (Some(lock), Vec::new()));
        let (none, problems) = read(&vec![("example".to_owned(), "nonsense".to_owned())]);
        assert_eq!((none, problems.len()), (None, 1));
        assert_eq!(written(&draft("x = 1 # ")).unwrap()[0].0, "p");
    }

    #[test]
    fn what_does_not_fit_is_not_cut() {
        let mut source = String::new();
        let mut x = 1_u64;
        for _ in 0..4000 {
            x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            source.push_str(&format!("{x}\n"));
        }
        let draft = Draft {
            source: source.into(),
            settings: Settings::default(),
            against: None,
            way: None,
        };
        assert_eq!(written(&draft), None);
    }

    proptest! {
        #[test]
        fn programs_come_back(source in ".{0,200}", cores in 1_u32..16) {
            let settings = Settings { cores, ..Settings::default() };
            let against = Against::ALL.into_iter().nth(cores as usize % 3);
            let way = against.map(|_| "v1 A2 B".into());
            let draft = Draft { source: source.into(), settings, against, way };
            let own = written(&draft).unwrap();
            prop_assert_eq!(read(&own).0, Some(draft));
        }

        #[test]
        fn nothing_is_too_damaged(own in prop::collection::vec(("p|example|cores|gil|seed|input|compare|eof|s", ".{0,40}"), 0..6)) {
            let _ = read(&own);
        }
    }
}
