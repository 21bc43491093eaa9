//! Pools of workers: tasks in a queue, workers that take them, futures for their
//! results (after Python's `concurrent.futures`).
//!
//! # Rules
//! * The first thread that submits to a pool starts all its workers, and pays
//!   for them: threads of its process, or processes of their own.
//! * Tasks are taken in the order in which they were submitted; a worker that is
//!   free takes the oldest. Its result is what the task's first register holds
//!   at its end.
//! * A pool of processes writes each task down and reads it, and so the result:
//!   four times the cost of a message of the pool's size
//!   ([`crate::sim::Costs::message`]), two of them the worker's.
//! * A pool takes no more tasks once it is shut down, or once no thread is left
//!   that may submit to it. Its workers then end when its tasks are done. If
//!   those threads were killed, nobody shuts it down: workers in processes of
//!   their own are orphans and wait for ever.

use std::rc::Rc;

use super::super::image::{Image, Slot};
use super::super::instr::{Hosted, Instr, Reg};
use super::super::names::Name;
use super::{At, Child, HostedBody, Shared};
use crate::base::{Dur, Problem, Text};
use crate::sim::body::{Body, Cx, Resumed, Step, Task, Wait};
use crate::sim::process::Context;
use crate::sim::sync::{Call, Future, Grant, Object, ObjectId, Queue, Reply};
use crate::trace::State as Shown;

/// What does a pool's work.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Workers {
    /// Threads of the process that submits first.
    #[default]
    Threads,
    /// Processes that are copies of that one.
    Forked,
    /// Processes that begin anew.
    Started,
}

/// A pool as it is described.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PoolSettings {
    /// Its name.
    pub name: String,
    /// How many workers, at least one.
    pub workers: u32,
    /// What they are.
    pub kind: Workers,
    /// How large a task and a result are, where they go between processes.
    pub bytes: u64,
}

/// A pool of a run.
#[derive(Default)]
pub(super) struct Pool {
    /// Where tasks wait; none before the first is submitted.
    queue: Option<ObjectId>,
    tasks: Vec<Submitted>,
    /// How many threads are there that may submit.
    users: usize,
    closed: bool,
}

/// A task that was submitted.
#[derive(Clone, Copy)]
struct Submitted {
    program: u16,
    registers: [i64; Reg::COUNT],
    future: ObjectId,
    lane: Task,
}

/// That a pool takes no more tasks.
pub(super) fn closed() -> Problem {
    Problem::new(
        "submit",
        Text::new(
            "닫힌 풀에 작업을 맡겼습니다.",
            "A task was submitted to a pool that is shut down.",
        ),
        Text::new(
            "shutdown 앞에서 맡기세요.",
            "Submit before the pool is shut down.",
        ),
    )
}

/// Which pools each program may use, itself or through what it starts.
pub(super) fn uses(image: &Image, pools: &[PoolSettings]) -> Vec<Vec<usize>> {
    let mut uses: Vec<Vec<usize>> = vec![Vec::new(); image.codes.len()];
    let mut changed = true;
    while changed {
        changed = false;
        for (place, code) in image.codes.iter().enumerate() {
            for instr in code.program.instrs() {
                let mut found = Vec::new();
                if let Instr::Hosted(Hosted::Submit(pool, _)) = instr {
                    let name = code.program.name(*pool);
                    found.extend(pools.iter().position(|pool| pool.name == name));
                }
                if let Some(Slot::Program(other)) = started(*instr).map(|name| code.slot(name)) {
                    found.extend(&uses[usize::from(other)]);
                }
                for pool in found {
                    if !uses[place].contains(&pool) {
                        uses[place].push(pool);
                        changed = true;
                    }
                }
            }
        }
    }
    uses
}

/// The program that an instruction starts.
fn started(instr: Instr) -> Option<Name> {
    match instr {
        Instr::Spawn(name)
        | Instr::Hosted(Hosted::Fork(name) | Hosted::Start(name) | Hosted::Submit(_, name)) => {
            Some(name)
        }
        _ => None,
    }
}

impl Shared {
    /// A thread is there that runs this program.
    pub(super) fn one_more(&self, program: u16) {
        let mut run = self.run.borrow_mut();
        for pool in &self.uses[usize::from(program)] {
            run.pools[*pool].users += 1;
        }
    }

    /// It is no longer.
    pub(super) fn one_less(&self, program: u16, cx: &mut Cx<'_>) {
        for &pool in &self.uses[usize::from(program)] {
            let mut run = self.run.borrow_mut();
            run.pools[pool].users -= 1;
            if run.pools[pool].users == 0 {
                drop(run);
                self.close(pool, cx);
            }
        }
    }

    fn close(&self, pool: usize, cx: &mut Cx<'_>) {
        let mut run = self.run.borrow_mut();
        let pool = &mut run.pools[pool];
        pool.closed = true;
        if let Some(queue) = pool.queue {
            drop(run);
            if let Err(misuse) = cx.call(queue, Call::Close) {
                cx.misused(queue, misuse);
            }
        }
    }
}

impl HostedBody {
    fn pool(&self, name: Name) -> Option<usize> {
        let name = self.name(name);
        let pools = &self.shared.parts.pools;
        pools.iter().position(|pool| pool.name == name)
    }

