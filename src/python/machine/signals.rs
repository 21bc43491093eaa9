//! Signals: what a process does with those that it is sent.
//!
//! # Rules
//! * The main thread of a process handles its signals. Where it computes, the
//!   handler is called before its program's next instruction; where it waits, the
//!   handler runs at once, in a lane of its own, and the wait goes on behind it:
//!   nothing that is waited for is lost. What the handler raises ends the wait.
//! * To the program the handler runs in the main thread in both cases.
//! * What is neither handled nor ignored ends the process.

use std::collections::{BTreeSet, VecDeque};
use std::rc::Rc;

use super::body::{At, PythonThread, Served};
use super::given::Given;
use super::shared::Shared;
use crate::python::object::Object;
use crate::python::value::Value;
use crate::python::vm::frame::Thread;
use crate::python::vm::native::{Ctx, NativeKind, OwnedArgs, Result};
use crate::python::vm::{Process, Raised, Vm};
use crate::sim::sync::{Call, ObjectId};
use crate::sim::{Cx, ProcessId, Signal, Step, ThreadId, Wait};

const KILL: i64 = 9;
const TERMINATE: i64 = 15;
const CHILD: i64 = 17;

/// What is ignored unless the program says otherwise: SIGCHLD, SIGCONT, SIGURG,
/// SIGWINCH (signal(7)), and SIGPIPE, which Python ignores.
const IGNORED: [i64; 5] = [13, 17, 18, 23, 28];

/// What Python handles unless the program says otherwise: SIGINT.
const HANDLED: i64 = 2;

/// What a process does with signals.
pub(super) struct Listener {
    /// The numbers of those that it handles, and that it ignores.
    handled: BTreeSet<i64>,
    ignored: BTreeSet<i64>,
    /// Those that are kept until it asks for them or lets them come.
    blocked: BTreeSet<i64>,
    kept: Vec<i64>,
    /// What is set when one is kept.
    event: Option<ObjectId>,
    /// Those that have come and were not handled yet.
    come: VecDeque<i64>,
    /// Its main thread while that waits, and the object that it waits for.
    waits: Option<(ThreadId, Option<ObjectId>)>,
    /// The thread that runs a handler while the main thread waits.
    handler: Option<ThreadId>,
    /// Where the program stands while its main thread waits.
    frames: Value,
    /// What a handler raised, until the main thread has it.
    raised: Option<Raised>,
}

impl Default for Listener {
    fn default() -> Listener {
        Listener {
            handled: [HANDLED].into(),
            ignored: IGNORED.into(),
            blocked: BTreeSet::new(),
            kept: Vec::new(),
            event: None,
            come: VecDeque::new(),
            waits: None,
            handler: None,
            frames: Value::None,
            raised: None,
        }
    }
}

impl Listener {
    /// That of a program that handles none.
    pub fn of_program() -> Listener {
        Listener {
            handled: BTreeSet::new(),
            ..Listener::default()
        }
    }

    /// That of a copy of the process.
    pub fn forked(&self) -> Listener {
        Listener {
            handled: self.handled.clone(),
            ignored: self.ignored.clone(),
            blocked: self.blocked.clone(),
            ..Listener::default()
        }
    }
}

fn numbers(given: &mut Given<'_>) -> BTreeSet<i64> {
    let numbers = given.value();
    let all = numbers.as_tuple().into_iter().flat_map(|all| all.iter());
    all.filter_map(Value::as_i64).collect()
}

/// `listen(event, handled, ignored, blocked)`: what this process does with
/// signals from now on.
pub(super) fn listen(vm: &Vm, shared: &Shared, given: &mut Given<'_>) -> Result {
    let event = given.object(vm)?.id.get();
    shared.listens(shared.process.get(), |listener| {
        listener.event = Some(event);
        listener.handled = numbers(given);
        listener.ignored = numbers(given);
        listener.blocked = numbers(given);
        // What is kept no longer comes now.
        let blocked = &listener.blocked;
        let (kept, free) = listener
            .kept
            .iter()
            .partition(|number| blocked.contains(number));
        listener.kept = kept;
        let free: Vec<i64> = free;
        listener.come.extend(free);
        shared.signalled.set(true);
    });
    Ok(Value::None)
}

