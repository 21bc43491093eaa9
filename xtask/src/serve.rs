//! `cargo xtask serve`: the page while one works on it.

use std::ffi::OsString;
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::group::{self, Guard, Interrupted};
use crate::project::Project;
use crate::site;
use crate::tools::{Tool, Toolbox};

const NEEDED: [Tool; 3] = [Tool::WasmTarget, Tool::Trunk, Tool::WasmBindgen];

/// Serves the page until a person ends it; `more` goes to Trunk.
///
/// # Errors
/// When a tool is missing, the port is taken, or Trunk fails.
pub fn run(project: &Project, more: Vec<OsString>) -> Result<bool> {
    let (address, port) = place(&more)?;
    // Asked before the long set-up, so that one learns of it at once.
    if let Err(error) = TcpListener::bind((address.as_str(), port)) {
        bail!("{address}:{port} cannot be listened on ({error}); `--port` takes another");
    }
    let optimised = more.iter().any(|arg| arg == "--release");
    let mut wanted = NEEDED.to_vec();
    if optimised {
        wanted.extend([Tool::Node, Tool::WasmOpt]);
    }
    let tools = Toolbox::with(project, &wanted)?;
    if let Some(why) = tools.missing(&NEEDED) {
        bail!("{why}");
    }
    let fetched = site::fetch(project)?;
    if !fetched.ok {
        bail!("the crates cannot be downloaded:\n{}", fetched.complaint());
    }
    // With all tools there Trunk has nothing to fetch. Without wasm-opt it may
    // fetch that itself.
    let offline = !optimised || tools.has(Tool::WasmOpt);
    println!("the page will be at http://{address}:{port}/ once it is built; Ctrl-C ends");
    let mut command = trunk(project, &tools, offline);
    wait(command.args(more))
}

/// Trunk's server, but for a person's own options.
fn trunk(project: &Project, tools: &Toolbox, offline: bool) -> Command {
    let mut command = Command::new("trunk");
    command.arg("serve");
    if offline {
        command.arg("--offline=true");
    }
    command
        // Apart from dist/, which holds the page as it is published.
        .arg("--dist")
        .arg(project.scratch("serve"))
        .env("PATH", tools.search_path())
        .env("RUST_BACKTRACE", "0")
        .env_remove("NO_COLOR")
        .current_dir(&project.root)
        .stdin(Stdio::null());
    command
}

/// Runs a server until it ends or a person ends it.
fn wait(command: &mut Command) -> Result<bool> {
    group::lead(command);
    let mut guard = Guard(command.spawn().context("trunk cannot be started")?);
    loop {
        match group::check() {
            // This is how it is meant to end.
            Err(error) if error.is::<Interrupted>() => return Ok(true),
            other => other?,
        }
        if let Some(status) = guard.0.try_wait()? {
            return Ok(status.success());
        }
        sleep(Duration::from_millis(50));
    }
}

/// The address and port that Trunk will listen on, given its options.
fn place(options: &[OsString]) -> Result<(String, u16)> {
    let value = |long: &str, short: &str| {
        let mut options = options.iter().map(|option| option.to_string_lossy());
        while let Some(option) = options.next() {
            if option == long || option == short {
                return options.next().map(|value| value.into_owned());
            }
            if let Some(value) = option.strip_prefix(&format!("{long}=")) {
                return Some(value.to_owned());
            }
        }
        None
    };
    let port = match value("--port", "-p") {
        Some(text) => text.parse().context("`--port` takes a number")?,
        None => 8080,
    };
    let address = value("--address", "-a").unwrap_or_else(|| "127.0.0.1".to_owned());
    Ok((address, port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_address_follows_the_options() {
        let place = |line: &str| {
            let options: Vec<OsString> = line.split_whitespace().map(OsString::from).collect();
            super::place(&options).map(|(address, port)| format!("{address}:{port}"))
        };
        assert_eq!(place("--release").unwrap(), "127.0.0.1:8080");
        assert_eq!(place("-p 9000").unwrap(), "127.0.0.1:9000");
        assert_eq!(place("--port=9000 -a 0.0.0.0").unwrap(), "0.0.0.0:9000");
        assert!(place("--port x").is_err());
    }
}
