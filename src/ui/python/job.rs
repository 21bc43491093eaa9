//! Running a program in a worker, which is kept for the next one; what is shown
//! stays until another program has run.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Uint8Array;
use yew::prelude::*;

use super::ahead;
use crate::base::{Dur, Text, Time};
use crate::python::machine::Place;
use crate::trace::Trace;
use crate::ui::api;
use crate::ui::workers::{Program, Shift, garbled, hear, not_started, tell, use_shift};
use crate::web::worker::WorkerLink;
use crate::workbench::Draft;
use crate::workbench::comparing::{Case, cases};
use crate::workbench::exploring::{Limits, Report};
use crate::workbench::packing::unpack;
use crate::workbench::running::{
    Ask, FromWorker, LONGEST_SOURCE, NAME, ToWorker, Told, VERSION, Wrong, read, too_long, write,
};

/// The worker's program, `src/bin/python_worker.rs`.
pub const PROGRAM: Program = Program {
    name: "python_worker",
    version: VERSION,
    start_limit: Dur::secs(30),
};
/// It says several times a second how far it is; who says nothing for so long
/// has failed.
const SILENCE_LIMIT: Dur = Dur::secs(20);
/// A search says less often how far it is: one report may take long to make.
const SEARCH_LIMIT: Dur = Dur::secs(60);
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

/// Runs beside one another: what each is called, and what happened.
pub type Beside = Rc<Vec<(Text, Shown)>>;

/// A run that goes on.
#[derive(Clone, PartialEq)]
pub struct Going {
    id: u32,
    /// Whether it is a search for what else could be printed.
    pub explores: bool,
    /// Which of how many runs it is, from 1.
    pub of: (usize, usize),
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
    /// The runs that it is held against, if it is.
    pub beside: Option<Beside>,
    /// What was found of what a program could print.
    pub explored: Option<(Draft, Rc<Report>)>,
    /// What a text was found to be: none if it is a program.
    pub checked: Option<(Rc<str>, Option<Wrong>)>,
    /// What goes on.
    pub going: Option<Going>,
    /// Why there is nothing newer.
    pub stopped: Option<Stopped>,
}

/// A change of it.
pub enum Heard {
    Begun(u32, bool),
    Explored(u32, Draft, Rc<Report>),
    Late(u32),
    Running(u32, u64, Time),
    Done(u32, Box<Shown>),
    Next(u32, (usize, usize)),
    Beside(u32, Beside),
    Checked(Rc<str>, Option<Wrong>),
    Failed(u32, Text),
    Stopped,
}

impl Reducible for Runs {
    type Action = Heard;

