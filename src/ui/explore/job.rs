//! The worker that explores: started for each exploration, terminated at its
//! end or when it is cancelled.

use std::rc::Rc;

use yew::prelude::*;

use crate::base::{Dur, Text};
use crate::exploring::{
    Ask, FoundOutcome, FromWorker, Phase, Report, Settings, VERSION, found, read_message,
    write_message,
};
use crate::sim::explore::examples::Example;
use crate::sim::program::Image;
use crate::ui::workers::{Program, Shift, garbled, hear, not_started, tell, use_shift};

/// The worker's program, `src/bin/explore_worker.rs`.
const PROGRAM: Program = Program {
    name: "explore_worker",
    version: VERSION,
    start_limit: Dur::secs(15),
};
/// It reports five times a second; who says nothing for so long has failed.
const SILENCE_LIMIT: Dur = Dur::secs(10);

/// What is explored.
#[derive(Clone)]
pub struct Subject {
    /// Its text.
    pub text: Rc<str>,
    /// The same, ready to be stepped.
    pub image: Rc<Image>,
    /// The example that it is.
    pub example: Option<Rc<Example>>,
}

impl PartialEq for Subject {
    /// The same text is the same program.
    fn eq(&self, other: &Subject) -> bool {
        self.text == other.text
    }
}

/// How an exploration stands.
#[derive(Clone, PartialEq, Debug)]
pub enum Going {
    /// The worker is being loaded.
    Starting,
    /// It works.
    Working,
    /// It has ended by itself.
    Over,
    /// It was cancelled; what was reported is kept.
    Cancelled,
    /// It could not be done, or not to its end.
    Failed(Text),
}

/// An exploration.
#[derive(Clone, PartialEq)]
pub struct Job {
    id: u32,
    /// Of what.
    pub subject: Subject,
    /// How.
    pub settings: Settings,
    /// How it stands.
    pub going: Going,
    /// What was reported last.
    pub report: Option<Rc<Report>>,
    /// The outcomes of that report.
    pub outcomes: Rc<Vec<FoundOutcome>>,
}

impl Job {
    /// Whether it goes on.
    pub fn is_going(&self) -> bool {
        matches!(self.going, Going::Starting | Going::Working)
    }
}

/// The exploration that is shown, if there was one.
#[derive(Clone, PartialEq, Default)]
pub struct Jobs {
    /// It.
    pub now: Option<Job>,
}

/// A change of it.
pub enum Heard {
    /// An exploration begins.
    Begun(u32, Subject, Settings),
    /// The worker reported.
    Reported(u32, Report, Vec<FoundOutcome>),
    /// It goes on or ended so.
    Goes(u32, Going),
    /// What was found is of no interest any more.
    Forget,
}

impl Reducible for Jobs {
    type Action = Heard;

    fn reduce(self: Rc<Self>, heard: Heard) -> Rc<Self> {
        let mut now = self.now.clone();
        match heard {
            Heard::Begun(id, subject, settings) => {
                now = Some(Job {
                    id,
                    subject,
                    settings,
                    going: Going::Starting,
                    report: None,
                    outcomes: Rc::default(),
                });
            }
            Heard::Reported(id, report, outcomes) => {
                if let Some(job) = now.as_mut().filter(|job| job.id == id) {
                    job.going = match report.phase {
                        Phase::Over => Going::Over,
                        _ => Going::Working,
                    };
                    job.report = Some(Rc::new(report));
                    job.outcomes = Rc::new(outcomes);
                }
            }
            Heard::Goes(id, going) => {
                if let Some(job) = now.as_mut().filter(|job| job.id == id && job.is_going()) {
                    job.going = going;
                }
            }
            Heard::Forget => now = None,
        }
        Rc::new(Jobs { now })
    }
}

/// Starts explorations and cancels them; one at a time.
#[derive(Clone)]
pub struct Explorer {
    dispatch: UseReducerDispatcher<Jobs>,
    shift: Shift,
}

impl PartialEq for Explorer {
    fn eq(&self, other: &Explorer) -> bool {
        self.shift == other.shift
    }
}

impl Explorer {
    /// Explores; what went on before is given up.
    pub fn start(&self, subject: Subject, settings: Settings) {
        let id = self.shift.next();
        let dispatch = self.dispatch.clone();
        dispatch.dispatch(Heard::Begun(id, subject.clone(), settings));
        self.shift.work(work(id, subject, settings, dispatch));
    }

    /// Ends what goes on; what was reported is kept.
    pub fn cancel(&self) {
        self.shift.end();
        let cancelled = Heard::Goes(self.shift.last(), Going::Cancelled);
        self.dispatch.dispatch(cancelled);
    }

    /// Forgets what was found.
    pub fn forget(&self) {
        self.shift.end();
        self.dispatch.dispatch(Heard::Forget);
    }
}

/// The exploration of a page, which ends when the page is left.
#[hook]
pub fn use_explorer() -> (Option<Job>, Explorer) {
    let jobs = use_reducer(Jobs::default);
    let explorer = Explorer {
        dispatch: jobs.dispatcher(),
        shift: use_shift(),
    };
    (jobs.now.clone(), explorer)
}

/// Has the worker explore and passes on what it reports.
async fn work(id: u32, subject: Subject, settings: Settings, to: UseReducerDispatcher<Jobs>) {
    if let Err(reason) = try_work(id, &subject, settings, &to).await {
        to.dispatch(Heard::Goes(id, Going::Failed(reason)));
    }
}

async fn try_work(
    id: u32,
    subject: &Subject,
    settings: Settings,
    to: &UseReducerDispatcher<Jobs>,
) -> Result<(), Text> {
    // One for each exploration: what one took of memory is given back.
    let link = PROGRAM.start().await.map_err(not_started)?;
    to.dispatch(Heard::Goes(id, Going::Working));
    let ask = Ask {
        text: subject.text.to_string(),
        settings,
    };
    tell(&link, &write_message(&ask))?;
    loop {
        let message = hear(&link, SILENCE_LIMIT).await?;
        let Ok(FromWorker::Report(report)) = read_message(&message.text) else {
            return Err(garbled());
        };
        let over = report.phase == Phase::Over;
        let outcomes = found(&subject.image, subject.example.as_deref(), &report);
        let outcomes = outcomes.map_err(|_| garbled())?;
        to.dispatch(Heard::Reported(id, report, outcomes));
        if over {
            return Ok(());
        }
    }
}
