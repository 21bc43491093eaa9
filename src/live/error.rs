//! Why a live run did not happen or did not end.

use std::fmt;

use crate::base::{Lang, Text};

/// What kind of thing went wrong, for code that has to tell them apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LiveErrorKind {
    /// A browser cannot do this at all, or this page may not.
    Refused,
    /// The experiment is larger than a live run may be, or makes no sense.
    OutOfBounds,
    /// The person asked it to stop.
    Cancelled,
    /// A worker did not start.
    NotStarted,
    /// A worker stopped with an error.
    Crashed,
    /// A worker said nothing for too long.
    Silent,
    /// A worker and the page do not understand each other.
    Misunderstood,
    /// A request failed.
    Request,
}

/// What went wrong, where, and how to mend it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LiveError {
    /// What kind of thing.
    pub kind: LiveErrorKind,
    /// The sentences for a person; boxed, so that a result stays small.
    pub told: Box<Told>,
}

/// An error as a person is told of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// Where: which worker, which request, which setting.
    pub place: Text,
    /// What is wrong there.
    pub reason: Text,
    /// How to mend it.
    pub hint: Text,
}

impl LiveError {
    /// An error from its four parts; each text in Korean, then English.
    pub fn new(
        kind: LiveErrorKind,
        place: Text,
        (reason_ko, reason_en): (impl Into<String>, impl Into<String>),
        (hint_ko, hint_en): (&'static str, &'static str),
    ) -> LiveError {
        LiveError {
            kind,
            told: Box::new(Told {
                place,
                reason: Text::new(reason_ko.into(), reason_en.into()),
                hint: Text::new(hint_ko, hint_en),
            }),
        }
    }

    /// The run was stopped as asked.
    pub fn cancelled() -> LiveError {
        LiveError::new(
            LiveErrorKind::Cancelled,
            Text::new("실측 실행", "live run"),
            ("요청에 따라 멈췄습니다.", "It was stopped as asked."),
            ("다시 실행할 수 있습니다.", "It can be run again."),
        )
    }

    /// The browser lacks something that every browser of the page has.
    pub fn no_browser(what: &'static str) -> LiveError {
        LiveError::new(
            LiveErrorKind::Refused,
            Text::new("브라우저", "browser"),
            (
                format!("{what} 기능이 없습니다."),
                format!("It has no {what}."),
            ),
            (
                "최신 브라우저에서 여십시오.",
                "Open the page in a current browser.",
            ),
        )
    }

    /// The whole in one line.
    pub fn sentence(&self, lang: Lang) -> String {
        let [place, reason, hint] =
            [&self.told.place, &self.told.reason, &self.told.hint].map(|text| text.get(lang));
        format!("{place}: {reason} {hint}")
    }
}

impl fmt::Display for LiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence(Lang::En))
    }
}

impl std::error::Error for LiveError {}
