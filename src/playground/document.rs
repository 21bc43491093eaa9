//! The scenario as it is typed: the JSON document of [`crate::scenario`], in
//! which each cell of the page is a field.
//!
//! What can be read as the field's kind is kept as that (a number, a list of
//! cores); anything else is kept as the text that was typed, so that nothing
//! is lost and the scenario's own reader says what is wrong with it, and where.

use serde_json::{Map, Value, json};

pub use super::typed::{Kind, on_one_line, on_several_lines, shown, text, typed};
use crate::scenario::{MOST_POLICIES, RandomSpec, VERSION};

/// More jobs than this are not added one by one.
pub const MOST_JOBS: usize = 64;
/// More devices, processes, programs or draws than this are not added.
pub const MOST_THINGS: usize = 16;
/// How many jobs are drawn if there are none yet.
const DRAWN: usize = 5;
/// Drawn jobs, at most.
const MOST_DRAWN: usize = 12;

/// A list of the document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum List {
    /// Jobs.
    Jobs,
    /// Policies.
    Policies,
    /// Devices.
    Devices,
    /// Networks.
    Networks,
    /// Pools.
    Pools,
    /// Signals.
    Signals,
    /// Processes.
    Processes,
    /// Jobs that are drawn.
    Random,
}

impl List {
    /// Its name in the document.
    pub fn key(self) -> &'static str {
        match self {
            List::Jobs => "jobs",
            List::Policies => "policies",
            List::Devices => "devices",
            List::Networks => "networks",
            List::Pools => "pools",
            List::Signals => "signals",
            List::Processes => "processes",
            List::Random => "random",
        }
    }

    /// More are not added.
    pub fn most(self) -> usize {
        match self {
            List::Jobs => MOST_JOBS,
            List::Policies => MOST_POLICIES,
            List::Random => 4,
            _ => MOST_THINGS,
        }
    }
}

/// A part of the document that has fields.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// The document itself.
    Whole,
    /// The machine.
    Machine,
    /// What else costs time on the machine.
    Costs,
    /// An item of a list.
    Item(List, usize),
    /// How a process runs its jobs as user-level threads.
    UserThreads(usize),
}

impl Part {
    /// Its place, a JSON pointer.
    pub fn place(self) -> String {
        match self {
            Part::Whole => String::new(),
            Part::Machine => "/machine".to_owned(),
            Part::Costs => "/machine/costs".to_owned(),
            Part::Item(list, index) => format!("/{}/{index}", list.key()),
            Part::UserThreads(process) => format!("/processes/{process}/user_threads"),
        }
    }

    /// It in a document; null if it is not there.
    pub fn of(self, document: &Value) -> &Value {
        match self {
            Part::Whole => document,
            Part::Machine => &document["machine"],
            Part::Costs => &document["machine"]["costs"],
            Part::Item(list, index) => &document[list.key()][index],
            Part::UserThreads(process) => &document["processes"][process]["user_threads"],
        }
    }
}

