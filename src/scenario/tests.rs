//! The document: what it says is what is read, whatever comes.

mod drawn;
mod running;

use proptest::prelude::*;
use serde_json::{Value, json};

use drawn::{any_json, scenario};

use super::policies::{Domain, TABLE};
use super::*;
use crate::base::Lang;
use crate::sim::Outcome;
use crate::sim::program::System;

fn problems(document: &Value) -> Vec<String> {
    let (_, problems) = read(&document.to_string());
    let sentence = |problem: &crate::base::Problem| problem.sentence(Lang::En);
    problems.iter().map(sentence).collect()
}

/// A document around some fields.
fn with(name: &str, value: Value) -> Value {
    let mut document = json!({"version": 1, "jobs": [{"name": "A", "program": "cpu 1"}]});
    document[name] = value;
    document
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    for (document, told) in [
        (json!({}), "/: It has no \"version\"."),
        (json!([]), "/: It is a list of 0."),
        (json!({"version": 2}), "/version: It is 2."),
        (with("cors", json!(1)), "/cors: This field is not known."),
        (
            with("unit", json!("h")),
            "/unit: It is \"h\". Use one of: ns, us, ms, s.",
        ),
        (
            with("machine", json!({"cores": 0})),
            "/machine/cores: It is 0.",
        ),
        (
            with("machine", json!({"switch_cost": -1})),
            "/machine/switch_cost: It is -1.",
        ),
        (
            with("policies", json!([])),
            "/policies: There is no policy.",
        ),
        (
            with("policies", json!(["rr"])),
            "/policies/0: It is \"rr\". Use one of: fifo,",
        ),
        (
            with("policies", json!([{"policy": "round-robin", "quantum": 0}])),
            "/policies/0/quantum: It is 0. Use more than nothing.",
        ),
        (
            with("policies", json!([{"policy": "fifo", "quantum": 1}])),
            "/policies/0/quantum: This field is not known. Remove it, or use one of: policy.",
        ),
        (
            with("policies", json!([1, 2, 3, 4, 5])),
            "/policies: There are 5.",
        ),
        (
            with("jobs", json!([{"program": "cpu 1"}])),
            "/jobs/0: It has no \"name\".",
        ),
        (
            with("jobs", json!([{"name": "A", "program": "cpu 1; cup 2"}])),
            "/jobs/0/program: line 1, column 8",
        ),
        (
            with(
                "jobs",
                json!([{"name": "A", "program": ""}, {"name": "A", "program": ""}]),
            ),
            "/jobs/1/name: ‘A’ stands here twice.",
        ),
        (with("objects", json!(["mutex"])), "/objects/0: "),
        (
            with("objects", json!(["cell a 1; cell b"])),
            "/objects/0: It is",
        ),
        (
            with("processes", json!([{"name": "p", "gil": 0}])),
            "/processes/0/gil: It is 0.",
        ),
        (
            with("machine", json!({"costs": {"forks": 1}})),
            "/machine/costs/forks: This field is not known. Remove it, or use one of: thread,",
        ),
        (
            with(
                "networks",
                json!([{"name": "n", "handshake": "udp", "keep_alive": 0}]),
            ),
            "/networks/0/handshake: It is \"udp\". Use one of: tcp, none, tls1.3, tls1.2.",
        ),
        (
            with("networks", json!([{"name": "n", "keep_alive": 0}])),
            "/networks/0/keep_alive: It is 0. Use more than nothing.",
        ),
        (
            with(
                "networks",
                json!([{"latency": 1, "connections": 0, "bandwidth": "1M"}]),
            ),
            "/networks/0: It has no \"name\".",
        ),
        (
            with(
                "processes",
                json!([{"name": "p", "user_threads": {"carriers": 0}}]),
            ),
            "/processes/0/user_threads/carriers: It is 0.",
        ),
        (
            with(
                "processes",
                json!([{"name": "p", "user_threads": {"model": 1}}]),
            ),
            "/processes/0/user_threads/model: This field is not known.",
        ),
        (
            with("pools", json!([{"name": "p"}])),
            "/pools/0: It has no \"workers\".",
        ),
        (
            with(
                "pools",
                json!([{"name": "p", "workers": 2, "kind": "fibers"}]),
            ),
            "/pools/0/kind: It is \"fibers\". Use one of: threads, forked, started.",
        ),
        (
            with("signals", json!([{"process": "p", "signal": "kill"}])),
            "/signals/0: It has no \"at\".",
        ),
        (
            with("processes", json!([{"name": "p", "memory": -1}])),
            "/processes/0/memory: It is -1.",
        ),
        (
            with("random", json!([{"burst": [3, 1]}])),
            "/random/0/burst/1: It is 1.",
        ),
    ] {
        let found = problems(&document);
        assert!(
            found.iter().any(|sentence| sentence.starts_with(told)),
            "{document}\n{told}\n{found:#?}"
        );
    }
    assert_eq!(read("{\"version\"").1[0].place, "1:10");
}

