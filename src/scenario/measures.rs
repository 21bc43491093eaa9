//! What a run of a scenario comes to, per job and in all.

use serde::{Deserialize, Serialize};

use crate::base::{Dur, Time};
use crate::sim::{Outcome, Run, ThreadId};
use crate::trace::{Stats, TrackId, TrackKind};

/// The figures of a job. Sources: Silberschatz, Galvin and Gagne, *Operating
/// System Concepts*, 5.2; Arpaci-Dusseau, *Operating Systems: Three Easy Pieces*,
/// chapter 7; normalised turnaround: Stallings, *Operating Systems*, 9.2.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct JobMeasures {
    /// Its thread, or the first carrier of its process.
    pub thread: ThreadId,
    /// Its name.
    pub name: String,
    /// When it arrived.
    pub arrival: Time,
    /// For how long it had a CPU.
    pub burst: Dur,
    /// For how long it was blocked.
    pub blocked: Dur,
    /// When it ended; none if it had not when the run did.
    pub finish: Option<Time>,
    /// From arrival to its end, or to the end of the run.
    pub turnaround: Dur,
    /// For how long it was ready and had no CPU.
    pub waiting: Dur,
    /// From arrival to its first run; none if it never ran.
    pub response: Option<Dur>,
    /// Deadlines that it missed.
    pub missed: usize,
}

impl JobMeasures {
    /// Turnaround over the time it had a CPU; none if it never had.
    pub fn normalised(&self) -> Option<f64> {
        (!self.burst.is_zero()).then(|| self.turnaround.0 as f64 / self.burst.0 as f64)
    }
}

/// The figures of a run, and averages of its jobs.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Total {
    /// From the first arrival to the last end.
    pub makespan: Dur,
    /// The part of the cores' time that was used for jobs, 0 to 1; none if the
    /// run took no time.
    #[serde(with = "exact::option")]
    pub utilisation: Option<f64>,
    /// Context switches.
    pub switches: u64,
    /// The time that they took.
    pub switching: Dur,
    /// Jobs that ended.
    pub finished: usize,
    /// Jobs that ended per second; none if the run took no time.
    #[serde(with = "exact::option")]
    pub throughput: Option<f64>,
    /// Deadlines that were missed.
    pub missed: usize,
    /// How evenly jobs progressed, 1/n to 1: Jain's index, (Σx)² / (n·Σx²), of
    /// CPU time over turnaround (Jain, Chiu and Hawe, DEC-TR-301, 1984).
    #[serde(with = "exact::option")]
    pub fairness: Option<f64>,
    /// The mean turnaround, in nanoseconds.
    #[serde(with = "exact")]
    pub turnaround: f64,
    /// The mean waiting time, in nanoseconds.
    #[serde(with = "exact")]
    pub waiting: f64,
    /// The mean response time of those that ran, in nanoseconds.
    #[serde(with = "exact::option")]
    pub response: Option<f64>,
    /// The mean normalised turnaround of those that ran.
    #[serde(with = "exact::option")]
    pub normalised: Option<f64>,
}

/// What a run comes to.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Measures {
    /// Each job, in the order of the threads; threads that others started are
    /// behind them. User-level threads stand in the place of their carriers, and
    /// one that ends at the very end of a run that did not finish counts as
    /// unfinished.
    pub jobs: Vec<JobMeasures>,
    /// All of it.
    pub total: Total,
}

impl Measures {
    /// The figures of a run.
    pub fn of(run: &Run) -> Measures {
        let stats = Stats::of(&run.trace);
        let unfinished = match &run.outcome {
            Outcome::Finished => &[][..],
            Outcome::Deadlock(waiting) | Outcome::Budget(waiting) => waiting,
        };
        let mut jobs = Vec::new();
        for (thread, &lane) in run.lanes.iter_ids() {
            let is_over = !unfinished.iter().any(|waiting| waiting.thread == thread);
            let carried = user_threads(run, lane);
            if carried.is_empty() {
                let missed = run.missed.iter().filter(|m| m.thread == thread).count();
                jobs.extend(measures(run, &stats, (thread, lane), is_over, missed));
            } else if run.trace.track_name(lane) == FIRST_CARRIER {
                for lane in carried {
                    let ended = stats
                        .lane(lane)
                        .is_some_and(|f| f.completion < run.trace.end());
                    jobs.extend(measures(run, &stats, (thread, lane), is_over || ended, 0));
                }
            }
        }
        let total = total(&stats, &jobs);
        Measures { jobs, total }
    }
}

