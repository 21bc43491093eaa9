//! The state of a system between two steps, and what a step touches.

use std::cmp::Ordering;

use super::instr::Reg;
use super::memory::{Key, Memory};
use crate::base::Text;
use crate::sim::sync::{Call, Misuse, ObjectId, Objects};

/// Why a thread stopped before its end.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Fault {
    /// Its assertion did not hold; the two numbers.
    Assertion(i64, i64),
    /// It asked an object for something senseless.
    Misuse(Misuse),
    /// There is no cell at this distance from the name's first.
    NoCell(i64),
    /// There are too many threads already.
    TooManyThreads,
}

impl Fault {
    /// What happened, as a sentence.
    pub fn reason(self) -> Text {
        match self {
            Fault::Assertion(a, b) => Text::new(
                format!("단언이 맞지 않습니다: {a}와 {b}."),
                format!("The assertion does not hold: {a} and {b}."),
            ),
            Fault::Misuse(misuse) => misuse.reason(),
            Fault::NoCell(n) => Text::new(
                format!("이름의 처음에서 {n}번째에는 셀이 없습니다."),
                format!("There is no cell {n} behind the first of that name."),
            ),
            Fault::TooManyThreads => {
                Text::new("스레드가 너무 많습니다.", "There are too many threads.")
            }
        }
    }
}

/// How a thread goes on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Phase {
    /// With its next instruction.
    Ready,
    /// It was woken and makes this call again.
    Again(ObjectId, Call),
    /// It waits until it is woken; for a condition's mutex, too, if there is one.
    Waits(ObjectId, Option<ObjectId>),
    /// It has ended.
    Ended,
    /// It stopped.
    Failed(Fault),
}

/// A thread between two steps.
#[derive(PartialEq, Eq, Hash, Debug)]
pub struct ThreadState {
    pub(super) program: u16,
    /// Its next instruction.
    pub pc: u32,
    /// What its registers hold.
    pub registers: [i64; Reg::COUNT],
    /// How its last comparison came out.
    pub compared: Ordering,
    /// How it goes on.
    pub phase: Phase,
    /// Threads that it has started and not waited for, with their programs.
    pub(super) children: Vec<(u16, u32)>,
}

impl ThreadState {
    pub(super) fn new(program: u16, is_empty: bool) -> ThreadState {
        ThreadState {
            program,
            pc: 0,
            registers: [0; Reg::COUNT],
            compared: Ordering::Equal,
            phase: if is_empty { Phase::Ended } else { Phase::Ready },
            children: Vec::new(),
        }
    }

    /// Whether it takes no further step, whatever happens.
    pub fn is_over(&self) -> bool {
        matches!(self.phase, Phase::Ended | Phase::Failed(_))
    }
}

impl Clone for ThreadState {
    #[inline]
    fn clone(&self) -> ThreadState {
        ThreadState {
            children: self.children.clone(),
            ..*self
        }
    }

    #[inline]
    fn clone_from(&mut self, other: &ThreadState) {
        let mut children = std::mem::take(&mut self.children);
        children.clone_from(&other.children);
        *self = ThreadState { children, ..*other };
    }
}

/// Memory, objects and threads between two steps.
#[derive(PartialEq, Eq, Hash, Debug, Default)]
pub struct State {
    /// Shared memory.
    pub memory: Memory,
    /// Synchronisation objects.
    pub objects: Objects,
    /// Threads, in the order of their making.
    pub threads: Vec<ThreadState>,
}

impl Clone for State {
    fn clone(&self) -> State {
        State {
            memory: self.memory.clone(),
            objects: self.objects.clone(),
            threads: self.threads.clone(),
        }
    }

    /// Keeps what is allocated: exploring clones at each step.
    #[inline]
    fn clone_from(&mut self, other: &State) {
        self.memory.clone_from(&other.memory);
        if !(self.objects.is_empty() && other.objects.is_empty()) {
            self.objects.clone_from(&other.objects);
        }
        self.threads.clone_from(&other.threads);
    }
}

/// One of the things that a step touches.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Touch {
    /// Nothing that others can touch.
    Nothing,
    /// A cell of memory.
    Cell(Key),
    /// A synchronisation object.
    Object(ObjectId),
    /// The list of threads.
    Threads,
}

/// What a step touches: at most two things (a condition and its mutex).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Access {
    /// What it touches.
    pub touches: [Touch; 2],
    /// Whether it may change them.
    pub writes: bool,
    /// The thread for whose end it waits.
    pub end_of: Option<u32>,
}

impl Access {
    /// Of a step that only the thread itself can notice.
    pub const NOTHING: Access = Access {
        touches: [Touch::Nothing; 2],
        writes: false,
        end_of: None,
    };

    pub(super) fn cell(key: Key, writes: bool) -> Access {
        Access {
            touches: [Touch::Cell(key), Touch::Nothing],
            writes,
            end_of: None,
        }
    }

    pub(super) fn objects(first: ObjectId, second: Option<ObjectId>) -> Access {
        Access {
            touches: [
                Touch::Object(first),
                second.map_or(Touch::Nothing, Touch::Object),
            ],
            writes: true,
            end_of: None,
        }
    }

    /// Whether two steps of different threads, both possible, may be exchanged
    /// without a difference: they touch nothing in common, or only read it.
    #[inline]
    pub fn is_independent(&self, other: &Access) -> bool {
        if !self.writes && !other.writes {
            return true;
        }
        self.touches
            .iter()
            .all(|touch| *touch == Touch::Nothing || !other.touches.contains(touch))
    }

    /// Whether no other thread can notice it.
    pub fn is_private(&self) -> bool {
        self.touches == [Touch::Nothing; 2]
    }
}
