//! The page that shows files of other tools: opened, dropped, pasted, or named
//! by the link.

mod compare;
mod job;
mod kept;
pub mod shelf;
mod stored;
mod told;

use std::rc::Rc;

use js_sys::{Array, Function};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, DataTransfer, Element, HtmlInputElement};
use yew::prelude::*;

use self::compare::Compare;
use self::job::{Opener, Shown, Source, State, use_opener};
use self::shelf::{Kept, MOST_TRACES};
use super::api::{IMPORT_EVENT, Import, take_import};
use super::app::App;
use super::icons;
use super::pages::OwnPage;
use super::reading::{Tools, use_reading};
use super::state::Action;
use super::timeline::{LaneTables, LanesView, help_rows};
use super::widgets::{Segmented, segmented};
use crate::base::Lang;
use crate::i18n as t;
use crate::share::{Page, View};
use crate::timeline::reading::Alignment;
use crate::timeline::reading::differences::aligned;
use crate::timeline::{Section, Stage};
use crate::web::address::Entry;
use crate::web::window;

/// The page in the table of pages.
pub const PAGE: OwnPage = OwnPage {
    page: Page::Trace,
    // Lanes that can be arranged, and reading tools, are on several pages;
    // their style comes once.
    style: concat!(
        include_str!("../../../static/traces.css"),
        include_str!("../../../static/lanes.css"),
        include_str!("../../../static/reading.css")
    ),
    show: page,
    trace: |_| job::current().map(|shown| shown.trace),
    ahead: None,
    says_ready: false,
    sheet: Some(help_rows),
};

/// The link's field: the address of a file.
const FIELD: &str = "file";
/// The longest name that is shown.
const LONGEST_NAME: usize = 80;

fn page(app: &App) -> Html {
    html! { <Traces key="trace" app={app.clone()} /> }
}

#[derive(Properties, PartialEq)]
struct TracesProps {
    app: App,
}

#[component]
fn Traces(props: &TracesProps) -> Html {
    let app = &props.app;
    let lang = app.lang;
    let (state, opener) = use_opener();
    use_link(app, &state, &opener);
    use_import(&state, &opener);
    let dragging = use_state_eq(|| false);
    let kept = use_state_eq(shelf::all);
    let on_kept = {
        let kept = kept.setter();
        use_callback((), move |(), ()| kept.set(shelf::all()))
    };
    stored::use_stored(&kept, app.embed.is_none());
    let body = match &state.shown {
        None if kept.is_empty() && state.going.is_some() => html! {},
        None if kept.is_empty() => empty(lang),
        shown => html! {
            <ShownTraces app={app.clone()} shown={shown.clone()} kept={(*kept).clone()} {on_kept} />
        },
    };
    if app.embed.is_some() {
        return html! { <div class="traces">{ progress(lang, &state, &opener) }{ failed(lang, &state, &opener) }{ body }</div> };
    }
    let on_drop = {
        let (opener, dragging) = (opener.clone(), dragging.setter());
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            dragging.set(false);
            if let Some(source) = event.data_transfer().and_then(|data| taken(&data)) {
                opener.open(source);
            }
        })
    };
    let on_over = {
        let dragging = dragging.setter();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            dragging.set(true);
        })
    };
    let on_leave = {
        let dragging = dragging.setter();
        Callback::from(move |_: DragEvent| dragging.set(false))
    };
    html! {
        <div class={classes!("traces", dragging.then_some("dragging"))} ondrop={on_drop} ondragover={on_over}
            ondragleave={on_leave} onpaste={pasted(opener.clone())}>
            <div class="traces-head">
                <div><h1>{ t::traces_title(lang) }</h1><p class="lede">{ t::traces_lede(lang) }</p></div>
                { open_button(lang, &opener) }
            </div>
            <div>{ progress(lang, &state, &opener) }</div>
            <div>{ failed(lang, &state, &opener) }</div>
            { body }
        </div>
    }
}

fn source(name: &str, blob: Blob) -> Source {
    Source {
        name: name.chars().take(LONGEST_NAME).collect(),
        value: blob.into(),
        address: None,
    }
}

/// A file, or a text, that was dropped or pasted.
fn taken(data: &DataTransfer) -> Option<Source> {
    if let Some(file) = data.files().and_then(|files| files.get(0)) {
        return Some(source(&file.name(), file.into()));
    }
    let text = data.get_data("text/plain").ok()?;
    if text.trim().is_empty() {
        return None;
    }
    let parts = Array::of1(&JsValue::from_str(&text));
    let blob = Blob::new_with_str_sequence(&parts).ok()?;
    Some(source("JSON", blob))
}

/// Something was pasted, not into a field.
fn pasted(opener: Opener) -> Callback<Event> {
    Callback::from(move |event: Event| {
        let typing = event
            .target_dyn_into::<Element>()
            .is_some_and(|target| matches!(target.closest("input, textarea"), Ok(Some(_))));
        let data = event
            .dyn_ref::<web_sys::ClipboardEvent>()
            .and_then(|event| event.clipboard_data());
        if let (false, Some(source)) = (typing, data.and_then(|data| taken(&data))) {
            event.prevent_default();
            opener.open(source);
        }
    })
}

