//! A thread that follows a list.

use super::body::{Body, Cx, Step, Task, Wait};
use super::machine::{DeviceId, ThreadId};
use crate::base::Dur;
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
    task_names: Vec<String>,
    tasks: Vec<Task>,
    spawned: Vec<ThreadId>,
    in_control: Option<Task>,
    turn: Option<NameId>,
}

impl Script {
    /// A script without tasks.
    pub fn new(ops: Vec<Op>) -> Script {
        Script {
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

    /// Does what takes no time; gives what does.
    fn perform(&mut self, op: Op, cx: &mut Cx<'_>) -> Option<Step> {
        match op {
            Op::Compute(d) => return Some(Step::Compute(d)),
            Op::Sleep(d) => return Some(Step::Block(Wait::Sleep(d))),
            Op::Io(device, d) => return Some(Step::Block(Wait::Io(device, d))),
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
                Op::Sleep(_) | Op::Io(..) | Op::Join(_) => break,
                _ => {}
            }
        }
        Some(burst)
    }

    fn step(&mut self, cx: &mut Cx<'_>) -> Step {
        if self.turn.is_none() {
            self.begin(cx);
        }
        while let Some(op) = self.ops.next() {
            if let Some(step) = self.perform(op, cx) {
                return step;
            }
        }
        Step::Exit
    }
}
