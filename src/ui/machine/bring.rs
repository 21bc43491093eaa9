//! Where a scenario comes from and goes to: presets, chance, files, the clipboard.

use serde_json::Value;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DataTransfer, Element, File, HtmlInputElement};
use yew::prelude::*;

use super::state::Act;
use crate::base::Lang;
use crate::i18n as t;
use crate::playground::document::Edit;
use crate::playground::{packed, presets, pretty};
use crate::scenario::pick;
use crate::scenario::presets::{GROUPS, Preset};
use crate::ui::{icons, past};
use crate::web::{clipboard, download};

/// Presets, random jobs, files, and what takes back.
pub fn bar(lang: Lang, document: &Value, can: (bool, bool), act: &Callback<Act>) -> Html {
    let chosen = presets::which(document).map(|preset| preset.key);
    html! {
        <div class="row tools">
            { menu(t::machine_presets(lang), html! { <>
                { for GROUPS.iter().map(|group| {
                    let name = pick(group.name, lang);
                    html! {
                        <section key={name} aria-label={name}>
                            <h3>{ name }</h3>
                            <ul>{ for group.presets.iter().map(|own| preset(lang, own, chosen == Some(own.key), act)) }</ul>
                        </section>
                    }
                }) }
            </> }) }
            <button type="button" title={t::machine_random_note(lang)} onclick={act.reform(|_| Act::Edit(Edit::Draw))}>
                { icons::die() }{ t::machine_random(lang) }</button>
            { menu(t::machine_file(lang), files(lang, document, act)) }
            { past::buttons(lang, can, &act.reform(Act::Turn)) }
        </div>
    }
}

/// A preset in the menu.
fn preset(lang: Lang, own: &'static Preset, is_chosen: bool, act: &Callback<Act>) -> Html {
    let onclick = act.reform(move |event: MouseEvent| {
        close(&event);
        let document = presets::document(own.key).cloned().unwrap_or_default();
        Act::Edit(Edit::Replace(document))
    });
    let words = |field| presets::words(own, field).get(lang).to_owned();
    html! {
        <li key={own.key}>
            <button type="button" data-preset={own.key} aria-pressed={is_chosen.to_string()} {onclick}>
                <strong>{ words("title") }</strong><small>{ words("about") }</small></button></li>
    }
}

/// A button that opens what is below it.
fn menu(name: &'static str, inside: Html) -> Html {
    html! {
        <details class="menu" onkeydown={|event: KeyboardEvent| {
            if event.code() == "Escape" && let Some(target) = event.target_dyn_into::<Element>() {
                shut(&target);
            }
        }}>
            <summary>{ name }</summary>
            <div class="menu-inside">{ inside }</div>
        </details>
    }
}

fn close(event: &MouseEvent) {
    if let Some(target) = event.target_dyn_into::<Element>() {
        shut(&target);
    }
}

/// Closes the menu around an element; its button keeps the focus.
fn shut(inside: &Element) {
    if let Ok(Some(menu)) = inside.closest("details") {
        let _ = menu.remove_attribute("open");
        let summary = menu.query_selector("summary").ok().flatten();
        if let Some(summary) = summary.and_then(|s| s.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = summary.focus();
        }
    }
}

fn files(lang: Lang, document: &Value, act: &Callback<Act>) -> Html {
    let text = || pretty(document);
    let (saved, copied) = (text(), text());
    let on_save = move |event: MouseEvent| {
        close(&event);
        if let Err(error) = download::text("scenario.json", "application/json", &saved) {
            web_sys::console::warn_1(&error);
        }
    };
    let on_copy = move |event: MouseEvent| {
        close(&event);
        let copied = copied.clone();
        spawn_local(async move {
            clipboard::copy(&copied).await;
        });
    };
    let act = act.clone();
    let on_file = move |event: Event| {
        let Some(input) = event.target_dyn_into::<HtmlInputElement>() else {
            return;
        };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            read(file, act.clone());
        }
        // The same file may be chosen again.
        input.set_value("");
        shut(&input);
    };
    html! {
        <div class="files">
            <label class="file">{ t::machine_open(lang) }
                <input type="file" accept=".json,application/json" onchange={on_file} /></label>
            <button type="button" onclick={on_save}>{ t::machine_save(lang) }</button>
            <button type="button" onclick={on_copy}>{ t::machine_copy(lang) }</button>
            <small>{ t::machine_file_note(lang) }</small>
        </div>
    }
}

/// Reads a file and brings what is in it; too large ones are told by their size.
fn read(file: File, act: Callback<Act>) {
    spawn_local(async move {
        let name: String = file.name().chars().take(80).collect();
        let text = if file.size() > packed::LONGEST as f64 {
            // Longer than what is read: refused for its length.
            " ".repeat(packed::LONGEST + 1)
        } else {
            let text = JsFuture::from(file.text()).await.ok();
            text.and_then(|text| text.as_string()).unwrap_or_default()
        };
        act.emit(Act::Bring(name, text));
    });
}

/// A file, or a text, was dropped on the page.
pub fn dropped(act: Callback<Act>) -> Callback<DragEvent> {
    Callback::from(move |event: DragEvent| {
        event.prevent_default();
        if let Some(data) = event.data_transfer() {
            take(&data, &act);
        }
    })
}

/// Something was pasted, not into a field.
pub fn pasted(act: Callback<Act>) -> Callback<Event> {
    Callback::from(move |event: Event| {
        let typing = event
            .target_dyn_into::<Element>()
            .is_some_and(|target| matches!(target.closest("input, textarea, select"), Ok(Some(_))));
        let data = event
            .dyn_ref::<web_sys::ClipboardEvent>()
            .and_then(|event| event.clipboard_data());
        if let (false, Some(data)) = (typing, data) {
            event.prevent_default();
            take(&data, &act);
        }
    })
}

fn take(data: &DataTransfer, act: &Callback<Act>) {
    let file = data.files().and_then(|files| files.get(0));
    match (file, data.get_data("text/plain")) {
        (Some(file), _) => read(file, act.clone()),
        (None, Ok(text)) if !text.trim().is_empty() => {
            act.emit(Act::Bring("JSON".to_owned(), text));
        }
        _ => {}
    }
}
