//! Describing a machine and running it.

use std::cmp::Reverse;
use std::fmt;
use std::ops::Range;

use super::body::{Body, PortId};
use super::choice::{Chooser, Usual};
use super::kernel::Kernel;
use super::policy::{Attributes, Policy};
use super::process::Costs;
use super::sync::{Object, ObjectId, Objects};
use crate::base::{Dur, IdVec, Lang, Problem, Text, Time};
use crate::trace::{State, Trace, TrackId};

crate::define_id! {
    /// A core of a machine.
    CoreId;
    /// A process of a machine.
    ProcessId;
    /// A thread of a machine.
    ThreadId;
    /// A device of a machine.
    DeviceId;
}

/// Who goes first when two things happen at one moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ties {
    /// A thread that becomes ready at the very moment at which another's
    /// quantum ends is queued before that one (the usual reading of textbooks).
    pub arrival_before_quantum_end: bool,
}

impl Default for Ties {
    fn default() -> Self {
        Ties {
            arrival_before_quantum_end: true,
        }
    }
}

/// When a run is stopped although it has not ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Events and steps of bodies, together.
    pub events: u64,
    /// Simulated time.
    pub time: Time,
}

impl Default for Limits {
    /// Ten million events, one hour.
    fn default() -> Self {
        Limits {
            events: 10_000_000,
            time: Time(Dur::secs(3600).0),
        }
    }
}

/// What a machine is like.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Settings {
    /// How many cores, at least one and at most [`Settings::MOST_CORES`].
    pub cores: u32,
    /// What it costs a core to change from one thread to another.
    pub switch_cost: Dur,
    /// The seed of every random number.
    pub seed: u64,
    /// Who goes first.
    pub ties: Ties,
    /// When to stop.
    pub limits: Limits,
    /// Whether slices carry the argument `why`: on a core, why the thread left
    /// it; on a thread, why it became ready.
    pub reasons: bool,
    /// A lane `page` whose ticks, one per period, come when the first core has
    /// nobody, or changes hands: late, and once for all that were missed. The
    /// probe itself takes no time. It stands for what a page does between two
    /// pieces of work on its thread.
    pub heartbeat: Option<Dur>,
    /// What else takes CPU time.
    pub costs: Costs,
    /// Records on slices of waiting for a lock or the GIL who had it.
    pub holders: bool,
}

impl Settings {
    /// More cores than this are refused.
    pub const MOST_CORES: u32 = 1024;

    /// A machine of so many cores, without costs.
    pub fn cores(cores: u32) -> Settings {
        Settings {
            cores,
            switch_cost: Dur::ZERO,
            seed: 1,
            ties: Ties::default(),
            limits: Limits::default(),
            reasons: true,
            heartbeat: None,
            costs: Costs::default(),
            holders: false,
        }
    }
}

/// What a thread waits for when a run ends before it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WaitsFor {
    /// A core: it is ready, or it is running.
    Core,
    /// That time passes.
    Time,
    /// A device.
    Device(DeviceId),
    /// A thread's end.
    Thread(ThreadId),
    /// A process's end.
    Process(ProcessId),
    /// A notice at a port.
    Notice(PortId),
    /// The GIL of its process.
    Gil,
    /// A synchronisation object.
    Object(ObjectId),
}

/// A deadline that passed before the job was done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Miss {
    /// Whose.
    pub thread: ThreadId,
    /// When it was due.
    pub due: Time,
}

/// A circle of threads, each of which waits for what the next one has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Deadlock {
    /// When it closed.
    pub at: Time,
    /// Who waits for what and whom, round the circle.
    pub links: Vec<Link>,
}

/// One thread of a [`Deadlock`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// Who waits.
    pub waits: String,
    /// For which object; none if for the other's end.
    pub object: Option<String>,
    /// Who has it.
    pub held_by: String,
}

