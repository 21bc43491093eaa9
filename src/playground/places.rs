//! Places in the document, as people call them.

use super::fields::Table;
use crate::base::Lang;
use crate::scenario::{TABLE, Words, pick};

/// What the lists and objects of the document are called.
const HEADS: &[(&str, Words)] = &[
    ("jobs", ("작업", "Job")),
    ("policies", ("방식", "Policy")),
    ("machine", ("기계", "Machine")),
    ("devices", ("장치", "Device")),
    ("objects", ("락·큐·셀", "Object")),
    ("networks", ("네트워크", "Network")),
    ("pools", ("풀", "Pool")),
    ("signals", ("시그널", "Signal")),
    ("processes", ("프로세스", "Process")),
    ("programs", ("프로그램", "Program")),
    ("random", ("뽑는 작업", "Drawn jobs")),
    ("title", ("제목", "Title")),
    ("about", ("설명", "Description")),
];

/// A place such as `/jobs/2/program: line 1, column 8` in words:
/// `Job 3 · Program, character 8`.
pub fn named(place: &str, lang: Lang) -> String {
    let (pointer, inside) = split(place);
    let mut steps = pointer.split('/').skip(1);
    let head = steps.next().unwrap_or_default();
    let mut name = match HEADS.iter().find(|(key, _)| *key == head) {
        Some((_, words)) => pick(*words, lang).to_owned(),
        None => setting(head, lang).unwrap_or(pointer).to_owned(),
    };
    for step in steps {
        match step.parse::<usize>() {
            Ok(n) if !name.contains(" · ") => name += &format!(" {}", n + 1),
            _ => name += &format!(" · {}", field(head, step, lang)),
        }
    }
    if name.is_empty() {
        name = pointer.to_owned();
    }
    match inside {
        "" => name,
        inside => format!("{name}, {}", within(inside, lang)),
    }
}

/// A JSON pointer and the place within the text there.
pub fn split(place: &str) -> (&str, &str) {
    place.split_once(": ").unwrap_or((place, ""))
}

/// A place within a text: `line 2, column 8`, where a first line goes without
/// saying.
pub fn within(inside: &str, lang: Lang) -> String {
    let numbers = inside.strip_prefix("line ").and_then(|rest| {
        let (line, column) = rest.split_once(", column ")?;
        Some((line.parse::<u32>().ok()?, column.parse::<u32>().ok()?))
    });
    match (numbers, lang) {
        (None, _) => inside.to_owned(),
        (Some((1, column)), Lang::Ko) => format!("{column}번째 글자"),
        (Some((1, column)), Lang::En) => format!("character {column}"),
        (Some((line, column)), Lang::Ko) => format!("{line}번째 줄 {column}번째 글자"),
        (Some((line, column)), Lang::En) => format!("line {line}, character {column}"),
    }
}

/// The name of a field of something.
fn field<'a>(head: &str, key: &'a str, lang: Lang) -> &'a str {
    let table = match head {
        "jobs" => Table::Job,
        "devices" => Table::Device,
        "networks" => Table::Network,
        "processes" => {
            let found = Table::Process.field(key).or(Table::UserThreads.field(key));
            return found.map_or(key, |field| field.name(lang));
        }
        "pools" => Table::Pool,
        "signals" => Table::Signal,
        "random" => Table::Random,
        "machine" => return setting(key, lang).unwrap_or(key),
        "policies" => return parameter(key, lang).unwrap_or(key),
        _ => return key,
    };
    table.field(key).map_or(key, |field| field.name(lang))
}

fn parameter(key: &str, lang: Lang) -> Option<&'static str> {
    let mut parameters = TABLE.iter().flat_map(|kind| kind.parameters);
    let named = parameters.find(|parameter| parameter.key == key)?;
    Some(pick(named.name, lang))
}

/// The name of a setting of the machine or of the whole.
fn setting(key: &str, lang: Lang) -> Option<&'static str> {
    let tables = [Table::Machine, Table::Costs, Table::Whole];
    let named = tables.into_iter().find_map(|table| table.field(key))?;
    Some(named.name(lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_named() {
        for (place, ko, en) in [
            ("/jobs/2/arrival", "작업 3 · 도착", "Job 3 · Arrival"),
            (
                "/jobs/0/program: line 1, column 8",
                "작업 1 · 프로그램, 8번째 글자",
                "Job 1 · Program, character 8",
            ),
            (
                "/programs/w: line 2, column 1",
                "프로그램 · w, 2번째 줄 1번째 글자",
                "Program · w, line 2, character 1",
            ),
            (
                "/policies/1/quantum",
                "방식 2 · 타임 슬라이스",
                "Policy 2 · Quantum",
            ),
            (
                "/policies/0/nonsense",
                "방식 1 · nonsense",
                "Policy 1 · nonsense",
            ),
            ("/machine/cores", "기계 · 코어", "Machine · Cores"),
            ("/unit", "단위", "Unit"),
            ("/jobs: b", "작업, b", "Job, b"),
            ("/cors", "/cors", "/cors"),
            ("/", "/", "/"),
            ("m", "m", "m"),
        ] {
            assert_eq!(named(place, Lang::Ko), ko);
            assert_eq!(named(place, Lang::En), en);
        }
    }
}
