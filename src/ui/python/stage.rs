//! What ran on the timeline, alone or beside others, or as a table; and how
//! running stands.

use std::rc::Rc;

use yew::prelude::*;

use super::grouped;
use super::job::{Beside, Runner, Runs, Shown, Stopped};
use crate::base::{Lang, Time, lengths};
use crate::i18n as t;
use crate::share::View;
use crate::timeline::{Filter, Section, Stage};
use crate::trace::{Trace, Track, TrackId, TrackKind};
use crate::ui::app::App;
use crate::ui::reading::Tools;
use crate::ui::state::Action;
use crate::ui::timeline::{LaneTables, LanesView};
use crate::ui::traces::{lanes_callback, view_choice};

/// What ran, as a stage.
#[hook]
pub fn use_stage(lang: Lang, shown: Option<&Shown>, beside: Option<&Beside>) -> Rc<Stage> {
    let of = (shown.cloned(), beside.cloned(), lang);
    let stage = use_memo(of, |(shown, beside, lang)| {
        let sections = match beside {
            Some(beside) => beside
                .iter()
                .filter_map(|(label, shown)| {
                    let trace = shown.trace.clone()?;
                    Some(section(label.get(*lang), trace))
                })
                .collect(),
            None => {
                let trace = shown.iter().filter_map(|shown| shown.trace.clone());
                trace.map(|trace| section("", trace)).collect()
            }
        };
        Stage::new(sections).in_language(*lang)
    });
    Rc::clone(&stage)
}

/// A run without the cores on which nothing ran: many of a machine's with a GIL.
fn section(title: &str, trace: Rc<Trace>) -> Section {
    let is_idle = |(lane, track): &(TrackId, &Track)| {
        track.kind == TrackKind::Core && trace.track_slices(*lane).next().is_none()
    };
    let idle = trace.tracks().iter_ids().filter(is_idle);
    let idle = idle.map(|(lane, _)| lane).collect();
    Section::new(title, trace.clone()).with_filter(Filter::Without(idle))
}

/// The lanes, or the table of the same.
pub fn picture(
    app: &App,
    stage: &Rc<Stage>,
    (at, seek, on_seek): (&UseStateHandle<Time>, Option<(Time, u32)>, &Callback<Time>),
    tools: &Tools,
    stale: bool,
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
    let head = match controls {
        true => view_head(app, stale),
        false => html! {},
    };
    let view = match app.link.view {
        View::Timeline => html! {
            <LanesView stage={stage.clone()} {lang} {head} {controls} {autoplay} {seek} {on_playhead}
                lanes={app.link.lanes.clone()} on_lanes={lanes_callback(app)} {below} {reading} {handle} />
        },
        View::Table => {
            html! { <LaneTables stage={stage.clone()} {lang} {head} lanes={app.link.lanes.clone()} on_seek={on_seek.clone()} /> }
        }
    };
    html! { <div class="view" data-view={app.link.view.key()}>{ view }</div> }
}

/// What stands first above the lanes: how they are viewed, and whether they are
/// those of another program than the one that is typed.
fn view_head(app: &App, stale: bool) -> Html {
    let said = if stale { t::python_stale(app.lang) } else { "" };
    html! { <>
        { view_choice(app) }
        <span class="tally" role="status">{ said }</span>
    </> }
}

/// How running stands, if that is not what is shown.
pub fn standing(lang: Lang, runs: &Runs, runner: &Runner, on_run: &Callback<()>) -> Html {
    if let Some(going) = runs
        .going
        .as_ref()
        .filter(|going| going.late && !going.explores)
    {
        let runner = runner.clone();
        let said = match going.so_far {
            Some((instructions, now)) => t::python_running(
                lang,
                &grouped(instructions),
                &lengths::short(now.since(Time::ZERO)),
            ),
            None => t::python_starting(lang).to_owned(),
        };
        let which = match going.of {
            (_, 0 | 1) => String::new(),
            (this, all) => format!("{this} / {all} · "),
        };
        return html! {
            <div class="progress">
                <span>{ which }{ said }</span>
                <progress aria-label={t::python_runs(lang)}></progress>
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
