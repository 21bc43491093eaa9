//! How threads and processes end: by themselves, with the last thread that is
//! no daemon, by a signal. The rules are in [`crate::sim::process`].

use super::*;
use crate::sim::process::Signal;

/// What is known of the processes' lives.
#[derive(Default)]
pub(super) struct Lives {
    processes: IdVec<ProcessId, ProcessLife>,
    daemons: Vec<ThreadId>,
}

#[derive(Default)]
struct ProcessLife {
    first: Option<ThreadId>,
    /// Threads that have not ended and are no daemons.
    ordinary: u32,
    /// Threads that have not ended.
    alive: u32,
    code: i32,
    exit: Option<i32>,
    handles_terminate: bool,
    /// Whether its threads are being ended.
    ending: bool,
    /// Signals that its first thread has not taken notice of.
    pending: u32,
    joiners: Vec<ThreadId>,
}

impl Kernel {
    /// A process or a thread of it has come into being.
    pub(super) fn count_process(&mut self) {
        self.lives.processes.push(ProcessLife::default());
    }

    pub(super) fn count_thread(&mut self, process: ProcessId, thread: ThreadId) {
        let life = &mut self.lives.processes[process];
        life.first.get_or_insert(thread);
        life.ordinary += 1;
        life.alive += 1;
    }

    pub(in crate::sim) fn make_daemon(&mut self, thread: ThreadId) {
        if self.lives.daemons.contains(&thread) || self.threads[thread].life == Life::Ended {
            return;
        }
        self.lives.daemons.push(thread);
        let process = self.facts[thread].process;
        self.lives.processes[process].ordinary -= 1;
    }

    /// A thread that was there from the beginning, or has been paid for, begins.
    pub(super) fn arrive(&mut self, thread: ThreadId) {
        // It may have been ended before.
        if self.threads[thread].life == Life::Coming {
            self.make_ready(thread, Reason::New, Resumed::First);
        }
    }

    /// A thread is over: who waits for its end goes on, and so may its process's
    /// end come.
    pub(super) fn finish(&mut self, thread: ThreadId) {
        let lane = self.threads[thread].lane;
        let cost = self.settings.costs.join;
        for joiner in std::mem::take(&mut self.joiners[thread]) {
            self.tell_end(lane, joiner, cost);
        }
        let process = self.facts[thread].process;
        let life = &mut self.lives.processes[process];
        life.alive -= 1;
        let daemon = self.lives.daemons.iter().position(|d| *d == thread);
        match daemon {
            Some(place) => drop(self.lives.daemons.swap_remove(place)),
            None => life.ordinary -= 1,
        }
        let life = &mut self.lives.processes[process];
        if life.alive == 0 {
            life.exit = life.exit.or(Some(life.code));
            for joiner in std::mem::take(&mut life.joiners) {
                self.tell_end(lane, joiner, cost);
            }
        } else if daemon.is_none() && life.ordinary == 0 && !life.ending {
            let how = self.log.name("torn");
            self.end_all(process, how);
        }
    }

    fn tell_end(&mut self, lane: TrackId, joiner: ThreadId, cost: Dur) {
        let to = self.lane_in_control(joiner);
        self.log
            .flow(FlowKind::Result, (lane, self.now), (to, self.now));
        self.owe(joiner, cost, "join");
        self.make_ready(joiner, Reason::Unblocked, Resumed::Joined);
    }

    /// Registers a thread that waits for a process's end; false if that has come.
    pub(super) fn await_process(&mut self, thread: ThreadId, process: ProcessId) -> bool {
        let Some(life) = self.lives.processes.get_mut(process) else {
            self.fault.get_or_insert(foreign("process"));
            return true;
        };
        if life.alive > 0 {
            life.joiners.push(thread);
        }
        life.alive > 0
    }

    fn end_all(&mut self, process: ProcessId, how: NameId) {
        self.lives.processes[process].ending = true;
        // Threads that are not there yet belong to it, too.
        for thread in self.threads.ids() {
            if self.facts[thread].process == process {
                self.end_thread(thread, how);
            }
        }
    }

