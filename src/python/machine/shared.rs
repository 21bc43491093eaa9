//! What all threads of a run share.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::rc::Rc;

use super::ask::{Copies, Handle};
use super::sent::Sent;
use super::signals::Listener;
use super::tracker::Tracker;
use super::{Bound, Settings, Watcher};
use crate::base::hash::QuickMap;
use crate::base::{Dur, Random, Time};
use crate::python::object::{Dict, Object, State, Str, Type};
use crate::python::value::Value;
use crate::python::vm::frame::Thread;
use crate::python::vm::{Process, Vm};
use crate::sim::sync::ObjectId;
use crate::sim::{ProcessId, ThreadId};
use crate::trace::TrackId;

/// Between two looks at how far a run is, in instructions: some hundredths of a
/// second.
const LOOK: u64 = 1 << 20;

/// A process of the program.
pub(super) struct ProcessRecord {
    pub parent: ProcessId,
    /// What the library keeps for it.
    pub object: Value,
    pub threads: Vec<ThreadId>,
    /// Its modules.
    pub python: Rc<Process>,
    /// Instructions that its threads have executed.
    pub executed: u64,
}

/// Who holds the ends of a pipe, and what a look took out of it.
#[derive(Default)]
pub(super) struct PipeRecord {
    pub writers: BTreeSet<ProcessId>,
    pub readers: BTreeSet<ProcessId>,
    pub looked_at: Option<i64>,
}

/// Where a thread's lane stood from a time on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// From when on.
    pub at: Time,
    /// Whose lane.
    pub lane: TrackId,
    /// The function.
    pub function: String,
    /// The line of the program, from 1.
    pub line: u32,
}

/// What all threads of a run share.
pub(super) struct Shared {
    pub settings: Settings,
    /// The program's name and source.
    pub program: (String, String),
    handles: Rc<Type>,
    /// The thread that runs, its process, when it began to, and how many
    /// instructions it had executed then.
    pub thread: Cell<ThreadId>,
    pub process: Cell<ProcessId>,
    pub begun: Cell<Time>,
    pub executed: Cell<u64>,
    contexts: RefCell<QuickMap<ThreadId, Value>>,
    /// The threads that began as copies of others, whose numbers they keep.
    copied: RefCell<QuickMap<ThreadId, ThreadId>>,
    pub processes: RefCell<BTreeMap<ProcessId, ProcessRecord>>,
    /// The modules of all processes.
    pub modules: RefCell<Vec<Rc<Dict>>>,
    pub memories: RefCell<Vec<Vec<Value>>>,
    /// The file system: data by path; folders have none.
    pub files: RefCell<BTreeMap<String, Option<Vec<u8>>>>,
    pub pipes: RefCell<BTreeMap<ObjectId, PipeRecord>>,
    pub listeners: RefCell<BTreeMap<ProcessId, Listener>>,
    /// Whether any process may have signals to handle.
    pub signalled: Cell<bool>,
    /// The exit code of the first process, if it was ended from elsewhere.
    pub killed: Cell<Option<i32>>,
    /// Messages on their way, by their numbers.
    messages: RefCell<QuickMap<i64, Value>>,
    sent: Cell<i64>,
    /// What is on its way between lanes.
    pub in_transit: RefCell<Sent>,
    pub copies: Copies,
    pub places: RefCell<Vec<Place>>,
    last_places: RefCell<QuickMap<TrackId, (usize, u32)>>,
    pub watcher: RefCell<Box<dyn Watcher>>,
    pub input: RefCell<std::collections::VecDeque<String>>,
    /// Instructions of all threads together.
    pub total: Cell<u64>,
    /// Bytes of text written.
    pub written: Cell<usize>,
    /// Goes of threads, so that memory is looked at now and then.
    goes: Cell<u32>,
    /// The bound that the run was stopped at.
    pub stopped: Cell<Option<Bound>>,
    random: RefCell<Random>,
    /// While a program is explored, what is tracked of it.
    pub tracker: Option<Rc<Tracker>>,
}

/// After how many goes of threads the memory in use is looked at.
const LOOKS: u32 = 64;

/// What an instruction takes in a loop that reads the clock while the program
/// is explored.
const POLLING: Dur = Dur(20);

/// The most bytes that all files have together.
const MOST_STORED: usize = 64 << 20;

/// What is there at first: some folders, and the program, so that it can read
/// itself and start itself anew.
fn first_files((name, source): &(String, String)) -> BTreeMap<String, Option<Vec<u8>>> {
    let paths = ["/", "/learner", "/tmp", "/dev"];
    let mut files: BTreeMap<String, Option<Vec<u8>>> = paths
        .iter()
        .map(|path| ((*path).to_owned(), None))
        .collect();
    if !name.starts_with('<') {
        let path = match name.starts_with('/') {
            true => name.clone(),
            false => format!("/learner/{name}"),
        };
        for (place, _) in path.match_indices('/').skip(1) {
            files.insert(path[..place].to_owned(), None);
        }
        files.insert(path, Some(source.clone().into_bytes()));
    }
    files
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shared")
    }
}

