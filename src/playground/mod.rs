//! The machine page as far as it knows no browser: the document as it is typed
//! and taken back, what a link carries, what its cells are called. What the
//! document says, and its runs, are [`crate::scenario`]'s.

pub mod bench;
pub mod document;
pub mod fields;
pub mod history;
pub mod packed;
pub mod places;
pub mod presets;
mod pretty;
pub mod running;
mod typed;

pub use bench::{Bench, Ran, RunFacts};
pub use history::{History, Turn};
pub use pretty::pretty;

use crate::base::{Problem, Text};

/// A text from outside (a file, the clipboard, a link) as a document.
///
/// # Errors
/// If it is too long or no JSON object.
pub fn bring(text: &str) -> Result<serde_json::Value, Problem> {
    if text.len() > packed::LONGEST {
        return Err(Problem::new(
            "JSON",
            Text::new("너무 깁니다.", "It is too long."),
            Text::new(
                "256 KB까지 읽습니다. 지금 것은 그대로 있습니다.",
                "Up to 256 KB are read. What was here is unchanged.",
            ),
        ));
    }
    match serde_json::from_str::<serde_json::Value>(text) {
        Ok(document) if document.is_object() => Ok(document),
        Ok(_) => Err(no_document("JSON".into())),
        Err(error) => Err(no_document(format!(
            "JSON {}:{}",
            error.line(),
            error.column()
        ))),
    }
}

fn no_document(place: String) -> Problem {
    Problem::new(
        place,
        Text::new(
            "여기서부터 시나리오로 읽을 수 없습니다.",
            "From here on it cannot be read as a scenario.",
        ),
        Text::new(
            "이 페이지에서 저장한 JSON인지 확인하세요. 지금 것은 그대로 있습니다.",
            "Check that this page saved it. What was here is unchanged.",
        ),
    )
}
