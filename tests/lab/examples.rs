//! Every example of the help texts works.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{case, lab};

/// A folder that is gone when the test is over.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The lines of a command's help that begin with `lab`.
fn examples(command: &[&str], help: &str, language: &str) -> Vec<String> {
    let ran = lab(&[command, &[help, "--lang", language]].concat());
    assert_eq!(ran.code, 0, "{command:?} {help}");
    let lines = ran.out.lines().filter_map(|line| line.strip_prefix("  "));
    lines
        .filter(|line| line.starts_with("lab ") || line.starts_with("printf "))
        // What an example is for may stand behind it.
        .map(|line| line.split("   ").next().unwrap_or(line).to_owned())
        .collect()
}

/// Runs an example in a shell, as a reader would.
fn run(example: &str, folder: &Path) -> (i32, String, String) {
    let lab = Path::new(env!("CARGO_BIN_EXE_lab"));
    let path = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{path}", lab.parent().expect("a folder").display());
    let output = Command::new("sh")
        .args(["-c", example])
        .current_dir(folder)
        .env("PATH", path)
        .env("LANG", "en_US.UTF-8")
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .output()
        .expect("a shell");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (
        output.status.code().expect("an exit code"),
        text(output.stdout),
        text(output.stderr),
    )
}

fn check(command: &[&str], least: usize) {
    let name = format!("lab-examples-{}-{}", command.join("-"), std::process::id());
    let folder = Folder(std::env::temp_dir().join(name));
    fs::create_dir_all(&folder.0).expect("a writable folder");
    // What examples read.
    let cases = case::file(2).replace("\"first\"", "\"mlfq-03\"");
    let trace = br#"[{"ph":"X","name":"a","ts":0,"dur":9000,"pid":1,"tid":1}]"#;
    let python = crate::explore_python::LOST_UPDATE;
    let inputs: [(&str, &[u8]); 7] = [
        ("lost_update.py", python.as_bytes()),
        ("ostep-mlfq.json", cases.as_bytes()),
        ("textbook.json", cases.as_bytes()),
        ("trace.json", trace),
        ("trace.json.gz", &gzip(trace)),
        ("program.py", b"import sys\nprint(sys.argv[1:])\n"),
        ("asks.py", b"print('hello', input())\n"),
    ];
    for (file, bytes) in inputs {
        fs::write(folder.0.join(file), bytes).expect("a writable folder");
    }
    let short = examples(command, "-h", "en");
    assert!(short.len() >= least, "{short:?}");
    assert_eq!(examples(command, "--help", "en"), short);
    assert_eq!(examples(command, "--help", "ko"), short);
    for example in short {
        let (code, out, err) = run(&example, &folder.0);
        // An example may show what goes wrong, but it is no bad input.
        assert!(code == 0 || code == 1, "{example}: {code} {err}");
        assert_eq!(err, "", "{example}");
        let written = example.split_whitespace().any(|word| {
            let given = inputs.iter().any(|(file, _)| *file == word);
            !given && folder.0.join(word).is_file()
        });
        assert!(written || !out.is_empty(), "{example}");
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = flate2::read::GzEncoder::new(bytes, flate2::Compression::default());
    encoder.read_to_end(&mut out).expect("bytes in memory");
    out
}

#[test]
fn examples_of_trace() {
    check(&["trace", "facts"], 2);
    check(&["trace", "convert"], 2);
    check(&["trace", "svg"], 2);
}

#[test]
fn examples_of_case() {
    check(&["case"], 3);
}

#[test]
fn examples_of_schedule() {
    check(&["schedule"], 8);
}

#[test]
fn examples_of_simulate() {
    check(&["simulate"], 8);
}

#[test]
fn examples_of_explore() {
    check(&["explore"], 13);
}

#[test]
fn examples_of_run() {
    check(&["run"], 6);
}
