//! What must not depend on where it runs.

use concurrency_lab::base::Random;
use wasm_bindgen_test::wasm_bindgen_test;

/// The same values as the native test of `base::Random`, which has them from
/// the algorithm's reference implementation.
#[wasm_bindgen_test]
fn a_seed_gives_the_same_numbers_as_on_a_native_machine() {
    let mut random = Random::new(1_234_567);
    let first: Vec<u64> = (0..3).map(|_| random.bits()).collect();
    assert_eq!(
        first,
        [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423
        ]
    );
}

#[wasm_bindgen_test]
fn the_tests_run_on_a_page_with_a_document() {
    let window = web_sys::window().expect("a window");
    assert!(window.document().is_some());
}
