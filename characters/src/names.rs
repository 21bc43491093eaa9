//! Characters by their names, as `\N{…}` means them.
//!
//! `names.bin` is a text, compressed by zlib: a line that tells its version, an
//! empty one, a line for each character whose name follows no rule, an empty
//! one, a line for each further name. A name is a letter that says how many
//! letters it begins with that the name before begins with (counted from a
//! space), and the others. `make.py` writes it from CPython's own table.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;

use super::{Gaps, hangul};

/// Brings the packed table; none if it cannot be had.
pub type Fetch = fn() -> Option<Vec<u8>>;

/// How long the table may be, unpacked: it is a tenth of that.
const LONGEST: usize = 4 << 20;
/// How the table begins.
const VERSION: &str = "characters 14.0.0";

#[cfg(not(target_arch = "wasm32"))]
const BUILT_IN: Option<&[u8]> = Some(include_bytes!("../names.bin"));
#[cfg(target_arch = "wasm32")]
const BUILT_IN: Option<&[u8]> = None;

#[derive(Default)]
struct Table {
    chars: HashMap<Box<str>, char>,
    /// Those of the names that are further ones.
    aliases: HashSet<Box<str>>,
}

static FETCH: OnceLock<Fetch> = OnceLock::new();
static TABLE: OnceLock<Table> = OnceLock::new();
static MISSING: AtomicBool = AtomicBool::new(false);

/// Says how the table is to be fetched where it is not built in. It is called
/// when a name is first looked up, and again the next time if it brought none.
pub fn fetch_with(fetch: Fetch) {
    // Who says so twice says the same.
    let _ = FETCH.set(fetch);
}

/// Whether a name was looked up in vain because the table could not be had.
pub fn are_missing() -> bool {
    MISSING.load(Ordering::Relaxed)
}

/// The character of that name or alias; none if there is none, or if the table
/// cannot be had ([`are_missing`]). As in CPython, names that follow a rule are
/// written in capitals, others as one likes.
pub fn character(name: &str) -> Option<char> {
    if let Some(syllable) = name.strip_prefix("HANGUL SYLLABLE ") {
        return hangul_syllable(syllable);
    }
    if let Some(number) = name.strip_prefix("CJK UNIFIED IDEOGRAPH-") {
        return ideograph(number);
    }
    let table = table()?;
    table.chars.get(&*name.to_ascii_uppercase()).copied()
}

/// The name of a character; none if it has none, or if the table cannot be had
/// ([`are_missing`]).
pub fn name(c: char) -> Option<String> {
    static NAMES: OnceLock<HashMap<char, &'static str>> = OnceLock::new();
    let code = u32::from(c);
    if let Some(place) = code
        .checked_sub(hangul::FIRST)
        .filter(|n| *n < hangul::COUNT)
    {
        let (rest, last) = (place / hangul::FINALS, place % hangul::FINALS);
        let leading = LEADINGS[(rest / hangul::VOWELS) as usize];
        let vowel = VOWELS[(rest % hangul::VOWELS) as usize];
        let last = FINALS[last as usize];
        return Some(format!("HANGUL SYLLABLE {leading}{vowel}{last}"));
    }
    if IDEOGRAPHS
        .iter()
        .any(|&(first, last)| (first..=last).contains(&code))
    {
        return Some(format!("CJK UNIFIED IDEOGRAPH-{code:X}"));
    }
    let table = table()?;
    let names = NAMES.get_or_init(|| {
        let own = table
            .chars
            .iter()
            .filter(|(name, _)| !table.aliases.contains(*name));
        own.map(|(name, c)| (*c, &**name)).collect()
    });
    names.get(&c).map(|name| (*name).to_owned())
}

fn table() -> Option<&'static Table> {
    if let Some(table) = TABLE.get() {
        return Some(table);
    }
    let made = match BUILT_IN {
        Some(packed) => read(packed),
        None => FETCH.get().and_then(|fetch| read(&fetch()?)),
    };
    MISSING.store(made.is_none(), Ordering::Relaxed);
    let made = made?;
    Some(TABLE.get_or_init(|| made))
}

