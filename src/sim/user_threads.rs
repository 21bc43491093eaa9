//! User-level threads: a library in the process runs many of them on few threads
//! of the system, their carriers, and the system knows nothing of them.
//!
//! # Rules
//! * With one carrier many threads share one (many-to-one); with several they
//!   share those (many-to-many). Threads that the system schedules itself are
//!   one-to-one, and need none of this.
//! * What blocks in the system (devices, sleep) blocks the carrier, and with it
//!   every thread that it could run (Silberschatz, Galvin and Gagne, *Operating
//!   System Concepts*, 4.3.1). Other carriers go on.
//! * Locks and the like are the library's own: who has to wait for one gives the
//!   carrier to another thread, without the system. They obey
//!   [`crate::sim::sync`].
//! * The library takes its threads in the order in which they became ready.
//!   Without a quantum a thread keeps its carrier until it waits, yields or ends;
//!   with one it goes behind the others when that is used up, it has more to
//!   compute, and others are ready.
//! * A carrier that takes another thread than it had last pays
//!   [`UserThreads::switch_cost`].
//! * A thread arrives when a carrier next looks: at once, unless all compute or
//!   are blocked. Its lane shows it from its arrival on.
//!
//! The lane of a user thread is below its process. While it has a carrier it
//! shows the carrier's state; while it could run and has none it is ready and
//! waits for its carrier.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use super::body::{Body, Cx, PortId, Step, Task, Wait};
use super::machine::{Machine, ProcessId, ThreadId};
use super::script::Op;
use super::sync::{Answer, Call, Misuse, Object, ObjectId, Objects, Then, Woken};
use crate::base::{Dur, Problem, Text, Time};
use crate::trace::State;

/// How a process runs its user-level threads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UserThreads {
    /// How many threads of the system carry them, at least one.
    pub carriers: u32,
    /// What it costs a carrier to go from one to another.
    pub switch_cost: Dur,
    /// How long one keeps its carrier while others are ready; none: until it
    /// gives it up.
    pub quantum: Option<Dur>,
}

/// A user-level thread.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UserThread {
    /// Its name.
    pub name: String,
    /// When it arrives.
    pub arrives: Time,
    /// What it does: anything of [`Op`] but starting threads and tasks, joining
    /// them, and waiting for so long at most.
    pub ops: Vec<Op>,
}

impl Machine {
    /// Adds user-level threads to a process, and their carriers, which arrive
    /// with the first of them. The objects are the library's; calls mean them by
    /// their places. Gives the carriers.
    pub fn user_threads(
        &mut self,
        process: ProcessId,
        how: UserThreads,
        threads: Vec<UserThread>,
        objects: Vec<(String, Object)>,
    ) -> Vec<ThreadId> {
        let first = threads.iter().map(|thread| thread.arrives).min();
        let count = how.carriers.clamp(1, threads.len().max(1) as u32);
        let library = Rc::new(RefCell::new(Library::new(how, threads, objects)));
        let carrier = |n| {
            let name = format!("carrier {n}");
            let body = Box::new(Carrier::new(library.clone()));
            self.thread(process, &name, first.unwrap_or_default(), body)
        };
        (1..=count).map(carrier).collect()
    }
}

/// What the carriers of a process share.
struct Library {
    how: UserThreads,
    threads: Vec<Record>,
    /// Those that have not arrived, the last to arrive first.
    coming: Vec<usize>,
    /// Those that wait for a carrier.
    ready: VecDeque<usize>,
    objects: Objects,
    names: Vec<String>,
    /// Where carriers wait that have nothing to do.
    idle: VecDeque<PortId>,
    alive: usize,
}

struct Record {
    name: String,
    arrives: Time,
    ops: std::vec::IntoIter<Op>,
    /// What is left of its present computation.
    left: Dur,
    lane: Option<Task>,
    /// A call that it makes again.
    again: Option<(ObjectId, Call)>,
}

/// How a thread leaves its carrier.
enum Leaves {
    Ready,
    Waits(ObjectId),
    Ended,
}

