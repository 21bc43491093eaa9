//! The scenario as it is typed: a JSON document in which each cell of the page
//! is a field.
//!
//! What can be read as the field's kind is kept as that (a number, a list of
//! cores); anything else is kept as the text that was typed, so that nothing
//! is lost and the scenario's own reader says what is wrong with it, and where.

use serde_json::{Map, Number, Value, json};

/// More jobs than this are not added.
pub const MOST_JOBS: usize = 64;
/// More policies than this are not held side by side.
pub const MOST_POLICIES: usize = 4;

/// What a field holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A text as it stands.
    Text,
    /// A number.
    Number,
    /// On or off.
    Switch,
    /// Cores by their numbers: `0 2`.
    Cores,
}

/// A change of the document.
#[derive(Clone, PartialEq, Debug)]
pub enum Edit {
    /// A field of a job.
    Cell(usize, &'static str, Kind, String),
    /// A new job behind this one, or at the end.
    AddJob(Option<usize>),
    /// The same job once more, behind it.
    Duplicate(usize),
    /// A job less.
    Delete(usize),
    /// A job up or down by one.
    Move(usize, bool),
    /// A field of the machine.
    Setting(&'static str, Kind, String),
    /// Another policy, with its usual parameters.
    Policy(usize, String),
    /// One more policy.
    AddPolicy(String),
    /// A policy less.
    RemovePolicy(usize),
    /// A parameter of a policy.
    Parameter(usize, &'static str, Kind, String),
    /// Everything: a preset, a file, random jobs.
    Replace(Value),
}

impl Edit {
    /// What it is about: edits in a row that are about the same are taken back
    /// together.
    pub fn about(&self) -> Option<String> {
        match self {
            Edit::Cell(job, key, ..) => Some(format!("job {job} {key}")),
            Edit::Setting(key, ..) => Some(format!("machine {key}")),
            Edit::Parameter(policy, key, ..) => Some(format!("policy {policy} {key}")),
            _ => None,
        }
    }
}

/// A field as it stands in its cell.
pub fn shown(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(items)) => {
            let items: Vec<String> = items.iter().map(|item| shown(Some(item))).collect();
            items.join(" ")
        }
        Some(other) => other.to_string(),
    }
}

/// What was typed into a cell, as a field. None if nothing was typed: the
/// field then has its usual value.
pub fn typed(kind: Kind, text: &str) -> Option<Value> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return None;
    }
    let number = |text: &str| text.parse::<Number>().ok().map(Value::Number);
    let read = match kind {
        Kind::Text => None,
        Kind::Number => number(trimmed),
        Kind::Switch => trimmed.parse().ok().map(Value::Bool),
        Kind::Cores => trimmed
            .split([' ', ','])
            .filter(|part| !part.is_empty())
            .map(|part| part.parse::<u32>().ok().map(Value::from))
            .collect::<Option<Vec<Value>>>()
            .map(Value::Array),
    };
    Some(read.unwrap_or_else(|| Value::String(text.to_owned())))
}

/// A list of the document; empty if there is none.
pub fn list<'a>(document: &'a Value, key: &str) -> &'a [Value] {
    document[key].as_array().map_or(&[], Vec::as_slice)
}

/// The jobs.
pub fn jobs(document: &Value) -> &[Value] {
    list(document, "jobs")
}

/// The policies.
pub fn policies(document: &Value) -> &[Value] {
    list(document, "policies")
}