impl Deadlock {
    /// The circle as a sentence.
    pub fn sentence(&self, lang: Lang) -> String {
        let links: Vec<String> = self
            .links
            .iter()
            .map(|link| {
                let Link {
                    waits,
                    object,
                    held_by,
                } = link;
                match (object, lang) {
                    (Some(object), Lang::Ko) => format!("{waits} → {object} ({held_by} 점유)"),
                    (Some(object), Lang::En) => {
                        format!("{waits} → {object} (held by {held_by})")
                    }
                    (None, Lang::Ko) => format!("{waits} → {held_by}의 끝"),
                    (None, Lang::En) => format!("{waits} → end of {held_by}"),
                }
            })
            .collect();
        links.join(", ")
    }
}

/// A thread that had not ended when the run did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Waiting {
    /// Who.
    pub thread: ThreadId,
    /// For what.
    pub waits: WaitsFor,
}

/// How a run ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// All threads have ended.
    Finished,
    /// Nothing will ever happen again, and these wait.
    Deadlock(Vec<Waiting>),
    /// A limit was reached; these had not ended.
    Budget(Vec<Waiting>),
}

/// What a run gives.
#[derive(Debug)]
pub struct Run {
    /// What happened.
    pub trace: Trace,
    /// How it ended.
    pub outcome: Outcome,
    /// Every choice that had more than one option, in order ([`super::choice::Replay`]).
    pub choices: Vec<u32>,
    /// The lane of each thread, in the order of their making.
    pub lanes: IdVec<ThreadId, TrackId>,
    /// Events and steps that it took.
    pub events: u64,
    /// The synchronisation objects as they were at the end.
    pub objects: Objects,
    /// The lane of each object.
    pub object_lanes: IdVec<ObjectId, TrackId>,
    /// The first circle of threads that waited for each other.
    pub deadlock: Option<Deadlock>,
    /// Deadlines that were missed, in the order of time.
    pub missed: Vec<Miss>,
}

impl Run {
    /// The thread that waited longest for a core at one go, and from when until
    /// when (of equal ones the one made first); none if none ever waited.
    /// How starvation shows.
    pub fn longest_wait(&self) -> Option<(ThreadId, Range<Time>)> {
        let waits = self.lanes.iter_ids().filter_map(|(thread, &lane)| {
            let stretch = self.trace.longest_stretch(lane, State::Ready)?;
            Some((thread, stretch))
        });
        waits.min_by_key(|(_, stretch)| Reverse(stretch.end.since(stretch.start)))
    }

    /// The outcome as a sentence, with the names of those who wait.
    pub fn sentence(&self, lang: Lang) -> String {
        let list = |waiting: &[Waiting]| {
            let one = |w: &Waiting| {
                let who = self.trace.track_name(self.lanes[w.thread]);
                match (w.waits, lang) {
                    (WaitsFor::Thread(t), Lang::Ko) => {
                        format!("{who} → {}의 끝", self.trace.track_name(self.lanes[t]))
                    }
                    (WaitsFor::Thread(t), Lang::En) => {
                        format!("{who} → end of {}", self.trace.track_name(self.lanes[t]))
                    }
                    (WaitsFor::Object(id), _) => {
                        format!("{who} → {}", self.trace.track_name(self.object_lanes[id]))
                    }
                    (other, _) => format!("{who} → {}", other.word().get(lang)),
                }
            };
            waiting.iter().map(one).collect::<Vec<_>>().join(", ")
        };
        match (&self.outcome, lang) {
            (Outcome::Finished, Lang::Ko) => "모든 스레드가 끝났습니다.".into(),
            (Outcome::Finished, Lang::En) => "Every thread has ended.".into(),
            (Outcome::Deadlock(w), lang) => {
                let who = match &self.deadlock {
                    Some(deadlock) => deadlock.sentence(lang),
                    None => list(w),
                };
                match lang {
                    Lang::Ko => format!("교착 상태: 더는 아무 일도 일어나지 않습니다. {who}"),
                    Lang::En => format!("Deadlock: nothing can happen any more. {who}"),
                }
            }
            (Outcome::Budget(w), lang) => {
                let circle = match (&self.deadlock, lang) {
                    (None, _) => String::new(),
                    (Some(deadlock), Lang::Ko) => {
                        format!(" 교착 상태: {}", deadlock.sentence(lang))
                    }
                    (Some(deadlock), Lang::En) => {
                        format!(" Deadlock: {}", deadlock.sentence(lang))
                    }
                };
                match lang {
                    Lang::Ko => format!(
                        "한도에 이르러 멈추었습니다. 남은 스레드: {}{circle}",
                        list(w)
                    ),
                    Lang::En => format!("Stopped at a limit. Not ended: {}{circle}", list(w)),
                }
            }
        }
    }
}

