//! What was found: how many schedules, which outcomes, how often.

use std::rc::Rc;

use yew::prelude::*;

use super::job::{Going, Job};
use crate::base::{Dur, Lang};
use crate::exploring::{Ended, FoundOutcome, Kind, Phase, Report, Settings, Way, grouped, share};
use crate::i18n as t;
use crate::sim::schedule::Schedule;
use crate::timeline::text;

/// What was counted, and how many.
fn counted(lang: Lang, settings: Settings, n: &str, all: bool) -> String {
    match (settings.way, all) {
        (Way::All, true) => t::explore_all(lang, n),
        (Way::All, false) => t::explore_part(lang, n),
        (Way::Bounded, true) => t::explore_all_bounded(lang, n, settings.preemptions),
        (Way::Bounded, false) => t::explore_part_bounded(lang, n, settings.preemptions),
        (Way::Classes, true) => t::explore_all_classes(lang, n),
        (Way::Classes, false) => t::explore_part_classes(lang, n),
        (Way::Samples, _) => t::explore_all_samples(lang, n),
    }
}

fn outcomes(lang: Lang, n: u64) -> String {
    match n {
        1 => t::explore_one_outcome(lang).to_owned(),
        n => t::explore_outcomes(lang, n),
    }
}

/// What it comes to, in a sentence.
pub fn summary(lang: Lang, job: &Job) -> Option<String> {
    let report = job.report.as_deref()?;
    let n = grouped(report.schedules);
    let what = counted(
        lang,
        job.settings,
        &n,
        report.is_complete() && job.going == Going::Over,
    );
    Some(format!("{what}: {}.", outcomes(lang, report.outcomes())))
}

/// How many of what was counted go wrong, where it is known what is intended.
fn wrong(lang: Lang, job: &Job, report: &Report) -> Option<(bool, String)> {
    job.subject.example.as_ref()?;
    let bad = job.outcomes.iter().filter(|one| one.good == Some(false));
    let (mut kinds, mut count) = (0, 0);
    for one in bad {
        kinds += 1;
        count += one.count;
    }
    let all = report.is_complete() && job.settings.way != Way::Samples;
    Some(match kinds {
        0 if all => (false, t::explore_none_wrong(lang).to_owned()),
        0 => (false, t::explore_none_wrong_yet(lang).to_owned()),
        _ if count == 0 => (true, t::explore_wrong_uncounted(lang).to_owned()),
        _ => (
            true,
            t::explore_wrong(lang, &grouped(count), &share(count, report.schedules)),
        ),
    })
}

fn why_ended(lang: Lang, job: &Job) -> Option<&'static str> {
    if job.going == Going::Cancelled {
        return Some(t::explore_ended_cancelled(lang));
    }
    match job.report.as_ref()?.ended? {
        Ended::Complete => None,
        Ended::Schedules => Some(t::explore_ended_schedules(lang)),
        Ended::Time => Some(t::explore_ended_time(lang)),
        Ended::Outcomes => Some(t::explore_ended_outcomes(lang)),
        Ended::Cancelled => Some(t::explore_ended_cancelled(lang)),
    }
}

/// How far it has come: a bar and figures.
pub fn progress(lang: Lang, job: &Job) -> Html {
    let doing = match job.report.as_deref() {
        _ if job.going == Going::Starting => t::explore_starting(lang),
        Some(report) if report.phase == Phase::Shortest => t::explore_searching(lang),
        _ => t::explore_counting(lang),
    };
    let figures = job.report.as_deref().map(|report| {
        let mut parts = vec![t::explore_so_far(
            lang,
            &grouped(report.schedules),
            report.outcomes(),
        )];
        match report.phase {
            Phase::Shortest => parts.push(t::explore_states(lang, &grouped(report.states))),
            _ => parts.extend(
                report
                    .per_second()
                    .map(|n| t::explore_rate(lang, &grouped(n))),
            ),
        }
        parts.join(" · ")
    });
    // Of the budget that will be used up first.
    let part = job
        .report
        .as_deref()
        .filter(|report| report.phase == Phase::Counting);
    let part = part.map(|report| {
        let time = report.nanos as f64 / 1e9 / f64::from(job.settings.seconds);
        let number = report.schedules as f64 / f64::from(job.settings.schedules);
        time.max(number).min(1.0)
    });
    html! {
        <div class="progress">
            <span>{ doing }</span>
            <progress aria-label={doing} max="1" value={part.map(|part| format!("{part:.3}"))}></progress>
            <span class="figures">{ figures }</span>
        </div>
    }
}

