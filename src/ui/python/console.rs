//! What a program wrote, in the order of time, each piece with its moment: the
//! playhead lights what has been written until then.

use web_sys::HtmlElement;
use yew::prelude::*;

use super::job::Shown;
use super::lanes::Colours;
use crate::base::{Lang, Time, lengths};
use crate::i18n as t;
use crate::python::machine::Bound;
use crate::workbench::running::Said;

/// More lines than this are not drawn; the rest is in the file.
const MOST_LINES: usize = 2_000;

/// What the console needs.
#[derive(Properties, PartialEq)]
pub struct ConsoleProps {
    /// The language.
    pub lang: Lang,
    /// What ran.
    pub shown: Shown,
    /// The playhead; what was written later is faint. None shows all alike.
    pub at: Option<Time>,
    /// The colours of the lanes.
    pub colours: Colours,
    /// A piece was chosen: go to its moment.
    pub on_seek: Callback<Time>,
}

/// The console.
#[component]
pub fn Console(props: &ConsoleProps) -> Html {
    let (lang, told) = (props.lang, &props.shown.told);
    let last = use_node_ref();
    let until = |said: &Said| props.at.is_none_or(|at| said.at <= at);
    let written = told.output.iter().filter(|said| until(said)).count();
    {
        let last = last.clone();
        use_effect_with(written, move |_| {
            if let Some(line) = last.cast::<HtmlElement>()
                && let Some(list) = line.offset_parent()
            {
                let bottom = line.offset_top() + line.offset_height();
                let seen = list.scroll_top() + list.client_height();
                if bottom > seen || line.offset_top() < list.scroll_top() {
                    list.set_scroll_top(bottom - list.client_height());
                }
            }
        });
    }
    let line = |(i, said): (usize, &Said)| {
        let at = said.at;
        let seek = props.on_seek.reform(move |_: MouseEvent| at);
        let lane = props
            .shown
            .trace
            .as_ref()
            .map(|trace| trace.track_name(said.lane));
        let lane = lane.unwrap_or_default().to_owned();
        let class = classes!(
            "said",
            said.error.then_some("error"),
            (!until(said)).then_some("later")
        );
        let moment = lengths::exact(at.since(Time::ZERO));
        html! {
            <li key={i} {class} ref={if i + 1 == written { last.clone() } else { NodeRef::default() }}>
                <button type="button" onclick={seek} title={format!("{lane} · {moment}")}
                    aria-label={t::python_go_to(lang, &moment, &lane)}>
                    <i style={format!("background:{}", props.colours.of(said.lane))}></i>
                    <span>{ moment.clone() }</span>
                </button>
                <pre>{ said.text.strip_suffix('\n').unwrap_or(&said.text) }</pre>
            </li>
        }
    };
    let more = told.output.len().saturating_sub(MOST_LINES);
    html! {
        <section class="console" aria-label={t::python_console(lang)}>
            <ol tabindex="0">{ for told.output.iter().take(MOST_LINES).enumerate().map(line) }</ol>
            if told.output.is_empty() { <p class="note">{ t::python_silent(lang) }</p> }
            if more > 0 || told.cut { <p class="note">{ t::python_cut(lang) }</p> }
            <p class={classes!("ending", (told.code != Some(0)).then_some("bad"))} role="status">{ ending(lang, &props.shown) }</p>
        </section>
    }
}

/// How the program ended.
fn ending(lang: Lang, shown: &Shown) -> String {
    let told = &shown.told;
    let end = shown.trace.as_ref().map_or(Time::ZERO, |trace| trace.end());
    let length = lengths::exact(end.since(Time::ZERO));
    match told.code {
        _ if told.stopped == Some(Bound::Memory) => t::python_over_memory(lang).to_owned(),
        _ if told.stopped == Some(Bound::Output) => t::python_over_output(lang).to_owned(),
        _ if told.over_budget => t::python_over_budget(lang, &told.instructions.to_string()),
        _ if told.is_stuck => t::python_stuck(lang, &length),
        Some(0) => t::python_ended(lang, &length, &told.instructions.to_string()),
        Some(code) => t::python_failed(lang, code, &length),
        None => t::python_not_ended(lang, &length),
    }
}
