//! The figures of the runs on the stage: how long, how much at once, and how
//! far measurement and model are apart.

use std::rc::Rc;

use yew::prelude::*;

use crate::base::{Dur, Lang};
use crate::experiment::{QuestionId, residuals};
use crate::i18n as t;
use crate::timeline::text::short as duration;
use crate::trace::{Clock, Measurement, Parallelism, Stats, Trace};
use crate::ui::runs::Measured;
use crate::ui::stage::Shown;

/// What the figures need.
#[derive(Properties, PartialEq)]
pub struct MeasuresProps {
    /// The language.
    pub lang: Lang,
    /// The question.
    pub question: QuestionId,
    /// The runs on the stage.
    pub shown: Rc<Vec<Shown>>,
}

/// A way with the figures of its runs.
struct Figures {
    name: &'static str,
    model: Option<(Rc<Trace>, Stats)>,
    measured: Option<(Rc<Trace>, Stats)>,
}

impl Figures {
    fn of(lang: Lang, question: QuestionId, shown: &Shown) -> Figures {
        let stats = |trace: &Rc<Trace>| (trace.clone(), Stats::of(trace));
        Figures {
            name: t::way_name(lang, Some(question), shown.way),
            model: shown.model.as_ref().ok().map(|m| stats(&m.0)),
            measured: match &shown.measured {
                Some(Measured::Done(trace)) => Some(stats(&trace.0)),
                _ => None,
            },
        }
    }

    /// The modelled and the measured figures that there are.
    fn runs(&self, lang: Lang) -> impl Iterator<Item = (&'static str, &Stats)> {
        let model = self.model.iter().map(move |(_, s)| (t::modelled(lang), s));
        let measured = self
            .measured
            .iter()
            .map(move |(_, s)| (t::measured(lang), s));
        model.chain(measured)
    }
}

/// The figures of the runs on the stage.
#[component]
pub fn Measures(props: &MeasuresProps) -> Html {
    let lang = props.lang;
    let figures = use_memo(
        (lang, props.question, props.shown.clone()),
        |(lang, question, shown)| -> Vec<Figures> {
            shown
                .iter()
                .map(|run| Figures::of(*lang, *question, run))
                .collect()
        },
    );
    html! {
        <div class="measures">
            { makespans(lang, &figures) }
            { for figures.iter().map(|f| html! { <div key={f.name}>{ one_way(lang, f) }</div> }) }
            <div>{ how_measured(lang, &figures) }</div>
        </div>
    }
}

/// How long each way takes, modelled and measured, and compared with the first.
fn makespans(lang: Lang, figures: &[Figures]) -> Html {
    let first = figures
        .first()
        .and_then(|f| Some((f.name, f.model.as_ref()?.1.makespan)));
    html! { <>
        <table>
            <caption>{ t::makespan(lang) }</caption>
            <thead><tr><th>{ t::way(lang) }</th><th>{ t::modelled(lang) }</th>
                <th>{ t::measured(lang) }</th><th>{ t::difference(lang) }</th></tr></thead>
            <tbody>{ for figures.iter().map(|f| {
                let model = f.model.as_ref().map(|(_, s)| s.makespan);
                let measured = f.measured.as_ref().map(|(_, s)| s.makespan);
                html! {
                    <tr key={f.name}><th scope="row">{ f.name }</th><td>{ show(model) }</td>
                        <td>{ show(measured) }</td><td>{ difference(model, measured) }</td></tr>
                }
            }) }</tbody>
        </table>
        { for figures.iter().skip(1).enumerate().filter_map(|(i, f)| {
            let ((first_name, first), own) = (first?, f.model.as_ref()?.1.makespan);
            let text = compared(lang, first_name, first, own);
            Some(html! { <p class="say" key={i}>{ format!("{}: {text}", f.name) }</p> })
        }) }
    </> }
}

/// How a makespan compares with the first way's.
fn compared(lang: Lang, first_name: &str, first: Dur, own: Dur) -> String {
    match own.cmp(&first) {
        std::cmp::Ordering::Less => {
            t::faster(lang, &duration(first.saturating_sub(own)), first_name)
        }
        std::cmp::Ordering::Greater => {
            t::slower(lang, &duration(own.saturating_sub(first)), first_name)
        }
        std::cmp::Ordering::Equal => t::as_fast(lang, first_name),
    }
}

fn show(d: Option<Dur>) -> String {
    d.map_or_else(|| "–".to_string(), duration)
}

/// Measured less modelled, as a share of the modelled.
fn difference(model: Option<Dur>, measured: Option<Dur>) -> String {
    match (model, measured) {
        (Some(model), Some(measured)) if !model.is_zero() => {
            let share = (measured.0 as f64 - model.0 as f64) / model.0 as f64;
            format!("{:+.1} %", share * 100.0)
        }
        _ => String::new(),
    }
}