/// `kept_signals(numbers, whether)`: those of these that have come and are kept;
/// if `whether`, the first of them is no longer.
pub(super) fn kept(_: &Vm, shared: &Shared, given: &mut Given<'_>) -> Result {
    let wanted = numbers(given);
    let takes = given.truth();
    let found = shared.listens(shared.process.get(), |listener| {
        let mut found: Vec<i64> = listener.kept.clone();
        found.retain(|number| wanted.contains(number));
        if takes && let Some(first) = found.first() {
            let place = listener.kept.iter().position(|number| number == first);
            place.map(|place| listener.kept.remove(place));
        }
        found
    });
    Ok(Value::list(found.into_iter().map(Value::Int).collect()))
}

/// `waiting_frames()`: where the main thread waits.
pub(super) fn frames(_: &Vm, shared: &Shared, _: &mut Given<'_>) -> Result {
    let frames = |listener: &mut Listener| listener.frames.clone();
    Ok(shared.listens(shared.process.get(), frames))
}

impl Shared {
    fn listens<T>(&self, process: ProcessId, act: impl FnOnce(&mut Listener) -> T) -> T {
        act(self.listeners.borrow_mut().entry(process).or_default())
    }

    /// Whether a process handles any signal itself.
    pub(super) fn listens_to_any(&self, process: ProcessId) -> bool {
        let listeners = self.listeners.borrow();
        let listener = listeners.get(&process);
        listener.is_some_and(|listener| listener.event.is_some() && !listener.handled.is_empty())
    }

    /// Whether a signal waits to be handled by the thread that runs, which is its
    /// process's first.
    fn has_come(&self) -> bool {
        self.signalled.get()
            && self.listens(self.process.get(), |listener| !listener.come.is_empty())
    }

    /// The next signal of a process.
    fn next_signal(&self, process: ProcessId) -> Option<i64> {
        self.listens(process, |listener| listener.come.pop_front())
    }
}

/// What is called to handle what has come.
fn handling(vm: &Vm, shared: &Rc<Shared>) -> Value {
    let me = Object::value(shared.class(), shared.clone());
    let kind = NativeKind::Async(|c, args| Box::pin(handle(c, args)));
    vm.closure("handle", me, kind)
}

async fn handle(c: Ctx, args: OwnedArgs) -> Result {
    let shared = args.values.first().and_then(Value::as_native::<Rc<Shared>>);
    let Some(shared) = shared.cloned() else {
        return Ok(Value::None);
    };
    let process = shared.process.get();
    while let Some(number) = shared.next_signal(process) {
        let signal = c.import("signal").await?;
        c.call_method(&signal, "_deliver", vec![Value::Int(number)])
            .await?;
    }
    Ok(Value::None)
}

impl PythonThread {
    /// A signal to a process, of this one or of another.
    pub(super) fn signal(&mut self, cx: &mut Cx<'_>, process: ProcessId, number: i64) -> Served {
        if cx.exit_code(process).is_some() {
            return Served::Value(Value::None);
        }
        let shared = self.shared.clone();
        enum Does {
            Nothing,
            Keeps(Option<ObjectId>),
            Handles,
            Ends,
        }
        let does = shared.listens(process, |listener| {
            if number == KILL {
                Does::Ends
            } else if listener.ignored.contains(&number) {
                Does::Nothing
            } else if listener.blocked.contains(&number) {
                if !listener.kept.contains(&number) {
                    listener.kept.push(number);
                }
                Does::Keeps(listener.event)
            } else if listener.handled.contains(&number) {
                listener.come.push_back(number);
                Does::Handles
            } else {
                Does::Ends
            }
        });
        match does {
            Does::Nothing => {}
            Does::Keeps(event) => {
                // An event is set without waiting and without misuse.
                let _ = event.map(|event| cx.call(event, Call::Set));
            }
            Does::Handles => {
                shared.signalled.set(true);
                self.begin_handler(cx, process);
            }
            Does::Ends => self.end_by_signal(cx, process, number),
        }
        Served::Value(Value::None)
    }

    fn end_by_signal(&mut self, cx: &mut Cx<'_>, process: ProcessId, number: i64) {
        let signal = match number {
            KILL => Signal::Kill,
            TERMINATE => Signal::Terminate,
            other => Signal::Other(u8::try_from(other).unwrap_or(u8::MAX)),
        };
        cx.signal(process, signal);
        if process == super::MAIN {
            self.shared.killed.set(Some(-signal.number()));
        }
        if let Some(tracker) = &self.shared.tracker {
            tracker.ended_process(process);
        }
        self.release_pipes(cx, process);
        self.tell_parent(cx, process);
    }

