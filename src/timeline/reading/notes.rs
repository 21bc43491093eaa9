//! Notes on moments and stretches of the axis, and how a link carries them.
//!
//! `1500000:first reply;2000000-2600000:everybody waits` — times in
//! nanoseconds, a note after another, `\;` and `\\` for what separates. A note
//! that cannot be read costs only that note.

use crate::base::{Problem, Text, Time, sort_by_key};

/// More notes are not kept.
pub const MOST_NOTES: usize = 40;
/// Of a longer text only so many characters are kept.
pub const LONGEST_TEXT: usize = 120;
/// What all notes of a link may take, in bytes as a link writes them: a letter
/// of Hangul takes nine. A link has room for eight kilobytes in all.
pub const MOST_BYTES: usize = 4_000;
/// Steps that can be taken back, at most.
const MOST_STEPS: usize = 100;

/// Something written at a moment or a stretch of the axis.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    /// The moment, or when the stretch begins.
    pub from: Time,
    /// When the stretch ends; none for a moment.
    pub to: Option<Time>,
    /// What is written; may be empty.
    pub text: String,
}

impl Note {
    /// A note with a text of one line and bounded length; of a stretch the
    /// earlier end comes first.
    pub fn new(from: Time, to: Option<Time>, text: &str) -> Note {
        let to = to.filter(|&to| to != from);
        let ends = to.map_or((from, None), |to| (from.min(to), Some(from.max(to))));
        let words: Vec<&str> = text.split(|c: char| c.is_control()).collect();
        let line = words.join(" ");
        Note {
            from: ends.0,
            to: ends.1,
            text: line.trim().chars().take(LONGEST_TEXT).collect(),
        }
    }
}

/// Writes notes as a link carries them.
pub fn write(notes: &[Note]) -> String {
    let mut out = String::new();
    for note in notes {
        if !out.is_empty() {
            out.push(';');
        }
        out.push_str(&note.from.0.to_string());
        if let Some(to) = note.to {
            out.push('-');
            out.push_str(&to.0.to_string());
        }
        out.push(':');
        for c in note.text.chars() {
            if matches!(c, ';' | '\\') {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

/// How many bytes that takes in a link.
pub fn bytes(notes: &[Note]) -> usize {
    form_urlencoded::byte_serialize(write(notes).as_bytes())
        .map(str::len)
        .sum()
}

/// Reads notes; what cannot be read is left out, with a problem for each.
pub fn read(text: &str) -> (Vec<Note>, Vec<Problem>) {
    let mut notes = Vec::new();
    let mut problems = Vec::new();
    if text.is_empty() {
        return (notes, problems);
    }
    for (place, part) in split(text).into_iter().enumerate() {
        if notes.len() >= MOST_NOTES {
            problems.push(too_many());
            break;
        }
        match read_one(&part) {
            Some(note) => notes.push(note),
            // One for each would be a list as long as what is damaged.
            None if problems.len() < 5 => problems.push(unreadable(place)),
            None => {}
        }
    }
    sort(&mut notes);
    (notes, problems)
}

/// The parts between separators, with what was escaped as it was.
fn split(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let last = parts.len() - 1;
        match c {
            ';' => parts.push(String::new()),
            '\\' => parts[last].extend(chars.next()),
            c => parts[last].push(c),
        }
    }
    parts
}

fn read_one(part: &str) -> Option<Note> {
    let (times, text) = part.split_once(':')?;
    let time = |text: &str| {
        let is_number = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| text.parse().ok().map(Time)).flatten()
    };
    let (from, to) = match times.split_once('-') {
        Some((from, to)) => (time(from)?, Some(time(to)?)),
        None => (time(times)?, None),
    };
    Some(Note::new(from, to, text))
}

fn sort(notes: &mut [Note]) {
    let mut order: Vec<usize> = (0..notes.len()).collect();
    sort_by_key(&mut order, |&i| (notes[i].from, notes[i].to, i));
    let sorted: Vec<Note> = order.iter().map(|&i| notes[i].clone()).collect();
    notes.clone_from_slice(&sorted);
}

fn unreadable(place: usize) -> Problem {
    let number = place + 1;
    Problem::new(
        "notes",
        Text::new(
            format!("{number}번째 메모를 읽을 수 없습니다."),
            format!("Note {number} cannot be read."),
        ),
        Text::new(
            "나머지 메모는 그대로입니다. 링크를 다시 복사해 보세요.",
            "The others are there. Try copying the link again.",
        ),
    )
}

fn too_many() -> Problem {
    Problem::new(
        "notes",
        Text::new(
            format!("메모는 {MOST_NOTES}개까지 읽습니다."),
            format!("Up to {MOST_NOTES} notes are read."),
        ),
        Text::new("나머지는 빠졌습니다.", "The others are left out."),
    )
}

/// Why a note was not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Full {
    /// There are as many as are kept.
    Notes,
    /// The link would be too long.
    Link,
}

/// Notes with their past.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Notebook {
    notes: Vec<Note>,
    back: Vec<Vec<Note>>,
    on: Vec<Vec<Note>>,
}

impl Notebook {
    /// Notes as a link has them, and what of it could not be read.
    pub fn open(text: &str) -> (Notebook, Vec<Problem>) {
        let (notes, problems) = read(text);
        let book = Notebook {
            notes,
            ..Notebook::default()
        };
        (book, problems)
    }

    /// The notes in the order of time.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Whether there is something to take back, and to do again.
    pub fn can(&self) -> (bool, bool) {
        (!self.back.is_empty(), !self.on.is_empty())
    }

