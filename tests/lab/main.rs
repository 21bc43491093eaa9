//! The command line, started as a user starts it: what it prints where, and its
//! exit codes.
#![cfg(not(target_arch = "wasm32"))]

mod case;
mod describe;
mod examples;
mod explore;
mod explore_python;
mod readme;
mod refuse;
mod run;
mod schedule;
mod simulate;
mod trace;

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// What a run of `lab` gave.
#[derive(Debug)]
struct Ran {
    code: i32,
    out: String,
    err: String,
}

/// Runs `lab` with messages in English.
fn lab(arguments: &[&str]) -> Ran {
    lab_reading(arguments, "")
}

/// Runs `lab` with a text on its standard input.
fn lab_reading(arguments: &[&str], input: &str) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_lab"))
        .args(arguments)
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env("LANG", "en_US.UTF-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("lab starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    // Who has seen enough closes the pipe.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    let output = child.wait_with_output().expect("lab ends");
    Ran {
        code: output.status.code().expect("an exit code"),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// A file that is gone when the test is over.
struct Scratch(PathBuf);

impl Scratch {
    /// A file of that text, or a name for one that is still to be written.
    fn new(ending: &str, text: Option<&str>) -> Scratch {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("lab-test-{}-{n}.{ending}", std::process::id());
        let path = std::env::temp_dir().join(name);
        if let Some(text) = text {
            std::fs::write(&path, text).expect("a writable folder");
        }
        Scratch(path)
    }

    fn name(&self) -> &str {
        self.0.to_str().expect("UTF-8")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[test]
fn help_teaches_and_a_wrong_command_is_refused() {
    let help = lab(&["--help"]);
    assert_eq!(help.code, 0);
    assert!(help.out.contains("case") && help.out.contains("Exit codes"));
    let wrong = lab(&["caes"]);
    assert_eq!((wrong.code, wrong.out.as_str()), (2, ""));
    assert!(wrong.err.contains("‘case’"), "{}", wrong.err);
    assert_eq!(lab(&[]).code, 2);
}
