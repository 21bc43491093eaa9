//! The replacement fields of `str.format`: `{name.attribute[key]!r:spec}`.

use super::Fault;

/// A piece of a format text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text as it stands.
    Text(&'a str),
    /// A value to be put in.
    Field(Field<'a>),
}

/// A replacement field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field<'a> {
    /// Which value: may be empty.
    pub name: &'a str,
    /// `r`, `s` or `a`, if given; another letter is a fault of whoever converts.
    pub conversion: Option<char>,
    /// The specification, in which fields may stand again.
    pub spec: &'a str,
}

/// Splits a format text. The list ends at the first fault, as the pieces before
/// it are put in before CPython finds it.
pub fn pieces(text: &str) -> (Vec<Piece<'_>>, Option<Fault>) {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let Some(at) = rest.find(['{', '}']) else {
            pieces.push(Piece::Text(rest));
            break;
        };
        let mark = rest.as_bytes()[at];
        let after = &rest[at + 1..];
        let doubled = after.as_bytes().first() == Some(&mark);
        let kept = if doubled { at + 1 } else { at };
        if doubled || after.is_empty() || mark == b'}' {
            if !doubled {
                let which = char::from(mark);
                let message = format!("Single '{which}' encountered in format string");
                return (pieces, Some(Fault::value(message)));
            }
            pieces.push(Piece::Text(&rest[..kept]));
            rest = &rest[at + 2..];
            continue;
        }
        if at > 0 {
            pieces.push(Piece::Text(&rest[..at]));
        }
        match field(after) {
            Ok((field, next)) => {
                pieces.push(Piece::Field(field));
                rest = next;
            }
            Err(fault) => return (pieces, Some(fault)),
        }
    }
    (pieces, None)
}

/// Reads a field after its `{`; what follows its `}` is the rest.
fn field(text: &str) -> Result<(Field<'_>, &str), Fault> {
    let unclosed = || Fault::value("expected '}' before end of string");
    let mut in_key = false;
    let mut found = None;
    for (at, c) in text.char_indices() {
        match c {
            _ if in_key => in_key = c != ']',
            '[' => in_key = true,
            '{' => return Err(Fault::value("unexpected '{' in field name")),
            '}' | ':' | '!' => {
                found = Some((at, c));
                break;
            }
            _ => {}
        }
    }
    let (at, end) = found.ok_or_else(unclosed)?;
    let (name, mut rest) = (&text[..at], &text[at + 1..]);
    let mut field = Field {
        name,
        conversion: None,
        spec: "",
    };
    if end == '}' {
        return Ok((field, rest));
    }
    if end == '!' {
        let mut chars = rest.chars();
        let letter = chars
            .next()
            .ok_or_else(|| Fault::value("end of string while looking for conversion specifier"))?;
        field.conversion = Some(letter);
        let after = chars.next();
        rest = chars.as_str();
        match after {
            Some('}') => return Ok((field, rest)),
            None | Some(':') => {}
            Some(_) => {
                return Err(Fault::value("expected ':' after conversion specifier"));
            }
        }
    }
    let mut depth = 1;
    for (at, c) in rest.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            field.spec = &rest[..at];
            return Ok((field, &rest[at + 1..]));
        }
    }
    Err(Fault::value("unmatched '{' in format spec"))
}

