//! The state of a running machine, and the loop over its calendar.
//!
//! `dispatch` gives cores away and takes them back, `due` is deadlines,
//! `errands` is what threads do before their bodies are asked again, `gil` is
//! the global interpreter lock, `lives` is how threads and processes end,
//! `memory` is what processes have for themselves, `pcb` is what switches save,
//! `requests` are devices, timers and ports, `sync` is synchronisation objects,
//! `threads` makes processes, threads and tasks and shows what they are doing,
//! `whereabouts` is what slices say beside that.

mod dispatch;
mod due;
mod errands;
mod gil;
mod lives;
mod memory;
mod pcb;
mod requests;
mod sync;
mod threads;
mod whereabouts;

use std::collections::VecDeque;

use super::body::{Body, Cx, Notice, PortId, Reply, RequestId, Resumed, Step, Task, Wait};
use super::calendar::{Calendar, Class, Event};
use super::choice::{Choices, Chooser, Usual};
use super::machine::{
    CoreId, DeviceId, Outcome, ProcessId, Run, Settings, ThreadId, Waiting, WaitsFor, foreign,
};
use super::policy::{Attributes, Facts, Measure, Policy, Reason, View, Wants, Why};
use super::sync::ObjectId;
use crate::base::{Dur, Id, IdVec, Problem, Time};
use crate::trace::{
    Clock, FlowKind, NameId, SliceKey, State, TraceBuilder, TrackId, TrackKind, Value, arg, fact,
};

/// A length that no computation reaches: no limit.
const ENDLESS: Dur = Dur(u64::MAX);

/// What a policy sees of a kernel: borrows only what it shows.
macro_rules! view {
    ($kernel:expr) => {
        View {
            now: $kernel.now,
            threads: &$kernel.facts,
            attributes: &$kernel.attributes,
            running: &$kernel.running,
            vacant: &$kernel.vacant,
            objects: &$kernel.sync.objects,
        }
    };
}
use view;

/// What a core is at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Phase {
    /// Nobody has it.
    Idle,
    /// It loads its thread.
    Switching,
    /// Its thread runs.
    Running,
    /// Its thread is in the queue again; whether it goes on is decided when
    /// everything that is due at this moment has been handled.
    Vacating,
}

/// Why a thread left a core; the value of `why` on core lanes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Leaving {
    Blocked,
    Exit,
    GilRequest,
    Requeued(Reason),
}

pub(super) struct Core {
    lane: TrackId,
    thread: Option<ThreadId>,
    last: Option<ThreadId>,
    phase: Phase,
    leaving: Leaving,
    /// The thread's name, where the slice on the lane has its task's.
    carrier: Option<NameId>,
    /// Since when its thread has not been charged.
    since: Time,
    quantum_left: Dur,
    /// Why its thread was picked, until that is recorded.
    why: Option<Why>,
    /// Whose context the present switch saves.
    saves: Option<ThreadId>,
    epoch: u32,
}

pub(super) struct Process {
    lane: TrackId,
    gil: Option<Gil>,
}

impl Process {
    pub(super) fn lane(&self) -> TrackId {
        self.lane
    }
}

/// The global interpreter lock of a process.
struct Gil {
    interval: Dur,
    /// Who has it, or to whom it was handed.
    holder: Option<ThreadId>,
    /// Whether the holder has had a core since it was handed the GIL. Until
    /// then nobody is asked to let go, and intervals do not begin.
    taken: bool,
    last_holder: Option<ThreadId>,
    waiters: VecDeque<ThreadId>,
    /// How often it has changed hands.
    switches: u64,
    drop_requested: bool,
}

/// Where a thread is in its life.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Life {
    /// Has not arrived.
    Coming,
    Ready(Reason),
    OnCore(CoreId),
    Blocked(WaitsFor),
    Ended,
}

pub(super) struct Thread {
    pub lane: TrackId,
    name: NameId,
    life: Life,
    pub resumed: Resumed,
    /// The task that has control.
    pub task: Option<Task>,
    /// Goes on with each wait, so that what belonged to an earlier one is void.
    epoch: u32,
    /// How often the GIL had changed hands when this thread's interval began;
    /// none if it has not begun.
    gil_switches: Option<u64>,
    /// A compute or other step that it was asked for and has not begun.
    stepped: bool,
    /// Whether there is something to be done before its body is asked again.
    errand: bool,
}

