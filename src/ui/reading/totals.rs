//! What is in the measured span, as a table that can be sorted and copied.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::pieces;
use crate::base::{Dur, Id, Lang, Time};
use crate::exploring::grouped;
use crate::i18n as t;
use crate::timeline::reading::span::{Column, Line, What};
use crate::timeline::reading::{By, Scope, SpanJob, Totals as Found};
use crate::timeline::{Command, Stage, words};
use crate::trace::TrackId;
use crate::ui::timeline::TimelineHandle;
use crate::ui::widgets::{Segmented, segmented};
use crate::web::clipboard;

/// Slices that are added up between two frames.
const PIECE: usize = 25_000;
/// How long after the span was last moved it is added up.
const SETTLED_MS: u32 = 60;
/// Lines that are shown.
const MOST_LINES: usize = 100;

/// What the tab needs.
#[derive(Properties, PartialEq)]
pub struct TotalsProps {
    /// The language.
    pub lang: Lang,
    /// What is shown.
    pub stage: Rc<Stage>,
    /// The measured span.
    pub measure: Option<(Time, Time)>,
    /// The section and track of the chosen lane.
    pub track: Option<(usize, TrackId)>,
    /// Steers the timeline.
    pub handle: TimelineHandle,
}

/// The figures of the span.
#[component]
pub fn Totals(props: &TotalsProps) -> Html {
    let (lang, stage) = (props.lang, &props.stage);
    let by = use_state_eq(By::default);
    let one = use_state_eq(|| false);
    let order = use_state_eq(|| (Column::default(), false));
    let copied = use_state_eq(|| None::<bool>);
    let is_there = |&(section, track): &(usize, TrackId)| {
        let section = stage.sections().get(section);
        section.is_some_and(|section| track.index() < section.trace.tracks().len())
    };
    let scope = match (*one, props.track.filter(is_there)) {
        (true, Some((section, track))) => Scope::Track(section, track),
        _ => Scope::All,
    };
    let span = props.measure.unwrap_or((Time::ZERO, stage.end()));
    let found = use_totals(stage, span, *by, scope);
    let (from, to) = (span.0.min(span.1), span.0.max(span.1));
    let exact = |at: Time| stage.axis().exact(at.since(Time::ZERO), lang);
    let about = t::totals_span(
        lang,
        &exact(from),
        &exact(to),
        &stage.axis().exact(to.since(from), lang),
    );
    let by_choice = segmented(Segmented {
        label: t::totals_by(lang),
        options: &[
            t::totals_by_state(lang),
            t::totals_by_name(lang),
            t::totals_by_lane(lang),
        ],
        chosen: By::ALL.iter().position(|b| *b == *by),
        on_choose: {
            let by = by.setter();
            Callback::from(move |i: usize| by.set(By::ALL[i]))
        },
    });
    let scope_choice = segmented(Segmented {
        label: t::totals_scope(lang),
        options: &[t::totals_all(lang), t::totals_one(lang)],
        chosen: Some(usize::from(scope != Scope::All)),
        on_choose: {
            let one = one.setter();
            Callback::from(move |i| one.set(i == 1))
        },
    });
    let on_sort = {
        let order = order.clone();
        Callback::from(move |column: Column| {
            let (old, reverse) = *order;
            order.set((column, old == column && !reverse));
        })
    };
    html! {
        <div class="rd-totals">
            <p class="rd-about">{ about }</p>
            <div>{ if props.measure.is_none() { html! { <p class="note">{ t::totals_whole(lang) }</p> } } else { html! {} } }</div>
            <div class="row">
                { span_button(props, Command::SpanFrom) }{ span_button(props, Command::SpanTo) }
                { span_button(props, Command::MeasureChosen) }
                <button type="button" disabled={props.measure.is_none()} onclick={clear(&props.handle)}>{ t::totals_clear(lang) }</button>
            </div>
            <div class="row">{ by_choice }{ scope_choice }
                { copy_button(lang, stage, &found, copied.setter()) }
                <span role="status">{ match *copied {
                    Some(true) => t::totals_copied(lang),
                    Some(false) => t::totals_not_copied(lang),
                    None => "",
                } }</span>
            </div>
            <div>{ match &found {
                Some(found) => table(stage, found, *order, lang, &on_sort),
                None => html! { <p class="note" role="status">{ t::totals_going(lang) }</p> },
            } }</div>
        </div>
    }
}

/// The totals once they are added up; none meanwhile.
#[hook]
fn use_totals(stage: &Rc<Stage>, span: (Time, Time), by: By, scope: Scope) -> Option<Rc<Found>> {
    // With the stage in which they were found: in another their lanes are not.
    let found = use_state(|| None::<(Rc<Stage>, Rc<Found>)>);
    let setter = found.setter();
    use_effect_with(
        (stage.clone(), span, by, scope),
        move |(stage, span, by, scope)| {
            setter.set(None);
            let (begun, within, stage) = (stage.clone(), stage.clone(), stage.clone());
            let (span, by, scope) = (*span, *by, *scope);
            let going = pieces::start(
                SETTLED_MS,
                move || SpanJob::new(&begun, span, by, scope),
                move |job| job.advance(&stage, PIECE),
                move |job| setter.set(Some((within, Rc::new(job.finish())))),
            );
            move || drop(going)
        },
    );
    let (within, totals) = (*found).clone()?;
    Rc::ptr_eq(&within, stage).then_some(totals)
}

