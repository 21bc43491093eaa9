//! What else the program could print: how far to look, what was found, and the
//! schedules that can be replayed.

use yew::prelude::*;

use super::grouped;
use super::job::{Runner, Runs};
use super::state::Act;
use crate::base::Lang;
use crate::i18n as t;
use crate::ui::widgets::{Slider, slider};
use crate::workbench::Draft;
use crate::workbench::exploring::{End, Limits, PREEMPTIONS, RUNS, Report, Row, Sort};

/// The panel. `limits` are those that are chosen.
pub fn panel(
    lang: Lang,
    draft: &Draft,
    (runs, runner): (&Runs, &Runner),
    limits: &UseStateHandle<Limits>,
    act: &Callback<Act>,
) -> Html {
    let explores = runs.going.as_ref().is_some_and(|going| going.explores);
    let found = runs.explored.as_ref();
    let found = found.filter(|(of, _)| of.source == draft.source && of.settings == draft.settings);
    let button = {
        let (runner, draft, limits) = (runner.clone(), draft.clone(), **limits);
        match explores {
            true => html! {
                <button key="go" type="button" onclick={move |_| runner.stop()}>{ t::python_stop(lang) }</button>
            },
            false => html! {
                <button key="go" type="button" class="primary" onclick={move |_| runner.explore(draft.clone(), limits)}>
                    { t::python_what_else(lang) }</button>
            },
        }
    };
    html! {
        <div class="explored">
            <p>{ t::python_explore_about(lang) }</p>
            { bounds(lang, limits) }
            <p>{ button }</p>
            <div>if explores { <progress aria-label={t::python_exploring(lang)}></progress> }</div>
            <div role="status">{ for found.map(|(_, report)| summary(lang, report, explores)) }</div>
            <div>{ for found.map(|(_, report)| table(lang, report, draft, act)) }</div>
        </div>
    }
}

fn bounds(lang: Lang, limits: &UseStateHandle<Limits>) -> Html {
    let now = **limits;
    let last = PREEMPTIONS.len() as u64 - 1;
    let at = PREEMPTIONS
        .iter()
        .position(|bound| *bound == now.preemptions);
    let set_preemptions = {
        let limits = limits.setter();
        Callback::from(move |(at, _): (u64, bool)| {
            let preemptions = PREEMPTIONS.get(at as usize).copied().flatten();
            limits.set(Limits { preemptions, ..now });
        })
    };
    let set_runs = {
        let limits = limits.setter();
        Callback::from(move |(runs, _): (u64, bool)| limits.set(Limits { runs, ..now }))
    };
    html! {
        <div class="controls">
            { slider(Slider {
                label: t::python_preemptions(lang),
                note: Some(t::python_preemptions_note(lang)),
                stops: (0..=last).collect(),
                value: at.map_or(last, |at| at as u64),
                shown: now.preemptions.map_or_else(|| t::python_all(lang).to_owned(), |n| n.to_string()),
                on_change: set_preemptions,
            }) }
            { slider(Slider {
                label: t::python_runs_limit(lang),
                note: None,
                stops: RUNS.into(),
                value: now.runs,
                shown: grouped(now.runs),
                on_change: set_runs,
            }) }
        </div>
    }
}

/// What was found, in a sentence; whether it is all there is.
fn summary(lang: Lang, report: &Report, explores: bool) -> Html {
    let (schedules, runs) = (grouped(report.schedules), grouped(report.runs));
    let found = t::python_found(lang, &grouped(report.outcomes as u64), &schedules, &runs);
    let certain = match report.end {
        None if explores => t::python_exploring(lang),
        None => t::python_explore_stopped(lang),
        Some(End::Complete) if report.is_proof => t::python_proved(lang),
        Some(End::Complete) => t::python_inexact(lang),
        Some(End::Runs) => t::python_runs_over(lang),
        Some(End::Size) => t::python_too_large(lang),
        Some(End::Unsteady) => t::python_unsteady(lang),
    };
    html! { <>
        { for report.problems.iter().map(|problem| html! { <p class="problem">{ problem.sentence(lang) }</p> }) }
        <p><strong>{ found }</strong>{ " " }{ certain }</p>
    </> }
}

fn table(lang: Lang, report: &Report, draft: &Draft, act: &Callback<Act>) -> Html {
    html! {
        <div class="scrolls" tabindex="0" role="group" aria-label={t::python_tab_explore(lang)}>
            <table class="where">
                <thead><tr>
                    { for [t::python_outcome, t::python_schedules, t::python_preempted, t::python_replay_column]
                        .map(|title| html! { <th scope="col">{ title(lang) }</th> }) }
                </tr></thead>
                <tbody>{ for report.rows.iter().enumerate().map(|(i, row)| outcome(lang, (i, row), draft, act)) }</tbody>
            </table>
        </div>
    }
}

fn outcome(lang: Lang, (i, row): (usize, &Row), draft: &Draft, act: &Callback<Act>) -> Html {
    let sort = match row.sort {
        Sort::Ended => None,
        Sort::Failed => Some(t::python_sort_failed(lang)),
        Sort::Deadlock => Some(t::python_end_stuck(lang)),
        Sort::Cut => Some(t::python_sort_cut(lang)),
    };
    let is_shown = row.way.is_some() && row.way.as_deref() == draft.way.as_deref();
    let replay = row.way.clone().map(|way| {
        let label = t::python_replay_of(lang, i + 1);
        let onclick = act.reform(move |_: MouseEvent| Act::Way(Some(way.clone())));
        html! {
            <button type="button" aria-label={label} aria-pressed={is_shown.to_string()} {onclick}>{ t::python_replay(lang) }</button>
        }
    });
    html! {
        <tr key={i} class={classes!(is_shown.then_some("shown"))}>
            <th scope="row">
                { for sort.map(|sort| html! { <strong class="bad">{ sort }</strong> }) }
                <pre>{ row.text.trim_end_matches('\n') }</pre>
                { for Some(match lang { Lang::Ko => &row.words[0], Lang::En => &row.words[1] }).filter(|words| !words.is_empty()).map(|words| html! { <small>{ words.clone() }</small> }) }
            </th>
            <td>{ grouped(row.count) }</td>
            <td>{ row.preemptions }</td>
            <td>{ for replay }</td>
        </tr>
    }
}

/// That what is shown followed a schedule, with the way back.
pub fn banner(lang: Lang, draft: &Draft, followed: Option<bool>, act: &Callback<Act>) -> Html {
    let Some(way) = &draft.way else {
        return html! {};
    };
    let steps = way.split('~').next().unwrap_or_default().trim().to_owned();
    let said = match followed {
        Some(false) => t::python_not_followed(lang),
        _ => t::python_followed(lang),
    };
    html! {
        <div class="notice replayed">
            <p>{ said }{ " " }<code>{ steps }</code></p>
            <button type="button" onclick={act.reform(|_| Act::Way(None))}>{ t::python_usual_run(lang) }</button>
        </div>
    }
}
