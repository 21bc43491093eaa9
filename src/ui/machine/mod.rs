//! The page of a machine of one's own: jobs, machine and policies are edited,
//! the runs stand on one axis.

mod bring;
mod cell;
mod field;
mod folds;
mod jobs;
mod json;
mod results;
mod runs;
mod setup;
mod state;

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use serde_json::Value;
use yew::prelude::*;

use self::field::{Sheet, said};
use self::state::{Act, Desk};
use super::app::App;
use super::pages::OwnPage;
use super::reading::{Tools, use_reading};
use super::state::Action;
use super::timeline::{LaneTables, LanesView};
use super::traces::{lanes_callback, shelf, view_choice};
use super::widgets::{Switch, Tabs, switch, tabs};
use super::{inspector, past};
use crate::base::{Lang, Problem, Text, Time, lengths};
use crate::i18n as t;
use crate::playground::{Bench, Ran, places, presets};
use crate::scenario::why;
use crate::share::{Link, Page, View};
use crate::timeline::stage::Place;
use crate::timeline::{Filter, Section, Stage};
use crate::trace::{SliceId, Trace};
use crate::web::address::Entry;

/// The page in the table of pages.
pub const PAGE: OwnPage = OwnPage {
    page: Page::Machine,
    style: include_str!("../../../static/machine.css"),
    show: page,
    trace: current,
    ahead: None,
    says_ready: true,
    sheet: None,
};

/// How long after the last change the runs, the link and the store follow.
const SETTLED_MS: u32 = 180;

fn page(app: &App) -> Html {
    html! { <Machine key="machine" app={app.clone()} /> }
}

/// The first run that is shown.
fn current(_: &App) -> Option<Rc<Trace>> {
    runs::current()
}

#[derive(Properties, PartialEq)]
struct MachineProps {
    app: App,
}

#[component]
fn Machine(props: &MachineProps) -> Html {
    let app = &props.app;
    let lang = app.lang;
    let embed = app.embed;
    let controls = embed.is_none_or(|e| e.controls);
    let own = app.link.own.clone();
    let desk = use_reducer(move || Desk::open(&own, embed.is_some()));
    let act = {
        let dispatch = desk.dispatcher();
        use_callback((), move |act: Act, ()| dispatch.dispatch(act))
    };
    let document = desk.document().clone();
    let settled = use_settled(&document);
    use_effect_with((desk.draft.clone(), embed), |(draft, embed)| {
        if embed.is_none() {
            state::keep_draft(draft.as_deref());
        }
    });
    let (runs, runner) = runs::use_runs(&settled);
    let standing = runs::standing(lang, &runs, &runner, &settled);
    let is_there = runs.shown.is_some();
    let bench = runs.shown.unwrap_or_default();
    let too_large = use_link(app, &desk, &settled);
    let stage = use_stage(lang, app.link.detail, &bench);
    let selected = use_state_eq(|| None::<Place>);
    let at = use_state(|| app.link.at.unwrap_or_default());
    let seek = use_state(|| app.link.at.map(|at| (at, 0_u32)));
    let all = use_state_eq(|| false);
    let on_seek = {
        let seek = seek.clone();
        Callback::from(move |time| seek.set(Some((time, seek.map_or(1, |(_, n)| n + 1)))))
    };
    let tools = use_reading(app, &stage);
    let shown = is_there.then(|| {
        let selected = (*selected, selected.setter());
        let head = if controls {
            head(app, &bench)
        } else {
            html! {}
        };
        lanes(app, &stage, selected, (&at, *seek, &on_seek), &tools, head)
    });
    let lanes = html! { <>
        <div>{ standing }</div>
        <div>{ for (controls && is_there).then(|| endings(lang, &bench)) }</div>
        <div class="runs">{ for shown }</div>
    </> };
    let sheet = || Sheet {
        lang,
        document: &document,
        problems: &bench.problems,
        act: act.clone(),
    };
    let inspector = html! {
        <Panels setup={setup::panel(&sheet())} {lang} bench={bench.clone()} stage={stage.clone()} at={*at} on_seek={on_seek} />
    };
    let json = html! {
        <json::Json {lang} document={document.clone()} draft={desk.draft.clone().map(AttrValue::from)}
            problems={bench.problems.clone()} act={act.clone()} />
    };
    if embed.is_some() {
        return html! {
            <div class="machine">
                <section class="card stage" aria-label={t::stage(lang)}>{ lanes }</section>
            </div>
        };
    }
    html! {
        <div class="machine" onkeydown={past::keys(".json", act.reform(Act::Turn))} ondragover={|e: DragEvent| e.prevent_default()}
            ondrop={bring::dropped(act.clone())} onpaste={bring::pasted(act.clone())}>
            <div class="machine-head">
                <div><h1>{ t::machine_title(lang) }</h1><p class="lede">{ t::machine_lede(lang) }</p></div>
                { bring::bar(lang, &document, desk.can(), &act) }
            </div>
            <div>{ explained(lang, &document, &bench) }</div>
            <div>{ notices(lang, &desk, too_large, &act) }</div>
            <div class="question">
                <div>
                    <section class="card stage" aria-label={t::stage(lang)}>
                        { lanes }
                    </section>
                    { jobs::table(&jobs::Jobs {
                        sheet: sheet(),
                        all: *all,
                        on_all: { let all = all.setter(); Callback::from(move |on| all.set(on)) },
                    }) }
                    { folds::folds(&sheet(), json) }
                </div>
                { inspector }
            </div>
        </div>
    }
}

