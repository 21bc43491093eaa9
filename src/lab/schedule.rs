//! `lab schedule`: jobs and policies of the command line.

use std::io;

use clap::{Args, ValueEnum};
use serde_json::{Map, Value, json};

use super::machine::{MachineArguments, key};
use super::report::{Output, Report};
use super::{Console, Ending, jobs, policies, read_text};
use crate::base::{Lang, Problem};
use crate::scenario::{Scenario, read};

/// Run jobs under one to four schedulers and compare them
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// A policy and what is set of it: fifo, round-robin:quantum=2; up to four times
    #[arg(short, long = "policy", value_name = "POLICY[:PARAMETER=VALUE]...")]
    policies: Vec<String>,
    /// Jobs: A:0:5,B:1:3 is NAME:ARRIVAL:WORK[:PRIORITY]; @FILE or - reads them
    #[arg(short, long, value_name = "JOBS")]
    jobs: Option<String>,
    /// So many jobs more, drawn from --seed
    #[arg(long, value_name = "COUNT")]
    random: Option<u64>,
    /// A parameter of every policy that has it
    #[arg(long = "set", value_name = "PARAMETER=VALUE", value_parser = policies::pair)]
    set: Vec<(String, String)>,
    /// Short for --set quantum=TIME
    #[arg(short, long, value_name = "TIME")]
    quantum: Option<String>,
    /// Short for --set quanta=TIME,TIME...
    #[arg(long, value_name = "TIMES")]
    quanta: Option<String>,
    /// Short for --set boost=TIME
    #[arg(long, value_name = "TIME")]
    boost: Option<String>,
    /// Short for --set aging=TIME
    #[arg(long, value_name = "TIME")]
    aging: Option<String>,
    #[command(flatten)]
    machine: MachineArguments,
    /// What plain numbers count [usually ms]
    #[arg(long, help_heading = "Machine")]
    unit: Option<Unit>,
    /// A lock, queue, cell or other object: "mutex m inherit", "queue q 2"
    #[arg(long = "object", value_name = "DECLARATION", help_heading = "Machine")]
    objects: Vec<String>,
    /// A device and how many requests it serves at once: disk=1, net=any
    #[arg(long = "device", value_name = "NAME=CHANNELS", value_parser = policies::pair, help_heading = "Machine")]
    devices: Vec<(String, String)>,
    /// List every policy with its tie-breaks and parameters
    #[arg(long)]
    list: bool,
    #[command(flatten)]
    output: Output,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Unit {
    Ns,
    Us,
    Ms,
    S,
}

/// Examples for help; each is run by a test.
const EXAMPLES: &str = "\
  lab schedule --policy srtf --jobs A:0:8,B:1:4,C:2:9,D:3:5
  lab schedule --policy fifo --policy sjf --policy rr:quantum=4 --jobs A:0:24,B:0:3,C:0:3
  lab schedule --policy rr --quantum 2 --jobs A:0:5,B:1:3,C:2:4 --cores 2 --why
  lab schedule --policy mlfq --quanta 1,2,4 --boost 20 --jobs A:0:12,B:2:1/4/1/4/1
  lab schedule --policy priority --set aging=5 --jobs low:0:3:9,a:0:4:1,b:3:4:1,c:6:4:1
  lab schedule --policy edf --jobs A:0:20:period=50,B:0:35:period=80 --horizon 200
  lab schedule --policy fifo --jobs \"A:0:{lock m; cpu 2; unlock m},B:1:{lock m; cpu 1; unlock m}\"
  lab schedule --policy cfs --policy eevdf --jobs A:0:9:nice=-5,B:0:9 --json
  lab schedule --policy lottery --random 6 --seed 3 --svg chart.svg --trace chart.json
  lab schedule --list";

const CODES: (&str, &str) = (
    "\
종료 코드: 0 모든 작업이 끝났거나 끝으로 정한 때가 됨, 1 교착 상태, 놓친 마감, 사건 2000000개 뒤에도 끝나지
않음, 2 잘못된 입력.",
    "\
Exit codes: 0 all jobs ended, or the horizon came; 1 a deadlock, a missed deadline, or no end
after 2000000 events; 2 bad input.",
);

/// What stands below the options, short and long.
pub(super) fn after_help(lang: Lang) -> (String, String) {
    let short = super::after_help(EXAMPLES, CODES, lang);
    let (jobs, policies) = (jobs::help(lang), policies::help(lang));
    let heading = match lang {
        Lang::Ko => "정책, 같을 때 누가 먼저인지, 정할 수 있는 것:",
        Lang::En => "Policies, their tie-breaks, and what can be set:",
    };
    let long = format!("{jobs}\n\n{heading}\n{policies}\n{short}");
    (short, long)
}

pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> io::Result<Ending> {
    if arguments.list {
        write!(console.out, "{}", policies::help(console.lang))?;
        return Ok(Ending::Well);
    }
    let report = arguments
        .output
        .check()
        .and_then(|()| document(arguments))
        .map_err(|problem| vec![problem])
        .and_then(|document| scenario(&document))
        .and_then(|scenario| Report::of(&scenario).map_err(named_as_arguments));
    match report {
        Ok(report) => report.give(&arguments.output, console),
        Err(problems) => {
            console.complain(&problems);
            Ok(Ending::Refused)
        }
    }
}

/// The scenario of a document that arguments have made.
fn scenario(document: &Value) -> Result<Scenario, Vec<Problem>> {
    let (scenario, problems) = read(&document.to_string());
    if problems.is_empty() {
        return Ok(scenario);
    }
    Err(problems
        .into_iter()
        .map(|problem| Problem {
            place: argument(&problem.place, document),
            ..problem
        })
        .collect())
}

fn named_as_arguments(problems: Vec<Problem>) -> Vec<Problem> {
    let rename = |problem: Problem| Problem {
        place: argument(&problem.place, &Value::Null),
        ..problem
    };
    problems.into_iter().map(rename).collect()
}

/// The argument that a place of the document came from: `/machine/cores` from
/// `--cores`, `/jobs/1/priority` from `--jobs, B, priority`.
fn argument(place: &str, document: &Value) -> String {
    let (pointer, inside) = place.split_once(": ").unwrap_or((place, ""));
    let mut parts = pointer.split('/').skip(1);
    let list = parts.next().unwrap_or_default();
    let mut shown = match list {
        "jobs" | "random" | "policies" | "objects" | "devices" => {
            let argument = match list {
                "policies" => "policy",
                list => list
                    .strip_suffix('s')
                    .filter(|_| list != "jobs")
                    .unwrap_or(list),
            };
            let item = parts.next().map(|nth| {
                let item = &document[list][nth.parse::<usize>().unwrap_or(usize::MAX)];
                let name = item["name"].as_str().or(item["policy"].as_str());
                name.unwrap_or_default().to_owned()
            });
            let item = item.filter(|name| !name.is_empty());
            format!(
                "--{argument}{}",
                item.map_or(String::new(), |name| format!(" {name}"))
            )
        }
        "machine" => MachineArguments::argument(&parts.by_ref().collect::<Vec<_>>()),
        "unit" => "--unit".into(),
        _ => return place.to_owned(),
    };
    for part in parts {
        shown += ", ";
        shown += part;
    }
    if !inside.is_empty() {
        shown += ": ";
        shown += inside;
    }
    shown
}

/// The document that the arguments say.
fn document(arguments: &Arguments) -> Result<Value, Problem> {
    let mut document = Map::new();
    document.insert("version".into(), json!(crate::scenario::VERSION));
    if let Some(unit) = arguments.unit {
        document.insert("unit".into(), json!(key(unit)));
    }
    arguments.machine.put_into(&mut document);
    document.insert("policies".into(), json!(given_policies(arguments)?));
    let devices = arguments
        .devices
        .iter()
        .map(|(name, channels)| json!({"name": name, "channels": jobs::value(channels)}));
    document.insert("devices".into(), devices.collect());
    document.insert("objects".into(), json!(arguments.objects));
    document.insert("jobs".into(), given_jobs(arguments)?);
    if let Some(count) = arguments.random {
        let mut random = json!({"count": count});
        if let Some(seed) = arguments.machine.seed {
            random["seed"] = json!(seed);
        }
        document.insert("random".into(), json!([random]));
    }
    Ok(Value::Object(document))
}

fn given_policies(arguments: &Arguments) -> Result<Vec<Value>, Problem> {
    let mut set = arguments.set.clone();
    for (key, value) in [
        ("quantum", &arguments.quantum),
        ("quanta", &arguments.quanta),
        ("boost", &arguments.boost),
        ("aging", &arguments.aging),
    ] {
        if let Some(value) = value {
            set.push((key.into(), value.clone()));
        }
    }
    policies::read(&arguments.policies, &set)
}

fn given_jobs(arguments: &Arguments) -> Result<Value, Problem> {
    let text = match &arguments.jobs {
        None if arguments.random.is_some() => return Ok(json!([])),
        None => String::new(),
        Some(text) if text == "-" => read_text("-")?,
        Some(text) => match text.strip_prefix('@') {
            Some(file) => read_text(file)?,
            None => text.clone(),
        },
    };
    Ok(Value::Array(jobs::read(&text)?))
}