    pub(super) fn submit(&mut self, pool: Name, name: Name, cx: &mut Cx<'_>) -> Step {
        let (Some(pool), Slot::Program(program)) = (self.pool(pool), self.slot(name)) else {
            return Step::Exit;
        };
        if self.shared.run.borrow().pools[pool].closed {
            cx.refuse(closed());
            return Step::Exit;
        }
        if self.shared.is_full(1, false) {
            return self.too_many(cx);
        }
        let Some(queue) = self.queue(pool, cx) else {
            return self.too_many(cx);
        };
        let settings = &self.shared.parts.pools[pool];
        let called = self.shared.next_name(program);
        let future = cx.object(&format!("{called} result"), Object::Future(Future::new()));
        if settings.kind != Workers::Threads {
            cx.between_processes(future, settings.bytes);
        }
        let lane = cx.task(&called);
        let waits = cx.name("pool");
        cx.show(lane, Shown::Ready, waits);
        self.children.push((program, Child::Task(future)));
        // It may submit in its turn.
        self.shared.one_more(program);
        let tasks = &mut self.shared.run.borrow_mut().pools[pool].tasks;
        let item = i64::try_from(tasks.len()).unwrap_or(i64::MAX);
        tasks.push(Submitted {
            program,
            registers: self.record.registers,
            future,
            lane,
        });
        self.at = At::Submitted(queue);
        Step::Block(Wait::Call {
            object: queue,
            call: Call::Put(item),
            deadline: None,
        })
    }

    /// The pool's queue; the first to ask makes it, and the workers. None if
    /// there are too many.
    fn queue(&self, pool: usize, cx: &mut Cx<'_>) -> Option<ObjectId> {
        if let Some(queue) = self.shared.run.borrow().pools[pool].queue {
            return Some(queue);
        }
        let settings = &self.shared.parts.pools[pool];
        let as_processes = settings.kind != Workers::Threads;
        if self.shared.is_full(settings.workers, as_processes) {
            return None;
        }
        self.shared.run.borrow_mut().workers += settings.workers;
        let queue = cx.object(
            &settings.name,
            Object::Queue(Queue::new(None, Grant::HandOff)),
        );
        self.shared.run.borrow_mut().pools[pool].queue = Some(queue);
        if as_processes {
            cx.between_processes(queue, settings.bytes);
        }
        for n in 1..=settings.workers {
            let name = format!("{} {n}", settings.name);
            let body = Box::new(Worker {
                shared: self.shared.clone(),
                pool,
                queue,
                at: Stage::Free,
            });
            match settings.kind {
                Workers::Threads => drop(cx.spawn(cx.my_process(), &name, body)),
                Workers::Forked => drop(cx.fork(&name, body)),
                Workers::Started => drop(cx.spawn_process(&name, body)),
            }
        }
        Some(queue)
    }

    /// Waits for the oldest result of a program.
    pub(super) fn fetch(&mut self, reg: Reg, name: Name) -> Step {
        let Slot::Program(program) = self.slot(name) else {
            return Step::Exit;
        };
        let found = self.children.iter().enumerate();
        let found = found.clone().find_map(|(place, (of, child))| match child {
            Child::Task(future) if *of == program => Some((place, *future)),
            _ => None,
        });
        let Some((place, future)) = found else {
            self.record.pc += 1;
            return Step::Compute(Dur::ZERO);
        };
        self.children.remove(place);
        self.at = At::Called(future, Some(reg));
        Step::Block(Wait::Call {
            object: future,
            call: Call::Fetch,
            deadline: None,
        })
    }

    pub(super) fn shut_down(&mut self, pool: Name, cx: &mut Cx<'_>) {
        if let Some(pool) = self.pool(pool) {
            self.shared.clone().close(pool, cx);
        }
    }
}

/// A worker of a pool.
struct Worker {
    shared: Rc<Shared>,
    pool: usize,
    queue: ObjectId,
    at: Stage,
}

/// What a worker is at.
enum Stage {
    Free,
    /// It asked for a task.
    Asked,
    /// It does one.
    Works(Box<HostedBody>, Submitted),
    /// It gives the result.
    Resolves,
}

impl Worker {
    fn ask(&mut self) -> Step {
        self.at = Stage::Asked;
        Step::Block(Wait::Call {
            object: self.queue,
            call: Call::Get,
            deadline: None,
        })
    }

    /// Takes up the task that it was given; false if there will be none.
    fn take(&mut self, cx: &mut Cx<'_>) -> bool {
        let Reply::Value(item) = cx.reply() else {
            return false;
        };
        let place = usize::try_from(item).unwrap_or(usize::MAX);
        let task = self.shared.run.borrow().pools[self.pool]
            .tasks
            .get(place)
            .copied();
        let Some(task) = task else { return false };
        if let Err(misuse) = cx.call(task.future, Call::Begin) {
            cx.misused(task.future, misuse);
        }
        cx.enter(task.lane);
        let body = HostedBody::fresh(&self.shared, task.program, task.registers);
        self.at = Stage::Works(Box::new(body), task);
        true
    }
}

impl Body for Worker {
    fn next_burst(&self) -> Option<Dur> {
        match &self.at {
            Stage::Works(body, _) => body.next_burst(),
            _ => None,
        }
    }

    fn context(&self) -> Option<Context> {
        match &self.at {
            Stage::Works(body, _) => body.context(),
            _ => None,
        }
    }

    fn step(&mut self, cx: &mut Cx<'_>) -> Step {
        match &mut self.at {
            Stage::Free => self.ask(),
            Stage::Asked => {
                if self.take(cx) {
                    // It runs now, if it does not have to read the task first.
                    Step::Compute(Dur::ZERO)
                } else {
                    Step::Exit
                }
            }
            Stage::Works(body, task) => {
                let step = body.step(cx);
                if step != Step::Exit {
                    return step;
                }
                let (object, result) = (task.future, body.result());
                self.at = Stage::Resolves;
                Step::Block(Wait::Call {
                    object,
                    call: Call::Resolve(result),
                    deadline: None,
                })
            }
            Stage::Resolves => {
                debug_assert_eq!(cx.resumed(), Resumed::Called);
                cx.leave(None);
                self.ask()
            }
        }
    }
}
