//! The runs of a question with lanes that can be arranged and with what helps
//! in reading them, as on the other pages.

use std::rc::Rc;

use yew::prelude::*;

use super::{Tools, use_reading};
use crate::base::Time;
use crate::share::View;
use crate::timeline::Stage;
use crate::ui::app::App;
use crate::ui::pages::Viewed;
use crate::ui::state::Action;
use crate::ui::timeline::{LaneTables, LanesView};

/// Shows the runs of a question.
pub fn question_view(viewed: &Viewed<'_>) -> Html {
    html! {
        <QuestionView app={viewed.app.clone()} stage={viewed.stage.clone()} controls={viewed.controls}
            seek={viewed.seek} on_playhead={viewed.on_playhead.clone()} on_seek={viewed.on_seek.clone()} />
    }
}

#[derive(Properties, PartialEq)]
struct QuestionViewProps {
    app: App,
    stage: Rc<Stage>,
    controls: bool,
    seek: Option<(Time, u32)>,
    on_playhead: Callback<(Time, bool)>,
    on_seek: Callback<Time>,
}

#[component]
fn QuestionView(props: &QuestionViewProps) -> Html {
    let app = &props.app;
    let (lang, stage, controls) = (app.lang, props.stage.clone(), props.controls);
    let Tools {
        below,
        reading,
        handle,
    } = use_reading(app, &stage);
    let lanes = AttrValue::from(app.link.lanes.clone());
    let on_lanes = {
        let dispatch = app.dispatcher();
        Callback::from(move |lanes| dispatch.dispatch(Action::Lanes(lanes)))
    };
    let autoplay = app.embed.is_some_and(|embed| embed.autoplay);
    match app.link.view {
        View::Timeline => html! {
            <LanesView {stage} {lang} {lanes} {on_lanes} {controls} {autoplay} seek={props.seek}
                on_playhead={props.on_playhead.clone()} {below} {reading} {handle} />
        },
        View::Table => html! {
            <LaneTables {stage} {lang} {lanes} on_seek={props.on_seek.clone()} />
        },
    }
}
