//! Escapes in texts that mean no character, in CPython's words.

use std::ops::Range;

/// What is said of a name where nobody could say whether there is one.
const NO_NAMES: &str = "(unicode error) the names of characters could not be fetched: run it again \
                        when the page's server can be reached, or write \\u and the number";

/// What is said of one that is not written as names are.
const MALFORMED: &str = "malformed \\N character escape";

/// What is wrong with the first such escape of a text between its quotes, in
/// whose bytes positions are counted.
pub(super) fn wrong(content: &str, is_bytes: bool) -> Option<String> {
    match is_bytes {
        true => wrong_byte(content),
        false => wrong_character(content),
    }
}

/// Where each escape begins, and what stands behind its backslash.
fn escapes(bytes: &[u8]) -> impl Iterator<Item = (usize, u8)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        at += bytes.get(at..)?.iter().position(|b| *b == b'\\')?;
        let found = (at, *bytes.get(at + 1)?);
        at += 2;
        Some(found)
    })
}

/// How many of so many digits stand from a place on.
fn digits(bytes: &[u8], from: usize, wanted: usize) -> usize {
    let all = bytes.iter().skip(from).take(wanted);
    all.take_while(|b| b.is_ascii_hexdigit()).count()
}

/// What is wrong with an escape in bytes.
fn wrong_byte(content: &str) -> Option<String> {
    let bytes = content.as_bytes();
    let (at, _) =
        escapes(bytes).find(|(at, kind)| *kind == b'x' && digits(bytes, at + 2, 2) < 2)?;
    Some(format!("(value error) invalid \\x escape at position {at}"))
}

fn wrong_character(content: &str) -> Option<String> {
    let bytes = content.as_bytes();
    for (at, kind) in escapes(bytes) {
        let (wanted, name) = match kind {
            b'x' => (2, "\\xXX"),
            b'u' => (4, "\\uXXXX"),
            b'U' => (8, "\\UXXXXXXXX"),
            b'N' => match wrong_name(content, at) {
                None => continue,
                wrong => return wrong,
            },
            _ => continue,
        };
        let begin = at + 2;
        let end = begin + digits(bytes, begin, wanted);
        if end < begin + wanted {
            let what = format!("truncated {name} escape");
            return Some(undecoded(content, at..end, &what));
        }
        let number = u32::from_str_radix(&content[begin..end], 16);
        if number.is_ok_and(|n| n > u32::from(char::MAX)) {
            return Some(undecoded(content, at..end, "illegal Unicode character"));
        }
    }
    None
}

/// What is wrong with a name whose escape begins at a place, if something is.
/// The text goes on behind its quotes.
fn wrong_name(content: &str, i: usize) -> Option<String> {
    let braced = content[i + 2..].strip_prefix('{').unwrap_or_default();
    // The first quote ends the text, as names have none.
    let length = braced.find(['}', '"', '\'']).unwrap_or(braced.len());
    let is_closed = braced[length..].starts_with('}');
    let (end, what) = match (is_closed, length) {
        (true, 1..) if characters::character(&braced[..length]).is_some() => return None,
        (true, 1..) if characters::are_missing() => return Some(NO_NAMES.to_owned()),
        (true, 1..) => (i + 4 + length, "unknown Unicode character name"),
        (false, 0) if braced.is_empty() => (i + 2, MALFORMED),
        _ => (i + 3 + length, MALFORMED),
    };
    Some(undecoded(content, i..end, what))
}

/// That a part of a text means no character. CPython counts bytes
/// of a text in which it has written each letter beyond ASCII as `\U` and eight
/// digits.
fn undecoded(content: &str, part: Range<usize>, what: &str) -> String {
    let width = |text: &str| -> usize {
        text.chars()
            .map(|c| if c.is_ascii() { 1 } else { 10 })
            .sum()
    };
    let begin = width(&content[..part.start]);
    let end = begin + width(&content[part]) - 1;
    format!(
        "(unicode error) 'unicodeescape' codec can't decode bytes in position {begin}-{end}: {what}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_windows_is_told_as_cpython_tells_it() {
        let m = wrong("C:\\Users\"", false).unwrap_or_default();
        assert!(
            m.contains("position 2-3: truncated \\UXXXXXXXX escape"),
            "{m}"
        );
        let m = wrong("\\x1\"", false).unwrap_or_default();
        assert!(m.contains("position 0-2: truncated \\xXX escape"), "{m}");
        assert_eq!(wrong("a\\n\\x41\"", false), None);
    }

    /// What CPython 3.11 says of each.
    #[test]
    fn names_that_are_none_are_told_with_their_place() {
        for (content, wanted) in [
            ("\\N{}'", "0-2: malformed \\N character escape"),
            ("a\\N{SNOWMAN'", "1-10: malformed \\N character escape"),
            ("\\Nx'", "0-1: malformed \\N character escape"),
            ("\\N'", "0-1: malformed \\N character escape"),
            ("\\N{'", "0-2: malformed \\N character escape"),
            ("\\N{ab}'", "0-5: unknown Unicode character name"),
            ("\\N{가'", "0-12: malformed \\N character escape"),
            ("가\\N{x'", "10-13: malformed \\N character escape"),
            (
                "\\N{SNOWMAN}\\N{x}'",
                "11-15: unknown Unicode character name",
            ),
            ("\\N{a\nb}'", "0-6: unknown Unicode character name"),
        ] {
            let found = wrong(content, false).unwrap_or_default();
            let wanted = format!("position {wanted}");
            assert!(found.ends_with(&wanted), "{content}: {found}");
        }
        assert_eq!(wrong("\\N{SNOWMAN} \\N{line feed}'", false), None);
    }
}
