//! `lab trace`.

use expect_test::expect;
use serde_json::Value;

use crate::{Scratch, lab, lab_reading};

const TRACE: &str = "[\n{\"ph\":\"B\",\"name\":\"a\",\"ts\":1,\"pid\":1,\"tid\":2},\n{\"ph\":\"X\",\"name\":\"b & c\",\"ts\":2,\"dur\":1.5,\"pid\":1,\"tid\":2},\n{\"ph\":\"E\",\"ts\":5,\"pid\":1,\"tid\":2},\n{\"ph\":\"E\",\"ts\":6,\"pid\":1,\"tid\":2}";

#[test]
fn facts_are_counted_and_printed_as_lines_or_json() {
    let ran = lab_reading(&["trace", "facts", "-"], TRACE);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let lines: Vec<&str> = ran.out.lines().collect();
    let has = |key: &str, value: &str| {
        let is = |line: &&str| line.split_whitespace().collect::<Vec<_>>() == [key, value];
        assert!(lines.iter().any(is), "{key}\n{}", ran.out);
    };
    has("parse", "recovered");
    has("slices.unmatched_E", "1");
    has("slice_ns_sum", "5500");
    let json = lab_reading(&["trace", "facts", "--json", "-"], TRACE).out;
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["slices"]["be_slices"], 1);
    assert_eq!(json["bytes_uncompressed"], TRACE.len());
}

#[test]
fn what_is_converted_has_the_same_slices_and_says_what_was_left_out() {
    let ran = lab_reading(&["trace", "convert", "-"], TRACE);
    assert_eq!(ran.code, 0);
    expect![[r#"
        lab: line 5: E events without B: 1. Left out.
        lab: line 5: The file ends early. All events up to there are shown.
    "#]]
    .assert_eq(&ran.err);
    let file = Scratch::new("json", Some(&ran.out));
    let facts = lab(&["trace", "facts", "--json", file.name()]).out;
    let facts: Value = serde_json::from_str(&facts).unwrap();
    assert_eq!(facts["slices_complete"], 2);
    assert_eq!(facts["slice_ns_sum"], 5_500);
    assert_eq!(facts["parse"], "strict");
}

#[test]
fn a_picture_has_what_is_in_the_window() {
    let all = lab_reading(&["trace", "svg", "-"], TRACE);
    assert_eq!(all.code, 0);
    assert!(
        all.out.starts_with("<svg ") && all.out.contains("b &amp; c"),
        "{}",
        all.out
    );
    let late = lab_reading(
        &["trace", "svg", "-", "--from", "3us", "--to", "4us"],
        TRACE,
    );
    assert_eq!(late.code, 0);
    assert!(!late.out.contains("b &amp; c"), "{}", late.out);
}

#[test]
fn the_table_and_the_measures_are_written() {
    let csv = lab_reading(&["trace", "csv", "-"], TRACE);
    assert_eq!(csv.code, 0);
    expect![[r#"
        section,source,process,lane,kind,state,name,start_ns,duration_ns,details
        ,recorded,1,2,thread,span,a,0,4000,
        ,recorded,1,2,thread,span,b & c,1000,1500,
    "#]]
    .assert_eq(&csv.out.replace("\r\n", "\n"));
    assert_eq!(csv.out.matches("\r\n").count(), csv.out.lines().count());
    let ran = lab_reading(&["trace", "measures", "-"], TRACE);
    assert_eq!(ran.code, 0);
    let measures: Value = serde_json::from_str(&ran.out).unwrap();
    let run = &measures["sections"][0];
    assert_eq!(run["counts"]["slices"], 2);
    assert_eq!(run["makespan"], 4_000);
}

#[test]
fn what_cannot_be_is_one_sentence() {
    for (arguments, input, expected) in [
        (
            &["facts", "no-such-file"][..],
            "",
            "lab: no-such-file: It cannot be read",
        ),
        (&["svg", "-"], "", "lab: -: line 1: It is empty."),
        (
            &["convert", "-"],
            "{\"a\":1}",
            "lab: -: line 1: It is JSON, but no trace.",
        ),
        (
            &["svg", "-", "--from", "9us", "--to", "3us"],
            TRACE,
            "lab: --from, --to: From 9",
        ),
        (
            &["svg", "-", "--from", "soon"],
            TRACE,
            "lab: --from: ‘soon’ is no length of time.",
        ),
    ] {
        let ran = lab_reading(&[&["trace"], arguments].concat(), input);
        let last = ran.err.lines().last().unwrap_or_default();
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(last.starts_with(expected), "{arguments:?}: {}", ran.err);
    }
}
