//! From the document to runs.

use std::rc::Rc;

use serde_json::Value;

use super::document::{Kind, MOST_JOBS, MOST_POLICIES, jobs, policies, shown, typed};
use super::fields::{COLUMNS, Field, SETTINGS};
use super::measures::Figures;
use super::read::{Reader, millis};
use super::rules::{self, Rules};
use crate::base::{Dur, Lang, Problem, Text, Time};
use crate::sim::policy::{Affinity, Attributes};
use crate::sim::{DeviceId, Limits, Machine, Op, Outcome, Periodic, Script, Settings};
use crate::trace::{Trace, TrackId};

/// Events and steps of one run, at most: a page that computes for longer
/// than a moment does not answer.
pub const EVENTS: u64 = 100_000;
/// The longest program of a job, in bytes.
const LONGEST_PROGRAM: usize = 4096;
/// More often than this no job comes again.
const MOST_RELEASES: u64 = 1000;
/// The most instructions of a program.
const MOST_OPS: usize = 500;

/// A run under one policy.
#[derive(Clone, Debug)]
pub struct Ran {
    /// What happened.
    pub trace: Rc<Trace>,
    /// The lanes of the jobs, in their order.
    pub lanes: Vec<TrackId>,
    /// What it comes to.
    pub figures: Figures,
    /// What is to be said of how it ended, unless all jobs did.
    pub unfinished: Option<Text>,
}

impl PartialEq for Ran {
    /// Two runs are never the same run.
    fn eq(&self, other: &Ran) -> bool {
        Rc::ptr_eq(&self.trace, &other.trace)
    }
}

/// The runs of a document.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Bench {
    /// For each policy its name and its run, if there is one.
    pub runs: Vec<(Text, Option<Ran>)>,
    /// What is wrong with the document, at places such as `jobs[1].arrival`.
    pub problems: Vec<Problem>,
}

/// One job, read.
struct Job {
    name: String,
    arrives: Time,
    attributes: Attributes,
    ops: Vec<(Op, Option<String>)>,
    /// How often it comes, if it comes again and again.
    releases: Option<u64>,
}

/// Runs a document under each of its policies.
pub fn run(document: &Value) -> Bench {
    let mut bench = Bench::default();
    let settings = settings(document, &mut bench.problems);
    // Once, so that it is told once.
    releases(document, Dur(1), &mut bench.problems);
    let jobs: Vec<Job> = jobs(document)
        .iter()
        .take(MOST_JOBS)
        .enumerate()
        .map(|(i, entry)| job(i, entry, document, &mut bench.problems))
        .collect();
    if jobs.is_empty() {
        bench.problems.push(no_jobs());
    }
    let runnable = !jobs.is_empty();
    for (i, entry) in policies(document).iter().take(MOST_POLICIES).enumerate() {
        let place = format!("policies[{i}]");
        let Some(rules) = rules::of(entry) else {
            bench.problems.push(unknown_policy(&place, entry));
            bench.runs.push((Text::new("?", "?"), None));
            continue;
        };
        let policy = rules.make(&mut Reader::new(place, entry, &mut bench.problems));
        let ran = runnable.then(|| one(settings, &jobs, policy));
        let ran = match ran {
            Some(Ok(ran)) => Some(ran),
            Some(Err(problems)) => {
                bench.problems.extend(problems);
                None
            }
            None => None,
        };
        let title = |lang| title(document, i, rules, lang);
        bench
            .runs
            .push((Text::new(title(Lang::Ko), title(Lang::En)), ran));
    }
    bench
}

/// What a run is called: its policy, and the parameters in which it differs
/// from others of the same policy.
fn title(document: &Value, index: usize, rules: &Rules, lang: Lang) -> String {
    let entries = policies(document);
    let text = |entry: &Value, field: &Field| {
        let text = shown(entry.get(field.key));
        if text.trim().is_empty() {
            field.usual.to_owned()
        } else {
            text.trim().to_owned()
        }
    };
    let mut title = rules.short(lang).to_owned();
    for field in rules.parameters {
        let own = text(&entries[index], field);
        let mut others = entries.iter().filter(|entry| entry["policy"] == rules.key);
        if others.all(|entry| text(entry, field) == own) {
            continue;
        }
        match (field.kind, own.as_str()) {
            (_, "") | (Kind::Switch, "false") => {}
            (Kind::Switch, _) => title.push_str(&format!(", {}", field.name(lang))),
            _ => title.push_str(&format!(", {} {own}", field.name(lang))),
        }
    }
    title
}