fn span_button(props: &TotalsProps, command: Command) -> Html {
    let binding = command.reading_binding();
    let handle = props.handle.clone();
    html! {
        <button type="button" data-command={format!("{command:?}")} onclick={move |_| handle.apply(command)}>
            { binding.label.get(props.lang).to_owned() }<kbd>{ binding.cap }</kbd></button>
    }
}

fn clear(handle: &TimelineHandle) -> Callback<MouseEvent> {
    let handle = handle.clone();
    Callback::from(move |_| handle.measure(None))
}

/// What a line is about, in words.
fn what(stage: &Stage, what: &What, lang: Lang) -> String {
    match what {
        What::State(state) => words::state(*state).get(lang).to_owned(),
        What::Name(name) if name.is_empty() => t::totals_no_name(lang).to_owned(),
        What::Name(name) => name.clone(),
        What::Lane(section, track) => {
            let at = &stage.sections()[*section];
            let name = stage.word(at.trace.track_name(*track)).into_owned();
            match stage.sections().len() {
                0 | 1 => name,
                _ => format!("{} · {name}", at.title),
            }
        }
    }
}

fn head(column: Column, lang: Lang) -> &'static str {
    match column {
        Column::What => t::path_piece(lang),
        Column::Count => t::totals_count(lang),
        Column::Total => t::totals_total(lang),
        Column::Own => t::totals_own(lang),
        Column::Mean => t::totals_mean(lang),
        Column::Median => t::totals_median(lang),
        Column::Max => t::totals_max(lang),
    }
}

fn figures(line: &Line) -> [Dur; 5] {
    [line.total, line.own, line.mean(), line.median, line.max]
}

fn table(
    stage: &Stage,
    found: &Found,
    (by, reverse): (Column, bool),
    lang: Lang,
    on_sort: &Callback<Column>,
) -> Html {
    let order = found.sorted(by, reverse);
    let more = order.len().saturating_sub(MOST_LINES);
    let head_of = |column: Column| {
        let is_down = (column != Column::What) != reverse;
        let sort = (column == by).then_some(if is_down { "descending" } else { "ascending" });
        let arrow = match sort {
            None => "",
            Some("ascending") => "M1 7l4-5 4 5z",
            Some(_) => "M1 3l4 5 4-5z",
        };
        html! {
            <th key={format!("{column:?}")} scope="col" aria-sort={sort} class={classes!((column != Column::What).then_some("tl-number"))}>
                <button type="button" onclick={on_sort.reform(move |_| column)}>{ head(column, lang) }
                    <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true"><path d={arrow} fill="currentColor" /></svg>
                </button></th>
        }
    };
    let cells = |line: &Line| {
        html! { <>
            <td class="tl-number">{ grouped(line.count) }</td>
            { for figures(line).into_iter().enumerate().map(|(i, dur)| html! {
                <td key={i} class="tl-number" title={stage.axis().exact(dur, lang)}>{ stage.axis().short(dur, lang) }</td>
            }) }
        </> }
    };
    html! { <>
        <div class="tl-table"><div class="tl-table-scroll rd-scroll" tabindex="0" role="region" aria-label={t::totals_table(lang)}>
            <table>
                <thead><tr>{ for Column::ALL.into_iter().map(head_of) }</tr></thead>
                <tbody>
                    { for order.iter().take(MOST_LINES).map(|&place| {
                        let (about, line) = &found.lines[place];
                        html! { <tr key={place}><th scope="row">{ what(stage, about, lang) }</th>{ cells(line) }</tr> }
                    }) }
                </tbody>
                <tfoot><tr><th scope="row">{ t::totals_sum(lang) }</th>{ cells(&found.all) }</tr></tfoot>
            </table>
        </div></div>
        <p class="note">{ t::totals_instants(lang, &grouped(found.instants)) }
            { if more > 0 { format!(" {}", t::totals_more(lang, more)) } else { String::new() } }</p>
    </> }
}

fn copy_button(
    lang: Lang,
    stage: &Rc<Stage>,
    found: &Option<Rc<Found>>,
    copied: UseStateSetter<Option<bool>>,
) -> Html {
    let (stage, found) = (stage.clone(), found.clone());
    let none = found.is_none();
    let onclick = Callback::from(move |_| {
        let Some(found) = found.clone() else {
            return;
        };
        let (text, copied) = (tabbed(&stage, &found, lang), copied.clone());
        spawn_local(async move {
            copied.set(Some(clipboard::copy(&text).await));
        });
    });
    html! { <button type="button" class="rd-copy" disabled={none} {onclick}>{ t::totals_copy(lang) }</button> }
}

/// The table for a spreadsheet: tabs between cells, times in nanoseconds.
fn tabbed(stage: &Stage, found: &Found, lang: Lang) -> String {
    let heads: Vec<String> = Column::ALL
        .into_iter()
        .map(|column| match column {
            Column::What | Column::Count => head(column, lang).to_owned(),
            other => format!("{} (ns)", head(other, lang)),
        })
        .collect();
    let mut out = heads.join("\t");
    let mut add = |name: String, line: &Line| {
        let name = name.replace(['\t', '\n', '\r'], " ");
        out.push_str(&format!("\n{name}\t{}", line.count));
        for dur in figures(line) {
            out.push_str(&format!("\t{}", dur.0));
        }
    };
    for (about, line) in &found.lines {
        add(what(stage, about, lang), line);
    }
    add(t::totals_sum(lang).to_owned(), &found.all);
    out
}
