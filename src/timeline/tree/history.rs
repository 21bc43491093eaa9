//! What was done, to be undone.

use super::arrangement::{Arrangement, Change};

/// So many steps can be undone.
const DEEPEST: usize = 100;

/// An arrangement with its past.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct History {
    now: Arrangement,
    past: Vec<Arrangement>,
    future: Vec<Arrangement>,
    /// Whether the last change was to what is sought.
    seeking: bool,
}

impl History {
    /// Begins with an arrangement.
    pub fn new(now: Arrangement) -> History {
        History {
            now,
            ..History::default()
        }
    }

    /// The arrangement as it is.
    pub fn now(&self) -> &Arrangement {
        &self.now
    }

    /// Does a change. Typing what is sought is one step, however many letters.
    pub fn apply(&mut self, change: Change) {
        let seeking = matches!(change, Change::Seek(_));
        let mut next = self.now.clone();
        next.apply(change);
        if next == self.now {
            return;
        }
        let before = std::mem::replace(&mut self.now, next);
        if !(seeking && self.seeking) {
            if self.past.len() == DEEPEST {
                self.past.remove(0);
            }
            self.past.push(before);
        }
        self.future.clear();
        self.seeking = seeking;
    }

    /// Takes the last change back. Gives whether there was one.
    pub fn undo(&mut self) -> bool {
        self.seeking = false;
        let Some(before) = self.past.pop() else {
            return false;
        };
        self.future.push(std::mem::replace(&mut self.now, before));
        true
    }

    /// Does again what was taken back. Gives whether there was something.
    pub fn redo(&mut self) -> bool {
        self.seeking = false;
        let Some(after) = self.future.pop() else {
            return false;
        };
        self.past.push(std::mem::replace(&mut self.now, after));
        true
    }

    /// Whether there is something to take back.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is something to do again.
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }
}
