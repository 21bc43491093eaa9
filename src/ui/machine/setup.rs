//! The machine and the policies that are held against one another.

use serde_json::Value;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::cell::{Cell, Make};
use super::state::Act;
use crate::base::{Lang, Problem};
use crate::i18n as t;
use crate::playground::document::{Edit, Kind, MOST_POLICIES, policies, shown};
use crate::playground::fields::{Field, SETTINGS};
use crate::playground::rules::{self, POLICIES};
use crate::ui::icons;
use crate::ui::widgets::{Switch, switch};

/// What the panel needs.
pub struct Setup<'a> {
    /// The language.
    pub lang: Lang,
    /// The document.
    pub document: &'a Value,
    /// What is wrong with it.
    pub problems: &'a [Problem],
    /// Where edits go.
    pub act: Callback<Act>,
}

/// The fields of the machine, then those of each policy.
pub fn panel(of: &Setup<'_>) -> Html {
    let lang = of.lang;
    let chosen = policies(of.document);
    let machine = &of.document["machine"];
    // The first policy that is not there yet, so that two differ.
    let next = POLICIES
        .iter()
        .find(|rules| chosen.iter().all(|entry| entry["policy"] != rules.key))
        .unwrap_or(&POLICIES[0]);
    let on_add = of
        .act
        .reform(move |_| Act::Edit(Edit::AddPolicy(next.key.to_owned())));
    html! {
        <div class="setup">
            <fieldset>
                <legend>{ t::machine_settings(lang) }</legend>
                { for SETTINGS.iter().map(|f| field(of, f, "machine", machine, Make::Setting(f.key))) }
            </fieldset>
            <div>{ for chosen.iter().enumerate().map(|(i, entry)| policy(of, i, entry, chosen.len())) }</div>
            <button type="button" disabled={chosen.len() >= MOST_POLICIES} onclick={on_add}>
                { icons::plus() }{ t::machine_add_policy(lang) }</button>
        </div>
    }
}

/// A field with its name, and what is wrong with it.
fn field(of: &Setup<'_>, field: &Field, path: &str, entry: &Value, edit: Make) -> Html {
    let lang = of.lang;
    let place = format!("{path}.{}", field.key);
    let wrong = of.problems.iter().find(|problem| problem.place == place);
    let id = AttrValue::from(format!("wrong-{path}-{}", field.key));
    let name = field.name(lang).to_owned();
    let text = shown(entry.get(field.key));
    let input = match field.kind {
        Kind::Switch => {
            let (act, make) = (of.act.clone(), edit);
            let on = if text.is_empty() {
                field.usual
            } else {
                text.as_str()
            } == "true";
            return switch(Switch {
                label: field.name(lang),
                note: Some(field.note(lang)),
                on,
                disabled: false,
                on_change: Callback::from(move |on: bool| {
                    act.emit(Act::Edit(make.edit(Kind::Switch, on.to_string())));
                }),
            });
        }
        kind => html! {
            <Cell {text} label={name.clone()} usual={field.usual} {kind} {edit}
                act={of.act.clone()} wrong={wrong.map(|_| id.clone())} />
        },
    };
    html! {
        <div key={field.key} class="setting">
            <span aria-hidden="true">{ name }</span>
            { input }
            <small>{ field.note(lang) }</small>
            <div id={id} class="wrong">{ for wrong.map(|problem| html! {
                { format!("{} {}", problem.reason.get(lang), problem.hint.get(lang)) }
            }) }</div>
        </div>
    }
}

fn policy(of: &Setup<'_>, index: usize, entry: &Value, count: usize) -> Html {
    let lang = of.lang;
    let rules = rules::of(entry);
    let act = of.act.clone();
    let onchange = move |event: Event| {
        if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
            act.emit(Act::Edit(Edit::Policy(index, select.value())));
        }
    };
    let path = format!("policies[{index}]");
    let number = t::machine_policy(lang, index + 1);
    let remove = t::machine_remove_policy(lang, index + 1);
    html! {
        <fieldset key={index} class="policy">
            <legend>{ number.clone() }</legend>
            <div class="row">
                <select aria-label={number} {onchange}>
                    { for rules.is_none().then(|| html! {
                        <option value="" selected=true>{ t::machine_unknown_policy(lang, &shown(entry.get("policy"))) }</option>
                    }) }
                    { for POLICIES.iter().map(|other| html! {
                        <option key={other.key} value={other.key} selected={entry["policy"] == other.key}>
                            { other.name(lang) }</option>
                    }) }
                </select>
                <button type="button" class="quiet square" aria-label={remove.clone()} title={remove} disabled={count == 1}
                    onclick={of.act.reform(move |_| Act::Edit(Edit::RemovePolicy(index)))}>{ icons::close() }</button>
            </div>
            { for rules.map(|rules| html! { <>
                <p class="note">{ rules.rule(lang) }</p>
                { for rules.parameters.iter().map(|f| field(of, f, &path, entry, Make::Parameter(index, f.key))) }
            </> }) }
        </fieldset>
    }
}
