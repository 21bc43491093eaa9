//! The page as it is published.

use anyhow::Result;

use crate::project::Project;
use crate::report::Tally;
use crate::tools::{Tool, Toolbox};

/// What building the page takes.
pub const TOOLS: &[Tool] = &[
    Tool::WasmTarget,
    Tool::Trunk,
    Tool::WasmBindgen,
    Tool::Node,
    Tool::WasmOpt,
];

/// Builds the page into `dist/`, optimised.
///
/// # Errors
/// When Trunk cannot be started, or on an interrupt.
pub fn build(project: &Project, tools: &Toolbox) -> Result<Tally> {
    let built = tools
        .job(project, "trunk build", "trunk")
        .args(["build", "--release", "--offline=true", "--dist"])
        .arg(project.dist())
        .limit(40)
        .run()?;
    if !built.ok {
        println!("{}", built.complaint());
    }
    Ok(Tally::one(built.ok))
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
