//! The runs behind the lanes: modelled ones are computed when asked for,
//! measured ones are kept for as long as the page lives.

use std::rc::Rc;

use crate::base::{Dur, Text};
use crate::experiment::{Experiment, Phase, Way};
use crate::trace::Trace;

/// How many measured runs are kept; the oldest goes first.
const KEPT: usize = 40;

/// A trace that is compared by identity: two runs are never the same run.
#[derive(Clone, Debug)]
pub struct RunTrace(pub Rc<Trace>);

impl PartialEq for RunTrace {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// What is known of a measured run.
#[derive(Clone, PartialEq, Debug)]
pub enum Measured {
    /// It will take place after others.
    Waiting,
    /// It is taking place: what it is doing, how far it is, what it recorded.
    Running(Text, f32, Option<RunTrace>),
    /// It took place.
    Done(RunTrace),
    /// It could not take place: why, and what can be done.
    Failed(Text),
}

impl Measured {
    /// Whether it is still to come or going on.
    pub fn is_pending(&self) -> bool {
        matches!(self, Measured::Waiting | Measured::Running(..))
    }

    /// What was recorded, so far or for good.
    pub fn trace(&self) -> Option<&Rc<Trace>> {
        match self {
            Measured::Done(trace) | Measured::Running(_, _, Some(trace)) => Some(&trace.0),
            _ => None,
        }
    }
}

/// The measured runs, by what was run and how.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Runs {
    runs: Vec<(Experiment, Way, Measured)>,
}

impl Runs {
    /// The run of an experiment in a way, if there is one.
    pub fn get(&self, experiment: &Experiment, way: Way) -> Option<&Measured> {
        let key = what_is_measured(experiment);
        self.runs
            .iter()
            .find(|(e, w, _)| *w == way && *e == key)
            .map(|(_, _, measured)| measured)
    }

    /// Notes what is known of a run.
    pub fn put(&mut self, experiment: &Experiment, way: Way, measured: Measured) {
        let key = what_is_measured(experiment);
        match self
            .runs
            .iter_mut()
            .find(|(e, w, _)| *w == way && *e == key)
        {
            Some((_, _, known)) => *known = measured,
            None => self.runs.push((key, way, measured)),
        }
        if self.runs.len() > KEPT {
            self.runs.remove(0);
        }
    }

    /// Whether one is going on.
    pub fn pending(&self) -> bool {
        self.runs.iter().any(|(_, _, m)| m.is_pending())
    }

    /// Forgets those that were still to come or going on.
    pub fn end(&mut self) {
        self.runs.retain(|(_, _, m)| !m.is_pending());
    }

    /// The runs that took place, newest last.
    pub fn done(&self) -> impl DoubleEndedIterator<Item = (&Experiment, Way, &Rc<Trace>)> {
        self.runs.iter().filter_map(|(e, w, m)| match m {
            Measured::Done(trace) => Some((e, *w, &trace.0)),
            _ => None,
        })
    }
}

/// The experiment without what a measured run does not depend on: the modelled
/// latency of requests, the modelled costs, the seed.
fn what_is_measured(experiment: &Experiment) -> Experiment {
    let mut key = experiment.clone();
    for phase in key.jobs.iter_mut().flat_map(|job| &mut job.phases) {
        if let Phase::Request { latency } = phase {
            *latency = Dur::ZERO;
        }
    }
    key.conditions.switch_cost = Dur::ZERO;
    key.conditions.gil = false;
    key.conditions.switch_interval = Dur::ZERO;
    key.conditions.seed = 0;
    key
}
