//! What a program asks the machine for, and the handles that it is given.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::base::{Dur, Time};
use crate::python::object::State;
use crate::python::value::Value;
use crate::sim::sync::{Call, ObjectId};
use crate::sim::{PortId, ProcessId, Task, ThreadId};
use crate::trace::CounterId;

/// How long somebody is willing to wait.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Patience {
    /// Without end.
    Ever,
    /// Not at all.
    Not,
    /// For so long.
    For(Dur),
}

/// What kind of synchronisation object, and how it begins.
#[derive(Clone, Debug)]
pub(super) enum Template {
    Mutex {
        reentrant: bool,
    },
    Semaphore {
        permits: u32,
        bounded: bool,
    },
    Event,
    /// With the handle of its mutex.
    Condition(Value),
    /// A pipe: a queue of messages without bound.
    Pipe,
}

/// A synchronisation object, as a program holds it.
#[derive(Debug)]
pub(super) struct ObjectHandle {
    pub id: Cell<ObjectId>,
    pub template: Template,
    pub name: String,
    /// Whether it is the same object in all processes.
    pub shared: Cell<bool>,
    /// Where copies are put that need an object of their own.
    pub copies: Copies,
}

/// Handles that were copied for a new process and still mean the old objects.
pub(super) type Copies = Rc<RefCell<Vec<Rc<ObjectHandle>>>>;

/// What a handle in a program stands for.
#[derive(Clone, Debug)]
pub(super) enum Handle {
    Object(Rc<ObjectHandle>),
    Thread(ThreadId),
    Process(ProcessId),
    Port(PortId),
    /// A piece of memory that all processes share.
    Memory(usize),
    Task(Task),
    Counter(CounterId),
}

impl State for Handle {
    fn children(&self) -> Vec<Value> {
        match self {
            Handle::Object(object) => match &object.template {
                Template::Condition(mutex) => vec![mutex.clone()],
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    fn copy(&self, copy: &mut dyn FnMut(&Value) -> Value) -> Option<Box<dyn State>> {
        let Handle::Object(object) = self else {
            return Some(Box::new(self.clone()));
        };
        if object.shared.get() {
            return Some(Box::new(self.clone()));
        }
        let template = match &object.template {
            Template::Condition(mutex) => Template::Condition(copy(mutex)),
            other => other.clone(),
        };
        let twin = Rc::new(ObjectHandle {
            id: object.id.clone(),
            template,
            name: object.name.clone(),
            shared: Cell::new(false),
            copies: object.copies.clone(),
        });
        object.copies.borrow_mut().push(twin.clone());
        Some(Box::new(Handle::Object(twin)))
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}

/// What a program asks for.
#[derive(Debug)]
pub(super) enum Ask {
    Make(Template, String),
    Call(ObjectId, Call, Patience),
    Owner(ObjectId),
    Permits(ObjectId),
    /// None: for ever.
    Sleep(Option<Dur>),
    Yield,
    Spawn {
        call: Value,
        name: String,
        daemon: bool,
    },
    Join(ThreadId, Patience),
    IsAlive(ThreadId),
    Port,
    Post(PortId),
    PortWait(PortId, Option<Time>),
    PortClear(PortId),
    Send(ObjectId, Value),
    Receive(ObjectId, Patience),
    /// Whether something has arrived, or never will.
    Poll(ObjectId, Patience),
    PipeSize(ObjectId),
    PipeClose(ObjectId, bool),
    PipeOpen(Option<ObjectId>, bool, ProcessId),
    Fork {
        call: Value,
        name: String,
    },
    /// A copy of this process that goes on where this one stands.
    ForkHere,
    /// Another program: its name, its words, its streams.
    Start {
        name: String,
        argv: Value,
        ends: Value,
    },
    WaitProcess(ProcessId, Patience),
    Code(ProcessId),
    Signal(ProcessId, i64),
    /// Ends this process at once.
    Exit(i64),
    Task(String),
    /// It has control from now on; it waited for another one, if it did.
    Enter(Task, Option<Task>),
    Leave(Task, Option<String>),
    /// The task that has control ends.
    End,
    Counter(String),
    /// An item was put into a queue, which has so many now.
    Put(CounterId, i64, usize),
    /// The same for one that was taken out.
    Got(CounterId, i64, usize),
    /// A result is there; the answer is a number for it.
    Result,
    /// The result of that number is taken; whether it is a message.
    Taken(i64, bool),
}
