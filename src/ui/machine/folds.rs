//! What a scenario has besides jobs and policies, each part in a fold: objects,
//! devices, networks, processes, pools, programs, signals, drawn jobs; the
//! instructions to look up; and the whole as JSON.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::cell::{Cell, To};
use super::field::{Sheet, field, said};
use super::state::Act;
use crate::base::Lang;
use crate::i18n as t;
use crate::playground::document::{Edit, Kind, List, Part, list, programs, shown, text};
use crate::playground::fields::Table;
use crate::sim::program::REFERENCE;
use crate::ui::icons;
use crate::ui::widgets::{Switch, switch};

/// All folds.
pub fn folds(of: &Sheet<'_>, json: Html) -> Html {
    let lang = of.lang;
    let plain = |key, name, note, kind, table| {
        let inside = items(of, kind, |part, _| {
            let fields = Table::fields(table).iter();
            fields.map(|own| field(of, part, own)).collect()
        });
        fold(key, name, note, list(of.document, kind).len(), inside)
    };
    html! {
        <section class="card folds" aria-label={t::machine_folds(lang)}>
            <div class="bar"><h2>{ t::machine_folds(lang) }</h2></div>
            { objects(of) }
            { plain("devices", t::machine_devices(lang), t::machine_devices_note(lang), List::Devices, Table::Device) }
            { plain("networks", t::machine_networks(lang), t::machine_networks_note(lang), List::Networks, Table::Network) }
            { processes(of) }
            { plain("pools", t::machine_pools(lang), t::machine_pools_note(lang), List::Pools, Table::Pool) }
            { started(of) }
            { plain("signals", t::machine_signals(lang), t::machine_signals_note(lang), List::Signals, Table::Signal) }
            { plain("random", t::machine_drawn(lang), t::machine_drawn_note(lang), List::Random, Table::Random) }
            { fold("instructions", t::machine_instructions(lang), t::machine_instructions_note(lang), 0, instructions(lang)) }
            { fold("json", t::machine_json(lang), "", 0, json) }
        </section>
    }
}

/// A part in a fold, open if there is something in it.
fn fold(
    key: &'static str,
    name: &'static str,
    note: &'static str,
    count: usize,
    inside: Html,
) -> Html {
    html! {
        <details key={key} class="fold" id={format!("fold-{key}")} open={count > 0}>
            <summary>{ name }{ for (count > 0).then(|| html! { <span class="count">{ count }</span> }) }</summary>
            <div class="inside">
                { for (!note.is_empty()).then(|| html! { <p class="note">{ note }</p> }) }
                { inside }
            </div>
        </details>
    }
}

/// The items of a list, each with its fields and a button that takes it away.
fn items(of: &Sheet<'_>, kind: List, fields: impl Fn(Part, usize) -> Html) -> Html {
    let lang = of.lang;
    let found = list(of.document, kind);
    let item = |index: usize| {
        let part = Part::Item(kind, index);
        let name = match text(found[index].get("name")) {
            name if name.trim().is_empty() => format!("#{}", index + 1),
            name => name,
        };
        let label = t::machine_delete(lang, &name);
        let onclick = of.act.reform(move |_| Act::Edit(Edit::Remove(kind, index)));
        let wrong = of.wrong(&part.place());
        html! {
            <div key={index} class="item" role="group" aria-label={name}>
                <div class="fields">{ fields(part, index) }</div>
                <button type="button" class="quiet square" aria-label={label.clone()} title={label} {onclick}>{ icons::close() }</button>
                <div class="wrong">{ for wrong.into_iter().map(|problem| html! { { said(problem, lang) } }) }</div>
            </div>
        }
    };
    let onclick = of.act.reform(move |_| Act::Edit(Edit::Add(kind, None)));
    html! { <>
        <div class="items">{ for (0..found.len()).map(item) }</div>
        <button type="button" disabled={found.len() >= kind.most()} {onclick}>{ icons::plus() }{ t::machine_add(lang) }</button>
    </> }
}

/// Declarations, one a line.
fn objects(of: &Sheet<'_>) -> Html {
    let (lang, value) = (of.lang, of.document.get("objects"));
    let text = shown(Kind::Lines, value);
    let count = text.lines().count();
    let wrong: Vec<_> = of
        .problems
        .iter()
        .filter(|problem| problem.place.starts_with("/objects"))
        .collect();
    let is_wrong = !wrong.is_empty();
    let inside = html! { <>
        <Cell {text} label={t::machine_objects(lang)} kind={Kind::Lines} to={To::Field(Part::Whole, "objects")} act={of.act.clone()}
            lines={(count + 1).clamp(3, 12)} wrong={is_wrong.then_some(AttrValue::Static("wrong-objects"))} />
        <ul id="wrong-objects" class="wrong">{ for wrong.into_iter().enumerate().map(|(i, problem)| html! {
            <li key={i}>{ said(problem, lang) }</li>
        }) }</ul>
        <p class="note"><code>{ t::machine_objects_forms(lang) }</code></p>
    </> };
    fold(
        "objects",
        t::machine_objects(lang),
        t::machine_objects_note(lang),
        count,
        inside,
    )
}

