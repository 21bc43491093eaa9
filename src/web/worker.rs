//! A web worker: a program of `src/bin`, started by a loader beside the page,
//! spoken to in strings, and bytes where they are many, terminated when dropped.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::ArrayBuffer;
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, Event, MessageEvent, Worker};

use super::clock;
use crate::base::Dur;

/// The file beside the page that starts a worker's program.
pub const LOADER: &str = "worker.js";
/// The longest message taken or sent, in UTF-16 units.
pub const LONGEST_MESSAGE: u32 = 256 * 1024;
/// Messages that may wait to be read; more than that is a worker out of control.
const LONGEST_QUEUE: usize = 4096;
/// The longest piece of a browser's error message that is kept, in characters.
const LONGEST_DETAIL: usize = 300;

/// What can go wrong with a worker.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum WorkerError {
    /// The browser did not make it: its own words.
    NotMade(String),
    /// Its file did not load, or its code failed: the browser's words, which may be empty.
    Failed(String),
    /// It sent something that is not a string, is too long, or cannot be read.
    Garbled,
    /// It said nothing for that long.
    Silent(Dur),
}

/// A message, and the page's `performance.now()` when it came.
#[derive(Clone, PartialEq, Debug)]
pub struct Incoming {
    /// What the worker sent; empty if it was bytes.
    pub text: String,
    /// The bytes that it sent, if it did.
    pub bytes: Option<ArrayBuffer>,
    /// When it came, in milliseconds since the page's `timeOrigin`.
    pub at: f64,
}

#[wasm_bindgen]
extern "C" {
    /// The function of `index.html` that starts a worker, or gives the one that
    /// was started while the page's program was still on its way.
    #[wasm_bindgen(catch, js_name = concurrencyLabWorker)]
    fn started(address: &str) -> Result<Worker, JsValue>;
}

#[derive(Default)]
struct Inbox {
    queue: VecDeque<Result<Incoming, WorkerError>>,
    reader: Option<Waker>,
}

impl Inbox {
    fn put(&mut self, item: Result<Incoming, WorkerError>) {
        if self.queue.len() < LONGEST_QUEUE {
            self.queue.push_back(item);
        } else if let Some(last) = self.queue.back_mut() {
            *last = Err(WorkerError::Garbled);
        }
        if let Some(reader) = self.reader.take() {
            reader.wake();
        }
    }
}

/// The page's end of a worker. Dropping it terminates the worker at once.
///
/// Messages sent before the worker's own code has loaded are lost (its loader
/// fetches the code first), so wait for a first message from it.
pub struct WorkerLink {
    worker: Worker,
    inbox: Rc<RefCell<Inbox>>,
    // The browser calls these for as long as the worker lives.
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
    _on_garbled: Closure<dyn FnMut(Event)>,
}

impl WorkerLink {
    /// Starts the worker program of that name. The build's name goes into the
    /// query, since the files' names do not change from build to build and an
    /// old one may be cached.
    ///
    /// # Errors
    /// [`WorkerError::NotMade`] if the browser refuses. A file that is missing
    /// or broken is seen later, by [`WorkerLink::next`].
    pub fn start(program: &str, build: &str) -> Result<WorkerLink, WorkerError> {
        let url = address(program, build).map_err(not_made)?;
        // Other pages than the published one lack the function.
        let worker = started(&url)
            .or_else(|_| Worker::new(&url))
            .map_err(not_made)?;
        let inbox = Rc::new(RefCell::new(Inbox::default()));
        let on_message = on_message(inbox.clone());
        let on_error = on_error(inbox.clone());
        let on_garbled = on_garbled(inbox.clone());
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        worker.set_onmessageerror(Some(on_garbled.as_ref().unchecked_ref()));
        Ok(WorkerLink {
            worker,
            inbox,
            _on_message: on_message,
            _on_error: on_error,
            _on_garbled: on_garbled,
        })
    }

    /// Sends a message.
    ///
    /// # Errors
    /// [`WorkerError::Garbled`] if it is too long or the browser does not take it.
    pub fn send(&self, text: &str) -> Result<(), WorkerError> {
        if text.len() > LONGEST_MESSAGE as usize {
            return Err(WorkerError::Garbled);
        }
        self.send_value(&JsValue::from_str(text))
    }

