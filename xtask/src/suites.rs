//! The test suites: native, in the browser, end to end.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::group;
use crate::project::Project;
use crate::report::Tally;
use crate::run::{Job, Output};
use crate::tools::{Tool, Toolbox};

/// The tests of this machine: `cargo test`.
///
/// # Errors
/// When cargo cannot be started, or on an interrupt.
pub fn native(project: &Project, filter: Option<&str>) -> Result<Tally> {
    let job = Job::new(project, "native tests", "cargo")
        .args(["test", "--workspace", "--no-fail-fast"])
        .args(filter);
    Ok(read_cargo(&job.run()?))
}

/// The tests that need a browser's interfaces: wasm-bindgen-test in headless
/// Chromium.
///
/// # Errors
/// When there are none, when cargo cannot be started, or on an interrupt.
pub fn browser(project: &Project, tools: &Toolbox, filter: Option<&str>) -> Result<Tally> {
    let names = project.browser_tests();
    anyhow::ensure!(
        !names.is_empty(),
        "there is no tests/web/main.rs and no tests/web_*.rs"
    );
    let mut job = tools
        .job(project, "browser tests", "cargo")
        .args([
            "test",
            "--target",
            "wasm32-unknown-unknown",
            "--no-fail-fast",
        ])
        .args(names.iter().flat_map(|name| ["--test", name]))
        .args(filter)
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
            "wasm-bindgen-test-runner",
        )
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300")
        .limit(20);
    job = job.env(
        "WASM_BINDGEN_TEST_WEBDRIVER_JSON",
        capabilities(project, tools)?,
    );
    let output = job.run()?;
    say_strays();
    Ok(read_cargo(&output))
}

/// Writes what ChromeDriver is to start, and how.
fn capabilities(project: &Project, tools: &Toolbox) -> Result<PathBuf> {
    let binary = tools.path(Tool::Chromium).context("no Chromium")?;
    let wanted = json!({
        "goog:chromeOptions": {
            "binary": binary,
            "args": [
                "headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run",
                "disable-background-networking", "disable-component-update", "disable-sync",
            ],
        },
    });
    let path = project.scratch("webdriver.json");
    fs::write(&path, wanted.to_string()).context("cannot write webdriver.json")?;
    Ok(path)
}

/// The tests of the built page in Chromium: Playwright.
///
/// # Errors
/// When Node.js cannot be started, or on an interrupt.
pub fn end_to_end(project: &Project, tools: &Toolbox, filter: Option<&str>) -> Result<Tally> {
    let report = project.end_to_end().join("results/report.json");
    // An old report must not pass for this run's.
    let _ = fs::remove_file(&report);
    let mut job = tools
        .job(project, "end-to-end tests", "node")
        .args(["node_modules/@playwright/test/cli.js", "test"])
        .env("CONCURRENCY_LAB_DIST", project.dist())
        .folder(project.end_to_end())
        .limit(40);
    if let Some(filter) = filter {
        job = job.args(["--pass-with-no-tests", "--grep", &escaped(filter)]);
    }
    let output = job.run()?;
    say_strays();
    let tally = match fs::read(&report) {
        Ok(text) => read_playwright(&serde_json::from_slice(&text)?),
        Err(_) => Tally::default(),
    };
    if output.ok {
        return Ok(tally);
    }
    match details(&output.text) {
        Some(details) => println!("{details}\n(everything: {})", output.log.display()),
        None => println!("{}", output.complaint()),
    }
    println!("screenshots and traces of failed tests: tests/e2e/results/artifacts");
    Ok(tally.at_least_one_failed())
}

/// What Playwright says of the failed tests: the first ones in full, and the
/// list of all at its end.
fn details(text: &str) -> Option<String> {
    const MOST: usize = 150;
    let lines: Vec<&str> = text.lines().collect();
    let first = lines.iter().position(|line| line.starts_with("  1) "))?;
    let list = lines.iter().rposition(|line| line.ends_with(" failed"))?;
    let full = &lines[first..list.min(first + MOST)];
    let cut = if full.len() == MOST { "\n  …" } else { "" };
    Some(format!(
        "{}{cut}\n{}",
        full.join("\n"),
        lines[list..].join("\n")
    ))
}

