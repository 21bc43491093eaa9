//! A thread of Python as a thread of the machine.

use std::cell::Cell;
use std::rc::Rc;

use super::ask::Ask;
use super::ports::After;
use super::shared::Shared;
use super::tracker::Needs;
use super::{Bound, MAIN, Printed};
use crate::base::{Dur, Time};
use crate::python::request::{ReadLine, Write};
use crate::python::value::Value;
use crate::python::vm::frame::Thread;
use crate::python::vm::native::Request;
use crate::python::vm::{Process, Raised, Stopped, Vm};
use crate::sim::sync::ObjectId;
use crate::sim::{Body, Cx, Step, ThreadId, Wait};

/// Where a thread is between two steps.
#[derive(Default)]
pub(super) enum At {
    /// It goes on.
    #[default]
    Running,
    /// It has paid for what it did before it asked.
    Asked(Request),
    /// It waited; what is made of how that ended.
    Waited(After),
    /// It waited, and it ended so; the handler of a signal is still to end.
    Held(Served),
    /// It has ended, with this exit code if it is a process's first thread.
    Ended(i32),
}

/// A thread of Python.
pub(super) struct PythonThread {
    pub vm: Vm,
    pub shared: Rc<Shared>,
    pub thread: Thread,
    /// Whether the process ends with it, and its result is the exit code.
    is_first: bool,
    /// Where the exit code of the first process goes.
    code: Option<Rc<Cell<Option<i32>>>>,
    pub at: At,
    /// While it is explored: whether it may take a step, and has paid for it.
    pub granted: bool,
    pub paid: bool,
    /// Whether a call of the library, whose step it is, is under way.
    pub in_call: bool,
    /// Until when it waits for the call before which it stands.
    pub deadline: Option<Time>,
    /// The event by which it waits for a thread to begin.
    pub starts: Option<ObjectId>,
    /// The main thread for which it handles signals.
    pub acts_for: Option<ThreadId>,
}

/// How an ask is answered.
pub(super) enum Served {
    /// At once.
    Value(Value),
    /// With an error.
    Raised(Raised),
    /// After a wait.
    Waits(Wait, After),
    /// After others have had their turn.
    Yields,
    /// Never: the thread ends.
    Ends(i32),
}

impl PythonThread {
    /// The first thread of the program.
    pub fn main(
        vm: &Vm,
        shared: &Rc<Shared>,
        process: &Rc<Process>,
        code: Rc<Cell<Option<i32>>>,
    ) -> PythonThread {
        let start = super::natives::start_program(vm, shared);
        let thread = Thread::new(process, start, Vec::new());
        PythonThread {
            code: Some(code),
            ..PythonThread::new(vm, shared, thread, true)
        }
    }

    /// A thread; if it is a process's first, its result is the exit code.
    pub fn new(vm: &Vm, shared: &Rc<Shared>, thread: Thread, is_first: bool) -> PythonThread {
        PythonThread {
            vm: vm.clone(),
            shared: shared.clone(),
            thread,
            is_first,
            code: None,
            at: At::Running,
            granted: false,
            paid: false,
            in_call: false,
            deadline: None,
            starts: None,
            acts_for: None,
        }
    }

    /// Whether its process ends with it.
    pub fn is_first(&self) -> bool {
        self.is_first
    }

    /// From now on this thread is the one that runs.
    fn take_over(&mut self, cx: &Cx<'_>) {
        let shared = &self.shared;
        shared.thread.set(self.acts_for.unwrap_or_else(|| cx.me()));
        shared.process.set(cx.my_process());
        shared.begun.set(cx.now());
        shared.executed.set(self.thread.instructions);
    }

    /// Runs instructions until something has to be asked or paid.
    pub fn go_on(&mut self, cx: &mut Cx<'_>) -> Step {
        loop {
            self.take_over(cx);
            let before = self.thread.instructions;
            let stopped = match self
                .shared
                .tracker
                .clone()
                .filter(|tracker| tracker.is_on())
            {
                Some(tracker) => self.run_tracked(&tracker, cx),
                None => Some(self.run_usual()),
            };
            let executed = self.thread.instructions - before;
            self.shared.has_executed(executed, cx.now());
            self.note_place(cx);
            if self.shared.is_stopped(&self.vm) {
                return Step::Exit;
            }
            let Some(stopped) = stopped else {
                return self.stand(cx, Needs::default());
            };
            self.at = match stopped {
                Stopped::Budget => At::Running,
                Stopped::Request(request) => At::Asked(request),
                Stopped::Finished(value) => {
                    if self.acts_for.is_some() {
                        self.handler_ends(cx, None);
                    }
                    At::Ended(exit_code(&value))
                }
                Stopped::Raised(raised) => {
                    match self.acts_for {
                        Some(_) => self.handler_ends(cx, Some(raised)),
                        None => self.tell(cx, &raised),
                    }
                    At::Ended(1)
                }
            };
            let cost = self.shared.cost_of(executed);
            if cost > Dur::ZERO {
                return Step::Compute(cost);
            }
            if let Some(step) = self.settle(cx) {
                return step;
            }
        }
    }

    fn run_usual(&mut self) -> Stopped {
        let batch = self.shared.settings.batch;
        if self.look_for_signals() {
            return self.vm.run_visited(&mut self.thread, batch);
        }
        match self.vm.run(&mut self.thread, batch) {
            // Others see what it did up to a place where CPython would let them.
            Stopped::Budget if self.shared.settings.gil.is_some() && self.has_company() => {
                self.vm.run_to_switch(&mut self.thread)
            }
            stopped => stopped,
        }
    }

