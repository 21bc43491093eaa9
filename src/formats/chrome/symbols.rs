//! The strings of a file, each once, and what its numbers are called.

use std::hash::Hasher;

use super::log::{Lane, LaneId, Sym};
use crate::base::hash::{QuickHasher, QuickMap};
use crate::base::{Id, IdVec};
use crate::formats::json::{Kind, Raw};

/// Strings, found again by their bytes.
#[derive(Clone, Debug, Default)]
pub(super) struct Symbols {
    names: IdVec<Sym, Box<str>>,
    /// One more than the place of a string, or 0: open addressing, a power of
    /// two of places of which at least half are free.
    table: Vec<u32>,
    lanes: QuickMap<(Sym, Sym), LaneId>,
    /// The lane of the last event, which the next often has too.
    last: Option<(Lane, LaneId)>,
}

impl Symbols {
    pub fn str(&self, sym: Sym) -> &str {
        &self.names[sym]
    }

    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// The symbol of a string.
    pub fn intern(&mut self, text: &str) -> Sym {
        match self.find(text.as_bytes()) {
            Ok(sym) => sym,
            Err(_) => self.add(text),
        }
    }

    /// The symbol of the string that a value is, or of its text.
    pub fn text(&mut self, raw: &Raw<'_>) -> Sym {
        if raw.kind == Kind::String && !raw.is_plain() {
            return self.intern(&raw.str());
        }
        match self.find(raw.text) {
            Ok(sym) => sym,
            // Bytes that are no UTF-8 become other ones.
            Err(_) => self.intern(&raw.str()),
        }
    }

    /// `7`, `7.0` and `"7"` are the same; other strings stand for themselves.
    pub fn number_or_name(&mut self, raw: &Raw<'_>) -> Sym {
        if is_whole(raw.text) {
            return self.text(raw);
        }
        let text = raw.str();
        let number = match raw.kind {
            Kind::String => text.parse::<i128>().ok().map(|n| n.to_string()),
            _ => whole(&text),
        };
        match number {
            Some(number) => self.intern(&number),
            None => self.intern(&text),
        }
    }

    /// The number of a process and thread; `lanes` gets those that are new.
    pub fn lane(&mut self, lane: Lane, lanes: &mut IdVec<LaneId, Lane>) -> LaneId {
        if let Some((last, id)) = self.last
            && last == lane
        {
            return id;
        }
        let id = *self
            .lanes
            .entry((lane.pid, lane.tid))
            .or_insert_with(|| lanes.push(lane));
        self.last = Some((lane, id));
        id
    }

    /// The string, or the free place of the table where it belongs.
    #[inline]
    fn find(&self, bytes: &[u8]) -> Result<Sym, usize> {
        let mask = self.table.len().wrapping_sub(1);
        let mut place = hash(bytes) & mask;
        loop {
            match self.table.get(place).copied() {
                None | Some(0) => return Err(place),
                Some(entry) => {
                    let sym = Sym(entry - 1);
                    if self.names[sym].as_bytes() == bytes {
                        return Ok(sym);
                    }
                }
            }
            place = (place + 1) & mask;
        }
    }

    fn add(&mut self, text: &str) -> Sym {
        if self.table.len() <= 2 * (self.names.len() + 1) {
            self.grow();
        }
        let sym = self.names.push(text.into());
        self.put(sym);
        sym
    }

    fn grow(&mut self) {
        let room = (2 * self.table.len()).max(64);
        self.table = vec![0; room];
        for index in 0..self.names.len() {
            self.put(Sym::from_index(index));
        }
    }

    /// Puts a string that is not there into the table.
    fn put(&mut self, sym: Sym) {
        if let Err(place) = self.find(self.names[sym].as_bytes()) {
            self.table[place] = sym.0 + 1;
        }
    }
}

fn hash(bytes: &[u8]) -> usize {
    let mut hasher = QuickHasher::default();
    hasher.write(bytes);
    hasher.finish() as usize
}

/// Whether a text is a whole number just as it is written again.
fn is_whole(text: &[u8]) -> bool {
    let digits = text.iter().all(u8::is_ascii_digit);
    digits && (text.len() == 1 || (2..=30).contains(&text.len()) && text[0] != b'0')
}

/// A JSON number as a whole one, if it is.
fn whole(text: &str) -> Option<String> {
    if let Ok(number) = text.parse::<i128>() {
        return Some(number.to_string());
    }
    let number: f64 = text.parse().ok()?;
    let exact = number.fract() == 0.0 && number.abs() < 9e15;
    exact.then(|| format!("{number:.0}"))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    fn raw(kind: Kind, text: &str) -> Raw<'_> {
        let text = text.as_bytes();
        Raw { kind, text }
    }

    #[test]
    fn every_string_is_found_again() {
        let mut symbols = Symbols::default();
        let texts: Vec<String> = (0..5_000).map(|n| format!("{n} 일")).collect();
        let first: Vec<Sym> = texts.iter().map(|text| symbols.intern(text)).collect();
        let again: Vec<Sym> = texts.iter().map(|text| symbols.intern(text)).collect();
        assert_eq!(first, again);
        assert_eq!((symbols.len(), symbols.str(first[7])), (5_000, "7 일"));
    }

    #[test]
    fn numbers_are_the_same_however_they_are_written() {
        let mut symbols = Symbols::default();
        let seven = symbols.intern("7");
        for (kind, text) in [
            (Kind::Number, "7"),
            (Kind::Number, "7.0"),
            (Kind::Number, "7e0"),
            (Kind::String, "7"),
            (Kind::String, "007"),
            (Kind::String, "+7"),
        ] {
            assert_eq!(symbols.number_or_name(&raw(kind, text)), seven, "{text}");
        }
        for text in ["0x7", "", "7.0"] {
            let name = symbols.number_or_name(&raw(Kind::String, text));
            assert_eq!(symbols.str(name), text);
        }
    }
}
