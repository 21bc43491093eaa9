//! Giving cores away and taking them back.

use super::*;

impl Kernel {
    /// Gives free cores to ready threads until no free core finds one.
    pub(super) fn dispatch(&mut self) {
        loop {
            if self.wants.arrivals && !self.wants.beside_vacant {
                self.make_room();
            }
            if self.fault.is_some() || self.events > self.settings.limits.events {
                break;
            }
            // Who is to make room has just been put in a queue: somebody waits.
            if !self.vacant.is_empty()
                && (self.vacating > 0 || self.policy.waiting() > 0)
                && self.pick_all()
            {
                self.place_picked();
            } else if !(self.wants.beside_vacant && self.make_room()) {
                break;
            }
        }
        self.arrivals = 0;
        if self.vacating > 0 {
            self.picked.clear();
            self.picked
                .extend(self.vacant.iter().map(|&core| (core, None)));
            self.settle();
        }
    }

    /// Those that were picked get their cores.
    fn place_picked(&mut self) {
        self.settle();
        self.vacant.clear();
        let idle = self.picked.iter().filter(|(_, pick)| pick.is_none());
        self.vacant.extend(idle.map(|(core, _)| *core));
        for i in 0..self.picked.len() {
            if let (core, Some(thread)) = self.picked[i] {
                self.take_up(core, thread);
            }
        }
    }

    /// Asks whose thread makes room for those that have arrived; whether one does.
    fn make_room(&mut self) -> bool {
        if self.arrivals == 0 || !(self.vacant.is_empty() || self.wants.beside_vacant) {
            return false;
        }
        self.arrivals -= 1;
        self.charge_all();
        let victim = self.policy.victim(&view!(self));
        match victim {
            Some(id)
                if self
                    .cores
                    .get(id)
                    .is_some_and(|core| core.phase == Phase::Running) =>
            {
                self.requeue(id, Reason::Preempted);
                true
            }
            _ => {
                self.arrivals = 0;
                false
            }
        }
    }

    /// Books what runs up to now, so that the policy sees true figures.
    pub(super) fn charge_all(&mut self) {
        for core in self.cores.ids() {
            if self.cores[core].phase == Phase::Running {
                self.charge(core);
            }
        }
    }

    /// Picks a thread for each free core; whether there was any.
    fn pick_all(&mut self) -> bool {
        self.picked.clear();
        self.whys.clear();
        let mut any = false;
        let mut strays = false;
        for &core in &self.vacant {
            let view = view!(self);
            let thread = self.policy.pick(core, &view, &mut self.choices);
            if let Some(thread) = thread {
                any = true;
                strays |= self.facts[thread].last_core != Some(core);
            }
            self.picked.push((core, thread));
            if let (true, Some(thread)) = (self.settings.reasons, thread)
                && let Some(why) = self.policy.why()
            {
                self.whys.push((thread, why));
            }
        }
        if strays && self.picked.len() > 1 && !self.wants.exact_cores {
            self.prefer_last_core();
        }
        any
    }

    /// Exchanges picks so that who ran last on one of these cores gets it again.
    fn prefer_last_core(&mut self) {
        for i in 0..self.picked.len() {
            let Some(last) = self.picked[i].1.and_then(|t| self.facts[t].last_core) else {
                continue;
            };
            if last == self.picked[i].0 {
                continue;
            }
            if let Ok(j) = self.picked.binary_search_by_key(&last, |(core, _)| *core) {
                let moved = self.picked[j].1;
                let stays = moved.is_some_and(|t| self.facts[t].last_core == Some(last));
                if !stays {
                    self.picked[j].1 = self.picked[i].1;
                    self.picked[i].1 = moved;
                }
            }
        }
    }

    /// Threads that were in the queue again and do not go on leave their cores.
    #[inline]
    fn settle(&mut self) {
        for i in 0..self.picked.len() {
            let (id, pick) = self.picked[i];
            let core = &mut self.cores[id];
            if core.phase != Phase::Vacating || core.thread == pick {
                continue;
            }
            core.phase = Phase::Idle;
            self.vacating -= 1;
            let left = core.thread.take();
            self.end_core_slice(id);
            if let Some(thread) = left {
                self.show_waiting(thread);
            }
        }
    }

