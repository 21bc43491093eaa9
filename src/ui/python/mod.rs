//! The page on which Python programs run in virtual time: the program, its lanes,
//! what it wrote, and who is at which line.

mod console;
mod job;
mod lanes;
mod settings;
mod state;

use std::rc::Rc;

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use self::console::Console;
use self::job::{Runner, Runs, Shown, Stopped, use_runner};
use self::lanes::Colours;
use self::state::{Act, Desk};
use super::app::App;
use super::editor::{Editor, Mark};
use super::pages::OwnPage;
use super::reading::{Tools, use_reading};
use super::state::Action;
use super::timeline::{SliceTable, TimelineView};
use super::widgets::{Segmented, Tabs, segmented, tabs};
use super::{icons, inspector};
use crate::base::{Lang, Problem, Time, lengths};
use crate::i18n as t;
use crate::share::{Page, View};
use crate::timeline::{Section, Stage};
use crate::web::address::Entry;
use crate::web::download;
use crate::workbench::examples::{Topic, all, example, example_of};
use crate::workbench::running::LONGEST_SOURCE;

/// The page in the table of pages.
pub const PAGE: OwnPage = OwnPage {
    page: Page::Python,
    style: concat!(
        include_str!("../../../static/editor.css"),
        include_str!("../../../static/reading.css"),
        include_str!("../../../static/python.css")
    ),
    show: page,
    trace: |_| job::current(),
    says_ready: true,
    keys: None,
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
    let stage = use_stage(lang, runs.shown.as_ref());
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
    let here = runs
        .shown
        .as_ref()
        .filter(|shown| shown.draft.source == draft.source);
    let here = here.map_or_else(Vec::new, |shown| lanes::here(shown, &colours, *at));
    let where_they_are = lanes::table(lang, &here);
    let on_run = {
        let (runner, draft) = (runner.clone(), draft.clone());
        Callback::from(move |()| runner.start(draft.clone()))
    };
    let marks = runs
        .shown
        .as_ref()
        .filter(|shown| shown.draft.source == draft.source)
        .map_or_else(Vec::new, marks);
    let code = html! {
        <section class="card code" aria-label={t::python_program(lang)}>
            <Editor label={t::python_program(lang)} described_by="python-keys" text={AttrValue::from(draft.source.to_string())}
                marks={Rc::new(marks)} here={Rc::new(here)} python=true on_text={act.reform(Act::Source)}
                on_leave={act.reform(|()| Act::Rest)} on_run={on_run.clone()} />
            <small id="python-keys">{ t::python_keys(lang) }</small>
        </section>
    };
    let picture = html! {
        <section class="card stage" aria-label={t::stage(lang)}>
            if embed.is_none_or(|e| e.controls) { { view_bar(app, stale) } }
            <div>{ standing(lang, &runs, &runner, &on_run) }</div>
            { for runs.shown.iter().filter(|shown| shown.trace.is_some()).map(|_| picture(app, &stage, (&at, *seek, &on_seek), &tools)) }
        </section>
    };
    let console = runs.shown.iter().map(|shown| {
        let is_at_rest = *at == Time::ZERO;
        html! {
            <Console {lang} shown={shown.clone()} at={(!is_at_rest).then_some(*at)} colours={(*colours).clone()} on_seek={on_seek.clone()} />
        }
    });
    let console = html! {
        <section class="card" aria-label={t::python_console(lang)}>
            { for runs.shown.iter().flat_map(|shown| &shown.told.problems).map(|problem| html! { <p class="problem">{ problem.sentence(lang) }</p> }) }
            { for console }
        </section>
    };
    if embed.is_some() {
        return html! { <div class="python"><div class="workbench embedded">{ code }{ picture }{ console }</div></div> };
    }
    let inspector = html! {
        <Panels settings={settings::panel(lang, &draft.settings, &act)} {lang} {where_they_are} stage={stage.clone()} at={*at} {on_seek} />
    };
    html! {
        <div class="python" onkeydown={undo_keys(act.clone())}>
            <div class="python-head">
                <div><h1>{ t::python_title(lang) }</h1><p class="lede">{ t::python_lede(lang) }</p></div>
                { tools_bar(lang, &desk, &runs, (&on_run, &runner), &act) }
            </div>
            <div>{ notices(lang, &desk, fits, &act) }</div>
            <div class="workbench">{ code }{ picture }{ console }{ inspector }</div>
        </div>
    }
}

