//! Two to four traces on one axis: which, by what they are aligned, and how
//! they differ.

use std::rc::Rc;

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::shelf::{self, Kept, MOST_TRACES};
use super::stored::is_small;
use crate::base::{Dur, Lang};
use crate::exploring::grouped;
use crate::i18n as t;
use crate::timeline::reading::differences::{Aligned, common_names, difference};
use crate::timeline::reading::{Alignment, Figures};
use crate::timeline::text;
use crate::trace::Trace;
use crate::ui::app::App;
use crate::ui::icons;
use crate::ui::reading::pieces;

/// Names that are offered to align by.
const MOST_NAMES: usize = 200;

/// What the card needs.
#[derive(Properties, PartialEq)]
pub struct CompareProps {
    /// The page's state.
    pub app: App,
    /// What is on the axis, from the top down.
    pub shown: Vec<Kept>,
    /// The one that is open and not kept, if one is.
    pub open: Option<Kept>,
    /// By what they are aligned.
    pub alignment: Alignment,
    /// What came of that.
    pub aligned: Aligned,
    /// They are to be aligned otherwise.
    pub on_align: Callback<Alignment>,
    /// Something else is kept.
    pub on_kept: Callback<()>,
}

/// The traces on the axis, their alignment, and their differences.
#[component]
pub fn Compare(props: &CompareProps) -> Html {
    let lang = props.app.lang;
    let keep = props.open.clone().map(|open| {
        let on_kept = props.on_kept.clone();
        let onclick = move |_| {
            shelf::keep(&open.name, &open.trace);
            on_kept.emit(());
        };
        html! { <button type="button" class="keep" {onclick}>{ icons::plus() }{ t::compare_keep(lang) }</button> }
    });
    let several = props.shown.len() > 1;
    html! {
        <section class="card compare" aria-label={t::compare(lang)}>
            <div class="row"><h2>{ t::compare(lang) }</h2>{ for keep }{ measured(props) }</div>
            <p class="note">{ if several { "" } else { t::compare_lead(lang) } }</p>
            <ol>{ for props.shown.iter().enumerate().map(|(i, kept)| one(props, i, kept)) }</ol>
            if several {
                <Align ..props.clone() />
                <Differences {lang} shown={props.shown.clone()} />
            }
        </section>
    }
}

impl Clone for CompareProps {
    fn clone(&self) -> CompareProps {
        CompareProps {
            app: self.app.clone(),
            shown: self.shown.clone(),
            open: self.open.clone(),
            alignment: self.alignment.clone(),
            aligned: self.aligned.clone(),
            on_align: self.on_align.clone(),
            on_kept: self.on_kept.clone(),
        }
    }
}

/// A trace, and the way to take it away.
fn one(props: &CompareProps, place: usize, kept: &Kept) -> Html {
    let lang = props.app.lang;
    let is_open = props.open.as_ref() == Some(kept);
    let without = props.aligned.without.contains(&place);
    let is_large = !is_open && !is_small(&kept.trace);
    let remove = {
        let (kept, on_kept) = (kept.clone(), props.on_kept.clone());
        move |_| {
            shelf::remove(&kept.trace);
            on_kept.emit(());
        }
    };
    let label = t::compare_remove(lang, &kept.name);
    html! {
        <li key={place}><span>{ kept.name.clone() }</span>
            if without { <span class="note">{ t::compare_without(lang) }</span> }
            if is_large { <span class="note">{ t::compare_large(lang) }</span> }
            if !is_open {
                <button type="button" class="quiet square" aria-label={label.clone()} title={label} onclick={remove}>{ icons::close() }</button>
            }
        </li>
    }
}

/// Runs that were measured on this page, to be added.
fn measured(props: &CompareProps) -> Html {
    let lang = props.app.lang;
    let runs: Vec<Kept> = props
        .app
        .runs
        .done()
        .rev()
        .map(|(_, way, trace)| Kept {
            name: format!(
                "{} · {}",
                t::compare_measured(lang),
                t::way_name(lang, None, way)
            ),
            trace: trace.clone(),
        })
        .filter(|run| {
            !props
                .shown
                .iter()
                .any(|shown| Rc::ptr_eq(&shown.trace, &run.trace))
        })
        .collect();
    if runs.is_empty() || props.shown.len() >= MOST_TRACES {
        return html! {};
    }
    let onchange = {
        let (runs, on_kept) = (runs.clone(), props.on_kept.clone());
        Callback::from(move |event: Event| {
            let Some(select) = event.target_dyn_into::<HtmlSelectElement>() else {
                return;
            };
            let chosen = usize::try_from(select.selected_index() - 1).ok();
            if let Some(run) = chosen.and_then(|chosen| runs.get(chosen)) {
                shelf::keep(&run.name, &run.trace);
                on_kept.emit(());
            }
        })
    };
    html! {
        <select aria-label={t::compare_add_measured(lang)} {onchange}>
            <option selected=true>{ t::compare_add_measured(lang) }</option>
            { for runs.iter().enumerate().map(|(i, run)| html! { <option key={i}>{ run.name.clone() }</option> }) }
        </select>
    }
}

fn traces(shown: &[Kept]) -> Vec<&Trace> {
    shown.iter().map(|kept| &*kept.trace).collect()
}

