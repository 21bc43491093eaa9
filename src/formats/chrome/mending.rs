//! Where events go on behind damage: a recorder that wrote half an event, a
//! text cut and glued, a byte that is no JSON should cost one event, not all
//! that follow.

use super::members::{Habit, Members};
use crate::formats::json::{Broken, Scanner};

/// An event longer than this is not waited for while looking: a quote that
/// is never closed would otherwise hold the whole file.
const LONGEST: usize = 1 << 20;

/// How many bytes may be gone over in vain within a file: damage that looks like
/// a beginning at every byte must not cost the square of its length.
pub(super) const MOST_IN_VAIN: usize = 1 << 26;

/// What was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Next {
    /// An event begins here.
    At(usize),
    /// None yet; what lies before this place need not be kept. Whether one
    /// may begin there.
    More(usize, bool),
    /// None will be looked for any more.
    Never,
}

/// The next event of a text behind damage: an object with a phase, that
/// follows the end of an object, a comma, or the end of a line; or stands at
/// the beginning of the text, if one `may_begin` there. A text within the
/// damaged event cannot be taken for one, since its quotes are escaped; an
/// object within its arguments has no phase.
pub(super) fn next_event(text: &[u8], may_begin: bool, ended: bool, in_vain: &mut usize) -> Next {
    // Since where an event may begin, over blanks.
    let mut since = may_begin.then_some(0);
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'{' => {
                if since.take().is_some() {
                    match event_at(&text[at..], ended, in_vain) {
                        Some(true) => return Next::At(at),
                        None => return Next::More(at, true),
                        Some(false) if *in_vain >= MOST_IN_VAIN => return Next::Never,
                        Some(false) => {}
                    }
                }
            }
            b'}' | b',' | b'\n' => since = Some(at),
            b' ' | b'\t' | b'\r' => {}
            _ => since = None,
        }
    }
    Next::More(since.unwrap_or(text.len()), since.is_some())
}

/// Whether a text begins with an event; none if its end is not there yet.
fn event_at(text: &[u8], ended: bool, in_vain: &mut usize) -> Option<bool> {
    let mut scanner = Scanner::new(text);
    let mut members = Members::default();
    let result = members.read(&mut scanner, &mut Habit::default());
    let is = matches!(result, Ok(true)) && members.ph.is_some();
    if result == Err(Broken::Ended) && !ended && text.len() < LONGEST {
        return None;
    }
    if !is {
        *in_vain = in_vain.saturating_add(scanner.at());
    }
    Some(is)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(text: &str, ended: bool) -> Next {
        next_event(text.as_bytes(), true, ended, &mut 0)
    }

    #[test]
    fn the_next_object_with_a_phase() {
        for (text, expected) in [
            (r#"{"ph":"X"}"#, Next::At(0)),
            (r#" ,{"ph":"X"}"#, Next::At(2)),
            (r#"oops},{"ph":"X"}]"#, Next::At(6)),
            ("oops\n{\"ph\":\"X\"}]", Next::At(5)),
            (r#"x","args":[{"a":1},{"b":2}]},{"ph":"E"}"#, Next::At(29)),
            (r#"a {"ph":"X"}"#, Next::More(11, true)),
            (r#"oops},{"ph":"X"#, Next::More(14, false)),
            (r#"oops} , "#, Next::More(6, true)),
            ("", Next::More(0, true)),
        ] {
            assert_eq!(next(text, true), expected, "{text}");
        }
        assert_eq!(next(r#"oops},{"ph":"X"#, false), Next::More(6, true));
    }

    #[test]
    fn what_looks_like_a_beginning_everywhere_ends() {
        let text = "{\"a\":\n".repeat(1 << 16);
        let mut in_vain = 0;
        assert_eq!(
            next_event(text.as_bytes(), true, true, &mut in_vain),
            Next::Never
        );
    }
}
