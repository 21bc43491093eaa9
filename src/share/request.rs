//! What another program asks the page to run: `runLive(id, params)`.

use serde::Deserialize;

use super::{Link, Page};
use crate::base::{Dur, Problem, Text};
use crate::experiment::{JobSetup, QuestionId, Setup, Waiting, Way};

/// The longest parameters that are read, in bytes of JSON.
pub const MAX_PARAMS: usize = 16 * 1024;

/// A run that was asked for.
#[derive(Clone, PartialEq, Debug)]
pub struct RunRequest {
    /// The page that shows it.
    pub link: Link,
    /// What is set there.
    pub setup: Setup,
    /// The way that is to be measured.
    pub way: Way,
}

/// The parameters as they come; every one may be left out.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
struct Params {
    preset: Option<String>,
    way: Option<String>,
    jobs: Option<Vec<JobParams>>,
    sleeps: Option<Vec<f64>>,
    computes: Option<Vec<f64>>,
    requests: Option<usize>,
    waiting: Option<String>,
    cores: Option<u32>,
    quantum: Option<f64>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct JobParams {
    compute: f64,
    wait: f64,
    after: f64,
}

impl RunRequest {
    /// Reads an id and parameters in JSON (an empty text: no parameters).
    ///
    /// # Errors
    /// Names the first thing that cannot be read or is out of bounds: a
    /// program is told of its mistake rather than given something else.
    pub fn parse(id: &str, params: &str) -> Result<RunRequest, Problem> {
        let question = QuestionId::from_key(id)
            .ok_or_else(|| unknown("id", id, QuestionId::ALL.iter().map(|q| q.key())))?;
        if params.len() > MAX_PARAMS {
            return Err(unreadable(format!("{} > {MAX_PARAMS} bytes", params.len())));
        }
        let params: Params = match params {
            "" => Params::default(),
            text => serde_json::from_str(text).map_err(|e| unreadable(e.to_string()))?,
        };
        let mut setup = preset(question, params.preset.as_deref())?;
        if let Some(jobs) = jobs(&params, &mut setup.waiting) {
            setup.jobs = jobs;
        }
        if let Some(waiting) = &params.waiting {
            setup.waiting = Waiting::from_key(waiting)
                .ok_or_else(|| unknown("waiting", waiting, Waiting::ALL.iter().map(|w| w.key())))?;
        }
        setup.cores = params.cores.unwrap_or(setup.cores);
        setup.quantum = params.quantum.map_or(setup.quantum, Dur::from_millis_f64);
        let way = match &params.way {
            Some(key) => Way::from_key(key)
                .ok_or_else(|| unknown("way", key, Way::ALL.iter().map(|w| w.key())))?,
            None => setup
                .ways
                .iter()
                .copied()
                .find(|w| w.has_live())
                .unwrap_or(Way::Joined),
        };
        setup.ways = vec![way];
        match setup.mend().into_iter().next() {
            Some(problem) => Err(problem),
            None => Ok(RunRequest {
                link: Link {
                    setup: Some(setup.clone()),
                    ..Link::to(Page::Question(question))
                },
                setup,
                way,
            }),
        }
    }
}

fn preset(question: QuestionId, key: Option<&str>) -> Result<Setup, Problem> {
    let Some(key) = key else {
        return Ok(question.setup());
    };
    let presets = question.presets();
    match presets.iter().find(|preset| preset.key == key) {
        Some(preset) => Ok(preset.setup.clone()),
        None => Err(unknown("preset", key, presets.iter().map(|p| p.key))),
    }
}

/// The jobs, if the parameters name any.
fn jobs(params: &Params, waiting: &mut Waiting) -> Option<Vec<JobSetup>> {
    let of = |compute: f64, wait: f64, after: f64| JobSetup {
        compute: Dur::from_millis_f64(compute),
        wait: Dur::from_millis_f64(wait),
        after: Dur::from_millis_f64(after),
    };
    if let Some(jobs) = &params.jobs {
        return Some(
            jobs.iter()
                .map(|j| of(j.compute, j.wait, j.after))
                .collect(),
        );
    }
    if let Some(sleeps) = &params.sleeps {
        *waiting = Waiting::Timer;
        return Some(sleeps.iter().map(|ms| of(0.0, *ms, 0.0)).collect());
    }
    if let Some(computes) = &params.computes {
        return Some(computes.iter().map(|ms| of(*ms, 0.0, 0.0)).collect());
    }
    let count = params.requests?;
    *waiting = Waiting::Request;
    // The latency is the model's; a measured run takes what it takes. One more
    // than the bound is enough for the bound to be named.
    Some(vec![
        of(0.0, 6.0, 0.0);
        count.min(crate::experiment::MAX_JOBS + 1)
    ])
}

fn unreadable(reason: String) -> Problem {
    Problem::new(
        "params",
        Text::new(
            format!("읽을 수 없습니다: {reason}."),
            format!("It cannot be read: {reason}."),
        ),
        Text::new(
            "README의 runLive 표를 보고 고쳐 주세요.",
            "See the table of runLive in the README.",
        ),
    )
}

fn unknown<'a>(place: &str, value: &str, known: impl Iterator<Item = &'a str>) -> Problem {
    let known: Vec<&str> = known.collect();
    let known = known.join(", ");
    let value: String = value.chars().take(40).collect();
    Problem::new(
        place,
        Text::new(
            format!("모르는 값입니다: “{value}”."),
            format!("The value is unknown: “{value}”."),
        ),
        Text::new(
            format!("다음에서 고르세요: {known}."),
            format!("Choose one of: {known}."),
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shorthands_stand_for_jobs() {
        let request =
            RunRequest::parse("sync-async", r#"{"way":"joined","sleeps":[300,200,100]}"#).unwrap();
        assert_eq!(request.way, Way::Joined);
        assert_eq!(
            request.setup.jobs,
            [300, 200, 100].map(|ms| JobSetup::millis(0, ms, 0))
        );
        let request = RunRequest::parse("sync-async", r#"{"requests":4}"#).unwrap();
        assert_eq!(request.setup.waiting, Waiting::Request);
        assert_eq!(request.setup.jobs.len(), 4);
        let request = RunRequest::parse(
            "concurrency-parallelism",
            r#"{"way":"processes","computes":[80,80],"cores":2}"#,
        )
        .unwrap();
        assert_eq!(request.setup.jobs, [JobSetup::millis(80, 0, 0); 2]);
        assert_eq!(RunRequest::parse("matrix", "").unwrap().way, Way::InTurn);
    }

    #[test]
    fn a_mistake_is_named_where_it_is() {
        for (id, params, place) in [
            ("nothing", "", "id"),
            ("matrix", "{", "params"),
            ("matrix", r#"{"wey":"joined"}"#, "params"),
            ("matrix", r#"{"way":"jioned"}"#, "way"),
            ("matrix", r#"{"preset":"x"}"#, "preset"),
            ("matrix", r#"{"waiting":"x"}"#, "waiting"),
            ("matrix", r#"{"sleeps":[]}"#, "jobs"),
            ("matrix", r#"{"requests":999999999}"#, "jobs"),
            ("matrix", r#"{"sleeps":[1e9]}"#, "jobs[A]"),
            ("matrix", r#"{"cores":0}"#, "cores"),
            ("matrix", r#"{"quantum":-5}"#, "quantum"),
        ] {
            let problem = RunRequest::parse(id, params).unwrap_err();
            assert_eq!(problem.place, place, "{id} {params}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_parameters_are_too_odd(text in "\\PC{0,200}") {
            let _ = RunRequest::parse("matrix", &text);
            let _ = RunRequest::parse("matrix", &format!("{{\"jobs\":[{text}]}}"));
        }
    }
}