    /// If the main thread of a process waits, a thread of its own handles what
    /// has come.
    fn begin_handler(&mut self, cx: &mut Cx<'_>, process: ProcessId) {
        let shared = self.shared.clone();
        let found = shared.listens(process, |listener| {
            let number = listener.come.front().copied();
            let (main, _) = listener.waits.filter(|_| listener.handler.is_none())?;
            number.map(|number| (main, number))
        });
        let python = shared.python_of(process);
        let Some(((main, number), python)) = found.zip(python) else {
            return;
        };
        let id = self.spawn_handler(cx, (process, &python), main, number);
        shared.listens(process, |listener| listener.handler = Some(id));
    }

    fn spawn_handler(
        &self,
        cx: &mut Cx<'_>,
        (process, python): (ProcessId, &Rc<Process>),
        main: ThreadId,
        number: i64,
    ) -> ThreadId {
        let call = handling(&self.vm, &self.shared);
        let thread = Thread::new(python, call, Vec::new());
        let mut body = PythonThread::new(&self.vm, &self.shared, thread, false);
        body.acts_for = Some(main);
        let name = match number {
            KILL => Signal::Kill,
            TERMINATE => Signal::Terminate,
            other => Signal::Other(u8::try_from(other).unwrap_or(u8::MAX)),
        };
        let id = cx.spawn(process, name.name(), Box::new(body));
        self.note_spawn(cx, id, process, &Value::None);
        let mut processes = self.shared.processes.borrow_mut();
        if let Some(record) = processes.get_mut(&process) {
            record.threads.push(id);
        }
        id
    }

    /// Before the first thread of a process goes on: what has come is handled
    /// before its program's next instruction. Whether anything has come.
    pub(super) fn look_for_signals(&mut self) -> bool {
        let has_come = self.is_first() && self.shared.has_come();
        if has_come {
            let call = handling(&self.vm, &self.shared);
            self.thread.call_in_between(call);
        }
        has_come
    }

    /// A process ends: its parent is sent SIGCHLD.
    pub(super) fn tell_parent(&mut self, cx: &mut Cx<'_>, process: ProcessId) {
        let processes = self.shared.processes.borrow();
        let parent = processes.get(&process).map(|record| record.parent);
        drop(processes);
        if let Some(parent) = parent.filter(|parent| *parent != process) {
            self.signal(cx, parent, CHILD);
        }
    }

    /// The first thread of a process begins to wait.
    pub(super) fn begins_to_wait(&mut self, cx: &mut Cx<'_>, wait: &Wait) {
        let object = match wait {
            Wait::Call { object, .. } => Some(*object),
            _ => None,
        };
        let (me, process) = (cx.me(), cx.my_process());
        let before = self.shared.listens(process, |listener| {
            listener.waits = Some((me, object));
            match listener.event {
                Some(_) => {
                    let frames = super::natives::all_parts(&self.thread);
                    std::mem::replace(&mut listener.frames, frames)
                }
                None => Value::None,
            }
        });
        drop(before);
        if self.shared.has_come() {
            self.begin_handler(cx, process);
        }
    }

    /// The wait of the first thread of a process is over, and gave this: while a
    /// handler runs, the thread waits for that; what the handler raised is raised.
    pub(super) fn has_waited(
        &mut self,
        cx: &Cx<'_>,
        served: Served,
    ) -> std::result::Result<Served, Step> {
        let (raised, handler) = self.shared.listens(cx.my_process(), |listener| {
            (listener.raised.take(), listener.handler)
        });
        if let Some(handler) = handler {
            self.at = At::Held(served);
            return Err(Step::Block(Wait::Join(handler)));
        }
        let frames = self.shared.listens(cx.my_process(), |listener| {
            listener.waits = None;
            std::mem::take(&mut listener.frames)
        });
        drop(frames);
        Ok(raised.map_or(served, Served::Raised))
    }

    /// The handler that this thread ran has ended; what it raised ends the wait
    /// of the main thread.
    pub(super) fn handler_ends(&mut self, cx: &mut Cx<'_>, raised: Option<Raised>) {
        let waits = self.shared.listens(cx.my_process(), |listener| {
            listener.handler = None;
            listener.raised = raised;
            listener.waits.filter(|_| listener.raised.is_some())
        });
        if let Some((main, object)) = waits {
            cx.interrupt(main, object);
        }
    }
}
