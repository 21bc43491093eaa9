//! The page as it is published.

use anyhow::Result;

use crate::glue;
use crate::project::Project;
use crate::report::Tally;
use crate::run::{Job, Output};
use crate::tools::{Tool, Toolbox};

/// What building the page takes.
pub const TOOLS: &[Tool] = &[
    Tool::WasmTarget,
    Tool::Trunk,
    Tool::WasmBindgen,
    Tool::Node,
    Tool::WasmOpt,
];

/// Builds the page into `dist/`, optimised, its scripts shortened.
///
/// # Errors
/// When Trunk cannot be started, or on an interrupt.
pub fn build(project: &Project, tools: &Toolbox) -> Result<Tally> {
    let fetched = fetch(project)?;
    if !fetched.ok {
        println!("{}", fetched.complaint());
        return Ok(Tally::one(false));
    }
    let built = tools
        .job(project, "trunk build", "trunk")
        // What went wrong stands above, in the compiler's words.
        .env("RUST_BACKTRACE", "0")
        .args(["build", "--release", "--offline=true", "--dist"])
        .arg(project.dist())
        .limit(40)
        .run()?;
    if !built.ok {
        println!("{}", built.complaint());
        return Ok(Tally::one(false));
    }
    let shortened = glue::shorten(&project.dist());
    if let Err(why) = &shortened {
        println!("the page's scripts were not shortened: {why:#}");
    }
    Ok(Tally::one(shortened.is_ok()))
}

/// Downloads the crates the page is made of, as far as they are not here:
/// Trunk passes its own offline switch on to cargo.
///
/// # Errors
/// When cargo cannot be started, or on an interrupt.
pub fn fetch(project: &Project) -> Result<Output> {
    Job::new(project, "cargo fetch", "cargo")
        .args(["fetch", "--locked", "--target", "wasm32-unknown-unknown"])
        .limit(10)
        .run()
}

/// Builds the page for publishing and says where it is; whether that went well.
///
/// # Errors
/// As [`build`].
pub fn build_and_say(project: &Project, tools: &Toolbox) -> Result<bool> {
    // wasm-opt itself may come from the path, without Node.js.
    let needed = [
        Tool::WasmTarget,
        Tool::Trunk,
        Tool::WasmBindgen,
        Tool::WasmOpt,
    ];
    if let Some(why) = tools.missing(&needed) {
        println!("{why}");
        return Ok(false);
    }
    println!("building the page");
    let well = build(project, tools)?.failed == 0;
    if well {
        println!("the page is in dist/: copy the folder to any path of any web server");
    }
    Ok(well)
}
