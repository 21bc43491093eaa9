//! A system whose names are resolved, ready to be stepped.

use std::collections::BTreeMap;

use super::instr::{Ask, Base, Index, Instr, Place};
use super::memory::{Key, Memory};
use super::names::{Kind, Label, Name, Program};
use super::state::{State, ThreadState};
use super::system::{Declared, System};
use super::{MOST_CELLS, MOST_THREADS};
use crate::base::{Problem, Text};
use crate::sim::sync::{
    Barrier, Condition, Event, Grant, Mutex, Object, ObjectId, Objects, Prefer, Queue, RwLock,
    Semaphore,
};

/// What a program's name stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Slot {
    /// So many cells, from this one on.
    Cells(u32, u32),
    Object(ObjectId),
    /// A condition and its mutex.
    Condition(ObjectId, ObjectId),
    Program(u16),
    /// A device or a text: without a meaning here.
    Other,
}

/// A program and what its names stand for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Code {
    pub program: Program,
    pub slots: Vec<Slot>,
    /// What may be touched from each instruction on.
    pub futures: Vec<Footprint>,
}

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

/// A system that can be stepped.
#[derive(Clone, Debug)]
pub struct Image {
    pub(super) codes: Vec<Code>,
    pub(super) program_names: Vec<String>,
    thread_names: Vec<String>,
    cells: Vec<(String, u32, u32)>,
    objects: Vec<(Kind, String)>,
    start: State,
}

impl Image {
    /// Resolves the names of a system.
    ///
    /// # Errors
    /// What is wrong with it: names of two kinds, programs that are not there,
    /// barriers that are not declared, too many cells.
    pub fn link(system: &System) -> Result<Image, Vec<Problem>> {
        let mut linker = Linker::default();
        linker.declare(system);
        linker.declare_used(system);
        let image = linker.image(system);
        if linker.problems.is_empty() {
            Ok(image)
        } else {
            Err(linker.problems)
        }
    }

    /// The state before the first step.
    pub fn start(&self) -> &State {
        &self.start
    }

    /// The name of a thread of a state.
    pub fn thread_name(&self, state: &State, thread: usize) -> String {
        match self.thread_names.get(thread) {
            Some(name) => name.clone(),
            None => state.threads.get(thread).map_or(String::new(), |record| {
                let name = &self.program_names[usize::from(record.program)];
                format!("{name} #{}", thread + 1)
            }),
        }
    }

    /// The names of the threads that are there from the beginning.
    pub fn thread_names(&self) -> &[String] {
        &self.thread_names
    }

    /// The names of cells, the first of each, and how many there are.
    pub fn cells(&self) -> impl Iterator<Item = (&str, u32, u32)> {
        self.cells
            .iter()
            .map(|(name, first, n)| (name.as_str(), *first, *n))
    }

    /// The name of a cell: `counter`, `flag[1]`, `2000`.
    pub fn cell_name(&self, key: Key) -> String {
        let n = match key {
            Key::Address(address) => return address.to_string(),
            Key::Cell(n) => n,
        };
        let cell = self
            .cells
            .iter()
            .find(|(_, first, len)| (*first..first + len).contains(&n));
        match cell {
            Some((name, _, 1)) => name.clone(),
            Some((name, first, _)) => format!("{name}[{}]", n - first),
            None => String::new(),
        }
    }

    /// The kind and the name of an object.
    pub fn object(&self, id: ObjectId) -> Option<(Kind, &str)> {
        let (kind, name) = self.objects.get(id.0 as usize)?;
        Some((*kind, name))
    }

    /// The program of a thread.
    pub fn program(&self, state: &State, thread: usize) -> Option<&Program> {
        let record = state.threads.get(thread)?;
        Some(&self.codes[usize::from(record.program)].program)
    }

    /// Whether any program has a loop.
    pub fn has_loop(&self) -> bool {
        self.codes.iter().any(|code| code.program.has_loop())
    }

    /// The number of a resource in footprints.
    pub(super) fn bit(&self, of: super::state::Touch) -> Option<usize> {
        use super::state::Touch;
        let cells = self.start.memory.cells().len();
        match of {
            Touch::Nothing => None,
            Touch::Threads => Some(0),
            Touch::Cell(Key::Address(_)) => Some(1),
            Touch::Cell(Key::Cell(n)) => Some(2 + n as usize),
            Touch::Object(id) => Some(2 + cells + id.0 as usize),
        }
    }
}

#[derive(Default)]
struct Linker {
    names: BTreeMap<String, (Kind, Slot)>,
    cells: Vec<(String, u32, u32)>,
    values: Vec<i64>,
    objects: Objects,
    object_names: Vec<(Kind, String)>,
    problems: Vec<Problem>,
}

impl Linker {
    fn problem(&mut self, place: &str, reason: Text, hint: Text) {
        if self.problems.len() < super::parse::MOST_PROBLEMS {
            self.problems.push(Problem::new(place, reason, hint));
        }
    }

