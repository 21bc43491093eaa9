//! What is wrong with the replacement fields of an f-string, as CPython 3.11
//! finds it (`fstring_find_expr` in `Parser/string_parser.c`): it looks for the
//! ends of a field by its quotes and brackets and parses what lies between as a
//! text of its own.

use rustpython_ruff_python_parser as parser;

use crate::python::parse::{Shown, SyntaxError, words};

/// What is wrong with an f-string, if its fields are.
pub(super) enum Wrong {
    /// With the f-string as a whole.
    Whole(String),
    /// With an expression in it.
    Inner(Box<SyntaxError>),
}

type Check = Result<(), Wrong>;

/// Looks at the fields of a text as it stands in the program, prefix and quotes
/// included, which begins at `start`.
pub(super) fn check(text: &str, start: usize) -> Check {
    let Some(quote) = text.find(['"', '\'']) else {
        return Ok(());
    };
    let prefix = text[..quote].to_ascii_lowercase();
    if !prefix.contains('f') {
        return Ok(());
    }
    let mark = &text[quote..quote + 1];
    let width = if text[quote..].starts_with(&mark.repeat(3)) {
        3
    } else {
        1
    };
    let body = text.get(quote + width..text.len() - width);
    let mut fields = Fields {
        body: body.unwrap_or_default(),
        at: 0,
        start: start + quote + width,
        raw: prefix.contains('r'),
    };
    fields.literal(0)
}

struct Fields<'a> {
    body: &'a str,
    at: usize,
    /// Where the body begins in the program.
    start: usize,
    raw: bool,
}

fn whole(message: impl Into<String>) -> Check {
    Err(Wrong::Whole(format!("f-string: {}", message.into())))
}

const EXPECTING: &str = "expecting '}'";

impl Fields<'_> {
    fn peek(&self) -> Option<u8> {
        self.body.as_bytes().get(self.at).copied()
    }

    fn next_is(&self, b: u8) -> bool {
        self.body.as_bytes().get(self.at + 1) == Some(&b)
    }

    /// Text and fields up to the end, or that of a format specification.
    fn literal(&mut self, level: usize) -> Check {
        while let Some(b) = self.peek() {
            match b {
                b'\\' if !self.raw => {
                    let named = self.body[self.at..].starts_with("\\N{");
                    self.at += match self.body[self.at..].find('}') {
                        Some(end) if named => end + 1,
                        _ => 2,
                    };
                }
                b'{' | b'}' if level == 0 && self.next_is(b) => self.at += 2,
                b'}' if level > 0 => return Ok(()),
                b'}' => return whole("single '}' is not allowed"),
                b'{' => self.field(level)?,
                _ => self.at += 1,
            }
        }
        Ok(())
    }

    fn field(&mut self, level: usize) -> Check {
        if level >= 2 {
            return whole("expressions nested too deeply");
        }
        self.at += 1;
        let from = self.at;
        self.expression()?;
        self.compile(from, self.at)?;
        if self.peek() == Some(b'=') {
            self.at += 1;
            while self.peek().is_some_and(|b| b.is_ascii_whitespace()) {
                self.at += 1;
            }
        }
        if self.peek() == Some(b'!') {
            self.at += 1;
            match self.peek() {
                None => return whole(EXPECTING),
                Some(b's' | b'r' | b'a') => self.at += 1,
                Some(_) => {
                    return whole("invalid conversion character: expected 's', 'r', or 'a'");
                }
            }
        }
        if self.peek() == Some(b':') {
            self.at += 1;
            self.literal(level + 1)?;
        }
        match self.peek() {
            Some(b'}') => {
                self.at += 1;
                Ok(())
            }
            _ => whole(EXPECTING),
        }
    }

    /// Goes to where an expression ends.
    fn expression(&mut self) -> Check {
        let mut open: Vec<u8> = Vec::new();
        let mut quote: Option<(u8, usize)> = None;
        while let Some(b) = self.peek() {
            let rest = &self.body.as_bytes()[self.at..];
            if b == b'\\' {
                return Err(Wrong::Whole(
                    "f-string expression part cannot include a backslash".into(),
                ));
            }
            if let Some((mark, width)) = quote {
                if b == mark && rest.len() >= width && rest[..width].iter().all(|b| *b == mark) {
                    quote = None;
                    self.at += width;
                } else {
                    self.at += 1;
                }
                continue;
            }
            match b {
                b'"' | b'\'' => {
                    let width = if rest.starts_with(&[b; 3]) { 3 } else { 1 };
                    quote = Some((b, width));
                    self.at += width;
                    continue;
                }
                b'(' | b'[' | b'{' => open.push(b),
                b'#' => {
                    return Err(Wrong::Whole(
                        "f-string expression part cannot include '#'".into(),
                    ));
                }
                b'!' | b'=' | b'<' | b'>' if open.is_empty() && self.next_is(b'=') => self.at += 1,
                b'!' | b':' | b'}' | b'=' if open.is_empty() => break,
                b')' | b']' | b'}' => close(&mut open, b)?,
                _ => {}
            }
            self.at += 1;
        }
        if quote.is_some() {
            return whole("unterminated string");
        }
        if let Some(b) = open.last() {
            return whole(format!("unmatched '{}'", char::from(*b)));
        }
        match self.peek() {
            None => whole(EXPECTING),
            Some(_) => Ok(()),
        }
    }

    /// Parses an expression as CPython does: in parentheses, by itself.
    fn compile(&self, from: usize, to: usize) -> Check {
        let inner = &self.body[from..to];
        if inner.trim().is_empty() {
            return whole("empty expression not allowed");
        }
        let text = format!("({inner})");
        let options = super::options(parser::Mode::Expression);
        let parsed = parser::parse_unchecked(&text, options);
        let Some(error) = parsed.errors().first() else {
            return Ok(());
        };
        let mut e = words::error(&text, error);
        if !e.lexical && !e.message.starts_with("f-string: ") {
            e.message.insert_str(0, "f-string: ");
        }
        if e.shown.is_none() {
            e.shown = Some(Shown {
                text,
                at: (self.start + from) as u32,
            });
        }
        Err(Wrong::Inner(Box::new(e)))
    }
}

fn close(open: &mut Vec<u8>, b: u8) -> Check {
    let wanted = match b {
        b')' => b'(',
        b']' => b'[',
        _ => b'{',
    };
    match open.pop() {
        None => whole(format!("unmatched '{}'", char::from(b))),
        Some(o) if o != wanted => whole(format!(
            "closing parenthesis '{}' does not match opening parenthesis '{}'",
            char::from(b),
            char::from(o)
        )),
        Some(_) => Ok(()),
    }
}
