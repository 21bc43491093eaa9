//! `lab trace`: files that tools record.

use std::io;
use std::rc::Rc;

use clap::{Args, Subcommand};
use serde_json::Value;

use super::{Console, Ending, read_bytes, write_to};
use crate::base::{Dur, Problem, Text, Time};
use crate::exporting::{csv, measures};
use crate::formats::chrome;
use crate::formats::file::{Contents, Opened, facts, open};
use crate::scenario::{Unit, parse_length};
use crate::timeline::layout::{Layout, Size};
use crate::timeline::ops::Ops;
use crate::timeline::palette::Theme;
use crate::timeline::screen::Screen;
use crate::timeline::stage::{Section, Stage};
use crate::timeline::svg;

/// Read trace files: count what is in them, convert them, draw them
///
/// Read are Chrome Trace Event JSON as many tools write it (an array, or an object
/// with traceEvents; cut off, unsorted and gzip files too), traces of Perfetto
/// (track events), profiles of Firefox and speedscope, lists of AsyncFlow, and what this program exports. Times are exact to the nanosecond.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    Facts(FactsArguments),
    Convert(ConvertArguments),
    Svg(SvgArguments),
    Csv(CsvArguments),
    Measures(MeasuresArguments),
}

/// Count what is in a file: events by phase, slices, pairs, depth, times
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  lab trace facts trace.json
  lab trace facts --json trace.json.gz

Exit codes: 0 counted, even if the file is damaged (`parse` says so); 2 it cannot be read.")]
struct FactsArguments {
    /// The file; - for standard input
    file: String,
    /// As one JSON object
    #[arg(long)]
    json: bool,
}

/// Write a file as Chrome Trace Event JSON that Perfetto and speedscope show
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  lab trace convert trace.json out.json
  lab trace convert trace.json.gz > unpacked.json

What was left out of a damaged file is told on standard error.")]
struct ConvertArguments {
    /// The file; - for standard input
    file: String,
    /// Where to write; - for standard output
    #[arg(default_value = "-")]
    out: String,
}

/// Draw a file as the page would
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  lab trace svg trace.json trace.svg
  lab trace svg trace.json --from 2ms --to 5ms --width 1200 --dark > part.svg")]
struct SvgArguments {
    /// The file; - for standard input
    file: String,
    /// Where to write; - for standard output
    #[arg(default_value = "-")]
    out: String,
    /// Where to begin: a time from the first event on, such as 750us
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// Where to end
    #[arg(long, value_name = "TIME")]
    to: Option<String>,
    /// Pixels from left to right
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(200..=20_000))]
    width: u32,
    /// Light on dark
    #[arg(long)]
    dark: bool,
}

/// Write the table of a file: a row for each slice, as CSV
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  lab trace csv trace.json trace.csv
  lab trace csv trace.json.gz | head

The columns are section, source, process, lane, kind, state, name, start_ns, duration_ns and
details. Lines end in CR LF (RFC 4180). A text that a spreadsheet would take for a formula gets
an apostrophe in front.")]
struct CsvArguments {
    /// The file; - for standard input
    file: String,
    /// Where to write; - for standard output
    #[arg(default_value = "-")]
    out: String,
}

/// Write the measures of a file as JSON: makespan, overlap, and the times of each lane
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  lab trace measures trace.json
  lab trace measures run.trace.json measures.json

Every time is a whole number of nanoseconds. What a file does not say is null.")]
struct MeasuresArguments {
    /// The file; - for standard input
    file: String,
    /// Where to write; - for standard output
    #[arg(default_value = "-")]
    out: String,
}

pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> io::Result<Ending> {
    match &arguments.command {
        Command::Facts(arguments) => count(arguments, console),
        Command::Convert(arguments) => convert(arguments, console),
        Command::Svg(arguments) => draw(arguments, console),
        Command::Csv(arguments) => written(&arguments.file, &arguments.out, console, &csv::table),
        Command::Measures(arguments) => {
            written(&arguments.file, &arguments.out, console, &|stage| {
                format!("{:#}\n", measures::measures(stage))
            })
        }
    }
}

fn contents(file: &str) -> Result<Contents, Problem> {
    let within = |problem: Problem| Problem {
        place: format!("{file}: {}", problem.place),
        ..problem
    };
    Contents::of(read_bytes(file, chrome::log::MOST_BYTES as u64)?).map_err(within)
}

fn refused(problem: Problem, console: &mut Console<'_>) -> Ending {
    console.complain(&[problem]);
    Ending::Refused
}

fn count(arguments: &FactsArguments, console: &mut Console<'_>) -> io::Result<Ending> {
    let counted = contents(&arguments.file).and_then(|contents| facts(&contents, &mut |_| true));
    let facts = match counted {
        Ok(facts) => facts.unwrap_or_default(),
        Err(problem) => return Ok(refused(problem, console)),
    };
    if arguments.json {
        writeln!(console.out, "{:#}", Value::Object(facts))?;
        return Ok(Ending::Well);
    }
    let mut lines = Vec::new();
    for (key, value) in &facts {
        flatten(key.clone(), value, &mut lines);
    }
    let width = lines.iter().map(|(key, _)| key.len()).max().unwrap_or(0);
    for (key, value) in lines {
        writeln!(console.out, "{key:width$}  {value}")?;
    }
    Ok(Ending::Well)
}

