//! Programs on the machine: instructions take time there, and threads lanes.
//!
//! An instruction first takes its time, then has its effect; the two are two
//! steps of the body, and another thread may run between them. A call that
//! would wait blocks the thread. When it can be done, the one that has waited
//! longest is woken and makes it; another may be faster, and it then waits
//! again. Events wake all who wait.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::image::Image;
use super::instr::{Ask, Instr, Reg};
use super::memory::Key;
use super::names::Kind;
use super::state::{Phase, State, Touch};
use super::step::value_of;
use crate::base::{Dur, Problem, Text};
use crate::sim::body::{Body, Cx, PortId, Step, Wait};
use crate::sim::machine::{DeviceId, ThreadId};
use crate::sim::process::Context;
use crate::trace::{CounterId, State as Shown};

/// How long things take.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Timing {
    /// An instruction that does not say it itself.
    pub instr: Dur,
    /// The unit of plain numbers.
    pub unit: Dur,
}

/// What the threads of one system share while they run on a machine.
#[derive(Clone)]
pub struct Bench {
    shared: Rc<Shared>,
}

struct Shared {
    image: Image,
    timing: Timing,
    devices: Vec<(String, DeviceId)>,
    run: RefCell<Running>,
    done: Rc<Cell<usize>>,
}

struct Running {
    state: State,
    /// The machine's threads, in the order of the system's.
    threads: Vec<Option<ThreadId>>,
    /// Where each thread is told that it can go on.
    ports: Vec<Option<PortId>>,
    /// Who waits, in the order of their coming.
    waiting: Vec<Waiter>,
    counters: Vec<(Key, CounterId)>,
    /// Who took each step.
    steps: Vec<u32>,
}

/// A thread that waits, and where it stood when it began to.
struct Waiter {
    thread: usize,
    pc: u32,
    phase: Phase,
}

