//! A thread of a program that is explored: where it stops before it touches
//! what is contended ([`super::tracker`]).

use std::rc::Rc;

use super::ask::{Ask, Patience};
use super::body::PythonThread;
use super::tracker::{Joins, Kind, Needs, Touch, Tracker, site};
use crate::base::Dur;
use crate::python::request::{ReadLine, Write};
use crate::python::vm::Stopped;
use crate::python::vm::frame::{Frame, Thread};
use crate::python::vm::native::Request;
use crate::sim::sync::{Call, Object, ObjectId};
use crate::sim::{Cx, ProcessId, Resumed, Step, ThreadId, Wait};

/// After so many instructions without a step, a thread that reads the clock
/// pays for them, so that loops that wait for a time end.
const LONG: u64 = 50_000;

/// What a request is about.
#[derive(Default)]
struct About {
    touches: Vec<Touch>,
    /// A call that may have to wait, and for how long it would.
    call: Option<(ObjectId, Call, Patience)>,
}

impl PythonThread {
    /// A step of the body while the program is explored.
    pub(super) fn step_tracked(&mut self, tracker: &Rc<Tracker>, cx: &mut Cx<'_>) -> Step {
        let me = cx.me();
        let (granted, retaken, joins) = tracker.resumes(me);
        if granted {
            self.granted = true;
            if retaken.is_none() && !tracker.step_cost.is_zero() {
                // What a step takes is paid first; then it is taken.
                self.paid = true;
                return Step::Compute(tracker.step_cost);
            }
        }
        self.paid = false;
        if let Some(whom) = joins
            && cx.resumed() == Resumed::Joined
        {
            tracker.joined(me, whom);
        }
        if let Some(mutex) = retaken {
            tracker.touches(me, &sync(mutex, true), None);
            self.granted = false;
            self.in_call = true;
        }
        let step = match self.settle(cx) {
            Some(step) => step,
            None => self.go_on(cx),
        };
        self.left(tracker, cx, step);
        step
    }

    /// What is to be known of what a thread does next.
    fn left(&mut self, tracker: &Tracker, cx: &Cx<'_>, step: Step) {
        let me = cx.me();
        match step {
            Step::Block(wait) => {
                self.in_call = false;
                self.granted = false;
                match wait {
                    Wait::Sleep(_) | Wait::JoinBy(..) | Wait::JoinProcessBy(..) => {
                        tracker.waits_for_a_time(me);
                    }
                    Wait::Call {
                        object,
                        call,
                        deadline,
                    } => {
                        if deadline.is_some() {
                            tracker.waits_for_a_time(me);
                        }
                        if call == Call::Wait
                            && let Some(Object::Condition(condition)) = cx.objects().get(object)
                        {
                            tracker.retakes(me, condition.mutex(), Call::Lock);
                        }
                    }
                    Wait::Notice {
                        deadline: Some(_), ..
                    } => tracker.waits_for_a_time(me),
                    _ => {}
                }
            }
            Step::Exit => tracker.ended(me, self.is_first()),
            Step::Compute(_) | Step::Yield => {}
        }
    }

