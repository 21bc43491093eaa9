//! What is wrong with something that came from outside.

use serde::{Deserialize, Serialize};

use super::text::{Lang, Text};

/// One thing that was wrong with an input: where, what, and how to mend it.
///
/// Readers never fail whole: they return a value and a list of these.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Problem {
    /// Where: a line, a field's name, a byte; in the input's own terms.
    pub place: String,
    /// What is wrong there.
    pub reason: Text,
    /// How to mend it.
    pub hint: Text,
}

impl Problem {
    /// A problem at a place.
    pub fn new(place: impl Into<String>, reason: Text, hint: Text) -> Problem {
        Problem {
            place: place.into(),
            reason,
            hint,
        }
    }

    /// The whole in one line.
    pub fn sentence(&self, lang: Lang) -> String {
        format!(
            "{}: {} {}",
            self.place,
            self.reason.get(lang),
            self.hint.get(lang)
        )
    }
}
