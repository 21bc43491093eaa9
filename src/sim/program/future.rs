//! What may be touched from an instruction on.

use super::image::{Code, Image, Slot};
use super::instr::{Base, Cond, Index, Instr, Place};
use super::memory::Key;
use super::state::Touch;

/// Which of a system's resources may be read, and which written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Footprint {
    pub reads: Vec<u64>,
    pub writes: Vec<u64>,
}

impl Footprint {
    fn add(&mut self, bit: usize, write: bool) {
        let words = if write {
            &mut self.writes
        } else {
            &mut self.reads
        };
        if words.len() <= bit / 64 {
            words.resize(bit / 64 + 1, 0);
        }
        words[bit / 64] |= 1 << (bit % 64);
    }

    /// Takes in another; whether that changed anything.
    fn join(&mut self, other: &Footprint) -> bool {
        let mut changed = false;
        for (mine, theirs) in [
            (&mut self.reads, &other.reads),
            (&mut self.writes, &other.writes),
        ] {
            if mine.len() < theirs.len() {
                mine.resize(theirs.len(), 0);
            }
            for (a, b) in mine.iter_mut().zip(theirs) {
                changed |= *a | b != *a;
                *a |= b;
            }
        }
        changed
    }

    /// Whether it holds a use of this resource that does not go together with
    /// one that writes, or only reads.
    pub(super) fn conflicts(&self, bit: usize, write: bool) -> bool {
        let has = |words: &[u64]| {
            words
                .get(bit / 64)
                .is_some_and(|w| w >> (bit % 64) & 1 == 1)
        };
        has(&self.writes) || write && has(&self.reads)
    }
}

impl Image {
    /// Works out what may be touched from each instruction on: what the
    /// instruction touches and what its successors may, until nothing changes.
    pub(super) fn foresee(&mut self) {
        let mut changed = true;
        while changed {
            changed = false;
            for place in 0..self.codes.len() {
                for pc in (0..self.codes[place].program.instrs.len()).rev() {
                    let future = self.future_of(place, pc);
                    changed |= self.codes[place].futures[pc].join(&future);
                }
            }
        }
    }

    fn future_of(&self, place: usize, pc: usize) -> Footprint {
        let code = &self.codes[place];
        let instr = code.program.instrs[pc];
        let mut future = Footprint::default();
        self.add_own(&mut future, code, instr);
        let (goes_on, target) = match instr {
            Instr::Halt => (false, None),
            Instr::Jump(Cond::Always, label) => (false, Some(label)),
            Instr::Jump(_, label) => (true, Some(label)),
            _ => (true, None),
        };
        if goes_on {
            future.join(&code.futures[pc + 1]);
        }
        if let Some(label) = target {
            future.join(&code.futures[code.program.target(label)]);
        }
        if let Instr::Spawn(name) = instr
            && let Slot::Program(spawned) = code.slots[usize::from(name.0)]
            && let Some(first) = self.codes[usize::from(spawned)].futures.first()
        {
            future.join(first);
        }
        future
    }

    fn add_own(&self, future: &mut Footprint, code: &Code, instr: Instr) {
        let mut add = |touch, write| {
            if let Some(bit) = self.bit(touch) {
                future.add(bit, write);
            }
        };
        match instr {
            Instr::Load(_, place) => self.each_cell(code, place, |touch| add(touch, false)),
            Instr::Store(_, place)
            | Instr::Exchange(_, place)
            | Instr::FetchAdd(_, place)
            | Instr::TestAndSet(_, place)
            | Instr::CompareAndSwap(_, place, _) => {
                self.each_cell(code, place, |touch| add(touch, true));
            }
            Instr::Object(name, _) => match code.slots[usize::from(name.0)] {
                Slot::Object(id) => add(Touch::Object(id), true),
                Slot::Condition(id, mutex) => {
                    add(Touch::Object(id), true);
                    add(Touch::Object(mutex), true);
                }
                _ => {}
            },
            Instr::Spawn(_) => add(Touch::Threads, true),
            _ => {}
        }
    }

    /// Every cell that a place may be.
    fn each_cell(&self, code: &Code, place: Place, mut each: impl FnMut(Touch)) {
        match place.base {
            Base::Address(address) => each(Touch::Cell(Key::Address(address))),
            Base::Cell(name) => {
                if let Slot::Cells(first, len) = code.slots[usize::from(name.0)] {
                    let all = first..first + len;
                    match place.index {
                        Index::None => each(Touch::Cell(Key::Cell(first))),
                        Index::Offset(_) | Index::Scaled(..) => {
                            all.for_each(|n| each(Touch::Cell(Key::Cell(n))));
                        }
                    }
                }
            }
        }
    }
}
