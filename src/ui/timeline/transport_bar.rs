//! Play, step, scrub, speed, loop; and the buttons of every other command.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::icons;
use super::tell::Shown;
use crate::base::{Lang, Time};
use crate::timeline::events::StepBy;
use crate::timeline::input::{Binding, ButtonIn, COMMANDS};
use crate::timeline::transport::SPEEDS;
use crate::timeline::{Command, words};

/// What the transport needs.
pub struct TransportBar {
    /// What it shows.
    pub shown: Shown,
    /// The language.
    pub lang: Lang,
    /// A button was pressed.
    pub on_command: Callback<Command>,
    /// The slider was moved.
    pub on_seek: Callback<Time>,
    /// A speed was chosen.
    pub on_speed: Callback<f64>,
    /// It was chosen what steps go to.
    pub on_step_by: Callback<StepBy>,
    /// The id of the list of what is done more often by key.
    pub more_id: AttrValue,
}

/// Steps of the slider: finer than a wide screen's pixels.
const STEPS: u64 = 10_000;

/// The transport below the lanes.
pub fn transport_bar(props: &TransportBar) -> Html {
    let TransportBar { shown, lang, .. } = props;
    let button = |command, class: &'static str, pressed| {
        command_button(&CommandButton {
            command,
            lang: *lang,
            class,
            pressed,
            playing: shown.playing,
            on_command: &props.on_command,
        })
    };
    let whole = shown.end.since(Time::ZERO);
    let moment = format!(
        "{} / {}",
        shown.axis.clock(shown.at, whole),
        shown.axis.clock(shown.end, whole)
    );
    html! {
        <div class="tl-transport" role="group" aria-label={group_label(*lang)}>
            <div class="tl-buttons">
                { button(Command::ToStart, "", None) }
                { button(Command::StepBack, "", None) }
                { button(Command::PlayPause, "tl-round", None) }
                { button(Command::StepOn, "", None) }
                { button(Command::ToEnd, "", None) }
            </div>
            { scrubber(props) }
            <span class="tl-time"><span class="tl-wide-only" aria-hidden="true">{ "t = " }</span>{ moment }</span>
            <div class="tl-buttons tl-tools">
                { step_by(props) }
                { speed(props) }
                { button(Command::Follow, "", Some(shown.follows)) }
                { button(Command::Loop, "", Some(shown.repeats)) }
                { button(Command::ZoomOut, "", None) }
                { button(Command::ZoomIn, "", None) }
                { button(Command::PanLeft, "", None) }
                { button(Command::PanRight, "", None) }
                { button(Command::FitSelection, "", None) }
                { button(Command::FitAll, "", None) }
                { button(Command::Measure, "", Some(shown.measuring)) }
                { button(Command::Flows, "", Some(shown.flows)) }
            </div>
            { more(props) }
        </div>
    }
}

/// What is done more often by key than by hand, as a list that opens above its
/// button and closes where one presses beside it.
fn more(props: &TransportBar) -> Html {
    let lang = props.lang;
    let name = words::MORE.get(lang);
    let item = |binding: &'static Binding| {
        let command = binding.command;
        html! {
            <button key={binding.cap} type="button" data-command={format!("{command:?}")} aria-keyshortcuts={shortcut(command)}
                onclick={props.on_command.reform(move |_| command)}>
                <span>{ binding.label.get(lang) }</span><kbd aria-hidden="true">{ binding.cap }</kbd></button>
        }
    };
    let listed = COMMANDS
        .iter()
        .filter(|binding| binding.button == ButtonIn::More);
    html! { <>
        <button type="button" class="tl-button tl-more-open" aria-label={name} title={name}
            popovertarget={props.more_id.clone()}>{ icons::more() }</button>
        <div class="tl-more" id={props.more_id.clone()} popover="auto" role="group" aria-label={name}>{ for listed.map(item) }</div>
    </> }
}

fn group_label(lang: Lang) -> &'static str {
    match lang {
        Lang::Ko => "재생 조작",
        Lang::En => "Transport",
    }
}

/// What the button of a command needs.
struct CommandButton<'a> {
    command: Command,
    lang: Lang,
    class: &'static str,
    /// Whether it is switched on, if it can be.
    pressed: Option<bool>,
    playing: bool,
    on_command: &'a Callback<Command>,
}

