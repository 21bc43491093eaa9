//! The way back into a list of events behind a place that is no JSON: an event
//! that was cut by another one, a comma that is missing, an escape that is none.
//!
//! What counts as an event again is an object that can be read to its end, has
//! a phase, and is followed by what can follow an event. Objects within the
//! arguments of a damaged event have no phase.

use super::members::{Habit, Members};
use crate::formats::json::{Broken, Kind, Scanner};

/// So many bytes of a file may be read in vain: text by chance is full of
/// beginnings.
const MOST_IN_VAIN: u64 = 64 << 20;
/// Longer than this nothing is taken for an event behind damage.
const LONGEST: usize = 4 << 20;

/// Where it goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Next {
    /// With the event at this byte.
    Event(usize),
    /// Nothing can be told of what begins here before more of the file is read.
    More(usize),
    /// Nowhere.
    Never,
}

/// Looks for the next event from a byte on. `ended` if the text is all that is
/// left of the file; `vain` counts what was read in vain.
pub(super) fn next_event(text: &[u8], from: usize, ended: bool, vain: &mut u64) -> Next {
    let mut at = from.min(text.len());
    loop {
        let Some(open) = text[at..].iter().position(|byte| *byte == b'{') else {
            return if ended {
                Next::Never
            } else {
                Next::More(text.len())
            };
        };
        let here = at + open;
        let mut scanner = Scanner::new(&text[here..]);
        let mut members = Members::default();
        let read = members.read(&mut scanner, &mut Habit::default());
        let may_grow = !ended && text.len() - here < LONGEST;
        let has_phase = members.ph.is_some_and(|ph| ph.kind == Kind::String);
        match read {
            Ok(true) if has_phase => match scanner.peek() {
                Some(b',' | b']' | b'{') => return Next::Event(here),
                None if ended => return Next::Event(here),
                None if may_grow => return Next::More(here),
                _ => {}
            },
            Err(Broken::Ended) if may_grow => return Next::More(here),
            _ => {}
        }
        *vain = vain.saturating_add(scanner.at() as u64);
        if *vain > MOST_IN_VAIN {
            return Next::Never;
        }
        at = here + 1;
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn it_goes_on_where_an_event_is_whole() {
        for (text, ended, expected) in [
            (r#"x"},{"ph":"i","ts":1},"#, false, Next::Event(4)),
            (r#"x"},{"ph":"i","ts":1}"#, true, Next::Event(4)),
            (r#"x"},{"ph":"i","ts":1}"#, false, Next::More(4)),
            (r#"x"},{"ph":"i","ts":"#, false, Next::More(4)),
            (r#"x"},{"ph":"i","ts":"#, true, Next::Never),
            // What has no phase is within an event.
            (r#"{"a":{"b":1}},{"ph":"i"}]"#, false, Next::Event(14)),
            (r#"{"ph":3},{"ph":"i"}{"#, false, Next::Event(9)),
            ("nothing here", false, Next::More(12)),
            ("nothing here", true, Next::Never),
        ] {
            assert_eq!(
                next_event(text.as_bytes(), 0, ended, &mut 0),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_read_in_vain_has_an_end() {
        // Each beginning could be one of an event that is as long as the rest.
        let text = "{\"a\":[".repeat(50_000);
        let mut vain = 0;
        assert_eq!(next_event(text.as_bytes(), 0, true, &mut vain), Next::Never);
        assert!(vain <= MOST_IN_VAIN + text.len() as u64);
    }
}
