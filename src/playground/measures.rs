//! What runs come to, job by job and on average, and how they differ.

use std::cmp::Ordering;

use crate::base::{Dur, Lang, Text, Time};
use crate::timeline::text;
use crate::trace::{LaneStats, State, Stats, Trace, TrackId};

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
    /// Waiting for anything but a core.
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

    fn of(self, lane: &LaneStats, ended: bool) -> Option<Dur> {
        let since_zero = |at: Time| at.since(Time::ZERO);
        match self {
            OfJob::Arrival => Some(since_zero(lane.arrival)),
            OfJob::Completion => ended.then(|| since_zero(lane.completion)),
            OfJob::Turnaround => ended.then(|| lane.turnaround()),
            OfJob::Response => lane.response(),
            OfJob::Wait => Some(lane.wait()),
            OfJob::Blocked => Some(lane.blocked() + lane.times.get(State::Sleeping)),
            OfJob::Running => Some(lane.busy()),
        }
    }
}

/// The figures of one job in one run.
#[derive(Clone, PartialEq, Debug)]
pub struct Job {
    /// What it is called.
    pub name: String,
    /// Its figures, as in [`OfJob::ALL`]; none where it did not get that far.
    pub figures: [Option<Dur>; OfJob::ALL.len()],
}

impl Job {
    /// One of its figures.
    pub fn get(&self, of: OfJob) -> Option<Dur> {
        self.figures[of as usize]
    }
}

/// The figures of one run.
#[derive(Clone, PartialEq, Debug)]
pub struct Figures {
    /// The jobs, in the order in which they were given.
    pub jobs: Vec<Job>,
    /// From the first arrival to the last completion.
    pub makespan: Dur,
    /// Context switches.
    pub switches: u64,
    /// The share of the cores' time in which they ran something, from 0 to 1.
    pub utilisation: f64,
    /// How often a deadline was missed, if any job has one.
    pub missed: Option<u64>,
}

impl Figures {
    /// The figures of a run: its trace, the lanes of its jobs in their order
    /// and whether each has ended, and how often a deadline was missed.
    pub fn of(trace: &Trace, lanes: &[(TrackId, bool)], missed: Option<u64>) -> Figures {
        let stats = Stats::of(trace);
        let job = |&(track, ended): &(TrackId, bool)| Job {
            name: trace.track_name(track).to_owned(),
            figures: OfJob::ALL.map(|of| of.of(stats.lane(track)?, ended)),
        };
        Figures {
            jobs: lanes.iter().map(job).collect(),
            makespan: stats.makespan,
            switches: stats.switches.unwrap_or(0),
            utilisation: stats.utilisation().unwrap_or(0.0),
            missed,
        }
    }

    /// The average over the jobs that have the figure, rounded to a nanosecond.
    pub fn average(&self, of: OfJob) -> Option<Dur> {
        let known: Vec<u64> = self
            .jobs
            .iter()
            .filter_map(|j| Some(j.get(of)?.0))
            .collect();
        let sum: u128 = known.iter().map(|&n| u128::from(n)).sum();
        let count = known.len() as u128;
        (count > 0).then(|| Dur(((sum + count / 2) / count) as u64))
    }

    /// The longest, over the jobs.
    pub fn longest(&self, of: OfJob) -> Option<Dur> {
        self.jobs.iter().filter_map(|job| job.get(of)).max()
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
    /// Missed deadlines.
    Missed,
}

impl OfRun {
    /// All of them, in the order in which they are shown.
    pub const ALL: [OfRun; 8] = [
        OfRun::Turnaround,
        OfRun::Response,
        OfRun::Wait,
        OfRun::LongestWait,
        OfRun::Makespan,
        OfRun::Switches,
        OfRun::Utilisation,
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
            OfRun::Missed => Text::new("놓친 마감", "Missed deadlines"),
        }
    }

