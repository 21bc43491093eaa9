//! What is done to lanes, above them, behind a button: seeking, folding, what is
//! done to the chosen lane, how they are seen.

use std::rc::Rc;

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::looks::{Looks, use_lane};
use super::{Doing, words};
use crate::base::Lang;
use crate::timeline::tree::about::kind;
use crate::timeline::tree::{Act, Change, History, Seek, Tree};
use crate::timeline::{Stage, words as common};
use crate::trace::{State, TrackKind};
use crate::ui::timeline::icons::icon;

#[derive(Properties)]
pub struct BarProps {
    pub lang: Lang,
    pub history: History,
    pub stage: Rc<Stage>,
    pub tree: Rc<Tree>,
    pub looks: Rc<Looks>,
    pub on_act: Callback<Act>,
    pub on_doing: Callback<Doing>,
    /// Its id, for the button that opens it.
    pub id: AttrValue,
}

impl PartialEq for BarProps {
    fn eq(&self, other: &BarProps) -> bool {
        self.lang == other.lang
            && self.history == other.history
            && Rc::ptr_eq(&self.tree, &other.tree)
            && self.looks == other.looks
    }
}

/// The button that opens the bar: it tells how many lanes there are.
pub fn bar_button(
    lang: Lang,
    tree: &Tree,
    controls: AttrValue,
    open: &UseStateHandle<bool>,
) -> Html {
    let count = words::found(tree.found(), tree.all(), lang);
    let is_open = **open;
    let onclick = {
        let open = open.setter();
        move |_| open.set(!is_open)
    };
    html! { <>
        <button type="button" class="tl-bar-open" aria-expanded={is_open.to_string()} aria-controls={controls}
            title={words::WHAT_FOR.get(lang)} {onclick}>{ count.clone() }{ icon("", "M5 7.500l4 4 4-4") }</button>
        <span class="tl-sr tl-bar-count" role="status">{ count }</span>
    </> }
}

/// What the button opens.
#[component]
pub fn Bar(props: &BarProps) -> Html {
    let lang = props.lang;
    let states = use_memo(StageOf(props.stage.clone()), |stage| States::of(&stage.0));
    let problem = props.tree.problem();
    html! {
        <section class="tl-bar" id={props.id.clone()} aria-label={words::LANES.get(lang)}>
            <Seeking {lang} now={props.history.now().seek.clone()} on_doing={props.on_doing.clone()}
                states={states} />
            <p class="tl-problem" role="status">
                { problem.map(|p| format!("{} {}", p.reason.get(lang), p.hint.get(lang))).unwrap_or_default() }</p>
            { to_all(props) }
            <Chosen lang={lang} history={props.history.clone()} stage={props.stage.clone()} tree={props.tree.clone()}
                looks={props.looks.clone()} on_act={props.on_act.clone()} on_doing={props.on_doing.clone()} id={props.id.clone()} />
            { view(props) }
            <div>{ hidden(props) }</div>
        </section>
    }
}

fn act_button(props: &BarProps, act: Act, stroked: &'static str, disabled: bool) -> Html {
    let binding = act.binding();
    let name = binding.label.get(props.lang);
    html! {
        <button key={binding.cap} type="button" class="tl-button" data-act={format!("{act:?}")} aria-label={name.to_string()}
            title={format!("{name} ({})", binding.cap)} aria-keyshortcuts={binding.aria} {disabled}
            onclick={props.on_act.reform(move |_| act)}>{ icon("", stroked) }</button>
    }
}

/// How lanes are seen: scrolled by a page, with more or less room for names.
fn view(props: &BarProps) -> Html {
    let button = |act, stroked| act_button(props, act, stroked, false);
    html! {
        <div class="tl-bar-group" role="group" aria-label={words::VIEW.get(props.lang)}>
            { button(Act::PageUp, "M4 9.500l5-5 5 5M4 14l5-5 5 5") }
            { button(Act::PageDown, "M4 4l5 5 5-5M4 8.500l5 5 5-5") }
            { button(Act::NamesNarrower, "M11 3v12M8 9H2M5 6L2 9l3 3") }
            { button(Act::NamesWider, "M7 3v12M10 9h6M13 6l3 3-3 3") }
            { button(Act::NamesFit, "M12 3v12M2 9h7M6 6l3 3-3 3M15 6v6") }
        </div>
    }
}

