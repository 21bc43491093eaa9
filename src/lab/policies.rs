//! Policies on the command line: `round-robin:quantum=2`, `--set quantum=2`,
//! and the help that the table of policies gives.

use std::fmt::Write;

use serde_json::{Map, Value, json};

use super::jobs;
use crate::base::{Lang, Problem, Text};
use crate::scenario::{Domain, PolicyKind, TABLE};

/// Other names that books use.
const ALSO: &[(&str, &str)] = &[
    ("fcfs", "fifo"),
    ("sjn", "sjf"),
    ("spn", "sjf"),
    ("srt", "srtf"),
    ("rr", "round-robin"),
    ("fair", "cfs"),
    ("rm", "rate-monotonic"),
];

/// Policies as a document has them: those of the texts, with what is set for
/// all that have such a parameter and do not say it themselves.
///
/// # Errors
/// Policies and parameters that are not known, or are said twice.
pub(super) fn read(policies: &[String], set: &[(String, String)]) -> Result<Vec<Value>, Problem> {
    change(Vec::new(), policies, set)
}

/// The same, where a document has policies of its own that are used if there
/// are no texts. What is set takes the place of what the document says.
///
/// # Errors
/// As for [`read`].
pub(super) fn change(
    own: Vec<Value>,
    policies: &[String],
    set: &[(String, String)],
) -> Result<Vec<Value>, Problem> {
    let mut all = Vec::new();
    for text in policies {
        all.push(policy(text)?);
    }
    let mut overrides = false;
    if all.is_empty() {
        overrides = true;
        all = own.into_iter().filter_map(known).collect();
    }
    let mut used = vec![false; set.len()];
    for (kind, fields) in &mut all {
        for ((key, value), used) in set.iter().zip(&mut used) {
            if let Some(parameter) = kind.parameter(key) {
                *used = true;
                if overrides || !fields.contains_key(key) {
                    fields.insert(key.clone(), setting(value, parameter.domain));
                }
            }
        }
    }
    match set.iter().zip(used).find(|(_, used)| !used) {
        None => Ok(all.into_iter().map(|(_, fields)| fields.into()).collect()),
        Some(((key, _), _)) => {
            let kinds: Vec<&PolicyKind> = all.iter().map(|(kind, _)| *kind).collect();
            Err(unused(key, &kinds))
        }
    }
}

/// A policy of a document that could be read.
fn known(policy: Value) -> Option<(&'static PolicyKind, Map<String, Value>)> {
    let kind = PolicyKind::named(policy["policy"].as_str()?)?;
    match policy {
        Value::Object(fields) => Some((kind, fields)),
        _ => None,
    }
}

/// One policy: its name, and what is set behind colons.
fn policy(text: &str) -> Result<(&'static PolicyKind, Map<String, Value>), Problem> {
    let mut parts = text.split(':');
    let name = parts.next().unwrap_or_default().trim();
    let key = ALSO
        .iter()
        .find(|(also, _)| *also == name)
        .map_or(name, |(_, key)| key);
    let kind = PolicyKind::named(key).ok_or_else(|| unknown(name))?;
    let mut fields = Map::new();
    fields.insert("policy".into(), json!(kind.key));
    for part in parts {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        let Some(parameter) = kind.parameter(key.trim()) else {
            return Err(no_parameter(kind, key.trim()));
        };
        let value = setting(value.trim(), parameter.domain);
        if fields.insert(parameter.key.to_owned(), value).is_some() {
            return Err(Problem::new(
                format!("--policy {}", kind.key),
                Text::new(
                    format!("{}이(가) 두 번 있습니다.", parameter.key),
                    format!("{} stands there twice.", parameter.key),
                ),
                Text::new("하나를 지우세요.", "Remove one."),
            ));
        }
    }
    Ok((kind, fields))
}

/// What a parameter is set to, as a document has it. Whether it may be so is
/// decided where the document is read.
fn setting(text: &str, domain: Domain) -> Value {
    match (domain, text) {
        (Domain::MaybeTime, "none") => Value::Null,
        (Domain::Times(..), _) => text
            .split(',')
            .map(|time| jobs::value(time.trim()))
            .collect(),
        (Domain::Word(_), _) => json!(text),
        _ => jobs::value(text),
    }
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

fn unknown(name: &str) -> Problem {
    let keys: Vec<&str> = TABLE.iter().map(|kind| kind.key).collect();
    let (name, keys) = (short(name), keys.join(", "));
    Problem::new(
        "--policy",
        Text::new(
            format!("‘{name}’이라는 정책이 없습니다."),
            format!("There is no policy ‘{name}’."),
        ),
        Text::new(
            format!("다음 중 하나를 쓰세요: {keys}."),
            format!("Use one of: {keys}."),
        ),
    )
}

fn no_parameter(kind: &PolicyKind, key: &str) -> Problem {
    let key = short(key);
    let known: Vec<&str> = kind.parameters.iter().map(|p| p.key).collect();
    let hint = match known.join(", ") {
        none if none.is_empty() => Text::new(
            "이 정책에는 정할 것이 없습니다.",
            "Nothing can be set of this policy.",
        ),
        known => Text::new(
            format!("다음 중 하나를 쓰세요: {known}."),
            format!("Use one of: {known}."),
        ),
    };
    Problem::new(
        format!("--policy {}", kind.key),
        Text::new(
            format!("‘{key}’이라는 매개변수가 없습니다."),
            format!("It has no parameter ‘{key}’."),
        ),
        hint,
    )
}

/// None of the policies has such a parameter.
fn unused(key: &str, kinds: &[&PolicyKind]) -> Problem {
    let key = short(key);
    let mut known: Vec<&str> = Vec::new();
    for parameter in kinds.iter().flat_map(|kind| kind.parameters) {
        if !known.contains(&parameter.key) {
            known.push(parameter.key);
        }
    }
    let known = if known.is_empty() {
        Text::new("정할 것이 없습니다.", "Nothing can be set of it.")
    } else {
        let known = known.join(", ");
        Text::new(
            format!("다음 중 하나를 쓰세요: {known}."),
            format!("Use one of: {known}."),
        )
    };
    Problem::new(
        format!("--set {key}"),
        Text::new(
            "이런 매개변수가 있는 정책이 없습니다.",
            "None of the policies has such a parameter.",
        ),
        known,
    )
}

/// What [`pair`] says of a text that is none.
pub(super) const NO_PAIR: &str = "write NAME=VALUE";

/// `NAME=VALUE` as clap reads it.
pub(super) fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => {
            Ok((key.trim().to_owned(), value.trim().to_owned()))
        }
        _ => Err(NO_PAIR.into()),
    }
}