    /// Runs instructions up to the next one that touches what is contended
    /// (then nothing is given), or as the virtual machine does.
    pub(super) fn run_tracked(&mut self, tracker: &Rc<Tracker>, cx: &Cx<'_>) -> Option<Stopped> {
        let me = cx.me();
        // Alone, a thread contends with nobody.
        let company = tracker.has_company(me);
        // Who handles signals looks for them all the while.
        self.look_for_signals();
        let listens = self.is_first() && self.shared.listens_to_any(cx.my_process());
        let signals = listens.then(|| signals(cx.my_process(), false));
        let granted = &mut self.granted;
        let in_call = &mut self.in_call;
        let mut halted = false;
        let mut look = |thread: &Thread, frame: &Frame| {
            if !frame.code.source.library {
                *in_call = false;
            }
            if thread.is_visited(frame) {
                return false;
            }
            let mut touches = tracker.look(frame, &thread.stack);
            if touches.is_empty() {
                tracker.looked(touches);
                return false;
            }
            if !frame.code.source.library {
                touches.extend(signals);
            }
            let own = site(frame);
            let contended = company
                && touches
                    .iter()
                    .any(|touch| tracker.is_contended(me, touch, own));
            if contended && !*granted && !*in_call {
                halted = true;
                tracker.looked(touches);
                return true;
            }
            for touch in &touches {
                tracker.touches(me, touch, own);
            }
            tracker.looked(touches);
            if contended {
                *granted = false;
                *in_call = own.is_none();
            }
            false
        };
        let batch = self.shared.settings.batch.min(LONG);
        let stopped = self.vm.run_tracked(&mut self.thread, batch, &mut look);
        (!halted).then_some(stopped)
    }

    /// Stops before a step.
    pub(super) fn stand(&mut self, cx: &Cx<'_>, needs: Needs) -> Step {
        if let Some(tracker) = &self.shared.tracker {
            tracker.stands(cx.me(), needs);
        }
        Step::Yield
    }

    /// Stops before a request that touches what is contended or would have to
    /// wait, unless this is its step.
    pub(super) fn gate(&mut self, cx: &mut Cx<'_>, request: &mut Request) -> Option<Step> {
        let tracker = self.shared.tracker.clone()?;
        if !tracker.is_on() {
            self.note_start(&tracker, cx, request);
            return None;
        }
        if self.note_start(&tracker, cx, request) {
            return None;
        }
        let me = cx.me();
        let mut about = about(cx, request);
        if let Some(Ask::Fork { .. } | Ask::ForkHere) = request.downcast_ref::<Ask>() {
            // The child begins with the locks as they are at this moment.
            let own = tracker.own().into_iter();
            about.touches.extend(own.map(|object| sync(object, false)));
        }
        let own = self.thread.frame().and_then(site);
        let waits = about
            .call
            .filter(|(object, call, _)| cx.objects().would_wait(me, *object, *call));
        let contended = tracker.has_company(me)
            && about
                .touches
                .iter()
                .any(|touch| tracker.is_contended(me, touch, own));
        // Where nothing of the program's own has called it, each is a step.
        let in_call = self.in_call && is_called(&self.thread);
        if !self.granted && (waits.is_some() || contended && !in_call) {
            if let (Some((_, _, Patience::For(length))), None) = (about.call, self.deadline) {
                self.deadline = Some(cx.now() + length);
                cx.start_timer(length, crate::sim::Reply::Poll);
            }
            if waits.is_some() {
                for touch in &about.touches {
                    tracker.wants(me, touch, own);
                }
            }
            // It may have to wait by then, though not now.
            let call = about.call.map(|(object, call, _)| (object, call));
            let deadline = self.deadline;
            return Some(self.stand(cx, Needs { call, deadline }));
        }
        if waits.is_some() && self.deadline.is_some_and(|time| time <= cx.now()) {
            give_up(request);
        }
        self.deadline = None;
        for touch in &about.touches {
            tracker.touches(me, touch, own);
        }
        if contended || waits.is_some() {
            self.granted = false;
            self.in_call = own.is_none();
        }
        None
    }

    /// Whose end a request waits for, and how threads begin; whether it is one
    /// of those requests, which are no steps.
    fn note_start(&mut self, tracker: &Tracker, cx: &Cx<'_>, request: &Request) -> bool {
        let me = cx.me();
        match request.downcast_ref::<Ask>() {
            Some(Ask::Call(object, call, _)) if tracker.is_start(*object) => {
                match call {
                    Call::Set => tracker.passes_start(me, *object, true),
                    Call::AwaitSet if cx.objects().would_wait(me, *object, *call) => {
                        self.starts = Some(*object);
                    }
                    Call::AwaitSet => tracker.passes_start(me, *object, false),
                    _ => {}
                }
                true
            }
            Some(Ask::Join(thread, _)) => {
                tracker.joins(me, Joins::Thread(*thread));
                true
            }
            Some(Ask::WaitProcess(process, _)) => {
                tracker.joins(me, Joins::Process(*process));
                true
            }
            Some(Ask::Sleep(Some(Dur::ZERO)) | Ask::Yield) => {
                tracker.gives_way(me);
                true
            }
            _ => false,
        }
    }

