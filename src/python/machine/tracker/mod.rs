//! Exploring a program: what threads touch, where they stop before they do, and
//! whose turn it is.
//!
//! # Rules
//! * Instructions take no time, and time passes only when no thread can go on:
//!   so sleeps end in the order of their lengths, and what varies is the order
//!   of what could happen at one moment.
//! * A thread stops before it touches something **contended**: something that
//!   in some schedule two threads touched, one of them changing it, without
//!   the making or the end of a thread, or time that passed, ordering the two.
//!   Going on from there to the next such place, its end, or a wait is a
//!   **step**. What is contended is found by running: whoever searches runs
//!   again with what was found so far ([`Tracker::found`]).
//! * A call of the library is one step, save where it waits: as calls of
//!   functions written in C are under the GIL, and because what the library does
//!   with several touches is guarded by locks of its own.
//! * Who waits for a lock that is taken has no step until it is free, and then
//!   all who wait may be the first to take it.
//! * A thread that was made, woken or whose sleep is over goes on to its first
//!   step at once: that changes nothing for the others.
//! * A thread that has only looked, [`MOST_IDLE`] steps in a row, and saw
//!   nothing new, has no step until what it looked at changes or nobody else
//!   has one: so loops that wait for a variable end.

mod clocks;
mod reach;
mod touch;
mod turns;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Dur, Id as _, Time};
use crate::python::object::hash::Id;
use crate::python::value::Value;
use crate::python::vm::frame::{Frame, Thread};
use crate::sim::sync::{Call, ObjectId};
use crate::sim::{ProcessId, ThreadId};
use clocks::{Clock, Races, Spot, Steps};
pub(in crate::python) use touch::{Kind, Touch};
use touch::{Looker, WHOLE, mix};
pub(in crate::python) use turns::Turns;

/// How many steps in a row a thread may look without seeing anything new.
pub const MOST_IDLE: u32 = 32;

/// The most threads that are told apart.
pub(in crate::python) const MOST_THREADS: usize = 64;

/// What is contended: short numbers that are the same in every schedule. Two
/// things may share one, which costs steps and nothing else.
pub type Contended = BTreeSet<u32>;

/// Where a schedule stands: every thread waits, has ended, or is before a step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Crossing {
    /// The same for two schedules that differ in the order of independent steps only.
    pub key: u128,
    /// Who can take a step: a bit for each thread, in the order of making.
    pub enabled: u64,
    /// Who gave the core up by its own wish before.
    pub gave_way: u64,
    /// Who would have a step, had it not only looked for long.
    pub idle: u64,
    /// Whether somebody sleeps, or waits until some time at most.
    pub time_may_pass: bool,
}

/// Who decides at crossings.
pub trait Guide {
    /// What happens next. At least one thread can take a step.
    fn choose(&mut self, at: &Crossing) -> Turn;
}

/// What a [`Guide`] decides.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Turn {
    /// This thread takes its step.
    Step(u32),
    /// Nobody, until time has passed; only where [`Crossing::time_may_pass`].
    Wait,
    /// The run ends here.
    Stop,
}

/// What a thread before a step needs in order to take it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(in crate::python) struct Needs {
    /// A call that must not have to wait.
    pub call: Option<(ObjectId, Call)>,
    /// Or else this time.
    pub deadline: Option<Time>,
}

/// Whose end a thread waits for.
#[derive(Clone, Copy, Debug)]
pub(in crate::python) enum Joins {
    Thread(ThreadId),
    Process(ProcessId),
}

/// What is known of a thread.
#[derive(Default)]
struct Known {
    process: usize,
    /// It is before a step.
    stands: Option<Needs>,
    /// It will be before a step when it is woken: it takes a mutex again.
    when_woken: Option<(Needs, ObjectId)>,
    /// The step that it was given.
    granted: bool,
    retakes: Option<ObjectId>,
    timed: bool,
    over: bool,
    gave_way: bool,
    idle: u32,
    looked_at: Vec<Spot>,
    joins: Option<Joins>,
}

