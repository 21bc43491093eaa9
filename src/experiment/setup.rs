//! What a learner can set on a question's page, within stated bounds, and the
//! experiment that it stands for.

use super::{Conditions, Experiment, Job, Phase, Way};
use crate::base::{Dur, Problem, Text};

/// What a waiting job waits for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Waiting {
    /// A timer.
    #[default]
    Timer,
    /// The answer to a request.
    Request,
}

impl Waiting {
    /// Both.
    pub const ALL: [Waiting; 2] = [Waiting::Timer, Waiting::Request];

    /// The name used in links; stable.
    pub fn key(self) -> &'static str {
        match self {
            Waiting::Timer => "timer",
            Waiting::Request => "request",
        }
    }

    /// The one of a [`Waiting::key`].
    pub fn from_key(key: &str) -> Option<Waiting> {
        Waiting::ALL.into_iter().find(|w| w.key() == key)
    }
}

/// One job as a learner sets it: compute, wait, compute.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct JobSetup {
    /// Computing before the wait.
    pub compute: Dur,
    /// The wait.
    pub wait: Dur,
    /// Computing after the wait: dealing with the result.
    pub after: Dur,
}

impl JobSetup {
    /// From whole milliseconds.
    pub const fn millis(compute: u64, wait: u64, after: u64) -> JobSetup {
        JobSetup {
            compute: Dur::millis(compute),
            wait: Dur::millis(wait),
            after: Dur::millis(after),
        }
    }

    fn total(self) -> Dur {
        self.compute + self.wait + self.after
    }
}

/// What kind of work a set of jobs is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Work {
    /// Only computes.
    Cpu,
    /// Waits longer than it computes.
    Io,
    /// Computes at least as long as it waits.
    Mixed,
}

/// Everything that a learner can set.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Setup {
    /// The jobs, at least one.
    pub jobs: Vec<JobSetup>,
    /// What they wait for.
    pub waiting: Waiting,
    /// Cores; also processes or web workers.
    pub cores: u32,
    /// The time slice.
    pub quantum: Dur,
    /// What a context switch costs.
    pub switch_cost: Dur,
    /// Whether threads share a global interpreter lock.
    pub gil: bool,
    /// The ways to execute that are compared, at least one, no two the same.
    pub ways: Vec<Way>,
}

/// The most jobs that a page can set.
pub const MAX_JOBS: usize = 8;
/// The most cores or workers.
pub const MAX_CORES: u32 = 8;
/// The longest part of a job.
pub const MAX_PHASE: Dur = Dur::secs(5);
/// The shortest and the longest time slice.
pub const QUANTUM: (Dur, Dur) = (Dur::millis(1), Dur::secs(1));
/// The dearest context switch.
pub const MAX_SWITCH: Dur = Dur::millis(20);
/// All jobs together, one after another: what a measured run may take at most.
pub const MAX_TOTAL: Dur = Dur::secs(15);
/// The most ways on one page.
pub const MAX_WAYS: usize = 5;

impl Setup {
    /// What kind of work the jobs are.
    pub fn work(&self) -> Work {
        let wait: Dur = self.jobs.iter().map(|j| j.wait).sum();
        let compute: Dur = self.jobs.iter().map(|j| j.compute + j.after).sum();
        if wait.is_zero() {
            Work::Cpu
        } else if wait > compute {
            Work::Io
        } else {
            Work::Mixed
        }
    }

    /// The name of the job with that number: `A`, `B`, `C`…
    pub fn job_name(index: usize) -> String {
        char::from(b'A' + (index % 26) as u8).to_string()
    }

    /// The experiment that this stands for.
    pub fn experiment(&self) -> Experiment {
        let jobs = self.jobs.iter().enumerate().map(|(i, job)| Job {
            name: Setup::job_name(i),
            phases: self.phases(*job),
        });
        Experiment {
            jobs: jobs.collect(),
            conditions: Conditions {
                cores: self.cores,
                quantum: self.quantum,
                switch_cost: self.switch_cost,
                gil: self.gil,
                ..Conditions::default()
            },
        }
    }

    fn phases(&self, job: JobSetup) -> Vec<Phase> {
        let wait = match self.waiting {
            Waiting::Timer => Phase::Sleep(job.wait),
            Waiting::Request => Phase::Request { latency: job.wait },
        };
        [Phase::Compute(job.compute), wait, Phase::Compute(job.after)]
            .into_iter()
            .filter(|phase| match phase {
                Phase::Compute(d) | Phase::Sleep(d) | Phase::Request { latency: d } => !d.is_zero(),
            })
            .collect()
    }

    /// Changes the number of jobs; new ones are like the last.
    pub fn set_job_count(&mut self, count: usize) {
        let last = self.jobs.last().copied().unwrap_or_default();
        self.jobs.resize(count.clamp(1, MAX_JOBS), last);
        let _ = self.mend();
    }