    /// Sends a value that the browser can copy, such as a file.
    ///
    /// # Errors
    /// [`WorkerError::Garbled`] if the browser does not take it.
    pub fn send_value(&self, value: &JsValue) -> Result<(), WorkerError> {
        self.worker
            .post_message(value)
            .map_err(|_| WorkerError::Garbled)
    }

    /// The next message.
    ///
    /// # Errors
    /// What went wrong with the worker, or [`WorkerError::Silent`] if nothing
    /// came within the limit.
    pub async fn next(&self, limit: Dur) -> Result<Incoming, WorkerError> {
        let next = poll_fn(|context| {
            let mut inbox = self.inbox.borrow_mut();
            match inbox.queue.pop_front() {
                Some(item) => Poll::Ready(item),
                None => {
                    inbox.reader = Some(context.waker().clone());
                    Poll::Pending
                }
            }
        });
        let timer = TimeoutFuture::new((limit.0 / 1_000_000).min(i32::MAX as u64) as u32);
        match select(next, timer).await {
            Either::Left((item, _)) => item,
            Either::Right(((), _)) => Err(WorkerError::Silent(limit)),
        }
    }
}

impl Drop for WorkerLink {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.set_onmessageerror(None);
        self.worker.terminate();
    }
}

fn on_message(inbox: Rc<RefCell<Inbox>>) -> Closure<dyn FnMut(MessageEvent)> {
    Closure::new(move |event: MessageEvent| {
        // First the clock: the time of arrival aligns the worker's clock.
        let at = clock::reading();
        let item = match event.data().dyn_into::<ArrayBuffer>() {
            Ok(bytes) => Some(Incoming {
                text: String::new(),
                bytes: Some(bytes),
                at,
            }),
            Err(other) => text(other).map(|text| Incoming {
                text,
                bytes: None,
                at,
            }),
        };
        inbox.borrow_mut().put(item.ok_or(WorkerError::Garbled));
    })
}

/// A string that is not too long.
fn text(data: JsValue) -> Option<String> {
    let text = data.dyn_into::<js_sys::JsString>().ok();
    text.filter(|text| text.length() <= LONGEST_MESSAGE)
        .map(String::from)
}

fn on_error(inbox: Rc<RefCell<Inbox>>) -> Closure<dyn FnMut(ErrorEvent)> {
    Closure::new(move |event: ErrorEvent| {
        // It is handled here: not also an error of the page.
        event.prevent_default();
        // A file that does not load gives a plain event, which has no message.
        let words = js_sys::Reflect::get(&event, &"message".into())
            .ok()
            .and_then(|message| message.as_string())
            .unwrap_or_default();
        inbox
            .borrow_mut()
            .put(Err(WorkerError::Failed(shortened(&words))));
    })
}

fn on_garbled(inbox: Rc<RefCell<Inbox>>) -> Closure<dyn FnMut(Event)> {
    Closure::new(move |_| inbox.borrow_mut().put(Err(WorkerError::Garbled)))
}

/// The loader's address: relative to the document's base, so that it holds under any path.
fn address(program: &str, build: &str) -> Result<String, JsValue> {
    let document = web_sys::window().and_then(|window| window.document());
    let base = document
        .ok_or_else(|| JsValue::from_str("no document"))?
        .base_uri()?
        .unwrap_or_default();
    let url = web_sys::Url::new_with_base(LOADER, &base)?;
    url.search_params().set("program", program);
    url.search_params().set("v", build);
    Ok(url.href())
}

fn not_made(reason: JsValue) -> WorkerError {
    WorkerError::NotMade(words_of(&reason))
}

/// What a thrown value says, shortened.
pub fn words_of(thrown: &JsValue) -> String {
    let words = match thrown.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => thrown.as_string().unwrap_or_else(|| format!("{thrown:?}")),
    };
    shortened(&words)
}

fn shortened(words: &str) -> String {
    words.chars().take(LONGEST_DETAIL).collect()
}
