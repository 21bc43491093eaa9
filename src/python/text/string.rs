//! The methods of `str`, on text in UTF-8.
//!
//! Places are in bytes here; who counts characters converts.

use std::ops::Range;

use super::chars;

/// The words of a text, at most `most` cuts from the left.
pub fn split_blank(text: &str, most: usize) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text.trim_start_matches(chars::is_space);
    while !rest.is_empty() {
        if parts.len() == most {
            parts.push(rest);
            break;
        }
        let end = rest.find(chars::is_space).unwrap_or(rest.len());
        parts.push(&rest[..end]);
        rest = rest[end..].trim_start_matches(chars::is_space);
    }
    parts
}

/// The words of a text, at most `most` cuts from the right.
pub fn rsplit_blank(text: &str, most: usize) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text.trim_end_matches(chars::is_space);
    while !rest.is_empty() {
        if parts.len() == most {
            parts.push(rest);
            break;
        }
        let start = rest
            .char_indices()
            .rev()
            .take_while(|&(_, c)| !chars::is_space(c))
            .last()
            .map_or(rest.len(), |(at, _)| at);
        parts.push(&rest[start..]);
        rest = rest[..start].trim_end_matches(chars::is_space);
    }
    parts.reverse();
    parts
}

/// The character of a text that has only one, which is looked for faster.
pub fn single(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// The parts between separators, which are not empty, at most `most` cuts from
/// the left.
pub fn split<'a>(text: &'a str, separator: &str, most: usize) -> Vec<&'a str> {
    match (most.checked_add(1), single(separator)) {
        (Some(parts), _) => text.splitn(parts, separator).collect(),
        (None, Some(c)) => text.split(c).collect(),
        (None, None) => text.split(separator).collect(),
    }
}

/// The parts between separators, at most `most` cuts from the right.
pub fn rsplit<'a>(text: &'a str, separator: &str, most: usize) -> Vec<&'a str> {
    let mut parts: Vec<&str> = match most.checked_add(1) {
        Some(parts) => text.rsplitn(parts, separator).collect(),
        None => text.rsplit(separator).collect(),
    };
    parts.reverse();
    parts
}

/// Whether `splitlines` ends a line at this character.
pub fn ends_line(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\x0b' | '\x0c' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// The lines of a text, with their ends or without.
pub fn lines(text: &str, keep_ends: bool) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(ends_line).unwrap_or(rest.len());
        let mark = match rest[end..].chars().next() {
            _ if rest[end..].starts_with("\r\n") => 2,
            Some(c) => c.len_utf8(),
            None => 0,
        };
        lines.push(&rest[..if keep_ends { end + mark } else { end }]);
        rest = &rest[end + mark..];
    }
    lines
}

/// The text with a pattern replaced, at most `most` times. An empty pattern
/// stands before every character and at the end.
pub fn replace(text: &str, old: &str, new: &str, most: usize) -> String {
    text.replacen(old, new, most)
}

/// The text without leading and trailing characters of a set; blanks without one.
pub fn strip<'a>(text: &'a str, set: Option<&str>, left: bool, right: bool) -> &'a str {
    let in_set = |c: char| match set {
        None => chars::is_space(c),
        Some(set) => set.contains(c),
    };
    let text = if left {
        text.trim_start_matches(in_set)
    } else {
        text
    };
    if right {
        text.trim_end_matches(in_set)
    } else {
        text
    }
}

/// Upper case.
pub fn upper(text: &str) -> String {
    text.to_uppercase()
}

/// Lower case.
pub fn lower(text: &str) -> String {
    text.to_lowercase()
}

/// The first character as in a title, the others in lower case.
pub fn capitalize(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    if let Some(first) = text.chars().next() {
        chars::push_title(first, &mut out);
        // A sigma at the end of a word is another letter: so in one piece.
        let lower = text.to_lowercase();
        let skipped: usize = first.to_lowercase().map(char::len_utf8).sum();
        out.push_str(&lower[skipped..]);
    }
    out
}

/// Each word's first letter as in a title, the others in lower case.
pub fn title(text: &str) -> String {
    by_case(text, |c, after_cased, lower, out| {
        if after_cased {
            out.push_str(lower);
        } else {
            chars::push_title(c, out);
        }
    })
}

