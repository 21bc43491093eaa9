//! A schedule replayed: as a trace, and as the state between any two steps.

use crate::base::{Dur, Problem, Text, Time};
use crate::sim::explore::WaitingFor;
use crate::sim::program::{Fault, Image, Key, Kind, Phase, Reg, State};
use crate::sim::schedule::{Schedule, letters};
use crate::sim::sync::{Call, Object, ObjectId};
use crate::trace::{self, Clock, TraceBuilder, TrackId, TrackKind};

/// How long a step is on the axis. Steps have no length of their own; they are
/// drawn alike.
pub const STEP: Dur = Dur::millis(1);
/// What is drawn behind the last step if a thread has not come to its end, so
/// that one sees who waits there.
const TAIL: u64 = 2;
/// So many steps apart states are kept; those between are found by stepping.
const APART: usize = 64;

/// What a thread does between two steps.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Doing {
    /// Its step is the next.
    Runs,
    /// It could take a step.
    Ready,
    /// It waits for this object, or the end of this thread.
    Waits(String),
    /// It has ended.
    Ended,
    /// It stopped, for this reason.
    Failed(Fault),
}

/// A named number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Valued {
    /// What it is called.
    pub name: String,
    /// What it is.
    pub value: i64,
    /// Whether the last step changed it.
    pub changed: bool,
}

/// A thread between two steps.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ThreadView {
    /// What it is called.
    pub name: String,
    /// The letters by which schedules call it.
    pub letters: String,
    /// What it does.
    pub doing: Doing,
    /// Its next instruction, by its place; where it stopped, if it did.
    pub at: Option<u32>,
    /// Its registers that are not always zero.
    pub registers: Vec<Valued>,
}

/// What is in an object, or who has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Content {
    /// These threads have it; nobody if there are none.
    Held(Vec<String>),
    /// So many permits, arrivals.
    Count(u64),
    /// These items.
    Items(Vec<i64>),
    /// An event: whether it is set.
    Set(bool),
    /// A condition: who waits for a notice.
    Waiting(Vec<String>),
}

/// An object between two steps.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ObjectView {
    /// What it is called.
    pub name: String,
    /// What kind it is.
    pub kind: Kind,
    /// What is in it.
    pub content: Content,
    /// Whether the last step changed that.
    pub changed: bool,
}

/// Everything between two steps.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Moment {
    /// How many steps were taken.
    pub step: usize,
    /// The threads, in the order of their making.
    pub threads: Vec<ThreadView>,
    /// Shared memory: named cells, then those called by addresses.
    pub cells: Vec<Valued>,
    /// The objects.
    pub objects: Vec<ObjectView>,
}

/// A schedule replayed.
#[derive(Clone, Debug)]
pub struct Playback {
    image: Image,
    schedule: Schedule,
    /// The states before each [`APART`]th step, and the last.
    kept: Vec<State>,
    last: State,
    /// For each thread and register, whether it is ever something but zero.
    used: Vec<[bool; Reg::COUNT]>,
}

impl Playback {
    /// Takes the steps.
    ///
    /// # Errors
    /// At the first step that cannot be taken.
    pub fn new(image: &Image, schedule: &Schedule) -> Result<Playback, Problem> {
        let mut state = image.start().clone();
        let mut playback = Playback {
            image: image.clone(),
            schedule: schedule.clone(),
            kept: Vec::new(),
            last: State::default(),
            used: Vec::new(),
        };
        playback.note_registers(&state);
        for (place, &thread) in schedule.steps.iter().enumerate() {
            if place.is_multiple_of(APART) {
                playback.kept.push(state.clone());
            }
            if !image.enabled(&state, thread as usize) {
                return Err(impossible(image, &state, place, thread));
            }
            image.step(&mut state, thread as usize);
            playback.note_registers(&state);
        }
        playback.last = state;
        Ok(playback)
    }

