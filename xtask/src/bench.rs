//! `cargo xtask bench`: what is measured, natively and in the browser.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::Result;

use crate::args::BenchChoice;
use crate::project::Project;
use crate::run::{Output, is_progress};
use crate::tools::{Tool, Toolbox};
use crate::{lock, python, site, suites, viewer};

/// The pages of `benches/page` and how each is built.
const PAGES: [(&str, &str); 2] = [
    ("index", "for size, as the published page is"),
    ("speed", "for speed, with opt-level 3"),
];

/// Runs the benchmarks of `benches/` (which get the options), then, on the
/// pages of `benches/page`, `tests/e2e/bench.mjs`, then the viewer's. Whether
/// all that were chosen were there and went well.
///
/// # Errors
/// When a program cannot be started, or on an interrupt.
pub fn run(project: &Project, choice: BenchChoice) -> Result<bool> {
    let _lock = lock::project(project)?;
    let own = |part: &str| -> &[OsString] {
        if choice.only == [part] {
            &choice.options
        } else {
            &[]
        }
    };
    let mut well = true;
    if choice.has("native") {
        well &= native(project, choice.options.clone())?;
    }
    if choice.has("page") {
        well &= page(project)?;
    }
    if choice.has("viewer") {
        well &= viewer::run(project, own("viewer"))?;
    }
    if choice.has("python") {
        well &= python::run(project, own("python"))?;
    }
    Ok(well)
}

fn native(project: &Project, options: Vec<OsString>) -> Result<bool> {
    if project.targets("bench").is_empty() {
        eprintln!("error: there is no native benchmark: benches/ holds none");
        return Ok(false);
    }
    println!("native benchmarks");
    let tools = Toolbox::with(project, &[])?;
    let job = tools.job(project, "native benchmarks", "cargo");
    // `--benches` would run the unit tests as well.
    let mut names = project.targets("bench");
    // A part of its own.
    names.retain(|name| name != "python");
    let job = job
        .arg("bench")
        .args(names.iter().flat_map(|name| ["--bench", name]));
    Ok(show(&job.arg("--").args(options).limit(60).run()?))
}

fn page(project: &Project) -> Result<bool> {
    if !project.end_to_end().join("bench.mjs").is_file() {
        eprintln!("error: there is no benchmark of the page: tests/e2e/bench.mjs is missing");
        return Ok(false);
    }
    let mut needed = site::TOOLS.to_vec();
    needed.extend([Tool::Chromium, Tool::Packages]);
    let tools = Toolbox::with(project, &needed)?;
    if let Some(why) = tools.missing(&needed) {
        eprintln!("error: {why}");
        return Ok(false);
    }
    let mut folders = Vec::new();
    for (page, how) in PAGES {
        match build(project, &tools, page, how)? {
            Some(folder) => folders.push(folder),
            None => return Ok(false),
        }
    }
    println!("benchmarks in Chromium");
    let output = tools
        .job(project, "page benchmarks", "node")
        .arg("bench.mjs")
        .args(folders)
        .folder(project.end_to_end())
        .limit(60)
        .run()?;
    suites::say_strays();
    Ok(show(&output))
}

/// Builds one of [`PAGES`]; its folder, if that went well.
fn build(project: &Project, tools: &Toolbox, page: &str, how: &str) -> Result<Option<PathBuf>> {
    println!("building the page to be measured {how}");
    let folder = project.scratch("bench-page").join(page);
    let fetched = site::fetch(project)?;
    if !fetched.ok {
        println!("{}", fetched.complaint());
        return Ok(None);
    }
    let built = tools
        .job(project, &format!("trunk build {page}"), "trunk")
        .env("RUST_BACKTRACE", "0")
        .args(["build", "--release", "--offline=true", "--dist"])
        .arg(&folder)
        .arg(format!("benches/page/{page}.html"))
        .limit(40)
        .run()?;
    if !built.ok {
        println!("{}", built.complaint());
    }
    Ok(built.ok.then_some(folder))
}

/// Prints what a benchmark found, without cargo's own lines.
fn show(output: &Output) -> bool {
    if !output.ok {
        println!("{}", output.complaint());
        return false;
    }
    for line in output.text.lines().filter(|line| !is_progress(line)) {
        println!("{line}");
    }
    true
}
