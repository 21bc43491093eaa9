//! How a program is run: the machine, the interpreter, the budget, the input.

use std::rc::Rc;

use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::state::Act;
use crate::base::{Dur, Lang, lengths};
use crate::i18n as t;
use crate::ui::widgets::{Slider, Switch, slider, switch};
use crate::workbench::Settings;
use crate::workbench::settings::BUDGETS;

const CORES: [u64; 5] = [1, 2, 4, 8, 16];
const INTERVALS_US: [u64; 6] = [100, 500, 1_000, 5_000, 20_000, 100_000];
const LATENCIES_US: [u64; 7] = [0, 1_000, 10_000, 50_000, 100_000, 300_000, 1_000_000];
const BANDWIDTHS: [u64; 6] = [
    7_000,
    125_000,
    1_250_000,
    12_500_000,
    125_000_000,
    1_250_000_000,
];
const COSTS_NS: [u64; 6] = [1, 5, 20, 50, 200, 1_000];

/// The controls.
pub fn panel(lang: Lang, settings: &Settings, act: &Callback<Act>) -> Html {
    let set = |about: &'static str, change: fn(&mut Settings, u64)| {
        let (settings, act) = (settings.clone(), act.clone());
        Callback::from(move |value: u64| {
            let mut settings = settings.clone();
            change(&mut settings, value);
            act.emit(Act::Settings(settings, about));
        })
    };
    let slide = |label, note, stops: &[u64], value: u64, shown: String, on: Callback<u64>| {
        slider(Slider {
            label,
            note,
            stops: Rc::from(stops),
            value,
            shown,
            on_change: on.reform(|(value, _)| value),
        })
    };
    let on_seed = {
        let on = set("seed", |settings, seed| settings.seed = seed);
        move |event: Event| {
            let input = event.target_dyn_into::<HtmlInputElement>();
            if let Some(seed) = input.and_then(|input| input.value().trim().parse().ok()) {
                on.emit(seed);
            }
        }
    };
    let on_input = {
        let (settings, act) = (settings.clone(), act.clone());
        move |event: Event| {
            if let Some(field) = event.target_dyn_into::<HtmlTextAreaElement>() {
                let input = field.value();
                act.emit(Act::Settings(
                    Settings {
                        input,
                        ..settings.clone()
                    },
                    "input",
                ));
            }
        }
    };
    html! {
        <div class="controls">
            { slide(t::python_cores(lang), None, &CORES, settings.cores.into(), settings.cores.to_string(),
                set("cores", |settings, cores| settings.cores = cores as u32)) }
            { switch(Switch {
                label: t::python_gil(lang),
                note: Some(t::python_gil_note(lang)),
                on: settings.gil,
                disabled: false,
                on_change: set("gil", |settings, on| settings.gil = on == 1).reform(u64::from),
            }) }
            if settings.gil {
                { slide(t::python_interval(lang), None, &INTERVALS_US, settings.interval_us,
                    lengths::exact(Dur::micros(settings.interval_us)), set("interval", |settings, us| settings.interval_us = us)) }
            }
            { slide(t::python_cost(lang), Some(t::python_cost_note(lang)), &COSTS_NS, settings.instruction_ns,
                lengths::exact(Dur(settings.instruction_ns)), set("cost", |settings, ns| settings.instruction_ns = ns)) }
            { slide(t::python_budget(lang), Some(t::python_budget_note(lang)), &BUDGETS, settings.budget,
                t::python_million(lang, settings.budget / 1_000_000), set("budget", |settings, most| settings.budget = most)) }
            <label class="field-block"><span>{ t::python_seed(lang) }</span>
                <input type="text" inputmode="numeric" value={settings.seed.to_string()} onchange={on_seed} /></label>
            <label class="field-block"><span>{ t::python_input(lang) }</span>
                <textarea rows="3" spellcheck="false" value={settings.input.clone()} onchange={on_input} /></label>
            { switch(Switch {
                label: t::python_input_ends(lang),
                note: None,
                on: settings.input_ends,
                disabled: false,
                on_change: set("eof", |settings, on| settings.input_ends = on == 1).reform(u64::from),
            }) }
            <fieldset><legend>{ t::python_network(lang) }</legend>
                { slide(t::python_latency(lang), None, &LATENCIES_US, settings.latency_us,
                    lengths::exact(Dur::micros(settings.latency_us)), set("latency", |settings, us| settings.latency_us = us)) }
                { slide(t::python_bandwidth(lang), None, &BANDWIDTHS, settings.bandwidth,
                    bits(lang, settings.bandwidth), set("bandwidth", |settings, bytes| settings.bandwidth = bytes)) }
                { switch(Switch {
                    label: t::python_keep_alive(lang),
                    note: None,
                    on: settings.keep_alive,
                    disabled: false,
                    on_change: set("keepalive", |settings, on| settings.keep_alive = on == 1).reform(u64::from),
                }) }
            </fieldset>
            <p class="note">{ t::python_model(lang) }</p>
        </div>
    }
}

/// Bytes a second as networks are called.
fn bits(lang: Lang, bytes: u64) -> String {
    match bytes * 8 / 1000 {
        kbit if kbit < 1000 => t::python_kbit(lang, kbit),
        kbit => t::python_mbit(lang, kbit / 1000),
    }
}
