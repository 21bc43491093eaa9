//! The component around everything: it makes the state, keeps the address,
//! the document's language and theme in step with it, and chooses the page.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use yew::prelude::*;

use super::header::header;
use super::help::help;
use super::home::Home;
use super::programs::{self, Handed};
use super::question::Question;
use super::rail::rail;
use super::runs::Runs;
use super::share_dialog::ShareDialog;
use super::state::{Action, AppState, Fetching};
use super::{api, stage};
use crate::base::Lang;
use crate::i18n as t;
use crate::share::{Embed, Link, Page, Theme};
use crate::web::address::{self, Entry};
use crate::web::{storage, window};

/// The page's state, as components get it.
pub type App = UseReducerHandle<AppState>;

/// The language: the link's, else the visitor's choice of earlier, else the
/// browser's first that the page has.
fn first_lang(link: &Link, embed: Option<Embed>, handed: &Handed) -> Lang {
    let from_browser = || {
        window()
            .navigator()
            .languages()
            .iter()
            .find_map(|tag| Lang::from_tag(&tag.as_string()?))
    };
    embed
        .and_then(|embed| embed.lang)
        .or(link.lang)
        .or_else(|| Lang::from_tag(handed.lang.as_deref()?))
        .or_else(|| Lang::from_tag(&storage::get("lang")?))
        .or_else(from_browser)
        .unwrap_or_default()
}

/// Whether the screen has one column; as in `page.css`.
fn narrow() -> bool {
    let list = window().match_media("(max-width: 760px)");
    list.ok().flatten().is_some_and(|list| list.matches())
}

/// What the address says, what another program handed over, what is stored.
fn first_state() -> AppState {
    let handed = programs::handed();
    let (link, notices) = Link::parse(&address::fragment());
    let embed = Embed::parse(&address::query());
    let theme = || Theme::from_key(&handed.theme.clone().or_else(|| storage::get("theme"))?);
    let visited = || storage::get("visited").unwrap_or_default();
    let visited = handed.visited.clone().unwrap_or_else(visited);
    AppState {
        pages: programs::pages(),
        fetching: Fetching::default(),
        lang: first_lang(&link, embed, &handed),
        theme: embed.map_or_else(|| theme().unwrap_or_default(), |e| e.theme),
        link,
        entry: Entry::Same,
        notices,
        runs: Runs::default(),
        embed,
        // Below the top bar of a narrow screen the list would come before everything else.
        rail: handed
            .rail
            .unwrap_or_else(|| !narrow() && storage::get("rail").as_deref() != Some("0")),
        visited: visited
            .split(',')
            .filter_map(crate::experiment::QuestionId::from_key)
            .collect(),
    }
}

/// Calls back when the fragment was changed by hand, by a link, or by the
/// back button.
#[hook]
fn use_address(app: App) {
    use_effect_with((), move |()| {
        let dispatch = app.dispatcher();
        let open = move || {
            let (link, problems) = Link::parse(&address::fragment());
            dispatch.dispatch(Action::Open(link, problems, Entry::Same));
        };
        // It may have changed before anybody listened.
        if Link::parse(&address::fragment()).0 != app.link {
            open();
        }
        let closure = Closure::<dyn FnMut()>::new(open);
        let target = window();
        let listener = closure.as_ref().unchecked_ref();
        // A change of the fragment alone gives `popstate` in every browser.
        let _ = target.add_event_listener_with_callback("popstate", listener);
        move || {
            let _ = target
                .remove_event_listener_with_callback("popstate", closure.as_ref().unchecked_ref());
        }
    });
}

/// Keeps the address in step with the state.
#[hook]
fn use_fragment(app: &App) {
    let (link, entry) = (app.link.clone(), app.entry);
    use_effect_with(link, move |link| {
        let fragment = link.fragment();
        // A first visit keeps its bare address until something is changed.
        let bare = address::fragment().is_empty() && *link == Link::default();
        if !bare && fragment != address::fragment() {
            address::set_fragment(&fragment, entry);
        }
    });
}

/// Keeps the document's language, title and theme in step, and remembers them.
#[hook]
fn use_document(app: &App) -> bool {
    let device_dark = use_media("(prefers-color-scheme: dark)");
    let dark = match app.theme {
        Theme::Auto => device_dark,
        Theme::Light => false,
        Theme::Dark => true,
    };
    let title = match page_name(app.lang, app.link.page) {
        Some(name) => format!("{name} · {}", t::app_name(app.lang)),
        None => t::app_name(app.lang).to_string(),
    };
    let embedded = app.embed.is_some();
    let (lang, theme, link_lang) = (app.lang, app.theme, app.link.lang);
    use_effect_with(
        (lang, theme, dark, title, link_lang),
        move |(lang, theme, dark, title, link_lang)| {
            let Some(document) = window().document() else {
                return;
            };
            document.set_title(title);
            if let Some(root) = document.document_element() {
                let _ = root.set_attribute("lang", lang.tag());
                let _ = root.set_attribute("data-theme", if *dark { "dark" } else { "light" });
            }
            if !embedded {
                if link_lang.is_some() {
                    storage::set("lang", lang.tag());
                }
                storage::set("theme", theme.key());
            }
        },
    );
    let visited: Vec<&str> = app.visited.iter().map(|q| q.key()).collect();
    let rail = if app.rail { "1" } else { "0" };
    use_effect_with((visited.join(","), rail), move |(visited, rail)| {
        if !embedded {
            storage::set("visited", visited);
            if !narrow() {
                storage::set("rail", rail);
            }
        }
    });
    dark
}

