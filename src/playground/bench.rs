//! From the document to runs.

use std::rc::Rc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::document::{List, jobs, policies, policy_key};
use crate::base::{Problem, Text};
use crate::scenario::{JobSpec, MOST_POLICIES, Measures, PolicySpec, Scenario};
use crate::scenario::{read_policy, read_value};
use crate::sim::Outcome;
use crate::sim::program::parse;
use crate::trace::{Trace, TrackId, TrackKind};

/// A run under one policy.
#[derive(Clone, Debug)]
pub struct Ran {
    /// What happened.
    pub trace: Rc<Trace>,
    /// What else is known of it.
    pub facts: RunFacts,
}

/// What is known of a run besides its trace.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunFacts {
    /// The lanes of the threads and of what they share, in their order.
    pub lanes: Vec<TrackId>,
    /// What it comes to.
    pub measures: Measures,
    /// How it ended, unless all jobs did.
    pub ending: Option<Text>,
    /// The deadlines that it missed, if it did.
    pub missed: Option<Text>,
    /// Whether it ended in a deadlock.
    pub is_stuck: bool,
    /// What the cells of shared memory held at its end.
    pub cells: Vec<(String, i64)>,
}

impl PartialEq for Ran {
    /// Two runs are never the same run.
    fn eq(&self, other: &Ran) -> bool {
        Rc::ptr_eq(&self.trace, &other.trace)
    }
}

/// The runs of a document.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Bench {
    /// What the document is called.
    pub title: Option<Text>,
    /// What it shows.
    pub about: Option<Text>,
    /// For each policy its name and its run, if there is one.
    pub runs: Vec<(Text, Option<Ran>)>,
    /// What is wrong with the document, at places such as `/jobs/1/arrival`.
    pub problems: Vec<Problem>,
    /// Whether any job has to be done by a certain time.
    pub has_deadlines: bool,
}

/// Runs a document under each of its policies, each for
/// [`Scenario::MOST_EVENTS`] at most. Before each run it calls `watch` with how
/// many are done, and of how many.
pub fn run(document: &Value, watch: &mut dyn FnMut(usize, usize)) -> Bench {
    let (mut scenario, problems) = read_value(document);
    leave_out_what_cannot_be_read(&mut scenario);
    let some = |text: &Text| (!text.en.is_empty()).then(|| text.clone());
    let mut bench = Bench {
        title: some(&scenario.title),
        about: some(&scenario.about),
        problems,
        has_deadlines: scenario
            .jobs
            .iter()
            .any(|job| job.deadline.is_some() || job.period.is_some()),
        ..Bench::default()
    };
    let mut wrong = Vec::new();
    let specs = specs(document, &scenario);
    let of = specs.len();
    for (i, spec) in specs.into_iter().enumerate() {
        watch(i, of);
        let Some(spec) = spec else {
            bench.runs.push((Text::new("?", "?"), None));
            continue;
        };
        let ran = match scenario.run_under(&spec, Scenario::MOST_EVENTS) {
            Ok(run) => Some(ran(&scenario, run)),
            Err(problems) => {
                wrong = problems;
                None
            }
        };
        bench.runs.push((spec.label(), ran));
    }
    // The same for every policy.
    let placed = |problem| in_document(problem, document, &scenario);
    bench.problems.extend(wrong.into_iter().map(placed));
    bench
}

/// The policies of a document; none for one that cannot be read.
fn specs(document: &Value, scenario: &Scenario) -> Vec<Option<PolicySpec>> {
    let entries = policies(document).iter().take(MOST_POLICIES);
    let specs: Vec<Option<PolicySpec>> = entries.map(read_policy).collect();
    if specs.iter().all(Option::is_none) && policies(document).is_empty() {
        // What the reader took in place of none.
        return scenario.policies.iter().cloned().map(Some).collect();
    }
    specs
}

/// Instructions that cannot be read are told by the reader; the others run.
fn leave_out_what_cannot_be_read(scenario: &mut Scenario) {
    let jobs = scenario.jobs.iter_mut().map(|job| &mut job.program);
    let programs = scenario.programs.iter_mut().map(|(_, text)| text);
    for text in jobs.chain(programs) {
        let (program, wrong) = parse(text);
        if !wrong.is_empty() {
            *text = program.print();
        }
    }
}

