//! Modelled runs as the timeline shows them.
#![cfg(not(target_arch = "wasm32"))]

use std::rc::Rc;

use concurrency_lab::base::Time;
use concurrency_lab::experiment::{QuestionId, Way, model};
use concurrency_lab::timeline::{Section, Stage};

/// The gaps of the heartbeat of a run, in milliseconds.
fn gaps(way: Way) -> Vec<(u64, u64)> {
    let mut presets = QuestionId::BlockingNonblocking.presets();
    presets.retain(|preset| preset.key == "freeze");
    let trace = model::run(&presets[0].setup.experiment(), way).expect("a run");
    let stage = Stage::new(vec![Section::new("", Rc::new(trace))]);
    let lanes = stage.lanes().iter().filter_map(|lane| lane.beat.as_ref());
    let millis = |at: Time| at.0 / 1_000_000;
    lanes
        .flat_map(|beat| &beat.gaps)
        .map(|(from, to)| (millis(*from), millis(*to)))
        .collect()
}

#[test]
fn a_modelled_freeze_is_a_gap_even_if_it_leaves_two_ticks_only() {
    // Two jobs of 200 ms, and nothing else on the page's thread.
    assert_eq!(gaps(Way::BlockPage), [(0, 400)]);
    assert_eq!(gaps(Way::Interleaved), []);
}
