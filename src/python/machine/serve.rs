//! The answers to what a program asks.

use std::cell::Cell;
use std::rc::Rc;

use super::ask::{Ask, Handle, ObjectHandle, Patience, Template};
use super::body::{PythonThread, Served};
use super::ports::{After, deadline};
use super::shared::PipeRecord;
use crate::base::Dur;
use crate::python::value::Value;
use crate::python::vm::frame::Thread;
use crate::sim::sync::Semaphore;
use crate::sim::sync::{Call, Condition, Event, Grant, Mutex, Object, ObjectId, Queue, Reply};
use crate::sim::{Cx, PortId, ProcessId, Task, ThreadId, Wait};
use crate::trace::State;

impl PythonThread {
    pub(super) fn serve(&mut self, cx: &mut Cx<'_>, ask: Ask) -> Served {
        match ask {
            Ask::Make(template, name) => self.make(cx, template, name),
            Ask::Call(object, call, patience) => self.call_object(cx, object, call, patience),
            Ask::Owner(object) => Served::Value(self.owner(cx, object)),
            Ask::Permits(object) => Served::Value(match cx.objects().get(object) {
                Some(Object::Semaphore(semaphore)) => Value::Int(i64::from(semaphore.permits())),
                Some(Object::Mutex(mutex)) => Value::Int(i64::from(mutex.depth())),
                _ => Value::None,
            }),
            Ask::Sleep(Some(Dur::ZERO)) if self.shared.tracker.is_some() => Served::Yields,
            Ask::Sleep(Some(length)) => Served::Waits(Wait::Sleep(length), After::Slept),
            Ask::Sleep(None) => {
                let never = cx.hidden_object("pause", Object::Event(Event::new(false)));
                self.call(cx, never, Call::AwaitSet, Patience::Ever, After::Slept)
            }
            Ask::Yield => Served::Yields,
            Ask::Spawn { call, name, daemon } => self.spawn(cx, call, &name, daemon),
            Ask::Join(thread, patience) => self.join(cx, thread, patience),
            Ask::IsAlive(thread) => Served::Value(Value::Bool(!cx.is_over(thread))),
            Ask::Port | Ask::Post(_) | Ask::PortWait(..) | Ask::PortClear(_) => {
                self.serve_port(cx, ask)
            }
            Ask::Send(pipe, message) => self.send(cx, pipe, message),
            Ask::Receive(pipe, patience) => self.receive(cx, pipe, patience),
            Ask::Poll(pipe, patience) => self.look(cx, pipe, patience),
            Ask::PipeSize(pipe) => Served::Value(Value::from(self.pipe_size(cx, pipe))),
            Ask::PipeClose(pipe, writing) => {
                let process = cx.my_process();
                self.close_pipe(cx, process, pipe, writing);
                Served::Value(Value::None)
            }
            Ask::Fork { call, name } => self.fork(cx, &call, &name),
            Ask::ForkHere => self.fork_here(cx),
            Ask::Start { name, argv, ends } => self.start(cx, &name, argv, &ends),
            Ask::PipeOpen(pipe, writing, process) => {
                if let Some(pipe) = pipe {
                    self.open_pipe(process, pipe, writing);
                }
                Served::Value(Value::None)
            }
            Ask::WaitProcess(process, patience) => self.wait_process(cx, process, patience),
            Ask::Code(process) => {
                let code = cx.exit_code(process);
                Served::Value(code.map_or(Value::None, |code| Value::Int(i64::from(code))))
            }
            Ask::Signal(process, number) => self.signal(cx, process, number),
            Ask::Exit(code) => self.exit(cx, code),
            Ask::Task(_) | Ask::Enter(..) | Ask::Leave(..) | Ask::End => self.serve_task(cx, ask),
            Ask::Counter(name) => {
                let counter = cx.counter(&name);
                Served::Value(self.shared.handle(Handle::Counter(counter)))
            }
            Ask::Put(..) | Ask::Got(..) | Ask::Result | Ask::Taken(..) => {
                Served::Value(self.transit(cx, ask))
            }
        }
    }

    fn make(&mut self, cx: &mut Cx<'_>, template: Template, name: String) -> Served {
        let Some(object) = initial(&template) else {
            let error = self.vm.type_error("a mutex is expected".to_owned());
            return Served::Raised(error);
        };
        let id = add(cx, &name, object);
        if let Some(tracker) = &self.shared.tracker {
            tracker.made(id, &name);
        }
        if matches!(template, Template::Pipe) {
            let mut record = PipeRecord::default();
            record.writers.insert(cx.my_process());
            record.readers.insert(cx.my_process());
            self.shared.pipes.borrow_mut().insert(id, record);
        }
        // A pipe is made to be shared.
        let shared = Cell::new(matches!(template, Template::Pipe));
        let handle = ObjectHandle {
            id: Cell::new(id),
            template,
            name,
            shared,
            copies: self.shared.copies.clone(),
        };
        Served::Value(self.shared.handle(Handle::Object(Rc::new(handle))))
    }

