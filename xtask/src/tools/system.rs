//! What the system's package manager installs: Debian's, and only for root.

use std::cell::Cell;

use anyhow::{Result, bail, ensure};

use super::which;
use crate::project::Project;
use crate::run::Job;

thread_local! {
    /// Whether this run has fetched the package lists.
    static UPDATED: Cell<bool> = const { Cell::new(false) };
}

/// Installs Debian packages, or says in `advice` what a person has to do.
///
/// # Errors
/// When this is not a Debian system, or not root, or apt-get fails, or on an
/// interrupt.
pub fn install(project: &Project, packages: &[&str], advice: &str) -> Result<()> {
    if which("apt-get").is_none() || !root() {
        bail!("{advice}");
    }
    if !UPDATED.get() {
        let update = Job::new(project, "apt-get update", "apt-get")
            .arg("update")
            .limit(10);
        // Old lists may do; if not, the installation says so.
        update.run()?;
        UPDATED.set(true);
    }
    let name = format!("apt-get {}", packages.join(" "));
    let installed = Job::new(project, &name, "apt-get")
        .args(["install", "--yes", "--no-install-recommends"])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .limit(20)
        .run()?;
    ensure!(
        installed.ok,
        "apt-get install failed:\n{}",
        installed.complaint()
    );
    Ok(())
}

#[cfg(unix)]
fn root() -> bool {
    nix::unistd::geteuid().is_root()
}

#[cfg(not(unix))]
fn root() -> bool {
    false
}
