//! How fast schedules are explored, natively: `cargo bench --bench explore`.

use std::time::Instant;

use concurrency_lab::sim::explore::examples::example;
use concurrency_lab::sim::explore::{Go, Method, Options, explore};
use concurrency_lab::sim::program::{Image, System};

fn main() {
    println!("| program | method | counted | outcomes | counted per second |");
    println!("| --- | --- | ---: | ---: | ---: |");
    for (key, method, rounds) in [
        ("lost-update-3", Method::Full, 500),
        ("lost-update-3", Method::Reduced, 2_000),
        ("lost-update-3", Method::Bounded(2), 500),
        ("lost-update-3", Method::Sampled(1), 10),
        ("locked-update", Method::Full, 2_000),
        ("peterson", Method::Bounded(3), 10),
        ("philosophers-4", Method::Full, 2),
        ("philosophers-5", Method::Reduced, 200),
    ] {
        let line = measure(key, method, rounds);
        println!("| {key} | {method:?} | {line} |");
    }
}

/// Explores again and again; the best of five rounds, as others use the machine, too.
fn measure(key: &str, method: Method, rounds: u32) -> String {
    let (system, _) = System::parse(&example(key).expect("an example's key").text);
    let image = Image::link(&system).expect("examples can be linked");
    let options = Options {
        method,
        schedules: 100_000,
        states: 0,
        ..Options::default()
    };
    let mut best = f64::INFINITY;
    let mut counted = (0, 0);
    for _ in 0..5 {
        let begun = Instant::now();
        for _ in 0..rounds {
            let explored = explore(&image, &options, &mut |_| Go::Continue);
            counted = (explored.schedules, explored.outcomes.len());
        }
        best = best.min(begun.elapsed().as_secs_f64() / f64::from(rounds));
    }
    let speed = counted.0 as f64 / best;
    format!("{} | {} | {speed:.0}", counted.0, counted.1)
}
