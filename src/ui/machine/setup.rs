//! The machine and the policies that are held against one another.

use serde_json::Value;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::field::{Sheet, field, said};
use super::state::Act;
use crate::i18n as t;
use crate::playground::document::{Edit, List, Part, policies, policy_key};
use crate::playground::fields::{FIRST_SETTINGS, Field, Table};
use crate::scenario::{MOST_POLICIES, PolicyKind, TABLE, pick};
use crate::ui::icons;

/// The fields of the machine, then those of each policy.
pub fn panel(of: &Sheet<'_>) -> Html {
    let lang = of.lang;
    let chosen = policies(of.document);
    // The first policy that is not there yet, so that two differ.
    let next = TABLE
        .iter()
        .find(|kind| chosen.iter().all(|entry| policy_key(entry) != kind.key))
        .unwrap_or(&TABLE[0]);
    let on_add = of
        .act
        .reform(move |_| Act::Edit(Edit::AddPolicy(next.key.to_owned())));
    let is_first = |own: &Field| FIRST_SETTINGS.contains(&own.key);
    let machine = Table::Machine.fields().iter();
    let (first, more): (Vec<&Field>, Vec<&Field>) = machine.partition(|own| is_first(own));
    let has_more = more.iter().any(|own| is_set(of, Part::Machine, own))
        || is_set(of, Part::Whole, &Table::Whole.fields()[0]);
    let costs = Table::Costs.fields();
    let has_costs = costs.iter().any(|own| is_set(of, Part::Costs, own));
    html! {
        <div class="setup">
            <fieldset>
                <legend>{ t::machine_settings(lang) }</legend>
                { for first.into_iter().map(|own| field(of, Part::Machine, own)) }
                <details class="more" open={has_more}>
                    <summary>{ t::machine_more_settings(lang) }</summary>
                    { for more.into_iter().map(|own| field(of, Part::Machine, own)) }
                    { for Table::Whole.fields().iter().map(|own| field(of, Part::Whole, own)) }
                </details>
                <details class="more" open={has_costs}>
                    <summary>{ t::machine_costs(lang) }</summary>
                    { for costs.iter().map(|own| field(of, Part::Costs, own)) }
                </details>
            </fieldset>
            <div>{ for chosen.iter().enumerate().map(|(i, entry)| policy(of, i, entry, chosen.len())) }</div>
            <button type="button" disabled={chosen.len() >= MOST_POLICIES} onclick={on_add}>
                { icons::plus() }{ t::machine_add_policy(lang) }</button>
        </div>
    }
}

/// Whether a field is not left out.
fn is_set(of: &Sheet<'_>, part: Part, own: &Field) -> bool {
    part.of(of.document).get(own.key).is_some()
}

fn policy(of: &Sheet<'_>, index: usize, entry: &Value, count: usize) -> Html {
    let lang = of.lang;
    let key = policy_key(entry);
    let kind = PolicyKind::named(&key);
    let act = of.act.clone();
    let onchange = move |event: Event| {
        if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
            act.emit(Act::Edit(Edit::Policy(index, select.value())));
        }
    };
    let part = Part::Item(List::Policies, index);
    let number = t::machine_policy(lang, index + 1);
    let remove = t::machine_remove_policy(lang, index + 1);
    let on_remove = of
        .act
        .reform(move |_| Act::Edit(Edit::Remove(List::Policies, index)));
    html! {
        <fieldset key={index} class="policy">
            <legend>{ number.clone() }</legend>
            <div class="row">
                <select aria-label={number} {onchange}>
                    { for kind.is_none().then(|| html! {
                        <option value="" selected=true>{ t::machine_unknown_policy(lang, &key) }</option>
                    }) }
                    { for TABLE.iter().map(|other| html! {
                        <option key={other.key} value={other.key} selected={key == other.key}>
                            { pick(other.name, lang) }</option>
                    }) }
                </select>
                <button type="button" class="quiet square" aria-label={remove.clone()} title={remove} disabled={count == 1}
                    onclick={on_remove}>{ icons::close() }</button>
            </div>
            <div class="wrong">{ for of.wrong(&part.place()).into_iter().map(|problem| html! { { said(problem, lang) } }) }</div>
            { for kind.map(|kind| rules(of, part, kind)) }
        </fieldset>
    }
}

/// The rule of a policy, and its parameters: the first two, the others in a fold.
fn rules(of: &Sheet<'_>, part: Part, kind: &'static PolicyKind) -> Html {
    const SHOWN: usize = 2;
    let lang = of.lang;
    let fields: Vec<Field> = kind.parameters.iter().map(Field::of_parameter).collect();
    let (first, others) = fields.split_at(fields.len().min(SHOWN));
    let has_others = others.iter().any(|own| is_set(of, part, own));
    html! { <>
        <p class="note">{ pick(kind.about, lang) }</p>
        { for first.iter().map(|own| field(of, part, own)) }
        <details class="more" key={kind.key} open={has_others}>
            <summary>{ t::machine_more_rules(lang) }</summary>
            <p class="note">{ pick(kind.ties, lang) }</p>
            { for others.iter().map(|own| field(of, part, own)) }
        </details>
    </> }
}
