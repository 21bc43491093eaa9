//! Real tools' trace files and what an independent count found in them, read in
//! place: `../shared/traces`. Without that folder these tests say so and pass.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use concurrency_lab::base::{Dur, Time};
use concurrency_lab::formats::chrome::export;
use concurrency_lab::formats::file::{Contents, Format, facts, open};
use concurrency_lab::timeline::reading::{By, Finder, Query, Scope, SpanJob};
use concurrency_lab::timeline::{Section, Stage};
use serde_json::{Map, Value};

/// The trace files with their facts; none if the folder is absent.
fn files() -> Vec<(PathBuf, Map<String, Value>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/traces");
    let Ok(entries) = fs::read_dir(&folder) else {
        eprintln!("skipped: there is no folder ../shared/traces");
        return Vec::new();
    };
    let mut found: Vec<_> = entries
        .filter_map(|entry| {
            let facts = entry.ok()?.path();
            let name = facts.to_str()?.strip_suffix(".facts.json")?.to_owned();
            let text = fs::read_to_string(&facts).ok()?;
            Some((PathBuf::from(name), serde_json::from_str(&text).ok()?))
        })
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

fn contents(path: &Path) -> Contents {
    Contents::of(fs::read(path).unwrap()).unwrap()
}

#[test]
fn every_file_has_exactly_the_counted_facts() {
    let mut wrong = Vec::new();
    for (path, expected) in files() {
        let found = facts(&contents(&path), &mut |_| true).unwrap().unwrap();
        for (key, value) in &expected {
            let got = found.get(key);
            if got != Some(value) {
                let name = path.file_name().unwrap().to_string_lossy();
                wrong.push(format!("{name}: {key}: {value} expected, {got:?} found"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_file_is_shown_and_comes_back_the_same_when_exported() {
    for (path, expected) in files() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let count = |key: &str| expected.get(key).and_then(Value::as_u64).unwrap_or(0);
        let opened = match open(&contents(&path), &mut |_| true) {
            Ok(opened) => opened.unwrap(),
            Err(problem) => {
                let events = count("events_total");
                assert!(events == 0, "{name}: {problem:?}");
                continue;
            }
        };
        if opened.format == Format::Chrome {
            let inner = |group: &str, key: &str| expected[group][key].as_u64().unwrap_or(0);
            let slices = count("slices_complete")
                + inner("slices", "unmatched_B")
                + inner("async", "pairs")
                + inner("async", "unmatched_b")
                + count("legacy_async_pairs");
            assert_eq!(opened.trace.slice_count() as u64, slices, "{name}");
            assert_eq!(
                opened.trace.flows().len() as u64,
                inner("flows", "arrows"),
                "{name}"
            );
        }
        let written = Contents::of(export(&opened.trace).into_bytes()).unwrap();
        let again = open(&written, &mut |_| true).unwrap().unwrap();
        assert_eq!(
            (again.format, again.problems.len()),
            (Format::Own, 0),
            "{name}"
        );
        assert!(again.trace.dump() == opened.trace.dump(), "{name}");
    }
}

#[test]
fn a_stop_is_obeyed() {
    let array = Contents::of(b"[{\"ph\":\"i\",\"ts\":1}]".to_vec()).unwrap();
    assert!(open(&array, &mut |_| false).unwrap().is_none());
}

#[test]
fn every_file_can_be_read_with_the_reading_tools() {
    for (path, _) in files() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let Ok(opened) = open(&contents(&path), &mut |_| true) else {
            continue;
        };
        let trace = Rc::new(opened.unwrap().trace);
        let critical = trace.critical_path();
        let whole: Dur = critical.states().iter().map(|(_, dur)| *dur).sum();
        assert_eq!(whole, critical.length(), "{name}");
        for pair in critical.pieces.windows(2) {
            assert_eq!(pair[0].to, pair[1].from, "{name}");
        }
        let stage = Stage::new(vec![Section::new("", trace.clone())]);
        let span = (Time::ZERO, Time(trace.end().0 + 1));
        let mut job = SpanJob::new(&stage, span, By::State, Scope::All);
        while !job.advance(&stage, 1_000) {}
        assert_eq!(job.finish().all.count, trace.slice_count() as u64, "{name}");
        let query = Query {
            text: ".".to_owned(),
            regex: true,
            args: false,
        };
        let mut finder = Finder::new(&stage, &query).unwrap();
        while !finder.advance(&stage, 1_000) {}
        let slices = trace.rows().ids().flat_map(|row| trace.row_slices(row));
        let named = slices
            .filter(|slice| !trace.name(slice.name).is_empty())
            .count();
        assert!(finder.finish().count() >= named, "{name}");
    }
}
