//! What the README shows of the command line is what the command line gives.

use std::path::Path;
use std::process::Command;

use expect_test::expect_file;

/// What a shell prints for a command, in a terminal of 80 columns.
fn shell(command: &str) -> String {
    let lab = Path::new(env!("CARGO_BIN_EXE_lab"));
    let path = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{path}", lab.parent().expect("a folder").display());
    let output = Command::new("sh")
        .args(["-c", command])
        .env("PATH", path)
        .env("COLUMNS", "80")
        .env("LANG", "en_US.UTF-8")
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .output()
        .expect("a shell");
    assert!(
        output.status.code().is_some_and(|code| code <= 1),
        "{command}"
    );
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{command}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn the_sessions_of_the_readme_are_real() {
    let readme = include_str!("../../README.md");
    let (before, rest) = readme.split_once("```console\n").expect("a session");
    let (session, after) = rest.split_once("```\n").expect("its end");
    assert!(!after.contains("```console"), "one session is checked");
    let mut real = String::new();
    let mut commands = 0;
    for line in session.lines() {
        if let Some(command) = line.strip_prefix("$ ") {
            assert!(command.starts_with("lab "), "{command}");
            commands += 1;
            real += &format!("{line}\n{}\n", shell(command).trim_end());
        }
    }
    assert!(commands >= 3);
    let real = format!("{before}```console\n{real}```\n{after}");
    expect_file!["../../README.md"].assert_eq(&real);
}