    fn call_object(
        &mut self,
        cx: &mut Cx<'_>,
        object: ObjectId,
        call: Call,
        patience: Patience,
    ) -> Served {
        let caller = self.caller(cx, object);
        match call {
            Call::Lock | Call::Acquire | Call::Wait | Call::AwaitSet => {
                if !cx.objects().would_wait(caller, object, call) {
                    return match cx.call_for(caller, object, call) {
                        Ok(_) => Served::Value(Value::Bool(true)),
                        Err(_) => Served::Value(Value::Bool(false)),
                    };
                }
                if patience == Patience::Not {
                    return Served::Value(Value::Bool(false));
                }
                self.call(cx, object, call, patience, After::Called)
            }
            // What never waits: misuse is told to the library as False.
            _ => Served::Value(match cx.call_for(caller, object, call) {
                Ok(Some(Reply::Value(value))) => Value::Bool(value != 0),
                Ok(_) => Value::Bool(true),
                Err(_) => Value::Bool(false),
            }),
        }
    }

    /// Who calls an object: a thread that handles a signal is to locks the main
    /// thread, in which the handler runs, but for those that it had to wait for.
    fn caller(&self, cx: &Cx<'_>, object: ObjectId) -> ThreadId {
        let mutex = match cx.objects().get(object) {
            Some(Object::Condition(condition)) => cx.objects().get(condition.mutex()),
            found => found,
        };
        match (self.acts_for, mutex) {
            (Some(main), Some(Object::Mutex(mutex))) if mutex.owner() != Some(cx.me()) => main,
            _ => cx.me(),
        }
    }

    fn owner(&self, cx: &Cx<'_>, object: ObjectId) -> Value {
        match cx.objects().get(object) {
            Some(Object::Mutex(mutex)) => match mutex.owner() {
                Some(thread) if thread == cx.me() => {
                    Value::Int(self.shared.ident(self.acts_for.unwrap_or(thread)))
                }
                Some(thread) => Value::Int(self.shared.ident(thread)),
                None => Value::None,
            },
            _ => Value::None,
        }
    }

    fn spawn(&mut self, cx: &mut Cx<'_>, call: Value, name: &str, daemon: bool) -> Served {
        let process = cx.my_process();
        let thread = Thread::new(&self.thread.process, call.clone(), Vec::new());
        let body = PythonThread::new(&self.vm, &self.shared, thread, false);
        let id = cx.spawn(process, name, Box::new(body));
        if daemon {
            cx.daemon(id);
        }
        self.note_spawn(cx, id, process, &call);
        if let Some(record) = self.shared.processes.borrow_mut().get_mut(&process) {
            record.threads.push(id);
        }
        Served::Value(self.shared.handle(Handle::Thread(id)))
    }

    pub(super) fn note_spawn(
        &self,
        cx: &Cx<'_>,
        child: ThreadId,
        process: ProcessId,
        call: &Value,
    ) {
        if let Some(tracker) = &self.shared.tracker {
            tracker.spawned((cx.me(), &self.thread), child, process, call);
        }
    }

    fn join(&mut self, cx: &mut Cx<'_>, thread: ThreadId, patience: Patience) -> Served {
        let wait = match deadline(cx, patience) {
            None => Wait::Join(thread),
            Some(time) => Wait::JoinBy(thread, time),
        };
        Served::Waits(wait, After::Whether)
    }

    fn serve_port(&mut self, cx: &mut Cx<'_>, ask: Ask) -> Served {
        match ask {
            Ask::Port => {
                let port = cx.port();
                Served::Value(self.shared.handle(Handle::Port(port)))
            }
            Ask::PortWait(port, until) => self.port_wait(cx, port, until),
            Ask::Post(port) => {
                cx.post(port, 0);
                Served::Value(Value::None)
            }
            Ask::PortClear(port) => {
                while cx.take_notice(port).is_some() {}
                Served::Value(Value::None)
            }
            _ => Served::Value(Value::None),
        }
    }

