//! Above the program: the examples, the file, undo and the button that runs;
//! what the example shows, and what is to be said of the link.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::job::{Runner, Runs};
use super::state::{Act, Desk};
use crate::base::{Lang, Problem};
use crate::i18n as t;
use crate::ui::past;
use crate::web::download;
use crate::workbench::examples::{Topic, all, example, example_of};
use crate::workbench::running::{LONGEST_SOURCE, NAME, too_long};

/// The examples, the file, undo, and the button that runs.
pub fn tools_bar(
    lang: Lang,
    desk: &Desk,
    runs: &Runs,
    (on_run, runner): (&Callback<()>, &Runner),
    act: &Callback<Act>,
) -> Html {
    let source = desk.draft().source.clone();
    let on_save = {
        let source = source.clone();
        // Fails where the browser refuses downloads, which it says itself.
        move |_: MouseEvent| {
            let _ = download::text(NAME, "text/x-python", &source);
        }
    };
    let going = runs.going.is_some();
    let run = match going {
        true => {
            let runner = runner.clone();
            html! { <button key="run" type="button" class="primary" onclick={move |_| runner.stop()}>{ t::python_stop(lang) }</button> }
        }
        false => {
            html! { <button key="run" type="button" class="primary" onclick={on_run.reform(|_| ())}>{ icon_play() }{ t::python_run(lang) }</button> }
        }
    };
    html! {
        <div class="tools">
            { chooser(lang, &source, act) }
            <label class="button">{ t::python_open(lang) }
                <input type="file" accept=".py,text/x-python,text/plain" class="sr" onchange={opened(act.clone())} /></label>
            <button type="button" onclick={on_save}>{ t::python_save(lang) }</button>
            { past::buttons(lang, desk.can(), &act.reform(Act::Turn)) }
            { run }
        </div>
    }
}

fn icon_play() -> Html {
    html! {
        <svg class="icon" width="16" height="16" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path d="M6 4l10 6-10 6z" fill="currentColor" /></svg>
    }
}

/// Which example it is.
fn chooser(lang: Lang, source: &str, act: &Callback<Act>) -> Html {
    let chosen = example_of(source).map(|example| example.key);
    let act = act.clone();
    let onchange = move |event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        if let Some(example) = select.and_then(|select| example(&select.value())) {
            act.emit(Act::Example(example));
        }
    };
    let examples = all();
    let group = |topic: Topic| {
        let of_topic = examples.iter().filter(|example| example.topic == topic);
        html! {
            <optgroup label={topic.title().get(lang).to_owned()}>
                { for of_topic.map(|example| html! {
                    <option key={example.key} value={example.key} selected={chosen == Some(example.key)}>{ example.title.get(lang).to_owned() }</option>
                }) }
            </optgroup>
        }
    };
    html! {
        <label class="examples"><span class="sr">{ t::python_examples(lang) }</span>
            <select {onchange}>
                <option key="own" value="" selected={chosen.is_none()}>{ t::python_own(lang) }</option>
                { for Topic::ALL.into_iter().map(group) }
            </select></label>
    }
}

/// Opens a file as the program.
fn opened(act: Callback<Act>) -> Callback<Event> {
    Callback::from(move |event: Event| {
        let Some(input) = event.target_dyn_into::<HtmlInputElement>() else {
            return;
        };
        let file = input.files().and_then(|files| files.get(0));
        // The same file may be chosen again.
        input.set_value("");
        let Some(file) = file else {
            return;
        };
        let act = act.clone();
        if file.size() > LONGEST_SOURCE as f64 {
            act.emit(Act::Refused(too_long()));
            return;
        }
        wasm_bindgen_futures::spawn_local(async move {
            let text = wasm_bindgen_futures::JsFuture::from(file.text()).await;
            if let Some(text) = text.ok().and_then(|text| text.as_string()) {
                act.emit(Act::Opened(text.replace("\r\n", "\n")));
            }
        });
    })
}

/// What the example shows; what was wrong with the link, and what does not fit one.
pub fn notices(lang: Lang, desk: &Desk, fits: bool, act: &Callback<Act>) -> Html {
    let sentence = |problem: &Problem| problem.sentence(lang);
    let note = example_of(&desk.draft().source).map(|example| example.note.get(lang).to_owned());
    html! { <>
        if !desk.notices.is_empty() {
            <section class="notice" role="status">
                <ul>{ for desk.notices.iter().take(6).enumerate().map(|(i, problem)| html! { <li key={i}>{ sentence(problem) }</li> }) }</ul>
                <button type="button" onclick={act.reform(|_| Act::Dismiss)}>{ t::dismiss(lang) }</button>
            </section>
        }
        <p class="about">{ note }</p>
        <p class="note" role="status">{ if fits { "" } else { t::python_no_link(lang) } }</p>
    </> }
}