impl Library {
    fn new(how: UserThreads, threads: Vec<UserThread>, objects: Vec<(String, Object)>) -> Library {
        let mut coming: Vec<usize> = (0..threads.len()).collect();
        coming.sort_by_key(|n| std::cmp::Reverse((threads[*n].arrives, *n)));
        let mut table = Objects::new();
        let mut names = Vec::new();
        for (name, object) in objects {
            table.add(object);
            names.push(name);
        }
        let record = |thread: UserThread| Record {
            name: thread.name,
            arrives: thread.arrives,
            ops: thread.ops.into_iter(),
            left: Dur::ZERO,
            lane: None,
            again: None,
        };
        Library {
            how,
            alive: threads.len(),
            threads: threads.into_iter().map(record).collect(),
            coming,
            ready: VecDeque::new(),
            objects: table,
            names,
            idle: VecDeque::new(),
        }
    }

    /// Threads that have arrived by now are ready.
    fn admit(&mut self, cx: &mut Cx<'_>) {
        while let Some(&n) = self.coming.last() {
            let arrives = self.threads[n].arrives;
            if arrives > cx.now() {
                break;
            }
            self.coming.pop();
            let lane = cx.task_of_process(&self.threads[n].name);
            let carrier = cx.name("carrier");
            cx.show_since(lane, State::Ready, carrier, arrives);
            self.threads[n].lane = Some(lane);
            self.make_ready(n, cx);
        }
    }

    fn make_ready(&mut self, n: usize, cx: &mut Cx<'_>) {
        self.ready.push_back(n);
        if let Some(port) = self.idle.pop_front() {
            cx.post(port, 0);
        }
    }

    /// Threads that another one's call woke.
    fn wake(&mut self, woken: Vec<Woken>, cx: &mut Cx<'_>) {
        for Woken { thread, then } in woken {
            let n = thread.0 as usize;
            let Some(lane) = self.threads[n].lane else {
                continue;
            };
            match then {
                Then::WaitsFor(object) => {
                    let name = cx.name(&self.names[object.0 as usize]);
                    cx.show(lane, State::BlockedLock, name);
                    continue;
                }
                Then::Call(object, call) => self.threads[n].again = Some((object, call)),
                Then::Done(_) => {}
            }
            let carrier = cx.name("carrier");
            cx.show(lane, State::Ready, carrier);
            self.make_ready(n, cx);
        }
    }

    /// A thread makes a call; whether it goes on.
    fn call(
        &mut self,
        n: usize,
        (object, call): (ObjectId, Call),
        cx: &mut Cx<'_>,
    ) -> Result<bool, Misuse> {
        let mut woken = Vec::new();
        let who = ThreadId(n as u32);
        let answer = self.objects.call(who, object, call, &mut woken)?;
        self.wake(woken, cx);
        Ok(matches!(answer, Answer::Done(_)))
    }
}

/// A thread of the system that carries user-level ones.
struct Carrier {
    library: Rc<RefCell<Library>>,
    port: Option<PortId>,
    current: Option<usize>,
    /// The one it had last.
    last: Option<usize>,
    /// What is left of the present one's quantum.
    turn: Option<Dur>,
    /// How long the computation is that it makes.
    running: Dur,
}

impl Carrier {
    fn new(library: Rc<RefCell<Library>>) -> Carrier {
        Carrier {
            library,
            port: None,
            current: None,
            last: None,
            turn: None,
            running: Dur::ZERO,
        }
    }

    /// Takes the next thread; none if none is ready. Whether it pays for that first.
    fn take(&mut self, library: &mut Library, cx: &mut Cx<'_>) -> Option<bool> {
        let n = library.ready.pop_front()?;
        self.current = Some(n);
        self.turn = library.how.quantum;
        let cost = library.how.switch_cost;
        let pays = self.last.is_some_and(|last| last != n) && !cost.is_zero();
        self.last = Some(n);
        if pays {
            cx.owe(cost, "user-level switch");
        }
        Some(pays)
    }

    /// The present thread leaves.
    fn leave(&mut self, library: &mut Library, how: Leaves, cx: &mut Cx<'_>) {
        let Some(n) = self.current.take() else { return };
        match how {
            Leaves::Ready => {
                let name = cx.name("carrier");
                cx.leave(Some((State::Ready, name)));
                library.make_ready(n, cx);
            }
            Leaves::Waits(object) => {
                let state = match library.objects.get(object) {
                    Some(Object::Queue(_) | Object::Pipe(_)) => State::BlockedQueue,
                    _ => State::BlockedLock,
                };
                let name = cx.name(&library.names[object.0 as usize]);
                cx.leave(Some((state, name)));
            }
            Leaves::Ended => {
                cx.leave(None);
                library.alive -= 1;
                if library.alive == 0 {
                    // The others see that nothing is left to do.
                    for port in std::mem::take(&mut library.idle) {
                        cx.post(port, 0);
                    }
                }
            }
        }
    }

