//! The page on which Python programs run in virtual time: the program, its lanes,
//! what it wrote, and who is at which line.

mod ahead;
mod compare;
mod console;
mod explore;
mod job;
mod lanes;
mod settings;
mod stage;
mod state;
mod tools;

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use yew::prelude::*;

use self::console::Console;
use self::job::{Runner, Runs, Shown, use_runner};
use self::lanes::Colours;
use self::state::{Act, Desk};
use super::app::App;
use super::editor::{Editor, Mark};
use super::inspector;
use super::pages::OwnPage;
use super::past;
use super::reading::use_reading;
use super::state::Action;
use super::widgets::{Tabs, tabs};
use crate::base::{Lang, Time};
use crate::exploring::grouped;
use crate::i18n as t;
use crate::share::Page;
use crate::timeline::Stage;
use crate::web::address::Entry;
use crate::web::window;
use crate::workbench::exploring::Limits;
use crate::workbench::running::{NAME, Stream, Wrong};

/// How long after the last key a program is looked at, in milliseconds.
const REST_MS: u32 = 400;

/// The tab of what else a program could print.
const EXPLORE_TAB: usize = 3;

/// The page in the table of pages.
pub const PAGE: OwnPage = OwnPage {
    page: Page::Python,
    style: include_str!("../../../static/python.css"),
    show: page,
    trace: |_| job::current(),
    ahead: Some(ahead::ask),
    says_ready: true,
    sheet: None,
};

fn page(app: &App) -> Html {
    html! { <Python key="python" app={app.clone()} /> }
}

#[derive(Properties, PartialEq)]
struct PythonProps {
    app: App,
}

