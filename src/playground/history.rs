//! What can be taken back and done again.

use std::collections::VecDeque;

/// How many changes can be taken back; the oldest is forgotten first.
const MOST: usize = 200;

/// Which way a person goes in the past of something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Turn {
    /// The last change is taken back.
    Back,
    /// What was taken back last is done again.
    Again,
}

/// A value and its past and undone states.
#[derive(Clone, PartialEq, Debug)]
pub struct History<T> {
    past: VecDeque<T>,
    now: T,
    undone: Vec<T>,
    /// What the last change was about; see [`History::set`].
    about: Option<String>,
}

impl<T: Clone + PartialEq> History<T> {
    /// A value without a past.
    pub fn new(now: T) -> History<T> {
        History {
            past: VecDeque::new(),
            now,
            undone: Vec::new(),
            about: None,
        }
    }

    /// The value.
    pub fn now(&self) -> &T {
        &self.now
    }

    /// Changes the value. Changes in a row that are about the same thing (a
    /// slider on its way) are taken back together; without a name each is one.
    pub fn set(&mut self, value: T, about: Option<&str>) {
        if value == self.now {
            return;
        }
        let goes_on = about.is_some() && self.about.as_deref() == about;
        let old = std::mem::replace(&mut self.now, value);
        if !goes_on {
            if self.past.len() == MOST {
                self.past.pop_front();
            }
            self.past.push_back(old);
        }
        self.undone.clear();
        self.about = about.map(str::to_owned);
    }

    /// The next change is one of its own, whatever it is about.
    pub fn rest(&mut self) {
        self.about = None;
    }

    /// Takes the last change back. Gives whether there was one.
    pub fn undo(&mut self) -> bool {
        let Some(before) = self.past.pop_back() else {
            return false;
        };
        self.undone.push(std::mem::replace(&mut self.now, before));
        self.about = None;
        true
    }

    /// Does again what was taken back last. Gives whether there was something.
    pub fn redo(&mut self) -> bool {
        let Some(again) = self.undone.pop() else {
            return false;
        };
        self.past.push_back(std::mem::replace(&mut self.now, again));
        self.about = None;
        true
    }

    /// Goes one step in the past. Gives whether there was one.
    pub fn turn(&mut self, turn: Turn) -> bool {
        match turn {
            Turn::Back => self.undo(),
            Turn::Again => self.redo(),
        }
    }

    /// Whether there is something to take back, and to do again.
    pub fn can(&self) -> (bool, bool) {
        (!self.past.is_empty(), !self.undone.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_about_the_same_is_one_change() {
        let mut history = History::new(0);
        for value in [1, 2, 3] {
            history.set(value, Some("slider"));
        }
        history.set(4, None);
        history.set(4, None);
        history.rest();
        history.set(5, Some("slider"));
        assert_eq!(history.can(), (true, false));
        let mut seen = vec![*history.now()];
        while history.undo() {
            seen.push(*history.now());
        }
        assert_eq!(seen, [5, 4, 3, 0]);
        assert!(history.turn(Turn::Again) && *history.now() == 3);
        assert!(history.turn(Turn::Back) && *history.now() == 0);
        assert!(!history.turn(Turn::Back) && history.redo());
        history.set(9, None);
        assert!(!history.redo(), "what was undone is gone after a change");
    }

    proptest! {
        #[test]
        fn undoing_everything_and_redoing_it_changes_nothing(
            changes in proptest::collection::vec(0u8..6, 0..MOST),
        ) {
            let mut history = History::new(0);
            for change in changes {
                history.set(change, None);
            }
            let end = *history.now();
            while history.undo() {}
            prop_assert_eq!(*history.now(), 0);
            while history.redo() {}
            prop_assert_eq!(*history.now(), end);
        }

        #[test]
        fn the_past_is_bounded(changes in MOST..3 * MOST) {
            let mut history = History::new(0);
            for change in 1..=changes {
                history.set(change, None);
            }
            let mut steps = 0;
            while history.undo() {
                steps += 1;
            }
            prop_assert_eq!(steps, MOST);
        }
    }
}
