//! What the tests of the cases share: the case files, and a comparison that
//! knows that figures are printed rounded.

use std::fs;

use serde_json::Value;

use crate::base::Problem;

/// How far a printed figure may be from the exact one.
const TOLERANCE: f64 = 0.005_000_1;

/// A case file beside the project; none, with a printed word, if it is not there.
pub(crate) fn file(name: &str) -> Option<Value> {
    let path = format!("../shared/oracles/{name}.json");
    let Ok(text) = fs::read_to_string(&path) else {
        println!("skipped: {path} is not there");
        return None;
    };
    Some(serde_json::from_str(&text).expect("a case file is JSON"))
}

/// Runs every case of a list in a file and compares each expected field.
pub(crate) fn check_list(name: &str, list: &str, expect: fn(&Value) -> Result<Value, Problem>) {
    let Some(file) = file(name) else { return };
    let cases = file[list].as_array().expect("a list of cases");
    assert!(!cases.is_empty());
    for case in cases {
        let found = expect(&case["args"]).unwrap_or_else(|p| panic!("{}: {p:?}", case["id"]));
        let wrong = differences(&case["expect"], &found);
        assert!(wrong.is_empty(), "{}\n{}", case["id"], wrong.join("\n"));
    }
}

/// Where two values differ: every field of the first must be in the second;
/// numbers may differ by a rounding.
pub(crate) fn differences(wanted: &Value, found: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    compare("", wanted, found, &mut wrong);
    wrong
}

fn compare(place: &str, wanted: &Value, found: &Value, wrong: &mut Vec<String>) {
    match (wanted, found) {
        (Value::Object(a), Value::Object(_)) => {
            for (key, value) in a {
                compare(&format!("{place}.{key}"), value, &found[key], wrong);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (i, (a, b)) in a.iter().zip(b).enumerate() {
                compare(&format!("{place}[{i}]"), a, b, wrong);
            }
        }
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64(), b.as_f64());
            let close = a.zip(b).is_some_and(|(a, b)| (a - b).abs() <= TOLERANCE);
            if !close {
                wrong.push(format!("{place}: {wanted} wanted, {found} found"));
            }
        }
        (a, b) if a == b => {}
        (a, b) => wrong.push(format!("{place}: {a} wanted, {b} found")),
    }
}
