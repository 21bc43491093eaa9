//! `cargo xtask bench`: what is measured, natively and in the browser.

use std::ffi::OsString;

use anyhow::Result;

use crate::project::Project;
use crate::run::{Output, is_progress};
use crate::tools::{Tool, Toolbox};
use crate::{lock, site, suites};

/// Runs the benchmarks of `benches/` (which get the options) and then, on the
/// built page, `tests/e2e/bench.mjs`. Whether all were there and went well.
///
/// # Errors
/// When a program cannot be started, or on an interrupt.
pub fn run(project: &Project, options: Vec<OsString>) -> Result<bool> {
    let _lock = lock::project(project)?;
    let native = native(project, options)?;
    let page = page(project)?;
    Ok(native && page)
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
    let names = project.targets("bench");
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
    if !site::build_and_say(project, &tools)? {
        return Ok(false);
    }
    println!("benchmarks of the page");
    let output = tools
        .job(project, "page benchmarks", "node")
        .arg("bench.mjs")
        .arg(project.dist())
        .folder(project.end_to_end())
        .limit(60)
        .run()?;
    suites::say_strays();
    Ok(show(&output))
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
