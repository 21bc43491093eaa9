//! What rustup and cargo install.

use std::fs;
use std::path::PathBuf;

use anyhow::{Result, bail, ensure};

use super::{Toolbox, executable, pins, which};
use crate::project::Project;
use crate::run::{Job, answer};

const TARGET: &str = "wasm32-unknown-unknown";

/// A program that lies in the crate registry.
pub struct Crate {
    name: &'static str,
    /// The program whose version tells whether the crate is there.
    program: &'static str,
    version: String,
    /// Whether it builds with the dependencies its authors locked.
    locked: bool,
    /// How long it takes on two cores.
    takes: &'static str,
}

/// Trunk.
pub fn trunk() -> Crate {
    Crate {
        name: "trunk",
        program: "trunk",
        version: pins::TRUNK.to_owned(),
        locked: true,
        takes: "6 minutes",
    }
}

/// wasm-bindgen's command line, in the version of the library.
///
/// # Errors
/// When `Cargo.lock` does not name the library.
pub fn wasm_bindgen(project: &Project) -> Result<Crate> {
    Ok(Crate {
        name: "wasm-bindgen-cli",
        program: "wasm-bindgen",
        version: project.locked("wasm-bindgen")?,
        // Its lock file names a crate that was withdrawn.
        locked: false,
        takes: "3 minutes",
    })
}

/// cargo-deny.
pub fn cargo_deny() -> Crate {
    Crate {
        name: "cargo-deny",
        program: "cargo-deny",
        version: pins::CARGO_DENY.to_owned(),
        locked: true,
        takes: "2 minutes",
    }
}

/// Where the crate's program is, in the right version.
pub fn find(tools: &Toolbox, wanted: &Crate) -> Option<PathBuf> {
    let kept = executable(&tools.folder.join("bin"), wanted.program);
    let right = |path: &PathBuf| {
        answer(path, &["--version"])
            .is_some_and(|text| text.split_whitespace().nth(1) == Some(&wanted.version))
    };
    which(wanted.program).filter(right).or(kept.filter(right))
}

/// Builds the crate, or fetches what its authors built where `cargo binstall`
/// is there.
///
/// # Errors
/// When both fail, or on an interrupt.
pub fn install(tools: &Toolbox, project: &Project, wanted: &Crate) -> Result<()> {
    if which("cargo-binstall").is_some() {
        let fetched = Job::new(project, wanted.program, "cargo")
            .args([
                "binstall",
                "--no-confirm",
                "--force",
                "--disable-strategies",
                "compile",
            ])
            .arg("--root")
            .arg(&tools.folder)
            .arg(format!("{}@{}", wanted.name, wanted.version))
            .limit(10)
            .run()?;
        if fetched.ok {
            return Ok(());
        }
        println!(
            "      no ready-made {} can be had; it is built instead",
            wanted.name
        );
    }
    println!(
        "      {} {} is built once, which takes about {} on two cores",
        wanted.name, wanted.version, wanted.takes
    );
    // A folder that stays when the build is cut short, to go on from there.
    let build = tools.folder.join("build").join(wanted.name);
    let mut job = Job::new(project, wanted.program, "cargo")
        .args([
            "install",
            wanted.name,
            "--force",
            "--version",
            &wanted.version,
        ])
        .arg("--root")
        .arg(&tools.folder)
        .env("CARGO_TARGET_DIR", &build)
        // What counts is the time until the tool is there, not its speed.
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .limit(45);
    if wanted.locked {
        job = job.arg("--locked");
    }
    let built = job.run()?;
    ensure!(built.ok, "cargo install failed:\n{}", built.complaint());
    // Only space is lost when this fails.
    let _ = fs::remove_dir_all(&build);
    Ok(())
}

/// Rust's standard library for the browser, if it is installed.
pub fn wasm_target(project: &Project) -> Option<PathBuf> {
    let mut rustc = std::process::Command::new("rustc");
    let output = rustc
        .args(["--print", "sysroot"])
        .current_dir(&project.root)
        .output()
        .ok()?;
    let root = String::from_utf8(output.stdout).ok()?;
    let path = PathBuf::from(root.trim()).join("lib/rustlib").join(TARGET);
    path.join("lib").is_dir().then_some(path)
}

/// Adds it through rustup.
///
/// # Errors
/// When there is no rustup, or it fails, or on an interrupt.
pub fn add_wasm_target(project: &Project) -> Result<()> {
    if which("rustup").is_none() {
        bail!("install Rust's {TARGET} target the way Rust was installed (there is no rustup)");
    }
    let added = Job::new(project, "rustup", "rustup")
        .args(["target", "add", TARGET])
        .limit(10)
        .run()?;
    ensure!(added.ok, "rustup target add failed:\n{}", added.complaint());
    Ok(())
}
