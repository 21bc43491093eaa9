//! Opening a file: in a worker, with progress; what is shown stays until
//! another file has been opened.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsValue;
use yew::prelude::*;

use super::kept;
use crate::base::{Dur, Problem, Text};
use crate::opening::{FromWorker, Summary, VERSION, read};
use crate::trace::Trace;
use crate::ui::workers::{self, Program, Shift, use_shift};
use crate::web::bytes::Buffer;
use crate::web::worker::{WorkerError, WorkerLink};

/// The worker's program, `src/bin/trace_worker.rs`.
const PROGRAM: Program = Program {
    name: "trace_worker",
    version: VERSION,
    start_limit: Dur::secs(15),
};
/// Fetching, unpacking and reading a large file may be silent for so long.
const SILENCE_LIMIT: Dur = Dur::secs(120);

/// What is to be opened.
#[derive(Clone, Debug)]
pub struct Source {
    /// What it is called.
    pub name: String,
    /// A file (`Blob`), or an address as a string.
    pub value: JsValue,
    /// The address as it stands in the link, if it is one.
    pub address: Option<String>,
}

/// A file that is shown.
#[derive(Clone, Debug)]
pub struct Shown {
    /// What it is called.
    pub name: String,
    /// The address as it stands in the link, if it came from one.
    pub address: Option<String>,
    /// What happened.
    pub trace: Rc<Trace>,
    /// What else is known of it.
    pub summary: Rc<Summary>,
}

impl PartialEq for Shown {
    /// One that was opened again is another one.
    fn eq(&self, other: &Shown) -> bool {
        Rc::ptr_eq(&self.trace, &other.trace)
    }
}

/// How opening stands.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct State {
    /// The file that is being opened, and how much of it is read, in hundredths.
    pub going: Option<(String, Option<u8>)>,
    /// What could not be opened, and why.
    pub failed: Option<(String, Problem)>,
    /// What is shown.
    pub shown: Option<Shown>,
    id: u32,
}

/// A change of it.
pub enum Heard {
    /// A file is being opened.
    Begun(u32, String),
    /// So much of it is read.
    Read(u32, u8),
    /// It is open.
    Opened(u32, Shown),
    /// It cannot be opened.
    Failed(u32, Problem),
    /// It was cancelled.
    Cancelled,
    /// What failed was read.
    Dismissed,
}

impl Reducible for State {
    type Action = Heard;

    fn reduce(self: Rc<Self>, heard: Heard) -> Rc<Self> {
        let mut state = State::clone(&self);
        match heard {
            Heard::Begun(id, name) => {
                state.id = id;
                state.failed = None;
                state.going = Some((name, None));
            }
            Heard::Read(id, part) if id == state.id => {
                if let Some(going) = &mut state.going {
                    going.1 = Some(part);
                }
            }
            Heard::Opened(id, shown) if id == state.id => {
                state.going = None;
                state.shown = Some(shown);
            }
            Heard::Failed(id, problem) if id == state.id => {
                let name = state
                    .going
                    .take()
                    .map_or_else(String::new, |(name, _)| name);
                state.failed = Some((name, problem));
            }
            Heard::Read(..) | Heard::Opened(..) | Heard::Failed(..) => {}
            Heard::Cancelled => state.going = None,
            Heard::Dismissed => state.failed = None,
        }
        Rc::new(state)
    }
}

thread_local! {
    /// What is shown, for those who leave the page and come back, and for
    /// those who ask it for its trace.
    static CURRENT: RefCell<Option<Shown>> = const { RefCell::new(None) };
}

/// What is shown.
pub fn current() -> Option<Shown> {
    CURRENT.with_borrow(Clone::clone)
}

/// Opens files, one at a time.
#[derive(Clone)]
pub struct Opener {
    dispatch: UseReducerDispatcher<State>,
    /// It keeps a worker that was started with the page, so that the first file
    /// need not wait for its program.
    shift: Shift,
}

