//! What the page holds that a link can carry: the program, the settings, the
//! schedule that is replayed; and what can be taken back.

use std::rc::Rc;

use yew::prelude::Reducible;

use crate::base::Problem;
use crate::exploring::{Draft, Own, Settings, fitting, read_link, written};
use crate::playground::{History, Turn};
use crate::sim::explore::examples::{Example, example};
use crate::sim::schedule::Schedule;
use crate::web::storage;

/// Where the text of the last visit is kept.
const STORED: &str = "explore";
/// The example that is there at the first visit.
const FIRST: &str = "lost-update-3";

/// All of it.
#[derive(Clone, PartialEq)]
pub struct Desk {
    history: History<Draft>,
    /// The schedule that is replayed, if one was chosen.
    pub schedule: Option<Rc<Schedule>>,
    /// What was wrong with the link.
    pub notices: Vec<Problem>,
    /// Rises when what is here should be explored without being asked.
    pub explores: u32,
}

/// A change of it.
pub enum Act {
    /// Something was typed.
    Text(String),
    /// A setting was changed; what it is about.
    Settings(Settings, &'static str),
    /// An example was chosen.
    Example(Example),
    /// The next edit is one of its own.
    Rest,
    /// The last edit is taken back, or done again.
    Turn(Turn),
    /// A link was opened.
    Link(Own),
    /// A schedule is to be replayed.
    Replay(Option<Rc<Schedule>>),
    /// The notices were read.
    Dismiss,
}

impl Desk {
    /// From a link; where the link says nothing, what was here last, else the
    /// first example.
    pub fn open(own: &Own, embedded: bool) -> Desk {
        let stored = || (!embedded).then(|| storage::get(STORED)).flatten();
        let first = || example(FIRST).map_or_else(String::new, |first| first.text);
        let link = read_link(own, || Draft {
            text: stored().unwrap_or_else(first).into(),
            settings: Settings::default(),
        });
        Desk {
            history: History::new(link.draft),
            schedule: link.schedule,
            notices: link.problems,
            explores: 1,
        }
    }

    /// What is edited.
    pub fn draft(&self) -> &Draft {
        self.history.now()
    }

    /// Whether there is something to take back, and to do again.
    pub fn can(&self) -> (bool, bool) {
        self.history.can()
    }

    /// The fields of a link for it, and whether all of it is in them.
    pub fn written(&self) -> (Own, bool) {
        written(self.draft(), self.schedule.as_deref())
    }

    /// Whether a link's fields mean what is here.
    pub fn is(&self, own: &Own) -> bool {
        let link = read_link(own, || self.draft().clone());
        link.draft == *self.draft() && link.schedule == self.schedule
    }

    /// Keeps the program for the next visit.
    pub fn keep(&self) {
        storage::set(STORED, &self.draft().text);
    }
}

impl Reducible for Desk {
    type Action = Act;

    fn reduce(self: Rc<Self>, act: Act) -> Rc<Self> {
        let mut desk = (*self).clone();
        let draft = desk.draft().clone();
        match act {
            Act::Text(text) => {
                // What is typed without a new line is taken back together.
                let about = format!("text {}", text.lines().count());
                let text = text.into();
                desk.history.set(Draft { text, ..draft }, Some(&about));
                desk.schedule = None;
            }
            Act::Settings(settings, about) => {
                desk.history.set(Draft { settings, ..draft }, Some(about));
            }
            Act::Example(example) => {
                let settings = fitting(&example);
                let text = example.text.into();
                desk.history.set(Draft { text, settings }, None);
                desk.schedule = None;
                desk.notices.clear();
                desk.explores += 1;
            }
            Act::Rest => desk.history.rest(),
            Act::Turn(turn) => {
                desk.history.turn(turn);
                desk.schedule = None;
            }
            Act::Link(own) => {
                let link = read_link(&own, || draft.clone());
                if link.draft != draft {
                    desk.explores += 1;
                }
                desk.history.set(link.draft, None);
                desk.schedule = link.schedule;
                desk.notices = link.problems;
            }
            Act::Replay(schedule) => desk.schedule = schedule,
            Act::Dismiss => desk.notices.clear(),
        }
        Rc::new(desk)
    }
}