/// Every policy with its tie-breaks and parameters.
pub(super) fn help(lang: Lang) -> String {
    let pick = |(ko, en): (&'static str, &'static str)| match lang {
        Lang::Ko => ko,
        Lang::En => en,
    };
    let mut out = String::new();
    for kind in TABLE {
        let also: Vec<&str> = ALSO
            .iter()
            .filter(|(_, key)| *key == kind.key)
            .map(|(also, _)| *also)
            .collect();
        let also = match also.join(", ") {
            none if none.is_empty() => none,
            also => format!(" ({also})"),
        };
        // Writing to a string cannot fail.
        let _ = writeln!(out, "  {}{also}: {}", kind.key, pick(kind.name));
        let _ = writeln!(out, "      {}", pick(kind.about));
        let _ = writeln!(out, "      {}", pick(kind.ties));
        for parameter in kind.parameters {
            let domain = parameter.domain.shown();
            let _ = writeln!(
                out,
                "      {}: {} ({})",
                parameter.key,
                pick(parameter.about),
                domain.get(lang)
            );
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(policies: &[&str], set: &[(&str, &str)]) -> String {
        let policies: Vec<String> = policies.iter().map(|p| (*p).to_owned()).collect();
        let set: Vec<_> = set
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        match read(&policies, &set) {
            Ok(policies) => serde_json::to_string(&policies).unwrap(),
            Err(problem) => problem.sentence(Lang::En),
        }
    }

    #[test]
    fn policies_and_what_is_set_of_them() {
        for (policies, set, read) in [
            (&["rr"][..], &[][..], r#"[{"policy":"round-robin"}]"#),
            (
                &[
                    "rr:quantum=2",
                    "mlfq:quanta=1,2:boost=none:stay=true",
                    "fifo",
                ],
                &[("quantum", "3"), ("io_bump", "false")],
                r#"[{"policy":"round-robin","quantum":2},{"boost":null,"io_bump":false,"policy":"mlfq","quanta":[1,2],"stay":true},{"policy":"fifo"}]"#,
            ),
            (
                &["rr"],
                &[("quantum", "750us")],
                r#"[{"policy":"round-robin","quantum":"750us"}]"#,
            ),
            (
                &["fifo"],
                &[("quantum", "2")],
                "--set quantum: None of the policies has such a parameter. Nothing can be set of it.",
            ),
            (
                &["rr:quantum=1:quantum=2"],
                &[],
                "--policy round-robin: quantum stands there twice. Remove one.",
            ),
            (
                &["rr:slice=1"],
                &[],
                "--policy round-robin: It has no parameter ‘slice’. Use one of: quantum.",
            ),
        ] {
            assert_eq!(check(policies, set), read);
        }
        assert!(check(&["robin"], &[]).starts_with("--policy: There is no policy ‘robin’."));
    }

    #[test]
    fn every_parameter_of_the_table_can_be_set_and_is_in_the_help() {
        for kind in TABLE {
            for lang in Lang::ALL {
                assert!(help(lang).contains(&format!("  {}", kind.key)));
            }
            for parameter in kind.parameters {
                let usual = parameter.domain.usual().shown();
                let text = format!("{}:{}={usual}", kind.key, parameter.key);
                let policies = read(&[text], &[]).unwrap();
                let document = json!({"version": 1, "policies": policies});
                let (scenario, problems) = crate::scenario::read(&document.to_string());
                assert_eq!(problems, [], "{} {}", kind.key, parameter.key);
                assert_eq!(
                    scenario.policies[0].get(parameter.key),
                    Some(parameter.domain.usual())
                );
                assert!(help(Lang::En).contains(&format!("      {}: ", parameter.key)));
            }
        }
    }

    #[test]
    fn other_names_are_of_policies_that_are_there() {
        for (also, key) in ALSO {
            assert!(PolicyKind::named(key).is_some(), "{key}");
            assert!(PolicyKind::named(also).is_none(), "{also}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_survived(
            policy in "(rr|mlfq|priority|fifo)?[:=a-z0-9,]{0,20}|.{0,20}",
            set in proptest::collection::vec((".{0,8}", ".{0,8}"), 0..3),
        ) {
            let _ = read(&[policy], &set);
        }
    }
}
