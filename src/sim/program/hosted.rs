//! Programs on the machine's own objects and memory, where they can also start
//! processes, use pools and set timers.
//!
//! # Rules
//! * As on a [`Bench`](super::Bench) an instruction first takes its time, then
//!   has its effect. A call that has to wait blocks the thread by the rules of
//!   [`crate::sim::sync`].
//! * A cell is a variable: the threads of a process share it, each process has
//!   its own ([`crate::sim::Machine::variable`]). There are no addresses.
//! * A thread that is started with `spawn` or `start` begins with registers of
//!   zero; one that is forked, and a task of a pool, with those of who asked.
//! * `join` waits for the oldest thread or process of that program.
//! * A timer keeps its pace: it does not matter when it is waited for. If it
//!   went off more than once meanwhile, that counts once (as `timerfd` and
//!   Python's event loop have it).
//! * Pools: [`pool`].

mod lives;
mod missing;
mod pool;
mod variables;

use std::cell::RefCell;
use std::rc::Rc;

use super::Timing;
use super::image::{Image, Slot};
use super::instr::{Ask, Hosted, Instr, Reg};
use super::memory::Memory;
use super::names::Name;
use super::state::{Fault, Phase, ThreadState};
use super::step::{call_of, plain, value_of};
use crate::base::{Dur, Problem};
use crate::sim::body::{Body, Cx, PortId, RequestId, Resumed, Step, Wait};
use crate::sim::machine::{DeviceId, ProcessId, ThreadId};
use crate::sim::process::Context;
use crate::sim::sync::{ObjectId, Reply};
use pool::Pool;
pub use pool::{PoolSettings, Workers};

/// The most threads, processes and tasks that programs start, workers included.
const MOST_STARTED: u32 = 1_000;
/// The most variables that processes which are started have together.
const MOST_COPIES: usize = 20_000;

/// What a machine has for programs.
pub struct Parts {
    /// How long things take.
    pub timing: Timing,
    /// Devices and networks by their names.
    pub devices: Vec<(String, DeviceId)>,
    /// The machine's objects, in the order of the image's.
    pub objects: Vec<ObjectId>,
    /// The machine's variables, in the order of the image's cells.
    pub cells: Vec<ObjectId>,
    /// Processes by their names.
    pub processes: Vec<(String, ProcessId)>,
    /// Pools.
    pub pools: Vec<PoolSettings>,
}

/// What programs share while they run on a machine.
#[derive(Clone)]
pub struct Host {
    shared: Rc<Shared>,
}

struct Shared {
    image: Image,
    parts: Parts,
    /// Which pools each program may use, itself or through what it starts.
    uses: Vec<Vec<usize>>,
    run: RefCell<Running>,
}

struct Running {
    pools: Vec<Pool>,
    /// How many threads and tasks have been started with each program.
    started: Vec<u32>,
    /// How many workers have been started.
    workers: u32,
    /// How many variables processes have that were started.
    copies: usize,
}

impl Host {
    /// For programs whose names are resolved.
    ///
    /// # Errors
    /// What programs name and the machine does not have; addresses.
    pub fn new(image: Image, parts: Parts) -> Result<Host, Vec<Problem>> {
        let problems = missing::missing(&image, &parts);
        if !problems.is_empty() {
            return Err(problems);
        }
        let run = RefCell::new(Running {
            pools: parts.pools.iter().map(|_| Pool::default()).collect(),
            started: vec![0; image.codes.len()],
            workers: 0,
            copies: 0,
        });
        let uses = pool::uses(&image, &parts.pools);
        Ok(Host {
            shared: Rc::new(Shared {
                image,
                parts,
                uses,
                run,
            }),
        })
    }

    /// The body of one of the threads that are there from the beginning, to be
    /// given to the machine once.
    pub fn body(&self, thread: usize) -> HostedBody {
        let record = self.shared.image.start().threads[thread].clone();
        self.shared.one_more(record.program);
        HostedBody::new(self.shared.clone(), record)
    }
}

/// Whom a thread has started.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Child {
    Thread(ThreadId),
    Process(ProcessId),
    /// A task, by its future.
    Task(ObjectId),
}

/// What a thread did last, so that it knows what to make of the answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum At {
    /// It has not paid for its next instruction.
    Before,
    /// It has.
    Paid,
    /// It made a call; the register that its reply goes to.
    Called(ObjectId, Option<Reg>),
    /// It gave a pool a task.
    Submitted(ObjectId),
}

