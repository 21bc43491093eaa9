//! What the tests of the cases share: the case files, and their comparison.

use std::fs;

use serde_json::Value;

use super::compare::{self, Tolerance};
use crate::base::{Lang, Problem};

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

/// Where two values differ, one line each: every field of the first must be in
/// the second; decimals may differ by a rounding.
pub(crate) fn differences(wanted: &Value, found: &Value) -> Vec<String> {
    compare::differences(wanted, found, Tolerance::Printed)
        .iter()
        .map(|difference| difference.sentence(Lang::En))
        .collect()
}
