//! The page of a question: the stage, and the inspector beside it.

use std::rc::Rc;

use yew::prelude::*;

use super::app::App;
use super::inspector::Inspector;
use super::pages::Viewed;
use super::runs::Measured;
use super::stage::{self, Shown};
use super::state::{Action, Fetching};
use super::timeline::{SliceTable, TimelineView};
use super::widgets::{Segmented, Switch, segmented, switch};
use super::{icons, measure};
use crate::base::Time;
use crate::experiment::{QuestionId, Setup, Way};
use crate::i18n as t;
use crate::share::{Embed, Page, Show, View};
use crate::timeline::Stage;
use crate::web::address;

/// What the page of a question needs.
#[derive(Properties, PartialEq)]
pub struct QuestionProps {
    /// The page's state.
    pub app: App,
    /// The question.
    pub question: QuestionId,
    /// The switches of an embedded page.
    pub embed: Option<Embed>,
}

/// The page of a question.
#[component]
pub fn Question(props: &QuestionProps) -> Html {
    let QuestionProps {
        app,
        question,
        embed,
    } = props;
    let (lang, question) = (app.lang, *question);
    debug_assert_eq!(app.link.page, Page::Question(question));
    let setup = app.link.setup.clone().unwrap_or_else(|| question.setup());
    let (shown, stage) = use_stage(app, question, &setup);
    let at = use_state(|| app.link.at.unwrap_or_default());
    let seek = use_state(|| app.link.at.map(|at| (at, 0u32)));
    let on_playhead = {
        let (at, dispatch) = (at.setter(), app.dispatcher());
        Callback::from(move |(time, resting): (Time, bool)| {
            at.set(time);
            if resting {
                dispatch.dispatch(Action::At(time));
            }
        })
    };
    let on_seek = {
        let seek = seek.clone();
        Callback::from(move |time| seek.set(Some((time, seek.map_or(1, |(_, n)| n + 1)))))
    };
    let controls = embed.is_none_or(|e| e.controls);
    let viewed = Viewed {
        app,
        stage: &stage,
        controls,
        seek: *seek,
        on_playhead: on_playhead.clone(),
        on_seek: on_seek.clone(),
    };
    let view = match (app.pages.view(), app.link.view) {
        (Some(show), _) => show(&viewed),
        (None, View::Timeline) => html! {
            <TimelineView stage={stage.clone()} {lang} {controls} autoplay={embed.is_some_and(|e| e.autoplay)}
                seek={*seek} {on_playhead} />
        },
        (None, View::Table) => {
            html! { <SliceTable stage={stage.clone()} {lang} on_seek={on_seek.clone()} /> }
        }
    };
    html! {
        <div class="question">
            <div>
                <div>
                    <h1>{ t::question_title(lang, question) }</h1>
                    <p class="lede">{ t::question_lede(lang, question) }</p>
                </div>
                <section class="card stage" aria-label={t::stage(lang)}>
                    if controls { { bar(app, &setup, &shown) } }
                    { said(app, question, &shown) }
                    <div class="view" data-view={app.link.view.key()}>{ view }</div>
                </section>
                if embed.is_some() {
                    <p class="embed-foot"><a target="_blank" rel="noopener"
                        href={format!("{}{}", address::base(), app.link.fragment())}>{ t::open_full(lang) }</a></p>
                }
            </div>
            if embed.is_none() {
                <Inspector app={app.clone()} {question} {setup} {shown} {stage} at={*at} {on_seek} />
            }
        </div>
    }
}

/// The runs of what is set, and the stage that shows them; made anew only when
/// one of them changes.
#[hook]
fn use_stage(app: &App, question: QuestionId, setup: &Setup) -> (Rc<Vec<Shown>>, Rc<Stage>) {
    let experiment = use_memo(setup.clone(), Setup::experiment);
    let models = use_memo(
        (experiment.clone(), setup.ways.clone()),
        |(experiment, ways)| stage::models(experiment, ways),
    );
    let measured: Vec<Option<Measured>> = setup
        .ways
        .iter()
        .map(|&way| app.runs.get(&experiment, way).cloned())
        .collect();
    let shown = use_memo((models, measured), |(models, measured)| {
        let pairs = models.iter().zip(measured);
        pairs
            .map(|((way, model), measured)| Shown {
                way: *way,
                model: model.clone(),
                measured: measured.clone(),
            })
            .collect::<Vec<_>>()
    });
    let lanes = stage::lanes_of(question, app.link.detail);
    let choice = (app.link.show, lanes);
    // Progress does not change what is drawn: the sections are compared, not the runs.
    let sections = stage::sections(app.lang, Some(question), &experiment, &shown, choice);
    let stage = use_memo((sections, app.lang), |(sections, lang)| {
        Stage::new(sections.clone()).in_language(*lang)
    });
    (shown, stage)
}

