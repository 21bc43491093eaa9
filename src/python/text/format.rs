//! What `format(value, spec)` gives for text, integers and floats.

use std::borrow::Cow;

use super::float::{self, Style};
use super::spec::{Spec, Subject, unknown_kind};
use super::{Fault, Integer};

/// What `format(text, spec)` gives.
pub fn string(text: &str, spec: &str) -> Result<String, Fault> {
    if spec.is_empty() {
        return Ok(text.to_owned());
    }
    let spec = Spec::parse(spec, Subject::Text, "str")?;
    if let Some(kind) = spec.kind.filter(|&kind| kind != 's') {
        return Err(unknown_kind(kind, "str"));
    }
    let refused = match spec.sign {
        Some(' ') => Some("Space not allowed in string format specifier"),
        Some(_) => Some("Sign not allowed in string format specifier"),
        None if spec.no_negative_zero => {
            Some("Negative zero coercion (z) not allowed in string format specifier")
        }
        None if spec.alternate => Some("Alternate form (#) not allowed in string format specifier"),
        None if spec.align == '=' => Some("'=' alignment not allowed in string format specifier"),
        None => None,
    };
    if let Some(message) = refused {
        return Err(Fault::value(message));
    }
    Ok(match spec.precision {
        None => spec.pad(text),
        Some(most) => {
            let end = text
                .char_indices()
                .nth(most)
                .map_or(text.len(), |(at, _)| at);
            spec.pad(&text[..end])
        }
    })
}

/// What `format(n, spec)` gives; `class` (`int` or `bool`) is for messages.
pub fn integer(n: &Integer, spec: &str, class: &str) -> Result<String, Fault> {
    if spec.is_empty() {
        return super::integer::decimal(n);
    }
    let spec = Spec::parse(spec, Subject::Integer, class)?;
    match spec.kind.unwrap_or('d') {
        'b' | 'o' | 'x' | 'X' | 'd' | 'n' => whole(n, &spec),
        'c' => character(n, &spec),
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%' => float_with(n.to_float()?, &spec, class),
        kind => Err(unknown_kind(kind, class)),
    }
}

fn refuse_float_options(spec: &Spec) -> Result<(), Fault> {
    if spec.precision.is_some() {
        return Err(Fault::value(
            "Precision not allowed in integer format specifier",
        ));
    }
    if spec.no_negative_zero {
        return Err(Fault::value(
            "Negative zero coercion (z) not allowed in integer format specifier",
        ));
    }
    Ok(())
}

fn whole(n: &Integer, spec: &Spec) -> Result<String, Fault> {
    refuse_float_options(spec)?;
    let (base, prefix, group) = match spec.kind {
        Some('b') => (2, "0b", 4),
        Some('o') => (8, "0o", 4),
        Some('x') => (16, "0x", 4),
        Some('X') => (16, "0X", 4),
        _ => (10, "", 3),
    };
    let mut digits = match n {
        Integer::Small(small) if base == 10 => small.unsigned_abs().to_string(),
        n if base == 10 => super::integer::decimal(n)?
            .trim_start_matches('-')
            .to_owned(),
        n => n.digits(base),
    };
    if spec.kind == Some('X') {
        digits.make_ascii_uppercase();
    }
    let prefix = if spec.alternate { prefix } else { "" };
    Ok(number(spec, n.is_negative(), prefix, &digits, "", group))
}

fn character(n: &Integer, spec: &Spec) -> Result<String, Fault> {
    refuse_float_options(spec)?;
    if spec.sign.is_some() {
        return Err(Fault::value(
            "Sign not allowed with integer format specifier 'c'",
        ));
    }
    if spec.alternate {
        return Err(Fault::value(
            "Alternate form (#) not allowed with integer format specifier 'c'",
        ));
    }
    let Integer::Small(code) = n else {
        return Err(Fault::overflow("Python int too large to convert to C long"));
    };
    let c = u32::try_from(*code).ok().and_then(char::from_u32);
    let outside = || Fault::overflow("%c arg not in range(0x110000)");
    Ok(spec.pad(&c.ok_or_else(outside)?.to_string()))
}

/// What `format(x, spec)` gives.
pub fn float(x: f64, spec: &str) -> Result<String, Fault> {
    if spec.is_empty() {
        return Ok(float::repr(x));
    }
    float_with(x, &Spec::parse(spec, Subject::Float, "float")?, "float")
}

fn float_with(x: f64, spec: &Spec, class: &str) -> Result<String, Fault> {
    let body = float_body(x, spec, class, true)?;
    let (negative, body) = match body.strip_prefix('-') {
        Some(body) => (true, body),
        None => (false, body.as_str()),
    };
    let split = body
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(body.len());
    let (digits, rest) = body.split_at(split);
    Ok(number(spec, negative, "", digits, rest, 3))
}