    /// Whether its process has, or had, other threads.
    fn has_company(&self) -> bool {
        let process = self.shared.process.get();
        let processes = self.shared.processes.borrow();
        // The first thread of the program is not counted, those of others are.
        let alone = usize::from(process != MAIN);
        let record = processes.get(&process);
        record.is_some_and(|record| record.threads.len() > alone)
    }

    /// Does what was left to do; what to answer the machine, if anything.
    pub fn settle(&mut self, cx: &mut Cx<'_>) -> Option<Step> {
        self.take_over(cx);
        match std::mem::take(&mut self.at) {
            At::Running => None,
            At::Asked(mut request) => {
                if let Some(step) = self.gate(cx, &mut request) {
                    self.at = At::Asked(request);
                    return Some(step);
                }
                let served = self.answer(cx, request);
                self.act(cx, served)
            }
            At::Waited(after) => {
                if let (Some(event), Some(tracker)) = (self.starts.take(), &self.shared.tracker) {
                    tracker.passes_start(cx.me(), event, false);
                }
                let served = self.after(cx, after);
                self.go_on_after(cx, served)
            }
            At::Held(served) => self.go_on_after(cx, served),
            At::Ended(code) => {
                if let Some(step) = self.gate_end(cx) {
                    self.at = At::Ended(code);
                    return Some(step);
                }
                Some(self.end(cx, code))
            }
        }
    }

    /// A wait is over, and gave this.
    fn go_on_after(&mut self, cx: &mut Cx<'_>, served: Served) -> Option<Step> {
        if !self.is_first {
            return self.act(cx, served);
        }
        match self.has_waited(cx, served) {
            Ok(served) => self.act(cx, served),
            Err(step) => Some(step),
        }
    }

    fn act(&mut self, cx: &mut Cx<'_>, served: Served) -> Option<Step> {
        match served {
            Served::Value(value) => {
                self.thread.answer(Ok(value));
                None
            }
            Served::Raised(raised) => {
                self.thread.answer(Err(raised));
                None
            }
            Served::Waits(wait, after) => {
                if self.is_first {
                    self.begins_to_wait(cx, &wait);
                }
                self.at = At::Waited(after);
                Some(Step::Block(wait))
            }
            Served::Yields => {
                self.thread.answer(Ok(Value::None));
                Some(Step::Yield)
            }
            Served::Ends(code) => Some(self.end(cx, code)),
        }
    }

    fn answer(&mut self, cx: &mut Cx<'_>, request: Request) -> Served {
        let request = match request.downcast::<Ask>() {
            Ok(ask) => return self.serve(cx, *ask),
            Err(request) => request,
        };
        let request = match request.downcast::<Write>() {
            Ok(write) => {
                self.print(cx, write.error, write.text);
                return Served::Value(Value::None);
            }
            Err(request) => request,
        };
        if request.downcast::<ReadLine>().is_ok() {
            let line = self.shared.input.borrow_mut().pop_front();
            return match line {
                Some(line) => {
                    let lane = cx.lane_in_control();
                    let mut watcher = self.shared.watcher.borrow_mut();
                    watcher.read(cx.now(), lane, &line);
                    Served::Value(Value::string(line))
                }
                None if self.shared.settings.asks_for_input => {
                    self.shared.stopped.set(Some(Bound::Input));
                    Served::Ends(1)
                }
                None => Served::Raised(self.vm.eof_error("EOF when reading a line".to_owned())),
            };
        }
        Served::Value(Value::None)
    }

    /// Text that the program writes: on the console, and a mark on the lane.
    fn print(&mut self, cx: &mut Cx<'_>, error: bool, text: String) {
        let lane = cx.lane_in_control();
        let written = self.shared.written.get().saturating_add(text.len());
        self.shared.written.set(written);
        let shown = text.trim_end_matches('\n');
        if !shown.is_empty() {
            let shown: String = shown.chars().take(200).collect();
            let name = cx.name(&shown);
            cx.mark(lane, name);
        }
        let printed = Printed {
            at: cx.now(),
            lane,
            error,
            text,
        };
        self.shared.watcher.borrow_mut().printed(&printed);
    }

    /// An error that the library has not told by itself.
    fn tell(&mut self, cx: &mut Cx<'_>, raised: &Raised) {
        let text = self.vm.format_exception(&raised.value());
        self.print(cx, true, text);
    }

    fn note_place(&self, cx: &mut Cx<'_>) {
        let lane = cx.lane_in_control();
        if let Some((function, line)) = self.shared.note_place(cx.now(), lane, &self.thread) {
            let function = cx.name(function.as_str());
            cx.stand_at(lane, function, line);
        }
    }

    fn end(&mut self, cx: &mut Cx<'_>, code: i32) -> Step {
        if self.is_first {
            cx.set_exit_code(code);
            if cx.my_process() == MAIN
                && let Some(place) = &self.code
            {
                place.set(Some(code));
            }
            self.release_pipes(cx, cx.my_process());
            self.tell_parent(cx, cx.my_process());
        }
        Step::Exit
    }
}

/// The exit code that a first thread's result means.
fn exit_code(value: &Value) -> i32 {
    match value.as_i64() {
        Some(code) => i32::try_from(code).unwrap_or(1),
        None => 0,
    }
}

impl Body for PythonThread {
    fn step(&mut self, cx: &mut Cx<'_>) -> Step {
        if let Some(tracker) = self.shared.tracker.clone() {
            return self.step_tracked(&tracker, cx);
        }
        match self.settle(cx) {
            Some(step) => step,
            None => self.go_on(cx),
        }
    }
}
