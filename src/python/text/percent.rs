//! `text % values`: the old way of formatting.

use super::float::{self, Style};
use super::spec::pad;
use super::{Fault, Integer, LARGEST};

/// A piece of a text with `%` in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text as it stands (`%%` is the text `%`).
    Text(&'a str),
    /// A value to be put in.
    Value(Conversion<'a>),
}

/// How a value is put in: `%(name)-08.3f`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversion<'a> {
    /// The key to look up, if one stands in parentheses.
    pub name: Option<&'a str>,
    /// `-`: at the left of its field.
    pub left: bool,
    /// `+`.
    pub plus: bool,
    /// A space.
    pub blank: bool,
    /// `#`.
    pub alternate: bool,
    /// `0`.
    pub zero: bool,
    /// The least width, if given.
    pub width: Option<Amount>,
    /// What follows the point, if given.
    pub precision: Option<Amount>,
    /// The letter that ends it.
    pub kind: char,
    /// The letter's place in the text, in characters, for messages.
    pub at: usize,
}

/// A number in a conversion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// Written in the text.
    Given(usize),
    /// `*`: taken from the values.
    Taken,
}

/// Splits a text into its pieces. The values are taken in this order; a fault
/// is found when the piece before it has been put in, as CPython does: so the
/// list ends with it.
pub fn pieces(text: &str) -> (Vec<Piece<'_>>, Option<Fault>) {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        if at > 0 {
            pieces.push(Piece::Text(&rest[..at]));
        }
        let mut reader = Reader {
            text,
            rest: &rest[at + 1..],
        };
        match reader.conversion() {
            // With anything in between it is a conversion like others, which
            // takes a value and is not known.
            Ok(conversion) if conversion.kind == '%' && rest[at + 1..].starts_with('%') => {
                pieces.push(Piece::Text("%"));
            }
            Ok(conversion) => pieces.push(Piece::Value(conversion)),
            Err(fault) => return (pieces, Some(fault)),
        }
        rest = reader.rest;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    (pieces, None)
}

struct Reader<'a> {
    text: &'a str,
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn skip(&mut self, c: char) {
        self.rest = &self.rest[c.len_utf8()..];
    }

    fn conversion(&mut self) -> Result<Conversion<'a>, Fault> {
        let mut made = Conversion {
            name: self.name()?,
            left: false,
            plus: false,
            blank: false,
            alternate: false,
            zero: false,
            width: None,
            precision: None,
            kind: ' ',
            at: 0,
        };
        while let Some(c) = self.peek() {
            match c {
                '-' => made.left = true,
                '+' => made.plus = true,
                ' ' => made.blank = true,
                '#' => made.alternate = true,
                '0' => made.zero = true,
                _ => break,
            }
            self.skip(c);
        }
        made.width = self.amount("width too big")?;
        if self.peek() == Some('.') {
            self.skip('.');
            let given = self.amount("precision too big")?;
            made.precision = Some(given.unwrap_or(Amount::Given(0)));
        }
        if let Some(c @ ('h' | 'l' | 'L')) = self.peek() {
            self.skip(c);
        }
        let incomplete = || Fault::value("incomplete format");
        let kind = self.peek().ok_or_else(incomplete)?;
        made.at = super::spec::length(&self.text[..self.text.len() - self.rest.len()]);
        made.kind = kind;
        self.skip(kind);
        Ok(made)
    }

    /// A key in parentheses, which may hold such pairs.
    fn name(&mut self) -> Result<Option<&'a str>, Fault> {
        if self.peek() != Some('(') {
            return Ok(None);
        }
        let mut depth = 0;
        for (at, c) in self.rest.char_indices() {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                let name = &self.rest[1..at];
                self.rest = &self.rest[at + 1..];
                return Ok(Some(name));
            }
        }
        Err(Fault::value("incomplete format key"))
    }

    fn amount(&mut self, too_big: &'static str) -> Result<Option<Amount>, Fault> {
        if self.peek() == Some('*') {
            self.skip('*');
            return Ok(Some(Amount::Taken));
        }
        let mut value: Option<usize> = None;
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            let next = value.unwrap_or(0).saturating_mul(10);
            let next = next.saturating_add(digit as usize);
            if next > LARGEST {
                return Err(if next as u64 > i64::MAX as u64 {
                    Fault::value(too_big)
                } else {
                    Fault::memory()
                });
            }
            value = Some(next);
            self.rest = &self.rest[1..];
        }
        Ok(value.map(Amount::Given))
    }
}