/// The number without padding and grouping; `dot_zero` where no letter says how.
fn float_body(x: f64, spec: &Spec, class: &str, dot_zero: bool) -> Result<String, Fault> {
    let precision = spec.precision.unwrap_or(6);
    let (style, dot_zero, upper) = match (spec.kind, spec.precision) {
        (None, None) => (Style::Shortest, dot_zero, false),
        (None, Some(precision)) => (Style::General(precision), dot_zero, false),
        (Some(kind), _) => {
            let style = match kind {
                'e' | 'E' => Style::Exponent(precision),
                'f' | 'F' | '%' => Style::Fixed(precision),
                'g' | 'G' | 'n' => Style::General(precision),
                _ => return Err(unknown_kind(kind, class)),
            };
            (style, false, kind.is_ascii_uppercase())
        }
    };
    let scaled = if spec.kind == Some('%') { x * 100.0 } else { x };
    let mut body = float::text(scaled, style, dot_zero, spec.alternate);
    if spec.no_negative_zero && !body.contains(|c| ('1'..='9').contains(&c)) && x.is_finite() {
        body = body.trim_start_matches('-').to_owned();
    }
    if upper {
        body.make_ascii_uppercase();
    }
    if spec.kind == Some('%') {
        body.push('%');
    }
    Ok(body)
}

/// What `format(re + im·j, spec)` gives.
pub fn complex(re: f64, im: f64, spec: &str) -> Result<String, Fault> {
    if spec.is_empty() {
        return Ok(complex_repr(re, im));
    }
    let spec = Spec::parse(spec, Subject::Float, "complex")?;
    if let Some(kind) = spec.kind.filter(|kind| !"eEfFgGn".contains(*kind)) {
        return Err(unknown_kind(kind, "complex"));
    }
    if spec.fill == '0' {
        return Err(Fault::value(
            "Zero padding is not allowed in complex format specifier",
        ));
    }
    if spec.align == '=' {
        return Err(Fault::value(
            "'=' alignment flag is not allowed in complex format specifier",
        ));
    }
    let part = |x: f64, sign: Option<char>| {
        let plain = Spec {
            width: 0,
            fill: ' ',
            align: '>',
            sign,
            ..spec.clone()
        };
        let text = float_body(x, &plain, "complex", false)?;
        let (negative, body) = (text.starts_with('-'), text.trim_start_matches('-'));
        let split = body
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(body.len());
        Ok(number(
            &plain,
            negative,
            "",
            &body[..split],
            &body[split..],
            3,
        ))
    };
    let text = match (spec.kind, re == 0.0 && re.is_sign_positive()) {
        (None, true) => format!("{}j", part(im, spec.sign)?),
        (None, false) => format!("({}{}j)", part(re, spec.sign)?, part(im, Some('+'))?),
        (Some(_), _) => format!("{}{}j", part(re, spec.sign)?, part(im, Some('+'))?),
    };
    Ok(spec.pad(&text))
}

/// What `repr` of a complex number gives.
pub fn complex_repr(re: f64, im: f64) -> String {
    let part = |x| float::text(x, Style::Shortest, false, false);
    if re == 0.0 && re.is_sign_positive() {
        return format!("{}j", part(im));
    }
    let sign = if im.is_nan() || im.is_sign_positive() {
        "+"
    } else {
        ""
    };
    format!("({}{sign}{}j)", part(re), part(im))
}

/// A number in its field: sign, prefix, digits in groups, rest, padding.
fn number(
    spec: &Spec,
    negative: bool,
    prefix: &str,
    digits: &str,
    rest: &str,
    group: usize,
) -> String {
    let sign = match (negative, spec.sign) {
        (true, _) => "-",
        (false, Some('+')) => "+",
        (false, Some(' ')) => " ",
        (false, _) => "",
    };
    let head = sign.len() + prefix.len();
    // Zeros in front of a number are digits: they are grouped too.
    let zeros = spec.fill == '0' && spec.align == '=';
    let digits = match spec.grouping {
        Some(separator) if !digits.is_empty() => {
            let least = if zeros {
                spec.width.saturating_sub(head + rest.len())
            } else {
                0
            };
            Cow::Owned(grouped(digits, separator, group, least))
        }
        _ => Cow::Borrowed(digits),
    };
    // All but the fill is ASCII.
    let missing = spec.width.saturating_sub(head + digits.len() + rest.len());
    let (before, between) = match spec.align {
        '<' => (0, 0),
        '^' => (missing / 2, 0),
        '=' => (0, missing),
        _ => (missing, 0),
    };
    let fill = |out: &mut String, n| out.extend(std::iter::repeat_n(spec.fill, n));
    let size = head + digits.len() + rest.len() + missing * spec.fill.len_utf8();
    let mut out = String::with_capacity(size);
    fill(&mut out, before);
    out.push_str(sign);
    out.push_str(prefix);
    fill(&mut out, between);
    out.push_str(&digits);
    out.push_str(rest);
    fill(&mut out, missing - before - between);
    out
}

