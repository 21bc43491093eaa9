use crate::base::{Lang, Time};
use crate::timeline::Stage;
use std::rc::Rc;
use yew::prelude::*;
#[derive(Properties, PartialEq)]
pub struct TimelineProps {
    pub stage: Rc<Stage>,
    pub lang: Lang,
    #[prop_or(true)]
    pub controls: bool,
    #[prop_or_default]
    pub autoplay: bool,
    #[prop_or_default]
    pub seek: Option<(Time, u32)>,
    #[prop_or_default]
    pub on_playhead: Callback<(Time, bool)>,
}
#[component]
pub fn TimelineView(_p: &TimelineProps) -> Html {
    html! {}
}
#[derive(Properties, PartialEq)]
pub struct TableProps {
    pub stage: Rc<Stage>,
    pub lang: Lang,
    #[prop_or_default]
    pub on_seek: Callback<Time>,
}
#[component]
pub fn SliceTable(_p: &TableProps) -> Html {
    html! {}
}
