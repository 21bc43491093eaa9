//! Running a program in a worker, which is kept for the next one; what is shown
//! stays until another program has run.

use std::cell::RefCell;
use std::rc::Rc;

use futures_util::future::{AbortHandle, abortable};
use gloo_timers::callback::Timeout;
use js_sys::Uint8Array;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::base::{Dur, Text, Time};
use crate::python::machine::Place;
use crate::trace::Trace;
use crate::ui::{api, workers};
use crate::web::worker::WorkerLink;
use crate::workbench::Draft;
use crate::workbench::running::{Ask, FromWorker, Told, VERSION, read, unpack, write};

/// The worker's program, `src/bin/python_worker.rs`.
const PROGRAM: &str = "python_worker";
/// What a program is called, in tracebacks and in `sys.argv`.
pub const NAME: &str = "program.py";
/// A worker that is not ready by then has not started.
const START_LIMIT: Dur = Dur::secs(30);
/// It says several times a second how far it is; who says nothing for so long
/// has failed.
const SILENCE_LIMIT: Dur = Dur::secs(20);
/// A run that takes longer than this is told, with a button that stops it.
const LATE_MS: u32 = 300;

/// A run that is shown.
#[derive(Clone)]
pub struct Shown {
    /// Of what.
    pub draft: Draft,
    /// What happened, besides the trace.
    pub told: Rc<Told>,
    /// The trace; none if it was not run.
    pub trace: Option<Rc<Trace>>,
    /// Where each lane stood.
    pub places: Rc<Vec<Place>>,
}

impl PartialEq for Shown {
    /// Two runs are never the same run.
    fn eq(&self, other: &Shown) -> bool {
        Rc::ptr_eq(&self.told, &other.told)
    }
}

/// A run that goes on.
#[derive(Clone, PartialEq)]
pub struct Going {
    id: u32,
    /// Whether it has taken so long that it is told.
    pub late: bool,
    /// Instructions so far, and the machine's clock.
    pub so_far: Option<(u64, Time)>,
}

/// Why there is no run of the present program.
#[derive(Clone, PartialEq)]
pub enum Stopped {
    /// It was stopped by hand.
    ByHand,
    /// Something failed.
    Failed(Text),
}

/// How running stands.
#[derive(Clone, PartialEq, Default)]
pub struct Runs {
    /// What is shown.
    pub shown: Option<Shown>,
    /// What goes on.
    pub going: Option<Going>,
    /// Why there is nothing newer.
    pub stopped: Option<Stopped>,
}

/// A change of it.
pub enum Heard {
    Begun(u32),
    Late(u32),
    Running(u32, u64, Time),
    Done(u32, Box<Shown>),
    Failed(u32, Text),
    Stopped,
}

impl Reducible for Runs {
    type Action = Heard;

    fn reduce(self: Rc<Self>, heard: Heard) -> Rc<Self> {
        let mut runs = Runs::clone(&self);
        let now = runs.going.as_mut();
        match heard {
            Heard::Begun(id) => {
                runs.stopped = None;
                runs.going = Some(Going {
                    id,
                    late: false,
                    so_far: None,
                });
            }
            Heard::Stopped => {
                if runs.going.take().is_some() {
                    runs.stopped = Some(Stopped::ByHand);
                }
            }
            Heard::Late(of)
            | Heard::Running(of, ..)
            | Heard::Done(of, _)
            | Heard::Failed(of, _)
                if now.as_ref().is_none_or(|going| going.id != of) => {}
            Heard::Late(_) => now.into_iter().for_each(|going| going.late = true),
            Heard::Running(_, instructions, time) => {
                let so_far = Some((instructions, time));
                now.into_iter().for_each(|going| going.so_far = so_far);
            }
            Heard::Done(_, shown) => {
                runs.shown = Some(*shown);
                runs.going = None;
            }
            Heard::Failed(_, why) => {
                runs.stopped = Some(Stopped::Failed(why));
                runs.going = None;
            }
        }
        Rc::new(runs)
    }
}

thread_local! {
    /// What is shown, for those who ask the page for its trace.
    static CURRENT: RefCell<Option<Rc<Trace>>> = const { RefCell::new(None) };
}