/// What a page is called; the opening page has the whole page's name.
pub fn page_name(lang: Lang, page: Page) -> Option<&'static str> {
    match page {
        Page::Home => None,
        Page::Question(question) => Some(t::question_name(lang, question)),
        Page::Machine => Some(t::machine_page(lang)),
        Page::Explore => Some(t::explore_page(lang)),
        Page::Python => Some(t::python_page(lang)),
        Page::Trace => Some(t::trace_page(lang)),
    }
}

/// Whether a media query holds now.
#[hook]
pub fn use_media(query: &'static str) -> bool {
    let list = use_memo(query, |query| window().match_media(query).ok().flatten());
    let holds = use_state(|| list.as_ref().as_ref().is_some_and(|list| list.matches()));
    {
        let holds = holds.setter();
        use_effect_with((), move |()| {
            let list = list.as_ref().clone();
            let closure = Closure::<dyn FnMut(web_sys::MediaQueryListEvent)>::new(
                move |e: web_sys::MediaQueryListEvent| holds.set(e.matches()),
            );
            if let Some(list) = &list {
                list.set_onchange(Some(closure.as_ref().unchecked_ref()));
            }
            move || {
                if let Some(list) = &list {
                    list.set_onchange(None);
                }
                drop(closure);
            }
        });
    }
    *holds
}

/// What lies over the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Over {
    Nothing,
    Help,
    Share,
}

/// The page.
#[component]
pub fn Root() -> Html {
    let app = use_reducer(first_state);
    let over = use_state(|| Over::Nothing);
    use_address(app.clone());
    use_fragment(&app);
    let dark = use_document(&app);
    api::know(&app);
    use_help_key(over.setter());
    let set_over = |what: Over| {
        let over = over.setter();
        Callback::from(move |()| over.set(what))
    };
    programs::use_program(&app);
    let body = match (app.question(), app.pages.get(app.link.page)) {
        (Some(question), _) => html! {
            <Question key={question.key()} app={app.clone()} {question} embed={app.embed} />
        },
        (None, Some(page)) => (page.show)(&app),
        (None, None) if app.is_elsewhere() => opening(&app),
        (None, None) => html! { <Home key="home" app={app.clone()} {dark} /> },
    };
    let on_trace = {
        let app = app.clone();
        Callback::from(move |()| stage::download(&app))
    };
    let lang = app.lang;
    html! {
        <div class={classes!("app", app.embed.map(|_| "embedded"), (!app.rail).then_some("rail-closed"))}>
            if app.embed.is_none() {
                <button type="button" class="skip" onclick={|_| focus_content()}>{ t::skip_to_content(lang) }</button>
                { header(&app, dark, set_over(Over::Share), set_over(Over::Help)) }
            }
            <div class="frame">
                <div class="rail-slot">
                    if app.embed.is_none() && app.rail { { rail(&app) } }
                </div>
                <main id="content" tabindex="-1">
                    <div>
                        if !app.notices.is_empty() {
                            { notices(&app) }
                        }
                    </div>
                    { body }
                </main>
            </div>
            <div>{ match *over {
                Over::Nothing => html! {},
                Over::Help => help(lang, set_over(Over::Nothing)),
                Over::Share => html! { <ShareDialog app={app.clone()} {on_trace} on_close={set_over(Over::Nothing)} /> },
            } }</div>
        </div>
    }
}

/// `?` opens the help sheet, wherever no text is typed.
#[hook]
fn use_help_key(over: UseStateSetter<Over>) {
    use_effect_with((), move |()| {
        let closure = Closure::<dyn FnMut(KeyboardEvent)>::new(move |e: KeyboardEvent| {
            let typing = e
                .target_dyn_into::<web_sys::Element>()
                .is_some_and(|target| {
                    matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
                });
            let question_mark = e.code() == "Slash" && e.shift_key();
            if question_mark && !typing && !e.is_composing() && !e.ctrl_key() && !e.meta_key() {
                e.prevent_default();
                over.set(Over::Help);
            }
        });
        let target = window();
        let _ =
            target.add_event_listener_with_callback("keydown", closure.as_ref().unchecked_ref());
        move || {
            let _ = target
                .remove_event_listener_with_callback("keydown", closure.as_ref().unchecked_ref());
        }
    });
}

/// In place of a page that is being fetched.
fn opening(app: &App) -> Html {
    let (lang, Fetching { tries, failed, .. }) = (app.lang, app.fetching);
    let dispatch = app.dispatcher();
    let on_retry = move |_| {
        // The button goes away; the focus stays near.
        focus_content();
        dispatch.dispatch(Action::Fetch(Fetching {
            tries: tries + 1,
            ..Fetching::default()
        }));
    };
    let (said, hint) = if failed {
        (t::opening_failed(lang), t::opening_hint(lang))
    } else {
        (t::opening_page(lang), "")
    };
    html! {
        <div key="opening" class="opening">
            <p role="status"><strong>{ said }</strong>{ " " }{ hint }</p>
            { if failed {
                html! { <button type="button" class="primary" onclick={on_retry}>{ t::retry(lang) }</button> }
            } else {
                html! { <progress aria-label={said}></progress> }
            } }
        </div>
    }
}

fn focus_content() {
    let content = window()
        .document()
        .and_then(|d| d.get_element_by_id("content"))
        .and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(content) = content {
        let _ = content.focus();
    }
}

/// What was wrong with the link.
fn notices(app: &App) -> Html {
    let lang = app.lang;
    let dispatch = app.dispatcher();
    html! {
        <section class="notice" role="status">
            <h2>{ t::notice_title(lang) }</h2>
            <ul>{ for app.notices.iter().take(6).enumerate().map(|(i, problem)| html! {
                <li key={i}>{ problem.sentence(lang) }</li>
            }) }</ul>
            <button type="button" onclick={move |_| dispatch.dispatch(Action::Dismiss)}>{ t::dismiss(lang) }</button>
        </section>
    }
}
