//! Processes, threads and tasks: making them, and showing what they are doing.

use super::*;

impl Kernel {
    pub(in crate::sim) fn add_process(
        &mut self,
        name: &str,
        gil_interval: Option<Dur>,
    ) -> ProcessId {
        let lane = self.log.track(Some(self.machine), TrackKind::Process, name);
        self.count_process();
        self.gils |= gil_interval.is_some();
        self.processes.push(Process {
            lane,
            gil: gil_interval.map(Gil::new),
        })
    }

    pub(in crate::sim) fn add_thread(
        &mut self,
        process: ProcessId,
        name: &str,
        arrives: Time,
        attributes: Attributes,
        body: Box<dyn Body>,
    ) -> ThreadId {
        let thread = self.new_thread(process, name, arrives, attributes);
        self.bodies.push(body);
        self.calendar
            .add(arrives, Class::Usual, Event::Arrive(thread));
        thread
    }

    /// A thread that another one starts now.
    pub(in crate::sim) fn spawn(
        &mut self,
        parent: ThreadId,
        process: ProcessId,
        name: &str,
        body: Box<dyn Body>,
    ) -> ThreadId {
        if self.processes.get(process).is_none() {
            self.fault.get_or_insert(foreign("spawn"));
            return parent;
        }
        let thread = self.child(parent, process, name, body);
        let cost = self.settings.costs.thread;
        self.begin_after(parent, thread, cost, ("thread creation", None));
        thread
    }

    /// A thread that another one makes; it does not begin by this.
    pub(super) fn child(
        &mut self,
        parent: ThreadId,
        process: ProcessId,
        name: &str,
        body: Box<dyn Body>,
    ) -> ThreadId {
        // A child inherits what its parent brought along, save its own dates.
        let attributes = Attributes {
            deadline: None,
            period: None,
            ..self.attributes[parent].clone()
        };
        let thread = self.new_thread(process, name, self.now, attributes);
        if self.wants.bursts {
            self.facts[thread].stated = body.next_burst();
        }
        self.newborn.push(body);
        thread
    }

    fn new_thread(
        &mut self,
        process: ProcessId,
        name: &str,
        arrives: Time,
        attributes: Attributes,
    ) -> ThreadId {
        let lane = self
            .log
            .track(Some(self.processes[process].lane), TrackKind::Thread, name);
        self.alive += 1;
        self.facts.push(Facts {
            process,
            arrived: arrives,
            ran: Dur::ZERO,
            burst_left: Dur::ZERO,
            stated: None,
            burst_began: Dur::ZERO,
            due: None,
            last_core: None,
        });
        self.attributes.push(attributes);
        self.joiners.push(Vec::new());
        let name = self.log.name(name);
        let thread = self.threads.push(Thread {
            lane,
            name,
            life: Life::Coming,
            resumed: Resumed::First,
            task: None,
            epoch: 0,
            gil_switches: None,
            stepped: false,
            errand: false,
        });
        self.count_thread(process, thread);
        self.set_first_due(thread, arrives);
        thread
    }

    pub(in crate::sim) fn add_task(&mut self, thread: ThreadId, name: &str) -> Task {
        let parent = self.threads[thread].lane;
        let lane = self.log.track(Some(parent), TrackKind::Task, name);
        let name = self.log.name(name);
        Task { lane, name }
    }

    pub(in crate::sim) fn add_task_of_process(&mut self, process: ProcessId, name: &str) -> Task {
        let parent = self.processes[process].lane;
        let lane = self.log.track(Some(parent), TrackKind::Task, name);
        let name = self.log.name(name);
        Task { lane, name }
    }

    /// Gives a task of a running thread control, or takes it back.
    pub(in crate::sim) fn give_control(&mut self, thread: ThreadId, task: Option<Task>) {
        self.threads[thread].task = task;
        if let Life::OnCore(core) = self.threads[thread].life {
            self.show_running(core, thread);
        }
    }

    /// The lane that a thread's actions belong to: its task's, or its own.
    pub(in crate::sim) fn lane_in_control(&self, thread: ThreadId) -> TrackId {
        let thread = &self.threads[thread];
        thread.task.map_or(thread.lane, |task| task.lane)
    }

    /// Shows a thread, and the task that has control of it, in a state. If the
    /// thread has been ready until now, that slice says why.
    #[inline]
    pub(super) fn show(&mut self, thread: ThreadId, state: State, name: NameId) {
        let Thread {
            lane, task, life, ..
        } = self.threads[thread];
        let ended = self.log.begin(lane, state, name, self.now);
        if task.is_some() || self.settings.reasons {
            self.show_more(thread, (task, life), (state, name), ended);
        }
    }

