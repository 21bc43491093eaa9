//! What a live run may ask of a browser, checked before anything starts.

use super::error::{LiveError, LiveErrorKind};
use super::protocol::{MOST_STEPS, Step};
use super::work::Rate;
use crate::base::{Dur, Text};
use crate::experiment::{Experiment, Job, Phase, Way};

/// The longest planned time of all jobs together.
pub const LONGEST_RUN: Dur = Dur::secs(20);
/// The most jobs.
pub const MOST_JOBS: usize = 16;
/// The most workers. More than the machine has cores is allowed: it shows that
/// no more parallelism comes of it.
pub const MOST_WORKERS: u32 = 16;
/// The shortest quantum: below, the clock of a page that is not isolated sees nothing.
pub const SHORTEST_QUANTUM: Dur = Dur::micros(100);

/// Whether the experiment can be run this way on a page that is isolated, or not.
///
/// # Errors
/// [`LiveErrorKind::OutOfBounds`] or [`LiveErrorKind::Refused`], with the reason.
pub fn check(experiment: &Experiment, way: Way, isolated: bool) -> Result<(), LiveError> {
    check_size(experiment)?;
    check_conditions(experiment, way)?;
    check_ability(experiment, way, isolated)
}

/// The planned time of all jobs together: what they would take one after another.
pub fn planned(experiment: &Experiment) -> Dur {
    let phases = experiment.jobs.iter().flat_map(|job| &job.phases);
    phases.map(|phase| duration(*phase)).sum()
}

/// How long a phase is planned to take.
pub fn duration(phase: Phase) -> Dur {
    match phase {
        Phase::Compute(d) | Phase::Sleep(d) | Phase::Request { latency: d } => d,
    }
}

/// The job as a worker does it.
pub fn steps(job: &Job, rate: Rate, mut fresh_url: impl FnMut() -> String) -> Vec<Step> {
    let step = |phase: &Phase| match phase {
        Phase::Compute(d) => Step::Compute {
            iterations: rate.iterations(*d),
        },
        Phase::Sleep(d) => Step::Sleep { nanos: d.0 },
        Phase::Request { .. } => Step::Request { url: fresh_url() },
    };
    job.phases.iter().map(step).collect()
}

/// How often each piece of work of that many iterations is done, piece by piece.
pub fn pieces(iterations: u64, piece: u64) -> impl Iterator<Item = u64> {
    let piece = piece.max(1);
    let (whole, rest) = (iterations / piece, iterations % piece);
    (0..whole)
        .map(move |_| piece)
        .chain((rest > 0).then_some(rest))
}

fn check_size(experiment: &Experiment) -> Result<(), LiveError> {
    let jobs = &experiment.jobs;
    if jobs.is_empty() || jobs.len() > MOST_JOBS {
        return Err(out_of_bounds(
            Text::new("작업 수", "number of jobs"),
            format!("{}개입니다. 1개에서 {MOST_JOBS}개까지 됩니다.", jobs.len()),
            format!("It is {}; 1 to {MOST_JOBS} are possible.", jobs.len()),
        ));
    }
    for (i, job) in jobs.iter().enumerate() {
        let place = || Text::new(format!("작업 {}", job.name), format!("job {}", job.name));
        if job.phases.is_empty() || job.phases.len() > MOST_STEPS {
            return Err(out_of_bounds(
                place(),
                format!("단계는 1개에서 {MOST_STEPS}개까지 됩니다."),
                format!("It may have 1 to {MOST_STEPS} phases."),
            ));
        }
        if jobs[..i].iter().any(|other| other.name == job.name) {
            return Err(out_of_bounds(
                place(),
                "같은 이름의 작업이 또 있습니다.".to_owned(),
                "Another job has the same name.".to_owned(),
            ));
        }
    }
    let total = planned(experiment);
    if total > LONGEST_RUN {
        return Err(out_of_bounds(
            Text::new("전체 시간", "total time"),
            format!("계획한 시간의 합이 {total}입니다. {LONGEST_RUN}까지 됩니다."),
            format!("The planned times add up to {total}; at most {LONGEST_RUN} is possible."),
        ));
    }
    Ok(())
}

