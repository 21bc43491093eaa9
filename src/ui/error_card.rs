//! What is shown after a panic. The framework may be gone by then, so the card
//! is made of plain DOM calls; what is on screen stays, and so does the address.

use std::panic::PanicHookInfo;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Document, Element};

use crate::base::Lang;
use crate::i18n as t;
use crate::web;

const CARD: &str = "error-card";

/// From now on a panic shows the card, and its message goes to the console.
pub fn install() {
    yew::set_custom_panic_hook(Box::new(|info| {
        web_sys::console::error_1(&info.to_string().into());
        show(info);
    }));
}

fn show(info: &PanicHookInfo<'_>) {
    let Some(document) = web::window().document() else {
        return;
    };
    if document.get_element_by_id(CARD).is_some() {
        return;
    }
    let lang = document
        .document_element()
        .and_then(|root| Lang::from_tag(&root.get_attribute("lang")?))
        .unwrap_or_default();
    let detail: String = info.to_string().chars().take(2_000).collect();
    if let (Some(body), Some(card)) = (document.body(), card(&document, lang, &detail)) {
        let _ = body.append_child(&card);
        if let Some(button) = card.query_selector("button").ok().flatten()
            && let Ok(button) = button.dyn_into::<web_sys::HtmlElement>()
        {
            let _ = button.focus();
        }
    }
}

fn card(document: &Document, lang: Lang, detail: &str) -> Option<Element> {
    let element = |tag: &str, text: &str| -> Option<Element> {
        let element = document.create_element(tag).ok()?;
        element.set_text_content(Some(text));
        Some(element)
    };
    let card = element("section", "")?;
    card.set_id(CARD);
    card.set_class_name("error-card");
    let _ = card.set_attribute("role", "alertdialog");
    let _ = card.set_attribute("aria-label", t::error_title(lang));
    let reload = element("button", t::error_reload(lang))?;
    reload.set_class_name("primary");
    on_click(&reload, || {
        let _ = web::window().location().reload();
    });
    let reset = element("button", t::error_reset(lang))?;
    on_click(&reset, || {
        let location = web::window().location();
        let _ = location.set_hash("");
        let _ = location.reload();
    });
    let buttons = element("p", "")?;
    let _ = buttons.append_with_node_2(&reload, &reset);
    let details = element("details", "")?;
    let _ = details.append_with_node_2(
        element("summary", t::error_detail(lang))?.as_ref(),
        element("pre", detail)?.as_ref(),
    );
    for part in [
        element("h2", t::error_title(lang))?,
        element("p", t::error_body(lang))?,
        buttons,
        details,
    ] {
        let _ = card.append_child(&part);
    }
    Some(card)
}

fn on_click(button: &Element, action: impl FnMut() + 'static) {
    let closure = Closure::<dyn FnMut()>::new(action);
    let _ = button.add_event_listener_with_callback("click", closure.as_ref().unchecked_ref());
    // The card stays until the page is left: so does what its buttons do.
    closure.forget();
}