fn to_all(props: &BarProps) -> Html {
    let lang = props.lang;
    let how = props.history.now();
    let depths = props.tree.depths();
    let on_depth = props.on_doing.reform(|event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        let depth = select.and_then(|select| select.value().parse().ok());
        Doing::Changes(vec![Change::ToDepth(depth)])
    });
    let on_reset = props
        .on_doing
        .reform(|_: MouseEvent| Doing::Changes(vec![Change::Reset]));
    html! {
        <div class="tl-bar-group" role="group" aria-label={words::TO_ALL.get(lang)}>
            { act_button(props, Act::FoldAll, "M4 3.500l5 4 5-4M4 14.500l5-4 5 4", depths == 0) }
            { act_button(props, Act::OpenAll, "M4 7l5-4 5 4M4 11l5 4 5-4", depths == 0) }
            <label><span>{ words::DEPTH.get(lang) }</span>
                <select onchange={on_depth} disabled={depths == 0}>
                    <option value="" selected={how.depth.is_none()}>{ words::ALL.get(lang) }</option>
                    { for (0..depths).map(|depth| html! {
                        <option key={depth} value={depth.to_string()} selected={how.depth == Some(depth)}>
                            { words::to_depth(depth + 1, lang) }</option>
                    }) }
                </select>
            </label>
            { act_button(props, Act::Undo, "M7 4L3.500 7.500 7 11M3.500 7.500h7a4 4 0 0 1 0 8H7", !props.history.can_undo()) }
            { act_button(props, Act::Redo, "M11 4l3.500 3.500L11 11M14.500 7.500h-7a4 4 0 0 0 0 8H11", !props.history.can_redo()) }
            <button type="button" class="tl-word" disabled={how.is_plain()} onclick={on_reset}>{ words::RESET.get(lang) }</button>
        </div>
    }
}

/// What is done to the chosen lane.
#[component]
fn Chosen(props: &BarProps) -> Html {
    let lang = props.lang;
    let lane = use_lane(&props.looks);
    let item = lane
        .and_then(|lane| props.tree.item_of_lane(lane))
        .map(|item| (item, &props.tree.items()[item]));
    let name = item.map(|(_, item)| props.tree.name(&props.stage, item, lang));
    let can = |change: fn(&Tree, usize) -> Option<Change>| {
        item.is_some_and(|(place, _)| change(&props.tree, place).is_some())
    };
    html! {
        <div class="tl-bar-group" role="group" aria-label={words::TO_CHOSEN.get(lang)}>
            { act_button(props, Act::Turn, "M5 7l4 4 4-4", !can(Tree::turned)) }
            { act_button(props, Act::MoveUp, "M9 15V3M4.500 7.500L9 3l4.500 4.500", !can(|tree, item| tree.moved(item, false))) }
            { act_button(props, Act::MoveDown, "M9 3v12M4.500 10.500L9 15l4.500-4.500", !can(|tree, item| tree.moved(item, true))) }
            { act_button(props, Act::Pin, "M6 3h6M7 3v5l-2 3h8l-2-3V3M9 11v4.500", item.is_none()) }
            { act_button(props, Act::Hide, "M2 9c2-3.500 4.500-5 7-5s5 1.500 7 5c-2 3.500-4.500 5-7 5s-5-1.500-7-5zM3.500 14.500l11-11", item.is_none()) }
            { act_button(props, Act::Menu, "M2.500 4.500h13M2.500 9h13M2.500 13.500h8", item.is_none()) }
            <span class="tl-chosen-name">{ name.unwrap_or_else(|| words::NONE_CHOSEN.get(lang).to_owned()) }</span>
        </div>
    }
}

fn hidden(props: &BarProps) -> Html {
    let lang = props.lang;
    let hidden = props.tree.hidden();
    if hidden.is_empty() {
        return html! {};
    }
    const MOST: usize = 30;
    html! {
        <div class="tl-bar-group" role="group" aria-label={words::HIDDEN.get(lang)}>
            <span>{ words::HIDDEN.get(lang) }</span>
            { for hidden.iter().take(MOST).map(|(node, name)| {
                let node = *node;
                let label = words::show_again(name, lang);
                html! {
                    <button key={format!("{}.{}", node.section, node.index)} type="button" class="tl-word" aria-label={label.clone()} title={label}
                        onclick={props.on_doing.reform(move |_| Doing::Changes(vec![Change::Show(node)]))}>{ name.clone() }</button>
                }
            }) }
            { act_button(props, Act::ShowAll, "M2 9c2-3.500 4.500-5 7-5s5 1.500 7 5c-2 3.500-4.500 5-7 5s-5-1.500-7-5zM9 11a2 2 0 1 0 0-4 2 2 0 0 0 0 4z", false) }
        </div>
    }
}

