//! The runs of the document: made in a worker, which is kept for the next
//! document; what is shown stays until other runs are there.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Uint8Array;
use serde_json::Value;
use yew::prelude::*;

use crate::base::{Dur, Lang, Text};
use crate::i18n as t;
use crate::playground::Bench;
use crate::playground::running::{FromWorker, VERSION, read, unpack};
use crate::trace::Trace;
use crate::ui::api;
use crate::ui::workers::{Program, Shift, garbled, hear, tell, use_shift};

/// The worker's program, `src/bin/machine_worker.rs`.
const PROGRAM: Program = Program {
    name: "machine_worker",
    version: VERSION,
    start_limit: Dur::secs(15),
};
/// It speaks before each run, and a run has a limit of events; who says nothing
/// for so long has failed.
const SILENCE_LIMIT: Dur = Dur::secs(60);
/// Runs that take longer than this are told, with a button that cancels them.
const LATE_MS: u32 = 400;

/// How the runs stand.
#[derive(Clone, PartialEq, Default)]
pub struct Runs {
    /// What is shown; none before the first runs.
    pub shown: Option<Rc<Bench>>,
    /// The runs that are made now.
    going: Option<Going>,
    /// Why there are none of the present document: they were cancelled, or failed.
    stopped: Option<Stopped>,
}

#[derive(Clone, PartialEq)]
struct Going {
    id: u32,
    /// Whether it has taken so long that it is told.
    late: bool,
    /// Runs done, and of how many.
    done: Option<(usize, usize)>,
}

#[derive(Clone, PartialEq)]
enum Stopped {
    Cancelled,
    Failed(Text),
}

/// A change of it.
pub enum Heard {
    Begun(u32),
    Late(u32),
    Running(u32, usize, usize),
    Done(u32, Rc<Bench>),
    Failed(u32, Text),
    Cancelled,
}

impl Reducible for Runs {
    type Action = Heard;

    fn reduce(self: Rc<Self>, heard: Heard) -> Rc<Self> {
        let mut runs = Runs::clone(&self);
        let now = runs.going.as_mut();
        match heard {
            Heard::Begun(id) => {
                // Whoever waits already goes on to see that.
                let late = now.is_some_and(|going| going.late);
                runs.stopped = None;
                runs.going = Some(Going {
                    id,
                    late,
                    done: None,
                });
            }
            Heard::Cancelled => {
                if runs.going.take().is_some() {
                    runs.stopped = Some(Stopped::Cancelled);
                }
            }
            Heard::Late(of)
            | Heard::Running(of, ..)
            | Heard::Done(of, _)
            | Heard::Failed(of, _)
                if now.as_ref().is_none_or(|going| going.id != of) => {}
            Heard::Late(_) => now.into_iter().for_each(|going| going.late = true),
            Heard::Running(_, done, of) => {
                now.into_iter()
                    .for_each(|going| going.done = Some((done, of)));
            }
            Heard::Done(_, bench) => {
                runs.shown = Some(bench);
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
    static CURRENT: RefCell<Option<Rc<Bench>>> = const { RefCell::new(None) };
}

/// The first run that is shown.
pub fn current() -> Option<Rc<Trace>> {
    let bench = CURRENT.with_borrow(Clone::clone)?;
    let ran = bench.runs.iter().find_map(|(_, ran)| ran.as_ref())?;
    Some(ran.trace.clone())
}

/// Makes runs, of one document at a time.
#[derive(Clone)]
pub struct Runner {
    dispatch: UseReducerDispatcher<Runs>,
    shift: Shift,
}

impl PartialEq for Runner {
    fn eq(&self, other: &Runner) -> bool {
        self.shift == other.shift
    }
}

impl Runner {
    /// Runs a document; what went on before is given up.
    pub fn start(&self, document: &Value) {
        let id = self.shift.next();
        self.dispatch.dispatch(Heard::Begun(id));
        let dispatch = self.dispatch.clone();
        let late = move || dispatch.dispatch(Heard::Late(id));
        let work = self.clone().make(id, document.to_string());
        self.shift.work_late(work, (LATE_MS, late));
    }

    /// Ends what goes on; what is shown stays.
    pub fn cancel(&self) {
        self.shift.end();
        self.dispatch.dispatch(Heard::Cancelled);
        api::ready();
    }

    async fn make(self, id: u32, document: String) {
        let heard = match self.bench(id, &document).await {
            Ok(bench) => {
                let bench = Rc::new(bench);
                CURRENT.set(Some(bench.clone()));
                Heard::Done(id, bench)
            }
            Err(why) => Heard::Failed(id, why),
        };
        self.dispatch.dispatch(heard);
        api::ready();
    }

    async fn bench(&self, id: u32, document: &str) -> Result<Bench, Text> {
        let link = self.shift.worker(&PROGRAM).await?;
        tell(&link, document)?;
        loop {
            let message = hear(&link, SILENCE_LIMIT).await?;
            if let Some(bytes) = message.bytes {
                let bench = unpack(&Uint8Array::new(&bytes).to_vec()).ok_or_else(garbled)?;
                self.shift.keep(link);
                return Ok(bench);
            }
            let Some(FromWorker::Running { done, of }) = read(&message.text) else {
                return Err(garbled());
            };
            self.dispatch.dispatch(Heard::Running(id, done, of));
        }
    }
}

/// The runs of a document, made anew whenever it changes.
#[hook]
pub fn use_runs(document: &Rc<Value>) -> (Runs, Runner) {
    let runs = use_reducer(Runs::default);
    let runner = Runner {
        dispatch: runs.dispatcher(),
        shift: use_shift(),
    };
    {
        let runner = runner.clone();
        use_effect_with(document.clone(), move |document| runner.start(document));
    }
    use_effect_with((), |()| || CURRENT.set(None));
    ((*runs).clone(), runner)
}

/// How the runs stand, if that is not what is shown.
pub fn standing(lang: Lang, runs: &Runs, runner: &Runner, document: &Rc<Value>) -> Html {
    let again = {
        let (runner, document) = (runner.clone(), document.clone());
        move |_| runner.start(&document)
    };
    let stopped = |words: String| {
        html! {
            <div class="notice" role="alert">
                <p>{ words }</p>
                <button type="button" onclick={again}>{ t::machine_run_again(lang) }</button>
            </div>
        }
    };
    match (&runs.going, &runs.stopped) {
        (
            Some(Going {
                late: true, done, ..
            }),
            _,
        ) => {
            let runner = runner.clone();
            let (said, part) = match done {
                Some((done, of)) => (
                    t::machine_running(lang, done + 1, *of),
                    Some(format!("{:.2}", *done as f64 / (*of).max(1) as f64)),
                ),
                None => (t::machine_starting(lang).to_owned(), None),
            };
            html! {
                <div class="progress" role="status">
                    <span>{ said.clone() }</span>
                    <progress max="1" value={part} aria-label={said}></progress>
                    <button type="button" onclick={move |_| runner.cancel()}>{ t::machine_cancel(lang) }</button>
                </div>
            }
        }
        (Some(_), _) | (None, None) => html! {},
        (None, Some(Stopped::Cancelled)) => stopped(t::machine_cancelled(lang).to_owned()),
        (None, Some(Stopped::Failed(why))) => stopped(why.get(lang).to_owned()),
    }
}