    /// Stops before its end, if others may see it, or end by it.
    pub(super) fn gate_end(&mut self, cx: &Cx<'_>) -> Option<Step> {
        let tracker = self
            .shared
            .tracker
            .clone()
            .filter(|tracker| tracker.is_on())?;
        let me = cx.me();
        let touch = life(me, true);
        let matters =
            tracker.is_contended(me, &touch, None) || self.is_first() && tracker.leaves_others(me);
        if matters && !self.granted {
            return Some(self.stand(cx, Needs::default()));
        }
        self.granted = false;
        tracker.touches(me, &touch, None);
        None
    }
}

/// Whether code of the library runs for code of the program's own.
fn is_called(thread: &Thread) -> bool {
    thread.frames().any(|frame| !frame.code.source.library)
}

/// The time for which it was to wait is over.
fn give_up(request: &mut Request) {
    if let Some(Ask::Call(_, _, patience) | Ask::Receive(_, patience) | Ask::Poll(_, patience)) =
        request.downcast_mut::<Ask>()
    {
        *patience = Patience::Not;
    }
}

fn about(cx: &Cx<'_>, request: &Request) -> About {
    let mut about = About::default();
    if let Some(write) = request.downcast_ref::<Write>() {
        about.touches.push(stream(1 + u64::from(write.error)));
    } else if request.is::<ReadLine>() {
        about.touches.push(stream(0));
    }
    let Some(ask) = request.downcast_ref::<Ask>() else {
        return about;
    };
    match ask {
        Ask::Call(object, call, patience) => {
            about.touches.push(sync(*object, *call != Call::IsSet));
            match cx.objects().get(*object) {
                // It gives its mutex back; that it waits is no hindrance.
                Some(Object::Condition(condition)) => {
                    about
                        .touches
                        .push(sync(condition.mutex(), *call == Call::Wait));
                }
                _ if *patience != Patience::Not => about.call = Some((*object, *call, *patience)),
                _ => {}
            }
        }
        Ask::Owner(object) | Ask::Permits(object) | Ask::PipeSize(object) => {
            about.touches.push(sync(*object, false));
        }
        Ask::Send(pipe, _) | Ask::PipeClose(pipe, _) => about.touches.push(sync(*pipe, true)),
        Ask::Receive(pipe, patience) | Ask::Poll(pipe, patience) => {
            about.touches.push(sync(*pipe, true));
            if *patience != Patience::Not {
                about.call = Some((*pipe, Call::Get, *patience));
            }
        }
        Ask::Signal(process, _) => {
            about.touches.push(signals(*process, true));
        }
        Ask::IsAlive(thread) => about.touches.push(life(*thread, false)),
        _ => {}
    }
    about
}

fn sync(object: ObjectId, write: bool) -> Touch {
    use crate::base::Id;
    touch(Kind::Sync, object.index() as u64, write)
}

fn stream(number: u64) -> Touch {
    touch(Kind::Stream, number, true)
}

fn life(thread: ThreadId, write: bool) -> Touch {
    touch(Kind::Life, u64::from(thread.0), write)
}

fn signals(process: ProcessId, write: bool) -> Touch {
    touch(Kind::Signals, u64::from(process.0), write)
}

fn touch(kind: Kind, object: u64, write: bool) -> Touch {
    Touch {
        kind,
        object,
        part: 0,
        write,
    }
}