#[test]
fn what_cannot_be_read_is_left_out_and_the_rest_goes_on() {
    let (scenario, problems) = read(
        r#"{"version": 1, "unit": 3, "machine": {"cores": 2, "seed": "x"},
            "jobs": [{"name": "A", "program": "cpu 2"}, {"name": ""}, 7]}"#,
    );
    assert_eq!(problems.len(), 5, "{problems:?}");
    assert_eq!(scenario.machine.cores, 2);
    assert_eq!(scenario.jobs.len(), 1);
    assert!(scenario.run(0).is_ok());
}

#[test]
fn what_cannot_be_run_is_told_with_its_place() {
    let job = |more: Value| {
        let mut job = json!({"name": "A", "program": "cpu 1"});
        for (name, value) in more.as_object().expect("fields") {
            job[name] = value.clone();
        }
        with("jobs", json!([job]))
    };
    for (document, place) in [
        (json!({"version": 1}), "/jobs"),
        (job(json!({"process": "p"})), "/jobs/0/process"),
        (job(json!({"affinity": [3]})), "/jobs/0/affinity"),
        (
            job(json!({"period": 3, "program": "io disk 1"})),
            "/jobs/0/period",
        ),
        (
            with(
                "jobs",
                json!([
                    {"name": "A", "period": "999999937ns", "program": "cpu 1"},
                    {"name": "B", "period": "999999929ns", "program": "cpu 1"},
                ]),
            ),
            "/machine/horizon",
        ),
        (job(json!({"program": "arrive b"})), "/jobs: b"),
        (job(json!({"program": "submit p B"})), "/jobs: B"),
        (
            with("jobs", json!([{"name": "A", "program": "submit p A"}])),
            "/jobs: p",
        ),
        (job(json!({"program": "kill nobody"})), "/jobs: nobody"),
        (job(json!({"program": "daemon; load ax 5"})), "/jobs: 5"),
        (
            job(json!({"period": 3, "program": "tick"})),
            "/jobs/0/period",
        ),
        (
            with(
                "signals",
                json!([{"at": 1, "process": "p", "signal": "kill"}]),
            ),
            "/signals/0/process",
        ),
        (
            json!({
                "version": 1,
                "devices": [{"name": "x"}],
                "networks": [{"name": "x"}],
                "jobs": [{"name": "A", "program": "cpu 1"}]
            }),
            "/networks/0/name",
        ),
    ] {
        let (scenario, problems) = read(&document.to_string());
        assert_eq!(problems, [], "{document}");
        let problems = scenario.run(0).expect_err(place);
        assert_eq!(problems[0].place, place, "{document}: {problems:?}");
    }
    let (scenario, _) = read(&job(json!({})).to_string());
    assert_eq!(
        scenario.run(1).expect_err("one policy")[0].place,
        "/policies"
    );
}

