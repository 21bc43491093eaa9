//! Node.js and what npm installs.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::{Toolbox, executable, major, pins, which};
use crate::project::Project;
use crate::run::answer;

/// What to do when Node.js is missing and cannot be installed from here.
pub const ADVICE: &str =
    "install Node.js 20 or newer with npm (Debian: sudo apt-get install nodejs npm)";

/// Node.js, if it is there with npm and new enough.
pub fn find() -> Option<PathBuf> {
    which("npm")?;
    let node = which("node")?;
    let version = major(&answer(&node, &["--version"])?)?;
    (version >= pins::OLDEST_NODE).then_some(node)
}

/// wasm-opt: the one on the path, or else the one that npm installed.
pub fn find_wasm_opt(tools: &Toolbox) -> Option<PathBuf> {
    let recent = |path: &PathBuf| {
        let version = answer(path, &["--version"]).and_then(|text| major(&text));
        version.is_some_and(|version| version >= pins::OLDEST_WASM_OPT)
    };
    let kept = executable(&binaryen(tools).join("node_modules/.bin"), "wasm-opt");
    which("wasm-opt").filter(recent).or(kept.filter(recent))
}

/// The folder of the npm package, one for each version.
fn binaryen(tools: &Toolbox) -> PathBuf {
    tools
        .folder
        .join("npm")
        .join(format!("binaryen-{}", pins::BINARYEN))
}

/// Installs wasm-opt.
///
/// # Errors
/// When npm is missing or fails, or on an interrupt.
pub fn install_wasm_opt(tools: &Toolbox, project: &Project) -> Result<()> {
    which("npm").context(ADVICE)?;
    let folder = binaryen(tools);
    // It gets its final name only when it is complete.
    let part = folder.with_extension("part");
    remove(&part)?;
    remove(&folder)?;
    fs::create_dir_all(&part)?;
    let installed = tools
        .job(project, "npm binaryen", "npm")
        .args([
            "install",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--prefix",
        ])
        .arg(&part)
        .arg(format!("binaryen@{}", pins::BINARYEN))
        .folder(&part)
        .limit(10)
        .run()?;
    ensure!(
        installed.ok,
        "npm install failed:\n{}",
        installed.complaint()
    );
    fs::rename(&part, &folder).context("cannot move the installed package into place")
}

fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", folder.display()))
        }
        _ => Ok(()),
    }
}

/// The packages of the end-to-end tests, if they are those of the lock file.
pub fn find_packages(project: &Project) -> Option<PathBuf> {
    let lock = fs::read(project.end_to_end().join("package-lock.json")).ok()?;
    let stamp = fs::read(stamp(project)).ok()?;
    (lock == stamp).then(|| project.end_to_end().join("node_modules"))
}

/// A copy of the lock file that the packages were installed from.
fn stamp(project: &Project) -> PathBuf {
    project
        .end_to_end()
        .join("node_modules/.installed-lock.json")
}

/// Installs the packages of the end-to-end tests.
///
/// # Errors
/// When npm is missing or fails, or on an interrupt.
pub fn install_packages(tools: &Toolbox, project: &Project) -> Result<()> {
    which("npm").context(ADVICE)?;
    let installed = tools
        .job(project, "npm packages", "npm")
        .args(["ci", "--no-audit", "--no-fund"])
        // The installed Chromium is driven; no other is fetched.
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .folder(project.end_to_end())
        .limit(10)
        .run()?;
    ensure!(installed.ok, "npm ci failed:\n{}", installed.complaint());
    fs::copy(
        project.end_to_end().join("package-lock.json"),
        stamp(project),
    )?;
    Ok(())
}
