//! What came of a schedule.

use crate::base::Lang;
use crate::python::machine::{Printed, Ran};
use crate::sim::Link;

/// The most text that is kept of one run.
const MOST_TEXT: usize = 1 << 16;

/// A piece of what was printed.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Piece {
    /// To standard error.
    pub error: bool,
    /// What.
    pub text: String,
}

/// How a run ended.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Ending {
    /// With this exit code.
    Exit(i32),
    /// Threads wait for what never comes.
    Stuck {
        /// Who waits for whom round the circle, if there is one: who waits, for
        /// which object (or the other's end), and who has it.
        cycle: Vec<(String, Option<String>, String)>,
        /// The same as a sentence, Korean and English.
        sentence: [String; 2],
    },
    /// It had taken as many steps or instructions as are allowed.
    Cut,
}

/// What came of a schedule. Two are the same if they printed the same to
/// standard output and the same to standard error, and ended alike.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What was printed, in order.
    pub console: Vec<Piece>,
    /// Whether more was printed than is kept.
    pub shortened: bool,
    /// How it ended.
    pub ending: Ending,
}

/// What kind of outcome it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// The program ended, and no exception was told.
    Ended,
    /// An exception was told, or the exit code is not 0.
    Failed,
    /// Threads wait for ever.
    Deadlock,
    /// Its end was not seen.
    Cut,
}

impl PartialEq for Outcome {
    fn eq(&self, other: &Outcome) -> bool {
        self.ending == other.ending
            && self.stdout() == other.stdout()
            && self.stderr() == other.stderr()
    }
}

impl Eq for Outcome {}

impl Outcome {
    /// Of a run that is over.
    pub(super) fn of(ran: &Ran, console: Vec<Piece>, shortened: bool) -> Outcome {
        let ending = match (ran.stopped.is_some(), ran.is_stuck(), ran.code) {
            (true, ..) => Ending::Cut,
            (_, true, _) => stuck(ran),
            (_, _, Some(code)) => Ending::Exit(code),
            (_, _, None) => Ending::Cut,
        };
        Outcome {
            console,
            shortened,
            ending,
        }
    }

    /// One that was cut short.
    pub(super) fn cut(console: Vec<Piece>, shortened: bool) -> Outcome {
        Outcome {
            console,
            shortened,
            ending: Ending::Cut,
        }
    }

    /// What went to standard output.
    pub fn stdout(&self) -> String {
        self.stream(false)
    }

    /// What went to standard error.
    pub fn stderr(&self) -> String {
        self.stream(true)
    }

    fn stream(&self, error: bool) -> String {
        let pieces = self.console.iter().filter(|piece| piece.error == error);
        pieces.map(|piece| piece.text.as_str()).collect()
    }

    /// What kind it is.
    pub fn kind(&self) -> Kind {
        match &self.ending {
            Ending::Cut => Kind::Cut,
            Ending::Stuck { .. } => Kind::Deadlock,
            Ending::Exit(0) if self.exceptions().is_empty() => Kind::Ended,
            Ending::Exit(_) => Kind::Failed,
        }
    }

    /// The exceptions that were told, each as the last line of its traceback.
    pub fn exceptions(&self) -> Vec<String> {
        let text = self.stderr();
        let mut found = Vec::new();
        let mut within = false;
        for line in text.lines() {
            if line.starts_with("Traceback (most recent call last)") {
                within = true;
            } else if within && !line.starts_with(' ') && !line.is_empty() {
                found.push(line.to_owned());
                within = false;
            }
        }
        found
    }
}

fn stuck(ran: &Ran) -> Ending {
    let links = ran.run.deadlock.iter().flat_map(|deadlock| &deadlock.links);
    let one = |link: &Link| {
        let Link {
            waits,
            object,
            held_by,
        } = link.clone();
        (waits, object, held_by)
    };
    Ending::Stuck {
        cycle: links.map(one).collect(),
        sentence: Lang::ALL.map(|lang| ran.run.sentence(lang)),
    }
}

/// Gathers what is printed, up to a length.
#[derive(Default)]
pub(super) struct Gathered {
    pub pieces: Vec<Piece>,
    pub shortened: bool,
    length: usize,
}

impl Gathered {
    pub fn add(&mut self, printed: &Printed) {
        let room = MOST_TEXT - self.length;
        let mut end = printed.text.len().min(room);
        while !printed.text.is_char_boundary(end) {
            end -= 1;
        }
        self.shortened |= end < printed.text.len();
        let text = &printed.text[..end];
        self.length += end;
        match self.pieces.last_mut() {
            Some(last) if last.error == printed.error => last.text.push_str(text),
            _ => self.pieces.push(Piece {
                error: printed.error,
                text: text.to_owned(),
            }),
        }
    }
}
