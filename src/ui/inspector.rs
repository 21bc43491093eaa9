//! Beside the stage: settings, measures, events, and the explanation.

mod controls;
mod events;
mod explain;
mod measures;

pub use events::Events;

use std::rc::Rc;

use yew::prelude::*;

use super::app::App;
use super::stage::Shown;
use super::widgets::{Tabs, tabs};
use crate::base::Time;
use crate::experiment::{QuestionId, Setup};
use crate::i18n as t;
use crate::timeline::Stage;

/// What the inspector needs.
#[derive(Properties, PartialEq)]
pub struct InspectorProps {
    /// The page's state.
    pub app: App,
    /// The question that is open.
    pub question: QuestionId,
    /// What is set.
    pub setup: Setup,
    /// The runs that are on the stage.
    pub shown: Rc<Vec<Shown>>,
    /// What is on the stage.
    pub stage: Rc<Stage>,
    /// Where the playhead is.
    pub at: Time,
    /// Moves the playhead.
    pub on_seek: Callback<Time>,
}

/// Settings, measures, events and explanation, in tabs.
#[component]
pub fn Inspector(props: &InspectorProps) -> Html {
    let open = use_state(|| 0);
    let lang = props.app.lang;
    let names = [
        t::tab_controls(lang),
        t::tab_measures(lang),
        t::tab_narration(lang),
        t::tab_explain(lang),
    ];
    let panel = match *open {
        0 => controls::controls(&props.app, props.question, &props.setup),
        1 => {
            html! { <measures::Measures {lang} question={props.question} shown={props.shown.clone()} /> }
        }
        2 => html! {
            <events::Events {lang} stage={props.stage.clone()} at={props.at} on_seek={props.on_seek.clone()} />
        },
        _ => explain::explain(lang, props.question, &props.setup.ways),
    };
    let setter = open.setter();
    let tabs = tabs(Tabs {
        label: t::inspector(lang),
        id: "inspector",
        tabs: &names,
        open: *open,
        on_open: Callback::from(move |i| setter.set(i)),
        panel,
    });
    html! { <aside class="inspect" aria-label={t::inspector(lang)}>{ tabs }</aside> }
}
