//! What the runs come to: each measure of each policy with the best marked,
//! the differences in words, and the figures of each job.

use std::collections::BTreeSet;

use yew::prelude::*;

use crate::base::{Lang, lengths};
use crate::i18n as t;
use crate::playground::{Bench, Ran};
use crate::scenario::compare::{difference, order};
use crate::scenario::{Measures, OfJob, OfRun};
use crate::ui::icons;
use crate::ui::widgets::{Segmented, segmented};

/// More cells of memory are not shown.
const MOST_CELLS: usize = 8;

/// What the figures need.
#[derive(Properties, PartialEq)]
pub struct ResultsProps {
    /// The language.
    pub lang: Lang,
    /// The runs.
    pub bench: std::rc::Rc<Bench>,
}

/// The figures of the runs.
#[component]
pub fn Results(props: &ResultsProps) -> Html {
    let (lang, bench) = (props.lang, &props.bench);
    let chosen = use_state_eq(|| 0_usize);
    let sort = use_state_eq(|| (None::<OfJob>, false));
    let names: Vec<String> = bench
        .runs
        .iter()
        .map(|(name, _)| name.get(lang).to_owned())
        .collect();
    let figures: Vec<Option<&Measures>> = bench
        .runs
        .iter()
        .map(|(_, ran)| ran.as_ref().map(|ran| &ran.facts.measures))
        .collect();
    if figures.iter().all(Option::is_none) {
        return html! { <p class="note">{ t::machine_no_run(lang) }</p> };
    }
    let open = (*chosen).min(names.len().saturating_sub(1));
    let on_choose = {
        let chosen = chosen.setter();
        Callback::from(move |i| chosen.set(i))
    };
    let on_sort = {
        let sort = sort.clone();
        Callback::from(move |by: Option<OfJob>| {
            let (old, descending) = *sort;
            sort.set((by, old == by && !descending));
        })
    };
    html! {
        <div class="measures">
            { summary(lang, &names, bench) }
            { compared(lang, &names, &figures) }
            <div>{ if names.len() > 1 { which(lang, &names, open, on_choose) } else { html! {} } }</div>
            { for figures.get(open).copied().flatten().map(|own| per_job(lang, &names[open], own, *sort, &on_sort)) }
        </div>
    }
}

fn which(lang: Lang, names: &[String], open: usize, on_choose: Callback<usize>) -> Html {
    let numbers = ["1", "2", "3", "4"];
    let options: Vec<&'static str> = numbers.into_iter().take(names.len()).collect();
    html! {
        <div class="row">{ t::machine_which_policy(lang) }
            { segmented(Segmented { label: t::machine_which_policy(lang), options: &options, chosen: Some(open), on_choose }) }
        </div>
    }
}

/// A measure a row, a policy a column; the best has a star and the word.
fn summary(lang: Lang, names: &[String], bench: &Bench) -> Html {
    let runs = || bench.runs.iter().map(|(_, ran)| ran.as_ref());
    let figures: Vec<Option<&Measures>> = runs().map(|ran| Some(&ran?.facts.measures)).collect();
    let row = |of: OfRun| {
        let shown: Vec<Option<String>> = figures.iter().map(|own| of.shown((*own)?)).collect();
        let is_beside_the_point = of == OfRun::Missed && !bench.has_deadlines;
        if is_beside_the_point || shown.iter().all(Option::is_none) {
            return html! {};
        }
        let cells = shown.into_iter().zip(of.best(&figures));
        let name = of.name().get(lang).to_owned();
        html! {
            <tr key={format!("{of:?}")}><th scope="row">{ name }</th>
                { for cells.enumerate().map(|(i, (value, best))| figure(lang, i, value, best)) }
            </tr>
        }
    };
    let cell_row = |name: &String| {
        let held = |ran: &Ran| {
            ran.facts
                .cells
                .iter()
                .find(|(n, _)| n == name)
                .map(|(_, n)| *n)
        };
        let held = runs().map(|ran| Some(held(ran?)?.to_string()));
        html! {
            <tr key={format!("cell {name}")}><th scope="row">{ t::machine_held(lang, name) }</th>
                { for held.enumerate().map(|(i, value)| figure(lang, i, value, false)) }
            </tr>
        }
    };
    let cells: BTreeSet<&String> = runs()
        .flatten()
        .flat_map(|ran| ran.facts.cells.iter().map(|(name, _)| name))
        .collect();
    html! {
        <div class="scroll" tabindex="0" role="region" aria-label={t::machine_summary(lang)}>
            <table>
                <caption>{ t::machine_summary(lang) }</caption>
                <thead><tr><td></td>{ for names.iter().enumerate().map(|(i, name)| html! {
                    <th key={i} scope="col"><span class="number" aria-hidden="true">{ i + 1 }</span>{ " " }{ name }</th>
                }) }</tr></thead>
                <tbody>
                    { for cells.into_iter().take(MOST_CELLS).map(cell_row) }
                    { for OfRun::ALL.into_iter().map(row) }
                </tbody>
            </table>
        </div>
    }
}