fn open_button(lang: Lang, opener: &Opener) -> Html {
    let opener = opener.clone();
    let on_file = move |event: Event| {
        let Some(input) = event.target_dyn_into::<HtmlInputElement>() else {
            return;
        };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            opener.open(source(&file.name(), file.into()));
        }
        // The same file may be chosen again.
        input.set_value("");
    };
    html! {
        <label class="file-button">
            <input type="file" accept=".json,.gz,.trace,.pftrace,.perfetto-trace,.pb,application/json,application/gzip" onchange={on_file} />
            <span>{ icons::plus() }{ t::traces_open(lang) }</span>
        </label>
    }
}

fn empty(lang: Lang) -> Html {
    html! {
        <section class="card nothing">
            <h2>{ t::traces_drop(lang) }</h2>
            <p>{ t::traces_formats(lang) }</p>
            <p class="note">{ t::traces_private(lang) }</p>
        </section>
    }
}

fn progress(lang: Lang, state: &State, opener: &Opener) -> Html {
    let Some((name, part)) = &state.going else {
        return html! {};
    };
    let opener = opener.clone();
    html! {
        <div class="card progress" role="status">
            <span>{ t::traces_reading(lang, name) }</span>
            <progress max="100" value={part.map(|part| part.to_string())} aria-label={t::traces_reading(lang, name)} />
            <button type="button" onclick={move |_| opener.cancel()}>{ t::traces_cancel(lang) }</button>
        </div>
    }
}