/// A thread that runs a program on the machine.
pub struct HostedBody {
    shared: Rc<Shared>,
    record: ThreadState,
    children: Vec<(u16, Child)>,
    at: At,
    timer: Option<(PortId, RequestId)>,
    /// Its end has been told to its pools.
    told: bool,
}

impl Body for HostedBody {
    /// What it will compute before it blocks, if no jump stands before that.
    fn next_burst(&self) -> Option<Dur> {
        let instrs = self.shared.image.codes[usize::from(self.record.program)]
            .program
            .instrs();
        let from = usize::try_from(self.record.pc).ok()?;
        let mut burst = Dur::ZERO;
        for (n, instr) in instrs.iter().skip(from).enumerate() {
            match instr {
                Instr::Jump(..) => return None,
                Instr::Halt => break,
                _ if n > 0 || self.at == At::Before => burst += self.shared.time(*instr),
                _ => {}
            }
            if ends_burst(*instr) {
                break;
            }
        }
        Some(burst)
    }

    fn context(&self) -> Option<Context> {
        Some(Context {
            program_counter: self.record.pc.into(),
            registers: Reg::all()
                .map(|reg| (reg.name(), self.record.registers[reg.index()]))
                .collect(),
        })
    }

    fn step(&mut self, cx: &mut Cx<'_>) -> Step {
        let step = self.advance(cx);
        if step == Step::Exit && !self.told {
            self.told = true;
            self.shared.clone().one_less(self.record.program, cx);
        }
        step
    }
}

fn ends_burst(instr: Instr) -> bool {
    matches!(
        instr,
        Instr::Io(..)
            | Instr::Request(..)
            | Instr::Sleep(_)
            | Instr::Join(_)
            | Instr::Object(..)
            | Instr::Hosted(Hosted::Tick | Hosted::Result(..))
    )
}

impl Shared {
    fn time(&self, instr: Instr) -> Dur {
        match instr {
            Instr::Cpu(span) => span.dur(self.parts.timing.unit),
            _ => self.parts.timing.instr,
        }
    }

    /// The name of the next thread or process with a program.
    fn next_name(&self, program: u16) -> String {
        let mut run = self.run.borrow_mut();
        let n = &mut run.started[usize::from(program)];
        *n += 1;
        format!("{} #{n}", self.image.program_names[usize::from(program)])
    }

    /// Whether so many more threads cannot be started, in processes of their own
    /// or not; else they are counted.
    fn is_full(&self, more: u32, as_processes: bool) -> bool {
        let mut run = self.run.borrow_mut();
        let run = &mut *run;
        let copies = match as_processes {
            true => more as usize * self.parts.cells.len(),
            false => 0,
        };
        let there = run.started.iter().sum::<u32>() + run.workers;
        if there.saturating_add(more) > MOST_STARTED || run.copies + copies > MOST_COPIES {
            return true;
        }
        run.copies += copies;
        false
    }
}

impl HostedBody {
    /// Its pools have been told of it.
    fn new(shared: Rc<Shared>, record: ThreadState) -> HostedBody {
        HostedBody {
            shared,
            record,
            children: Vec::new(),
            at: At::Before,
            timer: None,
            told: false,
        }
    }

    /// A thread with a program and these registers, of which its pools have
    /// been told.
    fn fresh(shared: &Rc<Shared>, program: u16, registers: [i64; Reg::COUNT]) -> HostedBody {
        let is_empty = shared.image.codes[usize::from(program)]
            .program
            .instrs()
            .is_empty();
        let mut record = ThreadState::new(program, is_empty);
        record.registers = registers;
        HostedBody::new(shared.clone(), record)
    }

    /// What its first register holds: a task's result.
    fn result(&self) -> i64 {
        self.record.registers[0]
    }

    fn name(&self, name: Name) -> &str {
        self.shared.image.codes[usize::from(self.record.program)]
            .program
            .name(name)
    }

    fn slot(&self, name: Name) -> Slot {
        self.shared.image.codes[usize::from(self.record.program)].slot(name)
    }

    fn next(&self) -> Option<Instr> {
        if self.record.is_over() {
            return None;
        }
        let code = &self.shared.image.codes[usize::from(self.record.program)];
        let place = usize::try_from(self.record.pc).ok()?;
        code.program.instrs().get(place).copied()
    }

