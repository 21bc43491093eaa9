//! An arrangement as a short text, for links.
//!
//! Parts stand one behind the other, each after a `!` and a letter:
//!
//! | part | says |
//! | --- | --- |
//! | `d2` | folded from that depth on |
//! | `o…` `f…` | opened, folded one by one |
//! | `h…` `p…` | hidden, pinned |
//! | `m3-7,4-` | moved: the first before the second, or to the end |
//! | `s…` `k…` | the state, the kind that is sought |
//! | `q…` `r…` | the text, the regular expression that is sought; always the last |
//!
//! A node is its number, behind the number of its section and a dot if that is
//! not the first; lists have commas.

use super::arrangement::{Arrangement, Change, Move, Node};
use super::seek::{LONGEST, Seek};
use crate::trace::{State, TrackKind};

impl Arrangement {
    /// The arrangement as a text; empty if it leaves everything as it is.
    pub fn write(&self) -> String {
        let folds = |open: bool| {
            let some = self.folds.iter().filter(move |(_, is)| **is == open);
            list(some.map(|(node, _)| node_text(*node)))
        };
        let moves = self.moves.iter().map(|step| {
            let before = step.before.map(node_text).unwrap_or_default();
            format!("{}-{before}", node_text(step.node))
        });
        let parts = [
            ('d', self.depth.map(|d| d.to_string()).unwrap_or_default()),
            ('o', folds(true)),
            ('f', folds(false)),
            ('h', list(self.hidden.iter().copied().map(node_text))),
            ('p', list(self.pinned.iter().copied().map(node_text))),
            ('m', list(moves)),
            ('s', self.seek.state.map_or("", State::key).to_owned()),
            ('k', self.seek.kind.map_or("", TrackKind::key).to_owned()),
            (
                if self.seek.regex { 'r' } else { 'q' },
                self.seek.text.clone(),
            ),
        ];
        let mut out = String::new();
        for (letter, value) in parts {
            // An `r` alone says that regular expressions are to be sought.
            if !value.is_empty() || letter == 'r' {
                out.push('!');
                out.push(letter);
                out.push_str(&value);
            }
        }
        out
    }

    /// Reads [`Arrangement::write`]'s text. What makes no sense is left out.
    pub fn read(text: &str) -> Arrangement {
        let mut read = Arrangement::default();
        let mut rest = text;
        while let Some(part) = rest.strip_prefix('!') {
            let Some(letter) = part.chars().next() else {
                break;
            };
            let value = &part[letter.len_utf8()..];
            if let 'q' | 'r' = letter {
                read.seek.text = value.chars().take(LONGEST).collect();
                read.seek.regex = letter == 'r';
                break;
            }
            let end = value.find('!').unwrap_or(value.len());
            read.read_part(letter, &value[..end]);
            rest = &value[end..];
        }
        read
    }

    fn read_part(&mut self, letter: char, value: &str) {
        let nodes = value.split(',').filter_map(node);
        match letter {
            'd' => self.depth = value.parse().ok(),
            'o' => nodes.for_each(|node| self.apply(Change::Fold(node, true))),
            'f' => nodes.for_each(|node| self.apply(Change::Fold(node, false))),
            'h' => nodes.for_each(|node| self.apply(Change::Hide(node))),
            'p' => nodes.for_each(|node| self.apply(Change::Pin(node, None))),
            'm' => value
                .split(',')
                .filter_map(step)
                .for_each(|step| self.apply(Change::Move(step))),
            's' => self.seek.state = State::from_key(value),
            'k' => self.seek.kind = TrackKind::from_key(value),
            _ => {}
        }
    }
}

impl Seek {
    /// The same text, no longer than may be sought.
    pub fn cut(mut self) -> Seek {
        if self.text.chars().count() > LONGEST {
            self.text = self.text.chars().take(LONGEST).collect();
        }
        self
    }
}

fn list(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(",")
}

fn node_text(node: Node) -> String {
    match node.section {
        0 => node.index.to_string(),
        section => format!("{section}.{}", node.index),
    }
}

fn node(text: &str) -> Option<Node> {
    let (section, index) = text.split_once('.').unwrap_or(("0", text));
    Some(Node {
        section: section.parse().ok()?,
        index: index.parse().ok()?,
    })
}

fn step(text: &str) -> Option<Move> {
    let (moved, before) = text.split_once('-')?;
    let before = match before {
        "" => None,
        before => Some(node(before)?),
    };
    Some(Move {
        node: node(moved)?,
        before,
    })
}
