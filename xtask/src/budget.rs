//! How much the page makes a visitor download: the first page; the full
//! program, which is fetched when a page is opened that the first does not
//! have; and the workers that run the machine, explore schedules and read files.

use anyhow::{Context, Result};
use serde_json::Value;

use crate::project::Project;
use crate::report::Tally;
use crate::suites;
use crate::tools::Toolbox;

/// The most that opening the page may transfer, in bytes after gzip.
const LIMIT: u64 = 400_000;
/// The most that the full program may transfer besides, in bytes after gzip:
/// four seconds on a slow mobile line (2 Mbit/s). It holds every page, that of
/// Python with its editor and 68 programs in two languages among them, all that
/// reads, arranges and exports timelines, and the table of how it is done by hand.
const FULL_LIMIT: u64 = 1_020_000;
/// The most that the worker that runs the machine may transfer besides both, in
/// bytes after gzip; built for speed.
const MACHINE_LIMIT: u64 = 350_000;
/// The most that the worker that explores may transfer besides both, in bytes
/// after gzip: less than a second on the same line.
const EXPLORER_LIMIT: u64 = 150_000;
/// The same of the worker that reads files of other tools; built for speed, as
/// files are large, with the readers of all formats.
const READER_LIMIT: u64 = 360_000;
/// The same of the worker that makes moving pictures: it paints as the page
/// does, and writes files.
const CLIP_LIMIT: u64 = 120_000;

/// The same of the worker that runs Python programs: a parser, an interpreter
/// built for speed, a library in Python. Of it 35 kB are decimal numbers, unit
/// tests, differences, settings files, calendars and time zones.
const PYTHON_LIMIT: u64 = 1_400_000;
/// The same after Brotli, which the project's aim is for.
const PYTHON_BROTLI_LIMIT: u64 = 1_000_000;

struct File {
    path: String,
    raw: u64,
    gzip: u64,
}

/// What the page asked for.
struct Report {
    /// To show the first page.
    first: Vec<File>,
    /// Besides, to show a page of the full program.
    full: Vec<File>,
    /// Besides both, to run a machine of one's own.
    machine: Vec<File>,
    /// Besides both, to explore schedules.
    explorer: Vec<File>,
    /// Besides the first two, to read a file.
    reader: Vec<File>,
    /// Besides the first two, to make a moving picture.
    clips: Vec<File>,
    /// Besides the first two, to run a Python program.
    python: Vec<File>,
    /// The same in bytes after Brotli.
    python_brotli: u64,
}

/// Opens the built page in Chromium, lists what it asked for, and holds the
/// sums against the limits.
///
/// # Errors
/// When Node.js cannot be started or its answer cannot be read, or on an interrupt.
pub fn check(project: &Project, tools: &Toolbox) -> Result<Tally> {
    let output = tools
        .job(project, "first page", "node")
        .arg("transfer.mjs")
        .arg(project.dist())
        .folder(project.end_to_end())
        .limit(5)
        .run()?;
    suites::say_strays();
    if !output.ok {
        println!("{}", output.complaint());
        return Ok(Tally::one(false));
    }
    let report = read(&output.text)?;
    println!("      {:>9} {:>9}  file", "raw", "gzip");
    let first = judge("the first page", &report.first, LIMIT);
    let full = judge("the full program", &report.full, FULL_LIMIT);
    let machine = judge("the machine", &report.machine, MACHINE_LIMIT);
    let explorer = judge("the explorer", &report.explorer, EXPLORER_LIMIT);
    let reader = judge("the reader of files", &report.reader, READER_LIMIT);
    let clips = judge("the maker of moving pictures", &report.clips, CLIP_LIMIT);
    let python = judge("the interpreter of Python", &report.python, PYTHON_LIMIT);
    let brotli = report.python_brotli;
    println!("      {brotli:>19}  the same after Brotli, of {PYTHON_BROTLI_LIMIT} allowed");
    let python = python && brotli <= PYTHON_BROTLI_LIMIT;
    Ok(Tally::one(
        first && full && machine && explorer && reader && clips && python,
    ))
}

/// Prints the table; whether the sum is within the limit and means anything.
fn judge(what: &str, files: &[File], limit: u64) -> bool {
    for file in files {
        println!("      {:>9} {:>9}  {}", file.raw, file.gzip, file.path);
    }
    let raw: u64 = files.iter().map(|file| file.raw).sum();
    let gzip: u64 = files.iter().map(|file| file.gzip).sum();
    println!("      {raw:>9} {gzip:>9}  {what}, of {limit} allowed");
    let program = files.iter().any(|file| file.path.ends_with(".wasm"));
    if !program {
        println!("      {what} asked for no wasm file: this was not the page");
    }
    program && gzip <= limit
}

/// Reads the line of JSON that `transfer.mjs` prints.
fn read(text: &str) -> Result<Report> {
    let line = text.lines().rfind(|line| line.starts_with('{'));
    let report: Value = serde_json::from_str(line.context("transfer.mjs printed no report")?)?;
    Ok(Report {
        first: files(&report["files"])?,
        full: files(&report["full"])?,
        machine: files(&report["machine"])?,
        explorer: files(&report["explorer"])?,
        reader: files(&report["reader"])?,
        clips: files(&report["clips"])?,
        python: files(&report["python"])?,
        python_brotli: report["pythonBrotli"]
            .as_u64()
            .context("no sum of Brotli")?,
    })
}

fn files(list: &Value) -> Result<Vec<File>> {
    let files = list
        .as_array()
        .context("its report lacks a list of files")?;
    let file = |value: &Value| {
        Some(File {
            path: value["path"].as_str()?.to_owned(),
            raw: value["raw"].as_u64()?,
            gzip: value["gzip"].as_u64()?,
        })
    };
    let files: Option<Vec<File>> = files.iter().map(file).collect();
    files.context("a file of its report lacks its path or a size")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn within(gzip: u64, path: &str) -> bool {
        let report = read(&format!(
            "(node:1) a warning\n{{\"full\":[],\"machine\":[],\"explorer\":[],\"reader\":[],\"clips\":[],\"python\":[],\"pythonBrotli\":0,\"files\":[{{\"path\":\"{path}\",\"raw\":9,\"gzip\":{gzip}}}]}}\n"
        ))
        .unwrap();
        judge("the page", &report.first, LIMIT)
    }

    #[test]
    fn the_limit_itself_is_allowed_and_one_byte_more_is_not() {
        assert!(within(LIMIT, "a.wasm"));
        assert!(!within(LIMIT + 1, "a.wasm"));
    }

    #[test]
    fn a_page_without_a_program_does_not_pass_for_a_light_one() {
        assert!(!within(10, "index.html"));
        assert!(read("nothing").is_err());
        assert!(read("{\"files\":[]}").is_err());
    }
}