impl Conversion<'_> {
    /// The fault of a letter that is not known.
    pub fn unsupported(&self) -> Fault {
        let shown = if (' '..='~').contains(&self.kind) {
            self.kind
        } else {
            '?'
        };
        Fault::value(format!(
            "unsupported format character '{shown}' (0x{:x}) at index {}",
            u32::from(self.kind),
            self.at
        ))
    }

    fn in_field(&self, text: &str, width: usize) -> String {
        pad(text, width, ' ', if self.left { '<' } else { '>' })
    }

    /// `%s`, `%r`, `%a` and `%c` of the text that the value gives.
    pub fn text(&self, text: &str, width: usize, precision: Option<usize>) -> String {
        let most = precision.filter(|_| self.kind != 'c').unwrap_or(usize::MAX);
        let end = text
            .char_indices()
            .nth(most)
            .map_or(text.len(), |(at, _)| at);
        self.in_field(&text[..end], width)
    }

    /// A number in its field: sign, prefix and digits, with zeros between them.
    fn number(&self, negative: bool, prefix: &str, digits: &str, width: usize) -> String {
        let sign = match (negative, self.plus, self.blank) {
            (true, _, _) => "-",
            (false, true, _) => "+",
            (false, false, true) => " ",
            (false, false, false) => "",
        };
        if self.zero && !self.left {
            let room = width.saturating_sub(sign.len() + prefix.len());
            return format!("{sign}{prefix}{}", pad(digits, room, '0', '>'));
        }
        self.in_field(&format!("{sign}{prefix}{digits}"), width)
    }

    /// `%d`, `%i`, `%u`, `%o`, `%x` and `%X`.
    pub fn integer(
        &self,
        n: &Integer,
        width: usize,
        precision: Option<usize>,
    ) -> Result<String, Fault> {
        let (base, prefix) = match self.kind {
            'o' => (8, "0o"),
            'x' => (16, "0x"),
            'X' => (16, "0X"),
            _ => (10, ""),
        };
        let digits = match base {
            10 => super::integer::decimal(n)?
                .trim_start_matches('-')
                .to_owned(),
            _ => n.digits(base),
        };
        let mut digits = pad(&digits, precision.unwrap_or(0), '0', '>');
        if self.kind == 'X' {
            digits.make_ascii_uppercase();
        }
        let prefix = if self.alternate { prefix } else { "" };
        Ok(self.number(n.is_negative(), prefix, &digits, width))
    }

    /// `%e`, `%f`, `%g` and their capitals.
    pub fn float(&self, x: f64, width: usize, precision: Option<usize>) -> String {
        let precision = precision.unwrap_or(6);
        let style = match self.kind.to_ascii_lowercase() {
            'e' => Style::Exponent(precision),
            'g' => Style::General(precision),
            _ => Style::Fixed(precision),
        };
        let mut text = float::text(x, style, false, self.alternate);
        if self.kind.is_ascii_uppercase() {
            text.make_ascii_uppercase();
        }
        let negative = text.starts_with('-');
        self.number(negative, "", text.trim_start_matches('-'), width)
    }
}

#[cfg(test)]
mod tests {
    use super::super::oracle::{Cases, bits, compare};
    use super::*;

    fn only(text: &str) -> Conversion<'_> {
        match &pieces(text).0[..] {
            [Piece::Value(conversion)] => conversion.clone(),
            other => panic!("{other:?}"),
        }
    }

    fn amount(amount: Option<Amount>) -> Option<usize> {
        amount.map(|amount| match amount {
            Amount::Given(given) => given,
            Amount::Taken => 0,
        })
    }

    #[test]
    fn a_text_falls_into_pieces() {
        let (found, fault) = pieces("a %(k(e)y)-5s %% %*.*f %");
        assert_eq!(found.len(), 7);
        assert!(matches!(&found[1], Piece::Value(c) if c.name == Some("k(e)y") && c.left));
        assert!(matches!(&found[3], Piece::Text("%")));
        assert_eq!(fault, Some(Fault::value("incomplete format")));
        let fault = only("%가").unsupported();
        assert_eq!(
            fault.message,
            "unsupported format character '?' (0xac00) at index 1"
        );
    }

    #[test]
    fn numbers_are_put_in_as_python_does() {
        let mut cases = Cases::new(1);
        let list = (0..8000)
            .map(|_| {
                let flags = cases.text(&["-", "+", " ", "#", "0"], 3);
                let width = cases.pick(&["", "3", "12"]);
                let precision = cases.pick(&["", ".0", ".3", ".12", "."]);
                let kind = cases.pick(&["d", "i", "o", "x", "X", "e", "E", "f", "F", "g", "G"]);
                let text = format!("%{flags}{width}{precision}{kind}");
                let conversion = only(&text);
                let (width, precision) = (
                    amount(conversion.width).unwrap_or(0),
                    amount(conversion.precision),
                );
                if "diouxX".contains(kind) {
                    let n = cases.integer();
                    let value = super::super::integer::parse(&n, 10).unwrap();
                    let ours = conversion.integer(&value, width, precision);
                    (vec![text.clone().into(), n.into(), true.into()], ours)
                } else {
                    let x = cases.float();
                    let ours = conversion.float(x, width, precision);
                    (vec![text.clone().into(), bits(x), false.into()], Ok(ours))
                }
            })
            .collect();
        compare(
            "f = lambda s, v, whole: s % (int(v) if whole else bits(v))",
            list,
        );
    }
}
