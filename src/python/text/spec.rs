//! The format specification of `format()`, f-strings and `str.format`:
//! `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`.

use super::{Fault, LARGEST};

/// A format specification, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spec {
    /// What the field is filled up with.
    pub fill: char,
    /// `<`, `>`, `^` or `=`.
    pub align: char,
    /// `+`, `-` or a space, if given.
    pub sign: Option<char>,
    /// `z`: no negative zero.
    pub no_negative_zero: bool,
    /// `#`.
    pub alternate: bool,
    /// The least number of characters.
    pub width: usize,
    /// `,` or `_` between groups of digits, if given.
    pub grouping: Option<char>,
    /// What follows the point, if given.
    pub precision: Option<usize>,
    /// The letter at the end, if given.
    pub kind: Option<char>,
}

/// What a value is formatted as; it decides what is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Aligned left.
    Text,
    /// Aligned right, in decimal digits.
    Integer,
    /// Aligned right.
    Float,
}

fn is_align(c: char) -> bool {
    matches!(c, '<' | '>' | '=' | '^')
}

impl Spec {
    /// Reads a specification for a value of a kind; `class` is for messages.
    pub fn parse(text: &str, subject: Subject, class: &str) -> Result<Spec, Fault> {
        let mut rest = Reader(text);
        let default_align = if subject == Subject::Text { '<' } else { '>' };
        let (fill, align) = rest.fill_and_align();
        let mut spec = Spec {
            fill: fill.unwrap_or(' '),
            align: align.unwrap_or(default_align),
            sign: rest.take(|c| matches!(c, ' ' | '+' | '-')),
            no_negative_zero: rest.take(|c| c == 'z').is_some(),
            alternate: rest.take(|c| c == '#').is_some(),
            width: 0,
            grouping: None,
            precision: None,
            kind: None,
        };
        if fill.is_none() && rest.take(|c| c == '0').is_some() {
            spec.fill = '0';
            if align.is_none() && default_align == '>' {
                spec.align = '=';
            }
        }
        spec.width = rest.number()?.unwrap_or(0);
        spec.grouping = rest.grouping()?;
        if rest.take(|c| c == '.').is_some() {
            let missing = || Fault::value("Format specifier missing precision");
            spec.precision = Some(rest.number()?.ok_or_else(missing)?);
        }
        spec.kind = rest.take(|_| true);
        if !rest.0.is_empty() {
            return Err(Fault::value(format!(
                "Invalid format specifier '{text}' for object of type '{class}'"
            )));
        }
        spec.check_grouping(subject)?;
        if spec.width.max(spec.precision.unwrap_or(0)) > LARGEST {
            return Err(Fault::memory());
        }
        Ok(spec)
    }

    fn check_grouping(&self, subject: Subject) -> Result<(), Fault> {
        let Some(grouping) = self.grouping else {
            return Ok(());
        };
        let kind = match (self.kind, subject) {
            (None, Subject::Text) => 's',
            (None, _) => return Ok(()),
            (Some(kind), _) => kind,
        };
        match kind {
            'd' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F' => Ok(()),
            'b' | 'o' | 'x' | 'X' if grouping == '_' => Ok(()),
            _ => Err(Fault::value(format!(
                "Cannot specify '{grouping}' with {}.",
                shown(kind)
            ))),
        }
    }

    /// Fills a text up to the width. `default` is the side without an alignment.
    pub fn pad(&self, text: &str) -> String {
        pad(text, self.width, self.fill, self.align)
    }
}

/// Fills a text up to a width in characters: `<` after it, `^` on both sides,
/// otherwise before it.
pub fn pad(text: &str, width: usize, fill: char, align: char) -> String {
    let missing = width.saturating_sub(length(text));
    if missing == 0 {
        return text.to_owned();
    }
    let left = match align {
        '<' => 0,
        '^' => missing / 2,
        _ => missing,
    };
    let mut out = String::with_capacity(text.len() + missing * fill.len_utf8());
    out.extend(std::iter::repeat_n(fill, left));
    out.push_str(text);
    out.extend(std::iter::repeat_n(fill, missing - left));
    out
}

/// The number of characters.
pub fn length(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.chars().count()
    }
}

/// A type letter as messages show it.
fn shown(kind: char) -> String {
    if (' '..='\x7f').contains(&kind) && kind > ' ' {
        format!("'{kind}'")
    } else {
        format!("'\\x{:x}'", u32::from(kind))
    }
}

/// The fault of a type letter that a value does not have.
pub fn unknown_kind(kind: char, class: &str) -> Fault {
    Fault::value(format!(
        "Unknown format code {} for object of type '{class}'",
        shown(kind)
    ))
}

/// What is still to be read.
struct Reader<'a>(&'a str);

impl Reader<'_> {
    fn take(&mut self, test: impl Fn(char) -> bool) -> Option<char> {
        let c = self.0.chars().next().filter(|&c| test(c))?;
        self.0 = &self.0[c.len_utf8()..];
        Some(c)
    }

    fn fill_and_align(&mut self) -> (Option<char>, Option<char>) {
        let mut chars = self.0.chars();
        let (first, second) = (chars.next(), chars.next());
        if let (Some(fill), Some(align)) = (first, second)
            && is_align(align)
        {
            self.0 = chars.as_str();
            return (Some(fill), Some(align));
        }
        (None, self.take(is_align))
    }

    fn number(&mut self) -> Result<Option<usize>, Fault> {
        let mut value: Option<usize> = None;
        while let Some(c) = self.0.chars().next() {
            let Some(digit) = super::chars::decimal(c) else {
                break;
            };
            self.0 = &self.0[c.len_utf8()..];
            let next = (value.unwrap_or(0))
                .checked_mul(10)
                .and_then(|value| value.checked_add(usize::from(digit)))
                // CPython's own limit, on every machine.
                .filter(|&value| value as u64 <= i64::MAX as u64);
            let too_many = || Fault::value("Too many decimal digits in format string");
            value = Some(next.ok_or_else(too_many)?);
        }
        Ok(value)
    }

    fn grouping(&mut self) -> Result<Option<char>, Fault> {
        let comma = self.take(|c| c == ',');
        let underscore = self.take(|c| c == '_');
        let both = comma.is_some() && underscore.is_some();
        if both || (underscore.is_some() && self.0.starts_with(',')) {
            return Err(Fault::value("Cannot specify both ',' and '_'."));
        }
        Ok(comma.or(underscore))
    }
}
