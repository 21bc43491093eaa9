//! The tokens of a text that the parser has refused, as CPython's tokenizer
//! (`Parser/tokenizer.c`) reads them, and the first thing that is wrong with
//! them: CPython tells that before anything that its parser finds.

use crate::python::parse::SyntaxError;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or a keyword.
    Word,
    Number,
    Text,
    /// An operator or a bracket.
    Mark,
    /// The end of a logical line.
    Newline,
}

/// A token and where it is, in bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
}

/// The tokens of a text, up to the first that is wrong.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    pub text: &'a str,
    pub all: Vec<Token>,
    /// Brackets that nothing closes, and where they are.
    pub open: Vec<(char, usize)>,
}

type Scan<T> = Result<T, SyntaxError>;

fn fault<T>(message: impl Into<String>, start: usize) -> Scan<T> {
    Err(SyntaxError::new(message, start as u32, start as u32))
}

impl<'a> Tokens<'a> {
    /// Reads a text.
    ///
    /// # Errors
    /// What CPython's tokenizer refuses.
    pub(super) fn of(text: &'a str) -> Scan<Tokens<'a>> {
        let mut tokens = Tokens {
            text,
            all: Vec::new(),
            open: Vec::new(),
        };
        let mut at = 0;
        let mut begins_line = true;
        let mut indents = vec![0];
        while at < text.len() {
            if begins_line && tokens.open.is_empty() {
                at = tokens.indentation(at, &mut indents)?;
            }
            begins_line = false;
            let Some(c) = tokens.char(at) else { break };
            match c {
                '\n' => {
                    let code = (tokens.all.last()).is_some_and(|t| t.kind != Kind::Newline);
                    if tokens.open.is_empty() && code {
                        tokens.push(Kind::Newline, at, at);
                    }
                    begins_line = true;
                    at += 1;
                }
                ' ' | '\t' | '\x0c' => at += 1,
                '#' => at += text[at..].find('\n').unwrap_or(text.len() - at),
                '\\' => at = tokens.continuation(at)?,
                _ => at = tokens.token(c, at)?,
            }
        }
        let end = text.trim_end_matches('\n').len();
        if (tokens.all.last()).is_some_and(|t| t.kind != Kind::Newline) {
            tokens.push(Kind::Newline, end, end);
        }
        Ok(tokens)
    }

    fn char(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize) -> usize {
        self.all.push(Token { kind, start, end });
        end
    }

    /// The text of a token.
    pub(super) fn word(&self, token: &Token) -> &'a str {
        &self.text[token.start..token.end]
    }

    /// The place of the token that holds an offset, or of the first behind it.
    pub(super) fn place(&self, at: u32) -> usize {
        self.all.partition_point(|t| {
            t.end <= at as usize && t.kind != Kind::Newline || t.end < at as usize
        })
    }

    /// Looks whether a line's indentation is that of a block.
    fn indentation(&self, at: usize, indents: &mut Vec<usize>) -> Scan<usize> {
        let rest = &self.text[at..];
        let line = rest.split('\n').next().unwrap_or_default();
        let code = line.trim_start_matches([' ', '\t', '\x0c']);
        let first = at + line.len() - code.len();
        if code.is_empty() || code.starts_with('#') {
            return Ok(first);
        }
        let width = line[..line.len() - code.len()]
            .bytes()
            .fold(0, |column, b| match b {
                b'\t' => (column / 8 + 1) * 8,
                b'\x0c' => 0,
                _ => column + 1,
            });
        if indents.last().is_some_and(|last| width > *last) {
            indents.push(width);
            return Ok(first);
        }
        while indents.last().is_some_and(|last| width < *last) {
            indents.pop();
        }
        if indents.last() != Some(&width) {
            let end = (at + line.len()) as u32;
            return Err(SyntaxError {
                class: "IndentationError",
                ..SyntaxError::new(
                    "unindent does not match any outer indentation level",
                    end,
                    end,
                )
            });
        }
        Ok(first)
    }

    fn continuation(&self, at: usize) -> Scan<usize> {
        match self.text.as_bytes().get(at + 1) {
            Some(b'\n') if self.text[at + 2..].trim().is_empty() => {
                fault("unexpected EOF while parsing", at + 1)
            }
            Some(b'\n') => Ok(at + 2),
            None => fault("unexpected EOF while parsing", at + 1),
            Some(_) => fault(
                "unexpected character after line continuation character",
                at + 1,
            ),
        }
    }