    /// Nothing is ready: waits for a thread to become so, or to arrive.
    fn wait(&mut self, library: &mut Library, cx: &mut Cx<'_>) -> Step {
        if library.alive == 0 {
            return Step::Exit;
        }
        let port = *self.port.get_or_insert_with(|| cx.port());
        library.idle.push_back(port);
        let next = library.coming.last();
        let name = cx.name("user-level threads");
        Step::Block(Wait::Notice {
            port,
            deadline: next.map(|n| library.threads[*n].arrives),
            shown: (State::Sleeping, name),
        })
    }

    /// What the present thread does next; none if it takes no time, or has left.
    fn advance(&mut self, n: usize, library: &mut Library, cx: &mut Cx<'_>) -> Option<Step> {
        let left = library.threads[n].left;
        if !left.is_zero() {
            if self.turn == Some(Dur::ZERO) {
                if !library.ready.is_empty() {
                    self.leave(library, Leaves::Ready, cx);
                    return None;
                }
                self.turn = library.how.quantum;
            }
            self.running = self.turn.map_or(left, |turn| left.min(turn));
            return Some(Step::Compute(self.running));
        }
        let again = library.threads[n].again.take();
        let again = again.map(|(object, call)| Op::Call(object, call));
        let Some(op) = again.or_else(|| library.threads[n].ops.next()) else {
            self.leave(library, Leaves::Ended, cx);
            return None;
        };
        match op {
            Op::Compute(d) => library.threads[n].left = d,
            Op::Sleep(d) => return Some(Step::Block(Wait::Sleep(d))),
            Op::Io(device, d) => return Some(Step::Block(Wait::Io(device, d))),
            Op::Transfer(device, d, bytes) => {
                return Some(Step::Block(Wait::Transfer(device, d, bytes)));
            }
            Op::Yield => self.leave(library, Leaves::Ready, cx),
            Op::Mark(text) => {
                let name = cx.name(&text);
                if let Some(lane) = library.threads[n].lane {
                    cx.mark(lane.lane, name);
                }
            }
            Op::Call(object, call) => match library.call(n, (object, call), cx) {
                Ok(true) => {}
                Ok(false) => self.leave(library, Leaves::Waits(object), cx),
                Err(misuse) => {
                    cx.refuse(misused(&library.threads[n].name, misuse));
                    return Some(Step::Exit);
                }
            },
            Op::CallWithin(..) | Op::Spawn(..) | Op::Join(_) | Op::Enter(_) | Op::Leave => {}
        }
        None
    }
}

fn misused(thread: &str, misuse: Misuse) -> Problem {
    Problem::new(
        thread,
        misuse.reason(),
        Text::new(
            "이 스레드가 하는 일의 순서를 확인하세요.",
            "Check the order of what this thread does.",
        ),
    )
}

impl Body for Carrier {
    fn step(&mut self, cx: &mut Cx<'_>) -> Step {
        let library = self.library.clone();
        let library = &mut *library.borrow_mut();
        if let (Some(n), false) = (self.current, self.running.is_zero()) {
            // What it asked for has been computed.
            let ran = std::mem::take(&mut self.running);
            library.threads[n].left -= ran;
            self.turn = self.turn.map(|turn| turn.saturating_sub(ran));
        }
        if let Some(port) = self.port {
            while cx.take_notice(port).is_some() {}
            library.idle.retain(|idle| *idle != port);
        }
        loop {
            library.admit(cx);
            let Some(n) = self.current else {
                match self.take(library, cx) {
                    None => return self.wait(library, cx),
                    // It pays before it is asked again.
                    Some(true) => return Step::Compute(Dur::ZERO),
                    Some(false) => continue,
                }
            };
            if let Some(lane) = library.threads[n].lane {
                cx.control(lane);
            }
            if let Some(step) = self.advance(n, library, cx) {
                return step;
            }
        }
    }
}
