//! What `index.html` starts early is what the programs later ask for.
#![cfg(not(target_arch = "wasm32"))]

use concurrency_lab::share::Page;
use concurrency_lab::workbench::running;

const INDEX: &str = include_str!("../index.html");

#[test]
fn the_early_programs_are_those_of_this_build() {
    let version = env!("CARGO_PKG_VERSION");
    let full = format!("concurrencyLabLoad(\"full\", \"v={version}&try=0\")");
    assert!(INDEX.contains(&full), "{full}");
    let build = running::VERSION.replace('+', "%2B");
    let worker = format!("\"worker.js?program=python_worker&v={build}\"");
    assert!(INDEX.contains(&worker), "{worker}");
}

#[test]
fn the_early_pages_are_those_of_the_full_program() {
    let mut keys = Page::OWN.map(Page::key);
    keys.sort();
    let pattern = format!("^#v1\\/({})(?![a-z])", keys.join("|"));
    assert!(INDEX.contains(&pattern), "{pattern}");
}
