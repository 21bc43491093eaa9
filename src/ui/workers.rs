//! Work that is done in a web worker: one piece at a time, in a worker that is
//! kept for the next; and what it means to a person that a worker failed.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use futures_util::future::{AbortHandle, abortable};
use gloo_timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::base::{Dur, Lang, Text};
use crate::i18n as t;
use crate::web::worker::{Incoming, LOADER, WorkerError, WorkerLink};

/// A worker's program.
pub struct Program {
    /// Its name in `src/bin`.
    pub name: &'static str,
    /// The version that the page speaks; the first thing that it says.
    pub version: &'static str,
    /// One that is not ready by then has not started.
    pub start_limit: Dur,
}

impl Program {
    /// A worker that will be ready.
    ///
    /// # Errors
    /// If the browser makes none.
    pub fn begin(&self) -> Result<WorkerLink, WorkerError> {
        WorkerLink::start(self.name, self.version)
    }

    /// Waits until a worker is ready.
    ///
    /// # Errors
    /// If it does not start, or is another program than this one.
    pub async fn ready(&self, link: WorkerLink) -> Result<WorkerLink, WorkerError> {
        let first = link.next(self.start_limit).await?;
        match first.text == self.version {
            true => Ok(link),
            false => Err(WorkerError::Garbled),
        }
    }

    /// A worker that is ready.
    ///
    /// # Errors
    /// As [`Program::begin`] and [`Program::ready`].
    pub async fn start(&self) -> Result<WorkerLink, WorkerError> {
        self.ready(self.begin()?).await
    }
}

/// What is done in a worker, one piece at a time.
#[derive(Clone, Default)]
pub struct Shift(Rc<RefCell<Inner>>);

#[derive(Default)]
struct Inner {
    id: u32,
    going: Option<Going>,
    /// A worker that waits for something to do.
    idle: Option<WorkerLink>,
}

struct Going {
    work: AbortHandle,
    /// Tells that it takes long.
    _late: Option<Timeout>,
}

impl PartialEq for Shift {
    fn eq(&self, other: &Shift) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Shift {
    /// Gives up what goes on, and gives the number of the next piece.
    pub fn next(&self) -> u32 {
        self.end();
        let mut inner = self.0.borrow_mut();
        inner.id += 1;
        inner.id
    }

    /// Does a piece of work. What is not kept ([`Shift::keep`]) is dropped with
    /// it, also when it is given up: a worker among it ends.
    pub fn work(&self, work: impl Future<Output = ()> + 'static) {
        self.begin(Box::pin(work), None);
    }

    /// The same; if it is not over after so many milliseconds, that is told.
    pub fn work_late(
        &self,
        work: impl Future<Output = ()> + 'static,
        (late_ms, late): (u32, impl FnOnce() + 'static),
    ) {
        self.begin(Box::pin(work), Some(Timeout::new(late_ms, late)));
    }

    /// One function for all kinds of work.
    fn begin(&self, work: Pin<Box<dyn Future<Output = ()>>>, late: Option<Timeout>) {
        let (work, handle) = abortable(work);
        self.0.borrow_mut().going = Some(Going {
            work: handle,
            _late: late,
        });
        let inner = self.0.clone();
        spawn_local(async move {
            // What was given up has a successor already.
            if work.await.is_ok() {
                inner.borrow_mut().going = None;
            }
        });
    }

    /// Gives up what goes on.
    pub fn end(&self) {
        let going = self.0.borrow_mut().going.take();
        if let Some(going) = going {
            going.work.abort();
        }
    }

    /// Whether something goes on.
    pub fn is_going(&self) -> bool {
        self.0.borrow().going.is_some()
    }

    /// The number of the piece that was begun last; 0 before the first.
    pub fn last(&self) -> u32 {
        self.0.borrow().id
    }

    /// A worker that waits for something to do, else a new one.
    ///
    /// # Errors
    /// Why none started.
    pub async fn worker(&self, program: &Program) -> Result<WorkerLink, Text> {
        match self.idle() {
            Some(link) => Ok(link),
            None => program.start().await.map_err(not_started),
        }
    }

    /// A worker that waits for something to do, if there is one.
    pub fn idle(&self) -> Option<WorkerLink> {
        self.0.borrow_mut().idle.take()
    }

    /// Keeps a worker for the next piece of work.
    pub fn keep(&self, link: WorkerLink) {
        self.0.borrow_mut().idle = Some(link);
    }

    /// Ends everything, the worker that is kept as well.
    pub fn close(&self) {
        self.end();
        drop(self.idle());
    }
}

/// What is done in a worker for a component; it ends with the component.
#[hook]
pub fn use_shift() -> Shift {
    let shift = (*use_memo((), |()| Shift::default())).clone();
    {
        let shift = shift.clone();
        use_effect_with((), move |()| move || shift.close());
    }
    shift
}

/// Sends a text.
///
/// # Errors
/// As a person is told it.
pub fn tell(link: &WorkerLink, text: &str) -> Result<(), Text> {
    link.send(text).map_err(broken)
}

/// The next message; one that says nothing for so long has failed.
///
/// # Errors
/// As a person is told it.
pub async fn hear(link: &WorkerLink, silence: Dur) -> Result<Incoming, Text> {
    link.next(silence).await.map_err(broken)
}

fn both(of: impl Fn(Lang) -> String) -> Text {
    Text::new(of(Lang::Ko), of(Lang::En))
}

/// It said something that makes no sense.
pub fn garbled() -> Text {
    both(|lang| t::worker_garbled(lang).to_owned())
}

/// It was never ready.
pub fn not_started(error: WorkerError) -> Text {
    match error {
        WorkerError::NotMade(words) | WorkerError::Failed(words) if !words.is_empty() => {
            both(|lang| t::worker_not_started(lang, &words))
        }
        WorkerError::Garbled => garbled(),
        _ => both(|lang| t::worker_not_started(lang, LOADER)),
    }
}

/// It failed on the way.
pub fn broken(error: WorkerError) -> Text {
    match error {
        WorkerError::NotMade(words) | WorkerError::Failed(words) => {
            both(|lang| t::worker_crashed(lang, &words))
        }
        WorkerError::Garbled => garbled(),
        WorkerError::Silent(limit) => both(|lang| t::worker_silent(lang, limit.0 / 1_000_000_000)),
    }
}
