//! `cargo xtask bench --only python`: Python programs natively and in wasm,
//! beside CPython and Pyodide, in the same run; and how soon the page shows the
//! first one, beside how soon Pyodide has loaded.

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use crate::project::Project;
use crate::run::{Output, is_progress};
use crate::tools::{Tool, Toolbox};
use crate::{site, suites};

/// Pyodide with Python 3.11, as ours is. Figures of others would be others.
const PYODIDE: &str = "0.25.1";

/// Builds the interpreter for Node, fetches Pyodide, and runs the programs of
/// `benches/python`; the options go to `benches/python.rs`. Whether all went
/// well.
///
/// # Errors
/// When a program cannot be started, or on an interrupt.
pub fn run(project: &Project, options: &[OsString]) -> Result<bool> {
    let needed = [
        Tool::WasmTarget,
        Tool::WasmBindgen,
        Tool::Node,
        Tool::WasmOpt,
    ];
    let tools = Toolbox::with(project, &needed)?;
    let mut job = tools
        .job(project, "python benchmarks", "cargo")
        .args(["bench", "--bench", "python", "--"])
        .args(options);
    match wasm(project, &tools)? {
        Some(module) => job = job.env("WASM", module),
        None => println!("the interpreter cannot be built for Node"),
    }
    let peer = pyodide(project, &tools)?;
    match &peer {
        Some(folder) => job = job.env("PYODIDE", folder),
        None => println!("Pyodide cannot be fetched"),
    }
    println!("Python programs: some minutes");
    let well = show(&job.limit(60).run()?);
    Ok(start(project, peer)? && well)
}

/// Prints what a benchmark found; whether it went well.
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

/// Measures how soon the built page shows a program's trace, beside Pyodide's
/// loading where that is there. Whether it went well.
fn start(project: &Project, peer: Option<PathBuf>) -> Result<bool> {
    let mut needed = site::TOOLS.to_vec();
    needed.extend([Tool::Chromium, Tool::Packages]);
    let tools = Toolbox::with(project, &needed)?;
    if let Some(why) = tools.missing(&needed) {
        eprintln!("error: {why}");
        return Ok(false);
    }
    println!("building the page");
    if site::build(project, &tools)?.failed > 0 {
        return Ok(false);
    }
    let output = tools
        .job(project, "start of the Python page", "node")
        .arg("start.mjs")
        .arg(project.dist())
        .args(peer)
        .folder(project.end_to_end())
        .limit(10)
        .run()?;
    suites::say_strays();
    Ok(show(&output))
}

/// Builds the interpreter as a module for Node, as the page's worker is built.
fn wasm(project: &Project, tools: &Toolbox) -> Result<Option<PathBuf>> {
    println!("building the interpreter for Node");
    let folder = project.scratch("bench-python");
    fs::create_dir_all(&folder)?;
    let built = tools
        .job(project, "cargo build bench_python", "cargo")
        .args(["build", "--profile", "bench", "--bin", "bench_python"])
        .args(["--target", "wasm32-unknown-unknown"])
        .limit(30)
        .run()?;
    if !built.ok {
        println!("{}", built.complaint());
        return Ok(None);
    }
    let raw = project
        .target
        .join("wasm32-unknown-unknown/release/bench_python.wasm");
    let bound = tools
        .job(project, "wasm-bindgen bench_python", "wasm-bindgen")
        .args(["--target", "nodejs", "--no-typescript", "--out-dir"])
        .arg(&folder)
        .arg(&raw)
        .limit(5)
        .run()?;
    if !bound.ok {
        println!("{}", bound.complaint());
        return Ok(None);
    }
    let module = folder.join("bench_python_bg.wasm");
    let optimised = tools
        .job(project, "wasm-opt bench_python", "wasm-opt")
        // No further features: not every engine reads what the newest ones write.
        .args(["-O3", "--enable-bulk-memory", "--enable-bulk-memory-opt"])
        .args(["--enable-sign-ext", "--enable-mutable-globals"])
        .args(["--enable-nontrapping-float-to-int", "--enable-multivalue"])
        .arg("--enable-reference-types")
        .args(["--low-memory-unused", "--reorder-functions-by-name"])
        .arg("--one-caller-inline-max-function-size=400")
        .arg(&module)
        .arg("-o")
        .arg(&module)
        .limit(20)
        .run()?;
    if !optimised.ok {
        println!("{}", optimised.complaint());
        return Ok(None);
    }
    Ok(Some(folder.join("bench_python.js")))
}

/// Fetches Pyodide's core, if it is not there.
fn pyodide(project: &Project, tools: &Toolbox) -> Result<Option<PathBuf>> {
    let folder = tools
        .folder
        .join("peers")
        .join(format!("pyodide-{PYODIDE}"));
    let core = folder.join("node_modules/pyodide");
    if core.is_dir() {
        return Ok(Some(core));
    }
    fs::create_dir_all(&folder)?;
    let fetched = tools
        .job(project, "npm pyodide", "npm")
        .args(["install", "--no-audit", "--no-fund", "--ignore-scripts"])
        .arg("--prefix")
        .arg(&folder)
        .arg(format!("pyodide@{PYODIDE}"))
        .folder(&folder)
        .limit(10)
        .run()?;
    if !fetched.ok {
        println!("{}", fetched.complaint());
    }
    Ok(core.is_dir().then_some(core))
}