fn one(
    settings: Settings,
    jobs: &[Job],
    policy: Box<dyn crate::sim::policy::Policy>,
) -> Result<Ran, Vec<Problem>> {
    let mut machine = Machine::new(settings);
    let process = machine.process("program", None);
    let mut devices: Vec<(&str, DeviceId)> = Vec::new();
    for job in jobs {
        let mut ops = Vec::new();
        for (op, device) in &job.ops {
            ops.push(match (op, device) {
                (Op::Sleep(d), Some(name)) => {
                    let known = devices.iter().find(|(n, _)| n == name);
                    let id = match known {
                        Some((_, id)) => *id,
                        None => {
                            let id = machine.device(name, Some(1));
                            devices.push((name, id));
                            id
                        }
                    };
                    Op::Io(id, *d)
                }
                (op, _) => op.clone(),
            });
        }
        let body = match (&ops[..], job.releases) {
            ([Op::Compute(demand)], Some(n)) => Periodic::new(*demand, Some(n)).boxed(),
            _ => Script::new(ops).boxed(),
        };
        machine.thread_with(
            process,
            &job.name,
            job.arrives,
            job.attributes.clone(),
            body,
        );
    }
    let run = machine.run(policy)?;
    let waiting = match &run.outcome {
        Outcome::Finished => &[][..],
        Outcome::Deadlock(waiting) | Outcome::Budget(waiting) => waiting,
    };
    let with_end: Vec<(TrackId, bool)> = run
        .lanes
        .iter_ids()
        .take(jobs.len())
        .map(|(thread, &lane)| (lane, waiting.iter().all(|w| w.thread != thread)))
        .collect();
    let unfinished = (run.outcome != Outcome::Finished)
        .then(|| Text::new(run.sentence(Lang::Ko), run.sentence(Lang::En)));
    let due = |job: &Job| job.attributes.deadline.is_some() || job.attributes.period.is_some();
    let missed = jobs.iter().any(due).then_some(run.missed.len() as u64);
    let lanes = with_end.iter().map(|(lane, _)| *lane).collect();
    Ok(Ran {
        figures: Figures::of(&run.trace, &with_end, missed),
        trace: Rc::new(run.trace),
        lanes,
        unfinished,
    })
}

/// How often a job with a period comes: as often as it can before the end that
/// the machine sets.
fn releases(document: &Value, period: Dur, problems: &mut Vec<Problem>) -> u64 {
    let mut reader = Reader::new("machine", &document["machine"], problems);
    let until = reader.length(setting("until"), Dur(1));
    let until = until.unwrap_or(Dur::millis(60));
    until.0.div_ceil(period.0.max(1)).clamp(1, MOST_RELEASES)
}

fn setting(key: &str) -> &'static Field {
    SETTINGS
        .iter()
        .find(|f| f.key == key)
        .unwrap_or(&SETTINGS[0])
}

fn settings(document: &Value, problems: &mut Vec<Problem>) -> Settings {
    let mut reader = Reader::new("machine", &document["machine"], problems);
    let cores = reader.whole(setting("cores"), 1, 64).unwrap_or(1);
    let seed = reader.whole(setting("seed"), 0, i64::MAX).unwrap_or(1);
    Settings {
        switch_cost: reader
            .length(setting("switch"), Dur::ZERO)
            .unwrap_or_default(),
        seed: seed.unsigned_abs(),
        limits: Limits {
            events: EVENTS,
            ..Limits::default()
        },
        ..Settings::cores(u32::try_from(cores).unwrap_or(1))
    }
}

fn column(key: &str) -> &'static Field {
    COLUMNS.iter().find(|f| f.key == key).unwrap_or(&COLUMNS[0])
}