impl WaitsFor {
    fn word(self) -> Text {
        match self {
            WaitsFor::Core => Text::new("코어", "a core"),
            WaitsFor::Time => Text::new("시간", "time"),
            WaitsFor::Device(_) => Text::new("장치", "a device"),
            WaitsFor::Thread(_) => Text::new("스레드의 끝", "the end of a thread"),
            WaitsFor::Process(_) => Text::new("프로세스의 끝", "the end of a process"),
            WaitsFor::Notice(_) => Text::new("알림", "a notice"),
            WaitsFor::Gil => Text::new("GIL", "the GIL"),
            WaitsFor::Object(_) => Text::new("동기화 객체", "a synchronisation object"),
        }
    }
}

/// A machine that is described and has not run.
pub struct Machine {
    pub(super) kernel: Kernel,
    chooser: Box<dyn Chooser>,
    draws: Vec<u64>,
    pub(super) problems: Vec<Problem>,
}

impl fmt::Debug for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Machine")
            .field("settings", &self.kernel.settings)
            .field("threads", &self.kernel.threads.len())
            .finish_non_exhaustive()
    }
}

impl Machine {
    /// A machine without processes. What is wrong with the settings is told by
    /// [`Machine::run`].
    pub fn new(settings: Settings) -> Machine {
        let mut problems = Vec::new();
        if !(1..=Settings::MOST_CORES).contains(&settings.cores) {
            let most = Settings::MOST_CORES;
            problems.push(Problem::new(
                "cores",
                Text::new(
                    format!("코어 수가 {}입니다.", settings.cores),
                    format!("There are {} cores.", settings.cores),
                ),
                Text::new(
                    format!("1에서 {most} 사이로 정하세요."),
                    format!("Use 1 to {most}."),
                ),
            ));
        }
        if settings.heartbeat.is_some_and(Dur::is_zero) {
            problems.push(Problem::new(
                "heartbeat",
                Text::new("주기가 0입니다.", "The period is zero."),
                Text::new("0보다 크게 정하세요.", "Use more than zero."),
            ));
        }
        Machine {
            kernel: Kernel::new(settings),
            chooser: Box::new(Usual),
            draws: Vec::new(),
            problems,
        }
    }

    /// Adds a process. With a switch interval its threads share a GIL; without,
    /// they do not have one.
    ///
    /// The rules of the GIL are those of CPython 3.2 and later
    /// (`Python/ceval_gil.c`, `take_gil` and `drop_gil`):
    /// * A thread needs the GIL to take a step or to compute; it lets go of it
    ///   when it blocks, yields or ends, not when it merely loses its core.
    /// * A thread that finds it taken waits, off its core. When it has waited
    ///   for the switch interval, and the GIL has not changed hands meanwhile,
    ///   it asks the holder to let go; if it has changed hands, it waits for
    ///   another interval. Asking needs no core here.
    /// * An interval begins only when the holder has taken the GIL, which is
    ///   when it gets a core.
    /// * The holder lets go at its next instruction, which here is at once if
    ///   it runs, else as soon as it has a core again. It then waits itself,
    ///   and another one gets it (forced switching).
    ///
    /// Open in CPython, where the operating system decides, and settled here:
    /// the GIL is handed to the one that has waited longest, and a computation
    /// that ends at the moment of a request has ended before it.
    pub fn process(&mut self, name: &str, gil_interval: Option<Dur>) -> ProcessId {
        if gil_interval.is_some_and(Dur::is_zero) {
            self.problems.push(Problem::new(
                format!("process {name}: GIL"),
                Text::new("전환 간격이 0입니다.", "The switch interval is zero."),
                Text::new("0보다 크게 정하세요.", "Use more than zero."),
            ));
        }
        self.kernel.add_process(name, gil_interval)
    }

