//! What the page *is*: one state, one reducer.
//!
//! Everything that a link carries is in [`Link`]; besides it there is only what
//! belongs to this visitor (language, theme), to this moment (notices), and the
//! measured runs, which no link can carry.

use std::rc::Rc;

use yew::prelude::Reducible;

use super::pages::Pages;
use super::runs::{Measured, Runs};
use crate::base::{Dur, Lang, Problem, Time};
use crate::experiment::{Experiment, QuestionId, Setup, Waiting, Way};
use crate::share::{Embed, Link, Page, Show, Theme, View};
use crate::web::address::Entry;

/// Everything that decides what is on screen.
#[derive(Clone, PartialEq, Debug)]
pub struct AppState {
    /// The pages of this program.
    pub pages: Pages,
    /// How it stands with the program of a page that this one does not have.
    pub fetching: Fetching,
    /// What the link says.
    pub link: Link,
    /// How the link's last change enters the browser's history.
    pub entry: Entry,
    /// The visitor's language.
    pub lang: Lang,
    /// The visitor's theme.
    pub theme: Theme,
    /// What was wrong with the link.
    pub notices: Vec<Problem>,
    /// What was measured.
    pub runs: Runs,
    /// The switches of an embedded page.
    pub embed: Option<Embed>,
    /// Whether the list of lessons is shown.
    pub rail: bool,
    /// Questions that were opened.
    pub visited: Vec<QuestionId>,
}

/// The tries to fetch another program.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Fetching {
    /// How many failed before the present one.
    pub tries: u32,
    /// Whether the present one failed too.
    pub failed: bool,
    /// Whether it is wanted for its tools on the page that is open.
    pub wanted: bool,
}

/// The longest arrangement of lanes that a link carries, in bytes.
const MAX_LANES: usize = 8_000;

/// A change of the state.
#[derive(Clone, Debug)]
pub enum Action {
    /// Opens what a link says: from the address, or from a button.
    Open(Link, Vec<Problem>, Entry),
    /// Changes what is set on a question's page.
    Set(Setup, Entry),
    /// Chooses the runs shown.
    Show(Show),
    /// Chooses the view.
    View(View),
    /// Shows cores and threads, or hides them.
    Detail(bool),
    /// Fetches the program of the open page again, or has failed to.
    Fetch(Fetching),
    /// Changes the fields that only their page reads.
    Own(Vec<(String, String)>, Entry),
    /// The lanes are arranged so, in the words of the timeline.
    Lanes(String),
    /// Other notes stand on the timeline.
    Notes(String),
    /// The playhead stands still there.
    At(Time),
    /// Chooses the language.
    Lang(Lang),
    /// Chooses the theme.
    Theme(Theme),
    /// The notices were read.
    Dismiss,
    /// Shows or hides the list of lessons.
    Rail(bool),
    /// Something happened to a measured run.
    Run(Experiment, Way, Measured),
    /// Requests were measured to take that long: the model takes it over.
    Latency(Dur),
    /// Runs that were waiting will not take place.
    RunsEnd,
}

impl AppState {
    /// The question that is open.
    pub fn question(&self) -> Option<QuestionId> {
        match self.link.page {
            Page::Question(question) => Some(question),
            _ => None,
        }
    }

    /// Whether the page that is open is one of another program.
    pub fn is_elsewhere(&self) -> bool {
        self.link.page.is_own() && self.pages.get(self.link.page).is_none()
    }

    /// Whether the page of a question is to have tools of another program: they
    /// were asked for, or the link tells of what was done with them.
    pub fn wants_tools(&self) -> bool {
        let told = !self.link.lanes.is_empty() || !self.link.notes.is_empty();
        (self.fetching.wanted || told)
            && self.question().is_some()
            && self.embed.is_none()
            && self.pages.view().is_none()
    }

    /// Whether the page that is open says itself when it is ready.
    pub fn computes_first(&self) -> bool {
        let page = self.pages.get(self.link.page);
        page.is_some_and(|page| page.says_ready)
    }
}

impl Reducible for AppState {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut state = (*self).clone();
        match action {
            Action::Open(link, problems, entry) => {
                if let Some(lang) = link.lang {
                    state.lang = lang;
                }
                if let Page::Question(question) = link.page
                    && !state.visited.contains(&question)
                {
                    state.visited.push(question);
                }
                state.link = link;
                state.notices = problems;
                state.entry = entry;
            }
            Action::Set(mut setup, entry) => {
                setup.mend();
                state.link.setup = Some(setup);
                state.link.at = None;
                state.entry = entry;
            }
            Action::Show(show) => {
                state.link.show = show;
                state.entry = Entry::New;
            }
            Action::View(view) => {
                state.link.view = view;
                state.entry = Entry::New;
            }
            Action::Detail(detail) => {
                state.link.detail = detail;
                state.entry = Entry::New;
            }
            Action::Fetch(fetching) => state.fetching = fetching,
            Action::Own(own, entry) => {
                state.link.own = own;
                state.entry = entry;
            }
            Action::Lanes(lanes) => {
                // An address that is too long would not be read again.
                if lanes.len() <= MAX_LANES {
                    state.link.lanes = lanes;
                    state.entry = Entry::Same;
                }
            }
            Action::Notes(notes) => {
                state.link.notes = notes;
                state.entry = Entry::Same;
            }
            Action::At(at) => {
                state.link.at = (at != Time::ZERO).then_some(at);
                state.entry = Entry::Same;
            }
            Action::Lang(lang) => {
                state.lang = lang;
                state.link.lang = Some(lang);
                state.entry = Entry::Same;
            }
            Action::Theme(theme) => state.theme = theme,
            Action::Dismiss => state.notices.clear(),
            Action::Rail(rail) => state.rail = rail,
            Action::Run(experiment, way, measured) => {
                state.runs.put(&experiment, way, measured);
            }
            Action::Latency(latency) => {
                if let Some(setup) = &mut state.link.setup
                    && setup.waiting == Waiting::Request
                {
                    let waits = setup.jobs.iter_mut().map(|job| &mut job.wait);
                    waits
                        .filter(|wait| !wait.is_zero())
                        .for_each(|wait| *wait = latency);
                    state.entry = Entry::Same;
                }
            }
            Action::RunsEnd => state.runs.end(),
        }
        Rc::new(state)
    }
}
