//! The programs that the page is made of, and how one hands over to another.
//!
//! The light program fetches the full one, which puts a function on the window
//! and waits. The light one leaves the document and calls that function with
//! what no address carries ([`Handed`]); the full one enters the document. Both
//! happen between two frames, so that nothing empty is ever seen. Everything
//! else that is on screen is in the address, which both read alike.

use std::cell::{Cell, RefCell};

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::app::{App, Root};
use super::measure::{self, Dispatch};
use super::pages::{LIGHT, Pages};
use super::state::{Action, Fetching};
use super::{api, error_card};
use crate::share::Link;
use crate::web::{address, window};

/// The full program's files, beside the page; the build makes them from `src/bin/full.rs`.
const FULL_FILES: &str = "full";
/// The function of `index.html` that fetches a program.
const LOAD: &str = "concurrencyLabLoad";
/// The function that the full program puts on the window.
const BEGIN: &str = "concurrencyLabFull";
/// Names the build, since the files' names do not change from build to build.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What one program hands to another besides the address; empty when a program
/// begins by itself. Storage alone would not do: a frame may be refused it.
#[derive(Clone, Default)]
pub struct Handed {
    /// The language's tag.
    pub lang: Option<String>,
    /// The theme's key.
    pub theme: Option<String>,
    /// The questions that were opened, as they are stored.
    pub visited: Option<String>,
    /// Whether the list of lessons is shown.
    pub rail: Option<bool>,
    /// The selector of the element that had the focus.
    focus: Option<String>,
}

thread_local! {
    static PAGES: Cell<Pages> = const { Cell::new(LIGHT) };
    static HANDED: RefCell<Handed> = RefCell::default();
    /// What is mounted, and the element that holds it.
    static MOUNTED: RefCell<Option<(yew::AppHandle<Root>, Element)>> = const { RefCell::new(None) };
}

/// The pages of this program.
pub fn pages() -> Pages {
    PAGES.get()
}

/// What was handed to this program.
pub fn handed() -> Handed {
    HANDED.with_borrow(Clone::clone)
}

/// Mounts the page.
pub fn start(pages: Pages) {
    error_card::install();
    PAGES.set(pages);
    let (link, _) = Link::parse(&address::fragment());
    if let Some(ahead) = pages.get(link.page).and_then(|page| page.ahead) {
        ahead(&link);
    }
    dress(pages);
    api::install();
    let document = window().document();
    let host = document.as_ref().and_then(|d| d.create_element("div").ok());
    let (Some(body), Some(host)) = (document.and_then(|d| d.body()), host) else {
        return;
    };
    // What stood there for browsers without scripts.
    body.set_text_content(None);
    if body.append_child(&host).is_ok() {
        let handle = yew::Renderer::<Root>::with_root(host.clone()).render();
        MOUNTED.set(Some((handle, host)));
    }
}

/// Waits for another program to hand over, then mounts the page.
pub fn offer(pages: Pages) {
    let begin = Closure::<dyn FnMut(JsValue)>::new(move |given: JsValue| {
        HANDED.set(read(&given));
        if let Ok(ready) = get(&given, "ready").dyn_into::<Function>() {
            api::put_ready(ready);
        }
        start(pages);
    });
    let _ = Reflect::set(&window(), &BEGIN.into(), &begin.into_js_value());
}

/// Adds the style sheets of the pages, before anything of them is seen.
fn dress(pages: Pages) {
    let head = window().document().and_then(|document| document.head());
    let of_pages = pages.all().iter().map(|page| page.style);
    for text in of_pages.chain(pages.tools().iter().map(|tool| tool.style)) {
        let style = window()
            .document()
            .and_then(|d| d.create_element("style").ok());
        if let (Some(head), Some(style)) = (&head, style) {
            style.set_text_content(Some(text));
            let _ = head.append_child(&style);
        }
    }
}