/// Upper case for lower and the other way round.
pub fn swap_case(text: &str) -> String {
    by_case(text, |c, _, lower, out| {
        if chars::is_upper(c) {
            out.push_str(lower);
        } else if chars::is_lower(c) {
            out.extend(c.to_uppercase());
        } else {
            out.push(c);
        }
    })
}

/// Appends something for each character, given whether one with a case stands
/// before it and what it is in lower case where it stands.
fn by_case(text: &str, push: impl Fn(char, bool, &str, &mut String)) -> String {
    let mut out = String::with_capacity(text.len());
    let lower = text.to_lowercase();
    let mut at = 0;
    let mut after_cased = false;
    for c in text.chars() {
        let length: usize = c.to_lowercase().map(char::len_utf8).sum();
        push(c, after_cased, &lower[at..at + length], &mut out);
        at += length;
        after_cased = chars::is_cased(c);
    }
    out
}

/// Without case, for comparing.
pub fn casefold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| chars::push_folded(c, &mut out));
    out
}

/// Whether there is a character with a case, and all such are of upper case.
pub fn is_upper(text: &str) -> bool {
    text.chars().any(chars::is_upper)
        && !text
            .chars()
            .any(|c| chars::is_lower(c) || chars::is_title(c))
}

/// Whether there is a character with a case, and all such are of lower case.
pub fn is_lower(text: &str) -> bool {
    text.chars().any(chars::is_lower)
        && !text
            .chars()
            .any(|c| chars::is_upper(c) || chars::is_title(c))
}

/// Whether each word begins in upper case and goes on in lower.
pub fn is_title(text: &str) -> bool {
    let mut any = false;
    let mut after_cased = false;
    for c in text.chars() {
        let begins = chars::is_upper(c) || chars::is_title(c);
        if (begins && after_cased) || (chars::is_lower(c) && !after_cased) {
            return false;
        }
        after_cased = begins || chars::is_lower(c);
        any |= after_cased;
    }
    any
}

/// Whether there are characters and each passes a test of [`chars`].
pub fn all(text: &str, test: impl Fn(char) -> bool) -> bool {
    !text.is_empty() && text.chars().all(test)
}

/// Whether it could be a name in a program.
pub fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(chars::begins_name) && chars.all(chars::continues_name)
}

/// Zeros before a number, after its sign, up to a width in characters.
pub fn zero_fill(text: &str, width: usize) -> String {
    let (sign, digits) = match text.strip_prefix(['+', '-']) {
        Some(digits) => text.split_at(text.len() - digits.len()),
        None => ("", text),
    };
    let room = width.saturating_sub(sign.len());
    format!("{sign}{}", super::spec::pad(digits, room, '0', '>'))
}

/// The text in the middle of a field, as `str.center`: of an odd number of
/// blanks, one more is on the left where the width is odd.
pub fn center(text: &str, width: usize, fill: char) -> String {
    let missing = width.saturating_sub(super::spec::length(text));
    let left = missing / 2 + (missing & width & 1);
    let mut out = String::with_capacity(text.len() + missing * fill.len_utf8());
    out.extend(std::iter::repeat_n(fill, left));
    out.push_str(text);
    out.extend(std::iter::repeat_n(fill, missing - left));
    out
}

/// Tabs as blanks up to the next multiple of `size` columns.
pub fn expand_tabs(text: &str, size: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut column = 0;
    for c in text.chars() {
        match c {
            '\t' => {
                let blanks = if size == 0 { 0 } else { size - column % size };
                out.extend(std::iter::repeat_n(' ', blanks));
                column += blanks;
            }
            _ => {
                out.push(c);
                column = if matches!(c, '\n' | '\r') {
                    0
                } else {
                    column + 1
                };
            }
        }
    }
    out
}

/// The bytes that hold the characters from one place to another, both counted
/// in characters and no further than the end.
pub fn characters(text: &str, range: Range<usize>) -> Range<usize> {
    if text.is_ascii() {
        let end = range.end.min(text.len());
        return range.start.min(end)..end;
    }
    let mut places = text.char_indices().map(|(at, _)| at);
    let start = places.nth(range.start).unwrap_or(text.len());
    let count = range.end.saturating_sub(range.start);
    let end = match count {
        0 => start,
        _ => places.nth(count - 1).unwrap_or(text.len()),
    };
    start..end
}