    fn note_registers(&mut self, state: &State) {
        self.used.resize(state.threads.len(), [false; Reg::COUNT]);
        for (thread, used) in state.threads.iter().zip(&mut self.used) {
            for (value, used) in thread.registers.iter().zip(used) {
                *used |= *value != 0;
            }
        }
    }

    /// What is replayed.
    pub fn image(&self) -> &Image {
        &self.image
    }

    /// The schedule.
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// The state after the last step.
    pub fn last(&self) -> &State {
        &self.last
    }

    /// How many steps there are.
    pub fn len(&self) -> usize {
        self.schedule.steps.len()
    }

    /// Whether there is no step.
    pub fn is_empty(&self) -> bool {
        self.schedule.steps.is_empty()
    }

    /// How many steps were taken at a moment of the trace.
    pub fn step_at(&self, at: Time) -> usize {
        usize::try_from(at.0 / STEP.0).map_or(self.len(), |step| step.min(self.len()))
    }

    /// The moment of the trace before a step.
    pub fn time_of(step: usize) -> Time {
        Time(step as u64 * STEP.0)
    }

    /// The state after so many steps.
    fn state(&self, step: usize) -> State {
        if step >= self.len() {
            return self.last.clone();
        }
        let mut state = self.kept[step / APART].clone();
        for &thread in &self.schedule.steps[step / APART * APART..step] {
            self.image.step(&mut state, thread as usize);
        }
        state
    }

    /// Everything after so many steps, and what the last of them changed.
    pub fn moment(&self, step: usize) -> Moment {
        let step = step.min(self.len());
        let state = self.state(step);
        let before = self.state(step.saturating_sub(1));
        let runs = self.schedule.steps.get(step).map(|thread| *thread as usize);
        let threads = 0..state.threads.len();
        Moment {
            step,
            threads: threads
                .map(|thread| self.thread(&state, &before, thread, runs == Some(thread)))
                .collect(),
            cells: cells(&self.image, &state, &before),
            objects: self.objects(&state, &before),
        }
    }

    fn thread(&self, state: &State, before: &State, thread: usize, runs: bool) -> ThreadView {
        let record = &state.threads[thread];
        let old = before.threads.get(thread);
        let registers = Reg::all().filter(|reg| self.used[thread][reg.index()]);
        let doing = if runs {
            Doing::Runs
        } else {
            doing(&self.image, state, thread)
        };
        ThreadView {
            name: self.image.thread_name(state, thread),
            letters: letters(thread as u32),
            at: (doing != Doing::Ended).then_some(record.pc),
            doing,
            registers: registers
                .map(|reg| Valued {
                    name: reg.name().to_owned(),
                    value: record.registers[reg.index()],
                    changed: old.is_some_and(|old| {
                        old.registers[reg.index()] != record.registers[reg.index()]
                    }),
                })
                .collect(),
        }
    }

    fn objects(&self, state: &State, before: &State) -> Vec<ObjectView> {
        let ids = (0..state.objects.len()).map(|n| ObjectId(n as u32));
        ids.filter_map(|id| {
            let (kind, name) = self.image.object(id)?;
            let content = content(&self.image, state, id)?;
            Some(ObjectView {
                name: name.to_owned(),
                kind,
                changed: self::content(&self.image, before, id).as_ref() != Some(&content),
                content,
            })
        })
        .collect()
    }

    /// The steps as a trace: a lane for each thread, with a slice for each of
    /// its steps, and one for each object, with who has it or what is in it.
    pub fn trace(&self) -> trace::Trace {
        let mut log = TraceBuilder::new(Clock::Virtual);
        let mut lanes = Lanes::new(self, &mut log);
        let mut state = self.image.start().clone();
        for (step, &thread) in self.schedule.steps.iter().enumerate() {
            let at = Playback::time_of(step);
            lanes.show(&mut log, &self.image, &state, Some(thread as usize), at);
            let name = log.name(&step_text(&self.image, &state, thread as usize));
            lanes.run(&mut log, thread as usize, name, at);
            self.image.step(&mut state, thread as usize);
        }
        let end = Playback::time_of(self.len());
        lanes.show(&mut log, &self.image, &state, None, end);
        let end = match state.threads.iter().all(|thread| thread.is_over()) {
            true => end,
            false => end + STEP * TAIL,
        };
        log.extend_to(end);
        lanes.end(&mut log, end);
        log.finish()
    }
}

