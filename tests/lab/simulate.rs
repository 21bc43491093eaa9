//! `lab simulate`.

use expect_test::expect;
use serde_json::{Value, json};

use crate::{Ran, Scratch, lab, lab_reading};

#[track_caller]
fn preset(name: &str, more: &[&str], code: i32) -> Ran {
    let ran = lab(&[&["simulate", "--preset", name], more].concat());
    assert_eq!((ran.code, ran.err.as_str()), (code, ""), "{name}");
    ran
}

#[test]
fn a_deadlock_is_named() {
    let ran = preset(
        "deadlock",
        &["--width", "60", "--policy", "rr:quantum=1"],
        1,
    );
    expect![[r#"
        Deadlock by lock order
        Two jobs that take two locks in opposite orders can wait for each other for ever.

        Round robin (quantum 1)
        core 1  A───
        core 2  B───
        A       ████
        B       ████
        a       A───
        b       B───
                0   2

        job   arrival  burst  finish  turnaround  waiting  response
        A           0      2       -           2        0         0
        B           0      2       -           2        0         0
        mean                                   2        0         0
        makespan 2 ms, utilisation 100 %, switches 0
        Deadlock: nothing can happen any more. A → b (held by B), B → a (held by A)

        █ running   2 columns = 1 ms
    "#]]
    .assert_eq(&ran.out);
    let json: Value = serde_json::from_str(&preset("deadlock", &["--json"], 1).out).unwrap();
    let run = &json["runs"][0];
    assert_eq!(run["outcome"], "deadlock");
    assert_eq!(
        run["deadlock"]["cycle"],
        json!([{"waits": "A", "object": "b", "held_by": "B"}, {"waits": "B", "object": "a", "held_by": "A"}])
    );
    assert_eq!(run["jobs"][0]["finish"], Value::Null);
}

#[test]
fn missed_deadlines_are_named() {
    let ran = preset("real-time", &[], 1);
    assert!(
        ran.out.contains("deadline missed: P2, due at 80\n"),
        "{}",
        ran.out
    );
    let met = preset("real-time", &["--policy", "edf"], 0);
    assert!(!met.out.contains("missed"), "{}", met.out);
    assert!(
        met.out.contains("It was watched until 400.\n"),
        "{}",
        met.out
    );
    let json: Value = serde_json::from_str(&preset("real-time", &["--json"], 1).out).unwrap();
    assert_eq!(json["runs"][0]["missed"], json!([{"job": "P2", "due": 80}]));
    assert_eq!(json["runs"][1]["missed"], json!([]));
    assert_eq!(json["runs"][1]["outcome"], "horizon");
}

#[test]
fn memory_at_the_end_is_told() {
    let ran = preset("lost-update", &[], 0);
    let lines: Vec<&str> = ran
        .out
        .lines()
        .filter(|l| l.starts_with("memory"))
        .collect();
    assert_eq!(
        lines,
        [
            "memory at the end: counter = 1",
            "memory at the end: counter = 3"
        ]
    );
    let json: Value = serde_json::from_str(&preset("lost-update", &["--json"], 0).out).unwrap();
    assert_eq!(json["runs"][1]["memory"], json!({"counter": 3}));
}

#[test]
fn every_preset_runs_in_every_form_and_language() {
    let list = lab(&["simulate", "--list"]);
    assert_eq!(list.code, 0);
    let keys = list.out.lines().filter(|line| !line.starts_with(' '));
    let keys: Vec<&str> = keys
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(keys.len() > 20, "{keys:?}");
    for key in keys {
        for more in [
            &["--why"][..],
            &["--lang", "ko"],
            &["--json"],
            &["--svg", "-"],
            &["--trace", "-"],
            &["--scenario", "-"],
        ] {
            let ran = lab(&[&["simulate", "--preset", key], more].concat());
            assert!(
                ran.code <= 1 && ran.err.is_empty(),
                "{key} {more:?}: {}",
                ran.err
            );
            let is_text = more.contains(&"--why") || more.contains(&"--lang");
            let is_svg = more.contains(&"--svg");
            assert_eq!(ran.out.starts_with('<'), is_svg, "{key} {more:?}");
            let is_json = serde_json::from_str::<Value>(&ran.out).is_ok();
            assert_eq!(is_json, !is_text && !is_svg, "{key} {more:?}");
        }
    }
}

#[test]
fn a_document_is_read_changed_and_written() {
    let document = preset("inversion", &["--scenario", "-"], 0).out;
    let file = Scratch::new("json", Some(&document));
    let from_file = lab(&["simulate", file.name(), "--json"]);
    let from_input = lab_reading(&["simulate", "-", "--json"], &document);
    assert_eq!((from_file.code, &from_file.out), (0, &from_input.out));
    assert_eq!(from_file.out, preset("inversion", &["--json"], 0).out);
    let changed = lab(&[
        "simulate",
        file.name(),
        "--set",
        "aging=3",
        "--cores",
        "2",
        "--machine",
        "costs.migration=1",
        "--scenario",
        "-",
    ]);
    let changed: Value = serde_json::from_str(&changed.out).expect("JSON");
    assert_eq!(
        changed["policies"][0],
        json!({"policy": "priority", "aging": 3})
    );
    assert_eq!(
        changed["machine"],
        json!({"cores": 2, "costs": {"migration": 1}})
    );
}

#[test]
fn several_runs_share_a_trace() {
    let ran = preset("convoy", &["--trace", "-"], 0);
    let trace: Value = serde_json::from_str(&ran.out).expect("JSON");
    let events = trace["traceEvents"].as_array().expect("events");
    let names: Vec<&str> = events
        .iter()
        .filter(|event| event["name"] == "process_name")
        .filter_map(|event| event["args"]["name"].as_str())
        .collect();
    for policy in [
        "First come, first served: ",
        "Shortest job first: ",
        "Round robin: ",
    ] {
        assert!(
            names.iter().any(|name| name.starts_with(policy)),
            "{names:?}"
        );
    }
}

/// Bad input: one line with the place and how to mend it.
#[track_caller]
fn refused(document: &str, told: &str) {
    let ran = lab_reading(&["simulate", "-"], document);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{document}");
    assert_eq!(ran.err, format!("lab: -: {told}\n"), "{document}");
}

#[test]
fn bad_input_is_told_with_its_place() {
    for (document, told) in [
        (
            r#"{"version": 1, "policies": ["fifo"], "jobs": [{"name": "A", "program": "cpu x"}]}"#,
            "/jobs/0/program: line 1, column 5: ‘x’ should be a length of time (3, 5us, 2ms, 1s). Write ‘cpu D’. Uses the CPU for D.",
        ),
        (
            r#"{"version": 1, "policies": ["fifo"]}"#,
            "/jobs: There are 0 jobs. Use 1 to 1000.",
        ),
        (
            r#"{"version": 2, "policies": ["fifo"]}"#,
            "/version: It is 2. Use a whole number from 1 to 1.",
        ),
        (
            "{",
            "1:1: It is not JSON (EOF while parsing an object at line 1 column 1). Mend it there.",
        ),
    ] {
        refused(document, told);
    }
    let korean = lab_reading(&["simulate", "-", "--lang", "ko"], "[]");
    assert_eq!(
        (korean.code, korean.err.as_str()),
        (2, "lab: -: /: 0개짜리 목록입니다. 객체로 적어 주세요.\n")
    );
    let nothing = lab(&["simulate"]);
    assert_eq!(nothing.code, 2);
    assert!(
        nothing.err.contains("There is no scenario. Name a file"),
        "{}",
        nothing.err
    );
    let unknown = lab(&["simulate", "--preset", "convoi"]);
    assert_eq!(unknown.code, 2);
    assert!(
        unknown.err.contains("There is no scenario ‘convoi’."),
        "{}",
        unknown.err
    );
}

#[test]
fn who_reads_may_stop_reading() {
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_lab"))
        .args([
            "schedule",
            "--policy",
            "rr:quantum=1us",
            "--jobs",
            "A:0:20,B:0:20",
            "--json",
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("lab starts");
    // The pipe is closed before anything is read.
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("lab ends");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
