//! Small controls that several parts of the page share.

use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlInputElement};
use yew::prelude::*;

use super::icons;

/// A row of buttons of which one is pressed.
#[derive(Properties, PartialEq)]
pub struct SegmentedProps {
    /// What the row chooses.
    pub label: AttrValue,
    /// The words on the buttons.
    pub options: Vec<AttrValue>,
    /// The one that is pressed.
    pub chosen: Option<usize>,
    /// Called with the number of the button.
    pub on_choose: Callback<usize>,
    /// Further classes.
    #[prop_or_default]
    pub class: Classes,
}

/// A row of buttons of which one is pressed.
#[component]
pub fn Segmented(props: &SegmentedProps) -> Html {
    html! {
        <div class={classes!("seg", props.class.clone())} role="group" aria-label={props.label.clone()}>
            { for props.options.iter().enumerate().map(|(i, option)| {
                let on_choose = props.on_choose.clone();
                html! {
                    <button key={i} type="button" aria-pressed={(props.chosen == Some(i)).to_string()}
                        onclick={move |_| on_choose.emit(i)}>{ option }</button>
                }
            }) }
        </div>
    }
}

/// A slider with its figure.
#[derive(Properties, PartialEq)]
pub struct SliderProps {
    /// What it sets.
    pub label: AttrValue,
    /// A sentence about it.
    #[prop_or_default]
    pub note: Option<AttrValue>,
    /// Its positions: the values that can be chosen, in order.
    pub stops: Vec<u64>,
    /// The present value; the nearest stop is shown.
    pub value: u64,
    /// The value in words.
    pub shown: AttrValue,
    /// Called with a value, and whether the hand has let go.
    pub on_change: Callback<(u64, bool)>,
}

/// A slider over stated stops, so that small and large values are both within reach.
#[component]
pub fn Slider(props: &SliderProps) -> Html {
    let nearest = props
        .stops
        .iter()
        .enumerate()
        .min_by_key(|(_, stop)| stop.abs_diff(props.value))
        .map_or(0, |(i, _)| i);
    let emit = |done: bool| {
        let stops = props.stops.clone();
        let on_change = props.on_change.clone();
        move |target: Option<HtmlInputElement>| {
            let position = target.and_then(|input| input.value().parse::<usize>().ok());
            if let Some(&value) = position.and_then(|i| stops.get(i)) {
                on_change.emit((value, done));
            }
        }
    };
    let (moving, done) = (emit(false), emit(true));
    html! {
        <label class="field">
            <span>{ &props.label }</span>
            <output>{ &props.shown }</output>
            <input type="range" min="0" max={props.stops.len().saturating_sub(1).to_string()}
                value={nearest.to_string()} aria-valuetext={props.shown.clone()}
                oninput={move |e: InputEvent| moving(e.target_dyn_into())}
                onchange={move |e: Event| done(e.target_dyn_into())} />
            if let Some(note) = &props.note { <small>{ note }</small> }
        </label>
    }
}

/// A switch with a label.
#[derive(Properties, PartialEq)]
pub struct SwitchProps {
    /// What it switches.
    pub label: AttrValue,
    /// A sentence about it.
    #[prop_or_default]
    pub note: Option<AttrValue>,
    /// Whether it is on.
    pub on: bool,
    /// Whether it can be switched.
    #[prop_or_default]
    pub disabled: bool,
    /// Called with what it becomes.
    pub on_change: Callback<bool>,
}

/// A check box with its label and note.
#[component]
pub fn Switch(props: &SwitchProps) -> Html {
    let on_change = props.on_change.clone();
    html! {
        <label class="check">
            <input type="checkbox" checked={props.on} disabled={props.disabled}
                onchange={move |e: Event| if let Some(input) = e.target_dyn_into::<HtmlInputElement>() {
                    on_change.emit(input.checked());
                }} />
            <span>{ &props.label }
                if let Some(note) = &props.note { <small>{ note }</small> }
            </span>
        </label>
    }
}

