//! The global interpreter lock. Its rules are at
//! [`crate::sim::Machine::process`].

use super::*;
use crate::sim::choice::Point;

impl Gil {
    pub(super) fn new(interval: Dur) -> Gil {
        Gil {
            interval,
            holder: None,
            taken: false,
            last_holder: None,
            waiters: VecDeque::new(),
            switches: 0,
            drop_requested: false,
        }
    }

    fn take(&mut self, thread: ThreadId) {
        self.holder = Some(thread);
        self.taken = true;
        self.drop_requested = false;
        if self.last_holder != Some(thread) {
            self.last_holder = Some(thread);
            self.switches += 1;
        }
    }
}

impl Kernel {
    fn gil_of(&mut self, thread: ThreadId) -> Option<&mut Gil> {
        let process = self.facts[thread].process;
        self.processes[process].gil.as_mut()
    }

    /// Whether the thread may run: it has the GIL, takes it as it is free, or
    /// needs none. A holder that was asked to let go, does so here.
    #[inline]
    pub(super) fn has_gil(&mut self, thread: ThreadId) -> bool {
        !self.gils || self.has_gil_of_process(thread)
    }

    fn has_gil_of_process(&mut self, thread: ThreadId) -> bool {
        let Some(gil) = self.gil_of(thread) else {
            return true;
        };
        match gil.holder {
            None => {
                gil.take(thread);
                true
            }
            Some(holder) if holder == thread && !gil.taken => {
                gil.take(thread);
                self.begin_intervals(thread);
                true
            }
            Some(holder) if holder == thread => {
                let lets_go = gil.drop_requested && !gil.waiters.is_empty();
                if lets_go {
                    self.drop_gil(thread);
                }
                !lets_go
            }
            Some(_) => false,
        }
    }

    /// The thread waits for the GIL from now on; its core is the caller's business.
    pub(super) fn wait_for_gil(&mut self, thread: ThreadId) {
        self.show(thread, State::BlockedGil, self.words.gil);
        self.threads[thread].life = Life::Blocked(WaitsFor::Gil);
        self.note_holder(thread, WaitsFor::Gil);
        if let Some(gil) = self.gil_of(thread) {
            gil.waiters.push_back(thread);
        }
        self.set_gil_timer(thread);
    }

    /// The thread's interval begins, if the holder has taken the GIL.
    fn set_gil_timer(&mut self, thread: ThreadId) {
        let now = self.now;
        let Some(gil) = self.gil_of(thread) else {
            return;
        };
        let (due, switches) = (now + gil.interval, gil.switches);
        let taken = gil.taken;
        let record = &mut self.threads[thread];
        record.gil_switches = taken.then_some(switches);
        if !taken {
            return;
        }
        let event = Event::GilInterval(thread, record.epoch);
        // Late: a computation that ends at this moment has ended, and needs no request.
        self.calendar.add(due, Class::Late, event);
    }

    /// The heir has taken the GIL: the intervals of those that waited for this begin.
    fn begin_intervals(&mut self, heir: ThreadId) {
        let process = self.facts[heir].process;
        let count = |kernel: &Kernel| {
            let gil = kernel.processes[process].gil.as_ref();
            gil.map_or(0, |gil| gil.waiters.len())
        };
        for i in 0..count(self) {
            let gil = self.processes[process].gil.as_ref();
            if let Some(&waiter) = gil.and_then(|gil| gil.waiters.get(i))
                && self.threads[waiter].gil_switches.is_none()
            {
                self.set_gil_timer(waiter);
            }
        }
    }

    /// The thread lets go of the GIL, if it has it; another one gets it.
    pub(super) fn drop_gil(&mut self, thread: ThreadId) {
        let Some(gil) = self.gil_of(thread) else {
            return;
        };
        if gil.holder != Some(thread) {
            return;
        }
        gil.holder = None;
        let waiting = gil.waiters.len();
        let heir = self.choices.choose(Point::GilHeir, waiting);
        let Some(heir) = self.gil_of(thread).and_then(|gil| {
            let heir = gil.waiters.remove(heir)?;
            gil.holder = Some(heir);
            gil.taken = false;
            Some(heir)
        }) else {
            return;
        };
        let from = self.lane_in_control(thread);
        let to = self.lane_in_control(heir);
        self.log
            .flow(FlowKind::Handoff, (from, self.now), (to, self.now));
        let resumed = self.threads[heir].resumed;
        self.make_ready(heir, Reason::Unblocked, resumed);
    }

    /// A thread that yields lets another one have the GIL too.
    pub(super) fn lend_gil(&mut self, thread: ThreadId) {
        if self
            .gil_of(thread)
            .is_some_and(|gil| !gil.waiters.is_empty())
        {
            self.drop_gil(thread);
        }
    }

    /// A thread has waited for the GIL for a switch interval.
    pub(super) fn gil_interval(&mut self, thread: ThreadId, epoch: u32) {
        let record = &self.threads[thread];
        if record.epoch != epoch || record.life != Life::Blocked(WaitsFor::Gil) {
            return;
        }
        let seen = record.gil_switches;
        let Some(gil) = self.gil_of(thread) else {
            return;
        };
        if gil.taken && seen == Some(gil.switches) {
            gil.drop_requested = true;
            let holder = gil.holder;
            if let Some((holder, Life::OnCore(core))) =
                holder.map(|holder| (holder, self.threads[holder].life))
            {
                self.let_go(core, holder);
            }
        }
        if self.threads[thread].life == Life::Blocked(WaitsFor::Gil) {
            self.set_gil_timer(thread);
        }
    }

    /// The running holder lets go at once, and waits itself.
    fn let_go(&mut self, core: CoreId, holder: ThreadId) {
        self.charge(core);
        if self.facts[holder].burst_left.is_zero() {
            self.threads[holder].resumed = Resumed::Computed;
        }
        self.drop_gil(holder);
        self.wait_for_gil(holder);
        self.leave_core(core, Leaving::GilRequest);
    }
}
