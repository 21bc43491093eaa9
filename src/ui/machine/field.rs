//! A field with its name, its sentence, and what is wrong with it.

use serde_json::Value;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::cell::{Cell, To};
use super::state::Act;
use crate::base::{Lang, Problem};
use crate::playground::document::{Edit, Kind, Part, shown};
use crate::playground::fields::{Field, word};
use crate::playground::places;
use crate::ui::widgets::{Switch, switch};

/// The document that is edited, and where edits go.
pub struct Sheet<'a> {
    /// The language.
    pub lang: Lang,
    /// The document.
    pub document: &'a Value,
    /// What is wrong with it.
    pub problems: &'a [Problem],
    /// Where edits go.
    pub act: Callback<Act>,
}

impl Sheet<'_> {
    /// What is wrong at a place, or within the text there.
    pub fn wrong(&self, place: &str) -> Vec<&Problem> {
        let at = |problem: &&Problem| places::split(&problem.place).0 == place;
        self.problems.iter().filter(at).collect()
    }
}

/// A problem without its place.
pub fn said(problem: &Problem, lang: Lang) -> String {
    let (reason, hint) = (problem.reason.get(lang), problem.hint.get(lang));
    let hint = cut(hint);
    match places::split(&problem.place).1 {
        "" => format!("{reason} {hint}"),
        inside => format!("{}: {reason} {hint}", places::within(inside, lang)),
    }
}

/// A hint without the end of a long list: a cell has little room, and the JSON
/// panel has it whole.
fn cut(hint: &str) -> String {
    const ROOM: usize = 160;
    match hint.char_indices().nth(ROOM) {
        None => hint.to_owned(),
        Some((end, _)) => {
            let end = hint[..end].rfind(' ').unwrap_or(end);
            format!("{} …", &hint[..end])
        }
    }
}

/// A field with its name, its sentence, and what is wrong with it.
pub fn field(of: &Sheet<'_>, part: Part, field: &Field) -> Html {
    let (lang, key) = (of.lang, field.key);
    let place = format!("{}/{key}", part.place());
    let wrong = of.wrong(&place);
    let id = AttrValue::from(format!("wrong{}", place.replace('/', "-")));
    let name = field.name(lang).to_owned();
    let text = shown(field.kind, part.of(of.document).get(key));
    let is_wrong = !wrong.is_empty();
    let input = match field.kind {
        Kind::Switch => return flag(of, part, field, &text),
        Kind::Word(words) => choice(of, part, field, words, &text),
        kind => html! {
            <Cell {text} label={name.clone()} usual={field.usual.to_string()} {kind} to={To::Field(part, key)}
                act={of.act.clone()} wrong={is_wrong.then(|| id.clone())} />
        },
    };
    html! {
        <div key={key} class="setting">
            <span aria-hidden="true">{ name }</span>
            { input }
            <small>{ field.note(lang) }</small>
            <div id={id} class="wrong">{ for wrong.iter().map(|problem| html! { { said(problem, lang) } }) }</div>
        </div>
    }
}

fn flag(of: &Sheet<'_>, part: Part, field: &Field, text: &str) -> Html {
    let text = if text.is_empty() { &field.usual } else { text };
    let (act, key) = (of.act.clone(), field.key);
    switch(Switch {
        label: field.name(of.lang),
        note: Some(field.note(of.lang)),
        on: text == "true",
        disabled: false,
        on_change: Callback::from(move |on: bool| {
            let text = on.to_string();
            act.emit(Act::Edit(Edit::Put(part, key, Kind::Switch, text)));
        }),
    })
}

/// One of some words; what is there in their place stands first.
fn choice(
    of: &Sheet<'_>,
    part: Part,
    field: &Field,
    words: &'static [&'static str],
    text: &str,
) -> Html {
    let chosen = if text.is_empty() { &field.usual } else { text };
    let (act, key, kind) = (of.act.clone(), field.key, field.kind);
    let onchange = move |event: Event| {
        if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
            act.emit(Act::Edit(Edit::Put(part, key, kind, select.value())));
        }
    };
    let unknown = !words.contains(&chosen);
    html! {
        <select aria-label={field.name(of.lang)} {onchange}>
            { for unknown.then(|| html! { <option value={chosen.to_owned()} selected=true>{ chosen.to_owned() }</option> }) }
            { for words.iter().map(|key| html! {
                <option key={*key} value={*key} selected={*key == chosen}>{ word(key, of.lang) }</option>
            }) }
        </select>
    }
}
