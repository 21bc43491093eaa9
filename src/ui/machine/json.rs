//! The whole document as JSON.

use std::rc::Rc;

use serde_json::Value;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::cell::value;
use super::state::Act;
use crate::base::{Lang, Problem};
use crate::i18n as t;
use crate::playground::{bring, pretty};

/// What the panel needs.
#[derive(Properties, PartialEq)]
pub struct JsonProps {
    /// The language.
    pub lang: Lang,
    /// The document.
    pub document: Rc<Value>,
    /// What was typed and cannot be read as a document.
    pub draft: Option<AttrValue>,
    /// What is wrong with the document.
    pub problems: Vec<Problem>,
    /// Where edits go.
    pub act: Callback<Act>,
}

/// The document as a text that can be changed. As long as it cannot be read it
/// stays as it was typed, and the page shows the last document that could.
#[component]
pub fn Json(props: &JsonProps) -> Html {
    let lang = props.lang;
    let node = use_node_ref();
    {
        let node = node.clone();
        let shown = (props.document.clone(), props.draft.clone());
        use_effect_with(shown, move |(document, draft)| {
            let Some(area) = node.cast::<HtmlTextAreaElement>() else {
                return;
            };
            let text = match draft {
                Some(draft) => draft.to_string(),
                // The browser owns what means the same.
                None if means(&area.value(), document) => return,
                None => pretty(document),
            };
            if area.value() != text {
                area.set_value(&text);
            }
        });
    }
    let act = props.act.clone();
    let oninput = move |event: InputEvent| {
        if let Some(text) = value(&event) {
            act.emit(Act::Json(text));
        }
    };
    let unread = props.draft.as_ref().and_then(|draft| bring(draft).err());
    let is_wrong = unread.is_some();
    html! {
        <div class="json">
            <p class="note">{ t::machine_json_note(lang) }</p>
            <textarea ref={node} class="cell" rows="18" spellcheck="false" autocapitalize="off" wrap="off"
                aria-label={t::machine_json(lang)} aria-invalid={is_wrong.then_some("true")}
                aria-describedby="json-problems" {oninput} onblur={props.act.reform(|_| Act::Rest)} />
            <div id="json-problems" role="status">
                { for unread.map(|problem| html! { <>
                    <p class="wrong">{ format!("{}: {} {}", problem.place, problem.reason.get(lang), t::machine_json_kept(lang)) }</p>
                    <button type="button" onclick={props.act.reform(|_| Act::Discard)}>{ t::machine_json_discard(lang) }</button>
                </> }) }
                <ul class="wrong">{ for props.problems.iter().enumerate().map(|(i, problem)| html! {
                    <li key={i}>{ problem.sentence(lang) }</li>
                }) }</ul>
            </div>
        </div>
    }
}

fn means(text: &str, document: &Value) -> bool {
    serde_json::from_str::<Value>(text).is_ok_and(|typed| typed == *document)
}
