//! Numbers that are written in a way that Python does not have.

use crate::python::parse::SyntaxError;

/// What is wrong with the number at a place or just before it, if anything.
pub(super) fn wrong_number(text: &str, at: u32) -> Option<SyntaxError> {
    let bytes = text.as_bytes();
    let part = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_' || *b == b'.';
    let at = (at as usize).min(bytes.len());
    let back = bytes[..at].iter().rev().take_while(|b| part(b)).count();
    let start = at - back;
    let length = bytes[start..].iter().take_while(|b| part(b)).count();
    let word = text.get(start..start + length)?;
    let message = wrong(word)?;
    Some(SyntaxError::new(message, start as u32, start as u32 + 1))
}

/// What is wrong with a word that begins with a digit.
fn wrong(word: &str) -> Option<String> {
    let first = word.chars().next()?;
    if !first.is_ascii_digit() {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    for (prefix, name, base) in [
        ("0x", "hexadecimal", 16),
        ("0o", "octal", 8),
        ("0b", "binary", 2),
    ] {
        let Some(digits) = lower.strip_prefix(prefix) else {
            continue;
        };
        for c in digits.chars().filter(|c| *c != '_') {
            if c.is_digit(base) {
                continue;
            }
            return Some(if c.is_ascii_digit() {
                format!("invalid digit '{c}' in {name} literal")
            } else {
                format!("invalid {name} literal")
            });
        }
        let odd = digits.is_empty() || digits.ends_with('_') || digits.contains("__");
        return odd.then(|| format!("invalid {name} literal"));
    }
    if lower.contains("__") || lower.ends_with('_') || lower.contains("_.") {
        return Some("invalid decimal literal".to_owned());
    }
    let digits: String = lower
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == '_')
        .collect();
    let rest = &lower[digits.len()..];
    match rest.chars().next() {
        None if digits.starts_with('0') && !digits.trim_matches(['0', '_']).is_empty() => Some(
            "leading zeros in decimal integer literals are not permitted; use an 0o prefix for \
             octal integers"
                .to_owned(),
        ),
        None | Some('.' | 'e' | 'j') => None,
        Some(_) => Some("invalid decimal literal".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_numbers_are_told_as_cpython_tells_them() {
        let decimal = "invalid decimal literal";
        for (word, want) in [
            ("1abc", Some(decimal)),
            ("1__0", Some(decimal)),
            ("1_", Some(decimal)),
            ("5L", Some(decimal)),
            ("0b2", Some("invalid digit '2' in binary literal")),
            ("0o8", Some("invalid digit '8' in octal literal")),
            ("0xg", Some("invalid hexadecimal literal")),
            ("12", None),
            ("0", None),
            ("00", None),
            ("1e5", None),
            ("0x1f", None),
            ("abc", None),
        ] {
            assert_eq!(wrong(word).as_deref(), want, "{word}");
        }
        assert!(wrong("0777").is_some_and(|m| m.starts_with("leading zeros")));
    }
}