/// A step from a value to the one that is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// `.name`
    Attribute(&'a str),
    /// `[7]`
    Index(i64),
    /// `[key]`
    Key(&'a str),
}

/// What a field's name begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First<'a> {
    /// Nothing: the next argument in order.
    Next,
    /// An argument by its number.
    Number(usize),
    /// A keyword argument.
    Name(&'a str),
}

/// Splits a field's name into its first part and the steps from there.
pub fn path(name: &str) -> Result<(First<'_>, Vec<Step<'_>>), Fault> {
    let end = name.find(['.', '[']).unwrap_or(name.len());
    let (first, mut rest) = name.split_at(end);
    let first = match first {
        "" => First::Next,
        digits if digits.bytes().all(|b| b.is_ascii_digit()) => {
            let too_many = || Fault::value("Too many decimal digits in format string");
            First::Number(digits.parse().map_err(|_| too_many())?)
        }
        name => First::Name(name),
    };
    let mut steps = Vec::new();
    while let Some(mark) = rest.chars().next() {
        let empty = || Fault::value("Empty attribute in format string");
        if mark == '.' {
            let end = rest[1..].find(['.', '[']).map_or(rest.len(), |at| at + 1);
            if end == 1 {
                return Err(empty());
            }
            steps.push(Step::Attribute(&rest[1..end]));
            rest = &rest[end..];
        } else if mark == '[' {
            let missing = || Fault::value("Missing ']' in format string");
            let end = rest.find(']').ok_or_else(missing)?;
            let key = &rest[1..end];
            if key.is_empty() {
                return Err(empty());
            }
            let digits = key.bytes().all(|b| b.is_ascii_digit());
            steps.push(match key.parse() {
                Ok(index) if digits => Step::Index(index),
                _ if digits => {
                    return Err(Fault::value("Too many decimal digits in format string"));
                }
                _ => Step::Key(key),
            });
            rest = &rest[end + 1..];
        } else {
            let message = "Only '.' or '[' may follow ']' in format field specifier";
            return Err(Fault::value(message));
        }
    }
    Ok((first, steps))
}

#[cfg(test)]
mod tests {
    use super::super::oracle::{Cases, compare};
    use super::*;

    /// The pieces as Python's own parser would list them.
    fn listed(text: &str) -> Result<String, Fault> {
        let (found, fault) = pieces(text);
        if let Some(fault) = fault {
            return Err(fault);
        }
        let shown = super::super::repr::string;
        let mut literal = String::new();
        let mut out = String::new();
        for piece in found {
            match piece {
                Piece::Text(text) => literal.push_str(text),
                Piece::Field(field) => {
                    let conversion = field
                        .conversion
                        .map_or("None".to_owned(), |c| shown(&c.to_string()));
                    out += &format!(
                        "{} {} {} {conversion}; ",
                        shown(&std::mem::take(&mut literal)),
                        shown(field.name),
                        shown(field.spec),
                    );
                }
            }
        }
        Ok(out + &shown(&literal))
    }

    #[test]
    fn texts_fall_into_fields_as_in_python() {
        let mut cases = Cases::new(1);
        let parts = [
            "{",
            "}",
            "a",
            "0",
            ":",
            "!",
            "r",
            "[",
            "]",
            ".",
            "{}",
            "{0}",
            "{{",
            "}}",
            "{x!r:>{w}}",
        ];
        let list = (0..8000)
            .map(|_| {
                let text = cases.text(&parts, 6);
                (vec![text.clone().into()], listed(&text))
            })
            .collect();
        let body = "
import string
def f(s):
    out, text = '', ''
    for t, n, spec, c in string.Formatter().parse(s):
        text += t
        if n is not None:
            out += f'{text!r} {n!r} {spec!r} {c!r}; '
            text = ''
    return out + repr(text)";
        compare(body, list);
    }

    #[test]
    fn names_fall_into_steps() {
        assert_eq!(
            path("0.real[3][key].x"),
            Ok((
                First::Number(0),
                vec![
                    Step::Attribute("real"),
                    Step::Index(3),
                    Step::Key("key"),
                    Step::Attribute("x")
                ]
            ))
        );
        assert_eq!(path(""), Ok((First::Next, vec![])));
        assert_eq!(path("name"), Ok((First::Name("name"), vec![])));
        for (name, message) in [
            ("a.", "Empty attribute in format string"),
            ("a[]", "Empty attribute in format string"),
            ("a[0", "Missing ']' in format string"),
            (
                "a[0]b",
                "Only '.' or '[' may follow ']' in format field specifier",
            ),
        ] {
            assert_eq!(path(name), Err(Fault::value(message)));
        }
    }
}
