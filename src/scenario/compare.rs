//! The names of what runs come to, and how runs differ.

use std::cmp::Ordering;

use super::{JobMeasures, Measures};
use crate::base::{Dur, Lang, Text, Time, lengths};

/// A figure of one job.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OfJob {
    /// When it came.
    Arrival,
    /// When it was done.
    Completion,
    /// From its arrival to its completion.
    Turnaround,
    /// From its arrival to its first run.
    Response,
    /// Ready, without a core.
    Wait,
    /// Waiting for anything but a core: blocked, or asleep.
    Blocked,
    /// On a core.
    Running,
}

impl OfJob {
    /// All of them, in the order in which they are shown.
    pub const ALL: [OfJob; 7] = [
        OfJob::Arrival,
        OfJob::Completion,
        OfJob::Turnaround,
        OfJob::Response,
        OfJob::Wait,
        OfJob::Blocked,
        OfJob::Running,
    ];

    /// Its name.
    pub fn name(self) -> Text {
        match self {
            OfJob::Arrival => Text::new("도착", "Arrival"),
            OfJob::Completion => Text::new("완료", "Completion"),
            OfJob::Turnaround => Text::new("반환 시간", "Turnaround"),
            OfJob::Response => Text::new("응답 시간", "Response"),
            OfJob::Wait => Text::new("준비 대기", "Ready wait"),
            OfJob::Blocked => Text::new("그 밖의 대기", "Other waits"),
            OfJob::Running => Text::new("실행", "Running"),
        }
    }

    /// The figure of a job; none if it did not get that far.
    pub fn value(self, job: &JobMeasures) -> Option<Dur> {
        let since_zero = |at: Time| at.since(Time::ZERO);
        match self {
            OfJob::Arrival => Some(since_zero(job.arrival)),
            OfJob::Completion => job.finish.map(since_zero),
            OfJob::Turnaround => Some(job.turnaround),
            OfJob::Response => job.response,
            OfJob::Wait => Some(job.waiting),
            OfJob::Blocked => Some(job.turnaround.saturating_sub(job.burst + job.waiting)),
            OfJob::Running => Some(job.burst),
        }
    }

    /// The figure in words. The turnaround of a job that has not ended is at
    /// least what it has been so far.
    pub fn shown(self, job: &JobMeasures) -> Option<String> {
        let value = lengths::short(self.value(job)?);
        Some(match self {
            OfJob::Turnaround if job.finish.is_none() => format!("≥ {value}"),
            _ => value,
        })
    }

    /// The mean over the jobs that have the figure, rounded to a nanosecond.
    pub fn mean(self, jobs: &[JobMeasures]) -> Option<Dur> {
        let known: Vec<u64> = jobs
            .iter()
            .filter_map(|job| Some(self.value(job)?.0))
            .collect();
        let sum: u128 = known.iter().map(|&n| u128::from(n)).sum();
        let count = known.len() as u128;
        (count > 0).then(|| Dur(((sum + count / 2) / count) as u64))
    }
}

/// A figure of a whole run, by which runs are held against one another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OfRun {
    /// Turnaround on average.
    Turnaround,
    /// Response on average.
    Response,
    /// Ready wait on average.
    Wait,
    /// The longest ready wait of any job: what starves.
    LongestWait,
    /// From the first arrival to the last completion.
    Makespan,
    /// Context switches.
    Switches,
    /// Use of the cores.
    Utilisation,
    /// How evenly jobs progressed ([`super::Total::fairness`]).
    Fairness,
    /// Missed deadlines.
    Missed,
}

impl OfRun {
    /// All of them, in the order in which they are shown.
    pub const ALL: [OfRun; 9] = [
        OfRun::Turnaround,
        OfRun::Response,
        OfRun::Wait,
        OfRun::LongestWait,
        OfRun::Makespan,
        OfRun::Switches,
        OfRun::Utilisation,
        OfRun::Fairness,
        OfRun::Missed,
    ];

    /// Its name.
    pub fn name(self) -> Text {
        match self {
            OfRun::Turnaround => Text::new("평균 반환", "Turnaround, average"),
            OfRun::Response => Text::new("평균 응답", "Response, average"),
            OfRun::Wait => Text::new("평균 준비 대기", "Ready wait, average"),
            OfRun::LongestWait => Text::new("가장 긴 준비 대기", "Ready wait, longest"),
            OfRun::Makespan => Text::new("전체 시간", "Makespan"),
            OfRun::Switches => Text::new("문맥 교환", "Context switches"),
            OfRun::Utilisation => Text::new("코어 사용률", "Core use"),
            OfRun::Fairness => Text::new("공정성 (Jain)", "Fairness (Jain)"),
            OfRun::Missed => Text::new("놓친 마감", "Missed deadlines"),
        }
    }

