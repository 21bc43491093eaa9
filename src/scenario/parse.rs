//! Reading a scenario.

mod parts;

use serde_json::Value;

use super::fields::{DOCUMENT, Field, JOB, RANDOM};
use super::policies::{Domain, PolicyKind, PolicySpec, Setting, TABLE};
use super::reader::{At, Reader};
use super::{
    JobSpec, Length, MOST_BYTES, MOST_JOBS, MOST_POLICIES, MOST_PROGRAM, MOST_THINGS, RandomSpec,
    Scenario, Unit, VERSION,
};
use crate::base::{Problem, Text};
use crate::sim::Settings;
use crate::sim::program::{Declaration, Reg, System, parse};

/// Numbers that are drawn are not larger.
const MOST_DRAWN: u64 = 1_000_000;

/// Reads a scenario. What cannot be read is left out and told.
pub fn read(text: &str) -> (Scenario, Vec<Problem>) {
    let mut reader = Reader::default();
    if text.len() > MOST_BYTES {
        reader.push(Problem::new(
            "/",
            Text::new(
                format!("{}바이트입니다.", text.len()),
                format!("It has {} bytes.", text.len()),
            ),
            Text::new(
                format!("{MOST_BYTES}바이트 이하로 줄여 주세요."),
                format!("Use at most {MOST_BYTES} bytes."),
            ),
        ));
        return (Scenario::default(), reader.problems);
    }
    let scenario = match serde_json::from_str::<Value>(text) {
        Ok(value) => return read_value(&value),
        Err(error) => {
            reader.push(Problem::new(
                format!("{}:{}", error.line(), error.column()),
                Text::new(
                    format!("JSON이 아닙니다({error})."),
                    format!("It is not JSON ({error})."),
                ),
                Text::new("그 자리를 고쳐 주세요.", "Mend it there."),
            ));
            Scenario::default()
        }
    };
    (scenario, reader.problems)
}

/// Reads a scenario from a JSON value. What cannot be read is left out and told.
pub fn read_value(value: &Value) -> (Scenario, Vec<Problem>) {
    let mut reader = Reader::default();
    let scenario = scenario(&mut reader, &At::root(value));
    (scenario, reader.problems)
}

/// Reads one entry of a scenario's list of policies; none if it cannot be read
/// at all.
pub fn read_policy(entry: &Value) -> Option<PolicySpec> {
    policy(&mut Reader::default(), &At::root(entry))
}

/// A length such as `5` or `750us`, as command lines and controls have it.
///
/// # Errors
/// That it is none.
pub fn parse_length(place: &str, text: &str) -> Result<Length, Problem> {
    Length::parse(text.trim()).ok_or_else(|| {
        Problem::new(
            place,
            Text::new(
                format!("‘{text}’은(는) 시간이 아닙니다."),
                format!("‘{text}’ is no length of time."),
            ),
            Text::new(
                "5처럼 단위의 개수를 쓰거나 750us처럼 단위를 붙여 쓰세요(ns, us, ms, s).",
                "Write a whole number of units such as 5, or one with a unit such as 750us (ns, us, ms, s).",
            ),
        )
    })
}

fn scenario(reader: &mut Reader, at: &At<'_>) -> Scenario {
    let mut found = Scenario::default();
    let Some(fields) = reader.fields(at) else {
        return found;
    };
    if !fields.iter().any(|(name, _)| *name == "version") {
        reader.missing(at, "version");
    }
    for (name, field) in fields {
        match name {
            "version" => drop(reader.count(&field, VERSION..=VERSION)),
            "title" => found.title = reader.words(&field).unwrap_or(found.title),
            "about" => found.about = reader.words(&field).unwrap_or(found.about),
            "unit" => {
                let word = reader.word(&field, &Unit::ALL.map(Unit::key));
                found.unit = word.and_then(Unit::from_key).unwrap_or_default();
            }
            "machine" => found.machine = parts::machine(reader, &field),
            "policies" => found.policies = policies(reader, &field),
            "devices" => found.devices = list(reader, &field, MOST_THINGS, parts::device),
            "networks" => found.networks = list(reader, &field, MOST_THINGS, parts::network),
            "objects" => found.objects = list(reader, &field, MOST_THINGS, object),
            "processes" => found.processes = list(reader, &field, MOST_THINGS, parts::process),
            "signals" => found.signals = list(reader, &field, MOST_THINGS, parts::signal),
            "pools" => found.pools = list(reader, &field, MOST_THINGS, parts::pool),
            "programs" => found.programs = programs(reader, &field),
            "jobs" => found.jobs = list(reader, &field, MOST_JOBS, job),
            "random" => found.random = list(reader, &field, 4, random),
            _ => reader.unknown(&field, &Field::keys(DOCUMENT)),
        }
    }
    unique(reader, at, "devices", &mut found.devices, |d| &d.name);
    unique(reader, at, "networks", &mut found.networks, |n| &n.name);
    unique(reader, at, "objects", &mut found.objects, |o| &o.name);
    unique(reader, at, "processes", &mut found.processes, |p| &p.name);
    unique(reader, at, "pools", &mut found.pools, |p| &p.name);
    unique(reader, at, "jobs", &mut found.jobs, |j| &j.name);
    found
}