/// A stage by its traces: however its lanes are arranged.
struct StageOf(Rc<Stage>);

impl PartialEq for StageOf {
    fn eq(&self, other: &StageOf) -> bool {
        self.0.sections() == other.0.sections()
    }
}

/// The states and kinds that there are to seek.
#[derive(Clone, PartialEq)]
struct States {
    states: Vec<State>,
    kinds: Vec<TrackKind>,
}

impl States {
    /// Those of the tracks that there are; whether they are shown does not count.
    fn of(stage: &Stage) -> States {
        let mut kinds = Vec::new();
        let mut states = [false; State::ALL.len()];
        for section in stage.sections() {
            let trace = &section.trace;
            for (id, track) in trace.tracks().iter_ids() {
                if !kinds.contains(&track.kind) {
                    kinds.push(track.kind);
                }
                for state in State::ALL {
                    states[state as usize] |= trace.is_ever(id, state);
                }
            }
        }
        let there = State::ALL.into_iter().filter(|s| states[*s as usize]);
        States {
            states: there.collect(),
            kinds,
        }
    }
}

#[derive(Properties, PartialEq)]
struct SeekingProps {
    lang: Lang,
    now: Seek,
    on_doing: Callback<Doing>,
    states: Rc<States>,
}

/// The fields in which lanes are sought.
#[component]
fn Seeking(props: &SeekingProps) -> Html {
    let (lang, now) = (props.lang, &props.now);
    let seek = |change: fn(&mut Seek, &Event)| {
        let now = now.clone();
        props.on_doing.reform(move |event: Event| {
            let mut seek = now.clone();
            change(&mut seek, &event);
            Doing::Changes(vec![Change::Seek(seek.cut())])
        })
    };
    let typed = seek(|seek, event| seek.text = field(event));
    let oninput = Callback::from(move |event: InputEvent| typed.emit(event.into()));
    let on_regex = seek(|seek, event| {
        let input = event.target_dyn_into::<HtmlInputElement>();
        seek.regex = input.is_some_and(|input| input.checked());
    });
    let on_state = seek(|seek, event| seek.state = State::from_key(&choice(event)));
    let on_kind = seek(|seek, event| seek.kind = TrackKind::from_key(&choice(event)));
    html! {
        <div class="tl-bar-group" role="search" aria-label={words::SEEK.get(lang)}>
            <input type="search" class="tl-seek" aria-label={words::SEEK.get(lang)} placeholder={words::SEEK_HINT.get(lang)}
                autocomplete="off" spellcheck="false" value={now.text.clone()} {oninput} />
            <label class="tl-check"><input type="checkbox" checked={now.regex} onchange={on_regex} />
                <span>{ words::REGEX.get(lang) }</span></label>
            <label><span>{ words::STATE.get(lang) }</span><select onchange={on_state}>
                <option value="" selected={now.state.is_none()}>{ words::ANY.get(lang) }</option>
                { for props.states.states.iter().map(|state| html! {
                    <option key={state.key()} value={state.key()} selected={now.state == Some(*state)}>
                        { common::state(*state).get(lang).to_string() }</option>
                }) }
            </select></label>
            <label><span>{ words::KIND.get(lang) }</span><select onchange={on_kind}>
                <option value="" selected={now.kind.is_none()}>{ words::ANY.get(lang) }</option>
                { for props.states.kinds.iter().map(|which| html! {
                    <option key={which.key()} value={which.key()} selected={now.kind == Some(*which)}>{ kind(*which, lang) }</option>
                }) }
            </select></label>
        </div>
    }
}

fn field(event: &Event) -> String {
    let input = event.target_dyn_into::<HtmlInputElement>();
    input.map(|input| input.value()).unwrap_or_default()
}

fn choice(event: &Event) -> String {
    let select = event.target_dyn_into::<HtmlSelectElement>();
    select.map(|select| select.value()).unwrap_or_default()
}
