//! A scanner of JSON that stops where the text stops being JSON, and says
//! where: files of recorders are often cut off in the middle. It copies
//! nothing, and nesting costs no stack. Grammar: RFC 8259, and the names `NaN`
//! and `Infinity` that Python writes.

use std::borrow::Cow;

/// Why it does not go on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Broken {
    /// The text ended too early.
    Ended,
    /// At this byte something stands that is no JSON.
    At(usize),
}

/// What a value is, by its first character.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// An object.
    Object,
    /// An array.
    Array,
    /// A string.
    String,
    /// A number.
    Number,
    /// `true` or `false`.
    Bool,
    /// `null`.
    Null,
}

/// A value as it stands in the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Raw<'a> {
    /// What it is.
    pub kind: Kind,
    /// Its text; of a string what stands between the quotes.
    pub text: &'a [u8],
}

impl<'a> Raw<'a> {
    /// A string's characters, escapes resolved; half a surrogate pair and
    /// bytes that are no UTF-8 become U+FFFD. Any other value's text.
    pub fn str(&self) -> Cow<'a, str> {
        let text = String::from_utf8_lossy(self.text);
        if self.kind == Kind::String && text.contains('\\') {
            Cow::Owned(unescaped(&text))
        } else {
            text
        }
    }

    /// Whether it is a string without escapes, so that equal bytes are equal strings.
    pub fn is_plain(&self) -> bool {
        self.kind == Kind::String && !self.text.contains(&b'\\')
    }

    /// Whether it is `true`.
    pub fn is_true(&self) -> bool {
        self.kind == Kind::Bool && self.text == b"true"
    }
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(escape) = rest.chars().next() else {
            break;
        };
        rest = &rest[escape.len_utf8()..];
        match escape {
            'n' => out.push('\n'),
            't' => out.push('\t'),
            'r' => out.push('\r'),
            'b' => out.push('\u{8}'),
            'f' => out.push('\u{c}'),
            'u' => out.push(unicode(&mut rest)),
            other => out.push(other),
        }
    }
    out.push_str(rest);
    out
}

/// The character of `uXXXX`, or of a pair of them; takes it from the rest.
fn unicode(rest: &mut &str) -> char {
    let Some(first) = hex4(rest) else {
        return char::REPLACEMENT_CHARACTER;
    };
    *rest = &rest[4..];
    if (0xd800..0xdc00).contains(&first)
        && let Some(second) = rest.strip_prefix("\\u").and_then(hex4)
        && (0xdc00..0xe000).contains(&second)
    {
        *rest = &rest[6..];
        let code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
        return char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
    }
    char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn hex4(text: &str) -> Option<u32> {
    let digits = text.get(..4)?;
    let hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
    u32::from_str_radix(digits, 16).ok().filter(|_| hex)
}

/// The characters at which the plain part of a string ends.
const ENDS_PLAIN: [bool; 256] = {
    let mut ends = [false; 256];
    let mut control = 0;
    while control < 0x20 {
        ends[control] = true;
        control += 1;
    }
    ends[b'"' as usize] = true;
    ends[b'\\' as usize] = true;
    ends
};

/// Goes through a text once.
#[derive(Clone, Debug)]
pub struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
    lines: u32,
}

