//! Where the project's files are, and what they say of themselves.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

/// The checkout this command works on.
pub struct Project {
    /// The folder of the page's `Cargo.toml`.
    pub root: PathBuf,
    /// Cargo's target folder.
    pub target: PathBuf,
    package: Value,
}

impl Project {
    /// The checkout whose `xtask` this is.
    ///
    /// # Errors
    /// When cargo cannot read the manifests.
    pub fn open() -> Result<Project> {
        // Cargo sets the variable for `cargo run`; the other is for a binary
        // that is started by hand.
        let own = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = own.parent().context("xtask lies in no project")?.to_owned();
        let output = Command::new("cargo")
            .args(["metadata", "--no-deps", "--offline", "--format-version=1"])
            .current_dir(&root)
            .output()
            .context("cargo cannot be started")?;
        ensure!(
            output.status.success(),
            "cargo metadata failed:\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let metadata: Value = serde_json::from_slice(&output.stdout)?;
        let target = metadata["target_directory"]
            .as_str()
            .context("cargo metadata names no target folder")?;
        let package = metadata["packages"]
            .as_array()
            .and_then(|all| all.iter().find(|p| p["name"] == "concurrency-lab"))
            .context("cargo metadata does not know the package concurrency-lab")?;
        Ok(Project {
            target: PathBuf::from(target),
            package: package.clone(),
            root,
        })
    }

    /// Where the page is built to.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The folder of the end-to-end tests.
    pub fn end_to_end(&self) -> PathBuf {
        self.root.join("tests/e2e")
    }

    /// A file or folder of this command's own, under the target folder.
    pub fn scratch(&self, name: impl AsRef<Path>) -> PathBuf {
        self.target.join("xtask").join(name)
    }

    /// The names of the package's cargo targets of a kind ("test", "bench", "bin").
    pub fn targets(&self, kind: &str) -> Vec<String> {
        let all = self.package["targets"].as_array().into_iter().flatten();
        all.filter(|target| {
            let kinds = target["kind"].as_array();
            kinds.is_some_and(|kinds| kinds.iter().any(|k| k == kind))
        })
        .filter_map(|target| target["name"].as_str().map(str::to_owned))
        .collect()
    }

    /// The tests that run in a browser: `tests/web/main.rs`, `tests/web_*.rs`.
    pub fn browser_tests(&self) -> Vec<String> {
        let mut names = self.targets("test");
        names.retain(|name| name == "web" || name.starts_with("web_"));
        names
    }

    /// The version of a package in `Cargo.lock`.
    ///
    /// # Errors
    /// When the file cannot be read or does not name the package.
    pub fn locked(&self, package: &str) -> Result<String> {
        let text = self.read("Cargo.lock")?;
        locked_version(&text, package).with_context(|| format!("Cargo.lock names no {package}"))
    }

    /// The text of a file of the project.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(&self, path: &str) -> Result<String> {
        fs::read_to_string(self.root.join(path)).with_context(|| format!("cannot read {path}"))
    }
}

fn locked_version(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.nth(1)?.strip_prefix("version = ").map(unquote)
}

/// The value of `key = "value"` in a section of a TOML file that has it on a
/// line of its own, as this project's files do.
pub fn toml_value(text: &str, section: &str, key: &str) -> Option<String> {
    let heading = format!("[{section}]");
    text.lines()
        .map(str::trim)
        .skip_while(|line| *line != heading)
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split_once('='))
        .find(|(name, _)| name.trim() == key)
        .map(|(_, value)| unquote(value))
}

fn unquote(value: &str) -> String {
    value.trim().trim_matches('"').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locked_version_is_the_one_of_exactly_that_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.1\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(
            locked_version(lock, "wasm-bindgen").as_deref(),
            Some("0.2.130")
        );
        assert_eq!(locked_version(lock, "wasm"), None);
    }

    #[test]
    fn a_key_counts_only_in_its_section() {
        let text = "[build]\nversion = \"1\"\n[tools]\nversion = \"2\" \n[serve]\nport = 8080\n";
        assert_eq!(toml_value(text, "tools", "version").as_deref(), Some("2"));
        assert_eq!(toml_value(text, "tools", "port"), None);
    }
}
