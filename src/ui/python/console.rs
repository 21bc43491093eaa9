//! What a program wrote, and what it read, in the order of time, each line with
//! its moment: the playhead lights what has been written until then.

use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::job::Shown;
use super::lanes::Colours;
use crate::base::{Lang, Time, lengths};
use crate::i18n as t;
use crate::python::machine::Bound;
use crate::workbench::running::{Said, Stream, rows};

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
    /// A line was typed for a program that wants one; none if there is no more.
    pub on_line: Callback<Option<String>>,
}

/// The console.
#[component]
pub fn Console(props: &ConsoleProps) -> Html {
    let (lang, told) = (props.lang, &props.shown.told);
    let until = |said: &Said| props.at.is_none_or(|at| said.at <= at);
    let wants_input = told.stopped == Some(Bound::Input);
    let rows = rows(&told.output);
    let written = rows.iter().filter(|row| until(&row[0])).count();
    let last = use_last_in_sight(written);
    let row = |(i, row): (usize, &&[Said])| {
        let of_last = match i + 1 == written {
            true => last.clone(),
            false => NodeRef::default(),
        };
        html! {
            <li key={i} ref={of_last} class={classes!((!until(&row[0])).then_some("later"))}>
                { moment(props, &row[0]) }
                <pre>{ for row.iter().enumerate().map(|(i, said)| piece(said, until(said), i + 1 == row.len())) }</pre>
            </li>
        }
    };
    let more = rows.len() > MOST_LINES;
    html! {
        <section class="console" aria-label={t::python_console(lang)}>
            <ol tabindex="0" aria-label={t::python_console(lang)}>{ for rows.iter().take(MOST_LINES).enumerate().map(row) }</ol>
            if told.output.is_empty() { <p class="note">{ t::python_silent(lang) }</p> }
            if more || told.cut { <p class="note">{ t::python_cut(lang) }</p> }
            <div class="asks">if wants_input { { asks(lang, &props.on_line) } }</div>
            <p class={classes!("ending", (!wants_input && told.code != Some(0)).then_some("bad"))} role="status">
                { ending(lang, &props.shown) }</p>
        </section>
    }
}

/// Keeps the last row that has been written in sight as the playhead moves.
#[hook]
fn use_last_in_sight(written: usize) -> NodeRef {
    let last = use_node_ref();
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
    last
}

/// When a row was begun, by whom; it leads there.
fn moment(props: &ConsoleProps, said: &Said) -> Html {
    let at = said.at;
    let seek = props.on_seek.reform(move |_: MouseEvent| at);
    let trace = props.shown.trace.as_ref();
    let lane = trace.map(|trace| trace.track_name(said.lane));
    let lane = lane.unwrap_or_default().to_owned();
    let exact = lengths::exact(at.since(Time::ZERO));
    // What is seen begins what is heard.
    let shown = format!("{:.3} s", at.as_secs_f64());
    html! {
        <button type="button" onclick={seek} title={format!("{lane} · {exact}")}
            aria-label={t::python_go_to(props.lang, &shown, &lane)}>
            <i style={format!("background:{}", props.colours.of(said.lane))}></i>
            <span>{ shown.clone() }</span>
        </button>
    }
}

fn piece(said: &Said, is_written: bool, is_last: bool) -> Html {
    let kind = match said.stream {
        Stream::Out => None,
        Stream::Err => Some("error"),
        Stream::In => Some("typed"),
    };
    let text = match is_last {
        true => said.text.strip_suffix('\n').unwrap_or(&said.text),
        false => &said.text,
    };
    html! { <span class={classes!(kind, (!is_written).then_some("later"))}>{ text }</span> }
}

/// A field for the line that the program wants.
fn asks(lang: Lang, on_line: &Callback<Option<String>>) -> Html {
    let field = NodeRef::default();
    let give = {
        let (field, on_line) = (field.clone(), on_line.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(field) = field.cast::<HtmlInputElement>() {
                on_line.emit(Some(field.value()));
                field.set_value("");
            }
        }
    };
    html! {
        <form onsubmit={give}>
            <label><span>{ t::python_asks(lang) }</span>
                <input ref={field} type="text" autocomplete="off" autocapitalize="off" spellcheck="false" /></label>
            <button type="submit">{ t::python_give(lang) }</button>
            <button type="button" class="quiet" onclick={on_line.reform(|_| None)}>{ t::python_no_more(lang) }</button>
        </form>
    }
}

/// How the program ended.
fn ending(lang: Lang, shown: &Shown) -> String {
    let told = &shown.told;
    let end = shown.trace.as_ref().map_or(Time::ZERO, |trace| trace.end());
    let length = lengths::short(end.since(Time::ZERO));
    let instructions = super::grouped(told.instructions);
    match told.code {
        _ if shown.trace.is_none() => String::new(),
        _ if told.stopped == Some(Bound::Input) => t::python_waits_for_input(lang).to_owned(),
        _ if told.stopped == Some(Bound::Memory) => t::python_over_memory(lang).to_owned(),
        _ if told.stopped == Some(Bound::Output) => t::python_over_output(lang).to_owned(),
        _ if told.over_budget => t::python_over_budget(lang, &instructions),
        _ if told.is_stuck => t::python_stuck(lang, &length),
        Some(0) => t::python_ended(lang, &length, &instructions),
        Some(code) => t::python_failed(lang, code, &length),
        None => t::python_not_ended(lang, &length),
    }
}
