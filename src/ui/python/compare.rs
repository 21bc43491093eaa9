//! One program on several machines, or one job in several ways: what to hold it
//! against, and the figures of each.

use yew::prelude::*;

use super::job::{Beside, Shown};
use super::state::Act;
use crate::base::{Lang, Text, lengths};
use crate::i18n as t;
use crate::python::machine::Bound;
use crate::ui::widgets::{Segmented, segmented};
use crate::workbench::Draft;
use crate::workbench::comparing::{Against, Figures, cases};

/// The panel.
pub fn panel(lang: Lang, draft: &Draft, beside: Option<&Beside>, act: &Callback<Act>) -> Html {
    let possible = Against::ALL
        .into_iter()
        .filter(|against| !cases(draft, *against).is_empty());
    let choices: Vec<Option<Against>> = std::iter::once(None).chain(possible.map(Some)).collect();
    let names: Vec<&'static str> = choices.iter().map(|choice| name(lang, *choice)).collect();
    let chosen = choices.iter().position(|choice| *choice == draft.against);
    let on_choose = act.reform(move |i: usize| Act::Against(choices.get(i).copied().flatten()));
    html! {
        <div class="compare">
            <p>{ t::python_compare_about(lang) }</p>
            { segmented(Segmented { label: t::python_tab_compare(lang), options: &names, chosen, on_choose }) }
            { for beside.map(|beside| table(lang, beside)) }
        </div>
    }
}

fn name(lang: Lang, against: Option<Against>) -> &'static str {
    match against {
        None => t::python_alone(lang),
        Some(Against::Machines) => t::python_machines(lang),
        Some(Against::Ways) => t::python_ways(lang),
    }
}

/// The figures of each run, the first as the measure of the others.
fn table(lang: Lang, beside: &Beside) -> Html {
    let figures = |shown: &Shown| shown.trace.as_ref().map(|trace| Figures::of(trace));
    let first = beside.first().and_then(|(_, shown)| figures(shown));
    let row = |(i, (label, shown)): (usize, &(Text, Shown))| {
        let of = figures(shown);
        let cell = |of: Option<String>| html! { <td>{ of.unwrap_or_else(|| "–".to_owned()) }</td> };
        let ratio = of
            .as_ref()
            .zip(first.as_ref())
            .and_then(|(of, first)| of.ratio(first));
        html! {
            <tr key={i}>
                <th scope="row">{ label.get(lang).to_owned() }</th>
                { cell(of.as_ref().map(|of| lengths::short(of.length))) }
                { cell(ratio.map(|ratio| format!("× {ratio:.2}"))) }
                { cell(of.as_ref().and_then(|of| of.overlap).map(|overlap| format!("{overlap:.2}"))) }
                { cell(of.as_ref().and_then(|of| of.switches).map(super::grouped)) }
                <td>{ end(lang, shown) }</td>
            </tr>
        }
    };
    html! {
        <div class="scrolls" tabindex="0" role="group" aria-label={t::python_tab_compare(lang)}>
            <table class="where">
                <thead><tr>
                    { for [t::python_run_column, t::python_length, t::python_ratio, t::python_overlap, t::python_switches, t::python_end]
                        .map(|title| html! { <th scope="col">{ title(lang) }</th> }) }
                </tr></thead>
                <tbody>{ for beside.iter().enumerate().map(row) }</tbody>
            </table>
            <p class="note">{ t::python_overlap_note(lang) }</p>
        </div>
    }
}

fn end(lang: Lang, shown: &Shown) -> String {
    let told = &shown.told;
    match told.code {
        _ if told.stopped == Some(Bound::Input) => t::python_end_input(lang).to_owned(),
        _ if told.stopped.is_some() => t::python_end_budget(lang).to_owned(),
        _ if told.is_stuck => t::python_end_stuck(lang).to_owned(),
        Some(code) => code.to_string(),
        None => "–".to_owned(),
    }
}
