//! What a thread does before its body is asked again: it pays for what it has
//! caused, its orders to other threads and processes are carried out, and a call
//! for which it was woken is made again.

use super::*;
use crate::sim::process::Signal;
use crate::sim::sync::ObjectId;

/// The errands of all threads.
#[derive(Default)]
pub(super) struct Errands {
    /// By thread; only those that ever had one.
    of: Vec<Option<Box<Errand>>>,
    /// What threads have ordered in the present step.
    orders: Vec<Order>,
}

/// What one thread has to do.
#[derive(Default)]
struct Errand {
    bills: VecDeque<Bill>,
    /// What it pays for now, and how it goes on afterwards.
    paying: Option<(Bill, Resumed)>,
    /// What its body said before it had paid.
    step: Option<Step>,
    /// A message has been written down, and is to be sent.
    written: bool,
}

/// Something to pay for.
struct Bill {
    cost: Dur,
    what: NameId,
    bytes: Option<u64>,
    /// The thread that comes into being with it.
    child: Option<ThreadId>,
}

#[derive(Clone, Copy)]
enum Order {
    Signal(ProcessId, Signal),
    End(ThreadId),
    Interrupt(ThreadId, Option<ObjectId>),
}

/// How a step goes on after errands.
pub(super) enum Next {
    /// The thread pays, or has left its core.
    Later,
    /// There may be further errands.
    Look,
    /// With what its body said before.
    Do(Step),
    /// Its body is asked.
    Ask,
}

impl Errands {
    fn of(&mut self, thread: ThreadId) -> &mut Errand {
        if self.of.len() <= thread.index() {
            self.of.resize_with(thread.index() + 1, || None);
        }
        self.of[thread.index()].get_or_insert_default()
    }
}

impl Kernel {
    fn bill(&mut self, thread: ThreadId, bill: Bill) {
        self.threads[thread].errand = true;
        self.errands.of(thread).bills.push_back(bill);
    }

    pub(in crate::sim) fn owe(&mut self, thread: ThreadId, cost: Dur, what: &str) {
        if !cost.is_zero() {
            let what = self.log.name(what);
            self.bill(
                thread,
                Bill {
                    cost,
                    what,
                    bytes: None,
                    child: None,
                },
            );
        }
    }

    /// The same, for something of a size.
    pub(super) fn owe_for_bytes(&mut self, thread: ThreadId, cost: Dur, what: &str, bytes: u64) {
        if !cost.is_zero() {
            self.owe(thread, cost, what);
            if let Some(bill) = self.errands.of(thread).bills.back_mut() {
                bill.bytes = Some(bytes);
            }
        }
    }

    /// A new thread begins: now, or when its parent has paid.
    pub(super) fn begin_after(
        &mut self,
        parent: ThreadId,
        child: ThreadId,
        cost: Dur,
        (what, bytes): (&str, Option<u64>),
    ) {
        if cost.is_zero() {
            self.begin_child(parent, child);
            return;
        }
        let what = self.log.name(what);
        let child = Some(child);
        let bill = Bill {
            cost,
            what,
            bytes,
            child,
        };
        self.bill(parent, bill);
    }

    fn begin_child(&mut self, parent: ThreadId, child: ThreadId) {
        let from = self.lane_in_control(parent);
        let to = self.threads[child].lane;
        self.log
            .flow(FlowKind::Spawn, (from, self.now), (to, self.now));
        self.facts[child].arrived = self.now;
        self.arrive(child);
    }

    /// What the body said is done after its errands.
    pub(super) fn postpone(&mut self, thread: ThreadId, step: Step) {
        self.errands.of(thread).step = Some(step);
    }

    /// Whether a message of the thread has been written down, which it must be
    /// before it is sent; says so once.
    pub(super) fn take_written(&mut self, thread: ThreadId) -> bool {
        std::mem::take(&mut self.errands.of(thread).written)
    }

    pub(super) fn is_writing(&mut self, thread: ThreadId) {
        self.errands.of(thread).written = true;
    }