/// What is tracked of a run that is explored.
pub(in crate::python) struct Tracker {
    /// Whether a second thread has been made.
    on: Cell<bool>,
    /// What a step takes, where schedules are shown.
    pub step_cost: Dur,
    contended: RefCell<Contended>,
    found: RefCell<Contended>,
    threads: RefCell<Vec<Known>>,
    races: RefCell<Races>,
    steps: RefCell<Steps>,
    /// Numbers of objects up to here are the same in every schedule.
    numbered: Cell<u64>,
    objects: Cell<u32>,
    /// The step being taken: who, and what it has touched.
    current: Cell<Option<u32>>,
    touched: RefCell<Vec<(Spot, bool)>>,
    /// The program's own objects, of which a fork copies the state.
    own: RefCell<Vec<ObjectId>>,
    /// Events by which `Thread.start` waits for the thread: not explored.
    starts: RefCell<BTreeMap<ObjectId, Option<Clock>>>,
    scratch: RefCell<Vec<Touch>>,
    /// Whether the clock was read, since a thread last stopped.
    pub asked_clock: Cell<bool>,
    /// Whether time passed because a thread read the clock again and again.
    pub polled: Cell<bool>,
    pub too_many: Cell<bool>,
    pub stopped: Cell<bool>,
}

impl Tracker {
    /// With what is known to be contended.
    pub fn new(contended: Contended, step_cost: Dur) -> Tracker {
        Tracker {
            on: Cell::new(false),
            step_cost,
            contended: RefCell::new(contended),
            found: RefCell::default(),
            threads: RefCell::default(),
            races: RefCell::default(),
            steps: RefCell::default(),
            numbered: Cell::new(0),
            objects: Cell::new(0),
            current: Cell::new(None),
            touched: RefCell::default(),
            own: RefCell::default(),
            starts: RefCell::default(),
            scratch: RefCell::default(),
            asked_clock: Cell::new(false),
            polled: Cell::new(false),
            too_many: Cell::new(false),
            stopped: Cell::new(false),
        }
    }

    /// Whether there is more than one thread yet.
    pub fn is_on(&self) -> bool {
        self.on.get()
    }

    /// What was found to be contended and was not known to be.
    pub fn found(&self) -> Contended {
        self.found.borrow().clone()
    }

    fn known<R>(&self, thread: ThreadId, f: impl FnOnce(&mut Known) -> R) -> R {
        let mut threads = self.threads.borrow_mut();
        if threads.len() <= thread.index() {
            threads.resize_with(thread.index() + 1, Known::default);
            if threads.len() > MOST_THREADS {
                self.too_many.set(true);
                self.stopped.set(true);
            }
        }
        f(&mut threads[thread.index()])
    }

    /// A thread makes another one.
    pub fn spawned(
        &self,
        parent: (ThreadId, &Thread),
        child: ThreadId,
        process: ProcessId,
        call: &Value,
    ) {
        if !self.on.replace(true) {
            reach::number(parent.1, call);
            self.numbered.set(Id::default().get());
        }
        self.known(child, |known| known.process = process.index());
        let (parent, child) = (parent.0.index(), child.index());
        self.races.borrow_mut().order(parent, child);
    }

    /// A synchronisation object was made.
    pub fn made(&self, object: ObjectId, name: &str) {
        if name == "_start" {
            self.starts.borrow_mut().insert(object, None);
        }
        if !name.starts_with('_') {
            self.own.borrow_mut().push(object);
        }
        if !self.on.get() {
            self.objects.set(object.index() as u32 + 1);
        }
    }

    /// The synchronisation objects that are the program's own.
    pub fn own(&self) -> Vec<ObjectId> {
        self.own.borrow().clone()
    }

    /// Whether it is an event by which `Thread.start` waits.
    pub fn is_start(&self, object: ObjectId) -> bool {
        self.starts.borrow().contains_key(&object)
    }

    /// A thread sets such an event, or has waited for it.
    pub fn passes_start(&self, thread: ThreadId, object: ObjectId, sets: bool) {
        let mut starts = self.starts.borrow_mut();
        let mut races = self.races.borrow_mut();
        let known = starts.entry(object).or_default();
        if sets {
            // Not what it does afterwards, before the other one goes on.
            *known = Some(races.release(thread.index()));
        } else if let Some(known) = known {
            races.clock(thread.index()).join(known);
        }
    }

