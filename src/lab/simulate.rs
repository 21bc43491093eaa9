//! `lab simulate`: a scenario as a document, or of the collection.

use std::io;

use clap::Args;
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

use super::machine::MachineArguments;
use super::report::{Output, Report};
use super::{Console, Ending, describe, policies, read_text};
use crate::base::{Problem, Text};
use crate::scenario::presets::Preset;
use crate::scenario::{Scenario, read};

/// Run a scenario: a JSON document as the page exports it, or one of the collection
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The document (docs/scenario.md); - for standard input
    #[arg(value_name = "SCENARIO.json", conflicts_with = "preset")]
    file: Option<String>,
    /// A scenario of the collection, as --list names it
    #[arg(long, value_name = "NAME")]
    preset: Option<String>,
    /// List the scenarios of the collection
    #[arg(long)]
    list: bool,
    /// Describe the document and the JSON of results
    #[arg(long)]
    describe: bool,
    /// Another policy than the scenario's own; up to four times
    #[arg(short, long = "policy", value_name = "POLICY[:PARAMETER=VALUE]...")]
    policies: Vec<String>,
    /// A parameter of every policy that has it
    #[arg(long = "set", value_name = "PARAMETER=VALUE", value_parser = policies::pair)]
    set: Vec<(String, String)>,
    #[command(flatten)]
    machine: MachineArguments,
    #[command(flatten)]
    output: Output,
}

/// What stands below the options.
pub(super) const EXAMPLES: &str = "\
  lab simulate --list
  lab simulate --describe
  lab simulate --preset convoy
  lab simulate --preset deadlock --why
  lab simulate --preset starvation --policy rr --policy priority:aging=2 --set quantum=3
  lab simulate --preset inversion --scenario inversion.json
  lab simulate inversion.json --cores 2
  lab simulate inversion.json --json
  lab simulate inversion.json --svg inversion.svg --trace inversion-trace.json";

pub(super) const NOTES: (&str, &str) = (
    "\
종료 코드: 0 모든 작업이 끝났거나 끝으로 정한 때가 됨, 1 어느 정책에서든 교착 상태(고리의 이름을 말합니다),
놓친 마감, 사건 2000000개 뒤에도 끝나지 않음, 2 잘못된 입력. 정책은 `lab schedule --help`에 있습니다.",
    "\
Exit codes: 0 all jobs ended, or the horizon came; 1 a deadlock (its cycle is named), a missed
deadline, or no end after 2000000 events, under any of the policies; 2 bad input. `lab schedule
--help` says what policies there are.",
);

pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> io::Result<Ending> {
    if arguments.list {
        return list(console);
    }
    if arguments.describe {
        write!(console.out, "{}", describe::markdown(console.lang))?;
        return Ok(Ending::Well);
    }
    let report = arguments
        .output
        .check()
        .map_err(|problem| vec![problem])
        .and_then(|()| found(arguments))
        .and_then(|(place, scenario)| {
            Report::of(&scenario).map_err(|problems| within(&place, problems))
        });
    match report {
        Ok(report) => report.give(&arguments.output, console),
        Err(problems) => {
            console.complain(&problems);
            Ok(Ending::Refused)
        }
    }
}

fn list(console: &mut Console<'_>) -> io::Result<Ending> {
    let lang = console.lang;
    let keys = Preset::all().map(|preset| preset.key.width());
    let width = keys.max().unwrap_or(0);
    for preset in Preset::all() {
        let scenario = preset.scenario();
        let title = scenario.title.get(lang);
        writeln!(console.out, "{:width$}  {title}", preset.key)?;
        let about = scenario.about.get(lang);
        writeln!(console.out, "{:width$}  {about}", "")?;
    }
    Ok(Ending::Well)
}

/// Problems with the place that they are in.
pub(super) fn within(place: &str, problems: Vec<Problem>) -> Vec<Problem> {
    let rename = |problem: Problem| Problem {
        place: format!("{place}: {}", problem.place),
        ..problem
    };
    problems.into_iter().map(rename).collect()
}

/// The document that is meant, and what it is called.
pub(super) fn text(file: Option<&str>, preset: Option<&str>) -> Result<(String, String), Problem> {
    match (file, preset) {
        (Some(file), _) => Ok((file.to_owned(), read_text(file)?)),
        (None, Some(key)) => match Preset::named(key) {
            Some(preset) => Ok((format!("--preset {key}"), preset.text.to_owned())),
            None => Err(no_preset(key)),
        },
        (None, None) => Err(Problem::new(
            "SCENARIO.json",
            Text::new("시나리오가 없습니다.", "There is no scenario."),
            Text::new(
                "파일 이름을 적거나 --preset으로 하나를 고르세요(--list가 이름을 보여 줍니다).",
                "Name a file, or choose one with --preset (--list shows their names).",
            ),
        )),
    }
}

fn no_preset(key: &str) -> Problem {
    let key: String = key.chars().take(40).collect();
    let keys: Vec<&str> = Preset::all().map(|preset| preset.key).collect();
    let keys = keys.join(", ");
    Problem::new(
        "--preset",
        Text::new(
            format!("‘{key}’이라는 시나리오가 없습니다."),
            format!("There is no scenario ‘{key}’."),
        ),
        Text::new(
            format!("다음 중 하나를 쓰세요: {keys}."),
            format!("Use one of: {keys}."),
        ),
    )
}

/// The scenario, with what the arguments change in it.
fn found(arguments: &Arguments) -> Result<(String, Scenario), Vec<Problem>> {
    let (place, text) = text(arguments.file.as_deref(), arguments.preset.as_deref())
        .map_err(|problem| vec![problem])?;
    let scenario = complete(&place, &text)?;
    let mut document = scenario.to_json();
    if let Value::Object(fields) = &mut document {
        let own = fields["policies"].as_array().cloned().unwrap_or_default();
        let policies = policies::change(own, &arguments.policies, &arguments.set)
            .map_err(|problem| vec![problem])?;
        fields.insert("policies".into(), json!(policies));
        arguments.machine.put_into(fields);
    }
    let changed = complete(&place, &document.to_string())?;
    Ok((place, changed))
}

/// A scenario of which everything could be read.
pub(super) fn complete(place: &str, text: &str) -> Result<Scenario, Vec<Problem>> {
    match read(text) {
        (scenario, problems) if problems.is_empty() => Ok(scenario),
        (_, problems) => Err(within(place, problems)),
    }
}