/// A text as a regular expression that matches just that text.
fn escaped(text: &str) -> String {
    let mut pattern = String::new();
    for c in text.chars() {
        if !c.is_alphanumeric() && !c.is_whitespace() && c.is_ascii() {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}

/// Ends what a browser run left behind, and says so.
pub fn say_strays() {
    let strays = group::end_strays();
    if !strays.is_empty() {
        println!("      ended what was left running: {}", strays.join(", "));
    }
}

/// Adds up the `test result:` lines of cargo's and wasm-bindgen's runners, and
/// shows what failed.
fn read_cargo(output: &Output) -> Tally {
    let tally = results(&output.text);
    if output.ok {
        return tally;
    }
    let failures = failures(&output.text);
    if failures.is_empty() {
        println!("{}", output.complaint());
    } else {
        println!("{failures}\n(everything: {})", output.log.display());
    }
    tally.at_least_one_failed()
}

/// What the test programs say of each failed test.
fn failures(text: &str) -> String {
    let mut shown = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        match line.trim() {
            "failures:" => inside = true,
            line if line.starts_with("test result:") => inside = false,
            _ if inside => shown.push(line),
            _ => {}
        }
    }
    shown.join("\n")
}

fn results(text: &str) -> Tally {
    let mut tally = Tally::default();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("test ")
            && let Some((name, reason)) = name.split_once(" ... ignored")
        {
            let reason = reason.trim_start_matches([',', ' ']);
            let reason = if reason.is_empty() {
                "marked as ignored"
            } else {
                reason
            };
            tally.skipped.push(format!("{name}: {reason}"));
        }
        let Some((_, counts)) = line.trim().split_once("test result: ") else {
            continue;
        };
        for part in counts.split(['.', ';']) {
            let mut words = part.split_whitespace();
            let number = words.next().and_then(|word| word.parse::<usize>().ok());
            match (number, words.next()) {
                (Some(n), Some("passed")) => tally.passed += n,
                (Some(n), Some("failed")) => tally.failed += n,
                _ => {}
            }
        }
    }
    tally
}

/// Reads the report of Playwright's JSON reporter.
fn read_playwright(report: &Value) -> Tally {
    let count = |name: &str| report["stats"][name].as_u64().unwrap_or(0) as usize;
    let mut tally = Tally {
        // A test that passed only when tried again did fail.
        passed: count("expected"),
        failed: count("unexpected") + count("flaky"),
        skipped: Vec::new(),
    };
    // Errors outside any test, such as a file that cannot be loaded.
    tally.failed += report["errors"].as_array().map_or(0, Vec::len);
    collect_skipped(report, &mut tally.skipped);
    tally
}

fn collect_skipped(suite: &Value, skipped: &mut Vec<String>) {
    let items = |value: &Value, key: &str| value[key].as_array().cloned().unwrap_or_default();
    for spec in items(suite, "specs") {
        for test in items(&spec, "tests")
            .iter()
            .filter(|test| test["status"] == "skipped")
        {
            let title = spec["title"].as_str().unwrap_or("a test");
            let reason = test["annotations"][0]["description"].as_str();
            skipped.push(format!("{title}: {}", reason.unwrap_or("no reason given")));
        }
    }
    for inner in items(suite, "suites") {
        collect_skipped(&inner, skipped);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_result_lines_of_all_test_programs_are_added_up() {
        let text = "\
test a ... ok
test b ... ignored, needs two cores
test c ... ignored
test result: ok. 12 passed; 0 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.01s
test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.50s
";
        let tally = results(text);
        assert_eq!((tally.passed, tally.failed), (15, 2));
        assert_eq!(
            tally.skipped,
            ["b: needs two cores", "c: marked as ignored"]
        );
    }

    #[test]
    fn only_what_is_said_of_failed_tests_is_shown() {
        let text = "test a ... FAILED\n\nfailures:\n\n---- a stdout ----\nleft: 1\n\n\
                    failures:\n    a\n\ntest result: FAILED. 0 passed; 1 failed\n\nDoc-tests\n";
        assert_eq!(
            failures(text).trim(),
            "---- a stdout ----\nleft: 1\n\n    a"
        );
    }

    #[test]
    fn a_flaky_test_and_a_broken_file_count_as_failed() {
        let report = json!({
            "stats": { "expected": 5, "unexpected": 1, "flaky": 1, "skipped": 1 },
            "errors": [{ "message": "SyntaxError" }],
            "suites": [{ "suites": [{ "specs": [
                { "title": "two cores", "tests": [
                    { "status": "skipped", "annotations": [{ "description": "one core" }] },
                ] },
                { "title": "opens", "tests": [{ "status": "expected", "annotations": [] }] },
            ] }] }],
        });
        let tally = read_playwright(&report);
        assert_eq!((tally.passed, tally.failed), (5, 3));
        assert_eq!(tally.skipped, ["two cores: one core"]);
    }

    #[test]
    fn a_filter_is_taken_literally() {
        assert_eq!(escaped("a+b (ko) 잠"), r"a\+b \(ko\) 잠");
    }
}
