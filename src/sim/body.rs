//! What runs on the machine, and what it may ask of it.

use super::choice::Point;
use super::kernel::Kernel;
use super::machine::{CoreId, DeviceId, ProcessId, ThreadId};
use super::policy::Attributes;
use super::process::Context;
use super::sync::{self, Call, Misuse, Object, ObjectId, Objects};
use crate::base::{Dur, Problem, Time};
use crate::trace::{CounterId, FlowKind, NameId, State, TrackId, TrackKind, Value, fact};

crate::define_id! {
    /// A request to a device, or a timer.
    RequestId;
    /// A place where notices arrive.
    PortId;
}

/// A task's lane and name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Task {
    /// Its lane, a child of its thread's.
    pub lane: TrackId,
    /// Its name.
    pub name: NameId,
}

/// What a thread does.
///
/// The machine calls [`Body::step`] when the thread has a core (and the GIL,
/// where its process has one) and has finished its last step.
pub trait Body {
    /// Makes immediate calls, and says what it does next.
    fn step(&mut self, cx: &mut Cx<'_>) -> Step;

    /// The length of its next CPU burst, that is of what it will compute before
    /// it blocks or ends, if it knows. Asked when the thread is made and
    /// whenever it has blocked, for policies that go by it.
    fn next_burst(&self) -> Option<Dur> {
        None
    }

    /// What would be in the CPU if it ran: what a switch saves and loads.
    fn context(&self) -> Option<Context> {
        None
    }
}

impl<F: FnMut(&mut Cx<'_>) -> Step> Body for F {
    fn step(&mut self, cx: &mut Cx<'_>) -> Step {
        self(cx)
    }
}

/// What a body does next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// Uses the CPU for that long; can be cut anywhere.
    Compute(Dur),
    /// Gives up the core until something has happened.
    Block(Wait),
    /// Stays ready, but lets others go first.
    Yield,
    /// Ends the thread.
    Exit,
}

/// What a thread blocks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wait {
    /// That much time; no time at all still lets others go first.
    Sleep(Dur),
    /// A request that the device serves for that long.
    Io(DeviceId, Dur),
    /// The same, of so many bytes, which take a network time to pass.
    Transfer(DeviceId, Dur, u64),
    /// The end of a thread.
    Join(ThreadId),
    /// The end of a process, that is of all its threads.
    JoinProcess(ProcessId),
    /// The end of a thread, or that time if it comes first.
    JoinBy(ThreadId, Time),
    /// The end of a process, or that time if it comes first.
    JoinProcessBy(ProcessId, Time),
    /// A notice at a port, or the deadline. The lane shows `shown` meanwhile.
    Notice {
        /// Where; only one thread may wait there.
        port: PortId,
        /// Until when at most.
        deadline: Option<Time>,
        /// The state that the lane shows, and the name of what is waited for.
        shown: (State, NameId),
    },
    /// A call of a synchronisation object. The thread only blocks if it has to
    /// wait; [`Cx::reply`] is what the call gave.
    Call {
        /// Which object.
        object: ObjectId,
        /// What it is asked.
        call: Call,
        /// Until when it waits at most; a call that is not done by then is refused.
        deadline: Option<Time>,
    },
}

/// Why a body is asked for its next step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Resumed {
    /// It has not run yet.
    First,
    /// Its computation is done.
    Computed,
    /// It yielded and has a core again.
    Yielded,
    /// It slept.
    Slept,
    /// Its blocking request was answered.
    Answered,
    /// The thread or process it waited for has ended.
    Joined,
    /// A notice is at the port.
    Noticed,
    /// The deadline passed first.
    TimedOut,
    /// Its call is over: [`Cx::reply`].
    Called,
    /// Its call made no sense.
    Misused(Misuse),
    /// It was woken to try its call again. Bodies do not see this.
    Retries,
}

/// Where the end of a request is to be told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reply {
    /// Nowhere: the body will ask ([`Cx::is_done`]).
    Poll,
    /// At a port, with a token that the body understands.
    Notice(PortId, u32),
}

/// That a request has ended, or what another thread posted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Notice {
    /// What the receiver knows it by.
    pub token: u32,
    /// The request that ended; none if a thread posted it.
    pub request: Option<RequestId>,
    /// When it arrived, which may be long before it is taken.
    pub at: Time,
}

/// The machine, as a body sees it between two steps. Nothing here takes time.
pub struct Cx<'k> {
    pub(super) kernel: &'k mut Kernel,
    pub(super) thread: ThreadId,
}