/// Items of a list; those that cannot be read are left out.
fn list<T>(
    reader: &mut Reader,
    at: &At<'_>,
    most: usize,
    read: fn(&mut Reader, &At<'_>) -> Option<T>,
) -> Vec<T> {
    let items = reader.items(at, most);
    items.iter().filter_map(|item| read(reader, item)).collect()
}

/// Leaves out what has a name that stands before it already.
fn unique<T>(
    reader: &mut Reader,
    at: &At<'_>,
    list: &str,
    items: &mut Vec<T>,
    name: fn(&T) -> &String,
) {
    let mut known = std::collections::BTreeSet::new();
    items.retain(|item| {
        let is_new = known.insert(name(item).clone());
        if !is_new {
            let name = name(item);
            reader.push(Problem::new(
                second_place(at.value, list, name),
                Text::new(
                    format!("‘{name}’이(가) 두 번 있습니다."),
                    format!("‘{name}’ stands here twice."),
                ),
                Text::new("이름을 다르게 지으세요.", "Give them different names."),
            ));
        }
        is_new
    });
}

/// The place of the second item of that name; of the list if none says it.
fn second_place(document: &Value, list: &str, name: &str) -> String {
    let items = document[list].as_array().into_iter().flatten().enumerate();
    let mut called = items.filter(|(_, item)| item["name"] == name);
    match called.nth(1) {
        Some((second, _)) => format!("/{list}/{second}/name"),
        None => format!("/{list}"),
    }
}

fn policies(reader: &mut Reader, at: &At<'_>) -> Vec<PolicySpec> {
    let found = list(reader, at, MOST_POLICIES, policy);
    if found.is_empty() {
        reader.problem(
            at,
            Text::new("정책이 하나도 없습니다.", "There is no policy."),
            Text::new(
                "하나에서 네 개까지 적어 주세요.",
                "Name one to four of them.",
            ),
        );
        return Scenario::default().policies;
    }
    found
}

/// A policy: its key, or an object with `policy` and its parameters.
fn policy(reader: &mut Reader, at: &At<'_>) -> Option<PolicySpec> {
    let keys: Vec<&'static str> = TABLE.iter().map(|kind| kind.key).collect();
    if at.value.is_string() {
        let key = reader.word(at, &keys)?;
        return PolicyKind::named(key).map(PolicySpec::new);
    }
    let fields = reader.fields(at)?;
    let Some((_, key)) = fields.iter().find(|(name, _)| *name == "policy") else {
        reader.missing(at, "policy");
        return None;
    };
    let kind = PolicyKind::named(reader.word(key, &keys)?)?;
    let mut known = vec!["policy"];
    known.extend(kind.parameters.iter().map(|parameter| parameter.key));
    let mut spec = PolicySpec::new(kind);
    for (name, field) in fields {
        if name == "policy" {
            continue;
        }
        let Some(parameter) = kind.parameter(name) else {
            reader.unknown(&field, &known);
            continue;
        };
        if let Some(setting) = setting(reader, &field, parameter.domain)
            && !spec.set(name, setting)
        {
            reader.wrong(&field, "0보다 크게 적어 주세요.", "Use more than nothing.");
        }
    }
    Some(spec)
}

fn setting(reader: &mut Reader, at: &At<'_>, domain: Domain) -> Option<Setting> {
    Some(match domain {
        Domain::Time(_) | Domain::MaybeTime => Setting::Time(Some(reader.length(at)?)),
        Domain::Times(most, _) if at.value.is_array() => {
            let items = reader.items(at, most);
            let lengths = items.iter().filter_map(|item| reader.length(item));
            Setting::Times(lengths.collect())
        }
        Domain::Times(..) => Setting::Times(vec![reader.length(at)?]),
        Domain::Count { least, most, .. } => Setting::Count(reader.count(at, least..=most)?),
        Domain::Flag(_) => Setting::Flag(reader.flag(at)?),
        Domain::Word(words) => Setting::Word(reader.word(at, words)?),
    })
}

fn required<T>(reader: &mut Reader, at: &At<'_>, name: &str, found: Option<T>) -> Option<T> {
    let is_there = at.value.get(name).is_some_and(|value| !value.is_null());
    if found.is_none() && !is_there {
        reader.missing(at, name);
    }
    found
}

/// An object: a declaration such as `queue q 2`.
fn object(reader: &mut Reader, at: &At<'_>) -> Option<Declaration> {
    let text = reader.text(at, MOST_PROGRAM)?;
    let (mut system, problems) = System::parse(&text);
    for problem in &problems {
        inside(reader, at, problem);
    }
    if system.declarations.len() != 1 || !system.threads.is_empty() {
        if problems.is_empty() {
            reader.wrong(
                at,
                "\"mutex m\"처럼 선언 하나를 적어 주세요.",
                "Use one declaration such as \"mutex m\".",
            );
        }
        return None;
    }
    system.declarations.pop()
}

/// A problem of a text within the document.
fn inside(reader: &mut Reader, at: &At<'_>, problem: &Problem) {
    reader.push(Problem {
        place: format!("{}: {}", at.place, problem.place),
        ..problem.clone()
    });
}

fn programs(reader: &mut Reader, at: &At<'_>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (name, field) in reader.fields(at).unwrap_or_default() {
        if found.len() >= MOST_THINGS {
            break;
        }
        if let Some(text) = program(reader, &field) {
            found.push((name.to_owned(), text));
        }
    }
    found
}