impl State for Rc<Shared> {
    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}

impl Shared {
    pub fn new(
        vm: &Vm,
        program: (String, String),
        settings: Settings,
        tracker: Option<Rc<Tracker>>,
        watcher: Box<dyn Watcher>,
    ) -> Rc<Shared> {
        let lines = settings.input.lines().map(str::to_owned).collect();
        let files = first_files(&program);
        Rc::new(Shared {
            program,
            handles: vm.native_type("_machine", "Handle", false),
            thread: Cell::new(ThreadId(0)),
            process: Cell::new(ProcessId(0)),
            begun: Cell::new(Time::ZERO),
            executed: Cell::new(0),
            contexts: RefCell::default(),
            copied: RefCell::default(),
            processes: RefCell::default(),
            modules: RefCell::default(),
            memories: RefCell::default(),
            files: RefCell::new(files),
            pipes: RefCell::default(),
            listeners: RefCell::default(),
            signalled: Cell::new(false),
            killed: Cell::new(None),
            messages: RefCell::default(),
            sent: Cell::new(0),
            in_transit: RefCell::default(),
            copies: Copies::default(),
            places: RefCell::default(),
            last_places: RefCell::default(),
            watcher: RefCell::new(watcher),
            input: RefCell::new(lines),
            total: Cell::new(0),
            written: Cell::new(0),
            goes: Cell::new(0),
            stopped: Cell::new(None),
            random: RefCell::new(Random::new(settings.seed)),
            settings,
            tracker,
        })
    }

    /// The run is over: gives back everything that the program held.
    pub fn dispose(&self, vm: &Vm) {
        let mut roots = self.modules.take();
        roots.push(vm.builtins.clone());
        self.contexts.borrow_mut().clear();
        self.processes.borrow_mut().clear();
        self.memories.borrow_mut().clear();
        self.messages.borrow_mut().clear();
        self.listeners.borrow_mut().clear();
        self.copies.borrow_mut().clear();
        crate::python::object::walk::dispose(&roots);
    }

    /// The modules of a process.
    pub fn python_of(&self, process: ProcessId) -> Option<Rc<Process>> {
        let processes = self.processes.borrow();
        processes.get(&process).map(|record| record.python.clone())
    }

    /// A handle as a program holds it.
    pub fn handle(&self, handle: Handle) -> Value {
        Object::value(&self.handles, handle)
    }

    /// The class of handles.
    pub fn class(&self) -> &Rc<Type> {
        &self.handles
    }

    /// The process of a number, if there is one.
    pub fn find_process(&self, number: i64) -> Option<ProcessId> {
        let processes = self.processes.borrow();
        processes
            .keys()
            .copied()
            .find(|process| self.process_number(*process) == number)
    }

    /// Keeps a file (or a folder, without data); false if there is no room.
    pub fn keep_file(&self, path: String, data: Option<Vec<u8>>) -> bool {
        let mut files = self.files.borrow_mut();
        let size = |data: &Option<Vec<u8>>| data.as_ref().map_or(0, Vec::len) + 100;
        let others: usize = files
            .iter()
            .filter(|(known, _)| **known != path)
            .map(|(known, data)| known.len() + size(data))
            .sum();
        let fits = others + path.len() + size(&data) <= MOST_STORED;
        if fits {
            files.insert(path, data);
        }
        fits
    }

    /// What so many instructions take.
    pub fn cost(&self, instructions: u64) -> Dur {
        Dur(instructions.saturating_mul(self.settings.instruction.0))
    }

    /// What the thread that runs pays for so many instructions: while a program
    /// is explored only a loop that reads the clock pays.
    pub fn cost_of(&self, instructions: u64) -> Dur {
        let Some(tracker) = &self.tracker else {
            return self.cost(instructions);
        };
        let polls = tracker.asked_clock.take() && instructions >= self.settings.batch;
        match polls {
            true => {
                tracker.polled.set(true);
                Dur(instructions.saturating_mul(POLLING.0))
            }
            false => Dur::ZERO,
        }
    }

    /// The time, for the thread that runs.
    pub fn now(&self, thread: &Thread) -> Time {
        if let Some(tracker) = &self.tracker {
            tracker.asked_clock.set(true);
        }
        let done = thread.instructions.saturating_sub(self.executed.get());
        self.begun.get() + self.cost(done)
    }

