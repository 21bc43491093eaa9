//! Small controls that several parts of the page share.
//!
//! What keeps nothing of its own is a function of its settings that gives
//! HTML: a component costs the page four kilobytes of WebAssembly.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::icons;

/// What a row of buttons needs of which one is pressed.
pub struct Segmented<'a> {
    /// What the row chooses.
    pub label: &'static str,
    /// The words on the buttons.
    pub options: &'a [&'static str],
    /// The one that is pressed.
    pub chosen: Option<usize>,
    /// Called with the number of the button.
    pub on_choose: Callback<usize>,
}

/// A row of buttons of which one is pressed.
pub fn segmented(of: Segmented<'_>) -> Html {
    html! {
        <div class="seg" role="group" aria-label={of.label}>
            { for of.options.iter().enumerate().map(|(i, option)| html! {
                <button key={i} type="button" aria-pressed={(of.chosen == Some(i)).to_string()}
                    onclick={of.on_choose.reform(move |_| i)}>{ *option }</button>
            }) }
        </div>
    }
}

/// What a slider with its figure needs.
pub struct Slider {
    /// What it sets.
    pub label: &'static str,
    /// A sentence about it.
    pub note: Option<&'static str>,
    /// Its positions: the values that can be chosen, in order.
    pub stops: Rc<[u64]>,
    /// The present value; the nearest stop is shown.
    pub value: u64,
    /// The value in words.
    pub shown: String,
    /// Called with a value, and whether it is the first of a movement: of one
    /// drag, or of one press of a key, however long it is held.
    pub on_change: Callback<(u64, bool)>,
}

/// Marks a slider's element after the first value of a movement.
const MOVING: &str = "data-moving";

/// The next value is the first of another movement.
fn comes_to_rest(event: &Event) {
    if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
        // Only an invalid name could fail.
        let _ = input.remove_attribute(MOVING);
    }
}

/// A slider over stated stops, so that small and large values are both within reach.
pub fn slider(of: Slider) -> Html {
    let nearest = of
        .stops
        .iter()
        .enumerate()
        .min_by_key(|(_, stop)| stop.abs_diff(of.value))
        .map_or(0, |(i, _)| i);
    let last = of.stops.len().saturating_sub(1);
    let (stops, on_change) = (of.stops, of.on_change);
    let oninput = move |event: InputEvent| {
        let Some(input) = event.target_dyn_into::<HtmlInputElement>() else {
            return;
        };
        let begins = !input.has_attribute(MOVING);
        let _ = input.set_attribute(MOVING, "");
        let position = input.value().parse::<usize>().ok();
        if let Some(&value) = position.and_then(|i| stops.get(i)) {
            on_change.emit((value, begins));
        }
    };
    // Of what a label holds, it names the first that takes a name: an output
    // that stands before the slider would have it.
    html! {
        <label class="field">
            <span>{ of.label }</span>
            <span class="shown" aria-hidden="true">{ of.shown.clone() }</span>
            <input type="range" min="0" max={last.to_string()} value={nearest.to_string()}
                aria-valuetext={of.shown} {oninput}
                onpointerdown={|e: PointerEvent| comes_to_rest(&e)}
                onfocusout={|e: FocusEvent| comes_to_rest(&e)}
                onkeydown={|e: KeyboardEvent| if !e.repeat() { comes_to_rest(&e) }} />
            { for of.note.map(|note| html! { <small>{ note }</small> }) }
        </label>
    }
}

/// What a check box needs.
pub struct Switch {
    /// What it switches.
    pub label: &'static str,
    /// A sentence about it.
    pub note: Option<&'static str>,
    /// Whether it is on.
    pub on: bool,
    /// Whether it can be switched.
    pub disabled: bool,
    /// Called with what it becomes.
    pub on_change: Callback<bool>,
}

/// A check box with its label and note.
pub fn switch(of: Switch) -> Html {
    let on_change = of.on_change;
    html! {
        <label class="check">
            <input type="checkbox" checked={of.on} disabled={of.disabled}
                onchange={move |e: Event| if let Some(input) = e.target_dyn_into::<HtmlInputElement>() {
                    on_change.emit(input.checked());
                }} />
            <span>{ of.label }{ for of.note.map(|note| html! { <small>{ note }</small> }) }</span>
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

/// What tabs need.
pub struct Tabs<'a> {
    /// What the tabs are about.
    pub label: &'static str,
    /// A stable word before the ids of this set of tabs.
    pub id: &'static str,
    /// The names of the tabs.
    pub tabs: &'a [&'static str],
    /// The one that is open.
    pub open: usize,
    /// Called with the one to be opened.
    pub on_open: Callback<usize>,
    /// The panel of the open tab.
    pub panel: Html,
}

/// Tabs after the WAI-ARIA pattern: arrows move between them, only the open
/// one is in the tab order.
pub fn tabs(of: Tabs<'_>) -> Html {
    let (id, open, count) = (of.id, of.open, of.tabs.len());
    let on_open = of.on_open.clone();
    let onkeydown = move |e: KeyboardEvent| {
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
        // The framework listens at the root, so the event's current target is not the list.
        let target = e.target_dyn_into::<Element>();
        let list = target.and_then(|tab| tab.closest("[role=tablist]").ok().flatten());
        let tab = list
            .and_then(|list| list.children().item(to as u32))
            .and_then(|tab| tab.dyn_into::<HtmlElement>().ok());
        if let Some(tab) = tab {
            let _ = tab.focus();
        }
    };
    html! {
        <div class="tabs">
            <div class="tablist" role="tablist" aria-label={of.label} {onkeydown}>
                { for of.tabs.iter().enumerate().map(|(i, name)| html! {
                    <button key={i} type="button" role="tab" id={format!("{id}-tab-{i}")}
                        aria-selected={(i == open).to_string()} aria-controls={format!("{id}-panel")}
                        tabindex={if i == open { "0" } else { "-1" }}
                        onclick={of.on_open.reform(move |_| i)}>{ *name }</button>
                }) }
            </div>
            <div class="tabpanel" role="tabpanel" id={format!("{id}-panel")} tabindex="0"
                aria-labelledby={format!("{id}-tab-{open}")}>
                { of.panel }
            </div>
        </div>
    }
}