#[cfg(test)]
mod tests {
    use super::super::oracle::{Cases, compare};
    use super::*;

    const PIECES: [&str; 24] = [
        "a", "B", "ab", " ", "\t", "\n", "\r\n", "é", "가", "ß", "ǆ", "ǅ", "Σ", "1", "٣", "²", "½",
        "_", "-", "'", "\u{a0}", "\u{1c}", "\u{2028}", "ﬁ",
    ];

    fn list(parts: Vec<&str>) -> String {
        let parts: Vec<String> = parts.into_iter().map(super::super::repr::string).collect();
        format!("[{}]", parts.join(", "))
    }

    #[test]
    fn cases_and_classes_are_pythons() {
        let mut cases = Cases::new(1);
        let list = (0..6000)
            .map(|_| {
                let text = cases.text(&PIECES, 7);
                let shown = [
                    upper(&text),
                    lower(&text),
                    title(&text),
                    capitalize(&text),
                    swap_case(&text),
                    casefold(&text),
                    expand_tabs(&text, 4),
                    zero_fill(&text, 6),
                    center(&text, 6, '*'),
                    center(&text, 7, '*'),
                ]
                .map(|text| super::super::repr::string(&text));
                let flags = [
                    is_upper(&text),
                    is_lower(&text),
                    is_title(&text),
                    is_identifier(&text),
                    all(&text, chars::is_alpha),
                    all(&text, chars::is_alnum),
                    all(&text, chars::is_digit),
                    all(&text, chars::is_numeric),
                    all(&text, |c| chars::decimal(c).is_some()),
                    all(&text, chars::is_space),
                ]
                .map(|flag| if flag { "True" } else { "False" });
                (
                    vec![text.into()],
                    Ok(format!("{} {}", shown.join(" "), flags.join(" "))),
                )
            })
            .collect();
        let body = "f = lambda t: ' '.join(map(repr, [t.upper(), t.lower(), t.title(), t.capitalize(),
            t.swapcase(), t.casefold(), t.expandtabs(4), t.zfill(6), t.center(6, '*'), t.center(7, '*'),
            t.isupper(), t.islower(), t.istitle(), t.isidentifier(), t.isalpha(), t.isalnum(), t.isdigit(),
            t.isnumeric(), t.isdecimal(), t.isspace()]))";
        compare(body, list);
    }

    #[test]
    fn splitting_and_replacing_is_pythons() {
        let mut cases = Cases::new(2);
        let cases = (0..6000)
            .map(|_| {
                let text = cases.text(&PIECES, 8);
                let (sep, new) = (cases.text(&PIECES, 1), cases.text(&PIECES, 1));
                let most = cases.below(5) as i64 - 1;
                let (from, to) = (cases.below(6) as usize, cases.below(9) as usize);
                let limit = most as usize;
                let mut ours = format!(
                    "{} {} {} {} {} {} {} {}",
                    list(split_blank(&text, limit)),
                    list(rsplit_blank(&text, limit)),
                    super::super::repr::string(&replace(&text, &sep, &new, limit)),
                    list(lines(&text, false)),
                    list(lines(&text, true)),
                    super::super::repr::string(strip(&text, Some(&sep), true, true)),
                    super::super::repr::string(strip(&text, None, false, true)),
                    super::super::repr::string(&text[characters(&text, from..to)]),
                );
                if !sep.is_empty() {
                    ours += &format!(
                        " {} {}",
                        list(split(&text, &sep, limit)),
                        list(rsplit(&text, &sep, limit))
                    );
                }
                (
                    vec![
                        text.into(),
                        sep.into(),
                        new.into(),
                        most.into(),
                        from.into(),
                        to.into(),
                    ],
                    Ok(ours),
                )
            })
            .collect();
        let body = "
def f(t, s, new, n, a, b):
    out = [t.split(None, n), t.rsplit(None, n), t.replace(s, new, n), t.splitlines(), t.splitlines(True),
        t.strip(s), t.rstrip(), t[a:b]]
    if s: out += [t.split(s, n), t.rsplit(s, n)]
    return ' '.join(map(repr, out))";
        compare(body, cases);
    }
}