pub(super) struct Device {
    lane: TrackId,
    pub name: NameId,
    channels: u32,
    busy: u32,
    queue: VecDeque<RequestId>,
    /// How long requests take, where that is not simply what they ask for.
    timing: Option<Box<dyn Timing>>,
}

/// How long a device takes for requests.
pub(super) trait Timing {
    /// A request that asks for so long, of so many bytes, begins now, on one of
    /// the device's free channels: how long it takes to connect, and how long
    /// it takes altogether.
    fn begin(&mut self, now: Time, service: Dur, bytes: u64) -> (Dur, Dur);

    /// A request has been served.
    fn end(&mut self, now: Time);
}

struct Request {
    device: Option<DeviceId>,
    thread: ThreadId,
    service: Dur,
    bytes: u64,
    /// How long it took to connect.
    handshake: Dur,
    /// A timer that goes off again and again: after how long.
    every: Dur,
    started: Time,
    /// Who asked, as the device's lane shows it.
    who: Task,
    then: Then,
    done: bool,
}

/// What happens when a request ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Then {
    /// Its thread blocks for it.
    Unblock,
    Tell(Reply),
}

struct Port {
    notices: VecDeque<Notice>,
    waiter: Option<ThreadId>,
}

/// Names that are used again and again.
struct Words {
    core: NameId,
    gil: NameId,
    timer: NameId,
    reasons: [NameId; Reason::ALL.len()],
    blocked: NameId,
    exit: NameId,
    gil_request: NameId,
    tick: NameId,
}

impl Words {
    fn new(log: &mut TraceBuilder) -> Words {
        Words {
            core: log.name("core"),
            gil: log.name("GIL"),
            timer: log.name("timer"),
            reasons: Reason::ALL.map(|reason| log.name(reason.key())),
            blocked: log.name("blocked"),
            exit: log.name("exit"),
            gil_request: log.name("gil-request"),
            tick: log.name("tick"),
        }
    }
}

/// The heartbeat probe.
struct Probe {
    lane: TrackId,
    period: Dur,
    overdue: bool,
}

pub(super) struct Kernel {
    pub settings: Settings,
    pub now: Time,
    pub log: TraceBuilder,
    pub choices: Choices,
    pub threads: IdVec<ThreadId, Thread>,
    /// Who waits for the end of each thread.
    joiners: IdVec<ThreadId, Vec<ThreadId>>,
    pub facts: IdVec<ThreadId, Facts>,
    pub attributes: IdVec<ThreadId, Attributes>,
    pub processes: IdVec<ProcessId, Process>,
    pub devices: IdVec<DeviceId, Device>,
    calendar: Calendar,
    cores: IdVec<CoreId, Core>,
    /// Cores that are idle or vacating, lowest first.
    vacant: Vec<CoreId>,
    requests: IdVec<RequestId, Request>,
    ports: IdVec<PortId, Port>,
    policy: Box<dyn Policy>,
    wants: Wants,
    /// The quantum, if it is the same for all threads ([`Wants::one_quantum`]).
    quantum: Option<Dur>,
    /// Whether any process has a GIL.
    gils: bool,
    words: Words,
    machine: TrackId,
    probe: Option<Probe>,
    /// Bodies of threads that were made since the last step.
    newborn: Vec<Box<dyn Body>>,
    bodies: IdVec<ThreadId, Box<dyn Body>>,
    alive: usize,
    events: u64,
    /// Threads that became ready since a victim was last asked for.
    arrivals: u32,
    /// How many cores are vacating.
    vacating: usize,
    picked: Vec<(CoreId, Option<ThreadId>)>,
    /// Why threads were picked that have not taken up their cores.
    whys: Vec<(ThreadId, Why)>,
    /// Who has each core.
    running: Vec<Option<ThreadId>>,
    fault: Option<Problem>,
    pub(super) sync: sync::Sync,
    errands: errands::Errands,
    lives: lives::Lives,
    memory: memory::Memory,
    dues: due::Dues,
    whereabouts: whereabouts::Whereabouts,
}