    /// The core, which is no longer vacant, takes up the thread that was picked for it.
    fn take_up(&mut self, id: CoreId, thread: ThreadId) {
        if self.threads[thread].life == Life::Ended {
            // It was ended while it waited; its place in the queue has passed.
            self.make_vacant(id);
            if self.wants.accounts {
                self.policy.left(thread, true, &view!(self));
            }
            return;
        }
        let last_core = self.facts[thread].last_core.replace(id);
        self.running[id.index()] = Some(thread);
        let core = &mut self.cores[id];
        if core.phase == Phase::Vacating {
            self.keep(id, thread);
            return;
        }
        if core.why.is_some() {
            core.why = None;
        }
        if let Some(place) = self.whys.iter().position(|(who, _)| *who == thread) {
            core.why = Some(self.whys.swap_remove(place).1);
        }
        let switches = core.last.is_some_and(|last| last != thread);
        core.saves = core.last;
        core.last = Some(thread);
        core.thread = Some(thread);
        let migrates = last_core.is_some_and(|last| last != id);
        let costs = &self.settings.costs;
        if switches && !self.settings.switch_cost.is_zero()
            || migrates && !costs.migration.is_zero()
        {
            self.load(id, thread, (switches, migrates));
        } else {
            self.loaded(id, thread);
        }
    }

    /// The thread was picked again for the core that it was about to leave.
    fn keep(&mut self, id: CoreId, thread: ThreadId) {
        self.cores[id].phase = Phase::Idle;
        self.vacating -= 1;
        self.threads[thread].life = Life::OnCore(id);
        if self.has_gil(thread) {
            self.run_on(id, thread);
        } else {
            // It gave the GIL away with its core, and got only the core back.
            self.wait_for_gil(thread);
            self.leave_core(id, Leaving::GilRequest);
        }
    }

    /// Loading the thread costs something: the core has switched to another
    /// one, or the thread to another core.
    fn load(&mut self, id: CoreId, thread: ThreadId, (switches, migrates): (bool, bool)) {
        let mut cost = Dur::ZERO;
        if switches {
            cost += self.settings.switch_cost;
        }
        if migrates && !self.settings.costs.migration.is_zero() {
            cost += self.settings.costs.migration;
            let mark = self.log.name("migration");
            self.log.instant(self.threads[thread].lane, mark, self.now);
        }
        let core = &mut self.cores[id];
        core.phase = Phase::Switching;
        let name = self.threads[thread].name;
        self.log.begin(core.lane, State::Switching, name, self.now);
        let end = self.now + cost;
        self.calendar.add_core(end, Class::Usual, id, core.epoch);
    }

    /// The thread has the core; it runs if it can have the GIL.
    #[inline]
    fn loaded(&mut self, id: CoreId, thread: ThreadId) {
        if self.has_gil(thread) {
            self.show_loaded(id, thread);
            self.run_on(id, thread);
        } else {
            self.wait_for_gil(thread);
            self.leave_core(id, Leaving::Blocked);
        }
    }

    /// A turn begins.
    #[inline]
    fn run_on(&mut self, id: CoreId, thread: ThreadId) {
        let quantum = if self.wants.one_quantum {
            self.quantum
        } else {
            self.policy.quantum(thread, &view!(self))
        };
        let core = &mut self.cores[id];
        core.phase = Phase::Running;
        core.since = self.now;
        core.quantum_left = quantum.filter(|q| !q.is_zero()).unwrap_or(ENDLESS);
        let left = self.facts[thread].burst_left;
        if self.wants.steps {
            self.threads[thread].stepped = false;
        }
        if left.is_zero() {
            self.step(id, thread);
        } else {
            self.set_timer(id, left);
        }
    }

    /// The core's next event: the end of the computation, of which so much is
    /// left, or of the quantum.
    #[inline]
    fn set_timer(&mut self, id: CoreId, left: Dur) {
        let core = &self.cores[id];
        let class = if left <= core.quantum_left {
            Class::Computed
        } else if self.settings.ties.arrival_before_quantum_end {
            Class::Late
        } else {
            Class::QuantumOver
        };
        let end = self.now + left.min(core.quantum_left);
        self.calendar.add_core(end, class, id, core.epoch);
    }