/// The text of a program, if it can be read.
fn program(reader: &mut Reader, at: &At<'_>) -> Option<String> {
    let text = reader.text(at, MOST_PROGRAM)?;
    for problem in &parse(&text).1 {
        inside(reader, at, problem);
    }
    Some(text)
}

fn job(reader: &mut Reader, at: &At<'_>) -> Option<JobSpec> {
    let mut found = JobSpec::new("", Length::ZERO, "");
    let (mut job, mut text) = (None, None);
    for (name, field) in reader.fields(at)? {
        match name {
            "name" => job = reader.name(&field),
            "process" => found.process = reader.name(&field),
            "arrival" => found.arrival = reader.length(&field).unwrap_or(Length::ZERO),
            "priority" => {
                let priority = reader.whole(&field, -1_000_000..=1_000_000);
                found.priority = priority.and_then(|n| i32::try_from(n).ok()).unwrap_or(0);
            }
            "nice" => {
                let nice = reader.whole(&field, -20..=19);
                found.nice = nice.and_then(|n| i8::try_from(n).ok()).unwrap_or(0);
            }
            "tickets" => {
                found.tickets = reader.small(&field, 1..=10_000).unwrap_or(found.tickets);
            }
            "deadline" => found.deadline = reader.length(&field),
            "period" => found.period = positive(reader, &field),
            "releases" => found.releases = reader.count(&field, 1..=1_000_000),
            "affinity" => {
                let items = reader.items(&field, Settings::MOST_CORES as usize);
                let core = |item| reader.small(item, 0..=Settings::MOST_CORES - 1);
                found.affinity = items.iter().filter_map(core).collect();
            }
            "gang" => found.gang = reader.small(&field, 0..=1_000_000),
            "daemon" => found.daemon = reader.flag(&field).unwrap_or(false),
            "registers" => found.registers = registers(reader, &field),
            "program" => text = program(reader, &field),
            _ => reader.unknown(&field, &Field::keys(JOB)),
        }
    }
    let job = required(reader, at, "name", job);
    let text = required(reader, at, "program", text);
    (found.name, found.program) = (job?, text?);
    Some(found)
}

fn positive(reader: &mut Reader, at: &At<'_>) -> Option<Length> {
    let length = reader.length(at)?;
    if length.n == 0 {
        reader.wrong(at, "0보다 크게 적어 주세요.", "Use more than nothing.");
    }
    Some(length).filter(|length| length.n > 0)
}

fn registers(reader: &mut Reader, at: &At<'_>) -> Vec<(String, i64)> {
    let names: Vec<&'static str> = Reg::all().map(Reg::name).collect();
    let mut found = Vec::new();
    for (name, field) in reader.fields(at).unwrap_or_default() {
        if !names.contains(&name) {
            reader.unknown(&field, &names);
        } else if let Some(n) = reader.whole(&field, i64::MIN..=i64::MAX) {
            found.push((name.to_owned(), n));
        }
    }
    found
}

fn random(reader: &mut Reader, at: &At<'_>) -> Option<RandomSpec> {
    let mut found = RandomSpec::new(0);
    let mut count = None;
    for (name, field) in reader.fields(at)? {
        let range = |reader: &mut Reader, usual| {
            let range = reader.range(&field, MOST_DRAWN);
            range.unwrap_or(usual)
        };
        match name {
            "count" => count = reader.small(&field, 1..=MOST_JOBS as u32),
            "name" => found.name = reader.name(&field).unwrap_or(found.name),
            "seed" => found.seed = reader.count(&field, 0..=u64::MAX).unwrap_or(found.seed),
            "arrival" => found.arrival = range(reader, found.arrival),
            "bursts" => found.bursts = range(reader, found.bursts),
            "burst" => found.burst = range(reader, found.burst),
            "device" => found.device = reader.name(&field),
            "io" => found.io = range(reader, found.io),
            "priority" => found.priority = range(reader, found.priority),
            _ => reader.unknown(&field, &Field::keys(RANDOM)),
        }
    }
    if found.bursts.1 > 100 {
        reader.problem(
            at,
            Text::new("버스트가 너무 많습니다.", "There are too many bursts."),
            Text::new("100개까지 쓰세요.", "Use at most 100."),
        );
        return None;
    }
    found.count = required(reader, at, "count", count)?;
    Some(found)
}