impl Kernel {
    pub(super) fn new(settings: Settings) -> Kernel {
        let mut log = TraceBuilder::new(Clock::Virtual);
        let machine = log.track(None, TrackKind::Machine, "machine");
        let cores: IdVec<CoreId, Core> = (1..=settings.cores.min(Settings::MOST_CORES))
            .map(|n| Core {
                lane: log.track(Some(machine), TrackKind::Core, &format!("core {n}")),
                thread: None,
                last: None,
                phase: Phase::Idle,
                leaving: Leaving::Exit,
                carrier: None,
                since: Time::ZERO,
                quantum_left: ENDLESS,
                why: None,
                saves: None,
                epoch: 0,
            })
            .collect();
        if let Some(period) = settings.heartbeat {
            log.fact(fact::HEARTBEAT, Value::Dur(period));
        }
        let probe = settings.heartbeat.map(|period| Probe {
            lane: log.track(Some(machine), TrackKind::Heartbeat, "heartbeat"),
            period,
            overdue: false,
        });
        Kernel {
            settings,
            now: Time::ZERO,
            choices: Choices::new(settings.seed, Box::new(Usual)),
            threads: IdVec::new(),
            joiners: IdVec::new(),
            facts: IdVec::new(),
            attributes: IdVec::new(),
            processes: IdVec::new(),
            devices: IdVec::new(),
            calendar: Calendar::default(),
            vacant: cores.ids().collect(),
            running: vec![None; cores.len()],
            cores,
            requests: IdVec::new(),
            ports: IdVec::new(),
            policy: Box::new(super::policy::Fifo::new()),
            wants: Wants::default(),
            quantum: None,
            gils: false,
            words: Words::new(&mut log),
            machine,
            probe,
            newborn: Vec::new(),
            bodies: IdVec::new(),
            alive: 0,
            events: 0,
            arrivals: 0,
            vacating: 0,
            picked: Vec::new(),
            whys: Vec::new(),
            fault: None,
            sync: sync::Sync::default(),
            errands: errands::Errands::default(),
            lives: lives::Lives::default(),
            memory: memory::Memory::default(),
            dues: due::Dues::default(),
            whereabouts: whereabouts::Whereabouts::default(),
            log,
        }
    }

    /// The loop: everything due at a moment, then cores are given away, until
    /// nothing is left to do. Whether that was within the limits.
    pub(super) fn run(
        &mut self,
        policy: Box<dyn Policy>,
        chooser: Box<dyn Chooser>,
        draws: Vec<u64>,
    ) -> Result<bool, Problem> {
        self.choices = Choices::new(self.settings.seed, chooser);
        self.choices.give(draws);
        self.wants = policy.wants();
        self.policy = policy;
        if self.wants.one_quantum {
            self.quantum = self.policy.quantum(ThreadId(0), &view!(self));
        }
        if self.wants.bursts {
            for (facts, body) in self.facts.iter_mut().zip(self.bodies.iter()) {
                facts.stated = body.next_burst();
            }
        }
        self.set_alarm();
        if self.probe.is_some() {
            self.calendar.add(Time::ZERO, Class::Alarm, Event::Beat);
        }
        let mut within = true;
        while let Some(time) = self.calendar.next_time() {
            if self.alive == 0 || !self.calendar.has_live() {
                break;
            }
            within = time <= self.settings.limits.time && self.spend();
            if !within {
                self.now = self.now.max(time.min(self.settings.limits.time));
                break;
            }
            self.now = time;
            while self.calendar.next_time() == Some(time) {
                if let Some(event) = self.calendar.pop() {
                    self.spend();
                    self.handle(event);
                }
            }
            self.dispatch();
            if let Some(fault) = self.fault.take() {
                return Err(fault);
            }
            if self.events > self.settings.limits.events {
                within = false;
                break;
            }
        }
        Ok(within)
    }

    /// Counts an event or a step; whether it is within the limit.
    fn spend(&mut self) -> bool {
        self.events += 1;
        self.events <= self.settings.limits.events
    }

    #[inline]
    fn handle(&mut self, event: Event) {
        match event {
            Event::Core(core, epoch) => self.core_due(core, epoch),
            other => self.handle_other(other),
        }
    }