    /// The rest of [`Kernel::show`], where there is a task, or reasons are recorded.
    fn show_more(
        &mut self,
        thread: ThreadId,
        (task, life): (Option<Task>, Life),
        (state, name): (State, NameId),
        ended: Option<SliceKey>,
    ) {
        let ended_too = task.and_then(|task| self.log.begin(task.lane, state, name, self.now));
        if let (true, Life::Ready(reason)) = (self.settings.reasons, life) {
            let why = Value::Name(self.words.reasons[reason as usize]);
            for slice in [ended, ended_too].into_iter().flatten() {
                self.log.arg(slice, "why", why);
            }
        }
        for slice in [ended, ended_too] {
            self.note_place(slice);
        }
        if let (true, Life::Blocked(_)) = (self.settings.holders, life) {
            for slice in [ended, ended_too].into_iter().flatten() {
                self.note_held(thread, slice);
            }
        }
    }

    /// Begins slices of a thread and the task that has control of it; gives
    /// those that ended.
    pub(super) fn begin(
        &mut self,
        thread: ThreadId,
        state: State,
        name: NameId,
    ) -> [Option<SliceKey>; 2] {
        let Thread { lane, task, .. } = self.threads[thread];
        let ended = self.log.begin(lane, state, name, self.now);
        let ended_too = task.and_then(|task| self.log.begin(task.lane, state, name, self.now));
        [ended, ended_too]
    }

    /// The thread, which has left its core, waits for one from now on.
    #[inline]
    pub(super) fn show_waiting(&mut self, thread: ThreadId) {
        let Thread { lane, task, .. } = self.threads[thread];
        let (name, now) = (self.words.core, self.now);
        let ended = self.log.begin(lane, State::Ready, name, now);
        self.note_place(ended);
        if let Some(task) = task {
            let ended = self.log.begin(task.lane, State::Ready, name, now);
            self.note_place(ended);
        }
    }

    /// Shows a thread on its core: on all lanes with the name of who has control.
    #[inline]
    pub(super) fn show_running(&mut self, core: CoreId, thread: ThreadId) {
        let Thread { name, task, .. } = self.threads[thread];
        let who = task.map_or(name, |task| task.name);
        let record = &mut self.cores[core];
        let ended = self.log.begin(record.lane, State::Running, who, self.now);
        if record.carrier.is_some() {
            self.name_carrier(core, ended);
        }
        self.cores[core].carrier = task.map(|_| name);
        self.show(thread, State::Running, who);
    }

    /// A thread takes up its core.
    #[inline]
    pub(super) fn show_loaded(&mut self, id: CoreId, thread: ThreadId) {
        let (record, now) = (&mut self.threads[thread], self.now);
        let life = std::mem::replace(&mut record.life, Life::OnCore(id));
        let Thread {
            lane, name, task, ..
        } = *record;
        let who = task.map_or(name, |task| task.name);
        let core = &mut self.cores[id];
        core.carrier = task.map(|_| name);
        self.log.begin(core.lane, State::Running, who, now);
        let ended = self.log.begin(lane, State::Running, who, now);
        if task.is_some() || self.settings.reasons {
            self.show_more(thread, (task, life), (State::Running, who), ended);
        }
    }

    /// Says in a core's slice which thread it was, if it is called by a task:
    /// going from one task to another of the same thread is no context switch.
    pub(super) fn name_carrier(&mut self, core: CoreId, ended: Option<SliceKey>) {
        let carrier = self.cores[core].carrier.take();
        if let (Some(slice), Some(carrier)) = (ended, carrier) {
            self.log.arg(slice, arg::THREAD, Value::Name(carrier));
        }
    }

    /// The thread waits for a core from now on.
    pub(super) fn make_ready(&mut self, thread: ThreadId, reason: Reason, resumed: Resumed) {
        self.show(thread, State::Ready, self.words.core);
        let record = &mut self.threads[thread];
        record.life = Life::Ready(reason);
        record.epoch = record.epoch.wrapping_add(1);
        record.resumed = resumed;
        self.arrivals += 1;
        self.enqueue(thread, reason);
    }

    #[inline]
    pub(super) fn enqueue(&mut self, thread: ThreadId, reason: Reason) {
        if self.wants.booked {
            self.charge_all();
        }
        self.policy.enqueue(thread, reason, &view!(self));
    }

    pub(in crate::sim) fn core_of(&self, thread: ThreadId) -> Option<CoreId> {
        match self.threads[thread].life {
            Life::OnCore(core) => Some(core),
            _ => None,
        }
    }

    pub(in crate::sim) fn is_over(&mut self, thread: ThreadId) -> bool {
        match self.threads.get(thread) {
            Some(thread) => thread.life == Life::Ended,
            None => {
                self.fault.get_or_insert(foreign("thread"));
                true
            }
        }
    }
}
