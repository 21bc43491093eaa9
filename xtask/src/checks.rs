//! Checks of the source text and of what the project depends on.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::project::{Project, toml_value};
use crate::report::Tally;
use crate::run::{Job, Output};
use crate::tools::Toolbox;

/// Whether the two files that name a version of wasm-bindgen agree.
///
/// # Errors
/// When one of them cannot be read or names none.
pub fn pins(project: &Project) -> Result<Tally> {
    let locked = project.locked("wasm-bindgen")?;
    let trunk = toml_value(&project.read("Trunk.toml")?, "tools", "wasm_bindgen")
        .context("Trunk.toml has no wasm_bindgen under [tools]")?;
    if locked != trunk {
        println!("Cargo.lock has wasm-bindgen {locked}, Trunk.toml has {trunk}: make them equal");
    }
    Ok(Tally::one(locked == trunk))
}

/// Formatting of the Rust sources.
///
/// # Errors
/// When cargo cannot be started, or on an interrupt.
pub fn format(project: &Project) -> Result<Tally> {
    let job = Job::new(project, "fmt", "cargo")
        .args(["fmt", "--all", "--check", "--", "--color", "never"]);
    Ok(judge(&job.run()?))
}

/// Clippy, once for this machine and once for the browser.
///
/// # Errors
/// When cargo cannot be started, or on an interrupt.
pub fn clippy(project: &Project) -> Result<Tally> {
    let native = Job::new(project, "clippy native", "cargo")
        .args(["clippy", "--workspace", "--all-targets"])
        .args(["--", "--deny", "warnings"]);
    let mut tally = judge(&native.run()?);

    let mut browser = Job::new(project, "clippy wasm32", "cargo").args([
        "clippy",
        "--target",
        "wasm32-unknown-unknown",
        "--lib",
        "--bins",
    ]);
    for test in project.browser_tests() {
        browser = browser.args(["--test", &test]);
    }
    tally += judge(&browser.args(["--", "--deny", "warnings"]).run()?);
    Ok(tally)
}

/// Licences, bans and sources of the dependencies, after `deny.toml`; known
/// vulnerabilities too where cargo-deny's database was fetched before.
///
/// # Errors
/// When cargo-deny cannot be started, or on an interrupt.
pub fn licences(project: &Project, tools: &Toolbox) -> Result<Tally> {
    let check = |name: &str, before: &[&str], what: &[&str]| {
        let job = tools.job(project, name, "cargo-deny");
        job.args(before).arg("check").args(what).limit(10).run()
    };
    let mut tally = judge(&check("licences", &[], &["licenses", "bans", "sources"])?);
    if has_advisories() {
        tally += judge(&check("advisories", &["--offline"], &["advisories"])?);
    } else {
        println!(
            "      advisories are not part of this run: their database is fetched from outside \
             the crate registry; `cargo deny fetch` gets it, and later runs check it"
        );
    }
    Ok(tally)
}

/// Whether cargo-deny has a copy of the advisory database.
fn has_advisories() -> bool {
    let home = env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo")));
    home.and_then(|home| home.join("advisory-dbs").read_dir().ok())
        .is_some_and(|entries| {
            let folders = entries.flatten().filter(|entry| entry.path().is_dir());
            folders.count() > 0
        })
}

/// One check that a program does, with what it says when it fails.
fn judge(output: &Output) -> Tally {
    if !output.ok {
        println!("{}", output.complaint());
    }
    Tally::one(output.ok)
}
