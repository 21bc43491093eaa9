//! An event loop: one thread that runs many coroutines, one at a time.
//!
//! The rules are those of asyncio (`Lib/asyncio/base_events.py`, `_run_once`)
//! and, as far as the order goes, of a browser's loop: in each round the loop
//! collects the notices that have arrived, and then runs, first come, first
//! served, exactly those tasks that were ready at the beginning of the round.
//! A task keeps control until it awaits something or ends; a computation or a
//! blocking call in it holds up all others. With nothing ready the loop blocks
//! until a notice arrives.

use std::collections::VecDeque;

use super::body::{Body, Cx, PortId, Reply, Step, Task, Wait};
use super::machine::DeviceId;
use crate::base::{Dur, Time};
use crate::trace::{FlowKind, NameId, State, TrackId};

/// One line of a coroutine.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TaskOp {
    /// Uses the CPU, without giving up control.
    Compute(Dur),
    /// Awaits a timer.
    Sleep(Dur),
    /// Sends a request and awaits the answer.
    Request(DeviceId, Dur),
    /// Sleeps without giving up control: blocks the loop's thread.
    BlockingSleep(Dur),
    /// Sends a request and blocks the loop's thread until it is answered.
    BlockingIo(DeviceId, Dur),
    /// Gives up control, and is ready again.
    Yield,
    /// Makes a task of another coroutine, which is ready then.
    Start(usize),
    /// Awaits the end of a task that was started; goes on if it has ended.
    Await(usize),
    /// Awaits a coroutine that is no task: it runs at once, in this task's
    /// place, and the loop does not get control in between.
    Call(usize),
}

/// A coroutine with a script.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Coroutine {
    /// What its lane is called; without a name it has no lane.
    pub name: Option<String>,
    /// What it does.
    pub ops: Vec<TaskOp>,
    /// Whether it is a task from the beginning; else another one must start
    /// or call it, and its lane shows it ready until then.
    pub is_task: bool,
}

struct Running {
    ops: std::vec::IntoIter<TaskOp>,
    lane: Option<Task>,
    is_task: bool,
    begun: bool,
    over: bool,
    caller: Option<usize>,
    awaited_by: Vec<usize>,
}

/// What the loop knows once it runs.
#[derive(Clone, Copy)]
struct Setting {
    port: PortId,
    words: [NameId; 5],
    page: Option<TrackId>,
}

const LOOP: usize = 0;
const TURN: usize = 1;
const TIMER: usize = 2;
const EVENTS: usize = 3;
const TICK: usize = 4;

/// A body that runs coroutines until all tasks have ended.
pub struct EventLoop {
    coroutines: Vec<Running>,
    names: Vec<Option<String>>,
    ready: VecDeque<usize>,
    /// How many of the ready ones belong to this round.
    round: usize,
    in_control: Option<usize>,
    /// Requests and timers that are under way.
    requests: usize,
    timers: usize,
    /// For each coroutine, whether it awaits a request rather than a timer.
    on_request: Vec<bool>,
    heartbeat: Option<Dur>,
    next_tick: Time,
    setting: Option<Setting>,
}

impl EventLoop {
    /// A loop over these coroutines; [`TaskOp`]s mean them by their places.
    pub fn new(coroutines: Vec<Coroutine>) -> EventLoop {
        let count = coroutines.len();
        let mut names = Vec::with_capacity(count);
        let coroutines = coroutines
            .into_iter()
            .map(|coroutine| {
                names.push(coroutine.name);
                Running {
                    ops: coroutine.ops.into_iter(),
                    lane: None,
                    is_task: coroutine.is_task,
                    begun: false,
                    over: false,
                    caller: None,
                    awaited_by: Vec::new(),
                }
            })
            .collect();
        EventLoop {
            coroutines,
            names,
            ready: VecDeque::new(),
            round: 0,
            in_control: None,
            requests: 0,
            timers: 0,
            on_request: vec![false; count],
            heartbeat: None,
            next_tick: Time::ZERO,
            setting: None,
        }
    }

    /// With a lane `page` whose ticks are due on the multiples of a period, and
    /// come when the loop gets control: late if a task held it up, and then
    /// once for all that were missed, as a browser's animation frames do.
    pub fn with_heartbeat(mut self, period: Dur) -> EventLoop {
        self.heartbeat = (!period.is_zero()).then_some(period);
        self
    }

    fn begin(&mut self, cx: &mut Cx<'_>) -> Setting {
        let words = ["event loop", "turn", "timer", "events", "tick"].map(|word| cx.name(word));
        for (i, name) in std::mem::take(&mut self.names).into_iter().enumerate() {
            let lane = name.map(|name| cx.task(&name));
            let coroutine = &mut self.coroutines[i];
            coroutine.lane = lane;
            let waits_for = if coroutine.is_task { LOOP } else { TURN };
            if let Some(lane) = lane {
                cx.show(lane, State::Ready, words[waits_for]);
            }
            if coroutine.is_task {
                coroutine.begun = true;
                self.ready.push_back(i);
            }
        }
        let setting = Setting {
            port: cx.port(),
            words,
            page: self
                .heartbeat
                .map(|period| cx.heartbeat("heartbeat", period)),
        };
        self.setting = Some(setting);
        setting
    }

    /// Gives a coroutine control.
    fn enter(&mut self, i: usize, cx: &mut Cx<'_>) {
        self.in_control = Some(i);
        if let Some(lane) = self.coroutines[i].lane {
            cx.enter(lane);
        }
    }

    /// Takes control from the coroutine that has it.
    fn leave(&mut self, then: Option<(State, NameId)>, cx: &mut Cx<'_>) {
        self.in_control = None;
        cx.leave(then);
    }

