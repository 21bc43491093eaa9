//! Searching and splitting, in bytes.
//!
//! The methods of `str` use these too: UTF-8 holds no character inside another,
//! so a search in bytes finds what a search in characters would.

use std::ops::Range;

/// Where a pattern first stands.
pub fn find(text: &[u8], pattern: &[u8]) -> Option<usize> {
    let Some((&first, rest)) = pattern.split_first() else {
        return Some(0);
    };
    let last = text.len().checked_sub(pattern.len())?;
    let mut from = 0;
    while from <= last {
        let at = from + text[from..=last].iter().position(|&b| b == first)?;
        if &text[at + 1..at + pattern.len()] == rest {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

/// Where a pattern last stands.
pub fn rfind(text: &[u8], pattern: &[u8]) -> Option<usize> {
    let last = text.len().checked_sub(pattern.len())?;
    (0..=last).rev().find(|&at| text[at..].starts_with(pattern))
}

/// How often a pattern, which is not empty, stands in a text without overlap.
pub fn count(text: &[u8], pattern: &[u8]) -> usize {
    let mut from = 0;
    let mut found = 0;
    while let Some(at) = find(&text[from..], pattern) {
        found += 1;
        from += at + pattern.len();
    }
    found
}

/// The parts between separators, at most `most` cuts from the left. The
/// separator is not empty.
pub fn split(text: &[u8], separator: &[u8], most: usize) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut from = 0;
    while parts.len() < most
        && let Some(at) = find(&text[from..], separator)
    {
        parts.push(from..from + at);
        from += at + separator.len();
    }
    parts.push(from..text.len());
    parts
}

/// The parts between separators, at most `most` cuts from the right.
pub fn rsplit(text: &[u8], separator: &[u8], most: usize) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut to = text.len();
    while parts.len() < most
        && let Some(at) = rfind(&text[..to], separator)
    {
        parts.push(at + separator.len()..to);
        to = at;
    }
    parts.push(0..to);
    parts.reverse();
    parts
}

/// Whether `bytes` counts a byte as blank.
pub fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// The words of a text, at most `most` cuts from the left; the last part then
/// keeps the blanks that follow.
pub fn split_blank(text: &[u8], most: usize) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut from = 0;
    loop {
        from += text[from..].iter().take_while(|&&b| is_space(b)).count();
        if from == text.len() {
            return parts;
        }
        if parts.len() == most {
            parts.push(from..text.len());
            return parts;
        }
        let length = text[from..].iter().take_while(|&&b| !is_space(b)).count();
        parts.push(from..from + length);
        from += length;
    }
}

/// The words of a text, at most `most` cuts from the right.
pub fn rsplit_blank(text: &[u8], most: usize) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut to = text.len();
    loop {
        to -= text[..to]
            .iter()
            .rev()
            .take_while(|&&b| is_space(b))
            .count();
        if to == 0 {
            break;
        }
        if parts.len() == most {
            parts.push(0..to);
            break;
        }
        let length = text[..to]
            .iter()
            .rev()
            .take_while(|&&b| !is_space(b))
            .count();
        parts.push(to - length..to);
        to -= length;
    }
    parts.reverse();
    parts
}

/// The text with a pattern replaced, at most `most` times.
///
/// An empty pattern stands before every byte and at the end.
pub fn replace(text: &[u8], old: &[u8], new: &[u8], most: usize) -> Vec<u8> {
    if old.is_empty() {
        let mut out = Vec::with_capacity(text.len());
        for (i, &byte) in text.iter().enumerate() {
            if i < most {
                out.extend_from_slice(new);
            }
            out.push(byte);
        }
        if text.len() < most {
            out.extend_from_slice(new);
        }
        return out;
    }
    let parts = split(text, old, most);
    let mut out = Vec::with_capacity(text.len());
    for (i, part) in parts.into_iter().enumerate() {
        if i > 0 {
            out.extend_from_slice(new);
        }
        out.extend_from_slice(&text[part]);
    }
    out
}

/// The lines of a text (ended by `\n`, `\r` or both), with their ends or without.
pub fn lines(text: &[u8], keep_ends: bool) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut from = 0;
    while from < text.len() {
        let length = text[from..]
            .iter()
            .take_while(|&&b| b != b'\n' && b != b'\r')
            .count();
        let end = from + length;
        let mark = match text.get(end..end + 2) {
            Some(b"\r\n") => 2,
            _ => usize::from(end < text.len()),
        };
        lines.push(from..if keep_ends { end + mark } else { end });
        from = end + mark;
    }
    lines
}

