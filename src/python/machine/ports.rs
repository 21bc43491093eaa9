//! What is made of the end of a wait, and pipes between processes.

use super::ask::Patience;
use super::body::{PythonThread, Served};
use crate::base::Time;
use crate::python::value::Value;
use crate::sim::sync::{Call, Object, ObjectId, Reply};
use crate::sim::{Cx, PortId, ProcessId, Resumed, Wait};

/// What is made of how a wait ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum After {
    /// Nothing: it slept.
    Slept,
    /// Whether what was waited for has come.
    Whether,
    /// The same of a call of an object.
    Called,
    /// The notices at the port are taken.
    Noticed(PortId),
    /// A message: `(True, message)`, or `(False, None)`.
    Received,
    /// Whether there is a message; it stays where it is.
    Looked(ObjectId),
}

impl PythonThread {
    /// How the program goes on when a wait is over.
    pub(super) fn after(&mut self, cx: &mut Cx<'_>, after: After) -> Served {
        let resumed = cx.resumed();
        match after {
            After::Slept => Served::Value(Value::None),
            After::Whether => Served::Value(Value::Bool(resumed != Resumed::TimedOut)),
            After::Called => match resumed {
                Resumed::Called => Served::Value(Value::Bool(cx.reply() != Reply::Refused)),
                Resumed::TimedOut => Served::Value(Value::Bool(false)),
                Resumed::Misused(misuse) => Served::Raised(
                    self.vm
                        .runtime_error(misuse.reason().get(crate::base::Lang::En).to_owned()),
                ),
                _ => Served::Value(Value::Bool(cx.reply() != Reply::Refused)),
            },
            After::Noticed(port) => {
                while cx.take_notice(port).is_some() {}
                Served::Value(Value::None)
            }
            After::Received => match self.message(cx) {
                Some(number) => self.received(number),
                None => nothing(),
            },
            After::Looked(pipe) => match self.message(cx) {
                Some(number) => {
                    if let Some(record) = self.shared.pipes.borrow_mut().get_mut(&pipe) {
                        record.looked_at = Some(number);
                    }
                    Served::Value(Value::Bool(true))
                }
                // Without a deadline only the end of the pipe ends the wait.
                None => Served::Value(Value::Bool(resumed != Resumed::TimedOut)),
            },
        }
    }

    /// The number of the message that a call of a pipe gave.
    fn message(&self, cx: &Cx<'_>) -> Option<i64> {
        match (cx.resumed(), cx.reply()) {
            (Resumed::TimedOut, _) => None,
            (_, Reply::Value(number)) => Some(number),
            _ => None,
        }
    }

    fn received(&self, number: i64) -> Served {
        let message = self.shared.take_message(number);
        Served::Value(Value::tuple(vec![Value::Bool(true), message]))
    }

    /// Waits for a call of an object as long as the program is willing to.
    pub(super) fn call(
        &mut self,
        cx: &mut Cx<'_>,
        object: ObjectId,
        call: Call,
        patience: Patience,
        after: After,
    ) -> Served {
        let deadline = match patience {
            Patience::Ever => None,
            Patience::Not => Some(cx.now()),
            Patience::For(length) => Some(cx.now() + length),
        };
        let wait = Wait::Call {
            object,
            call,
            deadline,
        };
        Served::Waits(wait, after)
    }

    pub(super) fn send(&mut self, cx: &mut Cx<'_>, pipe: ObjectId, message: Value) -> Served {
        let number = self.shared.keep_message(message);
        match cx.call(pipe, Call::Put(number)) {
            Ok(Some(Reply::Done)) => Served::Value(Value::Bool(true)),
            _ => {
                drop(self.shared.take_message(number));
                Served::Value(Value::Bool(false))
            }
        }
    }

    pub(super) fn receive(
        &mut self,
        cx: &mut Cx<'_>,
        pipe: ObjectId,
        patience: Patience,
    ) -> Served {
        let looked_at = match self.shared.pipes.borrow_mut().get_mut(&pipe) {
            Some(record) => record.looked_at.take(),
            None => None,
        };
        match looked_at {
            Some(number) => self.received(number),
            None => self.call(cx, pipe, Call::Get, patience, After::Received),
        }
    }

    pub(super) fn look(&mut self, cx: &mut Cx<'_>, pipe: ObjectId, patience: Patience) -> Served {
        let known = {
            let pipes = self.shared.pipes.borrow();
            pipes
                .get(&pipe)
                .is_some_and(|record| record.looked_at.is_some())
        };
        let there = match cx.objects().get(pipe) {
            Some(Object::Queue(queue)) => queue.items().len() > 0 || queue.is_closed(),
            _ => true,
        };
        if known || there {
            return Served::Value(Value::Bool(true));
        }
        if patience == Patience::Not {
            return Served::Value(Value::Bool(false));
        }
        self.call(cx, pipe, Call::Get, patience, After::Looked(pipe))
    }

    pub(super) fn pipe_size(&self, cx: &Cx<'_>, pipe: ObjectId) -> usize {
        let pipes = self.shared.pipes.borrow();
        let kept = pipes
            .get(&pipe)
            .is_some_and(|record| record.looked_at.is_some());
        let queued = match cx.objects().get(pipe) {
            Some(Object::Queue(queue)) => queue.items().len(),
            _ => 0,
        };
        queued + usize::from(kept)
    }

    /// A process has been given an end of a pipe.
    pub(super) fn open_pipe(&mut self, process: ProcessId, pipe: ObjectId, writing: bool) {
        if let Some(record) = self.shared.pipes.borrow_mut().get_mut(&pipe) {
            match writing {
                true => record.writers.insert(process),
                false => record.readers.insert(process),
            };
        }
    }

    /// A process closes its end of a pipe; with the last one the pipe is closed.
    pub(super) fn close_pipe(
        &mut self,
        cx: &mut Cx<'_>,
        process: ProcessId,
        pipe: ObjectId,
        writing: bool,
    ) {
        let is_last = {
            let mut pipes = self.shared.pipes.borrow_mut();
            let Some(record) = pipes.get_mut(&pipe) else {
                return;
            };
            let ends = match writing {
                true => &mut record.writers,
                false => &mut record.readers,
            };
            ends.remove(&process) && ends.is_empty()
        };
        if is_last {
            // It is a queue without bound: closing never waits nor fails.
            let _ = cx.call(pipe, Call::Close);
        }
    }

    /// A process has ended: its ends of all pipes are closed.
    pub(super) fn release_pipes(&mut self, cx: &mut Cx<'_>, process: ProcessId) {
        let pipes: Vec<ObjectId> = self.shared.pipes.borrow().keys().copied().collect();
        for pipe in pipes {
            self.close_pipe(cx, process, pipe, true);
            self.close_pipe(cx, process, pipe, false);
        }
    }
}

/// No message.
fn nothing() -> Served {
    Served::Value(Value::tuple(vec![Value::Bool(false), Value::None]))
}

/// When a wait that begins now is given up; none for never.
pub(super) fn deadline(cx: &Cx<'_>, patience: Patience) -> Option<Time> {
    match patience {
        Patience::Ever => None,
        Patience::Not => Some(cx.now()),
        Patience::For(length) => Some(cx.now() + length),
    }
}
