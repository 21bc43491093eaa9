//! How fast the machine records slices, natively: `cargo bench --bench sim`.
//! `reference` says what is measured and how.

mod reference;

use std::time::Instant;

fn main() {
    let start = Instant::now();
    print!(
        "{}",
        reference::measure(|| start.elapsed().as_secs_f64() * 1e3)
    );
}
