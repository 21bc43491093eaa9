//! Every program that the Python page offers prints what CPython prints.
//! `tests/examples/KEY.out` is what `python3 static/python/KEY.py` (CPython
//! 3.11.7) wrote to standard output.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::path::PathBuf;

use concurrency_lab::workbench::Settings;
use concurrency_lab::workbench::examples::{Example, all};
use concurrency_lab::workbench::running::{Ask, NAME, Stream, happened};

/// Programs that have nothing to be held against: one never ends, the others
/// ask servers that are simulated here.
const WITHOUT: [&str; 3] = ["deadlock", "web-requests", "web-aiohttp"];
/// Programs that print how long computing took, which differs from machine to
/// machine and is virtual here.
const MEASURED: [&str; 4] = [
    "gil",
    "three-cpu-asyncio",
    "three-cpu-processes",
    "three-cpu-threads",
];

fn expected(key: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/examples")
        .join(format!("{key}.out"))
}

/// What it prints to standard output.
fn printed(example: &Example) -> String {
    let happened = happened(
        &Ask {
            name: NAME.to_owned(),
            source: example.source.to_owned(),
            settings: Settings::default(),
        },
        |_| {},
    );
    let said = happened.told.output.iter();
    let said = said.filter(|said| said.stream == Stream::Out);
    said.map(|said| said.text.as_str()).collect()
}

/// A text without its figures.
fn without_figures(text: &str) -> String {
    text.chars().filter(|c| !c.is_ascii_digit()).collect()
}

#[test]
fn every_example_prints_what_cpython_prints() {
    let mut wrong = Vec::new();
    for example in all() {
        if WITHOUT.contains(&example.key) {
            continue;
        }
        let (mut is, path) = (printed(&example), expected(example.key));
        let mut should =
            fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        if MEASURED.contains(&example.key) {
            (is, should) = (without_figures(&is), without_figures(&should));
        }
        if is != should {
            wrong.push(format!(
                "{}\n--- CPython\n{should}--- here\n{is}",
                example.key
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_stored_belongs_to_an_example() {
    let folder = expected("x");
    let folder = folder.parent().expect("a folder");
    let files = fs::read_dir(folder).expect("what CPython prints");
    let mut stored: Vec<String> = files
        .map(|file| file.expect("a file").path())
        .filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()))
        .collect();
    stored.sort();
    let mut keys: Vec<&str> = all().iter().map(|example| example.key).collect();
    keys.retain(|key| !WITHOUT.contains(key));
    keys.sort_unstable();
    assert_eq!(stored, keys);
}