/// Processes: the GIL is a switch and its interval, user-level threads are
/// another.
fn processes(of: &Sheet<'_>) -> Html {
    let lang = of.lang;
    let fields = |part: Part, index: usize| {
        let own = part.of(of.document);
        let has_gil = own.get("gil").is_some();
        let has_users = own.get("user_threads").is_some();
        let put = |label, note, on, edit: fn(usize, bool) -> Edit| {
            let act = of.act.clone();
            switch(Switch {
                label,
                note: Some(note),
                on,
                disabled: false,
                on_change: Callback::from(move |on| act.emit(Act::Edit(edit(index, on)))),
            })
        };
        let of_key = |key: &str| {
            let own = Table::Process.field(key);
            own.map(|own| field(of, part, own)).unwrap_or_default()
        };
        let users = Part::UserThreads(index);
        html! { <>
            { of_key("name") }
            { of_key("memory") }
            { put(t::machine_gil(lang), t::machine_gil_note(lang), has_gil, gil) }
            { for has_gil.then(|| of_key("gil")) }
            { put(t::machine_user(lang), t::machine_user_note(lang), has_users, user_threads) }
            { for has_users.then(|| -> Html {
                Table::UserThreads.fields().iter().map(|own| field(of, users, own)).collect()
            }) }
        </> }
    };
    let inside = items(of, List::Processes, fields);
    let count = list(of.document, List::Processes).len();
    let note = t::machine_processes_note(lang);
    fold("processes", t::machine_processes(lang), note, count, inside)
}

/// Gives a process a GIL, or takes it away.
fn gil(process: usize, on: bool) -> Edit {
    // CPython's is 5 ms (sys.getswitchinterval).
    let interval = if on { "5ms" } else { "" };
    let part = Part::Item(List::Processes, process);
    Edit::Put(part, "gil", Kind::Number, interval.to_owned())
}

/// Lets a process run its jobs as user-level threads of one carrier, or not.
fn user_threads(process: usize, on: bool) -> Edit {
    if on {
        let part = Part::UserThreads(process);
        Edit::Put(part, "carriers", Kind::Number, "1".to_owned())
    } else {
        let part = Part::Item(List::Processes, process);
        Edit::Put(part, "user_threads", Kind::Text, String::new())
    }
}

/// Programs that jobs start.
fn started(of: &Sheet<'_>) -> Html {
    let lang = of.lang;
    let program = |(index, (name, text)): (usize, (&str, String))| {
        let wrong = of.wrong(&format!("/programs/{name}"));
        let id = AttrValue::from(format!("wrong-program-{index}"));
        let is_wrong = !wrong.is_empty();
        let (act, from) = (of.act.clone(), name.to_owned());
        let onchange = move |event: Event| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                let to = input.value();
                act.emit(Act::Edit(Edit::Rename(from.clone(), to)));
            }
        };
        let from = name.to_owned();
        let on_remove = of
            .act
            .reform(move |_| Act::Edit(Edit::Program(from.clone(), None)));
        let label = t::machine_delete(lang, name);
        let lines = (text.lines().count() + 1).clamp(3, 14);
        html! {
            <div key={name.to_owned()} class="item program" role="group" aria-label={name.to_owned()}>
                <div class="fields">
                    <input class="cell" type="text" value={name.to_owned()} aria-label={t::machine_program_name(lang)} {onchange} />
                    <Cell {text} label={t::machine_program(lang, name)} kind={Kind::Text} to={To::Program(name.to_owned().into())}
                        act={of.act.clone()} {lines} wrong={is_wrong.then(|| id.clone())} />
                </div>
                <button type="button" class="quiet square" aria-label={label.clone()} title={label} onclick={on_remove}>{ icons::close() }</button>
                <div {id} class="wrong">{ for wrong.into_iter().map(|problem| html! { <p>{ said(problem, lang) }</p> }) }</div>
            </div>
        }
    };
    let inside = html! { <>
        <div class="items">{ for programs(of.document).enumerate().map(program) }</div>
        <button type="button" onclick={of.act.reform(|_| Act::Edit(Edit::AddProgram))}>{ icons::plus() }{ t::machine_add(lang) }</button>
    </> };
    let count = programs(of.document).count();
    let note = t::machine_programs_note(lang);
    fold("programs", t::machine_programs(lang), note, count, inside)
}

/// Every instruction, to look up.
fn instructions(lang: Lang) -> Html {
    html! {
        <div class="scroll" tabindex="0" role="region" aria-label={t::machine_instructions(lang)}>
            <table class="instructions"><tbody>{ for REFERENCE.iter().map(|entry| html! {
                <tr key={entry.form}><th scope="row"><code>{ entry.form }</code></th>
                    <td>{ match lang { Lang::Ko => entry.ko, Lang::En => entry.en } }</td></tr>
            }) }</tbody></table>
        </div>
    }
}