    /// Runs the coroutine that has control until it needs time or gives control up.
    fn advance(&mut self, i: usize, setting: &Setting, cx: &mut Cx<'_>) -> Option<Step> {
        let Some(op) = self.coroutines[i].ops.next() else {
            self.end(i, setting, cx);
            return None;
        };
        let reply = Reply::Notice(setting.port, i as u32);
        match op {
            TaskOp::Compute(d) => return Some(Step::Compute(d)),
            TaskOp::BlockingSleep(d) => return Some(Step::Block(Wait::Sleep(d))),
            TaskOp::BlockingIo(device, d) => return Some(Step::Block(Wait::Io(device, d))),
            TaskOp::Sleep(d) => {
                cx.start_timer(d, reply);
                self.timers += 1;
                self.leave(Some((State::Awaiting, setting.words[TIMER])), cx);
            }
            TaskOp::Request(device, d) => {
                cx.start_io(device, d, reply);
                self.requests += 1;
                self.on_request[i] = true;
                let name = cx.device_name(device).unwrap_or(setting.words[EVENTS]);
                self.leave(Some((State::Awaiting, name)), cx);
            }
            TaskOp::Yield => {
                self.ready.push_back(i);
                self.leave(Some((State::Ready, setting.words[LOOP])), cx);
            }
            TaskOp::Start(n) => self.start(i, n, setting, cx),
            TaskOp::Await(n) => {
                if let Some(other) = self.coroutines.get_mut(n).filter(|other| !other.over) {
                    other.awaited_by.push(i);
                    let name = other.lane.map_or(setting.words[EVENTS], |lane| lane.name);
                    self.leave(Some((State::Awaiting, name)), cx);
                }
            }
            TaskOp::Call(n) => {
                if let Some(other) = self.coroutines.get_mut(n).filter(|other| !other.begun) {
                    other.begun = true;
                    other.caller = Some(i);
                    let name = other.lane.map_or(setting.words[EVENTS], |lane| lane.name);
                    self.leave(Some((State::Awaiting, name)), cx);
                    self.enter(n, cx);
                }
            }
        }
        None
    }

    fn start(&mut self, starter: usize, n: usize, setting: &Setting, cx: &mut Cx<'_>) {
        let Some(other) = self.coroutines.get_mut(n).filter(|other| !other.begun) else {
            return;
        };
        other.begun = true;
        self.ready.push_back(n);
        if let Some(lane) = other.lane {
            cx.show(lane, State::Ready, setting.words[LOOP]);
            let from = self.coroutines[starter].lane.map_or(cx.lane(), |l| l.lane);
            cx.flow(FlowKind::Spawn, from, lane.lane);
        }
    }

    /// The coroutine has ended: its caller goes on, those that await it are ready.
    fn end(&mut self, i: usize, setting: &Setting, cx: &mut Cx<'_>) {
        self.coroutines[i].over = true;
        self.leave(None, cx);
        for waiter in std::mem::take(&mut self.coroutines[i].awaited_by) {
            self.ready.push_back(waiter);
            if let Some(to) = self.coroutines[waiter].lane {
                cx.show(to, State::Ready, setting.words[LOOP]);
                if let Some(from) = self.coroutines[i].lane {
                    cx.flow(FlowKind::Result, from.lane, to.lane);
                }
            }
        }
        if let Some(caller) = self.coroutines[i].caller {
            self.enter(caller, cx);
        }
    }

    /// A round begins: a due tick, then the notices.
    fn begin_round(&mut self, setting: &Setting, cx: &mut Cx<'_>) {
        let now = cx.now();
        if let (Some(page), Some(period)) = (setting.page, self.heartbeat)
            && self.next_tick <= now
        {
            cx.mark(page, setting.words[TICK]);
            self.next_tick = Time((now.0 / period.0 + 1).saturating_mul(period.0));
        }
        while let Some(notice) = cx.take_notice(setting.port) {
            let i = notice.token as usize;
            if std::mem::take(&mut self.on_request[i]) {
                self.requests -= 1;
            } else {
                self.timers -= 1;
            }
            self.ready.push_back(i);
            if let Some(lane) = self.coroutines[i].lane {
                cx.show_since(lane, State::Ready, setting.words[LOOP], notice.at);
            }
        }
        self.round = self.ready.len();
    }

    /// Nothing is ready: the loop blocks, or ends if no task is left.
    fn idle(&self, setting: &Setting) -> Step {
        if self.coroutines.iter().all(|c| c.over || !c.begun) {
            return Step::Exit;
        }
        let shown = if self.requests > 0 || self.timers == 0 {
            (State::BlockedIo, setting.words[EVENTS])
        } else {
            (State::Sleeping, setting.words[TIMER])
        };
        // Ticks alone would keep a loop alive that nothing else can wake.
        let ticking = setting.page.is_some() && self.requests + self.timers > 0;
        Step::Block(Wait::Notice {
            port: setting.port,
            deadline: ticking.then_some(self.next_tick),
            shown,
        })
    }
}

impl Body for EventLoop {
    fn step(&mut self, cx: &mut Cx<'_>) -> Step {
        let setting = match self.setting {
            Some(setting) => setting,
            None => self.begin(cx),
        };
        loop {
            if let Some(i) = self.in_control {
                if let Some(step) = self.advance(i, &setting, cx) {
                    return step;
                }
                continue;
            }
            if self.round == 0 {
                self.begin_round(&setting, cx);
            }
            let Some(next) = self.ready.pop_front() else {
                return self.idle(&setting);
            };
            self.round -= 1;
            self.enter(next, cx);
        }
    }
}