    fn port_wait(
        &mut self,
        cx: &mut Cx<'_>,
        port: PortId,
        until: Option<crate::base::Time>,
    ) -> Served {
        let name = cx.name("event loop");
        let wait = Wait::Notice {
            port,
            deadline: until,
            shown: (State::Sleeping, name),
        };
        Served::Waits(wait, After::Noticed(port))
    }

    fn wait_process(&mut self, cx: &mut Cx<'_>, process: ProcessId, patience: Patience) -> Served {
        let wait = match deadline(cx, patience) {
            None => Wait::JoinProcess(process),
            Some(time) => Wait::JoinProcessBy(process, time),
        };
        Served::Waits(wait, After::Whether)
    }

    /// Ends this process, wherever its threads are.
    fn exit(&mut self, cx: &mut Cx<'_>, code: i64) -> Served {
        let me = cx.me();
        let threads = match self.shared.processes.borrow_mut().get_mut(&cx.my_process()) {
            Some(record) => record.threads.clone(),
            None => Vec::new(),
        };
        for thread in threads {
            if thread != me {
                cx.end_thread(thread);
            }
        }
        if let Some(tracker) = &self.shared.tracker {
            tracker.ended_process(cx.my_process());
        }
        let code = i32::try_from(code).unwrap_or(1);
        cx.set_exit_code(code);
        if cx.my_process() == super::MAIN {
            self.shared.killed.set(Some(code));
        }
        Served::Ends(code)
    }

    fn serve_task(&mut self, cx: &mut Cx<'_>, ask: Ask) -> Served {
        match ask {
            Ask::Task(name) => {
                let task = cx.task(&name);
                let ready = cx.name("ready");
                cx.show(task, State::Ready, ready);
                return Served::Value(self.shared.handle(Handle::Task(task)));
            }
            Ask::Enter(task, other) => {
                cx.enter(task);
                if let Some(other) = other {
                    let in_transit = self.shared.in_transit.borrow();
                    in_transit.awaited(cx, other.lane);
                }
            }
            Ask::Leave(task, waits_for) => leave(cx, task, waits_for),
            Ask::End => {
                self.shared.in_transit.borrow_mut().ends(cx);
                cx.leave(None);
            }
            _ => {}
        }
        Served::Value(Value::None)
    }
}

impl PythonThread {
    /// Something leaves for another lane, or has come.
    fn transit(&self, cx: &mut Cx<'_>, ask: Ask) -> Value {
        let mut in_transit = self.shared.in_transit.borrow_mut();
        match ask {
            Ask::Put(queue, size, item) => {
                cx.count(queue, size);
                in_transit.put(cx, queue, item);
            }
            Ask::Got(queue, size, item) => {
                cx.count(queue, size);
                in_transit.got(cx, queue, item);
            }
            Ask::Result => return Value::Int(in_transit.result(cx)),
            Ask::Taken(number, is_message) => in_transit.taken(cx, number, is_message),
            _ => {}
        }
        Value::None
    }
}

/// The task gives control back to its loop.
fn leave(cx: &mut Cx<'_>, _: Task, waits_for: Option<String>) {
    let (state, name) = match &waits_for {
        Some(name) => (State::Awaiting, cx.name(name)),
        None => (State::Ready, cx.name("ready")),
    };
    cx.leave(Some((state, name)));
}

/// The object that a template makes.
pub(super) fn initial(template: &Template) -> Option<Object> {
    Some(match template {
        Template::Mutex { reentrant: false } => {
            Object::Mutex(Mutex::new(Grant::Barging).unlocked_by_anyone())
        }
        Template::Mutex { reentrant: true } => Object::Mutex(Mutex::reentrant(Grant::Barging)),
        Template::Semaphore {
            permits,
            bounded: false,
        } => Object::Semaphore(Semaphore::new(*permits, Grant::Barging)),
        Template::Semaphore {
            permits,
            bounded: true,
        } => Object::Semaphore(Semaphore::bounded(*permits, Grant::Barging)),
        Template::Event => Object::Event(Event::new(false)),
        Template::Condition(mutex) => match mutex.as_native::<Handle>() {
            Some(Handle::Object(mutex)) => Object::Condition(Condition::new(mutex.id.get())),
            _ => return None,
        },
        Template::Pipe => Object::Queue(Queue::new(None, Grant::Barging)),
    })
}

/// Adds an object to the machine: one whose name begins with an underscore is
/// the library's own and has no lane.
fn add(cx: &mut Cx<'_>, name: &str, object: Object) -> ObjectId {
    match name.strip_prefix('_') {
        Some(name) => cx.hidden_object(name, object),
        None => cx.object(name, object),
    }
}
