//! A program: its instructions and the names in them.

use super::instr::{Ask, Instr};

/// A name in a program, as its place in the program's list of names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Name(pub(super) u16);

/// A label in a program, as its place in the program's list of labels.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Label(pub(super) u16);

/// What a name stands for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// A cell of shared memory.
    Cell,
    /// A mutual exclusion lock.
    Mutex,
    /// A semaphore.
    Semaphore,
    /// A condition variable.
    Condition,
    /// An event.
    Event,
    /// A barrier.
    Barrier,
    /// A read-write lock.
    RwLock,
    /// A queue.
    Queue,
    /// A pipe.
    Pipe,
    /// A device.
    Device,
    /// A program that is started as a thread.
    Program,
    /// A process.
    Process,
    /// A pool of workers.
    Pool,
    /// A text that is shown.
    Text,
}

impl Kind {
    /// Those that a program shares with others under one name each.
    pub const SHARED: [Kind; 9] = [
        Kind::Cell,
        Kind::Mutex,
        Kind::Semaphore,
        Kind::Condition,
        Kind::Event,
        Kind::Barrier,
        Kind::RwLock,
        Kind::Queue,
        Kind::Pipe,
    ];

    /// The word for it in programs' texts.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Cell => "cell",
            Kind::Mutex => "mutex",
            Kind::Semaphore => "semaphore",
            Kind::Condition => "condition",
            Kind::Event => "event",
            Kind::Barrier => "barrier",
            Kind::RwLock => "rwlock",
            Kind::Queue => "queue",
            Kind::Pipe => "pipe",
            Kind::Device => "device",
            Kind::Program => "program",
            Kind::Process => "process",
            Kind::Pool => "pool",
            Kind::Text => "text",
        }
    }
}

/// The code of a thread.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Program {
    pub(super) instrs: Vec<Instr>,
    pub(super) names: Vec<(Kind, String)>,
    /// Labels and the instructions that they stand before, in that order.
    pub(super) labels: Vec<(String, u32)>,
}

impl Program {
    /// Its instructions.
    pub fn instrs(&self) -> &[Instr] {
        &self.instrs
    }

    /// The names in it, in the order in which they first stand there.
    pub fn names(&self) -> &[(Kind, String)] {
        &self.names
    }

    /// The text of a name; empty if it is another program's.
    pub fn name(&self, name: Name) -> &str {
        self.names
            .get(usize::from(name.0))
            .map_or("", |(_, text)| text)
    }

    /// The place of the instruction that a label stands before, which may be
    /// behind the last one.
    pub fn target(&self, label: Label) -> usize {
        self.labels
            .get(usize::from(label.0))
            .map_or(self.instrs.len(), |(_, at)| *at as usize)
    }

    /// The labels and the instructions that they stand before.
    pub fn labels(&self) -> impl Iterator<Item = (&str, usize)> {
        self.labels
            .iter()
            .map(|(name, at)| (name.as_str(), *at as usize))
    }

    /// The id of a name, which is added if it is not there. None if there is
    /// no room for more.
    pub(super) fn intern(&mut self, kind: Kind, text: &str) -> Option<Name> {
        let known = self
            .names
            .iter()
            .position(|(k, name)| *k == kind && name == text);
        let place = match known {
            Some(place) => place,
            None if self.names.len() >= super::MOST_NAMES => return None,
            None => {
                self.names.push((kind, text.to_owned()));
                self.names.len() - 1
            }
        };
        u16::try_from(place).ok().map(Name)
    }

    /// Whether an instruction can be reached twice.
    pub fn has_loop(&self) -> bool {
        self.instrs.iter().enumerate().any(
            |(place, instr)| matches!(instr, Instr::Jump(_, label) if self.target(*label) <= place),
        )
    }

    /// The conditions whose mutex is named, with it.
    pub(super) fn condition_mutexes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.instrs.iter().filter_map(|instr| match instr {
            Instr::Object(condition, Ask::Wait(Some(mutex))) => {
                Some((self.name(*condition), self.name(*mutex)))
            }
            _ => None,
        })
    }
}
