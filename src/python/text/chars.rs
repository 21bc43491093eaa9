//! Characters: their classes and cases, as Python 3.11 knows them (Unicode 14).
//!
//! The standard library's `char` answers other questions than Python asks
//! (`is_alphabetic` counts marks, `isalpha` does not), so the general
//! categories are kept here, in `unicode.txt`, which a test writes and checks
//! with Python's own `unicodedata`.

use std::collections::HashMap;
use std::sync::OnceLock;

/// The data, read from its text once.
struct Data {
    /// Where each run of one category begins, and the category's two letters.
    runs: Vec<(u32, [u8; 2])>,
    /// `isdigit` but not `isdecimal`, as pairs of first and last.
    digits: Vec<(u32, u32)>,
    /// `isnumeric` but not `isdigit`.
    numerics: Vec<(u32, u32)>,
    /// Spaces.
    spaces: Vec<(u32, u32)>,
    /// Where `title` is not `upper`.
    titles: HashMap<char, String>,
    /// Where `casefold` is not `lower`.
    folds: HashMap<char, String>,
}

fn data() -> &'static Data {
    static DATA: OnceLock<Data> = OnceLock::new();
    DATA.get_or_init(|| read(include_str!("unicode.txt")))
}

/// Reads the text of the data: one line each.
fn read(text: &str) -> Data {
    let mut lines = text.lines();
    let mut line = || lines.next().unwrap_or_default();
    let number = |text: &str| u32::from_str_radix(text, 16).unwrap_or(0);
    let mut start = 0;
    let mut runs = Vec::new();
    for run in line().split(' ') {
        let (name, length) = run.split_at(2);
        let letters = name.as_bytes();
        runs.push((start, [letters[0], letters[1]]));
        start += if length.is_empty() { 1 } else { number(length) };
    }
    let pairs = |line: &str| {
        let pair = |text: &str| {
            let (first, last) = text.split_once('-').unwrap_or((text, text));
            (number(first), number(last))
        };
        line.split(' ').map(pair).collect()
    };
    let map = |line: &str| {
        let entry = |text: &str| {
            let (from, to) = text.split_once('=')?;
            let text: Option<String> = to.split('+').map(|c| char::from_u32(number(c))).collect();
            Some((char::from_u32(number(from))?, text?))
        };
        line.split(' ').filter_map(entry).collect()
    };
    Data {
        runs,
        digits: pairs(line()),
        numerics: pairs(line()),
        spaces: pairs(line()),
        titles: map(line()),
        folds: map(line()),
    }
}

fn within(pairs: &[(u32, u32)], c: char) -> bool {
    let code = u32::from(c);
    let after = pairs.partition_point(|&(first, _)| first <= code);
    after > 0 && code <= pairs[after - 1].1
}

/// The general category: two letters such as `Lu`.
pub fn category(c: char) -> &'static str {
    let data = data();
    let after = data
        .runs
        .partition_point(|&(start, _)| start <= u32::from(c));
    std::str::from_utf8(&data.runs[after - 1].1).unwrap_or("Cn")
}

/// Whether the character is of a category that begins so.
fn is_of(c: char, start: &str) -> bool {
    category(c).starts_with(start)
}

/// Whether `repr` shows it as it is: neither control, unassigned, surrogate,
/// private nor a separator other than the space.
pub fn is_printable(c: char) -> bool {
    if c.is_ascii() {
        return (' '..='~').contains(&c);
    }
    !is_of(c, "C") && !is_of(c, "Z")
}

/// As `str.isspace` of one character.
pub fn is_space(c: char) -> bool {
    if c.is_ascii() {
        return matches!(c, '\t'..='\r' | '\x1c'..='\x1f' | ' ');
    }
    within(&data().spaces, c)
}

/// As `str.isalpha` of one character: a letter.
pub fn is_alpha(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    is_of(c, "L")
}

/// The value of a decimal digit of any script.
pub fn decimal(c: char) -> Option<u8> {
    if c.is_ascii() {
        return c.to_digit(10).map(|digit| digit as u8);
    }
    let data = data();
    let code = u32::from(c);
    let after = data.runs.partition_point(|&(start, _)| start <= code);
    let (start, name) = data.runs[after - 1];
    // Digits come in tens from nought, several scripts' side by side.
    (&name == b"Nd").then(|| ((code - start) % 10) as u8)
}

/// As `str.isdigit` of one character: decimal digits, superscripts and the like.
pub fn is_digit(c: char) -> bool {
    decimal(c).is_some() || (!c.is_ascii() && within(&data().digits, c))
}

/// As `str.isnumeric` of one character: also fractions and number words.
pub fn is_numeric(c: char) -> bool {
    is_digit(c) || (!c.is_ascii() && within(&data().numerics, c))
}

/// As `str.isalnum` of one character.
pub fn is_alnum(c: char) -> bool {
    is_alpha(c) || is_numeric(c)
}

/// Whether it is an upper-case letter.
pub fn is_upper(c: char) -> bool {
    c.is_uppercase()
}

/// Whether it is a lower-case letter.
pub fn is_lower(c: char) -> bool {
    c.is_lowercase()
}