/// What is said aloud, at a calm pace: when something else begins, and every
/// few seconds.
#[hook]
pub fn use_calm(lang: Lang, job: Option<&Job>) -> Rc<String> {
    const APART: Dur = Dur::secs(4);
    let report = job.and_then(|job| job.report.as_deref());
    let beat = (
        lang,
        job.map(|job| job.going.clone()),
        report.map(|report| (report.phase, report.nanos / APART.0)),
        job.map(|job| (job.subject.text.clone(), job.settings)),
    );
    use_memo(beat, |_| {
        let Some(job) = job else {
            return String::new();
        };
        match (&job.going, report) {
            (Going::Starting, _) => t::explore_starting(lang).to_owned(),
            (Going::Working, Some(report)) => format!(
                "{}: {}",
                match report.phase {
                    Phase::Shortest => t::explore_searching(lang),
                    _ => t::explore_counting(lang),
                },
                t::explore_so_far(lang, &grouped(report.schedules), report.outcomes())
            ),
            (Going::Working, None) => t::explore_counting(lang).to_owned(),
            (Going::Over | Going::Cancelled, Some(report)) => {
                let parts = [
                    summary(lang, job),
                    why_ended(lang, job)
                        .map(|why| format!("{}. {why}", t::explore_incomplete(lang))),
                    wrong(lang, job, report).map(|(_, said)| said),
                ];
                parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
            }
            (Going::Over | Going::Cancelled, None) => t::explore_ended_cancelled(lang).to_owned(),
            (Going::Failed(text), _) => format!("{} {}", t::explore_failed(lang), text.get(lang)),
        }
    })
}

/// What was found, as far as it is there.
pub fn results(
    lang: Lang,
    job: &Job,
    chosen: Option<&Schedule>,
    on_choose: &Callback<Rc<Schedule>>,
) -> Html {
    let Some(report) = job.report.as_deref() else {
        return html! {};
    };
    let incomplete = why_ended(lang, job);
    let time = text::short(rounded(report.nanos));
    let took = match report.per_second() {
        Some(rate) => t::explore_took(lang, &time, &grouped(rate)),
        None => t::explore_took_short(lang, &time),
    };
    html! {
        <div class="found">
            <p class="summary"><strong>{ summary(lang, job) }</strong>
                { for wrong(lang, job, report).map(|(bad, said)| html! {
                    <span class={classes!("verdict", if bad { "bad" } else { "good" })}>{ " " }{ said }</span>
                }) }</p>
            { for incomplete.map(|why| html! {
                <p class="incomplete"><span class="badge">{ t::explore_incomplete(lang) }</span>{ " " }{ why }{ " " }
                    { t::explore_counts_known(lang) }</p>
            }) }
            <div class="scroll" tabindex="0" role="region" aria-label={t::explore_results(lang)}>
                <table class="outcomes">
                    <caption class="sr">{ t::explore_results(lang) }</caption>
                    <thead><tr>
                        <th scope="col">{ t::explore_col_outcome(lang) }</th>
                        <th scope="col">{ t::explore_col_count(lang) }</th>
                        <th scope="col">{ t::explore_col_share(lang) }</th>
                        <th scope="col" title={t::explore_col_preemptions_note(lang)}>{ t::explore_col_preemptions(lang) }</th>
                        <th scope="col">{ t::explore_col_replay(lang) }</th>
                    </tr></thead>
                    <tbody>{ for job.outcomes.iter().map(|one| row(lang, one, report, chosen == Some(&one.schedule), on_choose)) }</tbody>
                </table>
            </div>
            <p class="note">
                { if report.more > 0 { t::explore_more(lang, &grouped(report.more)) + " " } else { String::new() } }
                { if report.repeats > 0 { t::explore_repeats(lang, &grouped(report.repeats)) + " " } else { String::new() } }
                { took }</p>
        </div>
    }
}

