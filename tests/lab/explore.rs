//! `lab explore`.

use expect_test::expect;
use serde_json::{Value, json};

use crate::{Ran, Scratch, lab, lab_reading};

#[track_caller]
fn example(name: &str, more: &[&str], code: i32) -> Ran {
    let ran = lab(&[&["explore", "--example", name], more].concat());
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (code, ""),
        "{name} {more:?}: {}",
        ran.out
    );
    ran
}

fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).expect("JSON")
}

#[test]
fn outcomes_with_counts_and_shortest_schedules() {
    expect![[r#"
        Lost update, three threads
        It should be 3 and can be 1 or 2.
        1,680 schedules: all there are. 3 outcomes.

           outcome      schedules  share  preemptions  shortest schedule
        1  counter = 1      1,404  83.6%            1  v1 B2 A3 C3 B
        2  counter = 2        270  16.1%            1  v1 A3 C2 B3 C
        3  counter = 3          6   0.4%            0  v1 A3 B3 C3

        Each schedule has the fewest preemptions. --replay follows it.
    "#]]
    .assert_eq(&example("lost-update-3", &[], 1).out);
    expect![[r#"
        락 순서가 엇갈린 교착 상태
        서로가 가진 락을 기다립니다.
        동등한 스케줄의 부류 3개, 이것이 전부. 결과 2가지.

           결과       부류   비율  선점  스케줄
        1  교착 상태     1  33.3%     1  v1 A B
        2  모두 끝남     2  66.7%     0  v1 A4 B4

        1  A: right 기다림 (B에게 있음); B: left 기다림 (A에게 있음)
        선점이 가장 적은 스케줄입니다. --replay로 따라가 볼 수 있습니다.
    "#]]
    .assert_eq(&example("lock-order", &["--reduced", "--lang", "ko"], 1).out);
    let counts = json(&example("lost-update-3", &["--json"], 1));
    // 9! / (3!)³ interleavings of three threads of three steps.
    assert_eq!(
        (&counts["count"], &counts["complete"]),
        (&json!(1680), &json!(true))
    );
    assert_eq!(counts["counted"], "schedules");
    let outcomes = counts["outcomes"].as_array().expect("outcomes");
    let sum: u64 = outcomes.iter().filter_map(|o| o["count"].as_u64()).sum();
    assert_eq!(sum, 1680);
    let memory: Vec<&Value> = outcomes.iter().map(|o| &o["memory"]["counter"]).collect();
    assert_eq!(memory, [1, 2, 3]);
    assert_eq!(outcomes[2]["intended"], true);
}

#[test]
fn every_schedule_that_is_printed_leads_to_its_outcome() {
    for name in [
        "lost-update-3",
        "lock-order",
        "peterson-wrong",
        "buffer-if",
        "aba",
    ] {
        let found = lab(&["explore", "--example", name, "--preemptions", "2", "--json"]);
        for outcome in json(&found)["outcomes"].as_array().expect("outcomes") {
            let schedule = outcome["schedule"].as_str().expect("a schedule");
            let replayed = lab(&["explore", "--example", name, "--replay", schedule, "--json"]);
            let replayed = json(&replayed);
            assert_eq!(
                replayed["outcome"], outcome["sentence"],
                "{name} {schedule}"
            );
            assert_eq!(
                replayed["preemptions"], outcome["preemptions"],
                "{name} {schedule}"
            );
            assert_eq!(
                replayed["steps"].as_array().map(Vec::len),
                outcome["steps"].as_u64().map(|n| n as usize)
            );
        }
    }
}

#[test]
fn methods_are_labelled_and_budgets_end_them() {
    let of = |more: &[&str]| {
        json(&lab(&[
            &["explore", "--example", "lost-update-3", "--json"],
            more,
        ]
        .concat()))
    };
    let reduced = of(&["--reduced"]);
    assert_eq!(
        (&reduced["counted"], &reduced["complete"]),
        (&json!("classes"), &json!(true))
    );
    assert!(reduced["count"].as_u64() < Some(1680));
    let bounded = of(&["--preemptions", "1"]);
    assert_eq!(bounded["most_preemptions"], 1);
    assert_eq!(bounded["outcomes"].as_array().map(Vec::len), Some(3));
    let none = of(&["--preemptions", "0"]);
    assert_eq!(none["count"], 6);
    let drawn = of(&["--sample", "500", "--seed", "3"]);
    assert_eq!(
        (&drawn["counted"], &drawn["count"]),
        (&json!("samples"), &json!(500))
    );
    assert_eq!(drawn, of(&["--sample", "500", "--seed", "3"]));
    assert_ne!(
        drawn["outcomes"],
        of(&["--sample", "500", "--seed", "4"])["outcomes"]
    );
    let budget = of(&["--schedules", "100"]);
    assert_eq!(
        (&budget["count"], &budget["ended"]),
        (&json!(100), &json!("schedules"))
    );
    let text = lab(&[
        "explore",
        "--example",
        "lost-update-3",
        "--schedules",
        "100",
    ]);
    assert!(
        text.out
            .contains("100 schedules: the budget is spent, there are more."),
        "{}",
        text.out
    );
    let long = lab(&[
        "explore",
        "--example",
        "philosophers-5",
        "--seconds",
        "1",
        "--states",
        "0",
    ]);
    assert!(
        long.out.contains("the time is over, there are more"),
        "{}",
        long.out
    );
    assert!(
        long.out.contains("There may be a shorter schedule."),
        "{}",
        long.out
    );
}

#[test]
fn what_cannot_go_wrong_is_exit_code_0() {
    let ran = example("locked-update", &[], 0);
    assert!(ran.out.contains("counter = 3"), "{}", ran.out);
    example("philosophers-3-ordered", &["--reduced"], 0);
    example("philosophers-3", &["--reduced"], 1);
}

#[test]
fn a_replay_shows_each_step() {
    let ran = example("lock-order", &["--replay", "v1 A B", "--width", "60"], 1);
    expect![[r#"
        Deadlock by lock order
        Each waits for the lock that the other has.
        Schedule v1 A B

        step  thread  instruction  changes
           1  A       lock left    left: A
           2  B       lock right   right: B

        A      ████░░░░▒▒▒▒▒▒▒▒
        B      ░░░░████▒▒▒▒▒▒▒▒
        left       A───────────
        right          B───────
               0   1   2   3   4

        outcome: deadlock; A: waits for right, which B has; B: waits for left, which A has
        preemptions 1, switches 1
        █ running   ░ ready   ▒ waiting for something   4 columns = 1 step
    "#]]
    .assert_eq(&ran.out);
    let (svg, trace) = (Scratch::new("svg", None), Scratch::new("json", None));
    example(
        "lock-order",
        &[
            "--replay",
            "A B",
            "--svg",
            svg.name(),
            "--trace",
            trace.name(),
        ],
        1,
    );
    let svg = std::fs::read_to_string(svg.name()).expect("written");
    for part in [
        "<title id=\"title\">Deadlock by lock order</title>",
        ">lock left<",
        "waits for right, which B has",
    ] {
        assert!(svg.contains(part), "{part}: {svg}");
    }
    let trace = std::fs::read_to_string(trace.name()).expect("written");
    let trace: Value = serde_json::from_str(&trace).expect("JSON");
    let events = trace["traceEvents"].as_array().expect("events");
    assert!(events.iter().any(|event| event["name"] == "lock right"));
    let partly = example("lost-update-3", &["--replay", "v1 A2"], 0);
    assert!(
        partly
            .out
            .contains("outcome: the schedule ends before the threads do\n"),
        "{}",
        partly.out
    );
}

#[test]
fn programs_and_documents_are_read() {
    let text = "cell x 0\nthread A B\n load ax x\n add ax 1\n store ax x\n";
    let from_text = lab_reading(&["explore", "-", "--json"], text);
    assert_eq!((from_text.code, from_text.err.as_str()), (0, ""));
    assert_eq!(json(&from_text)["count"], 20);
    let document = lab_reading(&["explore", "-", "--scenario", "-"], text);
    let from_document = lab_reading(&["explore", "-", "--json"], &document.out);
    assert_eq!(from_document.out, from_text.out);
    let simulated = lab_reading(&["simulate", "-", "--json"], &document.out);
    assert_eq!(json(&simulated)["runs"][0]["memory"], json!({"x": 1}));
    let preset = lab(&["explore", "--preset", "lost-update", "--json"]);
    assert_eq!(json(&preset)["count"], 1680);
}

/// Bad input: one line with the place and how to mend it.
#[track_caller]
fn refused(arguments: &[&str], input: &str, told: &str) {
    let ran = lab_reading(&[&["explore"], arguments].concat(), input);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
    assert_eq!(ran.err, format!("lab: {told}\n"), "{arguments:?}");
}

#[test]
fn bad_input_is_told_in_one_sentence() {
    for (arguments, input, told) in [
        (
            &[][..],
            "",
            "PROGRAM.txt: There is no program. Name a file, or choose one with --example (--list shows their names).",
        ),
        (
            &["-"],
            "",
            "-: There is no thread. Put ‘thread A’ on a line and instructions below it.",
        ),
        (
            &["-"],
            "thread A\n lock",
            "-: line 2, column 2: Something is missing. Write ‘lock M’. Takes the mutex; waits while it is taken.",
        ),
        (
            &["-e", "lock-order", "--svg", "a.svg"],
            "",
            "--svg: It is not said which schedule is to be drawn. Name one with --replay, such as --replay \"v1 A2 B\".",
        ),
        (
            &["-e", "lock-order", "--replay", "v1 C"],
            "",
            "--replay: schedule, step 1: There is no thread C. Check that the schedule is one of this program.",
        ),
        (
            &["-e", "lock-order", "--replay", "v1 A2 B2"],
            "",
            "--replay: schedule, step 3: B waits for right and cannot go on. Check that the schedule is one of this program.",
        ),
        (
            &["-e", "lock-order", "--replay", "v1 A?"],
            "",
            "--replay: schedule, word 2: ‘A?’ cannot be read. Write a thread's letter and its steps, like A3.",
        ),
        (
            &["-e", "lock-order", "--replay", "v1 A100001"],
            "",
            "--replay: schedule: There are too many steps. Use at most 100000.",
        ),
    ] {
        refused(arguments, input, told);
    }
    let unknown = lab(&["explore", "--example", "lost"]);
    assert_eq!(unknown.code, 2);
    assert!(
        unknown
            .err
            .starts_with("lab: --example: There is no example ‘lost’. Use one of: ")
    );
    assert_eq!(
        lab(&["explore", "--example", "aba", "--reduced", "--sample", "3"]).code,
        2
    );
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_counting_and_gives_what_was_found() {
    use std::process::{Command, Stdio};
    let child = Command::new(env!("CARGO_BIN_EXE_lab"))
        .args(["explore", "--example", "philosophers-5", "--seconds", "300"])
        .args(["--schedules", "1000000000000", "--lang", "en"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("lab starts");
    std::thread::sleep(std::time::Duration::from_millis(800));
    let id = child.id().to_string();
    let sent = Command::new("kill").args(["-INT", &id]).status();
    assert!(sent.expect("kill starts").success());
    let output = child.wait_with_output().expect("lab ends");
    let out = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(output.status.code().is_some_and(|code| code <= 1), "{out}");
    assert!(out.contains(" schedules: interrupted. "), "{out}");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