    fn handle_other(&mut self, event: Event) {
        match event {
            Event::Arrive(thread) => self.arrive(thread),
            Event::Core(core, epoch) => self.core_due(core, epoch),
            Event::Answered(request) => self.answered(request),
            Event::Deadline(thread, epoch) => self.deadline(thread, epoch),
            Event::GilInterval(thread, epoch) => self.gil_interval(thread, epoch),
            Event::Alarm => {
                self.charge_all();
                self.policy.ring(&view!(self), &mut self.choices);
                self.arrivals += self.cores.len() as u32;
                self.set_alarm();
            }
            Event::Signal(process, signal) => self.signal(process, signal),
            Event::Beat => self.beat_due(),
            Event::Due(thread, job) => self.due(thread, job),
        }
    }

    fn set_alarm(&mut self) {
        if let Some(time) = self.policy.alarm() {
            // An alarm that is not in the future would never let time pass.
            let time = time.max(Time(self.now.0.saturating_add(1)));
            self.calendar.add(time, Class::Alarm, Event::Alarm);
        }
    }

    fn deadline(&mut self, thread: ThreadId, epoch: u32) {
        let record = &self.threads[thread];
        if record.epoch != epoch {
            return;
        }
        let resumed = match record.life {
            Life::Blocked(WaitsFor::Time) => Resumed::Slept,
            Life::Blocked(WaitsFor::Notice(port)) => {
                self.ports[port].waiter = None;
                Resumed::TimedOut
            }
            Life::Blocked(WaitsFor::Object(object)) => {
                self.call_timed_out(thread, object);
                return;
            }
            Life::Blocked(waits @ (WaitsFor::Thread(_) | WaitsFor::Process(_))) => {
                self.stop_waiting(thread, waits);
                Resumed::TimedOut
            }
            _ => return,
        };
        self.make_ready(thread, Reason::Unblocked, resumed);
    }

    /// A thread that waits goes on as if its time were up.
    fn interrupt(&mut self, thread: ThreadId, at: Option<ObjectId>) {
        let Thread { life, epoch, .. } = self.threads[thread];
        if let (Life::Blocked(WaitsFor::Object(object)), Some(at)) = (life, at)
            && object != at
        {
            return;
        }
        self.deadline(thread, epoch);
    }

    fn beat_due(&mut self) {
        let free = matches!(
            self.cores.iter().next().map(|core| core.phase),
            Some(Phase::Idle | Phase::Vacating)
        );
        if let Some(probe) = &mut self.probe {
            probe.overdue = true;
        }
        if free {
            self.beat();
        }
    }

    /// The first core is between two threads: an overdue tick comes now, and
    /// the next one is due on the next multiple of the period.
    fn beat(&mut self) {
        let now = self.now;
        if let Some(probe) = self.probe.as_mut().filter(|probe| probe.overdue) {
            probe.overdue = false;
            self.log.instant(probe.lane, self.words.tick, now);
            let next = (now.0 / probe.period.0 + 1).saturating_mul(probe.period.0);
            self.calendar.add(Time(next), Class::Alarm, Event::Beat);
        }
    }

    /// Freezes the log and says how the run ended.
    pub(super) fn close(mut self, within: bool) -> Run {
        let waiting: Vec<Waiting> = self
            .threads
            .iter_ids()
            .filter_map(|(thread, record)| {
                let waits = match record.life {
                    Life::Ended => return None,
                    Life::Coming => WaitsFor::Time,
                    Life::Ready(_) | Life::OnCore(_) => WaitsFor::Core,
                    Life::Blocked(what) => what,
                };
                Some(Waiting { thread, waits })
            })
            .collect();
        let object_lanes = self.object_lanes();
        if !waiting.is_empty() {
            // Open slices end when the run was stopped.
            self.log.extend_to(self.now);
        }
        let trace = self.log.finish();
        Run {
            trace,
            outcome: if waiting.is_empty() {
                Outcome::Finished
            } else if within {
                Outcome::Deadlock(waiting)
            } else {
                Outcome::Budget(waiting)
            },
            choices: self.choices.into_made(),
            lanes: self.threads.iter().map(|thread| thread.lane).collect(),
            object_lanes,
            events: self.events,
            objects: self.sync.objects,
            deadlock: self.sync.deadlock,
            missed: self.dues.missed,
        }
    }
}