/// By what the traces are aligned.
#[component]
fn Align(props: &CompareProps) -> Html {
    let lang = props.app.lang;
    let names = use_memo(props.shown.clone(), |shown| {
        common_names(&traces(shown), MOST_NAMES)
    });
    let (name, nth) = match &props.alignment {
        Alignment::Start => (None, 1),
        Alignment::Event(name, nth) => (Some(name.clone()), *nth),
    };
    let on_name = {
        let (names, on_align) = (names.clone(), props.on_align.clone());
        Callback::from(move |event: Event| {
            let Some(select) = event.target_dyn_into::<HtmlSelectElement>() else {
                return;
            };
            let chosen = usize::try_from(select.selected_index() - 1).ok();
            let chosen = chosen.and_then(|chosen| names.get(chosen).cloned());
            on_align.emit(chosen.map_or(Alignment::Start, |name| Alignment::Event(name, nth)));
        })
    };
    let on_nth = {
        let (on_align, name) = (props.on_align.clone(), name.clone());
        Callback::from(move |event: Event| {
            let field = event.target_dyn_into::<HtmlInputElement>();
            let typed = field.and_then(|field| field.value().parse::<u32>().ok());
            if let (Some(nth), Some(name)) = (typed, &name) {
                on_align.emit(Alignment::Event(name.clone(), nth.max(1)));
            }
        })
    };
    let has_name = name.is_some();
    html! {
        <div class="row align">
            <label>{ t::compare_align(lang) }
                <select onchange={on_name}>
                    <option selected={!has_name}>{ t::compare_by_start(lang) }</option>
                    { for names.iter().enumerate().map(|(i, offered)| html! {
                        <option key={i} selected={name.as_ref() == Some(offered)}>{ cut(offered) }</option>
                    }) }
                </select></label>
            if has_name {
                <label>{ t::compare_nth(lang) }
                    <input type="number" min="1" max="1000000" value={nth.to_string()} onchange={on_nth} /></label>
            }
        </div>
    }
}

/// A name that fits a list.
fn cut(name: &str) -> String {
    const MOST: usize = 60;
    let mut short: String = name.chars().take(MOST).collect();
    if short.len() < name.len() {
        short.push('…');
    }
    short
}

#[derive(Properties, PartialEq)]
struct DifferencesProps {
    lang: Lang,
    shown: Vec<Kept>,
}

/// The figures of each trace, and how each differs from the first in words.
#[component]
fn Differences(props: &DifferencesProps) -> Html {
    let lang = props.lang;
    let figures = use_state_eq(Vec::<Figures>::new);
    {
        let figures = figures.setter();
        use_effect_with(props.shown.clone(), move |shown| {
            figures.set(Vec::new());
            let shown = shown.clone();
            let going = pieces::start(
                0,
                Vec::new,
                // One trace a piece.
                move |known: &mut Vec<Figures>| {
                    if let Some(kept) = shown.get(known.len()) {
                        known.push(Figures::of(&kept.trace));
                    }
                    known.len() >= shown.len()
                },
                move |known| figures.set(known),
            );
            move || drop(going)
        });
    }
    let Some((first, others)) = figures
        .split_first()
        .filter(|_| figures.len() == props.shown.len())
    else {
        return html! { <p class="note" role="status">{ t::totals_going(lang) }</p> };
    };
    let name = |place: usize| props.shown[place].name.clone();
    let sentence = |(i, own): (usize, &Figures)| {
        let said =
            difference(first, own, lang).unwrap_or_else(|| t::compare_alike(lang).to_owned());
        html! { <li key={i}><strong>{ name(i + 1) }</strong>{ ": " }{ said }</li> }
    };
    html! {
        <div class="differences">
            <p class="note">{ t::compare_against(lang, &name(0)) }</p>
            <ul role="status">{ for others.iter().enumerate().map(sentence) }</ul>
            <div class="scroll" tabindex="0" role="region" aria-label={t::compare_figures(lang)}>{ table(lang, props, &figures) }</div>
        </div>
    }
}

fn table(lang: Lang, props: &DifferencesProps, figures: &[Figures]) -> Html {
    let length = |pick: fn(&Figures) -> Dur| -> Vec<String> {
        figures.iter().map(|own| text::exact(pick(own))).collect()
    };
    let switches = figures.iter().map(|own| match own.switches {
        Some(count) => grouped(count),
        None => "–".to_owned(),
    });
    let slices = figures.iter().map(|own| grouped(own.slices as u64));
    let rows = [
        (t::compare_makespan(lang), length(|own| own.makespan)),
        (t::compare_busy(lang), length(|own| own.busy)),
        (t::compare_ready(lang), length(|own| own.ready)),
        (t::compare_waits(lang), length(|own| own.waits)),
        (t::compare_switches(lang), switches.collect()),
        (t::traces_slices(lang), slices.collect()),
    ];
    html! {
        <table>
            <thead><tr><td></td>{ for props.shown.iter().enumerate().map(|(i, kept)| html! { <th key={i} scope="col">{ kept.name.clone() }</th> }) }</tr></thead>
            <tbody>{ for rows.into_iter().map(|(name, values)| html! {
                <tr key={name}><th scope="row">{ name }</th>
                    { for values.into_iter().enumerate().map(|(i, value)| html! { <td key={i}>{ value }</td> }) }</tr>
            }) }</tbody>
        </table>
    }
}
