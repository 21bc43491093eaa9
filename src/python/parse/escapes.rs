//! Escapes in texts that mean no character, in CPython's words.

/// What is wrong with the first such escape at a place or behind it in its
/// line. Positions count the bytes of the text between the quotes.
pub(super) fn wrong_escape(text: &str, at: u32) -> Option<String> {
    let at = (at as usize).min(text.len());
    let line = text.get(..at)?.rfind('\n').map_or(0, |i| i + 1);
    let before = text.get(line..at)?;
    // The quote that the text begins with: the last one before the place, or
    // the first one behind it.
    let rest = match before.rfind(['"', '\'']) {
        Some(quote) if !text[at..].starts_with(['"', '\'']) => &text[line + quote + 1..],
        _ => {
            let quote = text[at..].find(['"', '\''])?;
            text[at + quote..].trim_start_matches(['"', '\''])
        }
    };
    wrong(rest)
}

fn wrong(content: &str) -> Option<String> {
    let bytes = content.as_bytes();
    let mut i = 0;
    while i + 1 < bytes.len() {
        if bytes[i] != b'\\' {
            i += 1;
            continue;
        }
        let (wanted, name) = match bytes[i + 1] {
            b'x' => (2, "\\xXX"),
            b'u' => (4, "\\uXXXX"),
            b'U' => (8, "\\UXXXXXXXX"),
            b'N' => {
                let end = content.get(i..)?.find('}').map_or(i + 1, |e| i + e);
                return Some(format!(
                    "(unicode error) 'unicodeescape' codec can't decode bytes in position \
                     {i}-{end}: unknown Unicode character name"
                ));
            }
            _ => {
                i += 2;
                continue;
            }
        };
        let digits = bytes[i + 2..]
            .iter()
            .take(wanted)
            .take_while(|b| b.is_ascii_hexdigit())
            .count();
        if digits < wanted {
            return Some(format!(
                "(unicode error) 'unicodeescape' codec can't decode bytes in position {i}-{}: \
                 truncated {name} escape",
                i + 1 + digits
            ));
        }
        i += 2 + wanted;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_windows_is_told_as_cpython_tells_it() {
        let m = wrong("C:\\Users\"").unwrap_or_default();
        assert!(
            m.contains("position 2-3: truncated \\UXXXXXXXX escape"),
            "{m}"
        );
        let m = wrong("\\x1\"").unwrap_or_default();
        assert!(m.contains("position 0-2: truncated \\xXX escape"), "{m}");
        assert_eq!(wrong("a\\n\\x41\""), None);
    }
}