/// The table in a file; none if it is not one.
fn read(packed: &[u8]) -> Option<Table> {
    let text = decompress_to_vec_zlib_with_limit(packed, LONGEST).ok()?;
    let text = String::from_utf8(text).ok()?;
    let mut sections = text.split("\n\n");
    if sections.next()? != VERSION {
        return None;
    }
    let mut table = Table::default();
    let mut gaps = Gaps::new();
    let mut name = String::new();
    for line in sections.next()?.lines() {
        let (char, rest) = gaps.read(line)?;
        let (same, rest) = rest.split_at_checked(1)?;
        let same = same.bytes().next()?.checked_sub(b' ')?;
        if !name.is_char_boundary(usize::from(same)) {
            return None;
        }
        name.truncate(usize::from(same));
        name.push_str(rest);
        table.chars.insert(name.as_str().into(), char);
    }
    for line in sections.next()?.lines() {
        let (code, alias) = line.split_once(' ')?;
        let char = char::from_u32(u32::from_str_radix(code, 16).ok()?)?;
        table.chars.insert(alias.into(), char);
        table.aliases.insert(alias.into());
    }
    Some(table)
}

/// The short names of letters (Unicode Character Database, `Jamo.txt`).
const LEADINGS: [&str; hangul::LEADINGS as usize] = [
    "G", "GG", "N", "D", "DD", "R", "M", "B", "BB", "S", "SS", "", "J", "JJ", "C", "K", "T", "P",
    "H",
];
const VOWELS: [&str; hangul::VOWELS as usize] = [
    "A", "AE", "YA", "YAE", "EO", "E", "YEO", "YE", "O", "WA", "WAE", "OE", "YO", "U", "WEO", "WE",
    "WI", "YU", "EU", "YI", "I",
];
const FINALS: [&str; hangul::FINALS as usize] = [
    "", "G", "GG", "GS", "N", "NJ", "NH", "D", "L", "LG", "LM", "LB", "LS", "LT", "LP", "LH", "M",
    "B", "BS", "S", "SS", "NG", "J", "C", "K", "T", "P", "H",
];

/// The syllable whose letters have these names, one after another.
fn hangul_syllable(name: &str) -> Option<char> {
    // No consonant's name has a vowel's letter, so that the longest match is the
    // one that fits: at most one.
    let (leading, rest) = longest(&LEADINGS, name)?;
    let (vowel, rest) = longest(&VOWELS, rest)?;
    let (last, rest) = longest(&FINALS, rest)?;
    if !rest.is_empty() {
        return None;
    }
    char::from_u32(hangul::FIRST + (leading * hangul::VOWELS + vowel) * hangul::FINALS + last)
}

/// The place of the longest of some names that a text begins with, and the rest
/// of the text.
fn longest<'a>(names: &[&str], text: &'a str) -> Option<(u32, &'a str)> {
    let fitting = (0..)
        .zip(names)
        .filter(|(_, name)| text.starts_with(**name));
    let (place, name) = fitting.max_by_key(|(_, name)| name.len())?;
    Some((place, &text[name.len()..]))
}

/// Where the unified ideographs are, first and last (Unicode 14).
const IDEOGRAPHS: [(u32, u32); 8] = [
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B738),
    (0x2B740, 0x2B81D),
    (0x2B820, 0x2CEA1),
    (0x2CEB0, 0x2EBE0),
    (0x30000, 0x3134A),
];

