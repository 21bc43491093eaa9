//! Running another program: its output into a log file, a sign of life while
//! it works, its end when time is up or a person interrupts.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::group::{self, Guard};
use crate::project::Project;

/// How often a long run says that it is alive.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How many of the log's last lines a failure shows.
const TAIL: usize = 40;

/// A program about to be run.
pub struct Job {
    name: String,
    command: Command,
    log: PathBuf,
    limit: Duration,
}

/// How a run ended.
pub struct Output {
    /// Whether the program ended by itself and with success.
    pub ok: bool,
    /// Everything it wrote, to its output and its error output.
    pub text: String,
    /// The file it wrote to.
    pub log: PathBuf,
    ending: String,
}

impl Job {
    /// A run of `program` in the project's folder. `name` is what the signs of
    /// life call it and what its log file is named after.
    pub fn new(project: &Project, name: &str, program: impl AsRef<OsStr>) -> Job {
        let mut command = Command::new(program);
        command.current_dir(&project.root);
        Job {
            name: name.to_owned(),
            command,
            log: project
                .scratch("logs")
                .join(format!("{}.log", name.replace(' ', "-"))),
            limit: Duration::from_secs(30 * 60),
        }
    }

    /// Adds one argument.
    pub fn arg(mut self, arg: impl AsRef<OsStr>) -> Job {
        self.command.arg(arg);
        self
    }

    /// Adds arguments.
    pub fn args(mut self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Job {
        self.command.args(args);
        self
    }

    /// Sets an environment variable.
    pub fn env(mut self, key: &str, value: impl AsRef<OsStr>) -> Job {
        self.command.env(key, value);
        self
    }

    /// Unsets an environment variable.
    pub fn without(mut self, key: &str) -> Job {
        self.command.env_remove(key);
        self
    }

    /// Runs it in another folder than the project's.
    pub fn folder(mut self, folder: impl AsRef<Path>) -> Job {
        self.command.current_dir(folder);
        self
    }

    /// Sets the time after which it is ended (30 minutes otherwise).
    pub fn limit(mut self, minutes: u64) -> Job {
        self.limit = Duration::from_secs(minutes * 60);
        self
    }

    /// Runs it to its end. A program that fails or runs out of time gives an
    /// [`Output`] that says so.
    ///
    /// # Errors
    /// When it cannot be started, or on an interrupt; it is ended then.
    pub fn run(mut self) -> Result<Output> {
        group::check()?;
        if let Some(folder) = self.log.parent() {
            fs::create_dir_all(folder)?;
        }
        let log = File::create(&self.log)
            .with_context(|| format!("cannot write {}", self.log.display()))?;
        self.command.stdin(Stdio::null());
        self.command.stdout(log.try_clone()?).stderr(log);
        group::lead(&mut self.command);
        let child = self.command.spawn().with_context(|| {
            format!("{} cannot be started", self.command.get_program().display())
        })?;
        let ending = self.wait(Guard(child))?;
        Ok(Output {
            ok: ending.is_none(),
            text: String::from_utf8_lossy(&fs::read(&self.log)?).into_owned(),
            log: self.log,
            ending: ending.unwrap_or_default(),
        })
    }

    /// Waits for the end; what was wrong with it, if anything.
    fn wait(&self, mut guard: Guard) -> Result<Option<String>> {
        let start = Instant::now();
        let mut next = HEARTBEAT;
        loop {
            if let Some(status) = guard.0.try_wait()? {
                return Ok((!status.success()).then(|| status.to_string()));
            }
            group::check()?;
            if start.elapsed() > self.limit {
                return Ok(Some(format!(
                    "ended after {} min",
                    self.limit.as_secs() / 60
                )));
            }
            if start.elapsed() >= next {
                next += HEARTBEAT;
                self.sign_of_life(start.elapsed());
            }
            sleep(Duration::from_millis(30));
        }
    }

    fn sign_of_life(&self, elapsed: Duration) {
        let log = fs::read(&self.log).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        println!(
            "      {}: {}, {} s",
            self.name,
            activity(&log),
            elapsed.as_secs()
        );
    }
}

/// What a log says its program is doing.
fn activity(log: &str) -> String {
    let compiled = |line: &&str| line.trim_start().starts_with("Compiling ");
    let last = log.lines().map(str::trim).rfind(|line| !line.is_empty());
    match (log.lines().filter(compiled).count(), last) {
        (_, None) => "working".to_owned(),
        (0, Some(last)) => last.chars().take(90).collect(),
        (n, Some(last)) if compiled(&last) => format!("{n} crates compiled"),
        (n, Some(last)) => {
            let last: String = last.chars().take(70).collect();
            format!("{n} crates compiled, {last}")
        }
    }
}

/// Whether a line only says that cargo is getting on with it.
pub fn is_progress(line: &str) -> bool {
    const WORDS: [&str; 8] = [
        "Checking",
        "Compiling",
        "Downloaded",
        "Downloading",
        "Finished",
        "Locking",
        "Running",
        "Updating",
    ];
    // Cargo sets its words flush right.
    line.starts_with(' ') && WORDS.contains(&line.split_whitespace().next().unwrap_or(""))
}

impl Output {
    /// What a person needs to see of a failure: how it ended, the last lines,
    /// where the rest is.
    pub fn complaint(&self) -> String {
        let lines: Vec<&str> = self
            .text
            .lines()
            .filter(|line| !is_progress(line))
            .collect();
        let tail = lines[lines.len().saturating_sub(TAIL)..].join("\n");
        format!(
            "{tail}\n({}; everything: {})",
            self.ending,
            self.log.display()
        )
    }
}

/// What a program prints, for a quick question such as its version; nothing
/// when it cannot be started or fails.
pub fn answer(program: impl AsRef<OsStr>, args: &[&str]) -> Option<String> {
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::null());
    // Trunk takes this variable only as `true` or `false`.
    command.env_remove("NO_COLOR");
    let output = command.output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_of_life_counts_crates_and_quotes_the_last_line() {
        assert_eq!(activity(""), "working");
        assert_eq!(
            activity("   Compiling a v1\n   Compiling b v1\n"),
            "2 crates compiled"
        );
        assert_eq!(
            activity("   Compiling a v1\ntest one ... ok\n\n"),
            "1 crates compiled, test one ... ok"
        );
    }
}