/// Whether it is of title case, such as `ǅ`.
pub fn is_title(c: char) -> bool {
    !c.is_ascii() && is_of(c, "Lt")
}

/// Whether it has a case at all.
pub fn is_cased(c: char) -> bool {
    is_upper(c) || is_lower(c) || is_title(c)
}

/// Appends the character as it begins a title.
pub fn push_title(c: char, to: &mut String) {
    if c.is_ascii() {
        to.push(c.to_ascii_uppercase());
        return;
    }
    match data().titles.get(&c) {
        Some(title) => to.push_str(title),
        None => to.extend(c.to_uppercase()),
    }
}

/// Appends the character without its case, for comparing.
pub fn push_folded(c: char, to: &mut String) {
    if c.is_ascii() {
        to.push(c.to_ascii_lowercase());
        return;
    }
    match data().folds.get(&c) {
        Some(folded) => to.push_str(folded),
        None => to.extend(c.to_lowercase()),
    }
}

/// Whether it may begin a name.
pub fn begins_name(c: char) -> bool {
    c == '_' || is_alpha(c) || (!c.is_ascii() && (is_of(c, "Nl") || "℘℮゛゜".contains(c)))
}

/// Whether it may stand in a name after its first character.
pub fn continues_name(c: char) -> bool {
    let more = ["Mn", "Mc", "Nd", "Pc"];
    begins_name(c)
        || c.is_ascii_digit()
        || (!c.is_ascii() && (more.contains(&category(c)) || "·፩፪፫፬፭፮፯፰፱᧚".contains(c)))
}

#[cfg(test)]
mod tests {
    use super::super::oracle;
    use super::*;

    /// Writes `unicode.txt`.
    const WRITER: &str = "
import unicodedata
ALL = [chr(i) for i in range(0x110000)]
def runs():
    out, last, n = [], None, 0
    for c in ALL + [None]:
        k = c and unicodedata.category(c)
        if k != last:
            if last: out.append(last + (f'{n:x}' if n > 1 else ''))
            last, n = k, 0
        n += 1
    return ' '.join(out)
def pairs(test):
    out = []
    for i, c in enumerate(ALL):
        if test(c):
            if out and out[-1][1] == i - 1: out[-1][1] = i
            else: out.append([i, i])
    return ' '.join(f'{a:x}' if a == b else f'{a:x}-{b:x}' for a, b in out)
def table(new, old):
    return ' '.join(f'{ord(c):x}=' + '+'.join(f'{ord(x):x}' for x in new(c)) for c in ALL if new(c) != old(c))
def f():
    return '\\n'.join([runs(), pairs(lambda c: c.isdigit() and not c.isdecimal()),
        pairs(lambda c: c.isnumeric() and not c.isdigit()), pairs(str.isspace),
        table(str.title, str.upper), table(str.casefold, str.lower), ''])";

    #[test]
    fn the_table_is_pythons() {
        if let Some(written) = oracle::ask(WRITER, &[vec![]]) {
            expect_test::expect_file!["unicode.txt"].assert_eq(&written[0]);
        }
    }

    #[test]
    fn every_character_is_classed_as_python_does() {
        let mut ours = vec![0u32; 0x1100];
        for code in 0..0x11_0000 {
            let flags = char::from_u32(code).map_or(0, |c| {
                let mut name = String::from("a");
                name.push(c);
                [
                    is_alpha(c),
                    decimal(c).is_some(),
                    is_digit(c),
                    is_numeric(c),
                    is_alnum(c),
                    is_space(c),
                    is_printable(c),
                    is_title(c),
                ]
                .iter()
                .fold(0, |flags, &is| flags * 2 + u32::from(is))
            });
            let sum = &mut ours[code as usize >> 8];
            *sum = sum.wrapping_mul(31).wrapping_add(flags);
        }
        let body = "
def f():
    out = [0] * 0x1100
    for i in range(0x110000):
        c, n = chr(i), 0
        if not 0xd800 <= i < 0xe000:
            for t in (c.isalpha(), c.isdecimal(), c.isdigit(), c.isnumeric(), c.isalnum(), c.isspace(),
                      c.isprintable(), c.istitle() and not c.isupper()):
                n = n * 2 + t
        out[i >> 8] = (out[i >> 8] * 31 + n) % 2**32
    return ' '.join(map(str, out))";
        let ours: Vec<String> = ours.iter().map(u32::to_string).collect();
        oracle::compare(body, vec![(vec![], Ok(ours.join(" ")))]);
    }

    #[test]
    fn names_and_cases() {
        assert!(begins_name('가') && begins_name('_') && !begins_name('1') && continues_name('1'));
        let mut title = String::new();
        "ßǆ".chars().for_each(|c| push_title(c, &mut title));
        assert_eq!(title, "Ssǅ");
        let mut folded = String::new();
        "ßΣ".chars().for_each(|c| push_folded(c, &mut folded));
        assert_eq!(folded, "ssσ");
        assert_eq!(category('A'), "Lu");
        assert_eq!(decimal('٣'), Some(3));
    }
}