/// What ran, as a stage.
#[hook]
fn use_stage(lang: Lang, shown: Option<&Shown>) -> Rc<Stage> {
    let stage = use_memo((shown.cloned(), lang), |(shown, lang)| {
        let trace = shown.iter().filter_map(|shown| shown.trace.clone());
        Stage::new(trace.map(|trace| Section::new("", trace)).collect()).in_language(*lang)
    });
    Rc::clone(&stage)
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

/// The lanes, or the table of the same.
fn picture(
    app: &App,
    stage: &Rc<Stage>,
    (at, seek, on_seek): (&UseStateHandle<Time>, Option<(Time, u32)>, &Callback<Time>),
    tools: &Tools,
) -> Html {
    let lang = app.lang;
    let on_playhead = {
        let (at, dispatch) = (at.setter(), app.dispatcher());
        Callback::from(move |(time, resting): (Time, bool)| {
            at.set(time);
            if resting {
                dispatch.dispatch(Action::At(time));
            }
        })
    };
    let autoplay = app.embed.is_some_and(|e| e.autoplay);
    let controls = app.embed.is_none_or(|e| e.controls);
    let Tools {
        below,
        reading,
        handle,
    } = tools.clone();
    let view = match app.link.view {
        View::Timeline => html! {
            <TimelineView stage={stage.clone()} {lang} {controls} {autoplay} {seek} {on_playhead} {below} {reading} {handle} />
        },
        View::Table => {
            html! { <SliceTable stage={stage.clone()} {lang} on_seek={on_seek.clone()} /> }
        }
    };
    html! { <div class="view" data-view={app.link.view.key()}>{ view }</div> }
}

fn view_bar(app: &App, stale: bool) -> Html {
    let lang = app.lang;
    let on_view = {
        let dispatch = app.dispatcher();
        move |i: usize| dispatch.dispatch(Action::View(View::ALL[i]))
    };
    let view = segmented(Segmented {
        label: t::view_as(lang),
        options: &[t::view_timeline(lang), t::view_table(lang)],
        chosen: View::ALL.iter().position(|v| *v == app.link.view),
        on_choose: Callback::from(on_view),
    });
    html! {
        <div class="bar">{ view }<span class="grow"></span>
            <span class="tally" role="status">{ if stale { t::python_stale(lang) } else { "" } }</span></div>
    }
}

/// How running stands, if that is not what is shown.
fn standing(lang: Lang, runs: &Runs, runner: &Runner, on_run: &Callback<()>) -> Html {
    if let Some(going) = runs.going.as_ref().filter(|going| going.late) {
        let runner = runner.clone();
        let said = match going.so_far {
            Some((instructions, now)) => t::python_running(
                lang,
                &instructions.to_string(),
                &lengths::exact(now.since(Time::ZERO)),
            ),
            None => t::python_starting(lang).to_owned(),
        };
        return html! {
            <div class="progress" role="status">
                <span>{ said.clone() }</span>
                <progress aria-label={said}></progress>
                <button type="button" onclick={move |_| runner.stop()}>{ t::python_stop(lang) }</button>
            </div>
        };
    }
    let words = match &runs.stopped {
        Some(Stopped::ByHand) => t::python_stopped(lang).to_owned(),
        Some(Stopped::Failed(why)) => why.get(lang).to_owned(),
        None => return html! {},
    };
    html! {
        <div class="notice" role="alert"><p>{ words }</p>
            <button type="button" onclick={on_run.reform(|_| ())}>{ t::python_run(lang) }</button></div>
    }
}

/// The examples, the file, undo, and the button that runs.
fn tools_bar(
    lang: Lang,
    desk: &Desk,
    runs: &Runs,
    (on_run, runner): (&Callback<()>, &Runner),
    act: &Callback<Act>,
) -> Html {
    let source = desk.draft().source.clone();
    let on_save = {
        let source = source.clone();
        // Fails where the browser refuses downloads, which it says itself.
        move |_: MouseEvent| {
            let _ = download::text(job::NAME, "text/x-python", &source);
        }
    };
    let (back, on) = desk.can();
    let going = runs.going.is_some();
    let run = match going {
        true => {
            let runner = runner.clone();
            html! { <button key="run" type="button" class="primary" onclick={move |_| runner.stop()}>{ t::python_stop(lang) }</button> }
        }
        false => {
            html! { <button key="run" type="button" class="primary" onclick={on_run.reform(|_| ())}>{ icon_play() }{ t::python_run(lang) }</button> }
        }
    };
    let step = |label: &'static str, icon: Html, can: bool, what: fn() -> Act| {
        html! { <button type="button" class="quiet square" aria-label={label} title={label} disabled={!can} onclick={act.reform(move |_| what())}>{ icon }</button> }
    };
    html! {
        <div class="tools">
            { chooser(lang, &source, act) }
            <label class="button">{ t::python_open(lang) }
                <input type="file" accept=".py,text/x-python,text/plain" class="sr" onchange={opened(act.clone())} /></label>
            <button type="button" onclick={on_save}>{ t::python_save(lang) }</button>
            <span class="pair">
                { step(t::machine_undo(lang), icons::undo(), back, || Act::Undo) }
                { step(t::machine_redo(lang), icons::redo(), on, || Act::Redo) }
            </span>
            { run }
        </div>
    }
}

fn icon_play() -> Html {
    html! {
        <svg class="icon" width="16" height="16" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path d="M6 4l10 6-10 6z" fill="currentColor" /></svg>
    }
}

