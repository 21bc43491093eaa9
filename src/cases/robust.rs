//! Whatever stands in the arguments, a case gives figures or a problem with
//! its place.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{lottery, mlfq, process_run, scheduler, textbook};
use crate::base::{Lang, Problem};

type Expect = fn(&Value) -> Result<Value, Problem>;

/// Arguments that are right, of each case.
fn sound() -> Vec<(Expect, Value)> {
    vec![
        (
            scheduler::expect,
            json!({"policy": "RR", "lengths": [5, 2.5, 0], "quantum": 2}),
        ),
        (
            scheduler::expect,
            json!({"policy": "SJF", "lengths": [5, 2.5, 0]}),
        ),
        (
            mlfq::expect,
            json!({
                "levels": 2, "quantum_high_to_low": [2, 4], "allotment_high_to_low": [1, 2],
                "boost": 9, "io_time": 3, "stay": true, "iobump": false,
                "jobs": [{"start": 0, "run": 9, "io_every": 2}, {"start": 3, "run": 5, "io_every": 0}],
            }),
        ),
        (
            process_run::expect,
            json!({
                "processes": [["cpu", "io"], [], ["io", "cpu"]], "io_length": 3,
                "switch": "SWITCH_ON_IO", "io_done_rule": "IO_RUN_LATER",
            }),
        ),
        (
            lottery::expect,
            json!({
                "jobs": [{"length": 3, "tickets": 7}, {"length": 2, "tickets": 1}],
                "quantum": 2, "draws": [5, 99, 12, 7, 3],
            }),
        ),
        (
            textbook::expect,
            json!({
                "policy": "PRR", "quantum": 2, "higher_priority_is": "larger number",
                "jobs": [{"burst": 4, "arrival": 1, "priority": 2}, {"burst": 3, "priority": -1}],
            }),
        ),
        (
            textbook::expect,
            json!({
                "policy": "FB-2i", "jobs": [{"burst": 90, "arrival": 1}, {"burst": 70}],
            }),
        ),
        (
            |args| textbook::fact("linux_nice_weights", args),
            json!({"examples": [{"nice": [0, 5]}]}),
        ),
        (
            |args| textbook::fact("exponential_average", args),
            json!({"bursts": [6, 4], "guess": [10]}),
        ),
        (
            |args| textbook::fact("context_switches", args),
            json!({
                "process_time": 10, "quantum_to_switches": {"12": 0, "1": 9},
            }),
        ),
        (
            |args| textbook::fact("stride", args),
            json!({
                "tickets": [100, 50], "pass_before_and_runner": [[0], [1]],
            }),
        ),
    ]
}

/// What may stand where something else should.
fn odd() -> Vec<Value> {
    let long: Vec<u64> = vec![7; 300];
    vec![
        json!(null),
        json!(true),
        json!("RR"),
        json!(""),
        json!([]),
        json!([[]]),
        json!({}),
        json!(-1),
        json!(0),
        json!(1),
        json!(2.5),
        json!(1e-9),
        json!(1e-12),
        json!(20_000),
        json!(1e9),
        json!(i64::MAX),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(1e300),
        json!(-1e300),
        json!(long),
        json!([{}]),
        json!({"burst": 3}),
        json!({"0": 1, "x": 2}),
    ]
}

/// The places of all values within a value.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Array(items) => {
            for (i, item) in items.iter().enumerate() {
                places(item, &format!("{at}/{i}"), found);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                places(field, &format!("{at}/{name}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn sound_arguments_are_sound() {
    for (expect, args) in sound() {
        assert!(expect(&args).is_ok(), "{args}");
    }
    assert!(textbook::fact("liu_layland_bound", &json!(null)).is_ok());
    assert!(textbook::fact("moon", &json!({})).is_err());
}

#[test]
fn each_value_replaced_by_each_odd_one() {
    for (expect, args) in sound() {
        let mut found = Vec::new();
        places(&args, "", &mut found);
        for place in found {
            for value in odd() {
                let mut args = args.clone();
                if let Some(at) = args.pointer_mut(&place) {
                    *at = value;
                }
                if let Err(problem) = expect(&args) {
                    assert!(problem.place.starts_with("args"), "{problem:?}");
                    assert!(!problem.sentence(Lang::Ko).is_empty());
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn several_values_replaced(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec(
            (any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..6),
    ) {
        let sound = sound();
        let (expect, mut args) = sound[which.index(sound.len())].clone();
        for (place, value) in changes {
            let mut found = Vec::new();
            places(&args, "", &mut found);
            let place = &found[place.index(found.len())];
            let odd = odd();
            if let Some(at) = args.pointer_mut(place) {
                *at = odd[value.index(odd.len())].clone();
            }
        }
        if let Err(problem) = expect(&args) {
            prop_assert!(problem.place.starts_with("args"), "{problem:?}");
        }
    }
}
