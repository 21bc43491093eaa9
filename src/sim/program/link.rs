//! Resolving the names of a system.

use std::collections::BTreeMap;

use super::future::Footprint;
use super::image::{Code, Image, Slot};
use super::instr::Instr;
use super::memory::Memory;
use super::names::Kind;
use super::state::{State, ThreadState};
use super::system::{Declared, System};
use super::{MOST_CELLS, MOST_THREADS};
use crate::base::{Problem, Text};
use crate::sim::sync::{
    Barrier, Condition, Event, Grant, Mutex, Object, Objects, Pipe, Prefer, Queue, RwLock,
    Semaphore,
};

/// How many bytes a pipe holds that is not declared: as on Linux (pipe(7)).
const USUAL_PIPE: u32 = 65_536;

/// The image of a system, or what is wrong with it. Whether it is for a machine,
/// which can do what programs cannot do alone.
pub(super) fn link(system: &System, hosted: bool) -> Result<Image, Vec<Problem>> {
    let mut linker = Linker::default();
    if !hosted {
        linker.refuse_hosted(system);
    }
    linker.declare(system);
    linker.declare_used(system);
    let image = linker.image(system);
    if linker.problems.is_empty() {
        Ok(image)
    } else {
        Err(linker.problems)
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

    fn refuse_hosted(&mut self, system: &System) {
        for (name, program) in &system.programs {
            let mut instrs = program.instrs().iter();
            if let Some(instr) = instrs.find(|instr| matches!(instr, Instr::Hosted(_))) {
                let instr = program.print_instr(*instr);
                self.problem(
                    name,
                    Text::new(
                        format!(
                            "‘{instr}’은(는) 시간과 프로세스가 있는 기계에서만 할 수 있습니다."
                        ),
                        format!("‘{instr}’ needs a machine with time and processes."),
                    ),
                    Text::new(
                        "이 명령 없이 쓰거나, 탐색하지 말고 실행하세요.",
                        "Do without it, or run the scenario instead of exploring it.",
                    ),
                );
            }
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
                Declared::Pipe(bytes) => {
                    self.add(Kind::Pipe, name, Object::Pipe(Pipe::new(*bytes)));
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
            Kind::Pipe => self.add(kind, name, Object::Pipe(Pipe::new(USUAL_PIPE))),
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
            Kind::Device | Kind::Program | Kind::Process | Kind::Pool | Kind::Text => {}
        }
    }

    fn slot(&mut self, system: &System, kind: Kind, name: &str) -> Slot {
        match kind {
            Kind::Device | Kind::Process | Kind::Pool | Kind::Text => Slot::Other,
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