    fn token(&mut self, c: char, at: usize) -> Scan<usize> {
        let bytes = self.text.as_bytes();
        let next = bytes.get(at + 1).copied().unwrap_or_default();
        if c.is_ascii_digit() || c == '.' && next.is_ascii_digit() {
            let end = super::numbers::end(self.text, at)?;
            return Ok(self.push(Kind::Number, at, end));
        }
        if c == '"' || c == '\'' {
            return self.string(at, at);
        }
        if c == '_' || c.is_alphabetic() {
            let word = &self.text[at..];
            let end = word.find(|c: char| !(c == '_' || c.is_alphanumeric()));
            let end = at + end.unwrap_or(word.len());
            let is_prefix = end - at <= 2 && self.text[at..end].bytes().all(is_prefix);
            return match bytes.get(end) {
                Some(b'"' | b'\'') if is_prefix => self.string(at, end),
                _ => Ok(self.push(Kind::Word, at, end)),
            };
        }
        match c {
            '(' | '[' | '{' => self.open.push((c, at)),
            ')' | ']' | '}' => self.close(c, at)?,
            '!' if next == b'=' => {}
            '$' | '?' | '!' | '`' => {
                return Err(SyntaxError::new("invalid syntax", at as u32, at as u32 + 1));
            }
            c if !c.is_ascii() => {
                let m = format!("invalid character '{c}' (U+{:04X})", c as u32);
                return fault(m, at);
            }
            c if c.is_ascii_control() => {
                let m = format!("invalid non-printable character U+{:04X}", c as u32);
                return fault(m, at);
            }
            _ => {}
        }
        let marks = [
            "**=", "//=", ">>=", "<<=", "...", "!=", "->", ":=", "==", "<=", ">=", "<>", "+=",
            "-=", "*=", "/=", "%=", "@=", "&=", "|=", "^=", "**", "//", "<<", ">>",
        ];
        let rest = &self.text[at..];
        let length = marks.iter().find(|mark| rest.starts_with(**mark));
        Ok(self.push(Kind::Mark, at, at + length.map_or(1, |mark| mark.len())))
    }

    fn close(&mut self, c: char, at: usize) -> Scan<()> {
        let wanted = match c {
            ')' => '(',
            ']' => '[',
            _ => '{',
        };
        match self.open.pop() {
            None => fault(format!("unmatched '{c}'"), at),
            Some((open, from)) if open != wanted => {
                let line = |at: usize| self.text[..at].matches('\n').count() + 1;
                let mut m = format!(
                    "closing parenthesis '{c}' does not match opening parenthesis '{open}'"
                );
                if line(from) != line(at) {
                    m.push_str(&format!(" on line {}", line(from)));
                }
                fault(m, at)
            }
            Some(_) => Ok(()),
        }
    }

    /// A text whose prefix begins at `start` and whose quote stands at `quote`.
    fn string(&mut self, start: usize, quote: usize) -> Scan<usize> {
        let bytes = self.text.as_bytes();
        let mark = bytes[quote];
        let triple = bytes[quote..].starts_with(&[mark; 3]);
        let line = |at: usize| self.text[..at].matches('\n').count() + 1;
        let mut at = quote + if triple { 3 } else { 1 };
        while let Some(b) = bytes.get(at) {
            match b {
                b'\\' => at += 1,
                b'\n' if !triple => break,
                b if *b == mark && !triple => return Ok(self.push(Kind::Text, start, at + 1)),
                b if *b == mark && bytes[at..].starts_with(&[mark; 3]) => {
                    return Ok(self.push(Kind::Text, start, at + 3));
                }
                _ => {}
            }
            at += 1;
        }
        let at = at.min(self.text.len());
        if triple {
            let last = self.text.lines().count();
            return fault(
                format!("unterminated triple-quoted string literal (detected at line {last})"),
                start,
            );
        }
        let here = line(at.min(self.text.trim_end_matches('\n').len()));
        fault(
            format!("unterminated string literal (detected at line {here})"),
            start,
        )
    }

    /// The bracket that closes the one in which a token lies.
    pub(super) fn closing(&self, place: usize) -> Option<&Token> {
        let mut depth = 0;
        self.all[place.min(self.all.len())..].iter().find(|t| {
            match self.word(t) {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth -= 1,
                _ => {}
            }
            depth < 0
        })
    }

    /// The place of the bracket in which a token lies.
    pub(super) fn opening(&self, place: usize) -> Option<usize> {
        let mut depth = 0;
        (0..place.min(self.all.len())).rev().find(|i| {
            match self.word(&self.all[*i]) {
                "(" | "[" | "{" => depth -= 1,
                ")" | "]" | "}" => depth += 1,
                _ => {}
            }
            depth < 0
        })
    }
}

fn is_prefix(b: u8) -> bool {
    matches!(b.to_ascii_lowercase(), b'b' | b'r' | b'u' | b'f')
}