impl Cx<'_> {
    /// The time.
    pub fn now(&self) -> Time {
        self.kernel.now
    }

    /// The thread that asks.
    pub fn me(&self) -> ThreadId {
        self.thread
    }

    /// Its process.
    pub fn my_process(&self) -> ProcessId {
        self.kernel.facts[self.thread].process
    }

    /// Why it is asked for its next step.
    pub fn resumed(&self) -> Resumed {
        self.kernel.threads[self.thread].resumed
    }

    /// A random number below `bound`, from the run's seed.
    pub fn random(&mut self, bound: u64) -> u64 {
        self.kernel.choices.random(bound)
    }

    /// One of `options`, the first unless the run is explored.
    pub fn choose(&mut self, options: usize) -> usize {
        self.kernel.choices.choose(Point::Body, options)
    }

    /// The id of a name, to be asked for once.
    pub fn name(&mut self, name: &str) -> NameId {
        self.kernel.log.name(name)
    }

    /// Starts a thread; it is ready now, or when this thread has paid for it
    /// ([`Costs::thread`](super::Costs::thread)).
    pub fn spawn(&mut self, process: ProcessId, name: &str, body: Box<dyn Body>) -> ThreadId {
        self.kernel.spawn(self.thread, process, name, body)
    }

    /// Whether a thread has ended.
    pub fn is_over(&mut self, thread: ThreadId) -> bool {
        self.kernel.is_over(thread)
    }

    /// Begins a request without waiting for it.
    pub fn start_io(&mut self, device: DeviceId, service: Dur, reply: Reply) -> RequestId {
        self.kernel
            .start_request(self.thread, Some(device), (service, 0), reply)
    }

    /// The same, of so many bytes, which take a network time to pass.
    pub fn start_transfer(
        &mut self,
        device: DeviceId,
        service: Dur,
        bytes: u64,
        reply: Reply,
    ) -> RequestId {
        self.kernel
            .start_request(self.thread, Some(device), (service, bytes), reply)
    }

    /// Begins a timer without waiting for it.
    pub fn start_timer(&mut self, after: Dur, reply: Reply) -> RequestId {
        self.kernel
            .start_request(self.thread, None, (after, 0), reply)
    }

    /// Begins a timer that goes off once a period until it is stopped or this
    /// thread ends. Each time is a notice, also if an earlier one has not been
    /// taken. A period of zero is taken as 1 ns.
    pub fn start_periodic(&mut self, period: Dur, port: PortId, token: u32) -> RequestId {
        let reply = Reply::Notice(port, token);
        self.kernel.start_periodic(self.thread, period, reply)
    }

    /// Stops a timer.
    pub fn stop_timer(&mut self, timer: RequestId) {
        self.kernel.stop_timer(timer);
    }

    /// Whether a request has ended.
    pub fn is_done(&self, request: RequestId) -> bool {
        self.kernel.is_done(request)
    }

    /// Makes a place where notices arrive.
    pub fn port(&mut self) -> PortId {
        self.kernel.add_port()
    }

    /// Takes the oldest notice at a port.
    pub fn take_notice(&mut self, port: PortId) -> Option<Notice> {
        self.kernel.take_notice(port)
    }

    /// Puts a notice at a port, possibly waking the thread that waits there.
    pub fn post(&mut self, port: PortId, token: u32) {
        self.kernel.post(self.thread, port, token);
    }

    /// The core that this thread has.
    pub fn core(&self) -> Option<CoreId> {
        self.kernel.core_of(self.thread)
    }

    /// When this thread came into being.
    pub fn arrived(&self) -> Time {
        self.kernel.facts[self.thread].arrived
    }

    /// What this thread brought along.
    pub fn attributes(&self) -> &Attributes {
        &self.kernel.attributes[self.thread]
    }

    /// The present job of this thread is done: it has not missed its deadline,
    /// if that is still to come.
    pub fn end_job(&mut self) {
        self.kernel.end_job(self.thread);
    }

    /// When the job that this thread is at, or waits for, is due. The rules of
    /// scheduling go by it.
    pub fn set_due(&mut self, due: Time) {
        self.kernel.facts[self.thread].due = Some(due);
    }

    /// Makes a synchronisation object; its lane is called by its name.
    pub fn object(&mut self, name: &str, object: Object) -> ObjectId {
        self.kernel.add_object(name, object)
    }

    /// Makes a synchronisation object without a lane of its own; who waits for
    /// it shows its name.
    pub fn hidden_object(&mut self, name: &str, object: Object) -> ObjectId {
        self.kernel.add_hidden_object(name, object)
    }

    /// Makes a call that is not to wait; none if it would have to.
    ///
    /// # Errors
    /// [`Misuse`], if the call makes no sense.
    pub fn call(&mut self, object: ObjectId, call: Call) -> Result<Option<sync::Reply>, Misuse> {
        self.kernel.call_now(self.thread, object, call)
    }

    /// The same for another thread, in whose name this one acts: it is as if that
    /// one had called, but what a call of its own gave is kept.
    ///
    /// # Errors
    /// [`Misuse`], if the call makes no sense.
    pub fn call_for(
        &mut self,
        thread: ThreadId,
        object: ObjectId,
        call: Call,
    ) -> Result<Option<sync::Reply>, Misuse> {
        self.kernel.call_for(thread, object, call)
    }

    /// What the last call of an object gave.
    pub fn reply(&self) -> sync::Reply {
        self.kernel.sync.reply(self.thread)
    }

    /// The objects as they are now.
    pub fn objects(&self) -> &Objects {
        &self.kernel.sync.objects
    }

    /// Ends the run, because a call of this thread made no sense.
    pub fn misused(&mut self, object: ObjectId, misuse: Misuse) {
        self.kernel.misused(self.thread, object, misuse);
    }

    /// Ends the run: what this thread is to do makes no sense.
    pub fn refuse(&mut self, problem: Problem) {
        self.kernel.refuse(problem);
    }

    /// The lane of this thread.
    pub fn lane(&self) -> TrackId {
        self.kernel.threads[self.thread].lane
    }

    /// The lane of the task that has control, or else of this thread.
    pub fn lane_in_control(&self) -> TrackId {
        self.kernel.lane_in_control(self.thread)
    }

    /// From now on a lane stands at this line of that function: its slices say
    /// where it stood when they ended ([`crate::trace::arg::LINE`]).
    pub fn stand_at(&mut self, lane: TrackId, function: NameId, line: u32) {
        self.kernel.stand_at(lane, function, line);
    }

    /// A new lane for a task of this thread.
    pub fn task(&mut self, name: &str) -> Task {
        self.kernel.add_task(self.thread, name)
    }

    /// A new lane for a task that belongs to this thread's process, and not to
    /// this thread alone.
    pub fn task_of_process(&mut self, name: &str) -> Task {
        let process = self.my_process();
        self.kernel.add_task_of_process(process, name)
    }

    /// The task has control from now on, unless it has it already.
    pub fn control(&mut self, task: Task) {
        if self.kernel.threads[self.thread].task != Some(task) {
            self.enter(task);
        }
    }

    /// Records on a task's lane that it was in a state from `since` until now.
    pub fn was(&mut self, task: Task, state: State, name: NameId, since: Time) {
        let now = self.kernel.now;
        if now > since {
            self.kernel.log.slice(task.lane, state, name, since, now);
        }
    }

    /// From now on the task has control: its lane shows this thread's state.
    pub fn enter(&mut self, task: Task) {
        self.kernel.give_control(self.thread, Some(task));
    }

    /// From now on no task has control; the one that had it is in that state,
    /// or has ended.
    pub fn leave(&mut self, then: Option<(State, NameId)>) {
        let now = self.kernel.now;
        if let Some(task) = self.kernel.threads[self.thread].task {
            let ended = match then {
                Some((state, name)) => self.kernel.log.begin(task.lane, state, name, now),
                None => self.kernel.log.end_open(task.lane, now),
            };
            self.kernel.note_place(ended);
        }
        self.kernel.give_control(self.thread, None);
    }

    /// Shows a task that has no control in a state.
    pub fn show(&mut self, task: Task, state: State, name: NameId) {
        let now = self.kernel.now;
        self.kernel.log.begin(task.lane, state, name, now);
    }

    /// The same, from an earlier moment on, which must not be before the
    /// beginning of the state that the lane shows now.
    pub fn show_since(&mut self, task: Task, state: State, name: NameId, since: Time) {
        self.kernel.log.begin(task.lane, state, name, since);
    }

    /// Ends the lane of a task that has no control.
    pub fn end_task(&mut self, task: Task) {
        let now = self.kernel.now;
        self.kernel.log.end_open(task.lane, now);
    }

    /// Joins this moment of one lane to this moment of another.
    pub fn flow(&mut self, kind: FlowKind, from: TrackId, to: TrackId) {
        let now = self.kernel.now;
        self.kernel.log.flow(kind, (from, now), (to, now));
    }

    /// Joins an earlier moment of one lane to this moment of another.
    pub fn flow_since(&mut self, kind: FlowKind, from: (TrackId, Time), to: TrackId) {
        let now = self.kernel.now;
        self.kernel.log.flow(kind, from, (to, now));
    }

    /// A new heartbeat lane of this thread, which would tick once a period; its
    /// ticks are marks on it.
    pub fn heartbeat(&mut self, name: &str, period: Dur) -> TrackId {
        let lane = self.lane();
        self.kernel.log.fact(fact::HEARTBEAT, Value::Dur(period));
        self.kernel
            .log
            .track(Some(lane), TrackKind::Heartbeat, name)
    }

    /// Marks this moment on a lane.
    pub fn mark(&mut self, lane: TrackId, name: NameId) {
        let now = self.kernel.now;
        self.kernel.log.instant(lane, name, now);
    }

    /// A counter of this thread's process.
    pub fn counter(&mut self, name: &str) -> CounterId {
        let process = self.my_process();
        let lane = self.kernel.processes[process].lane();
        self.kernel.log.counter(lane, name)
    }

    /// From now on the counter has that value.
    pub fn count(&mut self, counter: CounterId, value: i64) {
        let now = self.kernel.now;
        self.kernel.log.count(counter, now, value as f64);
    }

    /// The name of a device.
    pub fn device_name(&self, device: DeviceId) -> Option<NameId> {
        self.kernel.devices.get(device).map(|device| device.name)
    }
}
