//! Editing a program as text, as far as it knows no browser: what is coloured
//! how, and what keys such as Enter and Tab do to the text.
//!
//! Places are bytes of UTF-8 inside; a browser's field counts UTF-16 units
//! ([`from_utf16`], [`to_utf16`]).

mod highlight;
mod typing;

pub use highlight::{Kind, Token, highlight};
pub use typing::{Change, INDENT, Key, press};

/// The byte at which so many UTF-16 units are over. In the middle of a
/// character it is the character's begin, behind the end the end.
pub fn from_utf16(text: &str, units: usize) -> usize {
    let mut left = units;
    for (at, c) in text.char_indices() {
        if left < c.len_utf16() {
            return at;
        }
        left -= c.len_utf16();
    }
    text.len()
}

/// How many UTF-16 units stand before a byte; of a byte within a character, as
/// many as stand before the character.
pub fn to_utf16(text: &str, byte: usize) -> usize {
    let before = |&(at, c): &(usize, char)| at + c.len_utf8() <= byte;
    let chars = text.char_indices().take_while(before);
    chars.map(|(_, c)| c.len_utf16()).sum()
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn characters_have_one_or_two_units() {
        let text = "a가😀b";
        let bytes: Vec<usize> = (0..=6).map(|units| from_utf16(text, units)).collect();
        assert_eq!(bytes, [0, 1, 4, 4, 8, 9, 9]);
        assert_eq!(to_utf16(text, 8), 4);
        assert_eq!(to_utf16(text, 6), 2);
    }

    proptest! {
        #[test]
        fn there_and_back(text in ".{0,40}", at in 0_usize..200) {
            let at = from_utf16(&text, at);
            prop_assert!(text.is_char_boundary(at));
            prop_assert_eq!(from_utf16(&text, to_utf16(&text, at)), at);
        }
    }
}