    fn declare(&mut self, system: &System) {
        // Conditions come last: their mutexes may be declared behind them.
        for declaration in &system.declarations {
            let name = &declaration.name;
            match &declaration.what {
                Declared::Cells(values) => self.add_cells(name, values),
                Declared::Mutex {
                    reentrant,
                    inherits,
                    grant,
                } => {
                    let mut mutex = if *reentrant {
                        Mutex::reentrant(*grant)
                    } else {
                        Mutex::new(*grant)
                    };
                    if *inherits {
                        mutex = mutex.inheriting();
                    }
                    self.add(Kind::Mutex, name, Object::Mutex(mutex));
                }
                Declared::Semaphore {
                    permits,
                    bounded,
                    grant,
                } => {
                    let semaphore = if *bounded {
                        Semaphore::bounded(*permits, *grant)
                    } else {
                        Semaphore::new(*permits, *grant)
                    };
                    self.add(Kind::Semaphore, name, Object::Semaphore(semaphore));
                }
                Declared::Condition(_) => {}
                Declared::Event => self.add(Kind::Event, name, Object::Event(Event::default())),
                Declared::Barrier(n) => {
                    self.add(Kind::Barrier, name, Object::Barrier(Barrier::new(*n)));
                }
                Declared::RwLock(prefer) => {
                    self.add(Kind::RwLock, name, Object::RwLock(RwLock::new(*prefer)));
                }
                Declared::Queue(most, grant) => {
                    self.add(Kind::Queue, name, Object::Queue(Queue::new(*most, *grant)));
                }
            }
        }
        for declaration in &system.declarations {
            if let Declared::Condition(mutex) = &declaration.what {
                self.add_condition(&declaration.name, mutex);
            }
        }
    }

    fn add_cells(&mut self, name: &str, values: &[i64]) {
        let first = self.values.len();
        if first + values.len() > MOST_CELLS {
            let (reason, hint) = super::parse::too_many("셀이", "cells", MOST_CELLS);
            self.problem(name, reason, hint);
            return;
        }
        self.values.extend(values);
        let (first, len) = (first as u32, values.len() as u32);
        self.cells.push((name.to_owned(), first, len));
        self.names
            .insert(name.to_owned(), (Kind::Cell, Slot::Cells(first, len)));
    }

    fn add(&mut self, kind: Kind, name: &str, object: Object) {
        let id = self.objects.add(object);
        self.object_names.push((kind, name.to_owned()));
        self.names.insert(name.to_owned(), (kind, Slot::Object(id)));
    }

    fn add_condition(&mut self, name: &str, mutex: &str) {
        if !self.names.contains_key(mutex) {
            self.add(
                Kind::Mutex,
                mutex,
                Object::Mutex(Mutex::new(Grant::Barging)),
            );
        }
        let Some((Kind::Mutex, Slot::Object(lock))) = self.names.get(mutex).copied() else {
            self.problem(
                name,
                Text::new(
                    format!("‘{mutex}’은(는) 뮤텍스가 아닙니다."),
                    format!("‘{mutex}’ is not a mutex."),
                ),
                Text::new(
                    "조건 변수에는 뮤텍스의 이름을 쓰세요.",
                    "Name a mutex with a condition.",
                ),
            );
            return;
        };
        let id = self.objects.add(Object::Condition(Condition::new(lock)));
        self.object_names.push((Kind::Condition, name.to_owned()));
        self.names.insert(
            name.to_owned(),
            (Kind::Condition, Slot::Condition(id, lock)),
        );
    }

    /// Names that are used and not declared.
    fn declare_used(&mut self, system: &System) {
        for (_, program) in &system.programs {
            for (condition, mutex) in program.condition_mutexes() {
                if !self.names.contains_key(condition) {
                    self.add_condition(condition, mutex);
                }
            }
        }
        for (_, program) in &system.programs {
            for (kind, name) in program.names() {
                if Kind::SHARED.contains(kind) && !self.names.contains_key(name) {
                    self.declare_usual(*kind, name);
                }
            }
        }
    }

    fn declare_usual(&mut self, kind: Kind, name: &str) {
        let grant = Grant::Barging;
        match kind {
            Kind::Cell => self.add_cells(name, &[0]),
            Kind::Mutex => self.add(kind, name, Object::Mutex(Mutex::new(grant))),
            Kind::Semaphore => self.add(kind, name, Object::Semaphore(Semaphore::new(1, grant))),
            Kind::Event => self.add(kind, name, Object::Event(Event::default())),
            Kind::RwLock => self.add(kind, name, Object::RwLock(RwLock::new(Prefer::Neither))),
            Kind::Queue => self.add(kind, name, Object::Queue(Queue::new(None, grant))),
            Kind::Condition => self.problem(
                name,
                Text::new(
                    "조건 변수의 뮤텍스를 알 수 없습니다.",
                    "The condition has no mutex.",
                ),
                Text::new(
                    format!("‘condition {name} 뮤텍스’로 선언하세요."),
                    format!("Declare it: ‘condition {name} MUTEX’."),
                ),
            ),
            Kind::Barrier => self.problem(
                name,
                Text::new(
                    "배리어가 선언되지 않았습니다.",
                    "The barrier is not declared.",
                ),
                Text::new(
                    format!("‘barrier {name} 수’로 선언하세요."),
                    format!("Declare it: ‘barrier {name} N’."),
                ),
            ),
            Kind::Device | Kind::Program | Kind::Text => {}
        }
    }