#[test]
fn every_policy_runs_every_job() {
    let (mut scenario, problems) = read(
        r#"{"version": 1, "machine": {"cores": 2, "switch_cost": "100us"},
            "jobs": [
              {"name": "A", "program": "cpu 5; io disk 3; cpu 2", "priority": 2, "deadline": 30},
              {"name": "B", "arrival": 1, "program": "lock m; cpu 4; unlock m; yield; cpu 1"},
              {"name": "C", "arrival": 2, "program": "lock m; cpu 4; unlock m", "nice": 5}],
            "random": [{"count": 5, "bursts": [1, 3], "device": "disk"}]}"#,
    );
    assert_eq!(problems, []);
    for kind in TABLE {
        scenario.policies = vec![PolicySpec::new(kind)];
        let run = scenario.run(0).expect(kind.key);
        assert_eq!(run.outcome, Outcome::Finished, "{}", kind.key);
        let measures = Measures::of(&run);
        assert_eq!(measures.total.finished, 8, "{}", kind.key);
        // Turnaround is running, waiting and being blocked, and nothing else.
        for job in &measures.jobs {
            assert_eq!(job.turnaround, job.burst + job.waiting + job.blocked);
        }
    }
}

#[test]
fn a_job_that_steps_and_one_that_does_not_take_the_same_time() {
    let run = |more: &str| {
        let text = format!(
            r#"{{"version": 1, "machine": {{"instruction": 1}}, "objects": ["mutex m"], "jobs": [
                {{"name": "A", "program": "lock m; cpu 3; unlock m{more}"}},
                {{"name": "B", "program": "lock m; cpu 3; unlock m{more}"}}]}}"#
        );
        let (scenario, problems) = read(&text);
        assert_eq!(problems, []);
        Measures::of(&scenario.run(0).expect("a run"))
            .total
            .makespan
    };
    assert_eq!(run("").0, 10_000_000);
    assert_eq!(run("; move ax 1").0, 12_000_000);
}

#[test]
fn the_table_is_complete_and_bilingual() {
    for kind in TABLE {
        assert_eq!(TABLE.iter().filter(|k| k.key == kind.key).count(), 1);
        for words in [kind.about, kind.ties] {
            assert!(words.0 != words.1 && words.1.ends_with('.'), "{}", kind.key);
        }
        for parameter in kind.parameters {
            let usual = parameter.domain.usual();
            assert!(parameter.domain.allows(&usual), "{}", parameter.key);
            assert!(parameter.about.0 != parameter.about.1);
        }
    }
}

/// Reads it, writes what was read, and runs it with few events.
fn survives(text: &str) -> Result<(), TestCaseError> {
    let (scenario, problems) = read(text);
    prop_assert!(problems.len() <= 100);
    prop_assert_eq!(read(&scenario.print()).0, scenario.clone());
    if !scenario.all_jobs().is_empty() {
        drop(scenario.run_within(0, 2_000));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_again(scenario in scenario()) {
        let (again, problems) = read(&scenario.print());
        prop_assert_eq!(problems, []);
        prop_assert_eq!(again, scenario);
    }

    #[test]
    fn what_can_be_written_can_be_run_twice_alike(scenario in scenario()) {
        match (scenario.run_within(0, 5_000), scenario.run_within(0, 5_000)) {
            (Ok(one), Ok(two)) => {
                prop_assert_eq!(one.trace.dump(), two.trace.dump());
                prop_assert_eq!(Measures::of(&one), Measures::of(&two));
            }
            (Err(one), Err(two)) => prop_assert_eq!(one, two),
            _ => prop_assert!(false, "one run failed and the other did not"),
        }
    }

    #[test]
    fn any_json_is_survived(value in any_json()) {
        survives(&value.to_string())?;
    }

    #[test]
    fn any_text_is_survived(text in ".{0,200}") {
        survives(&text)?;
    }

    #[test]
    fn any_change_of_a_document_is_survived(
        which in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        put in prop_oneof![".{0,3}", Just("99999999999999999999".to_owned()), Just("-1".into())],
    ) {
        let presets: Vec<_> = presets::Preset::all().collect();
        let text = which.get(&presets).text;
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let at = *at.get(&places);
        let end = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
        survives(&format!("{}{put}{}", &text[..at], &text[end..]))?;
    }

    #[test]
    fn drawn_jobs_are_those_of_their_seed(seed in any::<u64>(), count in 1u32..30) {
        let spec = RandomSpec { seed, ..RandomSpec::new(count) };
        let jobs = spec.jobs();
        prop_assert_eq!(&jobs, &spec.jobs());
        let more = RandomSpec { count: count + 1, ..spec }.jobs();
        prop_assert_eq!(&more[..jobs.len()], &jobs[..]);
    }
}
