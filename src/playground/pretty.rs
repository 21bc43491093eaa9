//! A document as a text for people: fields in the order in which they are
//! explained, and what fits on a line on one.

use serde_json::{Map, Value};

use crate::scenario::fields::{
    COSTS, DEVICE, DOCUMENT, JOB, MACHINE, NETWORK, POOL, PROCESS, RANDOM, SIGNAL,
};

/// Longer lines are broken where they can be, in bytes.
const WIDTH: usize = 100;

/// The document as JSON.
pub fn pretty(document: &Value) -> String {
    let mut out = String::new();
    match document {
        // The document itself is never on one line.
        Value::Object(fields) => object(&mut out, fields, 0),
        other => write(&mut out, other, 0, 0),
    }
    out
}

/// Writes a value at a depth, behind so many bytes on its line.
fn write(out: &mut String, value: &Value, depth: usize, before: usize) {
    let line = one_line(value);
    match value {
        Value::Object(fields) if before + line.len() > WIDTH => object(out, fields, depth),
        Value::Array(items) if before + line.len() > WIDTH => {
            out.push('[');
            for (n, item) in items.iter().enumerate() {
                new_line(out, n, depth + 1);
                write(out, item, depth + 1, 2 * depth + 3);
            }
            end(out, depth, ']');
        }
        _ => *out += &line,
    }
}

fn object(out: &mut String, fields: &Map<String, Value>, depth: usize) {
    out.push('{');
    for (n, (key, value)) in in_order(fields).into_iter().enumerate() {
        new_line(out, n, depth + 1);
        let key = format!("{}: ", Value::from(key));
        *out += &key;
        write(out, value, depth + 1, 2 * depth + 3 + key.len());
    }
    end(out, depth, '}');
}

fn new_line(out: &mut String, n: usize, depth: usize) {
    if n > 0 {
        out.push(',');
    }
    out.push('\n');
    *out += &"  ".repeat(depth);
}

fn end(out: &mut String, depth: usize, bracket: char) {
    out.push('\n');
    *out += &"  ".repeat(depth);
    out.push(bracket);
}

fn one_line(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(one_line).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(fields) => {
            let field = |(key, value)| format!("{}: {}", Value::from(key), one_line(value));
            let fields: Vec<String> = in_order(fields).into_iter().map(field).collect();
            format!("{{{}}}", fields.join(", "))
        }
        other => other.to_string(),
    }
}

/// The fields in the order of the tables, those that are in none behind them.
fn in_order(fields: &Map<String, Value>) -> Vec<(&str, &Value)> {
    let mut found: Vec<(&str, &Value)> = fields.iter().map(|(k, v)| (k.as_str(), v)).collect();
    found.sort_by_key(|(key, _)| place(key));
    found
}

fn place(key: &str) -> usize {
    let first = ["policy", "ko", "en"].into_iter();
    let tables = [
        DOCUMENT, MACHINE, COSTS, DEVICE, NETWORK, PROCESS, POOL, SIGNAL, JOB, RANDOM,
    ];
    let keys = tables.into_iter().flatten().map(|field| field.key);
    let mut all = first.chain(keys);
    // A program stands last, as the longest.
    match key {
        "program" => usize::MAX,
        key => all.position(|known| known == key).unwrap_or(usize::MAX - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::presets::Preset;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn documents_are_written_as_one_would() {
        let document = json!({
            "version": 1,
            "jobs": [
                {"program": "cpu 3", "name": "A", "arrival": 1},
                {"program": "lock m; cpu 3; unlock m; cpu 4; lock m; cpu 5; unlock m", "name": "B"},
            ],
            "policies": ["fifo", {"quantum": 4, "policy": "round-robin"}],
            "nonsense": {},
        });
        let expected = r#"{
  "version": 1,
  "policies": ["fifo", {"policy": "round-robin", "quantum": 4}],
  "jobs": [
    {"name": "A", "arrival": 1, "program": "cpu 3"},
    {"name": "B", "program": "lock m; cpu 3; unlock m; cpu 4; lock m; cpu 5; unlock m"}
  ],
  "nonsense": {}
}"#;
        assert_eq!(pretty(&document), expected);
    }

    #[test]
    fn nothing_is_lost() {
        for preset in Preset::all() {
            let document: Value = serde_json::from_str(preset.text).unwrap();
            let text = pretty(&document);
            assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), document);
        }
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "\\PC{0,40}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::btree_map("\\PC{0,9}|name|jobs", inner, 0..6)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_value_is_read_again(value in any_value()) {
            prop_assert_eq!(serde_json::from_str::<Value>(&pretty(&value)).unwrap(), value);
        }
    }
}