    fn advance(&mut self, cx: &mut Cx<'_>) -> Step {
        if let At::Called(object, _) | At::Submitted(object) = self.at {
            if let Resumed::Misused(misuse) = cx.resumed() {
                cx.misused(object, misuse);
                return Step::Exit;
            }
            if let (At::Submitted(_), Reply::Refused) = (self.at, cx.reply()) {
                cx.refuse(pool::closed());
                return Step::Exit;
            }
            if let At::Called(_, Some(reg)) = self.at {
                self.record.registers[reg.index()] = match (cx.reply(), self.next()) {
                    (Reply::Value(value), _) => value,
                    (reply, Some(Instr::Object(_, Ask::TryLock(_) | Ask::TryAcquire(_)))) => {
                        i64::from(reply != Reply::Refused)
                    }
                    _ => -1,
                };
            }
            self.at = At::Before;
            self.record.pc += 1;
        }
        let Some(instr) = self.next() else {
            return Step::Exit;
        };
        if self.at == At::Before {
            self.at = At::Paid;
            return Step::Compute(self.shared.time(instr));
        }
        self.at = At::Before;
        self.effect(instr, cx)
    }

    /// Goes on behind the present instruction, with what that one takes.
    fn then(&mut self, step: Step) -> Step {
        self.record.pc += 1;
        step
    }

    fn effect(&mut self, instr: Instr, cx: &mut Cx<'_>) -> Step {
        let unit = self.shared.parts.timing.unit;
        match instr {
            Instr::Io(name, span) => match self.device(name) {
                Some(device) => self.then(Step::Block(Wait::Io(device, span.dur(unit)))),
                None => Step::Exit,
            },
            Instr::Request(name, span, bytes) => match self.device(name) {
                Some(device) => {
                    let bytes = u64::try_from(value_of(&self.record, bytes)).unwrap_or(0);
                    self.then(Step::Block(Wait::Transfer(device, span.dur(unit), bytes)))
                }
                None => Step::Exit,
            },
            Instr::Sleep(span) => self.then(Step::Block(Wait::Sleep(span.dur(unit)))),
            Instr::Yield => self.then(Step::Yield),
            Instr::Mark(name) => {
                let name = cx.name(self.name(name));
                cx.mark(cx.lane(), name);
                self.then(Step::Compute(Dur::ZERO))
            }
            Instr::Object(name, ask) => self.call(name, ask),
            Instr::Spawn(name) => self.spawn(name, cx),
            Instr::Join(name) => self.join(name),
            Instr::Hosted(hosted) => self.hosted(hosted, cx),
            instr => match instr.place() {
                Some(place) => self.access(instr, place, cx),
                None => self.plain(instr, cx),
            },
        }
    }

    fn device(&self, name: Name) -> Option<DeviceId> {
        let name = self.name(name);
        let devices = &self.shared.parts.devices;
        let found = devices.iter().find(|(known, _)| known == name);
        found.map(|(_, device)| *device)
    }

    /// Ends the run, because programs have started too much.
    fn too_many(&self, cx: &mut Cx<'_>) -> Step {
        let program = usize::from(self.record.program);
        cx.refuse(missing::too_many(&self.shared.image.program_names[program]));
        Step::Exit
    }

    fn fail(&mut self, fault: Fault, cx: &mut Cx<'_>) -> Step {
        self.record.phase = Phase::Failed(fault);
        let name = cx.name(&fault.reason().en);
        cx.mark(cx.lane(), name);
        Step::Exit
    }

    fn plain(&mut self, instr: Instr, cx: &mut Cx<'_>) -> Step {
        let code = &self.shared.image.codes[usize::from(self.record.program)];
        let mut none = Memory::new(Vec::new());
        match plain(&mut self.record, &mut none, code, instr) {
            Ok(pc) => {
                self.record.pc = pc;
                Step::Compute(Dur::ZERO)
            }
            Err(fault) => self.fail(fault, cx),
        }
    }

    fn call(&mut self, name: Name, ask: Ask) -> Step {
        let (Slot::Object(id) | Slot::Condition(id, _)) = self.slot(name) else {
            return Step::Exit;
        };
        let Some(object) = self.shared.parts.objects.get(id.0 as usize).copied() else {
            return Step::Exit;
        };
        let reg = match ask {
            Ask::Get(reg) | Ask::Receive(reg) | Ask::TryLock(reg) | Ask::TryAcquire(reg) => {
                Some(reg)
            }
            _ => None,
        };
        self.at = At::Called(object, reg);
        Step::Block(Wait::Call {
            object,
            call: call_of(ask, &self.record),
            deadline: None,
        })
    }
}
