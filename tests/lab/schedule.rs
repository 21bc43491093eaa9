//! `lab schedule`.

use expect_test::expect;
use serde_json::{Value, json};

use crate::{Scratch, lab, lab_reading};

const SRTF: [&str; 5] = [
    "schedule",
    "--policy",
    "srtf",
    "--jobs",
    "A:0:8,B:1:4,C:2:9,D:3:5",
];

fn with(more: &[&str]) -> crate::Ran {
    lab(&[&SRTF[..], more].concat())
}

#[test]
fn a_chart_and_the_measures() {
    let ran = with(&["--width", "60", "--why"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    expect![[r#"
        Shortest remaining time first
        core 1  A─B───────D─────────A─────────────C─────────────────
        A       ██░░░░░░░░░░░░░░░░░░██████████████
        B         ████████
        C           ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░██████████████████
        D             ░░░░██████████
                0   2   4   6   8   10  12  14  16  18  20  22  24

        job   arrival  burst  finish  turnaround  waiting  response
        A           0      8      17          17        9         0
        B           1      4       5           4        0         0
        C           2      9      26          24       15        15
        D           3      5      10           7        2         2
        mean                                  13      6.5      4.25
        makespan 26 ms, utilisation 100 %, switches 4

        0, core 1: picked A: shortest remaining 8
        1, core 1: picked B: shortest remaining 4 < 7 (A)
        5, core 1: picked D: shortest remaining 5 < 7 (A)
        10, core 1: picked A: shortest remaining 7 < 9 (C)
        17, core 1: picked C: shortest remaining 9

        █ running   ░ ready   2 columns = 1 ms
    "#]]
    .assert_eq(&ran.out);
}

#[test]
fn several_policies_in_korean() {
    let ran = lab(&[
        "schedule",
        "--policy",
        "fcfs",
        "--policy",
        "rr:quantum=2",
        "--switch-cost",
        "500us",
        "--jobs",
        "긴 작업:0:6,B:0:3/2/1",
        "--lang",
        "ko",
        "--width",
        "60",
        "--ascii",
    ]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    expect![[r#"
        선입 선출
        코어 1   긴 작업-----------------//B-----------        B---
        긴 작업  ########################
        B        --------------------------############========####
        disk                                           B-------
                 0   1   2   3   4   5   6   7   8   9   10  11  12

        작업     도착  CPU  블록    끝  반환  대기  응답
        긴 작업     0    6     0     6     6     0     0
        B           0    4     2  12.5  12.5   6.5   6.5
        평균                            9.25  3.25  3.25
        전체 12.5 ms, CPU 이용률 80 %, 문맥 교환 1번

        라운드 로빈 (타임 슬라이스 2)
        코어 1   긴 작업-//B-------//긴 작업-//B---//긴 작업-//B---
        긴 작업  ########------------########--------########
        B        ----------########------------####========----####
        disk                                       B-------
                 0   1   2   3   4   5   6   7   8   9   10  11  12

        작업     도착  CPU  블록    끝   반환  대기  응답
        긴 작업     0    6     0    11     11     5     0
        B           0    4     2  12.5   12.5   6.5   2.5
        평균                            11.75  5.75  1.25
        전체 12.5 ms, CPU 이용률 80 %, 문맥 교환 5번

        정책                            반환  대기  응답  전체  전환  이용률
        선입 선출                       9.25  3.25  3.25  12.5     1    80 %
        라운드 로빈 (타임 슬라이스 2)  11.75  5.75  1.25  12.5     5    80 %

        # 실행   - 준비   = 무언가를 기다림   / 문맥 교환   4칸 = 1 ms
    "#]]
    .assert_eq(&ran.out);
}

#[test]
fn no_line_is_wider_than_was_asked_for() {
    for width in ["20", "33", "80", "200"] {
        let jobs = "first:0:137,second:3:1/45/9,third:20:71";
        let ran = lab(&[
            "schedule",
            "--policy",
            "rr:quantum=7",
            "--jobs",
            jobs,
            "--width",
            width,
        ]);
        let most: usize = width.parse().unwrap();
        let chart = ran.out.lines().skip(1).take_while(|line| !line.is_empty());
        for line in chart {
            assert!(line.chars().count() <= most, "{width}: {line}");
        }
    }
}

#[test]
fn json_has_jobs_measures_slices_and_decisions() {
    let ran = with(&["--json"]);
    let report: Value = serde_json::from_str(&ran.out).expect("JSON");
    let run = &report["runs"][0];
    assert_eq!(report["unit"], "ms");
    assert_eq!(run["policy"], json!({"policy": "srtf"}));
    assert_eq!(run["outcome"], "finished");
    assert_eq!(
        run["jobs"][1],
        json!({"name": "B", "arrival": 1, "burst": 4, "blocked": 0, "finish": 5, "turnaround": 4,
            "waiting": 0, "response": 0, "normalised": 1.0, "missed": 0})
    );
    assert_eq!(run["measures"]["mean_waiting"], 6.5);
    assert_eq!(
        run["decisions"][1],
        json!({"at": 1, "core": "core 1", "picked": "B", "rule": "shortest-remaining",
            "figure": 4, "next": "A", "next_figure": 7})
    );
    let slices = run["slices"].as_array().expect("slices");
    let wanted = json!({"lane": "core 1", "kind": "core", "state": "running", "name": "D", "start": 5, "end": 10});
    assert!(slices.contains(&wanted), "{slices:?}");
    assert_eq!(run["deadlock"], Value::Null);
}

#[test]
fn every_output_goes_where_it_is_sent() {
    let [svg, trace, scenario, json] =
        ["svg", "json", "json", "json"].map(|e| Scratch::new(e, None));
    let to_json = format!("--json={}", json.name());
    let ran = with(&[
        "--svg",
        svg.name(),
        "--trace",
        trace.name(),
        "--scenario",
        scenario.name(),
        &to_json,
    ]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    let read = |file: &Scratch| std::fs::read_to_string(file.name()).expect("written");
    assert!(read(&svg).starts_with("<svg "));
    let events: Value = serde_json::from_str(&read(&trace)).expect("JSON");
    assert!(events["traceEvents"].is_array());
    let document: Value = serde_json::from_str(&read(&scenario)).expect("JSON");
    assert_eq!(document["jobs"][3]["program"], "cpu 5");
    assert_eq!(read(&json), with(&["--json"]).out);
    assert_eq!(with(&["--svg", "-"]).out, read(&svg));
    let two = with(&["--svg", "-", "--json"]);
    assert_eq!((two.code, two.out.as_str()), (2, ""));
    assert!(
        two.err.contains("2 results are to go to standard output"),
        "{}",
        two.err
    );
    let nowhere = with(&["--svg", "no-such-folder/a.svg"]);
    assert_eq!(nowhere.code, 2);
    assert!(
        nowhere
            .err
            .contains("no-such-folder/a.svg: It cannot be written"),
        "{}",
        nowhere.err
    );
}

#[test]
fn a_picture_is_safe_whatever_jobs_are_called() {
    let ran = lab(&[
        "schedule",
        "--policy",
        "rr",
        "--jobs",
        "<script>&\"'A:0:5,B:1:9",
        "--svg",
        "-",
    ]);
    assert_eq!(ran.code, 0);
    assert!(!ran.out.contains("<script"));
    assert!(ran.out.contains("&lt;script&gt;&amp;&quot;"));
    for part in [
        "<title id=\"title\">Round robin</title>",
        "<desc id=",
        "role=\"img\"",
        "prefers-color-scheme:dark",
        "<pattern id=",
    ] {
        assert!(ran.out.contains(part), "{part}");
    }
    assert!(ran.out.len() < 20_000, "{}", ran.out.len());
}

#[test]
fn a_picture_of_many_events_is_small() {
    let ran = lab(&[
        "schedule",
        "--policy",
        "rr:quantum=1us",
        "--jobs",
        "A:0:20,B:0:20",
        "--svg",
        "-",
    ]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.len() < 1_500_000, "{}", ran.out.len());
}

#[test]
fn jobs_come_from_a_file_or_standard_input() {
    let text = "# two jobs\nA:0:8\nB:1:4:priority=2\n";
    let from_input = lab_reading(
        &["schedule", "--policy", "srtf", "--jobs", "-", "--json"],
        text,
    );
    assert_eq!((from_input.code, from_input.err.as_str()), (0, ""));
    let file = Scratch::new("txt", Some(text));
    let at = format!("@{}", file.name());
    let from_file = lab(&["schedule", "--policy", "srtf", "--jobs", &at, "--json"]);
    assert_eq!(from_input.out, from_file.out);
}

#[test]
fn what_goes_wrong_is_told_and_is_exit_code_1() {
    let deadlock = lab(&[
        "schedule",
        "--policy",
        "rr",
        "--set",
        "quantum=1",
        "--jobs",
        "A:0:{lock m; cpu 2; lock n},B:0:{lock n; cpu 2; lock m}",
    ]);
    assert_eq!(deadlock.code, 1);
    let cycle = "Deadlock: nothing can happen any more. B → m (held by A), A → n (held by B)";
    let other = "Deadlock: nothing can happen any more. A → n (held by B), B → m (held by A)";
    assert!(
        deadlock.out.contains(cycle) || deadlock.out.contains(other),
        "{}",
        deadlock.out
    );
    let late = lab(&[
        "schedule",
        "--policy",
        "rm",
        "--jobs",
        "A:0:3:period=5,B:0:4:period=8",
    ]);
    assert_eq!(late.code, 1);
    assert!(
        late.out.contains("deadline missed: B, due at 8"),
        "{}",
        late.out
    );
    let endless = lab(&[
        "schedule",
        "--policy",
        "fifo",
        "--jobs",
        "A:0:{again: jump again}",
        "--machine",
        "instruction=0",
    ]);
    assert_eq!(endless.code, 1);
    assert!(
        endless.out.contains("It was stopped after 2000000 events."),
        "{}",
        endless.out
    );
}

/// Bad input: one line with the place and how to mend it.
#[track_caller]
fn refused(arguments: &[&str], told: &str) {
    let ran = lab(&[&["schedule"], arguments].concat());
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
    assert_eq!(ran.err, format!("lab: {told}\n"), "{arguments:?}");
}

#[test]
fn bad_input_is_told_in_one_sentence() {
    refused(
        &["--policy", "fifo"],
        "--jobs: There is no job. Write NAME:ARRIVAL:WORK, such as A:0:5,B:1:3.",
    );
    refused(
        &["--jobs", "A:0:5"],
        "--policy: There is no policy. Name one to four of them.",
    );
    refused(
        &["--policy", "rr", "--jobs", "A:0:5,B:x:5"],
        "--jobs B, arrival: It is \"x\". Use a whole number of units from 0 to 1000000000000, or a text with a unit such as \"750us\" (ns, us, ms, s).",
    );
    refused(
        &["--policy", "rr:quantum=0", "--jobs", "A:0:5"],
        "--policy round-robin, quantum: It is 0. Use more than nothing.",
    );
    refused(
        &["--policy", "rr", "--jobs", "A:0:5", "--cores", "2000"],
        "--cores: It is 2000. Use a whole number from 1 to 1024.",
    );
    refused(
        &["--policy", "rr", "--jobs", "A:0:{lock}"],
        "--jobs A, program: line 1, column 1: Something is missing. Write ‘lock M’. Takes the mutex; waits while it is taken.",
    );
    refused(
        &["--policy", "rr", "--jobs", "A:0:5,A:1:2"],
        "--jobs A, name: ‘A’ stands here twice. Give them different names.",
    );
    refused(
        &["--policy", "rr", "--jobs", "A:0:5:nice=20"],
        "--jobs A, nice: It is 20. Use a whole number from -20 to 19.",
    );
    refused(
        &["-p", "rr", "-j", "A:0:5", "--machine", "costs.migration=-1"],
        "--machine costs.migration: It is -1. Use a whole number of units from 0 to 1000000000000, or a text with a unit such as \"750us\" (ns, us, ms, s).",
    );
}