    /// Brings every figure within its bounds, and says what was changed.
    pub fn mend(&mut self) -> Vec<Problem> {
        let mut problems = Vec::new();
        self.mend_jobs(&mut problems);
        clamp(&mut problems, "cores", &mut self.cores, 1, MAX_CORES);
        let (low, high) = QUANTUM;
        clamp(&mut problems, "quantum", &mut self.quantum, low, high);
        clamp(
            &mut problems,
            "switch",
            &mut self.switch_cost,
            Dur::ZERO,
            MAX_SWITCH,
        );
        let mut seen = Vec::new();
        self.ways.retain(|way| {
            let keep = !seen.contains(way) && seen.len() < MAX_WAYS;
            if keep {
                seen.push(*way);
            }
            keep
        });
        if self.ways.is_empty() {
            self.ways.push(Way::InTurn);
            problems.push(bounded("ways", "1", &MAX_WAYS.to_string()));
        }
        problems
    }

    fn mend_jobs(&mut self, problems: &mut Vec<Problem>) {
        if self.jobs.is_empty() || self.jobs.len() > MAX_JOBS {
            problems.push(bounded("jobs", "1", &MAX_JOBS.to_string()));
            self.jobs.truncate(MAX_JOBS);
        }
        if self.jobs.is_empty() {
            self.jobs.push(JobSetup::millis(100, 0, 0));
        }
        for (i, job) in self.jobs.iter_mut().enumerate() {
            let place = format!("jobs[{}]", Setup::job_name(i));
            for part in [&mut job.compute, &mut job.wait, &mut job.after] {
                clamp(problems, &place, part, Dur::ZERO, MAX_PHASE);
            }
            if job.total().is_zero() {
                problems.push(bounded(&place, "1 ms", &MAX_PHASE.to_string()));
                job.compute = Dur::millis(1);
            }
        }
        let total: Dur = self.jobs.iter().map(|job| job.total()).sum();
        if total > MAX_TOTAL {
            problems.push(bounded("jobs", "1 ms", &MAX_TOTAL.to_string()));
            let share = MAX_TOTAL / self.jobs.len() as u64 / 3;
            for job in &mut self.jobs {
                for part in [&mut job.compute, &mut job.wait, &mut job.after] {
                    *part = (*part).min(share);
                }
            }
        }
    }
}

fn clamp<T: Ord + Copy + ToString>(
    problems: &mut Vec<Problem>,
    place: &str,
    value: &mut T,
    low: T,
    high: T,
) {
    if *value < low || *value > high {
        problems.push(bounded(place, &low.to_string(), &high.to_string()));
        *value = (*value).clamp(low, high);
    }
}

fn bounded(place: &str, low: &str, high: &str) -> Problem {
    Problem::new(
        place,
        Text::new(
            "값이 범위를 벗어났습니다.",
            "The value was out of its range.",
        ),
        Text::new(
            format!("{low}에서 {high} 사이로 고쳐 주세요."),
            format!("Choose one from {low} to {high}."),
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::QuestionId;

    #[test]
    fn every_default_is_within_bounds() {
        for question in QuestionId::ALL {
            for preset in question.presets() {
                let mut mended = preset.setup.clone();
                assert_eq!(mended.mend(), [], "{}", preset.key);
                assert_eq!(mended, preset.setup);
            }
        }
    }

    #[test]
    fn an_experiment_has_no_empty_phase() {
        let mut setup = QuestionId::SyncAsync.setup();
        setup.jobs = vec![JobSetup::millis(0, 300, 0), JobSetup::millis(5, 0, 7)];
        let experiment = setup.experiment();
        assert_eq!(experiment.jobs[0].phases, [Phase::Sleep(Dur::millis(300))]);
        assert_eq!(
            experiment.jobs[1].phases,
            [
                Phase::Compute(Dur::millis(5)),
                Phase::Compute(Dur::millis(7))
            ]
        );
    }

    proptest::proptest! {
        #[test]
        fn mending_always_ends_within_bounds(
            jobs in proptest::collection::vec((0u64.., 0u64.., 0u64..), 0..20),
            cores: u32, quantum: u64, switch: u64,
        ) {
            let mut setup = QuestionId::SyncAsync.setup();
            setup.jobs = jobs
                .into_iter()
                .map(|(c, w, a)| JobSetup { compute: Dur(c), wait: Dur(w), after: Dur(a) })
                .collect();
            setup.cores = cores;
            setup.quantum = Dur(quantum);
            setup.switch_cost = Dur(switch);
            setup.mend();
            proptest::prop_assert_eq!(setup.clone().mend(), vec![]);
            let total: Dur = setup.jobs.iter().map(|j| j.total()).sum();
            proptest::prop_assert!(total <= MAX_TOTAL);
        }
    }
}
