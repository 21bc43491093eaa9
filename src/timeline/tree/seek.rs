//! Which lanes are sought: by name, by what they ever do, by what they are.

use regex_lite::{Regex, RegexBuilder};

use crate::base::{Problem, Text};
use crate::trace::{State, Trace, TrackId, TrackKind};

/// The longest text that is sought.
pub const LONGEST: usize = 200;
/// The most memory that a regular expression may need, in bytes.
const LARGEST_REGEX: usize = 1 << 20;

/// What is sought. The default seeks nothing: all lanes are shown.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Seek {
    /// What a lane's name must have in it, whatever its case.
    pub text: String,
    /// Whether that is a regular expression.
    pub regex: bool,
    /// A state that the lane must ever be in.
    pub state: Option<State>,
    /// What the lane must stand for.
    pub kind: Option<TrackKind>,
}

impl Seek {
    /// Whether it leaves nothing out.
    pub fn is_nothing(&self) -> bool {
        self.text.is_empty() && self.state.is_none() && self.kind.is_none()
    }

    /// Ready to be asked about lanes.
    ///
    /// # Errors
    /// If the text is no regular expression but should be one, or one that is
    /// too large.
    pub fn ready(&self) -> Result<Sought, Problem> {
        let name = if self.text.is_empty() {
            Name::Any
        } else if self.regex {
            let built = RegexBuilder::new(&self.text)
                .case_insensitive(true)
                .size_limit(LARGEST_REGEX)
                .build();
            Name::Regex(Box::new(built.map_err(|_| not_a_regex(&self.text))?))
        } else {
            Name::Part(self.text.to_lowercase())
        };
        Ok(Sought {
            name,
            state: self.state,
            kind: self.kind,
        })
    }
}

fn not_a_regex(text: &str) -> Problem {
    Problem::new(
        text.to_owned(),
        Text::new(
            "정규 표현식으로 읽을 수 없습니다.",
            "This cannot be read as a regular expression.",
        ),
        Text::new(
            "괄호와 역슬래시를 확인하거나, 정규 표현식을 끄세요.",
            "Check brackets and backslashes, or turn regular expressions off.",
        ),
    )
}

#[derive(Debug)]
enum Name {
    Any,
    Part(String),
    Regex(Box<Regex>),
}

/// A search that is ready.
#[derive(Debug)]
pub struct Sought {
    name: Name,
    state: Option<State>,
    kind: Option<TrackKind>,
}

impl Sought {
    /// Whether a name is sought.
    pub fn names(&self, name: &str) -> bool {
        match &self.name {
            Name::Any => true,
            Name::Part(part) => name.to_lowercase().contains(part),
            Name::Regex(regex) => regex.is_match(name),
        }
    }

    /// Whether a name is asked for, and nothing else.
    pub fn only_names(&self) -> bool {
        !matches!(self.name, Name::Any) && self.state.is_none() && self.kind.is_none()
    }

    /// Whether a track is sought that is called so.
    pub fn track(&self, trace: &Trace, track: TrackId, name: &str) -> bool {
        let kind = trace.track(track).kind;
        self.kind.is_none_or(|sought| sought == kind)
            && self.names(name)
            && self.state.is_none_or(|state| trace.is_ever(track, state))
    }

    /// Whether a counter is sought that is called so.
    pub fn counter(&self, name: &str) -> bool {
        self.state.is_none() && self.kind.is_none() && self.names(name)
    }
}