/// The document once it has not changed for a moment: what follows it is
/// computed then, not at every key.
#[hook]
fn use_settled(document: &Rc<Value>) -> Rc<Value> {
    let settled = use_state(|| document.clone());
    {
        let settled = settled.setter();
        use_effect_with(document.clone(), move |document| {
            let document = document.clone();
            let timer = Timeout::new(SETTLED_MS, move || settled.set(document));
            move || drop(timer)
        });
    }
    (*settled).clone()
}

/// Keeps link and store in step with the document, and the document with a
/// link that was opened. Gives whether the document is too large for a link.
#[hook]
fn use_link(app: &App, desk: &UseReducerHandle<Desk>, settled: &Rc<Value>) -> bool {
    let written = use_memo(
        (settled.clone(), app.link.own.clone()),
        |(document, own)| state::written(document, own),
    );
    {
        let (dispatch, written, embedded) =
            (app.dispatcher(), written.clone(), app.embed.is_some());
        let first = use_mut_ref(|| true);
        let bare = app.link.own.is_empty();
        use_effect_with(settled.clone(), move |document| {
            let first = first.replace(false);
            if !embedded && !first {
                state::keep(document);
            }
            // A bare address stays bare until something is changed.
            if let Some(own) = (*written).clone()
                && !(first && bare)
            {
                dispatch.dispatch(Action::Own(own, Entry::Same));
            }
        });
    }
    {
        let desk = desk.clone();
        let settled = settled.clone();
        use_effect_with(app.link.own.clone(), move |own| {
            // What this page wrote itself says what is here; anything else was opened.
            let ours = state::written(&settled, own).as_ref() == Some(own) || desk.is(own);
            if !ours && !own.is_empty() {
                desk.dispatch(Act::Link(own.clone()));
            }
        });
    }
    written.is_none()
}

/// All runs, one below another on one axis.
#[hook]
fn use_stage(lang: Lang, detail: bool, bench: &Rc<Bench>) -> Rc<Stage> {
    let stage = use_memo((bench.clone(), lang, detail), |(bench, lang, detail)| {
        let sections = bench
            .runs
            .iter()
            .enumerate()
            .filter_map(|(i, (name, ran))| {
                let ran = ran.as_ref()?;
                let title = format!("{} · {}", i + 1, name.get(*lang));
                let filter = match detail {
                    true => Filter::All,
                    false => Filter::Only(ran.facts.lanes.clone()),
                };
                Some(Section::new(title, ran.trace.clone()).with_filter(filter))
            });
        Stage::new(sections.collect())
            .in_language(*lang)
            .explained_by(explain)
    });
    Rc::clone(&stage)
}