    pub(super) fn core_due(&mut self, id: CoreId, epoch: u32) {
        let core = &self.cores[id];
        let (Some(thread), true) = (core.thread, core.epoch == epoch) else {
            return;
        };
        match core.phase {
            Phase::Switching => {
                // While it was being loaded it could not make room.
                self.arrivals += 1;
                if self.settings.reasons {
                    self.note_switch(id, thread);
                }
                self.loaded(id, thread);
            }
            Phase::Running => {
                if self.charge(id).is_zero() {
                    self.threads[thread].resumed = Resumed::Computed;
                    self.step(id, thread);
                } else {
                    self.requeue(id, Reason::QuantumOver);
                }
            }
            Phase::Idle | Phase::Vacating => {}
        }
    }

    /// Books the time since the last booking on the core's thread; what is left
    /// of its computation.
    #[inline]
    pub(super) fn charge(&mut self, id: CoreId) -> Dur {
        let core = &mut self.cores[id];
        let Some(thread) = core.thread else {
            return Dur::ZERO;
        };
        let ran = self.now.since(core.since);
        core.since = self.now;
        if core.quantum_left != ENDLESS {
            core.quantum_left -= ran;
        }
        let facts = &mut self.facts[thread];
        facts.burst_left -= ran;
        facts.ran += ran;
        let left = facts.burst_left;
        if self.wants.accounts {
            self.policy.charge(thread, ran, &view!(self));
        }
        left
    }

    /// The running thread is put in the queue again.
    #[inline]
    fn requeue(&mut self, id: CoreId, reason: Reason) {
        let core = &mut self.cores[id];
        let Some(thread) = core.thread else { return };
        core.phase = Phase::Vacating;
        self.vacating += 1;
        core.leaving = Leaving::Requeued(reason);
        core.epoch = core.epoch.wrapping_add(1);
        self.make_vacant(id);
        self.threads[thread].life = Life::Ready(reason);
        self.enqueue(thread, reason);
    }

    /// The thread is no longer on the core.
    pub(super) fn leave_core(&mut self, id: CoreId, leaving: Leaving) {
        let core = &mut self.cores[id];
        core.phase = Phase::Idle;
        core.leaving = leaving;
        core.epoch = core.epoch.wrapping_add(1);
        let left = core.thread.take();
        self.end_core_slice(id);
        self.make_vacant(id);
        if let (true, Some(thread)) = (self.wants.accounts, left) {
            self.policy
                .left(thread, leaving == Leaving::Exit, &view!(self));
        }
    }

    fn make_vacant(&mut self, id: CoreId) {
        self.running[id.index()] = None;
        // Cores that are due together come in the order of their numbers.
        if self.vacant.last().is_none_or(|&last| last < id) {
            self.vacant.push(id);
        } else if let Err(place) = self.vacant.binary_search(&id) {
            self.vacant.insert(place, id);
        }
        if id == CoreId(0) && self.probe.is_some() {
            self.beat();
        }
    }

    #[inline]
    pub(super) fn end_core_slice(&mut self, id: CoreId) {
        let core = &self.cores[id];
        let (lane, leaving) = (core.lane, core.leaving);
        if !self.settings.reasons {
            let ended = self.log.end_open(lane, self.now);
            if core.carrier.is_some() {
                self.name_carrier(id, ended);
            }
            return;
        }
        let switching = self.log.open_state(lane) == Some(State::Switching);
        let ended = self.log.end_open(lane, self.now);
        self.name_carrier(id, ended);
        if let (false, Some(slice)) = (switching, ended) {
            let why = match leaving {
                Leaving::Blocked => self.words.blocked,
                Leaving::Exit => self.words.exit,
                Leaving::GilRequest => self.words.gil_request,
                Leaving::Requeued(reason) => self.words.reasons[reason as usize],
            };
            self.log.arg(slice, "why", Value::Name(why));
            if let Some(why) = self.cores[id].why.take() {
                self.record_why(slice, why);
            }
        }
    }

