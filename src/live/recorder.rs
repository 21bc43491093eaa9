//! Writing down what really happens, while it happens.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use crate::base::Time;
use crate::trace::{
    Clock, FlowKind, SliceKey, State, Trace, TraceBuilder, TrackId, TrackKind, Value,
};

/// A clock and the log that it dates.
#[derive(Clone)]
pub struct Recorder {
    log: Rc<RefCell<TraceBuilder>>,
    now: Rc<dyn Fn() -> Time>,
}

impl Recorder {
    /// An empty log, dated by that clock.
    pub fn new(clock: Clock, now: impl Fn() -> Time + 'static) -> Recorder {
        Recorder {
            log: Rc::new(RefCell::new(TraceBuilder::new(clock))),
            now: Rc::new(now),
        }
    }

    /// What the clock says.
    pub fn now(&self) -> Time {
        (self.now)()
    }

    /// Adds a lane.
    pub fn lane(&self, parent: Option<&Lane>, kind: TrackKind, name: &str) -> Lane {
        let parent = parent.map(|lane| lane.track);
        let track = self.log.borrow_mut().track(parent, kind, name);
        Lane {
            recorder: self.clone(),
            track,
            name: name.into(),
            waiting: Rc::new(Cell::new(Waiting::default())),
            facts: Rc::default(),
        }
    }

    /// Changes what is known of the clock.
    pub fn set_clock(&self, clock: Clock) {
        self.log.borrow_mut().set_clock(clock);
    }

    /// Joins a moment of one lane to a moment of another.
    pub fn flow(&self, kind: FlowKind, from: (&Lane, Time), to: (&Lane, Time)) {
        self.log
            .borrow_mut()
            .flow(kind, (from.0.track, from.1), (to.0.track, to.1));
    }

    /// Everything until now; the recorder goes on.
    pub fn snapshot(&self) -> Trace {
        let now = self.now();
        self.log.borrow_mut().snapshot(now)
    }
}

/// What a suspended task waits for: the state and name of its lane meanwhile.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Waiting {
    /// A future that did not say what it is.
    #[default]
    Unknown,
    /// A timer.
    Timer,
    /// The answer to a request.
    Fetch,
    /// Its next turn: it let others run, and could go on.
    Turn,
}

/// A lane that something real writes its life on.
#[derive(Clone)]
pub struct Lane {
    recorder: Recorder,
    track: TrackId,
    name: Rc<str>,
    waiting: Rc<Cell<Waiting>>,
    /// Arguments for the slice that is under way.
    facts: Rc<RefCell<Vec<(&'static str, Value)>>>,
}

impl Lane {
    /// Its track.
    pub fn track(&self) -> TrackId {
        self.track
    }

    /// What the recorder's clock says.
    pub fn now(&self) -> Time {
        self.recorder.now()
    }

    /// From now on it is in that state; slices of running and ready are called by the lane's name.
    pub fn enter(&self, state: State, name: &str) {
        self.enter_at(state, name, self.now());
    }

    /// From `at` on it is in that state.
    pub fn enter_at(&self, state: State, name: &str, at: Time) {
        let mut log = self.recorder.log.borrow_mut();
        let name = log.name(name);
        let ended = log.begin(self.track, state, name, at);
        self.settle(&mut log, ended);
    }

    /// It runs from now on.
    pub fn run(&self) {
        self.enter(State::Running, &self.name.clone());
    }

    /// It could run from now on, and waits for its turn.
    pub fn ready_at(&self, at: Time) {
        self.enter_at(State::Ready, &self.name.clone(), at);
    }

    /// Nothing is known of it from now on: it is over, or idle.
    pub fn end(&self) {
        self.end_at(self.now());
    }

    /// Nothing is known of it from `at` on.
    pub fn end_at(&self, at: Time) {
        let mut log = self.recorder.log.borrow_mut();
        let ended = log.end_open(self.track, at);
        self.settle(&mut log, ended);
    }

    /// Something happened now.
    pub fn event(&self, name: &str) {
        self.event_at(name, self.now());
    }

    /// Something happened then.
    pub fn event_at(&self, name: &str, at: Time) {
        let mut log = self.recorder.log.borrow_mut();
        let name = log.name(name);
        log.instant(self.track, name, at);
    }

    /// The slice that is under way gets an argument, if it turns out to have a length.
    pub fn fact(&self, key: &'static str, value: Value) {
        self.facts.borrow_mut().push((key, value));
    }

    /// What the lane's task waits for when it is suspended, until something else is said.
    pub fn will_wait_for(&self, waiting: Waiting) {
        self.waiting.set(waiting);
    }

    fn settle(&self, log: &mut TraceBuilder, ended: Option<SliceKey>) {
        for (key, value) in self.facts.borrow_mut().drain(..) {
            if let Some(slice) = ended {
                log.arg(slice, key, value);
            }
        }
    }

