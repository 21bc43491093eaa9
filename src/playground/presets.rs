//! Presets as documents of the page.

use std::sync::OnceLock;

use serde_json::Value;

use crate::base::{Problem, Text};
use crate::scenario::presets::Preset;

/// Where the page begins.
pub const FIRST: &str = "convoy";

/// All presets with their documents and names, in the order in which they are offered.
fn all() -> &'static [(&'static Preset, Value)] {
    static ALL: OnceLock<Vec<(&Preset, Value)>> = OnceLock::new();
    ALL.get_or_init(|| {
        let document = |preset: &'static Preset| {
            // A test reads every one of them.
            let document = serde_json::from_str(preset.text).unwrap_or_default();
            (preset, document)
        };
        Preset::all().map(document).collect()
    })
}

/// The document of a preset.
pub fn document(key: &str) -> Option<&'static Value> {
    let found = all().iter().find(|(preset, _)| preset.key == key);
    found.map(|(_, document)| document)
}

/// The preset that a document is, unchanged.
pub fn which(document: &Value) -> Option<&'static Preset> {
    let found = all().iter().find(|(_, known)| known == document);
    found.map(|(preset, _)| *preset)
}

/// The preset whose title a document has: that it was, or was made from.
pub fn begun_from(document: &Value) -> Option<&'static Preset> {
    let title = document.get("title").filter(|title| title.is_object())?;
    let found = all().iter().find(|(_, known)| known["title"] == *title);
    found.map(|(preset, _)| *preset)
}

/// A sentence of a preset, `title` or `about`.
pub fn words(preset: &Preset, field: &str) -> Text {
    let words = document(preset.key).map_or(&Value::Null, |document| &document[field]);
    let word = |lang: &str| words[lang].as_str().unwrap_or_default();
    Text::new(word("ko"), word("en"))
}

/// There is no preset of that key.
pub fn unknown(place: &str, key: &str) -> Problem {
    let key: String = key.chars().take(40).collect();
    Problem::new(
        place,
        Text::new(
            format!("“{key}”라는 시작점은 없습니다."),
            format!("There is no preset “{key}”."),
        ),
        Text::new(
            "처음 것으로 열었습니다.",
            "The page opened with what was here before.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_is_a_document_with_words() {
        assert!(document(FIRST).is_some());
        for preset in Preset::all() {
            let own = document(preset.key).expect(preset.key);
            assert_eq!(which(own).map(|p| p.key), Some(preset.key));
            assert_eq!(begun_from(own).map(|p| p.key), Some(preset.key));
            let mut changed = own.clone();
            changed["jobs"][0]["arrival"] = 1234.into();
            assert!(which(&changed).is_none());
            assert_eq!(begun_from(&changed).map(|p| p.key), Some(preset.key));
            for field in ["title", "about"] {
                let words = words(preset, field);
                assert!(
                    !words.ko.is_empty() && !words.en.is_empty(),
                    "{}",
                    preset.key
                );
            }
        }
    }
}