    /// How long the cores have worked for the process that runs.
    pub fn worked(&self, thread: &Thread) -> Dur {
        let now = thread.instructions.saturating_sub(self.executed.get());
        let processes = self.processes.borrow();
        let before = processes.get(&self.process.get()).map_or(0, |p| p.executed);
        self.cost(before + now)
    }

    /// Whether a bound of the whole run is passed; then every thread ends.
    pub fn is_stopped(&self, vm: &Vm) -> bool {
        if self.stopped.get().is_some() {
            return true;
        }
        let goes = self.goes.get().wrapping_add(1);
        self.goes.set(goes);
        let settings = &self.settings;
        let bound = if self.total.get() >= settings.most_instructions {
            Some(Bound::Instructions)
        } else if self.written.get() > settings.most_output {
            Some(Bound::Output)
        } else if goes.is_multiple_of(LOOKS) && vm.is_over_memory() {
            Some(Bound::Memory)
        } else {
            None
        };
        self.stopped.set(bound);
        bound.is_some()
    }

    /// The process that runs has executed so many instructions more.
    pub fn has_executed(&self, instructions: u64, now: Time) {
        let before = self.total.get();
        let total = before + instructions;
        self.total.set(total);
        if before / LOOK != total / LOOK {
            self.watcher.borrow_mut().went_on(total, now);
        }
        if let Some(record) = self.processes.borrow_mut().get_mut(&self.process.get()) {
            record.executed += instructions;
        }
    }

    /// A thread goes on in a copy of its process, under the number that it had.
    pub fn is_copy_of(&self, copy: ThreadId, thread: ThreadId) {
        let known = self.copied.borrow().get(&thread).copied();
        let first = known.unwrap_or(thread);
        self.copied.borrow_mut().insert(copy, first);
    }

    /// What `threading.get_ident` gives: it looks like an address.
    pub fn ident(&self, thread: ThreadId) -> i64 {
        let known = self.copied.borrow().get(&thread).copied();
        let thread = known.unwrap_or(thread);
        0x7f3a_0000_0000 + (i64::from(thread.0) + 1) * 0x1000
    }

    pub fn native_id(&self, thread: ThreadId) -> i64 {
        2000 + i64::from(thread.0)
    }

    /// The number of a process.
    pub fn process_number(&self, process: ProcessId) -> i64 {
        1000 + i64::from(process.0)
    }

    pub fn parent_number(&self, process: ProcessId) -> i64 {
        match self.processes.borrow().get(&process) {
            Some(record) if record.parent != process => self.process_number(record.parent),
            _ => 1,
        }
    }

    pub fn context(&self) -> Value {
        let contexts = self.contexts.borrow();
        contexts
            .get(&self.thread.get())
            .cloned()
            .unwrap_or(Value::None)
    }

    pub fn set_context(&self, context: Value) {
        self.set_context_of(self.thread.get(), context);
    }

    pub fn set_context_of(&self, thread: ThreadId, context: Value) {
        let before = self.contexts.borrow_mut().insert(thread, context);
        drop(before);
    }

    pub fn process_object(&self) -> Value {
        let processes = self.processes.borrow();
        let record = processes.get(&self.process.get());
        record.map_or(Value::None, |record| record.object.clone())
    }

    pub fn set_process_object(&self, object: Value) {
        if let Some(record) = self.processes.borrow_mut().get_mut(&self.process.get()) {
            record.object = object;
        }
    }

    pub fn random_bits(&self) -> u64 {
        self.random.borrow_mut().bits()
    }

    /// The text of a file of the program's own or of the library.
    pub fn source(&self, name: &str) -> Option<&str> {
        (name == self.program.0).then_some(self.program.1.as_str())
    }

    /// Puts a message on its way; its number.
    pub fn keep_message(&self, message: Value) -> i64 {
        let number = self.sent.get();
        self.sent.set(number + 1);
        self.messages.borrow_mut().insert(number, message);
        number
    }

    pub fn take_message(&self, number: i64) -> Value {
        let message = self.messages.borrow_mut().remove(&number);
        message.unwrap_or(Value::None)
    }

    /// Where a lane stands, if that is not where it stood.
    pub fn note_place(&self, at: Time, lane: TrackId, thread: &Thread) -> Option<(Rc<Str>, u32)> {
        let place = thread.place().filter(|place| !place.library)?;
        let key = (Rc::as_ptr(&place.function) as usize, place.line);
        if self.last_places.borrow_mut().insert(lane, key) == Some(key) {
            return None;
        }
        self.places.borrow_mut().push(Place {
            at,
            lane,
            function: place.function.as_str().to_owned(),
            line: place.line,
        });
        Some((place.function, place.line))
    }
}