    /// A thread is asked for its next step: whether it may touch what is
    /// contended, and whether that is a mutex that it has taken again.
    pub fn resumes(&self, thread: ThreadId) -> (bool, Option<ObjectId>, Option<Joins>) {
        self.known(thread, |known| {
            known.timed = false;
            known.stands = None;
            known.when_woken = None;
            let granted = std::mem::take(&mut known.granted);
            (granted, known.retakes.take(), known.joins.take())
        })
    }

    /// A thread stops before a step.
    pub fn stands(&self, thread: ThreadId, needs: Needs) {
        self.known(thread, |known| known.stands = Some(needs));
    }

    /// A thread will have to take this mutex again when it is woken.
    pub fn retakes(&self, thread: ThreadId, mutex: ObjectId, call: Call) {
        let needs = Needs {
            call: Some((mutex, call)),
            deadline: None,
        };
        self.known(thread, |known| known.when_woken = Some((needs, mutex)));
    }

    pub fn waits_for_a_time(&self, thread: ThreadId) {
        self.known(thread, |known| known.timed = true);
    }

    pub fn gives_way(&self, thread: ThreadId) {
        self.known(thread, |known| known.gave_way = true);
    }

    pub fn joins(&self, thread: ThreadId, whom: Joins) {
        self.known(thread, |known| known.joins = Some(whom));
    }

    /// A thread has waited for the end of others.
    pub fn joined(&self, thread: ThreadId, whom: Joins) {
        let over: Vec<usize> = match whom {
            Joins::Thread(other) => vec![other.index()],
            Joins::Process(process) => {
                let threads = self.threads.borrow();
                let of = |known: &Known| known.process == process.index();
                (0..threads.len()).filter(|n| of(&threads[*n])).collect()
            }
        };
        let threads = self.threads.borrow();
        for other in over {
            if threads.get(other).is_some_and(|known| known.over) {
                self.races.borrow_mut().order(other, thread.index());
            }
        }
    }

    /// A thread has ended; with it its process, if it was the first.
    pub fn ended(&self, thread: ThreadId, with_process: bool) {
        self.known(thread, |known| known.over = true);
        if with_process {
            let mut threads = self.threads.borrow_mut();
            let process = threads[thread.index()].process;
            for known in threads.iter_mut().filter(|known| known.process == process) {
                known.over = true;
            }
        }
    }

    /// All threads of a process were ended.
    pub fn ended_process(&self, process: ProcessId) {
        let mut threads = self.threads.borrow_mut();
        let of = |known: &&mut Known| known.process == process.index();
        for known in threads.iter_mut().filter(of) {
            known.over = true;
        }
    }

    /// Whether another thread has not ended.
    pub fn has_company(&self, thread: ThreadId) -> bool {
        let threads = self.threads.borrow();
        let mut all = threads.iter().enumerate();
        all.any(|(n, known)| n != thread.index() && !known.over)
    }

    /// Whether another thread of its process goes on.
    pub fn leaves_others(&self, thread: ThreadId) -> bool {
        let threads = self.threads.borrow();
        let Some(process) = threads.get(thread.index()).map(|known| known.process) else {
            return false;
        };
        let all = threads.iter().enumerate();
        let mut others = all.filter(|(n, known)| *n != thread.index() && known.process == process);
        others.any(|(_, known)| !known.over)
    }

    /// Whether something that is touched is contended, as far as is known.
    /// `site` tells the instruction, if it is the program's own.
    pub fn is_contended(&self, thread: ThreadId, touch: &Touch, site: Option<u64>) -> bool {
        let contended = self.contended.borrow();
        if contended.is_empty() {
            return false;
        }
        self.names(thread, touch, site)
            .into_iter()
            .flatten()
            .any(|name| contended.contains(&name))
    }

    /// The short numbers by which a touch is known to be contended: that of the
    /// part, or that of the whole object, and for the whole that of any part.
    fn names(&self, thread: ThreadId, touch: &Touch, site: Option<u64>) -> [Option<u32>; 2] {
        let Some((object, part)) = self.name(thread, touch, site) else {
            return [None; 2];
        };
        let other = if part == WHOLE { ANY } else { WHOLE };
        [Some(short(object, part)), Some(short(object, other))]
    }

