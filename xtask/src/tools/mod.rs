//! The tools that the commands need: found where they are, set up where they
//! are not.
//!
//! A tool in the right version on the path is used as it is. Otherwise it is
//! kept in a folder of this user's that all checkouts share, and never built
//! again while its version is right. Two runs at once take turns.

mod browser;
mod cargo;
mod node;
mod pins;
mod system;

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};

use crate::group::Interrupted;
use crate::lock;
use crate::project::Project;
use crate::run::Job;

/// Something that must be there before a command can do its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tool {
    /// Rust's standard library for the browser.
    WasmTarget,
    /// The bundler and development server.
    Trunk,
    /// What joins wasm and JavaScript, with its test runner.
    WasmBindgen,
    /// The check of licences and sources.
    CargoDeny,
    /// Node.js with npm.
    Node,
    /// The optimiser of the published page.
    WasmOpt,
    /// The browser the tests drive.
    Chromium,
    /// Its WebDriver.
    Chromedriver,
    /// Glyphs for Korean text in screenshots.
    KoreanFont,
    /// The packages of the end-to-end tests.
    Packages,
}

impl Tool {
    /// All of them, in an order in which each comes after what it needs.
    pub const ALL: &[Tool] = &[
        Tool::WasmTarget,
        Tool::Trunk,
        Tool::WasmBindgen,
        Tool::CargoDeny,
        Tool::Node,
        Tool::WasmOpt,
        Tool::Chromium,
        Tool::Chromedriver,
        Tool::KoreanFont,
        Tool::Packages,
    ];

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Tool::WasmTarget => "wasm32 target",
            Tool::Trunk => "trunk",
            Tool::WasmBindgen => "wasm-bindgen",
            Tool::CargoDeny => "cargo-deny",
            Tool::Node => "Node.js",
            Tool::WasmOpt => "wasm-opt",
            Tool::Chromium => "Chromium",
            Tool::Chromedriver => "ChromeDriver",
            Tool::KoreanFont => "Korean font",
            Tool::Packages => "test packages",
        }
    }
}

/// The tools of one run.
pub struct Toolbox {
    /// Where tools are kept.
    pub folder: PathBuf,
    /// Folders to put before the path, the first first.
    folders: Vec<PathBuf>,
    /// Where each tool was found, or why it is missing.
    found: Vec<(Tool, Result<PathBuf, String>)>,
}

impl Toolbox {
    /// Finds or sets up the tools, saying what it does. A tool that cannot be
    /// had does not stop the others; [`Toolbox::missing`] tells.
    ///
    /// # Errors
    /// Only on an interrupt, or when no folder for tools can be made.
    pub fn with(project: &Project, wanted: &[Tool]) -> Result<Toolbox> {
        let mut tools = Toolbox {
            folder: folder()?,
            folders: Vec::new(),
            found: Vec::new(),
        };
        let steps = Tool::ALL.iter().filter(|tool| wanted.contains(tool));
        let count = steps.clone().count();
        for (step, &tool) in steps.enumerate() {
            let start = Instant::now();
            let heading = format!("set-up {}/{count}: {}", step + 1, tool.name());
            let result = match tools.find(project, tool) {
                Some(path) => Ok(path),
                None => tools.install(project, tool, &heading),
            };
            match result {
                Ok(path) => {
                    println!(
                        "{heading}: {} ({})",
                        path.display(),
                        crate::report::seconds(start.elapsed())
                    );
                    tools.keep(tool, Ok(path));
                }
                Err(error) if error.is::<Interrupted>() => return Err(error),
                Err(error) => {
                    println!("{heading}: missing: {error:#}");
                    tools.keep(tool, Err(format!("{error:#}")));
                }
            }
        }
        Ok(tools)
    }

    /// Whether every tool that was wanted is there.
    pub fn complete(&self) -> bool {
        self.found.iter().all(|(_, result)| result.is_ok())
    }

    /// Whether a tool is there.
    pub fn has(&self, tool: Tool) -> bool {
        self.path(tool).is_some()
    }

    /// Where a tool is, if it is there.
    pub fn path(&self, tool: Tool) -> Option<&Path> {
        self.found
            .iter()
            .find(|(each, _)| *each == tool)
            .and_then(|(_, result)| result.as_deref().ok())
    }

    /// The first of these tools that is not there, and why.
    pub fn missing(&self, needed: &[Tool]) -> Option<String> {
        needed.iter().find_map(|tool| {
            let known = self.found.iter().find(|(each, _)| each == tool);
            match known {
                Some((_, Ok(_))) => None,
                Some((_, Err(why))) => Some(format!("{} is missing: {why}", tool.name())),
                None => Some(format!("{} was not set up", tool.name())),
            }
        })
    }

    /// A job with these tools on its path.
    pub fn job(&self, project: &Project, name: &str, program: &str) -> Job {
        let program = self
            .folders
            .iter()
            .find_map(|folder| executable(folder, program))
            .map_or_else(|| OsString::from(program), PathBuf::into_os_string);
        let mut job = Job::new(project, name, program)
            .env("PATH", self.search_path())
            .without("NO_COLOR");
        for (tool, key) in [
            (Tool::Chromium, "CHROMIUM"),
            (Tool::Chromedriver, "CHROMEDRIVER"),
        ] {
            if let Some(path) = self.path(tool) {
                job = job.env(key, path);
            }
        }
        job
    }