/// Does an edit. What cannot be done (no such job, no room) changes nothing.
pub fn apply(document: &mut Value, edit: Edit) {
    if let Edit::Replace(other) = edit {
        *document = other;
        return;
    }
    if !document.is_object() {
        *document = json!({});
    }
    match edit {
        Edit::Cell(job, key, kind, text) => {
            put(list_mut(document, "jobs").get_mut(job), key, kind, &text);
        }
        Edit::AddJob(after) => add_job(list_mut(document, "jobs"), after),
        Edit::Duplicate(job) => duplicate(list_mut(document, "jobs"), job),
        Edit::Delete(job) => remove(list_mut(document, "jobs"), job),
        Edit::Move(job, down) => {
            let jobs = list_mut(document, "jobs");
            let other = if down {
                job.checked_add(1)
            } else {
                job.checked_sub(1)
            };
            if let Some(other) = other
                && job < jobs.len()
                && other < jobs.len()
            {
                jobs.swap(job, other);
            }
        }
        Edit::Setting(key, kind, text) => {
            put(Some(&mut document["machine"]), key, kind, &text);
        }
        Edit::Policy(index, key) => {
            if let Some(policy) = list_mut(document, "policies").get_mut(index) {
                *policy = json!({ "policy": key });
            }
        }
        Edit::AddPolicy(key) => {
            let policies = list_mut(document, "policies");
            if policies.len() < MOST_POLICIES {
                policies.push(json!({ "policy": key }));
            }
        }
        Edit::RemovePolicy(index) => {
            let policies = list_mut(document, "policies");
            if policies.len() > 1 {
                remove(policies, index);
            }
        }
        Edit::Parameter(index, key, kind, text) => {
            put(
                list_mut(document, "policies").get_mut(index),
                key,
                kind,
                &text,
            );
        }
        Edit::Replace(_) => {}
    }
}

fn list_mut<'a>(document: &'a mut Value, key: &str) -> &'a mut Vec<Value> {
    let place = &mut document[key];
    if !place.is_array() {
        *place = json!([]);
    }
    match place {
        Value::Array(list) => list,
        _ => unreachable!("it was just made a list"),
    }
}

fn put(place: Option<&mut Value>, key: &str, kind: Kind, text: &str) {
    let Some(place) = place else {
        return;
    };
    if !place.is_object() {
        *place = Value::Object(Map::new());
    }
    match typed(kind, text) {
        Some(value) => place[key] = value,
        None => {
            if let Some(fields) = place.as_object_mut() {
                fields.remove(key);
            }
        }
    }
}

fn remove(list: &mut Vec<Value>, index: usize) {
    if index < list.len() {
        list.remove(index);
    }
}

fn add_job(jobs: &mut Vec<Value>, after: Option<usize>) {
    if jobs.len() < MOST_JOBS {
        let at = after.map_or(jobs.len(), |job| (job + 1).min(jobs.len()));
        let job = json!({ "name": free_name(jobs), "program": "cpu 3" });
        jobs.insert(at, job);
    }
}

fn duplicate(jobs: &mut Vec<Value>, job: usize) {
    if jobs.len() < MOST_JOBS
        && let Some(copy) = jobs.get(job)
    {
        let mut copy = copy.clone();
        copy["name"] = free_name(jobs).into();
        jobs.insert(job + 1, copy);
    }
}

