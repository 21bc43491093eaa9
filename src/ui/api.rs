//! `window.concurrencyLab`: what tests and embedding pages can ask of the page.
//! The README documents it.

use std::cell::{Cell, RefCell};

use js_sys::{Array, ArrayBuffer, Error, Function, JSON, Object, Promise, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::future_to_promise;
use web_sys::{Blob, Event};

use super::app::App;
use super::state::Action;
use super::{measure, stage};
use crate::base::Lang;
use crate::formats::chrome;
use crate::share::{Link, Page, RunRequest};
use crate::web::address::Entry;
use crate::web::window;

/// What the interface is called on the window.
const NAME: &str = "concurrencyLab";

thread_local! {
    /// The state as of the last render, for calls that come from outside it.
    static APP: RefCell<Option<App>> = const { RefCell::new(None) };
    /// Resolves `ready`.
    static READY: Cell<Option<Function>> = const { Cell::new(None) };
}

/// Keeps what the interface tells in step with the state.
pub fn know(app: &App) {
    APP.set(Some(app.clone()));
}

/// Says that the page is ready, if that was not said.
pub fn ready() {
    if let Some(resolve) = READY.take() {
        let _ = resolve.call0(&JsValue::UNDEFINED);
    }
}

/// Gives what says that the page is ready to another program.
pub fn take_ready() -> Option<Function> {
    READY.take()
}

/// Takes over from another program what says that the page is ready.
pub fn put_ready(resolve: Function) {
    READY.set(Some(resolve));
}

/// The page's state as of the last render.
pub fn app() -> Option<App> {
    APP.with_borrow(Option::clone)
}

/// Puts the interface on the window.
pub fn install() {
    let api = Object::new();
    let old = Reflect::get(&window(), &NAME.into()).unwrap_or_default();
    let ready = match Reflect::get(&old, &"ready".into()) {
        // Another program's: who waits for it waits for this one.
        Ok(ready) if ready.is_object() => ready,
        _ => Promise::new(&mut |resolve, _| READY.set(Some(resolve))).into(),
    };
    put(&api, "ready", &ready);
    put(&api, "version", &env!("CARGO_PKG_VERSION").into());
    let export = Closure::<dyn Fn() -> JsValue>::new(export_trace);
    put(&api, "exportTrace", &export.into_js_value());
    let run = Closure::<dyn Fn(JsValue, JsValue) -> Promise>::new(run_live);
    put(&api, "runLive", &run.into_js_value());
    let import = Closure::<dyn Fn(JsValue) -> Promise>::new(import_trace);
    put(&api, "importTrace", &import.into_js_value());
    let state = Closure::<dyn Fn() -> JsValue>::new(state);
    put(&api, "state", &state.into_js_value());
    put(&window(), NAME, &api);
}

fn put(object: &JsValue, name: &str, value: &JsValue) {
    // Fails only for frozen objects; neither a new object nor the window is one.
    let _ = Reflect::set(object, &name.into(), value);
}

/// `exportTrace()`: the current trace as Chrome Trace Event JSON text, or null.
fn export_trace() -> JsValue {
    let trace = app().and_then(|app| stage::current(&app));
    trace.map_or(JsValue::NULL, |trace| chrome::export(&trace).into())
}

/// `runLive(id, params)`: a promise of the measured trace, in the same form.
fn run_live(id: JsValue, params: JsValue) -> Promise {
    future_to_promise(async move {
        let app = app().ok_or_else(|| error("The page is not ready yet."))?;
        let id = id.as_string().unwrap_or_default();
        let params = match params.is_undefined() || params.is_null() {
            true => String::new(),
            false => JSON::stringify(&params)
                .ok()
                .and_then(|text| text.as_string())
                .unwrap_or_else(|| "?".into()),
        };
        let request = RunRequest::parse(&id, &params).map_err(|p| error(&p.sentence(Lang::En)))?;
        // What is refused must not move the page away from the run that goes on.
        if measure::is_going_on() {
            return Err(error(&measure::busy().sentence(Lang::En)));
        }
        let dispatch = app.dispatcher();
        dispatch.dispatch(Action::Open(request.link, Vec::new(), Entry::New));
        let experiment = request.setup.experiment();
        let trace = measure::once(&dispatch, &experiment, request.way)
            .await
            .map_err(|e| error(&e.sentence(Lang::En)))?;
        Ok(chrome::export(&trace).into())
    })
}

/// A file that is to be opened as soon as the page of traces is there: in the
/// window, since another program may have to be fetched for that.
const IMPORT: &str = "concurrencyLabImport";

/// The event that tells the page of traces that there is one.
pub const IMPORT_EVENT: &str = "concurrencylab:import";

/// What was given to `importTrace`.
pub struct Import {
    /// The file.
    pub blob: Blob,
    resolve: Function,
    reject: Function,
}

impl Import {
    /// It is shown: gives these facts, a JSON text.
    pub fn done(&self, facts: &str) {
        let facts = JSON::parse(facts).unwrap_or(JsValue::NULL);
        let _ = self.resolve.call1(&JsValue::UNDEFINED, &facts);
    }

    /// It cannot be shown.
    pub fn failed(&self, sentence: &str) {
        let _ = self.reject.call1(&JsValue::UNDEFINED, &error(sentence));
    }
}

/// `importTrace(textOrBytes)`: opens the page of traces with that file; a
/// promise of its facts, fulfilled when it has been painted.
fn import_trace(given: JsValue) -> Promise {
    let parts = Array::of1(&given);
    let blob = match given.dyn_into::<Blob>() {
        Ok(blob) => Ok(blob),
        Err(other) if other.is_string() => Blob::new_with_str_sequence(&parts),
        Err(other) if other.is_instance_of::<ArrayBuffer>() || ArrayBuffer::is_view(&other) => {
            Blob::new_with_buffer_source_sequence(&parts)
        }
        Err(_) => Err(error("A text, an ArrayBuffer or a Uint8Array is needed.")),
    };
    let (app, blob) = match (app(), blob) {
        (Some(app), Ok(blob)) => (app, blob),
        (None, _) => return Promise::reject(&error("The page is not ready yet.")),
        (_, Err(error)) => return Promise::reject(&error),
    };
    let promise = Promise::new(&mut |resolve, reject| {
        let import = Object::new();
        put(&import, "blob", &blob);
        put(&import, "resolve", &resolve);
        put(&import, "reject", &reject);
        put(&window(), IMPORT, &import);
    });
    let link = Link::to(Page::Trace);
    app.dispatcher()
        .dispatch(Action::Open(link, Vec::new(), Entry::New));
    if let Ok(event) = Event::new(IMPORT_EVENT) {
        let _ = window().dispatch_event(&event);
    }
    promise
}

/// The file that is to be opened; given once.
pub fn take_import() -> Option<Import> {
    let import = Reflect::get(&window(), &IMPORT.into()).ok()?;
    let get = |name: &str| Reflect::get(&import, &name.into()).ok();
    let taken = Import {
        blob: get("blob")?.dyn_into().ok()?,
        resolve: get("resolve")?.dyn_into().ok()?,
        reject: get("reject")?.dyn_into().ok()?,
    };
    put(&window(), IMPORT, &JsValue::UNDEFINED);
    Some(taken)
}

fn error(message: &str) -> JsValue {
    Error::new(message).unchecked_into()
}

/// `state()`: what is on screen, as a plain object.
fn state() -> JsValue {
    let Some(app) = app() else {
        return JsValue::NULL;
    };
    let state = Object::new();
    let text = |name: &str, value: &str| put(&state, name, &value.into());
    let list = |name: &str, items: &mut dyn Iterator<Item = String>| {
        put(&state, name, &items.map(JsValue::from).collect::<Array>());
    };
    text("page", app.link.page.key());
    text("lang", app.lang.tag());
    text("theme", app.theme.key());
    text("fragment", &app.link.fragment());
    text("show", app.link.show.key());
    text("view", app.link.view.key());
    let ways = app.link.setup.iter().flat_map(|setup| &setup.ways);
    list("ways", &mut ways.map(|way| way.key().to_string()));
    let notices = app.notices.iter();
    list(
        "notices",
        &mut notices.map(|notice| notice.sentence(app.lang)),
    );
    put(&state, "embedded", &app.embed.is_some().into());
    put(&state, "measuring", &app.runs.pending().into());
    put(&state, "measured", &(app.runs.done().count() as u32).into());
    let at = app.link.at.map(|at| at.as_secs_f64());
    put(&state, "at", &at.map_or(JsValue::NULL, JsValue::from));
    state.into()
}
