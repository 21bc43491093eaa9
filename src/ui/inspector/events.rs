//! The event log as sentences, with the present ones lit.

use std::rc::Rc;

use yew::prelude::*;

use crate::base::{Dur, Lang, Time};
use crate::i18n as t;
use crate::timeline::{Stage, narrate, text};

/// How many sentences are listed; the table has everything.
const MOST: usize = 300;

/// What the list needs.
#[derive(Properties, PartialEq)]
pub struct EventsProps {
    /// The language.
    pub lang: Lang,
    /// What is on the stage.
    pub stage: Rc<Stage>,
    /// Where the playhead is.
    pub at: Time,
    /// Moves the playhead.
    pub on_seek: Callback<Time>,
}

/// A sentence with the name of its section.
#[derive(Clone, PartialEq)]
struct Line {
    at: Time,
    text: String,
}

/// The sentences of everything that happens, in the order of time.
#[component]
pub fn Events(props: &EventsProps) -> Html {
    let lang = props.lang;
    let list = use_memo((props.stage.clone(), lang), |(stage, lang)| {
        let (sentences, complete) = narrate::list(stage, Time::ZERO, stage.end(), MOST);
        let lines = sentences.into_iter().map(|s| {
            let section = &stage.sections()[stage.lanes()[s.lane].section];
            Line {
                at: s.at,
                text: format!("{}: {}", section.title, s.text.get(*lang)),
            }
        });
        (lines.collect::<Vec<_>>(), complete)
    });
    let (lines, complete) = &*list;
    let whole: Dur = props.stage.end().since(Time::ZERO);
    // What happened last is what is lit, until something else happens.
    let now = lines
        .iter()
        .map(|line| line.at)
        .filter(|at| *at <= props.at)
        .max();
    let current = use_node_ref();
    {
        let current = current.clone();
        use_effect_with(now, move |_| {
            if let Some(line) = current.cast::<web_sys::Element>() {
                scroll_within_panel(&line);
            }
        });
    }
    if lines.is_empty() {
        return html! { <p class="note">{ t::no_events(lang) }</p> };
    }
    let first_now = lines.iter().position(|line| Some(line.at) == now);
    html! { <>
        <ol class="events">{ for lines.iter().enumerate().map(|(i, line)| {
            let (on_seek, at) = (props.on_seek.clone(), line.at);
            let lit = Some(line.at) == now;
            html! {
                <li key={i} class={classes!(lit.then_some("now"))}
                    ref={if Some(i) == first_now { current.clone() } else { NodeRef::default() }}>
                    <button type="button" onclick={move |_| on_seek.emit(at)} aria-current={lit.then_some("true")}>
                        <time>{ text::clock(line.at, whole) }</time>{ &line.text }</button>
                </li>
            }
        }) }</ol>
        if !complete { <p class="note">{ t::more_events(lang, MOST) }</p> }
    </> }
}

/// Brings a line into sight without moving the page itself.
fn scroll_within_panel(line: &web_sys::Element) {
    let Ok(Some(panel)) = line.closest(".inspect") else {
        return;
    };
    if panel.scroll_height() <= panel.client_height() {
        return;
    }
    let (line, inside) = (
        line.get_bounding_client_rect(),
        panel.get_bounding_client_rect(),
    );
    let margin = inside.height() / 4.0;
    if line.top() < inside.top() + margin || line.bottom() > inside.bottom() - margin {
        let wanted = line.top() - inside.top() - margin;
        panel.set_scroll_top(panel.scroll_top() + wanted as i32);
    }
}
