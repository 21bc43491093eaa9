//! Numbers, and those that are written in a way that Python does not have.

use crate::python::parse::SyntaxError;

/// Where a number that begins at a place ends.
///
/// # Errors
/// What CPython's tokenizer (`Parser/tokenizer.c`) says, at the character that
/// it has read last.
pub(super) fn end(text: &str, start: usize) -> Result<usize, SyntaxError> {
    let mut reader = Reader {
        bytes: text.as_bytes(),
        at: start,
    };
    reader.number()?;
    Ok(reader.at)
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

type Read<T> = Result<T, SyntaxError>;

/// A fault behind the characters before `at`: CPython shows the last of them.
fn wrong<T>(message: impl Into<String>, at: usize) -> Read<T> {
    let last = at.saturating_sub(1) as u32;
    Err(SyntaxError::new(message, last, last))
}

impl Reader<'_> {
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or_default()
    }

    fn number(&mut self) -> Read<()> {
        let start = self.at;
        if self.peek() == b'0' {
            self.at += 1;
            let based = match self.peek().to_ascii_lowercase() {
                b'x' => Some(("hexadecimal", 16)),
                b'o' => Some(("octal", 8)),
                b'b' => Some(("binary", 2)),
                _ => None,
            };
            if let Some((name, base)) = based {
                self.at += 1;
                return self.based(name, base);
            }
            self.at = start;
            return self.zeros(start);
        }
        if self.peek() != b'.' {
            self.digits()?;
        }
        self.fraction()
    }

    /// The digits of a number of another base than ten.
    fn based(&mut self, name: &str, base: u32) -> Read<()> {
        loop {
            if self.peek() == b'_' {
                self.at += 1;
            }
            let c = char::from(self.peek());
            if !c.is_digit(base) {
                return match c.is_ascii_digit() {
                    true => wrong(
                        format!("invalid digit '{c}' in {name} literal"),
                        self.at + 1,
                    ),
                    false => wrong(format!("invalid {name} literal"), self.at),
                };
            }
            while char::from(self.peek()).is_digit(base) {
                self.at += 1;
            }
            if self.peek() != b'_' {
                break;
            }
        }
        let c = char::from(self.peek());
        if c.is_ascii_digit() {
            return wrong(
                format!("invalid digit '{c}' in {name} literal"),
                self.at + 1,
            );
        }
        self.behind(name)
    }

    /// Decimal digits, in groups.
    fn digits(&mut self) -> Read<()> {
        loop {
            while self.peek().is_ascii_digit() {
                self.at += 1;
            }
            if self.peek() != b'_' {
                return Ok(());
            }
            self.at += 1;
            if !self.peek().is_ascii_digit() {
                return wrong("invalid decimal literal", self.at);
            }
        }
    }

    /// A number that begins with zeros, which may be followed by more digits
    /// only if it is no integer.
    fn zeros(&mut self, start: usize) -> Read<()> {
        while matches!(self.peek(), b'0' | b'_') {
            self.at += 1;
            if self.bytes[self.at - 1] == b'_' && !self.peek().is_ascii_digit() {
                return wrong("invalid decimal literal", self.at);
            }
        }
        let zeros = self.at;
        let nonzero = self.peek().is_ascii_digit();
        if nonzero {
            self.digits()?;
        }
        let whole = !matches!(self.peek().to_ascii_lowercase(), b'.' | b'e' | b'j');
        if nonzero && whole {
            return Err(SyntaxError::new(
                "leading zeros in decimal integer literals are not permitted; use an 0o prefix \
                 for octal integers",
                start as u32,
                zeros as u32,
            ));
        }
        self.fraction()
    }

    /// What follows a number's whole part.
    fn fraction(&mut self) -> Read<()> {
        if self.peek() == b'.' {
            self.at += 1;
            if self.peek().is_ascii_digit() {
                self.digits()?;
            }
        }
        if self.peek().eq_ignore_ascii_case(&b'e') {
            let e = self.at;
            self.at += 1;
            let signed = matches!(self.peek(), b'+' | b'-');
            if signed {
                self.at += 1;
            }
            if self.peek().is_ascii_digit() {
                self.digits()?;
            } else if signed {
                return wrong("invalid decimal literal", self.at);
            } else {
                self.at = e;
                return self.behind("decimal");
            }
        }
        if self.peek().eq_ignore_ascii_case(&b'j') {
            self.at += 1;
            return self.behind("imaginary");
        }
        self.behind("decimal")
    }

    /// Refuses a name that touches a number; some keywords may.
    fn behind(&mut self, name: &str) -> Read<()> {
        let rest = &self.bytes[self.at.min(self.bytes.len())..];
        let words = ["and", "else", "for", "if", "in", "is", "or", "not"];
        let touches = rest
            .first()
            .is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
        if touches && !words.iter().any(|word| rest.starts_with(word.as_bytes())) {
            return wrong(format!("invalid {name} literal"), self.at);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_numbers_are_told_as_cpython_tells_them() {
        let decimal = "invalid decimal literal";
        for (word, want) in [
            ("1abc", Some((decimal, 0))),
            ("1__0", Some((decimal, 1))),
            ("1_", Some((decimal, 1))),
            ("5L", Some((decimal, 0))),
            ("1e+", Some((decimal, 2))),
            ("1.x", Some((decimal, 1))),
            ("0b2", Some(("invalid digit '2' in binary literal", 2))),
            ("0o18", Some(("invalid digit '8' in octal literal", 3))),
            ("0xg", Some(("invalid hexadecimal literal", 1))),
            ("1jx", Some(("invalid imaginary literal", 1))),
            ("12", None),
            ("0", None),
            ("00", None),
            ("007.5", None),
            ("1e5", None),
            ("1if", None),
            ("0x1f", None),
            ("0_0", None),
        ] {
            let got = end(word, 0).err();
            let got = got.as_ref().map(|e| (e.message.as_str(), e.start));
            assert_eq!(got, want, "{word}");
        }
        assert!(end("0777", 0).is_err_and(|e| e.message.starts_with("leading zeros")));
        assert_eq!(end("1_000+2", 0), Ok(5));
    }
}