/// Above the lanes: how they are viewed, and the button that measures.
fn bar(app: &App, setup: &Setup, shown: &[Shown]) -> Html {
    let lang = app.lang;
    let dispatch = app.dispatcher();
    let on_view = {
        let d = dispatch.clone();
        move |i: usize| d.dispatch(Action::View(View::ALL[i]))
    };
    let on_show = {
        let d = dispatch.clone();
        move |i: usize| d.dispatch(Action::Show(Show::ALL[i]))
    };
    let on_detail = {
        let d = dispatch.clone();
        move |on| d.dispatch(Action::Detail(on))
    };
    let ways: Vec<Way> = setup
        .ways
        .iter()
        .copied()
        .filter(|w| w.has_live())
        .collect();
    let again = shown
        .iter()
        .any(|s| matches!(s.measured, Some(Measured::Done(_))));
    let on_measure = {
        let (experiment, ways) = (setup.experiment(), ways.clone());
        move |_| measure::start(dispatch.clone(), experiment.clone(), ways.clone())
    };
    let view = segmented(Segmented {
        label: t::view_as(lang),
        options: &[t::view_timeline(lang), t::view_table(lang)],
        chosen: View::ALL.iter().position(|v| *v == app.link.view),
        on_choose: Callback::from(on_view),
    });
    let show = segmented(Segmented {
        label: t::show_runs(lang),
        options: &[t::show_both(lang), t::show_model(lang), t::show_live(lang)],
        chosen: Show::ALL.iter().position(|s| *s == app.link.show),
        on_choose: Callback::from(on_show),
    });
    let detail = switch(Switch {
        label: t::detail(lang),
        note: None,
        on: app.link.detail,
        disabled: false,
        on_change: Callback::from(on_detail),
    });
    html! {
        <div class="bar">
            { view }{ show }{ detail }
            <span class="grow"></span>
            { more(app) }
            if app.runs.pending() {
                <button type="button" onclick={|_| measure::cancel()}>{ icons::stop() }{ t::cancel(lang) }</button>
            } else {
                <button type="button" class="primary" title={t::measure_hint(lang)} disabled={ways.is_empty()}
                    onclick={on_measure}>{ icons::stopwatch() }
                    { if again { t::measure_again(lang) } else { t::measure(lang) } }</button>
            }
        </div>
    }
}

/// The way to what helps in reading, where another program has it.
fn more(app: &App) -> Html {
    if app.pages.view().is_some() || app.embed.is_some() {
        return html! {};
    }
    let (lang, fetching, dispatch) = (app.lang, app.fetching, app.dispatcher());
    let onclick = move |_| {
        dispatch.dispatch(Action::Fetch(Fetching {
            tries: fetching.tries + u32::from(fetching.failed),
            failed: false,
            wanted: true,
        }));
    };
    let going = app.wants_tools() && !fetching.failed;
    let said = match (going, fetching.failed) {
        (true, _) => t::opening_page(lang),
        (_, true) => t::opening_failed(lang),
        _ => "",
    };
    html! { <>
        <span role="status">{ said }</span>
        <button type="button" class="more" title={t::more_tools_hint(lang)} disabled={going} {onclick}>{ t::more_tools(lang) }</button>
    </> }
}

/// What is to be said of the runs: how far a measurement is, why one is missing.
fn said(app: &App, question: QuestionId, shown: &[Shown]) -> Html {
    let lang = app.lang;
    let name = |way| t::way_name(lang, Some(question), way);
    let running = shown.iter().find_map(|s| match &s.measured {
        Some(Measured::Running(doing, done, _)) => Some((s.way, doing, *done)),
        _ => None,
    });
    let sentences: Vec<(String, bool)> = shown
        .iter()
        .filter_map(|s| match (&s.model, &s.measured) {
            (Err(problem), _) => Some((format!("{}: {}", name(s.way), problem.get(lang)), true)),
            (_, Some(Measured::Failed(text))) => {
                Some((format!("{}: {}", name(s.way), text.get(lang)), true))
            }
            (_, None) if !s.way.has_live() => {
                Some((format!("{}: {}", name(s.way), t::model_only(lang)), false))
            }
            _ => None,
        })
        .collect();
    let nothing_live = app.link.show == Show::Live
        && shown
            .iter()
            .all(|s| s.measured.as_ref().and_then(Measured::trace).is_none());
    html! { <>
        <div>{ for running.map(|(way, doing, done)| {
            let what = format!("{}, {}", name(way), doing.get(lang));
            html! {
                <div class="progress"><span role="status">{ t::measuring(lang, &what) }</span>
                    <progress max="1" value={done.to_string()} aria-label={t::measuring(lang, name(way))}></progress></div>
            }
        }) }</div>
        <div>
            if !sentences.is_empty() || nothing_live {
                <ul class="said" role="status">
                    { for sentences.iter().enumerate().map(|(i, (text, problem))| html! {
                        <li key={i} class={classes!(problem.then_some("problem"))}>{ text }</li>
                    }) }
                    if nothing_live { <li key="none">{ t::not_measured(lang) }</li> }
                </ul>
            }
        </div>
    </> }
}