/// The trace that is shown.
pub fn current() -> Option<Rc<Trace>> {
    CURRENT.with_borrow(Clone::clone)
}

/// Runs programs, one at a time.
#[derive(Clone)]
pub struct Runner {
    dispatch: UseReducerDispatcher<Runs>,
    work: Rc<RefCell<Work>>,
}

#[derive(Default)]
struct Work {
    id: u32,
    going: Option<(AbortHandle, Timeout)>,
    /// A worker that waits for a program.
    idle: Option<WorkerLink>,
}

impl PartialEq for Runner {
    fn eq(&self, other: &Runner) -> bool {
        Rc::ptr_eq(&self.work, &other.work)
    }
}

impl Runner {
    /// Runs a program; what went on before is given up.
    pub fn start(&self, draft: Draft) {
        self.end();
        let mut work = self.work.borrow_mut();
        work.id += 1;
        let id = work.id;
        self.dispatch.dispatch(Heard::Begun(id));
        let (job, handle) = abortable(self.clone().make(id, draft));
        let dispatch = self.dispatch.clone();
        let late = Timeout::new(LATE_MS, move || dispatch.dispatch(Heard::Late(id)));
        work.going = Some((handle, late));
        spawn_local(async move {
            // Aborted, it is dropped, and with it the worker.
            let _ = job.await;
        });
    }

    /// Ends what goes on; what is shown stays.
    pub fn stop(&self) {
        self.end();
        self.dispatch.dispatch(Heard::Stopped);
        api::ready();
    }

    fn end(&self) {
        if let Some((handle, _)) = self.work.borrow_mut().going.take() {
            handle.abort();
        }
    }

    async fn make(self, id: u32, draft: Draft) {
        let idle = self.work.borrow_mut().idle.take();
        let heard = match self.shown(id, idle, draft).await {
            Ok((shown, link)) => {
                self.work.borrow_mut().idle = Some(link);
                CURRENT.set(shown.trace.clone());
                Heard::Done(id, Box::new(shown))
            }
            Err(why) => Heard::Failed(id, why),
        };
        self.work.borrow_mut().going = None;
        self.dispatch.dispatch(heard);
        api::ready();
    }

    async fn shown(
        &self,
        id: u32,
        idle: Option<WorkerLink>,
        draft: Draft,
    ) -> Result<(Shown, WorkerLink), Text> {
        let link = match idle {
            Some(link) => link,
            None => started().await?,
        };
        let ask = Ask {
            name: NAME.to_owned(),
            source: draft.source.to_string(),
            settings: draft.settings.clone(),
        };
        link.send(&write(&ask)).map_err(workers::broken)?;
        loop {
            let message = link.next(SILENCE_LIMIT).await.map_err(workers::broken)?;
            if let Some(bytes) = message.bytes {
                let happened = unpack(&Uint8Array::new(&bytes).to_vec());
                let happened = happened.ok_or_else(workers::garbled)?;
                let shown = Shown {
                    draft,
                    told: Rc::new(happened.told),
                    trace: happened.trace.map(Rc::new),
                    places: Rc::new(happened.places),
                };
                return Ok((shown, link));
            }
            let Some(FromWorker::Running { instructions, now }) = read(&message.text) else {
                return Err(workers::garbled());
            };
            self.dispatch
                .dispatch(Heard::Running(id, instructions, now));
        }
    }
}

/// A worker that is ready.
async fn started() -> Result<WorkerLink, Text> {
    let link = WorkerLink::start(PROGRAM, VERSION).map_err(workers::not_started)?;
    let ready = link.next(START_LIMIT).await.map_err(workers::not_started)?;
    match read(&ready.text) {
        Some(FromWorker::Ready { version }) if version == VERSION => Ok(link),
        _ => Err(workers::garbled()),
    }
}

/// Running of programs, which ends when the page is left.
#[hook]
pub fn use_runner() -> (Runs, Runner) {
    let runs = use_reducer(Runs::default);
    let work = use_mut_ref(Work::default);
    let runner = Runner {
        dispatch: runs.dispatcher(),
        work,
    };
    {
        let runner = runner.clone();
        use_effect_with((), move |()| {
            move || {
                runner.end();
                CURRENT.set(None);
            }
        });
    }
    ((*runs).clone(), runner)
}