    /// Says in a core's slice why its thread was picked.
    fn record_why(&mut self, slice: SliceKey, why: Why) {
        let rule = Value::Name(self.log.name(why.rule.key()));
        self.log.arg(slice, arg::RULE, rule);
        if let Some(measure) = why.mine {
            self.record_measure(slice, (arg::MINE, arg::MINE_OVER), measure);
        }
        if let Some((other, measure)) = why.other {
            let name = Value::Name(self.threads[other].name);
            self.log.arg(slice, arg::OTHER, name);
            if let Some(measure) = measure {
                self.record_measure(slice, (arg::OTHERS, arg::OTHERS_OVER), measure);
            }
        }
    }

    fn record_measure(
        &mut self,
        slice: SliceKey,
        keys: (&'static str, &'static str),
        measure: Measure,
    ) {
        let int = |n: u64| Value::Int(i64::try_from(n).unwrap_or(i64::MAX));
        let value = match measure {
            Measure::Dur(d) => Value::Dur(d),
            Measure::Time(t) => Value::Dur(t.since(Time::ZERO)),
            Measure::Int(n) => Value::Int(n),
            Measure::Ratio(over, under) => {
                self.log.arg(slice, keys.1, int(under));
                int(over)
            }
        };
        self.log.arg(slice, keys.0, value);
    }

    /// Asks the body until it says something that takes time.
    fn step(&mut self, id: CoreId, thread: ThreadId) {
        loop {
            if self.wants.steps && self.threads[thread].stepped && self.gives_way(thread) {
                self.requeue(id, Reason::Preempted);
                return;
            }
            if !self.spend() || self.fault.is_some() {
                // The run ends; the thread is left on its core.
                return;
            }
            let mut step = None;
            if self.threads[thread].errand {
                match self.run_errand(id, thread) {
                    errands::Next::Later => return,
                    errands::Next::Look => continue,
                    errands::Next::Do(before) => step = Some(before),
                    errands::Next::Ask => {}
                }
            }
            let step = match step {
                Some(step) => step,
                None => self.ask(thread),
            };
            if self.threads[thread].errand {
                self.postpone(thread, step);
                continue;
            }
            match step {
                Step::Compute(d) => {
                    self.threads[thread].resumed = Resumed::Computed;
                    if d.is_zero() {
                        continue;
                    }
                    self.facts[thread].burst_left = d;
                    self.compute(id, thread);
                    return;
                }
                Step::Block(wait) => {
                    if self.block(id, thread, wait) {
                        self.state_burst(thread);
                        return;
                    }
                }
                Step::Yield => {
                    self.threads[thread].resumed = Resumed::Yielded;
                    self.lend_gil(thread);
                    self.requeue(id, Reason::Yielded);
                    return;
                }
                Step::Exit => {
                    self.exit(id, thread);
                    return;
                }
            }
        }
    }

    /// The thread begins a computation, if its quantum is not over.
    #[inline]
    pub(super) fn compute(&mut self, id: CoreId, thread: ThreadId) {
        if self.cores[id].quantum_left.is_zero() {
            self.requeue(id, Reason::QuantumOver);
        } else {
            self.set_timer(id, self.facts[thread].burst_left);
        }
    }

    fn gives_way(&mut self, thread: ThreadId) -> bool {
        self.policy
            .gives_way(thread, &view!(self), &mut self.choices)
    }

    /// A CPU burst is over: asks for the length of the next one.
    fn state_burst(&mut self, thread: ThreadId) {
        if self.wants.bursts {
            let facts = &mut self.facts[thread];
            facts.stated = self.bodies.get(thread).and_then(|body| body.next_burst());
            facts.burst_began = facts.ran;
        }
    }

    /// One step of the body; threads that it made get their bodies.
    fn ask(&mut self, thread: ThreadId) -> Step {
        self.threads[thread].stepped = true;
        let mut bodies = std::mem::take(&mut self.bodies);
        let step = bodies[thread].step(&mut Cx {
            kernel: self,
            thread,
        });
        for body in self.newborn.drain(..) {
            bodies.push(body);
        }
        self.bodies = bodies;
        step
    }