    /// Ends a thread, wherever it is.
    pub(super) fn end_thread(&mut self, thread: ThreadId, how: NameId) {
        match self.threads[thread].life {
            Life::Ended => return,
            Life::Coming => {}
            Life::OnCore(core) => {
                self.charge(core);
                self.leave_core(core, Leaving::Exit);
            }
            Life::Ready(_) => self.take_from_core(thread),
            Life::Blocked(waits) => self.stop_waiting(thread, waits),
        }
        let began = self.threads[thread].life != Life::Coming;
        let unborn = self.drop_errands(thread);
        let record = &mut self.threads[thread];
        record.life = Life::Ended;
        record.epoch = record.epoch.wrapping_add(1);
        self.facts[thread].burst_left = Dur::ZERO;
        self.alive -= 1;
        let record = &mut self.threads[thread];
        let (lane, task) = (record.lane, record.task.take());
        self.log.end_open(lane, self.now);
        if let Some(task) = task {
            self.log.end_open(task.lane, self.now);
        }
        if began {
            self.log.instant(lane, how, self.now);
        }
        self.drop_gil(thread);
        self.drop_retry(thread);
        for child in unborn {
            self.end_thread(child, how);
        }
        self.finish(thread);
    }

    /// A ready thread may be on a core that loads it, or that it is about to leave.
    fn take_from_core(&mut self, thread: ThreadId) {
        let on = |core: &Core| core.thread == Some(thread);
        let Some((id, core)) = self.cores.iter_ids().find(|(_, core)| on(core)) else {
            return;
        };
        if core.phase != Phase::Vacating {
            self.leave_core(id, Leaving::Exit);
            return;
        }
        // It is in the policy's queue, which will find out when its turn comes.
        let core = &mut self.cores[id];
        core.phase = Phase::Idle;
        core.leaving = Leaving::Exit;
        core.thread = None;
        self.vacating -= 1;
        self.end_core_slice(id);
    }

    pub(super) fn stop_waiting(&mut self, thread: ThreadId, waits: WaitsFor) {
        let is_it = |waiter: &ThreadId| *waiter == thread;
        match waits {
            WaitsFor::Thread(other) => self.joiners[other].retain(|j| !is_it(j)),
            WaitsFor::Process(process) => {
                let joiners = &mut self.lives.processes[process].joiners;
                joiners.retain(|joiner| !is_it(joiner));
            }
            WaitsFor::Notice(port) => self.ports[port].waiter = None,
            WaitsFor::Gil => {
                let process = self.facts[thread].process;
                if let Some(gil) = self.processes[process].gil.as_mut() {
                    gil.waiters.retain(|waiter| !is_it(waiter));
                }
            }
            WaitsFor::Object(object) => self.forget_call(thread, object),
            // Its sleep or request is void, since it has ended.
            WaitsFor::Core | WaitsFor::Time | WaitsFor::Device(_) => {}
        }
    }

    pub(in crate::sim) fn signal_at(&mut self, at: Time, process: ProcessId, signal: Signal) {
        let event = Event::Signal(process, signal);
        self.calendar.add(at, Class::Usual, event);
    }

    /// A process gets a signal.
    pub(super) fn signal(&mut self, process: ProcessId, signal: Signal) {
        let life = &mut self.lives.processes[process];
        if life.exit.is_some() || life.alive == 0 {
            return;
        }
        let mark = self.log.name(signal.name());
        if signal == Signal::Terminate && life.handles_terminate {
            life.pending += 1;
            if let Some(first) = life.first {
                self.log.instant(self.threads[first].lane, mark, self.now);
            }
            return;
        }
        life.exit = Some(-signal.number());
        self.end_all(process, mark);
    }

    pub(in crate::sim) fn handle_terminate(&mut self, process: ProcessId, handles: bool) {
        self.lives.processes[process].handles_terminate = handles;
    }

    pub(in crate::sim) fn take_signal(&mut self, thread: ThreadId) -> bool {
        let process = self.facts[thread].process;
        let life = &mut self.lives.processes[process];
        let is_there = life.first == Some(thread) && life.pending > 0;
        life.pending -= u32::from(is_there);
        is_there
    }

    pub(in crate::sim) fn set_exit_code(&mut self, process: ProcessId, code: i32) {
        self.lives.processes[process].code = code;
    }

    pub(in crate::sim) fn exit_code(&self, process: ProcessId) -> Option<i32> {
        let life = self.lives.processes.get(process)?;
        life.exit.filter(|_| life.alive == 0)
    }
}
