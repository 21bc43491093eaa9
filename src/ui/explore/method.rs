//! How a program is explored, and how far.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::state::Act;
use crate::base::Lang;
use crate::exploring::{Settings, Way, grouped};
use crate::i18n as t;

/// The method and its numbers.
pub fn method(lang: Lang, settings: Settings, act: &Callback<Act>) -> Html {
    let onchange = {
        let act = act.clone();
        move |event: Event| {
            let select = event.target_dyn_into::<HtmlSelectElement>();
            if let Some(way) = select.and_then(|select| Way::from_key(&select.value())) {
                act.emit(Act::Settings(Settings { way, ..settings }, "method"));
            }
        }
    };
    let note = match settings.way {
        Way::All => t::explore_way_all_note,
        Way::Bounded => t::explore_way_bounded_note,
        Way::Classes => t::explore_way_classes_note,
        Way::Samples => t::explore_way_samples_note,
    };
    let number = |label: &'static str,
                  about,
                  (value, least, most),
                  make: fn(Settings, u32) -> Settings| {
        let on_change = act.reform(move |n| Act::Settings(make(settings, n), about));
        html! { <Number key={about} {lang} {label} {value} {least} {most} {on_change} act={act.clone()} /> }
    };
    let most = match settings.way {
        Way::Samples => t::explore_most_samples(lang),
        _ => t::explore_most(lang),
    };
    html! {
        <div class="how">
            <label class="field-block"><span>{ t::explore_how(lang) }</span>
                <select {onchange} aria-describedby="explore-way-note">
                    { for Way::ALL.into_iter().map(|way| html! {
                        <option key={way.key()} value={way.key()} selected={way == settings.way}>{ name(lang, way) }</option>
                    }) }
                </select></label>
            <p class="note" id="explore-way-note">{ note(lang) }</p>
            <div class="numbers-row">
                { match settings.way {
                    Way::Bounded => number(t::explore_preemptions(lang), "preemptions",
                        (settings.preemptions, 0, Settings::MOST_PREEMPTIONS), |s, preemptions| Settings { preemptions, ..s }),
                    Way::Samples => number(t::explore_seed(lang), "seed",
                        (settings.seed, 0, Settings::LARGEST_SEED), |s, seed| Settings { seed, ..s }),
                    _ => html! {},
                } }
                { number(most, "schedules", (settings.schedules, 1, Settings::MOST_SCHEDULES), |s, schedules| Settings { schedules, ..s }) }
                { number(t::explore_seconds(lang), "seconds", (settings.seconds, 1, Settings::MOST_SECONDS), |s, seconds| Settings { seconds, ..s }) }
            </div>
        </div>
    }
}

fn name(lang: Lang, way: Way) -> &'static str {
    match way {
        Way::All => t::explore_way_all(lang),
        Way::Bounded => t::explore_way_bounded(lang),
        Way::Classes => t::explore_way_classes(lang),
        Way::Samples => t::explore_way_samples(lang),
    }
}

#[derive(Properties, PartialEq)]
struct NumberProps {
    lang: Lang,
    label: AttrValue,
    value: u32,
    least: u32,
    most: u32,
    on_change: Callback<u32>,
    act: Callback<Act>,
}

/// What a field means: commas and spaces between digits do not matter.
fn number(text: &str) -> Option<u32> {
    let digits: String = text.chars().filter(|c| !matches!(c, ',' | ' ')).collect();
    digits.parse().ok().filter(|_| !digits.starts_with('+'))
}

/// A whole number within limits. What is typed stays as it is; only a number
/// within the limits is taken, and the field says so.
#[component]
fn Number(props: &NumberProps) -> Html {
    let node = use_node_ref();
    let wrong = use_state_eq(|| false);
    {
        let (node, wrong) = (node.clone(), wrong.setter());
        use_effect_with(props.value, move |value| {
            if let Some(input) = node.cast::<HtmlInputElement>()
                && number(&input.value()) != Some(*value)
            {
                input.set_value(&grouped(u64::from(*value)));
                wrong.set(false);
            }
        });
    }
    let (least, most) = (props.least, props.most);
    let (on_change, wrong_now) = (props.on_change.clone(), wrong.setter());
    let oninput = move |event: InputEvent| {
        let Some(input) = event.target_dyn_into::<HtmlInputElement>() else {
            return;
        };
        let value = number(&input.value()).filter(|n| (least..=most).contains(n));
        wrong_now.set(value.is_none());
        if let Some(value) = value {
            on_change.emit(value);
        }
    };
    let limits = t::explore_number(props.lang, &grouped(least.into()), &grouped(most.into()));
    html! {
        <label class="number">
            <span>{ &props.label }</span>
            <input ref={node} type="text" inputmode="numeric" autocomplete="off" aria-invalid={wrong.then_some("true")}
                {oninput} onblur={props.act.reform(|_| Act::Rest)} />
            <small class="wrong" role="status">{ if *wrong { limits } else { String::new() } }</small>
        </label>
    }
}
