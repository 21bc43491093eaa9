//! `lab case`.

use serde_json::{Value, json};

use crate::{Scratch, lab, lab_reading};

/// Two jobs in the order of the list: turnaround 2 and 5.
pub(crate) fn file(second_expected: i64) -> String {
    let case = |id: &str, policy: &str, lengths: [i64; 2], expect: Value| {
        json!({
            "id": id,
            "args": {"policy": policy, "lengths": lengths},
            "expect": expect,
        })
    };
    json!({
        "source": {"file": "cpu-sched/scheduler.py"},
        "cases": [
            case("first", "FIFO", [2, 3], json!({
                "trace": [[0, 0, 2, 2], [2, 1, 3, 5]],
                "jobs": [[0, 0, 2, 0], [1, 2, 5, 2]],
                "average": [1, 3.5, 1],
            })),
            case("second", "SJF", [3, 2], json!({"jobs": [[1, 0, second_expected, 0], [0, 2, 5, 2]]})),
        ],
    })
    .to_string()
}

#[test]
fn one_line_of_json_a_case() {
    let ran = lab_reading(&["case", "-"], &file(2));
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let lines: Vec<Value> = ran
        .out
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["average"], json!([1, 3.5, 1]));
    let only = lab_reading(&["case", "-", "--only", "second"], &file(2));
    assert_eq!(only.out.lines().next(), ran.out.lines().nth(1));
}

#[test]
fn check_names_what_differs_and_counts() {
    let good = lab_reading(&["case", "--check", "-"], &file(2));
    assert_eq!((good.code, good.out.as_str()), (0, "2 passed, 0 failed\n"));
    let bad = lab_reading(&["case", "--check", "-"], &file(4));
    assert_eq!(bad.code, 1);
    assert_eq!(
        bad.out,
        "second\n  jobs[0][2]: expected 4, got 2\n1 passed, 1 failed\n"
    );
    let korean = lab_reading(&["case", "--lang", "ko", "--check", "-"], &file(4));
    assert!(korean.out.contains("기댓값 4, 결과 2"), "{}", korean.out);
}

#[test]
fn bad_input_is_told_in_one_sentence() {
    for (text, said) in [
        ("{", "-: 1:1: It is not JSON"),
        ("{}", "-: /: It is not a file of cases."),
        (
            r#"{"cases": [{"args": {"policy": "RR", "lengths": [-1]}}]}"#,
            "case-00: args.",
        ),
        (
            r#"{"cases": [{"args": {"policy": "FIFO", "lengths": [1]}, "id": 3}, {}]}"#,
            "-: /cases/1: It has no \"args\".",
        ),
    ] {
        let ran = lab_reading(&["case", "-"], text);
        assert_eq!(ran.code, 2, "{text}");
        assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
        assert!(ran.err.contains(said), "{}", ran.err);
    }
    let missing = lab(&["case", "no/such/file.json"]);
    assert_eq!((missing.code, missing.out.as_str()), (2, ""));
    assert!(missing.err.starts_with("lab: no/such/file.json: "));
    let unknown = lab_reading(&["case", "-", "--only", "third"], &file(2));
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("Use one of: first, second"));
}

#[test]
fn several_files_are_counted_together() {
    let (a, b) = (
        Scratch::new("json", Some(&file(2))),
        Scratch::new("json", Some(&file(4))),
    );
    let ran = lab(&["case", "--check", a.name(), b.name()]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.ends_with("3 passed, 1 failed\n"));
}