/// A dialog over the page.
#[derive(Properties, PartialEq)]
pub struct DialogProps {
    /// Its heading.
    pub title: AttrValue,
    /// The word for closing it.
    pub close: AttrValue,
    /// Called when it was closed, by whatever means.
    pub on_close: Callback<()>,
    /// What is in it.
    pub children: Html,
}

/// A modal dialog: the browser's own, which keeps the focus inside, closes
/// with Escape, and gives the focus back.
#[component]
pub fn Dialog(props: &DialogProps) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with((), move |()| {
            let dialog = node.cast::<HtmlDialogElement>();
            if let Some(dialog) = &dialog
                && !dialog.open()
            {
                let _ = dialog.show_modal();
            }
            move || {
                if let Some(dialog) = dialog {
                    dialog.close();
                }
            }
        });
    }
    let on_close = props.on_close.clone();
    let on_button = props.on_close.reform(|_: MouseEvent| ());
    // A click on the dialog's own element is one on its backdrop: its content covers the rest.
    let on_backdrop = {
        let (node, on_close) = (node.clone(), props.on_close.clone());
        move |e: MouseEvent| {
            let target = e.target().and_then(|t| t.dyn_into::<web_sys::Node>().ok());
            if target.is_some() && target == node.get() {
                on_close.emit(());
            }
        }
    };
    html! {
        <dialog ref={node} class="dialog" aria-label={props.title.clone()} onclick={on_backdrop}
            onclose={move |_| on_close.emit(())}>
            <div class="dialog-inside">
                <header>
                    <h2>{ &props.title }</h2>
                    <button type="button" class="quiet square" aria-label={props.close.clone()}
                        title={props.close.clone()} onclick={on_button}>{ icons::close() }</button>
                </header>
                { props.children.clone() }
            </div>
        </dialog>
    }
}

/// Tabs after the WAI-ARIA pattern.
#[derive(Properties, PartialEq)]
pub struct TabsProps {
    /// What the tabs are about.
    pub label: AttrValue,
    /// A stable word before the ids of this set of tabs.
    pub id: AttrValue,
    /// The names of the tabs.
    pub tabs: Vec<AttrValue>,
    /// The one that is open.
    pub open: usize,
    /// Called with the one to be opened.
    pub on_open: Callback<usize>,
    /// The panel of the open tab.
    pub children: Html,
}

/// Tabs: arrows move between them, only the open one is in the tab order.
#[component]
pub fn Tabs(props: &TabsProps) -> Html {
    let count = props.tabs.len();
    let list = use_node_ref();
    let onkeydown = {
        let (list, on_open, open) = (list.clone(), props.on_open.clone(), props.open);
        move |e: KeyboardEvent| {
            let to = match e.code().as_str() {
                "ArrowRight" => (open + 1) % count,
                "ArrowLeft" => (open + count - 1) % count,
                "Home" => 0,
                "End" => count - 1,
                _ => return,
            };
            e.prevent_default();
            e.stop_propagation();
            on_open.emit(to);
            let tab = list
                .cast::<web_sys::Element>()
                .and_then(|list| list.children().item(to as u32))
                .and_then(|tab| tab.dyn_into::<web_sys::HtmlElement>().ok());
            if let Some(tab) = tab {
                let _ = tab.focus();
            }
        }
    };
    html! {
        <div class="tabs">
            <div class="tablist" role="tablist" aria-label={props.label.clone()} ref={list} {onkeydown}>
                { for props.tabs.iter().enumerate().map(|(i, name)| {
                    let on_open = props.on_open.clone();
                    let open = i == props.open;
                    html! {
                        <button key={i} type="button" role="tab" id={format!("{}-tab-{i}", props.id)}
                            aria-selected={open.to_string()} aria-controls={format!("{}-panel", props.id)}
                            tabindex={if open { "0" } else { "-1" }}
                            onclick={move |_| on_open.emit(i)}>{ name }</button>
                    }
                }) }
            </div>
            <div class="tabpanel" role="tabpanel" id={format!("{}-panel", props.id)} tabindex="0"
                aria-labelledby={format!("{}-tab-{}", props.id, props.open)}>
                { props.children.clone() }
            </div>
        </div>
    }
}