/// A change of the document.
#[derive(Clone, PartialEq, Debug)]
pub enum Edit {
    /// A field of a part.
    Put(Part, &'static str, Kind, String),
    /// One more of a list, behind this one or at the end.
    Add(List, Option<usize>),
    /// The same job once more, behind it.
    Duplicate(usize),
    /// One less of a list; one policy stays.
    Remove(List, usize),
    /// A job up or down by one.
    Move(usize, bool),
    /// Another policy, with its usual parameters.
    Policy(usize, String),
    /// One more policy, of a key.
    AddPolicy(String),
    /// The text of a program that jobs can start; none: it goes.
    Program(String, Option<String>),
    /// One more program.
    AddProgram,
    /// Another name for a program, unless there is one of that name.
    Rename(String, String),
    /// Other jobs, drawn from the next seed.
    Draw,
    /// The document, typed as JSON.
    Typed(Value),
    /// Everything: a preset, a file.
    Replace(Value),
}

impl Edit {
    /// What it is about: edits in a row that are about the same are taken back
    /// together.
    pub fn about(&self) -> Option<String> {
        match self {
            Edit::Put(part, key, ..) => Some(format!("{}/{key}", part.place())),
            Edit::Program(name, Some(_)) => Some(format!("/programs/{name}")),
            Edit::Typed(_) => Some("json".to_owned()),
            _ => None,
        }
    }
}

/// A list of the document; empty if there is none.
pub fn list(document: &Value, list: List) -> &[Value] {
    document[list.key()].as_array().map_or(&[], Vec::as_slice)
}

/// The jobs.
pub fn jobs(document: &Value) -> &[Value] {
    list(document, List::Jobs)
}

/// The policies.
pub fn policies(document: &Value) -> &[Value] {
    list(document, List::Policies)
}

/// The programs that jobs can start, by name.
pub fn programs(document: &Value) -> impl Iterator<Item = (&str, String)> {
    let programs = document["programs"].as_object().into_iter().flatten();
    programs.map(|(name, value)| (name.as_str(), text(Some(value))))
}

/// The key of an entry of the list of policies: it may be the key alone.
pub fn policy_key(entry: &Value) -> String {
    match entry {
        Value::String(key) => key.clone(),
        entry => text(entry.get("policy")),
    }
}

/// Does an edit. What cannot be done (no such job, no room) changes nothing.
pub fn apply(document: &mut Value, edit: Edit) {
    if let Edit::Replace(other) | Edit::Typed(other) = edit {
        *document = other;
        return;
    }
    if !document.is_object() {
        *document = json!({ "version": VERSION });
    }
    match edit {
        Edit::Put(part, key, kind, text) => {
            put(part_mut(document, part), key, kind, &text);
            tidy_machine(document);
        }
        Edit::Add(list, after) => add(list_mut(document, list), list, after),
        Edit::Duplicate(job) => duplicate(list_mut(document, List::Jobs), job),
        Edit::Remove(list, index) => {
            let items = list_mut(document, list);
            if index < items.len() && (list != List::Policies || items.len() > 1) {
                items.remove(index);
            }
            tidy(document, list.key());
        }
        Edit::Move(job, down) => step(list_mut(document, List::Jobs), job, down),
        Edit::Policy(index, key) => {
            if let Some(policy) = list_mut(document, List::Policies).get_mut(index) {
                *policy = json!({ "policy": key });
            }
        }
        Edit::AddPolicy(key) => {
            let policies = list_mut(document, List::Policies);
            if policies.len() < MOST_POLICIES {
                policies.push(json!({ "policy": key }));
            }
        }
        Edit::Program(..) | Edit::AddProgram | Edit::Rename(..) => {
            program(map_mut(document, "programs"), edit);
            tidy(document, "programs");
        }
        Edit::Draw => draw(document),
        Edit::Typed(_) | Edit::Replace(_) => {}
    }
}

fn list_mut(document: &mut Value, list: List) -> &mut Vec<Value> {
    let place = &mut document[list.key()];
    if !place.is_array() {
        *place = json!([]);
    }
    match place {
        Value::Array(list) => list,
        _ => unreachable!("it was just made a list"),
    }
}

fn map_mut<'a>(document: &'a mut Value, key: &str) -> &'a mut Map<String, Value> {
    let place = &mut document[key];
    if !place.is_object() {
        *place = json!({});
    }
    match place {
        Value::Object(map) => map,
        _ => unreachable!("it was just made an object"),
    }
}

/// Takes a list or an object away in which nothing is left; that of the jobs
/// and that of the policies stay.
fn tidy(document: &mut Value, key: &str) {
    let empty = match document.get(key) {
        Some(Value::Array(items)) => items.is_empty(),
        Some(Value::Object(fields)) => fields.is_empty(),
        _ => false,
    };
    if empty
        && !["jobs", "policies"].contains(&key)
        && let Some(fields) = document.as_object_mut()
    {
        fields.remove(key);
    }
}

/// Takes costs and machine away if nothing is left in them.
fn tidy_machine(document: &mut Value) {
    if let Some(machine) = document.get_mut("machine") {
        tidy(machine, "costs");
    }
    tidy(document, "machine");
}

