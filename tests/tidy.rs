//! Rules for every tracked file: nothing that holds only on one machine, and
//! no file too long to read.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::process::Command;

/// The most lines a file may have.
const LINES: usize = 700;

/// Endings of files that people write and read.
const WRITTEN: &[&str] = &[
    "css", "html", "js", "md", "mjs", "rs", "sh", "toml", "ts", "yaml", "yml",
];

/// Where the absolute paths of one person's machine begin.
const PRIVATE: &[&str] = &[
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("/tm", "p/"),
    concat!("/wo", "rk/"),
    concat!("C:\\", "Users"),
];

/// Hosts that packages are downloaded from: they belong in a user's own
/// settings, where a mirror may stand instead.
const REGISTRIES: &[&str] = &[
    concat!("registry.", "npmjs"),
    concat!("registry.", "yarnpkg"),
    concat!("static.", "crates.io"),
    concat!("index.", "crates.io"),
    concat!("files.", "pythonhosted"),
    concat!("py", "pi.org"),
    concat!("deb.", "debian.org"),
];

#[test]
fn tracked_files_are_tidy() {
    let mut wrong = Vec::new();
    for path in tracked() {
        // A link points to a place of one machine as soon as it leaves the tree.
        if fs::symlink_metadata(&path).is_ok_and(|found| found.is_symlink()) {
            wrong.push(format!("{path}: a symbolic link"));
            continue;
        }
        // A picture is no text, and a deleted file may still be tracked.
        if let Ok(text) = fs::read_to_string(&path) {
            wrong.extend(complaints(&path, &text));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// The files that git tracks. Without git (an unpacked archive) there is
/// nothing to tell them from what a build left, so the test cannot be done.
fn tracked() -> Vec<String> {
    let output = Command::new("git")
        .args(["ls-files", "-z"])
        .output()
        .expect("git can be started");
    assert!(output.status.success(), "this is a git checkout");
    let list = String::from_utf8(output.stdout).expect("file names are UTF-8");
    let files: Vec<String> = list.split_terminator('\0').map(str::to_owned).collect();
    assert!(files.iter().any(|file| file == "Cargo.toml"), "{files:?}");
    files
}

/// What is wrong with a file, one line each.
fn complaints(path: &str, text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let lines = text.lines().count();
    if WRITTEN.contains(&ending) && lines > LINES {
        wrong.push(format!(
            "{path}: {lines} lines, more than {LINES}: split it by concept"
        ));
    }
    for (index, line) in text.lines().enumerate() {
        if PRIVATE.iter().any(|start| has_path(line, start)) {
            wrong.push(format!("{path}:{}: a path of one machine", index + 1));
        }
        if REGISTRIES.iter().any(|host| line.contains(host)) {
            wrong.push(format!("{path}:{}: a package registry's host", index + 1));
        }
    }
    wrong
}

/// Whether a line holds a path that begins so, rather than one with such a part.
fn has_path(line: &str, start: &str) -> bool {
    line.match_indices(start).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || "/._-~}*".contains(c))
    })
}

#[test]
fn untidy_lines_are_found() {
    let home = concat!("/ho", "me/me/lab");
    for line in [
        format!("let x = \"{home}\";"),
        format!("see {home}"),
        concat!("\"resolved\": \"https://registry.", "npmjs.org/x\"").to_owned(),
    ] {
        let found = complaints("a.rs", &format!("fine\n{line}\n"));
        assert_eq!(found.len(), 1, "{line}");
        assert!(found[0].starts_with("a.rs:2: "), "{found:?}");
    }
    let part = format!("https://example.org{home} and src{home}");
    assert_eq!(complaints("a.rs", &part), Vec::<String>::new());
}

#[test]
fn a_long_file_is_found_but_not_a_long_table_of_data() {
    let long = "x\n".repeat(LINES + 1);
    assert_eq!(complaints("src/a.rs", &long).len(), 1);
    assert!(complaints("tests/samples/a.json", &long).is_empty());
    assert!(complaints("src/a.rs", &"x\n".repeat(LINES)).is_empty());
}