/// A button of a command: its icon, its name and its key.
fn command_button(props: &CommandButton<'_>) -> Html {
    let command = props.command;
    let binding = command.binding();
    let name = match command {
        Command::PlayPause if props.playing => words::PAUSE.get(props.lang),
        Command::PlayPause => words::PLAY.get(props.lang),
        _ => binding.label.get(props.lang),
    };
    let title = format!("{name} ({})", binding.cap);
    let pressed = props.pressed.map(|on| on.to_string());
    html! {
        <button type="button" class={classes!("tl-button", props.class)} data-command={format!("{command:?}")}
            aria-label={name} {title} aria-pressed={pressed} aria-keyshortcuts={shortcut(command)}
            onclick={props.on_command.reform(move |_| command)}>{ icons::of(command, props.playing) }</button>
    }
}

/// The key as `aria-keyshortcuts` writes it.
fn shortcut(command: Command) -> String {
    let binding = command.binding();
    let code = binding.code;
    let key = code
        .strip_prefix("Key")
        .or(code.strip_prefix("Digit"))
        .unwrap_or(match code {
            "Comma" => ",",
            "Period" => ".",
            other => other,
        });
    if binding.shift {
        format!("Shift+{key}")
    } else {
        key.to_owned()
    }
}

/// The slider of the playhead. Its arrow keys step from event to event, which
/// says more than a thousandth of the whole.
fn scrubber(props: &TransportBar) -> Html {
    let shown = props.shown;
    let end = shown.end.0.max(1);
    let value = (u128::from(shown.at.0) * u128::from(STEPS) / u128::from(end)) as u64;
    let moment = shown.axis.clock(shown.at, shown.end.since(Time::ZERO));
    let oninput = props.on_seek.reform(move |event: InputEvent| {
        let steps = event
            .target_dyn_into::<HtmlInputElement>()
            .map_or(0.0, |input| input.value_as_number());
        let steps = if steps.is_finite() { steps as u64 } else { 0 };
        Time((u128::from(end) * u128::from(steps.min(STEPS)) / u128::from(STEPS)) as u64)
    });
    let on_command = props.on_command.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let command = match event.code().as_str() {
            "ArrowLeft" | "ArrowDown" => Command::StepBack,
            "ArrowRight" | "ArrowUp" => Command::StepOn,
            _ => return,
        };
        event.prevent_default();
        on_command.emit(command);
    });
    html! {
        <input class="tl-scrub" type="range" min="0" max={STEPS.to_string()} value={value.to_string()}
            style={format!("--tl-done:{:.2}%", value as f64 * 100.0 / STEPS as f64)}
            aria-label={words::MOMENT.get(props.lang)} aria-valuetext={moment} {oninput} {onkeydown} />
    }
}

/// The choice of the speed; its title says what speed 1 means here.
fn speed(props: &TransportBar) -> Html {
    let onchange = props.on_speed.reform(|event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        let chosen = select.and_then(|select| usize::try_from(select.selected_index()).ok());
        chosen.and_then(|i| SPEEDS.get(i).copied()).unwrap_or(1.0)
    });
    let (slower, faster) = props.shown.pace;
    let pace = words::pace(slower.max(1), faster.max(1), props.lang);
    let label = words::SPEED.get(props.lang);
    html! {
        <select class="tl-speed" aria-label={format!("{label}, 1× = {pace}")} title={format!("1× = {pace}")} {onchange}>
            { for SPEEDS.into_iter().map(|speed| html! {
                <option key={speed.to_string()} value={speed.to_string()} selected={speed == props.shown.speed}>
                    { format!("{speed}×") }</option>
            }) }
        </select>
    }
}

/// The choice of what steps go to.
fn step_by(props: &TransportBar) -> Html {
    let onchange = props.on_step_by.reform(|event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        let chosen = select.and_then(|select| usize::try_from(select.selected_index()).ok());
        let chosen = chosen.and_then(|i| StepBy::ALL.get(i).copied());
        chosen.unwrap_or_default()
    });
    let binding = Command::StepBy.binding();
    let title = format!("{} ({})", binding.label.get(props.lang), binding.cap);
    html! {
        <select class="tl-choice" aria-label={binding.label.get(props.lang).to_owned()} {title} data-command="StepBy"
            aria-keyshortcuts={shortcut(Command::StepBy)} {onchange}>
            { for StepBy::ALL.into_iter().map(|by| html! {
                <option key={format!("{by:?}")} selected={by == props.shown.step_by}>
                    { words::step_by(by).get(props.lang).to_owned() }</option>
            }) }
        </select>
    }
}