/// Which example it is.
fn chooser(lang: Lang, source: &str, act: &Callback<Act>) -> Html {
    let chosen = example_of(source).map(|example| example.key);
    let act = act.clone();
    let onchange = move |event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        if let Some(example) = select.and_then(|select| example(&select.value())) {
            act.emit(Act::Example(example));
        }
    };
    let examples = all();
    let group = |topic: Topic| {
        let of_topic = examples.iter().filter(|example| example.topic == topic);
        html! {
            <optgroup label={topic.title().get(lang).to_owned()}>
                { for of_topic.map(|example| html! {
                    <option key={example.key} value={example.key} selected={chosen == Some(example.key)}>{ example.title.get(lang).to_owned() }</option>
                }) }
            </optgroup>
        }
    };
    html! {
        <label class="examples"><span class="sr">{ t::python_examples(lang) }</span>
            <select {onchange}>
                <option key="own" value="" selected={chosen.is_none()}>{ t::python_own(lang) }</option>
                { for Topic::ALL.into_iter().map(group) }
            </select></label>
    }
}

/// Opens a file as the program.
fn opened(act: Callback<Act>) -> Callback<Event> {
    Callback::from(move |event: Event| {
        let Some(input) = event.target_dyn_into::<HtmlInputElement>() else {
            return;
        };
        let file = input.files().and_then(|files| files.get(0));
        // The same file may be chosen again.
        input.set_value("");
        let Some(file) = file.filter(|file| file.size() <= LONGEST_SOURCE as f64) else {
            return;
        };
        let act = act.clone();
        wasm_bindgen_futures::spawn_local(async move {
            let text = wasm_bindgen_futures::JsFuture::from(file.text()).await;
            if let Some(text) = text.ok().and_then(|text| text.as_string()) {
                act.emit(Act::Opened(text.replace("\r\n", "\n")));
            }
        });
    })
}

/// What the example shows; what was wrong with the link, and what does not fit one.
fn notices(lang: Lang, desk: &Desk, fits: bool, act: &Callback<Act>) -> Html {
    let sentence = |problem: &Problem| problem.sentence(lang);
    let note = example_of(&desk.draft().source).map(|example| example.note.get(lang).to_owned());
    html! { <>
        if !desk.notices.is_empty() {
            <section class="notice" role="status">
                <ul>{ for desk.notices.iter().take(6).enumerate().map(|(i, problem)| html! { <li key={i}>{ sentence(problem) }</li> }) }</ul>
                <button type="button" onclick={act.reform(|_| Act::Dismiss)}>{ t::dismiss(lang) }</button>
            </section>
        }
        <p class="about">{ note }</p>
        <p class="note" role="status">{ if fits { "" } else { t::python_no_link(lang) } }</p>
    </> }
}

/// The lines that an uncaught error of the main program names last.
fn marks(shown: &Shown) -> Vec<Mark> {
    let of_error = shown.told.output.iter().filter(|said| said.error);
    let text: String = of_error.map(|said| said.text.as_str()).collect();
    let place = format!("File \"{}\", line ", job::NAME);
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
    stage: Rc<Stage>,
    at: Time,
    on_seek: Callback<Time>,
}

#[component]
fn Panels(props: &PanelsProps) -> Html {
    let open = use_state_eq(|| 0_usize);
    let lang = props.lang;
    let panel = match *open {
        0 => props.settings.clone(),
        1 => props.where_they_are.clone(),
        _ => html! {
            <inspector::Events {lang} stage={props.stage.clone()} at={props.at} on_seek={props.on_seek.clone()} />
        },
    };
    let setter = open.setter();
    let tabs = tabs(Tabs {
        label: t::inspector(lang),
        id: "python",
        tabs: &[
            t::machine_tab_setup(lang),
            t::python_tab_lines(lang),
            t::tab_narration(lang),
        ],
        open: *open,
        on_open: Callback::from(move |i| setter.set(i)),
        panel,
    });
    html! { <aside class="inspect" aria-label={t::inspector(lang)}>{ tabs }</aside> }
}

/// Ctrl+Z and its kin outside of a field take back what was done on the page;
/// in a field they are the browser's.
fn undo_keys(act: Callback<Act>) -> Callback<KeyboardEvent> {
    Callback::from(move |event: KeyboardEvent| {
        if event.is_composing() || event.alt_key() || !(event.ctrl_key() || event.meta_key()) {
            return;
        }
        let target = event.target_dyn_into::<web_sys::Element>();
        if target.is_some_and(|target| matches!(target.closest("input, textarea"), Ok(Some(_)))) {
            return;
        }
        let what = match (event.code().as_str(), event.shift_key()) {
            ("KeyZ", false) => Act::Undo,
            ("KeyZ", true) | ("KeyY", false) => Act::Redo,
            _ => return,
        };
        event.prevent_default();
        act.emit(what);
    })
}