/// The first of A, B … Z, A2, B2 … that no job is called.
fn free_name(jobs: &[Value]) -> String {
    let taken = |name: &str| jobs.iter().any(|job| job["name"] == name);
    (0..)
        .map(|n: u32| {
            let letter = char::from(b'A' + (n % 26) as u8);
            match n / 26 {
                0 => letter.to_string(),
                round => format!("{letter}{}", round + 1),
            }
        })
        .find(|name| !taken(name))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn document() -> Value {
        json!({
            "machine": { "cores": 1 },
            "policies": [{ "policy": "fifo" }],
            "jobs": [{ "name": "A", "arrival": 0, "program": "cpu 3" }],
            "devices": [{ "name": "disk" }],
        })
    }

    #[track_caller]
    fn after(edits: Vec<Edit>) -> Value {
        let mut document = document();
        for edit in edits {
            apply(&mut document, edit);
        }
        document
    }

    fn cell(key: &'static str, kind: Kind, text: &str) -> Edit {
        Edit::Cell(0, key, kind, text.to_owned())
    }

    #[test]
    fn cells_keep_what_is_typed() {
        for (kind, text, field) in [
            (Kind::Number, "12", json!(12)),
            (Kind::Number, " 2.5 ", json!(2.5)),
            (Kind::Number, "1.", json!("1.")),
            (Kind::Number, "-", json!("-")),
            (Kind::Number, "아직", json!("아직")),
            (Kind::Text, "12", json!("12")),
            (Kind::Text, "cpu 3; ", json!("cpu 3; ")),
            (Kind::Cores, "0, 2", json!([0, 2])),
            (Kind::Cores, "0 x", json!("0 x")),
            (Kind::Switch, "true", json!(true)),
            (Kind::Number, "  ", Value::Null),
        ] {
            let after = after(vec![cell("x", kind, text)]);
            assert_eq!(after["jobs"][0]["x"], field, "{text}");
            let shown = shown(after["jobs"][0].get("x"));
            assert_eq!(typed(kind, &shown).unwrap_or_default(), field, "{text}");
        }
    }

    #[test]
    fn jobs_come_and_go() {
        let after = after(vec![
            Edit::AddJob(None),
            Edit::Duplicate(0),
            Edit::Move(0, true),
            Edit::Move(0, false),
            Edit::Move(2, true),
            Edit::Delete(2),
            Edit::Delete(7),
            Edit::AddJob(Some(0)),
        ]);
        let names: Vec<String> = jobs(&after)
            .iter()
            .map(|job| shown(job.get("name")))
            .collect();
        assert_eq!(names, ["C", "B", "A"]);
        assert_eq!(after["devices"], document()["devices"]);
    }

    #[test]
    fn there_are_one_to_four_policies() {
        let after = after(vec![
            Edit::RemovePolicy(0),
            Edit::AddPolicy("rr".into()),
            Edit::Parameter(1, "quantum", Kind::Number, "4".into()),
            Edit::AddPolicy("srtf".into()),
            Edit::AddPolicy("sjf".into()),
            Edit::AddPolicy("hrrn".into()),
            Edit::Policy(0, "stride".into()),
        ]);
        let keys: Vec<&Value> = policies(&after).iter().map(|p| &p["policy"]).collect();
        assert_eq!(keys, ["stride", "rr", "srtf", "sjf"]);
        assert_eq!(after["policies"][1]["quantum"], 4);
    }

    fn any_edit() -> impl Strategy<Value = Edit> {
        let kind = prop_oneof![
            Just(Kind::Text),
            Just(Kind::Number),
            Just(Kind::Switch),
            Just(Kind::Cores)
        ];
        let text = "\\PC{0,8}|[0-9. ,-]{0,6}";
        prop_oneof![
            (0usize..4, kind.clone(), text)
                .prop_map(|(job, kind, text)| Edit::Cell(job, "arrival", kind, text)),
            proptest::option::of(0usize..4).prop_map(Edit::AddJob),
            (0usize..4).prop_map(Edit::Duplicate),
            (0usize..4).prop_map(Edit::Delete),
            (0usize..4, any::<bool>()).prop_map(|(job, down)| Edit::Move(job, down)),
            (kind, text).prop_map(|(kind, text)| Edit::Setting("cores", kind, text)),
            (0usize..4).prop_map(|i| Edit::Policy(i, "rr".into())),
            Just(Edit::AddPolicy("rr".into())),
            (0usize..4).prop_map(Edit::RemovePolicy),
        ]
    }

    proptest! {
        #[test]
        fn edits_keep_the_document_whole(
            start in prop_oneof![Just(document()), Just(Value::Null), Just(json!({"jobs": 3, "machine": []}))],
            edits in proptest::collection::vec(any_edit(), 0..40),
        ) {
            let mut document = start;
            for edit in edits {
                apply(&mut document, edit);
            }
            prop_assert!(jobs(&document).len() <= MOST_JOBS);
            prop_assert!(policies(&document).len() <= MOST_POLICIES);
            let text = document.to_string();
            prop_assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), document);
        }
    }
}