/// To whole microseconds: the clock sees no more.
fn rounded(nanos: u64) -> Dur {
    Dur(nanos / 1000 * 1000)
}

fn row(
    lang: Lang,
    one: &FoundOutcome,
    report: &Report,
    chosen: bool,
    on_choose: &Callback<Rc<Schedule>>,
) -> Html {
    let schedule = Rc::new(one.schedule.clone());
    let choose = on_choose.reform(move |_: MouseEvent| schedule.clone());
    let part = share(one.count, report.schedules);
    let width = match report.schedules {
        0 => 0.0,
        all => one.count as f64 * 100.0 / all as f64,
    };
    let label = t::explore_replay_of(lang, &words(lang, one));
    let count = match one.count {
        0 => t::explore_not_counted(lang).to_owned(),
        n => grouped(n),
    };
    html! {
        <tr key={one.schedule.to_string()} class={classes!(chosen.then_some("chosen"), (one.good == Some(false)).then_some("bad"))}
            onclick={choose.clone()}>
            <th scope="row">{ outcome(lang, one) }</th>
            <td class="number">{ count }</td>
            <td class="share"><span class="bar" aria-hidden="true"><i style={format!("width:{width:.2}%")}></i></span>
                <span>{ part }</span></td>
            <td class="number">{ one.preemptions }
                { if one.shortest { html! {} } else { html! { <small>{ t::explore_of_counted_mark(lang) }</small> } } }</td>
            <td><button type="button" aria-pressed={chosen.to_string()} aria-label={label} onclick={choose}>
                { super::icon_play() }</button></td>
        </tr>
    }
}

/// An outcome in one line, for labels.
pub fn words(lang: Lang, one: &FoundOutcome) -> String {
    let cells = one
        .told
        .cells
        .iter()
        .map(|(name, value)| format!("{name} = {value}"));
    let ends = one.told.ends.iter().map(|text| text.get(lang).to_owned());
    let kind = (one.told.kind != Kind::Ended || one.told.cells.is_empty())
        .then(|| kind(lang, one.told.kind).to_owned());
    kind.into_iter()
        .chain(cells)
        .chain(ends)
        .collect::<Vec<_>>()
        .join(", ")
}

fn kind(lang: Lang, kind: Kind) -> &'static str {
    match kind {
        Kind::Ended => t::explore_kind_ended(lang),
        Kind::Deadlock => t::explore_kind_deadlock(lang),
        Kind::Waits => t::explore_kind_waits(lang),
        Kind::Failure => t::explore_kind_failure(lang),
        Kind::Cut => t::explore_kind_cut(lang),
    }
}

/// How a schedule ends: what it is, what memory holds, who waits for what.
pub fn outcome(lang: Lang, one: &FoundOutcome) -> Html {
    html! {
        <div class="outcome">
            <span class="marks">
                { for one.good.map(|good| html! {
                    <span class={classes!("badge", if good { "good" } else { "bad" })}>
                        { if good { t::explore_good(lang) } else { t::explore_bad(lang) } }</span>
                }) }
                // What memory holds says it, where every thread has ended.
                if one.told.kind != Kind::Ended || one.told.cells.is_empty() {
                    <span class="badge">{ kind(lang, one.told.kind) }</span>
                }
            </span>
            <span class="cells">{ for one.told.cells.iter().map(|(name, value)| html! {
                <code key={name.clone()}>{ name }{ " = " }<b>{ value }</b></code>
            }) }</span>
            <ul>{ for one.told.ends.iter().enumerate().map(|(i, text)| html! { <li key={i}>{ text.get(lang).to_owned() }</li> }) }</ul>
        </div>
    }
}