impl PartialEq for Opener {
    fn eq(&self, other: &Opener) -> bool {
        self.shift == other.shift
    }
}

impl Opener {
    /// Opens; what was being opened is given up.
    pub fn open(&self, source: Source) {
        let id = self.shift.next();
        let dispatch = self.dispatch.clone();
        dispatch.dispatch(Heard::Begun(id, source.name.clone()));
        let waiting = self.shift.idle();
        self.shift.work(work(id, source, waiting, dispatch));
    }

    /// Ends what goes on; what is shown stays.
    pub fn cancel(&self) {
        self.shift.end();
        self.dispatch.dispatch(Heard::Cancelled);
    }

    /// What failed was read.
    pub fn dismiss(&self) {
        self.dispatch.dispatch(Heard::Dismissed);
    }
}

/// The files of a page; what is being opened ends when the page is left.
#[hook]
pub fn use_opener() -> (UseReducerHandle<State>, Opener) {
    let state = use_reducer(|| State {
        shown: current(),
        ..State::default()
    });
    let opener = Opener {
        dispatch: state.dispatcher(),
        shift: use_shift(),
    };
    {
        let shift = opener.shift.clone();
        use_effect_with((), move |()| {
            // One that cannot be started is told of when a file is opened.
            if shift.last() == 0
                && current().is_none()
                && let Ok(link) = PROGRAM.begin()
            {
                shift.keep(link);
            }
        });
    }
    (state, opener)
}

async fn work(
    id: u32,
    source: Source,
    waiting: Option<WorkerLink>,
    to: UseReducerDispatcher<State>,
) {
    match try_work(id, &source, waiting, &to).await {
        Ok(shown) => {
            CURRENT.set(Some(shown.clone()));
            to.dispatch(Heard::Opened(id, shown));
            if source.address.is_none() {
                kept::keep(&source.name, &source.value).await;
            }
        }
        Err(problem) => to.dispatch(Heard::Failed(id, problem)),
    }
}

async fn try_work(
    id: u32,
    source: &Source,
    waiting: Option<WorkerLink>,
    to: &UseReducerDispatcher<State>,
) -> Result<Shown, Problem> {
    let link = match waiting {
        Some(link) => link,
        None => PROGRAM.begin().map_err(not_started)?,
    };
    let link = PROGRAM.ready(link).await.map_err(not_started)?;
    link.send_value(&source.value).map_err(broken)?;
    let summary = loop {
        let message = link.next(SILENCE_LIMIT).await.map_err(broken)?;
        match read(&message.text) {
            Some(FromWorker::Read(part)) => to.dispatch(Heard::Read(id, part)),
            Some(FromWorker::Open(summary)) => break summary,
            Some(FromWorker::Failed(problem)) => return Err(problem),
            _ => return Err(garbled()),
        }
    };
    let packed = link.next(SILENCE_LIMIT).await.map_err(broken)?.bytes;
    let packed = packed.filter(|bytes| u64::from(bytes.byte_length()) == summary.bytes);
    let trace = packed.and_then(|bytes| Trace::unpack_from(&Buffer::new(&bytes)));
    Ok(Shown {
        name: source.name.clone(),
        address: source.address.clone(),
        trace: Rc::new(trace.ok_or_else(garbled)?),
        summary: Rc::new(summary),
    })
}

/// What was wrong with the worker, as a problem of opening.
fn worker(reason: Text) -> Problem {
    Problem::new(
        "worker",
        reason,
        Text::new(
            "페이지를 새로고침하고 다시 열어 보세요.",
            "Reload the page and open it again.",
        ),
    )
}

fn garbled() -> Problem {
    worker(workers::garbled())
}

fn not_started(error: WorkerError) -> Problem {
    worker(workers::not_started(error))
}

fn broken(error: WorkerError) -> Problem {
    worker(workers::broken(error))
}
