//! A smaller page: a program and its glue tell their imports and exports apart
//! by hashes of sixteen digits, which no compression makes shorter. Here they
//! are counted instead, in both files at once; and the glue, which Trunk's
//! minifier cannot read, loses what it is indented by.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// How many digits a hash has.
const DIGITS: usize = 16;
/// The sections of a program in which names stand: imports and exports.
const NAMED: [u8; 2] = [2, 7];

/// Makes all programs of a folder smaller.
///
/// # Errors
/// When a file cannot be read or written.
pub fn folder(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {folder:?}"))? {
        let glue = entry?.path();
        let stem = glue.file_stem().and_then(|stem| stem.to_str());
        let Some(stem) = stem.filter(|_| glue.extension().is_some_and(|e| e == "js")) else {
            continue;
        };
        let program = folder.join(format!("{stem}_bg.wasm"));
        if !program.exists() {
            continue;
        }
        let text = fs::read_to_string(&glue)?;
        let bytes = fs::read(&program)?;
        if let Some((text, bytes)) = smaller(&text, &bytes) {
            fs::write(&glue, text)?;
            fs::write(&program, bytes)?;
        }
    }
    Ok(())
}

/// The glue and the program made smaller; none if the program is none.
fn smaller(glue: &str, program: &[u8]) -> Option<(String, Vec<u8>)> {
    let mut numbers: HashMap<[u8; DIGITS], usize> = HashMap::new();
    let mut bytes = program.to_vec();
    for section in sections(program)? {
        count(&mut bytes[section], &mut numbers, true);
    }
    let mut text = glue.as_bytes().to_vec();
    count(&mut text, &mut numbers, false);
    let text = String::from_utf8(text).ok()?;
    Some((unindented(text), bytes))
}

/// Puts numbers in the place of hashes; those that are not known yet are given
/// the next number, or are left.
fn count(text: &mut [u8], numbers: &mut HashMap<[u8; DIGITS], usize>, new: bool) {
    let mut at = 0;
    while let Some(next) = hash(text, at) {
        at = next + DIGITS;
        let Ok(digits) = <[u8; DIGITS]>::try_from(&text[next..at]) else {
            continue;
        };
        let following = numbers.len();
        let number = match numbers.get(&digits) {
            Some(number) => *number,
            None if new => *numbers.entry(digits).or_insert(following),
            None => continue,
        };
        text[next..at].copy_from_slice(format!("{number:016}").as_bytes());
    }
}

/// Where the next hash begins: sixteen digits behind `_` or `__h`, and no more.
fn hash(text: &[u8], from: usize) -> Option<usize> {
    let is_hex = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let is_named = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let fits = |&at: &usize| {
        let digits = text.get(at..at + DIGITS);
        let before = text[..at].ends_with(b"_") || text[..at].ends_with(b"__h");
        let behind = text.get(at + DIGITS);
        before && digits.is_some_and(|d| d.iter().all(is_hex)) && !behind.is_some_and(is_named)
    };
    // In a program the length of the next name, or its kind, stands behind: a
    // byte that is no digit's, since names are shorter than that.
    (from..text.len()).find(fits)
}

/// Where the sections with names stand.
fn sections(program: &[u8]) -> Option<Vec<std::ops::Range<usize>>> {
    if !program.starts_with(b"\0asm") {
        return None;
    }
    let (mut at, mut found) = (8, Vec::new());
    while at < program.len() {
        let kind = program[at];
        let (length, digits) = leb128(program.get(at + 1..)?)?;
        let from = at + 1 + digits;
        let to = from.checked_add(length).filter(|to| *to <= program.len())?;
        if NAMED.contains(&kind) {
            found.push(from..to);
        }
        at = to;
    }
    Some(found)
}

/// A number in groups of seven bits, and how many bytes it takes.
fn leb128(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut value = 0;
    for (place, byte) in bytes.iter().take(5).enumerate() {
        value |= usize::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            return Some((value, place + 1));
        }
    }
    None
}

/// A program's text without what its lines begin with, unless a text goes on
/// over several lines.
fn unindented(text: String) -> String {
    if text.lines().any(|line| line.matches('`').count() % 2 == 1) {
        return text;
    }
    let lines = text.lines().map(str::trim_start);
    lines
        .filter(|line| !line.is_empty())
        .flat_map(|line| [line, "\n"])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A program of one section with a text, and code that looks like a name.
    fn program(names: &str) -> Vec<u8> {
        let mut bytes = b"\0asm\x01\0\0\0".to_vec();
        bytes.extend([2, names.len() as u8]);
        bytes.extend(names.as_bytes());
        let code = b"_0123456789abcdef";
        bytes.extend([10, code.len() as u8]);
        bytes.extend(code);
        bytes
    }

    #[test]
    fn names_are_the_same_in_both_and_nothing_else_changes() {
        let bytes = program("__wbg_now_aaaabbbbccccdddd\0invoke__h0123456789abcdef");
        let glue = "const a = {\n    __wbg_now_aaaabbbbccccdddd: 1,\n\n    x: wasm.invoke__h0123456789abcdef,\n    _ffffffffffffffff: 2,\n};\n";
        let (text, bytes) = smaller(glue, &bytes).expect("it is a program");
        assert_eq!(
            text,
            "const a = {\n__wbg_now_0000000000000000: 1,\nx: wasm.invoke__h0000000000000001,\n_ffffffffffffffff: 2,\n};\n"
        );
        let expected = program("__wbg_now_0000000000000000\0invoke__h0000000000000001");
        assert_eq!(bytes, expected);
        // Done again, nothing changes.
        assert_eq!(smaller(&text, &bytes), Some((text, bytes)));
    }

    #[test]
    fn what_is_no_program_is_left() {
        assert_eq!(smaller("x", b"no program"), None);
        assert_eq!(smaller("x", b"\0asm\x01\0\0\0\x02\xff\xff"), None);
    }

    #[test]
    fn a_text_over_several_lines_keeps_its_blanks() {
        let text = "a = `\n  b`;\n".to_owned();
        assert_eq!(unindented(text.clone()), text);
    }
}
