//! Real tools' trace files and what an independent count found in them, read in
//! place: `../shared/traces`. Without that folder these tests say so and pass.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use concurrency_lab::formats::chrome::facts;
use concurrency_lab::formats::chrome::log::Log;
use concurrency_lab::formats::chrome::matching::Matched;
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

fn bytes(path: &Path) -> Vec<u8> {
    let bytes = fs::read(path).unwrap();
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return bytes;
    }
    let mut out = Vec::new();
    flate2::read::MultiGzDecoder::new(&bytes[..])
        .read_to_end(&mut out)
        .unwrap();
    out
}

#[test]
fn every_file_has_exactly_the_counted_facts() {
    let mut wrong = Vec::new();
    for (path, expected) in files() {
        if expected.get("kind").is_some() {
            continue;
        }
        let bytes = bytes(&path);
        let log = Log::read(&bytes, &mut |_| true).unwrap();
        let found = facts(&log, &Matched::of(&log));
        for (key, value) in &expected {
            if matches!(key.as_str(), "gzip" | "bytes_uncompressed") {
                continue;
            }
            let got = found.get(key);
            if got != Some(value) {
                let name = path.file_name().unwrap().to_string_lossy();
                wrong.push(format!("{name}: {key}: {value} expected, {got:?} found"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