/// A part as something with fields; none if there is no such item.
fn part_mut(document: &mut Value, part: Part) -> Option<&mut Value> {
    match part {
        Part::Whole => Some(document),
        Part::Machine => Some(&mut document["machine"]),
        Part::UserThreads(process) => {
            let process = list_mut(document, List::Processes).get_mut(process)?;
            if !process.is_object() {
                *process = json!({});
            }
            Some(&mut process["user_threads"])
        }
        Part::Costs => {
            let machine = &mut document["machine"];
            if !machine.is_object() {
                *machine = json!({});
            }
            Some(&mut machine["costs"])
        }
        Part::Item(list, index) => {
            let item = list_mut(document, list).get_mut(index)?;
            if let (List::Policies, Value::String(key)) = (list, &*item) {
                *item = json!({ "policy": key });
            }
            Some(item)
        }
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

fn step(items: &mut [Value], index: usize, down: bool) {
    let other = if down {
        index.checked_add(1)
    } else {
        index.checked_sub(1)
    };
    if let Some(other) = other
        && index < items.len()
        && other < items.len()
    {
        items.swap(index, other);
    }
}

fn add(items: &mut Vec<Value>, list: List, after: Option<usize>) {
    if items.len() >= list.most() {
        return;
    }
    let at = after.map_or(items.len(), |index| (index + 1).min(items.len()));
    let item = match list {
        List::Jobs => json!({ "name": free_letter(items), "program": "cpu 3" }),
        List::Policies => json!({ "policy": "fifo" }),
        List::Devices => json!({ "name": free_name(items, "disk"), "channels": 1 }),
        List::Networks => json!({ "name": free_name(items, "net"), "latency": 5 }),
        List::Pools => json!({ "name": free_name(items, "pool"), "workers": 2 }),
        List::Signals => json!({ "at": 10, "process": "process", "signal": "terminate" }),
        List::Processes => json!({ "name": free_name(items, "process") }),
        List::Random => json!({ "count": DRAWN, "name": free_name(items, "R"), "seed": 1 }),
    };
    items.insert(at, item);
}

fn duplicate(jobs: &mut Vec<Value>, job: usize) {
    if jobs.len() < MOST_JOBS
        && let Some(copy) = jobs.get(job)
    {
        let mut copy = copy.clone();
        if copy.is_object() {
            copy["name"] = free_letter(jobs).into();
        }
        jobs.insert(job + 1, copy);
    }
}

fn program(programs: &mut Map<String, Value>, edit: Edit) {
    match edit {
        Edit::Program(name, None) => {
            programs.remove(&name);
        }
        Edit::Program(name, Some(text)) => {
            if let Some(program) = programs.get_mut(&name) {
                *program = text.into();
            }
        }
        Edit::AddProgram if programs.len() < MOST_THINGS => {
            let name = free("worker", |name| programs.contains_key(name));
            programs.insert(name, "cpu 3".into());
        }
        Edit::Rename(from, to) if !to.trim().is_empty() && !programs.contains_key(&to) => {
            if let Some(text) = programs.remove(&from) {
                programs.insert(to, text);
            }
        }
        _ => {}
    }
}

/// As many jobs as there are, drawn from the next seed, in place of them.
fn draw(document: &mut Value) {
    let seed = text(document["machine"].get("seed"));
    let seed = seed.parse::<u64>().unwrap_or(0).wrapping_add(1) % 1_000_000;
    let count = match jobs(document).len() {
        0 => DRAWN,
        n => n.min(MOST_DRAWN),
    };
    let drawn = RandomSpec::mixed(count as u32, seed).jobs();
    let seed = seed.to_string();
    put(
        part_mut(document, Part::Machine),
        "seed",
        Kind::Number,
        &seed,
    );
    let jobs: Vec<Value> = drawn.iter().map(|job| job.to_json()).collect();
    document["jobs"] = jobs.into();
}

/// The first of A, B … Z, A2, B2 … that no job is called.
fn free_letter(jobs: &[Value]) -> String {
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

/// The first of a name, the name with 2, with 3 … that no item has.
fn free_name(items: &[Value], name: &str) -> String {
    free(name, |name| items.iter().any(|item| item["name"] == name))
}

fn free(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2..).map(|n: u32| format!("{name}{n}"));
    std::iter::once(name.to_owned())
        .chain(numbered)
        .find(|name| !taken(name))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