/// Why the thread of a slice was picked, if it is on a core.
fn explain(trace: &Trace, slice: SliceId, lang: Lang) -> Option<String> {
    why::sentence(trace, why::deciding(trace, slice)?, lang, &lengths::exact)
}

/// The lanes, or the table of the same, and why what is chosen was picked.
fn lanes(
    app: &App,
    stage: &Rc<Stage>,
    (selected, on_select): (Option<Place>, UseStateSetter<Option<Place>>),
    (at, seek, on_seek): (&UseStateHandle<Time>, Option<(Time, u32)>, &Callback<Time>),
    tools: &Tools,
    head: Html,
) -> Html {
    let Tools {
        below,
        reading,
        handle,
    } = tools.clone();
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
    let on_select = Callback::from(move |place| on_select.set(place));
    let autoplay = app.embed.is_some_and(|e| e.autoplay);
    let controls = app.embed.is_none_or(|e| e.controls);
    let view = match app.link.view {
        View::Timeline => html! {
            <LanesView stage={stage.clone()} {lang} {head} {controls} {autoplay} {seek} {on_playhead} {on_select}
                lanes={app.link.lanes.clone()} on_lanes={lanes_callback(app)} {below} {reading} {handle} />
        },
        View::Table => {
            html! { <LaneTables stage={stage.clone()} {lang} {head} lanes={app.link.lanes.clone()} on_seek={on_seek.clone()} /> }
        }
    };
    let why = selected.and_then(|place| {
        let section = stage.sections().get(place.section)?;
        let known = place.slice.0 < section.trace.slice_count() as u32;
        explain(known.then_some(&*section.trace)?, place.slice, lang)
    });
    html! { <>
        <div class="view" data-view={app.link.view.key()}>{ view }</div>
        <p class="why" role="status"><strong>{ t::machine_why(lang) }</strong>{ " " }
            { why.unwrap_or_else(|| t::machine_why_hint(lang).to_owned()) }</p>
    </> }
}

/// Settings, measures, events, in tabs.
#[derive(Properties, PartialEq)]
struct PanelsProps {
    lang: Lang,
    setup: Html,
    bench: Rc<Bench>,
    stage: Rc<Stage>,
    at: Time,
    on_seek: Callback<Time>,
}

#[component]
fn Panels(props: &PanelsProps) -> Html {
    let open = use_state_eq(|| 0_usize);
    let lang = props.lang;
    let panel = match *open {
        0 => props.setup.clone(),
        1 => html! { <results::Results {lang} bench={props.bench.clone()} /> },
        _ => html! {
            <inspector::Events {lang} stage={props.stage.clone()} at={props.at} on_seek={props.on_seek.clone()} />
        },
    };
    let setter = open.setter();
    let tabs = tabs(Tabs {
        label: t::inspector(lang),
        id: "machine",
        tabs: &[
            t::machine_tab_setup(lang),
            t::machine_tab_measures(lang),
            t::tab_narration(lang),
        ],
        open: *open,
        on_open: Callback::from(move |i| setter.set(i)),
        panel,
    });
    html! { <aside class="inspect" aria-label={t::inspector(lang)}>{ tabs }</aside> }
}

/// What stands first above the lanes: how they are viewed, and how many runs
/// there are.
fn head(app: &App, bench: &Bench) -> Html {
    let lang = app.lang;
    let on_detail = {
        let dispatch = app.dispatcher();
        move |on| dispatch.dispatch(Action::Detail(on))
    };
    let detail = switch(Switch {
        label: t::detail(lang),
        note: None,
        on: app.link.detail,
        disabled: false,
        on_change: Callback::from(on_detail),
    });
    let wrong = bench.problems.len();
    let ran = bench.runs.iter().filter(|(_, ran)| ran.is_some()).count();
    let said = match wrong {
        0 if ran == 0 => t::machine_no_run(lang).to_owned(),
        0 if ran == 1 => t::machine_ran_one(lang).to_owned(),
        0 => t::machine_ran(lang, ran),
        n => t::machine_problems(lang, n),
    };
    html! { <>
        { view_choice(app) }{ detail }{ compare_elsewhere(app, bench) }
        <span class={classes!("tally", (wrong > 0).then_some("wrong"))} role="status">{ said }</span>
    </> }
}

