//! The form NFKC of texts (Unicode Standard Annex 15), in which names of Python
//! are held against each other.
//!
//! `forms.txt` has a line for each character with a combining class, an empty
//! one, a line for each that is taken apart and what is left of it in the end,
//! an empty one, a line for each that two others make. Hangul syllables follow a
//! rule. `make.py` writes it from CPython's own tables.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::{Gaps, hangul};

struct Forms {
    /// Combining classes that are not 0.
    classes: HashMap<char, u8>,
    /// What characters are taken apart into.
    parts: HashMap<char, &'static str>,
    /// What two characters make.
    wholes: HashMap<(char, char), char>,
}

fn forms() -> &'static Forms {
    static FORMS: OnceLock<Forms> = OnceLock::new();
    FORMS.get_or_init(|| read(include_str!("../forms.txt")))
}

fn read(text: &'static str) -> Forms {
    let mut sections = text.split("\n\n");
    let mut section = || sections.next().unwrap_or_default().lines();
    let mut gaps = Gaps::new();
    let class = |line| {
        let (char, class) = gaps.read(line)?;
        Some((char, u8::from_str_radix(class, 16).ok()?))
    };
    let classes = section().filter_map(class).collect();
    let mut gaps = Gaps::new();
    let parts = section().filter_map(|line| gaps.read(line)).collect();
    let whole = |line: &str| {
        let mut chars = line.chars();
        Some(((chars.next()?, chars.next()?), chars.next()?))
    };
    Forms {
        classes,
        parts,
        wholes: section().filter_map(whole).collect(),
    }
}

/// Where characters are that stay as they are, first and last, whatever stands
/// beside them: names in most scripts are made of them, Korean ones too, and
/// need no table.
const STABLE: [(char, char); 9] = [
    ('\0', '\u{7F}'),
    ('À', 'ı'),
    ('Ĵ', 'ľ'),
    ('Ł', 'ň'),
    ('Ŋ', 'ž'),
    ('Ѐ', '҂'),
    ('ァ', 'ヺ'),
    ('一', '鿿'),
    ('가', '힣'),
];

fn is_stable(c: char) -> bool {
    STABLE
        .iter()
        .any(|&(first, last)| (first..=last).contains(&c))
}

/// The combining class of a character: 0 of one that begins something new.
pub fn class(c: char) -> u8 {
    forms().class(c)
}

/// What a character is taken apart into in the end, forms that only look alike
/// included (NFKD); itself if it is whole.
pub fn apart(c: char) -> Vec<char> {
    match (forms().parts.get(&c), syllable(c)) {
        (Some(parts), _) => parts.chars().collect(),
        (None, Some(parts)) => parts.into_iter().flatten().collect(),
        (None, None) => vec![c],
    }
}

/// The character that two make, if they make one.
pub fn whole(one: char, other: char) -> Option<char> {
    forms().whole(one, other)
}

/// The characters of a text in form NFKC.
pub fn nfkc(text: &str) -> Vec<char> {
    if text.chars().all(is_stable) {
        return text.chars().collect();
    }
    let forms = forms();
    let apart: Vec<char> = text.chars().flat_map(apart).collect();
    let mut marked: Vec<(char, u8)> = apart.into_iter().map(|c| (c, forms.class(c))).collect();
    // Marks on one letter, in the order of their classes.
    for marks in marked.split_mut(|&(_, class)| class == 0) {
        marks.sort_by_key(|&(_, class)| class);
    }
    forms.composed(&marked)
}

/// The letters of a Hangul syllable, the last one if there is one.
fn syllable(c: char) -> Option<[Option<char>; 3]> {
    let place = u32::from(c).checked_sub(hangul::FIRST)?;
    if place >= hangul::COUNT {
        return None;
    }
    let (rest, last) = (place / hangul::FINALS, place % hangul::FINALS);
    let (leading, vowel) = (rest / hangul::VOWELS, rest % hangul::VOWELS);
    Some([
        char::from_u32(hangul::LEADING + leading),
        char::from_u32(hangul::VOWEL + vowel),
        char::from_u32(hangul::FINAL + last).filter(|_| last > 0),
    ])
}

