//! What a run's length was made of: totals, and the pieces one after another.

use std::rc::Rc;

use yew::prelude::*;

use super::pieces;
use crate::base::{Dur, Lang, Time};
use crate::exploring::grouped;
use crate::i18n as t;
use crate::timeline::stage::{Place, Section};
use crate::timeline::{Stage, words};
use crate::trace::{Cause, CriticalPath, CriticalWalk, Piece, State};
use crate::ui::timeline::TimelineHandle;

/// Steps of the walk that are taken between two frames.
const PIECE: u32 = 4_000;
/// Pieces that are listed.
const MOST_LISTED: usize = 200;

/// A path, and the section that it is of.
pub type Shown = Option<(usize, Rc<CriticalPath>)>;

/// A path with the stage in which it was found: in another its tracks are not.
#[derive(Clone, Default)]
pub struct Found {
    stage: Rc<Stage>,
    path: Shown,
}

impl PartialEq for Found {
    fn eq(&self, other: &Found) -> bool {
        let same = match (&self.path, &other.path) {
            (Some(a), Some(b)) => a.0 == b.0 && Rc::ptr_eq(&a.1, &b.1),
            (a, b) => a.is_none() && b.is_none(),
        };
        same && Rc::ptr_eq(&self.stage, &other.stage)
    }
}

/// The critical path of a section, found when it is wanted; none meanwhile.
#[hook]
pub fn use_path(stage: &Rc<Stage>, wanted: Option<usize>) -> Shown {
    let path = use_state_eq(Found::default);
    let setter = path.setter();
    use_effect_with((stage.clone(), wanted), move |(stage, wanted)| {
        setter.set(Found::default());
        let stage = stage.clone();
        let section = wanted.and_then(|wanted| Some((wanted, stage.sections().get(wanted)?)));
        let going = section.map(|(place, section)| {
            let (first, trace) = (section.trace.clone(), section.trace.clone());
            let within = stage.clone();
            pieces::start(
                0,
                move || CriticalWalk::new(&first),
                move |walk| walk.advance(&trace, PIECE),
                move |walk| {
                    setter.set(Found {
                        stage: within,
                        path: Some((place, Rc::new(walk.finish()))),
                    });
                },
            )
        });
        move || drop(going)
    });
    path.path.clone().filter(|_| Rc::ptr_eq(&path.stage, stage))
}

/// What the tab needs.
#[derive(Properties, PartialEq)]
pub struct PathProps {
    /// The language.
    pub lang: Lang,
    /// What is shown.
    pub stage: Rc<Stage>,
    /// Whose path is wanted.
    pub section: usize,
    /// The path, once it is found.
    pub path: Shown,
    /// Another section was chosen.
    pub on_section: Callback<usize>,
    /// Steers the timeline.
    pub handle: TimelineHandle,
}

/// The path in figures and as a list.
#[component]
pub fn Path(props: &PathProps) -> Html {
    let (lang, stage) = (props.lang, &props.stage);
    let body = match &props.path {
        None => html! { <p class="note" role="status">{ t::path_going(lang) }</p> },
        Some((_, path)) if path.pieces.is_empty() => html! { <p>{ t::path_none(lang) }</p> },
        Some((place, path)) => match stage.sections().get(*place) {
            Some(section) => found(props, *place, section, path),
            None => html! {},
        },
    };
    html! {
        <div class="rd-path">
            <p class="note">{ t::path_lead(lang) }</p>
            <div>{ which(props) }</div>
            <div>{ body }</div>
        </div>
    }
}

fn which(props: &PathProps) -> Html {
    let sections = props.stage.sections();
    if sections.len() < 2 {
        return html! {};
    }
    let onchange = props.on_section.reform(|event: Event| {
        let select = event.target_dyn_into::<web_sys::HtmlSelectElement>();
        let index = select.map_or(0, |select| select.selected_index());
        usize::try_from(index).unwrap_or(0)
    });
    html! {
        <label class="row">{ t::path_of(props.lang) }
            <select {onchange}>{ for sections.iter().enumerate().map(|(i, section)| html! {
                <option key={i} selected={i == props.section}>{ section.title.clone() }</option>
            }) }</select>
        </label>
    }
}

