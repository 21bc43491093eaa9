//! What the runs come to: each measure of each policy with the best marked,
//! the differences in words, and the figures of each job.

use yew::prelude::*;

use crate::base::Lang;
use crate::i18n as t;
use crate::playground::Bench;
use crate::playground::measures::{Figures, OfJob, OfRun, difference, order};
use crate::timeline::text;
use crate::ui::icons;
use crate::ui::widgets::{Segmented, segmented};

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
    let figures: Vec<Option<&Figures>> = bench
        .runs
        .iter()
        .map(|(_, ran)| ran.as_ref().map(|ran| &ran.figures))
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
            { summary(lang, &names, &figures) }
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
fn summary(lang: Lang, names: &[String], figures: &[Option<&Figures>]) -> Html {
    let row = |of: OfRun| {
        let shown: Vec<Option<String>> = figures.iter().map(|own| of.shown((*own)?)).collect();
        if shown.iter().all(Option::is_none) {
            return html! {};
        }
        let best = of.best(figures);
        let name = of.name().get(lang).to_owned();
        html! {
            <tr key={format!("{of:?}")}><th scope="row">{ name }</th>
                { for shown.into_iter().zip(best).enumerate().map(|(i, (value, best))| html! {
                    <td key={i} class={classes!(best.then_some("best"))}>
                        { if best { html! { <span class="star" title={t::machine_best(lang)}>{ icons::star() }<span class="sr">{ t::machine_best(lang) }</span></span> } } else { html! {} } }
                        { value.unwrap_or_else(|| "–".to_owned()) }</td>
                }) }
            </tr>
        }
    };
    html! {
        <div class="scroll" tabindex="0" role="region" aria-label={t::machine_summary(lang)}>
            <table>
                <caption>{ t::machine_summary(lang) }</caption>
                <thead><tr><td></td>{ for names.iter().enumerate().map(|(i, name)| html! {
                    <th key={i} scope="col"><span class="number" aria-hidden="true">{ i + 1 }</span>{ " " }{ name }</th>
                }) }</tr></thead>
                <tbody>{ for OfRun::ALL.into_iter().map(row) }</tbody>
            </table>
        </div>
    }
}

/// How each policy differs from the first, in words.
fn compared(lang: Lang, names: &[String], figures: &[Option<&Figures>]) -> Html {
    let first = figures.first().copied().flatten();
    html! {
        <div role="status"><ul class="compared">{ for figures.iter().enumerate().skip(1).filter_map(|(i, own)| {
            let text = difference(first?, (*own)?, lang);
            let sentence = t::machine_compared(lang, &names[i], &names[0], &text);
            Some(html! { <li class="say" key={i}>{ sentence }</li> })
        }) }</ul></div>
    }
}

fn per_job(
    lang: Lang,
    name: &str,
    own: &Figures,
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
    let cell = |value: Option<_>| value.map_or_else(|| "–".to_owned(), text::short);
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
                            { for OfJob::ALL.into_iter().map(|of| html! { <td key={format!("{of:?}")}>{ cell(job.get(of)) }</td> }) }
                        </tr>
                    }
                }) }</tbody>
                <tfoot><tr><th scope="row">{ t::machine_average(lang) }</th>
                    { for OfJob::ALL.into_iter().map(|of| html! {
                        <td key={format!("{of:?}")}>{ cell(if of == OfJob::Arrival || of == OfJob::Completion { None } else { own.average(of) }) }</td>
                    }) }
                </tr></tfoot>
            </table>
        </div>
    }
}