/// Doubles by their bits: as decimals they would come back a little different,
/// or not at all if they are no numbers.
mod exact {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer>(x: &f64, to: S) -> Result<S::Ok, S::Error> {
        x.to_bits().serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
        u64::deserialize(from).map(f64::from_bits)
    }

    pub mod option {
        use super::{Deserialize, Deserializer, Serialize, Serializer};

        pub fn serialize<S: Serializer>(x: &Option<f64>, to: S) -> Result<S::Ok, S::Error> {
            x.map(f64::to_bits).serialize(to)
        }

        pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f64>, D::Error> {
            Ok(Option::deserialize(from)?.map(f64::from_bits))
        }
    }
}

/// What the first carrier of a process is called.
const FIRST_CARRIER: &str = "carrier 1";

/// The lanes of the user-level threads of the process of a thread, which then is
/// a carrier.
fn user_threads(run: &Run, lane: TrackId) -> Vec<TrackId> {
    let process = run.trace.track(lane).parent;
    let tracks = run.trace.tracks().iter_ids();
    let of_process = tracks.filter(|(_, t)| t.kind == TrackKind::Task && t.parent == process);
    of_process.map(|(lane, _)| lane).collect()
}

fn measures(
    run: &Run,
    stats: &Stats,
    (thread, lane): (ThreadId, TrackId),
    is_over: bool,
    missed: usize,
) -> Option<JobMeasures> {
    let figures = stats.lane(lane)?;
    Some(JobMeasures {
        thread,
        name: run.trace.track_name(lane).to_owned(),
        arrival: figures.arrival,
        burst: figures.busy(),
        blocked: figures.blocked(),
        finish: is_over.then_some(figures.completion),
        turnaround: figures.turnaround(),
        waiting: figures.wait(),
        response: figures.response(),
        missed,
    })
}

fn total(stats: &Stats, jobs: &[JobMeasures]) -> Total {
    let finished = jobs.iter().filter(|job| job.finish.is_some()).count();
    let seconds = stats.makespan.as_secs_f64();
    let nanos = |d: Dur| d.0 as f64;
    let shares: Vec<f64> = jobs
        .iter()
        .filter(|job| !job.turnaround.is_zero())
        .map(|job| nanos(job.burst) / nanos(job.turnaround))
        .collect();
    Total {
        makespan: stats.makespan,
        utilisation: stats.utilisation(),
        switches: stats.switches.unwrap_or(0),
        switching: stats.switching,
        finished,
        throughput: (seconds > 0.0).then(|| finished as f64 / seconds),
        missed: jobs.iter().map(|job| job.missed).sum(),
        fairness: jain(&shares),
        turnaround: mean(jobs.iter().map(|job| nanos(job.turnaround))).unwrap_or(0.0),
        waiting: mean(jobs.iter().map(|job| nanos(job.waiting))).unwrap_or(0.0),
        response: mean(jobs.iter().filter_map(|job| job.response).map(nanos)),
        normalised: mean(jobs.iter().filter_map(JobMeasures::normalised)),
    }
}

fn mean(numbers: impl Iterator<Item = f64>) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0.0);
    for number in numbers {
        sum += number;
        count += 1.0;
    }
    (count > 0.0).then(|| sum / count)
}

fn jain(shares: &[f64]) -> Option<f64> {
    let sum: f64 = shares.iter().sum();
    let squares: f64 = shares.iter().map(|share| share * share).sum();
    (squares > 0.0).then(|| sum * sum / (shares.len() as f64 * squares))
}
