//! Taking back and doing again: the keys and the buttons of every page that has
//! a past.

use web_sys::Element;
use yew::prelude::*;

use super::icons;
use crate::base::Lang;
use crate::i18n as t;
use crate::playground::Turn;

/// Ctrl+Z and its kin, anywhere on a page. In what `fields` selects they are the
/// browser's: there it takes back what was typed.
pub fn keys(fields: &'static str, on_turn: Callback<Turn>) -> Callback<KeyboardEvent> {
    Callback::from(move |event: KeyboardEvent| {
        let Some(turn) = meant(&event) else {
            return;
        };
        let target = event.target_dyn_into::<Element>();
        if target.is_some_and(|target| matches!(target.closest(fields), Ok(Some(_)))) {
            return;
        }
        event.prevent_default();
        on_turn.emit(turn);
    })
}

/// Which way a key means, if any.
fn meant(event: &KeyboardEvent) -> Option<Turn> {
    if event.is_composing() || event.alt_key() || !(event.ctrl_key() || event.meta_key()) {
        return None;
    }
    match (event.code().as_str(), event.shift_key()) {
        ("KeyZ", false) => Some(Turn::Back),
        ("KeyZ", true) | ("KeyY", false) => Some(Turn::Again),
        _ => None,
    }
}

/// The buttons that take back and do again; whether there is something to.
pub fn buttons(lang: Lang, (back, again): (bool, bool), on_turn: &Callback<Turn>) -> Html {
    let button = |label: &'static str, icon: Html, can: bool, turn: Turn| {
        html! {
            <button type="button" class="quiet square" aria-label={label} title={label} disabled={!can}
                onclick={on_turn.reform(move |_| turn)}>{ icon }</button>
        }
    };
    html! {
        <span class="pair">
            { button(t::machine_undo(lang), icons::undo(), back, Turn::Back) }
            { button(t::machine_redo(lang), icons::redo(), again, Turn::Again) }
        </span>
    }
}