/// The syllable that two characters make: a leading consonant and a vowel, or
/// these together and a final consonant.
fn hangul_whole(one: char, other: char) -> Option<char> {
    let place = |c: char, first: u32, count: u32| {
        let place = u32::from(c).checked_sub(first)?;
        (place < count).then_some(place)
    };
    if let (Some(leading), Some(vowel)) = (
        place(one, hangul::LEADING, hangul::LEADINGS),
        place(other, hangul::VOWEL, hangul::VOWELS),
    ) {
        let pair = leading * hangul::VOWELS + vowel;
        return char::from_u32(hangul::FIRST + pair * hangul::FINALS);
    }
    let open = place(one, hangul::FIRST, hangul::COUNT)?;
    let last = place(other, hangul::FINAL, hangul::FINALS)?;
    let fits = open % hangul::FINALS == 0 && last > 0;
    char::from_u32(u32::from(one) + last).filter(|_| fits)
}

impl Forms {
    fn class(&self, c: char) -> u8 {
        self.classes.get(&c).copied().unwrap_or(0)
    }

    /// The characters, put together where two make a whole and nothing stands
    /// between them that keeps them apart.
    fn composed(&self, apart: &[(char, u8)]) -> Vec<char> {
        let mut made: Vec<char> = Vec::with_capacity(apart.len());
        // Where the last letter that marks go with stands, and the class of the
        // last mark behind it: 0 if there is none.
        let mut letter: Option<usize> = None;
        let mut behind = 0;
        for &(c, class) in apart {
            let is_free = behind == 0 || behind < class;
            if let Some(at) = letter.filter(|_| is_free)
                && let Some(whole) = self.whole(made[at], c)
            {
                made[at] = whole;
                continue;
            }
            behind = class;
            if class == 0 {
                letter = Some(made.len());
            }
            made.push(c);
        }
        made
    }

    fn whole(&self, one: char, other: char) -> Option<char> {
        hangul_whole(one, other).or_else(|| self.wholes.get(&(one, other)).copied())
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(of: &str) -> String {
        nfkc(of).into_iter().collect()
    }

    #[test]
    fn names_in_their_normal_form() {
        for (from, to) in [
            ("이름", "이름"),
            // Letters one by one, as some systems write them.
            ("\u{1100}\u{1161}\u{11A8}", "각"),
            ("가\u{11A8}\u{11A8}", "각\u{11A8}"),
            ("가\u{11A7}", "가\u{11A7}"),
            ("café", "café"),
            ("cafe\u{301}", "café"),
            ("ﬁ", "fi"),
            ("𝒞", "C"),
            ("ｘ１", "x1"),
            ("ª", "a"),
            // Marks change places, and one may be passed by another.
            ("q\u{307}\u{323}", "q\u{323}\u{307}"),
            ("a\u{323}\u{302}", "ậ"),
            ("a\u{302}\u{323}", "ậ"),
            // The second of a class is kept apart.
            ("a\u{300}\u{301}", "à\u{301}"),
            // Never put together again.
            ("\u{915}\u{93C}", "\u{915}\u{93C}"),
            ("\u{958}", "\u{915}\u{93C}"),
            ("\u{301}a", "\u{301}a"),
            ("", ""),
        ] {
            assert_eq!(text(from), to, "{from}");
        }
    }

    #[test]
    fn stable_characters_are_stable() {
        let forms = forms();
        let seconds: Vec<char> = forms.wholes.keys().map(|pair| pair.1).collect();
        for c in STABLE.iter().flat_map(|&(first, last)| first..=last) {
            assert_eq!(forms.class(c), 0, "{c}");
            assert!(!seconds.contains(&c), "{c}");
            // The same by the long way.
            let long = text(&format!("\u{301}{c}"));
            assert_eq!(long, format!("\u{301}{c}"), "{c}");
        }
    }

    proptest! {
        /// Normal forms are normal, of what is joined too.
        #[test]
        fn normal_forms_are_normal(a: String, b: String) {
            let once = text(&a);
            prop_assert_eq!(text(&once), once.clone());
            prop_assert_eq!(text(&format!("{once}{b}")), text(&format!("{a}{b}")));
        }
    }
}