    /// The search path with these tools before everything else.
    pub fn search_path(&self) -> OsString {
        let own = env::var_os("PATH").unwrap_or_default();
        let all = self.folders.iter().cloned().chain(env::split_paths(&own));
        env::join_paths(all).unwrap_or(own)
    }

    /// Notes a result and puts a tool's folder on the path.
    fn keep(&mut self, tool: Tool, result: Result<PathBuf, String>) {
        let is_program = !matches!(tool, Tool::WasmTarget | Tool::KoreanFont | Tool::Packages);
        if let (true, Ok(path)) = (is_program, &result)
            && let Some(folder) = path.parent()
            && !self.folders.iter().any(|each| each == folder)
            // What lies on the path already keeps its place there.
            && which(tool_file(path)).as_deref() != Some(path)
        {
            self.folders.push(folder.to_owned());
        }
        self.found.push((tool, result));
    }

    fn find(&self, project: &Project, tool: Tool) -> Option<PathBuf> {
        match tool {
            Tool::WasmTarget => cargo::wasm_target(project),
            Tool::Trunk => cargo::find(self, &cargo::trunk()),
            Tool::WasmBindgen => cargo::find(self, &cargo::wasm_bindgen(project).ok()?),
            Tool::CargoDeny => cargo::find(self, &cargo::cargo_deny()),
            Tool::Node => node::find(),
            Tool::WasmOpt => node::find_wasm_opt(self),
            Tool::Chromium => browser::find_chromium(),
            Tool::Chromedriver => browser::find_chromedriver(),
            Tool::KoreanFont => browser::find_korean_font(),
            Tool::Packages => node::find_packages(project),
        }
    }

    /// Sets a tool up, while no other run does so, and looks for it again.
    fn install(&self, project: &Project, tool: Tool, heading: &str) -> Result<PathBuf> {
        let _lock = lock::take(&self.folder.join("lock"), "another set-up")?;
        if let Some(path) = self.find(project, tool) {
            return Ok(path);
        }
        println!("{heading}: setting up");
        match tool {
            Tool::WasmTarget => cargo::add_wasm_target(project),
            Tool::Trunk => cargo::install(self, project, &cargo::trunk()),
            Tool::WasmBindgen => cargo::install(self, project, &cargo::wasm_bindgen(project)?),
            Tool::CargoDeny => cargo::install(self, project, &cargo::cargo_deny()),
            Tool::Node => system::install(project, &["nodejs", "npm"], node::ADVICE),
            Tool::WasmOpt => node::install_wasm_opt(self, project),
            Tool::Chromium => system::install(project, &["chromium"], browser::CHROMIUM_ADVICE),
            Tool::Chromedriver => {
                system::install(project, &["chromium-driver"], browser::CHROMEDRIVER_ADVICE)
            }
            Tool::KoreanFont => system::install(
                project,
                &["fontconfig", "fonts-noto-cjk"],
                browser::FONT_ADVICE,
            ),
            Tool::Packages => node::install_packages(self, project),
        }?;
        self.find(project, tool)
            .context("it was set up, but cannot be found or has another version")
    }
}

/// The folder of the tools that this command sets up.
fn folder() -> Result<PathBuf> {
    if let Some(folder) = set("CONCURRENCY_LAB_TOOLS") {
        return std::path::absolute(folder).context("CONCURRENCY_LAB_TOOLS is not a path");
    }
    let home = || set("HOME").or_else(|| set("USERPROFILE"));
    let cache = set("XDG_CACHE_HOME")
        .or_else(|| home().map(|home| home.join(".cache")))
        .context("no home folder is known: set CONCURRENCY_LAB_TOOLS to a folder for tools")?;
    Ok(cache.join("concurrency-lab").join("tools"))
}

/// A path from the environment; an empty one counts as none.
fn set(variable: &str) -> Option<PathBuf> {
    env::var_os(variable)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}

/// Where a program is on the path.
fn which(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).find_map(|folder| executable(&folder, name))
}

/// A program in a folder, under the names its kind of system gives programs.
fn executable(folder: &Path, name: &str) -> Option<PathBuf> {
    let endings: &[&str] = if cfg!(windows) {
        &[".exe", ".cmd"]
    } else {
        &[""]
    };
    endings
        .iter()
        .map(|ending| folder.join(format!("{name}{ending}")))
        .find(|path| path.is_file())
}

fn tool_file(path: &Path) -> &str {
    path.file_stem()
        .and_then(|name| name.to_str())
        .unwrap_or("")
}

/// The first whole number in a text, such as the major version.
fn major(text: &str) -> Option<u32> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let digits = text[start..].split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_the_first_number() {
        for (text, number) in [
            ("v20.20.2", 20),
            ("wasm-opt version 132 (version_132)", 132),
        ] {
            assert_eq!(major(text), Some(number));
        }
        assert_eq!(major("unknown"), None);
    }
}
