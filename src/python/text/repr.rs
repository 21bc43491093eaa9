//! Text and bytes as Python would write them in a program.

/// What `repr(text)` gives.
pub fn string(text: &str) -> String {
    quoted(text, super::chars::is_printable)
}

/// What `ascii(text)` gives: everything else escaped.
pub fn ascii(text: &str) -> String {
    quoted(text, |c| (' '..='~').contains(&c))
}

/// The mark that needs fewer escapes: `'`, unless only it occurs.
fn mark(single: bool, double: bool) -> char {
    if single && !double { '"' } else { '\'' }
}

fn quoted(text: &str, shown: impl Fn(char) -> bool) -> String {
    let mark = mark(text.contains('\''), text.contains('"'));
    let mut out = String::with_capacity(text.len() + 2);
    out.push(mark);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '\n' => out.push_str("\\n"),
            c if c == mark => out.extend(['\\', mark]),
            c if shown(c) => out.push(c),
            c => escape(u32::from(c), &mut out),
        }
    }
    out.push(mark);
    out
}

/// Appends `\xXX`, `\uXXXX` or `\UXXXXXXXX`, the shortest that does.
pub(super) fn escape(code: u32, out: &mut String) {
    out.push_str(&match code {
        0..0x100 => format!("\\x{code:02x}"),
        0x100..0x1_0000 => format!("\\u{code:04x}"),
        _ => format!("\\U{code:08x}"),
    });
}

/// What `ascii(object)` makes of the object's `repr`: only characters beyond
/// ASCII are escaped.
pub fn escape_non_ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            escape(u32::from(c), &mut out);
        }
    }
    out
}

/// What `repr(bytes)` gives.
pub fn bytes(bytes: &[u8]) -> String {
    let mark = mark(bytes.contains(&b'\''), bytes.contains(&b'"'));
    let mut out = String::with_capacity(bytes.len() + 3);
    out.extend(['b', mark]);
    for &byte in bytes {
        match byte {
            b'\\' => out.push_str("\\\\"),
            b'\t' => out.push_str("\\t"),
            b'\r' => out.push_str("\\r"),
            b'\n' => out.push_str("\\n"),
            byte if char::from(byte) == mark => out.extend(['\\', mark]),
            b' '..=b'~' => out.push(char::from(byte)),
            byte => escape(u32::from(byte), &mut out),
        }
    }
    out.push(mark);
    out
}

#[cfg(test)]
mod tests {
    use super::super::oracle::{Cases, compare};
    use super::*;

    #[test]
    fn texts_are_written_as_python_does() {
        let mut cases = Cases::new(1);
        let pieces = [
            "a",
            "'",
            "\"",
            "\\",
            "\n",
            "\t",
            "\r",
            "\0",
            "\x7f",
            "é",
            "\u{a0}",
            "가",
            "\u{200b}",
            "😀",
            "\u{e000}",
            "\u{378}",
            "\u{2028}",
            "\u{301}",
            "\u{ad}",
            "\u{10ffff}",
        ];
        let list = (0..2000)
            .map(|_| {
                let text = cases.text(&pieces, 6);
                let ours = format!(
                    "{} {} {} {}",
                    string(&text),
                    ascii(&text),
                    bytes(text.as_bytes()),
                    escape_non_ascii(&text)
                );
                (vec![text.into()], Ok(ours))
            })
            .collect();
        let body = "
class Shown:
    def __init__(self, s): self.s = s
    def __repr__(self): return self.s
f = lambda s: f'{s!r} {s!a} {s.encode()!r} {ascii(Shown(s))}'";
        compare(body, list);
    }
}
