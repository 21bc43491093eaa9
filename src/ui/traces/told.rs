//! What is known of a file besides its lanes: its counts, and what was wrong.

use serde_json::Value;
use yew::prelude::*;

use super::job::Shown;
use crate::base::{Dur, Lang};
use crate::i18n as t;
use crate::timeline::text;

/// The counts, and what was left out.
pub fn told(lang: Lang, shown: &Shown) -> Html {
    let summary = &shown.summary;
    let number = |path: &[&str]| {
        let first = summary.facts.get(*path.first()?)?;
        let value = path[1..]
            .iter()
            .try_fold(first, |value, key| value.get(key));
        value.and_then(Value::as_u64)
    };
    let row = |name: &'static str, value: Option<String>| {
        value.map(|value| html! { <div><dt>{ name }</dt><dd>{ value }</dd></div> })
    };
    let count = |path: &[&str]| number(path).map(crate::exploring::grouped);
    let bytes = number(&["bytes_uncompressed"]).map(size);
    let length = text::short(Dur(shown.trace.end().0));
    let problems = summary.problems.iter();
    html! {
        <section class="card told" aria-label={t::traces_told(lang)}>
            <h2>{ &shown.name }</h2>
            <dl>
                { for [
                    row(t::traces_length(lang), Some(length)),
                    row(t::traces_events(lang), count(&["events_total"])),
                    row(t::traces_slices(lang), count(&["slices_complete"])),
                    row(t::traces_processes(lang), count(&["pids"])),
                    row(t::traces_tracks(lang), count(&["tracks"])),
                    row(t::traces_async(lang), count(&["async", "pairs"])),
                    row(t::traces_flows(lang), count(&["flows", "pairs"])),
                    row(t::traces_instants(lang), count(&["instants"])),
                    row(t::traces_size(lang), bytes),
                ].into_iter().flatten() }
            </dl>
            if !summary.problems.is_empty() {
                <h3>{ t::traces_problems(lang) }</h3>
                <ul class="problems">{ for problems.enumerate().map(|(i, problem)| html! {
                    <li key={i}>{ problem.sentence(lang) }</li>
                }) }</ul>
            }
        </section>
    }
}

fn size(bytes: u64) -> String {
    match bytes {
        0..10_000 => format!("{bytes} B"),
        10_000..10_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{} MB", bytes / 1_000_000),
    }
}