/// What is wrong, and how runs ended.
fn endings(lang: Lang, bench: &Bench) -> Html {
    let said_of = |(name, ran): &(Text, Option<Ran>)| {
        let name = name.get(lang).to_owned();
        let ran = ran.as_ref().map(|ran| &ran.facts);
        let missed = ran.and_then(|ran| Some((true, ran.missed.as_ref()?.get(lang).to_owned())));
        let ending =
            ran.and_then(|ran| Some((ran.is_stuck, ran.ending.as_ref()?.get(lang).to_owned())));
        let both = missed.into_iter().chain(ending);
        both.map(move |(is_bad, text)| (is_bad, format!("{name}: {text}")))
    };
    let endings = bench.runs.iter().flat_map(said_of);
    html! {
        <div role="status"><ul class="said">
            { for elsewhere(lang, &bench.problems) }
            { for endings.enumerate().map(|(i, (is_bad, text))| html! {
                <li key={i} class={if is_bad { "problem" } else { "ending" }}>{ text }</li>
            }) }
        </ul></div>
    }
}

/// Takes the runs to the page where they stand beside recorded and measured ones.
fn compare_elsewhere(app: &App, bench: &Bench) -> Html {
    let lang = app.lang;
    let runs: Vec<(String, Rc<Trace>)> = bench
        .runs
        .iter()
        .filter_map(|(name, ran)| {
            let name = format!("{} · {}", t::machine_page(lang), name.get(lang));
            Some((name, ran.as_ref()?.trace.clone()))
        })
        .collect();
    let (none, dispatch) = (runs.is_empty(), app.dispatcher());
    let onclick = move |_| {
        for (name, trace) in &runs {
            shelf::keep(name, trace);
        }
        let link = Link {
            lang: Some(lang),
            ..Link::to(Page::Trace)
        };
        dispatch.dispatch(Action::Open(link, Vec::new(), Entry::New));
    };
    html! { <button type="button" class="quiet" disabled={none} {onclick}>{ t::compare_send(lang) }</button> }
}

/// What is wrong and does not stand in the table of jobs.
fn elsewhere(lang: Lang, problems: &[Problem]) -> Vec<Html> {
    const SHOWN: usize = 6;
    let others = problems
        .iter()
        .filter(|problem| !problem.place.starts_with("/jobs/"));
    let line = |problem: &Problem| {
        let place = places::named(places::split(&problem.place).0, lang);
        html! { <li class="problem">{ format!("{place}: {}", said(problem, lang)) }</li> }
    };
    others.take(SHOWN).map(line).collect()
}

/// What the document shows, as it says itself; of a preset that was changed
/// only that it was one, since what is said of it may hold no longer.
fn explained(lang: Lang, document: &Value, bench: &Bench) -> Html {
    let title = bench.title.as_ref().map(|text| text.get(lang).to_owned());
    let Some(title) = title else {
        return html! {};
    };
    let changed = presets::begun_from(document).is_some() && presets::which(document).is_none();
    if changed {
        return html! { <p class="about note">{ t::machine_changed(lang, &title) }</p> };
    }
    let about = bench.about.as_ref().map(|text| text.get(lang).to_owned());
    html! { <p class="about"><strong>{ title }</strong>{ " " }{ about }</p> }
}

/// What was wrong with what was brought here, and what does not fit a link.
fn notices(lang: Lang, desk: &Desk, too_large: bool, act: &Callback<Act>) -> Html {
    let sentence = |problem: &Problem| problem.sentence(lang);
    html! { <>
        if !desk.notices.is_empty() {
            <section class="notice" role="status">
                <ul>{ for desk.notices.iter().take(6).enumerate().map(|(i, problem)| html! { <li key={i}>{ sentence(problem) }</li> }) }</ul>
                <button type="button" onclick={act.reform(|_| Act::Dismiss)}>{ t::dismiss(lang) }</button>
            </section>
        }
        <p class="note" role="status">
            { desk.opened.as_ref().map(|name| t::machine_brought(lang, name)).unwrap_or_default() }
            { if too_large { t::machine_no_link(lang) } else { "" } }
        </p>
    </> }
}