fn ran(scenario: &Scenario, run: crate::sim::Run) -> Ran {
    // User-level threads are tasks of their process.
    let tracks = run.trace.tracks().iter_ids();
    let tasks = tracks.filter(|(_, track)| track.kind == TrackKind::Task);
    let tasks = tasks.map(|(lane, _)| lane);
    let threads = run.lanes.iter().chain(run.object_lanes.iter()).copied();
    let facts = RunFacts {
        lanes: threads.chain(tasks).collect(),
        measures: Measures::of(&run),
        ending: scenario.ending(&run, Scenario::MOST_EVENTS),
        missed: scenario.missed(&run),
        is_stuck: run.deadlock.is_some() || matches!(run.outcome, Outcome::Deadlock(_)),
        cells: scenario.cells(&run),
    };
    Ran {
        facts,
        trace: Rc::new(run.trace),
    }
}

/// The problem with its place among the jobs of the document, some of which
/// the scenario may have left out.
fn in_document(mut problem: Problem, document: &Value, scenario: &Scenario) -> Problem {
    let rest = problem.place.strip_prefix("/jobs/").unwrap_or("");
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (index, rest) = rest.split_at(digits);
    let job: Option<&JobSpec> = index.parse().ok().and_then(|i: usize| scenario.jobs.get(i));
    if let Some(job) = job {
        let called = |entry: &Value| entry["name"] == job.name.as_str();
        if let Some(place) = jobs(document).iter().position(called) {
            problem.place = format!("/{}/{place}{rest}", List::Jobs.key());
        }
    }
    problem
}

/// Whether an entry of the list of policies names one that there is.
pub fn is_known(entry: &Value) -> bool {
    crate::scenario::PolicyKind::named(&policy_key(entry)).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(document: &Value) -> Bench {
        super::run(document, &mut |_, _| {})
    }

    use crate::base::Lang;
    use crate::scenario::presets::Preset;
    use serde_json::json;

    #[track_caller]
    fn problems(document: Value) -> Vec<String> {
        let problems = run(&document).problems;
        problems.into_iter().map(|problem| problem.place).collect()
    }

    #[test]
    fn presets_run_without_problems() {
        for preset in Preset::all() {
            let bench = run(&serde_json::from_str(preset.text).unwrap());
            assert_eq!(bench.problems, [], "{}", preset.key);
            assert!(bench.title.is_some() && bench.about.is_some());
            assert!(bench.runs.iter().all(|(_, ran)| ran.is_some()));
        }
    }

    #[test]
    fn what_is_wrong_stands_at_its_cell_and_the_rest_runs() {
        let document = json!({
            "version": 1,
            "policies": ["fifo", "nonsense", {"policy": "round-robin", "quantum": "soon"}],
            "jobs": [
                {"program": "cpu 1"},
                {"name": "A", "arrival": "soon", "program": "cpu 3; spin 4; cpu 1"},
                {"name": "A", "program": "cpu 1"},
                {"name": "B", "process": "p", "program": "cpu 1"},
            ],
        });
        let bench = run(&document);
        let places: Vec<&str> = bench.problems.iter().map(|p| p.place.as_str()).collect();
        assert_eq!(
            places,
            [
                "/jobs/0",
                "/jobs/1/arrival",
                "/jobs/1/program: line 1, column 8",
                "/policies/1",
                "/policies/2/quantum",
                "/jobs/2/name",
                "/jobs/3/process",
            ]
        );
        let named = |policy: usize| bench.runs[policy].0.get(Lang::En).to_owned();
        assert_eq!(
            [named(0), named(1), named(2)],
            ["First come, first served", "?", "Round robin"]
        );

        let mut mended = document;
        mended["jobs"][3] = json!({"name": "B", "program": "cpu 1"});
        let bench = run(&mended);
        let ran = bench.runs[2].1.as_ref().expect("a run");
        // A for 4, as far as it can be read, and B for 1.
        assert_eq!(
            ran.facts.measures.jobs[0].burst,
            crate::base::Dur::millis(4)
        );
        assert_eq!(ran.facts.measures.jobs.len(), 2);
        assert!(bench.runs[1].1.is_none());
    }

    #[test]
    fn nothing_to_run_is_told() {
        assert_eq!(
            problems(json!({"version": 1, "policies": ["fifo"]})),
            ["/jobs"]
        );
        assert_eq!(problems(json!(3)), ["/", "/jobs"]);
        let bench = run(&json!({"version": 1, "jobs": [{"name": "A", "program": "cpu 1"}]}));
        assert!(bench.runs[0].1.is_some());
    }
}
