//! The tables of pages: the one thing in which the programs of the page differ.
//!
//! Home and the questions are in every program. A page of the table is linked
//! into a program only if the program's table names it, so that the light
//! program stays light whatever the full one grows to.

use std::rc::Rc;

use yew::{Callback, Html};

use super::app::App;
use super::timeline::{Shown, TimelineHandle};
use crate::base::{Lang, Time};
use crate::share::{Link, Page};
use crate::timeline::Stage;
use crate::trace::Trace;

/// A page that not every program has.
pub struct OwnPage {
    /// Its place in links.
    pub page: Page,
    /// Its style sheet, which comes with the program.
    pub style: &'static str,
    /// What is on it.
    pub show: fn(&App) -> Html,
    /// The trace that it means when it is asked for one.
    pub trace: fn(&App) -> Option<Rc<Trace>>,
    /// The rows of the help sheet, where the program's timelines have more than
    /// every timeline has.
    pub sheet: Option<fn(Lang) -> Html>,
    /// What is begun when a program starts at this page, before anything is
    /// rendered.
    pub ahead: Option<fn(&Link)>,
    /// Whether it says itself that it is ready ([`super::api::ready`]), since
    /// what it shows is computed first.
    pub says_ready: bool,
}

/// What a tool beside the lanes of a timeline is given.
pub struct Tooled<'a> {
    /// The language.
    pub lang: Lang,
    /// What is shown.
    pub stage: &'a Rc<Stage>,
    /// How it plays, as the transport shows it.
    pub shown: Shown,
    /// Steers it.
    pub handle: &'a TimelineHandle,
}

/// A tool that every timeline of a program has above its lanes; not in
/// embedded pages. A function, so that a program that does not name it does
/// not have it linked.
pub struct Tool {
    /// Its style sheet, which comes with the program.
    pub style: &'static str,
    /// What is shown of it.
    pub show: fn(&Tooled<'_>) -> Html,
    /// Whether it stands at the end of its row.
    pub at_end: bool,
}

/// What the page of a question shows its runs with.
pub struct Viewed<'a> {
    /// The page's state.
    pub app: &'a App,
    /// What is shown.
    pub stage: &'a Rc<Stage>,
    /// Whether there is a transport below the lanes.
    pub controls: bool,
    /// Where the playhead is to go.
    pub seek: Option<(Time, u32)>,
    /// The playhead moved, and whether it rests now.
    pub on_playhead: Callback<(Time, bool)>,
    /// A moment was chosen in a table.
    pub on_seek: Callback<Time>,
}

/// The pages of a program besides home and the questions, its tools, and how
/// it shows the runs of a question where it has more for that than lanes.
#[derive(Clone, Copy)]
pub struct Pages(
    &'static [OwnPage],
    &'static [Tool],
    Option<fn(&Viewed<'_>) -> Html>,
);

impl Pages {
    /// All of them.
    pub fn all(self) -> &'static [OwnPage] {
        self.0
    }

    /// What every timeline has above its lanes.
    pub fn tools(self) -> &'static [Tool] {
        self.1
    }

    /// How the runs of a question are shown, where there is more than lanes.
    pub fn view(self) -> Option<fn(&Viewed<'_>) -> Html> {
        self.2
    }

    /// A page, if the program has it.
    pub fn get(self, page: Page) -> Option<&'static OwnPage> {
        self.0.iter().find(|own| own.page == page)
    }
}

impl PartialEq for Pages {
    /// There is one table a program.
    fn eq(&self, other: &Pages) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl std::fmt::Debug for Pages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list()
            .entries(self.0.iter().map(|own| own.page))
            .finish()
    }
}

/// The page as it opens.
pub const LIGHT: Pages = Pages(&[], &[], None);

/// All pages.
pub const FULL: Pages = Pages(
    &[
        super::machine::PAGE,
        super::explore::PAGE,
        super::traces::PAGE,
        super::python::PAGE,
    ],
    &[super::scene::TOOL, super::exports::TOOL],
    Some(super::reading::question_view),
);