    fn slot(&mut self, system: &System, kind: Kind, name: &str) -> Slot {
        match kind {
            Kind::Device | Kind::Text => Slot::Other,
            Kind::Program => {
                let place = system.programs.iter().position(|(known, _)| known == name);
                match place.and_then(|place| u16::try_from(place).ok()) {
                    Some(place) => Slot::Program(place),
                    None => {
                        self.problem(
                            name,
                            Text::new(
                                format!("프로그램 ‘{name}’이(가) 없습니다."),
                                format!("There is no program ‘{name}’."),
                            ),
                            Text::new(
                                format!("‘program {name}’ 아래에 명령을 쓰세요."),
                                format!("Write its instructions below ‘program {name}’."),
                            ),
                        );
                        Slot::Other
                    }
                }
            }
            kind => match self.names.get(name) {
                Some((known, slot)) if *known == kind => *slot,
                Some((known, _)) => {
                    let (was, is) = (known.word(), kind.word());
                    self.problem(
                        name,
                        Text::new(
                            format!("‘{name}’의 종류가 {was}와 {is}로 엇갈립니다."),
                            format!("‘{name}’ is a {was} elsewhere, not a {is}."),
                        ),
                        Text::new("이름을 나누어 쓰세요.", "Use a name of its own."),
                    );
                    Slot::Other
                }
                // Told where it was to be declared.
                None => Slot::Other,
            },
        }
    }

    fn image(&mut self, system: &System) -> Image {
        let mut codes = Vec::with_capacity(system.programs.len());
        for (_, program) in &system.programs {
            let slots = program
                .names()
                .iter()
                .map(|(kind, name)| self.slot(system, *kind, name))
                .collect();
            codes.push(Code {
                futures: vec![Footprint::default(); program.instrs.len() + 1],
                program: program.clone(),
                slots,
            });
        }
        self.check_threads(system);
        let threads = system
            .threads
            .iter()
            .filter_map(|thread| {
                let code = codes.get(thread.program)?;
                let program = u16::try_from(thread.program).ok()?;
                let mut record = ThreadState::new(program, code.program.instrs.is_empty());
                for (reg, value) in &thread.registers {
                    record.registers[reg.index()] = *value;
                }
                Some(record)
            })
            .collect();
        let mut image = Image {
            codes,
            program_names: system
                .programs
                .iter()
                .map(|(name, _)| name.clone())
                .collect(),
            thread_names: system.threads.iter().map(|t| t.name.clone()).collect(),
            cells: std::mem::take(&mut self.cells),
            objects: std::mem::take(&mut self.object_names),
            start: State {
                memory: Memory::new(std::mem::take(&mut self.values)),
                objects: std::mem::take(&mut self.objects),
                threads,
            },
        };
        image.foresee();
        image
    }

    fn check_threads(&mut self, system: &System) {
        if system.threads.is_empty() || system.threads.len() > MOST_THREADS {
            self.problem(
                "thread",
                Text::new(
                    format!("스레드가 {}개입니다.", system.threads.len()),
                    format!("There are {} threads.", system.threads.len()),
                ),
                Text::new(
                    format!("1개에서 {MOST_THREADS}개까지 쓰세요."),
                    format!("Use 1 to {MOST_THREADS}."),
                ),
            );
        }
        if system
            .threads
            .iter()
            .any(|t| t.program >= system.programs.len())
        {
            self.problem(
                "thread",
                Text::new(
                    "프로그램이 없는 스레드가 있습니다.",
                    "A thread has no program.",
                ),
                Text::new("프로그램을 주세요.", "Give it one."),
            );
        }
    }
}

impl Image {
    /// Works out what may be touched from each instruction on: what the
    /// instruction touches and what its successors may, until nothing changes.
    fn foresee(&mut self) {
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
            Instr::Jump(super::Cond::Always, label) => (false, Some(label)),
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
        use super::state::Touch;
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
    fn each_cell(&self, code: &Code, place: Place, mut each: impl FnMut(super::state::Touch)) {
        use super::state::Touch;
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

impl Code {
    pub(super) fn slot(&self, name: Name) -> Slot {
        self.slots
            .get(usize::from(name.0))
            .copied()
            .unwrap_or(Slot::Other)
    }

    pub(super) fn target(&self, label: Label) -> u32 {
        self.program.target(label) as u32
    }

    /// The object of an instruction, and a condition's mutex.
    pub(super) fn object(&self, name: Name, ask: Ask) -> (ObjectId, Option<ObjectId>) {
        match (self.slot(name), ask) {
            (Slot::Condition(id, mutex), _) => (id, Some(mutex)),
            (Slot::Object(id), _) => (id, None),
            // Refused as misuse: there is no such object.
            _ => (ObjectId(u32::MAX), None),
        }
    }
}
