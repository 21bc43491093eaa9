//! The table of jobs.

use gloo_timers::callback::Timeout;
use serde_json::Value;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::cell::{Cell, To};
use super::field::{Sheet, said};
use super::state::Act;
use crate::base::{Lang, Problem};
use crate::i18n as t;
use crate::playground::document::{
    Edit, Kind, List, MOST_JOBS, Part, jobs, list, on_one_line, on_several_lines, policies,
    policy_key, shown, text,
};
use crate::playground::fields::{ALWAYS, Field, Table};
use crate::playground::places;
use crate::scenario::PolicyKind;
use crate::ui::icons;
use crate::ui::widgets::{Switch, switch};
use crate::web::window;

/// More rows than these are not shown.
const MOST_ROWS: usize = 100;

/// A program is not shown higher.
const MOST_LINES: usize = 14;

/// What the table needs.
pub struct Jobs<'a> {
    /// The document that is edited.
    pub sheet: Sheet<'a>,
    /// Whether every column is shown.
    pub all: bool,
    /// Shows every column, or not.
    pub on_all: Callback<bool>,
}

/// The columns that are shown: those that the policies read or a job has.
fn columns(document: &Value, all: bool) -> Vec<usize> {
    let kinds: Vec<&PolicyKind> = policies(document)
        .iter()
        .filter_map(|entry| PolicyKind::named(&policy_key(entry)))
        .collect();
    let read = |key: &str| kinds.iter().any(|kind| kind.reads.contains(&key));
    let had = |key: &str| jobs(document).iter().any(|job| job.get(key).is_some());
    let there = |key: &str| key == "process" && !list(document, List::Processes).is_empty();
    let is_shown = |i: usize| {
        let key = all_columns()[i].key;
        ALWAYS.contains(&key) || all || read(key) || had(key) || there(key)
    };
    (0..all_columns().len()).filter(|&i| is_shown(i)).collect()
}

/// Every column, shown or not.
fn all_columns() -> &'static [Field] {
    Table::Job.fields()
}

/// The table of jobs, its buttons, and what is wrong below each row.
pub fn table(of: &Jobs<'_>) -> Html {
    let sheet = &of.sheet;
    let (lang, columns) = (sheet.lang, columns(sheet.document, of.all));
    let rows = jobs(sheet.document);
    let full = rows.len() >= MOST_JOBS;
    let on_all = of.on_all.clone();
    let all = switch(Switch {
        label: t::machine_all_columns(lang),
        note: None,
        on: of.all,
        disabled: false,
        on_change: on_all,
    });
    html! {
        <section class="card jobs" aria-label={t::machine_jobs(lang)}>
            <div class="bar">
                <h2>{ t::machine_jobs(lang) }</h2>
                { all }
                <span class="grow"></span>
                <button type="button" disabled={full} onclick={sheet.act.reform(|_| Act::Edit(Edit::Add(List::Jobs, None)))}>
                    { icons::plus() }{ t::machine_add_job(lang) }</button>
            </div>
            <div class="scroll" tabindex="0" role="region" aria-label={t::machine_jobs(lang)}>
                <table onkeydown={keys(sheet.act.clone(), rows.len())}>
                    // With a key too: only then are the rows told apart by theirs.
                    <thead key="head"><tr>
                        { for columns.iter().map(|&i| {
                            let field = &all_columns()[i];
                            html! { <th key={field.key} scope="col" title={field.note(lang)}>{ field.name(lang) }</th> }
                        }) }
                        <th key="actions" scope="col">{ t::machine_actions(lang) }</th>
                    </tr></thead>
                    { for rows.iter().take(MOST_ROWS).enumerate().map(|(row, job)| line(sheet, row, job, &columns)) }
                </table>
            </div>
            <p class="note">
                { match rows.len() {
                    n if n > MOST_ROWS => t::machine_more_jobs(lang, n - MOST_ROWS),
                    _ if full => t::machine_most_jobs(lang, MOST_JOBS),
                    _ => t::machine_keys(lang).to_owned(),
                } }
            </p>
        </section>
    }
}

