//! What `re.sub` puts in the place of a match.

use super::super::repr;
use super::super::string::is_identifier;
use super::Error;

/// A part of a replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Text as it stands.
    Text(String),
    /// What a group captured; nothing where it did not match.
    Group(usize),
}

/// Why a replacement cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateError {
    /// `re.error`.
    Error(Error),
    /// `IndexError`: there is no group of that name.
    UnknownName(String),
}

/// Reads a replacement for a pattern with so many groups and these names.
pub fn template(
    text: &str,
    groups: usize,
    names: &[(String, usize)],
) -> Result<Vec<Part>, TemplateError> {
    let text: Vec<char> = text.chars().collect();
    let mut reader = Reader {
        text: &text,
        at: 0,
        parts: Vec::new(),
        literal: String::new(),
    };
    while let Some(&c) = text.get(reader.at) {
        reader.at += 1;
        if c == '\\' {
            reader.escape(groups, names)?;
        } else {
            reader.literal.push(c);
        }
    }
    reader.flush();
    Ok(reader.parts)
}

struct Reader<'a> {
    text: &'a [char],
    at: usize,
    parts: Vec<Part>,
    literal: String,
}

impl Reader<'_> {
    fn error<T>(&self, message: impl Into<String>, position: usize) -> Result<T, TemplateError> {
        // CPython looks one item ahead, and so finds this first.
        let last = self.text.len().saturating_sub(1);
        let error = if self.at >= last && super::parse::dangling(self.text) {
            Error::new(self.text, "bad escape (end of pattern)", last)
        } else {
            Error::new(self.text, message, position)
        };
        Err(TemplateError::Error(error))
    }

    fn flush(&mut self) {
        if !self.literal.is_empty() {
            self.parts
                .push(Part::Text(std::mem::take(&mut self.literal)));
        }
    }

    fn group(&mut self, group: usize, groups: usize, at: usize) -> Result<(), TemplateError> {
        if group > groups {
            return self.error(format!("invalid group reference {group}"), at);
        }
        self.flush();
        self.parts.push(Part::Group(group));
        Ok(())
    }

    fn peek(&self, test: impl Fn(&char) -> bool) -> Option<char> {
        self.text.get(self.at).copied().filter(|c| test(c))
    }

    /// What follows a backslash.
    fn escape(&mut self, groups: usize, names: &[(String, usize)]) -> Result<(), TemplateError> {
        let start = self.at - 1;
        let Some(&c) = self.text.get(self.at) else {
            return self.error("bad escape (end of pattern)", start);
        };
        self.at += 1;
        let octal = |c: &char| c.is_digit(8);
        match c {
            'g' => self.named(groups, names),
            '0' => {
                let mut code = 0;
                for _ in 0..2 {
                    if let Some(c) = self.peek(octal) {
                        code = code * 8 + c.to_digit(8).unwrap_or(0);
                        self.at += 1;
                    }
                }
                self.literal.extend(char::from_u32(code));
                Ok(())
            }
            '1'..='9' => {
                let mut digits = String::from(c);
                if let Some(second) = self.peek(char::is_ascii_digit) {
                    self.at += 1;
                    digits.push(second);
                    let both = octal(&c) && octal(&second);
                    if let Some(third) = self.peek(|c| both && octal(c)) {
                        self.at += 1;
                        digits.push(third);
                        let code = u32::from_str_radix(&digits, 8).unwrap_or(0);
                        if code > 0o377 {
                            let message =
                                format!("octal escape value \\{digits} outside of range 0-0o377");
                            return self.error(message, start);
                        }
                        self.literal.extend(char::from_u32(code));
                        return Ok(());
                    }
                }
                self.group(digits.parse().unwrap_or(0), groups, start + 1)
            }
            _ => {
                let literal = match c {
                    'a' => '\x07',
                    'b' => '\x08',
                    'f' => '\x0c',
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'v' => '\x0b',
                    '\\' => '\\',
                    c if c.is_ascii_alphabetic() => {
                        return self.error(format!("bad escape \\{c}"), start);
                    }
                    c => {
                        self.literal.push('\\');
                        c
                    }
                };
                self.literal.push(literal);
                Ok(())
            }
        }
    }

    /// `\g<name>` or `\g<1>`, whose `\g` has been read.
    fn named(&mut self, groups: usize, names: &[(String, usize)]) -> Result<(), TemplateError> {
        if self.peek(|&c| c == '<').is_none() {
            return self.error("missing <", self.at);
        }
        self.at += 1;
        let start = self.at;
        let rest = &self.text[start..];
        let all = self.text.len();
        let mut escaped = false;
        let ends = |&c: &char| {
            let ends = c == '>' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        };
        let Some(length) = rest.iter().position(ends) else {
            self.at = all;
            return match rest.len() {
                0 => self.error("missing group name", start),
                _ => self.error("missing >, unterminated name", start),
            };
        };
        if length == 0 {
            return self.error("missing group name", start);
        }
        self.at = start + length + 1;
        let name: String = rest[..length].iter().collect();
        if is_identifier(&name) {
            return match names.iter().find(|(known, _)| *known == name) {
                Some(&(_, group)) => self.group(group, groups, start),
                None => Err(TemplateError::UnknownName(name)),
            };
        }
        match name.parse::<usize>() {
            Ok(group) if name.bytes().all(|b| b.is_ascii_digit()) => {
                self.group(group, groups, start)
            }
            _ => {
                let shown = repr::string(&name);
                self.error(format!("bad character in group name {shown}"), start)
            }
        }
    }
}