    fn reduce(self: Rc<Self>, heard: Heard) -> Rc<Self> {
        let mut runs = Runs::clone(&self);
        let now = runs.going.as_mut();
        match heard {
            Heard::Begun(id, explores) => {
                if explores {
                    runs.explored = None;
                }
                runs.stopped = None;
                runs.going = Some(Going {
                    id,
                    explores,
                    of: (1, 1),
                    late: false,
                    so_far: None,
                });
            }
            Heard::Stopped => {
                if runs.going.take().is_some() {
                    runs.stopped = Some(Stopped::ByHand);
                }
            }
            Heard::Checked(text, wrong) => runs.checked = Some((text, wrong)),
            Heard::Late(of)
            | Heard::Running(of, ..)
            | Heard::Done(of, _)
            | Heard::Next(of, _)
            | Heard::Explored(of, ..)
            | Heard::Beside(of, _)
            | Heard::Failed(of, _)
                if now.as_ref().is_none_or(|going| going.id != of) => {}
            Heard::Late(_) => now.into_iter().for_each(|going| going.late = true),
            Heard::Running(_, instructions, time) => {
                let so_far = Some((instructions, time));
                now.into_iter().for_each(|going| going.so_far = so_far);
            }
            Heard::Done(_, shown) => {
                let wrong = shown.told.wrong.clone();
                runs.checked = Some((shown.draft.source.clone(), wrong));
                runs.beside = None;
                runs.shown = Some(*shown);
                if shown_alone(&runs) {
                    runs.going = None;
                }
            }
            Heard::Explored(_, draft, report) => {
                if report.end.is_some() {
                    runs.going = None;
                }
                runs.explored = Some((draft, report));
            }
            Heard::Next(_, of) => now.into_iter().for_each(|going| {
                going.of = of;
                going.so_far = None;
            }),
            Heard::Beside(_, beside) => {
                runs.beside = Some(beside);
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

/// Whether nothing is to be run beside what is shown.
fn shown_alone(runs: &Runs) -> bool {
    let shown = runs.shown.as_ref();
    shown.is_none_or(|shown| shown.beside().is_empty())
}

impl Shown {
    /// What is to be run beside it.
    fn beside(&self) -> Vec<Case> {
        let against = self.draft.against.filter(|_| self.trace.is_some());
        against.map_or_else(Vec::new, |against| cases(&self.draft, against))
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
    shift: Shift,
    /// Looks at programs, in the worker that the other one keeps.
    checks: Shift,
}

impl PartialEq for Runner {
    fn eq(&self, other: &Runner) -> bool {
        self.shift == other.shift
    }
}

impl Runner {
    /// Runs a program; what went on before is given up.
    pub fn start(&self, draft: Draft) {
        self.begin(draft, None);
    }

    /// Looks for what else a program could print.
    pub fn explore(&self, draft: Draft, limits: Limits) {
        self.begin(draft, Some(limits));
    }

    fn begin(&self, draft: Draft, limits: Option<Limits>) {
        self.checks.end();
        let id = self.shift.next();
        self.dispatch.dispatch(Heard::Begun(id, limits.is_some()));
        let dispatch = self.dispatch.clone();
        let late = move || dispatch.dispatch(Heard::Late(id));
        let work = self.clone().make(id, draft, limits);
        self.shift.work_late(work, (LATE_MS, late));
    }

    /// Ends what goes on; what is shown stays.
    pub fn stop(&self) {
        self.shift.end();
        self.dispatch.dispatch(Heard::Stopped);
        api::ready();
    }

    /// Looks whether a text is a program, if no program runs.
    pub fn check(&self, text: Rc<str>) {
        if self.shift.is_going() || text.len() > LONGEST_SOURCE {
            return;
        }
        self.checks.end();
        let runner = self.clone();
        self.checks.work(async move {
            // Where there is no worker nothing is said: running will tell.
            let Ok(link) = runner.shift.worker(&PROGRAM).await else {
                return;
            };
            if let Some(wrong) = checked(&link, &text).await {
                runner.shift.keep(link);
                runner.dispatch.dispatch(Heard::Checked(text, wrong));
            }
        });
    }

    async fn make(self, id: u32, draft: Draft, limits: Option<Limits>) {
        let made = match limits {
            None => self.all(id, draft).await,
            Some(limits) => self.found(id, draft, limits).await,
        };
        let heard = match made {
            Ok(None) => None,
            Ok(Some(beside)) => Some(Heard::Beside(id, beside)),
            Err(why) => Some(Heard::Failed(id, why)),
        };
        heard
            .into_iter()
            .for_each(|heard| self.dispatch.dispatch(heard));
        api::ready();
    }

    /// Runs a program, and what it is held against.
    async fn all(&self, id: u32, draft: Draft) -> Result<Option<Beside>, Text> {
        let (link, shown) = match ahead::take(&draft) {
            Some(asked) => {
                let link = PROGRAM.ready(asked).await.map_err(not_started)?;
                let shown = self.heard(id, &link, draft).await?;
                (link, shown)
            }
            None => {
                let link = self.shift.worker(&PROGRAM).await?;
                let shown = self.shown(id, &link, draft).await?;
                (link, shown)
            }
        };
        let cases = shown.beside();
        CURRENT.set(shown.trace.clone());
        self.dispatch.dispatch(Heard::Done(id, Box::new(shown)));
        let mut beside = Vec::with_capacity(cases.len());
        let count = cases.len();
        for (i, case) in cases.into_iter().enumerate() {
            self.dispatch.dispatch(Heard::Next(id, (i + 1, count)));
            beside.push((case.label, self.shown(id, &link, case.draft).await?));
        }
        self.shift.keep(link);
        Ok((count > 0).then(|| Rc::new(beside)))
    }

    /// Looks for what a program could print; what is found is told on the way.
    async fn found(&self, id: u32, draft: Draft, limits: Limits) -> Result<Option<Beside>, Text> {
        let link = self.shift.worker(&PROGRAM).await?;
        let ask = ToWorker::Explore(ask(&draft), limits);
        tell(&link, &write(&ask))?;
        loop {
            let message = hear(&link, SEARCH_LIMIT).await?;
            let Some(FromWorker::Explored(report)) = read(&message.text) else {
                return Err(garbled());
            };
            let is_over = report.end.is_some();
            let heard = Heard::Explored(id, draft.clone(), Rc::from(report));
            self.dispatch.dispatch(heard);
            if is_over {
                self.shift.keep(link);
                return Ok(None);
            }
        }
    }

    /// Runs a program.
    async fn shown(&self, id: u32, link: &WorkerLink, draft: Draft) -> Result<Shown, Text> {
        if draft.source.len() > LONGEST_SOURCE {
            let told = Told {
                problems: vec![too_long()],
                ..Told::default()
            };
            return Ok(Shown {
                draft,
                told: Rc::new(told),
                trace: None,
                places: Rc::default(),
            });
        }
        tell(link, &write(&order(&draft)))?;
        self.heard(id, link, draft).await
    }

    /// What comes of a run that was asked for.
    async fn heard(&self, id: u32, link: &WorkerLink, draft: Draft) -> Result<Shown, Text> {
        loop {
            let message = hear(link, SILENCE_LIMIT).await?;
            if let Some(bytes) = message.bytes {
                let happened = unpack(&Uint8Array::new(&bytes).to_vec());
                let happened = happened.ok_or_else(garbled)?;
                return Ok(Shown {
                    draft,
                    told: Rc::new(happened.told),
                    trace: happened.trace.map(Rc::new),
                    places: Rc::new(happened.places),
                });
            }
            let Some(FromWorker::Running { instructions, now }) = read(&message.text) else {
                return Err(garbled());
            };
            self.dispatch
                .dispatch(Heard::Running(id, instructions, now));
        }
    }
}

/// What the worker is told for a run.
pub fn order(draft: &Draft) -> ToWorker {
    match &draft.way {
        Some(way) => ToWorker::Replay(ask(draft), way.to_string()),
        None => ToWorker::Run(ask(draft)),
    }
}

fn ask(draft: &Draft) -> Ask {
    Ask {
        name: NAME.to_owned(),
        source: draft.source.to_string(),
        settings: draft.settings.clone(),
    }
}

/// What is wrong with a text, if the worker answers.
async fn checked(link: &WorkerLink, text: &str) -> Option<Option<Wrong>> {
    link.send(&write(&ToWorker::Check(text.to_owned()))).ok()?;
    match read(&link.next(SILENCE_LIMIT).await.ok()?.text)? {
        FromWorker::Checked(wrong) => Some(wrong),
        _ => None,
    }
}

/// Running of programs, which ends when the page is left.
#[hook]
pub fn use_runner() -> (Runs, Runner) {
    let runs = use_reducer(Runs::default);
    let runner = Runner {
        dispatch: runs.dispatcher(),
        shift: use_shift(),
        checks: use_shift(),
    };
    use_effect_with((), |()| {
        || {
            CURRENT.set(None);
            ahead::close();
        }
    });
    ((*runs).clone(), runner)
}