/// Fetches the full program. None if it cannot be had.
async fn load(tries: u32) -> Option<Function> {
    let there = || get(&window(), BEGIN).dyn_into::<Function>().ok();
    if let Some(begin) = there() {
        return Some(begin);
    }
    let load: Function = get(&window(), LOAD).dyn_into().ok()?;
    let tag = format!("v={VERSION}&try={tries}");
    let loading = load.call2(&JsValue::UNDEFINED, &FULL_FILES.into(), &tag.into());
    let loading: Promise = loading.ok()?.dyn_into().ok()?;
    if let Err(error) = JsFuture::from(loading).await {
        web_sys::console::warn_1(&error);
        return None;
    }
    there()
}

/// Leaves the document and lets the other program begin.
fn hand_over(begin: &Function) {
    let given = written();
    let Some((handle, host)) = MOUNTED.take() else {
        return;
    };
    // What is measured is shown by nobody any more.
    measure::cancel();
    handle.destroy();
    host.remove();
    if let Err(error) = begin.call1(&JsValue::UNDEFINED, &given) {
        web_sys::console::error_1(&error);
    }
}

/// Fetches the program of a page that this one does not have; says that the
/// page is ready when it is there, and gives the focus back that was handed over.
#[hook]
pub fn use_program(app: &App) {
    let is_elsewhere = app.is_elsewhere();
    let wanted = (is_elsewhere || app.wants_tools()).then_some((app.fetching.tries, is_elsewhere));
    let (dispatch, app) = (app.dispatcher(), app.clone());
    use_effect_with(wanted, move |wanted| match *wanted {
        Some((tries, is_elsewhere)) => {
            spawn_local(fetch(dispatch, tries));
            if !is_elsewhere {
                // The page is there without its tools.
                api::ready();
            }
        }
        // Effects run after the first paint was prepared: the page is there.
        None => {
            restore_focus();
            if !app.computes_first() {
                api::ready();
            }
        }
    });
}

async fn fetch(dispatch: Dispatch, tries: u32) {
    let loaded = load(tries).await;
    // The visitor may have gone elsewhere meanwhile.
    if !api::app().is_some_and(|app| app.is_elsewhere() || app.wants_tools()) {
        return;
    }
    match loaded {
        Some(begin) => hand_over(&begin),
        None => {
            dispatch.dispatch(Action::Fetch(Fetching {
                tries,
                failed: true,
                wanted: false,
            }));
            api::ready();
        }
    }
}

fn restore_focus() {
    let Some(wanted) = HANDED.with_borrow_mut(|handed| handed.focus.take()) else {
        return;
    };
    let document = window().document();
    let find = |selector: &str| document.as_ref()?.query_selector(selector).ok().flatten();
    let target = find(&wanted).or_else(|| find("#content"));
    if let Some(target) = target.and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        let _ = target.focus();
    }
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

fn read(given: &JsValue) -> Handed {
    let text = |name| get(given, name).as_string();
    Handed {
        lang: text("lang"),
        theme: text("theme"),
        visited: text("visited"),
        rail: get(given, "rail").as_bool(),
        focus: text("focus"),
    }
}

fn written() -> JsValue {
    let given = Object::new();
    // A new object takes every value.
    let put = |name: &str, value: JsValue| {
        let _ = Reflect::set(&given, &name.into(), &value);
    };
    if let Some(app) = api::app() {
        let visited: Vec<&str> = app.visited.iter().map(|q| q.key()).collect();
        put("lang", app.lang.tag().into());
        put("theme", app.theme.key().into());
        put("visited", visited.join(",").into());
        put("rail", app.rail.into());
    }
    put("focus", focused().map_or(JsValue::NULL, JsValue::from));
    put(
        "ready",
        api::take_ready().map_or(JsValue::NULL, JsValue::from),
    );
    given.into()
}

/// A selector of the element that has the focus: the other program's page has
/// the same links and landmarks. Of anything else, the content takes it.
fn focused() -> Option<String> {
    let element = window().document()?.active_element()?;
    match element.tag_name().as_str() {
        "BODY" => None,
        "A" => {
            let around = if element.closest(".rail").ok()?.is_some() {
                ".rail"
            } else {
                ".topbar"
            };
            let href = element.get_attribute("href")?.replace(['"', '\\'], "");
            Some(format!("{around} a[href=\"{href}\"]"))
        }
        _ => Some("#content".into()),
    }
}