fn job(index: usize, entry: &Value, document: &Value, problems: &mut Vec<Problem>) -> Job {
    let place = format!("jobs[{index}]");
    let text = shown(entry.get("program"));
    let ops = program(&format!("{place}.program"), &text, problems);
    let mut reader = Reader::new(place, entry, problems);
    let name = reader.text(column("name"));
    let twice = jobs(document)[..index]
        .iter()
        .any(|job| shown(job.get("name")) == name);
    if name.trim().is_empty() || twice {
        reader.wrong(
            column("name"),
            Text::new(
                "이름이 없거나 다른 작업과 같습니다.",
                "The name is empty, or another job has it.",
            ),
            Text::new(
                "작업마다 다른 이름을 쓰세요.",
                "Give each job a name of its own.",
            ),
        );
    }
    let arrives = reader
        .length(column("arrival"), Dur::ZERO)
        .unwrap_or_default();
    let int = |n: Option<i64>| n.and_then(|n| i32::try_from(n).ok());
    let attributes = Attributes {
        priority: int(reader.whole(column("priority"), -1_000_000, 1_000_000)).unwrap_or(0),
        nice: reader.whole(column("nice"), -20, 19).map_or(0, |n| n as i8),
        tickets: reader
            .whole(column("tickets"), 1, 1_000_000)
            .map_or(100, |n| n as u32),
        deadline: reader.length(column("deadline"), Dur(1)),
        period: reader.length(column("period"), Dur(1)),
        affinity: affinity(&mut reader),
        gang: None,
    };
    let releases = attributes.period.map(|period| {
        if !matches!(ops[..], [(Op::Compute(_), _)]) {
            reader.wrong(
                column("program"),
                Text::new(
                    "주기가 있는 작업은 한 번의 cpu만 할 수 있습니다.",
                    "A job with a period can only compute, once.",
                ),
                Text::new(
                    "cpu 하나만 쓰거나 주기를 비우세요.",
                    "Use one cpu, or leave the period empty.",
                ),
            );
        }
        releases(document, period, &mut Vec::new())
    });
    Job {
        releases,
        name: if name.trim().is_empty() {
            format!("#{}", index + 1)
        } else {
            name
        },
        arrives: Time(arrives.0),
        attributes,
        ops,
    }
}

fn affinity(reader: &mut Reader<'_>) -> Affinity {
    let field = column("affinity");
    let text = reader.text(field);
    match typed(field.kind, &text) {
        None => Affinity::ANY,
        Some(Value::Array(cores)) => {
            let numbers = cores
                .iter()
                .filter_map(|core| u32::try_from(core.as_u64()?).ok());
            Affinity::only(numbers.filter(|&core| core < Settings::MOST_CORES))
        }
        Some(_) => {
            reader.wrong(
                field,
                Text::new(
                    "코어의 번호가 아닌 것이 있습니다.",
                    "Something here is not the number of a core.",
                ),
                Text::new(
                    "0부터 센 번호를 빈칸으로 떼어 쓰세요, 예: 0 2.",
                    "Use numbers counted from 0, with spaces between them, for example 0 2.",
                ),
            );
            Affinity::ANY
        }
    }
}

/// Reads what a job does: instructions with `;` or a line's end between them.
/// What cannot be read is left out and told.
fn program(place: &str, text: &str, problems: &mut Vec<Problem>) -> Vec<(Op, Option<String>)> {
    let mut ops = Vec::new();
    if text.len() > LONGEST_PROGRAM {
        problems.push(Problem::new(
            place,
            Text::new("너무 깁니다.", "It is too long."),
            Text::new(
                format!("{LONGEST_PROGRAM}바이트까지 읽습니다."),
                format!("Up to {LONGEST_PROGRAM} bytes are read."),
            ),
        ));
        return ops;
    }
    let parts = text.split([';', '\n']).map(str::trim);
    for (n, part) in parts.filter(|part| !part.is_empty()).enumerate() {
        match instruction(part) {
            Some(op) if n < MOST_OPS => ops.push(op),
            Some(_) => {}
            None => problems.push(Problem::new(
                format!("{place}:{}", n + 1),
                Text::new(
                    format!(
                        "“{}”을(를) 읽을 수 없습니다.",
                        part.chars().take(24).collect::<String>()
                    ),
                    format!(
                        "“{}” cannot be read.",
                        part.chars().take(24).collect::<String>()
                    ),
                ),
                Text::new(
                    "cpu 3, io disk 2, sleep 5, yield 가운데 하나를 쓰세요.",
                    "Use one of cpu 3, io disk 2, sleep 5, yield.",
                ),
            )),
        }
    }
    ops
}

fn instruction(text: &str) -> Option<(Op, Option<String>)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words[..] {
        ["cpu", d] => Some((Op::Compute(millis(d)?), None)),
        ["sleep", d] => Some((Op::Sleep(millis(d)?), None)),
        ["io", device, d] => Some((Op::Sleep(millis(d)?), Some(device.to_owned()))),
        ["yield"] => Some((Op::Yield, None)),
        _ => None,
    }
}

fn no_jobs() -> Problem {
    Problem::new(
        "jobs",
        Text::new("작업이 없습니다.", "There is no job."),
        Text::new("하나 이상 더하세요.", "Add at least one."),
    )
}

fn unknown_policy(place: &str, entry: &Value) -> Problem {
    let key: String = shown(entry.get("policy")).chars().take(24).collect();
    Problem::new(
        format!("{place}.policy"),
        Text::new(
            format!("“{key}”라는 방식은 없습니다."),
            format!("There is no policy “{key}”."),
        ),
        Text::new("목록에서 고르세요.", "Choose one from the list."),
    )
}
