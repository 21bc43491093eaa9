//! A panic shows a card, and the page lives on. A program of its own: after a
//! panic without unwinding the standard library counts itself as panicking.
#![cfg(target_arch = "wasm32")]

use concurrency_lab::ui::error_card;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn a_panic_shows_a_card_with_two_ways_out() {
    error_card::install();
    // A panic ends in a trap, which the caller in JavaScript sees as an error.
    let closure = Closure::<dyn Fn()>::new(|| panic!("out of luck"));
    let function: &js_sys::Function = closure.as_ref().unchecked_ref();
    assert!(function.call0(&JsValue::NULL).is_err());

    let document = web_sys::window().unwrap().document().unwrap();
    let cards = document.query_selector_all("[role=alertdialog]").unwrap();
    assert_eq!(cards.length(), 1);
    let card = document.get_element_by_id("error-card").unwrap();
    assert!(card.text_content().unwrap().contains("out of luck"));
    assert_eq!(card.query_selector_all("button").unwrap().length(), 2);
    let focused = document.active_element().unwrap();
    assert_eq!(focused.tag_name(), "BUTTON");
    card.remove();
}
