//! The scene beside the lanes of a timeline: the same moment, by place. A tool
//! of the full program.

mod canvas;

use std::rc::Rc;

use yew::prelude::*;

use self::canvas::SceneCanvas;
use super::pages::{Tool, Tooled};
use super::timeline::{Shown, TimelineHandle};
use super::widgets::{Segmented, segmented};
use crate::base::Lang;
use crate::i18n as t;
use crate::timeline::Facts;
use crate::timeline::scene::{Map, Scene, Skin};
use crate::timeline::stage::{Place, Stage};

/// The tool in the table of tools.
pub const TOOL: Tool = Tool {
    style: include_str!("../../../static/scene.css"),
    show,
    at_end: false,
};

fn show(tooled: &Tooled<'_>) -> Html {
    html! {
        <SceneTool lang={tooled.lang} stage={Rc::clone(tooled.stage)} shown={tooled.shown}
            handle={tooled.handle.clone()} />
    }
}

#[derive(Properties, PartialEq)]
struct SceneProps {
    lang: Lang,
    stage: Rc<Stage>,
    shown: Shown,
    handle: TimelineHandle,
}

/// What is chosen, for all timelines of the page: who looks at scenes looks at
/// the next one as a scene too.
#[derive(Clone, Copy, PartialEq, Default)]
struct Choice {
    on: bool,
    skin: Skin,
    section: usize,
}

thread_local! {
    static CHOSEN: std::cell::Cell<Choice> = const {
        std::cell::Cell::new(Choice { on: false, skin: Skin::Plain, section: 0 })
    };
}

/// The choice between lanes and scene, and the scene.
#[component]
fn SceneTool(props: &SceneProps) -> Html {
    let lang = props.lang;
    let choice = use_state_eq(|| CHOSEN.get());
    let choose = |apply: fn(&mut Choice, usize)| {
        let (setter, now) = (choice.setter(), *choice);
        Callback::from(move |nth| {
            let mut next = now;
            apply(&mut next, nth);
            CHOSEN.set(next);
            setter.set(next);
        })
    };
    let which = segmented(Segmented {
        label: t::scene_show(lang),
        options: &[t::scene_lanes(lang), t::scene_scene(lang)],
        chosen: Some(usize::from(choice.on)),
        on_choose: choose(|choice, nth| choice.on = nth == 1),
    });
    let skins = Skin::ALL.map(|skin| skin.name(lang));
    let looks = || {
        segmented(Segmented {
            label: t::scene_skin(lang),
            options: &skins,
            chosen: Skin::ALL.iter().position(|skin| *skin == choice.skin),
            on_choose: choose(|choice, nth| {
                choice.skin = Skin::ALL.get(nth).copied().unwrap_or_default();
            }),
        })
    };
    let scene = || {
        html! {
            <SceneShown lang={props.lang} stage={Rc::clone(&props.stage)} shown={props.shown}
                handle={props.handle.clone()} skin={choice.skin} section={choice.section}
                on_section={choose(|choice, nth| choice.section = nth)} />
        }
    };
    // What comes and goes is in elements of its own: a list that grows is made
    // anew, and the buttons would lose the focus.
    html! { <>
        <div class="scene-bar">{ which }<div>{ for choice.on.then(looks) }</div></div>
        <div class="scene-place">{ for choice.on.then(scene) }</div>
    </> }
}

#[derive(Properties, PartialEq)]
struct ShownProps {
    lang: Lang,
    stage: Rc<Stage>,
    shown: Shown,
    handle: TimelineHandle,
    skin: Skin,
    section: usize,
    on_section: Callback<usize>,
}