    /// Adds a note.
    ///
    /// # Errors
    /// If there are as many as are kept, or a link could not carry them.
    pub fn add(&mut self, note: Note) -> Result<(), Full> {
        if self.notes.len() >= MOST_NOTES {
            return Err(Full::Notes);
        }
        let mut notes = self.notes.clone();
        notes.push(note);
        self.change(notes)
    }

    /// Writes something else in a note; nothing if there is no such note.
    ///
    /// # Errors
    /// If a link could not carry them.
    pub fn edit(&mut self, place: usize, text: &str) -> Result<(), Full> {
        let mut notes = self.notes.clone();
        if let Some(note) = notes.get_mut(place) {
            *note = Note::new(note.from, note.to, text);
        }
        self.change(notes)
    }

    /// Takes a note away.
    pub fn remove(&mut self, place: usize) {
        let mut notes = self.notes.clone();
        if place < notes.len() {
            notes.remove(place);
            // Fewer always fit.
            let _ = self.change(notes);
        }
    }

    /// Takes back the last change. Gives whether there was one.
    pub fn undo(&mut self) -> bool {
        let Some(notes) = self.back.pop() else {
            return false;
        };
        self.on.push(std::mem::replace(&mut self.notes, notes));
        true
    }

    /// Does again what was taken back. Gives whether there was something.
    pub fn redo(&mut self) -> bool {
        let Some(notes) = self.on.pop() else {
            return false;
        };
        self.back.push(std::mem::replace(&mut self.notes, notes));
        true
    }

    fn change(&mut self, mut notes: Vec<Note>) -> Result<(), Full> {
        sort(&mut notes);
        if notes == self.notes {
            return Ok(());
        }
        let size = bytes(&notes);
        // What a link brought along can always be made shorter.
        if size > MOST_BYTES && size >= bytes(&self.notes) {
            return Err(Full::Link);
        }
        self.back.push(std::mem::replace(&mut self.notes, notes));
        if self.back.len() > MOST_STEPS {
            self.back.remove(0);
        }
        self.on.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn note(from: u64, to: Option<u64>, text: &str) -> Note {
        Note::new(Time(from), to.map(Time), text)
    }

    #[test]
    fn notes_are_read_as_they_are_written() {
        let notes = [note(5, None, "a;b\\c: 첫 응답"), note(9, Some(7), "")];
        assert_eq!(notes[1].from, Time(7));
        let text = write(&notes);
        assert_eq!(text, "5:a\\;b\\\\c: 첫 응답;7-9:");
        assert_eq!(read(&text), (notes.to_vec(), vec![]));
    }

    #[test]
    fn a_damaged_note_costs_only_itself() {
        for (text, kept, lost) in [
            ("", 0, 0),
            (";", 0, 2),
            ("5:a;x:b;7:c", 2, 1),
            ("5:a;7", 1, 1),
            ("-5:a", 0, 1),
            ("99999999999999999999:a;1:b\\", 1, 1),
            ("5-:a;+5:b;5-6-7:c;8:ok", 1, 3),
        ] {
            let (notes, problems) = read(text);
            assert_eq!((notes.len(), problems.len()), (kept, lost), "{text}");
        }
        let many = "1:x;".repeat(100);
        let (notes, problems) = read(&many);
        assert_eq!((notes.len(), problems.len()), (MOST_NOTES, 1));
    }

    #[test]
    fn what_was_done_is_taken_back_and_done_again() {
        let (mut book, _) = Notebook::open("5:a");
        book.add(note(3, None, "b")).unwrap();
        assert_eq!(book.notes()[0].text, "b");
        book.edit(1, "new\nline").unwrap();
        book.remove(0);
        assert_eq!(write(book.notes()), "5:new line");
        assert!(book.undo() && book.undo());
        assert_eq!(write(book.notes()), "3:b;5:a");
        assert_eq!(book.can(), (true, true));
        assert!(book.redo() && book.redo() && !book.redo());
        assert_eq!(write(book.notes()), "5:new line");
        book.edit(7, "nobody").unwrap();
        book.remove(7);
        assert_eq!(book.can(), (true, false));
    }

    #[test]
    fn a_link_stays_short_enough() {
        let mut book = Notebook::default();
        let long = "가".repeat(500);
        let added = (0..MOST_NOTES as u64)
            .take_while(|&n| book.add(note(n, None, &long)).is_ok())
            .count();
        assert!(added >= 3 && bytes(book.notes()) <= MOST_BYTES);
        assert_eq!(book.add(note(99, None, &long)), Err(Full::Link));
        let mut book = Notebook::default();
        for n in 0..MOST_NOTES as u64 {
            book.add(note(n, None, "")).unwrap();
        }
        assert_eq!(book.add(note(99, None, "")), Err(Full::Notes));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_harm(text in "\\PC{0,80}|[0-9:;\\\\-]{0,40}") {
            let (notes, _) = read(&text);
            prop_assert_eq!(read(&write(&notes)).0, notes);
        }

        #[test]
        fn any_notes_come_back(given in prop::collection::vec((any::<u64>(), prop::option::of(any::<u64>()), ".{0,20}"), 0..20)) {
            let mut notes: Vec<Note> = given.iter().map(|(from, to, text)| note(*from, *to, text)).collect();
            sort(&mut notes);
            prop_assert_eq!(read(&write(&notes)), (notes, vec![]));
        }
    }
}