    /// The figure as a number; of core use and fairness more is better, of all
    /// others less.
    pub fn value(self, measures: &Measures) -> Option<f64> {
        let total = &measures.total;
        match self {
            OfRun::Turnaround => Some(total.turnaround),
            OfRun::Response => total.response,
            OfRun::Wait => Some(total.waiting),
            OfRun::LongestWait => {
                let longest = measures.jobs.iter().map(|job| job.waiting).max();
                longest.map(|wait| wait.0 as f64)
            }
            OfRun::Makespan => Some(total.makespan.0 as f64),
            OfRun::Switches => Some(total.switches as f64),
            OfRun::Utilisation => total.utilisation,
            OfRun::Fairness => total.fairness,
            OfRun::Missed => Some(total.missed as f64),
        }
    }

    /// The figure in words. A mean turnaround is a least one where jobs have
    /// not ended.
    pub fn shown(self, measures: &Measures) -> Option<String> {
        let value = self.value(measures)?;
        let length = lengths::short(Dur(value.round() as u64));
        let unfinished = measures.total.finished < measures.jobs.len();
        Some(match self {
            OfRun::Switches | OfRun::Missed => format!("{value}"),
            OfRun::Utilisation => format!("{:.1} %", value * 100.0),
            OfRun::Fairness => format!("{value:.2}"),
            OfRun::Turnaround if unfinished => format!("≥ {length}"),
            _ => length,
        })
    }

    /// Which of several runs are best by this figure; none if all are equal,
    /// for then nothing is to be marked.
    pub fn best(self, runs: &[Option<&Measures>]) -> Vec<bool> {
        let better = |a: f64, b: f64| match self {
            OfRun::Utilisation | OfRun::Fairness => b.total_cmp(&a),
            _ => a.total_cmp(&b),
        };
        let values: Vec<Option<f64>> = runs.iter().map(|run| self.value((*run)?)).collect();
        let known = || values.iter().flatten().copied();
        let best = known().min_by(|a, b| better(*a, *b));
        let differ = known().any(|value| Some(value) != best);
        values
            .iter()
            .map(|value| differ && value.is_some() && *value == best)
            .collect()
    }
}

/// How a run differs from the one it is held against, in one sentence without
/// an end: “waiting 3.2 ms less on average, 14 more switches”. None if it does not.
pub fn difference(first: &Measures, own: &Measures, lang: Lang) -> Option<String> {
    let mut parts = Vec::new();
    for (of, ko, en, on_average) in [
        (OfRun::Wait, "준비 대기 평균", "waiting", " on average"),
        (
            OfRun::Turnaround,
            "반환 시간 평균",
            "turnaround",
            " on average",
        ),
        (OfRun::Makespan, "전체 시간", "in all", ""),
    ] {
        let (Some(first), Some(own)) = (of.value(first), of.value(own)) else {
            continue;
        };
        let apart = lengths::short(Dur((first - own).abs().round() as u64));
        match (own.total_cmp(&first), lang) {
            (Ordering::Equal, _) => {}
            (Ordering::Less, Lang::Ko) => parts.push(format!("{ko} {apart} 짧음")),
            (Ordering::Greater, Lang::Ko) => parts.push(format!("{ko} {apart} 긺")),
            (Ordering::Less, Lang::En) => parts.push(format!("{en} {apart} less{on_average}")),
            (Ordering::Greater, Lang::En) => parts.push(format!("{en} {apart} more{on_average}")),
        }
    }
    let (a, b) = (first.total.switches, own.total.switches);
    let n = a.abs_diff(b);
    match (b.cmp(&a), lang) {
        (Ordering::Equal, _) => {}
        (Ordering::Greater, Lang::Ko) => parts.push(format!("문맥 교환 {n}번 많음")),
        (Ordering::Less, Lang::Ko) => parts.push(format!("문맥 교환 {n}번 적음")),
        (Ordering::Greater, Lang::En) => parts.push(format!("{n} more {}", switches(n))),
        (Ordering::Less, Lang::En) => parts.push(format!("{n} fewer {}", switches(n))),
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn switches(n: u64) -> &'static str {
    if n == 1 { "switch" } else { "switches" }
}

/// The places of the jobs in the order of a figure; those without it come last.
pub fn order(jobs: &[JobMeasures], by: Option<OfJob>, descending: bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..jobs.len()).collect();
    order.sort_by(|&a, &b| {
        let ascending = match by {
            None => return if descending { b.cmp(&a) } else { a.cmp(&b) },
            Some(by) => match (by.value(&jobs[a]), by.value(&jobs[b])) {
                (Some(a), Some(b)) if descending => b.cmp(&a),
                (Some(a), Some(b)) => a.cmp(&b),
                (a, b) => b.is_some().cmp(&a.is_some()),
            },
        };
        ascending.then(a.cmp(&b))
    });
    order
}