/// The scene: its drawing, and the same as a list.
#[component]
fn SceneShown(props: &ShownProps) -> Html {
    let (lang, stage) = (props.lang, &props.stage);
    let section = props.section.min(stage.sections().len().saturating_sub(1));
    let map = use_memo((Rc::clone(stage), section), |(stage, section)| {
        Map::of(stage, *section)
    });
    let chosen = use_state_eq(|| None::<usize>);
    let Some(known) = map.as_ref().as_ref() else {
        return html! { <div class="scene">
            <div>{ which_section(props, section) }</div>
            <p class="note">{ t::scene_none(lang) }</p>
        </div> };
    };
    // The list tells where everybody stands, not who is on the way.
    let scene = known.at(stage, props.shown.at, false);
    let place_of = move |scene: &Scene, token: usize| {
        let slice = scene.tokens.get(token)?.slice?;
        Some(Place { section, slice })
    };
    let on_choose = {
        let (handle, scene, chosen) = (props.handle.clone(), scene.clone(), chosen.setter());
        Callback::from(move |token: usize| {
            handle.select(place_of(&scene, token));
            chosen.set(Some(token));
        })
    };
    // What the chosen one is doing now.
    let facts = chosen
        .and_then(|token| Facts::of_slice(stage, place_of(&scene, token)?))
        .map(|facts| facts.sentence(lang));
    html! {
        <div class="scene">
            <div>{ which_section(props, section) }</div>
            <SceneCanvas {lang} stage={Rc::clone(stage)} map={map.clone()} skin={props.skin} shown={props.shown}
                handle={props.handle.clone()} on_choose={on_choose.clone()} />
            <p class="note">{ props.skin.legend(lang) }
                { for (known.more > 0).then(|| html! { <>{ " " }{ t::scene_more(lang, known.more) }</> }) }</p>
            <p class="scene-facts" role="status">{ facts.unwrap_or_default() }</p>
            <details>
                <summary>{ t::scene_list(lang) }</summary>
                { listed(props, known, &scene, &on_choose) }
            </details>
        </div>
    }
}

/// Which of several runs is shown.
fn which_section(props: &ShownProps, section: usize) -> Html {
    let sections = props.stage.sections();
    if sections.len() < 2 {
        return html! {};
    }
    let on_section = props.on_section.clone();
    let onchange = Callback::from(move |event: Event| {
        let list = event.target_dyn_into::<web_sys::HtmlSelectElement>();
        let index = list.map_or(0, |list| list.selected_index());
        on_section.emit(usize::try_from(index).unwrap_or(0));
    });
    html! {
        <label class="scene-run">{ t::scene_run(props.lang) }{ " " }
            <select aria-label={t::scene_run(props.lang)} {onchange}>
                { for sections.iter().enumerate().map(|(nth, of)| html! {
                    <option key={nth} selected={nth == section}>{ of.title.clone() }</option>
                }) }
            </select></label>
    }
}

fn listed(props: &ShownProps, map: &Map, scene: &Scene, on_choose: &Callback<usize>) -> Html {
    let lang = props.lang;
    let told = map.told(&props.stage, scene, props.skin, lang);
    html! {
        <dl class="scene-list">
            { for told.into_iter().map(|told| {
                let note = told.note.map_or_else(String::new, |note| format!(" ({note})"));
                html! {
                    <div key={told.place}>
                        <dt>{ told.title }{ note }</dt>
                        <dd>{ match told.tokens.as_slice() {
                            [] => html! { <span class="note">{ t::scene_nobody(lang) }</span> },
                            tokens => html! { <>{ for tokens.iter().map(|&token| one(lang, map, token, on_choose)) }</> },
                        } }</dd>
                    </div>
                }
            }) }
        </dl>
    }
}

fn one(lang: Lang, map: &Map, token: usize, on_choose: &Callback<usize>) -> Html {
    let of = &map.tokens[token];
    let name = match of.process.as_str() {
        "" => of.name.clone(),
        process => format!("{} ({process})", of.name),
    };
    html! {
        <button key={token} type="button" class="chip" title={t::scene_choose(lang, &name)}
            onclick={on_choose.reform(move |_| token)}>{ name }</button>
    }
}