/// The lanes of a trace that is made.
struct Lanes {
    threads: Vec<TrackId>,
    /// Conditions have none: nobody has one, and who waits shows on its own lane.
    objects: Vec<Option<TrackId>>,
    /// What each thread's lane says now; nothing while it runs.
    waits: Vec<Option<(trace::State, String)>>,
    /// What each object's lane says now.
    says: Vec<Option<String>>,
}

impl Lanes {
    fn new(playback: &Playback, log: &mut TraceBuilder) -> Lanes {
        let (image, last) = (&playback.image, &playback.last);
        let threads: Vec<TrackId> = (0..last.threads.len())
            .map(|thread| log.track(None, TrackKind::Thread, &image.thread_name(last, thread)))
            .collect();
        let objects: Vec<Option<TrackId>> = (0..last.objects.len())
            .map(|n| match image.object(ObjectId(n as u32)) {
                None | Some((Kind::Condition, _)) => None,
                Some((_, name)) => Some(log.track(None, TrackKind::Resource, name)),
            })
            .collect();
        Lanes {
            waits: vec![None; threads.len()],
            threads,
            says: vec![None; objects.len()],
            objects,
        }
    }

    /// A step of a thread begins.
    fn run(&mut self, log: &mut TraceBuilder, thread: usize, name: trace::NameId, at: Time) {
        let lane = self.threads[thread];
        log.end_open(lane, at);
        self.waits[thread] = None;
        log.slice(lane, trace::State::Running, name, at, at + STEP);
    }

    /// From here on threads and objects are so; but for who runs.
    fn show(
        &mut self,
        log: &mut TraceBuilder,
        image: &Image,
        state: &State,
        runs: Option<usize>,
        at: Time,
    ) {
        for thread in (0..state.threads.len()).filter(|thread| runs != Some(*thread)) {
            let waits = match doing(image, state, thread) {
                Doing::Ended | Doing::Failed(_) => None,
                Doing::Waits(what) => Some((wait_state(image, state, thread), what)),
                _ => Some((trace::State::Ready, String::new())),
            };
            if self.waits[thread] != waits {
                let lane = self.threads[thread];
                match &waits {
                    Some((waits, what)) => {
                        let what = log.name(what);
                        log.begin(lane, *waits, what, at);
                    }
                    None => drop(log.end_open(lane, at)),
                }
                self.waits[thread] = waits;
            }
        }
        for n in 0..self.objects.len() {
            let Some(lane) = self.objects[n] else {
                continue;
            };
            let says = content(image, state, ObjectId(n as u32)).and_then(|content| word(&content));
            if self.says[n] != says {
                match &says {
                    Some(says) => {
                        let name = log.name(says);
                        log.begin(lane, trace::State::Held, name, at);
                    }
                    None => drop(log.end_open(lane, at)),
                }
                self.says[n] = says;
            }
        }
    }

    fn end(&self, log: &mut TraceBuilder, at: Time) {
        for lane in self.threads.iter().chain(self.objects.iter().flatten()) {
            log.end_open(*lane, at);
        }
    }
}

/// The step that a thread takes next, as text.
fn step_text(image: &Image, state: &State, thread: usize) -> String {
    if let Some(Phase::Again(mutex, Call::Relock { .. })) =
        state.threads.get(thread).map(|record| record.phase)
    {
        let name = image.object(mutex).map_or("", |(_, name)| name);
        return format!("lock {name}");
    }
    let program = image.program(state, thread);
    let instr = image.next(state, thread);
    program
        .zip(instr)
        .map_or(String::new(), |(program, instr)| program.print_instr(instr))
}