impl Bench {
    /// For a system whose devices have these names on the machine.
    ///
    /// # Errors
    /// Devices that programs name and the machine does not have.
    pub fn new(
        image: Image,
        timing: Timing,
        devices: Vec<(String, DeviceId)>,
    ) -> Result<Bench, Vec<Problem>> {
        let mut problems = Vec::new();
        for code in &image.codes {
            for (kind, name) in code.program.names() {
                if *kind == Kind::Device && !devices.iter().any(|(known, _)| known == name) {
                    problems.push(no_device(name, &devices));
                }
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let state = image.start().clone();
        let threads = state.threads.len();
        Ok(Bench {
            shared: Rc::new(Shared {
                image,
                timing,
                devices,
                run: RefCell::new(Running {
                    state,
                    threads: vec![None; threads],
                    ports: vec![None; threads],
                    waiting: Vec::new(),
                    counters: Vec::new(),
                    steps: Vec::new(),
                }),
                done: Rc::new(Cell::new(0)),
            }),
        })
    }

    /// The body of one of the threads that are there from the beginning, to be
    /// given to the machine once.
    pub fn body(&self, thread: usize) -> ProgramBody {
        ProgramBody {
            shared: self.shared.clone(),
            thread,
            paid: false,
            waited_at: None,
        }
    }

    /// How many steps have been taken, as it goes on.
    pub fn done(&self) -> Rc<Cell<usize>> {
        self.shared.done.clone()
    }

    /// Memory, objects and threads as they are now.
    pub fn state(&self) -> State {
        self.shared.run.borrow().state.clone()
    }

    /// Who took each step so far.
    pub fn steps(&self) -> Vec<u32> {
        self.shared.run.borrow().steps.clone()
    }
}

fn no_device(name: &str, devices: &[(String, DeviceId)]) -> Problem {
    let list: Vec<&str> = devices.iter().map(|(name, _)| name.as_str()).collect();
    let list = list.join(", ");
    Problem::new(
        name,
        Text::new(
            format!("장치 ‘{name}’이(가) 없습니다."),
            format!("There is no device ‘{name}’."),
        ),
        Text::new(
            format!("장치를 선언하거나 있는 것을 쓰세요: {list}."),
            format!("Declare it, or use one of: {list}."),
        ),
    )
}

/// A thread of a system on the machine.
pub struct ProgramBody {
    shared: Rc<Shared>,
    thread: usize,
    /// Whether the next instruction has had its time.
    paid: bool,
    /// The instruction at which it began to wait.
    waited_at: Option<u32>,
}

impl Body for ProgramBody {
    /// What it would compute before it blocks, if no other thread came between.
    fn next_burst(&self) -> Option<Dur> {
        /// Looking ahead ends here: a loop may have no end.
        const FAR: usize = 10_000;
        let mut state = self.shared.run.borrow().state.clone();
        let mut burst = Dur::ZERO;
        for ahead in 0..FAR {
            let next = self.shared.image.next(&state, self.thread);
            let (Some(instr), false) = (next, state.threads[self.thread].is_over()) else {
                return Some(burst);
            };
            if blocks(instr) || !self.shared.image.enabled(&state, self.thread) {
                return Some(burst);
            }
            if ahead > 0 || !self.paid {
                burst += self.shared.time(instr);
            }
            self.shared.image.step_enabled(&mut state, self.thread);
        }
        None
    }

    fn context(&self) -> Option<Context> {
        let run = self.shared.run.borrow();
        let record = run.state.threads.get(self.thread)?;
        Some(Context {
            program_counter: record.pc.into(),
            registers: Reg::all()
                .map(|reg| (reg.name(), record.registers[reg.index()]))
                .collect(),
        })
    }

    fn step(&mut self, cx: &mut Cx<'_>) -> Step {
        let shared = self.shared.clone();
        let next = {
            let mut run = shared.run.borrow_mut();
            run.threads[self.thread] = Some(cx.me());
            let record = &run.state.threads[self.thread];
            if self.waited_at.take().is_some_and(|pc| pc != record.pc) {
                // Another's step completed the call for which it waited.
                self.paid = false;
            }
            let over = record.is_over();
            shared.image.next(&run.state, self.thread).filter(|_| !over)
        };
        let Some(instr) = next else {
            return Step::Exit;
        };
        if !self.paid {
            self.paid = true;
            return Step::Compute(shared.time(instr));
        }
        shared.effect(self, cx, instr)
    }
}

/// Whether an instruction ends a CPU burst by itself.
fn blocks(instr: Instr) -> bool {
    matches!(
        instr,
        Instr::Io(..) | Instr::Request(..) | Instr::Sleep(_) | Instr::Join(_)
    )
}

impl Shared {
    fn time(&self, instr: Instr) -> Dur {
        match instr {
            Instr::Cpu(span) => span.dur(self.timing.unit),
            _ => self.timing.instr,
        }
    }

    fn effect(&self, body: &mut ProgramBody, cx: &mut Cx<'_>, instr: Instr) -> Step {
        let thread = body.thread;
        let mut run = self.run.borrow_mut();
        if let Some(step) = run.must_wait(self, body, cx, instr) {
            return step;
        }
        let cell = instr
            .place()
            .and_then(|p| self.image.cell_of(&run.state, thread, p));
        let before = run.state.threads.len();
        self.image.step_enabled(&mut run.state, thread);
        run.steps.push(thread as u32);
        self.done.set(run.steps.len());
        run.tell(self, thread, cx, instr, cell);
        if run.state.threads.len() > before {
            run.ports.push(None);
            run.threads.push(None);
            let name = self.image.thread_name(&run.state, before);
            let child = ProgramBody {
                shared: body.shared.clone(),
                thread: before,
                paid: false,
                waited_at: None,
            };
            let process = cx.my_process();
            drop(run);
            let id = cx.spawn(process, &name, Box::new(child));
            run = self.run.borrow_mut();
            run.threads[before] = Some(id);
        }
        run.wake(self, cx);
        body.paid = false;
        let record = &run.state.threads[thread];
        match instr {
            Instr::Io(name, span) | Instr::Request(name, span, _) => {
                let name = self.image.program(&run.state, thread).map(|p| p.name(name));
                let device = self
                    .devices
                    .iter()
                    .find(|(known, _)| Some(known.as_str()) == name);
                let span = span.dur(self.timing.unit);
                match (device, instr) {
                    (Some((_, id)), Instr::Request(.., bytes)) => {
                        let bytes = u64::try_from(value_of(record, bytes)).unwrap_or(0);
                        Step::Block(Wait::Transfer(*id, span, bytes))
                    }
                    (Some((_, id)), _) => Step::Block(Wait::Io(*id, span)),
                    (None, _) => Step::Exit,
                }
            }
            Instr::Sleep(span) => Step::Block(Wait::Sleep(span.dur(self.timing.unit))),
            Instr::Yield => Step::Yield,
            _ if record.is_over() => Step::Exit,
            _ => match record.phase {
                Phase::Waits(..) | Phase::Again(..) => {
                    body.paid = true;
                    run.block(self, body, cx)
                }
                _ => Step::Compute(Dur::ZERO),
            },
        }
    }
}

impl Running {
    /// How the thread waits, if it cannot take its step now.
    fn must_wait(
        &mut self,
        shared: &Shared,
        body: &mut ProgramBody,
        cx: &mut Cx<'_>,
        instr: Instr,
    ) -> Option<Step> {
        let thread = body.thread;
        if let Instr::Join(_) = instr
            && let Some(child) = shared.image.access(&self.state, thread).end_of
            && let Some(id) = self.threads.get(child as usize).copied().flatten()
            && !cx.is_over(id)
        {
            return Some(Step::Block(Wait::Join(id)));
        }
        if shared.image.enabled(&self.state, thread) {
            None
        } else {
            Some(self.block(shared, body, cx))
        }
    }

    /// The thread waits at its port until it can go on.
    fn block(&mut self, shared: &Shared, body: &mut ProgramBody, cx: &mut Cx<'_>) -> Step {
        let thread = body.thread;
        let port = *self.ports[thread].get_or_insert_with(|| cx.port());
        while cx.take_notice(port).is_some() {}
        let record = &self.state.threads[thread];
        body.waited_at = Some(record.pc);
        self.waiting.push(Waiter {
            thread,
            pc: record.pc,
            phase: record.phase,
        });
        let (kind, name) = match shared.image.access(&self.state, thread).touches[0] {
            Touch::Object(id) => shared.image.object(id).unwrap_or((Kind::Mutex, "")),
            _ => (Kind::Mutex, ""),
        };
        let name = cx.name(name);
        Step::Block(Wait::Notice {
            port,
            deadline: None,
            shown: (shown(kind), name),
        })
    }

    /// Tells those that can go on after a step: all that it woke, all that
    /// wait for an event that is set, and of those that stand before one
    /// object the first.
    fn wake(&mut self, shared: &Shared, cx: &mut Cx<'_>) {
        let mut told: Vec<Touch> = Vec::new();
        for waiter in std::mem::take(&mut self.waiting) {
            let Waiter { thread, pc, phase } = waiter;
            let record = &self.state.threads[thread];
            let woken = record.pc != pc || record.phase != phase;
            let next = shared.image.next(&self.state, thread);
            let object = shared.image.access(&self.state, thread).touches[0];
            let first =
                matches!(next, Some(Instr::Object(_, Ask::Await))) || !told.contains(&object);
            if !(woken || first && shared.image.enabled(&self.state, thread)) {
                self.waiting.push(waiter);
                continue;
            }
            if !woken {
                told.push(object);
            }
            if let Some(port) = self.ports[thread] {
                cx.post(port, 0);
            }
        }
    }

    /// Marks and counts what a step did.
    fn tell(
        &mut self,
        shared: &Shared,
        thread: usize,
        cx: &mut Cx<'_>,
        instr: Instr,
        cell: Option<Key>,
    ) {
        let lane = cx.lane();
        let text = match instr {
            Instr::Mark(name) => shared
                .image
                .program(&self.state, thread)
                .map(|program| program.name(name).to_owned()),
            instr => cell.map(|cell| self.memory_mark(shared, instr, cell, cx)),
        };
        if let Some(text) = text {
            let name = cx.name(&text);
            cx.mark(lane, name);
        }
        if let Phase::Failed(fault) = self.state.threads[thread].phase {
            let name = cx.name(&fault.reason().en);
            cx.mark(lane, name);
        }
    }

    fn memory_mark(&mut self, shared: &Shared, instr: Instr, key: Key, cx: &mut Cx<'_>) -> String {
        let value = self.state.memory.get(key);
        let cell = shared.image.cell_name(key);
        let (verb, _) = super::syntax::parts(instr);
        if matches!(instr, Instr::Load(..)) {
            return format!("{verb} {cell} → {value}");
        }
        let counter = self.counter(key, &cell, cx);
        cx.count(counter, value);
        format!("{verb} {cell} ← {value}")
    }

    fn counter(&mut self, key: Key, name: &str, cx: &mut Cx<'_>) -> CounterId {
        let known = self.counters.iter().find(|(k, _)| *k == key);
        if let Some((_, counter)) = known {
            return *counter;
        }
        let counter = cx.counter(name);
        self.counters.push((key, counter));
        counter
    }
}

/// The state in which a lane shows that it waits.
fn shown(kind: Kind) -> Shown {
    match kind {
        Kind::Queue | Kind::Pipe => Shown::BlockedQueue,
        _ => Shown::BlockedLock,
    }
}
