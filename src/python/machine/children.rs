//! How processes begin: as copies of the one that makes them, or anew.

use std::cell::Cell;
use std::rc::Rc;

use super::ask::{Handle, Template};
use super::body::{PythonThread, Served};
use super::fork::Copier;
use super::serve::initial;
use super::shared::ProcessRecord;
use super::signals::Listener;
use crate::python::value::Value;
use crate::python::vm::Process;
use crate::python::vm::frame::Thread;
use crate::sim::sync::{Event, Object};
use crate::sim::{Cx, ProcessId, ThreadId};

impl PythonThread {
    /// A copy of this process that makes a call.
    pub(super) fn fork(&mut self, cx: &mut Cx<'_>, call: &Value, name: &str) -> Served {
        let mut copier = Copier::default();
        let python = self.copy_process(&mut copier);
        let context = copier.copy(&self.shared.context());
        let call = copier.copy(call);
        let thread = Thread::new(&python, call, Vec::new());
        self.forked(cx, name, (&python, thread), context)
    }

    /// A copy of this process that goes on where this thread stands; the answer
    /// is none in the copy.
    pub(super) fn fork_here(&mut self, cx: &mut Cx<'_>) -> Served {
        let mut copier = Copier::default();
        let python = self.copy_process(&mut copier);
        let context = copier.copy(&self.shared.context());
        let copied = copier.copy_thread(&self.vm, (&self.thread, self.is_first()), &python);
        let Some(mut thread) = copied else {
            // Nothing was made yet that means the new objects.
            self.shared.copies.take();
            return Served::Raised(self.vm.os_error(
                "[Errno 38] os.fork is not there within a function that is not Python's own \
                 (sorted, map, an import, an event loop): its state cannot be copied. \
                 Fork outside of it, or use multiprocessing.Process",
            ));
        };
        thread.answer(Ok(Value::None));
        let name = format!("fork of {}", self.shared.process_number(cx.my_process()));
        self.forked(cx, &name, (&python, thread), context)
    }

    /// A process with copies of this one's modules.
    fn copy_process(&self, copier: &mut Copier) -> Rc<Process> {
        Rc::new(Process {
            modules: copier.copy_dict(&self.thread.process.modules),
            number: Cell::new(0),
        })
    }

    /// The copy of this process begins with its one thread.
    fn forked(
        &mut self,
        cx: &mut Cx<'_>,
        name: &str,
        (python, thread): (&Rc<Process>, Thread),
        context: Value,
    ) -> Served {
        let body = self.begin_process(thread);
        let (process, thread) = cx.fork(name, Box::new(body));
        self.shared.set_context_of(thread, context);
        let me = self.acts_for.unwrap_or_else(|| cx.me());
        self.shared.is_copy_of(thread, me);
        self.note_spawn(cx, thread, process, &Value::None);
        self.give_own_objects(cx, thread);
        let parent = cx.my_process();
        let listens = self
            .shared
            .listeners
            .borrow()
            .get(&parent)
            .map(Listener::forked);
        if let Some(listens) = listens {
            self.shared.listeners.borrow_mut().insert(process, listens);
        }
        for record in self.shared.pipes.borrow_mut().values_mut() {
            for ends in [&mut record.writers, &mut record.readers] {
                if ends.contains(&parent) {
                    ends.insert(process);
                }
            }
        }
        self.add_process(cx, process, thread, python)
    }

    /// Another program in a process that begins anew.
    pub(super) fn start(
        &mut self,
        cx: &mut Cx<'_>,
        name: &str,
        argv: Value,
        ends: &Value,
    ) -> Served {
        let python = self.vm.new_process();
        super::natives::provide(&self.vm, &self.shared, &python);
        let start = super::natives::start_command(&self.vm);
        let body = self.begin_process(Thread::new(&python, start, vec![argv, ends.clone()]));
        let (process, thread) = cx.spawn_process(name, Box::new(body));
        self.note_spawn(cx, thread, process, &Value::None);
        let listens = Listener::of_program();
        self.shared.listeners.borrow_mut().insert(process, listens);
        let me = cx.my_process();
        for (place, end) in ends
            .as_tuple()
            .into_iter()
            .flat_map(|e| e.iter())
            .enumerate()
        {
            if let Some(Handle::Object(pipe)) = end.as_native::<Handle>()
                && let Some(record) = self.shared.pipes.borrow_mut().get_mut(&pipe.id.get())
            {
                // It reads its input and writes the rest; this process does the other.
                let (its, ours) = match place {
                    0 => (&mut record.readers, &mut record.writers),
                    _ => (&mut record.writers, &mut record.readers),
                };
                its.clear();
                its.insert(process);
                // Of a pipe between two programs, this process has no end to keep.
                if ours.contains(&me) {
                    ours.retain(|holder| *holder == me);
                }
            }
        }
        self.add_process(cx, process, thread, &python)
    }

    fn begin_process(&self, thread: Thread) -> PythonThread {
        let modules = thread.process.modules.clone();
        self.shared.modules.borrow_mut().push(modules);
        PythonThread::new(&self.vm, &self.shared, thread, true)
    }

    fn add_process(
        &mut self,
        cx: &Cx<'_>,
        process: ProcessId,
        thread: ThreadId,
        python: &Rc<Process>,
    ) -> Served {
        let record = ProcessRecord {
            parent: cx.my_process(),
            object: Value::None,
            threads: vec![thread],
            python: python.clone(),
            executed: 0,
        };
        self.shared.processes.borrow_mut().insert(process, record);
        Served::Value(self.shared.handle(Handle::Process(process)))
    }

    /// Locks and the like that were copied become objects of their own. A lock
    /// that another thread holds stays held in the child, where that thread is
    /// not there to give it back, as after `fork` on Linux; the library's own
    /// are made anew, as CPython's are.
    fn give_own_objects(&mut self, cx: &mut Cx<'_>, child: ThreadId) {
        let copies = self.shared.copies.take();
        // A condition needs its mutex to be there.
        let (conditions, others): (Vec<_>, Vec<_>) = copies
            .into_iter()
            .partition(|handle| matches!(handle.template, Template::Condition(_)));
        for handle in others.into_iter().chain(conditions) {
            let object = match (cx.objects().get(handle.id.get()), &handle.template) {
                (Some(Object::Semaphore(now)), Template::Semaphore { bounded, .. }) => {
                    initial(&Template::Semaphore {
                        permits: now.permits(),
                        bounded: *bounded,
                    })
                }
                (Some(Object::Mutex(now)), _) if !handle.name.starts_with('_') => {
                    let mine = now.owner().filter(|owner| *owner != cx.me());
                    Some(Object::Mutex(now.forked(mine.unwrap_or(child))))
                }
                (Some(Object::Event(now)), _) => Some(Object::Event(Event::new(now.is_set()))),
                _ => initial(&handle.template),
            };
            if let Some(object) = object {
                handle
                    .id
                    .set(cx.hidden_object(handle.name.trim_start_matches('_'), object));
            }
        }
    }
}
