//! The description of the JSON that commands give, held against what they give.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::lab;

/// The places of all fields of a value: `runs[].jobs[].name`. What is in texts
/// of both languages, in policies, memory and ratios has no place of its own.
fn places(value: &Value, place: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => {
            for item in items {
                places(item, &format!("{place}[]"), found);
            }
        }
        Value::Object(fields) => {
            let inner = [".policy", ".memory", "figure"]
                .iter()
                .any(|end| place.ends_with(end));
            if inner || fields.contains_key("ko") {
                return;
            }
            for (name, value) in fields {
                let place = match place {
                    "" => name.clone(),
                    place => format!("{place}.{name}"),
                };
                places(value, &place, found);
                found.insert(place);
            }
        }
        _ => {}
    }
}

/// The places that the section of that heading describes.
fn described(text: &str, heading: &str) -> BTreeSet<String> {
    let (_, section) = text
        .split_once(&format!("### {heading}\n"))
        .expect("the section");
    let section = section.split("\n#").next().unwrap_or(section);
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.filter_map(|row| Some(row.split_once('`')?.0.to_owned()))
        .collect()
}

/// Compares what is described with what these commands give.
fn check(heading: &str, commands: &[&[&str]]) {
    let mut given = BTreeSet::new();
    for command in commands {
        let ran = lab(command);
        let value: Value = serde_json::from_str(&ran.out).expect("JSON");
        places(&value, "", &mut given);
    }
    for language in ["en", "ko"] {
        let text = lab(&["simulate", "--describe", "--lang", language]).out;
        assert_eq!(described(&text, heading), given, "{heading} {language}");
    }
}

#[test]
fn all_json_is_described_and_nothing_else() {
    check(
        "`lab schedule --json`, `lab simulate --json`",
        &[
            &[
                "schedule",
                "--policy",
                "srtf",
                "--jobs",
                "A:0:3,B:1:1",
                "--json",
            ],
            &["simulate", "--preset", "deadlock", "--json"],
            &["simulate", "--preset", "real-time", "--json"],
            &["simulate", "--preset", "lost-update", "--json"],
        ],
    );
    check(
        "`lab explore --json`",
        &[&["explore", "--example", "lost-update-2", "--json"]],
    );
    check(
        "`lab explore --replay … --json`",
        &[&[
            "explore",
            "--example",
            "lost-update-2",
            "--replay",
            "A B",
            "--json",
        ]],
    );
}