#[component]
fn Python(props: &PythonProps) -> Html {
    let app = &props.app;
    let (lang, embed) = (app.lang, app.embed);
    let own = app.link.own.clone();
    let desk = use_reducer(move || Desk::open(&own, embed.is_some()));
    let act = {
        let dispatch = desk.dispatcher();
        use_callback((), move |act: Act, ()| dispatch.dispatch(act))
    };
    let (runs, runner) = use_runner();
    let draft = desk.draft().clone();
    {
        // A link, an example, a setting: what is here is run without being asked.
        let (runner, draft) = (runner.clone(), draft.clone());
        use_effect_with(desk.runs, move |_| runner.start(draft));
    }
    let fits = use_link(app, &desk);
    let stage = stage::use_stage(lang, runs.shown.as_ref(), runs.beside.as_ref());
    let tools = use_reading(app, &stage);
    let at = use_state(|| app.link.at.unwrap_or_default());
    let seek = use_state(|| app.link.at.map(|at| (at, 0_u32)));
    let on_seek = {
        let seek = seek.clone();
        Callback::from(move |time| seek.set(Some((time, seek.map_or(1, |(_, n)| n + 1)))))
    };
    let colours = use_memo(runs.shown.clone(), |shown| Colours::of_run(shown.as_ref()));
    let stale = runs
        .shown
        .as_ref()
        .is_some_and(|shown| shown.draft != draft);
    // The lines of another program say nothing about this one.
    let shown = runs.shown.as_ref();
    let of_this = shown.filter(|shown| shown.draft.source == draft.source);
    let here = of_this.map_or_else(Vec::new, |shown| lanes::here(shown, &colours, *at));
    let where_they_are = lanes::table(lang, &here);
    let on_run = {
        let (runner, draft) = (runner.clone(), draft.clone());
        Callback::from(move |()| runner.start(draft.clone()))
    };
    let limits = use_state_eq(Limits::default);
    let open = use_state_eq(|| 0_usize);
    let on_explore = {
        let (open, runner, draft, limits) = (open.setter(), runner.clone(), draft.clone(), *limits);
        move |_: MouseEvent| {
            open.set(EXPLORE_TAB);
            runner.explore(draft.clone(), limits);
            bring_into_sight(".python .inspect");
        }
    };
    let wrong = use_check(&runs, &runner, &draft.source);
    let marks = match &wrong {
        Some(wrong) => vec![mark(wrong)],
        None => of_this.map_or_else(Vec::new, error_marks),
    };
    let code = html! {
        <section class="card code" aria-label={t::python_program(lang)}>
            <Editor label={t::python_program(lang)} described_by="python-wrong python-keys" text={AttrValue::from(draft.source.to_string())}
                marks={Rc::new(marks)} here={Rc::new(here)} python=true on_text={act.reform(Act::Source)}
                on_leave={act.reform(|()| Act::Rest)} on_run={on_run.clone()} />
            <p id="python-wrong" class="wrong" role="status">{ wrong.map(|wrong| t::python_wrong(lang, wrong.line, wrong.start + 1, &wrong.sentence)) }</p>
            <small id="python-keys">{ t::python_keys(lang) }</small>
        </section>
    };
    let followed = of_this.and_then(|shown| shown.told.followed);
    let has_trace = runs.shown.iter().filter(|shown| shown.trace.is_some());
    let picture = html! {
        <section class="card stage" aria-label={t::stage(lang)}>
            <div>{ explore::banner(lang, &draft, followed, &act) }</div>
            <div>{ stage::standing(lang, &runs, &runner, &on_run) }</div>
            { for has_trace.map(|_| stage::picture(app, &stage, (&at, *seek, &on_seek), &tools, stale)) }
        </section>
    };
    let console = runs.shown.iter().map(|shown| {
        let is_at_rest = *at == Time::ZERO;
        html! {
            <Console {lang} shown={shown.clone()} at={(!is_at_rest).then_some(*at)} colours={(*colours).clone()}
                on_seek={on_seek.clone()} on_line={act.reform(Act::Line)} />
        }
    });
    let problems = runs.shown.iter().flat_map(|shown| &shown.told.problems);
    let console = html! {
        <section class="card written" aria-label={t::python_console(lang)}>
            { for problems.map(|problem| html! { <p class="problem">{ problem.sentence(lang) }</p> }) }
            { for console }
            if embed.is_none() {
                <p class="ask"><button type="button" onclick={on_explore}>{ t::python_what_else(lang) }</button></p>
            }
        </section>
    };
    if embed.is_some() {
        return html! {
            <div class="python"><div class="workbench">
                <div class="left">{ code }{ console }</div><div class="right">{ picture }</div></div></div>
        };
    }
    let inspector = html! {
        <Panels open={*open} on_open={let open = open.setter(); Callback::from(move |i| open.set(i))}
            explore={explore::panel(lang, &draft, (&runs, &runner), &limits, &act)} settings={settings::panel(lang, &draft.settings, &act)} {lang} {where_they_are} stage={stage.clone()} at={*at} {on_seek}
            compare={compare::panel(lang, &draft, runs.beside.as_ref(), &act)} />
    };
    html! {
        <div class="python" onkeydown={past::keys("input, textarea", act.reform(Act::Turn))}>
            <div class="python-head">
                <div><h1>{ t::python_title(lang) }</h1><p class="lede">{ t::python_lede(lang) }</p></div>
                { tools::tools_bar(lang, &desk, &runs, (&on_run, &runner), &act) }
            </div>
            <div>{ tools::notices(lang, &desk, fits, &act) }</div>
            <div class="workbench">
                <div class="left">{ code }{ console }</div>
                <div class="right">{ picture }{ inspector }</div>
            </div>
        </div>
    }
}

/// Scrolls to what a selector means.
fn bring_into_sight(selector: &str) {
    let document = window().document();
    let found = document.and_then(|document| document.query_selector(selector).ok().flatten());
    if let Some(element) = found {
        element.scroll_into_view();
    }
}