fn check_conditions(experiment: &Experiment, way: Way) -> Result<(), LiveError> {
    let conditions = &experiment.conditions;
    if way == Way::Processes && !(1..=MOST_WORKERS).contains(&conditions.cores) {
        return Err(out_of_bounds(
            Text::new("워커 수", "number of workers"),
            format!(
                "{}개입니다. 1개에서 {MOST_WORKERS}개까지 됩니다.",
                conditions.cores
            ),
            format!(
                "It is {}; 1 to {MOST_WORKERS} are possible.",
                conditions.cores
            ),
        ));
    }
    let sliced = matches!(way, Way::Interleaved | Way::Polling);
    if sliced && conditions.quantum < SHORTEST_QUANTUM {
        return Err(out_of_bounds(
            Text::new("타임 슬라이스", "quantum"),
            format!(
                "{}입니다. 실측에서는 {SHORTEST_QUANTUM} 이상이어야 합니다.",
                conditions.quantum
            ),
            format!(
                "It is {}; a live run needs at least {SHORTEST_QUANTUM}.",
                conditions.quantum
            ),
        ));
    }
    Ok(())
}

fn check_ability(experiment: &Experiment, way: Way, isolated: bool) -> Result<(), LiveError> {
    let mut phases = experiment.jobs.iter().flat_map(|job| &job.phases);
    let sleeps = phases.any(|phase| matches!(phase, Phase::Sleep(_)));
    match way {
        Way::Threads => Err(refused(
            Text::new("스레드", "threads"),
            (
                "브라우저에는 GIL을 함께 쓰는 스레드가 없어서 모델로만 볼 수 있습니다.",
                "A browser has no threads that share a GIL, so this is model only.",
            ),
            (
                "실측은 프로세스(웹 워커)나 코루틴으로 하십시오.",
                "For a live run choose processes (web workers) or coroutines.",
            ),
        )),
        Way::InTurn | Way::Processes if sleeps && !isolated => Err(refused(
            Text::new("워커의 잠자기", "sleep in a worker"),
            (
                "페이지가 교차 출처 격리되지 않으면 브라우저에는 막고 기다리는 잠자기가 없습니다.",
                "A browser has no blocking sleep unless the page is cross-origin isolated.",
            ),
            (
                "COOP와 COEP 헤더를 보내는 서버에서 열거나, 잠자기 대신 요청을 쓰십시오.",
                "Serve the page with the COOP and COEP headers, or use requests instead of sleeps.",
            ),
        )),
        Way::BlockPage if sleeps => Err(refused(
            Text::new("페이지 스레드의 잠자기", "sleep on the page's thread"),
            (
                "브라우저는 페이지 스레드가 막고 잠자는 것을 허용하지 않습니다.",
                "A browser never lets the page's thread block in a sleep.",
            ),
            (
                "계산이나 요청을 쓰거나, 다른 실행 방식을 고르십시오.",
                "Use computing or requests, or choose another way.",
            ),
        )),
        _ => Ok(()),
    }
}

fn out_of_bounds(place: Text, ko: String, en: String) -> LiveError {
    let hint = (
        "값을 줄이거나 고쳐서 다시 실행하십시오.",
        "Change the value and run again.",
    );
    LiveError::new(LiveErrorKind::OutOfBounds, place, (ko, en), hint)
}