fn failed(lang: Lang, state: &State, opener: &Opener) -> Html {
    let Some((name, problem)) = &state.failed else {
        return html! {};
    };
    let opener = opener.clone();
    html! {
        <section class="notice" role="alert">
            <h2>{ t::traces_failed(lang, name) }</h2>
            <p>{ problem.sentence(lang) }</p>
            <button type="button" onclick={move |_| opener.dismiss()}>{ t::dismiss(lang) }</button>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct ShownProps {
    app: App,
    shown: Option<Shown>,
    kept: Vec<Kept>,
    on_kept: Callback<()>,
}

/// What is kept and the file that is open, on one axis; and what is known of
/// the file.
#[component]
fn ShownTraces(props: &ShownProps) -> Html {
    let lang = props.app.lang;
    let alignment = use_state_eq(Alignment::default);
    let open = props.shown.as_ref().map(|shown| Kept {
        name: shown.name.clone(),
        trace: shown.trace.clone(),
    });
    let open = open.filter(|open| !props.kept.iter().any(|kept| kept.is_alike(open)));
    // The one that is open has its place whatever is kept.
    let skipped = (props.kept.len() + usize::from(open.is_some())).saturating_sub(MOST_TRACES);
    let all: Vec<Kept> = props
        .kept
        .iter()
        .skip(skipped)
        .cloned()
        .chain(open.clone())
        .collect();
    let placed = use_memo((all.clone(), (*alignment).clone()), |(all, by)| {
        let section = |kept: &Kept| {
            let title = if all.len() > 1 {
                kept.name.as_str()
            } else {
                ""
            };
            Section::new(title, kept.trace.clone())
        };
        aligned(all.iter().map(section).collect(), by)
    });
    let stage = use_memo((placed.clone(), lang), |(placed, lang)| {
        Stage::new(placed.0.clone()).in_language(*lang)
    });
    let Tools {
        below,
        reading,
        handle,
    } = use_reading(&props.app, &stage);
    let compare = || {
        let on_align = {
            let alignment = alignment.setter();
            Callback::from(move |by| alignment.set(by))
        };
        html! {
            <Compare app={props.app.clone()} shown={all.clone()} {open} alignment={(*alignment).clone()}
                aligned={placed.1.clone()} {on_align} on_kept={props.on_kept.clone()} />
        }
    };
    let on_lanes = lanes_callback(&props.app);
    use_fresh_lanes(props.shown.as_ref(), &on_lanes);
    let app = &props.app;
    let lanes = AttrValue::from(app.link.lanes.clone());
    let controls = app.embed.is_none_or(|embed| embed.controls);
    let head = match controls {
        true => view_choice(app),
        false => html! {},
    };
    let view = match app.link.view {
        View::Timeline => html! {
            <LanesView stage={Rc::clone(&stage)} {lang} {head} {lanes} {on_lanes} {controls} {below} {reading} {handle} />
        },
        View::Table => html! { <LaneTables stage={Rc::clone(&stage)} {lang} {head} {lanes} /> },
    };
    html! { <>
        <section class="card stage" aria-label={t::stage(lang)}>
            <div class="view">{ view }</div>
        </section>
        <div>{ for props.app.embed.is_none().then(compare) }</div>
        <div>{ for props.shown.iter().map(|shown| told::told(lang, shown)) }</div>
    </> }
}

/// Lanes, or the same as tables.
pub fn view_choice(app: &App) -> Html {
    let dispatch = app.dispatcher();
    segmented(Segmented {
        label: t::view_as(app.lang),
        options: &[t::view_timeline(app.lang), t::view_table(app.lang)],
        chosen: View::ALL.iter().position(|view| *view == app.link.view),
        on_choose: Callback::from(move |i: usize| dispatch.dispatch(Action::View(View::ALL[i]))),
    })
}

/// Keeps in the link how the lanes are arranged.
pub fn lanes_callback(app: &App) -> Callback<String> {
    let dispatch = app.dispatcher();
    Callback::from(move |lanes| dispatch.dispatch(Action::Lanes(lanes)))
}

/// How the lanes of one file were arranged says nothing of another that is
/// opened by hand.
#[hook]
fn use_fresh_lanes(shown: Option<&Shown>, on_lanes: &Callback<String>) {
    let first = use_mut_ref(|| true);
    let on_lanes = on_lanes.clone();
    use_effect_with(shown.cloned(), move |shown| {
        let by_hand = shown.as_ref().is_some_and(|shown| shown.address.is_none());
        if !first.replace(false) && by_hand {
            on_lanes.emit(String::new());
        }
    });
}

/// Opens what the link names; without that what was open before a reload.
#[hook]
fn use_link(app: &App, state: &UseReducerHandle<State>, opener: &Opener) {
    let named = app.link.own.iter().find(|(key, _)| key == FIELD);
    let named = named.map(|(_, value)| value.clone());
    {
        let (opener, shown) = (opener.clone(), state.shown.clone());
        use_effect_with(named.clone(), move |named| {
            let here = shown.as_ref().and_then(|shown| shown.address.as_ref());
            match named {
                Some(address) if here == Some(address) => {}
                Some(address) => {
                    if let Some(source) = addressed(address) {
                        opener.open(source);
                    }
                }
                // What was sent here from another page stands alone at first.
                None if shown.is_none() && shelf::all().is_empty() => spawn_local(async move {
                    if let Some((name, blob)) = kept::kept().await {
                        opener.open(source(&name, blob));
                    }
                }),
                None => {}
            }
        });
    }
    let dispatch = app.dispatcher();
    use_effect_with(state.shown.clone(), move |shown| {
        // A file that was opened by hand is in no link.
        let by_hand = shown.as_ref().is_some_and(|shown| shown.address.is_none());
        if by_hand && named.is_some() {
            dispatch.dispatch(Action::Own(Vec::new(), Entry::New));
        }
    });
}

/// Opens what was given to the page's interface, and tells how it went.
#[hook]
fn use_import(state: &UseReducerHandle<State>, opener: &Opener) {
    // The file, and whether it is being opened, which the next render sees.
    let asked = use_mut_ref(|| (None::<Import>, false));
    {
        let (opener, asked) = (opener.clone(), asked.clone());
        use_effect_with((), move |()| {
            let take = move || {
                if let Some(import) = take_import() {
                    opener.open(source("JSON", import.blob.clone()));
                    if let (Some(before), _) = asked.replace((Some(import), false)) {
                        before.failed("Another file is opened.");
                    }
                }
            };
            take();
            let listener = Closure::<dyn Fn()>::new(take);
            let function = listener.as_ref().unchecked_ref::<Function>();
            let added = window().add_event_listener_with_callback(IMPORT_EVENT, function);
            move || {
                if added.is_ok() {
                    let function = listener.as_ref().unchecked_ref();
                    let _ = window().remove_event_listener_with_callback(IMPORT_EVENT, function);
                }
            }
        });
    }
    let ended = (
        state.shown.clone(),
        state.failed.clone(),
        state.going.is_some(),
    );
    use_effect_with(ended, move |(shown, failed, going)| {
        if *going {
            asked.borrow_mut().1 = true;
        }
        if *going || !asked.borrow().1 {
            return;
        }
        let Some(import) = asked.take().0 else {
            return;
        };
        match (failed, shown) {
            (Some((_, problem)), _) => import.failed(&problem.sentence(Lang::En)),
            (None, Some(shown)) => {
                let facts = serde_json::to_string(&shown.summary.facts).unwrap_or_default();
                // Painted in the next frame; the one after it comes after that.
                after_frames(2, move || import.done(&facts));
            }
            (None, None) => import.failed("Opening it was cancelled."),
        }
    });
}

/// Does something so many frames later.
fn after_frames(frames: u32, what: impl FnOnce() + 'static) {
    let next = Closure::once_into_js(move || match frames {
        0 | 1 => what(),
        frames => after_frames(frames - 1, what),
    });
    let _ = window().request_animation_frame(next.unchecked_ref());
}

/// A file at an address, relative to the page's.
fn addressed(address: &str) -> Option<Source> {
    let base = window().document()?.base_uri().ok()??;
    let url = web_sys::Url::new_with_base(address, &base).ok()?;
    // Nothing but what a browser fetches over the net.
    if !matches!(url.protocol().as_str(), "http:" | "https:") {
        return None;
    }
    let path = url.pathname();
    let name = path.rsplit('/').next().unwrap_or_default();
    Some(Source {
        name: name.chars().take(LONGEST_NAME).collect(),
        value: JsValue::from_str(&url.href()),
        address: Some(address.to_owned()),
    })
}