    /// A name that is the same in every schedule.
    fn name(&self, thread: ThreadId, touch: &Touch, site: Option<u64>) -> Option<Spot> {
        let stable = match touch.kind {
            Kind::Object => touch.object < self.numbered.get(),
            Kind::Sync => (touch.object as u32) < self.objects.get(),
            Kind::Memory | Kind::Stream | Kind::Life | Kind::Signals => true,
            Kind::Random => return Some((0x4a2d, WHOLE)),
        };
        if stable {
            return Some((self.spot(thread, touch).0, touch.part));
        }
        match (touch.kind, site) {
            // The library's own, or as good as: only the locks that guard it count.
            (Kind::Object, None) => None,
            (Kind::Object, Some(site)) => Some((mix(0x517e, site), WHOLE)),
            _ => Some((mix(0x5e17, touch.object), WHOLE)),
        }
    }

    /// What is touched, in this run.
    fn spot(&self, thread: ThreadId, touch: &Touch) -> Spot {
        let process = match touch.kind {
            Kind::Object | Kind::Random => self.known(thread, |known| known.process as u64),
            _ => 0,
        };
        let object = mix(mix(touch.kind as u64 + 1, process), touch.object);
        (object, touch.part)
    }

    /// A thread stops before it would have to wait for what it wants to touch:
    /// when it touches it later, time may have ordered that.
    pub fn wants(&self, thread: ThreadId, touch: &Touch, site: Option<u64>) {
        let spot = self.spot(thread, touch);
        self.race(thread, (touch, spot), site);
    }

    /// Notes what is contended by a touch.
    fn race(&self, thread: ThreadId, (touch, spot): (&Touch, Spot), site: Option<u64>) {
        let parts = self
            .races
            .borrow_mut()
            .touch(thread.index(), spot, touch.write);
        if parts.is_empty() {
            return;
        }
        let Some((object, part)) = self.name(thread, touch, site) else {
            return;
        };
        let contended = self.contended.borrow();
        let mut found = self.found.borrow_mut();
        for part in parts.into_iter().chain([part]) {
            let names = [short(object, part), short(object, ANY)];
            found.extend(names.into_iter().filter(|name| !contended.contains(name)));
        }
    }

    /// A thread touches something.
    pub fn touches(&self, thread: ThreadId, touch: &Touch, site: Option<u64>) {
        let spot = self.spot(thread, touch);
        self.race(thread, (touch, spot), site);
        if self.current.get() == Some(thread.index() as u32)
            && self.is_contended(thread, touch, site)
        {
            self.touched.borrow_mut().push((spot, touch.write));
        }
    }

    /// What the next instruction of a frame touches.
    pub fn look(&self, frame: &Frame, stack: &[Value]) -> Vec<Touch> {
        let mut out = self.scratch.take();
        out.clear();
        if let Some(op) = frame.code.ops.get(frame.pc as usize) {
            let mut looker = Looker {
                frame,
                regs: stack.get(frame.base..).unwrap_or_default(),
                out: &mut out,
            };
            looker.look(&frame.code, *op);
        }
        out
    }

    /// Gives the list of touches back, so that it need not be made anew.
    pub fn looked(&self, touches: Vec<Touch>) {
        self.scratch.replace(touches);
    }
}

/// Any part of an object.
const ANY: u64 = u64::MAX;

/// 24 bits, so that a list of them is short enough for a link.
fn short(object: u64, part: u64) -> u32 {
    (mix(mix(0x0c0, object), part) >> 40) as u32
}

/// A number for an instruction of the program's own.
pub(in crate::python) fn site(frame: &Frame) -> Option<u64> {
    if frame.code.source.library {
        return None;
    }
    let line = u64::from(frame.code.first_line);
    let name = frame.code.qualname.as_str().bytes();
    let name = name.fold(line, |hash, b| mix(hash, u64::from(b)));
    Some(mix(name, u64::from(frame.pc)))
}
