//! How long opening a recording takes, stage by stage, natively.
//!
//!     cargo bench --bench open -- FILE
#![cfg(not(target_arch = "wasm32"))]

use std::time::Instant;

use concurrency_lab::formats::chrome;
use concurrency_lab::formats::chrome::log::Log;
use concurrency_lab::formats::chrome::matching::Matched;
use concurrency_lab::formats::file::Contents;
use concurrency_lab::trace::Trace;

fn main() {
    let Some(path) = std::env::args().skip(1).find(|arg| !arg.starts_with("--")) else {
        return;
    };
    let bytes = std::fs::read(path).unwrap();
    for _ in 0..3 {
        let mut at = Instant::now();
        let mut lap = |what: &str| {
            print!("{what} {:.0} ms  ", at.elapsed().as_secs_f64() * 1e3);
            at = Instant::now();
        };
        let contents = Contents::of(bytes.clone()).unwrap();
        lap("contents");
        let log = Log::read(&contents.bytes, &mut |_| true).unwrap();
        lap("log");
        let matched = Matched::of(&log);
        lap("matched");
        let facts = chrome::facts(&log, &matched);
        lap("facts");
        let trace = chrome::recording(&log, &matched);
        lap("recording");
        let packed = trace.pack();
        lap("pack");
        let again = Trace::unpack(&packed).unwrap();
        lap("unpack");
        println!(
            "{} {} {}",
            facts.len(),
            again.slice_count(),
            trace.heap_bytes()
        );
    }
}