    pub(in crate::sim) fn send_signal(
        &mut self,
        from: ThreadId,
        process: ProcessId,
        signal: Signal,
    ) {
        if self.processes.get(process).is_none() {
            self.fault.get_or_insert(foreign("signal"));
            return;
        }
        self.threads[from].errand = true;
        self.errands.orders.push(Order::Signal(process, signal));
    }

    pub(in crate::sim) fn order_end(&mut self, from: ThreadId, thread: ThreadId) {
        if self.threads.get(thread).is_none() {
            self.fault.get_or_insert(foreign("thread"));
            return;
        }
        self.threads[from].errand = true;
        self.errands.orders.push(Order::End(thread));
    }

    pub(in crate::sim) fn order_interrupt(
        &mut self,
        from: ThreadId,
        thread: ThreadId,
        at: Option<ObjectId>,
    ) {
        if self.threads.get(thread).is_none() {
            self.fault.get_or_insert(foreign("thread"));
            return;
        }
        self.threads[from].errand = true;
        self.errands.orders.push(Order::Interrupt(thread, at));
    }

    /// A thread that has a core sees to its errands.
    pub(super) fn run_errand(&mut self, core: CoreId, thread: ThreadId) -> Next {
        for order in std::mem::take(&mut self.errands.orders) {
            match order {
                Order::Signal(process, signal) => self.signal(process, signal),
                Order::End(other) => {
                    let how = self.log.name("ended");
                    self.end_thread(other, how);
                }
                Order::Interrupt(other, at) => self.interrupt(other, at),
            }
        }
        if self.threads[thread].life == Life::Ended {
            return Next::Later;
        }
        let resumed = self.threads[thread].resumed;
        let errand = self.errands.of(thread);
        if let Some((bill, resumed)) = errand.paying.take() {
            self.threads[thread].resumed = resumed;
            self.show_paid(core, thread, &bill);
            if let Some(child) = bill.child {
                self.begin_child(thread, child);
            }
            return Next::Look;
        }
        if let Some(bill) = errand.bills.pop_front() {
            let cost = bill.cost;
            errand.paying = Some((bill, resumed));
            self.split_slices(core, thread);
            self.facts[thread].burst_left = cost;
            self.compute(core, thread);
            return Next::Later;
        }
        let step = errand.step.take();
        self.threads[thread].errand = false;
        if resumed == Resumed::Retries {
            if self.retry(core, thread) {
                return Next::Later;
            }
            return Next::Look;
        }
        step.map_or(Next::Ask, Next::Do)
    }

    /// What a thread paid for and has not got, when it is ended.
    pub(super) fn drop_errands(&mut self, thread: ThreadId) -> Vec<ThreadId> {
        self.threads[thread].errand = false;
        let Some(errand) = self.errands.of.get_mut(thread.index()) else {
            return Vec::new();
        };
        let Some(errand) = errand.take() else {
            return Vec::new();
        };
        let paying = errand.paying.map(|(bill, _)| bill);
        let bills = paying.into_iter().chain(errand.bills);
        bills.filter_map(|bill| bill.child).collect()
    }

    /// Begins new slices of a running thread and its core; gives those that ended.
    fn split_slices(&mut self, core: CoreId, thread: ThreadId) -> [Option<SliceKey>; 3] {
        let Thread { name, task, .. } = self.threads[thread];
        let who = task.map_or(name, |task| task.name);
        let lane = self.cores[core].lane;
        let on_core = self.log.begin(lane, State::Running, who, self.now);
        self.name_carrier(core, on_core);
        self.cores[core].carrier = task.map(|_| name);
        let [own, of_task] = self.begin(thread, State::Running, who);
        [on_core, own, of_task]
    }

    fn show_paid(&mut self, core: CoreId, thread: ThreadId, bill: &Bill) {
        for slice in self.split_slices(core, thread).into_iter().flatten() {
            self.log.arg(slice, arg::FOR, Value::Name(bill.what));
            if let Some(bytes) = bill.bytes {
                let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
                self.log.arg(slice, arg::BYTES, Value::Int(bytes));
            }
        }
    }
}
