//! Every published case, beside the project: where the folder is not there, the
//! tests say so and check nothing.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::path::Path;

use concurrency_lab::base::Lang;
use concurrency_lab::cases::file::read;

/// Where the case files are, from the project's folder.
const FOLDER: &str = "../shared/oracles";

/// A test for each file, and the list of them.
macro_rules! files {
    ($($(#[$meta:meta])* $test:ident: $file:literal;)+) => {
        $($(#[$meta])* #[test] fn $test() { check($file); })+

        const FILES: &[&str] = &[$($file),+];
    };
}

files! {
    scheduler: "ostep-scheduler.json";
    mlfq: "ostep-mlfq.json";
    process_run: "ostep-process-run.json";
    lottery: "ostep-lottery.json";
    textbook: "textbook.json";
    multi: "ostep-multi.json";
    x86: "ostep-x86.json";
    shuttle: "shuttle-schedules.json";
}

fn check(name: &str) {
    let path = Path::new(FOLDER).join(name);
    if !Path::new(FOLDER).exists() {
        println!("skipped: {FOLDER} is not there");
        return;
    }
    let text = fs::read_to_string(&path).expect("a readable file");
    let (cases, problems) = read(&text);
    assert!(problems.is_empty(), "{problems:?}");
    assert!(!cases.is_empty());
    let mut wrong = Vec::new();
    for case in cases {
        assert!(case.expect.is_some(), "{}", case.id);
        match case.run() {
            Ok(result) => wrong.extend(
                case.check(&result)
                    .iter()
                    .map(|one| format!("{}: {}", case.id, one.sentence(Lang::En))),
            ),
            Err(problem) => wrong.push(problem.sentence(Lang::En)),
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_file_has_its_test() {
    let Ok(entries) = fs::read_dir(FOLDER) else {
        println!("skipped: {FOLDER} is not there");
        return;
    };
    for entry in entries {
        let name = entry.expect("a readable folder").file_name();
        let name = name.to_string_lossy();
        assert!(
            !name.ends_with(".json") || FILES.contains(&&*name),
            "{name} has no test"
        );
    }
}
