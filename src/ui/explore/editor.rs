//! The program: chosen among the examples or typed, with what is wrong at its lines.

use std::rc::Rc;

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::state::Act;
use crate::base::Lang;
use crate::exploring::{Trouble, example_of};
use crate::i18n as t;
use crate::sim::explore::examples::{Example, example};
use crate::sim::program::REFERENCE;
use crate::ui::editor::{self, Mark};

/// What the editor needs.
#[derive(Properties, PartialEq)]
pub struct EditorProps {
    /// The language.
    pub lang: Lang,
    /// The program.
    pub text: AttrValue,
    /// What is wrong with it.
    pub troubles: Vec<Trouble>,
    /// Where edits go.
    pub act: Callback<Act>,
    /// Explore it.
    pub on_run: Callback<()>,
}

/// The text with its numbered lines, and below it what is wrong.
#[component]
pub fn Editor(props: &EditorProps) -> Html {
    let lang = props.lang;
    let mark = |trouble: &Trouble| {
        Some(Mark {
            line: trouble.line?,
            range: 0..0,
        })
    };
    let marks: Vec<Mark> = props.troubles.iter().filter_map(mark).collect();
    let wrong = !props.troubles.is_empty();
    html! { <>
        <editor::Editor label={t::explore_text(lang)} described_by="explore-troubles explore-keys" text={props.text.clone()}
            marks={Rc::new(marks)} on_text={props.act.reform(Act::Text)} on_leave={props.act.reform(|()| Act::Rest)}
            on_run={props.on_run.clone()} />
        <div id="explore-troubles" class="wrong" role="status">
            if wrong { <strong>{ t::explore_problems(lang, props.troubles.len()) }</strong> }
            <ul>{ for props.troubles.iter().enumerate().map(|(i, trouble)| html! {
                <li key={i}><b>{ trouble.place(lang) }</b>{ ": " }
                    { trouble.problem.reason.get(lang) }{ " " }{ trouble.problem.hint.get(lang) }</li>
            }) }</ul>
        </div>
        <small id="explore-keys">{ t::explore_text_keys(lang) }</small>
    </> }
}

/// Which example it is, and what to look at.
pub fn chooser(lang: Lang, text: &str, all: &[Example], act: &Callback<Act>) -> Html {
    let chosen = example_of(text);
    let act = act.clone();
    let onchange = move |event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        if let Some(example) = select.and_then(|select| example(&select.value())) {
            act.emit(Act::Example(example));
        }
    };
    let key = chosen.as_ref().map(|example| example.key);
    html! {
        <div class="chooser">
            <label class="field-block"><span>{ t::explore_example(lang) }</span>
                <select {onchange}>
                    if key.is_none() {
                        <option key="own" value="" selected=true>{ t::explore_own(lang) }</option>
                    }
                    { for all.iter().map(|example| html! {
                        <option key={example.key} value={example.key} selected={key == Some(example.key)}>
                            { example.title.get(lang).to_owned() }</option>
                    }) }
                </select></label>
            <p class="note">{ chosen.map(|example| example.note.get(lang).to_owned()).unwrap_or_default() }</p>
        </div>
    }
}

/// The instructions there are.
pub fn reference(lang: Lang) -> Html {
    html! {
        <details class="reference">
            <summary>{ t::explore_reference(lang) }</summary>
            <p class="note">{ t::explore_reference_note(lang) }</p>
            <div class="scroll" tabindex="0" role="region" aria-label={t::explore_reference(lang)}>
                <table><tbody>{ for REFERENCE.iter().map(|entry| html! {
                    <tr key={entry.name}><th scope="row"><code>{ entry.form }</code></th>
                        <td>{ match lang { Lang::Ko => entry.ko, Lang::En => entry.en } }</td></tr>
                }) }</tbody></table>
            </div>
        </details>
    }
}
