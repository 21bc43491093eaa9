//! A thread that follows a list.

use super::body::Resumed;
use super::body::{Body, Cx, Step, Task, Wait};
use super::machine::{DeviceId, ThreadId};
use super::process::Context;
use super::sync::{Call, ObjectId};
use crate::base::{Dur, Time};
use crate::trace::{NameId, State};

/// One line of a script.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Op {
    /// Uses the CPU.
    Compute(Dur),
    /// Sleeps.
    Sleep(Dur),
    /// Sends a request and blocks until it is answered.
    Io(DeviceId, Dur),
    /// The same over a network, with an answer of so many bytes.
    Transfer(DeviceId, Dur, u64),
    /// Makes a call of a synchronisation object, for which it waits as long as
    /// it takes. A call that makes no sense ends the run.
    Call(ObjectId, Call),
    /// The same, but waits for so long at most.
    CallWithin(ObjectId, Call, Dur),
    /// Lets others go first.
    Yield,
    /// Starts a thread in the same process, with a script of its own.
    Spawn(String, Vec<Op>),
    /// Waits for the end of the n-th thread that it started, from zero; goes
    /// on if there is none.
    Join(usize),
    /// From now on the n-th task of the script has control.
    Enter(usize),
    /// The task that has control has ended.
    Leave,
    /// Marks this moment on the lane of who has control.
    Mark(String),
}

/// A body that follows a list of [`Op`]s and exits at its end.
#[derive(Clone, Debug, Default)]
pub struct Script {
    ops: std::vec::IntoIter<Op>,
    /// How many lines it had.
    length: usize,
    task_names: Vec<String>,
    tasks: Vec<Task>,
    spawned: Vec<ThreadId>,
    in_control: Option<Task>,
    turn: Option<NameId>,
    called: Option<ObjectId>,
}

impl Script {
    /// A script without tasks.
    pub fn new(ops: Vec<Op>) -> Script {
        Script {
            length: ops.len(),
            ops: ops.into_iter(),
            ..Script::default()
        }
    }

    /// A script whose [`Op::Enter`] means these tasks. Their lanes show them
    /// ready, waiting for their turn, from the thread's first step on.
    pub fn with_tasks(ops: Vec<Op>, names: Vec<String>) -> Script {
        Script {
            task_names: names,
            ..Script::new(ops)
        }
    }

    /// A thread that computes for so long.
    pub fn compute(d: Dur) -> Script {
        Script::new(vec![Op::Compute(d)])
    }

    /// In a box, as the machine wants it.
    pub fn boxed(self) -> Box<dyn Body> {
        Box::new(self)
    }

    fn begin(&mut self, cx: &mut Cx<'_>) {
        let turn = cx.name("turn");
        self.turn = Some(turn);
        for name in std::mem::take(&mut self.task_names) {
            let task = cx.task(&name);
            cx.show(task, State::Ready, turn);
            self.tasks.push(task);
        }
    }

    fn call(&mut self, object: ObjectId, call: Call, deadline: Option<Time>) -> Step {
        self.called = Some(object);
        Step::Block(Wait::Call {
            object,
            call,
            deadline,
        })
    }

    /// Does what takes no time; gives what does.
    fn perform(&mut self, op: Op, cx: &mut Cx<'_>) -> Option<Step> {
        match op {
            Op::Compute(d) => return Some(Step::Compute(d)),
            Op::Sleep(d) => return Some(Step::Block(Wait::Sleep(d))),
            Op::Io(device, d) => return Some(Step::Block(Wait::Io(device, d))),
            Op::Transfer(device, d, bytes) => {
                return Some(Step::Block(Wait::Transfer(device, d, bytes)));
            }
            Op::Call(object, call) => return Some(self.call(object, call, None)),
            Op::CallWithin(object, call, d) => {
                return Some(self.call(object, call, Some(cx.now() + d)));
            }
            Op::Yield => return Some(Step::Yield),
            Op::Join(n) => {
                let thread = self.spawned.get(n)?;
                return Some(Step::Block(Wait::Join(*thread)));
            }
            Op::Spawn(name, ops) => {
                let process = cx.my_process();
                let thread = cx.spawn(process, &name, Script::new(ops).boxed());
                self.spawned.push(thread);
            }
            Op::Enter(n) => {
                if let Some(&task) = self.tasks.get(n) {
                    cx.enter(task);
                    self.in_control = Some(task);
                }
            }
            Op::Leave => {
                cx.leave(None);
                self.in_control = None;
            }
            Op::Mark(name) => {
                let name = cx.name(&name);
                let lane = self.in_control.map_or(cx.lane(), |task| task.lane);
                cx.mark(lane, name);
            }
        }
        None
    }
}

impl Body for Script {
    /// The computations up to the next line that blocks; lines that take no
    /// time, and yielding, do not end a burst.
    fn next_burst(&self) -> Option<Dur> {
        let mut burst = Dur::ZERO;
        for op in self.ops.as_slice() {
            match op {
                Op::Compute(d) => burst += *d,
                Op::Sleep(_) | Op::Io(..) | Op::Transfer(..) | Op::Join(_) => break,
                Op::Call(..) | Op::CallWithin(..) => break,
                _ => {}
            }
        }
        Some(burst)
    }

    /// The number of the next line.
    fn context(&self) -> Option<Context> {
        Some(Context {
            program_counter: (self.length - self.ops.len()) as u64,
            registers: Vec::new(),
        })
    }

    fn step(&mut self, cx: &mut Cx<'_>) -> Step {
        if self.turn.is_none() {
            self.begin(cx);
        }
        if let (Resumed::Misused(misuse), Some(object)) = (cx.resumed(), self.called) {
            cx.misused(object, misuse);
            return Step::Exit;
        }
        while let Some(op) = self.ops.next() {
            if let Some(step) = self.perform(op, cx) {
                return step;
            }
        }
        Step::Exit
    }
}