/// Looks at the program when nobody has typed for a while; gives what is wrong
/// with it, if that is known.
#[hook]
fn use_check(runs: &Runs, runner: &Runner, source: &Rc<str>) -> Option<Wrong> {
    let known = runs.checked.clone().filter(|(text, _)| text == source);
    {
        let (runner, is_known) = (runner.clone(), known.is_some());
        use_effect_with(source.clone(), move |source| {
            let source = source.clone();
            let timer = (!is_known).then(|| Timeout::new(REST_MS, move || runner.check(source)));
            move || drop(timer)
        });
    }
    known.and_then(|(_, wrong)| wrong)
}

/// What is wrong, as the editor marks it.
fn mark(wrong: &Wrong) -> Mark {
    let start = wrong.start as usize;
    let range = start..(wrong.end as usize).max(start);
    Mark {
        line: wrong.line as usize,
        range,
    }
}

/// Keeps link and store in step with the program, and the program with a link
/// that was opened. Gives whether the program fits a link.
#[hook]
fn use_link(app: &App, desk: &UseReducerHandle<Desk>) -> bool {
    let written = desk.written();
    let fits = written.is_some();
    {
        let (dispatch, desk, embedded) = (app.dispatcher(), desk.clone(), app.embed.is_some());
        let first = use_mut_ref(|| true);
        let bare = app.link.own.is_empty();
        use_effect_with(desk.draft().clone(), move |_| {
            let first = first.replace(false);
            if !embedded && !first {
                desk.keep();
            }
            // A bare address stays bare until something is changed.
            if let Some(own) = written
                && !(first && bare)
            {
                dispatch.dispatch(Action::Own(own, Entry::Same));
            }
        });
    }
    {
        let desk = desk.clone();
        use_effect_with(app.link.own.clone(), move |own| {
            // What this page wrote itself says what is here; anything else was opened.
            let ours = desk.written().as_ref() == Some(own) || desk.is(own);
            if !ours && !own.is_empty() {
                desk.dispatch(Act::Link(own.clone()));
            }
        });
    }
    fits
}

/// The lines that an uncaught error of the main program names last.
fn error_marks(shown: &Shown) -> Vec<Mark> {
    let of_error = shown
        .told
        .output
        .iter()
        .filter(|said| said.stream == Stream::Err);
    let text: String = of_error.map(|said| said.text.as_str()).collect();
    let place = format!("File \"{}\", line ", NAME);
    let behind = text.rsplit_once(&place).map(|(_, behind)| behind);
    let digits = behind.map(|text| {
        text.chars()
            .take_while(char::is_ascii_digit)
            .collect::<String>()
    });
    let line = digits.and_then(|digits| digits.parse().ok());
    line.map(|line| Mark { line, range: 0..0 })
        .into_iter()
        .collect()
}

/// Settings, who is where, events, in tabs.
#[derive(Properties, PartialEq)]
struct PanelsProps {
    lang: Lang,
    settings: Html,
    where_they_are: Html,
    compare: Html,
    explore: Html,
    open: usize,
    on_open: Callback<usize>,
    stage: Rc<Stage>,
    at: Time,
    on_seek: Callback<Time>,
}

#[component]
fn Panels(props: &PanelsProps) -> Html {
    let lang = props.lang;
    let panel = match props.open {
        0 => props.settings.clone(),
        1 => props.where_they_are.clone(),
        2 => props.compare.clone(),
        EXPLORE_TAB => props.explore.clone(),
        _ => html! {
            <inspector::Events {lang} stage={props.stage.clone()} at={props.at} on_seek={props.on_seek.clone()} />
        },
    };
    let tabs = tabs(Tabs {
        label: t::inspector(lang),
        id: "python",
        tabs: &[
            t::machine_tab_setup(lang),
            t::python_tab_lines(lang),
            t::python_tab_compare(lang),
            t::python_tab_explore(lang),
            t::tab_narration(lang),
        ],
        open: props.open,
        on_open: props.on_open.clone(),
        panel,
    });
    html! { <aside class="inspect" aria-label={t::inspector(lang)}>{ tabs }</aside> }
}
