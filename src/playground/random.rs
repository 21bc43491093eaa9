//! Jobs drawn at random, always the same from the same seed.

use serde_json::{Value, json};

use super::document::{self, Edit, Kind, jobs, shown};
use crate::base::Random;

/// How many jobs are drawn if there are none yet.
const USUAL: usize = 5;
/// Drawn jobs, at most.
const MOST: usize = 12;

/// The same document with as many jobs as it has, drawn from its next seed:
/// arrivals in 0–12 ms, two out of three jobs compute 1–12 ms, the others do
/// I/O between two short computations.
pub fn next(document: &Value) -> Value {
    let seed = shown(document["machine"].get("seed"))
        .parse::<u64>()
        .unwrap_or(1);
    let seed = seed.wrapping_add(1) % 1_000_000;
    let count = match jobs(document).len() {
        0 => USUAL,
        n => n.min(MOST),
    };
    let mut random = Random::new(seed);
    let drawn: Vec<Value> = (0..count).map(|i| job(i, &mut random)).collect();
    let mut document = document.clone();
    document::apply(
        &mut document,
        Edit::Setting("seed", Kind::Number, seed.to_string()),
    );
    document["jobs"] = drawn.into();
    document
}

fn job(index: usize, random: &mut Random) -> Value {
    let mut from_to = |least: u64, most: u64| least + random.below(most - least + 1);
    let arrival = if index == 0 { 0 } else { from_to(0, 12) };
    let program = if from_to(0, 2) == 0 {
        format!(
            "cpu {}; io disk {}; cpu {}",
            from_to(1, 3),
            from_to(2, 8),
            from_to(1, 3)
        )
    } else {
        format!("cpu {}", from_to(1, 12))
    };
    let name = char::from(b'A' + index as u8).to_string();
    json!({ "name": name, "arrival": arrival, "program": program, "priority": from_to(1, 5) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playground::bench;

    #[test]
    fn the_same_seed_draws_the_same_jobs_and_the_next_others() {
        let start = json!({ "machine": { "cores": 2 }, "policies": [{ "policy": "fifo" }] });
        let first = next(&start);
        assert_eq!(first, next(&start));
        let second = next(&first);
        assert_ne!(first["jobs"], second["jobs"]);
        assert_eq!(second["machine"], json!({ "cores": 2, "seed": 3 }));
        for document in [first, second] {
            assert_eq!(jobs(&document).len(), USUAL);
            assert_eq!(bench::run(&document).problems, vec![]);
        }
    }
}