/// A row of a way's table: its name and how its figure is read.
type FigureRow = (&'static str, fn(&Stats) -> Option<String>);

fn one_way(lang: Lang, figures: &Figures) -> Html {
    let rows: [FigureRow; 5] = [
        (t::busy(lang), |s| Some(duration(s.busy))),
        (t::parallel_time(lang), |s| Some(duration(s.parallel))),
        (t::overlap(lang), |s| {
            Some(format!("{:.2}", s.overlap_factor()?))
        }),
        (t::utilisation(lang), |s| {
            Some(format!("{:.0} %", s.utilisation()? * 100.0))
        }),
        (t::longest_gap(lang), |s| {
            let gap = s.heartbeats.first()?.longest_gap.as_ref()?;
            Some(duration(gap.end.since(gap.start)))
        }),
    ];
    let columns: Vec<_> = figures.runs(lang).collect();
    let switches = |s: &Stats| s.switches.map(|n| n.to_string());
    let cells = |read: &dyn Fn(&Stats) -> Option<String>| -> Option<Html> {
        let values: Vec<_> = columns.iter().map(|(_, s)| read(s)).collect();
        values.iter().any(Option::is_some).then(|| {
            html! { <>{ for values.into_iter().enumerate().map(|(i, value)| html! {
                <td key={i}>{ value.unwrap_or_else(|| "–".to_string()) }</td>
            }) }</> }
        })
    };
    html! {
        <details open=true>
            <summary>{ figures.name }</summary>
            <table>
                <thead><tr><td></td>{ for columns.iter().map(|(name, _)| html! { <th key={*name} scope="col">{ *name }</th> }) }</tr></thead>
                <tbody>
                    { for rows.iter().filter_map(|(name, read)| Some(html! {
                        <tr key={*name}><th scope="row">{ *name }</th>{ cells(read)? }</tr>
                    })) }
                    { for cells(&switches).map(|cells| html! {
                        <tr key="switches"><th scope="row">{ t::switches(lang) }</th>{ cells }</tr>
                    }) }
                </tbody>
            </table>
            { per_job(lang, figures) }
            { for figures.measured.iter().map(|(_, stats)| html! {
                <p class="say" key="parallelism">{ parallelism(lang, stats) }</p>
            }) }
        </details>
    }
}

/// When each job is done, modelled and measured.
fn per_job(lang: Lang, figures: &Figures) -> Html {
    let (Some((model, _)), Some((measured, _))) = (&figures.model, &figures.measured) else {
        return model_jobs(lang, figures);
    };
    html! {
        <table>
            <thead><tr><th>{ t::per_job(lang) }</th><th>{ t::modelled(lang) }</th>
                <th>{ t::measured(lang) }</th><th>{ t::difference(lang) }</th></tr></thead>
            <tbody>{ for residuals(model, measured).into_iter().filter_map(|r| {
                let job = r.job?;
                Some(html! {
                    <tr key={job.clone()}><th scope="row">{ &job }</th><td>{ duration(r.modelled) }</td>
                        <td>{ duration(r.measured) }</td><td>{ difference(Some(r.modelled), Some(r.measured)) }</td></tr>
                })
            }) }</tbody>
        </table>
    }
}

/// The three times of each job, where there is only a model.
fn model_jobs(lang: Lang, figures: &Figures) -> Html {
    let Some((trace, stats)) = &figures.model else {
        return html! {};
    };
    html! {
        <table>
            <thead><tr><th>{ t::per_job(lang) }</th><th>{ t::turnaround(lang) }</th>
                <th>{ t::response(lang) }</th><th>{ t::waiting_ready(lang) }</th></tr></thead>
            <tbody>{ for stats.lanes.iter().filter(|lane| lane.is_leaf).enumerate().map(|(i, lane)| html! {
                <tr key={i}><th scope="row">{ trace.track_name(lane.track).to_string() }</th>
                    <td>{ duration(lane.turnaround()) }</td>
                    <td>{ show(lane.response()) }</td>
                    <td>{ duration(lane.wait()) }</td></tr>
            }) }</tbody>
        </table>
    }
}

fn parallelism(lang: Lang, stats: &Stats) -> String {
    match stats.parallelism() {
        Parallelism::Observed { time } => t::parallelism_seen(lang, &duration(time)),
        Parallelism::NotObserved => t::no_parallelism(lang).into(),
        Parallelism::BelowResolution => t::parallelism_below(lang).into(),
    }
}

/// With which clock, on what.
fn how_measured(lang: Lang, figures: &[Figures]) -> Html {
    let measurement = figures
        .iter()
        .rev()
        .find_map(|f| match f.measured.as_ref()?.0.clock() {
            Clock::Measured(measurement) => Some(measurement),
            _ => None,
        });
    let Some(Measurement {
        resolution,
        alignment_error,
        cores,
        isolated,
    }) = measurement
    else {
        return html! { <p class="note">{ t::not_measured(lang) }</p> };
    };
    let cores = cores.map_or_else(
        || t::cores_unknown(lang).to_string(),
        |n| t::cores_offered(lang, n),
    );
    let isolated = if isolated {
        t::isolated(lang)
    } else {
        t::not_isolated(lang)
    };
    html! { <>
        <h3>{ t::how_measured(lang) }</h3>
        <p class="say">{ format!("{} · {} · {cores} · {isolated}",
            t::clock_resolution(lang, &duration(resolution)),
            t::clock_alignment(lang, &duration(alignment_error))) }</p>
        <p class="note">{ t::overlap_note(lang) }</p>
    </> }
}