#[cfg(test)]
mod tests {
    use super::super::Total;
    use super::*;
    use crate::base::Id;

    /// Jobs with these ready waits in milliseconds, and so many switches.
    fn run(waits: &[u64], switches: u64) -> Measures {
        let job = |(i, &wait): (usize, &u64)| JobMeasures {
            thread: Id::from_index(i),
            name: format!("J{i}"),
            arrival: Time::ZERO,
            burst: Dur::millis(7),
            blocked: Dur::millis(2),
            finish: Some(Time(Dur::millis(10 + wait).0)),
            turnaround: Dur::millis(10 + wait),
            waiting: Dur::millis(wait),
            response: Some(Dur::millis(wait)),
            missed: 0,
        };
        let mean = waits.iter().sum::<u64>() as f64 / waits.len() as f64 * 1e6;
        Measures {
            jobs: waits.iter().enumerate().map(job).collect(),
            total: Total {
                makespan: Dur::millis(50),
                utilisation: Some(0.5),
                switches,
                switching: Dur::ZERO,
                finished: waits.len(),
                throughput: None,
                missed: 0,
                fairness: None,
                turnaround: 10e6 + mean,
                waiting: mean,
                response: None,
                normalised: None,
            },
        }
    }

    #[test]
    fn what_has_not_ended_has_a_least_turnaround() {
        let mut measures = run(&[1, 2], 0);
        assert_eq!(OfRun::Turnaround.shown(&measures).unwrap(), "11.5 ms");
        measures.total.finished = 1;
        measures.jobs[1].finish = None;
        let shown = |of: OfJob| of.shown(&measures.jobs[1]);
        assert_eq!(shown(OfJob::Turnaround).unwrap(), "≥ 12 ms");
        assert_eq!(shown(OfJob::Completion), None);
        // Three asleep or blocked, of which two blocked.
        assert_eq!(shown(OfJob::Blocked).unwrap(), "3 ms");
        assert_eq!(OfRun::Turnaround.shown(&measures).unwrap(), "≥ 11.5 ms");
        assert_eq!(OfJob::Response.mean(&measures.jobs), Some(Dur(1_500_000)));
        measures.jobs[1].response = None;
        assert_eq!(OfJob::Response.mean(&measures.jobs), Some(Dur::millis(1)));
        assert_eq!(OfJob::Response.mean(&[]), None);
    }

    #[test]
    fn differences_are_named() {
        let (a, b) = (run(&[4, 4], 3), run(&[1, 1], 17));
        let en = "waiting 3 ms less on average, turnaround 3 ms less on average, 14 more switches";
        assert_eq!(difference(&a, &b, Lang::En).as_deref(), Some(en));
        let ko = "준비 대기 평균 3 ms 긺, 반환 시간 평균 3 ms 긺, 문맥 교환 14번 적음";
        assert_eq!(difference(&b, &a, Lang::Ko).as_deref(), Some(ko));
        assert_eq!(difference(&a, &a, Lang::En), None);
    }

    #[test]
    fn the_best_are_marked_unless_all_are_equal() {
        let (a, b, c) = (run(&[4], 3), run(&[1], 17), run(&[1], 3));
        let runs = [Some(&a), Some(&b), None, Some(&c)];
        assert_eq!(OfRun::Wait.best(&runs), [false, true, false, true]);
        assert_eq!(OfRun::LongestWait.best(&runs), [false, true, false, true]);
        assert_eq!(OfRun::Switches.best(&runs), [true, false, false, true]);
        assert_eq!(OfRun::Makespan.best(&runs), [false; 4]);
        assert_eq!(OfRun::Missed.best(&runs), [false; 4]);
        let mut busy = a.clone();
        busy.total.utilisation = Some(0.75);
        let best = OfRun::Utilisation.best(&[Some(&a), Some(&busy)]);
        assert_eq!(best, [false, true]);
    }

    #[test]
    fn jobs_are_sorted_with_the_unknown_last() {
        let mut jobs = run(&[3, 1, 2, 1], 0).jobs;
        jobs[2].response = None;
        assert_eq!(order(&jobs, Some(OfJob::Response), false), [1, 3, 0, 2]);
        assert_eq!(order(&jobs, Some(OfJob::Response), true), [0, 1, 3, 2]);
        assert_eq!(order(&jobs, None, true), [3, 2, 1, 0]);
    }
}