/// Digits in groups from the right, with zeros before them up to a width, which
/// a separator never begins.
fn grouped(digits: &str, separator: char, group: usize, least: usize) -> String {
    let mut reversed = Vec::with_capacity(digits.len().max(least) * 4 / 3 + 1);
    let mut source = digits.bytes().rev();
    let mut left = digits.len();
    loop {
        let missing = least.saturating_sub(reversed.len());
        let take = group.min(left.max(missing).max(1));
        reversed.extend((0..take).map(|_| source.next().unwrap_or(b'0')));
        left = left.saturating_sub(take);
        if left == 0 && reversed.len() >= least {
            break;
        }
        reversed.push(separator as u8);
    }
    reversed.iter().rev().map(|&b| char::from(b)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::oracle::{Cases, bits, compare};
    use super::*;

    /// A specification that is mostly well made.
    fn spec(cases: &mut Cases, kinds: &[&str]) -> String {
        let mut part = |choices: &[&str], often: u64| -> String {
            if cases.below(10) < often {
                cases.pick(choices).to_owned()
            } else {
                String::new()
            }
        };
        let align = part(&["<", ">", "^", "=", "*<", "가>", "0=", "x^"], 4);
        let sign = part(&["+", "-", " "], 3);
        let flags = part(&["#", "z", "z#"], 2) + &part(&["0"], 2);
        let width = part(&["1", "5", "12", "20", "31"], 5);
        let grouping = part(&[",", "_", ",_", ",,", "_,"], 3);
        let precision = part(&[".0", ".1", ".2", ".3", ".10", ".", ".17"], 4);
        align + &sign + &flags + &width + &grouping + &precision + &part(kinds, 7)
    }

    #[test]
    fn recorded_formats() {
        for (x, spec, expected) in [
            (1_234_567.891, ",.2f", "1,234,567.89"),
            (0.12345, ".1%", "12.3%"),
            (-0.0, "z.1f", "0.0"),
            (1e6, "g", "1e+06"),
            (3.0, "g", "3"),
            (1234.5, "010,", "0,001,234.5"),
            (f64::INFINITY, "010", "0000000inf"),
        ] {
            assert_eq!(float(x, spec).unwrap(), expected, "{x} {spec}");
        }
        for (n, spec, expected) in [
            (255, "#010x", "0x000000ff"),
            (1_000_000, "_b", "1111_0100_0010_0100_0000"),
            (1234, "010,", "00,001,234"),
            (0x1F600, "c", "😀"),
            (42, "^+7", "  +42  "),
        ] {
            assert_eq!(integer(&Integer::Small(n), spec, "int").unwrap(), expected);
        }
        assert_eq!(string("코루틴", "*^9.2").unwrap(), "***코루****");
        assert_eq!(string("a", "99999999999"), Err(Fault::memory()));
    }

    #[test]
    fn floats_are_formatted_as_python_does() {
        let mut cases = Cases::new(1);
        let kinds = ["f", "F", "e", "E", "g", "G", "n", "%", "d", "s", "é"];
        let list = (0..8000)
            .map(|_| {
                let (x, spec) = (cases.float(), spec(&mut cases, &kinds));
                let ours = float(x, &spec);
                (vec![bits(x), spec.into()], ours)
            })
            .collect();
        compare("f = lambda x, s: format(bits(x), s)", list);
    }

    #[test]
    fn integers_are_formatted_as_python_does() {
        let mut cases = Cases::new(2);
        let kinds = [
            "d", "b", "o", "x", "X", "c", "n", "e", "f", "g", "%", "s", "\t",
        ];
        let list = (0..8000)
            .map(|_| {
                let (mut n, spec) = (cases.integer(), spec(&mut cases, &kinds));
                // Half of a surrogate pair is no text here.
                if n.len() == 5 && spec.ends_with('c') {
                    n.pop();
                }
                let ours = integer(&super::super::integer::parse(&n, 10).unwrap(), &spec, "int");
                (vec![n.into(), spec.into()], ours)
            })
            .collect();
        compare("f = lambda n, s: format(int(n), s)", list);
    }

    #[test]
    fn texts_are_formatted_as_python_does() {
        let mut cases = Cases::new(3);
        let list = (0..4000)
            .map(|_| {
                let text = cases.text(&["a", "가", "😀", " "], 7);
                let spec = spec(&mut cases, &["s", "s", "d"]);
                let ours = string(&text, &spec);
                (vec![text.into(), spec.into()], ours)
            })
            .collect();
        compare("f = lambda t, s: format(t, s)", list);
    }

    #[test]
    fn complex_numbers_are_formatted_as_python_does() {
        let mut cases = Cases::new(4);
        let list = (0..4000)
            .map(|_| {
                let (re, im) = (cases.float(), cases.float());
                let spec = spec(&mut cases, &["f", "e", "g", "G", "%", "d"]);
                let ours = complex(re, im, &spec);
                (vec![bits(re), bits(im), spec.into()], ours)
            })
            .collect();
        compare(
            "f = lambda re, im, s: format(complex(bits(re), bits(im)), s)",
            list,
        );
    }
}