impl<'a> Scanner<'a> {
    /// From the beginning of a text.
    pub fn new(bytes: &'a [u8]) -> Scanner<'a> {
        Scanner {
            bytes,
            at: 0,
            lines: 0,
        }
    }

    /// How many bytes it has gone through.
    pub fn at(&self) -> usize {
        self.at
    }

    /// How many ends of lines it has gone over: none can be within a value
    /// that is a string.
    pub fn lines(&self) -> u32 {
        self.lines
    }

    /// The next character that is no blank; none at the end.
    #[inline]
    pub fn peek(&mut self) -> Option<u8> {
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\n' => self.lines += 1,
                b' ' | b'\r' | b'\t' => {}
                _ => return Some(byte),
            }
            self.at += 1;
        }
        None
    }

    /// Goes over a text that ends so many lines, if it is next.
    #[inline]
    pub fn literal(&mut self, text: &[u8], lines: u32) -> bool {
        let next = self.bytes.get(self.at..self.at + text.len());
        let is_next = next == Some(text);
        if is_next {
            self.at += text.len();
            self.lines += lines;
        }
        is_next
    }

    /// What it went over since it was at a place.
    pub fn since(&self, place: usize) -> &'a [u8] {
        self.bytes.get(place..self.at).unwrap_or_default()
    }

    /// Goes over one character.
    ///
    /// # Errors
    /// If another one is next.
    pub fn expect(&mut self, byte: u8) -> Result<(), Broken> {
        match self.peek() {
            Some(next) if next == byte => {
                self.at += 1;
                Ok(())
            }
            Some(_) => Err(Broken::At(self.at)),
            None => Err(Broken::Ended),
        }
    }

    /// Within an array: whether there is another item; its end is gone over.
    ///
    /// # Errors
    /// If neither an item nor the end follows.
    pub fn item(&mut self, first: &mut bool) -> Result<bool, Broken> {
        self.another(first, b']')
    }

    /// Within an object: the next key, if there is another member; then its
    /// value is next. The object's end is gone over.
    ///
    /// # Errors
    /// If neither a member nor the end follows.
    pub fn member(&mut self, first: &mut bool) -> Result<Option<Raw<'a>>, Broken> {
        if !self.another(first, b'}')? {
            return Ok(None);
        }
        if self.peek() != Some(b'"') {
            return Err(self.wrong());
        }
        let key = self.string()?;
        self.expect(b':')?;
        Ok(Some(key))
    }

    fn another(&mut self, first: &mut bool, end: u8) -> Result<bool, Broken> {
        match self.peek() {
            Some(byte) if byte == end => {
                self.at += 1;
                Ok(false)
            }
            Some(b',') if !*first => {
                self.at += 1;
                match self.peek() {
                    Some(byte) if byte == end => Err(Broken::At(self.at)),
                    Some(_) => Ok(true),
                    None => Err(Broken::Ended),
                }
            }
            Some(_) if *first => {
                *first = false;
                Ok(true)
            }
            Some(_) => Err(Broken::At(self.at)),
            None => Err(Broken::Ended),
        }
    }

    /// Goes over a whole value.
    ///
    /// # Errors
    /// If there is none, or it is broken.
    pub fn value(&mut self) -> Result<Raw<'a>, Broken> {
        let first = self.peek().ok_or(Broken::Ended)?;
        match first {
            b'"' => self.string(),
            b'{' | b'[' => self.nest(first),
            _ => self.scalar(first),
        }
    }

    fn scalar(&mut self, first: u8) -> Result<Raw<'a>, Broken> {
        match first {
            b't' => self.word("true", Kind::Bool),
            b'f' => self.word("false", Kind::Bool),
            b'n' => self.word("null", Kind::Null),
            b'N' => self.word("NaN", Kind::Number),
            b'I' => self.word("Infinity", Kind::Number),
            _ => self.number(),
        }
    }

    fn wrong(&self) -> Broken {
        if self.at < self.bytes.len() {
            Broken::At(self.at)
        } else {
            Broken::Ended
        }
    }

    fn word(&mut self, word: &str, kind: Kind) -> Result<Raw<'a>, Broken> {
        let start = self.at;
        for byte in word.bytes() {
            if self.bytes.get(self.at) != Some(&byte) {
                return Err(self.wrong());
            }
            self.at += 1;
        }
        Ok(self.raw(kind, start))
    }

    fn raw(&self, kind: Kind, start: usize) -> Raw<'a> {
        Raw {
            kind,
            text: &self.bytes[start..self.at],
        }
    }

    fn digits(&mut self) -> Result<(), Broken> {
        let start = self.at;
        let rest = self.bytes.get(start..).unwrap_or_default();
        let digits = rest.iter().position(|byte| !byte.is_ascii_digit());
        self.at += digits.unwrap_or(rest.len());
        if self.at == start {
            return Err(self.wrong());
        }
        Ok(())
    }

    fn number(&mut self) -> Result<Raw<'a>, Broken> {
        let start = self.at;
        if self.bytes[self.at] == b'-' {
            self.at += 1;
            if self.bytes.get(self.at) == Some(&b'I') {
                self.word("Infinity", Kind::Number)?;
                return Ok(self.raw(Kind::Number, start));
            }
        }
        if self.bytes.get(self.at) == Some(&b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.bytes.get(self.at) == Some(&b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.bytes.get(self.at), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.bytes.get(self.at), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(self.raw(Kind::Number, start))
    }

    fn string(&mut self) -> Result<Raw<'a>, Broken> {
        let start = self.at + 1;
        self.at = start;
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let plain = rest.iter().position(|&byte| ENDS_PLAIN[usize::from(byte)]);
            self.at += plain.unwrap_or(rest.len());
            match self.bytes.get(self.at) {
                None => return Err(Broken::Ended),
                Some(b'"') => break,
                Some(b'\\') => self.escape()?,
                Some(0..=0x1f) => return Err(Broken::At(self.at)),
                Some(_) => self.at += 1,
            }
        }
        let raw = self.raw(Kind::String, start);
        self.at += 1;
        Ok(raw)
    }

    fn escape(&mut self) -> Result<(), Broken> {
        self.at += 1;
        match self.bytes.get(self.at) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                self.at += 1;
                Ok(())
            }
            Some(b'u') => {
                self.at += 1;
                for _ in 0..4 {
                    if !self.bytes.get(self.at).is_some_and(u8::is_ascii_hexdigit) {
                        return Err(self.wrong());
                    }
                    self.at += 1;
                }
                Ok(())
            }
            _ => Err(self.wrong()),
        }
    }

    /// Goes over an object or array, with a list of what is open instead of
    /// a call for each.
    fn nest(&mut self, first: u8) -> Result<Raw<'a>, Broken> {
        let start = self.at;
        // Whether an object is open, and whether nothing stood in it yet.
        let mut open = vec![(first == b'{', true)];
        self.at += 1;
        while let Some((object, fresh)) = open.last_mut() {
            let more = if *object {
                self.member(fresh)?.is_some()
            } else {
                self.item(fresh)?
            };
            if !more {
                open.pop();
                continue;
            }
            match self.peek().ok_or(Broken::Ended)? {
                b'"' => drop(self.string()?),
                byte @ (b'{' | b'[') => {
                    self.at += 1;
                    open.push((byte == b'{', true));
                }
                byte => drop(self.scalar(byte)?),
            }
        }
        let kind = if first == b'{' {
            Kind::Object
        } else {
            Kind::Array
        };
        Ok(self.raw(kind, start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn whole(text: &str) -> Result<Raw<'_>, Broken> {
        let mut scanner = Scanner::new(text.as_bytes());
        let value = scanner.value()?;
        match scanner.peek() {
            None => Ok(value),
            Some(_) => Err(Broken::At(scanner.at())),
        }
    }

    #[test]
    fn what_is_json_and_where_it_stops() {
        for (text, expected) in [
            ("", Err(Broken::Ended)),
            (" ", Err(Broken::Ended)),
            ("{\"a\":1", Err(Broken::Ended)),
            ("{\"a\":1,", Err(Broken::Ended)),
            ("{\"a\":1,}", Err(Broken::At(7))),
            ("[1,]", Err(Broken::At(3))),
            ("[1 2]", Err(Broken::At(3))),
            ("[1", Err(Broken::Ended)),
            ("-", Err(Broken::Ended)),
            ("01", Err(Broken::At(1))),
            ("1.", Err(Broken::Ended)),
            ("1.x", Err(Broken::At(2))),
            ("tru", Err(Broken::Ended)),
            ("trux", Err(Broken::At(3))),
            ("\"\\x\"", Err(Broken::At(2))),
            ("\"\u{1}\"", Err(Broken::At(1))),
            ("\"\\u12", Err(Broken::Ended)),
            ("{a:1}", Err(Broken::At(1))),
            ("[1]]", Err(Broken::At(3))),
            (" [1, {\"a\": []}] ", Ok(Kind::Array)),
            ("-Infinity", Ok(Kind::Number)),
            ("-0.5e-3", Ok(Kind::Number)),
        ] {
            assert_eq!(whole(text).map(|raw| raw.kind), expected, "{text}");
        }
    }

    #[test]
    fn depth_costs_no_stack() {
        let deep = "[".repeat(200_000) + &"]".repeat(200_000);
        assert_eq!(whole(&deep).map(|raw| raw.kind), Ok(Kind::Array));
    }

    #[test]
    fn half_a_pair_becomes_a_replacement() {
        let text = |raw: &str| whole(raw).unwrap().str().into_owned();
        assert_eq!(text(r#""\ud83d\ude80""#), "🚀");
        assert_eq!(text(r#""a\ud83dx""#), "a\u{fffd}x");
        assert_eq!(text(r#""\ud83dA""#), "\u{fffd}A");
    }

    proptest! {
        #[test]
        fn strings_are_read_as_serde_json_reads_them(text in any::<String>()) {
            let written = serde_json::to_string(&text).unwrap();
            prop_assert_eq!(whole(&written).unwrap().str().into_owned(), text);
        }

        #[test]
        fn it_agrees_with_serde_json_on_what_is_json(
            text in r#"[\[\]{},:" \-+.0-9eEtrufalsn\\x]{0,12}"#,
        ) {
            let theirs = serde_json::from_str::<&serde_json::value::RawValue>(&text).is_ok();
            prop_assert_eq!(whole(&text).is_ok(), theirs, "{}", text);
        }

        #[test]
        fn any_bytes_end(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut scanner = Scanner::new(&bytes);
            let _ = scanner.value();
            prop_assert!(scanner.at() <= bytes.len());
        }
    }
}
