//! What the page holds that a link can carry: the program and how it is run,
//! with their past.

use std::rc::Rc;

use yew::prelude::Reducible;

use crate::base::Problem;
use crate::playground::{History, Turn};
use crate::web::storage;
use crate::workbench::comparing::{Against, cases};
use crate::workbench::examples::example;
use crate::workbench::link::{Own, read, written};
use crate::workbench::{Draft, Example, Settings};

/// Where the program of the last visit is kept.
const STORED: &str = "python";
/// The example that is there at the first visit.
const FIRST: &str = "threads-overlap";

/// All of it.
#[derive(Clone, PartialEq)]
pub struct Desk {
    history: History<Draft>,
    /// What was wrong with the link.
    pub notices: Vec<Problem>,
    /// Rises when what is here is to be run without being asked.
    pub runs: u32,
}

/// A change of it.
pub enum Act {
    /// Something was typed.
    Source(String),
    /// A setting was changed; what it is about.
    Settings(Settings, &'static str),
    /// An example was chosen.
    Example(Example),
    /// A file was opened.
    Opened(String),
    /// A file was not opened.
    Refused(Problem),
    /// A line was typed for the program; none if there are no more.
    Line(Option<String>),
    /// The program is to be run along a schedule, or no longer.
    Way(Option<String>),
    /// The program is to be held against others.
    Against(Option<Against>),
    /// The next edit is one of its own.
    Rest,
    /// The last edit is taken back, or done again.
    Turn(Turn),
    /// A link was opened.
    Link(Own),
    /// The notices were read.
    Dismiss,
}

impl Desk {
    /// From a link; where the link says nothing, what was here last, else the
    /// first example.
    pub fn open(own: &Own, embedded: bool) -> Desk {
        let (linked, notices) = read(own);
        let stored = || (!embedded).then(|| storage::get(STORED)).flatten();
        let first = || example(FIRST).map_or("", |first| first.source).to_owned();
        let draft = linked.unwrap_or_else(|| Draft {
            source: stored().unwrap_or_else(first).into(),
            settings: Settings::read(own).0,
            against: None,
            way: None,
        });
        Desk {
            history: History::new(draft),
            notices,
            runs: 1,
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

    /// The fields of a link for it; none if it is too long for one.
    pub fn written(&self) -> Option<Own> {
        written(self.draft())
    }

    /// Whether a link's fields mean what is here.
    pub fn is(&self, own: &Own) -> bool {
        read(own).0.as_ref() == Some(self.draft())
    }

    /// Keeps the program for the next visit.
    pub fn keep(&self) {
        storage::set(STORED, &self.draft().source);
    }
}

impl Reducible for Desk {
    type Action = Act;

    fn reduce(self: Rc<Self>, act: Act) -> Rc<Self> {
        let mut desk = (*self).clone();
        let draft = desk.draft().clone();
        match act {
            Act::Source(source) => {
                // What is typed without a new line is taken back together.
                let about = format!("text {}", source.lines().count());
                let source = source.into();
                desk.history.set(
                    Draft {
                        source,
                        way: None,
                        ..draft
                    },
                    Some(&about),
                );
            }
            Act::Settings(settings, about) => {
                let settings = settings.clamped();
                desk.history.set(Draft { settings, ..draft }, Some(about));
                desk.runs += 1;
            }
            Act::Example(example) => {
                let source = example.source.into();
                let mut draft = Draft {
                    source,
                    way: None,
                    ..draft
                };
                let against = draft.against;
                draft.against = against.filter(|against| !cases(&draft, *against).is_empty());
                desk.history.set(draft, None);
                desk.notices.clear();
                desk.runs += 1;
            }
            Act::Opened(source) => {
                let source = source.into();
                desk.history.set(
                    Draft {
                        source,
                        way: None,
                        ..draft
                    },
                    None,
                );
                desk.notices.clear();
            }
            Act::Refused(why) => desk.notices = vec![why],
            Act::Line(line) => {
                let mut settings = draft.settings.clone();
                match line {
                    Some(line) => {
                        if !settings.input.is_empty() && !settings.input.ends_with('\n') {
                            settings.input.push('\n');
                        }
                        settings.input.push_str(&line);
                        settings.input.push('\n');
                    }
                    None => settings.input_ends = true,
                }
                let settings = settings.clamped();
                desk.history.set(Draft { settings, ..draft }, Some("input"));
                desk.runs += 1;
            }
            Act::Way(way) => {
                let way = way.map(Rc::from);
                desk.history.set(Draft { way, ..draft }, None);
                desk.runs += 1;
            }
            Act::Against(against) => {
                desk.history
                    .set(Draft { against, ..draft }, Some("against"));
                desk.runs += 1;
            }
            Act::Rest => desk.history.rest(),
            Act::Turn(turn) => {
                desk.history.turn(turn);
            }
            Act::Link(own) => {
                let (linked, problems) = read(&own);
                if let Some(linked) = linked {
                    desk.history.set(linked, None);
                    desk.runs += 1;
                }
                desk.notices = problems;
            }
            Act::Dismiss => desk.notices.clear(),
        }
        Rc::new(desk)
    }
}
