//! Holding a measured run against the modelled one, job by job.

use std::ops::Range;

use crate::base::{Dur, Time};
use crate::trace::{Trace, TrackId};

/// How far a measured time lies from the modelled one.
#[derive(Clone, PartialEq, Debug)]
pub struct Residual {
    /// Which job; none for the last row, the whole experiment.
    pub job: Option<String>,
    /// When it was finished in the model, after the beginning of the first job.
    pub modelled: Dur,
    /// When it was finished in the measured run, likewise.
    pub measured: Dur,
    /// Measured minus modelled, in nanoseconds.
    pub difference: i64,
    /// The difference as a share of the modelled time; none if that is zero.
    pub share: Option<f64>,
}

impl Residual {
    fn new(job: Option<String>, modelled: Dur, measured: Dur) -> Residual {
        let difference = (i128::from(measured.0) - i128::from(modelled.0))
            .clamp(i64::MIN.into(), i64::MAX.into()) as i64;
        Residual {
            job,
            modelled,
            measured,
            difference,
            share: (!modelled.is_zero()).then(|| difference as f64 / modelled.0 as f64),
        }
    }
}

/// Compares the times at which jobs were finished, in the order of the model's
/// lanes, and in a last row the time at which all were.
///
/// Lanes are matched by name; those that only one of the two has are left out.
/// A job's lane is a thread or task that has no such lane below it. Each run's
/// times count from the moment at which the first of its matched lanes begins,
/// so that what a measured run needed to get ready does not count. Empty if no
/// lane matches.
pub fn residuals(model: &Trace, measured: &Trace) -> Vec<Residual> {
    let there = job_lanes(measured);
    let matched: Vec<Matched> = job_lanes(model)
        .into_iter()
        .filter_map(|lane| {
            let name = model.track_name(lane);
            let other = there
                .iter()
                .find(|&&other| measured.track_name(other) == name)?;
            Some(Matched {
                name: name.to_owned(),
                modelled: extent(model, lane)?,
                measured: extent(measured, *other)?,
            })
        })
        .collect();
    let (Some(model_zero), Some(measured_zero)) = (
        matched.iter().map(|job| job.modelled.start).min(),
        matched.iter().map(|job| job.measured.start).min(),
    ) else {
        return Vec::new();
    };
    let mut rows: Vec<Residual> = matched
        .into_iter()
        .map(|job| {
            Residual::new(
                Some(job.name),
                job.modelled.end.since(model_zero),
                job.measured.end.since(measured_zero),
            )
        })
        .collect();
    let latest = |of: fn(&Residual) -> Dur| rows.iter().map(of).max().unwrap_or(Dur::ZERO);
    let makespan = Residual::new(None, latest(|r| r.modelled), latest(|r| r.measured));
    rows.push(makespan);
    rows
}

/// Threads and tasks that have no thread or task below them.
fn job_lanes(trace: &Trace) -> Vec<TrackId> {
    trace
        .tracks()
        .iter_ids()
        .filter(|(id, track)| {
            track.kind.is_execution()
                && !trace
                    .children(Some(*id))
                    .any(|child| trace.track(child).kind.is_execution())
        })
        .map(|(id, _)| id)
        .collect()
}

/// A job's lane in both runs.
struct Matched {
    name: String,
    modelled: Range<Time>,
    measured: Range<Time>,
}

/// From the beginning of a lane's first slice to the end of its last.
fn extent(trace: &Trace, lane: TrackId) -> Option<Range<Time>> {
    let start = trace.track_slices(lane).map(|slice| slice.start).min()?;
    let end = trace.track_slices(lane).map(|slice| slice.end).max()?;
    Some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::{Clock, State, TraceBuilder, TrackKind};

    fn trace(jobs: &[(&str, u64, u64)]) -> Trace {
        let mut log = TraceBuilder::new(Clock::Recorded);
        let main = log.track(None, TrackKind::Thread, "main");
        for (name, start, end) in jobs {
            let lane = log.track(Some(main), TrackKind::Task, name);
            let name = log.name(name);
            log.slice(lane, State::Running, name, Time(*start), Time(*end));
        }
        log.finish()
    }

    #[test]
    fn jobs_by_name_then_the_whole() {
        let model = trace(&[("A", 0, 100), ("B", 0, 200), ("only here", 0, 900)]);
        let measured = trace(&[("B", 70, 260), ("A", 50, 175), ("only there", 0, 900)]);
        let row = |job: Option<&str>, modelled, measured, difference, share| Residual {
            job: job.map(str::to_owned),
            modelled: Dur(modelled),
            measured: Dur(measured),
            difference,
            share: Some(share),
        };
        // The measured run's first matched lane begins at 50.
        assert_eq!(
            residuals(&model, &measured),
            [
                row(Some("A"), 100, 125, 25, 0.25),
                row(Some("B"), 200, 210, 10, 0.05),
                row(None, 200, 210, 10, 0.05),
            ]
        );
        assert_eq!(residuals(&model, &trace(&[])), []);
    }
}