    /// It is suspended from `at` on.
    fn suspend(&self, at: Time) {
        match self.waiting.get() {
            Waiting::Unknown => self.enter_at(State::Awaiting, "await", at),
            Waiting::Timer => self.enter_at(State::Awaiting, "timer", at),
            Waiting::Fetch => self.enter_at(State::Awaiting, "fetch", at),
            Waiting::Turn => self.ready_at(at),
        }
    }
}

/// A task that writes its own life on a lane: each time the executor polls it
/// a running slice, and what it waits for in between.
///
/// A poll that begins and ends in one step of the clock has no length that
/// could be known: it leaves an instant called `poll`, so that it is not lost.
/// A task that is dropped before its end leaves an instant called `cancelled`.
pub struct Recorded<F> {
    future: Pin<Box<F>>,
    lane: Lane,
    over: bool,
}

impl<F: Future> Recorded<F> {
    /// A task on a lane. The lane is in the state that it was given before
    /// (usually ready) until the first poll.
    pub fn new(lane: Lane, future: F) -> Recorded<F> {
        Recorded {
            future: Box::pin(future),
            lane,
            over: false,
        }
    }
}

impl<F: Future> Future for Recorded<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let begun = self.lane.now();
        let name = self.lane.name.clone();
        self.lane.enter_at(State::Running, &name, begun);
        let result = self.future.as_mut().poll(context);
        let ended = self.lane.now();
        if ended.since(begun).is_zero() {
            self.lane.event_at("poll", begun);
        }
        if result.is_ready() {
            self.over = true;
            self.lane.end_at(ended);
        } else {
            self.lane.suspend(ended);
        }
        result
    }
}

impl<F> Drop for Recorded<F> {
    fn drop(&mut self) {
        if !self.over {
            self.lane.event("cancelled");
            self.lane.end();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::task::Waker;

    /// A recorder whose clock the test moves.
    fn by_hand() -> (Recorder, Rc<Cell<u64>>) {
        let time = Rc::new(Cell::new(0));
        let read = time.clone();
        (
            Recorder::new(Clock::Virtual, move || Time(read.get())),
            time,
        )
    }

    /// A future whose polls take the given times, each but the last suspended for a reason.
    fn taking(
        lane: Lane,
        time: Rc<Cell<u64>>,
        polls: Vec<(u64, Waiting)>,
    ) -> impl Future<Output = ()> {
        let mut left = polls.into_iter();
        std::future::poll_fn(move |_| match left.next() {
            None => Poll::Ready(()),
            Some((takes, waiting)) => {
                time.set(time.get() + takes);
                lane.will_wait_for(waiting);
                Poll::Pending
            }
        })
    }

    fn drive(polls: Vec<(u64, Waiting)>, pauses: &[u64]) -> (Trace, TrackId) {
        let (recorder, time) = by_hand();
        let lane = recorder.lane(None, TrackKind::Task, "A");
        lane.ready_at(Time::ZERO);
        let future = taking(lane.clone(), time.clone(), polls);
        let mut task = Box::pin(Recorded::new(lane.clone(), future));
        let mut context = Context::from_waker(Waker::noop());
        for pause in pauses {
            time.set(time.get() + pause);
            if task.as_mut().poll(&mut context).is_ready() {
                break;
            }
        }
        drop(task);
        (recorder.snapshot(), lane.track())
    }

    fn dump(trace: &Trace, track: TrackId) -> String {
        let slices = trace.track_slices(track).map(|s| {
            format!(
                "{}-{} {} {}",
                s.start.0,
                s.end.0,
                s.state.key(),
                trace.name(s.name)
            )
        });
        let instants = trace.instants(track).iter();
        let instants = instants.map(|i| format!("{} {}", i.at.0, trace.name(i.name)));
        slices.chain(instants).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_task_writes_its_polls_and_its_waits() {
        let polls = vec![
            (10, Waiting::Timer),
            (5, Waiting::Turn),
            (0, Waiting::Fetch),
        ];
        let (trace, track) = drive(polls, &[3, 100, 7, 50]);
        expect_test::expect![[r#"
            0-3 ready A
            3-13 running A
            13-113 awaiting timer
            113-118 running A
            118-125 ready A
            125-175 awaiting fetch
            125 poll
            175 poll"#]]
        .assert_eq(&dump(&trace, track));
    }

    #[test]
    fn a_dropped_task_says_so() {
        let (trace, track) = drive(vec![(2, Waiting::Unknown); 9], &[1, 1]);
        expect_test::expect![[r#"
            0-1 ready A
            1-3 running A
            3-4 awaiting await
            4-6 running A
            6 cancelled"#]]
        .assert_eq(&dump(&trace, track));
    }

    proptest! {
        #[test]
        fn every_poll_is_seen_and_nothing_overlaps(
            steps in prop::collection::vec((0u64..4, 0u64..4), 0..30),
        ) {
            let polls: Vec<_> = steps.iter().map(|&(takes, _)| (takes, Waiting::Timer)).collect();
            let mut pauses: Vec<u64> = steps.iter().map(|&(_, pause)| pause).collect();
            pauses.push(1);
            let (trace, track) = drive(polls, &pauses);
            prop_assert_eq!(trace.track(track).rows().len(), 1);
            let slices: Vec<_> = trace.track_slices(track).collect();
            for pair in slices.windows(2) {
                prop_assert_eq!(pair[0].end, pair[1].start);
            }
            let running = slices.iter().filter(|s| s.state == State::Running);
            let busy: u64 = running.clone().map(|s| s.dur().0).sum();
            prop_assert_eq!(busy, steps.iter().map(|s| s.0).sum::<u64>());
            // Each poll is a running slice or an instant. Two polls with no
            // time between touch, but stay two slices.
            prop_assert_eq!(running.count() + trace.instants(track).len(), steps.len() + 1);
        }
    }
}