fn doing(image: &Image, state: &State, thread: usize) -> Doing {
    match state.threads[thread].phase {
        Phase::Ended => Doing::Ended,
        Phase::Failed(fault) => Doing::Failed(fault),
        _ if image.enabled(state, thread) => Doing::Ready,
        _ => Doing::Waits(match image.waits_for(state, thread) {
            Some(WaitingFor::Object(id)) => {
                image.object(id).map_or("", |(_, name)| name).to_owned()
            }
            Some(WaitingFor::Thread(other)) => image.thread_name(state, other as usize),
            None => String::new(),
        }),
    }
}

fn wait_state(image: &Image, state: &State, thread: usize) -> trace::State {
    match image.waits_for(state, thread) {
        Some(WaitingFor::Thread(_)) => trace::State::BlockedJoin,
        Some(WaitingFor::Object(id)) if image.object(id).is_some_and(|o| o.0 == Kind::Queue) => {
            trace::State::BlockedQueue
        }
        _ => trace::State::BlockedLock,
    }
}

fn cells(image: &Image, state: &State, before: &State) -> Vec<Valued> {
    let named = (0..state.memory.cells().len()).map(|n| Key::Cell(n as u32));
    let mut addresses: Vec<i64> = state.memory.addressed().map(|(a, _)| a).collect();
    // A cell that has become zero is no longer listed, but it has changed.
    addresses.extend(before.memory.addressed().map(|(a, _)| a));
    addresses.sort_unstable();
    addresses.dedup();
    named
        .chain(addresses.into_iter().map(Key::Address))
        .map(|key| Valued {
            name: image.cell_name(key),
            value: state.memory.get(key),
            changed: state.memory.get(key) != before.memory.get(key),
        })
        .collect()
}

fn content(image: &Image, state: &State, id: ObjectId) -> Option<Content> {
    let names = |ids: Vec<crate::sim::ThreadId>| {
        let name = |id: crate::sim::ThreadId| image.thread_name(state, id.0 as usize);
        ids.into_iter().map(name).collect()
    };
    Some(match state.objects.get(id)? {
        Object::Mutex(_) | Object::RwLock(_) => Content::Held(names(state.objects.holders(id))),
        Object::Semaphore(semaphore) => Content::Count(u64::from(semaphore.permits())),
        Object::Barrier(barrier) => Content::Count(barrier.arrived() as u64),
        Object::Event(event) => Content::Set(event.is_set()),
        Object::Queue(queue) => Content::Items(queue.items().collect()),
        Object::Condition(_) => Content::Waiting(names(state.objects.waiters(id))),
        _ => return None,
    })
}

/// What an object's lane says; nothing where nobody has it or nothing is in it.
fn word(content: &Content) -> Option<String> {
    match content {
        Content::Held(names) | Content::Waiting(names) => {
            (!names.is_empty()).then(|| names.join(" + "))
        }
        Content::Count(n) => Some(n.to_string()),
        Content::Items(items) => (!items.is_empty()).then(|| items.len().to_string()),
        Content::Set(set) => set.then(|| "set".to_owned()),
    }
}

fn impossible(image: &Image, state: &State, place: usize, thread: u32) -> Problem {
    let name = letters(thread);
    let number = place + 1;
    let reason = if thread as usize >= state.threads.len() {
        Text::new(
            format!("스레드 {name}이(가) 없습니다."),
            format!("There is no thread {name}."),
        )
    } else {
        let what = image.thread_name(state, thread as usize);
        match doing(image, state, thread as usize) {
            Doing::Waits(on) => Text::new(
                format!("{what}은(는) {on}을(를) 기다리고 있어 갈 수 없습니다."),
                format!("{what} waits for {on} and cannot go on."),
            ),
            _ => Text::new(
                format!("{what}은(는) 이미 끝났습니다."),
                format!("{what} has ended."),
            ),
        }
    };
    Problem::new(
        format!("schedule, step {number}"),
        reason,
        Text::new(
            "이 프로그램의 순서가 맞는지 확인하세요.",
            "Check that the schedule is one of this program.",
        ),
    )
}
