//! What Python 3.11 knows of characters (Unicode 14) and its parser asks for:
//! which character a name means, and the form that makes names equal.
//!
//! The crates in `names` and `forms` give these to the parser under the names of
//! those that it was written for, whose tables are many times as large.
//!
//! In WebAssembly the table of names is no part of the program: few programs
//! name a character, and the table weighs as much as a page. It is fetched the
//! first time that one does ([`fetch_with`]).

mod forms;
mod names;

pub use forms::{apart, class, nfkc, whole};
pub use names::{Fetch, are_missing, character, fetch_with, name};

/// What a Hangul syllable is made of (Unicode Standard, 3.12).
mod hangul {
    /// The first syllable.
    pub const FIRST: u32 = 0xAC00;
    /// The first leading consonant, vowel, and what stands for no final one.
    pub const LEADING: u32 = 0x1100;
    pub const VOWEL: u32 = 0x1161;
    pub const FINAL: u32 = 0x11A7;
    /// How many there are of each, no final one included.
    pub const LEADINGS: u32 = 19;
    pub const VOWELS: u32 = 21;
    pub const FINALS: u32 = 28;
    /// How many syllables there are.
    pub const COUNT: u32 = LEADINGS * VOWELS * FINALS;
}

/// Numbers of characters that grow from line to line: a line says by how much
/// the number is more than the last one's, in hexadecimal; nothing means 1.
struct Gaps(u32);

impl Gaps {
    fn new() -> Gaps {
        // The number before the first.
        Gaps(u32::MAX)
    }

    /// The character of a line that begins so, and the rest of the line.
    fn read<'a>(&mut self, line: &'a str) -> Option<(char, &'a str)> {
        let (gap, rest) = line.split_once(';')?;
        let gap = match gap {
            "" => 1,
            _ => u32::from_str_radix(gap, 16).ok()?,
        };
        self.0 = self.0.wrapping_add(gap);
        Some((char::from_u32(self.0)?, rest))
    }
}
