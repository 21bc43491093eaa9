//! What is on the stage: for each way its modelled and its measured run, as
//! sections of one timeline.

use std::rc::Rc;

use super::app::App;
use super::runs::{Measured, RunTrace};
use crate::base::{Lang, Text};
use crate::experiment::{Experiment, QuestionId, Setup, Way, model};
use crate::formats::chrome;
use crate::i18n as t;
use crate::share::Show;
use crate::timeline::{Filter, Section};
use crate::trace::{Trace, TrackId, TrackKind};
use crate::web::download;

/// A way with its runs.
#[derive(Clone, PartialEq, Debug)]
pub struct Shown {
    /// The way.
    pub way: Way,
    /// Its modelled run, or why there is none.
    pub model: Result<RunTrace, Text>,
    /// Its measured run, if one was asked for.
    pub measured: Option<Measured>,
}

/// The modelled runs of an experiment.
pub fn models(experiment: &Experiment, ways: &[Way]) -> Vec<(Way, Result<RunTrace, Text>)> {
    let run = |way| match model::run(experiment, way) {
        Ok(trace) => Ok(RunTrace(Rc::new(trace))),
        Err(problems) => {
            let all = |lang| {
                let sentences: Vec<String> = problems.iter().map(|p| p.sentence(lang)).collect();
                sentences.join(" ")
            };
            Err(Text::new(all(Lang::Ko), all(Lang::En)))
        }
    };
    ways.iter().map(|&way| (way, run(way))).collect()
}

/// Which lanes of a run are shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lanes {
    /// The jobs.
    Jobs,
    /// The jobs, and the page's heartbeat below them.
    JobsAndHeartbeat,
    /// The page's heartbeat and the threads, called by the jobs that they carry.
    HeartbeatAndThreads,
    /// Everything: cores, processes, threads, devices too.
    All,
}

/// The lanes that a question is about: the heartbeat matters where something
/// can stop it.
pub fn lanes_of(question: QuestionId, detail: bool) -> Lanes {
    match (question, detail) {
        (_, true) => Lanes::All,
        (QuestionId::BlockingNonblocking, false) => Lanes::JobsAndHeartbeat,
        _ => Lanes::Jobs,
    }
}

/// The sections of a stage, one way below another, the model above the measurement.
pub fn sections(
    lang: Lang,
    question: Option<QuestionId>,
    experiment: &Experiment,
    shown: &[Shown],
    (show, lanes): (Show, Lanes),
) -> Vec<Section> {
    let mut sections = Vec::new();
    for run in shown {
        let name = t::way_name(lang, question, run.way);
        if let (Show::Both | Show::Model, Ok(model)) = (show, &run.model) {
            let title = t::section_model(lang, name);
            sections.push(section(title, &model.0, experiment, lanes));
        }
        let measured = run.measured.as_ref().and_then(Measured::trace);
        if let (Show::Both | Show::Live, Some(trace)) = (show, measured) {
            let title = t::section_live(lang, name);
            sections.push(section(title, trace, experiment, lanes));
        }
    }
    sections
}

/// One run as a section.
pub fn section(title: String, trace: &Rc<Trace>, experiment: &Experiment, lanes: Lanes) -> Section {
    let of_kind = |kind| {
        let tracks = trace.tracks().iter_ids();
        tracks
            .filter(move |(_, track)| track.kind == kind)
            .map(|(id, _)| id)
    };
    let heartbeat = of_kind(TrackKind::Heartbeat);
    let filter = match lanes {
        Lanes::All => Filter::All,
        Lanes::Jobs => Filter::Only(job_lanes(trace, experiment)),
        Lanes::JobsAndHeartbeat => {
            let jobs = job_lanes(trace, experiment).into_iter();
            Filter::Only(jobs.chain(heartbeat).collect())
        }
        Lanes::HeartbeatAndThreads => {
            Filter::Only(heartbeat.chain(of_kind(TrackKind::Thread)).collect())
        }
    };
    Section::new(title, trace.clone()).with_filter(filter)
}

/// The lanes of the jobs, in the jobs' order.
fn job_lanes(trace: &Trace, experiment: &Experiment) -> Vec<TrackId> {
    let lane = |name: &str| {
        trace
            .tracks()
            .iter_ids()
            .find(|(id, track)| track.kind.is_execution() && trace.track_name(*id) == name)
    };
    let jobs = experiment.jobs.iter();
    jobs.filter_map(|job| Some(lane(&job.name)?.0)).collect()
}

/// The trace that the page means when it is asked for one: the newest measured
/// run of what is set, else the first modelled one.
pub fn current(app: &App) -> Option<Rc<Trace>> {
    if let Some(page) = app.pages.get(app.link.page) {
        return (page.trace)(app);
    }
    let default = QuestionId::ConcurrencyParallelism.setup();
    let setup: &Setup = app.link.setup.as_ref().unwrap_or(&default);
    let experiment = setup.experiment();
    let measured =
        setup
            .ways
            .iter()
            .rev()
            .find_map(|&way| match app.runs.get(&experiment, way)? {
                Measured::Done(trace) => Some(trace.0.clone()),
                _ => None,
            });
    let newest = || app.runs.done().next_back().map(|(.., trace)| trace.clone());
    measured
        .or_else(|| app.link.setup.is_none().then(newest).flatten())
        .or_else(|| {
            let models = models(&experiment, &setup.ways);
            models
                .into_iter()
                .find_map(|(_, model)| Some(model.ok()?.0))
        })
}

/// Offers the current trace as a file.
pub fn download(app: &App) {
    let Some(trace) = current(app) else {
        return;
    };
    let name = format!("{}.trace.json", app.link.page.key());
    if let Err(error) = download::text(&name, "application/json", &chrome::export(&trace)) {
        web_sys::console::warn_1(&error);
    }
}