/// A figure of a policy.
fn figure(lang: Lang, policy: usize, value: Option<String>, best: bool) -> Html {
    let star = || {
        html! {
            <span class="star" title={t::machine_best(lang)}>{ icons::star() }<span class="sr">{ t::machine_best(lang) }</span></span>
        }
    };
    html! {
        <td key={policy} class={classes!(best.then_some("best"))}>
            { for best.then(star) }
            { value.unwrap_or_else(|| "–".to_owned()) }</td>
    }
}

/// How each policy differs from the first, in words.
fn compared(lang: Lang, names: &[String], figures: &[Option<&Measures>]) -> Html {
    let first = figures.first().copied().flatten();
    html! {
        <div role="status"><ul class="compared">{ for figures.iter().enumerate().skip(1).filter_map(|(i, own)| {
            let sentence = match difference(first?, (*own)?, lang) {
                Some(text) => t::machine_compared(lang, &names[i], &names[0], &text),
                None => t::machine_alike(lang, &names[i], &names[0]),
            };
            Some(html! { <li class="say" key={i}>{ sentence }</li> })
        }) }</ul></div>
    }
}

fn per_job(
    lang: Lang,
    name: &str,
    own: &Measures,
    (by, descending): (Option<OfJob>, bool),
    on_sort: &Callback<Option<OfJob>>,
) -> Html {
    let title = t::machine_per_job(lang, name);
    let head = |of: Option<OfJob>, name: String| {
        let sort = match (by == of, descending) {
            (false, _) => None,
            (true, false) => Some("ascending"),
            (true, true) => Some("descending"),
        };
        let arrow = match sort {
            None => "",
            Some("ascending") => "M1 7l4-5 4 5z",
            Some(_) => "M1 3l4 5 4-5z",
        };
        html! {
            <th key={name.clone()} scope="col" aria-sort={sort}>
                <button type="button" onclick={on_sort.reform(move |_| of)}>{ name }
                    <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true"><path d={arrow} fill="currentColor" /></svg>
                </button></th>
        }
    };
    let cell = |value: Option<String>| value.unwrap_or_else(|| "–".to_owned());
    let mean = |of: OfJob| match of {
        OfJob::Arrival | OfJob::Completion => None,
        // Of jobs that have not ended, what it has been so far.
        OfJob::Turnaround => OfRun::Turnaround.shown(own),
        of => of.mean(&own.jobs).map(lengths::short),
    };
    html! {
        <div class="scroll" tabindex="0" role="region" aria-label={title.clone()}>
            <table class="per-job">
                <caption>{ title.clone() }</caption>
                <thead><tr>
                    { head(None, t::machine_jobs(lang).to_owned()) }
                    { for OfJob::ALL.into_iter().map(|of| head(Some(of), of.name().get(lang).to_owned())) }
                </tr></thead>
                <tbody>{ for order(&own.jobs, by, descending).into_iter().map(|i| {
                    let job = &own.jobs[i];
                    html! {
                        <tr key={i}><th scope="row">{ &job.name }</th>
                            { for OfJob::ALL.into_iter().map(|of| html! { <td key={format!("{of:?}")}>{ cell(of.shown(job)) }</td> }) }
                        </tr>
                    }
                }) }</tbody>
                <tfoot><tr><th scope="row">{ t::machine_average(lang) }</th>
                    { for OfJob::ALL.into_iter().map(|of| html! {
                        <td key={format!("{of:?}")}>{ cell(mean(of)) }</td>
                    }) }
                </tr></tfoot>
            </table>
        </div>
    }
}
