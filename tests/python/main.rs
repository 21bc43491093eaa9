//! Whole programs, run in virtual time, print what CPython 3.11 prints, of times
//! what it prints on a machine that is quick enough.
//!
//! A program is a file `NAME.py`. Beside it lie `NAME.out` (its standard
//! output), `NAME.exit` (its exit code, where that is not 0), `NAME.err` (the
//! last line of its standard error, where that matters) and `NAME.in` (what it
//! reads). `conformance` has a topic in each; `programs` are longer and mix them.
#![cfg(not(target_arch = "wasm32"))]

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use concurrency_lab::base::Time;
use concurrency_lab::python::machine::{self, Settings};

/// The most instructions that a program here needs, with room.
const INSTRUCTIONS: u64 = 50_000_000;

/// The longest that a program here lasts, on its own clock.
const LONGEST: Time = Time(60_000_000_000);

/// How long a program may take to run, without optimisation and on a busy
/// machine: none may wait for its sleeps.
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn conformance() {
    check("tests/python/conformance", 68);
}

/// The language, area by area; what CPython 3.11.7 prints lies beside.
#[test]
fn language() {
    check("tests/python/language", 48);
}

/// Errors of syntax: a text, and the last line that CPython 3.11.7 writes.
#[test]
fn syntax_errors() {
    let cases = fs::read_to_string("tests/python/syntax.json").expect("the table");
    let cases: Vec<(String, String)> = serde_json::from_str(&cases).expect("pairs of texts");
    assert!(cases.len() > 150);
    for (source, wanted) in cases {
        let text = Rc::new(RefCell::new(String::new()));
        let seen = text.clone();
        machine::run(
            "program.py",
            &source,
            &Settings::default(),
            move |printed| {
                seen.borrow_mut().push_str(&printed.text);
            },
        )
        .expect("the settings are right");
        assert_eq!(last_line(&text.borrow()), wanted.trim(), "{source}");
    }
}

#[test]
fn programs_that_mix_features() {
    check("tests/python/programs", 76);
}

/// Runs all programs of a folder, which has at least so many, on all cores.
fn check(folder: &str, least: usize) {
    let programs = programs(Path::new(folder));
    assert!(programs.len() >= least, "{} programs", programs.len());
    let next = AtomicUsize::new(0);
    let work = || {
        let mut wrong = Vec::new();
        while let Some(path) = programs.get(next.fetch_add(1, Ordering::Relaxed)) {
            wrong.extend(
                complaints(path)
                    .iter()
                    .map(|w| format!("{}: {w}", path.display())),
            );
        }
        wrong
    };
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let mut wrong: Vec<String> = thread::scope(|scope| {
        let running: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let ended = running.into_iter().map(|one| one.join());
        ended
            .flat_map(|one| one.expect("no program makes it panic"))
            .collect()
    });
    wrong.sort();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

fn programs(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry can be read").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "py"))
        .collect();
    found.sort();
    found
}

/// What a program did otherwise than CPython.
fn complaints(path: &Path) -> Vec<String> {
    let beside = |ending: &str| fs::read_to_string(path.with_extension(ending)).ok();
    let source = fs::read_to_string(path).expect("a readable program");
    let name = path.file_name().expect("a file").to_string_lossy();
    let settings = Settings {
        most_instructions: INSTRUCTIONS,
        args: vec![name.to_string()],
        input: beside("in").unwrap_or_default(),
        ..Settings::default()
    };
    let texts = Rc::new(RefCell::new([String::new(), String::new()]));
    let seen = texts.clone();
    let begun = Instant::now();
    let ran = machine::run(&name, &source, &settings, move |printed| {
        seen.borrow_mut()[usize::from(printed.error)].push_str(&printed.text);
    });
    let ran = ran.expect("the settings are right");
    let [out, err] = &*texts.borrow();

    let mut wrong = Vec::new();
    let want = beside("out").expect("what it prints lies beside it");
    wrong.extend(first_difference(&want, out));
    let code = beside("exit").map_or(0, |text| text.trim().parse().expect("an exit code"));
    if ran.code != Some(code) {
        wrong.push(format!(
            "exit code {:?}, not {code}; error {:?}",
            ran.code,
            last_line(err)
        ));
    }
    if let Some(want) = beside("err")
        && last_line(&want) != last_line(err)
    {
        wrong.push(format!(
            "error {:?}, not {:?}",
            last_line(err),
            last_line(&want)
        ));
    }
    if ran.over_budget || ran.run.trace.end() > LONGEST || begun.elapsed() > PATIENCE {
        let (end, took) = (ran.run.trace.end(), begun.elapsed());
        let count = ran.instructions;
        wrong.push(format!(
            "too long: {count} instructions, until {end:?}, in {took:?}"
        ));
    }
    wrong
}

fn last_line(text: &str) -> &str {
    let mut lines = text.lines().map(str::trim);
    lines.rfind(|line| !line.is_empty()).unwrap_or_default()
}

fn first_difference(want: &str, got: &str) -> Option<String> {
    if want == got {
        return None;
    }
    let (mut want, mut got) = (want.split('\n'), got.split('\n'));
    for line in 1.. {
        let (want, got) = (want.next(), got.next());
        if want != got {
            return Some(format!("line {line}: {got:?}, not {want:?}"));
        }
    }
    None
}

#[test]
fn differences_are_found() {
    let found = first_difference("a\nb\n", "a\nc\n");
    assert_eq!(
        found.as_deref(),
        Some("line 2: Some(\"c\"), not Some(\"b\")")
    );
    assert!(first_difference("a\n", "a").is_some());
    assert_eq!(first_difference("a\n", "a\n"), None);
    assert_eq!(last_line("a\n  b \n\n"), "b");
}