    /// Adds a device that serves `channels` requests at once (none: any number).
    pub fn device(&mut self, name: &str, channels: Option<u32>) -> DeviceId {
        if channels == Some(0) {
            self.problems.push(Problem::new(
                format!("device {name}"),
                Text::new(
                    "한 번에 0개를 처리합니다.",
                    "It serves no request at a time.",
                ),
                Text::new("1 이상으로 정하세요.", "Use one or more."),
            ));
        }
        self.kernel.add_device(name, channels.unwrap_or(u32::MAX))
    }

    /// Adds a synchronisation object; its lane is called by its name.
    pub fn object(&mut self, name: &str, object: Object) -> ObjectId {
        self.kernel.add_object(name, object)
    }

    /// Adds a thread that arrives at a time.
    pub fn thread(
        &mut self,
        process: ProcessId,
        name: &str,
        arrives: Time,
        body: Box<dyn Body>,
    ) -> ThreadId {
        self.thread_with(process, name, arrives, Attributes::default(), body)
    }

    /// Adds a thread that arrives at a time and brings something along for the
    /// rules of scheduling.
    pub fn thread_with(
        &mut self,
        process: ProcessId,
        name: &str,
        arrives: Time,
        attributes: Attributes,
        body: Box<dyn Body>,
    ) -> ThreadId {
        let process = if self.kernel.processes.get(process).is_some() {
            process
        } else {
            self.problems.push(foreign("process"));
            self.kernel.add_process("?", None)
        };
        self.kernel
            .add_thread(process, name, arrives, attributes, body)
    }

    /// Gives the numbers that are to be drawn first, before any comes from the
    /// seed; each is taken modulo the bound that is asked for.
    pub fn draw_from(&mut self, numbers: Vec<u64>) {
        self.draws = numbers;
    }

    /// Lets another than [`Usual`] answer the choices.
    pub fn choose_with(&mut self, chooser: Box<dyn Chooser>) {
        self.chooser = chooser;
    }

    /// Runs until all threads have ended, nothing can happen any more, or a
    /// limit is reached.
    ///
    /// # Errors
    /// What is wrong with the description, or with what a body asked for.
    pub fn run(self, policy: Box<dyn Policy>) -> Result<Run, Vec<Problem>> {
        Ok(self.record(policy)?.freeze())
    }

    /// The same, but leaves the log as it was recorded.
    ///
    /// # Errors
    /// As with [`Machine::run`].
    pub fn record(mut self, policy: Box<dyn Policy>) -> Result<Recorded, Vec<Problem>> {
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        let within = self.kernel.run(policy, self.chooser, self.draws);
        Ok(Recorded {
            within: within.map_err(|problem| vec![problem])?,
            kernel: self.kernel,
        })
    }
}

/// A run that is over and whose log is not frozen.
pub struct Recorded {
    kernel: Kernel,
    within: bool,
}

impl Recorded {
    /// Freezes the log, and says how the run ended.
    pub fn freeze(self) -> Run {
        self.kernel.close(self.within)
    }
}

impl fmt::Debug for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorded")
            .field("now", &self.kernel.now)
            .finish_non_exhaustive()
    }
}

/// An id that does not belong to this machine.
pub(super) fn foreign(what: &'static str) -> Problem {
    Problem::new(
        what,
        Text::new(
            "이 기계에 없는 것을 가리킵니다.",
            "It is not of this machine.",
        ),
        Text::new(
            "같은 기계가 준 번호를 쓰세요.",
            "Use an id that this machine gave.",
        ),
    )
}