/// A row, and below it what is wrong with it.
fn line(of: &Sheet<'_>, row: usize, job: &Value, columns: &[usize]) -> Html {
    let lang = of.lang;
    let part = Part::Item(List::Jobs, row);
    let name = match text(job.get("name")) {
        name if name.trim().is_empty() => format!("#{}", row + 1),
        name => name,
    };
    let place = part.place();
    let wrong: Vec<(&str, &Problem)> = of
        .problems
        .iter()
        .filter_map(|problem| {
            let rest = places::split(&problem.place).0.strip_prefix(&place)?;
            match rest.strip_prefix('/') {
                Some(rest) => Some((rest.split('/').next().unwrap_or(rest), problem)),
                None => rest.is_empty().then_some(("", problem)),
            }
        })
        .collect();
    let cell = |position: usize, i: usize| {
        let field = &all_columns()[i];
        let is_wrong = wrong.iter().any(|(key, _)| *key == field.key);
        let label = t::machine_cell(lang, field.name(lang), &name);
        let text = shown(field.kind, job.get(field.key));
        let lines = (field.key == "program" && text.contains('\n'))
            .then(|| text.lines().count().clamp(2, MOST_LINES));
        let input = html! {
            <Cell {text} {label} {lines} usual={field.usual.to_string()} kind={field.kind}
                place={(row, position)} to={To::Field(part, field.key)} act={of.act.clone()}
                wrong={is_wrong.then(|| AttrValue::from(format!("wrong-{row}")))} />
        };
        let class = format!("col-{}", field.key);
        if i == 0 {
            html! { <th key={field.key} scope="row" {class}>{ input }</th> }
        } else {
            html! { <td key={field.key} {class}>{ input }</td> }
        }
    };
    let count = jobs(of.document).len();
    // The row that a press leaves behind keeps the focus near.
    let button = |label: String, icon: Html, disabled: bool, edit: fn(usize) -> Edit, to: usize| {
        let act = of.act.clone();
        let onclick = move |_| {
            act.emit(Act::Edit(edit(row)));
            go_soon((to as i64, 0));
        };
        html! {
            <button type="button" class="quiet square" aria-label={label.clone()} title={label} {disabled}
                {onclick}>{ icon }</button>
        }
    };
    html! {
        <tbody key={row}><tr>
            { for columns.iter().enumerate().map(|(position, &i)| cell(position, i)) }
            <td key="actions" class="actions">
                { spread(of, row, &name, &text(job.get("program"))) }
                { button(t::machine_up(lang, &name), icons::up(), row == 0, |row| Edit::Move(row, false), row.saturating_sub(1)) }
                { button(t::machine_down(lang, &name), icons::down(), row + 1 == count, |row| Edit::Move(row, true), row + 1) }
                { button(t::machine_duplicate(lang, &name), icons::copies(), count >= MOST_JOBS, Edit::Duplicate, row + 1) }
                { button(t::machine_delete(lang, &name), icons::close(), false, |row| Edit::Remove(List::Jobs, row), row.min(count.saturating_sub(2))) }
            </td>
        </tr>
        { if wrong.is_empty() { html! {} } else { html! {
            <tr class="wrong"><td colspan={(columns.len() + 1).to_string()}>
                <ul id={format!("wrong-{row}")}>{ for wrong.iter().enumerate().map(|(i, (key, problem))| html! {
                    <li key={i}>{ in_row(key, problem, lang) }</li>
                }) }</ul>
            </td></tr>
        } } }
        </tbody>
    }
}

/// The button that writes a program over several lines, or on one.
fn spread(of: &Sheet<'_>, row: usize, name: &str, program: &str) -> Html {
    let on_lines = program.contains('\n');
    let (label, other) = if on_lines {
        let other = on_one_line(program);
        (t::machine_one_line(of.lang, name), other)
    } else {
        let other = on_several_lines(program);
        (t::machine_lines(of.lang, name), other)
    };
    let disabled = other.is_none();
    let part = Part::Item(List::Jobs, row);
    let onclick = of.act.reform(move |_| {
        let other = other.clone().unwrap_or_default();
        Act::Edit(Edit::Put(part, "program", Kind::Text, other))
    });
    html! {
        <button type="button" class="quiet square" aria-label={label.clone()} title={label}
            aria-pressed={on_lines.to_string()} {disabled} {onclick}>{ icons::list() }</button>
    }
}

/// A problem with the name of the column in place of the path.
fn in_row(key: &str, problem: &Problem, lang: Lang) -> String {
    let column = Table::Job.field(key).map_or(key, |field| field.name(lang));
    match column {
        "" => said(problem, lang),
        column => format!("{column}: {}", said(problem, lang)),
    }
}

/// Arrows and Enter move between cells; sideways only from the end of what is
/// typed. Enter in the last row adds a job.
fn keys(act: Callback<Act>, rows: usize) -> Callback<KeyboardEvent> {
    Callback::from(move |event: KeyboardEvent| {
        if event.is_composing() || event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let Some(input) = event.target_dyn_into::<HtmlInputElement>() else {
            return;
        };
        let number = |name: &str| input.get_attribute(name)?.parse::<i64>().ok();
        let (Some(row), Some(col)) = (number("data-row"), number("data-col")) else {
            return;
        };
        let length = input.value().encode_utf16().count() as u32;
        let caret = |at: u32| {
            input.selection_start().ok().flatten() == Some(at)
                && input.selection_end().ok().flatten() == Some(at)
        };
        let whole = input.selection_start().ok().flatten() == Some(0)
            && input.selection_end().ok().flatten() == Some(length);
        let to = match event.code().as_str() {
            "ArrowUp" => (row - 1, col),
            "ArrowDown" => (row + 1, col),
            "Enter" | "NumpadEnter" if event.shift_key() => (row - 1, col),
            "Enter" | "NumpadEnter" => (row + 1, col),
            "ArrowLeft" if caret(0) || whole => (row, col - 1),
            "ArrowRight" if caret(length) || whole => (row, col + 1),
            _ => return,
        };
        let enters = event.code().ends_with("Enter");
        if enters && to.0 >= rows as i64 {
            act.emit(Act::Edit(Edit::Add(List::Jobs, None)));
            go_soon(to);
        }
        if go(to) || enters {
            event.prevent_default();
        }
    })
}

/// Gives the focus to a cell that the next render makes.
fn go_soon(to: (i64, i64)) {
    Timeout::new(0, move || {
        go(to);
    })
    .forget();
}

/// Gives the focus to a cell. Gives whether there is one.
fn go((row, col): (i64, i64)) -> bool {
    let Some(document) = window().document() else {
        return false;
    };
    let cell = document.query_selector(&format!(".jobs [data-row=\"{row}\"][data-col=\"{col}\"]"));
    let Some(cell) = cell
        .ok()
        .flatten()
        .and_then(|e| e.dyn_into::<HtmlInputElement>().ok())
    else {
        return false;
    };
    let _ = cell.focus();
    cell.select();
    true
}