/// The ideograph of that number.
fn ideograph(number: &str) -> Option<char> {
    let is_digit = |b: u8| matches!(b, b'0'..=b'9' | b'A'..=b'F');
    if !matches!(number.len(), 4 | 5) || !number.bytes().all(is_digit) {
        return None;
    }
    let code = u32::from_str_radix(number, 16).ok()?;
    let is_one = IDEOGRAPHS
        .iter()
        .any(|&(first, last)| (first..=last).contains(&code));
    char::from_u32(code).filter(|_| is_one)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_aliases_and_names_that_follow_a_rule() {
        for (name, wanted) in [
            ("SNOWMAN", Some('☃')),
            ("snowMan", Some('☃')),
            ("SPACE", Some(' ')),
            (" SNOWMAN", None),
            ("", None),
            ("NULL", Some('\0')),
            ("BACKSPACE", Some('\u{8}')),
            ("LATIN SMALL LETTER GHA", Some('ƣ')),
            ("MELTING FACE", Some('\u{1FAE0}')),
            // Unicode 15.
            ("SHAKING FACE", None),
            // A sequence of two.
            ("KEYCAP NUMBER SIGN", None),
            ("CJK COMPATIBILITY IDEOGRAPH-F900", Some('\u{F900}')),
            ("HANGUL SYLLABLE GA", Some('가')),
            ("HANGUL SYLLABLE A", Some('아')),
            ("HANGUL SYLLABLE GGWAELH", Some('꽳')),
            ("HANGUL SYLLABLE HIH", Some('힣')),
            ("HANGUL SYLLABLE GAX", None),
            ("HANGUL SYLLABLE G", None),
            ("HANGUL SYLLABLE ", None),
            ("hangul syllable ga", None),
            ("CJK UNIFIED IDEOGRAPH-4E00", Some('一')),
            ("CJK UNIFIED IDEOGRAPH-04E00", Some('一')),
            ("CJK UNIFIED IDEOGRAPH-4e00", None),
            ("CJK UNIFIED IDEOGRAPH-+E00", None),
            ("CJK UNIFIED IDEOGRAPH-AC00", None),
            ("CJK UNIFIED IDEOGRAPH-3134A", Some('\u{3134A}')),
            ("CJK UNIFIED IDEOGRAPH-3134B", None),
        ] {
            assert_eq!(character(name), wanted, "{name}");
        }
        assert!(!are_missing());
    }

    #[test]
    fn every_syllable_has_a_name_of_its_own() {
        for (l, v, f) in
            (0..19).flat_map(|l| (0..21).flat_map(move |v| (0..28).map(move |f| (l, v, f))))
        {
            let name = format!("{}{}{}", LEADINGS[l], VOWELS[v], FINALS[f]);
            let number = hangul::FIRST + ((l * 21 + v) * 28 + f) as u32;
            assert_eq!(hangul_syllable(&name), char::from_u32(number), "{name}");
        }
    }

    /// Packs a text as the table is.
    fn packed(text: &str) -> Vec<u8> {
        miniz_oxide::deflate::compress_to_vec_zlib(text.as_bytes(), 6)
    }

    #[test]
    fn what_is_no_table_is_refused() {
        let good = format!("{VERSION}\n\n41; AB\n;!C\n\n0A LF\n");
        let table = read(&packed(&good)).expect("a table");
        let mut names: Vec<_> = table.chars.iter().map(|(name, c)| (&**name, *c)).collect();
        names.sort();
        assert_eq!(names, [("AB", '@'), ("AC", 'A'), ("LF", '\n')]);
        for bad in [
            "<!doctype html>",
            "characters 13.0.0\n\n41; AB\n\n",
            "characters 14.0.0\n\n41; AB\n",
            "characters 14.0.0\n\n41;#AB\n\n",
            "characters 14.0.0\n\n41\n\n",
            "characters 14.0.0\n\nD801; A\n\n",
            "characters 14.0.0\n\n41;\u{e9}A\n\n",
        ] {
            assert!(read(&packed(bad)).is_none(), "{bad}");
        }
        assert!(read(b"<!doctype html>").is_none());
        let long = format!("{good}{}", " ".repeat(LONGEST));
        assert!(read(&packed(&long)).is_none());
    }

    proptest! {
        #[test]
        fn any_bytes_and_any_name_are_survived(bytes: Vec<u8>, text: String, name: String) {
            let _ = read(&bytes);
            let _ = read(&packed(&format!("{VERSION}\n\n{text}\n\n{text}")));
            let _ = (character(&name), character(&format!("HANGUL SYLLABLE {name}")));
        }
    }
}