    /// The figure as a number; of all but core use, less is better.
    pub fn value(self, figures: &Figures) -> Option<f64> {
        let nanos = |d: Option<Dur>| d.map(|d| d.0 as f64);
        match self {
            OfRun::Turnaround => nanos(figures.average(OfJob::Turnaround)),
            OfRun::Response => nanos(figures.average(OfJob::Response)),
            OfRun::Wait => nanos(figures.average(OfJob::Wait)),
            OfRun::LongestWait => nanos(figures.longest(OfJob::Wait)),
            OfRun::Makespan => nanos(Some(figures.makespan)),
            OfRun::Switches => Some(figures.switches as f64),
            OfRun::Utilisation => Some(figures.utilisation),
            OfRun::Missed => figures.missed.map(|n| n as f64),
        }
    }

    /// The figure in words.
    pub fn shown(self, figures: &Figures) -> Option<String> {
        let value = self.value(figures)?;
        Some(match self {
            OfRun::Switches | OfRun::Missed => format!("{value}"),
            OfRun::Utilisation => format!("{:.1} %", value * 100.0),
            _ => text::short(Dur(value as u64)),
        })
    }

    /// Which of several runs are best by this figure; none if all are equal,
    /// for then nothing is to be marked.
    pub fn best(self, runs: &[Option<&Figures>]) -> Vec<bool> {
        let better = |a: f64, b: f64| match self {
            OfRun::Utilisation => b.total_cmp(&a),
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
/// an end: “waiting 3.2 ms less on average, 14 more switches”.
pub fn difference(first: &Figures, own: &Figures, lang: Lang) -> String {
    let mut parts = Vec::new();
    let times = [
        (
            first.average(OfJob::Wait),
            own.average(OfJob::Wait),
            "준비 대기 평균",
            "waiting",
            true,
        ),
        (
            first.average(OfJob::Turnaround),
            own.average(OfJob::Turnaround),
            "반환 시간 평균",
            "turnaround",
            true,
        ),
        (
            Some(first.makespan),
            Some(own.makespan),
            "전체 시간",
            "in all",
            false,
        ),
    ];
    for (first, own, ko, en, average) in times {
        if let (Some(first), Some(own)) = (first, own) {
            parts.extend(time_part(first, own, (ko, en), average, lang));
        }
    }
    let (a, b) = (first.switches, own.switches);
    let n = a.abs_diff(b);
    match (b.cmp(&a), lang) {
        (Ordering::Equal, _) => {}
        (Ordering::Greater, Lang::Ko) => parts.push(format!("문맥 교환 {n}번 많음")),
        (Ordering::Less, Lang::Ko) => parts.push(format!("문맥 교환 {n}번 적음")),
        (Ordering::Greater, Lang::En) => parts.push(format!("{n} more {}", switches(n))),
        (Ordering::Less, Lang::En) => parts.push(format!("{n} fewer {}", switches(n))),
    }
    match (parts.is_empty(), lang) {
        (false, _) => parts.join(", "),
        (true, Lang::Ko) => "차이가 없음".into(),
        (true, Lang::En) => "no difference".into(),
    }
}

fn switches(n: u64) -> &'static str {
    if n == 1 { "switch" } else { "switches" }
}

fn time_part(
    first: Dur,
    own: Dur,
    (ko, en): (&str, &str),
    average: bool,
    lang: Lang,
) -> Option<String> {
    let apart = text::short(Dur(first.0.abs_diff(own.0)));
    let on_average = if average { " on average" } else { "" };
    match (own.cmp(&first), lang) {
        (Ordering::Equal, _) => None,
        (Ordering::Less, Lang::Ko) => Some(format!("{ko} {apart} 짧음")),
        (Ordering::Greater, Lang::Ko) => Some(format!("{ko} {apart} 긺")),
        (Ordering::Less, Lang::En) => Some(format!("{en} {apart} less{on_average}")),
        (Ordering::Greater, Lang::En) => Some(format!("{en} {apart} more{on_average}")),
    }
}

/// The places of the jobs in the order of a figure; those without it come last.
pub fn order(jobs: &[Job], by: Option<OfJob>, descending: bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..jobs.len()).collect();
    order.sort_by(|&a, &b| {
        let ascending = match by {
            None => return if descending { b.cmp(&a) } else { a.cmp(&b) },
            Some(by) => match (jobs[a].get(by), jobs[b].get(by)) {
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
    use super::*;

    /// Jobs with these ready waits in milliseconds, and so many switches.
    fn run(waits: &[u64], switches: u64) -> Figures {
        let job = |(i, &wait): (usize, &u64)| {
            let mut figures = [Some(Dur::millis(10 + wait)); OfJob::ALL.len()];
            figures[OfJob::Wait as usize] = Some(Dur::millis(wait));
            Job {
                name: format!("J{i}"),
                figures,
            }
        };
        Figures {
            jobs: waits.iter().enumerate().map(job).collect(),
            makespan: Dur::millis(50),
            switches,
            utilisation: 0.5,
            missed: None,
        }
    }

    #[test]
    fn figures_stand_where_their_table_says() {
        for (place, of) in OfJob::ALL.into_iter().enumerate() {
            assert_eq!(of as usize, place);
        }
    }

    #[test]
    fn averages_are_over_the_jobs_that_have_the_figure() {
        let mut figures = run(&[1, 2, 4], 0);
        assert_eq!(figures.average(OfJob::Wait), Some(Dur(2_333_333)));
        assert_eq!(figures.longest(OfJob::Wait), Some(Dur::millis(4)));
        figures.jobs[2].figures[OfJob::Wait as usize] = None;
        assert_eq!(figures.average(OfJob::Wait), Some(Dur(1_500_000)));
        figures.jobs.clear();
        assert_eq!(figures.average(OfJob::Wait), None);
    }

    #[test]
    fn differences_are_named() {
        let (a, b) = (run(&[4, 4], 3), run(&[1, 1], 17));
        let en = "waiting 3 ms less on average, turnaround 3 ms less on average, 14 more switches";
        assert_eq!(difference(&a, &b, Lang::En), en);
        let ko = "준비 대기 평균 3 ms 긺, 반환 시간 평균 3 ms 긺, 문맥 교환 14번 적음";
        assert_eq!(difference(&b, &a, Lang::Ko), ko);
        assert_eq!(difference(&a, &a, Lang::En), "no difference");
    }

    #[test]
    fn the_best_are_marked_unless_all_are_equal() {
        let (a, b, c) = (run(&[4], 3), run(&[1], 17), run(&[1], 3));
        let runs = [Some(&a), Some(&b), None, Some(&c)];
        assert_eq!(OfRun::Wait.best(&runs), [false, true, false, true]);
        assert_eq!(OfRun::Switches.best(&runs), [true, false, false, true]);
        assert_eq!(OfRun::Makespan.best(&runs), [false; 4]);
        assert_eq!(OfRun::Missed.best(&runs), [false; 4]);
        let busy = Figures {
            utilisation: 0.75,
            ..a.clone()
        };
        assert_eq!(
            OfRun::Utilisation.best(&[Some(&a), Some(&busy)]),
            [false, true]
        );
    }

    #[test]
    fn jobs_are_sorted_with_the_unknown_last() {
        let mut figures = run(&[3, 1, 2, 1], 0);
        figures.jobs[2].figures[OfJob::Wait as usize] = None;
        assert_eq!(order(&figures.jobs, Some(OfJob::Wait), false), [1, 3, 0, 2]);
        assert_eq!(order(&figures.jobs, Some(OfJob::Wait), true), [0, 1, 3, 2]);
        assert_eq!(order(&figures.jobs, None, true), [3, 2, 1, 0]);
    }
}