fn flatten(key: String, value: &Value, lines: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                flatten(format!("{key}.{name}"), value, lines);
            }
        }
        Value::String(text) => lines.push((key, text.clone())),
        other => lines.push((key, other.to_string())),
    }
}

/// Opens a file, and tells what was left out of it.
fn opened(file: &str, console: &Console<'_>) -> Result<Opened, Problem> {
    let opened = open(&contents(file)?, &mut |_| true).map_err(|problem| Problem {
        place: format!("{file}: {}", problem.place),
        ..problem
    })?;
    let opened = opened.ok_or_else(|| stopped(file))?;
    console.complain(&opened.problems);
    Ok(opened)
}

fn stopped(file: &str) -> Problem {
    Problem::new(
        file,
        Text::new("읽기가 멈췄습니다.", "Reading it was stopped."),
        Text::new("다시 해 보세요.", "Try again."),
    )
}

fn give(written: Result<(), Problem>, console: &mut Console<'_>) -> Ending {
    match written {
        Ok(()) => Ending::Well,
        Err(problem) => refused(problem, console),
    }
}

fn convert(arguments: &ConvertArguments, console: &mut Console<'_>) -> io::Result<Ending> {
    let opened = match opened(&arguments.file, console) {
        Ok(opened) => opened,
        Err(problem) => return Ok(refused(problem, console)),
    };
    let written = write_to(&arguments.out, &chrome::export(&opened.trace), console)?;
    Ok(give(written, console))
}

/// Writes what is made of a file's stage.
fn written(
    file: &str,
    out: &str,
    console: &mut Console<'_>,
    make: &dyn Fn(&Stage) -> String,
) -> io::Result<Ending> {
    let opened = match opened(file, console) {
        Ok(opened) => opened,
        Err(problem) => return Ok(refused(problem, console)),
    };
    let section = Section::new(short_name(file), Rc::new(opened.trace));
    let written = write_to(out, &make(&Stage::new(vec![section])), console)?;
    Ok(give(written, console))
}

/// The name of a file without its folders; standard input has none.
fn short_name(file: &str) -> &str {
    let name = file.rsplit(['/', '\\']).next();
    name.filter(|name| *name != "-").unwrap_or_default()
}

fn draw(arguments: &SvgArguments, console: &mut Console<'_>) -> io::Result<Ending> {
    let picture = opened(&arguments.file, console).and_then(|opened| {
        let window = window(arguments, opened.trace.end())?;
        Ok(picture(arguments, opened, window, console))
    });
    let picture = match picture {
        Ok(picture) => picture,
        Err(problem) => return Ok(refused(problem, console)),
    };
    let written = write_to(&arguments.out, &picture, console)?;
    Ok(give(written, console))
}

/// From when to when is drawn.
fn window(arguments: &SvgArguments, end: Time) -> Result<(Time, Time), Problem> {
    let moment = |option: &str, text: &Option<String>, usual: Time| match text {
        None => Ok(usual),
        // A number without a unit counts milliseconds, as in a scenario.
        Some(text) => parse_length(option, text).map(|at| Time(at.dur(Unit::Millis).0)),
    };
    let from = moment("--from", &arguments.from, Time::ZERO)?;
    let to = moment("--to", &arguments.to, end)?;
    if from < to || (from == to && to == end) {
        return Ok((from, to));
    }
    let (from, to) = (Dur(from.0), Dur(to.0));
    Err(Problem::new(
        "--from, --to",
        Text::new(
            format!("{from}에서 {to}까지는 그릴 것이 없습니다."),
            format!("From {from} to {to} there is nothing to draw."),
        ),
        Text::new(
            format!("0에서 {}까지 안에서 앞뒤를 고르세요.", Dur(end.0)),
            format!("Choose a stretch within 0 and {}.", Dur(end.0)),
        ),
    ))
}

fn picture(
    arguments: &SvgArguments,
    opened: Opened,
    (from, to): (Time, Time),
    console: &Console<'_>,
) -> String {
    let name = short_name(&arguments.file);
    let section = Section::new("", Rc::new(opened.trace));
    let stage = Rc::new(Stage::new(vec![section]).in_language(console.lang));
    let height = Layout::wished_height(&stage);
    let mut screen = Screen::new(stage, console.lang);
    screen.resize(Size {
        width: f64::from(arguments.width),
        height,
    });
    screen.show(from, to);
    let (mut below, mut above) = (Ops::new(), Ops::new());
    screen.paint_base(&mut below);
    screen.paint_overlay(&mut above);
    let theme = if arguments.dark {
        Theme::dark()
    } else {
        Theme::light()
    };
    let size = screen.layout().size;
    svg::write(&[&below, &above], size, &theme, name)
}