fn found(props: &PathProps, place: usize, section: &Section, path: &CriticalPath) -> Html {
    let (lang, axis) = (props.lang, props.stage.axis());
    let whole = path.length();
    let states: Vec<(String, Dur)> = path
        .states()
        .into_iter()
        .map(|(state, dur)| (state_name(state, lang), dur))
        .collect();
    let lanes: Vec<(String, Dur)> = path
        .tracks()
        .into_iter()
        .map(|(track, dur)| {
            let name = props.stage.word(section.trace.track_name(track));
            (name.into_owned(), dur)
        })
        .collect();
    let unrecorded = path.unrecorded();
    let length = t::path_length(
        lang,
        &axis.exact(whole, lang),
        &grouped(path.pieces.len() as u64),
    );
    let more = path.pieces.len().saturating_sub(MOST_LISTED);
    html! { <>
        <p class="rd-about">{ length }</p>
        <div>{ if unrecorded.is_zero() { html! {} } else {
            html! { <p class="rd-why">{ t::path_unrecorded(lang, &axis.exact(unrecorded, lang)) }</p> }
        } }</div>
        <div class="rd-two">
            { shares(props, t::path_states(lang), &states, whole) }
            { shares(props, t::path_lanes(lang), &lanes, whole) }
        </div>
        <h4>{ t::path_pieces(lang) }</h4>
        <div class="tl-table"><div class="tl-table-scroll rd-scroll" tabindex="0" role="region" aria-label={t::path_pieces(lang)}>
            <table>
                <thead><tr>
                    <th scope="col">{ words::LANE.get(lang) }</th><th scope="col">{ words::STATE.get(lang) }</th>
                    <th scope="col" class="tl-number">{ words::START.get(lang) }</th>
                    <th scope="col" class="tl-number">{ words::LENGTH.get(lang) }</th>
                    <th scope="col">{ t::path_why(lang) }</th>
                </tr></thead>
                <tbody>{ for path.pieces.iter().take(MOST_LISTED).enumerate().map(|(i, piece)| line(props, place, section, i, piece)) }</tbody>
            </table>
        </div></div>
        <div>{ if more > 0 { html! { <p class="note">{ t::path_more(lang, more) }</p> } } else { html! {} } }</div>
    </> }
}

fn state_name(state: Option<State>, lang: Lang) -> String {
    match state {
        Some(state) => words::state(state).get(lang).to_owned(),
        None => t::path_nothing(lang).to_owned(),
    }
}

fn shares(props: &PathProps, title: &'static str, all: &[(String, Dur)], whole: Dur) -> Html {
    const MOST: usize = 20;
    let (lang, axis) = (props.lang, props.stage.axis());
    let percent = |dur: Dur| 100.0 * dur.0 as f64 / whole.0.max(1) as f64;
    html! {
        <div class="tl-table"><table>
            <caption>{ title }</caption>
            <thead><tr><th scope="col">{ t::path_piece(lang) }</th><th scope="col" class="tl-number">{ words::LENGTH.get(lang) }</th>
                <th scope="col" class="tl-number">{ t::path_share(lang) }</th></tr></thead>
            <tbody>{ for all.iter().take(MOST).enumerate().map(|(i, (name, dur))| html! {
                <tr key={i}><th scope="row">{ name.clone() }</th>
                    <td class="tl-number">{ axis.exact(*dur, lang) }</td>
                    <td class="tl-number">{ format!("{:.1} %", percent(*dur)) }</td></tr>
            }) }</tbody>
        </table></div>
    }
}

fn line(props: &PathProps, place: usize, section: &Section, key: usize, piece: &Piece) -> Html {
    let (lang, axis) = (props.lang, props.stage.axis());
    let trace = &section.trace;
    let lane = props.stage.word(trace.track_name(piece.track)).into_owned();
    let from = section.on_axis(piece.from);
    let onclick = {
        let (handle, slice) = (props.handle.clone(), piece.slice);
        Callback::from(move |_| {
            handle.seek(from);
            if let Some(slice) = slice {
                handle.select(Some(Place {
                    section: place,
                    slice,
                }));
            }
        })
    };
    html! {
        <tr {key}><th scope="row"><button type="button" {onclick}>{ lane }</button></th>
            <td>{ state_name(piece.state, lang) }</td>
            <td class="tl-number">{ axis.exact(from.since(Time::ZERO), lang) }</td>
            <td class="tl-number">{ axis.exact(piece.dur(), lang) }</td>
            <td>{ cause(props, section, piece.cause) }</td></tr>
    }
}

fn cause(props: &PathProps, section: &Section, cause: Cause) -> String {
    let lang = props.lang;
    match cause {
        Cause::Start => t::cause_start(lang).to_owned(),
        Cause::Lane => t::cause_lane(lang).to_owned(),
        Cause::Flow(place) => {
            let flow = section.trace.flows().get(place as usize);
            let kind = flow.map_or_else(String::new, |flow| {
                words::flow(flow.kind).get(lang).to_owned()
            });
            t::cause_flow(lang, &kind)
        }
        Cause::Core(core) => {
            let core = props.stage.word(section.trace.track_name(core));
            t::cause_core(lang, &core)
        }
        Cause::Request => t::cause_request(lang).to_owned(),
        Cause::Unrecorded => t::cause_unrecorded(lang).to_owned(),
        Cause::Cut => t::cause_cut(lang).to_owned(),
    }
}