    /// Blocks the thread; false if what it waits for is there already.
    pub(super) fn block(&mut self, id: CoreId, thread: ThreadId, wait: Wait) -> bool {
        let now = self.now;
        let epoch = self.threads[thread].epoch;
        let (waits, state, name) = match wait {
            Wait::Sleep(d) => {
                let event = Event::Deadline(thread, epoch);
                self.calendar.add(now + d, Class::Usual, event);
                (WaitsFor::Time, State::Sleeping, self.words.timer)
            }
            Wait::Io(device, service) => {
                return self.block(id, thread, Wait::Transfer(device, service, 0));
            }
            Wait::Transfer(device, service, bytes) => {
                let Some(name) = self.devices.get(device).map(|device| device.name) else {
                    self.fault.get_or_insert(foreign("device"));
                    return true;
                };
                self.request(thread, Some(device), (service, bytes), Then::Unblock);
                (WaitsFor::Device(device), State::BlockedIo, name)
            }
            Wait::Join(other) => {
                self.threads[thread].resumed = Resumed::Joined;
                if self.is_over(other) {
                    self.owe(thread, self.settings.costs.join, "join");
                    return false;
                }
                self.joiners[other].push(thread);
                let name = self.threads[other].name;
                (WaitsFor::Thread(other), State::BlockedJoin, name)
            }
            Wait::JoinProcess(process) => {
                self.threads[thread].resumed = Resumed::Joined;
                if !self.await_process(thread, process) {
                    self.owe(thread, self.settings.costs.join, "join");
                    return false;
                }
                let name = self.processes.get(process).map(|process| process.lane);
                let name = name.map_or(self.words.core, |lane| self.log.track_name(lane));
                (WaitsFor::Process(process), State::BlockedJoin, name)
            }
            Wait::JoinBy(other, time) => {
                if !self.is_over(other) && self.overdue(thread, time) {
                    return false;
                }
                let blocks = self.block(id, thread, Wait::Join(other));
                self.give_up_at(thread, blocks, time);
                return blocks;
            }
            Wait::JoinProcessBy(process, time) => {
                if self.exit_code(process).is_none() && self.overdue(thread, time) {
                    return false;
                }
                let blocks = self.block(id, thread, Wait::JoinProcess(process));
                self.give_up_at(thread, blocks, time);
                return blocks;
            }
            Wait::Notice {
                port,
                deadline,
                shown,
            } => match self.await_notice(thread, port, deadline) {
                Some(resumed) => {
                    self.threads[thread].resumed = resumed;
                    return false;
                }
                None => (WaitsFor::Notice(port), shown.0, shown.1),
            },
            Wait::Call { object, call, .. } if self.writes_first(thread, object, call) => {
                self.postpone(thread, Step::Block(wait));
                return false;
            }
            Wait::Call {
                object,
                call,
                deadline,
            } => match self.block_for_call(thread, (object, call), deadline) {
                Some(resumed) => {
                    self.threads[thread].resumed = resumed;
                    return false;
                }
                None => {
                    let (state, name) = self.shown_wait(object);
                    (WaitsFor::Object(object), state, name)
                }
            },
        };
        self.show(thread, state, name);
        self.threads[thread].life = Life::Blocked(waits);
        self.note_holder(thread, waits);
        if matches!(waits, WaitsFor::Object(_) | WaitsFor::Thread(_)) {
            self.look_for_deadlock(thread);
        }
        self.leave_core(id, Leaving::Blocked);
        self.drop_gil(thread);
        true
    }

    /// Whether a wait that has to be over by that time need not begin.
    fn overdue(&mut self, thread: ThreadId, time: Time) -> bool {
        if time <= self.now {
            self.threads[thread].resumed = Resumed::TimedOut;
        }
        time <= self.now
    }

    /// A thread that blocks does so until that time at most.
    fn give_up_at(&mut self, thread: ThreadId, blocks: bool, time: Time) {
        if blocks {
            let epoch = self.threads[thread].epoch;
            let event = Event::Deadline(thread, epoch);
            self.calendar.add(time, Class::Usual, event);
        }
    }

    fn exit(&mut self, id: CoreId, thread: ThreadId) {
        self.threads[thread].life = Life::Ended;
        self.alive -= 1;
        let lane = self.threads[thread].lane;
        let ended = self.log.end_open(lane, self.now);
        self.note_place(ended);
        if let Some(task) = self.threads[thread].task.take() {
            let ended = self.log.end_open(task.lane, self.now);
            self.note_place(ended);
        }
        self.leave_core(id, Leaving::Exit);
        self.drop_gil(thread);
        self.finish(thread);
    }
}