/// Tabs as blanks up to the next multiple of `size`, as `expandtabs`.
pub fn expand_tabs(text: &[u8], size: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut column = 0;
    for &byte in text {
        match byte {
            b'\t' => {
                let blanks = if size == 0 { 0 } else { size - column % size };
                out.extend(std::iter::repeat_n(b' ', blanks));
                column += blanks;
            }
            _ => {
                out.push(byte);
                column = if matches!(byte, b'\n' | b'\r') {
                    0
                } else {
                    column + 1
                };
            }
        }
    }
    out
}

/// What `bytes.fromhex(text)` gives; otherwise the place of the first wrong
/// character.
pub fn from_hex(text: &str) -> Result<Vec<u8>, usize> {
    let chars: Vec<char> = text.chars().collect();
    let mut out = Vec::with_capacity(chars.len() / 2);
    let mut at = 0;
    loop {
        while chars
            .get(at)
            .is_some_and(|&c| c.is_ascii() && is_space(c as u8))
        {
            at += 1;
        }
        if at == chars.len() {
            return Ok(out);
        }
        let digit = |at: usize| chars.get(at).and_then(|c| c.to_digit(16)).ok_or(at);
        out.push((digit(at)? * 16 + digit(at + 1)?) as u8);
        at += 2;
    }
}

/// What `bytes.hex(separator, group)` gives: a separator every `group` bytes,
/// counted from the right, or from the left where `group` is negative.
pub fn hex(bytes: &[u8], separator: Option<char>, group: i64) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    let size = group.unsigned_abs() as usize;
    for (i, byte) in bytes.iter().enumerate() {
        let place = if group < 0 { i } else { bytes.len() - i };
        if let Some(separator) = separator
            && i > 0
            && size > 0
            && place.is_multiple_of(size)
        {
            out.push(separator);
        }
        out.push_str(&format!("{byte:02x}"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::oracle::{Cases, compare};
    use super::*;

    fn list(text: &[u8], parts: Vec<Range<usize>>) -> String {
        let parts: Vec<String> = parts
            .into_iter()
            .map(|part| super::super::repr::bytes(&text[part]))
            .collect();
        format!("[{}]", parts.join(", "))
    }

    #[test]
    fn searching_and_splitting_is_pythons() {
        let mut cases = Cases::new(1);
        let pieces = ["a", "b", "ab", " ", "\t", "\n", "\r", "\r\n", "\x0b"];
        let cases = (0..6000)
            .map(|_| {
                let (text, sep, new) = (
                    cases.text(&pieces, 9),
                    cases.text(&pieces, 2),
                    cases.text(&pieces, 2),
                );
                let most = cases.below(5) as i64 - 1;
                let (t, s, limit) = (text.as_bytes(), sep.as_bytes(), most as usize);
                let shown = super::super::repr::bytes;
                let place = |found: Option<usize>| found.map_or(-1, |at| at as i64);
                let mut ours = format!(
                    "{} {} {} {} {} {} {} {}",
                    place(find(t, s)),
                    place(rfind(t, s)),
                    list(t, split_blank(t, limit)),
                    list(t, rsplit_blank(t, limit)),
                    shown(&replace(t, s, new.as_bytes(), limit)),
                    list(t, lines(t, false)),
                    list(t, lines(t, true)),
                    shown(&expand_tabs(t, 4)),
                );
                if !s.is_empty() {
                    ours += &format!(
                        " {} {} {}",
                        count(t, s),
                        list(t, split(t, s, limit)),
                        list(t, rsplit(t, s, limit))
                    );
                }
                (
                    vec![text.into(), sep.into(), new.into(), most.into()],
                    Ok(ours),
                )
            })
            .collect();
        let body = "
def f(t, s, new, n):
    t, s, new = t.encode(), s.encode(), new.encode()
    out = [t.find(s), t.rfind(s), t.split(None, n), t.rsplit(None, n), t.replace(s, new, n),
        t.splitlines(), t.splitlines(True), t.expandtabs(4)]
    if s: out += [t.count(s), t.split(s, n), t.rsplit(s, n)]
    return ' '.join(map(repr, out))";
        compare(body, cases);
    }

    #[test]
    fn hexadecimal_digits_both_ways() {
        assert_eq!(from_hex("00 fF\n7e"), Ok(vec![0, 255, 126]));
        assert_eq!(from_hex("0 0"), Err(1));
        assert_eq!(from_hex("abc"), Err(3));
        assert_eq!(hex(b"abcde", Some(':'), 2), "61:6263:6465");
        assert_eq!(hex(b"abcde", Some(':'), -2), "6162:6364:65");
        assert_eq!(hex(b"abc", None, 1), "616263");
    }
}
