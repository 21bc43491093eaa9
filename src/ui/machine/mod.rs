//! The page of a machine of one's own.

use std::rc::Rc;

use yew::prelude::*;

use super::app::App;
use super::pages::OwnPage;
use crate::i18n as t;
use crate::share::Page;
use crate::trace::Trace;

/// The page in the table of pages.
pub const PAGE: OwnPage = OwnPage {
    page: Page::Machine,
    show: page,
    trace: current,
};

fn page(app: &App) -> Html {
    html! { <div key="machine" class="machine"><h1>{ t::machine_page(app.lang) }</h1></div> }
}

fn current(_app: &App) -> Option<Rc<Trace>> {
    None
}