fn refused(
    place: Text,
    reason: (&'static str, &'static str),
    hint: (&'static str, &'static str),
) -> LiveError {
    LiveError::new(LiveErrorKind::Refused, place, reason, hint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Conditions;

    const CPU: Phase = Phase::Compute(Dur::millis(10));
    const NAP: Phase = Phase::Sleep(Dur::millis(10));
    const ASK: Phase = Phase::Request {
        latency: Dur::millis(10),
    };

    fn experiment(jobs: usize, phases: &[Phase]) -> Experiment {
        let job = |i| Job {
            name: format!("J{i}"),
            phases: phases.to_vec(),
        };
        Experiment {
            jobs: (0..jobs).map(job).collect(),
            conditions: Conditions::default(),
        }
    }

    fn kind(experiment: &Experiment, way: Way, isolated: bool) -> Option<LiveErrorKind> {
        check(experiment, way, isolated)
            .err()
            .map(|error| error.kind)
    }

    #[test]
    fn what_a_browser_can_do() {
        use LiveErrorKind::Refused;
        for (way, phase, isolated, expected) in [
            (Way::Threads, CPU, true, Some(Refused)),
            (Way::InTurn, NAP, false, Some(Refused)),
            (Way::InTurn, NAP, true, None),
            (Way::Processes, NAP, false, Some(Refused)),
            (Way::Processes, ASK, false, None),
            (Way::BlockPage, NAP, true, Some(Refused)),
            (Way::BlockPage, ASK, false, None),
            (Way::Joined, NAP, false, None),
            (Way::Interleaved, CPU, false, None),
        ] {
            assert_eq!(
                kind(&experiment(2, &[phase]), way, isolated),
                expected,
                "{way:?} {phase:?}"
            );
        }
    }

    #[test]
    fn bounds_hold_at_their_edges() {
        let out = Some(LiveErrorKind::OutOfBounds);
        let of = |jobs, ms| experiment(jobs, &[Phase::Compute(Dur::millis(ms))]);
        for (experiment, expected) in [
            (of(0, 1), out),
            (of(MOST_JOBS, 1), None),
            (of(MOST_JOBS + 1, 1), out),
            (of(2, 10_000), None),
            (of(2, 10_001), out),
            (of(2, u64::MAX), out),
            (experiment(1, &[]), out),
            (experiment(1, &[CPU; MOST_STEPS]), None),
            (experiment(1, &[CPU; MOST_STEPS + 1]), out),
        ] {
            assert_eq!(kind(&experiment, Way::Joined, true), expected);
        }
        let mut twice = of(2, 1);
        twice.jobs[1].name = twice.jobs[0].name.clone();
        assert_eq!(kind(&twice, Way::Joined, true), out);
        for (cores, expected) in [(0, out), (MOST_WORKERS, None), (MOST_WORKERS + 1, out)] {
            let mut many = of(1, 1);
            many.conditions.cores = cores;
            assert_eq!(kind(&many, Way::Processes, true), expected);
            assert_eq!(kind(&many, Way::Joined, true), None);
        }
        let mut fine = of(1, 1);
        fine.conditions.quantum = Dur::micros(99);
        assert_eq!(kind(&fine, Way::Interleaved, true), out);
        assert_eq!(kind(&fine, Way::Joined, true), None);
    }

    #[test]
    fn pieces_add_up() {
        for (iterations, piece, expected) in [
            (30, 10, vec![10, 10, 10]),
            (25, 10, vec![10, 10, 5]),
            (5, 10, vec![5]),
            (0, 10, vec![]),
            (2, 0, vec![1, 1]),
        ] {
            assert_eq!(pieces(iterations, piece).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn every_request_gets_a_fresh_address() {
        let mut n = 0;
        let rate = Rate {
            iterations_per_ms: 100,
        };
        let steps = steps(&experiment(1, &[ASK, CPU, ASK, NAP]).jobs[0], rate, || {
            n += 1;
            format!("u{n}")
        });
        let expected = [
            Step::Request { url: "u1".into() },
            Step::Compute { iterations: 1_000 },
            Step::Request { url: "u2".into() },
            Step::Sleep { nanos: 10_000_000 },
        ];
        assert_eq!(steps, expected);
    }
}
